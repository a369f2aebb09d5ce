//! Marks hosts that are gone for long, in their records: from then on nobody counts on them.
//! Their tasks stay as they were told last, since nobody knows what became of them.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::HostId;
use ferrogate_records::host;
use ferrogate_state::{Changes, Fault, State, put};
use ferrogate_store::Key;

use super::Sessions;
use crate::engine::{Cx, Next, Reconciler};

/// Marks a host as lost when it is not connected for long, and takes the mark back when it is.
pub struct LostHosts {
    sessions: Arc<Sessions>,
    after: Duration,
}

impl LostHosts {
    /// How long a host may be away until it is lost. The end of a session is no more than a
    /// hint: agents are started again, and dial again, as a part of their normal life (so do
    /// those of ECS), which takes seconds.
    pub const AFTER: Duration = Duration::from_secs(30);

    /// Marks the hosts that are not in `sessions` for so long.
    #[must_use]
    pub fn new(sessions: Arc<Sessions>, after: Duration) -> Self {
        Self { sessions, after }
    }
}

#[async_trait]
impl Reconciler for LostHosts {
    const NAME: &'static str = "lost-hosts";
    type Key = HostId;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<host::Record>(changes);
    }

    fn wakes(&self, state: &State, record: &Key) -> Vec<HostId> {
        let host = state.table::<host::Record>().get(record).ok().flatten();
        host.map(|host| host.id.clone()).into_iter().collect()
    }

    async fn nudged(&self, _: &State) -> Vec<HostId> {
        self.sessions.moved().await.into_iter().collect()
    }

    async fn reconcile(&self, cx: &Cx, id: &HostId) -> Result<Next, Fault> {
        let key = Key::new(host::key(id))?;
        // Read before it is known whether the host is there: one that joins meanwhile has
        // written its record, and the mark finds it changed.
        let Some(mut row) = cx.state.read::<host::Record>(&key).await? else {
            return Ok(Next::WhenChanged);
        };
        let away = self.sessions.away_for(id);
        row.record.lost_at = match (away, row.record.lost_at) {
            (None, None) | (Some(_), Some(_)) => return Ok(Next::WhenChanged),
            (Some(away), None) if away < self.after => {
                return Ok(Next::After(self.after - away));
            }
            (Some(_), None) => Some(cx.state.now()),
            (None, Some(_)) => None,
        };
        let lost = row.record.lost_at.is_some();
        let (guard, op) = (row.unchanged(), put(row.key, &row.record)?);
        if cx.commit_from_reserve(&[guard], &[op]).await?.is_none() {
            return Ok(Next::AfterConflict);
        }
        match lost {
            true => tracing::error!(host = %id, "lost: it is not connected for long"),
            false => tracing::info!(host = %id, "no longer lost"),
        }
        Ok(Next::WhenChanged)
    }
}
