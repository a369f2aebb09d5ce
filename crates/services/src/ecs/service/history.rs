//! The history of services: their deployments and revisions, and stopping a deployment.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ecs::{
    ContainerImage, ContinueServiceDeploymentRequest, ContinueServiceDeploymentResponse,
    DeploymentLifecycleHookAction, DescribeServiceDeploymentsRequest,
    DescribeServiceDeploymentsResponse, DescribeServiceRevisionsRequest,
    DescribeServiceRevisionsResponse, Error, Failure as ApiFailure, ListServiceDeploymentsRequest,
    ListServiceDeploymentsResponse, Rollback, ServiceDeployment, ServiceDeploymentAlarms,
    ServiceDeploymentBrief, ServiceDeploymentCircuitBreaker, ServiceDeploymentLifecycleStage,
    ServiceDeploymentRollbackMonitorsStatus, ServiceDeploymentStatus, ServiceRevision,
    ServiceRevisionSummary, StopServiceDeploymentRequest, StopServiceDeploymentResponse,
    StopServiceDeploymentStopType,
};
use ferrogate_records::ecs::cluster;
use ferrogate_records::ecs::service::history::{self, Record as History, Status};
use ferrogate_records::ecs::service::revision::{self, Record as Revision};
use ferrogate_records::ecs::service::{
    self, Alarming, Answer, Breaker, Course, LifecycleStage, Record, Rollout, WHOLE, Watch,
};
use ferrogate_state::{Entry, put};
use ferrogate_store::Prefix;

use super::super::cluster::page_size;
use super::super::names::{self, Resource};
use super::super::reply::time;
use super::super::{Ecs, Result, fault, key, scope};
use super::show::{configuration, counts, launch, load_balancers, network, resolved};
use super::{hook, invalid, not_found};
use crate::page::page;

/// Deployments and revisions of one call (API reference).
const DESCRIBE_MAX: usize = 20;
/// Deployments of one page when no size is asked for.
const PAGE: i32 = 20;

impl Ecs {
    pub(in crate::ecs) async fn list_service_deployments(
        &self,
        cx: &Cx,
        input: ListServiceDeploymentsRequest,
    ) -> Result<ListServiceDeploymentsResponse> {
        let cluster = self.cluster(cx, input.cluster.as_deref())?;
        let service = self.find_service(&cluster, &input.service)?;
        let (scope, name) = (&service.scope, &service.name);
        let prefix = Prefix::new(history::prefix(scope, &service.cluster, name)).map_err(fault)?;
        let statuses = input.status.unwrap_or_default();
        let span = input.created_at.unwrap_or_default();
        let of = |entry: &Arc<Entry<History>>| {
            // Those of an earlier service of the same name are not its own.
            let own = entry.created_at >= service.created_at;
            let status = ServiceDeploymentStatus::from(entry.status.as_str());
            let at = time(entry.created_at).seconds();
            own && (statuses.is_empty() || statuses.contains(&status))
                && span.after.is_none_or(|after| at > after.seconds())
                && span.before.is_none_or(|before| at < before.seconds())
        };
        let table = self.state.table::<History>();
        let mut found: Vec<_> = table.list(&prefix).map_err(fault)?;
        found.retain(of);
        // The newest first.
        let order = |entry: &Arc<Entry<History>>| {
            format!("{:020} {}", u64::MAX - entry.created_at.0, entry.id)
        };
        found.sort_by_key(order);
        let list = format!("ListServiceDeployments {} {statuses:?} {span:?}", service.key);
        let size = page_size(input.max_results, PAGE)?;
        let (page, next_token) = page(&list, input.next_token.as_deref(), size, found, order)
            .map_err(|_| Error::invalid_parameter("Invalid token"))?;
        let briefs = page.iter().map(|entry| brief(entry)).collect();
        Ok(ListServiceDeploymentsResponse { service_deployments: Some(briefs), next_token })
    }

    pub(in crate::ecs) async fn describe_service_deployments(
        &self,
        cx: &Cx,
        input: DescribeServiceDeploymentsRequest,
    ) -> Result<DescribeServiceDeploymentsResponse> {
        check_count(input.service_deployment_arns.len(), "serviceDeploymentArns")?;
        let (mut found, mut failures) = (Vec::new(), Vec::new());
        for arn in &input.service_deployment_arns {
            match self.past(cx, arn)? {
                Some(entry) => found.push(self.described_deployment(&entry)?),
                None => failures.push(missing(arn)),
            }
        }
        Ok(DescribeServiceDeploymentsResponse {
            service_deployments: Some(found),
            failures: Some(failures),
        })
    }

    pub(in crate::ecs) async fn describe_service_revisions(
        &self,
        cx: &Cx,
        input: DescribeServiceRevisionsRequest,
    ) -> Result<DescribeServiceRevisionsResponse> {
        check_count(input.service_revision_arns.len(), "serviceRevisionArns")?;
        let scope = scope(cx);
        let (mut found, mut failures) = (Vec::new(), Vec::new());
        for arn in &input.service_revision_arns {
            let Resource::ServiceRevision { cluster, service, number } =
                names::resource(&scope, arn)?
            else {
                return Err(invalid(format!("Invalid ARN: {arn}")));
            };
            let at = key(revision::key(&scope, cluster, service, number))?;
            match self.state.table::<Revision>().get(&at).map_err(fault)? {
                Some(entry) => found.push(shown_revision(&entry)),
                None => failures.push(missing(arn)),
            }
        }
        Ok(DescribeServiceRevisionsResponse {
            service_revisions: Some(found),
            failures: Some(failures),
        })
    }

    pub(in crate::ecs) async fn stop_service_deployment(
        &self,
        cx: &Cx,
        input: StopServiceDeploymentRequest,
    ) -> Result<StopServiceDeploymentResponse> {
        let arn = input.service_deployment_arn;
        loop {
            let missing = || Error::service_deployment_not_found("Service deployment not found.");
            let entry = self.past(cx, &arn)?.ok_or_else(missing)?;
            let at = key(service::key(&entry.scope, &entry.cluster, &entry.service))?;
            let service = self.state.table::<Record>().get(&at).map_err(fault)?;
            let service = service.ok_or_else(not_found)?;
            let current = service.primary().is_some_and(|of| of.history == entry.id);
            if entry.status != Status::InProgress || !current {
                let text = "The service deployment is not in progress.";
                return Err(Error::conflict(text).into());
            }
            let (mut record, mut past) = (service.doc.clone(), entry.doc.clone());
            match &input.stop_type {
                None | Some(StopServiceDeploymentStopType::Rollback) => {
                    self.go_back(&mut record, &mut past)?;
                }
                Some(StopServiceDeploymentStopType::Abort) => self.abort(&mut record, &mut past),
                Some(StopServiceDeploymentStopType::Unknown(other)) => {
                    return Err(invalid(format!("Invalid value for stopType: '{other}'.")));
                }
            }
            let ops = [
                put(service.key.clone(), &record).map_err(fault)?,
                put(entry.key.clone(), &past).map_err(fault)?,
            ];
            if self.try_write(&[service.unchanged(), entry.unchanged()], &ops).await? {
                return Ok(StopServiceDeploymentResponse { service_deployment_arn: Some(arn) });
            }
        }
    }

    pub(in crate::ecs) async fn continue_service_deployment(
        &self,
        cx: &Cx,
        input: ContinueServiceDeploymentRequest,
    ) -> Result<ContinueServiceDeploymentResponse> {
        let answer = match &input.action {
            None | Some(DeploymentLifecycleHookAction::Continue) => Answer::GoesOn,
            Some(DeploymentLifecycleHookAction::Rollback) => Answer::GoesBack,
            Some(DeploymentLifecycleHookAction::Unknown(other)) => {
                return Err(invalid(format!("Invalid value for action: '{other}'.")));
            }
        };
        let arn = input.service_deployment_arn;
        loop {
            let missing = || Error::service_deployment_not_found("Service deployment not found.");
            let entry = self.past(cx, &arn)?.ok_or_else(missing)?;
            let at = key(service::key(&entry.scope, &entry.cluster, &entry.service))?;
            let service = self.state.table::<Record>().get(&at).map_err(fault)?;
            let service = service.ok_or_else(not_found)?;
            let mut record = service.doc.clone();
            let primary = record
                .primary_mut()
                .filter(|of| of.history == entry.id && of.rollout == Rollout::InProgress);
            let course = primary.and_then(|primary| primary.course.as_mut());
            let awaited = course.and_then(|course| {
                let epoch = course.epoch;
                let hooks = &course.way.hooks;
                course.paused.as_mut().filter(|paused| {
                    // What a function is asked nobody else answers.
                    let asked = hooks.get(paused.hook).is_none_or(|of| of.function.is_none());
                    asked && paused.epoch == epoch
                })
            });
            let Some(paused) = awaited.filter(|paused| paused.id == input.hook_id) else {
                let text = "The service deployment does not wait at a lifecycle hook with this id.";
                return Err(invalid(text));
            };
            match paused.answer {
                Answer::Awaited => paused.answer = answer,
                // The same was said before.
                said if said == answer => {
                    return Ok(ContinueServiceDeploymentResponse {
                        service_deployment_arn: Some(arn),
                    });
                }
                _ => return Err(invalid("The lifecycle hook was answered before.")),
            }
            let op = put(service.key.clone(), &record).map_err(fault)?;
            if self.try_write(&[service.unchanged()], &[op]).await? {
                return Ok(ContinueServiceDeploymentResponse { service_deployment_arn: Some(arn) });
            }
        }
    }

    /// Lets the deployment that was completed last come again.
    fn go_back(&self, record: &mut Record, past: &mut History) -> Result<()> {
        let Some(back) = record.way_back() else {
            let text = "There is no completed service deployment to roll back to.";
            return Err(invalid(text));
        };
        let now = self.state.now();
        let reason = format!("The deployment was stopped: rolling back to {}.", back.id());
        past.rollback =
            Some(history::Rollback { reason: reason.clone(), at: now, to: back.number.clone() });
        past.stopped_at = Some(now);
        past.course = record.primary().and_then(|primary| primary.course.clone());
        past.advance(Status::RollbackInProgress, Some(reason.clone()), now);
        record.roll_back(back, past.id.clone(), reason, now);
        Ok(())
    }

    /// Leaves everything as it is.
    fn abort(&self, record: &mut Record, past: &mut History) {
        let (now, reason) = (self.state.now(), "The deployment was stopped.".to_owned());
        past.stopped_at = Some(now);
        past.course = record.primary().and_then(|primary| primary.course.clone());
        past.advance(Status::Stopped, Some(reason.clone()), now);
        if let Some(primary) = record.primary_mut() {
            primary.roll(Rollout::Failed, reason, now);
        }
    }

    /// The deployment in the history that `arn` names.
    fn past(&self, cx: &Cx, arn: &str) -> Result<Option<Arc<Entry<History>>>> {
        let scope = scope(cx);
        let Resource::ServiceDeployment { cluster, service, id } = names::resource(&scope, arn)?
        else {
            return Err(invalid(format!("Invalid ARN: {arn}")));
        };
        let at = key(history::key(&scope, cluster, service, id))?;
        self.state.table::<History>().get(&at).map_err(fault)
    }

    fn described_deployment(&self, of: &History) -> Result<ServiceDeployment> {
        let at = key(service::key(&of.scope, &of.cluster, &of.service))?;
        let service = self.state.table::<Record>().get(&at).map_err(fault)?;
        let tasks = match &service {
            Some(service) => self.tasks_of(service)?,
            None => vec![],
        };
        let live = service.as_ref().and_then(|service| service.primary());
        let failed =
            live.filter(|live| live.history == of.id).map_or(of.failed, |live| live.failed);
        let course = live.filter(|live| live.history == of.id).and_then(|of| of.course.as_ref());
        let course = course.or(of.course.as_ref());
        let at = key(revision::key(&of.scope, &of.cluster, &of.service, &of.target))?;
        let target = self.state.table::<Revision>().get(&at).map_err(fault)?;
        let weights = target.as_ref().map(|target| Weights::of(course, target));
        let weights = weights.unwrap_or_default();
        let summary = |number: &String, requested: i32, weights: Weights| {
            let counts = counts(&tasks, Some(number));
            ServiceRevisionSummary {
                arn: Some(revision::arn(&of.scope, &of.cluster, &of.service, number)),
                requested_task_count: Some(requested),
                running_task_count: Some(counts.running),
                pending_task_count: Some(counts.pending),
                requested_test_traffic_weight: weights.test,
                requested_production_traffic_weight: weights.production,
            }
        };
        let source = |number: &String| {
            let has = course.is_some_and(|of| of.back || of.source.as_ref() == Some(number));
            summary(number, 0, if has { weights.rest() } else { Weights::default() })
        };
        let desired = i32::try_from(of.desired).unwrap_or(i32::MAX);
        Ok(ServiceDeployment {
            service_deployment_arn: Some(of.arn()),
            service_arn: Some(service::arn(&of.scope, &of.cluster, &of.service)),
            cluster_arn: Some(cluster::arn(&of.scope, &of.cluster)),
            created_at: Some(time(of.created_at)),
            started_at: Some(time(of.created_at)),
            finished_at: of.finished_at.map(time),
            stopped_at: of.stopped_at.map(time),
            updated_at: Some(time(of.updated_at)),
            source_service_revisions: Some(of.sources.iter().map(source).collect()),
            target_service_revision: Some(summary(&of.target, desired, weights)),
            status: Some(ServiceDeploymentStatus::from(of.status.as_str())),
            status_reason: of.reason.clone(),
            lifecycle_stage: course
                .map(|course| ServiceDeploymentLifecycleStage::from(shown_stage(course).as_str())),
            lifecycle_hook_details: course.and_then(hook::detail).map(|detail| vec![detail]),
            deployment_configuration: Some(configuration(&of.rolling, &of.shifting)),
            alarms: of.shifting.alarms.as_ref().map(|alarms| shown_alarms(alarms, of, course)),
            rollback: of.rollback.as_ref().map(|back| Rollback {
                reason: Some(back.reason.clone()),
                started_at: Some(time(back.at)),
                service_revision_arn: Some(revision::arn(
                    &of.scope,
                    &of.cluster,
                    &of.service,
                    &back.to,
                )),
            }),
            deployment_circuit_breaker: Some(ServiceDeploymentCircuitBreaker {
                status: Some(monitored(of)),
                failure_count: i32::try_from(failed).ok(),
                threshold: i32::try_from(Breaker::threshold(of.desired)).ok(),
            }),
        })
    }
}

/// How much of the traffic a revision is to have, in percent.
#[derive(Clone, Copy, Default)]
struct Weights {
    production: Option<f64>,
    test: Option<f64>,
}

impl Weights {
    /// Those of the revision that a deployment brings; none when no traffic is shifted.
    fn of(course: Option<&Course>, target: &Revision) -> Self {
        let Some(course) = course.filter(|of| of.way.strategy.shifts()) else {
            return Self::default();
        };
        let swaps = || target.balancers.iter().filter_map(|one| one.swap.as_ref());
        // One that goes back takes from it what it had.
        let share = |share: u32| f64::from(if course.back { WHOLE - share } else { share }) / 10.0;
        let tests = swaps().any(|swap| swap.test.is_some());
        Self {
            production: swaps().next().map(|_| share(course.share)),
            test: course.test_share.filter(|_| tests).map(share),
        }
    }

    /// Those of the revision that it takes them from.
    fn rest(self) -> Self {
        let rest = |percent: f64| 100.0 - percent;
        Self { production: self.production.map(rest), test: self.test.map(rest) }
    }
}

/// The stage that users see: what is asked before traffic is shifted is a part of that.
fn shown_stage(of: &Course) -> LifecycleStage {
    match of.stage {
        LifecycleStage::PreProductionTrafficShift => LifecycleStage::ProductionTrafficShift,
        other => other,
    }
}

fn shown_alarms(of: &Alarming, past: &History, course: Option<&Course>) -> ServiceDeploymentAlarms {
    let triggered = course.map(|course| course.triggered.clone()).unwrap_or_default();
    let off =
        !of.enabled || course.is_some_and(|course| course.watch == Watch::Off && !course.back);
    let status = match past.status {
        _ if !triggered.is_empty() => ServiceDeploymentRollbackMonitorsStatus::Triggered,
        _ if off => ServiceDeploymentRollbackMonitorsStatus::Disabled,
        Status::InProgress => ServiceDeploymentRollbackMonitorsStatus::Monitoring,
        _ => ServiceDeploymentRollbackMonitorsStatus::MonitoringComplete,
    };
    ServiceDeploymentAlarms {
        status: Some(status),
        alarm_names: Some(of.names.clone()),
        triggered_alarm_names: Some(triggered),
    }
}

fn monitored(of: &History) -> ServiceDeploymentRollbackMonitorsStatus {
    match (of.rolling.breaker, of.status) {
        (Breaker::Off, _) => ServiceDeploymentRollbackMonitorsStatus::Disabled,
        (_, Status::InProgress) => ServiceDeploymentRollbackMonitorsStatus::Monitoring,
        (_, Status::Successful) => ServiceDeploymentRollbackMonitorsStatus::MonitoringComplete,
        (_, Status::Stopped) if of.stopped_at.is_some() => {
            ServiceDeploymentRollbackMonitorsStatus::MonitoringComplete
        }
        _ => ServiceDeploymentRollbackMonitorsStatus::Triggered,
    }
}

fn brief(of: &History) -> ServiceDeploymentBrief {
    ServiceDeploymentBrief {
        service_deployment_arn: Some(of.arn()),
        service_arn: Some(service::arn(&of.scope, &of.cluster, &of.service)),
        cluster_arn: Some(cluster::arn(&of.scope, &of.cluster)),
        started_at: Some(time(of.created_at)),
        created_at: Some(time(of.created_at)),
        finished_at: of.finished_at.map(time),
        target_service_revision_arn: Some(revision::arn(
            &of.scope,
            &of.cluster,
            &of.service,
            &of.target,
        )),
        status: Some(ServiceDeploymentStatus::from(of.status.as_str())),
        status_reason: of.reason.clone(),
    }
}

fn shown_revision(of: &Revision) -> ServiceRevision {
    let (launch_type, strategy) = launch(Some(&of.launch));
    let image = |container: &ferrogate_records::spec::Container| ContainerImage {
        container_name: Some(container.name.clone()),
        image_digest: of.digests.get(&container.name).cloned(),
        image: Some(container.image.clone()),
    };
    ServiceRevision {
        service_revision_arn: Some(of.arn()),
        service_arn: Some(service::arn(&of.scope, &of.cluster, &of.service)),
        cluster_arn: Some(cluster::arn(&of.scope, &of.cluster)),
        task_definition: Some(of.task_definition_arn()),
        capacity_provider_strategy: strategy,
        launch_type,
        platform_version: Some(super::super::reply::PLATFORM_VERSION.into()),
        platform_family: Some("Linux".into()),
        load_balancers: Some(load_balancers(of)),
        resolved_configuration: (!of.balancers.is_empty()).then(|| resolved(of)),
        service_registries: Some(vec![]),
        network_configuration: Some(network(&of.network)),
        container_images: Some(of.spec.containers.iter().map(image).collect()),
        guard_duty_enabled: Some(false),
        created_at: Some(time(of.created_at)),
        ..ServiceRevision::default()
    }
}

fn check_count(count: usize, of: &str) -> Result<()> {
    match count {
        1..=DESCRIBE_MAX => Ok(()),
        _ => Err(invalid(format!("{of} must have 1 to 20 items."))),
    }
}

fn missing(arn: &str) -> ApiFailure {
    ApiFailure { arn: Some(arn.into()), reason: Some("MISSING".into()), detail: None }
}
