//! Tags of log groups, by the new operations and the old ones.

use ferrogate_api::logs::{
    Error, ListTagsForResourceRequest, ListTagsForResourceResponse, ListTagsLogGroupRequest,
    ListTagsLogGroupResponse, TagLogGroupRequest, TagResourceRequest, UntagLogGroupRequest,
    UntagResourceRequest,
};
use ferrogate_api::{Cx, Empty, Map};
use ferrogate_records::Tag;
use ferrogate_records::logs::group::Record;
use ferrogate_records::tag::merge;

use super::{Logs, Result, names, scope};

/// Tags of one group (API_TagResource).
const TAGS_MAX: usize = 50;

impl Logs {
    pub(super) async fn tag_resource(&self, cx: &Cx, input: TagResourceRequest) -> Result<Empty> {
        let scope = scope(cx);
        let name = names::from_arn(&scope, &input.resource_arn)?.to_owned();
        self.add_tags(cx, &name, input.tags).await
    }

    pub(super) async fn untag_resource(
        &self,
        cx: &Cx,
        input: UntagResourceRequest,
    ) -> Result<Empty> {
        let scope = scope(cx);
        let name = names::from_arn(&scope, &input.resource_arn)?.to_owned();
        self.remove_tags(cx, &name, &input.tag_keys).await
    }

    pub(super) async fn list_tags_for_resource(
        &self,
        cx: &Cx,
        input: ListTagsForResourceRequest,
    ) -> Result<ListTagsForResourceResponse> {
        let scope = scope(cx);
        let name = names::from_arn(&scope, &input.resource_arn)?;
        let tags = shown(&self.group(&scope, name)?.tags);
        Ok(ListTagsForResourceResponse { tags: Some(tags) })
    }

    pub(super) async fn tag_log_group(&self, cx: &Cx, input: TagLogGroupRequest) -> Result<Empty> {
        self.add_tags(cx, &input.log_group_name, input.tags).await
    }

    pub(super) async fn untag_log_group(
        &self,
        cx: &Cx,
        input: UntagLogGroupRequest,
    ) -> Result<Empty> {
        self.remove_tags(cx, &input.log_group_name, &input.tags).await
    }

    pub(super) async fn list_tags_log_group(
        &self,
        cx: &Cx,
        input: ListTagsLogGroupRequest,
    ) -> Result<ListTagsLogGroupResponse> {
        let tags = shown(&self.group(&scope(cx), &input.log_group_name)?.tags);
        Ok(ListTagsLogGroupResponse { tags: Some(tags) })
    }

    async fn add_tags(&self, cx: &Cx, group: &str, tags: Map<String>) -> Result<Empty> {
        let new = accepted(tags)?;
        let add = |record: &mut Record| {
            merge(&mut record.tags, new.clone());
            match record.tags.len() > TAGS_MAX {
                true => Err(too_many().into()),
                false => Ok(()),
            }
        };
        self.change_group(&scope(cx), group, add).await?;
        Ok(Empty::default())
    }

    async fn remove_tags(&self, cx: &Cx, group: &str, keys: &[String]) -> Result<Empty> {
        let remove = |record: &mut Record| {
            record.tags.retain(|tag| !keys.contains(&tag.key));
            Ok(())
        };
        self.change_group(&scope(cx), group, remove).await?;
        Ok(Empty::default())
    }
}

/// The tags of a request, by the rules that the model can't say.
pub(super) fn accepted(tags: Map<String>) -> Result<Vec<Tag>> {
    if tags.len() > TAGS_MAX {
        return Err(too_many().into());
    }
    if let Some(key) = tags.keys().find(|key| key.to_ascii_lowercase().starts_with("aws:")) {
        let text = format!("The tag key {key} begins with aws:, which is reserved.");
        return Err(Error::invalid_parameter(text).into());
    }
    Ok(tags.into_iter().map(|(key, value)| Tag { key, value }).collect())
}

fn too_many() -> Error {
    Error::too_many_tags("A log group can have at most 50 tags.")
}

fn shown(tags: &[Tag]) -> Map<String> {
    tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}
