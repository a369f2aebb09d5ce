//! Servers that are trusted for their certificate's digest.

use std::sync::Arc;

use ring::digest;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme, client,
};
use x509_parser::prelude::{FromDer, X509Certificate};

/// Trusts whom the authorities vouch for and, as IAM does for OpenID Connect providers, who has a
/// certificate of a known digest in its chain: that one then stands for an authority. Name and
/// validity must be right in any case.
#[derive(Debug)]
pub struct Pins {
    digests: Vec<String>,
    /// By the authorities; without any nobody is trusted so.
    known: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<rustls::crypto::CryptoProvider>,
}

impl Pins {
    /// With digests of SHA-1, in hexadecimal digits of either case.
    ///
    /// # Errors
    /// When the authorities can't be used.
    pub fn new(
        roots: Arc<RootCertStore>,
        digests: &[String],
    ) -> Result<Self, client::VerifierBuilderError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let known = match roots.is_empty() {
            true => None,
            false => Some(verifier(roots, &provider)?),
        };
        Ok(Self { digests: digests.to_vec(), known, provider })
    }

    fn is_pinned(&self, certificate: &CertificateDer<'_>) -> bool {
        let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, certificate);
        let digest: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        self.digests.iter().any(|of| of.eq_ignore_ascii_case(&digest))
    }
}

fn verifier(
    roots: Arc<RootCertStore>,
    provider: &Arc<rustls::crypto::CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, client::VerifierBuilderError> {
    WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).build()
}

/// A server's own certificate whose digest is known: by its name and its time alone.
fn is_good(own: &CertificateDer<'_>, name: &ServerName<'_>, now: UnixTime) -> Result<(), Error> {
    client::verify_server_name(&ParsedCertificate::try_from(own)?, name)?;
    let bad = || Error::InvalidCertificate(CertificateError::BadEncoding);
    let (_, read) = X509Certificate::from_der(own).map_err(|_| bad())?;
    let seconds = i64::try_from(now.as_secs()).map_err(|_| bad())?;
    let (from, to) = (read.validity().not_before, read.validity().not_after);
    if seconds < from.timestamp() {
        return Err(Error::InvalidCertificate(CertificateError::NotValidYet));
    }
    if seconds > to.timestamp() {
        return Err(Error::InvalidCertificate(CertificateError::Expired));
    }
    Ok(())
}

impl ServerCertVerifier for Pins {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let unknown = || Error::InvalidCertificate(CertificateError::UnknownIssuer);
        let known = match &self.known {
            Some(known) => known.verify_server_cert(own, others, name, ocsp, now),
            None => Err(unknown()),
        };
        if known.is_ok() || self.digests.is_empty() {
            return known;
        }
        if self.is_pinned(own) {
            return is_good(own, name, now).map(|()| ServerCertVerified::assertion());
        }
        let Some(pinned) = others.iter().find(|one| self.is_pinned(one)) else { return known };
        let mut roots = RootCertStore::empty();
        roots.add(pinned.clone().into_owned()).map_err(|_| unknown())?;
        let by_pin = verifier(Arc::new(roots), &self.provider).map_err(|_| unknown())?;
        by_pin.verify_server_cert(own, others, name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};

    use super::*;

    fn params(name: &str) -> CertificateParams {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2030, 1, 1);
        params
    }

    fn digest_of(certificate: &CertificateDer<'_>) -> String {
        let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, certificate);
        digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// 2025, in 2019 and in 2031.
    const NOW: u64 = 1_750_000_000;
    const BEFORE: u64 = 1_560_000_000;
    const AFTER: u64 = 1_930_000_000;

    fn trusts(
        pins: &[String],
        chain: &[CertificateDer<'static>],
        name: &'static str,
        at: u64,
    ) -> bool {
        let pins = Pins::new(Arc::new(RootCertStore::empty()), pins).unwrap();
        let name = ServerName::try_from(name).unwrap();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(at));
        pins.verify_server_cert(&chain[0], &chain[1..], &name, &[], now).is_ok()
    }

    #[test]
    fn who_has_a_certificate_of_a_known_digest_is_trusted_under_its_name_and_in_its_time() {
        let key = KeyPair::generate().unwrap();
        let mut of_ca = params("ca");
        of_ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = of_ca.self_signed(&key).unwrap().der().clone();
        let issuer = Issuer::new(of_ca, key);
        let own_key = KeyPair::generate().unwrap();
        let own = params("oidc.test").signed_by(&own_key, &issuer).unwrap().der().clone();
        let chain = [own.clone(), ca.clone()];
        for pin in [&ca, &own] {
            let pins = [digest_of(pin)];
            assert!(trusts(&pins, &chain, "oidc.test", NOW));
            assert!(!trusts(&pins, &chain, "other.test", NOW));
            assert!(!trusts(&pins, &chain, "oidc.test", BEFORE));
            assert!(!trusts(&pins, &chain, "oidc.test", AFTER));
        }
        assert!(!trusts(&[], &chain, "oidc.test", NOW));
        assert!(!trusts(&["0".repeat(40)], &chain, "oidc.test", NOW));
        // One that is shown beside somebody else's certificate vouches for nothing.
        let stranger = params("oidc.test").self_signed(&own_key).unwrap().der().clone();
        assert!(!trusts(&[digest_of(&ca)], &[stranger, ca], "oidc.test", NOW));
    }

    #[test]
    fn one_that_vouches_for_itself_is_trusted_for_its_digest() {
        let key = KeyPair::generate().unwrap();
        let mut params = params("oidc.test");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let own = params.self_signed(&key).unwrap().der().clone();
        assert!(trusts(&[digest_of(&own)], std::slice::from_ref(&own), "oidc.test", NOW));
        assert!(!trusts(&[digest_of(&own)], std::slice::from_ref(&own), "other.test", NOW));
        assert!(!trusts(&[], &[own], "oidc.test", NOW));
    }
}
