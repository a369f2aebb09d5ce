//! Where containers write: the streams of tasks, by their definitions.

use std::collections::BTreeMap;

use ferrogate_api::ecs::{
    ContainerDefinition, DescribeTaskDefinitionRequest, LogDriver, Task, TaskDefinition, op,
};

use crate::client::Api;
use crate::fault::{Fault, Kind};
use crate::tasks;

/// One container's stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) group: String,
    pub(crate) stream: String,
    /// What stands before its lines when there are others.
    pub(crate) label: String,
}

impl Source {
    /// The container's name: a stream is called by a prefix, the container and the task.
    pub(super) fn container(&self) -> &str {
        self.stream.rsplit('/').nth(1).unwrap_or_default()
    }
}

/// The streams of one log group that are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) name: String,
    /// Labels by stream.
    pub(crate) streams: BTreeMap<String, String>,
    /// All streams that begin so, whether they are listed or not.
    pub(crate) all: Option<String>,
}

impl Group {
    /// What all its streams begin with.
    pub(crate) fn prefix(&self) -> String {
        if let Some(all) = &self.all {
            return all.clone();
        }
        let mut names = self.streams.keys();
        let first = names.next().map_or("", String::as_str);
        let last = names.next_back().map_or(first, String::as_str);
        // They are sorted: what the first and the last share, all share.
        first.chars().zip(last.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    }

    pub(crate) fn has(&self, stream: &str) -> bool {
        self.all.as_ref().is_some_and(|all| stream.starts_with(&**all))
            || self.streams.contains_key(stream)
    }
}

/// The streams in groups.
pub(crate) fn grouped(sources: Vec<Source>) -> Vec<Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for source in sources {
        let name = source.group.clone();
        let group = groups.entry(source.group).or_insert_with(|| Group {
            name,
            streams: BTreeMap::new(),
            all: None,
        });
        group.streams.insert(source.stream, source.label);
    }
    groups.into_values().collect()
}

/// The streams of tasks.
pub(super) async fn of_tasks(
    api: &Api,
    found: &[Task],
    container: Option<&str>,
) -> Result<Vec<Group>, Fault> {
    let mut definitions: BTreeMap<String, TaskDefinition> = BTreeMap::new();
    let mut sources = Vec::new();
    for task in found {
        let arn = task.task_definition_arn.clone().unwrap_or_default();
        if !definitions.contains_key(&arn) {
            definitions.insert(arn.clone(), describe(api, &arn).await?);
        }
        sources.extend(sources_of(&definitions[&arn], task));
    }
    if let Some(name) = container {
        sources.retain(|source| source.container() == name);
    }
    if sources.is_empty() {
        return Err(none(container, &found.first().map(tasks::short).unwrap_or_default()));
    }
    Ok(grouped(sources))
}

/// The streams of one task; none when its containers have no log.
pub(super) async fn of_task(api: &Api, task: &Task) -> Result<Vec<Source>, Fault> {
    let arn = task.task_definition_arn.as_deref().unwrap_or_default();
    Ok(sources_of(&describe(api, arn).await?, task))
}

/// All streams of a family whose tasks are forgotten; `None` when there is no such family.
pub(super) async fn of_family(
    api: &Api,
    family: &str,
    container: Option<&str>,
) -> Result<Option<Vec<Group>>, Fault> {
    let definition = match describe(api, family).await {
        Ok(definition) => definition,
        Err(fault) if matches!(fault.kind, Kind::NotFound | Kind::Invalid) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let containers = definition.container_definitions.iter().flatten();
    let wanted = containers.filter(|c| container.is_none() || c.name.as_deref() == container);
    let groups: Vec<_> = wanted
        .filter_map(|c| {
            let (name, prefix) = awslogs(c)?;
            let container = c.name.as_deref().unwrap_or_default();
            let all = Some(format!("{prefix}/{container}/"));
            Some(Group { name, streams: BTreeMap::new(), all })
        })
        .collect();
    if groups.is_empty() { Err(none(container, family)) } else { Ok(Some(groups)) }
}

fn none(container: Option<&str>, of: &str) -> Fault {
    let what = match container {
        Some(name) => format!("{of} has no container '{name}' with a log"),
        None => format!("{of} has no log"),
    };
    Fault::not_found(what)
        .why("none of its containers uses the log driver awslogs with a stream prefix")
        .fix("set logConfiguration in the task definition; `ferrogate run` does")
}

async fn describe(api: &Api, name: &str) -> Result<TaskDefinition, Fault> {
    let input = DescribeTaskDefinitionRequest { task_definition: name.into(), include: None };
    let answer = api.call::<op::DescribeTaskDefinition>(&input).await?;
    Ok(answer.task_definition.unwrap_or_default())
}

fn sources_of(definition: &TaskDefinition, task: &Task) -> Vec<Source> {
    let containers = definition.container_definitions.as_deref().unwrap_or_default();
    let id = tasks::id(task);
    let short: String = id.chars().take(8).collect();
    let of = |c: &ContainerDefinition| {
        let (group, prefix) = awslogs(c)?;
        let name = c.name.as_deref().unwrap_or_default();
        let label = match containers.len() {
            1 => format!("{}/{short}", tasks::family(task)),
            _ => format!("{}/{short}/{name}", tasks::family(task)),
        };
        Some(Source { group, stream: format!("{prefix}/{name}/{id}"), label })
    };
    containers.iter().filter_map(of).collect()
}

/// The group and the stream prefix of a container's log.
fn awslogs(container: &ContainerDefinition) -> Option<(String, String)> {
    let log = container.log_configuration.as_ref()?;
    if log.log_driver != Some(LogDriver::Awslogs) {
        return None;
    }
    let options = log.options.as_ref()?;
    Some((options.get("awslogs-group")?.clone(), options.get("awslogs-stream-prefix")?.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_asked_for_by_what_they_share() {
        let source = |stream: &str| Source {
            group: "/ecs/web".into(),
            stream: stream.into(),
            label: String::new(),
        };
        let groups =
            grouped(vec![source("ecs/web/ab1"), source("ecs/web/ac2"), source("ecs/web/ab9")]);
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].prefix(), "ecs/web/a");
        assert!(groups[0].has("ecs/web/ab1") && !groups[0].has("ecs/web/aa"));
        assert_eq!(grouped(vec![source("ecs/web/ab1")])[0].prefix(), "ecs/web/ab1");
    }
}
