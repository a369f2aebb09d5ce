//! What each operation needs to be allowed: `models/authorization.toml`, checked against the
//! models. The file says what its texts mean.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail, ensure};
use regex::Regex;
use serde::Deserialize;
use toml::Value;

use crate::model::{Model, Operation};
use crate::workspace;

static MEMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{([^{}]*)\}").expect("the pattern is constant and valid"));

/// How a member may be changed; `crates/api/src/access/template.rs` does it.
const FILTERS: [&str; 10] =
    ["name", "ec2", "elb", "group", "enabled", "there", "any", "url", "parameter", "owner"];
/// What a template may name beside members.
const WORDS: [&str; 4] = ["partition", "region", "account", "@user"];

/// The rows of one service.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    rows: BTreeMap<String, Row>,
    keys: BTreeMap<String, BTreeMap<String, String>>,
    also: BTreeMap<String, Vec<Also>>,
    prefix: String,
}

#[derive(Clone, Debug)]
enum Row {
    Open,
    /// No action of the operation's own name: those beside it are all.
    Also,
    On(Vec<String>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    action: String,
    #[serde(default)]
    when: String,
    on: Vec<String>,
    #[serde(default)]
    keys: BTreeMap<String, String>,
}

/// The rows of all services by their ids.
///
/// # Errors
/// When the file can't be read.
pub fn all() -> Result<BTreeMap<String, Rows>> {
    let path = workspace().join("models/authorization.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    read(&text).with_context(|| format!("reading {}", path.display()))
}

pub(crate) fn read(text: &str) -> Result<BTreeMap<String, Rows>> {
    let services: BTreeMap<String, BTreeMap<String, Value>> = toml::from_str(text)?;
    let one = |(id, table): (String, BTreeMap<String, Value>)| {
        let mut rows = Rows { prefix: id.clone(), ..Rows::default() };
        for (name, value) in table {
            rows.take(&name, value).with_context(|| format!("{id}.{name}"))?;
        }
        Ok((id, rows))
    };
    services.into_iter().map(one).collect()
}

impl Rows {
    fn take(&mut self, name: &str, value: Value) -> Result<()> {
        match (name, value) {
            ("prefix", Value::String(prefix)) => self.prefix = prefix,
            ("keys", value) => self.keys = value.try_into()?,
            ("also", value) => self.also = value.try_into()?,
            (_, Value::String(word)) => {
                let row = match &*word {
                    "open" => Row::Open,
                    "*" => Row::On(vec![]),
                    "also" => Row::Also,
                    other => bail!("neither \"open\", \"*\" nor \"also\": {other}"),
                };
                self.rows.insert(name.to_owned(), row);
            }
            (_, value) => {
                let on: Vec<String> = value.try_into()?;
                ensure!(!on.is_empty(), "no resource; say \"*\"");
                self.rows.insert(name.to_owned(), Row::On(on));
            }
        }
        Ok(())
    }

    /// What an operation needs, as an expression of the generated code.
    ///
    /// # Errors
    /// When there is no row for it, or a row names what the request has not.
    pub fn emit(&self, model: &Model, operation: &Operation) -> Result<String> {
        let name = &operation.name;
        let row = self.rows.get(name);
        let row =
            row.with_context(|| format!("models/authorization.toml has no row for {name}"))?;
        let none = BTreeMap::new();
        let keys = self.keys.get(name).unwrap_or(&none);
        let also = self.also.get(name).map(Vec::as_slice).unwrap_or_default();
        let action = format!("{}:{name}", self.prefix);
        let mut out = String::from("Access::needs(&[");
        match row {
            Row::Open => return Ok("Access::open()".to_owned()),
            Row::Also => ensure!(!also.is_empty(), "{name} has no actions"),
            Row::On(on) => self.need(&mut out, model, operation, (&action, "", on, keys))?,
        }
        for Also { action, when, on, keys } in also {
            if !out.ends_with('[') {
                out.push_str(", ");
            }
            self.need(&mut out, model, operation, (action, when, on, keys))?;
        }
        out.push_str("])");
        Ok(out)
    }

    fn need(
        &self,
        out: &mut String,
        model: &Model,
        operation: &Operation,
        (action, when, on, keys): (&str, &str, &[String], &BTreeMap<String, String>),
    ) -> Result<()> {
        if !when.is_empty() {
            has_member(model, operation, when)?;
        }
        for text in on.iter().chain(keys.values()) {
            check(model, operation, text).with_context(|| text.clone())?;
        }
        let on: Vec<String> = on.iter().map(|text| format!("{:?}", self.whole(text))).collect();
        let key = |(key, text): (&String, &String)| format!("({key:?}, {:?})", partitioned(text));
        let keys: Vec<String> = keys.iter().map(key).collect();
        let (on, keys) = (on.join(", "), keys.join(", "));
        write!(out, "Need::new({action:?}, {when:?}, &[{on}], &[{keys}])")?;
        Ok(())
    }

    /// With what stands before it in an ARN.
    fn whole(&self, text: &str) -> String {
        let is_member = text.starts_with('{') && (text.ends_with('}') || text.ends_with("}?"));
        match &*self.prefix {
            // IAM has no regions.
            _ if text.starts_with("arn:") => partitioned(text),
            _ if is_member && !text.contains("|ec2") && !text.contains(".ResourceType") => {
                text.to_owned()
            }
            "iam" => format!("arn:{{partition}}:iam::{{account}}:{text}"),
            service => format!("arn:{{partition}}:{service}:{{region}}:{{account}}:{text}"),
        }
    }

    /// Names that are no operations of the model.
    pub fn unknown(&self, model: &Model) -> Vec<String> {
        let names = self.rows.keys().chain(self.keys.keys()).chain(self.also.keys());
        let unknown: BTreeSet<&String> =
            names.filter(|name| !model.operations.contains_key(*name)).collect();
        unknown.into_iter().cloned().collect()
    }
}

fn partitioned(text: &str) -> String {
    match text.strip_prefix("arn:aws:") {
        Some(rest) => format!("arn:{{partition}}:{rest}"),
        None => text.to_owned(),
    }
}

/// Every member that a template names is there, and every filter.
fn check(model: &Model, operation: &Operation, text: &str) -> Result<()> {
    for found in MEMBER.captures_iter(text) {
        let inside = &found[1];
        if WORDS.contains(&inside) {
            continue;
        }
        let (inside, filter) = inside.split_once('|').unwrap_or((inside, ""));
        ensure!(filter.is_empty() || FILTERS.contains(&filter), "no filter {filter}");
        let paths = inside.split_once('=').map_or(inside, |(paths, _)| paths);
        for path in paths.split(',') {
            has_member(model, operation, path)?;
        }
    }
    Ok(())
}

fn has_member(model: &Model, operation: &Operation, path: &str) -> Result<()> {
    let input = operation.input.as_ref().context("the request has no members")?;
    let mut shape = model.shape(&input.shape)?;
    for step in path.split('.') {
        let (name, each) = step.strip_suffix("[]").map_or((step, false), |name| (name, true));
        let member = shape.members.0.iter().find(|(member, _)| member == name);
        let (_, of) = member.with_context(|| format!("no member {path}"))?;
        shape = model.shape(&of.shape)?;
        ensure!(!each || shape.kind == "list", "{path}: {name} is no list");
        if let (true, Some(of)) = (each, &shape.member) {
            shape = model.shape(&of.shape)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        serde_json::from_value(serde_json::json!({
            "operations": {"Do": {"name": "Do", "input": {"shape": "In"}}},
            "shapes": {
                "In": {"type": "structure", "members": {"a": {"shape": "S"}, "l": {"shape": "L"}}},
                "L": {"type": "list", "member": {"shape": "S"}},
                "S": {"type": "string"},
            },
        }))
        .unwrap()
    }

    fn emit(row: &str) -> Result<String> {
        let model = model();
        let rows = read(&format!("[ecs]\n{row}"))?;
        rows["ecs"].emit(&model, &model.operations["Do"])
    }

    #[test]
    fn a_row_becomes_a_need() {
        assert_eq!(emit("Do = \"open\"").unwrap(), "Access::open()");
        assert_eq!(
            emit("Do = [\"x/{a=b|name}\", \"y/{l[]}?\"]").unwrap(),
            "Access::needs(&[Need::new(\"ecs:Do\", \"\", \
             &[\"arn:{partition}:ecs:{region}:{account}:x/{a=b|name}\", \
             \"arn:{partition}:ecs:{region}:{account}:y/{l[]}?\"], &[])])"
        );
    }

    #[test]
    fn what_the_request_has_not_is_refused() {
        for wrong in [
            "Other = \"*\"",
            "Do = \"maybe\"",
            "Do = []",
            "Do = [\"x/{b}\"]",
            "Do = [\"x/{a[]}\"]",
            "Do = [\"x/{a|upside-down}\"]",
            "Do = \"*\"\n[ecs.keys]\nDo = { \"ecs:k\" = \"{b}\" }",
            "Do = \"*\"\n[ecs.also]\nDo = [{ action = \"a:B\", when = \"b\", on = [] }]",
        ] {
            assert!(emit(wrong).is_err(), "{wrong}");
        }
    }
}
