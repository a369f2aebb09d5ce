//! `ferrogate rightsize`: which size services should have, from what they used, and why.

use std::time::Duration;

use ferrogate_api::compute_optimizer::{
    CurrentPerformanceRisk, ECSServiceMetricName, ECSServiceMetricStatistic,
    ECSServiceRecommendation, ECSServiceRecommendationFilter, ECSServiceRecommendationFilterName,
    ECSServiceRecommendationFinding, ECSServiceRecommendationOption,
    GetECSServiceRecommendationsRequest, GetECSServiceRecommendationsResponse,
    GetRecommendationError, op,
};
use ferrogate_api::ecs::{ContainerDefinition, RegisterTaskDefinitionRequest, Service};
use ferrogate_api::json;

use super::{arn, deploy, find, name, short};
use crate::answer::{Answer, CallArgs, ClusterArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::steps::Steps;
use crate::table::{Look, Table};
use crate::ui::Ui;

/// Services of one call.
const ASKED_MAX: usize = 100;
/// How long a deployment of the other size may take.
const DEPLOYED_MAX: Duration = Duration::from_mins(15);
/// What is told of less than a day is told as preliminary.
const DAY: f64 = 1.0;
const MINUTES: f64 = 24.0 * 60.0;

#[derive(Clone, Debug, clap::Args)]
pub struct RightsizeArgs {
    /// The service [default: all of the cluster]
    #[arg(value_name = "SERVICE")]
    pub(crate) service: Option<String>,
    /// Days of use that count [default: what the account prefers; 14]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=93))]
    pub(crate) days: Option<u32>,
    /// Deploy the size that is told, with its containers' limits
    #[arg(long, requires = "service", conflicts_with_all = ["output", "query"])]
    pub(crate) apply: bool,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(crate) async fn run(args: RightsizeArgs, api: &Api, ui: &Ui) -> Outcome {
    let cluster = &args.cluster.cluster;
    let services = match &args.service {
        Some(named) => vec![find::one(api, cluster, named).await?],
        None => find::list(api, cluster).await?,
    };
    if services.is_empty() {
        ui.note("no services; make one: ferrogate deploy NAME --image IMAGE");
    }
    let answer = ask(api, &services, args.days).await?;
    if args.apply {
        return apply(api, ui, &args, &services[0], &answer).await;
    }
    let programs = || {
        let all = answer.ecs_service_recommendations.iter().flatten();
        let names = all.filter_map(|of| of.service_arn.clone()).collect();
        Answer::of(json::to_value(&answer), "ecsServiceRecommendations", names)
    };
    args.output.show(ui, programs, |wide| people(ui, &answer, wide)).map(|()| 0)
}

/// What is said of the services, and why nothing is of others.
async fn ask(
    api: &Api,
    services: &[Service],
    days: Option<u32>,
) -> Result<GetECSServiceRecommendationsResponse, Fault> {
    // This engine's own value: also what can be said before a day has been measured.
    let value = days.map_or("Preliminary".into(), |days| format!("Preliminary:{days}"));
    let filter = ECSServiceRecommendationFilter {
        name: Some(ECSServiceRecommendationFilterName::Finding),
        values: Some(vec![value]),
    };
    let (mut told, mut errors) = (Vec::new(), Vec::new());
    for some in services.chunks(ASKED_MAX) {
        let mut next_token = None;
        loop {
            let input = GetECSServiceRecommendationsRequest {
                service_arns: Some(some.iter().map(|service| arn(service).to_owned()).collect()),
                filters: Some(vec![filter.clone()]),
                next_token,
                ..GetECSServiceRecommendationsRequest::default()
            };
            let page = api.call::<op::GetECSServiceRecommendations>(&input).await?;
            told.extend(page.ecs_service_recommendations.unwrap_or_default());
            errors.extend(page.errors.unwrap_or_default());
            next_token = page.next_token;
            if next_token.is_none() {
                break;
            }
        }
    }
    Ok(GetECSServiceRecommendationsResponse {
        next_token: None,
        ecs_service_recommendations: Some(told),
        errors: Some(errors),
    })
}

fn people(ui: &Ui, answer: &GetECSServiceRecommendationsResponse, wide: bool) -> Result<(), Fault> {
    let all: Vec<_> = answer.ecs_service_recommendations.iter().flatten().collect();
    if !all.is_empty() {
        ui.text(&table(&all, wide).render(&ui.terminal))?;
    }
    for error in answer.errors.iter().flatten() {
        ui.note(&nothing(error));
    }
    let take: Vec<_> = all.iter().filter(|of| option(of).is_some()).map(|of| called(of)).collect();
    match take.as_slice() {
        [] => {}
        [one] => ui.note(&format!("take it: ferrogate rightsize {one} --apply")),
        several => ui.note(&format!(
            "take one: ferrogate rightsize SERVICE --apply, of {}",
            several.join(", ")
        )),
    }
    if all.iter().any(|of| days(of) < DAY) {
        ui.note("less than a day of use was measured: look again later");
    }
    Ok(())
}

fn table(all: &[&ECSServiceRecommendation], wide: bool) -> Table {
    let narrow = ["SERVICE", "NOW", "MOST USED", "FINDING", "RISK", "TAKE", "SAVES", "MEASURED"];
    let heads: Vec<_> = narrow.into_iter().chain(wide.then_some("WHY")).collect();
    let mut table = Table::new(&heads, if wide { "WHY" } else { "SERVICE" });
    for of in all {
        let now = of.current_service_configuration.as_ref();
        let now = size(now.and_then(|now| now.cpu), now.and_then(|now| now.memory));
        let plain = |text: String| (text, Look::Plain);
        let take = option(of);
        let mut cells = vec![
            plain(called(of).to_owned()),
            plain(now),
            plain(used(of)),
            finding(of),
            risk(of),
            take.map_or(("-".into(), Look::Dim), |take| plain(size(take.cpu, take.memory))),
            take.map_or(("-".into(), Look::Dim), saves),
            (measured(of), if days(of) < DAY { Look::Busy } else { Look::Plain }),
        ];
        if wide {
            cells.push((why(of), Look::Dim));
        }
        table.row(cells);
    }
    table
}

fn called(of: &ECSServiceRecommendation) -> &str {
    short(of.service_arn.as_deref().unwrap_or_default())
}

fn option(of: &ECSServiceRecommendation) -> Option<&ECSServiceRecommendationOption> {
    of.service_recommendation_options.as_deref().and_then(<[_]>::first)
}

fn days(of: &ECSServiceRecommendation) -> f64 {
    of.lookback_period_in_days.unwrap_or_default()
}

/// `1024/4096`: CPU units and MiB.
fn size(cpu: Option<i32>, memory: Option<i32>) -> String {
    let number = |of: Option<i32>| of.map_or_else(|| "?".into(), |of| of.to_string());
    format!("{}/{}", number(cpu), number(memory))
}

/// The greatest use of one of both, in percent of the present size.
fn most(of: &ECSServiceRecommendation, name: &ECSServiceMetricName) -> Option<f64> {
    let mut all = of.utilization_metrics.iter().flatten();
    let is = |it: &&ferrogate_api::compute_optimizer::ECSServiceUtilizationMetric| {
        it.name.as_ref() == Some(name) && it.statistic == Some(ECSServiceMetricStatistic::Maximum)
    };
    all.find(is)?.value
}

fn used(of: &ECSServiceRecommendation) -> String {
    let percent = |name| match most(of, &name) {
        Some(value) => format!("{value:.0}%"),
        None => "?".into(),
    };
    format!("{}/{}", percent(ECSServiceMetricName::Cpu), percent(ECSServiceMetricName::Memory))
}

fn finding(of: &ECSServiceRecommendation) -> (String, Look) {
    match &of.finding {
        Some(ECSServiceRecommendationFinding::Optimized) => ("right".into(), Look::Good),
        Some(ECSServiceRecommendationFinding::Overprovisioned) => ("too large".into(), Look::Busy),
        Some(ECSServiceRecommendationFinding::Underprovisioned) => ("too small".into(), Look::Bad),
        other => (other.as_ref().map_or("?", |of| of.as_str()).into(), Look::Plain),
    }
}

fn risk(of: &ECSServiceRecommendation) -> (String, Look) {
    match &of.current_performance_risk {
        Some(CurrentPerformanceRisk::VeryLow) => ("very low".into(), Look::Good),
        Some(CurrentPerformanceRisk::Low) => ("low".into(), Look::Good),
        Some(CurrentPerformanceRisk::Medium) => ("medium".into(), Look::Busy),
        Some(CurrentPerformanceRisk::High) => ("high".into(), Look::Bad),
        other => (other.as_ref().map_or("?", |of| of.as_str()).into(), Look::Plain),
    }
}

/// Dollars a month, with what Spot takes off where that is told.
fn saves(take: &ECSServiceRecommendationOption) -> (String, Look) {
    let after = take.savings_opportunity_after_discounts.as_ref();
    let after = after.and_then(|of| of.estimated_monthly_savings.as_ref()?.value);
    let list = take.savings_opportunity.as_ref();
    let list = list.and_then(|of| of.estimated_monthly_savings.as_ref()?.value);
    let percent = take.savings_opportunity.as_ref();
    let percent = percent.and_then(|of| of.savings_opportunity_percentage).unwrap_or_default();
    match after.or(list) {
        Some(dollars) if dollars > 0.0 => {
            (format!("${dollars:.2} a month, {percent:.0}%"), Look::Good)
        }
        _ => ("costs more".into(), Look::Dim),
    }
}

fn measured(of: &ECSServiceRecommendation) -> String {
    let days = days(of);
    let minutes = days * MINUTES;
    match days {
        _ if minutes < 1.0 => "nothing".into(),
        days if days >= DAY => format!("{days:.0} days"),
        _ if minutes < 120.0 => format!("{minutes:.0} minutes"),
        days => format!("{:.0} hours", days * 24.0),
    }
}

/// The reasons in words.
fn why(of: &ECSServiceRecommendation) -> String {
    use ferrogate_api::compute_optimizer::ECSServiceRecommendationFindingReasonCode as Code;
    let words = of.finding_reason_codes.iter().flatten().map(|code| match code {
        Code::CPUOverprovisioned => "more CPU than it uses",
        Code::CPUUnderprovisioned => "too little CPU for what it uses",
        Code::MemoryOverprovisioned => "more memory than it uses",
        Code::MemoryUnderprovisioned => {
            "too little memory for what it uses, or it was killed for it"
        }
        other => other.as_str(),
    });
    let words: Vec<_> = words.collect();
    if words.is_empty() { "nothing cheaper holds what it uses".into() } else { words.join("; ") }
}

/// Why nothing is said of a service.
fn nothing(error: &GetRecommendationError) -> String {
    let service = short(error.identifier.as_deref().unwrap_or_default());
    let message = error.message.as_deref().unwrap_or_default();
    match error.code.as_deref() {
        Some("InsufficientMetrics") => {
            format!("{service}: too little of its use was measured yet; ask again in some minutes")
        }
        _ => format!("{service}: {message}"),
    }
}

/// Registers what the service runs with the size that is told, and deploys it.
async fn apply(
    api: &Api,
    ui: &Ui,
    args: &RightsizeArgs,
    service: &Service,
    answer: &GetECSServiceRecommendationsResponse,
) -> Outcome {
    if let Some(error) = answer.errors.iter().flatten().next() {
        return Err(Fault::new(Kind::Failed, "there is no size to take").why(nothing(error)));
    }
    let of = answer.ecs_service_recommendations.iter().flatten().next();
    let Some(take) = of.and_then(option) else {
        ui.note(&format!("{} has the right size: nothing is changed", name(service)));
        return Ok(0);
    };
    let mut steps = Steps::new(ui);
    steps.doing("asking for the deployment");
    let mut request = deploy::definition_of(api, service).await?;
    resize(&mut request, take);
    let definition = deploy::register(api, &request).await?;
    let cluster = &args.cluster.cluster;
    let deployed = deploy::onto(api, cluster, service, definition).await?;
    let within = (cluster.as_str(), DEPLOYED_MAX);
    let deployed = deploy::ended(api, ui, &mut steps, Some(service), &deployed, within).await?;
    drop(steps);
    deploy::finish(api, ui, &args.output, &deployed).await
}

/// Gives a definition another size. What containers have of their own changes with it; what they
/// don't have they don't get, save that nothing may be larger than the task.
fn resize(request: &mut RegisterTaskDefinitionRequest, to: &ECSServiceRecommendationOption) {
    request.cpu = to.cpu.map(|units| units.to_string());
    request.memory = to.memory.map(|mib| mib.to_string());
    let shares = to.container_recommendations.as_deref().unwrap_or_default();
    for share in shares {
        let is = |of: &&mut ContainerDefinition| of.name == share.container_name;
        let Some(container) = request.container_definitions.iter_mut().find(is) else { continue };
        if container.cpu.is_some_and(|units| units > 0) {
            container.cpu = share.cpu;
        }
        let Some(memory) = &share.memory_size_configuration else { continue };
        if container.memory.is_some() {
            container.memory = memory.memory;
        }
        if container.memory_reservation.is_some() {
            container.memory_reservation = memory.memory_reservation;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::compute_optimizer::{ContainerRecommendation, MemorySizeConfiguration};

    #[test]
    fn a_definition_gets_the_size_and_its_containers_what_they_had_of_their_own() {
        let container = |name: &str, cpu, memory, reservation| ContainerDefinition {
            name: Some(name.into()),
            cpu,
            memory,
            memory_reservation: reservation,
            ..ContainerDefinition::default()
        };
        let share = |name: &str, cpu, memory, memory_reservation| ContainerRecommendation {
            container_name: Some(name.into()),
            cpu: Some(cpu),
            memory_size_configuration: Some(MemorySizeConfiguration { memory, memory_reservation }),
        };
        let mut request = RegisterTaskDefinitionRequest {
            cpu: Some("1024".into()),
            memory: Some("4096".into()),
            container_definitions: vec![
                container("app", Some(512), Some(2048), None),
                container("log", Some(0), None, Some(256)),
                container("new", None, None, None),
            ],
            ..RegisterTaskDefinitionRequest::default()
        };
        let to = ECSServiceRecommendationOption {
            cpu: Some(256),
            memory: Some(512),
            container_recommendations: Some(vec![
                share("app", 191, Some(360), None),
                share("log", 64, None, Some(120)),
                share("new", 1, None, Some(16)),
                share("gone", 1, None, Some(16)),
            ]),
            ..ECSServiceRecommendationOption::default()
        };
        resize(&mut request, &to);
        assert_eq!((request.cpu.as_deref(), request.memory.as_deref()), (Some("256"), Some("512")));
        let expected = [
            container("app", Some(191), Some(360), None),
            container("log", Some(0), None, Some(120)),
            container("new", None, None, None),
        ];
        assert_eq!(request.container_definitions, expected);
    }

    #[test]
    fn what_was_measured_is_told_in_the_unit_of_its_length() {
        let of = |days| {
            measured(&ECSServiceRecommendation {
                lookback_period_in_days: Some(days),
                ..ECSServiceRecommendation::default()
            })
        };
        assert_eq!(of(0.0), "nothing");
        assert_eq!(of(5.0 / MINUTES), "5 minutes");
        assert_eq!(of(0.5), "12 hours");
        assert_eq!(of(14.0), "14 days");
    }
}
