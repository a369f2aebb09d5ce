//! Security groups, with their rules.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::part;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "security-group";

kind!(Record as KIND, by OfVpc);
part!(KIND);

/// The name of each VPC's default group.
pub const DEFAULT: &str = "default";

/// A security group. Its rules are part of it, so two changes of one group never undo each
/// other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `sg-…`.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// 1-255 characters; unique in its VPC, whatever its case.
    pub name: String,
    /// 1-255 characters.
    pub description: String,
    /// What may come in.
    pub ingress: Vec<Rule>,
    /// What may go out.
    pub egress: Vec<Rule>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

impl Record {
    /// Whether it is its VPC's default group.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.name == DEFAULT
    }

    /// The rules of one direction.
    #[must_use]
    pub fn rules(&self, egress: bool) -> &[Rule] {
        if egress { &self.egress } else { &self.ingress }
    }

    /// The rules of one direction, to be changed.
    pub fn rules_mut(&mut self, egress: bool) -> &mut Vec<Rule> {
        if egress { &mut self.egress } else { &mut self.ingress }
    }
}

/// A rule: this traffic with this peer is allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// `sgr-…`.
    pub id: String,
    /// The traffic.
    pub traffic: Traffic,
    /// With whom.
    pub peer: Peer,
    /// At most 255 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// Traffic by protocol and port, of a group's rule or an ACL's entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Traffic {
    /// All of it.
    All,
    /// All of a protocol, by its number.
    Protocol(u8),
    /// TCP (6) or UDP (17) to these ports.
    Ports {
        /// 6 or 17.
        protocol: u8,
        /// The first port.
        from: u16,
        /// The last port.
        to: u16,
    },
    /// ICMP (1) or ICMPv6 (58).
    Icmp {
        /// 1 or 58.
        protocol: u8,
        /// The type; all without.
        kind: Option<u8>,
        /// The code; all without.
        code: Option<u8>,
    },
}

/// Whom a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Peer {
    /// Addresses of a range.
    Range(IpNet),
    /// Addresses of a prefix list, `pl-…`.
    PrefixList(String),
    /// The private addresses of the interfaces in a group, of this VPC or of one that it is
    /// peered with.
    Group(String),
}
