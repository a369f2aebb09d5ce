//! `ferrogate-image`: a layer to a folder, without the jail around it.

#[path = "../../../crates/image/src/unpack/layer.rs"]
mod layer;
#[path = "../../../crates/image/src/unpack/source.rs"]
mod source;
#[path = "../../../crates/image/src/unpack/tree.rs"]
mod tree;

use std::os::fd::OwnedFd;

pub(crate) use ferrogate_image::unpack::{ID_MAX, Limits, NOBODY, Report};

/// What the helper tells the agent.
#[derive(Debug)]
enum Outcome {
    Refused(String),
    NoSpace(String),
    Failed(String),
}

/// Reads a compressed or plain stream to its end; whether it was whole.
pub(crate) fn decompress(bytes: &[u8], limits: Limits) -> bool {
    source::Source::new(bytes, limits).and_then(source::Source::finish).is_ok()
}

/// Unpacks a layer into the folder `root`; whether all of it was taken.
pub(crate) fn unpack(bytes: &[u8], root: OwnedFd, limits: Limits) -> bool {
    layer::unpack(bytes, root, limits).is_ok()
}
