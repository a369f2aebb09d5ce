//! Tags of groups of schedules.

use std::sync::Arc;

use ferrogate_api::scheduler::{
    Error, ListTagsForResourceInput, ListTagsForResourceOutput, Tag as Shown, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::Tag;
use ferrogate_records::scheduler::group::{self, DEFAULT, Record};
use ferrogate_state::Entry;

use super::{Result, Scheduler, View, not_built};
use crate::own::{self, BadTags, TAGS_MAX, tagged, untagged};

impl Scheduler {
    pub(super) async fn tag_resource(
        &self,
        cx: &Cx,
        input: TagResourceInput,
    ) -> Result<TagResourceOutput> {
        let new = accepted(&input.tags)?;
        self.change(cx, |view, to| {
            let Some(old) = named(view, &input.resource_arn)? else {
                return not_built("A tag of the default schedule group");
            };
            let tags = tagged(&old.tags, &new).map_err(bad)?;
            to.put(&old, Record { tags, ..old.doc.record.clone() })?;
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
            if let Some(old) = named(view, &input.resource_arn)? {
                let tags = untagged(&old.tags, &input.tag_keys);
                to.put(&old, Record { tags, ..old.doc.record.clone() })?;
            }
            Ok(UntagResourceOutput {})
        })
        .await
    }

    pub(super) async fn list_tags_for_resource(
        &self,
        cx: &Cx,
        input: ListTagsForResourceInput,
    ) -> Result<ListTagsForResourceOutput> {
        let found = named(&self.view(cx), &input.resource_arn)?;
        let shown =
            |tag: &Tag| Shown { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
        let tags = found.map(|group| group.tags.iter().map(shown).collect()).unwrap_or_default();
        Ok(ListTagsForResourceOutput { tags: Some(tags) })
    }
}

/// The group of an ARN of the caller's own; `None` of the one that has no record.
fn named(view: &View, arn: &str) -> Result<Option<Arc<Entry<Record>>>> {
    let no = || -> Failure<Error> {
        Error::resource_not_found(format!("Resource {arn} does not exist.")).into()
    };
    match arn.strip_prefix(&*group::arn(&view.scope, "")) {
        Some(DEFAULT) => Ok(None),
        Some(name) => {
            let found = view.get::<Record, Error>(group::key(&view.scope, name))?;
            found.map(Some).ok_or_else(no)
        }
        None => Err(no()),
    }
}

/// The tags of a request.
pub(super) fn accepted(asked: &[Shown]) -> Result<Vec<Tag>> {
    own::tags(asked.iter().map(|tag| (tag.key.clone(), tag.value.clone()))).map_err(bad)
}

fn bad(tags: BadTags) -> Failure<Error> {
    let text = match tags {
        BadTags::Reserved => "A tag's key must not begin with aws:.".to_owned(),
        BadTags::TooMany => format!("A schedule group has at most {TAGS_MAX} tags."),
    };
    Error::validation(text).into()
}
