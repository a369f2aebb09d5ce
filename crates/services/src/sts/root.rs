//! AssumeRoot: what the account that manages others may do as the root of one of them.

use ferrogate_api::Cx;
use ferrogate_api::sts::{AssumeRootRequest, AssumeRootResponse};
use ferrogate_auth::{Caller, Session};
use ferrogate_base::{AccountId, partition};
use ferrogate_identity::Grant;
use serde_json::json;

use super::{Result, Sts, access_denied, invalid};

/// How long a session lasts, at most and unless it is said, in seconds (API_AssumeRoot).
const SECONDS_MAX: i32 = 900;

/// What the task policies are called by, and what each lets do. All but the last are AWS's; with
/// that one an account that was just made gets the first key of its root, which AWS has passwords
/// for.
const TASKS: [(&str, &[&str]); 3] = [
    (
        "IAMAuditRootUserCredentials",
        &[
            "iam:GetAccessKeyLastUsed",
            "iam:GetAccountSummary",
            "iam:GetLoginProfile",
            "iam:GetUser",
            "iam:ListAccessKeys",
            "iam:ListMFADevices",
            "iam:ListSigningCertificates",
        ],
    ),
    (
        "IAMDeleteRootUserCredentials",
        &[
            "iam:DeactivateMFADevice",
            "iam:DeleteAccessKey",
            "iam:ListAccessKeys",
            "iam:ListMFADevices",
        ],
    ),
    ("FerrogateCreateRootUserKey", &["iam:CreateAccessKey", "iam:ListAccessKeys"]),
];

impl Sts {
    pub(super) fn assume_root(
        &self,
        cx: &Cx,
        input: AssumeRootRequest,
    ) -> Result<AssumeRootResponse> {
        let refused = || {
            access_denied(format!(
                "User: {} is not authorized to perform: sts:AssumeRoot on resource: {}",
                cx.caller.arn, input.target_principal
            ))
        };
        // AWS has a feature of organizations turned on first; here the manager always has it.
        if !self.identity.manages(&cx.account) {
            return Err(refused());
        }
        let account = named(&input.target_principal).filter(|of| self.identity.is_member(of));
        let account = account.ok_or_else(refused)?;
        let task = input.task_policy_arn.arn.as_deref().unwrap_or_default();
        let policy = policy(task).ok_or_else(|| {
            let known: Vec<&str> = TASKS.iter().map(|(name, _)| *name).collect();
            invalid(format!("{task} is no task policy that is built: {}.", known.join(", ")))
        })?;
        let seconds = input.duration_seconds.unwrap_or(SECONDS_MAX).min(SECONDS_MAX);
        let root = Caller::root(account.clone());
        let arn = format!("arn:{}:iam::{account}:root", partition::name(&cx.region));
        let source_identity = cx.caller.session.as_ref().and_then(|of| of.source_identity.clone());
        let credentials = self.issue(Grant {
            caller: Caller { arn, ..root },
            seconds: u64::try_from(seconds).unwrap_or_default(),
            session: Session {
                policies: Some(vec![policy]),
                source_identity: source_identity.clone(),
                ..Session::default()
            },
        })?;
        Ok(AssumeRootResponse { credentials: Some(credentials), source_identity })
    }
}

/// The account of `123456789012` or `arn:aws:iam::123456789012:root`.
fn named(target: &str) -> Option<AccountId> {
    let id = match target.split(':').collect::<Vec<_>>()[..] {
        [id] | ["arn", _, "iam", "", id, "root"] => id,
        _ => return None,
    };
    id.parse().ok()
}

/// The document of a task policy by its ARN.
fn policy(arn: &str) -> Option<String> {
    let (own, name) = arn.rsplit_once("/root-task/")?;
    let ["arn", _, "iam", "", "aws", "policy"] = own.split(':').collect::<Vec<_>>()[..] else {
        return None;
    };
    let (_, actions) = TASKS.iter().find(|(known, _)| *known == name)?;
    let statement = json!({ "Effect": "Allow", "Action": actions, "Resource": "*" });
    Some(json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_accounts_or_their_roots() {
        let id: AccountId = "111122223333".parse().unwrap();
        for good in ["111122223333", "arn:aws:iam::111122223333:root"] {
            assert_eq!(named(good), Some(id.clone()), "{good}");
        }
        for bad in
            ["", "1", "arn:aws:iam::111122223333:user/root", "arn:aws:sts::111122223333:root"]
        {
            assert_eq!(named(bad), None, "{bad}");
        }
    }

    #[test]
    fn task_policies_are_policies_and_there_are_no_others() {
        use ferrogate_policy::{Kind, Policy};
        for (name, _) in TASKS {
            let document = policy(&format!("arn:aws:iam::aws:policy/root-task/{name}")).unwrap();
            Policy::parse(&document, Kind::Identity).unwrap();
        }
        for bad in [
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy",
            "arn:aws:iam::111122223333:policy/root-task/IAMAuditRootUserCredentials",
        ] {
            assert_eq!(policy(bad), None, "{bad}");
        }
    }
}
