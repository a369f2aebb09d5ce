//! The engine's parts joined as the binary joins them, with a host that only says what a host
//! would say and a clock that the test moves.

mod balancer;
mod cost;
mod engine;
mod host;
mod memory;
