//! Trust stores: the authorities whose clients a listener takes, and what these have revoked.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::{Named, SERVICE};
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "trust-store";

kind!(Record as KIND);

/// A trust store. Whoever begins to use it writes it in the same transaction, so it never goes
/// while a listener does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// Its name and number.
    pub named: Named,
    /// Tells what is in it now from what was in it before.
    pub version: String,
    /// Its authorities in PEM, without what stood between them.
    pub authorities: String,
    /// How many these are.
    pub count: u32,
    /// Its revocation lists, by their numbers. What is in them lies in records of their own.
    #[serde(default)]
    pub revocations: Vec<Revocation>,
    /// The number of the next revocation list.
    pub next_revocation: i64,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// A revocation list of a trust store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// Its number, from 1 on; never given again within its store.
    pub id: i64,
    /// How many certificates it revokes.
    pub entries: u64,
    /// Its bytes.
    pub bytes: u64,
}

impl Record {
    /// `arn:aws:elasticloadbalancing:…:truststore/NAME/ID`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.named.trust_store_arn(&self.scope)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.named.name)
    }
}

/// The key of the trust store with this name. Names are unique, so the name is the key.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}

/// The key of the trust store with this ARN, of whatever account and region, and its number.
#[must_use]
pub fn key_of(text: &str) -> Option<(String, String)> {
    let ["arn", _, SERVICE, region, account, resource] =
        text.splitn(6, ':').collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let ["truststore", name, id] = resource.split('/').collect::<Vec<_>>()[..] else {
        return None;
    };
    let scope = Scope::new(account.parse().ok()?, region);
    let named = Named { name: name.to_owned(), id: id.to_owned() };
    (named.trust_store_arn(&scope) == text).then(|| (key(&scope, name), named.id))
}

/// What is in revocation lists.
pub mod revocation {
    use serde::{Deserialize, Serialize};

    use crate::Scope;
    use crate::elb::Named;
    use crate::kind::kind;

    /// The kind of these records in the store.
    pub const KIND: &str = "trust-store-revocation";

    kind!(Record as KIND);

    /// The content of one revocation list: written and removed with its trust store's record.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Record {
        /// In DER, encoded in base64.
        pub lists: Vec<String>,
    }

    /// The key of a list's content.
    #[must_use]
    pub fn key(scope: &Scope, of: &Named, id: i64) -> String {
        scope.key(KIND, &[&of.name, &of.id, &id.to_string()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_of_an_arn_names_a_trust_store() {
        let own =
            "arn:aws:elasticloadbalancing:us-east-1:111122223333:truststore/mine/73e2d6bc24d8a063";
        let (at, id) = key_of(own).unwrap();
        assert!(at.ends_with("/mine") && id == "73e2d6bc24d8a063");
        for other in [
            &own.replace("truststore/", "targetgroup/"),
            &format!("{own}/x"),
            &own.replace("elasticloadbalancing", "acm"),
            "truststore/mine/73e2d6bc24d8a063",
        ] {
            assert_eq!(key_of(other), None, "{other}");
        }
    }
}
