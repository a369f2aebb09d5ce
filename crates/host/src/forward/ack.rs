//! Acknowledgements, as they come from a program that the task's user chose: any bytes.

/// The most bytes of an answer that are kept until it is whole. One is `{"ack": NAME}`.
const ANSWER_BYTES_MAX: usize = 1024;

/// The deepest that things in an answer may lie in each other.
const DEPTH_MAX: usize = 8;

/// What is no acknowledgement, and never will be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what the router answers is no acknowledgement")]
pub struct BadAck;

/// What a router has answered so far on one connection.
#[derive(Debug, Default)]
pub struct Acks {
    bytes: Vec<u8>,
}

impl Acks {
    /// Takes what was read: the names that it acknowledges.
    ///
    /// # Errors
    /// [`BadAck`], after which nothing of the connection makes sense.
    pub fn take(&mut self, read: &[u8]) -> Result<Vec<String>, BadAck> {
        self.bytes.extend_from_slice(read);
        let mut names = Vec::new();
        let mut at = 0;
        loop {
            let mut from = Unread { bytes: &self.bytes[at..] };
            match answer(&mut from) {
                Ok(name) => names.push(name),
                Err(Stop::More) => break,
                Err(Stop::Bad) => return Err(BadAck),
            }
            at = self.bytes.len() - from.bytes.len();
        }
        self.bytes.drain(..at);
        if self.bytes.len() > ANSWER_BYTES_MAX { Err(BadAck) } else { Ok(names) }
    }
}

/// Why nothing more is read.
enum Stop {
    /// The rest has not come yet.
    More,
    Bad,
}

/// What is left of the bytes.
struct Unread<'b> {
    bytes: &'b [u8],
}

impl<'b> Unread<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], Stop> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(Stop::More)?;
        self.bytes = rest;
        Ok(taken)
    }

    /// A length in so many bytes.
    fn length(&mut self, bytes: usize) -> Result<usize, Stop> {
        let length = self.take(bytes)?.iter().fold(0, |all, byte| all << 8 | usize::from(*byte));
        // What is longer is not waited for.
        if length > ANSWER_BYTES_MAX { Err(Stop::Bad) } else { Ok(length) }
    }
}

/// A map in which `ack` is the name of a message. What else it has is passed over.
fn answer(from: &mut Unread<'_>) -> Result<String, Stop> {
    let pairs = match from.take(1)?[0] {
        head @ 0x80..=0x8f => usize::from(head & 0x0f),
        0xde => from.length(2)?,
        0xdf => from.length(4)?,
        _ => return Err(Stop::Bad),
    };
    let mut name = None;
    for _ in 0..pairs {
        let key = thing(from, 0)?;
        let value = thing(from, 0)?;
        if key == Some(b"ack") {
            name = value;
        }
    }
    let name = name.ok_or(Stop::Bad)?;
    String::from_utf8(name.to_vec()).map_err(|_| Stop::Bad)
}

/// Reads one thing; its bytes, if it is a text or such.
fn thing<'b>(from: &mut Unread<'b>, depth: usize) -> Result<Option<&'b [u8]>, Stop> {
    if depth > DEPTH_MAX {
        return Err(Stop::Bad);
    }
    let head = from.take(1)?[0];
    let bytes = match head {
        0xa0..=0xbf => usize::from(head & 0x1f),
        0xc4 | 0xd9 => from.length(1)?,
        0xc5 | 0xda => from.length(2)?,
        0xc6 | 0xdb => from.length(4)?,
        _ => return other(from, head, depth).map(|()| None),
    };
    from.take(bytes).map(Some)
}

/// Passes over a thing that is no text.
fn other(from: &mut Unread<'_>, head: u8, depth: usize) -> Result<(), Stop> {
    let within = match head {
        0x00..=0x7f | 0xe0..=0xff | 0xc0 | 0xc2 | 0xc3 => return Ok(()),
        0xcc | 0xd0 => return from.take(1).map(drop),
        0xcd | 0xd1 => return from.take(2).map(drop),
        0xca | 0xce | 0xd2 => return from.take(4).map(drop),
        0xcb | 0xcf | 0xd3 => return from.take(8).map(drop),
        // Of a type of its own: that, and its bytes.
        0xd4..=0xd8 => return from.take(1 + (1 << (head - 0xd4))).map(drop),
        0xc7..=0xc9 => {
            let length = from.length(1 << (head - 0xc7))?;
            return from.take(1 + length).map(drop);
        }
        0x90..=0x9f => usize::from(head & 0x0f),
        0x80..=0x8f => 2 * usize::from(head & 0x0f),
        0xdc => from.length(2)?,
        0xdd => from.length(4)?,
        0xde => 2 * from.length(2)?,
        0xdf => 2 * from.length(4)?,
        _ => return Err(Stop::Bad),
    };
    for _ in 0..within {
        thing(from, depth + 1)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_answer_names_the_message_however_it_is_written() {
        for bytes in [
            &b"\x81\xa3ack\xa3abc"[..],
            b"\x81\xa3ack\xd9\x03abc",
            b"\x81\xa3ack\xc4\x03abc",
            b"\x81\xc4\x03ack\xda\0\x03abc",
            b"\xde\0\x01\xa3ack\xa3abc",
            b"\x82\xa1x\x93\x01\xc0\x81\xa1y\xcb\0\0\0\0\0\0\0\0\xa3ack\xa3abc",
            b"\x82\xa3ack\xa3abc\xa1t\xd7\0\0\0\0\0\0\0\0\0",
        ] {
            assert_eq!(Acks::default().take(bytes), Ok(vec!["abc".to_owned()]), "{bytes:x?}");
        }
    }

    #[test]
    fn answers_come_in_any_pieces() {
        let bytes = b"\x81\xa3ack\xa1a\x81\xa3ack\xa1b";
        for cut in 0..bytes.len() {
            let mut acks = Acks::default();
            let mut names = acks.take(&bytes[..cut]).unwrap();
            names.extend(acks.take(&bytes[cut..]).unwrap());
            assert_eq!(names, ["a", "b"], "{cut}");
        }
    }

    #[test]
    fn what_is_none_is_refused_at_once() {
        for bytes in [
            &b"HTTP/1.1 400 Bad Request"[..],
            b"\x80",
            b"\x81\xa3nak\xa1a",
            b"\x81\xa3ack\x01",
            b"\x81\xa3ack\xa1\xff",
            b"\x81\xa3ack\xdb\xff\xff\xff\xff",
            b"\x81\xa1x\xc1",
            &[0x81; 64],
            b"\x81\xa1x\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x01",
        ] {
            assert_eq!(Acks::default().take(bytes), Err(BadAck), "{bytes:x?}");
        }
        let endless = [b"\x81\xa1x\xdc\x04\0".to_vec(), vec![0x01; 1023]].concat();
        let mut acks = Acks::default();
        assert!(acks.take(&endless).is_err(), "it is too long");
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..2000), cut in 0_usize..2000) {
            let cut = cut.min(bytes.len());
            let (whole, mut acks) = (Acks::default().take(&bytes), Acks::default());
            let first = acks.take(&bytes[..cut]);
            let second = first.clone().and_then(|_| acks.take(&bytes[cut..]));
            if let (Ok(mut first), Ok(second), Ok(whole)) = (first, second, whole) {
                first.extend(second);
                prop_assert_eq!(first, whole);
            }
        }
    }
}
