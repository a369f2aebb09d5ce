//! Room on the host's disk while tasks run.
//!
//! What tasks write grows files on the host's disk, and together they may write more than there
//! is. Before the end is met, the one that has grown most of late is stopped, so that all others
//! and the engine itself go on. If the end is met all the same, because something else fills
//! the disk, a file that held some room back is given up: with it the server and the agent can
//! still write that tasks are to stop, and have stopped.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ferrogate_base::{TaskKey, fsio};
use ferrogate_link::FailureKind;
use nix::sys::statvfs::statvfs;
use parking_lot::Mutex;

use super::Host;
use super::failure::Failure;
use super::task::Command;
use crate::runtime::stage::DISK;
use crate::volume::Levels;

/// How often the disk is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How many looks a second has.
const LOOKS_A_SECOND: usize = 2;
/// So many looks count for how fast a task grows.
const LOOKS: usize = 20;
/// Who would take so many times what it took lately to fill the disk is not the one to stop.
const MODERATION: u64 = 1000;
/// Who grew by less over all looks is not the one to stop, however full the disk is: a file system
/// takes blocks for itself also when its task writes nothing.
const LEAST: u64 = 256 << 10;
/// How long a task that was stopped has to give its room back before another is.
const NEXT_AFTER: Duration = Duration::from_secs(10);

/// What is known of the host's disk and of those who fill it.
#[derive(Debug)]
pub(super) struct Room {
    dir: PathBuf,
    disks: Mutex<HashMap<TaskKey, Disk>>,
}

/// The disk of a task that runs.
#[derive(Debug)]
struct Disk {
    /// Where it is mounted, seen through its shim.
    at: PathBuf,
    /// What was in it at the last looks, in bytes, oldest first.
    used: VecDeque<u64>,
}

impl Room {
    /// The disk that `dir`, the agent's folder, is on. When it is full, what was held back is
    /// given up at once: the agent needs some to start.
    pub(super) fn open(dir: &Path) -> Self {
        let room = Self { dir: dir.to_owned(), disks: Mutex::default() };
        room.balance();
        room
    }

    /// The task runs, and its disk is to be looked at: that of its shim with this process id.
    pub(super) fn watch(&self, key: &TaskKey, shim: i32) {
        let at = Path::new("/proc").join(shim.to_string()).join("root");
        let at = at.join(DISK.trim_start_matches('/'));
        self.disks.lock().insert(key.clone(), Disk { at, used: VecDeque::new() });
    }

    /// The task's disk is no longer to be looked at.
    pub(super) fn forget(&self, key: &TaskKey) {
        self.disks.lock().remove(key);
    }

    /// What is in the task's disk, in bytes, as it was last looked at.
    pub(super) fn used(&self, key: &TaskKey) -> Option<u64> {
        self.disks.lock().get(key)?.used.back().copied()
    }

    /// What a failure comes from. A task that the host lost while its disk was full was lost
    /// for that.
    pub(super) fn explain(&self, failure: Failure) -> Failure {
        match Levels::of(&self.dir) {
            Some(levels) if levels.is_short() && failure.kind == FailureKind::HostLost => Failure {
                kind: FailureKind::OutOfDisk,
                reason: format!(
                    "the host's disk is full, {} MiB are free: {}",
                    levels.free >> 20,
                    failure.reason
                ),
                ..failure
            },
            _ => failure,
        }
    }

    /// Keeps room back while there is plenty, gives it up when there is none.
    fn balance(&self) -> Option<Levels> {
        let levels = Levels::of(&self.dir)?;
        let kept = self.dir.join("reserve");
        if levels.is_out() && kept.exists() {
            tracing::error!(
                free = levels.free,
                "the host's disk is full: what was kept back for the engine itself is used"
            );
            if let Err(error) = fsio::remove_all(&kept) {
                tracing::error!(%error, "what was kept back can't be given up");
            }
        } else if levels.has_plenty()
            && !kept.exists()
            && let Err(error) = take(&kept, levels.reserve)
        {
            tracing::warn!(%error, "no room can be kept back on the host's disk");
            drop(fsio::remove_all(&kept));
        }
        Some(levels)
    }

    /// Looks at all disks.
    fn measure(&self) {
        // Not under the lock: a look may wait for the kernel.
        let all: Vec<_> =
            self.disks.lock().iter().map(|(k, d)| (k.clone(), d.at.clone())).collect();
        let used: Vec<_> =
            all.into_iter().filter_map(|(key, at)| Some((key, used(&at)?))).collect();
        let mut disks = self.disks.lock();
        for (key, used) in used {
            if let Some(disk) = disks.get_mut(&key) {
                disk.saw(used);
            }
        }
    }

    /// What the tasks have written over the last second: much of it is still on its way to the
    /// disk, where it is not counted yet.
    fn pace(&self) -> u64 {
        self.disks.lock().values().map(Disk::lately).sum()
    }

    /// Who is to be stopped, and why, when so many bytes are free.
    fn greediest(&self, free: u64) -> Option<(TaskKey, String)> {
        let disks = self.disks.lock();
        let (key, disk) = disks.iter().max_by_key(|(_, disk)| disk.grown())?;
        let (grown, over) = (disk.grown(), LOOK_EVERY * u32::try_from(disk.used.len()).ok()?);
        let reason = format!(
            "the host's disk fills up, {} MiB are free, and of the tasks that run this one grew \
             most: by {} MiB in the last {} s",
            free >> 20,
            grown >> 20,
            over.as_secs().max(1)
        );
        (grown >= LEAST.max(free / MODERATION)).then(|| (key.clone(), reason))
    }
}

impl Disk {
    fn saw(&mut self, used: u64) {
        self.used.push_back(used);
        if self.used.len() > LOOKS {
            self.used.pop_front();
        }
    }

    /// By how much it has grown over the last second.
    fn lately(&self) -> u64 {
        let mut last = self.used.iter().rev();
        match (last.next(), last.nth(LOOKS_A_SECOND - 1)) {
            (Some(last), Some(before)) => last.saturating_sub(*before),
            _ => 0,
        }
    }

    /// By how much it has grown over the last looks.
    fn grown(&self) -> u64 {
        let least = self.used.iter().min().copied().unwrap_or(0);
        self.used.back().map_or(0, |last| last - least)
    }
}

/// Takes room for a file of so many bytes.
fn take(path: &Path, bytes: u64) -> io::Result<()> {
    let file = File::options().write(true).create(true).truncate(true).open(path)?;
    let length = i64::try_from(bytes).map_err(io::Error::other)?;
    Ok(nix::fcntl::posix_fallocate(&file, 0, length)?)
}

/// What is in a file system, in bytes, with what is still on its way to the disk.
fn used(at: &Path) -> Option<u64> {
    let facts = statvfs(at).ok()?;
    let used = facts.blocks().saturating_sub(facts.blocks_free());
    Some(used.saturating_mul(facts.fragment_size()))
}

/// Watches the disk until the shutdown.
pub(super) async fn watch(host: Arc<Host>) {
    let mut last_stop: Option<Instant> = None;
    loop {
        tokio::select! {
            () = host.shutdown.requested() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let looking = host.clone();
        let looked = tokio::task::spawn_blocking(move || {
            looking.room.measure();
            looking.room.balance().map(|levels| (levels, looking.room.pace()))
        });
        // A look that failed is made again.
        let Ok(Some((levels, pace))) = looked.await else { continue };
        let waits = last_stop.is_some_and(|at| at.elapsed() < NEXT_AFTER);
        if !levels.after(pace).is_short() || waits {
            continue;
        }
        if let Some((key, reason)) = host.room.greediest(levels.free) {
            tracing::error!(task = %key, reason, "a task is stopped");
            last_stop = Some(Instant::now());
            if let Some(task) = host.tasks.lock().get(&key) {
                // One that has ended meanwhile gives its room back by itself.
                drop(task.commands.send(Command::OutOfRoom(reason)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TaskId};

    const MIB: u64 = 1 << 20;

    /// A task whose disk had so many MiB in it, look after look.
    fn grew(room: &Room, looks: &[u64]) -> TaskKey {
        let key = TaskKey { task: TaskId::random(), epoch: Epoch(1) };
        room.watch(&key, 1);
        let mut disks = room.disks.lock();
        let disk = disks.get_mut(&key).unwrap();
        looks.iter().for_each(|mib| disk.saw(mib * MIB));
        key
    }

    fn room() -> (tempfile::TempDir, Room) {
        let dir = tempfile::tempdir().unwrap();
        let room = Room { dir: dir.path().to_owned(), disks: Mutex::default() };
        (dir, room)
    }

    #[test]
    fn the_one_that_grew_most_of_late_is_stopped_and_not_the_largest() {
        let (_dir, room) = room();
        assert!(room.greediest(100 * MIB).is_none());
        let large = grew(&room, &[5_000, 5_001, 5_001]);
        let (first, _) = room.greediest(100 * MIB).unwrap();
        assert_eq!(first, large);
        let fast = grew(&room, &[1, 40, 90, 80]);
        let (key, reason) = room.greediest(100 * MIB).unwrap();
        assert_eq!(key, fast);
        assert_eq!(
            reason,
            "the host's disk fills up, 100 MiB are free, and of the tasks that run this one grew \
             most: by 79 MiB in the last 2 s"
        );
        room.forget(&fast);
        assert_eq!(room.greediest(100 * MIB).unwrap().0, large);
    }

    #[test]
    fn who_would_take_for_ever_to_fill_the_disk_is_left_alone() {
        let (_dir, room) = room();
        grew(&room, &[10, 10, 10]);
        let slow = grew(&room, &[10, 11]);
        assert!(room.greediest(2_000 * MIB).is_none());
        assert_eq!(room.greediest(1_000 * MIB).unwrap().0, slow);
    }

    #[test]
    fn who_writes_nothing_is_left_alone_on_a_disk_that_another_filled() {
        let (_dir, room) = room();
        let key = grew(&room, &[10]);
        room.disks.lock().get_mut(&key).unwrap().saw(10 * MIB + 8192);
        assert!(room.greediest(0).is_none());
        room.disks.lock().get_mut(&key).unwrap().saw(10 * MIB + LEAST);
        assert!(room.greediest(0).is_some());
    }

    #[test]
    fn what_was_long_ago_does_not_count() {
        let (_dir, room) = room();
        let mut looks = vec![0];
        looks.extend([900; LOOKS]);
        grew(&room, &looks);
        assert!(room.greediest(0).is_none());
        assert_eq!(room.pace(), 0);
    }

    #[test]
    fn the_pace_is_what_all_wrote_in_a_second() {
        let (_dir, room) = room();
        grew(&room, &[1]);
        grew(&room, &[0, 10, 30, 60]);
        grew(&room, &[500, 500, 300]);
        assert_eq!(room.pace(), 50 * MIB);
    }
}
