//! The agent's side of a shim: start one ([`start`]), ask it for something (here, by the frames of
//! [`talk`]), run a program in it ([`exec`]), and hear of it ([`events`]).
//!
//! A handle holds no connection and no process: it may be dropped and made again by
//! [`ShimHandle::connect`], also by another process, and nothing of the task is touched.
//!
//! Every call has a deadline: a shim may be killed or frozen at any moment, and what it forked
//! may hold its sockets open after it.

mod error;
mod events;
mod exec;
mod start;
mod talk;

use std::fs::File;
use std::future::Future;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use tokio::io::AsyncReadExt;
use tokio::time::timeout;

use super::bundle::Bundle;
use super::process;
use super::protocol::{Reply, Request, Stats};
use crate::splunk::Settings;
pub use error::ClientError;
pub use events::Events;
pub use exec::{Exited, Running, Streams};
pub use start::ShimOptions;
use talk::{dial, receive, send};

/// How long a shim has to answer. It does one thing at a time; what takes longest is a program
/// that it has let go and that does not begin.
const ANSWER_MAX: Duration = Duration::from_secs(20);

/// How often a shim that does nothing may fail to answer before it counts as frozen: together
/// longer than any one thing that it waits for, also on a host that stood still itself meanwhile.
const PINGS_MAX: u32 = 3;

/// The same for one that works. It may copy what an image has for a volume, as much as a task's
/// disk holds: half an hour.
const PINGS_WORKING_MAX: u32 = 90;

/// How long a shim that has nothing to do has to answer.
const IDLE_ANSWER_MAX: Duration = Duration::from_secs(5);

/// A shim that runs, or ran: its folder and its process id.
#[derive(Clone, Debug)]
pub struct ShimHandle {
    run_dir: PathBuf,
    pid: i32,
}

impl ShimHandle {
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

    /// Whether the shim is there and does something. One that is busy gets patience.
    pub async fn answers(&self) -> bool {
        let (mut idle, mut worked) = (0, process::worked(self.pid));
        for _ in 0..PINGS_WORKING_MAX {
            match self.done(&Request::Ping).await {
                // One from before there were pings refuses: it answers.
                Ok(()) | Err(ClientError::Refused(_)) => return true,
                Err(ClientError::Silent { .. }) => {}
                Err(_) => return false,
            }
            let before = std::mem::replace(&mut worked, process::worked(self.pid));
            idle = if worked == before { idle + 1 } else { 0 };
            if idle == PINGS_MAX {
                return false;
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

    /// What the lines of a container go to a collector by, as the shim was told at its start.
    ///
    /// # Errors
    /// [`ClientError::Refused`] when they go to none.
    pub async fn collector(&self, container: &str) -> Result<Settings, ClientError> {
        match self.ask(&Request::Collector(container.to_owned())).await? {
            Reply::Collector(settings) => Ok(*settings),
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
        Ok(Events::new(self.run_dir.clone(), stream))
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
            Reply::Done
            | Reply::Event(_)
            | Reply::Stats(_)
            | Reply::Collector(_)
            | Reply::Begun
            | Reply::Exited { .. } => {
                self.broken(io::Error::new(io::ErrorKind::InvalidData, "an answer out of turn"))
            }
        }
    }
}
