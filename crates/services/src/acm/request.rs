//! Certificates that the engine's own authority issues: at once, for whatever names are asked for.

use ferrogate_api::acm::{
    CertificateExport, CertificateOptions, CertificateTransparencyLoggingPreference, Error,
    KeyAlgorithm, RenewCertificateRequest, RequestCertificateRequest, RequestCertificateResponse,
    ValidationMethod,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_auth::authority::{AuthorityError, Curve, Wanted};
use ferrogate_base::TimestampMs;
use ferrogate_records::acm::certificate::{self, Origin, Record};
use ferrogate_state::Fault;

use super::{Acm, Result, new_id, not_built, pem, tags, validation};

/// How long an issued certificate lives, as ACM's do (ACM guide: 13 months).
const DAYS: u64 = 395;
/// A common name's octets (RFC 5280).
const COMMON_NAME_MAX: usize = 64;
/// Names of one certificate (ACM quotas).
const NAMES_MAX: usize = 100;
/// How long a token stands for the same request.
const TOKEN_MS: u64 = 3600 * 1000;

impl Acm {
    pub(super) async fn request_certificate(
        &self,
        cx: &Cx,
        input: RequestCertificateRequest,
    ) -> Result<RequestCertificateResponse> {
        let tags = tags::given(input.tags)?;
        let curve = curve(input.key_algorithm.as_ref())?;
        check_options(input.options.as_ref())?;
        match &input.validation_method {
            None | Some(ValidationMethod::Dns) => {}
            Some(other) => return Err(not_built(&format!("ValidationMethod {other}"))),
        }
        if input.certificate_authority_arn.is_some() {
            return Err(not_built("A private certificate authority (CertificateAuthorityArn)"));
        }
        if input.domain_validation_options.is_some() {
            return Err(not_built("DomainValidationOptions"));
        }
        if input.managed_by.is_some() {
            return Err(not_built("ManagedBy"));
        }
        let names = names(&input.domain_name, input.subject_alternative_names.as_deref())?;
        let (id, version) = (new_id(), new_id());
        self.change(cx, |view, change| {
            if let Some(token) = &input.idempotency_token {
                let is_same = |old: &Record| {
                    old.token.as_ref() == Some(token)
                        && old.says.names == names
                        && view.now.0 < old.created_at.0 + TOKEN_MS
                };
                let all = view.certificates()?;
                if let Some(old) = all.iter().find(|old| is_same(old)) {
                    return Ok(RequestCertificateResponse { certificate_arn: Some(old.arn()) });
                }
            }
            view.has_room()?;
            let arn = certificate::arn(&view.here, &id);
            let made = self.issued(&arn, &names, curve, view.now)?;
            let record = Record {
                scope: view.here.clone(),
                id: id.clone(),
                origin: Origin::Issued,
                version: version.clone(),
                body: made.body,
                chain: Some(self.authority.pem().to_owned()),
                sealed: made.sealed,
                says: made.says,
                created_at: view.now,
                issued_at: view.now,
                renewed_at: None,
                token: input.idempotency_token.clone(),
                tags: tags.clone(),
            };
            change.create(record.key(), &record)?;
            Ok(RequestCertificateResponse { certificate_arn: Some(arn) })
        })
        .await
    }

    pub(super) async fn renew_certificate(
        &self,
        cx: &Cx,
        input: RenewCertificateRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = view.certificate(&input.certificate_arn)?;
            if old.origin != Origin::Issued {
                return Err(validation(format!(
                    "Certificate {} is imported, so it cannot be renewed.",
                    old.arn()
                )));
            }
            change.put(&old, self.issued_again(&old, view.now)?)?;
            Ok(Empty::default())
        })
        .await
    }

    /// What becomes of an issued certificate that is issued again.
    ///
    /// # Errors
    /// When the authority can't issue it.
    pub fn renewed(&self, old: &Record, now: TimestampMs) -> std::result::Result<Record, Fault> {
        self.issued_again(old, now).map_err(|failure| match failure {
            Failure::Fault(cause) => Fault::Part("a certificate is not renewed", cause),
            // Its names were fine when it was issued first.
            Failure::Aws(_) => {
                Fault::Part("a certificate is not renewed", "its names are refused".into())
            }
        })
    }

    fn issued_again(&self, old: &Record, now: TimestampMs) -> Result<Record> {
        let curve = match old.says.key_algorithm.as_str() {
            "EC_secp384r1" => Curve::P384,
            _ => Curve::P256,
        };
        let made = self.issued(&old.arn(), &old.says.names, curve, now)?;
        Ok(Record {
            version: new_id(),
            body: made.body,
            chain: Some(self.authority.pem().to_owned()),
            sealed: made.sealed,
            says: made.says,
            issued_at: now,
            renewed_at: Some(now),
            ..old.clone()
        })
    }

    fn issued(&self, arn: &str, names: &[String], curve: Curve, now: TimestampMs) -> Result<Made> {
        let wanted = Wanted { common_name: &names[0], names, curve, days: DAYS };
        let issued = self.authority.issue(wanted, now).map_err(|e| match e {
            AuthorityError::Certificate(_) => {
                validation("The certificate can't be issued: one of its names is no domain name.")
            }
            other => Failure::fault(Fault::Part("nothing is issued", Box::new(other))),
        })?;
        let sealed = self.seal(arn, &issued.key_pem)?;
        Ok(Made { says: pem::own(&issued.der)?, body: issued.pem, sealed })
    }
}

/// What was issued.
struct Made {
    body: String,
    sealed: String,
    says: certificate::Says,
}

/// ACM issues RSA unless another algorithm is asked for; the engine makes no such keys.
fn curve(asked: Option<&KeyAlgorithm>) -> Result<Curve> {
    match asked {
        None | Some(KeyAlgorithm::EcPrime256v1) => Ok(Curve::P256),
        Some(KeyAlgorithm::EcSecp384r1) => Ok(Curve::P384),
        Some(other) => Err(not_built(&format!("Issuing a certificate with KeyAlgorithm {other}"))),
    }
}

fn check_options(of: Option<&CertificateOptions>) -> Result<()> {
    let Some(of) = of else { return Ok(()) };
    let logging = &of.certificate_transparency_logging_preference;
    if *logging == Some(CertificateTransparencyLoggingPreference::Enabled) {
        return Err(not_built("CertificateTransparencyLoggingPreference ENABLED"));
    }
    if of.export == Some(CertificateExport::Enabled) {
        return Err(not_built("Export ENABLED"));
    }
    Ok(())
}

/// All names, the domain first, each once and in lower case.
fn names(domain: &str, more: Option<&[String]>) -> Result<Vec<String>> {
    if domain.len() > COMMON_NAME_MAX {
        return Err(validation(format!(
            "The domain name '{domain}' is longer than {COMMON_NAME_MAX} characters. Name it as a \
             subject alternative name."
        )));
    }
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(domain).chain(more.unwrap_or_default().iter().map(|n| &**n)) {
        let name = name.to_ascii_lowercase();
        let labels = name.strip_prefix("*.").unwrap_or(&name);
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if name.len() > 253 || !labels.contains('.') || !labels.split('.').all(is_label) {
            return Err(validation(format!("The domain name '{name}' is not valid.")));
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > NAMES_MAX {
        return Err(Error::limit_exceeded(format!(
            "A certificate has at most {NAMES_MAX} domain names."
        ))
        .into());
    }
    Ok(names)
}
