//! What was found, line by line: pure.

use ferrogate_api::ec2::{
    AnalysisAclRule, AnalysisComponent, AnalysisRouteTableRoute, AnalysisSecurityGroupRule,
    Explanation, NetworkInsightsAnalysis, PathComponent, PortRange,
};

use super::Transport;
use super::advice;
use super::end::End;

/// What was asked.
pub(super) struct Asked {
    pub(super) source: End,
    pub(super) destination: End,
    pub(super) protocol: Transport,
    pub(super) port: Option<u16>,
}

/// The lines, each with the word before it.
pub(super) fn lines(asked: &Asked, found: &NetworkInsightsAnalysis) -> Vec<(String, String)> {
    let line = |name: &str, text: String| (name.to_owned(), text);
    let port = asked.port.map_or_else(|| "any port".to_owned(), |port| format!("port {port}"));
    let mut lines = vec![
        line("from", asked.source.name.clone()),
        line("to", asked.destination.name.clone()),
        line("packets", format!("{} to {port}", asked.protocol.name())),
    ];
    let ways = [("there", &found.forward_path_components), ("back", &found.return_path_components)];
    for (name, steps) in ways {
        for step in steps.iter().flatten() {
            match step.explanations.as_deref() {
                None | Some([]) => lines.push(line(name, passed(step))),
                Some(faults) => {
                    let stopped = |fault| line("stopped", stopped(step, fault));
                    lines.extend(faults.iter().map(stopped));
                }
            }
        }
    }
    let is_of_step = |fault: &&Explanation| {
        let steps = ways.iter().flat_map(|(_, steps)| steps.iter().flatten());
        steps.flat_map(|step| step.explanations.iter().flatten()).any(|other| other == *fault)
    };
    let faults: Vec<&Explanation> = found.explanations.iter().flatten().collect();
    // Some faults are of no place on the way.
    lines.extend(
        faults
            .iter()
            .filter(|fault| !is_of_step(fault))
            .map(|fault| line("stopped", advice::meaning(fault))),
    );
    for fault in &faults {
        lines.extend(
            advice::commands(asked, fault).into_iter().map(|(word, command)| line(word, command)),
        );
    }
    let reached =
        if found.network_path_found == Some(true) { "reachable" } else { "not reachable" };
    lines.push(line("status", reached.to_owned()));
    lines
}

/// What let the packets pass a place.
fn passed(step: &PathComponent) -> String {
    let id = id(step.component.as_ref());
    if let Some(rule) = &step.security_group_rule {
        return format!("{id} lets {}: its rule is for {}", way(is_egress(rule)), group_rule(rule));
    }
    if let Some(entry) = &step.acl_rule {
        let out = entry.egress == Some(true);
        return format!("{id} lets {}: entry {}", way(out), acl_rule(entry));
    }
    if let Some(route) = &step.route_table_route {
        return format!("{id} leads on: {}", shown_route(route));
    }
    match &step.subnet {
        Some(subnet) => format!("{id} in {}", self::id(Some(subnet))),
        None => format!("{id} knows the flow"),
    }
}

/// Where packets are stopped, and by what.
fn stopped(step: &PathComponent, fault: &Explanation) -> String {
    let at = id(step.component.as_ref());
    let route = fault.route_table_route.as_ref();
    let route = route.map(|route| format!(" ({})", shown_route(route))).unwrap_or_default();
    let entry = fault.acl_rule.as_ref();
    let entry = entry.map(|entry| format!(" (entry {})", acl_rule(entry))).unwrap_or_default();
    format!("{at}: {}{route}{entry}", advice::meaning(fault))
}

/// An id, or a word for what has none.
pub(super) fn id(of: Option<&AnalysisComponent>) -> &str {
    of.and_then(|of| of.id.as_deref()).unwrap_or("what is unknown")
}

fn is_egress(rule: &AnalysisSecurityGroupRule) -> bool {
    rule.direction.as_deref() == Some("egress")
}

/// Which way packets go.
pub(super) fn way(out: bool) -> &'static str {
    if out { "them out" } else { "them in" }
}

fn group_rule(rule: &AnalysisSecurityGroupRule) -> String {
    let peers = [&rule.cidr, &rule.security_group_id, &rule.prefix_list_id];
    let peer = peers.into_iter().flatten().next().map(String::as_str).unwrap_or_default();
    let from = if is_egress(rule) { "to" } else { "from" };
    format!("{} {from} {peer}", traffic(rule.protocol.as_deref(), rule.port_range.as_ref()))
}

/// `100 allows tcp 80 from 0.0.0.0/0`
pub(super) fn acl_rule(entry: &AnalysisAclRule) -> String {
    let number = match entry.rule_number {
        Some(32_767 | 32_768) => "*".to_owned(),
        number => number.unwrap_or_default().to_string(),
    };
    let does = if entry.rule_action.as_deref() == Some("allow") { "allows" } else { "denies" };
    let from = if entry.egress == Some(true) { "to" } else { "from" };
    let traffic = traffic(entry.protocol.as_deref(), entry.port_range.as_ref());
    format!("{number} {does} {traffic} {from} {}", entry.cidr.as_deref().unwrap_or_default())
}

fn traffic(protocol: Option<&str>, ports: Option<&PortRange>) -> String {
    let protocol = protocol.unwrap_or("all");
    match ports {
        Some(ports) => format!("{protocol} {}", range(ports)),
        None => protocol.to_owned(),
    }
}

/// `80`, or `1024-65535`.
pub(super) fn range(ports: &PortRange) -> String {
    let (from, to) = (ports.from.unwrap_or_default(), ports.to.unwrap_or_default());
    if from == to { from.to_string() } else { format!("{from}-{to}") }
}

fn shown_route(route: &AnalysisRouteTableRoute) -> String {
    let targets = [
        &route.gateway_id,
        &route.nat_gateway_id,
        &route.network_interface_id,
        &route.vpc_peering_connection_id,
        &route.egress_only_internet_gateway_id,
    ];
    let target = targets.into_iter().flatten().next().map(String::as_str).unwrap_or("nothing");
    let ranges = [&route.destination_cidr, &route.destination_prefix_list_id];
    let to = ranges.into_iter().flatten().next().map(String::as_str).unwrap_or_default();
    let state = match route.state.as_deref() {
        None | Some("active") => String::new(),
        Some(state) => format!(", which is a {state}"),
    };
    format!("{to} to {target}{state}")
}
