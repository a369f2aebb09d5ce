//! Fuzzes on any stable toolchain.
//!
//! ```text
//! drive list                           the targets
//! drive run [TARGET...]                all, or those named
//! drive replay TARGET FILE...          inputs once more
//! drive seeds TARGET FOLDER            writes a target's seeds as files
//! ```
//! `run` takes from the environment FUZZ_SECONDS for each target (60; 5 where CI is set),
//! FUZZ_SEED (another one each time) and FUZZ_JOBS (processors).

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, bail};
use ferrogate_fuzz::run::{Plan, replay, supervise, work};
use ferrogate_fuzz::{Target, all, find};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<bool> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["list"] => all().iter().for_each(|target| println!("{}", target.name)),
        ["run", names @ ..] => return supervise(&plan(names)?),
        ["replay", name, files @ ..] => {
            for file in files {
                let data = std::fs::read(file).with_context(|| format!("can't read {file}"))?;
                replay(named(name)?, &data).with_context(|| (*file).to_owned())?;
            }
        }
        ["seeds", name, folder] => {
            std::fs::create_dir_all(folder)?;
            for (at, seed) in (named(name)?.seeds)().iter().enumerate() {
                std::fs::write(Path::new(folder).join(format!("seed-{at}")), seed)?;
            }
        }
        // How `run` starts its processes.
        ["work", name, seed, millis, progress] => {
            let time = Duration::from_millis(millis.parse()?);
            work(named(name)?, seed.parse()?, time, Path::new(progress))?;
        }
        _ => bail!(
            "usage: drive list | run [TARGET...] | replay TARGET FILE... | seeds TARGET FOLDER"
        ),
    }
    Ok(true)
}

fn named(name: &str) -> anyhow::Result<&'static Target> {
    find(name).with_context(|| format!("there is no target {name}; `drive list` names them"))
}

fn plan(names: &[&str]) -> anyhow::Result<Plan> {
    let targets = match names {
        [] => all().iter().collect(),
        names => names.iter().map(|name| named(name)).collect::<anyhow::Result<_>>()?,
    };
    let in_ci = std::env::var_os("CI").is_some();
    let seconds: f64 = variable("FUZZ_SECONDS")?.unwrap_or(if in_ci { 5.0 } else { 60.0 });
    let time = Duration::try_from_secs_f64(seconds).context("FUZZ_SECONDS")?;
    let another = || {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        since.as_nanos() as u64 // its low digits are what differs
    };
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    Ok(Plan {
        targets,
        time,
        seed: variable("FUZZ_SEED")?.unwrap_or_else(another),
        jobs: variable("FUZZ_JOBS")?.unwrap_or(jobs),
        artifacts: PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("artifacts"),
    })
}

fn variable<T: std::str::FromStr>(name: &str) -> anyhow::Result<Option<T>> {
    let Some(text) = std::env::var_os(name) else { return Ok(None) };
    let read = text.to_str().and_then(|text| text.parse().ok());
    Ok(Some(read.with_context(|| format!("{name} is {text:?}, which is no number for it"))?))
}
