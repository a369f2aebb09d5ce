//! Kernel settings of a namespace, written while a thread is inside it.

use std::fs;
use std::io;
use std::path::Path;

use crate::error::{Error, Step};

/// The router of a VPC: forwards, answers no ARP and believes no redirect. Whose packet it is
/// was asked by the guard, more strictly than rp_filter does, which would seek a route for it.
/// Interfaces made later inherit `default`.
const ROUTER: &[(&str, &str)] = &[
    ("ipv4/ip_forward", "1"),
    ("ipv4/conf/all/rp_filter", "0"),
    ("ipv4/conf/default/rp_filter", "0"),
    ("ipv4/conf/all/accept_redirects", "0"),
    ("ipv4/conf/default/accept_redirects", "0"),
    ("ipv4/conf/all/send_redirects", "0"),
    ("ipv4/conf/default/send_redirects", "0"),
    ("ipv4/conf/all/accept_source_route", "0"),
    ("ipv4/conf/default/accept_source_route", "0"),
    ("ipv4/conf/all/arp_ignore", "8"),
    ("ipv4/conf/default/arp_ignore", "8"),
    // Only interfaces of ENIs that have an address of IPv6 speak it, without one of their own.
    ("ipv6/conf/all/forwarding", "1"),
    ("ipv6/conf/all/accept_redirects", "0"),
    ("ipv6/conf/default/accept_redirects", "0"),
    ("ipv6/conf/default/accept_ra", "0"),
    ("ipv6/conf/default/addr_gen_mode", "1"),
    ("ipv6/conf/default/disable_ipv6", "1"),
];

/// How flows are tracked in the router of a VPC.
const FLOWS: &[(&str, &str)] = &[
    // AWS: UdpStreamTimeout is 180 s; the others are as Linux has them.
    ("netfilter/nf_conntrack_udp_timeout_stream", "180"),
    // A connection whose entry was cut is not taken for a new one in its middle.
    ("netfilter/nf_conntrack_tcp_loose", "0"),
    // Groups look at addresses and ports, not at windows.
    ("netfilter/nf_conntrack_tcp_be_liberal", "1"),
];

/// A task: an end host that believes no redirect and no router advertisement. Any port
/// may be bound and ping needs no capability, as Docker sets it. `lo` keeps ::1.
const TASK: &[(&str, &str)] = &[
    ("ipv4/conf/all/rp_filter", "1"),
    ("ipv4/conf/default/rp_filter", "1"),
    ("ipv4/conf/all/accept_redirects", "0"),
    ("ipv4/conf/default/accept_redirects", "0"),
    ("ipv4/conf/all/send_redirects", "0"),
    ("ipv4/conf/default/send_redirects", "0"),
    ("ipv4/conf/all/accept_source_route", "0"),
    ("ipv4/conf/default/accept_source_route", "0"),
    ("ipv4/conf/all/arp_ignore", "1"),
    ("ipv4/conf/all/arp_announce", "2"),
    ("ipv4/ip_unprivileged_port_start", "0"),
    ("ipv4/ping_group_range", "0 2147483647"),
    ("ipv6/conf/all/accept_ra", "0"),
    ("ipv6/conf/default/accept_ra", "0"),
    ("ipv6/conf/all/accept_redirects", "0"),
    ("ipv6/conf/default/accept_redirects", "0"),
    ("ipv6/conf/default/disable_ipv6", "1"),
];

pub(crate) fn set_router() -> Result<(), Error> {
    ROUTER.iter().try_for_each(|(name, value)| set(name, value))
}

/// Whether the kernel has IPv6.
pub(crate) fn has_ipv6() -> bool {
    Path::new("/proc/sys/net/ipv6").exists()
}

/// Lets an interface speak IPv6, with the addresses that it is given and no other: neither a
/// link-local one nor what somebody advertises.
pub(crate) fn set_ipv6(interface: &str) -> Result<(), Error> {
    for (name, value) in [("addr_gen_mode", "1"), ("accept_ra", "0"), ("disable_ipv6", "0")] {
        set(&format!("ipv6/conf/{interface}/{name}"), value)?;
    }
    Ok(())
}

/// To be called once there are rules that track flows: the kernel has the settings then.
pub(crate) fn set_flows() -> Result<(), Error> {
    FLOWS.iter().try_for_each(|(name, value)| set(name, value))
}

pub(crate) fn set_task() -> Result<(), Error> {
    TASK.iter().try_for_each(|(name, value)| set(name, value))
}

/// The outside's end of a VPC's uplink: forwards, also to and from loopback addresses, which are
/// public ones here. Whose packet it is was asked by the rules.
const UPLINK: &[(&str, &str)] = &[
    ("ipv4/conf/@/forwarding", "1"),
    ("ipv4/conf/@/route_localnet", "1"),
    ("ipv4/conf/@/rp_filter", "0"),
    ("ipv4/conf/@/accept_redirects", "0"),
    ("ipv4/conf/@/accept_source_route", "0"),
    ("ipv6/conf/@/addr_gen_mode", "1"),
    ("ipv6/conf/@/accept_ra", "0"),
    ("ipv6/conf/@/accept_redirects", "0"),
    ("ipv6/conf/@/disable_ipv6", "0"),
];

pub(crate) fn set_uplink(interface: &str) -> Result<(), Error> {
    UPLINK.iter().try_for_each(|(name, value)| set(&name.replace('@', interface), value))
}

/// Whether the namespace forwards IPv6. It is never made to: a machine that forwards believes no
/// router's advertisement any more (ip-sysctl, `accept_ra`), and may lose its own way out.
pub(crate) fn forwards_ipv6() -> bool {
    let now = fs::read_to_string("/proc/sys/net/ipv6/conf/all/forwarding");
    now.is_ok_and(|now| now.trim() != "0")
}

/// The router's end: the host's connections come by it, to loopback addresses that are public
/// ones here.
pub(crate) fn set_router_uplink(interface: &str) -> Result<(), Error> {
    set(&format!("ipv4/conf/{interface}/route_localnet"), "1")
}

/// Has the namespace forward, unless it does.
pub(crate) fn let_forward() -> Result<(), Error> {
    let now =
        fs::read_to_string("/proc/sys/net/ipv4/ip_forward").step("read net/ipv4/ip_forward")?;
    if now.trim() == "0" { set("ipv4/ip_forward", "1") } else { Ok(()) }
}

/// A NAT gateway forwards what is not its own.
pub(crate) fn set_nat() -> Result<(), Error> {
    set("ipv4/ip_forward", "1")?;
    // None is taken up in its middle.
    set("netfilter/nf_conntrack_tcp_loose", "0")?;
    // AWS: an idle connection is given up after 350 s.
    set("netfilter/nf_conntrack_tcp_timeout_established", "350")
}

fn set(name: &str, value: &str) -> Result<(), Error> {
    match fs::write(format!("/proc/sys/net/{name}"), value) {
        // A kernel without IPv6 has nothing to switch off.
        Err(e) if e.kind() == io::ErrorKind::NotFound && name.starts_with("ipv6/") => Ok(()),
        done => done.step(format!("set net/{name} to {value}")),
    }
}
