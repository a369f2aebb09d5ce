//! Hosted zones: what is said of the names in them, by type.

use std::collections::{BTreeMap, HashMap};
use std::net::{Ipv4Addr, Ipv6Addr};

use hickory_proto::rr::rdata::{A, AAAA, CNAME, MX, NS, NULL, PTR, SOA, SRV, TXT};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use parking_lot::RwLock;

/// A type of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An address of IPv4.
    A,
    /// An address of IPv6.
    Aaaa,
    /// Who may issue certificates.
    Caa,
    /// Another name.
    Cname,
    /// A mail server.
    Mx,
    /// A name server.
    Ns,
    /// The name of an address.
    Ptr,
    /// The start of a zone.
    Soa,
    /// Who may send mail, as text.
    Spf,
    /// Where a service is.
    Srv,
    /// Text.
    Txt,
}

/// One value. Names are without the dot at their end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Of A.
    A(Ipv4Addr),
    /// Of AAAA.
    Aaaa(Ipv6Addr),
    /// Of CNAME, NS and PTR.
    Name(String),
    /// Preference and host.
    Mx(u16, String),
    /// Priority, weight, port, target.
    Srv(u16, u16, u16, String),
    /// Of TXT and SPF: each character is a byte.
    Txt(Vec<String>),
    /// Flags, tag, value.
    Caa(u8, String, String),
    /// The first server, who is responsible, and the five numbers.
    Soa(String, String, [u32; 5]),
}

/// What a zone says of one name and type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// These values, for so many seconds.
    Values(u32, Vec<Data>),
    /// Whatever it says of another of its names.
    Alias(String),
    /// Whatever is said of a name that is not its own.
    Beyond(String),
}

/// A hosted zone. Shared by the resolvers of all VPCs that resolve by it; changed in place.
#[derive(Debug)]
pub struct Zone {
    name: Box<str>,
    said: RwLock<Said>,
}

#[derive(Debug, Default)]
struct Said {
    sets: HashMap<Box<str>, BTreeMap<Kind, Says>>,
    /// How many names with sets are at or below a name: it exists then (RFC 4592).
    nodes: HashMap<Box<str>, usize>,
}

/// What a zone answers.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// The name doesn't exist.
    Nothing,
    /// It does, without records of the type.
    NoData,
    /// These records.
    Records(Vec<Record>),
    /// What this one has, which is in another zone.
    As(Name),
    /// It is another name for this one, which may be anywhere.
    Elsewhere(Box<Record>, Name),
}

/// Aliases of aliases that are followed.
const ALIASES_MAX: usize = 8;

impl Zone {
    /// One that says nothing yet of `name` and what is below.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: super::names::key(name).into(), said: RwLock::default() }
    }

    /// Its name, in lower case and without the dot at its end.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Says something of a name in it, instead of what was said of that type.
    pub fn put(&self, name: &str, kind: Kind, says: Says) {
        let name = super::names::key(name);
        let mut said = self.said.write();
        if !said.sets.contains_key(name.as_str()) {
            said.count(&self.name, &name, true);
        }
        said.sets.entry(name.into()).or_default().insert(kind, says);
    }

    /// Says nothing of that type any more.
    pub fn remove(&self, name: &str, kind: Kind) {
        let name = super::names::key(name);
        let mut said = self.said.write();
        let Some(sets) = said.sets.get_mut(name.as_str()) else { return };
        sets.remove(&kind);
        if sets.is_empty() {
            said.sets.remove(name.as_str());
            said.count(&self.name, &name, false);
        }
    }

    /// What it answers about `asked`, whose name it has.
    pub(super) fn find(&self, asked: &Name, kind: RecordType) -> Found {
        let said = self.said.read();
        let name = super::names::key(&asked.to_ascii());
        let Some(sets) = said.sets_of(&self.name, &name) else {
            return if said.nodes.contains_key(name.as_str()) {
                Found::NoData
            } else {
                Found::Nothing
            };
        };
        if kind == RecordType::ANY {
            let all = sets.iter().flat_map(|(kind, says)| said.records(asked, *kind, says));
            return records(all.collect());
        }
        if let Some(Says::Values(ttl_s, values)) = sets.get(&Kind::Cname)
            && kind != RecordType::CNAME
            && let [Data::Name(target)] = &values[..]
            && let Some(target) = dns_name(target)
        {
            let record = RData::CNAME(CNAME(target.clone()));
            let record = Record::from_rdata(asked.clone(), *ttl_s, record);
            return Found::Elsewhere(Box::new(record), target);
        }
        let Some((kind, says)) = sets.iter().find(|(of, _)| of.wire() == kind) else {
            return Found::NoData;
        };
        if let Some(Says::Beyond(target)) = said.followed(*kind, says) {
            return dns_name(target).map_or(Found::NoData, Found::As);
        }
        records(said.records(asked, *kind, says))
    }

    /// What says how long it may be kept that there is nothing.
    pub(super) fn soa(&self) -> Option<Record> {
        let said = self.said.read();
        let says = said.sets.get(&*self.name)?.get(&Kind::Soa)?;
        let mut soa = said.records(&dns_name(&self.name)?, Kind::Soa, says).pop()?;
        if let RData::SOA(of) = &soa.data {
            soa.ttl = soa.ttl.min(of.minimum);
        }
        Some(soa)
    }
}

fn records(all: Vec<Record>) -> Found {
    if all.is_empty() { Found::NoData } else { Found::Records(all) }
}

impl Said {
    /// Counts a name among those at or below it and what it lies in.
    fn count(&mut self, zone: &str, name: &str, comes: bool) {
        for node in ancestors(zone, name) {
            let count = self.nodes.entry(node.into()).or_default();
            *count = if comes { *count + 1 } else { count.saturating_sub(1) };
            if *count == 0 {
                self.nodes.remove(node);
            }
        }
    }

    /// The sets of a name, or of the wildcard that stands for it: that of the closest name above
    /// it that exists (RFC 4592, section 3.3.1).
    fn sets_of(&self, zone: &str, name: &str) -> Option<&BTreeMap<Kind, Says>> {
        if let Some(sets) = self.sets.get(name) {
            return Some(sets);
        }
        if self.nodes.contains_key(name) {
            return None;
        }
        let closest = ancestors(zone, name).find(|node| self.nodes.contains_key(*node))?;
        self.sets.get(format!("*.{closest}").as_str())
    }

    /// The records of a set, as of the name that was asked for.
    fn records(&self, asked: &Name, kind: Kind, says: &Says) -> Vec<Record> {
        let Some(Says::Values(ttl_s, values)) = self.followed(kind, says) else { return vec![] };
        let data = values.iter().filter_map(|value| value.wire(kind));
        data.map(|data| Record::from_rdata(asked.clone(), *ttl_s, data)).collect()
    }

    /// Where the aliases within the zone lead, `None` when that is nowhere.
    fn followed<'s>(&'s self, kind: Kind, says: &'s Says) -> Option<&'s Says> {
        let mut says = says;
        for _ in 0..ALIASES_MAX {
            let Says::Alias(of) = says else { return Some(says) };
            says = self.sets.get(of.as_str())?.get(&kind)?;
        }
        None
    }
}

/// A name and those that it lies in, up to the zone's.
fn ancestors<'n>(zone: &'n str, name: &'n str) -> impl Iterator<Item = &'n str> {
    let mut next = Some(name);
    std::iter::from_fn(move || {
        let now = next?;
        next = if now == zone { None } else { now.split_once('.').map(|(_, rest)| rest) };
        Some(now)
    })
}

impl Kind {
    fn wire(self) -> RecordType {
        match self {
            Self::A => RecordType::A,
            Self::Aaaa => RecordType::AAAA,
            Self::Caa => RecordType::CAA,
            Self::Cname => RecordType::CNAME,
            Self::Mx => RecordType::MX,
            Self::Ns => RecordType::NS,
            Self::Ptr => RecordType::PTR,
            Self::Soa => RecordType::SOA,
            Self::Spf => RecordType::Unknown(SPF),
            Self::Srv => RecordType::SRV,
            Self::Txt => RecordType::TXT,
        }
    }
}

impl Data {
    /// The value as it is sent; `None` for one that is of another type.
    fn wire(&self, kind: Kind) -> Option<RData> {
        Some(match (kind, self) {
            (Kind::A, Self::A(address)) => RData::A(A(*address)),
            (Kind::Aaaa, Self::Aaaa(address)) => RData::AAAA(AAAA(*address)),
            (Kind::Cname, Self::Name(name)) => RData::CNAME(CNAME(dns_name(name)?)),
            (Kind::Ns, Self::Name(name)) => RData::NS(NS(dns_name(name)?)),
            (Kind::Ptr, Self::Name(name)) => RData::PTR(PTR(dns_name(name)?)),
            (Kind::Mx, Self::Mx(preference, host)) => {
                RData::MX(MX::new(*preference, dns_name(host)?))
            }
            (Kind::Srv, Self::Srv(priority, weight, port, target)) => {
                RData::SRV(SRV::new(*priority, *weight, *port, dns_name(target)?))
            }
            (Kind::Txt, Self::Txt(strings)) => RData::TXT(text(strings)),
            (Kind::Spf, Self::Txt(strings)) => {
                raw(SPF, strings.iter().flat_map(|string| counted(string)).collect())
            }
            (Kind::Caa, Self::Caa(flags, tag, value)) => {
                raw(CAA, [vec![*flags], counted(tag), bytes(value)].concat())
            }
            (Kind::Soa, Self::Soa(first, who, [serial, refresh, retry, expire, minimum])) => {
                let signed = |seconds: &u32| i32::try_from(*seconds).unwrap_or(i32::MAX);
                RData::SOA(SOA::new(
                    dns_name(first)?,
                    dns_name(who)?,
                    *serial,
                    signed(refresh),
                    signed(retry),
                    signed(expire),
                    *minimum,
                ))
            }
            _ => return None,
        })
    }
}

/// The numbers of types that are written as they are: RFC 7208 and RFC 8659.
const SPF: u16 = 99;
const CAA: u16 = 257;

fn raw(code: u16, bytes: Vec<u8>) -> RData {
    RData::Unknown { code: RecordType::Unknown(code), rdata: NULL::with(bytes) }
}

fn text(strings: &[String]) -> TXT {
    let strings: Vec<Vec<u8>> = strings.iter().map(|string| bytes(string)).collect();
    TXT::from_bytes(strings.iter().map(|string| &**string).collect())
}

/// Each character is one byte: none is above 255.
fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

/// The same with its length before it, which is 255 at most.
fn counted(text: &str) -> Vec<u8> {
    let bytes = bytes(text);
    let length = u8::try_from(bytes.len()).unwrap_or(u8::MAX);
    [&[length], &bytes[..usize::from(length)]].concat()
}

fn dns_name(name: &str) -> Option<Name> {
    Name::from_ascii(format!("{name}.")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        dns_name(text).unwrap()
    }

    fn address(last: u8) -> Says {
        Says::Values(60, vec![Data::A([10, 0, 0, last].into())])
    }

    fn zone() -> Zone {
        let zone = Zone::new("Corp.Internal.");
        zone.put("web.corp.internal", Kind::A, address(1));
        zone.put("*.corp.internal", Kind::A, address(2));
        zone.put("deep.in.the.corp.internal", Kind::Txt, Says::Values(60, vec![]));
        zone.put(
            "www.corp.internal",
            Kind::Cname,
            Says::Values(60, vec![Data::Name("web.corp.internal".into())]),
        );
        zone.put("also.corp.internal", Kind::A, Says::Alias("web.corp.internal".into()));
        zone.put("lb.corp.internal", Kind::A, Says::Beyond("web-1.elb.localhost".into()));
        zone.put("far.corp.internal", Kind::A, Says::Alias("lb.corp.internal".into()));
        zone.put("round.corp.internal", Kind::A, Says::Alias("round.corp.internal".into()));
        zone
    }

    fn asked(zone: &Zone, of: &str, kind: RecordType) -> String {
        match zone.find(&name(of), kind) {
            Found::Nothing => "nothing".into(),
            Found::NoData => "no data".into(),
            Found::Elsewhere(_, target) => format!("see {target}"),
            Found::As(target) => format!("as {target}"),
            Found::Records(all) => {
                assert!(all.iter().all(|record| record.name == name(of)));
                all.iter().map(|record| record.data.to_string()).collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[test]
    fn names_wildcards_and_what_lies_between_are_told_apart() {
        let zone = zone();
        for (of, kind, wanted) in [
            ("web.corp.internal", RecordType::A, "10.0.0.1"),
            ("WEB.corp.internal", RecordType::A, "10.0.0.1"),
            ("web.corp.internal", RecordType::AAAA, "no data"),
            ("other.corp.internal", RecordType::A, "10.0.0.2"),
            ("a.b.corp.internal", RecordType::A, "10.0.0.2"),
            ("other.corp.internal", RecordType::MX, "no data"),
            // It is there, and nothing is said of it; the wildcard doesn't stand for what is
            // below a name that is.
            ("in.the.corp.internal", RecordType::A, "no data"),
            ("x.in.the.corp.internal", RecordType::A, "nothing"),
            ("x.web.corp.internal", RecordType::A, "nothing"),
            ("www.corp.internal", RecordType::A, "see web.corp.internal."),
            ("www.corp.internal", RecordType::CNAME, "web.corp.internal."),
            ("also.corp.internal", RecordType::A, "10.0.0.1"),
            ("also.corp.internal", RecordType::AAAA, "no data"),
            ("far.corp.internal", RecordType::A, "as web-1.elb.localhost."),
            ("far.corp.internal", RecordType::AAAA, "no data"),
            ("round.corp.internal", RecordType::A, "no data"),
            ("corp.internal", RecordType::A, "no data"),
        ] {
            assert_eq!(asked(&zone, of, kind), wanted, "{of} {kind}");
        }
    }

    #[test]
    fn what_is_removed_is_no_more() {
        let zone = zone();
        zone.remove("*.corp.internal", Kind::A);
        zone.remove("web.corp.internal", Kind::A);
        zone.remove("web.corp.internal", Kind::A);
        assert_eq!(asked(&zone, "other.corp.internal", RecordType::A), "nothing");
        assert_eq!(asked(&zone, "web.corp.internal", RecordType::A), "nothing");
        assert_eq!(asked(&zone, "also.corp.internal", RecordType::A), "no data");
        zone.remove("deep.in.the.corp.internal", Kind::Txt);
        assert_eq!(asked(&zone, "in.the.corp.internal", RecordType::A), "nothing");
        let empty = Zone::new("a.b");
        empty.put("x.a.b", Kind::A, address(1));
        empty.remove("x.a.b", Kind::A);
        assert!(empty.said.read().nodes.is_empty() && empty.said.read().sets.is_empty());
    }

    #[test]
    fn every_type_is_written_and_read_by_others() {
        let zone = zone();
        let host = || "a.example".to_owned();
        for (kind, value, wanted) in [
            (Kind::Aaaa, Data::Aaaa("fd00::5".parse().unwrap()), "fd00::5"),
            (Kind::Mx, Data::Mx(10, host()), "10 a.example."),
            (Kind::Srv, Data::Srv(1, 2, 443, host()), "1 2 443 a.example."),
            (Kind::Ptr, Data::Name(host()), "a.example."),
            (Kind::Ns, Data::Name(host()), "a.example."),
            (Kind::Txt, Data::Txt(vec!["v=1".into(), "\u{e9}".into()]), "v=1\u{fffd}"),
            (
                Kind::Soa,
                Data::Soa(host(), host(), [1, 2, 3, 4, 5]),
                "a.example. a.example. 1 2 3 4 5",
            ),
        ] {
            zone.put("all.corp.internal", kind, Says::Values(5, vec![value]));
            assert_eq!(asked(&zone, "all.corp.internal", kind.wire()), wanted, "{kind:?}");
        }
        let spf = Data::Txt(vec!["v=spf1".into()]).wire(Kind::Spf).unwrap();
        let RData::Unknown { rdata, .. } = spf else { panic!() };
        assert_eq!(rdata.anything, b"\x06v=spf1");
        let caa = Data::Caa(0, "issue".into(), "ca.example".into()).wire(Kind::Caa).unwrap();
        let RData::Unknown { rdata, .. } = caa else { panic!() };
        assert_eq!(rdata.anything, b"\x00\x05issueca.example");
    }

    #[test]
    fn aliases_that_lead_in_circles_say_nothing() {
        let zone = Zone::new("a");
        zone.put("x.a", Kind::A, Says::Alias("y.a".into()));
        zone.put("y.a", Kind::A, Says::Alias("x.a".into()));
        assert_eq!(asked(&zone, "x.a", RecordType::A), "no data");
    }
}
