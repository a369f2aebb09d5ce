//! The public names of interfaces, such as `ec2-198-51-100-7.compute-1.amazonaws.com`: within
//! their VPC, and in a VPC that is peered with it and may know, they lead to private addresses;
//! anywhere else to public ones (VPC user guide, "DNS attributes"; VPC peering guide, "Enable DNS
//! resolution").

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::net::Ipv4Addr;

use ferrogate_link::ec2::peering::{self, Status};
use ferrogate_link::ec2::{eni, public_address};
use ferrogate_link::{Part, PartKey};

/// What was told of them.
#[derive(Default)]
pub(super) struct Publics {
    /// By interface: of those that have any.
    interfaces: BTreeMap<String, Interface>,
    /// By connection: who has its names as private addresses for whom.
    peers: BTreeMap<String, Vec<Lets>>,
    /// VPCs whose public addresses have no names (`enableDnsHostnames`).
    nameless: HashSet<String>,
}

#[derive(Debug, PartialEq, Eq)]
struct Interface {
    vpc: String,
    /// The name, the private and the public address.
    names: Vec<(String, Ipv4Addr, Ipv4Addr)>,
}

/// That the names of `of` are private addresses when `asker` asks.
#[derive(Debug, PartialEq, Eq)]
struct Lets {
    of: String,
    asker: String,
}

impl Publics {
    /// The names that a VPC resolves, and where they lead there.
    pub(super) fn of(&self, vpc: &str) -> impl Iterator<Item = (&str, Ipv4Addr)> {
        let known: BTreeSet<&str> = self
            .peers
            .values()
            .flatten()
            .filter(|one| one.asker == vpc)
            .map(|one| &*one.of)
            .collect();
        let named = self.interfaces.values().filter(|one| !self.nameless.contains(&one.vpc));
        named.flat_map(move |interface| {
            let is_private = interface.vpc == vpc || known.contains(&*interface.vpc);
            interface.names.iter().map(move |(name, private, public)| {
                (&**name, if is_private { *private } else { *public })
            })
        })
    }

    /// Takes a part; whether a name leads elsewhere then.
    pub(super) fn put(&mut self, part: &Part) -> bool {
        match part {
            Part::Interface(eni) => self.put_interface(eni),
            Part::Peering(record) => self.put_peering(record),
            Part::Vpc(record) if record.dns_hostnames => self.nameless.remove(&record.id),
            Part::Vpc(record) => self.nameless.insert(record.id.clone()),
            _ => false,
        }
    }

    fn put_interface(&mut self, eni: &eni::Record) -> bool {
        let name = |one: &eni::PublicAddress| {
            let name = public_address::dns_name(&eni.scope.region, one.public);
            (name, one.private, one.public)
        };
        let now = Interface { vpc: eni.vpc.clone(), names: eni.public.iter().map(name).collect() };
        if now.names.is_empty() {
            return self.interfaces.remove(&eni.id).is_some();
        }
        if self.interfaces.get(&eni.id) == Some(&now) {
            return false;
        }
        self.interfaces.insert(eni.id.clone(), now);
        true
    }

    fn put_peering(&mut self, record: &peering::Record) -> bool {
        let (one, other) = (&record.requester, &record.accepter);
        let lets = |of: &peering::Side, asker: &peering::Side| Lets {
            of: of.vpc.clone(),
            asker: asker.vpc.clone(),
        };
        let both = [(one, other), (other, one)];
        let is_on = |(of, _): &(&peering::Side, &peering::Side)| {
            record.status == Status::Active && of.resolves_names
        };
        let now: Vec<_> = both.into_iter().filter(is_on).map(|(of, by)| lets(of, by)).collect();
        if now.is_empty() {
            return self.peers.remove(&record.id).is_some();
        }
        if self.peers.get(&record.id) == Some(&now) {
            return false;
        }
        self.peers.insert(record.id.clone(), now);
        true
    }

    /// Forgets a part; whether a name leads elsewhere then.
    pub(super) fn forget(&mut self, key: &PartKey) -> bool {
        match key {
            PartKey::Interface(id) => self.interfaces.remove(id).is_some(),
            PartKey::Peering(id) => self.peers.remove(id).is_some(),
            PartKey::Vpc(id) => self.nameless.remove(id),
            _ => false,
        }
    }

    /// Forgets what is not listed; whether a name leads elsewhere then.
    pub(super) fn sync(&mut self, listed: &BTreeSet<PartKey>) -> bool {
        let interfaces = self.interfaces.keys().cloned().map(PartKey::Interface);
        let peers = self.peers.keys().cloned().map(PartKey::Peering);
        let vpcs = self.nameless.iter().cloned().map(PartKey::Vpc);
        let all = interfaces.chain(peers).chain(vpcs);
        let gone: Vec<_> = all.filter(|key| !listed.contains(key)).collect();
        gone.iter().fold(false, |changed, key| self.forget(key) | changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::ec2::default_network::DefaultNetwork;
    use ferrogate_link::ec2::peering::Side;

    use crate::agent::network::testing::{interface_of, parts, scope};

    const NAME: &str = "ec2-198-51-100-7.compute-1.amazonaws.com";

    fn leads(publics: &Publics, vpc: &str) -> Option<Ipv4Addr> {
        let found: Vec<_> = publics.of(vpc).collect();
        assert!(found.iter().all(|(name, _)| *name == NAME), "{found:?}");
        found.first().map(|(_, address)| *address)
    }

    #[test]
    fn a_public_name_leads_to_the_private_address_where_that_is_reached() {
        let network = DefaultNetwork::of(&scope());
        let (vpc, public) = (network.parts.vpc.id.clone(), "198.51.100.7".parse().unwrap());
        let mut publics = Publics::default();
        for part in &parts(&network) {
            publics.put(part);
        }
        let mut eni = interface_of(&network, 0, 0);
        let private = eni.address;
        let (allocation, association) = (None, None);
        eni.public = vec![eni::PublicAddress { private, public, allocation, association }];
        assert!(publics.put(&Part::Interface(eni.clone())));
        assert!(!publics.put(&Part::Interface(eni.clone())));
        assert_eq!(
            [leads(&publics, &vpc), leads(&publics, "vpc-2")],
            [Some(private), Some(public)]
        );

        let side = |vpc: &str, resolves_names| {
            let (scope, vpc) = (scope(), vpc.to_owned());
            Side { scope, vpc, cidrs: vec![], resolves_names }
        };
        let mut connection = peering::Record {
            scope: scope(),
            id: "pcx-1".into(),
            requester: side("vpc-2", true),
            accepter: side(&vpc, false),
            status: Status::Active,
            message: None,
            expires_at: ferrogate_base::TimestampMs(0),
            over_at: None,
            tags: vec![],
        };
        // The other's names, not this one's.
        assert!(publics.put(&Part::Peering(connection.clone())));
        assert_eq!(leads(&publics, "vpc-2"), Some(public));
        connection.accepter.resolves_names = true;
        assert!(publics.put(&Part::Peering(connection.clone())));
        assert_eq!(leads(&publics, "vpc-2"), Some(private));
        assert_eq!(leads(&publics, "vpc-3"), Some(public));
        connection.status = Status::Deleted;
        assert!(publics.put(&Part::Peering(connection)));
        assert_eq!(leads(&publics, "vpc-2"), Some(public));

        let mut nameless = network.parts.vpc.clone();
        nameless.dns_hostnames = false;
        assert!(publics.put(&Part::Vpc(nameless)));
        assert_eq!(leads(&publics, &vpc), None);
        assert!(publics.put(&Part::Vpc(network.parts.vpc)));
        assert!(publics.sync(&BTreeSet::new()));
        assert_eq!(leads(&publics, &vpc), None);
        assert!(!publics.sync(&BTreeSet::new()));
    }
}
