//! AssumeRoleWithWebIdentity: a role for who has a token of an OpenID Connect provider.
//!
//! It comes without a signature, so what costs little is looked at first: the token's form, its
//! provider's record, its audience and time. Only then the provider's keys are asked for.

use ferrogate_api::sts::{
    AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse, AssumedRoleUser, Error,
    Tag,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_auth::{Caller, Principal, Session, WebIdentity};
use ferrogate_identity::Grant;
use ferrogate_identity::web::{NotNow, Refused, Token, Unfetched, Unproven, Unreadable, WebAsk};
use ferrogate_records::iam::arn::Arn;

use super::assume::SECONDS;
use super::request::{Passed, tags};
use super::{Result, Sts, access_denied, invalid};

/// Two blanks, as AWS has them.
const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please \
                      reference AssumeRoleWithWebIdentity documentation for requirements";

impl Sts {
    pub(super) async fn assume_role_with_web_identity(
        &self,
        cx: &Cx,
        input: AssumeRoleWithWebIdentityRequest,
    ) -> Result<AssumeRoleWithWebIdentityResponse> {
        if input.provider_id.is_some() {
            return Err(Error::not_built(
                "Access tokens of OAuth 2.0 (ProviderId) are not built \
                                         yet; tokens of OpenID Connect need none.",
            )
            .into());
        }
        if Arn::parse(&input.role_arn).is_none_or(|arn| arn.kind != "role") {
            return Err(invalid("Request ARN is invalid"));
        }
        let token = Token::read(&input.web_identity_token).map_err(unreadable)?;
        let claims = &token.claims;
        let Some(provider) = self.identity.provider_of(&input.role_arn, claims) else {
            return Err(bad_token(format!(
                "No OpenIDConnect provider found in your account for {}",
                claims.issuer
            )));
        };
        if !provider.clients.contains(&claims.audience) {
            return Err(bad_token("Incorrect token audience"));
        }
        claims.check_time(self.identity.state().now()).map_err(not_now)?;
        let proven = self.providers.verify(&provider.url, &provider.thumbprints, &token).await;
        proven.map_err(|refused| unproven(&refused))?;

        let not_authorized =
            || access_denied("Not authorized to perform sts:AssumeRoleWithWebIdentity");
        let role = self.identity.role(&input.role_arn).ok_or_else(not_authorized)?;
        let ask = WebAsk {
            claims,
            provider: &provider,
            session: &input.role_session_name,
            circumstances: &cx.circumstances(),
        };
        if !self.identity.trusts_web(&role, &ask) {
            return Err(not_authorized());
        }
        let seconds = input.duration_seconds.unwrap_or(SECONDS);
        if i64::from(seconds) > i64::from(role.session_max_s) {
            return Err(invalid(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            ));
        }
        let given =
            claims.tags.iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() });
        let (tags, transitive) =
            tags(Some(given.collect()), Some(claims.transitive.clone()), &Default::default())?;
        let passed = Passed::read(&self.identity, input.policy, input.policy_arns)?;
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
                source_identity: claims.source_identity.clone(),
                web: Some(WebIdentity {
                    provider: provider.arn(),
                    subject: claims.subject.clone(),
                    audience: claims.audience.clone(),
                }),
                ..Session::default()
            },
        })?;
        Ok(AssumeRoleWithWebIdentityResponse {
            credentials: Some(credentials),
            subject_from_web_identity_token: Some(claims.subject.clone()),
            assumed_role_user: Some(AssumedRoleUser {
                assumed_role_id: Some(user_id),
                arn: Some(arn),
            }),
            packed_policy_size: passed.percent,
            // The model's words speak of the issuer; AWS's answers have the provider's ARN.
            provider: Some(provider.arn()),
            audience: Some(claims.audience.clone()),
            source_identity: claims.source_identity.clone(),
        })
    }
}

fn bad_token(text: impl Into<String>) -> Failure<Error> {
    Error::invalid_identity_token(text.into()).into()
}

fn unreadable(error: Unreadable) -> Failure<Error> {
    match error {
        Unreadable::NotBuilt => Error::not_built(error.to_string()).into(),
        error => bad_token(error.to_string()),
    }
}

fn not_now(error: NotNow) -> Failure<Error> {
    match error {
        NotNow::Expired { .. } => Error::expired_token(error.to_string()).into(),
        NotNow::NotYet { .. } => bad_token(error.to_string()),
    }
}

fn unproven(refused: &Refused) -> Failure<Error> {
    match refused {
        Refused::Keys(Unproven::NoKey) | Refused::Unknown(Unfetched::Bad) => bad_token(NO_KEY),
        Refused::Keys(Unproven::Mismatch) => {
            bad_token("The signature of the token is not one of its provider's key.")
        }
        Refused::Unknown(Unfetched::Denied) => bad_token(format!(
            "{NO_KEY}: the provider is at an address where the engine may not send anything \
             (settings webhooks and internet)"
        )),
        Refused::Unknown(Unfetched::Certificate) => bad_token(
            "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
        ),
        Refused::Unknown(Unfetched::Unreachable) | Refused::Busy => {
            Error::idp_communication_error(NO_KEY).into()
        }
    }
}
