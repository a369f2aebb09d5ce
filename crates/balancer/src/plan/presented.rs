//! Certificates that clients present, as headers and logs tell of them (ALB guide, "HTTP headers
//! and mutual TLS", "Connection log entries").

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ferrogate_base::clock::civil_from_days;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::time::ASN1Time;
use x509_parser::x509::{AttributeTypeAndValue, X509Name, X509Version};

use super::line::Leaf;

/// What a client's own certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What logs tell of it.
    pub leaf: Leaf,
    /// Who has signed it, as RFC 2253 writes it.
    pub issuer: String,
    /// Whether it is of X.509 version 3.
    pub is_v3: bool,
    /// Until when it holds, in seconds since 1970.
    pub not_after_s: i64,
    /// From when it holds, in seconds since 1970.
    pub not_before_s: i64,
}

/// Reads a certificate; `None` for what is none.
#[must_use]
pub fn read(der: &[u8]) -> Option<Said> {
    let (_, of) = X509Certificate::from_der(der).ok()?;
    let (from, until) = (of.validity().not_before, of.validity().not_after);
    Some(Said {
        leaf: Leaf {
            subject: name(of.subject()),
            validity: format!("NotBefore={};NotAfter={}", iso(from), iso(until)),
            serial: serial(of.raw_serial()),
        },
        issuer: name(of.issuer()),
        is_v3: of.version() == X509Version::V3,
        not_after_s: until.timestamp(),
        not_before_s: from.timestamp(),
    })
}

/// Certificates in PEM, encoded for a URL but for `+`, `=` and `/`.
#[must_use]
pub fn url_pem<'d>(chain: impl IntoIterator<Item = &'d [u8]>) -> String {
    let mut out = String::new();
    for der in chain {
        out.push_str("-----BEGIN%20CERTIFICATE-----%0A");
        // Nothing of it needs to be encoded.
        let text = STANDARD.encode(der);
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (line, more) = rest.split_at(rest.len().min(64));
            out.push_str(line);
            out.push_str("%0A");
            rest = more;
        }
        out.push_str("-----END%20CERTIFICATE-----%0A");
    }
    out
}

/// The number in hexadecimal digits, without the byte that only says that it is not negative.
fn serial(bytes: &[u8]) -> String {
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len().saturating_sub(1));
    bytes[first..].iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02X}");
        out
    })
}

/// `2023-09-21T01:50:17Z`.
fn iso(at: ASN1Time) -> String {
    let seconds = at.timestamp();
    let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
    let of_day = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// A name as RFC 2253 writes it: its last part first. All of it is printable ASCII.
fn name(of: &X509Name<'_>) -> String {
    let parts: Vec<_> = of.iter_rdn().collect();
    let part = |of: &&x509_parser::x509::RelativeDistinguishedName<'_>| {
        of.iter().map(attribute).collect::<Vec<_>>().join("+")
    };
    parts.iter().rev().map(part).collect::<Vec<_>>().join(",")
}

fn attribute(of: &AttributeTypeAndValue<'_>) -> String {
    let oid = of.attr_type().to_id_string();
    match (short(&oid), of.as_str()) {
        (Some(short), Ok(text)) => format!("{short}={}", escaped(text)),
        (short, _) => {
            let mut out = format!("{}=#", short.unwrap_or(&oid));
            for byte in der(of) {
                let _ = write!(out, "{byte:02X}");
            }
            out
        }
    }
}

/// The value as it is encoded.
fn der(of: &AttributeTypeAndValue<'_>) -> Vec<u8> {
    let value = of.attr_value();
    let mut out = vec![u8::try_from(value.header.tag().0).unwrap_or(0x1f)];
    let length = value.data.len();
    match u8::try_from(length) {
        Ok(length) if length < 128 => out.push(length),
        _ => {
            let bytes = length.to_be_bytes();
            let bytes = &bytes[bytes.iter().position(|byte| *byte != 0).unwrap_or(0)..];
            out.push(0x80 | u8::try_from(bytes.len()).unwrap_or(0));
            out.extend(bytes);
        }
    }
    out.extend(value.data);
    out
}

/// RFC 2253, 2.4; what is not printable ASCII in its bytes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.len().saturating_sub(1);
    for (at, byte) in text.bytes().enumerate() {
        let special = b",+\"\\<>;".contains(&byte)
            || (byte == b'#' && at == 0)
            || (byte == b' ' && (at == 0 || at == last));
        match byte {
            b' '..=b'~' => {
                if special {
                    out.push('\\');
                }
                out.push(char::from(byte));
            }
            byte => {
                let _ = write!(out, "\\{byte:02X}");
            }
        }
    }
    out
}

/// The names of attributes that RFC 2253 has, and those that TLS libraries write beside them.
fn short(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "street",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "title",
        "2.5.4.42" => "GN",
        "2.5.4.43" => "initials",
        "2.5.4.46" => "dnQualifier",
        "2.5.4.65" => "pseudonym",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "emailAddress",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, SerialNumber};

    use super::*;

    fn said(change: impl FnOnce(&mut CertificateParams)) -> (Said, Vec<u8>) {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.distinguished_name = DistinguishedName::new();
        change(&mut params);
        let der = params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec();
        (read(&der).unwrap(), der)
    }

    #[test]
    fn a_certificate_is_told_of_as_on_aws() {
        let (said, _) = said(|params| {
            let names = &mut params.distinguished_name;
            for (kind, value) in [
                (DnType::CountryName, "US"),
                (DnType::StateOrProvinceName, "Washington"),
                (DnType::OrganizationName, "mTLS"),
                (DnType::CommonName, "client_.com"),
            ] {
                names.push(kind, value);
            }
            params.serial_number = Some(SerialNumber::from(vec![0xfe, 0xf2, 0x57]));
            params.not_before = rcgen::date_time_ymd(2023, 9, 21);
            params.not_after = rcgen::date_time_ymd(2070, 1, 2);
        });
        assert_eq!(said.leaf.subject, "CN=client_.com,O=mTLS,ST=Washington,C=US");
        assert_eq!(said.issuer, said.leaf.subject);
        assert_eq!(said.leaf.serial, "FEF257");
        let validity = "NotBefore=2023-09-21T00:00:00Z;NotAfter=2070-01-02T00:00:00Z";
        assert_eq!(said.leaf.validity, validity);
        assert!(said.is_v3);
    }

    #[test]
    fn nothing_in_a_name_ends_a_field_or_a_header() {
        let (of, _) = said(|params| {
            let names = &mut params.distinguished_name;
            names.push(DnType::OrganizationName, " #a,b+c\"\\<>; ");
            names.push(DnType::CommonName, "#x\r\nX-Evil: 1\u{2603}");
            names.push(DnType::CustomDnType(vec![1, 2, 3, 4]), "own");
        });
        assert_eq!(
            of.leaf.subject,
            "1.2.3.4=#0C036F776E,CN=\\#x\\0D\\0AX-Evil: 1\\E2\\98\\83,\
             O=\\ #a\\,b\\+c\\\"\\\\\\<\\>\\;\\ "
        );
        assert!(of.leaf.subject.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
    }

    #[test]
    fn a_chain_is_encoded_but_for_three_characters() {
        let (_, der) = said(|_| {});
        let pem = url_pem([&der[..], &der]);
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-+=/%".contains(&byte);
        assert!(pem.bytes().all(allowed), "{pem}");
        let plain = pem.replace("%20", " ").replace("%0A", "\n");
        let all: Vec<_> = {
            use rustls::pki_types::CertificateDer;
            use rustls::pki_types::pem::PemObject;
            CertificateDer::pem_slice_iter(plain.as_bytes()).map(Result::unwrap).collect()
        };
        assert_eq!(all.iter().map(|one| one.to_vec()).collect::<Vec<_>>(), [der.clone(), der]);
        assert!(plain.lines().all(|line| line.len() <= 64));
    }

    #[test]
    fn serial_numbers_keep_their_bytes() {
        for (bytes, text) in
            [(&[3, 0xa5, 0xb1][..], "03A5B1"), (&[0, 0xfe], "FE"), (&[0], "00"), (&[], "")]
        {
            assert_eq!(serial(bytes), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_fail(bytes: Vec<u8>, text: String) {
            let _ = read(&bytes);
            let out = escaped(&text);
            proptest::prop_assert!(out.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        }
    }
}
