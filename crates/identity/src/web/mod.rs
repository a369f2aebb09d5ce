//! Web identities: tokens of OpenID Connect providers, whose keys prove them, and what of a token a
//! role's trust looks at. Read [`Token`] first, then [`Providers`].

mod keys;
mod providers;
mod token;

use std::sync::Arc;

use ferrogate_policy::{self as policy, Context, Given, Kind, Outcome, Request, Value, decide};
use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::{oidc_provider, role};
use ferrogate_state::Entry;

pub use keys::{Keys, Unproven};
pub use providers::{Fetched, NoSource, Providers, Refused, Source, Unfetched};
pub use token::{Algorithm, Claims, NotNow, Token, Unreadable};

use crate::{Identity, account};

/// Who asks for a role with a token, and how.
#[derive(Clone, Debug)]
pub struct WebAsk<'a> {
    /// What the token says, which is proven by now.
    pub claims: &'a Claims,
    /// The provider.
    pub provider: &'a oidc_provider::Record,
    /// The name of the session.
    pub session: &'a str,
    /// What all of the request shares.
    pub circumstances: &'a Context,
}

impl Identity {
    /// The provider of a token in the account that a role is of; `None` where there is none.
    #[must_use]
    pub fn provider_of(
        &self,
        role_arn: &str,
        claims: &Claims,
    ) -> Option<Arc<Entry<oidc_provider::Record>>> {
        let owner = account(Arn::parse(role_arn)?.account)?;
        let at = oidc_provider::key(&owner, claims.provider());
        let providers = self.state.table::<oidc_provider::Record>();
        providers.get(&at).ok()?.filter(|provider| provider.url == claims.provider())
    }

    /// Whether a role's trust lets who has a token do all that making a session of it needs: be
    /// given the role, and tags and a source identity where the token has some.
    #[must_use]
    pub fn trusts_web(&self, role: &role::Record, ask: &WebAsk<'_>) -> bool {
        let Ok(trust) = self.compiled.get(&role.trust.document, Kind::Trust) else { return false };
        let provider = ask.provider.arn();
        let resource = role.arn();
        let mut context = self.web_context(ask, &provider);
        self.describe(&mut context, &resource);
        // A provider acts for no principal of the account: neither `AWS` nor its account names it.
        let who = policy::Caller { account: "", arn: "", issuer: Some(&provider), service: None };
        let given = Given { resource: Some(&trust), resource_must: true, ..Given::default() };
        actions(ask.claims).all(|action| {
            let request = Request { action, resource: &resource, context: &context };
            let decision = decide(&given, &request, &who);
            decision.outcome == Outcome::Allowed
                && decision.by.iter().any(|(_, _, by)| by.names("Federated", &provider))
        })
    }

    fn web_context(&self, ask: &WebAsk<'_>, provider: &str) -> Context {
        let mut context = ask.circumstances.clone();
        let claims = ask.claims;
        let mut set = |key: &str, value: Value| context.set(key, value);
        let one = |text: &str| Value::One(text.to_owned());
        set("aws:FederatedProvider", one(provider));
        // With the slash at its end that an issuer may have, too: policies of AWS's users do.
        let issuer = claims.issuer.strip_prefix("https://").unwrap_or_default();
        for of in [claims.provider(), issuer] {
            set(&format!("{of}:sub"), one(&claims.subject));
            set(&format!("{of}:aud"), one(&claims.audience));
            set(&format!("{of}:oaud"), Value::Many(claims.audiences.clone()));
            if !claims.methods.is_empty() {
                set(&format!("{of}:amr"), Value::Many(claims.methods.clone()));
            }
        }
        set("sts:RoleSessionName", one(ask.session));
        if let Some(identity) = &claims.source_identity {
            set("sts:SourceIdentity", one(identity));
        }
        if !claims.tags.is_empty() {
            set("aws:TagKeys", Value::Many(claims.tags.keys().cloned().collect()));
        }
        if !claims.transitive.is_empty() {
            set("sts:TransitiveTagKeys", Value::Many(claims.transitive.clone()));
        }
        for (key, value) in &claims.tags {
            set(&format!("aws:RequestTag/{key}"), one(value));
        }
        context
    }
}

/// What a role's trust must allow for a token.
fn actions(claims: &Claims) -> impl Iterator<Item = &'static str> {
    let tagged = !claims.tags.is_empty() || !claims.transitive.is_empty();
    let all = [
        Some("sts:AssumeRoleWithWebIdentity"),
        tagged.then_some("sts:TagSession"),
        claims.source_identity.as_ref().map(|_| "sts:SetSourceIdentity"),
    ];
    all.into_iter().flatten()
}
