//! The way of a request, from its head to its answer.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use ferrogate_api::{ErrorReply, Failure, Operation, Operations, Protocol, Service, validate};
use ferrogate_auth::sigv4::{Admitted, Claim, RequestHead, parse};
use ferrogate_auth::{AuthError, Authorizer, Verified, Verifier};
use ferrogate_base::Clock;
use ferrogate_base::errors::chain;
use ferrogate_base::fsio::is_full;
use ferrogate_base::health::Health;
use futures_util::FutureExt;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, HeaderValue};
use http::request::Parts;
use http::{HeaderName, Request, Response};
use http_body::Body as _;
use hyper::body::Incoming;

use crate::body::{Body, BodyError, BodyReader};
use crate::codes;
use crate::config::Config;
use crate::context::{self, Exchange};
use crate::gate::Gate;
use crate::io::Busy;
use crate::listen::Ends;
use crate::protocol::{self, RequestParts, ResponseParts};
use crate::rate::{Rates, source_of};
use crate::raw::{RawRequest, RawRoutes};
use crate::replay::{Answers, Identity, Turn};
use crate::request_id::RequestIds;
use crate::respond::{Frame, Refusal, respond, respond_error, with_id};
use crate::route::{Routed, Router, Target};
use crate::system::{self, ResetHook};

/// Bodies up to this size are read even when the answer is known, so that the client
/// reads it instead of failing to write.
const DRAINED_BYTES: u64 = 64 * 1024;

/// Everything that a request meets on its way.
pub(crate) struct Pipeline {
    pub(crate) config: Config,
    pub(crate) services: &'static [&'static Service],
    pub(crate) operations: Operations,
    pub(crate) verifier: Verifier,
    pub(crate) authorizer: Authorizer,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) router: Router,
    pub(crate) gate: Gate,
    pub(crate) bodies: BodyReader,
    pub(crate) callers: Option<Rates<String>>,
    pub(crate) strangers: Rates<IpAddr>,
    pub(crate) answers: Answers,
    pub(crate) request_ids: RequestIds,
    pub(crate) raw: RawRoutes,
    pub(crate) reset: Option<Box<ResetHook>>,
    pub(crate) health: Health,
}

impl Pipeline {
    /// Answers a request. Never fails: what goes wrong is an answer as well. `busy` lives
    /// as long as the answer's body.
    pub(crate) async fn serve(
        &self,
        ends: Ends,
        request: Request<Incoming>,
        busy: Busy,
    ) -> Response<Body> {
        let request_id = self.request_ids.next();
        let exchange = Exchange { request_id, ends, received: self.clock.now() };
        self.answer(&exchange, request).await.map(|body| body.keeping(busy))
    }

    async fn answer(&self, exchange: &Exchange, request: Request<Incoming>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let local = exchange.ends.local;
        let refusal = self
            .check_head(&parts)
            .or_else(|| self.gate.check(&parts, local).err().map(codes::refused));
        if let Some(reply) = refusal {
            let frame = Frame::of(&self.router.by_head(&parts, None));
            return respond_error(exchange, frame, &Refusal { reply, close: true });
        }
        let path = parts.uri.path();
        if let Some(what) = system::find(&parts.method, path, self.config.dev) {
            let reset = self.reset.as_deref();
            let answer = system::answer(what, &self.config, self.services, reset, &self.health);
            return with_id(exchange, answer.await);
        }
        // A signed request is for AWS services, unless the path can be nobody else's.
        let reserved = path.starts_with("/_ferrogate/");
        let handler = self.raw.find(path).filter(|_| reserved || !is_aws_signed(&parts));
        match handler {
            Some(handler) => {
                let request = RawRequest {
                    request: Request::from_parts(parts, body),
                    request_id: exchange.request_id.clone(),
                    source_ip: exchange.ends.client.map(|client| client.ip()),
                };
                let caught = AssertUnwindSafe(async { handler.handle(request).await });
                let answer = caught.catch_unwind().await;
                let frame = Frame::NOBODYS;
                let answer = answer.unwrap_or_else(|panic| {
                    let refusal = self.panicked(exchange, frame, &*panic);
                    respond_error(exchange, frame, &refusal)
                });
                with_id(exchange, answer)
            }
            None => self.aws(exchange, &parts, body).await,
        }
    }

    async fn aws(&self, exchange: &Exchange, parts: &Parts, body: Incoming) -> Response<Body> {
        let mut frame = Frame::NOBODYS;
        let work = AssertUnwindSafe(self.call(exchange, parts, body, &mut frame));
        let outcome = work.catch_unwind().await;
        let outcome = outcome.unwrap_or_else(|panic| Err(self.panicked(exchange, frame, &*panic)));
        match outcome {
            Ok(answer) => respond(answer, false),
            Err(refusal) => respond_error(exchange, frame, &refusal),
        }
    }

    async fn call(
        &self,
        exchange: &Exchange,
        parts: &Parts,
        body: Incoming,
        frame: &mut Frame,
    ) -> Result<ResponseParts, Refusal> {
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
        let source = exchange.ends.client.and_then(|client| source_of(client.ip()));
        if source.is_some_and(|source| self.strangers.exhausted(&source, Instant::now())) {
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
                reply: self.unproven(source, error, frame.protocol),
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
        let signed = admitted.map_err(|error| self.unproven(source, &error, frame.protocol))?;
        let verified = match signed {
            Some((claim, admitted)) => {
                let check = || self.verifier.check(&head, claim, admitted, &body.bytes);
                let verified = self.bodies.work(body.bytes.len(), check).await;
                Some(verified.map_err(|error| self.unproven(source, &error, frame.protocol))?)
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
        match &verified {
            Some(verified) => self.check_caller(verified, &routed, frame.protocol)?,
            None if is_unsigned(&routed) => {}
            None => return Err(self.unproven(source, &AuthError::Missing, frame.protocol).into()),
        }
        let Target::Operation(operation) = routed.target else {
            return Err(codes::no_operation(&routed.target, routed.service, frame.protocol).into());
        };
        if coding == Coding::Other {
            return Err(codes::unknown_coding().into());
        }
        let wire = RequestParts {
            method: head.method,
            path: head.path,
            query: head.query,
            headers: head.headers,
        };
        let decode = || {
            let input = protocol::decode(frame.protocol, operation, &wire, content)
                .map_err(|error| error.into_reply(frame.protocol))?;
            validate::check(operation, &input).map(|()| input)
        };
        let input = self.bodies.work(content.len(), decode).await?;
        drop((body, plain));
        self.authorize(operation, verified.as_ref(), frame.protocol)?;
        let Some(handler) = self.operations.get(operation) else {
            return Err(codes::not_built(operation.service, operation.name).into());
        };
        let claim = claim.ok().flatten();
        let first = match claim.as_ref().filter(|_| is_done_once(operation, verified.as_ref())) {
            Some(claim) => {
                let identity = Identity::of(claim.signature, &parts.headers);
                match self.answers.turn(identity, exchange.received, claim.valid_until()).await {
                    Turn::Again(answer) => return Ok(answer),
                    Turn::First(first) => Some(first),
                }
            }
            None => None,
        };
        let cx = Arc::new(context::of(exchange, parts, verified, claim.as_ref(), &self.config));
        let account = cx.account.clone();
        match handler(cx, input).await {
            Ok(output) => {
                let id = &exchange.request_id;
                let answer = protocol::encode_output(frame.protocol, operation, &*output, id);
                if let Some(first) = first {
                    first.answered(&answer);
                }
                Ok(answer)
            }
            Err(Failure::Aws(reply)) => Err(reply.into()),
            Err(Failure::Fault(cause)) => {
                tracing::error!(
                    request_id = exchange.request_id,
                    account = account.as_str(),
                    service = operation.service.id,
                    operation = operation.name,
                    error = %chain(&*cause),
                    "operation failed"
                );
                if is_full(&*cause) {
                    return Err(codes::disk_full(operation.service).into());
                }
                Err(codes::internal(operation.service).into())
            }
        }
    }

    fn check_head(&self, parts: &Parts) -> Option<ErrorReply> {
        let max = self.config.limits.head_line_bytes_max;
        let target = parts.uri.path().len() + parts.uri.query().map_or(0, |query| query.len() + 1);
        if target > max {
            return Some(codes::head_too_large("The request line is too long.", 414));
        }
        let long = |(name, value): (&HeaderName, &HeaderValue)| {
            name.as_str().len() + value.len() + 2 > max
        };
        let too_long = parts.headers.iter().any(long);
        too_long.then(|| codes::head_too_large("A header line is too long.", 431))
    }

    fn body_max(&self, routed: &Routed) -> usize {
        let limits = &self.config.limits;
        match routed.service {
            Some(service) if service.id == "ecs" => limits.ecs_body_bytes_max,
            _ => limits.body_bytes_max,
        }
    }

    /// What can be told before the body is read; `None` for a request without signature.
    fn admit<'a, 'c>(
        &self,
        claim: &'c Result<Option<Claim<'a>>, AuthError>,
    ) -> Result<Option<(&'c Claim<'a>, Admitted)>, AuthError> {
        match claim {
            Ok(Some(claim)) => Ok(Some((claim, self.verifier.admit(claim)?))),
            Ok(None) => Ok(None),
            Err(error) => Err(error.clone()),
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

    /// Whether a caller comes to the service it has signed for, and not too often.
    fn check_caller(
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
        match &self.callers {
            Some(callers) if !callers.take(verified.caller.arn.clone(), Instant::now()) => {
                Err(codes::too_often(protocol))
            }
            _ => Ok(()),
        }
    }

    /// The answer to somebody whose signature proves nobody, which is counted.
    fn unproven(
        &self,
        source: Option<IpAddr>,
        error: &AuthError,
        protocol: Protocol,
    ) -> ErrorReply {
        if let Some(source) = source {
            self.strangers.take(source, Instant::now());
        }
        codes::auth(error, protocol)
    }

    fn authorize(
        &self,
        operation: &Operation,
        verified: Option<&Verified>,
        protocol: Protocol,
    ) -> Result<(), ErrorReply> {
        let Some(verified) = verified else { return Ok(()) };
        // The one service whose actions aren't called by its signing name.
        let prefix = match operation.service.signing_name {
            "monitoring" => "cloudwatch",
            name => name,
        };
        let action = format!("{prefix}:{}", operation.name);
        self.authorizer
            .authorize(&verified.caller, &action, &[])
            .map_err(|denied| codes::denied(&denied, protocol))
    }

    fn panicked(
        &self,
        exchange: &Exchange,
        frame: Frame,
        panic: &(dyn std::any::Any + Send),
    ) -> Refusal {
        let text = panic
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        tracing::error!(
            request_id = exchange.request_id,
            service = frame.service.id,
            operation = frame.operation.map_or("", |operation| operation.name),
            error = text.unwrap_or("a panic without text"),
            "request panicked"
        );
        codes::internal(frame.service).into()
    }
}

/// Whether a request for it that comes again must not be done again: it changes something, and
/// its signature proves that it is the same one.
fn is_done_once(operation: &Operation, verified: Option<&Verified>) -> bool {
    // The models of some services mark what only reads; AWS's names tell for all.
    const READING: [&str; 6] = ["Describe", "List", "Get", "BatchGet", "BatchCheck", "Filter"];
    let reads = operation.readonly || READING.iter().any(|verb| operation.name.starts_with(verb));
    !reads && verified.is_some_and(|verified| verified.proven)
}

/// Whether it is an operation that is called without a signature.
fn is_unsigned(routed: &Routed) -> bool {
    let (Some(service), Some(name)) = (routed.service, routed.target.name()) else { return false };
    service.is_unsigned(name)
}

/// Whether services that speak `protocol` take signatures in the query.
fn takes_presigned(protocol: Protocol) -> bool {
    match protocol {
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml => true,
        Protocol::Json10 | Protocol::Json11 | Protocol::Cbor | Protocol::RestJson => false,
    }
}

fn is_aws_signed(parts: &Parts) -> bool {
    let header = parts.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    header.is_some_and(|value| value.starts_with(b"AWS"))
        || parts.uri.query().is_some_and(|query| query.contains("X-Amz-Algorithm="))
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
