//! What is decided of a request and of targets: pure.

pub mod certificate;
pub mod choice;
pub mod cookie;
pub mod forwarded;
pub mod health;
pub mod host;
pub mod line;
pub mod page;
pub mod pattern;
pub mod redirect;
pub mod rule;
pub mod trace;
pub mod transform;
