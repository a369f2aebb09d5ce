//! How the process of a load balancer's node comes into its place: a network of its own, which
//! the agent joins to the VPC, a cgroup that bounds it, its sockets; and how it gives up every
//! right before it reads a byte of anybody's.
//!
//! What it does then is not this crate's: the binary joins both. Read [`enter`] first.

pub(crate) mod bucket;
pub mod buckets;
mod confine;
pub mod objects;
pub mod relay;
pub mod session_logs;

use std::io::{self, Write};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use ferrogate_base::fsio;
use ferrogate_link::Limits;

use crate::cgroup::Cgroups;
use crate::kernel;

/// The socket in a node's folder on which the agent speaks with it.
pub const CONTROL: &str = "control.sock";
/// The word that says that it is in its place.
pub const READY: &str = "ready";
/// The user and group of these processes: nobody else's, and without a name.
const BALANCER_ID: u32 = 64_178;
/// All that one of them may use: 16,384 clients that are as slow as can be, each with what may
/// wait for it.
const MEMORY_MIB: u32 = 2048;
const PIDS_MAX: u32 = 256;

/// Where a node's process is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The id of its interface.
    pub id: String,
    /// Its folder, root's alone. Made when it is missing.
    pub dir: PathBuf,
    /// Its cgroup, which holds it and nothing else.
    pub cgroup: String,
    /// The server's folder, in which the server finds the relay's socket by `label`.
    pub relay: PathBuf,
    /// The first label of its name.
    pub label: String,
}

/// The sockets of a process in its place.
#[derive(Debug)]
pub struct Entered {
    /// The id of its interface.
    pub id: String,
    /// Where the agent connects.
    pub control: UnixListener,
    /// Where the server hands connections over.
    pub relay: UnixListener,
    /// How many files it may have open.
    pub open_files: u64,
}

impl Place {
    /// As the words of a command line.
    #[must_use]
    pub fn words(&self) -> Vec<std::ffi::OsString> {
        let Self { id, dir, cgroup, relay, label } = self;
        vec![id.into(), dir.into(), cgroup.into(), relay.into(), label.into()]
    }

    /// The other way.
    #[must_use]
    pub fn read(words: impl IntoIterator<Item = std::ffi::OsString>) -> Option<Self> {
        let mut words = words.into_iter();
        let text =
            |words: &mut dyn Iterator<Item = std::ffi::OsString>| words.next()?.into_string().ok();
        Some(Self {
            id: text(&mut words)?,
            dir: words.next()?.into(),
            cgroup: text(&mut words)?,
            relay: words.next()?.into(),
            label: text(&mut words)?,
        })
    }
}

/// Brings the calling process, which must have one thread and be root, into its place, and says
/// [`READY`] on standard output, which is closed then, or why not. It is nobody afterwards, sees
/// no files, and can gain nothing.
///
/// # Errors
/// In words, when a step fails: then it must end.
pub fn enter(place: &Place) -> Result<Entered, String> {
    let entered = try_enter(place);
    let word = entered.as_ref().map_or_else(String::as_str, |_| READY);
    let said = writeln!(io::stdout(), "{word}");
    // What is printed from now on goes where the log does.
    let closed = nix::unistd::dup2_stdout(io::stderr());
    // One whose agent has gone meanwhile would be known to nobody.
    step("telling the agent", said)?;
    step("closing the output", closed)?;
    entered
}

fn try_enter(place: &Place) -> Result<Entered, String> {
    step("closing inherited files", kernel::close_others())?;
    // What ends with whoever started it is not this.
    let _ = nix::unistd::setsid();
    step("joining a cgroup", join(&place.cgroup))?;
    let control = step("opening the control socket", control(&place.dir))?;
    let relay = step("opening the relay's socket", relay::bind(place))?;
    let open_files = confine::confine(&place.dir)?;
    Ok(Entered { id: place.id.clone(), control, relay, open_files })
}

fn join(cgroup: &str) -> io::Result<()> {
    let cgroups = Cgroups::detect().map_err(io::Error::other)?;
    let cpus = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let cpu_units = u32::try_from(cpus).unwrap_or(1).saturating_mul(1024);
    let limits = Limits { cpu_units, memory_mib: MEMORY_MIB, pids_max: PIDS_MAX };
    let joined = cgroups.create_task(cgroup, &limits);
    joined.and_then(|()| cgroups.join(&format!("{cgroup}/node"))).map_err(io::Error::other)
}

/// Binds by a name that is short however long the folder's is.
fn control(dir: &Path) -> io::Result<UnixListener> {
    fsio::remove_all(&dir.join(CONTROL))?;
    std::env::set_current_dir(dir)?;
    UnixListener::bind(CONTROL)
}

fn step<T, E: std::fmt::Display>(what: &str, done: Result<T, E>) -> Result<T, String> {
    done.map_err(|e| format!("{what}: {e}"))
}
