//! EventBridge: the events that are, the rules about them, and what waits to be delivered.

pub mod alarm;
pub mod bus;
pub mod connection;
pub mod cursor;
pub mod delivery;
pub mod destination;
pub mod ecs;
pub mod entry;
pub mod event;
pub mod rule;

pub use event::Event;
