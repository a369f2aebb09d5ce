//! Policies: documents whose syntax is checked and which are kept as they were sent.

use std::collections::BTreeMap;

use ferrogate_api::ecr::{
    DeleteLifecyclePolicyRequest, DeleteLifecyclePolicyResponse, DeleteRepositoryPolicyRequest,
    DeleteRepositoryPolicyResponse, Error, GetLifecyclePolicyRequest, GetLifecyclePolicyResponse,
    GetRegistryPolicyRequest, GetRegistryPolicyResponse, GetRepositoryPolicyRequest,
    GetRepositoryPolicyResponse, PutLifecyclePolicyRequest, PutLifecyclePolicyResponse,
    SetRepositoryPolicyRequest, SetRepositoryPolicyResponse,
};
use ferrogate_api::{Cx, OrFault};
use ferrogate_policy::{Kind, Policy};
use ferrogate_records::Scope;
use ferrogate_records::ecr::policy::Purpose;

use super::error::{aws, bad};
use super::{Ecr, Result, lifecycle, scope_of, timestamp};
use crate::principals;

/// Bytes of a policy (API_SetRepositoryPolicy, `policyText`: 0 to 10,240).
const ACCESS_BYTES_MAX: usize = 10_240;

impl Ecr {
    pub(super) async fn set_repository_policy(
        &self,
        cx: &Cx,
        input: SetRepositoryPolicyRequest,
    ) -> Result<SetRepositoryPolicyResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let wrong = || bad("PolicyText", "Invalid repository policy provided");
        let text = &input.policy_text;
        if text.len() > ACCESS_BYTES_MAX || Policy::parse(text, Kind::Repository).is_err() {
            return Err(wrong().into());
        }
        let principals = principals::ids(&self.catalog.snapshot(), text).or_fault()?;
        let principals = principals.map_err(|_| wrong())?;
        let done = self.catalog.set_policy(&scope, name, Purpose::Access, text, &principals).await;
        done.map_err(aws)?;
        Ok(SetRepositoryPolicyResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            policy_text: Some(input.policy_text),
        })
    }

    pub(super) async fn get_repository_policy(
        &self,
        cx: &Cx,
        input: GetRepositoryPolicyRequest,
    ) -> Result<GetRepositoryPolicyResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let found = self.catalog.policy(&scope, name, Purpose::Access).await.map_err(aws)?;
        let found = found.ok_or_else(|| no_access(&scope, name))?;
        Ok(GetRepositoryPolicyResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            policy_text: Some(found.text),
        })
    }

    pub(super) async fn delete_repository_policy(
        &self,
        cx: &Cx,
        input: DeleteRepositoryPolicyRequest,
    ) -> Result<DeleteRepositoryPolicyResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let gone = self.catalog.delete_policy(&scope, name, Purpose::Access).await.map_err(aws)?;
        let gone = gone.ok_or_else(|| no_access(&scope, name))?;
        Ok(DeleteRepositoryPolicyResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            policy_text: Some(gone.text),
        })
    }

    pub(super) async fn put_lifecycle_policy(
        &self,
        cx: &Cx,
        input: PutLifecyclePolicyRequest,
    ) -> Result<PutLifecyclePolicyResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        lifecycle::check(&input.lifecycle_policy_text)
            .map_err(|why| bad("LifecyclePolicyText", &why))?;
        let text = &input.lifecycle_policy_text;
        self.catalog
            .set_policy(&scope, name, Purpose::Lifecycle, text, &BTreeMap::new())
            .await
            .map_err(aws)?;
        Ok(PutLifecyclePolicyResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            lifecycle_policy_text: Some(input.lifecycle_policy_text),
        })
    }

    pub(super) async fn get_lifecycle_policy(
        &self,
        cx: &Cx,
        input: GetLifecyclePolicyRequest,
    ) -> Result<GetLifecyclePolicyResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let found = self.catalog.policy(&scope, name, Purpose::Lifecycle).await.map_err(aws)?;
        let found = found.ok_or_else(|| no_lifecycle(&scope, name))?;
        Ok(GetLifecyclePolicyResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            last_evaluated_at: Some(timestamp(found.at)),
            lifecycle_policy_text: Some(found.text),
        })
    }

    pub(super) async fn delete_lifecycle_policy(
        &self,
        cx: &Cx,
        input: DeleteLifecyclePolicyRequest,
    ) -> Result<DeleteLifecyclePolicyResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let gone = self.catalog.delete_policy(&scope, name, Purpose::Lifecycle).await;
        let gone = gone.map_err(aws)?.ok_or_else(|| no_lifecycle(&scope, name))?;
        Ok(DeleteLifecyclePolicyResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            last_evaluated_at: Some(timestamp(gone.at)),
            lifecycle_policy_text: Some(gone.text),
        })
    }

    pub(super) async fn get_registry_policy(
        &self,
        cx: &Cx,
        _input: GetRegistryPolicyRequest,
    ) -> Result<GetRegistryPolicyResponse> {
        let text =
            format!("Registry policy does not exist in the registry with id '{}'", cx.account);
        Err(Error::registry_policy_not_found(text).into())
    }
}

fn no_access(scope: &Scope, name: &str) -> Error {
    Error::repository_policy_not_found(format!(
        "Repository policy does not exist for the repository with name '{name}' in the registry \
         with id '{}'",
        scope.account
    ))
}

fn no_lifecycle(scope: &Scope, name: &str) -> Error {
    Error::lifecycle_policy_not_found(format!(
        "Lifecycle policy does not exist for the repository with name '{name}' in the registry \
         with id '{}'",
        scope.account
    ))
}
