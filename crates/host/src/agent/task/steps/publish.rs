//! Published ports of one task: listeners on the host that lead to the task. One that can't be
//! opened, because somebody has its port, is tried again for as long as it is wanted.

use std::collections::HashMap;
use std::net::{SocketAddr, SocketAddrV4};
use std::time::Duration;

use ferrogate_base::backoff::Backoff;
use ferrogate_base::crash;
use ferrogate_link::{Event, Publish};
use ferrogate_net::{Forward, VpcId};
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::Cx;
use crate::agent::failure::{Failure, text};
use crate::agent::task::story::Story;

/// The ports that a task is to have, and those it has.
pub(in crate::agent::task) struct Ports {
    wanted: Mutex<Vec<Publish>>,
    /// Something else is wanted than was looked at last.
    changed: Notify,
    /// When those that could not be opened are tried again.
    next_try: Mutex<Option<Instant>>,
    /// One change at a time.
    open: tokio::sync::Mutex<Open>,
}

/// The first and the longest rest between two tries to open a port.
const REST: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

struct Open {
    listeners: HashMap<Publish, Forward>,
    /// The host's port that each had when it was last open.
    before: HashMap<Publish, u16>,
    rest: Backoff,
}

/// What became of ports.
#[derive(Default)]
struct Changed {
    facts: Vec<Event>,
    /// Why some are not open.
    failed: Vec<String>,
}

impl Ports {
    /// None yet of those that are wanted; `story` knows the ports that an earlier agent opened.
    pub(in crate::agent::task) fn new(wanted: &[Publish], story: &Story) -> Self {
        let before = story.facts().iter().filter_map(|fact| match fact {
            Event::Published { publish, port } => Some((publish.clone(), *port)),
            _ => None,
        });
        let (before, rest) = (before.collect(), Backoff::new(REST.0, REST.1));
        let changed = Notify::new();
        changed.notify_one();
        Self {
            wanted: Mutex::new(wanted.to_vec()),
            changed,
            next_try: Mutex::new(None),
            open: tokio::sync::Mutex::new(Open { listeners: HashMap::new(), before, rest }),
        }
    }

    /// These are wanted from now on.
    pub(in crate::agent::task) fn want(&self, publish: Vec<Publish>) {
        *self.wanted.lock() = publish;
        self.changed.notify_one();
    }
}

/// Opens the ports that are wanted and closes all others.
///
/// # Errors
/// With the words of those that can't be opened; the others are open.
pub(in crate::agent::task) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    let vpc: VpcId = cx.assignment.eni.vpc.parse().map_err(Failure::resource)?;
    let mut open = cx.ports.open.lock().await;
    let wanted = cx.ports.wanted.lock().clone();
    crash::point(format_args!("agent:before-publish"));
    let changed = open.set(cx, &vpc, &wanted).await;
    crash::point(format_args!("agent:after-publish"));
    cx.report(changed.facts);
    let mut next_try = cx.ports.next_try.lock();
    if changed.failed.is_empty() {
        open.rest.reset();
        *next_try = None;
        return Ok(());
    }
    *next_try = Some(Instant::now() + open.rest.next_delay());
    Err(Failure::resource(changed.failed.join("; ")))
}

/// Closes all of them.
pub(in crate::agent::task) async fn undo(cx: &Cx) {
    for (_, forward) in cx.ports.open.lock().await.listeners.drain() {
        forward.close().await;
    }
}

/// Resolves when the ports are to be looked at.
pub(in crate::agent::task) async fn due(cx: &Cx) {
    let next_try = *cx.ports.next_try.lock();
    let again = async {
        match next_try {
            Some(at) => tokio::time::sleep_until(at).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = cx.ports.changed.notified() => {}
        () = again => {}
    }
}

impl Open {
    async fn set(&mut self, cx: &Cx, vpc: &VpcId, wanted: &[Publish]) -> Changed {
        let mut changed = Changed::default();
        let gone: Vec<_> = self.listeners.keys().filter(|p| !wanted.contains(p)).cloned().collect();
        for publish in gone {
            if let Some(forward) = self.listeners.remove(&publish) {
                forward.close().await;
                changed.facts.push(Event::Unpublished { publish });
            }
        }
        for publish in wanted {
            if self.listeners.contains_key(publish) {
                continue;
            }
            match self.listen(cx, vpc, publish) {
                Ok(port) => {
                    changed.facts.push(Event::Published { publish: publish.clone(), port });
                }
                Err(reason) => {
                    changed.failed.push(reason.clone());
                    changed.facts.push(Event::NotPublished { publish: publish.clone(), reason });
                }
            }
        }
        changed
    }

    /// Opens one; answers the host's port.
    fn listen(&mut self, cx: &Cx, vpc: &VpcId, publish: &Publish) -> Result<u16, String> {
        let listen = |port| {
            let bind = SocketAddr::V4(SocketAddrV4::new(publish.host_address, port));
            let target = (cx.assignment.eni.address, publish.task_port);
            let fabric = cx.host.fabric.clone();
            Forward::listen(fabric, publish.transport, bind, vpc.clone(), target)
        };
        // Who wants any port gets the one from before, unless somebody has taken it.
        let again = self.before.get(publish).copied().filter(|_| publish.host_port == 0);
        let forward = again.and_then(|port| listen(port).ok());
        let forward = forward.map_or_else(|| listen(publish.host_port), Ok).map_err(text)?;
        let port = forward.address().port();
        self.before.insert(publish.clone(), port);
        self.listeners.insert(publish.clone(), forward);
        Ok(port)
    }
}
