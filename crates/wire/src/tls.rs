//! TLS under the engine's own certificate authority.
//!
//! Clients trust the authority's `ca.pem`. The server's certificate lives
//! 90 days in memory and is made anew when two thirds of that are over.
//!
//! What programs in tasks ask through the endpoints of their VPCs has certificates of another
//! authority ([`EndpointTls`]).

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use ferrogate_auth::authority::{Authority, AuthorityError, Curve, Wanted};
use ferrogate_base::{Clock, TimestampMs};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

const DAY_MS: u64 = 86_400_000;
const SERVER_DAYS: u64 = 90;

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The authority issues nothing.
    #[error("the engine's authority issues no certificate")]
    Authority(#[source] AuthorityError),
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
    /// TLS 1.2 and 1.3 under `authority`. The server's certificate names `names`: host names and
    /// addresses, `localhost` and the loopback addresses always among them.
    ///
    /// # Errors
    /// See [`TlsError`].
    pub fn new(
        authority: Arc<Authority>,
        names: &[String],
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TlsError> {
        let mut names = covered(names);
        names.sort();
        names.dedup();
        Self::named(authority, names, clock)
    }

    fn named(
        authority: Arc<Authority>,
        names: Vec<String>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TlsError> {
        let certificates = Certificates { authority, names, clock, current: Mutex::new(None) };
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

/// TLS of the endpoints of VPCs: a certificate for each set of names, under one authority. Cheap to
/// clone.
#[derive(Clone)]
pub struct EndpointTls {
    authority: Arc<Authority>,
    clock: Arc<dyn Clock>,
    /// By the names in the certificate.
    made: Arc<Mutex<HashMap<Vec<String>, Tls>>>,
}

/// Certificates that are kept: of each service in some regions. Beyond them they are made anew.
const MADE_MAX: usize = 256;

impl std::fmt::Debug for EndpointTls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EndpointTls")
    }
}

impl EndpointTls {
    /// Certificates of `authority`.
    #[must_use]
    pub fn new(authority: Arc<Authority>, clock: Arc<dyn Clock>) -> Self {
        Self { authority, clock, made: Arc::default() }
    }

    /// TLS for a server with these names.
    ///
    /// # Errors
    /// When the authority can't speak for one of them.
    pub fn tls(&self, names: Vec<String>) -> Result<Tls, TlsError> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tls) = made.get(&names) {
            return Ok(tls.clone());
        }
        let tls = Tls::named(self.authority.clone(), names.clone(), self.clock.clone())?;
        if made.len() >= MADE_MAX {
            made.clear();
        }
        made.insert(names, tls.clone());
        Ok(tls)
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

/// Makes the server's certificate, and makes it anew in time.
struct Certificates {
    authority: Arc<Authority>,
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
        let wanted = Wanted {
            common_name: "ferrogate",
            names: &self.names,
            curve: Curve::P256,
            days: SERVER_DAYS,
        };
        let issued = self.authority.issue(wanted, now).map_err(TlsError::Authority)?;
        let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(issued.key_der.as_slice()));
        let signing = ring::sign::any_supported_type(&der).map_err(TlsError::Rustls)?;
        Ok(CertifiedKey::new(vec![CertificateDer::from(issued.der)], signing))
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
