//! Clients that speak TLS, and HTTP/2 within it.

use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use ferrogate_base::{Clock, SystemClock, TimestampMs};
use ferrogate_link::balancer::{
    Action, Certificate, ListenerProtocol, Material, Node, Redirect, Tls,
};
use http::{Request, StatusCode, Version, header};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty, Full};
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::rig::{App, DEADLINE, PORT, Rig, body, head, listener, rule, status};

/// A certificate for these names, by itself.
pub(crate) struct Made {
    pub(crate) told: Certificate,
    pub(crate) der: CertificateDer<'static>,
}

pub(crate) fn made(arn: &str, names: &[&str]) -> Made {
    make(arn, names, &PKCS_ECDSA_P256_SHA256, 256)
}

fn make(arn: &str, names: &[&str], of: &'static rcgen::SignatureAlgorithm, bits: u32) -> Made {
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let params = CertificateParams::new(names.clone()).unwrap();
    let key = KeyPair::generate_for(of).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let now = SystemClock.now();
    let material = Material {
        chain: certificate.pem(),
        key: key.serialize_pem(),
        names,
        bits,
        not_before: TimestampMs(0),
        not_after: now.plus_ms(1 << 32),
    };
    let (arn, version) = (arn.to_owned(), format!("{:?}", certificate.der().len()));
    let told = Certificate { arn, version, material: Some(material) };
    Made { told, der: certificate.der().clone() }
}

pub(crate) fn https(node: &mut Node, all: &[&Made]) {
    https_as(node, "ELBSecurityPolicy-TLS13-1-2-2021-06", all);
}

fn https_as(node: &mut Node, policy: &str, all: &[&Made]) {
    let certificates = all.iter().map(|one| one.told.clone()).collect();
    node.listeners[0].protocol =
        ListenerProtocol::Https(Tls { policy: policy.into(), certificates });
}

pub(crate) fn client(trusted: &[&Made], alpn: &[&str]) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    for one in trusted {
        roots.add(one.der.clone()).unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    TlsConnector::from(Arc::new(config))
}

pub(crate) async fn within<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, what).await.expect("it comes in time")
}

pub(crate) async fn shaken(
    of: Ipv4Addr,
    connector: &TlsConnector,
    name: &str,
) -> io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect((of, PORT)).await?;
    let name = ServerName::try_from(name.to_owned()).unwrap();
    within(connector.connect(name, stream)).await
}

/// Asks once on a connection of its own.
pub(crate) async fn get(of: Ipv4Addr, connector: &TlsConnector, name: &str) -> io::Result<String> {
    let mut stream = shaken(of, connector, name).await?;
    let ask = format!("GET /p?q=1 HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await?;
    let mut all = Vec::new();
    within(stream.read_to_end(&mut all)).await?;
    Ok(String::from_utf8_lossy(&all).into_owned())
}

pub(crate) type Ask = SendRequest<BoxBody<Bytes, Infallible>>;

pub(crate) async fn http2(of: Ipv4Addr, connector: &TlsConnector, name: &str) -> Ask {
    let stream = shaken(of, connector, name).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (ask, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    ask
}

pub(crate) fn nothing() -> BoxBody<Bytes, Infallible> {
    Empty::new().boxed()
}

pub(crate) async fn answered(
    ask: &mut Ask,
    request: Request<BoxBody<Bytes, Infallible>>,
) -> (StatusCode, String) {
    let answer = within(ask.send_request(request)).await.unwrap();
    assert_eq!(answer.version(), Version::HTTP_2);
    assert!(!answer.headers().contains_key(header::CONNECTION));
    let status = answer.status();
    let text = within(answer.into_body().collect()).await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&text).into_owned())
}

#[tokio::test]
async fn a_target_is_told_that_the_client_spoke_tls() {
    let (app, a) = (App::named("one").await, made("arn:a", &["a.test"]));
    let rig = Rig::with(&[app.address], |node| {
        https(node, &[&a]);
        node.attributes.tls_headers = true;
    })
    .await;
    let answer = get(rig.node.address, &client(&[&a], &[]), "a.test").await.unwrap();
    assert_eq!(status(&answer), 200, "{answer}");
    for line in [
        "X-Forwarded-Proto: https",
        "X-Forwarded-Port: 8080",
        "X-Amzn-Tls-Version: TLSv1.3",
        "X-Amzn-Tls-Cipher-Suite: TLS_AES_128_GCM_SHA256",
    ] {
        assert!(body(&answer).contains(&format!("\r\n{line}\r\n")), "{line} is not in {answer}");
    }
    // Who speaks in the clear there is not answered.
    assert_eq!(rig.get("/").await.find("HTTP/1.1 2"), None);
    rig.until(|report| report.counters.tls_errors == 1).await;
}

#[tokio::test]
async fn a_policy_without_tls_1_2_or_1_3_speaks_none() {
    let (app, a) = (App::named("one").await, made("arn:a", &["a.test"]));
    for (policy, only) in [
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", &rustls::version::TLS13),
        ("ELBSecurityPolicy-2016-08", &rustls::version::TLS12),
    ] {
        let rig = Rig::with(&[app.address], |node| https_as(node, policy, &[&a])).await;
        for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
            let mut roots = RootCertStore::empty();
            roots.add(a.der.clone()).unwrap();
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let config = ClientConfig::builder_with_provider(provider)
                .with_protocol_versions(&[version])
                .unwrap()
                .with_root_certificates(roots)
                .with_no_client_auth();
            let connector = TlsConnector::from(Arc::new(config));
            let got = get(rig.node.address, &connector, "a.test").await;
            assert_eq!(got.is_ok(), version.version == only.version, "{policy} {got:?}");
        }
    }
}

#[tokio::test]
async fn a_client_gets_the_certificate_for_the_name_that_it_asks_for() {
    let app = App::named("one").await;
    let (a, b) = (made("arn:a", &["a.test"]), made("arn:b", &["*.b.test", "b.test"]));
    let better = make("arn:c", &["x.b.test"], &PKCS_ECDSA_P384_SHA384, 384);
    let rig = Rig::with(&[app.address], |node| https(node, &[&a, &b, &better])).await;
    let of = rig.node.address;
    let shown = async |connector: TlsConnector, name: &str| {
        let stream = shaken(of, &connector, name).await.unwrap();
        stream.get_ref().1.peer_certificates().unwrap()[0].clone()
    };
    assert_eq!(shown(client(&[&a], &[]), "a.test").await, a.der);
    assert_eq!(shown(client(&[&b], &[]), "b.test").await, b.der);
    assert_eq!(shown(client(&[&b], &[]), "Y.b.test").await, b.der);
    assert_eq!(shown(client(&[&better], &[]), "x.b.test").await, better.der);
    // Who asks for another name gets the default one, and trusts it for that name or not.
    let other = shaken(of, &client(&[&a], &[]), "other.test").await;
    assert!(other.unwrap_err().to_string().contains("not valid for name"));
    let unnamed = shaken(of, &client(&[&a], &[]), "127.0.0.1").await;
    assert!(unnamed.unwrap_err().to_string().contains("not valid for name"));
}

#[tokio::test]
async fn certificates_change_under_load_and_no_request_fails() {
    let app = App::named("one").await;
    let (first, second) = (made("arn:a", &["a.test"]), made("arn:a", &["a.test"]));
    let mut rig = Rig::with(&[app.address], |node| https(node, &[&first])).await;
    let of = rig.node.address;
    let connector = client(&[&first, &second], &["h2"]);
    let mut open = http2(of, &connector, "a.test").await;
    let over = Arc::new(AtomicBool::new(false));
    let (connector, ends) = (client(&[&first, &second], &[]), over.clone());
    let load = tokio::spawn(async move {
        let mut answers = 0;
        while !ends.load(Ordering::Relaxed) || answers < 20 {
            let answer = get(of, &connector, "a.test").await.unwrap();
            assert_eq!(status(&answer), 200, "{answer}");
            answers += 1;
        }
        answers
    });
    for turn in 0..50 {
        let one = if turn % 2 == 0 { &second } else { &first };
        rig.change(|node| https(node, &[one]));
        let ask = Request::get("https://a.test/").body(nothing()).unwrap();
        assert_eq!(answered(&mut open, ask).await.0, 200);
        tokio::task::yield_now().await;
    }
    rig.change(|node| https(node, &[&second]));
    over.store(true, Ordering::Relaxed);
    assert!(within(load).await.unwrap() >= 20);
    get(of, &client(&[&second], &[]), "a.test").await.unwrap();
    assert!(get(of, &client(&[&first], &[]), "a.test").await.is_err());
}

#[tokio::test]
async fn a_listener_that_begins_to_speak_tls_lets_go_of_clients_in_the_clear() {
    let (app, a) = (App::named("one").await, made("arn:a", &["a.test"]));
    let mut rig = Rig::of(&[app.address]).await;
    let mut stream = rig.connect().await;
    let ask = b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    stream.write_all(ask).await.unwrap();
    let first = within(head(&mut stream)).await.unwrap();
    assert!(!first.contains("Connection: close"), "{first}");
    rig.change(|node| https(node, &[&a]));
    let length = first.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    within(stream.read_exact(&mut body)).await.unwrap();
    stream.write_all(ask).await.unwrap();
    let mut rest = String::new();
    within(stream.read_to_string(&mut rest)).await.unwrap();
    assert!(rest.starts_with("HTTP/1.1 200 ") && rest.contains("Connection: close"), "{rest}");
    get(rig.node.address, &client(&[&a], &[]), "a.test").await.unwrap();
}

#[tokio::test]
async fn who_never_ends_a_handshake_holds_nobody_up() {
    let (app, a) = (App::named("one").await, made("arn:a", &["a.test"]));
    let rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let mut slow = Vec::new();
    for n in 0..300 {
        let mut stream = rig.connect().await;
        // Nothing, or the beginning of a hello.
        if n % 2 == 0 {
            stream.write_all(&[22, 3, 1, 2, 0, 1]).await.unwrap();
        }
        slow.push(stream);
    }
    rig.until(|report| report.counters.active_connections >= 300).await;
    let answer = get(rig.node.address, &client(&[&a], &[]), "a.test").await.unwrap();
    assert_eq!(status(&answer), 200);
    // Half of the places are the others': who comes after that goes at once.
    for _ in 0..250 {
        slow.push(rig.connect().await);
    }
    let report = rig.until(|report| report.counters.rejected_connections > 0).await;
    assert!(report.counters.active_connections < 900);
}

#[tokio::test]
async fn a_listener_without_a_key_serves_nobody_and_says_so() {
    let (app, mut a) = (App::named("one").await, made("arn:a", &["a.test"]));
    a.told.material = None;
    let rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let report = rig.until(|report| report.trouble.is_some()).await;
    assert!(report.trouble.unwrap().contains("arn:a came without its key"));
    assert!(TcpStream::connect((rig.node.address, PORT)).await.is_err());
}

#[tokio::test]
async fn redirects_know_the_protocol_and_lead_to_tls() {
    let to = |protocol: &str, port: &str| Redirect {
        protocol: protocol.into(),
        host: "#{host}".into(),
        port: port.into(),
        path: "/x/#{path}".into(),
        query: "#{query}".into(),
        permanent: true,
    };
    let a = made("arn:a", &["a.test"]);
    let rig = Rig::with(&[], |node| {
        https(node, &[&a]);
        node.listeners[0].rules =
            vec![rule(vec![], Action::Redirect(to("#{protocol}", "#{port}")))];
        let rules = vec![rule(vec![], Action::Redirect(to("HTTPS", "8080")))];
        let mut plain = listener(rules);
        plain.port = PORT + 1;
        node.listeners.push(plain);
    })
    .await;
    let location = "\r\nLocation: https://a.test:8080/x/p?q=1\r\n";
    let answer = get(rig.node.address, &client(&[&a], &[]), "a.test").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 301 ") && answer.contains(location), "{answer}");
    let mut stream = TcpStream::connect((rig.node.address, PORT + 1)).await.unwrap();
    let ask = b"GET /p?q=1 HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";
    stream.write_all(ask).await.unwrap();
    let mut answer = String::new();
    within(stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 301 ") && answer.contains(location), "{answer}");
}

#[tokio::test]
async fn http2_requests_go_side_by_side_and_reach_targets_as_http1() {
    let app = App::doing(|head, mut stream| {
        Box::pin(async move {
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
            let mut body = vec![0; length?.parse().ok()?];
            stream.read_exact(&mut body).await.ok()?;
            let length = head.len();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{head}");
            stream.write_all(answer.as_bytes()).await.ok()?;
            Some(stream)
        })
    })
    .await;
    let a = made("arn:a", &["a.test"]);
    let rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let connector = client(&[&a], &["h2", "http/1.1"]);
    let ask = http2(rig.node.address, &connector, "a.test").await;
    let mut all = tokio::task::JoinSet::new();
    for n in 0..200 {
        let mut ask = ask.clone();
        all.spawn(async move {
            let request = Request::post(format!("https://a.test/n{n}"))
                .header("cookie", "a=1")
                .header("cookie", "b=2")
                .header("te", "trailers")
                .body(Full::new(Bytes::from("x".repeat(n))).boxed())
                .unwrap();
            let (status, body) = answered(&mut ask, request).await;
            assert_eq!(status, 200, "{body}");
            let begins = format!("POST /n{n} HTTP/1.1\r\n");
            assert!(body.starts_with(&begins), "{body}");
            for line in [
                "Cookie: a=1; b=2",
                "Host: a.test:8080",
                "X-Forwarded-Proto: https",
                &format!("Content-Length: {n}"),
            ] {
                assert!(body.contains(&format!("\r\n{line}\r\n")), "{line} is not in {body}");
            }
            assert!(!body.to_ascii_lowercase().contains("\r\nte:"), "{body}");
        });
    }
    within(all.join_all()).await;
    let report = rig.running.report();
    assert_eq!((report.counters.requests, report.counters.new_connections), (200, 1));
}

#[tokio::test]
async fn http2_is_spoken_unless_the_load_balancer_does_not() {
    let (app, a) = (App::named("one").await, made("arn:a", &["a.test"]));
    let mut rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let connector = client(&[&a], &["h2", "http/1.1"]);
    let mut ask = http2(rig.node.address, &connector, "a.test").await;
    rig.change(|node| node.attributes.http2 = false);
    let stream = shaken(rig.node.address, &connector, "a.test").await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    // What is open goes on, and takes no more when its listener goes.
    let request = || Request::get("https://a.test/").body(nothing()).unwrap();
    assert_eq!(answered(&mut ask, request()).await.0, 200);
    rig.change(|node| node.listeners.clear());
    within(async {
        while ask.send_request(request()).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_http2_clients_may_not_send_is_refused() {
    let (app, a) = (App::named("one").await, made("arn:a", &["a.test"]));
    let rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let mut ask = http2(rig.node.address, &client(&[&a], &["h2"]), "a.test").await;
    let get = || Request::get("https://a.test/");
    for (request, want) in [
        (get().header("host", "other.test"), 400),
        (get().header("host", "A.test"), 200),
        (get().header("x", "y".repeat(17 << 10)), 400),
        (Request::builder().method("TRACE").uri("https://a.test/"), 405),
    ] {
        let (status, body) = answered(&mut ask, request.body(nothing()).unwrap()).await;
        assert_eq!(status, want, "{body}");
    }
    assert_eq!(app.requests.load(Ordering::Relaxed), 1);
    // More than a head may have: refused, and the connection serves on.
    let mut many = get();
    for n in 0..12 {
        many = many.header(format!("x-{n}"), "y".repeat(8 << 10));
    }
    let answer = within(ask.send_request(many.body(nothing()).unwrap())).await;
    assert!(answer.map_or(true, |answer| answer.status() == 431));
}

/// What is sent the nth time.
type Flood<'f> = &'f dyn Fn(u32) -> Vec<u8>;

/// One frame of HTTP/2.
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut all = vec![length[1], length[2], length[3], kind, flags];
    all.extend(stream.to_be_bytes());
    all.extend(payload);
    all
}

/// GET / of a.test, by HPACK's static table.
pub(crate) const HEADERS: &[u8] = b"\x82\x87\x84\x41\x06a.test";

#[tokio::test]
async fn floods_of_http2_frames_end_their_connection_and_no_other() {
    let (app, a) = (App::named("one").await, made("arn:a", &["a.test"]));
    let rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let connector = client(&[&a], &["h2"]);
    let mut well = http2(rig.node.address, &connector, "a.test").await;
    let resets = |n: u32| {
        let mut all = frame(1, 5, 2 * n + 1, HEADERS);
        all.extend(frame(3, 0, 2 * n + 1, &8u32.to_be_bytes()));
        all
    };
    // A head that never ends.
    let continues = |n: u32| match n {
        0 => frame(1, 0, 1, HEADERS),
        _ => frame(9, 0, 1, &[b"\x00\x01x".as_slice(), &[0x7f, 0x81, 0x7e], &[b'y'; 256]].concat()),
    };
    let floods: [(&str, Flood<'_>); 2] = [("resets", &resets), ("continuations", &continues)];
    for (what, flood) in floods {
        let mut stream = shaken(rig.node.address, &connector, "a.test").await.unwrap();
        let mut begin = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        begin.extend(frame(4, 0, 0, &[]));
        stream.write_all(&begin).await.unwrap();
        let (mut read, mut write) = tokio::io::split(stream);
        let reads = tokio::spawn(async move {
            let mut sink = vec![0; 16 << 10];
            while let Ok(1..) = read.read(&mut sink).await {}
        });
        let mut ended = false;
        for n in 0..200_000 {
            if write.write_all(&flood(n)).await.is_err() || reads.is_finished() {
                ended = true;
                break;
            }
            if n % 64 == 0 {
                tokio::task::yield_now().await;
            }
        }
        assert!(ended, "{what} go on for ever");
        let request = Request::get("https://a.test/").body(nothing()).unwrap();
        assert_eq!(answered(&mut well, request).await.0, 200, "after {what}");
    }
    // Few of them reached the target.
    assert!(app.requests.load(Ordering::Relaxed) < 5_000);
}
