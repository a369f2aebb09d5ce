//! Operations of EC2 and of services that speak query: a form goes out and XML comes back, both
//! by the API's own tables.

use ferrogate_api::json::{self, Typed};
use ferrogate_api::schema::{Kind, Shape};
use ferrogate_api::{FromValue, Op, Operation, Protocol, Timestamp, Value, Wire};
use http::StatusCode;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value as Json;

use super::{Api, query};
use crate::fault::Fault;

impl Api {
    /// Calls an operation of EC2, or of a service that speaks query.
    pub(crate) async fn form_of<O: Op>(&self, input: &O::Input) -> Result<O::Output, Fault>
    where
        O::Input: Wire,
        O::Output: FromValue,
    {
        let operation = O::OPERATION;
        let body = json::encode(input, operation.input);
        if let Some(explain) = &self.explain {
            explain.call(operation, &body);
        }
        let input: Json = serde_json::from_slice(&body).expect("we encoded it");
        let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        let of = (operation.service.signing_name, operation.name);
        let form = form(operation, &input).into_bytes();
        let (status, answer) = self.ask(of, operation.reads(), &headers, form).await?;
        let xml = String::from_utf8_lossy(&answer);
        if status != StatusCode::OK {
            return Err(query::refusal(operation.name, status, &xml, self));
        }
        let wrapped = |root: Element| match operation.result_wrapper {
            Some(name) => root.children.into_iter().find(|child| child.name == name),
            None => Some(root),
        };
        // An answer without anything may have no wrapper.
        let result = read(&xml).map(|root| wrapped(root).unwrap_or_default());
        let output = result.and_then(|root| value(operation.output, &root)).and_then(|value| {
            O::Output::from_value(value).map_err(|mismatch| mismatch.to_string())
        });
        output.map_err(|why| {
            Fault::failed(format!("the answer to {} makes no sense", operation.name)).why(why)
        })
    }
}

/// A document as the aws command shows it: with the names of the model.
pub(crate) fn document<T: Typed>(of: &T) -> Json {
    named(json::to_value(of), T::SHAPE)
}

/// A value with the names of the model instead of those on the wire.
pub(super) fn named(value: Json, shape: &Shape) -> Json {
    match (&shape.kind, value) {
        (Kind::Structure(structure), Json::Object(mut members)) => {
            let own = structure.members.iter().filter_map(|member| {
                let value = members.remove(member.wire_name())?;
                Some((member.name.to_owned(), named(value, member.shape)))
            });
            own.collect::<serde_json::Map<_, _>>().into()
        }
        (Kind::List(element), Json::Array(items)) => {
            items.into_iter().map(|item| named(item, element.shape)).collect()
        }
        (_, value) => value,
    }
}

/// A request as a form.
fn form(operation: &Operation, input: &Json) -> String {
    let version = operation.service.api_version;
    let mut form = format!("Action={}&Version={version}", operation.name);
    let dialect = match operation.service.protocols.first() {
        Some(Protocol::Ec2) => Dialect::Ec2,
        _ => Dialect::Query,
    };
    put(&mut form, dialect, "", operation.input, input);
    form
}

/// How a form names members and elements.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Ec2,
    Query,
}

/// Adds a value to a form: members and elements stand behind dots.
fn put(form: &mut String, dialect: Dialect, name: &str, shape: &Shape, value: &Json) {
    match (&shape.kind, value) {
        (Kind::Structure(structure), Json::Object(members)) => {
            for member in structure.members {
                let Some(value) = members.get(member.wire_name()) else { continue };
                let dot = if name.is_empty() { "" } else { "." };
                let own = match dialect {
                    Dialect::Ec2 => member.ec2_name(),
                    Dialect::Query => member.wire_name().into(),
                };
                put(form, dialect, &format!("{name}{dot}{own}"), member.shape, value);
            }
        }
        (Kind::List(element), Json::Array(items)) => {
            let between = if dialect == Dialect::Query { ".member" } else { "" };
            for (n, item) in (1..).zip(items) {
                put(form, dialect, &format!("{name}{between}.{n}"), element.shape, item);
            }
        }
        (_, Json::String(text)) => put_text(form, name, text),
        (_, value) => put_text(form, name, &value.to_string()),
    }
}

/// Adds a text to a form, escaped.
pub(super) fn put_text(form: &mut String, name: &str, text: &str) {
    form.push('&');
    form.push_str(name);
    form.push('=');
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                form.push(char::from(byte));
            }
            byte => form.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// An element of XML.
#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

/// The root of a document, or why it is none.
fn read(xml: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let last = open.len() - 1;
        match event {
            Event::Start(start) => {
                let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                open.push(Element { name, ..Element::default() });
            }
            Event::End(_) => {
                // The reader refuses an end without a start.
                let Some(done) = open.pop().filter(|_| !open.is_empty()) else { break };
                open[last - 1].children.push(done);
            }
            Event::Text(text) => {
                open[last].text.push_str(&text.decode().map_err(|error| error.to_string())?);
            }
            Event::GeneralRef(entity) => {
                let entity = entity.decode().map_err(|error| error.to_string())?;
                let known = quick_xml::escape::resolve_predefined_entity(&entity);
                open[last].text.push_str(known.ok_or("it has an entity that is unknown")?);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let outside = open.pop().filter(|_| open.is_empty());
    let root = outside.and_then(|outside| outside.children.into_iter().next());
    root.ok_or_else(|| "it has no end".to_owned())
}

/// What an element says, read by a shape. What the shape does not have is passed over.
fn value(shape: &Shape, element: &Element) -> Result<Value, String> {
    let text = &element.text;
    let wrong = || format!("{} is '{text}'", element.name);
    Ok(match &shape.kind {
        Kind::Structure(structure) => {
            let members = structure.members.iter().map(|member| {
                let is_it = |child: &&Element| child.name == member.wire_name();
                match element.children.iter().find(is_it) {
                    Some(child) => value(member.shape, child),
                    None => Ok(Value::Absent),
                }
            });
            Value::Struct(members.collect::<Result<_, _>>()?)
        }
        Kind::List(item) => {
            let items = element.children.iter().map(|child| value(item.shape, child));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        Kind::Boolean => Value::Bool(text.parse().map_err(|_| wrong())?),
        Kind::Integer | Kind::Long => Value::Int(text.parse().map_err(|_| wrong())?),
        Kind::Float => Value::Float(text.parse().map_err(|_| wrong())?),
        Kind::Timestamp(_) => Value::Time(Timestamp::parse(text).map_err(|_| wrong())?),
        Kind::String => Value::Str(text.clone()),
        // The answers that are read have none of these.
        Kind::Map(..) | Kind::Blob | Kind::Document => return Err(wrong()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::ec2::{
        DescribeNetworkInsightsAnalysesResult, DescribeNetworkInterfacesRequest, Filter, op,
    };

    #[test]
    fn a_request_is_a_form_with_dots() {
        let filter =
            Filter { name: Some("tag:a b".into()), values: Some(vec!["1".into(), "ü&".into()]) };
        let input = DescribeNetworkInterfacesRequest {
            max_results: Some(5),
            filters: Some(vec![filter]),
            ..DescribeNetworkInterfacesRequest::default()
        };
        let operation = op::DescribeNetworkInterfaces::OPERATION;
        let json = serde_json::from_slice(&json::encode(&input, operation.input)).unwrap();
        let form = form(operation, &json);
        assert!(form.starts_with("Action=DescribeNetworkInterfaces&Version=2016-11-15&"), "{form}");
        for part in [
            "&MaxResults=5",
            "&Filter.1.Name=tag%3Aa%20b",
            "&Filter.1.Value.1=1",
            "&Filter.1.Value.2=%C3%BC%26",
        ] {
            assert!(form.contains(part), "{part} of {form}");
        }
    }

    #[test]
    fn an_answer_is_read_by_its_shape_and_shown_with_the_names_of_the_model() {
        let xml = "<?xml version=\"1.0\"?><R xmlns=\"http://x/\"><requestId>1</requestId>\
                   <networkInsightsAnalysisSet><item><networkPathFound>false</networkPathFound>\
                   <startDate>2026-01-02T03:04:05.678Z</startDate><explanationSet><item>\
                   <explanationCode>a &lt; b</explanationCode><portRangeSet><item><from>1</from>\
                   <to>2</to></item></portRangeSet></item></explanationSet></item>\
                   </networkInsightsAnalysisSet></R>";
        let shape = op::DescribeNetworkInsightsAnalyses::OPERATION.output;
        let value = value(shape, &read(xml).unwrap()).unwrap();
        let found = DescribeNetworkInsightsAnalysesResult::from_value(value).unwrap();
        let shown = document(&found);
        let analysis = &shown["NetworkInsightsAnalyses"][0];
        assert_eq!(analysis["NetworkPathFound"], false);
        let why = &analysis["Explanations"][0];
        assert_eq!(why["ExplanationCode"], "a < b");
        assert_eq!(why["PortRanges"][0], serde_json::json!({"From": 1, "To": 2}));
    }

    #[test]
    fn query_names_elements_as_members() {
        use ferrogate_api::iam::{SimulatePrincipalPolicyRequest, op};
        let input = SimulatePrincipalPolicyRequest {
            policy_source_arn: "arn:x".into(),
            action_names: vec!["ecs:RunTask".into()],
            ..SimulatePrincipalPolicyRequest::default()
        };
        let operation = op::SimulatePrincipalPolicy::OPERATION;
        let json = serde_json::from_slice(&json::encode(&input, operation.input)).unwrap();
        let form = form(operation, &json);
        assert!(
            form.ends_with("&PolicySourceArn=arn%3Ax&ActionNames.member.1=ecs%3ARunTask"),
            "{form}"
        );
    }

    #[test]
    fn what_is_no_answer_is_said_to_be_none() {
        let shape = op::DescribeNetworkInsightsAnalyses::OPERATION.output;
        for xml in ["", "<R", "<R><a></R>", "<R><a></a>", "</R>"] {
            assert!(read(xml).is_err(), "{xml}");
        }
        let xml = "<R><networkInsightsAnalysisSet><item><networkPathFound>x</networkPathFound>\
                   </item></networkInsightsAnalysisSet></R>";
        let wrong = value(shape, &read(xml).unwrap()).unwrap_err();
        assert_eq!(wrong, "networkPathFound is 'x'");
    }
}
