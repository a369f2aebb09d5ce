//! AWS Compute Optimizer, as far as it is about services of ECS: which size their tasks should have,
//! from what they used.
//!
//! Nothing is kept but what accounts ask for ([`enrollment`], [`preferences`]): advice is made when
//! it is asked for. [`subject`] says what is known of a service, [`assess`] what follows from it;
//! the rules themselves are [`ferrogate_metrics::rightsize`].

mod assess;
mod enrollment;
mod filter;
mod preferences;
mod projected;
mod recommendations;
mod subject;
mod summaries;

use std::sync::Arc;

use ferrogate_api::compute_optimizer::{Error, op};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_metrics::MetricStore;
use ferrogate_metrics::rightsize;
use ferrogate_records::compute_optimizer::settings;
use ferrogate_state::State;

use crate::own::{View, fault, own, scope};

/// What tasks cost.
#[derive(Clone, Copy, Debug)]
pub struct Prices {
    /// Of the architecture `X86_64`.
    pub x86: rightsize::Prices,
    /// Of the architecture `ARM64`.
    pub arm: rightsize::Prices,
    /// What is left of either on Fargate Spot: 0 to 1.
    pub spot: f64,
}

/// The operations of Compute Optimizer over the engine's state and metrics.
pub struct Optimizer {
    state: Arc<State>,
    metrics: MetricStore,
    prices: Prices,
}

own!(Optimizer, text => Error::invalid_parameter_value(text));

/// Puts every operation of Compute Optimizer that is built into the table.
pub fn register(table: &mut Operations, state: Arc<State>, metrics: MetricStore, prices: Prices) {
    let optimizer = Arc::new(Optimizer { state, metrics, prices });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let optimizer = optimizer.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let optimizer = optimizer.clone();
                async move { optimizer.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        DeleteRecommendationPreferences => delete_recommendation_preferences,
        GetECSServiceRecommendationProjectedMetrics => get_ecs_service_recommendation_projected_metrics,
        GetECSServiceRecommendations => get_ecs_service_recommendations,
        GetEffectiveRecommendationPreferences => get_effective_recommendation_preferences,
        GetEnrollmentStatus => get_enrollment_status,
        GetRecommendationPreferences => get_recommendation_preferences,
        GetRecommendationSummaries => get_recommendation_summaries,
        PutRecommendationPreferences => put_recommendation_preferences,
        UpdateEnrollmentStatus => update_enrollment_status,
    }
}

impl Optimizer {
    /// What the account has asked for, if it has. Who is not enrolled is refused.
    fn enrolled(&self, view: &View) -> Result<settings::Preferences> {
        let settings = view.get::<settings::Record, _>(settings::key(&view.scope.account))?;
        match settings {
            Some(settings) if !settings.enrolled => {
                let account = &view.scope.account;
                let text = format!("AWS account {account} is not registered for recommendation.");
                Err(Error::opt_in_required(text).into())
            }
            Some(settings) => Ok(settings.services.clone()),
            None => Ok(settings::Preferences::default()),
        }
    }
}

/// Refuses accounts that are not the caller's: there are no organizations.
fn own_account(cx: &Cx, asked: Option<&[String]>) -> Result<()> {
    match asked.unwrap_or_default().iter().find(|account| **account != *cx.account.as_str()) {
        None => Ok(()),
        Some(other) => {
            let text = format!("You are not authorized to see what is said of account {other}.");
            Err(Error::access_denied(text).into())
        }
    }
}

/// How many of a page (API model, `MaxResults`); `None` and 0 are as many as are usual.
fn page_size(asked: Option<i32>) -> usize {
    let asked = asked.and_then(|size| usize::try_from(size).ok()).filter(|size| *size > 0);
    asked.map_or(100, |size| size.min(1000))
}

fn bad_token(_: crate::page::BadToken) -> Failure<Error> {
    Error::invalid_parameter_value("The next token is invalid.").into()
}
