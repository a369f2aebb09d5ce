//! What is said over a channel that a key of KMS protects, as the stock clients of AWS have it
//! (session-manager-plugin, `encryption`): a data key of 64 bytes, of which either side encrypts
//! with one half, and AES-256-GCM with the nonce before the text.

use std::fmt;

use bytes::{BufMut as _, Bytes, BytesMut};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// Bytes of a data key.
pub const DATA_KEY_BYTES: usize = 64;

/// Bytes that a sealed text has more than an open one.
pub const OVERHEAD_BYTES: usize = NONCE_LEN + 16;

/// Which end of the channel this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one beside the program: it encrypts with the first half.
    Program,
    /// The user's: it encrypts with the second half.
    User,
}

/// A channel's keys, at one side. Debug shows `***`.
pub struct Cipher {
    seals: LessSafeKey,
    opens: LessSafeKey,
    /// The next one. They count from one by chance, so that none comes twice for a key, and two
    /// channels that have one key share none.
    nonce: u128,
}

/// A text can't be opened: it was sealed with another key, or was altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it can't be decrypted")]
pub struct Unopened;

impl Cipher {
    /// The keys that `data_key` is; `None` unless it has [`DATA_KEY_BYTES`].
    ///
    /// # Errors
    /// When the kernel gives no random bytes.
    pub fn new(data_key: &[u8], side: Side) -> Result<Option<Self>, getrandom::Error> {
        if data_key.len() != DATA_KEY_BYTES {
            return Ok(None);
        }
        let (first, second) = data_key.split_at(DATA_KEY_BYTES / 2);
        let key = |half| {
            LessSafeKey::new(UnboundKey::new(&AES_256_GCM, half).expect("it has a key's length"))
        };
        let (seals, opens) = match side {
            Side::Program => (key(first), key(second)),
            Side::User => (key(second), key(first)),
        };
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce)?;
        Ok(Some(Self { seals, opens, nonce: u128::from_le_bytes(nonce) }))
    }

    /// Encrypts a text for the other side.
    pub fn seal(&mut self, text: &[u8]) -> Bytes {
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(&self.nonce.to_le_bytes()[..NONCE_LEN]);
        self.nonce = self.nonce.wrapping_add(1);
        let mut sealed = BytesMut::with_capacity(text.len() + OVERHEAD_BYTES);
        sealed.put_slice(&nonce);
        sealed.put_slice(text);
        let tag = self
            .seals
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::empty(),
                &mut sealed[NONCE_LEN..],
            )
            .expect("a text in memory is shorter than the cipher's limit");
        sealed.put_slice(tag.as_ref());
        sealed.freeze()
    }

    /// What the other side has encrypted.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open(&self, sealed: &[u8]) -> Result<Bytes, Unopened> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN).ok_or(Unopened)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Unopened)?;
        let mut text = text.to_vec();
        let opened = self.opens.open_in_place(nonce, Aad::empty(), &mut text);
        let length = opened.map_err(|_| Unopened)?.len();
        text.truncate(length);
        Ok(text.into())
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Vec<u8> {
        (0..64).collect()
    }

    fn both() -> (Cipher, Cipher) {
        let of = |side| Cipher::new(&key(), side).unwrap().unwrap();
        (of(Side::Program), of(Side::User))
    }

    fn bytes(hex: &str) -> Vec<u8> {
        let digit = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(digit).collect()
    }

    /// By OpenSSL's AES-256-GCM, with the nonce 00 01 … 0b, of the text `hello`.
    #[test]
    fn each_side_has_its_half_of_the_key_and_the_nonce_comes_first() {
        let first = "2f67ba77aa2797ff353b8a046d28236dcd9d057bbb";
        let second = "343731cb25fb6b6d50e4ed83c749b851c5fa918ab5";
        let nonce: Vec<u8> = (0..12).collect();
        let (mut program, mut user) = both();
        for (cipher, other, sealed) in [(&mut program, 1, first), (&mut user, 0, second)] {
            cipher.nonce = 0x0b0a_0908_0706_0504_0302_0100;
            let sealed = [&nonce[..], &bytes(sealed)].concat();
            assert_eq!(cipher.seal(b"hello"), sealed);
            let other = [both().0, both().1].into_iter().nth(other).unwrap();
            assert_eq!(other.open(&sealed).unwrap(), &b"hello"[..]);
            // Nobody takes his own words for the other's.
            assert_eq!(cipher.open(&sealed), Err(Unopened));
        }
        assert_eq!(format!("{program:?}"), "***");
    }

    #[test]
    fn what_was_altered_is_not_opened_and_no_nonce_comes_twice() {
        let (mut program, user) = both();
        for text in [&b""[..], b"x", &[7; 1024]] {
            let (one, two) = (program.seal(text), program.seal(text));
            assert_ne!(one[..NONCE_LEN], two[..NONCE_LEN]);
            assert_eq!(one.len(), text.len() + OVERHEAD_BYTES);
            assert_eq!(user.open(&one).unwrap(), text);
            for at in 0..one.len() {
                let mut altered = one.to_vec();
                altered[at] ^= 1;
                assert_eq!(user.open(&altered), Err(Unopened), "{at}");
                assert_eq!(user.open(&one[..at]), Err(Unopened), "{at}");
            }
        }
        program.nonce = u128::MAX;
        assert!(user.open(&program.seal(b"x")).is_ok() && user.open(&program.seal(b"x")).is_ok());
    }

    #[test]
    fn a_key_of_another_length_is_none() {
        for length in [0, 32, 63, 65] {
            assert!(Cipher::new(&vec![0; length], Side::User).unwrap().is_none(), "{length}");
        }
    }
}
