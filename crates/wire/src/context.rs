//! What a handler is told about a request beside its input.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use ferrogate_api::{Authority, Caller, Cx, Operation, Signature, Timestamp};
use ferrogate_auth::sigv4::Claim;
use ferrogate_auth::{Authorize, Through, Verified};
use ferrogate_base::TimestampMs;
use ferrogate_policy::{Context, Value};
use http::header::{REFERER, USER_AGENT};
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
    authority: Authority,
) -> Cx {
    let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    let client = exchange.ends.client.map(|client| client.ip());
    let mut cx = Cx {
        request_id: exchange.request_id.clone(),
        account: config.default_account.clone(),
        region: config.default_region.clone(),
        caller: Arc::new(Caller::anonymous(config.default_account.clone())),
        access_key_id: String::new(),
        authority,
        source_ip: client.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        user_agent: user_agent.unwrap_or_default().to_owned(),
        received: exchange.received,
        signature: None,
    };
    if let (Some(verified), Some(claim)) = (verified, claim) {
        cx.account = verified.caller.account.clone();
        cx.region = verified.region.as_str().into();
        cx.caller = verified.caller;
        cx.access_key_id = claim.access_key_id.clone().into_owned();
        cx.signature = Some(Signature {
            service: verified.service,
            region: verified.region,
            signed_headers: claim.signed_headers.split(';').map(str::to_owned).collect(),
            presigned: claim.is_presigned(),
        });
    }
    cx
}

/// The condition keys that all of a request shares (IAM user guide, "AWS global condition context
/// keys"). Those of the caller and of resources are the authoriser's to add.
fn circumstances(
    exchange: &Exchange,
    parts: &Parts,
    operation: &Operation,
    region: &str,
) -> Context {
    let mut context = Context::default();
    let mut set = |key: &str, value: String| context.set(key, Value::One(value));
    let now = exchange.received;
    let mut time = String::new();
    // Writing to a text can't fail.
    let _ = Timestamp(i64::try_from(now.0).unwrap_or(i64::MAX)).write_iso(false, &mut time);
    set("aws:CurrentTime", time);
    set("aws:EpochTime", (now.0 / 1000).to_string());
    // IAM is in one place.
    let place = if operation.service.id == "iam" { "us-east-1" } else { region };
    set("aws:RequestedRegion", place.to_owned());
    if operation.service.id == "ec2" {
        set("ec2:Region", region.to_owned());
    }
    set("aws:SecureTransport", exchange.ends.secure.to_string());
    set("aws:ViaAWSService", "false".to_owned());
    set("aws:PrincipalIsAWSService", "false".to_owned());
    let client = exchange.ends.client.map(|client| client.ip().to_canonical().to_string());
    // Of who comes by an endpoint it is another key, and there are more of them.
    match (client, &exchange.ends.via) {
        (Some(client), None) => set("aws:SourceIp", client),
        (client, Some(via)) => {
            let Through { account, endpoint, vpc, vpc_arn, .. } = &via.through;
            set("aws:SourceVpc", vpc.clone());
            set("aws:SourceVpcArn", vpc_arn.clone());
            set("aws:SourceVpce", endpoint.clone());
            set("aws:VpceAccount", account.to_string());
            client.into_iter().for_each(|client| set("aws:VpcSourceIp", client));
        }
        (None, None) => {}
    }
    for (key, header) in [("aws:UserAgent", USER_AGENT), ("aws:Referer", REFERER)] {
        if let Some(value) = parts.headers.get(header).and_then(|value| value.to_str().ok()) {
            set(key, value.to_owned());
        }
    }
    context
}

/// Whom a call's handler asks what its caller may. `region` is that of who has signed for none.
pub(crate) fn authority(
    exchange: &Exchange,
    parts: &Parts,
    operation: &Operation,
    verified: Option<&Verified>,
    who: &Arc<dyn Authorize>,
    region: &str,
) -> (Authority, Arc<Context>) {
    let context = match (verified, &exchange.ends.via) {
        // Nothing but an endpoint asks of the root's circumstances.
        (Some(verified), None) if verified.caller.is_root() => Context::default(),
        (Some(verified), _) => circumstances(exchange, parts, operation, &verified.region),
        (None, Some(via)) => circumstances(exchange, parts, operation, &via.through.region),
        // A role's trust may ask.
        (None, None) => circumstances(exchange, parts, operation, region),
    };
    let context = Arc::new(context);
    (Authority::new(who.clone(), context.clone()), context)
}
