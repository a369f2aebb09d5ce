//! Input number `n` of a run: a pure function of the target's seeds and the run's seed.

use crate::Target;

/// Bytes of an input; what grows beyond is cut.
const BYTES_MAX: usize = 64 << 10;

/// Numbers on which parsers trip.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "127",
    "128",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "1e308",
    "1e309",
    "-0.0",
    "0.1",
    "00000000000000000001",
    "NaN",
];

/// Bytes that mean something to most formats.
const BYTES: &[u8] = b"\x00\x01\x7f\x80\xff\t\n\r \"'#%&()*+,-./09:;<=>?@AZ[\\]^_`az{|}~";

/// Texts that most parsers have an opinion on.
const TEXTS: &[&str] = &[
    "\u{0}",
    "\u{85}",
    "\u{ad}",
    "\u{e9}",
    "\u{2028}",
    "\u{fb01}",
    "\u{feff}",
    "\u{1f600}",
    "\u{130}",
    "\\u0000",
    "\\ud800",
    "%00",
    "%2f",
    "%2F",
    "%",
    "..",
    "../",
    "//",
    "null",
    "{}",
    "[]",
    "\"\"",
    "true",
    "\r\n",
    "\n\n",
];

/// The input: the seeds as they are first, then mutations of them.
pub(super) fn input(target: &Target, seeds: &[Vec<u8>], run_seed: u64, n: u64) -> Vec<u8> {
    if let Some(seed) = usize::try_from(n).ok().and_then(|n| seeds.get(n)) {
        return seed.clone();
    }
    let mut random = Random(run_seed ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut data = random.pick(seeds).cloned().unwrap_or_default();
    // Mostly few: an input with one odd spot gets furthest.
    let times = 1 << random.below(5);
    for _ in 0..1 + random.below(times) {
        mutate(&mut data, &mut random, target, seeds);
        data.truncate(BYTES_MAX);
    }
    data
}

fn mutate(data: &mut Vec<u8>, random: &mut Random, target: &Target, seeds: &[Vec<u8>]) {
    let at = random.below(data.len() + 1);
    let end = at + random.short(data.len() - at);
    match random.below(15) {
        0 if at < data.len() => data[at] ^= 1 << random.below(8),
        1 if at < data.len() => data[at] = random.byte(),
        2 if at < data.len() => data[at] = data[at].wrapping_add(1),
        3 => data.insert(at, random.byte()),
        4 => drop(data.drain(at..end)),
        5 => {
            let copy = data[at..end].to_vec();
            let to = random.below(data.len() + 1);
            data.splice(to..to, copy);
        }
        6 => {
            let times = 1 + random.below(200);
            let copy = data[at..end].repeat(times.min(BYTES_MAX / (end - at).max(1)));
            data.splice(at..at, copy);
        }
        7 | 8 => {
            let word = random.pick(target.words).copied().unwrap_or_default();
            let over = if random.below(2) == 0 { at } else { (at + word.len()).min(data.len()) };
            data.splice(at..over, word.bytes());
        }
        9 => {
            let text = random.pick(TEXTS).copied().unwrap_or_default();
            data.splice(at..at, text.bytes());
        }
        10 | 11 => replace_number(data, at, random),
        12 => {
            let other = random.pick(seeds).map_or(&[][..], Vec::as_slice);
            let from = random.below(other.len() + 1);
            data.truncate(at);
            data.extend_from_slice(&other[from..]);
        }
        13 => data.truncate(at),
        _ => {
            // A length or count in binary, of either order.
            let number = 1_u64 << random.below(64);
            let number = number.wrapping_sub(random.below(2) as u64);
            let width = 1 << random.below(4);
            let bytes = if random.below(2) == 0 {
                number.to_le_bytes()[..width].to_vec()
            } else {
                number.to_be_bytes()[8 - width..].to_vec()
            };
            let over = (at + width).min(data.len());
            data.splice(at..over, bytes);
        }
    }
}

/// Replaces the digits at or behind `at` by a number that is interesting.
fn replace_number(data: &mut Vec<u8>, at: usize, random: &mut Random) {
    let Some(start) = data[at..].iter().position(u8::is_ascii_digit).map(|skip| at + skip) else {
        return;
    };
    let len = data[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = random.pick(NUMBERS).copied().unwrap_or_default();
    data.splice(start..start + len, number.bytes());
}

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 for a bound of 0.
    fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }

    /// A length up to `most`, rarely a long one.
    fn short(&mut self, most: usize) -> usize {
        let bound = if self.below(8) == 0 { most } else { most.min(16) };
        self.below(bound + 1)
    }

    fn byte(&mut self) -> u8 {
        match self.below(2) {
            0 => BYTES[self.below(BYTES.len())],
            _ => self.next().to_le_bytes()[0],
        }
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        from.get(self.below(from.len()))
    }
}
