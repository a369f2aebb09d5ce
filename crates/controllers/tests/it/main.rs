//! Controllers over a real store, with a host that the test plays.

mod bed;
mod engine;
mod leader;
mod scheduler;
mod session;
mod unknown_fields;
