//! TLS with a certificate authority of our own, kept in the data folder.
//!
//! The authority lives ten years; clients trust `ca.pem`. The server's certificate lives
//! 90 days in memory and is made anew when two thirds of that are over.

use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ferrogate_base::{Clock, TimestampMs, fsio};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

const DAY_MS: u64 = 86_400_000;
const AUTHORITY_DAYS: u64 = 3650;
const SERVER_DAYS: u64 = 90;
/// Clients whose clock is behind ours must still take a certificate made just now.
const BACKDATED_MS: u64 = 3_600_000;

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file of the authority can't be read or written.
    #[error("can't use {path}")]
    File { path: PathBuf, source: io::Error },
    /// A key or certificate can't be read or made.
    #[error("can't make a certificate")]
    Certificate(#[source] rcgen::Error),
    /// rustls refuses what was made.
    #[error("can't use the certificate")]
    Rustls(#[source] rustls::Error),
}

/// TLS for a listener. Cheap to clone.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// TLS 1.2 and 1.3 under the authority kept in `dir` (`ca.pem`, `ca.key` with mode
    /// 0600), which is made if it isn't there. The server's certificate names `names`:
    /// host names and addresses, `localhost` and the loopback addresses always among them.
    ///
    /// # Errors
    /// See [`TlsError`].
    pub fn load_or_create(
        dir: &Path,
        names: &[String],
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TlsError> {
        let key = load_or_create_authority(dir, clock.now())?;
        let mut names = covered(names);
        names.sort();
        names.dedup();
        let issuer = Issuer::new(authority_params(clock.now()), key);
        let certificates = Certificates { issuer, names, clock, current: Mutex::new(None) };
        certificates.current()?;
        let config =
            rustls::ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
                .with_safe_default_protocol_versions()
                .map_err(TlsError::Rustls)?
                .with_no_client_auth()
                .with_cert_resolver(Arc::new(certificates));
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    pub(crate) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }
}

/// What the server's certificate names. A host name covers the names right below it, as
/// SDKs put prefixes before it; `localhost` can't, since no client takes `*.localhost`.
fn covered(names: &[String]) -> Vec<String> {
    let below = |name: &&String| name.contains('.') && name.parse::<IpAddr>().is_err();
    let wild = names.iter().filter(below).map(|name| format!("*.{name}"));
    let local = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    local.into_iter().chain(names.iter().cloned()).chain(wild).collect()
}

fn load_or_create_authority(dir: &Path, now: TimestampMs) -> Result<KeyPair, TlsError> {
    let (key_path, certificate_path) = (dir.join("ca.key"), dir.join("ca.pem"));
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| TlsError::File { path, source }
    };
    match fs::read_to_string(&key_path) {
        Ok(pem) => KeyPair::from_pem(&pem).map_err(TlsError::Certificate),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            let key = KeyPair::generate().map_err(TlsError::Certificate)?;
            let certificate =
                authority_params(now).self_signed(&key).map_err(TlsError::Certificate)?;
            // The key last: a crash in between leaves nothing that would be used.
            fsio::write_atomic(&certificate_path, certificate.pem().as_bytes(), 0o644)
                .map_err(failed(&certificate_path))?;
            fsio::write_atomic(&key_path, key.serialize_pem().as_bytes(), 0o600)
                .map_err(failed(&key_path))?;
            Ok(key)
        }
        Err(e) => Err(failed(&key_path)(e)),
    }
}

/// The same for the certificate that is kept and for the issuer of others, but for dates.
fn authority_params(now: TimestampMs) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = named("ferrogate local authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
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

/// Makes the server's certificate, and makes it anew in time.
struct Certificates {
    issuer: Issuer<'static, KeyPair>,
    names: Vec<String>,
    clock: Arc<dyn Clock>,
    current: Mutex<Option<(Arc<CertifiedKey>, TimestampMs)>>,
}

impl Certificates {
    fn current(&self) -> Result<Arc<CertifiedKey>, TlsError> {
        let now = self.clock.now();
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((key, renew)) = &*current
            && now < *renew
        {
            return Ok(key.clone());
        }
        let key = Arc::new(self.issue(now)?);
        let renew = now.plus_ms(SERVER_DAYS * DAY_MS * 2 / 3);
        *current = Some((key.clone(), renew));
        Ok(key)
    }

    fn issue(&self, now: TimestampMs) -> Result<CertifiedKey, TlsError> {
        let mut params =
            CertificateParams::new(self.names.clone()).map_err(TlsError::Certificate)?;
        params.distinguished_name = named("ferrogate");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        set_validity(&mut params, now, SERVER_DAYS);
        let key = KeyPair::generate().map_err(TlsError::Certificate)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(TlsError::Certificate)?;
        let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let signing = ring::sign::any_supported_type(&der).map_err(TlsError::Rustls)?;
        Ok(CertifiedKey::new(vec![certificate.der().clone()], signing))
    }
}

impl std::fmt::Debug for Certificates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certificates({:?})", self.names)
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.current()
            .inspect_err(|error| {
                tracing::error!(error = error as &dyn std::error::Error, "no server certificate");
            })
            .ok()
    }
}
