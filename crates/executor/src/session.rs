//! The framed session between the server and an agent: each frame is a 32-bit big-endian
//! length and one JSON document. The agent dials; the server accepts.
//!
//! A session begins with [`ToServer::Hello`] and [`ToAgent::Welcome`], followed at once by
//! [`ToAgent::Sync`] with everything that the server wants of the host. Whatever was not
//! acknowledged in the last session is sent again in the next one.

use std::io;

use bytes::{Bytes, BytesMut};
use ferrogate_base::{HostId, TaskKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio_util::codec::{Decoder, Encoder, LengthDelimitedCodec};

use crate::assignment::Assignment;
use crate::observation::{LogBatch, Observation};

/// The version of this protocol. A server refuses an agent of another one.
pub const PROTOCOL: u32 = 1;

/// The largest frame in bytes, its length word not counted.
pub const FRAME_BYTES_MAX: usize = 16 << 20;

/// What an agent sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToServer {
    /// The first frame.
    Hello(Hello),
    /// Facts, oldest first. Acknowledged by [`ToAgent::Acked`] once they are in the store.
    Observed(Vec<Observation>),
    /// Log lines. Acknowledged by [`ToAgent::LogsAcked`] once they are durable.
    Logs(Vec<LogBatch>),
    /// The answer to [`ToAgent::Ping`].
    Pong(u64),
}

/// Who the agent is and what it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// [`PROTOCOL`].
    pub protocol: u32,
    /// The host's id.
    pub host: HostId,
    /// The kernel's boot id: another one means that nothing of before still runs.
    pub boot_id: String,
    /// What the host offers to tasks.
    pub capacity: Capacity,
    /// `amd64` or `arm64`, as OCI names it.
    pub architecture: String,
    /// The bindings that the agent's journal knows.
    pub known: Vec<TaskKey>,
}

/// What a host offers to tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// CPU units; 1024 are one hardware thread.
    pub cpu_units: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// Tasks.
    pub tasks_max: u32,
}

/// What the server sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToAgent {
    /// The answer to [`ToServer::Hello`].
    Welcome {
        /// The bearer token that the registry takes from this agent.
        registry_token: String,
    },
    /// Everything that the server wants of this host. A binding that the agent knows and
    /// that is not listed is closed: the agent stops it and forgets it.
    Sync(Vec<Assignment>),
    /// New, or changed, wanted state of one binding.
    Assign(Box<Assignment>),
    /// The facts of these bindings up to these numbers are in the store.
    Acked(Vec<(TaskKey, u64)>),
    /// The log lines of these containers up to these numbers are durable.
    LogsAcked(Vec<(TaskKey, String, u64)>),
    /// The server has recorded that this binding is over: forget it.
    Forget(TaskKey),
    /// Are you there?
    Ping(u64),
}

/// Why a session ended.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The connection failed or was cut.
    #[error("the session's connection failed")]
    Io(#[from] io::Error),
    /// The other side sent what this protocol does not have.
    #[error("the session received a frame that it can't read")]
    BadFrame(#[source] serde_json::Error),
    /// The other side is there and does not answer.
    #[error("the other side of the session does not answer")]
    Silent,
}

/// Frames of one direction out, of the other in.
#[derive(Debug)]
pub struct Frames<Out, In> {
    lengths: LengthDelimitedCodec,
    of: std::marker::PhantomData<fn(Out) -> In>,
}

impl<Out, In> Default for Frames<Out, In> {
    fn default() -> Self {
        let lengths = LengthDelimitedCodec::builder().max_frame_length(FRAME_BYTES_MAX).new_codec();
        Self { lengths, of: std::marker::PhantomData }
    }
}

impl<Out: Serialize, In> Encoder<&Out> for Frames<Out, In> {
    type Error = SessionError;

    fn encode(&mut self, frame: &Out, to: &mut BytesMut) -> Result<(), SessionError> {
        let json = serde_json::to_vec(frame).map_err(SessionError::BadFrame)?;
        Ok(self.lengths.encode(Bytes::from(json), to)?)
    }
}

impl<Out, In: DeserializeOwned> Decoder for Frames<Out, In> {
    type Item = In;
    type Error = SessionError;

    fn decode(&mut self, from: &mut BytesMut) -> Result<Option<In>, SessionError> {
        let Some(frame) = self.lengths.decode(from)? else { return Ok(None) };
        serde_json::from_slice(&frame).map(Some).map_err(SessionError::BadFrame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Agent = Frames<ToServer, ToAgent>;
    type Server = Frames<ToAgent, ToServer>;

    #[test]
    fn a_frame_arrives_as_it_was_sent_also_in_pieces() {
        let mut bytes = BytesMut::new();
        Agent::default().encode(&ToServer::Pong(7), &mut bytes).unwrap();
        let (mut server, mut arrived) = (Server::default(), BytesMut::new());
        let whole = bytes.len();
        for (at, byte) in bytes.iter().enumerate() {
            arrived.extend_from_slice(&[*byte]);
            let frame = server.decode(&mut arrived).unwrap();
            assert_eq!(frame.is_some(), at + 1 == whole);
        }
    }

    #[test]
    fn a_frame_past_the_limit_is_refused() {
        let mut bytes = BytesMut::from(&u32::MAX.to_be_bytes()[..]);
        assert!(Server::default().decode(&mut bytes).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_decoder_panic(raw in proptest::collection::vec(any::<u8>(), 0..256)) {
            let mut bytes = BytesMut::from(&raw[..]);
            while let Ok(Some(_)) = Server::default().decode(&mut bytes) {}
        }
    }
}
