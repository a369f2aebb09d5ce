//! What load balancers read of clients and targets.

use std::net::SocketAddr;

use ferrogate_balancer::plan::chunks::Chunks;
use ferrogate_balancer::plan::desync::{Class, Reason, classify};
use ferrogate_balancer::plan::head::{self, Head};
use ferrogate_balancer::plan::meaning::meaning;
use ferrogate_balancer::plan::pattern::{Wild, regex};
use ferrogate_balancer::plan::redirect::{From, location};
use ferrogate_balancer::plan::{cookie, forwarded, host, trace};
use ferrogate_link::balancer::{Attributes, Redirect};
use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use super::texts;

pub(super) const WORDS: &[&str] = &[
    "*",
    "?",
    "\\*",
    "#{host}",
    "#{path}",
    "#{query}",
    "Root=",
    "Self=",
    ";",
    "=",
    "AWSALB=",
    "AWSALBTG=",
    "close, ",
    "x-forwarded-for",
    "[::1]",
    ":8080",
    "\n",
    "/",
];

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let cookie = format!("AWSALB={}", cookie::value("lb", "10.0.0.1:80", u64::MAX));
    let mut all = texts(&[
        "*.example.com\na.example.com:8080\n/img/*?x=#{query}",
        "Self=1-2-3;Root=1-67891234-12456789abcdef012345678;A=b\nclose, X-Own\n1.1.1.1, 2.2.2.2",
    ]);
    all.push(cookie.into_bytes());
    all
}

/// Each line to each reader.
pub(super) fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.split('\n').take(8).collect();
    let client: SocketAddr = "192.0.2.1:99".parse().expect("it is an address");
    for line in &lines {
        let pattern: String = line.chars().take(128).collect();
        for (fold, escapes) in [(false, false), (true, true)] {
            let wild = Wild::new(&pattern, fold, escapes);
            for other in &lines {
                let _ = wild.matches(other);
            }
        }
        if let Ok(regex) = regex(&pattern, true) {
            for other in &lines {
                let _ = regex.is_match(other);
            }
        }
        if let Some((host, port)) = host::parse(line) {
            let passed = host::passed_on(&host, port, 80);
            assert!(HeaderValue::from_str(&passed).is_ok(), "{passed:?}");
        }
        let traced = trace::passed_on(Some(line), 1, [2, 3]);
        assert!(traced.contains("Root="), "{traced:?}");
        let part = || (*line).to_owned();
        let to = Redirect {
            protocol: part(),
            host: part(),
            port: part(),
            path: part(),
            query: part(),
            permanent: true,
        };
        let from = From { tls: false, host: line, port: 80, path: line, query: line };
        if let Some(location) = location(&to, &from) {
            assert!(location.len() <= 8 << 10);
        }
        headers(line, client);
    }
}

fn headers(line: &str, client: SocketAddr) {
    let Ok(value) = HeaderValue::from_str(line) else { return };
    let mut headers = HeaderMap::new();
    for name in ["cookie", "connection", "x-forwarded-for", "x-own"] {
        headers.insert(HeaderName::from_static(name), value.clone());
    }
    for name in [cookie::LB, cookie::GROUP, cookie::APP] {
        if let Some(value) = cookie::get(&headers, name) {
            let known = [((), "10.0.0.1:80")];
            assert_eq!(cookie::read("another", value, 0, known), None);
        }
    }
    forwarded::strip_hop_by_hop(&mut headers, false);
    assert!(headers.contains_key("cookie") && headers.contains_key("x-forwarded-for"));
    if forwarded::tell(&mut headers, &Attributes::default(), client, 80, false).is_ok() {
        let told = headers.get("x-forwarded-for").map(HeaderValue::as_bytes).unwrap_or_default();
        assert!(told.ends_with(b"192.0.2.1"));
    }
}

pub(super) const HEADS: &[&str] = &[
    "GET ",
    "POST / HTTP/1.1\r\n",
    " HTTP/1.0\r\n",
    "Host: a\r\n",
    "Content-Length: 3\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Transfer_Encoding",
    "identity",
    "Content-Type: a\r\n",
    "\r\n ",
    "\n",
    "\r\n\r\n",
    "3\r\nabc\r\n0\r\n\r\n",
    ";a=b",
];

pub(super) fn head_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "GET /a?b HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nA: b\r\n\r\n",
        "POST /a b HTTP/1.0\r\nContent-Length: 3\r\nContent-Length: 3\r\nTransfer_Encoding: x\r\n\r\nabc",
    ])
}

/// What is made of a head has that one meaning, and is nothing that another server reads
/// otherwise; a body's end is the same however it is cut.
pub(super) fn head(bytes: &[u8]) {
    let Some(end) = head::end(bytes, 0) else { return };
    let (came, body) = bytes.split_at(end);
    let head = Head::of(came);
    let found = classify(&head);
    assert_eq!(found.class == Class::Compliant, found.reason.is_none());
    if let Ok(one) = meaning(&head) {
        let passed = one.written.as_deref().unwrap_or(came);
        let again = Head::of(passed);
        let found = classify(&again);
        let harmless = [
            Reason::GetHeadZeroContentLength,
            Reason::UndefinedContentLengthSemantics,
            Reason::UndefinedTransferEncodingSemantics,
        ];
        assert!(found.reason.is_none_or(|reason| harmless.contains(&reason)), "{found:?}");
        let again = meaning(&again).expect("what was written has a meaning");
        assert!(again.body == one.body && again.written.is_none());
    }
    let (mut whole, mut pieces) = (Chunks::default(), Chunks::default());
    let at_once = whole.take(body);
    let by_byte = body.iter().try_fold(0, |n, byte| pieces.take(&[*byte]).map(|more| n + more));
    assert_eq!(at_once, by_byte);
    assert_eq!(at_once.is_ok() && whole.is_over(), by_byte.is_ok() && pieces.is_over());
}
