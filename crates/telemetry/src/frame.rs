//! Frames: how the write-ahead log and the manifest lie on disk.
//!
//! A file is a header and then frames. A frame carries its length, a checksum of that
//! length and one of its bytes, all seeded by a random number of the file's header: text
//! that somebody logs can therefore never pass for a frame when a reader looks for the next
//! good one behind a damaged spot.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::ops::Range;

/// Bytes of a file's header: magic, seed, checksum of both.
pub(crate) const HEADER_BYTES: usize = 16;
const FRAME_HEADER_BYTES: usize = 16;
const FRAME_MAGIC: [u8; 4] = [0xf6, 0x0d, b'F', b'G'];

/// Writes frames of one file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Framer {
    seed: u32,
}

impl Framer {
    /// A framer with a new seed, and the header that a file of it starts with.
    pub(crate) fn new(magic: [u8; 8]) -> (Self, [u8; HEADER_BYTES]) {
        // The standard library's hasher is keyed at random; nothing secret hangs on it.
        let seed = RandomState::new().build_hasher().finish() as u32;
        let mut header = [0; HEADER_BYTES];
        header[..8].copy_from_slice(&magic);
        header[8..12].copy_from_slice(&seed.to_le_bytes());
        let crc = crc32fast::hash(&header[..12]);
        header[12..].copy_from_slice(&crc.to_le_bytes());
        (Self { seed }, header)
    }

    /// The framer of a file that starts with `bytes`; none when that is no header.
    pub(crate) fn read(magic: [u8; 8], bytes: &[u8]) -> Option<Self> {
        let header = bytes.get(..HEADER_BYTES)?;
        let good = header[..8] == magic && crc32fast::hash(&header[..12]) == word(header, 12);
        good.then(|| Self { seed: word(header, 8) })
    }

    /// Appends a frame of `payload` to `out`.
    pub(crate) fn frame(self, payload: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        let len = u32::try_from(payload.len()).expect("callers bound a frame far below 4 GiB");
        out.extend_from_slice(&FRAME_MAGIC);
        out.extend_from_slice(&len.to_le_bytes());
        out.extend_from_slice(&self.crc(payload).to_le_bytes());
        let crc = self.crc(&out[start..start + 12]);
        out.extend_from_slice(&crc.to_le_bytes());
        out.extend_from_slice(payload);
    }

    /// Every frame of `bytes`, a whole file with its header.
    pub(crate) fn scan(self, bytes: &[u8]) -> Scanned {
        let mut scanned = Scanned { frames: Vec::new(), damage: Vec::new(), end: HEADER_BYTES };
        let mut at = HEADER_BYTES;
        while at < bytes.len() {
            if let Some(payload) = self.payload_at(bytes, at) {
                at = payload.end;
                scanned.end = at;
                scanned.frames.push(payload);
                continue;
            }
            let Some(next) = self.next_good(bytes, at + 1) else { break };
            scanned.damage.push(at..next);
            at = next;
        }
        scanned
    }

    fn next_good(self, bytes: &[u8], from: usize) -> Option<usize> {
        let candidates = bytes.get(from..)?.windows(FRAME_MAGIC.len()).enumerate();
        candidates
            .filter(|(_, w)| **w == FRAME_MAGIC)
            .map(|(i, _)| from + i)
            .find(|&at| self.payload_at(bytes, at).is_some())
    }

    fn payload_at(self, bytes: &[u8], at: usize) -> Option<Range<usize>> {
        let header = bytes.get(at..at + FRAME_HEADER_BYTES)?;
        if header[..4] != FRAME_MAGIC || self.crc(&header[..12]) != word(header, 12) {
            return None;
        }
        let start = at + FRAME_HEADER_BYTES;
        let range = start..start.checked_add(word(header, 4) as usize)?;
        (self.crc(bytes.get(range.clone())?) == word(header, 8)).then_some(range)
    }

    fn crc(self, bytes: &[u8]) -> u32 {
        let mut hasher = crc32fast::Hasher::new_with_initial(self.seed);
        hasher.update(bytes);
        hasher.finalize()
    }
}

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Scanned {
    /// Where the payloads of good frames are, in order.
    pub(crate) frames: Vec<Range<usize>>,
    /// Bad spots that good frames follow.
    pub(crate) damage: Vec<Range<usize>>,
    /// The end of the last good frame; what lies behind is a torn tail.
    pub(crate) end: usize,
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let word = bytes[at..at + 4].try_into().expect("a slice of 4 bytes");
    u32::from_le_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MAGIC: [u8; 8] = *b"FGTEST01";

    fn file(payloads: &[&[u8]]) -> (Framer, Vec<u8>) {
        let (framer, header) = Framer::new(MAGIC);
        let mut bytes = header.to_vec();
        payloads.iter().for_each(|p| framer.frame(p, &mut bytes));
        (framer, bytes)
    }

    fn payloads<'a>(scanned: &Scanned, bytes: &'a [u8]) -> Vec<&'a [u8]> {
        scanned.frames.iter().map(|r| &bytes[r.clone()]).collect()
    }

    #[test]
    fn a_flipped_middle_frame_is_told_and_the_later_ones_are_read() {
        let (framer, mut bytes) = file(&[b"one", b"two", b"three"]);
        let second = HEADER_BYTES + 16 + 3;
        bytes[second + 17] ^= 1;
        let scanned = framer.scan(&bytes);
        assert_eq!(payloads(&scanned, &bytes), [&b"one"[..], b"three"]);
        assert_eq!(scanned.damage, std::slice::from_ref(&(second..second + 19)));
        assert_eq!(scanned.end, bytes.len());
    }

    #[test]
    fn a_frame_inside_a_message_is_never_taken_for_one() {
        let (other, _) = Framer::new(MAGIC);
        let mut forged = Vec::new();
        other.frame(b"forged", &mut forged);
        let (framer, mut bytes) = file(&[&forged, b"last"]);
        bytes[HEADER_BYTES] ^= 1;
        assert_eq!(payloads(&framer.scan(&bytes), &bytes), [b"last"]);
    }

    #[test]
    fn another_header_is_no_header() {
        let (_, header) = Framer::new(MAGIC);
        assert!(Framer::read(MAGIC, &header).is_some());
        assert!(Framer::read(*b"FGTEST02", &header).is_none());
        assert!(Framer::read(MAGIC, &header[..15]).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_cut_off_only_whole_frames_are_read(
            all in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..8),
            cut in any::<prop::sample::Index>(),
        ) {
            let refs: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
            let (framer, bytes) = file(&refs);
            let cut = HEADER_BYTES + cut.index(bytes.len() - HEADER_BYTES + 1);
            let scanned = framer.scan(&bytes[..cut]);
            let read = payloads(&scanned, &bytes);
            prop_assert_eq!(&read[..], &refs[..read.len()]);
            prop_assert!(scanned.damage.is_empty());
            let next = refs.get(read.len()).map_or(usize::MAX, |p| scanned.end + 16 + p.len());
            prop_assert!(cut < next, "a whole frame was missed");
        }

        #[test]
        fn one_flipped_bit_loses_one_frame_at_most(
            all in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..8),
            at in any::<prop::sample::Index>(),
            bit in 0..8_u32,
        ) {
            let refs: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
            let (framer, mut bytes) = file(&refs);
            let at = HEADER_BYTES + at.index(bytes.len() - HEADER_BYTES);
            bytes[at] ^= 1 << bit;
            let scanned = framer.scan(&bytes);
            prop_assert_eq!(scanned.frames.len(), refs.len() - 1);
        }
    }
}
