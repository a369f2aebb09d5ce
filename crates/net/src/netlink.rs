//! Netlink sockets used synchronously: requests in bursts, one system call for many.

use std::io;
use std::os::fd::AsFd;

use netlink_packet_core::{NetlinkHeader, NetlinkMessage, NetlinkPayload};
use netlink_packet_route::RouteNetlinkMessage;
use netlink_sys::protocols::NETLINK_ROUTE;
use netlink_sys::{Socket, SocketAddr};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, poll};

pub(crate) use netlink_packet_core::{
    NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE, NLM_F_REQUEST,
};

use crate::error::{Error, Step};

/// `struct nlmsghdr`.
pub(crate) const HEADER: usize = 16;
const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;

/// Larger than any message the kernel sends here: a dump fills at most 32 KiB at once.
const RECEIVE_BYTES: usize = 64 * 1024;

/// So many requests are sent before their answers are heard: the kernel keeps those in the
/// socket's buffer, and drops what it has no room for.
pub(crate) const BURST_MAX: usize = 128;

pub(crate) const fn align4(length: usize) -> usize {
    (length + 3) & !3
}

/// A netlink socket of the namespace in which it was opened, talking to the kernel.
pub(crate) struct Link {
    socket: Socket,
    sequence: u32,
    buffer: Box<[u8]>,
}

/// One message as it came, borrowed from the socket's buffer.
pub(crate) struct Raw<'a> {
    pub(crate) kind: u16,
    sequence: u32,
    pub(crate) whole: &'a [u8],
}

impl Link {
    pub(crate) fn open(protocol: isize) -> io::Result<Self> {
        let mut socket = Socket::new(protocol)?;
        socket.bind_auto()?;
        socket.connect(&SocketAddr::new(0, 0))?;
        Ok(Self { socket, sequence: 1, buffer: vec![0; RECEIVE_BYTES].into() })
    }

    /// What is asked is taken at its word: a question about one table gets that table.
    fn be_strict(&self) -> io::Result<()> {
        self.socket.set_netlink_get_strict_chk(true)
    }

    /// The first of `count` sequence numbers nobody else uses.
    pub(crate) fn take_sequences(&mut self, count: u32) -> u32 {
        let first = self.sequence;
        self.sequence = self.sequence.wrapping_add(count);
        first
    }

    /// Whether something is to be received within `timeout_ms`.
    pub(crate) fn has_more(&self, timeout_ms: u16) -> io::Result<bool> {
        let mut polled = [PollFd::new(self.socket.as_fd(), PollFlags::POLLIN)];
        match poll(&mut polled, timeout_ms) {
            Ok(ready) => Ok(ready > 0),
            Err(Errno::EINTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Goes on when more has come than the socket could hold: what is over is lost.
    pub(crate) fn lose_what_is_over(&self) -> io::Result<()> {
        self.socket.set_no_enobufs(true)
    }

    pub(crate) fn send(&self, bytes: &[u8]) -> io::Result<()> {
        let sent = self.socket.send(bytes, 0)?;
        if sent == bytes.len() { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
    }

    /// Waits for the kernel's answer to the request `sequence`; other answers are dropped.
    pub(crate) fn wait_ack(&mut self, sequence: u32) -> io::Result<()> {
        let mut answer = None;
        while answer.is_none() {
            self.receive(|raw| {
                if raw.kind == NLMSG_ERROR && raw.sequence == sequence {
                    answer = Some(error_of(raw.whole));
                }
            })?;
        }
        answer.expect("the loop ended on it")
    }

    /// Hands over what answers the requests of these numbers until `acks` of them are
    /// acknowledged; the first refusal ends it.
    pub(crate) fn hear(
        &mut self,
        first: u32,
        last: u32,
        acks: u32,
        mut each: impl FnMut(u16, &[u8]),
    ) -> io::Result<()> {
        let (mut open, mut refused) = (acks, None);
        while open > 0 && refused.is_none() {
            self.receive(|raw| {
                if !(first..=last).contains(&raw.sequence) {
                    return;
                }
                match raw.kind {
                    NLMSG_ERROR => {
                        open = open.saturating_sub(1);
                        refused = refused.take().or(error_of(raw.whole).err());
                    }
                    NLMSG_DONE => open = open.saturating_sub(1),
                    kind => each(kind, raw.whole),
                }
            })?;
        }
        refused.map_or(Ok(()), Err)
    }

    /// Hands over the messages of one datagram; waits for one.
    pub(crate) fn receive(&mut self, mut each: impl FnMut(Raw<'_>)) -> io::Result<()> {
        let mut space = &mut self.buffer[..];
        let length = self.socket.recv(&mut space, libc::MSG_TRUNC)?;
        let mut rest = self.buffer.get(..length).ok_or(io::ErrorKind::OutOfMemory)?;
        while rest.len() >= HEADER {
            let length = u32_at(rest, 0) as usize;
            if length < HEADER || length > rest.len() {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let kind = u16::from_ne_bytes([rest[4], rest[5]]);
            each(Raw { kind, sequence: u32_at(rest, 8), whole: &rest[..length] });
            rest = &rest[align4(length).min(rest.len())..];
        }
        Ok(())
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[at..at + 4]);
    u32::from_ne_bytes(word)
}

/// `struct nlmsgerr`: 0, or a negative errno, behind the header.
fn error_of(message: &[u8]) -> io::Result<()> {
    if message.len() < HEADER + 4 {
        return Err(io::ErrorKind::InvalidData.into());
    }
    match u32_at(message, HEADER).cast_signed() {
        0 => Ok(()),
        code => Err(io::Error::from_raw_os_error(code.wrapping_neg())),
    }
}

/// One change of links, addresses, routes or neighbours.
pub(crate) struct Change {
    pub(crate) what: &'static str,
    pub(crate) flags: u16,
    pub(crate) message: RouteNetlinkMessage,
    /// Answers that mean that there was nothing to do.
    pub(crate) fine: &'static [i32],
}

/// A route netlink socket of one namespace.
pub(crate) struct Rtnl(Link);

impl Rtnl {
    /// For the namespace that the calling thread is in.
    pub(crate) fn open() -> Result<Self, Error> {
        Ok(Self(Link::open(NETLINK_ROUTE).step("open a route socket")?))
    }

    /// The same, where there may be many routes of others, which are not to be listed.
    pub(crate) fn open_strict() -> Result<Self, Error> {
        let rtnl = Self::open()?;
        rtnl.0.be_strict().step("open a route socket")?;
        Ok(rtnl)
    }

    /// Applies all of `changes` in order, one system call for many. What comes after a refusal
    /// is done all the same; the first one is the error.
    pub(crate) fn apply(&mut self, changes: Vec<Change>) -> Result<(), Error> {
        let (mut changes, mut done) = (changes.into_iter(), Ok(()));
        while changes.len() > 0 {
            let burst = changes.by_ref().take(BURST_MAX).collect();
            done = done.and(self.burst(burst));
        }
        done
    }

    fn burst(&mut self, changes: Vec<Change>) -> Result<(), Error> {
        let count = u32::try_from(changes.len()).expect("a burst is a handful");
        let first = self.0.take_sequences(count);
        let mut burst = Vec::with_capacity(1024);
        let mut meanings = Vec::with_capacity(changes.len());
        for (change, sequence) in changes.into_iter().zip(first..) {
            let flags = NLM_F_REQUEST | NLM_F_ACK | change.flags;
            append(&mut burst, change.message, flags, sequence);
            meanings.push((change.what, change.fine));
        }
        self.0.send(&burst).step("send to the kernel")?;
        let mut failed = None;
        let mut open = meanings.len();
        while open > 0 {
            self.0
                .receive(|raw| {
                    let at = raw.sequence.wrapping_sub(first) as usize;
                    let Some((what, fine)) = meanings.get(at) else { return };
                    if raw.kind != NLMSG_ERROR {
                        return;
                    }
                    open -= 1;
                    let Err(e) = error_of(raw.whole) else { return };
                    if !e.raw_os_error().is_some_and(|code| fine.contains(&code)) {
                        failed.get_or_insert(Error::kernel(*what, e));
                    }
                })
                .step("hear the kernel's answer")?;
        }
        failed.map_or(Ok(()), Err)
    }

    /// Asks one question and returns every message of the answer.
    pub(crate) fn ask(
        &mut self,
        what: &'static str,
        message: RouteNetlinkMessage,
        flags: u16,
    ) -> Result<Vec<RouteNetlinkMessage>, Error> {
        let sequence = self.0.take_sequences(1);
        // Without a dump the ack ends the answer, with one NLMSG_DONE does.
        let ack = if flags & NLM_F_DUMP == NLM_F_DUMP { 0 } else { NLM_F_ACK };
        let mut request = Vec::with_capacity(64);
        append(&mut request, message, NLM_F_REQUEST | ack | flags, sequence);
        self.0.send(&request).step(what)?;
        let (mut found, mut end) = (Vec::new(), None);
        while end.is_none() {
            self.0
                .receive(|raw| match raw.kind {
                    _ if raw.sequence != sequence => {}
                    NLMSG_ERROR => end = Some(error_of(raw.whole)),
                    NLMSG_DONE => end = Some(Ok(())),
                    // What the library can't read is a kind of link that isn't ours.
                    _ => found.extend(read(raw.whole)),
                })
                .step(what)?;
        }
        end.expect("the loop ended on it").step(what)?;
        Ok(found)
    }
}

fn append(out: &mut Vec<u8>, message: RouteNetlinkMessage, flags: u16, sequence: u32) {
    let mut header = NetlinkHeader::default();
    header.flags = flags;
    header.sequence_number = sequence;
    let mut message = NetlinkMessage::new(header, NetlinkPayload::InnerMessage(message));
    message.finalize();
    let start = out.len();
    out.resize(align4(start + message.buffer_len()), 0);
    message.serialize(&mut out[start..]);
}

fn read(bytes: &[u8]) -> Option<RouteNetlinkMessage> {
    match NetlinkMessage::deserialize(bytes).ok()?.payload {
        NetlinkPayload::InnerMessage(message) => Some(message),
        _ => None,
    }
}
