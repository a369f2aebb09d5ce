//! What tasks used, as it is paid for.
//!
//! As long as a task has its record, that says all. When the record goes, what the task used is
//! added, in the same transaction, to the row of its day and kind: so every second is counted
//! once, whoever dies when, and the ledger grows with the kinds of tasks and not with their
//! number.
//!
//! Fargate bills by the second, a minute at least, from the moment the image is pulled until the
//! task has ended, what was asked for and not what was used (AWS Fargate pricing).

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::task::{self, Launch};
use crate::kind::kind;
use crate::{Index, Scope, Tag, spec};

/// The kind of these records in the store.
pub const KIND: &str = "usage";

kind!(Record as KIND, by OnDay);

/// What is billed at least.
const BILLED_MS_MIN: u64 = 60_000;
const SECOND_MS: u64 = 1000;
/// So many containers stand in a row at most; a task has ten, and names change with definitions.
const KILLED_MAX: usize = 32;
/// How the reason of a container begins that was killed for its memory (ECS).
const OUT_OF_MEMORY: &str = "OutOfMemoryError";
const DAY_MS: u64 = 24 * 3600 * SECOND_MS;
/// The provider whose tasks are cheaper because they may be interrupted.
const SPOT: &str = "FARGATE_SPOT";

/// What the tasks of one kind used on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where they ran.
    pub scope: Scope,
    /// The day, in UTC, by the number of days since 1970-01-01.
    pub day: u32,
    /// What they have in common.
    pub of: Of,
    /// What they used.
    pub used: Used,
    /// Their containers that were killed because they used too much memory.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub killed: Vec<Killed>,
}

/// Containers that were killed because they used too much memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Killed {
    /// The container whose own limit it was; `None` where it was the task's.
    pub container: Option<String>,
    /// The greatest limit at which one was killed, in MiB.
    pub limit_mib: u32,
    /// How many.
    pub count: u32,
}

/// What tasks have in common that stand in one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Of {
    /// The cluster's name.
    pub cluster: String,
    /// The family of their definition.
    pub family: String,
    /// The service that they belong to, if any.
    pub service: Option<String>,
    /// Whether they ran on Fargate Spot.
    pub spot: bool,
    /// `X86_64` or `ARM64`.
    pub architecture: String,
    /// Their tags, by key.
    pub tags: Vec<Tag>,
}

/// Sizes times milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// Tasks whose use began on that day.
    pub tasks: u64,
    /// CPU units (1,024 are one vCPU) times milliseconds.
    pub cpu_unit_ms: u64,
    /// MiB of memory times milliseconds.
    pub memory_mib_ms: u64,
    /// GiB of disk beyond the 20 that every task has for nothing, times milliseconds.
    pub storage_gib_ms: u64,
}

impl Used {
    /// Adds what others used.
    pub fn add(&mut self, more: &Self) {
        self.tasks = self.tasks.saturating_add(more.tasks);
        self.cpu_unit_ms = self.cpu_unit_ms.saturating_add(more.cpu_unit_ms);
        self.memory_mib_ms = self.memory_mib_ms.saturating_add(more.memory_mib_ms);
        self.storage_gib_ms = self.storage_gib_ms.saturating_add(more.storage_gib_ms);
    }
}

impl Record {
    /// Adds what others of its day and kind used.
    pub fn add(&mut self, more: &Self) {
        self.used.add(&more.used);
        for new in &more.killed {
            let room = self.killed.len() < KILLED_MAX;
            match self.killed.iter_mut().find(|old| old.container == new.container) {
                Some(old) => {
                    old.limit_mib = old.limit_mib.max(new.limit_mib);
                    old.count = old.count.saturating_add(new.count);
                }
                None if room => self.killed.push(new.clone()),
                None => {}
            }
        }
    }

    /// Its key: two rows with one key are of the same day and kind.
    #[must_use]
    pub fn key(&self) -> String {
        let of = serde_json::to_vec(&self.of).unwrap_or_default();
        let kind = hex::encode(&Sha256::digest(of)[..16]);
        self.scope.key(KIND, &[&format!("{:06}", self.day), &kind])
    }
}

/// The rows of an account on a day.
pub enum OnDay {}

impl Index for OnDay {
    type Of = Record;
    type Value = (AccountId, u32);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.scope.account.clone(), record.day))
    }

    fn place((account, _): &Self::Value) -> String {
        format!("/{KIND}/{account}/")
    }
}

/// What a task has used until `now`: a row for each day, none before its images were pulled.
#[must_use]
pub fn of(task: &task::Record, now: TimestampMs) -> Vec<Record> {
    let Some(begin) = task.at.pull_started else { return Vec::new() };
    let end = task.at.stopped.unwrap_or(now);
    let billed = end.since_ms(begin).div_ceil(SECOND_MS) * SECOND_MS;
    let end = begin.0.saturating_add(billed.max(BILLED_MS_MIN));
    let mut tags = task.tags.clone();
    tags.sort_by(|a, b| a.key.cmp(&b.key));
    let of = Of {
        cluster: task.cluster.clone(),
        family: task.family.clone(),
        service: task.group.strip_prefix("service:").map(str::to_owned),
        spot: matches!(&task.launch, Launch::Provider(item) if item.provider == SPOT),
        architecture: task.architecture.clone(),
        tags,
    };
    let mut rows = Vec::new();
    let mut at = begin.0;
    while at < end {
        let day = at / DAY_MS;
        let until = end.min((day + 1) * DAY_MS);
        let times = |size: u32| u64::from(size).saturating_mul(until - at);
        rows.push(Record {
            scope: task.scope.clone(),
            day: u32::try_from(day).unwrap_or(u32::MAX),
            of: of.clone(),
            used: Used {
                tasks: u64::from(at == begin.0),
                cpu_unit_ms: times(task.cpu_units),
                memory_mib_ms: times(task.memory_mib),
                storage_gib_ms: times(task.storage_gib.saturating_sub(spec::STORAGE_GIB)),
            },
            killed: Vec::new(),
        });
        at = until;
    }
    if let Some(last) = rows.last_mut() {
        last.killed = killed(task);
    }
    rows
}

/// Which of a task's containers ended because they used too much memory. One that was run again
/// since has another reason by now.
fn killed(task: &task::Record) -> Vec<Killed> {
    let mut all: Vec<Killed> = Vec::new();
    for container in &task.containers {
        if !container.reason.as_deref().is_some_and(|reason| reason.starts_with(OUT_OF_MEMORY)) {
            continue;
        }
        let own = container.memory.filter(|limit| *limit < task.memory_mib);
        let name = own.map(|_| container.name.clone());
        match all.iter_mut().find(|one| one.container == name) {
            Some(one) => one.count += 1,
            None => {
                let limit_mib = own.unwrap_or(task.memory_mib);
                all.push(Killed { container: name, limit_mib, count: 1 });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(pull_started: Option<u64>, stopped: Option<u64>) -> task::Record {
        let record = serde_json::json!({
            "id": format!("{:032x}", 7),
            "scope": {"account": "111122223333", "region": "eu-central-1"},
            "cluster": "default", "family": "web", "revision": 1, "overrides": {},
            "group": "family:web", "started_by": null,
            "launch": {"provider": {"provider": "FARGATE_SPOT", "weight": 1, "base": 0}},
            "cpu_units": 256, "memory_mib": 512, "storage_gib": 30,
            "architecture": "X86_64", "tags": [{"key": "b", "value": ""}, {"key": "a", "value": ""}],
            "network": {"subnets": [], "security_groups": []}, "publish": [],
            "status": "PROVISIONING", "desired": "RUNNING", "binding": null, "containers": [],
            "stop": null,
            "at": {
                "created": 1, "connectivity": null, "pull_started": pull_started,
                "pull_stopped": null, "started": null, "stopping": null,
                "execution_stopped": null, "stopped": stopped,
            },
            "version": 1,
        });
        serde_json::from_value(record).unwrap()
    }

    fn used(pull_started: Option<u64>, stopped: Option<u64>, now: u64) -> Vec<(u32, u64, u64)> {
        let rows = of(&task(pull_started, stopped), TimestampMs(now));
        rows.iter().map(|row| (row.day, row.used.tasks, row.used.cpu_unit_ms / 256)).collect()
    }

    #[test]
    fn seconds_are_counted_from_the_pull_and_a_minute_at_least() {
        assert_eq!(used(None, Some(90_000), 99_000), []);
        assert_eq!(used(Some(1000), Some(1001), 99_000), [(0, 1, 60_000)]);
        assert_eq!(used(Some(1000), Some(61_001), 99_000), [(0, 1, 61_000)]);
        assert_eq!(used(Some(1000), None, 92_500), [(0, 1, 92_000)], "as of now");
        assert_eq!(used(Some(5000), Some(1000), 0), [(0, 1, 60_000)], "a clock that was set back");
    }

    #[test]
    fn a_container_that_was_killed_for_its_memory_stands_in_the_row_of_its_last_day() {
        let container = |name: &str, memory: Option<u32>, reason: Option<&str>| {
            let text = serde_json::json!({
                "name": name, "id": "", "image": "i", "image_digest": null, "cpu": 0,
                "memory": memory, "memory_reservation": null, "essential": true,
                "runtime_id": null, "status": "STOPPED", "exit_code": 137, "reason": reason,
            });
            serde_json::from_value(text).unwrap()
        };
        let killed = Some("OutOfMemoryError: Container killed due to memory usage");
        let mut task = task(Some(DAY_MS - 30_000), Some(DAY_MS + 30_000));
        task.containers = vec![
            container("a", Some(128), killed),
            container("b", None, killed),
            container("c", Some(512), killed),
            container("d", None, Some("Error")),
            container("e", None, None),
        ];
        let rows = of(&task, TimestampMs(0));
        assert_eq!(rows[0].killed, []);
        let one = |container: Option<&str>, limit_mib, count| Killed {
            container: container.map(str::to_owned),
            limit_mib,
            count,
        };
        // A limit that is the task's own size is the task's.
        assert_eq!(rows[1].killed, [one(Some("a"), 128, 1), one(None, 512, 2)]);
        let mut sum = rows[1].clone();
        task.memory_mib = 1024;
        task.containers[0].memory = Some(64);
        sum.add(&of(&task, TimestampMs(0))[1]);
        assert_eq!(
            sum.killed,
            [one(Some("a"), 128, 2), one(None, 1024, 3), one(Some("c"), 512, 1)]
        );
        // A row of an engine that did not count them.
        let mut old = serde_json::to_value(&rows[0]).unwrap();
        assert!(old.as_object_mut().unwrap().remove("killed").is_none());
        assert_eq!(serde_json::from_value::<Record>(old).unwrap(), rows[0]);
    }

    #[test]
    fn each_day_has_its_own() {
        let (begin, end) = (DAY_MS - 30_000, 2 * DAY_MS + 5000);
        let rows = used(Some(begin), Some(end), 0);
        assert_eq!(rows, [(0, 1, 30_000), (1, 0, DAY_MS), (2, 0, 5000)]);
        assert_eq!(used(Some(DAY_MS - 1000), Some(DAY_MS), 0), [(0, 1, 1000), (1, 0, 59_000)]);
    }

    #[test]
    fn a_row_is_of_one_kind() {
        let one = of(&task(Some(0), Some(100_000)), TimestampMs(0)).pop().unwrap();
        assert!(one.of.spot && one.of.service.is_none());
        assert_eq!(one.used.memory_mib_ms, 512 * 100_000);
        assert_eq!(one.used.storage_gib_ms, 10 * 100_000);
        let mut other = one.clone();
        other.used.tasks = 9;
        assert_eq!(one.key(), other.key());
        other.of.tags.pop();
        assert_ne!(one.key(), other.key());
    }
}
