//! A program of an image, run to its end for what it leaves behind.

use ferrogate_api::ecs::{LaunchType, RunTaskRequest, Tag, Task, op};
use ferrogate_api::logs::FilteredLogEvent;

use super::definition::{self, Program};
use super::follow::Lines;
use super::{DEFAULT_CLUSTER, accept, network};
use crate::client::Api;
use crate::fault::{Fault, Kind};
use crate::logs::shown;
use crate::steps::Steps;
use crate::ui::Ui;
use crate::wait::Pace;
use crate::{hints, stop, tasks};

/// How a program ended.
pub(crate) struct Ended {
    /// The exit code.
    pub(crate) code: i32,
    /// What the engine says of it beyond that.
    pub(crate) reason: Option<String>,
}

/// Runs the program as a task with `tags`; shows what it prints, and answers how it ended. At
/// Ctrl-C the task is stopped.
///
/// # Errors
/// When it can't be run, or has no exit code.
pub(crate) async fn to_end(
    api: &Api,
    ui: &Ui,
    steps: &Steps<'_>,
    program: &Program<'_>,
    tags: Vec<Tag>,
) -> Result<Ended, Fault> {
    let definition = definition::of(program, api).await?;
    let (registered, subnets) = tokio::try_join!(
        api.call::<op::RegisterTaskDefinition>(&definition),
        api.default_subnets(),
    )?;
    let registered = registered.task_definition.unwrap_or_default();
    let request = RunTaskRequest {
        cluster: Some(DEFAULT_CLUSTER.into()),
        launch_type: Some(LaunchType::Fargate),
        network_configuration: Some(network(subnets, program.public)),
        started_by: Some(program.name.into()),
        task_definition: registered.task_definition_arn.unwrap_or_default(),
        tags: Some(tags),
        ..RunTaskRequest::default()
    };
    let started = accept(api, &request).await?;
    tokio::select! {
        biased;
        () = ui.interrupted() => {
            stop::stop(api, &started, Some("Interrupted in ferrogate image build")).await?;
            Err(Fault::new(Kind::Interrupted, "interrupted; the task is told to stop"))
        }
        ended = follow(api, ui, steps, started.clone()) => ended,
    }
}

async fn follow(api: &Api, ui: &Ui, steps: &Steps<'_>, mut now: Task) -> Result<Ended, Fault> {
    // What a step prints is no answer: that is the image's name.
    let show = |event: FilteredLogEvent| {
        let message = event.message.as_deref().unwrap_or_default();
        steps.above(|| ui.note(&shown(&ui.side, message)));
    };
    let mut lines = Lines::of(&now);
    let mut pace = Pace::new(None);
    while !tasks::is_stopped(&now) {
        lines.follower.poll(api).await?.into_iter().for_each(&show);
        pace.next("").await?;
        now = tasks::refresh(api, &now).await?;
    }
    let last = |event| {
        show(event);
        Ok(())
    };
    lines.last(api, last).await?;
    let Some(code) = tasks::exit_code(&now) else {
        let fault = Fault::failed("the program did not run").why(tasks::why_stopped(&now));
        return Err(match hints::stopped(&now) {
            Some(fix) => fault.fix(fix),
            None => fault,
        });
    };
    let reason = now.containers.into_iter().flatten().find_map(|container| container.reason);
    Ok(Ended { code, reason })
}
