//! What goes wrong, and when.

use std::sync::Arc;
use std::time::Duration;

use ferrogate_records::ecs::task;
use ferrogate_store::{Guard, Key, Op};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::host::{Agent, Host};
use super::logs::LogWeather;
use super::server::Server;
use super::world::{World, scope};
use crate::dice::Dice;
use crate::store::handle::{Mode, Weather};

/// The points at which a server can be made to die.
pub const POINTS: [&str; 12] = [
    "server:after-accept",
    "server:after-bind",
    "server:after-facts",
    "server:after-lines",
    "server:after-service",
    "server:after-stop",
    "server:before-accept",
    "server:before-bind",
    "server:before-facts",
    "server:before-lines",
    "server:before-service",
    "server:before-stop",
];

/// Long enough for a task that stops to tell of it.
const UNREADABLE: Duration = Duration::from_secs(10);

/// Long enough for every look that is due.
const IN_TROUBLE: Duration = Duration::from_secs(10);

/// Lets things go wrong, for ever.
pub(crate) async fn rage(world: Arc<World>, hosts: Vec<Arc<Host>>) {
    let mut dice = world.dice("chaos");
    loop {
        sleep(dice.ms(500, 10_000)).await;
        if let Some(host) = dice.pick(&hosts).cloned() {
            let fault = Fault { world: world.clone(), host, dice: Dice::new(dice.roll(), "fault") };
            fault.happens(dice.below(16)).await;
        }
    }
}

/// Lets the server die at one point, for ever.
pub(crate) async fn die_at(world: Arc<World>, point: String) {
    let mut dice = world.dice("chaos");
    loop {
        sleep(dice.ms(500, 10_000)).await;
        *world.die_at.lock() = Some(point.clone());
    }
}

/// Something that goes wrong.
struct Fault {
    world: Arc<World>,
    host: Arc<Host>,
    dice: Dice,
}

impl Fault {
    async fn happens(mut self, what: u64) {
        match what {
            0 => self.kill(),
            1 | 2 => self.die_at_a_point(),
            3 => self.hang(),
            4..=7 => self.store(),
            8 | 9 => self.log_store(),
            10 => self.agent("an agent is started again", Agent::Down, 1, 10),
            11 => self.agent("a host is away", Agent::Down, 1000, 120_000),
            12 => self.agent("an agent stalls", Agent::Stalls, 1000, 60_000),
            13 => self.partition(),
            14 if self.dice.chance(300) => self.wipe().await,
            14 => self.slow_wires(),
            _ => self.unreadable(),
        }
    }

    fn tell(&self, what: &str) {
        self.world.count(what);
        self.world.tell(format!("FAULT: {what}"));
    }

    /// Ends something after a time from `least` to `most`, in milliseconds.
    fn later(&mut self, least: u64, most: u64, end: impl FnOnce() + Send + 'static) {
        let (long, world) = (self.dice.ms(least, most), self.world.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = sleep(long) => end(),
                // All faults have ended already.
                () = world.calm.cancelled() => {}
            }
        });
    }

    fn kill(&self) {
        self.tell("the server is killed");
        current(&self.world).inspect(|server| server.kill());
    }

    fn die_at_a_point(&mut self) {
        let point = *self.dice.pick(&POINTS).unwrap_or(&POINTS[0]);
        self.tell(&format!("the server will die at {point}"));
        *self.world.die_at.lock() = Some(point.to_owned());
    }

    /// The server stands still, and another one comes meanwhile.
    fn hang(&mut self) {
        self.tell("the server hangs");
        let Some(server) = current(&self.world) else { return };
        server.handle.set(Mode::Hung);
        self.world.server.send_replace(None);
        self.world.replace.notify_one();
        let (long, world) = (self.dice.ms(1000, 60_000), self.world.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = sleep(long) => {}
                () = world.calm.cancelled() => {}
            }
            server.handle.set(Mode::Alive);
        });
    }

    fn store(&mut self) {
        let weather = weather(&mut self.dice);
        self.tell("the store");
        self.world.tell(format!("{weather:?}"));
        *self.world.weather.lock() = weather;
        let world = self.world.clone();
        self.later(500, 20_000, move || *world.weather.lock() = Weather::default());
    }

    fn log_store(&mut self) {
        let weather = log_weather(&mut self.dice);
        self.tell("the log store");
        self.world.tell(format!("{weather:?}"));
        *self.world.log_weather.lock() = weather;
        let world = self.world.clone();
        self.later(500, 20_000, move || *world.log_weather.lock() = LogWeather::default());
    }

    fn agent(&mut self, what: &str, how: Agent, least: u64, most: u64) {
        self.tell(what);
        self.host.agent.send_replace(how);
        let host = self.host.clone();
        self.later(least, most, move || {
            host.agent.send_replace(Agent::Runs);
        });
    }

    fn partition(&mut self) {
        self.tell("a host is partitioned");
        self.host.partitioned.send_replace(true);
        let host = self.host.clone();
        self.later(1000, 90_000, move || {
            host.partitioned.send_replace(false);
        });
    }

    async fn wipe(&self) {
        self.tell("a host loses its disk");
        self.host.agent.send_replace(Agent::Down);
        sleep(Duration::from_secs(1)).await;
        self.host.wipe();
        self.host.agent.send_replace(Agent::Runs);
    }

    fn slow_wires(&mut self) {
        self.tell("wires are slow");
        *self.world.wires_slow_ms.lock() = self.dice.below(2000);
        let world = self.world.clone();
        self.later(1000, 30_000, move || *world.wires_slow_ms.lock() = 0);
    }

    /// A newer engine writes a task that this one can't read: a new one, or one there is.
    fn unreadable(&mut self) {
        self.tell("a task can't be read");
        let tasks: Vec<_> = self.world.commits.lock().tasks.keys().cloned().collect();
        let key = match self.dice.pick(&tasks).filter(|_| self.dice.clone().chance(700)) {
            Some(key) => key.clone(),
            None => {
                let id = format!("{:032x}", self.dice.roll());
                let Ok(key) = Key::new(scope().key(task::KIND, &["default", &id])) else { return };
                key
            }
        };
        newer(&self.world, &key);
        let world = self.world.clone();
        self.later(1000, 60_000, move || readable(&world, &key));
    }
}

/// Ends all faults.
pub(crate) fn calm(world: &World, hosts: &[Arc<Host>]) {
    world.tell("CALM");
    world.calm.cancel();
    *world.weather.lock() = Weather::default();
    *world.log_weather.lock() = LogWeather::default();
    *world.wires_slow_ms.lock() = 0;
    *world.die_at.lock() = None;
    for host in hosts {
        host.agent.send_replace(Agent::Runs);
        host.partitioned.send_replace(false);
    }
    for kv in world.store.all() {
        readable(world, &kv.key);
    }
}

/// No task can be read for a while, in which hosts tell what becomes of theirs; nothing else goes
/// wrong.
pub(crate) async fn unreadable_for_a_while(world: &World) {
    world.tell("no task can be read");
    let tasks: Vec<_> = world.commits.lock().tasks.keys().cloned().collect();
    tasks.iter().for_each(|key| newer(world, key));
    sleep(UNREADABLE).await;
    tasks.iter().for_each(|key| readable(world, key));
}

/// The store fails and makes its callers panic for a while, and no server is replaced for it.
pub(crate) async fn store_in_trouble_for_a_while(world: &World) {
    world.tell("the store is in trouble");
    *world.weather.lock() = Weather { fails: 200, panics: 200, ..Weather::default() };
    sleep(IN_TROUBLE).await;
    *world.weather.lock() = Weather::default();
}

/// The server that clients and hosts find.
pub(crate) fn current(world: &World) -> Option<Arc<Server>> {
    world.server.borrow().clone()
}

/// The number of a schema that no engine knows yet.
const NEWER: u64 = 99;

/// Writes what is there as a newer engine would.
fn newer(world: &World, key: &Key) {
    let (now, guard) = match world.store.peek(key) {
        Some(kv) => (serde_json::from_slice(&kv.val).unwrap_or_default(), kv.unchanged()),
        None => (json!({}), Guard::Absent(key.clone())),
    };
    let value = json!({"v": NEWER, "before": now}).to_string();
    drop(world.store.write(0, &[guard], &[Op::put(key.clone(), value)]));
}

/// Takes back what [`newer`] did.
fn readable(world: &World, key: &Key) {
    let Some(kv) = world.store.peek(key) else { return };
    let value: Value = serde_json::from_slice(&kv.val).unwrap_or_default();
    if value["v"] != NEWER {
        return;
    }
    let op = match &value["before"] {
        before if before["v"].is_number() => Op::put(key.clone(), before.to_string()),
        _ => Op::Del(key.clone()),
    };
    drop(world.store.write(0, &[kv.unchanged()], &[op]));
}

/// Chances of which half are small: rare faults meet a system at work.
const SOME: [u64; 3] = [1, 20, 200];

fn weather(dice: &mut Dice) -> Weather {
    let (slow_ms, some) = (dice.below(300), *dice.pick(&SOME).unwrap_or(&1));
    let calm = Weather { slow_ms, ..Weather::default() };
    match dice.below(6) {
        0 => Weather { full: true, ..calm },
        1 => Weather { ambiguous: some, ..calm },
        2 => Weather { fails: 1000, ..calm },
        3 => Weather { panics: some, ..calm },
        4 => Weather { breaks: some, ..calm },
        _ => Weather { fails: some, ambiguous: some, breaks: some, panics: 1, ..calm },
    }
}

fn log_weather(dice: &mut Dice) -> LogWeather {
    let calm = LogWeather::default();
    match dice.below(5) {
        0 => LogWeather { fails: 500, ..calm },
        1 => LogWeather { unheard: 500, ..calm },
        2 => LogWeather { stalls: 300, ..calm },
        3 => LogWeather { not_ready: 500, ..calm },
        _ => LogWeather { panics: 300, ..calm },
    }
}
