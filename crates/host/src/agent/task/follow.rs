//! A task that runs: what its shim tells is what happens in its life, and a shim that is gone
//! or frozen is the end of it.

use std::time::Duration;

use ferrogate_base::crash;
use ferrogate_link::Event;

use super::Task;
use super::life::{Ask, Doing, Happened};
use super::steps;
use crate::agent::failure::{Failure, text};
use crate::shim::{ClientError, Entry, Events, ShimEvent, ShimHandle, reap_cgroup, reap_dead};

/// How often a shim that tells nothing is asked whether it is still there.
const PING_EVERY: Duration = Duration::from_secs(10);

const DIED: &str = "the task's shim has died";
const SILENT: &str = "the task's shim does not answer: it was killed";

/// SIGKILL.
const KILL: i32 = 9;

/// What ended a look at a shim.
enum Followed {
    /// The life has gone on from there.
    On,
    /// The connection broke: a new one may do.
    Broken,
    /// The shim is there and does nothing.
    Silent,
}

impl Task {
    /// Lets the task run and follows it to the end of its containers.
    pub(super) async fn follow(&mut self) {
        let cx = self.cx.clone();
        let shim = match cx.shim() {
            Ok(shim) => shim,
            Err(failure) => return self.happen(Happened::Failed(failure)).await,
        };
        cx.host.room.watch(cx.key(), shim.pid());
        if let Err(failure) = start(shim).await {
            let failure = self.explain(failure);
            return self.happen(Happened::Failed(failure)).await;
        }
        // What an earlier agent heard of is not told again by the shim.
        for fact in self.life.story().facts() {
            if let Event::ContainerStarted { container, .. } = fact {
                steps::stream(&cx, container);
            }
        }
        loop {
            let why = match self.listen(shim).await {
                Followed::On => return,
                Followed::Broken if ShimHandle::connect(shim.run_dir()).await.is_ok() => continue,
                Followed::Broken => DIED,
                Followed::Silent => SILENT,
            };
            let failure = self.explain(Failure::lost(why));
            return self.happen(Happened::Lost(failure)).await;
        }
    }

    async fn listen(&mut self, shim: &ShimHandle) -> Followed {
        let Ok(mut events) = shim.events(self.facts.shim_seq()).await else {
            return if shim.answers().await { Followed::Broken } else { Followed::Silent };
        };
        if self.life.is_stopping() && !self.asks.contains(&Ask::Stop) {
            self.asks.push_front(Ask::Stop);
        }
        let ended = shim.ended();
        tokio::pin!(ended);
        let first = tokio::time::Instant::now() + PING_EVERY;
        let mut ping = tokio::time::interval_at(first, PING_EVERY);
        let cx = self.cx.clone();
        while self.life.doing() == Doing::Following {
            if let Err(broken) = self.pass_on(shim).await {
                return broken;
            }
            tokio::select! {
                // What the shim has told comes before that it is gone.
                biased;
                entry = events.next() => match entry {
                    Ok(Some(entry)) => self.take_in(entry).await,
                    Ok(None) | Err(_) => return Followed::Broken,
                },
                // Whatever it forked may still hold its end of the connection.
                () = &mut ended => return self.take_in_rest(&mut events).await,
                Some(command) = self.commands.recv() => self.obey(command).await,
                Some(report) = self.reports.recv() => self.hear(report).await,
                () = steps::publish_due(&cx), if self.life.may_publish() => self.publish().await,
                _ = ping.tick() => {
                    if !shim.answers().await {
                        return Followed::Silent;
                    }
                }
            }
        }
        Followed::On
    }

    /// What a shim that has ended had said before. It may have ended because it was finished.
    async fn take_in_rest(&mut self, events: &mut Events) -> Followed {
        while let Ok(Ok(Some(entry))) = tokio::time::timeout(Duration::ZERO, events.next()).await {
            self.take_in(entry).await;
            if self.life.doing() != Doing::Following {
                return Followed::On;
            }
        }
        Followed::Broken
    }

    /// Asks the shim for what the life has come to ask for.
    async fn pass_on(&mut self, shim: &ShimHandle) -> Result<(), Followed> {
        while let Some(ask) = self.asks.front() {
            match ask {
                Ask::Stop => stop(shim).await?,
                Ask::Kill => self.kill(shim).await,
            }
            self.asks.pop_front();
        }
        Ok(())
    }

    async fn kill(&self, shim: &ShimHandle) {
        for container in &self.cx.assignment.spec.containers {
            // One that has not started, or has ended, is what is wished.
            drop(shim.signal(&container.name, KILL).await);
        }
    }

    async fn publish(&mut self) {
        let published = steps::publish(&self.cx).await;
        if let Err(Failure { reason, .. }) = published {
            tracing::debug!(task = %self.cx.key(), reason, "a port is not open: it is tried again");
        }
    }

    /// One event of the shim.
    async fn take_in(&mut self, Entry { seq, at, event }: Entry) {
        if seq <= self.facts.shim_seq() {
            return;
        }
        match &event {
            ShimEvent::ContainerCreated { name } | ShimEvent::ContainerStarted { name, .. } => {
                steps::stream(&self.cx, name);
            }
            // While a task starts, the host has better things to do.
            ShimEvent::Running => self.cx.host.slots.refill(),
            _ => {}
        }
        self.happen_at(at, Some(seq), Happened::Shim(event)).await;
    }

    /// The shim is gone, or has to go: what it knew is what happened, and what it left is
    /// cleared away.
    pub(super) async fn reap(&mut self) {
        match self.reap_now().await {
            Ok(told) => {
                for entry in told {
                    self.take_in(entry).await;
                }
            }
            // The slot is cleared once more before it is given back.
            Err(error) => tracing::warn!(task = %self.cx.key(), error, "a dead shim's leftovers"),
        }
        self.happen(Happened::Reaped).await;
    }

    /// Clears away what the shim left; what it had told, if the task's slot is known.
    async fn reap_now(&self) -> Result<Vec<Entry>, String> {
        let (root, cgroup) = (self.cx.host.slots.cgroup_root().to_owned(), self.cx.cgroup());
        let run_dir = self.cx.run_dir();
        let reaped = tokio::task::spawn_blocking(move || match run_dir {
            Some(run_dir) => reap_dead(&run_dir, &root, &cgroup).map(|dead| dead.events),
            None => reap_cgroup(&cgroup).map(|()| vec![]),
        });
        reaped.await.map_err(text)?.map_err(text)
    }
}

/// Lets the containers run. Again when the shim was busy: asking twice changes nothing.
async fn start(shim: &ShimHandle) -> Result<(), Failure> {
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

async fn stop(shim: &ShimHandle) -> Result<(), Followed> {
    crash::point(format_args!("agent:before-stop"));
    match shim.stop().await {
        Ok(()) => Ok(()),
        // Who wants it stopped has waited as long as for a program that ignores its signal.
        Err(ClientError::Silent { .. }) => Err(Followed::Silent),
        Err(_) => Err(Followed::Broken),
    }
}
