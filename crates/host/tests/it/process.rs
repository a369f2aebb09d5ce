//! What a container's first process is and sees.

use std::os::unix::fs::PermissionsExt;

use ferrogate_host::shim::ShimEvent;
use ferrogate_link::FailureKind;

use crate::rig::Rig;

/// It would die of a signal that says nothing.
#[tokio::test]
async fn a_program_of_32_bits_is_told_to_be_one() {
    for command in ["/bin/old", "old"] {
        let rig = Rig::new();
        let old = rig.layer.join("bin/old");
        std::fs::write(&old, b"\x7fELF\x01\x01\x01 and so on").unwrap();
        std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o755)).unwrap();
        let outcome = rig.run(rig.bundle(vec![rig.exec("app", &[command])])).await;
        let (kind, _, reason) = outcome.failure();
        assert_eq!(kind, FailureKind::Start);
        assert!(reason.contains("a 32-bit program, which can't run here"), "{reason}");
    }
}

/// As platforms have it that give every container a user of its own (`USER 1000650000`).
#[tokio::test]
async fn a_user_past_65535_is_itself_and_owns_what_nobody_does() {
    let rig = Rig::new();
    let own = rig.layer.join("srv/own");
    std::fs::write(&own, "x").unwrap();
    std::os::unix::fs::chown(&own, Some(65_534), Some(0)).unwrap();
    let script = "id -u; id -g; stat -c %u:%g /srv/own /etc/passwd; echo y >>/srv/own && cat /srv/own; \
        touch /tmp/new && stat -c %u /tmp/new; cat /proc/self/uid_map | wc -l";
    let mut app = rig.sh("app", script);
    app.image.user = "1000650000".into();
    let outcome = rig.run(rig.bundle(vec![app])).await;
    let expected = "1000650000\n0\n1000650000:0\n0:0\nxy\n1000650000\n3";
    assert_eq!(outcome.output("app"), expected);
}

/// Named ones are looked up in the layers, before they are one file system.
#[tokio::test]
async fn a_named_user_past_65535_runs_and_a_second_one_is_refused() {
    let rig = Rig::new();
    std::fs::write(rig.layer.join("etc/passwd"), "far:x:200000:300000::/srv:/bin/sh\n").unwrap();
    let with = |name: &str, user: &str| {
        let mut container = rig.sh(name, "id -u; id -g");
        container.container.user = Some(user.into());
        container
    };
    let outcome = rig.run(rig.bundle(vec![with("app", "far")])).await;
    assert_eq!(outcome.output("app"), "200000\n300000");
    let rig = Rig::new();
    let two = vec![with("app", "70000"), with("side", "80000")];
    let (_, _, reason) = rig.run(rig.bundle(two)).await.failure();
    assert!(reason.contains("70000 and 80000 are both past 65535"), "{reason}");
}

#[tokio::test]
async fn the_program_gets_its_arguments_environment_user_and_folder() {
    let rig = Rig::new();
    let mut app = rig.sh(
        "app",
        "id; pwd; echo $A-$B-$HOME-$HOSTNAME; hostname; echo $PATH; stat -c %u /srv/new",
    );
    app.image.env = vec!["A=image".into(), "B=image".into()];
    app.container.environment = vec![("B".into(), "task".into())];
    app.container.user = Some("www".into());
    app.container.working_directory = Some("/srv/new/deep".into());
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(
        outcome.output("app").lines().collect::<Vec<_>>(),
        [
            "uid=33(www) gid=33(www) groups=4(log)",
            "/srv/new/deep",
            "image-task-/home/www-ip-10-0-0-5.ec2.internal",
            "ip-10-0-0-5.ec2.internal",
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "0",
        ]
    );
}

#[tokio::test]
async fn the_images_entry_point_and_command_run_when_nothing_replaces_them() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "");
    app.container.command = None;
    app.image.entrypoint = vec!["echo".into(), "from".into()];
    app.image.cmd = vec!["image".into()];
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.output("app"), "from image");
}

#[tokio::test]
async fn root_inside_owns_the_image_and_is_nobody_on_the_host() {
    let rig = Rig::new();
    let app = rig.sh(
        "app",
        "stat -c '%u %n' /bin/busybox /etc/hosts; touch /new; cat /proc/self/uid_map; sleep 1000",
    );
    let mut task = rig.start(rig.bundle(vec![app])).await;
    let pid = task.until_started("app").await;
    task.until_line("app", "65536").await;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let uid = status.lines().find(|line| line.starts_with("Uid:")).unwrap();
    assert!(uid.contains(&rig.id_base.to_string()), "{uid}");
    let written = rig.dir.path().join("writable/app/upper/new");
    let owner = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(written).unwrap());
    assert_eq!(owner, rig.id_base);
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    let output = task.end().await.output("app");
    assert!(output.contains("0 /bin/busybox\n0 /etc/hosts"), "{output}");
    // The shared layer is as it was.
    assert!(!rig.layer.join("new").exists());
}

#[tokio::test]
async fn the_tasks_files_name_it_and_its_resolver() {
    let rig = Rig::new();
    let outcome = rig.run_sh("cat /etc/hosts /etc/resolv.conf /etc/hostname").await;
    let output = outcome.output("app");
    for line in [
        "127.0.0.1\tlocalhost",
        "10.0.0.5\tip-10-0-0-5.ec2.internal",
        "search ec2.internal",
        "nameserver 169.254.169.253",
    ] {
        assert!(output.lines().any(|found| found == line), "{line} in {output}");
    }
}

#[tokio::test]
async fn a_read_only_root_refuses_writes() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "touch /x || echo refused; touch /dev/shm/x && echo shared");
    app.container.readonly_rootfs = true;
    let outcome = rig.run(rig.bundle(vec![app])).await;
    let output = outcome.output("app");
    assert!(output.contains("Read-only file system"), "{output}");
    assert!(output.contains("refused") && output.contains("shared"), "{output}");
}

#[tokio::test]
async fn two_containers_of_an_image_do_not_see_each_others_files() {
    let rig = Rig::new();
    let mut first = rig.sh("first", "echo one > /bin/mine; ls /bin/mine");
    first.container.essential = false;
    let mut second = rig.sh("second", "ls /bin/mine || echo none");
    second.container.essential = false;
    let outcome = rig.run(rig.bundle(vec![first, second])).await;
    assert_eq!(outcome.output("first"), "/bin/mine");
    assert!(outcome.output("second").contains("none"));
}

#[tokio::test]
async fn capabilities_and_filter_are_the_ones_of_fargate() {
    let rig = Rig::new();
    let outcome = rig.run_sh("grep -E '^(Cap|Seccomp|NoNewPrivs)' /proc/self/status").await;
    let output = outcome.output("app");
    let value = |name: &str| {
        let line = output.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default().to_owned()
    };
    assert_eq!(value("CapInh:"), "0000000000000000");
    assert_eq!(value("CapAmb:"), "0000000000000000");
    for set in ["CapPrm:", "CapEff:", "CapBnd:"] {
        assert_eq!(value(set), "00000000a80425fb", "{set}");
    }
    assert_eq!(value("Seccomp:"), "2");
    assert_eq!(value("NoNewPrivs:"), "0");
}

#[tokio::test]
async fn a_user_who_is_not_root_has_no_capabilities_in_effect() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "grep -E '^Cap(Eff|Bnd)' /proc/self/status");
    app.container.user = Some("33:33".into());
    app.container.capabilities_drop = vec!["ALL".into()];
    app.container.capabilities_add = vec!["KILL".into()];
    let outcome = rig.run(rig.bundle(vec![app])).await;
    let output = outcome.output("app");
    assert_eq!(output, "CapEff:\t0000000000000000\nCapBnd:\t0000000000000020");
}

#[tokio::test]
async fn a_terminal_is_one_and_carries_the_output() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "tty; ls -l /dev/console >/dev/null && echo console; echo $TERM");
    app.container.pseudo_terminal = true;
    let outcome = rig.run(rig.bundle(vec![app])).await;
    let lines: Vec<_> = outcome.output("app").lines().map(str::to_owned).collect();
    assert_eq!(
        lines.iter().map(|l| l.trim_end()).collect::<Vec<_>>(),
        ["/dev/pts/0", "console", "xterm"]
    );
}

/// Programs open it again by its name, as `sudo`, `gpg` and `screen` do.
#[tokio::test]
async fn a_terminal_belongs_to_the_user_who_is_at_it() {
    let rig = Rig::new();
    let script = "stat -c '%u %a' $(tty) /dev/console; echo again >$(tty); echo too >/dev/console";
    let mut app = rig.sh("app", script);
    app.container.user = Some("www".into());
    app.container.pseudo_terminal = true;
    let outcome = rig.run(rig.bundle(vec![app])).await;
    let lines: Vec<_> = outcome.output("app").lines().map(|l| l.trim_end().to_owned()).collect();
    assert_eq!(lines, ["33 620", "33 620", "again", "too"]);
}

#[tokio::test]
async fn standard_input_ends_at_once_unless_it_is_interactive() {
    let rig = Rig::new();
    let closed = rig.sh("closed", "cat; echo ended");
    let mut open = rig.sh("open", "echo up; cat; echo ended");
    open.container.interactive = true;
    let mut closed = closed;
    closed.container.essential = false;
    let mut task = rig.start(rig.bundle(vec![closed, open])).await;
    task.until_line_when_made("closed", "ended").await;
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    let outcome = task.end().await;
    assert_eq!(outcome.output("open"), "up");
}

#[tokio::test]
async fn limits_of_the_process_are_the_defaults_or_the_task_definitions() {
    let rig = Rig::new();
    let mut plain = rig.sh("plain", "ulimit -n; ulimit -c; ulimit -l");
    plain.container.essential = false;
    let mut own = rig.sh("own", "ulimit -n; ulimit -Hn");
    own.container.ulimits =
        vec![ferrogate_link::Ulimit { name: "nofile".into(), soft: 1024, hard: 4096 }];
    own.container.essential = false;
    let outcome = rig.run(rig.bundle(vec![plain, own])).await;
    // Less only where the host itself has less to give.
    let raised = format!("{}", 65_535.min(most_open_files()));
    assert_eq!(outcome.output("plain"), format!("{raised}\n0\n64"));
    assert_eq!(outcome.output("own"), "1024\n4096");
}

#[tokio::test]
async fn signals_arrive_as_in_a_fresh_process() {
    let rig = Rig::new();
    // Not by a shell, which sets its own.
    let app = rig.exec("app", &["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]);
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.output("app"), "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000");
}

#[tokio::test]
async fn kernel_settings_of_the_task_are_set_and_others_refused() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "cat /proc/sys/net/ipv4/tcp_keepalive_time /proc/sys/kernel/shmmni /proc/sys/net/ipv4/ip_unprivileged_port_start");
    app.container.sysctls = vec![
        ("net.ipv4.tcp_keepalive_time".into(), "777".into()),
        ("kernel.shmmni".into(), "99".into()),
    ];
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.output("app"), "777\n99\n0");

    let rig = Rig::new();
    let mut app = rig.sh("app", "true");
    app.container.sysctls = vec![("kernel.core_pattern".into(), "|/bin/sh".into())];
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.failure().0, FailureKind::Create);

    let rig = Rig::new();
    let mut app = rig.sh("app", "true");
    app.container.sysctls = vec![("kernel.msgmax".into(), "many".into())];
    let (kind, _, reason) = rig.run(rig.bundle(vec![app])).await.failure();
    assert_eq!(kind, FailureKind::Create);
    assert!(reason.contains("kernel.msgmax=many") && reason.contains("Invalid"), "{reason}");
}

#[tokio::test]
async fn a_script_without_an_interpreter_says_what_is_wrong() {
    let rig = Rig::new();
    let script = rig.layer.join("bin/broken");
    std::fs::write(&script, "#!/nowhere/sh\n").unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let outcome = rig.run(rig.bundle(vec![rig.exec("app", &["/bin/broken"])])).await;
    let (kind, _, reason) = outcome.failure();
    assert_eq!(kind, FailureKind::Start);
    assert!(reason.contains("interpreter"), "{reason}");
}

/// What root may raise the limit to: anything, unless even root may not.
fn most_open_files() -> u64 {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    match setrlimit(Resource::RLIMIT_NOFILE, soft, hard.max(65_535)) {
        Ok(()) => hard.max(65_535),
        Err(_) => hard,
    }
}

#[tokio::test]
async fn an_init_reaps_passes_signals_on_and_ends_with_the_programs_code() {
    let rig = Rig::new();
    let script = "trap 'echo told; exit 9' TERM; \
        cat /proc/1/comm; echo $$; readlink /proc/self/fd/0; \
        for i in 1 2 3; do (sleep 0 &) ; done; \
        echo up; while :; do sleep 0.05; done";
    let mut app = rig.sh("app", script);
    app.container.init = true;
    let mut task = rig.start(rig.bundle(vec![app])).await;
    let pid = task.until_started("app").await;
    task.until_line("app", "up").await;
    // Whatever was left to it is gone: the shell and its `sleep` are all it has.
    let children = || fs_read(format!("/proc/{pid}/task/{pid}/children"));
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while children().split_whitespace().count() != 1 {
        assert!(std::time::Instant::now() < deadline, "{}", children());
        tokio::task::yield_now().await;
    }
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    let outcome = task.end().await;
    assert_eq!(outcome.code("app"), 9);
    assert_eq!(outcome.output("app"), "init\n2\n/dev/null\nup\ntold");
}

#[tokio::test]
async fn an_init_tells_how_a_signal_ended_the_program() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "kill -KILL $$");
    app.container.init = true;
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.exit("app"), (137, false, None));
}

fn fs_read(path: String) -> String {
    std::fs::read_to_string(path).unwrap()
}
