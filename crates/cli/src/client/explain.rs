//! `--explain`: each call of the API as the command of the stock aws CLI that makes it.
//!
//! A command is complete: it names the engine and the region, so that pasted into any shell
//! with the engine's keys it asks this engine and no other. What the model calls sensitive,
//! and values of variables that containers get, stand there as `***`: they may be secrets,
//! and what is printed ends up in reports and records.

use std::collections::HashSet;

use ferrogate_api::Operation;
use ferrogate_api::schema::{Kind, Shape};
use parking_lot::Mutex;
use serde_json::Value;

use super::ec2::named;
use crate::ui::Notes;

/// What stands for a value that is not shown.
const HIDDEN: &str = "***";
/// Members in which calls differ that one command makes by itself, or that are only asked
/// again: the aws CLI reads all pages.
const PASSING: [&str; 3] = ["nextToken", "NextToken", "startTime"];

/// Tells commands, each once.
pub(super) struct Explain {
    notes: Notes,
    endpoint: String,
    region: String,
    told: Mutex<HashSet<String>>,
}

impl Explain {
    pub(super) fn new(notes: Notes, endpoint: &str, region: &str) -> Self {
        let (endpoint, region) = (endpoint.to_owned(), region.to_owned());
        Self { notes, endpoint, region, told: Mutex::new(HashSet::new()) }
    }

    /// Tells a call, whose input is written in JSON. The next page of an answer and the same
    /// question again are not told.
    pub(super) fn call(&self, operation: &Operation, body: &[u8]) {
        let input: Value = serde_json::from_slice(body).expect("we encoded it");
        // The aws CLI has the names of the model, which are not always those on the wire.
        let mut input = named(input, operation.input);
        if input.get("nextToken").or(input.get("NextToken")).is_some() {
            return;
        }
        hide(&mut input, operation.input, false);
        let mut key = input.clone();
        if let Value::Object(members) = &mut key {
            members.retain(|name, _| !PASSING.contains(&&**name));
        }
        let flags = flags(&input, operation.input)
            .unwrap_or_else(|| format!(" --cli-input-json {}", quoted(&input.to_string())));
        let service = operation.service.signing_name;
        self.tell(&format!("{} {key}", operation.name), service, operation.name, &flags);
    }

    /// Tells a call whose flags are known.
    pub(super) fn form(&self, service: &str, operation: &str, flags: &str) {
        self.tell(&format!("{operation}{flags}"), service, operation, flags);
    }

    fn tell(&self, key: &str, service: &str, operation: &str, flags: &str) {
        if self.told.lock().insert(key.to_owned()) {
            let (endpoint, region) = (quoted(&self.endpoint), quoted(&self.region));
            self.notes.note(&format!(
                "aws --endpoint-url {endpoint} --region {region} {service} {}{flags}",
                dashed(operation)
            ));
        }
    }
}

/// Takes out what may be secret, and leaves the form as it is: the rest is still a command.
/// Of a variable the name is not secret, whatever list it stands in.
fn hide(value: &mut Value, shape: &Shape, secret: bool) {
    let secret = secret || shape.sensitive;
    match (&shape.kind, value) {
        (Kind::Structure(structure), Value::Object(members)) => {
            let variable = shape.name == "KeyValuePair";
            for (name, value) in members {
                let member = structure.members.iter().find(|member| member.name == name);
                let member = member.expect("it was encoded by this table");
                hide(value, member.shape, if variable { name == "value" } else { secret });
            }
        }
        (Kind::List(element), Value::Array(elements)) => {
            elements.iter_mut().for_each(|value| hide(value, element.shape, secret));
        }
        (Kind::Map(_, element), Value::Object(members)) => {
            members.values_mut().for_each(|value| hide(value, element.shape, secret));
        }
        (_, value) if secret => *value = HIDDEN.into(),
        _ => {}
    }
}

/// The members of an input as flags, each with a space before it; `None` when one of them
/// would be read as something else than it is.
fn flags(input: &Value, shape: &Shape) -> Option<String> {
    let Kind::Structure(structure) = &shape.kind else { return None };
    let mut text = String::new();
    for member in structure.members {
        let Some(value) = input.get(member.name) else { continue };
        let flag = dashed(member.name);
        match value {
            Value::Bool(true) => text.push_str(&format!(" --{flag}")),
            Value::Bool(false) => text.push_str(&format!(" --no-{flag}")),
            Value::String(word) => text.push_str(&format!(" --{flag} {}", word_of(word)?)),
            Value::Number(number) if !number.to_string().starts_with('-') => {
                text.push_str(&format!(" --{flag} {number}"));
            }
            Value::Array(words) if !words.is_empty() && words.iter().all(Value::is_string) => {
                text.push_str(&format!(" --{flag}"));
                for word in words.iter().filter_map(Value::as_str) {
                    text.push_str(&format!(" {}", word_of(word)?));
                }
            }
            Value::Array(_) | Value::Object(_) => {
                text.push_str(&format!(" --{flag} {}", quoted(&value.to_string())));
            }
            Value::Number(_) | Value::Null => return None,
        }
    }
    Some(text)
}

/// A text as a word of a command, unless the aws CLI takes it for a flag, for JSON, or for
/// the address of the value (its user guide, "Load a parameter from a file").
fn word_of(text: &str) -> Option<String> {
    let read_otherwise = text.starts_with(['-', '[', '{'])
        || ["file://", "fileb://", "http://", "https://"].iter().any(|at| text.starts_with(at));
    (!read_otherwise).then(|| quoted(text))
}

/// A word for any shell of the POSIX kind, quoted only where it must be.
fn quoted(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:@%+,=".contains(&b);
    // A word that begins with `=` or has `~` first means something to some shell.
    if !text.is_empty() && text.bytes().all(plain) && !text.starts_with('=') {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `runTask` and `RunTask` as `run-task`, by botocore's rule for names.
fn dashed(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut text = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let after_small = at > 0 && !letters[at - 1].is_ascii_uppercase();
        let before_small = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && at > 0 && (after_small || before_small) {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::Op as _;
    use ferrogate_api::{ecs, logs};
    use serde_json::json;

    fn shown(input: &Value, operation: &Operation) -> String {
        let mut input = input.clone();
        hide(&mut input, operation.input, false);
        flags(&input, operation.input).unwrap_or_else(|| format!("whole {input}"))
    }

    #[test]
    fn names_are_dashed_as_botocore_does() {
        for (name, expected) in [
            ("RunTask", "run-task"),
            ("taskDefinition", "task-definition"),
            ("DescribeDBInstances", "describe-db-instances"),
            ("executionRoleArn", "execution-role-arn"),
        ] {
            assert_eq!(dashed(name), expected);
        }
    }

    #[test]
    fn members_are_flags_in_the_order_of_the_model() {
        let input = json!({"reason": "it's enough", "task": "ab", "cluster": "default"});
        assert_eq!(
            shown(&input, ecs::op::StopTask::OPERATION),
            r" --cluster default --task ab --reason 'it'\''s enough'"
        );
        let input = json!({"tasks": ["a", "b c"], "include": ["TAGS"]});
        assert_eq!(
            shown(&input, ecs::op::DescribeTasks::OPERATION),
            " --tasks a 'b c' --include TAGS"
        );
        let input = json!({"logGroupName": "/ecs/web", "startTime": 5});
        assert_eq!(
            shown(&input, logs::op::FilterLogEvents::OPERATION),
            " --log-group-name /ecs/web --start-time 5"
        );
    }

    #[test]
    fn what_the_aws_cli_would_read_otherwise_is_told_as_json() {
        for reason in ["-x", "file:///etc/passwd", "http://x", "[1]"] {
            let input = json!({"task": "ab", "reason": reason});
            assert!(shown(&input, ecs::op::StopTask::OPERATION).starts_with("whole {"), "{reason}");
        }
    }

    #[test]
    fn values_of_variables_are_not_shown() {
        let input = json!({"family": "web", "containerDefinitions": [
            {"name": "web", "environment": [{"name": "TOKEN", "value": "s3cret"}]}]});
        let text = shown(&input, ecs::op::RegisterTaskDefinition::OPERATION);
        assert!(text.contains(r#"{"name":"TOKEN","value":"***"}"#), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
}
