//! Policies that track a metric: what is asked of them, and the alarms that they keep.

use std::collections::BTreeSet;

use ferrogate_api::application_autoscaling::{
    CustomizedMetricSpecification, MetricDimension, MetricStatistic, MetricType,
    PredefinedMetricSpecification, TargetTrackingMetric, TargetTrackingMetricDataQuery,
    TargetTrackingMetricDimension, TargetTrackingMetricStat,
    TargetTrackingScalingPolicyConfiguration,
};
use ferrogate_base::TimestampMs;
use ferrogate_metrics::math::{MathError, NotOneSeries, trial};
use ferrogate_metrics::scaling::tracking::LOW_PART;
use ferrogate_records::autoscaling::policy::{Metric, Predefined, Record, Tracking};
use ferrogate_records::cloudwatch::alarm::{self, Comparison, Missing, Part, Query, Watched, What};

use super::policy::count;
use super::{Result, invalid, not_built};

/// Policies look at their metrics by the minute.
const PERIOD_S: u32 = 60;
/// Minutes that the alarm above and the one below look at (seen in exported alarms).
const HIGH_MINUTES: u32 = 3;
const LOW_MINUTES: u32 = 15;

pub(super) fn read(asked: &TargetTrackingScalingPolicyConfiguration) -> Result<Tracking> {
    let target = asked.target_value.unwrap_or_default();
    if !target.is_finite() || target <= 0.0 {
        return invalid("TargetValue must be greater than 0.");
    }
    let metric =
        match (&asked.predefined_metric_specification, &asked.customized_metric_specification) {
            (Some(predefined), None) => read_predefined(predefined)?,
            (None, Some(customized)) => read_customized(customized)?,
            _ => {
                return invalid(
                    "Either PredefinedMetricSpecification or CustomizedMetricSpecification must be \
                 specified.",
                );
            }
        };
    Ok(Tracking {
        target,
        metric,
        out_cooldown_s: count(asked.scale_out_cooldown, "ScaleOutCooldown")?,
        in_cooldown_s: count(asked.scale_in_cooldown, "ScaleInCooldown")?,
        scale_in_disabled: asked.disable_scale_in,
    })
}

fn read_predefined(asked: &PredefinedMetricSpecification) -> Result<Metric> {
    let name = asked.predefined_metric_type.as_ref().map_or("", |kind| kind.as_str());
    let all = [
        Predefined::ECSServiceAverageCPUUtilization,
        Predefined::ECSServiceAverageMemoryUtilization,
        Predefined::ALBRequestCountPerTarget,
    ];
    let Some(kind) = all.into_iter().find(|kind| kind.as_str() == name) else {
        return match name.starts_with("ECS") {
            true => not_built(format!("The predefined metric {name}")),
            false => invalid(format!("The metric type {name} is not of ecs:service:DesiredCount.")),
        };
    };
    let label = asked.resource_label.clone();
    match (kind, &label) {
        (Predefined::ALBRequestCountPerTarget, None) => {
            invalid("ResourceLabel is required for ALBRequestCountPerTarget.")
        }
        (Predefined::ALBRequestCountPerTarget, Some(text)) if parts(text).is_none() => {
            invalid(format!(
                "ResourceLabel {text} must be app/<load balancer name>/<id>/targetgroup/<target \
                 group name>/<id>."
            ))
        }
        (Predefined::ALBRequestCountPerTarget, Some(_)) | (_, None) => {
            Ok(Metric::Predefined { kind, label })
        }
        (_, Some(_)) => invalid(format!("ResourceLabel must not be specified for {name}.")),
    }
}

/// The load balancer and the target group of a label.
fn parts(label: &str) -> Option<(&str, &str)> {
    let at = label.find("/targetgroup/")?;
    let (balancer, group) = (&label[..at], &label[at + 1..]);
    let three = |text: &str| {
        let parts: Vec<&str> = text.split('/').collect();
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty())
    };
    (balancer.starts_with("app/") && three(balancer) && three(group)).then_some((balancer, group))
}

fn read_customized(asked: &CustomizedMetricSpecification) -> Result<Metric> {
    if let Some(queries) = asked.metrics.as_deref().filter(|queries| !queries.is_empty()) {
        return read_query(queries);
    }
    let (Some(name), Some(namespace), Some(statistic)) =
        (asked.metric_name.clone(), asked.namespace.clone(), asked.statistic.as_ref())
    else {
        return invalid(
            "MetricName, Namespace and Statistic are required for a customized metric.",
        );
    };
    let one = |of: &MetricDimension| {
        (of.name.clone().unwrap_or_default(), of.value.clone().unwrap_or_default())
    };
    let mut dimensions: Vec<_> = asked.dimensions.iter().flatten().map(one).collect();
    dimensions.sort();
    Ok(Metric::Customized {
        namespace,
        name,
        dimensions,
        statistic: statistic.as_str().to_owned(),
        unit: asked.unit.clone(),
        query: None,
    })
}

fn read_query(queries: &[TargetTrackingMetricDataQuery]) -> Result<Metric> {
    if queries.iter().filter(|query| query.return_data != Some(false)).count() != 1 {
        return invalid("Exactly one of the metrics must return data.");
    }
    if let [query] = queries
        && query.expression.is_none()
    {
        let of = read_metric(query)?;
        return Ok(Metric::Customized {
            namespace: of.namespace,
            name: of.name,
            dimensions: of.dimensions,
            statistic: of.statistic,
            unit: of.unit,
            query: Some(Query {
                id: query.id.clone().unwrap_or_default(),
                label: query.label.clone(),
            }),
        });
    }
    let mut parts = vec![];
    for query in queries {
        let what = match &query.expression {
            Some(_) if query.metric_stat.is_some() => {
                return invalid("A metric must not have both MetricStat and Expression.");
            }
            Some(text) => What::Expression { text: text.clone(), period_s: None },
            None => What::Metric(read_metric(query)?),
        };
        parts.push(Part {
            id: query.id.clone().unwrap_or_default(),
            label: query.label.clone(),
            returned: query.return_data != Some(false),
            what,
        });
    }
    check(&parts)?;
    Ok(Metric::Computed(parts))
}

/// Refuses expressions that don't come to one series.
fn check(parts: &[Part]) -> Result<()> {
    let ids: BTreeSet<&str> = parts.iter().map(|part| &*part.id).collect();
    if ids.len() < parts.len() {
        return invalid("The ids of metrics must be unique.");
    }
    let returned = parts.iter().find(|part| part.returned).map_or("", |part| &part.id);
    let (mut metrics, mut exprs) = (vec![], vec![]);
    for part in parts {
        match &part.what {
            What::Metric(_) => metrics.push(&*part.id),
            What::Expression { text, .. } => exprs.push((&*part.id, &**text)),
        }
    }
    match trial(&metrics, &exprs, returned, PERIOD_S) {
        Ok(()) => Ok(()),
        Err(NotOneSeries::Other { text }) => {
            invalid(format!("The expression must return a single time series: {text}."))
        }
        Err(NotOneSeries::Wrong { error: MathError::NotBuilt(name), .. }) => {
            not_built(format!("The function {name}"))
        }
        Err(NotOneSeries::Wrong { id, text, error }) => {
            invalid(format!("Error in expression '{id}' [{text}]: {error}."))
        }
    }
}

fn read_metric(query: &TargetTrackingMetricDataQuery) -> Result<alarm::Metric> {
    let stat = query.metric_stat.as_ref();
    let metric = stat.and_then(|stat| stat.metric.as_ref());
    let (Some(stat), Some(metric)) = (stat, metric) else {
        return invalid("MetricStat is required for a metric data query.");
    };
    let (Some(name), Some(namespace), Some(statistic)) =
        (metric.metric_name.clone(), metric.namespace.clone(), stat.stat.clone())
    else {
        return invalid("MetricName, Namespace and Stat are required for a customized metric.");
    };
    if !["Average", "Minimum", "Maximum", "SampleCount", "Sum"].contains(&&*statistic) {
        return not_built(format!("The statistic {statistic} in a scaling policy"));
    }
    let one = |of: &TargetTrackingMetricDimension| {
        (of.name.clone().unwrap_or_default(), of.value.clone().unwrap_or_default())
    };
    let mut dimensions: Vec<_> = metric.dimensions.iter().flatten().map(one).collect();
    dimensions.sort();
    Ok(alarm::Metric { namespace, name, dimensions, unit: stat.unit.clone(), statistic })
}

/// The alarms that a policy keeps: one when the metric is above its target, and one when it is
/// so far below that fewer tasks would do.
pub(super) fn alarms(policy: &Record, tracking: &Tracking, now: TimestampMs) -> Vec<alarm::Record> {
    let [high, low] = policy.alarms();
    let alarm = |name: String, comparison, threshold, minutes| alarm::Record {
        scope: policy.of.scope.clone(),
        name,
        description: Some(format!(
            "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {}.",
            policy.arn()
        )),
        actions_enabled: true,
        ok_actions: vec![],
        alarm_actions: vec![policy.arn()],
        insufficient_data_actions: vec![],
        watched: watched(policy, &tracking.metric),
        evaluation_periods: minutes,
        datapoints_to_alarm: None,
        threshold,
        comparison,
        missing: Some(Missing::Missing),
        few_samples: None,
        created_at: now,
        configured_at: now,
        tags: vec![],
    };
    let (above, below) = (Comparison::GreaterThanThreshold, Comparison::LessThanThreshold);
    let mut all = vec![alarm(high, above, tracking.target, HIGH_MINUTES)];
    if tracking.scales_in() {
        // Two places are enough, and 0.9 × 70 is 63 then.
        let threshold = (tracking.target * LOW_PART * 1e6).round() / 1e6;
        all.push(alarm(low, below, threshold, LOW_MINUTES));
    }
    all
}

fn watched(policy: &Record, metric: &Metric) -> Watched {
    let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let usage = |name: &str| Watched {
        namespace: "AWS/ECS".to_owned(),
        name: name.to_owned(),
        dimensions: vec![
            of("ClusterName", &policy.of.cluster),
            of("ServiceName", &policy.of.service),
        ],
        unit: Some("Percent".to_owned()),
        statistic: "Average".to_owned(),
        period_s: PERIOD_S,
        query: None,
        math: vec![],
    };
    match metric {
        Metric::Predefined { kind: Predefined::ECSServiceAverageCPUUtilization, .. } => {
            usage("CPUUtilization")
        }
        Metric::Predefined { kind: Predefined::ECSServiceAverageMemoryUtilization, .. } => {
            usage("MemoryUtilization")
        }
        Metric::Predefined { kind: Predefined::ALBRequestCountPerTarget, label } => {
            let (balancer, group) = label.as_deref().and_then(parts).unwrap_or_default();
            Watched {
                namespace: "AWS/ApplicationELB".to_owned(),
                name: "RequestCountPerTarget".to_owned(),
                dimensions: vec![of("LoadBalancer", balancer), of("TargetGroup", group)],
                unit: None,
                statistic: "Sum".to_owned(),
                period_s: PERIOD_S,
                query: None,
                math: vec![],
            }
        }
        Metric::Customized { namespace, name, dimensions, statistic, unit, query } => Watched {
            namespace: namespace.clone(),
            name: name.clone(),
            dimensions: dimensions.clone(),
            unit: unit.clone(),
            statistic: statistic.clone(),
            period_s: PERIOD_S,
            query: query.clone(),
            math: vec![],
        },
        Metric::Computed(parts) => {
            Watched { math: parts.clone(), period_s: PERIOD_S, ..Watched::default() }
        }
    }
}

/// A configuration, as it is shown.
pub(super) fn shown(of: &Tracking) -> TargetTrackingScalingPolicyConfiguration {
    let mut shown = TargetTrackingScalingPolicyConfiguration {
        target_value: Some(of.target),
        scale_out_cooldown: of.out_cooldown_s.and_then(|s| i32::try_from(s).ok()),
        scale_in_cooldown: of.in_cooldown_s.and_then(|s| i32::try_from(s).ok()),
        disable_scale_in: of.scale_in_disabled,
        ..TargetTrackingScalingPolicyConfiguration::default()
    };
    match &of.metric {
        Metric::Predefined { kind, label } => {
            shown.predefined_metric_specification = Some(PredefinedMetricSpecification {
                predefined_metric_type: Some(MetricType::from(kind.as_str())),
                resource_label: label.clone(),
            });
        }
        Metric::Customized { namespace, name, dimensions, statistic, unit, query: None } => {
            let one = |(name, value): &(String, String)| MetricDimension {
                name: Some(name.clone()),
                value: Some(value.clone()),
            };
            shown.customized_metric_specification = Some(CustomizedMetricSpecification {
                metric_name: Some(name.clone()),
                namespace: Some(namespace.clone()),
                dimensions: Some(dimensions.iter().map(one).collect()),
                statistic: Some(MetricStatistic::from(&**statistic)),
                unit: unit.clone(),
                metrics: None,
            });
        }
        Metric::Customized { namespace, name, dimensions, statistic, unit, query: Some(query) } => {
            let of = alarm::Metric {
                namespace: namespace.clone(),
                name: name.clone(),
                dimensions: dimensions.clone(),
                unit: unit.clone(),
                statistic: statistic.clone(),
            };
            let query = TargetTrackingMetricDataQuery {
                id: Some(query.id.clone()),
                label: query.label.clone(),
                metric_stat: Some(shown_metric(&of)),
                return_data: Some(true),
                ..TargetTrackingMetricDataQuery::default()
            };
            shown.customized_metric_specification = Some(CustomizedMetricSpecification {
                metrics: Some(vec![query]),
                ..CustomizedMetricSpecification::default()
            });
        }
        Metric::Computed(parts) => {
            shown.customized_metric_specification = Some(CustomizedMetricSpecification {
                metrics: Some(parts.iter().map(shown_part).collect()),
                ..CustomizedMetricSpecification::default()
            });
        }
    }
    shown
}

fn shown_part(part: &Part) -> TargetTrackingMetricDataQuery {
    let mut shown = TargetTrackingMetricDataQuery {
        id: Some(part.id.clone()),
        label: part.label.clone(),
        return_data: Some(part.returned),
        ..TargetTrackingMetricDataQuery::default()
    };
    match &part.what {
        What::Metric(of) => shown.metric_stat = Some(shown_metric(of)),
        What::Expression { text, .. } => shown.expression = Some(text.clone()),
    }
    shown
}

fn shown_metric(of: &alarm::Metric) -> TargetTrackingMetricStat {
    let one = |(name, value): &(String, String)| TargetTrackingMetricDimension {
        name: Some(name.clone()),
        value: Some(value.clone()),
    };
    TargetTrackingMetricStat {
        metric: Some(TargetTrackingMetric {
            dimensions: Some(of.dimensions.iter().map(one).collect()),
            metric_name: Some(of.name.clone()),
            namespace: Some(of.namespace.clone()),
        }),
        stat: Some(of.statistic.clone()),
        unit: of.unit.clone(),
    }
}
