//! `ferrogate autoscale`: how many tasks a service has follows what is measured.

use ferrogate_api::application_autoscaling::{
    DeregisterScalableTargetRequest, MetricType, PolicyType, PredefinedMetricSpecification,
    PutScalingPolicyRequest, RegisterScalableTargetRequest, ScalableDimension, ServiceNamespace,
    TargetTrackingScalingPolicyConfiguration, op,
};
use ferrogate_api::ecs::{self, Service, Tag, TagResourceRequest, UntagResourceRequest};

use super::{arn, balancer, find, name};
use crate::answer::{CallArgs, ClusterArgs, LookArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::ui::Ui;

/// The tag of a service that has no tasks while nobody asks for it.
const TO_ZERO: &str = "ferrogate:scale-to-zero";

#[derive(Clone, Debug, clap::Args)]
pub struct AutoscaleArgs {
    /// The service
    #[arg(value_name = "SERVICE")]
    pub(crate) service: String,
    /// Fewest tasks
    #[arg(long, value_name = "COUNT", default_value_t = 1,
          value_parser = clap::value_parser!(i32).range(0..))]
    pub(crate) min: i32,
    /// Most tasks
    #[arg(long, value_name = "COUNT", required_unless_present = "off",
          value_parser = clap::value_parser!(i32).range(0..))]
    pub(crate) max: Option<i32>,
    /// Processor use to keep, in percent of what the tasks have
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) cpu: Option<f64>,
    /// Memory use to keep, in percent of what the tasks have
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) memory: Option<f64>,
    /// Requests a minute to keep for each task, counted by the service's load balancer
    #[arg(long, value_name = "COUNT", value_parser = positive)]
    pub(crate) requests: Option<f64>,
    /// Seconds without a request after which it has no tasks at all, until the next request
    #[arg(long, value_name = "SECONDS", conflicts_with = "min",
          value_parser = clap::value_parser!(u32).range(5..=86_400))]
    pub(crate) to_zero: Option<u32>,
    /// End it: the service keeps the tasks that it has
    #[arg(long, conflicts_with_all = ["min", "max", "cpu", "memory", "requests", "to_zero"])]
    pub(crate) off: bool,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
}

fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "write a number above 0".to_owned())
}

fn percent(text: &str) -> Result<f64, String> {
    positive(text.trim_end_matches('%'))
}

pub(crate) async fn run(args: AutoscaleArgs, api: &Api, ui: &Ui) -> Outcome {
    let cluster = &args.cluster.cluster;
    let service = find::one(api, cluster, &args.service).await?;
    let resource_id = resource(&service);
    let (service_namespace, scalable_dimension) =
        (ServiceNamespace::Ecs, ScalableDimension::EcsServiceDesiredCount);
    let Some(max) = args.max else {
        to_zero(api, &service, None).await?;
        let input =
            DeregisterScalableTargetRequest { service_namespace, resource_id, scalable_dimension };
        api.call::<op::DeregisterScalableTarget>(&input).await?;
        ui.note(&format!("{} keeps its tasks", name(&service)));
        return Ok(0);
    };
    let goals = goals(api, &args, &service).await?;
    let min = if args.to_zero.is_some() { 0 } else { args.min };
    to_zero(api, &service, args.to_zero).await?;
    let input = RegisterScalableTargetRequest {
        service_namespace: service_namespace.clone(),
        resource_id: resource_id.clone(),
        scalable_dimension: scalable_dimension.clone(),
        min_capacity: Some(min),
        max_capacity: Some(max),
        ..RegisterScalableTargetRequest::default()
    };
    api.call::<op::RegisterScalableTarget>(&input).await?;
    for (policy, metric, target) in &goals {
        let (metric_type, resource_label) = metric.clone();
        let specification = PredefinedMetricSpecification {
            predefined_metric_type: Some(metric_type),
            resource_label,
        };
        let configuration = TargetTrackingScalingPolicyConfiguration {
            target_value: Some(*target),
            predefined_metric_specification: Some(specification),
            ..TargetTrackingScalingPolicyConfiguration::default()
        };
        let input = PutScalingPolicyRequest {
            policy_name: (*policy).to_owned(),
            service_namespace: service_namespace.clone(),
            resource_id: resource_id.clone(),
            scalable_dimension: scalable_dimension.clone(),
            policy_type: Some(PolicyType::TargetTrackingScaling),
            target_tracking_scaling_policy_configuration: Some(configuration),
            ..PutScalingPolicyRequest::default()
        };
        api.call::<op::PutScalingPolicy>(&input).await?;
    }
    let kept = goals.iter().map(|(policy, _, target)| format!("{policy} {target}"));
    let idle = args.to_zero.map(|idle_s| format!("none after {idle_s} s without a request"));
    let kept: Vec<_> = kept.chain(idle).collect();
    ui.data(&format!("{} {min} to {max} tasks, {}", name(&service), kept.join(", ")))?;
    Ok(0)
}

/// Says in the service's tags whether it is scaled to zero.
async fn to_zero(api: &Api, service: &Service, idle_s: Option<u32>) -> Result<(), Fault> {
    let resource_arn = arn(service).to_owned();
    match idle_s {
        Some(idle_s) => {
            let (key, value) = (Some(TO_ZERO.to_owned()), Some(idle_s.to_string()));
            let input = TagResourceRequest { resource_arn, tags: vec![Tag { key, value }] };
            api.call::<ecs::op::TagResource>(&input).await.map(drop)
        }
        None => {
            let input = UntagResourceRequest { resource_arn, tag_keys: vec![TO_ZERO.to_owned()] };
            api.call::<ecs::op::UntagResource>(&input).await.map(drop)
        }
    }
}

/// `service/CLUSTER/SERVICE`.
fn resource(service: &Service) -> String {
    let cluster = service.cluster_arn.as_deref().and_then(|arn| arn.rsplit('/').next());
    format!("service/{}/{}", cluster.unwrap_or_default(), name(service))
}

type Goal = (&'static str, (MetricType, Option<String>), f64);

/// What is to be kept: each a policy of its own.
async fn goals(api: &Api, args: &AutoscaleArgs, service: &Service) -> Result<Vec<Goal>, Fault> {
    let mut goals = vec![];
    if let Some(percent) = args.cpu {
        goals.push(("cpu", (MetricType::ECSServiceAverageCPUUtilization, None), percent));
    }
    if let Some(percent) = args.memory {
        goals.push(("memory", (MetricType::ECSServiceAverageMemoryUtilization, None), percent));
    }
    if let Some(requests) = args.requests {
        let label = balancer::label(api, service).await?.ok_or_else(|| {
            Fault::usage(format!("{} has no load balancer that counts requests", name(service)))
                .fix(format!("give it one: ferrogate expose {}", name(service)))
        })?;
        let metric = (MetricType::ALBRequestCountPerTarget, Some(label));
        goals.push(("requests", metric, requests));
    }
    if goals.is_empty() && args.to_zero.is_none() {
        let fix = "say --cpu, --memory, --requests or --to-zero";
        return Err(Fault::usage("nothing is said to be kept").fix(fix));
    }
    Ok(goals)
}
