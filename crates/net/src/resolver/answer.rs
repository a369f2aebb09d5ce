//! What a query gets: pure, from bytes to a decision.

use std::net::Ipv4Addr;
use std::sync::Arc;

use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::rdata::{A, PTR};
use hickory_proto::rr::{DNSClass, Name, RData, Record, RecordType};

use super::names::Names;
use super::zone::{Found, Zone};

/// The longest answer over UDP, whatever the client offers: it fits every link.
pub(super) const UDP_ANSWER_MAX: usize = 1232;
const UDP_ANSWER_MIN: usize = 512;

/// Addresses in one answer. Cloud Map: at most 8.
const ADDRESSES_MAX: usize = 8;

const HEADER: usize = 12;

/// What to do with a packet.
pub(super) enum Decision {
    /// It is no query: say nothing.
    Ignore,
    Reply(Message),
    /// The table does not say.
    Ask(Ask),
    /// Nobody knows yet who says.
    Wait,
}

impl Decision {
    /// The same query's answer from a resolver that is turned off.
    pub(super) fn refused(self) -> Self {
        match self {
            Self::Ignore | Self::Wait => Self::Ignore,
            Self::Reply(mut message) => {
                message.metadata.response_code = ResponseCode::Refused;
                message.metadata.authoritative = false;
                message.answers.clear();
                message.authorities.clear();
                Self::Reply(message)
            }
            Self::Ask(ask) => Self::Reply(ask.response(ResponseCode::Refused)).refused(),
        }
    }
}

/// A well formed query that others may answer.
pub(super) struct Ask {
    pub(super) id: u16,
    pub(super) query: Query,
    /// What leads from the name that was asked for to the one that others are asked for.
    pub(super) way: Vec<Record>,
    /// That one, if it is another.
    pub(super) target: Option<Name>,
    pub(super) edns: Option<Edns>,
    pub(super) recursion_desired: bool,
}

/// Decides on one packet. `turn` rotates the order of addresses; `whole` says whether all zones are
/// known.
pub(super) fn decide(
    names: &Names,
    zones: &[Arc<Zone>],
    packet: &[u8],
    turn: usize,
    whole: bool,
) -> Decision {
    // Responses and stumps are never answered, so that two resolvers can't talk forever.
    if packet.len() < HEADER || packet[2] & 0x80 != 0 {
        return Decision::Ignore;
    }
    let id = u16::from_be_bytes([packet[0], packet[1]]);
    let Ok(message) = Message::from_vec(packet) else {
        return refuse(id, OpCode::Query, ResponseCode::FormErr);
    };
    if message.metadata.message_type != MessageType::Query {
        return Decision::Ignore;
    }
    if message.metadata.op_code != OpCode::Query {
        return refuse(id, message.metadata.op_code, ResponseCode::NotImp);
    }
    let [query] = message.queries.as_slice() else {
        return refuse(id, OpCode::Query, ResponseCode::FormErr);
    };
    let mut ask = Ask {
        id,
        query: query.clone(),
        way: vec![],
        target: None,
        recursion_desired: message.metadata.recursion_desired,
        edns: message.edns.as_ref().map(|_| own_edns()),
    };
    if query.query_class() != DNSClass::IN {
        return Decision::Reply(ask.response(ResponseCode::Refused));
    }
    if matches!(query.query_type(), RecordType::AXFR | RecordType::IXFR) {
        return Decision::Reply(ask.response(ResponseCode::Refused));
    }
    if !whole && !is_sure(names, query.name()) {
        return Decision::Wait;
    }
    let mut name = query.name().clone();
    for _ in 0..HOPS_MAX {
        let (code, answers, soa) = match known(names, zones, &name, query.query_type(), turn) {
            Known::Whole(code, answers, soa) => (code, answers, soa),
            Known::Elsewhere(record, target) => {
                ask.way.push(*record);
                name = target;
                continue;
            }
            Known::Nothing => {
                ask.target = (name != *query.name()).then_some(name);
                return Decision::Ask(ask);
            }
        };
        let mut response = ask.response(code);
        response.metadata.authoritative = true;
        response.add_answers(answers);
        response.add_authorities(soa.map(|soa| *soa));
        return Decision::Reply(response);
    }
    // Names that lead in a circle.
    Decision::Reply(ask.response(ResponseCode::ServFail))
}

/// Whether the table has a name, so that no zone is asked.
fn is_sure(names: &Names, name: &Name) -> bool {
    let known = |address| names.name_of(address).is_some();
    names.find(&name.to_ascii()).is_some()
        || reverse_address(name).is_some_and(known)
        || (name.is_localhost() && name.num_labels() == 1)
}

/// Other names for a name that are followed.
const HOPS_MAX: usize = 8;

/// What is known here of a name.
enum Known {
    /// All there is: with what says how long it may be kept that there is nothing.
    Whole(ResponseCode, Vec<Record>, Option<Box<Record>>),
    /// That it is another name for this one.
    Elsewhere(Box<Record>, Name),
    /// Nothing: others are to be asked.
    Nothing,
}

fn known(names: &Names, zones: &[Arc<Zone>], name: &Name, kind: RecordType, turn: usize) -> Known {
    if let Some(zone) = zone_of(names, zones, name) {
        return match zone.find(name, kind) {
            Found::Records(mut all) => {
                let count = all.len();
                all.rotate_left(turn % count.max(1));
                if matches!(kind, RecordType::A | RecordType::AAAA) {
                    all.truncate(ADDRESSES_MAX);
                }
                Known::Whole(ResponseCode::NoError, all, None)
            }
            Found::NoData => Known::Whole(ResponseCode::NoError, vec![], zone.soa().map(Box::new)),
            Found::Nothing => {
                Known::Whole(ResponseCode::NXDomain, vec![], zone.soa().map(Box::new))
            }
            Found::Elsewhere(record, target) => Known::Elsewhere(record, target),
            Found::As(target) => {
                Known::Whole(ResponseCode::NoError, as_of(zones, name, &target, kind, turn), None)
            }
        };
    }
    match own(names, name, kind, turn) {
        Some((code, answers)) => Known::Whole(code, answers, None),
        None => Known::Nothing,
    }
}

/// The records of a name that is a zone of its own, for one that has the same. There are none when
/// that zone is not there, or has its records from elsewhere too: nothing is followed in a circle.
fn as_of(
    zones: &[Arc<Zone>],
    name: &Name,
    target: &Name,
    kind: RecordType,
    turn: usize,
) -> Vec<Record> {
    let text = super::names::key(&target.to_ascii());
    let zone = zones.iter().find(|zone| zone.name() == text);
    let Some(Found::Records(mut all)) = zone.map(|zone| zone.find(target, kind)) else {
        return vec![];
    };
    let count = all.len();
    all.rotate_left(turn % count.max(1));
    all.truncate(ADDRESSES_MAX);
    all.iter_mut().for_each(|record| record.name = name.clone());
    all
}

/// The smallest hosted zone that a name lies in, unless the table knows a smaller one.
fn zone_of<'z>(names: &Names, zones: &'z [Arc<Zone>], name: &Name) -> Option<&'z Zone> {
    if zones.is_empty() {
        return None;
    }
    let text = super::names::key(&name.to_ascii());
    let all = zones.iter().filter(|zone| super::names::is_within(&text, zone.name()));
    let zone = all.max_by_key(|zone| zone.name().len())?;
    let is_smaller = names.claimed_by(&text).is_none_or(|length| length <= zone.name().len());
    is_smaller.then_some(zone)
}

fn refuse(id: u16, op_code: OpCode, code: ResponseCode) -> Decision {
    Decision::Reply(Message::error_msg(id, op_code, code))
}

fn own_edns() -> Edns {
    let mut edns = Edns::new();
    edns.set_max_payload(UDP_ANSWER_MAX as u16);
    edns
}

impl Ask {
    /// What others are asked.
    pub(super) fn asked(&self) -> Query {
        let mut query = self.query.clone();
        if let Some(target) = &self.target {
            query.set_name(target.clone());
        }
        query
    }

    /// An answer with what leads to the name that was asked for at last.
    pub(super) fn response(&self, code: ResponseCode) -> Message {
        let mut response = Message::error_msg(self.id, OpCode::Query, code);
        response.metadata.recursion_desired = self.recursion_desired;
        response.metadata.recursion_available = true;
        response.add_query(self.query.clone());
        response.edns.clone_from(&self.edns);
        response.add_answers(self.way.clone());
        response
    }
}

/// What the table says, `None` when it is for others to say.
fn own(
    names: &Names,
    name: &Name,
    kind: RecordType,
    turn: usize,
) -> Option<(ResponseCode, Vec<Record>)> {
    if let Some(address) = reverse_address(name) {
        return own_reverse(names, name, kind, address);
    }
    let text = name.to_ascii();
    if name.is_localhost() {
        return own_localhost(name, kind);
    }
    let Some(found) = names.find(&text) else {
        return names.claims(&text).then(|| (ResponseCode::NXDomain, Vec::new()));
    };
    if !matches!(kind, RecordType::A | RecordType::ANY) {
        return Some((ResponseCode::NoError, Vec::new()));
    }
    let count = found.list.len();
    let records = (0..count.min(ADDRESSES_MAX))
        .map(|i| found.list[(i + turn % count.max(1)) % count])
        .map(|address| a(name, found.ttl_s, address));
    Some((ResponseCode::NoError, records.collect()))
}

/// RFC 6761 6.3: answered here, never forwarded.
fn own_localhost(name: &Name, kind: RecordType) -> Option<(ResponseCode, Vec<Record>)> {
    let records = match kind {
        RecordType::A => vec![a(name, 0, Ipv4Addr::LOCALHOST)],
        _ => Vec::new(),
    };
    Some((ResponseCode::NoError, records))
}

fn own_reverse(
    names: &Names,
    name: &Name,
    kind: RecordType,
    address: Ipv4Addr,
) -> Option<(ResponseCode, Vec<Record>)> {
    let Some((host, ttl_s)) = names.name_of(address) else {
        return names.claims_address(address).then(|| (ResponseCode::NXDomain, Vec::new()));
    };
    if !matches!(kind, RecordType::PTR | RecordType::ANY) {
        return Some((ResponseCode::NoError, Vec::new()));
    }
    let target = Name::from_ascii(format!("{host}.")).ok()?;
    let record = Record::from_rdata(name.clone(), ttl_s, RData::PTR(PTR(target)));
    Some((ResponseCode::NoError, vec![record]))
}

fn a(name: &Name, ttl_s: u32, address: Ipv4Addr) -> Record {
    Record::from_rdata(name.clone(), ttl_s, RData::A(A(address)))
}

/// The address of a whole `d.c.b.a.in-addr.arpa` name.
fn reverse_address(name: &Name) -> Option<Ipv4Addr> {
    if name.num_labels() != 6 {
        return None;
    }
    let text = name.to_ascii().to_ascii_lowercase();
    let reversed: Ipv4Addr =
        text.strip_suffix('.').unwrap_or(&text).strip_suffix(".in-addr.arpa")?.parse().ok()?;
    let [a, b, c, d] = reversed.octets();
    Some(Ipv4Addr::new(d, c, b, a))
}

/// How long an answer over UDP may be for this packet's sender.
pub(super) fn udp_answer_max(packet: &[u8]) -> usize {
    let offered = Message::from_vec(packet).map_or(0, |message| message.max_payload().into());
    offered.clamp(UDP_ANSWER_MIN, UDP_ANSWER_MAX)
}

/// The bytes of `response`, cut to header and question with TC set when longer than
/// `max`. `None` when it can't be written, which no message made here is.
pub(super) fn write(response: &Message, max: usize) -> Option<Vec<u8>> {
    let bytes = response.to_vec().ok()?;
    if bytes.len() <= max { Some(bytes) } else { response.truncate().to_vec().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names() -> Names {
        Names::new()
            .zone("ec2.internal")
            .range("10.0.0.0/16".parse().unwrap())
            .host("ip-10-0-0-5.ec2.internal", Ipv4Addr::new(10, 0, 0, 5))
            .record("web.local", 10, (1..=20).map(|d| Ipv4Addr::new(10, 0, 1, d)).collect())
    }

    fn ask(name: &str, kind: RecordType) -> Vec<u8> {
        let mut message = Message::query();
        message.add_query(Query::query(Name::from_ascii(name).unwrap(), kind));
        message.to_vec().unwrap()
    }

    fn reply(packet: &[u8]) -> Message {
        match decide(&names(), &[], packet, 0, true) {
            Decision::Reply(message) => message,
            Decision::Ignore | Decision::Wait => panic!("no answer"),
            Decision::Ask(_) => panic!("would be forwarded"),
        }
    }

    #[test]
    fn names_of_the_table_are_answered_in_any_case() {
        let message = reply(&ask("IP-10-0-0-5.ec2.INTERNAL.", RecordType::A));
        assert_eq!(message.metadata.response_code, ResponseCode::NoError);
        assert_eq!(message.answers[0].data, RData::A(A(Ipv4Addr::new(10, 0, 0, 5))));
        assert_eq!(message.answers[0].ttl, 60);
    }

    #[test]
    fn a_known_name_has_no_ipv6_address_but_exists() {
        let message = reply(&ask("ip-10-0-0-5.ec2.internal.", RecordType::AAAA));
        assert_eq!(message.metadata.response_code, ResponseCode::NoError);
        assert!(message.answers.is_empty());
    }

    #[test]
    fn unknown_names_of_own_zones_do_not_exist_and_others_are_forwarded() {
        for name in ["ip-10-0-0-6.ec2.internal.", "6.0.0.10.in-addr.arpa."] {
            let message = reply(&ask(name, RecordType::ANY));
            assert_eq!(message.metadata.response_code, ResponseCode::NXDomain, "{name}");
        }
        for name in ["example.com.", "5.0.0.11.in-addr.arpa.", "10.in-addr.arpa."] {
            let decision = decide(&names(), &[], &ask(name, RecordType::A), 0, true);
            assert!(matches!(decision, Decision::Ask(_)), "{name}");
        }
    }

    #[test]
    fn addresses_lead_back_to_names() {
        let message = reply(&ask("5.0.0.10.in-addr.arpa.", RecordType::PTR));
        assert_eq!(message.answers[0].data.to_string(), "ip-10-0-0-5.ec2.internal.");
    }

    #[test]
    fn many_addresses_come_in_turn_eight_at_a_time() {
        let packet = ask("web.local.", RecordType::A);
        let mut seen = std::collections::HashSet::new();
        for turn in 0..20 {
            let Decision::Reply(message) = decide(&names(), &[], &packet, turn, true) else {
                panic!()
            };
            assert_eq!(message.answers.len(), ADDRESSES_MAX);
            seen.insert(message.answers[0].data.to_string());
        }
        assert_eq!(seen.len(), 20);
    }

    #[test]
    fn responses_are_never_answered() {
        let mut packet = ask("web.local.", RecordType::A);
        packet[2] |= 0x80;
        assert!(matches!(decide(&names(), &[], &packet, 0, true), Decision::Ignore));
        assert!(matches!(decide(&names(), &[], &packet[..11], 0, true), Decision::Ignore));
    }

    #[test]
    fn what_is_not_one_question_is_refused_without_an_echo() {
        let mut two = Message::query();
        for name in ["a.local.", "b.local."] {
            two.add_query(Query::query(Name::from_ascii(name).unwrap(), RecordType::A));
        }
        let message = reply(&two.to_vec().unwrap());
        assert_eq!(message.metadata.response_code, ResponseCode::FormErr);
        assert_eq!(message.to_vec().unwrap().len(), HEADER);
        assert_eq!(
            reply(&ask("web.local.", RecordType::AXFR)).metadata.response_code,
            ResponseCode::Refused
        );
    }

    #[test]
    fn a_long_answer_is_cut_and_says_so() {
        let message = reply(&ask("web.local.", RecordType::A));
        let cut = Message::from_vec(&write(&message, 40).unwrap()).unwrap();
        assert!(cut.metadata.truncation && cut.answers.is_empty());
        assert_eq!(write(&message, 512).unwrap(), message.to_vec().unwrap());
    }

    proptest! {
        #[test]
        fn no_packet_panics_or_is_amplified(packet in proptest::collection::vec(any::<u8>(), 0..600)) {
            let max = udp_answer_max(&packet);
            if let Decision::Reply(message) = decide(&names(), &[], &packet, packet.len(), true) {
                prop_assert!(write(&message, max).is_some_and(|bytes| bytes.len() <= max));
            }
        }

        #[test]
        fn a_damaged_query_never_panics(
            at in 0_usize..60, byte in any::<u8>(), cut in 0_usize..60, turn in any::<usize>()
        ) {
            let mut packet = ask("ip-10-0-0-5.ec2.internal.", RecordType::A);
            let at = at % packet.len();
            packet[at] = byte;
            packet.truncate(packet.len() - cut % packet.len());
            if let Decision::Reply(message) = decide(&names(), &[], &packet, turn, true) {
                prop_assert!(write(&message, 512).is_some());
            }
        }
    }

    fn zones() -> Vec<Arc<Zone>> {
        use super::super::zone::{Data, Kind, Says};
        let zone = Arc::new(Zone::new("corp.internal"));
        let address = |last| Says::Values(60, vec![Data::A([10, 0, 0, last].into())]);
        let name = |to: &str| Says::Values(60, vec![Data::Name(to.into())]);
        zone.put("web.corp.internal", Kind::A, address(9));
        zone.put("www.corp.internal", Kind::Cname, name("web.corp.internal"));
        zone.put("out.corp.internal", Kind::Cname, name("example.com"));
        zone.put("host.corp.internal", Kind::Cname, name("ip-10-0-0-5.ec2.internal"));
        zone.put("round.corp.internal", Kind::Cname, name("round.corp.internal"));
        let soa = Data::Soa("a".into(), "b".into(), [1, 2, 3, 4, 30]);
        zone.put("corp.internal", Kind::Soa, Says::Values(900, vec![soa]));
        let below = Arc::new(Zone::new("eu.corp.internal"));
        below.put("web.eu.corp.internal", Kind::A, address(10));
        let balancer = Arc::new(Zone::new("web-1.elb.localhost"));
        balancer.put("web-1.elb.localhost", Kind::A, address(20));
        for (name, says) in [
            ("corp.internal", Says::Beyond("web-1.elb.localhost".into())),
            ("second.corp.internal", Says::Alias("corp.internal".into())),
            ("gone.corp.internal", Says::Beyond("web-2.elb.localhost".into())),
            ("self.corp.internal", Says::Beyond("eu.corp.internal".into())),
            ("deep.corp.internal", Says::Beyond("web.corp.internal".into())),
        ] {
            zone.put(name, Kind::A, says);
        }
        below.put("eu.corp.internal", Kind::A, Says::Beyond("eu.corp.internal".into()));
        vec![zone, below, balancer]
    }

    #[test]
    fn zones_answer_for_the_names_in_them() {
        let asked =
            |name: &str| match decide(&names(), &zones(), &ask(name, RecordType::A), 0, true) {
                Decision::Reply(message) => {
                    let data: Vec<_> =
                        message.answers.iter().map(|of| of.data.to_string()).collect();
                    format!("{} {}", message.metadata.response_code, data.join(" "))
                }
                Decision::Ask(ask) => format!("ask {} after {}", ask.asked().name(), ask.way.len()),
                Decision::Ignore | Decision::Wait => panic!("no answer"),
            };
        for (name, wanted) in [
            ("web.corp.internal.", "No Error 10.0.0.9"),
            ("www.corp.internal.", "No Error web.corp.internal. 10.0.0.9"),
            ("host.corp.internal.", "No Error ip-10-0-0-5.ec2.internal. 10.0.0.5"),
            ("out.corp.internal.", "ask example.com. after 1"),
            ("web.eu.corp.internal.", "No Error 10.0.0.10"),
            // The smaller zone answers, and the larger one is not asked.
            ("www.eu.corp.internal.", "Non-Existent Domain "),
            ("none.corp.internal.", "Non-Existent Domain "),
            ("eu.corp.internal.", "No Error "),
            // What load balancers have is had under the alias's own name.
            ("corp.internal.", "No Error 10.0.0.20"),
            ("second.corp.internal.", "No Error 10.0.0.20"),
            ("gone.corp.internal.", "No Error "),
            ("self.corp.internal.", "No Error "),
            ("deep.corp.internal.", "No Error "),
            ("example.com.", "ask example.com. after 0"),
            (
                "round.corp.internal.",
                &format!("Server Failure{}", " round.corp.internal.".repeat(8)),
            ),
        ] {
            assert_eq!(asked(name), wanted, "{name}");
        }
    }

    #[test]
    fn that_there_is_nothing_may_be_kept_as_long_as_the_zone_says() {
        let packet = ask("none.corp.internal.", RecordType::A);
        let Decision::Reply(message) = decide(&names(), &zones(), &packet, 0, true) else {
            panic!()
        };
        assert_eq!(message.authorities[0].record_type(), RecordType::SOA);
        assert_eq!(message.authorities[0].ttl, 30);
        let off = decide(&names(), &zones(), &packet, 0, true).refused();
        let Decision::Reply(message) = off else { panic!() };
        assert!(message.answers.is_empty() && message.authorities.is_empty());
        let packet = ask("out.corp.internal.", RecordType::A);
        let Decision::Reply(message) = decide(&names(), &zones(), &packet, 0, true).refused()
        else {
            panic!()
        };
        assert!(message.answers.is_empty(), "nothing is told by one that is off");
    }

    #[test]
    fn names_that_a_zone_may_have_wait_until_all_zones_are_known() {
        let waits = |name: &str, kind| {
            let decision = decide(&names(), &[], &ask(name, kind), 0, false);
            matches!(decision, Decision::Wait)
        };
        for (name, kind, wanted) in [
            ("ip-10-0-0-5.ec2.internal.", RecordType::A, false),
            ("5.0.0.10.in-addr.arpa.", RecordType::PTR, false),
            ("localhost.", RecordType::A, false),
            ("web.corp.internal.", RecordType::A, true),
            ("web-1.us-east-1.elb.localhost.", RecordType::A, true),
            ("example.com.", RecordType::A, true),
        ] {
            assert_eq!(waits(name, kind), wanted, "{name}");
        }
    }
}
