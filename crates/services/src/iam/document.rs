//! Documents of policies: what is refused of them, how long they are, how answers have them.

use std::collections::BTreeMap;
use std::fmt::Write;

use ferrogate_api::iam::Error;
use ferrogate_policy::{Kind, Policy};
use ferrogate_records::iam::role::Trust;
use ferrogate_records::iam::{role, user};
use serde_json::Value;

use super::view::View;
use super::{Result, fault, quota};
use crate::principals::{self, for_each_named, named};

/// So many bytes of a document are kept as they were written; of a longer one the white space
/// between its parts is left out. IAM counts none of it, and 128 KB of blanks are a policy, too.
const VERBATIM_MAX: usize = 16 << 10;
/// Bytes that all inline policies of one principal, a trust policy or a version of a managed one
/// have in the store at most, blanks within texts and all: a record holds 256 KB.
pub(super) const KEPT_MAX: usize = 40 << 10;

/// Refuses what is no policy of a user, a group or a role.
pub(super) fn check(text: &str) -> Result<()> {
    Policy::parse(text, Kind::Identity).map(drop).map_err(malformed)
}

/// As [`check`], of a managed policy; what is kept of it.
pub(super) fn managed(text: &str) -> Result<String> {
    check(text)?;
    let kept = kept(text);
    match size(text) > quota::POLICY_SIZE.most || kept.len() > KEPT_MAX {
        true => Err(quota::POLICY_SIZE.exceeded().into()),
        false => Ok(kept),
    }
}

/// What is kept of a document, which is JSON.
pub(super) fn kept(text: &str) -> String {
    if text.len() <= VERBATIM_MAX {
        return text.to_owned();
    }
    let (mut out, mut within, mut escaped) = (String::new(), false, false);
    for c in text.chars() {
        if within || !c.is_ascii_whitespace() {
            out.push(c);
        }
        within ^= c == '"' && !escaped;
        escaped = c == '\\' && within && !escaped;
    }
    out
}

/// How long a document is: IAM counts no white space.
pub(super) fn size(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// A document as IAM's answers have it: percent-encoded (RFC 3986).
pub(super) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02X}").expect("a String takes every write"),
        }
    }
    out
}

/// A trust policy as it is kept: with the ids of the users and roles that it names, each of
/// which must be there.
pub(super) fn trust(view: &View, text: &str) -> Result<Trust> {
    Policy::parse(text, Kind::Trust).map_err(malformed)?;
    let document = kept(text);
    if size(text) > quota::TRUST_SIZE.most || document.len() > KEPT_MAX {
        return Err(quota::TRUST_SIZE.exceeded().into());
    }
    let principals = principals::ids(&view.snapshot, text).map_err(fault)?;
    let principals = principals.map_err(|principals::Nobody(named)| {
        let text = format!("Invalid principal in policy: \"AWS\":\"{named}\"");
        Error::malformed_policy_document(text)
    })?;
    Ok(Trust { document, principals })
}

/// A trust policy as it is shown: who was renamed since has the new name, who was deleted is
/// shown by the id that he had, an account by the ARN of its root. Conditions stay as they are.
pub(super) fn shown_trust(view: &View, trust: &Trust) -> Result<String> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for named in named(&trust.document) {
        let now = match trust.principals.get(&named) {
            Some(id) => arn_of(view, id)?.unwrap_or_else(|| id.clone()),
            None if is_account(&named) => {
                format!("arn:{}:iam::{named}:root", view.owner.partition)
            }
            None => continue,
        };
        if now != named {
            names.insert(named, now);
        }
    }
    if names.is_empty() {
        return Ok(shown(&trust.document));
    }
    let mut document: Value = serde_json::from_str(&trust.document).unwrap_or_default();
    for_each_named(&mut document, &mut |one| {
        if let Some(now) = one.as_str().and_then(|named| names.get(named)) {
            *one = now.as_str().into();
        }
    });
    Ok(shown(&document.to_string()))
}

fn is_account(named: &str) -> bool {
    named.len() == 12 && named.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ARN that the user or role with a unique id has now.
fn arn_of(view: &View, id: &str) -> Result<Option<String>> {
    let Some(account) = ferrogate_records::iam::id::account_of(id) else { return Ok(None) };
    let value = (account, id.to_owned());
    let users = view.snapshot.table::<user::Record>();
    if let Some(user) = users.by::<user::ById>(&value).map_err(fault)?.next() {
        return Ok(Some(user.arn()));
    }
    let roles = view.snapshot.table::<role::Record>();
    let role = roles.by::<role::ById>(&value).map_err(fault)?.next();
    Ok(role.map(|role| role.arn()))
}

fn malformed(error: ferrogate_policy::Malformed) -> ferrogate_api::Failure<Error> {
    Error::malformed_policy_document(error.to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_shown_as_urls_have_them() {
        assert_eq!(shown("{\"a\": \"é/*~\"}"), "%7B%22a%22%3A%20%22%C3%A9%2F%2A~%22%7D");
    }

    #[test]
    fn a_long_document_is_kept_without_the_blanks_between_its_parts() {
        let blanks = " \n\t".repeat(10_000);
        let long = format!(r#"{{{blanks}"a \" b"{blanks}:{blanks}["c  d\\",{blanks}"e"]}}"#);
        assert_eq!(kept(&long), r#"{"a \" b":["c  d\\","e"]}"#);
        assert_eq!(kept("{ \"a\" : 1 }"), "{ \"a\" : 1 }");
    }

    #[test]
    fn white_space_is_no_part_of_a_policys_size() {
        assert_eq!(size("{ \"a\" :\n\t1 }"), 7);
    }
}
