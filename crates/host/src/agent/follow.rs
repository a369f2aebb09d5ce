//! A task that runs: what its shim tells becomes facts, what the server wants is passed on,
//! and a shim that is gone or frozen is the end of it.

use std::time::Duration;

use ferrogate_base::{Clock, SystemClock, TimestampMs, crash};
use ferrogate_executor::{Event, FailureKind};

use super::failure::Failure;
use super::task::{Command, Task};
use crate::cgroup::task_path;
use crate::shim::{ClientError, Entry, Events, ShimEvent, ShimHandle, reap_dead};

/// How often a shim that tells nothing is asked whether it is still there.
const PING_EVERY: Duration = Duration::from_secs(10);

const DIED: &str = "the task's shim has died";
const SILENT: &str = "the task's shim does not answer: it was killed";

/// SIGKILL.
const KILL: i32 = 9;

/// What ended a look at a shim.
enum Followed {
    /// The task is over.
    Finished,
    /// The connection broke: a new one may do.
    Broken,
    /// The shim is there and does nothing.
    Silent,
}

impl Task {
    /// Lets the task run and follows it to the end of its containers.
    pub(super) async fn run(&mut self, shim: ShimHandle) {
        self.tell_once(Event::Activating);
        if let Err(failure) = self.start(&shim).await {
            return self.give_up(failure).await;
        }
        // What an earlier agent heard of is not told again by the shim.
        self.stream_all(|facts, container| {
            facts.has(|event| matches!(event, Event::ContainerStarted { container: of, .. } if of == container))
        });
        loop {
            match self.follow(&shim).await {
                Followed::Finished => return,
                Followed::Broken if ShimHandle::connect(shim.run_dir()).await.is_ok() => {}
                Followed::Broken => return self.lost(DIED).await,
                Followed::Silent => return self.lost(SILENT).await,
            }
        }
    }

    /// Lets the containers run. Again when the shim was busy: asking twice changes nothing.
    async fn start(&mut self, shim: &ShimHandle) -> Result<(), Failure> {
        loop {
            crash::point(format_args!("agent:before-start"));
            let started = shim.start().await;
            crash::point(format_args!("agent:after-start"));
            match started {
                Ok(()) => return Ok(()),
                Err(ClientError::Refused(reason)) => return Err(Failure::resource(reason)),
                Err(ClientError::Silent { .. }) if shim.answers().await => {}
                Err(ClientError::Silent { .. }) => return Err(Failure::lost(SILENT)),
                Err(_) => return Err(Failure::lost(DIED)),
            }
        }
    }

    /// The task can't go on, and its shim may be what is wrong.
    async fn give_up(&mut self, failure: Failure) {
        match failure.kind {
            FailureKind::HostLost => self.lost(&failure.reason).await,
            _ => self.fail(failure),
        }
    }

    async fn follow(&mut self, shim: &ShimHandle) -> Followed {
        let Ok(mut events) = shim.events(self.facts.shim_seq()).await else {
            return if shim.answers().await { Followed::Broken } else { Followed::Silent };
        };
        if self.stopping
            && let Err(broken) = self.pass_on_stop(shim).await
        {
            return broken;
        }
        let ended = shim.ended();
        tokio::pin!(ended);
        let first = tokio::time::Instant::now() + PING_EVERY;
        let mut ping = tokio::time::interval_at(first, PING_EVERY);
        loop {
            tokio::select! {
                // What the shim has told comes before that it is gone.
                biased;
                entry = events.next() => match entry {
                    Ok(Some(entry)) => {
                        let finished = entry.event == ShimEvent::Finished;
                        self.take_in(entry).await;
                        if finished {
                            return Followed::Finished;
                        }
                    }
                    Ok(None) | Err(_) => return Followed::Broken,
                },
                // Whatever it forked may still hold its end of the connection.
                () = &mut ended => return self.take_in_rest(&mut events).await,
                Some(command) = self.commands.recv() => {
                    if let Err(broken) = self.obey(command, shim).await {
                        return broken;
                    }
                }
                _ = ping.tick() => {
                    if !shim.answers().await {
                        return Followed::Silent;
                    }
                }
            }
        }
    }

    /// What a shim that has ended had said before. It may have ended because it was finished.
    async fn take_in_rest(&mut self, events: &mut Events) -> Followed {
        while let Ok(Ok(Some(entry))) = tokio::time::timeout(Duration::ZERO, events.next()).await {
            let finished = entry.event == ShimEvent::Finished;
            self.take_in(entry).await;
            if finished {
                return Followed::Finished;
            }
        }
        Followed::Broken
    }

    async fn obey(&mut self, command: Command, shim: &ShimHandle) -> Result<(), Followed> {
        match command {
            Command::Publish(ports) => {
                if let Err(reason) = self.publish(&ports).await {
                    tracing::warn!(task = %self.key(), reason, "a port could not be published");
                }
                Ok(())
            }
            Command::Stop => self.stop(shim).await,
            Command::Close => {
                self.closed = true;
                self.stop(shim).await
            }
            Command::OutOfRoom(reason) => {
                let kind = FailureKind::OutOfDisk;
                self.fail(Failure { kind, container: None, reason });
                self.stop(shim).await?;
                // At once: what it writes until its time to stop is over is the others'.
                for container in &self.assignment.containers {
                    // One that has not started, or has ended, is what is wished.
                    drop(shim.signal(&container.name, KILL).await);
                }
                Ok(())
            }
        }
    }

    async fn stop(&mut self, shim: &ShimHandle) -> Result<(), Followed> {
        self.stopping = true;
        self.deactivate(SystemClock.now(), None).await;
        self.pass_on_stop(shim).await
    }

    async fn pass_on_stop(&self, shim: &ShimHandle) -> Result<(), Followed> {
        crash::point(format_args!("agent:before-stop"));
        match shim.stop().await {
            Ok(()) => Ok(()),
            // Who wants it stopped has waited as long as for a program that ignores its signal.
            Err(ClientError::Silent { .. }) => Err(Followed::Silent),
            Err(_) => Err(Followed::Broken),
        }
    }

    /// Closes the published ports, and tells so once.
    async fn deactivate(&mut self, at: TimestampMs, shim: Option<u64>) {
        self.ports.close().await;
        if !self.facts.has(|event| *event == Event::Deactivating) {
            self.tell(at, shim, vec![Event::Deactivating]);
        }
    }

    /// Makes facts of one event of the shim.
    async fn take_in(&mut self, Entry { seq, at, event }: Entry) {
        if seq <= self.facts.shim_seq() {
            return;
        }
        let events = match event {
            ShimEvent::Ready { .. } | ShimEvent::Finished => vec![],
            ShimEvent::ContainerCreated { name } => {
                self.stream(&name);
                vec![]
            }
            ShimEvent::ContainerStarted { name, runtime_id, .. } => {
                self.stream(&name);
                vec![Event::ContainerStarted { container: name, runtime_id }]
            }
            ShimEvent::Running => {
                self.host.slots.refill();
                vec![Event::Running]
            }
            ShimEvent::Stopping => {
                self.ports.close().await;
                let told = self.facts.has(|event| *event == Event::Deactivating);
                let first = (!told).then_some(Event::Deactivating);
                first.into_iter().chain([Event::Stopping]).collect()
            }
            ShimEvent::ContainerExited { name, code, oom, reason } => {
                let oom_reason = "OutOfMemoryError: Container killed due to memory usage";
                let reason = if oom { Some(oom_reason.to_owned()) } else { reason };
                vec![Event::ContainerExited { container: name, code, reason }]
            }
            ShimEvent::Failed { kind, container, reason } => {
                vec![Event::Failed { kind, container, reason }]
            }
            ShimEvent::ExecutionStopped => {
                self.ports.close().await;
                vec![Event::ExecutionStopped]
            }
        };
        self.tell(at, Some(seq), events);
    }

    /// The shim is gone, or has to go: what it knew becomes facts, and what it left is cleared
    /// away.
    pub(super) async fn lost(&mut self, why: &str) {
        let Some(slot) = self.slot else { return };
        let (run_dir, root) = (self.host.slots.dir(slot), self.host.slots.cgroup_root().to_owned());
        let cgroup = task_path(&root, self.key());
        let reaped = tokio::task::spawn_blocking(move || reap_dead(&run_dir, &root, &cgroup));
        let dead = reaped.await.map_err(|e| e.to_string());
        let (events, finished) = match dead.and_then(|dead| dead.map_err(|e| e.to_string())) {
            Ok(dead) => (dead.events, dead.finished),
            Err(error) => {
                // The slot is cleared once more before it is given back.
                tracing::warn!(task = %self.key(), error, "a dead shim's leftovers");
                (vec![], false)
            }
        };
        let stopped = events.iter().any(|entry| entry.event == ShimEvent::ExecutionStopped);
        for entry in events {
            self.take_in(entry).await;
        }
        if !finished && !stopped && !self.facts.has(|e| matches!(e, Event::Failed { .. })) {
            self.fail(self.host.room.explain(Failure::lost(why)));
        }
    }
}
