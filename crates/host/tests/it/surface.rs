//! What a container has of the kernel, whole: a reviewed list, so that nothing comes to it
//! unseen with a change of ours or with a newer kernel.

use std::fs;

use crate::rig::Rig;

/// What is mounted, how, and of which file system; what hides paths and the cgroups (which
/// `limits` looks at) aside.
const MOUNTED: [&str; 17] = [
    "/ rw,nodev overlay",
    "/dev rw,nosuid,noexec tmpfs",
    "/dev/full rw devtmpfs",
    "/dev/mqueue rw,nosuid,nodev,noexec mqueue",
    "/dev/null rw devtmpfs",
    "/dev/pts rw,nosuid,noexec devpts",
    "/dev/random rw devtmpfs",
    "/dev/shm rw,nosuid,nodev,noexec tmpfs",
    "/dev/tty rw devtmpfs",
    "/dev/urandom rw devtmpfs",
    "/dev/zero rw devtmpfs",
    "/etc/hostname rw,nosuid,nodev,noexec tmpfs",
    "/etc/hosts rw,nosuid,nodev,noexec tmpfs",
    "/etc/resolv.conf rw,nosuid,nodev,noexec tmpfs",
    "/proc rw,nosuid,nodev,noexec proc",
    "/sys ro,nosuid,nodev,noexec sysfs",
    "end",
];

#[tokio::test]
async fn mounts_are_the_reviewed_ones_and_what_hides_paths_can_not_be_written() {
    let rig = Rig::new();
    let output = rig.run_sh("cat /proc/self/mountinfo; echo end").await.output("app");
    let (mut mounted, mut hides) = (Vec::new(), 0);
    for line in output.lines().filter(|line| !line.contains(" /sys/fs/cgroup")) {
        let words: Vec<&str> = line.split(' ').collect();
        let &[_, _, _, root, at, options, .., kind, _, _] = &words[..] else {
            mounted.push(line.to_owned());
            continue;
        };
        if ["/proc/", "/sys/"].iter().any(|of| at.starts_with(of)) {
            let is_null = (root, kind) == ("/null", "devtmpfs");
            assert!(is_null || options.starts_with("ro,"), "{line}");
            hides += 1;
        } else {
            let options = options.split(',').filter(|option| *option != "relatime");
            mounted.push(format!("{at} {} {kind}", options.collect::<Vec<_>>().join(",")));
        }
    }
    mounted.sort();
    assert_eq!(mounted, MOUNTED, "{output}");
    // /proc/sys and the like, and /proc/keys.
    assert!(hides >= 5, "{output}");
}

/// Tried by the container's root. Files of its own processes are its own matter.
#[tokio::test]
async fn no_file_of_the_kernel_can_be_opened_for_writing() {
    let rig = Rig::new();
    let script = "busybox find /proc /sys -path '/proc/[0-9]*' -prune -o -path /proc/self -prune \
            -o -path /proc/thread-self -prune -o -type f -print 2>/dev/null >/tmp/all; \
        while read -r file; do \
            { true >>\"$file\"; } 2>/dev/null && echo \"$file\"; \
        done </tmp/all; wc -l </tmp/all";
    fs::create_dir(rig.layer.join("tmp"))
        .or_else(|_| fs::metadata(rig.layer.join("tmp")).map(drop))
        .unwrap();
    let output = rig.run_sh(script).await.output("app");
    let count: usize = output.parse().unwrap_or_else(|_| panic!("{output}"));
    assert!(count > 500, "{count} files were tried");
}

/// Clocks are the host's: a task may set none.
#[tokio::test]
async fn every_namespace_but_that_of_clocks_is_the_tasks_own() {
    let rig = Rig::new();
    let script = "for of in /proc/self/ns/*; do readlink $of; done";
    let output = rig.run_sh(script).await.output("app");
    let hosts: Vec<String> = fs::read_dir("/proc/self/ns")
        .unwrap()
        .map(|entry| fs::read_link(entry.unwrap().path()).unwrap().to_string_lossy().into_owned())
        .collect();
    let (mut own, mut shared) = (0, Vec::new());
    for line in output.lines() {
        match hosts.iter().any(|of| of == line) {
            true => shared.push(line.split(':').next().unwrap()),
            false => own += 1,
        }
    }
    assert_eq!((own, &shared[..]), (8, &["time", "time"][..]), "{output}");
}

/// The filter's list is of this machine's own calls: neither the numbers of 32 bits nor those
/// of x32 lead past it.
#[cfg(target_arch = "x86_64")]
#[tokio::test]
async fn calls_by_the_numbers_of_another_architecture_are_not_made() {
    let killed = 128 + libc::SIGSYS;
    for way in ["i386", "x32"] {
        let rig = Rig::new();
        let outcome = rig.run(rig.bundle(vec![rig.exec("app", &["/bin/hold", way, "1"])])).await;
        assert_eq!((outcome.code("app"), outcome.output("app")), (killed, String::new()), "{way}");
    }
}
