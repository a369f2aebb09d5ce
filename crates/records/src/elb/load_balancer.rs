//! Application load balancers.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "load-balancer";

kind!(Record as KIND);

/// A load balancer. Whoever gives it a listener, or takes one away, writes it in the same
/// transaction, so what was seen of its listeners still holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// Its name and number.
    pub named: Named,
    /// The number in its DNS name.
    pub dns_number: u32,
    /// Whether it has private addresses only.
    pub internal: bool,
    /// Its VPC.
    pub vpc: String,
    /// Where it has interfaces: one in each zone that is enabled.
    pub zones: Vec<Zone>,
    /// The security groups of its interfaces.
    pub groups: Vec<String>,
    /// Whether it takes requests.
    pub state: State,
    /// The attributes that users have set.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// An interface of a load balancer in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// The zone's name.
    pub zone: String,
    /// The subnet.
    pub subnet: String,
    /// `eni-…`.
    pub eni: String,
    /// Its private address.
    pub address: Ipv4Addr,
    /// Its public address, of one that faces the internet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<Ipv4Addr>,
}

/// Whether a load balancer takes requests (API model, `LoadBalancerState`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is being set up.
    Provisioning,
    /// It takes requests.
    Active,
    /// It could not be set up, for this reason.
    Failed(String),
}

impl Record {
    /// `arn:aws:elasticloadbalancing:…:loadbalancer/app/NAME/ID`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.named.load_balancer_arn(&self.scope)
    }

    /// The name under which it is reached. As on AWS, but in the domain `localhost`, whose
    /// names every resolver answers with this machine (RFC 6761, 6.3).
    #[must_use]
    pub fn dns_name(&self) -> String {
        let prefix = if self.internal { "internal-" } else { "" };
        let (name, number) = (&self.named.name, self.dns_number);
        format!("{prefix}{name}-{number}.{}.elb.localhost", self.scope.region).to_lowercase()
    }
}

/// The key of the load balancer with this name. Names are unique, so the name is the key.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}
