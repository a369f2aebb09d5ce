//! The page as Markdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::fields::{Entries, Structure};
use super::state::Kind;
use crate::offer::Offer;

/// A service, and which of its operations are served.
#[derive(Debug)]
pub(super) struct Service<'o> {
    pub(super) offer: &'o Offer,
    pub(super) served: BTreeSet<String>,
}

const INTRODUCTION: &str = "\
<!-- Written by `cargo xtask coverage`; do not edit. -->

# Coverage

What becomes of each operation and, for ECS, of each field of a request. Operations come from
the API models and from the code that registers them; fields from the models and from
[`models/ecs-fields.toml`](../models/ecs-fields.toml), which is kept by hand and fails the check
when it lacks a field.

| word | meaning |
|---|---|
| real | it has its effect |
| kept | it is stored and returned; what it acts on is not there yet |
| refused as AWS refuses | with the error that AWS gives to Fargate users |
| not built | refused with an error that names it; nothing is stored |
| **no effect** | accepted without effect: a bug, listed here until it is mended |

An operation that is not built answers status 400 and names itself; so does one of a service
that is not in the first table.
";

/// The whole page.
pub(super) fn render(
    services: &[Service<'_>],
    entries: &Entries,
    structures: &[Structure],
) -> String {
    let mut out = String::from(INTRODUCTION);
    out.push_str("\n## Services\n\n| service | operations offered | built |\n|---|---|---|\n");
    for Service { offer, served } in services {
        row(&mut out, &[&offer.id, &offer.operations.len().to_string(), &served.len().to_string()]);
    }
    for service in services {
        operations(&mut out, service, entries);
    }
    fields(&mut out, structures);
    out
}

fn operations(out: &mut String, Service { offer, served }: &Service<'_>, entries: &Entries) {
    heading(out, 2, &format!("{}: operations", offer.id));
    out.push_str("| operation | state |\n|---|---|\n");
    let (there, missing): (Vec<&String>, Vec<_>) =
        offer.operations.iter().partition(|name| served.contains(*name));
    for name in there {
        let state = match entries.operations.get(&format!("{}.{name}", offer.id)) {
            Some(state) => with_note(state.kind.shown(), &state.note),
            None => "built".to_owned(),
        };
        row(out, &[name, &state]);
    }
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|name| name.as_str()).collect();
        let _ = writeln!(out, "\nNot built ({}): {}.", names.len(), names.join(", "));
    }
}

fn fields(out: &mut String, structures: &[Structure]) {
    heading(out, 2, "ecs: fields");
    let all = || structures.iter().flat_map(|structure| &structure.fields);
    let count = |kind: Kind| all().filter(|(_, state)| state.kind == kind).count();
    let kinds = [Kind::Real, Kind::Kept, Kind::Refused, Kind::NotBuilt, Kind::Gap];
    let counts: Vec<String> =
        kinds.iter().map(|kind| format!("{} {}", count(*kind), kind.shown())).collect();
    let _ = writeln!(
        out,
        "{} fields of what the built operations take, and of TaskDefinition: {}. What lies \
         inside a field that is not read is not listed.",
        all().count(),
        counts.join(", ")
    );
    for structure in structures {
        heading(out, 3, &structure.name);
        out.push_str("| field | state |\n|---|---|\n");
        for (name, state) in &structure.fields {
            row(out, &[name, &with_note(state.kind.shown(), &state.note)]);
        }
    }
}

fn heading(out: &mut String, level: usize, text: &str) {
    let _ = writeln!(out, "\n{} {text}\n", "#".repeat(level));
}

fn row(out: &mut String, cells: &[&str]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

fn with_note(state: &str, note: &str) -> String {
    if note.is_empty() { state.to_owned() } else { format!("{state}: {note}") }
}
