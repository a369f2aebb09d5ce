//! What a request needs to be allowed: its actions, the ARNs of the resources that it touches, and
//! the condition keys that follow from its fields. The rows are those of
//! `models/authorization.toml`, generated beside each operation; here they are filled from the
//! decoded request.
//!
//! A text of a request never widens a resource: a member that is absent where AWS would take all
//! stands as `*`, which only policies about all resources allow.

pub mod ciphertext;
mod template;

use std::sync::OnceLock;

use ferrogate_auth::{Ask, Caller, Denied};
use ferrogate_policy::Value as KeyValue;

use crate::schema::{Kind, Shape};
use crate::{Common, Operation, Protocol, Value};
use template::{Fill, Template, leaf};

/// What an operation needs.
pub struct Access {
    /// All of these rights; `None`: it is open to whoever has signed.
    pub needs: Option<&'static [Need]>,
    read: OnceLock<Vec<Read>>,
}

/// One action of a request.
#[derive(Debug)]
pub struct Need {
    /// `service:Action`.
    pub action: &'static str,
    /// The member that must be there for the action to be asked for; empty: always.
    pub when: &'static str,
    /// The resources as templates; none means `*`.
    pub on: &'static [&'static str],
    /// Condition keys with the templates of their values.
    pub keys: &'static [(&'static str, &'static str)],
}

struct Read {
    action: &'static str,
    when: Option<Template>,
    on: Vec<Template>,
    keys: Vec<(&'static str, Template)>,
}

impl Access {
    /// No right.
    #[must_use]
    pub const fn open() -> Self {
        Self { needs: None, read: OnceLock::new() }
    }

    /// All of these rights.
    #[must_use]
    pub const fn needs(needs: &'static [Need]) -> Self {
        Self { needs: Some(needs), read: OnceLock::new() }
    }

    fn read(&self) -> &[Read] {
        self.read.get_or_init(|| self.needs.unwrap_or_default().iter().map(Need::read).collect())
    }
}

impl Need {
    /// A need.
    #[must_use]
    pub const fn new(
        action: &'static str,
        when: &'static str,
        on: &'static [&'static str],
        keys: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { action, when, on, keys }
    }

    fn read(&self) -> Read {
        Read {
            action: self.action,
            when: (!self.when.is_empty()).then(|| Template::of_member(self.when)),
            on: self.on.iter().map(|text| Template::parse(text)).collect(),
            keys: self.keys.iter().map(|(key, text)| (*key, Template::parse(text))).collect(),
        }
    }
}

/// What a request by `caller` in `region` needs: nothing for operations that are open.
#[must_use]
pub fn asks(operation: &Operation, input: &Value, caller: &Caller, region: &str) -> Vec<Ask> {
    let fill = Fill { shape: operation.input, input, caller, region };
    let tags = Tags::of(operation.input, input);
    let factor = shows_factor(operation.input, input);
    let mut asks = Vec::new();
    for read in operation.access.read() {
        if read.when.as_ref().is_some_and(|when| fill.values(when).is_empty()) {
            continue;
        }
        let mut keys: Vec<(String, KeyValue)> = Vec::new();
        for (key, template) in &read.keys {
            if key.ends_with(':') {
                context_keys(key, &fill.pairs(template), &mut keys);
            } else if let Some(value) = fill.key(template) {
                keys.push(((*key).to_owned(), value));
            }
        }
        tags.put(&mut keys);
        if factor {
            keys.extend(second_factor());
        }
        let mut resources: Vec<String> = read.on.iter().flat_map(|on| fill.resources(on)).collect();
        if resources.is_empty() {
            resources.push("*".to_owned());
        }
        resources.dedup();
        let ask = |resource| Ask { action: read.action.into(), resource, keys: keys.clone() };
        asks.extend(resources.into_iter().map(ask));
    }
    asks
}

/// Whether a request brings the code of a second factor. The handler of such an operation takes
/// the code, or does nothing: that it is good may be taken for granted before.
fn shows_factor(shape: &Shape, input: &Value) -> bool {
    let given = |name| leaf(shape, input, name).is_some_and(|(_, value)| !value.is_absent());
    given("SerialNumber") && given("TokenCode")
}

/// The condition keys of who shows the code of a second factor with this very request.
#[must_use]
pub fn second_factor() -> [(String, KeyValue); 2] {
    [("aws:MultiFactorAuthPresent", "true"), ("aws:MultiFactorAuthAge", "0")]
        .map(|(key, value)| (key.to_owned(), KeyValue::One(value.to_owned())))
}

/// The keys of an encryption context: one for each pair, and one with the names of all.
fn context_keys(key: &str, pairs: &[(String, String)], keys: &mut Vec<(String, KeyValue)>) {
    if pairs.is_empty() {
        return;
    }
    let one =
        |(name, value): &(String, String)| (format!("{key}{name}"), KeyValue::One(value.clone()));
    keys.extend(pairs.iter().map(one));
    let names = pairs.iter().map(|(name, _)| name.clone()).collect();
    keys.push((format!("{}Keys", key.trim_end_matches(':')), KeyValue::Many(names)));
}

/// A refusal as services that speak `protocol` say it.
#[must_use]
pub fn denied(denied: &Denied, protocol: Protocol) -> Common {
    let text = denied.to_string();
    match protocol {
        Protocol::Json10 | Protocol::Json11 | Protocol::Cbor => {
            Common::new("AccessDeniedException", text)
        }
        Protocol::RestJson => Common::new("AccessDeniedException", text).with_status(403),
        Protocol::Query | Protocol::RestXml => Common::new("AccessDenied", text).with_status(403),
        Protocol::Ec2 => {
            let encoded = denied.encoded.as_ref().map_or(String::new(), |encoded| {
                format!(". Encoded authorization failure message: {encoded}")
            });
            let text = format!("You are not authorized to perform this operation. {text}{encoded}");
            Common::new("UnauthorizedOperation", text).with_status(403)
        }
    }
}

/// The tags that a request gives or takes away.
#[derive(Default)]
struct Tags {
    given: Vec<(String, String)>,
    keys: Vec<String>,
}

impl Tags {
    fn of(shape: &Shape, input: &Value) -> Self {
        let mut tags = Self::default();
        let Value::Struct(values) = input else { return tags };
        for (member, value) in shape.members().iter().zip(values) {
            match member.name {
                // Route 53 alone adds and removes with one operation.
                "tags" | "Tags" | "AddTags" => tags.give(member.shape, value),
                "TagSpecifications" => {
                    let (Value::List(all), Kind::List(of)) = (value, &member.shape.kind) else {
                        continue;
                    };
                    for one in all {
                        if let Some((shape, inner)) = leaf(of.shape, one, "Tags") {
                            tags.give(shape, inner);
                        }
                    }
                }
                "tagKeys" | "TagKeys" | "RemoveTagKeys" => {
                    if let Value::List(all) = value {
                        tags.keys.extend(all.iter().filter_map(template::text_of));
                    }
                }
                _ => {}
            }
        }
        tags
    }

    fn give(&mut self, shape: &Shape, value: &Value) {
        match (value, &shape.kind) {
            (Value::Map(all), _) => {
                let given = all.iter().map(|(key, value)| {
                    (key.clone(), template::text_of(value).unwrap_or_default())
                });
                self.given.extend(given);
            }
            // `logs:UntagLogGroup` calls its list of keys so.
            (Value::List(all), Kind::List(of)) => {
                for one in all {
                    if let Some(key) = template::text_of(one) {
                        self.keys.push(key);
                        continue;
                    }
                    let member = |names: [&str; 3]| {
                        let found = names.iter().find_map(|name| leaf(of.shape, one, name));
                        found.and_then(|(_, value)| template::text_of(value))
                    };
                    if let Some(key) = member(["key", "Key", "TagKey"]) {
                        let value = member(["value", "Value", "TagValue"]).unwrap_or_default();
                        self.given.push((key, value));
                    }
                }
            }
            _ => {}
        }
    }

    fn put(&self, keys: &mut Vec<(String, KeyValue)>) {
        let mut names: Vec<String> = self.keys.clone();
        for (key, value) in &self.given {
            keys.push((format!("aws:RequestTag/{key}"), KeyValue::One(value.clone())));
            names.push(key.clone());
        }
        if !names.is_empty() {
            keys.push(("aws:TagKeys".to_owned(), KeyValue::Many(names)));
        }
    }
}
