//! Root file systems made of layers: what is listed twice, what is between, and how many.

use std::ffi::CString;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use nix::sys::stat::{Mode, SFlag, makedev, mknod};

use crate::rig::Rig;

/// A layer as the unpacker leaves it: files by their path and text.
fn layer(rig: &Rig, name: &str, files: &[(&str, &str)]) -> PathBuf {
    let dir = rig.dir.path().join(name);
    fs::create_dir_all(&dir).unwrap();
    for (path, text) in files {
        fs::create_dir_all(dir.join(path).parent().unwrap()).unwrap();
        fs::write(dir.join(path), text).unwrap();
    }
    dir
}

/// What an unpacked layer has for a deleted name: a character device 0/0.
fn delete(layer: &Path, path: &str) {
    fs::create_dir_all(layer.join(path).parent().unwrap()).unwrap();
    mknod(&layer.join(path), SFlag::S_IFCHR, Mode::from_bits_truncate(0o600), makedev(0, 0))
        .unwrap();
}

/// What it has for a folder that hides the one below.
fn make_opaque(dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    let path = CString::new(dir.as_os_str().as_bytes()).unwrap();
    // SAFETY: both strings are terminated, and the value is one byte long, as is said.
    let done = unsafe {
        libc::setxattr(path.as_ptr(), c"user.overlay.opaque".as_ptr(), c"y".as_ptr().cast(), 1, 0)
    };
    assert_eq!(done, 0, "{}", std::io::Error::last_os_error());
}

#[tokio::test]
async fn a_higher_layer_hides_and_replaces_what_is_below() {
    let rig = Rig::new();
    let top = layer(&rig, "top", &[("etc/motd", "top\n")]);
    delete(&top, "etc/group");
    make_opaque(&top.join("home"));
    let script =
        "cat /etc/motd; ls /etc/passwd; ls /etc/group 2>/dev/null || echo gone; ls /home | wc -l";
    let mut app = rig.sh("app", script);
    app.layers.push(top);
    let outcome = rig.run(rig.bundle(vec![app])).await;
    let lines: Vec<_> = outcome.output("app").lines().map(str::to_owned).collect();
    assert_eq!(lines, ["top", "/etc/passwd", "gone", "0"]);
}

#[tokio::test]
async fn a_layer_that_is_listed_twice_is_applied_twice() {
    let rig = Rig::new();
    let twice = layer(
        &rig,
        "twice",
        &[
            ("srv/deleted", "from the double"),
            ("srv/changed", "from the double"),
            ("srv/folder/own", "from the double"),
            ("srv/kept", "from the double"),
            ("srv/turned/file", "from the double"),
        ],
    );
    // It takes away what the base has, and so do both its places.
    delete(&twice, "home/www");
    let between = layer(
        &rig,
        "between",
        &[
            ("srv/changed", "from between"),
            ("srv/folder/other", "from between"),
            ("home/www/back", "from between"),
            ("srv/turned", "a file"),
            ("srv/after", "from between"),
        ],
    );
    delete(&between, "srv/deleted");
    make_opaque(&between.join("srv/folder"));
    let nothing = layer(&rig, "nothing", &[]);
    let top = layer(&rig, "top", &[]);
    delete(&top, "srv/kept");
    let script = "cd /srv; for f in deleted changed folder/own folder/other turned/file after; do \
        echo $f: $(cat $f); done; ls -d /home/www kept 2>/dev/null; echo end";
    let mut app = rig.sh("app", script);
    let list = [&nothing, &twice, &nothing, &between, &twice, &nothing, &top, &nothing];
    app.layers.extend(list.into_iter().cloned());
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(
        outcome.output("app").lines().collect::<Vec<_>>(),
        [
            "deleted: from the double",
            "changed: from the double",
            "folder/own: from the double",
            "folder/other: from between",
            "turned/file: from the double",
            "after: from between",
            "end",
        ]
    );
}

#[tokio::test]
async fn an_image_may_have_as_many_layers_as_a_manifest() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "ls /srv | grep -c .; cat /srv/last");
    for number in 1..ferrogate_image::manifest::LAYERS_MAX {
        let text = number.to_string();
        app.layers.push(layer(
            &rig,
            &format!("l{number}"),
            &[(&format!("srv/{number}"), ""), ("srv/last", &text)],
        ));
    }
    assert_eq!(app.layers.len(), 128);
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.output("app"), "128\n127");
}
