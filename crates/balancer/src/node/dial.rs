//! Connections to targets: with or without TLS, of HTTP/1.1 or HTTP/2.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use ferrogate_link::balancer::{GroupProtocol, Version};
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1, http2};
use hyper::rt::{Read, Write};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;

use super::body::Upload;

/// Bytes that the head of an answer may take while it is read. The limit proper is
/// [`super::forward`]'s.
const HEAD_BYTES_MAX: usize = 40 << 10;
/// Bytes of a body that may be under way on one stream, and on a whole connection.
const WINDOW: u32 = 64 << 10;

/// How a target is spoken with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Speaks {
    pub(crate) tls: bool,
    pub(crate) http2: bool,
}

impl Speaks {
    pub(crate) fn of(protocol: GroupProtocol, version: Version) -> Self {
        let tls = protocol == GroupProtocol::Https;
        Self { tls, http2: version != Version::Http1 }
    }
}

/// Why a target could not be connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotConnected {
    /// In time.
    Timeout,
    /// It refuses, is not there, or speaks otherwise.
    Refused,
    /// It drains, and is not there yet: whoever has another one to ask need not wait for it.
    Drains,
}

/// Where requests go in. A connection of HTTP/2 has one at a time, too: how many streams a target
/// takes at once it may say when one is under way, and what waits there for another stream's end
/// would wait for one that may never end.
#[derive(Debug)]
pub(crate) enum Sender {
    Http1(http1::SendRequest<Upload>),
    Http2(http2::SendRequest<Upload>),
}

impl Sender {
    pub(crate) fn is_ready(&self) -> bool {
        match self {
            Self::Http1(sender) => sender.is_ready(),
            Self::Http2(sender) => sender.is_ready(),
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        match self {
            Self::Http1(sender) => sender.is_closed(),
            Self::Http2(sender) => sender.is_closed(),
        }
    }

    pub(crate) async fn try_send_request(
        &mut self,
        request: Request<Upload>,
    ) -> Result<Response<Incoming>, TrySendError<Request<Upload>>> {
        match self {
            Self::Http1(sender) => sender.try_send_request(request).await,
            Self::Http2(sender) => sender.try_send_request(request).await,
        }
    }
}

/// Connects within `max`, and shakes hands within as long again.
pub(crate) async fn dial(
    address: SocketAddr,
    speaks: Speaks,
    max: Duration,
) -> Result<Sender, NotConnected> {
    let connecting = timeout_at(Instant::now() + max, TcpStream::connect(address));
    let stream = match connecting.await {
        Err(_) => return Err(NotConnected::Timeout),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::TimedOut => {
            return Err(NotConnected::Timeout);
        }
        Ok(connected) => connected.map_err(|_| NotConnected::Refused)?,
    };
    // A hint: it works without.
    drop(stream.set_nodelay(true));
    if !speaks.tls {
        return shake(TokioIo::new(stream), speaks).await;
    }
    let config = if speaks.http2 { &*TLS_HTTP2 } else { &*TLS_HTTP1 };
    // An address is no name: a target is not told one.
    let name = ServerName::IpAddress(address.ip().into());
    let shaking = TlsConnector::from(config.clone()).connect(name, stream);
    let stream = match timeout_at(Instant::now() + max, shaking).await {
        Err(_) => return Err(NotConnected::Timeout),
        Ok(shaken) => shaken.map_err(|_| NotConnected::Refused)?,
    };
    // Whoever was not asked may speak what it wants, but not something else than was agreed on.
    if speaks.http2 && stream.get_ref().1.alpn_protocol() != Some(b"h2") {
        return Err(NotConnected::Refused);
    }
    shake(TokioIo::new(stream), speaks).await
}

async fn shake<C>(stream: C, speaks: Speaks) -> Result<Sender, NotConnected>
where
    C: Read + Write + Unpin + Send + 'static,
{
    if speaks.http2 {
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder
            .initial_stream_window_size(WINDOW)
            .initial_connection_window_size(WINDOW)
            .max_send_buf_size(WINDOW as usize)
            .max_header_list_size(HEAD_BYTES_MAX as u32);
        let made = builder.handshake(stream).await;
        let (sender, connection) = made.map_err(|_| NotConnected::Refused)?;
        // Whoever has the sender hears of its end.
        tokio::spawn(async move { drop(connection.await) });
        return Ok(Sender::Http2(sender));
    }
    let mut builder = http1::Builder::new();
    builder.preserve_header_case(true).title_case_headers(true).max_buf_size(HEAD_BYTES_MAX);
    let made = builder.handshake(stream).await;
    let (sender, connection) = made.map_err(|_| NotConnected::Refused)?;
    tokio::spawn(async move { drop(connection.with_upgrades().await) });
    Ok(Sender::Http1(sender))
}

static TLS_HTTP1: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| config(b"http/1.1"));
static TLS_HTTP2: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| config(b"h2"));

fn config(protocol: &[u8]) -> Arc<ClientConfig> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has the ciphers of both versions")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Whoever))
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    Arc::new(config)
}

/// Takes any certificate (ALB guide, "Target groups": those of targets are not validated). Who it
/// is, the VPC says, whose packets nobody else can send.
#[derive(Debug)]
struct Whoever;

impl ServerCertVerifier for Whoever {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        use SignatureScheme as S;
        vec![
            S::ECDSA_NISTP256_SHA256,
            S::ECDSA_NISTP384_SHA384,
            S::ECDSA_NISTP521_SHA512,
            S::ED25519,
            S::RSA_PSS_SHA256,
            S::RSA_PSS_SHA384,
            S::RSA_PSS_SHA512,
            S::RSA_PKCS1_SHA256,
            S::RSA_PKCS1_SHA384,
            S::RSA_PKCS1_SHA512,
            S::RSA_PKCS1_SHA1,
            S::ECDSA_SHA1_Legacy,
        ]
    }
}
