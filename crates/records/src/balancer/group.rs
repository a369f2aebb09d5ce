//! Target groups.

use std::net::IpAddr;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

/// Who requests are passed on to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetGroup {
    /// Its ARN.
    pub arn: String,
    /// What its targets speak.
    pub protocol: GroupProtocol,
    /// Which version of it.
    pub version: Version,
    /// How it is known whether a target works.
    pub health: HealthCheck,
    /// Its attributes.
    pub attributes: GroupAttributes,
    /// At most one for each address and port.
    pub targets: Vec<Target>,
    /// Whether requests wait while no target can answer them. Without it they are answered with
    /// 503, as by AWS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
}

/// That requests wait while no target can answer them: of a service that is scaled to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The number of the service's sleep, another one each time, while it sleeps. Who asks then
    /// wakes it.
    pub asleep: Option<u64>,
}

/// What targets speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupProtocol {
    /// HTTP in the clear.
    Http,
    /// HTTP over TLS; nobody looks at the certificate.
    Https,
}

/// Which version of HTTP targets speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Version {
    /// HTTP/1.1.
    Http1,
    /// HTTP/2.
    Http2,
    /// gRPC.
    Grpc,
}

/// How it is known whether a target works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCheck {
    /// Whether it is looked at all.
    pub enabled: bool,
    /// What is spoken.
    pub protocol: GroupProtocol,
    /// At which port; at the target's own without.
    pub port: Option<u16>,
    /// Path and query.
    pub path: String,
    /// 5 to 300.
    pub interval_s: u32,
    /// 2 to 120, less than the interval.
    pub timeout_s: u32,
    /// How many successes after a failure make it healthy, 2 to 10.
    pub healthy: u32,
    /// How many failures make it unhealthy, 2 to 10.
    pub unhealthy: u32,
    /// The codes that are successes: HTTP's, or gRPC's for a group of that version.
    pub matcher: Vec<CodeRange>,
}

/// Codes from one to another, both of them too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRange {
    /// The first.
    pub from: u16,
    /// The last.
    pub to: u16,
}

/// The attributes of a target group that its load balancer obeys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupAttributes {
    /// `deregistration_delay.timeout_seconds`, 0 to 3600.
    pub deregistration_delay_s: u32,
    /// `load_balancing.algorithm.type`.
    pub algorithm: Algorithm,
    /// `slow_start.duration_seconds`, 30 to 900; 0 is none.
    pub slow_start_s: u32,
    /// How clients stay with their target.
    pub stickiness: Option<Stickiness>,
    /// Whether targets of other zones are asked too.
    pub cross_zone: bool,
    /// `target_group_health.unhealthy_state_routing.minimum_healthy_targets`: with fewer, all
    /// targets are asked, healthy or not.
    pub healthy_min: HealthyMin,
}

impl Default for GroupAttributes {
    /// AWS's own defaults.
    fn default() -> Self {
        Self {
            deregistration_delay_s: 300,
            algorithm: Algorithm::RoundRobin,
            slow_start_s: 0,
            stickiness: None,
            cross_zone: true,
            healthy_min: HealthyMin { count: 1, percent: None },
        }
    }
}

/// How many targets must be healthy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthyMin {
    /// At least 1.
    pub count: u32,
    /// 1 to 100.
    pub percent: Option<u8>,
}

/// Who is asked next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    /// One after the other.
    RoundRobin,
    /// Who has the fewest requests.
    LeastOutstandingRequests,
    /// Any.
    WeightedRandom,
}

/// How clients stay with their target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stickiness {
    /// By a cookie of the load balancer's.
    LbCookie {
        /// 1 to 604800.
        duration_s: u32,
    },
    /// By one of the application's.
    AppCookie {
        /// Its name.
        name: String,
        /// 1 to 604800.
        duration_s: u32,
    },
}

/// Who answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its address.
    pub address: IpAddr,
    /// Its port.
    pub port: u16,
    /// Its zone; `None` for `all`.
    pub zone: Option<String>,
    /// When it was deregistered. Such a target is told until its delay is over, and then not
    /// any more.
    pub draining_since: Option<TimestampMs>,
}
