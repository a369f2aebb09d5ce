//! `GetMetricStatistics`: several statistics of one metric.

use ferrogate_api::cloudwatch::{
    Datapoint, GetMetricStatisticsInput, GetMetricStatisticsOutput, StandardUnit,
};
use ferrogate_api::{Cx, Map};
use ferrogate_base::TimestampMs;
use ferrogate_metrics::store::Read;
use ferrogate_metrics::{Bucket, Extended, Statistic};

use super::{
    Metrics, PERIODS, Result, combination, fault, instant, is_period, metric, names, rounded, value,
};

/// Points of one answer at most.
const POINTS_MAX: u64 = 1440;

impl Metrics {
    pub(super) async fn get_metric_statistics(
        &self,
        cx: &Cx,
        input: GetMetricStatisticsInput,
    ) -> Result<GetMetricStatisticsOutput> {
        let extended = extended(input.extended_statistics.unwrap_or_default())?;
        let plain = input.statistics.unwrap_or_default();
        match (plain.is_empty(), extended.is_empty()) {
            (true, true) => {
                let text = "At least one of the parameters Statistics and ExtendedStatistics must \
                            be specified.";
                return Err(combination(text));
            }
            (false, false) => {
                let text = "The parameters Statistics and ExtendedStatistics are mutually \
                            exclusive and you have specified both.";
                return Err(combination(text));
            }
            _ => {}
        }
        if !is_period(input.period) {
            return Err(value(format!("The parameter Period {PERIODS}.")));
        }
        let period_s = input.period.cast_unsigned();
        let (from, to) = (instant(input.start_time), instant(input.end_time));
        if input.start_time >= input.end_time {
            let text = "The parameter StartTime must be less than the parameter EndTime.";
            return Err(value(text));
        }
        let points = to.since_ms(from).div_ceil(1000).div_ceil(period_s.into());
        if points > POINTS_MAX {
            return Err(combination(format!(
                "You have requested up to {points} datapoints, which exceeds the limit of \
                 {POINTS_MAX}. You may reduce the datapoints requested by increasing Period, or \
                 decreasing the time range."
            )));
        }
        let name = input.metric_name;
        let dimensions = names::dimensions(input.dimensions, "Dimensions")?;
        let metric = metric(cx, &input.namespace, &name, dimensions);
        // Periods count from the first instant that is asked for.
        let from = rounded(from, period_s, self.clock.now());
        let unit = input.unit.map(|unit| unit.as_str().to_owned());
        let by_unit = self
            .reading(move |store| {
                let unit = unit.as_deref();
                let read = Read { metric: &metric, unit, period_s, origin: from, from, to };
                store.read(&read).map_err(fault)
            })
            .await?;
        let wanted: Vec<Statistic> =
            plain.iter().filter_map(|name| name.as_str().parse().ok()).collect();
        let mut datapoints = Vec::new();
        for (unit, periods) in by_unit {
            for (at, bucket) in periods {
                datapoints.push(shown(&unit, at, &bucket, &wanted, &extended));
            }
        }
        Ok(GetMetricStatisticsOutput { label: Some(name), datapoints: Some(datapoints) })
    }
}

fn extended(asked: Vec<String>) -> Result<Vec<(String, Extended)>> {
    let read = |(at, name): (usize, String)| match name.parse() {
        Ok(statistic) => Ok((name, statistic)),
        Err(_) => {
            let parameter = format!("ExtendedStatistics.member.{}", at + 1);
            Err(value(format!("The value {name} for parameter {parameter} is not supported.")))
        }
    };
    asked.into_iter().enumerate().map(read).collect()
}

fn shown(
    unit: &str,
    at: TimestampMs,
    bucket: &Bucket,
    plain: &[Statistic],
    extended: &[(String, Extended)],
) -> Datapoint {
    let of = |which: Statistic| plain.contains(&which).then(|| which.of(bucket)).flatten();
    let extended: Map<f64> = extended
        .iter()
        .filter_map(|(name, statistic)| Some((name.clone(), statistic.of(bucket)?)))
        .collect();
    Datapoint {
        timestamp: Some(at.into()),
        sample_count: of(Statistic::SampleCount),
        average: of(Statistic::Average),
        sum: of(Statistic::Sum),
        minimum: of(Statistic::Minimum),
        maximum: of(Statistic::Maximum),
        unit: Some(StandardUnit::from(unit)),
        extended_statistics: (!extended.is_empty()).then_some(extended),
    }
}
