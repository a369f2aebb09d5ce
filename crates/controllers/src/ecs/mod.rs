//! Reconcilers of Amazon ECS.

pub mod assignment;
pub mod gc;
pub mod hooks;
pub mod lack;
pub mod lifecycle;
pub mod log_streams;
pub mod placement;
pub mod registrar;
pub mod scheduler;
pub mod service;

#[cfg(test)]
pub(crate) mod testing;
