//! Application Auto Scaling, as far as it scales services of ECS.
//!
//! What is asked for is checked and written here; `controllers` changes how many tasks a service
//! is to run. Read [`target`] first.

mod activity;
mod names;
mod policy;
mod scheduled;
mod tags;
mod target;
mod tracking;

use std::sync::Arc;

use ferrogate_api::application_autoscaling::{Error, op};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_records::{Kind, Scope};
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::Key;

use crate::change::{self, Change, Sight};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations of Application Auto Scaling over the engine's state.
pub struct Autoscaling {
    state: Arc<State>,
}

/// Puts every operation of Application Auto Scaling that is built into the table.
pub fn register(table: &mut Operations, state: Arc<State>) {
    let scaling = Arc::new(Autoscaling { state });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let scaling = scaling.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let scaling = scaling.clone();
                async move { scaling.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        DeleteScalingPolicy => delete_scaling_policy,
        DeleteScheduledAction => delete_scheduled_action,
        DeregisterScalableTarget => deregister_scalable_target,
        DescribeScalableTargets => describe_scalable_targets,
        DescribeScalingActivities => describe_scaling_activities,
        DescribeScalingPolicies => describe_scaling_policies,
        DescribeScheduledActions => describe_scheduled_actions,
        ListTagsForResource => list_tags_for_resource,
        PutScalingPolicy => put_scaling_policy,
        PutScheduledAction => put_scheduled_action,
        RegisterScalableTarget => register_scalable_target,
        TagResource => tag_resource,
        UntagResource => untag_resource,
    }
}

/// What an operation sees.
struct View {
    scope: Scope,
    snapshot: Snapshot,
}

impl Sight for View {
    fn scope(&self) -> &Scope {
        &self.scope
    }

    fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl View {
    /// The record under a key.
    fn get<T: Kind>(&self, key: String) -> Result<Option<Arc<Entry<T>>>> {
        let key = Key::new(key).map_err(fault)?;
        self.snapshot.table::<T>().get(&key).map_err(fault)
    }
}

impl Autoscaling {
    fn view(&self, cx: &Cx) -> View {
        View { scope: scope(cx), snapshot: self.state.snapshot() }
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    async fn change<R>(
        &self,
        cx: &Cx,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        let scope = scope(cx);
        let see = |snapshot| View { scope: scope.clone(), snapshot };
        change::apply(&self.state, see, plan).await
    }
}

fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

/// Refuses what breaks a rule that the model does not say.
fn invalid<T>(text: impl Into<String>) -> Result<T> {
    Err(Error::validation(text.into()).into())
}

/// Refuses by its name what has no effect yet.
fn not_built<T>(what: impl std::fmt::Display) -> Result<T> {
    Err(Error::not_built(format!("{what} is not built yet.")).into())
}

fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}
