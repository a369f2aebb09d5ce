//! What the texts of a row group can't have: a set of all three bytes that follow each other in
//! them, by their hashes. A text that is looked for is in none of them unless all of its threes
//! are in the set, so that most row groups need not be read for a rare word.
//!
//! A segment has one for each row group, behind the last one, where other readers of Parquet pass
//! over them.

/// The largest set, in bits, as a power of two: for a whole row group of some 20,000 different
/// threes, which is much for a program's log, it is a sixth full.
const BITS_LOG_MAX: u32 = 17;

/// The smallest.
const BITS_LOG_MIN: u32 = 9;

/// Bytes of text for each bit, as a power of two: what row groups of few rows take.
const TEXT_LOG: u32 = 3;

/// The set of one row group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sketch {
    bits_log: u32,
    bits: Vec<u8>,
}

impl Sketch {
    /// That of a row group with these texts.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let bytes = texts.clone().map(str::len).fold(0_usize, usize::saturating_add);
        let wanted = bytes.next_power_of_two().ilog2().saturating_sub(TEXT_LOG);
        let bits_log = wanted.clamp(BITS_LOG_MIN, BITS_LOG_MAX);
        let mut sketch = Self { bits_log, bits: vec![0; 1 << (bits_log - 3)] };
        for text in texts {
            for three in threes(text) {
                let at = sketch.place(three);
                sketch.bits[at >> 3] |= 1 << (at & 7);
            }
        }
        sketch
    }

    /// Whether one of the texts may have `text` in it.
    pub(crate) fn may_have(&self, text: &str) -> bool {
        threes(text).all(|three| {
            let at = self.place(three);
            self.bits[at >> 3] & 1 << (at & 7) != 0
        })
    }

    fn place(&self, three: u32) -> usize {
        // Fibonacci hashing: the highest bits of the product depend on all bits.
        (three.wrapping_mul(0x9E37_79B1) >> (32 - self.bits_log)) as usize
    }

    /// Appends it to a segment's sketches.
    pub(super) fn write(&self, to: &mut Vec<u8>) {
        to.push(u8::try_from(self.bits_log).expect("it is at most 17"));
        to.extend_from_slice(&self.bits);
    }

    /// The sketches of `count` row groups; nothing when these bytes are not those.
    pub(super) fn read(mut bytes: &[u8], count: usize) -> Option<Vec<Self>> {
        let mut one = || {
            let (bits_log, rest) = bytes.split_first()?;
            let bits_log = u32::from(*bits_log);
            if !(BITS_LOG_MIN..=BITS_LOG_MAX).contains(&bits_log) {
                return None;
            }
            let (bits, rest) = rest.split_at_checked(1 << (bits_log - 3))?;
            bytes = rest;
            Some(Self { bits_log, bits: bits.to_vec() })
        };
        let all = (0..count).map(|_| one()).collect::<Option<Vec<_>>>()?;
        bytes.is_empty().then_some(all)
    }
}

/// All three bytes that follow each other in a text, as numbers.
fn threes(text: &str) -> impl Iterator<Item = u32> {
    text.as_bytes().windows(3).map(|three| u32::from_le_bytes([three[0], three[1], three[2], 0]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_rare_word_is_in_few_sketches_and_one_that_is_there_in_its_own() {
        let lines: Vec<String> = (0..13_000)
            .map(|n| format!("{n:010} GET /items/{} took {} us", n * 7919, n % 983))
            .collect();
        let sketch = Sketch::of(lines.iter().map(String::as_str));
        assert!(sketch.may_have("GET /items/"));
        assert!(sketch.may_have(&lines[77]));
        for word in ["needle", "OutOfMemoryError", "connection refused"] {
            assert!(!sketch.may_have(word), "{word}");
        }
        let full: u32 = sketch.bits.iter().map(|byte| byte.count_ones()).sum();
        assert!(full < 1 << 15, "{full} of {}", 1 << sketch.bits_log);
    }

    #[test]
    fn what_is_too_short_may_be_anywhere() {
        let sketch = Sketch::of(["abc"].into_iter());
        assert!(sketch.may_have("zz") && sketch.may_have(""));
        assert!(!sketch.may_have("zzz"));
    }

    proptest! {
        #[test]
        fn nothing_that_is_there_is_passed_over(
            texts in proptest::collection::vec(".{0,60}", 1..20), from in 0..60_usize, len in 0..20_usize,
        ) {
            let sketch = Sketch::of(texts.iter().map(String::as_str));
            for text in &texts {
                let part: String = text.chars().skip(from).take(len).collect();
                prop_assert!(sketch.may_have(&part));
            }
            let mut bytes = Vec::new();
            sketch.write(&mut bytes);
            sketch.write(&mut bytes);
            prop_assert_eq!(Sketch::read(&bytes, 2), Some(vec![sketch.clone(), sketch]));
            prop_assert_eq!(Sketch::read(&bytes, 1), None);
            prop_assert_eq!(Sketch::read(&bytes, 3), None);
            bytes[0] = 40;
            prop_assert_eq!(Sketch::read(&bytes, 2), None);
        }
    }
}
