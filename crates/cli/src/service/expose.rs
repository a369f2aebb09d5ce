//! `ferrogate expose`: a service gets a load balancer, and a URL.

use std::time::Duration;

use ferrogate_api::ecs::{
    DescribeTaskDefinitionRequest, LoadBalancer, Service, UpdateServiceRequest, op,
};

use super::{balancer, deploy, find, name};
use crate::answer::{CallArgs, ClusterArgs, LookArgs, OutputArgs};
use crate::client::{Api, NAME_MAX, NewBalancer};
use crate::fault::{Fault, Outcome};
use crate::moment::parse_duration;
use crate::steps::Steps;
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct ExposeArgs {
    /// The service
    #[arg(value_name = "SERVICE")]
    pub(crate) service: String,
    /// Port of its container [default: the one that the definition maps]
    #[arg(short, long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) port: Option<u16>,
    /// Which container, where several map ports
    #[arg(long, value_name = "NAME")]
    pub(crate) container: Option<String>,
    /// Path that a healthy task answers with 200 to 399
    #[arg(long, default_value = "/", value_name = "PATH")]
    pub(crate) health: String,
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

pub(crate) async fn run(args: ExposeArgs, api: &Api, ui: &Ui) -> Outcome {
    let cluster = &args.cluster.cluster;
    let mut steps = Steps::new(ui);
    steps.doing("making the load balancer");
    let before = find::one(api, cluster, &args.service).await?;
    if let Some(url) = balancer::url(api, &before).await? {
        return Err(Fault::usage(format!("{} is exposed already", name(&before)))
            .why(format!("it answers at {url}")));
    }
    let (container, port) = port(api, &args, &before).await?;
    let new = new_balancer(&before, port, &args.health)?;
    let group = api.make_balancer(&new).await?;
    let behind = LoadBalancer {
        target_group_arn: Some(group),
        container_name: Some(container),
        container_port: Some(i32::from(port)),
        ..LoadBalancer::default()
    };
    let input = UpdateServiceRequest {
        cluster: Some(cluster.clone()),
        service: args.service.clone(),
        load_balancers: Some(vec![behind]),
        ..UpdateServiceRequest::default()
    };
    let service = api.call::<op::UpdateService>(&input).await?.service.unwrap_or_default();
    let service = if args.detach {
        service
    } else {
        let of = (&**cluster, args.timeout);
        deploy::ended(api, ui, &mut steps, Some(&before), &service, of).await?
    };
    drop(steps);
    deploy::finish(api, ui, &args.output, &service).await
}

/// The container and its port.
async fn port(api: &Api, args: &ExposeArgs, service: &Service) -> Result<(String, u16), Fault> {
    let task_definition = service.task_definition.clone().unwrap_or_default();
    let input = DescribeTaskDefinitionRequest { task_definition, include: None };
    let found = api.call::<op::DescribeTaskDefinition>(&input).await?.task_definition;
    let all = found.and_then(|of| of.container_definitions).unwrap_or_default();
    let mapped: Vec<_> = all
        .iter()
        .filter(|of| args.container.is_none() || of.name == args.container)
        .flat_map(|of| {
            let ports = of.port_mappings.iter().flatten().filter_map(|port| port.container_port);
            ports.map(|port| (of.name.clone().unwrap_or_default(), port))
        })
        .filter_map(|(name, port)| Some((name, u16::try_from(port).ok()?)))
        .filter(|(_, port)| args.port.is_none_or(|asked| asked == *port))
        .collect();
    let definition = service.task_definition.as_deref().map_or("", super::short);
    match &mapped[..] {
        [one] => Ok(one.clone()),
        [] => Err(Fault::not_found(format!("{definition} maps no such port"))
            .fix("a container is reached at the ports of its portMappings; add one and deploy it")),
        several => {
            let ports: Vec<_> =
                several.iter().map(|(name, port)| format!("{name} {port}")).collect();
            Err(Fault::usage(format!("{definition} maps several ports"))
                .fix(format!("choose with --port and --container: {}", ports.join(", "))))
        }
    }
}

/// What is made: in the subnets of the service's tasks.
fn new_balancer(service: &Service, port: u16, health: &str) -> Result<NewBalancer, Fault> {
    let network = service.network_configuration.as_ref();
    let network = network.and_then(|of| of.awsvpc_configuration.as_ref());
    let subnets = network.and_then(|of| of.subnets.clone()).unwrap_or_default();
    if subnets.is_empty() {
        return Err(Fault::failed(format!("{} has no subnets", name(service))));
    }
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let text: String = name(service).chars().map(plain).take(NAME_MAX).collect();
    let text = text.trim_matches('-').to_owned();
    Ok(NewBalancer { name: text, subnets, port, health: health.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::ecs::{AwsVpcConfiguration, NetworkConfiguration};

    #[test]
    fn a_load_balancer_has_a_name_that_it_may_have() {
        let network = AwsVpcConfiguration {
            subnets: Some(vec!["subnet-1".into()]),
            ..AwsVpcConfiguration::default()
        };
        let mut service = Service {
            network_configuration: Some(NetworkConfiguration {
                awsvpc_configuration: Some(network),
            }),
            ..Service::default()
        };
        for (of, wanted) in [
            ("web", "web"),
            ("my_web", "my-web"),
            ("_a", "a"),
            ("a234567890123456789012345678901_rest", "a234567890123456789012345678901"),
        ] {
            service.service_name = Some(of.into());
            assert_eq!(new_balancer(&service, 80, "/").unwrap().name, wanted);
        }
    }
}
