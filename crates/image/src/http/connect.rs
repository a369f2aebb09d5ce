//! Resolve, judge, connect, shake hands.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tower_service::Service;

use super::address::{Rules, Trust};
use super::{HttpError, Url};

/// Every address of the host is forbidden.
#[derive(Debug, thiserror::Error)]
enum DeniedAddress {
    /// The user's own words name this machine, which to a task is another than to its user.
    #[error(
        "{host} is the machine that runs the task ({ip}), and has no registry for it: push the \
         image into the engine's registry, or name a registry by its address in the network"
    )]
    Loopback { host: String, ip: IpAddr },
    #[error("{host} is at {ip}, an address that no registry has")]
    Named { host: String, ip: IpAddr },
    #[error("{host} is at {ip}, where registries may not send this host")]
    Foreign { host: String, ip: IpAddr },
}

impl DeniedAddress {
    fn new(trust: Trust, host: &str, ip: IpAddr) -> Self {
        let host = host.to_owned();
        match trust {
            Trust::Foreign => Self::Foreign { host, ip },
            Trust::Named | Trust::Operator if ip.to_canonical().is_loopback() => {
                Self::Loopback { host, ip }
            }
            Trust::Named | Trust::Operator => Self::Named { host, ip },
        }
    }
}

/// The denial behind an error of the pool, if that is what it was.
pub(super) fn denied_in(error: &(dyn std::error::Error + 'static)) -> Option<HttpError> {
    let mut at = Some(error);
    while let Some(error) = at {
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(denied) = inner.and_then(|e| e.downcast_ref::<DeniedAddress>()) {
            return Some(HttpError::Denied(denied.to_string()));
        }
        at = error.source();
    }
    None
}

/// The system's certificate authorities and the operator's.
pub(super) fn tls_config(extra_pem: &[u8]) -> Result<Arc<ClientConfig>, HttpError> {
    let mut roots = RootCertStore::empty();
    let native = rustls_native_certs::load_native_certs();
    for error in &native.errors {
        tracing::warn!(%error, "system certificates can't be read in full");
    }
    roots.add_parsable_certificates(native.certs);
    for certificate in CertificateDer::pem_slice_iter(extra_pem) {
        let added = certificate
            .map_err(|e| e.to_string())
            .and_then(|c| roots.add(c).map_err(|e| e.to_string()));
        added.map_err(|e| {
            HttpError::Denied(format!("a configured certificate can't be used: {e}"))
        })?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has the suites of both versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Opens connections for one kind of trust.
#[derive(Clone)]
pub(super) struct Connector {
    trust: Trust,
    rules: Arc<Rules>,
    tls: Arc<ClientConfig>,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(
        trust: Trust,
        rules: Arc<Rules>,
        tls: Arc<ClientConfig>,
        timeout: Duration,
    ) -> Self {
        Self { trust, rules, tls, timeout }
    }

    async fn connect(self, uri: Uri) -> io::Result<TokioIo<Stream>> {
        let url = Url::parse(&uri.to_string()).map_err(io::Error::other)?;
        let host = url.host().trim_matches(['[', ']']).to_owned();
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for address in tokio::net::lookup_host((host.as_str(), url.port())).await? {
            if !self.rules.allow(self.trust, address.ip()) {
                last = io::Error::other(DeniedAddress::new(self.trust, &host, address.ip()));
                continue;
            }
            match self.open(&url, &host, address).await {
                Ok(stream) => return Ok(TokioIo::new(stream)),
                Err(e) => last = e,
            }
        }
        Err(last)
    }

    async fn open(&self, url: &Url, host: &str, address: SocketAddr) -> io::Result<Stream> {
        let tcp = TcpStream::connect(address).await?;
        tcp.set_nodelay(true)?;
        if url.is_plain() {
            return Ok(Stream::Plain(tcp));
        }
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        let tls = TlsConnector::from(Arc::clone(&self.tls)).connect(name, tcp).await?;
        Ok(Stream::Tls(Box::new(tls)))
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Stream>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connector = self.clone();
        Box::pin(async move {
            let timeout = connector.timeout;
            match tokio::time::timeout(timeout, connector.connect(uri)).await {
                Ok(done) => done,
                Err(_) => Err(io::ErrorKind::TimedOut.into()),
            }
        })
    }
}

/// A connection with or without TLS.
pub(super) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(s) => Pin::new(s).poll_read(cx, out),
            Self::Tls(s) => Pin::new(s).poll_read(cx, out),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(s) => Pin::new(s).poll_write(cx, bytes),
            Self::Tls(s) => Pin::new(s).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(s) => Pin::new(s).poll_flush(cx),
            Self::Tls(s) => Pin::new(s).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(s) => Pin::new(s).poll_shutdown(cx),
            Self::Tls(s) => Pin::new(s).poll_shutdown(cx),
        }
    }
}
