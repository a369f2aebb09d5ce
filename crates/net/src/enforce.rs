//! What is in force in one VPC's router: the rules of its state, for the interfaces that are
//! attached here. Everything here runs on the VPC's worker thread.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;

use crate::error::Error;
use crate::flow_log::{Counted, Reader};
use crate::flows::Flows;
use crate::id::{Eni, EniId, Mac, PeeringId, VpcId};
use crate::outside::OUTSIDE_STATION;
use crate::policy::{
    self, Change, Element, Elements, FLOW_OPEN, Judge, Key, Leads, Ruleset, Seat, VpcState, Whole,
    difference, from_nothing,
};
use crate::rules::Rules;

/// The rules of a VPC and what they were made of.
pub(crate) struct Enforcer {
    rules: Rules,
    flows: Flows,
    counters: Reader,
    seats: BTreeMap<EniId, Seat>,
    /// The way to the outside.
    uplink: Option<Seat>,
    /// The peerings that are joined.
    peers: BTreeMap<PeeringId, Seat>,
    state: Option<Arc<VpcState>>,
    /// As of which state flows were cut that it ends; none yet.
    cut_as_of: Option<Arc<VpcState>>,
    ruleset: Ruleset,
    /// Whether what the kernel holds is what `ruleset` and `seats` say: an earlier process's
    /// rules go on as they are until a state is told.
    known: bool,
}

impl Enforcer {
    /// Rules that let nothing pass, in a namespace without any.
    pub(crate) fn make() -> Result<Self, Error> {
        let mut enforcer = Self::new(BTreeMap::new())?;
        enforcer.load()?;
        Ok(enforcer)
    }

    /// Takes over the rules of an earlier process. Where there are none, none lets anything
    /// pass from now on.
    pub(crate) fn adopt(enis: impl Iterator<Item = (Eni, u32)>) -> Result<Self, Error> {
        let seats = enis.map(|(eni, index)| (eni.id.clone(), seat(&eni, index))).collect();
        let mut enforcer = Self::new(seats)?;
        if enforcer.rules.exist()? {
            enforcer.known = false;
            enforcer.rules.remember()?;
            enforcer.counters.begin_here()?;
        } else {
            enforcer.load()?;
        }
        Ok(enforcer)
    }

    fn new(seats: BTreeMap<EniId, Seat>) -> Result<Self, Error> {
        Ok(Self {
            rules: Rules::open()?,
            flows: Flows::open()?,
            counters: Reader::open()?,
            seats,
            uplink: None,
            peers: BTreeMap::new(),
            state: None,
            cut_as_of: None,
            ruleset: policy::plan(&VpcState::default(), None),
            known: true,
        })
    }

    /// What the state that is in force says of routes.
    pub(crate) fn ruleset(&self) -> &Ruleset {
        &self.ruleset
    }

    /// What was counted of logged interfaces since this was asked last.
    pub(crate) fn counted(&mut self) -> Result<Counted, Error> {
        if self.ruleset.is_counted() {
            self.read_counters()?;
        }
        let logged = self.seats.iter().filter(|(id, _)| self.ruleset.is_logged(id));
        Ok(self.counters.take(logged.map(|(id, seat)| (seat.index, id.clone()))))
    }

    /// Before they go, or to be told.
    fn read_counters(&mut self) -> Result<(), Error> {
        self.name_seats();
        self.counters.read()
    }

    fn name_seats(&mut self) {
        for (id, seat) in &self.seats {
            if self.ruleset.is_logged(id) {
                self.counters.name(seat.index, id);
            }
        }
    }

    /// What is in force, once it was told.
    pub(crate) fn state(&self) -> Option<&VpcState> {
        self.state.as_deref()
    }

    /// Lets an interface do what the state lets it. There already is fine.
    pub(crate) fn admit(&mut self, eni: &Eni, index: u32) -> Result<(), Error> {
        let seat = seat(eni, index);
        let added = self.ruleset.seat(&eni.id, &seat).into_iter();
        let changes = added.map(|(at, leads)| Change::Add(Element::at(at, leads))).collect();
        let before = self.seats.insert(eni.id.clone(), seat);
        let admitted = self.change(changes);
        if admitted.is_err() && before.is_none() {
            self.seats.remove(&eni.id);
        }
        admitted
    }

    /// Takes all of that back. Gone already is fine.
    pub(crate) fn dismiss(&mut self, id: &EniId) -> Result<(), Error> {
        // What it did is still to be told.
        self.name_seats();
        let Some(seat) = self.seats.remove(id) else { return Ok(()) };
        let gone = self.ruleset.seat(id, &seat).into_iter();
        let changes = gone.map(|(at, leads)| Change::Remove(Element::at(at, leads))).collect();
        match self.change(changes) {
            // An earlier process died after it had done this.
            Err(error) if !self.known && error.is_missing() => Ok(()),
            Err(error) => {
                self.seats.insert(id.clone(), seat);
                Err(error)
            }
            Ok(()) => Ok(()),
        }
    }

    /// The uplink is there from now on, or no more.
    pub(crate) fn set_uplink(&mut self, index: Option<u32>) -> Result<(), Error> {
        let uplink = index.map(|index| way(index, OUTSIDE_STATION));
        let gate = |seat: Option<&Seat>| self.ruleset.gate(seat);
        self.exchange(&gate(self.uplink.as_ref()), &gate(uplink.as_ref()))?;
        self.uplink = uplink;
        Ok(())
    }

    /// A peering is joined by the interface `index` from now on, whose far end is the station
    /// `far`, or no more.
    pub(crate) fn set_peer(
        &mut self,
        id: &PeeringId,
        joined: Option<(u32, Mac)>,
    ) -> Result<(), Error> {
        let seat = joined.map(|(index, far)| way(index, far));
        let by = |seat: Option<&Seat>| {
            seat.map_or_else(Elements::new, |seat| self.ruleset.joined(id, seat))
        };
        self.exchange(&by(self.peers.get(id)), &by(seat.as_ref()))?;
        match seat {
            Some(seat) => drop(self.peers.insert(id.clone(), seat)),
            None => drop(self.peers.remove(id)),
        }
        Ok(())
    }

    /// Puts elements in the place of others, where it is known what is there.
    fn exchange(&mut self, old: &Elements, new: &Elements) -> Result<(), Error> {
        if !self.known {
            return Ok(());
        }
        let own = |(at, leads): (&(String, Key), &Leads)| Element::at(at.clone(), leads.clone());
        let gone = old.iter().filter(|(at, _)| !new.contains_key(at));
        let come = new.iter().filter(|(at, _)| !old.contains_key(at));
        let gone = gone.map(|of| Change::Remove(own(of)));
        self.change(gone.chain(come.map(|of| Change::Add(own(of)))).collect())
    }

    /// Changes elements, or where somebody else has taken rules away, puts all of them back.
    fn change(&mut self, changes: Vec<Change>) -> Result<(), Error> {
        let changed = self.rules.change(&changes);
        if changed.is_ok() || self.rules.are_as_left()? || (!self.known && self.rules.exist()?) {
            return changed;
        }
        self.load()?;
        self.known = true;
        Ok(())
    }

    /// Makes the rules those of `state`, in one transaction, and cuts the flows that they end.
    pub(crate) fn apply(&mut self, state: Arc<VpcState>) -> Result<(), Error> {
        if !self.known || self.state.as_ref() != Some(&state) {
            let before = self.state.as_deref().map(|before| (before, &self.ruleset));
            let ruleset = policy::plan(&state, before);
            if self.ruleset.is_counted() && !ruleset.is_counted() {
                self.read_counters()?;
            }
            self.put(&ruleset)?;
            if !ruleset.is_counted() {
                self.counters.forget();
            }
            (self.state, self.ruleset, self.known) = (Some(state.clone()), ruleset, true);
        }
        if self.cut_as_of.as_ref() != Some(&state) {
            self.cut(self.cut_as_of.clone().as_deref(), &state)?;
            self.cut_as_of = Some(state);
        }
        Ok(())
    }

    fn put(&mut self, new: &Ruleset) -> Result<(), Error> {
        if !self.known {
            return self.load_these(new);
        }
        // Of many interfaces a change concerns few.
        let differ = |id: &EniId| !self.ruleset.places_alike(new, id);
        let before = self.seated(&self.ruleset, differ);
        let after = self.seated(new, differ);
        let old = Whole { ruleset: &self.ruleset, seated: &before };
        match self.rules.change(&difference(old, Whole { ruleset: new, seated: &after })) {
            // What is there may not be what the difference was made from.
            Err(error) if self.rules.are_as_left()? => Err(error),
            Err(_) => self.load_these(new),
            Ok(()) => Ok(()),
        }
    }

    /// Puts back what somebody else has changed: whether anything was.
    pub(crate) fn repair(&mut self) -> Result<bool, Error> {
        if self.rules.are_as_left()? || (!self.known && self.rules.exist()?) {
            return Ok(false);
        }
        self.load()?;
        self.known = true;
        Ok(true)
    }

    fn load(&mut self) -> Result<(), Error> {
        let ruleset = self.ruleset.clone();
        self.load_these(&ruleset)
    }

    fn load_these(&mut self, ruleset: &Ruleset) -> Result<(), Error> {
        // The counters go with the rules.
        if self.ruleset.is_counted() {
            self.read_counters()?;
        }
        let seated = self.seated(ruleset, |_| true);
        self.rules.load(&from_nothing(Whole { ruleset, seated: &seated }))?;
        self.counters.forget();
        Ok(())
    }

    /// The elements of those interfaces.
    fn seated(&self, by: &Ruleset, which: impl Fn(&EniId) -> bool) -> Elements {
        let seats = self.seats.iter().filter(|(id, _)| which(id));
        let seats = seats.flat_map(|(id, seat)| by.seat(id, seat));
        let peers = self.peers.iter().flat_map(|(id, seat)| by.joined(id, seat));
        seats.chain(by.gate(self.uplink.as_ref())).chain(peers).collect()
    }

    /// Ends flows that the groups of `old` let begin, and that may not go on by `new`.
    fn cut(&mut self, old: Option<&VpcState>, new: &VpcState) -> Result<(), Error> {
        if old.is_none_or(|old| old.public != new.public) {
            self.flows.cut(0, |flow| flow.is_lost(new))?;
        }
        let parted = parted(old, new);
        if !parted.is_empty() {
            let is_of = |address: &IpAddr| parted.iter().any(|range| range.contains(address));
            self.flows.cut(0, |flow| is_of(&flow.from.0) || is_of(&flow.to.0))?;
        }
        let is_alike = |old: &VpcState| {
            old.groups == new.groups && old.interfaces == new.interfaces && old.peers == new.peers
        };
        if old.is_some_and(is_alike) {
            return Ok(());
        }
        let gone = gone(old, new);
        if !gone.is_empty() {
            self.forget(&gone)?;
        }
        let judge = Judge::new(old, new);
        self.flows.cut(FLOW_OPEN, |flow| judge.cuts(flow)).map(drop)
    }

    /// Ends the flows of addresses that have nobody any more: who gets one next must not
    /// inherit them.
    pub(crate) fn forget(&mut self, addresses: &[IpAddr]) -> Result<(), Error> {
        let is_one = |flow: &policy::Flow| {
            addresses.contains(&flow.from.0) || addresses.contains(&flow.to.0)
        };
        self.flows.cut(0, is_one).map(drop)
    }
}

/// What leads out of the VPC, to the station `far`.
fn way(index: u32, far: Mac) -> Seat {
    Seat { index, mac: far, addresses: Vec::new() }
}

/// The ranges that peerings of `old` led to and that none of `new` does.
fn parted(old: Option<&VpcState>, new: &VpcState) -> Vec<IpNet> {
    let of = |state: &VpcState| -> BTreeSet<(VpcId, IpNet)> {
        let each = state.peers.values();
        each.flat_map(|peer| peer.ranges.iter().map(|range| (peer.vpc.clone(), *range))).collect()
    };
    let Some(old) = old else { return Vec::new() };
    of(old).difference(&of(new)).map(|(_, range)| *range).collect()
}

fn seat(eni: &Eni, index: u32) -> Seat {
    Seat { index, mac: eni.mac, addresses: eni.addresses().collect() }
}

/// The addresses that interfaces of `old` had and have no more in `new`, unless another has had
/// them all the while.
fn gone(old: Option<&VpcState>, new: &VpcState) -> Vec<IpAddr> {
    let Some(old) = old else { return Vec::new() };
    let of = |state: &VpcState| -> BTreeSet<(IpAddr, EniId)> {
        let each = state.interfaces.iter().flat_map(|(id, interface)| {
            interface.addresses.iter().map(|address| (*address, id.clone()))
        });
        each.collect()
    };
    let (before, after) = (of(old), of(new));
    let kept: BTreeSet<IpAddr> = before.intersection(&after).map(|(address, _)| *address).collect();
    let gone = before.difference(&after).map(|(address, _)| *address);
    gone.filter(|address| !kept.contains(address)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Interface;

    #[test]
    fn an_address_is_gone_unless_somebody_has_had_it_all_the_while() {
        let state = |of: &[(&str, u8)]| {
            let interface = |last| Interface {
                addresses: vec![IpAddr::from([10, 0, 0, last])],
                subnet: "s".into(),
                groups: vec![],
                source_dest_check: true,
            };
            let each = of.iter().map(|(id, last)| (id.parse().unwrap(), interface(*last)));
            VpcState { interfaces: each.collect(), ..VpcState::default() }
        };
        let both = state(&[("eni-1", 5), ("eni-2", 6)]);
        let address = |last| IpAddr::from([10, 0, 0, last]);
        assert!(gone(None, &both).is_empty());
        assert!(gone(Some(&both), &both).is_empty());
        assert_eq!(gone(Some(&both), &state(&[("eni-1", 5)])), [address(6)]);
        assert_eq!(gone(Some(&both), &state(&[("eni-1", 5), ("eni-3", 6)])), [address(6)]);
        assert_eq!(gone(Some(&both), &state(&[("eni-1", 7), ("eni-2", 6)])), [address(5)]);
        // One that has ended is shown a while beside the one that has its address now.
        let ended = state(&[("eni-1", 5), ("eni-2", 5)]);
        assert!(gone(Some(&ended), &state(&[("eni-2", 5)])).is_empty());
    }
}
