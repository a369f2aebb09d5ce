//! Removes targets that have drained, those whose group is gone, and the health of what is no
//! target any more.

use std::time::Duration;

use async_trait::async_trait;
use ferrogate_records::elb::{health, target};
use ferrogate_state::{Changes, Fault, State};
use ferrogate_store::{Key, Op};

use crate::engine::{Cx, Next, Reconciler};

/// Removes targets that are over.
#[derive(Clone, Copy, Debug)]
pub struct Targets;

#[async_trait]
impl Reconciler for Targets {
    const NAME: &'static str = "targets";
    const AT_ONCE: usize = 16;
    /// By the key of the target, whether it is there or not.
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<target::Record>(changes);
        state.tell::<health::Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        let at = record.as_str().replacen(&prefix(health::KIND), &prefix(target::KIND), 1);
        Key::new(at).into_iter().collect()
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let all = cx.state.snapshot();
        let of_health = key.as_str().replacen(&prefix(target::KIND), &prefix(health::KIND), 1);
        let health = all.table::<health::Record>().get(&Key::new(of_health)?)?;
        let target = all.table::<target::Record>().get(key)?;
        let (mut guards, mut ops) = (vec![], vec![]);
        if let Some(target) = &target {
            let gone = super::group(&all, &target.scope, &target.group)?.is_none();
            let now = cx.state.now();
            match target.draining_until {
                _ if gone => {}
                None => return Ok(Next::WhenChanged),
                Some(until) if now < until => {
                    return Ok(Next::After(Duration::from_millis(until.since_ms(now).max(1))));
                }
                Some(_) => {}
            }
            guards.push(target.unchanged());
            ops.push(Op::Del(key.clone()));
        }
        if let Some(health) = &health {
            guards.push(health.unchanged());
            ops.push(Op::Del(health.key.clone()));
        }
        if ops.is_empty() {
            return Ok(Next::WhenChanged);
        }
        if target.is_none() {
            guards.push(ferrogate_store::Guard::Absent(key.clone()));
        }
        match cx.commit_from_reserve(&guards, &ops).await? {
            Some(_) => Ok(Next::WhenChanged),
            None => Ok(Next::AfterConflict),
        }
    }
}

fn prefix(kind: &str) -> String {
    format!("/{kind}/")
}
