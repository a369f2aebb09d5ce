//! The rules of faults, for nft: pure.
//!
//! Losses are decided where packets leave the interface: who sends there is not told that one was
//! lost, as with a loss on the way. Ports are closed where AWS's agent closes them, in the hooks
//! `input` and `output`: there a sender of datagrams is told `EPERM`.

use std::fmt::Write as _;

use ipnet::IpNet;

use super::{Direction, Port, Struck};
use crate::ends::TASK_IF;

/// The table of the ports that swallow, a chain for each.
pub(super) const PORTS: &str = "ferrogate_ports";
/// The table of what is lost: it is there while something is.
pub(super) const LOSS: &str = "ferrogate_loss";
/// The table of what comes late, and its chain that all of it comes into.
pub(super) const DELAY: &str = "ferrogate_delay";
pub(super) const LATE: &str = "late";

/// What makes flows of packets, each of which is struck or not as a whole.
const FLOW: &str = "meta l4proto . th sport . th dport mod 100 seed 0x5eed";

/// The name of a port's chain.
pub(super) fn chain(of: Port) -> String {
    format!("{}_{}_{}", way(of.direction), of.transport, of.port)
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    }
}

pub(super) fn swallowing(port: Port, spared: &[IpNet]) -> String {
    let hook = match port.direction {
        Direction::Ingress => "input",
        Direction::Egress => "output",
    };
    let is_meant = format!("{} dport {}", port.transport, port.port);
    let mut rules = String::new();
    for range in spared {
        line(&mut rules, format_args!("{is_meant} {} accept", to(range)));
    }
    format!(
        "table inet {PORTS} {{\nchain {} {{\ntype filter hook {hook} priority 0; policy accept;\n\
         {rules}{is_meant} drop\n}}\n}}\n",
        chain(port)
    )
}

pub(super) fn not_swallowing(port: Port) -> String {
    let chain = chain(port);
    format!("flush chain inet {PORTS} {chain}\ndelete chain inet {PORTS} {chain}\n")
}

pub(super) fn losing(percent: u8, struck: &Struck) -> String {
    let fault = match percent {
        // A number below 100 is always that, which nft does not take for a question.
        100.. => "drop".into(),
        percent => format!("numgen random mod 100 < {percent} drop"),
    };
    format!(
        "{}table netdev {LOSS} {{\n{}chain egress {{\ntype filter hook egress device \
         \"{TASK_IF}\" priority 0; policy accept;\n{}}}\n}}\n",
        without("netdev", LOSS),
        chains(struck, &fault),
        goes_to(struck)
    )
}

/// Without the rule that puts what is late into a queue, which nft can't write for every kernel.
pub(super) fn delaying(struck: &Struck) -> String {
    format!(
        "{}table ip {DELAY} {{\nchain {LATE} {{\n}}\n{}chain leaving {{\ntype filter hook \
         postrouting priority 0; policy accept;\noifname != \"{TASK_IF}\" accept\n{}}}\n}}\n",
        without("ip", DELAY),
        chains(&only_v4(struck), &format!("goto {LATE}")),
        goes_to(&only_v4(struck))
    )
}

/// Tasks have no address of version 6.
fn only_v4(struck: &Struck) -> Struck {
    let v4 = |ranges: &[IpNet]| -> Vec<IpNet> {
        ranges.iter().filter(|range| matches!(range, IpNet::V4(_))).copied().collect()
    };
    Struck { to: v4(&struck.to), spared: v4(&struck.spared), ..*struck }
}

/// Removes a table, also when there is none.
pub(super) fn without(family: &str, table: &str) -> String {
    format!("table {family} {table}\ndelete table {family} {table}\n")
}

/// A chain for each version of IP that there is, in which the fault is for some flows or all.
fn chains(struck: &Struck, fault: &str) -> String {
    let mut chains = String::new();
    for (family, is_of) in [("ip", true), ("ip6", false)] {
        if !struck.to.iter().any(|range| matches!(range, IpNet::V4(_)) == is_of) {
            continue;
        }
        let some = match struck.flows_percent {
            100.. => String::new(),
            flows => format!("jhash {family} saddr . {family} daddr . {FLOW} >= {flows} return\n"),
        };
        line(&mut chains, format_args!("chain {family}_fault {{\n{some}{fault}\n}}"));
    }
    chains
}

/// Which packets come into those chains.
fn goes_to(struck: &Struck) -> String {
    let mut rules = String::new();
    for range in &struck.spared {
        line(&mut rules, format_args!("{} accept", to(range)));
    }
    for range in &struck.to {
        line(&mut rules, format_args!("{} goto {}_fault", to(range), family(range)));
    }
    rules
}

fn family(of: &IpNet) -> &'static str {
    match of {
        IpNet::V4(_) => "ip",
        IpNet::V6(_) => "ip6",
    }
}

/// What a packet to one of these addresses has.
fn to(range: &IpNet) -> String {
    match range.prefix_len() {
        0 => format!("meta protocol {}", family(range)),
        _ => format!("{} daddr {range}", family(range)),
    }
}

fn line(out: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(out, "{line}").expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::Transport;

    fn ranges(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn a_port_has_a_chain_of_its_own() {
        let port = Port { direction: Direction::Egress, transport: Transport::Tcp, port: 80 };
        assert_eq!(
            swallowing(port, &ranges(&["169.254.170.2/32"])),
            "table inet ferrogate_ports {\nchain egress_tcp_80 {\ntype filter hook output priority \
             0; policy accept;\ntcp dport 80 ip daddr 169.254.170.2/32 accept\ntcp dport 80 \
             drop\n}\n}\n"
        );
        let other = Port { direction: Direction::Ingress, transport: Transport::Udp, ..port };
        assert!(swallowing(other, &[]).contains("chain ingress_udp_80 {\ntype filter hook input"));
    }

    #[test]
    fn what_is_spared_comes_first_and_flows_are_struck_as_a_whole() {
        let struck = Struck {
            to: ranges(&["10.0.0.0/8", "0.0.0.0/0"]),
            spared: ranges(&["10.0.0.9/32"]),
            flows_percent: 100,
        };
        let rules = losing(30, &struck);
        let order = ["10.0.0.9/32 accept", "10.0.0.0/8 goto ip_fault", "protocol ip goto ip_fault"];
        let at: Vec<_> = order.iter().map(|part| rules.find(part).unwrap()).collect();
        assert!(at.windows(2).all(|pair| pair[0] < pair[1]), "{rules}");
        assert!(rules.contains("numgen random mod 100 < 30 drop") && !rules.contains("jhash"));
        assert!(!rules.contains("ip6"));
        assert!(losing(100, &struck).contains("ip_fault {\ndrop\n}"));
        let half = losing(30, &Struck { flows_percent: 50, ..struck });
        assert!(half.contains("jhash ip saddr . ip daddr . meta l4proto"), "{half}");
        assert!(half.contains(">= 50 return"));
    }

    #[test]
    fn version_6_is_lost_and_never_late() {
        let to = ranges(&["fe80::/10"]);
        let struck = Struck { to, spared: vec![], flows_percent: 100 };
        assert!(losing(1, &struck).contains("ip6 daddr fe80::/10 goto ip6_fault"));
        assert!(!delaying(&struck).contains("ip6"));
    }
}
