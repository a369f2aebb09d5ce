//! The way of a request, from its head to its answer: whose it is is told here, [`call`] reads
//! those for AWS services, [`caller`] says who may, [`perform`] has it done.

mod call;
mod caller;
mod perform;
mod stream;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use ferrogate_api::{ErrorReply, Operations, Service};
use ferrogate_auth::{Authorize, Verifier};
use ferrogate_base::Clock;
use ferrogate_base::health::Health;
use ferrogate_trail::Trail;
use futures_util::FutureExt;
use http::header::{AUTHORIZATION, HeaderValue};
use http::request::Parts;
use http::{HeaderName, Request, Response};
use hyper::body::Incoming;

use crate::body::{Body, BodyReader};
use crate::codes;
use crate::config::Config;
use crate::context::Exchange;
use crate::gate::Gate;
use crate::io::{Activity, Busy};
use crate::listen::Ends;
use crate::rate::{Rates, Source};
use crate::raw::{RawRequest, RawRoutes};
use crate::replay::Answers;
use crate::request_id::RequestIds;
use crate::respond::{Frame, Refusal, respond_error, with_id};
use crate::route::Router;
use crate::system::{self, Hooks};
use crate::throttle::Throttles;

/// Everything that a request meets on its way.
pub(crate) struct Pipeline {
    pub(crate) config: Config,
    pub(crate) services: &'static [&'static Service],
    pub(crate) operations: Operations,
    pub(crate) verifier: Verifier,
    pub(crate) authorizer: Arc<dyn Authorize>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) router: Router,
    pub(crate) gate: Gate,
    pub(crate) bodies: BodyReader,
    pub(crate) callers: Option<Rates<String>>,
    pub(crate) throttles: Option<Throttles>,
    pub(crate) strangers: Rates<Source>,
    pub(crate) answers: Answers,
    pub(crate) request_ids: RequestIds,
    pub(crate) raw: RawRoutes,
    pub(crate) hooks: Hooks,
    pub(crate) health: Health,
    pub(crate) trail: Option<Trail>,
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
        let connection = busy.connection().clone();
        self.answer(&exchange, request, connection).await.map(|body| body.keeping(busy))
    }

    async fn answer(
        &self,
        exchange: &Exchange,
        request: Request<Incoming>,
        connection: Activity,
    ) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let local = exchange.ends.local;
        let refusal = self
            .check_head(&parts)
            .or_else(|| self.gate.check(&parts, local).err().map(codes::refused));
        if let Some(reply) = refusal {
            let frame = Frame::of(&self.router.by_head(&parts, None));
            return respond_error(exchange, frame, &Refusal { reply, close: true });
        }
        if exchange.ends.via.is_some() {
            // What an endpoint leads to is a service of AWS: no other path is there.
            return self.aws(exchange, &parts, body).await;
        }
        let path = parts.uri.path();
        if let Some(what) = system::find(&parts.method, &parts.uri, self.config.dev) {
            let hooks = &self.hooks;
            let answer = system::answer(what, &self.config, self.services, hooks, &self.health);
            return with_id(exchange, answer.await);
        }
        // A signed request is for AWS services, unless the path can be nobody else's.
        match self.raw.find(path, is_aws_signed(&parts)) {
            Some(handler) => {
                let request = RawRequest {
                    request: Request::from_parts(parts, body),
                    request_id: exchange.request_id.clone(),
                    source_ip: exchange.ends.client.map(|client| client.ip()),
                    connection,
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
            Ok(answer) => answer,
            Err(refusal) => respond_error(exchange, frame, &refusal),
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

fn is_aws_signed(parts: &Parts) -> bool {
    let header = parts.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    header.is_some_and(|value| value.starts_with(b"AWS"))
        || parts.uri.query().is_some_and(|query| query.contains("X-Amz-Algorithm="))
}
