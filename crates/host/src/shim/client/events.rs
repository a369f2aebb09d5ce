//! Hearing of what happens in a shim.

use std::io;
use std::path::PathBuf;

use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::UnixStream;

use super::ClientError;
use crate::shim::protocol::{self, Entry, Reply};

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
    /// Events of the shim in `run_dir` that come by `stream`.
    pub(super) fn new(run_dir: PathBuf, stream: UnixStream) -> Self {
        Self { run_dir, stream: BufReader::new(stream), pending: None }
    }

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
            Ok(Some(
                Reply::Done
                | Reply::Stats(_)
                | Reply::Collector(_)
                | Reply::Begun
                | Reply::Exited { .. },
            )) => Err(self.broken(io::ErrorKind::InvalidData.into())),
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
