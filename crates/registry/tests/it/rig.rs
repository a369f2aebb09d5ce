//! An engine's front door with nothing behind it but the registry, and a client.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use ferrogate_api::Operations;
use ferrogate_auth::{AccessKeys, Caller, DevKeys, RootsOnly, Secret, StaticKeys, Verifier};
use ferrogate_base::{Clock, Shutdown, SystemClock};
use ferrogate_image::Digest;
use ferrogate_image::blobs::{BlobOptions, BlobStore};
use ferrogate_image::manifest::media;
use ferrogate_records::Scope;
use ferrogate_records::ecr::repository::Mutability;
use ferrogate_registry::{Catalog, Options, Registry, TokenKey};
use ferrogate_state::State;
use ferrogate_store::{SqliteOptions, SqliteStore};
use ferrogate_wire::{Body, Config, Engine, Limits, Listener, RawRequest, Security, Server};
use http::{Method, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const KEY: (&str, &str) = ("AKIAROOT", "root secret");
const DEADLINE: Duration = Duration::from_secs(30);

/// Waits for what must happen.
pub(crate) async fn soon<F: Future>(what: F) -> F::Output {
    tokio::time::timeout(DEADLINE, what).await.expect("it happens before the deadline")
}

pub(crate) fn scope() -> Scope {
    Scope::new(ACCOUNT.parse().unwrap(), "us-east-1")
}

/// A registry that serves until it is dropped.
pub(crate) struct Rig {
    pub(crate) catalog: Catalog,
    pub(crate) token_key: Arc<TokenKey>,
    pub(crate) address: SocketAddr,
    store: Arc<SqliteStore>,
    shutdown: Shutdown,
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.shutdown.request();
    }
}

pub(crate) fn options() -> Options {
    Options::new(scope())
}

/// A registry with the repository `app`, in a folder of its own.
pub(crate) async fn rig() -> (Rig, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let rig = start(folder.path(), options()).await;
    rig.make("app").await;
    (rig, folder)
}

/// A registry over what is in `folder`.
pub(crate) async fn start(folder: &Path, options: Options) -> Rig {
    let shutdown = Shutdown::new();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let store = SqliteStore::open(&folder.join("store"), SqliteOptions::for_tests()).unwrap();
    let store = Arc::new(store);
    let state = State::open(store.clone(), clock.clone(), &shutdown).await.unwrap();
    let blobs = BlobStore::open(&folder.join("blobs"), BlobOptions::default(), clock.clone());
    let catalog = Catalog::new(state, blobs.unwrap());
    let token_key = TokenKey::load_or_create(&folder.join("registry.key")).unwrap();
    let token_key = Arc::new(token_key);
    let account = scope().account;
    let known = StaticKeys::new()
        .with(KEY.0, Secret::new(KEY.1), Caller::root(account.clone()))
        .with("AKIAOTHER", Secret::new("s"), Caller::root("444455556666".parse().unwrap()))
        .with("AKIABOB", Secret::new("bob"), bob());
    let keys: Arc<dyn AccessKeys> = match options.dev {
        true => Arc::new(DevKeys::new(known, Caller::root(account.clone()))),
        false => Arc::new(known),
    };
    let registry = Registry::new(
        catalog.clone(),
        keys.clone(),
        token_key.clone(),
        Arc::new(RootsOnly),
        options,
    );
    let server = Server::new(Engine {
        config: Config {
            version: "1.2.3",
            default_region: "us-east-1".into(),
            default_account: account,
            hosts: vec!["amazonaws.com".into()],
            dev: false,
            limits: Limits::default(),
        },
        services: ferrogate_api::SERVICES,
        operations: Operations::new(),
        verifier: Verifier::new(keys, clock.clone()),
        authorizer: Arc::new(RootsOnly),
        clock,
    });
    let server = server.raw("/v2", move |raw: RawRequest| {
        let registry = registry.clone();
        async move { registry.serve(&raw.request_id, raw.request).await.map(Body::stream) }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    server.serve(vec![Listener::tcp(listener, Security::Loopback).unwrap()], &shutdown);
    Rig { catalog, token_key, address, store, shutdown }
}

fn bob() -> Caller {
    Caller::user(scope().account, "bob", "AIDABOB")
}

pub(crate) type Answer = Response<Bytes>;

/// A request to be.
pub(crate) struct Ask {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

pub(crate) fn ask(method: Method, path: impl Into<String>) -> Ask {
    let login = STANDARD.encode(format!("{}:{}", KEY.0, KEY.1));
    let headers = vec![("authorization".into(), format!("Basic {login}"))];
    Ask { method, path: path.into(), headers, body: Bytes::new() }
}

pub(crate) fn get(path: impl Into<String>) -> Ask {
    ask(Method::GET, path)
}

impl Ask {
    /// Sets a header; an empty value takes it away.
    pub(crate) fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.retain(|(known, _)| known != name);
        let value = value.to_string();
        if !value.is_empty() {
            self.headers.push((name.into(), value));
        }
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn basic(self, user: &str, password: &str) -> Self {
        let login = STANDARD.encode(format!("{user}:{password}"));
        self.header("authorization", format!("Basic {login}"))
    }
}

impl Rig {
    /// Ends the registry and all it holds open, so that its folder can be opened again.
    pub(crate) async fn stop(self) {
        self.shutdown.request();
        soon(self.shutdown.finish()).await;
        soon(self.store.close()).await;
    }

    pub(crate) async fn make(&self, repository: &str) {
        let (catalog, rule) = (&self.catalog, Mutability::Mutable);
        catalog.create_repository(&scope(), repository, rule, vec![]).await.unwrap();
    }

    pub(crate) async fn connect(&self) -> http1::SendRequest<Full<Bytes>> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        sender
    }

    /// Sends one request on a connection of its own.
    pub(crate) async fn send(&self, ask: Ask) -> Answer {
        let mut request = Request::builder().method(ask.method).uri(&ask.path);
        if !ask.headers.iter().any(|(name, _)| name == "host") {
            request = request.header("host", self.address.to_string());
        }
        for (name, value) in ask.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(ask.body)).unwrap();
        let answer = soon(self.connect().await.send_request(request)).await.unwrap();
        let (parts, body) = answer.into_parts();
        Response::from_parts(parts, soon(body.collect()).await.unwrap().to_bytes())
    }

    /// Pushes a blob in one request.
    pub(crate) async fn push_blob(&self, repository: &str, content: &[u8]) -> Digest {
        let digest = Digest::of(content);
        let path = format!("/v2/{repository}/blobs/uploads/?digest={digest}");
        let answer = self.send(ask(Method::POST, path).body(content.to_vec())).await;
        expect(&answer, 201);
        digest
    }

    pub(crate) async fn put_manifest(&self, at: &str, manifest: &Value) -> Answer {
        let kind = manifest["mediaType"].as_str().unwrap();
        let put = ask(Method::PUT, format!("/v2/{at}")).header("content-type", kind);
        self.send(put.body(manifest.to_string())).await
    }

    /// Pushes an image of one layer under `tag`; returns its digest.
    pub(crate) async fn push_image(&self, repository: &str, tag: &str, layer: &[u8]) -> String {
        self.push_blob(repository, b"{}").await;
        self.push_blob(repository, layer).await;
        let answer =
            self.put_manifest(&format!("{repository}/manifests/{tag}"), &image(layer)).await;
        expect(&answer, 201);
        header(&answer, "docker-content-digest").to_owned()
    }
}

/// A descriptor of `content`.
pub(crate) fn part(kind: &str, content: &[u8]) -> Value {
    json!({"mediaType": kind, "digest": Digest::of(content).to_string(), "size": content.len()})
}

/// A manifest of one layer and an empty configuration.
pub(crate) fn image(layer: &[u8]) -> Value {
    json!({
        "schemaVersion": 2,
        "mediaType": media::OCI_MANIFEST,
        "config": part(media::OCI_CONFIG, b"{}"),
        "layers": [part(media::OCI_LAYER, layer)],
    })
}

/// An index of manifests.
pub(crate) fn index(manifests: &[&Value]) -> Value {
    let entry = |m: &&Value| part(media::OCI_MANIFEST, m.to_string().as_bytes());
    json!({
        "schemaVersion": 2,
        "mediaType": media::OCI_INDEX,
        "manifests": manifests.iter().map(entry).collect::<Vec<_>>(),
    })
}

#[track_caller]
pub(crate) fn expect(answer: &Answer, status: u16) {
    assert_eq!(answer.status().as_u16(), status, "{answer:?}");
    assert_eq!(header(answer, "docker-distribution-api-version"), "registry/2.0");
}

/// Checks status and code of an error as the specification writes it; returns its message.
#[track_caller]
pub(crate) fn expect_error(answer: &Answer, status: u16, code: &str) -> String {
    expect(answer, status);
    let body = json_of(answer);
    assert_eq!(body["errors"][0]["code"], code, "{body}");
    body["errors"][0]["message"].as_str().unwrap().to_owned()
}

#[track_caller]
pub(crate) fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(answer.body()).unwrap_or_else(|e| panic!("{e}: {answer:?}"))
}

pub(crate) fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}
