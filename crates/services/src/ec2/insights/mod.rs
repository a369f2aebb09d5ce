//! The Reachability Analyzer: paths, and analyses of whether packets arrive on them.
//!
//! What is found is decided by [`reach`](super::reach) when an analysis is started, from the
//! network as it is then, and kept with it.

mod analysis;
mod path;
mod question;
mod show;
