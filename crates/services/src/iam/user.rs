//! Users.

use std::sync::Arc;

use ferrogate_api::iam::{
    CreateUserRequest, CreateUserResponse, DeleteUserPermissionsBoundaryRequest, DeleteUserRequest,
    Error, GetUserRequest, GetUserResponse, ListUserTagsRequest, ListUserTagsResponse,
    ListUsersRequest, ListUsersResponse, PutUserPermissionsBoundaryRequest, TagUserRequest,
    UntagUserRequest, UpdateUserRequest, User,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::id::Prefix;
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::user::{self, ById, Record};
use ferrogate_state::Entry;

use super::page::Page;
use super::principal::{Principal, bound, check_bare, delete_conflict, place, shown_boundary};
use super::tag::{self, Case};
use super::view::View;
use super::{Iam, Result, check_path, is_root, new_id, quota, time};

impl Iam {
    pub(super) async fn create_user(
        &self,
        cx: &Cx,
        input: CreateUserRequest,
    ) -> Result<CreateUserResponse> {
        let tags = tag::accepted(input.tags.unwrap_or_default(), Case::Same)?;
        let path = input.path.unwrap_or_else(|| "/".into());
        check_path(&path)?;
        let id = new_id(cx, Prefix::User);
        let made = self.change(cx, |view, change| {
            if view.is_taken::<Record>(&input.user_name)? {
                return Err(Record::exists(&input.user_name).into());
            }
            quota::USERS.one_more(view.count::<Record>()?)?;
            let mut boundary = None;
            bound(view, change, &mut boundary, input.permissions_boundary.as_deref())?;
            let record = Record {
                owner: view.owner.clone(),
                name: input.user_name.clone(),
                path: path.clone(),
                id: id.clone(),
                created_at: view.now,
                grants: Grants::default(),
                boundary,
                groups: vec![],
                access_keys: vec![],
                mfa_devices: vec![],
                tags: tags.clone(),
            };
            change.create(user::key(view.account(), &record.name), &record)?;
            Ok(record)
        });
        Ok(CreateUserResponse { user: Some(shown(&made.await?)) })
    }

    /// Without a name it is the caller's (API_GetUser). The root has no name and no path.
    pub(super) async fn get_user(&self, cx: &Cx, input: GetUserRequest) -> Result<GetUserResponse> {
        if input.user_name.is_none() && is_root(cx) {
            let user = User {
                user_id: Some(cx.account.to_string()),
                arn: Some(cx.caller.arn.clone()),
                ..User::default()
            };
            return Ok(GetUserResponse { user: Some(user) });
        }
        let view = self.view(cx);
        let user = match &input.user_name {
            Some(name) => view.find::<Record>(name)?,
            None => caller(&view, cx)?,
        };
        Ok(GetUserResponse { user: Some(shown(&user)) })
    }

    pub(super) async fn list_users(
        &self,
        cx: &Cx,
        input: ListUsersRequest,
    ) -> Result<ListUsersResponse> {
        let list = format!("ListUsers {} {:?}", cx.account, input.path_prefix);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let all = self.view(cx).all::<Record>()?.into_iter();
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let page = page.of(all.filter(|user| user.path.starts_with(prefix)), |user| place(user))?;
        let users = page.items.iter().map(|user| listed(user)).collect();
        Ok(ListUsersResponse {
            users: Some(users),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn update_user(&self, cx: &Cx, input: UpdateUserRequest) -> Result<Empty> {
        if let Some(path) = &input.new_path {
            check_path(path)?;
        }
        self.change(cx, |view, change| {
            let old = view.find::<Record>(&input.user_name)?;
            let mut new = (**old).clone();
            if let Some(name) = &input.new_user_name {
                let is_its_own = name.eq_ignore_ascii_case(&old.name);
                if !is_its_own && view.is_taken::<Record>(name)? {
                    return Err(Record::exists(name).into());
                }
                new.name.clone_from(name);
            }
            if let Some(path) = &input.new_path {
                new.path.clone_from(path);
            }
            let key = user::key(view.account(), &new.name);
            change.rename(&old, key, new)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn delete_user(&self, cx: &Cx, input: DeleteUserRequest) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = view.find::<Record>(&input.user_name)?;
            check_bare(&old.grants)?;
            if !old.groups.is_empty() {
                return Err(delete_conflict("remove users from group").into());
            }
            if !old.access_keys.is_empty() {
                return Err(delete_conflict("delete access keys").into());
            }
            if !old.mfa_devices.is_empty() {
                return Err(delete_conflict("delete MFA device").into());
            }
            bound(view, change, &mut old.boundary.clone(), None)?;
            change.delete(&old);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn tag_user(&self, cx: &Cx, input: TagUserRequest) -> Result<Empty> {
        let tags = tag::accepted(input.tags, Case::Same)?;
        self.alter(cx, &input.user_name, |_, _, user: &mut Record| {
            tag::add(&mut user.tags, tags.clone(), Case::Same)
        })
        .await
    }

    pub(super) async fn untag_user(&self, cx: &Cx, input: UntagUserRequest) -> Result<Empty> {
        self.alter(cx, &input.user_name, |_, _, user: &mut Record| {
            tag::remove(&mut user.tags, &input.tag_keys, Case::Same);
            Ok(())
        })
        .await
    }

    pub(super) async fn list_user_tags(
        &self,
        cx: &Cx,
        input: ListUserTagsRequest,
    ) -> Result<ListUserTagsResponse> {
        let user = self.view(cx).find::<Record>(&input.user_name)?;
        let list = format!("ListUserTags {}", user.id);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let page = page.of_order(tag::shown(&user.tags))?;
        Ok(ListUserTagsResponse {
            tags: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn put_user_permissions_boundary(
        &self,
        cx: &Cx,
        input: PutUserPermissionsBoundaryRequest,
    ) -> Result<Empty> {
        self.alter(cx, &input.user_name, |view, change, user: &mut Record| {
            bound(view, change, &mut user.boundary, Some(&input.permissions_boundary))
        })
        .await
    }

    pub(super) async fn delete_user_permissions_boundary(
        &self,
        cx: &Cx,
        input: DeleteUserPermissionsBoundaryRequest,
    ) -> Result<Empty> {
        self.alter(cx, &input.user_name, |view, change, user: &mut Record| {
            bound(view, change, &mut user.boundary, None)
        })
        .await
    }
}

/// The user who calls.
pub(super) fn caller(view: &View, cx: &Cx) -> Result<Arc<Entry<Record>>> {
    view.by_id::<ById>(&cx.caller.user_id)?.ok_or_else(|| {
        let text = "Must specify userName when calling with non-User credentials";
        Error::new("ValidationError", text).into()
    })
}

/// A user as it is shown by itself.
fn shown(user: &Record) -> User {
    User {
        permissions_boundary: shown_boundary(user.boundary.as_ref()),
        tags: tag::shown_if_any(&user.tags),
        ..listed(user)
    }
}

/// A user as lists show it: without tags and boundary (API_ListUsers).
pub(super) fn listed(user: &Record) -> User {
    User {
        path: Some(user.path.clone()),
        user_name: Some(user.name.clone()),
        user_id: Some(user.id.clone()),
        arn: Some(user.arn()),
        create_date: Some(time(user.created_at)),
        ..User::default()
    }
}
