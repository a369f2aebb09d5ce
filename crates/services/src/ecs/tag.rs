//! Tags of clusters, services, task definitions and tasks.

use ferrogate_api::ecs::{
    Error, ListTagsForResourceRequest, ListTagsForResourceResponse, Tag, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::ecs::{cluster, service, task, task_definition};
use ferrogate_records::tag::merge;
use ferrogate_records::{Scope, Tag as Record};
use ferrogate_state::{Doc, put};
use ferrogate_store::{Guard, Key, Op};

use super::mode::Mode;
use super::names::{self, Resource};
use super::service::check_zero;
use super::{Ecs, Result, fault, key, run, scope};
use crate::execution::check_tags;

/// Tags of one object (API model).
const TAGS_MAX: usize = 50;

/// An object that has tags, and how to write it with others.
struct Tagged {
    guard: Guard,
    tags: Vec<Record>,
    with: Box<dyn FnOnce(Vec<Record>) -> Result<Op> + Send>,
}

impl Ecs {
    pub(super) async fn tag_resource(
        &self,
        cx: &Cx,
        input: TagResourceRequest,
    ) -> Result<TagResourceResponse> {
        let new = accepted(Some(input.tags))?;
        self.change_tags(cx, &input.resource_arn, |tags| merge(tags, new.clone())).await?;
        Ok(TagResourceResponse::default())
    }

    pub(super) async fn untag_resource(
        &self,
        cx: &Cx,
        input: UntagResourceRequest,
    ) -> Result<UntagResourceResponse> {
        let gone = |tag: &Record| input.tag_keys.contains(&tag.key);
        self.change_tags(cx, &input.resource_arn, |tags| tags.retain(|tag| !gone(tag))).await?;
        Ok(UntagResourceResponse::default())
    }

    pub(super) async fn list_tags_for_resource(
        &self,
        cx: &Cx,
        input: ListTagsForResourceRequest,
    ) -> Result<ListTagsForResourceResponse> {
        let found = self.tagged(cx, &input.resource_arn)?;
        Ok(ListTagsForResourceResponse { tags: Some(shown(&found.tags)) })
    }

    async fn change_tags(
        &self,
        cx: &Cx,
        arn: &str,
        change: impl Fn(&mut Vec<Record>),
    ) -> Result<()> {
        loop {
            let found = self.tagged(cx, arn)?;
            let mut tags = found.tags;
            change(&mut tags);
            if tags.len() > TAGS_MAX {
                return Err(too_many());
            }
            let op = (found.with)(tags)?;
            if self.try_write(&[found.guard], &[op]).await? {
                return Ok(());
            }
        }
    }

    fn tagged(&self, cx: &Cx, arn: &str) -> Result<Tagged> {
        let scope = scope(cx);
        match names::resource(&scope, arn)? {
            Resource::Cluster(_) => {
                let entry = self.cluster(cx, Some(arn))?;
                let mut record: Doc<cluster::Record> = entry.doc.clone();
                let at = entry.key.clone();
                Ok(Tagged {
                    guard: entry.unchanged(),
                    tags: std::mem::take(&mut record.tags),
                    with: Box::new(move |tags| {
                        Mode::check(&tags)?;
                        check_tags(&tags).map_err(Error::invalid_parameter)?;
                        record.tags = tags;
                        put(at, &record).map_err(fault)
                    }),
                })
            }
            Resource::Task { cluster, id } => self.tagged_task(&scope, cluster, id),
            Resource::TaskDefinition(_) => {
                let entry = self.find_definition(cx, arn)?;
                let mut record: Doc<task_definition::Record> = entry.doc.clone();
                Ok(Tagged {
                    guard: entry.unchanged(),
                    tags: std::mem::take(&mut record.tags),
                    with: write(entry.key.clone(), record, |record, tags| record.tags = tags),
                })
            }
            Resource::Service { cluster, name } => {
                let cluster = self.cluster(cx, Some(cluster))?;
                let entry = self.find_service(&cluster, name)?;
                let revision = match entry.primary() {
                    Some(primary) => self.revision(&entry, &primary.number)?,
                    None => None,
                };
                let is_balanced = revision.is_some_and(|of| !of.balancers.is_empty());
                let mut record: Doc<service::Record> = entry.doc.clone();
                let at = entry.key.clone();
                Ok(Tagged {
                    guard: entry.unchanged(),
                    tags: std::mem::take(&mut record.tags),
                    with: Box::new(move |tags| {
                        check_zero(&tags, is_balanced)?;
                        record.tags = tags;
                        put(at, &record).map_err(fault)
                    }),
                })
            }
            Resource::CapacityProvider(_)
            | Resource::ServiceDeployment { .. }
            | Resource::ServiceRevision { .. }
            | Resource::Other(_) => {
                let text = "The specified resource can't be tagged, or was not found.";
                Err(Error::invalid_parameter(text).into())
            }
        }
    }

    fn tagged_task(&self, scope: &Scope, cluster: &str, id: &str) -> Result<Tagged> {
        let missing = || -> Failure<Error> {
            Error::invalid_parameter("The specified task was not found.").into()
        };
        let id = names::task(scope, cluster, id)?.ok_or_else(missing)?;
        let at = key(task::key(scope, cluster, &id))?;
        let entry =
            self.state.table::<task::Record>().get(&at).map_err(fault)?.ok_or_else(missing)?;
        let mut record: Doc<task::Record> = entry.doc.clone();
        let publish = |record: &mut task::Record, tags: Vec<Record>| -> Result<()> {
            record.version += 1;
            let ports = run::published(&tags, &record.publish, record.version)?;
            record.ask_publish(ports);
            run::check_commit(&tags, record.commit.as_deref())?;
            record.set_tags(tags);
            Ok(())
        };
        Ok(Tagged {
            guard: entry.unchanged(),
            tags: record.tags.clone(),
            with: Box::new(move |tags| {
                publish(&mut record, tags)?;
                put(at, &record).map_err(fault)
            }),
        })
    }
}

fn write<T: serde::Serialize + Send + 'static>(
    at: Key,
    mut record: Doc<T>,
    set: impl FnOnce(&mut T, Vec<Record>) + Send + 'static,
) -> Box<dyn FnOnce(Vec<Record>) -> Result<Op> + Send> {
    Box::new(move |tags| {
        set(&mut record, tags);
        put(at, &record).map_err(fault)
    })
}

fn too_many() -> Failure<Error> {
    Error::invalid_parameter("Too many tags: a resource can have at most 50.").into()
}

/// The tags of a request, checked by the rules of the API model.
pub(super) fn accepted(tags: Option<Vec<Tag>>) -> Result<Vec<Record>> {
    let mut accepted = Vec::new();
    for tag in tags.unwrap_or_default() {
        let (key, value) = (tag.key.unwrap_or_default(), tag.value.unwrap_or_default());
        if key.is_empty() || key.chars().count() > 128 {
            let text = "A tag's key must have 1 to 128 characters.";
            return Err(Error::invalid_parameter(text).into());
        }
        if value.chars().count() > 256 {
            let text = "A tag's value can have at most 256 characters.";
            return Err(Error::invalid_parameter(text).into());
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            let text = format!("The tag key {key} begins with aws:, which is reserved.");
            return Err(Error::invalid_parameter(text).into());
        }
        merge(&mut accepted, vec![Record { key, value }]);
    }
    if accepted.len() > TAGS_MAX { Err(too_many()) } else { Ok(accepted) }
}

/// Tags as the API shows them.
pub(super) fn shown(tags: &[Record]) -> Vec<Tag> {
    tags.iter()
        .map(|tag| Tag { key: Some(tag.key.clone()), value: Some(tag.value.clone()) })
        .collect()
}
