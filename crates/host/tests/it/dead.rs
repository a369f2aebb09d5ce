//! Shims that are killed or frozen at any moment: whatever they were doing, nothing of them and
//! of their task is left.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use ferrogate_host::cgroup::task_path;
use ferrogate_host::shim::{ClientError, Events, ShimEvent, ShimHandle, reap_dead};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::rig::Rig;

/// So many kills, spread over the time that making and starting two containers takes.
const KILLS: u32 = 40;

/// Processes that have the shim's folder among their arguments, or are in the rig's cgroups.
fn left(rig: &Rig) -> Vec<i32> {
    let run_dir = rig.run_dir();
    let of_shim = |pid: &i32| {
        let words = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        words.split('\0').any(|word| Path::new(word) == run_dir)
    };
    let all = fs::read_dir("/proc").unwrap();
    let all = all.filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let mut left: Vec<i32> = all.filter(of_shim).collect();
    left.extend(rig.cgroups.pids(&rig.cgroup_root));
    left
}

/// Whether a process is gone, or only waits for somebody to take note of its end.
fn has_ended(pid: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_none_or(|(_, state)| state.starts_with('Z'))
}

fn send(shim: &ShimHandle, signal: Signal) {
    kill(Pid::from_raw(shim.pid()), signal).unwrap();
}

/// How long two containers take from the order to make them until both run.
async fn time_of_a_start(rig: &Rig) -> Duration {
    let begun = Instant::now();
    let mut task = rig.start(rig.bundle(vec![rig.sh("a", "exit 0"), rig.sh("b", "exit 0")])).await;
    task.until(|event| *event == ShimEvent::Running).await;
    let took = begun.elapsed();
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await;
    took
}

/// Ends with the connection at the latest.
async fn until_it_runs(mut events: Events) {
    while let Ok(Some(entry)) = events.next().await
        && entry.event != ShimEvent::Running
    {}
}

#[tokio::test]
async fn a_shim_that_is_killed_while_it_makes_containers_leaves_nothing() {
    let whole = time_of_a_start(&Rig::new()).await;
    for number in 0..KILLS {
        let rig = Rig::new();
        let shim = ShimHandle::spawn(&rig.options()).await.unwrap();
        let both = vec![rig.sh("a", "sleep 1000"), rig.sh("b", "sleep 1000")];
        let bundle = rig.bundle(both);
        let (order, by_order) = (shim.clone(), bundle.clone());
        let run = tokio::spawn(async move { order.run(&by_order).await });
        // Once it runs there is nothing left to meet: the first start may have been a slow one.
        let runs = tokio::spawn(until_it_runs(shim.events(0).await.unwrap()));
        let until = Instant::now() + whole * number / KILLS;
        while Instant::now() < until && !runs.is_finished() {
            tokio::task::yield_now().await;
        }
        send(&shim, Signal::SIGKILL);
        // Whatever it forked, it is known to be gone, and who asked it something is told.
        shim.ended().await;
        let connected = ShimHandle::connect(&rig.run_dir()).await;
        assert!(matches!(connected, Err(ClientError::Gone { .. })), "{number}: {connected:?}");
        let cgroup = task_path(&rig.cgroup_root, &bundle.key);
        reap_dead(&rig.run_dir(), &rig.cgroup_root, &cgroup).unwrap();
        assert_eq!(left(&rig), [0; 0], "after kill {number}");
        assert!(rig.cgroups.is_gone(&cgroup), "after kill {number}");
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
        assert!(!mounts.contains(&*rig.dir.path().to_string_lossy()), "after kill {number}");
        // A fork that was killed holds no connection open: who asked has an answer or an error.
        drop(tokio::time::timeout(Duration::from_secs(10), run).await.expect("the asker goes on"));
    }
}

#[tokio::test]
async fn a_shim_that_is_frozen_is_found_out_and_cleared_away_with_its_containers() {
    let rig = Rig::new();
    let mut task = rig.start(rig.bundle(vec![rig.sh("app", "sleep 1000")])).await;
    let container = task.until_started("app").await;
    task.until(|event| *event == ShimEvent::Running).await;
    assert!(task.handle.answers().await);
    send(&task.handle, Signal::SIGSTOP);
    let asked = tokio::join!(task.handle.stop(), task.handle.bye(), task.handle.signal("app", 0));
    for refused in [asked.0, asked.1, asked.2] {
        assert!(matches!(refused, Err(ClientError::Silent { .. })), "{refused:?}");
    }
    let dead = reap_dead(&rig.run_dir(), &rig.cgroup_root, &task.cgroup).unwrap();
    assert!(!dead.finished);
    assert!(dead.events.iter().any(|entry| entry.event == ShimEvent::Running));
    assert_eq!(left(&rig), [0; 0]);
    assert!(rig.cgroups.is_gone(&task.cgroup));
    assert!(has_ended(container));
}

#[tokio::test]
async fn a_shim_that_is_busy_is_not_taken_for_frozen() {
    let rig = Rig::new();
    let mut task = rig.start(rig.bundle(vec![rig.sh("app", "sleep 1000")])).await;
    task.until_started("app").await;
    send(&task.handle, Signal::SIGSTOP);
    let asking = tokio::spawn({
        let shim = task.handle.clone();
        async move { shim.answers().await }
    });
    // It has been asked: the question waits in its socket.
    tokio::task::yield_now().await;
    send(&task.handle, Signal::SIGCONT);
    assert!(asking.await.unwrap());
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await;
}

#[tokio::test]
async fn a_frozen_zygote_is_replaced() {
    let (rig, other) = (Rig::new(), Rig::new());
    let nursery = rig.nursery();
    let first = ShimHandle::fork(&nursery, &rig.options(), None).await.unwrap();
    let stat = fs::read_to_string(format!("/proc/{}/stat", first.pid())).unwrap();
    let zygote: i32 = stat.rsplit_once(") ").unwrap().1.split(' ').nth(1).unwrap().parse().unwrap();
    kill(Pid::from_raw(zygote), Signal::SIGSTOP).unwrap();
    let second = ShimHandle::fork(&nursery, &other.options(), None).await.unwrap();
    for shim in [first, second] {
        assert!(shim.answers().await);
        shim.bye().await.unwrap();
    }
    assert!(!Path::new(&format!("/proc/{zygote}")).exists(), "the frozen one is gone");
}
