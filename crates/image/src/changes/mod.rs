//! What a container has written over its image, as a layer: the inverse of [`crate::unpack`].
//!
//! Reads the upper folder of an overlay that was mounted with `userxattr`, so without
//! redirects and with `user.overlay.*` marks, and whose container is over. Names and contents
//! are foreign: folders are opened one below the other and never through a link, contents are
//! copied and never understood. OCI image specification, layer.md.

mod holes;
pub(crate) mod names;
mod walk;

use std::borrow::Cow;
use std::io::{self, Write};
use std::os::fd::BorrowedFd;

use crate::digest::{Digest, Hashing};
use crate::tar::Writer;
use crate::unpack::Limits;
use walk::Walk;

/// The ids of a user namespace, as they are where its files are stored.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    /// What its id 0 is there.
    pub first: u32,
    /// How many there are.
    pub count: u32,
}

impl Ids {
    fn inside(self, id: u32) -> Option<u64> {
        id.checked_sub(self.first).filter(|id| *id < self.count).map(u64::from)
    }
}

/// Whose changes they are, and how much of them is kept.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The ids of the container.
    pub ids: Ids,
    /// Paths, without a leading slash, that are left out as long as an empty file or folder
    /// stands there: something was mounted over it.
    pub stubs: &'a [&'a str],
    /// What the files may have together, in bytes without their holes.
    pub bytes_max: u64,
    /// What who unpacks the layer will take.
    pub limits: Limits,
}

/// A layer that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Digest of its bytes, compressed or not: it is not.
    pub digest: Digest,
    /// How many bytes it has.
    pub size: u64,
    /// How many entries; 0 when the container has changed nothing.
    pub entries: u64,
}

/// Why there is no layer.
#[derive(Debug, thiserror::Error)]
pub enum ChangesError {
    /// Something can't be read, or the layer can't be written.
    #[error("/{path} can't be kept")]
    Entry {
        /// What, below the container's root.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Something that a layer can't hold.
    #[error("/{path} can't be kept: {why}")]
    Refused {
        /// What, below the container's root.
        path: String,
        /// Why.
        why: Cow<'static, str>,
    },
    /// The end of the layer can't be written.
    #[error("a layer can't be ended")]
    End(#[source] io::Error),
}

/// Writes the changes in `upper` as a layer. The same changes are the same bytes.
///
/// # Errors
/// See [`ChangesError`]: also what no host would unpack. What was written until then is no
/// layer.
pub fn write(
    upper: BorrowedFd<'_>,
    options: &Options<'_>,
    into: impl Write,
) -> Result<Written, ChangesError> {
    let mut writer = Writer::new(Hashing::new(into));
    let entries =
        Walk::new(upper, options)?.run(|entry, content| writer.entry(entry, content).map(drop))?;
    // It is flushed by its end mark.
    let (digest, size) = writer.finish().map_err(ChangesError::End)?.finish();
    Ok(Written { digest, size, entries })
}
