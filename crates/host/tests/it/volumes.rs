//! Volumes of a task's containers: shared, inherited, filled by images, nested, read-only.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::PathBuf;

use ferrogate_host::shim::{ContainerBundle, ShimEvent};
use ferrogate_host::volume::Volume;
use ferrogate_link::{
    Condition, Container, DependsOn, FailureKind, MountPoint, Tmpfs, VolumesFrom,
};

use crate::rig::Rig;

/// A mount point, as `name:/path` or `name:/path:ro`.
fn point(text: &str) -> MountPoint {
    let mut parts = text.split(':');
    let (volume, path) = (parts.next().unwrap().into(), parts.next().unwrap().into());
    MountPoint { volume, path, readonly: parts.next() == Some("ro") }
}

fn sh(rig: &Rig, name: &str, points: &[&str], script: &str) -> ContainerBundle {
    let mut made = rig.sh(name, script);
    made.container.mount_points = points.iter().map(|text| point(text)).collect();
    made
}

/// The same, run to its end before what needs it.
fn first(rig: &Rig, points: &[&str], script: &str) -> ContainerBundle {
    let mut made = sh(rig, "first", points, script);
    made.container.essential = false;
    made
}

fn after(mut of: ContainerBundle, on: &str) -> ContainerBundle {
    let condition = Condition::Success;
    of.container.depends_on.push(DependsOn { container: on.into(), condition });
    of
}

fn from(mut of: ContainerBundle, source: &str, readonly: bool) -> ContainerBundle {
    of.container.volumes_from.push(VolumesFrom { container: source.into(), readonly });
    of
}

/// A layer over busybox's, and who fills it.
fn layer(rig: &Rig, name: &str) -> PathBuf {
    let layer = rig.dir.path().join(name);
    fs::create_dir_all(layer.join("etc")).unwrap();
    layer
}

fn set(path: PathBuf, owner: u32, mode: u32) {
    // In this order: a new owner takes the bit of setuid away.
    chown(&path, Some(owner), Some(owner)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
}

async fn lines(rig: &Rig, containers: Vec<ContainerBundle>, of: &str) -> Vec<String> {
    let output = rig.run(rig.bundle(containers)).await.output(of);
    output.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn containers_share_a_volume_and_a_read_only_mount_point_can_t_be_written() {
    let rig = Rig::new();
    let first = first(
        &rig,
        &["data:/out", "data:/twice/of/it"],
        "stat -c '%u:%g %a' /out; echo one > /out/file; cat /twice/of/it/file; \
         mkdir /out/sub && chmod 700 /out/sub",
    );
    let mut second = sh(
        &rig,
        "second",
        &["data:/in:ro", "data:/rw"],
        "cat /in/file; (echo x > /in/file) 2>/dev/null || echo read-only; \
         echo two >> /rw/file && cat /in/file; (echo x > /x) 2>/dev/null || echo root is too; \
         stat -c '%u:%g %a' /rw/sub; mount | grep -c nodev.*rw",
    );
    second.container.readonly_rootfs = true;
    let outcome = rig.run(rig.bundle(vec![after(second, "first"), first])).await;
    assert_eq!(outcome.output("first"), "0:0 755\none");
    let seen = outcome.output("second");
    let seen: Vec<_> = seen.lines().take(6).collect();
    assert_eq!(seen, ["one", "read-only", "one", "two", "root is too", "0:0 700"]);
}

#[tokio::test]
async fn an_image_s_volume_fills_the_one_that_is_mounted_there_and_no_other_folder_does() {
    let rig = Rig::new();
    let layer = layer(&rig, "own");
    for folder in ["data/deep", "plain"] {
        fs::create_dir_all(layer.join(folder)).unwrap();
    }
    for file in ["data/one", "data/deep/two", "plain/three"] {
        fs::write(layer.join(file), "from the image\n").unwrap();
        set(layer.join(file), 33, 0o640);
    }
    fs::hard_link(layer.join("data/one"), layer.join("data/deep/again")).unwrap();
    symlink("deep/two", layer.join("data/link")).unwrap();
    nix::unistd::mkfifo(&layer.join("data/pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    set(layer.join("data/deep"), 33, 0o2750);
    set(layer.join("data"), 33, 0o1770);
    symlink("/data", layer.join("other")).unwrap();
    let script = "cd /data; stat -c '%n %u:%g %a' . one deep deep/two; cat link; \
        stat -c '%h %F' one pipe; ls /plain; stat -c '%u:%g %a' /plain /missing; \
        echo own > new && echo written";
    let mut app = sh(&rig, "app", &["a:/data", "b:/plain", "c:/missing"], script);
    app.layers.push(layer);
    app.image.volumes = vec!["/other".into()];
    app.container.user = Some("www".into());
    app.container.readonly_rootfs = true;
    let expected = [
        ". 33:33 1770",
        "one 33:33 640",
        "deep 33:33 2750",
        "deep/two 33:33 640",
        "from the image",
        "2 regular file",
        "1 fifo",
        "0:0 755",
        "0:0 755",
        "written",
    ];
    assert_eq!(lines(&rig, vec![app], "app").await, expected);
}

#[tokio::test]
async fn of_two_images_the_first_container_that_is_made_fills_a_volume() {
    let rig = Rig::new();
    let with = |name: &str| {
        let layer = layer(&rig, name);
        fs::create_dir_all(layer.join("data")).unwrap();
        fs::write(layer.join("data").join(name), "").unwrap();
        let mut made = sh(&rig, name, &["shared:/data"], "ls /data");
        made.layers.push(layer);
        made.image.volumes = vec!["/data".into()];
        made
    };
    let outcome = rig.run(rig.bundle(vec![with("one"), with("two")])).await;
    assert_eq!((outcome.output("one"), outcome.output("two")), ("one".into(), "one".into()));

    // One that waits for another is made after that one has run: what it wrote is kept.
    let rig = Rig::new();
    let layer = layer(&rig, "late");
    fs::create_dir_all(layer.join("data")).unwrap();
    fs::write(layer.join("data/image"), "").unwrap();
    let mut late = sh(&rig, "late", &["shared:/data"], "ls /data");
    late.layers.push(layer);
    late.image.volumes = vec!["/data".into()];
    let first = first(&rig, &["shared:/data"], "touch /data/first");
    assert_eq!(lines(&rig, vec![after(late, "first"), first], "late").await, ["first"]);
}

#[tokio::test]
async fn who_takes_volumes_over_does_not_have_their_source_made_before_its_time() {
    let rig = Rig::new();
    let layer = layer(&rig, "own");
    fs::create_dir_all(layer.join("data")).unwrap();
    fs::write(layer.join("data/image"), "").unwrap();
    let first = first(&rig, &["shared:/data"], "touch /data/first");
    let mut app = sh(
        &rig,
        "app",
        &["shared:/data"],
        "ls /data | grep -v seen; until [ -e /data/seen ]; do sleep 0.1; done",
    );
    app.layers.push(layer);
    app.image.volumes = vec!["/data".into()];
    let mut side = from(sh(&rig, "side", &[], "ls /data; touch /data/seen"), "app", false);
    side.container.essential = false;
    let outcome = rig.run(rig.bundle(vec![side, after(app, "first"), first])).await;
    assert_eq!((outcome.output("app"), outcome.output("side")), ("first".into(), "first".into()));
}

#[tokio::test]
async fn content_that_a_task_s_disk_has_no_room_for_is_a_reason() {
    let rig = Rig::new();
    let layer = layer(&rig, "own");
    fs::create_dir_all(layer.join("data")).unwrap();
    fs::write(layer.join("data/large"), vec![7; 24 << 20]).unwrap();
    let dir = rig.dir.path().join("disks");
    fs::create_dir_all(&dir).unwrap();
    let mut disk = Volume::make(&dir, 16 << 20).unwrap();
    let mut app = rig.sh("app", "true");
    app.layers.push(layer);
    app.image.volumes = vec!["/data".into()];
    let mut task = rig.start_on(&mut disk, rig.bundle(vec![app])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    let (kind, _, reason) = task.end().await.failure();
    assert_eq!(kind, FailureKind::Create);
    assert!(reason.contains("/data") && reason.contains("No space left on device"), "{reason}");
}

#[tokio::test]
async fn volumes_from_another_container_are_all_it_has_and_as_read_only_as_there() {
    let rig = Rig::new();
    let layer = layer(&rig, "own");
    fs::create_dir_all(layer.join("image")).unwrap();
    fs::write(layer.join("image/seed"), "seed\n").unwrap();
    let mut source = sh(&rig, "source", &["a:/a", "b:/b:ro", "hidden:/own"], "sleep 60");
    source.layers.push(layer);
    source.image.volumes = vec!["/image".into()];
    source.container.tmpfs =
        vec![Tmpfs { path: "/memory".into(), size_mib: 1, mode: 0o1777, ..Tmpfs::default() }];
    source.container.essential = false;
    let script = "cat /image/seed; echo x > /image/x && echo image; echo x > /a/x && echo a; \
        (echo x > /b/x) 2>/dev/null || echo b is read-only; ls /own; ls /memory 2>/dev/null; \
        echo done";
    let one = from(sh(&rig, "one", &["mine:/own"], script), "source", false);
    let script = "(echo x > /image/y) 2>/dev/null || echo read-only; \
        (echo x > /a/y) 2>/dev/null || echo read-only; ls /a /image; echo x > /own/x && echo own";
    let two = from(after(sh(&rig, "two", &[], script), "one"), "one", true);
    let mut two = two;
    // What comes from others is not to be written, whatever it is there.
    two.container.mount_points = vec![point("own:/own")];
    let mut one_done = one;
    one_done.container.essential = false;
    // The source comes last: it is made first all the same.
    let outcome = rig.run(rig.bundle(vec![two, one_done, source])).await;
    let expected = ["seed", "image", "a", "b is read-only", "done"];
    assert_eq!(outcome.output("one").lines().collect::<Vec<_>>(), expected);
    let expected = ["read-only", "read-only", "/a:", "x", "/image:", "seed", "x", "own"];
    assert_eq!(outcome.output("two").lines().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn mounts_in_mounts_are_there_in_whatever_order_they_are_asked_for() {
    let rig = Rig::new();
    let layer = layer(&rig, "own");
    fs::create_dir_all(layer.join("srv/a/b")).unwrap();
    fs::write(layer.join("srv/a/b/covered"), "").unwrap();
    symlink("/srv/a", layer.join("short")).unwrap();
    let points = ["inner:/srv/a/b/c", "memory-in:/mem/in", "outer:/srv:ro", "linked:/short/d"];
    let script = "ls /srv /srv/a /srv/a/b; echo x > /srv/a/b/c/x && echo inner; \
        (echo x > /srv/x) 2>/dev/null || echo read-only; echo x > /srv/a/d/x && echo linked; \
        echo x > /mem/in/x && echo in memory; (echo x > /mem/y) 2>/dev/null || echo read-only; \
        stat -c %m /mem/in /srv/a/d /srv";
    let mut app = sh(&rig, "app", &points, script);
    app.layers.push(layer);
    app.container.tmpfs = vec![Tmpfs {
        path: "/mem".into(),
        size_mib: 1,
        readonly: true,
        mode: 0o755,
        ..Tmpfs::default()
    }];
    let script_lines = lines(&rig, vec![app], "app").await;
    let words = ["inner", "read-only", "linked", "in memory", "read-only"];
    let told: Vec<_> = script_lines.iter().filter(|l| words.contains(&l.as_str())).collect();
    assert_eq!(told, words, "{script_lines:?}");
    assert!(!script_lines.contains(&"covered".to_owned()), "{script_lines:?}");
}

#[tokio::test]
async fn volumes_are_on_the_task_s_disk_where_a_directory_can_be_renamed() {
    let rig = Rig::new();
    let layer = layer(&rig, "own");
    fs::create_dir_all(layer.join("image/old")).unwrap();
    fs::copy("/bin/busybox", layer.join("image/id")).unwrap();
    set(layer.join("image/id"), 0, 0o4755);
    let dir = rig.dir.path().join("disks");
    fs::create_dir_all(&dir).unwrap();
    let mut disk = Volume::make(&dir, 64 << 20).unwrap();
    // What can't be renamed is copied by `mv`, and is another folder then.
    let script = "was=$(stat -c %i /image/old); mv /image/old /image/new && ls /image; \
        test $was -eq $(stat -c %i /image/new) && echo renamed; chmod 777 /a /image; \
        dd if=/dev/zero of=/a/fits bs=1M count=40 2>/dev/null && echo fits; \
        dd if=/dev/zero of=/image/more bs=1M count=40 2>/dev/null || echo full; \
        : >/image/more"; // a container that is made on a full disk may fail
    let mut app = sh(&rig, "app", &["a:/a"], script);
    app.layers.push(layer);
    app.image.volumes = vec!["/image".into()];
    app.container.essential = false;
    let script = "grep ' /image ' /proc/self/mountinfo | grep -c nosuid; stat -c %a /image/id; \
        ls /image";
    let mut other = after(sh(&rig, "other", &[], script), "app");
    other.container.user = Some("www".into());
    let other = from(other, "app", true);
    let mut task = rig.start_on(&mut disk, rig.bundle(vec![app, other])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    let outcome = task.end().await;
    assert_eq!(outcome.output("app"), "id\nnew\nrenamed\nfits\nfull");
    assert_eq!(outcome.output("other"), "0\n4755\nid\nmore\nnew");
}

#[tokio::test]
async fn containers_may_share_memory_s_place_as_a_volume() {
    let rig = Rig::new();
    let dir = rig.dir.path().join("disks");
    fs::create_dir_all(&dir).unwrap();
    let mut disk = Volume::make(&dir, 64 << 20).unwrap();
    let first = first(&rig, &["shm:/dev/shm"], "echo shared > /dev/shm/file");
    let script = "cat /dev/shm/file; (echo y > /dev/shm/y) 2>/dev/null || echo read-only";
    let app = after(sh(&rig, "app", &["shm:/dev/shm/:ro"], script), "first");
    let mut task = rig.start_on(&mut disk, rig.bundle(vec![app, first])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    let outcome = task.end().await;
    assert_eq!(outcome.code("first"), 0, "{:#?}", outcome.events);
    assert_eq!(outcome.output("app"), "shared\nread-only", "{:#?}", outcome.events);
}

#[tokio::test]
async fn a_link_of_an_image_or_of_a_neighbour_leads_no_volume_out_of_its_container() {
    let victim = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    let layer = layer(&rig, "own");
    fs::create_dir_all(layer.join("data")).unwrap();
    let out = format!("../../../../../../../..{}", victim.path().display());
    symlink(&out, layer.join("data/out")).unwrap();
    let direct = victim.path().join("direct");
    symlink(&direct, layer.join("direct")).unwrap();
    let first = first(
        &rig,
        &["shared:/shared"],
        &format!("ln -s {} /shared/abs; ln -s {out} /shared/up", victim.path().display()),
    );
    let points =
        ["shared:/shared", "a:/shared/abs/x", "b:/shared/up/y", "c:/direct", "d:/data/../../z"];
    let mut app = sh(
        &rig,
        "app",
        &points,
        "for at in /shared/abs/x /shared/up/y /direct /z; do touch $at/file && echo $at; done",
    );
    app.layers.push(layer);
    app.image.volumes = vec!["/data".into()];
    let seen = lines(&rig, vec![after(app, "first"), first], "app").await;
    assert_eq!(seen, ["/shared/abs/x", "/shared/up/y", "/direct", "/z"]);
    assert_eq!(fs::read_dir(victim.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_mount_point_that_no_container_can_have_is_refused_by_name() {
    let cases: [(&[&str], &str); 9] = [
        (&["a:/"], "'/'"),
        (&["a:/.."], "'/..'"),
        (&["a:data"], "'data'"),
        (&["a:/proc"], "/proc"),
        (&["a:/proc/sys"], "/proc/sys"),
        (&["a:/sys/fs"], "/sys/fs"),
        (&["a:/dev"], "/dev"),
        (&["a:/bin/busybox"], "/bin/busybox"),
        (&["a:/twice", "b:/x/../twice"], "Duplicate mount point: /x/../twice"),
    ];
    for (points, words) in cases {
        let rig = Rig::new();
        let outcome = rig.run(rig.bundle(vec![sh(&rig, "app", points, "true")])).await;
        let (kind, container, reason) = outcome.failure();
        assert_eq!((kind, container.as_deref()), (FailureKind::Create, Some("app")));
        assert!(reason.contains(words), "{points:?}: {reason}");
    }
    let rig = Rig::new();
    let mut app = sh(&rig, "app", &["a:/run"], "true");
    app.container.tmpfs =
        vec![Tmpfs { path: "/run".into(), size_mib: 1, mode: 0o755, ..Tmpfs::default() }];
    let (_, _, reason) = rig.run(rig.bundle(vec![app])).await.failure();
    assert_eq!(reason, "Duplicate mount point: /run");
    let rig = Rig::new();
    let bad = Container { mount_points: vec![point("..:/a")], ..rig.sh("app", "true").container };
    let mut app = rig.sh("app", "true");
    app.container = bad;
    let (kind, ..) = rig.run(rig.bundle(vec![app])).await.failure();
    assert_eq!(kind, FailureKind::Resource);
}

/// CVE-2021-30465: a neighbour swaps a folder of a shared volume for a link while others get
/// mounts in it.
#[tokio::test]
async fn a_folder_that_is_swapped_for_a_link_meanwhile_leads_nowhere_else() {
    let victim = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    let swap = format!(
        "cd /shared; echo up; while :; do mkdir in; rm -r in; ln -s {} in; rm in; done 2>/dev/null",
        victim.path().display()
    );
    let mut racer = sh(&rig, "racer", &["shared:/shared"], &swap);
    racer.container.essential = false;
    racer.container.stop_timeout_s = 0;
    let mut containers = vec![racer];
    for number in 0..8 {
        let points = ["shared:/shared", "inner:/shared/in/x"];
        let name = format!("c{number}");
        let mut made = sh(&rig, &name, &points, "touch /shared/in/x/file");
        made.container.essential = false;
        made.container
            .depends_on
            .push(DependsOn { container: "racer".into(), condition: Condition::Start });
        containers.push(made);
    }
    let mut last = rig.sh("last", "true");
    for number in 0..8 {
        let container = format!("c{number}");
        last.container.depends_on.push(DependsOn { container, condition: Condition::Complete });
    }
    containers.push(last);
    // Whether all of them can be made is the racer's to say.
    let outcome = rig.run(rig.bundle(containers)).await;
    assert!(outcome.events.iter().any(|entry| entry.event == ShimEvent::Finished));
    assert_eq!(fs::read_dir(victim.path()).unwrap().count(), 0);
}
