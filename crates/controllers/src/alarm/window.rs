//! Which periods of its metric an alarm looks at, and when; and their values.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use ferrogate_metrics::alarm::samples_needed;
use ferrogate_metrics::{Ask, MetricId, Statistic};
use ferrogate_records::cloudwatch::alarm::{FewSamples, Record, Watched};
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
        let whole =
            period_ms < MINUTE_MS || matches!(statistic(&alarm.watched), Statistic::Extended(_));
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
    let ask = |statistic| Ask {
        metric: metric(alarm),
        unit: watched.unit.clone(),
        statistic,
        period_s: u32::try_from(part_ms / 1000).unwrap_or(u32::MAX),
        from,
        to: window.end,
    };
    let wanted = statistic(watched);
    let needed = samples_needed(&watched.statistic)
        .filter(|_| alarm.few_samples == Some(FewSamples::Ignore));
    let put_together = part_ms != period_ms;
    let asks = match (&wanted, put_together) {
        (Statistic::Average, true) => vec![ask(Statistic::Sum), ask(Statistic::SampleCount)],
        _ if needed.is_some() => vec![ask(wanted.clone()), ask(Statistic::SampleCount)],
        _ => vec![ask(wanted.clone())],
    };
    let answers = asker.ask(key, asks).await?;
    let at = |at: TimestampMs| (at.0.saturating_sub(from.0)) / period_ms;
    let mut parts: Vec<BTreeMap<u64, Vec<f64>>> = vec![];
    for answer in answers {
        let mut of: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
        for point in answer.into_iter().filter(|point| point.at >= from && point.at < window.end) {
            of.entry(at(point.at)).or_default().push(point.value);
        }
        parts.push(of);
    }
    let sum = |of: Option<&BTreeMap<u64, Vec<f64>>>, n: u64| -> Option<f64> {
        of?.get(&n).map(|values| values.iter().sum())
    };
    let value = |n: u64| -> Option<f64> {
        let values = parts.first()?.get(&n)?;
        match (&wanted, put_together) {
            (Statistic::Average, true) => Some(sum(parts.first(), n)? / sum(parts.get(1), n)?),
            (Statistic::Sum | Statistic::SampleCount, _) => Some(values.iter().sum()),
            (Statistic::Minimum, _) => values.iter().copied().reduce(f64::min),
            (Statistic::Maximum, _) => values.iter().copied().reduce(f64::max),
            (Statistic::Average | Statistic::Extended(_), _) => values.last().copied(),
        }
    };
    let few = |n: u64| {
        needed.is_some_and(|needed| sum(parts.get(1), n).is_some_and(|count| count < needed))
    };
    let points = (0..u64::try_from(range).unwrap_or(0)).map(|n| Point {
        at: from.plus_ms(n * period_ms),
        value: value(n).filter(|value| value.is_finite()),
        few: few(n),
    });
    Ok(points.collect())
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

fn metric(alarm: &Record) -> MetricId {
    MetricId {
        account: alarm.scope.account.to_string(),
        region: alarm.scope.region.clone(),
        namespace: alarm.watched.namespace.clone(),
        name: alarm.watched.name.clone(),
        dimensions: alarm.watched.dimensions.clone(),
    }
}

fn statistic(watched: &Watched) -> Statistic {
    match &*watched.statistic {
        "SampleCount" => Statistic::SampleCount,
        "Average" => Statistic::Average,
        "Sum" => Statistic::Sum,
        "Minimum" => Statistic::Minimum,
        "Maximum" => Statistic::Maximum,
        extended => Statistic::Extended(extended.to_owned()),
    }
}
