//! Tags of certificates.

use ferrogate_api::acm::{
    AddTagsToCertificateRequest, Error, ListTagsForCertificateRequest,
    ListTagsForCertificateResponse, RemoveTagsFromCertificateRequest, Tag as Shown,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::Tag;
use ferrogate_records::tag::merge;

use super::{Acm, Result};

/// Tags of one certificate.
const TAGS_MAX: usize = 50;

impl Acm {
    pub(super) async fn add_tags_to_certificate(
        &self,
        cx: &Cx,
        input: AddTagsToCertificateRequest,
    ) -> Result<Empty> {
        let new = given(Some(input.tags))?;
        self.change(cx, |view, change| {
            let old = view.certificate(&input.certificate_arn)?;
            let mut next = (**old).clone();
            merge(&mut next.tags, new.clone());
            check_count(next.tags.len())?;
            change.put(&old, next)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn remove_tags_from_certificate(
        &self,
        cx: &Cx,
        input: RemoveTagsFromCertificateRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = view.certificate(&input.certificate_arn)?;
            let mut next = (**old).clone();
            // With a value it is removed only if it has that one.
            let goes = |tag: &Tag, one: &Shown| {
                Some(&tag.key) == one.key.as_ref()
                    && one.value.as_ref().is_none_or(|value| *value == tag.value)
            };
            next.tags.retain(|tag| !input.tags.iter().any(|one| goes(tag, one)));
            change.put(&old, next)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn list_tags_for_certificate(
        &self,
        cx: &Cx,
        input: ListTagsForCertificateRequest,
    ) -> Result<ListTagsForCertificateResponse> {
        let of = self.view(cx).certificate(&input.certificate_arn)?;
        let shown =
            |tag: &Tag| Shown { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
        Ok(ListTagsForCertificateResponse { tags: Some(of.tags.iter().map(shown).collect()) })
    }
}

/// The tags of a request.
pub(super) fn given(tags: Option<Vec<Shown>>) -> Result<Vec<Tag>> {
    let mut all: Vec<Tag> = Vec::new();
    for tag in tags.unwrap_or_default() {
        let key = tag.key.unwrap_or_default();
        if key.starts_with("aws:") {
            return Err(Error::invalid_tag("Tags beginning with aws: are reserved.").into());
        }
        if all.iter().any(|other| other.key == key) {
            return Err(Error::invalid_tag("Duplicate tag keys.").into());
        }
        all.push(Tag { key, value: tag.value.unwrap_or_default() });
    }
    check_count(all.len())?;
    Ok(all)
}

fn check_count(count: usize) -> Result<()> {
    if count <= TAGS_MAX {
        return Ok(());
    }
    Err(Error::too_many_tags(format!("A certificate has at most {TAGS_MAX} tags.")).into())
}
