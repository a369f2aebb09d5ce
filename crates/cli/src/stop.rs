//! `ferrogate stop`: ends tasks.

use std::time::Duration;

use ferrogate_api::ecs::{StopTaskRequest, StopTaskResponse, Task, op};
use ferrogate_api::json;

use crate::answer::{Answer, CallArgs, ClusterArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::moment::parse_duration;
use crate::steps::Steps;
use crate::tasks::{self, Which};
use crate::ui::Ui;
use crate::wait;

#[derive(Clone, Debug, clap::Args)]
pub struct StopArgs {
    /// Task ids or their beginnings, ARNs, or families (all tasks of it)
    #[arg(value_name = "TASK", required = true)]
    pub(crate) what: Vec<String>,
    /// Why, as the stopped task will say
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Return when they have stopped
    #[arg(short, long)]
    pub(crate) wait: bool,
    /// How long --wait waits
    #[arg(long, default_value = "150s", value_name = "TIME", value_parser = parse_duration)]
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

pub(crate) async fn run(args: StopArgs, api: &Api, ui: &Ui) -> Outcome {
    let mut stopping = Vec::new();
    let mut first_fault = None;
    for word in &args.what {
        // One that is not there keeps none of the others running, nor does one of a family.
        for asked in stop_all(api, &args, word).await {
            match asked {
                Ok(task) => stopping.push(task),
                Err(fault) => drop(first_fault.get_or_insert(fault)),
            }
        }
    }
    if args.wait {
        let mut steps = Steps::new(ui);
        steps.doing("stopping");
        let mut stopped = Vec::with_capacity(stopping.len());
        for task in &stopping {
            // One that takes too long hides none of the others.
            match wait::until_stopped(api, task, args.timeout).await {
                Ok(task) => stopped.push(task),
                Err(fault) => drop(first_fault.get_or_insert(fault)),
            }
        }
        stopping = stopped;
    }
    for task in &stopping {
        let programs = || {
            let answer = StopTaskResponse { task: Some(task.clone()) };
            Answer::one(json::to_value(&answer), vec![tasks::arn(task).to_owned()])
        };
        let people = |_| ui.data(tasks::id(task));
        if stopping.len() > 1 {
            args.output.show_next(ui, programs, people)?;
        } else {
            args.output.show(ui, programs, people)?;
        }
    }
    first_fault.map_or(Ok(0), Err)
}

/// Asks for the end of each task that `word` means; what became of each.
async fn stop_all(api: &Api, args: &StopArgs, word: &str) -> Vec<Result<Task, Fault>> {
    let found = tasks::find(api, &args.cluster.cluster, word, Which::Running).await;
    let found = match found {
        Ok(found) => found,
        Err(fault) if fault.kind == Kind::NotFound => {
            return vec![Err(fault.fix("see `ferrogate ps`"))];
        }
        Err(fault) => return vec![Err(fault)],
    };
    let mut asked = Vec::with_capacity(found.len());
    for task in &found {
        asked.push(stop(api, task, args.reason.as_deref()).await);
    }
    asked
}

/// Asks for the end of one task.
pub(crate) async fn stop(api: &Api, task: &Task, reason: Option<&str>) -> Result<Task, Fault> {
    let arn = tasks::arn(task);
    let input = StopTaskRequest {
        cluster: Some(tasks::cluster_of(arn).to_owned()),
        task: arn.to_owned(),
        reason: reason.map(str::to_owned),
    };
    let answer = api.call::<op::StopTask>(&input).await?;
    Ok(answer.task.unwrap_or_else(|| task.clone()))
}
