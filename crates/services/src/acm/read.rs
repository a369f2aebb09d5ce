//! Certificates as they are shown, and their end.

use ferrogate_api::acm::{
    CertificateDetail, CertificateExport, CertificateOptions, CertificateStatus,
    CertificateSummary, CertificateTransparencyLoggingPreference, CertificateType,
    DeleteCertificateRequest, DescribeCertificateRequest, DescribeCertificateResponse,
    DomainStatus, DomainValidation, Error, ExtendedKeyUsage, ExtendedKeyUsageName, Filters,
    GetCertificateRequest, GetCertificateResponse, KeyAlgorithm, KeyUsage, KeyUsageName,
    ListCertificatesRequest, ListCertificatesResponse, RecordType, RenewalEligibility,
    RenewalStatus, RenewalSummary, ResourceRecord, SortOrder, ValidationMethod,
};
use ferrogate_api::{Cx, Empty, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_records::acm::certificate::{Origin, Record};
use sha2::{Digest, Sha256};

use super::{Acm, Result, View, validation};
use crate::page;

/// Certificates of a page without a size (ACM API: 1-1000).
const PAGE: usize = 100;
/// Names that a list shows of one certificate.
const NAMES_SHOWN: usize = 100;

impl Acm {
    pub(super) async fn describe_certificate(
        &self,
        cx: &Cx,
        input: DescribeCertificateRequest,
    ) -> Result<DescribeCertificateResponse> {
        let view = self.view(cx);
        let of = view.certificate(&input.certificate_arn)?;
        let detail = detail(&view, &of)?;
        Ok(DescribeCertificateResponse { certificate: Some(detail) })
    }

    pub(super) async fn get_certificate(
        &self,
        cx: &Cx,
        input: GetCertificateRequest,
    ) -> Result<GetCertificateResponse> {
        let of = self.view(cx).certificate(&input.certificate_arn)?;
        Ok(GetCertificateResponse {
            certificate: Some(of.body.clone()),
            certificate_chain: of.chain.clone(),
        })
    }

    pub(super) async fn list_certificates(
        &self,
        cx: &Cx,
        input: ListCertificatesRequest,
    ) -> Result<ListCertificatesResponse> {
        if input.sort_by.is_some() != input.sort_order.is_some() {
            return Err(validation("SortBy and SortOrder must be specified together."));
        }
        let view = self.view(cx);
        let mut all = view.certificates()?;
        let statuses = input.certificate_statuses.unwrap_or_default();
        all.retain(|of| statuses.is_empty() || statuses.contains(&status(of, view.now)));
        let filters = input.includes.clone().unwrap_or_default();
        all.retain(|of| passes(&filters, of));
        let downwards = input.sort_order != Some(SortOrder::Ascending);
        let place = |of: &Record| {
            let at = of.created_at.0;
            format!("{:020} {}", if downwards { u64::MAX - at } else { at }, of.id)
        };
        all.sort_by_key(|of| place(of));
        let list = format!(
            "ListCertificates {} {} {statuses:?} {:?} {downwards}",
            view.here.account, view.here.region, input.includes
        );
        let size = input.max_items.and_then(|size| usize::try_from(size).ok()).unwrap_or(PAGE);
        let (page, next_token) =
            page::page(&list, input.next_token.as_deref(), size, all, |of| place(of))
                .map_err(|page::BadToken| validation("The next token is not valid."))?;
        let shown = page.iter().map(|of| summary(&view, of)).collect::<Result<Vec<_>>>()?;
        Ok(ListCertificatesResponse { certificate_summary_list: Some(shown), next_token })
    }

    pub(super) async fn delete_certificate(
        &self,
        cx: &Cx,
        input: DeleteCertificateRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let of = view.certificate(&input.certificate_arn)?;
            if !view.in_use_by(&of.arn())?.is_empty() {
                let text =
                    format!("Certificate {} in account {} is in use.", of.arn(), view.here.account);
                return Err(Error::resource_in_use(text).into());
            }
            change.delete(&of);
            Ok(Empty::default())
        })
        .await
    }
}

fn status(of: &Record, now: TimestampMs) -> CertificateStatus {
    if of.is_expired(now) { CertificateStatus::Expired } else { CertificateStatus::Issued }
}

fn kind(of: &Record) -> CertificateType {
    match of.origin {
        Origin::Imported => CertificateType::Imported,
        Origin::Issued => CertificateType::AmazonIssued,
    }
}

fn key_algorithm(of: &Record) -> KeyAlgorithm {
    KeyAlgorithm::from(of.says.key_algorithm.clone())
}

fn usages(of: &Record) -> Vec<KeyUsageName> {
    of.says.key_usages.iter().map(|name| KeyUsageName::from(name.clone())).collect()
}

fn extended(of: &Record) -> Vec<(ExtendedKeyUsageName, String)> {
    let all = of.says.extended_key_usages.iter();
    all.map(|(name, oid)| (ExtendedKeyUsageName::from(name.clone()), oid.clone())).collect()
}

/// Whether a certificate is listed when nobody says of which kinds of keys: of RSA with at most 2048
/// bits (ACM API, `Filters`), and what the engine issues where ACM would such a one.
fn is_listed(of: &Record) -> bool {
    let of_rsa = ["RSA_1024", "RSA_2048"].contains(&of.says.key_algorithm.as_str());
    of_rsa || (of.origin == Origin::Issued && of.says.key_algorithm == "EC_prime256v1")
}

/// Whether every filter has one of what it names.
fn passes(filters: &Filters, of: &Record) -> bool {
    let is_of = |types: &Option<Vec<KeyAlgorithm>>| match types {
        Some(types) => types.contains(&key_algorithm(of)),
        None => is_listed(of),
    };
    let may = |wanted: &Option<Vec<KeyUsageName>>| {
        let has = usages(of);
        wanted.as_ref().is_none_or(|wanted| wanted.iter().all(|one| has.contains(one)))
    };
    let is_for = |wanted: &Option<Vec<ExtendedKeyUsageName>>| {
        let has = extended(of);
        let is = |one: &ExtendedKeyUsageName| has.iter().any(|(name, _)| name == one);
        wanted.as_ref().is_none_or(|wanted| wanted.iter().all(is))
    };
    is_of(&filters.key_types)
        && may(&filters.key_usage)
        && is_for(&filters.extended_key_usage)
        // None can be exported, and no other service of AWS manages any.
        && filters.export_option != Some(CertificateExport::Enabled)
        && filters.managed_by.is_none()
}

fn detail(view: &View, of: &Record) -> Result<CertificateDetail> {
    let says = &of.says;
    let time = |at: TimestampMs| Some(Timestamp::from(at));
    let issued = of.origin == Origin::Issued;
    let usage = |name| KeyUsage { name: Some(name) };
    let extended_usage = |(name, oid)| ExtendedKeyUsage { name: Some(name), oid: Some(oid) };
    Ok(CertificateDetail {
        certificate_arn: Some(of.arn()),
        domain_name: Some(says.domain.clone()),
        subject_alternative_names: Some(says.names.clone()),
        domain_validation_options: issued
            .then(|| says.names.iter().map(|name| validated(of, name)).collect()),
        serial: Some(says.serial.clone()),
        subject: Some(says.subject.clone()),
        issuer: Some(says.issuer.clone()),
        created_at: time(of.created_at),
        issued_at: time(of.issued_at).filter(|_| issued),
        imported_at: time(of.issued_at).filter(|_| !issued),
        status: Some(status(of, view.now)),
        not_before: time(says.not_before),
        not_after: time(says.not_after),
        key_algorithm: Some(key_algorithm(of)),
        signature_algorithm: Some(says.signature_algorithm.clone()),
        in_use_by: Some(view.in_use_by(&of.arn())?),
        r#type: Some(kind(of)),
        key_usages: Some(usages(of).into_iter().map(usage).collect()),
        extended_key_usages: Some(extended(of).into_iter().map(extended_usage).collect()),
        renewal_eligibility: Some(if issued {
            RenewalEligibility::Eligible
        } else {
            RenewalEligibility::Ineligible
        }),
        renewal_summary: of.renewed_at.map(|at| RenewalSummary {
            renewal_status: Some(RenewalStatus::Success),
            domain_validation_options: Some(
                says.names.iter().map(|name| validated(of, name)).collect(),
            ),
            updated_at: time(at),
            ..RenewalSummary::default()
        }),
        options: Some(CertificateOptions {
            certificate_transparency_logging_preference: Some(
                CertificateTransparencyLoggingPreference::Disabled,
            ),
            export: Some(CertificateExport::Disabled),
        }),
        ..CertificateDetail::default()
    })
}

/// A name that the engine has issued for. Nobody looks for the record that is named: clients that
/// write it, as they do for AWS, find what they need to go on.
fn validated(of: &Record, name: &str) -> DomainValidation {
    let domain = name.strip_prefix("*.").unwrap_or(name);
    let digits = |text: &str| {
        hex::encode(&Sha256::digest(format!("{} {domain} {text}", of.arn()).as_bytes())[..16])
    };
    DomainValidation {
        domain_name: Some(name.to_owned()),
        validation_domain: Some(domain.to_owned()),
        validation_status: Some(DomainStatus::Success),
        validation_method: Some(ValidationMethod::Dns),
        resource_record: Some(ResourceRecord {
            name: Some(format!("_{}.{domain}.", digits("name"))),
            r#type: Some(RecordType::Cname),
            value: Some(format!("_{}.acm-validations.aws.", digits("value"))),
        }),
        ..DomainValidation::default()
    }
}

fn summary(view: &View, of: &Record) -> Result<CertificateSummary> {
    let says = &of.says;
    let time = |at: TimestampMs| Some(Timestamp::from(at));
    let issued = of.origin == Origin::Issued;
    Ok(CertificateSummary {
        certificate_arn: Some(of.arn()),
        domain_name: Some(says.domain.clone()),
        subject_alternative_name_summaries: Some(
            says.names.iter().take(NAMES_SHOWN).cloned().collect(),
        ),
        has_additional_subject_alternative_names: Some(says.names.len() > NAMES_SHOWN),
        status: Some(status(of, view.now)),
        r#type: Some(kind(of)),
        key_algorithm: Some(key_algorithm(of)),
        key_usages: Some(usages(of)),
        extended_key_usages: Some(extended(of).into_iter().map(|(name, _)| name).collect()),
        in_use: Some(!view.in_use_by(&of.arn())?.is_empty()),
        exported: Some(false),
        renewal_eligibility: Some(if issued {
            RenewalEligibility::Eligible
        } else {
            RenewalEligibility::Ineligible
        }),
        not_before: time(says.not_before),
        not_after: time(says.not_after),
        created_at: time(of.created_at),
        issued_at: time(of.issued_at).filter(|_| issued),
        imported_at: time(of.issued_at).filter(|_| !issued),
        ..CertificateSummary::default()
    })
}
