//! What every backend must prove: one property of the contract per function, each on a
//! fresh, empty store. `ferrogate_store::store_suite!` makes a test of each, [`run_all`]
//! runs them one after the other; [`model`] and [`history`] hold what is random.

pub mod history;
pub mod lease;
pub mod list;
pub mod model;
pub mod term;
pub mod txn;
pub mod watch;

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;

use crate::contract::{Store, WatchStream};
use crate::key::{Key, Prefix};
use crate::model::{Event, Guard, Kv, Op, Read, Rev, TxnOut, Watched};

/// Nothing in the suite takes this long on any machine; it ends a test that hangs.
const DEADLINE: Duration = Duration::from_secs(60);

/// Lets time pass on the store's clock, and returns when the store has noticed.
pub type Pass = Box<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>;

/// A fresh, empty store to test.
pub struct Subject {
    /// The store.
    pub store: Arc<dyn Store>,
    /// How its time is made to pass.
    pub pass: Pass,
    /// Dropped after the test: its folder, its process.
    pub keep: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject").field("store", &self.store).finish_non_exhaustive()
    }
}

// `$d` is a dollar sign, for the macro that this one defines.
macro_rules! properties {
    ($d:tt $($module:ident::$name:ident)*) => {
        /// Proves every property, each on a store of its own.
        ///
        /// # Panics
        /// When a property does not hold.
        pub async fn run_all<F, Fut>(make: F)
        where
            F: Fn() -> Fut,
            Fut: Future<Output = Subject>,
        {
            $(within(stringify!($name), $module::$name(make().await)).await;)*
        }

        /// Makes a test of each property of the suite; `$make` is an async function that
        /// returns a [`Subject`](crate::suite::Subject).
        #[macro_export]
        macro_rules! store_suite {
            ($d make:path) => {
                $(
                    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                    async fn $name() {
                        let subject = $d make().await;
                        let property = $crate::suite::$module::$name(subject);
                        $crate::suite::within(stringify!($name), property).await;
                    }
                )*
            };
        }
    };
}

properties! {$
    txn::a_transaction_is_applied_whole_or_not_at_all
    txn::each_guard_holds_exactly_when_it_says
    txn::a_conflict_tells_the_value_of_each_guards_key_in_order
    txn::a_key_occurs_at_most_once_in_a_transaction
    txn::limits_are_refused_before_anything_happens
    txn::the_largest_transaction_is_taken
    txn::revisions_grow_by_one_and_only_with_a_change
    txn::versions_count_from_the_last_creation
    txn::concurrent_increments_are_never_lost
    txn::compaction_of_the_future_is_refused
    history::concurrent_history_is_strict_serializable
    list::a_list_is_in_key_order_and_holds_no_neighbours
    list::pages_are_read_at_one_revision
    list::a_page_ends_when_it_has_enough_bytes
    list::an_older_revision_is_readable_until_it_is_compacted
    list::the_future_can_not_be_read
    watch::a_watch_delivers_every_transaction_once_in_order_and_whole
    watch::a_late_watch_delivers_the_same_as_a_live_one
    watch::a_slow_watcher_misses_nothing
    watch::events_tell_what_they_replaced
    watch::progress_proves_that_nothing_was_missed
    watch::a_watch_after_a_compacted_revision_is_refused
    watch::a_watch_after_a_future_revision_is_refused
    watch::compaction_never_takes_what_a_watch_may_ask_for
    lease::a_lease_ends_at_its_time_and_not_before
    lease::watchers_see_the_keys_of_a_lease_go
    lease::a_kept_lease_lives_on
    lease::an_ended_lease_is_final
    lease::a_key_that_is_written_again_without_the_lease_stays
    lease::a_lease_of_many_keys_takes_them_all
    lease::times_out_of_range_are_refused
    term::a_role_has_one_holder_and_passes_on_when_its_lease_ends
    term::a_deposed_leader_can_not_write
    term::asking_again_returns_the_same_term
}

/// Runs a property up to the deadline.
///
/// # Panics
/// When it takes longer.
pub async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    match tokio::time::timeout(DEADLINE, work).await {
        Ok(done) => done,
        Err(_) => panic!("{what}: not within {DEADLINE:?}"),
    }
}

/// A key of a test.
pub(crate) fn key(text: &str) -> Key {
    Key::new(text).expect("a test's key is well formed")
}

pub(crate) fn prefix(text: &str) -> Prefix {
    Prefix::new(text).expect("a test's prefix is well formed")
}

pub(crate) fn put(text: &str, val: impl Into<Bytes>) -> Op {
    Op::put(key(text), val)
}

/// Commits without a guard.
pub(crate) async fn commit(store: &dyn Store, ops: &[Op]) -> Rev {
    commit_if(store, &[], ops).await
}

pub(crate) async fn commit_if(store: &dyn Store, guards: &[Guard], ops: &[Op]) -> Rev {
    match store.txn(guards, ops).await.expect("the transaction is answered") {
        TxnOut::Committed(rev) => rev,
        TxnOut::Conflict(found) => panic!("unexpected conflict: {found:?}"),
    }
}

pub(crate) async fn get(store: &dyn Store, text: &str) -> Option<Kv> {
    let (mut kvs, _) = store.get(&[key(text)], Read::Linear).await.expect("a read");
    kvs.pop().expect("one value per key")
}

pub(crate) async fn rev(store: &dyn Store) -> Rev {
    store.get(&[], Read::Linear).await.expect("a read").1
}

/// The next transaction of a watch.
pub(crate) async fn next_batch(watch: &mut WatchStream) -> (Rev, Vec<Event>) {
    loop {
        match watch.next().await.expect("a watch has no end").expect("a watch goes on") {
            Watched::Batch { rev, events } => return (rev, events),
            Watched::Progress(_) => {}
        }
    }
}

/// All transactions of a watch up to `upto`.
pub(crate) async fn batches_upto(watch: &mut WatchStream, upto: Rev) -> Vec<(Rev, Vec<Event>)> {
    let mut batches = Vec::new();
    loop {
        let watched = watch.next().await.expect("a watch has no end").expect("a watch goes on");
        let reached = watched.rev();
        if let Watched::Batch { rev, events } = watched {
            batches.push((rev, events));
        }
        if reached >= upto {
            return batches;
        }
    }
}

/// A small generator: the same numbers for the same seed.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub(crate) fn roll(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}
