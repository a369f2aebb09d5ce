//! One VPC: a namespace that routes between its ENIs. Everything here runs on the VPC's
//! worker thread, inside the namespace.
//!
//! An ENI is complete when its interface carries the alias of [`crate::alias`]; a half
//! made one has none and is removed when the namespace is adopted.

mod peers;
mod ways;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use ferrogate_base::errors::chain;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use netlink_packet_route::RouteNetlinkMessage;
use netlink_packet_route::link::LinkAttribute;
use netlink_packet_route::nsid::NsidAttribute;
use nix::net::if_::if_nametoindex;

use crate::alias::{self, VpcMark};
use crate::endpoints::{LINK_LOCAL, METADATA, RESOLVER, TaskSockets};
use crate::ends::{Found, await_carrier, links, make_task_end};
use crate::enforce::Enforcer;
use crate::error::{Error, Step};
use crate::flow_log::Counted;
use crate::id::{Eni, EniId, PeeringId, VpcId};
use crate::message::{self, LO};
use crate::netlink::Rtnl;
use crate::outside::{Gate, UPLINK};
use crate::pin::Pins;
use crate::policy::VpcState;
use crate::routing::{Routing, There};
use crate::{sysctl, worker};

pub(crate) struct Router {
    mark: VpcMark,
    home: File,
    rtnl: Rtnl,
    enforcer: Enforcer,
    routing: Routing,
    enis: HashMap<EniId, Attached>,
    gateways: Vec<Ipv4Addr>,
    /// Where it leads to, if there is an outside.
    gate: Option<Arc<Gate>>,
    /// The index of the interface that leads there.
    uplink: Option<u32>,
    /// The public addresses that lead there and the ranges of IPv6, if they do.
    published: Option<(BTreeMap<Ipv4Addr, Ipv4Addr>, BTreeSet<Ipv6Net>)>,
    nat_pins: Pins,
    /// The peerings that are joined.
    peers: BTreeMap<PeeringId, peers::Joined>,
    /// What it was told last, and could make true.
    state: Option<Arc<VpcState>>,
    /// ENIs whose link is in the kernel's doomed group, and who waits for their end.
    leaving: Vec<(EniId, Done)>,
}

/// What all routers of an instance share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) instance: String,
    /// The outside, if there is one.
    pub(crate) gate: Option<Arc<Gate>>,
    /// The namespaces of NAT gateways.
    pub(crate) nat_pins: Pins,
}

/// What is to be done when an ENI is gone, or can't be taken away.
pub(crate) type Done = Box<dyn FnOnce(Result<(), Error>) + Send>;

/// So many ENIs leave at most before the kernel is asked to remove them.
const LEAVING_MAX: usize = 128;

struct Attached {
    eni: Eni,
    index: u32,
}

/// Why a pinned namespace was left as it is.
pub(crate) enum NotAdopted {
    /// Its maker died before it was complete: nothing uses it.
    Unfinished,
    /// It is another instance's, or of another VPC.
    Foreign {
        instance: String,
    },
    Failed(Error),
}

impl From<Error> for NotAdopted {
    fn from(e: Error) -> Self {
        Self::Failed(e)
    }
}

impl Router {
    /// Makes a router of the new namespace that the thread is in.
    pub(crate) fn make(mark: VpcMark, shared: Shared) -> Result<Self, Error> {
        sysctl::set_router()?;
        let mut rtnl = Rtnl::open()?;
        rtnl.apply(vec![
            message::lo_up(),
            message::address(LO, RESOLVER.into()),
            message::address(LO, METADATA.into()),
            message::unreachable(LINK_LOCAL),
        ])?;
        let routing = Routing::make(&mut rtnl, mark.cidr)?;
        let enforcer = Enforcer::make()?;
        sysctl::set_flows()?;
        rtnl.apply(vec![message::set_alias(LO, mark.to_alias())])?;
        Self::new(mark, rtnl, enforcer, routing, shared)
    }

    /// Takes over the namespace of `vpc` that the thread is in, if it is `instance`'s.
    pub(crate) fn adopt(shared: Shared, vpc: &VpcId) -> Result<Self, NotAdopted> {
        let mut rtnl = Rtnl::open()?;
        let all = links(&mut rtnl)?;
        let lo = all.iter().find(|link| link.index == LO);
        let mark = lo.and_then(|lo| VpcMark::parse(lo.alias.as_deref()?));
        let mark = mark.ok_or(NotAdopted::Unfinished)?;
        if mark.instance != shared.instance || mark.vpc != *vpc {
            return Err(NotAdopted::Foreign { instance: mark.instance });
        }
        let uplink = shared.gate.as_ref().and_then(|_| uplink(&all));
        let peers = peers::found(&all, vpc);
        let enis = Self::sort_out(&mut rtnl, &mark.vpc, all, uplink)?;
        let attached = enis.values().map(|attached| (attached.eni.clone(), attached.index));
        let mut enforcer = Enforcer::adopt(attached)?;
        enforcer.set_uplink(uplink)?;
        for (id, joined) in &peers {
            enforcer.set_peer(id, Some((joined.index, joined.far)))?;
        }
        sysctl::set_router()?;
        sysctl::set_flows()?;
        let routing = Routing::adopt(&mut rtnl, mark.cidr)?;
        let router = Self::new(mark, rtnl, enforcer, routing, shared)?;
        Ok(Self { enis, uplink, peers, ..router })
    }

    /// The ENIs among the interfaces; what is none, or was half made or half removed, goes.
    fn sort_out(
        rtnl: &mut Rtnl,
        vpc: &VpcId,
        links: Vec<Found>,
        uplink: Option<u32>,
    ) -> Result<HashMap<EniId, Attached>, Error> {
        let (mut enis, mut unwanted) = (HashMap::new(), Vec::new());
        let others =
            links.into_iter().filter(|link| link.index != LO && Some(link.index) != uplink);
        for link in others.filter(|link| !peers::is_end(link)) {
            let wanted = !link.doomed;
            let eni = link.alias.and_then(|alias| alias::parse_eni(&alias, vpc, &link.name));
            match eni {
                Some(eni) if wanted => {
                    enis.insert(eni.id.clone(), Attached { eni, index: link.index });
                }
                _ => unwanted.push(message::doom(link.index)),
            }
        }
        unwanted.push(message::delete_doomed());
        rtnl.apply(unwanted)?;
        Ok(enis)
    }

    fn new(
        mark: VpcMark,
        rtnl: Rtnl,
        enforcer: Enforcer,
        routing: Routing,
        shared: Shared,
    ) -> Result<Self, Error> {
        let home = worker::current()?;
        Ok(Self {
            mark,
            home,
            rtnl,
            enforcer,
            routing,
            enis: HashMap::new(),
            gateways: Vec::new(),
            gate: shared.gate,
            uplink: None,
            published: None,
            nat_pins: shared.nat_pins,
            peers: BTreeMap::new(),
            state: None,
            leaving: Vec::new(),
        })
    }

    pub(crate) fn mark(&self) -> &VpcMark {
        &self.mark
    }

    /// The complete ENIs of tasks, as this process knows them.
    pub(crate) fn enis(&self) -> impl Iterator<Item = &Eni> {
        self.all_enis().filter(|eni| !ways::is_nat(eni))
    }

    /// Those of NAT gateways too.
    pub(crate) fn all_enis(&self) -> impl Iterator<Item = &Eni> {
        self.enis.values().map(|attached| &attached.eni)
    }

    pub(crate) fn has(&self, id: &EniId) -> bool {
        self.enis.contains_key(id)
    }

    /// The names of all interfaces but `lo`, asked of the kernel.
    pub(crate) fn interfaces(&mut self) -> Result<Vec<String>, Error> {
        let all = links(&mut self.rtnl)?;
        Ok(all.into_iter().filter(|link| link.index != LO).map(|link| link.name).collect())
    }

    /// Joins `netns` to the VPC. Asked again with the same, it does nothing.
    pub(crate) fn attach(&mut self, eni: &Eni, netns: &OwnedFd) -> Result<(), Error> {
        if self.waits_for_leaving(eni) {
            self.reap();
        }
        if let Some(attached) = self.enis.get(&eni.id) {
            let (same, index) = (attached.eni == *eni, attached.index);
            return if same && self.leads_to(index, netns.as_fd())? {
                Ok(())
            } else {
                Err(Error::AttachedDifferently(eni.id.clone()))
            };
        }
        self.check_free(eni)?;
        let made = self.make_eni(eni, netns.as_fd());
        if made.is_err()
            && let Ok(index) = if_nametoindex(eni.host_if.as_str())
        {
            // Nothing half made stays; the first error is the one to report.
            drop(self.enforcer.dismiss(&eni.id));
            drop(self.rtnl.apply(vec![message::doom(index), message::delete_doomed()]));
        }
        let index = made?;
        self.enis.insert(eni.id.clone(), Attached { eni: eni.clone(), index });
        if self.enforcer.ruleset().forwards(&eni.id) { self.route() } else { Ok(()) }
    }

    /// Whether something of `eni` is still held by an ENI that is being removed.
    fn waits_for_leaving(&self, eni: &Eni) -> bool {
        self.leaving.iter().filter_map(|(id, _)| self.enis.get(id)).any(
            |Attached { eni: old, .. }| {
                let same6 = old.address6.is_some() && old.address6 == eni.address6;
                let same = old.id == eni.id || old.address == eni.address || same6;
                same || old.host_if == eni.host_if
            },
        )
    }

    fn check_free(&self, eni: &Eni) -> Result<(), Error> {
        let told = self.enforcer.state().is_some_and(|state| {
            state.ranges.iter().any(|range| range.contains(&IpNet::from(eni.subnet)))
        });
        if !told && !self.mark.cidr.contains(&eni.subnet) {
            let (vpc, address) = (self.mark.vpc.clone(), eni.address);
            return Err(Error::NotOfVpc { vpc, address });
        }
        let is_gateway = |other: &Eni| other.gateway == eni.address || other.address == eni.gateway;
        for other in self.all_enis() {
            let holder = other.id.clone();
            if let Some(six) = other.address6.filter(|six| Some(*six) == eni.address6) {
                return Err(Error::Taken { holder, what: format!("address {six}") });
            }
            if other.address == eni.address || is_gateway(other) {
                return Err(Error::Taken { holder, what: format!("address {}", other.address) });
            }
            if other.host_if == eni.host_if {
                return Err(Error::Taken { holder, what: format!("interface {}", eni.host_if) });
            }
        }
        Ok(())
    }

    fn make_eni(&mut self, eni: &Eni, netns: BorrowedFd<'_>) -> Result<u32, Error> {
        let (mut task, task_index) =
            worker::visiting(&self.home, netns, || make_task_end(eni, self.home.as_fd()))?;
        let index = if_nametoindex(eni.host_if.as_str()).step("find the ENI's interface")?;
        self.enforcer.admit(eni, index)?;
        let mut changes = Vec::with_capacity(5);
        if !self.gateways.contains(&eni.gateway) {
            changes.push(message::address(LO, eni.gateway.into()));
        }
        changes.extend([
            message::up_without_arp(index),
            message::eni_route(index, eni.address, eni.gateway),
            message::neighbour(index, eni.address.into(), eni.mac),
        ]);
        if let Some(address) = eni.address6 {
            sysctl::set_ipv6(&eni.host_if)?;
            changes.push(message::eni_route6(index, address));
            changes.push(message::neighbour(index, address.into(), eni.mac));
        }
        changes.push(message::set_alias(index, alias::of_eni(eni)));
        self.rtnl.apply(changes)?;
        if !self.gateways.contains(&eni.gateway) {
            self.gateways.push(eni.gateway);
        }
        await_carrier(&mut task, task_index)?;
        Ok(index)
    }

    /// Whether the interface's other end is in `netns`.
    fn leads_to(&mut self, index: u32, netns: BorrowedFd<'_>) -> Result<bool, Error> {
        let link = match self.rtnl.ask("look at the ENI", message::link_at(index), 0) {
            // The task's namespace went away and took both ends along.
            Err(Error::Kernel { source, .. }) if source.raw_os_error() == Some(libc::ENODEV) => {
                return Ok(false);
            }
            link => link?,
        };
        let peer = link.iter().find_map(|message| match message {
            RouteNetlinkMessage::NewLink(link) => link.attributes.iter().find_map(|a| match a {
                LinkAttribute::LinkNetNsId(id) => Some(*id),
                _ => None,
            }),
            _ => None,
        });
        let answer = self.rtnl.ask("look at a namespace", message::nsid_of(netns), 0)?;
        let asked = answer.iter().find_map(|message| match message {
            RouteNetlinkMessage::NewNsId(found) => found.attributes.iter().find_map(|a| match a {
                NsidAttribute::Id(id) => Some(*id),
                _ => None,
            }),
            _ => None,
        });
        Ok(peer.is_some_and(|id| id >= 0) && peer == asked)
    }

    /// Makes the rules those of `state`.
    pub(crate) fn apply(&mut self, state: Arc<VpcState>) -> Result<(), Error> {
        // Without an outside its gateways lead nowhere.
        let state = if self.gate.is_some() { state } else { Arc::new(state.closed()) };
        let opened = self.open_ways(&state);
        self.enforcer.apply(state.clone())?;
        self.state = Some(state.clone());
        let parted = self.part(&state);
        let led = opened.and(parted).and_then(|()| self.follow_ways(&state));
        if let Err(error) = led {
            // What stays inside has its rules. `repair` tries the rest again.
            let (vpc, error) = (self.mark.vpc.as_str(), chain(&error).to_string());
            tracing::error!(vpc, error, "what leads out of a VPC can't be made");
        }
        self.route()
    }

    /// What was counted of logged interfaces since this was asked last.
    pub(crate) fn counted(&mut self) -> Result<Counted, Error> {
        self.enforcer.counted()
    }

    /// Puts back what somebody else has taken away, or changed: whether there was anything.
    pub(crate) fn repair(&mut self) -> Result<bool, Error> {
        let ruled = self.enforcer.repair()?;
        self.repair_ways().map(|led| led || ruled)
    }

    /// Makes the routes those of what is in force, for the ENIs that are attached.
    fn route(&mut self) -> Result<(), Error> {
        let Self { enforcer, routing, rtnl, enis, uplink, peers, .. } = self;
        routing.apply(rtnl, enforcer.ruleset(), &Links { enis, uplink: *uplink, peers })
    }

    /// Takes an ENI away, at both ends, and then does `done`. Gone already is fine. It
    /// can send nothing from here on; its interface ends with the next [`Router::reap`].
    pub(crate) fn detach(&mut self, id: &EniId, done: Done) {
        let marked = match self.enis.get(id) {
            None => {
                done(Ok(()));
                return;
            }
            Some(Attached { index, .. }) => self
                .enforcer
                .dismiss(id)
                .and_then(|()| self.rtnl.apply(vec![message::doom(*index)])),
        };
        match marked {
            Ok(()) => self.leaving.push((id.clone(), done)),
            Err(e) => done(Err(e)),
        }
        if self.leaving.len() >= LEAVING_MAX {
            self.reap();
        }
    }

    /// Removes the interfaces of all ENIs that are leaving.
    pub(crate) fn reap(&mut self) {
        if self.leaving.is_empty() {
            return;
        }
        let removed = self.rtnl.apply(vec![message::delete_doomed()]);
        let removed = removed.and_then(|()| self.forget_leaving());
        for (id, done) in std::mem::take(&mut self.leaving) {
            if removed.is_ok() {
                self.enis.remove(&id);
            }
            let told = match &removed {
                Ok(()) => Ok(()),
                Err(e) => Err(Error::kernel("remove interfaces", io::Error::other(e.to_string()))),
            };
            done(told);
        }
    }

    /// Who gets an address next must not inherit its flows.
    fn forget_leaving(&mut self) -> Result<(), Error> {
        let leaving = self.leaving.iter().filter_map(|(id, _)| self.enis.get(id));
        let addresses: Vec<IpAddr> = leaving.flat_map(|of| of.eni.addresses()).collect();
        self.enforcer.forget(&addresses)
    }

    /// Opens the local endpoints of one ENI.
    pub(crate) fn task_sockets(&self, id: &EniId) -> Result<TaskSockets, Error> {
        let attached = self.enis.get(id).ok_or_else(|| Error::NoEni(id.clone()))?;
        TaskSockets::open(&attached.eni.host_if)
    }

    /// A TCP socket of this namespace, not yet connected.
    pub(crate) fn tcp_socket(&self) -> Result<socket2::Socket, Error> {
        let kind = socket2::Type::STREAM.nonblocking();
        socket2::Socket::new(socket2::Domain::IPV4, kind, Some(socket2::Protocol::TCP))
            .step("open a socket in the VPC")
    }

    /// A UDP socket of this namespace, not yet connected.
    pub(crate) fn udp_socket(&self) -> Result<socket2::Socket, Error> {
        let kind = socket2::Type::DGRAM.nonblocking();
        socket2::Socket::new(socket2::Domain::IPV4, kind, Some(socket2::Protocol::UDP))
            .step("open a socket in the VPC")
    }

    /// Removes every interface, so that nothing is left when the namespace ends.
    pub(crate) fn clear(&mut self) -> Result<(), Error> {
        let all = links(&mut self.rtnl)?;
        let ours = all.into_iter().filter(|link| link.index != LO);
        let mut changes: Vec<_> = ours.map(|link| message::doom(link.index)).collect();
        changes.push(message::delete_doomed());
        self.rtnl.apply(changes)?;
        self.forget_ways()?;
        self.peers.clear();
        self.enis.clear();
        self.reap();
        Ok(())
    }
}

/// What routes lead to.
struct Links<'r> {
    enis: &'r HashMap<EniId, Attached>,
    uplink: Option<u32>,
    peers: &'r BTreeMap<PeeringId, peers::Joined>,
}

impl There for Links<'_> {
    fn interface(&self, id: &EniId) -> Option<u32> {
        self.enis.get(id).map(|attached| attached.index)
    }

    fn uplink(&self) -> Option<u32> {
        self.uplink
    }

    fn peer(&self, id: &PeeringId) -> Option<u32> {
        self.peers.get(id).map(|joined| joined.index)
    }
}

/// The index of the uplink, if it is complete.
fn uplink(links: &[Found]) -> Option<u32> {
    let is_it = |link: &&Found| {
        link.name == UPLINK && link.alias == Some(alias::of_uplink()) && !link.doomed
    };
    links.iter().find(is_it).map(|link| link.index)
}

/// Whether `cidr` can be a VPC's range here.
pub(crate) fn fits_vpc(cidr: Ipv4Net) -> bool {
    // AWS: /16 to /28.
    let loopback = Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8);
    (16..=28).contains(&cidr.prefix_len())
        && cidr.addr() == cidr.network()
        && !loopback.contains(&cidr)
        && !cidr.contains(&METADATA)
        && !cidr.addr().is_multicast()
        && !cidr.addr().is_unspecified()
}
