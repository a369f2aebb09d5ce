//! One target: how it is, what it has to do, and the connections to it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ferrogate_link::balancer::{Health, HealthCheck};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_util::sync::CancellationToken;

use super::body::Upload;
use crate::plan::health::{Machine, Outcome};

/// Application Load Balancers, "HTTP 504": a target has 10 seconds to take a connection.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// Connections to one target that wait for the next request.
const IDLE_MAX: usize = 128;
/// Bytes that the head of an answer may take while it is read. The limit proper is
/// [`super::forward`]'s.
const HEAD_BYTES_MAX: usize = 40 << 10;

/// How long a target drains at least, and how often it is looked whether it has.
const DRAINED_MIN: Duration = Duration::from_secs(1);
const DRAINED_AGAIN: Duration = Duration::from_millis(200);

/// One target of one group.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    /// As cookies name it.
    pub(crate) name: String,
    /// Whether this node asks targets of its zone.
    pub(crate) usable: bool,
    /// How it is looked at; nobody does when it drains.
    pub(crate) check: watch::Sender<Option<HealthCheck>>,
    seen: Mutex<Seen>,
    outstanding: AtomicUsize,
    /// It drains, and has nothing open any more.
    drained: AtomicBool,
    /// It is no target any more: what is open ends.
    pub(crate) ended: CancellationToken,
    idle: Mutex<Vec<Kept>>,
    /// How many more connections the node may keep for later, to all targets.
    room: Arc<Semaphore>,
}

/// A connection that waits for the next request.
#[derive(Debug)]
struct Kept {
    sender: SendRequest<Upload>,
    since: Instant,
    _room: OwnedSemaphorePermit,
}

#[derive(Debug, Default)]
struct Seen {
    machine: Machine,
    healthy_since: Option<Instant>,
}

/// Why a target could not be connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotConnected {
    /// In time.
    Timeout,
    /// It refuses, or is not there.
    Refused,
}

/// A connection to a target.
pub(crate) struct Connection {
    pub(crate) sender: SendRequest<Upload>,
    /// It has served before: the target may have closed it meanwhile.
    pub(crate) reused: bool,
}

impl Target {
    pub(crate) fn new(
        address: SocketAddr,
        usable: bool,
        check: Option<HealthCheck>,
        room: Arc<Semaphore>,
    ) -> Arc<Self> {
        Arc::new(Self {
            address,
            name: address.to_string(),
            usable,
            check: watch::Sender::new(check),
            seen: Mutex::default(),
            outstanding: AtomicUsize::new(0),
            drained: AtomicBool::new(false),
            ended: CancellationToken::new(),
            idle: Mutex::default(),
            room,
        })
    }

    /// Whether it takes no new requests.
    pub(crate) fn drains(&self) -> bool {
        self.check.borrow().is_none()
    }

    /// Whether its health is looked at.
    pub(crate) fn is_checked(&self) -> bool {
        self.usable && self.check.borrow().as_ref().is_some_and(|check| check.enabled)
    }

    /// Whether it drains and nothing is open with it any more.
    pub(crate) fn has_drained(&self) -> bool {
        self.drained.load(Ordering::Relaxed)
    }

    /// Returns once it has drained: it gets nothing new, so it stays so. Not at once, because a
    /// request may have chosen it just before it began to drain.
    pub(crate) async fn until_drained(&self) {
        tokio::time::sleep(DRAINED_MIN).await;
        while !self.drains() || self.outstanding() > 0 {
            tokio::time::sleep(DRAINED_AGAIN).await;
        }
        self.drained.store(true, Ordering::Relaxed);
    }

    /// How it is, as AWS says it.
    pub(crate) fn health(&self) -> Health {
        match &*self.check.borrow() {
            None => Health::Draining,
            Some(_) if !self.usable => Health::Unused,
            Some(check) if !check.enabled => Health::Unavailable,
            Some(_) => self.seen.lock().machine.health().clone(),
        }
    }

    /// Since when it is healthy; `None` when it is not.
    pub(crate) fn healthy_since(&self) -> Option<Instant> {
        self.seen.lock().healthy_since
    }

    /// Takes what a check has found: whether it is otherwise now.
    pub(crate) fn checked(&self, outcome: Outcome, check: &HealthCheck) -> bool {
        let mut seen = self.seen.lock();
        let changed = seen.machine.checked(outcome, check);
        if changed {
            let healthy = *seen.machine.health() == Health::Healthy;
            seen.healthy_since = healthy.then(Instant::now);
        }
        changed
    }

    /// Requests that it has not answered.
    pub(crate) fn outstanding(&self) -> usize {
        self.outstanding.load(Ordering::Relaxed)
    }

    /// It has one more request until the guard is dropped.
    pub(crate) fn begin(self: &Arc<Self>) -> Outstanding {
        self.outstanding.fetch_add(1, Ordering::Relaxed);
        Outstanding(self.clone())
    }

    /// A connection: one that waits, else a new one.
    pub(crate) async fn connect(&self, keep: Duration) -> Result<Connection, NotConnected> {
        if let Some(sender) = self.waiting(keep) {
            return Ok(Connection { sender, reused: true });
        }
        self.connect_anew().await
    }

    /// A new connection, whatever waits. One that is not there when the target begins to drain, or
    /// ends, never is: where a task was killed nobody answers, not even that nobody is there.
    pub(crate) async fn connect_anew(&self) -> Result<Connection, NotConnected> {
        let mut check = self.check.subscribe();
        let sender = tokio::select! {
            biased;
            () = self.ended.cancelled() => return Err(NotConnected::Refused),
            // An error would mean that there is no target, which `self` is.
            _ = check.wait_for(Option::is_none) => return Err(NotConnected::Refused),
            sender = dial(self.address, CONNECT_MAX) => sender?,
        };
        Ok(Connection { sender, reused: false })
    }

    fn waiting(&self, keep: Duration) -> Option<SendRequest<Upload>> {
        let mut idle = self.idle.lock();
        while let Some(Kept { sender, since, .. }) = idle.pop() {
            if sender.is_ready() && since.elapsed() < keep {
                return Some(sender);
            }
        }
        None
    }

    /// Keeps a connection for the next request.
    pub(crate) fn keep(&self, sender: SendRequest<Upload>) {
        if self.ended.is_cancelled() || self.drains() {
            return;
        }
        let Ok(room) = self.room.clone().try_acquire_owned() else { return };
        let mut idle = self.idle.lock();
        if idle.len() < IDLE_MAX {
            idle.push(Kept { sender, since: Instant::now(), _room: room });
        }
    }

    /// Lets go of connections that have waited for so long, or that the target has closed.
    pub(crate) fn tidy(&self, keep: Duration) {
        let drains = self.drains();
        let fresh =
            |kept: &Kept| !drains && !kept.sender.is_closed() && kept.since.elapsed() < keep;
        self.idle.lock().retain(fresh);
    }
}

/// A target's request that is not answered whole.
#[derive(Debug)]
pub(crate) struct Outstanding(Arc<Target>);

impl Drop for Outstanding {
    fn drop(&mut self) {
        self.0.outstanding.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Connects, and speaks HTTP/1.1 from then on.
pub(crate) async fn dial(
    address: SocketAddr,
    max: Duration,
) -> Result<SendRequest<Upload>, NotConnected> {
    let connecting = tokio::time::timeout(max, TcpStream::connect(address));
    let stream = match connecting.await {
        Err(_) => return Err(NotConnected::Timeout),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::TimedOut => {
            return Err(NotConnected::Timeout);
        }
        Ok(connected) => connected.map_err(|_| NotConnected::Refused)?,
    };
    // A hint: it works without.
    drop(stream.set_nodelay(true));
    let mut builder = http1::Builder::new();
    builder.preserve_header_case(true).title_case_headers(true).max_buf_size(HEAD_BYTES_MAX);
    let made = builder.handshake(TokioIo::new(stream)).await;
    let (sender, connection) = made.map_err(|_| NotConnected::Refused)?;
    tokio::spawn(async move {
        // Whoever has the sender hears of its end.
        drop(connection.with_upgrades().await);
    });
    Ok(sender)
}

impl Outstanding {
    /// Whose it is.
    pub(crate) fn target(&self) -> &Arc<Target> {
        &self.0
    }
}
