//! RunTask: checks what is asked, and accepts up to ten tasks and their spec in one transaction.

mod awsvpc;
mod logging;
pub(super) mod request;
mod role;
mod spec;
mod tagged;
mod upgrade;

use std::sync::Arc;

use ferrogate_api::ecs::{
    Compatibility, Error, NetworkConfiguration, RunTaskRequest, RunTaskResponse, StartTaskRequest,
    StartTaskResponse, TaskDefinition, TaskOverride,
};
use ferrogate_api::{Cx, Failure, OrFault, json};
use ferrogate_base::{TaskId, crash};
use ferrogate_records::ecr::image;
use ferrogate_records::ecs::launch::{Place, plan};
use ferrogate_records::ecs::task::{Network, Record};
use ferrogate_records::ecs::{cluster, task_definition};
use ferrogate_records::spec::Spec;
use ferrogate_records::{Scope, op};
use ferrogate_state::{Entry, Row, State, create};
use ferrogate_store::{Guard, Key, Op};
use sha2::{Digest, Sha256};

use super::definition::{check_timeouts, storage_gib};
use super::mode::Mode;
use super::{Ecs, Result, fault, reply, scope};
use crate::network::ensure_default;
use spec::{Decided, spec};
use tagged::committed;
pub(super) use tagged::{COMMIT_TAG, check_commit, published};
pub use upgrade::give_specs;

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
            ensure_default(&self.state, &cluster.scope).await.map_err(fault)?;
            let accepted = self.accept(cx, &input, &cluster)?;
            let mut guards = vec![cluster.unchanged()];
            let mut ops = accepted.ops()?;
            if let Some(token) = &token {
                let at = op_key(cx, token)?;
                let keys: Vec<_> = accepted.tasks.iter().map(Record::key).collect();
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
                return answer(accepted.tasks.iter());
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

    /// What is asked for, or why it can't be had.
    fn accept(
        &self,
        cx: &Cx,
        input: &RunTaskRequest,
        cluster: &Entry<cluster::Record>,
    ) -> Result<Accepted> {
        let count = request::count(input.count)?;
        let (launch_type, strategy) = (&input.launch_type, &input.capacity_provider_strategy);
        let launches = request::launches(launch_type.as_ref(), strategy.as_ref(), cluster, count)?;
        request::refuse_not_built(input)?;
        let overrides = input.overrides.clone().unwrap_or_default();
        let asked = Asked {
            definition: &input.task_definition,
            overrides: &overrides,
            network: input.network_configuration.as_ref(),
            platform_version: input.platform_version.as_deref(),
        };
        let Runs { entry, spec, network, architecture } = self.runs(cx, cluster, &asked)?;
        role::is_trusted(&self.state, cx, spec.task_role.as_deref())?;
        role::execution_role_is_trusted(&self.state, cx, cluster, &spec)?;
        let tags = request::tags(input, cluster, &entry)?;
        let place = Place {
            scope: scope(cx),
            cluster: cluster.name.clone(),
            family: entry.family.clone(),
            revision: entry.revision,
            overrides: json::to_value(&overrides),
            group: request::group(input.group.as_deref(), &entry.family)?,
            started_by: request::started_by(input.started_by.clone())?,
            architecture,
            publish: published(&tags, &[], 0)?,
            commit: committed(&tags, &spec)?,
            service: None,
            exec: input.enable_execute_command == Some(true),
            tags,
            network,
            at: self.state.now(),
        };
        if count > 1 && place.commit.is_some() {
            return Err(invalid("Several tasks can't be kept under the same tag."));
        }
        if count > 1 && place.publish.iter().any(|publish| publish.host_port != 0) {
            return Err(invalid("Several tasks can't publish the same port."));
        }
        let ids = std::iter::repeat_with(TaskId::random).take(count).collect();
        Ok(Accepted { tasks: plan(&spec, &place, launches, ids), spec })
    }

    /// What tasks run that are asked for, alone or by a service, and where they may be placed; or
    /// why that can't be had.
    pub(super) fn runs(
        &self,
        cx: &Cx,
        cluster: &Entry<cluster::Record>,
        asked: &Asked<'_>,
    ) -> Result<Runs> {
        let overrides = asked.overrides;
        let entry = self.runnable_definition(cx, asked.definition)?;
        let definition: TaskDefinition = json::from_value(&entry.definition).or_fault()?;
        if !definition.compatibilities.iter().flatten().any(|c| *c == Compatibility::Fargate) {
            return Err(invalid("Task definition does not support launch_type FARGATE."));
        }
        request::platform_version(asked.platform_version)?;
        let network = request::network(&self.state.snapshot(), cx, &definition, asked.network)?;
        let mode = Mode::of(&cluster.tags);
        let storage = overrides.ephemeral_storage.as_ref();
        let decided = Decided {
            size: request::size(&definition, overrides, mode)?,
            storage_gib: storage_gib(storage.or(definition.ephemeral_storage.as_ref()), mode)?,
            task_role: role::task_role(&self.state, cx, &definition, overrides),
            execution_role: role::execution_role(&definition, overrides),
        };
        // It may have been registered for another cluster.
        let mut containers = definition.container_definitions.iter().flatten();
        containers.try_for_each(|container| check_timeouts(container, mode))?;
        request::check_overrides(&definition, overrides)?;
        role::may_pass(&self.state, cx, &definition, overrides)?;
        let spec = spec(&scope(cx), &definition, overrides, &decided, &|of, repository, tag| {
            digest(&self.state, of, repository, tag)
        });
        Ok(Runs { architecture: architecture(&definition), entry, spec, network })
    }
}

/// What tasks are asked for.
pub(super) struct Asked<'a> {
    pub(super) definition: &'a str,
    pub(super) overrides: &'a TaskOverride,
    pub(super) network: Option<&'a NetworkConfiguration>,
    pub(super) platform_version: Option<&'a str>,
}

/// What they run, and where they may be placed.
pub(super) struct Runs {
    pub(super) entry: Arc<Entry<task_definition::Record>>,
    pub(super) spec: Spec,
    pub(super) network: Network,
    pub(super) architecture: String,
}

/// What a tag of a repository names now.
fn digest(state: &State, of: &Scope, repository: &str, tag: &str) -> Option<String> {
    let at = Key::new(image::tag_key(of, repository, tag)).ok()?;
    // What can't be read is for the registry to say, when it is asked for the image.
    let named = state.table::<image::TagRecord>().get(&at).ok()??;
    Some(named.digest.clone())
}

/// Tasks that can be had, and what they run.
struct Accepted {
    spec: Spec,
    tasks: Vec<Record>,
}

impl Accepted {
    /// What writes all of it.
    fn ops(&self) -> Result<Vec<Op>> {
        let mut ops = Vec::with_capacity(self.tasks.len() + 2);
        if let Some(at) = self.tasks.first().and_then(Record::spec_key) {
            ops.push(create(Key::new(at).map_err(fault)?, &self.spec).map_err(fault)?);
        }
        for task in &self.tasks {
            ops.push(create(Key::new(task.key()).map_err(fault)?, task).map_err(fault)?);
        }
        Ok(ops)
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

fn architecture(definition: &TaskDefinition) -> String {
    let platform = definition.runtime_platform.as_ref();
    let cpu = platform.and_then(|platform| platform.cpu_architecture.as_ref());
    cpu.map_or("X86_64", |cpu| cpu.as_str()).to_owned()
}
