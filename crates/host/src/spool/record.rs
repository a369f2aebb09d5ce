//! A line in a segment: a little-endian length of what follows, the number, the time in
//! milliseconds, flags, the bytes.

use ferrogate_base::TimestampMs;
use ferrogate_link::LogLine;

use super::LINE_BYTES_MAX;

const HEAD: usize = 4;
const FIXED: usize = 8 + 8 + 1;
const STDERR: u8 = 1;

/// Where a line came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output, or a terminal.
    Stdout,
    /// Standard error.
    Stderr,
}

/// One line of output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// 1 for the container's first line, then one more each.
    pub seq: u64,
    /// When the shim read it.
    pub at: TimestampMs,
    /// Where it came from.
    pub stream: Stream,
    /// The line without its end.
    pub bytes: Vec<u8>,
}

impl Line {
    /// Says, in place of `count` lines of which the last one's number is `seq`, that they can't
    /// be read.
    pub(super) fn lost(count: u64, seq: u64, at: TimestampMs) -> Self {
        let note = format!("[{count} log lines were lost here: their file can't be read]");
        Self { seq, at, stream: Stream::Stderr, bytes: note.into_bytes() }
    }
}

impl From<Line> for LogLine {
    fn from(line: Line) -> Self {
        let text = String::from_utf8(line.bytes)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        Self::new(line.at, text)
    }
}

/// The bytes that a line of this length takes in a segment.
pub(super) fn size(length: usize) -> u64 {
    (HEAD + FIXED + length) as u64
}

pub(super) fn append(to: &mut Vec<u8>, seq: u64, at: TimestampMs, stream: Stream, bytes: &[u8]) {
    let length = u32::try_from(FIXED + bytes.len()).expect("a line is far below 4 GiB");
    let flags = if stream == Stream::Stderr { STDERR } else { 0 };
    to.extend_from_slice(&length.to_le_bytes());
    to.extend_from_slice(&seq.to_le_bytes());
    to.extend_from_slice(&at.0.to_le_bytes());
    to.push(flags);
    to.extend_from_slice(bytes);
}

/// The bytes of the record that begins here, when enough is there to know.
pub(super) fn length(from: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(*from.first_chunk::<HEAD>()?) as usize;
    is_length(length).then_some(HEAD + length)
}

fn is_length(length: usize) -> bool {
    // A note on lost lines is short, so every record obeys the limit of lines.
    (FIXED..=FIXED + LINE_BYTES_MAX).contains(&length)
}

/// What the bytes at the beginning of a piece of segment are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Parsed {
    /// A line, and the bytes that it takes.
    Line(Line, usize),
    /// The beginning of a line.
    Incomplete,
    /// Nothing that a writer wrote.
    Garbage,
}

pub(super) fn parse(from: &[u8]) -> Parsed {
    let Some(head) = from.first_chunk::<HEAD>() else { return Parsed::Incomplete };
    let length = u32::from_le_bytes(*head) as usize;
    if !is_length(length) {
        return Parsed::Garbage;
    }
    let Some(body) = from.get(HEAD..HEAD + length) else { return Parsed::Incomplete };
    let number = |at: usize| {
        u64::from_le_bytes(body[at..at + 8].try_into().expect("eight bytes were sliced"))
    };
    let flags = body[16];
    let line = Line {
        seq: number(0),
        at: TimestampMs(number(8)),
        stream: if flags & STDERR == 0 { Stream::Stdout } else { Stream::Stderr },
        bytes: body[FIXED..].to_vec(),
    };
    Parsed::Line(line, HEAD + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_as_it_was_written_once_it_is_whole() {
        let mut bytes = Vec::new();
        append(&mut bytes, 9, TimestampMs(77), Stream::Stderr, b"hello");
        assert_eq!(bytes.len() as u64, size(5));
        for cut in 0..bytes.len() {
            assert_eq!(parse(&bytes[..cut]), Parsed::Incomplete);
        }
        let Parsed::Line(line, taken) = parse(&bytes) else { panic!("{bytes:?}") };
        assert_eq!((line.seq, line.at.0, taken), (9, 77, bytes.len()));
        assert_eq!((line.stream, line.bytes.as_slice()), (Stream::Stderr, &b"hello"[..]));
    }

    #[test]
    fn a_length_that_no_writer_writes_is_garbage() {
        assert_eq!(parse(&[0xff; 64]), Parsed::Garbage);
        assert_eq!(parse(&[0; 64]), Parsed::Garbage);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced_in_a_log_line() {
        let line =
            Line { seq: 1, at: TimestampMs(1), stream: Stream::Stdout, bytes: vec![b'a', 0xff] };
        assert_eq!(LogLine::from(line).text, "a\u{fffd}");
    }
}
