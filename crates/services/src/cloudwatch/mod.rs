//! Amazon CloudWatch: a part for each kind of thing, each with its own table of operations.

pub mod alarms;
pub mod metrics;
