//! GetECSServiceRecommendations.

use ferrogate_api::compute_optimizer::{
    AutoScalingConfiguration, ContainerConfiguration, ContainerRecommendation, Currency,
    CurrentPerformanceRisk, ECSEffectiveRecommendationPreferences, ECSEstimatedMonthlySavings,
    ECSSavingsEstimationMode, ECSSavingsEstimationModeSource, ECSSavingsOpportunityAfterDiscounts,
    ECSServiceLaunchType, ECSServiceMetricName, ECSServiceMetricStatistic,
    ECSServiceProjectedUtilizationMetric, ECSServiceRecommendation,
    ECSServiceRecommendationFinding, ECSServiceRecommendationFindingReasonCode,
    ECSServiceRecommendationOption, ECSServiceUtilizationMetric, EstimatedMonthlySavings,
    GetECSServiceRecommendationsRequest, GetECSServiceRecommendationsResponse,
    GetRecommendationError, MemorySizeConfiguration, SavingsOpportunity, ServiceConfiguration, Tag,
};
use ferrogate_api::{Cx, Failure, Timestamp};
use ferrogate_metrics::rightsize::{Advised, Finding, Reason, Risk, Series, Share, Size};
use ferrogate_metrics::store::ReadError;
use ferrogate_records::spec::Container;

use super::assess::{Assessed, Look, projected};
use super::filter::Filter;
use super::preferences::{look_back_days, rules};
use super::subject::{self, Subject};
use super::{Optimizer, Result, bad_token, own_account, page_size};
use crate::page;

impl Optimizer {
    pub(super) async fn get_ecs_service_recommendations(
        &self,
        cx: &Cx,
        input: GetECSServiceRecommendationsRequest,
    ) -> Result<GetECSServiceRecommendationsResponse> {
        let view = self.view(cx);
        let preferences = self.enrolled(&view)?;
        own_account(cx, input.account_ids.as_deref())?;
        let filters = input.filters.unwrap_or_default();
        let filter = Filter::of(&filters)?;
        let look = Look {
            rules: rules(&preferences),
            days: filter.days.unwrap_or_else(|| look_back_days(&preferences)),
            preliminary: filter.preliminary,
            now: self.state.now(),
        };
        let mut errors = Vec::new();
        let asked = input.service_arns.filter(|arns| !arns.is_empty());
        let mut subjects = match &asked {
            None => subject::all(&view, look.from(), look.now)?,
            Some(arns) => {
                let mut named = Vec::new();
                for arn in arns {
                    match subject::find(&view, arn)? {
                        Some(service) => named.push(service),
                        None => {
                            let text = subject::absent(arn);
                            errors.push(error(arn, "ResourceNotFoundException", text));
                        }
                    }
                }
                named.sort_by_cached_key(|service| service.arn());
                named.dedup_by_key(|service| service.arn());
                subject::of(&view, named, look.from(), look.now)?
            }
        };
        let list = format!("recommendations {} {asked:?} {filters:?}", view.scope.prefix("c"));
        let after = page::after(&list, input.next_token.as_deref()).map_err(bad_token)?;
        if let Some(after) = after {
            // What is wrong with names was told with the first page.
            errors.clear();
            subjects.retain(|subject| subject.service.arn() > after);
        }
        let size = page_size(input.max_results);
        let (metrics, prices) = (self.metrics.clone(), self.prices);
        let by_name = asked.is_some();
        let before_discounts = preferences.before_discounts == Some(true);
        let work = move || {
            let mut told = Vec::new();
            // How many errors are of what comes before the last that is told.
            let mut of_page = errors.len();
            for subject in &subjects {
                let assessed = match look.at(subject, &metrics, &prices)? {
                    Ok(assessed) => assessed,
                    Err(unfit) if by_name => {
                        let (code, message) = unfit.told();
                        errors.push(error(&subject.service.arn(), code, message));
                        continue;
                    }
                    Err(_) => continue,
                };
                if !filter.meets(&assessed.advice) {
                    continue;
                }
                if told.len() == size {
                    // The next page begins after the last, and tells the others.
                    errors.truncate(of_page);
                    return Ok((told, errors, true));
                }
                of_page = errors.len();
                let now = Timestamp::from(look.now);
                told.push(recommendation(subject, &assessed, now, before_discounts));
            }
            Ok::<_, ReadError>((told, errors, false))
        };
        let done = tokio::task::spawn_blocking(work).await.map_err(Failure::fault)?;
        let (told, errors, more) = done.map_err(Failure::fault)?;
        let last = told.last().and_then(|last| last.service_arn.as_deref());
        let next_token = last.filter(|_| more).map(|last| page::token(&list, last));
        Ok(GetECSServiceRecommendationsResponse {
            next_token,
            ecs_service_recommendations: Some(told),
            errors: Some(errors),
        })
    }
}

fn error(identifier: &str, code: &str, message: String) -> GetRecommendationError {
    GetRecommendationError {
        identifier: Some(identifier.into()),
        code: Some(code.into()),
        message: Some(message),
    }
}

fn recommendation(
    of: &Subject,
    assessed: &Assessed,
    now: Timestamp,
    before_discounts: bool,
) -> ECSServiceRecommendation {
    let Assessed { advice, .. } = assessed;
    let options = advice.option.iter().map(|option| one(of, assessed, option, before_discounts));
    ECSServiceRecommendation {
        service_arn: Some(of.service.arn()),
        account_id: Some(of.service.scope.account.to_string()),
        current_service_configuration: Some(configuration(of)),
        utilization_metrics: Some(utilization(assessed)),
        lookback_period_in_days: Some(assessed.days),
        launch_type: Some(ECSServiceLaunchType::Fargate),
        last_refresh_timestamp: Some(now),
        finding: Some(finding(advice.finding)),
        finding_reason_codes: Some(advice.reasons.iter().map(reason).collect()),
        service_recommendation_options: Some(options.collect()),
        current_performance_risk: Some(match advice.risk {
            Risk::VeryLow => CurrentPerformanceRisk::VeryLow,
            Risk::Low => CurrentPerformanceRisk::Low,
            Risk::Medium => CurrentPerformanceRisk::Medium,
            Risk::High => CurrentPerformanceRisk::High,
        }),
        effective_recommendation_preferences: Some(ECSEffectiveRecommendationPreferences {
            savings_estimation_mode: Some(ECSSavingsEstimationMode {
                source: Some(ECSSavingsEstimationModeSource::PublicPricing),
            }),
        }),
        tags: Some(
            of.service
                .tags
                .iter()
                .map(|tag| Tag { key: Some(tag.key.clone()), value: Some(tag.value.clone()) })
                .collect(),
        ),
    }
}

fn finding(of: Finding) -> ECSServiceRecommendationFinding {
    match of {
        Finding::Optimized => ECSServiceRecommendationFinding::Optimized,
        Finding::Underprovisioned => ECSServiceRecommendationFinding::Underprovisioned,
        Finding::Overprovisioned => ECSServiceRecommendationFinding::Overprovisioned,
    }
}

fn reason(of: &Reason) -> ECSServiceRecommendationFindingReasonCode {
    use ECSServiceRecommendationFindingReasonCode as Code;
    match of {
        Reason::CpuOver => Code::CPUOverprovisioned,
        Reason::CpuUnder => Code::CPUUnderprovisioned,
        Reason::MemoryOver => Code::MemoryOverprovisioned,
        Reason::MemoryUnder => Code::MemoryUnderprovisioned,
    }
}

fn whole(number: u32) -> Option<i32> {
    i32::try_from(number).ok()
}

fn configuration(of: &Subject) -> ServiceConfiguration {
    let spec = &of.revision.spec;
    let container = |container: &Container| ContainerConfiguration {
        container_name: Some(container.name.clone()),
        memory_size_configuration: Some(MemorySizeConfiguration {
            memory: container.memory_mib.and_then(whole),
            memory_reservation: container.memory_reservation_mib.and_then(whole),
        }),
        cpu: Some(container.cpu_units).filter(|units| *units > 0).and_then(whole),
    };
    ServiceConfiguration {
        memory: whole(spec.limits.memory_mib),
        cpu: whole(spec.limits.cpu_units),
        container_configurations: Some(spec.containers.iter().map(container).collect()),
        auto_scaling_configuration: match of.scaling {
            scaling if scaling.cpu => Some(AutoScalingConfiguration::TargetTrackingScalingCpu),
            scaling if scaling.memory => {
                Some(AutoScalingConfiguration::TargetTrackingScalingMemory)
            }
            _ => None,
        },
        task_definition_arn: Some(of.revision.task_definition_arn()),
    }
}

/// A statistic, and what it makes of a series.
type Made = (ECSServiceMetricStatistic, fn(&Series) -> Option<f64>);

/// What is told of each series.
const STATISTICS: [Made; 2] = [
    (ECSServiceMetricStatistic::Maximum, Series::greatest),
    (ECSServiceMetricStatistic::Average, Series::average),
];

/// What was measured of both, each with its present size and the other.
fn each(assessed: &Assessed, size: Size) -> [(ECSServiceMetricName, &Series, u32, u32); 2] {
    let (load, current) = (&assessed.load, assessed.current);
    [
        (ECSServiceMetricName::Cpu, &load.cpu, current.cpu_units, size.cpu_units),
        (ECSServiceMetricName::Memory, &load.memory, current.memory_mib, size.memory_mib),
    ]
}

fn utilization(assessed: &Assessed) -> Vec<ECSServiceUtilizationMetric> {
    let mut all = Vec::new();
    for (name, series, current, _) in each(assessed, assessed.current) {
        for (statistic, of) in STATISTICS {
            let Some(used) = of(series) else { continue };
            all.push(ECSServiceUtilizationMetric {
                name: Some(name.clone()),
                statistic: Some(statistic),
                value: Some(used * 100.0 / f64::from(current.max(1))),
            });
        }
    }
    all
}

fn one(
    of: &Subject,
    assessed: &Assessed,
    option: &Advised,
    before_discounts: bool,
) -> ECSServiceRecommendationOption {
    let mut metrics = Vec::new();
    for (name, series, current, size) in each(assessed, option.size) {
        for (statistic, of) in STATISTICS {
            let Some(used) = of(series) else { continue };
            let (lower, upper) = projected(used, current, size);
            metrics.push(ECSServiceProjectedUtilizationMetric {
                name: Some(name.clone()),
                statistic: Some(statistic),
                lower_bound_value: Some(lower),
                upper_bound_value: Some(upper),
            });
        }
    }
    let [(percent, list), (percent_after, after)] = assessed.monthly.map(saved);
    let discounted = ECSSavingsOpportunityAfterDiscounts {
        savings_opportunity_percentage: Some(percent_after),
        estimated_monthly_savings: Some(ECSEstimatedMonthlySavings {
            currency: Some(Currency::Usd),
            value: Some(after),
        }),
    };
    let containers = of.revision.spec.containers.iter().zip(&option.containers);
    ECSServiceRecommendationOption {
        memory: whole(option.size.memory_mib),
        cpu: whole(option.size.cpu_units),
        savings_opportunity: Some(opportunity(percent, list)),
        savings_opportunity_after_discounts: Some(discounted).filter(|_| !before_discounts),
        projected_utilization_metrics: Some(metrics),
        container_recommendations: Some(
            containers.map(|(now, share)| container(now, share)).collect(),
        ),
    }
}

/// Percent and dollars that the other size saves; nothing where it is dearer.
pub(super) fn saved((current, option): (f64, Option<f64>)) -> (f64, f64) {
    let saved = option.map_or(0.0, |option| (current - option).max(0.0));
    (if current > 0.0 { saved * 100.0 / current } else { 0.0 }, saved)
}

pub(super) fn opportunity(percent: f64, dollars: f64) -> SavingsOpportunity {
    SavingsOpportunity {
        savings_opportunity_percentage: Some(percent),
        estimated_monthly_savings: Some(EstimatedMonthlySavings {
            currency: Some(Currency::Usd),
            value: Some(dollars),
        }),
    }
}

fn container(now: &Container, share: &Share) -> ContainerRecommendation {
    // Both can be set: what is kept is then no more than the limit.
    let kept = share.reservation_mib.or_else(|| {
        let now = now.memory_reservation_mib?;
        Some(now.min(share.limit_mib?))
    });
    ContainerRecommendation {
        container_name: Some(share.name.clone()),
        memory_size_configuration: Some(MemorySizeConfiguration {
            memory: share.limit_mib.and_then(whole),
            memory_reservation: kept.and_then(whole),
        }),
        cpu: whole(share.cpu_units),
    }
}
