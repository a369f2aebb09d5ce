//! Which crate may stand on which: the design's arrows, and no others.
//!
//! A new arrow is a change of the design: it changes this table and `docs/architecture.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::read;

/// Each crate with those it may use, sorted by name. Tests may use more.
const ARROWS: [(&str, &[&str]); 29] = [
    ("api", &["auth", "base", "policy"]),
    ("auth", &["base", "policy"]),
    ("balancer", &["base", "link"]),
    ("base", &[]),
    ("build", &["image"]),
    ("channel", &["base"]),
    ("cli", &["api", "auth", "base", "build", "channel", "image", "net"]),
    ("controllers", &["base", "events", "link", "metrics", "records", "state", "store"]),
    ("events", &[]),
    ("exec", &["base", "channel", "controllers", "link"]),
    ("ferrogate", &["*"]),
    ("host", &["base", "channel", "link", "image", "net"]),
    ("identity", &["auth", "base", "policy", "records", "state", "store"]),
    ("image", &["base"]),
    ("insights", &["base"]),
    ("link", &["base", "records"]),
    ("metrics", &["base"]),
    ("net", &["base"]),
    ("outgoing", &[]),
    ("policy", &[]),
    ("records", &["base"]),
    ("registry", &["auth", "base", "image", "policy", "records", "state", "store"]),
    (
        "services",
        &[
            "api",
            "auth",
            "base",
            "channel",
            "events",
            "identity",
            "insights",
            "metrics",
            "policy",
            "records",
            "registry",
            "state",
            "store",
            "telemetry",
            "trail",
        ],
    ),
    ("state", &["base", "records", "store"]),
    ("store", &["base"]),
    ("telemetry", &["base"]),
    (
        "testkit",
        &[
            "api",
            "base",
            "controllers",
            "link",
            "records",
            "services",
            "state",
            "store",
            "telemetry",
        ],
    ),
    ("trail", &["base"]),
    ("wire", &["api", "auth", "base", "policy", "trail"]),
];

#[derive(Debug, Deserialize)]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
    #[serde(default)]
    lints: BTreeMap<String, toml::Value>,
}

/// What is wrong with the crates below `root`, a line each.
pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for folder in read(&root.join("crates"))? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = folder.join("Cargo.toml");
        if !path.is_file() {
            continue;
        }
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let manifest: Manifest =
            toml::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
        wrong.extend(wrong_with(&name, &manifest));
    }
    wrong.sort();
    Ok(wrong)
}

fn wrong_with(name: &str, manifest: &Manifest) -> Vec<String> {
    let mut wrong = Vec::new();
    if manifest.lints.get("workspace") != Some(&toml::Value::Boolean(true)) {
        wrong.push(format!("crates/{name}/Cargo.toml: lacks the workspace's lints"));
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(of, _)| *of == name) else {
        wrong.push(format!("crates/{name}: not in the table of arrows in {}", file!()));
        return wrong;
    };
    let used: Vec<&str> =
        manifest.dependencies.keys().filter_map(|name| name.strip_prefix("ferrogate-")).collect();
    if allowed.contains(&"*") {
        return wrong;
    }
    for used in used.iter().filter(|used| !allowed.contains(used)) {
        wrong.push(format!("crates/{name}: may not use {used}: no such arrow in the design"));
    }
    for unused in allowed.iter().filter(|allowed| !used.contains(allowed)) {
        wrong.push(format!("crates/{name}: does not use {unused}: the design has an arrow for it"));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(name: &str, text: &str) -> usize {
        wrong_with(name, &toml::from_str(text).unwrap()).len()
    }

    #[test]
    fn an_arrow_that_is_not_in_the_design_is_told() {
        let lints = "lints.workspace = true\n";
        let uses = |of: &str| format!("{lints}[dependencies]\nferrogate-{of}.workspace = true\n");
        assert_eq!(wrong("store", &uses("base")), 0);
        let more = format!("{}ferrogate-api.workspace = true\n", uses("base"));
        assert_eq!(wrong("store", &more), 1);
        assert_eq!(wrong("ferrogate", &uses("services")), 0);
        assert_eq!(wrong("unknown", &uses("base")), 1);
        assert_eq!(wrong("base", "[dependencies]\n"), 1);
        let tests = format!("{lints}[dev-dependencies]\nferrogate-services.workspace = true\n");
        assert_eq!(wrong("base", &tests), 0);
    }

    #[test]
    fn an_arrow_that_nothing_follows_is_told() {
        assert_eq!(wrong("store", "lints.workspace = true\n"), 1);
    }

    #[test]
    fn the_table_has_no_circle() {
        let mut left: BTreeMap<&str, &[&str]> =
            ARROWS.into_iter().filter(|(name, _)| *name != "ferrogate").collect();
        while !left.is_empty() {
            let free: Vec<&str> = left
                .iter()
                .filter(|(_, uses)| !uses.iter().any(|used| left.contains_key(used)))
                .map(|(name, _)| *name)
                .collect();
            assert!(!free.is_empty(), "a circle in {left:?}");
            left.retain(|name, _| !free.contains(name));
        }
    }
}
