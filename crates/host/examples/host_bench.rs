//! How long a container takes from the order to its exit: `bench <shim program> [runs]`, as
//! root. Runs busybox `true` in a fresh warm shim each time, and prints medians.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ferrogate_base::{Epoch, TaskId, TaskKey};
use ferrogate_host::cgroup::Cgroups;
use ferrogate_host::shim::{
    Bundle, ContainerBundle, ImageConfig, ShimEvent, ShimHandle, ShimOptions,
};
use ferrogate_link::{Container, Limits};

const CGROUP: &str = "ferrogate-bench";

#[derive(Debug, Default)]
struct Times {
    spawn: Vec<Duration>,
    started: Vec<Duration>,
    exited: Vec<Duration>,
    finished: Vec<Duration>,
    bye: Vec<Duration>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let exe = PathBuf::from(args.next().ok_or("usage: bench SHIM [RUNS]")?);
    let runs: u32 = args.next().map_or(Ok(100), |runs| runs.parse())?;
    let dir = std::env::temp_dir().join(format!("ferrogate-bench-{}", std::process::id()));
    let layer = dir.join("layer");
    std::fs::create_dir_all(layer.join("bin"))?;
    std::fs::copy("/bin/busybox", layer.join("bin/busybox"))?;
    std::os::unix::fs::symlink("busybox", layer.join("bin/true"))?;
    let mut times = Times::default();
    for run in 0..runs {
        once(&exe, &dir, &layer, run, &mut times).await?;
    }
    std::fs::remove_dir_all(&dir)?;
    Cgroups::detect()?.remove(CGROUP)?;
    for (what, times) in [
        ("shim warm", times.spawn),
        ("order to started", times.started),
        ("order to exited", times.exited),
        ("order to all gone", times.finished),
        ("goodbye", times.bye),
    ] {
        print(what, times);
    }
    Ok(())
}

async fn once(
    exe: &Path,
    dir: &Path,
    layer: &Path,
    run: u32,
    times: &mut Times,
) -> Result<(), Box<dyn std::error::Error>> {
    let options = ShimOptions {
        run_dir: dir.join(format!("run-{run}")),
        cgroup_root: CGROUP.into(),
        id_base: (1 << 20) + run * 65_536,
        exe: exe.to_owned(),
    };
    let begin = Instant::now();
    let shim = ShimHandle::spawn(&options).await?;
    times.spawn.push(begin.elapsed());
    let mut events = shim.events(0).await?;
    let bundle = bundle(dir.join(format!("writable-{run}")), layer);
    let begin = Instant::now();
    shim.run(&bundle).await?;
    while let Some(entry) = events.next().await? {
        match entry.event {
            ShimEvent::ContainerStarted { .. } => times.started.push(begin.elapsed()),
            ShimEvent::ContainerExited { .. } => times.exited.push(begin.elapsed()),
            ShimEvent::Failed { reason, .. } => return Err(reason.into()),
            ShimEvent::Finished => break,
            _ => {}
        }
    }
    times.finished.push(begin.elapsed());
    let begin = Instant::now();
    shim.bye().await?;
    times.bye.push(begin.elapsed());
    Ok(())
}

fn bundle(writable: PathBuf, layer: &Path) -> Bundle {
    let container = Container {
        command: Some(vec!["/bin/true".into()]),
        cpu_units: 256,
        ..Container::plain("app", "busybox")
    };
    Bundle {
        key: TaskKey { task: TaskId::random(), epoch: Epoch(1) },
        hostname: "bench".into(),
        address: [10, 0, 0, 1].into(),
        dns_servers: Vec::new(),
        dns_search: Vec::new(),
        limits: Limits { cpu_units: 1024, memory_mib: 512, pids_max: 4096 },
        volumes: writable.join(".volumes"),
        pid_shared: false,
        files: vec![],
        containers: vec![ContainerBundle {
            container,
            image: ImageConfig::default(),
            layers: vec![layer.to_owned()],
            writable,
            secrets: vec![],
            log_router: None,
            collector: None,
        }],
    }
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    println!("{what:18} median {:7.2} ms   p10 {:7.2}   p90 {:7.2}", at(50), at(10), at(90));
}
