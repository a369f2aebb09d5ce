//! The filter pattern language of CloudWatch Logs: what FilterLogEvents, metric and
//! subscription filters and live tails choose events by.
//!
//! Three languages in one: terms (`ERROR -"not found" ?a ?b %re+%`), conditions on JSON
//! (`{ $.code >= 500 && $.user IS NULL }`) and fields between spaces
//! (`[ip, ..., status = 4*, bytes]`). Matching takes time linear in the text.

mod cursor;
mod expr;
mod fields;
mod json;
mod regex;
#[cfg(test)]
mod strategies;
mod terms;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use cursor::Cursor;
use fields::Fields;
use json::Json;
use terms::Terms;

/// The longest pattern, in characters. FilterLogEvents: `filterPattern` has at most 1,024.
pub const PATTERN_CHARS_MAX: usize = 1024;

/// Why a text is no filter pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Invalid filter pattern: {what} at character {at}")]
pub struct PatternError {
    /// Where, counted from 1.
    pub at: usize,
    /// What is wrong there.
    pub what: String,
}

/// A filter pattern, ready to match. Prints as a pattern that reads the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    All,
    Terms(Terms),
    Json(Json),
    Fields(Fields),
}

impl Pattern {
    /// Reads a pattern. An empty one matches everything.
    ///
    /// # Errors
    /// When it is no pattern, is over [`PATTERN_CHARS_MAX`], nests conditions deeper than
    /// 32, or has more regular expressions than two (five among terms), or larger ones,
    /// than matching can afford.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        Self::read(&mut Cursor::new(text))
    }

    /// Whether a text is a pattern with a regular expression.
    #[must_use]
    pub fn has_regex(text: &str) -> bool {
        let mut cursor = Cursor::new(text);
        Self::read(&mut cursor).is_ok() && cursor.regexes > 0
    }

    fn read(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        if cursor.text().chars().count() > PATTERN_CHARS_MAX {
            return Err(cursor.error("more than 1024 characters"));
        }
        cursor.skip_space();
        let kind = match cursor.peek() {
            None => Kind::All,
            Some('{') => Kind::Json(Json::parse(cursor)?),
            Some('[') => Kind::Fields(Fields::parse(cursor)?),
            Some(_) => Kind::Terms(Terms::parse(cursor)?),
        };
        cursor.skip_space();
        match cursor.peek() {
            None => Ok(Self(kind)),
            Some(_) => Err(cursor.error("something behind the pattern's end")),
        }
    }

    /// Whether an event with this text is chosen.
    #[must_use]
    pub fn matches(&self, message: &str) -> bool {
        match &self.0 {
            Kind::All => true,
            Kind::Terms(terms) => terms.matches(message),
            Kind::Json(json) => json.matches(message),
            Kind::Fields(fields) => fields.matches(message),
        }
    }

    /// Whether a text of some of which only is known what they may have in them can be chosen:
    /// `may_have` says no only of what is in none of them.
    #[must_use]
    pub fn may_match(&self, may_have: impl Fn(&str) -> bool) -> bool {
        match &self.0 {
            Kind::Terms(terms) => terms.may_match(may_have),
            Kind::All | Kind::Json(_) | Kind::Fields(_) => true,
        }
    }

    /// The fields that a pattern of fields between spaces names, each with its `$`.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        match &self.0 {
            Kind::All | Kind::Terms(_) | Kind::Json(_) => BTreeSet::new(),
            Kind::Fields(fields) => fields.names(),
        }
    }

    /// The values that the pattern names in a text: `$field` of a pattern with fields,
    /// `$.selector` of one on JSON. Empty when the text has no such values.
    #[must_use]
    pub fn extract(&self, message: &str) -> BTreeMap<String, String> {
        match &self.0 {
            Kind::All | Kind::Terms(_) => BTreeMap::new(),
            Kind::Json(json) => json.extract(message),
            Kind::Fields(fields) => fields.extract(message),
        }
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        Self::parse(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::All => Ok(()),
            Kind::Terms(terms) => terms.fmt(f),
            Kind::Json(json) => json.fmt(f),
            Kind::Fields(fields) => fields.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_printed_pattern_reads_the_same(pattern in strategies::pattern()) {
            let text = pattern.to_string();
            prop_assert_eq!(Pattern::parse(&text), Ok(pattern), "{}", text);
        }

        #[test]
        fn any_text_is_read_or_refused_with_a_place_in_it(text in "[\\PC\\s]{0,60}") {
            match Pattern::parse(&text) {
                Ok(pattern) => {
                    let again = Pattern::parse(&pattern.to_string());
                    prop_assert_eq!(again.map(|p| p.matches(&text)), Ok(pattern.matches(&text)));
                }
                Err(e) => prop_assert!(e.at >= 1 && e.at <= text.chars().count() + 1),
            }
        }

        #[test]
        fn texts_made_of_the_languages_parts_are_read_or_refused(
            parts in prop::collection::vec(prop::sample::select(vec![
                "{", "}", "[", "]", "(", ")", "$.a", "$.b[0]", "$.c[*]", "=", "!=", "<", ">=",
                "\"x*\"", "12", "%a+%", "&&", "||", "IS", "NULL", "NOT", "EXISTS", "TRUE",
                "...", ",", "ip", "-", "?", "\"", "%", "\\", " ", "*",
            ]), 0..25),
            message in prop::sample::select(vec!["", "a b 12", "{\"a\":12,\"b\":[1]}", "[a b] \"c"]),
        ) {
            for text in [parts.concat(), parts.join(" ")] {
                if let Ok(pattern) = Pattern::parse(&text) {
                    let again = Pattern::parse(&pattern.to_string());
                    prop_assert_eq!(again.as_ref(), Ok(&pattern));
                    let again = again.unwrap();
                    prop_assert_eq!(again.matches(message), pattern.matches(message));
                    prop_assert_eq!(again.extract(message), pattern.extract(message));
                }
            }
        }
    }

    #[test]
    fn an_empty_pattern_matches_everything() {
        for text in ["", " ", "\t "] {
            let pattern = Pattern::parse(text).unwrap();
            assert!(pattern.matches("anything") && pattern.matches(""));
        }
    }

    #[test]
    fn a_pattern_has_at_most_1024_characters() {
        assert!(Pattern::parse(&"ä".repeat(1024)).is_ok());
        assert!(Pattern::parse(&"a".repeat(1025)).is_err());
    }
}
