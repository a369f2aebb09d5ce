//! PutScalingPolicy, DeleteScalingPolicy, DescribeScalingPolicies.

use std::sync::Arc;

use ferrogate_api::application_autoscaling::{
    AdjustmentType, Alarm, DeleteScalingPolicyRequest, DeleteScalingPolicyResponse,
    DescribeScalingPoliciesRequest, DescribeScalingPoliciesResponse, Error, MetricAggregationType,
    PolicyType, PutScalingPolicyRequest, PutScalingPolicyResponse, ScalableDimension,
    ScalingPolicy, ServiceNamespace, StepAdjustment as Asked, StepScalingPolicyConfiguration,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_metrics::scaling::steps::{self, Wrong};
use ferrogate_records::autoscaling::policy::{
    self, Adjustment, Record, Rule, Step, StepAdjustment,
};
use ferrogate_records::cloudwatch::{Alarm as Of, alarm, history, state as alarm_state};
use ferrogate_state::Entry;

use super::names::{bad_token, is_of, kind, not_found, page_size};
use super::target::{named, target_of};
use super::{Autoscaling, Result, View, fault, invalid, not_built, tracking};
use crate::change::Change;
use crate::page;

/// Policies of a target, and steps of a policy (Application Auto Scaling quotas).
const POLICIES_MAX: usize = 50;
const STEPS_MAX: usize = 20;

impl Autoscaling {
    pub(super) async fn put_scaling_policy(
        &self,
        cx: &Cx,
        input: PutScalingPolicyRequest,
    ) -> Result<PutScalingPolicyResponse> {
        let of =
            named(cx, &input.service_namespace, &input.resource_id, &input.scalable_dimension)?;
        let rule = rule(&input)?;
        self.change(cx, |view, to| {
            let target = target_of(view, &of)?;
            let table = view.snapshot.table::<Record>();
            let all: Vec<_> = table.by::<policy::OfTarget>(&of).map_err(fault)?.collect();
            let old = all.iter().find(|policy| policy.name == input.policy_name);
            if let Some(rule) = rule.as_ref().and_then(tracked) {
                let same = |other: &&&Arc<Entry<Record>>| {
                    other.name != input.policy_name
                        && tracked(&other.rule).is_some_and(|other| other.metric == rule.metric)
                };
                if all.iter().any(|other| same(&other)) {
                    return invalid(
                        "Only one TargetTrackingScaling policy for a given metric specification \
                         is allowed.",
                    );
                }
            }
            let now = self.state.now();
            let next = match (old, &rule) {
                (Some(old), None) => old.doc.record.clone(),
                (None, None) => {
                    return invalid("A policy configuration is required for a new policy.");
                }
                (Some(old), Some(rule)) => {
                    if tracked(&old.rule).is_some() != tracked(rule).is_some() {
                        return invalid("The type of a scaling policy cannot be changed.");
                    }
                    Record { rule: rule.clone(), ..old.doc.record.clone() }
                }
                (None, Some(rule)) => {
                    if all.len() >= POLICIES_MAX {
                        let text = format!("The maximum of {POLICIES_MAX} policies is reached.");
                        return Err(Error::limit_exceeded(text).into());
                    }
                    Record {
                        of: of.clone(),
                        name: input.policy_name.clone(),
                        id: uuid::Uuid::new_v4().to_string(),
                        created_at: now,
                        rule: rule.clone(),
                    }
                }
            };
            let mut alarms = vec![];
            if let Rule::Tracking(tracking) = &next.rule {
                let wanted = tracking::alarms(&next, tracking, now);
                for name in next.alarms() {
                    match wanted.iter().find(|alarm| alarm.name == name) {
                        Some(wanted) => {
                            keep_alarm(view, to, wanted, now)?;
                            alarms.push(shown_alarm(wanted));
                        }
                        None => remove_alarm(view, to, &name, now)?,
                    }
                }
            } else if old.is_some() {
                alarms = alarms_of(view, &next)?;
            }
            let policy_arn = Some(next.arn());
            // Who deregisters the target at the same moment meets this.
            to.touch(&target)?;
            match old {
                Some(old) => to.put(old, next)?,
                None => to.create(policy::key(&of, &input.policy_name), &next)?,
            }
            Ok(PutScalingPolicyResponse { policy_arn, alarms: Some(alarms) })
        })
        .await
    }

    pub(super) async fn delete_scaling_policy(
        &self,
        cx: &Cx,
        input: DeleteScalingPolicyRequest,
    ) -> Result<DeleteScalingPolicyResponse> {
        let of =
            named(cx, &input.service_namespace, &input.resource_id, &input.scalable_dimension)?;
        self.change(cx, |view, to| {
            let Some(old) = view.get::<Record, _>(policy::key(&of, &input.policy_name))? else {
                let name = Some(("policy name", &*input.policy_name));
                return Err(not_found("scaling policy", &of, name));
            };
            remove_alarms(view, to, &old, self.state.now())?;
            to.delete(&old);
            Ok(DeleteScalingPolicyResponse {})
        })
        .await
    }

    pub(super) async fn describe_scaling_policies(
        &self,
        cx: &Cx,
        input: DescribeScalingPoliciesRequest,
    ) -> Result<DescribeScalingPoliciesResponse> {
        kind(&input.service_namespace, input.scalable_dimension.as_ref())?;
        let view = self.view(cx);
        let names = input.policy_names.as_deref().filter(|names| !names.is_empty());
        let resource = input.resource_id.as_deref();
        let all = view.snapshot.table::<Record>().all().map_err(fault)?;
        let found: Vec<_> = all
            .filter(|policy| is_of(&view.scope, &policy.of, resource))
            .filter(|policy| names.is_none_or(|names| names.contains(&policy.name)))
            .cloned()
            .collect();
        let list = format!("policies {} {names:?} {resource:?}", view.scope.prefix("p"));
        let size = page_size(input.max_results)?;
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, size, found, |policy| policy.key.to_string())
                .map_err(bad_token)?;
        let shown = page.iter().map(|policy| shown(&view, policy)).collect::<Result<_>>()?;
        Ok(DescribeScalingPoliciesResponse { scaling_policies: Some(shown), next_token })
    }
}

fn tracked(rule: &Rule) -> Option<&policy::Tracking> {
    match rule {
        Rule::Tracking(tracking) => Some(tracking),
        Rule::Step(_) => None,
    }
}

/// The rule that a request asks for; `None` when it says nothing of one.
fn rule(input: &PutScalingPolicyRequest) -> Result<Option<Rule>> {
    if input.predictive_scaling_policy_configuration.is_some()
        || input.policy_type == Some(PolicyType::PredictiveScaling)
    {
        return not_built("Predictive scaling");
    }
    let (steps, tracks) = (
        input.step_scaling_policy_configuration.as_ref(),
        input.target_tracking_scaling_policy_configuration.as_ref(),
    );
    match (&input.policy_type, steps, tracks) {
        (_, None, None) => Ok(None),
        (Some(PolicyType::TargetTrackingScaling), None, Some(tracks)) => {
            tracking::read(tracks).map(Rule::Tracking).map(Some)
        }
        (None | Some(PolicyType::StepScaling), Some(steps), None) => {
            step(steps).map(Rule::Step).map(Some)
        }
        _ => invalid("The policy type and the policy configuration do not agree."),
    }
}

fn step(asked: &StepScalingPolicyConfiguration) -> Result<Step> {
    let adjustment = match &asked.adjustment_type {
        Some(AdjustmentType::ChangeInCapacity) => Adjustment::ChangeInCapacity,
        Some(AdjustmentType::PercentChangeInCapacity) => Adjustment::PercentChangeInCapacity,
        Some(AdjustmentType::ExactCapacity) => Adjustment::ExactCapacity,
        Some(AdjustmentType::Unknown(other)) => {
            return invalid(format!("{other} is no adjustment type."));
        }
        None => return invalid("AdjustmentType is required for a step scaling policy."),
    };
    let asked_steps = asked.step_adjustments.as_deref().unwrap_or_default();
    if asked_steps.is_empty() {
        return invalid("At least one step adjustment must be specified.");
    }
    if asked_steps.len() > STEPS_MAX {
        return invalid(format!("A policy has at most {STEPS_MAX} step adjustments."));
    }
    let all = asked_steps.iter().map(one_step).collect::<Result<Vec<_>>>()?;
    let bounds: Vec<_> = all
        .iter()
        .map(|step| steps::Step { lower: step.lower, upper: step.upper, by: step.by })
        .collect();
    if let Err(wrong) = steps::check(&bounds) {
        return invalid(match wrong {
            Wrong::Bounds => "A step adjustment's lower bound must be less than its upper bound.",
            Wrong::Overlap => "Step adjustment intervals can't overlap.",
            Wrong::Gap => "There is a gap between the step adjustment intervals.",
        });
    }
    if adjustment == Adjustment::ExactCapacity && all.iter().any(|step| step.by < 0) {
        return invalid("ScalingAdjustment must not be negative with ExactCapacity.");
    }
    let percent = adjustment == Adjustment::PercentChangeInCapacity;
    if asked.min_adjustment_magnitude.is_some() && !percent {
        return invalid("MinAdjustmentMagnitude can be set with PercentChangeInCapacity only.");
    }
    Ok(Step {
        adjustment,
        steps: all,
        least: count(asked.min_adjustment_magnitude, "MinAdjustmentMagnitude")?,
        cooldown_s: count(asked.cooldown, "Cooldown")?,
        aggregation: asked.metric_aggregation_type.as_ref().map(|kind| kind.as_str().to_owned()),
    })
}

fn one_step(asked: &Asked) -> Result<StepAdjustment> {
    let (lower, upper) = (asked.metric_interval_lower_bound, asked.metric_interval_upper_bound);
    if [lower, upper].into_iter().flatten().any(|bound| !bound.is_finite()) {
        return invalid("The bounds of a step adjustment must be finite numbers.");
    }
    let Some(by) = asked.scaling_adjustment else {
        return invalid("ScalingAdjustment is required for a step adjustment.");
    };
    Ok(StepAdjustment { lower, upper, by })
}

/// A number that is not below 0.
pub(super) fn count(asked: Option<i32>, name: &str) -> Result<Option<u32>> {
    match asked.map(u32::try_from) {
        None => Ok(None),
        Some(Ok(count)) => Ok(Some(count)),
        Some(Err(_)) => invalid(format!("{name} must be greater than or equal to 0.")),
    }
}

/// Writes an alarm of a policy: a new one, or its configuration.
fn keep_alarm(
    view: &View,
    to: &mut Change,
    wanted: &alarm::Record,
    now: TimestampMs,
) -> Result<()> {
    match view.get::<alarm::Record, _>(wanted.key())? {
        Some(old) => {
            let (created_at, tags) = (old.created_at, old.tags.clone());
            let next = alarm::Record { created_at, tags, ..wanted.clone() };
            if next == (alarm::Record { configured_at: now, ..old.doc.record.clone() }) {
                return Ok(());
            }
            tell(view, to, &next, history::Change::Update, now)?;
            to.put(&old, next)
        }
        None => {
            tell(view, to, wanted, history::Change::Create, now)?;
            let state = alarm_state::Record::of_new(Of::Metric(wanted));
            to.replace(view, alarm_state::key(&wanted.scope, &wanted.name), state)?;
            to.create(wanted.key(), wanted)
        }
    }
}

/// Removes the alarms that a policy keeps.
pub(super) fn remove_alarms(
    view: &View,
    to: &mut Change,
    policy: &Record,
    now: TimestampMs,
) -> Result<()> {
    match tracked(&policy.rule) {
        Some(_) => policy.alarms().iter().try_for_each(|name| remove_alarm(view, to, name, now)),
        None => Ok(()),
    }
}

fn remove_alarm(view: &View, to: &mut Change, name: &str, now: TimestampMs) -> Result<()> {
    let Some(old) = view.get::<alarm::Record, _>(alarm::key(&view.scope, name))? else {
        return Ok(());
    };
    tell(view, to, &old, history::Change::Delete, now)?;
    to.delete(&old);
    if let Some(state) = view.get::<alarm_state::Record, _>(alarm_state::key(&view.scope, name))? {
        to.delete(&state);
    }
    Ok(())
}

fn tell(
    view: &View,
    to: &mut Change,
    alarm: &alarm::Record,
    change: history::Change,
    now: TimestampMs,
) -> Result<()> {
    let table = view.snapshot.table::<history::Record>();
    let of = (alarm.scope.clone(), alarm.name.clone());
    let there = table.readable_by::<history::OfAlarm>(&of).0;
    let is_readable =
        |number| view.get::<history::Record, Error>(history::place(&of.0, &of.1, number)).is_ok();
    let mut numbers = history::next_numbers(there.map(|entry| &entry.doc.record), is_readable);
    let number = numbers.next().expect("there is one at least");
    let state = view.get::<alarm_state::Record, _>(alarm_state::key(&alarm.scope, &alarm.name))?;
    let state = state.map_or_else(
        || alarm_state::Record::of_new(Of::Metric(alarm)),
        |state| state.doc.record.clone(),
    );
    let item = history::Record::of_configuration(number, Of::Metric(alarm), &state, change, now);
    to.replace(view, item.key(), item)
}

/// The alarms that ask for a policy.
fn alarms_of(view: &View, policy: &Record) -> Result<Vec<Alarm>> {
    let arn = policy.arn();
    let asks = |action: &String| policy::plain(action) == arn;
    let all = view.snapshot.table::<alarm::Record>().all().map_err(fault)?;
    let own = all.filter(|alarm| alarm.scope == view.scope);
    Ok(own.filter(|alarm| alarm.all_actions().any(asks)).map(|alarm| shown_alarm(alarm)).collect())
}

fn shown_alarm(alarm: &alarm::Record) -> Alarm {
    Alarm { alarm_name: Some(alarm.name.clone()), alarm_arn: Some(alarm.arn()) }
}

fn shown(view: &View, policy: &Record) -> Result<ScalingPolicy> {
    let mut shown = ScalingPolicy {
        policy_arn: Some(policy.arn()),
        policy_name: Some(policy.name.clone()),
        service_namespace: Some(ServiceNamespace::Ecs),
        resource_id: Some(policy.of.resource()),
        scalable_dimension: Some(ScalableDimension::EcsServiceDesiredCount),
        alarms: Some(alarms_of(view, policy)?),
        creation_time: Some(Timestamp::from(policy.created_at)),
        ..ScalingPolicy::default()
    };
    match &policy.rule {
        Rule::Tracking(tracks) => {
            shown.policy_type = Some(PolicyType::TargetTrackingScaling);
            shown.target_tracking_scaling_policy_configuration = Some(tracking::shown(tracks));
        }
        Rule::Step(step) => {
            shown.policy_type = Some(PolicyType::StepScaling);
            let one = |step: &StepAdjustment| Asked {
                metric_interval_lower_bound: step.lower,
                metric_interval_upper_bound: step.upper,
                scaling_adjustment: Some(step.by),
            };
            shown.step_scaling_policy_configuration = Some(StepScalingPolicyConfiguration {
                adjustment_type: Some(AdjustmentType::from(step.adjustment.as_str())),
                step_adjustments: Some(step.steps.iter().map(one).collect()),
                min_adjustment_magnitude: step.least.and_then(|n| i32::try_from(n).ok()),
                cooldown: step.cooldown_s.and_then(|n| i32::try_from(n).ok()),
                metric_aggregation_type: step
                    .aggregation
                    .as_deref()
                    .map(MetricAggregationType::from),
            });
        }
    }
    Ok(shown)
}
