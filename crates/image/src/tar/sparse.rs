//! Maps of sparse files.

use super::TarError;
use super::header::BLOCK;
use super::pax::decimal;

/// Most parts of one sparse file.
pub const SEGMENTS_MAX: u64 = 1 << 16;

/// A part of a sparse file that has content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where in the file it starts.
    pub offset: u64,
    /// Its length in bytes.
    pub len: u64,
}

/// What an extended header says about a sparse file.
#[derive(Debug, Default)]
pub(super) struct PaxSparse {
    pub(super) name: Option<Vec<u8>>,
    pub(super) size: Option<u64>,
    /// `None`: the map stands in the content (form 1.0).
    pub(super) map: Option<Vec<Segment>>,
}

pub(super) fn check_count(count: u64) -> Result<(), TarError> {
    if count > SEGMENTS_MAX {
        Err(TarError::Malformed("a sparse file of too many parts"))
    } else {
        Ok(())
    }
}

/// Whether the map is in order, inside the file, and as long as the content.
pub(super) fn check(segments: &[Segment], size: u64, stored: u64) -> Result<(), TarError> {
    const BAD: TarError = TarError::Malformed("a sparse map that does not fit its file");
    check_count(segments.len() as u64)?;
    let (mut end, mut total) = (0u64, 0u64);
    for segment in segments {
        if segment.offset < end {
            return Err(BAD);
        }
        end = segment.offset.checked_add(segment.len).ok_or(BAD)?;
        total = total.checked_add(segment.len).ok_or(BAD)?;
    }
    if end > size || total != stored { Err(BAD) } else { Ok(()) }
}

/// `offset,length,offset,length` (form 0.1).
pub(super) fn comma_map(value: &[u8]) -> Result<Vec<Segment>, TarError> {
    if value.is_empty() {
        return Ok(Vec::new());
    }
    let mut numbers = value.split(|b| *b == b',').map(decimal);
    let mut map = Vec::new();
    while let Some(offset) = numbers.next() {
        let len = numbers.next().ok_or(TarError::Malformed("a sparse map with a part missing"))?;
        check_count(map.len() as u64)?;
        map.push(Segment { offset: offset?, len: len? });
    }
    Ok(map)
}

/// A map as it stands at the start of the content (form 1.0).
pub(super) fn text_map(segments: &[Segment]) -> Vec<u8> {
    let mut text = format!("{}\n", segments.len());
    for Segment { offset, len } in segments {
        text.push_str(&format!("{offset}\n{len}\n"));
    }
    let mut bytes = text.into_bytes();
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    bytes
}

/// The map at the start of the content (form 1.0): numbers on lines, padded to a block.
#[derive(Default)]
pub(super) struct TextMap {
    digits: Vec<u8>,
    numbers: Vec<u64>,
}

impl TextMap {
    /// Takes the next block; the map, once it is whole.
    pub(super) fn take(&mut self, block: &[u8]) -> Result<Option<Vec<Segment>>, TarError> {
        for byte in block {
            if *byte != b'\n' {
                self.digits.push(*byte);
                if self.digits.len() > 20 {
                    return Err(TarError::Malformed("a number of a sparse map is not one"));
                }
                continue;
            }
            self.numbers.push(decimal(&self.digits)?);
            self.digits.clear();
            check_count(self.numbers[0])?;
            if self.numbers.len() as u64 == 1 + 2 * self.numbers[0] {
                let pairs = self.numbers[1..].chunks_exact(2);
                return Ok(Some(pairs.map(|p| Segment { offset: p[0], len: p[1] }).collect()));
            }
        }
        Ok(None)
    }
}
