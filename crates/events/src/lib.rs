//! The language of events: which ones a pattern is about, and what of an event a target is told.
//!
//! Pure, and from the texts of AWS alone. Knows nothing of buses, rules, topics or of how anything
//! is delivered. Read [`pattern`] first, then [`input`].

pub mod input;
pub mod pattern;

pub use input::{Input, Transformer};
pub use pattern::Pattern;
