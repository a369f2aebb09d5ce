//! The kernel's routes of one VPC, but for those to its own ENIs: what vanishes, and the tables
//! that packets of some subnets are sought in first.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use netlink_packet_route::route::{RouteAddress, RouteAttribute, RouteHeader, RouteMessage};
use netlink_packet_route::rule::RuleAttribute;
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};

use crate::error::Error;
use crate::id::{EniId, PeeringId};
use crate::message::{self, ROUTER6};
use crate::netlink::{Change, NLM_F_DUMP, Rtnl};
use crate::outside::HOST;
use crate::policy::{Hop, Ruleset, TABLES};
use crate::sysctl;

const MAIN: u32 = RouteHeader::RT_TABLE_MAIN as u32;

/// Where the packets of a route go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    NextTable,
    Blackhole,
    Via(IpAddr, u32),
    /// What an earlier process has made.
    Unknown,
}

/// The indices of what routes lead to, as far as it is there.
pub(crate) trait There {
    /// Of an interface that is attached.
    fn interface(&self, id: &EniId) -> Option<u32>;
    /// Of the way to the outside.
    fn uplink(&self) -> Option<u32>;
    /// Of a peering that is joined.
    fn peer(&self, id: &PeeringId) -> Option<u32>;
}

/// The routes that were made.
#[derive(Debug, Default)]
pub(crate) struct Routing {
    /// Whether the kernel has IPv6.
    speaks_six: bool,
    routes: BTreeMap<(u32, IpNet), Way>,
    tables: BTreeSet<u32>,
}

impl Routing {
    /// What goes nowhere vanishes without an answer, as on AWS.
    pub(crate) fn make(rtnl: &mut Rtnl, cidr: Ipv4Net) -> Result<Self, Error> {
        let mut closed = vec![
            message::blackhole(MAIN, Ipv4Net::default().into()),
            message::blackhole(MAIN, cidr.into()),
        ];
        let speaks_six = sysctl::has_ipv6();
        if speaks_six {
            closed.push(message::blackhole(MAIN, Ipv6Net::default().into()));
        }
        rtnl.apply(closed)?;
        Ok(Self { speaks_six, ..Self::default() })
    }

    /// Takes over what an earlier process has made.
    pub(crate) fn adopt(rtnl: &mut Rtnl, cidr: Ipv4Net) -> Result<Self, Error> {
        let mut routing = Self::make(rtnl, cidr)?;
        for family in routing.families() {
            let answer = rtnl.ask("list the rules", message::all_rules(family), NLM_F_DUMP)?;
            routing.tables.extend(answer.iter().filter_map(table_of_rule));
            let answer = rtnl.ask("list the routes", message::all_routes(family), NLM_F_DUMP)?;
            let routes = answer.iter().filter_map(route_of_table);
            routing.routes.extend(routes.map(|at| (at, Way::Unknown)));
        }
        Ok(routing)
    }

    fn speaks(&self, range: &IpNet) -> bool {
        self.speaks_six || matches!(range, IpNet::V4(_))
    }

    fn families(&self) -> impl Iterator<Item = AddressFamily> + use<> {
        let six = self.speaks_six.then_some(AddressFamily::Inet6);
        [AddressFamily::Inet].into_iter().chain(six)
    }

    /// Makes the routes those of `ruleset`, by the interfaces that are `there`.
    pub(crate) fn apply(
        &mut self,
        rtnl: &mut Rtnl,
        ruleset: &Ruleset,
        there: &impl There,
    ) -> Result<(), Error> {
        let mut wanted = BTreeMap::new();
        for (table, routes) in &ruleset.tables {
            let routes = routes.iter().filter(|(to, _)| self.speaks(to));
            wanted.extend(routes.map(|(to, hop)| ((*table, *to), way(to, hop, there))));
        }
        let tables: BTreeSet<u32> = ruleset.tables.keys().copied().collect();
        let mut changes = Vec::new();
        // In these packets would vanish anyhow; here they do whatever route comes to be.
        let closed = ruleset.ranges.iter().filter(|range| self.speaks(range));
        changes.extend(closed.map(|range| message::blackhole(MAIN, *range)));
        for (at, way) in &wanted {
            if self.routes.get(at) != Some(way) {
                changes.extend(put(*at, *way));
            }
        }
        for (table, to) in self.routes.keys().filter(|at| !wanted.contains_key(at)) {
            // Also what would hold at last.
            changes.extend([message::no_route(*table, *to), message::no_route(*table, *to)]);
        }
        for family in self.families() {
            let begun = tables.difference(&self.tables);
            changes.extend(begun.map(|table| message::marked(family, *table)));
            let ended = self.tables.difference(&tables);
            changes.extend(ended.map(|table| message::not_marked(family, *table)));
        }
        rtnl.apply(changes)?;
        (self.routes, self.tables) = (wanted, tables);
        Ok(())
    }
}

fn way(to: &IpNet, hop: &Hop, there: &impl There) -> Way {
    let is_v4 = matches!(to, IpNet::V4(_));
    let beyond: IpAddr = if is_v4 { HOST.into() } else { ROUTER6.into() };
    let (index, address) = match hop {
        Hop::Main => return Way::NextTable,
        Hop::Blackhole => return Way::Blackhole,
        Hop::Out => (there.uplink(), beyond),
        Hop::Peer(id) => (there.peer(id), beyond),
        Hop::Via(id, address) => (there.interface(id), *address),
    };
    index.map_or(Way::Blackhole, |index| Way::Via(address, index))
}

fn put((table, to): (u32, IpNet), way: Way) -> Vec<Change> {
    match way {
        Way::NextTable => vec![message::next_table(table, to)],
        Way::Blackhole | Way::Unknown => vec![message::blackhole(table, to)],
        // An interface may go at any time, and what was to pass it must not pass without it.
        Way::Via(address, index) => {
            vec![message::blackhole_at_last(table, to), message::via(table, to, address, index)]
        }
    }
}

fn table_of_rule(message: &RouteNetlinkMessage) -> Option<u32> {
    let RouteNetlinkMessage::NewRule(rule) = message else { return None };
    rule.attributes.iter().find_map(|attribute| match attribute {
        RuleAttribute::Table(table) if *table >= TABLES => Some(*table),
        _ => None,
    })
}

fn route_of_table(message: &RouteNetlinkMessage) -> Option<(u32, IpNet)> {
    let RouteNetlinkMessage::NewRoute(route) = message else { return None };
    let table = route.attributes.iter().find_map(|attribute| match attribute {
        RouteAttribute::Table(table) if *table >= TABLES => Some(*table),
        _ => None,
    })?;
    Some((table, destination(route)?))
}

fn destination(route: &RouteMessage) -> Option<IpNet> {
    let address = route.attributes.iter().find_map(|attribute| match attribute {
        RouteAttribute::Destination(RouteAddress::Inet(address)) => Some(IpAddr::V4(*address)),
        RouteAttribute::Destination(RouteAddress::Inet6(address)) => Some(IpAddr::V6(*address)),
        _ => None,
    });
    let address = address.unwrap_or(match route.header.address_family {
        AddressFamily::Inet6 => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        _ => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    });
    IpNet::new(address, route.header.destination_prefix_length).ok()
}
