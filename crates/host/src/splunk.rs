//! Events of an HTTP event collector, as docker's splunk driver writes them. Knows bytes, not
//! sockets.

use std::collections::BTreeMap;

use ferrogate_link::session::Token;
use ferrogate_link::splunk::{Format, Options};
use serde::{Deserialize, Serialize};

use crate::spool::{Line, Stream};

/// What one container's lines go by. A part of it is secret: it is in memory and in no file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// All options of the log driver.
    pub options: BTreeMap<String, Token>,
    /// The host that events name.
    pub host: String,
    /// What lines are tagged with; nothing when it is empty.
    pub tag: String,
    /// Labels and variables that events have.
    pub attributes: BTreeMap<String, Token>,
}

impl Settings {
    /// The options, read.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read(&self) -> Result<Options, String> {
        let plain = |(name, value): (&String, &Token)| (name.clone(), value.expose().to_owned());
        Options::read(&self.options.iter().map(plain).collect())
    }
}

/// Writes the events of one container.
pub(crate) struct Writer {
    format: Format,
    /// What follows a line within its event, but for the stream that it came from.
    attributes: String,
    /// What precedes a line of the raw format.
    prefix: String,
    /// What follows an event and its time.
    rest: String,
}

impl Writer {
    pub(crate) fn new(settings: &Settings, options: &Options) -> Self {
        let mut attributes = String::new();
        let mut prefix = String::new();
        if !settings.tag.is_empty() {
            attributes.push_str(",\"tag\":");
            attributes.push_str(&json(&settings.tag));
            prefix.push_str(&settings.tag);
            prefix.push(' ');
        }
        if !settings.attributes.is_empty() {
            let plain = settings.attributes.iter().map(|(name, value)| (name, value.expose()));
            let plain: BTreeMap<_, _> = plain.collect();
            attributes.push_str(",\"attrs\":");
            attributes.push_str(&json(&plain));
            for (name, value) in plain {
                prefix.push_str(name);
                prefix.push('=');
                prefix.push_str(value);
                prefix.push(' ');
            }
        }
        let mut rest = format!(",\"host\":{}", json(&settings.host));
        for (name, value) in [
            ("source", &options.source),
            ("sourcetype", &options.source_type),
            ("index", &options.index),
        ] {
            if let Some(value) = value {
                rest.push_str(&format!(",\"{name}\":{}", json(value)));
            }
        }
        rest.push('}');
        Self { format: options.format, attributes, prefix, rest }
    }

    /// The event of a line; `None` for one that is none: collectors take no event that is blank.
    pub(crate) fn event(&self, line: &Line) -> Option<Vec<u8>> {
        let text = String::from_utf8_lossy(&line.bytes);
        let mut event = String::with_capacity(text.len() + self.rest.len() + 128);
        event.push_str("{\"event\":");
        match self.format {
            Format::Raw if text.trim().is_empty() => return None,
            Format::Raw => event.push_str(&json(&format!("{}{text}", self.prefix))),
            Format::Inline | Format::Json => {
                event.push_str("{\"line\":");
                let is_document = self.format == Format::Json
                    && serde_json::from_str::<serde_json::Value>(&text).is_ok();
                match is_document {
                    true => event.push_str(text.trim()),
                    false => event.push_str(&json(&*text)),
                }
                event.push_str(match line.stream {
                    Stream::Stdout => ",\"source\":\"stdout\"",
                    Stream::Stderr => ",\"source\":\"stderr\"",
                });
                event.push_str(&self.attributes);
                event.push('}');
            }
        }
        let (s, ms) = (line.at.0 / 1000, line.at.0 % 1000);
        event.push_str(&format!(",\"time\":\"{s}.{ms:03}000\""));
        event.push_str(&self.rest);
        Some(event.into_bytes())
    }
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("texts and maps of texts can be written")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::TimestampMs;
    use serde_json::{Value, json};

    fn settings(options: &[(&str, &str)]) -> Settings {
        let given = [("splunk-token", "hush"), ("splunk-url", "http://h")];
        let options = given.iter().chain(options);
        Settings {
            options: options.map(|(k, v)| ((*k).to_owned(), Token::new(*v))).collect(),
            host: "h".into(),
            tag: "t".into(),
            attributes: [("a".to_owned(), Token::new("1"))].into(),
        }
    }

    fn event(options: &[(&str, &str)], text: &[u8]) -> Option<Value> {
        let settings = settings(options);
        let writer = Writer::new(&settings, &settings.read().unwrap());
        let at = TimestampMs(1_700_000_000_007);
        let line = Line { seq: 1, at, stream: Stream::Stderr, bytes: text.to_vec() };
        writer.event(&line).map(|bytes| serde_json::from_slice(&bytes).unwrap())
    }

    #[test]
    fn an_event_has_its_line_its_time_and_where_it_is_from() {
        let whole = event(&[("splunk-source", "s"), ("splunk-index", "i\"")], b"a \"b\" \xff");
        let inline = json!({"line": "a \"b\" \u{fffd}", "source": "stderr", "tag": "t",
            "attrs": {"a": "1"}});
        let wanted = json!({"event": inline, "time": "1700000000.007000", "host": "h",
            "source": "s", "index": "i\""});
        assert_eq!(whole, Some(wanted));
        assert_eq!(event(&[], b"").unwrap()["event"]["line"], "");
    }

    #[test]
    fn a_document_is_one_and_what_is_none_is_a_text() {
        let line = |text: &[u8]| {
            event(&[("splunk-format", "json")], text).unwrap()["event"]["line"].clone()
        };
        assert_eq!(line(b" {\"a\": [1, 2.50]}\r"), json!({"a": [1, 2.5]}));
        assert_eq!(line(b"7"), json!(7));
        for text in ["{\"a\": 1", "{} {}", "a", "", "NaN"] {
            assert_eq!(line(text.as_bytes()), json!(text));
        }
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        assert_eq!(line(deep.as_bytes()), json!(deep));
        assert_eq!(line(b"\"\xff\""), json!("\"\u{fffd}\"".trim_matches('"')));
    }

    #[test]
    fn a_raw_line_follows_its_tag_and_a_blank_one_is_none() {
        let raw = |text: &[u8]| event(&[("splunk-format", "raw")], text);
        assert_eq!(raw(b"x").unwrap()["event"], "t a=1 x");
        for blank in [&b""[..], b" ", b"\t\r"] {
            assert_eq!(raw(blank), None);
        }
    }

    #[test]
    fn nobody_sees_a_token() {
        assert!(!format!("{:?}", settings(&[])).contains("hush"));
    }
}
