//! Elements of the kernel's sets, as netlink carries them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use crate::error::{Error, Step};
use crate::netlink::{HEADER, Link, NLM_F_DUMP, NLM_F_REQUEST};
use crate::nfnetlink::{NFNL_SUBSYS_NFTABLES, attribute, c_string, each, find, header, push};
use crate::policy::{IpVersion, STAYS, TABLE, TCP, Tally};

// linux/netfilter/nf_tables.h
const NEW_SET_ELEM: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 12;
const GET_SET_ELEM: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 13;
const NFPROTO_INET: u8 = 1;
const NFTA_SET_ELEM_LIST_TABLE: u16 = 1;
const NFTA_SET_ELEM_LIST_SET: u16 = 2;
const NFTA_SET_ELEM_LIST_ELEMENTS: u16 = 3;
const NFTA_SET_ELEM_KEY: u16 = 1;
const NFTA_SET_ELEM_TIMEOUT: u16 = 4;
const NFTA_SET_ELEM_EXPIRATION: u16 = 5;
const NFTA_SET_ELEM_EXPR: u16 = 7;
const NFTA_DATA_VALUE: u16 = 1;
const NFTA_EXPR_DATA: u16 = 2;
const NFTA_COUNTER_BYTES: u16 = 1;
const NFTA_COUNTER_PACKETS: u16 = 2;

/// `struct nfgenmsg`.
const GENERIC: usize = 4;

/// What a counter is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ends {
    pub(super) iif: u32,
    pub(super) oif: u32,
    pub(super) from: (IpAddr, u16),
    pub(super) to: (IpAddr, u16),
    pub(super) protocol: u8,
}

impl Ends {
    pub(super) fn without_interfaces(&self) -> Self {
        Self { iif: 0, oif: 0, ..self.clone() }
    }
}

/// A counter.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    pub(super) ends: Ends,
    pub(super) packets: u64,
    pub(super) bytes: u64,
    /// How long ago something was added.
    pub(super) ago: Duration,
    /// How long it stays when nothing is.
    pub(super) left: Duration,
}

/// An element: its key, how long it is left, and all of its attributes.
struct Element<'a> {
    key: &'a [u8],
    ago: Duration,
    left: Duration,
    all: &'a [u8],
}

impl Link {
    /// The counters of a set; none where there is no such set.
    pub(super) fn counters(&mut self, of: Tally) -> Result<Vec<Counter>, Error> {
        self.elements(&of.set(), of.fate.stays(), |element| {
            let mut key = Fields(element.key);
            let (iif, oif) = (key.index()?, key.index()?);
            let ends = ends(&mut key, (iif, oif), of.version, of.protocol)?;
            let counter = find(find(element.all, NFTA_SET_ELEM_EXPR)?, NFTA_EXPR_DATA)?;
            let number = |kind| find(counter, kind)?.try_into().ok().map(u64::from_be_bytes);
            let (packets, bytes) = (number(NFTA_COUNTER_PACKETS)?, number(NFTA_COUNTER_BYTES)?);
            Some(Counter { ends, packets, bytes, ago: element.ago, left: element.left })
        })
    }

    /// The flags of TCP that a set has, as flow logs tell them, of the last `since`.
    pub(super) fn flags(
        &mut self,
        set: &str,
        version: IpVersion,
        since: Duration,
    ) -> Result<Vec<(Ends, u8)>, Error> {
        let all = self.elements(set, STAYS, |element| {
            let mut key = Fields(element.key);
            let ends = ends(&mut key, (0, 0), version, Some(TCP))?;
            let flags = told(key.take::<4>()?[0]);
            Some((ends, flags, element.ago))
        })?;
        Ok(all.into_iter().filter(|(_, _, ago)| *ago <= since).map(|(e, f, _)| (e, f)).collect())
    }

    /// The pairs of interfaces that a set got in the last `since`.
    pub(super) fn pairs(&mut self, set: &str, since: Duration) -> Result<Vec<(u32, u32)>, Error> {
        let all = self.elements(set, STAYS, |element| {
            let mut key = Fields(element.key);
            Some((key.index()?, key.index()?, element.ago))
        })?;
        Ok(all.into_iter().filter(|(_, _, ago)| *ago <= since).map(|(i, o, _)| (i, o)).collect())
    }

    fn elements<T>(
        &mut self,
        set: &str,
        stays: Duration,
        mut read: impl FnMut(Element<'_>) -> Option<T>,
    ) -> Result<Vec<T>, Error> {
        let sequence = self.take_sequences(1);
        let mut question = Vec::with_capacity(64);
        push(&mut question, GET_SET_ELEM, NLM_F_REQUEST | NLM_F_DUMP, sequence, |b| {
            header(b, NFPROTO_INET, 0);
            attribute(b, NFTA_SET_ELEM_LIST_TABLE, |b| b.extend(c_string(TABLE)));
            attribute(b, NFTA_SET_ELEM_LIST_SET, |b| b.extend(c_string(set)));
        });
        self.send(&question).step("ask for counters")?;
        let mut found = Vec::new();
        let heard = self.hear(sequence, sequence, 1, |kind, whole| {
            let body = whole.get(HEADER + GENERIC..).filter(|_| kind == NEW_SET_ELEM);
            let list = body.and_then(|body| find(body, NFTA_SET_ELEM_LIST_ELEMENTS));
            each(list.unwrap_or_default(), |_, element| {
                found.extend(element_of(element, stays).and_then(&mut read))
            });
        });
        match heard {
            // Nothing is counted.
            Err(error) if error.raw_os_error() == Some(libc::ENOENT) => Ok(Vec::new()),
            Err(error) => Err(Error::kernel("read counters", error)),
            Ok(()) => Ok(found),
        }
    }
}

/// The kernel leaves out how long an element stays when it is as its set says.
fn element_of(all: &[u8], stays: Duration) -> Option<Element<'_>> {
    let key = find(find(all, NFTA_SET_ELEM_KEY)?, NFTA_DATA_VALUE)?;
    let ms =
        |kind| find(all, kind)?.try_into().ok().map(u64::from_be_bytes).map(Duration::from_millis);
    let left: Duration = ms(NFTA_SET_ELEM_EXPIRATION)?;
    let timeout = ms(NFTA_SET_ELEM_TIMEOUT).unwrap_or(stays);
    Some(Element { key, ago: timeout.saturating_sub(left), left, all })
}

fn ends(
    key: &mut Fields<'_>,
    (iif, oif): (u32, u32),
    version: IpVersion,
    protocol: Option<u8>,
) -> Option<Ends> {
    let (from, to) = (key.address(version)?, key.address(version)?);
    let (from, to, protocol) = match protocol {
        Some(protocol) => ((from, key.port()?), (to, key.port()?), protocol),
        None => ((from, 0), (to, 0), key.take::<4>()?[0]),
    };
    Some(Ends { iif, oif, from, to, protocol })
}

/// An ACK is told with a SYN only (VPC user guide, "Flow log records").
fn told(flags: u8) -> u8 {
    const SYN: u8 = 2;
    const ACK: u8 = 16;
    let ack = if flags & SYN == SYN { flags & ACK } else { 0 };
    flags & 7 | ack
}

/// The fields of a key: each takes a multiple of four bytes.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk::<N>()?;
        let field = *field;
        self.0 = rest;
        Some(field)
    }

    fn index(&mut self) -> Option<u32> {
        self.take().map(u32::from_ne_bytes)
    }

    fn port(&mut self) -> Option<u16> {
        let [high, low, ..] = self.take::<4>()?;
        Some(u16::from_be_bytes([high, low]))
    }

    fn address(&mut self, version: IpVersion) -> Option<IpAddr> {
        Some(match version {
            IpVersion::V4 => Ipv4Addr::from(self.take::<4>()?).into(),
            IpVersion::V6 => Ipv6Addr::from(self.take::<16>()?).into(),
        })
    }
}
