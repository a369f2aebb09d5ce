//! What a task may use: limits in the kernel's files, and what happens at them.

use std::fs;
use std::time::Instant;

use ferrogate_host::shim::ShimEvent;
use ferrogate_link::{FailureKind, Limits, Ulimit};
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::rig::Rig;

#[tokio::test]
async fn limits_are_in_the_cgroups_of_the_task_and_of_the_container() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "sleep 1000");
    app.container.memory_mib = Some(64);
    app.container.cpu_units = 128;
    let mut bundle = rig.bundle(vec![app]);
    bundle.limits.cpu_units = 512;
    bundle.limits.memory_mib = 256;
    bundle.limits.pids_max = 77;
    let mut task = rig.start(bundle).await;
    task.until_started("app").await;
    let read = |path: String| fs::read_to_string(path).unwrap().trim().to_owned();
    let task_cgroup = &task.cgroup;
    if rig.cgroups.is_v2() {
        let at = |file: &str| read(format!("/sys/fs/cgroup/{task_cgroup}/{file}"));
        assert_eq!(at("memory.max"), "268435456");
        assert_eq!(at("memory.swap.max"), "0");
        assert_eq!(at("cpu.max"), "50000 100000");
        assert_eq!(at("cpu.weight"), "20");
        assert_eq!(at("pids.max"), "77");
        assert_eq!(at("app/memory.max"), "67108864");
        assert_eq!(at("app/memory.swap.max"), "0");
        assert_eq!(at("app/memory.oom.group"), "0");
        assert_eq!(at("app/cpu.weight"), "5");
        assert_eq!(at("app/cpu.max"), "50000 100000");
        assert_eq!(at("app/pids.max"), "77");
        assert_eq!(at("app/cgroup.controllers"), at("cgroup.subtree_control"));
    } else {
        let at =
            |kind: &str, file: &str| read(format!("/sys/fs/cgroup/{kind}/{task_cgroup}/{file}"));
        assert_eq!(at("memory", "memory.limit_in_bytes"), "268435456");
        assert_eq!(at("memory", "memory.memsw.limit_in_bytes"), "268435456");
        assert_eq!(at("cpu", "cpu.cfs_quota_us"), "50000");
        assert_eq!(at("cpu", "cpu.shares"), "512");
        assert_eq!(at("pids", "pids.max"), "77");
        assert_eq!(at("memory", "app/memory.limit_in_bytes"), "67108864");
        assert_eq!(at("memory", "app/memory.kmem.tcp.limit_in_bytes"), "33554432");
        assert_eq!(at("cpu", "app/cpu.shares"), "128");
        assert_eq!(at("cpu", "app/cpu.cfs_quota_us"), "50000");
        assert_eq!(at("pids", "app/pids.max"), "77");
        let devices = at("devices", "app/devices.list");
        assert!(devices.contains("c 1:3 rwm") && !devices.contains("a *:* rwm"), "{devices}");
    }
    let stats = task.handle.stats().await.unwrap();
    assert_eq!(stats.task.memory_limit_bytes, Some(256 << 20));
    assert_eq!(stats.containers["app"].memory_limit_bytes, Some(64 << 20));
    assert!(stats.task.pids >= 1 && stats.task.memory_bytes > 0, "{stats:?}");
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    assert!(task.handle.stats().await.is_err());
    task.end().await;
}

/// What runtimes look at to size themselves: docker's places, the task's limits.
#[tokio::test]
async fn a_container_without_limits_of_its_own_sees_those_of_its_task() {
    let rig = Rig::new();
    let v1 = "cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes \
        memory/memory.memsw.limit_in_bytes cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us \
        cpuacct/cpuacct.usage pids/pids.max memory/cgroup.procs; cat cpuset/cpuset.cpus";
    let v2 = "cd /sys/fs/cgroup; cat memory.max memory.swap.max; sed 's/ /\\n/' cpu.max; \
        sed -n 's/usage_usec //p' cpu.stat; cat pids.max cgroup.procs cpuset.cpus.effective";
    let mut bundle = rig.bundle(vec![rig.sh("app", if rig.cgroups.is_v2() { v2 } else { v1 })]);
    bundle.limits = Limits { cpu_units: 512, memory_mib: 256, pids_max: 77 };
    let outcome = rig.run(bundle).await;
    let output = outcome.output("app");
    let lines: Vec<_> = output.lines().collect();
    let swap = if rig.cgroups.is_v2() { "0" } else { "268435456" };
    assert_eq!(lines[..4], ["268435456", swap, "50000", "100000"], "{output}");
    assert!(lines[4].parse::<u64>().is_ok_and(|used| used > 0), "{output}");
    // The shell and the program that reads.
    assert_eq!(lines[5..7], ["77", "1"], "{output}");
    let online = fs::read_to_string("/sys/devices/system/cpu/online").unwrap();
    assert_eq!(lines.last(), Some(&online.trim()), "{output}");
}

/// The first place a program looks at is where its groups are mounted, by its own `/proc`.
#[tokio::test]
async fn a_container_finds_its_cgroups_mounted_where_it_is_and_nothing_of_the_host() {
    let rig = Rig::new();
    let outcome = rig.run_sh("cat /proc/self/cgroup; grep ' - cgroup' /proc/self/mountinfo").await;
    let output = outcome.output("app");
    assert!(!output.contains("ferrogate"), "{output}");
    let mounts: Vec<_> = output.lines().filter(|line| line.contains(" - cgroup")).collect();
    assert!(!mounts.is_empty(), "{output}");
    for mount in mounts {
        let fields: Vec<_> = mount.split(' ').collect();
        assert_eq!(fields[3], "/", "{mount}");
        assert!(fields[4].starts_with("/sys/fs/cgroup"), "{mount}");
        assert!(fields[5].starts_with("ro,nosuid,nodev,noexec"), "{mount}");
    }
}

#[tokio::test]
async fn too_much_memory_ends_with_137_and_ecs_own_words() {
    let rig = Rig::new();
    let mut app =
        rig.exec("app", &["/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"]);
    app.container.memory_mib = Some(32);
    let outcome = rig.run(rig.bundle(vec![app])).await;
    let words = "OutOfMemoryError: Container killed due to memory usage".to_owned();
    assert_eq!(outcome.exit("app"), (137, true, Some(words)));
}

#[tokio::test]
async fn the_tasks_own_memory_is_a_limit_for_all_its_containers() {
    let rig = Rig::new();
    let app = rig.exec("app", &["/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"]);
    let mut bundle = rig.bundle(vec![app]);
    bundle.limits.memory_mib = 48;
    let (code, oom, reason) = rig.run(bundle).await.exit("app");
    assert_eq!((code, oom), (137, true));
    assert!(reason.unwrap().starts_with("OutOfMemoryError"));
}

/// As on Fargate, where a server outlives a worker of it that takes too much.
#[tokio::test]
async fn a_process_killed_for_its_memory_does_not_take_its_container_along() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "dd if=/dev/zero of=/dev/null bs=200M count=1; echo $?; exit 3");
    app.container.memory_mib = Some(32);
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.exit("app"), (3, true, None));
    assert!(outcome.output("app").ends_with("137"), "{}", outcome.output("app"));
}

#[tokio::test]
async fn a_task_gets_no_more_of_a_processor_than_it_asked_for() {
    let rig = Rig::new();
    let mut bundle = rig.bundle(vec![rig.sh("app", "while :; do :; done")]);
    bundle.limits.cpu_units = 128;
    let mut task = rig.start(bundle).await;
    task.until_started("app").await;
    let (began, first) = (Instant::now(), rig.cgroups.usage(&task.cgroup));
    // An eighth of a processor is used up in most periods: twenty of them take two seconds.
    let last = task.until_throttled(first.cpu_throttled_periods + 20).await;
    let (used, passed) = (last.cpu_ns - first.cpu_ns, began.elapsed().as_nanos());
    // A period's quota more at each end, and what a processor takes beyond it.
    assert!(u128::from(used) < passed / 8 + 50_000_000, "{used} ns in {passed} ns");
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await;
}

#[tokio::test]
async fn a_fork_bomb_meets_the_limit_and_dies_with_the_task() {
    let rig = Rig::new();
    let mut app = rig.sh(
        "app",
        "(i=0; while [ $i -lt 200 ]; do sleep 1000 & i=$((i+1)); done) 2>/dev/null; read forever",
    );
    app.container.interactive = true;
    let mut bundle = rig.bundle(vec![app]);
    bundle.limits.pids_max = 20;
    let mut task = rig.start(bundle).await;
    task.until_started("app").await;
    task.until_limit(20).await;
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await;
}

/// Processes of real time come before all others, and no quota of the kernel's fair scheduler
/// holds for them.
#[tokio::test]
async fn no_task_has_real_time_priority_whatever_the_engine_has() {
    let (_, most) = getrlimit(Resource::RLIMIT_RTPRIO).unwrap();
    // A root that may not raise it has nothing to hand on.
    let _ = setrlimit(Resource::RLIMIT_RTPRIO, most.max(10), most.max(10));
    let rig = Rig::new();
    assert_eq!(rig.run_sh("ulimit -r; ulimit -Hr").await.output("app"), "0\n0");
    let rig = Rig::new();
    let mut app = rig.sh("app", "true");
    app.container.ulimits = vec![Ulimit { name: "rtprio".into(), soft: 0, hard: 10 }];
    let (kind, _, reason) = rig.run(rig.bundle(vec![app])).await.failure();
    assert_eq!((kind, &*reason), (FailureKind::Create, "resource limit 'rtprio' must be 0"));
}

#[tokio::test]
async fn all_that_the_kernel_counts_of_a_container_can_be_read_until_it_is_gone() {
    let rig = Rig::new();
    // Longer than a few of the kernel's periods and ticks.
    let script = "seq 1 1000000 >/dev/null; head -c 4194304 /dev/zero >/tmp/file; cat /tmp/file >/dev/null; \
                  echo worked; exec sleep 1000";
    let mut app = rig.sh("app", script);
    app.container.memory_mib = Some(64);
    let mut bundle = rig.bundle(vec![app]);
    bundle.limits.pids_max = 77;
    let mut task = rig.start(bundle).await;
    task.until_line_when_made("app", "worked").await;
    let of = format!("{}/app", task.cgroup);
    let counters = rig.cgroups.counters(&of).unwrap();
    let (cpu, memory) = (&counters.cpu, &counters.memory);
    assert!(cpu.total_ns > 1_000_000 && cpu.total_ns >= rig.cgroups.usage(&task.cgroup).cpu_ns / 2);
    assert!(cpu.kernel_ns + cpu.user_ns > 0 && cpu.periods > 0, "{cpu:?}");
    assert_eq!((counters.pids, counters.pids_max), (1, Some(77)));
    assert_eq!((memory.limit, memory.failures), (Some(64 << 20), 0));
    // What it has written and read is still in its page cache.
    assert!(memory.usage > 4 << 20 && memory.usage < 64 << 20, "{memory:?}");
    let names = if rig.cgroups.is_v2() { ["file", "anon"] } else { ["total_cache", "total_rss"] };
    assert!(memory.stat[names[0]] > 3 << 20 && memory.stat.contains_key(names[1]), "{memory:?}");
    assert_eq!(cpu.by_cpu_ns.is_none(), rig.cgroups.is_v2());
    let by_cpu = cpu.by_cpu_ns.iter().flatten().sum::<u64>();
    assert!(by_cpu == 0 || by_cpu.abs_diff(cpu.total_ns) < 1_000_000, "{cpu:?}");
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    assert_eq!(rig.cgroups.counters(&of), None);
    task.end().await;
}
