//! What a query gets: pure, from bytes to a decision.

use std::net::Ipv4Addr;

use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::rdata::{A, PTR};
use hickory_proto::rr::{DNSClass, Name, RData, Record, RecordType};

use super::names::Names;

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
}

impl Decision {
    /// The same query's answer from a resolver that is turned off.
    pub(super) fn refused(self) -> Self {
        match self {
            Self::Ignore => Self::Ignore,
            Self::Reply(mut message) => {
                message.metadata.response_code = ResponseCode::Refused;
                message.metadata.authoritative = false;
                message.answers.clear();
                Self::Reply(message)
            }
            Self::Ask(ask) => Self::Reply(ask.response(ResponseCode::Refused)),
        }
    }
}

/// A well formed query that others may answer.
pub(super) struct Ask {
    pub(super) id: u16,
    pub(super) query: Query,
    pub(super) edns: Option<Edns>,
    pub(super) recursion_desired: bool,
}

/// Decides on one packet. `turn` rotates the order of addresses.
pub(super) fn decide(names: &Names, packet: &[u8], turn: usize) -> Decision {
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
    let ask = Ask {
        id,
        query: query.clone(),
        recursion_desired: message.metadata.recursion_desired,
        edns: message.edns.as_ref().map(|_| own_edns()),
    };
    if query.query_class() != DNSClass::IN {
        return Decision::Reply(ask.response(ResponseCode::Refused));
    }
    if matches!(query.query_type(), RecordType::AXFR | RecordType::IXFR) {
        return Decision::Reply(ask.response(ResponseCode::Refused));
    }
    match own(names, query, turn) {
        Some((code, answers)) => {
            let mut response = ask.response(code);
            response.metadata.authoritative = true;
            response.add_answers(answers);
            Decision::Reply(response)
        }
        None => Decision::Ask(ask),
    }
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
    /// An answer without records.
    pub(super) fn response(&self, code: ResponseCode) -> Message {
        let mut response = Message::error_msg(self.id, OpCode::Query, code);
        response.metadata.recursion_desired = self.recursion_desired;
        response.metadata.recursion_available = true;
        response.add_query(self.query.clone());
        response.edns.clone_from(&self.edns);
        response
    }
}

/// What the table says, `None` when it is for others to say.
fn own(names: &Names, query: &Query, turn: usize) -> Option<(ResponseCode, Vec<Record>)> {
    let name = query.name();
    if let Some(address) = reverse_address(name) {
        return own_reverse(names, query, address);
    }
    let text = name.to_ascii();
    if name.is_localhost() {
        return own_localhost(query);
    }
    let Some(found) = names.find(&text) else {
        return names.claims(&text).then(|| (ResponseCode::NXDomain, Vec::new()));
    };
    if !matches!(query.query_type(), RecordType::A | RecordType::ANY) {
        return Some((ResponseCode::NoError, Vec::new()));
    }
    let count = found.list.len();
    let records = (0..count.min(ADDRESSES_MAX))
        .map(|i| found.list[(i + turn % count.max(1)) % count])
        .map(|address| a(name, found.ttl_s, address));
    Some((ResponseCode::NoError, records.collect()))
}

/// RFC 6761 6.3: answered here, never forwarded.
fn own_localhost(query: &Query) -> Option<(ResponseCode, Vec<Record>)> {
    let records = match query.query_type() {
        RecordType::A => vec![a(query.name(), 0, Ipv4Addr::LOCALHOST)],
        _ => Vec::new(),
    };
    Some((ResponseCode::NoError, records))
}

fn own_reverse(
    names: &Names,
    query: &Query,
    address: Ipv4Addr,
) -> Option<(ResponseCode, Vec<Record>)> {
    let Some((host, ttl_s)) = names.name_of(address) else {
        return names.claims_address(address).then(|| (ResponseCode::NXDomain, Vec::new()));
    };
    if !matches!(query.query_type(), RecordType::PTR | RecordType::ANY) {
        return Some((ResponseCode::NoError, Vec::new()));
    }
    let target = Name::from_ascii(format!("{host}.")).ok()?;
    let record = Record::from_rdata(query.name().clone(), ttl_s, RData::PTR(PTR(target)));
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
        match decide(&names(), packet, 0) {
            Decision::Reply(message) => message,
            Decision::Ignore => panic!("ignored"),
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
            let decision = decide(&names(), &ask(name, RecordType::A), 0);
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
            let Decision::Reply(message) = decide(&names(), &packet, turn) else { panic!() };
            assert_eq!(message.answers.len(), ADDRESSES_MAX);
            seen.insert(message.answers[0].data.to_string());
        }
        assert_eq!(seen.len(), 20);
    }

    #[test]
    fn responses_are_never_answered() {
        let mut packet = ask("web.local.", RecordType::A);
        packet[2] |= 0x80;
        assert!(matches!(decide(&names(), &packet, 0), Decision::Ignore));
        assert!(matches!(decide(&names(), &packet[..11], 0), Decision::Ignore));
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
            if let Decision::Reply(message) = decide(&names(), &packet, packet.len()) {
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
            if let Decision::Reply(message) = decide(&names(), &packet, turn) {
                prop_assert!(write(&message, 512).is_some());
            }
        }
    }
}
