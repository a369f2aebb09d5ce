//! The process that shims are copies of: it has been loaded and linked once, so a shim costs
//! a fork instead of a program's start, and shares with all others what none of them changes.
//!
//! The agent's end is [`Nursery`]. The zygote has one thread, knows no task, and ends when
//! the agent does; shims go on.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::unistd::{dup2_stdin, dup2_stdout};
use parking_lot::Mutex;

use super::daemon;
use crate::cgroup::Cgroups;
use crate::kernel::{self, Fork};
use crate::runtime::confine;

/// A shim's arguments take the place of the zygote's own, as far as there is room: so many
/// bytes. A path has at most 4,096.
const ROOM: usize = 4_600;

/// How long a zygote has to answer: it does nothing but fork.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// The longest message in bytes: a shim's arguments.
const MESSAGE_BYTES_MAX: usize = ROOM;

/// Where shims come from: a zygote, started again when it is gone.
#[derive(Debug)]
pub struct Nursery {
    exe: PathBuf,
    shims: PathBuf,
    cgroup_root: String,
    zygote: Mutex<Option<Zygote>>,
}

#[derive(Debug)]
struct Zygote {
    socket: UnixStream,
    process: Child,
}

impl Nursery {
    /// A nursery whose zygotes run `exe`, which must call [`main`] when its first argument is
    /// `zygote`. The next arguments are the cgroup of the engine, and `shims`, the folder of the
    /// folders of shims, for people to see whose it is. None is started yet.
    #[must_use]
    pub fn new(exe: &Path, shims: &Path, cgroup_root: &str) -> Self {
        let (exe, shims) = (exe.to_owned(), shims.to_owned());
        Self { exe, shims, cgroup_root: cgroup_root.to_owned(), zygote: Mutex::new(None) }
    }

    /// Makes a process that runs a shim with `args`, with `output` as its standard output and
    /// `input` as its standard input: its id. Blocks until the zygote has answered.
    ///
    /// # Errors
    /// When no zygote can be started, or it can't fork.
    pub(super) fn fork(
        &self,
        args: &[String],
        output: &OwnedFd,
        input: Option<&OwnedFd>,
    ) -> io::Result<i32> {
        let mut zygote = self.zygote.lock();
        if let Some(running) = &*zygote {
            match running.fork(args, output, input) {
                Err(e) if is_gone(&e) => *zygote = None,
                done => return done,
            }
        }
        zygote.insert(self.start()?).fork(args, output, input)
    }

    fn start(&self) -> io::Result<Zygote> {
        let (ours, theirs) = UnixStream::pair()?;
        ours.set_read_timeout(Some(ANSWER_MAX))?;
        ours.set_write_timeout(Some(ANSWER_MAX))?;
        let process = Command::new(&self.exe)
            .arg("zygote")
            .arg(&self.cgroup_root)
            .arg(&self.shims)
            .arg("-".repeat(ROOM))
            .stdin(OwnedFd::from(theirs))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .env_clear()
            .spawn()?;
        Ok(Zygote { socket: ours, process })
    }
}

/// Whether the zygote has ended, or does not answer.
fn is_gone(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, TimedOut, UnexpectedEof, WouldBlock};
    matches!(error.kind(), BrokenPipe | ConnectionReset | UnexpectedEof | TimedOut | WouldBlock)
}

impl Zygote {
    fn fork(&self, args: &[String], output: &OwnedFd, input: Option<&OwnedFd>) -> io::Result<i32> {
        let message = args.join("\0");
        if message.len() > MESSAGE_BYTES_MAX {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a shim's path is too long"));
        }
        let fds: Vec<_> = [Some(output), input].into_iter().flatten().map(AsFd::as_fd).collect();
        kernel::send_with_descriptors(&self.socket, message.as_bytes(), &fds)?;
        let mut answer = [0; 4];
        io::Read::read_exact(&mut &self.socket, &mut answer)?;
        match i32::from_be_bytes(answer) {
            error @ ..0 => Err(io::Error::from_raw_os_error(-error)),
            pid => Ok(pid),
        }
    }
}

impl Drop for Zygote {
    /// It would end when its socket does, unless it is frozen. It has nothing to put in order.
    fn drop(&mut self) {
        drop(self.socket.shutdown(std::net::Shutdown::Both));
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Serves the nursery on standard input until it closes: what the program does when its first
/// argument is `zygote`. `args` are those after it. In a copy of the process: runs a shim to
/// its end. Must be called before the process has a second thread.
pub fn main(args: impl IntoIterator<Item = String>) -> ExitCode {
    if let Some(root) = args.into_iter().next() {
        // Once, so that each shim is born in its cgroup. One that finds itself elsewhere moves
        // by itself, and says why it can't.
        drop(Cgroups::detect().and_then(|cgroups| cgroups.join(&daemon::home_cgroup(&root))));
    }
    confine::prepare();
    match serve() {
        Ok(Ended::Zygote) => ExitCode::SUCCESS,
        Ok(Ended::Shim(code)) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

enum Ended {
    Zygote,
    Shim(ExitCode),
}

fn serve() -> io::Result<Ended> {
    let socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    // Shims block it too, and read it from a descriptor of their own.
    let mut ends = SigSet::empty();
    ends.add(Signal::SIGCHLD);
    ends.thread_block()?;
    let signals = SignalFd::with_flags(&ends, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)?;
    loop {
        let mut fds = [
            PollFd::new(socket.as_fd(), PollFlags::POLLIN),
            PollFd::new(signals.as_fd(), PollFlags::POLLIN),
        ];
        match poll(&mut fds, PollTimeout::NONE) {
            Ok(_) | Err(nix::errno::Errno::EINTR) => {}
            Err(e) => return Err(e.into()),
        }
        let asked = fds[0].any().unwrap_or(false);
        while let Ok(Some(_)) = signals.read_signal() {}
        while kernel::reap_one().is_some() {}
        if !asked {
            continue;
        }
        let mut message = [0; MESSAGE_BYTES_MAX];
        let (length, fds) = kernel::receive_with_descriptors(&socket, &mut message)?;
        if length == 0 {
            return Ok(Ended::Zygote);
        }
        let text = String::from_utf8_lossy(&message[..length]);
        let answer = match kernel::fork() {
            Ok(Fork::Child) => {
                drop((socket, signals));
                let args: Vec<String> = text.split('\0').map(str::to_owned).collect();
                kernel::show_arguments(&["exe", "shim"], &args);
                return become_shim(fds, args).map(Ended::Shim);
            }
            Ok(Fork::Parent(pid)) => pid,
            Err(e) => -e.raw_os_error().unwrap_or(libc::EAGAIN),
        };
        drop(fds);
        io::Write::write_all(&mut &socket, &answer.to_be_bytes())?;
    }
}

fn become_shim(fds: Vec<OwnedFd>, args: Vec<String>) -> io::Result<ExitCode> {
    let mut fds = fds.into_iter();
    let missing = || io::Error::new(io::ErrorKind::InvalidData, "no standard output was sent");
    dup2_stdout(fds.next().ok_or_else(missing)?)?;
    match fds.next() {
        Some(input) => dup2_stdin(input)?,
        None => dup2_stdin(std::fs::File::open("/dev/null")?)?,
    }
    Ok(daemon::main(args))
}

/// Which bytes of memory hold the process's arguments, from its first to past its last.
pub(crate) fn arguments_in_memory() -> Option<(usize, usize)> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is a name in brackets, which may have anything in it.
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut numbers = rest.split(' ').skip(45).map(str::parse::<usize>);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_finds_its_own_arguments() {
        let (start, end) = arguments_in_memory().unwrap();
        let shown = std::fs::read("/proc/self/cmdline").unwrap();
        assert_eq!(end - start, shown.len());
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error() {
        let nursery = Nursery::new(Path::new("/nowhere/shim"), Path::new("/"), "x");
        let null = OwnedFd::from(std::fs::File::open("/dev/null").unwrap());
        assert!(nursery.fork(&[], &null, None).is_err());
    }

    #[test]
    fn a_zygote_that_ends_at_once_is_an_error_and_no_hang() {
        let nursery = Nursery::new(Path::new("/bin/true"), Path::new("/"), "x");
        let null = OwnedFd::from(std::fs::File::open("/dev/null").unwrap());
        assert!(nursery.fork(&["x".into()], &null, None).is_err());
    }
}
