//! What accounts ask of Compute Optimizer. What it answers is made when it is asked, and kept nowhere.

pub mod settings;
