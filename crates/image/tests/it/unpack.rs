//! What honest layers become on disk.

use std::fs;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::Path;

use ferrogate_image::Digest;

use crate::archive::{Archive, Item, gzip};
use crate::scene::Scene;

fn xattr(path: &Path, name: &str) -> Option<Vec<u8>> {
    let mut value = [0; 256];
    let len = rustix::fs::lgetxattr(path, name, &mut value[..]).ok()?;
    Some(value[..len].to_vec())
}

fn is_whiteout(path: &Path) -> bool {
    let meta = fs::symlink_metadata(path).unwrap();
    meta.file_type().is_char_device() && meta.rdev() == 0
}

#[tokio::test]
async fn files_keep_content_owner_mode_and_time() {
    let scene = Scene::new();
    let archive = Archive::default()
        .item(&Item { name: "./", flag: b'5', mode: 0o711, ..Item::default() })
        .item(&Item {
            name: "bin",
            flag: b'5',
            mode: 0o555,
            uid: 3,
            gid: 4,
            mtime: 77,
            ..Item::default()
        })
        .item(&Item {
            name: "bin/su",
            mode: 0o4755,
            uid: 33,
            gid: 65_535,
            content: b"suid",
            ..Item::default()
        })
        .item(&Item { name: "tmp", flag: b'5', mode: 0o1777, ..Item::default() })
        .item(&Item { name: "mail", flag: b'5', mode: 0o2775, gid: 8, ..Item::default() })
        .item(&Item { name: "mail/box", mode: 0o600, uid: 1000, gid: 1000, ..Item::default() })
        .symlink("su", "bin/su")
        .hard_link("bin/su2", "bin/su")
        .item(&Item { name: "pipe", flag: b'6', mode: 0o640, uid: 5, ..Item::default() })
        .done();
    let report = scene.unpack(&gzip(&archive)).await.unwrap();
    assert_eq!(report.diff_id, Digest::of(&archive));
    assert_eq!((report.entries, report.devices_skipped), (9, 0));

    let meta = |path: &str| fs::symlink_metadata(scene.at(path)).unwrap();
    let facts = |path: &str| (meta(path).mode() & 0o7777, meta(path).uid(), meta(path).gid());
    assert_eq!(fs::metadata(scene.layer()).unwrap().mode() & 0o7777, 0o711);
    assert_eq!(facts("bin"), (0o555, 3, 4));
    assert_eq!(meta("bin").mtime(), 77, "although files were written into it later");
    assert_eq!(facts("bin/su"), (0o4755, 33, 65_535));
    assert_eq!(facts("tmp"), (0o1777, 0, 0));
    assert_eq!(facts("mail"), (0o2775, 0, 8));
    assert_eq!(facts("mail/box"), (0o600, 1000, 1000));
    assert_eq!(facts("pipe"), (0o640, 5, 0));
    assert!(meta("pipe").file_type().is_fifo());
    assert_eq!(meta("bin/su").mtime(), 1_000_000_000);
    assert_eq!(fs::read_link(scene.at("su")).unwrap(), Path::new("bin/su"));
    assert_eq!(meta("bin/su2").ino(), meta("bin/su").ino());
    assert_eq!(fs::read(scene.at("bin/su2")).unwrap(), b"suid");
}

#[tokio::test]
async fn whiteouts_become_what_overlayfs_understands() {
    let scene = Scene::new();
    let archive = Archive::default()
        .dir("etc")
        .file("etc/.wh.gone", b"")
        .file("etc/.wh..wh..opq", b"")
        .file("new/.wh.deep", b"")
        .file("kept", b"1")
        .file(".wh.kept", b"")
        .file(".wh.again", b"")
        .file("again/inside", b"2")
        .file(".wh..wh.plnk/1.2", b"aufs' own")
        .done();
    let report = scene.unpack(&archive).await.unwrap();
    assert!(is_whiteout(&scene.at("etc/gone")));
    assert!(is_whiteout(&scene.at("new/deep")));
    for name in ["user.overlay.opaque", "trusted.overlay.opaque"] {
        assert_eq!(xattr(&scene.at("etc"), name).as_deref(), Some(&b"y"[..]), "{name}");
        // Hidden below and made anew in one layer: nothing of the lower folder may show.
        assert_eq!(xattr(&scene.at("again"), name).as_deref(), Some(&b"y"[..]), "{name}");
        assert_eq!(xattr(&scene.at("new"), name), None);
    }
    assert_eq!(fs::read(scene.at("kept")).unwrap(), b"1", "a whiteout speaks of lower layers");
    assert!(!scene.at(".wh..wh.plnk").exists());
    assert_eq!(report.opaque.len(), 2);
}

#[tokio::test]
async fn capabilities_and_user_attributes_are_kept_and_others_left_out() {
    let scene = Scene::new();
    let caps = [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut rooted = caps.to_vec();
    rooted[3] = 3;
    rooted.extend_from_slice(&1000u32.to_le_bytes());
    let item = |name, pax| Item { name, content: b"x", pax, ..Item::default() };
    let archive = Archive::default()
        .item(&item(
            "ping",
            vec![
                ("SCHILY.xattr.security.capability", &caps[..]),
                ("SCHILY.xattr.user.note", b"hi"),
                ("SCHILY.xattr.security.selinux", b"system_u"),
                ("SCHILY.xattr.trusted.overlay.opaque", b"y"),
                ("SCHILY.xattr.user.overlay.redirect", b"/etc"),
            ],
        ))
        .item(&item("rooted", vec![("SCHILY.xattr.security.capability", &rooted)]))
        .done();
    let report = scene.unpack(&archive).await.unwrap();
    assert_eq!(xattr(&scene.at("ping"), "security.capability").unwrap(), caps);
    assert_eq!(xattr(&scene.at("rooted"), "security.capability").unwrap(), caps);
    assert_eq!(xattr(&scene.at("ping"), "user.note").unwrap(), b"hi");
    for name in ["security.selinux", "trusted.overlay.opaque", "user.overlay.redirect"] {
        assert_eq!(xattr(&scene.at("ping"), name), None, "{name}");
    }
    assert_eq!(report.xattrs_skipped, 3);
}

#[tokio::test]
async fn sparse_files_keep_their_holes() {
    let scene = Scene::new();
    let pax: Vec<(&str, &[u8])> =
        vec![("GNU.sparse.map", b"0,3,8388608,3"), ("GNU.sparse.size", b"16777216")];
    let archive = Archive::default()
        .item(&Item { name: "sparse", content: b"abcdef", pax, ..Item::default() })
        .done();
    let report = scene.unpack(&archive).await.unwrap();
    let bytes = fs::read(scene.at("sparse")).unwrap();
    assert_eq!(
        (bytes.len(), &bytes[..4], &bytes[8 << 20..][..4]),
        (16 << 20, &b"abc\0"[..], &b"def\0"[..])
    );
    assert!(fs::metadata(scene.at("sparse")).unwrap().blocks() * 512 < 1 << 20);
    assert_eq!(report.unpacked_bytes, 16 << 20, "holes count: a task could fill them");
}

#[tokio::test]
async fn later_entries_replace_earlier_ones_of_their_name() {
    let scene = Scene::new();
    let archive = Archive::default()
        .file("a", b"old")
        .file("a", b"new")
        .file("b/c/d", b"deep")
        .file("b", b"file now")
        .file("e", b"file")
        .dir("e")
        .file("e/f", b"in a folder now")
        .symlink("g", "a")
        .file("g", b"no link now")
        .file("h", b"1")
        .hard_link("h", "h")
        .dir("i")
        .file("i/j", b"stays")
        .item(&Item { name: "i", flag: b'5', mode: 0o700, ..Item::default() })
        .done();
    scene.unpack(&archive).await.unwrap();
    let read = |path: &str| fs::read_to_string(scene.at(path)).unwrap();
    assert_eq!(
        (read("a"), read("b"), read("e/f")),
        ("new".into(), "file now".into(), "in a folder now".into())
    );
    assert_eq!(
        (read("g"), read("h"), read("i/j")),
        ("no link now".into(), "1".into(), "stays".into())
    );
    assert!(!fs::symlink_metadata(scene.at("g")).unwrap().is_symlink());
    assert_eq!(fs::metadata(scene.at("i")).unwrap().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn names_may_be_long_odd_and_not_text() {
    let scene = Scene::new();
    let long = format!("{}/{}", "d".repeat(200), "f".repeat(255));
    let pax: Vec<(&str, &[u8])> = vec![("path", b"\xff\xfe\n*")];
    let archive = Archive::default()
        .file(&long, b"1")
        .item(&Item { name: "x", content: b"2", pax, ..Item::default() })
        .file("/absolute/name", b"3")
        .file("././/dotted/./name", b"4")
        .done();
    scene.unpack(&archive).await.unwrap();
    use std::os::unix::ffi::OsStrExt as _;
    let odd = Path::new(std::ffi::OsStr::from_bytes(b"\xff\xfe\n*"));
    assert_eq!(fs::read(scene.at(&long)).unwrap(), b"1");
    assert_eq!(fs::read(scene.layer().join(odd)).unwrap(), b"2");
    assert_eq!(fs::read(scene.at("absolute/name")).unwrap(), b"3");
    assert_eq!(fs::read(scene.at("dotted/name")).unwrap(), b"4");
}

#[tokio::test]
async fn folders_not_in_the_archive_belong_to_root() {
    let scene = Scene::new();
    scene.unpack(&Archive::default().file("a/b/c", b"").done()).await.unwrap();
    let meta = fs::metadata(scene.at("a/b")).unwrap();
    assert_eq!((meta.mode() & 0o7777, meta.uid(), meta.gid()), (0o755, 0, 0));
}

#[tokio::test]
async fn a_link_inside_the_layer_may_be_passed_through() {
    let scene = Scene::new();
    let archive = Archive::default()
        .dir("usr/lib")
        .symlink("lib", "usr/lib")
        .symlink("abs", "/usr")
        .file("lib/libc.so", b"elf")
        .file("abs/lib/libm.so", b"elf")
        .dir("lib/modules")
        .hard_link("libc", "abs/lib/libc.so")
        .done();
    scene.unpack(&archive).await.unwrap();
    assert!(scene.at("usr/lib/libc.so").is_file() && scene.at("usr/lib/libm.so").is_file());
    assert!(scene.at("usr/lib/modules").is_dir() && scene.at("libc").is_file());
}

#[tokio::test]
async fn an_empty_stream_is_an_empty_layer() {
    let scene = Scene::new();
    assert_eq!(scene.unpack(b"").await.unwrap().diff_id, Digest::of(b""));
}

#[tokio::test]
async fn overlays_hide_what_whiteouts_hide_with_and_without_userxattr() {
    let scene = Scene::new();
    let upper = Archive::default()
        .file(".wh.gone", b"")
        .file("opaque/.wh..wh..opq", b"")
        .file("opaque/new", b"2")
        .done();
    scene.unpack(&upper).await.unwrap();
    let work = tempfile::tempdir().unwrap();
    let at = |name: &str| work.path().join(name);
    for name in ["lower/opaque", "merged", "plain/upper", "plain/work", "user/upper", "user/work"] {
        fs::create_dir_all(at(name)).unwrap();
    }
    fs::write(at("lower/gone"), "1").unwrap();
    fs::write(at("lower/kept"), "1").unwrap();
    fs::write(at("lower/opaque/old"), "1").unwrap();
    for (mode, option) in [("plain", ""), ("user", ",userxattr")] {
        let dirs = format!(
            "lowerdir={}:{},upperdir={},workdir={}{option}",
            scene.layer().display(),
            at("lower").display(),
            at(&format!("{mode}/upper")).display(),
            at(&format!("{mode}/work")).display(),
        );
        let options = std::ffi::CString::new(dirs).unwrap();
        let flags = rustix::mount::MountFlags::empty();
        rustix::mount::mount("overlay", at("merged"), "overlay", flags, options.as_c_str())
            .unwrap();
        let mut seen: Vec<_> = ["gone", "kept", "opaque/old", "opaque/new"]
            .into_iter()
            .filter(|name| at("merged").join(name).exists())
            .collect();
        rustix::mount::unmount(at("merged"), rustix::mount::UnmountFlags::empty()).unwrap();
        seen.sort_unstable();
        assert_eq!(seen, ["kept", "opaque/new"], "{mode}");
    }
}

/// What a tree is made of: kind, mode, owner, time, size and content by path.
fn described(root: &Path, fine: bool) -> Vec<String> {
    let mut all = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            if meta.is_dir() {
                folders.push(path.clone());
            }
            let content = if meta.is_file() {
                Digest::of(&fs::read(&path).unwrap()).to_string()
            } else {
                format!("{:?}", fs::read_link(&path).ok())
            };
            let name = path.strip_prefix(root).unwrap().display().to_string();
            let (mode, uid, gid, links) = (meta.mode(), meta.uid(), meta.gid(), meta.nlink());
            let nanos = if fine { meta.mtime_nsec() } else { 0 };
            let note = xattr(&path, "user.note").filter(|_| fine);
            let seconds = meta.mtime();
            all.push(format!(
                "{name} {mode:o} {uid}:{gid} {links} {seconds}.{nanos} {content} {note:?}"
            ));
        }
    }
    all.sort();
    all
}

#[tokio::test]
async fn archives_of_gnu_tar_unpack_to_the_tree_they_were_made_of() {
    let made = tempfile::tempdir().unwrap();
    let at = |name: &str| made.path().join(name);
    let deep = format!("{}/{}", "long-folder-name-".repeat(7), "even-longer-file-name-".repeat(8));
    fs::create_dir_all(at(&deep).parent().unwrap()).unwrap();
    for (name, size) in [(deep.as_str(), 10), ("empty", 0), ("block", 512), ("big", 3 << 20)] {
        let content: Vec<u8> = (0..size).map(|n: u32| (n * 7 % 251) as u8).collect();
        fs::write(at(name), content).unwrap();
    }
    let sparse = fs::File::create(at("sparse")).unwrap();
    for part in 0..40 {
        std::os::unix::fs::FileExt::write_at(&sparse, b"data", part << 17).unwrap();
    }
    sparse.set_len(9 << 20).unwrap();
    std::os::unix::fs::chown(at("block"), Some(1234), Some(65_535)).unwrap();
    rustix::fs::chmod(at("block"), rustix::fs::Mode::from_raw_mode(0o6711)).unwrap();
    std::os::unix::fs::symlink(&deep, at("link")).unwrap();
    fs::hard_link(at("big"), at("big too")).unwrap();
    rustix::fs::setxattr(at("big"), "user.note", b"hello", rustix::fs::XattrFlags::empty())
        .unwrap();
    for format in [
        &["--format=gnu", "--sparse"][..],
        &["--format=pax", "--sparse", "--xattrs"],
        &["--format=pax", "--sparse", "--sparse-version=0.1", "--xattrs"],
        &["--format=pax", "--sparse", "--sparse-version=0.0", "--xattrs"],
    ] {
        let tar = std::process::Command::new("tar")
            .args(format)
            .arg("-C")
            .arg(made.path())
            .args(["-cf", "-", "."])
            .output()
            .unwrap();
        assert!(tar.status.success(), "{}", String::from_utf8_lossy(&tar.stderr));
        let scene = Scene::new();
        let report = scene.unpack(&tar.stdout).await.unwrap();
        assert_eq!(report.diff_id, Digest::of(&tar.stdout));
        // GNU's format has whole seconds and no attributes.
        let fine = format[0] != "--format=gnu";
        let got = described(&scene.layer(), fine);
        assert_eq!(got, described(made.path(), fine), "{format:?}");
    }
}
