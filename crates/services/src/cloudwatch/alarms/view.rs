//! Alarms, as they are shown.

use ferrogate_api::Timestamp;
use ferrogate_api::cloudwatch::{
    ComparisonOperator, Dimension, Metric, MetricAlarm, MetricDataQuery, MetricStat, StandardUnit,
    StateValue, Statistic,
};
use ferrogate_records::cloudwatch::alarm::{Record, Watched};
use ferrogate_records::cloudwatch::state;

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
        Some(query) => {
            let mut one = MetricDataQuery {
                id: Some(query.id.clone()),
                label: query.label.clone(),
                return_data: Some(true),
                ..MetricDataQuery::default()
            };
            one.metric_stat = Some(metric_stat(of));
            shown.metrics = Some(vec![one]);
        }
        None => {
            shown.metric_name = Some(of.name.clone());
            shown.namespace = Some(of.namespace.clone());
            shown.dimensions = Some(dimensions(of));
            shown.period = i32::try_from(of.period_s).ok();
            shown.unit = unit(of);
            match Statistic::from(&*of.statistic) {
                Statistic::Unknown(extended) => shown.extended_statistic = Some(extended),
                plain => shown.statistic = Some(plain),
            }
        }
    }
    shown
}

fn metric_stat(of: &Watched) -> MetricStat {
    MetricStat {
        metric: Some(Metric {
            namespace: Some(of.namespace.clone()),
            metric_name: Some(of.name.clone()),
            dimensions: Some(dimensions(of)),
        }),
        period: i32::try_from(of.period_s).ok(),
        stat: Some(of.statistic.clone()),
        unit: unit(of),
    }
}

fn dimensions(of: &Watched) -> Vec<Dimension> {
    let one = |(name, value): &(String, String)| Dimension {
        name: Some(name.clone()),
        value: Some(value.clone()),
    };
    of.dimensions.iter().map(one).collect()
}

fn unit(of: &Watched) -> Option<StandardUnit> {
    of.unit.as_deref().map(StandardUnit::from)
}

fn value(value: state::Value) -> StateValue {
    match value {
        state::Value::Ok => StateValue::Ok,
        state::Value::Alarm => StateValue::Alarm,
        state::Value::InsufficientData => StateValue::InsufficientData,
    }
}
