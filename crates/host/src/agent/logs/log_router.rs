//! The log router of a task, the container that routes what the others write, as the agent sees
//! it: a socket in a folder that the container can do with as it likes.
//!
//! A message is delivered when the router has acknowledged it. Some never do: Fluentd's input for
//! sockets, small programs. They are told from the others by a message without records, and have
//! what they have read.

use std::io;
use std::os::fd::{AsFd as _, AsRawFd as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ferrogate_base::TaskKey;
use ferrogate_base::backoff::Backoff;
use nix::fcntl::{OFlag, open, openat};
use nix::sys::stat::{Mode, SFlag, fstat};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::time::{Instant, sleep, timeout};

use super::forward::Destination;
use crate::forward::{self, Acks, Source};
use crate::kernel;
use crate::spool::Line;

/// Its socket, in a folder that only it and the engine have (ECS agent).
const SOCKET: &str = "fluent.sock";

/// How long a program that has read a message may take to acknowledge the first one.
const PROBE_WAIT: Duration = Duration::from_secs(3);

/// How long one that acknowledges may take (Fluentd's `ack_response_timeout`).
const ACK_WAIT: Duration = Duration::from_secs(190);

/// The first and the longest rest after an error.
const REST: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(500));

/// The first and the longest time until it is looked again whether a message was read.
const LOOK: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(50));

/// Whether a router says that it has a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Acknowledges {
    Unknown,
    Always,
    Never,
}

/// The router of one container's lines.
#[derive(Debug)]
pub(in crate::agent) struct LogRouter {
    task: TaskKey,
    /// Whose lines it gets.
    source: Source,
    /// The folder of its socket.
    folder: PathBuf,
    /// Whether it is a program that might acknowledge messages.
    may_acknowledge: bool,
    acknowledges: Acknowledges,
    open: Option<Connection>,
}

#[derive(Debug)]
struct Connection {
    socket: UnixStream,
    acks: Acks,
}

impl LogRouter {
    /// The router of `task` whose socket is in `folder`, and whether it may acknowledge messages.
    pub(in crate::agent) fn new(
        (task, source): (TaskKey, Source),
        folder: PathBuf,
        may_acknowledge: bool,
    ) -> Self {
        let acknowledges = Acknowledges::Never;
        let mut router = Self { task, source, folder, may_acknowledge, acknowledges, open: None };
        router.forget();
        router
    }

    /// The program has failed to answer, and another run of it may do so next: one that
    /// acknowledges will do so again, of the others nothing is known.
    fn forget(&mut self) {
        self.open = None;
        if self.may_acknowledge && self.acknowledges == Acknowledges::Never {
            self.acknowledges = Acknowledges::Unknown;
        }
    }

    async fn attempt(&mut self, of: &Source, lines: &[Line]) -> io::Result<()> {
        let chunk = chunk(of, lines);
        if self.acknowledges == Acknowledges::Unknown {
            self.acknowledges = self.probe(of).await?;
        }
        let asked = (self.acknowledges == Acknowledges::Always).then_some(&*chunk);
        let message = forward::batch(of, lines, asked);
        let connection = self.connected().await?;
        connection.socket.write_all(&message).await?;
        match asked {
            Some(chunk) => timeout(ACK_WAIT, connection.acknowledged(chunk)).await?,
            None => connection.read().await,
        }
    }

    async fn probe(&mut self, of: &Source) -> io::Result<Acknowledges> {
        let chunk = format!("{}/probe", of.container_id);
        let message = forward::probe(of, &chunk);
        let connection = self.connected().await?;
        connection.socket.write_all(&message).await?;
        connection.probed(&chunk).await
    }

    /// The connection to it; another one when the last is over.
    async fn connected(&mut self) -> io::Result<&mut Connection> {
        let usable = self.open.take().and_then(Connection::if_open);
        let connection = match usable {
            Some(connection) => connection,
            None => Connection { socket: connect(&self.folder).await?, acks: Acks::default() },
        };
        Ok(self.open.insert(connection))
    }
}

impl Destination for LogRouter {
    /// It has ended with the others.
    const LAST_WAIT: Duration = Duration::ZERO;

    /// Again and again, until the router has them.
    async fn deliver(&mut self, lines: &[Line]) -> u64 {
        let source = self.source.clone();
        let mut backoff = Backoff::new(REST.0, REST.1);
        let mut tries: u32 = 0;
        while let Err(error) = self.attempt(&source, lines).await {
            self.forget();
            tries = tries.saturating_add(1);
            if tries.is_power_of_two() {
                let (task, container) = (&self.task, &source.container_name);
                tracing::debug!(%task, container, tries, %error, "the router takes no lines yet");
            }
            sleep(backoff.next_delay()).await;
        }
        0
    }
}

impl Connection {
    /// Itself, unless the other end has closed it.
    fn if_open(mut self) -> Option<Self> {
        let mut bytes = [0; 256];
        match self.socket.try_read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Some(self),
            // Answers that come late are nobody's.
            Ok(count @ 1..) => self.acks.take(&bytes[..count]).is_ok().then_some(self),
            Ok(0) | Err(_) => None,
        }
    }

    /// Returns once the message of that name is acknowledged.
    async fn acknowledged(&mut self, chunk: &str) -> io::Result<()> {
        let mut bytes = [0; 1024];
        loop {
            let count = self.socket.read(&mut bytes).await?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let names = self.acks.take(&bytes[..count]).map_err(io::Error::other)?;
            if names.iter().any(|name| name == chunk) {
                return Ok(());
            }
        }
    }

    /// Returns once the other end has read all that was written.
    async fn read(&self) -> io::Result<()> {
        let mut look = Backoff::new(LOOK.0, LOOK.1);
        while kernel::unread_bytes(self.socket.as_fd())? > 0 {
            sleep(look.next_delay()).await;
        }
        // One that was closed with something unread says so (`ECONNRESET`).
        match self.socket.take_error()? {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Whether a message of that name, which has no records, is acknowledged. Whoever has not
    /// read it yet is waited for.
    async fn probed(&mut self, chunk: &str) -> io::Result<Acknowledges> {
        let mut deadline = None;
        loop {
            let look = deadline.map_or(LOOK.1, |at: Instant| at - Instant::now());
            match timeout(look, self.acknowledged(chunk)).await {
                Ok(Ok(())) => return Ok(Acknowledges::Always),
                Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Ok(Acknowledges::Never);
                }
                Ok(Err(error)) => return Err(error),
                Err(_) if deadline.is_some() => return Ok(Acknowledges::Never),
                Err(_) => {}
            }
            if kernel::unread_bytes(self.socket.as_fd())? == 0 {
                deadline = Some(Instant::now() + PROBE_WAIT);
            }
        }
    }
}

/// What a message is acknowledged by: the same one when it is sent again.
fn chunk(of: &Source, lines: &[Line]) -> String {
    let seq = |line: Option<&Line>| line.map_or(0, |line| line.seq);
    format!("{}/{}-{}", of.container_id, seq(lines.first()), seq(lines.last()))
}

/// Connects to the socket in `folder`. What is there is the task's to choose, so no link is
/// followed: it would be followed out of the task.
async fn connect(folder: &Path) -> io::Result<UnixStream> {
    let nothing = OFlag::O_PATH | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let folder = open(folder, nothing | OFlag::O_DIRECTORY, Mode::empty())?;
    let socket = openat(&folder, SOCKET, nothing, Mode::empty())?;
    let kind = SFlag::from_bits_truncate(fstat(&socket)?.st_mode) & SFlag::S_IFMT;
    if kind != SFlag::S_IFSOCK {
        return Err(io::Error::other(format!("{SOCKET} is no socket")));
    }
    UnixStream::connect(format!("/proc/self/fd/{}", socket.as_raw_fd())).await
}
