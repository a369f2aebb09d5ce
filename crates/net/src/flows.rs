//! The flows that the kernel tracks in one namespace, found and cut by netlink.

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_sys::protocols::NETLINK_NETFILTER;

use crate::error::{Error, Step};
use crate::netlink::{BURST_MAX, HEADER, Link, NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST};
use crate::nfnetlink::{NLA_F_NESTED, attribute, find, header, push};
use crate::policy::Flow;

// linux/netfilter/nfnetlink_conntrack.h
const NFNL_SUBSYS_CTNETLINK: u16 = 1 << 8;
const NEW: u16 = NFNL_SUBSYS_CTNETLINK;
const GET: u16 = NFNL_SUBSYS_CTNETLINK | 1;
const DELETE: u16 = NFNL_SUBSYS_CTNETLINK | 2;
const CTA_TUPLE_ORIG: u16 = 1;
const CTA_TUPLE_REPLY: u16 = 2;
const CTA_MARK: u16 = 8;
const CTA_ID: u16 = 12;
const CTA_ZONE: u16 = 18;
const CTA_MARK_MASK: u16 = 21;
const CTA_TUPLE_IP: u16 = 1;
const CTA_TUPLE_PROTO: u16 = 2;
const CTA_IP_V4_SRC: u16 = 1;
const CTA_IP_V4_DST: u16 = 2;
const CTA_IP_V6_SRC: u16 = 3;
const CTA_IP_V6_DST: u16 = 4;
const CTA_PROTO_NUM: u16 = 1;
const CTA_PROTO_SRC_PORT: u16 = 2;
const CTA_PROTO_DST_PORT: u16 = 3;

/// `struct nfgenmsg`.
const GENERIC: usize = 4;
const AF_INET: u8 = 2;
const AF_INET6: u8 = 10;

/// The flows of the namespace that the calling thread was in when it opened this.
pub(crate) struct Flows(Link);

/// What names a flow to the kernel.
struct Name {
    family: u8,
    tuple: Vec<u8>,
    zone: Option<Vec<u8>>,
    id: Option<Vec<u8>>,
}

impl Flows {
    pub(crate) fn open() -> Result<Self, Error> {
        Ok(Self(Link::open(NETLINK_NETFILTER).step("open a socket for flows")?))
    }

    /// Cuts every flow that `is_meant`, of those that have all the bits `mark`. How many.
    pub(crate) fn cut(
        &mut self,
        mark: u32,
        is_meant: impl Fn(&Flow) -> bool,
    ) -> Result<usize, Error> {
        if none_is_tracked() {
            return Ok(0);
        }
        let mut found = Vec::new();
        self.list(mark, |family, body| {
            if let Some((flow, name)) = read(family, body)
                && is_meant(&flow)
            {
                found.push(name);
            }
        })
        .step("list the flows of a VPC")?;
        for some in found.chunks(BURST_MAX) {
            self.delete(some).step("cut flows of a VPC")?;
        }
        Ok(found.len())
    }

    /// Whether the kernel lists flows, tried out.
    pub(crate) fn try_out(&mut self) -> Result<(), Error> {
        self.list(0, |_, _| {}).step("list the flows of a VPC")
    }

    fn list(&mut self, mark: u32, mut each: impl FnMut(u8, &[u8])) -> io::Result<()> {
        let sequence = self.0.take_sequences(1);
        let mut question = Vec::with_capacity(64);
        push(&mut question, GET, NLM_F_REQUEST | NLM_F_DUMP, sequence, |b| {
            header(b, 0, 0);
            if mark != 0 {
                attribute(b, CTA_MARK, |b| b.extend(mark.to_be_bytes()));
                attribute(b, CTA_MARK_MASK, |b| b.extend(mark.to_be_bytes()));
            }
        });
        self.0.send(&question)?;
        self.0.hear(sequence, sequence, 1, |kind, whole| {
            if let (NEW, Some(body)) = (kind, whole.get(HEADER + GENERIC..)) {
                each(whole[HEADER], body);
            }
        })
    }

    fn delete(&mut self, names: &[Name]) -> io::Result<()> {
        let count = u32::try_from(names.len()).expect("they are few");
        let first = self.0.take_sequences(count);
        let mut burst = Vec::with_capacity(names.len() * 96);
        for (name, sequence) in names.iter().zip(first..) {
            push(&mut burst, DELETE, NLM_F_REQUEST | NLM_F_ACK, sequence, |b| {
                header(b, name.family, 0);
                let whole = |b: &mut Vec<u8>, kind, of: &[u8]| {
                    attribute(b, kind, |b| b.extend_from_slice(of));
                };
                whole(b, NLA_F_NESTED | CTA_TUPLE_ORIG, &name.tuple);
                name.zone.iter().for_each(|zone| whole(b, CTA_ZONE, zone));
                name.id.iter().for_each(|id| whole(b, CTA_ID, id));
            });
        }
        self.0.send(&burst)?;
        for sequence in first..first + count {
            match self.0.hear(sequence, sequence, 1, |_, _| {}) {
                // It has ended by itself.
                Err(e) if e.raw_os_error() == Some(libc::ENOENT) => {}
                done => done?,
            }
        }
        Ok(())
    }
}

/// Whether the namespace has no flow, which is cheaper to ask than to list none.
fn none_is_tracked() -> bool {
    let count = fs::read_to_string("/proc/sys/net/netfilter/nf_conntrack_count");
    count.is_ok_and(|count| count.trim() == "0")
}

fn read(family: u8, body: &[u8]) -> Option<(Flow, Name)> {
    let tuple = find(body, CTA_TUPLE_ORIG)?;
    let (addresses, protocol) = (find(tuple, CTA_TUPLE_IP)?, find(tuple, CTA_TUPLE_PROTO)?);
    let ends = |addresses| {
        Some(match family {
            AF_INET => (v4(addresses, CTA_IP_V4_SRC)?, v4(addresses, CTA_IP_V4_DST)?),
            AF_INET6 => (v6(addresses, CTA_IP_V6_SRC)?, v6(addresses, CTA_IP_V6_DST)?),
            _ => return None,
        })
    };
    let (from, asked) = ends(addresses)?;
    let (to, seen) = ends(find(find(body, CTA_TUPLE_REPLY)?, CTA_TUPLE_IP)?)?;
    // ICMP has no ports.
    let port = |kind| {
        let port = find(protocol, kind).and_then(|port| port.try_into().ok());
        port.map_or(0, u16::from_be_bytes)
    };
    let mark = find(body, CTA_MARK).and_then(|mark| mark.try_into().ok());
    let flow = Flow {
        mark: mark.map_or(0, u32::from_be_bytes),
        protocol: *find(protocol, CTA_PROTO_NUM)?.first()?,
        from: (from, port(CTA_PROTO_SRC_PORT)),
        to: (to, port(CTA_PROTO_DST_PORT)),
        asked,
        seen,
    };
    let owned = |kind| find(body, kind).map(<[u8]>::to_vec);
    let name = Name { family, tuple: tuple.to_vec(), zone: owned(CTA_ZONE), id: owned(CTA_ID) };
    Some((flow, name))
}

fn v4(of: &[u8], kind: u16) -> Option<IpAddr> {
    let octets: [u8; 4] = find(of, kind)?.try_into().ok()?;
    Some(Ipv4Addr::from(octets).into())
}

fn v6(of: &[u8], kind: u16) -> Option<IpAddr> {
    let octets: [u8; 16] = find(of, kind)?.try_into().ok()?;
    Some(Ipv6Addr::from(octets).into())
}
