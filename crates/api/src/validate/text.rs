//! Says what is wrong, the way each service does.

use super::walk::{Constraint, PathStep, Violation};
use crate::error::{Common, ErrorReply};
use crate::operation::Service;
use crate::voice::Style;

/// The answer to a request with these mistakes; there is at least one.
pub(super) fn refusal(service: &Service, violations: &[Violation]) -> ErrorReply {
    let voice = service.voice();
    let (code, text) = match voice.style {
        Style::Coral => (voice.invalid, coral(violations, true)),
        Style::CoralSilent => (voice.invalid, coral(violations, false)),
        Style::Ecs => (voice.invalid, ecs(&violations[0])),
        Style::Ecr => (voice.invalid, ecr(&violations[0])),
        Style::Ec2 => ec2(&violations[0]),
    };
    let mut reply = Common::new(code, text).into_reply();
    reply.shape = service.error(code);
    reply
}

/// `1 validation error detected: Value 'x' at 'path' failed to satisfy constraint: ...`
fn coral(violations: &[Violation], values: bool) -> String {
    let count = violations.len();
    let mut text = match count {
        1 => "1 validation error detected: ".to_owned(),
        _ => format!("{count} validation errors detected: "),
    };
    for (at, violation) in violations.iter().enumerate() {
        if at > 0 {
            text.push_str("; ");
        }
        match &violation.value {
            Some(value) if values => text.push_str(&format!("Value '{value}' at ")),
            Some(_) => text.push_str("Value at "),
            None => text.push_str("Value null at "),
        }
        let path = coral_path(&violation.path);
        let tail = coral_constraint(&violation.constraint);
        text.push_str(&format!("'{path}' failed to satisfy constraint: {tail}"));
    }
    text
}

/// `targets.1.member.id`: names with their first letter lower-case, `member` after the
/// position in a list and the key of a map.
fn coral_path(path: &[PathStep]) -> String {
    let mut out = String::new();
    for step in path {
        if !out.is_empty() {
            out.push('.');
        }
        match step {
            PathStep::Member(name) => out.push_str(&lower_first(name)),
            PathStep::Index(position) => out.push_str(&format!("{position}.member")),
            PathStep::Key(key) => out.push_str(&format!("{key}.member")),
        }
    }
    out
}

fn coral_constraint(constraint: &Constraint) -> String {
    let list =
        |inner: &[Constraint]| inner.iter().map(coral_constraint).collect::<Vec<_>>().join(", ");
    match constraint {
        Constraint::Required => "Member must not be null".to_owned(),
        Constraint::Enum(values) => {
            format!("Member must satisfy enum value set: [{}]", values.join(", "))
        }
        Constraint::Pattern(text) => {
            format!("Member must satisfy regular expression pattern: {text}")
        }
        Constraint::LengthMax(max) => {
            format!("Member must have length less than or equal to {max}")
        }
        Constraint::LengthMin(min) => {
            format!("Member must have length greater than or equal to {min}")
        }
        Constraint::RangeMax(max) => format!("Member must have value less than or equal to {max}"),
        Constraint::RangeMin(min) => {
            format!("Member must have value greater than or equal to {min}")
        }
        Constraint::Union => "Member must have exactly one of its members set".to_owned(),
        Constraint::Elements(inner) => format!("Member must satisfy constraint: [{}]", list(inner)),
        Constraint::Keys(inner) => format!("Map keys must satisfy constraint: [{}]", list(inner)),
        Constraint::Values(inner) => {
            format!("Map value must satisfy constraint: [{}]", list(inner))
        }
    }
}

/// ECS names one mistake at a time. The texts are in its manner; which it uses for
/// each member is documented nowhere.
fn ecs(violation: &Violation) -> String {
    let name = plain_path(&violation.path);
    let value = violation.value.as_deref().unwrap_or("null");
    match innermost(&violation.constraint) {
        Constraint::Required => format!("{} can not be blank.", upper_first(&name)),
        Constraint::Enum(values) => {
            format!(
                "Invalid value '{value}' for '{name}'. Valid values are [{}].",
                values.join(", ")
            )
        }
        Constraint::Pattern(_) if of_a_tag(&violation.path) => {
            "Some tags contain invalid characters. Valid characters: UTF-8 letters, spaces, \
             numbers and _ . / = + - : @."
                .to_owned()
        }
        Constraint::Pattern(text) => {
            format!("Invalid value '{value}' for '{name}'. It must match the pattern {text}.")
        }
        Constraint::LengthMax(max) => format!("{name} must be no longer than {max}."),
        Constraint::LengthMin(min) => format!("{name} must be no shorter than {min}."),
        Constraint::RangeMax(max) => format!("{name} must be no greater than {max}: {value}."),
        Constraint::RangeMin(min) => format!("{name} must be no less than {min}: {value}."),
        Constraint::Union => format!("Exactly one member of {name} must be set."),
        Constraint::Elements(_) | Constraint::Keys(_) | Constraint::Values(_) => {
            format!("Invalid value '{value}' for '{name}'.")
        }
    }
}

/// `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must ...'`
fn ecr(violation: &Violation) -> String {
    let path = coral_path(&violation.path);
    let rule = match innermost(&violation.constraint) {
        Constraint::Required => "must not be null".to_owned(),
        Constraint::Pattern(text) => {
            format!("must satisfy regular expression '{}'", ecr_pattern(&violation.path, text))
        }
        Constraint::LengthMax(max) => format!("must have length less than or equal to {max}"),
        Constraint::LengthMin(min) => format!("must have length greater than or equal to {min}"),
        Constraint::RangeMax(max) => format!("must have value less than or equal to {max}"),
        Constraint::RangeMin(min) => format!("must have value greater than or equal to {min}"),
        other => coral_constraint(other),
    };
    format!("Invalid parameter at '{path}' failed to satisfy constraint: '{rule}'")
}

/// The pattern of repositories' names that ECR shows is not the one of its model.
fn ecr_pattern(path: &[PathStep], of_model: &'static str) -> &'static str {
    match path.last() {
        Some(PathStep::Member("repositoryName" | "repositoryNames")) => {
            "(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*"
        }
        _ => of_model,
    }
}

fn of_a_tag(path: &[PathStep]) -> bool {
    path.contains(&PathStep::Member("tags"))
}

fn ec2(violation: &Violation) -> (&'static str, String) {
    let name = match violation.path.first() {
        Some(PathStep::Member(name)) => name,
        _ => "request",
    };
    let value = violation.value.as_deref().unwrap_or("");
    let invalid = format!("Value ( {value} ) for parameter {} is invalid.", lower_first(name));
    match innermost(&violation.constraint) {
        Constraint::Required => {
            ("MissingParameter", format!("The request must contain the parameter {name}"))
        }
        Constraint::RangeMin(min) => (
            "InvalidParameterValue",
            format!("{invalid} Expecting a value greater than or equal to {min}."),
        ),
        Constraint::RangeMax(max) => (
            "InvalidParameterValue",
            format!("{invalid} Expecting a value less than or equal to {max}."),
        ),
        Constraint::Enum(values) => (
            "InvalidParameterValue",
            format!("{invalid} Expecting one of [{}].", values.join(", ")),
        ),
        _ => ("InvalidParameterValue", invalid),
    }
}

/// What is wrong with the element, for services that don't speak of lists.
fn innermost(constraint: &Constraint) -> &Constraint {
    match constraint {
        Constraint::Elements(inner) | Constraint::Keys(inner) | Constraint::Values(inner) => {
            inner.first().map_or(constraint, innermost)
        }
        other => other,
    }
}

/// `containerDefinitions[0].name`
fn plain_path(path: &[PathStep]) -> String {
    let mut out = String::new();
    for step in path {
        match step {
            PathStep::Member(name) if out.is_empty() => out.push_str(name),
            PathStep::Member(name) => out.push_str(&format!(".{name}")),
            PathStep::Index(position) => out.push_str(&format!("[{}]", position - 1)),
            PathStep::Key(key) => out.push_str(&format!("[{key}]")),
        }
    }
    out
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect()
}
