//! Tasks that were accepted: stop, describe, list.

use ferrogate_api::ecs::{
    DescribeTasksRequest, DesiredStatus, Error, Failure as ApiFailure, LaunchType,
    ListTasksRequest, ListTasksResponse, StopTaskRequest, StopTaskResponse, Task, TaskField, shape,
};
use ferrogate_api::{Cx, Encoder, Kept, Shape, Wire};
use ferrogate_base::crash;
use ferrogate_records::ecs::cluster;
use ferrogate_records::ecs::task::{self, Desired, Record, Status, Stop, StopCode, Wanted};
use ferrogate_state::put;

use super::cluster::page_size;
use super::{Ecs, Result, fault, key, names, reply};
use crate::page::page;

/// Tasks of one DescribeTasks call (API reference).
const DESCRIBE_MAX: usize = 100;

/// A `DescribeTasksResponse` whose tasks are encoded already.
pub(super) struct Described {
    tasks: Vec<Kept<Task>>,
    failures: Vec<ApiFailure>,
}

impl Wire for Described {
    fn write(&self, _: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.structure(&shape::DescribeTasksResponse, &[&self.tasks, &self.failures]);
    }
}

impl Ecs {
    pub(super) async fn stop_task(
        &self,
        cx: &Cx,
        input: StopTaskRequest,
    ) -> Result<StopTaskResponse> {
        let cluster = self.cluster(cx, input.cluster.as_deref())?;
        let reason = input.reason.filter(|reason| !reason.is_empty());
        let reason = reason.unwrap_or_else(|| "Task stopped by user".into());
        let not_found = || Error::invalid_parameter("The referenced task was not found.");
        let id = names::task(&cluster.scope, &cluster.name, &input.task)?.ok_or_else(not_found)?;
        let at = key(task::key(&cluster.scope, &cluster.name, &id))?;
        loop {
            let row = self.state.read::<Record>(&at).await.map_err(fault)?;
            let mut row = row.ok_or_else(not_found)?;
            if row.record.desired == Desired::Stopped {
                // Asking again changes nothing: the first reason stays.
                return Ok(StopTaskResponse { task: Some(reply::task(&row.record, true)?) });
            }
            let stop = Stop { code: StopCode::UserInitiated, reason: reason.clone() };
            row.record.ask_stop(stop, self.state.now());
            row.record.version += 1;
            let op = put(at.clone(), &row.record).map_err(fault)?;
            crash::point(format_args!("server:before-stop"));
            if self.try_end(&[row.unchanged()], &[op]).await? {
                crash::point(format_args!("server:after-stop"));
                return Ok(StopTaskResponse { task: Some(reply::task(&row.record, true)?) });
            }
        }
    }

    pub(super) async fn describe_tasks(
        &self,
        cx: &Cx,
        input: DescribeTasksRequest,
    ) -> Result<Described> {
        let cluster = self.cluster(cx, input.cluster.as_deref())?;
        if input.tasks.is_empty() {
            return Err(Error::invalid_parameter("Tasks cannot be empty.").into());
        }
        if input.tasks.len() > DESCRIBE_MAX {
            return Err(Error::invalid_parameter("tasks can have at most 100 items.").into());
        }
        let with_tags = input.include.is_some_and(|include| include.contains(&TaskField::Tags));
        let (mut found, mut failures) = (Vec::with_capacity(input.tasks.len()), Vec::new());
        let mut at = task::prefix(&cluster.scope, &cluster.name);
        let below = at.len();
        // How nearly all clients name them.
        let arn = cluster.scope.arn("ecs", &format!("task/{}/", cluster.name));
        // One look for all: they are shown as they were at one revision.
        let tasks = self.state.table::<Record>();
        for text in &input.tasks {
            let id = match text.strip_prefix(&*arn).filter(|id| names::is_task_id(id)) {
                Some(id) => Some(id),
                None => names::task_id(&cluster.scope, &cluster.name, text)?,
            };
            at.truncate(below);
            at.push_str(id.unwrap_or_default());
            let entry = tasks.get(&at).map_err(fault)?;
            match entry.filter(|entry| entry.status < Status::Deleted) {
                Some(entry) => found.push(entry),
                None => failures.push(missing(&cluster, text)),
            }
        }
        Ok(Described { tasks: self.descriptions.of(&found, with_tags)?, failures })
    }

    pub(super) async fn list_tasks(
        &self,
        cx: &Cx,
        input: ListTasksRequest,
    ) -> Result<ListTasksResponse> {
        let cluster = self.cluster(cx, input.cluster.as_deref())?;
        let others = [&input.family, &input.service_name, &input.container_instance];
        if input.started_by.is_some() && others.iter().any(|filter| filter.is_some()) {
            return Err(Error::invalid_parameter("startedBy must be the only filter.").into());
        }
        if let Some(daemon) = &input.daemon_name {
            let text = format!("Daemons are not built yet: there is no daemon {daemon}.");
            return Err(Error::not_built(text).into());
        }
        if input.service_name.is_some() && input.container_instance.is_some() {
            let text = "cannot specify serviceName with other arguments";
            return Err(Error::invalid_parameter(text).into());
        }
        let service = input.service_name.as_deref().filter(|name| !name.is_empty());
        let service = service.map(|name| self.find_service(&cluster, name)).transpose()?;
        if let Some(instance) = &input.container_instance {
            // Tasks here are on Fargate, which has no container instances.
            let id = instance.rsplit('/').next().unwrap_or_default();
            let text = format!("Referenced container instance {id} not found.");
            return Err(Error::client(text).into());
        }
        let wanted = match &input.desired_status {
            None | Some(DesiredStatus::Running) => Some(Desired::Running),
            Some(DesiredStatus::Stopped) => Some(Desired::Stopped),
            // No task ever has the desired status PENDING (API reference).
            Some(_) => None,
        };
        let fargate = input.launch_type.as_ref().is_none_or(|l| *l == LaunchType::Fargate);
        let wanted = wanted.filter(|_| fargate);
        let wanted = wanted.map(|w| (task::prefix(&cluster.scope, &cluster.name), w));
        let tasks = self.state.table();
        let found = wanted.map(|wanted| tasks.by::<Wanted>(&wanted)).transpose().map_err(fault)?;
        let found = found.into_iter().flatten().filter(|task| {
            input.family.as_ref().is_none_or(|family| *family == task.family)
                && service.as_ref().is_none_or(|of| of.has(task))
                && input.started_by.as_ref().is_none_or(|by| Some(by) == task.started_by.as_ref())
        });
        let list = format!(
            "ListTasks {} {:?} {:?} {:?} {:?}",
            cluster.key, input.desired_status, input.family, input.started_by, input.service_name
        );
        let size = page_size(input.max_results, 100)?;
        let (page, next_token) =
            page(&list, input.next_token.as_deref(), size, found, |t| t.id.to_string())
                .map_err(|_| Error::invalid_parameter("Invalid token"))?;
        let arns = page.iter().map(|task| task.arn()).collect();
        Ok(ListTasksResponse { task_arns: Some(arns), next_token })
    }
}

/// What DescribeTasks says of a task that is not there.
fn missing(cluster: &cluster::Record, text: &str) -> ApiFailure {
    let arn = match text.starts_with("arn:") {
        true => text.to_owned(),
        false => cluster.scope.arn("ecs", &format!("task/{}/{text}", cluster.name)),
    };
    ApiFailure { arn: Some(arn), reason: Some("MISSING".into()), detail: None }
}
