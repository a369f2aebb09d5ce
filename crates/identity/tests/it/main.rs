//! Callers and their rights over real records in a real store.

mod every_operation;
mod rig;
mod sessions;
mod users;
