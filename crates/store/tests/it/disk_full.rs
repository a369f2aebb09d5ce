//! Real full disks, in mount namespaces that end with their process. Needs root, and fails
//! without.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use ferrogate_store::{
    Alarm, Error, Prefix, Rev, SqliteOptions, SqliteStore, Store, TxnOut, list_all,
};

use crate::support::{put, within};

const DIR: &str = "FERROGATE_STORE_FULL_DIR";
const KIND: &str = "FERROGATE_STORE_FULL_KIND";
const KIB: &str = "FERROGATE_STORE_FULL_KIB";

#[test]
fn a_full_tmpfs_makes_the_store_read_only_until_there_is_room() {
    // Different sizes end at different writes: of the log, of its index, of a checkpoint.
    for kib in [900, 1100, 1333, 1777, 2500, 4201, 6007, 8009] {
        run("tmpfs", kib);
    }
}

#[test]
fn a_full_ext4_makes_the_store_read_only_until_there_is_room() {
    run("ext4", 8192);
}

#[test]
fn on_a_full_tmpfs_what_ends_something_is_still_taken() {
    run_child("child_that_stops_tasks", "tmpfs", 40 << 10);
}

#[test]
fn on_a_full_ext4_what_ends_something_is_still_taken() {
    run_child("child_that_stops_tasks", "ext4", 64 << 10);
}

fn run(kind: &str, kib: u32) {
    run_child("child_on_a_small_disk", kind, kib);
}

fn run_child(child: &str, kind: &str, kib: u32) {
    let dir = tempfile::tempdir().unwrap();
    let out = Command::new("unshare")
        .args(["--mount", "--propagation", "private", "--"])
        .arg(std::env::current_exe().unwrap())
        .args([&*format!("disk_full::{child}"), "--exact", "--ignored", "--nocapture"])
        .env(DIR, dir.path())
        .env(KIND, kind)
        .env(KIB, kib.to_string())
        .output()
        .expect("unshare(1) is there");
    let text = String::from_utf8_lossy(&out.stdout) + String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && text.contains("1 passed"), "{kind} of {kib} KiB: {text}");
}

#[ignore = "the process that the tests above run in its own mount namespace"]
#[tokio::test]
async fn child_on_a_small_disk() {
    let dir = PathBuf::from(std::env::var(DIR).expect("started by the test"));
    let disk = mount(&dir, &std::env::var(KIND).unwrap(), &std::env::var(KIB).unwrap());
    let ballast = disk.join("ballast");
    std::fs::write(&ballast, vec![1; 256 << 10]).unwrap();
    let folder = disk.join("data");
    // Without room kept back: every write goes as far as the disk does.
    let options = || SqliteOptions { reserve_bytes: 0, ..SqliteOptions::default() };
    let store = SqliteStore::open(&folder, options()).unwrap();

    let mut written = 0;
    let full = loop {
        match next(&store, written).await {
            Ok(TxnOut::Committed(rev)) => {
                written += 1;
                assert_eq!(rev.0, written);
            }
            Ok(out) => panic!("{out:?}"),
            Err(e) => break e,
        }
    };
    assert!(matches!(full, Error::NoSpace { .. }), "{full:?}");
    assert!(ferrogate_base::fsio::is_full(&full), "{full:?}");
    assert!(written > 5, "only {written} writes");
    for _ in 0..20 {
        let again = next(&store, written).await;
        assert!(matches!(again, Err(Error::NoSpace { .. })), "{again:?}");
    }
    assert_eq!(store.status().await.unwrap().alarms, [Alarm::NoSpace]);
    assert_all_there(&store, written).await;

    // A restart on a disk without a single byte left: still readable.
    store.close().await;
    fill_up(&disk.join("filler"));
    let store = SqliteStore::open(&folder, options()).unwrap();
    assert_all_there(&store, written).await;

    std::fs::remove_file(&ballast).unwrap();
    std::fs::remove_file(disk.join("filler")).unwrap();
    assert!(matches!(next(&store, written).await, Ok(TxnOut::Committed(_))));
    written += 1;
    assert_eq!(store.status().await.unwrap().alarms, []);
    assert_all_there(&store, written).await;
    store.close().await;

    // A log that was closed in order is gone, and opening needs room for a new one.
    fill_up(&disk.join("filler"));
    match SqliteStore::open(&folder, options()) {
        Ok(store) => {
            assert_all_there(&store, written).await;
            store.close().await;
        }
        Err(e) => assert!(matches!(e, Error::NoSpace { .. }), "{e:?}"),
    }
    std::fs::remove_file(disk.join("filler")).unwrap();
    let store = SqliteStore::open(&folder, options()).unwrap();
    assert_all_there(&store, written).await;
    store.close().await;
}

#[ignore = "the process that the tests above run in its own mount namespace"]
#[tokio::test]
async fn child_that_stops_tasks() {
    const TASKS: usize = 120;
    let dir = PathBuf::from(std::env::var(DIR).expect("started by the test"));
    let disk = mount(&dir, &std::env::var(KIND).unwrap(), &std::env::var(KIB).unwrap());
    let folder = disk.join("data");
    let store = SqliteStore::open(&folder, SqliteOptions::default()).unwrap();
    let task = |n: usize, state: u8| put(&format!("/task/{n}"), vec![state; 3000]);
    for n in 0..TASKS {
        within(store.txn(&[], &[task(n, 1)])).await.unwrap();
    }
    // A task that fills the disk takes every byte there is, and whatever is given back.
    fill_up(&disk.join("filler"));
    let refused = within(store.txn(&[], &[put("/new", "x")])).await;
    assert!(matches!(refused, Err(Error::NoSpace { .. })), "{refused:?}");
    assert_eq!(store.status().await.unwrap().alarms, [Alarm::NoSpace]);
    for n in 0..TASKS {
        let stop = within(store.txn_from_reserve(&[], &[task(n, 2)])).await;
        assert!(matches!(stop, Ok(TxnOut::Committed(_))), "task {n}: {stop:?}");
        fill_up(&disk.join("filler"));
    }
    let (kvs, rev) = list_all(&store, &Prefix::root()).await.unwrap();
    assert!(kvs.iter().all(|kv| kv.val[0] == 2) && kvs.len() == TASKS);
    let gone = within(store.txn(&[], &[ferrogate_store::Op::Del(kvs[0].key.clone())])).await;
    assert!(matches!(gone, Ok(TxnOut::Committed(_))), "{gone:?}");
    store.compact(rev).await.unwrap();
    assert_eq!(store.status().await.unwrap().alarms, [Alarm::NoSpace], "still");
    store.check_integrity().await.unwrap();

    std::fs::remove_file(disk.join("filler")).unwrap();
    within(store.txn(&[], &[put("/new", "x")])).await.unwrap();
    assert_eq!(store.status().await.unwrap().alarms, []);
    store.close().await;
    let store = SqliteStore::open(&folder, SqliteOptions::default()).unwrap();
    assert_eq!(list_all(&store, &Prefix::root()).await.unwrap().0.len(), TASKS);
    store.close().await;
}

async fn next(store: &SqliteStore, number: u64) -> Result<TxnOut, Error> {
    let value = vec![7; 1000 + (number as usize * 977) % 9000];
    within(store.txn(&[], &[put(&format!("/k/{number:06}"), value), put("/last", "x")])).await
}

fn fill_up(path: &Path) {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    for size in [4096, 1] {
        while let Ok(n) = file.write(&vec![1; size]) {
            assert!(n > 0);
        }
    }
    // ext4 finds out late, when it writes back.
    drop(file.sync_all());
}

async fn assert_all_there(store: &SqliteStore, written: u64) {
    let (kvs, rev) = list_all(store, &Prefix::new("/k").unwrap()).await.unwrap();
    assert_eq!((kvs.len() as u64, rev), (written, Rev(written)));
    for (number, kv) in kvs.iter().enumerate() {
        assert_eq!(kv.key.name(), format!("{number:06}"));
        assert_eq!(kv.modify, Rev(number as u64 + 1));
    }
    store.check_integrity().await.unwrap();
}

fn mount(dir: &Path, kind: &str, kib: &str) -> PathBuf {
    let disk = dir.join("disk");
    std::fs::create_dir(&disk).unwrap();
    if kind == "tmpfs" {
        let size = format!("size={kib}k");
        command(
            "mount",
            &[
                "-t".as_ref(),
                "tmpfs".as_ref(),
                "-o".as_ref(),
                size.as_ref(),
                "tmpfs".as_ref(),
                disk.as_ref(),
            ],
        );
    } else {
        let image = dir.join("image");
        let file = std::fs::File::create(&image).unwrap();
        file.set_len(kib.parse::<u64>().unwrap() << 10).unwrap();
        // Blocks as large as pages, as on any disk but the smallest: with smaller ones the
        // shared index of the write-ahead log, which SQLite allocates page by page, has holes,
        // and filling one on a full disk is the end of the process (SIGBUS).
        command("mkfs.ext4", &["-q".as_ref(), "-b4096".as_ref(), "-m0".as_ref(), image.as_ref()]);
        // The kernel lets go of the loop device with the mount.
        command("mount", &["-o".as_ref(), "loop".as_ref(), image.as_ref(), disk.as_ref()]);
    }
    disk
}

fn command(name: &str, args: &[&std::ffi::OsStr]) {
    let out = Command::new(name).args(args).output().expect("the tool is there");
    assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
}
