//! What each test stands on: a folder, a cgroup, a range of ids, an image made of busybox.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ferrogate_base::{Epoch, TaskId, TaskKey};
use ferrogate_host::cgroup::{Cgroups, Usage, task_path};
use ferrogate_host::runtime::stage::DISK;
use ferrogate_host::shim::{
    Bundle, ContainerBundle, Entry, Events, ImageConfig, Nursery, ShimEvent, ShimHandle,
    ShimOptions,
};
use ferrogate_host::spool;
use ferrogate_host::volume::Volume;
use ferrogate_link::{Container, FailureKind, Limits, LogDriver, LogMode, LogTarget};

/// The machine may be busy with other builds, or an emulated one; nothing waits this long unless
/// it is stuck.
pub(crate) const DEADLINE: Duration = Duration::from_secs(180);

/// `hold KIND COUNT [stay]`: takes so many of what the kernel counts.
const HOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/hold"));

static NEXT: AtomicU32 = AtomicU32::new(0);

const APPLETS: [&str; 34] = [
    "sh", "true", "false", "cat", "echo", "sleep", "id", "ls", "pwd", "env", "kill", "touch", "nc",
    "wget", "mount", "umount", "unshare", "mknod", "dd", "head", "grep", "hostname", "ip", "seq",
    "yes", "setsid", "ln", "mkdir", "readlink", "stat", "tty", "sed", "tail", "wc",
];

pub(crate) struct Rig {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) cgroup_root: String,
    pub(crate) id_base: u32,
    pub(crate) layer: PathBuf,
    pub(crate) cgroups: Cgroups,
}

impl Rig {
    pub(crate) fn new() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = tempfile::tempdir().expect("a temporary folder");
        let layer = dir.path().join("layer");
        make_image(&layer);
        Self {
            cgroup_root: format!("ferrogate-test-{}-{number}", std::process::id()),
            // Tests of other processes run at the same time.
            id_base: (1 << 20) + (std::process::id() * 8 + number) % 60_000 * 65_536,
            layer,
            cgroups: Cgroups::detect().expect("cgroups are mounted"),
            dir,
        }
    }

    pub(crate) fn run_dir(&self) -> PathBuf {
        self.dir.path().join("run")
    }

    pub(crate) fn options(&self) -> ShimOptions {
        ShimOptions {
            run_dir: self.run_dir(),
            cgroup_root: self.cgroup_root.clone(),
            id_base: self.id_base,
            exe: env!("CARGO_BIN_EXE_ferrogate-shim").into(),
        }
    }

    pub(crate) fn nursery(&self) -> Arc<Nursery> {
        Arc::new(Nursery::new(&self.options().exe, self.dir.path(), &self.cgroup_root))
    }

    /// A container of the image that runs `sh -c script` and logs.
    pub(crate) fn sh(&self, name: &str, script: &str) -> ContainerBundle {
        self.exec(name, &["/bin/sh", "-c", script])
    }

    pub(crate) fn exec(&self, name: &str, command: &[&str]) -> ContainerBundle {
        let container = Container {
            command: Some(command.iter().map(|&word| word.to_owned()).collect()),
            ..container(name)
        };
        ContainerBundle {
            container,
            image: ImageConfig::default(),
            layers: vec![self.layer.clone()],
            writable: self.dir.path().join("writable").join(name),
            secrets: vec![],
            log_router: None,
            collector: None,
        }
    }

    pub(crate) fn bundle(&self, containers: Vec<ContainerBundle>) -> Bundle {
        Bundle {
            key: TaskKey { task: TaskId::random(), epoch: Epoch(7) },
            hostname: "ip-10-0-0-5.ec2.internal".into(),
            address: "10.0.0.5".parse().expect("an address"),
            dns_servers: vec!["169.254.169.253".parse().expect("an address")],
            dns_search: vec!["ec2.internal".into()],
            limits: Limits { cpu_units: 1024, memory_mib: 512, pids_max: 4096 },
            volumes: self.dir.path().join("volumes"),
            pid_shared: false,
            files: vec![],
            containers,
        }
    }

    pub(crate) async fn start(&self, bundle: Bundle) -> Task<'_> {
        let handle = ShimHandle::spawn(&self.options()).await.expect("the shim starts");
        self.hand_over(handle, bundle).await
    }

    /// Starts a task whose containers write to a volume.
    pub(crate) async fn start_on(&self, volume: &mut Volume, mut bundle: Bundle) -> Task<'_> {
        for container in &mut bundle.containers {
            container.writable = Path::new(DISK).join(&container.container.name);
        }
        bundle.volumes = Path::new(DISK).join(".volumes");
        let mount = volume.mount().expect("the volume can be mounted");
        let handle = ShimHandle::fork(&self.nursery(), &self.options(), Some(mount)).await;
        self.hand_over(handle.expect("the shim starts"), bundle).await
    }

    async fn hand_over(&self, handle: ShimHandle, bundle: Bundle) -> Task<'_> {
        let events = handle.events(0).await.expect("the shim takes listeners");
        handle.run(&bundle).await.expect("the shim takes the task");
        Task {
            rig: self,
            handle,
            events,
            cgroup: task_path(&self.cgroup_root, &bundle.key),
            told: Vec::new(),
        }
    }

    /// Runs to the end and gives all events; nothing is left of the task.
    pub(crate) async fn run(&self, bundle: Bundle) -> Outcome {
        let mut task = self.start(bundle).await;
        task.until(|event| *event == ShimEvent::Finished).await;
        task.end().await
    }

    pub(crate) async fn run_sh(&self, script: &str) -> Outcome {
        self.run(self.bundle(vec![self.sh("app", script)])).await
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        // Also after a failed assertion nothing may keep running.
        drop(self.cgroups.kill(&self.cgroup_root));
        drop(self.cgroups.remove(&self.cgroup_root));
    }
}

pub(crate) struct Task<'a> {
    pub(crate) rig: &'a Rig,
    pub(crate) handle: ShimHandle,
    pub(crate) events: Events,
    pub(crate) cgroup: String,
    pub(crate) told: Vec<Entry>,
}

impl Task<'_> {
    pub(crate) async fn until(&mut self, wanted: impl Fn(&ShimEvent) -> bool) -> ShimEvent {
        loop {
            let next = tokio::time::timeout(DEADLINE, self.events.next()).await;
            let next = next.unwrap_or_else(|_| panic!("nothing more came after {:#?}", self.told));
            let entry = next.expect("the connection holds");
            let entry = entry.unwrap_or_else(|| panic!("the shim left after {:#?}", self.told));
            self.told.push(entry.clone());
            if wanted(&entry.event) {
                return entry.event;
            }
        }
    }

    pub(crate) async fn until_started(&mut self, container: &str) -> i32 {
        let started = |event: &ShimEvent| matches!(event, ShimEvent::ContainerStarted { name, .. } if name == container);
        match self.until(started).await {
            ShimEvent::ContainerStarted { pid, .. } => pid,
            other => panic!("{other:?}"),
        }
    }

    /// Waits until a container has written a line that contains `text`.
    pub(crate) async fn until_line(&self, container: &str, text: &str) -> String {
        let dir = spool::dir_of(&self.rig.run_dir(), container);
        let mut reader = spool::Reader::open(&dir, 1);
        let found = async {
            loop {
                let lines = reader.read(1000, 1 << 20).expect("the spool can be read");
                for line in lines {
                    let line = String::from_utf8_lossy(&line.bytes).into_owned();
                    if line.contains(text) {
                        return line;
                    }
                }
                reader.wait().await.expect("the spool can be watched");
            }
        };
        let found = tokio::time::timeout(DEADLINE, found).await;
        found.unwrap_or_else(|_| panic!("'{text}' did not come"))
    }

    /// The same for a container that may not have been made yet.
    pub(crate) async fn until_line_when_made(&mut self, container: &str, text: &str) -> String {
        self.until_started(container).await;
        self.until_line(container, text).await
    }

    /// Waits until the task has as many processes as it gets, which are never more than
    /// `limit`: the one that met the limit may have ended by itself.
    pub(crate) async fn until_limit(&self, limit: u64) {
        let deadline = std::time::Instant::now() + DEADLINE;
        loop {
            let current = self.rig.cgroups.usage(&self.cgroup).pids;
            assert!(current <= limit, "{current}");
            if current + 1 >= limit {
                return;
            }
            assert!(std::time::Instant::now() < deadline, "{current}");
            tokio::task::yield_now().await;
        }
    }

    /// Waits until the processes of the task are so many.
    pub(crate) async fn until_processes(&self, wanted: usize) {
        let deadline = std::time::Instant::now() + DEADLINE;
        loop {
            let pids = self.rig.cgroups.pids(&self.cgroup);
            if pids.len() == wanted {
                return;
            }
            assert!(
                std::time::Instant::now() < deadline,
                "{:?}",
                pids.iter().map(|p| name_of(*p)).collect::<Vec<_>>()
            );
            tokio::task::yield_now().await;
        }
    }

    /// Waits until the task has used up its share of a processor in so many periods.
    pub(crate) async fn until_throttled(&self, periods: u64) -> Usage {
        let deadline = std::time::Instant::now() + DEADLINE;
        loop {
            let usage = self.rig.cgroups.usage(&self.cgroup);
            if usage.cpu_throttled_periods >= periods {
                return usage;
            }
            assert!(std::time::Instant::now() < deadline, "{usage:?}");
            tokio::task::yield_now().await;
        }
    }

    /// Says goodbye to a finished shim and looks for leftovers.
    pub(crate) async fn end(self) -> Outcome {
        let pid = self.handle.pid();
        self.handle.bye().await.expect("the shim goes when it is finished");
        assert!(self.rig.cgroups.is_gone(&self.cgroup), "the task's cgroup is left");
        let mounts = fs::read_to_string("/proc/self/mountinfo").expect("mounts can be read");
        let dir = self.rig.dir.path().to_string_lossy().into_owned();
        assert!(!mounts.contains(&dir), "a mount is left");
        assert!(self.rig.cgroups.pids(&self.rig.cgroup_root).iter().all(|p| *p == pid));
        Outcome { events: self.told, run_dir: self.rig.run_dir() }
    }
}

fn name_of(pid: i32) -> String {
    fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default().replace('\0', " ")
}

pub(crate) struct Outcome {
    pub(crate) events: Vec<Entry>,
    run_dir: PathBuf,
}

impl Outcome {
    pub(crate) fn exit(&self, container: &str) -> (i32, bool, Option<String>) {
        let mut exits = self.events.iter().filter_map(|entry| match &entry.event {
            ShimEvent::ContainerExited { name, code, oom, reason } if name == container => {
                Some((*code, *oom, reason.clone()))
            }
            _ => None,
        });
        exits.next().unwrap_or_else(|| panic!("'{container}' did not exit: {:#?}", self.events))
    }

    pub(crate) fn code(&self, container: &str) -> i32 {
        self.exit(container).0
    }

    pub(crate) fn failure(&self) -> (FailureKind, Option<String>, String) {
        let mut failures = self.events.iter().filter_map(|entry| match &entry.event {
            ShimEvent::Failed { kind, container, reason } => {
                Some((*kind, container.clone(), reason.clone()))
            }
            _ => None,
        });
        failures.next().unwrap_or_else(|| panic!("nothing failed: {:#?}", self.events))
    }

    /// Where in the order of events something is.
    pub(crate) fn at(&self, wanted: impl Fn(&ShimEvent) -> bool) -> usize {
        self.events
            .iter()
            .position(|entry| wanted(&entry.event))
            .unwrap_or_else(|| panic!("it did not happen: {:#?}", self.events))
    }

    pub(crate) fn output(&self, container: &str) -> String {
        let written = spool::dir_of(&self.run_dir, container).exists();
        assert!(written, "'{container}' has no output: {:#?}", self.events);
        lines_of(&self.run_dir, container).join("\n")
    }
}

pub(crate) fn lines_of(run_dir: &Path, container: &str) -> Vec<String> {
    let mut reader = spool::Reader::open(&spool::dir_of(run_dir, container), 1);
    let mut lines = Vec::new();
    loop {
        let more = reader.read(10_000, 1 << 20).expect("the spool can be read");
        if more.is_empty() {
            return lines;
        }
        lines.extend(more.iter().map(|line| String::from_utf8_lossy(&line.bytes).into_owned()));
    }
}

/// An essential container that logs in blocking mode and stops within a second.
pub(crate) fn container(name: &str) -> Container {
    Container {
        stop_timeout_s: 1,
        log: log(LogMode::Blocking),
        ..Container::plain(name, "busybox")
    }
}

pub(crate) fn log(mode: LogMode) -> LogDriver {
    LogDriver::Awslogs(LogTarget {
        region: "us-east-1".into(),
        group: "/test".into(),
        stream_prefix: "app".into(),
        create_group: false,
        mode,
        multiline: None,
    })
}

fn make_image(layer: &Path) {
    for dir in ["bin", "etc", "tmp", "root", "home/www", "srv"] {
        fs::create_dir_all(layer.join(dir)).expect("a folder of the image");
    }
    fs::set_permissions(layer.join("tmp"), fs::Permissions::from_mode(0o1777)).expect("modes");
    fs::copy("/bin/busybox", layer.join("bin/busybox")).expect("busybox-static is installed");
    for applet in APPLETS {
        symlink("busybox", layer.join("bin").join(applet)).expect("a link of the image");
    }
    fs::write(layer.join("bin/hold"), HOLD).expect("a file of the image");
    fs::set_permissions(layer.join("bin/hold"), fs::Permissions::from_mode(0o755)).expect("modes");
    let passwd = "root:x:0:0:root:/root:/bin/sh\nwww:x:33:33:www:/home/www:/bin/sh\n";
    fs::write(layer.join("etc/passwd"), passwd).expect("a file of the image");
    fs::write(layer.join("etc/group"), "root:x:0:\nwww:x:33:\nlog:x:4:www\n").expect("a file");
}
