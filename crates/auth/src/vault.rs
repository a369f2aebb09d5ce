//! Secrets at rest: sealed under a key that lies in a file beside the store, so that who gets
//! the store alone, a copy of it say, gets none of them.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use ferrogate_base::fsio;
use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::secret::Secret;

const KEY_LEN: usize = 32;

/// What a sealed text begins with; another form gets another.
const FORM: &str = "1.";

/// The key that all others of an engine are made from. Whoever loses its file loses what was
/// sealed; whoever has it and the store has all.
pub struct RootKey(Zeroizing<[u8; KEY_LEN]>);

/// Why there is no root key.
#[derive(Debug, thiserror::Error)]
pub enum RootKeyError {
    /// The file can't be read.
    #[error("can't read the root key {path}")]
    Read { path: PathBuf, source: io::Error },
    /// The file can't be written.
    #[error("can't write the root key {path}")]
    Write { path: PathBuf, source: io::Error },
    /// Others than its owner may read or write the file, so the key is no secret.
    #[error("the root key {path} has mode {mode:03o}; make it 600")]
    Exposed { path: PathBuf, mode: u32 },
    /// The file is not 64 hexadecimal digits.
    #[error("{path} is not a root key, which is 64 hexadecimal digits")]
    Malformed { path: PathBuf },
    /// The kernel gives no random bytes.
    #[error("no random bytes for a new root key")]
    Random(#[source] getrandom::Error),
}

impl RootKey {
    /// Reads the key at `path`, or makes one and writes it there with mode 0600. The folder must
    /// exist; one process at a time may do this for a path.
    ///
    /// # Errors
    /// See [`RootKeyError`]. A file that is there is never replaced.
    pub fn load_or_create(path: &Path) -> Result<Self, RootKeyError> {
        match File::open(path) {
            Ok(file) => Self::read(path, file),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Self::create(path),
            Err(source) => Err(RootKeyError::Read { path: path.into(), source }),
        }
    }

    /// A key that nobody else has and no file keeps, for tests.
    ///
    /// # Errors
    /// When the kernel gives no random bytes.
    pub fn random() -> Result<Self, RootKeyError> {
        let mut key = Zeroizing::new([0; KEY_LEN]);
        getrandom::fill(&mut *key).map_err(RootKeyError::Random)?;
        Ok(Self(key))
    }

    fn read(path: &Path, file: File) -> Result<Self, RootKeyError> {
        let failed = |source| RootKeyError::Read { path: path.into(), source };
        let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(RootKeyError::Exposed { path: path.into(), mode });
        }
        let mut text = Zeroizing::new(String::new());
        file.take(256).read_to_string(&mut text).map_err(failed)?;
        let mut key = Zeroizing::new([0; KEY_LEN]);
        hex::decode_to_slice(text.trim(), &mut *key)
            .map_err(|_| RootKeyError::Malformed { path: path.into() })?;
        Ok(Self(key))
    }

    fn create(path: &Path) -> Result<Self, RootKeyError> {
        let key = Self::random()?;
        let text = Zeroizing::new(format!("{}\n", hex::encode(*key.0)));
        fsio::write_atomic(path, text.as_bytes(), 0o600)
            .map_err(|source| RootKeyError::Write { path: path.into(), source })?;
        Ok(key)
    }

    /// The key for one purpose, which says nothing of those for others.
    #[must_use]
    pub fn subkey(&self, purpose: &str) -> Zeroizing<[u8; KEY_LEN]> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&*self.0).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        Zeroizing::new(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Seals and opens secrets of one purpose.
pub struct Vault(LessSafeKey);

/// A sealed text can't be opened: it was sealed under another root key, for something else, or
/// was altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed secret can't be opened with this engine's root key")]
pub struct Unsealable;

impl Vault {
    /// The vault of `root` for one purpose.
    #[must_use]
    pub fn new(root: &RootKey, purpose: &str) -> Self {
        let key = root.subkey(purpose);
        let key = UnboundKey::new(&AES_256_GCM, &*key).expect("the key has the cipher's length");
        Self(LessSafeKey::new(key))
    }

    /// Seals `secret`, which belongs to `of`: it opens for that alone.
    ///
    /// # Errors
    /// When the kernel gives no random bytes.
    pub fn seal(&self, of: &str, secret: &Secret) -> Result<String, getrandom::Error> {
        // Random: 2^32 texts may be sealed under one key before two are likely to share one.
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce)?;
        let mut text = secret.expose().as_bytes().to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(of.as_bytes()),
                &mut text,
            )
            .expect("a text in memory is shorter than the cipher's limit");
        Ok(format!("{FORM}{}{}", hex::encode(nonce), hex::encode(text)))
    }

    /// What was sealed for `of`.
    ///
    /// # Errors
    /// [`Unsealable`].
    pub fn open(&self, of: &str, sealed: &str) -> Result<Secret, Unsealable> {
        let digits = sealed.strip_prefix(FORM).ok_or(Unsealable)?;
        let mut bytes = Zeroizing::new(hex::decode(digits).map_err(|_| Unsealable)?);
        let (nonce, text) = bytes.split_at_mut_checked(NONCE_LEN).ok_or(Unsealable)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Unsealable)?;
        let text =
            self.0.open_in_place(nonce, Aad::from(of.as_bytes()), text).map_err(|_| Unsealable)?;
        let text = std::str::from_utf8(text).map_err(|_| Unsealable)?;
        Ok(Secret::new(text))
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn vault() -> Vault {
        Vault::new(&RootKey::random().unwrap(), "tests")
    }

    #[test]
    fn a_secret_opens_for_what_it_belongs_to_alone() {
        let root = RootKey::random().unwrap();
        let (vault, other) = (Vault::new(&root, "keys"), Vault::new(&root, "tokens"));
        let sealed = vault.seal("AKIAONE", &Secret::new("hush")).unwrap();
        assert!(!sealed.contains("hush") && !sealed.contains(&hex::encode("hush")));
        assert_eq!(vault.open("AKIAONE", &sealed), Ok(Secret::new("hush")));
        assert_eq!(vault.open("AKIATWO", &sealed), Err(Unsealable));
        assert_eq!(other.open("AKIAONE", &sealed), Err(Unsealable));
        assert_eq!(self::vault().open("AKIAONE", &sealed), Err(Unsealable));
        assert_ne!(vault.seal("AKIAONE", &Secret::new("hush")).unwrap(), sealed);
    }

    #[test]
    fn what_was_altered_does_not_open() {
        let vault = vault();
        let sealed = vault.seal("a", &Secret::new("hush")).unwrap();
        for at in 0..sealed.len() {
            let mut altered = sealed.clone().into_bytes();
            altered[at] = if altered[at] == b'0' { b'1' } else { b'0' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(vault.open("a", &altered), Err(Unsealable), "at {at}");
            assert_eq!(vault.open("a", &sealed[..at]), Err(Unsealable), "up to {at}");
        }
    }

    #[test]
    fn the_key_is_made_once_and_is_its_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("root-key");
        let sealed = Vault::new(&RootKey::load_or_create(&path).unwrap(), "x")
            .seal("a", &Secret::new("hush"))
            .unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let again = Vault::new(&RootKey::load_or_create(&path).unwrap(), "x");
        assert_eq!(again.open("a", &sealed), Ok(Secret::new("hush")));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = RootKey::load_or_create(&path);
        assert!(matches!(refused, Err(RootKeyError::Exposed { mode: 0o640, .. })), "{refused:?}");
        for text in ["", "00", "not a key"] {
            fsio::write_atomic(&path, text.as_bytes(), 0o600).unwrap();
            let refused = RootKey::load_or_create(&path);
            assert!(matches!(refused, Err(RootKeyError::Malformed { .. })), "{refused:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
