//! Ranges of IPv6 of a VPC: this engine provides them, as Amazon does, of addresses that are
//! nobody's on the internet.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    IpSource, Ipv6AddressAttribute, VpcCidrBlockState, VpcCidrBlockStateCode,
    VpcIpv6CidrBlockAssociation,
};
use ferrogate_records::ec2::group::{Peer, Rule, Traffic};
use ferrogate_records::ec2::vpc::{Association, Record};
use ferrogate_records::ec2::{acl, group, range};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::change::Change;
use super::view::View;
use super::{Result, new_id, refuse, text};

/// IPv6 ranges of a VPC (VPC quotas).
pub(super) const RANGES_MAX: usize = 5;

/// Whose ranges they are.
const POOL: &str = "Amazon";

/// The entry of a default ACL that is for IPv6 (VPC user guide, "Default network ACL").
const ACL_NUMBER: u16 = 101;

/// A new range that no VPC has: one in 2^48 of another engine's may be the same.
pub(super) fn provided() -> Association<Ipv6Net> {
    let random = uuid::Uuid::new_v4().as_u128();
    Association { id: new_id("vpc-cidr-assoc"), range: range::provided6(random) }
}

/// Whether a request names another place than the region for its range to be told from.
pub(super) fn is_elsewhere(cx: &Cx, border_group: Option<&str>) -> bool {
    border_group.is_some_and(|group| group != &*cx.region)
}

/// Gives the VPC a range. What lets all of IPv4 pass from the beginning lets all of IPv6 pass too,
/// if nobody has changed it (VPC user guide, "Default network ACL", "Security group rules").
pub(super) fn add(
    view: &View,
    change: &mut Change,
    vpc: &Record,
    association: &Association<Ipv6Net>,
) -> Result<Record> {
    if vpc.ipv6_cidrs.len() >= RANGES_MAX {
        let text = format!(
            "This network {} has met its maximum number of allowed CIDRs: {RANGES_MAX}",
            vpc.id
        );
        return refuse("CidrLimitExceeded", text);
    }
    let mut new = vpc.clone();
    new.ipv6_cidrs.push(association.clone());
    if !vpc.ipv6_cidrs.is_empty() {
        return Ok(new);
    }
    for acl in view.acls(&vpc.id)?.iter().filter(|acl| acl.is_default) {
        let mut open: acl::Record = acl::Record::clone(acl);
        open_acl(&mut open);
        if open.entries != acl.entries {
            change.put(acl, open)?;
        }
    }
    for group in view.groups(&vpc.id)? {
        let mut open: group::Record = group::Record::clone(group);
        open_group(&mut open, new_id("sgr"));
        if open.egress != group.egress {
            change.put(group, open)?;
        }
    }
    Ok(new)
}

/// Lets all of IPv6 pass an ACL in the directions in which it has what it was made with.
pub(super) fn open_acl(acl: &mut acl::Record) {
    for egress in [false, true] {
        let entry = |number, range: IpNet| acl::Entry {
            number,
            egress,
            allow: true,
            traffic: Traffic::All,
            range,
        };
        let made = entry(100, Ipv4Net::default().into());
        let mut own = acl.entries.iter().filter(|entry| entry.egress == egress);
        if own.next() == Some(&made) && own.next().is_none() {
            acl.entries.push(entry(ACL_NUMBER, Ipv6Net::default().into()));
        }
    }
}

/// Lets all of IPv6 leave a group that has what it was made with.
pub(super) fn open_group(group: &mut group::Record, id: String) {
    let [rule] = &group.egress[..] else { return };
    let everywhere = Peer::Range(Ipv4Net::default().into());
    if rule.traffic == Traffic::All && rule.peer == everywhere {
        let peer = Peer::Range(Ipv6Net::default().into());
        let (traffic, description, tags) = (Traffic::All, None, vec![]);
        group.egress.push(Rule { id, traffic, peer, description, tags });
    }
}

/// Takes a range from its VPC; `None` when it is none of IPv6.
pub(super) fn remove(
    view: &View,
    vpc: &Record,
    id: &str,
) -> Result<Option<(Record, Association<Ipv6Net>)>> {
    let Some(at) = vpc.ipv6_cidrs.iter().position(|one| one.id == id) else { return Ok(None) };
    let mut new = vpc.clone();
    let old = new.ipv6_cidrs.remove(at);
    let within = |own: &Association<Ipv6Net>| old.range.contains(&own.range);
    if view.subnets(&vpc.id)?.iter().any(|subnet| subnet.ipv6_cidr.as_ref().is_some_and(within)) {
        let text =
            format!("The vpc {} currently has a subnet within CIDR block {}", vpc.id, old.range);
        return refuse("InvalidCidrBlock.InUse", text);
    }
    Ok(Some((new, old)))
}

/// A range in a state.
pub(super) fn shown(
    region: &str,
    of: &Association<Ipv6Net>,
    state: VpcCidrBlockStateCode,
) -> VpcIpv6CidrBlockAssociation {
    VpcIpv6CidrBlockAssociation {
        association_id: text(&*of.id),
        ipv6_cidr_block: text(of.range.to_string()),
        ipv6_cidr_block_state: Some(VpcCidrBlockState { state: Some(state), status_message: None }),
        network_border_group: text(region),
        ipv6_pool: text(POOL),
        // None that is provided here is of the internet.
        ipv6_address_attribute: Some(Ipv6AddressAttribute::Private),
        ip_source: Some(IpSource::Amazon),
    }
}

/// All ranges of a VPC; nothing, as EC2 says it, when it has none.
pub(super) fn shown_all(vpc: &Record) -> Option<Vec<VpcIpv6CidrBlockAssociation>> {
    let region = &vpc.scope.region;
    let one = |one| shown(region, one, VpcCidrBlockStateCode::Associated);
    (!vpc.ipv6_cidrs.is_empty()).then(|| vpc.ipv6_cidrs.iter().map(one).collect())
}

/// What the filters of DescribeVpcs say of ranges.
pub(super) fn facts<'a>(
    all: impl Iterator<Item = &'a VpcIpv6CidrBlockAssociation>,
    filter: &str,
) -> Vec<String> {
    let fact = |one: &VpcIpv6CidrBlockAssociation| match filter {
        "ipv6-cidr-block-association.association-id" => one.association_id.clone(),
        "ipv6-cidr-block-association.ipv6-cidr-block" => one.ipv6_cidr_block.clone(),
        "ipv6-cidr-block-association.ipv6-pool" => one.ipv6_pool.clone(),
        "ipv6-cidr-block-association.state" => Some("associated".to_owned()),
        _ => None,
    };
    all.filter_map(fact).collect()
}
