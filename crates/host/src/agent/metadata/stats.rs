//! What a container uses, in the shape of Docker's statistics: pure.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::sample::{Looks, Network, Sample, Traffic};
use super::time::utc;
use crate::cgroup::{Counters, Moved};

/// The interface of a task, as it sees it itself (Fargate).
pub(super) const INTERFACE: &str = "eth1";

/// What a container uses.
#[derive(Serialize)]
pub(super) struct Stats<'s> {
    read: String,
    preread: String,
    pids_stats: Pids,
    blkio_stats: Blkio<'s>,
    /// Of Windows alone, and so is the next.
    num_procs: u32,
    storage_stats: Empty,
    cpu_stats: Cpu,
    precpu_stats: Cpu,
    memory_stats: Memory<'s>,
    name: &'s str,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    networks: Option<BTreeMap<&'static str, Interface>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_rate_stats: Option<Rates>,
}

/// An object without members.
#[derive(Serialize)]
struct Empty {}

#[derive(Serialize)]
struct Pids {
    current: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
}

/// Lists are empty where nothing was counted, and null where the kernel does not count.
#[derive(Serialize)]
struct Blkio<'s> {
    io_service_bytes_recursive: Vec<Entry<'s>>,
    io_serviced_recursive: Option<Vec<Entry<'s>>>,
    io_queue_recursive: Option<[u64; 0]>,
    io_service_time_recursive: Option<[u64; 0]>,
    io_wait_time_recursive: Option<[u64; 0]>,
    io_merged_recursive: Option<[u64; 0]>,
    io_time_recursive: Option<[u64; 0]>,
    sectors_recursive: Option<[u64; 0]>,
}

#[derive(Serialize)]
struct Entry<'s> {
    major: u64,
    minor: u64,
    op: &'s str,
    value: u64,
}

#[derive(Serialize)]
struct Cpu {
    cpu_usage: CpuUsage,
    system_cpu_usage: u64,
    online_cpus: u32,
    throttling_data: Throttling,
}

#[derive(Serialize)]
struct CpuUsage {
    total_usage: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    percpu_usage: Option<Vec<u64>>,
    usage_in_kernelmode: u64,
    usage_in_usermode: u64,
}

#[derive(Serialize)]
struct Throttling {
    periods: u64,
    throttled_periods: u64,
    throttled_time: u64,
}

#[derive(Serialize)]
struct Memory<'s> {
    usage: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_usage: Option<u64>,
    stats: &'s BTreeMap<String, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failcnt: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
}

#[derive(Serialize)]
struct Interface {
    rx_bytes: u64,
    rx_packets: u64,
    rx_errors: u64,
    rx_dropped: u64,
    tx_bytes: u64,
    tx_packets: u64,
    tx_errors: u64,
    tx_dropped: u64,
}

#[derive(Serialize)]
struct Rates {
    rx_bytes_per_sec: f64,
    tx_bytes_per_sec: f64,
}

/// Whose statistics they are.
pub(super) struct Whose<'s> {
    pub(super) name: &'s str,
    pub(super) id: String,
    /// When its first process began to run, since the epoch.
    pub(super) started: Duration,
}

/// The statistics of a container by the last `looks`, with the rates of its network if they are
/// wanted; `None` when it did not run then.
pub(super) fn stats<'s>(looks: &'s Looks, of: Whose<'s>, rates: bool) -> Option<Stats<'s>> {
    let last = &*looks.last;
    let counters = last.containers.get(of.name)?;
    let before = looks.before.as_deref().filter(|before| before.containers.contains_key(of.name));
    let beginning;
    let before = match before {
        Some(before) => before,
        None => {
            beginning = at_start(last, of.name, of.started);
            &beginning
        }
    };
    Some(Stats {
        read: utc(last.at),
        preread: utc(before.at),
        pids_stats: Pids { current: counters.pids, limit: counters.pids_max },
        blkio_stats: blkio(counters),
        num_procs: 0,
        storage_stats: Empty {},
        cpu_stats: cpu(last, counters),
        precpu_stats: cpu(before, before.containers.get(of.name)?),
        memory_stats: Memory {
            usage: counters.memory.usage,
            max_usage: counters.memory.usage_max,
            stats: &counters.memory.stat,
            failcnt: Some(counters.memory.failures).filter(|failures| *failures > 0),
            limit: counters.memory.limit,
        },
        name: of.name,
        id: of.id,
        networks: last.network.map(|network| BTreeMap::from([(INTERFACE, interface(&network))])),
        network_rate_stats: rates.then(|| network_rates(before, last)).flatten(),
    })
}

/// What a look would have seen when the container had just begun: that it had used nothing. The
/// host's processors have gone on at their own pace since.
fn at_start(last: &Sample, container: &str, started: Duration) -> Sample {
    let since = u64::try_from(last.at.saturating_sub(started).as_nanos()).unwrap_or(u64::MAX);
    let host_since = since.saturating_mul(last.cpus.into());
    let now = last.containers.get(container);
    let by_cpu_ns = now.and_then(|now| now.cpu.by_cpu_ns.as_ref()).map(|all| vec![0; all.len()]);
    let mut nothing = Counters::default();
    nothing.cpu.by_cpu_ns = by_cpu_ns;
    Sample {
        at: last.at.min(started),
        containers: BTreeMap::from([(container.to_owned(), nothing)]),
        network: Some(Network::default()),
        host_cpu_ns: last.host_cpu_ns.saturating_sub(host_since),
        cpus: last.cpus,
    }
}

fn cpu(sample: &Sample, of: &Counters) -> Cpu {
    Cpu {
        cpu_usage: CpuUsage {
            total_usage: of.cpu.total_ns,
            percpu_usage: of.cpu.by_cpu_ns.clone(),
            usage_in_kernelmode: of.cpu.kernel_ns,
            usage_in_usermode: of.cpu.user_ns,
        },
        system_cpu_usage: sample.host_cpu_ns,
        online_cpus: sample.cpus,
        throttling_data: Throttling {
            periods: of.cpu.periods,
            throttled_periods: of.cpu.throttled_periods,
            throttled_time: of.cpu.throttled_ns,
        },
    }
}

fn blkio(of: &Counters) -> Blkio<'_> {
    let none = of.io_operations.as_ref().map(|_| []);
    Blkio {
        io_service_bytes_recursive: entries(&of.io_bytes),
        io_serviced_recursive: of.io_operations.as_deref().map(entries),
        io_queue_recursive: none,
        io_service_time_recursive: none,
        io_wait_time_recursive: none,
        io_merged_recursive: none,
        io_time_recursive: none,
        sectors_recursive: none,
    }
}

fn entries(of: &[Moved]) -> Vec<Entry<'_>> {
    let mut entries = Vec::with_capacity(of.len());
    for Moved { major, minor, operation, value } in of {
        entries.push(Entry { major: *major, minor: *minor, op: operation, value: *value });
    }
    entries
}

fn interface(of: &Network) -> Interface {
    let Network { received, sent } = of;
    Interface {
        rx_bytes: received.bytes,
        rx_packets: received.packets,
        rx_errors: received.errors,
        rx_dropped: received.dropped,
        tx_bytes: sent.bytes,
        tx_packets: sent.packets,
        tx_errors: sent.errors,
        tx_dropped: sent.dropped,
    }
}

fn network_rates(before: &Sample, last: &Sample) -> Option<Rates> {
    let seconds = last.at.saturating_sub(before.at).as_secs_f64();
    let (before, last) = (before.network?, last.network?);
    let rate =
        |before: Traffic, last: Traffic| last.bytes.saturating_sub(before.bytes) as f64 / seconds;
    (seconds > 0.0).then(|| Rates {
        rx_bytes_per_sec: rate(before.received, last.received),
        tx_bytes_per_sec: rate(before.sent, last.sent),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cgroup;
    use serde_json::{Value, json};
    use std::sync::Arc;

    const ID: &str = "0-1";

    fn sample(at: u64, cpu_ns: u64, received: u64) -> Sample {
        let mut counters = Counters { pids: 3, io_operations: Some(vec![]), ..Counters::default() };
        counters.cpu = cgroup::Cpu {
            total_ns: cpu_ns,
            by_cpu_ns: Some(vec![cpu_ns, 0]),
            ..cgroup::Cpu::default()
        };
        counters.memory.stat.insert("cache".into(), 7);
        let received = Traffic { bytes: received, ..Traffic::default() };
        Sample {
            at: Duration::from_secs(at),
            containers: BTreeMap::from([("web".to_owned(), counters)]),
            network: Some(Network { received, ..Network::default() }),
            host_cpu_ns: at * 2_000_000_000,
            cpus: 2,
        }
    }

    fn shown(last: Sample, before: Option<Sample>) -> Value {
        let looks = Looks::of(Arc::new(last), before.map(Arc::new));
        let whose = Whose { name: "web", id: ID.into(), started: Duration::from_secs(100) };
        json!(stats(&looks, whose, true))
    }

    /// The share of the host's processors that a client computes, in percent of one.
    fn percent(of: &Value) -> f64 {
        let of = |which: &str| {
            let used = of[which]["cpu_usage"]["total_usage"].as_f64().unwrap();
            (used, of[which]["system_cpu_usage"].as_f64().unwrap())
        };
        let ((now, host_now), (before, host_before)) = (of("cpu_stats"), of("precpu_stats"));
        (now - before) / (host_now - host_before) * 2.0 * 100.0
    }

    #[test]
    fn what_is_shown_has_the_names_of_docker() {
        let shown = shown(sample(110, 1_000_000_000, 600), Some(sample(108, 0, 200)));
        assert_eq!((&shown["name"], &shown["id"]), (&json!("web"), &json!(ID)));
        assert_eq!(shown["read"], "1970-01-01T00:01:50Z");
        assert_eq!(shown["preread"], "1970-01-01T00:01:48Z");
        assert_eq!(shown["pids_stats"], json!({"current": 3}));
        assert_eq!((&shown["num_procs"], &shown["storage_stats"]), (&json!(0), &json!({})));
        let usage = json!({"total_usage": 1_000_000_000, "percpu_usage": [1_000_000_000, 0],
            "usage_in_kernelmode": 0, "usage_in_usermode": 0});
        assert_eq!(shown["cpu_stats"]["cpu_usage"], usage);
        assert_eq!(shown["memory_stats"], json!({"usage": 0, "stats": {"cache": 7}}));
        assert_eq!(shown["blkio_stats"]["io_merged_recursive"], json!([]));
        assert_eq!(shown["networks"]["eth1"]["rx_bytes"], 600);
        assert_eq!(shown["network_rate_stats"]["rx_bytes_per_sec"], 200.0);
        assert_eq!(percent(&shown), 50.0);
    }

    #[test]
    fn the_look_before_the_first_is_the_containers_beginning() {
        let shown = shown(sample(110, 5_000_000_000, 600), None);
        assert_eq!(shown["preread"], "1970-01-01T00:01:40Z");
        let nothing = &shown["precpu_stats"]["cpu_usage"];
        assert_eq!(
            (&nothing["total_usage"], &nothing["percpu_usage"]),
            (&json!(0), &json!([0, 0]))
        );
        assert_eq!(percent(&shown), 50.0);
        assert_eq!(shown["network_rate_stats"]["rx_bytes_per_sec"], 60.0);
    }

    #[test]
    fn one_that_was_not_there_at_the_look_before_has_its_own_beginning() {
        let mut before = sample(105, 0, 0);
        before.containers.clear();
        assert_eq!(
            shown(sample(110, 5_000_000_000, 600), Some(before))["preread"],
            "1970-01-01T00:01:40Z"
        );
    }

    #[test]
    fn one_that_does_not_run_has_none() {
        let mut last = sample(110, 0, 0);
        last.containers.clear();
        assert_eq!(shown(last, None), Value::Null);
    }

    #[test]
    fn what_the_kernel_does_not_count_is_null() {
        let mut last = sample(110, 0, 0);
        last.containers.get_mut("web").unwrap().io_operations = None;
        let shown = shown(last, None);
        assert_eq!(shown["blkio_stats"]["io_serviced_recursive"], Value::Null);
        assert_eq!(shown["blkio_stats"]["sectors_recursive"], Value::Null);
    }
}
