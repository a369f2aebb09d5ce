//! Services as the API shows them.

use std::sync::Arc;

use ferrogate_api::ecs::{
    AdvancedConfiguration, AssignPublicIp, AvailabilityZoneRebalancing, AwsVpcConfiguration,
    CapacityProviderStrategyItem, Deployment, DeploymentCircuitBreaker, DeploymentConfiguration,
    DeploymentController, DeploymentControllerType, DeploymentRolloutState, LaunchType,
    LoadBalancer, NetworkConfiguration, PropagateTags, ResolvedConfiguration,
    ResourceManagementType, SchedulingStrategy, Service, ServiceCurrentRevisionSummary,
    ServiceEvent, ServiceRevisionLoadBalancer,
};
use ferrogate_records::ecs::service::revision::{self, Launching, Record as Revision};
use ferrogate_records::ecs::service::{
    self, Balanced, Breaker, Propagate, Record, Role, Rolling, Rollout, Shifting, Status, events,
    history, zero,
};
use ferrogate_records::ecs::task::{self, Desired, OfService};
use ferrogate_records::ecs::{cluster, service::Deployment as Of};
use ferrogate_state::Entry;

use super::super::reply::{PLATFORM_VERSION, time};
use super::super::{Ecs, Result, fault, key, tag};

/// The tasks of a service, counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// That are wanted to run.
    pub(super) wanted: i32,
    pub(super) running: i32,
    pub(super) pending: i32,
}

impl Ecs {
    /// The service, with its tags when they are asked for.
    pub(super) fn shown(&self, record: &Record, with_tags: bool) -> Result<Service> {
        let tasks = self.tasks_of(record)?;
        let all = counts(&tasks, None);
        let primary = match record.primary() {
            Some(primary) => self.revision(record, &primary.number)?,
            None => None,
        };
        let primary = primary.as_ref();
        let (launch_type, strategy) = launch(primary.map(|revision| &revision.launch));
        let deployments = record.deployments.iter();
        let deployments = deployments.map(|of| self.deployment(record, of, &tasks));
        let current = record.primary();
        Ok(Service {
            service_arn: Some(record.arn()),
            service_name: Some(record.name.clone()),
            cluster_arn: Some(cluster::arn(&record.scope, &record.cluster)),
            load_balancers: Some(primary.map(|of| load_balancers(of)).unwrap_or_default()),
            service_registries: Some(vec![]),
            status: Some(record.status.as_str().into()),
            desired_count: i32::try_from(record.desired).ok(),
            running_count: Some(all.running),
            pending_count: Some(all.pending),
            launch_type,
            capacity_provider_strategy: strategy,
            platform_version: primary.map(|revision| revision.platform_version.clone()),
            platform_family: Some("Linux".into()),
            task_definition: primary.map(|revision| revision.task_definition_arn()),
            deployment_configuration: Some(configuration(&record.rolling, &record.shifting)),
            deployments: Some(deployments.collect::<Result<_>>()?),
            role_arn: Some(linked_role(record)),
            events: Some(self.events(record)?),
            created_at: Some(time(record.created_at)),
            current_service_deployment: current
                .map(|of| history::arn(&record.scope, &record.cluster, &record.name, &of.history)),
            current_service_revisions: Some(self.revisions(record, &tasks)),
            placement_constraints: Some(vec![]),
            placement_strategy: Some(vec![]),
            network_configuration: primary.map(|revision| network(&revision.network)),
            // Shown of every service, with a load balancer or without.
            health_check_grace_period_seconds: Some(
                record.grace_s.and_then(|s| i32::try_from(s).ok()).unwrap_or(0),
            ),
            scheduling_strategy: Some(SchedulingStrategy::Replica),
            deployment_controller: Some(DeploymentController {
                r#type: Some(DeploymentControllerType::Ecs),
            }),
            tags: with_tags.then(|| tag::shown(&record.tags)),
            created_by: Some(record.created_by.clone()),
            enable_ecs_managed_tags: Some(record.managed_tags),
            propagate_tags: Some(propagate(record.propagate)),
            enable_execute_command: Some(record.exec),
            availability_zone_rebalancing: Some(match record.rebalance {
                true => AvailabilityZoneRebalancing::Enabled,
                false => AvailabilityZoneRebalancing::Disabled,
            }),
            resource_management_type: Some(ResourceManagementType::Customer),
            ..Service::default()
        })
    }

    /// The tasks of the service, as long as they can be described.
    pub(super) fn tasks_of(&self, record: &Record) -> Result<Vec<Arc<Entry<task::Record>>>> {
        let of = (task::prefix(&record.scope, &record.cluster), record.name.clone());
        let tasks = self.state.table::<task::Record>();
        Ok(tasks.by::<OfService>(&of).map_err(fault)?.cloned().collect())
    }

    pub(in crate::ecs) fn revision(
        &self,
        record: &Record,
        number: &str,
    ) -> Result<Option<Arc<Entry<Revision>>>> {
        let at = revision::key(&record.scope, &record.cluster, &record.name, number);
        self.state.table::<Revision>().get(&key(at)?).map_err(fault)
    }

    fn deployment(
        &self,
        record: &Record,
        of: &Of,
        tasks: &[Arc<Entry<task::Record>>],
    ) -> Result<Deployment> {
        let counts = counts(tasks, Some(&of.number));
        let revision = self.revision(record, &of.number)?;
        let revision = revision.as_ref();
        let (launch_type, strategy) = launch(revision.map(|revision| &revision.launch));
        Ok(Deployment {
            id: Some(of.id()),
            status: Some(of.role.as_str().into()),
            task_definition: revision.map(|revision| revision.task_definition_arn()),
            desired_count: Some(desired(record, of, counts)),
            pending_count: Some(counts.pending),
            running_count: Some(counts.running),
            failed_tasks: i32::try_from(of.failed).ok(),
            created_at: Some(time(of.created_at)),
            updated_at: Some(time(of.updated_at)),
            capacity_provider_strategy: strategy,
            launch_type,
            platform_version: Some(PLATFORM_VERSION.into()),
            platform_family: Some("Linux".into()),
            network_configuration: revision.map(|revision| network(&revision.network)),
            rollout_state: Some(match of.rollout {
                Rollout::InProgress => DeploymentRolloutState::InProgress,
                Rollout::Completed => DeploymentRolloutState::Completed,
                Rollout::Failed => DeploymentRolloutState::Failed,
            }),
            rollout_state_reason: Some(reason(record, of)),
            ..Deployment::default()
        })
    }

    fn revisions(
        &self,
        record: &Record,
        tasks: &[Arc<Entry<task::Record>>],
    ) -> Vec<ServiceCurrentRevisionSummary> {
        let summary = |of: &Of| {
            let counts = counts(tasks, Some(&of.number));
            let (scope, cluster, name) = (&record.scope, &record.cluster, &record.name);
            ServiceCurrentRevisionSummary {
                arn: Some(revision::arn(scope, cluster, name, &of.number)),
                requested_task_count: Some(desired(record, of, counts)),
                running_task_count: Some(counts.running),
                pending_task_count: Some(counts.pending),
            }
        };
        record.deployments.iter().map(summary).collect()
    }

    fn events(&self, record: &Record) -> Result<Vec<ServiceEvent>> {
        let at = key(events::key(&record.scope, &record.cluster, &record.name))?;
        let found = self.state.table::<events::Record>().get(&at).map_err(fault)?;
        let events = found.iter().flat_map(|entry| entry.events.iter());
        Ok(events
            .map(|event| ServiceEvent {
                id: Some(event.id.clone()),
                created_at: Some(time(event.at)),
                message: Some(event.message.clone()),
            })
            .collect())
    }
}

/// The tasks, or those of a deployment.
pub(super) fn counts(tasks: &[Arc<Entry<task::Record>>], of: Option<&str>) -> Counts {
    let is = |task: &&Arc<Entry<task::Record>>| {
        let deployment = task.service.as_ref().map(|member| member.deployment.as_str());
        of.is_none() || deployment == of
    };
    let mut counts = Counts::default();
    for task in tasks.iter().filter(is) {
        let wanted = task.desired == Desired::Running;
        counts.wanted += i32::from(wanted);
        counts.running += i32::from(task.status == task::Status::Running);
        counts.pending += i32::from(wanted && task::Status::PENDING.contains(&task.status));
    }
    counts
}

/// Tasks that a deployment is to have: all that are desired, or those that are still there.
fn desired(record: &Record, of: &Of, counts: Counts) -> i32 {
    match of.role {
        Role::Primary => i32::try_from(record.desired).unwrap_or(i32::MAX),
        Role::Active => counts.wanted,
    }
}

/// The launch type, or the capacity provider strategy.
pub(super) fn launch(
    of: Option<&Launching>,
) -> (Option<LaunchType>, Option<Vec<CapacityProviderStrategyItem>>) {
    match of {
        None => (None, None),
        Some(Launching::Fargate) => (Some(LaunchType::Fargate), None),
        Some(Launching::Strategy(items)) => {
            let item = |item: &cluster::StrategyItem| CapacityProviderStrategyItem {
                capacity_provider: Some(item.provider.clone()),
                weight: Some(item.weight),
                base: Some(item.base),
            };
            (None, Some(items.iter().map(item).collect()))
        }
    }
}

/// A network as the API has it.
pub(super) fn network(of: &task::Network) -> NetworkConfiguration {
    NetworkConfiguration {
        awsvpc_configuration: Some(AwsVpcConfiguration {
            subnets: Some(of.subnets.clone()),
            security_groups: Some(of.security_groups.clone()),
            assign_public_ip: Some(match of.public_address {
                true => AssignPublicIp::Enabled,
                false => AssignPublicIp::Disabled,
            }),
        }),
    }
}

/// The target groups of a revision, as the API has them: as they were asked for.
pub(super) fn load_balancers(of: &Revision) -> Vec<LoadBalancer> {
    let one = |one: &Balanced| {
        let asked = one.as_asked();
        let advanced = asked.swap.as_ref().map(|swap| AdvancedConfiguration {
            alternate_target_group_arn: Some(swap.other.target_group_arn(&of.scope)),
            production_listener_rule: Some(swap.production.arn(&of.scope)),
            test_listener_rule: swap.test.as_ref().map(|rule| rule.arn(&of.scope)),
            role_arn: swap.role.clone(),
        });
        LoadBalancer {
            target_group_arn: Some(asked.group.target_group_arn(&of.scope)),
            container_name: Some(asked.container),
            container_port: Some(i32::from(asked.port)),
            advanced_configuration: advanced,
            ..LoadBalancer::default()
        }
    };
    of.balancers.iter().map(one).collect()
}

/// The target groups that tasks of a revision are registered with.
pub(super) fn resolved(of: &Revision) -> ResolvedConfiguration {
    let one = |one: &Balanced| ServiceRevisionLoadBalancer {
        target_group_arn: Some(one.group.target_group_arn(&of.scope)),
        production_listener_rule: one.swap.as_ref().map(|swap| swap.production.arn(&of.scope)),
    };
    ResolvedConfiguration { load_balancers: Some(of.balancers.iter().map(one).collect()) }
}

/// How tasks are replaced, and traffic is shifted, as the API has it.
pub(super) fn configuration(of: &Rolling, shifting: &Shifting) -> DeploymentConfiguration {
    let mut shown = DeploymentConfiguration {
        deployment_circuit_breaker: Some(DeploymentCircuitBreaker {
            enable: Some(of.breaker != Breaker::Off),
            rollback: Some(of.breaker == Breaker::RollBack),
        }),
        maximum_percent: i32::try_from(of.maximum_percent).ok(),
        minimum_healthy_percent: i32::try_from(of.minimum_healthy_percent).ok(),
        ..DeploymentConfiguration::default()
    };
    super::shifting::show(shifting, &mut shown);
    shown
}

fn propagate(of: Propagate) -> PropagateTags {
    match of {
        Propagate::None => PropagateTags::None,
        Propagate::TaskDefinition => PropagateTags::TaskDefinition,
        Propagate::Service => PropagateTags::Service,
    }
}

/// The role that ECS uses for services of Fargate.
fn linked_role(record: &Record) -> String {
    record.scope.iam_arn("role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")
}

/// Whether services in this status are listed.
pub(super) fn is_listed(record: &Record) -> bool {
    record.status != service::Status::Inactive
}

/// How many services of a cluster are active, and how many are on their way to their end.
pub(in crate::ecs) fn tally<'r>(services: impl Iterator<Item = &'r Record>) -> (i32, i32) {
    let mut tally = (0, 0);
    for service in services {
        match service.status {
            Status::Active => tally.0 += 1,
            Status::Draining => tally.1 += 1,
            Status::Inactive => {}
        }
    }
    tally
}

/// Why a deployment is as far as it is; of one whose service sleeps, that first.
fn reason(record: &Record, of: &Of) -> String {
    match record.asleep_since.filter(|_| of.role == Role::Primary) {
        Some(since) => {
            let mut text = zero::ASLEEP.to_owned();
            time(since).write_iso(false, &mut text).expect("a String takes every write");
            format!("{text}: a request wakes it. {}", of.reason)
        }
        None => of.reason.clone(),
    }
}
