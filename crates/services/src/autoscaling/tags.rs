//! Tags of scalable targets.

use std::sync::Arc;

use ferrogate_api::application_autoscaling::{
    Error, ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use ferrogate_api::{Cx, Failure, Map};
use ferrogate_records::autoscaling::target::Record;
use ferrogate_records::tag::{Tag, merge};
use ferrogate_state::Entry;

use super::{Autoscaling, Result, View, fault, invalid};

/// Tags of one target (Application Auto Scaling: tagging support).
const TAGS_MAX: usize = 50;

impl Autoscaling {
    pub(super) async fn tag_resource(
        &self,
        cx: &Cx,
        input: TagResourceRequest,
    ) -> Result<TagResourceResponse> {
        let new = accepted(Some(&input.tags))?;
        self.change(cx, |view, to| {
            let old = named(view, &input.resource_arn)?;
            let mut tags = old.tags.clone();
            merge(&mut tags, new.clone());
            if tags.len() > TAGS_MAX {
                let text = format!("A scalable target has at most {TAGS_MAX} tags.");
                return Err(Error::too_many_tags(text).into());
            }
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
    let tags: Vec<Tag> = asked
        .into_iter()
        .flatten()
        .map(|(key, value)| Tag { key: key.clone(), value: value.clone() })
        .collect();
    if tags.iter().any(|tag| tag.key.starts_with("aws:")) {
        return invalid("A tag's key must not begin with aws:.");
    }
    match tags.len() > TAGS_MAX {
        true => invalid(format!("A scalable target has at most {TAGS_MAX} tags.")),
        false => Ok(tags),
    }
}
