//! CreateSchedule, UpdateSchedule, GetSchedule, DeleteSchedule, ListSchedules.

use ferrogate_api::scheduler::{
    ActionAfterCompletion, CreateScheduleInput, CreateScheduleOutput, DeleteScheduleInput,
    DeleteScheduleOutput, Error, FlexibleTimeWindow, FlexibleTimeWindowMode, GetScheduleInput,
    GetScheduleOutput, ListSchedulesInput, ListSchedulesOutput, ScheduleState, ScheduleSummary,
    TargetSummary, UpdateScheduleInput, UpdateScheduleOutput,
};
use ferrogate_api::{Cx, Failure, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_records::autoscaling::schedule::{Bad, Schedule};
use ferrogate_records::scheduler::group::DEFAULT;
use ferrogate_records::scheduler::schedule::{self, Record, SCHEDULES_MAX};

use super::{
    Result, Scheduler, View, bad_token, check_group, fault, invalid, not_built, page_size, target,
};
use crate::page;

impl Scheduler {
    pub(super) async fn create_schedule(
        &self,
        cx: &Cx,
        input: CreateScheduleInput,
    ) -> Result<CreateScheduleOutput> {
        self.change(cx, |view, to| {
            let now = self.state.now();
            let wanted = read(view, &input, now)?;
            check_group(view, &wanted.group)?;
            let schedule_arn = wanted.arn();
            if let Some(old) = view.get::<Record, _>(wanted.key())? {
                // The same request again is answered as the first one was.
                let again = old.token.is_some() && old.token == wanted.token && says(&old, &wanted);
                return match again {
                    true => Ok(CreateScheduleOutput { schedule_arn: Some(schedule_arn) }),
                    false => {
                        let text = format!("Schedule {} already exists.", wanted.name);
                        Err(Error::conflict(text).into())
                    }
                };
            }
            let all = view.snapshot.table::<Record>().all().map_err(fault)?;
            if all.filter(|other| other.scope == view.scope).count() >= SCHEDULES_MAX {
                let text = format!("The maximum of {SCHEDULES_MAX} schedules is reached.");
                return Err(Error::service_quota_exceeded(text).into());
            }
            to.create(wanted.key(), &wanted)?;
            Ok(CreateScheduleOutput { schedule_arn: Some(schedule_arn) })
        })
        .await
    }

    /// What is left out is as if it had never been said (API: UpdateSchedule).
    pub(super) async fn update_schedule(
        &self,
        cx: &Cx,
        input: UpdateScheduleInput,
    ) -> Result<UpdateScheduleOutput> {
        let input = CreateScheduleInput {
            action_after_completion: input.action_after_completion,
            client_token: input.client_token,
            description: input.description,
            end_date: input.end_date,
            flexible_time_window: input.flexible_time_window,
            group_name: input.group_name,
            kms_key_arn: input.kms_key_arn,
            name: input.name,
            schedule_expression: input.schedule_expression,
            schedule_expression_timezone: input.schedule_expression_timezone,
            start_date: input.start_date,
            state: input.state,
            target: input.target,
        };
        self.change(cx, |view, to| {
            let now = self.state.now();
            let wanted = read(view, &input, now)?;
            let old = named(view, Some(&wanted.group), &wanted.name)?;
            // As long as its times are the same they go on where they were.
            let times =
                |of: &Record| (of.expression.clone(), of.timezone.clone(), of.start, of.enabled);
            let same = times(&old) == times(&wanted);
            let next = Record {
                created_at: old.created_at,
                since: if same { old.since } else { now },
                last: old.last.filter(|_| same),
                runs: old.runs.clone(),
                missed: old.missed,
                token: old.token.clone(),
                ..wanted
            };
            let schedule_arn = Some(next.arn());
            to.put(&old, next)?;
            Ok(UpdateScheduleOutput { schedule_arn })
        })
        .await
    }

    pub(super) async fn get_schedule(
        &self,
        cx: &Cx,
        input: GetScheduleInput,
    ) -> Result<GetScheduleOutput> {
        let view = self.view(cx);
        let found = named(&view, input.group_name.as_deref(), &input.name)?;
        let minutes = found.window_min.and_then(|minutes| i32::try_from(minutes).ok());
        Ok(GetScheduleOutput {
            arn: Some(found.arn()),
            group_name: Some(found.group.clone()),
            name: Some(found.name.clone()),
            schedule_expression: Some(found.expression.clone()),
            schedule_expression_timezone: Some(
                found.timezone.clone().unwrap_or_else(|| "UTC".to_owned()),
            ),
            start_date: found.start.map(Timestamp::from),
            end_date: found.end.map(Timestamp::from),
            description: found.description.clone(),
            state: Some(state(&found)),
            creation_date: Some(Timestamp::from(found.created_at)),
            last_modification_date: Some(Timestamp::from(found.modified_at)),
            kms_key_arn: None,
            target: Some(target::shown(&found.target)?),
            flexible_time_window: Some(FlexibleTimeWindow {
                mode: Some(match minutes {
                    Some(_) => FlexibleTimeWindowMode::Flexible,
                    None => FlexibleTimeWindowMode::Off,
                }),
                maximum_window_in_minutes: minutes,
            }),
            action_after_completion: Some(match found.delete_after {
                true => ActionAfterCompletion::Delete,
                false => ActionAfterCompletion::None,
            }),
        })
    }

    pub(super) async fn delete_schedule(
        &self,
        cx: &Cx,
        input: DeleteScheduleInput,
    ) -> Result<DeleteScheduleOutput> {
        self.change(cx, |view, to| {
            let old = named(view, input.group_name.as_deref(), &input.name)?;
            to.delete(&old);
            Ok(DeleteScheduleOutput {})
        })
        .await
    }

    pub(super) async fn list_schedules(
        &self,
        cx: &Cx,
        input: ListSchedulesInput,
    ) -> Result<ListSchedulesOutput> {
        let view = self.view(cx);
        if let Some(group) = &input.group_name {
            check_group(&view, group)?;
        }
        let all = view.snapshot.table::<Record>().all().map_err(fault)?;
        let is = |of: &Record| {
            of.scope == view.scope
                && input.group_name.as_ref().is_none_or(|group| of.group == *group)
                && input.name_prefix.as_ref().is_none_or(|prefix| of.name.starts_with(&**prefix))
                && input.state.as_ref().is_none_or(|asked| *asked == state(of))
        };
        let place = |of: &Record| format!("{} {}", of.group, of.name);
        let mut found: Vec<_> = all.filter(|of| is(of)).cloned().collect();
        found.sort_by_key(|of| place(of));
        let list = format!(
            "schedules {} {:?} {:?} {:?}",
            view.scope.prefix("s"),
            input.group_name,
            input.name_prefix,
            input.state
        );
        let (size, token) = (page_size(input.max_results), input.next_token.as_deref());
        let (page, next_token) =
            page::page(&list, token, size, found, |of| place(of)).map_err(bad_token)?;
        let summary = |of: &Record| ScheduleSummary {
            arn: Some(of.arn()),
            name: Some(of.name.clone()),
            group_name: Some(of.group.clone()),
            state: Some(state(of)),
            creation_date: Some(Timestamp::from(of.created_at)),
            last_modification_date: Some(Timestamp::from(of.modified_at)),
            target: Some(TargetSummary { arn: Some(of.target.arn.clone()) }),
        };
        let schedules = Some(page.iter().map(|of| summary(of)).collect());
        Ok(ListSchedulesOutput { schedules, next_token })
    }
}

fn named(
    view: &View,
    group: Option<&str>,
    name: &str,
) -> Result<std::sync::Arc<ferrogate_state::Entry<Record>>> {
    let group = group.unwrap_or(DEFAULT);
    let found = view.get::<Record, Error>(schedule::key(&view.scope, group, name))?;
    found.ok_or_else(|| -> Failure<Error> {
        Error::resource_not_found(format!("Schedule {name} does not exist.")).into()
    })
}

fn state(of: &Record) -> ScheduleState {
    match of.enabled {
        true => ScheduleState::Enabled,
        false => ScheduleState::Disabled,
    }
}

/// Whether two say the same, whenever they were made and whatever has become of them.
fn says(old: &Record, new: &Record) -> bool {
    *new == Record {
        created_at: new.created_at,
        modified_at: new.modified_at,
        since: new.since,
        last: None,
        runs: vec![],
        missed: 0,
        ..old.clone()
    }
}

/// The schedule that a request asks for.
fn read(view: &View, input: &CreateScheduleInput, now: TimestampMs) -> Result<Record> {
    if input.kms_key_arn.is_some() {
        return not_built("KmsKeyArn");
    }
    let (expression, zone) =
        (&input.schedule_expression, input.schedule_expression_timezone.as_deref());
    match Schedule::parse_lenient(expression, zone) {
        Ok(_) => {}
        Err(Bad::Schedule) => return invalid(format!("Invalid Schedule Expression {expression}.")),
        Err(Bad::Zone) => {
            let zone = zone.unwrap_or_default();
            return invalid(format!("Invalid Schedule Expression Timezone {zone}."));
        }
    }
    let window = &input.flexible_time_window;
    let minutes = window.maximum_window_in_minutes.and_then(|minutes| u32::try_from(minutes).ok());
    let window_min = match (&window.mode, minutes) {
        (Some(FlexibleTimeWindowMode::Off), None) => None,
        (Some(FlexibleTimeWindowMode::Off), Some(_)) => {
            return invalid("MaximumWindowInMinutes must not be set when the mode is OFF.");
        }
        (Some(FlexibleTimeWindowMode::Flexible), Some(minutes)) => Some(minutes),
        (Some(FlexibleTimeWindowMode::Flexible), None) => {
            return invalid("MaximumWindowInMinutes is required when the mode is FLEXIBLE.");
        }
        _ => return invalid("FlexibleTimeWindow must have the mode OFF or FLEXIBLE."),
    };
    let moment =
        |given: Option<Timestamp>| given.and_then(|at| u64::try_from(at.0).ok()).map(TimestampMs);
    let (start, end) = (moment(input.start_date), moment(input.end_date));
    if let (Some(start), Some(end)) = (start, end)
        && start >= end
    {
        return invalid("The EndDate must be later than the StartDate.");
    }
    let enabled = match &input.state {
        None | Some(ScheduleState::Enabled) => true,
        Some(ScheduleState::Disabled) => false,
        Some(other) => return invalid(format!("{} is no state of a schedule.", other.as_str())),
    };
    Ok(Record {
        scope: view.scope.clone(),
        group: input.group_name.clone().unwrap_or_else(|| DEFAULT.to_owned()),
        name: input.name.clone(),
        expression: expression.clone(),
        timezone: input.schedule_expression_timezone.clone(),
        window_min,
        start,
        end,
        enabled,
        description: input.description.clone(),
        delete_after: input.action_after_completion == Some(ActionAfterCompletion::Delete),
        target: target::read(view, &input.target)?,
        created_at: now,
        modified_at: now,
        since: now,
        last: None,
        runs: vec![],
        missed: 0,
        token: input.client_token.clone(),
    })
}
