//! Texts with members of a request: `task/{cluster=default|name}/{task}`. The grammar is told at
//! the head of `models/authorization.toml`.

use ferrogate_auth::Caller;
use ferrogate_base::partition;
use ferrogate_policy::Value as KeyValue;

use super::ciphertext::Header;
use crate::Value;
use crate::schema::{Kind, Shape};

/// A template, read once.
#[derive(Debug, PartialEq)]
pub(super) struct Template {
    pieces: Vec<Piece>,
    /// Without its member there is no such resource.
    optional: bool,
    /// A member of it stands for each element of a list.
    many: bool,
}

#[derive(Debug, PartialEq)]
enum Piece {
    Text(String),
    Partition,
    Region,
    Account,
    User,
    Member { paths: Vec<Vec<Step>>, otherwise: Option<Otherwise>, filter: Option<Filter> },
}

#[derive(Debug, PartialEq)]
struct Step {
    name: String,
    each: bool,
}

#[derive(Debug, PartialEq)]
enum Otherwise {
    Text(String),
    User,
    Account,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Filter {
    Name,
    Ec2,
    Elb,
    Group,
    Enabled,
    There,
    Any,
    Url,
    Parameter,
    Owner,
}

/// The prefixes of EC2's ids and the types in their ARNs.
const EC2: [(&str, &str); 21] = [
    ("vpc-", "vpc"),
    ("subnet-", "subnet"),
    ("sg-", "security-group"),
    ("sgr-", "security-group-rule"),
    ("acl-", "network-acl"),
    ("rtb-", "route-table"),
    ("igw-", "internet-gateway"),
    ("eigw-", "egress-only-internet-gateway"),
    ("nat-", "natgateway"),
    ("eni-", "network-interface"),
    ("eipalloc-", "elastic-ip"),
    ("dopt-", "dhcp-options"),
    ("pl-", "prefix-list"),
    ("fl-", "vpc-flow-log"),
    ("nip-", "network-insights-path"),
    ("nia-", "network-insights-analysis"),
    ("vpce-", "vpc-endpoint"),
    ("pcx-", "vpc-peering-connection"),
    ("i-", "instance"),
    ("tgw-", "transit-gateway"),
    ("vgw-", "vpn-gateway"),
];

impl Template {
    pub(super) fn parse(text: &str) -> Self {
        let (text, optional) = match text.strip_suffix('?') {
            Some(text) => (text, true),
            None => (text, false),
        };
        let (mut pieces, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            let (inside, after) = after.split_once('}').unwrap_or((after, ""));
            pieces.push(Piece::of(inside));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        let is_many = |piece: &Piece| match piece {
            Piece::Member { paths, .. } => paths.iter().flatten().any(|step| step.each),
            _ => false,
        };
        Self { many: pieces.iter().any(is_many), pieces, optional }
    }

    /// The member of this path and nothing else.
    pub(super) fn of_member(path: &str) -> Self {
        Self::parse(&format!("{{{path}}}"))
    }
}

impl Piece {
    fn of(inside: &str) -> Self {
        match inside {
            "partition" => return Self::Partition,
            "region" => return Self::Region,
            "account" => return Self::Account,
            "@user" => return Self::User,
            _ => {}
        }
        let (inside, filter) = match inside.split_once('|') {
            Some((inside, filter)) => (inside, Some(Filter::of(filter))),
            None => (inside, None),
        };
        let (paths, otherwise) = match inside.split_once('=') {
            Some((path, "@user")) => (path, Some(Otherwise::User)),
            Some((path, "@account")) => (path, Some(Otherwise::Account)),
            Some((path, text)) => (path, Some(Otherwise::Text(text.to_owned()))),
            None => (inside, None),
        };
        let path = |path: &str| {
            let step = |name: &str| match name.strip_suffix("[]") {
                Some(name) => Step { name: name.to_owned(), each: true },
                None => Step { name: name.to_owned(), each: false },
            };
            path.split('.').map(step).collect()
        };
        Self::Member { paths: paths.split(',').map(path).collect(), otherwise, filter }
    }
}

impl Filter {
    fn of(name: &str) -> Self {
        match name {
            "name" => Self::Name,
            "ec2" => Self::Ec2,
            "elb" => Self::Elb,
            "group" => Self::Group,
            "enabled" => Self::Enabled,
            "there" => Self::There,
            "any" => Self::Any,
            "url" => Self::Url,
            "parameter" => Self::Parameter,
            "owner" => Self::Owner,
            _ => unreachable!("the generator knows the filters: {name}"),
        }
    }

    fn apply(self, text: String) -> String {
        match self {
            // An account by its number, or the one that an ARN names.
            Self::Owner => match text.starts_with("arn:") {
                true => text.split(':').nth(4).unwrap_or("*").to_owned(),
                false => text,
            },
            Self::Name => text.rsplit('/').next().unwrap_or_default().to_owned(),
            Self::Ec2 if text.starts_with("arn:") => text,
            Self::Ec2 => {
                let kind = EC2.iter().find(|(prefix, _)| text.starts_with(prefix));
                format!("{}/{text}", kind.map_or("*", |(_, kind)| kind))
            }
            Self::Elb => match &*text {
                "network" => "net".to_owned(),
                "gateway" => "gwy".to_owned(),
                _ => "app".to_owned(),
            },
            Self::Group => {
                let name = match text.strip_prefix("arn:") {
                    Some(arn) => arn.splitn(6, ':').nth(5).unwrap_or_default(),
                    None => &text,
                };
                name.strip_suffix(":*").unwrap_or(name).to_owned()
            }
            Self::Enabled => (text == "ENABLED").to_string(),
            Self::There => "true".to_owned(),
            Self::Any => text,
            Self::Url => {
                let text = text.strip_prefix("https://").unwrap_or(&text);
                text.trim_end_matches('/').to_owned()
            }
            Self::Parameter => parameter(&text),
        }
    }
}

/// A parameter's name as its ARN has it: the hierarchy's first slash is the ARN's own, and which
/// version is meant (`name:3`, `name:label`) is no part of it.
fn parameter(text: &str) -> String {
    if text.starts_with("arn:") {
        return text.splitn(7, ':').take(6).collect::<Vec<_>>().join(":");
    }
    let name = text.split(':').next().unwrap_or_default();
    name.strip_prefix('/').unwrap_or(name).to_owned()
}

/// A request whose members fill templates.
pub(super) struct Fill<'a> {
    pub(super) shape: &'a Shape,
    pub(super) input: &'a Value,
    pub(super) caller: &'a Caller,
    pub(super) region: &'a str,
}

impl Fill<'_> {
    /// The resources that a template names.
    pub(super) fn resources(&self, template: &Template) -> Vec<String> {
        self.fill(template, template.optional)
    }

    /// The value of a condition key; `None` when its member is not there.
    pub(super) fn key(&self, template: &Template) -> Option<KeyValue> {
        let mut all = self.fill(template, true);
        if template
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Member { filter: Some(Filter::Any), .. }))
        {
            let any = all.iter().any(|value| value == "true");
            return Some(KeyValue::One(any.to_string()));
        }
        let there = template
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Member { filter: Some(Filter::There), .. }));
        match template.many {
            true if there => Some(KeyValue::One((!all.is_empty()).to_string())),
            true => (!all.is_empty()).then_some(KeyValue::Many(all)),
            false => all.pop().map(KeyValue::One),
        }
    }

    /// The pairs of the map that a template is; none of what is not there.
    pub(super) fn pairs(&self, template: &Template) -> Vec<(String, String)> {
        let [Piece::Member { paths, .. }] = &*template.pieces else { return vec![] };
        let mut found = vec![];
        for path in paths {
            let [step] = &**path else { continue };
            if let Some((_, Value::Map(all))) = leaf(self.shape, self.input, &step.name) {
                let pair = |(key, value): (&String, &Value)| (key.clone(), text_of(value));
                let pairs = all.iter().map(pair);
                found.extend(pairs.map(|(key, value)| (key, value.unwrap_or_default())));
            }
        }
        found
    }

    /// The values of a template that is one member.
    pub(super) fn values(&self, template: &Template) -> Vec<String> {
        self.fill(template, true)
    }

    /// What becomes of a template, once for each element of the list in it. A member that is
    /// absent is `*`, or makes the whole of it absent if it is `optional`.
    fn fill(&self, template: &Template, optional: bool) -> Vec<String> {
        let mut texts = vec![String::new()];
        let last = template.pieces.len().saturating_sub(1);
        for (at, piece) in template.pieces.iter().enumerate() {
            let values = match piece {
                Piece::Text(text) => vec![text.clone()],
                Piece::Partition => vec![partition::name(self.region).to_owned()],
                Piece::Region => vec![self.region.to_owned()],
                Piece::Account => vec![self.caller.account.to_string()],
                Piece::User => vec![self.caller.user_name().unwrap_or("*").to_owned()],
                Piece::Member { paths, otherwise, filter } => {
                    let mut found = self.member(paths);
                    if found.is_empty() {
                        match self.otherwise(otherwise.as_ref()) {
                            Some(text) => found.push(text),
                            None if optional => return vec![],
                            None => found.push("*".to_owned()),
                        }
                    }
                    match filter {
                        Some(filter) => found.into_iter().map(|v| filter.apply(v)).collect(),
                        None => found,
                    }
                }
            };
            let whole = at == last && matches!(piece, Piece::Member { .. });
            let join = |before: &String, value: &String| match whole && value.starts_with("arn:") {
                true => in_partition(value, partition::name(self.region)),
                false => format!("{before}{value}"),
            };
            texts = texts
                .iter()
                .flat_map(|before| values.iter().map(move |value| join(before, value)))
                .collect();
        }
        texts
    }

    fn otherwise(&self, otherwise: Option<&Otherwise>) -> Option<String> {
        match otherwise? {
            Otherwise::Text(text) => Some(text.clone()),
            Otherwise::Account => Some(self.caller.account.to_string()),
            Otherwise::User => self.caller.user_name().map(str::to_owned),
        }
    }

    /// The first of these that is there.
    fn member(&self, paths: &[Vec<Step>]) -> Vec<String> {
        let all = paths.iter().map(|path| {
            let mut found = Vec::new();
            walk(self.shape, self.input, path, &mut found);
            found
        });
        all.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }
}

/// There is one partition at a time, and whoever writes another one into an ARN means it all the same:
/// no statement about the ARN is to be passed by with it.
fn in_partition(arn: &str, partition: &str) -> String {
    match arn.splitn(3, ':').collect::<Vec<_>>()[..] {
        ["arn", _, rest] => format!("arn:{partition}:{rest}"),
        _ => arn.to_owned(),
    }
}

fn walk(shape: &Shape, value: &Value, path: &[Step], found: &mut Vec<String>) {
    let Some((step, rest)) = path.split_first() else {
        found.extend(text_of(value).filter(|text| !text.is_empty()));
        // A ciphertext is of the key that it names.
        if let Value::Blob(bytes) = value {
            found.extend(Header::read(bytes).map(|(header, _)| header.arn()));
        }
        // Something is there, though it is no text: enough for whoever asks whether it is.
        if matches!(value, Value::List(all) if !all.is_empty())
            || matches!(value, Value::Map(all) if !all.is_empty())
        {
            found.push("true".to_owned());
        }
        return;
    };
    let Some((shape, value)) = leaf(shape, value, &step.name) else { return };
    match (value, &shape.kind) {
        (Value::List(all), Kind::List(of)) if step.each => {
            all.iter().for_each(|one| walk(of.shape, one, rest, found));
        }
        _ => walk(shape, value, rest, found),
    }
}

/// A member of a structure by its name.
pub(super) fn leaf<'v>(
    shape: &Shape,
    value: &'v Value,
    name: &str,
) -> Option<(&'static Shape, &'v Value)> {
    let Value::Struct(values) = value else { return None };
    let at = shape.members().iter().position(|member| member.name == name)?;
    Some((shape.members()[at].shape, values.get(at)?))
}

/// A value as the text that policies compare.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Str(text) => Some(text.clone()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_one_resource_however_it_is_named() {
        for (asked, resource) in [
            ("a", "a"),
            ("/a/b", "a/b"),
            ("/a/b:3", "a/b"),
            ("a:live", "a"),
            ("/", ""),
            ("arn:aws:ssm:r:1:parameter/a/b", "arn:aws:ssm:r:1:parameter/a/b"),
            ("arn:aws:ssm:r:1:parameter/a:live", "arn:aws:ssm:r:1:parameter/a"),
        ] {
            assert_eq!(Filter::Parameter.apply(asked.to_owned()), resource, "{asked}");
        }
    }
}
