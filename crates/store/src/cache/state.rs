//! The copy itself: entries by key, and the revision they are at.

use std::collections::btree_map::Range;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, Deref};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Mutex, RwLock, RwLockReadGuard};
use tokio::sync::watch;
use tokio::time::Instant;

use super::changes::{Changes, Listeners};
use super::{Cached, Error};
use crate::codec::{self, Doc};
use crate::key::{Key, Prefix};
use crate::model::{Event, Guard, Kv, LeaseId, Rev};

/// A record with where and when it was written; dereferences to the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// Its key.
    pub key: Key,
    /// The revision that made it.
    pub create: Rev,
    /// The revision that wrote it last.
    pub modify: Rev,
    /// How often it was written.
    pub version: u64,
    /// The lease that takes it along.
    pub lease: Option<LeaseId>,
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

#[derive(Debug)]
pub(super) struct Shared<T> {
    pub(super) prefix: Prefix,
    schema: u32,
    state: RwLock<State<T>>,
    progress: watch::Sender<Progress>,
    listeners: Listeners,
    lost: Mutex<Option<Instant>>,
}

#[derive(Debug)]
struct State<T> {
    rev: Rev,
    entries: BTreeMap<Key, Arc<Entry<T>>>,
    unreadable: BTreeMap<Key, Arc<codec::Error>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    rev: Rev,
    ended: bool,
}

/// What a key holds after a change.
enum Slot<T> {
    Record(Arc<Entry<T>>),
    Unreadable(Arc<codec::Error>),
    Gone,
}

impl<T: Cached> Shared<T> {
    pub(super) fn new(prefix: Prefix, schema: u32) -> Self {
        let state = State { rev: Rev(0), entries: BTreeMap::new(), unreadable: BTreeMap::new() };
        Self {
            prefix,
            schema,
            state: RwLock::new(state),
            progress: watch::Sender::new(Progress::default()),
            listeners: Listeners::default(),
            lost: Mutex::new(None),
        }
    }

    /// Takes `kvs` as all there is at `rev`, and tells every key that was or is there: what
    /// happened in between is unknown.
    pub(super) fn replace(&self, kvs: Vec<Kv>, rev: Rev) {
        let mut new = State { rev, entries: BTreeMap::new(), unreadable: BTreeMap::new() };
        for kv in kvs {
            let key = kv.key.clone();
            new.set(key, self.decode(kv));
        }
        let mut keys = new.keys();
        let old = std::mem::replace(&mut *self.state.write(), new);
        keys.append(&mut old.keys());
        self.announce(&keys.into_iter().collect::<Vec<_>>(), rev);
    }

    /// Applies the changes of one transaction.
    pub(super) fn apply(&self, events: Vec<Event>, rev: Rev) {
        let decoded: Vec<(Key, Slot<T>)> = events
            .into_iter()
            .map(|event| match event {
                Event::Put { kv, .. } => (kv.key.clone(), self.decode(kv)),
                Event::Del { key, .. } => (key, Slot::Gone),
            })
            .collect();
        let keys: Vec<Key> = decoded.iter().map(|(key, _)| key.clone()).collect();
        {
            let mut state = self.state.write();
            for (key, slot) in decoded {
                state.set(key, slot);
            }
            state.rev = rev;
        }
        self.announce(&keys, rev);
    }

    fn announce(&self, keys: &[Key], rev: Rev) {
        if !keys.is_empty() {
            self.listeners.tell(keys);
        }
        self.progress.send_modify(|progress| progress.rev = rev);
    }

    fn decode(&self, kv: Kv) -> Slot<T> {
        let Kv { key, val, create, modify, version, lease } = kv;
        match Doc::decode(&key, self.schema, &val) {
            Ok(doc) => Slot::Record(Arc::new(Entry { key, create, modify, version, lease, doc })),
            Err(e) => {
                tracing::error!(key = %key, error = ?e, "a record can't be read");
                Slot::Unreadable(Arc::new(e))
            }
        }
    }

    pub(super) fn read(&self) -> Result<Reader<'_, T>, Error> {
        let state = self.state.read();
        match state.unreadable.values().next() {
            Some(e) => Err(Error::Unreadable(e.clone())),
            None => Ok(Reader(state)),
        }
    }

    pub(super) fn get(&self, key: &Key) -> Result<Option<Arc<Entry<T>>>, Error> {
        let state = self.state.read();
        match state.unreadable.get(key) {
            Some(e) => Err(Error::Unreadable(e.clone())),
            None => Ok(state.entries.get(key).cloned()),
        }
    }

    pub(super) fn list(&self, prefix: &Prefix) -> Result<Vec<Arc<Entry<T>>>, Error> {
        let state = self.state.read();
        match state.unreadable.iter().find(|(key, _)| prefix.contains(key)) {
            Some((_, e)) => Err(Error::Unreadable(e.clone())),
            None => Ok(Reader(state).under(prefix).cloned().collect()),
        }
    }

    pub(super) fn keys(&self) -> BTreeSet<Key> {
        self.state.read().keys()
    }

    pub(super) fn readable(&self) -> (Vec<Arc<Entry<T>>>, usize) {
        let state = self.state.read();
        (state.entries.values().cloned().collect(), state.unreadable.len())
    }

    pub(super) fn rev(&self) -> Rev {
        self.state.read().rev
    }

    pub(super) async fn wait_for(&self, rev: Rev) -> Result<(), Error> {
        let mut progress = self.progress.subscribe();
        let reached = progress.wait_for(|progress| progress.rev >= rev || progress.ended).await;
        match reached {
            Ok(progress) if progress.rev >= rev => Ok(()),
            _ => Err(Error::Closed),
        }
    }

    pub(super) fn subscribe(&self, changes: &Changes) {
        // Under the lock, so that a change is either in these keys or told afterwards.
        let state = self.state.read();
        let ended = self.progress.borrow().ended;
        self.listeners.add(changes, state.keys(), ended);
    }

    /// Notes whether the store is in reach.
    pub(super) fn in_reach(&self, yes: bool) {
        let mut lost = self.lost.lock();
        match (yes, *lost) {
            (true, _) => *lost = None,
            (false, None) => *lost = Some(Instant::now()),
            (false, Some(_)) => {}
        }
    }

    pub(super) fn stale_for(&self) -> Option<Duration> {
        self.lost.lock().map(|since| since.elapsed())
    }

    /// Nothing will change any more.
    pub(super) fn end(&self) {
        self.in_reach(false);
        self.progress.send_modify(|progress| progress.ended = true);
        self.listeners.end();
    }
}

impl<T> State<T> {
    fn set(&mut self, key: Key, slot: Slot<T>) {
        match slot {
            Slot::Record(entry) => {
                self.unreadable.remove(&key);
                self.entries.insert(key, entry);
            }
            Slot::Unreadable(e) => {
                self.entries.remove(&key);
                self.unreadable.insert(key, e);
            }
            Slot::Gone => {
                self.unreadable.remove(&key);
                self.entries.remove(&key);
            }
        }
    }

    fn keys(&self) -> BTreeSet<Key> {
        self.entries.keys().chain(self.unreadable.keys()).cloned().collect()
    }
}

/// A view of the cache at one revision. Not to be held over an `.await`.
#[derive(Debug)]
pub struct Reader<'a, T>(RwLockReadGuard<'a, State<T>>);

impl<T> Reader<'_, T> {
    /// The revision.
    #[must_use]
    pub fn rev(&self) -> Rev {
        self.0.rev
    }

    /// The record of `key`.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Arc<Entry<T>>> {
        self.0.entries.get(key)
    }

    /// The record whose key is this text, without making a key of it first; none for a text
    /// that is no key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Arc<Entry<T>>> {
        self.0.entries.get(key)
    }

    /// The records under `prefix` in the order of their keys.
    pub fn under(&self, prefix: &Prefix) -> impl DoubleEndedIterator<Item = &Arc<Entry<T>>> {
        self.range(prefix.as_str(), prefix)
    }

    /// The records under `prefix` that come after `key`: the next page of a list.
    pub fn under_after(
        &self,
        prefix: &Prefix,
        key: &Key,
    ) -> impl DoubleEndedIterator<Item = &Arc<Entry<T>>> {
        self.range(key.as_str().max(prefix.as_str()), prefix)
    }

    /// All records in the order of their keys.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Entry<T>>> {
        self.0.entries.values()
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    fn range<'s>(
        &'s self,
        after: &str,
        prefix: &Prefix,
    ) -> impl DoubleEndedIterator<Item = &'s Arc<Entry<T>>> + use<'s, T> {
        let end = prefix.end();
        let range: Range<'s, Key, Arc<Entry<T>>> = if after < end.as_str() {
            self.0.entries.range::<str, _>((Bound::Excluded(after), Bound::Excluded(&*end)))
        } else {
            // After the last key under the prefix: nothing.
            self.0.entries.range::<str, _>((Bound::Included(after), Bound::Excluded(after)))
        };
        range.map(|(_, entry)| entry)
    }
}
