//! Answers as HTTP: what the protocols wrote, errors included.

use ferrogate_api::{ErrorReply, Operation, Protocol, Service};
use http::header::{CONNECTION, HeaderValue};
use http::{HeaderName, Response};

use crate::body::Body;
use crate::codes::NOBODY;
use crate::context::Exchange;
use crate::protocol::{self, ResponseParts};
use crate::route::{Routed, Target};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// Whose words an answer is in: as much as is known so far.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) protocol: Protocol,
    pub(crate) service: &'static Service,
    pub(crate) operation: Option<&'static Operation>,
}

impl Frame {
    /// Nothing is known yet: plain JSON says it.
    pub(crate) const NOBODYS: Self =
        Self { protocol: Protocol::RestJson, service: &NOBODY, operation: None };

    pub(crate) fn of(routed: &Routed) -> Self {
        let operation = match routed.target {
            Target::Operation(operation) => Some(operation),
            _ => None,
        };
        let service = routed.service.unwrap_or(&NOBODY);
        Self { protocol: routed.protocol, service, operation }
    }
}

/// An error and what becomes of the connection.
pub(crate) struct Refusal {
    pub(crate) reply: ErrorReply,
    pub(crate) close: bool,
}

impl From<ErrorReply> for Refusal {
    fn from(reply: ErrorReply) -> Self {
        Self { reply, close: false }
    }
}

/// The answer that a protocol wrote.
pub(crate) fn respond(parts: ResponseParts, close: bool) -> Response<Body> {
    let mut response = Response::new(Body::whole(parts.body));
    *response.status_mut() = parts.status;
    *response.headers_mut() = parts.headers;
    if close {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// The answer that says what went wrong.
pub(crate) fn respond_error(
    exchange: &Exchange,
    frame: Frame,
    refusal: &Refusal,
) -> Response<Body> {
    let parts = protocol::encode_error(
        frame.protocol,
        frame.service,
        frame.operation,
        &refusal.reply,
        &exchange.request_id,
    );
    respond(parts, refusal.close)
}

/// Names the request in an answer that speaks no AWS protocol.
pub(crate) fn with_id(exchange: &Exchange, mut response: Response<Body>) -> Response<Body> {
    if let Ok(id) = HeaderValue::from_str(&exchange.request_id) {
        response.headers_mut().entry(REQUEST_ID).or_insert(id);
    }
    response
}
