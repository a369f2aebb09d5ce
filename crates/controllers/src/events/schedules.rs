//! Follows the schedules of EventBridge Scheduler: a time that has come is written down as a
//! delivery in the transaction that notes that it came, so that it is neither lost nor comes twice.

use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::crash;
use ferrogate_records::events::delivery::{self, Receiver};
use ferrogate_records::scheduler::group;
use ferrogate_records::scheduler::schedule::{Outcome, Record, WAITING_MAX};
use ferrogate_state::{Changes, Fault, State, create, put};
use ferrogate_store::{Guard, Key, Op};

use crate::engine::{Cx, Next, Reconciler};

/// A long wait is cut into pieces: a clock may be set meanwhile.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// Follows schedules.
#[derive(Clone, Copy, Debug)]
pub struct Schedules;

#[async_trait]
impl Reconciler for Schedules {
    const NAME: &'static str = "schedules";
    const AT_ONCE: usize = 8;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        vec![record.clone()]
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let all = cx.state.snapshot();
        let Some(old) = all.table::<Record>().get(key)? else { return Ok(Next::WhenChanged) };
        let of = Key::new(group::key(&old.scope, &old.group))?;
        if all.table::<group::Record>().get(&of)?.is_some_and(|group| group.deleting) {
            return Ok(Next::WhenChanged);
        }
        let now = cx.state.now();
        let Some((due, missed)) = old.due(now) else {
            if old.delete_after && old.is_over(now) {
                return commit(cx, &[old.unchanged()], &[Op::Del(old.key.clone())]).await;
            }
            let ends = old.end.filter(|end| *end > now && old.delete_after);
            return Ok(match old.next().into_iter().chain(ends).min() {
                Some(at) => {
                    let wait = Duration::from_millis(at.since_ms(now).max(1));
                    Next::After(wait.min(WAIT_MAX))
                }
                None => Next::WhenChanged,
            });
        };
        let mut new = old.doc.record.clone();
        new.last = Some(due);
        new.missed += missed;
        let (mut guards, mut ops) = (vec![old.unchanged()], vec![]);
        let waiting = old.runs.iter().filter(|run| run.outcome == Outcome::Waiting).count();
        let age_ms = u64::from(old.target.retry.age_s) * 1000;
        if now.since_ms(due) > age_ms || waiting >= WAITING_MAX {
            new.missed += 1;
            new.note(due, Outcome::Missed);
            let arn = old.arn();
            tracing::warn!(schedule = arn, due = due.0, waiting, "a run of a schedule is missed");
        } else {
            let delivery = delivery::Record {
                scope: old.scope.clone(),
                to: Receiver::Schedule { group: old.group.clone(), name: old.name.clone() },
                // Another schedule of the name has others.
                id: format!("{:020}-{}", due.0, old.created_at.0),
                body: String::new(),
                at: due,
                attempts: 0,
                next_at: old.begins(due),
            };
            let at = Key::new(delivery.key())?;
            guards.push(Guard::Absent(at.clone()));
            ops.push(create(at, &delivery)?);
            new.note(due, Outcome::Waiting);
        }
        ops.push(put(key.clone(), &old.doc.with(new))?);
        crash::point(format_args!("server:before-schedule-events"));
        commit(cx, &guards, &ops).await
    }
}

async fn commit(cx: &Cx, guards: &[Guard], ops: &[Op]) -> Result<Next, Fault> {
    Ok(match cx.commit(guards, ops).await? {
        Some(_) => Next::WhenChanged,
        None => Next::AfterConflict,
    })
}
