//! PutScheduledAction, DeleteScheduledAction, DescribeScheduledActions.

use ferrogate_api::application_autoscaling::{
    DeleteScheduledActionRequest, DeleteScheduledActionResponse, DescribeScheduledActionsRequest,
    DescribeScheduledActionsResponse, Error, PutScheduledActionRequest, PutScheduledActionResponse,
    ScalableDimension, ScalableTargetAction, ScheduledAction, ServiceNamespace,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_records::autoscaling::schedule::{Bad, Schedule};
use ferrogate_records::autoscaling::scheduled::{self, Record};

use super::names::{bad_token, is_of, kind, not_found, page_size};
use super::target::{capacity, named, target_of};
use super::{Autoscaling, Result, fault, invalid};
use crate::page;

/// Scheduled actions of a target (Application Auto Scaling quotas).
const ACTIONS_MAX: usize = 200;

const AT_LEAST_ONE: &str =
    "At least one of minimum capacity and maximum capacity should be provided";

impl Autoscaling {
    pub(super) async fn put_scheduled_action(
        &self,
        cx: &Cx,
        input: PutScheduledActionRequest,
    ) -> Result<PutScheduledActionResponse> {
        let of =
            named(cx, &input.service_namespace, &input.resource_id, &input.scalable_dimension)?;
        check_name(&input.scheduled_action_name)?;
        let asked = input.scalable_target_action.as_ref();
        let min = capacity(asked.and_then(|action| action.min_capacity), "Minimum")?;
        let max = capacity(asked.and_then(|action| action.max_capacity), "Maximum")?;
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            return invalid("Maximum capacity cannot be less than minimum capacity");
        }
        if asked.is_some() && min.is_none() && max.is_none() {
            return invalid(AT_LEAST_ONE);
        }
        let moment = |given: Option<Timestamp>| {
            given.and_then(|at| u64::try_from(at.0).ok()).map(TimestampMs)
        };
        let (start, end) = (moment(input.start_time), moment(input.end_time));
        self.change(cx, |view, to| {
            let target = target_of(view, &of)?;
            let key = scheduled::key(&of, &input.scheduled_action_name);
            let old = view.get::<Record, _>(key.clone())?;
            let now = self.state.now();
            let next = match &old {
                Some(old) => Record {
                    schedule: input.schedule.clone().unwrap_or_else(|| old.schedule.clone()),
                    timezone: input.timezone.clone().or_else(|| old.timezone.clone()),
                    start: start.or(old.start),
                    end: end.or(old.end),
                    min: if asked.is_some() { min } else { old.min },
                    max: if asked.is_some() { max } else { old.max },
                    scheduled_at: now,
                    ..old.doc.record.clone()
                },
                None => {
                    let Some(schedule) = input.schedule.clone() else {
                        return invalid("Schedule is required for a new scheduled action.");
                    };
                    if asked.is_none() {
                        return invalid(AT_LEAST_ONE);
                    }
                    let table = view.snapshot.table::<Record>();
                    let there = table.by::<scheduled::OfTarget>(&of).map_err(fault)?.count();
                    if there >= ACTIONS_MAX {
                        let text =
                            format!("The maximum of {ACTIONS_MAX} scheduled actions is reached.");
                        return Err(Error::limit_exceeded(text).into());
                    }
                    Record {
                        of: of.clone(),
                        name: input.scheduled_action_name.clone(),
                        id: uuid::Uuid::new_v4().to_string(),
                        schedule,
                        timezone: input.timezone.clone(),
                        start,
                        end,
                        min,
                        max,
                        created_at: now,
                        scheduled_at: now,
                        last: None,
                    }
                }
            };
            match Schedule::parse(&next.schedule, next.timezone.as_deref()) {
                Ok(_) => {}
                Err(Bad::Schedule) => {
                    return invalid(format!("Invalid schedule expression: {}", next.schedule));
                }
                Err(Bad::Zone) => {
                    let zone = next.timezone.as_deref().unwrap_or_default();
                    return invalid(format!("Invalid timezone: {zone}"));
                }
            }
            if let (Some(start), Some(end)) = (next.start, next.end)
                && start >= end
            {
                return invalid("The end time must be after the start time.");
            }
            // Who deregisters the target at the same moment meets this.
            to.touch(&target)?;
            match &old {
                Some(old) => to.put(old, next)?,
                None => to.create(key, &next)?,
            }
            Ok(PutScheduledActionResponse {})
        })
        .await
    }

    pub(super) async fn delete_scheduled_action(
        &self,
        cx: &Cx,
        input: DeleteScheduledActionRequest,
    ) -> Result<DeleteScheduledActionResponse> {
        let of =
            named(cx, &input.service_namespace, &input.resource_id, &input.scalable_dimension)?;
        self.change(cx, |view, to| {
            let name = &*input.scheduled_action_name;
            let Some(old) = view.get::<Record, _>(scheduled::key(&of, name))? else {
                let name = Some(("scheduled action name", name));
                return Err(not_found("scheduled action", &of, name));
            };
            to.delete(&old);
            Ok(DeleteScheduledActionResponse {})
        })
        .await
    }

    pub(super) async fn describe_scheduled_actions(
        &self,
        cx: &Cx,
        input: DescribeScheduledActionsRequest,
    ) -> Result<DescribeScheduledActionsResponse> {
        kind(&input.service_namespace, input.scalable_dimension.as_ref())?;
        let view = self.view(cx);
        let names = input.scheduled_action_names.as_deref().filter(|names| !names.is_empty());
        let resource = input.resource_id.as_deref();
        let all = view.snapshot.table::<Record>().all().map_err(fault)?;
        let found: Vec<_> = all
            .filter(|action| is_of(&view.scope, &action.of, resource))
            .filter(|action| names.is_none_or(|names| names.contains(&action.name)))
            .cloned()
            .collect();
        let list = format!("actions {} {names:?} {resource:?}", view.scope.prefix("s"));
        let size = page_size(input.max_results)?;
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, size, found, |action| action.key.to_string())
                .map_err(bad_token)?;
        let scheduled_actions = Some(page.iter().map(|action| shown(action)).collect());
        Ok(DescribeScheduledActionsResponse { scheduled_actions, next_token })
    }
}

/// API model, `ScheduledActionName`, whose pattern looks ahead.
fn check_name(name: &str) -> Result<()> {
    let bad = |c: char| c.is_control() || [':', '/', '|'].contains(&c);
    match name.starts_with(' ') || name.ends_with(' ') || name.chars().any(bad) {
        true => invalid(format!("The scheduled action name {name} is not valid.")),
        false => Ok(()),
    }
}

fn shown(action: &Record) -> ScheduledAction {
    let count = |count: Option<u32>| count.and_then(|count| i32::try_from(count).ok());
    ScheduledAction {
        scheduled_action_name: Some(action.name.clone()),
        scheduled_action_arn: Some(action.arn()),
        service_namespace: Some(ServiceNamespace::Ecs),
        schedule: Some(action.schedule.clone()),
        timezone: action.timezone.clone(),
        resource_id: Some(action.of.resource()),
        scalable_dimension: Some(ScalableDimension::EcsServiceDesiredCount),
        start_time: action.start.map(Timestamp::from),
        end_time: action.end.map(Timestamp::from),
        scalable_target_action: Some(ScalableTargetAction {
            min_capacity: count(action.min),
            max_capacity: count(action.max),
        }),
        creation_time: Some(Timestamp::from(action.created_at)),
    }
}
