//! Controllers over a real store, with a host that the test plays.

mod balancers;
mod bed;
mod certificates;
mod engine;
mod expired;
mod flaky;
mod hooks;
mod lanes;
mod leader;
mod lost;
mod measured;
mod registrar;
mod scheduler;
mod secrets;
mod session;
mod telling;
mod told;
mod unknown_fields;
