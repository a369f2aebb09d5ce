//! The AWS types: what a client may ask, what we may answer, and the table of
//! operations that joins `wire` (which reads and writes bytes) to `services`
//! (which have the effects).
//!
//! Two halves. By hand: the schema ([`schema`]), the tree a request is read into
//! ([`Value`]), the traits of typed structures ([`Wire`], [`FromValue`]), errors
//! ([`error`]), and the table ([`Operations`]). Generated from the models by
//! `cargo xtask codegen`: one module for each service, such as [`ecs`], with a marker
//! type for each operation that `services` registers (`ecs::op::RunTask`), the
//! structures these take and give, their `Error`, and the static tables that the codecs
//! and the validator walk. Of all other operations there is the name.
//!
//! Deliberately knows nothing of HTTP, of stores, of what an operation does.
//! Read [`schema`] first, then [`operation`].

pub mod access;
mod context;
mod debug;
pub mod error;
pub mod json;
mod kept;
#[macro_use]
mod macros;
pub mod operation;
mod read;
pub mod schema;
pub mod stream;
mod timestamp;
pub mod validate;
mod value;
pub mod voice;
mod write;

#[rustfmt::skip]
#[path = "gen/mod.rs"]
mod generated;

pub use context::{Authority, Cx, Signature};
pub use error::{Common, ErrorReply, Failure, FaultKind, Message, OrFault, ServiceError};
pub use ferrogate_auth::Caller;
pub use generated::*;
pub use kept::Kept;
pub use operation::{Empty, Handler, Op, Operation, Operations, Protocol, Reply, Service};
pub use read::{Fields, FromValue, Mismatch};
pub use schema::{ErrorShape, Kind, Location, Member, Shape};
pub use stream::{Events, StreamEvent, StreamHandler};
pub use timestamp::{BadTimestamp, Timestamp};
pub use value::{Map, Value};
pub use write::{Encoder, Wire};

/// The service with this id (`"ecs"`), if we offer it.
#[must_use]
pub fn service(id: &str) -> Option<&'static Service> {
    SERVICES.iter().copied().find(|service| service.id == id)
}
