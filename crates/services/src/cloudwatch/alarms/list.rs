//! DescribeAlarms, DescribeAlarmsForMetric.

use ferrogate_api::Cx;
use ferrogate_api::cloudwatch::{
    AlarmType, DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput, DescribeAlarmsInput,
    DescribeAlarmsOutput, Error, MetricAlarm,
};
use ferrogate_records::cloudwatch::alarm::Record;
use ferrogate_records::cloudwatch::state as alarm_state;

use super::put::dimensions;
use super::{Alarm, Alarms, Result, View, invalid, view};
use crate::page;

/// Alarms of a page (API model, `MaxRecords`): at most, and when nothing is said.
pub(super) const PAGE: (i32, i32) = (100, 50);

impl Alarms {
    pub(super) async fn describe_alarms(
        &self,
        cx: &Cx,
        input: DescribeAlarmsInput,
    ) -> Result<DescribeAlarmsOutput> {
        let see = self.view(cx);
        let names = input.alarm_names.as_deref().filter(|names| !names.is_empty());
        let prefix = input.alarm_name_prefix.as_deref();
        if names.is_some() && prefix.is_some() {
            return invalid("AlarmNames and AlarmNamePrefix are mutually exclusive.");
        }
        if input.children_of_alarm_name.is_some() || input.parents_of_alarm_name.is_some() {
            return super::not_built("A composite alarm");
        }
        let types = input.alarm_types.as_deref().unwrap_or_default();
        let metric = types.is_empty() || types.contains(&AlarmType::MetricAlarm);
        let size = input.max_records.unwrap_or(PAGE.1).clamp(1, PAGE.0);
        let mut found: Vec<MetricAlarm> = vec![];
        for alarm in see.alarms()?.iter().filter(|_| metric) {
            let is = names.is_none_or(|names| names.contains(&alarm.name))
                && prefix.is_none_or(|prefix| alarm.name.starts_with(prefix))
                && input
                    .action_prefix
                    .as_deref()
                    .is_none_or(|prefix| alarm.all_actions().any(|a| a.starts_with(prefix)));
            if !is {
                continue;
            }
            let shown = show(&see, alarm)?;
            if input.state_value.is_none() || shown.state_value == input.state_value {
                found.push(shown);
            }
        }
        let list = format!(
            "{see} {names:?} {prefix:?} {types:?} {:?} {:?}",
            input.state_value,
            input.action_prefix,
            see = see.scope.prefix("alarms")
        );
        let name = |alarm: &MetricAlarm| alarm.alarm_name.clone().unwrap_or_default();
        let size = usize::try_from(size).unwrap_or(1);
        let (page, next_token) =
            page::page(&list, input.next_token.as_deref(), size, found, name).map_err(bad_token)?;
        Ok(DescribeAlarmsOutput {
            composite_alarms: Some(vec![]),
            metric_alarms: Some(page),
            next_token,
        })
    }

    pub(super) async fn describe_alarms_for_metric(
        &self,
        cx: &Cx,
        input: DescribeAlarmsForMetricInput,
    ) -> Result<DescribeAlarmsForMetricOutput> {
        let see = self.view(cx);
        let asked = dimensions(input.dimensions.as_deref())?;
        let statistic = input.statistic.as_ref().map(|statistic| statistic.as_str());
        let statistic = statistic.or(input.extended_statistic.as_deref());
        let is = |alarm: &&Alarm| {
            let of = &alarm.watched;
            of.name == input.metric_name
                && of.namespace == input.namespace
                && of.dimensions == asked
                && statistic.is_none_or(|statistic| of.statistic == statistic)
                && input.period.is_none_or(|period| i64::from(of.period_s) == i64::from(period))
                && input.unit.as_ref().is_none_or(|unit| of.unit.as_deref() == Some(unit.as_str()))
        };
        let all = see.alarms()?;
        let found = all.iter().filter(is).map(|alarm| show(&see, alarm)).collect::<Result<_>>()?;
        Ok(DescribeAlarmsForMetricOutput { metric_alarms: Some(found) })
    }
}

fn show(see: &View, alarm: &Record) -> Result<MetricAlarm> {
    Ok(match see.state_of(alarm)? {
        Some(state) => view::alarm(alarm, &state),
        None => view::alarm(alarm, &alarm_state::Record::of_new(alarm)),
    })
}

pub(super) fn bad_token(_: page::BadToken) -> ferrogate_api::Failure<Error> {
    Error::invalid_next_token("The next token is invalid.").into()
}
