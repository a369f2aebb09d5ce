//! What is mounted over an image's own files and folders: its volumes, the task's files.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::PathBuf;

use ferrogate_host::shim::ShimEvent;
use ferrogate_host::volume::Volume;
use ferrogate_link::{FailureKind, Tmpfs};

use crate::rig::Rig;

fn layer(rig: &Rig) -> PathBuf {
    let layer = rig.dir.path().join("own");
    fs::create_dir_all(layer.join("etc")).unwrap();
    layer
}

#[tokio::test]
async fn an_images_volume_is_there_writable_and_has_the_images_content() {
    let rig = Rig::new();
    let layer = layer(&rig);
    fs::create_dir_all(layer.join("var/lib/data")).unwrap();
    fs::write(layer.join("var/lib/data/seed"), "from the image\n").unwrap();
    fs::set_permissions(layer.join("var/lib/data"), fs::Permissions::from_mode(0o750)).unwrap();
    chown(layer.join("var/lib/data"), Some(33), Some(33)).unwrap();
    symlink("/var/lib/data", layer.join("data")).unwrap();
    symlink("/run/late/made", layer.join("late")).unwrap();
    let script = "stat -c '%u:%g %a' /var/lib/data; cat /data/seed; \
        id -u; echo new > /data/new && echo more >> /data/seed && cat /data/new /data/seed; \
        stat -c '%u:%g %a' /missing/deep /run/late/made; echo x > /data/sub/x && echo sub; \
        (echo x > /var/x) 2>/dev/null || echo read-only; \
        grep -c ' /var/lib/data rw' /proc/self/mountinfo";
    for readonly in [true, false] {
        let rig = Rig::new();
        let mut app = rig.sh("app", script);
        app.layers.push(layer.clone());
        app.image.volumes =
            ["/data/sub", "/missing/deep", "/data", "/var/lib/data/", "/late", "/sys/fs/cgroup"]
                .map(str::to_owned)
                .to_vec();
        app.container.readonly_rootfs = readonly;
        let outcome = rig.run(rig.bundle(vec![app])).await;
        let output = outcome.output("app");
        let expected = [
            "33:33 750",
            "from the image",
            "0",
            "new",
            "from the image",
            "more",
            "0:0 755",
            "0:0 755",
            "sub",
            if readonly { "read-only" } else { "" },
            "1",
        ];
        let expected: Vec<_> = expected.into_iter().filter(|line| !line.is_empty()).collect();
        assert_eq!(output.lines().collect::<Vec<_>>(), expected);
    }
    assert_eq!(fs::read_to_string(layer.join("var/lib/data/seed")).unwrap(), "from the image\n");
}

#[tokio::test]
async fn a_volume_is_on_the_tasks_disk_and_belongs_to_its_user_where_the_image_says_so() {
    let rig = Rig::new();
    let layer = layer(&rig);
    fs::create_dir_all(layer.join("data")).unwrap();
    chown(layer.join("data"), Some(33), Some(33)).unwrap();
    let dir = rig.dir.path().join("volumes");
    fs::create_dir_all(&dir).unwrap();
    let mut disk = Volume::make(&dir, 64 << 20).unwrap();
    let script = "cd /data && dd if=/dev/zero of=fits bs=1M count=40 2>/dev/null && echo fits; \
        dd if=/dev/zero of=more bs=1M count=40 2>/dev/null || echo full";
    let mut app = rig.sh("app", script);
    app.layers.push(layer);
    app.image.volumes = vec!["/data".into()];
    app.container.user = Some("www".into());
    app.container.readonly_rootfs = true;
    let mut task = rig.start_on(&mut disk, rig.bundle(vec![app])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    assert_eq!(task.end().await.output("app"), "fits\nfull");
}

fn tmpfs(path: &str) -> Tmpfs {
    Tmpfs { path: path.into(), size_mib: 1, mode: 0o1777, ..Tmpfs::default() }
}

#[tokio::test]
async fn a_tmpfs_is_as_large_as_asked_and_as_its_options_say() {
    let rig = Rig::new();
    // Where Linux has /run: a link that leads to it, and something that is covered.
    let layer = layer(&rig);
    fs::create_dir_all(layer.join("run/old")).unwrap();
    fs::create_dir_all(layer.join("var")).unwrap();
    symlink("/run", layer.join("var/run")).unwrap();
    let script = "stat -c '%u:%g %a' /run /run/in /data /dev/shm; ls /run; \
        dd if=/dev/zero of=/run/full bs=64k count=32 2>/dev/null || stat -c %s /run/full; \
        cp /bin/busybox /run/in/true && chmod +x /run/in/true; \
        (/run/in/true 2>/dev/null || echo noexec); \
        cp /bin/busybox /data/true && /data/true && echo exec; \
        (echo x > /fixed/x) 2>/dev/null || echo read-only; \
        (echo x > /root-is-too) 2>/dev/null || echo read-only; \
        dd if=/dev/zero of=/dev/shm/x bs=1M count=70 2>/dev/null && echo shm; \
        touch /few/a && (touch /few/b /few/c 2>/dev/null || echo few); cat /etc/hostname | wc -l";
    let mut app = rig.sh("app", script);
    app.layers.push(layer);
    app.container.readonly_rootfs = true;
    app.container.tmpfs = vec![
        Tmpfs { size_mib: 2, ..tmpfs("/run/in") },
        tmpfs("/var/run"),
        Tmpfs { exec: true, uid: 33, gid: 34, mode: 0o750, size_mib: 4, ..tmpfs("/data") },
        Tmpfs { readonly: true, ..tmpfs("/fixed") },
        Tmpfs { size_mib: 80, ..tmpfs("/dev/shm") },
        Tmpfs { inodes: Some(2), ..tmpfs("/few") },
        tmpfs("/etc"),
    ];
    let output = rig.run(rig.bundle(vec![app])).await.output("app");
    let expected = [
        "0:0 1777",
        "0:0 1777",
        "33:34 750",
        "0:0 1777",
        "in",
        "1048576",
        "noexec",
        "exec",
        "read-only",
        "read-only",
        "shm",
        "few",
        "1",
    ];
    assert_eq!(output.lines().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn what_is_in_a_tmpfs_counts_as_the_containers_memory() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "dd if=/dev/zero of=/run/x bs=1M count=100");
    app.container.memory_mib = Some(32);
    app.container.tmpfs = vec![Tmpfs { size_mib: 200, ..tmpfs("/run") }];
    let outcome = rig.run(rig.bundle(vec![app])).await;
    let (_, oom, _) = outcome.exit("app");
    assert!(oom, "{:?}", outcome.events);
}

#[tokio::test]
async fn a_tmpfs_that_can_t_be_there_is_refused_by_name() {
    for (tmpfs, word) in [
        (tmpfs("/bin/busybox"), "/bin/busybox"),
        (tmpfs("/proc/x"), "/proc"),
        (Tmpfs { uid: 3_000_000_000, ..tmpfs("/run") }, "/run"),
    ] {
        let rig = Rig::new();
        let mut app = rig.sh("app", "true");
        app.container.tmpfs = vec![tmpfs];
        let (kind, _, reason) = rig.run(rig.bundle(vec![app])).await.failure();
        assert_eq!(kind, FailureKind::Create);
        assert!(reason.contains(word), "{reason}");
    }
}

#[tokio::test]
async fn a_volume_that_is_no_folder_is_refused_by_name() {
    for (volume, word) in
        [("/", "'/'"), ("data", "'data'"), ("/bin/busybox", "/bin/busybox"), ("/..", "'/..'")]
    {
        let rig = Rig::new();
        let mut app = rig.sh("app", "true");
        app.image.volumes = vec![volume.into()];
        let (kind, _, reason) = rig.run(rig.bundle(vec![app])).await.failure();
        assert_eq!(kind, FailureKind::Create);
        assert!(reason.contains(word), "{reason}");
    }
}

#[tokio::test]
async fn the_tasks_files_cover_whatever_link_an_image_has_in_their_place() {
    let victim = tempfile::NamedTempFile::new().unwrap();
    for to in [
        "../run/systemd/resolve/stub-resolv.conf",
        "/no/such/file",
        "resolv.conf",
        "/proc/self/exe",
        "/etc/passwd",
        &format!("../../../../../../../..{}", victim.path().display()),
    ] {
        let rig = Rig::new();
        let layer = layer(&rig);
        for name in ["resolv.conf", "hosts", "hostname"] {
            symlink(to, layer.join("etc").join(name)).unwrap();
        }
        let script = "grep -c 169.254.169.253 /etc/resolv.conf; grep -c 10.0.0.5 /etc/hosts; \
            cat /etc/hostname; echo '# own' >> /etc/hosts && tail -n 1 /etc/hosts; \
            stat -c %F /etc/resolv.conf; grep -c root /etc/passwd; ls /run 2>/dev/null";
        let mut app = rig.sh("app", script);
        app.layers.push(layer);
        let output = rig.run(rig.bundle(vec![app])).await.output("app");
        let expected = "1\n1\nip-10-0-0-5.ec2.internal\n# own\nregular file\n1";
        assert_eq!(output, expected, "{to}");
    }
    assert_eq!(fs::read_to_string(victim.path()).unwrap(), "");
}

#[tokio::test]
async fn an_image_without_etc_or_with_a_folder_in_a_files_place_is_told_apart() {
    let rig = Rig::new();
    fs::remove_dir_all(rig.layer.join("etc")).unwrap();
    assert_eq!(rig.run_sh("ls /etc").await.output("app"), "hostname\nhosts\nresolv.conf");

    let rig = Rig::new();
    fs::create_dir_all(rig.layer.join("etc/resolv.conf")).unwrap();
    let (kind, _, reason) = rig.run_sh("true").await.failure();
    assert_eq!(kind, FailureKind::Create);
    assert_eq!(reason, "the image's /etc/resolv.conf is not a file");

    let rig = Rig::new();
    fs::remove_dir_all(rig.layer.join("etc")).unwrap();
    fs::write(rig.layer.join("etc"), "").unwrap();
    let (_, _, reason) = rig.run_sh("true").await.failure();
    assert!(reason.contains("/etc") && reason.contains("Not a directory"), "{reason}");
}
