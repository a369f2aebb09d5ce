//! The names that each VPC of this host resolves: those of its tasks, and the hosted zones that it
//! is associated with ([`zones`]).

mod publics;
mod zones;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use ferrogate_link::balancer::Node;
use ferrogate_link::ec2::{vpc, vpc_endpoint};
use ferrogate_link::route53::{set, zone};
use ferrogate_link::{Dns, Eni, ObjectKey, Part, PartKey};
use ferrogate_net::endpoints::RESOLVER;
use ferrogate_net::resolver::{Names, Resolver};
use parking_lot::Mutex;
use publics::Publics;
use zones::{Changed, Zones};

/// How long a public name's address may be kept. AWS: 60 seconds.
const PUBLIC_TTL_S: u32 = 60;

/// The resolvers of this host's VPCs.
pub(super) struct Directory {
    upstreams: Vec<SocketAddr>,
    vpcs: Mutex<HashMap<String, Vpc>>,
    /// VPCs whose resolver is turned off (`enableDnsSupport`).
    off: Mutex<HashSet<String>>,
    zones: Mutex<Zones>,
    publics: Mutex<Publics>,
}

struct Vpc {
    resolver: Arc<Resolver>,
    cidr: String,
    /// The zone of its private names.
    domain: Option<String>,
    hosts: BTreeMap<String, Ipv4Addr>,
}

impl Directory {
    /// No VPC yet; other names are asked of `upstreams`.
    pub(super) fn new(upstreams: Vec<SocketAddr>) -> Self {
        Self {
            upstreams,
            vpcs: Mutex::default(),
            off: Mutex::default(),
            zones: Mutex::default(),
            publics: Mutex::default(),
        }
    }

    /// A part of the network is so from now on: public names may lead elsewhere by it.
    pub(super) fn put_part(&self, part: &Part) {
        self.change_publics(|publics| publics.put(part));
    }

    /// A part of the network is no more.
    pub(super) fn forget_part(&self, key: &PartKey) {
        self.change_publics(|publics| publics.forget(key));
    }

    /// The server has told of the whole network.
    pub(super) fn sync_parts(&self, listed: &BTreeSet<PartKey>) {
        self.change_publics(|publics| publics.sync(listed));
    }

    fn change_publics(&self, change: impl FnOnce(&mut Publics) -> bool) {
        let vpcs = self.vpcs.lock();
        let mut publics = self.publics.lock();
        if change(&mut publics) {
            vpcs.iter().for_each(|(id, vpc)| vpc.swap(id, &publics));
        }
    }

    /// The VPC is as the record says from now on: whether its resolver answers, and whether it
    /// does by hosted zones.
    pub(super) fn turn(&self, vpc: &vpc::Record) {
        let vpcs = self.vpcs.lock();
        let on = vpc.dns_support;
        match on {
            true => self.off.lock().remove(&vpc.id),
            false => self.off.lock().insert(vpc.id.clone()),
        };
        let mut zones = self.zones.lock();
        zones.set_hostnames(&vpc.id, vpc.dns_hostnames);
        if let Some(of) = vpcs.get(&vpc.id) {
            of.resolver.turn(on);
            of.resolver.swap_zones(zones.of(&vpc.id));
        }
    }

    /// A hosted zone is as the record says from now on.
    pub(super) fn put_zone(&self, zone: zone::Record) -> ObjectKey {
        let key = ObjectKey::Zone(zone.id.clone());
        self.change(|zones| zones.put_zone(zone));
        key
    }

    /// A record set is so from now on.
    pub(super) fn put_set(&self, set: set::Record) -> ObjectKey {
        self.zones.lock().put_set(set)
    }

    /// A load balancer has a node in a VPC from now on: its name leads there.
    pub(super) fn put_balancer(&self, node: &Node) {
        self.change(|zones| zones.put_balancer(node));
    }

    /// An endpoint is as the record says from now on: its names lead to it.
    pub(super) fn put_endpoint(&self, endpoint: &vpc_endpoint::Record) {
        self.change(|zones| zones.put_endpoint(endpoint));
    }

    /// A zone, a record set, a load balancer's node or an endpoint is no more.
    pub(super) fn forget(&self, key: &ObjectKey) {
        self.change(|zones| zones.forget(key));
    }

    /// The server has told of everything: what is not listed is no more.
    pub(super) fn sync(&self, listed: &BTreeSet<ObjectKey>) {
        self.change(|zones| zones.sync(listed));
        let vpcs = self.vpcs.lock();
        self.zones.lock().whole = true;
        vpcs.values().for_each(|vpc| vpc.resolver.know_all(true));
    }

    /// Changes the zones, and has the VPCs resolve by them whose zones are others then.
    fn change(&self, change: impl FnOnce(&mut Zones) -> Changed) {
        let vpcs = self.vpcs.lock();
        let mut zones = self.zones.lock();
        let changed = change(&mut zones);
        for (id, vpc) in vpcs.iter().filter(|(id, _)| changed.has(id)) {
            vpc.resolver.swap_zones(zones.of(id));
        }
    }

    /// The resolver of the interface's VPC.
    pub(super) fn resolver(&self, eni: &Eni) -> Arc<Resolver> {
        let mut vpcs = self.vpcs.lock();
        self.vpc(&mut vpcs, eni).resolver.clone()
    }

    /// The interface's name resolves from now on.
    pub(super) fn add(&self, eni: &Eni) {
        let mut vpcs = self.vpcs.lock();
        let vpc = self.vpc(&mut vpcs, eni);
        vpc.hosts.insert(eni.private_dns_name.clone(), eni.address);
        vpc.swap(&eni.vpc, &self.publics.lock());
    }

    /// The interface's name resolves no more.
    pub(super) fn remove(&self, eni: &Eni) {
        let mut vpcs = self.vpcs.lock();
        let vpc = self.vpc(&mut vpcs, eni);
        if vpc.hosts.get(&eni.private_dns_name) == Some(&eni.address) {
            vpc.hosts.remove(&eni.private_dns_name);
            vpc.swap(&eni.vpc, &self.publics.lock());
        }
    }

    fn vpc<'v>(&self, vpcs: &'v mut HashMap<String, Vpc>, eni: &Eni) -> &'v mut Vpc {
        vpcs.entry(eni.vpc.clone()).or_insert_with(|| {
            let resolver = Resolver::new(Names::new(), self.upstreams.clone());
            resolver.turn(!self.off.lock().contains(&eni.vpc));
            let zones = self.zones.lock();
            resolver.swap_zones(zones.of(&eni.vpc));
            resolver.know_all(zones.whole);
            let (cidr, hosts) = (eni.vpc_cidr.clone(), BTreeMap::new());
            let domain = eni.private_dns_name.split_once('.').map(|(_, zone)| zone.to_owned());
            Vpc { resolver: Arc::new(resolver), cidr, domain, hosts }
        })
    }
}

impl Vpc {
    fn swap(&self, id: &str, publics: &Publics) {
        let mut names = Names::new();
        if let Some(zone) = &self.domain {
            names = names.zone(zone);
        }
        if let Ok(range) = self.cidr.parse() {
            names = names.range(range);
        }
        for (name, address) in &self.hosts {
            names = names.host(name, *address);
        }
        for (name, address) in publics.of(id) {
            names = names.record(name, PUBLIC_TTL_S, vec![address]);
        }
        self.resolver.swap_names(names);
    }
}
/// Whom a task with this interface asks about names: its VPC's resolver, unless the VPC's DHCP
/// options say otherwise.
pub(super) fn dns(eni: &Eni) -> Dns {
    let domain = || eni.private_dns_name.split_once('.').map(|(_, domain)| domain.to_owned());
    eni.dns.clone().unwrap_or_else(|| Dns {
        servers: vec![RESOLVER.into()],
        search: domain().into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use ferrogate_base::{Epoch, TaskId, TaskKey};

    use super::super::on_disk::tests::kept;
    use super::*;

    #[test]
    fn a_task_asks_its_vpc_s_resolver_unless_it_is_told_of_others() {
        let key = TaskKey { task: TaskId::random(), epoch: Epoch(1) };
        let mut eni = kept(&key, 1).assignment.eni;
        let own = Dns { servers: vec![RESOLVER.into()], search: vec!["ec2.internal".into()] };
        assert_eq!(dns(&eni), own);
        let others = Dns { servers: vec!["10.0.0.5".parse().unwrap()], search: vec![] };
        eni.dns = Some(others.clone());
        assert_eq!(dns(&eni), others);
    }
}
