//! Hosted zones, as the server has told of them and their record sets; and the names of load
//! balancers, which are zones of one name each that every VPC resolves by, as AWS's public names
//! are: a peer of the VPC and the hosted zones of others lead to them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::Ipv4Addr;
use std::sync::Arc;

use ferrogate_link::ObjectKey;
use ferrogate_link::balancer::{Node, NodeId};
use ferrogate_link::route53::{data, set, zone};
use ferrogate_net::resolver::Zone;
use ferrogate_net::resolver::zone::{Data, Kind, Says};

/// What was told.
#[derive(Default)]
pub(super) struct Zones {
    /// Whether all was told once.
    pub(super) whole: bool,
    zones: BTreeMap<String, Told>,
    /// By zone: a set may be told before its zone.
    sets: HashMap<String, BTreeMap<ObjectKey, set::Record>>,
    /// By name: of a load balancer with several nodes, the addresses of all.
    balancers: BTreeMap<String, Balancer>,
    /// VPCs that resolve by no hosted zone: their `enableDnsHostnames` is off (Route 53 guide,
    /// "Considerations when working with a private hosted zone").
    nameless: HashSet<String>,
}

struct Told {
    record: zone::Record,
    zone: Arc<Zone>,
}

/// The VPCs that resolve by other zones than before.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Changed {
    Of(BTreeSet<String>),
    Every,
}

/// The name of a load balancer.
struct Balancer {
    nodes: BTreeMap<NodeId, Ipv4Addr>,
    zone: Arc<Zone>,
}

/// How long the address of a load balancer may be kept (ELB guide: 60 seconds).
const BALANCER_TTL_S: u32 = 60;

impl Zones {
    /// The zones that a VPC resolves by.
    pub(super) fn of(&self, vpc: &str) -> Vec<Arc<Zone>> {
        let balancers = self.balancers.values();
        let mut all: Vec<_> = balancers.map(|balancer| balancer.zone.clone()).collect();
        if !self.nameless.contains(vpc) {
            let is_of = |told: &&Told| told.record.vpcs.iter().any(|one| one.id == vpc);
            all.extend(self.zones.values().filter(is_of).map(|told| told.zone.clone()));
        }
        all
    }

    /// Takes a load balancer's node.
    pub(super) fn put_balancer(&mut self, node: &Node) -> Changed {
        let known = self.balancers.contains_key(&node.dns_name);
        let balancer = self.balancers.entry(node.dns_name.clone()).or_insert_with(|| Balancer {
            nodes: BTreeMap::new(),
            zone: Arc::new(Zone::new(&node.dns_name)),
        });
        balancer.nodes.insert(node.id.clone(), node.address);
        balancer.say();
        if known { Changed::default() } else { Changed::Every }
    }

    fn forget_balancer(&mut self, id: &NodeId) -> Changed {
        let before = self.balancers.len();
        self.balancers.retain(|_, balancer| {
            if balancer.nodes.remove(id).is_some() {
                balancer.say();
            }
            !balancer.nodes.is_empty()
        });
        if self.balancers.len() == before { Changed::default() } else { Changed::Every }
    }

    pub(super) fn set_hostnames(&mut self, vpc: &str, on: bool) {
        match on {
            true => self.nameless.remove(vpc),
            false => self.nameless.insert(vpc.to_owned()),
        };
    }

    /// Takes a zone.
    pub(super) fn put_zone(&mut self, record: zone::Record) -> Changed {
        let vpcs = |record: &zone::Record| -> BTreeSet<String> {
            record.vpcs.iter().map(|vpc| vpc.id.clone()).collect()
        };
        let now = vpcs(&record);
        if let Some(told) = self.zones.get_mut(&record.id) {
            let changed = vpcs(&told.record).symmetric_difference(&now).cloned().collect();
            told.record = record;
            return Changed::Of(changed);
        }
        let zone = Arc::new(Zone::new(record.name.as_str()));
        for set in self.sets.get(&record.id).into_iter().flat_map(BTreeMap::values) {
            put(&zone, set);
        }
        self.zones.insert(record.id.clone(), Told { record, zone });
        Changed::Of(now)
    }

    /// Takes a record set. The resolvers have it with its zone.
    pub(super) fn put_set(&mut self, set: set::Record) -> ObjectKey {
        let key = ObjectKey::RecordSet(set::key(&set.zone, &set.name, set.kind));
        if let Some(told) = self.zones.get(&set.zone) {
            put(&told.zone, &set);
        }
        self.sets.entry(set.zone.clone()).or_default().insert(key.clone(), set);
        key
    }

    /// Forgets a zone, a set or a load balancer's node.
    pub(super) fn forget(&mut self, key: &ObjectKey) -> Changed {
        match key {
            ObjectKey::Zone(id) => {
                let gone = self.zones.remove(id).into_iter().flat_map(|told| told.record.vpcs);
                return Changed::Of(gone.map(|vpc| vpc.id).collect());
            }
            ObjectKey::RecordSet(_) => {
                let found = self.sets.iter_mut().find_map(|(_, sets)| sets.remove(key));
                if let Some(set) = found {
                    if let Some(told) = self.zones.get(&set.zone) {
                        told.zone.remove(set.name.as_str(), kind(set.kind));
                    }
                    self.sets.retain(|_, sets| !sets.is_empty());
                }
            }
            ObjectKey::Balancer(id) => return self.forget_balancer(id),
            ObjectKey::Task(_) | ObjectKey::Network(_) => {}
        }
        Changed::default()
    }

    /// Forgets what is not listed.
    pub(super) fn sync(&mut self, listed: &BTreeSet<ObjectKey>) -> Changed {
        let zones = self.zones.keys().map(|id| ObjectKey::Zone(id.clone()));
        let sets = self.sets.values().flat_map(BTreeMap::keys).cloned();
        let nodes = self.balancers.values().flat_map(|balancer| balancer.nodes.keys());
        let nodes = nodes.cloned().map(ObjectKey::Balancer);
        let gone: Vec<_> =
            zones.chain(sets).chain(nodes).filter(|key| !listed.contains(key)).collect();
        gone.iter().map(|key| self.forget(key)).fold(Changed::default(), Changed::and)
    }
}

impl Default for Changed {
    fn default() -> Self {
        Self::Of(BTreeSet::new())
    }
}

impl Changed {
    /// Whether a VPC is among them.
    pub(super) fn has(&self, vpc: &str) -> bool {
        match self {
            Self::Of(some) => some.contains(vpc),
            Self::Every => true,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Of(mut some), Self::Of(more)) => {
                some.extend(more);
                Self::Of(some)
            }
            _ => Self::Every,
        }
    }
}

impl Balancer {
    /// Has its name say where its nodes are.
    fn say(&self) {
        let addresses = self.nodes.values().copied().map(Data::A).collect();
        self.zone.put(self.zone.name(), Kind::A, Says::Values(BALANCER_TTL_S, addresses));
    }
}

fn put(zone: &Zone, set: &set::Record) {
    let says = match &set.says {
        set::Says::Values { ttl_s, values } => {
            Says::Values(*ttl_s, values.iter().map(value).collect())
        }
        set::Says::Alias { of, zone: None, .. } => Says::Alias(of.as_str().to_owned()),
        set::Says::Alias { of, zone: Some(_), .. } => {
            let of = of.as_str();
            Says::Beyond(of.strip_prefix("dualstack.").unwrap_or(of).to_owned())
        }
    };
    zone.put(set.name.as_str(), kind(set.kind), says);
}

fn kind(kind: data::Kind) -> Kind {
    match kind {
        data::Kind::A => Kind::A,
        data::Kind::Aaaa => Kind::Aaaa,
        data::Kind::Caa => Kind::Caa,
        data::Kind::Cname => Kind::Cname,
        data::Kind::Mx => Kind::Mx,
        data::Kind::Ns => Kind::Ns,
        data::Kind::Ptr => Kind::Ptr,
        data::Kind::Soa => Kind::Soa,
        data::Kind::Spf => Kind::Spf,
        data::Kind::Srv => Kind::Srv,
        data::Kind::Txt => Kind::Txt,
    }
}

fn value(value: &data::Data) -> Data {
    let text = |name: &ferrogate_link::route53::name::DnsName| name.as_str().to_owned();
    match value {
        data::Data::A(address) => Data::A(*address),
        data::Data::Aaaa(address) => Data::Aaaa(*address),
        data::Data::Name(name) => Data::Name(text(name)),
        data::Data::Mx { preference, host } => Data::Mx(*preference, text(host)),
        data::Data::Srv { priority, weight, port, target } => {
            Data::Srv(*priority, *weight, *port, text(target))
        }
        data::Data::Txt(strings) => Data::Txt(strings.clone()),
        data::Data::Caa { flags, tag, value } => Data::Caa(*flags, tag.clone(), value.clone()),
        data::Data::Soa { names: [first, who], numbers } => {
            Data::Soa(text(first), text(who), *numbers)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::balancer::{Attributes, Scheme};

    fn node(id: &str, vpc: &str, name: &str, last: u8) -> Node {
        Node {
            id: NodeId(id.into()),
            arn: String::new(),
            name: "app/web/1".into(),
            dns_name: format!("{name}.us-east-1.elb.localhost"),
            scheme: Scheme::Internal,
            vpc: vpc.into(),
            subnet: "subnet-1".into(),
            zone: "us-east-1a".into(),
            address: [10, 0, 0, last].into(),
            attributes: Attributes::default(),
            listeners: vec![],
            groups: vec![],
        }
    }

    fn names(zones: &Zones, vpc: &str) -> Vec<String> {
        zones.of(vpc).iter().map(|zone| zone.name().to_owned()).collect()
    }

    #[test]
    fn every_vpc_knows_the_name_of_a_load_balancer_as_long_as_it_has_a_node() {
        let mut zones = Zones::default();
        // Whatever the VPC says of host names: they are for hosted zones.
        zones.set_hostnames("vpc-1", false);
        let none = Changed::default;
        assert_eq!(zones.put_balancer(&node("eni-1", "vpc-1", "web-1", 5)), Changed::Every);
        assert_eq!(zones.put_balancer(&node("eni-2", "vpc-1", "web-1", 6)), none());
        assert_eq!(zones.put_balancer(&node("eni-3", "vpc-2", "api-2", 5)), Changed::Every);
        // Its name is not only for its own VPC.
        let all = ["api-2.us-east-1.elb.localhost", "web-1.us-east-1.elb.localhost"];
        assert_eq!([names(&zones, "vpc-1"), names(&zones, "vpc-9")], [all, all]);
        let key = |id: &str| ObjectKey::Balancer(NodeId(id.into()));
        assert_eq!(zones.forget(&key("eni-1")), none());
        assert_eq!(zones.forget(&key("eni-2")), Changed::Every);
        assert_eq!(names(&zones, "vpc-1"), all[..1]);
        assert_eq!(zones.sync(&[key("eni-1")].into()), Changed::Every);
        assert_eq!(zones.sync(&[].into()), none());
    }
}
