//! The statements that decided, as people find them: the policy, the Sid, what it says.

use ferrogate_api::iam::{
    AttachedPolicy, EvaluationResult, GetGroupPolicyRequest, GetPolicyRequest,
    GetPolicyVersionRequest, GetRolePolicyRequest, GetUserPolicyRequest,
    ListAttachedGroupPoliciesRequest, ListAttachedRolePoliciesRequest,
    ListAttachedUserPoliciesRequest, ListGroupsForUserRequest, PolicySourceType, Position,
    Statement, op,
};
use serde_json::Value;

use super::Principal;
use crate::client::Api;

/// Each that matched. What can't be read (the caller may lack the right) is told by its place.
pub(super) async fn matched(
    api: &Api,
    principal: &Principal,
    result: &EvaluationResult,
) -> Vec<String> {
    let mut lines = vec![];
    for statement in result.matched_statements.iter().flatten() {
        let text = document(api, principal, statement).await;
        lines.push(shown(statement, text.as_deref()));
    }
    lines
}

fn shown(statement: &Statement, text: Option<&str>) -> String {
    let name = statement.source_policy_id.as_deref().unwrap_or("a policy");
    let kind = match &statement.source_policy_type {
        Some(PolicySourceType::AwsManaged) => "AWS's policy",
        Some(PolicySourceType::UserManaged) => "managed policy",
        Some(PolicySourceType::Group) => "a group's inline policy",
        _ => "inline policy",
    };
    let start = statement.start_position.as_ref();
    let (line, column) = start.map_or((0, 0), |at| (at.line.unwrap_or(0), at.column.unwrap_or(0)));
    let found = text.zip(start).and_then(|(text, start)| at(text, start));
    let (which, says) = match &found {
        Some((of, statement)) => {
            let sid = statement["Sid"].as_str().filter(|sid| !sid.is_empty());
            let which = sid.map_or_else(|| format!("statement {of}"), |sid| format!("Sid {sid}"));
            (which, format!(": {statement}"))
        }
        None => ("a statement".to_owned(), String::new()),
    };
    format!("{which} of {kind} {name}, line {line} column {column}{says}")
}

/// The statement that begins there: the how many-eth it is, from 1, and itself.
fn at(text: &str, start: &Position) -> Option<(usize, Value)> {
    let (line, column) = (start.line?, start.column?);
    let nth = |number: i32| usize::try_from(number).ok()?.checked_sub(1);
    let line = text.split('\n').nth(nth(line)?)?;
    let before: usize = line.chars().take(nth(column)?).map(char::len_utf8).sum();
    let from = line.as_ptr() as usize - text.as_ptr() as usize + before;
    let mut read = serde_json::Deserializer::from_str(text.get(from..)?).into_iter::<Value>();
    let statement = read.next()?.ok()?;
    let whole: Value = serde_json::from_str(text).ok()?;
    let of = match &whole["Statement"] {
        Value::Array(all) => all.iter().position(|one| *one == statement)?,
        _ => 0,
    };
    Some((of + 1, statement))
}

/// The text of the policy that a statement is of.
async fn document(api: &Api, principal: &Principal, of: &Statement) -> Option<String> {
    let id = of.source_policy_id.clone()?;
    let name = principal.name().to_owned();
    let encoded = match of.source_policy_type.as_ref()? {
        PolicySourceType::Role => {
            let input = GetRolePolicyRequest { role_name: name, policy_name: id };
            api.form_of::<op::GetRolePolicy>(&input).await.ok()?.policy_document
        }
        PolicySourceType::User => {
            let input = GetUserPolicyRequest { user_name: name, policy_name: id };
            api.form_of::<op::GetUserPolicy>(&input).await.ok()?.policy_document
        }
        PolicySourceType::Group => {
            let mut found = None;
            for group_name in groups(api, name).await? {
                let input = GetGroupPolicyRequest { group_name, policy_name: id.clone() };
                if let Ok(policy) = api.form_of::<op::GetGroupPolicy>(&input).await {
                    found = policy.policy_document;
                    break;
                }
            }
            found
        }
        _ => managed(api, principal, &id).await,
    };
    Some(decoded(&encoded?))
}

async fn groups(api: &Api, user_name: String) -> Option<Vec<String>> {
    let input = ListGroupsForUserRequest { user_name, ..Default::default() };
    let groups = api.form_of::<op::ListGroupsForUser>(&input).await.ok()?.groups?;
    Some(groups.into_iter().filter_map(|group| group.group_name).collect())
}

/// The document in force of the managed policy of that name.
async fn managed(api: &Api, principal: &Principal, id: &str) -> Option<String> {
    let name = principal.name().to_owned();
    let mut attached: Vec<AttachedPolicy> = vec![];
    if principal.is_role() {
        let input = ListAttachedRolePoliciesRequest { role_name: name, ..Default::default() };
        let page = api.form_of::<op::ListAttachedRolePolicies>(&input).await.ok()?;
        attached.extend(page.attached_policies.unwrap_or_default());
    } else {
        let input =
            ListAttachedUserPoliciesRequest { user_name: name.clone(), ..Default::default() };
        let page = api.form_of::<op::ListAttachedUserPolicies>(&input).await.ok()?;
        attached.extend(page.attached_policies.unwrap_or_default());
        for group_name in groups(api, name).await.unwrap_or_default() {
            let input = ListAttachedGroupPoliciesRequest { group_name, ..Default::default() };
            let page = api.form_of::<op::ListAttachedGroupPolicies>(&input).await.ok()?;
            attached.extend(page.attached_policies.unwrap_or_default());
        }
    }
    let is_it = |policy: &AttachedPolicy| policy.policy_name.as_deref() == Some(id);
    let policy_arn = attached.into_iter().find(is_it)?.policy_arn?;
    let input = GetPolicyRequest { policy_arn: policy_arn.clone() };
    let policy = api.form_of::<op::GetPolicy>(&input).await.ok()?.policy?;
    let input = GetPolicyVersionRequest { policy_arn, version_id: policy.default_version_id? };
    api.form_of::<op::GetPolicyVersion>(&input).await.ok()?.policy_version?.document
}

/// IAM gives documents as they stand in URLs (RFC 3986).
fn decoded(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, hex(0).zip(hex(1))) {
            (b'%', Some((high, low))) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = &after[2..];
            }
            (byte, _) => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_found_by_its_place_and_told_by_its_name() {
        let text = "{\"Version\":\"2012-10-17\",\n \"Statement\":[{\"Effect\":\"Deny\"},\n  \
                    {\"Sid\":\"Run\",\"Effect\":\"Allow\"}]}";
        let place = |line, column| Position { line: Some(line), column: Some(column) };
        let (of, statement) = at(text, &place(3, 3)).unwrap();
        assert_eq!((of, statement["Sid"].as_str()), (2, Some("Run")));
        let statement = Statement {
            source_policy_id: Some("p".into()),
            source_policy_type: Some(PolicySourceType::Role),
            start_position: Some(place(2, 15)),
            end_position: None,
        };
        assert_eq!(
            shown(&statement, Some(text)),
            "statement 1 of inline policy p, line 2 column 15: {\"Effect\":\"Deny\"}"
        );
        assert_eq!(shown(&statement, None), "a statement of inline policy p, line 2 column 15");
        for (line, column) in [(0, 1), (9, 1), (1, 99), (2, 3)] {
            assert!(at(text, &place(line, column)).is_none(), "{line} {column}");
        }
    }

    #[test]
    fn documents_are_decoded() {
        assert_eq!(decoded("%7B%22a%22%3A%20%22%C3%BC%25+%22%7D%"), "{\"a\": \"ü%+\"}%");
    }
}
