//! Types and tables of shapes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Result, bail, ensure};

use super::names;
use crate::model::{Facts, Model, Shape, Target};

/// From which side the offered operations reach a shape.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Use {
    /// From a request.
    pub(super) input: bool,
    /// From an answer.
    pub(super) output: bool,
}

/// Writes a type for each structure and enumeration.
pub(super) fn emit_types(
    out: &mut String,
    model: &Model,
    uses: &BTreeMap<&str, Use>,
) -> Result<()> {
    let mut taken = BTreeSet::new();
    for (name, side) in uses {
        let shape = model.shape(name)?;
        let is_structure = shape.kind == "structure" && !shape.document;
        if !is_structure && shape.values.is_empty() {
            continue;
        }
        let type_name = names::type_name(name);
        ensure!(taken.insert(type_name.clone()), "two shapes have the type {type_name}");
        if is_structure {
            emit_structure(out, model, name, *side)?;
        } else {
            emit_enumeration(out, &type_name, shape)?;
        }
    }
    out.push('\n');
    Ok(())
}

fn emit_structure(out: &mut String, model: &Model, name: &str, side: Use) -> Result<()> {
    let shape = model.shape(name)?;
    write!(
        out,
        "structure! {{ {}(shape::{}) {{",
        names::type_name(name),
        names::static_name(name)
    )?;
    let mut taken = BTreeSet::new();
    for facts in model.members(shape)? {
        let field = names::ident(&names::snake(facts.name));
        ensure!(taken.insert(field.clone()), "{name} has two members {field}");
        let mut inner = type_of(model, facts.target)?;
        if reaches_itself(model, facts.target.shape, name)? {
            inner = format!("Box<{inner}>");
        }
        // What may be answered is taken as it came: only what is never answered is
        // known to be there.
        let plain = facts.required && side.input && !side.output;
        if plain {
            write!(out, " {field}: {inner},")?;
        } else {
            write!(out, " {field}: Option<{inner}>,")?;
        }
    }
    writeln!(out, " }} }}")?;
    Ok(())
}

fn emit_enumeration(out: &mut String, type_name: &str, shape: &Shape) -> Result<()> {
    write!(out, "enumeration! {{ {type_name} {{")?;
    let mut taken = BTreeSet::new();
    for value in &shape.values {
        let mut variant = names::variant(value);
        while !taken.insert(variant.clone()) {
            variant.push('_');
        }
        write!(out, " {variant} = {value:?},")?;
    }
    writeln!(out, " }} }}")?;
    Ok(())
}

/// Whether `from` holds `to` directly, with no list or map between: then the type
/// would be of infinite size.
fn reaches_itself(model: &Model, from: &str, to: &str) -> Result<bool> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        if model.shape(name)?.kind != "structure" {
            continue;
        }
        if name == to {
            return Ok(true);
        }
        if seen.insert(name) {
            open.extend(model.children(name)?.into_iter().map(|target| target.shape));
        }
    }
    Ok(false)
}

fn type_of(model: &Model, target: Target<'_>) -> Result<String> {
    let shape = model.shape(target.shape)?;
    Ok(match shape.kind.as_str() {
        _ if shape.document => "serde_json::Value".to_owned(),
        "structure" => names::type_name(target.shape),
        "list" => format!("Vec<{}>", element_type(model, &shape.member)?),
        "map" => format!("crate::Map<{}>", element_type(model, &shape.value)?),
        "string" | "character" if shape.values.is_empty() => "String".to_owned(),
        "string" => names::type_name(target.shape),
        "boolean" => "bool".to_owned(),
        "integer" => "i32".to_owned(),
        "long" => "i64".to_owned(),
        "float" | "double" => "f64".to_owned(),
        "blob" => "bytes::Bytes".to_owned(),
        "timestamp" => "crate::Timestamp".to_owned(),
        other => bail!("{}: unknown type {other}", target.shape),
    })
}

fn element_type(model: &Model, of: &Option<crate::model::Ref>) -> Result<String> {
    match of {
        Some(of) => type_of(model, model.target(of)?),
        None => bail!("a list or map without elements"),
    }
}

/// Writes the static table of each shape, and of those that only errors reach.
pub(super) fn emit_tables(
    out: &mut String,
    model: &Model,
    uses: &BTreeMap<&str, Use>,
    errors: &BTreeSet<&str>,
) -> Result<()> {
    let names: BTreeSet<&str> = uses.keys().chain(errors).copied().collect();
    let mut targets = BTreeSet::new();
    for name in &names {
        targets.insert(Target {
            shape: name,
            format: model.shape(name)?.traits.timestamp_format.as_deref(),
        });
        targets.extend(model.children(name)?);
    }
    writeln!(out, "/// The tables of shapes.\npub mod shape {{")?;
    writeln!(out, "    #![allow(non_upper_case_globals, missing_docs, unused_imports)]")?;
    writeln!(
        out,
        "    use crate::schema::{{Kind, Location, Member, Pattern, Shape, TimestampFormat}};\n"
    )?;
    for target in targets {
        let asked = uses.get(target.shape).is_some_and(|side| side.input);
        emit_table(out, model, target, asked)?;
    }
    writeln!(out, "}}")?;
    Ok(())
}

/// The name of a target's static: a timestamp in another format is another static.
fn table_name(model: &Model, target: Target<'_>) -> Result<String> {
    let own = model.shape(target.shape)?.traits.timestamp_format.as_deref();
    let name = names::static_name(target.shape);
    Ok(match target.format {
        Some(format) if own != Some(format) => format!("{name}_{format}"),
        _ => name,
    })
}

/// Patterns are written only for what clients send: answers are not checked.
fn emit_table(out: &mut String, model: &Model, target: Target<'_>, asked: bool) -> Result<()> {
    let shape = model.shape(target.shape)?;
    let name = table_name(model, target)?;
    let mut table = match shape.kind.as_str() {
        "structure" if !shape.document => structure_table(model, target.shape, shape)?,
        _ => format!("Shape::new({:?}, {})", target.shape, kind(model, target, shape)?),
    };
    if let Some(min) = shape.min {
        write!(table, ".min({min:?})")?;
    }
    if let Some(max) = shape.max {
        write!(table, ".max({max:?})")?;
    }
    let by_model = !CHECKED_BY_SERVICES.contains(&target.shape);
    if !shape.values.is_empty() && by_model {
        write!(table, ".values(&{:?})", shape.values)?;
    }
    if shape.sensitive {
        table.push_str(".sensitive()");
    }
    if let Some(pattern) = shape.pattern.as_ref().filter(|_| asked && by_model) {
        ensure!(
            supported(pattern),
            "{}: the pattern {pattern:?} needs a hand-written check, which is not built",
            target.shape
        );
        writeln!(out, "    static {name}_pattern: Pattern = Pattern::new({pattern:?});")?;
        write!(table, ".pattern(&{name}_pattern)")?;
    }
    writeln!(out, "    pub static {name}: Shape = {table};")?;
    Ok(())
}

/// Shapes whose values the service that takes them checks itself: the pattern of the names of
/// cost categories, aliases, scheduled actions, domains and sources of events, and of path
/// parameters of events, can't be compiled; protocols are taken in capitals too, as EC2's own
/// examples write them; of ECS's settings the model does not name `dualStackIPv6` (ECS developer
/// guide, "Managing account settings").
const CHECKED_BY_SERVICES: &[&str] = &[
    "CostCategoryName",
    "DomainNameString",
    "PathParameter",
    "Protocol",
    "ScheduledActionName",
    "SettingName",
    "Source",
    "accountAliasType",
];

/// Look-around and back-references cannot be compiled by `regex`.
fn supported(pattern: &str) -> bool {
    // What `api` makes of them when it compiles a pattern.
    let pattern = pattern
        .replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\x{10000}-\x{10FFFF}")
        .replace(r"\p{Print}", r"[\x20-\x7E]");
    let mut text = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        text.push(c);
        if c == '\\' {
            match chars.next() {
                Some('u') => {
                    text.push_str("x{");
                    text.extend(chars.by_ref().take(4));
                    text.push('}');
                }
                other => text.extend(other),
            }
        }
    }
    regex::Regex::new(&text).is_ok()
}

fn kind(model: &Model, target: Target<'_>, shape: &Shape) -> Result<String> {
    Ok(match shape.kind.as_str() {
        _ if shape.document => "Kind::Document".to_owned(),
        "list" => format!("Kind::List({})", element(model, "member", &shape.member)?),
        "map" => format!(
            "Kind::Map({}, {})",
            element(model, "key", &shape.key)?,
            element(model, "value", &shape.value)?
        ),
        "string" | "character" => "Kind::String".to_owned(),
        "boolean" => "Kind::Boolean".to_owned(),
        "integer" => "Kind::Integer".to_owned(),
        "long" => "Kind::Long".to_owned(),
        "float" | "double" => "Kind::Float".to_owned(),
        "blob" => "Kind::Blob".to_owned(),
        "timestamp" => match target.format {
            None => "Kind::Timestamp(None)".to_owned(),
            Some("unixTimestamp") => "Kind::Timestamp(Some(TimestampFormat::Unix))".to_owned(),
            Some("iso8601") => "Kind::Timestamp(Some(TimestampFormat::Iso8601))".to_owned(),
            Some("rfc822") => "Kind::Timestamp(Some(TimestampFormat::HttpDate))".to_owned(),
            Some(other) => bail!("{}: unknown timestamp format {other}", target.shape),
        },
        other => bail!("{}: unknown type {other}", target.shape),
    })
}

fn element(model: &Model, name: &str, of: &Option<crate::model::Ref>) -> Result<String> {
    match of {
        Some(of) => row(model, &model.member(name, of, false)?),
        None => bail!("a list or map without its {name}"),
    }
}

fn structure_table(model: &Model, name: &str, shape: &Shape) -> Result<String> {
    let mut table = format!("Shape::structure({name:?}, &[");
    let members = model.members(shape)?;
    for facts in &members {
        table.push_str(&row(model, facts)?);
        table.push_str(", ");
    }
    table.push_str("])");
    if let Some(payload) = &shape.payload {
        let at = members.iter().position(|facts| facts.name == payload);
        let Some(at) = at else { bail!("{name}: the payload {payload} is no member") };
        write!(table, ".payload({at})")?;
    }
    if shape.union {
        table.push_str(".union()");
    }
    if let Some((prefix, uri)) = shape.traits.xml_namespace.as_ref().map(|ns| ns.parts()) {
        write!(table, ".xmlns({prefix:?}, {uri:?})")?;
    }
    Ok(table)
}

fn row(model: &Model, facts: &Facts<'_>) -> Result<String> {
    let mut row = format!("Member::new({:?}, &{})", facts.name, table_name(model, facts.target)?);
    if let Some(name) = facts.location_name {
        write!(row, ".named({name:?})")?;
    }
    if let Some(name) = facts.query_name {
        write!(row, ".query_named({name:?})")?;
    }
    let location = match facts.location {
        None => None,
        Some("header") => Some("Header"),
        Some("headers") => Some("Headers"),
        Some("uri") => Some("Uri"),
        Some("querystring") => Some("QueryString"),
        Some("statusCode") => Some("StatusCode"),
        Some(other) => bail!("{}: unknown location {other}", facts.name),
    };
    if let Some(location) = location {
        write!(row, ".at(Location::{location})")?;
    }
    if let Some((prefix, uri)) = facts.xmlns {
        write!(row, ".xmlns({prefix:?}, {uri:?})")?;
    }
    let flags = [
        (facts.required, ".required()"),
        (facts.flattened, ".flattened()"),
        (facts.xml_attribute, ".xml_attribute()"),
        (facts.idempotency_token, ".idempotency_token()"),
        (facts.streaming, ".streaming()"),
        (facts.json_value, ".json_value()"),
    ];
    row.extend(flags.iter().filter(|(set, _)| *set).map(|(_, flag)| *flag));
    Ok(row)
}
