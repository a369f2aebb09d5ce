//! From accepted to running, answering or ended, told step by step.

use std::time::Duration;

use ferrogate_api::ecs::Task;
use ferrogate_api::logs::FilteredLogEvent;

use super::{RunArgs, TIMEOUT, definition, reach};
use crate::answer::OutputArgs;
use crate::client::Api;
use crate::fault::{Fault, Kind};
use crate::logs::{self, Follower, Query, Shower};
use crate::moment::span;
use crate::steps::Steps;
use crate::ui::Ui;
use crate::wait::Pace;
use crate::{hints, publish, tasks};

/// Lines of log that a failure shows.
const TAIL_LINES: usize = 12;
/// How long lines may still come after a task has stopped.
const LAST_LINES: Duration = Duration::from_millis(150);

/// How the start of a run ended well.
pub(super) enum End {
    /// The task runs and, when its port is published, answers at this URL; or it has done its
    /// work already.
    Up(Box<Task>, Option<String>),
    /// It ended, with this exit code.
    Exited(u8),
}

/// Follows the task as the arguments want it.
pub(super) async fn follow(
    api: &Api,
    ui: &Ui,
    args: &RunArgs,
    started: &Task,
    mut steps: Steps<'_>,
) -> Result<End, Fault> {
    let timeout = args.timeout.or((!args.wait).then_some(TIMEOUT));
    let mut pace = Pace::new(timeout);
    let mut logs = Lines::of(started);
    let plain = OutputArgs::default();
    let mut shower = Shower::new(ui, &[], false, &plain);
    let (mut told, mut now) = (Told::default(), started.clone());
    loop {
        if told.tell(&now, &mut steps) {
            pace.reset();
        }
        if args.wait {
            for event in logs.follower.poll(api).await? {
                steps.above(|| shower.show(&event))?;
            }
        }
        if tasks::is_stopped(&now) {
            return stopped(api, args, now, logs, shower, steps).await;
        }
        if !args.wait && tasks::status(&now) == "RUNNING" {
            match args.publish.first() {
                None => return Ok(End::Up(Box::new(now), None)),
                Some(first) => {
                    if let Some(bound) = publish::bound_as(&now, first) {
                        steps.doing(&format!("waiting for an answer on port {}", first.task));
                        return answer(api, ui, bound, now, pace, steps).await;
                    }
                    steps.doing("opening the port");
                }
            }
        }
        let short = tasks::short(&now);
        let what = match tasks::status(&now) {
            _ if args.wait => "did not end",
            "RUNNING" => "runs, and its port was not opened on this host",
            _ => "did not run",
        };
        pace.next(&format!("task {short} {what}")).await?;
        now = tasks::refresh(api, &now).await?;
    }
}

/// Waits until the published port answers.
async fn answer(
    api: &Api,
    ui: &Ui,
    bound: publish::Bound,
    mut now: Task,
    mut pace: Pace,
    steps: Steps<'_>,
) -> Result<End, Fault> {
    loop {
        if let Some(scheme) = reach::answers(bound).await {
            let url = format!("{scheme}://{}:{}", bound.address, bound.host);
            return Ok(End::Up(Box::new(now), Some(url)));
        }
        now = tasks::refresh(api, &now).await?;
        if tasks::is_stopped(&now) {
            return Err(failed(api, &now, Lines::of(&now)).await);
        }
        if let Err(fault) = pace.next("").await {
            drop(steps);
            ui.data(&bound.url())?;
            let fault = Fault { what: format!("nothing answers at {}", bound.url()), ..fault };
            let (id, port) = (tasks::short(&now), bound.task);
            return Err(fault
                .why(format!("task {id} runs, and its port {port} does not answer"))
                .fix(format!(
                    "the program must listen on 0.0.0.0:{port}; see `ferrogate logs {id}`"
                )));
        }
    }
}

async fn stopped(
    api: &Api,
    args: &RunArgs,
    task: Task,
    mut logs: Lines,
    mut shower: Shower<'_>,
    steps: Steps<'_>,
) -> Result<End, Fault> {
    let code = tasks::exit_code(&task);
    if args.wait {
        logs.last(api, |event| steps.above(|| shower.show(&event))).await?;
        if let Some(code) = code {
            // A process ends with 0 to 255 (wait(2)).
            return Ok(End::Exited(u8::try_from(code).unwrap_or(1)));
        }
    } else if code == Some(0) && task.started_at.is_some() && args.publish.is_empty() {
        return Ok(End::Up(Box::new(task), None));
    }
    drop(steps);
    let mut fault = failed(api, &task, logs).await;
    if args.wait {
        // Its lines were shown as they came.
        fault.log.clear();
    }
    Err(fault)
}

/// Why a task that should run has stopped, with the end of its log.
async fn failed(api: &Api, task: &Task, mut logs: Lines) -> Fault {
    let name = tasks::family(task);
    let what = match tasks::exit_code(task) {
        Some(code) => format!("{name} ended with exit code {code}"),
        None => format!("{name} did not start"),
    };
    let mut fault = Fault::new(Kind::Failed, what).why(tasks::why_stopped(task));
    fault = match hints::stopped(task) {
        Some(fix) => fault.fix(fix),
        None => fault.fix(format!("see `ferrogate logs {}`", tasks::short(task))),
    };
    fault.log = logs.tail(api).await;
    fault
}

/// The log of the run's task.
pub(super) struct Lines {
    pub(super) follower: Follower,
}

impl Lines {
    pub(super) fn of(task: &Task) -> Self {
        let source = definition::log_source(tasks::family(task), tasks::id(task));
        let groups = vec![logs::Group {
            name: source.group,
            streams: [(source.stream, source.label)].into(),
            all: None,
        }];
        Self { follower: Follower::new(groups, Query::default()) }
    }

    /// Shows what a task that has stopped printed last, which may still be on its way.
    pub(super) async fn last(
        &mut self,
        api: &Api,
        mut show: impl FnMut(FilteredLogEvent) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        loop {
            tokio::time::sleep(LAST_LINES).await;
            let last = self.follower.poll(api).await?;
            if last.is_empty() {
                return Ok(());
            }
            last.into_iter().try_for_each(&mut show)?;
        }
    }

    /// The last lines; none when they can't be had, because another fault is told.
    async fn tail(&mut self, api: &Api) -> Vec<String> {
        let mut lines = std::collections::VecDeque::new();
        let mut take = |event: FilteredLogEvent| {
            if lines.len() == TAIL_LINES {
                lines.pop_front();
            }
            lines.push_back(event.message.unwrap_or_default());
            Ok(())
        };
        drop(self.follower.each(api, &mut take).await);
        lines.into()
    }
}

/// What was told of a task already.
#[derive(Default)]
struct Told {
    pulled: bool,
    running: bool,
    last: String,
}

impl Told {
    /// Tells what is new; whether anything was.
    fn tell(&mut self, task: &Task, steps: &mut Steps<'_>) -> bool {
        let image = task.containers.iter().flatten().next().and_then(|c| c.image.as_deref());
        let image = image.and_then(|i| i.rsplit('/').next()).unwrap_or("the image");
        let stage = match (tasks::status(task), task.pull_started_at, task.pull_stopped_at) {
            ("PROVISIONING", ..) => {
                let why = tasks::why_pending(task).unwrap_or("making its network");
                format!("provisioning: {why}")
            }
            ("PENDING", None, _) => "pending: placed on a host".to_owned(),
            ("PENDING", Some(_), None) => format!("pulling {image}"),
            ("PENDING" | "ACTIVATING", ..) => "starting".to_owned(),
            ("RUNNING", ..) => "running".to_owned(),
            (status, ..) => status.to_ascii_lowercase(),
        };
        if let (false, Some(from), Some(to)) =
            (self.pulled, task.pull_started_at, task.pull_stopped_at)
        {
            self.pulled = true;
            steps.done(&format!("pulled {image} in {}", span(from, to)));
        }
        if let (false, Some(from), Some(to)) = (self.running, task.created_at, task.started_at) {
            self.running = true;
            let (name, id) = (tasks::definition(task), tasks::short(task));
            steps.done(&format!("{name} RUNNING in {} ({id})", span(from, to)));
        }
        let is_new = self.last != stage;
        if is_new {
            steps.doing(&stage);
            self.last = stage;
        }
        is_new
    }
}
