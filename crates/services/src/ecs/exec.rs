//! Sessions with containers: who may have one, and what a cluster keeps of them.

use std::sync::Arc;
use std::time::Instant;

use ferrogate_api::ecs::{
    ClusterConfiguration, Error, ExecuteCommandConfiguration, ExecuteCommandLogConfiguration,
    ExecuteCommandLogging, ExecuteCommandRequest, ExecuteCommandResponse, Session,
};
use ferrogate_api::{Cx, Failure, OrFault};
use ferrogate_base::TaskKey;
use ferrogate_channel::ticket::{Begin, Grant, LogObject};
use ferrogate_channel::words;
use ferrogate_records::ecs::cluster::{self, ExecBucket, ExecLogging, ExecLogs};
use ferrogate_records::ecs::task::{self, Binding, Container, ContainerStatus, Desired, Record};
use ferrogate_records::spec::Spec;
use ferrogate_state::Entry;
use ferrogate_store::Key;

use super::{Ecs, Result, fault, key, names};
use crate::bucket_name;

/// What the agent of SSM says of a log group (amazon-ssm-agent, `CloudWatchEncryptionErrorMsg`):
/// none of this engine's is encrypted under a key of KMS.
const GROUP_NOT_ENCRYPTED: &str = "We couldn't start the session because encryption is not set up \
                                   on the selected CloudWatch Logs log group. Either encrypt the \
                                   log group or choose an option to enable logging without \
                                   encryption.";

/// The longest name of a key of KMS (API model of KMS, `KeyIdType`).
const KEY_ID_MAX: usize = 2048;

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
        let spec = self.spec(&task)?;
        let logs = match &cluster.exec_logging {
            Some(ExecLogging::Override(logs)) => Some(logs),
            _ => None,
        };
        let encrypted = logs.filter(|logs| logs.group_encrypted);
        let begin = Begin {
            account: cx.account.clone(),
            region: cx.region.to_string(),
            target: format!("ecs:{}_{}_{runtime_id}", cluster.name, task.id),
            key: TaskKey { task: task.id.clone(), epoch: binding.epoch },
            host: binding.host.clone(),
            container: container.name.clone(),
            command,
            log_group: log_group(&cluster, spec.as_deref(), &container.name),
            log_object: logs.and_then(|logs| logs.bucket.as_ref()).map(object),
            kms_key: cluster.exec_kms_key.clone(),
            role: spec.as_ref().and_then(|spec| spec.task_role.clone()),
            refused: encrypted.map(|_| GROUP_NOT_ENCRYPTED.to_owned()),
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

    /// What the task runs; nothing when nobody knows it any more.
    fn spec(&self, task: &Record) -> Result<Option<Arc<Entry<Spec>>>> {
        let Some(at) = task.spec_key() else { return Ok(None) };
        self.state.table().get(&Key::new(at).map_err(fault)?).map_err(fault)
    }
}

/// Where what the program writes is kept.
fn log_group(
    cluster: &cluster::Record,
    spec: Option<&Entry<Spec>>,
    container: &str,
) -> Option<String> {
    match &cluster.exec_logging {
        Some(ExecLogging::None) => None,
        Some(ExecLogging::Override(logs)) => logs.group.clone(),
        Some(ExecLogging::Default) | None => Some(spec?.log_target(container)?.group.clone()),
    }
}

fn object(bucket: &ExecBucket) -> LogObject {
    let given = bucket.prefix.as_deref().unwrap_or_default();
    LogObject {
        bucket: bucket.name.clone(),
        // It was looked at when it was given.
        prefix: bucket_name::prefix(given).unwrap_or_default(),
        encrypted: bucket.encrypted,
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

/// What a cluster wants of sessions.
pub(super) struct Wanted {
    pub(super) logging: ExecLogging,
    pub(super) kms_key: Option<String>,
}

/// What a cluster is to want of sessions; `has_buckets` is whether there can be objects.
pub(super) fn configuration(
    asked: Option<ClusterConfiguration>,
    has_buckets: bool,
) -> Result<Option<Wanted>> {
    let Some(asked) = asked else { return Ok(None) };
    if asked.managed_storage_configuration.is_some() {
        return Err(Error::not_built("managedStorageConfiguration is not built yet.").into());
    }
    let Some(exec) = asked.execute_command_configuration else { return Ok(None) };
    let kms_key = exec.kms_key_id;
    if kms_key.as_ref().is_some_and(|key| key.is_empty() || key.len() > KEY_ID_MAX) {
        return Err(invalid(format!("kmsKeyId must have 1 to {KEY_ID_MAX} characters.")));
    }
    let logs = exec.log_configuration.map(|logs| kept(logs, has_buckets)).transpose()?;
    let logs = logs.filter(|logs| *logs != ExecLogs::default());
    let logging = match (exec.logging, logs) {
        (Some(ExecuteCommandLogging::Override), Some(logs)) => ExecLogging::Override(logs),
        (Some(ExecuteCommandLogging::Override), None) => {
            return Err(invalid("logConfiguration must be specified when logging is OVERRIDE."));
        }
        (_, Some(_)) => {
            let text = "logConfiguration can be specified only when logging is OVERRIDE.";
            return Err(invalid(text));
        }
        (Some(ExecuteCommandLogging::None), None) => ExecLogging::None,
        (Some(ExecuteCommandLogging::Default) | None, None) => ExecLogging::Default,
        (Some(ExecuteCommandLogging::Unknown(other)), None) => {
            return Err(invalid(format!("Invalid logging '{other}'.")));
        }
    };
    Ok(Some(Wanted { logging, kms_key }))
}

/// Where sessions are to be kept.
fn kept(asked: ExecuteCommandLogConfiguration, has_buckets: bool) -> Result<ExecLogs> {
    let group = asked.cloud_watch_log_group_name.filter(|name| !name.is_empty());
    let name = asked.s3_bucket_name.filter(|name| !name.is_empty());
    let prefix = asked.s3_key_prefix.filter(|prefix| !prefix.is_empty());
    let group_encrypted = asked.cloud_watch_encryption_enabled == Some(true);
    let encrypted = asked.s3_encryption_enabled == Some(true);
    if group_encrypted && group.is_none() {
        let text = "cloudWatchEncryptionEnabled needs a cloudWatchLogGroupName.";
        return Err(invalid(text));
    }
    let Some(name) = name else {
        return match prefix.is_some() || encrypted {
            true => Err(invalid("s3KeyPrefix and s3EncryptionEnabled need an s3BucketName.")),
            false => Ok(ExecLogs { group, group_encrypted, bucket: None }),
        };
    };
    if !has_buckets {
        let text = "s3BucketName of executeCommandConfiguration needs the engine's setting \
                    'buckets', the folder in which buckets are: it is not set.";
        return Err(Error::not_built(text).into());
    }
    if !bucket_name::is_name(&name) {
        return Err(invalid(format!("Invalid s3BucketName '{name}'.")));
    }
    if prefix.as_deref().is_some_and(|prefix| bucket_name::prefix(prefix).is_none()) {
        return Err(invalid("s3KeyPrefix must lead to a folder below its bucket."));
    }
    Ok(ExecLogs { group, group_encrypted, bucket: Some(ExecBucket { name, prefix, encrypted }) })
}

/// The same as the API shows it.
pub(super) fn shown_configuration(
    logging: &ExecLogging,
    kms_key: Option<&str>,
) -> ClusterConfiguration {
    let (name, logs) = match logging {
        ExecLogging::None => (ExecuteCommandLogging::None, None),
        ExecLogging::Default => (ExecuteCommandLogging::Default, None),
        ExecLogging::Override(logs) => (ExecuteCommandLogging::Override, Some(logs)),
    };
    let log_configuration = logs.map(|logs| ExecuteCommandLogConfiguration {
        cloud_watch_log_group_name: logs.group.clone(),
        cloud_watch_encryption_enabled: Some(logs.group_encrypted),
        s3_bucket_name: logs.bucket.as_ref().map(|bucket| bucket.name.clone()),
        s3_encryption_enabled: Some(logs.bucket.as_ref().is_some_and(|bucket| bucket.encrypted)),
        s3_key_prefix: logs.bucket.as_ref().and_then(|bucket| bucket.prefix.clone()),
    });
    ClusterConfiguration {
        execute_command_configuration: Some(ExecuteCommandConfiguration {
            kms_key_id: kms_key.map(str::to_owned),
            logging: Some(name),
            log_configuration,
        }),
        ..ClusterConfiguration::default()
    }
}
