//! Alarms, as they are shown.

use ferrogate_api::Timestamp;
use ferrogate_api::cloudwatch::{
    ActionsSuppressedBy, ComparisonOperator, CompositeAlarm, Dimension, Metric, MetricAlarm,
    MetricDataQuery, MetricStat, StandardUnit, StateValue, Statistic,
};
use ferrogate_records::cloudwatch::alarm::{Metric as WatchedMetric, Part, Record, Watched, What};
use ferrogate_records::cloudwatch::{composite, state};

pub(super) fn alarm(alarm: &Record, state: &state::Record) -> MetricAlarm {
    let mut shown = MetricAlarm {
        alarm_name: Some(alarm.name.clone()),
        alarm_arn: Some(alarm.arn()),
        alarm_description: alarm.description.clone(),
        alarm_configuration_updated_timestamp: Some(Timestamp::from(alarm.configured_at)),
        actions_enabled: Some(alarm.actions_enabled),
        ok_actions: Some(alarm.ok_actions.clone()),
        alarm_actions: Some(alarm.alarm_actions.clone()),
        insufficient_data_actions: Some(alarm.insufficient_data_actions.clone()),
        state_value: Some(value(state.value)),
        state_reason: Some(state.reason.clone()),
        state_reason_data: state.reason_data.clone(),
        state_updated_timestamp: Some(Timestamp::from(state.updated_at)),
        state_transitioned_timestamp: Some(Timestamp::from(state.transitioned_at)),
        evaluation_periods: i32::try_from(alarm.evaluation_periods).ok(),
        datapoints_to_alarm: alarm.datapoints_to_alarm.and_then(|m| i32::try_from(m).ok()),
        threshold: Some(alarm.threshold),
        comparison_operator: Some(ComparisonOperator::from(alarm.comparison.as_str())),
        treat_missing_data: alarm.missing.map(|missing| missing.as_str().to_owned()),
        evaluate_low_sample_count_percentile: alarm.few_samples.map(|few| few.as_str().to_owned()),
        ..MetricAlarm::default()
    };
    let of = &alarm.watched;
    match &of.query {
        _ if !of.math.is_empty() => {
            shown.metrics = Some(of.math.iter().map(|p| part(of, p)).collect())
        }
        Some(query) => {
            let mut one = MetricDataQuery {
                id: Some(query.id.clone()),
                label: query.label.clone(),
                return_data: Some(true),
                ..MetricDataQuery::default()
            };
            let metric = of.metrics().into_iter().next();
            one.metric_stat = metric.map(|(_, metric)| metric_stat(of, &metric));
            shown.metrics = Some(vec![one]);
        }
        None => {
            shown.metric_name = Some(of.name.clone());
            shown.namespace = Some(of.namespace.clone());
            shown.dimensions = Some(dimensions(&of.dimensions));
            shown.period = i32::try_from(of.period_s).ok();
            shown.unit = unit(&of.unit);
            match Statistic::from(&*of.statistic) {
                Statistic::Unknown(extended) => shown.extended_statistic = Some(extended),
                plain => shown.statistic = Some(plain),
            }
        }
    }
    shown
}

pub(super) fn composite(alarm: &composite::Record, state: &state::Record) -> CompositeAlarm {
    let suppressor = alarm.suppressor.as_ref();
    let seconds = |seconds: u32| i32::try_from(seconds).ok();
    let by = state.suppressed.as_ref().map(|suppressed| suppressed.by);
    CompositeAlarm {
        actions_enabled: Some(alarm.actions_enabled),
        alarm_actions: Some(alarm.alarm_actions.clone()),
        alarm_arn: Some(alarm.head().arn()),
        alarm_configuration_updated_timestamp: Some(Timestamp::from(alarm.configured_at)),
        alarm_description: alarm.description.clone(),
        alarm_name: Some(alarm.name.clone()),
        alarm_rule: Some(alarm.rule.clone()),
        insufficient_data_actions: Some(alarm.insufficient_data_actions.clone()),
        ok_actions: Some(alarm.ok_actions.clone()),
        state_reason: Some(state.reason.clone()),
        state_reason_data: state.reason_data.clone(),
        state_updated_timestamp: Some(Timestamp::from(state.updated_at)),
        state_value: Some(value(state.value)),
        state_transitioned_timestamp: Some(Timestamp::from(state.transitioned_at)),
        actions_suppressed_by: by.map(|by| ActionsSuppressedBy::from(by.as_str())),
        actions_suppressed_reason: by.map(|by| by.reason()),
        actions_suppressor: suppressor.map(|by| by.written.clone()),
        actions_suppressor_wait_period: suppressor.and_then(|by| seconds(by.wait_s)),
        actions_suppressor_extension_period: suppressor.and_then(|by| seconds(by.extension_s)),
    }
}

fn part(of: &Watched, part: &Part) -> MetricDataQuery {
    let mut one = MetricDataQuery {
        id: Some(part.id.clone()),
        label: part.label.clone(),
        return_data: Some(part.returned),
        ..MetricDataQuery::default()
    };
    match &part.what {
        What::Metric(metric) => one.metric_stat = Some(metric_stat(of, metric)),
        What::Expression { text, period_s } => {
            one.expression = Some(text.clone());
            one.period = period_s.and_then(|period| i32::try_from(period).ok());
        }
    }
    one
}

fn metric_stat(of: &Watched, metric: &WatchedMetric) -> MetricStat {
    MetricStat {
        metric: Some(Metric {
            namespace: Some(metric.namespace.clone()),
            metric_name: Some(metric.name.clone()),
            dimensions: Some(dimensions(&metric.dimensions)),
        }),
        period: i32::try_from(of.period_s).ok(),
        stat: Some(metric.statistic.clone()),
        unit: unit(&metric.unit),
    }
}

fn dimensions(of: &[(String, String)]) -> Vec<Dimension> {
    let one = |(name, value): &(String, String)| Dimension {
        name: Some(name.clone()),
        value: Some(value.clone()),
    };
    of.iter().map(one).collect()
}

fn unit(of: &Option<String>) -> Option<StandardUnit> {
    of.as_deref().map(StandardUnit::from)
}

pub(super) fn value(value: state::Value) -> StateValue {
    match value {
        state::Value::Ok => StateValue::Ok,
        state::Value::Alarm => StateValue::Alarm,
        state::Value::InsufficientData => StateValue::InsufficientData,
    }
}
