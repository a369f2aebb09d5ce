//! `ferrogate wait`: returns when a task has ended, or runs.

use std::time::Duration;

use clap::ValueEnum;
use ferrogate_api::ecs::Task;
use tokio::time::Instant;

use crate::answer::{CallArgs, ClusterArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::moment::parse_duration;
use crate::ps;
use crate::tasks::{self, Which};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct WaitArgs {
    /// Task id or its beginning, ARN, or family
    #[arg(value_name = "TASK")]
    pub(crate) what: String,
    /// What to wait for; the exit code of a stopped task is printed
    #[arg(long = "for", value_enum, default_value_t = Goal::Stopped, value_name = "STATE")]
    pub(crate) goal: Goal,
    /// How long to wait; exit code 124 after that [default: for ever]
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

/// The states to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Goal {
    Running,
    Stopped,
}

/// The delays between looks at a task: short at first, because starts are short.
pub(crate) struct Pace {
    delay: Duration,
    until: Option<Instant>,
}

const PACE_MIN: Duration = Duration::from_millis(20);
const PACE_MAX: Duration = Duration::from_millis(500);

impl Pace {
    /// A new one that ends after `timeout`.
    pub(crate) fn new(timeout: Option<Duration>) -> Self {
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        Self { delay: PACE_MIN, until }
    }

    /// Something happened: more is likely soon.
    pub(crate) fn reset(&mut self) {
        self.delay = PACE_MIN;
    }

    /// Waits until the next look; fails when the time is up.
    pub(crate) async fn next(&mut self, what: &str) -> Result<(), Fault> {
        if self.until.is_some_and(|until| Instant::now() >= until) {
            return Err(Fault::new(Kind::TimedOut, format!("{what} in time"))
                .fix("allow more with --timeout; `ferrogate ps -a` shows how it stands"));
        }
        let left = self.until.map(|until| until.saturating_duration_since(Instant::now()));
        tokio::time::sleep(left.map_or(self.delay, |left| self.delay.min(left))).await;
        self.delay = (self.delay * 3 / 2).min(PACE_MAX);
        Ok(())
    }
}

pub(crate) async fn run(args: WaitArgs, api: &Api, ui: &Ui) -> Outcome {
    let mut task = tasks::find_one(api, &args.cluster.cluster, &args.what, Which::All).await?;
    let mut pace = Pace::new(args.timeout);
    loop {
        let stopped = tasks::is_stopped(&task);
        match args.goal {
            Goal::Running if tasks::status(&task) == "RUNNING" => {
                let programs = || ps::answer(vec![task.clone()]);
                // That it returns says it all.
                return args.output.show(ui, programs, |_| Ok(())).map(|()| 0);
            }
            Goal::Running if stopped => {
                return Err(Fault::failed(format!("task {} does not run", tasks::short(&task)))
                    .why(tasks::why_stopped(&task)));
            }
            Goal::Stopped if stopped => {
                let code = tasks::exit_code(&task);
                let people =
                    |_| ui.data(&code.map_or_else(|| "-".to_owned(), |code| code.to_string()));
                let programs = || ps::answer(vec![task.clone()]);
                return args.output.show(ui, programs, people).map(|()| 0);
            }
            Goal::Running | Goal::Stopped => {}
        }
        pace.next(&format!("task {} did not get there", tasks::short(&task))).await?;
        task = tasks::refresh(api, &task).await?;
    }
}

/// Waits for the end of one task.
pub(crate) async fn until_stopped(
    api: &Api,
    task: &Task,
    timeout: Duration,
) -> Result<Task, Fault> {
    let mut pace = Pace::new(Some(timeout));
    loop {
        let now = tasks::refresh(api, task).await?;
        if tasks::is_stopped(&now) {
            return Ok(now);
        }
        pace.next(&format!("task {} did not stop", tasks::short(task))).await?;
    }
}
