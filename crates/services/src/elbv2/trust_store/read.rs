//! What users bring for trust stores: bundles of authorities, and revocation lists.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::elbv2::Error;
use rustls::RootCertStore;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer};
use rustls::server::WebPkiClientVerifier;
use std::sync::Arc;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::revocation_list::CertificateRevocationList;
use x509_parser::x509::X509Version;

use super::super::Result;

/// Authorities of a trust store, and bytes of each (ALB quotas).
const AUTHORITIES_MAX: usize = 25;
const AUTHORITY_BYTES_MAX: usize = 16 << 10;
/// Bytes of a bundle as it is read, and of what is kept of it. AWS has no limit of the whole;
/// one record has to hold it.
pub(super) const BUNDLE_BYTES_MAX: u64 = 192 << 10;
/// Bytes of the subjects of a trust store's authorities, which are told to clients (ALB quotas).
const SUBJECTS_BYTES_MAX: usize = 10_000;

/// Authorities that were brought.
pub(super) struct Bundle {
    /// In PEM, without what stood between them.
    pub(super) pem: String,
    pub(super) count: u32,
}

/// A revocation list that was brought.
pub(super) struct Revoked {
    /// In DER, encoded in base64.
    pub(super) lists: Vec<String>,
    pub(super) entries: u64,
    pub(super) bytes: u64,
}

/// Reads a bundle of authorities.
///
/// # Errors
/// AWS's, for what clients can't be verified by.
pub(super) fn bundle(bytes: &[u8]) -> Result<Bundle> {
    let mut pem = String::new();
    let (mut count, mut subjects) = (0, 0);
    for der in CertificateDer::pem_slice_iter(bytes) {
        let Ok(der) = der else { return bad_bundle("a certificate in it is not in PEM format") };
        count += 1;
        if count > AUTHORITIES_MAX {
            return bad_bundle(&format!("it has more than {AUTHORITIES_MAX} CA certificates"));
        }
        if der.len() > AUTHORITY_BYTES_MAX {
            let why = format!("a certificate in it has more than {AUTHORITY_BYTES_MAX} bytes");
            return bad_bundle(&why);
        }
        subjects += check_authority(&der)?;
        pem.push_str(&armour(&der));
    }
    if count == 0 {
        return bad_bundle("there is no certificate in it");
    }
    if subjects > SUBJECTS_BYTES_MAX {
        let why = format!("the subjects in it have more than {SUBJECTS_BYTES_MAX} bytes");
        return bad_bundle(&why);
    }
    if pem.len() as u64 > BUNDLE_BYTES_MAX {
        return bad_bundle(&format!("it has more than {BUNDLE_BYTES_MAX} bytes"));
    }
    Ok(Bundle { pem, count: u32::try_from(count).unwrap_or(u32::MAX) })
}

/// The bytes of an authority's subject, of one that may certify others.
fn check_authority(der: &CertificateDer<'_>) -> Result<usize> {
    let Ok(([], of)) = X509Certificate::from_der(der) else {
        return bad_bundle("a certificate in it is no X.509 certificate");
    };
    if of.version() != X509Version::V3 {
        return bad_bundle("a certificate in it is not of X.509 version 3");
    }
    if !of.is_ca() {
        return bad_bundle(&format!("the certificate of {} is no CA certificate", of.subject()));
    }
    let supported = match of.public_key().parsed() {
        Ok(PublicKey::RSA(key)) => (2048..=8192).contains(&key.key_size()),
        // P-256 and P-384.
        Ok(PublicKey::EC(point)) => [256, 384].contains(&point.key_size()),
        _ => false,
    };
    if !supported {
        let subject = of.subject();
        return bad_bundle(&format!("the key of the certificate of {subject} is not supported"));
    }
    if RootCertStore::empty().add(der.clone()).is_err() {
        return bad_bundle("a certificate in it can't be used");
    }
    Ok(of.subject().as_raw().len())
}

/// Reads a revocation list: one or more in PEM, or one in DER.
///
/// # Errors
/// AWS's, for what clients can't be refused by.
pub(super) fn revoked(bytes: &[u8], authorities: &str) -> Result<Revoked> {
    let is_pem = bytes.windows(11).any(|part| part == b"-----BEGIN ");
    let lists: Vec<CertificateRevocationListDer<'static>> = if is_pem {
        let all: std::result::Result<Vec<_>, _> =
            CertificateRevocationListDer::pem_slice_iter(bytes).collect();
        match all {
            Ok(all) => all,
            Err(_) => return bad_list("it is not in PEM format"),
        }
    } else {
        vec![bytes.to_vec().into()]
    };
    if lists.is_empty() {
        return bad_list("there is no revocation list in it");
    }
    let parsed: Vec<_> = CertificateDer::pem_slice_iter(authorities.as_bytes()).collect();
    let mut roots = RootCertStore::empty();
    let mut entries = 0;
    for authority in parsed.iter().flatten() {
        drop(roots.add(authority.clone()));
    }
    for list in &lists {
        let Ok(([], of)) = CertificateRevocationList::from_der(list) else {
            return bad_list("it is no X.509 revocation list");
        };
        entries += of.iter_revoked_certificates().count() as u64;
        for authority in parsed.iter().flatten() {
            let Ok((_, authority)) = X509Certificate::from_der(authority) else { continue };
            // Several may have one name, of which one has signed it.
            let same = of.issuer().as_raw() == authority.subject().as_raw();
            let signs = |other: &CertificateDer<'_>| {
                X509Certificate::from_der(other).is_ok_and(|(_, other)| {
                    other.subject().as_raw() == of.issuer().as_raw()
                        && of.verify_signature(other.public_key()).is_ok()
                })
            };
            let usage = authority.key_usage().ok().flatten();
            if same && usage.is_some_and(|usage| !usage.value.crl_sign()) {
                return bad_list("its issuer's certificate is not for signing revocation lists");
            }
            if same && !parsed.iter().flatten().any(signs) {
                return bad_list("its signature is not its issuer's");
            }
        }
    }
    // What is taken can be used.
    let provider = Arc::new(ring::default_provider());
    let made = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
        .with_crls(lists.iter().cloned())
        .build();
    if made.is_err() {
        return bad_list("it is of a kind that is not supported");
    }
    let bytes = lists.iter().map(|list| list.as_ref().len() as u64).sum();
    let lists = lists.iter().map(|list| STANDARD.encode(list.as_ref())).collect();
    Ok(Revoked { lists, entries, bytes })
}

fn armour(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut out = String::from("-----BEGIN CERTIFICATE-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(64));
        out.push_str(line);
        out.push('\n');
        rest = more;
    }
    out.push_str("-----END CERTIFICATE-----\n");
    out
}

/// Refuses a bundle. AWS's words, and why.
pub(super) fn bad_bundle<T>(why: &str) -> Result<T> {
    let text = "The specified ca certificate bundle is in an invalid format, or corrupt";
    Err(Error::invalid_ca_certificates_bundle(format!("{text}: {why}.")).into())
}

/// Refuses a revocation list. AWS's words, and why.
pub(super) fn bad_list<T>(why: &str) -> Result<T> {
    let text = "The provided revocation file is an invalid format, or uses an incorrect algorithm";
    Err(Error::invalid_revocation_content(format!("{text}: {why}.")).into())
}
