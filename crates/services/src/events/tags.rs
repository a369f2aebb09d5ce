//! Tags of rules.

use std::sync::Arc;

use ferrogate_api::events::{
    Error, ListTagsForResourceRequest, ListTagsForResourceResponse, Tag as Shown,
    TagResourceRequest, TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::Tag;
use ferrogate_records::events::rule::Record;
use ferrogate_state::Entry;

use super::names::named as rule_named;
use super::{EventBridge, Result, View};
use crate::own::{self, BadTags, TAGS_MAX, tagged, untagged};

impl EventBridge {
    pub(super) async fn tag_resource(
        &self,
        cx: &Cx,
        input: TagResourceRequest,
    ) -> Result<TagResourceResponse> {
        let new = accepted(&input.tags)?;
        self.change(cx, |view, to| {
            let old = named(view, &input.resource_arn)?;
            let tags = tagged(&old.tags, &new).map_err(bad)?;
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
        let rule = named(&self.view(cx), &input.resource_arn)?;
        let shown =
            |tag: &Tag| Shown { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
        Ok(ListTagsForResourceResponse { tags: Some(rule.tags.iter().map(shown).collect()) })
    }
}

/// The rule of an ARN of the caller's own.
fn named(view: &View, arn: &str) -> Result<Arc<Entry<Record>>> {
    match arn.strip_prefix(&*view.scope.arn("events", "rule/")) {
        Some(name) => rule_named(view, name.strip_prefix("default/").unwrap_or(name)),
        None => Err(Error::resource_not_found(format!("Resource {arn} does not exist.")).into()),
    }
}

/// The tags of a request.
pub(super) fn accepted(asked: &[Shown]) -> Result<Vec<Tag>> {
    own::tags(asked.iter().map(|tag| (tag.key.clone(), tag.value.clone()))).map_err(bad)
}

fn bad(tags: BadTags) -> Failure<Error> {
    let text = match tags {
        BadTags::Reserved => "A tag's key must not begin with aws:.".to_owned(),
        BadTags::TooMany => format!("A rule has at most {TAGS_MAX} tags."),
    };
    Error::new("ValidationException", text).into()
}
