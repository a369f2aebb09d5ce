//! CreateService.

use ferrogate_api::ecs::{CreateServiceRequest, CreateServiceResponse};
use ferrogate_api::{Cx, json};
use ferrogate_records::ecs::cluster;
use ferrogate_records::ecs::service::{Record, Rolling, Shifting, Status, events};
use ferrogate_records::op;
use ferrogate_state::{Entry, Row, create, put};
use ferrogate_store::{Guard, Key};
use sha2::{Digest, Sha256};

use super::super::run::request::launching;
use super::super::{Ecs, Result, fault, key, names, scope, tag};
use super::revise::Wanted;
use super::shifting::shifting;
use super::zero::check_zero;
use super::{balancers, invalid, request};
use crate::network::ensure_default;

/// The longest client token (API reference).
const TOKEN_MAX: usize = 36;

impl Ecs {
    pub(in crate::ecs) async fn create_service(
        &self,
        cx: &Cx,
        mut input: CreateServiceRequest,
    ) -> Result<CreateServiceResponse> {
        let token = input.client_token.take().filter(|token| !token.is_empty());
        if token.as_ref().is_some_and(|token| token.len() > TOKEN_MAX) {
            return Err(invalid("clientToken can have at most 36 characters."));
        }
        let request = hex::encode(Sha256::digest(json::to_string(&input)));
        loop {
            let cluster = self.cluster(cx, input.cluster.as_deref())?;
            if let Some(token) = &token
                && let Some(name) = self.made(cx, token, &request).await?
            {
                let service = self.find_service(&cluster, &name)?;
                return Ok(CreateServiceResponse { service: Some(self.shown(&service, true)?) });
            }
            ensure_default(&self.state, &cluster.scope).await.map_err(fault)?;
            let mut record = self.asked_service(cx, &input, &cluster)?;
            let at = key(record.key())?;
            let before = self.state.read::<Record>(&at).await.map_err(fault)?;
            let mut guards = vec![cluster.unchanged(), free(&at, before.as_ref())?];
            let asked = input.load_balancers.as_deref().unwrap_or_default();
            let balanced = self.balanced(cx, &record, asked)?;
            balancers::check_shifts(&record, &balanced.of)?;
            self.check_hooks(cx, &record, &record.shifting)?;
            check_zero(&record.tags, !balanced.of.is_empty())?;
            let definition = input.task_definition.as_deref().unwrap_or_default();
            let wanted = Wanted {
                definition,
                network: input.network_configuration.as_ref(),
                before: None,
                platform_version: platform(input.platform_version.as_deref()),
                launch: launching(
                    input.launch_type.as_ref(),
                    input.capacity_provider_strategy.as_ref(),
                    &cluster,
                )?,
                balancers: &balanced.of,
            };
            balanced.guard(&mut guards);
            let begun = self.begin(cx, &cluster, &mut record, &wanted)?;
            let mut ops = begun.ops()?;
            // Who deletes the cluster meanwhile has seen it without the service.
            ops.push(put(cluster.key.clone(), &cluster.doc).map_err(fault)?);
            let told = key(events::key(&record.scope, &record.cluster, &record.name))?;
            ops.push(create(told, &events::Record::default()).map_err(fault)?);
            ops.push(create(at, &record).map_err(fault)?);
            if let Some(token) = &token {
                let at = token_key(cx, token)?;
                let name = record.name.clone().into();
                let done =
                    op::Record { request: request.clone(), reply: name, at: self.state.now() };
                guards.push(Guard::Absent(at.clone()));
                ops.push(create(at, &done).map_err(fault)?);
            }
            if self.try_write(&guards, &ops).await? {
                return Ok(CreateServiceResponse { service: Some(self.shown(&record, true)?) });
            }
        }
    }

    /// The name of the service that the same request has made, if it did.
    async fn made(&self, cx: &Cx, token: &str, request: &str) -> Result<Option<String>> {
        let row: Option<Row<op::Record>> =
            self.state.read(&token_key(cx, token)?).await.map_err(fault)?;
        let Some(row) = row else { return Ok(None) };
        if row.record.request != request {
            let text = "The client token was used before with other parameters.";
            return Err(invalid(text));
        }
        Ok(row.record.reply.as_str().map(str::to_owned))
    }

    /// The service that is asked for, without a deployment.
    fn asked_service(
        &self,
        cx: &Cx,
        input: &CreateServiceRequest,
        cluster: &Entry<cluster::Record>,
    ) -> Result<Record> {
        if !names::is_plain(&input.service_name) {
            return Err(invalid(
                "Invalid service name: up to 255 letters, numbers, underscores and hyphens are \
                 allowed.",
            ));
        }
        if input.task_definition.as_ref().is_none_or(String::is_empty) {
            return Err(invalid("TaskDefinition can not be blank."));
        }
        request::check_create(input)?;
        let Some(desired) = input.desired_count else {
            return Err(invalid("DesiredCount can not be null."));
        };
        let rebalance = input.availability_zone_rebalancing.as_ref();
        Ok(Record {
            scope: scope(cx),
            cluster: cluster.name.clone(),
            name: input.service_name.clone(),
            status: Status::Active,
            created_at: self.state.now(),
            created_by: cx.caller.arn.clone(),
            inactive_at: None,
            desired: request::desired(desired)?,
            asleep_since: None,
            rolling: request::rolling(input.deployment_configuration.as_ref(), Rolling::DEFAULT)?,
            shifting: shifting(input.deployment_configuration.as_ref(), &Shifting::default())?,
            grace_s: request::grace_s(input.health_check_grace_period_seconds)?,
            propagate: request::propagate(input.propagate_tags.as_ref())?,
            managed_tags: input.enable_ecs_managed_tags == Some(true),
            exec: input.enable_execute_command == Some(true),
            rebalance: rebalance.map(request::rebalance).transpose()?.unwrap_or(true),
            tags: tag::accepted(input.tags.clone())?,
            deployments: vec![],
            completed: None,
            steady: false,
            rebalancing: false,
            lack: None,
            turn: 0,
        })
    }
}

/// Holds as long as there is no service of that name, or one that is gone.
fn free(at: &Key, before: Option<&Row<Record>>) -> Result<Guard> {
    match before.map(|row| (row, row.record.status)) {
        None => Ok(Guard::Absent(at.clone())),
        Some((row, Status::Inactive)) => Ok(row.unchanged()),
        Some((_, Status::Draining)) => {
            Err(invalid("Unable to Start a service that is still Draining."))
        }
        Some((_, Status::Active)) => Err(invalid("Creation of service was not idempotent.")),
    }
}

pub(super) fn platform(asked: Option<&str>) -> &str {
    asked.filter(|version| !version.is_empty()).unwrap_or("LATEST")
}

fn token_key(cx: &Cx, token: &str) -> Result<Key> {
    key(op::key(&scope(cx), "ecs:CreateService", token))
}
