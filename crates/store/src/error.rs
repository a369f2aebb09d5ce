//! What can go wrong in a store, sorted by what the caller must do.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::key::Key;
use crate::model::{LeaseId, Rev};

/// The backend's own error, shared: one failed commit fails many callers.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the store did not do what it was asked to. Except for [`Error::Ambiguous`], a write
/// that ends in an error has changed nothing.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request breaks one of the store's limits; the same request will always fail.
    #[error("the store refuses the request: {0}")]
    Invalid(String),
    /// A key occurs twice in one transaction.
    #[error("key {0} occurs more than once in one transaction")]
    DuplicateKey(Key),
    /// A value is over [`VALUE_BYTES_MAX`](crate::VALUE_BYTES_MAX).
    #[error("the value of {key} has {bytes} bytes, more than the {max} allowed")]
    ValueTooLarge {
        /// Whose value.
        key: Key,
        /// Its size.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// It may have been done, now or later, or not at all. Read the operation's own record
    /// (`op/<request id>`) to learn which; don't repeat a write blindly.
    #[error("the outcome of {what} is unknown")]
    Ambiguous {
        /// What was asked.
        what: &'static str,
        /// Why nobody knows, if the backend said.
        #[source]
        source: Option<Cause>,
    },
    /// The history back to the asked revision is gone: list again, and watch from there.
    #[error("history is compacted: the oldest readable revision is {oldest}")]
    Compacted {
        /// The oldest revision that can be read, and watched after.
        oldest: Rev,
    },
    /// The asked revision does not exist yet. From a revision once seen it follows that the
    /// store has lost it (restored from a backup): forget all revisions and list again.
    #[error("revision {asked} is in the future: the store is at {current}")]
    Future {
        /// The revision asked for.
        asked: Rev,
        /// The store's revision.
        current: Rev,
    },
    /// The lease has ended, or never was. Final: its keys are gone or going.
    #[error("lease {0} has ended")]
    LeaseExpired(LeaseId),
    /// The disk, or the store's size limit, is full. Reads go on; writes work again as soon
    /// as there is room.
    #[error("the store is read-only until there is room: no space left")]
    NoSpace {
        /// What the backend said.
        #[source]
        source: Option<Cause>,
    },
    /// Too much is waiting already; nothing was begun. Try later.
    #[error("the store is busy: no turn within {} ms", waited.as_millis())]
    Busy {
        /// How long the request waited for its turn.
        waited: Duration,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// Another engine works on the same data folder.
    #[error("data folder {} is in use by another engine ({holder})", dir.display())]
    Locked {
        /// The folder.
        dir: PathBuf,
        /// Who holds it, as far as it says.
        holder: String,
    },
    /// The data was written by a newer engine.
    #[error("{} has schema {found}; this engine knows up to {known}", path.display())]
    NewerSchema {
        /// The database.
        path: PathBuf,
        /// Its schema number.
        found: u64,
        /// The newest number this engine knows.
        known: u64,
    },
    /// The data contradicts itself, or is not what was written.
    #[error("the store's data is damaged: {0}")]
    Damaged(String),
    /// What was acknowledged is gone: the disk changed or lost files of the store.
    #[error(
        "the store has lost what it acknowledged as revisions {first} to {last}: the disk changed \
         its files. They are left as they are. Put back a copy of the whole folder; or, to go on \
         without those changes, rename its store.mark to store.lost"
    )]
    Lost {
        /// The first revision that is gone.
        first: Rev,
        /// The last revision that was acknowledged.
        last: Rev,
    },
    /// The backend failed while doing `what`; nothing was changed.
    #[error("the store failed to {what}")]
    Backend {
        /// What was tried.
        what: &'static str,
        /// What the backend said.
        #[source]
        source: Cause,
    },
}

impl Error {
    /// Whether a write may have been applied in spite of the error.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Ambiguous { .. })
    }

    /// Whether the same request may succeed later without anybody changing it.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::NoSpace { .. } | Self::Busy { .. } | Self::Backend { .. })
    }
}
