//! Certificates and keys as somebody brings them: read, and refused unless a server can use them.

use ferrogate_auth::Secret;
use ferrogate_base::TimestampMs;
use ferrogate_records::acm::certificate::Says;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{ExtendedKeyUsage, GeneralName, KeyUsage};
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::{SubjectPublicKeyInfo, X509Name, X509Version};
use zeroize::Zeroizing;

use super::{Result, validation};

/// Bytes of a chain that are read. AWS takes 2 MiB; no chain that clients take has as much.
const CHAIN_BYTES_MAX: usize = 64 << 10;

const CERTIFICATE: &str = "CERTIFICATE";

/// What was brought, and can be used.
pub(super) struct Brought {
    pub(super) body: String,
    pub(super) chain: Option<String>,
    pub(super) key: Secret,
    pub(super) says: Says,
}

/// Reads a certificate, its key and what certifies it.
///
/// # Errors
/// ACM's, for whatever a server can't use.
pub(super) fn read(
    certificate: &[u8],
    key: &[u8],
    chain: Option<&[u8]>,
    now: TimestampMs,
) -> Result<Brought> {
    let own = certificates(certificate)?;
    let [own] = &own[..] else {
        let text = if own.is_empty() {
            "Unable to parse certificate. Please ensure the certificate is in PEM format."
        } else {
            "The certificate field contains more than one certificate. You can specify only one \
             certificate in this field."
        };
        return Err(validation(text));
    };
    let parsed = parse(own)?;
    let says = says(&parsed)?;
    if now < says.not_before || now > says.not_after {
        return Err(validation("The certificate is expired or is not valid yet."));
    }
    let key = private_key(key)?;
    matches(own, &key.1)?;
    let chain = match chain {
        Some(pem) => Some(check_chain(own, &parsed, pem)?),
        None if is_signed_by(&parsed, parsed.public_key()) => None,
        None => {
            return Err(validation(
                "Provided certificate is not a valid self signed. Please provide either a valid \
                 self-signed certificate or certificate chain.",
            ));
        }
    };
    Ok(Brought { body: armour(CERTIFICATE, own), chain, key: key.0, says })
}

/// What a certificate says that the engine itself has made.
///
/// # Errors
/// A failure of ours.
pub(super) fn own(der: &[u8]) -> Result<Says> {
    says(&parse(&CertificateDer::from(der))?)
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_slice_iter(pem).collect::<std::result::Result<Vec<_>, _>>().map_err(|_| {
        validation("Unable to parse certificate. Please ensure the certificate is in PEM format.")
    })
}

fn parse<'d>(der: &'d CertificateDer<'_>) -> Result<X509Certificate<'d>> {
    let wrong = || validation("Unable to parse certificate. It is no X.509 certificate.");
    match X509Certificate::from_der(der) {
        Ok(([], parsed)) if parsed.version() == X509Version::V3 => Ok(parsed),
        Ok(([], _)) => Err(validation("The certificate must be an X.509 version 3 certificate.")),
        _ => Err(wrong()),
    }
}

/// The key, as PEM of one key alone and as it is used.
fn private_key(pem: &[u8]) -> Result<(Secret, PrivateKeyDer<'static>)> {
    let text = std::str::from_utf8(pem).unwrap_or_default();
    if text.contains("ENCRYPTED") {
        return Err(validation("The private key is not supported: it must not be encrypted."));
    }
    let der = PrivateKeyDer::from_pem_slice(pem)
        .map_err(|_| validation("The private key is not supported: it is not in PEM format."))?;
    let label = match &der {
        PrivateKeyDer::Pkcs1(_) => "RSA PRIVATE KEY",
        PrivateKeyDer::Sec1(_) => "EC PRIVATE KEY",
        _ => "PRIVATE KEY",
    };
    Ok((Secret::new(armour(label, der.secret_der())), der))
}

/// Refuses a key that is not the certificate's, or that no server can use.
fn matches(own: &CertificateDer<'static>, key: &PrivateKeyDer<'static>) -> Result<()> {
    let Ok(key) = ring::sign::any_supported_type(key) else {
        return Err(validation("The private key is not supported."));
    };
    match CertifiedKey::new(vec![own.clone()], key).keys_match() {
        Ok(()) => Ok(()),
        Err(_) => Err(validation("The private key does not match the certificate.")),
    }
}

/// A chain in PEM, each of which certifies the one before it, the first one the certificate.
fn check_chain(
    own: &CertificateDer<'_>,
    parsed: &X509Certificate<'_>,
    pem: &[u8],
) -> Result<String> {
    if pem.len() > CHAIN_BYTES_MAX {
        let text = format!("A certificate chain of more than {CHAIN_BYTES_MAX} bytes");
        return Err(super::not_built(&text));
    }
    let all = certificates(pem)?;
    if all.is_empty() {
        return Err(validation("The certificate chain is not in a valid PEM format."));
    }
    let invalid = |at: usize| {
        validation(format!(
            "Unable to validate certificate chain. The certificate chain must start with the \
             immediate signing certificate, followed by any intermediaries in order. The index \
             within the chain of the invalid certificate is: {at}"
        ))
    };
    let mut before = parsed.clone();
    for (at, der) in all.iter().enumerate() {
        let next = parse(der)?;
        let is_authority = next.is_ca();
        let certifies = before.issuer() == next.subject()
            && is_signed_by(&before, next.public_key())
            && is_authority;
        if !certifies || der == own {
            return Err(invalid(at));
        }
        before = next;
    }
    Ok(all.iter().map(|der| armour(CERTIFICATE, der)).collect())
}

fn is_signed_by(certificate: &X509Certificate<'_>, key: &SubjectPublicKeyInfo<'_>) -> bool {
    certificate.verify_signature(Some(key)).is_ok()
}

/// PEM as RFC 7468 writes it, whatever stood around it.
fn armour(label: &str, der: &[u8]) -> String {
    use base64::Engine;
    let text = Zeroizing::new(base64::engine::general_purpose::STANDARD.encode(der));
    let lines = text.len() + text.len() / 64 + 2 * label.len() + 64;
    // Of its whole length at once: what grows leaves copies behind.
    let mut out = String::with_capacity(lines);
    out.push_str(&format!("-----BEGIN {label}-----\n"));
    for line in text.as_bytes().chunks(64) {
        out.extend(line.iter().map(|b| char::from(*b)));
        out.push('\n');
    }
    out.push_str(&format!("-----END {label}-----\n"));
    out
}

fn says(of: &X509Certificate<'_>) -> Result<Says> {
    let mut names: Vec<String> = Vec::new();
    let common = text(of.subject().iter_common_name().next());
    names.extend(common.clone());
    if let Ok(Some(more)) = of.subject_alternative_name() {
        for name in &more.value.general_names {
            let name = match name {
                GeneralName::DNSName(name) => (*name).to_owned(),
                GeneralName::IPAddress(bytes) => match ip(bytes) {
                    Some(ip) => ip,
                    None => continue,
                },
                _ => continue,
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let time = |at: x509_parser::time::ASN1Time| {
        TimestampMs(u64::try_from(at.timestamp()).unwrap_or(0).saturating_mul(1000))
    };
    let organisation = text(of.issuer().iter_organization().next());
    let usages = of.key_usage().ok().flatten().map(|usage| key_usages(usage.value));
    let extended = of.extended_key_usage().ok().flatten().map(|usage| extended(usage.value));
    Ok(Says {
        domain: names.first().cloned().unwrap_or_default(),
        serial: of.raw_serial_as_string(),
        subject: shown(of.subject()),
        issuer: organisation
            .or_else(|| text(of.issuer().iter_common_name().next()))
            .unwrap_or_default(),
        key_algorithm: key_algorithm(of.public_key())?,
        signature_algorithm: signature_algorithm(&of.signature_algorithm.algorithm),
        not_before: time(of.validity().not_before),
        not_after: time(of.validity().not_after),
        key_usages: usages.unwrap_or_default(),
        extended_key_usages: extended.unwrap_or_default(),
        names,
    })
}

fn text(of: Option<&x509_parser::x509::AttributeTypeAndValue<'_>>) -> Option<String> {
    of.and_then(|one| one.as_str().ok()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A name as ACM shows it: `CN=…`, its last part first.
fn shown(name: &X509Name<'_>) -> String {
    name.to_string().replace(", ", ",")
}

fn ip(bytes: &[u8]) -> Option<String> {
    use std::net::{Ipv4Addr, Ipv6Addr};
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Some(Ipv4Addr::from(four).to_string());
    }
    <[u8; 16]>::try_from(bytes).ok().map(|of| Ipv6Addr::from(of).to_string())
}

/// ACM's name for a key. Those that the engine's own TLS can't use are refused.
fn key_algorithm(of: &SubjectPublicKeyInfo<'_>) -> Result<String> {
    let unsupported = |length: usize, of: &str| {
        validation(format!(
            "The private key length {length} is not supported for key algorithm {of}"
        ))
    };
    let curve = || {
        let parameters = of.algorithm.parameters.as_ref()?;
        parameters.as_oid().ok().map(|oid| oid.to_id_string())
    };
    match of.parsed() {
        Ok(PublicKey::RSA(key)) => match key.key_size() {
            bits @ (2048 | 3072 | 4096) => Ok(format!("RSA_{bits}")),
            bits => Err(unsupported(bits, "RSA")),
        },
        Ok(PublicKey::EC(point)) => match curve().as_deref() {
            Some("1.2.840.10045.3.1.7") => Ok("EC_prime256v1".into()),
            Some("1.3.132.0.34") => Ok("EC_secp384r1".into()),
            Some("1.3.132.0.35") => Err(super::not_built("A key of EC_secp521r1")),
            _ => Err(unsupported(point.key_size(), "EC")),
        },
        _ => Err(validation("The key algorithm of the certificate is not supported.")),
    }
}

/// As ACM calls them; others by their object identifier.
fn signature_algorithm(of: &Oid<'_>) -> String {
    let oid = of.to_id_string();
    let name = match oid.as_str() {
        "1.2.840.113549.1.1.5" => "SHA1WITHRSA",
        "1.2.840.113549.1.1.11" => "SHA256WITHRSA",
        "1.2.840.113549.1.1.12" => "SHA384WITHRSA",
        "1.2.840.113549.1.1.13" => "SHA512WITHRSA",
        "1.2.840.10045.4.3.2" => "SHA256WITHECDSA",
        "1.2.840.10045.4.3.3" => "SHA384WITHECDSA",
        "1.2.840.10045.4.3.4" => "SHA512WITHECDSA",
        other => other,
    };
    name.to_owned()
}

fn key_usages(of: &KeyUsage) -> Vec<String> {
    let all = [
        (of.digital_signature(), "DIGITAL_SIGNATURE"),
        (of.non_repudiation(), "NON_REPUDIATION"),
        (of.key_encipherment(), "KEY_ENCIPHERMENT"),
        (of.data_encipherment(), "DATA_ENCIPHERMENT"),
        (of.key_agreement(), "KEY_AGREEMENT"),
        (of.key_cert_sign(), "CERTIFICATE_SIGNING"),
        (of.crl_sign(), "CRL_SIGNING"),
        (of.encipher_only(), "ENCIPHER_ONLY"),
        (of.decipher_only(), "DECIPHER_ONLY"),
    ];
    all.iter().filter(|(is, _)| *is).map(|(_, name)| (*name).to_owned()).collect()
}

fn extended(of: &ExtendedKeyUsage<'_>) -> Vec<(String, String)> {
    let all = [
        (of.any, "ANY", "2.5.29.37.0"),
        (of.server_auth, "TLS_WEB_SERVER_AUTHENTICATION", "1.3.6.1.5.5.7.3.1"),
        (of.client_auth, "TLS_WEB_CLIENT_AUTHENTICATION", "1.3.6.1.5.5.7.3.2"),
        (of.code_signing, "CODE_SIGNING", "1.3.6.1.5.5.7.3.3"),
        (of.email_protection, "EMAIL_PROTECTION", "1.3.6.1.5.5.7.3.4"),
        (of.time_stamping, "TIME_STAMPING", "1.3.6.1.5.5.7.3.8"),
        (of.ocsp_signing, "OCSP_SIGNING", "1.3.6.1.5.5.7.3.9"),
    ];
    let known = all.iter().filter(|(is, ..)| *is);
    let known = known.map(|(_, name, oid)| ((*name).to_owned(), (*oid).to_owned()));
    let others = of.other.iter().map(|oid| ("CUSTOM".to_owned(), oid.to_id_string()));
    known.chain(others).collect()
}
