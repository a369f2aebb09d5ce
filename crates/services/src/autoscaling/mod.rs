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

use ferrogate_api::Operations;
use ferrogate_api::application_autoscaling::{Error, op};
use ferrogate_state::State;

use crate::own::{View, fault, own, scope};

/// The operations of Application Auto Scaling over the engine's state.
pub struct Autoscaling {
    state: Arc<State>,
}

own!(Autoscaling, text => Error::validation(text));

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
