//! Policies: documents whose syntax is checked and which are kept as they were sent.

use ferrogate_api::Cx;
use ferrogate_api::ecr::{
    DeleteLifecyclePolicyRequest, DeleteLifecyclePolicyResponse, DeleteRepositoryPolicyRequest,
    DeleteRepositoryPolicyResponse, Error, GetLifecyclePolicyRequest, GetLifecyclePolicyResponse,
    GetRegistryPolicyRequest, GetRegistryPolicyResponse, GetRepositoryPolicyRequest,
    GetRepositoryPolicyResponse, PutLifecyclePolicyRequest, PutLifecyclePolicyResponse,
    SetRepositoryPolicyRequest, SetRepositoryPolicyResponse,
};
use ferrogate_records::Scope;
use ferrogate_records::ecr::policy::Purpose;
use serde_json::Value;

use super::error::{aws, bad};
use super::{Ecr, Result, lifecycle, scope_of, timestamp};

impl Ecr {
    pub(super) async fn set_repository_policy(
        &self,
        cx: &Cx,
        input: SetRepositoryPolicyRequest,
    ) -> Result<SetRepositoryPolicyResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        if !is_access(&input.policy_text) {
            return Err(bad("PolicyText", "Invalid repository policy provided").into());
        }
        let text = &input.policy_text;
        self.catalog.set_policy(&scope, name, Purpose::Access, text).await.map_err(aws)?;
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
        self.catalog.set_policy(&scope, name, Purpose::Lifecycle, text).await.map_err(aws)?;
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

/// Whether a text is a policy document: an object with at least one statement, each with an
/// effect, a principal and actions.
fn is_access(text: &str) -> bool {
    let Ok(document) = serde_json::from_str::<Value>(text) else { return false };
    let statements = match document.get("Statement") {
        Some(Value::Array(statements)) if !statements.is_empty() => statements.iter().collect(),
        Some(one @ Value::Object(_)) => vec![one],
        _ => return false,
    };
    let one_of = |statement: &Value, this: &str, other: &str| {
        statement.get(this).is_some() != statement.get(other).is_some()
    };
    statements.iter().all(|statement| {
        matches!(statement["Effect"].as_str(), Some("Allow" | "Deny"))
            && one_of(statement, "Principal", "NotPrincipal")
            && one_of(statement, "Action", "NotAction")
    })
}
