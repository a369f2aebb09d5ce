//! Shims that are copies of a zygote.

use std::fs;

use ferrogate_host::shim::{ShimEvent, ShimHandle};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::rig::Rig;

fn parent(pid: i32) -> i32 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let (_, rest) = stat.rsplit_once(") ").unwrap();
    rest.split(' ').nth(1).unwrap().parse().unwrap()
}

fn words(pid: i32) -> Vec<String> {
    let shown = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap();
    shown.split('\0').map(str::to_owned).collect()
}

#[tokio::test]
async fn a_copy_shows_its_own_arguments_and_runs_a_task() {
    let rig = Rig::new();
    let shim = ShimHandle::fork(&rig.nursery(), &rig.options(), None).await.unwrap();
    let words = words(shim.pid());
    assert_eq!(words[1..3], ["shim", "--run-dir"]);
    assert_eq!(words[3], rig.run_dir().to_string_lossy());
    let mut events = shim.events(0).await.unwrap();
    shim.run(&rig.bundle(vec![rig.sh("app", "exit 3")])).await.unwrap();
    let mut exit = None;
    loop {
        match events.next().await.unwrap().unwrap().event {
            ShimEvent::ContainerExited { code, .. } => exit = Some(code),
            ShimEvent::Finished => break,
            _ => {}
        }
    }
    assert_eq!(exit, Some(3));
    shim.bye().await.unwrap();
}

#[tokio::test]
async fn shims_outlive_their_zygote_and_another_takes_its_place() {
    let (rig, other) = (Rig::new(), Rig::new());
    let nursery = rig.nursery();
    let first = ShimHandle::fork(&nursery, &rig.options(), None).await.unwrap();
    let zygote = parent(first.pid());
    assert_eq!(words(zygote)[1], "zygote");
    kill(Pid::from_raw(zygote), Signal::SIGKILL).unwrap();
    let second = ShimHandle::fork(&nursery, &other.options(), None).await.unwrap();
    assert_ne!(parent(second.pid()), zygote);
    for shim in [first, second] {
        assert!(ShimHandle::connect(shim.run_dir()).await.is_ok());
        shim.bye().await.unwrap();
    }
}

#[tokio::test]
async fn a_zygote_ends_with_its_nursery_and_a_bad_shim_says_why() {
    let rig = Rig::new();
    let nursery = rig.nursery();
    let mut bad = rig.options();
    bad.id_base = 0;
    let error = ShimHandle::fork(&nursery, &bad, None).await.unwrap_err();
    assert!(error.to_string().contains("--id-base"), "{error}");
    let shim = ShimHandle::fork(&nursery, &rig.options(), None).await.unwrap();
    let zygote = parent(shim.pid());
    drop(nursery);
    assert!(!fs::exists(format!("/proc/{zygote}")).unwrap());
    shim.bye().await.unwrap();
}
