//! What a VPC is told of those that it is peered with: pure.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ferrogate_link::ec2::peering::{self, Status};
use ferrogate_link::ec2::{eni, group, vpc};
use ferrogate_link::{Part, PartKey};
use ferrogate_net::policy::Peered;
use ferrogate_net::{IpNet, PeeringId};

/// The parts of each VPC.
type Vpcs = BTreeMap<String, BTreeMap<PartKey, Part>>;

/// The connections of `vpc` that packets take, each with the VPC at its other end.
pub(super) fn others<'p>(
    vpc: &'p str,
    shared: impl Iterator<Item = &'p Part>,
) -> impl Iterator<Item = (&'p peering::Record, &'p str)> {
    let active = shared.filter_map(|part| match part {
        Part::Peering(record) if record.status == Status::Active => Some(record),
        _ => None,
    });
    // Ids of VPCs are of one engine, whosever they are.
    active.filter_map(move |record| {
        let (one, other) = (&*record.requester.vpc, &*record.accepter.vpc);
        match vpc {
            _ if vpc == one => Some((record, other)),
            _ if vpc == other => Some((record, one)),
            _ => None,
        }
    })
}

/// The peers of `vpc`, of those that are told.
pub(super) fn of<'p>(
    vpc: &'p str,
    vpcs: &Vpcs,
    shared: impl Iterator<Item = &'p Part>,
) -> BTreeMap<PeeringId, Peered> {
    let own = vpcs.get(vpc);
    let own_ranges = ranges(own);
    let named = named(own);
    let peer = |(record, other): (&peering::Record, &str)| {
        let parts = vpcs.get(other);
        // None of two that meet can be told from the other. The server sees to it that there are
        // none; a rule that the kernel refuses would keep all others from being set.
        let apart = |range: &IpNet| {
            !own_ranges.iter().any(|own| own.contains(range) || range.contains(own))
        };
        let ranges: Vec<IpNet> = ranges(parts).into_iter().filter(apart).collect();
        (!ranges.is_empty()).then_some(())?;
        let groups = members(parts, &named);
        Some((record.id.parse().ok()?, Peered { vpc: other.parse().ok()?, ranges, groups }))
    };
    others(vpc, shared).filter_map(peer).collect()
}

fn ranges(parts: Option<&BTreeMap<PartKey, Part>>) -> Vec<IpNet> {
    let vpcs = parts.into_iter().flat_map(BTreeMap::values).filter_map(|part| match part {
        Part::Vpc(record) => Some(record),
        _ => None,
    });
    let of = |vpc: &vpc::Record| {
        let v6 = vpc.ipv6_cidrs.iter().map(|one| IpNet::from(one.range));
        vpc.ranges().map(IpNet::from).chain(v6).collect::<Vec<_>>()
    };
    vpcs.flat_map(of).collect()
}

/// The groups that rules of these parts name.
fn named(parts: Option<&BTreeMap<PartKey, Part>>) -> BTreeSet<&str> {
    let groups = parts.into_iter().flat_map(BTreeMap::values).filter_map(|part| match part {
        Part::Group(record) => Some(record),
        _ => None,
    });
    let rules = groups.flat_map(|group| group.ingress.iter().chain(&group.egress));
    rules
        .filter_map(|rule| match &rule.peer {
            group::Peer::Group(id) => Some(&**id),
            _ => None,
        })
        .collect()
}

/// The addresses of who is in those of the groups that are of these parts.
fn members(
    parts: Option<&BTreeMap<PartKey, Part>>,
    named: &BTreeSet<&str>,
) -> BTreeMap<String, BTreeSet<IpAddr>> {
    let parts = || parts.into_iter().flat_map(BTreeMap::values);
    let mut members: BTreeMap<String, BTreeSet<IpAddr>> = parts()
        .filter_map(|part| match part {
            Part::Group(group) if named.contains(&*group.id) => Some(group.id.clone()),
            _ => None,
        })
        .map(|id| (id, BTreeSet::new()))
        .collect();
    let interfaces = parts().filter_map(|part| match part {
        Part::Interface(eni) => Some(eni),
        _ => None,
    });
    for eni in interfaces {
        for id in &eni.groups {
            if let Some(of) = members.get_mut(id) {
                of.extend(addresses(eni));
            }
        }
    }
    members
}

fn addresses(eni: &eni::Record) -> impl Iterator<Item = IpAddr> {
    let v6 = eni.ipv6_addresses.iter().copied().map(IpAddr::V6);
    eni.addresses().map(IpAddr::V4).chain(v6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::TimestampMs;
    use ferrogate_link::ec2::default_network::{DefaultNetwork, Parts as OfVpc};
    use ferrogate_link::ec2::peering::Side;

    use crate::agent::network::parts::{Parts, Whose};
    use crate::agent::network::testing::{interface_of, parts, scope};

    /// The default VPC and one of that range with an interface, peered, all told.
    fn told(range: &str, status: Status) -> (Parts, DefaultNetwork, OfVpc) {
        let own = DefaultNetwork::of(&scope());
        let other = OfVpc::new(&scope(), range.parse().unwrap(), |kind, of| format!("{kind}-{of}"));
        let side = |vpc: &str| Side {
            scope: scope(),
            vpc: vpc.to_owned(),
            cidrs: vec![],
            resolves_names: false,
        };
        let connection = peering::Record {
            scope: scope(),
            id: "pcx-1".into(),
            requester: side(&other.vpc.id),
            accepter: side(&own.parts.vpc.id),
            status,
            message: None,
            expires_at: TimestampMs(0),
            over_at: None,
            tags: vec![],
        };
        let mut all = parts(&own);
        all.extend([
            Part::Vpc(other.vpc.clone()),
            Part::Group(other.group.clone()),
            Part::Peering(connection),
        ]);
        let mut told = Parts::default();
        let keys = all.iter().map(Part::key).collect();
        all.into_iter().for_each(|part| drop(told.put(part)));
        told.sync(&keys);
        (told, own, other)
    }

    #[test]
    fn a_peer_is_told_with_the_members_of_groups_that_rules_name() {
        let (mut told, own, other) = told("10.1.0.0/16", Status::Active);
        let vpc = &own.parts.vpc.id;
        assert_eq!(told.peers_of(vpc), [&*other.vpc.id]);
        assert_eq!(told.peers_of(&other.vpc.id), [&**vpc]);
        let peer =
            |told: &Parts| told.state(vpc, None).unwrap().peers.into_values().next().unwrap();
        assert_eq!(peer(&told).ranges, ["10.1.0.0/16".parse::<IpNet>().unwrap()]);
        assert!(peer(&told).groups.is_empty(), "no rule names one");
        let mut group = own.parts.group.clone();
        group.ingress[0].peer = group::Peer::Group(other.group.id.clone());
        told.put(Part::Group(group));
        assert_eq!(peer(&told).groups, [(other.group.id.clone(), BTreeSet::new())].into());
        let mut eni = interface_of(&own, 0, 3);
        (eni.vpc, eni.groups) = (other.vpc.id.clone(), vec![other.group.id.clone()]);
        eni.address = "10.1.0.9".parse().unwrap();
        assert_eq!(told.put(Part::Interface(eni)), Whose::Vpc(other.vpc.id.clone()));
        let member: IpAddr = "10.1.0.9".parse().unwrap();
        assert_eq!(peer(&told).groups[&other.group.id], BTreeSet::from([member]));
    }

    #[test]
    fn only_one_that_is_active_and_apart_leads_anywhere() {
        for (range, status) in [
            ("10.1.0.0/16", Status::PendingAcceptance),
            ("10.1.0.0/16", Status::Deleted),
            ("172.31.5.0/24", Status::Active),
        ] {
            let (told, own, _) = told(range, status);
            let state = told.state(&own.parts.vpc.id, None).unwrap();
            assert!(state.peers.is_empty(), "{range} {status:?}");
        }
    }
}
