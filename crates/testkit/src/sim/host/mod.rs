//! A host that runs nothing, and says what one says whose tasks run and end. Its disk lasts;
//! its agent is started again, its wire is cut, it stands still, or loses its disk.

mod life;
mod session;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::{HostId, TaskKey};
use ferrogate_link::session::Capacity;
use parking_lot::Mutex;
use tokio::sync::watch;

pub(crate) use life::{Life, Phase, Port};

use super::world::World;
use crate::dice::Dice;

/// Whether the host's agent gets on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agent {
    Runs,
    Stalls,
    Down,
}

/// A host.
pub(crate) struct Host {
    pub(crate) id: HostId,
    pub(crate) capacity: Capacity,
    pub(crate) disk: Mutex<Disk>,
    pub(crate) agent: watch::Sender<Agent>,
    pub(crate) partitioned: watch::Sender<bool>,
    world: Arc<World>,
    dice: Mutex<Dice>,
}

/// What a host keeps.
#[derive(Default)]
pub(crate) struct Disk {
    pub(crate) lives: BTreeMap<TaskKey, Life>,
    boots: u32,
}

impl Host {
    pub(crate) fn new(world: &Arc<World>, n: u64) -> Arc<Self> {
        let id = HostId(format!("host-{n}"));
        let mut dice = world.dice(&id.0);
        let cpu_units = 1024 * u32::try_from(1 + dice.below(4)).unwrap_or(1);
        let tasks_max = u32::try_from(4 + dice.below(16)).unwrap_or(4);
        // Of some hosts their disks are what runs out first.
        let storage_gib = Some(20 * u32::try_from(2 + dice.below(12)).unwrap_or(2));
        let capacity = Capacity { cpu_units, memory_mib: cpu_units * 2, storage_gib, tasks_max };
        Arc::new(Self {
            id,
            capacity,
            disk: Mutex::default(),
            agent: watch::Sender::new(Agent::Runs),
            partitioned: watch::Sender::new(false),
            world: world.clone(),
            dice: Mutex::new(dice),
        })
    }

    /// Lives for ever.
    pub(crate) async fn live(self: Arc<Self>) {
        loop {
            let mut agent = self.agent.subscribe();
            // Fails when the sender is gone, which `self` has.
            drop(agent.wait_for(|agent| *agent != Agent::Down).await);
            let mut agent = self.agent.subscribe();
            tokio::select! {
                why = session::run(&self) => {
                    self.world.tell(format!("{}: its session ends: {why}", self.id));
                }
                _ = agent.wait_for(|agent| *agent == Agent::Down) => {}
            }
            let rest = self.dice.lock().ms(50, 1000);
            tokio::time::sleep(rest).await;
        }
    }

    /// Loses all that it knows, as a machine does whose disk is replaced.
    pub(crate) fn wipe(&self) {
        let mut disk = self.disk.lock();
        disk.boots += 1;
        let lost = std::mem::take(&mut disk.lives).into_keys();
        self.world.told.lock().lost.extend(lost);
    }

    /// Lets happen on it what is due; answers when to look again.
    fn step(&self) -> Duration {
        let (mut disk, mut dice) = (self.disk.lock(), self.dice.lock());
        let at = ferrogate_base::Clock::now(&self.world.clock);
        let mut next = Duration::from_secs(5);
        for life in disk.lives.values_mut() {
            for fact in life.step(at, &mut dice) {
                self.world.fact(fact);
            }
            next = next.min(life.due.saturating_duration_since(tokio::time::Instant::now()));
        }
        next.max(Duration::from_millis(1))
    }
}
