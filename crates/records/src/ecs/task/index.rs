//! What tasks are found by besides their key, which begins with their cluster.

use ferrogate_base::{HostId, TimestampMs};

use super::{Desired, KIND, Record, Status, prefix};
use crate::ecs::task_definition;
use crate::{Index, Scope};

/// The tasks of a cluster, by their [`prefix`], in a status.
pub enum InStatus {}

impl Index for InStatus {
    type Of = Record;
    type Value = (String, Status);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((prefix(&record.scope, &record.cluster), record.status))
    }

    fn place((prefix, _): &Self::Value) -> String {
        prefix.clone()
    }
}

/// The tasks of a cluster, by their [`prefix`], of which this is wanted. Those about to go are
/// left out.
pub enum Wanted {}

impl Index for Wanted {
    type Of = Record;
    type Value = (String, Desired);

    fn value(record: &Record) -> Option<Self::Value> {
        let shown = record.status < Status::Deleted;
        shown.then(|| (prefix(&record.scope, &record.cluster), record.desired))
    }

    fn place((prefix, _): &Self::Value) -> String {
        prefix.clone()
    }
}

/// The tasks that hold a place on a host.
pub enum OnHost {}

impl Index for OnHost {
    type Of = Record;
    type Value = HostId;

    fn value(record: &Record) -> Option<HostId> {
        Some(record.binding.as_ref().filter(|binding| !binding.released)?.host.clone())
    }
}

/// The tasks of a service, by the [`prefix`] of their cluster and its name.
pub enum OfService {}

impl Index for OfService {
    type Of = Record;
    type Value = (String, String);

    fn value(record: &Record) -> Option<Self::Value> {
        let member = record.service.as_ref().filter(|_| record.status < Status::Deleted)?;
        Some((prefix(&record.scope, &record.cluster), member.service.clone()))
    }

    fn place((prefix, _): &Self::Value) -> String {
        prefix.clone()
    }
}

/// The tasks that run a spec, or did, by the spec's key.
pub enum OfSpec {}

impl Index for OfSpec {
    type Of = Record;
    type Value = String;

    fn value(record: &Record) -> Option<String> {
        record.spec_key()
    }
}

/// The tasks that have not stopped, by the key of the definition that they run from.
pub enum RunningFrom {}

impl Index for RunningFrom {
    type Of = Record;
    type Value = String;

    fn value(record: &Record) -> Option<String> {
        let runs = record.status < Status::Stopped;
        runs.then(|| task_definition::key(&record.scope, &record.family, record.revision))
    }
}

/// The tasks that have a network interface, by whose they are.
pub enum WithInterface {}

impl Index for WithInterface {
    type Of = Record;
    type Value = Scope;

    fn value(record: &Record) -> Option<Scope> {
        record.holds_place().then(|| record.scope.clone())
    }

    fn place(scope: &Scope) -> String {
        scope.prefix(KIND)
    }
}

/// The tasks that have stopped, by when.
pub enum Ended {}

impl Index for Ended {
    type Of = Record;
    type Value = TimestampMs;

    fn value(record: &Record) -> Option<TimestampMs> {
        record.at.stopped.filter(|_| record.status >= Status::Stopped)
    }
}
