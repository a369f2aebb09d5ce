//! A client's connection of HTTP/1, whose heads are judged before the parser reads them.
//!
//! What passes here is read in one way by everybody: a head as it came or as it was written anew,
//! and after it as many bytes as its body has. Each head that the parser gets has its verdict, in
//! the same order. One that is refused becomes a short request that is answered with the status of
//! its verdict, so that whoever sent it gets an answer as any other, and a line in the log.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::Shared;
use super::count::{more, one};
use super::listen::HEAD_BYTES_MAX;
use crate::plan::chunks::Chunks;
use crate::plan::desync::{Class, Found, classify};
use crate::plan::head::{self, Head};
use crate::plan::meaning::{Body, Meaning, meaning};

/// How long what comes after a request that is not read to its end is taken in, and how much of
/// it: a connection that is closed before would take the answer with it.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES_MAX: usize = 1 << 20;

/// What was found of one head.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) found: Found,
    /// It is not passed on.
    pub(crate) refused: Option<Refused>,
    /// The connection ends after it.
    pub(crate) ends: bool,
    /// It came as one of HTTP/1.0, whatever it says.
    pub(crate) is_old: bool,
}

/// Why one is not passed on.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    /// Method, target and version, as far as it had them.
    pub(crate) line: Option<[String; 3]>,
    /// How long it was.
    pub(crate) bytes: u64,
}

impl Verdict {
    /// Of a head that nobody has judged.
    pub(crate) fn none() -> Self {
        let found = Found { class: Class::Compliant, reason: None };
        let refused = Some(Refused { status: 400, line: None, bytes: 0 });
        Self { found, refused, ends: true, is_old: false }
    }
}

/// What reader and server of a connection know of its heads.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    /// Of those that the parser has, or is about to read.
    verdicts: Mutex<VecDeque<Verdict>>,
    /// When the one that has come in part has begun.
    begun: Mutex<Option<Instant>>,
    /// It took too long.
    late: AtomicBool,
    /// One that asks for another protocol is not answered yet.
    upgrading: AtomicBool,
    /// Another protocol is spoken.
    switched: AtomicBool,
    /// Who keeps what comes until it is known for whom.
    reader: AtomicWaker,
}

impl Heads {
    /// That of the next head.
    pub(crate) fn next(&self) -> Option<Verdict> {
        self.verdicts.lock().pop_front()
    }

    /// A request is answered; whether with another protocol.
    pub(crate) fn answered(&self, switched: bool) {
        self.switched.store(switched, Ordering::Relaxed);
        if self.upgrading.swap(false, Ordering::AcqRel) {
            self.reader.wake();
        }
    }

    /// Resolves when a head has begun so long ago and is not whole.
    pub(crate) async fn slow(&self, limit: Duration) {
        loop {
            let begun = (!self.late.load(Ordering::Relaxed)).then(|| *self.begun.lock()).flatten();
            match begun.map(|begun| begun + limit) {
                Some(until) if until <= Instant::now() => return,
                Some(until) => sleep_until(until).await,
                // One that begins now is looked at in time.
                None => sleep(limit).await,
            }
        }
    }

    /// The head that has come in part is answered with 408 as soon as the connection is read
    /// again; whether there is one that was not before.
    pub(crate) fn expire(&self) -> bool {
        self.begun.lock().is_some() && !self.late.swap(true, Ordering::Relaxed)
    }
}

/// What the next byte belongs to.
#[derive(Debug)]
enum Place {
    Head,
    /// So many bytes of a body are to come.
    Bytes(u64),
    Chunks(Chunks),
    /// After a request that asks for another protocol.
    Upgrade,
    /// Nothing more is read.
    Over,
    /// A body of which nobody can say where it ends.
    Broken,
}

/// A connection whose heads are judged.
pub(crate) struct Judged<C> {
    inner: C,
    shared: Arc<Shared>,
    heads: Arc<Heads>,
    place: Place,
    /// The message is the last.
    ends: bool,
    /// It asks for another protocol.
    upgrades: bool,
    /// What has come and is not passed on: part of a head, or what follows a message.
    kept: Vec<u8>,
    /// How much of it is a head that is not whole.
    scanned: usize,
    /// What the parser is to read next, from there on.
    out: Vec<u8>,
    out_at: usize,
    lingers: Option<Pin<Box<Sleep>>>,
    lingered: usize,
}

impl<C> Judged<C> {
    pub(crate) fn new(inner: C, shared: Arc<Shared>, heads: Arc<Heads>) -> Self {
        Self {
            inner,
            shared,
            heads,
            place: Place::Head,
            ends: false,
            upgrades: false,
            kept: Vec::new(),
            scanned: 0,
            out: Vec::new(),
            out_at: 0,
            lingers: None,
            lingered: 0,
        }
    }

    /// Takes of `bytes` what belongs to one message: which of them are passed on, and how many are
    /// done with. A head that is written anew is in `out` then.
    fn take(&mut self, bytes: &[u8]) -> (Range<usize>, usize) {
        let mut passed = 0..0;
        if matches!(self.place, Place::Head) {
            let begun = bytes.len() - after_empty_lines(bytes).len();
            passed = self.head(&bytes[begun..], begun);
            if passed.is_empty() {
                return (passed.clone(), passed.start);
            }
        }
        while passed.end < bytes.len() {
            let rest = &bytes[passed.end..];
            let count = match &mut self.place {
                Place::Bytes(left) => {
                    let taken = (*left).min(rest.len() as u64);
                    *left -= taken;
                    if *left == 0 {
                        self.place = self.after();
                    }
                    taken as usize
                }
                Place::Chunks(chunks) => match chunks.take(rest) {
                    Ok(count) => {
                        if chunks.is_over() {
                            self.place = self.after();
                        }
                        count
                    }
                    Err(_) => {
                        self.place = Place::Broken;
                        return (passed, bytes.len());
                    }
                },
                Place::Head | Place::Upgrade | Place::Over | Place::Broken => break,
            };
            passed.end += count;
        }
        (passed.clone(), passed.end)
    }

    /// Where a head is to begin, at `at`: what of it is passed on as it came. Nothing is when it is
    /// not whole, or written anew; the range begins after what is done with then.
    fn head(&mut self, bytes: &[u8], at: usize) -> Range<usize> {
        if bytes.is_empty() {
            return at..at;
        }
        let Some(end) = head::end(bytes, self.scanned) else {
            self.scanned = bytes.len();
            self.heads.begun.lock().get_or_insert_with(Instant::now);
            if bytes.len() < HEAD_BYTES_MAX {
                return at..at;
            }
            let status = if bytes.contains(&b'\n') { 431 } else { 414 };
            self.refuse(status, None, bytes.len());
            return at + bytes.len()..at + bytes.len();
        };
        self.scanned = 0;
        *self.heads.begun.lock() = None;
        let (start, end) = (at, at + end);
        match self.judge(&bytes[..end - at]) {
            true => start..end,
            false => end..end,
        }
    }

    /// Judges one head: whether it is passed on as it came.
    fn judge(&mut self, bytes: &[u8]) -> bool {
        let head = Head::of(bytes);
        let found = classify(&head);
        if found.class != Class::Compliant {
            one(&self.shared.counts.desync_requests);
        }
        let mode = self.shared.config.load().attributes.desync;
        let meaning = match meaning(&head) {
            // It says itself that it can't be read here.
            Err(505) => Err(505),
            _ if !found.class.passes(mode) => Err(400),
            meaning => meaning,
        };
        let Meaning { body, written, is_old, upgrades, dropped } = match meaning {
            Ok(meaning) => meaning,
            Err(status) => {
                self.refuse(status, Some((&head, found)), bytes.len());
                return false;
            }
        };
        if dropped > 0 {
            more(&self.shared.counts.invalid_headers_dropped, dropped.into());
        }
        self.ends = found.class.ends(mode);
        let verdict = Verdict { found, refused: None, ends: self.ends, is_old };
        self.heads.verdicts.lock().push_back(verdict);
        self.upgrades = upgrades;
        if upgrades {
            self.heads.upgrading.store(true, Ordering::Relaxed);
        }
        self.place = match body {
            Body::Bytes(0) => self.after(),
            Body::Bytes(count) => Place::Bytes(count),
            Body::Chunked => Place::Chunks(Chunks::default()),
        };
        match written {
            None => true,
            Some(written) => {
                (self.out, self.out_at) = (written, 0);
                false
            }
        }
    }

    /// What follows a message.
    fn after(&self) -> Place {
        match (self.upgrades, self.ends) {
            (true, _) => Place::Upgrade,
            (false, true) => Place::Over,
            (false, false) => Place::Head,
        }
    }

    /// The parser gets a request in its place, and nothing after it.
    fn refuse(&mut self, status: u16, of: Option<(&Head<'_>, Found)>, bytes: usize) {
        let text = |of: Option<&[u8]>| String::from_utf8_lossy(of.unwrap_or_default()).into_owned();
        let line =
            of.map(|(head, _)| [text(Some(head.method)), text(head.target), text(head.version)]);
        let found = of.map_or(Found { class: Class::Compliant, reason: None }, |(_, found)| found);
        let refused = Some(Refused { status, line, bytes: bytes as u64 });
        let verdict = Verdict { found, refused, ends: true, is_old: false };
        self.heads.verdicts.lock().push_back(verdict);
        // An answer to it has no body (RFC 9110 9.3.2).
        let is_head = of.is_some_and(|(head, _)| head.method == b"HEAD");
        let method = if is_head { "HEAD" } else { "GET" };
        (self.out, self.out_at) = (format!("{method} / HTTP/1.1\r\nHost: -\r\n\r\n").into(), 0);
        *self.heads.begun.lock() = None;
        self.place = Place::Over;
        self.kept = Vec::new();
        self.scanned = 0;
    }

    /// Gives the parser what is for it, if anything is.
    fn give(&mut self, buf: &mut ReadBuf<'_>) -> bool {
        let rest = &self.out[self.out_at..];
        if rest.is_empty() {
            return false;
        }
        let count = rest.len().min(buf.remaining());
        buf.put_slice(&rest[..count]);
        self.out_at += count;
        if self.out_at == self.out.len() {
            (self.out, self.out_at) = (Vec::new(), 0);
        }
        true
    }

    /// Takes of what was kept; whether that has led on.
    fn take_kept(&mut self) -> bool {
        let kept = std::mem::take(&mut self.kept);
        let (passed, done) = self.take(&kept);
        if !passed.is_empty() {
            (self.out, self.out_at) = (kept[passed].to_vec(), 0);
        }
        let leads = done > 0;
        if !matches!(self.place, Place::Over | Place::Broken) {
            self.kept = kept;
            self.kept.drain(..done);
        }
        leads
    }
}

/// What comes after empty lines (RFC 9112 2.2).
fn after_empty_lines(mut bytes: &[u8]) -> &[u8] {
    while let [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] = bytes {
        bytes = rest;
    }
    bytes
}

impl<C: AsyncRead + Unpin> Judged<C> {
    /// Reads what nobody wants: ready at the end.
    fn poll_waste(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut space = [0; 2048];
        loop {
            let mut buf = ReadBuf::new(&mut space);
            ready!(Pin::new(&mut self.inner).poll_read(cx, &mut buf))?;
            if buf.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            self.lingered += buf.filled().len();
        }
    }

    /// Keeps what comes, as long as there is room: ready at the end.
    fn poll_keep(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut space = [0; 2048];
        self.heads.reader.register(cx.waker());
        while self.kept.len() < HEAD_BYTES_MAX {
            let mut buf = ReadBuf::new(&mut space);
            ready!(Pin::new(&mut self.inner).poll_read(cx, &mut buf))?;
            if buf.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            self.kept.extend_from_slice(buf.filled());
        }
        Poll::Pending
    }
}

impl<C: AsyncRead + Unpin> AsyncRead for Judged<C> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            if this.give(buf) {
                return Poll::Ready(Ok(()));
            }
            match this.place {
                Place::Upgrade if this.heads.switched.load(Ordering::Relaxed) => {
                    if this.kept.is_empty() {
                        return Pin::new(&mut this.inner).poll_read(cx, buf);
                    }
                    (this.out, this.out_at) = (std::mem::take(&mut this.kept), 0);
                    continue;
                }
                Place::Upgrade if this.heads.upgrading.load(Ordering::Acquire) => {
                    return this.poll_keep(cx);
                }
                Place::Upgrade => {
                    this.upgrades = false;
                    this.place = this.after();
                    continue;
                }
                Place::Over => return this.poll_waste(cx),
                Place::Broken => {
                    let error = io::Error::new(io::ErrorKind::InvalidData, "no plain chunks");
                    return Poll::Ready(Err(error));
                }
                Place::Head if this.heads.late.load(Ordering::Relaxed) => {
                    this.refuse(408, None, this.kept.len());
                    continue;
                }
                Place::Head | Place::Bytes(_) | Place::Chunks(_) => {}
            }
            // What is kept is part of a head when it was looked at before.
            if this.kept.len() > this.scanned && this.take_kept() {
                continue;
            }
            let before = buf.filled().len();
            ready!(Pin::new(&mut this.inner).poll_read(cx, buf))?;
            let came = &mut buf.filled_mut()[before..];
            if came.is_empty() {
                return Poll::Ready(Ok(()));
            }
            if !this.kept.is_empty() {
                this.kept.extend_from_slice(came);
                buf.set_filled(before);
                continue;
            }
            let (passed, done) = this.take(came);
            if !matches!(this.place, Place::Over | Place::Broken) {
                this.kept.extend_from_slice(&came[done..]);
            }
            let count = passed.len();
            if passed.start > 0 {
                came.copy_within(passed, 0);
            }
            buf.set_filled(before + count);
            if count > 0 {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

impl<C: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Judged<C> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.lingers.is_none() {
            ready!(Pin::new(&mut this.inner).poll_shutdown(cx))?;
            let is_read = matches!(this.place, Place::Head) && this.kept.is_empty();
            if is_read || this.heads.switched.load(Ordering::Relaxed) {
                return Poll::Ready(Ok(()));
            }
            this.lingered = 0;
        }
        let timer = this.lingers.get_or_insert_with(|| Box::pin(sleep(LINGER)));
        if timer.as_mut().poll(cx).is_ready() || this.lingered > LINGER_BYTES_MAX {
            return Poll::Ready(Ok(()));
        }
        // However it ends, it has ended.
        this.poll_waste(cx).map(|_| Ok(()))
    }
}
