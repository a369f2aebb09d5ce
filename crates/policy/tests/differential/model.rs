//! AWS's documented policy logic, written down literally and slowly, apart from the crate that it
//! judges: nothing is compiled, every document is read anew for every request, texts are compared
//! by trying everything that an asterisk can be.
//!
//! Sources: the pages of the IAM user guide on evaluation logic, on the elements of policies, on
//! condition operators, on keys with several values, and on variables. Where these say nothing
//! the comment says what is taken.

use serde_json::Value as Json;

/// What a condition key has.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    One(String),
    Many(Vec<String>),
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) keys: Vec<(String, Values)>,
}

/// Who makes it.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) account: String,
    pub(crate) arn: String,
    pub(crate) issuer: Option<String>,
    pub(crate) service: Option<String>,
}

/// The documents that apply.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    pub(crate) identity: Option<Vec<Json>>,
    pub(crate) boundary: Option<Vec<Json>>,
    pub(crate) session: Option<Vec<Json>>,
    pub(crate) resource: Option<Json>,
    pub(crate) control: Vec<Vec<Json>>,
    pub(crate) foreign: bool,
    pub(crate) resource_must: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Allowed,
    ImplicitDeny,
    ExplicitDeny,
}

/// How a statement of a resource's policy names the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Everyone,
    Itself,
    Issuer,
    Account,
}

/// "Determining whether a request is allowed or denied within an account", and its table of what
/// resource-based policies override.
pub(crate) fn verdict(policies: &Policies, asked: &Asked, who: &Who) -> Verdict {
    let bounded = policies.boundary.is_some();
    let all = [&policies.identity, &policies.boundary, &policies.session];
    let documents = all.into_iter().flatten().chain(&policies.control).flatten();
    for document in documents.chain(&policies.resource) {
        if !matching(document, asked, who, bounded).1.is_empty() {
            return Verdict::ExplicitDeny;
        }
    }
    let one_allows = |documents: &Vec<Json>| {
        documents.iter().any(|document| !matching(document, asked, who, bounded).0.is_empty())
    };
    if !policies.control.iter().all(one_allows) {
        return Verdict::ImplicitDeny;
    }
    let allows = |documents: &Option<Vec<Json>>| documents.as_ref().is_none_or(one_allows);
    let owner = policies.resource.iter().flat_map(statements).filter(|statement| {
        statement["Effect"] == "Allow" && is_about(statement, policies.resource.as_ref(), asked)
    });
    let owner: Vec<Named> = owner.filter_map(|statement| named(statement, who)).collect();
    let limited = allows(&policies.boundary) && allows(&policies.session);
    let own = allows(&policies.identity) && limited;
    let is_allowed = match (policies.foreign, policies.resource_must) {
        (true, _) => !owner.is_empty() && own,
        (false, true) if owner.is_empty() => false,
        (false, _) if owner.contains(&Named::Everyone) || owner.contains(&Named::Itself) => true,
        (false, _) if owner.contains(&Named::Issuer) => limited,
        (false, _) => own,
    };
    if is_allowed { Verdict::Allowed } else { Verdict::ImplicitDeny }
}

/// The names of the statements of a document that allow and of those that deny.
pub(crate) fn matching(
    document: &Json,
    asked: &Asked,
    who: &Who,
    bounded: bool,
) -> (Vec<String>, Vec<String>) {
    let (mut allows, mut denies) = (vec![], vec![]);
    for statement in statements(document) {
        let whom = if statement.get("NotPrincipal").is_some() {
            bounded || !is_left_out(&statement["NotPrincipal"], who)
        } else {
            statement.get("Principal").is_none() || named(statement, who).is_some()
        };
        if whom && is_about(statement, Some(document), asked) {
            let sid = statement["Sid"].as_str().unwrap().to_owned();
            if statement["Effect"] == "Allow" { &mut allows } else { &mut denies }.push(sid);
        }
    }
    (allows, denies)
}

fn statements(document: &Json) -> Vec<&Json> {
    many(&document["Statement"])
}

/// One or a list of them.
fn many(json: &Json) -> Vec<&Json> {
    match json {
        Json::Array(all) => all.iter().collect(),
        one => vec![one],
    }
}

fn texts(json: &Json) -> Vec<String> {
    let text = |one: &Json| one.as_str().map_or_else(|| one.to_string(), str::to_owned);
    many(json).into_iter().map(text).collect()
}

/// "Principal": by the account, by the role or user of a session, by itself, or everyone.
fn named(statement: &Json, who: &Who) -> Option<Named> {
    let principal = &statement["Principal"];
    if principal == "*" {
        return Some(Named::Everyone);
    }
    let of = |kind: &str| principal.get(kind).map(texts).unwrap_or_default();
    let aws = of("AWS");
    let has = |one: &str| aws.iter().any(|named| named == one);
    if has("*") {
        return Some(Named::Everyone);
    }
    let service = who.service.as_ref().is_some_and(|service| of("Service").contains(service));
    if service || has(&who.arn) {
        return Some(Named::Itself);
    }
    if who.issuer.as_ref().is_some_and(|issuer| has(issuer)) {
        return Some(Named::Issuer);
    }
    let root = format!("arn:aws:iam::{}:root", who.account);
    (has(&who.account) || has(&root)).then_some(Named::Account)
}

/// "NotPrincipal": whom the statement is not about. The account must be among them, and the role
/// of a session, and the caller itself. What of them has a boundary is denied anyway.
fn is_left_out(principal: &Json, who: &Who) -> bool {
    let of = |kind: &str| principal.get(kind).map(texts).unwrap_or_default();
    if let Some(service) = &who.service {
        return of("Service").contains(service);
    }
    let aws = of("AWS");
    let has = |one: &str| aws.iter().any(|named| named == one);
    let root = format!("arn:aws:iam::{}:root", who.account);
    if has("*") {
        return true;
    }
    let account = has(&who.account) || has(&root);
    account
        && who.issuer.as_ref().is_none_or(|issuer| has(issuer))
        && (who.arn == root || has(&who.arn))
}

/// Action, resource and conditions of a statement.
fn is_about(statement: &Json, document: Option<&Json>, asked: &Asked) -> bool {
    let variables = document.is_some_and(|document| document["Version"] == "2012-10-17");
    let action = |pattern: &String| {
        let small = |text: &str| text.to_ascii_lowercase();
        glob(&wild(&small(pattern)), &chars(&small(&asked.action)))
    };
    let resource = |pattern: &String| is_resource(pattern, asked, variables);
    let actions = match statement.get("Action") {
        Some(some) => texts(some).iter().any(action),
        None => !texts(&statement["NotAction"]).iter().any(action),
    };
    let resources = match (statement.get("Resource"), statement.get("NotResource")) {
        (Some(some), _) => texts(some).iter().any(resource),
        (_, Some(others)) => !texts(others).iter().any(resource),
        _ => true,
    };
    let operators = statement.get("Condition").and_then(Json::as_object);
    let conditions = operators.into_iter().flatten().all(|(operator, keys)| {
        let keys = keys.as_object().unwrap();
        keys.iter().all(|(key, values)| holds(operator, key, &texts(values), asked, variables))
    });
    actions && resources && conditions
}

/// A character of a pattern, and whether it only stands for itself.
type Sign = (char, bool);

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn wild(text: &str) -> Vec<Sign> {
    text.chars().map(|c| (c, false)).collect()
}

fn literal(text: &str) -> Vec<Sign> {
    text.chars().map(|c| (c, true)).collect()
}

/// "Variables": with the request's values, which stand for themselves; `None` if one has none.
fn filled(text: &str, asked: &Asked, variables: bool) -> Option<Vec<Sign>> {
    let Some((before, rest)) = text.split_once("${").filter(|_| variables) else {
        return Some(wild(text));
    };
    let Some((inside, after)) = rest.split_once('}') else { return Some(wild(text)) };
    let value = match inside {
        "*" | "?" | "$" => inside.to_owned(),
        _ => {
            let (key, otherwise) = match inside.split_once(", '") {
                Some((key, rest)) => (key, rest.strip_suffix('\'')),
                None => (inside, None),
            };
            // Keys with several values are no variables.
            match found(key, asked) {
                Some(Values::One(value)) => value,
                _ => otherwise?.to_owned(),
            }
        }
    };
    let after = filled(after, asked, variables)?;
    Some([wild(before), literal(&value), after].concat())
}

/// The value of a key, whose name has no case.
fn found(key: &str, asked: &Asked) -> Option<Values> {
    let is = |(name, _): &&(String, Values)| name.eq_ignore_ascii_case(key);
    asked.keys.iter().find(is).map(|(_, values)| values.clone())
}

/// `*` is any number of any characters, `?` is one.
fn glob(pattern: &[Sign], text: &[char]) -> bool {
    ends(pattern, 0, text, &|_| true)
}

/// Whether a pattern from `at` on is the text, where a `*` or `?` at a place takes colons only if
/// it `may`.
fn ends(pattern: &[Sign], at: usize, text: &[char], may: &dyn Fn(usize) -> bool) -> bool {
    let takes = text.first().is_some_and(|c| *c != ':' || may(at));
    match pattern.get(at) {
        None => text.is_empty(),
        Some(('*', false)) => {
            ends(pattern, at + 1, text, may) || takes && ends(pattern, at, &text[1..], may)
        }
        Some(('?', false)) => takes && ends(pattern, at + 1, &text[1..], may),
        Some((c, _)) => text.first() == Some(c) && ends(pattern, at + 1, &text[1..], may),
    }
}

/// "Resource": wildcards are within the segments; an asterisk that is the last of its segment may
/// go beyond the colon. What follows the fifth colon may have colons. Fields that are missing at
/// the end are asterisks. Variables stand behind the fifth colon.
fn is_resource(pattern: &str, asked: &Asked, variables: bool) -> bool {
    if pattern == "*" {
        return true;
    }
    let fields: Vec<&str> = pattern.splitn(6, ':').collect();
    let mut signs = vec![];
    for field in 0..6 {
        let text = fields.get(field).copied().unwrap_or("*");
        if field > 0 {
            signs.push((':', false));
        }
        match filled(text, asked, variables && field == 5) {
            Some(of_field) => signs.extend(of_field),
            None => return false,
        }
    }
    let fifth = signs.iter().enumerate().filter(|(_, (c, _))| *c == ':').nth(4).unwrap().0;
    let may = |at: usize| at > fifth || signs[at].0 == '*' && signs[at + 1].0 == ':';
    ends(&signs, 0, &chars(&asked.resource), &may)
}

/// "ArnEquals", "ArnLike": each of the six components by itself.
fn is_arn(pattern: &str, value: &str, asked: &Asked, variables: bool) -> bool {
    if pattern == "*" {
        return true;
    }
    let Some(signs) = filled(pattern, asked, variables) else { return false };
    let mut components = vec![vec![]];
    for sign in signs {
        match sign {
            (':', _) if components.len() < 6 => components.push(vec![]),
            other => components.last_mut().unwrap().push(other),
        }
    }
    let of_value: Vec<&str> = value.splitn(6, ':').collect();
    // Of a shorter pattern the guide says nothing: what is missing is taken as asterisks.
    components.len() <= of_value.len()
        && components.iter().zip(of_value).all(|(one, other)| glob(one, &chars(other)))
}

/// "Condition".
fn holds(operator: &str, key: &str, values: &[String], asked: &Asked, variables: bool) -> bool {
    let (set, operator) = operator.split_once(':').unwrap_or(("", operator));
    let (operator, if_exists) = match operator.strip_suffix("IfExists") {
        Some(operator) => (operator, true),
        None => (operator, false),
    };
    let request = match found(key, asked) {
        Some(Values::One(one)) => vec![one],
        Some(Values::Many(all)) => all,
        None => vec![],
    };
    if operator == "Null" {
        return match set {
            "ForAllValues" => true,
            "ForAnyValue" => false,
            _ => values.iter().any(|value| truth(value) == Some(request.is_empty())),
        };
    }
    let (operator, negated) = match operator {
        "StringNotEquals" => ("StringEquals", true),
        "StringNotEqualsIgnoreCase" => ("StringEqualsIgnoreCase", true),
        "StringNotLike" => ("StringLike", true),
        "NumericNotEquals" => ("NumericEquals", true),
        "DateNotEquals" => ("DateEquals", true),
        "NotIpAddress" => ("IpAddress", true),
        "ArnNotEquals" => ("ArnEquals", true),
        "ArnNotLike" => ("ArnLike", true),
        other => (other, false),
    };
    if request.is_empty() {
        return match set {
            "ForAllValues" => true,
            "ForAnyValue" => if_exists,
            _ => negated || if_exists,
        };
    }
    if values.is_empty() {
        return false;
    }
    let one = |value: &String| {
        let mut compared = values.iter().map(|of| compared(operator, of, value, asked, variables));
        if negated {
            compared.all(|is| is == Some(false))
        } else {
            compared.any(|is| is == Some(true))
        }
    };
    match set {
        "ForAllValues" => request.iter().all(one),
        "ForAnyValue" => request.iter().any(one),
        // Of several values without a set operator the guide says nothing.
        _ if negated => request.iter().all(one),
        _ => request.iter().any(one),
    }
}

/// Whether a value of the request is one of the policy; `None` when they are of other types.
fn compared(
    operator: &str,
    policy: &str,
    value: &str,
    asked: &Asked,
    variables: bool,
) -> Option<bool> {
    let text = |value: &str, policy: Option<Vec<Sign>>| {
        policy.is_some_and(|signs| signs.iter().map(|(c, _)| *c).eq(value.chars()))
    };
    match operator {
        "StringEquals" => Some(text(value, filled(policy, asked, variables))),
        "StringEqualsIgnoreCase" => {
            let signs = filled(policy, asked, variables);
            let small = |(c, own): &Sign| (c.to_ascii_lowercase(), *own);
            let signs = signs.map(|signs| signs.iter().map(small).collect());
            Some(text(&value.to_ascii_lowercase(), signs))
        }
        "StringLike" => {
            let signs = filled(policy, asked, variables);
            Some(signs.is_some_and(|signs| glob(&signs, &chars(value))))
        }
        "ArnEquals" | "ArnLike" => Some(is_arn(policy, value, asked, variables)),
        "Bool" => Some(truth(policy)? == truth(value)?),
        "BinaryEquals" => Some(bytes(policy)? == bytes(value)?),
        "IpAddress" => {
            let (network, length) = policy.split_once('/').unwrap_or((policy, ""));
            let (network, address) = (bits(network)?, bits(value)?);
            let length = if length.is_empty() { network.len() } else { length.parse().ok()? };
            Some(network.len() == address.len() && network[..length] == address[..length])
        }
        _ => {
            let order = match operator.strip_prefix("Numeric") {
                Some(_) => decimal(value)?.cmp(&decimal(policy)?),
                None => moment(value)?.cmp(&moment(policy)?),
            };
            Some(match operator.trim_start_matches("Numeric").trim_start_matches("Date") {
                "Equals" => order.is_eq(),
                "LessThan" => order.is_lt(),
                "LessThanEquals" => order.is_le(),
                "GreaterThan" => order.is_gt(),
                "GreaterThanEquals" => order.is_ge(),
                other => panic!("no such operator: {other}"),
            })
        }
    }
}

fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Digits before and behind the point made one whole number, in ten-thousandths.
fn decimal(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    (is(whole) && is(part) && part.len() <= 4).then_some(())?;
    let part = format!("{part:0<4}");
    Some(sign * (whole.parse::<i128>().ok()? * 10_000 + part.parse::<i128>().ok()?))
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    const SIGNS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.len().is_multiple_of(4).then_some(())?;
    let mut bits = vec![];
    for c in text.trim_end_matches('=').chars() {
        let value = SIGNS.find(c)?;
        bits.extend((0..6).rev().map(|bit| value >> bit & 1));
    }
    let byte =
        |bits: &[usize]| bits.iter().fold(0, |byte, bit| byte << 1 | u8::try_from(*bit).unwrap());
    Some(bits.chunks_exact(8).map(byte).collect())
}

/// The bits of an address, 32 or 128.
fn bits(address: &str) -> Option<Vec<bool>> {
    let octets = match address.parse().ok()? {
        std::net::IpAddr::V4(address) => address.octets().to_vec(),
        std::net::IpAddr::V6(address) => address.octets().to_vec(),
    };
    Some(
        octets
            .iter()
            .flat_map(|octet| (0..8).rev().map(move |bit| octet >> bit & 1 == 1))
            .collect(),
    )
}

/// Milliseconds since 1970, by counting days.
fn moment(text: &str) -> Option<i128> {
    if text.len() != 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse::<i128>().ok()? * 1000);
    }
    let digits = |from: usize, to: usize, missing: i128| match text.get(from..to) {
        None => Some(missing),
        Some(digits) => digits.parse::<i128>().ok(),
    };
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let year = digits(0, 4, 1970)?;
    let month = if date.len() > 4 { digits(5, 7, 1)? } else { 1 };
    let day = if date.len() > 7 { digits(8, 10, 1)? } else { 1 };
    let leap = |year: i128| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let of_month = |year: i128, month: i128| match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap(year) => 29,
        2 => 28,
        _ => 31,
    };
    if !(1..=12).contains(&month) || !(1..=of_month(year, month)).contains(&day) {
        return None;
    }
    let mut days = day - 1;
    days += (1..month).map(|month| of_month(year, month)).sum::<i128>();
    days += (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum::<i128>();
    let at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(at);
    let number = |text: Option<&str>| text.map_or(Some(0), |text| text.parse::<i128>().ok());
    let mut of_clock = clock.splitn(3, ':').filter(|part| !part.is_empty());
    let (hour, minute) = (number(of_clock.next())?, number(of_clock.next())?);
    let seconds = of_clock.next().unwrap_or("0");
    let (second, part) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let part = format!("{part:0<3}").parse::<i128>().ok()?;
    let away = match zone.get(1..).unwrap_or_default().split_once(':') {
        Some((hours, minutes)) => {
            let minutes = hours.parse::<i128>().ok()? * 60 + minutes.parse::<i128>().ok()?;
            if zone.starts_with('-') { -minutes } else { minutes }
        }
        None => 0,
    };
    let minutes = (days * 24 + hour) * 60 + minute - away;
    Some((minutes * 60 + second.parse::<i128>().ok()?) * 1000 + part)
}
