//! `ferrogate top`: what the services of a cluster use and answer now, the busiest first.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::time::Duration;

use ferrogate_api::Timestamp;
use ferrogate_api::cloudwatch::{
    Dimension, GetMetricDataInput, Metric, MetricDataQuery, MetricStat, ScanBy, op,
};
use ferrogate_api::ecs::Service;
use serde_json::{Value, json};

use super::{arn, balancer, find, name};
use crate::answer::{Answer, CallArgs, ClusterArgs, Format, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::moment::{now, parse_duration};
use crate::table::{Look, Table};
use crate::ui::Ui;

/// What a value is of.
const PERIOD_S: i32 = 60;
/// How far back the newest value is looked for.
const BACK_MS: i64 = 3 * 60_000;
/// Queries that GetMetricData takes at once.
const QUERIES_MAX: usize = 500;
/// From here on a service is told to have much to do, in percent.
const BUSY: f64 = 75.0;

/// What is asked of each service: namespace, metric, statistic.
const ASKED: [(&str, &str, &str); 4] = [
    ("AWS/ECS", "CPUUtilization", "Average"),
    ("AWS/ECS", "CPUUtilization", "Maximum"),
    ("AWS/ECS", "MemoryUtilization", "Average"),
    ("AWS/ECS", "MemoryUtilization", "Maximum"),
];
/// And of one behind a load balancer.
const COUNTED: [(&str, &str, &str); 2] = [
    ("AWS/ApplicationELB", "RequestCount", "Sum"),
    ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum"),
];

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Sort {
    /// The most of its CPU
    #[default]
    Cpu,
    /// The most of its memory
    Memory,
    /// The most requests
    Requests,
    /// The order of names
    Name,
}

#[derive(Clone, Debug, clap::Args)]
pub struct TopArgs {
    /// What comes first
    #[arg(long, value_enum, default_value_t)]
    pub(crate) sort: Sort,
    /// How often a terminal shows it again; values come every 20 seconds
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = parse_duration)]
    pub(crate) every: Duration,
    /// Show it once, as into a pipe
    #[arg(long)]
    pub(crate) once: bool,
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

/// A service, and what was measured of it in the last minute that is known.
struct Row {
    service: Service,
    /// In percent of the size of its tasks: on average over them, and of the busiest.
    cpu: Option<(f64, f64)>,
    memory: Option<(f64, f64)>,
    /// Those that its targets had and those that they failed, each second; `None` for one that
    /// stands behind no load balancer.
    requests: Option<(f64, f64)>,
}

pub(crate) async fn run(args: TopArgs, api: &Api, ui: &Ui) -> Outcome {
    let is_live = ui.terminal.live
        && !args.once
        && matches!(args.output.format(), Format::Table | Format::Wide);
    let mut known = Groups::default();
    if !is_live {
        let rows = look(api, &args, &mut known).await?;
        show(ui, &args, &rows)?;
        return Ok(0);
    }
    let going = async {
        let mut shown = String::new();
        loop {
            match look(api, &args, &mut known).await {
                Ok(rows) => {
                    shown = table(&rows).render(&ui.terminal);
                    ui.redraw(&shown)?;
                }
                // An engine that starts anew is there again in a moment.
                Err(fault) if may_pass(&fault) => ui.redraw(&format!("{shown}\n{fault}\n"))?,
                Err(fault) => return Err(fault),
            }
            tokio::time::sleep(args.every).await;
        }
    };
    tokio::select! {
        done = going => done,
        () = ui.interrupted() => Ok(0),
    }
}

fn show(ui: &Ui, args: &TopArgs, rows: &[Row]) -> Result<(), Fault> {
    let people = |_: bool| {
        if rows.is_empty() {
            ui.note("no services; make one: ferrogate deploy NAME --image IMAGE");
            return Ok(());
        }
        ui.text(&table(rows).render(&ui.terminal))?;
        if rows.iter().any(|row| running(&row.service) > 0 && row.cpu.is_none()) {
            ui.note("a service is measured from some 20 seconds after its first task runs");
        }
        Ok(())
    };
    args.output.show(ui, || answer(rows), people)
}

/// The names of load balancers and groups, as metrics have them, by the groups' ARNs: asked once,
/// and not for each time that it is shown.
type Groups = HashMap<String, (String, String)>;

fn may_pass(fault: &Fault) -> bool {
    matches!(fault.kind, Kind::Unreachable | Kind::Broken | Kind::TimedOut)
}

async fn look(api: &Api, args: &TopArgs, known: &mut Groups) -> Result<Vec<Row>, Fault> {
    let cluster = &args.cluster.cluster;
    let services = find::list(api, cluster).await?;
    let mut queries = Queries::default();
    let mut groups = Vec::with_capacity(services.len());
    for service in &services {
        let place = vec![("ClusterName", cluster_of(service)), ("ServiceName", name(service))];
        queries.ask(&ASKED, &place);
        let group = shown_group(api, service, known).await?;
        if let Some((balancer, group)) = &group {
            queries.ask(&COUNTED, &[("LoadBalancer", balancer), ("TargetGroup", group)]);
        }
        groups.push(group);
    }
    let mut found = queries.answers(api, now()).await?.into_iter();
    let mut next = || found.next().flatten();
    let mut rows = Vec::with_capacity(services.len());
    for (service, group) in services.into_iter().zip(groups) {
        let (cpu, memory) = ((next(), next()), (next(), next()));
        let requests = group.map(|_| {
            let mut each_second = || next().unwrap_or(0.0) / f64::from(PERIOD_S);
            (each_second(), each_second())
        });
        let (cpu, memory) = (cpu.0.zip(cpu.1), memory.0.zip(memory.1));
        rows.push(Row { service, cpu, memory, requests });
    }
    rows.sort_by(|a, b| order(args.sort, a, b));
    Ok(rows)
}

/// What is most comes first, what is not known last; where that is the same, by name.
fn order(sort: Sort, a: &Row, b: &Row) -> Ordering {
    let of = |row: &Row| match sort {
        Sort::Cpu => row.cpu.map(|(average, _)| average),
        Sort::Memory => row.memory.map(|(average, _)| average),
        Sort::Requests => row.requests.map(|(each_second, _)| each_second),
        Sort::Name => None,
    };
    let most = |row: &Row| of(row).unwrap_or(f64::NEG_INFINITY);
    most(b).total_cmp(&most(a)).then_with(|| name(&a.service).cmp(name(&b.service)))
}

/// The names of a service's load balancer and group as metrics have them; `None` also when the
/// caller may not know.
async fn shown_group(
    api: &Api,
    service: &Service,
    known: &mut Groups,
) -> Result<Option<(String, String)>, Fault> {
    let mut groups = service.load_balancers.iter().flatten();
    let Some(arn) = groups.find_map(|of| of.target_group_arn.as_deref()) else { return Ok(None) };
    if let Some(names) = known.get(arn) {
        return Ok(Some(names.clone()));
    }
    let label = match balancer::label(api, service).await {
        Err(fault) if fault.is("AccessDenied") => None,
        found => found?,
    };
    let parts = label.as_deref().and_then(|label| label.split_once("/targetgroup/"));
    let names =
        parts.map(|(balancer, group)| (balancer.to_owned(), format!("targetgroup/{group}")));
    // One that no listener has yet may get one.
    if let Some(names) = &names {
        known.insert(arn.to_owned(), names.clone());
    }
    Ok(names)
}

fn cluster_of(service: &Service) -> &str {
    let arn = service.cluster_arn.as_deref().unwrap_or_default();
    arn.rsplit_once('/').map_or(arn, |(_, name)| name)
}

/// Questions for the newest value of metrics, in their order.
#[derive(Default)]
struct Queries(Vec<MetricDataQuery>);

impl Queries {
    fn ask(&mut self, metrics: &[(&str, &str, &str)], dimensions: &[(&str, &str)]) {
        let dimension = |(name, value): &(&str, &str)| Dimension {
            name: Some((*name).to_owned()),
            value: Some((*value).to_owned()),
        };
        for (namespace, metric, stat) in metrics {
            let metric = Metric {
                namespace: Some((*namespace).to_owned()),
                metric_name: Some((*metric).to_owned()),
                dimensions: Some(dimensions.iter().map(dimension).collect()),
            };
            let stat = MetricStat {
                metric: Some(metric),
                period: Some(PERIOD_S),
                stat: Some((*stat).to_owned()),
                unit: None,
            };
            self.0.push(MetricDataQuery {
                id: Some(format!("m{}", self.0.len())),
                metric_stat: Some(stat),
                ..MetricDataQuery::default()
            });
        }
    }

    /// The newest value of each; `None` where there is none of the last minutes.
    async fn answers(self, api: &Api, now: Timestamp) -> Result<Vec<Option<f64>>, Fault> {
        let mut newest: HashMap<String, f64> = HashMap::new();
        for some in self.0.chunks(QUERIES_MAX) {
            let mut next_token = None;
            loop {
                let input = GetMetricDataInput {
                    metric_data_queries: some.to_vec(),
                    start_time: Timestamp(now.0 - BACK_MS),
                    end_time: now,
                    scan_by: Some(ScanBy::TimestampDescending),
                    next_token,
                    ..GetMetricDataInput::default()
                };
                let page = api.call::<op::GetMetricData>(&input).await?;
                for of in page.metric_data_results.into_iter().flatten() {
                    let value = of.values.and_then(|values| values.first().copied());
                    if let (Some(id), Some(value)) = (of.id, value) {
                        newest.entry(id).or_insert(value);
                    }
                }
                next_token = page.next_token;
                if next_token.is_none() {
                    break;
                }
            }
        }
        let of = |query: &MetricDataQuery| newest.get(query.id.as_deref()?).copied();
        Ok(self.0.iter().map(of).collect())
    }
}

fn running(service: &Service) -> i32 {
    service.running_count.unwrap_or(0)
}

fn answer(rows: &[Row]) -> Answer {
    let pair = |pair: Option<(f64, f64)>, names: (&str, &str)| match pair {
        Some((one, other)) => json!({names.0: one, names.1: other}),
        None => Value::Null,
    };
    let of = |row: &Row| {
        json!({
            "serviceArn": arn(&row.service),
            "serviceName": name(&row.service),
            "runningCount": running(&row.service),
            "desiredCount": row.service.desired_count.unwrap_or(0),
            "cpuPercent": pair(row.cpu, ("average", "maximum")),
            "memoryPercent": pair(row.memory, ("average", "maximum")),
            "requestsPerSecond": pair(row.requests, ("all", "failed")),
        })
    };
    let names = rows.iter().map(|row| arn(&row.service).to_owned()).collect();
    Answer::of(json!({"services": rows.iter().map(of).collect::<Vec<_>>()}), "services", names)
}

fn table(rows: &[Row]) -> Table {
    let heads =
        ["SERVICE", "TASKS", "CPU", "BUSIEST", "MEMORY", "BUSIEST", "REQUESTS/S", "FAILED/S"];
    let mut table = Table::new(&heads, "SERVICE");
    for row in rows {
        let service = &row.service;
        let (running, desired) = (running(service), service.desired_count.unwrap_or(0));
        let tasks = if running >= desired { Look::Plain } else { Look::Busy };
        let [cpu, busiest] = shares(row.cpu);
        let [memory, fullest] = shares(row.memory);
        let none = || ("-".to_owned(), Look::Dim);
        let (requests, failed) = match row.requests {
            None => (none(), none()),
            Some((all, failed)) => {
                let look = if failed > 0.0 { Look::Bad } else { Look::Plain };
                ((rate(all), Look::Plain), (rate(failed), look))
            }
        };
        table.row(vec![
            (name(service).to_owned(), Look::Plain),
            (format!("{running}/{desired}"), tasks),
            cpu,
            busiest,
            memory,
            fullest,
            requests,
            failed,
        ]);
    }
    table
}

/// Percent on average and of the busiest task.
fn shares(of: Option<(f64, f64)>) -> [(String, Look); 2] {
    let share = |percent: f64| {
        let look = if percent >= BUSY { Look::Busy } else { Look::Plain };
        (format!("{percent:.0}%"), look)
    };
    match of {
        Some((average, maximum)) => [share(average), share(maximum)],
        None => [("-".to_owned(), Look::Dim), ("-".to_owned(), Look::Dim)],
    }
}

/// Few are told with a digit more: one in ten seconds is not none.
fn rate(each_second: f64) -> String {
    match each_second {
        0.0 => "0".to_owned(),
        few if few < 10.0 => format!("{few:.2}"),
        many => format!("{many:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, cpu: Option<f64>, memory: f64, requests: Option<f64>) -> Row {
        Row {
            service: Service { service_name: Some(name.into()), ..Service::default() },
            cpu: cpu.map(|cpu| (cpu, cpu)),
            memory: Some((memory, memory)),
            requests: requests.map(|all| (all, 0.0)),
        }
    }

    #[test]
    fn the_busiest_come_first_and_those_of_which_nothing_is_known_last() {
        let sorted = |sort| {
            let mut rows = [
                row("c", None, 3.0, Some(0.0)),
                row("b", Some(10.0), 1.0, None),
                row("a", Some(90.0), 2.0, Some(7.0)),
                row("aa", Some(10.0), 1.0, None),
            ];
            rows.sort_by(|a, b| order(sort, a, b));
            rows.iter().map(|row| name(&row.service).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(sorted(Sort::Cpu), ["a", "aa", "b", "c"]);
        assert_eq!(sorted(Sort::Memory), ["c", "a", "aa", "b"]);
        assert_eq!(sorted(Sort::Requests), ["a", "c", "aa", "b"]);
        assert_eq!(sorted(Sort::Name), ["a", "aa", "b", "c"]);
    }

    #[test]
    fn a_rate_that_is_small_is_told_as_one() {
        let told = [0.0, 0.1, 9.99, 10.4, 12_345.6].map(rate);
        assert_eq!(told, ["0", "0.10", "9.99", "10", "12346"]);
    }
}
