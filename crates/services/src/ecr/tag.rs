//! Tags of repositories.

use ferrogate_api::ecr::{
    Error, ListTagsForResourceRequest, ListTagsForResourceResponse, Tag, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::ecr::repository::Record;
use ferrogate_records::tag::merge;
use ferrogate_records::{Scope, Tag as Kept};
use ferrogate_registry::Error as Refused;

use super::error::{aws, bad};
use super::{Ecr, Result, scope};

/// Tags of one repository (API_TagResource).
const TAGS_MAX: usize = 50;

impl Ecr {
    pub(super) async fn tag_resource(
        &self,
        cx: &Cx,
        input: TagResourceRequest,
    ) -> Result<TagResourceResponse> {
        let scope = scope(cx);
        let name = named(&scope, &input.resource_arn)?;
        let new = accepted(input.tags)?;
        let add = |record: &mut Record| {
            merge(&mut record.tags, new.clone());
            if record.tags.len() > TAGS_MAX { Err(Unfit(too_many())) } else { Ok(()) }
        };
        self.catalog.change_repository(&scope, name, add).await.map_err(|Unfit(e)| e)?;
        Ok(TagResourceResponse::default())
    }

    pub(super) async fn untag_resource(
        &self,
        cx: &Cx,
        input: UntagResourceRequest,
    ) -> Result<UntagResourceResponse> {
        let scope = scope(cx);
        let name = named(&scope, &input.resource_arn)?;
        let remove = |record: &mut Record| {
            record.tags.retain(|tag| !input.tag_keys.contains(&tag.key));
            Ok::<(), Refused>(())
        };
        self.catalog.change_repository(&scope, name, remove).await.map_err(aws)?;
        Ok(UntagResourceResponse::default())
    }

    pub(super) async fn list_tags_for_resource(
        &self,
        cx: &Cx,
        input: ListTagsForResourceRequest,
    ) -> Result<ListTagsForResourceResponse> {
        let scope = scope(cx);
        let name = named(&scope, &input.resource_arn)?;
        let found = self.catalog.repository(&scope, name).map_err(aws)?;
        let shown = |tag: &Kept| Tag { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
        let tags = Some(found.tags.iter().map(shown).collect());
        Ok(ListTagsForResourceResponse { tags })
    }
}

/// What a change of tags can meet: a refusal of the catalog or one of ours.
struct Unfit(Failure<Error>);

impl From<Refused> for Unfit {
    fn from(refused: Refused) -> Self {
        Self(aws(refused))
    }
}

/// The name of the repository that an ARN of this account and region names.
fn named<'a>(scope: &Scope, arn: &'a str) -> Result<&'a str> {
    arn.strip_prefix(&scope.arn("ecr", "repository/")).ok_or_else(|| {
        let text = format!(
            "'{arn}' is not the ARN of a repository in region {} of account {}",
            scope.region, scope.account
        );
        bad("resourceArn", &text).into()
    })
}

/// The tags of a request.
pub(super) fn accepted(tags: Vec<Tag>) -> Result<Vec<Kept>> {
    let mut accepted = Vec::new();
    for tag in tags {
        let (key, value) = (tag.key.unwrap_or_default(), tag.value.unwrap_or_default());
        let refused = |text: &str| -> Failure<Error> { Error::invalid_tag_parameter(text).into() };
        if key.is_empty() || key.chars().count() > 128 {
            return Err(refused("A tag's key must have 1 to 128 characters."));
        }
        if value.chars().count() > 256 {
            return Err(refused("A tag's value can have at most 256 characters."));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(refused("A tag's key can't begin with aws:, which is reserved."));
        }
        if !key.chars().chain(value.chars()).all(is_tag_char) {
            return Err(refused(
                "Some tags contain invalid characters. Valid characters: UTF-8 letters, spaces, \
                 numbers and _ . / = + - : @.",
            ));
        }
        merge(&mut accepted, vec![Kept { key, value }]);
    }
    if accepted.len() > TAGS_MAX { Err(too_many()) } else { Ok(accepted) }
}

/// The characters of tags (general reference, "Tag naming limits"): the model has no pattern.
fn is_tag_char(c: char) -> bool {
    let space = c.is_whitespace() && !c.is_control();
    c.is_alphanumeric() || space || "_.:/=+-@".contains(c)
}

fn too_many() -> Failure<Error> {
    Error::too_many_tags("A repository can have at most 50 tags.").into()
}
