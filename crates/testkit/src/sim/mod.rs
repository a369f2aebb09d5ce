//! One run: servers, hosts, clients and faults from one seed, in virtual time.
//!
//! A run has three parts. First everything goes wrong that can; what must hold always is
//! checked at every commit. Then the faults stop, and within a bounded time all must become as
//! it is wanted. Last all tasks are stopped, and nothing may be left. Read [`run`] first, then
//! `world`, `chaos` and `check`.

mod chaos;
mod check;
mod client;
mod host;
mod logs;
mod server;
mod services;
mod trace;
mod wire;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::crash;
use ferrogate_records::ecs::task;
use ferrogate_records::spec;
use ferrogate_store::Kv;
use parking_lot::Mutex;
use tokio::time::{Instant, sleep};

pub use chaos::POINTS;

use check::end::End;
use client::Client;
use host::{Agent, Host};
use server::Server;
use world::World;

use crate::store::handle::INJECTED;

/// How long the faults go on, by the run's time.
const RAGE: Duration = Duration::from_secs(240);
/// Within what time all becomes as it is wanted once the faults have stopped.
const SETTLED_WITHIN: Duration = Duration::from_secs(300);

/// What a run is to be.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// All that is random follows from it.
    pub seed: u64,
    /// Whether each event is printed at once.
    pub aloud: bool,
    /// A point at which the server is to die again and again. Nothing else goes wrong then.
    pub die_at: Option<String>,
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// What was not as it must be.
    pub broken: Option<String>,
    /// The last events, for people.
    pub trace: Vec<String>,
    /// What went wrong and what was done, how often.
    pub counts: BTreeMap<String, u64>,
    /// The same for runs in which the same happened.
    pub hash: u64,
    /// How long the run was, by its own time.
    pub time: Duration,
}

/// Runs as planned. Must be in a runtime of one thread whose time stands still, in a process
/// whose randomness is the seed's.
pub async fn run(plan: Plan) -> Outcome {
    let began = Instant::now();
    let world = World::new(plan.seed, plan.aloud);
    let points = Arc::downgrade(&world);
    crash::tell(move |point| {
        if let Some(world) = points.upgrade() {
            at_point(&world, point);
        }
    });
    let broken = tokio::select! {
        () = parts(&world, plan.die_at) => world.what_broke(),
        what = world.breaks() => Some(what),
    };
    let counts = world.counts.lock().clone();
    let (trace, hash) = (world.trace.last(), world.trace.hash());
    Outcome { broken, trace, counts, hash, time: began.elapsed() }
}

/// Notes every panic of this process from now on: one that nobody asked for breaks the run.
pub fn note_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.payload_as_str().unwrap_or_default();
        if text != INJECTED {
            PANICS.lock().push(panic.to_string());
        }
    }));
}

/// Panics that nobody asked for.
static PANICS: Mutex<Vec<String>> = Mutex::new(vec![]);

/// Breaks the run at a panic that nobody asked for.
async fn see_panics(world: Arc<World>) {
    loop {
        std::mem::take(&mut *PANICS.lock()).into_iter().for_each(|panic| world.broken(panic));
        sleep(Duration::from_secs(1)).await;
    }
}

/// A server comes to a point at which it may be to die.
fn at_point(world: &World, point: &str) {
    world.count(point);
    let ordered = world.die_at.lock().as_deref() == Some(point);
    let Some(server) = chaos::current(world).filter(|_| ordered) else { return };
    *world.die_at.lock() = None;
    world.count(&format!("died at {point}"));
    world.tell(format!("server {} dies at {point}", server.no));
    server.kill();
}

async fn parts(world: &Arc<World>, die_at: Option<String>) {
    tokio::spawn(see_panics(world.clone()));
    tokio::spawn(keep_a_server(world.clone()));
    let hosts: Vec<_> =
        (0..1 + world.dice("hosts").below(3)).map(|n| Host::new(world, n)).collect();
    for host in &hosts {
        tokio::spawn(host.clone().live());
    }
    let client = Client::new(world);
    client.prepare().await;
    let working = tokio::spawn(client.clone().work());
    let raging = match die_at {
        Some(point) => tokio::spawn(chaos::die_at(world.clone(), point)),
        None => tokio::spawn(chaos::rage(world.clone(), hosts.clone())),
    };
    sleep(RAGE).await;
    raging.abort();
    chaos::calm(world, &hosts);
    // What is asked for goes on for a while without a fault.
    sleep(Duration::from_secs(30)).await;
    working.abort();
    let end = End { world, hosts: &hosts, client: &client };
    until_nothing(world, "as it is wanted", || end.missing()).await;
    end.lines().into_iter().for_each(|wrong| world.broken(wrong));
    client.tag_all().await;
    until_nothing(world, "published anew", || end.missing()).await;
    leave_and_come_back(world, &hosts[0]).await;
    client.delete_services().await;
    client.stop_all().await;
    chaos::unreadable_for_a_while(world).await;
    until_nothing(world, "stopped", || [end.missing(), end.leaks()].concat()).await;
    world.clock.jump_ms(task::KEPT_MS + 1000);
    chaos::store_in_trouble_for_a_while(world).await;
    let left = || {
        let of = |kv: &Kv| {
            matches!(kv.key.segments().next(), Some(task::KIND | spec::KIND))
                || services::is_of_one(kv)
        };
        let left = world.store.all().into_iter().filter(of);
        left.map(|kv| format!("{} is left", kv.key)).collect()
    };
    until_nothing(world, "collected", left).await;
}

/// A host that is gone for long is known to be, and again when it is back.
async fn leave_and_come_back(world: &World, host: &Host) {
    host.agent.send_replace(Agent::Down);
    let marked = |is: bool| {
        let commits = world.commits.lock();
        let lost = commits.hosts.get(&host.id).is_some_and(|record| record.lost_at.is_some());
        if lost == is { vec![] } else { vec![format!("{} is marked as lost: {lost}", host.id)] }
    };
    until_nothing(world, "known to be away", || marked(true)).await;
    host.agent.send_replace(Agent::Runs);
    until_nothing(world, "known to be back", || marked(false)).await;
}

/// Waits until nothing is missing.
async fn until_nothing(world: &World, what: &str, missing: impl Fn() -> Vec<String>) {
    let end = Instant::now() + SETTLED_WITHIN;
    loop {
        let missing = missing();
        if missing.is_empty() {
            return world.tell(format!("ALL IS {what}"));
        }
        if Instant::now() > end {
            missing.iter().for_each(|line| world.tell(line.clone()));
            let some = missing.iter().take(3).cloned().collect::<Vec<_>>().join("; ");
            return world.broken(format!("not all is {what} in time: {some}"));
        }
        sleep(Duration::from_millis(500)).await;
    }
}

/// Starts a server whenever there is none, and a second one when that is asked for.
async fn keep_a_server(world: Arc<World>) {
    let mut dice = world.dice("supervisor");
    for no in 1.. {
        // Its panic is its own end, as that of a process is.
        let opening = world.clone();
        let opened = tokio::spawn(async move { Server::open(&opening, no).await }).await;
        let server = match opened.map_err(|_| None).and_then(|opened| opened.map_err(Some)) {
            Ok(server) => server,
            Err(fault) => {
                world.tell(format!("server {no} does not start: {fault:?}"));
                sleep(dice.ms(100, 2000)).await;
                continue;
            }
        };
        world.tell(format!("server {no} serves"));
        world.server.send_replace(Some(server.clone()));
        tokio::select! {
            () = server.dies() => {
                world.server.send_replace(None);
                sleep(dice.ms(100, 2000)).await;
            }
            () = world.replace.notified() => {}
        }
    }
}
