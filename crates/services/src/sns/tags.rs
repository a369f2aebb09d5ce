//! Tags of topics.

use ferrogate_api::Cx;
use ferrogate_api::sns::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, Tag as Shown, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use ferrogate_records::sns::topic::Record;
use ferrogate_records::tag::{Tag, merge};

use super::topic::named;
use super::{Result, Topics, invalid};

/// Tags of one topic (AWS's limit of all tags).
const TAGS_MAX: usize = 50;

impl Topics {
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
        let topic = named(&self.view(cx), &input.resource_arn)?;
        let shown =
            |tag: &Tag| Shown { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
        Ok(ListTagsForResourceResponse { tags: Some(topic.tags.iter().map(shown).collect()) })
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
        true => invalid(format!("A topic has at most {TAGS_MAX} tags.")),
        false => Ok(()),
    }
}
