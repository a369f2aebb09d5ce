//! Whatever a process that makes, uses or empties a volume is killed at, nothing is left.

use std::ffi::OsString;
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, raise};

use super::{Emptied, Volume, Volumes, in_use, path_of};

const NAME: &str = "volume::crash::a_kill_at_any_step_leaves_no_device_and_no_file";
const STEP: &str = "FERROGATE_TEST_STEP";
const DIR: &str = "FERROGATE_TEST_DIR";
const BYTES: u64 = 16 << 20;
const STEPS: [&str; 7] = ["file", "device", "mount", "given", "used", "emptied", "kept"];

#[test]
fn a_kill_at_any_step_leaves_no_device_and_no_file() {
    if let (Ok(step), Some(dir)) = (std::env::var(STEP), std::env::var_os(DIR)) {
        return live_until(&step, &dir);
    }
    let dir = tempfile::tempdir().unwrap();
    for step in STEPS {
        let killed = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME, "--nocapture"])
            .env(STEP, step)
            .env(DIR, dir.path())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(killed.signal(), Some(Signal::SIGKILL as i32), "it did not come to '{step}'");
        until_no_device_is_left(dir.path());
        let left = std::fs::read_dir(dir.path()).unwrap();
        let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [OsString::from(format!("empty-{BYTES}"))], "after '{step}'");
    }
    // The next one begins as if nothing had been.
    let volumes = Volumes::open(dir.path()).unwrap();
    let volume = volumes.take(BYTES).unwrap();
    assert_eq!(std::fs::read_dir(path_of(&volume.root())).unwrap().count(), 1);
    drop((volume, volumes));
    until_no_device_is_left(dir.path());
}

/// A volume's life, up to a step.
fn live_until(step: &str, dir: &OsString) {
    let at = |now: &str| {
        if now == step {
            raise(Signal::SIGKILL).unwrap();
        }
    };
    let mut volume = Volume::make_with(Path::new(dir), BYTES, at).unwrap();
    let mount = volume.mount().unwrap();
    at("given");
    let folder = path_of(&mount.as_fd()).join("app");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("file"), vec![7; 1 << 20]).unwrap();
    at("used");
    let Emptied::Clean(volume) = volume.empty() else { panic!("it was dropped") };
    at("emptied");
    let volumes = Volumes::open(Path::new(dir)).unwrap();
    volumes.keep(volume);
    // One from the pool, and one more, which needs what the opening cleared away.
    let two = (volumes.take(BYTES).unwrap(), volumes.take(BYTES).unwrap());
    volumes.keep(two.0);
    at("kept");
}

fn until_no_device_is_left(dir: &Path) {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let left = in_use(dir).unwrap();
        if left.is_empty() {
            return;
        }
        assert!(Instant::now() < until, "{left:?}");
        std::thread::yield_now();
    }
}
