//! `ferrogate up`: prepares the engine's folder and runs its supervisor, here or in the
//! background.

use std::fs::{File, Permissions};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, bail};
use ferrogate_base::{TaskId, fsio};
use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};

use crate::args::{KEPT, Up};
use crate::client;
use crate::layout::{Layout, SERVER_ID};
use crate::logging::say;
use crate::settings::Settings;
use crate::starter::{self, Failure, Told};
use crate::supervisor;

/// This very program, also when its file was replaced meanwhile.
pub(crate) const THIS_PROGRAM: &str = "/proc/self/exe";
/// How long `--detach` waits until tasks can be run.
const READY_MAX: Duration = Duration::from_secs(30);

pub(crate) fn run(settings: &Settings, up: &Up) -> anyhow::Result<ExitCode> {
    let settings = Settings { dev: up.dev, ..settings.clone() };
    check(&settings)?;
    prepare(&settings)?;
    settings.save()?;
    if up.detach { detach(&settings) } else { supervisor::run(&settings, None) }
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
    // The agent locks a file there, and whoever may open one may lock it too (flock(2)).
    folder(&layout.run(), 0o700, None)?;
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
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("can't open {}", path.display()))?;
    // Whoever may open it may lock it too (flock(2)), and keep the engine from starting.
    file.set_permissions(Permissions::from_mode(0o600))
        .with_context(|| format!("can't take {} for root alone", path.display()))?;
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
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("can't open {}", path.display()))?;
    let mut command = Command::new(THIS_PROGRAM);
    command
        .arg("supervise")
        .arg("--data-dir")
        .arg(settings.layout.root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log);
    for variable in KEPT {
        command.env_remove(variable);
    }
    let mut child = command.spawn().context("can't start the engine")?;
    let (heard, hears) = mpsc::channel();
    if let Some(way) = child.stdout.take() {
        // Who waits no longer hears no more.
        starter::hear(way, move |told| drop(heard.send(told)));
    }
    match hears.recv_timeout(READY_MAX) {
        Ok(Told::Ready) => {}
        Ok(Told::Failed(Failure { reason, .. })) => bail!("{reason}"),
        Err(RecvTimeoutError::Timeout) => {
            bail!("the engine is not ready yet, and goes on: see {}", path.display())
        }
        Err(RecvTimeoutError::Disconnected) => {
            bail!("the engine ended with {}: see {}", child.wait()?, path.display())
        }
    }
    let Settings { account, region, .. } = settings;
    say(format_args!("✓ API {}   account {account}   region {region}", settings.endpoint()));
    say(format_args!("  AWS tools: eval \"$(ferrogate env{})\"", named(settings)));
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

pub(crate) fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
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
