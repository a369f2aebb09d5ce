//! One binding of one task on this host, from its intent to its release.
//!
//! [`life`] decides, [`steps`] have the effects, and this drives them: what the steps, the shim
//! and the server bring about is what happens in the life, and what that comes to is told and
//! done. The same code runs a new binding and one that an earlier agent began: each step is
//! idempotent, and facts that were told already are not told again. The task's folder says how
//! far it came, its shim what has happened meanwhile.
//!
//! Nothing that a disk refuses ends a life: facts are written again later, what a step needs is
//! tried again or becomes the reason why the task fails, and it is always released.

mod cx;
mod follow;
mod life;
mod release;
mod steps;
mod story;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};

use ferrogate_base::{Clock, Shutdown, SystemClock, TimestampMs};
use ferrogate_image::Digest;
use ferrogate_link::{Assignment, Desired, Event, Publish};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::Host;
use super::before::Before;
use super::facts::Facts;
use super::failure::Failure;
use super::images::{self, used};
use super::metadata::{Metadata, Timeline};
use super::slots::Slot;
use crate::shim::{ShimHandle, has_begun};
use cx::{Cx, Report};
use life::{Act, Ask, Doing, Found, Happened, Life, Wanted};
use steps::Unready;
pub(super) use story::{Story, is_past};

/// What the agent wants of a task that runs.
#[derive(Debug)]
pub(super) enum Command {
    /// Stop it.
    Stop,
    /// Publish these ports, and no others.
    Publish(Vec<Publish>),
    /// It has these tags, and no others.
    Tag(BTreeMap<String, String>),
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
    /// Its shim, once there is a connection to it.
    pub(super) shim: Arc<OnceLock<ShimHandle>>,
}

/// One binding that runs on this host.
pub(super) struct Task {
    cx: Arc<Cx>,
    life: Life,
    facts: Facts,
    commands: mpsc::UnboundedReceiver<Command>,
    reports: mpsc::UnboundedReceiver<Report>,
    /// What its shim is to be asked for next.
    asks: VecDeque<Ask>,
    /// Its slot, once nothing is in it any more.
    cleared: Option<Slot>,
}

impl Task {
    /// Begins a binding, or takes one up that an earlier agent began, as a task of `host`'s
    /// runtime.
    pub(super) fn begin(
        host: &Arc<Host>,
        assignment: Assignment,
        before: Option<Before>,
    ) -> Handle {
        let (commands, receiver) = mpsc::unbounded_channel();
        let (mut senders, mut receivers) = (HashMap::new(), HashMap::new());
        for container in &assignment.spec.containers {
            let (sender, receiver) = watch::channel(0);
            senders.insert(container.name.clone(), sender);
            receivers.insert(container.name.clone(), receiver);
        }
        let eni = assignment.eni.id.clone();
        let shutdown = host.shutdown.clone();
        let host_of = host.clone();
        let shim = Arc::<OnceLock<ShimHandle>>::default();
        let shim_of = shim.clone();
        let life: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(async move {
            Self::open(host_of, assignment, before, receiver, receivers, shim_of)
                .await
                .live()
                .await;
        });
        host.shutdown.spawn(async move {
            // The agent's end is not the task's: it goes on in its shim.
            tokio::select! {
                () = shutdown.requested() => {}
                () = life => {}
            }
        });
        Handle { commands, eni, acked: senders, shim }
    }

    async fn open(
        host: Arc<Host>,
        assignment: Assignment,
        before: Option<Before>,
        commands: mpsc::UnboundedReceiver<Command>,
        acked: HashMap<String, watch::Receiver<u64>>,
        shim: Arc<OnceLock<ShimHandle>>,
    ) -> Self {
        let dir = host.task_dir(&assignment.key);
        let (key, observed) = (assignment.key.clone(), assignment.observed);
        let (facts, told) = match &before {
            Some(_) => Facts::open(&dir, key, observed, &host.scribe).await,
            None => (Facts::new(&dir, key, observed, &host.scribe), vec![]),
        };
        let story = Story::of(told.iter().map(|(_, fact)| fact.clone()).collect());
        let slot = before.as_ref().and_then(Before::slot);
        let decided = match &before {
            Some(_) => decided(&host, &assignment, &story).await,
            None => vec![],
        };
        let found = found(&host, before, &story).await;
        let wanted = match assignment.desired {
            Desired::Running => Wanted::Run,
            Desired::Stopped => Wanted::Stop,
        };
        let (reporter, reports) = mpsc::unbounded_channel();
        let assignment = Arc::new(assignment);
        let metadata = Metadata::new(assignment.clone(), Timeline::of(told));
        let cx = Cx {
            metadata: Arc::new(metadata),
            dir,
            found,
            decided,
            slot: slot.map_or_else(OnceLock::new, OnceLock::from),
            shim,
            pulled: OnceLock::new(),
            secrets: Default::default(),
            logins: Default::default(),
            log_options: Default::default(),
            collectors: Default::default(),
            ports: steps::Ports::new(&assignment.publish, &story),
            lines: Default::default(),
            acked,
            local: Shutdown::new(),
            halt: CancellationToken::new(),
            closed: CancellationToken::new(),
            reports: reporter,
            host,
            assignment,
        };
        let (life, acts) = Life::begin(cx.found.clone(), wanted, story);
        let mut task = Self {
            cx: Arc::new(cx),
            life,
            facts,
            commands,
            reports,
            asks: VecDeque::new(),
            cleared: None,
        };
        task.act(SystemClock.now(), None, acts).await;
        task
    }

    async fn live(mut self) {
        loop {
            match self.life.doing() {
                Doing::MakingReady => self.make_ready().await,
                Doing::Following => self.follow().await,
                Doing::Reaping => self.reap().await,
                Doing::Releasing => self.release().await,
                Doing::Settling => self.settle().await,
                Doing::Nothing => return self.end().await,
            }
        }
    }

    /// Takes the steps before the first program, and hears meanwhile what is wanted.
    async fn make_ready(&mut self) {
        let cx = self.cx.clone();
        let mut steps = pin!(steps::make_ready(&cx));
        let done = loop {
            tokio::select! {
                biased;
                Some(report) = self.reports.recv() => self.hear(report).await,
                Some(command) = self.commands.recv() => self.obey(command).await,
                done = &mut steps => break done,
            }
        };
        self.hear_rest().await;
        let happened = match done {
            Ok(()) => Happened::Ready,
            Err(Unready::Halted) => Happened::Halted,
            Err(Unready::Failed(failure)) => Happened::Failed(self.explain(failure)),
        };
        self.happen(happened).await;
    }

    /// Something happened just now.
    async fn happen(&mut self, happened: Happened) {
        self.happen_at(SystemClock.now(), None, happened).await;
    }

    /// Something happened, of which the shim's event of that number tells if it is one.
    async fn happen_at(&mut self, at: TimestampMs, shim: Option<u64>, happened: Happened) {
        let acts = self.life.on(happened);
        self.act(at, shim, acts).await;
    }

    async fn act(&mut self, at: TimestampMs, shim: Option<u64>, acts: Vec<Act>) {
        for act in acts {
            match act {
                Act::Tell(facts) => {
                    self.cx.metadata.add(at, &facts);
                    self.facts.tell(at, shim, facts);
                }
                Act::Halt => self.cx.halt.cancel(),
                Act::Unpublish => steps::unpublish(&self.cx).await,
                Act::Ask(ask) => self.asks.push_back(ask),
                Act::Forget => self.cx.host.forget(self.cx.key()),
            }
        }
    }

    /// What came true in a step.
    async fn hear(&mut self, (at, facts): Report) {
        self.happen_at(at, None, Happened::True(facts)).await;
    }

    async fn hear_rest(&mut self) {
        while let Ok(report) = self.reports.try_recv() {
            self.hear(report).await;
        }
    }

    async fn obey(&mut self, command: Command) {
        match command {
            Command::Publish(ports) => self.cx.ports.want(ports),
            Command::Tag(tags) => self.cx.metadata.set_tags(tags),
            Command::Stop => self.happen(Happened::Stop).await,
            Command::OutOfRoom(reason) => self.happen(Happened::Crowded(reason)).await,
            Command::Close => {
                self.cx.closed.cancel();
                self.happen(Happened::Close).await;
            }
        }
    }

    /// What a failure comes from.
    fn explain(&self, failure: Failure) -> Failure {
        let failure = self.cx.host.room.explain(failure);
        let Failure { kind, reason, .. } = &failure;
        tracing::info!(task = %self.cx.key(), ?kind, reason, "the task can't go on");
        failure
    }
}

/// What is known of a life that begins.
async fn found(host: &Host, before: Option<Before>, story: &Story) -> Found {
    let restarted = |boot_id: &str| boot_id != host.boot_id;
    let lost = |reason: &str| Found::Lost(Failure::lost(reason));
    let started = story.has(|told| *told == Event::Activating);
    let slot = match before {
        None => return Found::Nothing,
        Some(Before::Damaged { reason, .. }) => {
            return lost(&format!("what its host kept of the task is damaged: {reason}"));
        }
        Some(Before::Begun(Some(boot_id))) if restarted(&boot_id) => {
            return lost("the host was restarted");
        }
        Some(Before::Begun(_)) if started => return lost("what its host kept of the task is gone"),
        Some(Before::Begun(_)) => return Found::Nothing,
        Some(Before::Kept(kept)) if restarted(&kept.boot_id) => {
            return lost("the host was restarted");
        }
        Some(Before::Kept(kept)) => kept.slot,
    };
    // The disk may have refused that fact.
    match slot.map(|slot| host.slots.dir(slot)) {
        _ if started => Found::Started,
        None => Found::Nothing,
        Some(run_dir) => match host.scribe.run(move || has_begun(&run_dir)).await {
            Ok(false) => Found::Nothing,
            // What can't be read may be anything.
            Ok(true) | Err(_) => Found::Started,
        },
    }
}

/// The images that an earlier agent has made the task's containers of: as the task's folder
/// says, or, if that is damaged, as was told.
async fn decided(host: &Host, assignment: &Assignment, story: &Story) -> Vec<Digest> {
    let dir = host.task_dir(&assignment.key);
    let read = host.scribe.run(move || used::read(&dir)).await;
    let read = read.inspect_err(|error| {
        tracing::warn!(task = %assignment.key, %error, "the task's images are looked up again");
    });
    let kept = read.ok().flatten().unwrap_or_default();
    if images::are_here(host, &kept, assignment.spec.containers.len()) {
        return kept;
    }
    let told = assignment.spec.containers.iter().map_while(|container| {
        story.facts().iter().find_map(|fact| match fact {
            Event::ImageReady { container: of, digest } if *of == container.name => {
                digest.parse().ok()
            }
            _ => None,
        })
    });
    told.collect()
}
