//! The disks of tasks: bounded, emptied, and gone with their last user.

use std::fs;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ferrogate_host::shim::ShimEvent;
use ferrogate_host::volume::{Emptied, Volume, Volumes, in_use};

use crate::rig::Rig;

const MIB: u64 = 1 << 20;
/// The machine may be busy; nothing takes this long unless it is stuck.
const DEADLINE: Duration = Duration::from_secs(180);

fn dir(rig: &Rig) -> PathBuf {
    let dir = rig.dir.path().join("volumes");
    fs::create_dir_all(&dir).unwrap();
    dir
}

fn root(volume: &Volume) -> PathBuf {
    format!("/proc/self/fd/{}", volume.root().as_raw_fd()).into()
}

fn names(volume: &Volume) -> Vec<String> {
    let entries = fs::read_dir(root(volume)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Devices end a moment after their last user.
fn until_no_device_is_left(dir: &Path) {
    let until = Instant::now() + DEADLINE;
    loop {
        let left = in_use(dir).unwrap();
        if left.is_empty() {
            return;
        }
        assert!(Instant::now() < until, "{left:?}");
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn a_task_that_fills_its_disk_is_told_so_and_its_neighbour_is_not() {
    let (rig, other) = (Rig::new(), Rig::new());
    let mut small = Volume::make(&dir(&rig), 64 * MIB).unwrap();
    let mut neighbour = Volume::make(&dir(&rig), 64 * MIB).unwrap();
    let script = "dd if=/dev/zero of=/a bs=1M count=60 && echo fits;
                  dd if=/dev/zero of=/b bs=1M count=60 || echo full; stat -f -c '%b %S' /";
    let app = rig.sh("app", script);
    let mut task = rig.start_on(&mut small, rig.bundle(vec![app])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    let output = task.end().await.output("app");
    assert!(output.contains("fits"), "{output}");
    assert!(output.contains("No space left on device") && output.contains("full"), "{output}");
    let seen = output.lines().last().unwrap().split(' ').map(|n| n.parse::<u64>().unwrap());
    let seen = seen.product::<u64>() / MIB;
    assert!((64..=67).contains(&seen), "{seen} MiB seen from inside");

    let app = other.sh("app", "dd if=/dev/zero of=/a bs=1M count=60 && sync && echo fits");
    let mut task = other.start_on(&mut neighbour, other.bundle(vec![app])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    assert!(task.end().await.output("app").contains("fits"));
}

#[tokio::test]
async fn a_task_that_makes_too_many_files_is_told_so() {
    let rig = Rig::new();
    let mut volume = Volume::make(&dir(&rig), 16 * MIB).unwrap();
    let app = rig.sh("app", "i=0; while touch /tmp/$i; do i=$((i+1)); done; echo made $i");
    let mut task = rig.start_on(&mut volume, rig.bundle(vec![app])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    let output = task.end().await.output("app");
    assert!(output.contains("No space left on device"), "{output}");
    let made = output.lines().find_map(|line| line.strip_prefix("made ")).unwrap();
    // One for each 16 KiB, less the file system's own and the overlay's.
    assert!((900..=1024).contains(&made.parse::<u32>().unwrap()), "{made}");
}

#[tokio::test]
async fn the_next_task_finds_nothing_of_the_last_and_the_host_has_its_space_back() {
    let rig = Rig::new();
    let mut volume = Volume::make(&dir(&rig), 64 * MIB).unwrap();
    let empty = volume.occupied().unwrap();
    let script = "dd if=/dev/zero of=/mine bs=1M count=40; mkdir -p /srv/x/y; touch /srv/x/y/z";
    let app = rig.sh("app", script);
    let mut task = rig.start_on(&mut volume, rig.bundle(vec![app])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    assert_eq!(task.end().await.code("app"), 0);
    rustix::fs::syncfs(fs::File::open(root(&volume)).unwrap()).unwrap();
    assert!(volume.occupied().unwrap() > empty + 40 * MIB);

    let Emptied::Clean(mut volume) = volume.empty() else { panic!("it was dropped") };
    assert_eq!(names(&volume), ["lost+found"]);
    let left = volume.occupied().unwrap();
    assert!(left < empty + 8 * MIB, "{left} of {empty}");

    fs::remove_dir_all(rig.run_dir()).unwrap();
    let app = rig.sh("app", "ls / /srv; touch /mine && echo own");
    let mut task = rig.start_on(&mut volume, rig.bundle(vec![app])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    let output = task.end().await.output("app");
    assert!(output.ends_with("own") && !output.contains("mine\n"), "{output}");
    assert!(!output.contains('x'), "{output}");
}

#[tokio::test]
async fn programs_with_setuid_work_on_a_tasks_disk() {
    let rig = Rig::new();
    let mut volume = Volume::make(&dir(&rig), 64 * MIB).unwrap();
    // Written by the task, so it lies on the volume. This `su` refuses to work without the
    // rights of its file's owner, and asks for no password where there is none.
    let script = "cat /bin/busybox > /tmp/su; chmod 4755 /tmp/su;
                  echo root::0:0:root:/root:/bin/sh > /etc/passwd;
                  echo www:x:33:33:www:/home/www:/bin/sh >> /etc/passwd;
                  /bin/busybox su -s /bin/sh www -c 'id -u; /tmp/su -c \"id -u\"'";
    let app = rig.sh("app", script);
    let mut task = rig.start_on(&mut volume, rig.bundle(vec![app])).await;
    task.until(|event| *event == ShimEvent::Finished).await;
    let output = task.end().await.output("app");
    assert!(output.ends_with("33\n0"), "{output}");
}

#[tokio::test]
async fn a_running_tasks_disk_outlives_the_agent_and_ends_with_the_shim() {
    let rig = Rig::new();
    let mut volume = Volume::make(&dir(&rig), 64 * MIB).unwrap();
    let app = rig.sh("app", "echo begun; while [ ! -e /tmp/go ]; do sleep 0.02; done; cat /tmp/go");
    let mut task = rig.start_on(&mut volume, rig.bundle(vec![app])).await;
    let pid = task.until_started("app").await;
    task.until_line("app", "begun").await;
    // All that an agent holds of it.
    drop(volume);
    assert_eq!(in_use(&dir(&rig)).unwrap().len(), 1);
    fs::write(format!("/proc/{pid}/root/tmp/go"), "still here").unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    assert!(task.end().await.output("app").contains("still here"));
    until_no_device_is_left(&dir(&rig));
}

#[test]
fn a_volume_with_very_many_files_is_dropped_whole() {
    let rig = Rig::new();
    let volume = Volume::make(&dir(&rig), 512 * MIB).unwrap();
    for number in 0..5_100 {
        fs::write(root(&volume).join(number.to_string()), "x").unwrap();
    }
    assert!(matches!(volume.empty(), Emptied::Dropped));
    until_no_device_is_left(&dir(&rig));
}

#[test]
fn two_hundred_lives_leave_no_device_and_use_one() {
    let rig = Rig::new();
    let volumes = Volumes::open(&dir(&rig)).unwrap();
    for number in 0..200 {
        let mut volume = volumes.take(64 * MIB).unwrap();
        assert_eq!(names(&volume), ["lost+found"]);
        let mount = volume.mount().unwrap();
        fs::create_dir_all(root(&volume).join("app/upper/tmp")).unwrap();
        fs::write(root(&volume).join("app/upper/tmp/file"), number.to_string()).unwrap();
        assert_eq!(in_use(&dir(&rig)).unwrap().len(), 1);
        drop(mount);
        volumes.give_back(volume);
    }
    drop(volumes);
    until_no_device_is_left(&dir(&rig));
}

#[test]
fn volumes_of_another_size_are_made_for_who_asks() {
    let rig = Rig::new();
    let volumes = Volumes::open(&dir(&rig)).unwrap();
    volumes.give_back(volumes.take(64 * MIB).unwrap());
    let large = volumes.take(21 << 30).unwrap();
    let facts = nix::sys::statvfs::fstatvfs(large.root()).unwrap();
    let free = facts.blocks_available() * facts.fragment_size();
    assert!((21 << 30..(21 << 30) + (64 << 20)).contains(&free), "{free}");
    assert!(large.occupied().unwrap() < MIB);
}
