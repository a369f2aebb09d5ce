//! One task takes all it can get of what the kernel counts; another beside it gets its own.

use std::fs;
use std::time::Instant;

use ferrogate_host::shim::ShimEvent;

use crate::rig::{DEADLINE, Rig, Task, lines_of};

/// A user who is not root, in every task the same.
const USER: &str = "1000";

/// Starts a task that takes up to `count` of a kind and keeps them; what it got.
async fn flood<'a>(rig: &'a Rig, kind: &str, count: &str) -> (Task<'a>, u64) {
    let mut app = rig.exec("app", &["/bin/hold", kind, count, "stay"]);
    app.container.user = Some(USER.into());
    let mut task = rig.start(rig.bundle(vec![app])).await;
    let line = task.until_line_when_made("app", &format!("{kind} ")).await;
    let taken = line.split(' ').nth(1).unwrap().parse().unwrap();
    (task, taken)
}

/// Runs a task that takes `count` of a kind; what it says of them.
async fn take(kind: &str, count: &str) -> String {
    take_as(USER, kind, count).await
}

async fn take_as(user: &str, kind: &str, count: &str) -> String {
    let rig = Rig::new();
    let mut app = rig.exec("app", &["/bin/hold", kind, count]);
    app.container.user = Some(user.into());
    rig.run(rig.bundle(vec![app])).await.output("app")
}

async fn end(mut task: Task<'_>) {
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await;
}

/// What a victim of each kind gets beside a task that takes as many as it can.
async fn beside_a_flood(kind: &str, count: &str, needed: &str) {
    let rig = Rig::new();
    let (flood, taken) = flood(&rig, kind, count).await;
    assert!(taken < count.parse().unwrap(), "nothing ends a task that takes {taken} of {kind}");
    let got = take(kind, needed).await;
    end(flood).await;
    assert_eq!(got, format!("{kind} {needed} 0"), "beside {taken} of them");
}

#[tokio::test]
async fn a_task_that_takes_all_inotify_instances_takes_its_own() {
    let rig = Rig::new();
    let (flood, taken) = flood(&rig, "inotify", "1000").await;
    // The host's root, who made the task's namespaces, is not who pays.
    let roots = nix::sys::inotify::Inotify::init(nix::sys::inotify::InitFlags::IN_CLOEXEC);
    assert!(roots.is_ok() && taken < 1000, "{roots:?} beside {taken}");
    end(flood).await;
    beside_a_flood("inotify", "1000", "20").await;
}

/// Each holds a signal that may be sent (`RLIMIT_SIGPENDING`).
#[tokio::test]
async fn a_task_that_takes_all_timers_takes_its_own() {
    beside_a_flood("timer", "400000", "1000").await;
}

#[tokio::test]
async fn a_task_that_takes_all_message_queues_takes_its_own() {
    beside_a_flood("mqueue", "300", "5").await;
}

#[tokio::test]
async fn a_task_that_takes_all_terminals_takes_its_share() {
    beside_a_flood("pty", "4000", "10").await;
}

/// The kernel counts these for the host as a whole, whoever has them.
#[tokio::test]
async fn asynchronous_io_of_old_is_what_this_kernel_does_not_have() {
    assert_eq!(take("aio", "1").await, format!("aio 0 {}", libc::ENOSYS));
}

/// Their memory is charged to nobody: rings of packets, and sockets of the families 43 and 44
/// (AF_SMC, AF_XDP). Root has the capability for the others.
#[tokio::test]
async fn sockets_whose_memory_nobody_pays_for_are_refused() {
    for kind in ["ring", "43", "44"] {
        assert_eq!(take_as("0", kind, "1").await, format!("{kind} 0 {}", libc::EPERM));
    }
    // AF_PACKET itself stays: pings and DHCP clients use it.
    assert_eq!(take_as("0", "17", "1").await, "17 1 0");
}

#[tokio::test]
async fn what_waits_in_a_tasks_sockets_is_bounded_by_its_memory() {
    const MEMORY_MIB: u32 = 128;
    let rig = Rig::new();
    // More than twice as much as it may have, if nothing ends it.
    let mut bundle = rig.bundle(vec![rig.exec("app", &["/bin/hold", "udp", "800", "stay"])]);
    bundle.limits.memory_mib = MEMORY_MIB;
    let before = waiting_bytes();
    let mut task = rig.start(bundle).await;
    task.until_started("app").await;
    let (mut most, deadline) = (0, Instant::now() + DEADLINE);
    // Version 2 may kill it before it has said anything.
    while lines_of(&rig.run_dir(), "app").is_empty() && rig.cgroups.usage(&task.cgroup).pids > 0 {
        most = most.max(waiting_bytes());
        assert!(Instant::now() < deadline, "{most}");
        tokio::task::yield_now().await;
    }
    most = most.max(waiting_bytes()).saturating_sub(before);
    end(task).await;
    // Each processor takes some in advance, beside what version 2 counts.
    let bound = (u64::from(MEMORY_MIB) << 20) / 4 * 5;
    assert!(most <= bound, "{most}");
    assert!(most > 1 << 20, "nothing was sent: {most}");
}

/// What waits in all UDP sockets of the machine.
fn waiting_bytes() -> u64 {
    let text = fs::read_to_string("/proc/net/sockstat").unwrap();
    let line = text.lines().find(|line| line.starts_with("UDP: ")).unwrap();
    line.split(' ').next_back().unwrap().parse::<u64>().unwrap() * 4096
}
