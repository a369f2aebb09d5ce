//! Services, operations, and the table that maps an operation to its handler.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::access::Access;
use crate::error::{BoxError, ErrorReply, Failure, ServiceError};
use crate::schema::{ErrorShape, Shape, Xmlns};
use crate::stream::StreamHandler;
use crate::{Cx, FromValue, Value, Wire};

/// The wire protocols of AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// awsJson1.0
    Json10,
    /// awsJson1.1
    Json11,
    /// Form in, XML out.
    Query,
    /// The dialect of query that EC2 speaks.
    Ec2,
    /// JSON with HTTP bindings.
    RestJson,
    /// XML with HTTP bindings.
    RestXml,
    /// Smithy RPC v2 with CBOR bodies.
    Cbor,
}

/// One AWS service, as far as the wire must know it.
pub struct Service {
    /// Our short name and the module's: `ecs`.
    pub id: &'static str,
    /// The name of SDKs' clients, such as `cloudwatchlogs`, by which schedules name it.
    pub sdk_name: &'static str,
    /// The name in the scope of signatures.
    pub signing_name: &'static str,
    /// The protocols it is served by; the first is the model's own.
    pub protocols: &'static [Protocol],
    /// What stands before the dot in `X-Amz-Target`, and in the path of CBOR; empty
    /// for services without.
    pub target_prefix: &'static str,
    /// `Version` of the query protocols, such as `2016-11-15`.
    pub api_version: &'static str,
    /// Namespace of XML answers; empty for services without.
    pub xmlns: &'static str,
    /// Errors carry `x-amzn-query-error` for clients that grew up with query.
    pub query_compatible: bool,
    /// Every operation of the model, served or not, sorted.
    pub operation_names: &'static [&'static str],
    /// Those of them that are called without a signature, sorted.
    pub unsigned_names: &'static [&'static str],
    /// The operations we serve, sorted by name.
    pub operations: &'static [&'static Operation],
    /// The errors the model declares for these, sorted by name.
    pub errors: &'static [&'static ErrorShape],
}

/// One operation that we serve.
pub struct Operation {
    /// Whose it is.
    pub service: &'static Service,
    /// Its name, such as `RunTask`.
    pub name: &'static str,
    /// The structure of its request.
    pub input: &'static Shape,
    /// The structure of its answer.
    pub output: &'static Shape,
    /// The errors the model declares for it.
    pub errors: &'static [&'static ErrorShape],
    /// Method, path and status in the REST protocols.
    pub http: HttpBinding,
    /// Prefix of the host name that SDKs put before the endpoint, such as `data-`.
    pub host_prefix: Option<&'static str>,
    /// The element around the output in the query protocol.
    pub result_wrapper: Option<&'static str>,
    /// Name of the root element of an XML request, where the model gives one.
    pub input_element: Option<&'static str>,
    /// Namespace of that element.
    pub input_xmlns: Option<Xmlns>,
    /// The model says that it changes nothing.
    pub readonly: bool,
    /// What a caller needs to be allowed.
    pub access: Access,
}

impl Operation {
    /// Whether it changes nothing, so that it may be done again. The models of some services
    /// mark that; AWS's names tell it for all.
    #[must_use]
    pub fn reads(&self) -> bool {
        const READING: [&str; 7] =
            ["Describe", "List", "Get", "BatchGet", "BatchCheck", "Filter", "Lookup"];
        self.readonly || READING.iter().any(|verb| self.name.starts_with(verb))
    }
}

/// Where an operation lives in the REST protocols. RPC protocols use `POST /`.
#[derive(Clone, Copy, Debug)]
pub struct HttpBinding {
    /// The method.
    pub method: &'static str,
    /// The template, such as `/clusters/{name}` or `/{Bucket}/{Key+}?acl`.
    pub uri: &'static str,
    /// The status of a good answer.
    pub code: u16,
}

impl Service {
    /// The served operation of this name.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        let at = self.operations.binary_search_by(|operation| operation.name.cmp(name)).ok()?;
        Some(self.operations[at])
    }

    /// Whether AWS has an operation of this name, served here or not.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.operation_names.binary_search(&name).is_ok()
    }

    /// Whether the operation of this name, served here or not, is called without a signature.
    #[must_use]
    pub fn is_unsigned(&self, name: &str) -> bool {
        self.unsigned_names.binary_search(&name).is_ok()
    }

    /// The declared error whose shape has this name.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<&'static ErrorShape> {
        let at = self.errors.binary_search_by(|error| error.shape.name.cmp(name)).ok()?;
        Some(self.errors[at])
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Service({})", self.id)
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operation({}.{})", self.service.id, self.name)
    }
}

/// An operation as a type: `ecs::op::RunTask`. Generated.
pub trait Op: 'static {
    /// Its request.
    type Input: FromValue + Send + 'static;
    /// Its answer.
    type Output: Wire + Send + 'static;
    /// The errors of its service.
    type Error: ServiceError;
    /// Its table.
    const OPERATION: &'static Operation;
}

/// What a handler returns.
pub type Reply<O> = Result<<O as Op>::Output, Failure<<O as Op>::Error>>;

/// What an erased handler returns.
pub type ErasedReply = Result<Box<dyn Wire + Send>, Failure<ErrorReply>>;

/// A handler whose types are erased. The value must have passed the validator; the
/// answer is to be written as [`Operation::output`]. Dropping the future drops the
/// handler's.
pub type Handler =
    dyn Fn(Arc<Cx>, Value) -> Pin<Box<dyn Future<Output = ErasedReply> + Send>> + Send + Sync;

/// The table of handlers, filled once when the engine starts.
#[derive(Default)]
pub struct Operations {
    handlers: HashMap<(&'static str, &'static str), Box<Handler>>,
    streams: HashMap<(&'static str, &'static str), Box<StreamHandler>>,
}

impl Operations {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Serves `O` with `handler`; a later call for the same operation replaces it.
    pub fn on<O, F, Fut>(&mut self, handler: F)
    where
        O: Op,
        F: Fn(Arc<Cx>, O::Input) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Reply<O>> + Send + 'static,
    {
        self.on_written::<O, O::Output, _, _>(handler);
    }

    /// As [`Operations::on`], for a handler whose answer is no `O::Output` but is written as
    /// one: what `W` writes must be of the shape [`Operation::output`].
    pub fn on_written<O, W, F, Fut>(&mut self, handler: F)
    where
        O: Op,
        W: Wire + Send + 'static,
        F: Fn(Arc<Cx>, O::Input) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<W, Failure<O::Error>>> + Send + 'static,
    {
        let erased = move |cx: Arc<Cx>, value: Value| -> Pin<Box<dyn Future<Output = _> + Send>> {
            match O::Input::from_value(value) {
                Ok(input) => {
                    let reply = handler(cx, input);
                    Box::pin(async move { erase(reply.await) })
                }
                Err(mismatch) => {
                    let fault: BoxError = Box::new(mismatch);
                    Box::pin(std::future::ready(Err(Failure::Fault(fault))))
                }
            }
        };
        let key = (O::OPERATION.service.id, O::OPERATION.name);
        self.handlers.insert(key, Box::new(erased));
    }

    /// The handler of an operation, if it has one.
    #[must_use]
    pub fn get(&self, operation: &Operation) -> Option<&Handler> {
        self.handlers.get(&(operation.service.id, operation.name)).map(|handler| &**handler)
    }

    pub(crate) fn put_stream(&mut self, of: &'static Operation, handler: Box<StreamHandler>) {
        self.streams.insert((of.service.id, of.name), handler);
    }

    /// What begins the answer of an operation that is a stream of events, if it is served.
    #[must_use]
    pub fn stream(&self, operation: &Operation) -> Option<&StreamHandler> {
        self.streams.get(&(operation.service.id, operation.name)).map(|handler| &**handler)
    }

    /// How many operations are served.
    #[must_use]
    pub fn len(&self) -> usize {
        self.handlers.len() + self.streams.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for Operations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.handlers.keys().chain(self.streams.keys())).finish()
    }
}

fn erase<W, E>(reply: Result<W, Failure<E>>) -> ErasedReply
where
    W: Wire + Send + 'static,
    E: ServiceError,
{
    match reply {
        Ok(output) => Ok(Box::new(output)),
        Err(Failure::Aws(error)) => Err(Failure::Aws(error.into_reply())),
        Err(Failure::Fault(cause)) => Err(Failure::Fault(cause)),
    }
}

structure! { Empty(EMPTY) {} }

/// The shape of [`Empty`]: a structure without members.
pub static EMPTY: Shape = Shape::structure("Unit", &[]);
