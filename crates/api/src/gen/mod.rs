// Written by `cargo xtask codegen`; do not edit.

/// The services we offer, sorted by id.
pub static SERVICES: &[&crate::Service] = &[];
