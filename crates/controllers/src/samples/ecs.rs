//! `AWS/ECS` and `ECS/ContainerInsights` (CloudWatch's guides to both).

use std::collections::HashMap;

use ferrogate_base::TaskKey;
use ferrogate_link::usage::TaskUsage;
use ferrogate_metrics::rightsize::Resource;
use ferrogate_metrics::rightsize::metric::{CLUSTER, CONTAINER, NAMESPACE, SERVICE};
use ferrogate_records::ecs::task::Status;
use ferrogate_records::ecs::{cluster, service, task};

use super::batch::{Batch, Of};
use super::key_of;
use super::used::{Used, mib};

const FAMILY: &str = "TaskDefinitionFamily";

/// How much of what they may use the tasks of services use: one value of each task that runs, so
/// that least and greatest are those of tasks. Nothing while none runs.
pub(super) fn utilization(
    batch: &mut Batch,
    tasks: &[&task::Record],
    used: &HashMap<TaskKey, Used>,
) {
    for task in tasks {
        let Some(member) = &task.service else { continue };
        let Some(used) = running(task, used) else { continue };
        let of = Of {
            scope: &task.scope,
            namespace: "AWS/ECS",
            dimensions: &[(CLUSTER, &task.cluster), (SERVICE, &member.service)],
        };
        let (cpu, memory) = percent(task, used);
        batch.add(of, "CPUUtilization", "Percent", cpu);
        batch.add(of, "MemoryUtilization", "Percent", memory);
    }
}

/// What the tasks of services use, in units and MiB, each task's and each container's: what advice
/// about their size is made of. Memory counts from the first look on, before a task is RUNNING too:
/// many programs need most when they begin.
pub(super) fn absolute(
    batch: &mut Batch,
    tasks: &[&task::Record],
    seen: &[TaskUsage],
    used: &HashMap<TaskKey, Used>,
) {
    let seen: HashMap<&TaskKey, &TaskUsage> = seen.iter().map(|look| (&look.task, look)).collect();
    for task in tasks {
        let (Some(member), Some(key)) = (&task.service, key_of(task)) else { continue };
        let Some(look) = seen.get(&key).filter(|look| !look.containers.is_empty()) else {
            continue;
        };
        let whole = [(CLUSTER, &*task.cluster), (SERVICE, &*member.service)];
        let mut put = |container: Option<&str>, of: Resource, value: f64| {
            let container = container.map(|name| (CONTAINER, name));
            let dimensions: Vec<_> = whole.into_iter().chain(container).collect();
            let (namespace, dimensions) = (NAMESPACE, &*dimensions);
            let place = Of { scope: &task.scope, namespace, dimensions };
            batch.add(place, of.metric(), of.unit(), value);
        };
        put(None, Resource::Memory, look.containers.iter().map(mib).sum());
        let used = used.get(&key);
        if let Some(used) = used {
            put(None, Resource::Cpu, used.cpu_units);
        }
        for (at, container) in look.containers.iter().enumerate() {
            put(Some(&container.name), Resource::Memory, mib(container));
            if let Some(units) = used.and_then(|used| used.containers.get(at)) {
                put(Some(&container.name), Resource::Cpu, *units);
            }
        }
    }
}

fn running<'u>(task: &task::Record, used: &'u HashMap<TaskKey, Used>) -> Option<&'u Used> {
    if task.status != Status::Running {
        return None;
    }
    used.get(&key_of(task)?)
}

/// Percent of the task's own size: of its CPU units and of its memory.
fn percent(task: &task::Record, used: &Used) -> (f64, f64) {
    let of = |used: f64, size: u32| used * 100.0 / f64::from(size.max(1));
    (of(used.cpu_units, task.cpu_units), of(used.memory_mib, task.memory_mib))
}

/// A cluster that is looked into.
pub(super) struct Insights<'c> {
    cluster: &'c cluster::Record,
}

impl<'c> Insights<'c> {
    /// `None` for one that is not: its setting `containerInsights` says it.
    pub(super) fn of(cluster: &'c cluster::Record) -> Option<Self> {
        if cluster.status != cluster::Status::Active {
            return None;
        }
        let is = |(name, _): &&(String, String)| name == "containerInsights";
        (cluster.settings.iter().find(is)?.1 == "enabled").then_some(Self { cluster })
    }

    /// The values of one minute.
    pub(super) fn sample<'s>(
        &self,
        batch: &mut Batch,
        services: impl Iterator<Item = &'s service::Record>,
        tasks: &[&task::Record],
        used: &HashMap<TaskKey, Used>,
    ) {
        let tasks = tasks
            .iter()
            .filter(|task| task.cluster == self.cluster.name && task.scope == self.cluster.scope);
        let tasks: Vec<_> = tasks.copied().collect();
        let services = services.filter(|service| {
            service.cluster == self.cluster.name
                && service.scope == self.cluster.scope
                && service.status != service::Status::Inactive
        });
        let mut count = 0_u32;
        for service in services {
            count += 1;
            self.service(batch, service, &tasks);
        }
        let of = self.with(&[]);
        let run = tasks.iter().filter(|task| task.status == Status::Running).count();
        self.put(batch, &of, "TaskCount", "Count", run as f64);
        self.put(batch, &of, "ServiceCount", "Count", count.into());
        for task in tasks {
            if let Some(used) = running(task, used) {
                self.task(batch, task, used);
            }
        }
    }

    fn service(&self, batch: &mut Batch, service: &service::Record, tasks: &[&task::Record]) {
        let of = self.with(&[(SERVICE, &service.name)]);
        let count = |is: fn(Status) -> bool| {
            tasks.iter().filter(|task| service.has(task) && is(task.status)).count() as f64
        };
        let running = count(|status| status == Status::Running);
        let pending = count(|status| {
            matches!(status, Status::Provisioning | Status::Pending | Status::Activating)
        });
        self.put(batch, &of, "DesiredTaskCount", "Count", service.desired.into());
        self.put(batch, &of, "RunningTaskCount", "Count", running);
        self.put(batch, &of, "PendingTaskCount", "Count", pending);
        self.put(batch, &of, "DeploymentCount", "Count", service.deployments.len() as f64);
    }

    fn task(&self, batch: &mut Batch, task: &task::Record, used: &Used) {
        let service = task.service.as_ref().map(|member| member.service.as_str());
        let mut sets = vec![self.with(&[]), self.with(&[(FAMILY, &task.family)])];
        sets.extend(service.map(|service| self.with(&[(SERVICE, service)])));
        for of in &sets {
            let mut put = |name: &str, unit, value| self.put(batch, of, name, unit, value);
            put("CpuUtilized", "None", used.cpu_units);
            put("CpuReserved", "None", task.cpu_units.into());
            put("MemoryUtilized", "Megabytes", used.memory_mib);
            put("MemoryReserved", "Megabytes", task.memory_mib.into());
            if let Some((received, sent)) = used.network {
                put("NetworkRxBytes", "Bytes/Second", received);
                put("NetworkTxBytes", "Bytes/Second", sent);
            }
            put("StorageReadBytes", "Bytes", used.storage.0);
            put("StorageWriteBytes", "Bytes", used.storage.1);
        }
    }

    fn with<'d>(&'d self, more: &[(&'static str, &'d str)]) -> Vec<(&'static str, &'d str)> {
        let mut all = vec![(CLUSTER, self.cluster.name.as_str())];
        all.extend_from_slice(more);
        all
    }

    fn put(
        &self,
        batch: &mut Batch,
        dimensions: &[(&'static str, &str)],
        name: &str,
        unit: &'static str,
        value: f64,
    ) {
        let namespace = "ECS/ContainerInsights";
        batch.add(Of { scope: &self.cluster.scope, namespace, dimensions }, name, unit, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::testing::bound_task;
    use ferrogate_base::TimestampMs;
    use ferrogate_link::usage::ContainerUsage;
    use ferrogate_metrics::Bucket;
    use ferrogate_records::ecs::service::Member;

    fn task(service: &str, status: Status, cpu: u32) -> task::Record {
        let member = Some(Member::new(service, "1"));
        task::Record { service: member, status, cpu_units: cpu, ..bound_task() }
    }

    fn used(cpu_units: f64) -> Used {
        Used {
            cpu_units,
            memory_mib: 128.0,
            network: Some((1.0, 2.0)),
            storage: (3.0, 4.0),
            containers: vec![cpu_units],
        }
    }

    /// Values by service and name.
    fn values(batch: Batch) -> Vec<(String, String, Bucket)> {
        let mut all: Vec<_> = batch
            .data()
            .into_iter()
            .map(|datum| {
                let dimensions = datum.metric.dimensions.iter().map(|(_, value)| value.as_str());
                let of = dimensions.collect::<Vec<_>>().join(" ");
                (of, datum.metric.name, datum.values)
            })
            .collect();
        all.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        all
    }

    #[test]
    fn the_least_and_the_greatest_are_those_of_tasks_and_who_does_not_run_has_none() {
        let tasks = [
            task("web", Status::Running, 256),
            task("web", Status::Running, 512),
            task("web", Status::Stopping, 256),
            task("new", Status::Pending, 256),
        ];
        let tasks: Vec<&task::Record> = tasks.iter().collect();
        let each = [64.0, 512.0, 256.0, 256.0];
        let all: HashMap<_, _> =
            tasks.iter().zip(each).map(|(task, cpu)| (key_of(task).unwrap(), used(cpu))).collect();
        let mut batch = Batch::new(TimestampMs(0));
        utilization(&mut batch, &tasks, &all);
        let found = values(batch);
        let names: Vec<_> = found.iter().map(|(of, name, _)| format!("{of} {name}")).collect();
        assert_eq!(names, ["default web CPUUtilization", "default web MemoryUtilization"]);
        let cpu = &found[0].2;
        assert_eq!((cpu.count, cpu.min, cpu.max, cpu.sum), (2.0, 25.0, 100.0, 125.0));
        assert_eq!((found[1].2.min, found[1].2.max), (25.0, 25.0));
    }

    #[test]
    fn what_is_used_is_kept_of_tasks_and_containers_and_memory_from_the_first_look_on() {
        let tasks = [task("web", Status::Running, 256), task("web", Status::Activating, 512)];
        let tasks: Vec<&task::Record> = tasks.iter().collect();
        let container = |name: &str, mib: u64| ContainerUsage {
            name: name.into(),
            cpu_ns: 0,
            memory_bytes: mib << 20,
            read_bytes: 0,
            written_bytes: 0,
        };
        let look = |task: &task::Record, containers| TaskUsage {
            task: key_of(task).unwrap(),
            at: TimestampMs(0),
            containers,
            network: None,
        };
        let seen = [
            look(tasks[0], vec![container("a", 100), container("b", 20)]),
            look(tasks[1], vec![container("a", 300)]),
        ];
        let both = Used { containers: vec![48.0, 16.0], ..used(64.0) };
        let all = [(key_of(tasks[0]).unwrap(), both)].into();
        let mut batch = Batch::new(TimestampMs(0));
        absolute(&mut batch, &tasks, &seen, &all);
        let found = values(batch);
        let found: Vec<_> = found
            .iter()
            .map(|(of, name, all)| (format!("{of} {name}"), all.count, all.max))
            .collect();
        let is = |name: &str, count, most| (format!("default {name}"), count, most);
        // Dimensions stand by their names.
        assert_eq!(
            found,
            [
                is("a web CpuUsed", 1.0, 48.0),
                is("a web MemoryUsed", 2.0, 300.0),
                is("b web CpuUsed", 1.0, 16.0),
                is("b web MemoryUsed", 1.0, 20.0),
                is("web CpuUsed", 1.0, 64.0),
                is("web MemoryUsed", 2.0, 300.0),
            ]
        );
    }

    #[test]
    fn a_cluster_is_looked_into_when_its_setting_says_so() {
        let cluster = |value: Option<&str>| cluster::Record {
            scope: crate::ecs::testing::scope(),
            name: "default".into(),
            status: cluster::Status::Active,
            created_at: TimestampMs(0),
            tags: vec![],
            settings: value
                .map(|value| ("containerInsights".into(), value.into()))
                .into_iter()
                .collect(),
            capacity_providers: vec![],
            exec_logging: None,
            exec_kms_key: None,
            default_strategy: vec![],
        };
        assert!(Insights::of(&cluster(None)).is_none());
        assert!(Insights::of(&cluster(Some("disabled"))).is_none());
        let on = cluster(Some("enabled"));
        let gone = cluster::Record { status: cluster::Status::Inactive, ..on.clone() };
        assert!(Insights::of(&gone).is_none());
        let tasks = [task("web", Status::Running, 256), task("web", Status::Pending, 256)];
        let mut other = task("web", Status::Running, 256);
        other.cluster = "other".into();
        let tasks: Vec<_> = tasks.iter().chain([&other]).collect();
        let all: HashMap<_, _> =
            tasks.iter().map(|task| (key_of(task).unwrap(), used(64.0))).collect();
        let mut batch = Batch::new(TimestampMs(0));
        Insights::of(&on).unwrap().sample(&mut batch, std::iter::empty(), &tasks, &all);
        let found = values(batch);
        let of = |of: &str, name: &str| {
            let is = |one: &&(String, String, Bucket)| one.0 == of && one.1 == name;
            found.iter().find(is).map(|one| (one.2.count, one.2.sum))
        };
        assert_eq!(of("default", "TaskCount"), Some((1.0, 1.0)));
        assert_eq!(of("default", "ServiceCount"), Some((1.0, 0.0)));
        for dimensions in ["default", "default web"] {
            assert_eq!(of(dimensions, "CpuUtilized"), Some((1.0, 64.0)));
            assert_eq!(of(dimensions, "MemoryReserved"), Some((1.0, 512.0)));
            assert_eq!(of(dimensions, "NetworkTxBytes"), Some((1.0, 2.0)));
        }
    }
}
