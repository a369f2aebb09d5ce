//! What a handler is told about a request beside its input.

use std::net::{IpAddr, Ipv4Addr};

use ferrogate_api::{Caller, Cx, Signature};
use ferrogate_auth::Verified;
use ferrogate_auth::sigv4::Claim;
use ferrogate_base::TimestampMs;
use http::header::USER_AGENT;
use http::request::Parts;

use crate::config::Config;
use crate::listen::Ends;

/// What is known about one request beside its bytes.
pub(crate) struct Exchange {
    pub(crate) request_id: String,
    pub(crate) ends: Ends,
    pub(crate) received: TimestampMs,
}

/// The context of a call. Without a signature the caller is nobody, and the account and
/// region are the configured ones.
pub(crate) fn of(
    exchange: &Exchange,
    parts: &Parts,
    verified: Option<Verified>,
    claim: Option<&Claim<'_>>,
    config: &Config,
) -> Cx {
    let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    let client = exchange.ends.client.map(|client| client.ip());
    let mut cx = Cx {
        request_id: exchange.request_id.clone(),
        account: config.default_account.clone(),
        region: config.default_region.clone(),
        caller: Caller {
            access_key_id: String::new(),
            user_id: String::new(),
            arn: String::new(),
            root: false,
        },
        source_ip: client.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        user_agent: user_agent.unwrap_or_default().to_owned(),
        received: exchange.received,
        signature: None,
    };
    if let (Some(verified), Some(claim)) = (verified, claim) {
        cx.account = verified.caller.account.clone();
        cx.region = verified.region.as_str().into();
        cx.caller = Caller {
            access_key_id: claim.access_key_id.clone().into_owned(),
            user_id: verified.caller.user_id.clone(),
            arn: verified.caller.arn.clone(),
            root: verified.caller.root,
        };
        cx.signature = Some(Signature {
            service: verified.service,
            region: verified.region,
            signed_headers: claim.signed_headers.split(';').map(str::to_owned).collect(),
            presigned: claim.is_presigned(),
        });
    }
    cx
}
