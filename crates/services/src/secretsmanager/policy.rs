//! Policies of secrets: who else may have them, and who may not.

use ferrogate_api::secretsmanager::{
    DeleteResourcePolicyRequest, DeleteResourcePolicyResponse, Error, GetResourcePolicyRequest,
    GetResourcePolicyResponse, PutResourcePolicyRequest, PutResourcePolicyResponse,
    ValidateResourcePolicyRequest, ValidateResourcePolicyResponse, ValidationErrorsEntry,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_policy::{Kind, Policy as Read};
use ferrogate_records::kms::key::Policy;
use ferrogate_records::secretsmanager::secret::Record;
use serde_json::Value;

use super::{Result, SecretsManager, View, fault};
use crate::principals::{self, Nobody};

impl SecretsManager {
    pub(super) async fn put_resource_policy(
        &self,
        cx: &Cx,
        input: PutResourcePolicyRequest,
    ) -> Result<PutResourcePolicyResponse> {
        let document = &input.resource_policy;
        self.change(cx, |view, change| {
            let secret = view.lasting(&input.secret_id)?;
            let policy = checked(view, document)?;
            if input.block_public_policy.unwrap_or_default() && is_public(document) {
                let text =
                    "You can't attach a resource policy that lets everybody have the secret.";
                return Err(Error::public_policy(text).into());
            }
            change.put(&secret, Record { policy: Some(policy), ..(**secret).clone() })?;
            Ok(PutResourcePolicyResponse {
                arn: Some(secret.arn()),
                name: Some(secret.name.clone()),
            })
        })
        .await
    }

    pub(super) async fn get_resource_policy(
        &self,
        cx: &Cx,
        input: GetResourcePolicyRequest,
    ) -> Result<GetResourcePolicyResponse> {
        let secret = self.view(cx).lasting(&input.secret_id)?;
        Ok(GetResourcePolicyResponse {
            arn: Some(secret.arn()),
            name: Some(secret.name.clone()),
            resource_policy: secret.policy.as_ref().map(|policy| policy.document.clone()),
        })
    }

    pub(super) async fn delete_resource_policy(
        &self,
        cx: &Cx,
        input: DeleteResourcePolicyRequest,
    ) -> Result<DeleteResourcePolicyResponse> {
        self.change(cx, |view, change| {
            let secret = view.lasting(&input.secret_id)?;
            if secret.policy.is_some() {
                change.put(&secret, Record { policy: None, ..(**secret).clone() })?;
            }
            Ok(DeleteResourcePolicyResponse {
                arn: Some(secret.arn()),
                name: Some(secret.name.clone()),
            })
        })
        .await
    }

    pub(super) async fn validate_resource_policy(
        &self,
        cx: &Cx,
        input: ValidateResourcePolicyRequest,
    ) -> Result<ValidateResourcePolicyResponse> {
        let view = self.view(cx);
        if let Some(id) = &input.secret_id {
            view.lasting(id)?;
        }
        let mut errors = vec![];
        let mut wrong = |check: &str, text: String| {
            errors.push(ValidationErrorsEntry {
                check_name: Some(check.to_owned()),
                error_message: Some(text),
            });
        };
        match checked(&view, &input.resource_policy) {
            Ok(_) if is_public(&input.resource_policy) => wrong(
                "PUBLIC_POLICY",
                "The resource policy lets everybody have the secret.".to_owned(),
            ),
            Ok(_) => {}
            Err(Failure::Aws(error)) => {
                wrong("SYNTAX", ferrogate_api::ServiceError::message(&error).to_owned());
            }
            Err(fault) => return Err(fault),
        }
        Ok(ValidateResourcePolicyResponse {
            policy_validation_passed: Some(errors.is_empty()),
            validation_errors: Some(errors),
        })
    }
}

/// A policy as it is kept.
fn checked(view: &View, document: &str) -> Result<Policy> {
    Read::parse(document, Kind::Resource)
        .map_err(|error| Error::malformed_policy_document(error.to_string()))?;
    let principals = principals::ids(&view.snapshot, document).map_err(fault)?;
    let principals = principals.map_err(|Nobody(_)| {
        Error::malformed_policy_document("This resource policy contains an unsupported principal.")
    })?;
    Ok(Policy { document: document.to_owned(), principals })
}

/// Whether a policy, which can be read, lets anybody in on no condition.
fn is_public(document: &str) -> bool {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let one_or_more = |value: &Value| match value {
        Value::Array(all) => all.clone(),
        Value::Null => vec![],
        one => vec![one.clone()],
    };
    let everybody = |principal: &Value| {
        principal == "*" || one_or_more(&principal["AWS"]).iter().any(|one| one == "*")
    };
    let open = |statement: &Value| {
        let conditions = statement["Condition"].as_object();
        statement["Effect"] == "Allow"
            && conditions.is_none_or(serde_json::Map::is_empty)
            && (everybody(&statement["Principal"]) || statement.get("NotPrincipal").is_some())
    };
    one_or_more(&document["Statement"]).iter().any(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_lets_anybody_in_is_public() {
        let of = |principal: &str, more: &str| {
            is_public(&format!(
                r#"{{"Statement": {{"Effect": "Allow", "Principal": {principal}, "Action": "*"{more}}}}}"#
            ))
        };
        assert!(of(r#""*""#, "") && of(r#"{"AWS": ["1", "*"]}"#, "") && of(r#"{"AWS": "*"}"#, ""));
        assert!(!of(r#"{"AWS": "111122223333"}"#, ""));
        assert!(!of(r#""*""#, r#", "Condition": {"Bool": {"a:b": "true"}}"#));
        assert!(of(r#""*""#, r#", "Condition": {}"#));
    }
}
