//! The query language of CloudWatch Logs Insights: what is asked of log events, and what they
//! come to.
//!
//! Pure: no store, no clock, no network. [`Query::parse`] reads a text; a [`Run`] of it takes
//! events one after another, oldest first, and ends with rows. What a query may hold is bounded
//! ([`Bounds`]), and so is what its text may nest.

mod aggregate;
mod civil;
mod eval;
mod lex;
mod parse;
mod query;
mod row;
mod run;
#[cfg(test)]
mod tests;
mod value;

pub use parse::ParseError;
pub use query::Query;
pub use row::Event;
pub use run::{Bounds, Field, Run, Stop};
