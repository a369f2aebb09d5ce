//! Connections to the engine: plain on loopback, TLS with its own authority beyond.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_channel::socket::Socket;
use http::{HeaderValue, Uri};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::Body;
use crate::fault::{Fault, Kind};
use crate::target::Target;

/// How long a connection may take to be there, TLS included.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// The engine's certificate authority, in its folder.
const AUTHORITY: &str = "server/tls/ca.pem";

/// A connection, plain or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// Where the engine is.
pub(super) struct Endpoint {
    text: String,
    /// Host and port as the endpoint has them.
    authority: String,
    host: String,
    port: u16,
    tls: Option<Arc<ClientConfig>>,
}

impl Endpoint {
    pub(super) fn new(target: &Target) -> Result<Self, Fault> {
        let text = target.endpoint.trim_end_matches('/').to_owned();
        let bad = |why: &str| {
            Fault::usage(format!("'{text}' is not the address of an engine"))
                .why(why)
                .fix("write it like http://127.0.0.1:4566, with --listen or in FERROGATE_ENDPOINT")
        };
        let uri: Uri = text.parse().map_err(|_| bad("it is no URL"))?;
        let secure = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(bad("it begins with neither http:// nor https://")),
        };
        let authority = uri.authority().ok_or_else(|| bad("it has no host"))?;
        if authority.as_str().contains('@') || !matches!(uri.path(), "" | "/") {
            return Err(bad("it is more than scheme, host and port"));
        }
        Ok(Self {
            authority: authority.as_str().to_owned(),
            host: authority.host().trim_matches(['[', ']']).to_owned(),
            port: authority.port_u16().unwrap_or(if secure { 443 } else { 80 }),
            tls: if secure { Some(tls(target.data_dir.as_deref())?) } else { None },
            text,
        })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The URL of another name at the same port.
    pub(super) fn at_name(&self, name: &str) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{name}:{}/", self.port)
    }

    /// The URI of a path, which begins with a slash.
    pub(super) fn uri(&self, path: &str) -> Uri {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        Uri::builder()
            .scheme(scheme)
            .authority(&*self.authority)
            .path_and_query(path)
            .build()
            .expect("the authority was parsed before, and paths are made by us or were parsed")
    }

    pub(super) fn host_header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.authority).expect("a parsed authority is plain text")
    }

    /// A new connection.
    pub(super) async fn connect(&self) -> Result<SendRequest<Body>, Fault> {
        match tokio::time::timeout(CONNECT_MAX, self.open()).await {
            Ok(Ok(sender)) => Ok(sender),
            Ok(Err(error)) => Err(self.unreachable(&error)),
            Err(_) => Err(self.unreachable(&io::Error::from(io::ErrorKind::TimedOut))),
        }
    }

    async fn open(&self) -> io::Result<SendRequest<Body>> {
        shake_hands(TokioIo::new(self.stream().await?)).await
    }

    /// A websocket of this path.
    pub(super) async fn websocket(&self, path: &str) -> Result<Socket, Fault> {
        let open = async {
            let stream = self.stream().await?;
            let uri = format!("ws://{}{path}", self.authority);
            let uri = uri.parse::<Uri>().map_err(io::Error::other)?;
            Socket::connect(stream, uri).await.map_err(io::Error::other)
        };
        match tokio::time::timeout(CONNECT_MAX, open).await {
            Ok(Ok(socket)) => Ok(socket),
            Ok(Err(error)) => Err(self.unreachable(&error)),
            Err(_) => Err(self.unreachable(&io::Error::from(io::ErrorKind::TimedOut))),
        }
    }

    async fn stream(&self) -> io::Result<Box<dyn Stream>> {
        let tcp = TcpStream::connect((&*self.host, self.port)).await?;
        tcp.set_nodelay(true)?;
        match &self.tls {
            None => Ok(Box::new(tcp)),
            Some(config) => {
                let name = ServerName::try_from(self.host.clone()).map_err(io::Error::other)?;
                Ok(Box::new(TlsConnector::from(Arc::clone(config)).connect(name, tcp).await?))
            }
        }
    }

    fn unreachable(&self, error: &io::Error) -> Fault {
        let what = format!("no engine answers at {}", self.text);
        let fault = Fault::new(Kind::Unreachable, what);
        if chain(error).contains("certificate") {
            return fault.because(error).fix(
                "its certificate is of an authority that this machine does not know: run it \
                 with sudo where the engine runs, or trust the engine's ca.pem",
            );
        }
        let why = match error.kind() {
            io::ErrorKind::ConnectionRefused => "nothing listens there".to_owned(),
            io::ErrorKind::TimedOut => "it can't be reached within 5 s".to_owned(),
            _ => chain(error),
        };
        fault.why(why).fix(
            "start one with `sudo ferrogate up --detach`, or name another: \
             FERROGATE_ENDPOINT, --data-dir or --listen",
        )
    }
}

/// Speaks HTTP on a stream. The task that drives the connection ends with its last sender.
async fn shake_hands<S>(stream: S) -> io::Result<SendRequest<Body>>
where
    S: Read + Write + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(stream).await.map_err(io::Error::other)?;
    tokio::spawn(async move {
        // Its end is seen by the sender, with the reason.
        drop(connection.await);
    });
    Ok(sender)
}

/// The system's authorities, and the engine's own where its folder can be read.
fn tls(data_dir: Option<&Path>) -> Result<Arc<ClientConfig>, Fault> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let path = data_dir.map(|dir| dir.join(AUTHORITY));
    if let Some(pem) = path.as_ref().and_then(|path| std::fs::read(path).ok()) {
        let own = CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok);
        roots.add_parsable_certificates(own);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| Fault::failed("TLS can't be set up").because(&e))?;
    let mut config = versions.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(text: &str) -> Result<Endpoint, Fault> {
        Endpoint::new(&Target {
            endpoint: text.into(),
            region: "us-east-1".into(),
            account: None,
            credentials: None,
            key_source: crate::KeySource::default(),
            data_dir: None,
        })
    }

    #[test]
    fn an_endpoint_is_scheme_host_and_port() {
        let plain = endpoint("http://127.0.0.1:4566/").unwrap();
        assert_eq!(
            (plain.uri("/a?b=c").to_string(), plain.port),
            ("http://127.0.0.1:4566/a?b=c".into(), 4566)
        );
        assert_eq!(endpoint("http://[::1]").unwrap().host, "::1");
        assert!(endpoint("https://host:1").unwrap().tls.is_some());
        for text in ["127.0.0.1:4566", "ftp://x", "http://a:b@c", "http://x/path", ""] {
            assert_eq!(endpoint(text).err().map(|f| f.kind), Some(Kind::Usage), "{text}");
        }
    }
}
