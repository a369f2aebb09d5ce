//! Agents come and go, shims die: nothing is lost, nothing is left.

use std::fs;
use std::path::Path;

use ferrogate_host::shim::{ClientError, ShimEvent, ShimHandle, forget, reap_dead};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::rig::{Rig, lines_of};

#[tokio::test]
async fn an_agent_that_comes_back_misses_no_event_and_no_line() {
    let rig = Rig::new();
    let app =
        rig.sh("app", "echo one; while [ ! -e /tmp/go ]; do sleep 0.02; done; echo two; exit 6");
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until(|event| *event == ShimEvent::Running).await;
    task.until_line("app", "one").await;
    let seen = task.told.last().unwrap().seq;
    // The agent dies: handle and listener are gone.
    drop(task);
    let go = rig.dir.path().join("writable/app/upper/tmp");
    fs::create_dir_all(&go).unwrap();
    let handle = ShimHandle::connect(&rig.run_dir()).await.unwrap();
    handle.signal("app", 0).await.unwrap();
    let pid = fs::read_to_string(rig.run_dir().join("events")).unwrap();
    assert!(pid.contains("container_started"));
    let root = container_root(&pid);
    fs::write(root.join("tmp/go"), "").unwrap();
    let mut events = handle.events(seen).await.unwrap();
    let mut next = Vec::new();
    loop {
        let entry = events.next().await.unwrap().unwrap();
        next.push(entry.clone());
        if entry.event == ShimEvent::Finished {
            break;
        }
    }
    assert_eq!(next[0].seq, seen + 1);
    assert!(matches!(&next[0].event, ShimEvent::ContainerExited { code: 6, .. }), "{next:?}");
    assert_eq!(lines_of(&rig.run_dir(), "app"), ["one", "two"]);
    // Another one that knows nothing hears all of it.
    let mut all = handle.events(0).await.unwrap();
    assert_eq!(all.next().await.unwrap().unwrap().seq, 1);
    handle.bye().await.unwrap();
}

fn container_root(journal: &str) -> std::path::PathBuf {
    let line = journal.lines().find(|line| line.contains("container_started")).unwrap();
    let entry: ferrogate_host::shim::Entry = serde_json::from_str(line).unwrap();
    match entry.event {
        ShimEvent::ContainerStarted { pid, .. } => {
            Path::new("/proc").join(pid.to_string()).join("root")
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_task_that_ends_without_an_agent_leaves_its_whole_journal() {
    let rig = Rig::new();
    let app = rig.sh("app", "while [ ! -e /tmp/go ]; do sleep 0.02; done; exit 8");
    let mut task = rig.start(rig.bundle(vec![app])).await;
    let pid = task.until_started("app").await;
    let (shim, cgroup) = (task.handle.pid(), task.cgroup.clone());
    drop(task);
    let gone = pidfd(shim);
    fs::write(format!("/proc/{pid}/root/tmp/go"), "").unwrap();
    wait_gone(gone).await;
    let error = ShimHandle::connect(&rig.run_dir()).await.unwrap_err();
    assert!(matches!(error, ClientError::Gone { .. }), "{error}");
    let dead = reap_dead(&rig.run_dir(), &rig.cgroup_root, &cgroup).unwrap();
    assert!(dead.finished);
    let exited = |event: &ShimEvent| matches!(event, ShimEvent::ContainerExited { code: 8, .. });
    assert!(dead.events.iter().any(|entry| exited(&entry.event)), "{dead:?}");
    forget(&rig.run_dir()).unwrap();
    assert!(!rig.run_dir().exists());
}

#[tokio::test]
async fn a_killed_shim_takes_its_containers_with_it_and_leaves_what_it_knew() {
    let rig = Rig::new();
    let mut brief = rig.sh("brief", "exit 3");
    brief.container.essential = false;
    let app = rig.sh("app", "sleep 1000 & sleep 1000");
    let mut task = rig.start(rig.bundle(vec![app, brief])).await;
    let pid = task.until_started("app").await;
    task.until(|event| matches!(event, ShimEvent::ContainerExited { .. })).await;
    let cgroup = task.cgroup.clone();
    let container = pidfd(pid);
    let shim = pidfd(task.handle.pid());
    kill(Pid::from_raw(task.handle.pid()), Signal::SIGKILL).unwrap();
    wait_gone(shim).await;
    // By the kernel alone, before anybody clears up.
    wait_gone(container).await;
    let dead = reap_dead(&rig.run_dir(), &rig.cgroup_root, &cgroup).unwrap();
    assert!(!dead.finished);
    let last = dead.events.last().unwrap();
    assert!(
        matches!(&last.event, ShimEvent::ContainerExited { name, code: 3, .. } if name == "brief")
    );
    assert!(rig.cgroups.is_gone(&cgroup));
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
    assert!(!mounts.contains(&*rig.dir.path().to_string_lossy()));
    // Again gives the same.
    assert_eq!(reap_dead(&rig.run_dir(), &rig.cgroup_root, &cgroup).unwrap(), dead);
}

#[tokio::test]
async fn a_shim_is_in_a_session_and_a_cgroup_of_its_own() {
    let rig = Rig::new();
    let handle = ShimHandle::spawn(&rig.options()).await.unwrap();
    let stat = fs::read_to_string(format!("/proc/{}/stat", handle.pid())).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    // proc(5): state, ppid, pgrp, session follow the name.
    assert_eq!(fields[3], handle.pid().to_string());
    let cgroup = fs::read_to_string(format!("/proc/{}/cgroup", handle.pid())).unwrap();
    let shims = format!("/{}/shims", rig.cgroup_root);
    assert!(cgroup.lines().all(|line| line.ends_with(&shims)), "{cgroup}");
    handle.bye().await.unwrap();
}

#[tokio::test]
async fn an_idle_shim_is_small() {
    let rig = Rig::new();
    let handle = ShimHandle::spawn(&rig.options()).await.unwrap();
    let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", handle.pid())).unwrap();
    // What it wrote. A page of the program that only this shim has looked at yet counts as
    // private too, which says when the others were here and nothing of its size.
    let own = rollup.lines().find(|line| line.starts_with("Private_Dirty:")).unwrap();
    let own: u64 = own.split_whitespace().nth(1).unwrap().parse().unwrap();
    println!("an idle shim's own memory: {own} kB");
    assert!(own <= 2048, "{rollup}");
    handle.bye().await.unwrap();
}

fn pidfd(pid: i32) -> std::os::fd::OwnedFd {
    use std::os::fd::FromRawFd;
    // SAFETY: the call gives a new descriptor of ours, or -1, which is checked.
    unsafe {
        let fd = libc::syscall(libc::SYS_pidfd_open, pid, 0);
        assert!(fd >= 0, "process {pid} is there");
        std::os::fd::OwnedFd::from_raw_fd(i32::try_from(fd).unwrap())
    }
}

async fn wait_gone(pidfd: std::os::fd::OwnedFd) {
    let ended = tokio::task::spawn_blocking(move || {
        use std::os::fd::AsFd;
        let mut fds = [nix::poll::PollFd::new(pidfd.as_fd(), nix::poll::PollFlags::POLLIN)];
        nix::poll::poll(&mut fds, nix::poll::PollTimeout::from(60_000u16)).unwrap()
    });
    assert_eq!(ended.await.unwrap(), 1, "the process did not end");
}
