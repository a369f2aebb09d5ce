//! The condition keys of callers.

use ferrogate_auth::{Caller, Principal};
use ferrogate_base::TimestampMs;
use ferrogate_policy::{Context, Value};
use ferrogate_records::Tag;

/// Adds what is known of the caller (IAM user guide, "AWS global condition context keys").
pub(crate) fn of_caller(context: &mut Context, caller: &Caller, tags: &[Tag], now: TimestampMs) {
    let mut set = |key: &str, value: &str| context.set(key, Value::One(value.to_owned()));
    set("aws:PrincipalArn", caller.principal_arn());
    set("aws:PrincipalAccount", caller.account.as_str());
    set("aws:PrincipalType", caller.kind());
    set("aws:userid", &caller.user_id);
    if let Principal::User { name } = &caller.principal {
        set("aws:username", name);
    }
    for tag in tags {
        set(&format!("aws:PrincipalTag/{}", tag.key), &tag.value);
    }
    let Some(session) = &caller.session else { return };
    if caller.is_root() && !session.of_user {
        set("aws:AssumedRoot", "true");
    }
    for (key, value) in &session.tags {
        set(&format!("aws:PrincipalTag/{key}"), value);
    }
    // A moment may be told in seconds (IAM user guide, date condition operators).
    set("aws:TokenIssueTime", &(session.issued.0 / 1000).to_string());
    if let Some(web) = &session.web {
        set("aws:FederatedProvider", &web.provider);
        let provider = web.provider.split_once("oidc-provider/").map_or("", |(_, url)| url);
        set(&format!("{provider}:sub"), &web.subject);
        set(&format!("{provider}:aud"), &web.audience);
    }
    // With long-lived keys both are absent, and without a code there is no age.
    set("aws:MultiFactorAuthPresent", if session.mfa_at.is_some() { "true" } else { "false" });
    if let Some(at) = session.mfa_at {
        set("aws:MultiFactorAuthAge", &(now.0.saturating_sub(at.0) / 1000).to_string());
    }
    if let Some(identity) = &session.source_identity {
        set("aws:SourceIdentity", identity);
    }
}
