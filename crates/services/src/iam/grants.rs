//! The policies of users, groups and roles: one set of operations for each of the three, which
//! differ in the names of their fields alone.

use ferrogate_api::iam::{
    AttachGroupPolicyRequest, AttachRolePolicyRequest, AttachUserPolicyRequest, AttachedPolicy,
    DeleteGroupPolicyRequest, DeleteRolePolicyRequest, DeleteUserPolicyRequest,
    DetachGroupPolicyRequest, DetachRolePolicyRequest, DetachUserPolicyRequest,
    GetGroupPolicyRequest, GetGroupPolicyResponse, GetRolePolicyRequest, GetRolePolicyResponse,
    GetUserPolicyRequest, GetUserPolicyResponse, ListAttachedGroupPoliciesRequest,
    ListAttachedGroupPoliciesResponse, ListAttachedRolePoliciesRequest,
    ListAttachedRolePoliciesResponse, ListAttachedUserPoliciesRequest,
    ListAttachedUserPoliciesResponse, ListGroupPoliciesRequest, ListGroupPoliciesResponse,
    ListRolePoliciesRequest, ListRolePoliciesResponse, ListUserPoliciesRequest,
    ListUserPoliciesResponse, PutGroupPolicyRequest, PutRolePolicyRequest, PutUserPolicyRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::{arn::Arn, group, role, user};

use super::page::Page;
use super::principal::Principal;
use super::{Iam, Result};

macro_rules! policies {
    (
        $record:ident, $name:ident,
        $put:ident($put_in:ident), $get:ident($get_in:ident) -> $get_out:ident,
        $delete:ident($delete_in:ident), $list:ident($list_in:ident) -> $list_out:ident,
        $attach:ident($attach_in:ident), $detach:ident($detach_in:ident),
        $attached:ident($attached_in:ident) -> $attached_out:ident $(,)?
    ) => {
        impl Iam {
            pub(super) async fn $put(&self, cx: &Cx, input: $put_in) -> Result<Empty> {
                let (name, policy) = (&input.$name, &input.policy_name);
                self.put_inline::<$record::Record>(cx, name, policy, &input.policy_document).await
            }

            pub(super) async fn $get(&self, cx: &Cx, input: $get_in) -> Result<$get_out> {
                let document =
                    self.inline::<$record::Record>(cx, &input.$name, &input.policy_name)?;
                Ok($get_out {
                    $name: Some(input.$name),
                    policy_name: Some(input.policy_name),
                    policy_document: Some(document),
                })
            }

            pub(super) async fn $delete(&self, cx: &Cx, input: $delete_in) -> Result<Empty> {
                self.delete_inline::<$record::Record>(cx, &input.$name, &input.policy_name).await
            }

            pub(super) async fn $list(&self, cx: &Cx, input: $list_in) -> Result<$list_out> {
                let list = format!("{} {} {}", stringify!($list), cx.account, input.$name);
                let page = Page::new(list, input.marker.as_ref(), input.max_items);
                let page = page
                    .of(self.inline_names::<$record::Record>(cx, &input.$name)?, String::clone)?;
                Ok($list_out {
                    policy_names: Some(page.items),
                    is_truncated: page.is_truncated,
                    marker: page.marker,
                })
            }

            pub(super) async fn $attach(&self, cx: &Cx, input: $attach_in) -> Result<Empty> {
                self.attach::<$record::Record>(cx, &input.$name, &input.policy_arn).await
            }

            pub(super) async fn $detach(&self, cx: &Cx, input: $detach_in) -> Result<Empty> {
                self.detach::<$record::Record>(cx, &input.$name, &input.policy_arn).await
            }

            pub(super) async fn $attached(
                &self,
                cx: &Cx,
                input: $attached_in,
            ) -> Result<$attached_out> {
                let found = self.view(cx).find::<$record::Record>(&input.$name)?;
                let list = format!(
                    "{} {} {} {:?}",
                    stringify!($attached),
                    cx.account,
                    input.$name,
                    input.path_prefix,
                );
                let page = Page::new(list, input.marker.as_ref(), input.max_items);
                let prefix = input.path_prefix.as_deref().unwrap_or("/");
                let page = page.of_order(attached(found.grants(), prefix))?;
                Ok($attached_out {
                    attached_policies: Some(page.items),
                    is_truncated: page.is_truncated,
                    marker: page.marker,
                })
            }
        }
    };
}

policies! {
    user, user_name,
    put_user_policy(PutUserPolicyRequest),
    get_user_policy(GetUserPolicyRequest) -> GetUserPolicyResponse,
    delete_user_policy(DeleteUserPolicyRequest),
    list_user_policies(ListUserPoliciesRequest) -> ListUserPoliciesResponse,
    attach_user_policy(AttachUserPolicyRequest),
    detach_user_policy(DetachUserPolicyRequest),
    list_attached_user_policies(ListAttachedUserPoliciesRequest) -> ListAttachedUserPoliciesResponse,
}

policies! {
    group, group_name,
    put_group_policy(PutGroupPolicyRequest),
    get_group_policy(GetGroupPolicyRequest) -> GetGroupPolicyResponse,
    delete_group_policy(DeleteGroupPolicyRequest),
    list_group_policies(ListGroupPoliciesRequest) -> ListGroupPoliciesResponse,
    attach_group_policy(AttachGroupPolicyRequest),
    detach_group_policy(DetachGroupPolicyRequest),
    list_attached_group_policies(ListAttachedGroupPoliciesRequest) -> ListAttachedGroupPoliciesResponse,
}

policies! {
    role, role_name,
    put_role_policy(PutRolePolicyRequest),
    get_role_policy(GetRolePolicyRequest) -> GetRolePolicyResponse,
    delete_role_policy(DeleteRolePolicyRequest),
    list_role_policies(ListRolePoliciesRequest) -> ListRolePoliciesResponse,
    attach_role_policy(AttachRolePolicyRequest),
    detach_role_policy(DetachRolePolicyRequest),
    list_attached_role_policies(ListAttachedRolePoliciesRequest) -> ListAttachedRolePoliciesResponse,
}

/// The managed policies of a principal whose paths begin so, in the order of attaching.
pub(super) fn attached(grants: &Grants, prefix: &str) -> Vec<AttachedPolicy> {
    let named = grants.attached.iter().filter_map(|arn| Some((arn, Arn::parse(arn)?)));
    let asked = named.filter(|(_, named)| named.path.starts_with(prefix));
    let shown = asked.map(|(arn, named)| AttachedPolicy {
        policy_name: Some(named.name.to_owned()),
        policy_arn: Some(arn.clone()),
    });
    shown.collect()
}
