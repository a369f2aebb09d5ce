//! Paths and analyses as they are shown.

use ferrogate_api::Timestamp;
use ferrogate_api::ec2::{
    AnalysisAclRule, AnalysisComponent, AnalysisPacketHeader, AnalysisRouteTableRoute,
    AnalysisSecurityGroupRule, AnalysisStatus, Explanation, FilterPortRange,
    NetworkInsightsAnalysis, NetworkInsightsPath, PathComponent, PathFilter, PortRange, Protocol,
    Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::acl;
use ferrogate_records::ec2::group::{Peer, Rule, Traffic};
use ferrogate_records::ec2::insights::analysis::{self, By, Fault, Findings, Route, Step, Way};
use ferrogate_records::ec2::insights::path::{self, Filter};
use ferrogate_records::ec2::insights::{Packets, Ports};
use ferrogate_records::ec2::route_table::{Destination, Target};

use super::super::select::{Resource, flag, one};
use super::super::view::{Object, View};
use super::super::{Result, tag, text};

impl Object for path::Record {
    type Shown = NetworkInsightsPath;

    fn key(scope: &Scope, id: &str) -> String {
        path::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<NetworkInsightsPath> {
        let arn = |id: &String| arn(&self.scope, id);
        Ok(NetworkInsightsPath {
            network_insights_path_id: text(&*self.id),
            network_insights_path_arn: arn(&self.id),
            created_date: Some(Timestamp::from(self.created_at)),
            source: text(&*self.source),
            destination: self.destination.clone(),
            source_arn: arn(&self.source),
            destination_arn: self.destination.as_ref().and_then(arn),
            source_ip: self.source_ip.map(|address| address.to_string()),
            destination_ip: self.destination_ip.map(|address| address.to_string()),
            protocol: Some(if self.protocol == 17 { Protocol::Udp } else { Protocol::Tcp }),
            destination_port: self.port.map(i32::from),
            tags: Some(tag::shown(&self.tags)),
            filter_at_source: self.at_source.as_ref().map(filter),
            filter_at_destination: self.at_destination.as_ref().map(filter),
        })
    }
}

fn filter(of: &Filter) -> PathFilter {
    let ports = |ports: Ports| FilterPortRange {
        from_port: Some(ports.from.into()),
        to_port: Some(ports.to.into()),
    };
    PathFilter {
        source_address: of.source.map(|address| address.to_string()),
        source_port_range: of.source_ports.map(ports),
        destination_address: of.destination.map(|address| address.to_string()),
        destination_port_range: of.ports.map(ports),
    }
}

impl Object for analysis::Record {
    type Shown = NetworkInsightsAnalysis;

    fn key(scope: &Scope, id: &str) -> String {
        analysis::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<NetworkInsightsAnalysis> {
        let shown = Shown { scope: &self.scope, found: &self.found };
        let arns = |arns: &Vec<String>| (!arns.is_empty()).then(|| arns.clone());
        Ok(NetworkInsightsAnalysis {
            network_insights_analysis_id: text(&*self.id),
            network_insights_analysis_arn: arn(&self.scope, &self.id),
            network_insights_path_id: text(&*self.path),
            filter_in_arns: arns(&self.filter_in),
            filter_out_arns: arns(&self.filter_out),
            start_date: Some(Timestamp::from(self.started_at)),
            status: Some(AnalysisStatus::Succeeded),
            network_path_found: Some(self.found.is_reachable()),
            forward_path_components: self.found.forward.as_ref().map(|way| shown.way(way)),
            return_path_components: self.found.back.as_ref().map(|way| shown.way(way)),
            explanations: shown.explanations(),
            tags: Some(tag::shown(&self.tags)),
            ..NetworkInsightsAnalysis::default()
        })
    }
}

/// What is needed to show findings.
struct Shown<'r> {
    scope: &'r Scope,
    found: &'r Findings,
}

impl Shown<'_> {
    fn component(&self, id: &str) -> AnalysisComponent {
        AnalysisComponent { id: text(id), arn: arn(self.scope, id), name: None }
    }

    fn explanations(&self) -> Option<Vec<Explanation>> {
        let faults = &self.found.faults;
        (!faults.is_empty()).then(|| faults.iter().map(|fault| self.explanation(fault)).collect())
    }

    fn vpc(&self) -> Option<AnalysisComponent> {
        self.found.vpc.as_deref().map(|id| self.component(id))
    }

    /// The packets are told where they leave, and where they arrive.
    fn way(&self, way: &Way) -> Vec<PathComponent> {
        let last = way.steps.len();
        let arrives = way.steps.iter().all(|step| step.faults.is_empty());
        let steps = (1..).zip(&way.steps).map(|(number, step)| {
            let header = |is: bool| is.then(|| header(&way.packets));
            PathComponent {
                sequence_number: i32::try_from(number).ok(),
                outbound_header: header(number == 1),
                inbound_header: header(number == last && arrives),
                ..self.step(step)
            }
        });
        steps.collect()
    }

    fn step(&self, step: &Step) -> PathComponent {
        let subnet = step.subnet.as_deref().map(|id| self.component(id));
        let explanations = step.faults.iter().map(|fault| self.explanation(fault)).collect();
        let mut shown = PathComponent {
            component: Some(self.component(&step.component)),
            vpc: subnet.as_ref().and_then(|_| self.vpc()),
            subnet,
            additional_details: Some(vec![]),
            explanations: Some(explanations),
            ..PathComponent::default()
        };
        match &step.by {
            Some(By::Rule { egress, rule }) => {
                shown.security_group_rule = Some(group_rule(*egress, rule));
            }
            Some(By::Entry(entry)) => shown.acl_rule = Some(acl_rule(entry)),
            Some(By::Route(route)) => shown.route_table_route = Some(shown_route(route)),
            None => {}
        }
        shown
    }

    fn explanation(&self, fault: &Fault) -> Explanation {
        let one = |id: &Option<String>| id.as_deref().map(|id| self.component(id));
        let groups: Vec<_> = fault.groups.iter().map(|id| self.component(id)).collect();
        let (acl, entry) = fault.entry.as_ref().map(|(acl, entry)| (acl, entry)).unzip();
        Explanation {
            explanation_code: text(fault.code.as_str()),
            direction: fault.egress.map(|egress| direction(egress).to_owned()),
            network_interface: one(&fault.interface),
            subnet: one(&fault.subnet),
            vpc: self.vpc(),
            destination_vpc: one(&fault.destination_vpc),
            security_groups: (!groups.is_empty()).then_some(groups),
            acl: acl.map(|id| self.component(id)),
            acl_rule: entry.map(acl_rule),
            route_table: one(&fault.table),
            route_table_route: fault.route.as_ref().map(shown_route),
            address: fault.address.map(|address| address.to_string()),
            port_ranges: fault.ports.map(|ports| vec![range(ports)]),
            missing_component: fault.missing.clone(),
            ..Explanation::default()
        }
    }
}

fn header(packets: &Packets) -> AnalysisPacketHeader {
    AnalysisPacketHeader {
        destination_addresses: Some(vec![format!("{}/32", packets.to)]),
        destination_port_ranges: Some(vec![range(packets.ports)]),
        protocol: text(packets.protocol.to_string()),
        source_addresses: Some(vec![format!("{}/32", packets.from)]),
        source_port_ranges: Some(vec![range(packets.source_ports)]),
    }
}

fn range(ports: Ports) -> PortRange {
    PortRange { from: Some(ports.from.into()), to: Some(ports.to.into()) }
}

fn direction(egress: bool) -> &'static str {
    if egress { "egress" } else { "ingress" }
}

/// Protocol and ports, as analyses write them.
fn traffic(of: Traffic) -> (Option<String>, Option<PortRange>) {
    let name = |number: u8| match number {
        1 => "icmp".to_owned(),
        6 => "tcp".to_owned(),
        17 => "udp".to_owned(),
        number => number.to_string(),
    };
    match of {
        Traffic::All => (text("all"), None),
        Traffic::Protocol(protocol) | Traffic::Icmp { protocol, .. } => {
            (text(name(protocol)), None)
        }
        Traffic::Ports { protocol, from, to } => {
            (text(name(protocol)), Some(range(Ports { from, to })))
        }
    }
}

fn group_rule(egress: bool, rule: &Rule) -> AnalysisSecurityGroupRule {
    let (protocol, port_range) = traffic(rule.traffic);
    let mut shown = AnalysisSecurityGroupRule {
        direction: text(direction(egress)),
        protocol,
        port_range,
        ..AnalysisSecurityGroupRule::default()
    };
    match &rule.peer {
        Peer::Range(range) => shown.cidr = text(range.to_string()),
        Peer::PrefixList(id) => shown.prefix_list_id = text(&**id),
        Peer::Group(id) => shown.security_group_id = text(&**id),
    }
    shown
}

fn acl_rule(entry: &acl::Entry) -> AnalysisAclRule {
    let (protocol, port_range) = traffic(entry.traffic);
    AnalysisAclRule {
        cidr: text(entry.range.to_string()),
        egress: Some(entry.egress),
        port_range,
        protocol,
        rule_action: text(if entry.allow { "allow" } else { "deny" }),
        rule_number: Some(entry.number.into()),
    }
}

fn shown_route(route: &Route) -> AnalysisRouteTableRoute {
    let made = if route.via.is_some() { "createroute" } else { "createroutetable" };
    let mut shown = AnalysisRouteTableRoute {
        origin: text(made),
        state: text(if route.active { "active" } else { "blackhole" }),
        ..AnalysisRouteTableRoute::default()
    };
    match &route.to {
        Destination::Range(range) => shown.destination_cidr = text(range.to_string()),
        Destination::PrefixList(id) => shown.destination_prefix_list_id = text(&**id),
    }
    let (member, id) = match &route.via {
        None => (&mut shown.gateway_id, "local"),
        Some(Target::InternetGateway(id) | Target::Endpoint(id)) => (&mut shown.gateway_id, &**id),
        Some(Target::EgressOnlyGateway(id)) => (&mut shown.egress_only_internet_gateway_id, &**id),
        Some(Target::NatGateway(id)) => (&mut shown.nat_gateway_id, &**id),
        Some(Target::Interface(id)) => (&mut shown.network_interface_id, &**id),
        Some(Target::Peering(id)) => (&mut shown.vpc_peering_connection_id, &**id),
    };
    *member = text(id);
    shown
}

/// The ARN of what an id names, by how the id begins.
fn arn(scope: &Scope, id: &str) -> Option<String> {
    let kind = match id.split('-').next()? {
        "acl" => "network-acl",
        "eni" => "network-interface",
        "nia" => "network-insights-analysis",
        "nip" => "network-insights-path",
        "rtb" => "route-table",
        "sg" => "security-group",
        "subnet" => "subnet",
        "vpc" => "vpc",
        _ => return None,
    };
    Some(scope.arn("ec2", &format!("{kind}/{id}")))
}

impl Resource for NetworkInsightsPath {
    const LIST: &'static str = "DescribeNetworkInsightsPaths";
    const NOT_FOUND: &'static str = "InvalidNetworkInsightsPathId.NotFound";
    const NOUN: &'static str = "networkInsightsPath ID";
    const FILTERS: &'static [&'static str] = &[
        "destination",
        "filter-at-destination.destination-address",
        "filter-at-destination.destination-port-range.from-port",
        "filter-at-destination.destination-port-range.to-port",
        "filter-at-destination.source-address",
        "filter-at-destination.source-port-range.from-port",
        "filter-at-destination.source-port-range.to-port",
        "filter-at-source.destination-address",
        "filter-at-source.destination-port-range.from-port",
        "filter-at-source.destination-port-range.to-port",
        "filter-at-source.source-address",
        "filter-at-source.source-port-range.from-port",
        "filter-at-source.source-port-range.to-port",
        "protocol",
        "source",
    ];

    fn id(&self) -> &str {
        self.network_insights_path_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "destination" => one(&self.destination),
            "protocol" => self.protocol.iter().map(ToString::to_string).collect(),
            "source" => one(&self.source),
            _ => {
                let at_source = filter.strip_prefix("filter-at-source.");
                let at_end = filter.strip_prefix("filter-at-destination.");
                let of = |filter: &Option<PathFilter>, name: Option<&str>| {
                    Some(filter_facts(filter.as_ref()?, name?))
                };
                of(&self.filter_at_source, at_source)
                    .or_else(|| of(&self.filter_at_destination, at_end))
                    .unwrap_or_default()
            }
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}

fn filter_facts(of: &PathFilter, name: &str) -> Vec<String> {
    let port = |range: &Option<FilterPortRange>, of: fn(&FilterPortRange) -> Option<i32>| {
        range.as_ref().and_then(of).iter().map(i32::to_string).collect()
    };
    match name {
        "destination-address" => one(&of.destination_address),
        "destination-port-range.from-port" => port(&of.destination_port_range, |r| r.from_port),
        "destination-port-range.to-port" => port(&of.destination_port_range, |r| r.to_port),
        "source-address" => one(&of.source_address),
        "source-port-range.from-port" => port(&of.source_port_range, |r| r.from_port),
        _ => port(&of.source_port_range, |r| r.to_port),
    }
}

impl Resource for NetworkInsightsAnalysis {
    const LIST: &'static str = "DescribeNetworkInsightsAnalyses";
    const NOT_FOUND: &'static str = "InvalidNetworkInsightsAnalysisId.NotFound";
    const NOUN: &'static str = "networkInsightsAnalysis ID";
    const FILTERS: &'static [&'static str] = &["path-found", "status"];

    fn id(&self) -> &str {
        self.network_insights_analysis_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "path-found" => flag(self.network_path_found),
            _ => self.status.iter().map(ToString::to_string).collect(),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
