//! The names a VPC answers itself.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// Seconds a private DNS name may be kept. AWS: 60.
const PRIVATE_TTL_S: u32 = 60;

/// A table of names and the zones it is complete for. Names are compared without case
/// and without the dot at the end.
#[derive(Clone, Debug, Default)]
pub struct Names {
    zones: Vec<Box<str>>,
    ranges: Vec<Ipv4Net>,
    addresses: HashMap<Box<str>, Addresses>,
    names: HashMap<Ipv4Addr, Box<str>>,
}

#[derive(Clone, Debug)]
pub(super) struct Addresses {
    pub(super) ttl_s: u32,
    pub(super) list: Vec<Ipv4Addr>,
}

impl Names {
    /// No names, no zones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Claims a zone, such as `ec2.internal` or a Cloud Map namespace: names in it that
    /// are not in the table do not exist, and nobody else is asked.
    #[must_use]
    pub fn zone(mut self, zone: &str) -> Self {
        self.zones.push(key(zone).into());
        self
    }

    /// Claims a range of addresses, such as the VPC's: nobody else is asked their names.
    #[must_use]
    pub fn range(mut self, range: Ipv4Net) -> Self {
        self.ranges.push(range);
        self
    }

    /// Adds a host: name to address and back. The last name of an address wins.
    #[must_use]
    pub fn host(mut self, name: &str, address: Ipv4Addr) -> Self {
        self.names.insert(address, key(name).into());
        self.record(name, PRIVATE_TTL_S, vec![address])
    }

    /// Adds a name of one or more addresses, which clients see in changing order; `ttl_s`
    /// seconds may it be kept. Replaces what the name had.
    #[must_use]
    pub fn record(mut self, name: &str, ttl_s: u32, list: Vec<Ipv4Addr>) -> Self {
        self.addresses.insert(key(name).into(), Addresses { ttl_s, list });
        self
    }

    /// The addresses of `name`.
    #[must_use]
    pub fn addresses(&self, name: &str) -> &[Ipv4Addr] {
        self.find(name).map_or(&[], |found| &found.list)
    }

    pub(super) fn find(&self, name: &str) -> Option<&Addresses> {
        self.addresses.get(key(name).as_str())
    }

    pub(super) fn name_of(&self, address: Ipv4Addr) -> Option<(&str, u32)> {
        self.names.get(&address).map(|name| (&**name, PRIVATE_TTL_S))
    }

    /// Whether the table says everything there is about `name`.
    pub(super) fn claims(&self, name: &str) -> bool {
        self.claimed_by(name).is_some()
    }

    /// The length of the longest of its zones that `name` lies in.
    pub(super) fn claimed_by(&self, name: &str) -> Option<usize> {
        let name = key(name);
        let zones = self.zones.iter().filter(|zone| is_within(&name, zone));
        zones.map(|zone| zone.len()).max()
    }

    pub(super) fn claims_address(&self, address: Ipv4Addr) -> bool {
        self.ranges.iter().any(|range| range.contains(&address))
    }
}

/// Whether a name is a zone's or below it; both as [`key`] makes them.
pub(super) fn is_within(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

pub(super) fn key(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

/// The private DNS name of an address: `ip-10-0-0-5.eu-west-1.compute.internal`, and in
/// us-east-1 `ip-10-0-0-5.ec2.internal`.
#[must_use]
pub fn private_dns_name(region: &str, address: Ipv4Addr) -> String {
    let [a, b, c, d] = address.octets();
    format!("ip-{a}-{b}-{c}-{d}.{}", private_zone(region))
}

/// The zone of private DNS names of a region.
#[must_use]
pub fn private_zone(region: &str) -> String {
    match region {
        "us-east-1" => "ec2.internal".into(),
        region => format!("{region}.compute.internal"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_names_are_those_of_aws() {
        let address = Ipv4Addr::new(10, 0, 0, 5);
        assert_eq!(private_dns_name("us-east-1", address), "ip-10-0-0-5.ec2.internal");
        assert_eq!(
            private_dns_name("eu-west-1", address),
            "ip-10-0-0-5.eu-west-1.compute.internal"
        );
    }

    #[test]
    fn a_zone_claims_itself_and_what_is_below_only() {
        let names = Names::new().zone("Ec2.internal.");
        for inside in ["ec2.internal", "a.ec2.internal.", "A.B.EC2.INTERNAL"] {
            assert!(names.claims(inside), "{inside}");
        }
        for outside in ["xec2.internal", "internal", "ec2.internal.example", ""] {
            assert!(!names.claims(outside), "{outside}");
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        let names = Names::new().host("web.local", Ipv4Addr::new(10, 0, 0, 9));
        assert_eq!(names.addresses("WEB.Local."), [Ipv4Addr::new(10, 0, 0, 9)]);
        assert!(names.addresses("other.local").is_empty());
    }
}
