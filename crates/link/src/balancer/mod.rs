//! Load balancers as a host is told of them, and what it tells of their targets.
//!
//! A [`Node`] goes down as a thing with a number of its own, a [`Report`] comes up.

pub mod control;
pub mod report;

pub use control::ToNode;
pub use ferrogate_records::balancer::*;
pub use report::{
    Asked, Counters, GroupCounters, Health, LogLines, Report, TargetHealth, Unhealthy,
};
