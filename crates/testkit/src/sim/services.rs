//! Services of a run: what the client asks of them, and what must hold of their tasks.

use std::collections::{BTreeMap, BTreeSet};

use ferrogate_api::ecs::operation as op;
use ferrogate_base::HostId;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ecs::service::{self, Record, Rollout, Status, events, history, revision};
use ferrogate_records::ecs::task::{self, Desired, StopCode};
use ferrogate_records::host;
use ferrogate_records::spec::Health;
use ferrogate_store::{Key, Kv};
use serde_json::{Value, json};

use super::client::Client;
use super::server::Answer;
use super::world::scope;

/// What services are called.
const NAMES: [&str; 3] = ["front", "back", "side"];
/// What their tasks run.
const FAMILIES: [&str; 3] = ["small", "logs", "medium"];
/// Tasks of one, at most.
const DESIRED_MAX: u64 = 5;
/// The least and the most of their tasks, in percent.
const PERCENTS: [(u32, u32); 4] = [(100, 200), (50, 150), (0, 100), (50, 100)];

/// How they bring a revision to users: in the steps that AWS has, and at once.
fn strategies() -> [Value; 5] {
    [
        json!({"strategy": "ROLLING"}),
        json!({"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 0}),
        json!({"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1}),
        json!({
            "strategy": "LINEAR", "bakeTimeInMinutes": 0,
            "linearConfiguration": {"stepPercent": 50, "stepBakeTimeInMinutes": 1},
        }),
        json!({
            "strategy": "CANARY", "bakeTimeInMinutes": 0,
            "canaryConfiguration": {"canaryPercent": 10, "canaryBakeTimeInMinutes": 1},
        }),
    ]
}

impl Client {
    /// Asks for this or that of a service.
    pub(super) async fn change_a_service(&self) {
        let (name, family, desired, percents, what) = {
            let mut dice = self.dice.lock();
            let name = dice.pick(&NAMES).copied().unwrap_or("front");
            let family = dice.pick(&FAMILIES).copied().unwrap_or("small");
            let desired = u32::try_from(dice.below(DESIRED_MAX + 1)).unwrap_or_default();
            let percents = dice.pick(&PERCENTS).copied().unwrap_or((100, 200));
            (name, family, desired, percents, dice.below(10))
        };
        let there = self.asked.lock().services.contains_key(name);
        match what {
            _ if !there => self.create_service(name, family, desired, percents).await,
            0 => self.delete_service(name).await,
            1..=4 => self.update_service(name, json!({"desiredCount": desired})).await,
            5..=6 => self.update_service(name, json!({"taskDefinition": family})).await,
            7 => {
                let strategy = self.strategy();
                let change = json!({"taskDefinition": family, "deploymentConfiguration": strategy});
                self.update_service(name, change).await;
            }
            8 => self.stop_a_deployment(name).await,
            _ => self.update_service(name, json!({"forceNewDeployment": true})).await,
        }
    }

    async fn create_service(
        &self,
        name: &'static str,
        family: &str,
        desired: u32,
        (least, most): (u32, u32),
    ) {
        let subnets: Vec<_> =
            DefaultNetwork::of(&scope()).subnets.into_iter().map(|one| one.id).collect();
        let token = format!("{:016x}", self.dice.lock().roll());
        let mut configuration = self.strategy();
        configuration["minimumHealthyPercent"] = least.into();
        configuration["maximumPercent"] = most.into();
        configuration["deploymentCircuitBreaker"] =
            json!({"enable": desired.is_multiple_of(2), "rollback": true});
        let input = json!({
            "serviceName": name, "taskDefinition": family, "desiredCount": desired,
            "launchType": "FARGATE", "clientToken": token,
            "networkConfiguration": {"awsvpcConfiguration": {"subnets": subnets}},
            "deploymentConfiguration": configuration,
        });
        // One of the same name may still be on its way to its end.
        if let Answer::Done(_) = self.call_until_answered(&op::CreateService, input).await {
            self.asked.lock().services.insert(name, desired);
        }
    }

    fn strategy(&self) -> Value {
        let strategies = strategies();
        self.dice.lock().pick(&strategies).cloned().unwrap_or_default()
    }

    /// Lets the newest deployment go back, if it has not ended meanwhile.
    async fn stop_a_deployment(&self, name: &'static str) {
        let answer = self.call_until_answered(&op::DescribeServices, json!({"services": [name]}));
        let Answer::Done(found) = answer.await else { return };
        let Some(arn) = found["services"][0]["currentServiceDeployment"].as_str() else { return };
        let stop = json!({"serviceDeploymentArn": arn, "stopType": "ROLLBACK"});
        drop(self.call_until_answered(&op::StopServiceDeployment, stop).await);
    }

    async fn update_service(&self, name: &'static str, mut input: Value) {
        input["service"] = name.into();
        let desired = input["desiredCount"].as_u64().and_then(|count| u32::try_from(count).ok());
        self.must(&op::UpdateService, input).await;
        if let Some(desired) = desired {
            self.asked.lock().services.insert(name, desired);
        }
    }

    async fn delete_service(&self, name: &'static str) {
        let input = json!({"service": name, "force": true});
        // Nothing is left of it when a call of which nobody heard has deleted it.
        match self.call_until_answered(&op::DeleteService, input).await {
            Answer::Refused(why) if !why.starts_with("ServiceNotFoundException") => {
                self.world.broken(format!("{name} is not deleted: {why}"));
            }
            _ => {}
        }
        self.asked.lock().services.remove(name);
    }

    /// Deletes all services.
    pub(crate) async fn delete_services(&self) {
        let names: Vec<_> = self.asked.lock().services.keys().copied().collect();
        for name in names {
            self.delete_service(name).await;
        }
    }
}

/// Whether a record is one that goes with a service.
pub(super) fn is_of_one(kv: &Kv) -> bool {
    let kind = kv.key.segments().next();
    matches!(kind, Some(service::KIND | events::KIND | history::KIND | revision::KIND))
}

/// The services that are stored, and what a commit does to their tasks.
#[derive(Default)]
pub(crate) struct Services {
    pub(crate) all: BTreeMap<Key, Record>,
    started: BTreeSet<Key>,
    stopped: BTreeSet<Key>,
}

impl Services {
    /// Notes that a task was written. Nobody knows how one is whose host is lost, so its stop
    /// takes nothing away.
    pub(crate) fn note(
        &mut self,
        old: Option<&task::Record>,
        new: Option<&task::Record>,
        hosts: &BTreeMap<HostId, host::Record>,
    ) {
        let lost = |task: &task::Record| {
            let host = task.binding.as_ref().and_then(|binding| hosts.get(&binding.host));
            host.is_some_and(|host| host.lost_at.is_some())
        };
        let Some(new) = new else { return };
        let Some(service) = key_of(new) else { return };
        match old {
            None => drop(self.started.insert(service)),
            Some(old) => {
                let by_it = new.stop.as_ref().map(|stop| stop.code)
                    == Some(StopCode::ServiceSchedulerInitiated);
                let stops = old.desired == Desired::Running && new.desired == Desired::Stopped;
                if stops && by_it && serves(old) && !lost(old) {
                    self.stopped.insert(service);
                }
            }
        }
    }

    /// What the commit whose tasks were noted breaks.
    pub(crate) fn broken(&mut self, tasks: &BTreeMap<Key, task::Record>) -> Vec<String> {
        let (started, stopped) =
            (std::mem::take(&mut self.started), std::mem::take(&mut self.stopped));
        let of = |key: &Key| {
            tasks.values().filter(|task| key_of(task).as_ref() == Some(key)).collect::<Vec<_>>()
        };
        let mut broken = vec![];
        for key in started {
            let Some(service) = self.all.get(&key) else {
                broken.push(format!("{key} is not there, and a task of it starts"));
                continue;
            };
            let alive = of(&key).iter().filter(|task| task.desired == Desired::Running).count();
            if alive > service.most() || service.status != Status::Active {
                broken.push(format!("{key} is {:?} and has {alive} tasks", service.status));
            }
        }
        for key in stopped {
            let active = self.all.get(&key).filter(|service| service.status == Status::Active);
            let Some(service) = active else { continue };
            let serving = of(&key).into_iter().filter(|task| serves(task)).count();
            if serving < service.rolling.least(service.desired) {
                broken.push(format!("{key} stops a task, and {serving} are left that serve"));
            }
        }
        broken
    }

    /// What is not yet as it must become.
    pub(crate) fn missing(
        &self,
        tasks: &[task::Record],
        asked: &BTreeMap<&'static str, u32>,
    ) -> Vec<String> {
        let mut missing = vec![];
        for (name, desired) in asked {
            let found = self.all.values().find(|service| service.name == *name);
            match found {
                Some(service) if service.desired == *desired => {
                    missing.extend(self.one(service, tasks));
                }
                other => missing.push(format!("{name} is to have {desired}, it is {other:?}")),
            }
        }
        let deleted = self.all.values().filter(|service| !asked.contains_key(&*service.name));
        let not_gone = deleted.filter(|service| service.status != Status::Inactive);
        missing.extend(not_gone.map(|service| format!("{} is not gone", service.name)));
        missing
    }

    fn one(&self, service: &Record, tasks: &[task::Record]) -> Option<String> {
        let primary = service.primary()?;
        // Nothing moves that may start no more.
        if primary.rollout == Rollout::Failed {
            return None;
        }
        let alive: Vec<_> = tasks
            .iter()
            .filter(|task| service.has(task) && task.cluster == service.cluster)
            .filter(|task| task.desired == Desired::Running)
            .collect();
        // A task that waits for room keeps those of other deployments.
        let waits = alive.iter().any(|task| task.binding.is_none());
        let own = |task: &&task::Record| {
            task.service.as_ref().is_some_and(|member| member.deployment == primary.number)
        };
        let (least, most) =
            (service.rolling.least(service.desired), service.rolling.most(service.desired));
        let right = alive.len() == service.desired as usize && alive.iter().all(own);
        let rolls = primary.course.is_none();
        let blocked = rolls && least == most && service.deployments.len() > 1;
        (!right && !waits && !blocked).then(|| {
            let own = alive.iter().filter(|task| own(task)).count();
            format!("{} has {} tasks, {own} of {primary:?}", service.name, alive.len())
        })
    }
}

/// Whether a task counts for the least that a service has, as far as its record says it.
fn serves(task: &task::Record) -> bool {
    let mut checked = task.containers.iter().filter(|c| c.essential);
    let runs = task.status == task::Status::Running && task.desired == Desired::Running;
    runs && checked.all(|c| c.health.is_none_or(|health| health == Health::Healthy))
}

fn key_of(task: &task::Record) -> Option<Key> {
    let member = task.service.as_ref()?;
    Key::new(service::key(&task.scope, &task.cluster, &member.service)).ok()
}
