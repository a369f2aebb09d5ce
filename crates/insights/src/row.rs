//! An event, and a row that comes of it.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::value::Value;

/// A log event, as a query sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its time, in milliseconds.
    pub ts_ms: u64,
    /// When it came, in milliseconds.
    pub ingest_ms: u64,
    /// Its text.
    pub message: Arc<str>,
    /// Its stream.
    pub stream: Arc<str>,
    /// Account and group: `111122223333:/ecs/web`.
    pub log: Arc<str>,
    /// What names it: `@ptr`.
    pub ptr: String,
}

/// A row on its way through the commands.
#[derive(Debug)]
pub(crate) struct Row {
    event: Option<Event>,
    /// Its place among all that came.
    pub(crate) place: u64,
    json: OnceCell<Option<Json>>,
    /// What commands have added, by name.
    added: BTreeMap<String, Value>,
}

impl Row {
    pub(crate) fn of(event: Event, place: u64) -> Self {
        Self { event: Some(event), place, json: OnceCell::new(), added: BTreeMap::new() }
    }

    /// A row that `stats` made.
    pub(crate) fn made(added: BTreeMap<String, Value>) -> Self {
        Self { event: None, place: 0, json: OnceCell::new(), added }
    }

    pub(crate) fn add(&mut self, name: String, value: Value) {
        self.added.insert(name, value);
    }

    pub(crate) fn ptr(&self) -> Option<&str> {
        self.event.as_ref().map(|event| event.ptr.as_str())
    }

    /// About how much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let text = |value: &Value| match value {
            Value::Text(text) => text.len(),
            _ => 0,
        };
        let added = self.added.iter().map(|(name, value)| 96 + name.len() + text(value));
        let message = self.event.as_ref().map_or(0, |event| event.message.len());
        // The text, and what it was read as.
        256 + added.sum::<usize>() + message * if self.json.get().is_some() { 4 } else { 1 }
    }

    /// Forgets what the text was read as; it is read again when that is asked for.
    pub(crate) fn slim(&mut self) {
        self.json = OnceCell::new();
    }

    pub(crate) fn time(&self) -> Option<i64> {
        self.event.as_ref().map(|event| time(event.ts_ms))
    }

    pub(crate) fn field(&self, name: &str) -> Value {
        if let Some(value) = self.added.get(name) {
            return value.clone();
        }
        let Some(event) = &self.event else { return Value::Null };
        match name {
            "@message" => return Value::Text(event.message.to_string()),
            "@timestamp" => return Value::Time(time(event.ts_ms)),
            "@ingestionTime" => return Value::Time(time(event.ingest_ms)),
            "@logStream" => return Value::Text(event.stream.to_string()),
            "@log" => return Value::Text(event.log.to_string()),
            "@ptr" => return Value::Text(event.ptr.clone()),
            _ => {}
        }
        let json = self.json.get_or_init(|| {
            let text = event.message.trim_start();
            // The library bounds how deep it nests, and the log store how long it is.
            text.starts_with('{').then(|| serde_json::from_str(text).ok()).flatten()
        });
        // A field of the event that begins with @ is shown with two.
        let name = name.strip_prefix('@').map_or(name, |rest| match rest.starts_with('@') {
            true => rest,
            false => name,
        });
        json.as_ref().and_then(|json| find(json, name)).map_or(Value::Null, of_json)
    }
}

fn time(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

/// What a path names: members and places in lists, between dots. A member may have dots itself.
fn find<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    match json {
        Json::Object(members) => {
            if let Some(found) = members.get(path) {
                return Some(found);
            }
            let dots = path.match_indices('.').map(|(at, _)| at);
            dots.filter_map(|at| Some((members.get(&path[..at])?, &path[at + 1..])))
                .find_map(|(inner, rest)| find(inner, rest))
        }
        Json::Array(list) => {
            let (place, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
            let found = list.get(place.parse::<usize>().ok()?)?;
            rest.map_or(Some(found), |rest| find(found, rest))
        }
        _ => None,
    }
}

fn of_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(is) => Value::Bool(*is),
        // As it is written: a long number loses no digit.
        Json::Number(number) => Value::Text(number.to_string()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(_) | Json::Object(_) => Value::Text(json.to_string()),
    }
}
