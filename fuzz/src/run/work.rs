//! One target in a process of its own.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::watch::{Used, Watch};
use super::{EXIT_FOUND, input};
use crate::{Target, log_to};

/// Feeds `target` until `time` is over. The input under way stands in the file `progress`,
/// for whoever finds the process dead. Ends the process when something is found.
///
/// # Errors
/// When the file can't be written or no thread can be started.
pub fn work(target: &Target, seed: u64, time: Duration, progress: &Path) -> anyhow::Result<()> {
    let progress_file = File::create(progress).context("can't make the progress file")?;
    let watch = Watch::start(found)?;
    watch.count_panics();
    log_to(std::io::sink);
    let seeds = (target.seeds)();
    let start = Instant::now();
    let mut n = 0;
    // The seeds always run, however short the time.
    while n < seeds.len() as u64 || start.elapsed() < time {
        let data = input(target, &seeds, seed, n);
        progress_file.write_all_at(&under_way(&data), 0).context("can't write progress")?;
        if let Some(verdict) = one(target, &watch, n, &data) {
            found(n, &verdict);
        }
        n += 1;
    }
    println!("executions {n}");
    Ok(())
}

/// Feeds `target` one input, as [`work`] does; what it logs goes to standard error.
///
/// # Errors
/// What is wrong with it.
pub fn replay(target: &Target, data: &[u8]) -> anyhow::Result<()> {
    let watch = Watch::start(found)?;
    watch.count_panics();
    log_to(std::io::stderr);
    one(target, &watch, 0, data).map_or(Ok(()), |verdict| Err(anyhow::anyhow!(verdict)))
}

/// The input's length and the input, over whatever longer one stood there.
fn under_way(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u64).to_le_bytes(), data].concat()
}

/// The input that stands in a progress file.
pub(super) fn last_input(progress: &[u8]) -> Option<&[u8]> {
    let (len, data) = progress.split_first_chunk()?;
    data.get(..usize::try_from(u64::from_le_bytes(*len)).ok()?)
}

fn one(target: &Target, watch: &Watch, n: u64, data: &[u8]) -> Option<String> {
    let before = Used::now();
    watch.set(Some((n, before)));
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(data)));
    watch.set(None);
    if outcome.is_err() || watch.panics() > 0 {
        return Some("panic".into());
    }
    Used::now().verdict(&before)
}

fn found(n: u64, verdict: &str) {
    println!("found {n} {verdict}");
    // Not by unwinding: the target may be in the middle of anything.
    std::process::exit(EXIT_FOUND);
}
