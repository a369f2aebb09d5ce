//! Tags of hosted zones.

use ferrogate_api::Cx;
use ferrogate_api::route53::{
    ChangeTagsForResourceRequest, ChangeTagsForResourceResponse, Error, ListTagsForResourceRequest,
    ListTagsForResourceResponse, ListTagsForResourcesRequest, ListTagsForResourcesResponse,
    ResourceTagSet, Tag, TagResourceType,
};
use ferrogate_records::route53::zone;
use ferrogate_records::tag;

use super::{Result, Route53, View};

/// Tags of a zone (Route 53 quotas).
const MAX: usize = 50;

impl Route53 {
    pub(super) async fn change_tags_for_resource(
        &self,
        cx: &Cx,
        input: ChangeTagsForResourceRequest,
    ) -> Result<ChangeTagsForResourceResponse> {
        check(&input.resource_type, &input.resource_id)?;
        let add =
            input.add_tags.unwrap_or_default().into_iter().map(|tag| ferrogate_records::Tag {
                key: tag.key.unwrap_or_default(),
                value: tag.value.unwrap_or_default(),
            });
        let add: Vec<_> = add.collect();
        let remove = input.remove_tag_keys.unwrap_or_default();
        if add.iter().any(|tag| tag.key.is_empty() || tag.key.starts_with("aws:")) {
            let text = "A tag needs a key, which doesn't begin with aws:.";
            return Err(Error::invalid_input(text).into());
        }
        self.change(cx, |view, to| {
            let old = view.zone(&input.resource_id)?;
            let mut next = (**old).clone();
            next.tags.retain(|tag| !remove.contains(&tag.key));
            tag::merge(&mut next.tags, add.clone());
            if next.tags.len() > MAX {
                let text = format!("A hosted zone has at most {MAX} tags.");
                return Err(Error::invalid_input(text).into());
            }
            to.put(&old, next)?;
            Ok(ChangeTagsForResourceResponse {})
        })
        .await
    }

    pub(super) async fn list_tags_for_resource(
        &self,
        cx: &Cx,
        input: ListTagsForResourceRequest,
    ) -> Result<ListTagsForResourceResponse> {
        check(&input.resource_type, &input.resource_id)?;
        let set = set(&self.view(cx), &input.resource_id)?;
        Ok(ListTagsForResourceResponse { resource_tag_set: Some(set) })
    }

    pub(super) async fn list_tags_for_resources(
        &self,
        cx: &Cx,
        input: ListTagsForResourcesRequest,
    ) -> Result<ListTagsForResourcesResponse> {
        let view = self.view(cx);
        let mut sets = vec![];
        for id in &input.resource_ids {
            check(&input.resource_type, id)?;
            sets.push(set(&view, id)?);
        }
        Ok(ListTagsForResourcesResponse { resource_tag_sets: Some(sets) })
    }
}

/// Only zones have tags: there are no health checks.
fn check(of: &TagResourceType, id: &str) -> Result<()> {
    match of {
        TagResourceType::Hostedzone => Ok(()),
        TagResourceType::Healthcheck => {
            let text = format!("No health check exists with the specified ID: {id}");
            Err(Error::no_such_health_check(text).into())
        }
        TagResourceType::Unknown(other) => {
            let text = format!("{other} is not a type of resources.");
            Err(Error::invalid_input(text).into())
        }
    }
}

fn set(view: &View<'_>, id: &str) -> Result<ResourceTagSet> {
    let found = view.zone(id)?;
    let zone: &zone::Record = &found;
    let tag = |tag: &ferrogate_records::Tag| Tag {
        key: Some(tag.key.clone()),
        value: Some(tag.value.clone()),
    };
    Ok(ResourceTagSet {
        resource_type: Some(TagResourceType::Hostedzone),
        resource_id: Some(zone.id.clone()),
        tags: Some(zone.tags.iter().map(tag).collect()),
    })
}
