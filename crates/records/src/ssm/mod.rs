//! What Systems Manager keeps: the parameters of its store.

pub mod parameter;
