//! Why packets arrive, or do not: the way that they take through a VPC, from its records alone.
//!
//! [`network`] is what a VPC has, [`verdict`] what decides at one place, and [`path`] the way
//! from place to place. Nothing here sends a packet, and nothing here knows how the rules are
//! enforced: what it says is what AWS documents.

mod network;
mod path;
mod verdict;

#[cfg(test)]
mod naive;
#[cfg(test)]
mod tests;

use ferrogate_records::ec2::eni;
use ferrogate_records::ec2::insights::analysis::{Code, Fault, Findings, Step, Way};
use ferrogate_records::ec2::insights::{Packets, Ports};

pub(super) use network::Network;
use path::{Exit, Walk};

/// The ports that Linux chooses source ports from (`ip_local_port_range`).
pub(super) const EPHEMERAL: Ports = Ports { from: 32_768, to: 60_999 };

/// What is asked: whether one of the packets arrives, and is answered whichever of the source
/// ports it has.
pub(super) struct Question<'v> {
    /// The interface that they leave.
    pub(super) source: &'v eni::Record,
    /// The interface that they are for; whichever has the address without.
    pub(super) destination: Option<&'v eni::Record>,
    /// The packets.
    pub(super) packets: Packets,
}

/// Answers a question about a VPC, which its source is in, and those that are peered with it.
pub(super) fn ask(network: &Network<'_>, question: &Question<'_>) -> Findings {
    let vpc = Some(question.source.vpc.clone());
    let is_joined = |other: &&eni::Record| {
        let mut peers = network.peers.iter();
        other.vpc == question.source.vpc || peers.any(|peer| peer.network.vpc.id == other.vpc)
    };
    if let Some(other) = question.destination.filter(|other| !is_joined(other)) {
        let fault = Fault {
            destination_vpc: Some(other.vpc.clone()),
            ..Fault::new(Code::DisconnectedVpcs)
        };
        return Findings { vpc, faults: vec![fault], ..Findings::default() };
    }
    let forward = there(network, question);
    let faults = all_faults(&forward.way.steps);
    let mut findings = Findings { vpc, forward: Some(forward.way), back: None, faults };
    let arrived = match (forward.end, forward.exit) {
        (Some(end), _) => Some(Arrived::At(end)),
        (None, exit) => exit.map(Arrived::Outside),
    };
    if let (true, Some(arrived)) = (findings.faults.is_empty(), arrived) {
        let back = back(network, question, &arrived, &findings);
        findings.faults = all_faults(&back.steps);
        findings.back = Some(back);
    }
    findings
}

/// A way, and the interface that it ended at.
struct There<'v> {
    way: Way,
    end: Option<&'v eni::Record>,
    exit: Option<Exit<'v>>,
}

/// Where packets came to.
enum Arrived<'v> {
    At(&'v eni::Record),
    Outside(Exit<'v>),
}

impl There<'_> {
    fn arrives(&self) -> bool {
        self.end.is_some() || self.exit.is_some()
    }
}

/// The way there, by the first port that leads there; else the one with the fewest faults.
fn there<'v>(network: &Network<'v>, question: &Question<'v>) -> There<'v> {
    let mut best: Option<(usize, There<'v>)> = None;
    let mut rest = question.packets.ports;
    loop {
        let packets = Packets { ports: rest, ..question.packets };
        let walk = Walk::new(network, packets).there(question.source, question.destination);
        let (end, exit) = (walk.end, walk.exit);
        let way = Way { packets: walk.packets, steps: walk.steps };
        let (ports, count) = (way.packets.ports, all_faults(&way.steps).len());
        if best.as_ref().is_none_or(|(least, _)| count < *least) {
            best = Some((count, There { way, end, exit }));
        }
        match (best.take(), ports.to < rest.to) {
            (Some((count, there)), more) if (count == 0 && there.arrives()) || !more => {
                return there;
            }
            (kept, _) => best = kept,
        }
        rest.from = ports.to + 1;
    }
}

/// The way of the answers, by the first port that does not lead back, if there is one.
fn back<'v>(
    network: &Network<'v>,
    question: &Question<'v>,
    arrived: &Arrived<'v>,
    forward: &Findings,
) -> Way {
    let answers = question.packets.answer();
    let mut rest = answers.ports;
    let known = forward.forward.as_ref().map(|way| &*way.steps).unwrap_or_default();
    let sent_from = forward.forward.as_ref().map_or(answers.source_ports, |way| way.packets.ports);
    loop {
        let packets = Packets { ports: rest, source_ports: sent_from, ..answers };
        let walk = Walk::new(network, packets);
        let walk = match arrived {
            Arrived::At(end) => walk.back(end, question.source, known),
            Arrived::Outside(exit) => walk.home(exit, question.source, known),
        };
        let ports = walk.packets.ports;
        let is_stopped = !all_faults(&walk.steps).is_empty();
        if is_stopped || ports.to >= rest.to {
            // Which part of the ports it is says something only where another part leads back.
            let ports = if is_stopped { ports } else { answers.ports };
            return Way { packets: Packets { ports, ..walk.packets }, steps: walk.steps };
        }
        rest.from = ports.to + 1;
    }
}

fn all_faults(steps: &[Step]) -> Vec<Fault> {
    steps.iter().flat_map(|step| step.faults.iter().cloned()).collect()
}
