//! The life of a binding on a host: what happens next, and when.

use std::collections::BTreeMap;
use std::time::Duration;

use ferrogate_base::{TaskKey, TimestampMs};
use ferrogate_link::{
    Assignment, Desired, Event, FailureKind, Health, LogDriver, Observation, Publish,
};
use tokio::time::Instant;

use crate::dice::Dice;

/// How far a binding has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    New,
    Connected,
    Pulling,
    Pulled,
    Activating,
    Started,
    Running,
    Deactivating,
    Stopping,
    Exited,
    Stopped,
    Released,
}

/// What will become of a binding that nobody stops.
#[derive(Clone, Copy, Debug)]
enum Fate {
    RunsOn,
    EndsAfter(Duration),
    PullFails,
    IsLost,
}

/// A port on the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Port {
    Refused,
    Open(u16),
}

/// A binding on a host, as the host's disk has it.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) assignment: Assignment,
    pub(crate) generation: u64,
    pub(crate) phase: Phase,
    /// When something happens next.
    pub(crate) due: Instant,
    /// Facts with no acknowledgement, the oldest first.
    pub(crate) facts: Vec<Observation>,
    /// Lines that its container has written.
    pub(crate) lines: u64,
    /// Lines that are durable elsewhere.
    pub(crate) lines_acked: u64,
    pub(crate) ports: BTreeMap<(u16, u64), (Publish, Port)>,
    /// Whether it began when all was calm.
    calm: bool,
    fate: Fate,
    last: u64,
}

impl Life {
    /// One that begins; once all is calm nothing goes wrong with it any more.
    pub(crate) fn new(
        assignment: Assignment,
        generation: u64,
        dice: &mut Dice,
        calm: bool,
    ) -> Self {
        let fate = match dice.below(10) {
            _ if calm => Fate::RunsOn,
            0 => Fate::PullFails,
            1 => Fate::IsLost,
            2..=5 => Fate::EndsAfter(dice.ms(100, 60_000)),
            _ => Fate::RunsOn,
        };
        let last = assignment.observed;
        Self {
            assignment,
            generation,
            phase: Phase::New,
            due: Instant::now() + dice.ms(1, 2000),
            facts: vec![],
            lines: 0,
            lines_acked: 0,
            ports: BTreeMap::new(),
            calm,
            fate,
            last,
        }
    }

    pub(crate) fn key(&self) -> &TaskKey {
        &self.assignment.key
    }

    /// What the server wants now.
    pub(crate) fn told(&mut self, assignment: Assignment, generation: u64) {
        self.assignment = assignment;
        self.generation = generation;
        self.due = self.due.min(Instant::now());
    }

    pub(crate) fn has_lines(&self) -> bool {
        let mut containers = self.assignment.spec.containers.iter();
        containers.any(|container| matches!(container.log, LogDriver::Awslogs(_)))
    }

    pub(crate) fn container(&self) -> String {
        self.assignment.spec.containers.first().map(|first| first.name.clone()).unwrap_or_default()
    }

    /// Lets happen what is due; answers the facts of it.
    pub(crate) fn step(&mut self, at: TimestampMs, dice: &mut Dice) -> Vec<Observation> {
        if self.due > Instant::now() {
            return vec![];
        }
        let stop = self.assignment.desired == Desired::Stopped;
        let events = match self.phase {
            phase if stop && phase < Phase::Deactivating => {
                self.to(Phase::Deactivating, Event::Deactivating)
            }
            Phase::Running => self.runs(dice),
            phase => self.next(phase),
        };
        self.due = match self.phase {
            Phase::Released => Instant::now() + Duration::from_secs(1_000_000),
            Phase::Running => Instant::now() + dice.ms(200, 3000),
            _ => Instant::now() + dice.ms(1, 2000),
        };
        events.into_iter().map(|event| self.fact(at, event)).collect()
    }

    fn fact(&mut self, at: TimestampMs, event: Event) -> Observation {
        self.last += 1;
        let fact = Observation { key: self.key().clone(), seq: self.last, at, event };
        self.facts.push(fact.clone());
        fact
    }

    fn to(&mut self, phase: Phase, event: Event) -> Vec<Event> {
        self.phase = phase;
        vec![event]
    }

    fn next(&mut self, phase: Phase) -> Vec<Event> {
        let container = self.container();
        match phase {
            Phase::New => self.to(Phase::Connected, Event::Connected),
            Phase::Connected => self.to(Phase::Pulling, Event::PullStarted),
            Phase::Pulling if matches!(self.fate, Fate::PullFails) => {
                self.fails(FailureKind::Pull, Some(container))
            }
            Phase::Pulling => {
                self.phase = Phase::Pulled;
                let digest = format!("sha256:{:064x}", self.last);
                vec![Event::ImageReady { container, digest }, Event::PullStopped]
            }
            Phase::Pulled => self.to(Phase::Activating, Event::Activating),
            Phase::Activating => {
                let runtime_id = format!("{}-{container}", self.key());
                self.to(Phase::Started, Event::ContainerStarted { container, runtime_id })
            }
            Phase::Started => self.to(Phase::Running, Event::Running),
            Phase::Running => vec![],
            Phase::Deactivating => self.to(Phase::Stopping, Event::Stopping),
            Phase::Stopping => {
                self.to(Phase::Exited, Event::ContainerExited { container, code: 3, reason: None })
            }
            Phase::Exited => self.to(Phase::Stopped, Event::ExecutionStopped),
            // What its container wrote is kept elsewhere before it is forgotten.
            Phase::Stopped if self.lines_acked < self.lines => vec![],
            Phase::Stopped => self.to(Phase::Released, Event::Released),
            Phase::Released => vec![],
        }
    }

    fn fails(&mut self, kind: FailureKind, container: Option<String>) -> Vec<Event> {
        self.phase = Phase::Exited;
        vec![Event::Failed { kind, container, reason: "the simulation asks for it".into() }]
    }

    fn runs(&mut self, dice: &mut Dice) -> Vec<Event> {
        if self.has_lines() && dice.chance(700) {
            self.lines += dice.below(5);
        }
        match &mut self.fate {
            Fate::IsLost => return self.fails(FailureKind::HostLost, None),
            Fate::EndsAfter(left) if left.is_zero() => {
                self.phase = Phase::Deactivating;
                let container = self.container();
                let exited = Event::ContainerExited { container, code: 3, reason: None };
                return vec![exited, Event::Deactivating];
            }
            Fate::EndsAfter(left) => *left = left.saturating_sub(dice.ms(1000, 5000)),
            Fate::RunsOn | Fate::PullFails => {}
        }
        let mut events = self.shows(dice);
        events.extend(self.publishes(dice));
        events
    }

    /// What its container's health check shows, when it has one and that changes.
    fn shows(&mut self, dice: &mut Dice) -> Vec<Event> {
        let first = self.assignment.spec.containers.first();
        if first.is_none_or(|first| first.health_check.is_none()) || !dice.chance(200) {
            return vec![];
        }
        let health =
            if self.calm || dice.chance(500) { Health::Healthy } else { Health::Unhealthy };
        vec![Event::ContainerHealth { container: self.container(), health, said: None }]
    }

    /// Opens and closes ports as they are asked for.
    fn publishes(&mut self, dice: &mut Dice) -> Vec<Event> {
        let mut events = vec![];
        let wanted = self.assignment.publish.clone();
        let name = |publish: &Publish| (publish.task_port, publish.generation);
        self.ports.retain(|_, (publish, port)| {
            let stays = wanted.contains(publish);
            if !stays && matches!(port, Port::Open(_)) {
                events.push(Event::Unpublished { publish: publish.clone() });
            }
            stays
        });
        for publish in wanted {
            let before = self.ports.get(&name(&publish)).map(|(_, port)| *port);
            if matches!(before, Some(Port::Open(_))) {
                continue;
            }
            if dice.chance(300) {
                if before.is_none() {
                    let reason = "somebody has it".into();
                    events.push(Event::NotPublished { publish: publish.clone(), reason });
                }
                self.ports.insert(name(&publish), (publish, Port::Refused));
                continue;
            }
            let port = 40_000 + u16::try_from(dice.below(10_000)).unwrap_or_default();
            events.push(Event::Published { publish: publish.clone(), port });
            self.ports.insert(name(&publish), (publish, Port::Open(port)));
        }
        events
    }
}
