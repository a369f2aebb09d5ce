//! Frames as bytes: a 32-bit big-endian length and one JSON document.

use std::io;

use bytes::{Bytes, BytesMut};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio_util::codec::{Decoder, Encoder, LengthDelimitedCodec};

use super::credit::BeyondCredit;
use super::version::Mismatch;

/// The largest frame in bytes, its length word not counted.
pub const FRAME_BYTES_MAX: usize = 16 << 20;

/// Why a session ended.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The connection failed or was cut.
    #[error("the session's connection failed")]
    Io(#[from] io::Error),
    /// The other side sent what this protocol does not have.
    #[error("the session received a frame that it can't read")]
    BadFrame(#[source] serde_json::Error),
    /// The other side sent more than it was let.
    #[error("the session received more than it had given credit for")]
    BeyondCredit(#[from] BeyondCredit),
    /// The other side is there and does not answer.
    #[error("the other side of the session does not answer")]
    Silent,
    /// Server and agent have no version of the protocol in common.
    #[error(transparent)]
    Refused(#[from] Mismatch),
    /// The server hung up on an agent that said who it is: it can't let it in now, or is so old
    /// that it says no more to an agent of another version.
    #[error("the server hung up before it let this agent in: its log says why")]
    NotLetIn,
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
