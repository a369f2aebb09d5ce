//! How many groups there may be, and how many rules each may have (VPC user guide, "Amazon VPC
//! quotas").

use ferrogate_api::ec2::Error;
use ferrogate_records::ec2::group::{Peer, Record, Rule};
use ipnet::IpNet;

use super::super::Result;
use super::super::view::View;

const GROUPS_MAX: usize = 2500;
/// Rules of a group in one direction, for each family of addresses.
const RULES_MAX: u64 = 60;

/// Whether there may be one more group.
pub(super) fn groups(view: &View) -> Result<()> {
    if view.all::<Record>()?.len() < GROUPS_MAX {
        return Ok(());
    }
    let text = "The maximum number of security groups has been reached.";
    Err(Error::new("SecurityGroupLimitExceeded", text).into())
}

/// Whether a group may have these rules in one direction.
pub(super) fn rules(rules: &[Rule]) -> Result<()> {
    let (v4, v6) = rules
        .iter()
        .map(|rule| weight(&rule.peer))
        .fold((0, 0), |sum, weight| (sum.0 + weight.0, sum.1 + weight.1));
    if v4.max(v6) <= RULES_MAX {
        return Ok(());
    }
    let text = "The maximum number of rules per security group has been reached.";
    Err(Error::new("RulesPerSecurityGroupLimitExceeded", text).into())
}

/// How much a rule counts among those for IPv4, and among those for IPv6.
fn weight(peer: &Peer) -> (u64, u64) {
    match peer {
        Peer::Range(IpNet::V4(_)) => (1, 0),
        Peer::Range(IpNet::V6(_)) => (0, 1),
        Peer::Group(_) | Peer::PrefixList(_) => (1, 1),
    }
}
