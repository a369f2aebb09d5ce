//! What a path asks, of the network as it is.

use std::net::Ipv4Addr;

use ferrogate_records::ec2::insights::analysis::{Code, Fault, Findings};
use ferrogate_records::ec2::insights::path::{Filter, Record};
use ferrogate_records::ec2::insights::{Packets, Ports};
use ferrogate_records::ec2::{eni, vpc};

use super::super::Result;
use super::super::reach::{self, EPHEMERAL, Network, Question};
use super::super::view::View;

/// Answers what a path asks.
pub(super) fn answer(view: &View, path: &Record) -> Result<Findings> {
    let Some(source) = view.get::<eni::Record>(&path.source)? else {
        return Ok(missing(&path.source));
    };
    let destination = match &path.destination {
        Some(id) => match view.get::<eni::Record>(id)? {
            Some(eni) => Some(eni),
            None => return Ok(missing(id)),
        },
        None => None,
    };
    let Some(vpc) = view.get::<vpc::Record>(&source.vpc)? else {
        return Ok(missing(&source.vpc));
    };
    let destination = destination.as_ref().map(|entry| &***entry);
    let Some(packets) = packets(path, &source, destination) else {
        return Ok(Findings { faults: vec![Fault::new(Code::NoPath)], ..Findings::default() });
    };
    let network = Network::of(view, &vpc)?;
    Ok(reach::ask(&network, &Question { source: &source, destination, packets }))
}

fn missing(id: &str) -> Findings {
    let missing = Some(id.to_owned());
    let fault = Fault { missing, ..Fault::new(Code::NoSourceOrDestination) };
    Findings { faults: vec![fault], ..Findings::default() }
}

/// The packets that a path is about; `None` when what is said of them excludes all.
///
/// Nothing between the two ends changes a packet, so what is said of it at the one end holds
/// at the other.
fn packets(
    path: &Record,
    source: &eni::Record,
    destination: Option<&eni::Record>,
) -> Option<Packets> {
    let filters = || [&path.at_source, &path.at_destination].into_iter().flatten();
    let by = |of: fn(&Filter) -> Option<Ipv4Addr>| filters().filter_map(of);
    let from = one(path.source_ip.into_iter().chain(by(|f| f.source)), source.address)?;
    let end = destination.map_or(source.address, |eni| eni.address);
    let to = one(path.destination_ip.into_iter().chain(by(|f| f.destination)), end)?;
    let narrowed = |all: Ports, of: fn(&Filter) -> Option<Ports>| {
        filters().filter_map(of).try_fold(all, Ports::and)
    };
    let port = path.port.map_or(Ports::ALL, |port| Ports { from: port, to: port });
    let own = filters().any(|filter| filter.source_ports.is_some());
    Some(Packets {
        from,
        to,
        protocol: path.protocol,
        source_ports: narrowed(if own { Ports::ALL } else { EPHEMERAL }, |f| f.source_ports)?,
        ports: narrowed(port, |f| f.ports)?,
    })
}

/// The address that all agree on; `otherwise` where none is given.
fn one(said: impl Iterator<Item = Ipv4Addr>, otherwise: Ipv4Addr) -> Option<Ipv4Addr> {
    let said: Vec<_> = said.collect();
    let first = said.first().copied().unwrap_or(otherwise);
    said.iter().all(|other| *other == first).then_some(first)
}
