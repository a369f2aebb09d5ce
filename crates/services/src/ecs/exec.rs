//! Sessions with containers: who may have one, and what a cluster keeps of them.

use std::sync::Arc;
use std::time::Instant;

use ferrogate_api::ecs::{
    ClusterConfiguration, Error, ExecuteCommandConfiguration, ExecuteCommandLogConfiguration,
    ExecuteCommandLogging, ExecuteCommandRequest, ExecuteCommandResponse, Session,
};
use ferrogate_api::{Cx, Failure, OrFault};
use ferrogate_base::TaskKey;
use ferrogate_channel::ticket::{Begin, Grant};
use ferrogate_channel::words;
use ferrogate_records::ecs::cluster::{self, ExecLogging};
use ferrogate_records::ecs::task::{self, Binding, Container, ContainerStatus, Desired, Record};
use ferrogate_records::spec::Spec;
use ferrogate_state::Entry;
use ferrogate_store::Key;

use super::{Ecs, Result, fault, key, names};

/// ECS's own words, with their apostrophe.
const NOT_ENABLED: &str = "The execute command failed because execute command was not enabled when \
                           the task was run or the execute command agent isn’t running. Wait and \
                           try again or run a new task with execute command enabled and try again.";

impl Ecs {
    pub(super) async fn execute_command(
        &self,
        cx: &Cx,
        input: ExecuteCommandRequest,
    ) -> Result<ExecuteCommandResponse> {
        if !input.interactive {
            return Err(invalid("Interactive is the only mode supported currently."));
        }
        let command = words::split(&input.command).map_err(|bad| invalid(bad.to_string()))?;
        if command.is_empty() {
            return Err(invalid("Command can not be blank."));
        }
        let cluster = self.cluster(cx, input.cluster.as_deref())?;
        let not_found = || invalid("The referenced task was not found.");
        let id = names::task(&cluster.scope, &cluster.name, &input.task)?.ok_or_else(not_found)?;
        let at = key(task::key(&cluster.scope, &cluster.name, &id))?;
        let task = self.state.table::<Record>().get(&at).map_err(fault)?.ok_or_else(not_found)?;
        let container = container(&task, input.container.as_deref())?;
        let (binding, runtime_id) = running(&task, container)?;
        let begin = Begin {
            account: cx.account.clone(),
            region: cx.region.to_string(),
            target: format!("ecs:{}_{}_{runtime_id}", cluster.name, task.id),
            key: TaskKey { task: task.id.clone(), epoch: binding.epoch },
            host: binding.host.clone(),
            container: container.name.clone(),
            command,
            log_group: self.log_group(&cluster, &task, &container.name)?,
        };
        let session = self.open(begin)?;
        let arn = format!("container/{}/{}/{}", task.cluster, task.id, container.id);
        Ok(ExecuteCommandResponse {
            cluster_arn: Some(cluster.arn()),
            container_arn: Some(task.scope.arn("ecs", &arn)),
            container_name: Some(container.name.clone()),
            interactive: Some(true),
            session: Some(session),
            task_arn: Some(task.arn()),
        })
    }

    fn open(&self, begin: Begin) -> Result<Session> {
        // As long as those of AWS, which are written so, too.
        let name = ferrogate_base::TaskId::random();
        let id = format!("ecs-execute-command-{}", &name.as_str()[..17]);
        let grant = Grant::Begin(Box::new(begin));
        let token = self.channels.tickets.give(&id, grant, Instant::now()).or_fault()?;
        Ok(Session {
            stream_url: Some(self.channels.url_of(&id)),
            token_value: Some(token),
            session_id: Some(id),
        })
    }

    /// Where what the program writes is kept.
    fn log_group(
        &self,
        cluster: &cluster::Record,
        task: &Record,
        container: &str,
    ) -> Result<Option<String>> {
        match &cluster.exec_logging {
            Some(ExecLogging::None) => Ok(None),
            Some(ExecLogging::Override { group }) => Ok(Some(group.clone())),
            Some(ExecLogging::Default) | None => {
                let Some(at) = task.spec_key() else { return Ok(None) };
                let spec: Option<Arc<Entry<Spec>>> =
                    self.state.table().get(&Key::new(at).map_err(fault)?).map_err(fault)?;
                Ok(spec.as_ref().and_then(|spec| Some(spec.log_target(container)?.group.clone())))
            }
        }
    }
}

/// The container that is meant.
fn container<'t>(task: &'t Record, asked: Option<&str>) -> Result<&'t Container> {
    match (asked, &task.containers[..]) {
        (Some(name), all) => all
            .iter()
            .find(|container| container.name == name)
            .ok_or_else(|| invalid(format!("The container {name} was not found in the task."))),
        (None, [one]) => Ok(one),
        (None, _) => Err(invalid("A container name is required for a task of several containers.")),
    }
}

/// Where it runs, if people may run programs within it now.
fn running<'t>(task: &'t Record, container: &'t Container) -> Result<(&'t Binding, &'t str)> {
    let runs = task.exec
        && task.desired == Desired::Running
        && container.status == ContainerStatus::Running;
    match (&task.binding, &container.runtime_id) {
        (Some(binding), Some(runtime_id)) if runs => Ok((binding, runtime_id)),
        _ => Err(invalid(NOT_ENABLED)),
    }
}

fn invalid(text: impl Into<String>) -> Failure<Error> {
    Error::invalid_parameter(text.into()).into()
}

/// What a cluster is to keep of sessions.
pub(super) fn configuration(asked: Option<ClusterConfiguration>) -> Result<Option<ExecLogging>> {
    let Some(asked) = asked else { return Ok(None) };
    if asked.managed_storage_configuration.is_some() {
        return Err(Error::not_built("managedStorageConfiguration is not built yet.").into());
    }
    let Some(exec) = asked.execute_command_configuration else { return Ok(None) };
    let log = exec.log_configuration.unwrap_or_default();
    let not_built = [
        ("kmsKeyId", exec.kms_key_id.is_some()),
        ("cloudWatchEncryptionEnabled", log.cloud_watch_encryption_enabled == Some(true)),
        ("s3BucketName", log.s3_bucket_name.is_some()),
        ("s3EncryptionEnabled", log.s3_encryption_enabled == Some(true)),
        ("s3KeyPrefix", log.s3_key_prefix.is_some()),
    ];
    if let Some((field, _)) = not_built.iter().find(|(_, given)| *given) {
        let text = format!("{field} of executeCommandConfiguration is not built yet.");
        return Err(Error::not_built(text).into());
    }
    let group = log.cloud_watch_log_group_name;
    match (exec.logging, group) {
        (Some(ExecuteCommandLogging::Override), Some(group)) => {
            Ok(Some(ExecLogging::Override { group }))
        }
        (Some(ExecuteCommandLogging::Override), None) => {
            Err(invalid("logConfiguration must be specified when logging is OVERRIDE."))
        }
        (_, Some(_)) => {
            Err(invalid("logConfiguration can be specified only when logging is OVERRIDE."))
        }
        (Some(ExecuteCommandLogging::None), None) => Ok(Some(ExecLogging::None)),
        (Some(ExecuteCommandLogging::Default) | None, None) => Ok(Some(ExecLogging::Default)),
        (Some(ExecuteCommandLogging::Unknown(other)), None) => {
            Err(invalid(format!("Invalid logging '{other}'.")))
        }
    }
}

/// The same as the API shows it.
pub(super) fn shown_configuration(logging: &ExecLogging) -> ClusterConfiguration {
    let (name, group) = match logging {
        ExecLogging::None => (ExecuteCommandLogging::None, None),
        ExecLogging::Default => (ExecuteCommandLogging::Default, None),
        ExecLogging::Override { group } => (ExecuteCommandLogging::Override, Some(group.clone())),
    };
    let log_configuration = group.map(|group| ExecuteCommandLogConfiguration {
        cloud_watch_log_group_name: Some(group),
        cloud_watch_encryption_enabled: Some(false),
        s3_encryption_enabled: Some(false),
        ..ExecuteCommandLogConfiguration::default()
    });
    ClusterConfiguration {
        execute_command_configuration: Some(ExecuteCommandConfiguration {
            logging: Some(name),
            log_configuration,
            ..ExecuteCommandConfiguration::default()
        }),
        ..ClusterConfiguration::default()
    }
}
