//! A table: all records of one kind as they were at one revision.
//!
//! Tables are never changed: what follows one is another that shares with it all that stayed
//! the same. So who holds one holds nobody up, and whatever is read of it is of one revision.
//!
//! A value that can't be decoded (one of a newer engine, say) makes every read that would
//! have to answer it fail, naming it, until it is overwritten or deleted: a record left out in
//! silence would look deleted, and be acted upon. Reads of other records go on. Who can do
//! without it says so, and asks [`Table::readable`] or [`Table::readable_by`].

mod by;

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::ops::{Bound, Deref, RangeBounds};
use std::sync::Arc;

use ferrogate_records::{Index, Kind};
use ferrogate_store::codec::{self, Doc};
use ferrogate_store::{Event, Guard, Key, Kv, Prefix, Rev};
use rpds::RedBlackTreeMapSync;

use crate::SCHEMA;
use by::{By, Indexed};

/// A record with where and when it was written; dereferences to the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// Its key.
    pub key: Key,
    /// The revision that wrote it last.
    pub modify: Rev,
    /// The record, with the fields its type does not know.
    pub doc: Doc<T>,
}

impl<T> Entry<T> {
    /// The guard that holds as long as nobody has written the record since.
    pub fn unchanged(&self) -> Guard {
        Guard::ModIs(self.key.clone(), self.modify)
    }
}

impl<T> Deref for Entry<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.doc.record
    }
}

/// A record that a read would have to answer is not readable by this engine.
#[derive(Clone, Debug, thiserror::Error)]
#[error("a record can't be read")]
pub struct Unreadable(#[source] pub Arc<codec::Error>);

/// All records of one kind at one revision.
pub struct Table<T> {
    entries: RedBlackTreeMapSync<Key, Arc<Entry<T>>>,
    unreadable: RedBlackTreeMapSync<Key, Arc<codec::Error>>,
    indexes: Vec<Box<dyn Indexed<T>>>,
}

impl<T: Kind> Table<T> {
    /// The record of `key`, if there is one. A text that is no key has none.
    ///
    /// # Errors
    /// When it is this one that can't be read.
    pub fn get<Q: Borrow<str> + ?Sized>(
        &self,
        key: &Q,
    ) -> Result<Option<Arc<Entry<T>>>, Unreadable> {
        let key = key.borrow();
        match self.unreadable.get(key) {
            Some(error) => Err(Unreadable(error.clone())),
            None => Ok(self.entries.get(key).cloned()),
        }
    }

    /// The records under `prefix` in the order of their keys.
    ///
    /// # Errors
    /// When one of them can't be read.
    pub fn under(
        &self,
        prefix: &Prefix,
    ) -> Result<impl DoubleEndedIterator<Item = &Arc<Entry<T>>> + use<'_, T>, Unreadable> {
        self.whole(prefix.as_str())?;
        Ok(self.entries.range(Below::new(prefix.as_str())).map(|(_, entry)| entry))
    }

    /// As [`Table::under`], all of them together.
    ///
    /// # Errors
    /// When one of them can't be read.
    pub fn list(&self, prefix: &Prefix) -> Result<Vec<Arc<Entry<T>>>, Unreadable> {
        Ok(self.under(prefix)?.cloned().collect())
    }

    /// All records in the order of their keys.
    ///
    /// # Errors
    /// When one of them can't be read.
    pub fn all(&self) -> Result<impl DoubleEndedIterator<Item = &Arc<Entry<T>>>, Unreadable> {
        self.whole("/")?;
        Ok(self.entries.values())
    }

    /// The records that can be read, in the order of their keys, and how many can't.
    pub fn readable(&self) -> (impl DoubleEndedIterator<Item = &Arc<Entry<T>>>, usize) {
        (self.entries.values(), self.unreadable.size())
    }

    /// The keys under `prefix` of all records, also of those that can't be read.
    pub fn keys(&self, prefix: &Prefix) -> impl Iterator<Item = &Key> + use<'_, T> {
        let below = || Below::new(prefix.as_str());
        let readable = self.entries.range(below()).map(|(key, _)| key);
        readable.chain(self.unreadable.range(below()).map(|(key, _)| key))
    }

    /// The records that the index `I` has under `value`, in the order of their keys.
    ///
    /// # Errors
    /// When a record can't be read that may be one of these.
    pub fn by<'t, I: Index<Of = T>>(
        &'t self,
        value: &I::Value,
    ) -> Result<impl Iterator<Item = &'t Arc<Entry<T>>> + use<'t, I, T>, Unreadable> {
        self.whole(&I::place(value))?;
        Ok(self.entries_of(self.index::<I>().keys(value)))
    }

    /// As [`Table::by`] those that can be read, and how many can't that may be of these.
    pub fn readable_by<'t, I: Index<Of = T>>(
        &'t self,
        value: &I::Value,
    ) -> (impl Iterator<Item = &'t Arc<Entry<T>>> + use<'t, I, T>, usize) {
        let unreadable = self.unreadable.range(Below::new(&I::place(value))).count();
        (self.entries_of(self.index::<I>().keys(value)), unreadable)
    }

    /// The readable records that the index `I` has under `value` or a lesser one, in the
    /// order of these.
    pub fn readable_up_to<'t, I: Index<Of = T>>(
        &'t self,
        value: &'t I::Value,
    ) -> impl Iterator<Item = &'t Arc<Entry<T>>> {
        self.entries_of(self.index::<I>().keys_up_to(value))
    }

    /// How many records the index `I` has under `value`. Counts none of them one by one.
    ///
    /// # Errors
    /// When a record can't be read that may be one of these.
    pub fn count<I: Index<Of = T>>(&self, value: &I::Value) -> Result<usize, Unreadable> {
        self.whole(&I::place(value))?;
        Ok(self.index::<I>().count(value))
    }

    /// Whether all records under `prefix` can be read.
    fn whole(&self, prefix: &str) -> Result<(), Unreadable> {
        match self.unreadable.range(Below::new(prefix)).next() {
            Some((_, error)) => Err(Unreadable(error.clone())),
            None => Ok(()),
        }
    }

    fn index<I: Index<Of = T>>(&self) -> &By<I> {
        self.indexes
            .iter()
            .find_map(|index| By::of(&**index))
            .expect("a type is an index only when its kind names it")
    }

    fn entries_of<'t, K: Iterator<Item = &'t Key>>(
        &'t self,
        keys: K,
    ) -> impl Iterator<Item = &'t Arc<Entry<T>>> + use<'t, K, T> {
        keys.filter_map(|key| self.entries.get(key))
    }
}

/// Making tables.
impl<T: Kind> Table<T> {
    /// A table of nothing.
    pub(crate) fn new() -> Self {
        Self {
            entries: RedBlackTreeMapSync::new_sync(),
            unreadable: RedBlackTreeMapSync::new_sync(),
            indexes: by::indexes(),
        }
    }

    /// Another table of nothing but these.
    pub(crate) fn of(kvs: Vec<Kv>) -> Self {
        let mut table = Self::new();
        kvs.into_iter().for_each(|kv| table.put(kv));
        table
    }

    /// The table after these changes.
    pub(crate) fn after(&self, events: Vec<Event>) -> Self {
        let mut table = Self {
            entries: self.entries.clone(),
            unreadable: self.unreadable.clone(),
            indexes: self.indexes.iter().map(|index| index.copy()).collect(),
        };
        for event in events {
            match event {
                Event::Put { kv, .. } => table.put(kv),
                Event::Del { key, .. } => table.remove(&key),
            }
        }
        table
    }

    /// The keys of all records, also of those that can't be read.
    pub(crate) fn all_keys(&self) -> BTreeSet<Key> {
        self.keys(&Prefix::root()).cloned().collect()
    }

    fn put(&mut self, kv: Kv) {
        match Doc::decode(&kv.key, SCHEMA, &kv.val) {
            Ok(doc) => {
                self.unreadable.remove_mut(&kv.key);
                let old = self.entries.get(&kv.key);
                for index in &mut self.indexes {
                    index.replace(&kv.key, old.map(|old| &***old), Some(&doc));
                }
                let entry = Entry { key: kv.key.clone(), modify: kv.modify, doc };
                self.entries.insert_mut(kv.key, Arc::new(entry));
            }
            Err(error) => {
                tracing::error!(key = %kv.key, ?error, "a record can't be read");
                self.remove(&kv.key);
                self.unreadable.insert_mut(kv.key, Arc::new(error));
            }
        }
    }

    fn remove(&mut self, key: &Key) {
        self.unreadable.remove_mut(key);
        let Some(old) = self.entries.get(key) else { return };
        for index in &mut self.indexes {
            index.replace(key, Some(old), None);
        }
        self.entries.remove_mut(key);
    }
}

/// The keys under a prefix, which closes with a slash: all up to the first text after them,
/// where that slash is one more, a zero.
struct Below {
    prefix: String,
    end: String,
}

impl Below {
    fn new(prefix: &str) -> Self {
        let end = format!("{}0", prefix.trim_end_matches('/'));
        Self { prefix: prefix.to_owned(), end }
    }
}

impl RangeBounds<str> for Below {
    fn start_bound(&self) -> Bound<&str> {
        Bound::Excluded(&self.prefix)
    }

    fn end_bound(&self) -> Bound<&str> {
        Bound::Excluded(&self.end)
    }
}

#[cfg(test)]
mod tests;
