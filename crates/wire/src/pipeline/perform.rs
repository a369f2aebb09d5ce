//! Handing a call to its handler: once, also when it comes again.

use std::error::Error;
use std::sync::Arc;

use ferrogate_api::{Authority, Failure, Handler, Operation, Protocol, Value};
use ferrogate_auth::Verified;
use ferrogate_auth::sigv4::Claim;
use ferrogate_base::AccountId;
use ferrogate_base::errors::chain;
use ferrogate_base::fsio::is_full;
use http::request::Parts;

use super::Pipeline;
use crate::audit::Record;
use crate::codes;
use crate::context::{self, Exchange};
use crate::protocol::{self, ResponseParts};
use crate::replay::{Identity, Turn};
use crate::respond::Refusal;

/// A call that is understood.
pub(super) struct Call<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) parts: &'a Parts,
    pub(super) protocol: Protocol,
    pub(super) operation: &'static Operation,
    /// The signature, where there is one.
    pub(super) claim: Option<Claim<'a>>,
    /// Whom to ask what the caller may.
    pub(super) authority: Authority,
    /// What is taken down of it, when there is a trail.
    pub(super) record: Option<Record<'a>>,
}

impl Pipeline {
    /// Does what is asked, or answers as before when it was done already.
    pub(super) async fn perform(
        &self,
        call: Call<'_>,
        verified: Option<Verified>,
        handler: &Handler,
        input: Value,
    ) -> Result<ResponseParts, Refusal> {
        let Call { exchange, parts, protocol, operation, claim, authority, mut record } = call;
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
        let cx = context::of(exchange, parts, verified, claim.as_ref(), &self.config, authority);
        let cx = Arc::new(cx);
        let account = cx.account.clone();
        if let Some(record) = &mut record {
            record.begin().await;
        }
        let (answer, ended) = match handler(cx, input).await {
            Ok(output) => {
                let ended = record.map(|record| record.done(Some(&*output)));
                let id = &exchange.request_id;
                let answer = protocol::encode_output(protocol, operation, &*output, id);
                if let Some(first) = first {
                    first.answered(&answer);
                }
                (Ok(answer), ended)
            }
            Err(failure) => {
                let refusal = match failure {
                    Failure::Aws(reply) => reply.into(),
                    Failure::Fault(cause) => failed(exchange, &account, operation, &*cause),
                };
                let ended = record.map(|record| record.refused(&refusal.reply));
                (Err(refusal), ended)
            }
        };
        if let Some(ended) = ended {
            ended.take_down().await;
        }
        answer
    }
}

/// Logs what is ours alone to know; what the client is answered.
pub(super) fn failed(
    exchange: &Exchange,
    account: &AccountId,
    operation: &Operation,
    cause: &(dyn Error + 'static),
) -> Refusal {
    tracing::error!(
        request_id = exchange.request_id,
        account = account.as_str(),
        service = operation.service.id,
        operation = operation.name,
        error = %chain(cause),
        "operation failed"
    );
    if is_full(cause) {
        return codes::disk_full(operation.service).into();
    }
    codes::internal(operation.service).into()
}

/// Whether a request for it that comes again must not be done again: it changes something, and
/// its signature proves that it is the same one.
fn is_done_once(operation: &Operation, verified: Option<&Verified>) -> bool {
    !operation.reads() && verified.is_some_and(|verified| verified.proven)
}
