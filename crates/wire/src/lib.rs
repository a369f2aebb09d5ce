//! The front door: HTTP in, operations called, HTTP out. One port for all services.
//!
//! Knows the shape of requests (`ferrogate_api`) and who is calling (`ferrogate_auth`),
//! and nothing of what an operation does: the binary hands it a table of handlers. A
//! request goes through `pipeline` from top to bottom; `route` says whose it is, `codes`
//! what a refusal is called there, [`protocol`] reads and writes its bytes.
//! Read `pipeline` first, then `route`.

mod again;
mod arrival;
mod audit;
mod body;
mod codes;
mod config;
mod context;
mod framing;
mod gate;
mod io;
mod listen;
mod pipeline;
pub mod protocol;
mod rate;
mod raw;
mod relay;
mod replay;
mod request_id;
mod respond;
mod route;
mod server;
mod system;
mod template;
mod throttle;
mod tls;

pub use arrival::{Arrivals, Arrived, Endpoint};
pub use body::{Body, BoxError};
pub use config::{Config, Limits, Throttling};
pub use listen::{ListenError, Listener, Security};
pub use raw::{RawHandler, RawRequest, TakenOver};
pub use relay::Relay;
pub use server::{Engine, Server};
pub use system::{AdvanceHook, Ahead, ResetHook};
pub use tls::{EndpointTls, Tls, TlsError};
