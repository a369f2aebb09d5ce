//! What the host's image cache holds, and how it is made smaller.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use ferrogate_base::fsio;

use crate::digest::Digest;
use crate::pull::{Image, PullError, Puller};

/// A layer in the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedLayer {
    /// Digest of its unpacked content.
    pub diff_id: Digest,
    /// Its folder.
    pub path: PathBuf,
    /// Bytes on disk, each file rounded up to 4 KiB; 0 when its record is lost.
    pub unpacked_bytes: u64,
    /// How many cached images stand on it.
    pub images: usize,
}

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Images forgotten.
    pub images: u64,
    /// Layers removed.
    pub layers: u64,
    /// Bytes that the layers had on disk.
    pub unpacked_bytes: u64,
}

impl Puller {
    /// The images in the cache, in no order.
    #[must_use]
    pub fn images(&self) -> Vec<Arc<Image>> {
        self.cache().catalog.lock().images.values().cloned().collect()
    }

    /// The layers in the cache, in no order.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub async fn layers(&self) -> Result<Vec<CachedLayer>, PullError> {
        let cache = self.cache().clone();
        let images = self.images();
        let listed = tokio::task::spawn_blocking(move || -> io::Result<_> {
            let layer = |diff_id: Digest| CachedLayer {
                path: cache.layer_path(&diff_id),
                unpacked_bytes: cache.layer_record(&diff_id).map_or(0, |r| r.unpacked_bytes),
                images: images
                    .iter()
                    .filter(|i| i.config.rootfs.diff_ids.contains(&diff_id))
                    .count(),
                diff_id,
            };
            Ok(cache.layers()?.into_iter().map(layer).collect())
        });
        let listed = listed.await.map_err(io::Error::other).and_then(|done| done);
        listed.map_err(PullError::store("listing layers"))
    }

    /// Forgets every image whose digest is not in `keep`, and removes the layers that no
    /// image stands on any more. Spared as well: images of which somebody holds an `Arc`,
    /// and layers that a pull under way counts on. After a restart of the agent nobody holds
    /// one, so `keep` must name the images of all tasks that run.
    ///
    /// # Errors
    /// When something can't be removed; what is gone stays gone.
    pub async fn sweep(&self, keep: HashSet<Digest>) -> Result<Swept, PullError> {
        let cache = self.cache().clone();
        let swept = tokio::task::spawn_blocking(move || -> io::Result<Swept> {
            let mut swept = Swept::default();
            let mut trash = Vec::new();
            {
                let mut catalog = cache.catalog.lock();
                let unused = |image: &Arc<Image>| {
                    !keep.contains(&image.digest) && Arc::strong_count(image) == 1
                };
                let gone: Vec<Digest> = catalog
                    .images
                    .values()
                    .filter(|i| unused(i))
                    .map(|i| i.digest.clone())
                    .collect();
                for digest in gone {
                    fsio::remove_all(&cache.record_path("images", &digest))?;
                    catalog.images.remove(&digest);
                    swept.images += 1;
                }
                let images: HashSet<Digest> = catalog.images.keys().cloned().collect();
                let stale = catalog.indexes.iter().filter(|(_, image)| !images.contains(*image));
                let stale: Vec<Digest> = stale.map(|(index, _)| index.clone()).collect();
                for index in stale {
                    fsio::remove_all(&cache.record_path("indexes", &index))?;
                    catalog.indexes.remove(&index);
                }
                let needed = catalog.needed_layers();
                for diff_id in cache.layers()?.into_iter().filter(|id| !needed.contains(id)) {
                    let record = cache.layer_record(&diff_id);
                    swept.unpacked_bytes += record.map_or(0, |r| r.unpacked_bytes);
                    let path = cache.trash_path();
                    fs::rename(cache.layer_path(&diff_id), &path)?;
                    fsio::remove_all(&cache.record_path("layers", &diff_id))?;
                    trash.push(path);
                    swept.layers += 1;
                }
            }
            // Renamed away, they are in nobody's way: the lock is not held for this.
            trash.iter().try_for_each(|path| fsio::remove_all(path))?;
            Ok(swept)
        });
        let swept = swept.await.map_err(io::Error::other).and_then(|done| done);
        swept.map_err(PullError::store("removing images"))
    }
}
