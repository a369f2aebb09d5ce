//! Task definitions.

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_api::ecs::{
    DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse, DeregisterTaskDefinitionRequest,
    DeregisterTaskDefinitionResponse, DescribeTaskDefinitionRequest,
    DescribeTaskDefinitionResponse, Error, Failure as ApiFailure,
    ListTaskDefinitionFamiliesRequest, ListTaskDefinitionFamiliesResponse,
    ListTaskDefinitionsRequest, ListTaskDefinitionsResponse, RegisterTaskDefinitionRequest,
    RegisterTaskDefinitionResponse, SortOrder, TaskDefinition, TaskDefinitionFamilyStatus,
    TaskDefinitionField, TaskDefinitionStatus,
};
use ferrogate_api::{Cx, OrFault, json};
use ferrogate_records::ecs::task_definition::{self, Family, Record, Status};
use ferrogate_state::{Entry, Row, as_read, create, next, put};
use ferrogate_store::{Key, Prefix};

use super::cluster::page_size;
use super::definition::{check, fill};
use super::{Ecs, Result, fault, key, names, reply, scope, tag};
use crate::page::page;

/// The largest definition (service quotas: 64 KiB).
const BYTES_MAX: usize = 64 << 10;
/// Definitions of one DeleteTaskDefinitions call (API reference).
const DELETE_MAX: usize = 10;

impl Ecs {
    pub(super) async fn register_task_definition(
        &self,
        cx: &Cx,
        mut input: RegisterTaskDefinitionRequest,
    ) -> Result<RegisterTaskDefinitionResponse> {
        let checked = check(&input, self.widest_mode(cx))?;
        let tags = tag::accepted(input.tags.take())?;
        let family = input.family.clone();
        let log_mode = self.account_setting(cx, "defaultLogDriverMode")?;
        let definition = json::to_value(&fill(input, checked, &log_mode)?);
        let length = definition.to_string().len();
        if length > BYTES_MAX {
            let text =
                format!("Actual length: '{length}'. Max allowed length is '{BYTES_MAX}' bytes.");
            return Err(Error::client(text).into());
        }
        let scope = scope(cx);
        let family_at = key(task_definition::family_key(&scope, &family))?;
        loop {
            let row: Option<Row<Family>> = self.state.read(&family_at).await.map_err(fault)?;
            let guard = as_read(&family_at, row.as_ref());
            let revision = row.as_ref().map_or(0, |row| row.record.latest) + 1;
            let record = Record {
                scope: scope.clone(),
                family: family.clone(),
                revision,
                status: Status::Active,
                registered_at: self.state.now(),
                registered_by: cx.caller.arn.clone(),
                deregistered_at: None,
                delete_requested_at: None,
                definition: definition.clone(),
                tags: tags.clone(),
            };
            let at = key(task_definition::key(&scope, &family, revision))?;
            let latest = next(row.as_ref(), Family { latest: revision });
            let ops = [
                put(family_at.clone(), &latest).map_err(fault)?,
                create(at, &record).map_err(fault)?,
            ];
            if self.try_write(&[guard], &ops).await? {
                return Ok(RegisterTaskDefinitionResponse {
                    task_definition: Some(shown(&record)?),
                    tags: Some(tag::shown(&record.tags)),
                });
            }
        }
    }

    pub(super) async fn describe_task_definition(
        &self,
        cx: &Cx,
        input: DescribeTaskDefinitionRequest,
    ) -> Result<DescribeTaskDefinitionResponse> {
        let entry = self.find_definition(cx, &input.task_definition)?;
        let with_tags =
            input.include.is_some_and(|include| include.contains(&TaskDefinitionField::Tags));
        Ok(DescribeTaskDefinitionResponse {
            task_definition: Some(shown(&entry)?),
            tags: with_tags.then(|| tag::shown(&entry.tags)),
        })
    }

    pub(super) async fn deregister_task_definition(
        &self,
        cx: &Cx,
        input: DeregisterTaskDefinitionRequest,
    ) -> Result<DeregisterTaskDefinitionResponse> {
        let named = names::task_definition(&scope(cx), &input.task_definition)?;
        if named.revision.is_none() {
            return Err(Error::client("Task definition revision was not specified.").into());
        }
        loop {
            let entry = self.find_definition(cx, &input.task_definition)?;
            if entry.status != Status::Active {
                let text = "The specified task definition is inactive. Specify an active task \
                            definition and try again.";
                return Err(Error::client(text).into());
            }
            let mut record = entry.doc.clone();
            record.status = Status::Inactive;
            record.deregistered_at = Some(self.state.now());
            let op = put(entry.key.clone(), &record).map_err(fault)?;
            if self.try_write(&[entry.unchanged()], &[op]).await? {
                let task_definition = Some(shown(&record)?);
                return Ok(DeregisterTaskDefinitionResponse { task_definition });
            }
        }
    }

    pub(super) async fn delete_task_definitions(
        &self,
        cx: &Cx,
        input: DeleteTaskDefinitionsRequest,
    ) -> Result<DeleteTaskDefinitionsResponse> {
        if !(1..=DELETE_MAX).contains(&input.task_definitions.len()) {
            let text = "taskDefinitions must have 1 to 10 items.";
            return Err(Error::invalid_parameter(text).into());
        }
        let (mut deleted, mut failures) = (Vec::new(), Vec::new());
        for text in input.task_definitions {
            match self.delete_definition(cx, &text).await? {
                Ok(definition) => deleted.push(definition),
                Err(reason) => failures.push(ApiFailure {
                    arn: Some(text),
                    reason: Some(reason.into()),
                    detail: None,
                }),
            }
        }
        Ok(DeleteTaskDefinitionsResponse {
            task_definitions: Some(deleted),
            failures: Some(failures),
        })
    }

    async fn delete_definition(
        &self,
        cx: &Cx,
        text: &str,
    ) -> Result<std::result::Result<TaskDefinition, &'static str>> {
        let named = names::task_definition(&scope(cx), text)?;
        if named.revision.is_none() {
            return Ok(Err(
                "The specified task definition identifier is invalid. Specify a valid \
                           name or ARN and try again.",
            ));
        }
        loop {
            let Some(entry) = self.definition(cx, text)? else {
                return Ok(Err("The specified task definition does not exist. Specify a valid \
                               account, family, revision and try again."));
            };
            if entry.status == Status::Active {
                return Ok(Err("The specified task definition is still in ACTIVE status. Please \
                               deregister the target and try again."));
            }
            let mut record = entry.doc.clone();
            record.status = Status::DeleteInProgress;
            record.delete_requested_at.get_or_insert(self.state.now());
            let op = put(entry.key.clone(), &record).map_err(fault)?;
            if self.try_write(&[entry.unchanged()], &[op]).await? {
                return Ok(Ok(shown(&record)?));
            }
        }
    }

    pub(super) async fn list_task_definitions(
        &self,
        cx: &Cx,
        input: ListTaskDefinitionsRequest,
    ) -> Result<ListTaskDefinitionsResponse> {
        let status = match input.status {
            None | Some(TaskDefinitionStatus::Active) => Status::Active,
            Some(TaskDefinitionStatus::Inactive) => Status::Inactive,
            Some(TaskDefinitionStatus::DeleteInProgress) => Status::DeleteInProgress,
            Some(TaskDefinitionStatus::Unknown(other)) => {
                return Err(Error::invalid_parameter(format!("Invalid status '{other}'.")).into());
            }
        };
        let prefix = input.family_prefix.unwrap_or_default();
        let descending = input.sort == Some(SortOrder::Desc);
        let scope = scope(cx);
        // familyPrefix is the full name of a family in this operation (API reference).
        let mut found = self.definitions(&match prefix.is_empty() {
            true => scope.prefix(task_definition::KIND),
            false => task_definition::prefix(&scope, &prefix),
        })?;
        found.retain(|entry| entry.status == status);
        // Keys sort `web-admin` before `web`, as its hyphen is below their slash.
        found.sort_by(|a, b| (&a.family, a.revision).cmp(&(&b.family, b.revision)));
        if descending {
            found.reverse();
        }
        let list = format!("ListTaskDefinitions {prefix} {status:?} {descending}");
        let size = page_size(input.max_results, 100)?;
        // Counting down, so that each key is after the one before in either order.
        let order = |entry: &Arc<Entry<Record>>| {
            let at = format!("{}\0{:010}", entry.family, entry.revision);
            if descending { inverted(&at) } else { at }
        };
        let (page, next_token) = page(&list, input.next_token.as_deref(), size, found, order)
            .map_err(|_| Error::invalid_parameter("Invalid token"))?;
        let arns = page.iter().map(|entry| entry.arn()).collect();
        Ok(ListTaskDefinitionsResponse { task_definition_arns: Some(arns), next_token })
    }

    pub(super) async fn list_task_definition_families(
        &self,
        cx: &Cx,
        input: ListTaskDefinitionFamiliesRequest,
    ) -> Result<ListTaskDefinitionFamiliesResponse> {
        let prefix = input.family_prefix.unwrap_or_default();
        let mut families: BTreeMap<String, bool> = BTreeMap::new();
        for entry in self.definitions(&scope(cx).prefix(task_definition::KIND))? {
            *families.entry(entry.family.clone()).or_default() |= entry.status == Status::Active;
        }
        let wanted = |active: bool| match input.status {
            None | Some(TaskDefinitionFamilyStatus::Active) => active,
            Some(TaskDefinitionFamilyStatus::Inactive) => !active,
            _ => true,
        };
        let found = families
            .into_iter()
            .filter(|(name, active)| name.starts_with(&prefix) && wanted(*active))
            .map(|(name, _)| name);
        let list = format!("ListTaskDefinitionFamilies {prefix} {:?}", input.status);
        let size = page_size(input.max_results, 100)?;
        let (families, next_token) =
            page(&list, input.next_token.as_deref(), size, found, Clone::clone)
                .map_err(|_| Error::invalid_parameter("Invalid token"))?;
        Ok(ListTaskDefinitionFamiliesResponse { families: Some(families), next_token })
    }

    /// All revisions under a prefix, by family and number. There is none where a family's
    /// name can't be part of a key.
    fn definitions(&self, prefix: &str) -> Result<Vec<Arc<Entry<Record>>>> {
        let Ok(prefix) = Prefix::new(prefix) else { return Ok(vec![]) };
        self.state.table::<Record>().list(&prefix).map_err(fault)
    }

    /// The revision that `text` means: by number whatever its state, else the newest active.
    fn definition(&self, cx: &Cx, text: &str) -> Result<Option<Arc<Entry<Record>>>> {
        let scope = scope(cx);
        let named = names::task_definition(&scope, text)?;
        if let Some(revision) = named.revision {
            let at = key(task_definition::key(&scope, named.family, revision))?;
            return self.state.table::<Record>().get(&at).map_err(fault);
        }
        let prefix =
            key(task_definition::prefix(&scope, named.family).trim_end_matches('/').into())
                .map(|at: Key| at.children())?;
        let revisions = self.state.table::<Record>();
        let mut revisions = revisions.under(&prefix).map_err(fault)?.rev();
        Ok(revisions.find(|e| e.status == Status::Active).cloned())
    }

    /// The same, or the error of ECS.
    pub(super) fn find_definition(&self, cx: &Cx, text: &str) -> Result<Arc<Entry<Record>>> {
        let found = self.definition(cx, text)?;
        found.ok_or_else(|| Error::client("Unable to describe task definition.").into())
    }

    /// The revision to run, or the error of ECS.
    pub(super) fn runnable_definition(&self, cx: &Cx, text: &str) -> Result<Arc<Entry<Record>>> {
        let Some(entry) = self.definition(cx, text)? else {
            return Err(Error::client("TaskDefinition not found.").into());
        };
        if entry.status != Status::Active {
            return Err(Error::client("TaskDefinition is inactive").into());
        }
        Ok(entry)
    }
}

/// A text that sorts the other way round.
fn inverted(text: &str) -> String {
    text.bytes().map(|b| char::from(0x7f - (b & 0x7f))).collect()
}

/// A revision as the API shows it.
fn shown(record: &Record) -> Result<TaskDefinition> {
    let mut definition: TaskDefinition = json::from_value(&record.definition).or_fault()?;
    definition.task_definition_arn = Some(record.arn());
    definition.revision = i32::try_from(record.revision).ok();
    definition.status = Some(match record.status {
        Status::Active => TaskDefinitionStatus::Active,
        Status::Inactive => TaskDefinitionStatus::Inactive,
        Status::DeleteInProgress => TaskDefinitionStatus::DeleteInProgress,
    });
    definition.registered_at = Some(reply::time(record.registered_at));
    definition.registered_by = Some(record.registered_by.clone());
    definition.deregistered_at = record.deregistered_at.map(reply::time);
    definition.delete_requested_at = record.delete_requested_at.map(reply::time);
    Ok(definition)
}
