//! Leading the engine: whose reconcilers may write.
//!
//! A server takes the lead when it starts, from whoever has it: it writes the term's record
//! anew. Every write of a reconciler or of a host's session carries the guard that this
//! record is as it was written, so what an older server still does (it hung, say) meets a
//! conflict and never lands. No clock is asked, and nothing is waited for.

use std::sync::Arc;

use ferrogate_base::Shutdown;
use ferrogate_records::term::{self, Record};
use ferrogate_state::{Fault, State, create};
use ferrogate_store::{Guard, Key, Kv, Rev, Term};
use tokio::sync::watch;

/// Why a server that was deposed does nothing.
pub(super) const DEPOSED: &str = "another server leads the engine";

/// The lead of the engine, as long as nobody else has taken it.
#[derive(Debug)]
pub(super) struct Leader {
    term: Term,
    deposed: watch::Sender<bool>,
}

impl Leader {
    /// Takes the lead, and follows until the shutdown whether somebody else does.
    pub(super) async fn take(
        state: &Arc<State>,
        who: &str,
        shutdown: &Shutdown,
    ) -> Result<Arc<Self>, Fault> {
        let key = Key::new(term::key())?;
        let take = create(key.clone(), &Record { who: who.to_owned(), since: state.now() })?;
        // Without the lead nothing is ended either, and a full disk is one of the reasons.
        let fence = state.commit_from_reserve(&[], &[take]).await?;
        let fence = fence.ok_or(Fault::Contended(1))?;
        state.at(fence).await?;
        tracing::info!(who, revision = %fence, "leads the engine");
        let leader =
            Arc::new(Self { term: Term { key, fence }, deposed: watch::Sender::new(false) });
        shutdown.spawn(follow(leader.clone(), state.clone()));
        Ok(leader)
    }

    /// Holds as long as nobody else has taken the lead.
    pub(super) fn guard(&self) -> Guard {
        self.term.guard()
    }

    /// Whether nobody else has taken the lead, as far as is known.
    pub(super) fn leads(&self) -> bool {
        !*self.deposed.borrow()
    }

    /// Resolves once somebody else has the lead.
    pub(super) async fn deposed(&self) {
        // Fails when the sender is gone, which `self` has.
        drop(self.deposed.subscribe().wait_for(|deposed| *deposed).await);
    }

    /// Looks whether the record that was found is of another's term.
    pub(super) fn look(&self, found: Option<&Kv>) -> Result<(), Fault> {
        self.compare(found.map(|kv| kv.modify));
        if self.leads() { Ok(()) } else { Err(Fault::Deposed) }
    }

    fn compare(&self, found: Option<Rev>) {
        if found != Some(self.term.fence) && !self.deposed.send_replace(true) {
            tracing::error!(term = %self.term.fence, "{DEPOSED}; this one stands by");
        }
    }
}

/// Notes when another has taken the lead, also when nothing is to be written.
async fn follow(leader: Arc<Leader>, state: Arc<State>) {
    let mut changes = state.changes::<Record>();
    while leader.leads() && changes.next().await.is_some() {
        // A record of a newer engine is another's as well.
        let found = state.table::<Record>().get(&leader.term.key).ok().flatten();
        leader.compare(found.map(|entry| entry.modify));
    }
}
