//! `ferrogate down`: ends the engine, and leaves nothing of it running.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use ferrogate_base::fsio;
use ferrogate_host::agent;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::args::Down;
use crate::logging::say;
use crate::settings::Settings;
use crate::{agent as process, up};

/// How long the supervisor and its two processes have to end before they are killed.
const END_MAX: Duration = Duration::from_secs(40);
/// How long a server and an agent whose supervisor was killed have to end before they are killed.
const ORPHANS_MAX: Duration = Duration::from_secs(20);
/// How long the kernel has to end what was killed.
const KILLED_MAX: Duration = Duration::from_secs(10);

pub(crate) fn run(settings: &Settings, down: &Down) -> anyhow::Result<ExitCode> {
    let layout = &settings.layout;
    if !layout.instance().exists() {
        say(format_args!("no engine was ever started in {}", layout.root().display()));
        return Ok(ExitCode::SUCCESS);
    }
    if !nix::unistd::geteuid().is_root() {
        bail!("the engine is root's: run `sudo ferrogate down`");
    }
    let _lock = end_supervisor(settings)?;
    end_orphans(layout.root())?;
    let options = process::options(settings)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime
        .block_on(agent::take_down(&options, Duration::from_secs(down.timeout)))
        .context("not everything could be ended; run `ferrogate down` again")?;
    if down.purge {
        let root = layout.root();
        fsio::remove_all(root).with_context(|| format!("can't remove {}", root.display()))?;
    }
    say(format_args!("✓ down{}", if down.purge { ", and its data removed" } else { "" }));
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
            say(format_args!("the engine does not end: process {pid} is killed"));
            kill_with_children(pid);
            (killed, until) = (true, Instant::now() + KILLED_MAX);
        }
        // Nothing tells that somebody else's lock was let go.
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Waits for the server and the agent of a supervisor that was killed: they end by themselves, a
/// moment after it, and what they still do meanwhile would be left. One that is frozen is killed.
fn end_orphans(root: &Path) -> anyhow::Result<()> {
    let mut until = Instant::now() + ORPHANS_MAX;
    let mut killed = false;
    loop {
        let left = orphans(root);
        if left.is_empty() {
            return Ok(());
        }
        if Instant::now() > until {
            if killed {
                bail!("the engine's processes {left:?} do not end");
            }
            say(format_args!("the engine's processes {left:?} do not end: they are killed"));
            for pid in left {
                // It may have ended by itself meanwhile.
                let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
            }
            (killed, until) = (true, Instant::now() + KILLED_MAX);
        }
        // Nothing tells that somebody else's child has ended.
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The servers and agents of this folder.
fn orphans(root: &Path) -> Vec<i32> {
    let Ok(all) = std::fs::read_dir("/proc") else { return vec![] };
    let pids = all.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| is_part_of(*pid, root)).collect()
}

/// Whether the process has the arguments with which a supervisor of this folder starts one.
fn is_part_of(pid: i32, root: &Path) -> bool {
    // One that has ended and that nobody has waited for has none.
    let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let mut words = words.split(|byte| *byte == 0).skip(1);
    let verb = words.next().is_some_and(|verb| verb == b"server" || verb == b"agent");
    verb && words.next().is_some_and(|flag| flag == b"--data-dir")
        && words.next().is_some_and(|dir| Path::new(OsStr::from_bytes(dir)) == root)
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
