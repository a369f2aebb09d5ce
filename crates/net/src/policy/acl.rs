//! The chains of network ACLs: one for each subnet and direction that doesn't allow all.
//!
//! They keep no state: every packet that crosses the subnet's edge is looked at, in both
//! directions, and none between two interfaces of the subnet.

use super::group::Direction;
use super::plan::Ruleset;
use super::traffic::{self, FAMILIES};
use super::{AclEntry, IpVersion, Subnet, Traffic};

/// The chain of a subnet's network ACL.
fn chain(direction: Direction, subnet: &str) -> String {
    match direction {
        Direction::Egress => format!("acl_out_{subnet}"),
        Direction::Ingress => format!("acl_in_{subnet}"),
    }
}

/// The set of a subnet's interfaces on this host.
pub(super) fn interfaces(subnet: &str) -> String {
    format!("subnet_{subnet}")
}

/// Puts the chain of a direction into `into`; its name, unless all is allowed.
pub(super) fn plan(
    into: &mut Ruleset,
    id: &str,
    subnet: &Subnet,
    versions: &[IpVersion],
    direction: Direction,
) -> Option<String> {
    let entries = in_order(&subnet.acl, direction);
    if versions.iter().all(|version| allows_all(&entries, *version)) {
        return None;
    }
    let (near, refused) = match direction {
        Direction::Egress => ("oif", "goto refused_acl_egress"),
        Direction::Ingress => ("iif", "goto refused_acl_ingress"),
    };
    let mut lines = vec![format!("{near} @{} return", interfaces(id))];
    for entry in entries {
        let Some(matches) = text(entry, direction) else { continue };
        lines.push(format!("{matches} {}", if entry.allow { "return" } else { refused }));
    }
    lines.push(refused.into());
    let name = chain(direction, id);
    into.chains.insert(name.clone(), lines);
    Some(name)
}

fn in_order(acl: &[AclEntry], direction: Direction) -> Vec<&AclEntry> {
    let is_meant = |entry: &&AclEntry| entry.egress == (direction == Direction::Egress);
    let mut entries: Vec<_> = acl.iter().filter(is_meant).collect();
    entries.sort_by_key(|entry| entry.number);
    entries
}

/// Whether no packet of the version is denied.
fn allows_all(entries: &[&AclEntry], version: IpVersion) -> bool {
    let mut of_version = entries.iter().filter(|entry| IpVersion::of(&entry.range) == version);
    let decides = |entry: &&&AclEntry| !entry.allow || is_all(entry);
    of_version.find(decides).is_some_and(|entry| entry.allow)
}

fn is_all(entry: &AclEntry) -> bool {
    entry.traffic == Traffic::All && entry.range.prefix_len() == 0
}

fn text(entry: &AclEntry, direction: Direction) -> Option<String> {
    let version = IpVersion::of(&entry.range);
    let traffic = traffic::text(&entry.traffic, version)?;
    let ip = traffic::ip(version);
    let range = match entry.range.prefix_len() {
        // nft takes such a range for no question at all.
        0 => format!("meta nfproto {}", if version == FAMILIES[0] { "ipv4" } else { "ipv6" }),
        _ => format!("{ip} {} {}", direction.far(), entry.range.trunc()),
    };
    Some(format!("{range} {traffic}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::TCP;

    fn entry(number: u16, allow: bool, traffic: Traffic, range: &str) -> AclEntry {
        AclEntry { number, egress: true, allow, traffic, range: range.parse().unwrap() }
    }

    #[test]
    fn entries_are_in_the_order_of_their_numbers_and_the_last_denies() {
        let web = Traffic::Ports { protocol: TCP, from: 80, to: 80 };
        let acl = vec![
            entry(200, true, Traffic::All, "0.0.0.0/0"),
            entry(100, false, web, "10.0.1.0/24"),
        ];
        let subnet = Subnet { acl, ..Subnet::default() };
        let mut ruleset = Ruleset::default();
        let name = plan(&mut ruleset, "s", &subnet, &[IpVersion::V4], Direction::Egress);
        assert_eq!(
            ruleset.chains[&name.unwrap()],
            [
                "oif @subnet_s return",
                "ip daddr 10.0.1.0/24 tcp dport 80 goto refused_acl_egress",
                "meta nfproto ipv4  return",
                "goto refused_acl_egress",
            ]
        );
        // The other direction has no entry: it denies.
        assert!(plan(&mut ruleset, "s", &subnet, &[IpVersion::V4], Direction::Ingress).is_some());
    }

    #[test]
    fn one_that_allows_all_costs_nothing() {
        let all = || entry(100, true, Traffic::All, "0.0.0.0/0");
        let ping = Traffic::Icmp { version: IpVersion::V4, kind: Some(8), code: None };
        let free = |acl: &[AclEntry], version| allows_all(&acl.iter().collect::<Vec<_>>(), version);
        assert!(free(&[all()], IpVersion::V4));
        assert!(free(&[entry(5, true, ping.clone(), "10.0.0.0/8"), all()], IpVersion::V4));
        assert!(!free(&[entry(5, false, ping, "10.0.0.0/8"), all()], IpVersion::V4));
        assert!(!free(&[all()], IpVersion::V6));
        assert!(!free(&[], IpVersion::V4));
        assert!(!free(&[entry(5, true, Traffic::All, "0.0.0.0/1")], IpVersion::V4));
    }
}
