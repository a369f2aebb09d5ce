//! Ends everything of an engine on this host, whether or not an agent or a server lives.

use std::path::Path;
use std::time::Duration;

use ferrogate_base::fsio;
use ferrogate_net::{Fabric, FabricOptions, Outside};
use futures_util::future::join_all;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::{AgentError, Options, cgroup_root, ids};
use crate::cgroup::Cgroups;
use crate::shim::{ShimEvent, ShimHandle, kill_zygotes};
use crate::volume;

/// What a full disk needs to be written out and let go, when somebody has used it.
const DISKS_PATIENCE_MIN: Duration = Duration::from_secs(10);

/// Stops every task, kills what has not stopped after `patience`, and removes what is in the
/// kernel: cgroups, interfaces, namespaces, mounts. Files stay: the next agent tells from them
/// how each task ended. No agent of this engine may run meanwhile.
///
/// # Errors
/// When something stays; calling it again goes on.
pub async fn take_down(options: &Options, patience: Duration) -> Result<(), AgentError> {
    let io = |what: &str| {
        let what = what.to_owned();
        move |e| AgentError::Io(what, e)
    };
    let slots = options.data_dir.join("slots");
    let mut ends = Vec::new();
    if slots.exists() {
        for entry in std::fs::read_dir(&slots).map_err(io("can't read the slots"))? {
            let dir = entry.map_err(io("can't read the slots"))?.path();
            ends.push(async move { end(&dir, patience).await });
        }
    }
    join_all(ends).await;
    let root = cgroup_root(&options.instance);
    tokio::task::spawn_blocking(move || remove_cgroups(&slots, &root))
        .await
        .map_err(std::io::Error::other)
        .flatten()
        .map_err(io("can't remove the cgroups"))?;
    super::balancer::remove_all(options)
        .map_err(io("can't remove what is left of load balancers"))?;
    until_no_disk_is_left(&options.data_dir, patience).await?;
    if options.run_dir.exists() {
        let (run_dir, instance) = (options.run_dir.clone(), options.instance.clone());
        // An engine that leads nowhere now may have led out through this machine before.
        let machine = || Outside { netns: "/proc/self/ns/net".into(), private: false };
        let outside = Some(options.outside.clone().unwrap_or_else(machine));
        Fabric::open(FabricOptions { run_dir, instance, outside }).await?.destroy().await?;
    }
    ids::release(ids::REGISTRY.as_ref(), &options.instance)
        .map_err(io("can't give the user ids back"))?;
    fsio::remove_all(&options.arrivals_socket).map_err(io("can't remove the endpoints' socket"))?;
    fsio::remove_all(&options.session_socket).map_err(io("can't remove the session's socket"))
}

/// Kills what is in the engine's cgroups, or about to go there, and removes them.
fn remove_cgroups(slots: &Path, root: &str) -> std::io::Result<()> {
    kill_zygotes(slots)?;
    let cgroups = Cgroups::detect().map_err(std::io::Error::other)?;
    cgroups.kill(root).and_then(|()| cgroups.remove(root)).map_err(std::io::Error::other)
}

/// The tasks' disks end with their last users, a moment after these: the kernel takes a dead
/// process's mounts away in its own time.
async fn until_no_disk_is_left(data_dir: &Path, patience: Duration) -> Result<(), AgentError> {
    let failed = |what: String, e| AgentError::Io(what, e);
    // No agent ever ran without its folder.
    let Ok(data_dir) = std::fs::canonicalize(data_dir) else { return Ok(()) };
    let until = tokio::time::Instant::now() + patience.max(DISKS_PATIENCE_MIN);
    loop {
        let left = volume::in_use(&data_dir)
            .map_err(|e| failed("can't look for the tasks' disks".into(), e))?;
        if left.is_empty() {
            return Ok(());
        }
        if tokio::time::Instant::now() > until {
            let what = format!("{} still hold disks of tasks", left.join(", "));
            return Err(failed(what, std::io::ErrorKind::ResourceBusy.into()));
        }
        // Nothing tells that a device was let go.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Ends one shim: in order when it has time, else by force. One that is frozen has no more of
/// it than any other.
async fn end(dir: &Path, patience: Duration) {
    let Ok(shim) = ShimHandle::connect(dir).await else { return };
    let in_order = async {
        if shim.bye().await.is_ok() {
            return Some(());
        }
        shim.stop().await.ok()?;
        let mut events = shim.events(0).await.ok()?;
        while let Some(entry) = events.next().await.ok()? {
            if entry.event == ShimEvent::Finished {
                break;
            }
        }
        shim.bye().await.ok()
    };
    if tokio::time::timeout(patience, in_order).await.ok().flatten().is_none() {
        tracing::warn!(dir = %dir.display(), "a task did not stop in time; it is killed");
        // Its containers die with it; what the kernel leaves is removed with the cgroup.
        let _ = kill(Pid::from_raw(shim.pid()), Signal::SIGKILL);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Stdio};

    use super::*;
    use crate::agent::before::tests::Folder;

    /// It has not come to joining its cgroup, nor to looking whether its agent lives.
    #[tokio::test]
    async fn a_zygote_that_has_only_just_begun_ends_too() {
        let folder = Folder::new(&format!("z{}", std::process::id()));
        let options = &folder.options;
        std::fs::create_dir_all(&options.data_dir).unwrap();
        std::fs::write(options.data_dir.join("zygote"), "read line").unwrap();
        let begin = |slots: &str| {
            let mut command = Command::new("sh");
            command.args(["zygote", &cgroup_root(&options.instance)]).arg(slots);
            command.current_dir(&options.data_dir).stdin(Stdio::piped()).spawn().unwrap()
        };
        let slots = options.data_dir.join("slots");
        let (mut its, mut of_another) = (begin(slots.to_str().unwrap()), begin("/of/another"));
        take_down(options, Duration::ZERO).await.unwrap();
        assert_eq!(of_another.try_wait().unwrap(), None);
        of_another.kill().unwrap();
        of_another.wait().unwrap();
        let ended = its.try_wait().unwrap();
        its.kill().unwrap();
        assert_eq!(ended.and_then(|status| status.signal()), Some(Signal::SIGKILL as i32));
    }
}
