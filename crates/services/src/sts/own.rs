//! Credentials with a caller's own rights: GetSessionToken and GetFederationToken.

use ferrogate_api::Cx;
use ferrogate_api::sts::{
    FederatedUser, GetFederationTokenRequest, GetFederationTokenResponse, GetSessionTokenRequest,
    GetSessionTokenResponse,
};
use ferrogate_auth::{Caller, Principal, Session};
use ferrogate_base::partition;
use ferrogate_identity::Grant;

use super::request::{Passed, tags};
use super::{Result, Sts, access_denied};

/// How long they last unless it is said, in seconds (API_GetSessionToken).
const SECONDS: i32 = 43_200;
/// Those of an account's root last no longer.
const ROOT_SECONDS_MAX: i32 = 3600;

impl Sts {
    pub(super) async fn get_session_token(
        &self,
        cx: &Cx,
        input: &GetSessionTokenRequest,
    ) -> Result<GetSessionTokenResponse> {
        self.only_long_lived(cx, "GetSessionToken")?;
        let shown = (input.serial_number.as_ref(), input.token_code.as_ref());
        let mfa_at = self.second_factor(cx, shown.0, shown.1).await?;
        let credentials = self.issue(Grant {
            caller: (*cx.caller).clone(),
            seconds: seconds(cx, input.duration_seconds),
            session: Session { of_user: true, mfa_at, ..Session::default() },
        })?;
        Ok(GetSessionTokenResponse { credentials: Some(credentials) })
    }

    pub(super) fn get_federation_token(
        &self,
        cx: &Cx,
        input: GetFederationTokenRequest,
    ) -> Result<GetFederationTokenResponse> {
        self.only_long_lived(cx, "GetFederationToken")?;
        let passed = Passed::read(&self.identity, input.policy, input.policy_arns)?;
        let (tags, _) = tags(input.tags, None, &Default::default())?;
        let user = match cx.caller.principal {
            Principal::User { .. } => Some(cx.caller.user_id.clone()),
            _ => None,
        };
        let (account, name) = (&cx.account, &input.name);
        let partition = partition::name(&cx.region);
        let arn = format!("arn:{partition}:sts::{account}:federated-user/{name}");
        let user_id = format!("{account}:{name}");
        let credentials = self.issue(Grant {
            caller: Caller {
                account: account.clone(),
                arn: arn.clone(),
                user_id: user_id.clone(),
                principal: Principal::Federated {
                    name: name.clone(),
                    user,
                    issuer: cx.caller.arn.clone(),
                },
                session: None,
            },
            seconds: seconds(cx, input.duration_seconds),
            session: Session {
                policies: passed.policies,
                policy_arns: passed.policy_arns,
                tags,
                ..Session::default()
            },
        })?;
        Ok(GetFederationTokenResponse {
            credentials: Some(credentials),
            federated_user: Some(FederatedUser {
                federated_user_id: Some(user_id),
                arn: Some(arn),
            }),
            packed_policy_size: Some(passed.percent.unwrap_or_default()),
        })
    }

    fn only_long_lived(&self, cx: &Cx, operation: &str) -> Result<()> {
        match cx.caller.session {
            None => Ok(()),
            Some(_) => {
                Err(access_denied(format!("Cannot call {operation} with session credentials")))
            }
        }
    }
}

fn seconds(cx: &Cx, asked: Option<i32>) -> u64 {
    let seconds = asked.unwrap_or(SECONDS);
    let seconds = if cx.caller.is_root() { seconds.min(ROOT_SECONDS_MAX) } else { seconds };
    u64::try_from(seconds).unwrap_or_default()
}
