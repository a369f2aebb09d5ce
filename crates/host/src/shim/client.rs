//! The agent's side of a shim: start one, speak to it, hear of it, and clear away a dead one.
//!
//! A handle holds no connection and no process: it may be dropped and made again by
//! [`ShimHandle::connect`], also by another process, and nothing of the task is touched.
//!
//! Every call has a deadline: a shim may be killed or frozen at any moment, and what it forked
//! may hold its sockets open after it.

use std::fs::File;
use std::future::Future;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use nix::unistd::Uid;
use serde::Serialize;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::bundle::Bundle;
use super::process;
use super::protocol::{self, Entry, Reply, Request, Stats};
use super::zygote::Nursery;

/// How long a shim has to answer. It does one thing at a time; what takes longest is a program
/// that it has let go and that does not begin.
const ANSWER_MAX: Duration = Duration::from_secs(20);

/// How often a shim may fail to answer before it counts as frozen: together longer than any
/// one thing that it does, also on a host that stood still itself meanwhile.
const PINGS_MAX: u32 = 3;

/// How long a shim that has nothing to do has to answer.
const IDLE_ANSWER_MAX: Duration = Duration::from_secs(5);

/// How long a new shim has to make its namespaces.
const READY_MAX: Duration = Duration::from_secs(30);

/// Why a shim can't be reached or does not do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The program could not be started, or ended before it was ready.
    #[error("the shim in {run_dir} did not start: {reason}")]
    NotStarted {
        /// The task's folder.
        run_dir: PathBuf,
        /// What it said.
        reason: String,
    },
    /// Nothing answers in that folder: the shim is gone. [`super::reap_dead`] comes next.
    #[error("no shim answers in {run_dir}")]
    Gone {
        /// The task's folder.
        run_dir: PathBuf,
        /// The connection's error.
        #[source]
        source: io::Error,
    },
    /// It is there and does not answer: it is busy, or frozen.
    #[error("the shim in {run_dir} does not answer")]
    Silent {
        /// The task's folder.
        run_dir: PathBuf,
    },
    /// The other side of the socket is not a shim of ours.
    #[error("the socket in {run_dir} belongs to user {uid}")]
    Stranger {
        /// The task's folder.
        run_dir: PathBuf,
        /// The user that opened it.
        uid: u32,
    },
    /// The connection broke in the middle.
    #[error("the connection to the shim in {run_dir} broke")]
    Broken {
        /// The task's folder.
        run_dir: PathBuf,
        /// The connection's error.
        #[source]
        source: io::Error,
    },
    /// The shim says no.
    #[error("the shim refused: {0}")]
    Refused(String),
}

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

/// A shim that runs, or ran: its folder and its process id.
#[derive(Clone, Debug)]
pub struct ShimHandle {
    run_dir: PathBuf,
    pid: i32,
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

    /// Finds the shim of `run_dir`.
    ///
    /// # Errors
    /// [`ClientError::Gone`] when none is there, also when what it forked still holds its
    /// socket; [`ClientError::Stranger`] when what is there is not ours.
    pub async fn connect(run_dir: &Path) -> Result<Self, ClientError> {
        let (_, pid) = dial(run_dir).await?;
        Ok(Self { run_dir: run_dir.to_owned(), pid })
    }

    /// The shim's process id on the host.
    #[must_use]
    pub fn pid(&self) -> i32 {
        self.pid
    }

    /// The task's folder.
    #[must_use]
    pub fn run_dir(&self) -> &Path {
        &self.run_dir
    }

    /// Resolves when the shim's process has ended, whoever still holds its sockets.
    pub async fn ended(&self) {
        if let Err(error) = process::ended(self.pid).await {
            // Then its sockets and its silence have to tell.
            tracing::debug!(pid = self.pid, %error, "a shim's process can't be watched");
            std::future::pending().await
        }
    }

    /// Whether the shim is there and does something. One that is busy gets some patience.
    pub async fn answers(&self) -> bool {
        for _ in 0..PINGS_MAX {
            match self.done(&Request::Ping).await {
                // One from before there were pings refuses: it answers.
                Ok(()) | Err(ClientError::Refused(_)) => return true,
                Err(ClientError::Silent { .. }) => {}
                Err(_) => return false,
            }
        }
        false
    }

    /// Whether a shim that waits for a task is there and does something.
    pub async fn is_idle(&self) -> bool {
        matches!(timeout(IDLE_ANSWER_MAX, self.done(&Request::Ping)).await, Ok(Ok(())))
    }

    /// The task's network namespace.
    ///
    /// # Errors
    /// When the shim is gone.
    pub fn netns(&self) -> io::Result<OwnedFd> {
        Ok(File::open(format!("/proc/{}/ns/net", self.pid))?.into())
    }

    /// Hands over what is to run: what can be made of it before it starts is made. One in a
    /// shim's life, and the same again changes nothing; what comes of it is told by events.
    ///
    /// # Errors
    /// [`ClientError::Refused`] when the shim has another task, or is told nonsense.
    pub async fn create(&self, bundle: &Bundle) -> Result<(), ClientError> {
        // Borrowed twin of `Request::Create`, so that a bundle need not be cloned to be sent.
        #[derive(Serialize)]
        #[serde(rename_all = "snake_case")]
        enum Create<'a> {
            Create(&'a Bundle),
        }
        self.done(&Create::Create(bundle)).await
    }

    /// Lets what was handed over run. Asking again changes nothing.
    ///
    /// # Errors
    /// [`ClientError::Refused`] when the shim has no task.
    pub async fn start(&self) -> Result<(), ClientError> {
        self.done(&Request::Start).await
    }

    /// Hands over what to run, and lets it run.
    ///
    /// # Errors
    /// Those of [`ShimHandle::create`].
    pub async fn run(&self, bundle: &Bundle) -> Result<(), ClientError> {
        self.create(bundle).await?;
        self.start().await
    }

    /// Asks the task to stop. Asking again changes nothing.
    ///
    /// # Errors
    /// When the shim is gone.
    pub async fn stop(&self) -> Result<(), ClientError> {
        self.done(&Request::Stop).await
    }

    /// Sends a signal to the first process of a container.
    ///
    /// # Errors
    /// [`ClientError::Refused`] when the container does not run.
    pub async fn signal(&self, container: &str, signal: i32) -> Result<(), ClientError> {
        self.done(&Request::Signal { container: container.to_owned(), signal }).await
    }

    /// What the task uses now.
    ///
    /// # Errors
    /// [`ClientError::Refused`] when nothing runs yet, or any more.
    pub async fn stats(&self) -> Result<Stats, ClientError> {
        match self.ask(&Request::Stats).await? {
            Reply::Stats(stats) => Ok(stats),
            other => Err(self.unexpected(&other)),
        }
    }

    /// All events after `after_seq` (0: from the first), then each as it happens. Any number
    /// of listeners may listen.
    ///
    /// # Errors
    /// When the shim is gone.
    pub async fn events(&self, after_seq: u64) -> Result<Events, ClientError> {
        let (mut stream, _) = dial(&self.run_dir).await?;
        let subscribe = Request::Subscribe { after_seq };
        self.in_time(send(&mut stream, &subscribe)).await?;
        Ok(Events { run_dir: self.run_dir.clone(), stream: BufReader::new(stream), pending: None })
    }

    /// Ends the shim and waits until it has let go of everything but its folder.
    ///
    /// # Errors
    /// [`ClientError::Refused`] while containers run.
    pub async fn bye(&self) -> Result<(), ClientError> {
        let (mut stream, _) = dial(&self.run_dir).await?;
        self.in_time(send(&mut stream, &Request::Bye)).await?;
        match self.in_time(receive(&mut stream)).await? {
            Some(Reply::Done) => {}
            Some(other) => return Err(self.unexpected(&other)),
            None => return Ok(()),
        }
        // The socket closes when the process has gone.
        let mut rest = Vec::new();
        self.in_time(stream.read_to_end(&mut rest)).await?;
        Ok(())
    }

    async fn done(&self, request: &impl Serialize) -> Result<(), ClientError> {
        match self.ask(request).await? {
            Reply::Done => Ok(()),
            other => Err(self.unexpected(&other)),
        }
    }

    async fn ask(&self, request: &impl Serialize) -> Result<Reply, ClientError> {
        let (mut stream, _) = dial(&self.run_dir).await?;
        self.in_time(send(&mut stream, request)).await?;
        let reply = self.in_time(receive(&mut stream)).await?;
        reply.ok_or_else(|| self.broken(io::ErrorKind::UnexpectedEof.into()))
    }

    /// What a step of a conversation comes to, if it does in time.
    async fn in_time<T>(
        &self,
        step: impl Future<Output = io::Result<T>>,
    ) -> Result<T, ClientError> {
        match timeout(ANSWER_MAX, step).await {
            Ok(done) => done.map_err(|e| self.broken(e)),
            Err(_) => Err(ClientError::Silent { run_dir: self.run_dir.clone() }),
        }
    }

    fn broken(&self, source: io::Error) -> ClientError {
        ClientError::Broken { run_dir: self.run_dir.clone(), source }
    }

    fn unexpected(&self, reply: &Reply) -> ClientError {
        match reply {
            Reply::Refused(reason) => ClientError::Refused(reason.clone()),
            Reply::Done | Reply::Event(_) | Reply::Stats(_) => {
                self.broken(io::Error::new(io::ErrorKind::InvalidData, "an answer out of turn"))
            }
        }
    }
}

/// A listener to one shim's events.
#[derive(Debug)]
pub struct Events {
    run_dir: PathBuf,
    stream: BufReader<UnixStream>,
    /// A frame whose length is known and whose body has come in part.
    pending: Option<Partial>,
}

#[derive(Debug)]
struct Partial {
    head: [u8; 4],
    body: Vec<u8>,
    have: usize,
}

impl Events {
    /// The next event; `None` once the shim has closed the connection. Cancelling loses
    /// nothing.
    ///
    /// # Errors
    /// When the connection breaks. Everything received so far stands; listen again from the
    /// last number.
    pub async fn next(&mut self) -> Result<Option<Entry>, ClientError> {
        match self.receive().await {
            Ok(None) => Ok(None),
            Ok(Some(Reply::Event(entry))) => Ok(Some(entry)),
            Ok(Some(Reply::Refused(reason))) => Err(ClientError::Refused(reason)),
            Ok(Some(Reply::Done | Reply::Stats(_))) => {
                Err(self.broken(io::ErrorKind::InvalidData.into()))
            }
            Err(e) => Err(self.broken(e)),
        }
    }

    async fn receive(&mut self) -> io::Result<Option<Reply>> {
        let partial =
            self.pending.get_or_insert_with(|| Partial { head: [0; 4], body: Vec::new(), have: 0 });
        // `read` is the one call that may be cancelled without loss, so progress is kept by
        // hand.
        while partial.have < 4 {
            let read = self.stream.read(&mut partial.head[partial.have..]).await?;
            match read {
                0 if partial.have == 0 => return Ok(None),
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                _ => partial.have += read,
            }
            if partial.have == 4 {
                partial.body = vec![0; protocol::frame_length(partial.head)?];
            }
        }
        while partial.have - 4 < partial.body.len() {
            let at = partial.have - 4;
            match self.stream.read(&mut partial.body[at..]).await? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => partial.have += read,
            }
        }
        let reply = serde_json::from_slice(&partial.body)?;
        self.pending = None;
        Ok(Some(reply))
    }

    fn broken(&self, source: io::Error) -> ClientError {
        ClientError::Broken { run_dir: self.run_dir.clone(), source }
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

async fn dial(run_dir: &Path) -> Result<(UnixStream, i32), ClientError> {
    let gone = |source| ClientError::Gone { run_dir: run_dir.to_owned(), source };
    // By way of the folder's descriptor: a socket's own path may have 107 bytes only.
    let dir = File::open(run_dir).map_err(gone)?;
    let path = format!("/proc/self/fd/{}/{}", dir.as_raw_fd(), protocol::SOCKET);
    let stream = UnixStream::connect(path).await.map_err(|e| match e.kind() {
        // It has taken none of those that wait in its queue.
        io::ErrorKind::WouldBlock => ClientError::Silent { run_dir: run_dir.to_owned() },
        _ => gone(e),
    })?;
    let peer = stream.peer_cred().map_err(gone)?;
    // Whoever opened the socket may be gone, while a process that it forked has a copy.
    if peer.pid().is_some_and(|pid| !process::lives(pid)) {
        return Err(gone(io::ErrorKind::ConnectionRefused.into()));
    }
    if peer.uid() != Uid::effective().as_raw() {
        return Err(ClientError::Stranger { run_dir: run_dir.to_owned(), uid: peer.uid() });
    }
    Ok((stream, peer.pid().unwrap_or_default()))
}

async fn send(stream: &mut UnixStream, request: &impl Serialize) -> io::Result<()> {
    stream.write_all(&protocol::encode(request)?).await
}

async fn receive(stream: &mut UnixStream) -> io::Result<Option<Reply>> {
    let mut head = [0; 4];
    match stream.read_exact(&mut head).await {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    };
    let mut body = vec![0; protocol::frame_length(head)?];
    stream.read_exact(&mut body).await?;
    Ok(Some(serde_json::from_slice(&body)?))
}
