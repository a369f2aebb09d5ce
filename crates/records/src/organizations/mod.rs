//! The organization that an engine is: the account that it was started for manages the others,
//! whose records are [those of IAM](crate::iam::account).

pub mod policy;

use ferrogate_base::AccountId;

/// A tag of `CreateAccount` that says which id the account is to have. AWS chooses ids itself.
pub const ID_TAG: &str = "ferrogate:account-id";

/// The role of a new account that its manager may assume, unless another name is asked for
/// (API_CreateAccount, `RoleName`).
pub const MANAGERS_ROLE: &str = "OrganizationAccountAccessRole";

/// The organization's id, which is made from its manager's.
#[must_use]
pub fn id(manager: &AccountId) -> String {
    format!("o-{manager}")
}

/// The id of the organization's root, above all accounts.
#[must_use]
pub fn root_id(manager: &AccountId) -> String {
    format!("r-{manager}")
}
