//! Takes connections, and serves each.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ferrogate_link::balancer::Log;
use http::StatusCode;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, UnixListener, UnixStream};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use super::activity::{Activity, First, Watched};
use super::count::{Counts, one};
use super::judge::{Heads, Judged, Verdict};
use super::request::{Client, answer};
use super::tls::{Agreed, Shaken};
use super::{Shared, mutual, note, tls};
use crate::plan::forwarded;
use crate::plan::line::{Connection, Status};

/// Connections that the kernel keeps until they are taken.
const BACKLOG: u32 = 4096;
/// Bytes of a head that are read; a larger one is answered with 431. As many of a body may wait,
/// in each direction: thousands of slow clients must have room.
pub(crate) const HEAD_BYTES_MAX: usize = 84 << 10;
/// How long to rest when no connection can be taken, for want of files say.
const REST: Duration = Duration::from_millis(100);
/// How long whoever hands a connection over has to say whose it is.
const PREFACE_MAX: Duration = Duration::from_secs(5);
/// How long the handshake of TLS may take.
const HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// Application Load Balancers, "HTTP/2": streams of a connection at once.
const STREAMS_MAX: u32 = 128;
/// Streams that a client has begun and reset that wait to be forgotten, before its connection ends.
const RESETS_MAX: usize = 20;
/// Streams that were reset for what a client has sent, before its connection ends.
const ERRORS_MAX: usize = 256;
/// Bytes of a body that may be under way on one stream, and on a whole connection: thousands of
/// slow clients must have room.
const WINDOW: u32 = 64 << 10;
const CONNECTION_WINDOW: u32 = 256 << 10;
/// How long an idle client of HTTP/2 has to hear that its connection ends.
const LEAVE_MAX: Duration = Duration::from_secs(5);
/// How long the preface may be.
const PREFACE_BYTES_MAX: usize = 64;

/// Listens on one port.
pub(crate) fn bind(address: Ipv4Addr, port: u16) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind((address, port).into())?;
    socket.listen(BACKLOG)
}

/// Takes connections of one port until `closing`.
pub(crate) async fn take(
    shared: Arc<Shared>,
    listener: TcpListener,
    port: u16,
    closing: CancellationToken,
) {
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = closing.cancelled() => return,
        };
        match taken {
            Ok((stream, address)) => {
                // A hint: it works without.
                drop(stream.set_nodelay(true));
                let address = forwarded::plain(address);
                begin(&shared, closing.clone(), async move { Ok((stream, address, port)) });
            }
            Err(error) => rest(&error).await,
        }
    }
}

/// Takes connections that the engine's own port hands over, until the shutdown.
pub(crate) async fn take_relayed(shared: Arc<Shared>, listener: UnixListener) {
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = shared.shutdown.requested() => return,
        };
        match taken {
            Ok((stream, _)) => {
                let of = shared.clone();
                let handed = async move {
                    let (stream, address) = handed_over(stream).await?;
                    let port = of.front_port().ok_or(io::ErrorKind::NotConnected)?;
                    Ok((stream, address, port))
                };
                begin(&shared, CancellationToken::new(), handed);
            }
            Err(error) => rest(&error).await,
        }
    }
}

async fn rest(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be taken");
    tokio::time::sleep(REST).await;
}

/// Whose connection it is: a byte with the length of the client's address, and that as text.
async fn handed_over(mut stream: UnixStream) -> io::Result<(UnixStream, SocketAddr)> {
    let preface = async {
        let length = usize::from(stream.read_u8().await?);
        if length > PREFACE_BYTES_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut text = vec![0; length];
        stream.read_exact(&mut text).await?;
        let text = std::str::from_utf8(&text).map_err(io::Error::other)?;
        text.parse().map_err(io::Error::other)
    };
    let address: SocketAddr = timeout(PREFACE_MAX, preface).await??;
    Ok((stream, forwarded::plain(address)))
}

/// Serves a connection in a task of its own, unless there are too many.
fn begin<C>(
    shared: &Arc<Shared>,
    closing: CancellationToken,
    connected: impl Future<Output = io::Result<(C, SocketAddr, u16)>> + Send + 'static,
) where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Ok(permit) = shared.room.clone().try_acquire_owned() else {
        one(&shared.counts.rejected_connections);
        return;
    };
    let of = shared.clone();
    shared.shutdown.spawn(async move {
        let open = Open::new(of.counts.clone(), permit);
        if let Ok((stream, address, port)) = connected.await {
            serve(of, stream, (address, port), open, closing).await;
        }
    });
}

/// A connection that is open, whatever it speaks.
pub(crate) struct Open(Arc<Counts>, #[expect(dead_code, reason = "held")] OwnedSemaphorePermit);

impl Open {
    fn new(counts: Arc<Counts>, permit: OwnedSemaphorePermit) -> Self {
        one(&counts.new_connections);
        one(&counts.active_connections);
        Self(counts, permit)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.active_connections.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
    }
}

async fn serve<C>(
    shared: Arc<Shared>,
    stream: C,
    (address, port): (SocketAddr, u16),
    open: Open,
    closing: CancellationToken,
) where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let activity = Activity::begin();
    let by_bytes = Arc::new(AtomicBool::new(true));
    let config = shared.config.load_full();
    let tls = config.listeners.get(&port).and_then(|listening| listening.tls.clone());
    let logs = config.attributes.connection_logs.is_some();
    let sent = (logs && tls.is_some()).then(Arc::<First>::default);
    let watched = Watched {
        inner: stream,
        activity: activity.clone(),
        counts: shared.counts.clone(),
        by_bytes: by_bytes.clone(),
        sent: sent.clone(),
    };
    let leaves = CancellationToken::new();
    let random = [shared.random(), shared.random()];
    let trace = format!("TID_{:016x}{:016x}", random[0], random[1]);
    let line = logs.then(|| Connection {
        client: Some(address),
        port,
        id: trace.clone(),
        balancer: config.name.clone(),
        node: Some(config.address),
        ..Connection::default()
    });
    let client = |agreed, presented, shaken: Option<Shaken>| {
        Arc::new(Client {
            address,
            port,
            agreed,
            presented,
            shaken: shaken.map(Arc::new),
            trace: trace.into(),
            activity: activity.clone(),
            begun: activity.begun(),
            requests: Arc::default(),
            leaves: leaves.clone(),
            _open: Arc::new(open),
        })
    };
    let Some(tls) = tls else {
        log(&shared, line, |_| {});
        return one_by_one(shared, watched, client(None, None, None), closing).await;
    };
    let is_recorded = config.attributes.access_logs.is_some() || (logs && tls.verifier.is_some());
    let (server, recorded) = match is_recorded {
        false => (tls.config.clone(), None),
        true => {
            let (server, recorded) = tls.recording();
            (server, Some(recorded))
        }
    };
    drop(config);
    let begun = Instant::now();
    let stream = match shake(&shared, watched, server, &closing).await {
        Ok(stream) => stream,
        Err(NotShaken::Turned) => return,
        Err(NotShaken::Failed(why)) => {
            return log(&shared, line, |line| {
                let half = sent.and_then(|sent| tls::half(&sent.read()));
                line.protocol = half.map(|(version, ..)| version);
                line.cipher = half.map(|(_, cipher, _)| cipher);
                line.exchange = half.and_then(|(.., exchange)| exchange);
                line.certificate = recorded.and_then(|of| of.presented.get().cloned());
                line.status = Some(Status::Failed(why));
            });
        }
    };
    let session = stream.get_ref().1;
    let agreed = Agreed::of(session);
    log(&shared, line, |line| {
        line.handshake = Some(begun.elapsed());
        (line.protocol, line.cipher) = (Some(agreed.version), Some(agreed.cipher));
        line.exchange = tls::exchange(session);
        line.certificate = recorded.as_ref().and_then(|of| of.presented.get().cloned());
        line.status = Some(Status::Success);
    });
    let shaken = recorded.map(|recorded| Shaken::of(session, &recorded));
    let verifier = tls.verifier.as_ref();
    let presented = verifier.map(|by| by.headers(session.peer_certificates().unwrap_or_default()));
    let client = client(Some(agreed), presented, shaken);
    if session.alpn_protocol() == Some(b"h2") {
        // A ping of HTTP/2 is no request (ALB guide, "HTTP/2").
        by_bytes.store(false, Ordering::Relaxed);
        streams(shared, stream, client, closing).await;
    } else {
        one_by_one(shared, stream, client, closing).await;
    }
}

/// Logs a connection, if that is wanted.
fn log(shared: &Shared, line: Option<Connection>, what: impl FnOnce(&mut Connection)) {
    if let Some(mut line) = line {
        what(&mut line);
        line.time = note::now();
        shared.logs.put(Log::Connections, line.line());
    }
}

/// Why there is no handshake.
enum NotShaken {
    /// The node wants none: there are too many, or it ends.
    Turned,
    /// It failed: why, as the connection log calls it.
    Failed(&'static str),
}

/// The handshake of TLS, unless it takes too long or too many are under way.
async fn shake<C>(
    shared: &Shared,
    stream: C,
    config: Arc<rustls::ServerConfig>,
    closing: &CancellationToken,
) -> Result<TlsStream<C>, NotShaken>
where
    C: AsyncRead + AsyncWrite + Unpin,
{
    let Ok(_turn) = shared.handshakes.try_acquire() else {
        one(&shared.counts.rejected_connections);
        return Err(NotShaken::Turned);
    };
    let accept = TlsAcceptor::from(config).accept(stream);
    let shaken = tokio::select! {
        shaken = timeout(HANDSHAKE_MAX, accept) => shaken,
        () = closing.cancelled() => return Err(NotShaken::Turned),
        () = shared.shutdown.requested() => return Err(NotShaken::Turned),
    };
    match shaken {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => {
            one(&shared.counts.tls_errors);
            Err(NotShaken::Failed(mutual::reason(&error)))
        }
        Err(_) => {
            one(&shared.counts.tls_errors);
            Err(NotShaken::Failed("UnmappedConnectionError"))
        }
    }
}

/// A connection that speaks HTTP/2: its requests side by side.
async fn streams<C>(shared: Arc<Shared>, stream: C, client: Arc<Client>, closing: CancellationToken)
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let idle = shared.config.load().idle();
    let (of, by) = (shared.clone(), client.clone());
    let service = service_fn(move |request| answer(of.clone(), by.stream(), request, None));
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MAX)
        // Streams that are begun and reset at once, before anybody has looked at them.
        .max_pending_accept_reset_streams(RESETS_MAX)
        .max_local_error_reset_streams(ERRORS_MAX)
        .max_header_list_size(HEAD_BYTES_MAX as u32)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(WINDOW as usize);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let (mut asked, mut limit) = (false, idle);
    let mut over = false;
    loop {
        tokio::select! {
            _ = connection.as_mut() => return,
            () = client.activity.over(limit) => {
                if over {
                    return;
                }
                // Told first: a request that is on its way is answered, or sent elsewhere.
                (asked, over, limit) = (true, true, LEAVE_MAX.min(idle));
                client.activity.touch();
                connection.as_mut().graceful_shutdown();
            }
            () = ends(&shared, &client, &closing), if !asked => {
                asked = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// Resolves when the connection is to take no more requests.
async fn ends(shared: &Shared, client: &Client, closing: &CancellationToken) {
    tokio::select! {
        () = closing.cancelled() => {}
        () = client.leaves.cancelled() => {}
        () = shared.shutdown.requested() => {}
    }
}

/// A connection that speaks HTTP/1.1: a request after the other.
async fn one_by_one<C>(
    shared: Arc<Shared>,
    stream: C,
    client: Arc<Client>,
    closing: CancellationToken,
) where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let idle = shared.config.load().idle();
    let activity = client.activity.clone();
    let heads = Arc::<Heads>::default();
    let stream = Judged::new(stream, shared.clone(), heads.clone());
    let (of, judged) = (shared.clone(), heads.clone());
    let service = service_fn(move |request| {
        let (heads, of, client) = (judged.clone(), of.clone(), client.clone());
        async move {
            // Each head that comes here was judged before.
            let verdict = heads.next().unwrap_or_else(Verdict::none);
            let answer = answer(of, client, request, Some(verdict)).await?;
            heads.answered(answer.status() == StatusCode::SWITCHING_PROTOCOLS);
            Ok::<_, Infallible>(answer)
        }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        // It sees whole heads alone: the time of those that come in parts is minded here.
        .header_read_timeout(None)
        .max_buf_size(HEAD_BYTES_MAX)
        .preserve_header_case(true)
        .title_case_headers(true);
    let connection = builder.serve_connection(TokioIo::new(stream), service).with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let mut asked = false;
    loop {
        tokio::select! {
            _ = connection.as_mut() => return,
            () = activity.over(idle) => {
                // Whoever has begun to ask is told.
                if !heads.expire() {
                    return;
                }
                activity.touch();
            }
            // Byte by byte is as slow as not at all.
            () = heads.slow(idle) => drop(heads.expire()),
            () = closing.cancelled(), if !asked => {
                asked = true;
                connection.as_mut().graceful_shutdown();
            }
            () = shared.shutdown.requested(), if !asked => {
                asked = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}
