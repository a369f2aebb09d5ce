//! Layers: archives of what changed, read onto a tree and written from one.

mod content;
mod read;
mod write;

pub(crate) use content::open;
pub use read::{Packing, UNPACKED_BYTES_MAX, apply, archive, plain};
pub use write::{Written, write};

use std::io;

use ferrogate_image::tar::TarError;

/// Why a layer can't be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LayerError {
    /// It can't be read.
    #[error("the archive can't be read")]
    Tar(#[from] TarError),
    /// Nor where it is kept.
    #[error("the archive can't be kept")]
    Io(#[from] io::Error),
    /// A file that belongs into it.
    #[error("{path} can't be copied")]
    File {
        /// Where it would be in the image.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Something that no host would unpack.
    #[error("{path} can't be part of an image: {why}")]
    Refused {
        /// Where it would be in the image.
        path: String,
        /// Why.
        why: String,
    },
    /// An entry that no reader could put anywhere.
    #[error("the archive has an entry that can't be: {0}")]
    Entry(String),
    /// A bomb, or more than any layer should have.
    #[error("it unpacks to more than 20 GiB")]
    TooLarge,
    /// Packed in a way that is not built.
    #[error("it is compressed with {0}: unpack it first")]
    Compressed(&'static str),
}
