//! GetECSServiceRecommendationProjectedMetrics: what was used, as percent of the size that is
//! advised.

use ferrogate_api::compute_optimizer::{
    ECSServiceMetricName, ECSServiceProjectedMetric, ECSServiceRecommendedOptionProjectedMetric,
    GetECSServiceRecommendationProjectedMetricsRequest,
    GetECSServiceRecommendationProjectedMetricsResponse, MetricStatistic,
};
use ferrogate_api::{Cx, Failure, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_metrics::rightsize::Resource;
use ferrogate_metrics::store::{Read, ReadError};
use ferrogate_metrics::{MetricStore, Statistic};

use super::assess::{Look, metric, projected};
use super::preferences::{look_back_days, rules};
use super::subject::{self, Subject};
use super::{Optimizer, Result, invalid};

/// Points of one answer at most.
const POINTS_MAX: u64 = 5000;

/// What is asked of the past.
#[derive(Clone)]
struct Asked {
    statistic: Statistic,
    period_s: u32,
    from: TimestampMs,
    to: TimestampMs,
}

impl Optimizer {
    pub(super) async fn get_ecs_service_recommendation_projected_metrics(
        &self,
        cx: &Cx,
        input: GetECSServiceRecommendationProjectedMetricsRequest,
    ) -> Result<GetECSServiceRecommendationProjectedMetricsResponse> {
        let view = self.view(cx);
        let preferences = self.enrolled(&view)?;
        let asked = asked(&input)?;
        let service = subject::named(&view, &input.service_arn)?;
        let look = Look {
            rules: rules(&preferences),
            days: look_back_days(&preferences),
            // Who names the times sees how much is known.
            preliminary: true,
            now: self.state.now(),
        };
        let subjects = subject::of(&view, vec![service], look.from(), look.now)?;
        let (metrics, prices) = (self.metrics.clone(), self.prices);
        let work = move || {
            let mut options = Vec::new();
            for subject in &subjects {
                let Ok(assessed) = look.at(subject, &metrics, &prices)? else { continue };
                let Some(option) = &assessed.advice.option else { continue };
                let (current, size) = (assessed.current, option.size);
                let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
                options.push(ECSServiceRecommendedOptionProjectedMetric {
                    recommended_cpu_units: Some(whole(size.cpu_units)),
                    recommended_memory_size: Some(whole(size.memory_mib)),
                    projected_metrics: Some(vec![
                        asked.of(
                            (subject, Resource::Cpu, ECSServiceMetricName::Cpu),
                            (current.cpu_units, size.cpu_units),
                            &metrics,
                        )?,
                        asked.of(
                            (subject, Resource::Memory, ECSServiceMetricName::Memory),
                            (current.memory_mib, size.memory_mib),
                            &metrics,
                        )?,
                    ]),
                });
            }
            Ok::<_, ReadError>(options)
        };
        let done = tokio::task::spawn_blocking(work).await.map_err(Failure::fault)?;
        Ok(GetECSServiceRecommendationProjectedMetricsResponse {
            recommended_option_projected_metrics: Some(done.map_err(Failure::fault)?),
        })
    }
}

fn asked(input: &GetECSServiceRecommendationProjectedMetricsRequest) -> Result<Asked> {
    let statistic = match &input.stat {
        MetricStatistic::Maximum => Statistic::Maximum,
        MetricStatistic::Average => Statistic::Average,
        other => return invalid(format!("There is no statistic {other}.")),
    };
    let period_s = match u32::try_from(input.period) {
        Ok(period) if period > 0 && period.is_multiple_of(60) => period,
        _ => return invalid("The period must be a multiple of 60 seconds."),
    };
    let instant = |at: Timestamp| TimestampMs(u64::try_from(at.0).unwrap_or(0));
    let (from, to) = (instant(input.start_time), instant(input.end_time));
    if from >= to {
        return invalid("The start time must be before the end time.");
    }
    if to.since_ms(from).div_ceil(u64::from(period_s) * 1000) > POINTS_MAX {
        return invalid(format!(
            "So many points can't be asked for: at most {POINTS_MAX}. Take a longer period, or less \
             time."
        ));
    }
    Ok(Asked { statistic, period_s, from, to })
}

impl Asked {
    fn of(
        &self,
        (subject, resource, name): (&Subject, Resource, ECSServiceMetricName),
        (current, size): (u32, u32),
        metrics: &MetricStore,
    ) -> std::result::Result<ECSServiceProjectedMetric, ReadError> {
        let by_unit = metrics.read(&Read {
            metric: &metric(subject, resource, None),
            unit: Some(resource.unit()),
            period_s: self.period_s,
            origin: TimestampMs(0),
            from: self.from,
            to: self.to,
        })?;
        let (mut timestamps, mut lower, mut upper) = (Vec::new(), Vec::new(), Vec::new());
        for (at, bucket) in by_unit.into_iter().flat_map(|(_, periods)| periods) {
            let Some(used) = self.statistic.of(&bucket) else { continue };
            let (least, most) = projected(used, current, size);
            timestamps.push(Timestamp::from(at));
            lower.push(least);
            upper.push(most);
        }
        Ok(ECSServiceProjectedMetric {
            name: Some(name),
            timestamps: Some(timestamps),
            upper_bound_values: Some(upper),
            lower_bound_values: Some(lower),
        })
    }
}
