//! `ferrogate run`: an image becomes a task, and its URL is printed.

mod definition;
mod follow;
mod reach;
pub(crate) mod reference;
pub(crate) mod step;

use std::time::Duration;

use ferrogate_api::ecs::{
    AssignPublicIp, AwsVpcConfiguration, CreateClusterRequest, LaunchType, NetworkConfiguration,
    RunTaskRequest, Task, op,
};

use crate::answer::{CallArgs, ClusterArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::moment::parse_duration;
use crate::publish::{self, Publish};
use crate::steps::Steps;
use crate::ui::Ui;
use crate::{ps, stop, tasks};

pub(crate) use definition::{Program, pair, parse_env, parse_name, serving};

#[derive(Clone, Debug, clap::Args)]
pub struct RunArgs {
    /// Image: NAME:TAG of this engine's registry (`ferrogate image ls`), else of Docker Hub or
    /// of the registry it names
    #[arg(value_name = "IMAGE")]
    pub(crate) image: String,
    /// Program and arguments instead of the image's own; after `--` if it begins with one
    #[arg(value_name = "COMMAND", trailing_var_arg = true)]
    pub(crate) command: Vec<String>,
    /// Name of the task's family [default: the image's]
    #[arg(long, value_parser = definition::parse_name)]
    pub(crate) name: Option<String>,
    /// Make a port answer on this host: TASK, HOST:TASK or ADDRESS:HOST:TASK; HOST 0 means a
    /// free one; /udp after it means UDP
    #[arg(short, long, value_name = "[[ADDRESS:]HOST:]TASK[/udp]")]
    pub(crate) publish: Vec<Publish>,
    /// Environment variable; without a value it is that of this shell
    #[arg(short, long, value_name = "NAME[=VALUE]", value_parser = definition::parse_env)]
    pub(crate) env: Vec<(String, String)>,
    /// CPU units, 1024 a vCPU; a size of Fargate
    #[arg(long, default_value = "256", value_name = "UNITS")]
    pub(crate) cpu: String,
    /// Memory in MiB; a size of Fargate that goes with the CPU
    #[arg(long, default_value = "512", value_name = "MIB")]
    pub(crate) memory: String,
    /// Program instead of the image's entry point: one word, or a JSON list
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) entrypoint: Option<String>,
    /// User and group in the container
    #[arg(short, long, value_name = "USER[:GROUP]")]
    pub(crate) user: Option<String>,
    /// Working directory in the container
    #[arg(short, long, value_name = "DIR")]
    pub(crate) workdir: Option<String>,
    /// No public address: as on AWS, it does not reach the internet from the default VPC then
    #[arg(long)]
    pub(crate) no_public_ip: bool,
    /// Return as soon as the task is accepted
    #[arg(short, long, conflicts_with = "wait")]
    pub(crate) detach: bool,
    /// Show what it prints, and end with its exit code
    #[arg(long, conflicts_with_all = ["output", "query"])]
    pub(crate) wait: bool,
    /// Accepted for users of docker: tasks are always cleaned up
    #[arg(long, hide = true)]
    pub(crate) rm: bool,
    /// How long it may take to run and to answer; with --wait, to end
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub(crate) timeout: Option<Duration>,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
}

/// How long a task may take to run and to answer when nobody says.
const TIMEOUT: Duration = Duration::from_secs(300);
/// The cluster that is made when it is not there.
const DEFAULT_CLUSTER: &str = "default";

pub(crate) async fn run(args: RunArgs, api: &Api, ui: &Ui) -> Outcome {
    let mut steps = Steps::new(ui);
    steps.doing("asking for the task");
    let image = reference::resolve(api, &args.image).await?;
    let name = match &args.name {
        Some(name) => name.clone(),
        None => definition::name_of(&args.image),
    };
    let definition = definition::request(&args, &name, &image, api).await?;
    let (registered, subnets) = tokio::try_join!(
        api.call::<op::RegisterTaskDefinition>(&definition),
        api.default_subnets(),
    )?;
    let registered = registered.task_definition.unwrap_or_default();
    let arn = registered.task_definition_arn.unwrap_or_default();
    let request = request(&args, arn, subnets);
    let started = accept(api, &request).await?;
    if args.detach {
        drop(steps);
        return finish(ui, &args, &started, early_url(&args, &started));
    }
    // Listened for from here on: Ctrl-C ends the task too, so that none is left behind.
    let work = follow::follow(api, ui, &args, &started, steps);
    tokio::select! {
        biased;
        () = ui.interrupted() => {
            stop::stop(api, &started, Some("Interrupted in ferrogate run")).await?;
            Err(Fault::new(Kind::Interrupted, "interrupted; the task is told to stop"))
        }
        done = work => match done? {
            follow::End::Exited(code) => Ok(code),
            follow::End::Up(task, url) => finish(ui, &args, &task, url),
        },
    }
}

/// In one of the subnets; with a public address, so that it reaches the internet where the
/// engine leads there.
pub(crate) fn network(subnets: Vec<String>, public: bool) -> NetworkConfiguration {
    let assign = if public { AssignPublicIp::Enabled } else { AssignPublicIp::Disabled };
    let network = AwsVpcConfiguration {
        subnets: Some(subnets),
        assign_public_ip: Some(assign),
        ..AwsVpcConfiguration::default()
    };
    NetworkConfiguration { awsvpc_configuration: Some(network) }
}

fn request(args: &RunArgs, task_definition: String, subnets: Vec<String>) -> RunTaskRequest {
    let network = network(subnets, !args.no_public_ip);
    let tags = (!args.publish.is_empty()).then(|| vec![publish::tag(&args.publish)]);
    RunTaskRequest {
        cluster: Some(args.cluster.cluster.clone()),
        // Whoever runs an image by hand may look into it, as with docker.
        enable_execute_command: Some(true),
        launch_type: Some(LaunchType::Fargate),
        network_configuration: Some(network),
        started_by: Some("ferrogate-run".into()),
        task_definition,
        tags,
        ..RunTaskRequest::default()
    }
}

/// Asks for something in a cluster; the default one is made when this is the first.
pub(crate) async fn with_default_cluster<T, F>(
    api: &Api,
    cluster: &str,
    ask: impl Fn() -> F,
) -> Result<T, Fault>
where
    F: Future<Output = Result<T, Fault>>,
{
    match ask().await {
        Err(fault) if fault.is("ClusterNotFoundException") && cluster == DEFAULT_CLUSTER => {
            let cluster_name = Some(DEFAULT_CLUSTER.to_owned());
            let input = CreateClusterRequest { cluster_name, ..CreateClusterRequest::default() };
            api.call::<op::CreateCluster>(&input).await?;
            ask().await
        }
        other => other,
    }
}

/// Asks for the task.
async fn accept(api: &Api, request: &RunTaskRequest) -> Result<Task, Fault> {
    let cluster = request.cluster.as_deref().unwrap_or(DEFAULT_CLUSTER);
    let ask = || api.call::<op::RunTask>(request);
    let answer = with_default_cluster(api, cluster, ask).await?;
    match answer.tasks.into_iter().flatten().next() {
        Some(task) => Ok(task),
        None => {
            let failure = answer.failures.into_iter().flatten().next().unwrap_or_default();
            let why = failure.detail.or(failure.reason).unwrap_or_else(|| "no reason given".into());
            Err(Fault::failed("the engine did not accept the task").why(why))
        }
    }
}

/// The URL that a fixed host port will have.
fn early_url(args: &RunArgs, task: &Task) -> Option<String> {
    let first = args.publish.first()?;
    let known = publish::bound_as(task, first).map(|bound| bound.url());
    let asked = || publish::url(first.transport, first.address, first.host);
    known.or_else(|| (first.host != 0).then(asked))
}

/// The answer: the URL or the ARN is the last line.
fn finish(ui: &Ui, args: &RunArgs, task: &Task, url: Option<String>) -> Outcome {
    let programs = || ps::answer(vec![task.clone()]);
    let people = |_| ui.data(url.as_deref().unwrap_or_else(|| tasks::arn(task)));
    args.output.show(ui, programs, people).map(|()| 0)
}
