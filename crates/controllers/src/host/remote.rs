//! Programs that people run within containers, as the server has them: streams of the session
//! with the container's host.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ferrogate_link::stream::{self, Chunk, Down, End, Exec, Size, StreamId, Up};

/// The streams of one session.
pub(super) type Streams = stream::Streams<Down, Up>;

/// What comes of waiting for a program: see [`Remote::next_or_room`].
pub type Heard = stream::ends::Heard<Up>;

/// Programs that run on one host at the same time.
const OPEN_MAX: usize = 256;

/// Why a program is not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    /// The host has no session.
    #[error("the host of the task is not connected")]
    NotConnected,
    /// Its agent has no streams.
    /// It runs as many as it may.
    #[error("the host of the task has {OPEN_MAX} sessions, and no more are let in")]
    TooMany,
}

/// A program on a host. It is ended when this is dropped.
#[derive(Debug)]
pub struct Remote(End<Down, Up>);

impl Remote {
    pub(super) fn open(streams: &Arc<Streams>, exec: Exec) -> Result<Self, NotOpened> {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let id = StreamId(NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut end = streams.open(id, OPEN_MAX).ok_or(NotOpened::TooMany)?;
        end.say(Down::Open(Box::new(exec)));
        Ok(Self(end))
    }

    /// What it says next, if that is to be heard; or that it takes input again, if that is waited
    /// for. Never, when neither is. Dropping the future loses nothing.
    pub async fn next_or_room(&mut self, hears: bool, waits: bool) -> Heard {
        self.0.next_or_room(hears, waits).await
    }

    /// So many bytes of output are dealt with: as many may come again.
    pub fn done(&self, bytes: usize) {
        self.0.done(bytes as u64);
    }

    /// How many bytes of input it takes now.
    pub fn room(&mut self) -> usize {
        usize::try_from(self.0.room()).unwrap_or(usize::MAX)
    }

    /// Gives it input, for which there is [room](Self::room).
    pub fn input(&mut self, bytes: bytes::Bytes) {
        self.0.say(Down::Input(Chunk(bytes)));
    }

    /// There is no more input.
    pub fn input_ends(&mut self) {
        self.0.say(Down::InputEnds);
    }

    /// Its terminal has another size.
    pub fn resize(&mut self, size: Size) {
        self.0.say(Down::Resize(size));
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.0.say(Down::Close);
    }
}
