//! CloudWatch's alarms: what they watch, how they are, and what has become of them.

pub mod alarm;
pub mod composite;
mod head;
pub mod history;
pub mod state;
mod suppression;

pub use head::{Alarm, Head};
pub use suppression::Suppressor;
