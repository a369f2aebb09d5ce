//! How far a pull is.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::manifest::Manifest;

/// Counters that a pull moves and anybody may read.
#[derive(Debug, Default)]
pub struct Progress {
    layers: AtomicU64,
    layers_done: AtomicU64,
    bytes: AtomicU64,
    bytes_done: AtomicU64,
}

/// The counters at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProgressNow {
    /// Layers of the image; 0 until the manifest is known.
    pub layers: u64,
    /// Layers that are unpacked.
    pub layers_done: u64,
    /// Compressed bytes of all layers.
    pub bytes: u64,
    /// Compressed bytes fetched, or here already.
    pub bytes_done: u64,
}

impl Progress {
    /// The counters now.
    #[must_use]
    pub fn now(&self) -> ProgressNow {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        ProgressNow {
            layers: read(&self.layers),
            layers_done: read(&self.layers_done),
            bytes: read(&self.bytes),
            bytes_done: read(&self.bytes_done),
        }
    }

    pub(super) fn expect(&self, manifest: &Manifest) {
        let bytes = manifest.layers.iter().fold(0u64, |sum, l| sum.saturating_add(l.size));
        self.layers.store(manifest.layers.len() as u64, Ordering::Relaxed);
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    pub(super) fn fetched(&self, bytes: u64) {
        self.bytes_done.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn layer_done(&self) {
        self.layers_done.fetch_add(1, Ordering::Relaxed);
    }
}
