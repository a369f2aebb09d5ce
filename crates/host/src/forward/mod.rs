//! The forward protocol of Fluentd and Fluent Bit, as far as a container's lines need it: what is
//! sent, and the acknowledgement that comes back. Knows bytes, not sockets.
//!
//! A batch is one message, `[tag, [[time, record], …], options]` (Forward Protocol
//! Specification v1, "Forward Mode"): who gets it has all of it or nothing.

mod ack;
mod message;
mod pack;

pub use ack::{Acks, BadAck};
pub use message::{PIECE_BYTES_MAX, Source, batch, probe};
