//! Patterns of events, and what their targets are told.

use ferrogate_events::input::{FILLED_MAX, Path, Told};
use ferrogate_events::{Input, Pattern, Transformer};

use super::texts;
use crate::request::split_once;

pub(super) const WORDS: &[&str] = &[
    "{\"detail\":",
    "[{\"prefix\":",
    "{\"equals-ignore-case\":",
    "\"suffix\":",
    "\"anything-but\":",
    "\"numeric\":[\">\",0,\"<=\",5]",
    "\"exists\":false",
    "\"cidr\":\"10.0.0.0/8\"",
    "\"wildcard\":\"a*b\\\\*\"",
    "\"$or\":[",
    "null",
    "<aws.events.event.json>",
    "<a>",
    "$.a[*]",
    "['b']",
    "\n",
    "\"",
];

/// Whatever is a pattern can be asked, of whatever is an event.
pub(super) fn pattern(data: &[u8]) {
    let (pattern, event) = split_once(data, b"\n").unwrap_or((data, b"{\"a\":[{\"b\":1},[]]}"));
    let Ok(text) = std::str::from_utf8(pattern) else { return };
    let Ok(pattern) = Pattern::parse(text) else { return };
    let Ok(event) = serde_json::from_slice(event) else { return };
    assert_eq!(pattern.matches(&event), pattern.clone().matches(&event), "it says two things");
}

pub(super) fn pattern_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "{\"source\":[\"aws.ecs\"],\"detail\":{\"lastStatus\":[{\"anything-but\":[\"RUNNING\"]}]}}\n{\"source\":\"aws.ecs\",\"detail\":{\"lastStatus\":\"STOPPED\"}}",
        "{\"a\":[{\"prefix\":{\"equals-ignore-case\":\"X\"}},{\"cidr\":\"::/8\"},null,1.5]}\n{\"a\":[\"xy\",2]}",
        "{\"$or\":[{\"a\":[{\"exists\":false}]},{\"b\":{\"c\":[{\"numeric\":[\"=\",3]}]}}]}\n{\"b\":[{\"c\":3}]}",
        "{\"a\":[{\"anything-but\":{\"wildcard\":\"*a*\"}}]}\n{\"a\":\"b\"}",
    ])
}

/// Whatever is a template can be filled in, and comes to no more than there is room for.
pub(super) fn input(data: &[u8]) {
    let (path, template) = split_once(data, b"\n").unwrap_or((b"$.a", data));
    let (Ok(path), Ok(template)) = (std::str::from_utf8(path), std::str::from_utf8(template))
    else {
        return;
    };
    let event = serde_json::json!({"a": [{"b": "<a>\"\\"}, 1, null], "b": {"a": true}});
    let told = Told { event: &event, rule_arn: "arn", rule_name: "r", ingestion_time: "t" };
    if let Ok(path) = Path::parse(path) {
        let _ = Input::Part(path).of(&told);
    }
    if let Ok(transformer) = Transformer::parse([("a", path)], template) {
        assert!(Input::Transformed(transformer).of(&told).len() <= FILLED_MAX);
    }
}

pub(super) fn input_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "$.a[0].b\n{\"x\":\"it is <a>\",\"y\":<a>}",
        "$.a[*]\n\"<a> <aws.events.rule-name>\"",
        "$['b']['a']\n<aws.events.event> <aws.events.event.json>",
    ])
}
