//! What the registry hands out to be recognised by: logins for `docker login`, and
//! permissions to fetch one layer. Signed, so nothing of them is stored.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ferrogate_auth::{Caller, Secret};
use ferrogate_base::{TimestampMs, fsio};
use ferrogate_image::Digest;
use ferrogate_records::Scope;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

/// How long a login is good, in milliseconds: 12 hours (API_GetAuthorizationToken of ECR).
pub const LOGIN_MS: u64 = 12 * 3600 * 1000;
/// How long a permission to fetch a layer is good, in milliseconds: an hour, as the URLs of
/// ECR.
pub const DOWNLOAD_MS: u64 = 3600 * 1000;

/// The query parameter that carries the permission to fetch one layer.
pub(crate) const DOWNLOAD_PARAM: &str = "X-Ferrogate-Token";

const KEY_BYTES: usize = 32;
/// The longest token that is looked at.
const TOKEN_BYTES_MAX: usize = 8192;

/// Why there is no key to sign with.
#[derive(Debug, thiserror::Error)]
pub enum TokenKeyError {
    /// The file can't be read.
    #[error("can't read the registry's key {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file can't be written.
    #[error("can't write the registry's key {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others than its owner may read or write the file, so the key is no secret.
    #[error("the registry's key {path} has mode {mode:03o}; make it 600")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The file does not hold 32 bytes.
    #[error("{path} is not a registry's key: it must have {KEY_BYTES} bytes")]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The kernel gives no random bytes.
    #[error("no random bytes for the registry's key")]
    Random(#[source] getrandom::Error),
}

/// Whom a login stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Who asked for it.
    pub caller: Caller,
}

/// A layer that may be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Download {
    /// Where its repository is.
    pub scope: Scope,
    /// The repository's name.
    pub repository: String,
    /// The layer's digest.
    pub digest: Digest,
}

/// What is signed: the purpose is part of it, so one kind never passes for the other.
#[derive(Serialize, Deserialize)]
struct Claim<T> {
    #[serde(rename = "for")]
    purpose: String,
    /// Milliseconds since the epoch.
    until: u64,
    #[serde(flatten)]
    what: T,
}

const LOGIN: &str = "login";
const DOWNLOAD: &str = "download";
const AGENT: &[u8] = b"agent";

/// The key that tokens are signed with. Never printed; wiped when dropped.
pub struct TokenKey(Zeroizing<[u8; KEY_BYTES]>);

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(***)")
    }
}

impl TokenKey {
    /// A new key.
    ///
    /// # Errors
    /// [`TokenKeyError::Random`].
    pub fn random() -> Result<Self, TokenKeyError> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(&mut *bytes).map_err(TokenKeyError::Random)?;
        Ok(Self(bytes))
    }

    /// Reads the key at `path`, or makes one and writes it there with mode 0600. The folder
    /// must exist; one process at a time may do this for a path. Removing the file ends all
    /// logins at the next start.
    ///
    /// # Errors
    /// See [`TokenKeyError`]. A file that is there is never replaced.
    pub fn load_or_create(path: &Path) -> Result<Self, TokenKeyError> {
        match File::open(path) {
            Ok(file) => Self::read(path, file),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                let key = Self::random()?;
                let written = fsio::write_atomic(path, &*key.0, 0o600);
                written.map_err(|source| TokenKeyError::Write { path: path.into(), source })?;
                Ok(key)
            }
            Err(source) => Err(TokenKeyError::Read { path: path.into(), source }),
        }
    }

    fn read(path: &Path, mut file: File) -> Result<Self, TokenKeyError> {
        let failed = |source| TokenKeyError::Read { path: path.into(), source };
        let meta = file.metadata().map_err(failed)?;
        let mode = meta.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(TokenKeyError::Exposed { path: path.into(), mode });
        }
        if meta.len() != KEY_BYTES as u64 {
            return Err(TokenKeyError::Malformed { path: path.into() });
        }
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        file.read_exact(&mut *bytes).map_err(failed)?;
        Ok(Self(bytes))
    }

    /// The password of a login that is good until `until`, for the user `AWS`.
    #[must_use]
    pub fn login(&self, login: &Login, until: TimestampMs) -> String {
        self.sign(LOGIN, login, until)
    }

    /// Whom a password stands for; `None` for one that is not ours, or not any more.
    #[must_use]
    pub fn read_login(&self, password: &str, now: TimestampMs) -> Option<Login> {
        self.verify(LOGIN, password, now)
    }

    /// The path and query under which whoever has them can fetch one layer from the registry
    /// until `until`.
    #[must_use]
    pub fn download_path(&self, download: &Download, until: TimestampMs) -> String {
        let Download { repository, digest, .. } = download;
        let token = self.sign(DOWNLOAD, download, until);
        format!("/v2/{repository}/blobs/{digest}?{DOWNLOAD_PARAM}={token}")
    }

    /// What a token lets fetch; `None` for one that is not ours, or not any more.
    #[must_use]
    pub fn read_download(&self, token: &str, now: TimestampMs) -> Option<Download> {
        self.verify(DOWNLOAD, token, now)
    }

    /// What host agents show to be let read everything. It follows from the key, so a server
    /// that starts again still knows the agents that its forerunner welcomed: a pull goes on
    /// over a server's death.
    #[must_use]
    pub fn agent_token(&self) -> Secret {
        let mut mac = self.mac();
        // What other tokens sign is a JSON object, so none of them ever has this tag.
        mac.update(AGENT);
        Secret::new(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    fn sign<T: Serialize>(&self, purpose: &str, what: &T, until: TimestampMs) -> String {
        let claim = Claim { purpose: purpose.to_owned(), until: until.0, what };
        let bytes = serde_json::to_vec(&claim).expect("a claim is texts and numbers");
        let mut mac = self.mac();
        mac.update(&bytes);
        let tag = mac.finalize().into_bytes();
        format!("{}.{}", URL_SAFE_NO_PAD.encode(bytes), URL_SAFE_NO_PAD.encode(tag))
    }

    fn verify<T: DeserializeOwned>(
        &self,
        purpose: &str,
        token: &str,
        now: TimestampMs,
    ) -> Option<T> {
        if token.len() > TOKEN_BYTES_MAX {
            return None;
        }
        let (bytes, tag) = token.split_once('.')?;
        let (bytes, tag) = (URL_SAFE_NO_PAD.decode(bytes).ok()?, URL_SAFE_NO_PAD.decode(tag).ok()?);
        let mut mac = self.mac();
        mac.update(&bytes);
        mac.verify_slice(&tag).ok()?;
        let claim: Claim<T> = serde_json::from_slice(&bytes).ok()?;
        (claim.purpose == purpose && now.0 < claim.until).then_some(claim.what)
    }

    fn mac(&self) -> Hmac<Sha256> {
        Hmac::new_from_slice(&*self.0).expect("HMAC takes keys of any length")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: TimestampMs = TimestampMs(1_767_323_045_000);

    fn login() -> Login {
        Login { caller: Caller::root("123456789012".parse().unwrap()) }
    }

    #[test]
    fn a_login_is_good_until_its_end() {
        let key = TokenKey::random().unwrap();
        let password = key.login(&login(), NOW.plus_ms(LOGIN_MS));
        assert_eq!(key.read_login(&password, NOW), Some(login()));
        assert_eq!(key.read_login(&password, NOW.plus_ms(LOGIN_MS - 1)), Some(login()));
        assert_eq!(key.read_login(&password, NOW.plus_ms(LOGIN_MS)), None);
        assert!(!password.contains(':'), "docker splits user and password there");
    }

    #[test]
    fn a_changed_or_foreign_login_is_nobodys() {
        let (key, other) = (TokenKey::random().unwrap(), TokenKey::random().unwrap());
        let password = key.login(&login(), NOW.plus_ms(1));
        assert_eq!(other.read_login(&password, NOW), None);
        for at in 0..password.len() {
            let mut bytes = password.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(key.read_login(&changed, NOW), None, "byte {at}");
        }
        for text in ["", ".", "a.b", "ey", &"x".repeat(9000)] {
            assert_eq!(key.read_login(text, NOW), None);
        }
    }

    #[test]
    fn a_download_is_no_login() {
        let key = TokenKey::random().unwrap();
        let scope = Scope::new("123456789012".parse().unwrap(), "us-east-1");
        let download = Download { scope, repository: "app".into(), digest: Digest::of(b"x") };
        let path = key.download_path(&download, NOW.plus_ms(1));
        let (_, token) = path.split_once('=').unwrap();
        assert_eq!(key.read_download(token, NOW), Some(download));
        assert_eq!(key.read_login(token, NOW), None);
        assert_eq!(key.read_download(&key.login(&login(), NOW.plus_ms(1)), NOW), None);
    }

    #[test]
    fn agents_are_known_as_long_as_the_key_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registry.key");
        let token = TokenKey::load_or_create(&path).unwrap().agent_token();
        assert_eq!(TokenKey::load_or_create(&path).unwrap().agent_token(), token);
        assert_ne!(TokenKey::random().unwrap().agent_token(), token);
        let key = TokenKey::load_or_create(&path).unwrap();
        assert_eq!(key.read_login(token.expose(), NOW), None);
    }

    #[test]
    fn the_key_is_kept_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registry.key");
        let password = TokenKey::load_or_create(&path).unwrap().login(&login(), NOW.plus_ms(1));
        let again = TokenKey::load_or_create(&path).unwrap();
        assert_eq!(again.read_login(&password, NOW), Some(login()));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(TokenKey::load_or_create(&path), Err(TokenKeyError::Exposed { .. })));
        let short = folder.path().join("short");
        fsio::write_atomic(&short, b"short", 0o600).unwrap();
        assert!(matches!(TokenKey::load_or_create(&short), Err(TokenKeyError::Malformed { .. })));
    }
}
