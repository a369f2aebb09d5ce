//! The agent's end of the helper: start it, confine it, feed it, hear the outcome.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use rustix::fs::{Mode, OFlags, ResolveFlags, XattrFlags};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::task::JoinHandle;

use super::helper::{GO, READY};
use super::tree::OPAQUE_USER;
use super::{Limits, Outcome, Report, UnpackError};

/// What the kernel takes for every namespace's map here: the 65,536 ids of a layer, as they
/// are.
const IDENTITY_MAP: &str = "0 0 65536\n";
/// Longest outcome read: a report with all the opaque folders it may name.
const OUTCOME_BYTES_MAX: u64 = 128 << 20;
const STDERR_BYTES_MAX: u64 = 4096;
const PIPE_BYTES: usize = 1 << 20;

/// How to start the helper. The program must call [`super::helper_main`] with what follows
/// `args` on its command line.
#[derive(Clone, Debug)]
pub struct UnpackCommand {
    program: PathBuf,
    args: Vec<OsString>,
}

impl Default for UnpackCommand {
    /// This binary again, as `ferrogate unpack`.
    fn default() -> Self {
        Self::new("/proc/self/exe", ["unpack"])
    }
}

impl UnpackCommand {
    /// A program and its first arguments.
    pub fn new<A: Into<OsString>>(
        program: impl Into<PathBuf>,
        args: impl IntoIterator<Item = A>,
    ) -> Self {
        Self { program: program.into(), args: args.into_iter().map(Into::into).collect() }
    }

    /// Starts a helper that unpacks into the existing, empty folder `dir`. It needs root: to
    /// map 65,536 ids. Dropping what is returned kills the helper.
    ///
    /// # Errors
    /// [`UnpackError::Start`], or what the helper says when it can't confine itself.
    pub async fn start(&self, dir: &Path, limits: &Limits) -> Result<Unpacking, UnpackError> {
        let dir = dir.canonicalize().map_err(start_error("finding the layer's folder"))?;
        let limits = serde_json::to_string(limits).expect("limits are plain numbers");
        let mut child = Command::new(&self.program)
            .args(&self.args)
            .arg(&dir)
            .arg(limits)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(start_error("starting the unpack helper"))?;
        let stdin = child.stdin.take().expect("piped above");
        // Fewer switches between the two processes; the kernel may allow less.
        let _ = rustix::pipe::fcntl_setpipe_size(&stdin, PIPE_BYTES);
        let stdout = child.stdout.take().expect("piped above");
        let stderr = tokio::spawn(capped(child.stderr.take().expect("piped above")));
        let mut unpacking = Unpacking { child, stdin: Some(stdin), stdout, stderr, dir };
        unpacking.confine().await?;
        Ok(unpacking)
    }
}

fn start_error(what: &'static str) -> impl FnOnce(io::Error) -> UnpackError {
    move |source| UnpackError::Start { what, source }
}

async fn capped(mut pipe: impl AsyncRead + Unpin) -> String {
    let mut text = Vec::new();
    // Beside the outcome this is decoration: what can't be read is not missed.
    drop((&mut pipe).take(STDERR_BYTES_MAX).read_to_end(&mut text).await);
    drop(tokio::io::copy(&mut pipe, &mut tokio::io::sink()).await);
    String::from_utf8_lossy(&text).trim().to_owned()
}

/// A helper at work.
#[derive(Debug)]
pub struct Unpacking {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: ChildStdout,
    stderr: JoinHandle<String>,
    dir: PathBuf,
}

impl Unpacking {
    /// Waits until the helper is in its namespaces, and writes their id maps.
    async fn confine(&mut self) -> Result<(), UnpackError> {
        let mut ready = [0; READY.len()];
        if self.stdout.read_exact(&mut ready).await.is_err() || ready != READY {
            return Err(self.outcome(&ready).await);
        }
        // The child is not waited for yet, so the id is still its own.
        let pid = self.child.id().expect("not waited for");
        let what = "mapping ids for the unpack helper (it takes root)";
        for map in ["uid_map", "gid_map"] {
            // A write to procfs: no disk is waited for.
            std::fs::write(format!("/proc/{pid}/{map}"), IDENTITY_MAP)
                .map_err(start_error(what))?;
        }
        self.feed(&[GO]).await;
        Ok(())
    }

    /// The helper's process id, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Hands over the next bytes of the compressed layer. `false` when the helper has ended
    /// early: then [`Unpacking::finish`] tells why. Dropping this future may leave a part
    /// written, so drop the whole unpacking with it.
    pub async fn feed(&mut self, bytes: &[u8]) -> bool {
        match &mut self.stdin {
            Some(stdin) => stdin.write_all(bytes).await.is_ok(),
            None => false,
        }
    }

    /// Tells the helper that the layer is complete, and waits for the outcome. The layer's
    /// files are then in the page cache, not yet on disk.
    ///
    /// # Errors
    /// [`UnpackError`]; the folder then holds a part of the layer, for the caller to remove.
    pub async fn finish(mut self) -> Result<Report, UnpackError> {
        drop(self.stdin.take());
        let mut text = Vec::new();
        let read = (&mut self.stdout).take(OUTCOME_BYTES_MAX).read_to_end(&mut text).await;
        let report = match serde_json::from_slice(&text) {
            Ok(Outcome::Done(report)) if read.is_ok() => report,
            _ => return Err(self.outcome(&text).await),
        };
        let status = self.child.wait().await.map_err(start_error("waiting for the helper"))?;
        if !status.success() {
            return Err(self.outcome(&[]).await);
        }
        let (dir, opaque) = (self.dir.clone(), report.opaque.clone());
        let marked = tokio::task::spawn_blocking(move || mark_opaque(&dir, &opaque)).await;
        marked
            .map_err(io::Error::other)
            .and_then(|r| r)
            .map_err(start_error("marking folders opaque"))?;
        Ok(report)
    }

    /// The error that the helper's words amount to, or its death.
    async fn outcome(&mut self, said: &[u8]) -> UnpackError {
        drop(self.stdin.take());
        let mut text = said.to_vec();
        drop((&mut self.stdout).take(OUTCOME_BYTES_MAX).read_to_end(&mut text).await);
        match serde_json::from_slice(&text) {
            Ok(Outcome::Refused(reason)) => return UnpackError::Refused(reason),
            Ok(Outcome::NoSpace(reason)) => return UnpackError::NoSpace(reason),
            Ok(Outcome::Failed(reason)) => return UnpackError::Failed(reason),
            Ok(Outcome::Done(_)) | Err(_) => {}
        }
        let status = match self.child.wait().await {
            Ok(status) => match status.signal() {
                Some(signal) => format!("signal {signal}"),
                None => format!("exit code {}", status.code().unwrap_or(-1)),
            },
            Err(e) => e.to_string(),
        };
        let mut stderr = (&mut self.stderr).await.unwrap_or_default();
        if stderr.trim().is_empty() {
            stderr = "it said nothing".into();
        }
        UnpackError::Died { status, stderr }
    }
}

/// Gives folders that the helper made opaque the mark of a privileged overlay too. The tree
/// is at rest, and openat2 stays inside it, so its links lead nowhere else.
fn mark_opaque(dir: &Path, opaque: &[String]) -> io::Result<()> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let root = rustix::fs::open(dir, flags, Mode::empty())?;
    let how = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS | ResolveFlags::NO_XDEV;
    for path in opaque {
        let path = hex::decode(path).map_err(io::Error::other)?;
        let path = if path.is_empty() { b".".to_vec() } else { path };
        let Ok(fd) = rustix::fs::openat2(&root, path.as_slice(), flags, Mode::empty(), how) else {
            continue; // replaced by a later entry
        };
        let mut mark = [0; 1];
        let marked = rustix::fs::fgetxattr(&fd, OPAQUE_USER, &mut mark[..]);
        if marked == Ok(1) && mark == *b"y" {
            rustix::fs::fsetxattr(&fd, "trusted.overlay.opaque", b"y", XattrFlags::empty())?;
        }
    }
    Ok(())
}
