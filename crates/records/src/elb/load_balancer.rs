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

    /// The id of the hosted zone that its name is in, as far as its region is known: what an alias
    /// of Route 53 says beside the name.
    #[must_use]
    pub fn hosted_zone(&self) -> Option<&'static str> {
        let zone = HOSTED_ZONES.iter().find(|(region, _)| *region == self.scope.region);
        zone.map(|(_, id)| *id)
    }
}

/// Route 53's hosted zones of load balancers (AWS general reference, "Elastic Load Balancing
/// endpoints"): what an alias record names.
const HOSTED_ZONES: &[(&str, &str)] = &[
    ("ap-east-1", "Z3DQVH9N71FHZ0"),
    ("ap-northeast-1", "Z14GRHDCWA56QT"),
    ("ap-northeast-2", "ZWKZPGTI48KDX"),
    ("ap-northeast-3", "Z5LXEXXYW11ES"),
    ("ap-south-1", "ZP97RAFLXTNZK"),
    ("ap-southeast-1", "Z1LMS91P8CMLE5"),
    ("ap-southeast-2", "Z1GM3OXH4ZPM65"),
    ("ca-central-1", "ZQSVJUPU6J1EY"),
    ("eu-central-1", "Z215JYRZR1TBD5"),
    ("eu-north-1", "Z23TAZ6LKFMNIO"),
    ("eu-west-1", "Z32O12XQLNTSW2"),
    ("eu-west-2", "ZHURV8PSTC4K8"),
    ("eu-west-3", "Z3Q77PNBQS71R4"),
    ("sa-east-1", "Z2P70J7HTTTPLU"),
    ("us-east-1", "Z35SXDOTRQ7X7K"),
    ("us-east-2", "Z3AADJGX6KTTL2"),
    ("us-west-1", "Z368ELLRRE2KJ0"),
    ("us-west-2", "Z1H1FL5HABSF5"),
];

/// Whether a hosted zone is one that names of load balancers are in.
#[must_use]
pub fn is_hosted_zone(id: &str) -> bool {
    HOSTED_ZONES.iter().any(|(_, zone)| *zone == id)
}

/// The key of the load balancer with this name. Names are unique, so the name is the key.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}
