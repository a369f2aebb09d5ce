//! What a request for tasks becomes: their records, and how each is placed and paid for. Pure;
//! RunTask calls it, and so does whatever else starts tasks.

use std::collections::BTreeMap;

use ferrogate_base::{TaskId, TimestampMs};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::ecs::cluster::StrategyItem;
use crate::ecs::service::Member;
use crate::ecs::task::{
    Container, ContainerStatus, Desired, Launch, Network, Publish, Record, Status, Times,
};
use crate::spec::{self, Health, Spec};
use crate::{Scope, Tag};

/// What tasks have in common that are asked for together, beside what runs.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where they are.
    pub scope: Scope,
    /// The name of their cluster.
    pub cluster: String,
    /// The family that they are run from.
    pub family: String,
    /// The revision of the family.
    pub revision: u32,
    /// What the request replaced, as the API's own JSON.
    pub overrides: Value,
    /// `family:NAME`, `service:NAME`, or the request's own text.
    pub group: String,
    /// Who starts them, by the request's own text.
    pub started_by: Option<String>,
    /// `X86_64` or `ARM64`.
    pub architecture: String,
    /// The tags of each.
    pub tags: Vec<Tag>,
    /// Where they may be placed in the network. Never without a subnet.
    pub network: Network,
    /// Ports that people reach on an address of the host.
    pub publish: Vec<Publish>,
    /// The tag under which is kept what a task's container wrote.
    pub commit: Option<String>,
    /// The service that they are of, if they are of one.
    pub service: Option<Member>,
    /// Whether people may run programs within their containers.
    pub exec: bool,
    /// When they are asked for.
    pub at: TimestampMs,
}

/// The records of tasks that run `spec`: one for each of `launches`, with the ids that are
/// given, of which there are as many. The spec lies under the first task's id.
///
/// Each is in one of the subnets from now on, one after the other: which is the first follows
/// from the first task's id, so that the tasks of many requests are spread over all.
#[must_use]
pub fn plan(spec: &Spec, place: &Place, launches: Vec<Launch>, ids: Vec<TaskId>) -> Vec<Record> {
    let Some(first) = ids.first().cloned() else { return vec![] };
    let Network { subnets, zones, .. } = &place.network;
    let skip = usize::from(Sha256::digest(first.as_str())[0]) % subnets.len().max(1);
    let subnets = subnets.iter().enumerate().cycle().skip(skip);
    let each = launches.into_iter().zip(ids).zip(subnets);
    each.map(|((launch, id), (at, subnet))| Record {
        scope: place.scope.clone(),
        cluster: place.cluster.clone(),
        family: place.family.clone(),
        revision: place.revision,
        overrides: place.overrides.clone(),
        spec: Some(first.clone()),
        group: place.group.clone(),
        started_by: place.started_by.clone(),
        launch,
        cpu_units: spec.limits.cpu_units,
        memory_mib: spec.limits.memory_mib,
        storage_gib: spec.storage_gib,
        architecture: place.architecture.clone(),
        tags: place.tags.clone(),
        network: Network {
            subnets: vec![subnet.clone()],
            zones: zones.get(at).cloned().into_iter().collect(),
            ..place.network.clone()
        },
        publish: place.publish.clone(),
        commit: place.commit.clone(),
        service: place.service.clone(),
        exec: place.exec,
        status: Status::Provisioning,
        desired: Desired::Running,
        binding: None,
        pending_reason: None,
        containers: spec.containers.iter().map(|c| container(&id, c)).collect(),
        stop: None,
        at: Times { created: place.at, ..Times::default() },
        version: 1,
        generation: 1,
        id,
    })
    .collect()
}

fn container(task: &TaskId, spec: &spec::Container) -> Container {
    Container {
        id: container_id(task, &spec.name),
        name: spec.name.clone(),
        image: spec.image.clone(),
        image_digest: None,
        cpu: spec.cpu_units,
        memory: spec.memory_mib,
        memory_reservation: spec.memory_reservation_mib,
        essential: spec.essential,
        runtime_id: None,
        status: ContainerStatus::Pending,
        exit_code: None,
        reason: None,
        restarts: 0,
        health: spec.health_check.as_ref().map(|_| Health::Unknown),
    }
}

/// The id of a container, as a UUID: it follows from the task's id, so that whoever plans the
/// same task again gives it the same.
fn container_id(task: &TaskId, name: &str) -> String {
    let digest = hex::encode(Sha256::digest(format!("{task}/{name}")));
    let part = |from, to| &digest[from..to];
    format!("{}-{}-4{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

/// How each of `count` tasks is placed and paid for by a capacity provider strategy: the bases
/// first, then by weight. `None` when it comes to tasks that no weight is for.
#[must_use]
pub fn by_strategy(items: &[StrategyItem], count: usize) -> Option<Vec<Launch>> {
    by_strategy_beside(items, [], count)
}

/// The same, beside tasks that are there already.
#[must_use]
pub fn by_strategy_beside<'l>(
    items: &[StrategyItem],
    there: impl IntoIterator<Item = &'l Launch>,
    count: usize,
) -> Option<Vec<Launch>> {
    let mut given = vec![0i32; items.len()];
    for launch in there {
        let Launch::Provider(of) = launch else { continue };
        if let Some(at) = items.iter().position(|item| item.provider == of.provider) {
            given[at] += 1;
        }
    }
    let mut launches = Vec::with_capacity(count);
    for _ in 0..count {
        let base = items.iter().zip(&given).position(|(item, given)| *given < item.base);
        // The provider that is furthest behind its share gets the next one.
        let by_weight = || {
            let share =
                |at: &usize| f64::from(given[*at] - items[*at].base) / f64::from(items[*at].weight);
            (0..items.len())
                .filter(|at| items[*at].weight > 0)
                .min_by(|a, b| share(a).total_cmp(&share(b)))
        };
        let at = base.or_else(by_weight)?;
        given[at] += 1;
        launches.push(Launch::Provider(items[at].clone()));
    }
    Some(launches)
}

/// Moves a task that is started next into the zone of its service's `network` that has fewest,
/// and counts it there. One without zones stays where it is.
pub fn spread(of: &mut Network, network: &Network, zones: &mut BTreeMap<String, usize>) {
    let tasks = |zone: &String| zones.get(zone).copied().unwrap_or(0);
    let own = of.zones.first().cloned();
    // Of zones with as many, the one that it has already.
    let rank = |(_, zone): &(usize, &String)| (tasks(zone), own.as_ref() != Some(*zone));
    let Some((at, zone)) = network.zones.iter().enumerate().min_by_key(rank) else { return };
    let (zone, subnet) = (zone.clone(), network.subnets.get(at).cloned());
    if own.as_ref() != Some(&zone) {
        of.subnets = subnet.into_iter().collect();
        of.zones = vec![zone.clone()];
    }
    *zones.entry(zone).or_default() += 1;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Container, Limits};
    use serde_json::json;

    fn shares(items: &[(&str, i32, i32)], count: usize) -> Option<Vec<usize>> {
        let items: Vec<_> = items
            .iter()
            .map(|(name, weight, base)| StrategyItem {
                provider: (*name).into(),
                weight: *weight,
                base: *base,
            })
            .collect();
        let launches = by_strategy(&items, count)?;
        let of = |item: &StrategyItem| {
            launches.iter().filter(|launch| **launch == Launch::Provider(item.clone())).count()
        };
        Some(items.iter().map(of).collect())
    }

    #[test]
    fn a_strategy_gives_the_base_first_and_then_by_weight() {
        let (one, two) = ("FARGATE", "FARGATE_SPOT");
        assert_eq!(shares(&[(one, 1, 2), (two, 3, 0)], 10), Some(vec![4, 6]));
        assert_eq!(shares(&[(one, 1, 0), (two, 1, 0)], 10), Some(vec![5, 5]));
        assert_eq!(shares(&[(one, 0, 0), (two, 1, 0)], 3), Some(vec![0, 3]));
        assert_eq!(shares(&[(one, 0, 2)], 2), Some(vec![2]));
        assert_eq!(shares(&[(one, 0, 2)], 3), None);
    }

    fn place(subnets: &[&str]) -> Place {
        Place {
            scope: Scope::new("000000000000".parse().unwrap(), "r"),
            cluster: "c".into(),
            family: "web".into(),
            revision: 3,
            overrides: json!({}),
            group: "family:web".into(),
            started_by: None,
            architecture: "X86_64".into(),
            tags: vec![],
            network: Network {
                subnets: subnets.iter().map(|&subnet| subnet.into()).collect(),
                security_groups: vec!["sg".into()],
                zones: vec![],
                public_address: false,
            },
            publish: vec![],
            commit: None,
            service: None,
            exec: false,
            at: TimestampMs(7),
        }
    }

    fn planned(count: u128) -> Vec<Record> {
        let spec = Spec {
            limits: Limits { cpu_units: 256, memory_mib: 512, pids_max: 9 },
            storage_gib: 21,
            pid_shared: false,
            fault_injection: false,
            task_role: None,
            execution_role: None,
            containers: vec![Container::plain("one", "i"), Container::plain("two", "i")],
        };
        let ids: Vec<_> = (1..=count).map(|n| format!("{n:032x}").parse().unwrap()).collect();
        plan(&spec, &place(&["a", "b", "c"]), vec![Launch::Fargate; ids.len()], ids)
    }

    #[test]
    fn tasks_of_one_request_share_a_spec_and_are_spread_over_the_subnets() {
        let tasks = planned(7);
        assert_eq!(tasks.len(), 7);
        for pair in tasks.windows(2) {
            assert_eq!(pair[0].spec, Some(tasks[0].id.clone()));
            assert_ne!(pair[0].network.subnets, pair[1].network.subnets);
            assert_eq!(pair[0].network.security_groups, ["sg"]);
        }
        let first = &tasks[0];
        assert_eq!((first.cpu_units, first.memory_mib, first.storage_gib), (256, 512, 21));
        assert_eq!((first.version, first.generation, first.at.created), (1, 1, TimestampMs(7)));
        assert!(planned(0).is_empty());
    }

    #[test]
    fn what_is_planned_again_is_the_same_and_no_two_containers_have_one_id() {
        assert_eq!(planned(3), planned(3));
        let tasks = planned(3);
        let ids: std::collections::BTreeSet<_> =
            tasks.iter().flat_map(|task| &task.containers).map(|c| &c.id).collect();
        assert_eq!(ids.len(), 6);
        assert!(ids.iter().all(|id| id.len() == 36 && id.split('-').count() == 5), "{ids:?}");
    }
}
