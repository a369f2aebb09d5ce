//! A process per target, some at a time, and a verdict on each.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::work::last_input;
use crate::Target;

/// Bytes shown of what a dying target wrote to standard error.
const STDERR_BYTES_MAX: u64 = 16 << 10;

/// What to run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The targets.
    pub targets: Vec<&'static Target>,
    /// Time for each.
    pub time: Duration,
    /// The run's seed: the same one makes the same inputs.
    pub seed: u64,
    /// Targets at a time.
    pub jobs: usize,
    /// Where inputs that found something are kept.
    pub artifacts: PathBuf,
}

enum Verdict {
    Passed { executions: u64 },
    Failed { what: String, input: Option<PathBuf>, stderr: String },
}

/// Runs all and prints a line for each, and one for the sum; whether all passed.
///
/// # Errors
/// When processes can't be started or their files not be written.
pub fn supervise(plan: &Plan) -> anyhow::Result<bool> {
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let trouble = Mutex::new(None);
    println!("seed {}, {:?} for each target", plan.seed, plan.time);
    std::thread::scope(|scope| {
        for _ in 0..plan.jobs.max(1) {
            scope.spawn(|| {
                while let Some(target) = plan.targets.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let begun = Instant::now();
                    match judge(plan, target) {
                        Ok(Verdict::Passed { executions }) => {
                            let rate = executions as f64 / begun.elapsed().as_secs_f64();
                            let name = target.name;
                            println!(
                                "passed  {name:<20} {executions:>10} executions {rate:>8.0}/s"
                            );
                        }
                        Ok(Verdict::Failed { what, input, stderr }) => {
                            failed.fetch_add(1, Ordering::SeqCst);
                            report(target, &what, input.as_deref(), &stderr);
                        }
                        Err(error) => {
                            trouble.lock().expect("no thread panics holding it").replace(error);
                        }
                    }
                }
            });
        }
    });
    if let Some(error) = trouble.into_inner().expect("no thread panics holding it") {
        return Err(error);
    }
    let failed = failed.into_inner();
    println!("{} passed, {failed} failed", plan.targets.len() - failed);
    Ok(failed == 0)
}

fn report(target: &Target, what: &str, input: Option<&Path>, stderr: &str) {
    let name = target.name;
    let kept = input.map_or_else(String::new, |path| {
        format!("\n  repeat it: drive replay {name} {}", path.display())
    });
    println!("FAILED  {name:<20} {what}{kept}");
    for line in stderr.lines() {
        println!("  | {line}");
    }
}

fn judge(plan: &Plan, target: &'static Target) -> anyhow::Result<Verdict> {
    let folder = scratch().context("can't make a folder")?;
    let progress = folder.path().join("progress");
    let errors = folder.path().join("stderr");
    let child = Command::new(std::env::current_exe()?)
        .arg("work")
        .args([target.name, &plan.seed.to_string(), &plan.time.as_millis().to_string()])
        .arg(&progress)
        // What a killed target leaves behind goes with the folder.
        .env("TMPDIR", folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(fs::File::create(&errors)?)
        .spawn()
        .context("can't start a target")?;
    let (status, said) = wait(child)?;
    let line = said.lines().last().unwrap_or_default();
    let mut words = line.splitn(3, ' ');
    let (word, number) = (words.next(), words.next().and_then(|n| n.parse().ok()));
    if let (true, Some("executions"), Some(executions)) = (status.success(), word, number) {
        return Ok(Verdict::Passed { executions });
    }
    let what = match (word, number) {
        (Some("found"), Some(n)) => format!("{} (input {n})", words.next().unwrap_or_default()),
        _ => format!("died: {status}"),
    };
    let progress = fs::read(&progress).unwrap_or_default();
    let kept = last_input(&progress).map(|data| keep(plan, target, data)).transpose()?;
    let mut stderr = Vec::new();
    fs::File::open(&errors)?.take(STDERR_BYTES_MAX).read_to_end(&mut stderr)?;
    let stderr = String::from_utf8_lossy(&stderr).into_owned();
    Ok(Verdict::Failed { what, input: kept, stderr })
}

fn wait(mut child: Child) -> anyhow::Result<(ExitStatus, String)> {
    let mut said = String::new();
    let read = child.stdout.take().expect("it was piped").read_to_string(&mut said);
    let status = child.wait()?;
    read?;
    Ok((status, said))
}

/// Writes an input where it outlives the run.
fn keep(plan: &Plan, target: &Target, data: &[u8]) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(&plan.artifacts)?;
    let sum = crc32fast::hash(data);
    let path = plan.artifacts.join(format!("{}-{sum:08x}", target.name));
    fs::write(&path, data).with_context(|| format!("can't write {}", path.display()))?;
    Ok(path)
}

/// In memory where the machine has that: targets write many small files.
fn scratch() -> io::Result<tempfile::TempDir> {
    let make = |dir: &Path| tempfile::Builder::new().prefix("ferrogate-fuzz-").tempdir_in(dir);
    make(Path::new("/dev/shm")).or_else(|_| make(&std::env::temp_dir()))
}
