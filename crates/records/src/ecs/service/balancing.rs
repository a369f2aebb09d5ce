//! Tasks of a service that load balancers forward to.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::elb::Named;

/// A target group that tasks of a service are registered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balanced {
    /// The group.
    pub group: Named,
    /// The container that answers.
    pub container: String,
    /// Its port.
    pub port: u16,
}

/// The targets of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balancing {
    /// The groups; not empty.
    pub groups: Vec<Balanced>,
    /// Where they are in their life.
    pub stage: Stage,
}

/// Where the targets of a task are in their life. They move on together, and never back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// They are registered once the task is about to run.
    Waiting,
    /// They are registered.
    Registered,
    /// They were deregistered; the task goes on until then, for requests that are open.
    Draining {
        /// When it is over.
        until: TimestampMs,
    },
    /// Nothing of them holds the task.
    Over,
}

impl Balancing {
    /// Those of a task that starts.
    #[must_use]
    pub fn new(groups: Vec<Balanced>) -> Option<Self> {
        (!groups.is_empty()).then_some(Self { groups, stage: Stage::Waiting })
    }

    /// Whether requests may still be sent to the task, so it must not end yet.
    #[must_use]
    pub fn holds(&self) -> bool {
        matches!(self.stage, Stage::Registered | Stage::Draining { .. })
    }
}
