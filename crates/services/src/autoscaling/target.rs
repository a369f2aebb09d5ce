//! RegisterScalableTarget, DeregisterScalableTarget, DescribeScalableTargets.

use std::sync::Arc;

use ferrogate_api::application_autoscaling::{
    DeregisterScalableTargetRequest, DeregisterScalableTargetResponse,
    DescribeScalableTargetsRequest, DescribeScalableTargetsResponse, Error,
    RegisterScalableTargetRequest, RegisterScalableTargetResponse, ScalableDimension,
    ScalableTarget, ServiceNamespace, SuspendedState,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_records::autoscaling::target::{self, Record, Suspended};
use ferrogate_records::autoscaling::{Of, policy, progress, scheduled};
use ferrogate_records::ecs::service::{self, Status};
use ferrogate_state::Entry;

use super::names::{bad_token, is_of, kind, not_found, not_registered, of, page_size};
use super::policy::remove_alarms;
use super::tags::accepted;
use super::{Autoscaling, Result, View, fault, invalid, scope};
use crate::change::Change;
use crate::page;

/// Targets of an account in a region (Application Auto Scaling quotas, for ECS).
const TARGETS_MAX: usize = 3000;
/// What is removed in one transaction: a policy has two alarms, each with its state and an item of
/// its history.
const POLICIES_AT_ONCE: usize = 8;
const ACTIONS_AT_ONCE: usize = 30;
/// Tasks of a service (ECS service quotas).
pub(super) const CAPACITY_MAX: i32 = 5000;

impl Autoscaling {
    pub(super) async fn register_scalable_target(
        &self,
        cx: &Cx,
        input: RegisterScalableTargetRequest,
    ) -> Result<RegisterScalableTargetResponse> {
        let of =
            named(cx, &input.service_namespace, &input.resource_id, &input.scalable_dimension)?;
        let (min, max) =
            (capacity(input.min_capacity, "Minimum")?, capacity(input.max_capacity, "Maximum")?);
        let tags = accepted(input.tags.as_ref())?;
        self.change(cx, |view, to| {
            let suspended = |before: Suspended| match &input.suspended_state {
                None => before,
                Some(asked) => Suspended {
                    scale_in: asked.dynamic_scaling_in_suspended.unwrap_or(before.scale_in),
                    scale_out: asked.dynamic_scaling_out_suspended.unwrap_or(before.scale_out),
                    scheduled: asked.scheduled_scaling_suspended.unwrap_or(before.scheduled),
                },
            };
            let old = view.get::<Record, _>(target::key(&of))?;
            let service = service_of(view, &of)?;
            let Some(service) = service.filter(|service| service.status == Status::Active) else {
                return invalid(format!("ECS service doesn't exist: {}", of.resource()));
            };
            let next = match &old {
                Some(old) => {
                    if !tags.is_empty() {
                        return invalid("Tags can be given to a new scalable target only.");
                    }
                    Record {
                        min: min.unwrap_or(old.min),
                        max: max.unwrap_or(old.max),
                        suspended: suspended(old.suspended),
                        enforce: old.enforce || min.is_some() || max.is_some(),
                        ..old.doc.record.clone()
                    }
                }
                None => {
                    let (Some(min), Some(max)) = (min, max) else {
                        return invalid(
                            "MinCapacity and MaxCapacity are required to register a new scalable \
                             target.",
                        );
                    };
                    if targets(view)?.len() >= TARGETS_MAX {
                        let text =
                            format!("The maximum of {TARGETS_MAX} scalable targets is reached.");
                        return Err(Error::limit_exceeded(text).into());
                    }
                    Record {
                        of: of.clone(),
                        id: uuid::Uuid::new_v4().simple().to_string(),
                        min,
                        max,
                        suspended: suspended(Suspended::default()),
                        created_at: self.state.now(),
                        tags: tags.clone(),
                        enforce: true,
                    }
                }
            };
            if next.min > next.max {
                return invalid("Maximum capacity cannot be less than minimum capacity");
            }
            let scalable_target_arn = Some(next.arn());
            match &old {
                Some(old) => to.put(old, next)?,
                None => {
                    // What an earlier target of the service did is no reason for this one to wait.
                    let progress = progress::Record::new(of.clone());
                    to.replace(view, progress::key(&of), progress)?;
                    to.create(target::key(&of), &next)?;
                    // Who deletes the service at the same moment meets this.
                    to.touch(&service)?;
                }
            }
            Ok(RegisterScalableTargetResponse { scalable_target_arn })
        })
        .await
    }

    pub(super) async fn deregister_scalable_target(
        &self,
        cx: &Cx,
        input: DeregisterScalableTargetRequest,
    ) -> Result<DeregisterScalableTargetResponse> {
        let of =
            named(cx, &input.service_namespace, &input.resource_id, &input.scalable_dimension)?;
        // What is of it goes first, as much at a time as a transaction has room for.
        while !self.change(cx, |view, to| self.remove_some(view, to, &of)).await? {}
        Ok(DeregisterScalableTargetResponse {})
    }

    /// Removes a part of a target; whether that was the last one.
    fn remove_some(&self, view: &View, to: &mut Change, of: &Of) -> Result<bool> {
        let Some(old) = view.get::<Record, _>(target::key(of))? else {
            return Err(not_found("scalable target", of, None));
        };
        let policies = view.snapshot.table::<policy::Record>();
        let policies: Vec<_> = policies.by::<policy::OfTarget>(of).map_err(fault)?.collect();
        for policy in policies.iter().take(POLICIES_AT_ONCE) {
            remove_alarms(view, to, policy, self.state.now())?;
            to.delete(policy);
        }
        let actions = view.snapshot.table::<scheduled::Record>();
        let actions: Vec<_> = actions.by::<scheduled::OfTarget>(of).map_err(fault)?.collect();
        actions.iter().take(ACTIONS_AT_ONCE).for_each(|action| to.delete(action));
        if policies.len() > POLICIES_AT_ONCE || actions.len() > ACTIONS_AT_ONCE {
            return Ok(false);
        }
        to.delete(&old);
        // Nothing would wake it any more.
        if let Some(service) = service_of(view, of)?.filter(|of| of.asleep_since.is_some()) {
            let mut awake = service.doc.record.clone();
            awake.scale(1, self.state.now());
            to.put(&service, awake)?;
        }
        if let Some(progress) = view.get::<progress::Record, _>(progress::key(of))? {
            to.delete(&progress);
        }
        Ok(true)
    }

    pub(super) async fn describe_scalable_targets(
        &self,
        cx: &Cx,
        input: DescribeScalableTargetsRequest,
    ) -> Result<DescribeScalableTargetsResponse> {
        kind(&input.service_namespace, input.scalable_dimension.as_ref())?;
        let view = self.view(cx);
        let asked = input.resource_ids.as_deref().filter(|ids| !ids.is_empty());
        let found: Vec<_> = targets(&view)?
            .into_iter()
            .filter(|target| asked.is_none_or(|ids| ids.contains(&target.of.resource())))
            .collect();
        let list = format!("targets {} {asked:?}", view.scope.prefix("t"));
        let size = page_size(input.max_results)?;
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, size, found, |target| target.key.to_string())
                .map_err(bad_token)?;
        let scalable_targets = Some(page.iter().map(|target| shown(target)).collect());
        Ok(DescribeScalableTargetsResponse { scalable_targets, next_token })
    }
}

/// The service that a request of the caller is about.
pub(super) fn named(
    cx: &Cx,
    namespace: &ServiceNamespace,
    resource: &str,
    dimension: &ScalableDimension,
) -> Result<Of> {
    of(&scope(cx), namespace, resource, dimension)
}

/// The target of a service, which must be there.
pub(super) fn target_of(view: &View, of: &Of) -> Result<Arc<Entry<Record>>> {
    view.get::<Record, _>(target::key(of))?.ok_or_else(|| not_registered(of))
}

fn service_of(view: &View, of: &Of) -> Result<Option<Arc<Entry<service::Record>>>> {
    view.get(service::key(&of.scope, &of.cluster, &of.service))
}

fn targets(view: &View) -> Result<Vec<Arc<Entry<Record>>>> {
    let all = view.snapshot.table::<Record>().all().map_err(fault)?;
    Ok(all.filter(|target| is_of(&view.scope, &target.of, None)).cloned().collect())
}

/// A bound of tasks.
pub(super) fn capacity(asked: Option<i32>, which: &str) -> Result<Option<u32>> {
    match asked.map(u32::try_from) {
        None => Ok(None),
        Some(Ok(count)) if asked <= Some(CAPACITY_MAX) => Ok(Some(count)),
        Some(Ok(_)) => {
            invalid(format!("{which} capacity must be less than or equal to {CAPACITY_MAX}"))
        }
        Some(Err(_)) => invalid(format!("{which} capacity must be greater than or equal to 0")),
    }
}

fn shown(target: &Record) -> ScalableTarget {
    let role = "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/\
                AWSServiceRoleForApplicationAutoScaling_ECSService";
    ScalableTarget {
        service_namespace: Some(ServiceNamespace::Ecs),
        resource_id: Some(target.of.resource()),
        scalable_dimension: Some(ScalableDimension::EcsServiceDesiredCount),
        min_capacity: i32::try_from(target.min).ok(),
        max_capacity: i32::try_from(target.max).ok(),
        role_arn: Some(target.of.scope.iam_arn(role)),
        creation_time: Some(Timestamp::from(target.created_at)),
        suspended_state: Some(SuspendedState {
            dynamic_scaling_in_suspended: Some(target.suspended.scale_in),
            dynamic_scaling_out_suspended: Some(target.suspended.scale_out),
            scheduled_scaling_suspended: Some(target.suspended.scheduled),
        }),
        scalable_target_arn: Some(target.arn()),
        ..ScalableTarget::default()
    }
}
