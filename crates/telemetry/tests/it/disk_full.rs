//! Real full disks, in a mount namespace that ends with its process. Needs root or user
//! namespaces, and fails without.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use ferrogate_telemetry::AppendError;
use nix::mount::{MsFlags, mount};

use crate::support::{batch, open, quick, read_stream, stream, within};

const DIR: &str = "FERROGATE_TELEMETRY_FULL_DIR";
const KIB: &str = "FERROGATE_TELEMETRY_FULL_KIB";

#[test]
fn a_full_disk_is_told_and_logs_go_on_once_there_is_space() {
    for kib in [1500, 1777, 2501] {
        let dir = tempfile::tempdir().unwrap();
        let mut unshare = Command::new("unshare");
        unshare.args(["--mount", "--propagation", "private"]);
        if !nix::unistd::geteuid().is_root() {
            unshare.args(["--user", "--map-root-user"]);
        }
        let out = unshare
            .arg("--")
            .arg(std::env::current_exe().unwrap())
            .args(["disk_full::child_on_a_small_disk", "--exact", "--ignored", "--nocapture"])
            .env(DIR, dir.path())
            .env(KIB, kib.to_string())
            .output()
            .expect("unshare(1) is there");
        let text = String::from_utf8_lossy(&out.stdout) + String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success() && text.contains("1 passed"), "{kib} KiB: {text}");
    }
}

#[ignore = "the process that the test above runs in its own mount namespace"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_on_a_small_disk() {
    let disk = PathBuf::from(std::env::var(DIR).expect("started by the test"));
    let size = format!("size={}k", std::env::var(KIB).unwrap());
    let none: Option<&str> = None;
    mount(none, &disk, Some("tmpfs"), MsFlags::empty(), Some(size.as_str())).unwrap();
    let ballast = disk.join("ballast");
    std::fs::write(&ballast, vec![1; 512 << 10]).unwrap();
    let folder = disk.join("logs");

    let (store, ..) = open(&folder, quick()).await;
    let text = "x".repeat(3000);
    let mut stored = 0_u64;
    let full = loop {
        match store.append(batch(stream("s"), &[(stored, &text)])).await {
            Ok(_) => stored += 1,
            Err(e) => break e,
        }
    };
    assert!(matches!(full, AppendError::NoSpace(_)), "{full:?}");
    assert!(stored > 50, "{stored}");
    assert_eq!(read_stream(&store, stream("s")).await.len() as u64, stored);
    fill_up(&disk.join("filler"));
    assert!(store.append(batch(stream("s"), &[(stored, &text)])).await.is_err());
    store.close().await;

    // A start on a disk without a byte left: what is there is read.
    let (store, recovery, _) = open(&folder, quick()).await;
    assert_eq!(recovery.events, stored);
    let again = store.append(batch(stream("s"), &[(stored, "y")])).await;
    assert!(matches!(again, Err(AppendError::NoSpace(_))), "{again:?}");
    assert!(store.seal().await.is_err());
    assert_eq!(read_stream(&store, stream("s")).await.len() as u64, stored);

    std::fs::remove_file(&ballast).unwrap();
    store.append(batch(stream("s"), &[(stored, "after")])).await.unwrap();
    within(async { while store.seal().await.is_err() {} }).await;
    store.close().await;
    let (store, ..) = open(&folder, quick()).await;
    assert_eq!(read_stream(&store, stream("s")).await.len() as u64, stored + 1);
    store.close().await;
}

fn fill_up(path: &Path) {
    let mut file = std::fs::File::create(path).unwrap();
    while file.write_all(&[1; 512]).is_ok() {}
}
