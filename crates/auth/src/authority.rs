//! The engine's own certificate authority: a key in a file of its owner alone, and what it issues.
//!
//! It lives ten years; clients trust `ca.pem`. The API's own certificate and those that ACM is
//! asked for are of this one, so that one file makes a client trust both.
//!
//! A second authority is for the endpoints of VPCs. It is what programs in tasks trust, so it
//! can speak for names of AWS alone.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ferrogate_base::{TimestampMs, fsio, partition};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384,
};
use zeroize::Zeroizing;

use crate::secret::Secret;

const DAY_MS: u64 = 86_400_000;
const AUTHORITY_DAYS: u64 = 3650;
/// Clients whose clock is behind ours must still take a certificate made just now.
const BACKDATED_MS: u64 = 3_600_000;

/// Why there is no authority, or no certificate of it.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// A file of the authority can't be read or written.
    #[error("can't use {path}")]
    File { path: PathBuf, source: io::Error },
    /// A key or certificate can't be read or made.
    #[error("can't make a certificate")]
    Certificate(#[source] rcgen::Error),
}

/// What an authority is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// The engine's own port, and certificates of ACM.
    Engine,
    /// The endpoints of VPCs.
    Endpoints,
}

impl Whose {
    /// What its files are called.
    fn file(self) -> &'static str {
        match self {
            Self::Engine => "ca",
            Self::Endpoints => "endpoints-ca",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Engine => "ferrogate local authority",
            Self::Endpoints => "ferrogate authority of VPC endpoints",
        }
    }

    /// The domains that it can speak for; none for any.
    fn domains(self) -> Vec<&'static str> {
        match self {
            Self::Engine => vec![],
            Self::Endpoints => partition::domains().collect(),
        }
    }
}

/// The authority. Debug shows nothing of its key.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// Keys that the authority makes. It makes none of RSA: the cryptography that it stands on doesn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// P-256.
    P256,
    /// P-384.
    P384,
}

/// What a certificate is to say.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// The subject's common name, at most 64 octets.
    pub common_name: &'w str,
    /// Host names and addresses.
    pub names: &'w [String],
    /// Its key.
    pub curve: Curve,
    /// How long it lives, in days.
    pub days: u64,
}

/// A certificate and its key. Debug shows nothing of the key.
pub struct Issued {
    /// The certificate in DER.
    pub der: Vec<u8>,
    /// The certificate in PEM.
    pub pem: String,
    /// The key in DER, as PKCS#8 has it.
    pub key_der: Zeroizing<Vec<u8>>,
    /// The same in PEM.
    pub key_pem: Secret,
}

impl Authority {
    /// The authority kept in `dir` (`ca.pem`, `ca.key` with mode 0600), which is made if it isn't
    /// there.
    ///
    /// # Errors
    /// See [`AuthorityError`].
    pub fn load_or_create(dir: &Path, now: TimestampMs) -> Result<Self, AuthorityError> {
        Self::load(dir, Whose::Engine, now)
    }

    /// The authority of VPC endpoints kept in `dir` (`endpoints-ca.pem`, `endpoints-ca.key` with
    /// mode 0600), which is made if it isn't there. Clients take nothing that it says of names
    /// outside of AWS's domains (RFC 5280, 4.2.1.10).
    ///
    /// # Errors
    /// See [`AuthorityError`].
    pub fn of_endpoints(dir: &Path, now: TimestampMs) -> Result<Self, AuthorityError> {
        Self::load(dir, Whose::Endpoints, now)
    }

    fn load(dir: &Path, whose: Whose, now: TimestampMs) -> Result<Self, AuthorityError> {
        let path = |end: &str| dir.join(format!("{}.{end}", whose.file()));
        let (key_path, certificate_path) = (path("key"), path("pem"));
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| AuthorityError::File { path, source }
        };
        let kept = match fs::read_to_string(&key_path) {
            Ok(pem) => {
                let pem = Zeroizing::new(pem);
                Some(KeyPair::from_pem(&pem).map_err(AuthorityError::Certificate)?)
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(failed(&key_path)(e)),
        };
        let said = match fs::read_to_string(&certificate_path) {
            Ok(pem) => Some(pem),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(failed(&certificate_path)(e)),
        };
        let is_kept = kept.is_some();
        let key = match (kept, said) {
            (Some(key), Some(pem)) => {
                return Ok(Self { issuer: Issuer::new(params(whose, now), key), pem });
            }
            (Some(key), None) => key,
            // A certificate without its key is of no use.
            (None, _) => KeyPair::generate().map_err(AuthorityError::Certificate)?,
        };
        let certificate =
            params(whose, now).self_signed(&key).map_err(AuthorityError::Certificate)?;
        let pem = certificate.pem();
        // The key last: a crash in between leaves nothing that would be used.
        fsio::write_atomic(&certificate_path, pem.as_bytes(), 0o644)
            .map_err(failed(&certificate_path))?;
        if !is_kept {
            let text = Zeroizing::new(key.serialize_pem());
            fsio::write_atomic(&key_path, text.as_bytes(), 0o600).map_err(failed(&key_path))?;
        }
        Ok(Self { issuer: Issuer::new(params(whose, now), key), pem })
    }

    /// Its own certificate in PEM: what clients trust.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// A certificate for servers, with a key that nobody else has.
    ///
    /// # Errors
    /// When a name is none, or the kernel gives no random bytes.
    pub fn issue(&self, wanted: Wanted<'_>, now: TimestampMs) -> Result<Issued, AuthorityError> {
        let names = wanted.names.to_vec();
        let mut params = CertificateParams::new(names).map_err(AuthorityError::Certificate)?;
        params.distinguished_name = named(wanted.common_name);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        set_validity(&mut params, now, wanted.days);
        let algorithm = match wanted.curve {
            Curve::P256 => &PKCS_ECDSA_P256_SHA256,
            Curve::P384 => &PKCS_ECDSA_P384_SHA384,
        };
        let key = KeyPair::generate_for(algorithm).map_err(AuthorityError::Certificate)?;
        let certificate =
            params.signed_by(&key, &self.issuer).map_err(AuthorityError::Certificate)?;
        Ok(Issued {
            der: certificate.der().to_vec(),
            pem: certificate.pem(),
            key_der: Zeroizing::new(key.serialize_der()),
            key_pem: Secret::new(key.serialize_pem()),
        })
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued").field("pem", &self.pem).finish_non_exhaustive()
    }
}

/// The same for the certificate that is kept and for the issuer of others, but for dates.
fn params(whose: Whose, now: TimestampMs) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = named(whose.name());
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let domains = whose.domains();
    if !domains.is_empty() {
        let of = |domain: &str| GeneralSubtree::DnsName(domain.to_owned());
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: domains.into_iter().map(of).collect(),
            excluded_subtrees: vec![],
        });
    }
    set_validity(&mut params, now, AUTHORITY_DAYS);
    params
}

fn named(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}

fn set_validity(params: &mut CertificateParams, now: TimestampMs, days: u64) {
    let at = |ms| rcgen::date_time_ymd(1970, 1, 1) + Duration::from_millis(ms);
    params.not_before = at(now.0.saturating_sub(BACKDATED_MS));
    params.not_after = at(now.0 + days * DAY_MS);
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn it_is_made_once_its_key_is_its_owners_and_no_key_prints() {
        let dir = tempfile::tempdir().unwrap();
        let now = TimestampMs(1_700_000_000_000);
        let first = Authority::load_or_create(dir.path(), now).unwrap();
        let again = Authority::load_or_create(dir.path(), now).unwrap();
        assert_eq!(first.pem(), again.pem());
        let mode = fs::metadata(dir.path().join("ca.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let names = ["a.example.com".to_owned()];
        for curve in [Curve::P256, Curve::P384] {
            let wanted = Wanted { common_name: "a.example.com", names: &names, curve, days: 1 };
            let issued = again.issue(wanted, now).unwrap();
            let key = issued.key_pem.expose().lines().nth(1).unwrap().to_owned();
            let shown = format!("{issued:?} {again:?}");
            assert!(shown.contains("BEGIN CERTIFICATE") && !shown.contains(&key));
        }
    }
}
