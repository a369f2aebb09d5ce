//! Containers that are run again after they have ended.

use ferrogate_host::shim::ShimEvent;
use ferrogate_link::{Condition, DependsOn, Health, HealthCheck, RestartPolicy, Tmpfs};

use crate::rig::Rig;

/// After a second, whatever the code, but for these.
fn policy(ignored_codes: &[i32]) -> Option<RestartPolicy> {
    Some(RestartPolicy { ignored_codes: ignored_codes.to_vec(), attempt_period_s: 1 })
}

/// Counts its runs in `$n`, which lasts over all of them.
const COUNTED: &str = "n=$(($(cat /n 2>/dev/null) + 1)); echo $n >/n; echo run $n; ";

fn restarts(event: &ShimEvent) -> Option<(u32, i32)> {
    match event {
        ShimEvent::ContainerRestarted { restarts, code, .. } => Some((*restarts, *code)),
        _ => None,
    }
}

#[tokio::test]
async fn a_container_runs_again_with_its_files_and_its_log_goes_on() {
    for terminal in [false, true] {
        let rig = Rig::new();
        let script = format!(
            "{COUNTED} ls /scratch | wc -l; touch /scratch/x /vol/$n; ls /vol | wc -l; \
             [ $n -lt 3 ] || exec sleep 1000; sleep 2; exit $n"
        );
        let mut app = rig.sh("app", &script);
        app.image.volumes = vec!["/vol".into()];
        app.container.pseudo_terminal = terminal;
        app.container.restart = policy(&[]);
        app.container.tmpfs =
            vec![Tmpfs { path: "/scratch".into(), size_mib: 1, mode: 0o777, ..Tmpfs::default() }];
        let mut side = rig.sh("side", "exec sleep 1000");
        side.container.depends_on =
            vec![DependsOn { container: "app".into(), condition: Condition::Start }];
        let mut task = rig.start(rig.bundle(vec![app, side])).await;
        task.until_line_when_made("app", "run 3").await;
        task.until(|event| restarts(event) == Some((2, 2))).await;
        task.handle.stop().await.unwrap();
        task.until(|event| *event == ShimEvent::Finished).await;
        let outcome = task.end().await;
        let lines = outcome.output("app").replace('\r', "");
        let lines: Vec<_> = lines.lines().map(str::trim).collect();
        assert_eq!(lines[..6], ["run 1", "0", "1", "run 2", "0", "2"], "{terminal}");
        let told: Vec<_> = outcome.events.iter().filter_map(|e| restarts(&e.event)).collect();
        assert_eq!(told, [(1, 1), (2, 2)]);
        let started = |event: &ShimEvent| matches!(event, ShimEvent::ContainerStarted { .. });
        let count = outcome.events.iter().filter(|e| started(&e.event)).count();
        assert_eq!(count, 2, "each once: {:#?}", outcome.events);
    }
}

#[tokio::test]
async fn one_that_ends_too_soon_or_with_an_ignored_code_has_ended() {
    for (script, code) in [("exit 4", 4), ("sleep 2; exit 3", 3), ("sleep 2; exit 137", 137)] {
        let rig = Rig::new();
        let mut app = rig.sh("app", script);
        app.container.restart = policy(&[3, 137]);
        let outcome = rig.run(rig.bundle(vec![app])).await;
        assert_eq!(outcome.code("app"), code);
        assert!(!outcome.events.iter().any(|e| restarts(&e.event).is_some()), "{script}");
    }
}

#[tokio::test]
async fn what_it_was_killed_for_before_is_not_why_it_ended_now() {
    let rig = Rig::new();
    let script = format!(
        "{COUNTED} if [ $n = 1 ]; then sleep 2; exec dd if=/dev/zero of=/dev/null bs=200M; fi; \
         exit 137"
    );
    let mut app = rig.sh("app", &script);
    app.container.memory_mib = Some(64);
    app.container.restart = policy(&[]);
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.events.iter().find_map(|e| restarts(&e.event)), Some((1, 137)));
    assert_eq!(outcome.exit("app"), (137, false, None));
}

#[tokio::test]
async fn its_health_is_unknown_again() {
    let rig = Rig::new();
    let mut app = rig.sh("app", &format!("{COUNTED} [ $n = 1 ] || exec sleep 1000; sleep 3"));
    app.container.restart = policy(&[]);
    app.container.health_check = Some(HealthCheck {
        command: vec!["true".into()],
        interval_s: 1,
        timeout_s: 2,
        retries: 1,
        start_period_s: 0,
    });
    let mut task = rig.start(rig.bundle(vec![app])).await;
    let mut shown = Vec::new();
    while shown.len() < 3 {
        let shows = |event: &ShimEvent| matches!(event, ShimEvent::ContainerHealth { .. });
        if let ShimEvent::ContainerHealth { health, .. } = task.until(shows).await {
            shown.push(health);
        }
    }
    assert_eq!(shown, [Health::Healthy, Health::Unknown, Health::Healthy]);
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await;
}

/// Also one that would be run again.
#[tokio::test]
async fn a_task_that_stops_runs_nothing_again() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "trap 'exit 6' TERM; echo up; while :; do sleep 1; done");
    app.container.restart = Some(RestartPolicy { ignored_codes: vec![], attempt_period_s: 0 });
    app.container.stop_timeout_s = 30;
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until_line_when_made("app", "up").await;
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    assert_eq!(task.end().await.code("app"), 6);
}

/// A file system in memory may hide who the image says that the user is, and hold a volume.
#[tokio::test]
async fn what_was_mounted_over_the_image_is_there_again() {
    let rig = Rig::new();
    let script = format!(
        "{} id -u; ls /etc | tr '\\n' ' '; echo; ls /mem | tr '\\n' ' '; ls /mem/vol | wc -l; \
         touch /mem/x /mem/vol/$n; [ $n = 1 ] || exit 9; sleep 2",
        COUNTED.replace("/n ", "/home/www/n ").replace("/n;", "/home/www/n;")
    );
    let mut app = rig.sh("app", &script);
    std::os::unix::fs::chown(rig.layer.join("home/www"), Some(33), Some(33)).unwrap();
    std::fs::create_dir_all(rig.layer.join("mem/vol")).unwrap();
    std::os::unix::fs::chown(rig.layer.join("mem/vol"), Some(33), Some(33)).unwrap();
    app.image.volumes = vec!["/mem/vol".into()];
    app.container.user = Some("www".into());
    // By its code, as a slow machine may take a second for anything.
    app.container.restart = policy(&[9]);
    app.container.tmpfs = ["/etc", "/mem"]
        .map(|path| Tmpfs { path: path.into(), size_mib: 1, mode: 0o777, ..Tmpfs::default() })
        .to_vec();
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.code("app"), 9);
    let run = |n: u32| format!("run {n}\n33\nhostname hosts resolv.conf \nvol {}\n", n - 1);
    assert_eq!(outcome.output("app") + "\n", run(1) + &run(2));
}
