//! Requests per second of a signed `ListClusters` on one keep-alive connection, beside a
//! bare hyper server that checks the same signature and knows nothing else, and beside itself
//! with an audit trail. They
//! alternate, so that the load of the machine meets both. Run with
//! `cargo bench -p ferrogate-wire`.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use ferrogate_api::{Operations, ecs};
use ferrogate_auth::sigv4::{Credentials, RequestHead};
use ferrogate_auth::{Caller, RootsOnly, Secret, Signer, StaticKeys, Verifier};
use ferrogate_base::{Clock, Shutdown, SystemClock};
use ferrogate_trail::{Key, Trail};
use ferrogate_wire::{Config, Engine, Limits, Listener, Security, Server};
use http::{HeaderMap, Method, Response, Uri};
use http_body_util::{BodyExt, Full};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const RUN: Duration = Duration::from_secs(2);
const RUNS: usize = 5;
const ARN: &str = "arn:aws:ecs:eu-west-1:123456789012:cluster/default";

fn verifier() -> Verifier {
    let caller = Caller::root("123456789012".parse().expect("twelve digits"));
    let keys = StaticKeys::new().with("AKIABENCH", Secret::new("secret"), caller);
    Verifier::new(Arc::new(keys), Arc::new(SystemClock))
}

async fn front_door(trail: Option<Trail>, shutdown: &Shutdown) -> SocketAddr {
    let mut operations = Operations::new();
    operations.on::<ecs::op::ListClusters, _, _>(|_, _| async {
        Ok(ecs::ListClustersResponse { cluster_arns: Some(vec![ARN.into()]), next_token: None })
    });
    let config = Config {
        version: "0",
        default_region: "us-east-1".into(),
        default_account: "123456789012".parse().expect("twelve digits"),
        hosts: Vec::new(),
        dev: false,
        limits: Limits::default(),
    };
    let server = Server::new(Engine {
        config,
        services: ferrogate_api::SERVICES,
        operations,
        verifier: verifier(),
        authorizer: Arc::new(RootsOnly),
        clock: Arc::new(SystemClock),
    });
    let server = match trail {
        Some(trail) => server.of_trail(trail),
        None => server,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let listener = Listener::tcp(listener, Security::Loopback).expect("on loopback");
    server.serve(vec![listener], shutdown);
    address
}

/// The yardstick: hyper, the signature, a fixed answer.
async fn bare() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let verifier = Arc::new(verifier());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let verifier = verifier.clone();
            drop(stream.set_nodelay(true));
            tokio::spawn(http1::Builder::new().serve_connection(
                TokioIo::new(stream),
                service_fn(move |request: http::Request<hyper::body::Incoming>| {
                    let verifier = verifier.clone();
                    async move {
                        let (parts, body) = request.into_parts();
                        let body = body.collect().await.expect("a whole body").to_bytes();
                        let head = RequestHead {
                            method: parts.method.as_str(),
                            path: parts.uri.path(),
                            query: "",
                            headers: &parts.headers,
                        };
                        verifier.verify(&head, &body).expect("signed");
                        let answer = format!(r#"{{"clusterArns":["{ARN}"]}}"#);
                        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(answer))))
                    }
                }),
            ));
        }
    });
    address
}

/// The bytes of one signed request.
fn request(address: SocketAddr) -> Vec<u8> {
    let body = b"{}";
    let mut headers = HeaderMap::new();
    let target = "AmazonEC2ContainerServiceV20141113.ListClusters";
    headers.insert("x-amz-target", target.parse().expect("plain text"));
    headers.insert("content-type", "application/x-amz-json-1.1".parse().expect("plain text"));
    let credentials = Credentials {
        access_key_id: "AKIABENCH".into(),
        secret: Secret::new("secret"),
        token: None,
    };
    let time = SystemClock.now();
    let signer = Signer { credentials: &credentials, region: "eu-west-1", service: "ecs", time };
    let uri: Uri = format!("http://{address}/").parse().expect("a URI");
    signer.sign_request(&Method::POST, &uri, &mut headers, body).expect("a host");
    let mut bytes = b"POST / HTTP/1.1\r\ncontent-length: 2\r\n".to_vec();
    for (name, value) in &headers {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n{}");
    bytes
}

/// Sends the request over and over; each answer is awaited before the next is sent.
async fn measure(address: SocketAddr) -> f64 {
    let request = request(address);
    let mut stream = TcpStream::connect(address).await.expect("listening");
    stream.set_nodelay(true).expect("a TCP socket");
    let mut answer = vec![0; 4096];
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < RUN {
        stream.write_all(&request).await.expect("open");
        let mut got = 0;
        while !answer[..got].ends_with(b"]}") {
            let more = stream.read(&mut answer[got..]).await.expect("open");
            assert!(more > 0, "{}", String::from_utf8_lossy(&answer[..got]));
            got += more;
        }
        assert!(answer.starts_with(b"HTTP/1.1 200 "));
        count += 1;
    }
    f64::from(count) / start.elapsed().as_secs_f64()
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads");
    runtime.block_on(async {
        let shutdown = Shutdown::new();
        let folder = tempfile::tempdir().expect("a folder");
        let (key, clock) = (Key::new(&[1; 32]), Arc::new(SystemClock));
        let trail = Trail::open(folder.path(), key, Default::default(), clock).expect("a trail");
        let door = front_door(None, &shutdown).await;
        let audited = front_door(Some(trail.clone()), &shutdown).await;
        let bare = bare().await;
        for run in 1..=RUNS {
            let (ours, theirs) = (measure(door).await, measure(bare).await);
            let taken_down = measure(audited).await;
            println!(
                "run {run}: front door {ours:.0}/s, bare {theirs:.0}/s, {:.2}; with an audit trail \
                 {taken_down:.0}/s, {:.2} of that without",
                ours / theirs,
                taken_down / ours,
            );
        }
        trail.settled().await;
        println!("events missing in the trail: {}", trail.missed());
        shutdown.finish().await;
    });
}
