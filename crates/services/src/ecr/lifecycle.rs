//! Whether a text is a lifecycle policy (ECR user guide, "Lifecycle policy properties").
//!
//! ECR reads the text with a JSON schema first, and answers in that reader's words; what a
//! schema can't say comes after.

use std::collections::HashSet;

use serde_json::{Map, Value};

/// Rules of one policy (ECR user guide, quotas).
const RULES_MAX: usize = 50;
/// Stars of one tag pattern.
const STARS_MAX: usize = 4;

const RULE: Keys =
    Keys { needed: &["action", "rulePriority", "selection"], others: &["description"] };
const SELECTION: Keys = Keys {
    needed: &["countNumber", "countType", "tagStatus"],
    others: &["countUnit", "storageClass", "tagPatternList", "tagPrefixList"],
};

type Checked = Result<(), String>;

/// The keys of an object of the schema.
struct Keys {
    needed: &'static [&'static str],
    others: &'static [&'static str],
}

/// What ECR says of a text that is no lifecycle policy.
pub(super) fn check(text: &str) -> Checked {
    let unread =
        || "Lifecycle policy parsing failure: Could not map policyString into LifecyclePolicy";
    let document: Value = serde_json::from_str(text).map_err(|_| unread())?;
    let document = document.as_object().ok_or_else(unread)?;
    let invalid = |why: String| format!("Lifecycle policy validation failure: {why}");
    let rules = rules(document).map_err(invalid)?;
    if rules.iter().any(|rule| lacks_target(&rule["action"])) {
        return Err(unread().into());
    }
    rules.iter().try_for_each(|rule| meaning(&rule["selection"])).map_err(invalid)?;
    together(rules).map_err(invalid)
}

/// The rules, which are all as the schema has them.
fn rules(document: &Map<String, Value>) -> Result<&[Value], String> {
    Keys { needed: &["rules"], others: &[] }.check(document)?;
    let Some(rules) = document["rules"].as_array() else {
        return Err(not_of_type(&document["rules"], "array"));
    };
    match rules.len() {
        0 => {
            return Err("array is too short: must have at least 1 elements but instance has 0 \
                         elements"
                .into());
        }
        1..=RULES_MAX => {}
        count => {
            return Err(format!(
                "array is too long: must have at most {RULES_MAX} elements but instance has \
                 {count} elements"
            ));
        }
    }
    for rule in rules {
        let Some(rule) = rule.as_object() else { return Err(not_of_type(rule, "object")) };
        RULE.check(rule)?;
        priority(&rule["rulePriority"])?;
        let Some(selected) = rule["selection"].as_object() else {
            return Err(not_of_type(&rule["selection"], "object"));
        };
        SELECTION.check(selected)?;
        selection(&rule["selection"])?;
        action(&rule["action"])?;
    }
    Ok(rules)
}

impl Keys {
    fn check(&self, object: &Map<String, Value>) -> Checked {
        let listed = |keys: Vec<&str>| keys.iter().map(|k| format!("\"{k}\"")).collect::<Vec<_>>();
        let known = |key: &&str| self.needed.contains(key) || self.others.contains(key);
        let unknown: Vec<&str> = object.keys().map(String::as_str).filter(|k| !known(k)).collect();
        if !unknown.is_empty() {
            return Err(format!(
                "object instance has properties which are not allowed by the schema: [{}]",
                listed(unknown).join(",")
            ));
        }
        let missing: Vec<&str> =
            self.needed.iter().copied().filter(|key| !object.contains_key(*key)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(format!("object has missing required properties ([{}])", listed(missing).join(",")))
    }
}

fn not_of_type(value: &Value, wanted: &str) -> String {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    format!(
        "instance type ({found}) does not match any allowed primitive type (allowed: \
         [\"{wanted}\"])"
    )
}

fn priority(value: &Value) -> Checked {
    match value.as_i64() {
        Some(1..) => Ok(()),
        Some(less) => Err(format!(
            "numeric instance is lower than the required minimum (minimum: 1, found: {less})"
        )),
        None => Err(not_of_type(value, "integer")),
    }
}

/// The schema has one form of a selection for each kind of count.
fn selection(selection: &Value) -> Checked {
    let status = matches!(selection["tagStatus"].as_str(), Some("tagged" | "untagged" | "any"));
    let unit = selection.get("countUnit").map(Value::as_str);
    let count = match selection["countType"].as_str() {
        Some("imageCountMoreThan") => unit.is_none(),
        Some("sinceImagePushed" | "sinceImagePulled" | "sinceImageTransitioned") => {
            unit == Some(Some("days"))
        }
        _ => false,
    };
    if status && count && selection["countNumber"].as_u64().is_some_and(|n| n > 0) {
        return Ok(());
    }
    Err(no_form(4))
}

/// And one of an action for each of its types.
fn action(action: &Value) -> Checked {
    let target = action.get("targetStorageClass");
    let good = match action["type"].as_str() {
        Some("expire") => target.is_none(),
        Some("transition") => target.is_none_or(|class| class == "archive"),
        _ => false,
    };
    if good { Ok(()) } else { Err(no_form(2)) }
}

fn no_form(of: usize) -> String {
    format!("instance failed to match exactly one schema (matched 0 out of {of})")
}

fn lacks_target(action: &Value) -> bool {
    action["type"] == "transition" && action.get("targetStorageClass").is_none()
}

/// What the schema can't say of one selection.
fn meaning(selection: &Value) -> Checked {
    let list = |name: &str| selection[name].as_array().filter(|list| !list.is_empty());
    let (prefixes, patterns) = (list("tagPrefixList"), list("tagPatternList"));
    let status = selection["tagStatus"].as_str().unwrap_or_default();
    match (status, prefixes, patterns) {
        ("tagged", None, None) => {
            return Err(
                "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.".into()
            );
        }
        ("tagged", Some(_), Some(_)) => {
            return Err(
                "If policy has a tagged rule, it must specify only one of tagPrefixList or \
                        tagPatternList"
                    .into(),
            );
        }
        ("tagged", ..) | (_, None, None) => {}
        (_, given, _) => {
            let name = if given.is_some() { "tagPrefixList" } else { "tagPatternList" };
            return Err(format!("Cannot specify {name} with tagStatus {status}"));
        }
    }
    let stars = |pattern: &Value| pattern.as_str().map_or(0, |text| text.matches('*').count());
    if patterns.into_iter().flatten().any(|pattern| stars(pattern) > STARS_MAX) {
        return Err(format!(
            "Invalid tag pattern provided. Total number of * must not exceed {STARS_MAX}"
        ));
    }
    if class(selection) == "archive" && selection["countType"] != "sinceImageTransitioned" {
        return Err(
            "SINCE_IMAGE_PUSHED, SINCE_IMAGE_PULLED and IMAGE_COUNT_MORE_THAN support the \
                    STANDARD storage class only"
                .into(),
        );
    }
    Ok(())
}

/// The storage class that a selection is about.
fn class(selection: &Value) -> &str {
    selection["storageClass"].as_str().unwrap_or("standard")
}

/// What rules may not be beside each other, in each storage class.
fn together(rules: &[Value]) -> Checked {
    let priority = |rule: &Value| rule["rulePriority"].as_i64().unwrap_or(0);
    let mut seen = HashSet::new();
    if !rules.iter().all(|rule| seen.insert(priority(rule))) {
        return Err("Duplicate priority in multiple rules".into());
    }
    for of in ["standard", "archive"] {
        let inside = || rules.iter().filter(|rule| class(&rule["selection"]) == of);
        let with = |status: &'static str| {
            inside().filter(move |rule| rule["selection"]["tagStatus"] == status)
        };
        if with("any").count() > 1 {
            return Err("Only one rule can specify tagStatus=ANY".into());
        }
        if with("untagged").count() > 1 {
            return Err("Only one rule can select Untagged images per storage class".into());
        }
        let last = inside().map(priority).max();
        if with("any").any(|rule| Some(priority(rule)) != last) {
            return Err("Rule for tagStatus=ANY must have the highest rulePriority".into());
        }
    }
    Ok(())
}
