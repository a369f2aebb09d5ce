//! Tags of scalable targets.

use std::sync::Arc;

use ferrogate_api::application_autoscaling::{
    Error, ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use ferrogate_api::{Cx, Failure, Map};
use ferrogate_records::Tag;
use ferrogate_records::autoscaling::target::Record;
use ferrogate_state::Entry;

use super::{Autoscaling, Result, View, fault};
use crate::own::{self, BadTags, TAGS_MAX, tagged, untagged};

impl Autoscaling {
    pub(super) async fn tag_resource(
        &self,
        cx: &Cx,
        input: TagResourceRequest,
    ) -> Result<TagResourceResponse> {
        let new = accepted(Some(&input.tags))?;
        self.change(cx, |view, to| {
            let old = named(view, &input.resource_arn)?;
            let tags = tagged(&old.tags, &new);
            let tags = tags.map_err(|bad| Error::too_many_tags(text(bad)))?;
            to.put(&old, Record { tags, ..old.doc.record.clone() })?;
            Ok(TagResourceResponse {})
        })
        .await
    }

    pub(super) async fn untag_resource(
        &self,
        cx: &Cx,
        input: UntagResourceRequest,
    ) -> Result<UntagResourceResponse> {
        self.change(cx, |view, to| {
            let old = named(view, &input.resource_arn)?;
            let tags = untagged(&old.tags, &input.tag_keys);
            to.put(&old, Record { tags, ..old.doc.record.clone() })?;
            Ok(UntagResourceResponse {})
        })
        .await
    }

    pub(super) async fn list_tags_for_resource(
        &self,
        cx: &Cx,
        input: ListTagsForResourceRequest,
    ) -> Result<ListTagsForResourceResponse> {
        let found = named(&self.view(cx), &input.resource_arn)?;
        let pair = |tag: &Tag| (tag.key.clone(), tag.value.clone());
        Ok(ListTagsForResourceResponse { tags: Some(found.tags.iter().map(pair).collect()) })
    }
}

fn named(view: &View, arn: &str) -> Result<Arc<Entry<Record>>> {
    let all = view.snapshot.table::<Record>().all().map_err(fault)?;
    let mut own = all.filter(|target| target.of.scope == view.scope);
    own.find(|target| target.arn() == arn).cloned().ok_or_else(|| -> Failure<Error> {
        Error::resource_not_found(format!("The scalable target {arn} does not exist.")).into()
    })
}

/// The tags of a request.
pub(super) fn accepted(asked: Option<&Map<String>>) -> Result<Vec<Tag>> {
    let asked = asked.into_iter().flatten();
    let asked = asked.map(|(key, value)| (Some(key.clone()), Some(value.clone())));
    own::tags(asked).map_err(bad)
}

fn bad(tags: BadTags) -> Failure<Error> {
    Error::validation(text(tags)).into()
}

fn text(tags: BadTags) -> String {
    match tags {
        BadTags::Reserved => "A tag's key must not begin with aws:.".to_owned(),
        BadTags::TooMany => format!("A scalable target has at most {TAGS_MAX} tags."),
    }
}
