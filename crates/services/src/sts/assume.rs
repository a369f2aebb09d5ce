//! AssumeRole.

use std::collections::BTreeMap;

use ferrogate_api::sts::{AssumeRoleRequest, AssumeRoleResponse, AssumedRoleUser, Error};
use ferrogate_api::{Cx, Protocol, access};
use ferrogate_auth::{Ask, Caller, Principal, Session};
use ferrogate_identity::Grant;

use super::request::{Passed, tags};
use super::{Result, Sts, access_denied, invalid};

/// How long a session lasts unless it is said, in seconds (API_AssumeRole).
pub(super) const SECONDS: i32 = 3600;
/// How long one lasts at most that was assumed from another session.
const CHAINED_SECONDS_MAX: i32 = 3600;

impl Sts {
    pub(super) async fn assume_role(
        &self,
        cx: &Cx,
        input: AssumeRoleRequest,
    ) -> Result<AssumeRoleResponse> {
        if cx.caller.is_root() {
            return Err(access_denied("Roles may not be assumed by root accounts."));
        }
        if input.provided_contexts.is_some_and(|contexts| !contexts.is_empty()) {
            return Err(Error::not_built("Provided contexts are not built yet.").into());
        }
        let Some(role) = self.identity.role(&input.role_arn) else {
            return Err(invalid(format!("{} is invalid", input.role_arn)));
        };
        let from = cx.caller.session.as_deref();
        let seconds = input.duration_seconds.unwrap_or(SECONDS);
        if i64::from(seconds) > i64::from(role.session_max_s) {
            return Err(invalid(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            ));
        }
        if from.is_some() && seconds > CHAINED_SECONDS_MAX {
            return Err(invalid(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles \
                 assumed by role chaining.",
            ));
        }
        let source_identity = source_identity(cx, &input.role_arn, input.source_identity, from)?;
        let inherited: BTreeMap<String, String> = from.map_or_else(BTreeMap::new, |from| {
            let down = from.tags.iter().filter(|(key, _)| from.transitive.contains(*key));
            down.map(|(key, value)| (key.clone(), value.clone())).collect()
        });
        let (tags, transitive) = tags(input.tags, input.transitive_tag_keys, &inherited)?;
        let passed = Passed::read(&self.identity, input.policy, input.policy_arns)?;
        // Last, since a code is good once. The door has asked as if this one were good.
        let shown = (input.serial_number.as_ref(), input.token_code.as_ref());
        let mfa_at = self.second_factor(cx, shown.0, shown.1).await?;
        // A user's session has shown one before. From role to role that does not go.
        let is_user = matches!(cx.caller.principal, Principal::User { .. });
        let before = from.filter(|_| is_user).and_then(|from| from.mfa_at);
        let (partition, account) = (&role.owner.partition, &role.owner.account);
        let name = &input.role_session_name;
        let arn = format!("arn:{partition}:sts::{account}:assumed-role/{}/{name}", role.name);
        let user_id = format!("{}:{name}", role.id);
        let credentials = self.issue(Grant {
            caller: Caller {
                account: account.clone(),
                arn: arn.clone(),
                user_id: user_id.clone(),
                principal: Principal::Role { name: role.name.clone(), arn: role.arn() },
                session: None,
            },
            seconds: u64::try_from(seconds).unwrap_or_default(),
            session: Session {
                policies: passed.policies,
                policy_arns: passed.policy_arns,
                tags,
                transitive,
                source_identity: source_identity.clone(),
                mfa_at: mfa_at.or(before),
                // What a task has ends with the task, also what it makes of it.
                task: from.and_then(|from| from.task.clone()),
                ..Session::default()
            },
        })?;
        Ok(AssumeRoleResponse {
            credentials: Some(credentials),
            assumed_role_user: Some(AssumedRoleUser {
                assumed_role_id: Some(user_id),
                arn: Some(arn),
            }),
            packed_policy_size: passed.percent,
            source_identity,
        })
    }
}

/// Who is behind it all: said once, it stays down the chain, and each role of the chain must let
/// it be said.
fn source_identity(
    cx: &Cx,
    role: &str,
    said: Option<String>,
    from: Option<&Session>,
) -> Result<Option<String>> {
    let before = from.and_then(|from| from.source_identity.clone());
    let ask = |identity: &str| {
        Ask::new("sts:SetSourceIdentity", role).with("sts:SourceIdentity", identity)
    };
    match (before, said) {
        (None, said) => Ok(said),
        (Some(before), None) => match cx.may(&[ask(&before)]) {
            Ok(()) => Ok(Some(before)),
            Err(denied) => Err(Error::from(access::denied(&denied, Protocol::Query)).into()),
        },
        (Some(before), Some(said)) if before == said => Ok(Some(before)),
        (Some(_), Some(_)) => Err(access_denied(format!(
            "User: {} is not authorized to perform: sts:SetSourceIdentity on resource: {role}",
            cx.caller.arn
        ))),
    }
}
