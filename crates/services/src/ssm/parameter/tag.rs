//! Tags of parameters.

use std::sync::Arc;

use ferrogate_api::ssm::{
    AddTagsToResourceRequest, AddTagsToResourceResult, Error, ListTagsForResourceRequest,
    ListTagsForResourceResult, RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult,
    ResourceTypeForTagging, Tag as Wire,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::Tag;
use ferrogate_records::ssm::parameter::Record;
use ferrogate_records::tag::merge;
use ferrogate_state::Entry;

use super::super::{Result, not_built};
use super::name::Asked;
use super::{Parameters, View, invalid};

/// Tags of one parameter (API_AddTagsToResource).
const TAGS_MAX: usize = 50;

impl Parameters {
    pub(in crate::ssm) async fn add_tags_to_resource(
        &self,
        cx: &Cx,
        input: AddTagsToResourceRequest,
    ) -> Result<AddTagsToResourceResult> {
        is_parameter(&input.resource_type)?;
        let new = accepted(input.tags)?;
        self.change(cx, |view, change| {
            let old = tagged(view, &input.resource_id)?;
            let mut record: Record = (**old).clone();
            merge(&mut record.tags, new.clone());
            if record.tags.len() > TAGS_MAX {
                return Err(too_many());
            }
            change.put(&old, record)
        })
        .await?;
        Ok(AddTagsToResourceResult::default())
    }

    pub(in crate::ssm) async fn remove_tags_from_resource(
        &self,
        cx: &Cx,
        input: RemoveTagsFromResourceRequest,
    ) -> Result<RemoveTagsFromResourceResult> {
        is_parameter(&input.resource_type)?;
        self.change(cx, |view, change| {
            let old = tagged(view, &input.resource_id)?;
            let mut record: Record = (**old).clone();
            record.tags.retain(|tag| !input.tag_keys.contains(&tag.key));
            change.put(&old, record)
        })
        .await?;
        Ok(RemoveTagsFromResourceResult::default())
    }

    pub(in crate::ssm) async fn list_tags_for_resource(
        &self,
        cx: &Cx,
        input: ListTagsForResourceRequest,
    ) -> Result<ListTagsForResourceResult> {
        is_parameter(&input.resource_type)?;
        let record = tagged(&self.view(cx), &input.resource_id)?;
        let tags = record.tags.iter();
        let tags =
            tags.map(|tag| Wire { key: Some(tag.key.clone()), value: Some(tag.value.clone()) });
        Ok(ListTagsForResourceResult { tag_list: Some(tags.collect()) })
    }
}

/// The tags of a request, by the rules that the model can't say.
pub(super) fn accepted(tags: Vec<Wire>) -> Result<Vec<Tag>> {
    let mut all: Vec<Tag> = Vec::new();
    for Wire { key, value } in tags {
        let (key, value) = (key.unwrap_or_default(), value.unwrap_or_default());
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(invalid(format!("The tag key {key} begins with aws:, which is reserved.")));
        }
        if all.iter().any(|tag| tag.key == key) {
            return Err(invalid(format!("The tag key {key} is given more than once.")));
        }
        all.push(Tag { key, value });
    }
    if all.len() > TAGS_MAX { Err(too_many()) } else { Ok(all) }
}

fn is_parameter(kind: &ResourceTypeForTagging) -> Result<()> {
    match kind {
        ResourceTypeForTagging::Parameter => Ok(()),
        other => Err(not_built(&format!("Tagging of the resource type {other}"))),
    }
}

fn tagged(view: &View, id: &str) -> Result<Arc<Entry<Record>>> {
    let unknown = || {
        Error::invalid_resource_id(
            "The resource ID is not valid. Verify that you entered the correct ID and try again.",
        )
    };
    let asked = Asked::whole(&view.scope, id).map_err(|_| unknown())?;
    view.find(&asked)?.ok_or_else(|| unknown().into())
}

fn too_many() -> Failure<Error> {
    Error::too_many_tags_error("A parameter can have at most 50 tags.").into()
}
