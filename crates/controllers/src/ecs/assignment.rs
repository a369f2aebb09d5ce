//! What a host is told to run, from a task's record and its task definition: pure.

use ferrogate_base::TaskKey;
use ferrogate_link as link;
use ferrogate_link::{Condition, DependsOn, ImageSource, LogDriver, LogMode, LogTarget};
use ferrogate_records::ec2::vpc::{Vpc, private_dns_name};
use ferrogate_records::ecr::repository;
use ferrogate_records::ecs::definition::{self, Definition, Overrides};
use ferrogate_records::ecs::text::{own_repository, parse_size};
use ferrogate_records::ecs::{task, task_definition};
use serde::Deserialize;

/// The most processes of a task; Fargate's own number is not published.
const PIDS_MAX: u32 = 4096;
/// Seconds between the stop signal and SIGKILL (Fargate: `stopTimeout` defaults to 30).
const STOP_TIMEOUT_S: u32 = 30;
/// The default buffer of the non-blocking mode, 10 MiB (ECS: `max-buffer-size`).
const LOG_BUFFER_BYTES: u64 = 10 << 20;

/// Why no host can be told to run the task: the record of its definition is damaged.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The task has no binding.
    #[error("task {0} is not bound")]
    Unbound(String),
    /// Its definition is gone.
    #[error("there is no task definition {0}")]
    NoDefinition(String),
    /// Its subnet is not in its VPC.
    #[error("subnet {0} is not in the VPC")]
    NoSubnet(String),
    /// Its definition's JSON is not one.
    #[error("the task definition can't be read")]
    Definition(#[source] serde_json::Error),
}

/// What the task's host is told.
///
/// # Errors
/// When the records contradict each other; both were checked when they were written.
pub fn assignment(
    record: &task::Record,
    definition: &task_definition::Record,
) -> Result<link::Assignment, Unreadable> {
    let binding =
        record.binding.as_ref().ok_or_else(|| Unreadable::Unbound(record.id.to_string()))?;
    let overrides = Overrides::deserialize(&record.overrides).map_err(Unreadable::Definition)?;
    let view = Definition::read(&definition.definition)
        .map_err(Unreadable::Definition)?
        .overridden(&overrides);
    let containers = view.container_definitions.into_iter().map(|c| container(record, c)).collect();
    Ok(link::Assignment {
        key: TaskKey { task: record.id.clone(), epoch: binding.epoch },
        desired: desired(record.desired),
        observed: binding.observed,
        account: record.scope.account.clone(),
        region: record.scope.region.clone(),
        zone: binding.eni.zone.clone(),
        task_arn: record.arn(),
        cluster_arn: record.cluster_arn(),
        family: record.family.clone(),
        revision: record.revision,
        created_at: record.at.created,
        eni: eni(record, &binding.eni)?,
        limits: link::Limits {
            cpu_units: record.cpu_units,
            memory_mib: record.memory_mib,
            pids_max: PIDS_MAX,
        },
        storage_gib: record.storage_gib,
        containers,
        commit: record.commit.clone(),
        publish: record.publish.iter().map(publish).collect(),
    })
}

/// A port as it is asked for, in the host's words.
pub(crate) fn publish(of: &task::Publish) -> link::Publish {
    link::Publish {
        host_address: of.host_address,
        host_port: of.host_port,
        task_port: of.task_port,
        transport: of.transport,
        generation: of.generation,
    }
}

/// The same in the host's words.
#[must_use]
pub fn desired(of: task::Desired) -> link::Desired {
    match of {
        task::Desired::Running => link::Desired::Running,
        task::Desired::Stopped => link::Desired::Stopped,
    }
}

fn eni(record: &task::Record, eni: &task::Eni) -> Result<link::Eni, Unreadable> {
    let vpc = Vpc::default_of(&record.scope);
    let no_subnet = || Unreadable::NoSubnet(eni.subnet.clone());
    let subnet = vpc.subnet(&eni.subnet).ok_or_else(no_subnet)?;
    Ok(link::Eni {
        id: eni.id.clone(),
        vpc: eni.vpc.clone(),
        vpc_cidr: vpc.cidr.to_string(),
        subnet_cidr: subnet.cidr.to_string(),
        address: eni.address,
        gateway: subnet.cidr.nth(1).ok_or_else(no_subnet)?,
        mac: eni.mac.clone(),
        private_dns_name: private_dns_name(&record.scope.region, eni.address),
    })
}

fn container(record: &task::Record, c: definition::Container) -> link::Container {
    let linux = c.linux_parameters.unwrap_or_default();
    let capabilities = linux.capabilities.unwrap_or_default();
    link::Container {
        source: source(record, &c.image, &c.name),
        log: log(record, &c.name, c.log_configuration),
        name: c.name,
        image: c.image,
        essential: c.essential,
        entry_point: given(c.entry_point),
        command: given(c.command),
        working_directory: c.working_directory,
        user: c.user,
        environment: c.environment.into_iter().map(|pair| (pair.name, pair.value)).collect(),
        cpu_units: c.cpu,
        memory_mib: c.memory,
        memory_reservation_mib: c.memory_reservation,
        readonly_rootfs: c.readonly_root_filesystem,
        init: linux.init_process_enabled,
        pseudo_terminal: c.pseudo_terminal,
        interactive: c.interactive,
        capabilities_add: capabilities.add,
        capabilities_drop: capabilities.drop,
        ulimits: c
            .ulimits
            .into_iter()
            .map(|u| link::Ulimit { name: u.name, soft: u.soft_limit, hard: u.hard_limit })
            .collect(),
        sysctls: c.system_controls.into_iter().map(|s| (s.namespace, s.value)).collect(),
        depends_on: c
            .depends_on
            .into_iter()
            .filter_map(|d| {
                let condition = condition(&d.condition)?;
                Some(DependsOn { container: d.container_name, condition })
            })
            .collect(),
        start_timeout_s: c.start_timeout,
        stop_timeout_s: c.stop_timeout.unwrap_or(STOP_TIMEOUT_S),
        ports: c.port_mappings.iter().filter_map(|p| p.container_port).collect(),
    }
}

/// An empty list means the image's own.
fn given(words: Vec<String>) -> Option<Vec<String>> {
    (!words.is_empty()).then_some(words)
}

/// HEALTHY is refused when the definition is registered.
fn condition(text: &str) -> Option<Condition> {
    match text {
        "START" => Some(Condition::Start),
        "COMPLETE" => Some(Condition::Complete),
        "SUCCESS" => Some(Condition::Success),
        _ => None,
    }
}

/// `ACCOUNT.dkr.ecr.REGION.amazonaws.com/repository` is this engine's own registry when the
/// account is the task's: images of other accounts are not its to run. A tag that was resolved
/// when the task was accepted is pulled by that digest.
fn source(record: &task::Record, image: &str, container: &str) -> ImageSource {
    let registry = image.split('/').next().and_then(repository::scope_of_host);
    let ours = registry.is_some_and(|scope| scope.account == record.scope.account);
    let Some((repository, reference)) = own_repository(image).filter(|_| ours) else {
        return ImageSource::Foreign;
    };
    let resolved = record.containers.iter().find(|c| c.name == container);
    let digest = resolved.and_then(|c| c.image_digest.clone());
    ImageSource::Own {
        repository: repository.into(),
        reference: digest.unwrap_or_else(|| reference.into()),
    }
}

/// Where the output of each container goes that has awslogs, by the container's name.
///
/// # Errors
/// When the definition's record is damaged.
pub fn log_targets(
    record: &task::Record,
    definition: &task_definition::Record,
) -> Result<Vec<(String, LogTarget)>, Unreadable> {
    let view = Definition::read(&definition.definition).map_err(Unreadable::Definition)?;
    let targets = view.container_definitions.into_iter().filter_map(|c| {
        match log(record, &c.name, c.log_configuration) {
            LogDriver::Awslogs(target) => Some((c.name, target)),
            LogDriver::None => None,
        }
    });
    Ok(targets.collect())
}

fn log(
    record: &task::Record,
    container: &str,
    configuration: Option<definition::LogConfiguration>,
) -> LogDriver {
    let Some(mut configuration) = configuration else { return LogDriver::None };
    let mut take = |name: &str| configuration.options.remove(name);
    let (group, prefix) = (take("awslogs-group"), take("awslogs-stream-prefix"));
    let (Some(group), Some(prefix)) = (group, prefix) else { return LogDriver::None };
    let mode = match take("mode").as_deref() {
        Some("blocking") => LogMode::Blocking,
        _ => LogMode::NonBlocking {
            buffer_bytes: take("max-buffer-size")
                .and_then(|text| parse_size(&text))
                .unwrap_or(LOG_BUFFER_BYTES),
        },
    };
    LogDriver::Awslogs(LogTarget {
        region: take("awslogs-region").unwrap_or_else(|| record.scope.region.clone()),
        group,
        stream: format!("{prefix}/{container}/{}", record.id),
        create_group: take("awslogs-create-group").as_deref() == Some("true"),
        mode,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::testing::{bound_task, definition};
    use serde_json::json;

    #[test]
    fn defaults_and_overrides_reach_the_host() {
        let mut task = bound_task();
        task.overrides = json!({"containerOverrides": [{"name": "main", "command": ["echo"]}]});
        let definition = definition(json!([{
            "name": "main",
            "image": "000000000000.dkr.ecr.us-east-1.amazonaws.com/team/web:1",
            "logConfiguration": {"logDriver": "awslogs", "options": {
                "awslogs-group": "/ecs/web", "awslogs-stream-prefix": "p",
                "awslogs-region": "us-east-1"}},
        }]));
        let assignment = assignment(&task, &definition).unwrap();
        let main = &assignment.containers[0];
        assert_eq!(main.command.as_deref(), Some(&["echo".to_owned()][..]));
        assert_eq!(main.entry_point, None);
        assert_eq!(main.stop_timeout_s, 30);
        let own = ImageSource::Own { repository: "team/web".into(), reference: "1".into() };
        assert_eq!(main.source, own);
        let of = |image: &str| source(&task, image, "main");
        let there = of("000000000000.dkr.ecr.eu-west-1.amazonaws.com/team/web:1");
        assert_eq!(there, own, "of the same account, whose region the name says");
        for foreign in ["999999999999.dkr.ecr.us-east-1.amazonaws.com/team/web:1", "nginx"] {
            assert_eq!(of(foreign), ImageSource::Foreign, "{foreign}");
        }
        let LogDriver::Awslogs(log) = &main.log else { panic!("no log") };
        assert_eq!(log.stream, format!("p/main/{}", task.id));
        assert_eq!(log.mode, LogMode::NonBlocking { buffer_bytes: 10 << 20 });
        assert_eq!(assignment.eni.gateway.to_string(), "172.31.0.1");
    }
}
