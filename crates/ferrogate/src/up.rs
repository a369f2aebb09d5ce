//! `ferrogate up`: prepares the engine's folder, opens its sockets, and supervises the server
//! and the agent. Whichever of them dies is started again; the sockets stay open meanwhile,
//! so that clients wait instead of being refused.

use std::fs::{File, Permissions};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use ferrogate_base::{Shutdown, TaskId, backoff::Backoff, crash, fsio, inherited};
use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, Flock, FlockArg, fcntl};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::args::Up;
use crate::client;
use crate::layout::{Layout, SERVER_ID};
use crate::logging;
use crate::settings::Settings;

/// This very program, also when its file was replaced meanwhile.
pub(crate) const THIS_PROGRAM: &str = "/proc/self/exe";
/// The variable by which server and agent know who started them.
const SUPERVISOR: &str = "FERROGATE_SUPERVISOR";
/// How long `--detach` waits for the API.
const READY_MAX: Duration = Duration::from_secs(30);
/// How long a process has to end when it is asked to.
const END_MAX: Duration = Duration::from_secs(15);

pub(crate) fn run(settings: &Settings, up: &Up) -> anyhow::Result<ExitCode> {
    let settings = Settings { dev: up.dev, ..settings.clone() };
    check(&settings)?;
    prepare(&settings)?;
    settings.save()?;
    if up.detach { detach(&settings) } else { supervise(&settings) }
}

fn check(settings: &Settings) -> anyhow::Result<()> {
    if !nix::unistd::geteuid().is_root() {
        bail!("the engine makes namespaces and needs root: run `sudo ferrogate up`");
    }
    if settings.dev && !settings.listen.ip().is_loopback() {
        bail!("--dev lets every key in, so it listens on loopback addresses only");
    }
    let lacks = ferrogate_cli::lacks(settings.layout.root(), client::TRIALS);
    if !lacks.is_empty() {
        let lines: Vec<_> = lacks.iter().map(|lack| format!("\n  {lack}")).collect();
        bail!("the engine can't run on this host, which lacks what it needs:{}", lines.concat());
    }
    Ok(())
}

/// Makes the engine's folders, each its owner's alone.
fn prepare(settings: &Settings) -> anyhow::Result<()> {
    let layout = &settings.layout;
    let folder = |path: &Path, mode: u32, owner: Option<u32>| -> anyhow::Result<()> {
        let failed = || format!("can't prepare {}", path.display());
        std::fs::create_dir_all(path).with_context(failed)?;
        std::os::unix::fs::chown(path, owner, owner).with_context(failed)?;
        std::fs::set_permissions(path, Permissions::from_mode(mode)).with_context(failed)
    };
    folder(layout.root(), 0o755, None)?;
    folder(&layout.server(), 0o700, Some(SERVER_ID))?;
    folder(&layout.agent(), 0o700, None)?;
    folder(&layout.run(), 0o755, None)?;
    instance(layout).map(drop)
}

/// The engine's short id: made once.
pub(crate) fn instance(layout: &Layout) -> anyhow::Result<String> {
    let path = layout.instance();
    if let Ok(id) = std::fs::read_to_string(&path) {
        return Ok(id.trim().to_owned());
    }
    let id = TaskId::random().as_str()[..8].to_owned();
    fsio::write_atomic(&path, id.as_bytes(), 0o644)
        .with_context(|| format!("can't write {}", path.display()))?;
    Ok(id)
}

/// Takes the engine's folder for this process.
pub(crate) fn lock(layout: &Layout) -> anyhow::Result<Flock<File>> {
    let path = layout.lock();
    let file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .with_context(|| format!("can't open {}", path.display()))?;
    let mut lock = match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
        Ok(lock) => lock,
        Err((mut file, Errno::EWOULDBLOCK)) => {
            let mut pid = String::new();
            file.read_to_string(&mut pid)?;
            bail!(
                "an engine runs in {} already (process {}): `ferrogate down` ends it, another \
                 --data-dir gives a second one",
                layout.root().display(),
                pid.trim()
            );
        }
        Err((_, e)) => return Err(e).with_context(|| format!("can't lock {}", path.display())),
    };
    lock.set_len(0)?;
    writeln!(lock, "{}", std::process::id())?;
    Ok(lock)
}

fn detach(settings: &Settings) -> anyhow::Result<ExitCode> {
    // Refused here, so that the reason is seen at once.
    drop(lock(&settings.layout)?);
    drop(listen(settings.listen)?);
    let path = settings.layout.log();
    let log = File::options()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("can't open {}", path.display()))?;
    let mut command = Command::new(THIS_PROGRAM);
    command
        .arg("supervise")
        .arg("--data-dir")
        .arg(settings.layout.root())
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .process_group(0);
    let mut child = command.spawn().context("can't start the engine")?;
    let until = Instant::now() + READY_MAX;
    while !answers(settings) {
        if let Some(status) = child.try_wait()? {
            bail!("the engine ended with {status}: see {}", path.display());
        }
        if Instant::now() > until {
            bail!("the API does not answer: see {}", path.display());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    eprintln!(
        "✓ API {}   account {}   region {}",
        settings.endpoint(),
        settings.account,
        settings.region
    );
    eprintln!("  AWS tools: eval \"$(ferrogate env{})\"", named(settings));
    Ok(ExitCode::SUCCESS)
}

fn named(settings: &Settings) -> String {
    let root = settings.layout.root();
    if root == Path::new("/var/lib/ferrogate") {
        String::new()
    } else {
        format!(" --data-dir {}", root.display())
    }
}

/// Whether the API answers a health check.
fn answers(settings: &Settings) -> bool {
    let Ok(mut stream) = TcpStream::connect(settings.listen) else { return false };
    let request =
        b"GET /_ferrogate/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let mut answer = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(2))).is_ok()
        && stream.write_all(request).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow::anyhow!(
            "{address} is in use{}: stop it, or choose another address with --listen",
            holder(address)
        ),
        _ => anyhow::Error::new(error).context(format!("can't listen on {address}")),
    })
}

/// Who listens on the address, when that can be found.
fn holder(address: SocketAddr) -> String {
    let SocketAddr::V4(address) = address else { return String::new() };
    match ferrogate_net::forward::Holder::find(address) {
        Some(holder) => format!(" by {holder}"),
        None => String::new(),
    }
}

/// Runs the server and the agent until a signal, and starts again what dies.
pub(crate) fn supervise(settings: &Settings) -> anyhow::Result<ExitCode> {
    logging::start();
    let layout = &settings.layout;
    let _lock = lock(layout)?;
    crash::arm(layout.root());
    let api = listen(settings.listen)?;
    let socket = layout.session_socket();
    fsio::remove_all(&socket)?;
    let session = UnixListener::bind(&socket)
        .with_context(|| format!("can't listen on {}", socket.display()))?;
    std::fs::set_permissions(&socket, Permissions::from_mode(0o600))?;
    tracing::info!(listen = %settings.listen, data = %layout.root().display(), "up");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let shutdown = Shutdown::new();
        request_on_signal(&shutdown)?;
        let server = || {
            let mut command = this_program("server", layout)?;
            let fds = format!("api:{},session:{}", api.as_raw_fd(), session.as_raw_fd());
            command.env(inherited::VARIABLE, fds);
            // Only this thread starts processes, so no other child gets these.
            pass_on(api.as_fd(), true)?;
            pass_on(session.as_fd(), true)?;
            let child = command.spawn();
            pass_on(api.as_fd(), false)?;
            pass_on(session.as_fd(), false)?;
            Ok(child?)
        };
        let agent = || Ok(this_program("agent", layout)?.spawn()?);
        tokio::join!(
            keep("server", server, shutdown.clone()),
            keep("agent", agent, shutdown.clone())
        );
        anyhow::Ok(())
    })?;
    tracing::info!("down");
    Ok(ExitCode::SUCCESS)
}

fn this_program(verb: &str, layout: &Layout) -> anyhow::Result<Command> {
    let mut command = Command::new(THIS_PROGRAM);
    command.arg(verb).arg("--data-dir").arg(layout.root()).stdin(Stdio::null());
    command.env(SUPERVISOR, std::process::id().to_string());
    Ok(command)
}

/// Whether a child inherits the file.
fn pass_on(fd: std::os::fd::BorrowedFd<'_>, on: bool) -> nix::Result<()> {
    let flags = if on { FdFlag::empty() } else { FdFlag::FD_CLOEXEC };
    fcntl(fd, FcntlArg::F_SETFD(flags)).map(drop)
}

/// The longest rest before a process is started again. Short: until then there is no API, or
/// nobody to see a container end; and a start costs some hundredths of a second of the CPU.
const RESTART_MAX: Duration = Duration::from_secs(1);

/// Keeps one process running until the shutdown; then asks it to end, and waits.
async fn keep(name: &str, start: impl Fn() -> anyhow::Result<Child>, shutdown: Shutdown) {
    let mut backoff = Backoff::new(Duration::from_millis(20), RESTART_MAX);
    loop {
        let begun = Instant::now();
        match start() {
            Ok(child) => {
                crash::point(format_args!("up:started-{name}"));
                tracing::info!(name, pid = child.id(), "started");
                let status = wait(child, &shutdown).await;
                if shutdown.is_requested() {
                    return;
                }
                crash::point(format_args!("up:ended-{name}"));
                tracing::warn!(name, status, "ended; it is started again");
            }
            Err(error) => tracing::error!(name, error = %format!("{error:#}"), "can't be started"),
        }
        if begun.elapsed() > Duration::from_secs(10) {
            backoff.reset();
        }
        tokio::select! {
            () = shutdown.requested() => return,
            () = tokio::time::sleep(backoff.next_delay()) => {}
        }
    }
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

/// Asks for the shutdown at SIGTERM and SIGINT.
pub(crate) fn request_on_signal(shutdown: &Shutdown) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let shutdown = shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        shutdown.request();
    });
    Ok(())
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
