//! EventBridge Scheduler: what is done at which times.

pub mod group;
pub mod schedule;
