//! What becomes of each field: `models/ecs-fields.toml`, joined with the model.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, ensure};

use super::page::Service;
use super::state::State;
use crate::model::Model;
use crate::workspace;

const FILE: &str = "models/ecs-fields.toml";
/// Structures that are listed although no operation takes them.
const ALSO: [&str; 1] = ["TaskDefinition"];

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// By `service.Operation`: where being served says too little.
    pub(super) operations: BTreeMap<String, State>,
    /// By structure, then field.
    structures: BTreeMap<String, BTreeMap<String, State>>,
}

/// A structure with what becomes of its fields, in the model's order.
#[derive(Debug)]
pub(super) struct Structure {
    pub(super) name: String,
    pub(super) fields: Vec<(String, State)>,
}

/// Reads the file.
pub(super) fn read() -> Result<Entries> {
    let text =
        fs::read_to_string(workspace().join(FILE)).with_context(|| format!("reading {FILE}"))?;
    parse(&text).with_context(|| format!("reading {FILE}"))
}

fn parse(text: &str) -> Result<Entries> {
    let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text)?;
    let mut entries = Entries::default();
    for (table, rows) in tables {
        let rows = rows
            .into_iter()
            .map(|(name, state)| {
                let state = state.parse().with_context(|| format!("{table}.{name}"))?;
                Ok((name, state))
            })
            .collect::<Result<_>>()?;
        match table.as_str() {
            "operations" => entries.operations = rows,
            _ => drop(entries.structures.insert(table, rows)),
        }
    }
    Ok(entries)
}

/// Fails when the file speaks of an operation that is not served.
pub(super) fn check_operations(entries: &Entries, services: &[Service<'_>]) -> Result<()> {
    for name in entries.operations.keys() {
        let served = services.iter().any(|service| {
            let id = &service.offer.id;
            service.served.iter().any(|operation| *name == format!("{id}.{operation}"))
        });
        ensure!(served, "{FILE} speaks of {name}, which is not served");
    }
    Ok(())
}

/// The structures that the served operations take, each field with its state. What lies
/// inside a field that is not read at all is left out.
///
/// # Errors
/// When the file lacks a field of the model, or has one that the model lacks.
pub(super) fn join(
    model: &Model,
    entries: &Entries,
    served: &BTreeSet<String>,
) -> Result<Vec<Structure>> {
    let whole = |name: &&String| {
        // An operation that is always refused reads none of its fields.
        let state = entries.operations.get(&format!("ecs.{name}"));
        state.is_none_or(|state| state.kind.is_entered())
    };
    let inputs =
        served.iter().filter(whole).filter_map(|name| model.operations[name].input.as_ref());
    let mut open: Vec<&str> = inputs.map(|input| input.shape.as_str()).collect();
    open.extend(ALSO.iter().filter(|name| model.shapes.contains_key(**name)));
    let mut joined = BTreeMap::new();
    let mut missing = Vec::new();
    while let Some(name) = open.pop() {
        let shape = model.shape(name)?;
        if shape.kind != "structure" {
            open.extend(model.children(name)?.into_iter().map(|target| target.shape));
            continue;
        }
        if joined.contains_key(name) {
            continue;
        }
        let known = entries.structures.get(name);
        let mut fields = Vec::new();
        for (field, of) in &shape.members.0 {
            let Some(state) = known.and_then(|known| known.get(field)) else {
                missing.push(format!("{name}.{field}"));
                continue;
            };
            if state.kind.is_entered() {
                open.push(&of.shape);
            }
            fields.push((field.clone(), state.clone()));
        }
        joined.insert(name, Structure { name: name.to_owned(), fields });
    }
    ensure!(missing.is_empty(), "{FILE} says nothing of {}", missing.join(", "));
    for (name, fields) in &entries.structures {
        let structure = joined.get(name.as_str());
        let structure =
            structure.with_context(|| format!("nothing served takes {name} ({FILE})"))?;
        for field in fields.keys() {
            let known = structure.fields.iter().any(|(known, _)| known == field);
            ensure!(known, "{name} has no field {field} ({FILE})");
        }
    }
    // Requests first: they are what a reader looks for.
    let (requests, others): (Vec<_>, Vec<_>) = joined
        .into_values()
        .filter(|structure| !structure.fields.is_empty())
        .partition(|structure| structure.name.ends_with("Request"));
    Ok(requests.into_iter().chain(others).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        serde_json::from_value(serde_json::json!({
            "operations": {
                "Run": {"name": "Run", "input": {"shape": "RunRequest"}},
                "Start": {"name": "Start", "input": {"shape": "StartRequest"}},
            },
            "shapes": {
                "RunRequest": {"type": "structure",
                    "members": {"list": {"shape": "List"}, "deep": {"shape": "Deep"}}},
                "StartRequest": {"type": "structure", "members": {"x": {"shape": "Text"}}},
                "List": {"type": "list", "member": {"shape": "Item"}},
                "Item": {"type": "structure", "members": {"a": {"shape": "Text"}}},
                "Deep": {"type": "structure", "members": {"b": {"shape": "Text"}}},
                "Text": {"type": "string"},
            },
        }))
        .unwrap()
    }

    const FULL: &str = "
        [operations]
        \"ecs.Start\" = \"refused: no instances\"
        [RunRequest]
        list = \"real\"
        deep = \"not built\"
        [Item]
        a = \"kept: until roles come\"
    ";

    fn joined(text: &str) -> Result<Vec<Structure>> {
        let served = ["Run".to_owned(), "Start".to_owned()].into();
        join(&model(), &parse(text)?, &served)
    }

    #[test]
    fn what_is_refused_whole_is_not_entered() {
        let structures = joined(FULL).unwrap();
        let names: Vec<_> = structures.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["RunRequest", "Item"]);
    }

    #[test]
    fn a_field_without_an_entry_and_an_entry_without_a_field_are_errors() {
        let lacks = FULL.replace("deep = \"not built\"", "");
        assert!(joined(&lacks).unwrap_err().to_string().contains("RunRequest.deep"));
        let more = FULL.replace("[Item]", "[Item]\nz = \"real\"");
        assert!(joined(&more).unwrap_err().to_string().contains("Item has no field z"));
        let stale = format!("{FULL}\n[Deep]\nb = \"real\"");
        assert!(joined(&stale).unwrap_err().to_string().contains("nothing served takes Deep"));
    }
}
