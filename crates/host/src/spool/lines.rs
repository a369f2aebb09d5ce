//! Bytes of a stream into lines.

/// The longest line in bytes; a longer one becomes several. As in docker's awslogs driver: the
/// 256 KiB that CloudWatch Logs took of an event, less the 26 bytes that it counts on top.
pub const LINE_BYTES_MAX: usize = (256 << 10) - 26;

/// Splits what comes from one stream.
#[derive(Debug, Default)]
pub struct LineSplitter {
    held: Vec<u8>,
}

impl LineSplitter {
    /// Takes bytes and gives each line that they complete to `line`.
    pub fn push(&mut self, mut bytes: &[u8], mut line: impl FnMut(&[u8])) {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            self.end(&bytes[..end], &mut line);
            bytes = &bytes[end + 1..];
        }
        self.hold(bytes, &mut line);
    }

    /// The stream has ended: gives what is held, if anything, as a line.
    pub fn finish(&mut self, mut line: impl FnMut(&[u8])) {
        if !self.held.is_empty() {
            self.end(&[], &mut line);
        }
    }

    fn end(&mut self, rest: &[u8], line: &mut impl FnMut(&[u8])) {
        if self.held.is_empty() && rest.len() <= LINE_BYTES_MAX {
            return line(rest);
        }
        self.hold(rest, line);
        line(&self.held);
        // Given back, not kept: most containers write whole lines, and shims are many.
        self.held = Vec::new();
    }

    fn hold(&mut self, rest: &[u8], line: &mut impl FnMut(&[u8])) {
        self.held.extend_from_slice(rest);
        while self.held.len() > LINE_BYTES_MAX {
            let cut = last_border(&self.held);
            line(&self.held[..cut]);
            self.held.drain(..cut);
        }
    }
}

/// Where a line of more than [`LINE_BYTES_MAX`] is cut: as late as it may be without cutting a
/// character. What is no UTF-8 has no characters.
fn last_border(line: &[u8]) -> usize {
    let begins_character = |at: &usize| line[*at] & 0b1100_0000 != 0b1000_0000;
    (LINE_BYTES_MAX - 3..=LINE_BYTES_MAX).rev().find(begins_character).unwrap_or(LINE_BYTES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAX: usize = LINE_BYTES_MAX;

    fn split(pieces: &[&[u8]]) -> Vec<Vec<u8>> {
        let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
        for piece in pieces {
            splitter.push(piece, |line| lines.push(line.to_vec()));
        }
        splitter.finish(|line| lines.push(line.to_vec()));
        lines
    }

    fn lengths(pieces: &[&[u8]]) -> Vec<usize> {
        split(pieces).iter().map(Vec::len).collect()
    }

    #[test]
    fn a_line_may_come_in_pieces_and_the_last_needs_no_end() {
        let lines = split(&[b"on", b"e\n\ntwo\nth", b"ree"]);
        assert_eq!(lines, [&b"one"[..], b"", b"two", b"three"]);
    }

    #[test]
    fn a_line_is_whole_up_to_the_limit_however_it_comes() {
        let mut line = vec![b'x'; MAX];
        line.push(b'\n');
        assert_eq!(lengths(&[&line]), [MAX]);
        assert_eq!(lengths(&[&line[..7], &line[7..]]), [MAX]);
        let pieces: Vec<_> = line.chunks(16 << 10).collect();
        assert_eq!(lengths(&pieces), [MAX]);
    }

    #[test]
    fn a_longer_line_is_cut_at_the_limit() {
        assert_eq!(lengths(&[&vec![b'x'; 262_145], b"\nnext\n"]), [MAX, 27, 4]);
        assert_eq!(lengths(&[&vec![b'x'; 2 * MAX], b"\n"]), [MAX, MAX]);
        assert_eq!(lengths(&[&vec![b'x'; 2 * MAX + 5]]), [MAX, MAX, 5]);
    }

    #[test]
    fn no_character_is_cut() {
        for letter in ["é", "語", "🦀"] {
            for before in 0..4 {
                let line = format!("{}{}", "x".repeat(before), letter.repeat(MAX / letter.len()));
                let pieces: Vec<_> = line.as_bytes().chunks(16 << 10).collect();
                let texts: Vec<_> =
                    split(&pieces).into_iter().map(|l| String::from_utf8(l).unwrap()).collect();
                assert!(texts.iter().all(|text| text.len() <= MAX));
                assert_eq!(texts.concat(), line);
            }
        }
    }

    #[test]
    fn what_is_no_text_is_cut_too() {
        assert_eq!(lengths(&[&vec![0x80; MAX + 1]]), [MAX, 1]);
    }
}
