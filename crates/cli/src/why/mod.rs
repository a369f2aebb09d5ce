//! `ferrogate why`: what became of a task, for how long, why, and what to do.

mod exit;
mod timeline;

use std::collections::BTreeMap;

use ferrogate_api::Timestamp;
use ferrogate_api::ecs::{Container, Task, TaskStopCode};
use serde_json::{Value, json};

use crate::answer::{Answer, CallArgs, ClusterArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::logs::{self, last_lines};
use crate::moment::now;
use crate::tasks::{self, Which};
use crate::ui::Ui;
use crate::{hints, terminal::Terminal};
use timeline::{Phase, on_the_way, phases};

/// Lines of log that are shown of each container.
const LINES: u16 = 10;

#[derive(Clone, Debug, clap::Args)]
pub struct WhyArgs {
    /// Task id or its beginning, ARN, or family, of which the newest task is meant
    #[arg(value_name = "TASK")]
    pub(crate) what: String,
    /// Last lines of log of each container
    #[arg(short = 'n', long, default_value_t = LINES, value_name = "LINES",
          value_parser = clap::value_parser!(u16).range(0..=10_000))]
    pub(crate) tail: u16,
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

pub(crate) async fn run(args: WhyArgs, api: &Api, ui: &Ui) -> Outcome {
    let task = find(api, ui, &args).await?;
    let lines = last_lines(api, &task, args.tail).await;
    let story = Story { phases: phases(&task, now()), lines, task };
    let programs = || Answer::one(story.document(), vec![tasks::arn(&story.task).to_owned()]);
    args.output.show(ui, programs, |_| story.show(ui))?;
    Ok(0)
}

async fn find(api: &Api, ui: &Ui, args: &WhyArgs) -> Result<Task, Fault> {
    let found = tasks::find(api, &args.cluster.cluster, &args.what, Which::All).await;
    let mut found = found.map_err(|fault| match fault.kind {
        Kind::NotFound if fault.code.is_none() => fault.fix(
            "an hour after its end a task is forgotten, and with it why it ended; what its \
             containers wrote stays: `ferrogate logs FAMILY`",
        ),
        _ => fault,
    })?;
    if found.len() > 1 {
        ui.note(&format!("{} has {} tasks; this is the newest", args.what, found.len()));
    }
    // They come with the newest first, and are never none.
    Ok(found.swap_remove(0))
}

/// What is told of a task.
struct Story {
    task: Task,
    phases: Vec<Phase>,
    /// The last lines of each container that has a log, or why they can't be read.
    lines: BTreeMap<String, Result<Vec<String>, String>>,
}

impl Story {
    /// Why it is where it is, in whole sentences.
    fn reasons(&self) -> Vec<String> {
        let task = &self.task;
        let mut reasons: Vec<String> = on_the_way(task).into_iter().collect();
        if let Some(reason) = &task.stopped_reason {
            let code = task.stop_code.as_ref().map(|code| format!("{code}: "));
            reasons.push(format!("{}{reason}", code.unwrap_or_default()));
        }
        if let (true, Some(waited)) = (tasks::is_stopped(task), tasks::why_pending(task)) {
            reasons.push(format!("until then it had no host: {waited}"));
        }
        reasons
    }

    fn advice(&self) -> Option<&'static str> {
        if !tasks::is_stopped(&self.task) {
            return tasks::why_pending(&self.task).and_then(hints::pending);
        }
        let failed = |c: &Container| c.exit_code.is_some_and(|code| code != 0);
        let failed = self.task.containers.iter().flatten().any(failed);
        let asked = self.task.stop_code == Some(TaskStopCode::UserInitiated);
        match asked {
            true => self.was_killed().then_some(
                "it did not end within its stopTimeout: let it end on SIGTERM, or give it longer",
            ),
            false => hints::stopped(&self.task)
                .or(failed.then_some("the program itself gave up: its last lines may say why")),
        }
    }

    /// Whether a container was killed, and not for its memory.
    fn was_killed(&self) -> bool {
        let of_memory = |c: &Container| c.reason.as_deref().is_some_and(|r| r.contains("OutOfMem"));
        let killed = |c: &Container| c.exit_code == Some(137) && !of_memory(c);
        self.task.containers.iter().flatten().any(killed)
    }

    fn document(&self) -> Value {
        let task = &self.task;
        let phase = |phase: &Phase| {
            json!({"name": phase.name, "startedAt": phase.from.seconds(),
                   "milliseconds": phase.to.0 - phase.from.0, "isDone": phase.done})
        };
        let container = |c: &Container| {
            let (log, unread) = match self.lines.get(c.name.as_deref().unwrap_or_default()) {
                Some(Ok(lines)) => (Some(lines), None),
                Some(Err(why)) => (None, Some(why)),
                None => (None, None),
            };
            json!({"name": c.name, "lastStatus": c.last_status, "exitCode": c.exit_code,
                   "exitMeaning": c.exit_code.map(|code| exit::meaning(code, c.reason.as_deref())),
                   "reason": c.reason, "healthStatus": c.health_status.as_ref().map(|h| h.as_str()),
                   "log": log, "logUnreadable": unread})
        };
        let containers: Vec<_> = task.containers.iter().flatten().map(container).collect();
        json!({
            "taskArn": task.task_arn, "taskDefinitionArn": task.task_definition_arn,
            "lastStatus": task.last_status, "desiredStatus": task.desired_status,
            "stopCode": task.stop_code.as_ref().map(|code| code.as_str()),
            "stoppedReason": task.stopped_reason,
            "pendingReason": tasks::why_pending(task), "reasons": self.reasons(),
            "advice": self.advice(),
            "phases": self.phases.iter().map(phase).collect::<Vec<_>>(),
            "containers": containers,
        })
    }

    fn show(&self, ui: &Ui) -> Result<(), Fault> {
        let (task, terminal) = (&self.task, &ui.terminal);
        let line = |name: &str, text: &str| {
            ui.data(&format!("{} {}", terminal.dim(&format!("{name:<9}")), terminal.foreign(text)))
        };
        line("task", &format!("{} {}", tasks::short(task), tasks::definition(task)))?;
        line("status", tasks::status(task))?;
        for reason in self.reasons() {
            line("why", &reason)?;
        }
        task.containers.iter().flatten().try_for_each(|c| line("container", &told_of(c)))?;
        if let Some(advice) = self.advice() {
            line("fix", advice)?;
        }
        for phase in &self.phases {
            line(clock(phase.from).as_str(), &told_phase(phase))?;
        }
        self.show_lines(ui, terminal)
    }

    fn show_lines(&self, ui: &Ui, terminal: &Terminal) -> Result<(), Fault> {
        for (name, lines) in &self.lines {
            let head = |said: &str| terminal.dim(&format!("log of {name}{said}"));
            match lines {
                Ok(lines) if lines.is_empty() => ui.data(&head(": nothing"))?,
                Ok(lines) => {
                    ui.data(&head(""))?;
                    let show =
                        |line: &String| ui.data(&format!("  {}", logs::shown(terminal, line)));
                    lines.iter().try_for_each(show)?;
                }
                Err(why) => ui.data(&head(&format!(" can't be read: {why}")))?,
            }
        }
        Ok(())
    }
}

/// How a container is, and how it ended.
fn told_of(c: &Container) -> String {
    let name = c.name.as_deref().unwrap_or_default();
    let mut said = match c.exit_code {
        Some(code) => {
            let meaning = exit::meaning(code, c.reason.as_deref());
            format!("{name} ended with {code}, {meaning}")
        }
        None => {
            let status = c.last_status.as_deref().unwrap_or("UNKNOWN");
            let health = c.health_status.as_ref().map(|health| health.as_str());
            let health = health.filter(|health| *health != "UNKNOWN");
            let health = health.map(|health| format!(", {health}")).unwrap_or_default();
            format!("{name} is {status}{health}")
        }
    };
    if let Some(reason) = &c.reason {
        said.push_str(&format!("; {reason}"));
    }
    said
}

/// `images               1.234 s`
fn told_phase(phase: &Phase) -> String {
    let ms = phase.to.0 - phase.from.0;
    let done = if phase.done { "" } else { ", not done" };
    format!("{:<18} {}.{:03} s{done}", phase.name, ms / 1000, ms % 1000)
}

/// The time of day, in UTC.
fn clock(at: Timestamp) -> String {
    at.to_string().chars().skip("2026-01-02T".len()).take("03:04:05".len()).collect()
}
