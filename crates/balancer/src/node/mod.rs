//! One node at work.
//!
//! [`Running::obey`] is told all that it is to do, and may be told anew at any time: connections
//! that are open go on, and each request is answered by what holds when it comes. Read
//! [`request`] for what becomes of one, [`listen`] for how it comes here.

mod activity;
mod body;
mod check;
mod config;
mod count;
mod dial;
mod forward;
mod group;
mod hold;
mod judge;
mod listen;
mod mutual;
mod note;
mod request;
mod sticky;
mod target;
mod tls;
mod tunnel;

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use ferrogate_base::{Clock, Shutdown, SystemClock};
use ferrogate_link::balancer::{Counters, LogLines, Node, NodeId, Report, TargetHealth};
use parking_lot::Mutex;
use tokio::net::UnixListener;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::plan::choice::mix;
use config::{Config, Steps};
use count::Counts;
use note::Logs;

/// How often connections to targets are looked at, and ports that could not be had.
const TIDY: Duration = Duration::from_secs(5);

/// How a node is set up.
#[derive(Debug)]
pub struct Options {
    /// Which one it is.
    pub id: NodeId,
    /// Connections of clients at once.
    pub connections_max: usize,
    /// Where the engine's own port hands connections over.
    pub relay: Option<UnixListener>,
}

/// A node at work, until its shutdown.
pub struct Running {
    shared: Arc<Shared>,
    ports: Mutex<HashMap<u16, CancellationToken>>,
    told: Mutex<Told>,
    run: String,
    id: NodeId,
}

#[derive(Default)]
struct Told {
    address: Option<Ipv4Addr>,
    /// Ports that can't be had, and why.
    closed: HashMap<u16, String>,
    seq: u64,
}

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) config: ArcSwap<Config>,
    pub(crate) counts: Arc<Counts>,
    pub(crate) shutdown: Shutdown,
    pub(crate) room: Arc<Semaphore>,
    /// Clients that may be within their handshake at once, so that those that never end it leave
    /// room for others.
    pub(crate) handshakes: Arc<Semaphore>,
    changed: Arc<Changed>,
    /// Requests that wait for a target.
    pub(crate) held: hold::Room,
    begun: Instant,
    /// Lines that wait for the agent.
    pub(crate) logs: Arc<Logs>,
    seed: AtomicU64,
}

/// That something is otherwise: what is told, or whether a target can be asked.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    told: Notify,
    moved: watch::Sender<()>,
}

impl Changed {
    /// Something is otherwise.
    pub(crate) fn tell(&self) {
        self.told.notify_one();
        self.moved.send_replace(());
    }

    /// Changes with whatever may let a request that waits go on.
    pub(crate) fn moves(&self) -> watch::Receiver<()> {
        self.moved.subscribe()
    }
}

impl Shared {
    /// Milliseconds since the node began.
    pub(crate) fn age_ms(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Any number.
    pub(crate) fn random(&self) -> u64 {
        mix(self.seed.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed))
    }

    /// The port that the engine's own one stands for: 80, else the first one. None with TLS: what
    /// comes by the engine's port was not encrypted to here.
    pub(crate) fn front_port(&self) -> Option<u16> {
        let config = self.config.load();
        let plain = || config.listeners.iter().filter(|(_, one)| one.tls.is_none());
        let ports = || plain().map(|(port, _)| *port);
        ports().find(|port| *port == 80).or_else(|| ports().min())
    }
}

impl Running {
    /// A node that was told nothing yet.
    #[must_use]
    pub fn start(options: Options, shutdown: Shutdown) -> Arc<Self> {
        let mut bytes = [0; 8];
        // Nothing secret hangs on it.
        let seed = getrandom::fill(&mut bytes).map_or(1, |()| u64::from_ne_bytes(bytes));
        let shared = Arc::new(Shared {
            config: ArcSwap::from_pointee(Config::nothing(options.connections_max)),
            counts: Arc::default(),
            shutdown: shutdown.clone(),
            room: Arc::new(Semaphore::new(options.connections_max)),
            handshakes: Arc::new(Semaphore::new(options.connections_max.div_ceil(2))),
            changed: Arc::default(),
            held: hold::Room::default(),
            begun: Instant::now(),
            logs: Arc::default(),
            seed: AtomicU64::new(seed),
        });
        let (run, id) = (format!("{seed:016x}"), options.id);
        let (ports, told) = (Mutex::default(), Mutex::default());
        let running = Arc::new(Self { shared: shared.clone(), ports, told, run, id });
        if let Some(relay) = options.relay {
            shutdown.spawn(listen::take_relayed(shared, relay));
        }
        shutdown.spawn(running.clone().tidy());
        running
    }

    /// Does from now on what `node` says. `generation` is its number.
    pub fn obey(&self, node: &Node, generation: u64) {
        let before = self.shared.config.load_full();
        let now = SystemClock.now().0;
        let (config, steps) = Config::after(&before, node, generation, now);
        self.shared.config.store(Arc::new(config));
        self.follow(steps);
        self.told.lock().address = Some(node.address);
        self.open_ports();
        self.shared.changed.tell();
    }

    fn follow(&self, steps: Steps) {
        let Shared { shutdown, changed, .. } = &*self.shared;
        for target in steps.begun {
            // Ends with the target.
            tokio::spawn(check::keep_checking(target, self.shared.clone()));
        }
        for (target, left) in steps.draining {
            target.tidy(Duration::ZERO);
            let (changed, shutdown) = (changed.clone(), shutdown.clone());
            tokio::spawn(async move {
                tokio::select! {
                    () = tokio::time::sleep(left) => target.ended.cancel(),
                    () = target.ended.cancelled() => {}
                    () = target.until_drained() => changed.tell(),
                    () = shutdown.requested() => {}
                }
            });
        }
        for target in steps.ended {
            target.ended.cancel();
            target.tidy(Duration::ZERO);
        }
    }

    /// Listens on the ports that it is told to, and on no others.
    fn open_ports(&self) {
        let config = self.shared.config.load();
        let mut ports = self.ports.lock();
        ports.retain(|port, closing| {
            let stays = config.listeners.contains_key(port);
            if !stays {
                closing.cancel();
            }
            stays
        });
        let mut told = self.told.lock();
        told.closed.retain(|port, _| config.listeners.contains_key(port));
        let Some(address) = told.address else { return };
        for port in config.listeners.keys().copied() {
            if ports.contains_key(&port) {
                continue;
            }
            match listen::bind(address, port) {
                Ok(listener) => {
                    let closing = CancellationToken::new();
                    let take = listen::take(self.shared.clone(), listener, port, closing.clone());
                    let (ended, shutdown) = (closing.clone(), self.shared.shutdown.clone());
                    self.shared.shutdown.spawn(async move {
                        tokio::select! {
                            () = take => {}
                            () = shutdown.requested() => ended.cancel(),
                        }
                    });
                    ports.insert(port, closing);
                    told.closed.remove(&port);
                }
                Err(error) => {
                    told.closed.insert(port, format!("port {port} can't be had: {error}"));
                }
            }
        }
    }

    async fn tidy(self: Arc<Self>) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(TIDY) => {}
                () = self.shared.shutdown.requested() => return,
            }
            let config = self.shared.config.load_full();
            for target in config.groups.values().flat_map(|group| &group.targets) {
                target.tidy(config.idle());
            }
            if !self.told.lock().closed.is_empty() {
                self.open_ports();
                self.shared.changed.tell();
            }
        }
    }

    /// Resolves when the health of a target, or what it is told, has changed since this was
    /// awaited last.
    pub async fn changed(&self) {
        self.shared.changed.told.notified().await;
    }

    /// How it is now.
    #[must_use]
    pub fn report(&self) -> Report {
        let config = self.shared.config.load();
        let mut told = self.told.lock();
        told.seq += 1;
        let trouble = config.trouble.iter().chain(told.closed.values());
        let trouble: Vec<_> = trouble.map(String::as_str).collect();
        let health = |(arn, group): (&String, &Arc<group::Group>)| {
            let arn = arn.clone();
            let of = move |target: &Arc<target::Target>| TargetHealth {
                group: arn.clone(),
                address: target.address.ip(),
                port: target.address.port(),
                health: target.health(),
                drained: target.has_drained(),
            };
            group.targets.iter().map(of).collect::<Vec<_>>()
        };
        let asked = |(arn, group): (&String, &Arc<group::Group>)| {
            let (lasting, hold) = (&group.lasting, group.spec.hold?);
            let requests = lasting.counts.requests.load(Ordering::Relaxed);
            Some((arn.clone(), lasting.waiting.told(hold, requests, group.outstanding())))
        };
        let groups = config.groups.iter();
        Report {
            node: self.id.clone(),
            run: self.run.clone(),
            seq: told.seq,
            generation: config.generation,
            trouble: (!trouble.is_empty()).then(|| trouble.join("; ")),
            targets: config.groups.iter().flat_map(health).collect(),
            counters: self.shared.counts.told(),
            groups: groups.map(|(arn, group)| (arn.clone(), group.lasting.counts.told())).collect(),
            asked: config.groups.iter().filter_map(asked).collect(),
            lines: None,
        }
    }

    /// Lines of logs that are to be told next, if none are on their way: a report that
    /// says nothing else.
    #[must_use]
    pub fn next_lines(&self) -> Option<Report> {
        let of = |lines: LogLines| Report {
            node: self.id.clone(),
            run: self.run.clone(),
            seq: 0,
            generation: 0,
            trouble: None,
            targets: vec![],
            counters: Counters::default(),
            groups: [].into(),
            asked: [].into(),
            lines: Some(lines),
        };
        self.shared.logs.next().map(of)
    }

    /// The agent has the lines with this number.
    pub fn has_lines(&self, seq: u64) {
        self.shared.logs.has(seq);
    }

    /// Another agent is there: it may not have what was on its way.
    pub fn rewind_lines(&self) {
        self.shared.logs.rewind();
    }

    /// Resolves when there may be lines to tell.
    pub async fn more_lines(&self) {
        self.shared.logs.more().await;
    }
}
