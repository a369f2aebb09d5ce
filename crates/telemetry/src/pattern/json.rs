//! Conditions on a text that is a JSON object.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Node;

use super::PatternError;
use super::cursor::{Cursor, quote};
use super::expr::Expr;
use super::value::Comparison;

/// Filter pattern syntax: one wildcard in a selector, three in a pattern.
const WILDCARDS_MAX: usize = 3;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Json(pub(super) Expr<Condition>);

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    pub(super) selector: Selector,
    pub(super) test: Test,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    Compare(Comparison),
    IsNull,
    IsTrue,
    IsFalse,
    Exists,
    NotExists,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// `.name` or `["name"]`
    Key(String),
    /// `[0]`
    Index(usize),
    /// `.*` or `[*]`
    Any,
}

/// At least one step from `$`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selector(pub(super) Vec<Step>);

impl Json {
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        cursor.expect("{")?;
        let mut wildcards = 0;
        let expr = Expr::parse(cursor, &mut |cursor| {
            let condition = Condition::parse(cursor)?;
            wildcards += condition.selector.wildcards();
            if wildcards > WILDCARDS_MAX {
                return Err(cursor.error("more than 3 wildcards in selectors"));
            }
            Ok(condition)
        })?;
        cursor.skip_space();
        cursor.expect("}")?;
        Ok(Self(expr))
    }

    pub(super) fn matches(&self, message: &str) -> bool {
        let Some(root) = read(message) else { return false };
        self.0.holds(&|condition| condition.holds(&root))
    }

    pub(super) fn extract(&self, message: &str) -> BTreeMap<String, String> {
        let Some(root) = read(message) else { return BTreeMap::new() };
        let mut conditions = Vec::new();
        self.0.leaves(&mut conditions);
        let value = |c: &&Condition| {
            let found = c.selector.find(&root);
            Some((c.selector.to_string(), found.into_iter().find_map(scalar)?))
        };
        conditions.iter().filter_map(value).collect()
    }
}

/// The text as JSON, if it may be an object or an array at all.
fn read(message: &str) -> Option<Node> {
    if !message.trim_start().starts_with(['{', '[']) {
        return None;
    }
    // Nesting is bounded by the library, size by that of an event.
    serde_json::from_str(message).ok()
}

/// The text of a value that is one.
fn scalar(node: &Node) -> Option<String> {
    match node {
        Node::String(text) => Some(text.clone()),
        Node::Number(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}

impl Condition {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        let selector = Selector::parse(cursor)?;
        cursor.skip_space();
        let test = if cursor.eat_word("IS") {
            cursor.skip_space();
            let words = [("NULL", Test::IsNull), ("TRUE", Test::IsTrue), ("FALSE", Test::IsFalse)];
            let found = words.into_iter().find(|(word, _)| cursor.eat_word(word));
            found.map(|(_, test)| test).ok_or_else(|| cursor.error("no NULL, TRUE or FALSE"))?
        } else if cursor.eat_word("NOT") {
            cursor.skip_space();
            if !cursor.eat_word("EXISTS") {
                return Err(cursor.error("no EXISTS"));
            }
            Test::NotExists
        } else if cursor.eat_word("EXISTS") {
            Test::Exists
        } else {
            Test::Compare(Comparison::parse(cursor, "}")?)
        };
        Ok(Self { selector, test })
    }

    fn holds(&self, root: &Node) -> bool {
        let found = self.selector.find(root);
        let any = |test: fn(&Node) -> bool| found.iter().any(|node| test(node));
        match &self.test {
            Test::Exists => !found.is_empty(),
            Test::NotExists => found.is_empty(),
            Test::IsNull => any(Node::is_null),
            Test::IsTrue => any(|node| *node == Node::Bool(true)),
            Test::IsFalse => any(|node| *node == Node::Bool(false)),
            // A selector that is not there, or ends on an array or object, never matches,
            // not even `!=`.
            Test::Compare(comparison) => found.iter().any(|node| match node {
                Node::String(text) => comparison.holds(text),
                node => scalar(node).is_some_and(|text| comparison.holds(&text)),
            }),
        }
    }
}

impl Selector {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        cursor.skip_space();
        cursor.expect("$")?;
        let mut selector = Self(Vec::new());
        while let Some(step) = Step::parse(cursor)? {
            selector.0.push(step);
        }
        if selector.0.is_empty() {
            return Err(cursor.error("no '.' or '[' behind '$'"));
        }
        if selector.wildcards() > 1 {
            return Err(cursor.error("more than one wildcard in a selector"));
        }
        Ok(selector)
    }

    fn wildcards(&self) -> usize {
        self.0.iter().filter(|s| **s == Step::Any).count()
    }

    /// What it selects: at most one node, unless it has a wildcard.
    fn find<'a>(&self, root: &'a Node) -> Vec<&'a Node> {
        let mut found = vec![root];
        for step in &self.0 {
            found = found.into_iter().flat_map(|node| step.from(node)).collect();
        }
        found
    }
}

impl Step {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Option<Self>, PatternError> {
        let dot = cursor.eat(".");
        if cursor.peek() == Some('[') {
            return Self::bracket(cursor).map(Some);
        }
        if !dot {
            return Ok(None);
        }
        if cursor.eat("*") {
            return Ok(Some(Self::Any));
        }
        let name = cursor.take_while(is_name);
        if name.is_empty() {
            Err(cursor.error("no name"))
        } else {
            Ok(Some(Self::Key(name.into())))
        }
    }

    fn bracket(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        cursor.expect("[")?;
        let step = match cursor.peek() {
            Some('*') => {
                cursor.next();
                Self::Any
            }
            Some('"') => Self::Key(cursor.quoted()?),
            Some('\'') => {
                cursor.next();
                let name = cursor.take_while(|c| c != '\'').to_owned();
                cursor.expect("'")?;
                Self::Key(name)
            }
            _ => {
                let digits = cursor.take_while(|c| c.is_ascii_digit());
                let index = digits.parse().map_err(|_| cursor.error("no index"))?;
                Self::Index(index)
            }
        };
        cursor.expect("]")?;
        Ok(step)
    }

    fn from<'a>(&self, node: &'a Node) -> Vec<&'a Node> {
        match (self, node) {
            (Self::Key(name), Node::Object(map)) => map.get(name).into_iter().collect(),
            (Self::Index(index), Node::Array(all)) => all.get(*index).into_iter().collect(),
            (Self::Any, Node::Array(all)) => all.iter().collect(),
            (Self::Any, Node::Object(map)) => map.values().collect(),
            _ => Vec::new(),
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || "_-@:".contains(c)
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ ")?;
        self.0.print(f, &|condition, f| condition.fmt(f))?;
        f.write_str(" }")
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.selector)?;
        match &self.test {
            Test::Compare(comparison) => comparison.fmt(f),
            Test::IsNull => f.write_str("IS NULL"),
            Test::IsTrue => f.write_str("IS TRUE"),
            Test::IsFalse => f.write_str("IS FALSE"),
            Test::Exists => f.write_str("EXISTS"),
            Test::NotExists => f.write_str("NOT EXISTS"),
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for (i, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(name) if !name.is_empty() && name.chars().all(is_name) => {
                    write!(f, ".{name}")?;
                }
                Step::Key(name) => write!(f, "[{}]", quote(name))?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Any if i == 0 => f.write_str(".*")?,
                Step::Any => f.write_str("[*]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;

    const EVENT: &str = r#"{
        "eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111", "n": 5, "f": 2.5e1,
        "arrayKey": ["value", "another"], "none": null, "on": true, "off": false, "big": "404",
        "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
        "user": {"id": 1, "a b": "x", "na-me_1": "y"}
    }"#;

    #[test]
    fn conditions_choose_events() {
        let table = [
            (r#"{ $.eventType = "UpdateTrail" }"#, true),
            ("{ $.eventType = UpdateTrail }", true),
            (r#"{$.eventType="updateTrail"}"#, false),
            (r#"{ $.eventType = "Update*" }"#, true),
            (r#"{ $.sourceIPAddress = 111.111.* }"#, true),
            (r#"{ $.sourceIPAddress != 123.123.* }"#, true),
            (r#"{ $.arrayKey[0] = "value" }"#, true),
            (r#"{ $.arrayKey[2] = "value" }"#, false),
            (r#"{ $.arrayKey[*] = "another" }"#, true),
            (r#"{ $.arrayKey = "value" }"#, false),
            (r#"{ $.arrayKey != "value" }"#, false),
            (r#"{ $.user != "value" }"#, false),
            ("{ $.objectList[1].id = 2 }", true),
            ("{ $.objectList[*].id > 1 }", true),
            ("{ $.objectList[*].id > 2 }", false),
            ("{ $.user.* = 1 }", true),
            (r#"{ $.user["a b"] = x && $.user['na-me_1'] = y && $.user.na-me_1 = "y" }"#, true),
            ("{ $.missing = 1 }", false),
            ("{ $.missing != 1 }", false),
            ("{ $.missing NOT EXISTS }", true),
            ("{ $.none NOT EXISTS }", false),
            ("{ $.none EXISTS }", true),
            ("{ $.none IS NULL }", true),
            ("{ $.none = null }", false),
            ("{ $.missing IS NULL }", false),
            ("{ $.on IS TRUE && $.off IS FALSE }", true),
            ("{ $.on IS FALSE }", false),
            ("{ $.n >= 5 && $.n <= 5 && $.n > 4 && $.n < 6 && $.n = 5 }", true),
            ("{ $.n != 5 }", false),
            ("{ $.f = 25 }", true),
            ("{ $.big = 404 }", true),
            ("{ $.eventType = %Trail$% }", true),
            ("{ $.eventType != %^Trail% }", true),
            // && before ||, parentheses before both.
            ("{ $.n = 5 || $.n = 1 && $.on IS FALSE }", true),
            ("{ ($.n = 5 || $.n = 1) && $.on IS FALSE }", false),
        ];
        for (pattern, expected) in table {
            let parsed = Pattern::parse(pattern).unwrap();
            assert_eq!(parsed.matches(EVENT), expected, "{pattern}");
        }
    }

    #[test]
    fn a_text_that_is_no_json_never_matches() {
        let pattern = Pattern::parse("{ $.a NOT EXISTS }").unwrap();
        for text in ["", "plain", "{", "{\"a\":", "12", &"[".repeat(100_000)] {
            assert!(!pattern.matches(text));
        }
        assert!(pattern.matches("{}"));
    }

    #[test]
    fn wrong_conditions_are_refused() {
        let deep = format!("{{ {}$.a = 1{} }}", "(".repeat(33), ")".repeat(33));
        for bad in [
            "{",
            "{ }",
            "{ $ = 1 }",
            "{ $. = 1 }",
            "{ a = 1 }",
            "{ $.a }",
            "{ $.a = }",
            "{ $.a = 1",
            "{ $.a = 1 } x",
            "{ $.a = 1 && }",
            "{ $.a < abc }",
            "{ $.a > \"5\" }",
            "{ $.a IS }",
            "{ $.a IS NULLX }",
            "{ $.a NOT }",
            "{ ($.a = 1 }",
            "{ $.a[x] = 1 }",
            "{ $.a[-1] = 1 }",
            "{ $.a[*].b[*] = 1 }",
            "{ $.a = 1 & $.b = 1 }",
            "{ $.a = \"x }",
            &deep,
            "{ $.a[*] = 1 || $.a[*] = 2 || $.a[*] = 3 || $.a[*] = 4 }",
        ] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
        let deepest = format!("{{ {}$.a = 1{} }}", "(".repeat(32), ")".repeat(32));
        assert!(Pattern::parse(&deepest).is_ok());
    }

    #[test]
    fn the_selected_values_are_told() {
        let pattern = Pattern::parse("{ $.n > 1 && $.user.id = 1 || $.missing = 1 }").unwrap();
        let values: Vec<_> = pattern.extract(EVENT).into_iter().collect();
        assert_eq!(values, [("$.n".into(), "5".into()), ("$.user.id".into(), "1".into())]);
    }
}
