//! Reconcilers are values; the engine runs them.
//!
//! A [`Reconciler`] says which of its keys a changed record wakes, and what to do about one
//! key. All else is here and the same for all: each key is worked on once at a time, a key
//! that fails rests longer each time without holding up the others, everything is looked at
//! again now and then whatever the watch said, a panic ends one look and no more, and health
//! shows all of it. Read [`Reconciler`] first, then [`queue`].

mod driver;
mod leader;
mod monitor;
mod queue;
mod supervise;

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::Shutdown;
use ferrogate_state::{Changes, Fault, State};
use ferrogate_store::{Guard, Key, Op, Rev, TxnOut};

pub use driver::start;
use leader::Leader;
pub use supervise::keep_running;

/// Brings what is observed to what is desired, one key at a time.
#[async_trait]
pub trait Reconciler: Send + Sync + 'static {
    /// Its name in health and in the log.
    const NAME: &'static str;
    /// Keys that are worked on at the same time.
    const AT_ONCE: usize = 1;
    /// Every record is told again this often, whatever the watch says.
    const RESYNC: Duration = Duration::from_secs(30);
    /// How long one look at a key may take. One that takes longer has failed.
    const DEADLINE: Duration = Duration::from_secs(60);

    /// What it looks at: level-triggered, so never an event, and no more than a name.
    type Key: Ord + Clone + Debug + Send + Sync + 'static;

    /// Lets `changes` hear of the records whose change may wake a key.
    fn watch(&self, state: &State, changes: &Changes);

    /// The keys that a record wakes which was written or deleted, the most urgent first.
    /// Called for every record at the start and at each resync. Quick: no look at a disk.
    fn wakes(&self, state: &State, record: &Key) -> Vec<Self::Key>;

    /// The keys that are looked at at the start and at each resync, whatever changed.
    fn always(&self) -> Vec<Self::Key> {
        vec![]
    }

    /// Waits for what wakes keys and is no record. Dropping the future loses nothing.
    async fn nudged(&self, _: &State) -> Vec<Self::Key> {
        std::future::pending().await
    }

    /// Reads, computes, makes at most one guarded write for each thing it decides, and says
    /// when to look again. May be dropped at any `.await`.
    ///
    /// # Errors
    /// What is nobody's mistake outside: the key rests, and is looked at again.
    async fn reconcile(&self, cx: &Cx, key: &Self::Key) -> Result<Next, Fault>;
}

/// When to look at a key again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// When something wakes it.
    WhenChanged,
    /// Now: something was done, and there is more to do.
    Now,
    /// After a short rest, longer each time in a row: somebody else was faster.
    AfterConflict,
    /// After so long, or when something wakes it: it is due by the clock.
    After(Duration),
}

/// What a look has to work with: what is written through it is written by the leader, or not
/// at all.
#[derive(Clone)]
pub struct Cx {
    /// The records, the store, the clock.
    pub state: Arc<State>,
    leader: Arc<Leader>,
}

impl Cx {
    /// Takes the lead of the engine from whoever has it. `who` is for people who look.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn lead(state: Arc<State>, who: &str, shutdown: &Shutdown) -> Result<Self, Fault> {
        let leader = Leader::take(&state, who, shutdown).await?;
        Ok(Self { state, leader })
    }

    /// Whether nobody else has taken the lead, as far as is known. What is written knows it
    /// for sure: [`Cx::commit`].
    #[must_use]
    pub fn leads(&self) -> bool {
        self.leader.leads()
    }

    /// Resolves once somebody else has the lead.
    pub async fn deposed(&self) {
        self.leader.deposed().await;
    }

    /// Commits, as long as nobody else has taken the lead. `None` means that a guard did not
    /// hold and nothing happened.
    ///
    /// # Errors
    /// [`Fault::Deposed`], or when the store failed; an ambiguous outcome is an error too.
    pub async fn commit(&self, guards: &[Guard], ops: &[Op]) -> Result<Option<Rev>, Fault> {
        self.committed(self.state.store.txn(&self.guarded(guards), ops).await?)
    }

    /// As [`Cx::commit`], for what ends or frees something: on a full disk it may use the room
    /// that the store keeps back.
    ///
    /// # Errors
    /// As [`Cx::commit`].
    pub async fn commit_from_reserve(
        &self,
        guards: &[Guard],
        ops: &[Op],
    ) -> Result<Option<Rev>, Fault> {
        self.committed(self.state.store.txn_from_reserve(&self.guarded(guards), ops).await?)
    }

    /// The term's guard, and then `guards`.
    fn guarded(&self, guards: &[Guard]) -> Vec<Guard> {
        std::iter::once(self.leader.guard()).chain(guards.iter().cloned()).collect()
    }

    fn committed(&self, out: TxnOut) -> Result<Option<Rev>, Fault> {
        match out {
            TxnOut::Committed(rev) => Ok(Some(rev)),
            TxnOut::Conflict(found) => {
                // What stands at the term's guard, which is the first.
                self.leader.look(found.first().and_then(Option::as_ref))?;
                Ok(None)
            }
        }
    }
}
