//! What is asked of a task's execution role before the task gets a host, and as it writes: whether
//! it may pull the task's images from this engine's registry, and write its log streams.
//!
//! Values of secrets are looked up [elsewhere](crate::task_secrets). Read [`ExecutionRoles::of`]
//! first.

mod tag;

use std::sync::Arc;

use ferrogate_auth::{Ask, Caller};
use ferrogate_identity::{Identity, NotTrusted};
use ferrogate_records::Scope;
use ferrogate_records::ecr::repository;
use ferrogate_records::ecs::text::own_repository;
use ferrogate_records::ecs::{cluster, task};
use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::role;
use ferrogate_records::logs::group;
use ferrogate_records::spec::{Container, ImageSource, LogDriver, LogTarget, Spec};
use ferrogate_state::{Fault, State};

pub(crate) use tag::{check_tags, is_required};

/// The role that the console of AWS makes for whoever runs a first task: definitions name it
/// whether it is there or not.
const USUAL: &str = "ecsTaskExecutionRole";

/// The execution roles of tasks at work.
pub struct ExecutionRoles {
    state: Arc<State>,
    identity: Arc<Identity>,
}

/// With whose rights something is done for one task.
pub struct Acting<'a> {
    roles: &'a ExecutionRoles,
    task: &'a task::Record,
    /// `None`: those of the engine.
    role: Option<Caller>,
}

/// Why nothing can be done for a task.
#[derive(Debug, thiserror::Error)]
pub enum NotActing {
    /// As things are it never can, in the words of AWS.
    #[error("{0}")]
    Refused(String),
    /// The engine's records can't be read.
    #[error("what a task's execution role may can't be read")]
    Fault(#[from] Fault),
}

impl ExecutionRoles {
    /// Over the records of `state`; asks `identity`.
    #[must_use]
    pub fn new(state: Arc<State>, identity: Arc<Identity>) -> Self {
        Self { state, identity }
    }

    /// With whose rights a task's images are pulled and its lines are written.
    ///
    /// # Errors
    /// [`NotActing`]: its role can't be assumed.
    pub fn of<'a>(&'a self, task: &'a task::Record, spec: &Spec) -> Result<Acting<'a>, NotActing> {
        let engine = Acting { roles: self, task, role: None };
        // Where one is needed the definition could not be registered without.
        let Some(role) = spec.execution_role.as_deref() else { return Ok(engine) };
        match self.identity.acting(task, role) {
            Ok(caller) => Ok(Acting { role: Some(caller), ..engine }),
            Err(NotTrusted::NoRole)
                if may_be_missing(&self.state, role, &task.scope) && !self.is_required(task)? =>
            {
                Ok(engine)
            }
            Err(_) => Err(NotActing::Refused(format!(
                "unable to pull secrets or registry auth: execution resource retrieval failed: {}",
                not_assumed(role)
            ))),
        }
    }

    fn is_required(&self, task: &task::Record) -> Result<bool, Fault> {
        let at = cluster::key(&task.scope, &task.cluster);
        let cluster = self.state.table::<cluster::Record>().get(&at)?;
        Ok(cluster.is_some_and(|cluster| is_required(&cluster.tags)))
    }
}

impl Acting<'_> {
    /// Whether it may pull the images that are this engine's own.
    ///
    /// # Errors
    /// The whole reason with its kind, as Fargate says it.
    pub fn may_pull(&self, spec: &Spec) -> Result<(), String> {
        spec.containers.iter().try_for_each(|container| self.may_pull_one(container))
    }

    fn may_pull_one(&self, container: &Container) -> Result<(), String> {
        let image = &container.image;
        let host = image.split('/').next().unwrap_or_default();
        let (ImageSource::Own { repository, .. }, Some(of)) =
            (&container.source, repository::scope_of_host(host))
        else {
            return Ok(());
        };
        let login = Ask::new("ecr:GetAuthorizationToken", "*");
        self.may(&of.region, login).map_err(|denied| {
            format!(
                "ResourceInitializationError: unable to pull secrets or registry auth: execution \
                 resource retrieval failed: unable to retrieve ecr registry auth: {denied} status \
                 code: 400"
            )
        })?;
        let arn = repository::arn(&of, repository);
        let version = own_repository(image).map_or("latest", |(_, version)| version);
        self.may(&of.region, Ask::new("ecr:BatchGetImage", &*arn)).map_err(|denied| {
            format!(
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed \
                 to resolve ref {image}: pulling from host {host} failed with status code \
                 [manifests {version}]: 403 Forbidden: {denied}"
            )
        })?;
        // A pull asks for layers without asking first whether they are there.
        self.may(&of.region, Ask::new("ecr:GetDownloadUrlForLayer", &*arn)).map_err(|denied| {
            format!(
                "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: \
                 httpReadSeeker: failed open: unexpected status code \
                 https://{host}/v2/{repository}/blobs/: 403 Forbidden: {denied}"
            )
        })
    }

    /// Whether it may make a container's log stream, and its group where that is to be made.
    ///
    /// # Errors
    /// The whole reason with its kind, as Fargate says it.
    pub fn may_log(&self, container: &Container) -> Result<(), String> {
        let LogDriver::Awslogs(to) = &container.log else { return Ok(()) };
        let refused = |what: &str, denied: String| {
            format!(
                "ResourceInitializationError: failed to validate logger args: create stream has \
                 been retried 1 times: failed to create Cloudwatch log {what}: {denied} : exit \
                 status 1"
            )
        };
        let stream = self.stream(to, &container.name);
        self.may(&to.region, Ask::new("logs:CreateLogStream", stream))
            .map_err(|denied| refused("stream", denied))?;
        if !to.create_group || self.has_group(to) {
            return Ok(());
        }
        let group = format!("{}:log-stream:", group::arn(&self.place(to), &to.group));
        self.may(&to.region, Ask::new("logs:CreateLogGroup", group))
            .map_err(|denied| refused("group", denied))
    }

    /// Whether it may write lines of a container into its stream.
    ///
    /// # Errors
    /// In words of AWS.
    pub fn may_write(&self, to: &LogTarget, container: &str) -> Result<(), String> {
        self.may(&to.region, Ask::new("logs:PutLogEvents", self.stream(to, container)))
    }

    fn place(&self, to: &LogTarget) -> Scope {
        Scope::new(self.task.scope.account.clone(), &*to.region)
    }

    fn stream(&self, to: &LogTarget, container: &str) -> String {
        let group = group::arn(&self.place(to), &to.group);
        format!("{group}:log-stream:{}", to.stream(container, &self.task.id))
    }

    /// A group that can't be read is asked about.
    fn has_group(&self, to: &LogTarget) -> bool {
        let at = group::key(&self.place(to), &to.group);
        matches!(self.roles.state.table::<group::Record>().get(&at), Ok(Some(_)))
    }

    fn may(&self, region: &str, ask: Ask) -> Result<(), String> {
        let Some(role) = &self.role else { return Ok(()) };
        let may = self.roles.identity.may_for_task(role, region, &[ask]);
        may.map_err(|denied| format!("AccessDeniedException: {denied}"))
    }
}

/// Whether tasks go with the engine's own rights because the role of this ARN is one that may be
/// missing, and the account has none of its name under any path.
pub(crate) fn may_be_missing(state: &State, arn: &str, of: &Scope) -> bool {
    let is_usual = |named: &Arn<'_>| {
        (named.kind, named.path, named.name) == ("role", "/", USUAL)
            && named.account == of.account.as_str()
    };
    let at = role::key(&of.account, USUAL);
    Arn::parse(arn).is_some_and(|named| is_usual(&named))
        && matches!(state.table::<role::Record>().get(&at), Ok(None))
}

/// A role that tasks can't have, in the words of ECS.
pub(crate) fn not_assumed(role: &str) -> String {
    format!(
        "ECS was unable to assume the role '{role}' that was provided for this task. Please verify \
         that the role being passed has the proper trust relationship and permissions and that \
         your IAM user has permissions to pass this role."
    )
}
