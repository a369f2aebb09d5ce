//! The key pair an installation starts with.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use ferrogate_base::fsio;
use serde::{Deserialize, Serialize};

use crate::secret::Secret;

/// The longest file that is read as an admin key.
const FILE_BYTES_MAX: u64 = 4096;
const ID_ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SECRET_ALPHABET: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The key pair of an account's root, made at the first start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminKey {
    /// `AKIA` and 16 characters of base 32.
    pub access_key_id: String,
    /// 40 characters of base 64, 240 random bits.
    pub secret: Secret,
}

/// Why there is no admin key.
#[derive(Debug, thiserror::Error)]
pub enum AdminKeyError {
    /// The file can't be read.
    #[error("can't read the admin key {path}")]
    Read { path: PathBuf, source: io::Error },
    /// The file can't be written.
    #[error("can't write the admin key {path}")]
    Write { path: PathBuf, source: io::Error },
    /// Others than its owner may read or write the file, so the key is no secret.
    #[error("the admin key {path} has mode {mode:03o}; make it 600")]
    Exposed { path: PathBuf, mode: u32 },
    /// The file's content is not an admin key.
    #[error("{path} is not an admin key: {problem}")]
    Malformed { path: PathBuf, problem: String },
    /// The kernel gives no random bytes.
    #[error("no random bytes for a new admin key")]
    Random(#[source] getrandom::Error),
}

#[derive(Serialize, Deserialize)]
struct Document {
    access_key_id: String,
    secret_access_key: String,
}

impl AdminKey {
    /// Reads the key at `path`, or makes one and writes it there with mode 0600. The
    /// folder must exist; one process at a time may do this for a path.
    ///
    /// # Errors
    /// See [`AdminKeyError`]. A file that is there is never replaced.
    pub fn load_or_create(path: &Path) -> Result<Self, AdminKeyError> {
        match File::open(path) {
            Ok(file) => Self::read(path, file),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Self::create(path),
            Err(source) => Err(AdminKeyError::Read { path: path.into(), source }),
        }
    }

    fn read(path: &Path, file: File) -> Result<Self, AdminKeyError> {
        let failed = |source| AdminKeyError::Read { path: path.into(), source };
        let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(AdminKeyError::Exposed { path: path.into(), mode });
        }
        let mut text = String::new();
        file.take(FILE_BYTES_MAX).read_to_string(&mut text).map_err(failed)?;
        let malformed = |problem| AdminKeyError::Malformed { path: path.into(), problem };
        let document: Document =
            serde_json::from_str(&text).map_err(|e| malformed(e.to_string()))?;
        let (id, secret) = (document.access_key_id, document.secret_access_key);
        if !(16..=128).contains(&id.len()) || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(malformed("access_key_id must be 16 to 128 letters and digits".into()));
        }
        if secret.len() < 40 {
            return Err(malformed("secret_access_key must have 40 characters or more".into()));
        }
        Ok(Self { access_key_id: id, secret: Secret::new(secret) })
    }

    fn create(path: &Path) -> Result<Self, AdminKeyError> {
        let id: String = random_text::<16>(ID_ALPHABET)?;
        let secret: String = random_text::<40>(SECRET_ALPHABET)?;
        let document = Document { access_key_id: format!("AKIA{id}"), secret_access_key: secret };
        let mut text = serde_json::to_string_pretty(&document).expect("two strings are JSON");
        text.push('\n');
        fsio::write_atomic(path, text.as_bytes(), 0o600)
            .map_err(|source| AdminKeyError::Write { path: path.into(), source })?;
        Ok(Self {
            access_key_id: document.access_key_id,
            secret: Secret::new(document.secret_access_key),
        })
    }
}

/// A new secret of an access key: 40 characters of base 64, 240 random bits.
///
/// # Errors
/// When the kernel gives no random bytes.
pub fn random_secret() -> Result<Secret, AdminKeyError> {
    random_text::<40>(SECRET_ALPHABET).map(Secret::new)
}

/// `N` characters, each drawn evenly: the alphabet's size divides 256.
fn random_text<const N: usize>(alphabet: &[u8]) -> Result<String, AdminKeyError> {
    debug_assert!(256 % alphabet.len() == 0);
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(AdminKeyError::Random)?;
    Ok(bytes.iter().map(|b| char::from(alphabet[usize::from(*b) % alphabet.len()])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_key_is_made_once_and_read_ever_after() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("admin.json");
        let made = AdminKey::load_or_create(&path).unwrap();
        assert_eq!(made.access_key_id.len(), 20);
        assert!(made.access_key_id.starts_with("AKIA"));
        assert_eq!(made.secret.expose().len(), 40);
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(AdminKey::load_or_create(&path).unwrap(), made);
        let other = AdminKey::load_or_create(&dir.path().join("other.json")).unwrap();
        assert_ne!(other, made);
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("admin.json");
        AdminKey::load_or_create(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = AdminKey::load_or_create(&path);
        assert!(matches!(refused, Err(AdminKeyError::Exposed { mode: 0o640, .. })), "{refused:?}");
    }

    #[test]
    fn a_malformed_file_is_refused_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("admin.json");
        for text in ["", "{}", r#"{"access_key_id":"A/../B/../C/../D","secret_access_key":"x"}"#] {
            fsio::write_atomic(&path, text.as_bytes(), 0o600).unwrap();
            let refused = AdminKey::load_or_create(&path);
            assert!(matches!(refused, Err(AdminKeyError::Malformed { .. })), "{refused:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
