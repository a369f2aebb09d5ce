//! Private hosted zones of Route 53, and what is in them.

pub mod change;
pub mod data;
pub mod name;
pub mod set;
pub mod zone;
