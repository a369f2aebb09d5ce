//! Policies of keys: who may do what with one, and what is refused of them.

use std::collections::BTreeMap;

use ferrogate_api::kms::{
    Error, GetKeyPolicyRequest, GetKeyPolicyResponse, ListKeyPoliciesRequest,
    ListKeyPoliciesResponse, PutKeyPolicyRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_policy::{self as policy, Context, Given, Kind, Outcome, Request, decide};
use ferrogate_records::Scope;
use ferrogate_records::kms::key::{Policy, Record};

use super::key::full_name;
use super::{Kms, Result, View, fault};
use crate::principals::{self, Nobody};

/// The one policy of a key.
const NAME: &str = "default";
/// Bytes of a policy (KMS developer guide, "Quotas").
const BYTES_MAX: usize = 32 << 10;

impl Kms {
    pub(super) async fn get_key_policy(
        &self,
        cx: &Cx,
        input: GetKeyPolicyRequest,
    ) -> Result<GetKeyPolicyResponse> {
        full_name(&input.key_id)?;
        is_default(input.policy_name.as_deref())?;
        let key = self.view(cx).key(&input.key_id)?;
        Ok(GetKeyPolicyResponse {
            policy: Some(key.policy.document.clone()),
            policy_name: Some(NAME.to_owned()),
        })
    }

    pub(super) async fn put_key_policy(
        &self,
        cx: &Cx,
        input: PutKeyPolicyRequest,
    ) -> Result<Empty> {
        full_name(&input.key_id)?;
        is_default(input.policy_name.as_deref())?;
        let bypass = input.bypass_policy_lockout_safety_check.unwrap_or_default();
        self.change(cx, |view, change| {
            let key = view.key(&input.key_id)?;
            let policy = checked(view, &input.policy, bypass)?;
            change.put(&key, Record { policy, ..(**key).clone() })?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn list_key_policies(
        &self,
        cx: &Cx,
        input: ListKeyPoliciesRequest,
    ) -> Result<ListKeyPoliciesResponse> {
        full_name(&input.key_id)?;
        self.view(cx).key(&input.key_id)?;
        Ok(ListKeyPoliciesResponse {
            policy_names: Some(vec![NAME.to_owned()]),
            truncated: Some(false),
            ..ListKeyPoliciesResponse::default()
        })
    }
}

fn is_default(name: Option<&str>) -> Result<()> {
    match name {
        None | Some(NAME) => Ok(()),
        Some(name) => Err(Error::not_found(format!("No such policy exists: {name}")).into()),
    }
}

/// The policy that a key has if nobody says otherwise: the account decides, by its own policies.
pub(super) fn default(scope: &Scope) -> Policy {
    let document = serde_json::json!({
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [{
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": {"AWS": scope.iam_arn("root")},
            "Action": "kms:*",
            "Resource": "*",
        }],
    });
    Policy { document: document.to_string(), principals: BTreeMap::new() }
}

/// A policy as it is kept. It must leave the caller the right to change it, unless the caller says
/// that it need not.
pub(super) fn checked(view: &View<'_>, document: &str, bypass: bool) -> Result<Policy> {
    if document.len() > BYTES_MAX {
        let text = format!("A key policy has at most {BYTES_MAX} bytes.");
        return Err(Error::limit_exceeded(text).into());
    }
    let read =
        policy::Policy::parse(document, Kind::Resource).map_err(|e| malformed(e.to_string()))?;
    let principals = principals::ids(&view.snapshot, document).map_err(fault)?;
    let principals = principals.map_err(|Nobody(_)| {
        malformed("Policy contains a statement with one or more invalid principals.")
    })?;
    if !bypass && !keeps(view, &read) {
        let text = "The new key policy will not allow you to update the key policy in the future.";
        return Err(malformed(text).into());
    }
    Ok(Policy { document: document.to_owned(), principals })
}

/// Whether a policy lets the caller, or its account, change it again.
fn keeps(view: &View<'_>, policy: &policy::Policy) -> bool {
    let caller = &view.cx.caller;
    let account = caller.account.as_str();
    let context: Context = [
        ("kms:CallerAccount", account),
        ("aws:PrincipalAccount", account),
        ("aws:PrincipalArn", caller.principal_arn()),
    ]
    .into_iter()
    .collect();
    let request = Request { action: "kms:PutKeyPolicy", resource: "*", context: &context };
    let who = policy::Caller { account, arn: &caller.arn, issuer: caller.issuer(), service: None };
    let given = Given { resource: Some(policy), resource_must: true, ..Given::default() };
    decide(&given, &request, &who).outcome == Outcome::Allowed
}

fn malformed(text: impl Into<String>) -> Error {
    Error::malformed_policy_document(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_that_keys_begin_with_can_be_read() {
        let scope = Scope::new("111122223333".parse().unwrap(), "eu-west-1");
        policy::Policy::parse(&super::default(&scope).document, Kind::Resource).unwrap();
    }
}
