//! The life of a task: starting, ending, stopping, failing.

use ferrogate_host::shim::{ClientError, ShimEvent, ShimHandle};
use ferrogate_link::{Condition, DependsOn, FailureKind};

use crate::rig::Rig;

fn after(container: &str, condition: Condition) -> Vec<DependsOn> {
    vec![DependsOn { container: container.into(), condition }]
}

#[tokio::test]
async fn a_task_tells_its_whole_life_in_order() {
    let rig = Rig::new();
    let outcome = rig.run_sh("echo hello; echo world >&2").await;
    let kinds: Vec<String> = outcome
        .events
        .iter()
        .map(|entry| format!("{:?}", entry.event).split([' ', '{']).next().unwrap().to_owned())
        .collect();
    assert_eq!(
        kinds,
        [
            "Ready",
            "ContainerCreated",
            "ContainerStarted",
            "Running",
            "ContainerExited",
            "Stopping",
            "ExecutionStopped",
            "Finished",
        ],
        "{:#?}",
        outcome.events
    );
    let numbers: Vec<u64> = outcome.events.iter().map(|entry| entry.seq).collect();
    assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
    assert_eq!(outcome.exit("app"), (0, false, None));
    let output = outcome.output("app");
    assert!(output.contains("hello") && output.contains("world"), "{output}");
}

#[tokio::test]
async fn an_exit_code_is_the_programs_own_or_128_and_the_signal() {
    let rig = Rig::new();
    let mut containers = Vec::new();
    for (name, script) in [
        ("zero", "exit 0"),
        ("three", "exit 3"),
        ("high", "exit 255"),
        // The first process of a namespace takes no signal that it does not handle, so a
        // child dies and the shell passes its code on.
        ("term", "sh -c 'kill -TERM $$'; exit $?"),
        ("kill", "sh -c 'kill -KILL $$'; exit $?"),
    ] {
        let mut container = rig.sh(name, script);
        container.container.essential = false;
        containers.push(container);
    }
    let outcome = rig.run(rig.bundle(containers)).await;
    assert_eq!(outcome.code("zero"), 0);
    assert_eq!(outcome.code("three"), 3);
    assert_eq!(outcome.code("high"), 255);
    assert_eq!(outcome.code("term"), 143);
    assert_eq!(outcome.code("kill"), 137);
}

#[tokio::test]
async fn containers_of_a_task_share_localhost_and_nothing_else_of_the_network() {
    let rig = Rig::new();
    let server = rig.sh("server", "echo pong | nc -l -p 80; sleep 1000");
    let mut client = rig.sh(
        "client",
        "until nc 127.0.0.1 80 </dev/null >/tmp/got 2>/dev/null; do :; done; cat /tmp/got; ls /sys/class/net",
    );
    client.container.depends_on = after("server", Condition::Start);
    let outcome = rig.run(rig.bundle(vec![server, client])).await;
    assert_eq!(outcome.output("client"), "pong\nlo");
}

#[tokio::test]
async fn an_essential_exit_stops_the_others_and_another_does_not() {
    let rig = Rig::new();
    // It ends when the one other is over, and the other has its trap.
    let mut app = rig.sh("app", "until nc 127.0.0.1 82 </dev/null 2>/dev/null; do :; done; exit 5");
    app.container.depends_on = after("brief", Condition::Complete);
    let side = rig.sh(
        "side",
        "trap 'echo told; exit 0' TERM; echo up | nc -l -p 82 & while :; do sleep 0.05; done",
    );
    let mut brief = rig.sh("brief", "exit 9");
    brief.container.essential = false;
    let outcome = rig.run(rig.bundle(vec![app, side, brief])).await;
    assert_eq!(outcome.code("app"), 5);
    assert_eq!(outcome.code("brief"), 9);
    assert_eq!(outcome.code("side"), 0);
    assert_eq!(outcome.output("side"), "told");
}

#[tokio::test]
async fn stop_sends_the_images_signal_and_kills_what_ignores_it() {
    let rig = Rig::new();
    let mut polite =
        rig.sh("polite", "trap 'echo quit; exit 42' QUIT; echo up; while :; do sleep 0.05; done");
    polite.image.stop_signal = Some("SIGQUIT".into());
    // systemd's own: a shell knows it by its number.
    let mut real =
        rig.sh("real", "trap 'echo told; exit 43' 37; echo up; while :; do sleep 0.05; done");
    real.image.stop_signal = Some("SIGRTMIN+3".into());
    let deaf = rig.sh("deaf", "trap '' TERM; echo up; while :; do sleep 0.05; done");
    let mut task = rig.start(rig.bundle(vec![polite, real, deaf])).await;
    task.until(|event| *event == ShimEvent::Running).await;
    task.until_line("polite", "up").await;
    task.until_line("real", "up").await;
    task.until_line("deaf", "up").await;
    task.handle.stop().await.unwrap();
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    let outcome = task.end().await;
    assert_eq!(outcome.code("polite"), 42);
    assert_eq!(outcome.code("real"), 43);
    assert_eq!(outcome.exit("deaf"), (137, false, None));
    let stopping = outcome.events.iter().filter(|e| e.event == ShimEvent::Stopping).count();
    assert_eq!(stopping, 1);
}

#[tokio::test]
async fn what_waits_for_success_starts_after_it_and_stops_before() {
    let rig = Rig::new();
    let mut init = rig.sh("init", "exit 0");
    init.container.essential = false;
    let mut app = rig.sh("app", "trap 'exit 1' TERM; echo up; while :; do sleep 0.05; done");
    app.container.depends_on = after("init", Condition::Success);
    let mut proxy = rig.sh("proxy", "trap 'exit 2' TERM; echo up; while :; do sleep 0.05; done");
    proxy.container.depends_on = after("app", Condition::Start);
    let mut task = rig.start(rig.bundle(vec![proxy, app, init])).await;
    task.until_started("proxy").await;
    task.until_line("app", "up").await;
    task.until_line("proxy", "up").await;
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    let outcome = task.end().await;
    let exited = |wanted: &'static str| move |event: &ShimEvent| matches!(event, ShimEvent::ContainerExited { name, .. } if name == wanted);
    let started = |wanted: &'static str| move |event: &ShimEvent| matches!(event, ShimEvent::ContainerStarted { name, .. } if name == wanted);
    assert!(outcome.at(exited("init")) < outcome.at(started("app")));
    assert!(outcome.at(started("app")) < outcome.at(started("proxy")));
    assert!(outcome.at(exited("proxy")) < outcome.at(exited("app")));
    assert_eq!((outcome.code("app"), outcome.code("proxy")), (1, 2));
}

#[tokio::test]
async fn a_dependency_that_fails_or_takes_too_long_fails_the_task() {
    let rig = Rig::new();
    let mut init = rig.sh("init", "exit 1");
    init.container.essential = false;
    let mut app = rig.sh("app", "exit 0");
    app.container.depends_on = after("init", Condition::Success);
    let outcome = rig.run(rig.bundle(vec![app.clone(), init.clone()])).await;
    let (kind, container, reason) = outcome.failure();
    assert_eq!((kind, container.as_deref()), (FailureKind::Start, Some("app")));
    let words = "dependency graph: failed to resolve container ordering dependency \
        [init(busybox) (STOPPED->RUNNING) - Exit: 1] for target [app(busybox) (NONE->RUNNING)] \
        as dependency did not exit successfully.";
    assert_eq!(reason, words);

    let rig = Rig::new();
    init = rig.sh("init", "sleep 1000");
    init.container.essential = false;
    init.container.start_timeout_s = Some(0);
    app.writable = rig.dir.path().join("app");
    app.layers = init.layers.clone();
    let outcome = rig.run(rig.bundle(vec![app, init])).await;
    let words = "dependency graph: container ordering dependency [init(busybox) \
        (RUNNING->RUNNING)] for target [app(busybox) (NONE->RUNNING)] has timed out.";
    assert_eq!(outcome.failure(), (FailureKind::Start, Some("app".into()), words.into()));
    assert_eq!(outcome.code("init"), 137);
}

/// As the ECS agent has it: only an essential container takes the task with it.
#[tokio::test]
async fn one_that_is_not_essential_and_waits_in_vain_is_given_up_alone() {
    let rig = Rig::new();
    let mut init = rig.sh("init", "exit 1");
    init.container.essential = false;
    let mut after_init = rig.sh("after", "exit 0");
    after_init.container.essential = false;
    after_init.container.depends_on = after("init", Condition::Success);
    let mut last = rig.sh("last", "exit 0");
    last.container.essential = false;
    last.container.depends_on = after("after", Condition::Success);
    let app = rig.sh("app", "trap 'exit 0' TERM; while :; do sleep 0.05; done");
    let mut task = rig.start(rig.bundle(vec![init, after_init, last, app])).await;
    // All have started, or never will.
    task.until(|event| *event == ShimEvent::Running).await;
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    let outcome = task.end().await;
    for name in ["after", "last"] {
        let (code, oom, reason) = outcome.exit(name);
        assert_eq!((code, oom), (143, false));
        let reason = reason.unwrap();
        assert!(reason.starts_with("CannotStartContainerError: dependency graph: "), "{reason}");
        let started = |event: &ShimEvent| matches!(event, ShimEvent::ContainerStarted { name: of, .. } if of == name);
        assert!(!outcome.events.iter().any(|entry| started(&entry.event)));
    }
    assert!(!outcome.events.iter().any(|e| matches!(e.event, ShimEvent::Failed { .. })));
}

#[tokio::test]
async fn a_task_runs_once_all_its_containers_have_started() {
    let rig = Rig::new();
    let mut init = rig.sh("init", "sleep 1");
    init.container.essential = false;
    let mut app = rig.sh("app", "exit 0");
    app.container.depends_on = after("init", Condition::Complete);
    let outcome = rig.run(rig.bundle(vec![init, app])).await;
    let started = |event: &ShimEvent| matches!(event, ShimEvent::ContainerStarted { name, .. } if name == "app");
    assert!(outcome.at(started) < outcome.at(|event| *event == ShimEvent::Running));
}

#[tokio::test]
async fn a_command_that_is_not_there_fails_the_start_in_plain_words() {
    for (command, words) in [
        ("nonsense", "exec: \"nonsense\": executable file not found in $PATH"),
        ("/bin/nonsense", "exec: \"/bin/nonsense\": no such file or directory"),
        ("/etc", "exec: \"/etc\": is a directory"),
        ("/etc/passwd", "exec: \"/etc/passwd\": permission denied"),
    ] {
        let rig = Rig::new();
        let outcome = rig.run(rig.bundle(vec![rig.exec("app", &[command])])).await;
        let expected = (FailureKind::Start, Some("app".to_owned()), words.to_owned());
        assert_eq!(outcome.failure(), expected);
    }
}

#[tokio::test]
async fn a_failure_stops_the_containers_that_run_already() {
    let rig = Rig::new();
    let first = rig.sh("first", "trap 'exit 4' TERM; while :; do sleep 0.05; done");
    let mut second = rig.exec("second", &["/bin/nonsense"]);
    second.container.depends_on = after("first", Condition::Start);
    let outcome = rig.run(rig.bundle(vec![first, second])).await;
    assert_eq!(outcome.failure().1.as_deref(), Some("second"));
    let code = outcome.code("first");
    assert!(code == 4 || code == 137, "{code}");
}

#[tokio::test]
async fn a_bad_image_fails_the_creation() {
    let rig = Rig::new();
    let mut missing = rig.sh("app", "true");
    missing.layers = vec![rig.dir.path().join("nowhere")];
    let outcome = rig.run(rig.bundle(vec![missing])).await;
    let (kind, _, reason) = outcome.failure();
    assert_eq!(kind, FailureKind::Create);
    assert!(reason.contains("nowhere"), "{reason}");
}

#[tokio::test]
async fn a_shim_takes_one_task_and_no_nonsense() {
    let rig = Rig::new();
    let handle = ShimHandle::spawn(&rig.options()).await.unwrap();
    let nonsense = rig.bundle(vec![rig.sh("a", "true"), rig.sh("a", "true")]);
    assert!(matches!(handle.run(&nonsense).await, Err(ClientError::Refused(_))));
    let bundle = rig.bundle(vec![rig.sh("app", "sleep 1000")]);
    assert!(matches!(handle.start().await, Err(ClientError::Refused(_))));
    handle.run(&bundle).await.unwrap();
    handle.run(&bundle).await.unwrap();
    let other = rig.bundle(vec![rig.sh("app", "sleep 1000")]);
    assert_ne!(other.key, bundle.key);
    assert!(matches!(handle.run(&other).await, Err(ClientError::Refused(_))));
    assert!(matches!(handle.bye().await, Err(ClientError::Refused(_))));
    let mut events = handle.events(0).await.unwrap();
    handle.stop().await.unwrap();
    while events.next().await.unwrap().unwrap().event != ShimEvent::Finished {}
    handle.bye().await.unwrap();
}

#[tokio::test]
async fn what_is_made_and_never_let_run_leaves_nothing() {
    let rig = Rig::new();
    let handle = ShimHandle::spawn(&rig.options()).await.unwrap();
    let bundle = rig.bundle(vec![rig.sh("app", "echo never"), rig.sh("side", "echo never")]);
    handle.create(&bundle).await.unwrap();
    let mut events = handle.events(0).await.unwrap();
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(events.next().await.unwrap().unwrap().event);
    }
    let created = |name: &str| ShimEvent::ContainerCreated { name: name.into() };
    assert_eq!(seen[1..], [created("app"), created("side")]);
    let cgroup = ferrogate_host::cgroup::task_path(&rig.options().cgroup_root, &bundle.key);
    assert_eq!(rig.cgroups.pids(&cgroup).len(), 2);
    handle.stop().await.unwrap();
    let mut rest = Vec::new();
    while rest.last() != Some(&ShimEvent::Finished) {
        rest.push(events.next().await.unwrap().unwrap().event);
    }
    assert!(rig.cgroups.is_gone(&cgroup));
    assert!(!rest.iter().any(|event| matches!(event, ShimEvent::ContainerStarted { .. })));
    handle.bye().await.unwrap();
}

#[tokio::test]
async fn a_warm_shim_goes_when_it_is_told() {
    let rig = Rig::new();
    let handle = ShimHandle::spawn(&rig.options()).await.unwrap();
    assert!(handle.netns().is_ok());
    assert_eq!(ShimHandle::connect(&rig.run_dir()).await.unwrap().pid(), handle.pid());
    handle.bye().await.unwrap();
    assert!(matches!(ShimHandle::connect(&rig.run_dir()).await, Err(ClientError::Gone { .. })));
}

#[tokio::test]
async fn a_folder_that_had_a_shim_takes_no_second_one() {
    let rig = Rig::new();
    let first = ShimHandle::spawn(&rig.options()).await.unwrap();
    let second = ShimHandle::spawn(&rig.options()).await.unwrap_err();
    assert!(second.to_string().contains("journal"), "{second}");
    first.bye().await.unwrap();
}

#[tokio::test]
async fn a_signal_reaches_the_first_process() {
    let rig = Rig::new();
    let app = rig.sh("app", "trap 'exit 7' USR1; echo up; while :; do sleep 0.05; done");
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until_started("app").await;
    task.until_line("app", "up").await;
    assert!(task.handle.signal("nobody", 10).await.is_err());
    task.handle.signal("app", 10).await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    assert_eq!(task.end().await.code("app"), 7);
}
