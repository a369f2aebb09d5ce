//! EventBridge Scheduler: schedules, what they do, and the groups that they are in.
//!
//! When one is due, and what becomes of it, is the business of `controllers`; here it is said what is
//! wanted. Read [`schedule`] first, then [`target`].

mod group;
mod schedule;
mod tags;
mod target;
pub mod universal;

use std::sync::Arc;

use ferrogate_api::scheduler::{Error, op};
use ferrogate_api::{Failure, Operations};
use ferrogate_records::scheduler::group::{self as groups, DEFAULT};
use ferrogate_state::State;

use crate::own::{View, fault, own, scope};

/// The operations of EventBridge Scheduler over the engine's state.
pub struct Scheduler {
    state: Arc<State>,
}

own!(Scheduler, text => Error::validation(text));

/// Puts every operation of EventBridge Scheduler into the table.
pub fn register(table: &mut Operations, state: Arc<State>) {
    let scheduler = Arc::new(Scheduler { state });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let scheduler = scheduler.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let scheduler = scheduler.clone();
                async move { scheduler.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        CreateSchedule => create_schedule,
        CreateScheduleGroup => create_schedule_group,
        DeleteSchedule => delete_schedule,
        DeleteScheduleGroup => delete_schedule_group,
        GetSchedule => get_schedule,
        GetScheduleGroup => get_schedule_group,
        ListScheduleGroups => list_schedule_groups,
        ListSchedules => list_schedules,
        ListTagsForResource => list_tags_for_resource,
        TagResource => tag_resource,
        UntagResource => untag_resource,
        UpdateSchedule => update_schedule,
    }
}

/// Refuses a group that is not there, or is going.
fn check_group(view: &View, name: &str) -> Result<()> {
    if name == DEFAULT {
        return Ok(());
    }
    match view.get::<groups::Record, _>(groups::key(&view.scope, name))? {
        Some(group) if group.deleting => {
            Err(Error::conflict(format!("Schedule group {name} is being deleted.")).into())
        }
        Some(_) => Ok(()),
        None => Err(no_group(name)),
    }
}

fn no_group(name: &str) -> Failure<Error> {
    Error::resource_not_found(format!("Schedule group {name} does not exist.")).into()
}

/// Items of a page.
fn page_size(asked: Option<i32>) -> usize {
    asked.and_then(|size| usize::try_from(size).ok()).map_or(100, |size| size.clamp(1, 100))
}

fn bad_token(_: crate::page::BadToken) -> Failure<Error> {
    Error::validation("Invalid NextToken.").into()
}
