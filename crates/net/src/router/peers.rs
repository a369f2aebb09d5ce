//! Peering connections: one veth pair each between the routers of two VPCs. Who has both of them
//! here joins them ([`crate::vpcs`]); here is what either end does.

use std::collections::BTreeMap;
use std::os::fd::{AsFd, BorrowedFd};

use nix::net::if_::if_nametoindex;

use super::Router;
use crate::alias;
use crate::ends::{Found, await_carrier};
use crate::error::{Error, Step};
use crate::id::{Mac, PeeringId, VpcId};
use crate::message::{self, End, ROUTER6};
use crate::outside::HOST;
use crate::policy::VpcState;
use crate::sysctl;

/// The stations at the two ends: that of the VPC whose id is the lower, and the other.
const STATIONS: [Mac; 2] = [Mac([0x0e, 0, 0, 0, 0, 4]), Mac([0x0e, 0, 0, 0, 0, 5])];

/// This end of a connection.
pub(super) struct Joined {
    /// The VPC at its other end.
    pub(super) other: VpcId,
    pub(super) index: u32,
    /// The station at its other end.
    pub(super) far: Mac,
}

/// The stations at this end and at the other.
fn stations(own: &VpcId, other: &VpcId) -> (Mac, Mac) {
    let [low, high] = STATIONS;
    if own < other { (low, high) } else { (high, low) }
}

/// Whether a link is a complete end of a connection.
pub(super) fn is_end(link: &Found) -> bool {
    end(link).is_some()
}

fn end(link: &Found) -> Option<(PeeringId, VpcId)> {
    let (id, other) = alias::parse_peering(link.alias.as_deref()?)?;
    (!link.doomed && link.name == id.link()).then_some((id, other))
}

/// The ends that an earlier process has made.
pub(super) fn found(links: &[Found], own: &VpcId) -> BTreeMap<PeeringId, Joined> {
    let ends = links.iter().filter_map(|link| {
        let (id, other) = end(link)?;
        let far = stations(own, &other).1;
        Some((id, Joined { other, index: link.index, far }))
    });
    ends.collect()
}

impl Router {
    /// The connections that it was told, each with the VPC at its other end.
    pub(crate) fn peers_wanted(&self) -> Vec<(PeeringId, VpcId)> {
        let state = self.state.iter();
        let all = state.flat_map(|state| &state.peers);
        all.map(|(id, peer)| (id.clone(), peer.vpc.clone())).collect()
    }

    /// Whether this end of a connection is there.
    pub(crate) fn has_peer(&mut self, id: &PeeringId) -> Result<bool, Error> {
        match self.peers.get(id).map(|joined| joined.index) {
            Some(index) => self.is_there(index),
            None => Ok(false),
        }
    }

    /// Makes both ends of a connection, the other one in `netns`, where [`Router::take_peer`] is
    /// to follow. What is left of an earlier making goes first.
    pub(crate) fn make_peer(
        &mut self,
        id: &PeeringId,
        other: &VpcId,
        netns: BorrowedFd<'_>,
    ) -> Result<(), Error> {
        self.forget_peer(id)?;
        let (name, (near, far)) = (id.link(), stations(&self.mark.vpc, other));
        if let Ok(index) = if_nametoindex(name.as_str()) {
            self.rtnl.apply(vec![message::delete_link(index)])?;
        }
        let (here, there) = (End { name: &name, mac: near }, End { name: &name, mac: far });
        self.rtnl.apply(vec![message::make_veth(&here, &there, netns)])?;
        self.take_peer(id, other)
    }

    /// Takes this end of a connection into use.
    pub(crate) fn take_peer(&mut self, id: &PeeringId, other: &VpcId) -> Result<(), Error> {
        self.forget_peer(id)?;
        let (name, far) = (id.link(), stations(&self.mark.vpc, other).1);
        let index = if_nametoindex(name.as_str()).step("find a peering's interface")?;
        let mut changes =
            vec![message::up_without_arp(index), message::neighbour(index, HOST.into(), far)];
        if sysctl::has_ipv6() {
            sysctl::set_ipv6(&name)?;
            changes.push(message::neighbour(index, ROUTER6.into(), far));
        }
        changes.push(message::set_alias(index, alias::of_peering(id, other)));
        self.rtnl.apply(changes)?;
        self.enforcer.set_peer(id, Some((index, far)))?;
        self.peers.insert(id.clone(), Joined { other: other.clone(), index, far });
        self.route()
    }

    /// Waits until this end can send, once the other one is taken into use too.
    pub(crate) fn await_peer(&mut self, id: &PeeringId) -> Result<(), Error> {
        let index = self.peers.get(id).map(|joined| joined.index);
        index.map_or(Ok(()), |index| await_carrier(&mut self.rtnl, index))
    }

    /// Takes the connections away that `state` doesn't know, at both ends.
    pub(super) fn part(&mut self, state: &VpcState) -> Result<(), Error> {
        let is_known = |id: &PeeringId, joined: &Joined| {
            state.peers.get(id).is_some_and(|peer| peer.vpc == joined.other)
        };
        let gone = self.peers.iter().filter(|(id, joined)| !is_known(id, joined));
        let gone: Vec<_> = gone.map(|(id, joined)| (id.clone(), joined.index)).collect();
        for (id, index) in gone {
            self.forget_peer(&id)?;
            self.rtnl.apply(vec![message::delete_link(index)])?;
        }
        Ok(())
    }

    /// Lets nothing more pass by this end.
    fn forget_peer(&mut self, id: &PeeringId) -> Result<(), Error> {
        self.enforcer.set_peer(id, None)?;
        self.peers.remove(id);
        Ok(())
    }

    /// The VPC's namespace.
    pub(crate) fn home(&self) -> Result<std::os::fd::OwnedFd, Error> {
        self.home.as_fd().try_clone_to_owned().step("copy a descriptor")
    }
}
