//! Layers that lie, escape or explode. Each must be refused, or do no more than a layer may;
//! after every one the census of the neighbours has to be what it was.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use ferrogate_image::unpack::{Limits, UnpackError};

use crate::archive::{Archive, Item, gzip};
use crate::scene::{Scene, helper};

#[tokio::test]
async fn dots_in_names_and_links_of_names_are_refused() {
    let scene = Scene::new();
    for name in ["../canary/secret", "a/../../canary/x", "..", "/../x", "a/b/../../.."] {
        let reason = scene.refused(&Archive::default().file(name, b"evil").done()).await;
        assert!(reason.contains(".. in it"), "{reason}");
        let dir = Archive::default().dir(name).done();
        assert!(scene.refused(&dir).await.contains(".. in it"));
        let hidden = format!("{name}/.wh.secret");
        assert!(
            scene.refused(&Archive::default().file(&hidden, b"").done()).await.contains(".. in it")
        );
    }
    let link = Archive::default().hard_link("a", "../canary/secret").done();
    assert!(scene.refused(&link).await.contains(".. in it"));
}

#[tokio::test]
async fn writing_through_links_stays_inside() {
    for target in ["../canary", "/../../canary", "../../../../../../../../tmp", "/proc/self/root"] {
        let scene = Scene::new();
        let canary = scene.canary();
        let whole = canary.to_str().unwrap();
        for target in [target, whole] {
            let through = Archive::default()
                .symlink("out", target)
                .file("out/secret", b"evil")
                .file("out/.wh.link", b"")
                .done();
            // Whether it is refused (the link leads to nothing) or lands inside is the same
            // to us; that nothing outside changes is what `unpack` asserts.
            drop(scene.unpack(&through).await);
            assert!(!canary.join("evil").exists());
        }
    }
}

#[tokio::test]
async fn a_file_never_follows_a_link_in_its_own_place() {
    let scene = Scene::new();
    let secret = scene.canary().join("secret");
    let archive = Archive::default()
        .symlink("a", secret.to_str().unwrap())
        .file("a", b"evil")
        .symlink("b", secret.to_str().unwrap())
        .item(&Item { name: "b", flag: b'5', mode: 0o777, ..Item::default() })
        .symlink("c", "../canary/secret")
        .item(&Item { name: "c", flag: b'6', ..Item::default() })
        .done();
    scene.unpack(&archive).await.unwrap();
    assert_eq!(fs::read(scene.at("a")).unwrap(), b"evil");
    assert!(fs::symlink_metadata(scene.at("b")).unwrap().is_dir());
}

#[tokio::test]
async fn hard_links_reach_nothing_outside() {
    let scene = Scene::new();
    let secret = scene.canary().join("secret");
    for target in [secret.to_str().unwrap(), "/etc/passwd", "missing", "/"] {
        scene.refused(&Archive::default().hard_link("stolen", target).done()).await;
        let through = Archive::default()
            .symlink("d", scene.canary().to_str().unwrap())
            .hard_link("stolen", "d/secret")
            .done();
        scene.refused(&through).await;
    }
    // A hard link to a symbolic link is one to the link, not to what it names.
    let archive = Archive::default()
        .symlink("l", secret.to_str().unwrap())
        .hard_link("m", "l")
        .file("m", b"evil")
        .done();
    scene.unpack(&archive).await.unwrap();
}

#[tokio::test]
async fn device_nodes_are_left_out() {
    let scene = Scene::new();
    let archive = Archive::default()
        .item(&Item { name: "dev/sda", flag: b'4', ..Item::default() })
        .item(&Item { name: "dev/mem", flag: b'3', ..Item::default() })
        .done();
    let report = scene.unpack(&archive).await.unwrap();
    assert_eq!(report.devices_skipped, 2);
    assert!(!scene.at("dev/sda").exists() && !scene.at("dev/mem").exists());
}

#[tokio::test]
async fn what_is_no_id_is_refused() {
    let scene = Scene::new();
    for (uid, gid) in [(u64::from(u32::MAX), 0), (0, 1 << 32), (u64::MAX >> 1, 0)] {
        let archive = Archive::default().item(&Item { uid, gid, ..Item::default() }).done();
        let reason = scene.refused(&archive).await;
        assert!(reason.contains("which is no id"), "{reason}");
    }
}

/// Packages keep the ids of whoever packed them: 718322462 is one of a public image.
#[tokio::test]
async fn owners_that_no_task_has_are_nobody() {
    let scene = Scene::new();
    let archive = Archive::default()
        .item(&Item { name: "both", uid: 718_322_462, gid: 454_177_323, ..Item::default() })
        .item(&Item { name: "folder/", flag: b'5', uid: 65_536, gid: 7, ..Item::default() })
        .item(&Item {
            name: "link",
            flag: b'2',
            link: "both",
            gid: 4_294_967_294,
            ..Item::default()
        })
        .item(&Item { name: "last", uid: 65_535, gid: 65_535, ..Item::default() })
        .done();
    let report = scene.unpack(&archive).await.unwrap();
    assert_eq!(report.owners_lost, 3);
    let owner = |name: &str| {
        let meta = fs::symlink_metadata(scene.at(name)).unwrap();
        (meta.uid(), meta.gid())
    };
    assert_eq!(owner("both"), (65_534, 65_534));
    assert_eq!(owner("folder"), (65_534, 7));
    assert_eq!(owner("link"), (0, 65_534));
    assert_eq!(owner("last"), (65_535, 65_535));
}

#[tokio::test]
async fn limits_of_size_count_path_and_attributes_hold() {
    let scene = Scene::new();
    let usual = Limits::default();
    let many = (0..30).fold(Archive::default(), |a, n| a.file(&format!("f{n}"), b"")).done();
    let few = Limits { entries_max: 29, ..usual };
    assert!(scene.refused_within(&many, &few).await.contains("over 29 entries"));
    scene.unpack_within(&many, &Limits { entries_max: 30, ..usual }).await.unwrap();

    // Folders that an entry needs count too: else one entry makes 255.
    let deep = Archive::default().file(&"d/".repeat(40), b"").done();
    assert!(scene.refused_within(&deep, &few).await.contains("over 29 entries"));

    let small = Limits { unpacked_bytes_max: 1 << 20, ..usual };
    let large = Archive::default().file("large", &vec![7; (1 << 20) + 1]).done();
    assert!(scene.refused_within(&large, &small).await.contains("more than 1048576 bytes"));
    let holes: Vec<(&str, &[u8])> =
        vec![("GNU.sparse.map", b""), ("GNU.sparse.size", b"1099511627776")];
    let sparse = Archive::default().item(&Item { pax: holes, ..Item::default() }).done();
    assert!(scene.refused(&sparse).await.contains("more than 21474836480 bytes"));
    let tiny = (0..300).fold(Archive::default(), |a, n| a.file(&format!("t{n}"), b"x")).done();
    assert!(scene.refused_within(&tiny, &small).await.contains("1048576"), "a file takes a block");

    let path = "p/".repeat(256) + "f";
    assert!(
        scene.refused(&Archive::default().file(&path, b"").done()).await.contains("255 components")
    );
    let long = format!("{}/f", vec!["x".repeat(255); 17].join("/"));
    assert!(
        scene
            .refused(&Archive::default().file(&long, b"").done())
            .await
            .contains("over 4096 bytes")
    );
    let name = "n".repeat(256);
    scene.refused(&Archive::default().file(&name, b"").done()).await;

    let value = vec![b'v'; (1 << 20) + 1];
    let flood: Vec<(&str, &[u8])> = vec![("SCHILY.xattr.user.a", &value)];
    let flood = Archive::default().item(&Item { pax: flood, ..Item::default() }).done();
    assert!(scene.refused(&flood).await.contains("bytes of attributes"));
    let keys: Vec<String> = (0..400).map(|n| format!("SCHILY.xattr.user.key{n}")).collect();
    let crowd = keys.iter().map(|k| (k.as_str(), &b"0123456789"[..])).collect();
    let crowd = Archive::default().item(&Item { pax: crowd, ..Item::default() }).done();
    // Within the limit of bytes, yet more than ext4 keeps for one file. Other file systems
    // may take it.
    match scene.unpack(&crowd).await {
        Err(UnpackError::Refused(reason)) => assert!(reason.contains("don't fit"), "{reason}"),
        other => assert_eq!(other.unwrap().entries, 1),
    }
}

#[tokio::test]
async fn links_can_not_build_a_tree_too_deep_to_remove() {
    let scene = Scene::new();
    let deep = "d/".repeat(200);
    let archive = Archive::default()
        .dir(&deep)
        .symlink("s", &deep)
        .dir(&format!("s/{}", "e/".repeat(100)))
        .done();
    assert!(scene.refused(&archive).await.contains("too deep"));
    fs::remove_dir_all(scene.layer()).unwrap();
    fs::create_dir(scene.layer()).unwrap();
}

#[tokio::test]
async fn bombs_are_refused_by_their_ratio() {
    let scene = Scene::new();
    let scaled = Limits { ratio_after_bytes: 2 << 20, ..Limits::default() };
    let bomb = gzip(&Archive::default().file("zeros", &vec![0; 4 << 20]).done());
    assert!(scene.refused_within(&bomb, &scaled).await.contains("more than 200 times"));
    scene.unpack(&bomb).await.unwrap(); // small enough to be no bomb
    let after_the_end = [Archive::default().done(), vec![0; 4 << 20]].concat();
    let packed = zstd::encode_all(after_the_end.as_slice(), 3).unwrap();
    assert!(scene.refused_within(&packed, &scaled).await.contains("more than 200 times"));
}

#[tokio::test]
async fn damaged_and_cut_archives_are_refused() {
    let scene = Scene::new();
    let whole = Archive::default().file("a", &[9; 5000]).file("b", b"x").done();
    let mut bad = whole.clone();
    bad[3] ^= 0xff;
    assert!(scene.refused(&bad).await.contains("checksum"));
    assert!(scene.refused(&whole[..2000]).await.contains("cut off"));
    let packed = gzip(&whole);
    assert!(scene.refused(&packed[..packed.len() - 9]).await.contains("damaged or cut off"));
    assert!(scene.refused(b"this is no archive".repeat(99).as_slice()).await.contains("checksum"));
    let lie = Archive::default().item(&Item {
        size: Some(1 << 30),
        content: b"short",
        ..Item::default()
    });
    assert!(scene.refused(&lie.open_end()).await.contains("cut off"));
}

#[tokio::test]
async fn headers_that_contradict_each_other_are_refused() {
    let scene = Scene::new();
    // The extended header shrinks the file, so that its content would be read as headers.
    let inner = Archive::default().file("smuggled", b"").open_end();
    let pax: Vec<(&str, &[u8])> = vec![("size", b"0")];
    let archive = Archive::default().item(&Item { content: &inner, pax, ..Item::default() }).done();
    let report = scene.unpack(&archive).await.unwrap();
    assert_eq!(report.entries, 2, "the extended header decides, as POSIX says");

    let content = Archive::default().item(&Item { flag: b'5', content: &inner, ..Item::default() });
    assert!(scene.refused(&content.done()).await.contains("no file has content"));
    for value in [&b"-1"[..], b"18446744073709551615", b"1e3", b""] {
        let pax: Vec<(&str, &[u8])> = vec![("size", value)];
        let archive = Archive::default().item(&Item { pax, ..Item::default() }).done();
        assert!(scene.refused(&archive).await.contains("malformed"));
    }
    let whiteout = Archive::default().file("a/.wh.b/c", b"").done();
    assert!(scene.refused(&whiteout).await.contains("below a whiteout"));
    for nothing in [".wh.", ".wh..", ".wh..."] {
        let archive = Archive::default().file(nothing, b"").done();
        assert!(scene.refused(&archive).await.contains("whiteout of nothing"), "{nothing}");
    }
    let under_file = Archive::default().file("f", b"").file("f/g", b"").done();
    let report = scene.unpack(&under_file).await.unwrap();
    assert_eq!(report.entries, 3, "a file gives way to the folder that a later entry needs");
    assert!(scene.at("f/g").is_file());
}

#[tokio::test]
async fn memory_of_the_helper_is_limited() {
    let scene = Scene::new();
    // A zstd frame that asks for a window of 128 MiB, with less than that to use.
    let archive = Archive::default().file("a", &vec![1; 3 << 20]).done();
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(27).unwrap();
    std::io::Write::write_all(&mut encoder, &archive).unwrap();
    let packed = encoder.finish().unwrap();
    let tight = Limits { memory_bytes_max: 48 << 20, ..Limits::default() };
    scene.unpack(&packed).await.unwrap();
    let error = scene.unpack_within(&packed, &tight).await.unwrap_err();
    assert!(matches!(error, UnpackError::Died { .. } | UnpackError::Refused(_)), "{error:?}");
}

#[tokio::test]
async fn the_helper_is_confined_while_it_works() {
    let scene = Scene::new();
    let mut unpacking = helper().start(&scene.layer(), &Limits::default()).await.unwrap();
    let large = Archive::default().file("first", &vec![1; 1 << 20]).open_end();
    assert!(unpacking.feed(&large).await);
    let pid = unpacking.pid().unwrap();
    // The file it is writing shows that it has passed its confinement.
    let first = scene.at("first");
    wait_until(|| first.exists()).await;
    let read = |what: &str| fs::read_to_string(format!("/proc/{pid}/{what}")).unwrap();
    let status = read("status");
    let line = |name: &str| {
        let found = status.lines().find_map(|l| l.strip_prefix(name)).unwrap();
        found.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    // CHOWN, DAC_OVERRIDE, FOWNER, FSETID, SETFCAP: bits 0, 1, 3, 4, 31.
    assert_eq!(line("CapEff:"), ["000000008000001b"]);
    assert_eq!(line("CapPrm:"), ["000000008000001b"]);
    assert_eq!(line("CapInh:"), ["0000000000000000"]);
    assert_eq!(line("NoNewPrivs:"), ["1"]);
    assert_eq!(line("Seccomp:"), ["2"]);
    assert_eq!(line("Uid:"), ["65535"; 4]);
    assert_eq!(line("Gid:"), ["65535"; 4]);
    assert_eq!(line("Groups:"), [] as [&str; 0]);
    assert_eq!(read("uid_map").split_whitespace().collect::<Vec<_>>(), ["0", "0", "65536"]);
    let mounts = read("mountinfo");
    assert_eq!(mounts.lines().count(), 1, "{mounts}");
    let link = |what: &str| fs::read_link(format!("/proc/{pid}/{what}")).unwrap();
    for namespace in ["user", "mnt", "net", "ipc", "uts"] {
        let ours = fs::read_link(Path::new("/proc/self/ns").join(namespace)).unwrap();
        assert_ne!(link(&format!("ns/{namespace}")), ours, "{namespace}");
    }
    let mut files: Vec<_> = fs::read_dir(format!("/proc/{pid}/fd"))
        .unwrap()
        .map(|e| fs::read_link(e.unwrap().path()).unwrap())
        .collect();
    files.retain(|f| !f.to_str().unwrap().starts_with("pipe:"));
    // Only the root of its one mount, and the file and folder in hand below it.
    assert!(
        files.iter().all(|f| f.starts_with(scene.layer())
            || f.starts_with("/first")
            || f == Path::new("/")),
        "{files:?}"
    );
}

async fn wait_until(mut holds: impl FnMut() -> bool) {
    let turn = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), turn).await.expect("in 30 s");
}
