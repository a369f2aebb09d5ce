//! Which periods of its metric an alarm looks at, and when; and their values.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use ferrogate_metrics::alarm::samples_needed;
use ferrogate_metrics::math::{Budget, Expr, Line, MathError, Sheet, Value};
use ferrogate_metrics::{Ask, MetricId, Statistic};
use ferrogate_records::cloudwatch::alarm::{FewSamples, Metric, Record, Watched, What};
use ferrogate_state::Fault;
use ferrogate_store::Key;

use super::rule;
use crate::asker::Asker;

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
const DAY_MS: u64 = 24 * HOUR_MS;

/// What an alarm looks at: periods that end at `end`, none of which is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The end of the last period, excluded.
    pub(crate) end: TimestampMs,
    /// When there is more to look at.
    pub(crate) next_look: TimestampMs,
}

/// A period, and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// When it begins.
    pub(crate) at: TimestampMs,
    /// The statistic over it.
    pub(crate) value: Option<f64>,
    /// Whether that is a percentile of too few values.
    pub(crate) few: bool,
}

impl Window {
    /// CloudWatch evaluates each minute, periods below a minute each ten seconds, and spans of
    /// more than a day each hour; and a moment later here, for what comes late.
    pub(crate) fn of(alarm: &Record, now: TimestampMs) -> Self {
        let period_ms = u64::from(alarm.watched.period_s) * 1000;
        let span_ms = period_ms * u64::from(alarm.evaluation_periods);
        let (every, late) = match () {
            () if period_ms < MINUTE_MS => (10_000, 500),
            () if span_ms > DAY_MS => (HOUR_MS, 3000),
            () => (MINUTE_MS, 3000),
        };
        let slot = now.0.saturating_sub(late) / every * every;
        // Below a minute periods lie where they lie, and percentiles are not added up.
        let metrics = alarm.watched.metrics();
        let is_extended =
            |(_, of): &(_, Metric)| matches!(statistic(&of.statistic), Statistic::Extended(_));
        let whole = period_ms < MINUTE_MS || metrics.iter().any(is_extended);
        let end = if whole { slot / period_ms * period_ms } else { slot };
        Self { end: TimestampMs(end), next_look: TimestampMs(slot + every + late) }
    }

    /// How many periods are read.
    pub(crate) fn range(&self, alarm: &Record) -> usize {
        rule(alarm).range()
    }
}

/// The values of the last `range` periods of the window, the oldest first.
pub(crate) async fn read(
    asker: &Asker,
    key: &Key,
    alarm: &Record,
    window: &Window,
    range: usize,
) -> Result<Vec<Point>, Fault> {
    let watched = &alarm.watched;
    let period_ms = u64::from(watched.period_s) * 1000;
    let range_ms = period_ms.saturating_mul(u64::try_from(range).unwrap_or(u64::MAX));
    let from = TimestampMs(window.end.0.saturating_sub(range_ms));
    // Periods that end between two of their own length are put together from shorter ones.
    let part_ms = match window.end.0 % period_ms {
        0 => period_ms,
        _ => [HOUR_MS, 5 * MINUTE_MS]
            .into_iter()
            .find(|part| period_ms.is_multiple_of(*part) && window.end.0.is_multiple_of(*part))
            .unwrap_or(MINUTE_MS),
    };
    let put_together = part_ms != period_ms;
    let metrics = watched.metrics();
    let mut asks = vec![];
    for (_, of) in &metrics {
        let ask = |statistic| Ask {
            metric: metric(alarm, of),
            unit: of.unit.clone(),
            statistic,
            period_s: u32::try_from(part_ms / 1000).unwrap_or(u32::MAX),
            from,
            to: window.end,
        };
        match statistic(&of.statistic) {
            Statistic::Average if put_together => {
                asks.extend([ask(Statistic::Sum), ask(Statistic::SampleCount)]);
            }
            other => asks.extend([ask(other)]),
        }
    }
    let needed = samples_needed(&watched.statistic)
        .filter(|_| alarm.few_samples == Some(FewSamples::Ignore));
    if needed.is_some() {
        // Of one metric alone: a percentile, which is not put together.
        asks.extend(
            asks.first().cloned().map(|ask| Ask { statistic: Statistic::SampleCount, ..ask }),
        );
    }
    let answers = asker.ask(key, asks).await?;
    let at = |at: TimestampMs| (at.0.saturating_sub(from.0)) / period_ms;
    let mut parts = answers.into_iter().map(|answer| {
        let mut of: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
        for point in answer.into_iter().filter(|point| point.at >= from && point.at < window.end) {
            of.entry(at(point.at)).or_default().push(point.value);
        }
        of
    });
    let sum = |of: &BTreeMap<u64, Vec<f64>>, n: u64| -> Option<f64> {
        of.get(&n).map(|values| values.iter().sum())
    };
    let periods = u64::try_from(range).unwrap_or(0);
    let begin = |n: u64| from.plus_ms(n * period_ms);
    let mut lines = vec![];
    for (id, of) in &metrics {
        let wanted = statistic(&of.statistic);
        let first = parts.next().unwrap_or_default();
        let second = match (&wanted, put_together) {
            (Statistic::Average, true) => parts.next().unwrap_or_default(),
            _ => BTreeMap::new(),
        };
        let value = |n: u64| -> Option<f64> {
            let values = first.get(&n)?;
            match (&wanted, put_together) {
                (Statistic::Average, true) => Some(sum(&first, n)? / sum(&second, n)?),
                (Statistic::Sum | Statistic::SampleCount, _) => Some(values.iter().sum()),
                (Statistic::Minimum, _) => values.iter().copied().reduce(f64::min),
                (Statistic::Maximum, _) => values.iter().copied().reduce(f64::max),
                (Statistic::Average | Statistic::Extended(_), _) => values.last().copied(),
            }
        };
        let finite = |n| value(n).filter(|value| value.is_finite());
        lines.push(Line {
            id: (*id).to_owned(),
            label: of.name.clone(),
            period_s: watched.period_s,
            points: (0..periods).filter_map(|n| Some((begin(n), finite(n)?))).collect(),
        });
    }
    let counts = parts.next().unwrap_or_default();
    let few = |n| needed.is_some_and(|needed| sum(&counts, n).is_some_and(|count| count < needed));
    let values = match watched.math.is_empty() {
        true => lines.pop().map(|line| line.points).unwrap_or_default(),
        false => computed(watched, &lines, (from, window.end))?,
    };
    let point = |n| Point { at: begin(n), value: values.get(&begin(n)).copied(), few: few(n) };
    Ok((0..periods).map(point).collect())
}

/// Points that the expressions of one alarm may touch.
const BUDGET: u64 = 1_000_000;

/// What is computed of what was read.
fn computed(
    watched: &Watched,
    lines: &[Line],
    time: (TimestampMs, TimestampMs),
) -> Result<BTreeMap<TimestampMs, f64>, Fault> {
    let no = |why: MathError| Fault::Part("an alarm's metric math can't be computed", why.into());
    let exprs = watched.math.iter().filter_map(|part| match &part.what {
        What::Expression { text, .. } => Some(Expr::parse(text).map(|expr| (&*part.id, expr))),
        What::Metric(_) => None,
    });
    let exprs = exprs.collect::<Result<Vec<_>, _>>().map_err(no)?;
    let budget = Budget::new(BUDGET);
    let sheet_of = exprs.iter().map(|(id, expr)| (*id, expr, watched.period_s));
    let sheet = Sheet::new(lines, sheet_of, time, &budget);
    let returned = watched.math.iter().find(|part| part.returned);
    match sheet.value(returned.map_or("", |part| &part.id)).map_err(no)? {
        Value::Line(line) => Ok(line.points),
        // It was looked at when the alarm was made: this is of an engine that knew more.
        Value::Number(_) | Value::Lines(_) => {
            Err(no(MathError::Wrong("it is not one time series".to_owned())))
        }
    }
}

/// The values of what an alarm watches in its last `periods` periods, the oldest first.
pub(crate) async fn recent(
    asker: &Asker,
    key: &Key,
    alarm: &Record,
    now: TimestampMs,
    periods: usize,
) -> Result<Vec<f64>, Fault> {
    let window = Window::of(alarm, now);
    let points = read(asker, key, alarm, &window, periods).await?;
    Ok(points.iter().filter_map(|point| point.value).collect())
}

fn metric(alarm: &Record, of: &Metric) -> MetricId {
    MetricId {
        account: alarm.scope.account.to_string(),
        region: alarm.scope.region.clone(),
        namespace: of.namespace.clone(),
        name: of.name.clone(),
        dimensions: of.dimensions.clone(),
    }
}

fn statistic(name: &str) -> Statistic {
    match name {
        "SampleCount" => Statistic::SampleCount,
        "Average" => Statistic::Average,
        "Sum" => Statistic::Sum,
        "Minimum" => Statistic::Minimum,
        "Maximum" => Statistic::Maximum,
        extended => Statistic::Extended(extended.to_owned()),
    }
}
