//! The workspace's own tools, as a library: the reader of service models is also what
//! tests build tables from.
//!
//! Read [`model`] first, then [`codegen`]; [`check`] holds the rules of the tree.

pub mod access;
pub mod check;
pub mod codegen;
pub mod coverage;
pub mod fetch;
pub mod model;
pub mod offer;
pub mod planted;
pub mod served;

use std::path::PathBuf;

/// The root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask lies in the workspace").to_path_buf()
}
