//! Reads patterns, and says what is wrong with one as EventBridge does.

use std::net::IpAddr;

use serde_json::{Map, Value};

use super::glob::{self, Glob};
use super::{Bound, Case, Fields, Leaf, Node, Pattern, TEXT_MAX, Test, folded};

/// Numbers of `numeric` are within this, to both sides (EventBridge user guide).
const NUMBER_MAX: f64 = 5.0e9;
/// Wildcards of one text; beyond them AWS calls a rule too complex.
const STARS_MAX: usize = 32;

/// Why a text is no pattern, in the words of EventBridge.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Bad(pub(super) String);

type Result<T> = std::result::Result<T, Bad>;

fn bad<T>(text: impl Into<String>) -> Result<T> {
    Err(Bad(text.into()))
}

pub(super) fn pattern(text: &str) -> Result<Pattern> {
    if text.len() > TEXT_MAX {
        return bad(format!("Event pattern is longer than {TEXT_MAX} characters"));
    }
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return bad("Filter is not valid JSON");
    };
    let Value::Object(fields) = value else { return bad("Filter is not an object") };
    if fields.is_empty() {
        return bad("Empty objects are not allowed");
    }
    let mut reader = Reader { absences: vec![], path: vec![] };
    let fields = reader.fields(&fields)?;
    Ok(Pattern { fields, absences: reader.absences })
}

struct Reader {
    absences: Vec<Vec<String>>,
    path: Vec<String>,
}

impl Reader {
    fn fields(&mut self, from: &Map<String, Value>) -> Result<Fields> {
        let mut fields = Fields::default();
        for (name, value) in from {
            if name == "$or"
                && let Some(either) = alternatives(value)
            {
                let either = either.into_iter().map(|one| self.fields(one));
                fields.either.push(either.collect::<Result<_>>()?);
                continue;
            }
            self.path.push(name.clone());
            let node = match value {
                Value::Object(inner) if inner.is_empty() => {
                    return bad("Empty objects are not allowed");
                }
                Value::Object(inner) => Node::Object(self.fields(inner)?),
                Value::Array(tests) if tests.is_empty() => {
                    return bad("Empty arrays are not allowed");
                }
                Value::Array(tests) => Node::Leaf(self.leaf(tests)?),
                _ => return bad(format!("\"{name}\" must be an object or an array")),
            };
            self.path.pop();
            fields.named.push((name.clone(), node));
        }
        Ok(fields)
    }

    fn leaf(&mut self, from: &[Value]) -> Result<Leaf> {
        let mut leaf = Leaf { tests: vec![], absence: None };
        for value in from {
            if let Value::Object(test) = value
                && test.len() == 1
                && test.get("exists") == Some(&Value::Bool(false))
            {
                leaf.absence = Some(self.absences.len());
                self.absences.push(self.path.clone());
                continue;
            }
            leaf.tests.push(test(value)?);
        }
        Ok(leaf)
    }
}

/// What `$or` stands before, if it is the word and not the name of a field: objects, two at least.
fn alternatives(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    let all: Option<Vec<_>> = value.as_array()?.iter().map(Value::as_object).collect();
    all.filter(|all| all.len() >= 2 && all.iter().all(|one| !one.is_empty()))
}

fn test(from: &Value) -> Result<Test> {
    match from {
        Value::Null => Ok(Test::Null),
        Value::Bool(wanted) => Ok(Test::Bool(*wanted)),
        Value::String(text) => Ok(Test::Text(text.clone())),
        Value::Number(number) => Ok(Test::Number(number.as_f64().unwrap_or(f64::NAN))),
        Value::Array(_) => bad("Match value must be String, number, true, false, or null"),
        Value::Object(test) => {
            let mut words = test.iter();
            match (words.next(), words.next()) {
                (Some((word, value)), None) => matcher(word, value),
                _ => bad("Only one key allowed in match expression"),
            }
        }
    }
}

fn matcher(word: &str, value: &Value) -> Result<Test> {
    match word {
        "prefix" | "suffix" => edge(word, value),
        "equals-ignore-case" => Ok(Test::Same(folded(text(word, value)?))),
        "wildcard" => wildcard(text(word, value)?),
        "numeric" => numeric(value),
        "exists" => match value {
            Value::Bool(true) => Ok(Test::Exists),
            _ => bad("exists match pattern must be either true or false."),
        },
        "cidr" => cidr(text(word, value)?),
        "anything-but" => but(value),
        _ => bad(format!("Unrecognized match type {word}")),
    }
}

fn text<'v>(word: &str, value: &'v Value) -> Result<&'v str> {
    match value {
        Value::String(text) => Ok(text),
        _ => bad(format!("{word} match pattern must be a string")),
    }
}

/// A prefix or a suffix.
fn edge(word: &str, value: &Value) -> Result<Test> {
    let (text, case) = match value {
        Value::Object(inner) => match (inner.len(), inner.get("equals-ignore-case")) {
            (1, Some(Value::String(text))) => (folded(text), Case::Ignored),
            (1, Some(_)) => return bad("equals-ignore-case match pattern must be a string"),
            _ => return bad(format!("{word} match pattern must be a string")),
        },
        value => (text(word, value)?.to_owned(), Case::Matters),
    };
    if text.is_empty() {
        return bad("Null prefix/suffix not allowed");
    }
    Ok(match word {
        "prefix" => Test::Prefix(text, case),
        _ => Test::Suffix(text, case),
    })
}

fn wildcard(text: &str) -> Result<Test> {
    if text.bytes().filter(|byte| *byte == b'*').count() > STARS_MAX {
        return bad(
            "Rule is too complex - try using fewer wildcard characters or fewer repeating \
             character sequences after a wildcard character",
        );
    }
    match Glob::parse(text) {
        Ok(glob) => Ok(Test::Wildcard(glob)),
        Err(glob::Bad::Consecutive(at)) => {
            bad(format!("Consecutive wildcard characters at pos {at}"))
        }
        Err(glob::Bad::Escape(at)) => bad(format!("Invalid escape character at pos {at}")),
    }
}

/// `["=", 5]`, `[">", 0]`, `[">=", 0, "<", 5]`.
fn numeric(value: &Value) -> Result<Test> {
    let Value::Array(words) = value else { return bad("Value of numeric must be an array.") };
    let mut words = words.iter();
    let (mut from, mut to) = (None, None);
    let Some(first) = words.next() else {
        return bad("Invalid member in numeric match: an operator is missing");
    };
    let operator = operator(first)?;
    let at = number(operator, words.next())?;
    match operator {
        "=" => {
            let exact = Some(Bound { at, inclusive: true });
            (from, to) = (exact, exact);
        }
        "<" | "<=" => to = Some(Bound { at, inclusive: operator == "<=" }),
        _ => {
            from = Some(Bound { at, inclusive: operator == ">=" });
            if let Some(second) = words.next() {
                let operator = self::operator(second)?;
                if !operator.starts_with('<') {
                    return bad(format!("Bad numeric range operator: {operator}"));
                }
                let end = number(operator, words.next())?;
                if end <= at {
                    return bad("Bottom must be less than top");
                }
                to = Some(Bound { at: end, inclusive: operator == "<=" });
            }
        }
    }
    match words.next() {
        None => Ok(Test::Range { from, to }),
        Some(_) => bad("Too many terms in numeric range expression"),
    }
}

fn operator(value: &Value) -> Result<&str> {
    match value {
        Value::String(word) if ["=", "<", "<=", ">", ">="].contains(&&**word) => Ok(word),
        Value::String(word) => bad(format!("Bad numeric range operator: {word}")),
        other => bad(format!("Invalid member in numeric match: {other}")),
    }
}

fn number(operator: &str, value: Option<&Value>) -> Result<f64> {
    match value.and_then(Value::as_f64) {
        Some(number) if number.abs() <= NUMBER_MAX => Ok(number),
        Some(_) => bad("Value must be between -5.0E9 and 5.0E9, inclusive"),
        None => bad(format!("Value of {operator} must be numeric")),
    }
}

fn cidr(text: &str) -> Result<Test> {
    let Some((address, bits)) = text.split_once('/').filter(|(_, bits)| !bits.contains('/')) else {
        return bad("Malformed CIDR, one '/' required");
    };
    let Ok(ip) = address.parse::<IpAddr>() else {
        return bad(format!("Nonstandard IP address: {address}"));
    };
    let Ok(bits) = bits.parse::<u8>() else {
        return bad("Malformed CIDR, mask bits must be an integer");
    };
    match ipnet::IpNet::new(ip, bits) {
        Ok(net) => Ok(Test::Cidr(net)),
        Err(_) => bad("Malformed CIDR, mask bits must not be more than the address has"),
    }
}

fn but(value: &Value) -> Result<Test> {
    let one = |value: &Value| match value {
        Value::String(_) | Value::Number(_) => test(value),
        _ => bad("Inside anything but list, start|null|boolean is not supported."),
    };
    match value {
        Value::String(_) | Value::Number(_) => Ok(Test::But(vec![test(value)?])),
        Value::Array(all) if all.is_empty() => bad("Empty arrays are not allowed"),
        Value::Array(all) => {
            if all.iter().any(Value::is_string) && all.iter().any(Value::is_number) {
                return bad(
                    "Inside anything but list, either all values are number or string, mixed \
                     type is not supported",
                );
            }
            Ok(Test::But(all.iter().map(one).collect::<Result<_>>()?))
        }
        Value::Object(inner) => {
            let mut words = inner.iter();
            let (Some((word, value)), None) = (words.next(), words.next()) else {
                return bad("Only one key allowed in match expression");
            };
            if !["prefix", "suffix", "wildcard", "equals-ignore-case"].contains(&&**word) {
                return bad(format!("Unsupported anything-but pattern: {word}"));
            }
            let all = match value {
                Value::Array(all) if all.is_empty() => return bad("Empty arrays are not allowed"),
                Value::Array(all) => all.iter().collect(),
                value => vec![value],
            };
            let strings = all.into_iter().map(|value| match value {
                Value::Object(_) if !["prefix", "suffix"].contains(&&**word) => {
                    bad(format!("{word} match pattern must be a string"))
                }
                value => matcher(word, value),
            });
            Ok(Test::But(strings.collect::<Result<_>>()?))
        }
        _ => bad("Value of anything-but must be an array or single string/number value."),
    }
}
