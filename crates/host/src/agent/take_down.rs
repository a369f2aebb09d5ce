//! Ends everything of an engine on this host, whether or not an agent or a server lives.

use std::path::Path;
use std::time::Duration;

use ferrogate_base::fsio;
use ferrogate_net::{Fabric, FabricOptions};
use futures_util::future::join_all;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::{AgentError, Options};
use crate::cgroup::Cgroups;
use crate::shim::{ShimEvent, ShimHandle};

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
    let root = format!("ferrogate-{}", options.instance);
    tokio::task::spawn_blocking(move || {
        let cgroups = Cgroups::detect()?;
        cgroups.kill(&root)?;
        cgroups.remove(&root)
    })
    .await
    .map_err(|e| AgentError::Io("can't remove the cgroups".into(), std::io::Error::other(e)))?
    .map_err(|e| AgentError::Io("can't remove the cgroups".into(), std::io::Error::other(e)))?;
    if options.run_dir.exists() {
        let (run_dir, instance) = (options.run_dir.clone(), options.instance.clone());
        Fabric::open(FabricOptions { run_dir, instance }).await?.destroy().await?;
    }
    fsio::remove_all(&options.session_socket).map_err(io("can't remove the session's socket"))
}

/// Ends one shim: in order when it has time, else by force.
async fn end(dir: &Path, patience: Duration) {
    let Ok(shim) = ShimHandle::connect(dir).await else { return };
    if shim.bye().await.is_ok() {
        return;
    }
    let in_order = async {
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
