//! What is decided of a request and of targets: pure.

pub mod certificate;
pub mod choice;
pub mod chunks;
pub mod cookie;
pub mod desync;
pub mod forwarded;
pub mod head;
pub mod health;
pub mod hello;
pub mod host;
pub mod line;
pub mod meaning;
pub mod page;
pub mod pattern;
pub mod presented;
pub mod redirect;
pub mod rule;
pub mod trace;
pub mod transform;
