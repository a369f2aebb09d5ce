//! Answers that are streams of events.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::error::{BoxError, ErrorReply, Failure, ServiceError};
use crate::operation::{Op, Operations};
use crate::{Cx, FromValue, Value, Wire};

/// One event of an answer that is a stream of them.
pub struct StreamEvent {
    /// The member of the stream's union that it is, such as `sessionStart`.
    pub name: &'static str,
    /// It says why the stream ends.
    pub is_exception: bool,
    /// What it says: a structure.
    pub value: Box<dyn Wire + Send>,
}

/// The events of one answer. Dropping it ends what makes them.
pub trait Events: Send {
    /// The next one; none at the end. Dropping the future loses nothing.
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Option<StreamEvent>> + Send + '_>>;
}

/// What begins a stream, with its types erased.
pub type StreamHandler =
    dyn Fn(Arc<Cx>, Value) -> Pin<Box<dyn Future<Output = ErasedStream> + Send>> + Send + Sync;

/// What an erased handler of a stream returns.
pub type ErasedStream = Result<Box<dyn Events>, Failure<ErrorReply>>;

impl Operations {
    /// Serves `O` with `handler`, whose answer is a stream of events; a later call for the same
    /// operation replaces it.
    pub fn on_stream<O, S, F, Fut>(&mut self, handler: F)
    where
        O: Op,
        S: Events + 'static,
        F: Fn(Arc<Cx>, O::Input) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<S, Failure<O::Error>>> + Send + 'static,
    {
        let erased = move |cx: Arc<Cx>, value: Value| -> Pin<Box<dyn Future<Output = _> + Send>> {
            match O::Input::from_value(value) {
                Ok(input) => {
                    let begun = handler(cx, input);
                    Box::pin(async move { erase(begun.await) })
                }
                Err(mismatch) => {
                    let fault: BoxError = Box::new(mismatch);
                    Box::pin(std::future::ready(Err(Failure::Fault(fault))))
                }
            }
        };
        self.put_stream(O::OPERATION, Box::new(erased));
    }
}

fn erase<S, E>(begun: Result<S, Failure<E>>) -> ErasedStream
where
    S: Events + 'static,
    E: ServiceError,
{
    match begun {
        Ok(events) => Ok(Box::new(events)),
        Err(Failure::Aws(error)) => Err(Failure::Aws(error.into_reply())),
        Err(Failure::Fault(cause)) => Err(Failure::Fault(cause)),
    }
}
