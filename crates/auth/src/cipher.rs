//! Bytes encrypted under a key that is somebody's own: keys of KMS, and the data keys beneath them.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;
/// Bytes of what makes the key of one message.
const SALT_BYTES: usize = 16;
/// Bytes that a sealed text has more than an open one.
pub const OVERHEAD_BYTES: usize = SALT_BYTES + NONCE_LEN + 16;

/// A key of 256 bits. Debug shows `***`, and the memory is wiped.
pub struct CipherKey(Zeroizing<[u8; KEY_BYTES]>);

/// A text can't be opened: it was sealed under another key, for something else, or was altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a text can't be opened with this key")]
pub struct Unopened;

impl CipherKey {
    /// A key that nobody else has.
    ///
    /// # Errors
    /// When the kernel gives no random bytes.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(&mut *key)?;
        Ok(Self(key))
    }

    /// The key that these bytes are; `None` unless there are [`KEY_BYTES`] of them.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// The bytes, for the one place that must have them.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &*self.0
    }

    /// What anybody may know of the key: it tells it from others, and nothing else.
    #[must_use]
    pub fn id(&self) -> String {
        hex::encode(self.derive(b"id", &[]))
    }

    /// Encrypts `text`, which belongs to `of`: it opens with the same `of` alone. No two messages
    /// share a key but by chance, however many there are: each has one of its own, made from this
    /// one and 16 random bytes.
    ///
    /// # Errors
    /// When the kernel gives no random bytes.
    pub fn seal(&self, of: &[u8], text: &[u8]) -> Result<Vec<u8>, getrandom::Error> {
        let mut out = vec![0; SALT_BYTES + NONCE_LEN];
        getrandom::fill(&mut out)?;
        let (salt, nonce) = out.split_at(SALT_BYTES);
        let nonce = Nonce::try_assume_unique_for_key(nonce).expect("it has a nonce's length");
        let mut text = Zeroizing::new(text.to_vec());
        let tag = self
            .of_message(salt)
            .seal_in_place_separate_tag(nonce, Aad::from(of), &mut text)
            .expect("a text in memory is shorter than the cipher's limit");
        out.extend_from_slice(&text);
        out.extend_from_slice(tag.as_ref());
        Ok(out)
    }

    /// What was sealed for `of`.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open(&self, of: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unopened> {
        let (salt, rest) = sealed.split_at_checked(SALT_BYTES).ok_or(Unopened)?;
        let (nonce, text) = rest.split_at_checked(NONCE_LEN).ok_or(Unopened)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Unopened)?;
        let mut text = Zeroizing::new(text.to_vec());
        let opened = self.of_message(salt).open_in_place(nonce, Aad::from(of), &mut text);
        let length = opened.map_err(|_| Unopened)?.len();
        text.truncate(length);
        Ok(text)
    }

    fn of_message(&self, salt: &[u8]) -> LessSafeKey {
        let key = self.derive(b"message", salt);
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &*key).expect("it has the cipher's length"))
    }

    fn derive(&self, purpose: &[u8], salt: &[u8]) -> Zeroizing<[u8; KEY_BYTES]> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&*self.0).expect("HMAC takes keys of any length");
        mac.update(purpose);
        mac.update(b"\0");
        mac.update(salt);
        Zeroizing::new(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for CipherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Fills `bytes` with random ones.
///
/// # Errors
/// When the kernel gives none.
pub fn fill_random(bytes: &mut [u8]) -> Result<(), getrandom::Error> {
    getrandom::fill(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_opens_with_its_key_and_for_what_it_belongs_to_alone() {
        let (key, other) = (CipherKey::random().unwrap(), CipherKey::random().unwrap());
        for text in [&b""[..], b"hush", &[0; 4096]] {
            let sealed = key.seal(b"of", text).unwrap();
            assert_eq!(sealed.len(), text.len() + OVERHEAD_BYTES);
            assert_eq!(key.open(b"of", &sealed).unwrap()[..], *text);
            assert_eq!(key.open(b"Of", &sealed), Err(Unopened));
            assert_eq!(other.open(b"of", &sealed), Err(Unopened));
            assert_ne!(key.seal(b"of", text).unwrap(), sealed);
        }
        let again = CipherKey::of(key.expose()).unwrap();
        let sealed = key.seal(b"of", b"hush").unwrap();
        assert_eq!(again.open(b"of", &sealed).unwrap()[..], b"hush"[..]);
        assert!(CipherKey::of(&[0; 31]).is_none());
        assert_eq!(format!("{key:?}"), "***");
        assert!(key.id() == again.id() && key.id() != other.id());
    }

    #[test]
    fn what_was_altered_does_not_open() {
        let key = CipherKey::random().unwrap();
        let sealed = key.seal(b"", b"hush").unwrap();
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert_eq!(key.open(b"", &altered), Err(Unopened), "at {at}");
            assert_eq!(key.open(b"", &sealed[..at]), Err(Unopened), "up to {at}");
        }
    }
}
