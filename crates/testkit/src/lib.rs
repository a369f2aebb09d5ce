//! For tests alone: the whole control plane in one process, in virtual time, with faults, all
//! of it from one seed.
//!
//! The engine's own parts run: services, state, controllers, and the session with hosts. What
//! they stand on is played: the store ([`store::Memory`]), the log store, the hosts, the wires
//! between them, the clients. No product depends on this crate. Read [`sim`] first.

pub mod dice;
pub mod sim;
pub mod store;
