//! What a shim and its clients say to each other: frames of a 32-bit big-endian length and
//! one JSON document.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use ferrogate_base::TimestampMs;
use ferrogate_link::stream::{ExecUser, Program, Size};
use ferrogate_link::{FailureKind, Health, Said};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::bundle::Bundle;
use crate::cgroup::Usage;
use crate::splunk::Settings;

/// The name of the control socket in the task's folder.
pub const SOCKET: &str = "shim.sock";

/// The largest frame in bytes, its length word not counted. A bundle with the largest task
/// definition that ECS takes is far smaller.
pub const FRAME_BYTES_MAX: usize = 16 << 20;

/// What a client asks. Each is answered once, on the same connection, but for
/// [`Request::Subscribe`], which is answered with every event for as long as it is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Send all events after this number, then each as it happens.
    Subscribe {
        /// The last event that the client knows; 0 for none.
        after_seq: u64,
    },
    /// Make the containers of this, as far as none waits for another, and wait. One in a
    /// shim's life; asking for the same again changes nothing.
    Create(Box<Bundle>),
    /// Let the containers run. Asking again changes nothing.
    Start,
    /// Stop all containers: their stop signals, their timeouts, then SIGKILL.
    Stop,
    /// Send a signal to the first process of a container.
    Signal {
        /// The container's name.
        container: String,
        /// The signal's number.
        signal: i32,
    },
    /// Run a program within a container. The answer [`Reply::Begun`] comes with a descriptor: a
    /// socket over which the program's streams are sent, as descriptors too. [`Reply::Exited`]
    /// follows when nothing of it is left. It is ended when the connection is closed.
    Exec(ExecRequest),
    /// Say what the task uses now.
    Stats,
    /// Say what the lines of this container go to a collector by, as it was told.
    Collector(String),
    /// Answer, to show that the shim does something at all.
    Ping,
    /// End the shim: it has nothing left to do, or never got anything.
    Bye,
}

/// What a shim answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Taken. What comes of it is told by events.
    Done,
    /// Not taken, and why.
    Refused(String),
    /// One event.
    Event(Entry),
    /// What the task uses.
    Stats(Stats),
    /// What lines go to a collector by.
    Collector(Box<Settings>),
    /// A program is on its way.
    Begun,
    /// A program has ended, and all that it had started.
    Exited {
        /// 0-255; 128 + n when signal n ended it. None when it could not be run.
        code: Option<i32>,
        /// Why it could not be run.
        reason: Option<String>,
    },
}

/// A program that is to be run within a container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecRequest {
    /// The container's name.
    pub container: String,
    /// What is run.
    pub program: Program,
    /// As whom.
    pub user: ExecUser,
    /// The size of its terminal; without one it has pipes.
    pub terminal: Option<Size>,
}

/// One event in a shim's journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// 1 for the shim's first event, then one more each.
    pub seq: u64,
    /// When it happened, by the host's clock.
    pub at: TimestampMs,
    /// What happened.
    pub event: ShimEvent,
}

/// What happened to a task, in the order of its life. `Failed` may come at any point before
/// `ExecutionStopped`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShimEvent {
    /// The namespaces stand; the shim waits for [`Request::Create`].
    Ready {
        /// The shim's process id on the host; `/proc/<pid>/ns/net` is the task's network.
        pid: i32,
    },
    /// A container is made and not yet running.
    ContainerCreated {
        /// The container.
        name: String,
    },
    /// A container's first process has begun to run its own program.
    ContainerStarted {
        /// The container.
        name: String,
        /// The runtime's id of it.
        runtime_id: String,
        /// Its first process's id on the host.
        pid: i32,
    },
    /// A container has ended and runs again.
    ContainerRestarted {
        /// The container.
        name: String,
        /// With which code it had ended.
        code: i32,
        /// Its first process's id on the host.
        pid: i32,
        /// How often it has come to that.
        restarts: u32,
    },
    /// What a container's health check shows has changed.
    ContainerHealth {
        /// The container.
        name: String,
        /// What it shows.
        health: Health,
        /// What the check said that changed it, when one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said: Option<Said>,
    },
    /// All containers have been started, but for those that never will be.
    Running,
    /// The containers are being told to stop.
    Stopping,
    /// A container has ended.
    ContainerExited {
        /// The container.
        name: String,
        /// 0-255; 128 + n when signal n ended it.
        code: i32,
        /// Whether the kernel killed a process of it for want of memory.
        oom: bool,
        /// Why, when there is more to say than the code.
        reason: Option<String>,
    },
    /// The task can't go on.
    Failed {
        /// What failed.
        kind: FailureKind,
        /// The container it failed for, when it was one.
        container: Option<String>,
        /// In plain words, at most 1,024 characters.
        reason: String,
    },
    /// No container of the task runs any more.
    ExecutionStopped,
    /// Mounts and cgroups are gone: the last event.
    Finished,
}

/// What a task uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// The task as a whole.
    pub task: Usage,
    /// Each running container, by name.
    pub containers: BTreeMap<String, Usage>,
    /// Bytes received on the task's interfaces, loopback not counted.
    pub rx_bytes: u64,
    /// Bytes sent on the task's interfaces, loopback not counted.
    pub tx_bytes: u64,
}

/// Writes one frame.
///
/// # Errors
/// The connection's, or `InvalidData` for a document past [`FRAME_BYTES_MAX`].
pub fn write_frame<T: Serialize>(to: &mut impl Write, frame: &T) -> io::Result<()> {
    to.write_all(&encode(frame)?)
}

/// One frame as bytes.
///
/// # Errors
/// `InvalidData` for a document past [`FRAME_BYTES_MAX`].
pub fn encode<T: Serialize>(frame: &T) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; 4];
    serde_json::to_writer(&mut bytes, frame)?;
    let length = bytes.len() - 4;
    if length > FRAME_BYTES_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the frame is too large"));
    }
    let length = u32::try_from(length).expect("the limit is far below 4 GiB");
    bytes[..4].copy_from_slice(&length.to_be_bytes());
    Ok(bytes)
}

/// The length that a frame's first four bytes announce.
///
/// # Errors
/// `InvalidData` past [`FRAME_BYTES_MAX`].
pub fn frame_length(head: [u8; 4]) -> io::Result<usize> {
    let length = u32::from_be_bytes(head) as usize;
    if length > FRAME_BYTES_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the frame is too large"));
    }
    Ok(length)
}

/// Reads one frame; `None` when the other side has closed between two frames.
///
/// # Errors
/// The connection's, `InvalidData` for what is no frame of this protocol.
pub fn read_frame<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    let mut head = [0; 4];
    match from.read_exact(&mut head) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let mut body = vec![0; frame_length(head)?];
    from.read_exact(&mut body)?;
    Ok(Some(serde_json::from_slice(&body)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_reads_as_it_was_written() {
        let asked = Request::Signal { container: "web".into(), signal: 15 };
        let bytes = encode(&asked).unwrap();
        let mut from = bytes.as_slice();
        assert_eq!(read_frame::<Request>(&mut from).unwrap(), Some(asked));
        assert_eq!(read_frame::<Request>(&mut from).unwrap(), None);
    }

    #[test]
    fn a_frame_past_the_limit_is_refused_before_it_is_read() {
        let mut from = &u32::MAX.to_be_bytes()[..];
        let error = read_frame::<Request>(&mut from).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
