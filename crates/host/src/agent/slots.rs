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
use ferrogate_link::STORAGE_GIB;
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::ids::{Block, SLOTS_MAX};
use crate::shim::{self, ClientError, Nursery, ShimHandle, ShimOptions};
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
            if slots.state.lock().used.contains(&slot) {
                continue;
            }
            if let Err(error) = slots.clear(slot, None).await {
                // Not a reason to have no agent. What is left of it keeps its ids.
                tracing::error!(slot, %error, "a slot of an agent before this can't be removed");
                slots.state.lock().used.insert(slot);
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
            // It may have died, or been frozen, while it waited.
            match ShimHandle::connect(&self.dir(slot)).await {
                Ok(shim) if shim.is_idle().await => return Ok((slot, shim)),
                Ok(_) => tracing::warn!(slot, "a warm shim does not answer"),
                Err(error) => tracing::warn!(slot, %error, "a warm shim has died"),
            }
            let removed = match self.reap(slot, None).await {
                Ok(()) => self.give_back(slot).await,
                failed => failed,
            };
            if let Err(error) = removed {
                tracing::warn!(slot, %error, "a warm slot could not be removed");
            }
        }
    }

    /// Makes up for slots that were taken. Called when a task runs, or is over: while it
    /// starts, the host has better things to do.
    pub(super) fn refill(&self) {
        self.wanted.notify_one();
    }

    /// Ends what is in the slot, its shim in order if that answers, else by force, and gives its
    /// disk back. `cgroup` is that of the task that had it. Again after an error it goes on.
    ///
    /// # Errors
    /// When something of it can't be ended.
    pub(super) async fn end(&self, slot: Slot, cgroup: Option<String>) -> io::Result<()> {
        let dir = self.dir(slot);
        if let Err(error) = end(&dir).await {
            if !matches!(error, ClientError::Gone { .. }) {
                tracing::warn!(slot, %error, "a shim did not end when asked; it is killed");
            }
            self.reap(slot, cgroup).await?;
        }
        let volume = self.state.lock().volumes.remove(&slot);
        if let Some(volume) = volume {
            let volumes = self.options.volumes.clone();
            // Nobody waits for it to be empty: whoever needs one before gets another.
            drop(tokio::task::spawn_blocking(move || volumes.give_back(volume)));
        }
        Ok(())
    }

    /// Ends by force what is in the slot, unless it has left by itself.
    async fn reap(&self, slot: Slot, cgroup: Option<String>) -> io::Result<()> {
        let (dir, root) = (self.dir(slot), self.options.cgroup_root.clone());
        let reaped = tokio::task::spawn_blocking(move || match shim::has_left(&dir) {
            true => Ok(()),
            false => shim::reap(&dir, &root, cgroup.as_deref()),
        });
        reaped.await.map_err(io::Error::other)?.map_err(io::Error::other)
    }

    /// The same as [`Slots::end`], and removes the slot's folder. Its number stays used until it is given to
    /// [`Slots::free`].
    ///
    /// # Errors
    /// When something of it can't be ended or removed.
    pub(super) async fn clear(&self, slot: Slot, cgroup: Option<String>) -> io::Result<()> {
        self.end(slot, cgroup).await?;
        remove(&self.dir(slot)).await
    }

    /// Ends what is left of a task that is otherwise forgotten: in its cgroup, and in its slot if
    /// that is known, which may be used again then.
    ///
    /// # Errors
    /// When something of it can't be ended or removed.
    pub(super) async fn clear_task(&self, slot: Option<Slot>, cgroup: String) -> io::Result<()> {
        let Some(slot) = slot else {
            let reaped = tokio::task::spawn_blocking(move || shim::reap_cgroup(&cgroup));
            return reaped.await.map_err(io::Error::other)?.map_err(io::Error::other);
        };
        self.clear(slot, Some(cgroup)).await?;
        self.free(slot);
        Ok(())
    }

    /// The slot's number, and so its ids, may be used again: nothing of it is left, and nothing
    /// on the disk says that a task has it.
    pub(super) fn free(&self, slot: Slot) {
        self.state.lock().used.remove(&slot);
    }

    /// Clears a slot that no task has, and frees it.
    async fn give_back(&self, slot: Slot) -> io::Result<()> {
        self.clear(slot, None).await?;
        self.free(slot);
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
}

/// Ends the shim in `dir`, whose task is over, or was made and never let run.
async fn end(dir: &Path) -> Result<(), ClientError> {
    let shim = ShimHandle::connect(dir).await?;
    match shim.bye().await {
        Err(ClientError::Refused(_)) => {
            shim.stop().await?;
            shim.bye().await
        }
        done => done,
    }
}

async fn remove(dir: &Path) -> io::Result<()> {
    let dir = dir.to_owned();
    tokio::task::spawn_blocking(move || fsio::remove_all(&dir)).await.map_err(io::Error::other)?
}
