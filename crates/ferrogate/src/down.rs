//! `ferrogate down`: ends the engine, and leaves nothing of it running.

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

/// How long the supervisor and its two processes have to end.
const END_MAX: Duration = Duration::from_secs(40);

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

/// Ends the supervisor, if one runs, and takes its place as the folder's holder.
fn end_supervisor(settings: &Settings) -> anyhow::Result<impl Drop> {
    let until = Instant::now() + END_MAX;
    let mut asked = false;
    loop {
        let refused = match up::lock(&settings.layout) {
            Ok(lock) => return Ok(lock),
            Err(refused) => refused,
        };
        let path = settings.layout.lock();
        let pid = std::fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok());
        if !asked && let Some(pid) = pid {
            asked = kill(Pid::from_raw(pid), Signal::SIGTERM).is_ok();
        }
        if Instant::now() > until {
            return Err(refused.context("the engine does not end"));
        }
        // Nothing tells that somebody else's lock was let go.
        std::thread::sleep(Duration::from_millis(10));
    }
}
