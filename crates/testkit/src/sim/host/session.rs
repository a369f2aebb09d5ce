//! One session of a host with a server.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::time::Duration;

use ferrogate_base::{TaskKey, TimestampMs};
use ferrogate_link::session::credit::Purse;
use ferrogate_link::session::version::SPOKEN;
use ferrogate_link::session::{Frames, Hello, Lane, SessionError, ToAgent, ToServer};
use ferrogate_link::{Body, Event, LogBatch, LogLine, Object, ObjectKey, Observation};
use futures_util::{SinkExt, StreamExt};
use tokio::io::DuplexStream;
use tokio::time::timeout;
use tokio_util::codec::Framed;

use super::{Agent, Disk, Host, Life};
use crate::sim::logs;

/// How long a server may say nothing until the agent dials again.
const SILENCE_MAX: Duration = Duration::from_secs(30);
/// Lines of a batch at most.
const LINES_MAX: u64 = 7;

type Wire = Framed<DuplexStream, Frames<ToServer, ToAgent>>;

/// What a host's agent knows of its session.
struct Session<'h> {
    host: &'h Host,
    wire: Wire,
    facts: Purse,
    lines: Purse,
    /// The last fact of each binding that was sent.
    sent: BTreeMap<TaskKey, u64>,
    /// Bindings of which a batch of lines is on its way.
    lines_sent: BTreeSet<TaskKey>,
    /// Whether it will tell a fact of a binding that never was.
    stale: bool,
    /// Whether it will tell a fact before those that it must follow.
    hasty: bool,
}

/// Runs until the session ends; why it did.
pub(super) async fn run(host: &Host) -> &'static str {
    let mut server = host.world.server.subscribe();
    let Ok(server) = server.wait_for(Option::is_some).await.map(|server| server.clone()) else {
        return "there is no server any more";
    };
    let Some(server) = server else { return "there is no server" };
    let who = format!("wire {} {}", host.id, host.dice.lock().roll());
    let wire = Framed::new(server.dial(host.partitioned.subscribe(), &who), Frames::default());
    let (stale, hasty) = {
        let mut dice = host.dice.lock();
        (dice.chance(200), dice.chance(200))
    };
    let mut session = Session {
        host,
        wire,
        facts: Purse::default(),
        lines: Purse::default(),
        sent: BTreeMap::new(),
        lines_sent: BTreeSet::new(),
        stale,
        hasty,
    };
    host.world.tell(format!("{}: dials server {}", host.id, server.no));
    match session.go_on().await {
        Err(why) => why,
        Ok(never) => match never {},
    }
}

type Ended = &'static str;

impl Session<'_> {
    async fn go_on(&mut self) -> Result<std::convert::Infallible, Ended> {
        let hello = self.hello();
        self.send(ToServer::Hello(hello)).await?;
        let mut silent = Duration::ZERO;
        loop {
            self.stall().await;
            let wait = self.host.step();
            self.break_off().await?;
            self.send_facts().await?;
            self.send_lines().await?;
            match timeout(wait, self.wire.next()).await {
                Ok(Some(Ok(frame))) => {
                    silent = Duration::ZERO;
                    self.hear(frame).await?;
                }
                // A wire may end within a frame, as when the server gives a partitioned host up.
                Ok(Some(Err(SessionError::Io(error))))
                    if error.kind() != io::ErrorKind::InvalidData =>
                {
                    return Err("its wire was cut");
                }
                Ok(Some(Err(_))) => {
                    self.host.world.broken(format!("{} heard what no frame is", self.host.id));
                    return Err("it heard what no frame is");
                }
                Ok(None) => return Err("the server hung up"),
                Err(_) => silent += wait,
            }
            if silent > SILENCE_MAX {
                return Err("the server says nothing");
            }
        }
    }

    fn hello(&self) -> Hello {
        let disk = self.host.disk.lock();
        let task = |life: &Life| (ObjectKey::Task(life.key().clone()), life.generation);
        Hello {
            protocol: SPOKEN.newest,
            oldest_protocol: Some(SPOKEN.oldest),
            host: self.host.id.clone(),
            boot_id: format!("boot-{}", disk.boots),
            capacity: self.host.capacity,
            architecture: "amd64".into(),
            known: disk.lives.keys().cloned().collect(),
            holds: disk.lives.values().map(task).collect(),
        }
    }

    /// Does nothing while the agent stalls.
    async fn stall(&self) {
        let mut agent = self.host.agent.subscribe();
        drop(agent.wait_for(|agent| *agent != Agent::Stalls).await);
    }

    async fn send(&mut self, frame: ToServer) -> Result<(), Ended> {
        match timeout(SILENCE_MAX, self.wire.send(&frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err("the server hung up"),
            Err(_) => Err("the server reads nothing"),
        }
    }

    async fn hear(&mut self, frame: ToAgent) -> Result<(), Ended> {
        match frame {
            ToAgent::Welcome { .. } | ToAgent::Credentials { .. } | ToAgent::Authority(_) => {}
            ToAgent::Refused(_) => return Err("the server refuses it"),
            ToAgent::Credit(Lane::Facts, total) => drop(self.facts.grant(total)),
            ToAgent::Credit(Lane::Logs, total) => drop(self.lines.grant(total)),
            ToAgent::Put(object) => return self.put(object).await,
            ToAgent::Sync(all) => self.sync(&all),
            ToAgent::Forget(ObjectKey::Task(key)) => self.forget(&key, "Forget"),
            // What a host makes of the network, of names and of load balancers is not simulated.
            ToAgent::Forget(
                ObjectKey::Network(_)
                | ObjectKey::Balancer(_)
                | ObjectKey::Zone(_)
                | ObjectKey::RecordSet(_),
            ) => {}
            ToAgent::Acked(acked) => acked.iter().for_each(|(key, seq)| self.acked(key, *seq)),
            ToAgent::Resend(keys) => self.sent.retain(|key, _| !keys.contains(key)),
            ToAgent::LogsAcked(acked) => {
                acked
                    .iter()
                    .for_each(|(key, container, seq)| self.lines_acked(key, container, *seq));
            }
            ToAgent::Ping(number) => return self.send(ToServer::Pong(number)).await,
            // No user is simulated who would run programs within containers, log flows, act with a
            // role or have secrets.
            ToAgent::Stream(_, _)
            | ToAgent::FlowsAcked(_)
            | ToAgent::Lend(_, _)
            | ToAgent::Secrets(_, _) => {}
        }
        Ok(())
    }

    async fn put(&mut self, object: Object) -> Result<(), Ended> {
        let (key, generation) = (object.key(), object.generation);
        let Body::Task(assignment) = object.body else {
            return self.send(ToServer::Has(vec![(key, generation)])).await;
        };
        self.host.world.tell(format!(
            "{}: is told of {} generation {generation}, {:?}",
            self.host.id, assignment.key, assignment.desired
        ));
        {
            let mut disk = self.host.disk.lock();
            let Disk { lives, .. } = &mut *disk;
            match lives.get_mut(&assignment.key) {
                Some(life) => life.told(*assignment, generation),
                None => {
                    // It has told of it, and has lost it since: that was its end.
                    if assignment.observed > 0 {
                        let (host, key) = (&self.host.id, &assignment.key);
                        self.host.world.broken(format!("{host} is to run {key} once more"));
                    }
                    let mut dice = self.host.dice.lock();
                    let calm = self.host.world.calm.is_cancelled();
                    let life = Life::new(*assignment, generation, &mut dice, calm);
                    lives.insert(life.key().clone(), life);
                }
            }
        }
        self.send(ToServer::Has(vec![(key, generation)])).await
    }

    /// All that is not listed is over.
    fn sync(&mut self, all: &[ObjectKey]) {
        let listed: BTreeSet<_> = all.iter().filter_map(ObjectKey::task).collect();
        let known: Vec<_> = self.host.disk.lock().lives.keys().cloned().collect();
        known.iter().filter(|key| !listed.contains(key)).for_each(|key| self.forget(key, "Sync"));
    }

    fn forget(&mut self, key: &TaskKey, by: &str) {
        let world = &self.host.world;
        if !world.is_over(key) {
            world.broken(format!("{} is to forget {key} by {by}, which is not over", self.host.id));
        }
        if self.host.disk.lock().lives.remove(key).is_some() {
            world.tell(format!("{}: forgets {key}", self.host.id));
        }
        self.sent.remove(key);
        self.lines_sent.remove(key);
    }

    fn acked(&mut self, key: &TaskKey, seq: u64) {
        let world = &self.host.world;
        if world.observed(key).is_some_and(|observed| observed < seq) {
            world.broken(format!("fact {seq} of {key} is acknowledged and not stored"));
        }
        if let Some(life) = self.host.disk.lock().lives.get_mut(key) {
            life.facts.retain(|fact| fact.seq > seq);
        }
    }

    fn lines_acked(&mut self, key: &TaskKey, container: &str, seq: u64) {
        self.lines_sent.remove(key);
        let world = &self.host.world;
        let stored = world.lines.of(&format!("{key}/{container}")).len() as u64;
        if stored < seq && !world.is_over(key) {
            world.broken(format!("line {seq} of {key} is acknowledged and not stored"));
        }
        if let Some(life) = self.host.disk.lock().lives.get_mut(key) {
            life.lines_acked = life.lines_acked.max(seq);
        }
    }

    /// A hasty agent tells a fact before those that it must follow, and dials anew.
    async fn break_off(&mut self) -> Result<(), Ended> {
        let last = |life: &Life| life.facts.get(1..)?.last().cloned();
        let last = self.host.disk.lock().lives.values().find_map(last);
        match last.filter(|last| self.hasty && last.cost() <= self.facts.left()) {
            Some(last) => {
                self.send(ToServer::Observed(vec![last])).await?;
                Err("it was hasty")
            }
            None => Ok(()),
        }
    }

    async fn send_facts(&mut self) -> Result<(), Ended> {
        let mut batch: Vec<Observation> = vec![];
        let mut cost = 0;
        let some = 1 + self.host.dice.lock().below(4);
        if self.stale && self.facts.left() > 0 {
            let stale = self.host.disk.lock().lives.values().next().map(stale);
            cost += stale.iter().map(Observation::cost).sum::<u64>();
            self.stale = stale.is_none();
            batch.extend(stale);
        }
        for life in self.host.disk.lock().lives.values() {
            let sent = self.sent.entry(life.key().clone()).or_default();
            for fact in
                life.facts.iter().filter(|fact| fact.seq > *sent).cloned().collect::<Vec<_>>()
            {
                if batch.len() as u64 == some || cost + fact.cost() > self.facts.left() {
                    break;
                }
                cost += fact.cost();
                *sent = fact.seq;
                batch.push(fact);
            }
        }
        if batch.is_empty() {
            return Ok(());
        }
        self.facts.spend(cost);
        self.send(ToServer::Observed(batch)).await
    }

    async fn send_lines(&mut self) -> Result<(), Ended> {
        let batches: Vec<LogBatch> = {
            let disk = self.host.disk.lock();
            let waits = |life: &&Life| {
                life.lines > life.lines_acked && !self.lines_sent.contains(life.key())
            };
            disk.lives.values().filter(waits).map(|life| self.batch(life)).collect()
        };
        for batch in batches {
            if batch.cost() <= self.lines.left() {
                self.lines.spend(batch.cost());
                self.lines_sent.insert(batch.key.clone());
                self.send(ToServer::Logs(batch)).await?;
            }
        }
        Ok(())
    }

    fn batch(&self, life: &Life) -> LogBatch {
        let first_seq = life.lines_acked + 1;
        let last = life.lines.min(life.lines_acked + 1 + self.host.dice.lock().below(LINES_MAX));
        let line = |seq| LogLine::new(TimestampMs(seq), logs::line(seq));
        LogBatch {
            key: life.key().clone(),
            container: life.container(),
            first_seq,
            lines: (first_seq..=last).map(line).collect(),
        }
    }
}

/// A fact of a binding that never was, as a host tells one that was restored from a copy.
fn stale(life: &Life) -> Observation {
    let mut key = life.key().clone();
    key.epoch.0 = key.epoch.0.saturating_sub(1);
    let seq = life.assignment.observed + 1;
    Observation { key, seq, at: TimestampMs(1), event: Event::Released }
}
