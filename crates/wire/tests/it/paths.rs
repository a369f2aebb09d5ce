//! Paths that speak no AWS protocol, and sockets that aren't TCP.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ferrogate_base::health::{Condition, Health, Need};
use ferrogate_wire::{Body, Listener, RawRequest, Server};
use http::{Method, Response};
use http_body_util::BodyExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

use crate::support::{BoxFuture, Call, Running, Setup, expect, soon, start};

fn plain(method: Method, path: &str) -> Call {
    let mut call = Call::json("X", "");
    call.headers.clear();
    (call.method, call.path) = (method, path.into());
    call
}

/// Sends every piece of the request's body back as it comes.
async fn echo(request: RawRequest) -> Response<Body> {
    assert_eq!(request.request_id.len(), 36);
    Response::new(Body::stream(request.request.into_body()))
}

async fn fails(_: RawRequest) -> Response<Body> {
    panic!("a mistake in the registry")
}

async fn with_raw() -> Running {
    let server: Server = Setup::default().server();
    start(server.raw("/v2/", echo).raw("/v2/fails", fails)).await
}

#[tokio::test]
async fn a_raw_path_gets_its_body_in_pieces_and_answers_in_pieces() {
    let server = with_raw().await;
    let mut call = plain(Method::PUT, "/v2/image/blobs/uploads/1");
    call.body = "layer ".repeat(500_000).into();
    let sent = call.body.clone();
    let mut sender = server.connect().await;
    let answer = soon(sender.send_request(call.unsigned())).await.unwrap();
    assert_eq!(answer.headers()["x-amzn-requestid"].len(), 36);
    let got = soon(answer.into_body().collect()).await.unwrap().to_bytes();
    assert!(got == sent, "{} bytes of {}", got.len(), sent.len());
}

/// Tells when it is dropped.
struct Tell(Arc<tokio::sync::Notify>);

impl Drop for Tell {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

/// A body without end.
struct Endless(#[allow(dead_code)] Tell);

impl http_body::Body for Endless {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        let frame = http_body::Frame::data(bytes::Bytes::from_static(&[0; 4096]));
        std::task::Poll::Ready(Some(Ok(frame)))
    }
}

#[tokio::test]
async fn a_client_that_doesnt_listen_is_given_up() {
    let limits = ferrogate_wire::Limits {
        idle_time: std::time::Duration::from_millis(30),
        ..Default::default()
    };
    let dropped = Arc::new(tokio::sync::Notify::new());
    let tell = dropped.clone();
    let endless = move |_: RawRequest| {
        let body = Endless(Tell(tell.clone()));
        async { Response::new(Body::stream(body)) }
    };
    let server = Setup { limits, ..Setup::default() }.server().raw("/endless", endless);
    let server = start(server).await;
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    soon(dropped.notified()).await;
}

#[tokio::test]
async fn the_longest_prefix_wins_and_its_panic_is_answered() {
    let server = with_raw().await;
    expect(&server.send(plain(Method::GET, "/v2/fails/x").unsigned()).await, 500, &[]);
    let answer = server.send(plain(Method::GET, "/v2").unsigned()).await;
    expect(&answer, 200, &[]);
    expect(&server.send(plain(Method::GET, "/v2x").unsigned()).await, 404, &[]);
}

#[tokio::test]
async fn a_request_signed_for_aws_goes_past_the_raw_paths() {
    let server = with_raw().await;
    let mut call = plain(Method::GET, "/v2/bucket");
    call.service = "s3";
    expect(&server.send(call.signed()).await, 501, &["NotImplemented"]);
}

#[tokio::test]
async fn health_needs_no_signature_but_a_known_host() {
    let server = Setup::default().start().await;
    let health = || plain(Method::GET, "/_ferrogate/health");
    let answer = server.send(health().unsigned()).await;
    expect(&answer, 200, &[r#""status":"ok""#, r#""version":"1.2.3""#]);
    let foreign = health().header("host", "evil.example").unsigned();
    expect(&server.send(foreign).await, 403, &[]);
}

#[tokio::test]
async fn health_names_the_part_that_is_down_and_answers_503_without_a_vital_one() {
    for (need, code, overall) in [(Need::Useful, 200, "troubled"), (Need::Vital, 503, "down")] {
        let health = Health::default();
        health.add("scheduler", Need::Vital, || Condition::OK);
        health.add("broken", need, || Condition { restarts: 7, ..Condition::down("it panicked") });
        let server = start(Setup::default().server().of_health(health)).await;
        let answer = server.send(plain(Method::GET, "/_ferrogate/health").unsigned()).await;
        expect(&answer, code, &[&format!(r#""status":"{overall}","version""#)]);
        expect(
            &answer,
            code,
            &[r#"{"name":"scheduler","reason":null,"restarts":0,"status":"ok"}"#],
        );
        let broken = r#"{"name":"broken","reason":"it panicked","restarts":7,"status":"down"}"#;
        expect(&answer, code, &[broken]);
    }
}

#[tokio::test]
async fn resets_call_the_hook_in_development_mode_only() {
    let calls = Arc::new(AtomicUsize::new(0));
    for dev in [false, true] {
        let count = calls.clone();
        let hook = move || -> BoxFuture<Result<(), ferrogate_wire::BoxError>> {
            count.fetch_add(1, Ordering::SeqCst);
            Box::pin(async { Ok(()) })
        };
        let server = Setup { dev, ..Setup::default() }.server().on_reset(Box::new(hook));
        let server = start(server).await;
        for path in ["/_ferrogate/reset", "/moto-api/reset", "/_localstack/state/reset"] {
            let answer = server.send(plain(Method::POST, path).unsigned()).await;
            expect(&answer, if dev { 200 } else { 404 }, &[]);
        }
        assert_eq!(calls.load(Ordering::SeqCst), if dev { 3 } else { 0 });
    }
}

#[tokio::test]
async fn a_unix_socket_serves_the_same_with_any_host() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("api.sock");
    let listener = Listener::unix(UnixListener::bind(&path).unwrap());
    let shutdown = ferrogate_base::Shutdown::new();
    Setup::default().server().serve(vec![listener], &shutdown);
    let mut stream = UnixStream::connect(&path).await.unwrap();
    let head = "GET /_ferrogate/health HTTP/1.1\r\nHost: anything\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    soon(shutdown.finish()).await;
}
