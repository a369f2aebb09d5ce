//! `ferrogate rollback`: a service runs again what it ran before.

use std::time::Duration;

use ferrogate_api::ecs::{
    DescribeServiceRevisionsRequest, ListServiceDeploymentsRequest, Service,
    ServiceDeploymentStatus, StopServiceDeploymentRequest, StopServiceDeploymentStopType,
    UpdateServiceRequest, op,
};

use super::follow::Follow;
use super::{deploy, find, name, short};
use crate::answer::{CallArgs, ClusterArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::moment::parse_duration;
use crate::steps::Steps;
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct RollbackArgs {
    /// The service
    #[arg(value_name = "SERVICE")]
    pub(crate) service: String,
    /// Return as soon as it is accepted
    #[arg(long)]
    pub(crate) detach: bool,
    /// How long it may take
    #[arg(long, default_value = "15m", value_name = "TIME", value_parser = parse_duration)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
}

pub(crate) async fn run(args: RollbackArgs, api: &Api, ui: &Ui) -> Outcome {
    let cluster = &args.cluster.cluster;
    let mut steps = Steps::new(ui);
    steps.doing("looking for what ran before");
    let before = find::one(api, cluster, &args.service).await?;
    let history = History::of(api, cluster, &before).await?;
    let service = match &history.under_way {
        // What has not ended is taken back; the engine knows to what.
        Some(deployment) => {
            let input = StopServiceDeploymentRequest {
                service_deployment_arn: deployment.clone(),
                stop_type: Some(StopServiceDeploymentStopType::Rollback),
            };
            api.call::<op::StopServiceDeployment>(&input).await?;
            if args.detach {
                find::one(api, cluster, &args.service).await?
            } else {
                let mut follow = Follow::new(&before, cluster);
                follow.until_back(api, ui, &mut steps, deployment, args.timeout).await?
            }
        }
        None => {
            let service = update(api, cluster, &before, &history).await?;
            if args.detach {
                service
            } else {
                let of = (&**cluster, args.timeout);
                deploy::ended(api, ui, &mut steps, Some(&before), &service, of).await?
            }
        }
    };
    drop(steps);
    deploy::finish(api, ui, &args.output, &service).await
}

/// What a service was deployed with.
struct History {
    /// The deployment that has not ended.
    under_way: Option<String>,
    /// Revisions that were deployed and held, the newest first.
    held: Vec<String>,
}

impl History {
    async fn of(api: &Api, cluster: &str, service: &Service) -> Result<Self, Fault> {
        use ServiceDeploymentStatus as S;
        let (mut all, mut next_token) = (Vec::new(), None);
        loop {
            let input = ListServiceDeploymentsRequest {
                service: name(service).to_owned(),
                cluster: Some(cluster.to_owned()),
                next_token,
                ..ListServiceDeploymentsRequest::default()
            };
            let page = api.call::<op::ListServiceDeployments>(&input).await?;
            all.extend(page.service_deployments.unwrap_or_default());
            next_token = page.next_token;
            if next_token.is_none() {
                break;
            }
        }
        all.sort_by_key(|of| std::cmp::Reverse(of.created_at));
        let runs = |status: &Option<S>| matches!(status, Some(S::Pending | S::InProgress));
        let under_way = all.iter().find(|of| runs(&of.status));
        let held = all.iter().filter(|of| of.status == Some(S::Successful));
        Ok(Self {
            under_way: under_way.and_then(|of| of.service_deployment_arn.clone()),
            held: held.filter_map(|of| of.target_service_revision_arn.clone()).collect(),
        })
    }
}

/// Deploys the definition that held before the one of now.
async fn update(
    api: &Api,
    cluster: &str,
    before: &Service,
    history: &History,
) -> Result<Service, Fault> {
    let now = before.task_definition.as_deref().unwrap_or_default();
    for revision in &history.held {
        let input =
            DescribeServiceRevisionsRequest { service_revision_arns: vec![revision.clone()] };
        let answer = api.call::<op::DescribeServiceRevisions>(&input).await?;
        let found = answer.service_revisions.into_iter().flatten().next();
        let definition = found.and_then(|of| of.task_definition);
        let Some(definition) = definition.filter(|definition| definition != now) else { continue };
        let input = UpdateServiceRequest {
            cluster: Some(cluster.to_owned()),
            service: name(before).to_owned(),
            task_definition: Some(definition),
            ..UpdateServiceRequest::default()
        };
        let answer = api.call::<op::UpdateService>(&input).await?;
        return Ok(answer.service.unwrap_or_else(|| before.clone()));
    }
    Err(Fault::not_found(format!("{} ran nothing else before {}", name(before), short(now)))
        .why("none of its earlier deployments that the engine remembers held with another definition")
        .fix(format!("name one: ferrogate deploy {} --definition FAMILY:REVISION", name(before))))
}
