//! Who asks, from where, and under which id.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use ferrogate_base::{AccountId, TimestampMs};

/// The circumstances of one request, as `wire` established them.
#[derive(Clone, Debug)]
pub struct Cx {
    /// Lower-case UUID; the client sees it in `x-amzn-RequestId`.
    pub request_id: String,
    /// The account that owns the caller's key, and everything the request touches.
    pub account: AccountId,
    /// The region the client addressed (the scope of its signature).
    pub region: Arc<str>,
    /// Who signed.
    pub caller: Caller,
    /// The client's address as we saw it.
    pub source_ip: IpAddr,
    /// The `User-Agent` header; empty when there was none.
    pub user_agent: String,
    /// When the request's head had been read.
    pub received: TimestampMs,
    /// The signature that was checked; none for operations that need none.
    pub signature: Option<Signature>,
}

/// The principal behind a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The key that signed; empty for unsigned operations.
    pub access_key_id: String,
    /// The principal's unique id as IAM shows it (`AIDA...`, `AROA...:session`,
    /// the account id for the root user).
    pub user_id: String,
    /// The principal's ARN.
    pub arn: String,
    /// The account's root user, whom no identity policy limits.
    pub root: bool,
}

/// What a checked signature covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Service of the scope, such as `ecs`.
    pub service: String,
    /// Region of the scope.
    pub region: String,
    /// Names of the signed headers, lower-case.
    pub signed_headers: Vec<String>,
    /// It came in the query string, not in a header.
    pub presigned: bool,
}

impl Cx {
    /// A call by the account's root user from the engine itself.
    #[must_use]
    pub fn root(
        request_id: impl Into<String>,
        account: AccountId,
        region: impl Into<Arc<str>>,
        received: TimestampMs,
    ) -> Self {
        let caller = Caller {
            access_key_id: String::new(),
            user_id: account.as_str().to_owned(),
            arn: format!("arn:aws:iam::{account}:root"),
            root: true,
        };
        Self {
            request_id: request_id.into(),
            account,
            region: region.into(),
            caller,
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: String::new(),
            received,
            signature: None,
        }
    }
}
