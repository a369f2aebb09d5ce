//! Where tests look in, and pull the plug.

use std::fmt;
use std::sync::Arc;

/// A point in the store's work that a crash may hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A group is in the write-ahead log's file, not flushed.
    WalWritten,
    /// A group is flushed, not acknowledged.
    WalSynced,
    /// The memory table is frozen and the log goes on in a new file.
    Frozen,
    /// The frozen table's segments are written, the manifest does not know.
    SegmentsWritten,
    /// The manifest knows the segments, the old log is still there.
    SealCommitted,
    /// The manifest is about to be rewritten.
    ManifestRewriting,
    /// The manifest is rewritten.
    ManifestRewritten,
    /// Segments are merged into a new one, the manifest does not know.
    MergeWritten,
    /// The manifest knows the merged segment, the old objects are still there.
    MergeCommitted,
}

/// A hook that is called at each [`Step`], on the thread that takes it. Does nothing unless
/// a test sets it.
#[derive(Clone, Default)]
pub struct Probe(Option<Arc<dyn Fn(Step) + Send + Sync>>);

impl Probe {
    /// A probe that calls `hook`.
    #[must_use]
    pub fn new(hook: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    pub(crate) fn at(&self, step: Step) {
        if let Some(hook) = &self.0 {
            hook(step);
        }
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Probe(set)" } else { "Probe(none)" })
    }
}
