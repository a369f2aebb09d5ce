//! Callers and their rights over real records in a real store.

mod control;
mod endpoints;
mod every_operation;
mod grants;
mod own_policies;
mod rig;
mod sample;
mod sessions;
mod users;
