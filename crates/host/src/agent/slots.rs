//! Slots: each is a range of 65,536 user ids, a folder, a volume, and a shim that waits in it.
//! A few are kept warm, so that a task's start does not pay for making its namespaces or its
//! disk.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ferrogate_base::errors::chain;
use ferrogate_base::{Shutdown, crash, fsio};
use ferrogate_executor::STORAGE_GIB;
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::ids::{Block, SLOTS_MAX};
use crate::shim::{ClientError, Nursery, ShimHandle, ShimOptions};
use crate::volume::{NoRoom, Volume, Volumes};

/// Failed starts in a row after which the pool waits for somebody to ask.
const FAILURES_MAX: u32 = 3;

/// A slot's number: decides its user ids and its folder.
pub(super) type Slot = u32;

/// How slots are made.
#[derive(Clone, Debug)]
pub(super) struct SlotOptions {
    /// Where the slots' folders are.
    pub(super) dir: PathBuf,
    /// The cgroup under which shims and tasks are put.
    pub(super) cgroup_root: String,
    /// The program to run as shim.
    pub(super) exe: PathBuf,
    /// Slots kept warm.
    pub(super) warm: usize,
    /// The user ids of all slots.
    pub(super) ids: Block,
    /// Where the tasks' disks come from.
    pub(super) volumes: Arc<Volumes>,
}

/// The slots of a host.
#[derive(Debug)]
pub(super) struct Slots {
    options: SlotOptions,
    nursery: Arc<Nursery>,
    state: Mutex<State>,
    wanted: Notify,
}

#[derive(Debug, Default)]
struct State {
    used: BTreeSet<Slot>,
    warm: Vec<(Slot, ShimHandle)>,
    /// Of the slots that this agent made. Those of an earlier one end with their shims.
    volumes: BTreeMap<Slot, Volume>,
}

impl Slots {
    /// The slots in `options.dir`, of which `used` belong to tasks. What else is there is
    /// ended and removed: nobody was told of it.
    ///
    /// # Errors
    /// When the folder can't be made or read.
    pub(super) async fn open(options: SlotOptions, used: BTreeSet<Slot>) -> io::Result<Arc<Self>> {
        std::fs::create_dir_all(&options.dir)?;
        let slots = Self {
            nursery: Arc::new(Nursery::new(&options.exe, &options.dir, &options.cgroup_root)),
            options,
            state: Mutex::new(State { used, ..State::default() }),
            wanted: Notify::new(),
        };
        for entry in std::fs::read_dir(&slots.options.dir)? {
            let name = entry?.file_name();
            let Some(slot) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
            if !slots.state.lock().used.contains(&slot) {
                slots.clear(slot).await?;
            }
        }
        Ok(Arc::new(slots))
    }

    /// The folder of a slot.
    #[must_use]
    pub(super) fn dir(&self, slot: Slot) -> PathBuf {
        self.options.dir.join(slot.to_string())
    }

    /// The first user id of a slot.
    #[must_use]
    pub(super) fn id_base(&self, slot: Slot) -> u32 {
        self.options.ids.base(slot)
    }

    /// The cgroup under which shims and tasks are put.
    #[must_use]
    pub(super) fn cgroup_root(&self) -> &str {
        &self.options.cgroup_root
    }

    /// The root folder of a slot's disk; `None` for a slot of an earlier agent, whose disk
    /// ends with its shim.
    ///
    /// # Errors
    /// When the kernel gives no more descriptors.
    pub(super) fn disk(&self, slot: Slot) -> io::Result<Option<OwnedFd>> {
        let state = self.state.lock();
        state.volumes.get(&slot).map(|volume| volume.root().try_clone_to_owned()).transpose()
    }

    /// Whether the host's disk has room for what another task writes.
    ///
    /// # Errors
    /// With what is free.
    pub(super) fn check_room(&self) -> Result<(), NoRoom> {
        self.options.volumes.check_room()
    }

    /// A slot whose shim waits for a task that may write `storage_gib`. Warm if there is one
    /// of that size, else made now.
    ///
    /// # Errors
    /// When no shim or no volume can be made.
    pub(super) async fn take(&self, storage_gib: u32) -> io::Result<(Slot, ShimHandle)> {
        if storage_gib != STORAGE_GIB {
            return self.make(storage_gib).await;
        }
        loop {
            let warm = self.state.lock().warm.pop();
            let Some((slot, _)) = warm else { return self.make(storage_gib).await };
            // It may have died while it waited.
            match ShimHandle::connect(&self.dir(slot)).await {
                Ok(shim) => return Ok((slot, shim)),
                Err(error) => tracing::warn!(slot, %error, "a warm shim has died"),
            }
            self.give_back(slot).await?;
        }
    }

    /// Makes up for slots that were taken. Called when a task runs, or is over: while it
    /// starts, the host has better things to do.
    pub(super) fn refill(&self) {
        self.wanted.notify_one();
    }

    /// Ends what is in the slot and removes its folder; its ids may then be used again.
    ///
    /// # Errors
    /// When something of it can't be removed; the slot then stays used.
    pub(super) async fn give_back(&self, slot: Slot) -> io::Result<()> {
        self.clear(slot).await?;
        let volume = {
            let mut state = self.state.lock();
            state.used.remove(&slot);
            state.volumes.remove(&slot)
        };
        if let Some(volume) = volume {
            let volumes = self.options.volumes.clone();
            // Nobody waits for it to be empty: whoever needs one before gets another.
            drop(tokio::task::spawn_blocking(move || volumes.give_back(volume)));
        }
        Ok(())
    }

    /// Keeps slots warm until the shutdown, then ends those that nobody took.
    pub(super) async fn keep_warm(self: Arc<Self>, shutdown: Shutdown) {
        let mut failures = 0;
        loop {
            let enough = self.state.lock().warm.len() >= self.options.warm;
            if enough || failures >= FAILURES_MAX {
                tokio::select! {
                    () = shutdown.requested() => break,
                    () = self.wanted.notified() => failures = 0,
                }
                continue;
            }
            match self.make(STORAGE_GIB).await {
                Ok(made) => self.state.lock().warm.push(made),
                Err(error) => {
                    failures += 1;
                    tracing::warn!(%error, "no warm shim could be made");
                }
            }
            if shutdown.is_requested() {
                break;
            }
        }
        let warm = std::mem::take(&mut self.state.lock().warm);
        for (slot, _) in warm {
            if let Err(error) = self.give_back(slot).await {
                tracing::warn!(slot, %error, "a warm slot could not be removed");
            }
        }
    }

    async fn make(&self, storage_gib: u32) -> io::Result<(Slot, ShimHandle)> {
        let slot = self.reserve()?;
        match self.make_in(slot, storage_gib).await {
            Ok(shim) => Ok((slot, shim)),
            Err(error) => {
                if let Err(error) = self.give_back(slot).await {
                    tracing::warn!(slot, %error, "a failed slot could not be removed");
                }
                Err(error)
            }
        }
    }

    async fn make_in(&self, slot: Slot, storage_gib: u32) -> io::Result<ShimHandle> {
        let volumes = self.options.volumes.clone();
        let volume = tokio::task::spawn_blocking(move || {
            let mut volume = volumes.take(u64::from(storage_gib) << 30)?;
            volume.mount().map(|mount| (volume, mount))
        });
        let (volume, mount) = volume.await.map_err(io::Error::other)?.map_err(|e| {
            io::Error::other(format!("the task's disk can't be made: {}", chain(&e)))
        })?;
        self.state.lock().volumes.insert(slot, volume);
        let options = ShimOptions {
            run_dir: self.dir(slot),
            cgroup_root: self.options.cgroup_root.clone(),
            id_base: self.id_base(slot),
            exe: self.options.exe.clone(),
        };
        crash::point(format_args!("agent:before-spawn"));
        let spawned = ShimHandle::fork(&self.nursery, &options, Some(mount)).await;
        crash::point(format_args!("agent:after-spawn"));
        spawned.map_err(io::Error::other)
    }

    fn reserve(&self) -> io::Result<Slot> {
        let mut state = self.state.lock();
        let free = (0..SLOTS_MAX).find(|slot| !state.used.contains(slot));
        let slot = free.ok_or_else(|| io::Error::other("all ranges of user ids are taken"))?;
        state.used.insert(slot);
        Ok(slot)
    }

    async fn clear(&self, slot: Slot) -> io::Result<()> {
        let dir = self.dir(slot);
        if let Ok(shim) = ShimHandle::connect(&dir).await
            && let Err(error) = end(&shim).await
        {
            tracing::warn!(slot, %error, "a shim did not end when asked; it is killed");
            kill(shim.pid());
        }
        remove(&dir).await
    }
}

/// Ends a shim whose task is over, or was made and never let run.
async fn end(shim: &ShimHandle) -> Result<(), ClientError> {
    match shim.bye().await {
        Err(ClientError::Refused(_)) => {
            shim.stop().await?;
            shim.bye().await
        }
        done => done,
    }
}

/// Kills a shim; its containers die with it.
fn kill(pid: i32) {
    use nix::sys::signal::{Signal, kill};
    // It may have ended by itself meanwhile.
    let _ = kill(nix::unistd::Pid::from_raw(pid), Signal::SIGKILL);
}

async fn remove(dir: &Path) -> io::Result<()> {
    let dir = dir.to_owned();
    tokio::task::spawn_blocking(move || fsio::remove_all(&dir)).await.map_err(io::Error::other)?
}
