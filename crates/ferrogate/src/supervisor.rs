//! The supervisor: holds the engine's sockets, and runs the server and the agent. Whichever of
//! them dies is started again; the sockets stay open meanwhile, so that clients wait instead
//! of being refused. What can't start for a reason that lasts ends the engine.

use std::fs::Permissions;
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use ferrogate_base::{Shutdown, backoff::Backoff, crash, fsio, inherited};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::sync::mpsc;

use crate::args::KEPT;
use crate::layout::Layout;
use crate::settings::Settings;
use crate::starter::{self, Failure, Starter, Told};
use crate::{logging, up};

/// The variable by which server and agent know who started them.
const SUPERVISOR: &str = "FERROGATE_SUPERVISOR";
/// How long a process has to end when it is asked to.
const END_MAX: Duration = Duration::from_secs(15);
/// The longest rest after a process died.
const DIED_MAX: Duration = Duration::from_secs(1);
/// The longest rest after a process could not start.
const FAILED_MAX: Duration = Duration::from_secs(30);
/// A process that lived so long had begun well: the rests start anew.
const LIVED_WELL: Duration = Duration::from_secs(10);

/// Runs the server and the agent until a signal, and starts again what dies.
///
/// # Errors
/// When it can't begin, or when one of both can't start for a reason that lasts.
pub(crate) fn run(settings: &Settings, starter: Option<&Starter>) -> anyhow::Result<ExitCode> {
    logging::start();
    let layout = &settings.layout;
    let _lock = up::lock(layout)?;
    crash::arm(layout.root());
    let api = up::listen(settings.listen)?;
    let session = listen_for_root(&layout.session_socket())?;
    let arrivals = listen_for_root(&layout.arrivals_socket())?;
    tracing::info!(listen = %settings.listen, data = %layout.root().display(), "up");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let shutdown = Shutdown::new();
        request_on_signal(&shutdown)?;
        let server = || {
            let mut command = this_program("server", layout)?;
            let sockets = [
                ("api", api.as_fd()),
                ("session", session.as_fd()),
                ("arrivals", arrivals.as_fd()),
            ];
            let fds = sockets.map(|(name, fd)| format!("{name}:{}", fd.as_raw_fd())).join(",");
            command.env(inherited::VARIABLE, fds);
            // Only this thread starts processes, so no other child gets these.
            sockets.iter().try_for_each(|(_, fd)| pass_on(*fd, true))?;
            let child = command.spawn();
            sockets.iter().try_for_each(|(_, fd)| pass_on(*fd, false))?;
            Ok(child?)
        };
        let agent = || Ok(this_program("agent", layout)?.spawn()?);
        let ready = || starter.into_iter().for_each(|starter| starter.tell(&Told::Ready));
        let (server, agent) = tokio::join!(
            keep("server", server, &ready, &shutdown),
            keep("agent", agent, &ready, &shutdown)
        );
        server.and(agent)
    })?;
    tracing::info!("down");
    Ok(ExitCode::SUCCESS)
}

/// Listens on a socket that root alone can connect to.
fn listen_for_root(path: &Path) -> anyhow::Result<UnixListener> {
    fsio::remove_all(path)?;
    let listener =
        UnixListener::bind(path).with_context(|| format!("can't listen on {}", path.display()))?;
    std::fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

fn this_program(verb: &str, layout: &Layout) -> anyhow::Result<Command> {
    let mut command = Command::new(up::THIS_PROGRAM);
    command.arg(verb).arg("--data-dir").arg(layout.root());
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    // What a terminal sends to all that runs on it (Ctrl-C) is for the supervisor alone, which
    // ends these two in order.
    command.process_group(0);
    command.env(SUPERVISOR, std::process::id().to_string());
    for variable in KEPT {
        command.env_remove(variable);
    }
    Ok(command)
}

/// Whether a child inherits the file.
fn pass_on(fd: std::os::fd::BorrowedFd<'_>, on: bool) -> nix::Result<()> {
    let flags = if on { FdFlag::empty() } else { FdFlag::FD_CLOEXEC };
    fcntl(fd, FcntlArg::F_SETFD(flags)).map(drop)
}

/// Keeps one process running until the shutdown; then asks it to end, and waits.
///
/// # Errors
/// When it can't start for a reason that lasts: all the engine ends then.
async fn keep(
    name: &str,
    start: impl Fn() -> anyhow::Result<Child>,
    ready: &impl Fn(),
    shutdown: &Shutdown,
) -> anyhow::Result<()> {
    let mut rests = Rests::default();
    loop {
        let begun = Instant::now();
        let failure = match start() {
            Ok(child) => {
                crash::point(format_args!("up:started-{name}"));
                tracing::info!(name, pid = child.id(), "started");
                let (status, failure) = live(child, ready, shutdown).await;
                if shutdown.is_requested() {
                    return Ok(());
                }
                crash::point(format_args!("up:ended-{name}"));
                tracing::warn!(name, status, "ended");
                failure
            }
            Err(error) => Some(Failure { reason: format!("{error:#}"), lasting: false }),
        };
        if let Some(Failure { reason, lasting }) = &failure {
            tracing::error!(name, reason, lasting, "can't start");
            if *lasting {
                shutdown.request();
                bail!("the {name} can't start: {reason}");
            }
        }
        let rest = rests.next(failure.is_some(), begun.elapsed());
        tokio::select! {
            () = shutdown.requested() => return Ok(()),
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// The rests of one process before it is started again.
struct Rests {
    /// After it died. Short: until then there is no API, or nobody to see a container end;
    /// and a start costs some hundredths of a second of the CPU.
    died: Backoff,
    /// After it said why it can't start: only somebody else can change that.
    failed: Backoff,
}

impl Default for Rests {
    fn default() -> Self {
        let first = Duration::from_millis(20);
        Self { died: Backoff::new(first, DIED_MAX), failed: Backoff::new(first, FAILED_MAX) }
    }
}

impl Rests {
    /// The next rest, after a life of `lived`.
    fn next(&mut self, failed: bool, lived: Duration) -> Duration {
        if lived > LIVED_WELL {
            self.died.reset();
        }
        if failed {
            return self.failed.next_delay();
        }
        self.failed.reset();
        self.died.next_delay()
    }
}

/// Waits for a process's end: how it ended, and why when it could not start.
async fn live(
    mut child: Child,
    ready: &impl Fn(),
    shutdown: &Shutdown,
) -> (String, Option<Failure>) {
    let (heard, mut hears) = mpsc::unbounded_channel();
    if let Some(way) = child.stdout.take() {
        starter::hear(way, move |told| drop(heard.send(told)));
    }
    let mut failure = None;
    let hear = async {
        while let Some(told) = hears.recv().await {
            match told {
                Told::Ready => ready(),
                Told::Failed(why) => failure = Some(why),
            }
        }
    };
    // What is told ends with the process: nobody else has the other end.
    let (status, ()) = tokio::join!(wait(child, shutdown), hear);
    (status, failure)
}

async fn wait(child: Child, shutdown: &Shutdown) -> String {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap_or(i32::MAX));
    let mut ended = tokio::task::spawn_blocking(move || {
        let mut child = child;
        child.wait().map_or_else(|e| e.to_string(), |status| status.to_string())
    });
    tokio::select! {
        status = &mut ended => return status.unwrap_or_default(),
        () = shutdown.requested() => {}
    }
    // Either may have ended by itself meanwhile.
    let _ = kill(pid, Signal::SIGTERM);
    match tokio::time::timeout(END_MAX, &mut ended).await {
        Ok(status) => status.unwrap_or_default(),
        Err(_) => {
            let _ = kill(pid, Signal::SIGKILL);
            ended.await.unwrap_or_default()
        }
    }
}

/// Asks for the shutdown at SIGTERM and SIGINT, and at SIGHUP, when the terminal is closed;
/// unless that is to be ignored, as nohup(1) has it.
pub(crate) fn request_on_signal(shutdown: &Shutdown) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let mut hup = match is_ignored(Signal::SIGHUP) {
        true => None,
        false => Some(signal(SignalKind::hangup())?),
    };
    let shutdown = shutdown.clone();
    tokio::spawn(async move {
        let hup = async {
            match &mut hup {
                Some(hup) => drop(hup.recv().await),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
            () = hup => {}
        }
        shutdown.request();
    });
    Ok(())
}

/// Whether this process ignores the signal, as whoever started it may have decided.
fn is_ignored(signal: Signal) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    // proc_pid_status(5): a mask in hexadecimal, the first signal's bit is the lowest.
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.unwrap_or(0) >> (signal as i32 - 1) & 1 == 1
}

/// Ends this process when its supervisor ends, so that no half an engine goes on.
///
/// # Errors
/// When the supervisor has ended already, which no signal would tell any more.
pub(crate) fn die_with_parent() -> anyhow::Result<()> {
    if let Err(error) = nix::sys::prctl::set_pdeathsig(Signal::SIGTERM) {
        tracing::warn!(%error, "the supervisor's end will not be noticed");
    }
    let supervisor = std::env::var(SUPERVISOR).ok().and_then(|pid| pid.parse().ok());
    match supervisor.map(Pid::from_raw) {
        Some(pid) if pid != nix::unistd::getppid() => bail!("the supervisor has ended"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_dies_rests_shortly_and_what_can_t_start_ever_longer() {
        let mut rests = Rests::default();
        let died: Vec<_> = (0..40).map(|_| rests.next(false, Duration::ZERO)).collect();
        assert!(died.iter().all(|rest| *rest <= DIED_MAX) && died[39] >= DIED_MAX / 2);
        let failed: Vec<_> = (0..40).map(|_| rests.next(true, Duration::ZERO)).collect();
        assert!(failed[0] <= DIED_MAX && failed[39] >= FAILED_MAX / 2, "{failed:?}");
        assert!(rests.next(false, LIVED_WELL * 2) < DIED_MAX / 2);
        assert!(rests.next(true, Duration::ZERO) < DIED_MAX);
    }
}
