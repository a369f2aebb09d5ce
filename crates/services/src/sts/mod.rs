//! AWS STS: who a caller is, and credentials for a while. Whether a caller may have them the door
//! has asked before: of a role its trust decides. Nothing is kept of what is handed out.

mod assume;
mod own;
mod request;
mod root;
mod web_identity;

use std::sync::Arc;

use ferrogate_api::sts::{
    Credentials, DecodeAuthorizationMessageRequest, DecodeAuthorizationMessageResponse, Error,
    GetAccessKeyInfoRequest, GetAccessKeyInfoResponse, GetCallerIdentityRequest,
    GetCallerIdentityResponse, op,
};
use ferrogate_api::{Common, Cx, Failure, Operations, OrFault, Timestamp};
use ferrogate_auth::AccessKeys;
use ferrogate_base::TimestampMs;
use ferrogate_identity::mfa::NotShown;
use ferrogate_identity::web::Providers;
use ferrogate_identity::{self as identity, Grant, Identity, SessionError};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// What the operations of STS work with.
#[derive(Clone)]
struct Sts {
    identity: Arc<Identity>,
    providers: Arc<Providers>,
}

/// Puts every operation of STS that is built into the table. `keys` are those that
/// signatures are checked by, `providers` has those of OpenID Connect providers.
pub fn register(
    table: &mut Operations,
    identity: Arc<Identity>,
    keys: Arc<dyn AccessKeys>,
    providers: Arc<Providers>,
) {
    table.on::<op::GetCallerIdentity, _, _>(|cx, input| async move { caller(&cx, input) });
    table.on::<op::GetAccessKeyInfo, _, _>(move |_, input| {
        let info = key_info(&*keys, &input);
        async move { info }
    });
    let sts = Sts { identity, providers };
    let of = sts.clone();
    table.on::<op::AssumeRole, _, _>(move |cx, input| {
        let of = of.clone();
        async move { of.assume_role(&cx, input).await }
    });
    let of = sts.clone();
    table.on::<op::AssumeRoot, _, _>(move |cx, input| {
        let done = of.assume_root(&cx, input);
        async move { done }
    });
    let of = sts.clone();
    table.on::<op::AssumeRoleWithWebIdentity, _, _>(move |cx, input| {
        let of = of.clone();
        async move { of.assume_role_with_web_identity(&cx, input).await }
    });
    let of = sts.clone();
    table.on::<op::GetSessionToken, _, _>(move |cx, input| {
        let of = of.clone();
        async move { of.get_session_token(&cx, &input).await }
    });
    let of = sts.clone();
    table.on::<op::GetFederationToken, _, _>(move |cx, input| {
        let done = of.get_federation_token(&cx, input);
        async move { done }
    });
    table.on::<op::DecodeAuthorizationMessage, _, _>(move |cx, input| {
        let done = sts.decode(&cx, &input);
        async move { done }
    });
}

fn caller(cx: &Cx, _: GetCallerIdentityRequest) -> Result<GetCallerIdentityResponse> {
    Ok(GetCallerIdentityResponse {
        user_id: Some(cx.caller.user_id.clone()),
        account: Some(cx.account.to_string()),
        arn: Some(cx.caller.arn.clone()),
    })
}

fn key_info(
    keys: &dyn AccessKeys,
    input: &GetAccessKeyInfoRequest,
) -> Result<GetAccessKeyInfoResponse> {
    match keys.account_of(&input.access_key_id) {
        Some(account) => Ok(GetAccessKeyInfoResponse { account: Some(account.to_string()) }),
        None => {
            let text = format!("Invalid value for parameter: AccessKeyId, {}", input.access_key_id);
            Err(Error::new("ValidationError", text).into())
        }
    }
}

impl Sts {
    fn decode(
        &self,
        cx: &Cx,
        input: &DecodeAuthorizationMessageRequest,
    ) -> Result<DecodeAuthorizationMessageResponse> {
        match self.identity.read_message(&cx.caller, &input.encoded_message) {
            Ok(text) => Ok(DecodeAuthorizationMessageResponse { decoded_message: Some(text) }),
            Err(_) => {
                let text = "Message is not valid. Please provide the encoded message as it was \
                            sent.";
                Err(Error::invalid_authorization_message(text).into())
            }
        }
    }

    /// Takes the code of a second factor, if a request brings one. When it was taken.
    async fn second_factor(
        &self,
        cx: &Cx,
        serial: Option<&String>,
        code: Option<&String>,
    ) -> Result<Option<TimestampMs>> {
        let (serial, code) = match (serial, code) {
            (None, None) => return Ok(None),
            (Some(serial), Some(code)) => (serial, code),
            _ => {
                return Err(access_denied(
                    "MultiFactorAuthentication failed, must provide both MFA serial number and \
                     one time pass code.",
                ));
            }
        };
        match self.identity.take_code(&cx.caller, serial, code).await {
            Ok(at) => Ok(Some(at)),
            Err(NotShown::Wrong) => Err(access_denied(
                "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
            )),
            Err(NotShown::Paused(seconds)) => Err(access_denied(format!(
                "MultiFactorAuthentication failed after too many invalid MFA one time pass \
                 codes. Try again in {seconds} seconds."
            ))),
            Err(NotShown::NoDevice) => Err(access_denied(
                "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify \
                 your MFA serial number is valid and associated with this user.",
            )),
            Err(NotShown::Fault(fault)) => Err(fault).or_fault(),
        }
    }

    fn issue(&self, grant: Grant) -> Result<Credentials> {
        match self.identity.issue(grant) {
            Ok(issued) => Ok(shown(&issued)),
            Err(SessionError::TooLarge(percent)) => Err(too_large(percent)),
            Err(error) => Err(error).or_fault(),
        }
    }
}

fn too_large(percent: u64) -> Failure<Error> {
    let text =
        format!("Packed policy consumes {percent}% of allotted space, please use smaller policy.");
    Error::packed_policy_too_large(text).into()
}

fn shown(issued: &identity::Credentials) -> Credentials {
    Credentials {
        access_key_id: Some(issued.access_key_id.clone()),
        secret_access_key: Some(issued.secret.expose().to_owned()),
        session_token: Some(issued.token.expose().to_owned()),
        expiration: Some(Timestamp(i64::try_from(issued.expires.0).unwrap_or(i64::MAX))),
    }
}

fn access_denied(text: impl Into<String>) -> Failure<Error> {
    Error::from(Common::new("AccessDenied", text.into()).with_status(403)).into()
}

fn invalid(text: impl Into<String>) -> Failure<Error> {
    Error::new("ValidationError", text.into()).into()
}
