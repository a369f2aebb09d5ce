//! Requests that users have the engine send: to endpoints of subscriptions and to providers of
//! identities, which anybody may name.
//!
//! So where they go is judged by address, after the name was resolved and on the address that is
//! then connected to; nothing is followed anywhere else, each request has a deadline, and of an
//! answer no more is read than its head, or a body of a bounded size. Knows nothing of topics,
//! events or tokens. Read [`Rules`] first.

mod pins;
mod rules;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub use pins::Pins;
pub use rules::Rules;

/// How long a name, a connection and an answer may take together.
const DEADLINE: Duration = Duration::from_secs(15);
/// Names that are resolved at the same time: each takes a thread until the system answers.
const NAMES_AT_ONCE: usize = 4;
/// How long each page may take, all together (what AWS says of providers' pages).
const PAGE_DEADLINE: Duration = Duration::from_secs(5);
/// The longest body.
const BODY_MAX: usize = 1 << 20;

/// Sends requests where the rules let it. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    rules: Arc<Rules>,
    tls: TlsConnector,
    roots: Arc<RootCertStore>,
    names: Arc<Semaphore>,
}

/// A connection to who is asked.
enum Connected {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Why a request had no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unsent {
    /// It is no URL of http or https, or the request can't be made.
    #[error("the endpoint is no URL that can be asked")]
    Bad,
    /// It is where the engine may not send anything.
    #[error("the endpoint is at {0}, where the engine may not send anything (setting webhooks)")]
    Denied(IpAddr),
    /// Its name has no address.
    #[error("the endpoint's name has no address")]
    NoAddress,
    /// It did not answer in time.
    #[error("the endpoint did not answer in time")]
    Late,
    /// No connection to it was made in time.
    #[error("the endpoint can't be reached in time")]
    Unreached,
    /// Nobody vouches for its certificate.
    #[error("the endpoint's certificate is vouched for by nobody")]
    Certificate,
    /// It answers with something else than a page, or with one that is too long.
    #[error("the endpoint has no page of this kind")]
    NoPage(u16),
    /// The connection failed.
    #[error("the endpoint can't be reached")]
    Broken(#[source] io::Error),
}

impl Unsent {
    /// Whether another time may be better.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        !matches!(self, Self::Bad | Self::Denied(_) | Self::Certificate | Self::NoPage(..500))
    }
}

/// A request.
#[derive(Debug)]
pub struct Asked<'a> {
    /// How.
    pub method: Method,
    /// Whom, by http or https.
    pub url: &'a str,
    /// Beside `Host` and `Content-Length`. None that says how the connection is to be used.
    pub headers: &'a [(HeaderName, HeaderValue)],
    /// What.
    pub body: String,
    /// How long a name, a connection and the answer may take together.
    pub deadline: Duration,
    /// How much of the answer's body is read; with 0 none is.
    pub bytes_max: usize,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, as far as it was asked for.
    pub body: Vec<u8>,
}

/// Those who vouch for servers.
pub type Authorities = Vec<CertificateDer<'static>>;

/// The certificate authorities of this system. Read while its files can be seen.
#[must_use]
pub fn authorities() -> Authorities {
    let native = rustls_native_certs::load_native_certs();
    for error in &native.errors {
        tracing::warn!(%error, "system certificates can't be read in full");
    }
    native.certs
}

/// The authority whose certificate this is, in PEM.
#[must_use]
pub fn authority(pem: &str) -> Option<CertificateDer<'static>> {
    CertificateDer::from_pem_slice(pem.as_bytes()).ok()
}

impl Client {
    /// Sends where `rules` let it, and trusts servers that `authorities` vouch for.
    #[must_use]
    pub fn new(rules: Rules, authorities: Authorities) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(authorities);
        let roots = Arc::new(roots);
        let config = config().with_root_certificates(roots.clone()).with_no_client_auth();
        Self {
            rules: Arc::new(rules),
            tls: connector(config),
            roots,
            names: Arc::new(Semaphore::new(NAMES_AT_ONCE)),
        }
    }

    /// Gets the page at `url`, of https, which has at most `bytes_max` bytes. Its server is trusted
    /// for the authorities, or for one of `pins`: SHA-1 of a certificate of its chain in
    /// hexadecimal digits.
    ///
    /// # Errors
    /// [`Unsent`].
    pub async fn page(
        &self,
        url: &str,
        pins: &[String],
        bytes_max: usize,
    ) -> Result<Vec<u8>, Unsent> {
        match tokio::time::timeout(PAGE_DEADLINE, self.try_page(url, pins, bytes_max)).await {
            Ok(page) => page,
            Err(_) => Err(Unsent::Late),
        }
    }

    async fn try_page(
        &self,
        url: &str,
        pins: &[String],
        bytes_max: usize,
    ) -> Result<Vec<u8>, Unsent> {
        let uri: Uri = url.parse().map_err(|_| Unsent::Bad)?;
        if uri.scheme_str() != Some("https") {
            return Err(Unsent::Bad);
        }
        let (host, port) = host(&uri, true)?;
        let accepts = headers(&[("accept", "application/json".to_owned())])?;
        let request = request(Method::GET, &uri, &accepts, String::new())?;
        let stream = self.connect(&host, port).await?;
        let name = ServerName::try_from(host).map_err(|_| Unsent::Bad)?;
        let pins = Pins::new(self.roots.clone(), pins).map_err(|_| Unsent::Bad)?;
        let config = config()
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(pins))
            .with_no_client_auth();
        let stream = connector(config).connect(name, stream).await.map_err(untrusted)?;
        page(stream, request, bytes_max).await
    }

    /// Posts `body` to `url`, and returns the status of the answer. Dropping the future may leave
    /// it sent.
    ///
    /// # Errors
    /// [`Unsent`].
    pub async fn post(
        &self,
        url: &str,
        named: &[(&'static str, String)],
        body: String,
    ) -> Result<u16, Unsent> {
        match self.call(url, named, body, (0, DEADLINE)).await {
            Ok((status, _)) => Ok(status),
            // Whoever subscribed may mend it before the last try.
            Err(Unsent::Certificate) => Err(Unsent::Broken(io::Error::other(Unsent::Certificate))),
            Err(unsent) => Err(unsent),
        }
    }

    /// Posts `body` to `url` and returns the status of the answer, and the answer itself, which
    /// has at most `bytes_max` bytes. All of it takes `deadline` at most. Dropping the future may
    /// leave it sent.
    ///
    /// # Errors
    /// [`Unsent`]; an answer that is too long is none.
    pub async fn call(
        &self,
        url: &str,
        named: &[(&'static str, String)],
        body: String,
        (bytes_max, deadline): (usize, Duration),
    ) -> Result<(u16, Vec<u8>), Unsent> {
        let headers = &headers(named)?[..];
        let asked = Asked { method: Method::POST, url, headers, body, deadline, bytes_max };
        let answer = self.ask(asked).await?;
        Ok((answer.status, answer.body))
    }

    /// Sends any request, and returns its answer: its head, and at most `bytes_max` bytes of its
    /// body. Dropping the future may leave it sent.
    ///
    /// # Errors
    /// [`Unsent`]; [`Unsent::NoPage`] of an answer whose body is longer than asked for.
    pub async fn ask(&self, asked: Asked<'_>) -> Result<Answer, Unsent> {
        match tokio::time::timeout(asked.deadline, self.try_ask(asked)).await {
            Ok(answer) => answer,
            Err(_) => Err(Unsent::Late),
        }
    }

    async fn try_ask(&self, asked: Asked<'_>) -> Result<Answer, Unsent> {
        let uri: Uri = asked.url.parse().map_err(|_| Unsent::Bad)?;
        let secure = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(Unsent::Bad),
        };
        let request = request(asked.method, &uri, asked.headers, asked.body)?;
        // It has a deadline of its own, however long an answer may take.
        match tokio::time::timeout(DEADLINE, self.connected(&uri, secure)).await {
            Ok(Ok(Connected::Plain(stream))) => whole(stream, request, asked.bytes_max).await,
            Ok(Ok(Connected::Tls(stream))) => whole(stream, request, asked.bytes_max).await,
            Ok(Err(unsent)) => Err(unsent),
            Err(_) => Err(Unsent::Unreached),
        }
    }

    async fn connected(&self, uri: &Uri, secure: bool) -> Result<Connected, Unsent> {
        let (host, port) = host(uri, secure)?;
        let stream = self.connect(&host, port).await?;
        if !secure {
            return Ok(Connected::Plain(stream));
        }
        let name = ServerName::try_from(host).map_err(|_| Unsent::Bad)?;
        let stream = self.tls.connect(name, stream).await.map_err(untrusted)?;
        Ok(Connected::Tls(Box::new(stream)))
    }

    /// Connects to the first of a host's addresses that may be reached and answers.
    async fn connect(&self, host: &str, port: u16) -> Result<TcpStream, Unsent> {
        let (mut denied, mut failed) = (None, None);
        for address in self.addresses(host, port).await? {
            if !self.rules.allow(address) {
                denied = Some(Unsent::Denied(address.ip()));
                continue;
            }
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => failed = Some(Unsent::Broken(error)),
            }
        }
        Err(failed.or(denied).unwrap_or(Unsent::NoAddress))
    }

    async fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Unsent> {
        if let Ok(ip) = host.parse::<IpAddr>() {
            return Ok(vec![(ip, port).into()]);
        }
        if host == "localhost" {
            return Ok(vec![([127, 0, 0, 1], port).into()]);
        }
        // The thread keeps its place until the system answers, also when nobody waits any more.
        let place = self.names.clone().acquire_owned().await.map_err(|_| Unsent::NoAddress)?;
        let name = (host.to_owned(), port);
        let found = tokio::task::spawn_blocking(move || {
            let _place = place;
            std::net::ToSocketAddrs::to_socket_addrs(&name).map(Vec::from_iter)
        });
        match found.await {
            Ok(Ok(addresses)) => Ok(addresses),
            _ => Err(Unsent::NoAddress),
        }
    }
}

/// Where a URL leads.
fn host(uri: &Uri, secure: bool) -> Result<(String, u16), Unsent> {
    let authority = uri.authority().ok_or(Unsent::Bad)?;
    let host = authority.host().trim_matches(['[', ']']).to_owned();
    Ok((host, authority.port_u16().unwrap_or(if secure { 443 } else { 80 })))
}

fn config() -> ConfigBuilder<ClientConfig, WantsVerifier> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has the suites of both versions")
}

fn connector(mut config: ClientConfig) -> TlsConnector {
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsConnector::from(Arc::new(config))
}

/// Of what TLS fails by, the certificate is for somebody to look at.
fn untrusted(error: io::Error) -> Unsent {
    let of_tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match of_tls {
        Some(rustls::Error::InvalidCertificate(_)) => Unsent::Certificate,
        _ => Unsent::Broken(error),
    }
}

/// The headers of a request, as they are sent.
fn headers(named: &[(&'static str, String)]) -> Result<Vec<(HeaderName, HeaderValue)>, Unsent> {
    let one = |(name, value): &(&'static str, String)| {
        let value = HeaderValue::try_from(value).map_err(|_| Unsent::Bad)?;
        Ok((HeaderName::from_static(name), value))
    };
    named.iter().map(one).collect()
}

fn request(
    method: Method,
    uri: &Uri,
    headers: &[(HeaderName, HeaderValue)],
    body: String,
) -> Result<Request<Full<Bytes>>, Unsent> {
    if body.len() > BODY_MAX {
        return Err(Unsent::Bad);
    }
    let authority = uri.authority().ok_or(Unsent::Bad)?;
    // Whoever needs a password there would find it in our log, and there is no place for one.
    if authority.as_str().contains('@') {
        return Err(Unsent::Bad);
    }
    let target = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::builder()
        .method(method)
        .uri(target)
        .header(HOST, authority.as_str())
        .header(CONTENT_LENGTH, body.len());
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.body(Full::from(body)).map_err(|_| Unsent::Bad)
}

/// The page that answers the request. The connection ends with it.
async fn page(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
    bytes_max: usize,
) -> Result<Vec<u8>, Unsent> {
    let wanted = |status| status == StatusCode::OK;
    let answer = exchange(stream, request, bytes_max, wanted).await?;
    match answer.status {
        200 => Ok(answer.body),
        status => Err(Unsent::NoPage(status)),
    }
}

/// Sends the request, and reads its answer. The connection ends with it.
async fn whole(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
    bytes_max: usize,
) -> Result<Answer, Unsent> {
    exchange(stream, request, bytes_max, |_| bytes_max > 0).await
}

/// The answer to a request, with its body when its status is `wanted`.
async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
    bytes_max: usize,
    wanted: impl Fn(StatusCode) -> bool,
) -> Result<Answer, Unsent> {
    let broken = |error: hyper::Error| Unsent::Broken(io::Error::other(error));
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(64 << 10)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let read = async {
        let answer = sender.send_request(request).await.map_err(broken)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        if !wanted(status) {
            return Ok(Answer { status: status.as_u16(), headers, body: vec![] });
        }
        let body = Limited::new(answer.into_body(), bytes_max).collect().await;
        let body = body.map_err(|error| match error.downcast::<hyper::Error>() {
            Ok(error) => broken(*error),
            Err(_) => Unsent::NoPage(status.as_u16()),
        })?;
        let body = body.to_bytes().to_vec();
        Ok(Answer { status: status.as_u16(), headers, body })
    };
    tokio::pin!(read, connection);
    tokio::select! {
        read = &mut read => read,
        ended = &mut connection => match ended {
            // What it answered before it closed is still to be read.
            Ok(()) => read.await,
            Err(error) => Err(broken(error)),
        },
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    fn client(rules: Rules) -> Client {
        Client::new(rules, vec![])
    }

    fn near() -> Rules {
        Rules { public: false, also: vec!["127.0.0.0/8".parse().unwrap()], own: None }
    }

    #[tokio::test]
    async fn a_post_arrives_whole_and_its_status_is_told() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (mut text, mut piece) = (String::new(), [0; 4096]);
            while !text.ends_with("hello") {
                let count = stream.read(&mut piece).await.unwrap();
                text.push_str(std::str::from_utf8(&piece[..count]).unwrap());
            }
            // Where it points to is not gone to.
            let moved =
                "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(moved.as_bytes()).await.unwrap();
            text
        });
        let headers = [("x-amz-sns-message-type", "Notification".to_owned())];
        let url = format!("http://localhost:{port}/a?b=c");
        let status = client(near()).post(&url, &headers, "hello".into()).await.unwrap();
        let text = server.await.unwrap();
        assert_eq!(status, 302);
        assert!(text.starts_with("POST /a?b=c HTTP/1.1\r\n"), "{text}");
        assert!(text.contains("x-amz-sns-message-type: Notification\r\n"), "{text}");
        assert!(text.contains(&format!("host: localhost:{port}\r\n")), "{text}");
    }

    /// A server of TLS that answers each connection with `text`, and its certificate's digest.
    async fn tls(text: String) -> (u16, String) {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let own = params.self_signed(&key).unwrap().der().clone();
        let sha1 = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, &own);
        let digest: String = sha1.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own], key)
            .unwrap();
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut asked = [0; 4096];
                if stream.read(&mut asked).await.is_ok_and(|read| read > 0) {
                    drop(stream.write_all(text.as_bytes()).await);
                    drop(stream.shutdown().await);
                }
            }
        });
        (port, digest)
    }

    #[tokio::test]
    async fn a_page_is_read_whole_from_who_is_trusted_and_no_longer_than_it_may_be() {
        let answer =
            |head: &str, body: &str| format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n{body}");
        let (port, digest) = tls(answer("200 OK", "{\"keys\": []}")).await;
        let url = format!("https://localhost:{port}/jwks");
        let pins = [digest];
        let page = client(near()).page(&url, &pins, 100).await.unwrap();
        assert_eq!(page, b"{\"keys\": []}");
        let long = client(near()).page(&url, &pins, 10).await.unwrap_err();
        assert!(matches!(long, Unsent::NoPage(200)), "{long}");
        for pins in [&[][..], &["0".repeat(40)]] {
            let untrusted = client(near()).page(&url, pins, 100).await.unwrap_err();
            assert!(matches!(untrusted, Unsent::Certificate), "{untrusted:?}");
        }
        let plain = client(near()).page("http://localhost/", &pins, 100).await.unwrap_err();
        assert!(matches!(plain, Unsent::Bad), "{plain}");
        let far = Client::new(Rules { public: true, also: vec![], own: None }, vec![]);
        let near_by = far.page(&url, &pins, 100).await.unwrap_err();
        assert!(matches!(near_by, Unsent::Denied(_)), "{near_by}");
        // Nothing is followed elsewhere.
        let (port, digest) = tls(answer("302 Found\r\nlocation: https://localhost/", "")).await;
        let url = format!("https://localhost:{port}/");
        let moved = client(near()).page(&url, &[digest], 100).await.unwrap_err();
        assert!(matches!(moved, Unsent::NoPage(302)) && !moved.may_pass(), "{moved}");
    }

    #[tokio::test]
    async fn an_answer_of_any_status_is_read_whole_and_no_longer_than_it_may_be() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://127.0.0.1:{}/f", listener.local_addr().unwrap().port());
        tokio::spawn(async move {
            for head in ["200 OK", "500 Internal Server Error", "200 OK"] {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut asked = [0; 4096];
                assert!(stream.read(&mut asked).await.unwrap() > 0);
                let text = format!("HTTP/1.1 {head}\r\ncontent-length: 5\r\n\r\nhello");
                stream.write_all(text.as_bytes()).await.unwrap();
            }
            // This one never answers.
            let held = listener.accept().await.unwrap();
            std::future::pending::<()>().await;
            drop(held);
        });
        let client = client(near());
        let call = |max, deadline| client.call(&url, &[], "{}".into(), (max, deadline));
        let long = Duration::from_secs(30);
        assert_eq!(call(5, long).await.unwrap(), (200, b"hello".to_vec()));
        assert_eq!(call(5, long).await.unwrap(), (500, b"hello".to_vec()));
        assert!(matches!(call(4, long).await.unwrap_err(), Unsent::NoPage(200)));
        assert!(matches!(call(5, Duration::ZERO).await.unwrap_err(), Unsent::Late));
    }

    #[tokio::test]
    async fn what_may_not_be_reached_is_not_connected_to() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let public = || Rules { public: true, also: vec![], own: None };
        for url in [
            format!("http://127.0.0.1:{port}/"),
            format!("http://localhost:{port}/"),
            format!("http://[::ffff:127.0.0.1]:{port}/"),
            "http://169.254.169.254/latest/meta-data".to_owned(),
            "https://10.0.0.1/".to_owned(),
        ] {
            let refused = client(public()).post(&url, &[], String::new()).await.unwrap_err();
            assert!(
                matches!(refused, Unsent::Denied(_)) && !refused.may_pass(),
                "{url}: {refused}"
            );
        }
        for url in ["ftp://127.0.0.1/", "127.0.0.1", "http://u:p@127.0.0.1/", "http:///x"] {
            let refused = client(near()).post(url, &[], String::new()).await.unwrap_err();
            assert!(matches!(refused, Unsent::Bad), "{url}: {refused}");
        }
    }
}
