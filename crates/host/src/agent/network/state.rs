//! What the parts of a VPC come to for its packets: pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr};

use ferrogate_link::Part;
use ferrogate_link::ec2::{
    acl, egress_gateway, eni, flow_log, group, internet_gateway, nat_gateway, prefix_list,
    route_table, subnet, vpc,
};
use ferrogate_net::policy::{
    AclEntry, Group, Interface, IpVersion, Peer, Peered, Route, Rule, Subnet, Target, Traffic,
};
use ferrogate_net::{EniId, IpNet, Mac, PeeringId, VpcState};

/// The state of one VPC. A part that names one that isn't there (of an engine that is newer,
/// or that is told next) lets nothing pass by it. A subnet that moves from one ACL to another
/// is in none for a moment, between the two being told: it keeps what it had in `last`.
pub(super) fn of<'p>(
    parts: impl Iterator<Item = &'p Part>,
    peers: BTreeMap<PeeringId, Peered>,
    last: Option<&'p VpcState>,
) -> VpcState {
    let mut all = All { last, peers, ..All::default() };
    for part in parts {
        match part {
            Part::Vpc(record) => all.vpc = Some(record),
            Part::Subnet(record) => all.subnets.push(record),
            Part::RouteTable(record) => all.tables.push(record),
            Part::Acl(record) => all.acls.push(record),
            Part::Group(record) => all.groups.push(record),
            Part::Interface(record) => all.interfaces.push(record),
            Part::PrefixList(record) => drop(all.lists.insert(&record.id, record)),
            Part::InternetGateway(record) => all.gateways.push(record),
            Part::NatGateway(record) => all.nats.push(record),
            Part::EgressGateway(record) => all.egress_gateways.push(record),
            Part::FlowLog(record) => all.flow_logs.push(record),
            // What comes of them is among the peers.
            Part::Peering(_) => {}
            // Its interfaces are told by themselves.
            Part::Endpoint(_) => {}
        }
    }
    all.state()
}

#[derive(Default)]
struct All<'p> {
    peers: BTreeMap<PeeringId, Peered>,
    last: Option<&'p VpcState>,
    vpc: Option<&'p vpc::Record>,
    subnets: Vec<&'p subnet::Record>,
    tables: Vec<&'p route_table::Record>,
    acls: Vec<&'p acl::Record>,
    groups: Vec<&'p group::Record>,
    interfaces: Vec<&'p eni::Record>,
    lists: HashMap<&'p str, &'p prefix_list::Record>,
    gateways: Vec<&'p internet_gateway::Record>,
    nats: Vec<&'p nat_gateway::Record>,
    egress_gateways: Vec<&'p egress_gateway::Record>,
    flow_logs: Vec<&'p flow_log::Record>,
}

impl All<'_> {
    fn state(self) -> VpcState {
        let ranges = self.vpc.iter().flat_map(|vpc| {
            let v6 = vpc.ipv6_cidrs.iter().map(|one| IpNet::from(one.range));
            vpc.ranges().map(IpNet::from).chain(v6)
        });
        let ranges: Vec<IpNet> = ranges.collect();
        let subnets = self.subnets();
        let interfaces = self.interfaces.iter().filter_map(|eni| {
            // One of a subnet that is not told yet.
            subnets.contains_key(&eni.subnet).then_some(())?;
            Some((eni.id.parse::<EniId>().ok()?, interface(eni)))
        });
        let interfaces: BTreeMap<_, _> = interfaces.collect();
        let nats = self.nats().filter(|(id, _)| interfaces.contains_key(id));
        let nat_gateways: BTreeMap<_, _> = nats.collect();
        let mut groups: BTreeMap<_, _> =
            self.groups.iter().map(|group| (group.id.clone(), self.rules(group))).collect();
        if !nat_gateways.is_empty() {
            groups.insert(NAT_GROUP.to_owned(), open_group());
        }
        VpcState {
            public: self.public(&ranges),
            ranges,
            nat_gateways,
            interfaces,
            logged: self.logged(),
            groups,
            subnets,
            peers: self.peers,
        }
    }

    /// The interfaces that a flow log is of.
    fn logged(&self) -> BTreeSet<EniId> {
        let is = |eni: &&&eni::Record| self.flow_logs.iter().any(|log| log.is_of(eni));
        self.interfaces.iter().filter(is).filter_map(|eni| eni.id.parse().ok()).collect()
    }

    /// The public address of each private one. Between an interface that has ended and one that
    /// has its address now, both may be told for a moment: a public address is of one of them.
    /// None is one of the VPC's own, nor is there any without a gateway.
    fn public(&self, of_vpc: &[IpNet]) -> BTreeMap<Ipv4Addr, Ipv4Addr> {
        let own = |public: Ipv4Addr| of_vpc.iter().any(|range| range.contains(&IpAddr::V4(public)));
        let mut private_of = BTreeMap::new();
        let is_led = self.gateways.iter().any(|gateway| self.is_here(gateway));
        let all = self.interfaces.iter().filter(|_| is_led).flat_map(|eni| &eni.public);
        for one in all.filter(|one| !own(one.public)) {
            private_of.entry(one.public).or_insert(one.private);
        }
        private_of.into_iter().map(|(public, private)| (private, public)).collect()
    }

    /// Whether a gateway is attached to the VPC.
    fn is_here(&self, gateway: &internet_gateway::Record) -> bool {
        self.vpc.is_some_and(|vpc| gateway.vpc.as_ref() == Some(&vpc.id))
    }

    /// The interfaces of NAT gateways that packets go through.
    fn nats(&self) -> impl Iterator<Item = (EniId, Mac)> {
        let available = self.nats.iter().filter(|nat| nat.over_since().is_none());
        available.filter_map(|nat| {
            let eni = self.interfaces.iter().find(|eni| nat.eni.as_ref() == Some(&eni.id))?;
            Some((eni.id.parse().ok()?, eni.mac.parse().ok()?))
        })
    }

    fn subnets(&self) -> BTreeMap<String, Subnet> {
        let acls: HashMap<&str, &acl::Record> = self
            .acls
            .iter()
            .flat_map(|acl| acl.associations.iter().map(|one| (&*one.subnet, *acl)))
            .collect();
        let subnet = |subnet: &&subnet::Record| {
            let v6 = subnet.ipv6_cidr.iter().map(|one| IpNet::from(one.range));
            let ranges = [IpNet::from(subnet.cidr)].into_iter().chain(v6).collect();
            let last = || Some(self.last?.subnets.get(&subnet.id)?.acl.clone());
            let acl = match acls.get(&*subnet.id) {
                Some(acl) => acl.entries.iter().map(entry).collect(),
                None => last().unwrap_or_default(),
            };
            (subnet.id.clone(), Subnet { ranges, acl, routes: self.routes(&subnet.id) })
        };
        self.subnets.iter().map(subnet).collect()
    }

    /// The routes of a subnet: those of its own table, or of the main one.
    fn routes(&self, subnet: &str) -> Vec<Route> {
        let with = |with: &route_table::With| {
            self.tables.iter().find(|table| table.associations.iter().any(|one| one.with == *with))
        };
        let own = with(&route_table::With::Subnet(subnet.to_owned()));
        let table = own.or_else(|| with(&route_table::With::Main));
        let all = table.iter().flat_map(|table| &table.routes);
        let (ranges, lists): (Vec<_>, Vec<_>) =
            all.partition(|route| matches!(route.to, route_table::Destination::Range(_)));
        let mut routes: Vec<Route> = vec![];
        // To one range, a route to it goes before one to a list (VPC user guide, "Route
        // priority").
        for route in ranges.into_iter().chain(lists) {
            let via = self.target(route);
            let new = self.ranges(&route.to).into_iter();
            let new = new.filter(|to| !routes.iter().any(|other| other.to == *to));
            routes.extend(new.map(|to| Route { to, via: via.clone() }).collect::<Vec<_>>());
        }
        routes
    }

    /// The ranges that a route is for.
    fn ranges(&self, of: &route_table::Destination) -> Vec<IpNet> {
        match of {
            route_table::Destination::Range(range) => vec![*range],
            route_table::Destination::PrefixList(id) => self.list(id),
        }
    }

    /// The ranges of a prefix list; none of one that is not told.
    fn list(&self, id: &str) -> Vec<IpNet> {
        let list = self.lists.get(id);
        list.iter().flat_map(|list| &list.entries).map(|entry| entry.range).collect()
    }

    fn target(&self, route: &route_table::Route) -> Target {
        match &route.via {
            route_table::Target::Interface(id) => {
                let id = id.parse().ok().filter(|_| self.interfaces.iter().any(|e| e.id == *id));
                id.map_or(Target::Blackhole, Target::Interface)
            }
            route_table::Target::InternetGateway(id) => {
                let mut found = self.gateways.iter().filter(|gateway| gateway.id == *id);
                let is_here = found.any(|gateway| self.is_here(gateway));
                if is_here { Target::Internet } else { Target::Blackhole }
            }
            route_table::Target::NatGateway(id) => {
                let nat = self.nats.iter().find(|nat| nat.id == *id && nat.over_since().is_none());
                let eni = nat.and_then(|nat| nat.eni.as_ref()?.parse().ok());
                eni.map_or(Target::Blackhole, Target::Interface)
            }
            route_table::Target::Peering(id) => {
                let id = id.parse().ok().filter(|id| self.peers.contains_key(id));
                id.map_or(Target::Blackhole, Target::Peering)
            }
            route_table::Target::EgressOnlyGateway(id) => {
                let is_there = self.egress_gateways.iter().any(|gateway| gateway.id == *id);
                if is_there { Target::EgressOnly } else { Target::Blackhole }
            }
            // What leads to services by a route is not there.
            route_table::Target::Endpoint(_) => Target::Blackhole,
        }
    }

    fn rules(&self, group: &group::Record) -> Group {
        let of = |rules: &[group::Rule]| rules.iter().filter_map(|rule| self.rule(rule)).collect();
        Group { ingress: of(&group.ingress), egress: of(&group.egress) }
    }

    fn rule(&self, rule: &group::Rule) -> Option<Rule> {
        let peer = match &rule.peer {
            group::Peer::Range(range) => Peer::Ranges(vec![*range]),
            group::Peer::Group(id) => Peer::Group(id.clone()),
            group::Peer::PrefixList(id) => {
                let ranges = self.list(id);
                (!ranges.is_empty()).then_some(Peer::Ranges(ranges))?
            }
        };
        Some(Rule { traffic: traffic(rule.traffic), peer })
    }
}

/// The group that NAT gateways are in here: AWS's are in none, and take what their subnet's ACL
/// lets pass.
const NAT_GROUP: &str = "nat-gateways";

fn open_group() -> Group {
    let all = ["0.0.0.0/0", "::/0"].map(|all| all.parse().expect("it is a range")).to_vec();
    let rules = vec![Rule { traffic: Traffic::All, peer: Peer::Ranges(all) }];
    Group { ingress: rules.clone(), egress: rules }
}

fn interface(eni: &eni::Record) -> Interface {
    let is_nat = matches!(eni.owner, eni::Owner::NatGateway(_));
    let v4 = eni.addresses().map(IpAddr::from);
    let v6 = eni.ipv6_addresses.iter().copied().map(IpAddr::from);
    Interface {
        addresses: v4.chain(v6).collect(),
        subnet: eni.subnet.clone(),
        groups: if is_nat { vec![NAT_GROUP.to_owned()] } else { eni.groups.clone() },
        source_dest_check: eni.source_dest_check && !is_nat,
    }
}

fn entry(entry: &acl::Entry) -> AclEntry {
    AclEntry {
        number: entry.number,
        egress: entry.egress,
        allow: entry.allow,
        traffic: traffic(entry.traffic),
        range: entry.range,
    }
}

fn traffic(of: group::Traffic) -> Traffic {
    match of {
        group::Traffic::All => Traffic::All,
        group::Traffic::Protocol(protocol) => Traffic::Protocol(protocol),
        group::Traffic::Ports { protocol, from, to } => Traffic::Ports { protocol, from, to },
        group::Traffic::Icmp { protocol, kind, code } => {
            let version = if protocol == ICMPV6 { IpVersion::V6 } else { IpVersion::V4 };
            Traffic::Icmp { version, kind, code }
        }
    }
}

const ICMPV6: u8 = 58;

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a VPC without peers.
    fn alone<'p>(parts: impl Iterator<Item = &'p Part>, last: Option<&'p VpcState>) -> VpcState {
        of(parts, BTreeMap::new(), last)
    }
    use ferrogate_link::ec2::default_network::DefaultNetwork;
    use ferrogate_link::ec2::range;

    use crate::agent::network::testing::{interface_of, list_of, parts, scope};

    #[test]
    fn a_default_vpc_comes_to_its_subnets_rules_and_interfaces() {
        let network = DefaultNetwork::of(&scope());
        let mut all = parts(&network);
        let eni = interface_of(&network, 0, 0);
        let id: EniId = eni.id.parse().unwrap();
        all.push(Part::Interface(eni));
        let state = alone(all.iter(), None);
        assert_eq!(state.ranges, ["172.31.0.0/16".parse::<IpNet>().unwrap()]);
        assert_eq!(state.subnets.len(), 3);
        let (subnet, group) = (&network.subnets[0], &network.parts.group);
        let in_force = &state.subnets[&subnet.id];
        assert_eq!(in_force.acl.len(), 2);
        let out = Route { to: "0.0.0.0/0".parse().unwrap(), via: Target::Blackhole };
        assert_eq!(in_force.routes, [out]);
        let rules = &state.groups[&group.id];
        let itself = Rule { traffic: Traffic::All, peer: Peer::Group(group.id.clone()) };
        assert_eq!(rules.ingress, [itself]);
        let address = range::nth_usable(subnet.cidr, 0).unwrap();
        assert_eq!(state.interfaces[&id].addresses, [IpAddr::from(address)]);
        assert_eq!(state.interfaces[&id].groups, std::slice::from_ref(&group.id));
        assert!(state.check().is_ok());
    }

    #[test]
    fn an_interface_whose_subnet_is_not_told_is_left_out() {
        let network = DefaultNetwork::of(&scope());
        let eni = Part::Interface(interface_of(&network, 1, 0));
        let without =
            |part: &&Part| !matches!(part, Part::Subnet(one) if one.id == network.subnets[1].id);
        let all = parts(&network);
        let state = alone(all.iter().filter(without).chain([&eni]), None);
        assert_eq!((state.subnets.len(), state.interfaces.len()), (2, 0));
    }

    #[test]
    fn a_subnet_between_two_acls_keeps_what_it_had() {
        let network = DefaultNetwork::of(&scope());
        let all = parts(&network);
        let whole = alone(all.iter(), None);
        let without: Vec<_> =
            all.iter().filter(|part| !matches!(part, Part::Acl(_))).cloned().collect();
        let id = &network.subnets[0].id;
        assert_eq!(alone(without.iter(), Some(&whole)).subnets[id].acl, whole.subnets[id].acl);
        assert_eq!(alone(without.iter(), None).subnets[id].acl, [], "nothing passes");
    }

    #[test]
    fn a_subnet_has_the_routes_of_its_own_table() {
        let network = DefaultNetwork::of(&scope());
        let subnet = &network.subnets[2].id;
        let with = route_table::With::Subnet(subnet.clone());
        let mut own = network.parts.main.clone();
        own.id = "rtb-00000000000000001".into();
        own.associations = vec![route_table::Association { id: "rtbassoc-1".into(), with }];
        own.routes.clear();
        let table = Part::RouteTable(own);
        let all = parts(&network);
        let state = alone(all.iter().chain([&table]), None);
        assert_eq!(state.subnets[subnet].routes, []);
        assert_eq!(state.subnets[&network.subnets[0].id].routes.len(), 1);
    }

    #[test]
    fn a_prefix_list_comes_to_its_ranges_in_rules_and_routes() {
        let network = DefaultNetwork::of(&scope());
        let mut all = parts(&network);
        let list = list_of(&["10.9.0.0/16", "0.0.0.0/0"]);
        for part in &mut all {
            match part {
                Part::Group(group) => {
                    group.ingress[0].peer = group::Peer::PrefixList(list.id.clone());
                }
                Part::RouteTable(table) => table.routes.push(route_table::Route {
                    to: route_table::Destination::PrefixList(list.id.clone()),
                    via: route_table::Target::Interface("eni-00000000000000000".into()),
                }),
                _ => {}
            }
        }
        let group = |state: &VpcState| state.groups[&network.parts.group.id].clone();
        let routes = |state: &VpcState| state.subnets[&network.subnets[0].id].routes.clone();
        let before = alone(all.iter(), None);
        assert_eq!((group(&before).ingress.len(), routes(&before).len()), (0, 1));
        all.push(Part::PrefixList(list));
        all.push(Part::Interface(interface_of(&network, 0, 0)));
        let state = alone(all.iter(), None);
        let ranges: Vec<IpNet> = vec!["10.9.0.0/16".parse().unwrap(), "0.0.0.0/0".parse().unwrap()];
        assert_eq!(group(&state).ingress[0].peer, Peer::Ranges(ranges.clone()));
        let to: Vec<_> = routes(&state).iter().map(|route| (route.to, route.via.clone())).collect();
        let interface = Target::Interface("eni-00000000000000000".parse().unwrap());
        // The table's own route to everywhere goes before the list's.
        assert_eq!(to, [(ranges[1], Target::Blackhole), (ranges[0], interface)]);
    }

    /// A gateway, as it is told.
    fn gateway(vpc: Option<&str>) -> Part {
        let (id, vpc) = ("igw-1".to_owned(), vpc.map(str::to_owned));
        Part::InternetGateway(internet_gateway::Record { scope: scope(), id, vpc, tags: vec![] })
    }

    #[test]
    fn an_egress_only_gateway_leads_out_while_it_is_there() {
        let network = DefaultNetwork::of(&scope());
        let mut told = parts(&network);
        let Part::RouteTable(table) = &mut told[1] else { panic!("the order of parts") };
        let to = route_table::Destination::Range("::/0".parse().unwrap());
        let via = route_table::Target::EgressOnlyGateway("eigw-1".into());
        table.routes = vec![route_table::Route { to, via }];
        let led = |told: &[Part]| {
            let state = alone(told.iter(), None);
            state.subnets[&network.subnets[0].id].routes[0].via.clone()
        };
        assert_eq!(led(&told), Target::Blackhole);
        told.push(Part::EgressGateway(egress_gateway::Record {
            scope: scope(),
            id: "eigw-1".into(),
            vpc: network.parts.vpc.id.clone(),
            tags: vec![],
        }));
        assert_eq!(led(&told), Target::EgressOnly);
    }

    #[test]
    fn what_leads_out_does_while_its_gateway_is_there() {
        let network = DefaultNetwork::of(&scope());
        let all = "0.0.0.0/0".parse::<IpNet>().unwrap();
        let mut told = parts(&network);
        let to = |via| route_table::Route { to: route_table::Destination::Range(all), via };
        let Part::RouteTable(table) = &mut told[1] else { panic!("the order of parts") };
        table.routes = vec![to(route_table::Target::InternetGateway("igw-1".into()))];
        let led = |told: &[Part]| {
            let state = alone(told.iter(), None);
            assert_eq!(state.check(), Ok(()));
            state.subnets[&network.subnets[0].id].routes[0].via.clone()
        };
        let with = |told: &[Part], part: Part| [told, &[part]].concat();
        assert_eq!(led(&told), Target::Blackhole);
        assert_eq!(led(&with(&told, gateway(None))), Target::Blackhole, "it is detached");
        assert_eq!(led(&with(&told, gateway(Some("vpc-of-another")))), Target::Blackhole);
        assert_eq!(led(&with(&told, gateway(Some(&network.parts.vpc.id)))), Target::Internet);

        let mut eni = interface_of(&network, 1, 0);
        eni.owner = eni::Owner::NatGateway("nat-1".into());
        eni.groups.clear();
        let public = "198.51.100.7".parse().unwrap();
        let (allocation, association) = (None, None);
        let private = eni.address;
        eni.public = vec![eni::PublicAddress { private, public, allocation, association }];
        let mut nat = nat_gateway::Record {
            scope: scope(),
            id: "nat-1".into(),
            vpc: eni.vpc.clone(),
            subnet: eni.subnet.clone(),
            private: false,
            eni: Some(eni.id.clone()),
            address: Some(private),
            public: Some(public),
            allocation: None,
            association: None,
            state: nat_gateway::State::Available,
            failure: None,
            created_at: ferrogate_base::TimestampMs(1000),
            deleted_at: None,
            tags: vec![],
        };
        let Part::RouteTable(table) = &mut told[1] else { panic!("the order of parts") };
        table.routes = vec![to(route_table::Target::NatGateway("nat-1".into()))];
        told.push(Part::Interface(eni.clone()));
        assert_eq!(led(&told), Target::Blackhole);
        let id: EniId = eni.id.parse().unwrap();
        let available = with(&told, Part::NatGateway(nat.clone()));
        assert_eq!(led(&available), Target::Interface(id.clone()));
        let state = alone(available.iter(), None);
        assert!(state.public.is_empty(), "nothing leads there");
        let attached = with(&available, gateway(Some(&network.parts.vpc.id)));
        assert_eq!(alone(attached.iter(), None).public, [(private, public)].into());
        assert_eq!(state.nat_gateways[&id].to_string(), eni.mac);
        assert!(!state.interfaces[&id].source_dest_check);
        assert!(state.groups.contains_key(&state.interfaces[&id].groups[0]));
        nat.state = nat_gateway::State::Deleted;
        let deleted = with(&told, Part::NatGateway(nat));
        assert_eq!(led(&deleted), Target::Blackhole);
        assert!(alone(deleted.iter(), None).nat_gateways.is_empty());
    }
}
