//! MessagePack, written: the few types that a message has, each in its shortest form.

/// Begins an array of so many things.
pub(super) fn array(to: &mut Vec<u8>, count: usize) {
    match count {
        0..=15 => to.push(0x90 | low(count)),
        16..=0xffff => sized(to, 0xdc, &u16_of(count)),
        _ => sized(to, 0xdd, &u32_of(count)),
    }
}

/// Begins a map of so many pairs, fewer than sixteen.
pub(super) fn map(to: &mut Vec<u8>, count: usize) {
    assert!(count < 16, "a record has a few fields");
    to.push(0x80 | low(count));
}

/// A text.
pub(super) fn text(to: &mut Vec<u8>, text: &str) {
    match text.len() {
        length @ 0..=31 => to.push(0xa0 | low(length)),
        length @ 32..=0xff => sized(to, 0xd9, &[low(length)]),
        length @ 0x100..=0xffff => sized(to, 0xda, &u16_of(length)),
        length => sized(to, 0xdb, &u32_of(length)),
    }
    to.extend_from_slice(text.as_bytes());
}

/// A number that is not negative.
pub(super) fn number(to: &mut Vec<u8>, number: usize) {
    match number {
        0..=0x7f => to.push(low(number)),
        0x80..=0xffff => sized(to, 0xcd, &u16_of(number)),
        _ => sized(to, 0xce, &u32_of(number)),
    }
}

/// A time to the nanosecond: the protocol's own type, number 0, of eight bytes ("EventTime Ext
/// Format").
pub(super) fn time(to: &mut Vec<u8>, seconds: u32, nanoseconds: u32) {
    to.extend_from_slice(&[0xd7, 0x00]);
    to.extend_from_slice(&seconds.to_be_bytes());
    to.extend_from_slice(&nanoseconds.to_be_bytes());
}

fn sized(to: &mut Vec<u8>, kind: u8, size: &[u8]) {
    to.push(kind);
    to.extend_from_slice(size);
}

fn low(number: usize) -> u8 {
    u8::try_from(number).expect("it was looked at")
}

fn u16_of(number: usize) -> [u8; 2] {
    u16::try_from(number).expect("it was looked at").to_be_bytes()
}

fn u32_of(number: usize) -> [u8; 4] {
    u32::try_from(number).expect("a batch is bounded").to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut to = Vec::new();
        write(&mut to);
        to
    }

    /// The heads as the MessagePack specification has them.
    #[test]
    fn each_thing_has_its_shortest_form() {
        for (count, head) in
            [(0, &[0x90][..]), (15, &[0x9f]), (16, &[0xdc, 0, 16]), (65_536, &[0xdd, 0, 1, 0, 0])]
        {
            assert_eq!(written(|to| array(to, count)), head);
        }
        for (length, head) in [
            (0, &[0xa0][..]),
            (31, &[0xbf]),
            (32, &[0xd9, 32]),
            (255, &[0xd9, 255]),
            (256, &[0xda, 1, 0]),
            (65_535, &[0xda, 0xff, 0xff]),
            (65_536, &[0xdb, 0, 1, 0, 0]),
        ] {
            let bytes = written(|to| text(to, &"x".repeat(length)));
            assert_eq!(&bytes[..head.len()], head);
            assert_eq!(bytes.len(), head.len() + length);
        }
        for (value, bytes) in [
            (0, &[0][..]),
            (127, &[127]),
            (128, &[0xcd, 0, 128]),
            (70_000, &[0xce, 0, 1, 0x11, 0x70]),
        ] {
            assert_eq!(written(|to| number(to, value)), bytes);
        }
        let now = written(|to| time(to, 1, 2));
        assert_eq!(now, [0xd7, 0, 0, 0, 0, 1, 0, 0, 0, 2]);
        assert_eq!(written(|to| map(to, 2)), [0x82]);
    }
}
