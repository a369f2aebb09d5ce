//! The server under test, with a small table of operations, and clients for it.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ferrogate_api::{Failure, Operations, SERVICES, Service, ec2, ecs, sts};
use ferrogate_auth::sigv4::Credentials;
use ferrogate_auth::{Caller, RootsOnly, Secret, Signer, StaticKeys, Verifier};
use ferrogate_base::clock::ManualClock;
use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_wire::{Config, Engine, Limits, Listener, Security, Server};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::open;

pub(crate) const NOW: TimestampMs = TimestampMs(1_767_323_045_000);
pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const ECS: &str = "AmazonEC2ContainerServiceV20141113";
const DEADLINE: Duration = Duration::from_secs(30);

/// Waits for what must happen.
pub(crate) async fn soon<F: Future>(what: F) -> F::Output {
    tokio::time::timeout(DEADLINE, what).await.expect("it happens before the deadline")
}

pub(crate) fn operations() -> Operations {
    let mut table = Operations::new();
    table.on::<ecs::op::ListClusters, _, _>(|cx, _| async move {
        let arn = format!("arn:aws:ecs:{}:{}:cluster/{}", cx.region, cx.account, cx.caller.arn);
        Ok(ecs::ListClustersResponse { cluster_arns: Some(vec![arn]), next_token: None })
    });
    table.on::<ecs::op::DescribeClusters, _, _>(|_, _| async {
        Err(ecs::Error::cluster_not_found("Cluster not found.").into())
    });
    table.on::<ecs::op::DeleteCluster, _, _>(|_, _| async {
        let cause = std::io::Error::other("the disk is on fire");
        Err(Failure::fault(cause))
    });
    table.on::<ecs::op::CreateCluster, _, _>(|_, _| async { panic!("a mistake of ours") });
    table.on::<sts::op::GetCallerIdentity, _, _>(|cx, _| async move {
        Ok(sts::GetCallerIdentityResponse {
            arn: Some(cx.caller.arn.clone()),
            account: Some(cx.account.to_string()),
            ..Default::default()
        })
    });
    table.on::<open::Knock, _, _>(open::knock);
    table.on::<ec2::op::DescribeRegions, _, _>(|_, _| async { Ok(Default::default()) });
    table
}

/// The real services, and one whose operation is called without a signature: none that we
/// serve is.
fn services() -> Vec<&'static Service> {
    let mut services = SERVICES.to_vec();
    services.push(&open::SERVICE);
    services
}

pub(crate) struct Setup {
    pub(crate) operations: Operations,
    pub(crate) limits: Limits,
    pub(crate) dev: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self { operations: operations(), limits: Limits::default(), dev: false }
    }
}

impl Setup {
    pub(crate) fn server(self) -> Server {
        let account: ferrogate_base::AccountId = ACCOUNT.parse().unwrap();
        let bob = Caller::user(account.clone(), "bob", "AIDABOB");
        let keys = StaticKeys::new()
            .with("AKIAROOT", Secret::new("root secret"), Caller::root(account.clone()))
            .with("AKIABOB", Secret::new("bob secret"), bob);
        let clock = Arc::new(ManualClock::new(NOW));
        let verifier = if self.dev {
            let keys =
                ferrogate_auth::DevKeys::new(keys, ferrogate_auth::Caller::root(account.clone()));
            Verifier::new(Arc::new(keys), clock.clone())
        } else {
            Verifier::new(Arc::new(keys), clock.clone())
        };
        Server::new(Engine {
            config: Config {
                version: "1.2.3",
                default_region: "us-east-1".into(),
                default_account: account,
                hosts: vec!["fargate.example.com".into()],
                dev: self.dev,
                limits: self.limits,
            },
            services: Vec::leak(services()),
            operations: self.operations,
            verifier,
            authorizer: Arc::new(RootsOnly),
            clock,
        })
    }

    pub(crate) async fn start(self) -> Running {
        start(self.server()).await
    }
}

/// A server that runs until it is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) shutdown: Shutdown,
}

pub(crate) async fn start(server: Server) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let shutdown = Shutdown::new();
    server.serve(vec![Listener::tcp(listener, Security::Loopback).unwrap()], &shutdown);
    Running { address, shutdown }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shutdown.request();
    }
}

pub(crate) type Answer = Response<String>;
pub(crate) type Sender = SendRequest<Full<Bytes>>;

impl Running {
    pub(crate) async fn connect(&self) -> Sender {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        sender
    }

    /// Sends one request on a connection of its own.
    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> Answer {
        exchange(&mut self.connect().await, request).await
    }

    /// Sends bytes and reads until the server closes the connection.
    pub(crate) async fn raw(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes.as_ref()).await.unwrap();
        read_to_end(&mut stream).await
    }
}

pub(crate) async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset after the answer is an end as well: the server need not read what it refused.
    drop(soon(stream.read_to_end(&mut answer)).await);
    String::from_utf8(answer).unwrap()
}

pub(crate) async fn exchange(sender: &mut Sender, request: Request<Full<Bytes>>) -> Answer {
    let (parts, body) = soon(sender.send_request(request)).await.unwrap().into_parts();
    let bytes = soon(body.collect()).await.unwrap().to_bytes();
    Response::from_parts(parts, String::from_utf8(bytes.to_vec()).unwrap())
}

/// A request and how it is signed.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) key: (&'static str, &'static str),
    pub(crate) service: &'static str,
    pub(crate) region: &'static str,
    pub(crate) time: TimestampMs,
}

impl Call {
    fn new(service: &'static str) -> Self {
        Self {
            method: Method::POST,
            path: "/".into(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            key: ("AKIAROOT", "root secret"),
            service,
            region: "eu-west-1",
            time: NOW,
        }
    }

    pub(crate) fn json(operation: &str, body: impl Into<Bytes>) -> Self {
        let mut call = Self::new("ecs");
        call.body = body.into();
        call = call.header("content-type", "application/x-amz-json-1.1");
        call.header("x-amz-target", &format!("{ECS}.{operation}"))
    }

    pub(crate) fn form(service: &'static str, form: &str) -> Self {
        let mut call = Self::new(service);
        call.body = form.to_owned().into();
        call.header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    pub(crate) fn unsigned(mut self) -> Request<Full<Bytes>> {
        self.headers.entry("host").or_insert("localhost".parse().unwrap());
        let mut request = Request::new(Full::new(self.body));
        *request.method_mut() = self.method;
        *request.uri_mut() = self.path.parse().unwrap();
        *request.headers_mut() = self.headers;
        request
    }

    pub(crate) fn signed(self) -> Request<Full<Bytes>> {
        let credentials = Credentials {
            access_key_id: self.key.0.into(),
            secret: Secret::new(self.key.1),
            token: None,
        };
        let (region, service, time, body) =
            (self.region, self.service, self.time, self.body.clone());
        let mut request = self.unsigned();
        let signer = Signer { credentials: &credentials, region, service, time };
        let (method, uri) = (request.method().clone(), request.uri().clone());
        signer.sign_request(&method, &uri, request.headers_mut(), &body).unwrap();
        request
    }
}

pub(crate) fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// Checks status, the request id, and that the body has all of `texts`.
#[track_caller]
pub(crate) fn expect(answer: &Answer, status: u16, texts: &[&str]) {
    let shown = format!("{answer:?}");
    assert_eq!(answer.status(), StatusCode::from_u16(status).unwrap(), "{shown}");
    let ids = ["x-amzn-requestid", "x-amz-request-id"].map(|name| header(answer, name).len());
    assert!(ids.contains(&36), "a request id: {shown}");
    for text in texts {
        assert!(answer.body().contains(text), "{text} in {shown}");
    }
}

pub(crate) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
