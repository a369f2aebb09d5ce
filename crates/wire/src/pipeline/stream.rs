//! Answers that are streams: begun once they can't be refused any more, and written for as long
//! as the client takes them.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use ferrogate_api::{Events, Failure, StreamHandler, Value};
use ferrogate_auth::Verified;
use futures_util::stream::{self, Stream, StreamExt as _};
use http::Response;
use http_body::Frame;
use http_body_util::StreamBody;

use super::Pipeline;
use super::perform::{Call, failed};
use crate::body::Body;
use crate::codes;
use crate::context;
use crate::protocol::events;
use crate::respond::Refusal;

impl Pipeline {
    /// Begins what is asked. A request that comes again begins another stream.
    pub(super) async fn begin(
        &self,
        call: Call<'_>,
        verified: Option<Verified>,
        handler: &StreamHandler,
        input: Value,
    ) -> Result<Response<Body>, Refusal> {
        let Call { exchange, parts, operation, claim, authority, mut record, .. } = call;
        let cx = context::of(exchange, parts, verified, claim.as_ref(), &self.config, authority);
        let cx = Arc::new(cx);
        let account = cx.account.clone();
        if let Some(record) = &mut record {
            record.begin().await;
        }
        let begun = handler(cx, input).await;
        let ended = match (&begun, record) {
            (Ok(_), Some(record)) => Some(record.done(None)),
            (Err(Failure::Aws(reply)), Some(record)) => Some(record.refused(reply)),
            (Err(Failure::Fault(_)), Some(record)) => {
                Some(record.refused(&codes::internal(operation.service)))
            }
            (_, None) => None,
        };
        if let Some(ended) = ended {
            ended.take_down().await;
        }
        match begun {
            Ok(answer) => {
                let mut response = Response::new(Body::stream(StreamBody::new(frames(answer))));
                *response.headers_mut() = events::headers(&exchange.request_id);
                Ok(response)
            }
            Err(Failure::Aws(reply)) => Err(reply.into()),
            Err(Failure::Fault(cause)) => Err(failed(exchange, &account, operation, &*cause)),
        }
    }
}

/// The first message belongs to the protocol, each other one is an event.
fn frames(answer: Box<dyn Events>) -> impl Stream<Item = Result<Frame<Bytes>, Infallible>> + Send {
    let first = stream::once(std::future::ready(events::initial_response()));
    let rest = stream::unfold(answer, |mut answer| async move {
        let event = answer.next().await?;
        Some((events::event(&event), answer))
    });
    first.chain(rest).map(|message| Ok(Frame::data(message)))
}
