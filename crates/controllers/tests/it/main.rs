//! Controllers over a real store, with a host that the test plays.

mod bed;
mod engine;
mod scheduler;
mod session;
mod unknown_fields;
