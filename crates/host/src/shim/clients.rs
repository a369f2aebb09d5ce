//! The shim's side of its socket: connections, frames, and who listens to events. Nothing
//! here ever waits for a client.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::{UnixListener, UnixStream};

use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};
use nix::unistd::Uid;

use super::protocol::{self, Entry, Reply, Request};
use super::sessions::SESSIONS_MAX;
use crate::kernel;

/// More connections than this at once, and the newest is turned away.
const CLIENTS_MAX: usize = 16 + SESSIONS_MAX;

/// Bytes that wait for a client that does not read; past them it is cut off, and may listen
/// again from where it was.
const UNREAD_BYTES_MAX: usize = 1 << 20;

/// All connections.
#[derive(Debug)]
pub(super) struct Clients {
    listener: UnixListener,
    open: VecDeque<Client>,
    next_id: u64,
}

#[derive(Debug)]
struct Client {
    id: u64,
    stream: UnixStream,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    listens: bool,
    closed: bool,
}

impl Clients {
    pub(super) fn new(listener: UnixListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(Self { listener, open: VecDeque::new(), next_id: 0 })
    }

    pub(super) fn listener(&self) -> BorrowedFd<'_> {
        self.listener.as_fd()
    }

    /// Each connection's descriptor, and whether something waits to be written to it.
    pub(super) fn fds(&self) -> impl Iterator<Item = (BorrowedFd<'_>, bool)> {
        self.open.iter().map(|client| (client.stream.as_fd(), !client.outgoing.is_empty()))
    }

    /// Whether somebody listens to events.
    pub(super) fn has_listener(&self) -> bool {
        self.open.iter().any(|client| client.listens)
    }

    /// Takes new connections, reads what has come, and gives whole requests with the
    /// connection that each came on.
    pub(super) fn poll(&mut self) -> Vec<(u64, Request)> {
        while let Ok((stream, _)) = self.listener.accept() {
            self.admit(stream);
        }
        let mut requests = Vec::new();
        for client in &mut self.open {
            client.write();
            client.read();
            while let Some(request) = client.next_request() {
                requests.push((client.id, request));
            }
        }
        self.open.retain(|client| !client.closed);
        requests
    }

    pub(super) fn reply(&mut self, id: u64, reply: &Reply) {
        if let Some(client) = self.open.iter_mut().find(|client| client.id == id) {
            client.send(reply);
        }
    }

    /// Replies with a descriptor.
    pub(super) fn hand(&mut self, id: u64, reply: &Reply, descriptor: BorrowedFd<'_>) {
        if let Some(client) = self.open.iter_mut().find(|client| client.id == id) {
            client.hand(reply, descriptor);
        }
    }

    /// Whether the connection is there.
    pub(super) fn is_open(&self, id: u64) -> bool {
        self.open.iter().any(|client| client.id == id)
    }

    /// From now on the connection gets every event; `past` are those that it has missed.
    pub(super) fn listen(&mut self, id: u64, past: Vec<Entry>) {
        if let Some(client) = self.open.iter_mut().find(|client| client.id == id) {
            client.listens = true;
            for entry in past {
                client.send(&Reply::Event(entry));
            }
        }
    }

    pub(super) fn tell_all(&mut self, entry: &Entry) {
        for client in self.open.iter_mut().filter(|client| client.listens) {
            client.send(&Reply::Event(entry.clone()));
        }
        self.open.retain(|client| !client.closed);
    }

    /// Writes what still waits, as far as it goes without waiting.
    pub(super) fn flush(&mut self) {
        for client in &mut self.open {
            client.write();
        }
    }

    fn admit(&mut self, stream: UnixStream) {
        // Only the user that runs the shim may command it: on a host that is root.
        let peer = getsockopt(&stream, PeerCredentials);
        let ours = peer.is_ok_and(|peer| peer.uid() == Uid::effective().as_raw());
        if !ours || self.open.len() >= CLIENTS_MAX || stream.set_nonblocking(true).is_err() {
            return;
        }
        self.next_id += 1;
        self.open.push_back(Client {
            id: self.next_id,
            stream,
            incoming: Vec::new(),
            outgoing: Vec::new(),
            listens: false,
            closed: false,
        });
    }
}

impl Client {
    fn send(&mut self, reply: &Reply) {
        match protocol::encode(reply) {
            Ok(bytes) => self.outgoing.extend_from_slice(&bytes),
            Err(_) => self.closed = true,
        }
        self.write();
        if self.outgoing.len() > UNREAD_BYTES_MAX {
            self.closed = true;
        }
    }

    /// Nothing may wait before it: a descriptor comes with the bytes that it is sent with.
    fn hand(&mut self, reply: &Reply, descriptor: BorrowedFd<'_>) {
        let sent = match protocol::encode(reply) {
            Ok(bytes) if self.outgoing.is_empty() => {
                kernel::send_with_descriptors(&self.stream, &bytes, &[descriptor]).is_ok()
            }
            Ok(_) | Err(_) => false,
        };
        self.closed |= !sent;
    }

    fn write(&mut self) {
        while !self.outgoing.is_empty() {
            match self.stream.write(&self.outgoing) {
                Ok(0) => self.closed = true,
                Ok(written) => {
                    self.outgoing.drain(..written);
                    continue;
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => self.closed = true,
            }
            return;
        }
    }

    fn read(&mut self) {
        let mut chunk = [0; 16 << 10];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(0) => self.closed = true,
                Ok(read) => {
                    self.incoming.extend_from_slice(&chunk[..read]);
                    if self.incoming.len() <= protocol::FRAME_BYTES_MAX + 4 {
                        continue;
                    }
                    self.closed = true;
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => self.closed = true,
            }
            return;
        }
    }

    fn next_request(&mut self) -> Option<Request> {
        let head = *self.incoming.first_chunk::<4>()?;
        let Ok(length) = protocol::frame_length(head) else {
            self.closed = true;
            return None;
        };
        let body = self.incoming.get(4..4 + length)?;
        let request = serde_json::from_slice(body);
        self.incoming.drain(..4 + length);
        self.incoming.shrink_to_fit();
        match request {
            Ok(request) => Some(request),
            Err(e) => {
                self.send(&Reply::Refused(format!("no request: {e}")));
                None
            }
        }
    }
}
