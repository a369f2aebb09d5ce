//! `ferrogate logs`: what containers print, from the log groups they write to.

mod read;
mod show;
mod source;
mod tail;

use std::collections::VecDeque;
use std::time::Duration;

use ferrogate_api::Timestamp;
use ferrogate_api::logs::{FilterLogEventsResponse, FilteredLogEvent};
use ferrogate_api::{ecs::Task, json};

use crate::answer::{Answer, CallArgs, ClusterArgs, Format, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::moment::parse_moment;
use crate::tasks::{self, Which};
use crate::ui::Ui;

pub(crate) use read::{Follower, Query};
pub(crate) use show::{Shower, shown};
pub(crate) use source::{Group, Source};
pub(crate) use tail::last_lines;

/// How often a followed log is asked for more.
const FOLLOW_EVERY: Duration = Duration::from_millis(250);

#[derive(Clone, Debug, clap::Args)]
pub struct LogsArgs {
    /// Task id or its beginning, ARN, or family
    #[arg(value_name = "TASK")]
    pub(crate) what: String,
    /// Go on with what comes: until the task stops, or Ctrl-C for a family
    #[arg(short, long)]
    pub(crate) follow: bool,
    /// Begin with the last lines: a number, or `all`
    #[arg(short = 'n', long, default_value = "all", value_name = "LINES", value_parser = parse_tail)]
    pub(crate) tail: Tail,
    /// Lines from then on: 10m (ago), 2026-01-02T03:04:05Z, or seconds since 1970
    #[arg(long, value_name = "WHEN", value_parser = parse_moment)]
    pub(crate) since: Option<Timestamp>,
    /// Lines before then
    #[arg(long, value_name = "WHEN", value_parser = parse_moment)]
    pub(crate) until: Option<Timestamp>,
    /// Begin each line with its time (UTC)
    #[arg(short, long)]
    pub(crate) timestamps: bool,
    /// Only this container
    #[arg(long, value_name = "NAME")]
    pub(crate) container: Option<String>,
    /// Only lines that match this CloudWatch filter pattern
    #[arg(long, value_name = "PATTERN")]
    pub(crate) grep: Option<String>,
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

impl LogsArgs {
    /// Whether the form of output fits lines.
    ///
    /// # Errors
    /// Of usage: lines have no names.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        self.output.check()?;
        if self.output.format() == Format::Name {
            return Err(Fault::usage("lines of a log have no names")
                .fix("write -o table, wide, json, jsonl or yaml"));
        }
        Ok(())
    }

    /// One document of all lines, which must all be there first.
    fn is_whole(&self) -> bool {
        !self.follow && matches!(self.output.format(), Format::Json | Format::Yaml)
    }
}

/// How many of the last lines are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    All,
    Lines(usize),
}

fn parse_tail(text: &str) -> Result<Tail, String> {
    match text {
        "all" => Ok(Tail::All),
        text => text.parse().map(Tail::Lines).map_err(|_| "a number of lines, or all".into()),
    }
}

pub(crate) async fn run(args: LogsArgs, api: &Api, ui: &Ui) -> Outcome {
    let found = tasks::find(api, &args.cluster.cluster, &args.what, Which::All).await;
    let (followed, groups) = match found {
        Ok(found) => {
            let groups = source::of_tasks(api, &found, args.container.as_deref()).await?;
            (found, groups)
        }
        // Tasks are forgotten after an hour; what they printed is not.
        Err(fault) if fault.is_missing() && !args.what.starts_with("arn:") => {
            match source::of_family(api, &args.what, args.container.as_deref()).await? {
                Some(groups) => (Vec::new(), groups),
                None => return Err(fault),
            }
        }
        Err(fault) => return Err(fault),
    };
    let query = Query {
        start: args.since.map(|at| at.0),
        // FilterLogEvents takes the end as included.
        end: args.until.map(|at| at.0 - 1),
        pattern: args.grep.clone(),
    };
    let mut shower = Shower::new(ui, &groups, args.timestamps, &args.output);
    let mut follower = Follower::new(groups, query);
    let first = first_lines(&mut follower, api, &args, &mut shower).await?;
    if args.is_whole() {
        return args.output.show(ui, || whole_answer(first), |_| Ok(())).map(|()| 0);
    }
    for event in first {
        shower.show(&event)?;
    }
    if args.follow {
        follow(api, ui, followed, &args, follower, shower).await?;
    }
    Ok(0)
}

/// The lines there are. Without a limit they are shown page by page, and none is left.
async fn first_lines(
    follower: &mut Follower,
    api: &Api,
    args: &LogsArgs,
    shower: &mut Shower<'_>,
) -> Result<Vec<FilteredLogEvent>, Fault> {
    let most = match args.tail {
        Tail::All if args.is_whole() => usize::MAX,
        Tail::All if follower.is_one_group() => {
            follower.each(api, &mut |event| shower.show(&event)).await?;
            return Ok(Vec::new());
        }
        Tail::All => usize::MAX,
        Tail::Lines(most) => most,
    };
    let mut last = VecDeque::new();
    follower
        .each(api, &mut |event| {
            last.push_back(event);
            // Lines of several groups are put in order only when all are there.
            if most != usize::MAX && last.len() > most.saturating_mul(2) + 1000 {
                last.make_contiguous().sort_by_key(|event| event.timestamp);
                last.drain(..last.len() - most);
            }
            Ok(())
        })
        .await?;
    let mut last: Vec<_> = last.into();
    last.sort_by_key(|event| event.timestamp);
    Ok(last.split_off(last.len().saturating_sub(most)))
}

fn whole_answer(events: Vec<FilteredLogEvent>) -> Answer {
    let answer = FilterLogEventsResponse {
        events: Some(events),
        searched_log_streams: Some(vec![]),
        next_token: None,
    };
    Answer::of(json::to_value(&answer), "events", Vec::new())
}

async fn follow(
    api: &Api,
    ui: &Ui,
    mut tasks: Vec<Task>,
    args: &LogsArgs,
    mut follower: Follower,
    mut shower: Shower<'_>,
) -> Result<(), Fault> {
    let is_family = tasks.is_empty() || args.what == tasks::family(&tasks[0]);
    let going = async {
        loop {
            let ended = !is_family && tasks.iter().all(tasks::is_stopped);
            for event in follower.poll(api).await? {
                shower.show(&event)?;
            }
            if ended {
                return Ok(());
            }
            tokio::time::sleep(FOLLOW_EVERY).await;
            if is_family {
                // A service's tasks come and go.
                let found = tasks::find(api, &args.cluster.cluster, &args.what, Which::All).await;
                if let Ok(found) = found {
                    let groups = source::of_tasks(api, &found, args.container.as_deref()).await?;
                    shower.also(&groups);
                    follower.also(groups);
                }
            } else {
                for task in &mut tasks {
                    *task = tasks::refresh(api, task).await?;
                }
            }
        }
    };
    tokio::select! {
        done = going => done,
        () = ui.interrupted() => Ok(()),
    }
}

impl Fault {
    fn is_missing(&self) -> bool {
        self.kind == crate::fault::Kind::NotFound && self.code.is_none()
    }
}
