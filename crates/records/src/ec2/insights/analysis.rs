//! Analyses of paths, with what they found. The network may have changed since.

use std::net::Ipv4Addr;

use ferrogate_base::TimestampMs;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::{Packets, Ports};
use crate::ec2::route_table::{Destination, Target};
use crate::ec2::{acl, group};
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "network-insights-analysis";

kind!(Record as KIND);

/// An analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `nia-…`.
    pub id: String,
    /// Its path.
    pub path: String,
    /// When it was made.
    pub started_at: TimestampMs,
    /// ARNs of what the packets have to pass.
    #[serde(default)]
    pub filter_in: Vec<String>,
    /// ARNs of what they must not pass.
    #[serde(default)]
    pub filter_out: Vec<String>,
    /// What was found.
    pub found: Findings,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// Whether packets arrive, and their answers, and what decides that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// The VPC that the packets leave in.
    pub vpc: Option<String>,
    /// The way there, as far as it is known.
    pub forward: Option<Way>,
    /// The way of the answers, when packets arrive.
    pub back: Option<Way>,
    /// What stops them; nothing when they arrive and are answered.
    pub faults: Vec<Fault>,
}

impl Findings {
    /// Whether packets arrive and are answered.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        self.back.is_some() && self.faults.is_empty()
    }
}

/// The way of packets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// The packets.
    pub packets: Packets,
    /// What they pass, or where they are stopped.
    pub steps: Vec<Step>,
}

/// A component on a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `eni-…`, `sg-…`, `acl-…`, `rtb-…`.
    pub component: String,
    /// The subnet, of an interface.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subnet: Option<String>,
    /// What lets the packets pass. An interface has nothing, nor has a group that knows the
    /// flow already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// Why they don't pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// What lets packets pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A rule of a group.
    Rule {
        /// Whether it is for packets that leave.
        egress: bool,
        /// The rule.
        rule: group::Rule,
    },
    /// An entry of an ACL.
    Entry(acl::Entry),
    /// A route of a table.
    Route(Route),
}

/// A route, the local one too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The packets that it is for.
    pub to: Destination,
    /// Where it leads; `None` is local.
    pub via: Option<Target>,
    /// Whether what it leads to is there.
    pub active: bool,
}

impl Route {
    /// The local route of a range.
    #[must_use]
    pub fn local(range: IpNet) -> Self {
        Self { to: Destination::Range(range), via: None, active: true }
    }
}

/// Why packets don't pass: the code, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which rule of a network they break.
    pub code: Code,
    /// Whether they are stopped as they leave, or as they enter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub egress: Option<bool>,
    /// The interface.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// The subnet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subnet: Option<String>,
    /// The groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// The ACL, and its entry that denies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<(String, acl::Entry)>,
    /// The route table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    /// The VPC that the destination is in, when it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_vpc: Option<String>,
    /// The address that packets go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Ipv4Addr>,
    /// The destination ports that are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ports: Option<Ports>,
    /// What is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

impl Fault {
    /// A fault that is about nothing yet.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            egress: None,
            interface: None,
            subnet: None,
            groups: vec![],
            entry: None,
            table: None,
            route: None,
            destination_vpc: None,
            address: None,
            ports: None,
            missing: None,
        }
    }
}

/// The explanation codes of AWS's Reachability Analyzer that occur here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// The route leads to what is not there.
    BadStateRoute,
    /// What the analysis was told to avoid, or to pass, does not allow the way.
    ComponentFilterRestriction,
    /// The two ends are in VPCs that nothing joins.
    DisconnectedVpcs,
    /// No rule of the interface's groups is for the packets.
    EniSgRulesMismatch,
    /// The address is not the interface's, and the interface takes no other.
    EniSourceDestCheckRestriction,
    /// What goes out to the internet is not for private addresses.
    #[serde(rename = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS")]
    IgwDestinationAddressNotInRfc1918Egress,
    /// Who speaks with the internet needs a public address.
    IgwPublicIpAssociationForEgress,
    /// The filters of the path are for no packet at all.
    NoPath,
    /// Nobody has the address.
    NoPossibleDestination,
    /// No route is for the address.
    NoRouteToDestination,
    /// An end of the path is not there.
    NoSourceOrDestination,
    /// The group has no rule at all.
    SgHasNoRules,
    /// The ACL of the subnet denies it.
    SubnetAclRestriction,
}

impl Code {
    /// As AWS writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadStateRoute => "BAD_STATE_ROUTE",
            Self::ComponentFilterRestriction => "COMPONENT_FILTER_RESTRICTION",
            Self::DisconnectedVpcs => "DISCONNECTED_VPCS",
            Self::EniSgRulesMismatch => "ENI_SG_RULES_MISMATCH",
            Self::EniSourceDestCheckRestriction => "ENI_SOURCE_DEST_CHECK_RESTRICTION",
            Self::IgwDestinationAddressNotInRfc1918Egress => {
                "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"
            }
            Self::IgwPublicIpAssociationForEgress => "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
            Self::NoPath => "NO_PATH",
            Self::NoPossibleDestination => "NO_POSSIBLE_DESTINATION",
            Self::NoRouteToDestination => "NO_ROUTE_TO_DESTINATION",
            Self::NoSourceOrDestination => "NO_SOURCE_OR_DESTINATION",
            Self::SgHasNoRules => "SG_HAS_NO_RULES",
            Self::SubnetAclRestriction => "SUBNET_ACL_RESTRICTION",
        }
    }
}

/// The key of the analysis `id`.
#[must_use]
pub fn key(scope: &Scope, id: &str) -> String {
    scope.key(KIND, &[id])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_kept_as_it_is_shown() {
        for code in [
            Code::BadStateRoute,
            Code::ComponentFilterRestriction,
            Code::DisconnectedVpcs,
            Code::EniSgRulesMismatch,
            Code::EniSourceDestCheckRestriction,
            Code::IgwDestinationAddressNotInRfc1918Egress,
            Code::IgwPublicIpAssociationForEgress,
            Code::NoPath,
            Code::NoPossibleDestination,
            Code::NoRouteToDestination,
            Code::NoSourceOrDestination,
            Code::SgHasNoRules,
            Code::SubnetAclRestriction,
        ] {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
