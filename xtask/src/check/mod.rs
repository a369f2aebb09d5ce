//! `cargo xtask check`: the rules of the tree that neither the compiler nor clippy knows.
//!
//! One file a kind of rule; each rule is a pure function from a file's text to what is wrong
//! in it, so that tests can feed it. Everything wrong is said, not only the first.

mod arrows;
mod links;
mod proofs;
mod source;
mod unused;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{codegen, coverage, workspace};

/// Runs every rule, and says all that is wrong.
///
/// # Errors
/// When anything is, or a file can't be read.
pub fn run() -> Result<()> {
    let root = workspace();
    let mut wrong = arrows::check(&root)?;
    wrong.extend(unused::check(&root)?);
    let sources = files(&root)?.into_iter().map(|path| Source::read(&root, path));
    let sources = sources.collect::<Result<Vec<_>>>()?;
    let mut tests = proofs::Tests::default();
    sources.iter().for_each(|source| tests.add(&source.name, &source.text));
    for Source { path, name, text } in &sources {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => wrong.extend(source::check(name, text)),
            Some("md") => {
                wrong.extend(links::check(path, name, text));
                wrong.extend(tests.check(name, text));
            }
            _ => {}
        }
    }
    for stale in [codegen::check(), coverage::check()] {
        wrong.extend(stale.err().map(|error| format!("{error:#}")));
    }
    for line in &wrong {
        eprintln!("{line}");
    }
    match wrong.len() {
        0 => Ok(()),
        n => bail!("{n} things are wrong in the tree"),
    }
}

/// A file that a rule looks at.
struct Source {
    path: PathBuf,
    /// From the root of the tree.
    name: String,
    text: String,
}

impl Source {
    fn read(root: &Path, path: PathBuf) -> Result<Self> {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("reading {name}"))?;
        Ok(Self { path, name, text })
    }
}

/// The folders that hold what we wrote.
const FOLDERS: [&str; 6] = ["crates", "xtask", "fuzz", "docs", "tests", "examples"];
/// What is made, not written.
const MADE: [&str; 4] = ["target", "gen", "__pycache__", "corpus"];

fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> =
        FOLDERS.iter().map(|folder| root.join(folder)).filter(|folder| folder.is_dir()).collect();
    for entry in read(root)? {
        if entry.extension().is_some_and(|extension| extension == "md") {
            found.push(entry);
        }
    }
    while let Some(folder) = open.pop() {
        for path in read(&folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                if !MADE.contains(&&*name) && !name.starts_with('.') {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|e| e == "rs" || e == "md" || e == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn read(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}
