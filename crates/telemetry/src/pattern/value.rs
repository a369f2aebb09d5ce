//! Comparisons of a value in a text with one in a pattern.

use std::cmp::Ordering;
use std::fmt;

use super::PatternError;
use super::cursor::{Cursor, quote};
use super::regex::{REGEXES_MAX, Regex};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Longer ones first: `<=` starts with `<`.
const OPERATORS: [(&str, Operator); 6] = [
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

impl Operator {
    pub(super) fn text(self) -> &'static str {
        OPERATORS.iter().find(|(_, o)| *o == self).map_or("=", |(text, _)| text)
    }

    fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// A number as it was written; compared exactly between whole numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number(String);

impl Number {
    pub(super) fn parse(text: &str) -> Option<Self> {
        number(text).map(|_| Self(text.into()))
    }

    fn compare(&self, text: &str) -> Option<Ordering> {
        if let (Ok(actual), Ok(wanted)) = (text.parse::<i128>(), self.0.parse::<i128>()) {
            return Some(actual.cmp(&wanted));
        }
        number(text)?.partial_cmp(&number(&self.0)?)
    }
}

/// Digits, sign, point and exponent only: no `inf`, no `nan`.
fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    text.parse().ok().filter(|n: &f64| plain && n.is_finite())
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(Number),
    /// A text in which `*` stands for any characters; whether it was in quotes.
    Text(String),
    Regex(Regex),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Comparison {
    pub(super) operator: Operator,
    pub(super) value: Value,
}

impl Comparison {
    /// Reads an operator and a value. A value without quotes ends before any of `ends`.
    pub(super) fn parse(cursor: &mut Cursor<'_>, ends: &str) -> Result<Self, PatternError> {
        cursor.skip_space();
        let found = OPERATORS.iter().find(|(text, _)| cursor.eat(text));
        let operator = found.map(|(_, o)| *o).ok_or_else(|| cursor.error("no operator"))?;
        cursor.skip_space();
        let value = match cursor.peek() {
            Some('"') => Value::Text(cursor.quoted()?),
            Some('%') => Value::Regex(Regex::parse(cursor, REGEXES_MAX)?),
            _ => Self::bare(cursor, ends)?,
        };
        let orders = !matches!(operator, Operator::Equal | Operator::NotEqual);
        if orders && !matches!(value, Value::Number(_)) {
            return Err(cursor.error(format!("'{}' with what is no number", operator.text())));
        }
        Ok(Self { operator, value })
    }

    fn bare(cursor: &mut Cursor<'_>, ends: &str) -> Result<Value, PatternError> {
        let wanted =
            |c: char| !c.is_whitespace() && !"()&|=!<>\"%".contains(c) && !ends.contains(c);
        let text = cursor.take_while(wanted);
        if text.is_empty() {
            return Err(cursor.error("no value"));
        }
        Ok(Number::parse(text).map_or_else(|| Value::Text(text.into()), Value::Number))
    }

    /// Whether a value with this text passes.
    pub(super) fn holds(&self, actual: &str) -> bool {
        let same = match &self.value {
            Value::Number(number) => match number.compare(actual) {
                Some(order) => return self.operator.accepts(order),
                None => false,
            },
            Value::Text(pattern) => wildcard(pattern, actual),
            Value::Regex(regex) => regex.matches(actual),
        };
        match self.operator {
            Operator::Equal => same,
            Operator::NotEqual => !same,
            _ => false,
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.operator.text())?;
        match &self.value {
            Value::Number(number) => f.write_str(&number.0),
            Value::Text(text) => f.write_str(&quote(text)),
            Value::Regex(regex) => regex.fmt(f),
        }
    }
}

/// Whether `text` is `pattern`, in which `*` stands for any characters. Linear: each part
/// is looked for once, behind the one before.
fn wildcard(pattern: &str, text: &str) -> bool {
    let Some((first, others)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let (middle, last) = others.rsplit_once('*').unwrap_or(("", others));
    for part in middle.split('*').filter(|p| !p.is_empty()) {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        let table = [
            ("", "", true),
            ("*", "", true),
            ("*", "abc", true),
            ("ab", "abc", false),
            ("a*c", "ac", true),
            ("a*c", "abbc", true),
            ("a*c", "abcd", false),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxaxx", false),
            ("a**b", "ab", true),
            ("ab*ba", "aba", false),
            ("*.html*", "GET /index.html HTTP/1.0", true),
        ];
        for (pattern, text, expected) in table {
            assert_eq!(wildcard(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn whole_numbers_are_compared_exactly_and_others_by_value() {
        let holds = |comparison: &str, actual: &str| {
            Comparison::parse(&mut Cursor::new(comparison), "").unwrap().holds(actual)
        };
        assert!(holds("= 9007199254740993", "9007199254740993"));
        assert!(!holds("= 9007199254740993", "9007199254740992"));
        assert!(holds("= 1e3", "1000") && holds("= 400", "400.0"));
        assert!(holds("> 75", "75.5") && !holds("> 75", "75"));
        assert!(holds(">= -1", "0") && holds("<= .5", "0.5") && holds("< 0", "-3"));
        assert!(holds("!= 404", "abc") && !holds("< 404", "abc"));
        assert!(!holds("< 5", "nan") && !holds("> 5", "inf"));
    }

    proptest! {
        #[test]
        fn the_star_agrees_with_a_regular_expression(pattern in "[ab*]{0,8}", text in "[ab]{0,10}") {
            let regex = format!("^{}$", pattern.replace('*', ".*"));
            let expected = regex::Regex::new(&regex).unwrap().is_match(&text);
            prop_assert_eq!(wildcard(&pattern, &text), expected);
        }
    }
}
