//! Streams between the server and programs that people run within containers: what is asked to
//! be run goes down, what it writes comes up, and each direction has credit in bytes of its own,
//! so that a stream whose far end does not read stalls nobody else.
//!
//! The server names a stream and opens it; the agent ends it by [`Up::Ended`], the server by
//! [`Down::Close`], and the end of the session ends all of them: a stream is never taken up
//! again. Read this file first, then [`ends`].

pub mod ends;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use ferrogate_base::TaskKey;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use ends::{End, Streams};

/// Bytes of one direction of a stream that may wait at the side that reads them.
pub const WINDOW: u64 = 256 << 10;

/// Bytes of one frame: few enough that what is more urgent passes between two of them.
pub const CHUNK_BYTES_MAX: usize = 16 << 10;

/// Names a stream within its session. Chosen by the server, never twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StreamId(pub u64);

/// A program that is to be run within a container that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exec {
    /// The binding.
    pub key: TaskKey,
    /// The container.
    pub container: String,
    /// What is run.
    pub program: Program,
    /// As whom.
    pub user: ExecUser,
    /// The size of its terminal; without one it has pipes.
    pub terminal: Option<Size>,
}

/// What is run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Program {
    /// A program of the container, with its arguments.
    Command(Vec<String>),
    /// Files of the container are written to the output, one after the other.
    Read {
        /// The file or folder.
        path: String,
    },
    /// Files are read from the input, and put there.
    Write {
        /// Where the first of them is to be.
        path: String,
    },
}

/// As whom a program is run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExecUser {
    /// The container's root, as on AWS.
    #[default]
    Root,
    /// Who the container's own first process is.
    Container,
}

/// The size of a terminal, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Columns.
    pub cols: u16,
    /// Lines.
    pub rows: u16,
}

impl Size {
    /// That of a terminal whose size nobody has told.
    pub const DEFAULT: Self = Self { cols: 80, rows: 24 };
}

/// What the server says on a stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Down {
    /// Run this. The first frame of a stream.
    Open(Box<Exec>),
    /// Input. It takes its length of the agent's credit.
    Input(Chunk),
    /// There is no more input.
    InputEnds,
    /// The terminal has another size.
    Resize(Size),
    /// So many bytes of output may have been sent in all.
    Credit(u64),
    /// End what runs. The last frame.
    Close,
}

/// What the agent says on a stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Up {
    /// Output. It takes its length of the server's credit.
    Output(Chunk),
    /// Output for complaints; a terminal has none. It takes its length of the server's credit.
    Complaint(Chunk),
    /// So many bytes of input may have been sent in all.
    Credit(u64),
    /// Nothing runs any more. The last frame.
    Ended(Ended),
}

/// How a stream ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The program has ended, with this code: 0-255; 128 + n when signal n ended it.
    Code(i32),
    /// There is no code: it could not be run, or what it ran in is gone. In plain words.
    Failed(String),
}

/// Some bytes, as text within a frame.
#[derive(Clone, PartialEq, Eq)]
pub struct Chunk(pub Bytes);

impl fmt::Debug for Chunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chunk({} bytes)", self.0.len())
    }
}

impl Serialize for Chunk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Chunk {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes.into()))
    }
}

impl ends::Frame for Down {
    fn cost(&self) -> u64 {
        match self {
            Self::Input(chunk) => chunk.0.len() as u64,
            Self::Open(_) | Self::InputEnds | Self::Resize(_) | Self::Credit(_) | Self::Close => 0,
        }
    }

    fn as_credit(&self) -> Option<u64> {
        match self {
            Self::Credit(total) => Some(*total),
            _ => None,
        }
    }

    fn credit(total: u64) -> Self {
        Self::Credit(total)
    }
}

impl ends::Frame for Up {
    fn cost(&self) -> u64 {
        match self {
            Self::Output(chunk) | Self::Complaint(chunk) => chunk.0.len() as u64,
            Self::Credit(_) | Self::Ended(_) => 0,
        }
    }

    fn as_credit(&self) -> Option<u64> {
        match self {
            Self::Credit(total) => Some(*total),
            _ => None,
        }
    }

    fn credit(total: u64) -> Self {
        Self::Credit(total)
    }
}
