//! Roles.

use ferrogate_api::iam::{
    CreateRoleRequest, CreateRoleResponse, DeleteRolePermissionsBoundaryRequest, DeleteRoleRequest,
    GetRoleRequest, GetRoleResponse, ListRoleTagsRequest, ListRoleTagsResponse, ListRolesRequest,
    ListRolesResponse, PutRolePermissionsBoundaryRequest, Role, RoleLastUsed, TagRoleRequest,
    UntagRoleRequest, UpdateAssumeRolePolicyRequest, UpdateRoleDescriptionRequest,
    UpdateRoleDescriptionResponse, UpdateRoleRequest, UpdateRoleResponse,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::id::Prefix;
use ferrogate_records::iam::last_used;
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::role::{self, Record, SESSION_S};

use super::page::Page;
use super::principal::{Principal, bound, check_bare, delete_conflict, place, shown_boundary};
use super::tag::{self, Case};
use super::view::View;
use super::{Iam, Result, check_path, document, new_id, quota, time};

impl Iam {
    pub(super) async fn create_role(
        &self,
        cx: &Cx,
        input: CreateRoleRequest,
    ) -> Result<CreateRoleResponse> {
        let tags = tag::accepted(input.tags.unwrap_or_default(), Case::Same)?;
        let path = input.path.unwrap_or_else(|| "/".into());
        check_path(&path)?;
        let id = new_id(cx, Prefix::Role);
        let made = self
            .change(cx, |view, change| {
                if view.is_taken::<Record>(&input.role_name)? {
                    return Err(Record::exists(&input.role_name).into());
                }
                check_room(view)?;
                let trust = document::trust(view, &input.assume_role_policy_document)?;
                let mut boundary = None;
                bound(view, change, &mut boundary, input.permissions_boundary.as_deref())?;
                let record = Record {
                    owner: view.owner.clone(),
                    name: input.role_name.clone(),
                    path: path.clone(),
                    id: id.clone(),
                    created_at: view.now,
                    description: input.description.clone(),
                    session_max_s: session_max(input.max_session_duration),
                    trust,
                    grants: Grants::default(),
                    boundary,
                    service: None,
                    profiles: 0,
                    tags: tags.clone(),
                };
                change.create(role::key(view.account(), &record.name), &record)?;
                Ok(record)
            })
            .await?;
        let view = self.view(cx);
        let role = Role {
            permissions_boundary: shown_boundary(made.boundary.as_ref()),
            tags: tag::shown_if_any(&made.tags),
            ..brief(&view, &made)?
        };
        Ok(CreateRoleResponse { role: Some(role) })
    }

    pub(super) async fn get_role(&self, cx: &Cx, input: GetRoleRequest) -> Result<GetRoleResponse> {
        let view = self.view(cx);
        let found = view.find::<Record>(&input.role_name)?;
        let role = Role {
            permissions_boundary: shown_boundary(found.boundary.as_ref()),
            tags: tag::shown_if_any(&found.tags),
            role_last_used: Some(last_use(&view, &found)?),
            ..listed(&view, &found)?
        };
        Ok(GetRoleResponse { role: Some(role) })
    }

    pub(super) async fn list_roles(
        &self,
        cx: &Cx,
        input: ListRolesRequest,
    ) -> Result<ListRolesResponse> {
        let list = format!("ListRoles {} {:?}", cx.account, input.path_prefix);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let view = self.view(cx);
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let all = view.all::<Record>()?.into_iter();
        let page = page.of(all.filter(|role| role.path.starts_with(prefix)), |role| place(role))?;
        let roles = page.items.iter().map(|role| listed(&view, role));
        Ok(ListRolesResponse {
            roles: Some(roles.collect::<Result<_>>()?),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn update_role(
        &self,
        cx: &Cx,
        input: UpdateRoleRequest,
    ) -> Result<UpdateRoleResponse> {
        self.alter(cx, &input.role_name, |_, _, role: &mut Record| {
            if let Some(description) = &input.description {
                role.description = Some(description.clone()).filter(|text| !text.is_empty());
            }
            if input.max_session_duration.is_some() {
                role.session_max_s = session_max(input.max_session_duration);
            }
            Ok(())
        })
        .await?;
        Ok(UpdateRoleResponse::default())
    }

    pub(super) async fn update_role_description(
        &self,
        cx: &Cx,
        input: UpdateRoleDescriptionRequest,
    ) -> Result<UpdateRoleDescriptionResponse> {
        self.alter(cx, &input.role_name, |_, _, role: &mut Record| {
            role.description = Some(input.description.clone()).filter(|text| !text.is_empty());
            Ok(())
        })
        .await?;
        let view = self.view(cx);
        let found = view.find::<Record>(&input.role_name)?;
        let role = Role { description: found.description.clone(), ..brief(&view, &found)? };
        Ok(UpdateRoleDescriptionResponse { role: Some(role) })
    }

    pub(super) async fn update_assume_role_policy(
        &self,
        cx: &Cx,
        input: UpdateAssumeRolePolicyRequest,
    ) -> Result<Empty> {
        self.alter_own(cx, &input.role_name, |view, _, role: &mut Record| {
            role.trust = document::trust(view, &input.policy_document)?;
            Ok(())
        })
        .await
    }

    pub(super) async fn delete_role(&self, cx: &Cx, input: DeleteRoleRequest) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = view.find::<Record>(&input.role_name)?;
            old.check_own()?;
            if old.profiles > 0 {
                return Err(delete_conflict("remove roles from instance profile").into());
            }
            check_bare(&old.grants)?;
            bound(view, change, &mut old.boundary.clone(), None)?;
            change.delete(&old);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn tag_role(&self, cx: &Cx, input: TagRoleRequest) -> Result<Empty> {
        let tags = tag::accepted(input.tags, Case::Same)?;
        self.alter(cx, &input.role_name, |_, _, role: &mut Record| {
            tag::add(&mut role.tags, tags.clone(), Case::Same)
        })
        .await
    }

    pub(super) async fn untag_role(&self, cx: &Cx, input: UntagRoleRequest) -> Result<Empty> {
        self.alter(cx, &input.role_name, |_, _, role: &mut Record| {
            tag::remove(&mut role.tags, &input.tag_keys, Case::Same);
            Ok(())
        })
        .await
    }

    pub(super) async fn list_role_tags(
        &self,
        cx: &Cx,
        input: ListRoleTagsRequest,
    ) -> Result<ListRoleTagsResponse> {
        let role = self.view(cx).find::<Record>(&input.role_name)?;
        let list = format!("ListRoleTags {}", role.id);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let page = page.of_order(tag::shown(&role.tags))?;
        Ok(ListRoleTagsResponse {
            tags: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn put_role_permissions_boundary(
        &self,
        cx: &Cx,
        input: PutRolePermissionsBoundaryRequest,
    ) -> Result<Empty> {
        self.alter_own(cx, &input.role_name, |view, change, role: &mut Record| {
            bound(view, change, &mut role.boundary, Some(&input.permissions_boundary))
        })
        .await
    }

    pub(super) async fn delete_role_permissions_boundary(
        &self,
        cx: &Cx,
        input: DeleteRolePermissionsBoundaryRequest,
    ) -> Result<Empty> {
        self.alter_own(cx, &input.role_name, |view, change, role: &mut Record| {
            bound(view, change, &mut role.boundary, None)
        })
        .await
    }
}

/// The model has looked at its range; none is an hour.
fn session_max(seconds: Option<i32>) -> u32 {
    seconds.and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or(SESSION_S)
}

/// Refuses one role more than an account can have.
pub(super) fn check_room(view: &View) -> Result<()> {
    quota::ROLES.one_more(view.count::<Record>()?)
}

/// A role as it is shown when it is made, and within others.
pub(super) fn brief(view: &View, role: &Record) -> Result<Role> {
    Ok(Role {
        path: Some(role.path.clone()),
        role_name: Some(role.name.clone()),
        role_id: Some(role.id.clone()),
        arn: Some(role.arn()),
        create_date: Some(time(role.created_at)),
        assume_role_policy_document: Some(document::shown_trust(view, &role.trust)?),
        ..Role::default()
    })
}

/// A role as lists show it: without tags, boundary and last use (API_ListRoles).
fn listed(view: &View, role: &Record) -> Result<Role> {
    Ok(Role {
        description: role.description.clone(),
        max_session_duration: i32::try_from(role.session_max_s).ok(),
        ..brief(view, role)?
    })
}

/// When a role was used last; nothing if it never was.
pub(super) fn last_use(view: &View, role: &Record) -> Result<RoleLastUsed> {
    let used = view.get::<last_used::Record>(&last_used::key(view.account(), &role.id))?;
    Ok(RoleLastUsed {
        last_used_date: used.as_ref().map(|used| time(used.at)),
        region: used.as_ref().map(|used| used.region.clone()),
    })
}
