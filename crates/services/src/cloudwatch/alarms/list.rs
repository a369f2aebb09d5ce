//! DescribeAlarms, DescribeAlarmsForMetric.

use ferrogate_api::Cx;
use ferrogate_api::cloudwatch::{
    AlarmType, CompositeAlarm, DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput,
    DescribeAlarmsInput, DescribeAlarmsOutput, Error, MetricAlarm,
};
use ferrogate_records::cloudwatch::alarm::Record;
use ferrogate_records::cloudwatch::{Alarm as Of, state as alarm_state};

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
            return kin(&see, &input);
        }
        // Nothing said is about metric alarms alone (API: DescribeAlarms).
        let types = input.alarm_types.as_deref().unwrap_or_default();
        let of_type = |alarm: Of<'_>| match alarm {
            Of::Metric(_) => types.is_empty() || types.contains(&AlarmType::MetricAlarm),
            Of::Composite(_) => types.contains(&AlarmType::CompositeAlarm),
        };
        let mut found: Vec<(String, Shown)> = vec![];
        for alarm in see.all()?.iter().filter(|alarm| of_type(alarm.of())) {
            let head = alarm.of().head();
            let is = names.is_none_or(|names| names.iter().any(|name| name == head.name))
                && prefix.is_none_or(|prefix| head.name.starts_with(prefix))
                && input
                    .action_prefix
                    .as_deref()
                    .is_none_or(|prefix| head.all_actions().any(|a| a.starts_with(prefix)));
            if !is {
                continue;
            }
            let state = see.known(alarm.of())?;
            if input.state_value.as_ref().is_none_or(|asked| asked.as_str() == state.value.as_str())
            {
                found.push((head.name.to_owned(), Shown::of(alarm.of(), &state)));
            }
        }
        let list = format!(
            "{see} {names:?} {prefix:?} {types:?} {:?} {:?}",
            input.state_value,
            input.action_prefix,
            see = see.scope.prefix("alarms")
        );
        paged(&list, &input, found)
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
            // One on metric math is of no metric (API: DescribeAlarmsForMetric).
            of.math.is_empty()
                && of.name == input.metric_name
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
    Ok(view::alarm(alarm, &see.known(Of::Metric(alarm))?))
}

/// An alarm, as it is shown.
enum Shown {
    Metric(Box<MetricAlarm>),
    Composite(Box<CompositeAlarm>),
}

impl Shown {
    fn of(alarm: Of<'_>, state: &alarm_state::Record) -> Self {
        match alarm {
            Of::Metric(alarm) => Self::Metric(Box::new(view::alarm(alarm, state))),
            Of::Composite(alarm) => Self::Composite(Box::new(view::composite(alarm, state))),
        }
    }
}

/// One page of alarms, which are sorted by their names.
fn paged(
    list: &str,
    input: &DescribeAlarmsInput,
    found: Vec<(String, Shown)>,
) -> Result<DescribeAlarmsOutput> {
    let size = input.max_records.unwrap_or(PAGE.1).clamp(1, PAGE.0);
    let size = usize::try_from(size).unwrap_or(1);
    let (page, next_token) =
        page::page(list, input.next_token.as_deref(), size, found, |(name, _)| name.clone())
            .map_err(bad_token)?;
    let (mut metric_alarms, mut composite_alarms) = (vec![], vec![]);
    for (_, shown) in page {
        match shown {
            Shown::Metric(alarm) => metric_alarms.push(*alarm),
            Shown::Composite(alarm) => composite_alarms.push(*alarm),
        }
    }
    Ok(DescribeAlarmsOutput {
        composite_alarms: Some(composite_alarms),
        metric_alarms: Some(metric_alarms),
        next_token,
    })
}

/// The alarms in the rule of one, or those in whose rules one is: of the first their names and
/// states alone, of the second their names (API: DescribeAlarms).
fn kin(see: &View, input: &DescribeAlarmsInput) -> Result<DescribeAlarmsOutput> {
    let alone = DescribeAlarmsInput {
        max_records: input.max_records,
        next_token: input.next_token.clone(),
        ..DescribeAlarmsInput::default()
    };
    let (children, parents) = (&input.children_of_alarm_name, &input.parents_of_alarm_name);
    let one = |name: &Option<String>| DescribeAlarmsInput {
        children_of_alarm_name: children.clone().filter(|_| name == children),
        parents_of_alarm_name: parents.clone().filter(|_| name == parents),
        ..alone.clone()
    };
    let mut found = vec![];
    let list = match (children, parents) {
        (Some(name), None) if *input == one(children) => {
            let parent = see.composite(name)?;
            for child in parent.iter().flat_map(|parent| &parent.children) {
                let Some(child) = see.found(child)? else { continue };
                let state = see.known(child.of())?;
                found.push((child.of().head().name.to_owned(), brief(child.of(), Some(&state))));
            }
            format!("{} children {name}", see.scope.prefix("alarms"))
        }
        (None, Some(name)) if *input == one(parents) => {
            for parent in see.composites()?.iter().filter(|one| one.children.contains(name)) {
                found.push((parent.name.clone(), brief(Of::Composite(parent), None)));
            }
            format!("{} parents {name}", see.scope.prefix("alarms"))
        }
        _ => {
            return invalid(
                "ChildrenOfAlarmName and ParentsOfAlarmName can only be combined with MaxRecords \
                 and NextToken.",
            );
        }
    };
    paged(&list, &alone, found)
}

/// What is shown of an alarm that was not asked for itself.
fn brief(alarm: Of<'_>, state: Option<&alarm_state::Record>) -> Shown {
    let head = alarm.head();
    let (alarm_name, alarm_arn) = (Some(head.name.to_owned()), Some(head.arn()));
    let state_value = state.map(|state| view::value(state.value));
    let state_updated_timestamp = state.map(|state| state.updated_at.into());
    match alarm {
        Of::Metric(_) => Shown::Metric(Box::new(MetricAlarm {
            alarm_name,
            alarm_arn,
            state_value,
            state_updated_timestamp,
            ..MetricAlarm::default()
        })),
        Of::Composite(_) => Shown::Composite(Box::new(CompositeAlarm {
            alarm_name,
            alarm_arn,
            state_value,
            state_updated_timestamp,
            ..CompositeAlarm::default()
        })),
    }
}

pub(super) fn bad_token(_: page::BadToken) -> ferrogate_api::Failure<Error> {
    Error::invalid_next_token("The next token is invalid.").into()
}
