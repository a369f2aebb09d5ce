//! `ferrogate events`: what a service tells of itself.

use std::collections::HashSet;
use std::time::Duration;

use ferrogate_api::ecs::{Service, ServiceEvent};
use ferrogate_api::json;

use super::find;
use crate::answer::{Answer, CallArgs, ClusterArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::moment::{age, now};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct EventsArgs {
    /// The service
    #[arg(value_name = "SERVICE")]
    pub(crate) service: String,
    /// How many of the newest; a service keeps 100
    #[arg(short = 'n', long, default_value_t = 20, value_name = "COUNT")]
    pub(crate) lines: usize,
    /// Go on with those to come, until Ctrl-C
    #[arg(short, long)]
    pub(crate) follow: bool,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
}

const EVERY: Duration = Duration::from_millis(500);

pub(crate) async fn run(args: EventsArgs, api: &Api, ui: &Ui) -> Outcome {
    let service = find::one(api, &args.cluster.cluster, &args.service).await?;
    let mut seen = Seen::default();
    let all = seen.new_of(&service);
    let newest = &all[all.len().saturating_sub(args.lines)..];
    for event in newest {
        show(&args, ui, event)?;
    }
    if args.follow {
        let going = follow(&args, api, ui, seen);
        tokio::select! {
            done = going => done?,
            () = ui.interrupted() => {}
        }
    }
    Ok(0)
}

async fn follow(args: &EventsArgs, api: &Api, ui: &Ui, mut seen: Seen) -> Result<(), Fault> {
    loop {
        tokio::time::sleep(EVERY).await;
        let service = find::one(api, &args.cluster.cluster, &args.service).await?;
        for event in seen.new_of(&service) {
            show(args, ui, &event)?;
        }
    }
}

fn show(args: &EventsArgs, ui: &Ui, event: &ServiceEvent) -> Result<(), Fault> {
    let programs = || {
        let names = event.id.iter().cloned().collect();
        Answer::one(json::to_value(event), names)
    };
    let people = |_| {
        let at = event.created_at.map(|at| age(at, now())).unwrap_or_default();
        let message = event.message.as_deref().unwrap_or_default();
        ui.text(&format!("{at:>4}  {}\n", ui.terminal.foreign(message)))
    };
    args.output.show_next(ui, programs, people)
}

/// The events that were seen.
#[derive(Default)]
pub(super) struct Seen(HashSet<String>);

impl Seen {
    /// The events that were not seen before, the oldest first.
    pub(super) fn new_of(&mut self, service: &Service) -> Vec<ServiceEvent> {
        let all = service.events.iter().flatten();
        let is_new =
            |event: &&ServiceEvent| event.id.as_ref().is_some_and(|id| self.0.insert(id.clone()));
        let mut new: Vec<_> = all.filter(is_new).cloned().collect();
        new.reverse();
        new
    }
}
