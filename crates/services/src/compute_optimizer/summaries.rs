//! GetRecommendationSummaries: how many services are of which finding, and what all would save.

use ferrogate_api::compute_optimizer::{
    CurrentPerformanceRiskRatings, Finding as Named, FindingReasonCode,
    GetRecommendationSummariesRequest, GetRecommendationSummariesResponse, ReasonCodeSummary,
    RecommendationSourceType, RecommendationSummary, Summary,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_metrics::rightsize::{Finding, Reason, Risk};
use ferrogate_metrics::store::ReadError;

use super::assess::{Assessed, Look};
use super::preferences::{look_back_days, rules};
use super::recommendations::{opportunity, saved};
use super::{Optimizer, Result, invalid, own_account, subject};

/// What was found of all services.
#[derive(Default)]
struct Counts {
    findings: [f64; 3],
    /// Memory too large and too small, of each finding.
    reasons: [[f64; 2]; 3],
    risks: [i64; 4],
    current: f64,
    saved: f64,
}

impl Optimizer {
    pub(super) async fn get_recommendation_summaries(
        &self,
        cx: &Cx,
        input: GetRecommendationSummariesRequest,
    ) -> Result<GetRecommendationSummariesResponse> {
        let view = self.view(cx);
        let preferences = self.enrolled(&view)?;
        own_account(cx, input.account_ids.as_deref())?;
        if input.next_token.is_some() {
            return invalid("The next token is invalid.");
        }
        let look = Look {
            rules: rules(&preferences),
            days: look_back_days(&preferences),
            preliminary: false,
            now: self.state.now(),
        };
        let subjects = subject::all(&view, look.from(), look.now)?;
        let (metrics, prices) = (self.metrics.clone(), self.prices);
        let work = move || {
            let mut counts = Counts::default();
            for subject in &subjects {
                if let Ok(assessed) = look.at(subject, &metrics, &prices)? {
                    counts.add(&assessed);
                }
            }
            Ok::<_, ReadError>(counts)
        };
        let counts = tokio::task::spawn_blocking(work).await.map_err(Failure::fault)?;
        let summary = counts.map_err(Failure::fault)?.told(cx.account.to_string());
        Ok(GetRecommendationSummariesResponse {
            next_token: None,
            recommendation_summaries: Some(vec![summary]),
        })
    }
}

impl Counts {
    fn add(&mut self, of: &Assessed) {
        let finding = match of.advice.finding {
            Finding::Optimized => 0,
            Finding::Underprovisioned => 1,
            Finding::Overprovisioned => 2,
        };
        self.findings[finding] += 1.0;
        for reason in &of.advice.reasons {
            match reason {
                Reason::MemoryOver => self.reasons[finding][0] += 1.0,
                Reason::MemoryUnder => self.reasons[finding][1] += 1.0,
                // The API has no name for those of the CPU here.
                Reason::CpuOver | Reason::CpuUnder => {}
            }
        }
        let risk = match of.advice.risk {
            Risk::VeryLow => 0,
            Risk::Low => 1,
            Risk::Medium => 2,
            Risk::High => 3,
        };
        self.risks[risk] += 1;
        self.current += of.monthly[0].0;
        self.saved += saved(of.monthly[0]).1;
    }

    fn told(self, account: String) -> RecommendationSummary {
        let names = [Named::Optimized, Named::Underprovisioned, Named::Overprovisioned];
        let summaries = names.into_iter().zip(self.findings).zip(self.reasons);
        let summaries = summaries.map(|((name, value), [over, under])| Summary {
            name: Some(name),
            value: Some(value),
            reason_code_summaries: Some(vec![
                reason(FindingReasonCode::MemoryOverprovisioned, over),
                reason(FindingReasonCode::MemoryUnderprovisioned, under),
            ]),
        });
        let percent = if self.current > 0.0 { self.saved * 100.0 / self.current } else { 0.0 };
        let [very_low, low, medium, high] = self.risks;
        RecommendationSummary {
            summaries: Some(summaries.collect()),
            recommendation_resource_type: Some(RecommendationSourceType::EcsService),
            account_id: Some(account),
            savings_opportunity: Some(opportunity(percent, self.saved)),
            aggregated_savings_opportunity: Some(opportunity(percent, self.saved)),
            current_performance_risk_ratings: Some(CurrentPerformanceRiskRatings {
                high: Some(high),
                medium: Some(medium),
                low: Some(low),
                very_low: Some(very_low),
            }),
            ..RecommendationSummary::default()
        }
    }
}

fn reason(name: FindingReasonCode, value: f64) -> ReasonCodeSummary {
    ReasonCodeSummary { name: Some(name), value: Some(value) }
}
