//! Policies: documents whose syntax is checked and which are kept as they were sent.

use std::collections::HashSet;

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
use super::{Ecr, Result, scope_of};

/// Rules of one lifecycle policy (ECR user guide, quotas).
const RULES_MAX: usize = 50;

impl Ecr {
    pub(super) async fn set_repository_policy(
        &self,
        cx: &Cx,
        input: SetRepositoryPolicyRequest,
    ) -> Result<SetRepositoryPolicyResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        check_access(&input.policy_text).map_err(|why| {
            bad("PolicyText", &format!("Invalid repository policy provided: {why}"))
        })?;
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
        check_lifecycle(&input.lifecycle_policy_text).map_err(|why| {
            bad("LifecyclePolicyText", &format!("Lifecycle policy validation failure: {why}"))
        })?;
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
            lifecycle_policy_text: Some(found.text),
            last_evaluated_at: None,
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
            lifecycle_policy_text: Some(gone.text),
            last_evaluated_at: None,
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

type Checked = std::result::Result<(), String>;

/// Whether a text is a policy document: an object with at least one statement, each with an
/// effect, a principal and actions.
fn check_access(text: &str) -> Checked {
    let document: Value = serde_json::from_str(text).map_err(|e| format!("not JSON: {e}"))?;
    let statements = match document.get("Statement") {
        Some(Value::Array(statements)) if !statements.is_empty() => statements.iter().collect(),
        Some(one @ Value::Object(_)) => vec![one],
        _ => return Err("it has no Statement".into()),
    };
    for statement in statements {
        if !matches!(statement["Effect"].as_str(), Some("Allow" | "Deny")) {
            return Err("a Statement's Effect must be Allow or Deny".into());
        }
        for (this, other) in [("Principal", "NotPrincipal"), ("Action", "NotAction")] {
            if statement.get(this).is_none() == statement.get(other).is_none() {
                return Err(format!("a Statement must have {this} or {other}, not both"));
            }
        }
    }
    Ok(())
}

/// Whether a text is a lifecycle policy (ECR user guide, "Lifecycle policy properties").
fn check_lifecycle(text: &str) -> Checked {
    let document: Value = serde_json::from_str(text).map_err(|e| format!("not JSON: {e}"))?;
    let rules = document["rules"].as_array().filter(|rules| !rules.is_empty());
    let rules = rules.ok_or("it must have a list of rules")?;
    if rules.len() > RULES_MAX {
        return Err(format!("it can have at most {RULES_MAX} rules"));
    }
    let mut priorities = HashSet::new();
    for rule in rules {
        let priority = rule["rulePriority"].as_u64().filter(|priority| *priority >= 1);
        let priority = priority.ok_or("rulePriority must be a number from 1")?;
        if !priorities.insert(priority) {
            return Err(format!("two rules have rulePriority {priority}"));
        }
        if !matches!(rule["action"]["type"].as_str(), Some("expire" | "transition")) {
            return Err(format!("rule {priority}: action.type must be expire or transition"));
        }
        check_selection(&rule["selection"]).map_err(|why| format!("rule {priority}: {why}"))?;
    }
    Ok(())
}

fn check_selection(selection: &Value) -> Checked {
    let some = |name: &str| selection[name].as_array().is_some_and(|list| !list.is_empty());
    let (prefixes, patterns) = (some("tagPrefixList"), some("tagPatternList"));
    match selection["tagStatus"].as_str() {
        Some("tagged") if prefixes == patterns => {
            return Err("tagged needs one of tagPrefixList and tagPatternList".into());
        }
        Some("untagged" | "any") if prefixes || patterns => {
            return Err("only tagged takes tagPrefixList or tagPatternList".into());
        }
        Some("tagged" | "untagged" | "any") => {}
        _ => return Err("tagStatus must be tagged, untagged or any".into()),
    }
    let unit = selection["countUnit"].as_str();
    match (selection["countType"].as_str(), unit) {
        (Some("imageCountMoreThan"), None) => {}
        (Some("imageCountMoreThan"), Some(_)) => {
            return Err("imageCountMoreThan takes no countUnit".into());
        }
        (
            Some("sinceImagePushed" | "sinceImagePulled" | "sinceImageTransitioned"),
            Some("days"),
        ) => {}
        (Some("sinceImagePushed" | "sinceImagePulled" | "sinceImageTransitioned"), _) => {
            return Err("countUnit must be days".into());
        }
        _ => return Err("countType is not known".into()),
    }
    match selection["countNumber"].as_u64() {
        Some(1..) => Ok(()),
        _ => Err("countNumber must be a number from 1".into()),
    }
}
