//! Who calls, and whether they may.

use std::sync::Arc;
use std::time::Instant;

use ferrogate_api::{Authority, ErrorReply, Operation, Protocol, Value, access};
use ferrogate_auth::sigv4::{Admitted, Claim};
use ferrogate_auth::{AuthError, Authorize, Caller, Verified};
use http::request::Parts;

use super::Pipeline;
use crate::codes;
use crate::context::{self, Exchange};
use crate::rate::Source;
use crate::route::{Routed, Target};

impl Pipeline {
    /// What can be told before the body is read; `None` for a request without signature.
    pub(super) fn admit<'a, 'c>(
        &self,
        claim: &'c Result<Option<Claim<'a>>, AuthError>,
    ) -> Result<Option<(&'c Claim<'a>, Admitted)>, AuthError> {
        match claim {
            Ok(Some(claim)) => Ok(Some((claim, self.verifier.admit(claim)?))),
            Ok(None) => Ok(None),
            Err(error) => Err(error.clone()),
        }
    }

    /// Whether a caller comes to the service it has signed for, and not too often.
    pub(super) fn check_caller(
        &self,
        verified: &Verified,
        routed: &Routed,
        protocol: Protocol,
    ) -> Result<(), ErrorReply> {
        if let Some(service) = routed.service
            && service.signing_name != verified.service
        {
            return Err(codes::wrong_scope(service, protocol));
        }
        let now = Instant::now();
        if let Some(callers) = &self.callers
            && !callers.take(verified.caller.arn.clone(), now)
        {
            return Err(codes::too_often(protocol));
        }
        if let (Some(throttles), Target::Operation(operation)) = (&self.throttles, &routed.target)
            && !throttles.take(&verified.caller.account, &verified.region, operation, now)
        {
            return Err(codes::too_often(protocol));
        }
        Ok(())
    }

    /// The answer to somebody whose signature proves nobody, which is counted.
    pub(super) fn unproven(
        &self,
        source: Option<&Source>,
        error: &AuthError,
        protocol: Protocol,
    ) -> ErrorReply {
        self.count_stranger(source);
        codes::auth(error, protocol)
    }

    /// Counts one more failure of somebody who has proven nothing.
    pub(super) fn count_stranger(&self, source: Option<&Source>) {
        if let Some(source) = source {
            self.strangers.take(source.clone(), Instant::now());
        }
    }

    /// Whether the caller may do what is asked, and whom the handler asks about more.
    pub(super) fn authorize(
        &self,
        exchange: &Exchange,
        parts: &Parts,
        operation: &'static Operation,
        verified: Option<&Verified>,
        (input, protocol): (&Value, Protocol),
        who: &Arc<dyn Authorize>,
    ) -> Result<Authority, ErrorReply> {
        let (authority, circumstances) = context::authority(
            exchange,
            parts,
            operation,
            verified,
            who,
            &self.config.default_region,
        );
        let denied = |denied| codes::denied(&denied, protocol);
        let nobody;
        let (caller, region) = match verified {
            Some(verified) => (&*verified.caller, &*verified.region),
            // An endpoint has a say about those who need no right, too.
            None if exchange.ends.via.is_some() => {
                nobody = Caller::anonymous(self.config.default_account.clone());
                (&nobody, &*self.config.default_region)
            }
            None => return Ok(authority),
        };
        let asks = access::asks(operation, input, caller, region);
        if verified.is_some() {
            who.authorize(caller, &asks, &circumstances).map_err(denied)?;
        }
        if let Some(via) = &exchange.ends.via {
            who.admit(&via.through, caller, &asks, &circumstances).map_err(denied)?;
        }
        Ok(authority)
    }
}

/// Whether a request that has come by an endpoint is for what that leads to.
pub(super) fn check_way(
    exchange: &Exchange,
    routed: &Routed,
    verified: Option<&Verified>,
    protocol: Protocol,
) -> Result<(), ErrorReply> {
    let Some(via) = &exchange.ends.via else { return Ok(()) };
    if let Some(service) = routed.service
        && service.signing_name != via.signing_name
    {
        return Err(codes::no_way(service, &via.through.endpoint, protocol));
    }
    match verified {
        Some(verified) if *verified.region != *via.through.region => {
            Err(codes::wrong_region(&via.through.region, protocol))
        }
        _ => Ok(()),
    }
}

/// Whether it is an operation that is called without a signature.
pub(super) fn is_unsigned(routed: &Routed) -> bool {
    let (Some(service), Some(name)) = (routed.service, routed.target.name()) else { return false };
    service.is_unsigned(name)
}

/// Whether services that speak `protocol` take signatures in the query.
pub(super) fn takes_presigned(protocol: Protocol) -> bool {
    match protocol {
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml => true,
        Protocol::Json10 | Protocol::Json11 | Protocol::Cbor | Protocol::RestJson => false,
    }
}
