//! One binding of one task on this host, from its intent to its release.
//!
//! The same code runs a new binding and one that an earlier agent began: each step is
//! idempotent, and facts that were told already are not told again. The task's folder says
//! how far it came, its shim what has happened meanwhile.
//!
//! Nothing that a disk refuses ends a life: facts are written again later, what a step needs is
//! tried again or becomes the reason why the task fails, and it is always released.

use std::collections::HashMap;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use ferrogate_base::{Clock, Shutdown, SystemClock, TaskKey, TimestampMs, crash};
use ferrogate_executor::{Assignment, Desired, Event, LogDriver, Publish};
use ferrogate_net::VpcId;
use tokio::sync::{mpsc, watch};

use super::facts::Facts;
use super::failure::{Failure, text};
use super::images::Pulled;
use super::logs::Stream;
use super::on_disk::OnDisk;
use super::patience::patiently;
use super::ports::{Changed, Ports};
use super::ready::{connect, prepare};
use super::slots::Slot;
use super::{Host, images};
use crate::shim::ShimHandle;

/// What the agent wants of a task that runs.
#[derive(Debug)]
pub(super) enum Command {
    /// Stop it.
    Stop,
    /// Publish these ports, and no others.
    Publish(Vec<Publish>),
    /// Stop it at once, for this reason: it fills the host's disk.
    OutOfRoom(String),
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

/// An intent that is being written.
type Begun = tokio::task::JoinHandle<std::io::Result<()>>;

/// One binding that runs on this host.
pub(super) struct Task {
    pub(super) host: Arc<Host>,
    pub(super) assignment: Assignment,
    pub(super) dir: PathBuf,
    pub(super) slot: Option<Slot>,
    pub(super) facts: Facts,
    pub(super) commands: mpsc::UnboundedReceiver<Command>,
    pub(super) ports: Ports,
    /// Ends the sockets that are served for this task alone.
    pub(super) local: Shutdown,
    pub(super) streams: Vec<(String, watch::Sender<bool>, tokio::task::JoinHandle<()>)>,
    pub(super) acked: HashMap<String, watch::Receiver<u64>>,
    pub(super) images: Vec<Pulled>,
    /// Its intent, on its way to the agent's journal.
    begun: Option<Begun>,
    pub(super) stopping: bool,
    pub(super) closed: bool,
    /// Whether the kernel's life has changed since it was begun.
    pub(super) rebooted: bool,
}

impl Task {
    /// Begins a binding, or takes one up that an earlier agent began, as a task of `host`'s
    /// runtime.
    pub(super) fn begin(
        host: &Arc<Host>,
        assignment: Assignment,
        before: Option<OnDisk>,
    ) -> Handle {
        let (commands, receiver) = mpsc::unbounded_channel();
        let (mut senders, mut receivers) = (HashMap::new(), HashMap::new());
        for container in &assignment.containers {
            let (sender, receiver) = watch::channel(0);
            senders.insert(container.name.clone(), sender);
            receivers.insert(container.name.clone(), receiver);
        }
        let eni = assignment.eni.id.clone();
        let shutdown = host.shutdown.clone();
        let life = Self::open(host.clone(), assignment, before, receiver, receivers);
        let life: Pin<Box<dyn Future<Output = ()> + Send>> =
            Box::pin(async move { life.await.live().await });
        host.shutdown.spawn(async move {
            // The agent's end is not the task's: it goes on in its shim.
            tokio::select! {
                () = shutdown.requested() => {}
                () = life => {}
            }
        });
        Handle { commands, eni, acked: senders }
    }

    async fn open(
        host: Arc<Host>,
        assignment: Assignment,
        before: Option<OnDisk>,
        commands: mpsc::UnboundedReceiver<Command>,
        acked: HashMap<String, watch::Receiver<u64>>,
    ) -> Self {
        let dir = host.task_dir(&assignment.key);
        let (key, observed) = (assignment.key.clone(), assignment.observed);
        let facts = match dir.exists() {
            true => Facts::open(&dir, key, observed, &host.scribe).await,
            false => Facts::new(&dir, key, observed, &host.scribe),
        };
        let rebooted = before.as_ref().is_some_and(|b| b.boot_id != host.boot_id);
        Self {
            host,
            dir,
            slot: before.and_then(|b| b.slot),
            facts,
            commands,
            ports: Ports::default(),
            local: Shutdown::new(),
            streams: Vec::new(),
            acked,
            images: Vec::new(),
            begun: None,
            stopping: false,
            closed: false,
            rebooted,
            assignment,
        }
    }

    pub(super) fn key(&self) -> &TaskKey {
        &self.assignment.key
    }

    pub(super) fn tell(&mut self, at: TimestampMs, shim: Option<u64>, events: Vec<Event>) {
        if !self.closed {
            self.facts.tell(at, shim, events);
        }
    }

    pub(super) fn tell_now(&mut self, event: Event) {
        self.tell(SystemClock.now(), None, vec![event]);
    }

    /// Tells a fact that happens once in a life, unless an earlier agent told it.
    pub(super) fn tell_once(&mut self, event: Event) {
        self.tell_once_at(SystemClock.now(), event);
    }

    fn tell_once_at(&mut self, at: TimestampMs, event: Event) {
        if !self.facts.has(|told| *told == event) {
            self.tell(at, None, vec![event]);
        }
    }

    async fn live(mut self) {
        if self.facts.has(|event| *event == Event::Released) {
            return;
        }
        let never_begun = self.slot.is_none() && self.assignment.desired == Desired::Stopped;
        if self.rebooted {
            self.lost("the host was restarted").await;
        } else if !never_begun && !self.facts.has(|e| *e == Event::ExecutionStopped) {
            match self.make_ready().await {
                Ok(Ready::Run(shim)) => self.run(shim).await,
                Ok(Ready::Stop) => {}
                Err(failure) => self.fail(self.host.room.explain(failure)),
            }
        }
        if let Some(begun) = self.begun.take() {
            // Before its end is, so that the journal has both in their order.
            drop(begun.await);
        }
        self.tell_once(Event::ExecutionStopped);
        self.release().await;
    }

    pub(super) fn fail(&mut self, failure: Failure) {
        let Failure { kind, container, reason } = failure;
        tracing::info!(task = %self.key(), ?kind, reason, "the task can't go on");
        let reason = reason.chars().take(1000).collect();
        self.tell_now(Event::Failed { kind, container, reason });
    }

    /// Intent, slot, network, images and containers: everything before the first program.
    async fn make_ready(&mut self) -> Result<Ready, Failure> {
        let host = self.host.clone();
        // The intent is on disk before the first program; nothing before that waits for it.
        let (keeper, key) = (host.clone(), self.key().clone());
        self.begun = Some(tokio::spawn(async move { keeper.journal.begin(&key).await }));
        let Some(shim) = self.shim().await? else {
            self.lost("the task's shim has died").await;
            return Ok(Ready::Stop);
        };
        // A task that an earlier agent started is followed to its end, also when it is to stop.
        let started = self.facts.has(|event| *event == Event::Activating);
        if self.stop_wanted() && !started {
            return Ok(Ready::Stop);
        }
        self.tell_once(Event::PullStarted);
        let local = self.local.clone();
        let network = connect(&host, &self.assignment, &shim, &local);
        let containers = prepare(&host, &self.assignment, &shim);
        // Either may be dropped half way when the other fails: what they begin in the kernel
        // ends by itself, and what they have made is found by the release.
        let both = async { tokio::try_join!(network, containers) };
        let mut publish = None;
        let stopped =
            wait_for_stop(&mut self.commands, &mut self.stopping, &mut self.closed, &mut publish);
        let done = tokio::select! {
            done = both => Some(done?),
            () = stopped, if !started => None,
        };
        if let Some(publish) = publish {
            self.assignment.publish = publish;
        }
        let Some((connected_at, (pulled_at, images))) = done else { return Ok(Ready::Stop) };
        self.tell_once_at(connected_at, Event::Connected);
        for Pulled { container, digest, .. } in &images {
            let (container, digest) = (container.clone(), digest.clone());
            self.tell_once_at(pulled_at, Event::ImageReady { container, digest });
        }
        self.images = images;
        self.tell_once_at(pulled_at, Event::PullStopped);
        let ports = self.assignment.publish.clone();
        self.publish(&ports).await.map_err(Failure::resource)?;
        self.intent_is_kept().await?;
        self.host.room.watch(self.key(), shim.pid());
        Ok(Ready::Run(shim))
    }

    /// Waits until the intent is on the disk. Without it no program is started: after a power
    /// cut nobody would know that it ever was.
    async fn intent_is_kept(&mut self) -> Result<(), Failure> {
        let Some(begun) = self.begun.take() else { return Ok(()) };
        let kept = begun.await.map_err(std::io::Error::other).and_then(|kept| kept);
        kept.map_err(|e| Failure::resource(format!("the host can't note that it starts: {e}")))
    }

    /// The task's shim: a waiting one for a new task, its own for one taken up. `None` when
    /// its own has died.
    async fn shim(&mut self) -> Result<Option<ShimHandle>, Failure> {
        if let Some(slot) = self.slot {
            return Ok(ShimHandle::connect(&self.host.slots.dir(slot)).await.ok());
        }
        images::check_room(&self.host).await.map_err(Failure::resource)?;
        let (slots, storage_gib) = (&self.host.slots, self.assignment.storage_gib);
        // There is nothing of the task yet: another shim, or another disk, is as good.
        let taken = patiently("a task's shim", |_| true, || slots.take(storage_gib));
        let (slot, shim) = taken.await.map_err(Failure::resource)?;
        self.slot = Some(slot);
        // Before the slot has anything of the task in it.
        let on_disk = OnDisk {
            assignment: self.assignment.clone(),
            slot: Some(slot),
            boot_id: self.host.boot_id.clone(),
        };
        crash::point(format_args!("agent:before-slot"));
        let dir = self.dir.clone();
        let written = self.host.scribe.run(move || on_disk.write(&dir)).await;
        written.map_err(|e| Failure::resource(format!("the task's file can't be written: {e}")))?;
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
                // Nothing of it runs that could fill a disk.
                Command::OutOfRoom(_) => {}
            }
        }
        self.stopping
    }

    /// Opens these ports and closes all others, and tells which are open; the words are of
    /// those that can't be opened.
    pub(super) async fn publish(&mut self, wanted: &[Publish]) -> Result<(), String> {
        if self.facts.has(|event| *event == Event::Deactivating) {
            return Ok(());
        }
        let vpc: VpcId = self.assignment.eni.vpc.parse().map_err(text)?;
        let address = self.assignment.eni.address;
        let (fabric, facts) = (self.host.fabric.clone(), &self.facts);
        let before = |publish: &Publish| told_port(facts, publish);
        let Changed { opened, closed, failed } =
            self.ports.set(&fabric, &vpc, address, wanted, before).await;
        for publish in closed {
            self.tell_now(Event::Unpublished { publish });
        }
        for (publish, port) in opened {
            if told_port(&self.facts, &publish) != Some(port) {
                self.tell_now(Event::Published { publish, port });
            }
        }
        for (publish, _) in &failed {
            if told_port(&self.facts, publish).is_some() {
                self.tell_now(Event::Unpublished { publish: publish.clone() });
            }
        }
        let reasons: Vec<_> = failed.into_iter().map(|(_, reason)| reason).collect();
        if reasons.is_empty() { Ok(()) } else { Err(reasons.join("; ")) }
    }

    /// Begins to send the lines of the containers that `which` holds for.
    pub(super) fn stream_all(&mut self, which: impl Fn(&Facts, &str) -> bool) {
        let names: Vec<_> = self.assignment.containers.iter().map(|c| c.name.clone()).collect();
        for name in &names {
            if which(&self.facts, name) {
                self.stream(name);
            }
        }
    }

    /// Begins to send a container's lines.
    pub(super) fn stream(&mut self, container: &str) {
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
            way: self.host.lines.way(),
            acked: acked.clone(),
            ended,
        };
        self.streams.push((container.to_owned(), end, tokio::spawn(stream.run())));
    }
}

/// The host's port at which a port of the task answers, by the last that was told of it.
fn told_port(facts: &Facts, publish: &Publish) -> Option<u16> {
    let told = facts.last(|event| match event {
        Event::Published { publish: of, port } if of == publish => Some(Some(*port)),
        Event::Unpublished { publish: of } if of == publish => Some(None),
        _ => None,
    });
    told.flatten()
}

/// Resolves when the task is to stop before it was started. What it is to publish meanwhile is
/// put down in `publish`.
async fn wait_for_stop(
    commands: &mut mpsc::UnboundedReceiver<Command>,
    stopping: &mut bool,
    closed: &mut bool,
    publish: &mut Option<Vec<Publish>>,
) {
    loop {
        match commands.recv().await {
            Some(Command::Stop) => *stopping = true,
            Some(Command::Close) => (*stopping, *closed) = (true, true),
            Some(Command::Publish(ports)) => {
                *publish = Some(ports);
                continue;
            }
            Some(Command::OutOfRoom(_)) => continue,
            None => std::future::pending().await,
        }
        return;
    }
}
