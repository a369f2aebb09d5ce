//! Health checks: programs that are run within a container that runs.

use std::fs;
use std::time::Instant;

use ferrogate_host::shim::{ContainerBundle, ShimEvent};
use ferrogate_link::{Condition, DependsOn, Health, HealthCheck};

use crate::rig::{DEADLINE, Outcome, Rig, Task};

const FOREVER: &str = "echo up; while :; do sleep 1000; done";

/// Each second, with so many seconds' time and tries.
fn every_second(command: &[&str], timeout_s: u32, retries: u32) -> HealthCheck {
    let command = command.iter().map(|&word| word.to_owned()).collect();
    HealthCheck { command, interval_s: 1, timeout_s, retries, start_period_s: 0 }
}

fn checked(rig: &Rig, script: &str, check: &str) -> ContainerBundle {
    let mut app = rig.sh("app", script);
    app.container.health_check = Some(every_second(&["/bin/sh", "-c", check], 2, 1));
    app
}

impl Task<'_> {
    async fn until_shows(&mut self, container: &str, wanted: Health) {
        let shows = |event: &ShimEvent| matches!(event, ShimEvent::ContainerHealth { name, health, .. } if name == container && *health == wanted);
        self.until(shows).await;
    }

    async fn stop(mut self) -> Outcome {
        self.handle.stop().await.unwrap();
        self.until(|event| *event == ShimEvent::Finished).await;
        self.end().await
    }
}

/// The processes whose parent is `parent`, by their state.
fn children(parent: i32) -> Vec<(i32, String)> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let each = processes.filter_map(|entry| {
        let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
        let status = fs::read_to_string(entry.path().join("status")).ok()?;
        let field = |name: &str| {
            status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim()
        };
        (field("PPid:") == parent.to_string()).then(|| (pid, field("State:").to_owned()))
    });
    each.collect()
}

#[tokio::test]
async fn a_check_shows_what_its_code_says_now() {
    let rig = Rig::new();
    let script = format!("trap 'touch /tmp/well' USR1; {FOREVER}").replace("sleep 1000", "sleep 1");
    let mut task = rig.start(rig.bundle(vec![checked(&rig, &script, "test -e /tmp/well")])).await;
    task.until_shows("app", Health::Unhealthy).await;
    task.handle.signal("app", libc::SIGUSR1).await.unwrap();
    task.until_shows("app", Health::Healthy).await;
    let outcome = task.stop().await;
    let told = outcome
        .events
        .iter()
        .filter(|entry| matches!(entry.event, ShimEvent::ContainerHealth { .. }));
    assert_eq!(told.count(), 2, "it is told when it changes: {:#?}", outcome.events);
}

/// All that a program can see of what it may do: namespaces, user, capabilities, filter, limits,
/// signals, environment, folder.
const SEEN: &str = "seen() { \
    for n in cgroup ipc mnt net pid user uts; do readlink /proc/self/ns/$n; done; \
    grep -E '^(Uid|Gid|Groups|Umask|Cap|NoNewPrivs|Seccomp|Sig[BIC])' /proc/self/status; \
    cat /proc/self/limits /proc/self/oom_score_adj; pwd; env; readlink /proc/self/root; }; ";

#[tokio::test]
async fn a_check_is_confined_as_its_container_is() {
    for (user, add, drop) in
        [("", "", ""), ("www", "", ""), ("", "SYS_PTRACE", ""), ("12:13", "", "ALL")]
    {
        let rig = Rig::new();
        // The check may be the faster one.
        let script = format!("{SEEN} seen >/tmp/whole; mv /tmp/whole /tmp/own; {FOREVER}");
        let check = format!("{SEEN} until [ -e /tmp/own ]; do :; done; seen >/tmp/seen");
        let mut app = checked(&rig, &script, &check);
        let list = |name: &str| Vec::from_iter((!name.is_empty()).then(|| name.to_owned()));
        app.container.user = Some(user.into());
        app.container.capabilities_add = list(add);
        app.container.capabilities_drop = list(drop);
        app.container.working_directory = Some("/srv".into());
        app.container.environment = vec![("A".into(), "of the task".into())];
        app.container.ulimits =
            vec![ferrogate_link::Ulimit { name: "nofile".into(), soft: 77, hard: 99 }];
        let mut task = rig.start(rig.bundle(vec![app])).await;
        task.until_shows("app", Health::Healthy).await;
        let read = |name: &str| {
            fs::read_to_string(rig.dir.path().join("writable/app/upper/tmp").join(name)).unwrap()
        };
        assert_eq!(read("own"), read("seen"), "{user} {add} {drop}");
        assert!(read("own").contains("Seccomp:\t2\n"), "{}", read("own"));
        task.stop().await;
    }
}

#[tokio::test]
async fn a_check_that_never_ends_is_killed_with_all_that_it_began() {
    let rig = Rig::new();
    // Whose first process reaps nobody.
    let mut app = rig.exec("app", &["sleep", "1000"]);
    let script = "trap '' TERM; (sleep 1000 &) ; (setsid sh -c 'sleep 1000 & sleep 1000' &); sleep 1000 & wait";
    app.container.health_check = Some(every_second(&["/bin/sh", "-c", script], 1, 2));
    let mut task = rig.start(rig.bundle(vec![app])).await;
    let first = task.until_started("app").await;
    for _ in 0..2 {
        task.until_processes(7).await;
        task.until_processes(1).await;
        assert_eq!(children(first), [], "nothing of it is left to be reaped");
    }
    task.until_shows("app", Health::Unhealthy).await;
    task.stop().await;
}

/// Neither the shim, which also serves the others, nor a neighbour is held up.
#[tokio::test]
async fn a_check_that_forks_without_end_is_stopped_and_harms_nobody() {
    let rig = Rig::new();
    let mut app = rig.exec("app", &["sleep", "1000"]);
    let bomb = "trap '' TERM; b() { b | b & b; }; b";
    app.container.health_check = Some(every_second(&["/bin/sh", "-c", bomb], 1, 1));
    let mut side = rig.sh("side", FOREVER);
    side.container.essential = false;
    side.container.health_check = Some(every_second(&["true"], 2, 1));
    let mut bundle = rig.bundle(vec![app, side]);
    bundle.limits.pids_max = 300;
    let mut task = rig.start(bundle).await;
    task.until_shows("app", Health::Unhealthy).await;
    let app = format!("{}/app", task.cgroup);
    let deadline = Instant::now() + DEADLINE;
    while rig.cgroups.pids(&app).len() > 1 {
        assert!(Instant::now() < deadline);
        tokio::task::yield_now().await;
    }
    task.stop().await;
}

#[tokio::test]
async fn what_a_check_that_has_ended_leaves_behind_is_the_containers() {
    let rig = Rig::new();
    let mut app = rig.exec("app", &["sleep", "1000"]);
    let script = "test -e /tmp/began || { touch /tmp/began; sleep 999 & }; yes | head -n 200000";
    app.container.health_check = Some(every_second(&["/bin/sh", "-c", script], 5, 1));
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until_shows("app", Health::Healthy).await;
    task.until_processes(2).await;
    task.stop().await;
}

#[tokio::test]
async fn a_check_that_cannot_be_run_fails() {
    for command in
        [&["/nowhere"][..], &["/etc/passwd"], &["sh", "-c", "exit 2"], &["sh", "-c", "kill -9 $$"]]
    {
        let rig = Rig::new();
        let mut app = rig.sh("app", FOREVER);
        app.container.readonly_rootfs = true;
        app.container.health_check = Some(every_second(command, 2, 1));
        let mut task = rig.start(rig.bundle(vec![app])).await;
        task.until_shows("app", Health::Unhealthy).await;
        task.until_processes(2).await;
        task.stop().await;
    }
}

#[tokio::test]
async fn a_container_that_ends_takes_its_check_along() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "trap 'exit 3' USR1; echo up; while :; do sleep 1; done");
    app.container.health_check = Some(every_second(&["sleep", "1000"], 60, 1));
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until_processes(4).await;
    task.handle.signal("app", libc::SIGUSR1).await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    assert_eq!(task.end().await.code("app"), 3);
}

/// Without anybody's help: an agent may be away as well.
#[tokio::test]
async fn a_check_dies_with_its_shim() {
    let rig = Rig::new();
    let mut app = rig.sh("app", FOREVER);
    app.container.health_check = Some(every_second(&["sh", "-c", "setsid sleep 1000"], 60, 1));
    let task = rig.start(rig.bundle(vec![app])).await;
    task.until_processes(4).await;
    let shim = nix::unistd::Pid::from_raw(task.handle.pid());
    nix::sys::signal::kill(shim, nix::sys::signal::Signal::SIGKILL).unwrap();
    task.until_processes(0).await;
}

#[tokio::test]
async fn who_waits_for_health_starts_with_it_and_stops_before() {
    let rig = Rig::new();
    let db = checked(&rig, FOREVER, "test -e /tmp/well || { touch /tmp/well; exit 1; }");
    let mut web = rig.sh("web", FOREVER);
    web.container.depends_on =
        vec![DependsOn { container: "app".into(), condition: Condition::Healthy }];
    let mut task = rig.start(rig.bundle(vec![web, db])).await;
    task.until_started("web").await;
    let outcome = task.stop().await;
    let shows = |wanted: Health| move |event: &ShimEvent| matches!(event, ShimEvent::ContainerHealth { health, .. } if *health == wanted);
    let started = |event: &ShimEvent| matches!(event, ShimEvent::ContainerStarted { name, .. } if name == "web");
    let exited = |wanted: &'static str| move |event: &ShimEvent| matches!(event, ShimEvent::ContainerExited { name, .. } if name == wanted);
    let order = [
        outcome.at(shows(Health::Unhealthy)),
        outcome.at(shows(Health::Healthy)),
        outcome.at(started),
        outcome.at(exited("web")),
        outcome.at(exited("app")),
    ];
    assert!(order.is_sorted(), "{order:?} {:#?}", outcome.events);
}

#[tokio::test]
async fn what_a_check_printed_is_told_with_what_it_shows_and_never_holds_it_up() {
    let rig = Rig::new();
    // More than a pipe holds.
    let flood = "echo no answer; head -c 200000 /dev/zero; exit 7";
    let mut app = checked(&rig, FOREVER, flood);
    // Long enough for a machine that is emulated.
    app.container.health_check = Some(every_second(&["/bin/sh", "-c", flood], 60, 1));
    let mut task = rig.start(rig.bundle(vec![app])).await;
    let shows = |event: &ShimEvent| matches!(event, ShimEvent::ContainerHealth { .. });
    let ShimEvent::ContainerHealth { health, said, .. } = task.until(shows).await else {
        panic!("it is one")
    };
    let said = said.expect("a check has shown it");
    assert_eq!((health, said.code, said.output.len()), (Health::Unhealthy, 7, 4096));
    assert!(said.output.starts_with("no answer\n"));
    task.stop().await;
}

#[tokio::test]
async fn a_check_that_takes_too_long_says_so_with_what_it_had_printed() {
    let rig = Rig::new();
    let slow = "echo waiting; sleep 60";
    let mut task = rig.start(rig.bundle(vec![checked(&rig, FOREVER, slow)])).await;
    let shows = |event: &ShimEvent| matches!(event, ShimEvent::ContainerHealth { .. });
    let ShimEvent::ContainerHealth { said, .. } = task.until(shows).await else {
        panic!("it is one")
    };
    let said = said.expect("a check has shown it");
    assert_eq!((said.code, &*said.output), (-1, "Health check exceeded timeout (2s): waiting\n"));
    task.stop().await;
}
