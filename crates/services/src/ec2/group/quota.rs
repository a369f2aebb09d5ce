//! How many groups there may be, and how many rules each may have (VPC user guide, "Amazon VPC
//! quotas").

use ferrogate_api::ec2::Error;
use ferrogate_records::ec2::group::{Peer, Record, Rule};
use ferrogate_records::ec2::prefix_list::{self, Family};
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

/// Whether a group may have these rules in one direction; `changed` is a prefix list that is to
/// be so, whatever is there.
pub(in super::super) fn rules(
    view: &View,
    rules: &[Rule],
    changed: Option<&prefix_list::Record>,
) -> Result<()> {
    let (mut v4, mut v6) = (0, 0);
    for rule in rules {
        let weight = weight(view, &rule.peer, changed)?;
        (v4, v6) = (v4 + weight.0, v6 + weight.1);
    }
    if v4.max(v6) <= RULES_MAX {
        return Ok(());
    }
    let text = "The maximum number of rules per security group has been reached.";
    Err(Error::new("RulesPerSecurityGroupLimitExceeded", text).into())
}

/// How much a rule counts among those for IPv4, and among those for IPv6: one that names a
/// prefix list as much as the list has room for.
fn weight(view: &View, peer: &Peer, changed: Option<&prefix_list::Record>) -> Result<(u64, u64)> {
    let of_list = |list: &prefix_list::Record| match list.family {
        Family::V4 => (list.max_entries.into(), 0),
        Family::V6 => (0, list.max_entries.into()),
    };
    Ok(match peer {
        Peer::Range(IpNet::V4(_)) => (1, 0),
        Peer::Range(IpNet::V6(_)) => (0, 1),
        Peer::Group(_) => (1, 1),
        Peer::PrefixList(id) => match changed.filter(|list| list.id == *id) {
            Some(list) => of_list(list),
            None => view.get::<prefix_list::Record>(id)?.map_or((0, 0), |list| of_list(&list)),
        },
    })
}
