//! The way of packets, place by place.

use std::net::Ipv4Addr;

use ferrogate_base::{TaskId, TimestampMs};
use ferrogate_records::Scope;
use ferrogate_records::ec2::default_network::{Parts, Zone, default_subnet};
use ferrogate_records::ec2::eni::{self, Owner};
use ferrogate_records::ec2::group::{Peer, Rule, Traffic};
use ferrogate_records::ec2::insights::analysis::{By, Code, Findings, Step};
use ferrogate_records::ec2::insights::{Packets, Ports};
use ferrogate_records::ec2::route_table::{self, Destination, Route, Target};
use ferrogate_records::ec2::{acl, group, internet_gateway, nat_gateway, prefix_list, subnet};
use ipnet::Ipv4Net;

use super::{EPHEMERAL, Network, Question, ask};

/// A VPC of 10.0.0.0/16 with the subnets 10.0.0.0/24 and 10.0.1.0/24.
#[derive(Debug)]
pub(super) struct Vpc {
    parts: Parts,
    subnets: Vec<subnet::Record>,
    acls: Vec<acl::Record>,
    groups: Vec<group::Record>,
    interfaces: Vec<eni::Record>,
    gateways: Vec<internet_gateway::Record>,
    nats: Vec<nat_gateway::Record>,
    lists: Vec<prefix_list::Record>,
}

pub(super) fn rule(traffic: Traffic, peer: Peer) -> Rule {
    Rule { id: "sgr-1".into(), traffic, peer, description: None, tags: vec![] }
}

pub(super) fn entry(
    number: u16,
    egress: bool,
    allow: bool,
    traffic: Traffic,
    range: Ipv4Net,
) -> acl::Entry {
    acl::Entry { number, egress, allow, traffic, range: range.into() }
}

impl Vpc {
    pub(super) fn new() -> Self {
        let scope = Scope::new("111122223333".parse().unwrap(), "eu-central-1");
        let range = "10.0.0.0/16".parse().unwrap();
        let parts = Parts::new(&scope, range, |prefix, of| format!("{prefix}-{of}"));
        let zone = || Zone { name: "a".into(), id: "az1".into() };
        let subnet = |n: u8| subnet::Record {
            cidr: Ipv4Net::new_assert(Ipv4Addr::new(10, 0, n, 0), 24),
            ..default_subnet(&parts.vpc, zone(), 0, format!("subnet-{n}"))
        };
        let subnets = vec![subnet(0), subnet(1)];
        Self {
            subnets,
            acls: vec![],
            groups: vec![],
            interfaces: vec![],
            gateways: vec![],
            nats: vec![],
            lists: vec![],
            parts,
        }
    }

    /// One whose ACLs and groups let all pass, with an interface in each subnet.
    fn open() -> Self {
        let mut vpc = Self::new();
        let all = || vec![rule(Traffic::All, Peer::Range(everywhere().into()))];
        vpc.group("sg-a", all(), all());
        vpc.group("sg-b", all(), all());
        for n in 0..2 {
            let entries =
                [false, true].map(|egress| entry(100, egress, true, Traffic::All, everywhere()));
            vpc.acl(&format!("subnet-{n}"), entries.into());
        }
        vpc.interface(A, &["sg-a".into()]);
        vpc.interface(B, &["sg-b".into()]);
        vpc
    }

    pub(super) fn group(&mut self, id: &str, ingress: Vec<Rule>, egress: Vec<Rule>) {
        let group = self.parts.group.clone();
        self.groups.push(group::Record { id: id.into(), ingress, egress, ..group });
    }

    pub(super) fn acl(&mut self, subnet: &str, entries: Vec<acl::Entry>) {
        let association = acl::Association { id: "aclassoc-1".into(), subnet: subnet.into() };
        self.acls.push(acl::Record {
            id: format!("acl-{subnet}"),
            entries,
            associations: vec![association],
            ..self.parts.acl.clone()
        });
    }

    pub(super) fn interface(&mut self, address: Ipv4Addr, groups: &[String]) {
        let [.., subnet, last] = address.octets();
        self.interfaces.push(eni::Record {
            scope: self.parts.vpc.scope.clone(),
            id: format!("eni-{subnet}-{last}"),
            vpc: self.parts.vpc.id.clone(),
            subnet: format!("subnet-{subnet}"),
            zone: "a".into(),
            address,
            more_addresses: vec![],
            public: vec![],
            ipv6_addresses: vec![],
            mac: String::new(),
            groups: groups.to_vec(),
            source_dest_check: true,
            owner: Owner::Task { cluster: "default".into(), id: TaskId::random() },
            description: String::new(),
            created_at: TimestampMs(0),
            tags: vec![],
        });
    }

    pub(super) fn route(&mut self, to: Ipv4Net, via: Target) {
        self.parts.main.routes.push(Route { to: Destination::Range(to.into()), via });
    }

    pub(super) fn network(&self) -> Network<'_> {
        Network {
            vpc: &self.parts.vpc,
            subnets: self.subnets.iter().collect(),
            tables: vec![&self.parts.main],
            acls: self.acls.iter().collect(),
            groups: self.groups.iter().collect(),
            interfaces: self.interfaces.iter().collect(),
            gateways: self.gateways.iter().collect(),
            nats: self.nats.iter().collect(),
            lists: self.lists.iter().collect(),
            peers: vec![],
            beyond: vec![],
        }
    }

    /// What is found of packets from the first interface to an address.
    fn ask(&self, to: Ipv4Addr, ports: Ports) -> Findings {
        let packets = Packets { from: A, to, protocol: 6, source_ports: EPHEMERAL, ports };
        let question = Question { source: &self.interfaces[0], destination: None, packets };
        ask(&self.network(), &question)
    }
}

const A: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 4);
const B: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 4);
const WEB: Ports = Ports { from: 80, to: 80 };

fn everywhere() -> Ipv4Net {
    Ipv4Net::default()
}

fn tcp(from: u16, to: u16) -> Traffic {
    Traffic::Ports { protocol: 6, from, to }
}

fn components(steps: &[Step]) -> Vec<&str> {
    steps.iter().map(|step| &*step.component).collect()
}

fn codes(found: &Findings) -> Vec<(Code, Option<bool>)> {
    found.faults.iter().map(|fault| (fault.code, fault.egress)).collect()
}

#[test]
fn a_way_has_aws_s_order_and_says_what_lets_packets_pass() {
    let found = Vpc::open().ask(B, WEB);
    assert!(found.is_reachable(), "{found:?}");
    let forward = found.forward.unwrap();
    assert_eq!(
        components(&forward.steps),
        ["eni-0-4", "sg-a", "acl-subnet-0", "rtb-main", "acl-subnet-1", "sg-b", "eni-1-4"]
    );
    assert!(matches!(forward.steps[1].by, Some(By::Rule { egress: true, .. })));
    assert!(
        matches!(&forward.steps[2].by, Some(By::Entry(one)) if one.egress && one.number == 100)
    );
    assert!(matches!(&forward.steps[3].by, Some(By::Route(route)) if route.via.is_none()));
    assert!(matches!(&forward.steps[4].by, Some(By::Entry(one)) if !one.egress));
    assert!(matches!(forward.steps[5].by, Some(By::Rule { egress: false, .. })));
    let back = found.back.unwrap();
    assert_eq!(
        components(&back.steps),
        ["eni-1-4", "sg-b", "acl-subnet-1", "rtb-main", "acl-subnet-0", "sg-a", "eni-0-4"]
    );
    assert!(back.steps[1].by.is_none() && back.steps[5].by.is_none(), "groups know the flow");
    assert_eq!((back.packets.ports, back.packets.source_ports), (EPHEMERAL, WEB));
}

#[test]
fn within_a_subnet_there_are_only_groups() {
    let mut vpc = Vpc::open();
    vpc.acls.clear();
    let near = Ipv4Addr::new(10, 0, 0, 5);
    vpc.interface(near, &["sg-b".into()]);
    let found = vpc.ask(near, WEB);
    assert!(found.is_reachable(), "{found:?}");
    assert_eq!(components(&found.forward.unwrap().steps), ["eni-0-4", "sg-a", "sg-b", "eni-0-5"]);
    let found = vpc.ask(B, WEB);
    let denied = Code::SubnetAclRestriction;
    assert_eq!(codes(&found), [(denied, Some(true)), (denied, Some(false))], "not between two");
}

#[test]
fn a_group_without_a_fitting_rule_stops_packets() {
    for (of, egress) in [(0, true), (1, false)] {
        for (rules, code) in [
            (vec![rule(tcp(81, 90), Peer::Range(everywhere().into()))], Code::EniSgRulesMismatch),
            (vec![rule(Traffic::All, Peer::Group("sg-none".into()))], Code::EniSgRulesMismatch),
            (vec![], Code::EniSgRulesMismatch),
        ] {
            let mut vpc = Vpc::open();
            *vpc.groups[of].rules_mut(egress) = rules;
            let found = vpc.ask(B, WEB);
            assert_eq!(codes(&found), [(code, Some(egress))]);
            assert_eq!(found.faults[0].groups, [["sg-a"], ["sg-b"]][of]);
            assert!(found.back.is_none(), "there is nothing to answer");
        }
        let mut vpc = Vpc::open();
        (vpc.groups[of].ingress, vpc.groups[of].egress) = (vec![], vec![]);
        assert_eq!(codes(&vpc.ask(B, WEB)), [(Code::SgHasNoRules, Some(egress))]);
    }
}

#[test]
fn a_rule_names_a_group_by_who_is_in_it() {
    let mut vpc = Vpc::open();
    vpc.groups[1].ingress = vec![rule(tcp(80, 80), Peer::Group("sg-a".into()))];
    assert!(vpc.ask(B, WEB).is_reachable());
    vpc.interfaces[0].groups = vec!["sg-b".into()];
    assert_eq!(codes(&vpc.ask(B, WEB)), [(Code::EniSgRulesMismatch, Some(false))]);
}

#[test]
fn the_first_fitting_entry_of_an_acl_decides() {
    let mut vpc = Vpc::open();
    vpc.acls[1].entries.insert(0, entry(50, false, false, tcp(80, 80), everywhere()));
    let found = vpc.ask(B, WEB);
    assert_eq!(codes(&found), [(Code::SubnetAclRestriction, Some(false))]);
    let (acl, denied) = found.faults[0].entry.clone().unwrap();
    assert_eq!((&*acl, denied.number, found.faults[0].ports), ("acl-subnet-1", 50, Some(WEB)));
    vpc.acls[1].entries.insert(0, entry(49, false, true, tcp(80, 80), everywhere()));
    assert!(vpc.ask(B, WEB).is_reachable());
    vpc.acls[0].entries.clear();
    let found = vpc.ask(B, WEB);
    assert_eq!(codes(&found), [(Code::SubnetAclRestriction, Some(true))]);
    assert_eq!(found.faults[0].entry.as_ref().unwrap().1.number, acl::LAST);
}

#[test]
fn answers_go_to_the_ports_that_programs_send_from() {
    let mut vpc = Vpc::open();
    vpc.acls[1].entries = vec![
        entry(100, false, true, Traffic::All, everywhere()),
        entry(100, true, true, tcp(1024, 50_000), everywhere()),
    ];
    let found = vpc.ask(B, WEB);
    assert!(
        !found.is_reachable() && found.forward.unwrap().steps.iter().all(|s| s.faults.is_empty())
    );
    let fault = &found.faults[0];
    assert_eq!((fault.code, fault.egress), (Code::SubnetAclRestriction, Some(true)));
    assert_eq!(fault.ports, Some(Ports { from: 50_001, to: 60_999 }));
    assert_eq!(fault.entry.as_ref().unwrap().1.number, acl::LAST);
    vpc.acls[1].entries[1].traffic = tcp(1024, 65_535);
    assert!(vpc.ask(B, WEB).is_reachable());
}

#[test]
fn all_that_has_to_be_mended_on_a_way_is_told() {
    let mut vpc = Vpc::open();
    vpc.groups[0].egress.clear();
    vpc.groups[1].ingress.clear();
    vpc.acls.iter_mut().for_each(|acl| acl.entries.clear());
    let (group, acl) = (Code::EniSgRulesMismatch, Code::SubnetAclRestriction);
    let expected =
        [(group, Some(true)), (acl, Some(true)), (acl, Some(false)), (group, Some(false))];
    assert_eq!(codes(&vpc.ask(B, WEB)), expected);
}

#[test]
fn a_route_leads_to_where_it_says_or_nowhere() {
    let gateway = || Target::InternetGateway("igw-1".into());
    let outside = Ipv4Addr::new(203, 0, 113, 9);
    let there = |vpc: &mut Vpc| {
        vpc.gateways.push(internet_gateway::Record {
            scope: vpc.parts.vpc.scope.clone(),
            id: "igw-1".into(),
            vpc: Some(vpc.parts.vpc.id.clone()),
            tags: vec![],
        });
    };
    let code = |vpc: &Vpc, to| codes(&vpc.ask(to, WEB))[0].0;
    let mut vpc = Vpc::open();
    assert_eq!(code(&vpc, outside), Code::NoRouteToDestination);
    vpc.route(everywhere(), gateway());
    assert_eq!(code(&vpc, outside), Code::BadStateRoute, "it is not there");
    there(&mut vpc);
    assert_eq!(code(&vpc, outside), Code::IgwPublicIpAssociationForEgress);
    publish(&mut vpc.interfaces[0]);
    let found = vpc.ask(outside, WEB);
    assert!(found.is_reachable(), "{found:?}");
    let private = Ipv4Addr::new(192, 168, 0, 1);
    assert_eq!(code(&vpc, private), Code::IgwDestinationAddressNotInRfc1918Egress);
    assert!(vpc.ask(B, WEB).is_reachable(), "the local route is the longer one");
    assert_eq!(code(&vpc, Ipv4Addr::new(10, 0, 1, 9)), Code::NoPossibleDestination);
    vpc.route("10.0.1.0/24".parse().unwrap(), Target::NatGateway("nat-1".into()));
    assert_eq!(code(&vpc, B), Code::BadStateRoute, "until a longer one is made");
    assert_eq!(codes(&vpc.ask(B, WEB)).len(), 1, "and what comes after is not known");
}

/// Gives an interface a public address.
fn publish(eni: &mut eni::Record) {
    let (private, public) = (eni.address, Ipv4Addr::new(198, 51, 100, 1));
    eni.public.push(eni::PublicAddress { private, public, allocation: None, association: None });
}

#[test]
fn what_leaves_by_a_nat_gateway_passes_the_edge_of_its_subnet_both_ways() {
    let outside = Ipv4Addr::new(203, 0, 113, 9);
    let mut vpc = Vpc::open();
    vpc.interfaces[1].owner = Owner::NatGateway("nat-1".into());
    vpc.interfaces[1].groups.clear();
    publish(&mut vpc.interfaces[1]);
    let nat = &vpc.interfaces[1];
    vpc.nats.push(nat_gateway::Record {
        scope: nat.scope.clone(),
        id: "nat-1".into(),
        vpc: nat.vpc.clone(),
        subnet: nat.subnet.clone(),
        private: false,
        eni: Some(nat.id.clone()),
        address: Some(nat.address),
        public: None,
        allocation: None,
        association: None,
        state: nat_gateway::State::Available,
        failure: None,
        created_at: TimestampMs(0),
        deleted_at: None,
        tags: vec![],
    });
    vpc.gateways.push(internet_gateway::Record {
        scope: vpc.parts.vpc.scope.clone(),
        id: "igw-1".into(),
        vpc: Some(vpc.parts.vpc.id.clone()),
        tags: vec![],
    });
    // Each subnet has a table of its own.
    vpc.route(everywhere(), Target::NatGateway("nat-1".into()));
    let mut public = vpc.parts.main.clone();
    let to = Destination::Range(everywhere().into());
    public.routes = vec![Route { to, via: Target::InternetGateway("igw-1".into()) }];
    let with = route_table::With::Subnet("subnet-1".into());
    public.associations = vec![route_table::Association { id: "rtbassoc-9".into(), with }];
    let ask_with = |vpc: &Vpc, table: &route_table::Record| {
        let mut network = vpc.network();
        network.tables.push(table);
        let packets =
            Packets { from: A, to: outside, protocol: 6, source_ports: EPHEMERAL, ports: WEB };
        let question = Question { source: &vpc.interfaces[0], destination: None, packets };
        ask(&network, &question)
    };
    let found = ask_with(&vpc, &public);
    assert!(found.is_reachable(), "{found:?}");
    let gateways = |found: &Findings| {
        let steps = &found.forward.as_ref().unwrap().steps;
        steps.iter().filter(|step| step.component.starts_with("igw-")).count()
    };
    assert_eq!(gateways(&found), 1);
    // The ACL of the gateway's subnet sees its address as the source of answers' way too.
    for (egress, range) in
        [(true, "203.0.113.9/32"), (false, "10.0.0.0/24"), (false, "203.0.113.0/24")]
    {
        let mut shut = Vpc { interfaces: vpc.interfaces.clone(), ..Vpc::open() };
        shut.nats = vpc.nats.clone();
        shut.gateways = vpc.gateways.clone();
        shut.route(everywhere(), Target::NatGateway("nat-1".into()));
        let acl = shut.acls.iter_mut().find(|acl| acl.id.ends_with('1')).unwrap();
        acl.entries.push(entry(1, egress, false, Traffic::All, range.parse().unwrap()));
        let found = ask_with(&shut, &public);
        assert_eq!(codes(&found), [(Code::SubnetAclRestriction, Some(egress))], "{range}");
    }
    // Without a way out of its own subnet it leads nowhere.
    public.routes.clear();
    assert_eq!(codes(&ask_with(&vpc, &public))[0].0, Code::NoRouteToDestination);
}

#[test]
fn a_prefix_list_stands_for_its_ranges_in_rules_and_routes() {
    let mut vpc = Vpc::open();
    vpc.groups[1].ingress = vec![rule(tcp(80, 80), Peer::PrefixList("pl-1".into()))];
    assert_eq!(codes(&vpc.ask(B, WEB)), [(Code::EniSgRulesMismatch, Some(false))], "none is there");
    let range =
        |range: &str| prefix_list::Entry { range: range.parse().unwrap(), description: None };
    vpc.lists.push(prefix_list::Record {
        scope: vpc.parts.vpc.scope.clone(),
        id: "pl-1".into(),
        name: "clients".into(),
        family: prefix_list::Family::V4,
        max_entries: 2,
        version: 1,
        entries: vec![range("192.0.2.0/24"), range("10.0.0.0/24")],
        last: prefix_list::Deed::Create,
        tags: vec![],
    });
    assert!(vpc.ask(B, WEB).is_reachable());
    let list = Destination::PrefixList("pl-1".into());
    let via = Target::NatGateway("nat-1".into());
    vpc.parts.main.routes.push(Route { to: list, via });
    let listed = Ipv4Addr::new(192, 0, 2, 9);
    assert_eq!(codes(&vpc.ask(listed, WEB)), [(Code::BadStateRoute, None)]);
    let found = vpc.ask(B, WEB);
    let (way_back, fault) = (found.back.unwrap(), &found.faults[0]);
    assert_eq!(fault.code, Code::BadStateRoute, "the way back is by the list too");
    assert_eq!(way_back.steps.last().unwrap().faults, std::slice::from_ref(fault));
    vpc.lists[0].entries[1] = range("10.0.0.0/16");
    assert!(vpc.ask(B, WEB).is_reachable(), "the local route is before one of its length");
}

#[test]
fn an_interface_that_forwards_is_on_the_way_with_its_groups() {
    let mut vpc = Vpc::open();
    let middle = Ipv4Addr::new(10, 0, 1, 9);
    vpc.interface(middle, &["sg-b".into()]);
    vpc.route("10.0.1.4/32".parse().unwrap(), Target::Interface("eni-1-9".into()));
    let check = (Code::EniSourceDestCheckRestriction, Some(false));
    assert_eq!(codes(&vpc.ask(B, WEB)), [check]);
    vpc.interfaces[2].source_dest_check = false;
    let found = vpc.ask(B, WEB);
    assert!(found.is_reachable(), "{found:?}");
    let forward = found.forward.unwrap();
    assert_eq!(
        components(&forward.steps)[4..],
        ["acl-subnet-1", "sg-b", "eni-1-9", "sg-b", "sg-b", "eni-1-4"]
    );
    vpc.route("10.0.1.9/32".parse().unwrap(), Target::Interface("eni-1-9".into()));
    vpc.interfaces[2].owner = Owner::User;
    assert_eq!(codes(&vpc.ask(B, WEB))[0].0, Code::BadStateRoute, "it is attached to nothing");
}

#[test]
fn an_interface_sends_and_takes_its_own_addresses_only() {
    let vpc = Vpc::open();
    let (network, other) = (vpc.network(), Ipv4Addr::new(10, 0, 0, 77));
    let packets = Packets { from: other, to: B, protocol: 6, source_ports: EPHEMERAL, ports: WEB };
    let (source, end) = (&vpc.interfaces[0], &vpc.interfaces[1]);
    let found = ask(&network, &Question { source, destination: Some(end), packets });
    assert_eq!(codes(&found), [(Code::EniSourceDestCheckRestriction, Some(true))]);
    let packets = Packets { from: A, to: A, ..packets };
    let found = ask(&network, &Question { source, destination: Some(end), packets });
    assert_eq!(codes(&found), [(Code::EniSourceDestCheckRestriction, Some(false))]);
}

#[test]
fn nothing_joins_two_vpcs() {
    let (vpc, mut other) = (Vpc::open(), Vpc::open());
    other.interfaces[1].vpc = "vpc-other".into();
    let packets = Packets { from: A, to: B, protocol: 6, source_ports: EPHEMERAL, ports: WEB };
    let question =
        Question { source: &vpc.interfaces[0], destination: Some(&other.interfaces[1]), packets };
    let found = ask(&vpc.network(), &question);
    assert_eq!(codes(&found), [(Code::DisconnectedVpcs, None)]);
    assert_eq!(found.faults[0].destination_vpc.as_deref(), Some("vpc-other"));
}

#[test]
fn without_a_port_one_that_passes_is_sought() {
    let mut vpc = Vpc::open();
    vpc.groups[0].egress = vec![rule(tcp(1000, 2000), Peer::Range(everywhere().into()))];
    vpc.groups[1].ingress = vec![rule(tcp(1500, 3000), Peer::Range(everywhere().into()))];
    let found = vpc.ask(B, Ports::ALL);
    assert!(found.is_reachable(), "{found:?}");
    assert_eq!(found.forward.unwrap().packets.ports, Ports { from: 1500, to: 2000 });
    vpc.groups[1].ingress.clear();
    let found = vpc.ask(B, Ports::ALL);
    assert_eq!(codes(&found), [(Code::EniSgRulesMismatch, Some(false))], "the nearest to it");
    assert_eq!(found.faults[0].ports, Some(Ports { from: 1000, to: 2000 }));
}
