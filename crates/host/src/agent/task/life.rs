//! The life of a task on its host as a machine: where it is, what happens, where it is then, and
//! what is to be done and told. It knows no files, no kernel and no time, so that a table can
//! test it.
//!
//! ```text
//! Preparing ─→ Running ─→ Stopping ─┬→ Releasing ─→ Settling ─→ Over
//!     │ └────→ Resuming ──┘         │      ↑
//!     └→ Halting ───────────────────┼──────┤
//!                                   └→ Reaping
//! ```

use ferrogate_link::{Event, FailureKind};

use super::story::Story;
use crate::agent::failure::Failure;
use crate::shim::ShimEvent;

/// Where a life is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Phase {
    /// What its first program needs is being made.
    Preparing,
    /// It is to stop before its first program: the steps that are under way come to their end.
    Halting,
    /// An earlier agent let its containers run: what that agent held is taken up.
    Resuming,
    /// Its containers run, and its shim says what becomes of them.
    Running,
    /// They have been told to stop.
    Stopping,
    /// Its shim is gone, or has to go, for this reason: what it left is cleared away.
    Reaping(Failure),
    /// No program of it runs: all that it holds is given back.
    Releasing,
    /// It holds nothing, and the disk is to have it that it does not.
    Settling,
    /// It is over.
    Over,
}

/// What is being done in a phase: it goes on for as long as that stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    MakingReady,
    Following,
    Reaping,
    Releasing,
    Settling,
    Nothing,
}

/// What the server wants of it, the least first. It never wants less than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wanted {
    Run,
    Stop,
    /// Its epoch is closed: it is to stop, and nobody is told.
    Close,
}

/// What the agent knows of a life that it begins or takes up.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// Nothing of it can have run.
    Nothing,
    /// Its containers were let run.
    Started,
    /// It can't run any more, and why.
    Lost(Failure),
}

/// What happens to it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Happened {
    /// The server wants it stopped.
    Stop,
    /// The server has closed its epoch.
    Close,
    /// It fills the host's disk, in these words.
    Crowded(String),
    /// Something came true on the way.
    True(Vec<Event>),
    /// Everything before its first program is done.
    Ready,
    /// The steps came to their end before all was done, as they were asked to.
    Halted,
    /// A step can't be done.
    Failed(Failure),
    /// What its shim says.
    Shim(ShimEvent),
    /// Its shim is gone, or does nothing.
    Lost(Failure),
    /// What its shim left is cleared away.
    Reaped,
    /// Nothing of it is left but its folder.
    Released,
    /// The disk has all that was told.
    Settled,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// Tell this, all of it or nothing.
    Tell(Vec<Event>),
    /// Have the steps come to their end.
    Halt,
    /// Close its published ports.
    Unpublish,
    /// Ask this of its shim.
    Ask(Ask),
    /// Remove its folder, and what is known of it.
    Forget,
}

/// What its shim is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// To stop it: its containers' stop signals, their timeouts, then SIGKILL.
    Stop,
    /// To kill its containers.
    Kill,
}

/// A life.
#[derive(Debug)]
pub(super) struct Life {
    phase: Phase,
    wanted: Wanted,
    story: Story,
}

impl Life {
    /// A life that begins, or goes on with the story that an earlier agent told.
    pub(super) fn begin(found: Found, wanted: Wanted, story: Story) -> (Self, Vec<Act>) {
        let told = |fact: &Event| story.has(|told| told == fact);
        let (phase, acts) = match found {
            _ if told(&Event::Released) => (Phase::Over, vec![]),
            Found::Lost(failure) => (Phase::Reaping(failure), vec![]),
            _ if told(&Event::ExecutionStopped) => (Phase::Releasing, vec![]),
            Found::Started => (Phase::Resuming, vec![]),
            Found::Nothing if wanted == Wanted::Run => (Phase::Preparing, vec![]),
            Found::Nothing => (Phase::Releasing, vec![tell(Event::ExecutionStopped)]),
        };
        let mut life = Self { phase, wanted, story };
        let acts = life.told(acts);
        (life, acts)
    }

    /// Goes on, since something happened.
    pub(super) fn on(&mut self, happened: Happened) -> Vec<Act> {
        let wanted = match &happened {
            Happened::Stop => Wanted::Stop,
            Happened::Close => Wanted::Close,
            _ => Wanted::Run,
        };
        self.wanted = self.wanted.max(wanted);
        let (phase, acts) = next(self.phase.clone(), self.wanted, happened);
        self.phase = phase;
        self.told(acts)
    }

    /// What is being done.
    pub(super) fn doing(&self) -> Doing {
        match self.phase {
            Phase::Preparing | Phase::Halting | Phase::Resuming => Doing::MakingReady,
            Phase::Running | Phase::Stopping => Doing::Following,
            Phase::Reaping(_) => Doing::Reaping,
            Phase::Releasing => Doing::Releasing,
            Phase::Settling => Doing::Settling,
            Phase::Over => Doing::Nothing,
        }
    }

    /// Whether its shim is to be asked to stop it, again on each new connection.
    pub(super) fn is_stopping(&self) -> bool {
        self.phase == Phase::Stopping
    }

    /// Whether its ports may be open.
    pub(super) fn may_publish(&self) -> bool {
        let alive = matches!(self.phase, Phase::Preparing | Phase::Resuming | Phase::Running);
        alive && !self.story.has(|told| *told == Event::Deactivating)
    }

    /// Whether somebody wants to know of it.
    pub(super) fn is_wanted(&self) -> bool {
        self.wanted < Wanted::Close
    }

    /// What was told.
    pub(super) fn story(&self) -> &Story {
        &self.story
    }

    /// Of what is to be told, what can be, and nothing once nobody wants to know.
    fn told(&mut self, acts: Vec<Act>) -> Vec<Act> {
        let acts = acts.into_iter().filter_map(|act| match act {
            Act::Tell(_) if self.wanted == Wanted::Close => None,
            Act::Tell(facts) => match self.story.take(facts) {
                none if none.is_empty() => None,
                facts => Some(Act::Tell(facts)),
            },
            act => Some(act),
        });
        acts.collect()
    }
}

/// Where a life is after something happened, and what is to be done. What can't happen in a
/// phase, or comes too late for it, changes nothing.
fn next(phase: Phase, wanted: Wanted, happened: Happened) -> (Phase, Vec<Act>) {
    match happened {
        Happened::Stop => stop(phase),
        Happened::Close => close(phase),
        Happened::Crowded(reason) => crowded(phase, reason),
        Happened::True(facts) => {
            let told = match phase {
                Phase::Preparing
                | Phase::Halting
                | Phase::Resuming
                | Phase::Running
                | Phase::Stopping
                | Phase::Releasing => vec![Act::Tell(facts)],
                Phase::Reaping(_) | Phase::Settling | Phase::Over => vec![],
            };
            (phase, told)
        }
        Happened::Ready => ready(phase, wanted),
        Happened::Halted => match phase {
            Phase::Preparing | Phase::Halting | Phase::Resuming => release(None),
            Phase::Running
            | Phase::Stopping
            | Phase::Reaping(_)
            | Phase::Releasing
            | Phase::Settling
            | Phase::Over => (phase, vec![]),
        },
        Happened::Failed(failure) => failed(phase, failure),
        Happened::Shim(event) => shim(phase, event),
        Happened::Lost(failure) => match phase {
            Phase::Running | Phase::Stopping => (Phase::Reaping(failure), vec![Act::Unpublish]),
            Phase::Preparing
            | Phase::Halting
            | Phase::Resuming
            | Phase::Reaping(_)
            | Phase::Releasing
            | Phase::Settling
            | Phase::Over => (phase, vec![]),
        },
        Happened::Reaped => match phase {
            Phase::Reaping(failure) => release(Some(failure)),
            Phase::Preparing
            | Phase::Halting
            | Phase::Resuming
            | Phase::Running
            | Phase::Stopping
            | Phase::Releasing
            | Phase::Settling
            | Phase::Over => (phase, vec![]),
        },
        Happened::Released => match phase {
            Phase::Releasing => (Phase::Settling, vec![tell(Event::Released)]),
            Phase::Preparing
            | Phase::Halting
            | Phase::Resuming
            | Phase::Running
            | Phase::Stopping
            | Phase::Reaping(_)
            | Phase::Settling
            | Phase::Over => (phase, vec![]),
        },
        Happened::Settled => match phase {
            Phase::Settling if wanted == Wanted::Close => (Phase::Over, vec![Act::Forget]),
            Phase::Settling => (Phase::Over, vec![]),
            Phase::Preparing
            | Phase::Halting
            | Phase::Resuming
            | Phase::Running
            | Phase::Stopping
            | Phase::Reaping(_)
            | Phase::Releasing
            | Phase::Over => (phase, vec![]),
        },
    }
}

fn stop(phase: Phase) -> (Phase, Vec<Act>) {
    match phase {
        Phase::Preparing => (Phase::Halting, vec![Act::Halt]),
        Phase::Running => {
            (Phase::Stopping, vec![Act::Unpublish, tell(Event::Deactivating), Act::Ask(Ask::Stop)])
        }
        Phase::Halting
        | Phase::Resuming
        | Phase::Stopping
        | Phase::Reaping(_)
        | Phase::Releasing
        | Phase::Settling
        | Phase::Over => (phase, vec![]),
    }
}

fn close(phase: Phase) -> (Phase, Vec<Act>) {
    match phase {
        // Nobody asks whether the disk has it.
        Phase::Settling | Phase::Over => (Phase::Over, vec![Act::Forget]),
        Phase::Preparing
        | Phase::Halting
        | Phase::Resuming
        | Phase::Running
        | Phase::Stopping
        | Phase::Reaping(_)
        | Phase::Releasing => stop(phase),
    }
}

/// At once: what it writes until its time to stop is over is the others'.
fn crowded(phase: Phase, reason: String) -> (Phase, Vec<Act>) {
    let failure = Failure { kind: FailureKind::OutOfDisk, container: None, reason };
    match phase {
        Phase::Running | Phase::Stopping => {
            let told = [tell(failure.fact()), Act::Unpublish, tell(Event::Deactivating)];
            (
                Phase::Stopping,
                told.into_iter().chain([Act::Ask(Ask::Stop), Act::Ask(Ask::Kill)]).collect(),
            )
        }
        // Nothing of it runs that could, or it is asked again.
        Phase::Preparing
        | Phase::Halting
        | Phase::Resuming
        | Phase::Reaping(_)
        | Phase::Releasing
        | Phase::Settling
        | Phase::Over => (phase, vec![]),
    }
}

fn ready(phase: Phase, wanted: Wanted) -> (Phase, Vec<Act>) {
    let begun = tell(Event::Activating);
    match phase {
        Phase::Preparing => (Phase::Running, vec![begun]),
        Phase::Resuming if wanted == Wanted::Run => (Phase::Running, vec![begun]),
        // Its shim is asked once there is a connection to it.
        Phase::Resuming => {
            (Phase::Stopping, vec![begun, Act::Unpublish, tell(Event::Deactivating)])
        }
        Phase::Halting => release(None),
        Phase::Running
        | Phase::Stopping
        | Phase::Reaping(_)
        | Phase::Releasing
        | Phase::Settling
        | Phase::Over => (phase, vec![]),
    }
}

fn failed(phase: Phase, failure: Failure) -> (Phase, Vec<Act>) {
    match phase {
        // Its shim may be what is wrong.
        Phase::Preparing | Phase::Resuming | Phase::Running | Phase::Stopping
            if failure.kind == FailureKind::HostLost =>
        {
            (Phase::Reaping(failure), vec![Act::Unpublish])
        }
        Phase::Preparing | Phase::Resuming | Phase::Running | Phase::Stopping => {
            release(Some(failure))
        }
        // It ends since it was to stop.
        Phase::Halting => release(None),
        Phase::Reaping(_) | Phase::Releasing | Phase::Settling | Phase::Over => (phase, vec![]),
    }
}

fn shim(phase: Phase, event: ShimEvent) -> (Phase, Vec<Act>) {
    match phase {
        Phase::Running | Phase::Stopping | Phase::Reaping(_) => {}
        Phase::Preparing
        | Phase::Halting
        | Phase::Resuming
        | Phase::Releasing
        | Phase::Settling
        | Phase::Over => return (phase, vec![]),
    }
    match event {
        ShimEvent::Ready { .. } | ShimEvent::ContainerCreated { .. } => (phase, vec![]),
        ShimEvent::ContainerStarted { name, runtime_id, .. } => {
            (phase, vec![tell(Event::ContainerStarted { container: name, runtime_id })])
        }
        ShimEvent::ContainerRestarted { name, restarts, .. } => {
            (phase, vec![tell(Event::ContainerRestarted { container: name, restarts })])
        }
        ShimEvent::ContainerHealth { name, health, said } => {
            (phase, vec![tell(Event::ContainerHealth { container: name, health, said })])
        }
        ShimEvent::Running => (phase, vec![tell(Event::Running)]),
        ShimEvent::Stopping => {
            let phase = if phase == Phase::Running { Phase::Stopping } else { phase };
            let told = vec![Event::Deactivating, Event::Stopping];
            (phase, vec![Act::Unpublish, Act::Tell(told)])
        }
        // Why it died is the shim's to say.
        ShimEvent::ContainerExited { name, code, reason, .. } => {
            (phase, vec![tell(Event::ContainerExited { container: name, code, reason })])
        }
        ShimEvent::Failed { kind, container, reason } => {
            (phase, vec![tell(Event::Failed { kind, container, reason })])
        }
        ShimEvent::ExecutionStopped => (phase, vec![Act::Unpublish, tell(Event::ExecutionStopped)]),
        ShimEvent::Finished => match phase {
            Phase::Reaping(_) => (phase, vec![]),
            _ => release(None),
        },
    }
}

/// No program of it runs any more, because of `failure` if there is one.
fn release(failure: Option<Failure>) -> (Phase, Vec<Act>) {
    let told = failure.map(Failure::fact).into_iter().chain([Event::ExecutionStopped]);
    (Phase::Releasing, vec![Act::Unpublish, Act::Tell(told.collect())])
}

fn tell(fact: Event) -> Act {
    Act::Tell(vec![fact])
}

#[cfg(test)]
mod tests;
