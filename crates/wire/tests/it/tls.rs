//! TLS under our own authority, and what may be served without.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use ferrogate_auth::Authority;
use ferrogate_base::{Clock, Shutdown, SystemClock};
use ferrogate_wire::{ListenError, Listener, Security, Tls};
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;

use crate::support::{Setup, soon};

fn tls(dir: &Path) -> Tls {
    let authority = Arc::new(Authority::load_or_create(dir, SystemClock.now()).unwrap());
    Tls::new(authority, &["fargate.example.com".into()], Arc::new(SystemClock)).unwrap()
}

async fn serve(dir: &Path) -> (SocketAddr, Shutdown) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let shutdown = Shutdown::new();
    let listener = Listener::tcp(listener, Security::Tls(tls(dir))).unwrap();
    Setup::default().server().serve(vec![listener], &shutdown);
    (address, shutdown)
}

/// Asks for the health over TLS, trusting the authority in `dir` alone.
async fn health(address: SocketAddr, dir: &Path, name: &'static str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(dir.join("ca.pem")).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from(name).unwrap();
    let mut stream = soon(TlsConnector::from(Arc::new(config)).connect(name, stream)).await?;
    let head = "GET /_ferrogate/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).await?;
    let mut answer = Vec::new();
    soon(stream.read_to_end(&mut answer)).await?;
    Ok(String::from_utf8(answer).unwrap())
}

#[tokio::test]
async fn clients_that_trust_the_authority_are_served() {
    let dir = tempfile::tempdir().unwrap();
    let (address, shutdown) = serve(dir.path()).await;
    for name in ["localhost", "fargate.example.com", "127.0.0.1", "ecs.fargate.example.com"] {
        let answer = health(address, dir.path(), name).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    assert!(health(address, dir.path(), "other.example.com").await.is_err());
    soon(shutdown.finish()).await;
}

#[tokio::test]
async fn the_authority_outlives_the_server_and_its_key_is_private() {
    let dir = tempfile::tempdir().unwrap();
    let (_, first) = serve(dir.path()).await;
    soon(first.finish()).await;
    let kept = std::fs::read(dir.path().join("ca.pem")).unwrap();
    let (address, shutdown) = serve(dir.path()).await;
    assert_eq!(std::fs::read(dir.path().join("ca.pem")).unwrap(), kept);
    assert!(health(address, dir.path(), "localhost").await.is_ok());
    let key = std::fs::metadata(dir.path().join("ca.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    soon(shutdown.finish()).await;
}

#[tokio::test]
async fn clients_that_trust_another_authority_refuse() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    tls(other.path());
    let (address, shutdown) = serve(dir.path()).await;
    assert!(health(address, other.path(), "localhost").await.is_err());
    soon(shutdown.finish()).await;
}

#[tokio::test]
async fn plain_http_beyond_loopback_must_be_asked_for_by_name() {
    let open = || async { TcpListener::bind("0.0.0.0:0").await.unwrap() };
    let refused = Listener::tcp(open().await, Security::Loopback);
    assert!(matches!(refused, Err(ListenError::Exposed(_))), "{refused:?}");
    assert!(Listener::tcp(open().await, Security::InsecureHttp).is_ok());
    let dir = tempfile::tempdir().unwrap();
    assert!(Listener::tcp(open().await, Security::Tls(tls(dir.path()))).is_ok());
}
