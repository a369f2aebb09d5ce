//! Mutual TLS: what is asked of clients' certificates, and what targets are told of them.
//!
//! What is in a trust store are the ends of chains, intermediate authorities too, as AWS takes
//! them. `rustls` verifies; here is what it does not look at: the time of an authority of the
//! store itself, how long a chain is, and a client's certificate that is over and taken all the
//! same.

use std::fmt;
use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ferrogate_link::balancer::{Mutual, Trust};
use http::{HeaderMap, HeaderName, HeaderValue};
use parking_lot::Mutex;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{self, CryptoProvider, WebPkiSupportedAlgorithms};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, RootCertStore,
    SignatureScheme,
};

use crate::plan::line::Leaf;
use crate::plan::presented;

/// Certificates that a client may present (ALB quotas, "Maximum certificate chain depth").
const CHAIN_MAX: usize = 4;
/// Bytes of all that a client presents. AWS takes 64 KiB; each connection keeps them, and what
/// targets are told of them.
const PRESENTED_MAX: usize = 32 << 10;

/// What all headers of this kind begin with. Nobody but the load balancer says what they say.
const PREFIX: &str = "x-amzn-mtls-clientcert";
const CHAIN: HeaderName = HeaderName::from_static("x-amzn-mtls-clientcert");
const SERIAL: HeaderName = HeaderName::from_static("x-amzn-mtls-clientcert-serial-number");
const ISSUER: HeaderName = HeaderName::from_static("x-amzn-mtls-clientcert-issuer");
const SUBJECT: HeaderName = HeaderName::from_static("x-amzn-mtls-clientcert-subject");
const VALIDITY: HeaderName = HeaderName::from_static("x-amzn-mtls-clientcert-validity");
const LEAF: HeaderName = HeaderName::from_static("x-amzn-mtls-clientcert-leaf");

/// What a target is told of a client's certificate.
pub(crate) type Headers = Arc<[(HeaderName, HeaderValue)]>;

/// Why a certificate is refused before `rustls` looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    TooLong,
    TooLarge,
    NotVersion3,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the chain is too long",
            Self::TooLarge => "the certificates are too large",
            Self::NotVersion3 => "the certificate is not of version 3",
        })
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for Error {
    fn from(of: Refused) -> Self {
        CertificateError::Other(OtherError(Arc::new(of))).into()
    }
}

/// What is asked of the clients of a listener.
pub(crate) struct Verifier {
    asks: Asks,
    algorithms: WebPkiSupportedAlgorithms,
    hints: Vec<DistinguishedName>,
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").finish_non_exhaustive()
    }
}

enum Asks {
    /// Any certificate, or none: targets look at it.
    Passthrough,
    /// One that a trust store vouches for.
    Verify(Box<Verify>),
}

struct Verify {
    authorities: Vec<Authority>,
    revocations: Vec<CertificateRevocationListDer<'static>>,
    ignore_expiry: bool,
    provider: Arc<CryptoProvider>,
    now: Mutex<Now>,
}

/// An authority of a trust store, and the seconds since 1970 within which it holds.
struct Authority {
    der: CertificateDer<'static>,
    from_s: u64,
    until_s: u64,
}

/// What verifies within a time in which the same authorities hold.
#[derive(Default)]
struct Now {
    from_s: u64,
    /// Not any more at this time.
    until_s: u64,
    by: Option<Arc<dyn ClientCertVerifier>>,
}

impl Verifier {
    /// What `told` comes to.
    ///
    /// # Errors
    /// In words, when no client can be verified.
    pub(crate) fn new(told: &Mutual, provider: &Arc<CryptoProvider>) -> Result<Arc<Self>, String> {
        let algorithms = provider.signature_verification_algorithms;
        let (asks, hints) = match told {
            Mutual::Passthrough => (Asks::Passthrough, vec![]),
            Mutual::Verify(trust) => {
                let verify = Verify::new(trust, provider.clone())?;
                let hints = if trust.advertise { verify.subjects() } else { vec![] };
                (Asks::Verify(Box::new(verify)), hints)
            }
        };
        Ok(Arc::new(Self { asks, algorithms, hints }))
    }

    /// What targets are told of the certificates that a client has presented.
    pub(crate) fn headers(&self, presented: &[CertificateDer<'_>]) -> Headers {
        let all = match (&self.asks, presented) {
            (_, []) => vec![],
            (Asks::Passthrough, chain) => {
                vec![(CHAIN, presented::url_pem(chain.iter().map(AsRef::as_ref)))]
            }
            (Asks::Verify(_), [leaf, ..]) => match presented::read(leaf) {
                Some(said) => vec![
                    (SERIAL, said.leaf.serial),
                    (ISSUER, said.issuer),
                    (SUBJECT, said.leaf.subject),
                    (VALIDITY, said.leaf.validity),
                    (LEAF, presented::url_pem([leaf.as_ref()])),
                ],
                // It was verified, so it can be read.
                None => vec![],
            },
        };
        let header = |(name, value): (HeaderName, String)| {
            // All of it is printable ASCII.
            Some((name, HeaderValue::try_from(value).ok()?))
        };
        all.into_iter().filter_map(header).collect()
    }
}

/// Puts what a target is told in the place of whatever the client has said. Names with `_` in the
/// place of `-` go too: to many targets both are one.
pub(crate) fn tell(headers: &mut HeaderMap, told: Option<&Headers>) {
    let is_ours = |name: &&HeaderName| {
        let name = name.as_str().as_bytes();
        let same = |(a, b): (&u8, u8)| *a == b || (*a == b'_' && b == b'-');
        name.len() >= PREFIX.len() && name.iter().zip(PREFIX.bytes()).all(same)
    };
    let ours: Vec<_> = headers.keys().filter(is_ours).cloned().collect();
    for name in ours {
        headers.remove(name);
    }
    for (name, value) in told.into_iter().flat_map(|told| told.iter()) {
        headers.insert(name.clone(), value.clone());
    }
}

impl Verify {
    fn new(trust: &Trust, provider: Arc<CryptoProvider>) -> Result<Self, String> {
        let store = &trust.store;
        let material =
            trust.material.as_ref().ok_or(format!("{store} came without its content"))?;
        let authority = |der: CertificateDer<'static>| {
            let said = presented::read(&der)?;
            let seconds = |at: i64| u64::try_from(at).unwrap_or(0);
            Some(Authority {
                from_s: seconds(said.not_before_s),
                until_s: seconds(said.not_after_s),
                der,
            })
        };
        let authorities: Option<Vec<_>> =
            CertificateDer::pem_slice_iter(material.authorities.as_bytes())
                .map(|der| authority(der.ok()?))
                .collect();
        let authorities = authorities.ok_or(format!("{store} can't be read"))?;
        let list = |text: &String| STANDARD.decode(text).ok().map(Into::into);
        let revocations: Option<Vec<_>> = material.revocations.iter().map(list).collect();
        let revocations =
            revocations.ok_or(format!("a revocation list of {store} can't be read"))?;
        let verify = Self {
            authorities,
            revocations,
            ignore_expiry: trust.ignore_expiry,
            provider,
            now: Mutex::default(),
        };
        // Whoever is revoked must not come in because a list can't be used.
        verify
            .of(&verify.authorities.iter().collect::<Vec<_>>())
            .map_err(|error| format!("{store} can't be used: {error}"))?;
        Ok(verify)
    }

    fn subjects(&self) -> Vec<DistinguishedName> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(self.authorities.iter().map(|of| of.der.clone()));
        roots.subjects()
    }

    /// What verifies by these authorities.
    fn of(&self, authorities: &[&Authority]) -> Result<Arc<dyn ClientCertVerifier>, String> {
        let mut roots = RootCertStore::empty();
        for one in authorities {
            roots.add(one.der.clone()).map_err(|error| error.to_string())?;
        }
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), self.provider.clone())
            .with_crls(self.revocations.iter().cloned())
            // An authority without a list has revoked nothing.
            .allow_unknown_revocation_status()
            .clear_root_hint_subjects()
            .build()
            .map_err(|error| error.to_string())
    }

    /// What verifies at this time; nothing while no authority holds.
    fn at(&self, now_s: u64) -> Option<Arc<dyn ClientCertVerifier>> {
        let mut current = self.now.lock();
        if !(current.from_s..current.until_s).contains(&now_s) {
            let holds = |of: &&Authority| (of.from_s..=of.until_s).contains(&now_s);
            let hold: Vec<_> = self.authorities.iter().filter(holds).collect();
            let ends = self.authorities.iter().flat_map(|of| [of.from_s, of.until_s + 1]);
            let until_s = ends.filter(|end| *end > now_s).min().unwrap_or(u64::MAX);
            let by = if hold.is_empty() { None } else { self.of(&hold).ok() };
            *current = Now { from_s: now_s, until_s, by };
        }
        current.by.clone()
    }

    fn verify(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if others.len() >= CHAIN_MAX {
            return Err(Refused::TooLong.into());
        }
        let said = presented::read(leaf).ok_or(CertificateError::BadEncoding)?;
        if !said.is_v3 {
            return Err(Refused::NotVersion3.into());
        }
        let by = self.at(now.as_secs()).ok_or(CertificateError::UnknownIssuer)?;
        let until_s = u64::try_from(said.not_after_s).unwrap_or(0);
        let at = if self.ignore_expiry && until_s < now.as_secs() {
            // As it was in its last second.
            UnixTime::since_unix_epoch(std::time::Duration::from_secs(until_s))
        } else {
            now
        };
        by.verify_client_cert(leaf, others, at)
    }
}

impl ClientCertVerifier for Verifier {
    fn client_auth_mandatory(&self) -> bool {
        matches!(self.asks, Asks::Verify(_))
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let bytes = others.iter().map(|one| one.len()).sum::<usize>() + leaf.len();
        if bytes > PRESENTED_MAX {
            return Err(Refused::TooLarge.into());
        }
        match &self.asks {
            Asks::Passthrough => Ok(ClientCertVerified::assertion()),
            Asks::Verify(verify) => verify.verify(leaf, others, now),
        }
    }

    // Also of one that is only passed on: its key is the client's.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        crypto::verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        crypto::verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// What is known of a client's certificate, once it was presented.
pub(crate) type Presented = Arc<OnceLock<Leaf>>;

/// The same for one handshake, of which it is known afterwards what was presented.
#[derive(Debug)]
pub(crate) struct Recording {
    pub(crate) of: Arc<Verifier>,
    pub(crate) presented: Presented,
}

impl ClientCertVerifier for Recording {
    fn client_auth_mandatory(&self) -> bool {
        self.of.client_auth_mandatory()
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.of.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if let Some(said) = presented::read(leaf) {
            let _ = self.presented.set(said.leaf);
        }
        self.of.verify_client_cert(leaf, others, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.of.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.of.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.of.supported_verify_schemes()
    }
}

/// Why a handshake has failed, as the connection log calls it (ALB guide, "Error reason codes").
pub(crate) fn reason(error: &std::io::Error) -> &'static str {
    use CertificateError as C;
    let of = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    match of {
        Some(Error::InvalidCertificate(why)) => match why {
            C::Expired | C::ExpiredContext { .. } => "ClientCertExpired",
            C::NotValidYet | C::NotValidYetContext { .. } => "ClientCertNotYetValid",
            C::Revoked => "ClientCertCrlHit",
            C::UnknownRevocationStatus
            | C::ExpiredRevocationList
            | C::ExpiredRevocationListContext { .. } => "ClientCertCrlProcessingError",
            // Of another authority of the same name.
            C::UnknownIssuer | C::BadSignature => "ClientCertUntrusted",
            C::InvalidPurpose | C::InvalidPurposeContext { .. } => "ClientCertPurposeInvalid",
            C::UnsupportedSignatureAlgorithmContext { .. }
            | C::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
                "ClientCertTypeUnsupported"
            }
            C::Other(OtherError(other)) => match other.downcast_ref::<Refused>() {
                Some(Refused::TooLong) => "ClientCertMaxChainDepthExceeded",
                Some(Refused::TooLarge) => "ClientCertMaxSizeExceeded",
                Some(Refused::NotVersion3) => "ClientCertTypeUnsupported",
                None => "ClientCertInvalid",
            },
            _ => "ClientCertInvalid",
        },
        Some(Error::InvalidCertRevocationList(_)) => "ClientCertCrlProcessingError",
        _ => "UnmappedConnectionError",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_but_the_load_balancer_says_who_a_client_is() {
        let mut headers = HeaderMap::new();
        for name in [
            "x-amzn-mtls-clientcert",
            "X-Amzn-Mtls-Clientcert-Subject",
            "x_amzn_mtls_clientcert_subject",
            "x-amzn_mtls-clientcert-leaf",
            "x-amzn-mtls-clientcert-other",
        ] {
            headers.append(HeaderName::try_from(name).unwrap(), "evil".parse().unwrap());
        }
        headers.append("x-amzn-mtls", "else".parse().unwrap());
        tell(&mut headers, None);
        assert_eq!(headers.len(), 1);
        let told: Headers = [(SUBJECT, HeaderValue::from_static("CN=me"))].into();
        tell(&mut headers, Some(&told));
        assert_eq!(headers.get_all(SUBJECT).iter().collect::<Vec<_>>(), ["CN=me"]);
    }
}
