//! Tags of rules.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::events::{
    Error, ListTagsForResourceRequest, ListTagsForResourceResponse, Tag as Shown,
    TagResourceRequest, TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use ferrogate_records::events::rule::Record;
use ferrogate_records::tag::{Tag, merge};
use ferrogate_state::Entry;

use super::names::named as rule_named;
use super::{EventBridge, Result, View, invalid};

/// Tags of one rule (AWS's limit of all tags).
const TAGS_MAX: usize = 50;

impl EventBridge {
    pub(super) async fn tag_resource(
        &self,
        cx: &Cx,
        input: TagResourceRequest,
    ) -> Result<TagResourceResponse> {
        let new = accepted(&input.tags)?;
        self.change(cx, |view, to| {
            let old = named(view, &input.resource_arn)?;
            let mut tags = old.tags.clone();
            merge(&mut tags, new.clone());
            check_room(&tags)?;
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
            let mut tags = old.tags.clone();
            tags.retain(|tag| !input.tag_keys.contains(&tag.key));
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
    let mut tags = vec![];
    for tag in asked {
        let (key, value) =
            (tag.key.clone().unwrap_or_default(), tag.value.clone().unwrap_or_default());
        if key.starts_with("aws:") {
            return invalid("A tag's key must not begin with aws:.");
        }
        merge(&mut tags, vec![Tag { key, value }]);
    }
    check_room(&tags)?;
    Ok(tags)
}

fn check_room(tags: &[Tag]) -> Result<()> {
    match tags.len() > TAGS_MAX {
        true => invalid(format!("A rule has at most {TAGS_MAX} tags.")),
        false => Ok(()),
    }
}
