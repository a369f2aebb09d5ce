//! Groups of users.

use ferrogate_api::iam::{
    AddUserToGroupRequest, CreateGroupRequest, CreateGroupResponse, DeleteGroupRequest,
    GetGroupRequest, GetGroupResponse, Group, ListGroupsForUserRequest, ListGroupsForUserResponse,
    ListGroupsRequest, ListGroupsResponse, RemoveUserFromGroupRequest, UpdateGroupRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::group::{self, ById, Record};
use ferrogate_records::iam::id::Prefix;
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::user;

use super::page::Page;
use super::principal::{Principal, check_bare, delete_conflict, place};
use super::user::listed;
use super::{Iam, Result, check_path, new_id, quota, time};

impl Iam {
    pub(super) async fn create_group(
        &self,
        cx: &Cx,
        input: CreateGroupRequest,
    ) -> Result<CreateGroupResponse> {
        let path = input.path.unwrap_or_else(|| "/".into());
        check_path(&path)?;
        let id = new_id(cx, Prefix::Group);
        let made = self.change(cx, |view, change| {
            if view.is_taken::<Record>(&input.group_name)? {
                return Err(Record::exists(&input.group_name).into());
            }
            quota::GROUPS.one_more(view.count::<Record>()?)?;
            let record = Record {
                owner: view.owner.clone(),
                name: input.group_name.clone(),
                path: path.clone(),
                id: id.clone(),
                created_at: view.now,
                grants: Grants::default(),
                members: 0,
            };
            change.create(group::key(view.account(), &record.name), &record)?;
            Ok(record)
        });
        Ok(CreateGroupResponse { group: Some(shown(&made.await?)) })
    }

    pub(super) async fn get_group(
        &self,
        cx: &Cx,
        input: GetGroupRequest,
    ) -> Result<GetGroupResponse> {
        let view = self.view(cx);
        let group = view.find::<Record>(&input.group_name)?;
        let page =
            Page::new(format!("GetGroup {}", group.id), input.marker.as_ref(), input.max_items);
        let members = view.all::<user::Record>()?.into_iter();
        let members = members.filter(|user| user.groups.contains(&group.id));
        let page = page.of(members, |user| place(user))?;
        Ok(GetGroupResponse {
            group: Some(shown(&group)),
            users: Some(page.items.iter().map(|user| listed(user)).collect()),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn list_groups(
        &self,
        cx: &Cx,
        input: ListGroupsRequest,
    ) -> Result<ListGroupsResponse> {
        let list = format!("ListGroups {} {:?}", cx.account, input.path_prefix);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let all = self.view(cx).all::<Record>()?.into_iter();
        let page = page.of(all.filter(|group| group.path.starts_with(prefix)), |at| place(at))?;
        Ok(ListGroupsResponse {
            groups: Some(page.items.iter().map(|group| shown(group)).collect()),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn list_groups_for_user(
        &self,
        cx: &Cx,
        input: ListGroupsForUserRequest,
    ) -> Result<ListGroupsForUserResponse> {
        let view = self.view(cx);
        let user = view.find::<user::Record>(&input.user_name)?;
        let list = format!("ListGroupsForUser {}", user.id);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let mut groups = vec![];
        for id in &user.groups {
            groups.extend(view.by_id::<ById>(id)?);
        }
        groups.sort_by_key(|group| place(group));
        let page = page.of(groups, |group| place(group))?;
        Ok(ListGroupsForUserResponse {
            groups: Some(page.items.iter().map(|group| shown(group)).collect()),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn update_group(&self, cx: &Cx, input: UpdateGroupRequest) -> Result<Empty> {
        if let Some(path) = &input.new_path {
            check_path(path)?;
        }
        self.change(cx, |view, change| {
            let old = view.find::<Record>(&input.group_name)?;
            let mut new = (**old).clone();
            if let Some(name) = &input.new_group_name {
                let is_its_own = name.eq_ignore_ascii_case(&old.name);
                if !is_its_own && view.is_taken::<Record>(name)? {
                    return Err(Record::exists(name).into());
                }
                new.name.clone_from(name);
            }
            if let Some(path) = &input.new_path {
                new.path.clone_from(path);
            }
            let key = group::key(view.account(), &new.name);
            change.rename(&old, key, new)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn delete_group(&self, cx: &Cx, input: DeleteGroupRequest) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = view.find::<Record>(&input.group_name)?;
            if old.members > 0 {
                return Err(delete_conflict("remove users from group").into());
            }
            check_bare(&old.grants)?;
            change.delete(&old);
            Ok(Empty::default())
        })
        .await
    }

    /// Who is in it already stays so.
    pub(super) async fn add_user_to_group(
        &self,
        cx: &Cx,
        input: AddUserToGroupRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let user = view.find::<user::Record>(&input.user_name)?;
            let group = view.find::<Record>(&input.group_name)?;
            if user.groups.contains(&group.id) {
                return Ok(Empty::default());
            }
            quota::GROUPS_OF_USER.one_more(user.groups.len())?;
            let (mut new, mut full) = ((**user).clone(), (**group).clone());
            new.groups.push(group.id.clone());
            full.members += 1;
            change.put(&user, new)?;
            change.put(&group, full)?;
            Ok(Empty::default())
        })
        .await
    }

    /// Who is not in it stays so.
    pub(super) async fn remove_user_from_group(
        &self,
        cx: &Cx,
        input: RemoveUserFromGroupRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let user = view.find::<user::Record>(&input.user_name)?;
            let group = view.find::<Record>(&input.group_name)?;
            if !user.groups.contains(&group.id) {
                return Ok(Empty::default());
            }
            let (mut new, mut less) = ((**user).clone(), (**group).clone());
            new.groups.retain(|id| *id != group.id);
            less.members = less.members.saturating_sub(1);
            change.put(&user, new)?;
            change.put(&group, less)?;
            Ok(Empty::default())
        })
        .await
    }
}

fn shown(group: &Record) -> Group {
    Group {
        path: Some(group.path.clone()),
        group_name: Some(group.name.clone()),
        group_id: Some(group.id.clone()),
        arn: Some(group.arn()),
        create_date: Some(time(group.created_at)),
    }
}
