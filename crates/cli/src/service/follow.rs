//! A service on its way: its events as they come, and how it ends.

use std::time::Duration;

use ferrogate_api::ecs::{
    DescribeServiceDeploymentsRequest, DesiredStatus, ListServiceDeploymentsRequest,
    ListTasksRequest, Service, ServiceDeployment, ServiceDeploymentStatus, Task, TaskStopCode, op,
};

use super::events::Seen;
use super::{arn, find, name, short};
use crate::client::Api;
use crate::fault::{Fault, Kind};
use crate::steps::Steps;
use crate::tasks;
use crate::ui::Ui;
use crate::wait::Pace;

/// One service that is looked at again and again.
pub(super) struct Follow {
    cluster: String,
    arn: String,
    name: String,
    seen: Seen,
}

impl Follow {
    /// Events that `service` has already are not told.
    pub(super) fn new(service: &Service, cluster: &str) -> Self {
        let mut seen = Seen::default();
        drop(seen.new_of(service));
        let (arn, name) = (arn(service).to_owned(), name(service).to_owned());
        Self { cluster: cluster.to_owned(), arn, name, seen }
    }

    /// The service as it is now; what it has told since the last look is shown.
    async fn look(&mut self, api: &Api, ui: &Ui, steps: &Steps<'_>) -> Result<Service, Fault> {
        let service = find::one(api, &self.cluster, &self.arn).await?;
        for event in self.seen.new_of(&service) {
            let message = event.message.unwrap_or_default();
            steps.above(|| ui.progress(&format!("  {}", ui.side.foreign(&message))));
        }
        Ok(service)
    }

    /// Waits until as many tasks run as are asked for.
    pub(super) async fn until_counted(
        &mut self,
        api: &Api,
        ui: &Ui,
        steps: &mut Steps<'_>,
        timeout: Duration,
    ) -> Result<Service, Fault> {
        let mut pace = Pace::new(Some(timeout));
        loop {
            let service = self.look(api, ui, steps).await?;
            let (running, desired) = (service.running_count, service.desired_count);
            if running == desired {
                return Ok(service);
            }
            let (running, desired) = (running.unwrap_or(0), desired.unwrap_or(0));
            steps.doing(&format!("{}: {running} of {desired} tasks run", self.name));
            let what = format!("{} did not get to {desired} tasks", self.name);
            if let Err(fault) = pace.next(&what).await {
                return Err(self.late(api, fault, None).await);
            }
        }
    }

    /// Waits until a deployment has ended well; another end of it is a fault that says why.
    pub(super) async fn until_deployed(
        &mut self,
        api: &Api,
        ui: &Ui,
        steps: &mut Steps<'_>,
        deployment: &str,
        timeout: Duration,
    ) -> Result<Service, Fault> {
        use ServiceDeploymentStatus as S;
        let mut pace = Pace::new(Some(timeout));
        loop {
            let now = described(api, deployment).await?;
            let service = self.look(api, ui, steps).await?;
            match now.status.as_ref().unwrap_or(&S::Pending) {
                S::Successful => return Ok(service),
                S::Stopped => {
                    let what = format!("the deployment of {} was stopped", self.name);
                    return Err(self.explained(api, what, &now).await);
                }
                S::RollbackSuccessful => {
                    let back = service.task_definition.as_deref().map_or("", short);
                    let what = format!("{} did not start and is back at {back}", self.name);
                    return Err(self.explained(api, what, &now).await);
                }
                S::RollbackFailed => {
                    let what =
                        format!("{} did not start, nor what it was to go back to", self.name);
                    return Err(self.explained(api, what, &now).await);
                }
                status => steps.doing(&under_way(&self.name, &service, &now, status)),
            }
            let what = format!("the deployment of {} did not end", self.name);
            if let Err(fault) = pace.next(&what).await {
                return Err(self.late(api, fault, number(&now)).await);
            }
        }
    }

    /// Waits until a deployment that is taken back has ended so.
    pub(super) async fn until_back(
        &mut self,
        api: &Api,
        ui: &Ui,
        steps: &mut Steps<'_>,
        deployment: &str,
        timeout: Duration,
    ) -> Result<Service, Fault> {
        use ServiceDeploymentStatus as S;
        let mut pace = Pace::new(Some(timeout));
        loop {
            let now = described(api, deployment).await?;
            let service = self.look(api, ui, steps).await?;
            match now.status.as_ref().unwrap_or(&S::Pending) {
                // It may have ended well just before it was stopped.
                S::RollbackSuccessful | S::Successful => {
                    let back = service.task_definition.as_deref().map_or("", short);
                    steps.done(&format!("{} is at {back}", self.name));
                    return Ok(service);
                }
                S::Stopped | S::RollbackFailed => {
                    let what = format!("{} could not go back", self.name);
                    return Err(self.explained(api, what, &now).await);
                }
                status => steps.doing(&under_way(&self.name, &service, &now, status)),
            }
            let what = format!("{} did not go back", self.name);
            if let Err(fault) = pace.next(&what).await {
                return Err(self.late(api, fault, None).await);
            }
        }
    }

    /// That it took too long: with what was wrong last.
    async fn late(&self, api: &Api, fault: Fault, deployment: Option<&str>) -> Fault {
        let fix = format!("allow more with --timeout; `ferrogate events {}` tells more", self.name);
        let fault = fault.fix(fix);
        match self.failed_task(api, deployment).await {
            Some(why) => fault.why(why),
            None => fault,
        }
    }

    async fn explained(&self, api: &Api, what: String, of: &ServiceDeployment) -> Fault {
        let rollback = of.rollback.as_ref().and_then(|back| back.reason.clone());
        let reason = rollback.or_else(|| of.status_reason.clone());
        let task = self.failed_task(api, number(of)).await;
        let why: Vec<_> = task.into_iter().chain(reason).collect();
        let fault = Fault::new(Kind::Failed, what)
            .fix(format!("see `ferrogate events {}` and `ferrogate ps -a`", self.name));
        if why.is_empty() { fault } else { fault.why(why.join("; ")) }
    }

    /// Why the newest of the service's tasks that stopped did, or of one deployment's, those first that
    /// were not stopped by the service itself; `None` when
    /// none has, or when it can't be found out: it is said beside what went wrong, not instead.
    async fn failed_task(&self, api: &Api, deployment: Option<&str>) -> Option<String> {
        let input = ListTasksRequest {
            cluster: Some(self.cluster.clone()),
            service_name: Some(self.name.clone()),
            desired_status: Some(DesiredStatus::Stopped),
            ..ListTasksRequest::default()
        };
        let listed = api.call::<op::ListTasks>(&input).await.ok()?.task_arns?;
        if listed.is_empty() {
            return None;
        }
        let found = tasks::describe(api, &self.cluster, listed).await.ok()?.tasks?;
        let by = |task: &Task| {
            task.started_by.as_deref().and_then(|by| by.rsplit('/').next()) == deployment
        };
        let is_of = |task: &&Task| deployment.is_none() || by(task);
        // One that the service stopped, as when it goes back, says nothing of what was wrong.
        let itself = |task: &Task| task.stop_code != Some(TaskStopCode::ServiceSchedulerInitiated);
        let of_them = found.iter().filter(is_of);
        let newest = of_them.max_by_key(|task| (itself(task), task.created_at))?;
        Some(format!("task {}: {}", tasks::short(newest), tasks::why_stopped(newest)))
    }
}

/// The number of a deployment, which its tasks are started by.
fn number(of: &ServiceDeployment) -> Option<&str> {
    of.target_service_revision.as_ref()?.arn.as_deref()?.rsplit('/').next()
}

/// How far a deployment is.
fn under_way(
    name: &str,
    service: &Service,
    of: &ServiceDeployment,
    status: &ServiceDeploymentStatus,
) -> String {
    use ServiceDeploymentStatus as S;
    match status {
        S::RollbackRequested | S::RollbackInProgress => format!("{name}: going back"),
        S::StopRequested => format!("{name}: stopping the deployment"),
        _ => {
            let new = of.target_service_revision.as_ref().and_then(|new| new.running_task_count);
            let (new, all) = (new.unwrap_or(0), service.running_count.unwrap_or(0));
            let (desired, old) = (service.desired_count.unwrap_or(0), all.saturating_sub(new));
            let failed = of.deployment_circuit_breaker.as_ref().and_then(|of| of.failure_count);
            let failed = match failed.unwrap_or(0) {
                0 => String::new(),
                some => format!(", {some} failed"),
            };
            let old = if old > 0 { format!(", {old} of before") } else { String::new() };
            let up = new >= desired && old.is_empty();
            let then = if up { "; looking whether they stay" } else { "" };
            let stage = of.lifecycle_stage.as_ref().map(|stage| format!("{}, ", stage.as_str()));
            let stage = stage.unwrap_or_default() + &share(of);
            format!("{name}: {stage}{new} of {desired} new tasks run{old}{failed}{then}")
        }
    }
}

/// How much of the traffic is the new tasks', where it is shifted.
fn share(of: &ServiceDeployment) -> String {
    let target = of.target_service_revision.as_ref();
    let weight = target.and_then(|target| target.requested_production_traffic_weight);
    weight.map(|percent| format!("{percent} % of traffic, ")).unwrap_or_default()
}

/// The newest deployment of a service.
pub(super) async fn newest(
    api: &Api,
    cluster: &str,
    service: &Service,
) -> Result<Option<String>, Fault> {
    let input = ListServiceDeploymentsRequest {
        service: name(service).to_owned(),
        cluster: Some(cluster.to_owned()),
        ..ListServiceDeploymentsRequest::default()
    };
    let listed = api.call::<op::ListServiceDeployments>(&input).await?;
    let all = listed.service_deployments.into_iter().flatten();
    let newest = all.max_by_key(|of| of.created_at);
    Ok(newest.and_then(|of| of.service_deployment_arn))
}

async fn described(api: &Api, deployment: &str) -> Result<ServiceDeployment, Fault> {
    let input =
        DescribeServiceDeploymentsRequest { service_deployment_arns: vec![deployment.to_owned()] };
    let answer = api.call::<op::DescribeServiceDeployments>(&input).await?;
    let found = answer.service_deployments.into_iter().flatten().next();
    found.ok_or_else(|| Fault::not_found("the deployment is not there any more"))
}
