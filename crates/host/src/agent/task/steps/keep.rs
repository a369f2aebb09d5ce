//! Keeping what a task's container has written, as a layer in the registry's repository of
//! builds. The container is over, and its disk is not yet emptied.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::backoff::Backoff;
use ferrogate_base::crash;
use ferrogate_base::errors::chain;
use ferrogate_image::changes::{self, Ids, Options};
use ferrogate_image::push::{BUILDS, Layer, PushError, Pusher};
use ferrogate_image::unpack::Limits;
use ferrogate_link::Event;
use nix::fcntl::{OFlag, openat};
use nix::sys::stat::Mode;

use super::Cx;
use crate::agent::failure::text;
use crate::agent::images;
use crate::kernel::IDS;
use crate::volume::room;

/// What the artifact is that has the layer.
const KIND: &str = "application/vnd.ferrogate.build.step.v1";

/// Over which of its paths something of the host's is mounted: `runtime::spec` and
/// `runtime::mounts` have the mounts.
const STUBS: [&str; 6] = ["dev", "proc", "sys", "etc/hostname", "etc/hosts", "etc/resolv.conf"];

/// How long a server that is not there is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is to be kept of a task that is over.
#[derive(Debug)]
pub(in crate::agent::task) enum Keep {
    /// Nobody wants anything of it, or all is told of it.
    Nothing,
    /// What its container has written.
    Layer,
    /// The same, and it is gone, for this reason.
    Lost(String),
}

/// Keeps it, under the tag that the task is assigned, or tells why it is not kept.
pub(super) async fn ensure(cx: &Cx, keep: Keep) {
    let (Some(tag), [container]) = (&cx.assignment.commit, &*cx.assignment.spec.containers) else {
        return;
    };
    let kept = match keep {
        Keep::Nothing => return,
        Keep::Layer => commit(cx, &container.name, tag).await,
        Keep::Lost(reason) => Err(reason),
    };
    match kept {
        Ok(()) => tracing::info!(task = %cx.key(), tag, "what the container wrote is kept"),
        Err(reason) => {
            tracing::warn!(task = %cx.key(), tag, reason, "what the container wrote is lost");
            cx.report(vec![Event::NotKept { container: container.name.clone(), reason }]);
        }
    }
}

async fn commit(cx: &Cx, name: &str, tag: &str) -> Result<(), String> {
    let host = &cx.host;
    let Some(slot) = cx.slot() else { return Err("it never had a disk".into()) };
    let gone = "its disk is gone, since the agent was started again";
    let volume = host.slots.disk(slot).map_err(text)?.ok_or(gone)?;
    let (name, dir) = (name.to_owned(), host.options.data_dir.clone());
    let first = host.slots.id_base(slot);
    // The host must have the room twice, here and in the registry.
    let bytes_max = (u64::from(cx.assignment.spec.storage_gib) << 30).min(room(&dir) / 2);
    crash::point(format_args!("agent:before-keep"));
    let written = tokio::task::spawn_blocking(move || {
        let upper = upper(&volume, &name).map_err(|e| format!("its files can't be opened: {e}"))?;
        write(&upper, first, bytes_max, &dir)
    });
    let layer = written.await.map_err(text)??;
    crash::point(format_args!("agent:before-keep-push"));
    let registry = images::registry_of(&cx.assignment);
    let pusher = Pusher::new(&host.options.registry, &registry).map_err(text)?;
    let until = tokio::time::Instant::now() + PATIENCE;
    let mut backoff = Backoff::new(Duration::from_millis(50), Duration::from_secs(2));
    loop {
        let token = host.images.token().await;
        match pusher.push(&token, BUILDS, tag, KIND, &layer).await {
            Ok(()) => {
                crash::point(format_args!("agent:after-keep"));
                return Ok(());
            }
            Err(error) if error.is_transient() && tokio::time::Instant::now() < until => {
                tokio::time::sleep(backoff.next_delay()).await;
            }
            Err(error) => return Err(whole(&error)),
        }
    }
}

fn whole(error: &PushError) -> String {
    format!("the registry did not take it: {error}")
}

/// The folder that the container's overlay wrote to.
fn upper(volume: &OwnedFd, name: &str) -> nix::Result<OwnedFd> {
    let open = |at: &OwnedFd, name: &str| {
        let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        openat(at, name, flags, Mode::empty())
    };
    open(&open(volume, name)?, "upper")
}

/// Writes the layer into a file without a name in `dir`.
fn write(upper: &OwnedFd, first: u32, bytes_max: u64, dir: &Path) -> Result<Layer, String> {
    let file = unnamed(dir).map_err(|e| format!("a layer can't be written: {e}"))?;
    let (ids, limits) = (Ids { first, count: IDS }, Limits::default());
    let options = Options { ids, stubs: &STUBS, bytes_max, limits };
    let written = changes::write(upper.as_fd(), &options, BufWriter::new(&file));
    let written = written.map_err(|error| chain(&error))?;
    Ok(Layer { file: Arc::new(file), digest: written.digest, size: written.size })
}

fn unnamed(dir: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).custom_flags(libc::O_TMPFILE).mode(0o600).open(dir)
}
