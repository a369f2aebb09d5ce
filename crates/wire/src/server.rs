//! Connections: accepted, guarded, drained.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_api::{Operations, Service};
use ferrogate_auth::{Authorize, Verifier};
use ferrogate_base::health::Health;
use ferrogate_base::{Clock, Shutdown};
use ferrogate_trail::Trail;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::again::Again;
use crate::arrival::Arrived;
use crate::body::BodyReader;
use crate::config::{Config, HEADERS_MAX, Throttling};
use crate::framing::Strict;
use crate::gate::Gate;
use crate::io::{Activity, Guarded};
use crate::listen::{Ends, Known, Listener, Plain, Socket};
use crate::pipeline::Pipeline;
use crate::rate::Rates;
use crate::raw::{RawHandler, RawRoutes};
use crate::relay::{Relay, Relays};
use crate::replay::Answers;
use crate::request_id::RequestIds;
use crate::route::Router;
use crate::system::{AdvanceHook, Hooks, ResetHook};
use crate::throttle::Throttles;
use crate::tls::EndpointTls;

/// How much of a head, or of a body in one read, hyper holds for a connection.
const BUFFER_BYTES: usize = 64 * 1024;
/// How long accepting rests when the process has no file descriptor left.
const ACCEPT_REST: Duration = Duration::from_millis(100);

/// What a server joins.
pub struct Engine {
    /// Bounds and names.
    pub config: Config,
    /// The services to route to: `ferrogate_api::SERVICES`.
    pub services: &'static [&'static Service],
    /// The handlers.
    pub operations: Operations,
    /// Checks signatures.
    pub verifier: Verifier,
    /// Decides what callers may do.
    pub authorizer: Arc<dyn Authorize>,
    /// Tells when a request came in.
    pub clock: Arc<dyn Clock>,
}

/// A front door that isn't open yet.
pub struct Server {
    pipeline: Pipeline,
    relays: Option<Relays>,
}

impl Server {
    /// A server for the operations of `engine`.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        let pipeline = Pipeline {
            router: Router::new(engine.services),
            gate: Gate::new(&engine.config.hosts),
            bodies: BodyReader::new(&engine.config.limits),
            callers: engine.config.limits.caller_per_s.map(Rates::new),
            throttles: (engine.config.limits.throttling == Throttling::Aws)
                .then(Throttles::default),
            strangers: Rates::new(engine.config.limits.stranger_per_s),
            answers: Answers::default(),
            request_ids: RequestIds::default(),
            raw: RawRoutes::default(),
            hooks: Hooks::default(),
            health: Health::default(),
            trail: None,
            config: engine.config,
            services: engine.services,
            operations: engine.operations,
            verifier: engine.verifier,
            authorizer: engine.authorizer,
            clock: engine.clock,
        };
        Self { pipeline, relays: None }
    }

    /// Hands the requests under `prefix` (whole segments, such as `/v2`) to `handler`. The
    /// longest prefix wins. Requests signed for AWS go past it, except under `/_ferrogate/`.
    #[must_use]
    pub fn raw(mut self, prefix: &'static str, handler: impl RawHandler) -> Self {
        self.pipeline.raw.add(prefix, prefix.starts_with("/_ferrogate/"), handler);
        self
    }

    /// The same, and requests signed for AWS don't go past it: what is below `prefix` is AWS's
    /// and signed by some clients, but is no operation.
    #[must_use]
    pub fn raw_of_aws(mut self, prefix: &'static str, handler: impl RawHandler) -> Self {
        self.pipeline.raw.add(prefix, true, handler);
        self
    }

    /// What the reset paths call. They exist in development mode only.
    #[must_use]
    pub fn on_reset(mut self, hook: Box<ResetHook>) -> Self {
        self.pipeline.hooks.reset = Some(hook);
        self
    }

    /// What the path of the clock calls. It exists in development mode only.
    #[must_use]
    pub fn on_advance(mut self, hook: Box<AdvanceHook>) -> Self {
        self.pipeline.hooks.advance = Some(hook);
        self
    }

    /// The parts that `/_ferrogate/health` tells of; without them all is well.
    #[must_use]
    pub fn of_health(mut self, health: Health) -> Self {
        self.pipeline.health = health;
        self
    }

    /// Takes calls down in `trail`; without it there is none.
    #[must_use]
    pub fn of_trail(mut self, trail: Trail) -> Self {
        self.pipeline.trail = Some(trail);
        self
    }

    /// Hands connections over whose first request names a host that `relay` takes. Nobody is
    /// asked who they are.
    #[must_use]
    pub fn relay(mut self, relay: impl Relay) -> Self {
        self.relays = Some(Relays::new(relay));
        self
    }

    /// Serves `listeners` until a shutdown is asked for; returns at once. Requests in
    /// flight then have [`crate::Limits::drain_time`] to end, and
    /// [`Shutdown::finish`] waits for them.
    pub fn serve(self, listeners: Vec<Listener>, shutdown: &Shutdown) {
        let pipeline = Arc::new(self.pipeline);
        let max = pipeline.config.limits.connections_max;
        let room = Arc::new(Semaphore::new(max));
        // What tasks do at their VPCs' endpoints takes no room from the engine's own port.
        let room_of_tasks = Arc::new(Semaphore::new(max / 2));
        for listener in listeners {
            let of_tasks = matches!(listener.socket, Socket::Arrivals(..));
            let room = if of_tasks { &room_of_tasks } else { &room };
            let door = Door {
                pipeline: pipeline.clone(),
                relays: self.relays.clone(),
                room: room.clone(),
                shutdown: shutdown.clone(),
            };
            shutdown.spawn(door.accept(listener));
        }
    }
}

/// One listener's share of the server. Cheap to clone.
#[derive(Clone)]
struct Door {
    pipeline: Arc<Pipeline>,
    relays: Option<Relays>,
    room: Arc<Semaphore>,
    shutdown: Shutdown,
}

enum Stream {
    Tcp(TcpStream, SocketAddr),
    Unix(UnixStream),
    Arrival(UnixStream),
}

impl Door {
    async fn accept(self, listener: Listener) {
        loop {
            let next = async {
                let permit = self.room.clone().acquire_owned().await;
                let permit = permit.expect("the semaphore is never closed");
                (accept_one(&listener.socket).await, permit)
            };
            let accepted = tokio::select! {
                accepted = next => accepted,
                () = self.shutdown.requested() => return,
            };
            match accepted {
                (Ok(stream), permit) => {
                    let (tls, plain) = match &listener.socket {
                        Socket::Tcp(_, tls, plain) => (tls.clone(), *plain),
                        Socket::Unix(_) => (None, Plain::Taken),
                        Socket::Arrivals(_, tls, known) => {
                            let arrival =
                                self.clone().arrival(stream, tls.clone(), known.clone(), permit);
                            self.shutdown.spawn(Again::new(arrival));
                            continue;
                        }
                    };
                    let connection = self.clone().connection(stream, tls, plain, permit);
                    self.shutdown.spawn(Again::new(connection));
                }
                (Err(error), _) if is_of_the_client(&error) => {}
                (Err(error), _) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "can't accept");
                    tokio::select! {
                        () = tokio::time::sleep(ACCEPT_REST) => {}
                        () = self.shutdown.requested() => return,
                    }
                }
            }
        }
    }

    async fn connection(
        self,
        stream: Stream,
        tls: Option<crate::Tls>,
        plain: Plain,
        permit: OwnedSemaphorePermit,
    ) {
        match (stream, tls) {
            (Stream::Unix(stream) | Stream::Arrival(stream), _) => {
                self.http(stream, Ends::default()).await;
                drop(permit);
            }
            (Stream::Tcp(stream, client), tls) => {
                // Answers are written whole: waiting for more to send only delays them.
                drop(stream.set_nodelay(true));
                let local = stream.local_addr().ok().map(|address| address.ip());
                let ends = Ends { client: Some(client), local, ..Ends::default() };
                let time = self.pipeline.config.limits.head_time;
                let tls = match tls {
                    Some(tls) if plain == Plain::Refused => Some(tls),
                    Some(tls) => match tokio::time::timeout(time, begins_tls(&stream)).await {
                        Ok(Ok(true)) => Some(tls),
                        Ok(Ok(false)) => None,
                        // It said nothing in time, or went away.
                        Ok(Err(_)) | Err(_) => return,
                    },
                    None => None,
                };
                match tls {
                    None => self.whose(stream, ends, client, permit).await,
                    Some(tls) => {
                        let handshake = tls.acceptor().accept(stream);
                        if let Ok(Ok(stream)) = tokio::time::timeout(time, handshake).await {
                            let ends = Ends { secure: true, ..ends };
                            self.whose(stream, ends, client, permit).await;
                        }
                    }
                }
            }
        }
    }

    /// Serves a connection that has come by an endpoint, when it is told whence it comes.
    async fn arrival(
        self,
        stream: Stream,
        tls: EndpointTls,
        known: Known,
        permit: OwnedSemaphorePermit,
    ) {
        let Stream::Arrival(stream) = stream else { return };
        let time = self.pipeline.config.limits.head_time;
        let Ok(heard) = tokio::time::timeout(time, known.0.hear(stream)).await else { return };
        let Arrived { endpoint, client, secure, stream } = match heard {
            Ok(arrived) => arrived,
            Err(error) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "nobody's connection");
                return;
            }
        };
        let names = endpoint.names.clone();
        let ends = Ends { client: Some(client), local: None, secure, via: Some(endpoint) };
        if !secure {
            self.http(stream, ends).await;
            return drop(permit);
        }
        let tls = match tls.tls(names) {
            Ok(tls) => tls,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "no certificate for an endpoint"
                );
                return;
            }
        };
        let handshake = tls.acceptor().accept(stream);
        if let Ok(Ok(stream)) = tokio::time::timeout(time, handshake).await {
            self.http(stream, ends).await;
        }
        drop(permit);
    }

    /// Serves a connection, or hands it over to whom its first request is for.
    async fn whose<S>(
        &self,
        stream: S,
        ends: Ends,
        client: SocketAddr,
        permit: OwnedSemaphorePermit,
    ) where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Some(relays) = &self.relays else {
            self.http(stream, ends).await;
            return drop(permit);
        };
        let limits = &self.pipeline.config.limits;
        let look = relays.look(stream, limits.idle_time, limits.head_time);
        let looked = tokio::select! {
            looked = look => looked,
            () = self.shutdown.requested() => None,
        };
        match looked {
            None => drop(permit),
            Some((stream, None)) => {
                self.http(stream, ends).await;
                drop(permit);
            }
            Some((stream, Some(host))) => {
                // It is none of the API's from here on.
                drop(permit);
                let over = async {
                    self.shutdown.requested().await;
                    tokio::time::sleep(limits.drain_time).await;
                };
                tokio::select! {
                    () = relays.carry(stream, host, client) => {}
                    () = over => {}
                }
            }
        }
    }

    async fn http<S>(&self, stream: S, ends: Ends)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let limits = &self.pipeline.config.limits;
        let activity = Activity::default();
        let io = Guarded::new(
            TokioIo::new(Strict::new(stream, activity.clone())),
            activity.clone(),
            limits.head_time,
            limits.idle_time,
        );
        let service = service_fn(move |request| {
            let (pipeline, busy) = (self.pipeline.clone(), activity.begin());
            let ends = ends.clone();
            async move { Ok::<_, Infallible>(pipeline.serve(ends, request, busy).await) }
        });
        let mut http = http1::Builder::new();
        http.max_buf_size(BUFFER_BYTES)
            // `Guarded` has the clocks: this one would also run between requests.
            .header_read_timeout(None);
        // hyper's own number of headers is read into arrays on the stack, any other into ones
        // that are made for each request.
        if limits.headers_max != HEADERS_MAX {
            http.max_headers(limits.headers_max);
        }
        let mut connection = pin!(http.serve_connection(io, service).with_upgrades());
        // A connection that breaks is the client's affair; what it asked is answered or not.
        let ended = tokio::select! {
            ended = connection.as_mut() => Some(ended),
            () = self.shutdown.requested() => None,
        };
        match ended {
            Some(Ok(())) => {}
            Some(Err(error)) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "connection broke");
            }
            None => {
                connection.as_mut().graceful_shutdown();
                drop(tokio::time::timeout(limits.drain_time, connection).await);
            }
        }
    }
}

/// Whether the client's first byte is that of a TLS handshake (RFC 8446, 5.1: content type
/// 22). No HTTP request begins with it. The byte stays to be read.
async fn begins_tls(stream: &TcpStream) -> io::Result<bool> {
    let mut first = [0];
    Ok(stream.peek(&mut first).await? == 1 && first[0] == 22)
}

async fn accept_one(socket: &Socket) -> io::Result<Stream> {
    match socket {
        Socket::Tcp(listener, ..) => {
            let (stream, client) = listener.accept().await?;
            Ok(Stream::Tcp(stream, client))
        }
        Socket::Unix(listener) => Ok(Stream::Unix(listener.accept().await?.0)),
        Socket::Arrivals(listener, ..) => Ok(Stream::Arrival(listener.accept().await?.0)),
    }
}

/// The client went away before it was accepted: nothing to wait for.
fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    )
}
