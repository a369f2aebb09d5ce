//! `ferrogate down`: ends the engine, and leaves nothing of it running.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use ferrogate_base::fsio;
use ferrogate_host::agent;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::args::Down;
use crate::settings::Settings;
use crate::{agent as process, up};

/// How long the supervisor and its two processes have to end before they are killed.
const END_MAX: Duration = Duration::from_secs(40);
/// How long the kernel has to end what was killed.
const KILLED_MAX: Duration = Duration::from_secs(10);

pub(crate) fn run(settings: &Settings, down: &Down) -> anyhow::Result<ExitCode> {
    let layout = &settings.layout;
    if !layout.instance().exists() {
        eprintln!("no engine was ever started in {}", layout.root().display());
        return Ok(ExitCode::SUCCESS);
    }
    if !nix::unistd::geteuid().is_root() {
        bail!("the engine is root's: run `sudo ferrogate down`");
    }
    let _lock = end_supervisor(settings)?;
    let options = process::options(settings)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime
        .block_on(agent::take_down(&options, Duration::from_secs(down.timeout)))
        .context("not everything could be ended; run `ferrogate down` again")?;
    if down.purge {
        let root = layout.root();
        fsio::remove_all(root).with_context(|| format!("can't remove {}", root.display()))?;
    }
    eprintln!("✓ down{}", if down.purge { ", and its data removed" } else { "" });
    Ok(ExitCode::SUCCESS)
}

/// Ends the supervisor, if one runs, and takes its place as the folder's holder. One that does
/// not end when it is asked, because it is frozen, is killed with the two that it keeps.
fn end_supervisor(settings: &Settings) -> anyhow::Result<impl Drop> {
    let path = settings.layout.lock();
    let mut until = Instant::now() + END_MAX;
    let (mut asked, mut killed) = (false, false);
    loop {
        let refused = match up::lock(&settings.layout) {
            Ok(lock) => return Ok(lock),
            Err(refused) => refused,
        };
        let pid = std::fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok());
        let holder = pid.filter(|pid| holds(*pid, &path)).map(Pid::from_raw);
        if !asked && let Some(pid) = holder {
            asked = kill(pid, Signal::SIGTERM).is_ok();
        }
        if Instant::now() > until {
            let Some(pid) = holder.filter(|_| !killed) else {
                return Err(refused.context("the engine does not end"));
            };
            eprintln!("the engine does not end: process {pid} is killed");
            kill_with_children(pid);
            (killed, until) = (true, Instant::now() + KILLED_MAX);
        }
        // Nothing tells that somebody else's lock was let go.
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Whether the process has the file open: its number may have been given to another one.
fn holds(pid: i32, path: &Path) -> bool {
    let Ok(path) = std::fs::canonicalize(path) else { return false };
    let Ok(open) = std::fs::read_dir(format!("/proc/{pid}/fd")) else { return false };
    open.flatten().any(|fd| std::fs::read_link(fd.path()).is_ok_and(|to| to == path))
}

/// Kills a process, then its children: so it starts none anew.
fn kill_with_children(pid: Pid) {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let children = children.unwrap_or_default();
    let children = children.split_whitespace().filter_map(|pid| pid.parse().ok());
    for pid in std::iter::once(pid).chain(children.map(Pid::from_raw)) {
        // It may have ended by itself meanwhile.
        let _ = kill(pid, Signal::SIGKILL);
    }
}
