//! `ferrogate ps`: the tasks of a cluster.

use std::collections::HashMap;
use std::time::Duration;

use ferrogate_api::ecs::{DescribeTasksResponse, Task};
use ferrogate_api::{Timestamp, json};
use ferrogate_base::partition;

use crate::answer::{Answer, CallArgs, ClusterArgs, Format, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::moment::{age, now, parse_duration};
use crate::publish;
use crate::table::{Look, Table};
use crate::tasks::{self, Which};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct PsArgs {
    /// Show stopped tasks too; they are kept for an hour
    #[arg(short, long)]
    pub(crate) all: bool,
    /// Print ids only
    #[arg(short, long, conflicts_with_all = ["output", "query"])]
    pub(crate) quiet: bool,
    /// Show it again every so many seconds; into a pipe, and as JSON, whatever changed
    #[arg(short, long, value_name = "TIME", num_args = 0..=1, default_missing_value = "2s",
          require_equals = true, value_parser = parse_duration)]
    pub(crate) watch: Option<Duration>,
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

pub(crate) async fn run(args: PsArgs, api: &Api, ui: &Ui) -> Outcome {
    let which = if args.all { Which::All } else { Which::Running };
    let cluster = &args.cluster.cluster;
    match args.watch {
        None => {
            let found = tasks::list(api, cluster, which).await?;
            show(ui, api, &args, &found, false)?;
        }
        Some(every) => {
            let going = watch(api, ui, &args, which, every);
            tokio::select! {
                done = going => done?,
                () = ui.interrupted() => {}
            }
        }
    }
    Ok(0)
}

/// Shows tasks: all there are, or the `next` ones of a watch.
fn show(ui: &Ui, api: &Api, args: &PsArgs, found: &[Task], next: bool) -> Result<(), Fault> {
    if args.quiet {
        return found.iter().try_for_each(|task| ui.data(tasks::id(task)));
    }
    let programs = || answer(found.to_vec());
    let people = |wide: bool| {
        if found.is_empty() {
            ui.note("no tasks; start one: ferrogate run -p 80 IMAGE");
            return Ok(());
        }
        ui.text(&table(found, wide, api.region(), now()).render(&ui.terminal))
    };
    if next {
        args.output.show_next(ui, programs, people)
    } else {
        args.output.show(ui, programs, people)
    }
}

/// Tasks as DescribeTasks answers them.
pub(crate) fn answer(found: Vec<Task>) -> Answer {
    let names = found.iter().map(|task| tasks::arn(task).to_owned()).collect();
    let answer = DescribeTasksResponse { tasks: Some(found), failures: Some(vec![]) };
    Answer::of(json::to_value(&answer), "tasks", names)
}

async fn watch(
    api: &Api,
    ui: &Ui,
    args: &PsArgs,
    which: Which,
    every: Duration,
) -> Result<(), Fault> {
    let format = args.output.format();
    let tabular = !args.quiet && matches!(format, Format::Table | Format::Wide);
    let mut versions: HashMap<String, Option<i64>> = HashMap::new();
    loop {
        let found = tasks::list(api, &args.cluster.cluster, which).await?;
        if tabular && ui.terminal.live {
            let shown = table(&found, format == Format::Wide, api.region(), now());
            ui.redraw(&shown.render(&ui.terminal))?;
        } else {
            let mut changed = found;
            changed.retain(|task| {
                let before = versions.insert(tasks::arn(task).to_owned(), task.version);
                before != Some(task.version)
            });
            if !changed.is_empty() {
                show(ui, api, args, &changed, true)?;
            }
        }
        tokio::time::sleep(every).await;
    }
}

fn table(found: &[Task], wide: bool, region: &str, now: Timestamp) -> Table {
    let narrow = ["TASK", "NAME", "STATUS", "IMAGE", "CPU", "MEMORY", "AGE", "URL"];
    let more = ["ADDRESS", "ZONE", "REASON"];
    let heads: Vec<_> = narrow.into_iter().chain(more.into_iter().filter(|_| wide)).collect();
    let mut table = Table::new(&heads, "IMAGE");
    for task in found {
        let mut cells = vec![
            (tasks::short(task), Look::Plain),
            (tasks::definition(task).to_owned(), Look::Plain),
            status(task),
            (images(task, region), Look::Plain),
            (cpu(task), Look::Plain),
            (format!("{} MiB", task.memory.as_deref().unwrap_or("?")), Look::Plain),
            (tasks::age_from(task).map(|at| age(at, now)).unwrap_or_default(), Look::Plain),
            (urls(task), Look::Plain),
        ];
        if wide {
            let reason = match tasks::is_stopped(task) {
                true => tasks::why_stopped(task),
                false => {
                    let why = tasks::why_pending(task).or(tasks::why_not_published(task));
                    why.unwrap_or_default().to_owned()
                }
            };
            cells.push((address(task), Look::Plain));
            cells.push((task.availability_zone.clone().unwrap_or_default(), Look::Plain));
            cells.push((reason, Look::Dim));
        }
        table.row(cells);
    }
    table
}

fn status(task: &Task) -> (String, Look) {
    let status = tasks::status(task).to_owned();
    match (&*status, tasks::exit_code(task)) {
        ("RUNNING", _) => (status, Look::Good),
        ("STOPPED", Some(0)) => ("STOPPED (0)".into(), Look::Dim),
        ("STOPPED", Some(code)) => (format!("STOPPED ({code})"), Look::Bad),
        ("STOPPED", None) => (status, Look::Bad),
        _ => (status, Look::Busy),
    }
}

/// The images as people wrote them: this engine's own registry goes without saying.
fn images(task: &Task, region: &str) -> String {
    let own = format!(".dkr.ecr.{region}.{}/", partition::domain(region));
    let short = |image: &str| image.split_once(&own).map_or(image, |(_, name)| name).to_owned();
    let images: Vec<_> =
        task.containers.iter().flatten().filter_map(|c| c.image.as_deref().map(short)).collect();
    images.join(", ")
}

/// In vCPU: `0.25`.
fn cpu(task: &Task) -> String {
    let units = task.cpu.as_deref().and_then(|units| units.parse::<f64>().ok());
    units.map_or_else(|| "?".to_owned(), |units| (units / 1024.0).to_string())
}

fn urls(task: &Task) -> String {
    let urls: Vec<_> = publish::bound(task).iter().map(publish::Bound::url).collect();
    urls.join(" ")
}

fn address(task: &Task) -> String {
    let interface = |c: &ferrogate_api::ecs::Container| {
        c.network_interfaces.as_ref()?.first()?.private_ipv4_address.clone()
    };
    task.containers.iter().flatten().find_map(interface).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Terminal;
    use ferrogate_api::ecs::{Attribute, Container, NetworkBinding};

    fn running() -> Task {
        let binding = NetworkBinding {
            bind_ip: Some("127.0.0.1".into()),
            host_port: Some(8080),
            container_port: Some(80),
            ..NetworkBinding::default()
        };
        Task {
            task_arn: Some("arn:aws:ecs:r:a:task/default/3f2a1b9c00d14ee0a0b0c0d0e0f00001".into()),
            task_definition_arn: Some("arn:aws:ecs:r:a:task-definition/web:1".into()),
            last_status: Some("RUNNING".into()),
            cpu: Some("256".into()),
            memory: Some("512".into()),
            started_at: Some(Timestamp(0)),
            containers: Some(vec![Container {
                image: Some("000000000000.dkr.ecr.us-east-1.amazonaws.com/web:1".into()),
                network_bindings: Some(vec![binding]),
                ..Container::default()
            }]),
            ..Task::default()
        }
    }

    #[test]
    fn a_task_is_a_line_with_its_url_last() {
        let shown = table(&[running()], false, "us-east-1", Timestamp(65_000));
        assert_eq!(
            shown.render(&Terminal::pipe()),
            "TASK          NAME   STATUS   IMAGE  CPU   MEMORY   AGE  URL\n\
             3f2a1b9c00d1  web:1  RUNNING  web:1  0.25  512 MiB  1m   http://127.0.0.1:8080\n"
        );
    }

    #[test]
    fn a_task_without_a_host_shows_why_when_wide() {
        let attribute = Attribute {
            name: Some("ferrogate.pending-reason".into()),
            value: Some("No host is connected.".into()),
            ..Attribute::default()
        };
        let task = Task {
            last_status: Some("PROVISIONING".into()),
            attributes: Some(vec![attribute]),
            ..running()
        };
        let shown = table(&[task], true, "us-east-1", Timestamp(0)).render(&Terminal::pipe());
        assert!(shown.contains("No host is connected."), "{shown}");
    }

    #[test]
    fn a_stopped_task_shows_its_exit_code_and_when_wide_its_reason() {
        let mut task = running();
        task.last_status = Some("STOPPED".into());
        task.stopped_reason = Some("Essential container in task exited".into());
        task.containers.as_mut().unwrap()[0].exit_code = Some(3);
        let shown = table(&[task], true, "us-east-1", Timestamp(0)).render(&Terminal::pipe());
        assert!(shown.contains("STOPPED (3)"), "{shown}");
        assert!(shown.contains("Essential container in task exited"), "{shown}");
    }
}
