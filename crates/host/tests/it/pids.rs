//! Containers that share a process namespace.

use ferrogate_host::shim::ShimEvent;
use ferrogate_link::{HealthCheck, RestartPolicy};

use crate::rig::{Rig, Task};

const FOREVER: &str = "trap 'exit 0' TERM; echo up; while :; do sleep 0.05; done";

async fn stopped(mut task: Task<'_>) -> crate::rig::Outcome {
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await
}

#[tokio::test]
async fn they_see_and_end_each_other_and_what_ends_is_seen() {
    let rig = Rig::new();
    let find = "who() { for p in /proc/[0-9]*; do grep -q $1 $p/cmdline 2>/dev/null && echo ${p#/proc/}; done; }";
    let script = format!(
        "{find}; until side=$(who '^sleep.7''77'); do sleep 0.05; done; kill -9 $side; \
         until [ -z \"$(who 'sleep.8''88')\" ]; do sleep 0.05; done; echo gone; sleep 1000"
    );
    let app = rig.sh("app", &script);
    let mut side = rig.exec("side", &["sleep", "777"]);
    side.container.essential = false;
    // What it leaves behind is ended with it, though no process namespace is.
    let mut brief = rig.sh("brief", "(setsid sleep 888 &); sleep 0.5; exit 5");
    brief.container.essential = false;
    let mut bundle = rig.bundle(vec![app, side, brief]);
    bundle.pid_shared = true;
    let mut task = rig.start(bundle).await;
    task.until_line_when_made("app", "gone").await;
    let outcome = stopped(task).await;
    assert_eq!((outcome.code("side"), outcome.code("brief")), (137, 5));
}

#[tokio::test]
async fn their_first_process_reaps_and_shows_nothing_of_the_engine() {
    let rig = Rig::new();
    let script = "for n in 1 2 3 4 5; do (sleep 0.01 &); done; sleep 0.3; \
        echo zombies $(grep -l '^State:.Z' /proc/[0-9]*/status 2>/dev/null | wc -l); \
        cat /proc/1/comm; echo root $(ls /proc/1/root/ 2>&1 | wc -l); \
        echo files $(for f in /proc/1/fd/*; do readlink $f; done | wc -l); \
        kill -9 1 2>/dev/null; kill 1; sleep 0.1; \
        grep -E '^(CapPrm|CapEff|Seccomp):' /proc/1/status | sed 's/[[:space:]]/ /g'; \
        readlink /proc/1/exe | grep -c ferrogate; test $$ != 1 && echo another";
    let mut app = rig.sh("app", script);
    app.container.init = true;
    let mut bundle = rig.bundle(vec![app]);
    bundle.pid_shared = true;
    let output = rig.run(bundle).await.output("app");
    for line in [
        "zombies 0",
        "init",
        "files 0",
        "CapPrm: 0000000000000000",
        "CapEff: 0000000000000000",
        "Seccomp: 2",
        "0",
        "another",
    ] {
        assert!(output.lines().any(|found| found == line), "{line} in {output}");
    }
    assert!(!output.contains("root 2"), "{output}");
}

#[tokio::test]
async fn they_are_checked_and_run_again_as_others_are() {
    let rig = Rig::new();
    let script = "n=$(($(cat /n 2>/dev/null) + 1)); echo $n >/n; (setsid sleep 1000 &); \
        [ $n = 1 ] || exec sleep 1000; sleep 3; exit 1";
    let mut app = rig.sh("app", script);
    app.container.restart = Some(RestartPolicy { ignored_codes: vec![], attempt_period_s: 1 });
    app.container.health_check = Some(HealthCheck {
        command: ["sh", "-c", "test $(cat /n) = 2"].map(str::to_owned).to_vec(),
        interval_s: 1,
        timeout_s: 2,
        retries: 1,
        start_period_s: 0,
    });
    let mut bundle = rig.bundle(vec![app, rig.sh("side", FOREVER)]);
    bundle.pid_shared = true;
    let mut task = rig.start(bundle).await;
    let again = |event: &ShimEvent| matches!(event, ShimEvent::ContainerRestarted { .. });
    task.until(again).await;
    let healthy = |event: &ShimEvent| matches!(event, ShimEvent::ContainerHealth { health, .. } if health.as_str() == "HEALTHY");
    task.until(healthy).await;
    assert_eq!(stopped(task).await.code("side"), 0);
}

/// Without anybody's help: an agent may be away as well.
#[tokio::test]
async fn all_of_them_die_with_their_shim() {
    let rig = Rig::new();
    let mut bundle =
        rig.bundle(vec![rig.sh("app", "(setsid sleep 1000 &); while :; do sleep 1000; done")]);
    bundle.pid_shared = true;
    let mut task = rig.start(bundle).await;
    task.until_started("app").await;
    task.until_processes(4).await;
    let shim = nix::unistd::Pid::from_raw(task.handle.pid());
    nix::sys::signal::kill(shim, nix::sys::signal::Signal::SIGKILL).unwrap();
    task.until_processes(0).await;
}
