//! Starting a shim: as a program of its own, or as a copy of the zygote.

use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::{ClientError, ShimHandle};
use crate::shim::zygote::Nursery;

/// How long a new shim has to make its namespaces.
const READY_MAX: Duration = Duration::from_secs(30);

/// How to start a shim.
#[derive(Clone, Debug)]
pub struct ShimOptions {
    /// The task's folder: journal, socket and logs. Made when missing; must hold no journal.
    pub run_dir: PathBuf,
    /// The cgroup under which shims and tasks are put, such as `ferrogate`: a path without a
    /// leading slash, the same in every hierarchy.
    pub cgroup_root: String,
    /// The first of the 65,536 host ids that are the task's alone.
    pub id_base: u32,
    /// The program to run as shim: it must call [`super::main`] when its first argument is
    /// `shim`.
    pub exe: PathBuf,
}

impl ShimHandle {
    /// Starts a shim and waits until its namespaces stand. It then waits, warm, for
    /// [`ShimHandle::create`], and it lives on when the caller dies.
    ///
    /// Cancelling may leave a shim behind in the folder; [`ShimHandle::connect`] finds it.
    ///
    /// # Errors
    /// [`ClientError::NotStarted`] with the shim's own words.
    pub async fn spawn(options: &ShimOptions) -> Result<Self, ClientError> {
        Self::launch(options).await
    }

    /// The same as a copy of the nursery's zygote, which spares it a program's start. With a
    /// volume for what the task's containers write: a mount that is attached to nothing, which
    /// the shim attaches at [`crate::runtime::stage::DISK`].
    ///
    /// # Errors
    /// As for [`ShimHandle::spawn`].
    pub async fn fork(
        nursery: &Arc<Nursery>,
        options: &ShimOptions,
        volume: Option<OwnedFd>,
    ) -> Result<Self, ClientError> {
        let mut args = arguments(options);
        if volume.is_some() {
            args.extend(["--volume".into(), "stdin".into()]);
        }
        let (ours, theirs) = std::io::pipe().map_err(|e| not_started(options, e.to_string()))?;
        let (nursery, output) = (nursery.clone(), OwnedFd::from(theirs));
        // Both descriptors close here with the closure: then only the shim has them.
        let forked = spawn_blocking(move || nursery.fork(&args, &output, volume.as_ref()));
        let forked = forked.await.map_err(io::Error::other).and_then(|forked| forked);
        let pid = forked.map_err(|e| not_started(options, e.to_string()))?;
        let ours = tokio::net::unix::pipe::Receiver::from_owned_fd(ours.into());
        let ours = ours.map_err(|e| not_started(options, e.to_string()))?;
        Self::ready(options, pid, ours).await
    }

    async fn launch(options: &ShimOptions) -> Result<Self, ClientError> {
        let mut command = tokio::process::Command::new(&options.exe);
        command
            .arg("shim")
            .args(arguments(options))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .env_clear()
            .kill_on_drop(false);
        let mut child = command.spawn().map_err(|e| not_started(options, e.to_string()))?;
        let pid = child.id().and_then(|pid| i32::try_from(pid).ok()).unwrap_or_default();
        let stdout = child.stdout.take().expect("it was asked for above");
        // tokio reaps the process by itself when it ends after the handle is dropped.
        drop(child);
        Self::ready(options, pid, stdout).await
    }

    /// The shim closes its end after the one line: `ready`, or why not.
    async fn ready(
        options: &ShimOptions,
        pid: i32,
        mut output: impl AsyncRead + Unpin,
    ) -> Result<Self, ClientError> {
        let mut said = String::new();
        let heard = timeout(READY_MAX, output.read_to_string(&mut said)).await;
        match heard.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
            Err(e) => Err(not_started(options, e.to_string())),
            Ok(_) if said.trim_end() == "ready" => {
                Ok(Self { run_dir: options.run_dir.clone(), pid })
            }
            Ok(_) if said.is_empty() => Err(not_started(options, "it ended without a word".into())),
            Ok(_) => Err(not_started(options, said.trim_end().into())),
        }
    }
}

fn not_started(options: &ShimOptions, reason: String) -> ClientError {
    ClientError::NotStarted { run_dir: options.run_dir.clone(), reason }
}

fn arguments(options: &ShimOptions) -> Vec<String> {
    let ShimOptions { run_dir, cgroup_root, id_base, .. } = options;
    vec![
        "--run-dir".into(),
        run_dir.to_string_lossy().into_owned(),
        "--cgroup-root".into(),
        cgroup_root.clone(),
        "--id-base".into(),
        id_base.to_string(),
    ]
}
