//! What all actors of a run share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ferrogate_base::{Clock, TaskKey, TimestampMs};
use ferrogate_link::Observation;
use ferrogate_records::Scope;
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::check::commits::Commits;
use super::logs::{Lines, LogWeather};
use super::server::Server;
use super::trace::Trace;
use crate::dice::Dice;
use crate::store::Memory;
use crate::store::handle::Weather;

/// When a run begins, by the wall clock.
const BEGIN_MS: u64 = 1_700_000_000_000;

/// The wall clock of a run: it goes with the runtime's time, and jumps when it is told to.
#[derive(Clone)]
pub(crate) struct VirtualClock {
    began: Instant,
    jumped_ms: Arc<Mutex<u64>>,
}

impl Clock for VirtualClock {
    fn now(&self) -> TimestampMs {
        let since = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        TimestampMs(BEGIN_MS + *self.jumped_ms.lock() + since)
    }
}

impl VirtualClock {
    pub(crate) fn jump_ms(&self, by: u64) {
        *self.jumped_ms.lock() += by;
    }
}

/// What hosts have told, or would if they could.
#[derive(Default)]
pub(crate) struct Told {
    /// The facts of each binding, by number less one.
    pub(crate) facts: BTreeMap<TaskKey, Vec<Observation>>,
    /// Bindings of which a host has lost all it knew: the server makes up their end.
    pub(crate) lost: BTreeSet<TaskKey>,
}

impl Told {
    /// The first `count` facts of a binding; `None` when nobody has told so many.
    pub(crate) fn first(&self, key: &TaskKey, count: u64) -> Option<&[Observation]> {
        let count = usize::try_from(count).ok()?;
        self.facts.get(key).map_or(&[][..], Vec::as_slice).get(..count)
    }
}

/// All that a run is made of, but its actors.
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) clock: VirtualClock,
    pub(crate) trace: Trace,
    pub(crate) store: Memory,
    pub(crate) lines: Lines,
    pub(crate) told: Mutex<Told>,
    pub(crate) commits: Mutex<Commits>,
    pub(crate) weather: Arc<Mutex<Weather>>,
    pub(crate) log_weather: Mutex<LogWeather>,
    /// How long a frame takes at most, in milliseconds.
    pub(crate) wires_slow_ms: Mutex<u64>,
    /// The server that clients and hosts find.
    pub(crate) server: watch::Sender<Option<Arc<Server>>>,
    /// The point at which the server is to die next.
    pub(crate) die_at: Mutex<Option<String>>,
    /// Asks for another server while there is one.
    pub(crate) replace: Notify,
    /// Cancelled once nothing goes wrong any more.
    pub(crate) calm: CancellationToken,
    /// What happened, how often.
    pub(crate) counts: Mutex<BTreeMap<String, u64>>,
    broken: watch::Sender<Option<String>>,
}

impl World {
    pub(crate) fn new(seed: u64, aloud: bool) -> Arc<Self> {
        let world = Arc::new(Self {
            seed,
            clock: VirtualClock { began: Instant::now(), jumped_ms: Arc::default() },
            trace: Trace::new(aloud),
            store: Memory::default(),
            lines: Lines::default(),
            told: Mutex::default(),
            commits: Mutex::default(),
            weather: Arc::default(),
            log_weather: Mutex::default(),
            wires_slow_ms: Mutex::default(),
            server: watch::Sender::default(),
            die_at: Mutex::default(),
            replace: Notify::new(),
            calm: CancellationToken::new(),
            counts: Mutex::default(),
            broken: watch::Sender::default(),
        });
        let weak = Arc::downgrade(&world);
        world.store.observe(Box::new(move |who, rev, events| {
            if let Some(world) = weak.upgrade() {
                let wrong = world.commits.lock().take(&world.told.lock(), who, rev, events);
                wrong.into_iter().for_each(|wrong| world.broken(wrong));
            }
        }));
        world
    }

    pub(crate) fn dice(&self, who: &str) -> Dice {
        Dice::new(self.seed, who)
    }

    pub(crate) fn tell(&self, line: impl Into<String>) {
        self.trace.tell(line.into());
    }

    /// Notes that something happened that a run is for.
    pub(crate) fn count(&self, what: &str) {
        *self.counts.lock().entry(what.to_owned()).or_default() += 1;
    }

    /// Something is not as it must be: the run ends. The first of these counts.
    pub(crate) fn broken(&self, what: impl Into<String>) {
        let what = what.into();
        self.tell(format!("BROKEN: {what}"));
        self.broken.send_if_modified(|first| {
            let none = first.is_none();
            first.get_or_insert(what);
            none
        });
    }

    pub(crate) fn what_broke(&self) -> Option<String> {
        self.broken.borrow().clone()
    }

    /// Resolves when something is not as it must be.
    pub(crate) async fn breaks(&self) -> String {
        let mut broken = self.broken.subscribe();
        let first = broken.wait_for(Option::is_some).await;
        first.ok().and_then(|first| first.clone()).unwrap_or_default()
    }

    /// Says that a host's task has come so far: the fact has its number from now on.
    pub(crate) fn fact(&self, fact: Observation) {
        self.tell(format!("fact {} {} {:?}", fact.key, fact.seq, fact.event));
        self.told.lock().facts.entry(fact.key.clone()).or_default().push(fact);
    }

    /// Whether nothing more is to come of the binding, by what is stored.
    pub(crate) fn is_over(&self, key: &TaskKey) -> bool {
        let commits = self.commits.lock();
        let Some(task) = commits.tasks.values().find(|task| task.id == key.task) else {
            return true;
        };
        let binding = task.binding.as_ref().filter(|binding| binding.epoch == key.epoch);
        binding.is_none_or(|binding| binding.released)
    }

    /// The number of the last fact of the binding that is stored; `None` when it is over.
    pub(crate) fn observed(&self, key: &TaskKey) -> Option<u64> {
        let commits = self.commits.lock();
        let task = commits.tasks.values().find(|task| task.id == key.task)?;
        let binding = task.binding.as_ref().filter(|binding| binding.epoch == key.epoch)?;
        Some(binding.observed)
    }
}

/// Whose all objects of a run are.
pub(crate) fn scope() -> Scope {
    Scope::new("111122223333".parse().expect("twelve digits"), "us-east-1")
}
