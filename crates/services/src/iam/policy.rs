//! Managed policies.

use std::collections::HashMap;

use ferrogate_api::iam::{
    CreatePolicyRequest, CreatePolicyResponse, DeletePolicyRequest, Error, GetPolicyRequest,
    GetPolicyResponse, ListPoliciesRequest, ListPoliciesResponse, ListPolicyTagsRequest,
    ListPolicyTagsResponse, Policy, PolicyScopeType, PolicyUsageType, TagPolicyRequest,
    UntagPolicyRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::id::Prefix;
use ferrogate_records::iam::managed;
use ferrogate_records::iam::policy::{self, Record, version};

use super::page::Page;
use super::principal::no_policy;
use super::tag::{self, Case};
use super::view::{Managed, Uses, View, key};
use super::{Iam, Result, access_denied, check_path, count_of, document, new_id, quota, time};
use crate::change::Change;

impl Iam {
    pub(super) async fn create_policy(
        &self,
        cx: &Cx,
        input: CreatePolicyRequest,
    ) -> Result<CreatePolicyResponse> {
        let tags = tag::accepted(input.tags.unwrap_or_default(), Case::Different)?;
        let path = input.path.unwrap_or_else(|| "/".into());
        check_path(&path)?;
        let document = document::managed(&input.policy_document)?;
        let id = new_id(cx, Prefix::Policy);
        let made = self.change(cx, |view, change| {
            let at = policy::key(view.account(), &input.policy_name);
            if view.get::<Record>(&at)?.is_some() {
                return Err(Error::entity_already_exists(format!(
                    "A policy called {} already exists. Duplicate names are not allowed.",
                    input.policy_name
                ))
                .into());
            }
            quota::POLICIES.one_more(view.count::<Record>()?)?;
            let record = Record {
                owner: view.owner.clone(),
                name: input.policy_name.clone(),
                path: path.clone(),
                id: id.clone(),
                created_at: view.now,
                updated_at: view.now,
                description: input.description.clone(),
                default: 1,
                versions: vec![1],
                next: 2,
                attachments: 0,
                boundaries: 0,
                tags: tags.clone(),
            };
            let first =
                version::Record { number: 1, created_at: view.now, document: document.clone() };
            change.create(at, &record)?;
            change.create(version::key(view.account(), &id, 1), &first)?;
            Ok(record)
        });
        let made = made.await?;
        let policy = Policy { tags: tag::shown_if_any(&made.tags), ..listed(&made) };
        Ok(CreatePolicyResponse { policy: Some(policy) })
    }

    pub(super) async fn get_policy(
        &self,
        cx: &Cx,
        input: GetPolicyRequest,
    ) -> Result<GetPolicyResponse> {
        let view = self.view(cx);
        let found = view.managed(&input.policy_arn)?.ok_or_else(|| no_policy(&input.policy_arn))?;
        let policy = match &found {
            Managed::Own(own) => Policy {
                description: own.description.clone(),
                tags: Some(tag::shown(&own.tags)),
                ..listed(own)
            },
            Managed::Aws(_) => {
                Policy { tags: Some(vec![]), ..summary(&view, &found, &view.uses()?) }
            }
        };
        Ok(GetPolicyResponse { policy: Some(policy) })
    }

    pub(super) async fn list_policies(
        &self,
        cx: &Cx,
        input: ListPoliciesRequest,
    ) -> Result<ListPoliciesResponse> {
        let list = format!(
            "ListPolicies {} {:?} {:?} {:?} {:?}",
            cx.account,
            input.scope,
            input.only_attached,
            input.path_prefix,
            input.policy_usage_filter,
        );
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let view = self.view(cx);
        let uses = view.uses()?;
        let mut all = all(&view, input.scope.as_ref())?;
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        all.retain(|policy| {
            let Uses { attachments, boundaries } = uses_of(&view, policy, &uses);
            let asked = match &input.policy_usage_filter {
                Some(PolicyUsageType::PermissionsPolicy) => attachments > 0,
                Some(PolicyUsageType::PermissionsBoundary) => boundaries > 0,
                _ => true,
            };
            let attached = input.only_attached != Some(true) || attachments + boundaries > 0;
            asked && attached && policy.path().starts_with(prefix)
        });
        let page = page.of(all, Managed::place)?;
        let policies = page.items.iter().map(|policy| summary(&view, policy, &uses)).collect();
        Ok(ListPoliciesResponse {
            policies: Some(policies),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn delete_policy(&self, cx: &Cx, input: DeletePolicyRequest) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = own(view, &input.policy_arn)?;
            if old.attachments + old.boundaries > 0 {
                let text = "Cannot delete a policy attached to entities.";
                return Err(Error::delete_conflict(text).into());
            }
            if old.versions.len() > 1 {
                return Err(Error::delete_conflict(
                    "This policy has more than one version. Before you delete a policy, you must \
                     delete the policy's versions. The default version is deleted with the policy.",
                )
                .into());
            }
            change.delete(&old);
            for number in &old.versions {
                let at = key(version::key(view.account(), &old.id, *number))?;
                change.delete_under(at);
            }
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn tag_policy(&self, cx: &Cx, input: TagPolicyRequest) -> Result<Empty> {
        let tags = tag::accepted(input.tags, Case::Different)?;
        self.alter_policy(cx, &input.policy_arn, |_, _, policy| {
            tag::add(&mut policy.tags, tags.clone(), Case::Different)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn untag_policy(&self, cx: &Cx, input: UntagPolicyRequest) -> Result<Empty> {
        self.alter_policy(cx, &input.policy_arn, |_, _, policy| {
            tag::remove(&mut policy.tags, &input.tag_keys, Case::Different);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn list_policy_tags(
        &self,
        cx: &Cx,
        input: ListPolicyTagsRequest,
    ) -> Result<ListPolicyTagsResponse> {
        let view = self.view(cx);
        let found = view.managed(&input.policy_arn)?.ok_or_else(|| no_policy(&input.policy_arn))?;
        let tags = match &found {
            Managed::Own(own) => tag::shown(&own.tags),
            Managed::Aws(_) => vec![],
        };
        let list = format!("ListPolicyTags {}", input.policy_arn);
        let page = Page::new(list, input.marker.as_ref(), input.max_items).of_order(tags)?;
        Ok(ListPolicyTagsResponse {
            tags: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    /// Changes a policy of the account.
    pub(super) async fn alter_policy<R>(
        &self,
        cx: &Cx,
        arn: &str,
        alter: impl Fn(&View, &mut Change, &mut Record) -> Result<R>,
    ) -> Result<R> {
        self.change(cx, |view, change| {
            let old = own(view, arn)?;
            let mut new = (**old).clone();
            let made = alter(view, change, &mut new)?;
            change.put(&old, new)?;
            Ok(made)
        })
        .await
    }
}

/// The policy of an ARN, which must be the account's: AWS's own are changed by AWS.
fn own(view: &View, arn: &str) -> Result<std::sync::Arc<ferrogate_state::Entry<Record>>> {
    match view.managed(arn)? {
        Some(Managed::Own(own)) => Ok(own),
        Some(Managed::Aws(_)) => {
            // As AWS says it of an ARN without an account of one's own.
            let text = format!("Policy {arn} is managed by AWS and can't be changed.");
            Err(access_denied(text))
        }
        None => Err(no_policy(arn).into()),
    }
}

/// All policies of a scope, in the order of their names.
fn all(view: &View, scope: Option<&PolicyScopeType>) -> Result<Vec<Managed>> {
    let mut all = vec![];
    if scope != Some(&PolicyScopeType::Aws) {
        all.extend(view.all::<Record>()?.into_iter().map(Managed::Own));
    }
    if scope != Some(&PolicyScopeType::Local) {
        all.extend(managed::all().map(Managed::Aws));
    }
    all.sort_by_key(Managed::place);
    Ok(all)
}

pub(super) fn uses_of(view: &View, policy: &Managed, uses: &HashMap<String, Uses>) -> Uses {
    match policy {
        Managed::Own(own) => Uses { attachments: own.attachments, boundaries: own.boundaries },
        Managed::Aws(aws) => uses.get(&aws.arn(&view.owner.partition)).copied().unwrap_or_default(),
    }
}

/// A policy as lists show it: without description and tags (API_ListPolicies).
pub(super) fn summary(view: &View, policy: &Managed, uses: &HashMap<String, Uses>) -> Policy {
    match policy {
        Managed::Own(own) => listed(own),
        Managed::Aws(aws) => {
            let Uses { attachments, boundaries } = uses_of(view, policy, uses);
            Policy {
                policy_name: Some(aws.name.clone()),
                policy_id: Some(aws.id.clone()),
                arn: Some(aws.arn(&view.owner.partition)),
                path: Some(aws.path.clone()),
                default_version_id: Some(format!("v{}", aws.version)),
                attachment_count: Some(count_of(attachments)),
                permissions_boundary_usage_count: Some(count_of(boundaries)),
                is_attachable: Some(true),
                create_date: Some(time(aws.created_at)),
                update_date: Some(time(aws.updated_at)),
                ..Policy::default()
            }
        }
    }
}

fn listed(policy: &Record) -> Policy {
    Policy {
        policy_name: Some(policy.name.clone()),
        policy_id: Some(policy.id.clone()),
        arn: Some(policy.arn()),
        path: Some(policy.path.clone()),
        default_version_id: Some(format!("v{}", policy.default)),
        attachment_count: Some(count_of(policy.attachments)),
        permissions_boundary_usage_count: Some(count_of(policy.boundaries)),
        is_attachable: Some(true),
        create_date: Some(time(policy.created_at)),
        update_date: Some(time(policy.updated_at)),
        ..Policy::default()
    }
}
