//! The way of packets, in AWS's order: out of an interface by its groups, out of the subnet by
//! its ACL, by the route table to the next interface, into its subnet by that one's ACL, and
//! into it by its groups. Between interfaces of one subnet there are only their groups.
//!
//! What stops packets at a group or an ACL does not end the walk: all that would have to be
//! mended on a way is told. A route that leads nowhere does.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ferrogate_records::ec2::eni;
use ferrogate_records::ec2::insights::Packets;
use ferrogate_records::ec2::insights::analysis::{By, Code, Fault, Route, Step};
use ferrogate_records::ec2::route_table::Target;

use super::network::Network;
use super::verdict;

/// A walk, and what was found on it.
pub(super) struct Walk<'n, 'v> {
    /// Where the packets are.
    network: &'n Network<'v>,
    /// The VPC that was asked about.
    own: &'n Network<'v>,
    /// Those of the packets that are decided about alike everywhere.
    pub(super) packets: Packets,
    /// What was passed.
    pub(super) steps: Vec<Step>,
    /// Where it ended, when packets came as far.
    pub(super) end: Option<&'v eni::Record>,
    /// Where it left the VPC, if it did.
    pub(super) exit: Option<Exit<'v>>,
    /// The steps of the flow's first packets, when these are their answers.
    known: &'n [Step],
}

/// Where packets leave a VPC for the internet.
#[derive(Clone, Debug)]
pub(super) struct Exit<'v> {
    /// By whose public address: the source's, or a NAT gateway's.
    by: &'v eni::Record,
    /// The internet gateway.
    gateway: String,
}

impl<'n, 'v> Walk<'n, 'v> {
    pub(super) fn new(network: &'n Network<'v>, packets: Packets) -> Self {
        Self { network, own: network, packets, steps: vec![], end: None, exit: None, known: &[] }
    }

    /// Goes from an interface to the one that is meant: that one, or whichever has the address.
    pub(super) fn there(
        mut self,
        source: &'v eni::Record,
        destination: Option<&'v eni::Record>,
    ) -> Self {
        let to = self.packets.to;
        self.visit(source);
        if source.source_dest_check && !has(source, self.packets.from) {
            self.stop_at_check(source, true, self.packets.from);
        }
        match destination {
            // It takes nothing for others, so there is no way to it.
            Some(other) if other.source_dest_check && !has(other, to) => {
                self.visit(other);
                self.stop_at_check(other, false, to);
            }
            Some(other) => {
                self.go(source, |at| at.id == other.id);
                if self.exit.take().is_some() {
                    self.nobody_has(to);
                }
            }
            None => self.go(source, |at| has(at, to)),
        }
        self.finished()
    }

    /// Goes back from where a flow ended, whose first packets passed `known`.
    pub(super) fn back(
        mut self,
        from: &'v eni::Record,
        source: &'v eni::Record,
        known: &'n [Step],
    ) -> Self {
        let to = self.packets.to;
        self.known = known;
        self.begin_at(from);
        self.visit(from);
        self.go(from, |at| at.id == source.id || has(at, to));
        self.finished()
    }

    /// Comes back from the internet to the source of a flow, whose first packets passed `known`
    /// and left by `exit`.
    pub(super) fn home(
        mut self,
        exit: &Exit<'v>,
        source: &'v eni::Record,
        known: &'n [Step],
    ) -> Self {
        let to = self.packets.to;
        self.known = known;
        self.push(exit.gateway.clone(), None, None);
        self.packets.to = if exit.by.id == source.id { to } else { exit.by.address };
        self.acl(&exit.by.subnet, false);
        self.groups(exit.by, false);
        self.visit(exit.by);
        self.packets.to = to;
        if exit.by.id != source.id {
            self.go(exit.by, |at| at.id == source.id);
        }
        self.finished()
    }

    /// Starts in the VPC of an interface.
    fn begin_at(&mut self, eni: &eni::Record) {
        let peers = self.own.peers.iter().map(|peer| &peer.network);
        let found = peers.into_iter().find(|network| network.vpc.id == eni.vpc);
        self.network = found.unwrap_or(self.own);
    }

    /// The VPC at the other end of a peering connection, from where the packets are.
    fn beyond(&self, connection: &str) -> Option<&'n Network<'v>> {
        let peer = self.own.peers.iter().find(|peer| peer.connection == connection)?;
        if std::ptr::eq(self.network, self.own) {
            return Some(&peer.network);
        }
        std::ptr::eq(self.network, &peer.network).then_some(self.own)
    }

    /// Of which ports the faults are is known at the end only.
    fn finished(mut self) -> Self {
        for fault in self.steps.iter_mut().flat_map(|step| &mut step.faults) {
            fault.ports = fault.ports.map(|_| self.packets.ports);
        }
        self
    }

    /// Goes from interface to interface until the one that `is_end`.
    fn go(&mut self, from: &'v eni::Record, is_end: impl Fn(&eni::Record) -> bool) {
        let (mut at, mut passed) = (from, BTreeSet::from([&*from.id]));
        loop {
            self.groups(at, true);
            let Some(next) = self.next(at) else { return };
            if next.subnet != at.subnet {
                self.acl(&next.subnet, false);
            }
            self.groups(next, false);
            self.visit(next);
            if is_end(next) {
                self.end = Some(next);
                return;
            }
            if next.source_dest_check && !is_nat(next) {
                return self.stop_at_check(next, false, self.packets.to);
            }
            // Answers come to a NAT gateway as they left it, and go on as they are.
            if is_nat(next) && self.known.is_empty() {
                self.packets.from = next.address;
            }
            if !passed.insert(&next.id) {
                return self.fault(Fault {
                    address: Some(self.packets.to),
                    ..Fault::new(Code::NoPossibleDestination)
                });
            }
            at = next;
        }
    }

    fn visit(&mut self, eni: &eni::Record) {
        let subnet = Some(eni.subnet.clone());
        self.steps.push(Step { component: eni.id.clone(), subnet, by: None, faults: vec![] });
    }

    /// Adds a fault to the last step.
    fn fault(&mut self, fault: Fault) {
        if let Some(step) = self.steps.last_mut() {
            step.faults.push(fault);
        }
    }

    fn stop_at_check(&mut self, eni: &eni::Record, egress: bool, address: Ipv4Addr) {
        self.fault(Fault {
            egress: Some(egress),
            interface: Some(eni.id.clone()),
            subnet: Some(eni.subnet.clone()),
            address: Some(address),
            ..Fault::new(Code::EniSourceDestCheckRestriction)
        });
    }

    /// The groups of an interface. A flow that one of them let begin is known to it.
    fn groups(&mut self, eni: &eni::Record, egress: bool) {
        // AWS's NAT gateways are in no group.
        if is_nat(eni) {
            return;
        }
        if let Some(group) = self.knows(eni, egress) {
            self.push(group, None, None);
            return;
        }
        match verdict::rule(self.network, eni, egress, &mut self.packets) {
            Some((group, rule)) => {
                let by = By::Rule { egress, rule: rule.clone() };
                self.push(group.id.clone(), Some(by), None);
            }
            None => {
                let group = eni.groups.first().unwrap_or(&eni.id).clone();
                self.push(group, None, None);
                self.refused_by_groups(eni, egress);
            }
        }
    }

    /// The group that let the flow's first packets pass the interface the other way.
    fn knows(&self, eni: &eni::Record, egress: bool) -> Option<String> {
        let at = self.known.iter().position(|step| step.component == eni.id)?;
        // What leaves by an interface stands after it, what enters stands before it.
        let at = if egress { at.checked_sub(1)? } else { at + 1 };
        let step = self.known.get(at)?;
        match step.by {
            Some(By::Rule { egress: other, .. }) if other != egress => Some(step.component.clone()),
            _ => None,
        }
    }

    fn refused_by_groups(&mut self, eni: &eni::Record, egress: bool) {
        let groups = self.network.groups_of(eni);
        let is_empty = groups.iter().all(|of| of.ingress.is_empty() && of.egress.is_empty());
        let code = if is_empty { Code::SgHasNoRules } else { Code::EniSgRulesMismatch };
        self.fault(Fault {
            egress: Some(egress),
            interface: Some(eni.id.clone()),
            subnet: Some(eni.subnet.clone()),
            groups: eni.groups.clone(),
            ports: Some(self.packets.ports),
            ..Fault::new(code)
        });
    }

    /// The ACL of a subnet.
    fn acl(&mut self, subnet: &str, egress: bool) {
        let denied = |entry| Fault {
            egress: Some(egress),
            subnet: Some(subnet.to_owned()),
            entry,
            ..Fault::new(Code::SubnetAclRestriction)
        };
        let Some(acl) = self.network.acl_of(subnet) else {
            return self.push(subnet.to_owned(), None, Some(denied(None)));
        };
        let entry = verdict::entry(acl, egress, &mut self.packets);
        if entry.allow {
            return self.push(acl.id.clone(), Some(By::Entry(entry)), None);
        }
        let ports = Some(self.packets.ports);
        let fault = Fault { ports, ..denied(Some((acl.id.clone(), entry))) };
        self.push(acl.id.clone(), None, Some(fault));
    }

    /// The next interface on the way, within the subnet or by its route table.
    fn next(&mut self, from: &'v eni::Record) -> Option<&'v eni::Record> {
        let to = self.packets.to;
        if self.network.is_within(&from.subnet, to) {
            return self.deliver(to);
        }
        self.acl(&from.subnet, true);
        let table = self.network.table_of(&from.subnet);
        let is_joined = |id: &str| self.beyond(id).is_some();
        let route = table.and_then(|table| verdict::route(self.network, table, to, is_joined));
        let id = table.map_or(&from.subnet, |table| &table.id);
        let Some(route) = route else {
            let fault = Fault {
                table: table.map(|table| table.id.clone()),
                subnet: Some(from.subnet.clone()),
                address: Some(to),
                ..Fault::new(Code::NoRouteToDestination)
            };
            self.push(id.clone(), None, Some(fault));
            return None;
        };
        self.push(id.clone(), Some(By::Route(route.clone())), None);
        self.follow(from, id, route)
    }

    /// Where a route leads.
    fn follow(
        &mut self,
        from: &'v eni::Record,
        table: &str,
        route: Route,
    ) -> Option<&'v eni::Record> {
        let to = self.packets.to;
        let code = match &route.via {
            None => return self.deliver(to),
            Some(Target::Interface(id)) if route.active => return self.network.interface(id),
            Some(Target::NatGateway(id)) if route.active => return self.network.nat(id),
            Some(Target::Peering(id)) if route.active => return self.cross(id),
            Some(Target::InternetGateway(_)) if route.active && to.is_private() => {
                Code::IgwDestinationAddressNotInRfc1918Egress
            }
            Some(Target::InternetGateway(id)) if route.active => {
                if from.public_of(self.packets.from).is_some() {
                    self.push(id.clone(), None, None);
                    self.exit = Some(Exit { by: from, gateway: id.clone() });
                    return None;
                }
                Code::IgwPublicIpAssociationForEgress
            }
            Some(_) => Code::BadStateRoute,
        };
        let table = Some(table.to_owned());
        self.fault(Fault { table, route: Some(route), address: Some(to), ..Fault::new(code) });
        None
    }

    /// Goes to a peer: what is from one VPC to the other passes, and nothing else.
    fn cross(&mut self, connection: &str) -> Option<&'v eni::Record> {
        let (from, to) = (self.packets.from, self.packets.to);
        self.push(connection.to_owned(), None, None);
        let beyond = self.beyond(connection)?;
        if !self.network.is_own(from) || !beyond.is_own(to) {
            self.nobody_has(to);
            return None;
        }
        self.network = beyond;
        self.deliver(to)
    }

    /// The interface that has the address.
    fn deliver(&mut self, to: Ipv4Addr) -> Option<&'v eni::Record> {
        let found = self.network.at(to);
        if found.is_none() {
            self.nobody_has(to);
        }
        found
    }

    fn nobody_has(&mut self, to: Ipv4Addr) {
        self.fault(Fault { address: Some(to), ..Fault::new(Code::NoPossibleDestination) });
    }

    fn push(&mut self, component: String, by: Option<By>, fault: Option<Fault>) {
        let faults = fault.into_iter().collect();
        self.steps.push(Step { component, subnet: None, by, faults });
    }
}

fn is_nat(eni: &eni::Record) -> bool {
    matches!(eni.owner, eni::Owner::NatGateway(_))
}

fn has(eni: &eni::Record, address: Ipv4Addr) -> bool {
    eni.addresses().any(|own| own == address)
}
