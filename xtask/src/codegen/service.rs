//! The file of one service: its operations, its errors, its tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};

use super::names;
use super::shapes::{self, Use};
use crate::access::Rows;
use crate::model::{Model, Operation};
use crate::offer::Offer;

pub(super) const HEADER: &str = "// Written by `cargo xtask codegen`; do not edit.\n\n";

/// Writes the module of a service with the operations that are served.
pub(super) fn emit(offer: &Offer, served: &BTreeSet<String>, rows: &Rows) -> Result<String> {
    let Offer { id, model, .. } = offer;
    let operations: Vec<&Operation> = served.iter().map(|name| &model.operations[name]).collect();
    let uses = reached(model, &operations)?;
    let errors = errors(&operations);
    let mut out = String::from(HEADER);
    writeln!(out, "//! The types and tables of `{id}`.\n")?;
    emit_service(&mut out, id, model, &operations, &errors)?;
    emit_errors(&mut out, &errors)?;
    // A type is the same whichever operations are served by now.
    let offered = offer.operations.iter().map(|name| &model.operations[name]);
    let mut types = reached(model, &offered.collect::<Vec<_>>())?;
    types.retain(|name, _| uses.contains_key(name));
    shapes::emit_types(&mut out, model, &types)?;
    emit_markers(&mut out, &operations)?;
    emit_operations(&mut out, model, rows, &operations)?;
    emit_error_tables(&mut out, model, &errors)?;
    let error_shapes = closure(model, errors.iter().copied())?;
    shapes::emit_tables(&mut out, model, &uses, &error_shapes)?;
    Ok(out)
}

/// Which shapes the operations reach, and from which side.
fn reached<'m>(model: &'m Model, operations: &[&'m Operation]) -> Result<BTreeMap<&'m str, Use>> {
    let inputs = operations.iter().filter_map(|operation| operation.input.as_ref());
    let outputs = operations.iter().filter_map(|operation| operation.output.as_ref());
    let mut uses: BTreeMap<&str, Use> = BTreeMap::new();
    for name in closure(model, inputs.map(|of| of.shape.as_str()))? {
        uses.entry(name).or_default().input = true;
    }
    for name in closure(model, outputs.map(|of| of.shape.as_str()))? {
        uses.entry(name).or_default().output = true;
    }
    Ok(uses)
}

fn closure<'m>(
    model: &'m Model,
    roots: impl Iterator<Item = &'m str>,
) -> Result<BTreeSet<&'m str>> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = roots.collect();
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        open.extend(model.children(name)?.into_iter().map(|target| target.shape));
    }
    Ok(seen)
}

fn errors<'m>(operations: &[&'m Operation]) -> BTreeSet<&'m str> {
    operations.iter().flat_map(|operation| &operation.errors).map(|of| of.shape.as_str()).collect()
}

fn protocol(name: &str, json_version: Option<&str>) -> Result<&'static str> {
    Ok(match (name, json_version) {
        ("json", Some("1.0")) => "Json10",
        ("json", _) => "Json11",
        ("query", _) => "Query",
        ("ec2", _) => "Ec2",
        ("rest-json", _) => "RestJson",
        ("rest-xml", _) => "RestXml",
        ("smithy-rpc-v2-cbor", _) => "Cbor",
        _ => bail!("unknown protocol {name}"),
    })
}

fn emit_service(
    out: &mut String,
    id: &str,
    model: &Model,
    operations: &[&Operation],
    errors: &BTreeSet<&str>,
) -> Result<()> {
    let metadata = &model.metadata;
    let version = metadata.json_version.as_deref();
    // The model's own protocol first, then the others it is served by.
    let mut protocols = vec![protocol(&metadata.protocol, version)?];
    for name in &metadata.protocols {
        let other = protocol(name, version)?;
        if !protocols.contains(&other) {
            protocols.push(other);
        }
    }
    let protocols: Vec<String> =
        protocols.iter().map(|p| format!("crate::Protocol::{p}")).collect();
    let mut xmlns = metadata.xml_namespace.clone().unwrap_or_default();
    // Real answers end the namespace with a slash; the model of EC2 leaves it out.
    if !xmlns.is_empty() && !xmlns.ends_with('/') {
        xmlns.push('/');
    }
    let signing = metadata.signing_name.as_deref().unwrap_or(&metadata.endpoint_prefix);
    writeln!(out, "/// The service `{id}`.")?;
    writeln!(out, "pub static SERVICE: crate::Service = crate::Service {{")?;
    writeln!(out, "    id: {id:?},")?;
    writeln!(out, "    sdk_name: {:?},", metadata.service_id.replace(' ', "").to_lowercase())?;
    writeln!(out, "    signing_name: {signing:?},")?;
    writeln!(out, "    protocols: &[{}],", protocols.join(", "))?;
    writeln!(out, "    target_prefix: {:?},", metadata.target_prefix.as_deref().unwrap_or(""))?;
    writeln!(out, "    api_version: {:?},", metadata.api_version)?;
    writeln!(out, "    xmlns: {xmlns:?},")?;
    writeln!(out, "    query_compatible: {},", metadata.aws_query_compatible.is_some())?;
    writeln!(out, "    operation_names: &[")?;
    for name in model.operations.keys() {
        writeln!(out, "        {name:?},")?;
    }
    writeln!(out, "    ],\n    unsigned_names: &[")?;
    for operation in model.operations.values().filter(|operation| operation.is_unsigned()) {
        writeln!(out, "        {:?},", operation.name)?;
    }
    writeln!(out, "    ],\n    operations: &[")?;
    for operation in operations {
        writeln!(out, "        &operation::{},", operation.name)?;
    }
    writeln!(out, "    ],\n    errors: &[")?;
    for error in errors {
        writeln!(out, "        &error::{},", names::static_name(error))?;
    }
    writeln!(out, "    ],\n}};\n")?;
    Ok(())
}

fn emit_errors(out: &mut String, errors: &BTreeSet<&str>) -> Result<()> {
    writeln!(out, "errors! {{ SERVICE, {{")?;
    let mut taken = BTreeSet::new();
    for error in errors {
        let make = names::constructor(error);
        let make = if taken.contains(&make) { names::snake(error) } else { make };
        ensure!(taken.insert(make.clone()), "two errors are made by {make}");
        let variant = names::type_name(error);
        writeln!(out, "    {variant}({make}) = error::{},", names::static_name(error))?;
    }
    writeln!(out, "}} }}\n")?;
    Ok(())
}

fn emit_markers(out: &mut String, operations: &[&Operation]) -> Result<()> {
    let type_of = |of: &Option<crate::model::Ref>| match of {
        Some(of) => format!("super::{}", names::type_name(&of.shape)),
        None => "crate::Empty".to_owned(),
    };
    writeln!(out, "/// The operations as types, to fill the table with.\npub mod op {{")?;
    writeln!(out, "    operations! {{ super::Error;")?;
    for operation in operations {
        let (input, output) = (type_of(&operation.input), type_of(&operation.output));
        writeln!(out, "        {0}(super::operation::{0}): {input} => {output},", operation.name)?;
    }
    writeln!(out, "    }}\n}}\n")?;
    Ok(())
}

fn emit_operations(
    out: &mut String,
    model: &Model,
    rows: &Rows,
    operations: &[&Operation],
) -> Result<()> {
    writeln!(out, "/// The tables of operations.\npub mod operation {{")?;
    writeln!(out, "    #![allow(non_upper_case_globals, missing_docs, unused_imports)]")?;
    writeln!(out, "    use crate::access::{{Access, Need}};")?;
    writeln!(out, "    use crate::operation::HttpBinding;")?;
    writeln!(out, "    use crate::schema::Xmlns;")?;
    writeln!(out, "    use crate::Operation;")?;
    writeln!(out, "    use super::{{SERVICE, error, shape}};\n")?;
    for operation in operations {
        let access = rows.emit(model, operation).with_context(|| operation.name.clone())?;
        emit_operation(out, operation, &access).with_context(|| operation.name.clone())?;
    }
    writeln!(out, "}}\n")?;
    Ok(())
}

fn emit_operation(out: &mut String, operation: &Operation, access: &str) -> Result<()> {
    let table = |of: &Option<crate::model::Ref>| match of {
        Some(of) => format!("&shape::{}", names::static_name(&of.shape)),
        None => "&crate::operation::EMPTY".to_owned(),
    };
    let http = &operation.http;
    let mut errors: Vec<&str> = operation.errors.iter().map(|of| of.shape.as_str()).collect();
    errors.sort_unstable();
    let errors: Vec<String> =
        errors.iter().map(|error| format!("&error::{}", names::static_name(error))).collect();
    let host_prefix =
        operation.endpoint.as_ref().and_then(|endpoint| endpoint.host_prefix.as_ref());
    let wrapper = operation.output.as_ref().and_then(|of| of.result_wrapper.as_ref());
    let element = operation.input.as_ref().and_then(|of| of.traits.location_name.as_ref());
    let xmlns = operation.input.as_ref().and_then(|of| of.traits.xml_namespace.as_ref());
    let xmlns = xmlns.map_or("None".to_owned(), |ns| {
        let (prefix, uri) = ns.parts();
        format!("Some(Xmlns {{ prefix: {prefix:?}, uri: {uri:?} }})")
    });
    writeln!(
        out,
        "    pub static {}: Operation = Operation {{ service: &SERVICE, name: {:?}, input: {}, output: {}, errors: &[{}], http: HttpBinding {{ method: {:?}, uri: {:?}, code: {} }}, host_prefix: {host_prefix:?}, result_wrapper: {wrapper:?}, input_element: {element:?}, input_xmlns: {xmlns}, readonly: {}, access: {access} }};",
        operation.name,
        operation.name,
        table(&operation.input),
        table(&operation.output),
        errors.join(", "),
        http.method,
        http.request_uri,
        http.response_code.unwrap_or(200),
        operation.readonly,
    )?;
    Ok(())
}

fn emit_error_tables(out: &mut String, model: &Model, errors: &BTreeSet<&str>) -> Result<()> {
    writeln!(out, "/// The tables of errors.\npub mod error {{")?;
    writeln!(out, "    #![allow(non_upper_case_globals, missing_docs)]")?;
    if !errors.is_empty() {
        writeln!(out, "    use super::shape;\n    use crate::ErrorShape;\n")?;
    }
    for name in errors {
        let (code, status, server) = model.error(name)?;
        let name = names::static_name(name);
        writeln!(
            out,
            "    pub static {name}: ErrorShape = ErrorShape::new(&shape::{name}, {code:?}, {status}, {server});"
        )?;
    }
    writeln!(out, "}}\n")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer() -> Offer {
        let model = serde_json::from_value(serde_json::json!({
            "metadata": {"protocol": "json", "jsonVersion": "1.1", "endpointPrefix": "x"},
            "operations": {
                "Run": {"name": "Run", "http": {"method": "POST", "requestUri": "/"},
                    "input": {"shape": "RunRequest"}, "errors": [{"shape": "RunFault"}]},
                "Walk": {"name": "Walk", "http": {"method": "POST", "requestUri": "/"},
                    "input": {"shape": "WalkRequest"}, "output": {"shape": "Way"},
                    "errors": [{"shape": "WalkFault"}], "authtype": "none"},
            },
            "shapes": {
                "RunRequest": {"type": "structure", "required": ["way"],
                    "members": {"way": {"shape": "Way"}}},
                "WalkRequest": {"type": "structure", "members": {"slow": {"shape": "Text"}}},
                "Way": {"type": "structure", "required": ["to"], "members": {"to": {"shape": "Text"}}},
                "Text": {"type": "string"},
                "RunFault": {"type": "structure", "members": {}, "exception": true},
                "WalkFault": {"type": "structure", "members": {}, "exception": true},
            },
        }))
        .unwrap();
        Offer { id: "x".into(), model, operations: vec!["Run".into(), "Walk".into()] }
    }

    fn rows() -> Rows {
        crate::access::read("[x]\nRun = \"*\"\nWalk = \"open\"").unwrap().remove("x").unwrap()
    }

    #[test]
    fn an_operation_that_is_not_served_leaves_its_name_only() {
        let text = emit(&offer(), &["Run".to_owned()].into(), &rows()).unwrap();
        assert!(text.contains("structure! { RunRequest(") && text.contains("RunFault(run_fault)"));
        assert!(!text.contains("WalkRequest") && !text.contains("WalkFault"), "{text}");
        assert_eq!(
            text.matches("Walk").count(),
            2,
            "by name, and as one without signature: {text}"
        );
    }

    #[test]
    fn a_type_does_not_change_when_more_is_served() {
        let some = emit(&offer(), &["Run".to_owned()].into(), &rows()).unwrap();
        let all = emit(&offer(), &["Run".to_owned(), "Walk".to_owned()].into(), &rows()).unwrap();
        // What is answered is never known to be there, although it is required.
        let way = "structure! { Way(shape::Way) { to: Option<String>, } }";
        assert!(some.contains(way) && all.contains(way), "{some}");
    }
}
