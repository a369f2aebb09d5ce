//! The values that go in and out of a [`Store`](crate::Store).

use std::fmt;

use bytes::Bytes;

use crate::key::Key;

/// A revision of the whole store: one more with each transaction that changes something.
/// `Rev(0)` is the empty store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rev(pub u64);

impl fmt::Display for Rev {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A lease's id. Never 0, never used twice by one store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeaseId(pub u64);

impl fmt::Display for LeaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

/// A key with its value at some revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kv {
    /// The key.
    pub key: Key,
    /// The value; may be empty.
    pub val: Bytes,
    /// The revision that made the key come into being, after its last deletion.
    pub create: Rev,
    /// The revision that wrote this value.
    pub modify: Rev,
    /// How often the key was written since `create`; begins with 1.
    pub version: u64,
    /// The lease that takes the key with it when it ends.
    pub lease: Option<LeaseId>,
}

impl Kv {
    /// The guard that holds as long as nobody has written the key since.
    #[must_use]
    pub fn unchanged(&self) -> Guard {
        Guard::ModIs(self.key.clone(), self.modify)
    }
}

/// A condition of a transaction. All must hold, at the moment it is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// The key has no value.
    Absent(Key),
    /// The key's value was written by exactly this revision.
    ModIs(Key, Rev),
    /// The key has a value.
    Exists(Key),
}

impl Guard {
    /// The key the condition is about.
    #[must_use]
    pub fn key(&self) -> &Key {
        match self {
            Self::Absent(key) | Self::ModIs(key, _) | Self::Exists(key) => key,
        }
    }

    /// Whether the condition holds for a key that was last written by `modify`
    /// (`None`: it has no value).
    #[must_use]
    pub fn holds(&self, modify: Option<Rev>) -> bool {
        match self {
            Self::Absent(_) => modify.is_none(),
            Self::ModIs(_, rev) => modify == Some(*rev),
            Self::Exists(_) => modify.is_some(),
        }
    }
}

/// A change of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Writes the value. The key is then bound to `lease`, or to none.
    Put {
        /// The key.
        key: Key,
        /// The value, at most [`VALUE_BYTES_MAX`](crate::VALUE_BYTES_MAX).
        val: Bytes,
        /// A living lease that takes the key with it when it ends.
        lease: Option<LeaseId>,
    },
    /// Deletes the key; a key without a value stays so, and nobody is told.
    Del(Key),
}

impl Op {
    /// Writes `val`, bound to no lease.
    #[must_use]
    pub fn put(key: Key, val: impl Into<Bytes>) -> Self {
        Self::Put { key, val: val.into(), lease: None }
    }

    /// Writes `val`, bound to `lease`.
    #[must_use]
    pub fn put_leased(key: Key, val: impl Into<Bytes>, lease: LeaseId) -> Self {
        Self::Put { key, val: val.into(), lease: Some(lease) }
    }

    /// The key that changes.
    #[must_use]
    pub fn key(&self) -> &Key {
        match self {
            Self::Put { key, .. } | Self::Del(key) => key,
        }
    }
}

/// What became of a transaction. That nobody knows is
/// [`Error::Ambiguous`](crate::Error::Ambiguous).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TxnOut {
    /// All of it was applied, and lasts. The revision is its own, or the store's current
    /// one when it changed nothing (it only deleted what was absent).
    Committed(Rev),
    /// A guard did not hold, and nothing was applied. The current value of each guard's
    /// key, in the order of the guards.
    Conflict(Vec<Option<Kv>>),
}

/// How fresh a read must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Sees every transaction that was committed before the read began.
    Linear,
    /// Sees at least this revision; may be cheaper.
    AtLeast(Rev),
}

/// Which part of a list to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Only keys after this one: the last key of the page before.
    pub after: Option<Key>,
    /// At most so many keys, 1 to [`PAGE_KEYS_MAX`](crate::PAGE_KEYS_MAX). A page also ends
    /// with the value that takes it past [`PAGE_BYTES_MAX`](crate::PAGE_BYTES_MAX).
    pub limit: usize,
}

impl Default for Page {
    /// The first 500 keys.
    fn default() -> Self {
        Self { after: None, limit: 500 }
    }
}

/// A part of a list, in the order of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    /// The keys with their values at `rev`.
    pub kvs: Vec<Kv>,
    /// The revision that was read. Ask for it again to get the next page of the same list.
    pub rev: Rev,
    /// Whether there are keys after this page.
    pub more: bool,
}

impl ListPage {
    /// The page after this one, to be read at `self.rev`; `None` when this was the last.
    #[must_use]
    pub fn next(&self, limit: usize) -> Option<Page> {
        let last = self.kvs.last().filter(|_| self.more)?;
        Some(Page { after: Some(last.key.clone()), limit })
    }
}

/// One change, as a watcher sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A value was written.
    Put {
        /// The key with its new value.
        kv: Kv,
        /// What the value replaced.
        prev: Option<Kv>,
    },
    /// A key was deleted, by a transaction or with its lease.
    Del {
        /// The key.
        key: Key,
        /// What it held.
        prev: Option<Kv>,
    },
}

impl Event {
    /// The key that changed.
    #[must_use]
    pub fn key(&self) -> &Key {
        match self {
            Self::Put { kv, .. } => &kv.key,
            Self::Del { key, .. } => key,
        }
    }
}

/// What a watch delivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watched {
    /// All changes of one transaction under the watched prefix: never split, never empty.
    Batch {
        /// The transaction's revision.
        rev: Rev,
        /// The changes, in the order of the transaction's operations.
        events: Vec<Event>,
    },
    /// Every change up to and including this revision has been delivered.
    Progress(Rev),
}

impl Watched {
    /// The revision up to which the watcher now knows everything.
    #[must_use]
    pub fn rev(&self) -> Rev {
        match self {
            Self::Batch { rev, .. } | Self::Progress(rev) => *rev,
        }
    }
}

/// A won campaign. It protects nothing by itself: every write made in its name must carry
/// [`Term::guard`], so that a deposed leader's write meets a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The key that stands for the role.
    pub key: Key,
    /// The revision that took the role: strictly increasing from holder to holder.
    pub fence: Rev,
}

impl Term {
    /// Holds exactly as long as the term does.
    #[must_use]
    pub fn guard(&self) -> Guard {
        Guard::ModIs(self.key.clone(), self.fence)
    }
}

/// Why a store refuses writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alarm {
    /// The disk, or the store's own size limit, is full. Ends with the first write that
    /// finds room.
    NoSpace,
}

/// How a store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreStatus {
    /// The current revision.
    pub rev: Rev,
    /// Reads and watches reach back to this revision.
    pub compacted: Rev,
    /// Counts how often the store's content was replaced (restored, moved): whoever sees
    /// another number must forget every revision it knows and list again.
    pub epoch: u64,
    /// Bytes on disk, all files together.
    pub size_bytes: u64,
    /// Bytes of those that hold data; the rest is reused by later writes.
    pub used_bytes: u64,
    /// The most it may grow to; `None`: as far as the disk goes.
    pub quota_bytes: Option<u64>,
    /// Who orders the writes: `local` for an embedded store, else the member's name;
    /// `None` when there is nobody, and writes fail.
    pub leader: Option<String>,
    /// Why writes are refused at the moment.
    pub alarms: Vec<Alarm>,
}
