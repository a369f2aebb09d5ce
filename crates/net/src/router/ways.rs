//! What leads out of a VPC: its uplink to the outside, and its NAT gateways, each a namespace of
//! its own that is joined to the VPC like a task and forwards what is routed to it.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::os::fd::{AsFd, OwnedFd};

use ipnet::{IpNet, Ipv4Net};
use nix::net::if_::if_nametoindex;

use super::{Attached, Router};
use crate::alias;
use crate::error::{Error, Step};
use crate::id::{Eni, EniId, Mac};
use crate::message;
use crate::outside::{UPLINK, router_side, router_side6};
use crate::policy::VpcState;
use crate::{nat, sysctl};

/// What the interfaces of NAT gateways begin with in the VPC's namespace.
const NAT_IF: &str = "n";

/// Whether an interface is a NAT gateway's.
pub(super) fn is_nat(eni: &Eni) -> bool {
    eni.host_if.starts_with(NAT_IF)
}

impl Router {
    /// Makes what `state` needs to lead out, before its rules are in force.
    pub(super) fn open_ways(&mut self, state: &VpcState) -> Result<(), Error> {
        let Some(gate) = self.gate.clone().filter(|_| state.leads_out()) else { return Ok(()) };
        if let Some(index) = self.uplink
            && self.is_there(index)?
        {
            return self.speak_six(index, state);
        }
        (self.uplink, self.published) = (None, None);
        gate.connect(&self.mark.vpc, self.home.as_fd())?;
        sysctl::set_router_uplink(UPLINK)?;
        let index = if_nametoindex(UPLINK).step("find the uplink")?;
        let mut changes = router_side(index);
        changes.push(message::set_alias(index, alias::of_uplink()));
        self.rtnl.apply(changes)?;
        gate.await_uplink(&self.mark.vpc)?;
        self.enforcer.set_uplink(Some(index))?;
        self.uplink = Some(index);
        self.speak_six(index, state)
    }

    /// Has the uplink speak IPv6, before anything is routed there, if anything is to be.
    fn speak_six(&mut self, index: u32, state: &VpcState) -> Result<(), Error> {
        let has = self.published.as_ref().is_some_and(|(_, ranges)| !ranges.is_empty());
        if has || state.ranges6_outside().is_empty() || !sysctl::has_ipv6() {
            return Ok(());
        }
        sysctl::set_ipv6(UPLINK)?;
        self.rtnl.apply(vec![router_side6(index)])
    }

    /// Once the rules of `state` are in force: who leads out of the VPC by them does, and who
    /// does no more goes.
    pub(super) fn follow_ways(&mut self, state: &VpcState) -> Result<bool, Error> {
        let mut changed = self.make_nats(state)?;
        if let (Some(gate), Some(index)) = (self.gate.clone(), self.uplink) {
            if state.leads_out() {
                let wanted = (state.public.clone(), state.ranges6_outside());
                if self.published.as_ref() != Some(&wanted) {
                    self.published = None;
                    changed |= gate.publish(&self.mark.vpc, state.public.values().copied())?;
                    changed |= gate.publish6(&self.mark.vpc, &wanted.1)?;
                    self.published = Some(wanted);
                }
            } else {
                self.enforcer.set_uplink(None)?;
                self.rtnl.apply(vec![message::delete_link(index)])?;
                self.uplink = None;
                changed = true;
            }
        }
        Ok(changed)
    }

    /// Puts back what somebody else has taken away of the ways out: whether there was anything.
    pub(super) fn repair_ways(&mut self) -> Result<bool, Error> {
        let Some(state) = self.state.clone() else { return Ok(false) };
        let before = self.uplink;
        // Whatever it was.
        self.published = None;
        self.open_ways(&state)?;
        let mut repaired = before != self.uplink;
        for id in self.nats() {
            let index = self.enis.get(&id).map(|attached| attached.index);
            if let Some(index) = index
                && !self.is_there(index)?
            {
                self.forget_nat(&id)?;
            }
        }
        repaired |= self.follow_ways(&state)?;
        if let Some(gate) = self.gate.clone().filter(|_| self.uplink.is_some()) {
            repaired |= gate.keep()?;
        }
        if repaired {
            self.route()?;
        }
        Ok(repaired)
    }

    pub(super) fn is_there(&mut self, index: u32) -> Result<bool, Error> {
        match self.rtnl.ask("look at an interface", message::link_at(index), 0) {
            Err(Error::Kernel { source, .. }) if source.raw_os_error() == Some(libc::ENODEV) => {
                Ok(false)
            }
            link => link.map(|_| true),
        }
    }

    fn nats(&self) -> Vec<EniId> {
        let nats = self.enis.values().filter(|attached| is_nat(&attached.eni));
        nats.map(|attached| attached.eni.id.clone()).collect()
    }

    /// Makes the NAT gateways those of `state`: whether they were not.
    fn make_nats(&mut self, state: &VpcState) -> Result<bool, Error> {
        let wanted: BTreeMap<EniId, Eni> = state
            .nat_gateways
            .iter()
            .filter_map(|(id, mac)| Some((id.clone(), self.nat_eni(state, id, *mac)?)))
            .collect();
        let mut changed = false;
        for id in self.nats() {
            if self.enis.get(&id).map(|attached| &attached.eni) != wanted.get(&id) {
                self.forget_nat(&id)?;
                changed = true;
            }
        }
        for (id, eni) in wanted {
            if !self.enis.contains_key(&id) {
                let netns: OwnedFd = nat::make(&self.nat_pins, &eni)?.into();
                self.attach(&eni, &netns)?;
                nat::open(netns.as_fd())?;
                changed = true;
            }
        }
        Ok(changed)
    }

    fn nat_eni(&self, state: &VpcState, id: &EniId, mac: Mac) -> Option<Eni> {
        let interface = state.interfaces.get(id)?;
        let address: Ipv4Addr = interface.addresses.iter().find_map(|address| match address {
            IpAddr::V4(address) => Some(*address),
            IpAddr::V6(_) => None,
        })?;
        let subnet: Ipv4Net =
            state.subnets.get(&interface.subnet)?.ranges.iter().find_map(|range| match range {
                IpNet::V4(range) => Some(range.trunc()),
                IpNet::V6(_) => None,
            })?;
        Some(Eni {
            id: id.clone(),
            vpc: self.mark.vpc.clone(),
            address,
            subnet,
            gateway: subnet.hosts().next()?,
            address6: None,
            mac,
            host_if: format!("{NAT_IF}{}", &id.host_if()[1..]),
        })
    }

    /// Takes a NAT gateway away, with its namespace.
    fn forget_nat(&mut self, id: &EniId) -> Result<(), Error> {
        let Some(Attached { eni, index }) = self.enis.get(id) else { return Ok(()) };
        let (addresses, index): (Vec<IpAddr>, _) = (eni.addresses().collect(), *index);
        self.enforcer.dismiss(id)?;
        self.rtnl.apply(vec![message::delete_link(index)])?;
        self.enforcer.forget(&addresses)?;
        self.nat_pins.remove(id.as_str())?;
        self.enis.remove(id);
        Ok(())
    }

    /// Lets go of all of them: their interfaces are gone.
    pub(super) fn forget_ways(&mut self) -> Result<(), Error> {
        self.uplink = None;
        let nats = self.nats();
        nats.iter().try_for_each(|id| self.nat_pins.remove(id.as_str()))
    }
}
