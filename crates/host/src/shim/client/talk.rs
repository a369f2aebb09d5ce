//! The frames of one connection to a shim.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::Path;

use nix::unistd::Uid;
use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

use super::ClientError;
use crate::shim::process;
use crate::shim::protocol::{self, Reply};

pub(super) async fn dial(run_dir: &Path) -> Result<(UnixStream, i32), ClientError> {
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

pub(super) async fn send(stream: &mut UnixStream, request: &impl Serialize) -> io::Result<()> {
    stream.write_all(&protocol::encode(request)?).await
}

pub(super) async fn receive(stream: &mut UnixStream) -> io::Result<Option<Reply>> {
    let mut head = [0; 4];
    match stream.read_exact(&mut head).await {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    };
    let mut body = vec![0; protocol::frame_length(head)?];
    stream.read_exact(&mut body).await?;
    Ok(Some(serde_json::from_slice(&body)?))
}
