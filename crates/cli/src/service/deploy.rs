//! `ferrogate deploy`: a service gets what it shall run, and is made when it is not there.

use std::time::Duration;

use ferrogate_api::ecs::{
    AdvancedConfiguration, ContainerDefinition, CreateServiceRequest, DeploymentCircuitBreaker,
    DeploymentConfiguration, DeploymentStrategy, DescribeTaskDefinitionRequest, LaunchType,
    LoadBalancer, RegisterTaskDefinitionRequest, Service, TaskDefinition, TaskDefinitionField,
    UpdateServiceRequest, op,
};

use super::follow::{self, Follow};
use super::{answer, arn, balancer, find, ls, short};
use crate::answer::{CallArgs, ClusterArgs, LookArgs, OutputArgs};
use crate::client::{Api, Shifting};
use crate::fault::{Fault, Outcome};
use crate::moment::parse_duration;
use crate::run::{self, Program, parse_env, reference};
use crate::steps::Steps;
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct DeployArgs {
    /// The service; made when it is not there
    #[arg(value_name = "SERVICE", value_parser = run::parse_name)]
    pub(crate) service: String,
    /// Image that its container runs from now on
    #[arg(short, long, value_name = "IMAGE", conflicts_with = "definition")]
    pub(crate) image: Option<String>,
    /// Which container, where the definition has several
    #[arg(long, value_name = "NAME")]
    pub(crate) container: Option<String>,
    /// Environment variable, instead of what the definition says of it
    #[arg(short, long, value_name = "NAME[=VALUE]", value_parser = parse_env,
          conflicts_with = "definition")]
    pub(crate) env: Vec<(String, String)>,
    /// Task definition to run: FAMILY, FAMILY:REVISION or ARN
    #[arg(short, long, value_name = "DEFINITION")]
    pub(crate) definition: Option<String>,
    /// Number of its tasks [default: as it is; 1 for a new service]
    #[arg(short = 'c', long, value_name = "COUNT",
          value_parser = clap::value_parser!(i32).range(0..))]
    pub(crate) count: Option<i32>,
    /// Port that a new service's container listens on
    #[arg(short, long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) port: Option<u16>,
    /// CPU units of a new service's tasks, 1024 a vCPU
    #[arg(long, default_value = "256", value_name = "UNITS")]
    pub(crate) cpu: String,
    /// Memory of a new service's tasks, in MiB
    #[arg(long, default_value = "512", value_name = "MIB")]
    pub(crate) memory: String,
    /// How new tasks come to users from now on [default: as it is; rolling for a new service]
    #[arg(long, value_enum, value_name = "STRATEGY")]
    pub(crate) strategy: Option<Strategy>,
    /// Minutes that both sets of tasks run once the new one has all traffic; not for rolling
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(i32).range(0..=1440))]
    pub(crate) bake: Option<i32>,
    /// New tasks of the same definition too
    #[arg(long)]
    pub(crate) force: bool,
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

/// How new tasks come to users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Strategy {
    /// They take the places of others
    Rolling,
    /// A second set of them gets all traffic at once
    BlueGreen,
    /// It gets it in equal steps
    Linear,
    /// It gets a part of it, and then all
    Canary,
}

impl From<Strategy> for DeploymentStrategy {
    fn from(of: Strategy) -> Self {
        match of {
            Strategy::Rolling => Self::Rolling,
            Strategy::BlueGreen => Self::BlueGreen,
            Strategy::Linear => Self::Linear,
            Strategy::Canary => Self::Canary,
        }
    }
}

/// What is asked for of the way to users, if anything is.
fn configuration(args: &DeployArgs) -> Option<DeploymentConfiguration> {
    let asked = args.strategy.is_some() || args.bake.is_some();
    asked.then(|| DeploymentConfiguration {
        strategy: args.strategy.map(DeploymentStrategy::from),
        bake_time_in_minutes: args.bake,
        ..DeploymentConfiguration::default()
    })
}

pub(crate) async fn run(args: DeployArgs, api: &Api, ui: &Ui) -> Outcome {
    let cluster = &args.cluster.cluster;
    let mut steps = Steps::new(ui);
    steps.doing("asking for the deployment");
    let before = find::get(api, cluster, &args.service).await?;
    let service = match &before {
        Some(before) => update(api, &args, before).await?,
        None => create(api, &args).await?,
    };
    let deployed = if args.detach {
        service
    } else {
        ended(api, ui, &mut steps, before.as_ref(), &service, (cluster, args.timeout)).await?
    };
    drop(steps);
    finish(api, ui, &args.output, &deployed).await
}

/// Waits for the end of the newest deployment of `service`.
pub(super) async fn ended(
    api: &Api,
    ui: &Ui,
    steps: &mut Steps<'_>,
    before: Option<&Service>,
    service: &Service,
    (cluster, timeout): (&str, Duration),
) -> Result<Service, Fault> {
    let mut follow = Follow::new(before.unwrap_or(service), cluster);
    let began = std::time::Instant::now();
    let deployed = match follow::newest(api, cluster, service).await? {
        Some(deployment) => follow.until_deployed(api, ui, steps, &deployment, timeout).await?,
        None => follow.until_counted(api, ui, steps, timeout).await?,
    };
    let definition = deployed.task_definition.as_deref().map_or("", short);
    let count = ls::primary(&deployed).and_then(|of| of.running_count).unwrap_or(0);
    let took = began.elapsed().as_secs_f64();
    steps.done(&format!("{count} tasks of {definition} run, after {took:.1} s"));
    Ok(deployed)
}

/// The answer: the URL or the ARN is the last line.
pub(super) async fn finish(api: &Api, ui: &Ui, output: &OutputArgs, service: &Service) -> Outcome {
    let url = balancer::shown_url(api, service).await?;
    let programs = || answer(vec![service.clone()]);
    let people = |_| ui.data(url.as_deref().unwrap_or_else(|| arn(service)));
    output.show(ui, programs, people).map(|()| 0)
}

async fn update(api: &Api, args: &DeployArgs, before: &Service) -> Result<Service, Fault> {
    let definition = match &args.definition {
        Some(definition) => Some(definition.clone()),
        None if args.image.is_some() || !args.env.is_empty() => {
            Some(revised(api, args, before).await?)
        }
        None => None,
    };
    let configuration = configuration(args);
    let same = definition.is_none() && args.count.is_none() && configuration.is_none();
    if same && !args.force {
        return Err(Fault::usage(format!("nothing of {} is to change", args.service))
            .fix("say what: --image, --env, --definition, --count, or --force for new tasks"));
    }
    let load_balancers = match args.strategy {
        None | Some(Strategy::Rolling) => None,
        Some(_) => shifting(api, before).await?,
    };
    let input = UpdateServiceRequest {
        cluster: Some(args.cluster.cluster.clone()),
        service: args.service.clone(),
        task_definition: definition,
        load_balancers,
        desired_count: args.count,
        deployment_configuration: configuration,
        force_new_deployment: args.force.then_some(true),
        ..UpdateServiceRequest::default()
    };
    let answer = api.call::<op::UpdateService>(&input).await?;
    Ok(answer.service.unwrap_or_else(|| before.clone()))
}

/// The service's load balancers with what it takes to shift their traffic, which is made. `None`
/// when they have it already, or there are none.
async fn shifting(api: &Api, before: &Service) -> Result<Option<Vec<LoadBalancer>>, Fault> {
    let mut all = before.load_balancers.clone().unwrap_or_default();
    let mut changed = false;
    for of in &mut all {
        let (None, Some(group)) = (&of.advanced_configuration, &of.target_group_arn) else {
            continue;
        };
        let Shifting { alternate, rule } = api.make_shifting(group).await?;
        of.advanced_configuration = Some(AdvancedConfiguration {
            alternate_target_group_arn: Some(alternate),
            production_listener_rule: Some(rule),
            test_listener_rule: None,
            role_arn: Some(api.infrastructure_role().await?),
        });
        changed = true;
    }
    Ok(changed.then_some(all))
}

/// What registers again what a service runs.
pub(super) async fn definition_of(
    api: &Api,
    service: &Service,
) -> Result<RegisterTaskDefinitionRequest, Fault> {
    let input = DescribeTaskDefinitionRequest {
        task_definition: service.task_definition.clone().unwrap_or_default(),
        include: Some(vec![TaskDefinitionField::Tags]),
    };
    let found = api.call::<op::DescribeTaskDefinition>(&input).await?;
    let mut request = again(found.task_definition.unwrap_or_default());
    request.tags = found.tags.filter(|tags| !tags.is_empty());
    Ok(request)
}

/// Has a service run a definition from now on.
pub(super) async fn onto(
    api: &Api,
    cluster: &str,
    service: &Service,
    definition: String,
) -> Result<Service, Fault> {
    let input = UpdateServiceRequest {
        cluster: Some(cluster.to_owned()),
        service: arn(service).to_owned(),
        task_definition: Some(definition),
        ..UpdateServiceRequest::default()
    };
    let answer = api.call::<op::UpdateService>(&input).await?;
    Ok(answer.service.unwrap_or_else(|| service.clone()))
}

/// A new revision of what the service runs, with the image and the variables asked for: its ARN.
async fn revised(api: &Api, args: &DeployArgs, before: &Service) -> Result<String, Fault> {
    let mut request = definition_of(api, before).await?;
    let image = match &args.image {
        Some(image) => Some(reference::resolve(api, image).await?),
        None => None,
    };
    let container = chosen(&mut request.container_definitions, args.container.as_deref())?;
    if let Some(image) = image {
        container.image = Some(image);
    }
    set(container, &args.env);
    register(api, &request).await
}

/// Registers a definition: its ARN.
pub(super) async fn register(
    api: &Api,
    request: &RegisterTaskDefinitionRequest,
) -> Result<String, Fault> {
    let answer = api.call::<op::RegisterTaskDefinition>(request).await?;
    Ok(answer.task_definition.and_then(|of| of.task_definition_arn).unwrap_or_default())
}

/// What registers the same again.
fn again(of: TaskDefinition) -> RegisterTaskDefinitionRequest {
    RegisterTaskDefinitionRequest {
        family: of.family.unwrap_or_default(),
        task_role_arn: of.task_role_arn,
        execution_role_arn: of.execution_role_arn,
        network_mode: of.network_mode,
        container_definitions: of.container_definitions.unwrap_or_default(),
        volumes: of.volumes,
        placement_constraints: of.placement_constraints,
        requires_compatibilities: of.requires_compatibilities,
        cpu: of.cpu,
        memory: of.memory,
        tags: None,
        pid_mode: of.pid_mode,
        ipc_mode: of.ipc_mode,
        proxy_configuration: of.proxy_configuration,
        inference_accelerators: of.inference_accelerators,
        ephemeral_storage: of.ephemeral_storage,
        runtime_platform: of.runtime_platform,
        enable_fault_injection: of.enable_fault_injection,
    }
}

/// The container that is meant: the named one, or the only one.
fn chosen<'c>(
    all: &'c mut [ContainerDefinition],
    name: Option<&str>,
) -> Result<&'c mut ContainerDefinition, Fault> {
    let names: Vec<_> = all.iter().filter_map(|of| of.name.clone()).collect();
    let place = match name {
        Some(name) => all.iter().position(|of| of.name.as_deref() == Some(name)),
        None => (all.len() == 1).then_some(0),
    };
    let fault = || match name {
        Some(name) => Fault::not_found(format!("the definition has no container {name}")),
        None => Fault::usage("the definition has several containers"),
    };
    let place = place
        .ok_or_else(|| fault().fix(format!("say which with --container: {}", names.join(", "))))?;
    Ok(&mut all[place])
}

/// Sets variables: those that are there already change in their place.
fn set(container: &mut ContainerDefinition, env: &[(String, String)]) {
    let all = container.environment.get_or_insert_default();
    for (name, value) in env {
        match all.iter_mut().find(|pair| pair.name.as_ref() == Some(name)) {
            Some(pair) => pair.value = Some(value.clone()),
            None => all.push(run::pair(name, value)),
        }
    }
}

async fn create(api: &Api, args: &DeployArgs) -> Result<Service, Fault> {
    let definition = match (&args.definition, &args.image) {
        (Some(definition), _) => definition.clone(),
        (None, Some(image)) => first(api, args, image).await?,
        (None, None) => return Err(find::missing(&args.service, &args.cluster.cluster)),
    };
    let subnets = api.default_subnets().await?;
    let breaker = DeploymentCircuitBreaker { enable: Some(true), rollback: Some(true) };
    let configuration = DeploymentConfiguration {
        deployment_circuit_breaker: Some(breaker),
        ..configuration(args).unwrap_or_default()
    };
    let input = CreateServiceRequest {
        cluster: Some(args.cluster.cluster.clone()),
        service_name: args.service.clone(),
        task_definition: Some(definition),
        desired_count: Some(args.count.unwrap_or(1)),
        launch_type: Some(LaunchType::Fargate),
        deployment_configuration: Some(configuration),
        network_configuration: Some(run::network(subnets, true)),
        // Whoever deploys by hand may look into it, as with docker.
        enable_execute_command: Some(true),
        ..CreateServiceRequest::default()
    };
    run::with_default_cluster(api, &args.cluster.cluster, || api.call::<op::CreateService>(&input))
        .await?
        .service
        .ok_or_else(|| Fault::failed("the engine did not tell what it made"))
}

/// The first definition of a service that runs an image: its ARN.
async fn first(api: &Api, args: &DeployArgs, image: &str) -> Result<String, Fault> {
    let image = reference::resolve(api, image).await?;
    let program = Program {
        name: &args.service,
        image: &image,
        words: &[],
        env: &args.env,
        size: (&args.cpu, &args.memory),
        public: true,
    };
    register(api, &run::serving(&program, args.port, api).await?).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> ContainerDefinition {
        ContainerDefinition { name: Some(name.into()), ..ContainerDefinition::default() }
    }

    #[test]
    fn the_only_container_is_meant_and_of_several_the_named_one() {
        let mut one = [named("web")];
        assert_eq!(chosen(&mut one, None).unwrap().name.as_deref(), Some("web"));
        let mut two = [named("web"), named("log")];
        assert!(chosen(&mut two, None).unwrap_err().fix.unwrap().ends_with("web, log"));
        assert_eq!(chosen(&mut two, Some("log")).unwrap().name.as_deref(), Some("log"));
        assert!(chosen(&mut two, Some("x")).is_err());
    }

    #[test]
    fn variables_change_where_they_are() {
        let mut container = named("web");
        container.environment = Some(vec![run::pair("A", "1"), run::pair("B", "2")]);
        set(&mut container, &[("B".into(), "3".into()), ("C".into(), "4".into())]);
        let all = [run::pair("A", "1"), run::pair("B", "3"), run::pair("C", "4")];
        assert_eq!(container.environment.as_deref(), Some(&all[..]));
    }
}
