//! The route netlink messages the fabric needs, each as one [`Change`].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::{AsRawFd, BorrowedFd};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use netlink_packet_route::address::{
    AddressAttribute, AddressHeaderFlags, AddressMessage, AddressScope,
};
use netlink_packet_route::link::{
    InfoData, InfoKind, InfoVeth, LinkAttribute, LinkFlags, LinkInfo, LinkMessage,
};
use netlink_packet_route::neighbour::{
    NeighbourAddress, NeighbourAttribute, NeighbourMessage, NeighbourState,
};
use netlink_packet_route::nsid::{NsidAttribute, NsidMessage};
use netlink_packet_route::route::{
    RouteAddress, RouteAttribute, RouteFlags, RouteHeader, RouteMessage, RouteProtocol, RouteScope,
    RouteType,
};
use netlink_packet_route::rule::{RuleAction, RuleAttribute, RuleMessage};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};

use crate::id::Mac;
use crate::netlink::{Change, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE};

/// The MTU of an ENI. AWS: 9001 inside a VPC.
const ENI_MTU_BYTES: u32 = 9001;

const PUT: u16 = NLM_F_CREATE | NLM_F_REPLACE;

/// One end of a veth pair.
pub(crate) struct End<'a> {
    pub(crate) name: &'a str,
    pub(crate) mac: Mac,
}

/// Makes an ENI's veth pair: `here` in the socket's namespace, `there` in `netns`.
pub(crate) fn make_veth(here: &End<'_>, there: &End<'_>, netns: BorrowedFd<'_>) -> Change {
    make_veth_of(ENI_MTU_BYTES, here, there, netns)
}

/// The same for packets of another length.
pub(crate) fn make_veth_of(
    mtu_bytes: u32,
    here: &End<'_>,
    there: &End<'_>,
    netns: BorrowedFd<'_>,
) -> Change {
    let mut peer = veth_end(there, mtu_bytes);
    peer.attributes.push(LinkAttribute::NetNsFd(netns.as_raw_fd()));
    let mut link = veth_end(here, mtu_bytes);
    link.attributes.push(LinkAttribute::LinkInfo(vec![
        LinkInfo::Kind(InfoKind::Veth),
        LinkInfo::Data(InfoData::Veth(InfoVeth::Peer(peer))),
    ]));
    Change {
        what: "make the veth pair",
        flags: NLM_F_CREATE | NLM_F_EXCL,
        message: RouteNetlinkMessage::NewLink(link),
        fine: &[],
    }
}

fn veth_end(end: &End<'_>, mtu_bytes: u32) -> LinkMessage {
    let mut link = LinkMessage::default();
    link.attributes = vec![
        LinkAttribute::IfName(end.name.into()),
        LinkAttribute::Address(end.mac.0.to_vec()),
        LinkAttribute::Mtu(mtu_bytes),
        // The default is a queue per possible CPU; a veth sends without a queue's lock,
        // so one serves all and is made and removed sooner.
        LinkAttribute::NumTxQueues(1),
        LinkAttribute::NumRxQueues(1),
    ];
    link
}

/// Brings the loopback interface up, by its index (always 1).
pub(crate) fn lo_up() -> Change {
    set_flags("bring lo up", LO, LinkFlags::Up, LinkFlags::Up)
}

/// The index of `lo` in every namespace.
pub(crate) const LO: u32 = 1;

/// Up, and deaf to ARP: the two ends know each other by permanent entries. Whoever else is
/// written to past the router is nobody, so the kernel, whose table of neighbours is one for
/// the whole host, keeps no entry that it would wait for an answer with.
pub(crate) fn up_without_arp(index: u32) -> Change {
    let both = LinkFlags::Up | LinkFlags::Noarp;
    set_flags("bring the interface up", index, both, both)
}

fn set_flags(what: &'static str, index: u32, flags: LinkFlags, mask: LinkFlags) -> Change {
    let mut link = LinkMessage::default();
    link.header.index = index;
    link.header.flags = flags;
    link.header.change_mask = mask;
    Change { what, flags: 0, message: RouteNetlinkMessage::SetLink(link), fine: &[] }
}

pub(crate) fn set_alias(index: u32, alias: String) -> Change {
    let mut link = LinkMessage::default();
    link.header.index = index;
    link.attributes = vec![LinkAttribute::IfAlias(alias)];
    let message = RouteNetlinkMessage::SetLink(link);
    Change { what: "name the interface's owner", flags: 0, message, fine: &[] }
}

/// The group of links that are about to be removed.
pub(crate) const DOOMED: u32 = 0xdead;

/// Puts a link among those that [`delete_doomed`] removes. Gone already is fine.
pub(crate) fn doom(index: u32) -> Change {
    let mut link = LinkMessage::default();
    link.header.index = index;
    link.attributes = vec![LinkAttribute::Group(DOOMED)];
    let message = RouteNetlinkMessage::SetLink(link);
    Change { what: "mark the interface", flags: 0, message, fine: &[libc::ENODEV] }
}

/// Removes every link of the group [`DOOMED`], and with a veth its peer. None is fine.
///
/// The kernel waits for all its CPUs to let go of a link, tens of milliseconds on a busy
/// machine and as long for a hundred links as for one.
pub(crate) fn delete_doomed() -> Change {
    let mut link = LinkMessage::default();
    link.attributes = vec![LinkAttribute::Group(DOOMED)];
    let message = RouteNetlinkMessage::DelLink(link);
    Change { what: "remove interfaces", flags: 0, message, fine: &[libc::ENODEV] }
}

/// Removes one link, and with a veth its peer. Gone already is fine.
pub(crate) fn delete_link(index: u32) -> Change {
    let mut link = LinkMessage::default();
    link.header.index = index;
    let message = RouteNetlinkMessage::DelLink(link);
    Change { what: "remove an interface", flags: 0, message, fine: &[libc::ENODEV] }
}

pub(crate) fn all_links() -> RouteNetlinkMessage {
    RouteNetlinkMessage::GetLink(LinkMessage::default())
}

pub(crate) fn link_at(index: u32) -> RouteNetlinkMessage {
    let mut link = LinkMessage::default();
    link.header.index = index;
    RouteNetlinkMessage::GetLink(link)
}

/// Which number the socket's namespace knows `netns` by.
pub(crate) fn nsid_of(netns: BorrowedFd<'_>) -> RouteNetlinkMessage {
    let mut message = NsidMessage::default();
    let fd = u32::try_from(netns.as_raw_fd()).expect("an open descriptor is not negative");
    message.attributes = vec![NsidAttribute::Fd(fd)];
    RouteNetlinkMessage::GetNsId(message)
}

/// Gives the interface an address and nothing around it. There already is fine.
pub(crate) fn address(index: u32, ip: IpAddr) -> Change {
    let mut message = AddressMessage::default();
    (message.header.family, message.header.prefix_len) = match ip {
        IpAddr::V4(_) => (AddressFamily::Inet, 32),
        IpAddr::V6(_) => (AddressFamily::Inet6, 128),
    };
    if ip.is_ipv6() {
        // Nobody else can have it: it may be used at once.
        message.header.flags = AddressHeaderFlags::Nodad;
    }
    message.header.scope = AddressScope::Universe;
    message.header.index = index;
    message.attributes = vec![AddressAttribute::Local(ip), AddressAttribute::Address(ip)];
    let message = RouteNetlinkMessage::NewAddress(message);
    Change { what: "set the address", flags: PUT, message, fine: &[] }
}

/// A neighbour that never has to be asked for.
pub(crate) fn neighbour(index: u32, address: IpAddr, mac: Mac) -> Change {
    let mut message = NeighbourMessage::default();
    let (family, address) = match address {
        IpAddr::V4(address) => (AddressFamily::Inet, NeighbourAddress::Inet(address)),
        IpAddr::V6(address) => (AddressFamily::Inet6, NeighbourAddress::Inet6(address)),
    };
    message.header.family = family;
    message.header.ifindex = index;
    message.header.state = NeighbourState::Permanent;
    message.header.kind = RouteType::Unicast;
    message.attributes = vec![
        NeighbourAttribute::Destination(address),
        NeighbourAttribute::LinkLayerAddress(mac.0.to_vec()),
    ];
    let message = RouteNetlinkMessage::NewNeighbour(message);
    Change { what: "set the neighbour", flags: PUT, message, fine: &[] }
}

/// The router on every link, for IPv6. Nobody has to be asked for it, so nobody has it.
pub(crate) const ROUTER6: Ipv6Addr = Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 1);

/// The task's only route: everything to the gateway, which is on the link by decree.
pub(crate) fn default_route(index: u32, gateway: IpAddr, source: IpAddr) -> Change {
    let mut message = route(RouteType::Unicast, RouteScope::Universe, 0);
    message.header.address_family = family(source);
    message.header.flags = RouteFlags::Onlink;
    message.attributes = vec![
        RouteAttribute::Gateway(route_address(gateway)),
        RouteAttribute::PrefSource(route_address(source)),
        RouteAttribute::Oif(index),
    ];
    put_route("set the default route", message)
}

/// The router's route to one ENI. `source` is what the router itself speaks as.
pub(crate) fn eni_route(index: u32, to: Ipv4Addr, source: Ipv4Addr) -> Change {
    let mut message = route(RouteType::Unicast, RouteScope::Link, 32);
    message.attributes = vec![
        RouteAttribute::Destination(RouteAddress::Inet(to)),
        RouteAttribute::PrefSource(RouteAddress::Inet(source)),
        RouteAttribute::Oif(index),
    ];
    put_route("set the route to the ENI", message)
}

/// The same for IPv6, which the router doesn't speak itself.
pub(crate) fn eni_route6(index: u32, to: Ipv6Addr) -> Change {
    let mut message = route(RouteType::Unicast, RouteScope::Universe, 128);
    message.header.address_family = AddressFamily::Inet6;
    message.attributes =
        vec![RouteAttribute::Destination(RouteAddress::Inet6(to)), RouteAttribute::Oif(index)];
    put_route("set the route to the ENI", message)
}

fn family(of: IpAddr) -> AddressFamily {
    if of.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 }
}

fn route_address(address: IpAddr) -> RouteAddress {
    match address {
        IpAddr::V4(address) => RouteAddress::Inet(address),
        IpAddr::V6(address) => RouteAddress::Inet6(address),
    }
}

/// Packets to `net` that no longer route wants are answered as unreachable.
pub(crate) fn unreachable(net: Ipv4Net) -> Change {
    let route = to(RouteHeader::RT_TABLE_MAIN.into(), RouteType::Unreachable, net.into());
    put_route("close a range", route)
}

/// Packets to `net` that no longer route of the table wants vanish.
pub(crate) fn blackhole(table: u32, net: IpNet) -> Change {
    put_route("close a range", to(table, RouteType::BlackHole, net))
}

/// What holds for `net` when the kernel has taken its route away, together with the interface
/// that it led to.
pub(crate) fn blackhole_at_last(table: u32, net: IpNet) -> Change {
    let mut message = to(table, RouteType::BlackHole, net);
    message.attributes.push(RouteAttribute::Priority(u32::from(u16::MAX)));
    put_route("close a range", message)
}

/// Packets to `net` are sought in the next table.
pub(crate) fn next_table(table: u32, net: IpNet) -> Change {
    put_route("set a route", to(table, RouteType::Throw, net))
}

/// Packets to `net` go to the ENI that has the address `gateway`.
pub(crate) fn via(table: u32, net: IpNet, gateway: IpAddr, index: u32) -> Change {
    let mut message = to(table, RouteType::Unicast, net);
    message.header.flags = RouteFlags::Onlink;
    let gateway = RouteAttribute::Gateway(route_address(gateway));
    message.attributes.extend([gateway, RouteAttribute::Oif(index)]);
    put_route("set a route", message)
}

/// Packets to a public address go to the router `gateway`; those of the host itself come from
/// `source`. It must not be there.
pub(crate) fn published(
    table: u32,
    net: IpNet,
    gateway: Ipv4Addr,
    index: u32,
    source: Ipv4Addr,
) -> Change {
    let mut change = via(table, net, gateway.into(), index);
    if let RouteNetlinkMessage::NewRoute(route) = &mut change.message {
        route.attributes.push(RouteAttribute::PrefSource(RouteAddress::Inet(source)));
    }
    Change { what: "publish an address", flags: NLM_F_CREATE | NLM_F_EXCL, ..change }
}

/// Packets to a VPC's range of IPv6 go to the router `gateway`. It must not be there.
pub(crate) fn published6(table: u32, net: Ipv6Net, gateway: Ipv6Addr, index: u32) -> Change {
    let change = via(table, net.into(), gateway.into(), index);
    Change { what: "lead to a range", flags: NLM_F_CREATE | NLM_F_EXCL, ..change }
}

/// Takes away the table's route to `net` by that interface. Gone already is fine.
pub(crate) fn no_route_by(table: u32, net: IpNet, index: u32) -> Change {
    let mut change = no_route(table, net);
    if let RouteNetlinkMessage::DelRoute(route) = &mut change.message {
        route.attributes.push(RouteAttribute::Oif(index));
    }
    change
}

/// The routes of one of the kernel's own tables, for a socket that asks strictly.
pub(crate) fn routes_of(family: AddressFamily, table: u32) -> RouteNetlinkMessage {
    let mut message = RouteMessage::default();
    message.header.address_family = family;
    message.header.table = u8::try_from(table).unwrap_or(RouteHeader::RT_TABLE_UNSPEC);
    RouteNetlinkMessage::GetRoute(message)
}

/// Takes away the table's route to `net`. Gone already is fine.
pub(crate) fn no_route(table: u32, net: IpNet) -> Change {
    let mut message = to(table, RouteType::Unicast, net);
    // Whatever it is.
    message.header.kind = RouteType::Unspec;
    message.header.protocol = RouteProtocol::Unspec;
    message.header.scope = RouteScope::NoWhere;
    let message = RouteNetlinkMessage::DelRoute(message);
    Change { what: "take a route away", flags: 0, message, fine: &[libc::ESRCH] }
}

/// Packets with the mark `table` are sought in that table before the main one.
pub(crate) fn marked(family: AddressFamily, table: u32) -> Change {
    let message = RouteNetlinkMessage::NewRule(rule(family, table));
    let flags = NLM_F_CREATE | NLM_F_EXCL;
    Change { what: "lead to a route table", flags, message, fine: &[libc::EEXIST] }
}

/// No more. Gone already is fine.
pub(crate) fn not_marked(family: AddressFamily, table: u32) -> Change {
    let message = RouteNetlinkMessage::DelRule(rule(family, table));
    Change { what: "leave a route table", flags: 0, message, fine: &[libc::ENOENT] }
}

/// Before the rule that leads to the main table, which is the kernel's own.
const PRIORITY: u32 = 100;

fn rule(family: AddressFamily, table: u32) -> RuleMessage {
    let mut message = RuleMessage::default();
    message.header.family = family;
    message.header.action = RuleAction::ToTable;
    message.attributes = vec![
        RuleAttribute::Priority(PRIORITY),
        RuleAttribute::FwMark(table),
        RuleAttribute::FwMask(u32::MAX),
        RuleAttribute::Table(table),
    ];
    message
}

pub(crate) fn all_rules(family: AddressFamily) -> RouteNetlinkMessage {
    let mut message = RuleMessage::default();
    message.header.family = family;
    RouteNetlinkMessage::GetRule(message)
}

pub(crate) fn all_routes(family: AddressFamily) -> RouteNetlinkMessage {
    let mut message = RouteMessage::default();
    message.header.address_family = family;
    RouteNetlinkMessage::GetRoute(message)
}

/// A route of `table` to `net`, without where it leads.
fn to(table: u32, kind: RouteType, net: IpNet) -> RouteMessage {
    let mut message = route(kind, RouteScope::Universe, net.prefix_len());
    message.header.address_family = family(net.addr());
    let network = route_address(net.network());
    message.header.table = u8::try_from(table).unwrap_or(RouteHeader::RT_TABLE_UNSPEC);
    message.attributes = vec![RouteAttribute::Destination(network), RouteAttribute::Table(table)];
    message
}

fn route(kind: RouteType, scope: RouteScope, prefix: u8) -> RouteMessage {
    let mut message = RouteMessage::default();
    message.header.address_family = AddressFamily::Inet;
    message.header.table = RouteHeader::RT_TABLE_MAIN;
    message.header.protocol = RouteProtocol::Static;
    message.header.kind = kind;
    message.header.scope = scope;
    message.header.destination_prefix_length = prefix;
    message
}

fn put_route(what: &'static str, message: RouteMessage) -> Change {
    Change { what, flags: PUT, message: RouteNetlinkMessage::NewRoute(message), fine: &[] }
}
