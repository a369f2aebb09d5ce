//! The fabric on a real kernel: needs root, and fails without it. Every namespace is made
//! by the test itself; no packet leaves them but to loopback.

mod attach;
mod dropped;
mod endpoints;
mod faults;
mod flow_log;
mod forward;
mod frames;
mod ipv6;
mod isolation;
mod lab;
mod lifetime;
mod matrix;
mod middlebox;
mod model;
mod peering;
mod policy;
mod repair;
mod ways;
