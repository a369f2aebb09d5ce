//! The contract between `wire` and `services`, with the generated types.

mod handlers;
mod kept;
mod models;
mod refusals;
