//! IAM: users, groups, roles, policies, keys. They belong to an account and to no region.
//!
//! A user, a group and a role hold what is theirs in one record: their inline policies, the
//! ARNs of the managed ones, their boundary. So one read of one record says what a principal
//! has, and one guard on it refuses what was decided on what it had before. Others are named by
//! their unique ids, which a renaming does not change, and policies by their ARNs, since a
//! policy keeps its name. Read [`principal`] and [`user`] first.

pub mod access_key;
pub mod account;
pub mod arn;
pub mod deletion;
pub mod group;
pub mod id;
pub mod instance_profile;
pub mod last_used;
pub mod managed;
pub mod mfa_device;
pub mod oidc_provider;
pub mod policy;
pub mod principal;
pub mod role;
pub mod user;

use ferrogate_base::AccountId;
use serde::{Deserialize, Serialize};

use crate::key::segment;

/// Whose it is: IAM knows no regions, but an account is of one partition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The account.
    pub account: AccountId,
    /// What stands second in ARNs: `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: String,
}

impl Owner {
    /// `arn:partition:iam::account:resource`.
    #[must_use]
    pub fn arn(&self, resource: &str) -> String {
        format!("arn:{}:iam::{}:{resource}", self.partition, self.account)
    }

    /// The ARN of what has a path: `kind` + `path` + `name`, where the path begins and ends with
    /// a slash.
    fn arn_of(&self, kind: &str, path: &str, name: &str) -> String {
        self.arn(&format!("{kind}{path}{name}"))
    }
}

/// The key of what has a name. Names are unique in an account whatever their case ("IAM
/// identifiers" of the user guide), so the key has it in small letters.
fn named(kind: &str, account: &AccountId, name: &str) -> String {
    format!("/{kind}/{account}/{}", segment(&name.to_ascii_lowercase()))
}

/// `/kind/account/`: the prefix of all of a kind that an account has.
#[must_use]
pub fn prefix(kind: &str, account: &AccountId) -> String {
    format!("/{kind}/{account}/")
}
