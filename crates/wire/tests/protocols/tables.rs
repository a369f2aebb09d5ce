//! Builds tables from a recorded model at run time, with the same reader of models as
//! the generator. What is built lives as long as the test.

use std::collections::{HashMap, HashSet};

use ferrogate_api::operation::HttpBinding;
use ferrogate_api::schema::{Structure, TimestampFormat, Xmlns};
use ferrogate_api::{
    ErrorShape, Kind, Location, Map, Member, Operation, Protocol, Service, Shape, Timestamp, Value,
};
use serde_json::Value as Json;
use xtask::model::{Facts, Model, Ref, Target};

use super::suites::Case;

/// A shape that holds itself is unrolled this often; the cases are shallower.
const UNROLLED: usize = 3;

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn text(value: &str) -> &'static str {
    Box::leak(value.to_owned().into_boxed_str())
}

struct Builder<'m> {
    model: &'m Model,
    within: Vec<String>,
    /// Shapes that hold none of themselves.
    made: HashMap<(String, Option<String>), &'static Shape>,
}

impl<'m> Builder<'m> {
    fn shape(&mut self, target: Target<'m>) -> &'static Shape {
        let name = target.shape;
        let key = (name.to_owned(), target.format.map(str::to_owned));
        if let Some(made) = self.made.get(&key) {
            return made;
        }
        if self.within.iter().filter(|outer| *outer == name).count() > UNROLLED {
            return leak(Shape::structure(text(name), &[]));
        }
        self.within.push(name.to_owned());
        let shape = self.model.shape(name).unwrap();
        let kind = match shape.kind.as_str() {
            _ if shape.document => Kind::Document,
            "structure" => {
                let members: Vec<Member> = self
                    .model
                    .members(shape)
                    .unwrap()
                    .into_iter()
                    .map(|facts| self.member(&facts))
                    .collect();
                let members: &'static [Member] = Box::leak(members.into_boxed_slice());
                let payload = shape.payload.as_ref().map(|payload| {
                    members.iter().position(|member| member.name == payload).unwrap()
                });
                let xmlns = shape.traits.xml_namespace.as_ref().map(|ns| xmlns(ns.parts()));
                Kind::Structure(Structure { members, payload, union: shape.union, xmlns })
            }
            "list" => Kind::List(self.element("member", shape.member.as_ref().unwrap())),
            "map" => Kind::Map(
                self.element("key", shape.key.as_ref().unwrap()),
                self.element("value", shape.value.as_ref().unwrap()),
            ),
            "string" | "character" => Kind::String,
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer,
            "long" => Kind::Long,
            "float" | "double" => Kind::Float,
            "blob" => Kind::Blob,
            "timestamp" => Kind::Timestamp(target.format.map(|format| match format {
                "unixTimestamp" => TimestampFormat::Unix,
                "iso8601" => TimestampFormat::Iso8601,
                "rfc822" => TimestampFormat::HttpDate,
                other => panic!("{other}"),
            })),
            other => panic!("{other}"),
        };
        self.within.pop();
        let made = leak(Shape::new(text(name), kind));
        if self.within.is_empty() || !self.recursive(name) {
            self.made.insert(key, made);
        }
        made
    }

    fn recursive(&self, name: &str) -> bool {
        let mut seen = HashSet::new();
        let mut open: Vec<&str> = vec![name];
        while let Some(at) = open.pop() {
            for child in self.model.children(at).unwrap() {
                // What holds a recursive shape depends on how deep it stands, too.
                if child.shape == at || self.within.iter().any(|outer| outer == child.shape) {
                    return true;
                }
                if seen.insert(child.shape) {
                    open.push(child.shape);
                }
            }
        }
        seen.contains(name)
    }

    fn element(&mut self, name: &'m str, of: &'m Ref) -> Member {
        let facts = self.model.member(name, of, false).unwrap();
        self.member(&facts)
    }

    fn member(&mut self, facts: &Facts<'m>) -> Member {
        let mut member = Member::new(text(facts.name), self.shape(facts.target));
        member.location_name = facts.location_name.map(text);
        member.query_name = facts.query_name.map(text);
        member.location = match facts.location {
            None => Location::Body,
            Some("header") => Location::Header,
            Some("headers") => Location::Headers,
            Some("uri") => Location::Uri,
            Some("querystring") => Location::QueryString,
            Some("statusCode") => Location::StatusCode,
            Some(other) => panic!("{other}"),
        };
        member.required = facts.required;
        member.flattened = facts.flattened;
        member.xml_attribute = facts.xml_attribute;
        member.streaming = facts.streaming;
        member.json_value = facts.json_value;
        member.xmlns = facts.xmlns.map(xmlns);
        member
    }
}

fn xmlns((prefix, uri): (Option<&str>, &str)) -> Xmlns {
    Xmlns { prefix: prefix.map(text), uri: text(uri) }
}

/// The operation of a case, its service, and its protocol.
pub(crate) fn operation(case: &Case) -> (&'static Operation, Protocol) {
    let model = &case.model;
    let metadata = &model.metadata;
    let protocol = match (metadata.protocol.as_str(), metadata.json_version.as_deref()) {
        ("json", Some("1.0")) => Protocol::Json10,
        ("json", _) => Protocol::Json11,
        ("query", _) => Protocol::Query,
        ("ec2", _) => Protocol::Ec2,
        ("rest-json", _) => Protocol::RestJson,
        ("rest-xml", _) => Protocol::RestXml,
        ("smithy-rpc-v2-cbor", _) => Protocol::Cbor,
        (other, _) => panic!("{other}"),
    };
    let mut builder = Builder { model, within: Vec::new(), made: HashMap::new() };
    let of = |of: &'_ Option<Ref>| match of {
        Some(of) => {
            let of: &'static Ref = leak(of.clone());
            Builder { model, within: Vec::new(), made: HashMap::new() }
                .shape(Target { shape: &of.shape, format: None })
        }
        None => &ferrogate_api::operation::EMPTY,
    };
    let (input, output) = (of(&case.operation.input), of(&case.operation.output));
    let mut errors = Vec::new();
    for error in &case.operation.errors {
        let shape = builder.shape(Target { shape: &error.shape, format: None });
        let (code, status, server) = model.error(&error.shape).unwrap();
        errors.push(leak(ErrorShape::new(shape, text(&code), status, server)));
    }
    let errors: &'static [&'static ErrorShape] = Box::leak(errors.into_boxed_slice());
    let service = leak(Service {
        id: "test",
        sdk_name: "test",
        signing_name: "test",
        protocols: Box::leak(vec![protocol].into_boxed_slice()),
        target_prefix: text(metadata.target_prefix.as_deref().unwrap_or("")),
        api_version: text(&metadata.api_version),
        xmlns: text(metadata.xml_namespace.as_deref().unwrap_or("")),
        query_compatible: metadata.aws_query_compatible.is_some(),
        operation_names: &[],
        unsigned_names: &[],
        operations: &[],
        errors,
    });
    let name = text(&case.operation.name);
    let wrapper = (protocol == Protocol::Query && !output.members().is_empty())
        .then(|| text(&format!("{name}Result")));
    let http = &case.operation.http;
    let operation = leak(Operation {
        service,
        name,
        input,
        output,
        errors,
        http: HttpBinding {
            method: text(&http.method),
            uri: text(&http.request_uri),
            code: http.response_code.unwrap_or(200),
        },
        host_prefix: None,
        result_wrapper: wrapper,
        input_element: None,
        input_xmlns: None,
        readonly: false,
        access: ferrogate_api::access::Access::open(),
    });
    (operation, protocol)
}

/// The recorded parameters as a value: blobs are plain text there, special floats are
/// names, moments are seconds or texts.
pub(crate) fn value(shape: &'static Shape, json: &Json) -> Value {
    match (&shape.kind, json) {
        (_, Json::Null) => Value::Absent,
        (Kind::Document, json) => Value::Document(json.clone()),
        (Kind::Structure(structure), Json::Object(object)) => {
            let field = |member: &'static Member| match object.get(member.name) {
                Some(Json::String(text)) if member.json_value => Value::Str(text.clone()),
                Some(json) if member.json_value => Value::Str(json.to_string()),
                Some(json) => value(member.shape, json),
                None => Value::Absent,
            };
            Value::Struct(structure.members.iter().map(field).collect())
        }
        (Kind::List(element), Json::Array(items)) => {
            Value::List(items.iter().map(|item| value(element.shape, item)).collect())
        }
        (Kind::Map(_, element), Json::Object(object)) => {
            let entry = |(key, json): (&String, &Json)| (key.clone(), value(element.shape, json));
            Value::Map(object.iter().map(entry).collect::<Map<_>>())
        }
        (Kind::String, Json::String(text)) => Value::Str(text.clone()),
        (Kind::Blob, Json::String(text)) => Value::Blob(text.clone().into()),
        (Kind::Boolean, Json::Bool(value)) => Value::Bool(*value),
        (Kind::Integer | Kind::Long, Json::Number(number)) => {
            Value::Int(number.as_i64().or(number.as_f64().map(|n| n as i64)).unwrap())
        }
        (Kind::Float, Json::Number(number)) => Value::Float(number.as_f64().unwrap()),
        (Kind::Float, Json::String(text)) => Value::Float(match text.as_str() {
            "NaN" => f64::NAN,
            "Infinity" => f64::INFINITY,
            "-Infinity" => f64::NEG_INFINITY,
            other => panic!("{other}"),
        }),
        (Kind::Timestamp(_), Json::Number(number)) => {
            Value::Time(Timestamp::from_seconds(number.as_f64().unwrap()).unwrap())
        }
        (Kind::Timestamp(_), Json::String(text)) => Value::Time(Timestamp::parse(text).unwrap()),
        (_, json) => panic!("{} can not hold {json}", shape.name),
    }
}
