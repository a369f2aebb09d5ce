//! How an embedded store is opened.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::lease::{LeaseClock, SteadyClock};

/// What a committed transaction survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The end of the process and the loss of power: flushed to disk before it is answered.
    Full,
    /// The end of the process only, and not always whole. For tests that need speed.
    TestOnlyNone,
}

/// Some hundred transactions of the usual size, each flushed alone. Below the 4062 frames of
/// 4 KiB that the first page of SQLite's shared index holds: a second one could not be had on
/// a full disk.
const RESERVE_BYTES: u64 = 12 << 20;

/// How an embedded store is opened; [`Default`] is for production.
#[derive(Clone)]
pub struct SqliteOptions {
    /// What a committed transaction survives.
    pub durability: Durability,
    /// Threads that read, at least 1.
    pub readers: usize,
    /// How long a request waits for its turn before it is refused as
    /// [`Busy`](crate::Error::Busy); `None`: for ever.
    pub turn_within: Option<Duration>,
    /// How long a write waits for its answer before its outcome is called
    /// [`Ambiguous`](crate::Error::Ambiguous); `None`: for ever.
    pub answer_within: Option<Duration>,
    /// The database grows no further than this; `None`: as far as the disk goes. The
    /// write-ahead log comes on top.
    pub size_bytes_max: Option<u64>,
    /// Room that only [`Store::txn_from_reserve`](crate::Store::txn_from_reserve) and deletions
    /// may use: so much of the disk is taken for the write-ahead log at the opening, and with
    /// less than so much left on the disk no other transaction is begun. 0: none.
    pub reserve_bytes: u64,
    /// The latest transactions kept in memory for watchers, in bytes. Watchers that are
    /// further behind read from the disk; with 0 all do.
    pub watch_bytes_max: usize,
    /// After so long without work the write-ahead log is folded into the database. (Under
    /// load SQLite does so by itself, every thousand pages.)
    pub fold_after: Duration,
    /// What the time of leases is measured by.
    pub clock: Arc<dyn LeaseClock>,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            durability: Durability::Full,
            readers: 2,
            turn_within: Some(Duration::from_secs(2)),
            answer_within: Some(Duration::from_secs(30)),
            size_bytes_max: None,
            reserve_bytes: RESERVE_BYTES,
            watch_bytes_max: 2 << 20,
            fold_after: Duration::from_secs(5),
            clock: Arc::new(SteadyClock::default()),
        }
    }
}

impl SqliteOptions {
    /// Fast and forgetful; sets no timers, so it works under a paused clock.
    #[must_use]
    pub fn for_tests() -> Self {
        Self {
            durability: Durability::TestOnlyNone,
            reserve_bytes: 0,
            turn_within: None,
            answer_within: None,
            ..Self::default()
        }
    }
}

impl fmt::Debug for SqliteOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteOptions")
            .field("durability", &self.durability)
            .field("readers", &self.readers)
            .field("size_bytes_max", &self.size_bytes_max)
            .finish_non_exhaustive()
    }
}
