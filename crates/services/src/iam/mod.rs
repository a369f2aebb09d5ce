//! AWS IAM: who there is in an account, and what they may.
//!
//! IAM knows no regions: an account has one set of users, groups, roles and policies, wherever
//! it is asked. Every change is one transaction, guarded by all that was looked at, so that of
//! two at the same time one sees the other. A file per noun; read [`view`] and [`principal`]
//! first. What policies come to for a request is for the crate `policy`, and whether it is
//! asked for the authoriser.

mod absent;
mod access_key;
mod account;
mod document;
mod entities;
mod grants;
mod group;
mod linked;
mod mfa;
mod oidc;
mod page;
mod policy;
mod principal;
mod profile;
mod qr;
mod quota;
mod report;
mod role;
mod simulate;
mod tag;
mod user;
mod version;
mod view;

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_api::iam::{Error, op};
use ferrogate_api::{Common, Cx, Failure, Operations, Timestamp};
use ferrogate_auth::{RootKey, Vault};
use ferrogate_base::{AccountId, TimestampMs};
use ferrogate_records::iam::id::{self, Prefix};
use ferrogate_records::iam::{Owner, access_key as key_record, mfa_device};
use ferrogate_state::{Fault, Snapshot, State};
use parking_lot::Mutex;

use crate::change::{self, Change};
use report::Report;
use view::View;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// IAM over the engine's state.
pub struct Iam {
    state: Arc<State>,
    vault: Vault,
    /// Seeds of MFA devices.
    seeds: Vault,
    reports: Mutex<HashMap<AccountId, Report>>,
}

/// Puts every operation of IAM that is built into the table.
pub fn register(table: &mut Operations, iam: Arc<Iam>) {
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let iam = iam.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let iam = iam.clone();
                async move { iam.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        CreateUser => create_user,
        GetUser => get_user,
        ListUsers => list_users,
        UpdateUser => update_user,
        DeleteUser => delete_user,
        TagUser => tag_user,
        UntagUser => untag_user,
        ListUserTags => list_user_tags,
        PutUserPermissionsBoundary => put_user_permissions_boundary,
        DeleteUserPermissionsBoundary => delete_user_permissions_boundary,
        CreateGroup => create_group,
        GetGroup => get_group,
        ListGroups => list_groups,
        UpdateGroup => update_group,
        DeleteGroup => delete_group,
        AddUserToGroup => add_user_to_group,
        RemoveUserFromGroup => remove_user_from_group,
        ListGroupsForUser => list_groups_for_user,
        CreateRole => create_role,
        GetRole => get_role,
        ListRoles => list_roles,
        UpdateRole => update_role,
        UpdateRoleDescription => update_role_description,
        UpdateAssumeRolePolicy => update_assume_role_policy,
        DeleteRole => delete_role,
        TagRole => tag_role,
        UntagRole => untag_role,
        ListRoleTags => list_role_tags,
        PutRolePermissionsBoundary => put_role_permissions_boundary,
        DeleteRolePermissionsBoundary => delete_role_permissions_boundary,
        CreateServiceLinkedRole => create_service_linked_role,
        DeleteServiceLinkedRole => delete_service_linked_role,
        GetServiceLinkedRoleDeletionStatus => get_service_linked_role_deletion_status,
        CreatePolicy => create_policy,
        GetPolicy => get_policy,
        ListPolicies => list_policies,
        DeletePolicy => delete_policy,
        TagPolicy => tag_policy,
        UntagPolicy => untag_policy,
        ListPolicyTags => list_policy_tags,
        ListEntitiesForPolicy => list_entities_for_policy,
        CreatePolicyVersion => create_policy_version,
        GetPolicyVersion => get_policy_version,
        ListPolicyVersions => list_policy_versions,
        DeletePolicyVersion => delete_policy_version,
        SetDefaultPolicyVersion => set_default_policy_version,
        AttachUserPolicy => attach_user_policy,
        DetachUserPolicy => detach_user_policy,
        ListAttachedUserPolicies => list_attached_user_policies,
        AttachGroupPolicy => attach_group_policy,
        DetachGroupPolicy => detach_group_policy,
        ListAttachedGroupPolicies => list_attached_group_policies,
        AttachRolePolicy => attach_role_policy,
        DetachRolePolicy => detach_role_policy,
        ListAttachedRolePolicies => list_attached_role_policies,
        PutUserPolicy => put_user_policy,
        GetUserPolicy => get_user_policy,
        DeleteUserPolicy => delete_user_policy,
        ListUserPolicies => list_user_policies,
        PutGroupPolicy => put_group_policy,
        GetGroupPolicy => get_group_policy,
        DeleteGroupPolicy => delete_group_policy,
        ListGroupPolicies => list_group_policies,
        PutRolePolicy => put_role_policy,
        GetRolePolicy => get_role_policy,
        DeleteRolePolicy => delete_role_policy,
        ListRolePolicies => list_role_policies,
        CreateAccessKey => create_access_key,
        ListAccessKeys => list_access_keys,
        UpdateAccessKey => update_access_key,
        DeleteAccessKey => delete_access_key,
        GetAccessKeyLastUsed => get_access_key_last_used,
        CreateInstanceProfile => create_instance_profile,
        GetInstanceProfile => get_instance_profile,
        ListInstanceProfiles => list_instance_profiles,
        ListInstanceProfilesForRole => list_instance_profiles_for_role,
        DeleteInstanceProfile => delete_instance_profile,
        AddRoleToInstanceProfile => add_role_to_instance_profile,
        RemoveRoleFromInstanceProfile => remove_role_from_instance_profile,
        TagInstanceProfile => tag_instance_profile,
        UntagInstanceProfile => untag_instance_profile,
        ListInstanceProfileTags => list_instance_profile_tags,
        CreateAccountAlias => create_account_alias,
        DeleteAccountAlias => delete_account_alias,
        ListAccountAliases => list_account_aliases,
        GetAccountSummary => get_account_summary,
        GetAccountAuthorizationDetails => get_account_authorization_details,
        GenerateCredentialReport => generate_credential_report,
        GetCredentialReport => get_credential_report,
        SimulateCustomPolicy => simulate_custom_policy,
        GetContextKeysForCustomPolicy => get_context_keys_for_custom_policy,
        SimulatePrincipalPolicy => simulate_principal_policy,
        GetContextKeysForPrincipalPolicy => get_context_keys_for_principal_policy,
        ListSigningCertificates => list_signing_certificates,
        ListSSHPublicKeys => list_ssh_public_keys,
        ListServiceSpecificCredentials => list_service_specific_credentials,
        GetLoginProfile => get_login_profile,
        ListServerCertificates => list_server_certificates,
        ListSAMLProviders => list_saml_providers,
        CreateOpenIDConnectProvider => create_oidc_provider,
        GetOpenIDConnectProvider => get_oidc_provider,
        ListOpenIDConnectProviders => list_oidc_providers,
        DeleteOpenIDConnectProvider => delete_oidc_provider,
        AddClientIDToOpenIDConnectProvider => add_client_to_oidc_provider,
        RemoveClientIDFromOpenIDConnectProvider => remove_client_from_oidc_provider,
        UpdateOpenIDConnectProviderThumbprint => update_oidc_thumbprint,
        TagOpenIDConnectProvider => tag_oidc_provider,
        UntagOpenIDConnectProvider => untag_oidc_provider,
        ListOpenIDConnectProviderTags => list_oidc_provider_tags,
        GetAccountPasswordPolicy => get_account_password_policy,
        CreateVirtualMFADevice => create_virtual_mfa_device,
        DeleteVirtualMFADevice => delete_virtual_mfa_device,
        ListVirtualMFADevices => list_virtual_mfa_devices,
        EnableMFADevice => enable_mfa_device,
        ResyncMFADevice => resync_mfa_device,
        DeactivateMFADevice => deactivate_mfa_device,
        GetMFADevice => get_mfa_device,
        ListMFADevices => list_mfa_devices,
        TagMFADevice => tag_mfa_device,
        UntagMFADevice => untag_mfa_device,
        ListMFADeviceTags => list_mfa_device_tags,
    }
}

impl Iam {
    /// The service over `state`; secrets of keys and seeds of devices are sealed under `root`.
    #[must_use]
    pub fn new(state: Arc<State>, root: &RootKey) -> Arc<Self> {
        let vault = Vault::new(root, key_record::VAULT);
        let seeds = Vault::new(root, mfa_device::VAULT);
        Arc::new(Self { state, vault, seeds, reports: Mutex::default() })
    }

    /// What the caller's account has now.
    fn view(&self, cx: &Cx) -> View {
        self.view_of(cx, self.state.snapshot())
    }

    fn view_of(&self, cx: &Cx, snapshot: Snapshot) -> View {
        View { owner: owner(cx), now: self.state.now(), snapshot }
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    async fn change<R>(
        &self,
        cx: &Cx,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        change::apply(&self.state, |snapshot| self.view_of(cx, snapshot), plan).await
    }
}

/// The caller's account, and its partition, which is the one of the caller's ARN.
fn owner(cx: &Cx) -> Owner {
    let partition = cx.caller.arn.split(':').nth(1).filter(|name| !name.is_empty());
    let partition = partition.unwrap_or("aws").to_owned();
    Owner { account: cx.account.clone(), partition }
}

/// Whether the account itself calls.
fn is_root(cx: &Cx) -> bool {
    cx.caller.is_root()
}

/// A unique id that nobody has.
fn new_id(cx: &Cx, prefix: Prefix) -> String {
    id::form(prefix, &cx.account, uuid::Uuid::new_v4().into_bytes())
}

/// Refuses paths that are AWS's alone. Their form is the model's to check.
fn check_path(path: &str) -> Result<()> {
    if !path.starts_with("/aws-service-role/") {
        return Ok(());
    }
    let text = "The specified value for path is invalid. It must begin and end with / and contain \
                only alphanumeric characters and/or / characters.";
    Err(Error::new("ValidationError", text).into())
}

/// A refusal that AWS words as one of permissions, of what nobody is permitted.
fn access_denied(text: String) -> Failure<Error> {
    Error::from(Common::new("AccessDenied", text).with_status(403)).into()
}

fn invalid_arn(arn: &str) -> Error {
    Error::new("ValidationError", format!("ARN {arn} is not valid."))
}

/// A failure that is nobody's mistake outside.
fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}

/// A time as IAM has it: in whole seconds.
fn time(at: TimestampMs) -> Timestamp {
    Timestamp(i64::try_from(at.0 / 1000 * 1000).unwrap_or(i64::MAX))
}

/// A count as the API has it.
fn count_of(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
