//! One binding of one task on this host, from its intent to its release.
//!
//! The same code runs a new binding and one that an earlier agent began: each step is
//! idempotent, and facts that were told already are not told again. The task's folder says
//! how far it came, its shim what has happened meanwhile.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use ferrogate_base::{Clock, Shutdown, SystemClock, TaskKey, TimestampMs, Transport, crash};
use ferrogate_executor::{Assignment, Desired, Event, FailureKind, LogDriver, Publish};
use ferrogate_net::VpcId;
use tokio::sync::{mpsc, watch};

use super::facts::Facts;
use super::failure::{Failure, text};
use super::images::Pulled;
use super::logs::Stream;
use super::on_disk::OnDisk;
use super::ports::Ports;
use super::ready::{connect, prepare};
use super::slots::Slot;
use super::{Host, commit, images};
use crate::cgroup::task_path;
use crate::shim::{Entry, ShimEvent, ShimHandle, forget, reap_dead};

/// What the agent wants of a task that runs.
#[derive(Debug)]
pub(super) enum Command {
    /// Stop it.
    Stop,
    /// Publish these ports, and no others.
    Publish(Vec<Publish>),
    /// Its epoch is closed: stop it at once, and tell nobody.
    Close,
}

/// The agent's hold on a task that runs.
pub(super) struct Handle {
    pub(super) commands: mpsc::UnboundedSender<Command>,
    /// Its interface's id.
    pub(super) eni: String,
    /// Numbers of the last lines that the server has, by container.
    pub(super) acked: HashMap<String, watch::Sender<u64>>,
}

/// What ended the part of a task's life in which it may still be started.
enum Ready {
    Run(ShimHandle),
    Stop,
}

/// One binding that runs on this host.
pub(super) struct Task {
    host: Arc<Host>,
    assignment: Assignment,
    dir: PathBuf,
    slot: Option<Slot>,
    facts: Facts,
    commands: mpsc::UnboundedReceiver<Command>,
    ports: Ports,
    /// Ends the sockets that are served for this task alone.
    local: Shutdown,
    streams: Vec<(String, watch::Sender<bool>, tokio::task::JoinHandle<()>)>,
    acked: HashMap<String, watch::Receiver<u64>>,
    images: Vec<Pulled>,
    stopping: bool,
    closed: bool,
    /// Whether the kernel's life has changed since it was begun.
    rebooted: bool,
}

impl Task {
    /// Begins a binding, or takes one up that an earlier agent began, as a task of `host`'s
    /// runtime.
    ///
    /// # Errors
    /// When its folder can't be made or read.
    pub(super) fn begin(
        host: &Arc<Host>,
        assignment: Assignment,
        before: Option<OnDisk>,
    ) -> io::Result<Handle> {
        let dir = host.task_dir(&assignment.key);
        std::fs::create_dir_all(&dir)?;
        let facts = Facts::open(&dir, assignment.key.clone(), assignment.observed, &host.outbox)?;
        let (commands, receiver) = mpsc::unbounded_channel();
        let (mut senders, mut receivers) = (HashMap::new(), HashMap::new());
        for container in &assignment.containers {
            let (sender, receiver) = watch::channel(0);
            senders.insert(container.name.clone(), sender);
            receivers.insert(container.name.clone(), receiver);
        }
        let rebooted = before.as_ref().is_some_and(|b| b.boot_id != host.boot_id);
        let task = Self {
            host: host.clone(),
            dir,
            slot: before.and_then(|b| b.slot),
            facts,
            commands: receiver,
            ports: Ports::default(),
            local: Shutdown::new(),
            streams: Vec::new(),
            acked: receivers,
            images: Vec::new(),
            stopping: false,
            closed: false,
            rebooted,
            assignment,
        };
        let eni = task.assignment.eni.id.clone();
        let (shutdown, key) = (host.shutdown.clone(), task.assignment.key.clone());
        let life: Pin<Box<dyn Future<Output = io::Result<()>> + Send>> = Box::pin(task.live());
        host.shutdown.spawn(async move {
            // The agent's end is not the task's: it goes on in its shim.
            tokio::select! {
                () = shutdown.requested() => {}
                result = life => if let Err(error) = result {
                    tracing::error!(task = %key, %error, "the task's folder can't be written");
                },
            }
        });
        Ok(Handle { commands, eni, acked: senders })
    }

    fn key(&self) -> &TaskKey {
        &self.assignment.key
    }

    fn tell(&mut self, at: TimestampMs, shim: Option<u64>, events: Vec<Event>) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        self.facts.tell(&self.host.outbox, at, shim, events)
    }

    fn tell_now(&mut self, event: Event) -> io::Result<()> {
        self.tell(SystemClock.now(), None, vec![event])
    }

    /// Tells a fact that happens once in a life, unless an earlier agent told it.
    fn tell_once(&mut self, event: Event) -> io::Result<()> {
        self.tell_once_at(SystemClock.now(), event)
    }

    fn tell_once_at(&mut self, at: TimestampMs, event: Event) -> io::Result<()> {
        if self.facts.has(|told| *told == event) {
            Ok(())
        } else {
            self.tell(at, None, vec![event])
        }
    }

    async fn live(mut self) -> io::Result<()> {
        if self.facts.has(|event| *event == Event::Released) {
            return Ok(());
        }
        let never_begun = self.slot.is_none() && self.assignment.desired == Desired::Stopped;
        if self.rebooted {
            self.lost("the host was restarted").await?;
        } else if !never_begun && !self.facts.has(|e| *e == Event::ExecutionStopped) {
            match self.make_ready().await? {
                Ok(Ready::Run(shim)) => self.run(shim).await?,
                Ok(Ready::Stop) => {}
                Err(failure) => self.fail(failure)?,
            }
        }
        self.tell_once(Event::ExecutionStopped)?;
        self.release().await
    }

    fn fail(&mut self, failure: Failure) -> io::Result<()> {
        let Failure { kind, container, reason } = failure;
        tracing::info!(task = %self.key(), ?kind, reason, "the task can't go on");
        let reason = reason.chars().take(1000).collect();
        self.tell_now(Event::Failed { kind, container, reason })
    }

    /// Intent, slot, network, images and containers: everything before the first program.
    async fn make_ready(&mut self) -> io::Result<Result<Ready, Failure>> {
        let host = self.host.clone();
        // The intent is on disk before the first program; nothing before that waits for it.
        let (keeper, key) = (host.clone(), self.key().clone());
        let begun = tokio::spawn(async move { keeper.journal.begin(&key).await });
        let shim = self.shim().await;
        let shim = match shim {
            Ok(shim) => shim,
            Err(failure) => return Ok(Err(failure)),
        };
        let Some(shim) = shim else {
            self.lost("the task's shim has died").await?;
            return Ok(Ok(Ready::Stop));
        };
        // A task that an earlier agent started is followed to its end, also when it is to stop.
        let started = self.facts.has(|event| *event == Event::Activating);
        if self.stop_wanted() && !started {
            return Ok(Ok(Ready::Stop));
        }
        self.tell_once(Event::PullStarted)?;
        let local = self.local.clone();
        let network = connect(&host, &self.assignment, &shim, &local);
        let containers = prepare(&host, &self.assignment, &shim);
        let both = async { tokio::try_join!(network, containers) };
        let (connected_at, pulled) = tokio::select! {
            done = both => match done {
                Ok(done) => done,
                Err(failure) => return Ok(Err(failure)),
            },
            () = wait_for_stop(&mut self.commands, &mut self.stopping, &mut self.closed), if !started => {
                return Ok(Ok(Ready::Stop));
            }
        };
        let (pulled_at, images) = pulled;
        self.tell_once_at(connected_at, Event::Connected)?;
        for Pulled { container, digest, .. } in &images {
            let (container, digest) = (container.clone(), digest.clone());
            self.tell_once_at(pulled_at, Event::ImageReady { container, digest })?;
        }
        self.images = images;
        self.tell_once_at(pulled_at, Event::PullStopped)?;
        if let Err(reason) = self.publish(&self.assignment.publish.clone()).await? {
            return Ok(Err(Failure::resource(reason)));
        }
        begun.await.map_err(io::Error::other)??;
        Ok(Ok(Ready::Run(shim)))
    }

    /// The task's shim: a waiting one for a new task, its own for one taken up. `None` when
    /// its own has died.
    async fn shim(&mut self) -> Result<Option<ShimHandle>, Failure> {
        if let Some(slot) = self.slot {
            return Ok(ShimHandle::connect(&self.host.slots.dir(slot)).await.ok());
        }
        images::check_room(&self.host).await.map_err(Failure::resource)?;
        let storage_gib = self.assignment.storage_gib;
        let (slot, shim) = self.host.slots.take(storage_gib).await.map_err(Failure::resource)?;
        self.slot = Some(slot);
        // Before the slot has anything of the task in it.
        let on_disk = OnDisk {
            assignment: self.assignment.clone(),
            slot: Some(slot),
            boot_id: self.host.boot_id.clone(),
        };
        crash::point(format_args!("agent:before-slot"));
        on_disk.write(&self.dir).map_err(Failure::resource)?;
        crash::point(format_args!("agent:after-slot"));
        Ok(Some(shim))
    }

    fn stop_wanted(&mut self) -> bool {
        if self.assignment.desired == Desired::Stopped {
            self.stopping = true;
        }
        while let Ok(command) = self.commands.try_recv() {
            match command {
                Command::Stop => self.stopping = true,
                Command::Close => (self.stopping, self.closed) = (true, true),
                Command::Publish(ports) => self.assignment.publish = ports,
            }
        }
        self.stopping
    }

    async fn publish(&mut self, wanted: &[Publish]) -> io::Result<Result<(), String>> {
        let vpc: VpcId = match self.assignment.eni.vpc.parse() {
            Ok(vpc) => vpc,
            Err(bad) => return Ok(Err(text(bad))),
        };
        let address = self.assignment.eni.address;
        let told = |of: (u16, Transport)| {
            self.facts.find(|event| match event {
                Event::Published { task_port, host_port, transport }
                    if (*task_port, *transport) == of =>
                {
                    Some(*host_port)
                }
                _ => None,
            })
        };
        let of = |publish: &Publish| (publish.task_port, publish.transport);
        let before: HashMap<(u16, Transport), u16> =
            wanted.iter().filter_map(|p| Some((of(p), told(of(p))?))).collect();
        let fabric = self.host.fabric.clone();
        let opened = self.ports.set(&fabric, &vpc, address, wanted, &before).await;
        match opened {
            Ok(opened) => {
                for (Publish { task_port, transport, .. }, host_port) in opened {
                    self.tell_once(Event::Published { task_port, host_port, transport })?;
                }
                Ok(Ok(()))
            }
            Err(reason) => Ok(Err(reason)),
        }
    }

    /// Lets the task run and follows it to the end of its containers.
    async fn run(&mut self, shim: ShimHandle) -> io::Result<()> {
        self.tell_once(Event::Activating)?;
        crash::point(format_args!("agent:before-start"));
        let started = shim.start().await;
        crash::point(format_args!("agent:after-start"));
        if started.is_err() {
            return self.lost("the task's shim has died").await;
        }
        // What an earlier agent heard of is not told again by the shim.
        self.stream_all(|facts, container| {
            facts.has(|event| matches!(event, Event::ContainerStarted { container: of, .. } if of == container))
        });
        loop {
            match self.follow(&shim).await? {
                Followed::Finished => return Ok(()),
                Followed::Broken => {
                    if ShimHandle::connect(shim.run_dir()).await.is_err() {
                        return self.lost("the task's shim has died").await;
                    }
                }
            }
        }
    }

    async fn follow(&mut self, shim: &ShimHandle) -> io::Result<Followed> {
        let Ok(mut events) = shim.events(self.facts.shim_seq()).await else {
            return Ok(Followed::Broken);
        };
        if self.stopping {
            crash::point(format_args!("agent:before-stop"));
            if shim.stop().await.is_err() {
                return Ok(Followed::Broken);
            }
        }
        loop {
            tokio::select! {
                entry = events.next() => match entry {
                    Ok(Some(entry)) => {
                        let finished = entry.event == ShimEvent::Finished;
                        self.take_in(entry).await?;
                        if finished {
                            return Ok(Followed::Finished);
                        }
                    }
                    Ok(None) | Err(_) => return Ok(Followed::Broken),
                },
                Some(command) = self.commands.recv() => match command {
                    Command::Publish(ports) => {
                        if let Err(reason) = self.publish(&ports).await? {
                            tracing::warn!(task = %self.key(), reason, "a port could not be published");
                        }
                    }
                    Command::Stop | Command::Close => {
                        self.closed |= matches!(command, Command::Close);
                        self.stopping = true;
                        self.deactivate(SystemClock.now(), None).await?;
                        crash::point(format_args!("agent:before-stop"));
                        if shim.stop().await.is_err() {
                            return Ok(Followed::Broken);
                        }
                    }
                },
            }
        }
    }

    /// Closes the published ports, and tells so once.
    async fn deactivate(&mut self, at: TimestampMs, shim: Option<u64>) -> io::Result<()> {
        self.ports.close().await;
        if self.facts.has(|event| *event == Event::Deactivating) {
            return Ok(());
        }
        self.tell(at, shim, vec![Event::Deactivating])
    }

    /// Makes facts of one event of the shim.
    async fn take_in(&mut self, Entry { seq, at, event }: Entry) -> io::Result<()> {
        if seq <= self.facts.shim_seq() {
            return Ok(());
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
        self.tell(at, Some(seq), events)
    }

    /// Begins to send the lines of the containers that `which` holds for.
    fn stream_all(&mut self, which: impl Fn(&Facts, &str) -> bool) {
        let names: Vec<_> = self.assignment.containers.iter().map(|c| c.name.clone()).collect();
        for name in &names {
            if which(&self.facts, name) {
                self.stream(name);
            }
        }
    }

    /// Begins to send a container's lines.
    fn stream(&mut self, container: &str) {
        let of = self.assignment.containers.iter().find(|c| c.name == container);
        let logs = of.is_some_and(|c| matches!(c.log, LogDriver::Awslogs(_)));
        let (Some(slot), Some(acked)) = (self.slot, self.acked.get(container)) else { return };
        if !logs || self.streams.iter().any(|(name, ..)| name == container) {
            return;
        }
        let (end, ended) = watch::channel(false);
        let stream = Stream {
            key: self.key().clone(),
            container: container.to_owned(),
            run_dir: self.host.slots.dir(slot),
            out: self.host.logs.clone(),
            acked: acked.clone(),
            session: self.host.session.subscribe(),
            ended,
        };
        self.streams.push((container.to_owned(), end, tokio::spawn(stream.run())));
    }

    /// The shim is gone: what it knew becomes facts, and what it left is cleared away.
    async fn lost(&mut self, why: &str) -> io::Result<()> {
        let Some(slot) = self.slot else { return Ok(()) };
        let run_dir = self.host.slots.dir(slot);
        let cgroup = task_path(self.host.slots.cgroup_root(), self.key());
        let reaped = tokio::task::spawn_blocking(move || reap_dead(&run_dir, &cgroup));
        let dead = reaped.await.map_err(io::Error::other)?;
        let (events, finished) = match dead {
            Ok(dead) => (dead.events, dead.finished),
            Err(error) => {
                tracing::warn!(task = %self.key(), %error, "a dead shim's leftovers");
                (vec![], false)
            }
        };
        let stopped = events.iter().any(|entry| entry.event == ShimEvent::ExecutionStopped);
        for entry in events {
            self.take_in(entry).await?;
        }
        if !finished && !stopped && !self.facts.has(|e| matches!(e, Event::Failed { .. })) {
            let (kind, reason) = (FailureKind::HostLost, why.to_owned());
            self.fail(Failure { kind, container: None, reason })?;
        }
        Ok(())
    }

    /// Keeps what the container wrote, if somebody wants it and it has ended well.
    async fn commit(&mut self) -> io::Result<()> {
        let (Some(slot), Some(tag)) = (self.slot, &self.assignment.commit) else { return Ok(()) };
        let [container] = &*self.assignment.containers else { return Ok(()) };
        let well = |event: &Event| matches!(event, Event::ContainerExited { code: 0, .. });
        let told = |event: &Event| matches!(event, Event::NotKept { .. });
        if self.closed || !self.facts.has(well) || self.facts.has(told) {
            return Ok(());
        }
        let of = (&*container.name, self.assignment.storage_gib);
        let kept = match self.rebooted {
            true => Err("the host was restarted".to_owned()),
            false => commit::commit(&self.host, slot, of, tag).await,
        };
        match kept {
            Ok(()) => {
                tracing::info!(task = %self.key(), tag, "what the container wrote is kept");
                Ok(())
            }
            Err(reason) => {
                tracing::warn!(task = %self.key(), tag, reason, "what the container wrote is lost");
                let container = container.name.clone();
                self.tell_now(Event::NotKept { container, reason })
            }
        }
    }

    /// Lets go of everything, and tells that it is so.
    async fn release(mut self) -> io::Result<()> {
        self.ports.close().await;
        // Also those of containers that ended while no agent lived.
        self.stream_all(|_, _| true);
        for (_, end, task) in std::mem::take(&mut self.streams) {
            end.send_replace(true);
            if self.closed {
                task.abort();
            }
            // A stream ends when the server has all lines; it logs what it can't read.
            drop(task.await);
        }
        crash::point(format_args!("agent:before-detach"));
        self.commit().await?;
        self.local.finish().await;
        self.host.names_without(&self.assignment);
        self.host.detach(&self.assignment.eni.id);
        crash::point(format_args!("agent:before-slot-back"));
        if let Some(slot) = self.slot {
            if self.rebooted {
                forget(&self.host.slots.dir(slot))?;
            }
            self.host.slots.give_back(slot).await?;
        }
        crash::point(format_args!("agent:after-slot-back"));
        self.host.slots.refill();
        self.tell_once(Event::Released)?;
        tracing::info!(task = %self.key(), "released");
        if self.closed {
            self.host.forget(self.key());
        }
        Ok(())
    }
}

enum Followed {
    Finished,
    Broken,
}

/// Resolves when the task is to stop before it was started.
async fn wait_for_stop(
    commands: &mut mpsc::UnboundedReceiver<Command>,
    stopping: &mut bool,
    closed: &mut bool,
) {
    loop {
        match commands.recv().await {
            Some(Command::Stop) => *stopping = true,
            Some(Command::Close) => (*stopping, *closed) = (true, true),
            Some(Command::Publish(_)) => continue,
            None => std::future::pending().await,
        }
        return;
    }
}
