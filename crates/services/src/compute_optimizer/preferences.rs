//! How careful advice is to be, and how much of the past counts.

use ferrogate_api::Cx;
use ferrogate_api::compute_optimizer::{
    CustomizableMetricHeadroom, CustomizableMetricName, CustomizableMetricParameters,
    CustomizableMetricThreshold, DeleteRecommendationPreferencesRequest,
    DeleteRecommendationPreferencesResponse, Error, GetEffectiveRecommendationPreferencesRequest,
    GetEffectiveRecommendationPreferencesResponse, GetRecommendationPreferencesRequest,
    GetRecommendationPreferencesResponse, LookBackPeriodPreference,
    PutRecommendationPreferencesRequest, PutRecommendationPreferencesResponse,
    RecommendationPreferenceName, RecommendationPreferencesDetail, ResourceType,
    SavingsEstimationMode, Scope, ScopeName, UtilizationPreference,
};
use ferrogate_metrics::rightsize::{Headroom, Rules};
use ferrogate_records::compute_optimizer::settings::{self, Preferences, Record};

use super::{Optimizer, Result, invalid, not_built, subject};

/// Days of use that count when nothing is said (Compute Optimizer: 14).
const LOOK_BACK_DAYS: u32 = 14;

/// Days of use that count.
pub(super) fn look_back_days(of: &Preferences) -> u32 {
    of.look_back_days.unwrap_or(LOOK_BACK_DAYS)
}

/// The rules that preferences make.
pub(super) fn rules(of: &Preferences) -> Rules {
    let usual = Rules::default();
    let percent = |of: Option<u32>, usual: Headroom| {
        of.map_or(usual, |percent| Headroom(f64::from(percent) / 100.0))
    };
    Rules {
        threshold: of.cpu_threshold.map_or(usual.threshold, |share| f64::from(share) / 1000.0),
        cpu: percent(of.cpu_headroom, usual.cpu),
        memory: percent(of.memory_headroom, usual.memory),
    }
}

impl Optimizer {
    pub(super) async fn put_recommendation_preferences(
        &self,
        cx: &Cx,
        input: PutRecommendationPreferencesRequest,
    ) -> Result<PutRecommendationPreferencesResponse> {
        self.enrolled(&self.view(cx))?;
        of_services(&input.resource_type)?;
        of_account(cx, input.scope.as_ref())?;
        for (there, name) in [
            (input.enhanced_infrastructure_metrics.is_some(), "enhancedInfrastructureMetrics"),
            (input.inferred_workload_types.is_some(), "inferredWorkloadTypes"),
            (input.external_metrics_preference.is_some(), "externalMetricsPreference"),
            (input.preferred_resources.is_some(), "preferredResources"),
        ] {
            if there {
                return not_built(format!("{name} for services of ECS"));
            }
        }
        let days = input.look_back_period.as_ref().map(days).transpose()?;
        let before = input.savings_estimation_mode.as_ref().map(before_discounts).transpose()?;
        let used = input.utilization_preferences.as_deref().map(utilization).transpose()?;
        if days.is_none() && before.is_none() && used.is_none() {
            return invalid("No recommendation preference was specified.");
        }
        let now = self.state.now();
        self.change(cx, |view, to| {
            let key = settings::key(&cx.account);
            let old = view.get::<Record, _>(key.clone())?;
            let mut services = old.as_ref().map(|old| old.services.clone()).unwrap_or_default();
            services.look_back_days = days.or(services.look_back_days);
            services.before_discounts = before.or(services.before_discounts);
            if let Some((threshold, cpu, memory)) = used {
                services.cpu_threshold = threshold;
                services.cpu_headroom = cpu;
                services.memory_headroom = memory;
            }
            match old {
                Some(old) => {
                    let record = old.doc.record.clone();
                    to.put(&old, Record { services, ..record })
                }
                None => {
                    let (account, enrolled) = (cx.account.clone(), true);
                    to.create(key, &Record { account, enrolled, enrolled_at: now, services })
                }
            }
        })
        .await?;
        Ok(PutRecommendationPreferencesResponse {})
    }

    pub(super) async fn delete_recommendation_preferences(
        &self,
        cx: &Cx,
        input: DeleteRecommendationPreferencesRequest,
    ) -> Result<DeleteRecommendationPreferencesResponse> {
        self.enrolled(&self.view(cx))?;
        of_services(&input.resource_type)?;
        of_account(cx, input.scope.as_ref())?;
        self.change(cx, |view, to| {
            let Some(old) = view.get::<Record, _>(settings::key(&cx.account))? else {
                return none_there();
            };
            let mut services = old.services.clone();
            for name in &input.recommendation_preference_names {
                let gone = match name {
                    RecommendationPreferenceName::LookBackPeriodPreference => {
                        services.look_back_days.take().is_some()
                    }
                    RecommendationPreferenceName::UtilizationPreferences => {
                        let all = [
                            services.cpu_threshold.take(),
                            services.cpu_headroom.take(),
                            services.memory_headroom.take(),
                        ];
                        all.iter().any(Option::is_some)
                    }
                    _ => false,
                };
                if !gone {
                    return none_there();
                }
            }
            let record = old.doc.record.clone();
            to.put(&old, Record { services, ..record })?;
            Ok(())
        })
        .await?;
        Ok(DeleteRecommendationPreferencesResponse {})
    }

    pub(super) async fn get_recommendation_preferences(
        &self,
        cx: &Cx,
        input: GetRecommendationPreferencesRequest,
    ) -> Result<GetRecommendationPreferencesResponse> {
        let services = self.enrolled(&self.view(cx))?;
        if input.next_token.is_some() {
            return invalid("The next token is invalid.");
        }
        if input.scope.is_some() {
            of_account(cx, input.scope.as_ref())?;
        }
        let mut details = Vec::new();
        if input.resource_type == ResourceType::EcsService && services != Preferences::default() {
            details.push(RecommendationPreferencesDetail {
                scope: Some(Scope {
                    name: Some(ScopeName::AccountId),
                    value: Some(cx.account.to_string()),
                }),
                resource_type: Some(ResourceType::EcsService),
                look_back_period: services.look_back_days.map(period),
                utilization_preferences: told(&services),
                savings_estimation_mode: services.before_discounts.map(|before| match before {
                    true => SavingsEstimationMode::BeforeDiscounts,
                    false => SavingsEstimationMode::AfterDiscounts,
                }),
                ..RecommendationPreferencesDetail::default()
            });
        }
        Ok(GetRecommendationPreferencesResponse {
            next_token: None,
            recommendation_preferences_details: Some(details),
        })
    }

    pub(super) async fn get_effective_recommendation_preferences(
        &self,
        cx: &Cx,
        input: GetEffectiveRecommendationPreferencesRequest,
    ) -> Result<GetEffectiveRecommendationPreferencesResponse> {
        let view = self.view(cx);
        let services = self.enrolled(&view)?;
        subject::named(&view, &input.resource_arn)?;
        let rules = rules(&services);
        let percent = |of: Headroom| Some((of.0 * 100.0).round() as u32);
        let effective = Preferences {
            look_back_days: Some(look_back_days(&services)),
            cpu_threshold: Some((rules.threshold * 1000.0).round() as u32),
            cpu_headroom: percent(rules.cpu),
            memory_headroom: percent(rules.memory),
            before_discounts: None,
        };
        Ok(GetEffectiveRecommendationPreferencesResponse {
            look_back_period: effective.look_back_days.map(period),
            utilization_preferences: told(&effective),
            ..GetEffectiveRecommendationPreferencesResponse::default()
        })
    }
}

fn none_there<T>() -> Result<T> {
    Err(Error::resource_not_found("There is no such recommendation preference.").into())
}

fn of_services(kind: &ResourceType) -> Result<()> {
    match kind {
        ResourceType::EcsService => Ok(()),
        other => not_built(format!("What is asked of {other}")),
    }
}

/// Preferences are those of the caller's account.
fn of_account(cx: &Cx, scope: Option<&Scope>) -> Result<()> {
    let Some(scope) = scope else { return Ok(()) };
    match (&scope.name, &scope.value) {
        (Some(ScopeName::AccountId), Some(value)) if *value == *cx.account.as_str() => Ok(()),
        (Some(ScopeName::AccountId), Some(value)) => {
            let text = format!("You are not authorized to see what is said of account {value}.");
            Err(Error::access_denied(text).into())
        }
        (Some(name @ (ScopeName::Organization | ScopeName::ResourceArn)), _) => {
            not_built(format!("The scope {name}"))
        }
        _ => invalid("The scope needs a name and a value."),
    }
}

fn days(of: &LookBackPeriodPreference) -> Result<u32> {
    match of {
        LookBackPeriodPreference::Days14 => Ok(14),
        LookBackPeriodPreference::Days32 => Ok(32),
        LookBackPeriodPreference::Days93 => Ok(93),
        other => invalid(format!("There is no look-back period {other}.")),
    }
}

fn period(days: u32) -> LookBackPeriodPreference {
    match days {
        14 => LookBackPeriodPreference::Days14,
        32 => LookBackPeriodPreference::Days32,
        _ => LookBackPeriodPreference::Days93,
    }
}

fn before_discounts(of: &SavingsEstimationMode) -> Result<bool> {
    match of {
        SavingsEstimationMode::BeforeDiscounts => Ok(true),
        SavingsEstimationMode::AfterDiscounts => Ok(false),
        other => invalid(format!("There is no savings estimation mode {other}.")),
    }
}

/// The threshold and the headroom of the CPU, and the headroom of the memory. As on AWS the CPU
/// takes both, and memory a headroom that is not nothing.
fn utilization(asked: &[UtilizationPreference]) -> Result<(Option<u32>, Option<u32>, Option<u32>)> {
    let (mut threshold, mut cpu, mut memory) = (None, None, None);
    for one in asked {
        let Some(CustomizableMetricParameters { threshold: at, headroom }) = &one.metric_parameters
        else {
            return invalid("A utilization preference needs metricParameters.");
        };
        let Some(headroom) = headroom else {
            return invalid("A utilization preference needs a headroom.");
        };
        let headroom = match headroom {
            CustomizableMetricHeadroom::Percent0 => 0,
            CustomizableMetricHeadroom::Percent10 => 10,
            CustomizableMetricHeadroom::Percent20 => 20,
            CustomizableMetricHeadroom::Percent30 => 30,
            other => return invalid(format!("There is no headroom {other}.")),
        };
        match (&one.metric_name, at) {
            (Some(CustomizableMetricName::CpuUtilization), Some(at)) if headroom != 10 => {
                threshold = Some(match at {
                    CustomizableMetricThreshold::P90 => 900,
                    CustomizableMetricThreshold::P95 => 950,
                    CustomizableMetricThreshold::P995 => 995,
                    other => return invalid(format!("There is no threshold {other}.")),
                });
                cpu = Some(headroom);
            }
            (Some(CustomizableMetricName::MemoryUtilization), None) if headroom != 0 => {
                memory = Some(headroom);
            }
            _ => {
                return invalid(
                    "CpuUtilization takes a threshold and a headroom of 0, 20 or 30 percent, \
                     MemoryUtilization a headroom of 10, 20 or 30 percent.",
                );
            }
        }
    }
    Ok((threshold, cpu, memory))
}

fn told(of: &Preferences) -> Option<Vec<UtilizationPreference>> {
    let headroom = |percent| match percent {
        0 => CustomizableMetricHeadroom::Percent0,
        10 => CustomizableMetricHeadroom::Percent10,
        20 => CustomizableMetricHeadroom::Percent20,
        _ => CustomizableMetricHeadroom::Percent30,
    };
    let one = |name, threshold, percent| UtilizationPreference {
        metric_name: Some(name),
        metric_parameters: Some(CustomizableMetricParameters {
            threshold,
            headroom: Some(headroom(percent)),
        }),
    };
    let threshold = of.cpu_threshold.map(|share| match share {
        900 => CustomizableMetricThreshold::P90,
        950 => CustomizableMetricThreshold::P95,
        _ => CustomizableMetricThreshold::P995,
    });
    let cpu = of
        .cpu_headroom
        .map(|percent| one(CustomizableMetricName::CpuUtilization, threshold, percent));
    let memory = of
        .memory_headroom
        .map(|percent| one(CustomizableMetricName::MemoryUtilization, None, percent));
    let all: Vec<_> = cpu.into_iter().chain(memory).collect();
    (!all.is_empty()).then_some(all)
}
