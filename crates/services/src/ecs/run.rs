//! RunTask: checks what is asked, and accepts up to ten tasks in one transaction.

use std::net::Ipv4Addr;

use ferrogate_api::ecs::{
    AssignPublicIp, Compatibility, Error, LaunchType, NetworkConfiguration, NetworkMode,
    PropagateTags, RunTaskRequest, RunTaskResponse, StartTaskRequest, StartTaskResponse,
    TaskDefinition, TaskOverride,
};
use ferrogate_api::{Cx, Failure, OrFault, json};
use ferrogate_base::{TaskId, Transport, crash};
use ferrogate_records::ec2::vpc::Vpc;
use ferrogate_records::ecs::task::{
    Container, ContainerStatus, Desired, Launch, Network, Publish, Record, Status, Times,
};
use ferrogate_records::ecs::{cluster, task_definition};
use ferrogate_records::tag::merge;
use ferrogate_records::{Tag, op};
use ferrogate_registry::is_tag;
use ferrogate_state::{Entry, Row, create};
use ferrogate_store::{Guard, Key};
use sha2::{Digest, Sha256};

use super::cluster::strategy;
use super::definition::{Size, check_execution_role, check_task_role, size_of, storage_gib};
use super::{Ecs, Result, fault, reply, scope, tag};

/// Tasks of one call (API reference).
const COUNT_MAX: i32 = 10;
/// The longest `startedBy` (API reference).
const STARTED_BY_CHARS_MAX: usize = 128;
/// The tag that publishes ports of a task on loopback addresses of its host: pairs
/// `[address:]host port:task port` with blanks between.
pub(super) const PUBLISH_TAG: &str = "ferrogate:publish";
/// The tag that has what the task's container wrote kept as a layer, once it has ended with 0:
/// its value is a tag of the registry's repository of builds.
const COMMIT_TAG: &str = "ferrogate:commit";
/// Published ports of one task.
const PUBLISH_MAX: usize = 16;

impl Ecs {
    pub(super) async fn start_task(
        &self,
        cx: &Cx,
        input: StartTaskRequest,
    ) -> Result<StartTaskResponse> {
        self.cluster(cx, input.cluster.as_deref())?;
        // StartTask places on container instances that users manage; Fargate has none.
        Err(Error::invalid_parameter("No Container Instances were found in your cluster.").into())
    }

    pub(super) async fn run_task(
        &self,
        cx: &Cx,
        mut input: RunTaskRequest,
    ) -> Result<RunTaskResponse> {
        let token = input.client_token.take().filter(|token| !token.is_empty());
        if token.as_ref().is_some_and(|token| token.len() > 64) {
            return Err(invalid("clientToken can have at most 64 characters."));
        }
        // What makes two requests the same one: all parameters but the token.
        let request = hex::encode(Sha256::digest(json::to_string(&input)));
        loop {
            if let Some(token) = &token
                && let Some(reply) = self.answered(cx, token, &request).await?
            {
                return Ok(reply);
            }
            let cluster = self.cluster(cx, input.cluster.as_deref())?;
            let records = self.accept(cx, &input, &cluster)?;
            let mut guards = vec![cluster.unchanged()];
            let mut ops = Vec::with_capacity(records.len() + 1);
            for record in &records {
                let at = Key::new(record.key()).map_err(fault)?;
                ops.push(create(at, record).map_err(fault)?);
            }
            if let Some(token) = &token {
                let at = op_key(cx, token)?;
                let keys: Vec<_> = records.iter().map(Record::key).collect();
                let record = op::Record {
                    request: request.clone(),
                    reply: keys.into(),
                    at: self.state.now(),
                };
                guards.push(Guard::Absent(at.clone()));
                ops.push(create(at, &record).map_err(fault)?);
            }
            crash::point(format_args!("server:before-accept"));
            if self.try_write(&guards, &ops).await? {
                crash::point(format_args!("server:after-accept"));
                return answer(records.iter());
            }
        }
    }

    /// The answer that the same request got before, if it did.
    async fn answered(
        &self,
        cx: &Cx,
        token: &str,
        request: &str,
    ) -> Result<Option<RunTaskResponse>> {
        let row: Option<Row<op::Record>> =
            self.state.read(&op_key(cx, token)?).await.map_err(fault)?;
        let Some(row) = row else { return Ok(None) };
        if row.record.request != request {
            let text = "The client token was used before with other parameters.";
            return Err(Error::conflict(text).into());
        }
        let keys: Vec<String> = serde_json::from_value(row.record.reply.clone()).or_fault()?;
        let mut tasks = Vec::new();
        for key in keys {
            tasks.extend(
                self.state.table::<Record>().get(&Key::new(key).map_err(fault)?).map_err(fault)?,
            );
        }
        answer(tasks.iter().map(|entry| &***entry)).map(Some)
    }

    /// The records of the tasks that are asked for, or why not.
    fn accept(
        &self,
        cx: &Cx,
        input: &RunTaskRequest,
        cluster: &Entry<cluster::Record>,
    ) -> Result<Vec<Record>> {
        let count = input.count.unwrap_or(1);
        if !(1..=COUNT_MAX).contains(&count) {
            return Err(invalid("Tasks count must be between 1 and 10."));
        }
        let launches = launches(input, cluster, count)?;
        refuse_not_built(input)?;
        let entry = self.runnable_definition(cx, &input.task_definition)?;
        let definition: TaskDefinition = json::from_value(&entry.definition).or_fault()?;
        if !definition.compatibilities.iter().flatten().any(|c| *c == Compatibility::Fargate) {
            return Err(invalid("Task definition does not support launch_type FARGATE."));
        }
        platform_version(input.platform_version.as_deref())?;
        let network = network(cx, &definition, input.network_configuration.as_ref())?;
        let overrides = input.overrides.clone().unwrap_or_default();
        let size = size(&definition, &overrides)?;
        let storage = overrides.ephemeral_storage.as_ref();
        let storage_gib = storage_gib(storage.or(definition.ephemeral_storage.as_ref()))?;
        check_overrides(&definition, &overrides)?;
        let tags = tags(input, cluster, &entry)?;
        let template = Record {
            id: TaskId::random(),
            scope: scope(cx),
            cluster: cluster.name.clone(),
            family: entry.family.clone(),
            revision: entry.revision,
            overrides: json::to_value(&overrides),
            group: group(input.group.as_deref(), &entry.family)?,
            started_by: started_by(input.started_by.clone())?,
            launch: Launch::Fargate,
            cpu_units: size.cpu,
            memory_mib: size.memory,
            storage_gib,
            architecture: architecture(&definition),
            publish: published(&tags, &[], 0)?,
            commit: committed(&tags, &definition)?,
            tags,
            network,
            status: Status::Provisioning,
            desired: Desired::Running,
            binding: None,
            containers: vec![],
            stop: None,
            at: Times {
                created: self.state.now(),
                connectivity: None,
                pull_started: None,
                pull_stopped: None,
                started: None,
                stopping: None,
                execution_stopped: None,
                stopped: None,
            },
            version: 1,
            generation: 1,
        };
        if count > 1 && template.commit.is_some() {
            return Err(invalid("Several tasks can't be kept under the same tag."));
        }
        if count > 1 && template.publish.iter().any(|publish| publish.host_port != 0) {
            return Err(invalid("Several tasks can't publish the same port."));
        }
        let subnets = in_turn(&template.network.subnets);
        Ok(launches
            .into_iter()
            .zip(subnets)
            .map(|(launch, subnet)| Record {
                id: TaskId::random(),
                launch,
                containers: containers(&definition, &overrides),
                network: Network { subnets: vec![subnet.clone()], ..template.network.clone() },
                ..template.clone()
            })
            .collect())
    }
}

fn invalid(text: impl Into<String>) -> Failure<Error> {
    Error::invalid_parameter(text.into()).into()
}

fn op_key(cx: &Cx, token: &str) -> Result<Key> {
    Key::new(op::key(&scope(cx), "ecs:RunTask", token)).map_err(|e| invalid(e.to_string()))
}

fn answer<'r>(records: impl Iterator<Item = &'r Record>) -> Result<RunTaskResponse> {
    let tasks = records.map(|record| reply::task(record, true)).collect::<Result<_>>()?;
    Ok(RunTaskResponse { tasks: Some(tasks), failures: Some(vec![]) })
}

/// How each of `count` tasks is placed and paid for: the bases first, then by weight.
fn launches(input: &RunTaskRequest, cluster: &cluster::Record, count: i32) -> Result<Vec<Launch>> {
    let asked = input.capacity_provider_strategy.clone().unwrap_or_default();
    if input.launch_type.is_some() && !asked.is_empty() {
        return Err(invalid(
            "Specifying both a launch type and capacity provider strategy is not supported. \
             Remove one and try again.",
        ));
    }
    let items = if asked.is_empty() {
        cluster.default_strategy.clone()
    } else {
        strategy(asked, &cluster.capacity_providers)?
    };
    match &input.launch_type {
        Some(LaunchType::Fargate) => {
            return Ok(vec![Launch::Fargate; count.unsigned_abs() as usize]);
        }
        None if !items.is_empty() => {}
        // Without either, AWS means EC2.
        None | Some(LaunchType::Ec2 | LaunchType::External | LaunchType::ManagedInstances) => {
            return Err(invalid("No Container Instances were found in your cluster."));
        }
        Some(LaunchType::Unknown(other)) => {
            return Err(invalid(format!("Invalid launch type '{other}'.")));
        }
    }
    let mut given = vec![0i32; items.len()];
    let mut launches = Vec::new();
    for _ in 0..count {
        let base = items.iter().zip(&given).position(|(item, given)| *given < item.base);
        // The provider that is furthest behind its share gets the next one.
        let by_weight = || {
            let share =
                |at: &usize| f64::from(given[*at] - items[*at].base) / f64::from(items[*at].weight);
            (0..items.len())
                .filter(|at| items[*at].weight > 0)
                .min_by(|a, b| share(a).total_cmp(&share(b)))
        };
        let Some(at) = base.or_else(by_weight) else {
            return Err(invalid("The capacity provider strategy has no weight above zero."));
        };
        given[at] += 1;
        launches.push(Launch::Provider(items[at].clone()));
    }
    Ok(launches)
}

fn refuse_not_built(input: &RunTaskRequest) -> Result<()> {
    let placement = [
        ("constraints", input.placement_constraints.as_ref().is_some_and(|c| !c.is_empty())),
        ("strategies", input.placement_strategy.as_ref().is_some_and(|s| !s.is_empty())),
    ];
    if let Some((what, _)) = placement.iter().find(|(_, given)| *given) {
        let text = format!("Placement {what} are not supported with FARGATE launch type.");
        return Err(invalid(text));
    }
    let fields = [
        ("enableExecuteCommand", input.enable_execute_command == Some(true)),
        (
            "volumeConfigurations",
            input.volume_configurations.as_ref().is_some_and(|v| !v.is_empty()),
        ),
        ("referenceId", input.reference_id.is_some()),
    ];
    match fields.iter().find(|(_, given)| *given) {
        Some((field, _)) => {
            Err(Error::not_built(format!("{field} of RunTask is not built yet.")).into())
        }
        None => Ok(()),
    }
}

fn platform_version(asked: Option<&str>) -> Result<()> {
    match asked {
        None | Some("LATEST" | reply::PLATFORM_VERSION) => Ok(()),
        Some(_) => {
            let text = "The specified platform version does not exist.";
            Err(Error::platform_unknown(text).into())
        }
    }
}

fn network(
    cx: &Cx,
    definition: &TaskDefinition,
    asked: Option<&NetworkConfiguration>,
) -> Result<Network> {
    if definition.network_mode != Some(NetworkMode::Awsvpc) {
        return Err(invalid("Task definition does not support launch_type FARGATE."));
    }
    let Some(asked) = asked.and_then(|asked| asked.awsvpc_configuration.as_ref()) else {
        return Err(invalid(
            "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        ));
    };
    if asked.assign_public_ip == Some(AssignPublicIp::Enabled) {
        return Err(Error::not_built("assignPublicIp ENABLED is not built yet.").into());
    }
    let vpc = Vpc::default_of(&scope(cx));
    let subnets = asked.subnets.clone().unwrap_or_default();
    if subnets.is_empty() {
        return Err(invalid("subnets can not be empty."));
    }
    if subnets.len() > 16 {
        return Err(invalid("subnets can have at most 16 items."));
    }
    if let Some(unknown) = subnets.iter().find(|id| vpc.subnet(id).is_none()) {
        return Err(invalid(format!(
            "Error retrieving subnet information for [{unknown}]: The subnet ID '{unknown}' does \
             not exist (ErrorCode: InvalidSubnetID.NotFound)"
        )));
    }
    let mut groups = asked.security_groups.clone().unwrap_or_default();
    if groups.len() > 5 {
        return Err(invalid("securityGroups can have at most 5 items."));
    }
    if let Some(unknown) = groups.iter().find(|id| **id != vpc.default_group) {
        return Err(invalid(format!(
            "Error retrieving security group information for [{unknown}]: The security group \
             '{unknown}' does not exist (ErrorCode: InvalidGroup.NotFound)"
        )));
    }
    if groups.is_empty() {
        groups.push(vpc.default_group);
    }
    Ok(Network { subnets, security_groups: groups })
}

/// The subnets again and again, from any of them on: each task is in one from its acceptance,
/// and the tasks of many requests are spread over all.
fn in_turn(subnets: &[String]) -> impl Iterator<Item = &String> {
    let first = usize::from(uuid::Uuid::new_v4().as_bytes()[0]) % subnets.len();
    subnets.iter().cycle().skip(first)
}

fn size(definition: &TaskDefinition, overrides: &TaskOverride) -> Result<Size> {
    let cpu = overrides.cpu.as_deref().or(definition.cpu.as_deref()).unwrap_or_default();
    let memory = overrides.memory.as_deref().or(definition.memory.as_deref()).unwrap_or_default();
    size_of(cpu, memory)
}

fn check_overrides(definition: &TaskDefinition, overrides: &TaskOverride) -> Result<()> {
    let names: Vec<_> =
        definition.container_definitions.iter().flatten().map(|c| c.name.as_deref()).collect();
    for over in overrides.container_overrides.iter().flatten() {
        if !names.contains(&over.name.as_deref()) {
            return Err(invalid(format!(
                "Override for container named {} is not a container in the TaskDefinition.",
                over.name.as_deref().unwrap_or_default()
            )));
        }
        let fields = [
            ("environmentFiles", over.environment_files.as_ref().is_some_and(|e| !e.is_empty())),
            (
                "resourceRequirements",
                over.resource_requirements.as_ref().is_some_and(|r| !r.is_empty()),
            ),
        ];
        if let Some((field, _)) = fields.iter().find(|(_, given)| *given) {
            let text = format!("{field} of a container override is not built yet.");
            return Err(Error::not_built(text).into());
        }
    }
    check_task_role(overrides.task_role_arn.as_deref())?;
    check_execution_role(overrides.execution_role_arn.as_deref())?;
    if overrides.inference_accelerator_overrides.as_ref().is_some_and(|i| !i.is_empty()) {
        let text = "inferenceAcceleratorOverrides of a task override is not built yet.";
        return Err(Error::not_built(text).into());
    }
    // API model: the overrides are at most 8,192 characters.
    if json::to_string(overrides).len() > 8192 {
        return Err(invalid("Container Overrides length must be at most 8192"));
    }
    Ok(())
}

fn tags(
    input: &RunTaskRequest,
    cluster: &cluster::Record,
    definition: &task_definition::Record,
) -> Result<Vec<Tag>> {
    let mut tags = match &input.propagate_tags {
        None | Some(PropagateTags::None) => vec![],
        Some(PropagateTags::TaskDefinition) => definition.tags.clone(),
        Some(_) => return Err(invalid("propagateTags can be TASK_DEFINITION or NONE here.")),
    };
    merge(&mut tags, tag::accepted(input.tags.clone())?);
    if input.enable_ecs_managed_tags == Some(true) {
        let name = Tag { key: "aws:ecs:clusterName".into(), value: cluster.name.clone() };
        merge(&mut tags, vec![name]);
    }
    Ok(tags)
}

fn group(asked: Option<&str>, family: &str) -> Result<String> {
    match asked {
        None => Ok(format!("family:{family}")),
        Some(group) if group.starts_with("service:") => {
            Err(invalid("Invalid namespace for group: 'service' is reserved."))
        }
        Some(group) if group.chars().count() > 255 => Err(invalid("group is too long.")),
        Some(group) => Ok(group.to_owned()),
    }
}

/// Who or what asks for the task: any text, such as `ECS Deploy`, which deploy scripts send.
fn started_by(asked: Option<String>) -> Result<Option<String>> {
    match asked {
        Some(text) if text.chars().count() > STARTED_BY_CHARS_MAX => {
            Err(invalid(format!("startedBy longer than {STARTED_BY_CHARS_MAX}")))
        }
        other => Ok(other),
    }
}

fn architecture(definition: &TaskDefinition) -> String {
    let platform = definition.runtime_platform.as_ref();
    let cpu = platform.and_then(|platform| platform.cpu_architecture.as_ref());
    cpu.map_or("X86_64", |cpu| cpu.as_str()).to_owned()
}

fn containers(definition: &TaskDefinition, overrides: &TaskOverride) -> Vec<Container> {
    let over = |name: &str| {
        overrides.container_overrides.iter().flatten().find(|o| o.name.as_deref() == Some(name))
    };
    let mib = |n: Option<i32>| n.and_then(|n| u32::try_from(n).ok());
    definition
        .container_definitions
        .iter()
        .flatten()
        .map(|c| {
            let name = c.name.clone().unwrap_or_default();
            let over = over(&name);
            Container {
                id: uuid::Uuid::new_v4().to_string(),
                image: c.image.clone().unwrap_or_default(),
                image_digest: None,
                cpu: mib(over.and_then(|o| o.cpu).or(c.cpu)).unwrap_or(0),
                memory: mib(over.and_then(|o| o.memory).or(c.memory)),
                memory_reservation: mib(over
                    .and_then(|o| o.memory_reservation)
                    .or(c.memory_reservation)),
                essential: c.essential.unwrap_or(true),
                runtime_id: None,
                status: ContainerStatus::Pending,
                exit_code: None,
                reason: None,
                name,
            }
        })
        .collect()
}

/// Where what a task writes is kept.
fn committed(tags: &[Tag], definition: &TaskDefinition) -> Result<Option<String>> {
    let Some(tag) = tags.iter().find(|tag| tag.key == COMMIT_TAG) else { return Ok(None) };
    if definition.container_definitions.as_ref().is_none_or(|containers| containers.len() != 1) {
        return Err(invalid(format!("The tag {COMMIT_TAG} is for tasks with one container.")));
    }
    if !is_tag(&tag.value) {
        return Err(invalid(format!("The tag {COMMIT_TAG} takes the tag of an image.")));
    }
    Ok(Some(tag.value.clone()))
}

/// Refuses tags that would keep what a task writes, of a task that runs already: what becomes
/// of it was decided at its start.
pub(super) fn check_commit(tags: &[Tag], decided: Option<&str>) -> Result<()> {
    match tags.iter().find(|tag| tag.key == COMMIT_TAG) {
        Some(tag) if Some(&*tag.value) != decided => {
            Err(invalid(format!("The tag {COMMIT_TAG} is given in RunTask, and to no task later.")))
        }
        _ => Ok(()),
    }
}

/// The ports that a task's tags publish, each once. One that they published `before` stays what
/// it is; a new one is of this `generation`.
pub(super) fn published(tags: &[Tag], before: &[Publish], generation: u64) -> Result<Vec<Publish>> {
    let Some(tag) = tags.iter().find(|tag| tag.key == PUBLISH_TAG) else { return Ok(vec![]) };
    let mut ports: Vec<Publish> = Vec::new();
    for pair in tag.value.split([',', ' ']).filter(|pair| !pair.is_empty()) {
        let parsed = parse_publish(pair).ok_or_else(|| {
            invalid(format!(
                "The tag {PUBLISH_TAG} has '{pair}'; it takes [loopback address:]host port:task \
                 port[/tcp or /udp]."
            ))
        })?;
        if !ports.iter().any(|port| asks_the_same(port, &parsed)) {
            let old = before.iter().find(|old| asks_the_same(old, &parsed));
            ports.push(old.cloned().unwrap_or(Publish { generation, ..parsed }));
        }
    }
    if ports.len() > PUBLISH_MAX {
        return Err(invalid("A task can publish at most 16 ports."));
    }
    Ok(ports)
}

fn asks_the_same(one: &Publish, other: &Publish) -> bool {
    let asked = |of: &Publish| (of.host_address, of.host_port, of.task_port, of.transport);
    asked(one) == asked(other)
}

fn parse_publish(pair: &str) -> Option<Publish> {
    let (pair, transport) = match pair.rsplit_once('/') {
        Some((pair, "udp")) => (pair, Transport::Udp),
        Some((pair, "tcp")) => (pair, Transport::Tcp),
        Some(_) => return None,
        None => (pair, Transport::Tcp),
    };
    let (host, task) = pair.rsplit_once(':')?;
    let (address, port) = match host.rsplit_once(':') {
        Some((address, port)) => (address.parse().ok()?, port),
        None => (Ipv4Addr::LOCALHOST, host),
    };
    let publish = Publish {
        host_address: address,
        host_port: port.parse().ok()?,
        task_port: task.parse().ok().filter(|port| *port > 0)?,
        transport,
        generation: 0,
        bound: None,
        refused: None,
    };
    publish.host_address.is_loopback().then_some(publish)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_records::ecs::cluster::StrategyItem;

    #[test]
    fn a_published_port_is_on_loopback() {
        let read =
            |text: &str| parse_publish(text).map(|p| (p.host_address, p.host_port, p.task_port));
        assert_eq!(read("8080:80"), Some((Ipv4Addr::LOCALHOST, 8080, 80)));
        assert_eq!(read("127.0.0.9:0:80"), Some((Ipv4Addr::new(127, 0, 0, 9), 0, 80)));
        for bad in ["80", "0.0.0.0:80:80", "10.0.0.1:80:80", "x:80", "80:0", "80:99999", ""] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_published_port_is_of_tcp_unless_it_says_udp() {
        let read = |text: &str| parse_publish(text).map(|p| (p.task_port, p.transport));
        assert_eq!(read("8080:80"), Some((80, Transport::Tcp)));
        assert_eq!(read("8080:80/tcp"), Some((80, Transport::Tcp)));
        assert_eq!(read("127.0.0.9:0:53/udp"), Some((53, Transport::Udp)));
        for bad in ["53:53/sctp", "53:53/", "53/udp:53", "53:53/udp/udp"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    fn tagged(value: &str) -> Vec<Tag> {
        vec![Tag { key: PUBLISH_TAG.into(), value: value.into() }]
    }

    #[test]
    fn a_port_that_stays_keeps_what_it_is_and_one_that_comes_back_is_new() {
        let mut first = published(&tagged("8080:80 0:80 8080:80"), &[], 0).unwrap();
        assert_eq!(first.len(), 2);
        first[0].bound = Some(8080);
        let moved = published(&tagged("9090:80 8080:80"), &first, 5).unwrap();
        assert_eq!((moved[0].generation, moved[0].bound), (5, None));
        assert_eq!(moved[1], first[0]);
        let back = published(&tagged("0:80"), &moved, 6).unwrap();
        assert_eq!((back[0].generation, back[0].bound), (6, None));
    }

    fn shares(items: &[(&str, i32, i32)], count: i32) -> Vec<usize> {
        let record = cluster::Record {
            scope: ferrogate_records::Scope::new("000000000000".parse().unwrap(), "r"),
            name: "c".into(),
            status: cluster::Status::Active,
            created_at: Default::default(),
            tags: vec![],
            settings: vec![],
            capacity_providers: vec![],
            default_strategy: items
                .iter()
                .map(|(name, weight, base)| StrategyItem {
                    provider: (*name).into(),
                    weight: *weight,
                    base: *base,
                })
                .collect(),
        };
        let launches = launches(&RunTaskRequest::default(), &record, count).unwrap();
        let of = |name: &str| {
            launches
                .iter()
                .filter(|l| matches!(l, Launch::Provider(i) if i.provider == name))
                .count()
        };
        items.iter().map(|(name, ..)| of(name)).collect()
    }

    #[test]
    fn a_strategy_gives_the_base_first_and_then_by_weight() {
        assert_eq!(shares(&[("FARGATE", 1, 2), ("FARGATE_SPOT", 3, 0)], 10), [4, 6]);
        assert_eq!(shares(&[("FARGATE", 1, 0), ("FARGATE_SPOT", 1, 0)], 10), [5, 5]);
        assert_eq!(shares(&[("FARGATE", 0, 0), ("FARGATE_SPOT", 1, 0)], 3), [0, 3]);
    }
}
