//! `ferrogate services`: the services of a cluster.

use ferrogate_api::Timestamp;
use ferrogate_api::ecs::{Deployment, DeploymentRolloutState, Service};

use super::{answer, balancer, find, name, short};
use crate::answer::{CallArgs, ClusterArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::Outcome;
use crate::moment::{age, now};
use crate::table::{Look, Table};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct ServicesArgs {
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

pub(crate) async fn run(args: ServicesArgs, api: &Api, ui: &Ui) -> Outcome {
    let found = find::list(api, &args.cluster.cluster).await?;
    let mut urls = Vec::with_capacity(found.len());
    for service in &found {
        urls.push(balancer::shown_url(api, service).await?.unwrap_or_default());
    }
    let programs = || answer(found.clone());
    let people = |wide: bool| {
        if found.is_empty() {
            ui.note("no services; make one: ferrogate deploy NAME --image IMAGE");
            return Ok(());
        }
        ui.text(&table(&found, &urls, wide, now()).render(&ui.terminal))
    };
    args.output.show(ui, programs, people).map(|()| 0)
}

fn table(found: &[Service], urls: &[String], wide: bool, now: Timestamp) -> Table {
    let narrow = ["SERVICE", "TASKS", "DEFINITION", "ROLLOUT", "AGE", "URL"];
    let heads: Vec<_> = narrow.into_iter().chain(wide.then_some("REASON")).collect();
    let mut table = Table::new(&heads, if wide { "REASON" } else { "URL" });
    for (service, url) in found.iter().zip(urls) {
        let deployment = primary(service);
        let mut cells = vec![
            (name(service).to_owned(), Look::Plain),
            tasks(service),
            (service.task_definition.as_deref().map_or("", short).to_owned(), Look::Plain),
            rollout(service, deployment, now),
            (service.created_at.map(|at| age(at, now)).unwrap_or_default(), Look::Plain),
            (url.clone(), Look::Plain),
        ];
        if wide {
            let reason = deployment.and_then(|of| of.rollout_state_reason.clone());
            cells.push((reason.unwrap_or_default(), Look::Dim));
        }
        table.row(cells);
    }
    table
}

/// The deployment that a service is to have.
pub(super) fn primary(service: &Service) -> Option<&Deployment> {
    let mut all = service.deployments.iter().flatten();
    all.find(|deployment| deployment.status.as_deref() == Some("PRIMARY"))
}

/// Running of desired.
fn tasks(service: &Service) -> (String, Look) {
    let (running, desired) =
        (service.running_count.unwrap_or(0), service.desired_count.unwrap_or(0));
    let look = match running {
        _ if running >= desired => Look::Good,
        0 => Look::Bad,
        _ => Look::Busy,
    };
    (format!("{running}/{desired}"), look)
}

/// Since when a service sleeps that is scaled to zero, as its deployment says.
fn asleep(deployment: &Deployment) -> Option<Timestamp> {
    let said = deployment.rollout_state_reason.as_deref()?.strip_prefix("Asleep since ")?;
    Timestamp::parse(said.split_once(": ")?.0).ok()
}

fn rollout(service: &Service, deployment: Option<&Deployment>, now: Timestamp) -> (String, Look) {
    if service.status.as_deref() == Some("DRAINING") {
        return ("DRAINING".into(), Look::Dim);
    }
    if let Some(since) = deployment.and_then(asleep) {
        return (format!("asleep (since {})", age(since, now)), Look::Dim);
    }
    match deployment.and_then(|of| of.rollout_state.as_ref()) {
        Some(DeploymentRolloutState::Completed) => ("COMPLETED".into(), Look::Plain),
        Some(DeploymentRolloutState::Failed) => ("FAILED".into(), Look::Bad),
        Some(other) => (other.as_str().to_owned(), Look::Busy),
        None => (String::new(), Look::Plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Terminal;

    #[test]
    fn a_service_that_sleeps_says_so() {
        let reason = "Asleep since 1970-01-01T00:00:05Z: a request wakes it. It was deployed.";
        let deployment = Deployment {
            rollout_state: Some(DeploymentRolloutState::Completed),
            rollout_state_reason: Some(reason.into()),
            ..Deployment::default()
        };
        let said = rollout(&Service::default(), Some(&deployment), Timestamp(65_000));
        assert_eq!(said, ("asleep (since 1m)".to_owned(), Look::Dim));
    }

    #[test]
    fn a_service_is_a_line_with_its_url_last() {
        let deployment = Deployment {
            status: Some("PRIMARY".into()),
            rollout_state: Some(DeploymentRolloutState::InProgress),
            rollout_state_reason: Some("It is under way.".into()),
            ..Deployment::default()
        };
        let service = Service {
            service_name: Some("web".into()),
            task_definition: Some("arn:aws:ecs:r:a:task-definition/web:2".into()),
            running_count: Some(1),
            desired_count: Some(3),
            created_at: Some(Timestamp(0)),
            deployments: Some(vec![deployment]),
            ..Service::default()
        };
        let urls = ["http://web-1.us-east-1.elb.localhost:4566".to_owned()];
        let shown = |wide| table(std::slice::from_ref(&service), &urls, wide, Timestamp(65_000));
        assert_eq!(
            shown(false).render(&Terminal::pipe()),
            "SERVICE  TASKS  DEFINITION  ROLLOUT      AGE  URL\n\
             web      1/3    web:2       IN_PROGRESS  1m   \
             http://web-1.us-east-1.elb.localhost:4566\n"
        );
        assert!(shown(true).render(&Terminal::pipe()).contains("It is under way."));
    }
}
