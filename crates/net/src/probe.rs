//! What the fabric needs of a kernel, tried out, for `ferrogate doctor`.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::os::fd::AsFd;
use std::sync::Arc;

use ferrogate_base::errors::chain;
use ipnet::{IpNet, Ipv4Net};
use netlink_packet_route::AddressFamily;
use nix::net::if_::if_nametoindex;
use socket2::{Domain, Socket, Type};

use crate::enforce::Enforcer;
use crate::error::{Error, Step};
use crate::flows::Flows;
use crate::id::Mac;
use crate::message::{self, End};
use crate::netlink::Rtnl;
use crate::policy::{Group, Interface, IpVersion, Peer, Rule, Subnet, TCP, Traffic, VpcState};
use crate::worker;

/// One thing that was tried.
#[derive(Clone, Debug)]
pub struct Feature {
    /// What it is.
    pub name: &'static str,
    /// Why it does not work here, with the whole chain of causes; `None` when it works.
    pub missing: Option<String>,
    /// What to do about it.
    pub fix: &'static str,
}

/// Tries everything the fabric needs, in namespaces of its own that end with the call.
/// Changes nothing on the host. Takes tens of milliseconds; needs root.
#[must_use]
pub fn probe() -> Vec<Feature> {
    let tried = std::thread::spawn(try_all).join();
    tried.unwrap_or_else(|_| {
        let missing = Some("the probe itself panicked".into());
        vec![Feature { name: "probe", missing, fix: "report this as a bug" }]
    })
}

type Try = fn() -> Result<(), Error>;

/// Each line builds on those before it: they run in one namespace.
const FEATURES: &[(&str, &str, Try)] = &[
    (
        "network namespaces",
        "run as root (CAP_SYS_ADMIN) on a kernel with CONFIG_NET_NS",
        worker::enter_new,
    ),
    (
        "settings of namespaces",
        "mount /proc writable where the agent runs",
        crate::sysctl::set_router,
    ),
    ("veth pairs", "modprobe veth (CONFIG_VETH)", try_veth),
    (
        "nftables",
        "install nft 1.0 or later; modprobe nf_tables (CONFIG_NF_TABLES, CONFIG_NF_TABLES_INET)",
        || Enforcer::make().map(drop),
    ),
    (
        "rules of a VPC",
        "modprobe nft_ct nft_connlimit nft_fib_inet nf_conntrack (CONFIG_NFT_CT, \
         CONFIG_NFT_CONNLIMIT, CONFIG_NFT_FIB_INET, CONFIG_NF_CONNTRACK_MARK, \
         CONFIG_NF_CONNTRACK_ZONES)",
        try_rules,
    ),
    ("flows by netlink", "modprobe nf_conntrack_netlink (CONFIG_NF_CT_NETLINK)", || {
        Flows::open()?.try_out()
    }),
    ("route tables", "a kernel with CONFIG_IP_MULTIPLE_TABLES", || {
        Rtnl::open()?.apply(vec![message::marked(AddressFamily::Inet, 1)])
    }),
    ("sockets bound to an interface", "run as root (CAP_NET_RAW)", try_bound_socket),
];

fn try_all() -> Vec<Feature> {
    let mut features = Vec::with_capacity(FEATURES.len());
    for (name, fix, attempt) in FEATURES {
        let missing = attempt().err().map(|error| chain(&error));
        let first_failed = features.is_empty() && missing.is_some();
        features.push(Feature { name, missing, fix });
        if first_failed {
            // Without a namespace of its own the rest would change the host's.
            break;
        }
    }
    features
}

const PROBE_IF: &str = "probe0";

fn try_veth() -> Result<(), Error> {
    let here = End { name: PROBE_IF, mac: Mac([2, 0, 0, 0, 0, 1]) };
    let there = End { name: "probe1", mac: Mac([2, 0, 0, 0, 0, 2]) };
    let home: File = worker::current()?;
    Rtnl::open()?.apply(vec![message::make_veth(&here, &there, home.as_fd())])
}

/// A state that needs everything that rules can need.
fn try_rules() -> Result<(), Error> {
    let all: IpNet = Ipv4Net::default().into();
    let rule = |traffic, peer| Rule { traffic, peer };
    let ping = Traffic::Icmp { version: IpVersion::V4, kind: Some(8), code: None };
    let group = Group {
        ingress: vec![
            rule(Traffic::All, Peer::Ranges(vec![all])),
            rule(ping, Peer::Ranges(vec![all])),
            rule(Traffic::Protocol(TCP), Peer::Group("sg-1".into())),
        ],
        egress: vec![],
    };
    let interface = Interface {
        addresses: vec![Ipv4Addr::new(10, 0, 0, 5).into()],
        subnet: "subnet-1".into(),
        groups: vec!["sg-1".into()],
        source_dest_check: false,
    };
    let state = VpcState {
        ranges: vec![all],
        subnets: [("subnet-1".into(), Subnet::default())].into(),
        groups: [("sg-1".into(), group)].into(),
        interfaces: [("eni-1".parse()?, interface)].into(),
        ..VpcState::default()
    };
    Enforcer::make()?.apply(Arc::new(state))
}

fn try_bound_socket() -> Result<(), Error> {
    if_nametoindex(PROBE_IF).step("find the probe's interface")?;
    let open = || {
        let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
        socket.bind_device(Some(PROBE_IF.as_bytes()))?;
        socket.bind(&SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 53).into())
    };
    open().step("bind a socket to an interface")
}
