//! Simulated runs hold, the same seed is the same run, and the server may die at any point.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;
use std::{fs, path::Path, thread};

use ferrogate_testkit::sim::POINTS;

/// Seeds of the ordinary test; `make sim SEEDS=…` runs more.
const SEEDS: u64 = 12;
/// Runs beside each other.
const WORKERS: usize = 2;
/// What a run takes at most, on any machine.
const DEADLINE: Duration = Duration::from_secs(120);

/// Runs a process each for all of `runs`; answers what each printed, and panics with what the
/// first printed that did not end well.
fn all(runs: Vec<Vec<String>>) -> Vec<String> {
    let (left, printed) = (Mutex::new(runs), Mutex::new(vec![]));
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(run) = { left.lock().unwrap().pop() } {
                    printed.lock().unwrap().push(one(&run));
                }
            });
        }
    });
    printed.into_inner().unwrap()
}

fn one(arguments: &[String]) -> String {
    let deadline = DEADLINE.as_secs().to_string();
    let sim = env!("CARGO_BIN_EXE_sim");
    let ran = Command::new("timeout").args([&deadline, sim]).args(arguments).output().unwrap();
    let text = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{arguments:?}, {}:\n{text}", ran.status);
    text
}

#[test]
fn runs_hold_whatever_goes_wrong() {
    let runs: Vec<_> = (1..=SEEDS).map(|seed| vec![seed.to_string()]).collect();
    assert_eq!(all(runs).len() as u64, SEEDS);
}

#[test]
fn a_seed_is_the_same_run_each_time_and_another_seed_is_another() {
    let runs = ["5", "5", "6"].map(|seed| vec![seed.to_owned()]);
    let printed: BTreeSet<_> = all(runs.to_vec()).into_iter().collect();
    assert_eq!(printed.len(), 2);
}

#[test]
fn the_server_may_die_at_every_point() {
    let run = |(point, seed): (&str, u64)| vec![seed.to_string(), "die".into(), point.to_owned()];
    let printed = all(POINTS.into_iter().zip(100..).map(run).collect());
    for point in POINTS {
        let died = format!("  died at {point}\n");
        assert!(printed.iter().any(|text| text.contains(&died)), "nothing died at {point}");
    }
}

#[test]
fn the_points_are_those_in_the_sources() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = BTreeSet::new();
    for name in ["controllers", "services", "state", "store", "registry", "telemetry", "ferrogate"]
    {
        points(&root.join(name).join("src"), &mut found);
    }
    // Nothing is measured in the simulation: alarms and scaling die in `controllers: measured`, and
    // with a whole engine in conformance's test_scaling.
    // Nobody is told of events there either: those die in conformance's test_events.
    // And no function is called: that dies in conformance's test_hooks.
    let elsewhere = ["-alarm", "-scaling", "-events", "-hook"];
    let played = |point: &String| !elsewhere.iter().any(|end| point.ends_with(end));
    found.retain(played);
    assert_eq!(found, POINTS.map(str::to_owned).into());
}

/// The names of all points of the server in the sources below `folder`.
fn points(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            points(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for rest in text.split("crash::point(").skip(1) {
            let name = rest.split('"').nth(1).unwrap_or_default();
            found.extend(name.starts_with("server:").then(|| name.to_owned()));
        }
    }
}
