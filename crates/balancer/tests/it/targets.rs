//! Targets that speak TLS, HTTP/2 or gRPC.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use ferrogate_link::balancer::{CodeRange, GroupProtocol, Node, Version as Spoken};
use http::{HeaderMap, Method, Request, Response, StatusCode, Version};
use http_body::{Body, Frame};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use parking_lot::Mutex;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use crate::rig::{DEADLINE, Rig, status};
use crate::tls::{Made, answered, client, get, https, made, nothing, within};

type Sent = BoxBody<Bytes, Infallible>;

/// A body whose frames come one by one.
struct Frames(mpsc::Receiver<Frame<Bytes>>);

impl Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|frame| frame.map(Ok))
    }
}

fn frames() -> (mpsc::Sender<Frame<Bytes>>, Sent) {
    let (sender, receiver) = mpsc::channel(1);
    (sender, Frames(receiver).boxed())
}

/// A target of HTTP/2 or HTTP/1.1, with TLS if it has a certificate.
struct Server {
    address: SocketAddr,
    /// Heads of requests but those of checks.
    seen: Arc<Mutex<Vec<http::request::Parts>>>,
    connections: Arc<AtomicU64>,
    /// What is said to checks: a code of gRPC for a path that begins with `/AWS`, else of HTTP.
    health: Arc<AtomicU64>,
    /// Requests that ended before their end.
    broken: Arc<AtomicU64>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    async fn new(http2: bool, tls: Option<(&Made, &[&str])>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let acceptor = tls.map(|(made, alpn)| acceptor(made, alpn));
        let seen: Arc<Mutex<Vec<http::request::Parts>>> = Arc::default();
        let (connections, broken) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let health = Arc::new(AtomicU64::new(12));
        let does = Does { seen: seen.clone(), broken: broken.clone(), health: health.clone() };
        let count = connections.clone();
        let task = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (does, acceptor, count) = (does.clone(), acceptor.clone(), count.clone());
                open.spawn(async move {
                    match acceptor {
                        None => does.serve(stream, http2, count).await,
                        Some(acceptor) => {
                            let Ok(stream) = acceptor.accept(stream).await else { return };
                            assert_eq!(stream.get_ref().1.server_name(), None);
                            does.serve(stream, http2, count).await;
                        }
                    }
                });
            }
        });
        Self { address, seen, connections, health, broken, task }
    }
}

fn acceptor(made: &Made, alpn: &[&str]) -> TlsAcceptor {
    let material = made.told.material.as_ref().unwrap();
    let key = PrivateKeyDer::from_pem_slice(material.key.as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.der.clone()], key)
        .unwrap();
    config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

#[derive(Clone)]
struct Does {
    seen: Arc<Mutex<Vec<http::request::Parts>>>,
    broken: Arc<AtomicU64>,
    health: Arc<AtomicU64>,
}

impl Does {
    async fn serve<C>(self, stream: C, http2: bool, count: Arc<AtomicU64>)
    where
        C: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    {
        let first = Arc::new(AtomicU64::new(0));
        let service = service_fn(move |request: Request<Incoming>| {
            let (does, count, first) = (self.clone(), count.clone(), first.clone());
            async move {
                let check = request
                    .headers()
                    .get("user-agent")
                    .is_some_and(|value| value.as_bytes() == b"ELB-HealthChecker/2.0");
                if check {
                    return Ok::<_, Infallible>(does.checked(request).await);
                }
                if first.fetch_add(1, Ordering::Relaxed) == 0 {
                    count.fetch_add(1, Ordering::Relaxed);
                }
                Ok(does.answer(request))
            }
        });
        if http2 {
            let builder = http2::Builder::new(TokioExecutor::new());
            drop(builder.serve_connection(TokioIo::new(stream), service).await);
        } else {
            let builder = http1::Builder::new();
            drop(builder.serve_connection(TokioIo::new(stream), service).await);
        }
    }

    async fn checked(&self, request: Request<Incoming>) -> Response<Sent> {
        let code = self.health.load(Ordering::Relaxed);
        let answer = Response::builder();
        if request.method() != Method::POST {
            let status = u16::try_from(code).unwrap();
            let status = if status < 100 { 200 } else { status };
            return answer.status(status).body(nothing()).unwrap();
        }
        assert_eq!(request.headers()["content-type"], "application/grpc");
        assert_eq!(request.headers()["te"], "trailers");
        let unknown = request.uri().path().starts_with("/AWS");
        let message = request.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(&message[..], [0; 5]);
        let answer = answer.header("content-type", "application/grpc");
        if unknown {
            return answer.header("grpc-status", code).body(nothing()).unwrap();
        }
        let (sender, body) = frames();
        tokio::spawn(async move {
            let said = Bytes::from_static(&[0, 0, 0, 0, 2, 8, 1]);
            let _ = sender.send(Frame::data(said)).await;
            let _ = sender.send(Frame::trailers(trailers(&code.to_string()))).await;
        });
        answer.body(body).unwrap()
    }

    /// Gives back what comes, and its trailers; begins to before all has come.
    fn answer(self, request: Request<Incoming>) -> Response<Sent> {
        let (parts, mut body) = request.into_parts();
        let path = parts.uri.path().to_owned();
        self.seen.lock().push(parts);
        match path.as_str() {
            "/plain" => return Response::new(Full::from("plain").boxed()),
            "/silent" => {
                let (sender, body) = frames();
                let broken = self.broken;
                tokio::spawn(async move {
                    sender.closed().await;
                    broken.fetch_add(1, Ordering::Relaxed);
                });
                return Response::new(body);
            }
            _ => {}
        }
        let (sender, echo) = frames();
        tokio::spawn(async move {
            while let Some(frame) = body.frame().await {
                let Ok(frame) = frame else {
                    self.broken.fetch_add(1, Ordering::Relaxed);
                    return;
                };
                if sender.send(frame).await.is_err() {
                    return;
                }
            }
            let _ = sender.send(Frame::trailers(trailers("0"))).await;
        });
        Response::builder().header("content-type", "application/grpc").body(echo).unwrap()
    }
}

fn trailers(status: &str) -> HeaderMap {
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", status.parse().unwrap());
    trailers.insert("grpc-message", "said".parse().unwrap());
    trailers
}

/// A group that is spoken with so, behind a listener with TLS.
fn spoken(node: &mut Node, certificate: &Made, protocol: GroupProtocol, version: Spoken) {
    https(node, &[certificate]);
    let group = &mut node.groups[0];
    (group.protocol, group.health.protocol, group.version) = (protocol, protocol, version);
    if version == Spoken::Grpc {
        group.health.path = "/AWS.ALB/healthcheck".into();
        group.health.matcher = vec![CodeRange { from: 12, to: 12 }];
    }
}

async fn healthy(rig: &Rig) {
    rig.until(|report| report.targets[0].health.state() == "healthy").await;
}

fn call(path: &str, body: Sent) -> Request<Sent> {
    Request::post(format!("https://a.test{path}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .header("grpc-timeout", "5S")
        .body(body)
        .unwrap()
}

#[tokio::test]
async fn targets_with_tls_are_asked_whoever_they_are() {
    let (front, back) = (made("arn:a", &["a.test"]), made("arn:b", &["else.where"]));
    for alpn in [&["http/1.1"][..], &["h2", "http/1.1"], &[]] {
        let server = Server::new(false, Some((&back, alpn))).await;
        let rig = Rig::with(&[server.address], |node| {
            spoken(node, &front, GroupProtocol::Https, Spoken::Http1);
        })
        .await;
        healthy(&rig).await;
        let connector = client(&[&front], &[]);
        for _ in 0..3 {
            let answer = get(rig.node.address, &connector, "a.test").await.unwrap();
            assert_eq!(status(&answer), 200);
        }
        let seen = server.seen.lock().remove(0);
        assert_eq!(seen.version, Version::HTTP_11);
        assert_eq!(seen.headers["host"], "a.test:8080");
        assert_eq!(seen.headers["x-forwarded-proto"], "https");
        assert_eq!(server.connections.load(Ordering::Relaxed), 1, "it is kept");
    }
    // In the clear nothing is understood there, and TLS nothing in the clear.
    let server = Server::new(false, Some((&back, &[]))).await;
    let plain = Server::new(false, None).await;
    for (address, protocol) in
        [(server.address, GroupProtocol::Http), (plain.address, GroupProtocol::Https)]
    {
        let rig = Rig::with(&[address], |node| {
            spoken(node, &front, protocol, Spoken::Http1);
        })
        .await;
        let report = rig.running.report();
        assert_eq!(report.targets[0].health.reason(), Some("Target.FailedHealthChecks"));
        let answer = get(rig.node.address, &client(&[&front], &[]), "a.test").await.unwrap();
        assert_eq!(status(&answer), 502);
    }
}

#[tokio::test]
async fn targets_of_http2_are_spoken_with_so_in_the_clear_and_over_tls() {
    let (front, back) = (made("arn:a", &["a.test"]), made("arn:b", &["else.where"]));
    let plain = Server::new(true, None).await;
    let tls = Server::new(true, Some((&back, &["h2"]))).await;
    for (server, protocol, scheme) in
        [(&plain, GroupProtocol::Http, "http"), (&tls, GroupProtocol::Https, "https")]
    {
        let rig = Rig::with(&[server.address], |node| {
            spoken(node, &front, protocol, Spoken::Http2);
        })
        .await;
        healthy(&rig).await;
        let connector = client(&[&front], &["h2"]);
        let mut ask = crate::tls::http2(rig.node.address, &connector, "a.test").await;
        for _ in 0..3 {
            let request = Request::get("https://a.test/plain?q=1")
                .header("cookie", "a=1")
                .header("te", "trailers")
                .body(nothing())
                .unwrap();
            assert_eq!(answered(&mut ask, request).await, (StatusCode::OK, "plain".into()));
        }
        let seen = server.seen.lock().remove(0);
        assert_eq!(seen.version, Version::HTTP_2);
        assert_eq!(seen.uri.to_string(), format!("{scheme}://a.test:8080/plain?q=1"));
        assert_eq!(
            (&seen.headers["te"], &seen.headers["cookie"]),
            (&"trailers".parse().unwrap(), &"a=1".parse().unwrap())
        );
        assert!(!seen.headers.contains_key("host"));
        assert_eq!(server.connections.load(Ordering::Relaxed), 1, "it is kept");
        // Who speaks HTTP/1.1 is not understood there.
        let answer = get(rig.node.address, &client(&[&front], &[]), "a.test").await.unwrap();
        assert_eq!(status(&answer), 464);
    }
    // One that does not agree on HTTP/2.
    let other = Server::new(false, Some((&back, &["http/1.1"]))).await;
    let rig = Rig::with(&[other.address], |node| {
        spoken(node, &front, GroupProtocol::Https, Spoken::Http2);
    })
    .await;
    assert_eq!(rig.running.report().targets[0].health.state(), "unhealthy");
    let mut ask = crate::tls::http2(rig.node.address, &client(&[&front], &["h2"]), "a.test").await;
    let request = Request::get("https://a.test/plain").body(nothing()).unwrap();
    assert_eq!(answered(&mut ask, request).await.0, StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn a_call_of_grpc_goes_both_ways_at_once_and_ends_with_its_trailers() {
    let front = made("arn:a", &["a.test"]);
    let server = Server::new(true, None).await;
    let rig = Rig::with(&[server.address], |node| {
        spoken(node, &front, GroupProtocol::Http, Spoken::Grpc);
    })
    .await;
    healthy(&rig).await;
    let connector = client(&[&front], &["h2"]);
    let mut ask = crate::tls::http2(rig.node.address, &connector, "a.test").await;
    for turn in 0..3 {
        let (sender, body) = frames();
        let answer = within(ask.send_request(call("/pkg.Echo/Both", body))).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let mut body = answer.into_body();
        for n in 0..20u8 {
            let said = Bytes::from(vec![n; 1000]);
            sender.send(Frame::data(said.clone())).await.unwrap();
            let mut came = Vec::new();
            while came.len() < said.len() {
                let frame = within(body.frame()).await.unwrap().unwrap();
                came.extend_from_slice(frame.data_ref().unwrap());
            }
            assert_eq!(came, said);
        }
        drop(sender);
        let last = within(body.frame()).await.unwrap().unwrap();
        let trailers = last.into_trailers().unwrap();
        assert_eq!(
            (&trailers["grpc-status"], &trailers["grpc-message"]),
            (&"0".parse().unwrap(), &"said".parse().unwrap())
        );
        assert!(within(body.frame()).await.is_none());
        let headers = server.seen.lock()[turn].headers.clone();
        assert_eq!(
            (&headers["te"], &headers["grpc-timeout"]),
            (&"trailers".parse().unwrap(), &"5S".parse().unwrap())
        );
    }
    assert_eq!(server.connections.load(Ordering::Relaxed), 1, "one after the other");
    // Many at once, none of which waits for another's end.
    let mut open = Vec::new();
    for _ in 0..20 {
        let (sender, body) = frames();
        let answer = within(ask.send_request(call("/pkg.Echo/Both", body))).await.unwrap();
        open.push((sender, answer.into_body()));
    }
    for (sender, body) in &mut open {
        sender.send(Frame::data(Bytes::from_static(b"x"))).await.unwrap();
        let frame = within(body.frame()).await.unwrap().unwrap();
        assert_eq!(&frame.data_ref().unwrap()[..], b"x");
    }
    // A client that gives up is given up by the target, too, and its connection serves again.
    let before = server.broken.load(Ordering::Relaxed);
    drop(open);
    let until = std::time::Instant::now() + DEADLINE;
    while server.broken.load(Ordering::Relaxed) < before + 20 {
        assert!(std::time::Instant::now() < until, "the target hears of it");
        tokio::task::yield_now().await;
    }
    let (sender, body) = frames();
    let answer = within(ask.send_request(call("/silent", body))).await.unwrap();
    drop((answer, sender));
    while server.broken.load(Ordering::Relaxed) < before + 21 {
        assert!(std::time::Instant::now() < until, "the target hears of it");
        tokio::task::yield_now().await;
    }
    // What is no call of gRPC, or no POST.
    let request = Request::get("https://a.test/plain").body(nothing()).unwrap();
    assert_eq!(answered(&mut ask, request).await.0.as_u16(), 464);
    let request = Request::post("https://a.test/plain").body(nothing()).unwrap();
    assert_eq!(answered(&mut ask, request).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_call_of_grpc_is_not_passed_on_to_targets_of_http1() {
    let front = made("arn:a", &["a.test"]);
    let server = Server::new(false, None).await;
    let rig = Rig::with(&[server.address], |node| https(node, &[&front])).await;
    let connector = client(&[&front], &["h2"]);
    let mut ask = crate::tls::http2(rig.node.address, &connector, "a.test").await;
    assert_eq!(answered(&mut ask, call("/plain", nothing())).await.0.as_u16(), 464);
    for kind in ["application/grpc+proto", "application/grpc; a=b"] {
        let mut request = call("/plain", nothing());
        request.headers_mut().insert("content-type", kind.parse().unwrap());
        assert_eq!(answered(&mut ask, request).await.0.as_u16(), 464, "{kind}");
    }
    let mut request = call("/plain", nothing());
    request.headers_mut().insert("content-type", "application/grpc-web".parse().unwrap());
    assert_eq!(answered(&mut ask, request).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_target_of_grpc_is_well_by_its_code() {
    let (front, server) = (made("arn:a", &["a.test"]), Server::new(true, None).await);
    let mut rig = Rig::with(&[server.address], |node| {
        spoken(node, &front, GroupProtocol::Http, Spoken::Grpc);
    })
    .await;
    healthy(&rig).await;
    server.health.store(13, Ordering::Relaxed);
    let report = rig.until(|report| report.targets[0].health.state() == "unhealthy").await;
    let why = report.targets[0].health.description().unwrap().to_owned();
    assert_eq!(why, "Health checks failed with these codes: [13]");
    // One whose status comes after a message.
    server.health.store(0, Ordering::Relaxed);
    rig.change(|node| {
        node.groups[0].health.path = "/grpc.health.v1.Health/Check".into();
        node.groups[0].health.matcher = vec![CodeRange { from: 0, to: 5 }];
    });
    healthy(&rig).await;
    // A target of HTTP/1.1 is none of gRPC.
    let other = Server::new(false, None).await;
    rig.change(|node| node.groups[0].targets[0].port = other.address.port());
    let report = rig.until(|report| report.targets[0].health.state() == "unhealthy").await;
    assert_eq!(report.targets[0].health.reason(), Some("Target.FailedHealthChecks"));
}
