//! Takes the mends of known faults out of a copy of the tree, one at a time, and demands that
//! the simulation finds each. So it is known what the simulation is worth.

mod list;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail, ensure};

use list::{Edit, PLANTED, Planted};

/// Seeds that are tried until one finds the fault.
const SEEDS: u64 = 60;
/// Seeds that must hold first, while nothing is planted.
const SEEDS_WITHOUT: u64 = 20;

/// Plants the faults whose names contain `only`, and says which seed found each.
///
/// # Errors
/// When a text that is to be replaced is not in the tree exactly once, when the tree does not
/// build with a fault in it, or when no seed finds one.
pub fn run(only: &str) -> Result<()> {
    let root = crate::workspace();
    let folder = root.join("target/planted");
    let tree = folder.join("tree");
    let wanted: Vec<_> = PLANTED.iter().filter(|planted| planted.name.contains(only)).collect();
    ensure!(!wanted.is_empty(), "no planted fault is named like '{only}'");
    copy(&root, &tree)?;
    if let Some((seed, what)) = search(&build(&tree, &folder)?, SEEDS_WITHOUT)? {
        bail!("seed {seed} fails with nothing planted: {what}");
    }
    let mut missed = Vec::new();
    println!("| what is taken out | found by seed | what the simulation says |\n|---|---|---|");
    for planted in wanted {
        let found = plant(planted, &root, &tree, &folder).with_context(|| planted.name)?;
        let (seed, what) = found.unwrap_or_else(|| ("none".into(), String::new()));
        println!("| {} | {seed} | {what} |", planted.name);
        if what.is_empty() {
            missed.push(planted.name);
        }
    }
    if !missed.is_empty() {
        bail!("no seed of {SEEDS} finds: {}", missed.join(", "));
    }
    Ok(())
}

/// The seed that finds the fault, and what it says.
fn plant(
    planted: &Planted,
    root: &Path,
    tree: &Path,
    folder: &Path,
) -> Result<Option<(String, String)>> {
    let files: Vec<PathBuf> = planted.edits.iter().map(|edit| edit.file.into()).collect();
    for edit in planted.edits {
        apply(edit, tree)?;
    }
    let sim = build(tree, folder);
    for file in files {
        write_if_other(&tree.join(&file), &fs::read(root.join(&file))?)?;
    }
    search(&sim?, SEEDS)
}

fn apply(edit: &Edit, tree: &Path) -> Result<()> {
    let path = tree.join(edit.file);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let count = text.matches(edit.text).count();
    ensure!(count == 1, "{} has this {count} times, not once: {}", edit.file, edit.text);
    fs::write(path, text.replace(edit.text, edit.instead))?;
    Ok(())
}

/// In a folder of its own: cargo takes the copy's crates for those of the tree.
fn build(tree: &Path, folder: &Path) -> Result<PathBuf> {
    let target = folder.join("target");
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--locked", "--package", "ferrogate-testkit", "--bin", "sim"])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(tree)
        .stderr(Stdio::piped())
        .output()?;
    let errors = String::from_utf8_lossy(&built.stderr);
    ensure!(built.status.success(), "it does not build:\n{errors}");
    Ok(target.join("debug/sim"))
}

/// The first seed that ends badly, and why it says that it did.
fn search(sim: &Path, seeds: u64) -> Result<Option<(String, String)>> {
    let (next, found) = (AtomicU64::new(1), Mutex::new(None));
    let worker = || -> Result<()> {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed > seeds || found.lock().is_ok_and(|found| found.is_some()) {
                return Ok(());
            }
            let ran = Command::new("timeout").arg("60").arg(sim).arg(seed.to_string()).output()?;
            if !ran.status.success() {
                let text = String::from_utf8_lossy(&ran.stdout);
                let why = text.lines().find_map(|line| line.split_once(" is broken: "));
                let why = why.map_or("it does not end", |(_, why)| why);
                let short: String = why.chars().take(160).collect();
                if let Ok(mut found) = found.lock() {
                    found.get_or_insert((seed.to_string(), short.replace('|', "/")));
                }
            }
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(worker)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().unwrap_or_else(|_| bail!("panicked")))
    })?;
    Ok(found.into_inner().unwrap_or_default())
}

/// Makes `tree` what is in the work tree at `root`; what is the same keeps its times, so that
/// little is built anew.
fn copy(root: &Path, tree: &Path) -> Result<()> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = Command::new("git").args(list).current_dir(root).output()?;
    ensure!(listed.status.success(), "git can't list the files of {}", root.display());
    let text = String::from_utf8(listed.stdout)?;
    let mut files = BTreeSet::new();
    for file in text.split('\0').filter(|file| root.join(file).is_file()) {
        write_if_other(&tree.join(file), &fs::read(root.join(file))?)?;
        files.insert(tree.join(file));
    }
    remove_others(tree, &files)
}

/// Removes what was copied before and is no more.
fn remove_others(folder: &Path, files: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(&path, files)?;
        } else if !files.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn write_if_other(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Also without building anything it shows when a mend is not where it was.
    #[test]
    fn every_text_that_is_taken_out_is_in_the_tree_once() {
        let root = crate::workspace();
        for edit in PLANTED.iter().flat_map(|planted| planted.edits) {
            let text = fs::read_to_string(root.join(edit.file)).unwrap();
            assert_eq!(text.matches(edit.text).count(), 1, "{}: {}", edit.file, edit.text);
            assert_ne!(edit.text, edit.instead);
        }
    }

    #[test]
    fn every_planted_fault_has_a_name_of_its_own() {
        let names: BTreeSet<_> = PLANTED.iter().map(|planted| planted.name).collect();
        assert_eq!(names.len(), PLANTED.len());
    }
}
