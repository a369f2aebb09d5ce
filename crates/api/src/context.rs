//! Who asks, from where, and under which id.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use ferrogate_auth::{Ask, Authorize, Caller, Denied, RootsOnly};
use ferrogate_base::{AccountId, TimestampMs};
use ferrogate_policy::Context;

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
    pub caller: Arc<Caller>,
    /// The key that signed; empty for unsigned operations.
    pub access_key_id: String,
    /// Whom to ask what the caller may.
    pub authority: Authority,
    /// The client's address as we saw it.
    pub source_ip: IpAddr,
    /// The `User-Agent` header; empty when there was none.
    pub user_agent: String,
    /// When the request's head had been read.
    pub received: TimestampMs,
    /// The signature that was checked; none for operations that need none.
    pub signature: Option<Signature>,
}

/// Whom to ask what a caller may, and under which circumstances the request came.
#[derive(Clone, Default)]
pub struct Authority(Option<(Arc<dyn Authorize>, Arc<Context>)>);

impl Authority {
    /// Asks `who`, with the condition keys that all of a request shares.
    #[must_use]
    pub fn new(who: Arc<dyn Authorize>, circumstances: Arc<Context>) -> Self {
        Self(Some((who, circumstances)))
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
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
        Self {
            request_id: request_id.into(),
            caller: Arc::new(Caller::root(account.clone())),
            account,
            region: region.into(),
            access_key_id: String::new(),
            authority: Authority::default(),
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: String::new(),
            received,
            signature: None,
        }
    }

    /// The condition keys that all of the request shares, without those of its caller.
    #[must_use]
    pub fn circumstances(&self) -> Context {
        self.authority.0.as_ref().map_or_else(Context::default, |(_, shared)| (**shared).clone())
    }

    /// Whether the caller may do this as well: what hangs on more than the request itself.
    ///
    /// # Errors
    /// The first refusal.
    pub fn may(&self, asks: &[Ask]) -> Result<(), Denied> {
        match &self.authority.0 {
            Some((who, circumstances)) => who.authorize(&self.caller, asks, circumstances),
            // Of a call from the engine itself.
            None => RootsOnly.authorize(&self.caller, asks, &Context::default()),
        }
    }
}
