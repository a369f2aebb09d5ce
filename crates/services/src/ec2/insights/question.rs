//! What a path asks, of the network as it is.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ferrogate_records::ec2::insights::analysis::{Code, Fault, Findings};
use ferrogate_records::ec2::insights::path::{Filter, Record};
use ferrogate_records::ec2::insights::{Packets, Ports};
use ferrogate_records::ec2::peering::Status;
use ferrogate_records::ec2::{eni, vpc};
use ferrogate_state::Entry;

use super::super::reach::{self, EPHEMERAL, Network, Question};
use super::super::view::View;
use super::super::{Result, peering};

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
    let joined = joined(view, &vpc)?;
    let mut network = Network::of(view, &vpc)?;
    for (connection, view, vpc) in &joined {
        network.peer(connection, Network::of(view, vpc)?);
    }
    Ok(reach::ask(&network, &Question { source: &source, destination, packets }))
}

/// A connection's id, what is seen where the other VPC is, and that one.
type Joined = (String, View, Arc<Entry<vpc::Record>>);

/// The VPCs that packets from this one reach by a peering connection.
fn joined(view: &View, vpc: &vpc::Record) -> Result<Vec<Joined>> {
    let mut all = Vec::new();
    for connection in peering::of_vpc(view, &vpc.id)? {
        let Some((_, other)) = connection.sides_from(&view.scope, &vpc.id) else { continue };
        if connection.status == Status::Active
            && let Some(vpc) = peering::vpc_of(view, other)?
        {
            all.push((connection.id.clone(), view.beside(other.scope.clone()), vpc));
        }
    }
    Ok(all)
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
