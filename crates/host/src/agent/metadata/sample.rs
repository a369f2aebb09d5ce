//! What a task uses, looked at when somebody asks, and once a second at most: what nobody asks
//! for costs nothing, and what everybody asks for costs no more. What is shown beside it as the
//! look before is the one before, or, at the first, the beginning, of which all is known.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::time::now;
use crate::cgroup::{Cgroups, Counters};

/// The least time between two looks (`docker stats`).
const PACE: Duration = Duration::from_secs(1);

/// What the kernel counts processor time of the host in.
const TICK_NS: u64 = 10_000_000;

/// One look.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sample {
    /// When, since the epoch.
    pub(super) at: Duration,
    /// The containers that run, by name.
    pub(super) containers: BTreeMap<String, Counters>,
    /// The task's interface.
    pub(super) network: Option<Network>,
    /// The processors' time since the host was started, idle or not.
    pub(super) host_cpu_ns: u64,
    /// The host's processors.
    pub(super) cpus: u32,
}

/// What went over an interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Network {
    pub(super) received: Traffic,
    pub(super) sent: Traffic,
}

/// One direction of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traffic {
    pub(super) bytes: u64,
    pub(super) packets: u64,
    pub(super) errors: u64,
    pub(super) dropped: u64,
}

/// What is looked at.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// The task's cgroup.
    pub(super) cgroup: String,
    /// Its containers.
    pub(super) containers: Vec<String>,
    /// A process in its network.
    pub(super) process: i32,
}

/// The last looks.
#[derive(Clone, Debug)]
pub(super) struct Looks {
    pub(super) last: Arc<Sample>,
    /// The one before; there is none at the first.
    pub(super) before: Option<Arc<Sample>>,
    taken: Instant,
}

#[cfg(test)]
impl Looks {
    pub(super) fn of(last: Arc<Sample>, before: Option<Arc<Sample>>) -> Self {
        Self { last, before, taken: Instant::now() }
    }
}

/// Looks at a task when it is asked for.
#[derive(Debug, Default)]
pub(super) struct Meter(tokio::sync::Mutex<Option<Looks>>);

impl Meter {
    /// The last looks at `subject`, of which the last is a second old at most. One at a time
    /// looks, on a thread of those that may wait.
    pub(super) async fn look(&self, subject: Subject) -> Option<Looks> {
        let mut looks = self.0.lock().await;
        if looks.as_ref().is_none_or(|looks| looks.taken.elapsed() >= PACE) {
            let taken = Instant::now();
            let last = tokio::task::spawn_blocking(move || sample(&subject)).await.ok()??;
            let before = looks.take().map(|looks| looks.last);
            *looks = Some(Looks { last: Arc::new(last), before, taken });
        }
        looks.clone()
    }
}

/// Looks now; `None` on a host without cgroups.
fn sample(of: &Subject) -> Option<Sample> {
    let cgroups = Cgroups::detect().ok()?;
    let containers = of.containers.iter().filter_map(|name| {
        Some((name.clone(), cgroups.counters(&format!("{}/{name}", of.cgroup))?))
    });
    let (host_cpu_ns, cpus) = processors(&fs::read_to_string("/proc/stat").unwrap_or_default());
    Some(Sample {
        at: now(),
        containers: containers.collect(),
        network: network(of.process),
        host_cpu_ns,
        cpus,
    })
}

/// What went over the interface of the task in whose network `process` is.
pub(super) fn network(process: i32) -> Option<Network> {
    let devices = fs::read_to_string(format!("/proc/{process}/net/dev"));
    devices.ok().and_then(|text| interface(&text))
}

/// The processors' time in `/proc/stat`, and how many there are: user, nice, system, idle,
/// waiting for input and output, interrupts of both kinds (Docker's sum).
fn processors(stat: &str) -> (u64, u32) {
    let all = stat.lines().find_map(|line| line.strip_prefix("cpu ")).unwrap_or_default();
    let ticks: u64 =
        all.split_whitespace().take(7).filter_map(|word| word.parse::<u64>().ok()).sum();
    let is_one = |line: &&str| {
        let number = line.strip_prefix("cpu").and_then(|rest| rest.bytes().next());
        number.is_some_and(|byte| byte.is_ascii_digit())
    };
    let cpus = stat.lines().filter(is_one).count();
    (ticks.saturating_mul(TICK_NS), u32::try_from(cpus).unwrap_or(u32::MAX))
}

/// The task's interface in a `/proc/PID/net/dev`.
fn interface(devices: &str) -> Option<Network> {
    let (_, numbers) = devices
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.trim() == super::stats::INTERFACE)?;
    let numbers: Vec<u64> = numbers.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let traffic = |from: usize| {
        let of = |at: usize| numbers.get(from + at).copied().unwrap_or(0);
        Traffic { bytes: of(0), packets: of(1), errors: of(2), dropped: of(3) }
    };
    Some(Network { received: traffic(0), sent: traffic(8) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_processors_are_counted_with_their_idle_time() {
        let stat = "cpu  1 2 3 4 5 6 7 100 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\ncpu1 0\nintr 9\n";
        assert_eq!(processors(stat), (28 * TICK_NS, 2));
        assert_eq!(processors(""), (0, 0));
    }

    #[test]
    fn the_tasks_own_interface_is_found_among_others() {
        let devices = "Inter-|   Receive                |  Transmit\n \
             face |bytes packets errs drop fifo frame compressed multicast|bytes packets\n\
             lo: 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9\n\
             eth1:  10 20 30 40 0 0 0 0 50 60 70 80 0 0 0 0\n";
        let received = Traffic { bytes: 10, packets: 20, errors: 30, dropped: 40 };
        let sent = Traffic { bytes: 50, packets: 60, errors: 70, dropped: 80 };
        assert_eq!(interface(devices), Some(Network { received, sent }));
        assert_eq!(interface("lo: 1\n"), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_questions_looks_once_a_second() {
        let subject = Subject { cgroup: "nobody".into(), containers: vec![], process: 1 };
        let meter = Meter::default();
        let first = meter.look(subject.clone()).await.unwrap();
        assert!(first.before.is_none());
        for _ in 0..100 {
            let again = meter.look(subject.clone()).await.unwrap();
            assert!(Arc::ptr_eq(&again.last, &first.last));
        }
        tokio::time::advance(PACE).await;
        let later = meter.look(subject).await.unwrap();
        assert!(Arc::ptr_eq(later.before.as_ref().unwrap(), &first.last));
    }
}
