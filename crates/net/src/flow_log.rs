//! What interfaces have sent and were sent, and what was refused: the counters that the rules of
//! [`crate::policy`] keep of logged interfaces, read.
//!
//! The kernel's counters only grow, and one that nothing is added to goes after a while. So what
//! is new is what a counter has more than the last time, or all of one that begins anew. A list
//! of counters may leave one out when others come meanwhile: it is known until it must be gone.

mod read;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use netlink_sys::protocols::NETLINK_NETFILTER;

use crate::error::{Error, Step};
use crate::id::EniId;
use crate::netlink::Link;
use crate::policy::{Fate, SKIPPED, Tally, flow_flags};
use read::{Counter, Ends};

/// What was counted since the last time.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Packets by interface, direction, ends and what became of them. The same may be there
    /// more than once.
    pub flows: Vec<Flow>,
    /// Interfaces of which some packets were not counted, because too many ports were used.
    pub skipped: BTreeSet<EniId>,
    /// The interfaces that are attached and logged.
    pub logged: BTreeSet<EniId>,
}

/// Packets that an interface has sent, or was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The interface.
    pub interface: EniId,
    /// Whether it has sent them.
    pub egress: bool,
    /// Whether its groups and its subnet's ACL let them.
    pub accepted: bool,
    /// Where they come from; the port is 0 for protocols without ports.
    pub from: (IpAddr, u16),
    /// Where they go.
    pub to: (IpAddr, u16),
    /// The protocol's number.
    pub protocol: u8,
    /// How many.
    pub packets: u64,
    /// Their bytes, headers of IP included.
    pub bytes: u64,
    /// How long ago the last one came.
    pub ago: Duration,
    /// FIN 1, SYN 2, RST 4, and SYN with ACK 18, of all packets between the ends.
    pub tcp_flags: u8,
}

/// Reads the counters of the namespace in which it was opened.
pub(crate) struct Reader {
    link: Link,
    /// What was read last of each counter that may still be there.
    last: HashMap<(String, Ends), Known>,
    read_at: Instant,
    /// The interfaces by index, also of those that went since they were asked last.
    names: BTreeMap<u32, EniId>,
    /// What was read and nobody has taken.
    pending: Counted,
}

struct Known {
    packets: u64,
    bytes: u64,
    gone_by: Instant,
}

impl Reader {
    pub(crate) fn open() -> Result<Self, Error> {
        Ok(Self {
            link: Link::open(NETLINK_NETFILTER).step("open a netfilter socket")?,
            last: HashMap::new(),
            read_at: Instant::now(),
            names: BTreeMap::new(),
            pending: Counted::default(),
        })
    }

    /// An interface has this index.
    pub(crate) fn name(&mut self, index: u32, id: &EniId) {
        self.names.insert(index, id.clone());
    }

    /// Reads what is new, for the next [`Reader::take`].
    pub(crate) fn read(&mut self) -> Result<(), Error> {
        let now = Instant::now();
        let since = now.duration_since(self.read_at);
        let flags = self.flags(since)?;
        for tally in Tally::all() {
            let set = tally.set();
            for counter in self.link.counters(tally)? {
                let new = self.new_of(&set, &counter, now);
                if new.0 > 0 {
                    self.add(tally, &counter, new, &flags);
                }
            }
        }
        for (from, to) in self.link.pairs(SKIPPED, since)? {
            let of = [from, to].into_iter().filter_map(|index| self.names.get(&index));
            self.pending.skipped.extend(of.cloned());
        }
        self.last.retain(|_, known| known.gone_by > now);
        self.read_at = now;
        Ok(())
    }

    /// What is there counts as read: an earlier process has told of it.
    pub(crate) fn begin_here(&mut self) -> Result<(), Error> {
        self.read()?;
        self.pending = Counted::default();
        Ok(())
    }

    /// The counters have gone, all of them.
    pub(crate) fn forget(&mut self) {
        self.last.clear();
    }

    /// What was read. `logged` are attached by now, with their indexes.
    pub(crate) fn take(&mut self, logged: impl Iterator<Item = (u32, EniId)>) -> Counted {
        self.names = logged.collect();
        let logged = self.names.values().cloned().collect();
        Counted { logged, ..std::mem::take(&mut self.pending) }
    }

    /// The flags that were seen since the last time, by ends.
    fn flags(&mut self, since: Duration) -> Result<HashMap<Ends, u8>, Error> {
        let mut all = HashMap::new();
        for version in [crate::policy::IpVersion::V4, crate::policy::IpVersion::V6] {
            for (ends, flags) in self.link.flags(flow_flags(version), version, since)? {
                *all.entry(ends).or_default() |= flags;
            }
        }
        Ok(all)
    }

    /// How many packets and bytes more than the last time.
    fn new_of(&mut self, set: &str, counter: &Counter, now: Instant) -> (u64, u64) {
        let Counter { ends, packets, bytes, left, .. } = counter;
        let known = Known { packets: *packets, bytes: *bytes, gone_by: now + *left };
        let before = self.last.insert((set.to_owned(), ends.clone()), known);
        match before.filter(|before| before.packets <= *packets && before.bytes <= *bytes) {
            Some(before) => (packets - before.packets, bytes - before.bytes),
            None => (*packets, *bytes),
        }
    }

    fn add(
        &mut self,
        tally: Tally,
        counter: &Counter,
        (packets, bytes): (u64, u64),
        flags: &HashMap<Ends, u8>,
    ) {
        let Counter { ends, ago, .. } = counter;
        let sides = match tally.fate {
            Fate::Passed => [Some(true), Some(true)],
            Fate::RefusedEntering => [Some(true), Some(false)],
            Fate::RefusedLeaving => [Some(false), None],
        };
        let tcp_flags = flags.get(&ends.without_interfaces()).copied().unwrap_or(0);
        for ((index, egress), accepted) in
            [(ends.iif, true), (ends.oif, false)].into_iter().zip(sides)
        {
            let (Some(accepted), Some(interface)) = (accepted, self.names.get(&index)) else {
                continue;
            };
            self.pending.flows.push(Flow {
                interface: interface.clone(),
                egress,
                accepted,
                from: ends.from,
                to: ends.to,
                protocol: ends.protocol,
                packets,
                bytes,
                ago: *ago,
                tcp_flags,
            });
        }
    }
}
