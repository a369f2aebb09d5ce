//! Tasks: found by what people call them, and read.

use ferrogate_api::Timestamp;
use ferrogate_api::ecs::{
    DescribeTasksRequest, DescribeTasksResponse, DesiredStatus, ListTasksRequest, Task, TaskField,
    op,
};

use crate::client::Api;
use crate::fault::{Fault, Kind};

/// Tasks of one DescribeTasks call (API reference).
const DESCRIBE_MAX: usize = 100;
/// The shortest prefix of an id that names a task.
const PREFIX_MIN: usize = 4;
const ID_LENGTH: usize = 32;

/// Which tasks may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// Those that run or will.
    Running,
    /// Those too that stopped a while ago.
    All,
}

/// The tasks of a cluster, the newest first, with their tags. A cluster that is not there
/// is `ClusterNotFoundException`, save `default`, which then has none.
pub(crate) async fn list(api: &Api, cluster: &str, which: Which) -> Result<Vec<Task>, Fault> {
    let mut arns = Vec::new();
    let states: &[DesiredStatus] = match which {
        Which::Running => &[DesiredStatus::Running],
        Which::All => &[DesiredStatus::Running, DesiredStatus::Stopped],
    };
    for state in states {
        match list_state(api, cluster, state).await {
            Ok(found) => arns.extend(found),
            Err(fault) if fault.is("ClusterNotFoundException") && cluster == "default" => {}
            Err(fault) => return Err(fault),
        }
    }
    let mut tasks = Vec::with_capacity(arns.len());
    for some in arns.chunks(DESCRIBE_MAX) {
        tasks.extend(describe(api, cluster, some.to_vec()).await?.tasks.unwrap_or_default());
    }
    tasks.sort_by_key(|task| std::cmp::Reverse(task.created_at));
    // One that stopped between the two lists is in both.
    tasks.dedup_by(|a, b| a.task_arn == b.task_arn);
    Ok(tasks)
}

async fn list_state(api: &Api, cluster: &str, state: &DesiredStatus) -> Result<Vec<String>, Fault> {
    let (mut arns, mut next_token) = (Vec::new(), None);
    loop {
        let input = ListTasksRequest {
            cluster: Some(cluster.into()),
            desired_status: Some(state.clone()),
            next_token,
            ..ListTasksRequest::default()
        };
        let page = api.call::<op::ListTasks>(&input).await?;
        arns.extend(page.task_arns.unwrap_or_default());
        next_token = page.next_token;
        if next_token.is_none() {
            return Ok(arns);
        }
    }
}

/// The tasks by id or ARN, with their tags; at most 100.
pub(crate) async fn describe(
    api: &Api,
    cluster: &str,
    tasks: Vec<String>,
) -> Result<DescribeTasksResponse, Fault> {
    let include = Some(vec![TaskField::Tags]);
    let input = DescribeTasksRequest { cluster: Some(cluster.into()), tasks, include };
    api.call::<op::DescribeTasks>(&input).await
}

/// One task as it is now.
pub(crate) async fn refresh(api: &Api, task: &Task) -> Result<Task, Fault> {
    let arn = arn(task).to_owned();
    let answer = describe(api, cluster_of(&arn), vec![arn.clone()]).await?;
    let found = answer.tasks.into_iter().flatten().next();
    found.ok_or_else(|| Fault::not_found(format!("the task {} is gone", short(task))))
}

/// The tasks that `word` means: an ARN, an id, the unique beginning of an id, or a family
/// with or without its revision, which may mean several. Never empty.
pub(crate) async fn find(
    api: &Api,
    cluster: &str,
    word: &str,
    which: Which,
) -> Result<Vec<Task>, Fault> {
    let whole_id = word.len() == ID_LENGTH && is_hex(word);
    if whole_id || word.starts_with("arn:") {
        let cluster = if whole_id { cluster } else { cluster_of(word) };
        let answer = match describe(api, cluster, vec![word.to_owned()]).await {
            Ok(answer) => answer,
            Err(fault) if fault.kind == Kind::NotFound => return Err(missing(word, cluster)),
            Err(fault) => return Err(fault),
        };
        let tasks = answer.tasks.unwrap_or_default();
        return if tasks.is_empty() { Err(missing(word, cluster)) } else { Ok(tasks) };
    }
    let all = list(api, cluster, which).await?;
    choose(all, word).map_err(|candidates| match candidates[..] {
        [] => missing(word, cluster),
        _ => Fault::new(Kind::Invalid, format!("'{word}' means {} tasks", candidates.len()))
            .why(format!("their ids begin so: {}", candidates.join(", ")))
            .fix("write more of the id"),
    })
}

/// The same, where one task must be meant.
pub(crate) async fn find_one(
    api: &Api,
    cluster: &str,
    word: &str,
    which: Which,
) -> Result<Task, Fault> {
    let mut found = find(api, cluster, word, which).await?;
    if found.len() > 1 {
        // Of a family whose tasks came and went, the one that runs is meant.
        let running = |task: &Task| task.desired_status.as_deref() == Some("RUNNING");
        if found.iter().filter(|task| running(task)).count() == 1 {
            found.retain(running);
        } else {
            let ids: Vec<_> = found.iter().map(short).collect();
            return Err(Fault::new(Kind::Invalid, format!("'{word}' has {} tasks", ids.len()))
                .why(format!("they are {}", ids.join(", ")))
                .fix("write the id of one"));
        }
    }
    found.pop().ok_or_else(|| missing(word, cluster))
}

/// The tasks meant by a word, or the ids between which it can't decide.
fn choose(all: Vec<Task>, word: &str) -> Result<Vec<Task>, Vec<String>> {
    let named = |task: &Task| definition(task) == word || family(task) == word;
    if all.iter().any(named) {
        return Ok(all.into_iter().filter(named).collect());
    }
    if word.len() < PREFIX_MIN || !is_hex(word) {
        return Err(Vec::new());
    }
    let found: Vec<Task> = all.into_iter().filter(|task| id(task).starts_with(word)).collect();
    if found.len() == 1 { Ok(found) } else { Err(found.iter().map(|t| id(t).to_owned()).collect()) }
}

fn missing(word: &str, cluster: &str) -> Fault {
    Fault::not_found(format!("there is no task '{word}'"))
        .why(format!("no task of cluster {cluster} has this id or family"))
        .fix("see `ferrogate ps -a`; a stopped task is kept for an hour")
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

pub(crate) fn arn(task: &Task) -> &str {
    task.task_arn.as_deref().unwrap_or_default()
}

/// The 32 digits at the end of its ARN.
pub(crate) fn id(task: &Task) -> &str {
    last(arn(task))
}

/// The first digits of its id, enough for people.
pub(crate) fn short(task: &Task) -> String {
    id(task).chars().take(12).collect()
}

/// `family:revision`.
pub(crate) fn definition(task: &Task) -> &str {
    last(task.task_definition_arn.as_deref().unwrap_or_default())
}

pub(crate) fn family(task: &Task) -> &str {
    definition(task).split(':').next().unwrap_or_default()
}

pub(crate) fn status(task: &Task) -> &str {
    task.last_status.as_deref().unwrap_or("UNKNOWN")
}

pub(crate) fn is_stopped(task: &Task) -> bool {
    matches!(status(task), "STOPPED" | "DELETED")
}

pub(crate) fn age_from(task: &Task) -> Option<Timestamp> {
    task.started_at.or(task.created_at)
}

/// The exit code of its first container, if that ended by itself or by a signal.
pub(crate) fn exit_code(task: &Task) -> Option<i32> {
    task.containers.iter().flatten().next().and_then(|container| container.exit_code)
}

/// Why it stopped, with what its containers say.
pub(crate) fn why_stopped(task: &Task) -> String {
    let mut why = task.stopped_reason.clone().unwrap_or_else(|| "it gave no reason".into());
    for container in task.containers.iter().flatten() {
        let name = container.name.as_deref().unwrap_or_default();
        if let Some(reason) = container.reason.as_deref().filter(|reason| !why.contains(reason)) {
            why.push_str(&format!("; {name}: {reason}"));
        }
        if let Some(code) = container.exit_code {
            why.push_str(&format!("; {name} exited with {code}"));
        }
    }
    why
}

/// Why a task has no host, once it has waited a moment, or why it never got one.
pub(crate) fn why_pending(task: &Task) -> Option<&str> {
    let mut attributes = task.attributes.iter().flatten();
    let reason = attributes.find(|of| of.name.as_deref() == Some("ferrogate.pending-reason"))?;
    reason.value.as_deref()
}

/// Why ports of a task are not open, if its host can't open some.
pub(crate) fn why_not_published(task: &Task) -> Option<&str> {
    let first = task.containers.iter().flatten().next()?;
    first.reason.as_deref().filter(|reason| reason.contains("is not published: "))
}

/// The cluster in a task's ARN; `default` in those that have none.
pub(crate) fn cluster_of(arn: &str) -> &str {
    let name = arn.split_once(":task/").map_or("", |(_, name)| name);
    name.split_once('/').map_or("default", |(cluster, _)| cluster)
}

fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(id: &str, family: &str) -> Task {
        Task {
            task_arn: Some(format!("arn:aws:ecs:us-east-1:000000000000:task/default/{id}")),
            task_definition_arn: Some(format!(
                "arn:aws:ecs:us-east-1:000000000000:task-definition/{family}:3"
            )),
            ..Task::default()
        }
    }

    fn ids(word: &str) -> Result<Vec<String>, Vec<String>> {
        let all = vec![task("abcd11", "web"), task("abcd22", "web"), task("beef33", "feed")];
        choose(all, word).map(|tasks| tasks.iter().map(|t| id(t).to_owned()).collect())
    }

    #[test]
    fn a_unique_beginning_of_four_digits_names_a_task() {
        assert_eq!(ids("beef").unwrap(), ["beef33"]);
        assert_eq!(ids("abcd2").unwrap(), ["abcd22"]);
        assert_eq!(ids("abcd").unwrap_err(), ["abcd11", "abcd22"]);
        assert_eq!(ids("bee").unwrap_err(), [""; 0]);
        assert_eq!(ids("cafe").unwrap_err(), [""; 0]);
    }

    #[test]
    fn a_family_means_all_its_tasks_and_beats_a_beginning() {
        assert_eq!(ids("web").unwrap(), ["abcd11", "abcd22"]);
        assert_eq!(ids("web:3").unwrap(), ["abcd11", "abcd22"]);
        assert_eq!(ids("feed").unwrap(), ["beef33"]);
    }

    #[test]
    fn the_cluster_is_read_from_the_arn() {
        assert_eq!(cluster_of("arn:aws:ecs:r:a:task/blue/0af1"), "blue");
        assert_eq!(cluster_of("arn:aws:ecs:r:a:task/0af1"), "default");
    }
}
