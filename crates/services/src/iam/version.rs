//! Versions of managed policies.

use ferrogate_api::iam::{
    CreatePolicyVersionRequest, CreatePolicyVersionResponse, DeletePolicyVersionRequest, Error,
    GetPolicyVersionRequest, GetPolicyVersionResponse, ListPolicyVersionsRequest,
    ListPolicyVersionsResponse, PolicyVersion, SetDefaultPolicyVersionRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::policy::{Record, version};

use super::page::Page;
use super::principal::no_policy;
use super::view::{Managed, View, key};
use super::{Iam, Result, document, quota, time};

impl Iam {
    pub(super) async fn create_policy_version(
        &self,
        cx: &Cx,
        input: CreatePolicyVersionRequest,
    ) -> Result<CreatePolicyVersionResponse> {
        let document = document::managed(&input.policy_document)?;
        let made = self.alter_policy(cx, &input.policy_arn, |view, change, policy| {
            if policy.versions.len() >= quota::VERSIONS.most {
                return Err(Error::limit_exceeded(format!(
                    "A managed policy can have up to {} versions. Before you create a new version, \
                     you must delete an existing version.",
                    quota::VERSIONS.most
                ))
                .into());
            }
            let made = version::Record {
                number: policy.next,
                created_at: view.now,
                document: document.clone(),
            };
            let at = version::key(view.account(), &policy.id, made.number);
            change.create(at, &made)?;
            policy.versions.push(made.number);
            policy.next += 1;
            policy.updated_at = view.now;
            if input.set_as_default == Some(true) {
                policy.default = made.number;
            }
            Ok(listed(policy, &made))
        });
        Ok(CreatePolicyVersionResponse { policy_version: Some(made.await?) })
    }

    pub(super) async fn get_policy_version(
        &self,
        cx: &Cx,
        input: GetPolicyVersionRequest,
    ) -> Result<GetPolicyVersionResponse> {
        let view = self.view(cx);
        let none = || no_version(&input.policy_arn, &input.version_id);
        let version = match view.managed(&input.policy_arn)?.ok_or_else(none)? {
            Managed::Own(own) => {
                let number = number(&own, &input.version_id).ok_or_else(none)?;
                let found = view.version(&own, number)?;
                PolicyVersion {
                    document: Some(document::shown(&found.document)),
                    ..listed(&own, &found)
                }
            }
            Managed::Aws(aws) if input.version_id == format!("v{}", aws.version) => {
                PolicyVersion { document: Some(document::shown(&aws.document)), ..of_aws(aws) }
            }
            Managed::Aws(_) => return Err(none().into()),
        };
        Ok(GetPolicyVersionResponse { policy_version: Some(version) })
    }

    /// The newest first.
    pub(super) async fn list_policy_versions(
        &self,
        cx: &Cx,
        input: ListPolicyVersionsRequest,
    ) -> Result<ListPolicyVersionsResponse> {
        let view = self.view(cx);
        let found = view.managed(&input.policy_arn)?.ok_or_else(|| no_policy(&input.policy_arn))?;
        let list = format!("ListPolicyVersions {}", input.policy_arn);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let page = page.of_order(versions(&view, &found, false)?)?;
        Ok(ListPolicyVersionsResponse {
            versions: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn delete_policy_version(
        &self,
        cx: &Cx,
        input: DeletePolicyVersionRequest,
    ) -> Result<Empty> {
        self.alter_policy(cx, &input.policy_arn, |view, change, policy| {
            let number = number(policy, &input.version_id)
                .ok_or_else(|| no_version(&input.policy_arn, &input.version_id))?;
            if number == policy.default {
                let text = "Cannot delete the default version of a policy.";
                return Err(Error::delete_conflict(text).into());
            }
            let at = key(version::key(view.account(), &policy.id, number))?;
            change.delete_under(at);
            policy.versions.retain(|known| *known != number);
            policy.updated_at = view.now;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn set_default_policy_version(
        &self,
        cx: &Cx,
        input: SetDefaultPolicyVersionRequest,
    ) -> Result<Empty> {
        let none = || no_version(&input.policy_arn, &input.version_id);
        if self.view(cx).managed(&input.policy_arn)?.is_none() {
            return Err(none().into());
        }
        self.alter_policy(cx, &input.policy_arn, |view, _, policy| {
            policy.default = number(policy, &input.version_id).ok_or_else(none)?;
            policy.updated_at = view.now;
            Ok(Empty::default())
        })
        .await
    }
}

/// The versions of a policy, the newest first.
pub(super) fn versions(view: &View, of: &Managed, documents: bool) -> Result<Vec<PolicyVersion>> {
    let shown = |text: &str| documents.then(|| document::shown(text));
    match of {
        Managed::Own(own) => {
            let numbers = own.versions.iter().rev();
            let all = numbers.map(|number| {
                let found = view.version(own, *number)?;
                Ok(PolicyVersion { document: shown(&found.document), ..listed(own, &found) })
            });
            all.collect()
        }
        Managed::Aws(aws) => {
            Ok(vec![PolicyVersion { document: shown(&aws.document), ..of_aws(aws) }])
        }
    }
}

/// `v3`, if there is a third.
fn number(policy: &Record, version: &str) -> Option<u32> {
    policy.versions.iter().copied().find(|number| version == format!("v{number}"))
}

fn listed(policy: &Record, version: &version::Record) -> PolicyVersion {
    PolicyVersion {
        version_id: Some(format!("v{}", version.number)),
        is_default_version: Some(version.number == policy.default),
        create_date: Some(time(version.created_at)),
        document: None,
    }
}

fn of_aws(policy: &ferrogate_records::iam::managed::Managed) -> PolicyVersion {
    PolicyVersion {
        version_id: Some(format!("v{}", policy.version)),
        is_default_version: Some(true),
        create_date: Some(time(policy.updated_at)),
        document: None,
    }
}

fn no_version(arn: &str, version: &str) -> Error {
    let text = format!("Policy {arn} version {version} does not exist or is not attachable.");
    Error::no_such_entity(text)
}
