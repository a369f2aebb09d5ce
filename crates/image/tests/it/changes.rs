//! What a container has written, as a layer, and back again.

use std::fs::{self, File};
use std::os::fd::AsFd as _;
use std::os::unix::fs::{
    FileExt as _, MetadataExt as _, PermissionsExt as _, chown, lchown, symlink,
};
use std::os::unix::net::UnixListener;
use std::path::Path;

use ferrogate_image::changes::{self, ChangesError, Ids, Options, Written};
use ferrogate_image::tar::{Entry, Kind, Reader};
use ferrogate_image::unpack::Limits;
use rustix::fs::{CWD, FileType, Mode, XattrFlags, makedev, mknodat, setxattr};

use crate::archive::{Archive, Item};
use crate::scene::{Scene, need_root};

fn own() -> Options<'static> {
    let (ids, limits) = (Ids { first: 0, count: 65_536 }, Limits::default());
    Options { ids, stubs: &[], bytes_max: 1 << 30, limits }
}

fn write(upper: &Path, options: &Options<'_>) -> Result<(Written, Vec<u8>), ChangesError> {
    let mut layer = Vec::new();
    let written = changes::write(File::open(upper).unwrap().as_fd(), options, &mut layer)?;
    assert_eq!(written.size, layer.len() as u64);
    assert_eq!(written.digest, ferrogate_image::Digest::of(&layer));
    Ok((written, layer))
}

fn read(layer: &[u8]) -> Vec<(Entry, Vec<u8>)> {
    let (mut reader, mut all) = (Reader::new(layer), Vec::new());
    while let Some(entry) = reader.next_entry().unwrap() {
        let mut content = Vec::new();
        loop {
            let some = reader.data().unwrap().to_vec();
            if some.is_empty() {
                break;
            }
            reader.consume(some.len());
            content.extend(some);
        }
        all.push((entry, content));
    }
    all
}

fn refused(upper: &Path, options: &Options<'_>) -> String {
    match write(upper, options) {
        Err(ChangesError::Refused { path, why }) => format!("{path}: {why}"),
        other => panic!("not refused: {other:?}"),
    }
}

/// All that an overlay's upper folder can have in it, of a container whose id 0 is 1,000,000.
fn upper() -> tempfile::TempDir {
    need_root();
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    for (path, mode) in [("etc", 0o755), ("tmp", 0o1777), ("new", 0o700), ("proc", 0o555)] {
        fs::create_dir(at(path)).unwrap();
        fs::set_permissions(at(path), fs::Permissions::from_mode(mode)).unwrap();
    }
    setxattr(at("new"), "user.overlay.opaque", b"y", XattrFlags::empty()).unwrap();
    setxattr(at("new"), "user.overlay.origin", b"x", XattrFlags::empty()).unwrap();
    for (path, content) in [("etc/hosts", ""), ("etc/motd", "hello"), ("tmp/empty", "")] {
        fs::write(at(path), content).unwrap();
    }
    setxattr(at("etc/motd"), "user.note", b"seen", XattrFlags::empty()).unwrap();
    fs::set_permissions(at("etc/motd"), fs::Permissions::from_mode(0o4711)).unwrap();
    fs::hard_link(at("etc/motd"), at("new/again")).unwrap();
    symlink("../etc/motd", at("tmp/link")).unwrap();
    for (path, kind) in [("etc/gone", FileType::CharacterDevice), ("tmp/pipe", FileType::Fifo)] {
        mknodat(CWD, at(path), kind, Mode::from(0o600), makedev(0, 0)).unwrap();
    }
    drop(UnixListener::bind(at("tmp/socket")).unwrap());
    for path in ["etc", "tmp", "new", "proc", "etc/hosts", "tmp/empty", "tmp/pipe"] {
        chown(at(path), Some(1_000_000), Some(1_000_000)).unwrap();
    }
    chown(at("etc/motd"), Some(1_000_033), Some(1_000_000)).unwrap();
    fs::set_permissions(at("etc/motd"), fs::Permissions::from_mode(0o4711)).unwrap();
    lchown(at("tmp/link"), Some(1_065_535), Some(1_000_000)).unwrap();
    folder
}

fn theirs() -> Options<'static> {
    Options {
        ids: Ids { first: 1_000_000, count: 65_536 },
        stubs: &["proc", "etc/hosts", "etc/motd"],
        bytes_max: 5,
        limits: Limits::default(),
    }
}

#[test]
fn a_layer_has_what_was_changed_as_an_image_has_it() {
    let (written, layer) = write(upper().path(), &theirs()).unwrap();
    let entries = read(&layer);
    assert_eq!(written.entries, entries.len() as u64);
    let paths: Vec<_> = entries.iter().map(|(e, _)| String::from_utf8_lossy(&e.path)).collect();
    let expected = [
        "etc/",
        "etc/.wh.gone",
        "etc/motd",
        "new/",
        "new/.wh..wh..opq",
        "new/again",
        "tmp/",
        "tmp/empty",
        "tmp/link",
        "tmp/pipe",
    ];
    assert_eq!(paths, expected);
    let entry = |path: &str| entries.iter().find(|(e, _)| e.path == path.as_bytes()).unwrap();
    let (motd, content) = entry("etc/motd");
    assert_eq!((motd.kind, motd.mode, motd.uid, motd.gid), (Kind::File, 0o4711, 33, 0));
    assert_eq!(
        (&content[..], &motd.xattrs[..]),
        (&b"hello"[..], &[(b"user.note".to_vec(), b"seen".to_vec())][..])
    );
    let (again, _) = entry("new/again");
    assert_eq!((again.kind, &again.link[..]), (Kind::HardLink, &b"etc/motd"[..]));
    let (link, _) = entry("tmp/link");
    assert_eq!((link.kind, &link.link[..], link.uid), (Kind::Symlink, &b"../etc/motd"[..], 65_535));
    assert_eq!((entry("tmp/").0.mode, &entry("new/").0.xattrs[..]), (0o1777, &[][..]));
    assert_eq!(entry("tmp/pipe").0.kind, Kind::Fifo);
}

#[test]
fn what_a_layer_can_not_hold_is_named() {
    let upper = upper();
    let less = Options { bytes_max: 4, ..theirs() };
    assert_eq!(refused(upper.path(), &less), "etc/motd: the layer would become too large");
    let fewer = Options { ids: Ids { first: 1_000_000, count: 33 }, ..theirs() };
    assert_eq!(refused(upper.path(), &fewer), "etc/motd: its owner is none of the container's");
    let before = Options { ids: Ids { first: 1_000_001, count: 65_536 }, ..theirs() };
    assert_eq!(refused(upper.path(), &before), "etc: its owner is none of the container's");
    for name in [".wh.x", ".wh..wh..opq"] {
        let file = upper.path().join(name);
        fs::write(&file, "").unwrap();
        let why = "its name would mean that something is gone";
        assert_eq!(refused(upper.path(), &theirs()), format!("{name}: {why}"));
        fs::remove_file(file).unwrap();
    }
    let device = upper.path().join("aaa");
    mknodat(CWD, &device, FileType::BlockDevice, Mode::from(0o600), makedev(7, 0)).unwrap();
    assert_eq!(refused(upper.path(), &theirs()), "aaa: it is a device");
    fs::remove_file(device).unwrap();
    let mut deep = upper.path().join("aaa");
    for _ in 0..300 {
        fs::create_dir(&deep).unwrap();
        chown(&deep, Some(1_000_000), Some(1_000_000)).unwrap();
        deep.push("d");
    }
    assert!(refused(upper.path(), &theirs()).contains(": a path of over 255 components"));
}

#[test]
fn what_no_host_would_unpack_is_not_written() {
    let upper = upper();
    let limits = |change: fn(&mut Limits)| {
        let mut options = theirs();
        change(&mut options.limits);
        refused(upper.path(), &options)
    };
    let few = limits(|limits| limits.entries_max = 3);
    assert!(few.ends_with(": the layer would have over 3 entries"), "{few}");
    let small = limits(|limits| limits.unpacked_bytes_max = 1);
    assert!(small.ends_with(": the layer would unpack to more than 1 bytes"), "{small}");
    let attributes = limits(|limits| limits.xattr_bytes_max = 3);
    assert!(attributes.contains("has over 3 bytes of attributes"), "{attributes}");
    // A folder of many names is refused before it is read to its end.
    let many = tempfile::tempdir().unwrap();
    for n in 0..100 {
        fs::write(many.path().join(n.to_string()), "").unwrap();
    }
    let mut options = own();
    options.limits.entries_max = 10;
    assert_eq!(refused(many.path(), &options), ": the layer would have over 10 entries");
}

#[tokio::test]
async fn holes_stay_holes() {
    let (one, two) = (Scene::new(), Scene::new());
    let size = 8u64 << 30;
    let file = File::create(one.at("nothing")).unwrap();
    file.set_len(size).unwrap();
    let file = File::create(one.at("some")).unwrap();
    file.write_all_at(b"begin", 0).unwrap();
    file.write_all_at(b"middle", size / 2).unwrap();
    file.set_len(size).unwrap();
    drop(file);
    let options = Options { bytes_max: 1 << 20, ..own() };
    let (_, layer) = write(&one.layer(), &options).unwrap();
    assert!(layer.len() < 1 << 20, "{} bytes", layer.len());
    two.unpack(&layer).await.unwrap();
    for name in ["nothing", "some"] {
        let facts = fs::metadata(two.at(name)).unwrap();
        assert_eq!((facts.len(), facts.blocks() < 1024), (size, true), "{name}");
    }
    let mut middle = [0; 6];
    File::open(two.at("some")).unwrap().read_exact_at(&mut middle, size / 2).unwrap();
    assert_eq!(&middle, b"middle");
}

#[test]
fn nothing_changed_is_a_layer_without_entries() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(write(empty.path(), &own()).unwrap().0.entries, 0);
}

#[tokio::test]
async fn what_was_unpacked_is_written_as_it_came_and_unpacks_to_the_same() {
    let item = |name, uid| Item { name, uid, ..Item::default() };
    let archive = Archive::default()
        .dir("a/")
        .item(&Item { content: b"content", size: Some(7), mode: 0o6755, ..item("a/file", 33) })
        .hard_link("a/other", "a/file")
        .file("a/.wh.gone", b"")
        .dir("b/")
        .file("b/.wh..wh..opq", b"")
        .symlink("b/link", "../a/file")
        .done();
    let (one, two) = (Scene::new(), Scene::new());
    one.unpack(&archive).await.unwrap();
    let (written, layer) = write(&one.layer(), &own()).unwrap();
    assert_eq!(written.entries, 7);
    two.unpack(&layer).await.unwrap();
    let (again, same) = write(&two.layer(), &own()).unwrap();
    assert_eq!((again, same), (written, layer));
}
