//! Connections that come by endpoints of VPCs: to one service, in one region, and to nothing else.

use std::future::Future;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use ferrogate_auth::{Authority, Through};
use ferrogate_base::{Clock, Shutdown, SystemClock};
use ferrogate_wire::{Arrivals, Arrived, Endpoint, EndpointTls, Listener};
use http::Request;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio::io::AsyncReadExt;
use tokio::net::{UnixListener, UnixStream};
use tokio_rustls::TlsConnector;

use crate::support::{Answer, Call, Setup, exchange, expect, soon};

const NAME: &str = "ecs.eu-west-1.amazonaws.com";

/// By ECS's endpoint. The first byte says whether TLS is spoken, or that nobody knows it.
struct Ecs {
    names: Vec<String>,
}

impl Arrivals for Ecs {
    fn hear(
        &self,
        mut stream: UnixStream,
    ) -> Pin<Box<dyn Future<Output = io::Result<Arrived>> + Send>> {
        let names = self.names.clone();
        Box::pin(async move {
            let secure = match stream.read_u8().await? {
                b's' => true,
                b'p' => false,
                _ => return Err(io::ErrorKind::NotFound.into()),
            };
            let through = Through {
                account: "123456789012".parse().unwrap(),
                region: "eu-west-1".into(),
                endpoint: "vpce-1".into(),
                vpc: "vpc-1".into(),
                vpc_arn: "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1".into(),
            };
            let endpoint = Arc::new(Endpoint { through, signing_name: "ecs", names });
            let client = "10.0.0.5:40000".parse().unwrap();
            Ok(Arrived { endpoint, client, secure, stream })
        })
    }
}

struct Rig {
    dir: tempfile::TempDir,
    authority: Arc<Authority>,
    shutdown: Shutdown,
}

impl Rig {
    fn new(names: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let authority = Arc::new(Authority::of_endpoints(dir.path(), SystemClock.now()).unwrap());
        let listener = UnixListener::bind(dir.path().join("arrivals")).unwrap();
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let tls = EndpointTls::new(authority.clone(), Arc::new(SystemClock));
        let listener = Listener::arrivals(listener, tls, Ecs { names });
        let shutdown = Shutdown::new();
        Setup { dev: true, ..Setup::default() }.server().serve(vec![listener], &shutdown);
        Self { dir, authority, shutdown }
    }

    async fn connect(&self, kind: u8) -> UnixStream {
        use tokio::io::AsyncWriteExt;
        let mut stream = UnixStream::connect(self.dir.path().join("arrivals")).await.unwrap();
        stream.write_u8(kind).await.unwrap();
        stream
    }

    async fn send(&self, request: Request<Full<bytes::Bytes>>) -> Answer {
        let stream = self.connect(b'p').await;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        exchange(&mut sender, request).await
    }

    /// Whether a client that trusts the authority alone takes the server for `name`.
    async fn trusts(&self, name: &'static str) -> bool {
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(self.authority.pem().as_bytes()).unwrap())
            .unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = self.connect(b's').await;
        let name = ServerName::try_from(name).unwrap();
        soon(TlsConnector::from(Arc::new(config)).connect(name, stream)).await.is_ok()
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.shutdown.request();
    }
}

#[tokio::test]
async fn an_endpoint_leads_to_its_service_in_its_region() {
    let rig = Rig::new(&[NAME]);
    let list = || Call::json("ListClusters", "{}").header("host", NAME);
    expect(&rig.send(list().signed()).await, 200, &["clusterArns"]);
    let elsewhere = Call { region: "us-east-1", ..list() };
    expect(&rig.send(elsewhere.signed()).await, 400, &["InvalidSignature", "eu-west-1"]);
    let form = "Action=GetCallerIdentity&Version=2011-06-15";
    let other = Call::form("sts", form).header("host", NAME).signed();
    expect(&rig.send(other).await, 400, &["InvalidAction", "does not lead to sts"]);
    expect(&rig.send(list().unsigned()).await, 400, &["MissingAuthenticationToken"]);
}

#[tokio::test]
async fn no_path_of_the_engine_s_own_is_there() {
    let rig = Rig::new(&[NAME]);
    for (method, path) in [
        ("GET", "/_ferrogate/health"),
        ("POST", "/_ferrogate/reset"),
        ("POST", "/moto-api/reset"),
        ("GET", "/v2/"),
    ] {
        let request = Request::builder().method(method).uri(path).header("host", NAME);
        let answer = rig.send(request.body(Full::default()).unwrap()).await;
        assert!(answer.status().is_client_error(), "{path}: {answer:?}");
        assert!(!answer.body().contains("1.2.3"), "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn a_connection_that_nobody_knows_ends() {
    let rig = Rig::new(&[NAME]);
    let mut stream = rig.connect(b'x').await;
    let mut said = Vec::new();
    drop(soon(stream.read_to_end(&mut said)).await);
    assert!(said.is_empty());
}

#[tokio::test]
async fn the_authority_of_endpoints_speaks_for_names_of_aws_alone() {
    let rig = Rig::new(&[NAME, "*.ecs.eu-west-1.vpce.amazonaws.com"]);
    assert!(rig.trusts(NAME).await);
    assert!(rig.trusts("vpce-1-abcdefgh.ecs.eu-west-1.vpce.amazonaws.com").await);
    assert!(!rig.trusts("logs.eu-west-1.amazonaws.com").await);
    // Whoever had its key could not pass for anybody else.
    let other = Rig::new(&["bank.example"]);
    assert!(!other.trusts("bank.example").await);
    is_kept(rig.dir.path(), &rig.authority);
}

fn is_kept(dir: &Path, authority: &Authority) {
    let again = Authority::of_endpoints(dir, SystemClock.now()).unwrap();
    assert_eq!(again.pem(), authority.pem());
}
