//! The two ends of an ENI's veth pair: the one in its task's namespace, and the links of the
//! VPC's, as the kernel lists them.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::Duration;

use netlink_packet_route::RouteNetlinkMessage;
use netlink_packet_route::link::{LinkAttribute, State};
use nix::net::if_::if_nametoindex;

use crate::error::{Error, Step};
use crate::id::{Eni, Mac};
use crate::message::{self, DOOMED, End, ROUTER6};
use crate::netlink::{NLM_F_DUMP, Rtnl};
use crate::sysctl;

/// What the interface is called inside the task, as in Fargate.
pub(crate) const TASK_IF: &str = "eth1";

/// A link of the namespace, as far as it matters here.
pub(crate) struct Found {
    pub(crate) index: u32,
    pub(crate) name: String,
    pub(crate) alias: Option<String>,
    pub(crate) doomed: bool,
}

/// Inside the task's namespace: settings first, because interfaces inherit them.
pub(crate) fn make_task_end(eni: &Eni, vpc: BorrowedFd<'_>) -> Result<(Rtnl, u32), Error> {
    sysctl::set_task()?;
    let mut rtnl = Rtnl::open()?;
    let here = End { name: TASK_IF, mac: eni.mac };
    let there = End { name: &eni.host_if, mac: Mac::ROUTER };
    rtnl.apply(vec![message::make_veth(&here, &there, vpc), message::lo_up()])?;
    let index = if_nametoindex(TASK_IF).step("find the task's interface")?;
    let mut changes = vec![
        message::address(index, eni.address.into()),
        message::up_without_arp(index),
        message::neighbour(index, eni.gateway.into(), Mac::ROUTER),
        message::default_route(index, eni.gateway.into(), eni.address.into()),
    ];
    if let Some(address) = eni.address6 {
        sysctl::set_ipv6(TASK_IF)?;
        changes.extend([
            message::address(index, address.into()),
            message::neighbour(index, ROUTER6.into(), Mac::ROUTER),
            message::default_route(index, ROUTER6.into(), address.into()),
        ]);
    }
    rtnl.apply(changes)?;
    Ok((rtnl, index))
}

/// Waits until the end of a veth pair that came up first can send.
///
/// The kernel gives it its queue in later work (linkwatch), once its peer is up too, and
/// drops what is sent before: the task's first connection would wait a second for its
/// second SYN. Since Linux 6.8 asking for the link does that work at once.
pub(crate) fn await_carrier(rtnl: &mut Rtnl, index: u32) -> Result<(), Error> {
    const TRIES_MAX: u32 = 2000;
    const PAUSE: Duration = Duration::from_micros(500);
    for _ in 0..TRIES_MAX {
        let answer = rtnl.ask("look at the task's interface", message::link_at(index), 0)?;
        let up = answer.iter().any(|message| match message {
            RouteNetlinkMessage::NewLink(link) => {
                link.attributes.contains(&LinkAttribute::OperState(State::Up))
            }
            _ => false,
        });
        if up {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    Err(Error::kernel("bring the task's interface up", io::Error::from(io::ErrorKind::TimedOut)))
}

/// Every link of the namespace.
pub(crate) fn links(rtnl: &mut Rtnl) -> Result<Vec<Found>, Error> {
    let answer = rtnl.ask("list the interfaces", message::all_links(), NLM_F_DUMP)?;
    Ok(answer
        .into_iter()
        .filter_map(|message| match message {
            RouteNetlinkMessage::NewLink(link) => Some(link),
            _ => None,
        })
        .map(|link| {
            let index = link.header.index;
            let mut found = Found { index, name: String::new(), alias: None, doomed: false };
            for attribute in link.attributes {
                match attribute {
                    LinkAttribute::IfName(name) => found.name = name,
                    LinkAttribute::IfAlias(alias) => found.alias = Some(alias),
                    LinkAttribute::Group(group) => found.doomed = group == DOOMED,
                    _ => {}
                }
            }
            found
        })
        .collect())
}
