//! How much there may be of everything: the one table that refusals and GetAccountSummary go by.
//!
//! Source of all, unless it is said: IAM user guide, "IAM and AWS STS quotas". They are AWS's
//! defaults, and nobody raises them.

use ferrogate_api::iam::Error;

use super::Result;

/// The most that there may be of something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quota {
    /// As refusals name it.
    pub(super) name: &'static str,
    /// As the summary of an account names it, where it does.
    pub(super) summary: Option<&'static str>,
    /// So many, or so many characters without white space.
    pub(super) most: usize,
}

impl Quota {
    /// Refuses one more beside the `had` that there are.
    pub(super) fn one_more(&self, had: usize) -> Result<()> {
        if had < self.most { Ok(()) } else { Err(self.exceeded().into()) }
    }

    /// The refusal of more.
    pub(super) fn exceeded(&self) -> Error {
        Error::limit_exceeded(format!("Cannot exceed quota for {}: {}", self.name, self.most))
    }
}

macro_rules! quotas {
    ($($(#[$doc:meta])* $id:ident = $most:literal, $name:literal $(, $summary:literal)?;)*) => {
        $($(#[$doc])* pub(super) const $id: Quota = Quota {
            name: $name,
            summary: quotas!(@summary $($summary)?),
            most: $most,
        };)*

        /// All of them.
        pub(super) const ALL: &[Quota] = &[$($id),*];
    };
    (@summary) => { None };
    (@summary $summary:literal) => { Some($summary) };
}

quotas! {
    /// Of an account.
    USERS = 5000, "UsersPerAccount", "UsersQuota";
    /// Of an account.
    GROUPS = 300, "GroupsPerAccount", "GroupsQuota";
    /// Of an account.
    ROLES = 1000, "RolesPerAccount", "RolesQuota";
    /// Managed policies that an account has made.
    POLICIES = 1500, "PoliciesPerAccount", "PoliciesQuota";
    /// Of an account.
    PROFILES = 1000, "InstanceProfilesPerAccount", "InstanceProfilesQuota";
    /// Of an account.
    PROVIDERS = 100, "OpenIdConnectProvidersPerAccount";
    /// Of an account, whether somebody has them or not: as many as users.
    DEVICES = 5000, "MFADevicesPerAccount";
    /// Audiences of one provider.
    CLIENTS = 100, "ClientIdsPerOpenIdConnectProvider";
    /// Groups that one user is in.
    GROUPS_OF_USER = 10, "GroupsPerUser", "GroupsPerUserQuota";
    /// Of a user, or of the root.
    ACCESS_KEYS = 2, "AccessKeysPerUser", "AccessKeysPerUserQuota";
    /// Of a user, or of the root.
    DEVICES_OF_USER = 8, "MFADevicesPerUser";
    /// Roles that an instance profile holds.
    ROLES_OF_PROFILE = 1, "InstanceSessionsPerInstanceProfile";
    /// Managed policies that a user has attached.
    ATTACHED_TO_USER = 10, "PoliciesPerUser", "AttachedPoliciesPerUserQuota";
    /// Managed policies that a group has attached.
    ATTACHED_TO_GROUP = 10, "PoliciesPerGroup", "AttachedPoliciesPerGroupQuota";
    /// Managed policies that a role has attached.
    ATTACHED_TO_ROLE = 10, "PoliciesPerRole", "AttachedPoliciesPerRoleQuota";
    /// Versions of a managed policy, whose refusal has words of its own.
    VERSIONS = 5, "VersionsPerPolicy", "VersionsPerPolicyQuota";
    /// Characters of a managed policy.
    POLICY_SIZE = 6144, "PolicySize", "PolicySizeQuota";
    /// Characters of a role's trust policy.
    TRUST_SIZE = 2048, "ACLSizePerRole", "AssumeRolePolicySizeQuota";
    /// Characters of all inline policies of a user, whose refusal has words of its own.
    INLINE_OF_USER = 2048, "PolicySizePerUser", "UserPolicySizeQuota";
    /// Characters of all inline policies of a group, likewise.
    INLINE_OF_GROUP = 5120, "PolicySizePerGroup", "GroupPolicySizeQuota";
    /// Characters of all inline policies of a role, likewise.
    INLINE_OF_ROLE = 10240, "PolicySizePerRole", "RolePolicySizeQuota";
    /// Tags of one thing, whose refusal has words of its own.
    TAGS = 50, "TagsPerResource";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_once_and_the_last_one_is_let_in() {
        for quota in ALL {
            assert!(quota.one_more(0).is_ok() && quota.one_more(quota.most - 1).is_ok());
            assert!(quota.one_more(quota.most).is_err(), "{quota:?}");
            let same = |other: &&Quota| other.name == quota.name;
            assert_eq!(ALL.iter().filter(same).count(), 1, "{quota:?}");
        }
    }
}
