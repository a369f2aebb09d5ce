//! Bodies as trees in which nothing but their meaning is left to compare.

use std::collections::BTreeMap;

use ferrogate_api::Timestamp;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value as Json;

/// JSON with every number as a float and no nulls.
pub(crate) fn json(body: &[u8]) -> Json {
    if body.is_empty() {
        return Json::Null;
    }
    let json = serde_json::from_slice(body).unwrap_or_else(|error| panic!("{error}: {body:?}"));
    plain(json)
}

fn plain(json: Json) -> Json {
    match json {
        Json::Number(number) => Json::from(number.as_f64().unwrap()),
        Json::Array(items) => items.into_iter().map(plain).collect(),
        Json::Object(object) => {
            let kept = object.into_iter().filter(|(_, value)| !value.is_null());
            Json::Object(
                kept.map(|(name, value)| match (name.as_str(), &value) {
                    // What stands around an error's name is no part of it.
                    ("__type", Json::String(text)) => {
                        let text = text.split(':').next().unwrap();
                        let name = text.rsplit('#').next().unwrap();
                        ("__type".to_owned(), Json::from(name))
                    }
                    _ => (name, plain(value)),
                })
                .collect(),
            )
        }
        other => other,
    }
}

/// An XML element: children by name in their order, so that only the order of equal
/// names counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Element {
    pub attributes: BTreeMap<String, String>,
    pub text: String,
    pub children: BTreeMap<String, Vec<Element>>,
}

impl Element {
    /// Without the request's id, which the recordings give or leave out.
    pub(crate) fn without_request_id(mut self) -> Self {
        for name in ["ResponseMetadata", "requestId", "RequestId", "RequestID", "HostId"] {
            self.children.remove(name);
        }
        self.attributes.remove("xmlns");
        self
    }
}

/// Reads a document; the root's name is not kept.
pub(crate) fn xml(body: &[u8]) -> Element {
    let text = std::str::from_utf8(body).unwrap();
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => return element(&mut reader, &start),
            Event::Eof => return Element::default(),
            _ => {}
        }
    }
}

fn element(reader: &mut Reader<&[u8]>, start: &BytesStart<'_>) -> Element {
    let mut out = Element::default();
    for attribute in start.attributes() {
        let attribute = attribute.unwrap();
        let name = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
        out.attributes.insert(name, attribute.unescape_value().unwrap().into_owned());
    }
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                let child = element(reader, &start);
                out.children.entry(name).or_default().push(child);
            }
            Event::Text(text) => out.text.push_str(&text.xml_content().unwrap()),
            Event::CData(text) => out.text.push_str(&text.xml_content().unwrap()),
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().unwrap();
                out.text.push(c.unwrap_or_else(|| match &*reference {
                    b"amp" => '&',
                    b"lt" => '<',
                    b"gt" => '>',
                    b"quot" => '"',
                    b"apos" => '\'',
                    other => panic!("{other:?}"),
                }));
            }
            Event::End(_) => break,
            Event::Eof => panic!("the document ends early"),
            _ => {}
        }
    }
    if !out.children.is_empty() {
        out.text.clear(); // only indentation
    }
    if out.text.trim().is_empty() && out.text.contains('\n') {
        out.text.clear();
    }
    // The entries of a map have no order.
    for entries in out.children.values_mut() {
        if entries.iter().all(|entry| entry.children.len() == 2) {
            entries.sort_by_key(|entry| format!("{entry:?}"));
        }
    }
    // EC2 always writes milliseconds, the recordings never do.
    if out.text.contains('T')
        && let Ok(at) = Timestamp::parse(&out.text)
    {
        out.text = at.to_string();
    }
    out
}
