//! Tells of the times that rules with a schedule are due for.

use std::time::Duration;

use async_trait::async_trait;
use ferrogate_records::events::bus::DEFAULT;
use ferrogate_records::events::{Event, entry, rule};
use ferrogate_state::{Changes, Fault, State, create, put};
use ferrogate_store::{Guard, Key};

use crate::engine::{Cx, Next, Reconciler};

/// A long wait is cut into pieces: a clock may be set meanwhile.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// Follows schedules.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ticks;

#[async_trait]
impl Reconciler for Ticks {
    const NAME: &'static str = "event-schedules";
    const AT_ONCE: usize = 8;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<rule::Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        vec![record.clone()]
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let found = cx.state.snapshot().table::<rule::Record>().get(key)?;
        let Some(rule) = found else { return Ok(Next::WhenChanged) };
        let now = cx.state.now();
        let Some(due) = rule.due(now) else {
            return Ok(match rule.next() {
                Some(at) => {
                    let wait = Duration::from_millis(at.since_ms(now).max(1));
                    Next::After(wait.min(WAIT_MAX))
                }
                None => Next::WhenChanged,
            });
        };
        let about = format!("{} {}", rule.arn(), due.0);
        let names = ("aws.events", "Scheduled Event");
        let detail = serde_json::json!({});
        let event = Event::own(&rule.scope, names, due, vec![rule.arn()], detail, &about);
        // Rules of other buses have no schedules.
        let only = Some(vec![rule.path()]);
        let entry = entry::Record { only, ..entry::Record::on(DEFAULT, event) };
        let at = Key::new(entry.key())?;
        let next = rule::Record { last: Some(due), ..rule.doc.record.clone() };
        let guards = [rule.unchanged(), Guard::Absent(at.clone())];
        let ops = [put(key.clone(), &rule.doc.with(next))?, create(at, &entry)?];
        Ok(match cx.commit(&guards, &ops).await? {
            Some(_) => Next::WhenChanged,
            None => Next::AfterConflict,
        })
    }
}
