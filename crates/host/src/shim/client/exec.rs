//! Running a program within a container.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdStream;

use tokio::io::Interest;
use tokio::net::UnixStream;

use super::talk::{dial, send};
use super::{ClientError, ShimHandle};
use crate::kernel;
use crate::shim::protocol::{self, ExecRequest, Reply, Request};

/// The largest reply to what is asked here.
const REPLY_BYTES_MAX: usize = 4096;

/// A program that runs within a container. It is ended when this is dropped.
#[derive(Debug)]
pub struct Running {
    control: UnixStream,
    /// What came of the last reply.
    came: Vec<u8>,
}

/// A program's streams: our ends of them.
#[derive(Debug)]
pub enum Streams {
    /// All in one.
    Terminal(OwnedFd),
    /// A pipe each.
    Pipes {
        /// What it reads.
        stdin: OwnedFd,
        /// What it writes.
        stdout: OwnedFd,
        /// What it complains of.
        stderr: OwnedFd,
    },
}

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exited {
    /// With this code: 0-255; 128 + n when signal n ended it.
    Code(i32),
    /// It did not begin, for this reason.
    NotRun(String),
}

impl ShimHandle {
    /// Runs a program within a container. Its streams are there once it is about to begin; there
    /// are none when it does not come to that.
    ///
    /// # Errors
    /// [`ClientError::Refused`] when the container does not run, or too much runs in it.
    pub async fn exec(
        &self,
        request: ExecRequest,
    ) -> Result<(Running, Option<Streams>), ClientError> {
        let (mut control, _) = dial(self.run_dir()).await?;
        self.in_time(send(&mut control, &Request::Exec(request))).await?;
        let (reply, handed) = self.in_time(receive_handed(&control)).await?;
        let handed = match (reply, handed) {
            (Reply::Begun, Some(handed)) => handed,
            (other, _) => return Err(self.unexpected(&other)),
        };
        let handed = StdStream::from(handed);
        let streams = self.in_time(receive_streams(handed)).await?;
        Ok((Running { control, came: Vec::new() }, streams))
    }
}

impl Running {
    /// Resolves when nothing of it is left. Must not be called again after that.
    ///
    /// # Errors
    /// When the shim is gone, and the program with it. Dropping the future loses nothing.
    pub async fn ended(&mut self) -> io::Result<Exited> {
        loop {
            if let Some(reply) = whole(&self.came)? {
                return match reply {
                    Reply::Exited { code: Some(code), .. } => Ok(Exited::Code(code)),
                    Reply::Exited { code: None, reason } => {
                        Ok(Exited::NotRun(reason.unwrap_or_default()))
                    }
                    _ => Err(io::ErrorKind::InvalidData.into()),
                };
            }
            self.control.readable().await?;
            match self.control.try_read_buf(&mut self.came) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Err(e) => return Err(e),
            }
        }
    }
}

/// The reply that these bytes begin with, if it is there as a whole.
fn whole(bytes: &[u8]) -> io::Result<Option<Reply>> {
    let Some(head) = bytes.first_chunk::<4>() else { return Ok(None) };
    let length = protocol::frame_length(*head)?;
    if length > REPLY_BYTES_MAX {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(bytes.get(4..4 + length).map(serde_json::from_slice).transpose()?)
}

/// One reply, and the descriptor that came with it.
async fn receive_handed(control: &UnixStream) -> io::Result<(Reply, Option<OwnedFd>)> {
    let (mut bytes, mut descriptor) = (Vec::new(), None);
    loop {
        let mut chunk = [0; REPLY_BYTES_MAX];
        let take = || kernel::receive_with_descriptors(control, &mut chunk);
        let (length, descriptors) = control.async_io(Interest::READABLE, take).await?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        descriptor = descriptors.into_iter().next().or(descriptor);
        bytes.extend_from_slice(&chunk[..length]);
        if let Some(reply) = whole(&bytes)? {
            return Ok((reply, descriptor));
        }
    }
}

/// The streams, sent by the program's process before it begins.
async fn receive_streams(handed: StdStream) -> io::Result<Option<Streams>> {
    handed.set_nonblocking(true)?;
    let handed = UnixStream::from_std(handed)?;
    let mut byte = [0];
    let take = || kernel::receive_with_descriptors(&handed, &mut byte);
    let (_, descriptors) = handed.async_io(Interest::READABLE, take).await?;
    let mut all = descriptors.into_iter();
    Ok(match (all.next(), all.next(), all.next()) {
        (Some(stdin), Some(stdout), Some(stderr)) => Some(Streams::Pipes { stdin, stdout, stderr }),
        (Some(terminal), None, None) => Some(Streams::Terminal(terminal)),
        _ => None,
    })
}
