//! Who has a policy, and all that there is in an account.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::iam::{
    EntityType, GetAccountAuthorizationDetailsRequest, GetAccountAuthorizationDetailsResponse,
    GroupDetail, ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse, ManagedPolicyDetail,
    PolicyDetail, PolicyGroup, PolicyRole, PolicyUsageType, PolicyUser, RoleDetail, UserDetail,
};
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::{group, managed, policy, role, user};
use ferrogate_state::Entry;

use super::grants::attached;
use super::page::Page;
use super::policy::{summary, uses_of};
use super::principal::{no_policy, place, shown_boundary};
use super::role::last_use;
use super::version::versions;
use super::view::{Managed, View};
use super::{Iam, Result, document, profile, tag, time};

/// One thing of an account.
enum Thing {
    User(Arc<Entry<user::Record>>),
    Group(Arc<Entry<group::Record>>),
    Role(Arc<Entry<role::Record>>),
    Policy(Managed),
}

impl Thing {
    /// Where it stands in a list of all things: the kinds one after the other.
    fn place(&self) -> String {
        match self {
            Self::Group(group) => format!("1{}", place(group)),
            Self::Policy(policy) => format!("2{}", policy.place()),
            Self::Role(role) => format!("3{}", place(role)),
            Self::User(user) => format!("4{}", place(user)),
        }
    }
}

impl Iam {
    pub(super) async fn list_entities_for_policy(
        &self,
        cx: &Cx,
        input: ListEntitiesForPolicyRequest,
    ) -> Result<ListEntitiesForPolicyResponse> {
        let view = self.view(cx);
        let arn = &input.policy_arn;
        view.managed(arn)?.ok_or_else(|| no_policy(arn))?;
        let list = format!(
            "ListEntitiesForPolicy {arn} {:?} {:?} {:?}",
            input.entity_filter, input.path_prefix, input.policy_usage_filter,
        );
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let usage = input.policy_usage_filter.as_ref();
        let has = |grants: &Grants, boundary: Option<&String>| {
            let is_attached = grants.attached.contains(arn);
            let is_boundary = boundary == Some(arn);
            match usage {
                Some(PolicyUsageType::PermissionsPolicy) => is_attached,
                Some(PolicyUsageType::PermissionsBoundary) => is_boundary,
                _ => is_attached || is_boundary,
            }
        };
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let mut all =
            things(&view, |kind| input.entity_filter.as_ref().is_none_or(|asked| *asked == kind))?;
        all.retain(|thing| match thing {
            Thing::User(user) => {
                has(&user.grants, user.boundary.as_ref()) && user.path.starts_with(prefix)
            }
            Thing::Group(group) => has(&group.grants, None) && group.path.starts_with(prefix),
            Thing::Role(role) => {
                has(&role.grants, role.boundary.as_ref()) && role.path.starts_with(prefix)
            }
            Thing::Policy(_) => false,
        });
        let page = page.of(all, Thing::place)?;
        let (mut groups, mut users, mut roles) = (vec![], vec![], vec![]);
        for thing in &page.items {
            match thing {
                Thing::User(user) => users.push(PolicyUser {
                    user_name: Some(user.name.clone()),
                    user_id: Some(user.id.clone()),
                }),
                Thing::Group(group) => groups.push(PolicyGroup {
                    group_name: Some(group.name.clone()),
                    group_id: Some(group.id.clone()),
                }),
                Thing::Role(role) => roles.push(PolicyRole {
                    role_name: Some(role.name.clone()),
                    role_id: Some(role.id.clone()),
                }),
                Thing::Policy(_) => {}
            }
        }
        Ok(ListEntitiesForPolicyResponse {
            policy_groups: Some(groups),
            policy_users: Some(users),
            policy_roles: Some(roles),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    /// Of AWS's policies those that are in use.
    pub(super) async fn get_account_authorization_details(
        &self,
        cx: &Cx,
        input: GetAccountAuthorizationDetailsRequest,
    ) -> Result<GetAccountAuthorizationDetailsResponse> {
        let view = self.view(cx);
        let list = format!("GetAccountAuthorizationDetails {} {:?}", cx.account, input.filter);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let filter = input.filter.filter(|kinds| !kinds.is_empty());
        let all = things(&view, |kind| filter.as_ref().is_none_or(|kinds| kinds.contains(&kind)))?;
        let page = page.of(all, Thing::place)?;
        let uses = view.uses()?;
        let mut answer = GetAccountAuthorizationDetailsResponse {
            user_detail_list: Some(vec![]),
            group_detail_list: Some(vec![]),
            role_detail_list: Some(vec![]),
            policies: Some(vec![]),
            is_truncated: page.is_truncated,
            marker: page.marker,
        };
        for thing in &page.items {
            match thing {
                Thing::User(user) => {
                    answer.user_detail_list.get_or_insert_default().push(of_user(&view, user)?);
                }
                Thing::Group(group) => {
                    answer.group_detail_list.get_or_insert_default().push(of_group(group));
                }
                Thing::Role(role) => {
                    answer.role_detail_list.get_or_insert_default().push(of_role(&view, role)?);
                }
                Thing::Policy(policy) => {
                    let shown = summary(&view, policy, &uses);
                    answer.policies.get_or_insert_default().push(ManagedPolicyDetail {
                        policy_name: shown.policy_name,
                        policy_id: shown.policy_id,
                        arn: shown.arn,
                        path: shown.path,
                        default_version_id: shown.default_version_id,
                        attachment_count: shown.attachment_count,
                        permissions_boundary_usage_count: shown.permissions_boundary_usage_count,
                        is_attachable: shown.is_attachable,
                        description: None,
                        create_date: shown.create_date,
                        update_date: shown.update_date,
                        policy_version_list: Some(versions(&view, policy, true)?),
                    });
                }
            }
        }
        Ok(answer)
    }
}

/// What an account has of the kinds that are asked for, in the order of their places.
fn things(view: &View, asked: impl Fn(EntityType) -> bool) -> Result<Vec<Thing>> {
    let mut all = vec![];
    if asked(EntityType::Group) {
        all.extend(view.all::<group::Record>()?.into_iter().map(Thing::Group));
    }
    let mut policies = vec![];
    if asked(EntityType::LocalManagedPolicy) {
        policies.extend(view.all::<policy::Record>()?.into_iter().map(Managed::Own));
    }
    if asked(EntityType::AWSManagedPolicy) {
        let uses = view.uses()?;
        let of_aws = managed::all().map(Managed::Aws);
        policies.extend(of_aws.filter(|policy| {
            let uses = uses_of(view, policy, &uses);
            uses.attachments + uses.boundaries > 0
        }));
    }
    policies.sort_by_key(Managed::place);
    all.extend(policies.into_iter().map(Thing::Policy));
    if asked(EntityType::Role) {
        all.extend(view.all::<role::Record>()?.into_iter().map(Thing::Role));
    }
    if asked(EntityType::User) {
        all.extend(view.all::<user::Record>()?.into_iter().map(Thing::User));
    }
    Ok(all)
}

fn of_user(view: &View, user: &user::Record) -> Result<UserDetail> {
    let mut groups = vec![];
    for id in &user.groups {
        groups.extend(view.by_id::<group::ById>(id)?.map(|group| group.name.clone()));
    }
    Ok(UserDetail {
        path: Some(user.path.clone()),
        user_name: Some(user.name.clone()),
        user_id: Some(user.id.clone()),
        arn: Some(user.arn()),
        create_date: Some(time(user.created_at)),
        user_policy_list: inline(&user.grants).filter(|all| !all.is_empty()),
        group_list: Some(groups),
        attached_managed_policies: Some(attached(&user.grants, "/")),
        permissions_boundary: shown_boundary(user.boundary.as_ref()),
        tags: tag::shown_if_any(&user.tags),
    })
}

fn of_group(group: &group::Record) -> GroupDetail {
    GroupDetail {
        path: Some(group.path.clone()),
        group_name: Some(group.name.clone()),
        group_id: Some(group.id.clone()),
        arn: Some(group.arn()),
        create_date: Some(time(group.created_at)),
        group_policy_list: inline(&group.grants),
        attached_managed_policies: Some(attached(&group.grants, "/")),
    }
}

fn of_role(view: &View, role: &role::Record) -> Result<RoleDetail> {
    let profiles = profile::of_role(view, role)?;
    let profiles = profiles.iter().map(|held| profile::shown(view, held));
    Ok(RoleDetail {
        path: Some(role.path.clone()),
        role_name: Some(role.name.clone()),
        role_id: Some(role.id.clone()),
        arn: Some(role.arn()),
        create_date: Some(time(role.created_at)),
        assume_role_policy_document: Some(document::shown_trust(view, &role.trust)?),
        instance_profile_list: Some(profiles.collect::<Result<_>>()?),
        role_policy_list: inline(&role.grants),
        attached_managed_policies: Some(attached(&role.grants, "/")),
        permissions_boundary: shown_boundary(role.boundary.as_ref()),
        tags: Some(tag::shown(&role.tags)),
        role_last_used: Some(last_use(view, role)?),
    })
}

fn inline(grants: &Grants) -> Option<Vec<PolicyDetail>> {
    let all = grants.inline.iter().map(|(name, text)| PolicyDetail {
        policy_name: Some(name.clone()),
        policy_document: Some(document::shown(text)),
    });
    Some(all.collect())
}
