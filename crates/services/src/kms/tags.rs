//! Tags of keys.

use ferrogate_api::kms::{
    Error, ListResourceTagsRequest, ListResourceTagsResponse, Tag as Shown, TagResourceRequest,
    UntagResourceRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::Tag;
use ferrogate_records::kms::key::Record;
use ferrogate_records::tag::merge;

use super::key::full_name;
use super::list::Page;
use super::{Kms, Result};

/// Tags of one key.
const TAGS_MAX: usize = 50;

impl Kms {
    pub(super) async fn tag_resource(&self, cx: &Cx, input: TagResourceRequest) -> Result<Empty> {
        full_name(&input.key_id)?;
        let new = given(input.tags)?;
        self.change(cx, |view, change| {
            let key = view.lasting(&input.key_id)?;
            let mut tags = key.tags.clone();
            merge(&mut tags, new.clone());
            check_count(tags.len())?;
            change.put(&key, Record { tags, ..(**key).clone() })?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn untag_resource(
        &self,
        cx: &Cx,
        input: UntagResourceRequest,
    ) -> Result<Empty> {
        full_name(&input.key_id)?;
        self.change(cx, |view, change| {
            let key = view.lasting(&input.key_id)?;
            let mut tags = key.tags.clone();
            tags.retain(|tag| !input.tag_keys.contains(&tag.key));
            change.put(&key, Record { tags, ..(**key).clone() })?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn list_resource_tags(
        &self,
        cx: &Cx,
        input: ListResourceTagsRequest,
    ) -> Result<ListResourceTagsResponse> {
        full_name(&input.key_id)?;
        let view = self.view(cx);
        let key = view.key(&input.key_id)?;
        let list = format!("ListResourceTags {}", key.id);
        let page = Page { list: &list, limit: input.limit, marker: input.marker, otherwise: 50 };
        let (tags, next_marker) = page.of(&view, key.tags.clone(), |tag| tag.key.clone())?;
        let shown = |tag: Tag| Shown { tag_key: Some(tag.key), tag_value: Some(tag.value) };
        Ok(ListResourceTagsResponse {
            tags: Some(tags.into_iter().map(shown).collect()),
            truncated: Some(next_marker.is_some()),
            next_marker,
        })
    }
}

/// The tags of a request.
pub(super) fn given(tags: Vec<Shown>) -> Result<Vec<Tag>> {
    let mut all: Vec<Tag> = Vec::new();
    for tag in tags {
        let (key, value) = (tag.tag_key.unwrap_or_default(), tag.tag_value.unwrap_or_default());
        if key.starts_with("aws:") {
            return Err(Error::tag("Tags beginning with aws: are reserved").into());
        }
        if all.iter().any(|other| other.key == key) {
            return Err(Error::tag("Duplicate tag keys").into());
        }
        all.push(Tag { key, value });
    }
    Ok(all)
}

pub(super) fn check_count(count: usize) -> Result<()> {
    match count > TAGS_MAX {
        true => Err(Error::limit_exceeded(format!("A key has at most {TAGS_MAX} tags")).into()),
        false => Ok(()),
    }
}
