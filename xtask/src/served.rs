//! Which operations are served: read from the code that registers them, the one place that
//! says so. What is generated and what `docs/coverage.md` tells both follow from it.
//!
//! The table of operations is filled at run time by `register` functions that need a store,
//! so it can't be asked here. They all are rows of one form, though: `Operation => method,`
//! in a `serve!` block, or `table.on::<op::Operation, …>`. Reading these rows is simple, and
//! a row that names no operation of the model is an error.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use regex::Regex;

use crate::offer::Offer;
use crate::workspace;

static BLOCK: LazyLock<Regex> = LazyLock::new(|| regex(r"(?s)serve!\s*\{(.*?)\}"));
static ROW: LazyLock<Regex> = LazyLock::new(|| regex(r"(?m)^\s*(\w+)\s*=>\s*\w+\s*,"));
static SINGLE: LazyLock<Regex> = LazyLock::new(|| regex(r"\.on(?:_stream)?::<op::(\w+)\s*,"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and valid")
}

/// The operations of a service that the binary serves.
///
/// # Errors
/// When the code can't be read, or registers what `models/operations.toml` does not offer.
pub fn operations(offer: &Offer) -> Result<BTreeSet<String>> {
    let id = module(&offer.id);
    let folder = workspace().join("crates/services/src").join(id);
    let binary = workspace().join("crates/ferrogate/src/server.rs");
    let binary =
        fs::read_to_string(&binary).with_context(|| format!("reading {}", binary.display()))?;
    let mut served = BTreeSet::new();
    for (path, module) in tables(&folder, id) {
        let Ok(code) = fs::read_to_string(&path) else { continue };
        let found = registered(&code);
        for name in &found {
            ensure!(
                offer.operations.contains(name),
                "{} registers {name}, which models/operations.toml does not offer",
                path.display()
            );
        }
        // A table that nobody registers serves nothing.
        if binary.contains(&format!("services::{module}::register(")) {
            served.extend(found);
        }
    }
    Ok(served)
}

/// The module of a service: mostly that of its name.
fn module(id: &str) -> &str {
    match id {
        "application-autoscaling" => "autoscaling",
        "compute-optimizer" => "compute_optimizer",
        id => id,
    }
}

/// Where a service's tables may be, with the module of each: in its own file, or in those of its
/// parts when it has several (`cloudwatch::metrics`).
fn tables(folder: &Path, id: &str) -> Vec<(PathBuf, String)> {
    let mut tables = vec![(folder.join("mod.rs"), id.to_owned())];
    for part in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = part.path().join("mod.rs");
        let name = part.file_name().to_string_lossy().into_owned();
        if path.is_file() {
            tables.push((path, format!("{id}::{name}")));
        }
    }
    tables.sort();
    tables
}

fn registered(code: &str) -> BTreeSet<String> {
    let rows = BLOCK.captures_iter(code).flat_map(|block| {
        let rows = block.get(1).map_or("", |rows| rows.as_str());
        ROW.captures_iter(rows).map(|row| row[1].to_owned()).collect::<Vec<_>>()
    });
    rows.chain(SINGLE.captures_iter(code).map(|row| row[1].to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_row_are_read_and_the_macro_is_not() {
        let code = "
            macro_rules! serve { ($($op:ident => $method:ident),*) => {
                table.on::<op::$op, _, _>(move |cx, input| x)
            } }
            serve! {
                RunTask => run_task,
                StopTask => stop_task,
            }
            table.on::<op::GetUser, _, _>(|cx, input| user(cx, input));
            table.on_stream::<op::StartLiveTail, _, _, _>(move |cx, input| tail(cx, input));
            match x { Other => y, }";
        let found: Vec<_> = registered(code).into_iter().collect();
        assert_eq!(found, ["GetUser", "RunTask", "StartLiveTail", "StopTask"]);
    }
}
