//! Bytes of a stream into lines.

/// The longest line in bytes; a longer one is cut, and all its pieces but the last are marked
/// partial. As Docker's: a shim keeps no more than this for each stream. (A log event may
/// have 256 KiB, so whoever delivers may join pieces again.)
pub const LINE_BYTES_MAX: usize = 16 << 10;

/// Splits what comes from one stream.
#[derive(Debug, Default)]
pub struct LineSplitter {
    held: Vec<u8>,
}

impl LineSplitter {
    /// Takes bytes and gives each line that they complete to `line(text, partial)`.
    pub fn push(&mut self, mut bytes: &[u8], mut line: impl FnMut(&[u8], bool)) {
        while !bytes.is_empty() {
            let room = LINE_BYTES_MAX - self.held.len();
            let within = &bytes[..bytes.len().min(room + 1)];
            if let Some(end) = within.iter().position(|byte| *byte == b'\n') {
                self.emit(&bytes[..end], false, &mut line);
                bytes = &bytes[end + 1..];
            } else if bytes.len() > room {
                self.emit(&bytes[..room], true, &mut line);
                bytes = &bytes[room..];
            } else {
                self.held.extend_from_slice(bytes);
                return;
            }
        }
    }

    /// The stream has ended: gives what is held, if anything, as a line.
    pub fn finish(&mut self, mut line: impl FnMut(&[u8], bool)) {
        if !self.held.is_empty() {
            self.emit(&[], false, &mut line);
        }
    }

    fn emit(&mut self, rest: &[u8], partial: bool, line: &mut impl FnMut(&[u8], bool)) {
        if self.held.is_empty() {
            line(rest, partial);
        } else {
            self.held.extend_from_slice(rest);
            line(&self.held, partial);
            // Given back, not kept: most containers write whole lines, and shims are many.
            self.held = Vec::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(pieces: &[&[u8]]) -> Vec<(Vec<u8>, bool)> {
        let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
        for piece in pieces {
            splitter.push(piece, |line, partial| lines.push((line.to_vec(), partial)));
        }
        splitter.finish(|line, partial| lines.push((line.to_vec(), partial)));
        lines
    }

    #[test]
    fn a_line_may_come_in_pieces_and_the_last_needs_no_end() {
        let lines = split(&[b"on", b"e\n\ntwo\nth", b"ree"]);
        let texts: Vec<_> = lines.iter().map(|(line, _)| line.as_slice()).collect();
        assert_eq!(texts, [&b"one"[..], b"", b"two", b"three"]);
        assert!(lines.iter().all(|(_, partial)| !partial));
    }

    #[test]
    fn a_long_line_is_cut_and_its_pieces_are_marked() {
        let long = vec![b'x'; 2 * LINE_BYTES_MAX + 5];
        let lines = split(&[&long, b"\nnext\n"]);
        let shape: Vec<_> = lines.iter().map(|(line, partial)| (line.len(), *partial)).collect();
        let max = LINE_BYTES_MAX;
        assert_eq!(shape, [(max, true), (max, true), (5, false), (4, false)]);
    }

    #[test]
    fn a_line_of_exactly_the_limit_is_whole() {
        let mut line = vec![b'x'; LINE_BYTES_MAX];
        line.push(b'\n');
        assert_eq!(split(&[&line]), [(vec![b'x'; LINE_BYTES_MAX], false)]);
        assert_eq!(split(&[&line[..7], &line[7..]]).len(), 1);
    }
}
