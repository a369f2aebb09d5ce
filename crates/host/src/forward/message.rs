//! Lines of a container as a message, with the fields that docker's fluentd driver gives them.

use super::pack;
use crate::spool::{Line, Stream};

/// The most bytes of a line in one record: a longer one becomes several, which say of what they
/// are a part (docker's `BufSize`).
pub const PIECE_BYTES_MAX: usize = 16 << 10;

/// Who writes the lines.
#[derive(Clone, Debug)]
pub struct Source {
    /// What its records are found by: `<container>-firelens-<task id>` (ECS agent).
    pub tag: String,
    /// The container's id, as its metadata has it.
    pub container_id: String,
    /// The container's name.
    pub container_name: String,
}

/// The message of `lines`. With a name for it, whoever gets the message is asked to acknowledge
/// it by that name.
#[must_use]
pub fn batch(of: &Source, lines: &[Line], chunk: Option<&str>) -> Vec<u8> {
    let pieces: Vec<_> = lines.iter().flat_map(pieces).collect();
    let bytes: usize = pieces.iter().map(|piece| piece.text.len() + 256).sum();
    let mut to = Vec::with_capacity(bytes);
    begin(&mut to, &of.tag, pieces.len());
    for piece in &pieces {
        record(&mut to, of, piece);
    }
    end(&mut to, pieces.len(), chunk);
    to
}

/// A message without records: it changes nothing, and shows whether messages are acknowledged.
#[must_use]
pub fn probe(of: &Source, chunk: &str) -> Vec<u8> {
    let mut to = Vec::new();
    begin(&mut to, &of.tag, 0);
    end(&mut to, 0, Some(chunk));
    to
}

fn begin(to: &mut Vec<u8>, tag: &str, records: usize) {
    pack::array(to, 3);
    pack::text(to, tag);
    pack::array(to, records);
}

fn end(to: &mut Vec<u8>, records: usize, chunk: Option<&str>) {
    pack::map(to, if chunk.is_some() { 2 } else { 1 });
    pack::text(to, "size");
    pack::number(to, records);
    if let Some(chunk) = chunk {
        pack::text(to, "chunk");
        pack::text(to, chunk);
    }
}

/// A line, or a part of one.
struct Piece<'l> {
    line: &'l Line,
    text: String,
    part: Option<Part>,
}

struct Part {
    /// 1 for the first.
    ordinal: usize,
    is_last: bool,
}

/// The pieces of a line, cut between characters.
fn pieces(line: &Line) -> Vec<Piece<'_>> {
    let text = String::from_utf8_lossy(&line.bytes);
    if text.len() <= PIECE_BYTES_MAX {
        return vec![Piece { line, text: text.into_owned(), part: None }];
    }
    let mut all: Vec<Piece<'_>> = Vec::new();
    let mut rest = &*text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES_MAX));
        let part = Part { ordinal: all.len() + 1, is_last: after.is_empty() };
        all.push(Piece { line, text: piece.to_owned(), part: Some(part) });
        rest = after;
    }
    all
}

fn record(to: &mut Vec<u8>, of: &Source, piece: &Piece<'_>) {
    let Piece { line, text, part } = piece;
    pack::array(to, 2);
    let (seconds, rest) = (line.at.0 / 1000, line.at.0 % 1000);
    let nanoseconds = u32::try_from(rest * 1_000_000).expect("less than a second");
    // The protocol's time ends in 2106.
    pack::time(to, u32::try_from(seconds).unwrap_or(u32::MAX), nanoseconds);
    pack::map(to, if part.is_some() { 8 } else { 4 });
    let mut field = |name: &str, value: &str| {
        pack::text(to, name);
        pack::text(to, value);
    };
    field("container_id", &of.container_id);
    field("container_name", &of.container_name);
    field(
        "source",
        match line.stream {
            Stream::Stdout => "stdout",
            Stream::Stderr => "stderr",
        },
    );
    field("log", text);
    if let Some(part) = part {
        field("partial_message", "true");
        field("partial_id", &format!("{}-{}", of.container_id, line.seq));
        field("partial_ordinal", &part.ordinal.to_string());
        field("partial_last", if part.is_last { "true" } else { "false" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::TimestampMs;

    fn source() -> Source {
        Source {
            tag: "app-firelens-1".into(),
            container_id: "1-2".into(),
            container_name: "app".into(),
        }
    }

    fn line(seq: u64, bytes: &[u8]) -> Line {
        Line { seq, at: TimestampMs(1_500), stream: Stream::Stderr, bytes: bytes.into() }
    }

    #[test]
    fn a_message_is_its_tag_its_records_and_its_options() {
        let mut wanted =
            b"\x93\xaeapp-firelens-1\x91\x92\xd7\0\0\0\0\x01\x1d\xcd\x65\0\x84".to_vec();
        wanted.extend(b"\xaccontainer_id\xa31-2\xaecontainer_name\xa3app");
        wanted.extend(b"\xa6source\xa6stderr\xa3log\xa2hi\x82\xa4size\x01\xa5chunk\xa1c");
        assert_eq!(batch(&source(), &[line(1, b"hi")], Some("c")), wanted);
        let unasked = batch(&source(), &[line(1, b"hi")], None);
        assert!(unasked.ends_with(b"\x81\xa4size\x01"));
    }

    #[test]
    fn a_probe_has_no_record() {
        let wanted = b"\x93\xaeapp-firelens-1\x90\x82\xa4size\0\xa5chunk\xa1p";
        assert_eq!(probe(&source(), "p"), wanted);
    }

    #[test]
    fn a_long_line_is_several_records_that_say_so() {
        let long = format!("{}é{}", "x".repeat(PIECE_BYTES_MAX - 1), "y".repeat(10));
        let line = line(7, long.as_bytes());
        let parts = pieces(&line);
        let joined: String = parts.iter().map(|piece| &*piece.text).collect();
        assert_eq!(joined, long);
        let said: Vec<_> = parts
            .iter()
            .map(|piece| piece.part.as_ref().map(|part| (part.ordinal, part.is_last)))
            .collect();
        assert_eq!(said, [Some((1, false)), Some((2, true))]);
        assert!(pieces(&super::tests::line(1, &[b'z'; PIECE_BYTES_MAX]))[0].part.is_none());
        let bytes = batch(&source(), &[line], None);
        let has = |text: &[u8]| bytes.windows(text.len()).any(|found| found == text);
        assert!(has(b"\xaapartial_id\xa51-2-7") && has(b"\xafpartial_ordinal\xa12"));
    }

    #[test]
    fn what_is_no_text_is_replaced() {
        assert_eq!(pieces(&line(1, b"a\xffb"))[0].text, "a\u{fffd}b");
    }
}
