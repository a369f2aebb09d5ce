//! Authorizes connections that wait for it, and notes in their records what came of it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_records::events::connection::{Record, Status};
use ferrogate_state::{Changes, Fault, State, put};
use ferrogate_store::Key;

use super::deliveries::in_time;
use super::{Courier, Undelivered};
use crate::engine::{Cx, Next, Reconciler};

/// How long it is tried, from the change that asks for it.
const TRIED_MS: u64 = 30_000;
/// The rest between two tries.
const REST: Duration = Duration::from_secs(2);
/// The longest reason (EventBridge API reference, `ConnectionStateReason`).
const REASON_CHARS: usize = 512;

/// Authorizes them.
pub(super) struct Connections(pub(super) Arc<dyn Courier>);

#[async_trait]
impl Reconciler for Connections {
    const NAME: &'static str = "event-connections";
    /// Who hangs is given up after half a minute.
    const AT_ONCE: usize = 32;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        vec![record.clone()]
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let Some(old) = cx.state.snapshot().table::<Record>().get(key)? else {
            return Ok(Next::WhenChanged);
        };
        if old.status != Status::Authorizing {
            return Ok(Next::WhenChanged);
        }
        let tried = in_time(self.0.authorize(&old)).await;
        let now = cx.state.now();
        let mut new = old.doc.record.clone();
        match tried {
            Ok(()) => {
                (new.status, new.reason) = (Status::Authorized, None);
                new.authorized_at = Some(now);
            }
            Err(Undelivered { again: true, .. }) if now.since_ms(old.modified_at) < TRIED_MS => {
                return Ok(Next::After(REST));
            }
            Err(refused) => {
                let arn = old.arn();
                tracing::warn!(connection = arn, why = %refused, "a connection is not authorized");
                new.status = Status::Deauthorized;
                new.reason = Some(refused.why.chars().take(REASON_CHARS).collect());
            }
        }
        let ops = [put(key.clone(), &old.doc.with(new))?];
        Ok(match cx.commit(&[old.unchanged()], &ops).await? {
            Some(_) => Next::WhenChanged,
            None => Next::AfterConflict,
        })
    }
}
