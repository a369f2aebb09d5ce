//! Images that no task needs any more leave the host.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_image::inventory::{Keep, Swept};
use nix::sys::statvfs::statvfs;

use super::super::Host;
use super::used;
use crate::volume::NoRoom;

/// How often the disk is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// How often images go for their age.
const SWEEP_EVERY: Duration = Duration::from_secs(600);
/// An image that no task has asked for in so long goes: a week.
const IDLE_MS_MAX: u64 = 7 * 24 * 3600 * 1000;
/// Unpacked images may have this part of the disk before those go that nobody uses.
const DISK_PART: u64 = 4;
/// Of a large disk so many bytes are kept free of images that nobody uses…
const FREE_MIN: u64 = 4 << 30;
/// … and of a small one this part of it.
const FREE_PART: u64 = 8;

/// Which of the images that nobody uses may stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spare {
    /// Those that were used lately and have room.
    Recent,
    /// None.
    None,
}

/// Keeps the host's images within bounds until the agent's shutdown.
pub(in super::super) async fn keep_tidy(host: Arc<Host>) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    let mut next_sweep = tokio::time::Instant::now();
    loop {
        tokio::select! {
            () = host.shutdown.requested() => return,
            _ = look.tick() => {}
        }
        let now = tokio::time::Instant::now();
        if Disk::of(&host.options.data_dir).is_some_and(|disk| disk.is_short()) {
            sweep(&host, Spare::None).await;
        } else if now >= next_sweep {
            next_sweep = now + SWEEP_EVERY;
            sweep(&host, Spare::Recent).await;
        }
    }
}

/// Whether the disk has room for another task: when it has not, images that nobody uses go
/// first.
///
/// # Errors
/// When there is none all the same.
pub(in super::super) async fn check_room(host: &Host) -> Result<(), NoRoom> {
    if host.slots.check_room().is_ok() {
        return Ok(());
    }
    make_room(host).await;
    host.slots.check_room()
}

/// Removes every image that nobody uses.
pub(super) async fn make_room(host: &Host) {
    sweep(host, Spare::None).await;
}

async fn sweep(host: &Host, spare: Spare) {
    // What can't be told is in use: then nothing goes.
    let tasks = host.options.data_dir.join("tasks");
    let used = match host.scribe.run(move || used::of_all(&tasks)).await {
        Ok(used) => used,
        Err(error) => {
            tracing::warn!(%error, "images stay, since the tasks' images can't be read");
            return;
        }
    };
    let (idle_ms_max, bytes_max) = match spare {
        Spare::Recent => (IDLE_MS_MAX, Disk::of(&host.options.data_dir).map_or(0, Disk::share)),
        Spare::None => (0, 0),
    };
    let keep = Keep { images: used, idle_ms_max, bytes_max };
    match host.images.puller.sweep(keep).await {
        Ok(swept) if swept == Swept::default() => {}
        Ok(Swept { images, layers, unpacked_bytes }) => {
            tracing::info!(images, layers, bytes = unpacked_bytes, ?spare, "images were removed");
        }
        Err(error) => tracing::warn!(error = %error.reason(), "images can't be removed"),
    }
}

/// A disk's bytes.
#[derive(Clone, Copy, Debug)]
struct Disk {
    free: u64,
    size: u64,
}

impl Disk {
    /// The disk of a folder; `None` when it can't be measured.
    fn of(dir: &Path) -> Option<Self> {
        let facts = statvfs(dir).ok()?;
        let bytes = |blocks: u64| blocks.saturating_mul(facts.fragment_size());
        Some(Self { free: bytes(facts.blocks_available()), size: bytes(facts.blocks()) })
    }

    fn is_short(self) -> bool {
        self.free < FREE_MIN.min(self.size / FREE_PART)
    }

    fn share(self) -> u64 {
        self.size / DISK_PART
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_short_before_tasks_are_refused() {
        const GIB: u64 = 1 << 30;
        let short = |free, size| Disk { free, size }.is_short();
        assert!(short(4 * GIB - 1, 500 * GIB) && !short(4 * GIB, 500 * GIB));
        assert!(short(GIB - 1, 8 * GIB) && !short(GIB, 8 * GIB));
    }
}
