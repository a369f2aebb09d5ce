//! What is decided about a target, as one transaction.

use ferrogate_base::crash;
use ferrogate_records::Kind;
use ferrogate_records::autoscaling::activity::{self, Status};
use ferrogate_records::autoscaling::{policy, progress, scheduled, target};
use ferrogate_records::cloudwatch::{alarm, state as alarm_state};
use ferrogate_records::ecs::service::events;
use ferrogate_state::{Doc, Entry, Fault, Snapshot, put};
use ferrogate_store::{Guard, Key, Op};
use serde::Serialize;

use super::Seen;
use crate::engine::{Cx, Next};

/// Records of a target that are removed in one transaction, beside itself.
const REMOVED_AT_ONCE: usize = 50;

/// A transaction.
pub(super) struct Change {
    guards: Vec<Guard>,
    ops: Vec<Op>,
}

impl Change {
    pub(super) fn new() -> Self {
        Self { guards: vec![], ops: vec![] }
    }

    /// What removes a target, with all that is of it; a part of it when that is much, and it is
    /// the first part of what is left the next time. The target goes last.
    pub(super) fn departure(
        all: &Snapshot,
        target: &Entry<target::Record>,
        is_gone: Guard,
    ) -> Result<Self, Fault> {
        let of = &target.of;
        let mut keys = vec![];
        for policy in all.table::<policy::Record>().by::<policy::OfTarget>(of)? {
            keys.push(policy.key.clone());
            if matches!(policy.rule, policy::Rule::Tracking(_)) {
                for name in policy.alarms() {
                    keys.push(Key::new(alarm::key(&of.scope, &name))?);
                    keys.push(Key::new(alarm_state::key(&of.scope, &name))?);
                }
            }
        }
        let actions = all.table::<scheduled::Record>();
        keys.extend(actions.by::<scheduled::OfTarget>(of)?.map(|action| action.key.clone()));
        if keys.len() > REMOVED_AT_ONCE {
            keys.truncate(REMOVED_AT_ONCE);
        } else {
            keys.push(Key::new(progress::key(of))?);
            keys.push(target.key.clone());
        }
        let ops = keys.into_iter().map(Op::Del).collect();
        Ok(Self { guards: vec![target.unchanged(), is_gone], ops })
    }

    pub(super) async fn commit(self, cx: &Cx) -> Result<Next, Fault> {
        crash::point(format_args!("server:before-scaling"));
        let Some(rev) = cx.commit(&self.guards, &self.ops).await? else {
            return Ok(Next::AfterConflict);
        };
        crash::point(format_args!("server:after-scaling"));
        cx.state.at(rev).await?;
        Ok(Next::Now)
    }

    /// Writes the next version of a record.
    pub(super) fn put<T: Serialize>(&mut self, old: &Entry<T>, new: T) -> Result<(), Fault> {
        self.guards.push(old.unchanged());
        self.ops.push(put(old.key.clone(), &old.doc.with(new))?);
        Ok(())
    }

    /// Writes a record in the place of what is there.
    pub(super) fn replace<T: Kind>(
        &mut self,
        all: &Snapshot,
        key: String,
        new: T,
    ) -> Result<(), Fault> {
        let key = Key::new(key)?;
        match all.table::<T>().get(&key)? {
            Some(old) => self.put(&old, new),
            None => {
                self.guards.push(Guard::Absent(key.clone()));
                self.ops.push(put(key, &Doc::new(new))?);
                Ok(())
            }
        }
    }

    /// Gives the service its count, and tells of it: an activity that is in progress, an event.
    pub(super) fn scale(&mut self, seen: &Seen, count: u32, cause: String) -> Result<(), Fault> {
        let mut service = seen.service.doc.record.clone();
        service.scale(count, seen.now);
        self.put(&seen.service, service)?;
        if let Some(open) = seen.open()? {
            let (status, ended_at) = (Status::Overridden, Some(seen.now));
            self.put(&open, activity::Record { status, ended_at, ..open.doc.record.clone() })?;
        }
        let message = format!(
            "Successfully set desired count to {count}. Waiting for change to be fulfilled by ecs."
        );
        self.event(seen, format!("Message: {message} Cause: {cause}"))?;
        let made = seen.activity(format!("Setting desired count to {count}."), cause)?;
        let activity = activity::Record {
            status: Status::InProgress,
            ended_at: None,
            message: Some(message),
            desired: Some(count),
            ..made
        };
        self.activity(seen, activity)
    }

    /// Writes an activity in the place of the one so many before it.
    pub(super) fn activity(
        &mut self,
        seen: &Seen,
        activity: activity::Record,
    ) -> Result<(), Fault> {
        self.replace(&seen.all, activity.key(), activity)
    }

    pub(super) fn progress(&mut self, seen: &Seen, new: progress::Record) -> Result<(), Fault> {
        self.replace(&seen.all, progress::key(&seen.target.of), new)
    }

    /// Adds to the events of the service.
    pub(super) fn event(&mut self, seen: &Seen, text: String) -> Result<(), Fault> {
        let of = &seen.target.of;
        let key = events::key(&of.scope, &of.cluster, &of.service);
        let old = seen.all.table::<events::Record>().get(&Key::new(key.clone())?)?;
        let mut new = old.map(|old| old.doc.record.clone()).unwrap_or_default();
        new.tell(text, seen.now);
        self.replace(&seen.all, key, new)
    }
}
