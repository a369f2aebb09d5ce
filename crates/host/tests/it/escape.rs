//! Ways out that others have had, each tried by a hostile image or task.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use ferrogate_host::shim::{ContainerBundle, ShimEvent};
use ferrogate_link::FailureKind;

use crate::rig::{Outcome, Rig};

/// A second layer in which a test puts what is hostile.
fn hostile(rig: &Rig) -> PathBuf {
    let layer = rig.dir.path().join("hostile");
    fs::create_dir_all(&layer).unwrap();
    layer
}

async fn run_over(rig: &Rig, script: &str, layer: PathBuf) -> Outcome {
    let mut app = rig.sh("app", script);
    // Lowest wins where both have a name, so the hostile one goes on top.
    app.layers.push(layer);
    rig.run(rig.bundle(vec![app])).await
}

fn refused(outcome: &Outcome) -> String {
    let (kind, container, reason) = outcome.failure();
    assert_eq!((kind, container.as_deref()), (FailureKind::Create, Some("app")), "{reason}");
    reason
}

/// CVE-2019-5736: the runtime's own program, overwritten through `/proc/self/exe`.
#[tokio::test]
async fn the_runtimes_program_can_not_be_run_or_written_from_inside() {
    let program = env!("CARGO_BIN_EXE_ferrogate-shim");
    let before = fs::read(program).unwrap();
    let rig = Rig::new();
    // As the entry point it would be the program that set the container up.
    let entry = rig.run(rig.bundle(vec![rig.exec("app", &["/proc/self/exe"])])).await;
    if let Some(exit) = exit_of(&entry) {
        assert_ne!(exit, 0);
    }
    let rig = Rig::new();
    let script = "for p in /proc/[0-9]*/exe; do \
            for i in 1 2 3 4 5; do (echo overwritten > $p) 2>/dev/null && echo wrote $p; done; \
        done; readlink /proc/1/exe";
    let outcome = rig.run_sh(script).await;
    assert_eq!(outcome.output("app"), "/bin/busybox");
    assert!(fs::read(program).unwrap() == before, "the runtime's program was changed");
}

fn exit_of(outcome: &Outcome) -> Option<i32> {
    outcome.events.iter().find_map(|entry| match entry.event {
        ShimEvent::ContainerExited { code, .. } => Some(code),
        _ => None,
    })
}

/// CVE-2019-16884, CVE-2019-19921, CVE-2023-27561, CVE-2023-28642.
#[tokio::test]
async fn an_image_with_a_link_or_file_at_a_mount_point_is_refused() {
    for name in ["proc", "sys", "dev"] {
        let rig = Rig::new();
        let layer = hostile(&rig);
        symlink("/etc", layer.join(name)).unwrap();
        let reason = refused(&run_over(&rig, "true", layer).await);
        assert!(reason.contains(name), "{reason}");
        let rig = Rig::new();
        let layer = hostile(&rig);
        fs::write(layer.join(name), "").unwrap();
        refused(&run_over(&rig, "true", layer).await);
    }
}

/// CVE-2025-31133, CVE-2025-52565: what an image has in `/dev` is not what is used.
#[tokio::test]
async fn devices_are_the_hosts_whatever_the_image_has() {
    let rig = Rig::new();
    let layer = hostile(&rig);
    fs::create_dir_all(layer.join("dev/pts")).unwrap();
    symlink("/proc/sys/kernel/core_pattern", layer.join("dev/null")).unwrap();
    symlink("/etc/passwd", layer.join("dev/console")).unwrap();
    symlink("/etc", layer.join("dev/shm")).unwrap();
    fs::write(layer.join("dev/pts/ptmx"), "").unwrap();
    let mut app = rig.sh(
        "app",
        "stat -c '%t:%T' /dev/null; stat -c %F /dev/console; \
         head -c 1 /proc/kcore 2>/dev/null | grep -c .; ls -A /proc/scsi /sys/firmware 2>/dev/null",
    );
    app.layers.push(layer);
    app.container.pseudo_terminal = true;
    let outcome = rig.run(rig.bundle(vec![app])).await;
    let output = outcome.output("app").replace('\r', "");
    assert!(output.starts_with("1:3\ncharacter special file\n0"), "{output}");
    assert_eq!(fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap().trim(), "core");
}

/// CVE-2024-21626: a working directory by way of a descriptor of the runtime.
#[tokio::test]
async fn a_working_directory_by_descriptor_is_refused_and_none_is_open() {
    for path in ["/proc/self/fd/3", "/proc/self/fd/8", "/proc/self/fd/1024", "/dev/fd/7"] {
        let rig = Rig::new();
        let mut app = rig.sh("app", "pwd; ls");
        app.container.working_directory = Some(path.into());
        refused(&rig.run(rig.bundle(vec![app])).await);
    }
    let rig = Rig::new();
    let layer = hostile(&rig);
    symlink("/proc/self/fd", layer.join("fds")).unwrap();
    let mut app = rig.sh("app", "pwd");
    app.image.working_dir = "/fds/9".into();
    app.layers.push(layer);
    refused(&rig.run(rig.bundle(vec![app])).await);

    let rig = Rig::new();
    // `ls` itself opens the folder that it lists: one more, which is 3.
    let outcome = rig.run_sh("exec ls /proc/self/fd").await;
    assert_eq!(outcome.output("app"), "0\n1\n2\n3");
}

/// CVE-2024-40635, CVE-2023-25173.
#[tokio::test]
async fn a_user_that_could_wrap_to_root_is_refused() {
    for user in ["4294967296", "-1", "0x0", "4294967295", "0:4294967296", "nobody-here"] {
        let rig = Rig::new();
        let mut app = rig.sh("app", "id");
        app.container.user = Some(user.into());
        let reason = refused(&rig.run(rig.bundle(vec![app])).await);
        assert!(reason.contains(user.rsplit(':').next().unwrap()), "{reason}");
    }
}

/// CVE-2022-0492, CVE-2022-0185, CVE-2023-0386 and what needs namespaces or mounts.
#[tokio::test]
async fn namespaces_mounts_and_cgroups_are_out_of_reach() {
    let rig = Rig::new();
    let script = "unshare -Ur true && echo unshared; \
        mount -t tmpfs x /tmp && echo mounted; \
        mount -o bind,rw /proc/sys /tmp && echo bound; \
        umount /proc && echo unmounted; \
        echo 1 > /proc/sys/kernel/core_pattern && echo core; \
        echo x > /proc/sysrq-trigger && echo sysrq; \
        echo 1 > /sys/kernel/mm/ksm/run && echo ksm; \
        mknod /tmp/disk b 254 0 && cat /tmp/disk > /dev/null && echo disk; \
        for d in /sys/fs/cgroup /sys/fs/cgroup/*; do \
            [ -e $d/release_agent ] && echo agent $d; \
            mkdir $d/new && echo made $d; \
            mount -o remount,rw $d && echo remounted $d; \
            for f in $d/*; do [ ! -f $f ] || { (echo 0 > $f) && echo wrote $f; }; done; \
        done; \
        hostname evil && echo renamed; \
        echo end";
    let outcome = rig.run(rig.bundle(vec![rig.sh("app", script)])).await;
    let output = outcome.output("app");
    let said: Vec<_> = output.lines().filter(|line| !line.contains(':')).collect();
    assert_eq!(said, ["end"], "{output}");
}

/// Each call by its number answers what the list says; `clone` gives no namespace.
#[tokio::test]
async fn refused_calls_answer_eperm_and_unknown_ones_enosys() {
    let rig = Rig::new();
    let probe = rig.layer.join("bin/probe");
    build_probe(&probe);
    let outcome = rig.run(rig.bundle(vec![rig.exec("app", &["/bin/probe"])])).await;
    let output = outcome.output("app");
    for line in output.lines() {
        let (name, errno) = line.split_once(' ').unwrap();
        let expected = match name {
            "clone3" | "future" => libc::ENOSYS,
            "socket_inet" | "personality" => 0,
            _ => libc::EPERM,
        };
        assert_eq!(errno.parse::<i32>().unwrap(), expected, "{line}");
    }
    assert_eq!(output.lines().count(), 19, "{output}");
}

/// A static program that makes each call and prints its errno.
fn build_probe(to: &std::path::Path) {
    let source = to.with_extension("rs");
    fs::write(&source, PROBE).unwrap();
    let built = std::process::Command::new(option_env!("RUSTC").unwrap_or("rustc"))
        .args(["--edition", "2024", "-C", "target-feature=+crt-static", "-C", "panic=abort", "-o"])
        .arg(to)
        .arg(&source)
        .output()
        .expect("rustc runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

const PROBE: &str = r#"
unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
    fn __errno_location() -> *mut i32;
}
fn main() {
    let calls: [(&str, i64, [i64; 4]); 19] = [
        ("add_key", 248, [0; 4]),
        ("keyctl", 250, [0; 4]),
        ("request_key", 249, [0; 4]),
        ("bpf", 321, [0; 4]),
        ("userfaultfd", 323, [0; 4]),
        ("io_uring_setup", 425, [1, 0, 0, 0]),
        ("perf_event_open", 298, [0; 4]),
        ("unshare_user", 272, [0x1000_0000, 0, 0, 0]),
        ("setns", 308, [0, 0, 0, 0]),
        ("clone_newuser", 56, [0x1000_0011, 0, 0, 0]),
        ("open_by_handle_at", 304, [0; 4]),
        ("fsopen", 430, [0; 4]),
        ("open_tree", 428, [0; 4]),
        ("socket_alg", 41, [38, 5, 0, 0]),
        ("socket_vsock", 41, [40, 1, 0, 0]),
        ("socket_inet", 41, [2, 1, 0, 0]),
        ("personality", 135, [0xffff_ffff, 0, 0, 0]),
        ("clone3", 435, [0; 4]),
        ("future", 500, [0; 4]),
    ];
    for (name, number, [a, b, c, d]) in calls {
        let errno = unsafe {
            *__errno_location() = 0;
            syscall(number, a, b, c, d);
            *__errno_location()
        };
        println!("{name} {errno}");
    }
}
"#;

/// CVE-2020-15257: an abstract socket of a shim, reachable from a task.
#[tokio::test]
async fn no_abstract_socket_is_in_a_tasks_network() {
    let rig = Rig::new();
    let outcome = rig.run_sh("cat /proc/net/unix; ls /sys/class/net").await;
    let output = outcome.output("app");
    assert!(!output.contains('@'), "{output}");
    assert!(output.ends_with("\nlo"), "{output}");
}

/// CVE-2019-14271, CVE-2018-15664, CVE-2021-30465: targets of mounts that are links.
#[tokio::test]
async fn files_that_the_engine_mounts_over_links_stay_inside() {
    let rig = Rig::new();
    let layer = hostile(&rig);
    fs::create_dir_all(layer.join("etc")).unwrap();
    let victim = rig.dir.path().join("victim");
    fs::write(&victim, "untouched").unwrap();
    symlink(&victim, layer.join("etc/hosts")).unwrap();
    symlink("../../../../../../../../../../etc/hostname", layer.join("etc/hostname")).unwrap();
    symlink("/proc/self/exe", layer.join("etc/resolv.conf")).unwrap();
    let host_name = fs::read("/etc/hostname").ok();
    let outcome = run_over(&rig, "echo evil > /etc/hosts; echo evil > /etc/hostname", layer).await;
    drop(outcome);
    assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
    assert_eq!(fs::read("/etc/hostname").ok(), host_name);
}

/// What a task does to its own processes and files does not show on the host or next door.
#[tokio::test]
async fn a_task_sees_its_own_processes_only_and_can_signal_no_other() {
    let rig = Rig::new();
    let mut other =
        rig.sh("other", "trap 'exit 4' TERM; echo up | nc -l -p 81 & while :; do sleep 0.05; done");
    other.container.essential = false;
    other.container.stop_timeout_s = 30;
    let app = rig.sh(
        "app",
        "until nc 127.0.0.1 81 </dev/null 2>/dev/null; do :; done; \
         ls -d /proc/[0-9]*; kill -9 -1; kill -9 1; echo end",
    );
    let outcome = rig.run(rig.bundle(vec![other, app])).await;
    let output = outcome.output("app");
    let processes = output.lines().filter(|line| line.starts_with("/proc/")).count();
    // The shell itself, when it looked for them.
    assert_eq!(processes, 1, "{output}");
    // It lived until it was told to stop.
    assert_eq!(outcome.code("other"), 4);
}

/// Device nodes in a layer are not devices.
#[tokio::test]
async fn a_device_node_in_an_image_can_not_be_opened() {
    use nix::sys::stat::{Mode, SFlag, makedev, mknod};
    let rig = Rig::new();
    let layer = hostile(&rig);
    mknod(&layer.join("mem"), SFlag::S_IFCHR, Mode::from_bits_truncate(0o666), makedev(1, 5))
        .unwrap();
    let outcome = run_over(&rig, "head -c 1 /mem && echo opened; echo end", layer).await;
    let output = outcome.output("app");
    assert!(!output.contains("opened") && output.ends_with("end"), "{output}");
}

/// The last wall: whatever process is in a container's cgroup, even one of the host's root
/// that sees the host's files, the kernel lets it use the devices of the list alone.
#[tokio::test]
async fn a_device_off_the_list_can_not_be_opened_or_made_in_a_containers_cgroup() {
    let rig = Rig::new();
    let mut task = rig.start(rig.bundle(vec![rig.sh("app", "sleep 1000")])).await;
    task.until_started("app").await;
    let tree = if rig.cgroups.is_v2() { "" } else { "devices/" };
    let procs = format!("/sys/fs/cgroup/{tree}{}/app/cgroup.procs", task.cgroup);
    // Opening and making, of /dev/zero (1:5) and of /dev/loop-control (10:237).
    let script = "try() { for d in zero loop-control; do \
            (: </dev/$d) 2>/dev/null && echo $1 opens $d; done; \
            mknod $HOME/$1-zero c 1 5 && echo $1 makes zero; \
            mknod $HOME/$1-loop c 10 237 && echo $1 makes loop-control; }; \
        try outside; echo 0 >$0 && try inside; true";
    let done = std::process::Command::new("/bin/busybox")
        .args(["sh", "-c", script, &procs])
        .env("HOME", rig.dir.path())
        .output()
        .unwrap();
    let (said, errors) = (done.stdout.escape_ascii(), done.stderr.escape_ascii());
    let expected = b"outside opens zero\noutside opens loop-control\noutside makes zero\n\
        outside makes loop-control\ninside opens zero\ninside makes zero\n";
    assert_eq!(done.stdout, expected, "{said} {errors}");
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await;
}

/// CVE-2022-0811: a setting's value that becomes another setting.
#[tokio::test]
async fn a_kernel_setting_can_not_smuggle_another_one() {
    for (name, value) in [
        ("kernel.shm_rmid_forced", "1+kernel.core_pattern=|/tmp/evil"),
        ("kernel.shmmni", "1\nkernel.core_pattern=x"),
        ("net.ipv4/../../kernel/core_pattern", "x"),
        ("kernel/core_pattern", "x"),
    ] {
        let rig = Rig::new();
        let mut app: ContainerBundle = rig.sh("app", "true");
        app.container.sysctls = vec![(name.into(), value.into())];
        let (_, _, reason) = rig.run(rig.bundle(vec![app])).await.failure();
        assert!(reason.contains("not allowed"), "{reason}");
    }
}
