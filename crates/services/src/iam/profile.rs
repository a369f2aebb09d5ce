//! Instance profiles.

use ferrogate_api::iam::{
    AddRoleToInstanceProfileRequest, CreateInstanceProfileRequest, CreateInstanceProfileResponse,
    DeleteInstanceProfileRequest, Error, GetInstanceProfileRequest, GetInstanceProfileResponse,
    InstanceProfile, ListInstanceProfileTagsRequest, ListInstanceProfileTagsResponse,
    ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse,
    ListInstanceProfilesRequest, ListInstanceProfilesResponse,
    RemoveRoleFromInstanceProfileRequest, TagInstanceProfileRequest, UntagInstanceProfileRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::id::Prefix;
use ferrogate_records::iam::instance_profile::{self, Record};
use ferrogate_records::iam::role;
use ferrogate_state::Entry;
use std::sync::Arc;

use super::page::Page;
use super::principal::{Principal, delete_conflict};
use super::role::brief;
use super::tag::{self, Case};
use super::view::View;
use super::{Iam, Result, check_path, new_id, quota, time};

impl Iam {
    pub(super) async fn create_instance_profile(
        &self,
        cx: &Cx,
        input: CreateInstanceProfileRequest,
    ) -> Result<CreateInstanceProfileResponse> {
        let tags = tag::accepted(input.tags.unwrap_or_default(), Case::Different)?;
        let path = input.path.unwrap_or_else(|| "/".into());
        check_path(&path)?;
        let id = new_id(cx, Prefix::InstanceProfile);
        let made = self.change(cx, |view, change| {
            let name = &input.instance_profile_name;
            let at = instance_profile::key(view.account(), name);
            if view.get::<Record>(&at)?.is_some() {
                let text = format!("Instance Profile {name} already exists.");
                return Err(Error::entity_already_exists(text).into());
            }
            quota::PROFILES.one_more(view.count::<Record>()?)?;
            let record = Record {
                owner: view.owner.clone(),
                name: name.clone(),
                path: path.clone(),
                id: id.clone(),
                created_at: view.now,
                role: None,
                tags: tags.clone(),
            };
            change.create(at, &record)?;
            Ok(record)
        });
        let made = made.await?;
        let profile = InstanceProfile {
            tags: tag::shown_if_any(&made.tags),
            ..shown(&self.view(cx), &made)?
        };
        Ok(CreateInstanceProfileResponse { instance_profile: Some(profile) })
    }

    pub(super) async fn get_instance_profile(
        &self,
        cx: &Cx,
        input: GetInstanceProfileRequest,
    ) -> Result<GetInstanceProfileResponse> {
        let view = self.view(cx);
        let found = find(&view, &input.instance_profile_name)?;
        let profile =
            InstanceProfile { tags: Some(tag::shown(&found.tags)), ..shown(&view, &found)? };
        Ok(GetInstanceProfileResponse { instance_profile: Some(profile) })
    }

    pub(super) async fn list_instance_profiles(
        &self,
        cx: &Cx,
        input: ListInstanceProfilesRequest,
    ) -> Result<ListInstanceProfilesResponse> {
        let list = format!("ListInstanceProfiles {} {:?}", cx.account, input.path_prefix);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let view = self.view(cx);
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let all = view.all::<Record>()?.into_iter();
        let page = page.of(all.filter(|at| at.path.starts_with(prefix)), |at| place(at))?;
        let profiles = page.items.iter().map(|profile| shown(&view, profile));
        Ok(ListInstanceProfilesResponse {
            instance_profiles: Some(profiles.collect::<Result<_>>()?),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn list_instance_profiles_for_role(
        &self,
        cx: &Cx,
        input: ListInstanceProfilesForRoleRequest,
    ) -> Result<ListInstanceProfilesForRoleResponse> {
        let view = self.view(cx);
        let role = view.find::<role::Record>(&input.role_name)?;
        let list = format!("ListInstanceProfilesForRole {}", role.id);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let page = page.of(of_role(&view, &role)?, |at| place(at))?;
        let profiles = page.items.iter().map(|profile| shown(&view, profile));
        Ok(ListInstanceProfilesForRoleResponse {
            instance_profiles: Some(profiles.collect::<Result<_>>()?),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn delete_instance_profile(
        &self,
        cx: &Cx,
        input: DeleteInstanceProfileRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = find(view, &input.instance_profile_name)?;
            if old.role.is_some() {
                return Err(delete_conflict("remove roles from instance profile").into());
            }
            change.delete(&old);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn add_role_to_instance_profile(
        &self,
        cx: &Cx,
        input: AddRoleToInstanceProfileRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = find(view, &input.instance_profile_name)?;
            let role = view.find::<role::Record>(&input.role_name)?;
            role.check_own()?;
            if old.role.is_some() {
                return Err(quota::ROLES_OF_PROFILE.exceeded().into());
            }
            let new = Record { role: Some(role.id.clone()), ..(**old).clone() };
            let held = role::Record { profiles: role.profiles + 1, ..(**role).clone() };
            change.put(&old, new)?;
            change.put(&role, held)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn remove_role_from_instance_profile(
        &self,
        cx: &Cx,
        input: RemoveRoleFromInstanceProfileRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = find(view, &input.instance_profile_name)?;
            let role = view.find::<role::Record>(&input.role_name)?;
            if old.role.as_ref() != Some(&role.id) {
                // As of a role that there is not.
                return Err(role::Record::missing(&input.role_name).into());
            }
            let new = Record { role: None, ..(**old).clone() };
            let profiles = role.profiles.saturating_sub(1);
            let left = role::Record { profiles, ..(**role).clone() };
            change.put(&old, new)?;
            change.put(&role, left)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn tag_instance_profile(
        &self,
        cx: &Cx,
        input: TagInstanceProfileRequest,
    ) -> Result<Empty> {
        let tags = tag::accepted(input.tags, Case::Different)?;
        self.change(cx, |view, change| {
            let old = find(view, &input.instance_profile_name)?;
            let mut new = (**old).clone();
            tag::add(&mut new.tags, tags.clone(), Case::Different)?;
            change.put(&old, new)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn untag_instance_profile(
        &self,
        cx: &Cx,
        input: UntagInstanceProfileRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = find(view, &input.instance_profile_name)?;
            let mut new = (**old).clone();
            tag::remove(&mut new.tags, &input.tag_keys, Case::Different);
            change.put(&old, new)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn list_instance_profile_tags(
        &self,
        cx: &Cx,
        input: ListInstanceProfileTagsRequest,
    ) -> Result<ListInstanceProfileTagsResponse> {
        let found = find(&self.view(cx), &input.instance_profile_name)?;
        let list = format!("ListInstanceProfileTags {}", found.id);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let page = page.of_order(tag::shown(&found.tags))?;
        Ok(ListInstanceProfileTagsResponse {
            tags: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }
}

/// The profiles that hold a role.
pub(super) fn of_role(view: &View, role: &role::Record) -> Result<Vec<Arc<Entry<Record>>>> {
    let mut all = view.all::<Record>()?;
    all.retain(|profile| profile.role.as_ref() == Some(&role.id));
    Ok(all)
}

/// A profile with its role, and without tags.
pub(super) fn shown(view: &View, profile: &Record) -> Result<InstanceProfile> {
    let mut roles = vec![];
    if let Some(id) = &profile.role
        && let Some(role) = view.by_id::<role::ById>(id)?
    {
        roles.push(brief(view, &role)?);
    }
    Ok(InstanceProfile {
        path: Some(profile.path.clone()),
        instance_profile_name: Some(profile.name.clone()),
        instance_profile_id: Some(profile.id.clone()),
        arn: Some(profile.arn()),
        create_date: Some(time(profile.created_at)),
        roles: Some(roles),
        tags: None,
    })
}

fn find(view: &View, name: &str) -> Result<Arc<Entry<Record>>> {
    let found = view.get::<Record>(&instance_profile::key(view.account(), name))?;
    found.filter(|profile| profile.name == name).ok_or_else(|| {
        Error::no_such_entity(format!("Instance Profile {name} cannot be found.")).into()
    })
}

fn place(profile: &Record) -> String {
    profile.name.to_ascii_lowercase()
}
