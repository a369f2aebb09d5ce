//! Tags of load balancers, target groups, listeners and rules.

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{
    AddTagsInput, AddTagsOutput, DescribeTagsInput, DescribeTagsOutput, Error, RemoveTagsInput,
    RemoveTagsOutput, Tag as Shown, TagDescription,
};
use ferrogate_records::Tag;
use ferrogate_records::tag::merge;

use super::arn::{self, Arn};
use super::change::Change;
use super::view::View;
use super::{Elb, Result, invalid, scope};

/// Tags of one object (API model, `TooManyTagsException`; ALB user guide).
const TAGS_MAX: usize = 50;
/// Objects that one request may name (API model, `DescribeTagsInput`).
const RESOURCES_MAX: usize = 20;

impl Elb {
    pub(super) async fn add_tags(&self, cx: &Cx, input: AddTagsInput) -> Result<AddTagsOutput> {
        check_count(&input.resource_arns)?;
        let tags = accepted(Some(input.tags))?;
        self.edit_each(cx, &input.resource_arns, &|own| {
            merge(own, tags.clone());
            check_room(own)
        })
        .await?;
        Ok(AddTagsOutput::default())
    }

    pub(super) async fn remove_tags(
        &self,
        cx: &Cx,
        input: RemoveTagsInput,
    ) -> Result<RemoveTagsOutput> {
        check_count(&input.resource_arns)?;
        self.edit_each(cx, &input.resource_arns, &|own| {
            own.retain(|tag| !input.tag_keys.contains(&tag.key));
            Ok(())
        })
        .await?;
        Ok(RemoveTagsOutput::default())
    }

    /// Changes the tags of each, one after the other, once all are there: two may lie in one
    /// record.
    async fn edit_each(
        &self,
        cx: &Cx,
        arns: &[String],
        tags: &(dyn Fn(&mut Vec<Tag>) -> Result<()> + Sync),
    ) -> Result<()> {
        let view = self.view(scope(cx));
        for text in arns {
            read(&view, text)?;
        }
        for text in arns {
            self.change(scope(cx), |view, change| edit(view, change, text, tags)).await?;
        }
        Ok(())
    }

    pub(super) async fn describe_tags(
        &self,
        cx: &Cx,
        input: DescribeTagsInput,
    ) -> Result<DescribeTagsOutput> {
        check_count(&input.resource_arns)?;
        let view = self.view(scope(cx));
        let describe = |text: &String| {
            let tags = read(&view, text)?;
            Ok(TagDescription { resource_arn: Some(text.clone()), tags: Some(shown(&tags)) })
        };
        let found = input.resource_arns.iter().map(describe).collect::<Result<_>>()?;
        Ok(DescribeTagsOutput { tag_descriptions: Some(found) })
    }
}

/// The tags that a request gives.
pub(super) fn accepted(given: Option<Vec<Shown>>) -> Result<Vec<Tag>> {
    let mut tags: Vec<Tag> = vec![];
    for tag in given.unwrap_or_default() {
        let tag = Tag { key: tag.key.unwrap_or_default(), value: tag.value.unwrap_or_default() };
        if tag.key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return invalid("Tag keys starting with 'aws:' are reserved for system use");
        }
        if tags.iter().any(|other| other.key == tag.key) {
            let text = format!("Tag key '{}' was specified more than once", tag.key);
            return Err(Error::duplicate_tag_keys(text).into());
        }
        tags.push(tag);
    }
    check_room(&tags)?;
    Ok(tags)
}

/// Whether both are the same tags, in whatever order.
pub(super) fn same(a: &[Tag], b: &[Tag]) -> bool {
    a.len() == b.len() && a.iter().all(|tag| b.contains(tag))
}

/// Tags as they are shown.
fn shown(tags: &[Tag]) -> Vec<Shown> {
    let shown = |tag: &Tag| Shown { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
    tags.iter().map(shown).collect()
}

fn check_count(arns: &[String]) -> Result<()> {
    if arns.len() <= RESOURCES_MAX {
        return Ok(());
    }
    invalid(format!("Up to '{RESOURCES_MAX}' resources can be described in one request"))
}

fn check_room(tags: &[Tag]) -> Result<()> {
    if tags.len() <= TAGS_MAX {
        return Ok(());
    }
    Err(Error::too_many_tags(format!("The maximum number of tags is {TAGS_MAX}")).into())
}

fn unknown<T>(text: &str) -> Result<T> {
    invalid(format!("'{text}' is not a valid load balancer ARN"))
}

fn read(view: &View, text: &str) -> Result<Vec<Tag>> {
    match arn::parse(&view.scope, text) {
        Some((Arn::LoadBalancer(_), _)) => Ok(view.find_load_balancer(text)?.tags.clone()),
        Some((Arn::TargetGroup(_), _)) => Ok(view.find_target_group(text)?.tags.clone()),
        Some((Arn::Listener { .. }, _)) => Ok(view.find_listener(text)?.tags.clone()),
        Some((Arn::TrustStore(_), _)) => Ok(view.find_trust_store(text)?.tags.clone()),
        Some((Arn::Rule { .. }, _)) => {
            let (listener, rule) = view.find_rule(text)?;
            let found = listener.rules.iter().find(|one| one.id == rule);
            // The default rule has none of its own.
            Ok(found.map(|one| one.tags.clone()).unwrap_or_default())
        }
        None => unknown(text),
    }
}

fn edit(
    view: &View,
    change: &mut Change,
    text: &str,
    tags: &(dyn Fn(&mut Vec<Tag>) -> Result<()> + Sync),
) -> Result<()> {
    macro_rules! of_record {
        ($find:ident) => {{
            let old = view.$find(text)?;
            let mut next = (**old).clone();
            tags(&mut next.tags)?;
            change.put(&old, next)
        }};
    }
    match arn::parse(&view.scope, text) {
        Some((Arn::LoadBalancer(_), _)) => of_record!(find_load_balancer),
        Some((Arn::TargetGroup(_), _)) => of_record!(find_target_group),
        Some((Arn::Listener { .. }, _)) => of_record!(find_listener),
        Some((Arn::TrustStore(_), _)) => of_record!(find_trust_store),
        Some((Arn::Rule { .. }, _)) => {
            let (old, rule) = view.find_rule(text)?;
            let mut next = (**old).clone();
            let Some(one) = next.rules.iter_mut().find(|one| one.id == rule) else {
                let text = format!("Default rule '{text}' cannot be tagged");
                return Err(Error::operation_not_permitted(text).into());
            };
            tags(&mut one.tags)?;
            change.put(&old, next)
        }
        None => unknown(text),
    }
}
