//! CreateScheduleGroup, GetScheduleGroup, DeleteScheduleGroup, ListScheduleGroups.

use ferrogate_api::scheduler::{
    CreateScheduleGroupInput, CreateScheduleGroupOutput, DeleteScheduleGroupInput,
    DeleteScheduleGroupOutput, Error, GetScheduleGroupInput, GetScheduleGroupOutput,
    ListScheduleGroupsInput, ListScheduleGroupsOutput, ScheduleGroupState, ScheduleGroupSummary,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_records::scheduler::group::{self, DEFAULT, GROUPS_MAX, Record};
use ferrogate_records::scheduler::schedule;

use super::tags::accepted;
use super::{Result, Scheduler, View, bad_token, fault, invalid, no_group, page_size};
use crate::page;

/// Schedules that are deleted with one transaction.
const AT_ONCE: usize = 50;

impl Scheduler {
    pub(super) async fn create_schedule_group(
        &self,
        cx: &Cx,
        input: CreateScheduleGroupInput,
    ) -> Result<CreateScheduleGroupOutput> {
        let tags = accepted(input.tags.as_deref().unwrap_or_default())?;
        self.change(cx, |view, to| {
            let name = &*input.name;
            let schedule_group_arn = Some(group::arn(&view.scope, name));
            let old = view.get::<Record, _>(group::key(&view.scope, name))?;
            // The same request again is answered as the first one was.
            if old
                .as_ref()
                .is_some_and(|old| old.token.is_some() && old.token == input.client_token)
            {
                return Ok(CreateScheduleGroupOutput { schedule_group_arn });
            }
            if old.is_some() || name == DEFAULT {
                return Err(
                    Error::conflict(format!("Schedule group {name} already exists.")).into()
                );
            }
            if all(view)?.len() >= GROUPS_MAX {
                let text = format!("The maximum of {GROUPS_MAX} schedule groups is reached.");
                return Err(Error::service_quota_exceeded(text).into());
            }
            let now = self.state.now();
            let new = Record {
                scope: view.scope.clone(),
                name: name.to_owned(),
                deleting: false,
                created_at: now,
                modified_at: now,
                token: input.client_token.clone(),
                tags: tags.clone(),
            };
            to.create(group::key(&view.scope, name), &new)?;
            Ok(CreateScheduleGroupOutput { schedule_group_arn })
        })
        .await
    }

    pub(super) async fn get_schedule_group(
        &self,
        cx: &Cx,
        input: GetScheduleGroupInput,
    ) -> Result<GetScheduleGroupOutput> {
        let view = self.view(cx);
        let found = all(&view)?.into_iter().find(|group| group.name == input.name);
        let found = found.ok_or_else(|| no_group(&input.name))?;
        let shown = summary(&found);
        Ok(GetScheduleGroupOutput {
            arn: shown.arn,
            name: shown.name,
            state: shown.state,
            creation_date: shown.creation_date,
            last_modification_date: shown.last_modification_date,
        })
    }

    /// Deletes a group with all that is in it: first it is marked, so that nothing of it is due any
    /// more and nothing comes into it, then its schedules go, then it.
    pub(super) async fn delete_schedule_group(
        &self,
        cx: &Cx,
        input: DeleteScheduleGroupInput,
    ) -> Result<DeleteScheduleGroupOutput> {
        let name = &*input.name;
        if name == DEFAULT {
            return invalid("The default schedule group can't be deleted.");
        }
        self.change(cx, |view, to| {
            let old = view.get::<Record, _>(group::key(&view.scope, name))?;
            let old = old.ok_or_else(|| no_group(name))?;
            let modified_at = self.state.now();
            to.put(&old, Record { deleting: true, modified_at, ..old.doc.record.clone() })
        })
        .await?;
        loop {
            let left = self
                .change(cx, |view, to| {
                    let of = (view.scope.clone(), name.to_owned());
                    let table = view.snapshot.table::<schedule::Record>();
                    let (readable, _) = table.readable_by::<schedule::InGroup>(&of);
                    let some: Vec<_> = readable.take(AT_ONCE).cloned().collect();
                    some.iter().for_each(|schedule| to.delete(schedule));
                    if some.is_empty()
                        && let Some(old) = view.get::<Record, _>(group::key(&view.scope, name))?
                    {
                        to.delete(&old);
                    }
                    Ok(!some.is_empty())
                })
                .await?;
            if !left {
                return Ok(DeleteScheduleGroupOutput {});
            }
        }
    }

    pub(super) async fn list_schedule_groups(
        &self,
        cx: &Cx,
        input: ListScheduleGroupsInput,
    ) -> Result<ListScheduleGroupsOutput> {
        let view = self.view(cx);
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let found: Vec<_> =
            all(&view)?.into_iter().filter(|group| group.name.starts_with(prefix)).collect();
        let list = format!("schedule groups {} {prefix}", view.scope.prefix("s"));
        let (size, token) = (page_size(input.max_results), input.next_token.as_deref());
        let (page, next_token) =
            page::page(&list, token, size, found, |of| of.name.clone()).map_err(bad_token)?;
        let schedule_groups = Some(page.iter().map(summary).collect());
        Ok(ListScheduleGroupsOutput { schedule_groups, next_token })
    }
}

/// The caller's groups here, by their names, with the one that everybody has.
fn all(view: &View) -> Result<Vec<Record>> {
    let all = view.snapshot.table::<Record>().all().map_err(fault)?;
    let own = all.filter(|group| group.scope == view.scope);
    let mut own: Vec<Record> = own.map(|group| group.doc.record.clone()).collect();
    own.push(Record {
        scope: view.scope.clone(),
        name: DEFAULT.to_owned(),
        deleting: false,
        created_at: TimestampMs(0),
        modified_at: TimestampMs(0),
        token: None,
        tags: vec![],
    });
    own.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(own)
}

fn summary(of: &Record) -> ScheduleGroupSummary {
    ScheduleGroupSummary {
        arn: Some(group::arn(&of.scope, &of.name)),
        name: Some(of.name.clone()),
        state: Some(match of.deleting {
            true => ScheduleGroupState::Deleting,
            false => ScheduleGroupState::Active,
        }),
        creation_date: Some(Timestamp::from(of.created_at)),
        last_modification_date: Some(Timestamp::from(of.modified_at)),
    }
}
