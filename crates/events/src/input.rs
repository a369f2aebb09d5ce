//! What of an event a target is told: the event itself, a text of its own, a part of the event, or
//! a template that is filled in from parts (EventBridge user guide, "Input transformation").

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

/// Paths of one transformer (API model, `InputTransformer.InputPathsMap`).
pub const PATHS_MAX: usize = 100;
/// The largest text that a template makes, in bytes: that of the largest event.
pub const FILLED_MAX: usize = 256 << 10;

/// What a target is told.
#[derive(Clone, Debug)]
pub enum Input {
    /// The event.
    Event,
    /// This text, whatever the event is.
    Fixed(String),
    /// What is at this path of the event.
    Part(Path),
    /// A template that is filled in.
    Transformed(Transformer),
}

/// A template, and where what fills it in is found.
#[derive(Clone, Debug)]
pub struct Transformer {
    paths: BTreeMap<String, Path>,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// A name, and whether it stands within quotes.
    Named(String, bool),
}

/// A path into an event: `$.detail.containers[0].name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(String),
    Element(usize),
    /// All elements or fields.
    All,
}

/// What is known of an event beside itself.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// The event.
    pub event: &'a Value,
    /// The ARN of the rule.
    pub rule_arn: &'a str,
    /// The rule's name.
    pub rule_name: &'a str,
    /// When the event was taken, as RFC 3339.
    pub ingestion_time: &'a str,
}

/// Why there is no such input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Bad {
    /// A text is no path.
    #[error("{0} is no path")]
    Path(String),
    /// A template names what has no path.
    #[error("invalid placeholder {0}")]
    Placeholder(String),
    /// Names that begin with `aws.` are EventBridge's.
    #[error("the name {0} is reserved")]
    Reserved(String),
}

/// Names that a template can have without a path.
const OWN: [&str; 5] = [
    "aws.events.rule-arn",
    "aws.events.rule-name",
    "aws.events.event.ingestion-time",
    "aws.events.event",
    "aws.events.event.json",
];

impl Input {
    /// The text that a target is told.
    #[must_use]
    pub fn of(&self, told: &Told<'_>) -> String {
        match self {
            Self::Event => told.event.to_string(),
            Self::Fixed(text) => text.clone(),
            Self::Part(path) => path.find(told.event).unwrap_or_default().to_string(),
            Self::Transformed(transformer) => transformer.fill(told),
        }
    }
}

impl Path {
    /// Reads a path: `$`, then `.name`, `['name']`, `[0]`, `[*]` or `.*` in any number.
    ///
    /// # Errors
    /// [`Bad::Path`].
    pub fn parse(text: &str) -> Result<Self, Bad> {
        let bad = || Bad::Path(text.to_owned());
        let mut rest = text.strip_prefix('$').ok_or_else(bad)?;
        let mut steps = vec![];
        while !rest.is_empty() {
            let step;
            if let Some(after) = rest.strip_prefix("['") {
                let (name, after) = after.split_once("']").ok_or_else(bad)?;
                (step, rest) = (Step::Field(name.to_owned()), after);
            } else if let Some(after) = rest.strip_prefix('[') {
                let (inner, after) = after.split_once(']').ok_or_else(bad)?;
                let element = match inner {
                    "*" => Step::All,
                    number => Step::Element(number.parse().map_err(|_| bad())?),
                };
                (step, rest) = (element, after);
            } else {
                let after = rest.strip_prefix('.').ok_or_else(bad)?;
                let end = after.find(['.', '[']).unwrap_or(after.len());
                let (name, after) = after.split_at(end);
                let field = match name {
                    "" => return Err(bad()),
                    "*" => Step::All,
                    name => Step::Field(name.to_owned()),
                };
                (step, rest) = (field, after);
            }
            steps.push(step);
        }
        Ok(Self(steps))
    }

    /// What is there. `None` when nothing is.
    #[must_use]
    pub fn find(&self, event: &Value) -> Option<Value> {
        let (mut found, mut many) = (vec![event], false);
        for step in &self.0 {
            many |= *step == Step::All;
            found = found.into_iter().flat_map(|value| step.of(value)).collect();
        }
        match many {
            true => Some(Value::Array(found.into_iter().cloned().collect())),
            false => found.first().map(|value| (*value).clone()),
        }
    }
}

impl Step {
    fn of<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        match (self, value) {
            (Self::Field(name), Value::Object(fields)) => fields.get(name).into_iter().collect(),
            (Self::Element(at), Value::Array(all)) => all.get(*at).into_iter().collect(),
            (Self::All, Value::Array(all)) => all.iter().collect(),
            (Self::All, Value::Object(fields)) => fields.values().collect(),
            _ => vec![],
        }
    }
}

impl Transformer {
    /// Reads a template, and the paths of what it names.
    ///
    /// # Errors
    /// [`Bad`].
    pub fn parse<'p>(
        paths: impl IntoIterator<Item = (&'p str, &'p str)>,
        template: &str,
    ) -> Result<Self, Bad> {
        let mut all = BTreeMap::new();
        for (name, path) in paths {
            if name.to_ascii_lowercase().starts_with("aws.") {
                return Err(Bad::Reserved(name.to_owned()));
            }
            all.insert(name.to_owned(), Path::parse(path)?);
        }
        let pieces = pieces(template);
        for piece in &pieces {
            if let Piece::Named(name, _) = piece
                && !all.contains_key(name)
                && !OWN.contains(&&**name)
            {
                return Err(Bad::Placeholder(name.clone()));
            }
        }
        Ok(Self { paths: all, pieces })
    }

    fn fill(&self, told: &Told<'_>) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Named(name, quoted) => match (self.value(name, told), quoted) {
                    // Of what is nowhere nothing is left.
                    (None, _) => {}
                    (Some(value), true) => within_quotes(&value, &mut text),
                    (Some(value), false) => text.push_str(&value.to_string()),
                },
            }
            // A template may name the same large part often.
            if text.len() > FILLED_MAX {
                let end = (0..=FILLED_MAX).rev().find(|at| text.is_char_boundary(*at));
                text.truncate(end.unwrap_or_default());
                break;
            }
        }
        text
    }

    fn value(&self, name: &str, told: &Told<'_>) -> Option<Value> {
        if let Some(path) = self.paths.get(name) {
            return path.find(told.event);
        }
        match name {
            "aws.events.rule-arn" => Some(told.rule_arn.into()),
            "aws.events.rule-name" => Some(told.rule_name.into()),
            "aws.events.event.ingestion-time" => Some(told.ingestion_time.into()),
            "aws.events.event.json" => Some(told.event.clone()),
            "aws.events.event" => {
                let mut event = told.event.clone();
                if let Some(fields) = event.as_object_mut() {
                    fields.remove("detail");
                }
                Some(event)
            }
            _ => None,
        }
    }
}

/// Cuts a template where it names something.
fn pieces(template: &str) -> Vec<Piece> {
    let mut pieces = vec![];
    let (mut text, mut quoted) = (String::new(), false);
    let mut rest = template;
    while let Some(char) = rest.chars().next() {
        if char == '<'
            && let Some((name, after)) = rest[1..].split_once('>')
            && is_name(name)
        {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
            pieces.push(Piece::Named(name.to_owned(), quoted));
            rest = after;
            continue;
        }
        let mut taken = char.len_utf8();
        // What is escaped ends no text.
        if char == '\\' {
            taken += rest[taken..].chars().next().map_or(0, char::len_utf8);
        }
        quoted ^= char == '"';
        text.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    pieces.push(Piece::Text(text));
    pieces
}

fn is_name(name: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    !name.is_empty() && name.bytes().all(good)
}

/// A value within a text: lists as `[A,B]`, and nothing that would end the text.
fn within_quotes(value: &Value, text: &mut String) {
    match value {
        Value::String(value) => {
            let quoted = Value::from(&**value).to_string();
            text.push_str(&quoted[1..quoted.len() - 1]);
        }
        Value::Array(all) => {
            text.push('[');
            for (at, value) in all.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                within_quotes(value, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            text.push('{');
            for (at, (name, value)) in fields.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                within_quotes(&Value::from(&**name), text);
                text.push(':');
                within_quotes(value, text);
            }
            text.push('}');
        }
        other => {
            // Writing to a text can't fail.
            let _ = write!(text, "{other}");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn fill(paths: &[(&str, &str)], template: &str, event: &Value) -> String {
        let transformer = Transformer::parse(paths.iter().copied(), template).unwrap();
        Input::Transformed(transformer).of(&Told {
            event,
            rule_arn: "arn:rule",
            rule_name: "rule",
            ingestion_time: "2026-11-30T12:00:00Z",
        })
    }

    #[test]
    fn templates_are_filled_in_as_aws_does() {
        let event = json!({
            "time": "T", "detail": {"id": "i-1", "n": 2, "list": ["A", "B"], "o": {"k": "v"},
            "quote": "say \"x\"\n", "yes": true, "c": [{"name": "a"}, {"name": "b"}]},
        });
        for (paths, template, filled) in [
            (&[("id", "$.detail.id")][..], r#""it is <id>""#, r#""it is i-1""#),
            (&[("id", "$.detail.id")], r#"{"it": <id>}"#, r#"{"it": "i-1"}"#),
            (&[("id", "$.detail.id")], r#"{"it": "<id>"}"#, r#"{"it": "i-1"}"#),
            (&[("n", "$.detail.n")], r#"{"n": <n>, "t": "<n>"}"#, r#"{"n": 2, "t": "2"}"#),
            (
                &[("l", "$.detail.list")],
                r#"{"l": <l>, "t": "<l>"}"#,
                r#"{"l": ["A","B"], "t": "[A,B]"}"#,
            ),
            (
                &[("o", "$.detail.o")],
                r#"{"o": <o>, "t": "<o>"}"#,
                r#"{"o": {"k":"v"}, "t": "{k:v}"}"#,
            ),
            (&[("q", "$.detail.quote")], r#""<q>""#, r#""say \"x\"\n""#),
            (&[("none", "$.detail.none")], r#"{"a": "<none>"}"#, r#"{"a": ""}"#),
            (&[("c", "$.detail.c[1].name")], r#"<c>"#, r#""b""#),
            (&[("c", "$.detail.c[*].name")], r#"<c>"#, r#"["a","b"]"#),
            (&[("c", "$['detail']['yes']")], r#"<c>"#, "true"),
            (&[], r#""<aws.events.rule-name> <aws.events.rule-arn>""#, r#""rule arn:rule""#),
            (&[], "<aws.events.event>", r#"{"time":"T"}"#),
            (&[], "\"<aws.events.event.ingestion-time>\"", "\"2026-11-30T12:00:00Z\""),
            (&[], "1 < 2 > 1 <>", "1 < 2 > 1 <>"),
            (&[("id", "$.detail.id")], r#"{"a\"b": <id>}"#, r#"{"a\"b": "i-1"}"#),
        ] {
            assert_eq!(fill(paths, template, &event), filled, "{template}");
        }
        assert_eq!(fill(&[], "<aws.events.event.json>", &event), event.to_string());
    }

    #[test]
    fn what_names_nothing_is_refused() {
        let parse = |paths: &[(&str, &str)], template: &str| {
            Transformer::parse(paths.iter().copied(), template).unwrap_err()
        };
        assert_eq!(parse(&[], "<id>"), Bad::Placeholder("id".into()));
        assert_eq!(parse(&[("a", "detail")], ""), Bad::Path("detail".into()));
        assert_eq!(parse(&[("AWS.x", "$")], ""), Bad::Reserved("AWS.x".into()));
        for bad in ["", "$a", "$.", "$.a.", "$[", "$[x]", "$['a", "$..a"] {
            assert!(Path::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn parts_and_fixed_texts_are_what_they_say() {
        let event = json!({"detail": {"a": [1]}});
        let told = Told { event: &event, rule_arn: "", rule_name: "", ingestion_time: "" };
        assert_eq!(Input::Part(Path::parse("$.detail").unwrap()).of(&told), r#"{"a":[1]}"#);
        assert_eq!(Input::Part(Path::parse("$").unwrap()).of(&told), event.to_string());
        assert_eq!(Input::Part(Path::parse("$.no").unwrap()).of(&told), "null");
        assert_eq!(Input::Fixed("x".into()).of(&told), "x");
        assert_eq!(Input::Event.of(&told), event.to_string());
    }

    #[test]
    fn a_template_makes_no_more_than_an_event_has_room_for() {
        let event = json!({"a": "é".repeat(50_000)});
        let template = format!("\"{}\"", "<a>".repeat(100));
        assert!(fill(&[("a", "$.a")], &template, &event).len() <= FILLED_MAX);
    }

    proptest! {
        #[test]
        fn a_template_without_names_is_what_is_told(text in "[^<]{0,60}") {
            prop_assert_eq!(fill(&[], &text, &Value::Null), text);
        }

        #[test]
        fn what_is_filled_into_a_quoted_text_does_not_end_it(value in "\\PC{0,30}") {
            let event = json!({"a": value});
            let filled = fill(&[("a", "$.a")], "{\"x\": \"<a>\"}", &event);
            let read: Value = serde_json::from_str(&filled).unwrap();
            prop_assert_eq!(&read["x"], &event["a"]);
        }
    }
}
