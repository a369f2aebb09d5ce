//! DNS packets from tasks, and the host's resolv.conf.

use std::fs;
use std::net::Ipv4Addr;
use std::sync::{Arc, LazyLock};

use ferrogate_net::Ipv4Net;
use ferrogate_net::resolver::host_resolvers;

use super::texts;
use crate::borrowed::resolver::zone::{Data, Kind, Says, Zone};
use crate::borrowed::resolver::{Names, answer};

pub(super) const WORDS: &[&str] =
    &["nameserver ", "127.0.0.53", "::1", "fe80::1%eth0", "search ", "options ", "\n", "#", ";"];

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let range = Ipv4Net::new(Ipv4Addr::new(10, 0, 0, 0), 16).expect("a good range");
    Names::new()
        .zone("ec2.internal")
        .zone("example.local")
        .range(range)
        .host("ip-10-0-0-5.ec2.internal", Ipv4Addr::new(10, 0, 0, 5))
        .record("web.example.local", 60, (0..20).map(|n| Ipv4Addr::new(10, 0, 1, n)).collect())
});

static ZONES: LazyLock<Vec<Arc<Zone>>> = LazyLock::new(|| {
    let zone = Zone::new("corp.internal");
    let say = |name: &str, kind, data| zone.put(name, kind, Says::Values(60, vec![data]));
    say("corp.internal", Kind::Soa, Data::Soa("a.b".into(), "c.d".into(), [1, 2, 3, 4, 5]));
    say("*.corp.internal", Kind::A, Data::A(Ipv4Addr::new(10, 0, 0, 9)));
    say("www.corp.internal", Kind::Cname, Data::Name("web.example.local".into()));
    say("text.corp.internal", Kind::Txt, Data::Txt(vec!["v=1".into()]));
    say("ca.corp.internal", Kind::Caa, Data::Caa(0, "issue".into(), "ca.example".into()));
    vec![Arc::new(zone)]
});

pub(super) fn dns(data: &[u8]) {
    for turn in [0, 1, usize::MAX] {
        let Some(bytes) = answer(&NAMES, &ZONES, data, turn) else { continue };
        assert_eq!(bytes.first_chunk::<2>(), data.first_chunk::<2>(), "the id is the query's");
        assert!(bytes[2] & 0x80 != 0, "it is an answer");
        assert!(answer(&NAMES, &ZONES, &bytes, turn).is_none(), "an answer is never answered");
    }
}

pub(super) fn dns_seeds() -> Vec<Vec<u8>> {
    let query = |name: &str, kind: u16, extra: &[u8]| {
        let more = u8::from(!extra.is_empty());
        let mut bytes = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, more];
        for label in name.split('.') {
            bytes.push(u8::try_from(label.len()).expect("a short label"));
            bytes.extend_from_slice(label.as_bytes());
        }
        bytes.push(0);
        bytes.extend_from_slice(&kind.to_be_bytes());
        bytes.extend_from_slice(&[0, 1]);
        bytes.extend_from_slice(extra);
        bytes
    };
    // RFC 6891: the root's name, type 41, 4096 bytes, a cookie.
    let edns = b"\x00\x00\x29\x10\x00\x00\x00\x00\x00\x00\x0c\x00\x0a\x00\x08abcdefgh";
    vec![
        query("web.example.local", 1, b""),
        query("WEB.example.LOCAL", 255, edns),
        query("ip-10-0-0-5.ec2.internal", 1, edns),
        query("ip-10-0-0-5.ec2.internal", 28, b""),
        query("5.0.0.10.in-addr.arpa", 12, b""),
        query("nowhere.example.local", 15, edns),
        query("example.com", 252, b""),
        query("www.corp.internal", 1, edns),
        query("any.thing.corp.internal", 255, b""),
        query("text.corp.internal", 16, edns),
        query("ca.corp.internal", 257, b""),
    ]
}

pub(super) fn resolv_conf(data: &[u8]) {
    let file = tempfile::NamedTempFile::new().expect("there is room for a file");
    fs::write(file.path(), data).expect("there is room for it");
    assert!(host_resolvers(file.path()).iter().all(|server| server.port() == 53));
}

pub(super) fn resolv_conf_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "# a comment\nsearch example.com\nnameserver 10.0.0.2\nnameserver ::1\noptions ndots:5\n",
    ])
}

pub(super) const VALUES: &[&str] = &[
    "\"", "\\", "\\303", "10 mail.", "0 issue ", "1 2 443 ", ".", "..", "*", "fd00::", "10.0.0.1",
];

/// Whatever a record can hold is shown so that it is read again as the same.
pub(super) fn record_value(data: &[u8]) {
    use ferrogate_records::route53::data::{Data, Kind};
    let Ok(text) = std::str::from_utf8(data) else { return };
    for kind in ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SPF", "SRV", "TXT"] {
        let kind = Kind::named(kind).expect("it is a type");
        let Ok(value) = Data::parse(kind, text) else { continue };
        let shown = value.to_string();
        assert_eq!(Data::parse(kind, &shown).as_ref(), Ok(&value), "{kind:?} {shown}");
    }
}

pub(super) fn record_value_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "10.0.0.1",
        "fd00::1",
        "web.example.internal.",
        "10 mail.example.",
        "1 2 443 web.example.",
        r#""a \"b\"" "\303\244""#,
        r#"0 issue "ca.example""#,
        "a. b. 1 7200 900 1209600 86400",
    ])
}
