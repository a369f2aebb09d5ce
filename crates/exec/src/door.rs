//! The way in: an upgrade to a websocket, whose first message has the token.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::{Clock, Shutdown};
use ferrogate_channel::payload::Opening;
use ferrogate_channel::socket::Socket;
use ferrogate_channel::ticket::{Begin, Grant, Tickets};
use ferrogate_controllers::host::Sessions;
use http::header::{
    CONNECTION, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{Method, Request, Response, StatusCode};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::archive::{Archive, Prepared};
use crate::log::SessionLog;
use crate::rights::{Rights, Whose};
use crate::session::Session;

/// The path below which sessions are, as AWS has it.
pub const PATH: &str = "/v1/data-channel";

/// Connections that have not shown their token yet.
const STRANGERS_MAX: usize = 64;

/// How long they have for that.
const OPENING_MAX: Duration = Duration::from_secs(10);

/// The first message: a token and a few names.
const OPENING_BYTES_MAX: usize = 8 << 10;

/// Sessions of all users.
const SESSIONS_MAX: usize = 1024;

/// Times of sessions.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// A session in which nothing is said ends after this.
    pub idle_max: Duration,
    /// One whose connection broke waits so long for another.
    pub resumed_within: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            // ECS Exec: 20 minutes, which nobody can change.
            idle_max: Duration::from_secs(20 * 60),
            resumed_within: Duration::from_secs(60),
        }
    }
}

/// What keeps sessions, and what is asked for them.
pub struct Stores {
    /// Keeps their lines.
    pub log: Arc<dyn SessionLog>,
    /// Keeps them as objects; none where the engine has no buckets.
    pub archive: Option<Archive>,
    /// What tasks' roles may.
    pub rights: Arc<dyn Rights>,
}

/// Lets users in to their sessions.
#[derive(Clone)]
pub struct Door(Arc<Shared>);

/// What all sessions share.
pub(crate) struct Shared {
    pub(crate) tickets: Arc<Tickets>,
    pub(crate) hosts: Arc<Sessions>,
    pub(crate) stores: Stores,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) shutdown: Shutdown,
    pub(crate) options: Options,
    strangers: Arc<Semaphore>,
    /// Where a session's next connection is to be brought.
    open: Mutex<HashMap<String, mpsc::Sender<Socket>>>,
}

impl Door {
    /// A door for those who have one of `tickets`, to programs on `hosts`.
    #[must_use]
    pub fn new(
        tickets: Arc<Tickets>,
        hosts: Arc<Sessions>,
        stores: Stores,
        (clock, shutdown): (Arc<dyn Clock>, Shutdown),
        options: Options,
    ) -> Self {
        let strangers = Arc::new(Semaphore::new(STRANGERS_MAX));
        let open = Mutex::default();
        Self(Arc::new(Shared { tickets, hosts, stores, clock, shutdown, options, strangers, open }))
    }

    /// Looks at a request below [`PATH`].
    ///
    /// # Errors
    /// The answer to one that nobody is let in by.
    pub fn admit<B>(&self, request: &Request<B>) -> Result<Admitted, Response<()>> {
        let session = request.uri().path().strip_prefix(PATH);
        let session = session.and_then(|rest| rest.strip_prefix('/'));
        let Some(session) = session.filter(|session| self.is_expected(session)) else {
            return Err(answer(StatusCode::NOT_FOUND));
        };
        let accept = accept_key(request).ok_or_else(|| answer(StatusCode::BAD_REQUEST))?;
        let full = |_| answer(StatusCode::SERVICE_UNAVAILABLE);
        let permit = self.0.strangers.clone().try_acquire_owned().map_err(full)?;
        Ok(Admitted { shared: self.0.clone(), session: session.to_owned(), accept, permit })
    }

    /// Whether somebody may come for this session. Whoever guesses names learns no more than that
    /// a name of 68 bits is right, and has no token.
    fn is_expected(&self, session: &str) -> bool {
        self.0.tickets.waits(session, std::time::Instant::now())
    }
}

/// Somebody who may show a token.
pub struct Admitted {
    shared: Arc<Shared>,
    session: String,
    accept: HeaderValue,
    permit: OwnedSemaphorePermit,
}

impl Admitted {
    /// The answer that makes the connection a websocket. What is said there is heard in a task of
    /// the shutdown's, once `connection` is there.
    pub fn enter<C>(
        self,
        connection: impl Future<Output = io::Result<C>> + Send + 'static,
    ) -> Response<()>
    where
        C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Self { shared, session, accept, permit } = self;
        shared.shutdown.clone().spawn(async move {
            let opened = timeout(OPENING_MAX, open(&shared, &session, connection)).await;
            drop(permit);
            if let Ok(Some((socket, opening, grant))) = opened {
                begin(&shared, session, socket, opening, grant).await;
            }
        });
        let mut response = answer(StatusCode::SWITCHING_PROTOCOLS);
        let headers = response.headers_mut();
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
        response
    }
}

fn answer(status: StatusCode) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = status;
    response
}

/// The answer to a websocket's key (RFC 6455, 4.2.1); `None` when the request is for none.
fn accept_key<B>(request: &Request<B>) -> Option<HeaderValue> {
    let has = |name: HeaderName, word: &str| {
        let value = request.headers().get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.split(',').any(|w| w.trim().eq_ignore_ascii_case(word)))
    };
    let right = request.method() == Method::GET
        && has(UPGRADE, "websocket")
        && has(CONNECTION, "upgrade")
        && has(SEC_WEBSOCKET_VERSION, "13");
    let key = request.headers().get(SEC_WEBSOCKET_KEY).filter(|_| right)?;
    HeaderValue::from_str(&derive_accept_key(key.as_bytes())).ok()
}

/// Waits for the token; `None` when none comes that is right.
async fn open<C: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    shared: &Shared,
    session: &str,
    connection: impl Future<Output = io::Result<C>>,
) -> Option<(Socket, Opening, Grant)> {
    let mut socket = Socket::accept(connection.await.ok()?).await;
    let text = socket.first_text(OPENING_BYTES_MAX).await?;
    let opening: Opening = serde_json::from_str(&text).ok()?;
    let now = std::time::Instant::now();
    let grant = shared.tickets.take(session, &opening.token_value, now)?;
    Some((socket, opening, grant))
}

/// Begins a session, or brings it the connection that it waits for.
async fn begin(
    shared: &Arc<Shared>,
    session: String,
    socket: Socket,
    opening: Opening,
    grant: Grant,
) {
    match grant {
        Grant::Begin(begin) => {
            let (sender, arrivals) = mpsc::channel(1);
            {
                let mut open = shared.open.lock();
                if open.len() >= SESSIONS_MAX {
                    tracing::warn!(session, "more sessions than are let in");
                    return;
                }
                open.insert(session.clone(), sender);
            }
            let wanted_over = shared.tickets.opened(&session, begin.account.clone());
            let _listed = Listed { shared: shared.clone(), session: session.clone() };
            tracing::info!(session, task = %begin.key, container = begin.container, "a session begins");
            // What is copied is no text, and is not what a log is for.
            let copies = opening.ferrogate.as_ref().is_some_and(|wishes| wishes.copy.is_some());
            let prepared = match (&shared.stores.archive, &begin.log_object) {
                (Some(archive), Some(object)) if !copies && begin.refused.is_none() => {
                    archive.prepare(whose(&begin), &session, object).await
                }
                _ => Prepared::default(),
            };
            Session::new(
                shared.clone(),
                session,
                *begin,
                (opening.ferrogate, prepared),
                (socket, arrivals),
                wanted_over,
            )
            .run()
            .await;
        }
        Grant::Resume => {
            let sender = shared.open.lock().get(&session).cloned();
            if let Some(sender) = sender {
                // A session that is over wants none.
                drop(sender.send(socket).await);
            }
        }
    }
}

/// Whose a session is.
pub(crate) fn whose(begin: &Begin) -> Whose {
    Whose {
        account: begin.account.clone(),
        region: begin.region.clone(),
        task: begin.key.task.clone(),
        role: begin.role.clone(),
    }
}

/// A session that goes on, however it ends.
struct Listed {
    shared: Arc<Shared>,
    session: String,
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.shared.open.lock().remove(&self.session);
        self.shared.tickets.closed(&self.session);
        tracing::info!(session = self.session, "a session is over");
    }
}
