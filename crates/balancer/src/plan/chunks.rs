//! Where a body in chunks ends, told strictly: lines end in CRLF, lengths are plain. What is
//! lenient reads one body in two ways.

/// The most digits of a chunk's length.
const DIGITS_MAX: u32 = 16;
/// Bytes of a line that is not the chunk itself: its length and what extends it, or a trailer.
const LINE_MAX: u32 = 8 << 10;
/// Bytes of trailers.
const TRAILERS_MAX: u32 = 16 << 10;

/// It can't be said where the body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// Follows a body in chunks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chunks {
    place: Place,
    /// Bytes of the line so far.
    line: u32,
    /// Bytes of the trailers so far.
    trailers: u32,
}

/// What the next byte is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A digit of a length: of so much, after so many.
    Size(u64, u32),
    /// Blanks after it, which some pad it with.
    Blank(u64),
    /// What extends it.
    Extension(u64),
    /// The LF after it.
    SizeEnd(u64),
    /// So many bytes of a chunk are left.
    Data(u64),
    DataCr,
    DataLf,
    /// The first byte of a trailer, or of the empty line that ends all.
    TrailerStart,
    Trailer,
    TrailerLf,
    EndLf,
    Over,
}

impl Default for Place {
    fn default() -> Self {
        Self::Size(0, 0)
    }
}

impl Chunks {
    /// Takes the next bytes: how many of them are the body's. It is over when they are fewer than
    /// there are, or [`Self::is_over`].
    ///
    /// # Errors
    /// [`Broken`], for good.
    pub fn take(&mut self, bytes: &[u8]) -> Result<usize, Broken> {
        let mut at = 0;
        while at < bytes.len() && self.place != Place::Over {
            if let Place::Data(left) = self.place {
                let taken = left.min((bytes.len() - at) as u64);
                at += taken as usize;
                let left = left - taken;
                self.place = if left == 0 { Place::DataCr } else { Place::Data(left) };
                continue;
            }
            self.place = self.next(bytes[at])?;
            at += 1;
        }
        Ok(at)
    }

    /// Whether its end has come.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.place == Place::Over
    }

    fn next(&mut self, byte: u8) -> Result<Place, Broken> {
        self.line += 1;
        if self.line > LINE_MAX {
            return Err(Broken);
        }
        let next = match (self.place, byte) {
            (Place::Size(size, digits), b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => {
                let digit = (byte as char).to_digit(16).ok_or(Broken)?;
                if digits == DIGITS_MAX {
                    return Err(Broken);
                }
                Place::Size(size << 4 | u64::from(digit), digits + 1)
            }
            (Place::Size(size, 1..) | Place::Blank(size), b' ' | b'\t') => Place::Blank(size),
            (Place::Size(size, 1..) | Place::Blank(size), b';') => Place::Extension(size),
            (Place::Size(size, 1..) | Place::Blank(size) | Place::Extension(size), b'\r') => {
                Place::SizeEnd(size)
            }
            (Place::Extension(size), b'\t' | b' '..=b'~' | 0x80..) => Place::Extension(size),
            (Place::SizeEnd(0), b'\n') => Place::TrailerStart,
            (Place::SizeEnd(size), b'\n') => Place::Data(size),
            (Place::DataCr, b'\r') => Place::DataLf,
            (Place::DataLf, b'\n') => Place::Size(0, 0),
            (Place::TrailerStart, b'\r') => Place::EndLf,
            // A folded one, or one without a name.
            (Place::TrailerStart, b' ' | b'\t' | b':') => return Err(Broken),
            (Place::Trailer, b'\r') => Place::TrailerLf,
            (Place::TrailerStart | Place::Trailer, b'\t' | b' '..=b'~' | 0x80..) => Place::Trailer,
            (Place::TrailerLf, b'\n') => Place::TrailerStart,
            (Place::EndLf, b'\n') => Place::Over,
            _ => return Err(Broken),
        };
        if matches!(next, Place::Trailer | Place::TrailerLf) {
            self.trailers += 1;
        }
        if self.trailers > TRAILERS_MAX {
            return Err(Broken);
        }
        if matches!(next, Place::Data(_) | Place::TrailerStart | Place::Size(_, 0)) {
            self.line = 0;
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At once and byte by byte: the same. How many bytes are the body's, when it is over.
    fn read(text: &str) -> Result<Option<usize>, Broken> {
        let mut whole = Chunks::default();
        let at_once = whole.take(text.as_bytes()).map(|n| whole.is_over().then_some(n));
        let mut pieces = Chunks::default();
        let mut count = 0;
        let by_byte = text.bytes().try_for_each(|b| pieces.take(&[b]).map(|n| count += n));
        assert_eq!(by_byte.map(|()| pieces.is_over().then_some(count)), at_once, "{text:?}");
        at_once
    }

    #[test]
    fn a_body_ends_with_its_last_chunk_and_trailers() {
        for (text, end) in [
            ("", None),
            ("0\r\n\r\nGET", Some(5)),
            ("5\r\nab\ncd\r\n0\r\n\r\n", Some(15)),
            ("5;x=\"y\"\r\nabcde\r\n000\r\nA: b\r\n\r\nx", Some(29)),
            ("3 \t;a\r\nabc\r\n0 \r\n\r\n", Some(18)),
            ("Ff\r\n", None),
            ("ffffffffffffffff\r\n", None),
        ] {
            assert_eq!(read(text), Ok(end), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_plain_chunk_is_broken() {
        for text in [
            "\r\n",
            ";\r\n",
            "0x1\r\n",
            "-1\r\n",
            "+1\r\n",
            " 1\r\n",
            "1 2\r\n",
            "1\n",
            "1\r\r\n",
            "1;\n",
            "1;a\rb\r\n",
            "1;a\0\r\n",
            "1\r\nab\r\n",
            "1\r\na\n",
            "1\r\na\r1",
            "0\r\n\n",
            "0\r\n\rx",
            "0\r\n A: b\r\n",
            "0\r\nA: b\n",
            "0\r\nA: b\rc",
            "00000000000000001\r\n",
            "g\r\n",
        ] {
            assert_eq!(read(text), Err(Broken), "{text:?}");
        }
        let long = "x".repeat(9 << 10);
        assert_eq!(read(&format!("1;{long}\r\n")), Err(Broken));
        let many = "A: b\r\n".repeat(4000);
        assert_eq!(read(&format!("0\r\n{many}\r\n")), Err(Broken));
    }
}
