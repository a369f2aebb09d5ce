//! One call of an AWS service: routed, proven, read, and handed to its handler.

use std::time::Instant;

use ferrogate_api::{ErrorReply, Operation, Protocol, Value, validate};
use ferrogate_auth::AuthError;
use ferrogate_auth::sigv4::{RequestHead, parse};
use ferrogate_base::errors::chain;
use http::Response;
use http::header::{CONTENT_ENCODING, HeaderValue};
use http::request::Parts;
use http_body::Body as _;
use hyper::body::Incoming;

use super::Pipeline;
use super::caller::{check_way, is_unsigned, takes_presigned};
use super::perform::Call;
use crate::audit::Record;
use crate::body::{Body, BodyError};
use crate::codes;
use crate::context::Exchange;
use crate::protocol::{self, RequestParts};
use crate::rate::Source;
use crate::respond::{Frame, Refusal, respond};
use crate::route::{Routed, Target};

/// Bodies up to this size are read even when the answer is known, so that the client
/// reads it instead of failing to write.
const DRAINED_BYTES: u64 = 64 * 1024;

impl Pipeline {
    /// Answers a request for an AWS service. `frame` is what a refusal is written in, as far as
    /// it is known by then.
    pub(super) async fn call(
        &self,
        exchange: &Exchange,
        parts: &Parts,
        body: Incoming,
        frame: &mut Frame,
    ) -> Result<Response<Body>, Refusal> {
        let head = RequestHead {
            method: parts.method.as_str(),
            path: parts.uri.path(),
            query: parts.uri.query().unwrap_or_default(),
            headers: &parts.headers,
        };
        let claim = parse(&head);
        let scope = match &claim {
            Ok(Some(claim)) => Some(&*claim.service),
            _ => None,
        };
        let mut routed = self.router.by_head(parts, scope);
        *frame = Frame::of(&routed);
        if matches!(routed.target, Target::Nowhere { .. }) {
            return Err(codes::no_operation(&routed.target, None, routed.protocol).into());
        }
        let source = Source::of(&exchange.ends);
        if source.as_ref().is_some_and(|source| self.strangers.exhausted(source, Instant::now())) {
            return Err(Refusal { reply: codes::too_often(frame.protocol), close: true });
        }
        let admitted = match &claim {
            // Services with JSON or REST look for the header only.
            Ok(Some(claim)) if claim.is_presigned() && !takes_presigned(frame.protocol) => Ok(None),
            claim => self.admit(claim),
        };
        if let Err(error) = &admitted
            && body.size_hint().upper().is_none_or(|size| size > DRAINED_BYTES)
        {
            return Err(Refusal {
                reply: self.unproven(source.as_ref(), error, frame.protocol),
                close: true,
            });
        }
        let max = self.body_max(&routed);
        let body = self.bodies.read(body, max).await;
        let body = body.map_err(|error| refused_body(exchange, *frame, &error))?;
        let coding = Coding::of(parts);
        // Whose words a refusal is in, when that costs nothing to tell.
        if coding == Coding::Plain && body.bytes.len() as u64 <= DRAINED_BYTES {
            self.route_form(&mut routed, frame, &body.bytes, scope);
        }
        // The signature covers what was sent; nothing is unpacked or read before it is proven.
        let signed =
            admitted.map_err(|error| self.unproven(source.as_ref(), &error, frame.protocol))?;
        let verified = match signed {
            Some((claim, admitted)) => {
                let check = || self.verifier.check(&head, claim, admitted, &body.bytes);
                let verified = self.bodies.work(body.bytes.len(), check).await;
                Some(
                    verified
                        .map_err(|error| self.unproven(source.as_ref(), &error, frame.protocol))?,
                )
            }
            None => None,
        };
        let plain = match coding {
            Coding::Gzip if verified.is_some() => {
                let plain = self.bodies.inflate(&body, max).await;
                Some(plain.map_err(|error| refused_body(exchange, *frame, &error))?)
            }
            _ => None,
        };
        let content = &plain.as_ref().unwrap_or(&body).bytes;
        self.route_form(&mut routed, frame, content, scope);
        check_way(exchange, &routed, verified.as_ref(), frame.protocol)?;
        match &verified {
            Some(verified) => self.check_caller(verified, &routed, frame.protocol)?,
            None if is_unsigned(&routed) => {}
            None => {
                return Err(self
                    .unproven(source.as_ref(), &AuthError::Missing, frame.protocol)
                    .into());
            }
        }
        let Target::Operation(operation) = routed.target else {
            return Err(codes::no_operation(&routed.target, routed.service, frame.protocol).into());
        };
        if coding == Coding::Other {
            return Err(codes::unknown_coding().into());
        }
        let claim = claim.ok().flatten();
        let mut record = match (&self.trail, &verified, &claim) {
            (Some(trail), Some(verified), Some(claim)) => {
                let by = (verified, claim);
                Some(Record::of(trail, exchange, parts, operation, by, &self.authorizer))
            }
            _ => None,
        };
        let input = match self.input(frame.protocol, operation, &head, content).await {
            Ok(input) => input,
            Err(reply) => return Err(taken_down(record, reply).await),
        };
        drop((body, plain));
        let who = match &mut record {
            Some(record) => {
                record.asks_for(&input);
                record.authorizer()
            }
            None => self.authorizer.clone(),
        };
        let of = (&input, frame.protocol);
        let authority =
            match self.authorize(exchange, parts, operation, verified.as_ref(), of, &who) {
                Ok(authority) => authority,
                Err(reply) => return Err(taken_down(record, reply).await),
            };
        let protocol = frame.protocol;
        let call = Call { exchange, parts, protocol, operation, claim, authority, record };
        if let Some(handler) = self.operations.stream(operation) {
            return self.begin(call, verified, handler, input).await;
        }
        let Some(handler) = self.operations.get(operation) else {
            return Err(codes::not_built(operation.service, operation.name).into());
        };
        let unsigned = verified.is_none();
        match self.perform(call, verified, handler, input).await {
            Ok(answer) => Ok(respond(answer, false)),
            Err(refusal) => {
                if unsigned {
                    self.count_stranger(source.as_ref());
                }
                Err(refusal)
            }
        }
    }

    /// The request's body as the operation's input, which the model has nothing against.
    async fn input(
        &self,
        protocol: Protocol,
        operation: &'static Operation,
        head: &RequestHead<'_>,
        content: &[u8],
    ) -> Result<Value, ErrorReply> {
        let wire = RequestParts {
            method: head.method,
            path: head.path,
            query: head.query,
            headers: head.headers,
        };
        let decode = || {
            let input = protocol::decode(protocol, operation, &wire, content)
                .map_err(|error| error.into_reply(protocol))?;
            validate::check(operation, &input).map(|()| input)
        };
        self.bodies.work(content.len(), decode).await
    }

    fn body_max(&self, routed: &Routed) -> usize {
        let limits = &self.config.limits;
        match routed.service {
            Some(service) if service.id == "ecs" => limits.ecs_body_bytes_max,
            _ => limits.body_bytes_max,
        }
    }

    /// Looks for the operation in a form, if it is to be found there and not known yet.
    fn route_form(&self, routed: &mut Routed, frame: &mut Frame, form: &[u8], scope: Option<&str>) {
        if matches!(routed.target, Target::Form) {
            let form = std::str::from_utf8(form).unwrap_or_default();
            *routed = self.router.by_form(form, scope);
            *frame = Frame::of(routed);
        }
    }
}

/// A refusal, once it is in the audit trail.
async fn taken_down(record: Option<Record<'_>>, reply: ErrorReply) -> Refusal {
    if let Some(record) = record {
        record.refused(&reply).take_down().await;
    }
    reply.into()
}

/// How a body is packed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    /// As AWS's clients pack large bodies of some operations.
    Gzip,
    /// A coding that no service here takes.
    Other,
}

impl Coding {
    fn of(parts: &Parts) -> Self {
        match parts.headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes) {
            None | Some(b"identity" | b"") => Self::Plain,
            Some(b"gzip") => Self::Gzip,
            Some(_) => Self::Other,
        }
    }
}

fn refused_body(exchange: &Exchange, frame: Frame, error: &BodyError) -> Refusal {
    if let BodyError::Broken(cause) = error {
        tracing::debug!(
            request_id = exchange.request_id,
            error = %chain(cause),
            "request body broke off"
        );
    }
    Refusal { reply: codes::body(error, frame.protocol), close: true }
}
