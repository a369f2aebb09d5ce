//! Revisions of services: what a deployment is to run, decided when it is asked for.

use ferrogate_api::Cx;
use ferrogate_api::ecs::{NetworkConfiguration, TaskOverride};
use ferrogate_records::ecs::service::revision::{Launching, Record as Revision};
use ferrogate_records::ecs::service::{Balanced, Course, Deployment, Record, history, number};
use ferrogate_records::ecs::{cluster, task};
use ferrogate_state::{Entry, create};
use ferrogate_store::{Key, Op};

use super::super::run::{Asked, COMMIT_TAG, published};
use super::super::{Ecs, Result, fault};
use super::{balancers, invalid};

/// What the next revision of a service is to be.
pub(super) struct Wanted<'a> {
    /// The task definition, as a request names it.
    pub(super) definition: &'a str,
    /// The network, if it is another than before.
    pub(super) network: Option<&'a NetworkConfiguration>,
    /// That of the revision before.
    pub(super) before: Option<&'a task::Network>,
    pub(super) platform_version: &'a str,
    pub(super) launch: Launching,
    /// The target groups that its tasks are registered with.
    pub(super) balancers: &'a [Balanced],
}

/// A deployment that begins, and what it writes beside the service.
pub(super) struct Begun {
    pub(super) revision: Revision,
    pub(super) history: history::Record,
}

impl Ecs {
    /// Begins a deployment of `service`: its record gets it, and what else is to be written is
    /// answered.
    pub(super) fn begin(
        &self,
        cx: &Cx,
        cluster: &Entry<cluster::Record>,
        service: &mut Record,
        wanted: &Wanted<'_>,
    ) -> Result<Begun> {
        let configuration = wanted.before.filter(|_| wanted.network.is_none()).map(configuration);
        let overrides = TaskOverride::default();
        let asked = Asked {
            definition: wanted.definition,
            overrides: &overrides,
            network: wanted.network.or(configuration.as_ref()),
            platform_version: Some(wanted.platform_version),
        };
        let runs = self.runs(cx, cluster, &asked)?;
        let tags = service.task_tags(&runs.entry.tags);
        if tags.iter().any(|tag| tag.key == COMMIT_TAG) {
            return Err(invalid(format!("The tag {COMMIT_TAG} is not for tasks of a service.")));
        }
        let now = self.state.now();
        let source = service.source().map(|source| source.number.clone());
        let balancers = self.turned(service, wanted.balancers)?;
        let revision = Revision {
            scope: service.scope.clone(),
            cluster: service.cluster.clone(),
            service: service.name.clone(),
            number: number(),
            created_at: now,
            family: runs.entry.family.clone(),
            revision: runs.entry.revision,
            spec: runs.spec,
            architecture: runs.architecture,
            definition_tags: runs.entry.tags.clone(),
            launch: wanted.launch.clone(),
            platform_version: wanted.platform_version.to_owned(),
            network: runs.network,
            publish: published(&tags, &[], 0)?,
            balancers,
            digests: Default::default(),
        };
        let history = history::Record {
            scope: service.scope.clone(),
            cluster: service.cluster.clone(),
            service: service.name.clone(),
            id: history::id(),
            sources: service.deployments.iter().map(|d| d.number.clone()).collect(),
            target: revision.number.clone(),
            rolling: service.rolling,
            shifting: service.shifting.clone(),
            desired: service.desired,
            status: history::Status::InProgress,
            reason: None,
            created_at: now,
            updated_at: now,
            finished_at: None,
            stopped_at: None,
            rollback: None,
            failed: 0,
            course: None,
        };
        let mut new = Deployment::new(revision.number.clone(), history.id.clone(), now);
        new.course = Course::begin(&service.shifting, source, now);
        service.deploy(new);
        check_ports(service, &revision)?;
        balancers::check_containers(&revision)?;
        Ok(Begun { revision, history })
    }
}

impl Begun {
    /// What writes it.
    pub(super) fn ops(&self) -> Result<Vec<Op>> {
        let revision = Key::new(self.revision.key()).map_err(fault)?;
        let history = Key::new(self.history.key()).map_err(fault)?;
        Ok(vec![
            create(revision, &self.revision).map_err(fault)?,
            create(history, &self.history).map_err(fault)?,
        ])
    }
}

/// A port of the host is one task's.
pub(super) fn check_ports(service: &Record, revision: &Revision) -> Result<()> {
    if service.desired > 1 && revision.publish.iter().any(|publish| publish.host_port != 0) {
        return Err(invalid("Several tasks can't publish the same port."));
    }
    Ok(())
}

/// A network as requests have it.
pub(super) fn configuration(of: &task::Network) -> NetworkConfiguration {
    super::show::network(of)
}
