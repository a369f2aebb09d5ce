//! Which dependencies a crate names and never uses.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::read;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
    #[serde(default)]
    dev_dependencies: BTreeMap<String, toml::Value>,
}

/// What is wrong with the crates below `root`, a line each.
pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut folders = read(&root.join("crates"))?;
    folders.push(root.join("xtask"));
    folders.sort();
    for folder in folders {
        let path = folder.join("Cargo.toml");
        if !path.is_file() {
            continue;
        }
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let manifest: Manifest =
            toml::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let unused = unused(&manifest, &source(&folder)?);
        wrong.extend(unused.into_iter().map(|what| format!("{name}: {what} is used nowhere")));
    }
    Ok(wrong)
}

/// All Rust below a folder.
fn source(folder: &Path) -> Result<String> {
    let (mut source, mut open) = (String::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for path in read(&folder)? {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path);
                source.push_str(&text.with_context(|| format!("reading {}", path.display()))?);
            }
        }
    }
    Ok(source)
}

fn unused(manifest: &Manifest, source: &str) -> Vec<String> {
    let names = manifest.dependencies.keys().chain(manifest.dev_dependencies.keys());
    names.filter(|name| !names_word(source, &name.replace('-', "_"))).cloned().collect()
}

/// Whether `word` occurs in `text` and is no part of a longer one.
fn names_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_that_no_source_names_is_told() {
        let manifest = toml::from_str(
            "[dependencies]\ntokio.workspace = true\ntokio-util = \"0.7\"\n\
             [dev-dependencies]\ntempfile.workspace = true\n",
        )
        .unwrap();
        let all = "use tokio::sync;\nuse tokio_util::codec;\n let dir = tempfile::tempdir();";
        assert!(unused(&manifest, all).is_empty());
        assert_eq!(
            unused(&manifest, "use tokio_util::codec; my_tempfile()"),
            ["tokio", "tempfile"]
        );
    }
}
