//! Certificates that somebody brings.

use ferrogate_api::Cx;
use ferrogate_api::acm::{ImportCertificateRequest, ImportCertificateResponse};
use ferrogate_records::acm::certificate::{self, Origin, Record};

use super::{Acm, Result, new_id, pem, tags, validation};

impl Acm {
    pub(super) async fn import_certificate(
        &self,
        cx: &Cx,
        input: ImportCertificateRequest,
    ) -> Result<ImportCertificateResponse> {
        let tags = tags::given(input.tags)?;
        if input.certificate_arn.is_some() && !tags.is_empty() {
            return Err(validation("You cannot apply tags when reimporting a certificate."));
        }
        let chain = input.certificate_chain.as_deref();
        let now = self.state.now();
        let brought = pem::read(&input.certificate, &input.private_key, chain, now)?;
        let (id, version) = (new_id(), new_id());
        self.change(cx, |view, change| {
            let old = input.certificate_arn.as_deref().map(|arn| view.certificate(arn));
            let old = old.transpose()?;
            if let Some(old) = &old
                && old.origin != Origin::Imported
            {
                return Err(validation(format!(
                    "Certificate {} is not imported, so it cannot be imported again.",
                    old.arn()
                )));
            }
            let id = old.as_ref().map_or(&id, |old| &old.id);
            let arn = certificate::arn(&view.here, id);
            let record = Record {
                scope: view.here.clone(),
                id: id.clone(),
                origin: Origin::Imported,
                version: version.clone(),
                body: brought.body.clone(),
                chain: brought.chain.clone(),
                sealed: self.seal(&arn, &brought.key)?,
                says: brought.says.clone(),
                created_at: old.as_ref().map_or(now, |old| old.created_at),
                issued_at: now,
                renewed_at: None,
                token: None,
                tags: old.as_ref().map_or_else(|| tags.clone(), |old| old.tags.clone()),
            };
            match &old {
                Some(old) => {
                    // Its listeners serve with what it is from now on.
                    same_kind(old, &record)?;
                    change.put(old, record)?;
                }
                None => {
                    view.has_room()?;
                    change.create(record.key(), &record)?;
                }
            }
            Ok(ImportCertificateResponse { certificate_arn: Some(arn) })
        })
        .await
    }
}

/// ACM: a certificate that is imported again keeps the kind of its key.
fn same_kind(old: &Record, new: &Record) -> Result<()> {
    let kind = |of: &Record| of.says.key_algorithm.split('_').next().map(str::to_owned);
    if kind(old) == kind(new) {
        return Ok(());
    }
    Err(validation(
        "The key algorithm of the new certificate must be that of the certificate it replaces.",
    ))
}
