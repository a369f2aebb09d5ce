//! Requests, and documents that are about them: most names of a document are made from those of
//! the request, so that statements match about as often as not.

use serde_json::{Value as Json, json};

use crate::model::{Asked, Policies, Values, Who};

const HOME: &str = "111122223333";
const OTHER: &str = "444455556666";

const ACTIONS: [&str; 7] = [
    "ecs:RunTask",
    "ecs:StopTask",
    "ecs:ListTasks",
    "ecr:GetImage",
    "logs:PutLogEvents",
    "iam:PassRole",
    "s3:GetObject",
];

const RESOURCES: [&str; 9] = [
    "arn:aws:ecs:us-east-1:111122223333:cluster/prod",
    "arn:aws:ecs:us-east-1:111122223333:task/prod/Bob",
    "arn:aws:ecs:eu-west-1:444455556666:service/prod/red",
    "arn:aws:logs:us-east-1:111122223333:log-group:/a/red:log-stream:s/1",
    "arn:aws:logs:us-east-1:111122223333:log-group:/a:b:*",
    "arn:aws:iam::111122223333:role/red/app",
    "arn:aws:s3:::bucket/Bob/a:b?c",
    "arn:aws:s3:::bucket/*",
    "*",
];

const NUMBERS: [&str; 10] = [
    "0",
    "-3",
    "512",
    "512.0",
    "512.5",
    "0.10",
    "-0.5",
    "1024",
    "9007199254740992",
    "9007199254740993",
];
const DATES: [&str; 10] = [
    "2026",
    "2026-02",
    "2024-02-29",
    "2026-11-29T23:00Z",
    "2026-11-29T23:00:00Z",
    "2026-11-30T00:00:00+01:00",
    "2026-11-29T22:59:59.5Z",
    "1796000000",
    "1790000000",
    "2026-11-29T23:00:00-02:30",
];
const ADDRESSES: [&str; 6] =
    ["203.0.113.7", "203.0.113.130", "10.0.0.1", "0.0.0.0", "2001:db8::7", "2001:db8:0:1::7"];
const RANGES: [&str; 9] = [
    "203.0.113.0/24",
    "203.0.113.128/25",
    "203.0.113.7",
    "203.0.113.7/32",
    "10.0.0.5/8",
    "0.0.0.0/0",
    "2001:db8::/32",
    "2001:db8::7/128",
    "::/0",
];
const BLOBS: [&str; 4] = ["QmluYXJ5", "QmluYXJ6", "", "AA=="];
const TRUTHS: [&str; 4] = ["true", "false", "True", "FALSE"];
const TEXTS: [&str; 10] =
    ["Bob", "bob", "red", "Red", "blue", "a*b", "a?b", "", "prod", "${aws:username}"];

/// Of what type a key is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Arn,
    Number,
    Date,
    Truth,
    Address,
    Blob,
}

/// The keys: with their type, and whether they have several values.
const KEYS: [(&str, Type, bool); 18] = [
    ("aws:username", Type::Text, false),
    ("aws:PrincipalTag/team", Type::Text, false),
    ("aws:RequestTag/Team", Type::Text, false),
    ("aws:PrincipalAccount", Type::Text, false),
    ("aws:userid", Type::Text, false),
    ("aws:PrincipalArn", Type::Arn, false),
    ("ecs:cluster", Type::Arn, false),
    ("ecs:task-cpu", Type::Number, false),
    ("aws:MultiFactorAuthAge", Type::Number, false),
    ("aws:CurrentTime", Type::Date, false),
    ("aws:SecureTransport", Type::Truth, false),
    ("aws:SourceIp", Type::Address, false),
    ("test:Blob", Type::Blob, false),
    ("aws:TagKeys", Type::Text, true),
    ("test:Arns", Type::Arn, true),
    ("test:Numbers", Type::Number, true),
    ("test:Addresses", Type::Address, true),
    ("test:Truths", Type::Truth, true),
];

/// SplitMix64: the same numbers of the same seed on every machine.
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// In so many of a hundred.
    fn often(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// A request, its caller, and the documents that apply.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) asked: Asked,
    pub(crate) who: Who,
    pub(crate) policies: Policies,
}

pub(crate) fn case(seed: u64) -> Case {
    let rng = &mut Rng::new(seed);
    let who = who(rng);
    let asked = Asked {
        action: any_case(rng, ACTIONS[rng_at(seed, ACTIONS.len())], 20),
        resource: rng.pick(&RESOURCES).to_owned(),
        keys: keys(rng),
    };
    let maker = &mut Maker { rng, asked: &asked, who: &who };
    let policies = maker.policies();
    Case { asked, who, policies }
}

/// Every action comes in turn.
fn rng_at(seed: u64, end: usize) -> usize {
    usize::try_from(seed % end as u64).unwrap()
}

fn any_case(rng: &mut Rng, text: &str, of_hundred: usize) -> String {
    match rng.often(of_hundred) {
        true if rng.often(50) => text.to_ascii_uppercase(),
        true => text.to_ascii_lowercase(),
        false => text.to_owned(),
    }
}

fn who(rng: &mut Rng) -> Who {
    let (arn, issuer, service) = match rng.below(8) {
        0 | 1 => (format!("arn:aws:iam::{HOME}:user/Bob"), None, None),
        2 => (format!("arn:aws:iam::{HOME}:user/red/Bob"), None, None),
        3..=5 => {
            let issuer = format!("arn:aws:iam::{HOME}:role/app");
            (format!("arn:aws:sts::{HOME}:assumed-role/app/one"), Some(issuer), None)
        }
        6 => {
            let issuer = format!("arn:aws:iam::{HOME}:user/Bob");
            (format!("arn:aws:sts::{HOME}:federated-user/eve"), Some(issuer), None)
        }
        _ if rng.often(50) => (format!("arn:aws:iam::{HOME}:root"), None, None),
        _ => {
            let service = "ecs-tasks.amazonaws.com".to_owned();
            return Who {
                account: String::new(),
                arn: service.clone(),
                issuer: None,
                service: Some(service),
            };
        }
    };
    Who { account: HOME.into(), arn, issuer, service }
}

fn keys(rng: &mut Rng) -> Vec<(String, Values)> {
    let mut all = vec![];
    for (name, of, several) in KEYS {
        if rng.often(25) {
            continue;
        }
        let values = match several {
            false => Values::One(value(rng, of)),
            true => Values::Many((0..rng.below(4)).map(|_| value(rng, of)).collect()),
        };
        all.push((any_case(rng, name, 15), values));
    }
    all
}

/// As requests have it.
fn value(rng: &mut Rng, of: Type) -> String {
    match of {
        Type::Text => rng.pick(&TEXTS[..9]),
        Type::Arn => rng.pick(&RESOURCES[..7]),
        Type::Number => rng.pick(&NUMBERS),
        Type::Date => rng.pick(&DATES),
        Type::Truth => rng.pick(&TRUTHS[..2]),
        Type::Address => rng.pick(&ADDRESSES),
        Type::Blob => rng.pick(&BLOBS),
    }
    .to_owned()
}

struct Maker<'m> {
    rng: &'m mut Rng,
    asked: &'m Asked,
    who: &'m Who,
}

impl Maker<'_> {
    fn policies(&mut self) -> Policies {
        let root = self.who.arn.ends_with(":root") || self.who.service.is_some();
        let several = |maker: &mut Self, often: usize| {
            let there = !root && maker.rng.often(often);
            there.then(|| (0..maker.rng.below(3)).map(|_| maker.document(false)).collect())
        };
        Policies {
            identity: several(self, 95),
            boundary: several(self, 25),
            session: several(self, 25),
            resource: self.rng.often(50).then(|| self.document(true)),
            control: (0..self.rng.below(8).saturating_sub(5))
                .map(|_| vec![self.document(false)])
                .collect(),
            foreign: self.rng.often(15),
            resource_must: self.rng.often(10),
        }
    }

    fn document(&mut self, of_resource: bool) -> Json {
        let count = 1 + self.rng.below(3);
        let statements: Vec<Json> =
            (0..count).map(|at| self.statement(&format!("s{at}"), of_resource)).collect();
        let statement = match &statements[..] {
            [one] if self.rng.often(50) => one.clone(),
            _ => Json::Array(statements),
        };
        let mut document = json!({"Statement": statement});
        match self.rng.below(6) {
            0 if of_resource => {}
            1 if of_resource => document["Version"] = json!("2008-10-17"),
            _ => document["Version"] = json!("2012-10-17"),
        }
        document
    }

    fn statement(&mut self, sid: &str, of_resource: bool) -> Json {
        let denies = self.rng.often(25);
        let mut statement = json!({"Sid": sid, "Effect": if denies { "Deny" } else { "Allow" }});
        if of_resource {
            let not = denies && self.rng.often(30);
            let name = if not { "NotPrincipal" } else { "Principal" };
            statement[name] = self.principal(not);
        }
        let not = self.rng.often(15);
        let actions = self.list(|maker| {
            let near = maker.rng.often(if not { 30 } else { 75 });
            let action =
                if near { maker.asked.action.clone() } else { maker.rng.pick(&ACTIONS).into() };
            maker.action(&action)
        });
        statement[if not { "NotAction" } else { "Action" }] = actions;
        let not = self.rng.often(15);
        let resources = self.list(|maker| {
            let near = maker.rng.often(if not { 30 } else { 75 });
            let arn =
                if near { maker.asked.resource.clone() } else { maker.rng.pick(&RESOURCES).into() };
            maker.resource(&arn)
        });
        statement[if not { "NotResource" } else { "Resource" }] = resources;
        for _ in 0..[0, 0, 0, 1, 1, 2][self.rng.below(6)] {
            let (operator, key, values) = self.condition();
            statement["Condition"][operator][key] = values;
        }
        statement
    }

    /// One text, or a list.
    fn list(&mut self, mut one: impl FnMut(&mut Self) -> String) -> Json {
        let all: Vec<String> = (0..1 + self.rng.below(2)).map(|_| one(self)).collect();
        match &all[..] {
            [one] if self.rng.often(50) => json!(one),
            all => json!(all),
        }
    }

    fn principal(&mut self, not: bool) -> Json {
        if !not && self.rng.often(15) {
            return if self.rng.often(50) { json!("*") } else { json!({"AWS": "*"}) };
        }
        let root = |account: &str| format!("arn:aws:iam::{account}:root");
        let mut aws = vec![];
        let who = [Some(self.who.arn.clone()), self.who.issuer.clone()];
        let who = who.into_iter().flatten().filter(|arn| arn.starts_with("arn:"));
        for arn in who {
            if self.rng.often(if not { 70 } else { 40 }) {
                aws.push(arn);
            }
        }
        let mut also = |text: String, often: usize| {
            if self.rng.often(often) {
                aws.push(text);
            }
        };
        also(root(HOME), if not { 60 } else { 20 });
        also(HOME.into(), 15);
        also(OTHER.into(), 10);
        also(format!("arn:aws:iam::{HOME}:user/bob"), 15);
        also(format!("arn:aws:iam::{HOME}:role/other"), 15);
        let mut principal = json!({});
        if !aws.is_empty() {
            principal["AWS"] = if aws.len() == 1 { json!(aws[0]) } else { json!(aws) };
        }
        if self.rng.often(20) || aws.is_empty() {
            let service = self.rng.pick(&["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"]);
            principal["Service"] = json!(service);
        }
        principal
    }

    fn action(&mut self, action: &str) -> String {
        if self.rng.often(8) {
            return "*".into();
        }
        let (service, name) = action.split_once(':').unwrap();
        let name = match self.rng.below(3) {
            0 => name.to_owned(),
            _ => self.wild(name),
        };
        let name = format!("{service}:{name}");
        any_case(self.rng, &name, 20)
    }

    /// An ARN with wildcards, variables, missing parts.
    fn resource(&mut self, arn: &str) -> String {
        if arn == "*" || self.rng.often(8) {
            return "*".into();
        }
        let mut fields: Vec<String> = arn.splitn(6, ':').map(str::to_owned).collect();
        for field in 3..6 {
            let is_path = fields[2] == "iam" && field == 5;
            if self.rng.often(30) && !is_path {
                fields[field] = self.wild(&fields[field].clone());
            }
        }
        if self.rng.often(25) {
            fields[5] = self.variable(&fields[5].clone());
        }
        let mut text = fields.join(":");
        if self.rng.often(10) {
            let colons = 2 + self.rng.below(3);
            let at = text.match_indices(':').nth(colons).map_or(text.len(), |(at, _)| at);
            text.truncate(at);
        } else if self.rng.often(10) && text.matches(':').count() > 5 {
            // An asterisk instead of whole parts.
            let marks: Vec<usize> = text.match_indices(':').map(|(at, _)| at).collect();
            let from = 2 + self.rng.below(marks.len() - 3);
            let to = from + 1 + self.rng.below(marks.len() - from - 1);
            text.replace_range(marks[from] + 1..marks[to], "*");
        }
        text
    }

    /// With something of it as a wildcard.
    fn wild(&mut self, text: &str) -> String {
        let mut signs: Vec<char> = text.chars().collect();
        let from = self.rng.below(signs.len() + 1);
        let to = from + self.rng.below(signs.len() + 1 - from);
        match self.rng.below(4) {
            0 => signs.truncate(from),
            1 => drop(signs.splice(from..to, ['*'])),
            2 if from < signs.len() => signs[from] = '?',
            _ => {}
        }
        if self.rng.often(50) && !signs.ends_with(&['*']) {
            signs.push('*');
        }
        signs.into_iter().collect()
    }

    /// With a key of the request for its value, where that is in it.
    fn variable(&mut self, text: &str) -> String {
        let key = |maker: &mut Self| {
            let name = maker.rng.pick(&KEYS).0;
            any_case(maker.rng, name, 20)
        };
        let singles = self.asked.keys.iter().filter_map(|(key, values)| match values {
            Values::One(value) if value.len() > 1 && text.contains(value.as_str()) => {
                Some((key.clone(), value.clone()))
            }
            _ => None,
        });
        let singles: Vec<_> = singles.collect();
        match self.rng.below(4) {
            0 | 1 if !singles.is_empty() => {
                let (key, value) = &singles[self.rng.below(singles.len())];
                text.replacen(value.as_str(), &format!("${{{key}}}"), 1)
            }
            2 => format!("{text}${{{}, '{}'}}", key(self), self.rng.pick(&["", "red", "*"])),
            3 => text.replace('*', "${*}").replace('?', "${?}"),
            _ => format!("{text}${{{}}}", key(self)),
        }
    }

    fn condition(&mut self) -> (String, String, Json) {
        let (name, of, several) = self.rng.pick(&KEYS);
        let plain: &[&str] = match of {
            _ if self.rng.often(8) => &["Null"],
            Type::Text => &[
                "StringEquals",
                "StringNotEquals",
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
                "StringLike",
                "StringNotLike",
            ],
            Type::Arn => &["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike"],
            Type::Number => &[
                "NumericEquals",
                "NumericNotEquals",
                "NumericLessThan",
                "NumericLessThanEquals",
                "NumericGreaterThan",
                "NumericGreaterThanEquals",
            ],
            Type::Date => &[
                "DateEquals",
                "DateNotEquals",
                "DateLessThan",
                "DateLessThanEquals",
                "DateGreaterThan",
                "DateGreaterThanEquals",
            ],
            Type::Truth => &["Bool"],
            Type::Address => &["IpAddress", "NotIpAddress"],
            Type::Blob => &["BinaryEquals", "StringEquals"],
        };
        let plain = self.rng.pick(plain);
        let set = match (several, self.rng.below(10)) {
            (true, 0..=3) | (false, 0) => "ForAllValues:",
            (true, 4..=7) | (false, 1) => "ForAnyValue:",
            _ => "",
        };
        let exists = if plain != "Null" && self.rng.often(25) { "IfExists" } else { "" };
        let operator = format!("{set}{plain}{exists}");
        let values: Vec<Json> =
            (0..1 + self.rng.below(3)).map(|_| self.operand(plain, name, of)).collect();
        let values = match &values[..] {
            [one] if self.rng.often(60) => one.clone(),
            _ => Json::Array(values),
        };
        (operator, any_case(self.rng, name, 20), values)
    }

    /// A value of a condition, near to what the request has.
    fn operand(&mut self, operator: &str, key: &str, of: Type) -> Json {
        if operator == "Null" {
            return if self.rng.often(50) { json!("true") } else { json!(false) };
        }
        let has = self.asked.keys.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
        let has: Vec<String> = match has.map(|(_, values)| values.clone()) {
            Some(Values::One(one)) => vec![one],
            Some(Values::Many(all)) => all,
            None => vec![],
        };
        let mut text = match has.is_empty() || self.rng.often(35) {
            true => value(self.rng, of),
            false => has[self.rng.below(has.len())].clone(),
        };
        match (operator, of) {
            (_, Type::Text) => {
                if self.rng.often(15) {
                    text = self.rng.pick(&TEXTS).to_owned();
                }
                if operator.ends_with("Like") && self.rng.often(60) {
                    text = self.wild(&text);
                }
                if self.rng.often(25) {
                    text = self.variable(&text);
                }
                any_case(self.rng, &text, 10)
            }
            (_, Type::Arn) => {
                if self.rng.often(10) {
                    return self.variable(&text).into();
                }
                let mut fields: Vec<String> = text.splitn(6, ':').map(str::to_owned).collect();
                for field in &mut fields[3..] {
                    if self.rng.often(30) {
                        *field = self.wild(field);
                    }
                    if self.rng.often(15) {
                        *field = self.variable(field);
                    }
                }
                fields.join(":")
            }
            (_, Type::Address) => {
                if self.rng.often(70) {
                    self.rng.pick(&RANGES).to_owned()
                } else {
                    text
                }
            }
            (_, Type::Number) if self.rng.often(5) => "many".to_owned(),
            (_, Type::Truth) => {
                let truth = self.rng.pick(&TRUTHS);
                if self.rng.often(20) {
                    return json!(truth.eq_ignore_ascii_case("true"));
                }
                truth.to_owned()
            }
            _ => text,
        }
        .into()
    }
}
