//! Renews certificates that the engine's own authority has issued, before they end.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::health::{Health, Need};
use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_records::acm::certificate::{self, Origin, Record};
use ferrogate_state::{Changes, Fault, State, put};
use ferrogate_store::Key;

use crate::engine::{self, Cx, Next, Reconciler};

/// How long before its end a certificate is renewed (ACM guide, "Managed certificate renewal").
const BEFORE_MS: u64 = 60 * 24 * 3600 * 1000;
/// The longest rest: a clock may be set.
const REST_MAX: Duration = Duration::from_secs(3600);

/// Who issues certificates.
pub trait Issuer: Send + Sync {
    /// What becomes of a certificate that is issued again.
    ///
    /// # Errors
    /// When it can't be: it is tried again later.
    fn renewed(&self, old: &Record, now: TimestampMs) -> Result<Record, Fault>;
}

/// Renews certificates.
struct Certificates {
    issuer: Arc<dyn Issuer>,
}

/// Runs it until the shutdown, in tasks of it.
pub fn start(cx: &Cx, issuer: Arc<dyn Issuer>, health: &Health, shutdown: &Shutdown) {
    engine::start(Arc::new(Certificates { issuer }), Need::Useful, cx, health, shutdown);
}

#[async_trait]
impl Reconciler for Certificates {
    const NAME: &'static str = "certificates";
    const AT_ONCE: usize = 2;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        vec![record.clone()]
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let all = cx.state.snapshot();
        let Some(old) = all.table::<certificate::Record>().get(key)? else {
            return Ok(Next::WhenChanged);
        };
        if old.origin != Origin::Issued {
            return Ok(Next::WhenChanged);
        }
        let now = cx.state.now();
        let due = TimestampMs(old.says.not_after.0.saturating_sub(BEFORE_MS));
        if now < due {
            return Ok(Next::After(Duration::from_millis(due.since_ms(now).max(1)).min(REST_MAX)));
        }
        let next = self.issuer.renewed(&old, now)?;
        if next.says.not_after <= old.says.not_after {
            // The authority itself ends: another one lasts no longer.
            return Ok(Next::After(REST_MAX));
        }
        let op = put(key.clone(), &old.doc.with(next))?;
        match cx.commit(&[old.unchanged()], &[op]).await? {
            Some(_) => Ok(Next::WhenChanged),
            None => Ok(Next::AfterConflict),
        }
    }
}
