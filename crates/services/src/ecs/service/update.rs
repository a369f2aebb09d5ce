//! UpdateService.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ecs::{Error, UpdateServiceRequest, UpdateServiceResponse};
use ferrogate_records::ecs::cluster;
use ferrogate_records::ecs::service::history::{self, Status as History};
use ferrogate_records::ecs::service::revision::{Launching, Record as Revision};
use ferrogate_records::ecs::service::{Balanced, Record, Rollout, Status};
use ferrogate_state::{Doc, Entry, Fault, put};
use ferrogate_store::{Guard, Op};

use super::super::run::request::launching;
use super::super::{Ecs, Result, fault, key};
use super::create::platform;
use super::revise::{Wanted, check_ports};
use super::shifting::shifting;
use super::zero::check_zero;
use super::{balancers, request};

impl Ecs {
    pub(in crate::ecs) async fn update_service(
        &self,
        cx: &Cx,
        input: UpdateServiceRequest,
    ) -> Result<UpdateServiceResponse> {
        request::check_update(&input)?;
        loop {
            let cluster = self.cluster(cx, input.cluster.as_deref())?;
            let entry = self.find_service(&cluster, &input.service)?;
            if entry.status != Status::Active {
                return Err(Error::service_not_active("Service was not ACTIVE.").into());
            }
            let mut record = entry.doc.clone();
            change(&mut record, &input)?;
            // Those of before were checked when they were given.
            if input
                .deployment_configuration
                .as_ref()
                .is_some_and(|of| of.lifecycle_hooks.is_some())
            {
                self.check_hooks(cx, &record, &record.shifting)?;
            }
            let mut guards = vec![cluster.unchanged(), entry.unchanged()];
            let mut ops = self.redeploy(cx, &input, &cluster, &mut record, &mut guards)?;
            ops.push(put(entry.key.clone(), &record).map_err(fault)?);
            if self.try_write(&guards, &ops).await? {
                return Ok(UpdateServiceResponse { service: Some(self.shown(&record, true)?) });
            }
        }
    }

    /// Begins a deployment, if what is asked for needs one.
    fn redeploy(
        &self,
        cx: &Cx,
        input: &UpdateServiceRequest,
        cluster: &Entry<cluster::Record>,
        record: &mut Doc<Record>,
        guards: &mut Vec<Guard>,
    ) -> Result<Vec<Op>> {
        let before = self.running_revision(record)?;
        let strategy = input.capacity_provider_strategy.as_ref();
        let launch = match strategy {
            Some(items) if items.is_empty() => Launching::Fargate,
            Some(_) => launching(None, strategy, cluster)?,
            None => before.launch.clone(),
        };
        let asked = input.task_definition.as_deref().filter(|text| !text.is_empty());
        let definition = match asked {
            Some(text) => self.runnable_definition(cx, text)?.arn(),
            None => before.task_definition_arn(),
        };
        let version = input.platform_version.as_deref();
        let version = version.map_or(&*before.platform_version, |asked| platform(Some(asked)));
        let asked = input.load_balancers.as_deref();
        let balanced = asked.map(|asked| self.balanced(cx, record, asked)).transpose()?;
        let same: Vec<_> = before.balancers.iter().map(Balanced::as_asked).collect();
        let balancers = balanced.as_ref().map_or(&same, |balanced| &balanced.of);
        balancers::check_shifts(record, balancers)?;
        check_zero(&record.tags, !balancers.is_empty())?;
        let unchanged = definition == before.task_definition_arn()
            && launch == before.launch
            && version == before.platform_version
            && *balancers == same
            && input.network_configuration.is_none()
            && input.force_new_deployment != Some(true);
        if unchanged {
            check_ports(record, &before)?;
            return Ok(vec![]);
        }
        let wanted = Wanted {
            definition: &definition,
            network: input.network_configuration.as_ref(),
            before: Some(&before.network),
            platform_version: version,
            launch,
            balancers,
        };
        if let Some(balanced) = &balanced {
            balanced.guard(guards);
        }
        let superseded = self.superseded(record, guards)?;
        let begun = self.begin(cx, cluster, record, &wanted)?;
        let mut ops = begun.ops()?;
        ops.extend(superseded);
        Ok(ops)
    }

    /// The revision whose tasks are to run.
    fn running_revision(&self, record: &Record) -> Result<Arc<Entry<Revision>>> {
        let found = match record.primary() {
            Some(primary) => self.revision(record, &primary.number)?,
            None => None,
        };
        let missing = || fault(Fault::Contradiction("an active service has no revision".into()));
        found.ok_or_else(missing)
    }

    /// What ends, in the history, a deployment that another takes the place of.
    fn superseded(&self, record: &Record, guards: &mut Vec<Guard>) -> Result<Option<Op>> {
        let primary = record.primary().filter(|primary| primary.rollout == Rollout::InProgress);
        let Some(primary) = primary else { return Ok(None) };
        let at = history::key(&record.scope, &record.cluster, &record.name, &primary.history);
        let found = self.state.table::<history::Record>().get(&key(at)?).map_err(fault)?;
        let Some(entry) = found.filter(|entry| !entry.status.is_over()) else { return Ok(None) };
        let mut old = entry.doc.clone();
        let to = match old.status {
            History::RollbackInProgress => History::RollbackFailed,
            _ => History::Stopped,
        };
        let reason = "A newer deployment of the service has begun.".to_owned();
        old.advance(to, Some(reason), self.state.now());
        old.course = primary.course.clone().or(old.course.take());
        guards.push(entry.unchanged());
        put(entry.key.clone(), &old).map(Some).map_err(fault)
    }
}

/// Changes what needs no deployment.
fn change(record: &mut Record, input: &UpdateServiceRequest) -> Result<()> {
    if let Some(desired) = input.desired_count {
        record.desired = request::desired(desired)?;
        // Whoever scales by hand wins: nothing but another hand wakes what was scaled to nothing.
        record.asleep_since = None;
    }
    record.rolling = request::rolling(input.deployment_configuration.as_ref(), record.rolling)?;
    record.shifting = shifting(input.deployment_configuration.as_ref(), &record.shifting)?;
    if let Some(grace_s) = request::grace_s(input.health_check_grace_period_seconds)? {
        record.grace_s = Some(grace_s);
    }
    if input.propagate_tags.is_some() {
        record.propagate = request::propagate(input.propagate_tags.as_ref())?;
    }
    record.managed_tags = input.enable_ecs_managed_tags.unwrap_or(record.managed_tags);
    record.exec = input.enable_execute_command.unwrap_or(record.exec);
    if let Some(asked) = &input.availability_zone_rebalancing {
        record.rebalance = request::rebalance(asked)?;
    }
    Ok(())
}
