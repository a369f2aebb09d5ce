//! How packets of logged interfaces are counted: pure.
//!
//! The kernel keeps a counter for each pair of interfaces, addresses and ports, in sets that are
//! there while some interface of the VPC is logged. What passes is counted behind all other rules
//! of the forward hook, what is refused where it is refused.

use std::time::Duration;

use super::IpVersion::{self, V4, V6};
use super::plan::Ruleset;
use super::{TCP, UDP};

/// How long what was seen is known, where nothing else is said.
pub(crate) const STAYS: Duration = Duration::from_secs(60);
/// The set of the interfaces that are logged.
pub(crate) const LOGGED: &str = "flow_logged";
/// The set of those pairs of interfaces of which something was not counted.
pub(crate) const SKIPPED: &str = "flow_skipped";
/// The chain that the kernel calls behind `forward`.
pub(super) const CHAIN: &str = "flow_log";

/// What a counted packet came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It went from the one interface to the other.
    Passed,
    /// It left the one, and the other, or its subnet, refused it.
    RefusedEntering,
    /// It was refused where it left.
    RefusedLeaving,
}

/// A set of counters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub(crate) fate: Fate,
    pub(crate) version: IpVersion,
    /// TCP or UDP; `None` for all other protocols, which have no ports.
    pub(crate) protocol: Option<u8>,
}

impl Fate {
    const ALL: [Self; 3] = [Self::Passed, Self::RefusedEntering, Self::RefusedLeaving];

    fn chain(self) -> &'static str {
        match self {
            Self::Passed => "flow_passed",
            Self::RefusedEntering => "flow_entering",
            Self::RefusedLeaving => "flow_leaving",
        }
    }

    /// How long a counter stays that nothing is added to: whoever is refused chooses ports as
    /// he likes, and must not have all of the room for long.
    pub(crate) fn stays(self) -> Duration {
        match self {
            Self::Passed => STAYS,
            Self::RefusedEntering | Self::RefusedLeaving => Duration::from_secs(20),
        }
    }

    fn bounds(self) -> String {
        let size = if self == Self::Passed { 65_536 } else { 16_384 };
        format!("size {size}; timeout {}s;", self.stays().as_secs())
    }
}

impl Tally {
    /// All of them.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let of = |fate| {
            [V4, V6].into_iter().flat_map(move |version| {
                let protocols = [Some(TCP), Some(UDP), None].into_iter();
                protocols.map(move |protocol| Self { fate, version, protocol })
            })
        };
        Fate::ALL.into_iter().flat_map(of)
    }

    /// Its set's name.
    pub(crate) fn set(self) -> String {
        let family = if self.version == V4 { "4" } else { "6" };
        format!("{}_{}{family}", self.fate.chain(), self.word())
    }

    fn word(self) -> &'static str {
        match self.protocol {
            Some(TCP) => "tcp",
            Some(_) => "udp",
            None => "any",
        }
    }

    fn kind(self) -> String {
        let address = if self.version == V4 { "ipv4_addr" } else { "ipv6_addr" };
        let rest =
            if self.protocol.is_some() { "inet_service . inet_service" } else { "inet_proto" };
        format!("iface_index . iface_index . {address} . {address} . {rest}")
    }

    /// The packets that it counts.
    fn matches(self) -> String {
        let family = if self.version == V4 { "ipv4" } else { "ipv6" };
        match self.protocol {
            Some(_) => format!("meta nfproto {family} meta l4proto {}", self.word()),
            None => format!("meta nfproto {family} meta l4proto != {{ tcp, udp }}"),
        }
    }

    fn key(self) -> String {
        let ip = if self.version == V4 { "ip" } else { "ip6" };
        let word = self.word();
        let rest = match self.protocol {
            Some(_) => format!("{word} sport . {word} dport"),
            None => "meta l4proto".to_owned(),
        };
        format!("iif . oif . {ip} saddr . {ip} daddr . {rest}")
    }

    /// Counts a packet; those that there is no room for go on to the next line.
    fn count(self) -> String {
        format!("{} update @{} {{ {} counter }} return", self.matches(), self.set(), self.key())
    }

    /// Passes over a packet without a counter, when its interface has begun too many. That it
    /// has one is not asked: the kernel would count it then.
    fn pace(self) -> String {
        format!("{} {} != @{} {PACE}", self.matches(), self.key(), self.set())
    }
}

/// The set of TCP's flags that were seen between two ends.
pub(crate) fn flags(version: IpVersion) -> &'static str {
    if version == V4 { "flow_flags4" } else { "flow_flags6" }
}

/// What each interface may begin to have counted of what is refused.
const PACE: &str = "update @flow_pace { iif limit rate over 100/second burst 2048 packets } \
                    goto flow_skip";

/// The chains that count, and those where packets end, by who drops them.
pub(super) fn plan(ruleset: &mut Ruleset) {
    if ruleset.counted {
        plan_counting(ruleset);
    }
    for (by, count) in [
        ("group_egress", REFUSED_LEAVING),
        ("group_ingress", REFUSED_ENTERING),
        ("acl_egress", REFUSED_LEAVING),
        ("acl_ingress", REFUSED_ENTERING),
    ] {
        let count = ruleset.counted.then(|| count.to_owned());
        let lines = count.into_iter().chain([format!("counter name {by} drop")]).collect();
        ruleset.chains.insert(format!("refused_{by}"), lines);
    }
}

const REFUSED_LEAVING: &str = "iif @flow_logged jump flow_leaving";
const REFUSED_ENTERING: &str = "jump flow_refused";

fn plan_counting(ruleset: &mut Ruleset) {
    let either = |chain: &str| {
        ["iif", "oif"].map(|side| format!("{side} @flow_logged goto {chain}")).to_vec()
    };
    let mut put = |name: &str, lines| drop(ruleset.chains.insert(name.to_owned(), lines));
    put(CHAIN, either(Fate::Passed.chain()));
    put("flow_refused", either(Fate::RefusedEntering.chain()));
    put("flow_skip", vec!["update @flow_skipped { iif . oif }".to_owned()]);
    for fate in Fate::ALL {
        put(fate.chain(), counting(fate));
    }
}

fn counting(fate: Fate) -> Vec<String> {
    let tallies = || Tally::all().filter(move |tally| tally.fate == fate);
    let mut lines: Vec<String> =
        [(V4, "ip"), (V6, "ip6")].map(|(version, ip)| see_flags(version, ip)).into();
    if fate != Fate::Passed {
        lines.extend(tallies().map(Tally::pace));
    }
    lines.extend(tallies().map(Tally::count));
    lines.push("goto flow_skip".to_owned());
    lines
}

fn see_flags(version: IpVersion, ip: &str) -> String {
    let set = flags(version);
    format!(
        "tcp flags & (fin | syn | rst) != 0 update @{set} {{ {ip} saddr . {ip} daddr . tcp sport . \
         tcp dport . tcp flags }}"
    )
}

/// The sets, each as its name and what nft has to know of it.
pub(crate) fn sets() -> Vec<(String, String)> {
    let mut sets = vec![
        (LOGGED.to_owned(), "type iface_index;".to_owned()),
        (
            "flow_pace".to_owned(),
            "type iface_index; flags dynamic, timeout; size 65536; timeout 60s;".to_owned(),
        ),
        (
            SKIPPED.to_owned(),
            "type iface_index . iface_index; flags dynamic, timeout; size 65536; timeout 60s;"
                .to_owned(),
        ),
    ];
    for (version, address) in [(V4, "ipv4_addr"), (V6, "ipv6_addr")] {
        let kind = format!("{address} . {address} . inet_service . inet_service . tcp_flag");
        let of = format!("type {kind}; flags dynamic, timeout; size 65536; timeout 60s;");
        sets.push((flags(version).to_owned(), of));
    }
    for tally in Tally::all() {
        let (kind, bounds) = (tally.kind(), tally.fate.bounds());
        sets.push((tally.set(), format!("type {kind}; flags dynamic, timeout; {bounds}")));
    }
    sets
}
