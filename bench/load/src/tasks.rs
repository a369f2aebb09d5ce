//! Lives of tasks, watched from outside.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use crate::client::Client;

/// Tasks of one RunTask (ECS: count <= 10).
const RUN_MAX: usize = 10;
/// Tasks of one DescribeTasks (ECS: at most 100).
const DESCRIBE_MAX: usize = 100;
/// Between two looks at many tasks: a look costs as much as the tasks it shows.
const BATCH_PAUSE: Duration = Duration::from_millis(20);
/// A life that takes longer will never end.
const LIFE_MAX: Duration = Duration::from_secs(120);
/// What a task tells of itself, in order.
const STEPS: [&str; 8] = [
    "createdAt",
    "connectivityAt",
    "pullStartedAt",
    "pullStoppedAt",
    "startedAt",
    "stoppingAt",
    "executionStoppedAt",
    "stoppedAt",
];

/// Runs `count` tasks, one after another. The answer has, for each, the milliseconds from
/// sending RunTask until STOPPED was read, and when its steps were, as milliseconds after
/// RunTask was sent.
pub(crate) fn lives(count: usize, pause: Duration, body: &str) -> anyhow::Result<Value> {
    let body: Value = serde_json::from_str(body).context("the body")?;
    let mut client = Client::from_env()?;
    // Connects before the first one is timed.
    client.call("ListClusters", &json!({}))?;
    let (mut lives_ms, mut answered_ms, mut steps, mut looks) = (vec![], vec![], vec![], 0_u64);
    for _ in 0..count {
        let (sent, sent_at) = (Instant::now(), epoch_seconds());
        let started = client.call("RunTask", &body)?;
        answered_ms.push(ms(sent.elapsed()));
        let arns = arns(&started)?;
        let ask = json!({"cluster": body["cluster"], "tasks": arns});
        let task = loop {
            let mut seen = client.call("DescribeTasks", &ask)?;
            looks += 1;
            if seen["tasks"][0]["lastStatus"] == "STOPPED" {
                break seen["tasks"][0].take();
            }
            ensure!(sent.elapsed() < LIFE_MAX, "the task does not stop: {seen}");
            thread::sleep(pause);
        };
        lives_ms.push(ms(sent.elapsed()));
        ended_well(&task)?;
        let at = |step: &&str| task[*step].as_f64().map(|at| (at - sent_at) * 1e3);
        steps.push(STEPS.iter().map(|step| json!(at(step))).collect::<Vec<_>>());
    }
    Ok(json!({
        "ms": lives_ms, "answered_ms": answered_ms, "looks": looks,
        "step_names": STEPS, "steps_ms": steps,
    }))
}

/// Runs `count` tasks at once. The answer has the seconds from sending the first RunTask
/// until the last was read as STOPPED, the tasks' ARNs, and for each the milliseconds from its
/// creation until it was STOPPED, as it tells them itself.
pub(crate) fn batch(count: usize, connections: usize, body: &str) -> anyhow::Result<Value> {
    let body: Value = serde_json::from_str(body).context("the body")?;
    ensure!(count.is_multiple_of(RUN_MAX), "the count is no multiple of {RUN_MAX}");
    let requests = count / RUN_MAX;
    ensure!(connections > 0, "no connection to send on");
    let connections = connections.min(requests);
    let mut clients = Vec::new();
    for _ in 0..connections {
        let mut client = Client::from_env()?;
        client.call("ListClusters", &json!({}))?;
        clients.push(client);
    }
    let start = Instant::now();
    let senders: Vec<_> = clients
        .into_iter()
        .enumerate()
        .map(|(at, client)| {
            let share = requests / connections + usize::from(at < requests % connections);
            let body = body.clone();
            thread::spawn(move || send(client, share, &body))
        })
        .collect();
    let mut all: Vec<String> = Vec::new();
    let mut client = None;
    for sender in senders {
        let (arns, of) = sender.join().map_err(|_| anyhow::anyhow!("a sender panicked"))??;
        all.extend(arns);
        client = Some(of);
    }
    let mut client = client.context("no connection")?;
    let accepted = start.elapsed();
    let (mut left, mut lives_ms) = (all.clone(), vec![]);
    while !left.is_empty() {
        thread::sleep(BATCH_PAUSE);
        let some = &left[..left.len().min(DESCRIBE_MAX)];
        let ask = json!({"cluster": body["cluster"], "tasks": some});
        let seen = client.call("DescribeTasks", &ask)?;
        let tasks = seen["tasks"].as_array().context("no tasks")?;
        ensure!(tasks.len() == some.len(), "tasks are missing: {}", seen["failures"]);
        for task in tasks.iter().filter(|task| task["lastStatus"] == "STOPPED") {
            ended_well(task)?;
            let at = |step: &str| task[step].as_f64().with_context(|| format!("no {step}"));
            lives_ms.push((at("stoppedAt")? - at("createdAt")?) * 1e3);
            left.retain(|arn| task["taskArn"] != **arn);
        }
        ensure!(start.elapsed() < LIFE_MAX, "{} tasks do not stop: {seen}", left.len());
    }
    let seconds = start.elapsed().as_secs_f64();
    Ok(json!({
        "count": count, "seconds": seconds, "accepted_seconds": accepted.as_secs_f64(),
        "per_second": count as f64 / seconds, "tasks": all, "lives_ms": lives_ms,
    }))
}

fn send(
    mut client: Client,
    requests: usize,
    body: &Value,
) -> anyhow::Result<(Vec<String>, Client)> {
    let mut body = body.clone();
    body["count"] = json!(RUN_MAX);
    let mut all = Vec::new();
    for _ in 0..requests {
        let started = client.call("RunTask", &body)?;
        let some = arns(&started)?;
        ensure!(some.len() == RUN_MAX, "only {} tasks were taken: {started}", some.len());
        all.extend(some);
    }
    Ok((all, client))
}

fn arns(started: &Value) -> anyhow::Result<Vec<String>> {
    let tasks = started["tasks"].as_array().context("no tasks")?;
    ensure!(!tasks.is_empty(), "no task was taken: {}", started["failures"]);
    tasks.iter().map(|task| Ok(task["taskArn"].as_str().context("no ARN")?.to_owned())).collect()
}

/// A task that failed fast must not count as a fast one.
fn ended_well(task: &Value) -> anyhow::Result<()> {
    if task["containers"][0]["exitCode"] != 0 {
        bail!("a task did not run `true`: {task}");
    }
    Ok(())
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

/// Seconds since 1970, as tasks tell their times.
fn epoch_seconds() -> f64 {
    use ferrogate_base::{Clock, SystemClock};
    SystemClock.now().0 as f64 / 1e3
}
