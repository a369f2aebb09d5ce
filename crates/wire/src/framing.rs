//! Where a request ends, told strictly, before anybody else reads it.
//!
//! A balancer in front of this server and the server itself must never disagree about where
//! one request ends and the next begins: what one takes for a body the other would take for
//! a request of somebody else. The parser behind this one is lenient where others are (a bare
//! LF ends a line, `Transfer-Encoding` beats `Content-Length`, any coding may stand before
//! `chunked`), so every byte passes here first. What can be read in two ways (RFC 9112, 2.2,
//! 6.1 and 6.3) is spoiled on its way: the parser answers 400 and closes.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::io::Activity;

/// So much of a line is looked at: the lines that frame a body are far shorter.
const LINE_BYTES_MAX: usize = 256;
/// The most digits of a chunk's length.
const CHUNK_DIGITS_MAX: usize = 16;

/// What two readers might read in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Ambiguous {
    #[error("a line ends in a bare LF or holds a bare CR")]
    LineEnd,
    #[error("a header line is continued on the next, or has a blank before its colon")]
    Folded,
    #[error("Content-Length is repeated or no plain number")]
    Length,
    #[error("Transfer-Encoding is anything but one chunked")]
    Coding,
    #[error("both Transfer-Encoding and Content-Length")]
    Both,
    #[error("a chunk has no plain length")]
    Chunk,
}

/// Follows the bytes of a connection from request to request.
#[derive(Debug, Default)]
pub(crate) struct Framing {
    place: Place,
    /// The line that has begun, as far as it is looked at, without its end.
    line: Vec<u8>,
    cr: bool,
    length: Option<u64>,
    chunked: bool,
}

/// What the next byte belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// The request line, or empty lines before it.
    #[default]
    Start,
    Headers,
    /// So many bytes of a body are still to come.
    Body(u64),
    ChunkSize,
    Chunk(u64),
    /// The line's end after a chunk.
    ChunkEnd,
    Trailers,
}

impl Framing {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// The place of the first byte from which on two readers might differ, and why.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<(), (usize, Ambiguous)> {
        let mut at = 0;
        while at < bytes.len() {
            match self.place {
                Place::Body(left) | Place::Chunk(left) => {
                    let taken = left.min((bytes.len() - at) as u64);
                    self.advance_body(left - taken);
                    at += taken as usize;
                }
                _ if self.cr => {
                    self.line_feed(bytes[at]).map_err(|why| (at, why))?;
                    at += 1;
                }
                _ => {
                    let text = line_text(&bytes[at..]);
                    let room = LINE_BYTES_MAX - self.line.len();
                    self.line.extend_from_slice(&text[..text.len().min(room)]);
                    at += text.len();
                    match bytes.get(at) {
                        Some(b'\r') => (self.cr, at) = (true, at + 1),
                        Some(_) => return Err((at, Ambiguous::LineEnd)),
                        None => {}
                    }
                }
            }
        }
        Ok(())
    }

    fn advance_body(&mut self, left: u64) {
        self.place = match (self.place, left) {
            (Place::Chunk(_), 0) => Place::ChunkEnd,
            (Place::Chunk(_), left) => Place::Chunk(left),
            (_, 0) => Place::Start,
            (_, left) => Place::Body(left),
        };
    }

    /// What comes after a carriage return.
    fn line_feed(&mut self, byte: u8) -> Result<(), Ambiguous> {
        if byte != b'\n' {
            return Err(Ambiguous::LineEnd);
        }
        self.cr = false;
        let line = std::mem::take(&mut self.line);
        let ended = self.end_of_line(&line);
        // Its room is used again.
        self.line = line;
        self.line.clear();
        ended
    }

    fn end_of_line(&mut self, line: &[u8]) -> Result<(), Ambiguous> {
        match self.place {
            Place::Start if line.is_empty() => {}
            Place::Start => self.place = Place::Headers,
            Place::Headers if line.is_empty() => self.end_of_head(),
            Place::Headers => self.header(line)?,
            Place::ChunkSize => {
                let size = chunk_size(line)?;
                self.place = if size == 0 { Place::Trailers } else { Place::Chunk(size) };
            }
            Place::ChunkEnd if line.is_empty() => self.place = Place::ChunkSize,
            Place::ChunkEnd => return Err(Ambiguous::Chunk),
            Place::Trailers if line.is_empty() => self.place = Place::Start,
            Place::Trailers => drop(name_and_value(line)?),
            Place::Body(_) | Place::Chunk(_) => {}
        }
        Ok(())
    }

    fn header(&mut self, line: &[u8]) -> Result<(), Ambiguous> {
        let (name, value) = name_and_value(line)?;
        if name.eq_ignore_ascii_case(b"content-length") {
            let number = std::str::from_utf8(value).ok().filter(|text| is_plain(text));
            let number = number.and_then(|text| text.parse().ok());
            if number.is_none() || self.length.is_some() {
                return Err(Ambiguous::Length);
            }
            self.length = number;
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            if self.chunked || !value.eq_ignore_ascii_case(b"chunked") {
                return Err(Ambiguous::Coding);
            }
            self.chunked = true;
        }
        if self.chunked && self.length.is_some() {
            return Err(Ambiguous::Both);
        }
        Ok(())
    }

    fn end_of_head(&mut self) {
        let length = self.length.take().unwrap_or(0);
        self.place = match std::mem::take(&mut self.chunked) {
            true => Place::ChunkSize,
            false if length > 0 => Place::Body(length),
            false => Place::Start,
        };
    }
}

fn is_plain(digits: &str) -> bool {
    digits.bytes().all(|b| b.is_ascii_digit())
}

fn name_and_value(line: &[u8]) -> Result<(&[u8], &[u8]), Ambiguous> {
    let colon = line.iter().position(|b| *b == b':').unwrap_or(line.len());
    let (name, rest) = line.split_at(colon);
    if name.iter().any(|b| matches!(b, b' ' | b'\t')) {
        return Err(Ambiguous::Folded);
    }
    Ok((name, rest.get(1..).unwrap_or_default().trim_ascii()))
}

/// What `bytes` begin with before a line may end.
fn line_text(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    &bytes[..end.unwrap_or(bytes.len())]
}

/// The length of a chunk, before extensions.
fn chunk_size(line: &[u8]) -> Result<u64, Ambiguous> {
    let digits = line.split(|b| *b == b';').next().unwrap_or_default().trim_ascii_end();
    let plain = !digits.is_empty()
        && digits.len() <= CHUNK_DIGITS_MAX
        && digits.iter().all(u8::is_ascii_hexdigit);
    let text = std::str::from_utf8(digits).ok().filter(|_| plain);
    text.and_then(|text| u64::from_str_radix(text, 16).ok()).ok_or(Ambiguous::Chunk)
}

/// The end of a head. The parser looks for one before it reads a head that has come in pieces:
/// without it, one that was spoiled in a later piece would wait for its time to run out.
const END: &[u8] = b"\0\r\n\r\n";

/// A connection whose bytes are followed as they are read.
#[derive(Debug)]
pub(crate) struct Strict<S> {
    inner: S,
    activity: Activity,
    framing: Framing,
    spoiled: bool,
    /// What the parser is still to read as the end of a head that was spoiled.
    end: &'static [u8],
}

impl<S> Strict<S> {
    pub(crate) fn new(inner: S, activity: Activity) -> Self {
        Self { inner, activity, framing: Framing::default(), spoiled: false, end: &[] }
    }

    /// Lets through what can be read in one way only. The rest becomes NUL, which stands in no
    /// head and in no chunk's frame.
    fn pass(&mut self, bytes: &mut [u8]) {
        if self.activity.is_taken_over() {
            return;
        }
        if self.spoiled {
            return bytes.fill(0);
        }
        if let Err((at, why)) = self.framing.feed(bytes) {
            tracing::debug!(error = &why as &dyn std::error::Error, "request refused");
            self.spoiled = true;
            self.end = END;
            bytes[at..].fill(0);
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Strict<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.end.is_empty() {
            let count = self.end.len().min(buf.remaining());
            let (now, later) = self.end.split_at(count);
            buf.put_slice(now);
            self.end = later;
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, buf);
        if read.is_ready() {
            self.pass(&mut buf.filled_mut()[before..]);
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Strict<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, bufs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fed in one piece and byte by byte: the same answer.
    fn read(text: &str) -> Result<Place, Ambiguous> {
        let mut whole = Framing::default();
        let at_once = whole.feed(text.as_bytes()).map(|()| whole.place).map_err(|(_, why)| why);
        let mut pieces = Framing::default();
        let by_byte = text.bytes().try_for_each(|b| pieces.feed(&[b]).map_err(|(_, why)| why));
        assert_eq!(by_byte.map(|()| pieces.place), at_once, "{text:?}");
        at_once
    }

    #[test]
    fn requests_end_where_they_end() {
        for (text, place) in [
            ("", Place::Start),
            ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", Place::Start),
            ("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", Place::Body(1)),
            ("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na\nb", Place::Start),
            ("POST / HTTP/1.1\r\ncontent-length:0\r\n\r\nGET / HTTP/1.1\r\n", Place::Headers),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n", Place::ChunkSize),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\na\nb", Place::Chunk(2)),
            (
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: b\r\n\r\n",
                Place::Start,
            ),
            ("POST / HTTP/1.1\r\nX: a\tb c\r\nX-Long-Te: chunked, gzip\r\n\r\n", Place::Start),
        ] {
            assert_eq!(read(text), Ok(place), "{text:?}");
        }
    }

    #[test]
    fn what_two_readers_might_read_in_two_ways_is_found() {
        use Ambiguous::{Both, Chunk, Coding, Folded, Length, LineEnd};
        for (lines, why) in [
            ("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", Both),
            ("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", Both),
            ("transfer-encoding: gzip, chunked\r\n", Coding),
            ("Transfer-Encoding: chunked, identity\r\n", Coding),
            ("Transfer-Encoding: identity\r\n", Coding),
            ("Transfer-Encoding: \u{b}chunked\r\n", Coding),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", Coding),
            ("Transfer-Encoding:\r\n", Coding),
            ("Content-Length: 1\r\nContent-Length: 1\r\n", Length),
            ("Content-Length: 1, 1\r\n", Length),
            ("Content-Length: +1\r\n", Length),
            ("Content-Length: 0x1\r\n", Length),
            ("Content-Length:\r\n", Length),
            ("Content-Length: 99999999999999999999\r\n", Length),
            ("Content-Length : 1\r\n", Folded),
            ("A: b\r\n c: d\r\n", Folded),
            ("\tA: b\r\n", Folded),
            ("A: b\n", LineEnd),
            ("A: b\rC: d\r\n", LineEnd),
            ("A: b\r\r\n", LineEnd),
            ("Transfer-Encoding: chunked\r\n\r\n1\n", LineEnd),
            ("Transfer-Encoding: chunked\r\n\r\n0x1\r\n", Chunk),
            ("Transfer-Encoding: chunked\r\n\r\n-1\r\n", Chunk),
            ("Transfer-Encoding: chunked\r\n\r\n\r\n", Chunk),
            ("Transfer-Encoding: chunked\r\n\r\n11111111111111111\r\n", Chunk),
            ("Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", Chunk),
        ] {
            let text = format!("POST / HTTP/1.1\r\nHost: a\r\n{lines}");
            assert_eq!(read(&text), Err(why), "{lines:?}");
        }
        assert_eq!(read("GET / HTTP/1.1\nHost: a\r\n\r\n"), Err(LineEnd));
        assert_eq!(read("\n"), Err(LineEnd));
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let mut framing = Framing::default();
        for _ in 0..1000 {
            framing.feed(&[b'a'; 1000]).unwrap();
        }
        assert!(framing.line.len() <= LINE_BYTES_MAX && framing.line.capacity() < 1024);
    }
}
