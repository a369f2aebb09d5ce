//! What can go wrong with a store.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::manifest::ManifestError;

/// Why a store can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process, or another store of this one, has it open.
    #[error("the log store {0} is in use")]
    InUse(PathBuf),
    /// The folder can't be read or written.
    #[error("opening the log store {dir}")]
    Io {
        /// The store's folder.
        dir: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The manifest is damaged or unreadable: without it no segment can be trusted.
    #[error("opening the log store {dir}")]
    Manifest {
        /// The store's folder.
        dir: PathBuf,
        /// The cause.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The object store for segments can't be used.
    #[error("opening the segments of the log store {dir}")]
    Objects {
        /// The store's folder.
        dir: PathBuf,
        /// The cause.
        #[source]
        source: object_store::Error,
    },
}

/// Why a batch was not stored. Nothing of it is then readable; after [`AppendError::Io`] a
/// crash may bring it back, so a source resends with the same numbers.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppendError {
    /// An event's text is over [`crate::MESSAGE_BYTES_MAX`].
    #[error("event {index} has {bytes} bytes, more than 1048550")]
    MessageTooLarge {
        /// The event's place, from 0.
        index: usize,
        /// Its size.
        bytes: usize,
    },
    /// The batch is over 4 MiB with 26 bytes for each event.
    #[error("the batch has {bytes} bytes, more than 4194304")]
    BatchTooLarge {
        /// Its size.
        bytes: usize,
    },
    /// An event's timestamp is over `i64::MAX`, or the source's numbers overflow.
    #[error("event {index} has a timestamp or a number out of range")]
    OutOfRange {
        /// The event's place, from 0.
        index: usize,
    },
    /// A name is longer than 512 bytes.
    #[error("a name has more than 512 bytes")]
    NameTooLong,
    /// The disk is full. Appending works again once there is space.
    #[error("no space left for logs")]
    NoSpace(#[source] Arc<io::Error>),
    /// The write-ahead log can't be written.
    #[error("writing the log's write-ahead log")]
    Io(#[source] Arc<io::Error>),
    /// Memory is full of events that can't be sealed for the reason told.
    #[error("too many events wait to be sealed: {0}")]
    Backlogged(Arc<str>),
    /// The store is closed.
    #[error("the log store is closed")]
    Closed,
}

impl From<io::Error> for AppendError {
    fn from(error: io::Error) -> Self {
        let full = matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
        );
        if full { Self::NoSpace(Arc::new(error)) } else { Self::Io(Arc::new(error)) }
    }
}

/// Why a change other than an append was not made.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The manifest can't be written.
    #[error("changing the log store's manifest")]
    Manifest(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Events can't be sealed.
    #[error("sealing events: {0}")]
    Seal(Arc<str>),
    /// The write-ahead log can't be written.
    #[error("writing the write-ahead log")]
    Wal(#[source] AppendError),
    /// The store is closed.
    #[error("the log store is closed")]
    Closed,
}

impl From<ManifestError> for StoreError {
    fn from(error: ManifestError) -> Self {
        Self::Manifest(Box::new(error))
    }
}
