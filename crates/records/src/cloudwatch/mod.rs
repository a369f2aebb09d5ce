//! CloudWatch's alarms: what they watch, how they are, and what has become of them.

pub mod alarm;
pub mod history;
pub mod state;
