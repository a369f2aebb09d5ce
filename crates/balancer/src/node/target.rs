//! One target: how it is, what it has to do, and the connections to it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ferrogate_link::balancer::{Health, HealthCheck, TargetGroup, Version};
use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_util::sync::CancellationToken;

use super::dial::{NotConnected, Sender, Speaks, dial};
use crate::plan::health::{Machine, Outcome};

/// Application Load Balancers, "HTTP 504": a target has 10 seconds to take a connection.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// Connections to one target that wait for the next request.
const IDLE_MAX: usize = 128;

/// How long a target drains at least, and how often it is looked whether it has.
const DRAINED_MIN: Duration = Duration::from_secs(1);
const DRAINED_AGAIN: Duration = Duration::from_millis(200);

/// One target of one group.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    /// As cookies name it.
    pub(crate) name: String,
    /// The name of its target group, as logs have it.
    pub(crate) group: String,
    /// What it speaks, and how it is connected to for that.
    pub(crate) version: Version,
    speaks: Speaks,
    /// Whether this node asks targets of its zone.
    pub(crate) usable: bool,
    /// Whether requests wait until it works, so that it is looked at often until it does.
    pub(crate) eager: AtomicBool,
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
    sender: Sender,
    since: Instant,
    _room: OwnedSemaphorePermit,
}

#[derive(Debug, Default)]
struct Seen {
    machine: Machine,
    healthy_since: Option<Instant>,
    /// It was healthy once.
    has_worked: bool,
}

/// A connection to a target.
pub(crate) struct Connection {
    pub(crate) sender: Sender,
    /// It has served before: the target may have closed it meanwhile.
    pub(crate) reused: bool,
}

impl Target {
    pub(crate) fn new(
        address: SocketAddr,
        group: &TargetGroup,
        usable: bool,
        check: Option<HealthCheck>,
        room: Arc<Semaphore>,
    ) -> Arc<Self> {
        Arc::new(Self {
            address,
            name: address.to_string(),
            group: named(&group.arn).to_owned(),
            version: group.version,
            speaks: Speaks::of(group.protocol, group.version),
            usable,
            eager: AtomicBool::new(group.hold.is_some()),
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

    /// Whether it is healthy, or was once, or nobody looks.
    pub(crate) fn has_worked(&self) -> bool {
        self.seen.lock().has_worked || self.health() == Health::Unavailable
    }

    /// Takes what a check has found: whether it is otherwise now.
    pub(crate) fn checked(&self, outcome: Outcome, check: &HealthCheck) -> bool {
        let mut seen = self.seen.lock();
        let changed = seen.machine.checked(outcome, check);
        if changed {
            let healthy = *seen.machine.health() == Health::Healthy;
            seen.healthy_since = healthy.then(Instant::now);
            seen.has_worked |= healthy;
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
        Outstanding { of: self.clone(), keeps: None }
    }

    /// A connection: one that waits, else a new one.
    pub(crate) async fn connect(&self, keep: Duration) -> Result<Connection, NotConnected> {
        if let Some(sender) = self.waiting(keep) {
            return Ok(Connection { sender, reused: true });
        }
        self.connect_anew(false).await
    }

    /// A new connection, whatever waits. One that is not there when the target ends never is, and
    /// unless `drains` neither is one of a target that begins to drain: where a task was killed
    /// nobody answers, not even that nobody is there.
    pub(crate) async fn connect_anew(&self, drains: bool) -> Result<Connection, NotConnected> {
        let mut check = self.check.subscribe();
        let sender = tokio::select! {
            biased;
            () = self.ended.cancelled() => return Err(NotConnected::Refused),
            // An error would mean that there is no target, which `self` is.
            _ = check.wait_for(Option::is_none), if !drains => return Err(NotConnected::Drains),
            sender = dial(self.address, self.speaks, CONNECT_MAX) => sender?,
        };
        Ok(Connection { sender, reused: false })
    }

    fn waiting(&self, keep: Duration) -> Option<Sender> {
        let mut idle = self.idle.lock();
        while let Some(Kept { sender, since, .. }) = idle.pop() {
            if sender.is_ready() && since.elapsed() < keep {
                return Some(sender);
            }
        }
        None
    }

    /// Keeps a connection for the next request.
    pub(crate) fn keep(&self, sender: Sender) {
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

/// The name in `…:targetgroup/NAME/ID`.
fn named(arn: &str) -> &str {
    arn.split('/').nth(1).unwrap_or(arn)
}

/// A target's request that is not answered whole.
#[derive(Debug)]
pub(crate) struct Outstanding {
    of: Arc<Target>,
    /// What serves again once it is answered.
    keeps: Option<Sender>,
}

impl Drop for Outstanding {
    fn drop(&mut self) {
        self.of.outstanding.fetch_sub(1, Ordering::Relaxed);
        if let Some(sender) = self.keeps.take().filter(|sender| !sender.is_closed()) {
            self.of.keep(sender);
        }
    }
}

impl Outstanding {
    /// Whose it is.
    pub(crate) fn target(&self) -> &Arc<Target> {
        &self.of
    }

    /// Its connection serves again once this is dropped.
    pub(crate) fn keeps(&mut self, sender: Sender) {
        self.keeps = Some(sender);
    }
}
