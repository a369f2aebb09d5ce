//! Hosted zones, as the server has told of them and their record sets; and the names of load
//! balancers, which are zones of one name each that every VPC resolves by, as AWS's public names
//! are: a peer of the VPC and the hosted zones of others lead to them. So are those of interface
//! endpoints; the name of the service that one leads to is a zone of its VPC alone.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::Ipv4Addr;
use std::sync::Arc;

use ferrogate_link::balancer::{Node, NodeId};
use ferrogate_link::ec2::vpc_endpoint;
use ferrogate_link::route53::{data, set, zone};
use ferrogate_link::{ObjectKey, PartKey};
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
    /// By endpoint.
    endpoints: BTreeMap<String, Endpoint>,
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

/// The names of an endpoint.
struct Endpoint {
    vpc: String,
    /// What it was told as, by which it is known whether anything has changed.
    says: Vec<(String, Vec<Ipv4Addr>)>,
    own: Vec<Arc<Zone>>,
    /// The name of its service.
    private: Option<Arc<Zone>>,
}

/// How long the address of an endpoint may be kept (PrivateLink guide: 60 seconds).
const ENDPOINT_TTL_S: u32 = 60;
/// How long the address of a load balancer may be kept (ELB guide: 60 seconds).
const BALANCER_TTL_S: u32 = 60;

impl Zones {
    /// The zones that a VPC resolves by.
    pub(super) fn of(&self, vpc: &str) -> Vec<Arc<Zone>> {
        let balancers = self.balancers.values();
        let mut all: Vec<_> = balancers.map(|balancer| balancer.zone.clone()).collect();
        let endpoints = self.endpoints.values();
        all.extend(endpoints.clone().flat_map(|endpoint| endpoint.own.iter().cloned()));
        if !self.nameless.contains(vpc) {
            let here = endpoints.filter(|endpoint| endpoint.vpc == vpc);
            all.extend(here.filter_map(|endpoint| endpoint.private.clone()));
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

    /// Takes an endpoint.
    pub(super) fn put_endpoint(&mut self, record: &vpc_endpoint::Record) -> Changed {
        let mut own = record.own_names();
        // One that answers nowhere has no names.
        own.retain(|(_, addresses)| !addresses.is_empty());
        let all = own.first().map(|(_, addresses)| addresses.clone()).unwrap_or_default();
        let private = record.private_name().filter(|_| !own.is_empty()).map(|name| (name, all));
        let says: Vec<_> = own.iter().chain(&private).cloned().collect();
        if self.endpoints.get(&record.id).is_some_and(|known| known.says == says) {
            return Changed::default();
        }
        let zone = |(name, addresses): &(String, Vec<Ipv4Addr>)| {
            let zone = Zone::new(name);
            let addresses = addresses.iter().copied().map(Data::A).collect();
            zone.put(name, Kind::A, Says::Values(ENDPOINT_TTL_S, addresses));
            Arc::new(zone)
        };
        let endpoint = Endpoint {
            vpc: record.vpc.clone(),
            own: own.iter().map(zone).collect(),
            private: private.as_ref().map(zone),
            says,
        };
        self.endpoints.insert(record.id.clone(), endpoint);
        Changed::Every
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

    /// Forgets a zone, a set, a load balancer's node or an endpoint.
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
            ObjectKey::Network(PartKey::Endpoint(id)) => {
                if self.endpoints.remove(id).is_some() {
                    return Changed::Every;
                }
            }
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
        let endpoints = self.endpoints.keys().cloned();
        let endpoints = endpoints.map(|id| ObjectKey::Network(PartKey::Endpoint(id)));
        let all = zones.chain(sets).chain(nodes).chain(endpoints);
        let gone: Vec<_> = all.filter(|key| !listed.contains(key)).collect();
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

    #[test]
    fn an_endpoint_s_own_names_are_every_vpc_s_and_its_service_s_is_its_vpc_s_alone() {
        let place = |n: u8| vpc_endpoint::Place {
            subnet: "subnet-1".into(),
            zone: "us-east-1a".into(),
            eni: format!("eni-{n}"),
            address: [10, 0, 0, n].into(),
        };
        let record = vpc_endpoint::Record {
            scope: ferrogate_link::Scope::new("000000000000".parse().unwrap(), "us-east-1"),
            id: "vpce-1".into(),
            vpc: "vpc-1".into(),
            service: "logs".into(),
            places: vec![place(5)],
            groups: vec![],
            private_dns: true,
            policy: None,
            label: "abcdefgh".into(),
            created_at: ferrogate_base::TimestampMs(0),
            tags: vec![],
        };
        let mut zones = Zones::default();
        let none = Changed::default;
        assert_eq!(zones.put_endpoint(&record), Changed::Every);
        let groups = vpc_endpoint::Record { groups: vec!["sg-1".into()], ..record.clone() };
        assert_eq!(zones.put_endpoint(&groups), none(), "its names are as they were");
        let own = [
            "vpce-1-abcdefgh.logs.us-east-1.vpce.amazonaws.com",
            "vpce-1-abcdefgh-us-east-1a.logs.us-east-1.vpce.amazonaws.com",
        ];
        let private = "logs.us-east-1.amazonaws.com";
        assert_eq!(names(&zones, "vpc-1"), [own[0], own[1], private]);
        assert_eq!(names(&zones, "vpc-2"), own);
        zones.set_hostnames("vpc-1", false);
        assert_eq!(names(&zones, "vpc-1"), own);
        let nowhere = vpc_endpoint::Record { places: vec![], ..record.clone() };
        assert_eq!(zones.put_endpoint(&nowhere), Changed::Every);
        assert!(names(&zones, "vpc-1").is_empty(), "it answers nowhere");
        zones.put_endpoint(&record);
        let key = ObjectKey::Network(PartKey::Endpoint("vpce-1".into()));
        assert_eq!(zones.sync(&[key].into()), none());
        assert_eq!(zones.sync(&[].into()), Changed::Every);
        assert!(names(&zones, "vpc-2").is_empty());
    }
}
