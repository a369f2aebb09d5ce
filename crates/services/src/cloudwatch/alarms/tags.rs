//! Tags of alarms.

use ferrogate_api::cloudwatch::{
    Error, ListTagsForResourceInput, ListTagsForResourceOutput, Tag as Shown, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::Tag;

use super::{Alarms, Found, Result, View};
use crate::own::{self, BadTags, TAGS_MAX, tagged, untagged};

impl Alarms {
    pub(super) async fn tag_resource(
        &self,
        cx: &Cx,
        input: TagResourceInput,
    ) -> Result<TagResourceOutput> {
        let new = accepted(Some(input.tags))?;
        self.change(cx, |view, to| {
            let old =
                named(view, &input.resource_arn)?.ok_or_else(|| not_found(&input.resource_arn))?;
            let tags = tagged(old.tags(), &new).map_err(bad)?;
            old.put_tags(to, tags)?;
            Ok(TagResourceOutput {})
        })
        .await
    }

    pub(super) async fn untag_resource(
        &self,
        cx: &Cx,
        input: UntagResourceInput,
    ) -> Result<UntagResourceOutput> {
        self.change(cx, |view, to| {
            let old =
                named(view, &input.resource_arn)?.ok_or_else(|| not_found(&input.resource_arn))?;
            let tags = untagged(old.tags(), &input.tag_keys);
            old.put_tags(to, tags)?;
            Ok(UntagResourceOutput {})
        })
        .await
    }

    pub(super) async fn list_tags_for_resource(
        &self,
        cx: &Cx,
        input: ListTagsForResourceInput,
    ) -> Result<ListTagsForResourceOutput> {
        let shown =
            |tag: &Tag| Shown { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
        // Of an alarm that is gone there are none: AWS answers so too.
        let found = named(&self.view(cx), &input.resource_arn)?;
        let tags = found.map(|alarm| alarm.tags().iter().map(shown).collect()).unwrap_or_default();
        Ok(ListTagsForResourceOutput { tags: Some(tags) })
    }
}

/// The alarm of an ARN of the caller's own.
fn named(view: &View, arn: &str) -> Result<Option<Found>> {
    let own = view.scope.arn("cloudwatch", "alarm:");
    match arn.strip_prefix(&own) {
        Some(name) if !name.is_empty() => view.found(name),
        _ if arn.starts_with("arn:") => Err(not_found(arn)),
        _ => Err(Error::invalid_parameter_value(format!("{arn} is no valid ARN.")).into()),
    }
}

fn not_found(arn: &str) -> Failure<Error> {
    Error::resource_not_found_exception(format!("{arn} does not exist")).into()
}

/// The tags of a request.
pub(super) fn accepted(asked: Option<Vec<Shown>>) -> Result<Vec<Tag>> {
    let asked = asked.into_iter().flatten();
    own::tags(asked.map(|tag| (tag.key, tag.value))).map_err(bad)
}

fn bad(tags: BadTags) -> Failure<Error> {
    let text = match tags {
        BadTags::Reserved => "User-defined tag keys can't start with aws:.".to_owned(),
        BadTags::TooMany => format!("An alarm has at most {TAGS_MAX} tags."),
    };
    Error::invalid_parameter_value(text).into()
}
