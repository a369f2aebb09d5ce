//! Where the internet gateways of the VPCs lead: a network namespace that is not the engine's,
//! the machine's own as a rule. What is made there is one nft table, and for each VPC with a way
//! out an interface (its uplink) and the routes to its public addresses.
//!
//! All of it can be read back from the kernel. The names of the uplinks begin with what follows
//! from the instance's id, so the table is the same whatever VPCs there are.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use netlink_packet_route::route::{RouteAddress, RouteAttribute, RouteHeader};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use nix::net::if_::if_nametoindex;
use parking_lot::Mutex;

use crate::ends::await_carrier;
use crate::error::{Error, Step};
use crate::id::{Mac, VpcId};
use crate::message::{self, End, ROUTER6};
use crate::netlink::{Change, NLM_F_DUMP, Rtnl};
use crate::policy::{carried, fnv};
use crate::rules::{self, Rules};
use crate::{sysctl, worker};

/// Where the outside is, and what is reached there.
#[derive(Clone, Debug)]
pub struct Outside {
    /// The network namespace, as a file: `/proc/self/ns/net` is the machine's own.
    pub netns: PathBuf,
    /// Whether private ranges, which the internet doesn't have, are reached too.
    pub private: bool,
}

/// What the machine speaks to public addresses as: an address that is nobody's (RFC 7600).
pub const HOST: Ipv4Addr = Ipv4Addr::new(192, 0, 0, 8);
/// What the machine knows a router by; no packet has it.
const ROUTER: Ipv4Addr = Ipv4Addr::new(192, 0, 0, 9);
/// The same for IPv6.
const ROUTER6_BEYOND: Ipv6Addr = Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 2);
/// The uplink's name in the VPC's namespace.
pub(crate) const UPLINK: &str = "uplink";
/// The stations at the uplink's ends: the router's and the outside's.
const STATION: Mac = Mac([0x0e, 0, 0, 0, 0, 2]);
pub(crate) const OUTSIDE_STATION: Mac = Mac([0x0e, 0, 0, 0, 0, 3]);

/// The internet's packets are so long; inside a VPC they may be longer.
const MTU_BYTES: u32 = 1500;
/// The kernel's table of its own addresses: there the range of loopback begins at a route that
/// is less special than those to public addresses.
const LOCAL: u32 = 255;
const MAIN: u32 = RouteHeader::RT_TABLE_MAIN as u32;

/// What all machines keep to themselves.
const NEVER: &str = "0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16, 192.0.0.0/24, 224.0.0.0/3";
/// What the internet doesn't have either (RFC 1918, RFC 6598, RFC 2544).
const PRIVATE: &str = "10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12, 192.168.0.0/16, 198.18.0.0/15";

/// The same of IPv6: no address, what stands for one of IPv4, link-local and multicast.
const NEVER6: &str = "::/80, fe80::/10, fec0::/10, ff00::/8";
/// And RFC 4193, RFC 8215.
const PRIVATE6: &str = "64:ff9b:1::/48, fc00::/7";

const FRAME: &str = include_str!("outside.nft");

/// The outside of one instance.
pub(crate) struct Gate {
    netns: File,
    table: String,
    /// What the names of its uplinks begin with.
    prefix: String,
    private: bool,
    kernel: Mutex<Kernel>,
}

struct Kernel {
    rtnl: Rtnl,
    rules: Rules,
    /// What nft says of the table as it was loaded.
    listed: Option<String>,
}

impl Gate {
    /// Opens the namespace. Nothing is made in it yet; a table that an earlier process has made
    /// there is made as this one wants it.
    pub(crate) fn open(instance: &str, outside: &Outside) -> Result<Self, Error> {
        let what = || format!("open the network namespace {}", outside.netns.display());
        let netns = File::open(&outside.netns).step(what())?;
        let table = format!("ferrogate-{instance}");
        let open = || {
            let rtnl = Rtnl::open_strict()?;
            Ok(Kernel { rtnl, rules: Rules::open_table(&table)?, listed: None })
        };
        let kernel = Mutex::new(inside(&netns, open)?);
        let prefix = format!("fg{:06x}-", fnv(instance.as_bytes()) & 0xff_ffff);
        let gate = Self { netns, table, prefix, private: outside.private, kernel };
        if gate.census()?.1 {
            gate.keep()?;
        }
        Ok(gate)
    }

    /// The name that a VPC's uplink has outside.
    fn name(&self, vpc: &VpcId) -> String {
        format!("{}{:06x}", self.prefix, fnv(vpc.as_str().as_bytes()) & 0xff_ffff)
    }

    /// Makes the uplink of a VPC whose router is in `router`. One that is there is made anew.
    pub(crate) fn connect(&self, vpc: &VpcId, router: BorrowedFd<'_>) -> Result<(), Error> {
        self.keep()?;
        let name = self.name(vpc);
        let mut held = self.kernel.lock();
        let kernel = &mut *held;
        self.inside(|| {
            sysctl::let_forward()?;
            if let Ok(index) = if_nametoindex(name.as_str()) {
                kernel.rtnl.apply(vec![message::delete_link(index)])?;
            }
            let here = End { name: &name, mac: OUTSIDE_STATION };
            let there = End { name: UPLINK, mac: STATION };
            kernel.rtnl.apply(vec![message::make_veth_of(MTU_BYTES, &here, &there, router)])?;
            sysctl::set_uplink(&name)?;
            let index = if_nametoindex(name.as_str()).step("find the uplink")?;
            kernel.rtnl.apply(vec![
                message::address(index, HOST.into()),
                message::up_without_arp(index),
                message::neighbour(index, ROUTER.into(), STATION),
            ])
        })
    }

    /// Waits until the outside's end of the VPC's uplink can send, once the router's is up too.
    pub(crate) fn await_uplink(&self, vpc: &VpcId) -> Result<(), Error> {
        let name = self.name(vpc);
        let mut held = self.kernel.lock();
        let kernel = &mut *held;
        self.inside(|| {
            let index = if_nametoindex(name.as_str()).step("find the uplink")?;
            await_carrier(&mut kernel.rtnl, index)
        })
    }

    /// Makes `public` the addresses that lead to the VPC's uplink: whether any did not.
    ///
    /// # Errors
    /// [`Error::AddressInUse`] for one that leads elsewhere.
    pub(crate) fn publish(
        &self,
        vpc: &VpcId,
        public: impl Iterator<Item = Ipv4Addr>,
    ) -> Result<bool, Error> {
        let name = self.name(vpc);
        let wanted: BTreeSet<_> = public.flat_map(|address| [address, carried(address)]).collect();
        let mut held = self.kernel.lock();
        let kernel = &mut *held;
        self.inside(|| {
            let index = if_nametoindex(name.as_str()).step("find the uplink")?;
            let there = published(&mut kernel.rtnl, index)?;
            let route = |address: Ipv4Addr| IpNet::from(Ipv4Net::from(address));
            let gone = there.difference(&wanted);
            let gone = gone.map(|address| message::no_route_by(LOCAL, route(*address), index));
            kernel.rtnl.apply(gone.collect())?;
            let new: Vec<_> = wanted.difference(&there).copied().collect();
            let mut done = Ok(());
            for address in new {
                let change = message::published(LOCAL, route(address), ROUTER, index, HOST);
                let published = kernel.rtnl.apply(vec![change]).map_err(|error| {
                    if error.exists() { Error::AddressInUse(address) } else { error }
                });
                // The others are published all the same.
                done = done.and(published);
            }
            done.map(|()| there != wanted)
        })
    }

    /// Makes `ranges` those of IPv6 that lead to the VPC's uplink: whether any did not.
    ///
    /// # Errors
    /// When one leads elsewhere.
    pub(crate) fn publish6(&self, vpc: &VpcId, ranges: &BTreeSet<Ipv6Net>) -> Result<bool, Error> {
        let name = self.name(vpc);
        let mut held = self.kernel.lock();
        let kernel = &mut *held;
        self.inside(|| {
            if !sysctl::has_ipv6() {
                return Ok(false);
            }
            let index = if_nametoindex(name.as_str()).step("find the uplink")?;
            let there = published6(&mut kernel.rtnl, index)?;
            if there == *ranges {
                return Ok(false);
            }
            // An earlier engine has made it without.
            sysctl::set_uplink(&name)?;
            let mut changes = vec![message::neighbour(index, ROUTER6_BEYOND.into(), STATION)];
            let gone = there.difference(ranges);
            changes.extend(gone.map(|range| message::no_route_by(MAIN, (*range).into(), index)));
            let new = ranges.difference(&there);
            changes
                .extend(new.map(|range| message::published6(MAIN, *range, ROUTER6_BEYOND, index)));
            kernel.rtnl.apply(changes)?;
            if !ranges.is_empty() && !sysctl::forwards_ipv6() {
                tracing::warn!(
                    vpc = vpc.as_str(),
                    "IPv6 is routed out of a VPC, and this machine does not forward it: set \
                     net.ipv6.conf.all.forwarding=1, and accept_ra=2 where its own address comes \
                     by router advertisements"
                );
            }
            Ok(true)
        })
    }

    /// Makes sure of the table: whether it was another one, or none.
    pub(crate) fn keep(&self) -> Result<bool, Error> {
        let mut held = self.kernel.lock();
        let kernel = &mut *held;
        self.inside(|| {
            if kernel.rules.are_as_left()? {
                return Ok(false);
            }
            // Others change rules of their own here.
            if kernel.listed.is_some() && rules::listed(&self.table)? == kernel.listed {
                kernel.rules.remember()?;
                return Ok(false);
            }
            let reserved =
                if self.private { NEVER.to_owned() } else { format!("{NEVER}, {PRIVATE}") };
            let reserved6 =
                if self.private { NEVER6.to_owned() } else { format!("{NEVER6}, {PRIVATE6}") };
            let rules = FRAME.replace("@TABLE@", &self.table).replace("@UPLINKS@", &self.prefix);
            let rules = rules.replace("@RESERVED@", &reserved).replace("@RESERVED6@", &reserved6);
            rules::run_nft(&rules)?;
            kernel.listed = rules::listed(&self.table)?;
            kernel.rules.remember()?;
            Ok(true)
        })
    }

    /// Takes everything away that the instance has there.
    pub(crate) fn destroy(&self) -> Result<(), Error> {
        let mut held = self.kernel.lock();
        let kernel = &mut *held;
        self.inside(|| {
            let ours = self.uplinks()?;
            let indices = ours.iter().filter_map(|name| if_nametoindex(name.as_str()).ok());
            kernel.rtnl.apply(indices.map(message::delete_link).collect())?;
            if kernel.rules.exist()? {
                rules::run_nft(&format!("delete table inet {}", self.table))?;
            }
            kernel.listed = None;
            Ok(())
        })
    }

    /// What the instance has there: the names of its uplinks, and whether its table is there.
    pub(crate) fn census(&self) -> Result<(Vec<String>, bool), Error> {
        let mut held = self.kernel.lock();
        let kernel = &mut *held;
        self.inside(|| Ok((self.uplinks()?, kernel.rules.exist()?)))
    }

    fn uplinks(&self) -> Result<Vec<String>, Error> {
        let what = "list the interfaces outside";
        let all = fs::read_to_string("/proc/thread-self/net/dev").step(what)?;
        let names = all.lines().filter_map(|line| Some(line.split_once(':')?.0.trim().to_owned()));
        Ok(names.filter(|name| name.starts_with(&self.prefix)).collect())
    }

    fn inside<R: Send>(&self, work: impl FnOnce() -> Result<R, Error> + Send) -> Result<R, Error> {
        inside(&self.netns, work)
    }
}

/// Runs `work` on a thread that is in the namespace.
fn inside<R: Send>(
    netns: &File,
    work: impl FnOnce() -> Result<R, Error> + Send,
) -> Result<R, Error> {
    std::thread::scope(|scope| {
        let within = || {
            worker::enter(netns.as_fd())?;
            work()
        };
        scope.spawn(within).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The addresses that are routed to an uplink.
fn published(rtnl: &mut Rtnl, index: u32) -> Result<BTreeSet<Ipv4Addr>, Error> {
    let asked = message::routes_of(AddressFamily::Inet, LOCAL);
    let answer = rtnl.ask("list the public addresses", asked, NLM_F_DUMP)?;
    let address = |message: &RouteNetlinkMessage| {
        let RouteNetlinkMessage::NewRoute(route) = message else { return None };
        let is_here = route.attributes.contains(&RouteAttribute::Oif(index));
        let is_routed = route.attributes.iter().any(|at| matches!(at, RouteAttribute::Gateway(_)));
        route.attributes.iter().find_map(|attribute| match attribute {
            RouteAttribute::Destination(RouteAddress::Inet(to)) if is_here && is_routed => {
                Some(*to)
            }
            _ => None,
        })
    };
    Ok(answer.iter().filter_map(address).collect())
}

/// The ranges of IPv6 that are routed to an uplink.
fn published6(rtnl: &mut Rtnl, index: u32) -> Result<BTreeSet<Ipv6Net>, Error> {
    let asked = message::routes_of(AddressFamily::Inet6, MAIN);
    let answer = rtnl.ask("list the ranges that lead to VPCs", asked, NLM_F_DUMP)?;
    let range = |message: &RouteNetlinkMessage| {
        let RouteNetlinkMessage::NewRoute(route) = message else { return None };
        let is_here = route.attributes.contains(&RouteAttribute::Oif(index));
        let length = route.header.destination_prefix_length;
        route.attributes.iter().find_map(|attribute| match attribute {
            RouteAttribute::Destination(RouteAddress::Inet6(to)) if is_here => {
                Ipv6Net::new(*to, length).ok()
            }
            _ => None,
        })
    };
    Ok(answer.iter().filter_map(range).collect())
}

/// What the router needs to know its uplink by for IPv6.
pub(crate) fn router_side6(index: u32) -> Change {
    message::neighbour(index, ROUTER6.into(), OUTSIDE_STATION)
}

/// What the router needs to know its uplink by.
pub(crate) fn router_side(index: u32) -> Vec<Change> {
    vec![
        message::up_without_arp(index),
        message::neighbour(index, IpAddr::V4(HOST), OUTSIDE_STATION),
    ]
}
