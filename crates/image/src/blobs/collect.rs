//! Removing what nobody needs: uploads left lying, blobs outside the caller's live set.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::time::UNIX_EPOCH;

use ferrogate_base::TimestampMs;

use super::{BlobError, BlobStore, UploadId, io_error};
use crate::digest::{Algorithm, Digest};

/// What a collection removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// How many files.
    pub count: u64,
    /// Their size in bytes.
    pub bytes: u64,
}

impl BlobStore {
    /// Removes uploads that nobody touched for the time of the options. One in use is never
    /// removed.
    ///
    /// # Errors
    /// When the folder can't be read or a file can't be removed.
    pub async fn expire(&self) -> Result<Collected, BlobError> {
        self.blocking(|store| {
            let (now, ttl) = (store.0.clock.now(), store.0.options.upload_ttl_ms);
            let ids: Vec<UploadId> = store.0.uploads.lock().ids();
            let mut removed = Collected::default();
            for id in ids {
                let Some(meta) = existing(fs::metadata(store.0.upload_path(&id)))? else {
                    continue;
                };
                if now.since_ms(modified(&meta)) > ttl && !store.is_busy(id) {
                    store.forget(id)?;
                    removed.count += 1;
                    removed.bytes += meta.len();
                }
            }
            Ok(removed)
        })
        .await
    }

    /// Every blob with its size in bytes, in no order. Holds all digests in memory (some
    /// 120 bytes each).
    ///
    /// # Errors
    /// When a folder can't be read.
    pub async fn list(&self) -> Result<Vec<(Digest, u64)>, BlobError> {
        self.blocking(|store| {
            let mut all = Vec::new();
            store.each_blob(|digest, meta| {
                all.push((digest, meta.len()));
                Ok(())
            })?;
            Ok(all)
        })
        .await
    }

    /// Deletes blobs that are not in `live` and older than `age_min_ms`. The age protects
    /// a blob between its upload and the record that names it: choose it longer than a push
    /// may take.
    ///
    /// # Errors
    /// When a folder can't be read or a blob can't be deleted; what was deleted stays so.
    pub async fn gc(&self, live: HashSet<Digest>, age_min_ms: u64) -> Result<Collected, BlobError> {
        self.blocking(move |store| {
            let now = store.0.clock.now();
            let mut removed = Collected::default();
            store.each_blob(|digest, meta| {
                if live.contains(&digest) || now.since_ms(modified(meta)) < age_min_ms {
                    return Ok(());
                }
                fs::remove_file(store.0.blob_path(&digest)).map_err(io_error("deleting a blob"))?;
                removed.count += 1;
                removed.bytes += meta.len();
                Ok(())
            })?;
            Ok(removed)
        })
        .await
    }

    fn each_blob(
        &self,
        mut visit: impl FnMut(Digest, &fs::Metadata) -> Result<(), BlobError>,
    ) -> Result<(), BlobError> {
        for algorithm in Algorithm::ALL {
            self.each_of(algorithm, &mut visit)?;
        }
        Ok(())
    }

    fn each_of(
        &self,
        algorithm: Algorithm,
        visit: &mut impl FnMut(Digest, &fs::Metadata) -> Result<(), BlobError>,
    ) -> Result<(), BlobError> {
        let what = "reading the blob folder";
        let folders = fs::read_dir(self.0.algorithm_path(algorithm)).map_err(io_error(what))?;
        for folder in folders {
            let folder = folder.map_err(io_error(what))?.path();
            for entry in fs::read_dir(folder).map_err(io_error(what))? {
                let entry = entry.map_err(io_error(what))?;
                let name = entry.file_name();
                let digest = name
                    .to_str()
                    .and_then(|hex| format!("{}:{hex}", algorithm.name()).parse().ok());
                // Deleted by another call since the folder was read.
                let Some(meta) = existing(entry.metadata())? else { continue };
                if let Some(digest) = digest {
                    visit(digest, &meta)?;
                }
            }
        }
        Ok(())
    }
}

fn existing(meta: io::Result<fs::Metadata>) -> Result<Option<fs::Metadata>, BlobError> {
    match meta {
        Ok(meta) => Ok(Some(meta)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(io_error("looking at a file")(e)),
    }
}

fn modified(meta: &fs::Metadata) -> TimestampMs {
    let since = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    TimestampMs(since.map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX)))
}
