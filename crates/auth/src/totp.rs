//! One-time codes of a second factor, which change with the time (RFC 6238, with SHA-1, 30 seconds
//! and six digits, as authenticator apps take them).

use std::fmt;

use ferrogate_base::TimestampMs;
use ring::hmac;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// Bytes of a seed: 64 characters of base 32, as those of AWS's virtual devices.
pub const SEED_BYTES: usize = 40;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// How long a code is shown.
const STEP_MS: u64 = 30_000;
/// What codes are counted modulo.
const MODULUS: u32 = 1_000_000;

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What a device and the engine both know. Debug shows `***`, and the memory is wiped.
pub struct Seed(Zeroizing<[u8; SEED_BYTES]>);

/// A text is no seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a seed is 64 characters of base 32")]
pub struct NoSeed;

impl Seed {
    /// A seed that nobody else has.
    ///
    /// # Errors
    /// When the kernel gives no random bytes.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; SEED_BYTES]);
        getrandom::fill(&mut *bytes)?;
        Ok(Self(bytes))
    }

    /// The seed in base 32 (RFC 4648) without padding, which is what people type.
    #[must_use]
    pub fn base32(&self) -> Secret {
        let mut text = String::with_capacity(SEED_BYTES * 8 / 5);
        for five in self.0.chunks_exact(5) {
            let bits = five.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
            let letters = (0..8).rev().map(|at| (bits >> (at * 5) & 31) as usize);
            text.extend(letters.map(|letter| char::from(BASE32[letter])));
        }
        Secret::new(text)
    }

    /// Reads what [`base32`](Self::base32) has written.
    ///
    /// # Errors
    /// [`NoSeed`].
    pub fn of_base32(text: &str) -> Result<Self, NoSeed> {
        let mut bytes = Zeroizing::new([0; SEED_BYTES]);
        if text.len() != SEED_BYTES * 8 / 5 {
            return Err(NoSeed);
        }
        for (eight, five) in text.as_bytes().chunks_exact(8).zip(bytes.chunks_exact_mut(5)) {
            let mut bits = 0u64;
            for letter in eight {
                let value = BASE32.iter().position(|known| known == letter).ok_or(NoSeed)?;
                bits = bits << 5 | value as u64;
            }
            five.copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        Ok(Self(bytes))
    }

    /// The code of a step (RFC 4226, 5.3).
    #[must_use]
    pub fn code(&self, step: u64) -> String {
        format!("{:06}", of_step(&*self.0, step) % MODULUS)
    }

    /// The first of `steps` whose code this is. All are looked at, whichever it is.
    pub fn find(&self, steps: impl IntoIterator<Item = u64>, code: &str) -> Option<u64> {
        let mut found = None;
        for step in steps {
            if self.code(step) == code && found.is_none() {
                found = Some(step);
            }
        }
        found
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The step that a moment lies in.
#[must_use]
pub fn step(at: TimestampMs) -> u64 {
    at.0 / STEP_MS
}

fn of_step(key: &[u8], step: u64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes[bytes.len() - 1] & 15);
    let word = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    u32::from_be_bytes(word) & 0x7fff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, SHA-1; eight digits.
        for (seconds, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let step = step(TimestampMs(seconds * 1000));
            assert_eq!(of_step(b"12345678901234567890", step) % 100_000_000, code, "{seconds}");
        }
        // RFC 4226, appendix D.
        for (step, code) in [(0, 755_224), (1, 287_082), (9, 520_489)] {
            assert_eq!(of_step(b"12345678901234567890", step) % MODULUS, code, "{step}");
        }
    }

    #[test]
    fn a_seed_is_64_letters_and_read_again() {
        let seed = Seed(Zeroizing::new(std::array::from_fn(|at| (at as u8).wrapping_mul(7))));
        let text = seed.base32();
        // By Python's base64.b32encode.
        let known = "AADQ4FI4EMVDCOB7IZGVIW3CNFYHO7UFRSJZVINIV63L3RGL2LM6BZ7O6X6AGCQR";
        assert_eq!(text.expose(), known);
        let again = Seed::of_base32(text.expose()).unwrap();
        assert_eq!(*again.0, *seed.0);
        for bad in ["", &text.expose()[1..], &text.expose().to_lowercase(), &"1".repeat(64)] {
            assert_eq!(Seed::of_base32(bad).err(), Some(NoSeed), "{bad}");
        }
        assert_eq!(format!("{seed:?}"), "***");
    }

    #[test]
    fn a_code_is_found_by_its_step() {
        let seed = Seed::random().unwrap();
        let code = seed.code(5);
        assert_eq!(code.len(), DIGITS);
        assert_eq!(seed.find([5, 6], &code), Some(5));
        let others = (100..200).filter(|step| seed.code(*step) != code);
        assert_eq!(seed.find(others, &code), None);
        assert_eq!(seed.find([5], &code[1..]), None);
    }
}
