//! Where each kind of object lies in the store.
//!
//! Keys are `/kind/account/region/name…`. A name's own slashes (repositories, log groups) are
//! percent-encoded, so that one segment is one name and a prefix never matches a neighbour.

use std::fmt::Write;

use ferrogate_base::{AccountId, partition};
use serde::{Deserialize, Serialize};

/// Whose objects, and where: every AWS object belongs to one account in one region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The owner.
    pub account: AccountId,
    /// The region.
    pub region: String,
}

impl Scope {
    /// The scope of `account` in `region`.
    #[must_use]
    pub fn new(account: AccountId, region: impl Into<String>) -> Self {
        Self { account, region: region.into() }
    }

    /// `/kind/account/region/`: the prefix of all objects of a kind in this scope.
    #[must_use]
    pub fn prefix(&self, kind: &str) -> String {
        format!("/{kind}/{}/{}/", self.account, segment(&self.region))
    }

    /// The key of one object: the prefix and one segment per part of its name.
    #[must_use]
    pub fn key(&self, kind: &str, names: &[&str]) -> String {
        let mut key = self.prefix(kind);
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                key.push('/');
            }
            push_segment(&mut key, name);
        }
        key
    }

    /// The prefix of all objects below one: its key and a slash.
    #[must_use]
    pub fn below(&self, kind: &str, names: &[&str]) -> String {
        let mut prefix = self.key(kind, names);
        prefix.push('/');
        prefix
    }

    /// `arn:partition:service:region:account:resource`.
    #[must_use]
    pub fn arn(&self, service: &str, resource: &str) -> String {
        let partition = partition::name(&self.region);
        format!("arn:{partition}:{service}:{}:{}:{resource}", self.region, self.account)
    }

    /// The ARN of something of IAM, which knows no regions: `arn:partition:iam::account:resource`.
    #[must_use]
    pub fn iam_arn(&self, resource: &str) -> String {
        format!("arn:{}:iam::{}:{resource}", partition::name(&self.region), self.account)
    }
}

/// A name as one segment of a key.
#[must_use]
pub fn segment(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    push_segment(&mut out, name);
    out
}

fn push_segment(out: &mut String, name: &str) {
    for c in name.chars() {
        match c {
            '/' | '%' | '\0'..='\x20' | '\x7f' => {
                write!(out, "%{:02X}", c as u32).expect("a String takes every write");
            }
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scope() -> Scope {
        Scope::new("000000000000".parse().unwrap(), "us-east-1")
    }

    #[test]
    fn a_key_is_its_kind_its_scope_and_its_names() {
        assert_eq!(
            scope().key("task", &["default", "ab"]),
            "/task/000000000000/us-east-1/default/ab"
        );
        assert_eq!(scope().key("repository", &["a/b"]), "/repository/000000000000/us-east-1/a%2Fb");
    }

    #[test]
    fn an_arn_names_the_partition_of_its_region() {
        let arn = |region: &str| Scope { region: region.into(), ..scope() }.arn("ecs", "cluster/c");
        assert_eq!(arn("us-east-1"), "arn:aws:ecs:us-east-1:000000000000:cluster/c");
        assert_eq!(arn("cn-north-1"), "arn:aws-cn:ecs:cn-north-1:000000000000:cluster/c");
        assert_eq!(arn("us-gov-east-1"), "arn:aws-us-gov:ecs:us-gov-east-1:000000000000:cluster/c");
    }

    proptest! {
        #[test]
        fn different_names_have_different_segments(a in ".{0,12}", b in ".{0,12}") {
            prop_assert_eq!(a == b, segment(&a) == segment(&b));
            prop_assert!(!segment(&a).contains('/'));
        }
    }
}
