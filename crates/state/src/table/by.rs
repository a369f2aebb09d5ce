//! An index of a table: the keys of its records by a value of theirs.

use std::any::Any;

use ferrogate_records::kind::Indexes;
use ferrogate_records::{Index, Kind};
use ferrogate_store::Key;
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

/// An index over records of type `T`, whatever it is by.
pub(super) trait Indexed<T>: Any + Send + Sync {
    /// Takes `new` in the place of `old` for the record of `key`.
    fn replace(&mut self, key: &Key, old: Option<&T>, new: Option<&T>);

    /// Another one with the same in it. Shares what is in it.
    fn copy(&self) -> Box<dyn Indexed<T>>;
}

/// The keys of records by `I`.
pub(super) struct By<I: Index> {
    keys: RedBlackTreeMapSync<I::Value, RedBlackTreeSetSync<Key>>,
}

impl<I: Index> By<I> {
    /// `index`, if it is this one.
    pub(super) fn of(index: &dyn Indexed<I::Of>) -> Option<&Self> {
        let index: &dyn Any = index;
        index.downcast_ref()
    }

    pub(super) fn keys(&self, value: &I::Value) -> impl Iterator<Item = &Key> + use<'_, I> {
        self.keys.get(value).into_iter().flatten()
    }

    pub(super) fn keys_up_to<'k>(&'k self, value: &'k I::Value) -> impl Iterator<Item = &'k Key> {
        self.keys.range(..=value).flat_map(|(_, keys)| keys)
    }

    pub(super) fn count(&self, value: &I::Value) -> usize {
        self.keys.get(value).map_or(0, RedBlackTreeSetSync::size)
    }

    fn insert(&mut self, value: I::Value, key: &Key) {
        match self.keys.get_mut(&value) {
            Some(keys) => keys.insert_mut(key.clone()),
            None => {
                let mut keys = RedBlackTreeSetSync::new_sync();
                keys.insert_mut(key.clone());
                self.keys.insert_mut(value, keys);
            }
        }
    }

    fn remove(&mut self, value: &I::Value, key: &Key) {
        let Some(keys) = self.keys.get_mut(value) else { return };
        keys.remove_mut(key);
        if keys.is_empty() {
            self.keys.remove_mut(value);
        }
    }
}

impl<I: Index> Indexed<I::Of> for By<I> {
    fn replace(&mut self, key: &Key, old: Option<&I::Of>, new: Option<&I::Of>) {
        let (old, new) = (old.and_then(I::value), new.and_then(I::value));
        if old == new {
            return;
        }
        if let Some(value) = old {
            self.remove(&value, key);
        }
        if let Some(value) = new {
            self.insert(value, key);
        }
    }

    fn copy(&self) -> Box<dyn Indexed<I::Of>> {
        Box::new(Self { keys: self.keys.clone() })
    }
}

/// Empty indexes of all that the kind names.
pub(super) fn indexes<T: Kind>() -> Vec<Box<dyn Indexed<T>>> {
    struct Made<T>(Vec<Box<dyn Indexed<T>>>);

    impl<T> Indexes<T> for Made<T> {
        fn add<I: Index<Of = T>>(&mut self) {
            self.0.push(Box::new(By::<I> { keys: RedBlackTreeMapSync::new_sync() }));
        }
    }

    let mut made = Made(Vec::new());
    T::indexes(&mut made);
    made.0
}
