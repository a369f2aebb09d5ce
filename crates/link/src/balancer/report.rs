//! What a node tells: the whole of its state, with a number.
//!
//! Nothing is lost when a report is: the next one says everything again. What is counted is
//! counted since the node's process began, which has a name of its own.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{Log, NodeId};

/// How a node is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which one.
    pub node: NodeId,
    /// The life of its process: another one means that counters begin at nothing.
    pub run: String,
    /// Grows within a run.
    pub seq: u64,
    /// The number of what it was told last, and does. 0 when it does nothing yet.
    pub generation: u64,
    /// Why it does not do all of what it was told, in words: a port that can't be had.
    pub trouble: Option<String>,
    /// Every target that it was told of.
    pub targets: Vec<TargetHealth>,
    /// What was counted.
    pub counters: Counters,
    /// The same, by the ARN of the target group.
    pub groups: BTreeMap<String, GroupCounters>,
    /// Whether anybody asks, by the ARN of each target group whose requests may wait. A node that
    /// is older than this says it of none. From version 11 on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub asked: BTreeMap<String, Asked>,
    /// Lines of logs, which go no further than the agent. A report that has some says
    /// nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<LogLines>,
}

/// Whether anybody asks for the targets of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Requests that were passed on since the process began.
    pub requests: u64,
    /// Requests that a target has not answered whole yet, and connections that became something
    /// else, such as WebSockets.
    pub open: u64,
    /// Requests that wait for a target.
    pub held: u64,
    /// The number of the sleep in which somebody asked last. It is told as long as that sleep
    /// lasts, whatever became of who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub woken: Option<u64>,
}

/// Lines of logs that a node's process hands over. They are told again until the agent says that
/// it has them. An agent that knows a log not yet drops what is of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLines {
    /// Grows by one within a run.
    pub seq: u64,
    /// Those of the access log, without their ends.
    pub access: Vec<String>,
    /// Those of the connection log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<String>,
    /// Those of the health check log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
    /// How many were lost before them, for want of room.
    pub dropped: u64,
}

impl LogLines {
    /// The lines of one log.
    #[must_use]
    pub fn of(&self, log: Log) -> &[String] {
        match log {
            Log::Access => &self.access,
            Log::Connections => &self.connections,
            Log::Checks => &self.checks,
        }
    }
}

/// How one target is, as this node sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetHealth {
    /// The target group's ARN.
    pub group: String,
    /// The target's address.
    pub address: IpAddr,
    /// The target's port.
    pub port: u16,
    /// How it is.
    pub health: Health,
    /// It drains and has nothing open any more, so nothing is lost when it ends now. Never said by
    /// agents that are older than this.
    #[serde(default)]
    pub drained: bool,
}

/// How a target is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// It was not looked at yet, or has not answered well yet.
    Initial,
    /// It works.
    Healthy,
    /// It does not.
    Unhealthy(Unhealthy),
    /// It takes no more requests.
    Draining,
    /// It is in a zone that this node asks nobody of.
    Unused,
    /// Nobody looks.
    Unavailable,
}

/// What was wrong the last time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unhealthy {
    /// It answered with this code.
    Code(u16),
    /// It did not answer in time.
    Timeout,
    /// It can't be connected to, or what it said is no answer.
    Failed,
}

impl Health {
    /// AWS's word for it.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Healthy => "healthy",
            Self::Unhealthy(_) => "unhealthy",
            Self::Draining => "draining",
            Self::Unused => "unused",
            Self::Unavailable => "unavailable",
        }
    }

    /// AWS's code for why.
    #[must_use]
    pub fn reason(&self) -> Option<&'static str> {
        Some(match self {
            Self::Healthy => return None,
            Self::Initial => "Elb.InitialHealthChecking",
            Self::Unhealthy(Unhealthy::Code(_)) => "Target.ResponseCodeMismatch",
            Self::Unhealthy(Unhealthy::Timeout) => "Target.Timeout",
            Self::Unhealthy(Unhealthy::Failed) => "Target.FailedHealthChecks",
            Self::Draining => "Target.DeregistrationInProgress",
            Self::Unused => "Target.NotInUse",
            Self::Unavailable => "Target.HealthCheckDisabled",
        })
    }

    /// AWS's words for why.
    #[must_use]
    pub fn description(&self) -> Option<String> {
        Some(match self {
            Self::Healthy => return None,
            Self::Initial => "Initial health checks in progress".into(),
            Self::Unhealthy(Unhealthy::Code(code)) => {
                format!("Health checks failed with these codes: [{code}]")
            }
            Self::Unhealthy(Unhealthy::Timeout) => "Request timed out".into(),
            Self::Unhealthy(Unhealthy::Failed) => "Health checks failed".into(),
            Self::Draining => "Target deregistration is in progress".into(),
            Self::Unused => "Target is in an Availability Zone that is not enabled for the load \
                             balancer"
                .into(),
            Self::Unavailable => "Health checks are disabled".into(),
        })
    }
}

/// What a node has counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counters {
    /// Connections of clients now.
    pub active_connections: u64,
    /// Connections of clients that were taken.
    pub new_connections: u64,
    /// Connections of clients that were not, for there were too many.
    pub rejected_connections: u64,
    /// Requests that were answered, by whoever.
    pub requests: u64,
    /// Bytes of bodies and heads, in both directions.
    pub processed_bytes: u64,
    /// Answers by a rule that fixes them.
    pub fixed_responses: u64,
    /// Redirects.
    pub redirects: u64,
    /// Redirects whose URL was too long.
    pub redirects_too_long: u64,
    /// Own answers with 3XX.
    pub elb_3xx: u64,
    /// Own answers with 4XX.
    pub elb_4xx: u64,
    /// Own answers with 500.
    pub elb_500: u64,
    /// Own answers with 502.
    pub elb_502: u64,
    /// Own answers with 503.
    pub elb_503: u64,
    /// Own answers with 504.
    pub elb_504: u64,
    /// Own answers with any 5XX.
    pub elb_5xx: u64,
    /// Handshakes of clients that failed.
    pub tls_errors: u64,
    /// Headers with names that are none, dropped.
    pub invalid_headers_dropped: u64,
    /// Such headers, passed on.
    pub invalid_headers_forwarded: u64,
    /// Requests that do not keep to RFC 7230.
    pub desync_requests: u64,
}

/// What a node has counted of one target group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupCounters {
    /// Requests that were passed on.
    pub requests: u64,
    /// Answers of targets with 2XX.
    pub target_2xx: u64,
    /// With 3XX.
    pub target_3xx: u64,
    /// With 4XX.
    pub target_4xx: u64,
    /// With 5XX.
    pub target_5xx: u64,
    /// Targets that could not be connected to.
    pub connection_errors: u64,
    /// Milliseconds until the answers' heads came, in sum.
    pub response_ms: u64,
    /// Requests that went to targets that are not healthy, for too few are.
    pub unhealthy_routing: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_have_aws_s_words() {
        let of = |health: Health| (health.state(), health.reason(), health.description());
        let (state, reason, description) = of(Health::Unhealthy(Unhealthy::Code(502)));
        assert_eq!((state, reason), ("unhealthy", Some("Target.ResponseCodeMismatch")));
        assert_eq!(description.unwrap(), "Health checks failed with these codes: [502]");
        assert_eq!(of(Health::Healthy), ("healthy", None, None));
    }
}
