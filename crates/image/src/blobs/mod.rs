//! The content-addressed store behind the registry that the server offers.
//!
//! One folder for all repositories: which repository may see which blob is the caller's
//! record, so mounting a blob into a second repository needs nothing here. Content becomes
//! visible only whole, verified and flushed to disk; a crash leaves an upload to go on with
//! or nothing. All file work runs on blocking threads, with a few chunks in memory at most.
//!
//! ```text
//! ROOT/sha256/ab/abcd…   finished blobs; those of sha512 beside them
//! ROOT/uploads/<uuid>    uploads under way; the file's length is the offset
//! ```

mod collect;
mod sessions;
mod upload;

pub use collect::Collected;
pub use upload::UploadId;

use sessions::Sessions;

use std::io::{self, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use ferrogate_base::Clock;
use futures_util::Stream;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use crate::digest::{Algorithm, Digest};

/// How much of a blob one read takes, in bytes.
const READ_BYTES: usize = 256 << 10;

/// What the store refuses or can't do.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// No such upload: never started, finished, cancelled or expired.
    #[error("no upload {0}")]
    NoUpload(UploadId),
    /// A second request works on the same upload at the same time.
    #[error("upload {0} is in use by another request")]
    Busy(UploadId),
    /// The chunk does not start where the last one ended.
    #[error("the chunk starts at {given}, the upload stands at {expected}")]
    Offset {
        /// Where the next chunk has to start.
        expected: u64,
        /// Where this one starts.
        given: u64,
    },
    /// What was sent is not what was promised. The upload is gone.
    #[error("the content has digest {actual}, not {expected}")]
    DigestMismatch {
        /// The promise.
        expected: Digest,
        /// What the bytes have.
        actual: Digest,
    },
    /// More than one blob may hold. The upload is gone.
    #[error("the blob is larger than {max} bytes")]
    TooLarge {
        /// The limit.
        max: u64,
    },
    /// Too many uploads are being written to at this moment.
    #[error("{max} uploads are under way already")]
    TooManyUploads {
        /// The limit.
        max: usize,
    },
    /// No such blob.
    #[error("no blob {0}")]
    NoBlob(Digest),
    /// The range lies outside the blob.
    #[error("bytes {start} to {end} are not in a blob of {size} bytes")]
    Range {
        /// First byte asked for.
        start: u64,
        /// One past the last byte asked for.
        end: u64,
        /// The blob's size.
        size: u64,
    },
    /// The sender broke off; what arrived is kept for the next chunk.
    #[error("the body broke off")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The disk or the quota is full. Nothing visible changed.
    #[error("no space left for blobs")]
    NoSpace(#[source] io::Error),
    /// Any other fault of the file system.
    #[error("{what} failed")]
    Io {
        /// What was tried.
        what: &'static str,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
}

/// For `map_err`: names what was tried, and sorts out a full disk.
fn io_error(what: &'static str) -> impl FnOnce(io::Error) -> BlobError {
    move |source| match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => BlobError::NoSpace(source),
        _ => BlobError::Io { what, source },
    }
}

/// Limits of a store.
#[derive(Clone, Debug)]
pub struct BlobOptions {
    /// Largest blob in bytes.
    pub blob_bytes_max: u64,
    /// Most uploads open at once.
    pub uploads_max: usize,
    /// Most of them that one owner has.
    pub uploads_of_one_max: usize,
    /// An upload that was not touched for so long is removed by [`BlobStore::expire`].
    pub upload_ttl_ms: u64,
}

impl Default for BlobOptions {
    fn default() -> Self {
        Self {
            blob_bytes_max: 20 << 30,
            uploads_max: 1024,
            uploads_of_one_max: 128,
            upload_ttl_ms: 24 * 3600 * 1000,
        }
    }
}

/// The store. Cheap to clone; clones share one folder and one set of upload locks, so open
/// a folder once per process.
#[derive(Clone)]
pub struct BlobStore(Arc<Inner>);

struct Inner {
    root: PathBuf,
    options: BlobOptions,
    clock: Arc<dyn Clock>,
    uploads: Mutex<Sessions>,
}

impl BlobStore {
    /// Opens the store in `root`, made with mode 0700 if missing. Uploads under way before
    /// a restart can be continued. Blocks on the file system: call it before serving.
    ///
    /// # Errors
    /// When the folder can't be made or read.
    pub fn open(
        root: &Path,
        options: BlobOptions,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BlobError> {
        use std::os::unix::fs::DirBuilderExt as _;
        let mut make = std::fs::DirBuilder::new();
        make.recursive(true).mode(0o700);
        for folder in Algorithm::ALL.map(Algorithm::name).into_iter().chain(["uploads"]) {
            make.create(root.join(folder)).map_err(io_error("making the blob folder"))?;
        }
        let inner = Inner { root: root.to_owned(), options, clock, uploads: Mutex::default() };
        let store = Self(Arc::new(inner));
        store.find_uploads()?;
        Ok(store)
    }

    /// The size of a blob in bytes; `None` when it is not here.
    ///
    /// # Errors
    /// When the file system fails otherwise.
    pub async fn stat(&self, digest: &Digest) -> Result<Option<u64>, BlobError> {
        let path = self.0.blob_path(digest);
        match tokio::fs::metadata(path).await {
            Ok(meta) => Ok(Some(meta.len())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(io_error("looking for a blob")(e)),
        }
    }

    /// Opens a blob, or the part `range` of it, for reading. A reader that is open stays
    /// valid when the blob is deleted.
    ///
    /// # Errors
    /// [`BlobError::NoBlob`], [`BlobError::Range`], or a fault of the file system.
    pub async fn open_blob(
        &self,
        digest: &Digest,
        range: Option<Range<u64>>,
    ) -> Result<BlobReader, BlobError> {
        let path = self.0.blob_path(digest);
        let mut file = tokio::fs::File::open(path).await.map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => BlobError::NoBlob(digest.clone()),
            _ => io_error("opening a blob")(e),
        })?;
        let size = file.metadata().await.map_err(io_error("reading a blob"))?.len();
        let range = range.unwrap_or(0..size);
        if range.start > range.end || range.end > size {
            return Err(BlobError::Range { start: range.start, end: range.end, size });
        }
        if range.start > 0 {
            file.seek(SeekFrom::Start(range.start)).await.map_err(io_error("reading a blob"))?;
        }
        Ok(BlobReader { file, size, range })
    }

    /// The whole of a small blob, such as a manifest.
    ///
    /// # Errors
    /// [`BlobError::TooLarge`] when it has more than `bytes_max`; else as
    /// [`BlobStore::open_blob`].
    pub async fn read(&self, digest: &Digest, bytes_max: u64) -> Result<Bytes, BlobError> {
        let mut reader = self.open_blob(digest, None).await?;
        if reader.size > bytes_max {
            return Err(BlobError::TooLarge { max: bytes_max });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(reader.size).unwrap_or(0));
        reader.file.read_to_end(&mut bytes).await.map_err(io_error("reading a blob"))?;
        Ok(bytes.into())
    }

    /// Deletes a blob. `false` when it was not here.
    ///
    /// # Errors
    /// When it is here and can't be deleted.
    pub async fn delete(&self, digest: &Digest) -> Result<bool, BlobError> {
        match tokio::fs::remove_file(self.0.blob_path(digest)).await {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(io_error("deleting a blob")(e)),
        }
    }

    /// Runs file work on a blocking thread. When the caller is dropped the work still ends.
    async fn blocking<T, F>(&self, work: F) -> Result<T, BlobError>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> Result<T, BlobError> + Send + 'static,
    {
        let store = self.clone();
        let joined = tokio::task::spawn_blocking(move || work(&store)).await;
        joined.map_err(|e| io_error("running file work")(io::Error::other(e)))?
    }
}

impl Inner {
    fn algorithm_path(&self, algorithm: Algorithm) -> PathBuf {
        self.root.join(algorithm.name())
    }

    fn blob_path(&self, digest: &Digest) -> PathBuf {
        let hex = digest.hex();
        self.algorithm_path(digest.algorithm()).join(&hex[..2]).join(hex)
    }

    fn upload_path(&self, id: &UploadId) -> PathBuf {
        self.root.join("uploads").join(id.to_string())
    }
}

/// An open blob.
#[derive(Debug)]
pub struct BlobReader {
    file: tokio::fs::File,
    size: u64,
    range: Range<u64>,
}

impl BlobReader {
    /// The size of the whole blob in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The bytes that [`BlobReader::into_stream`] gives.
    #[must_use]
    pub fn range(&self) -> Range<u64> {
        self.range.clone()
    }

    /// The content in chunks of at most 256 KiB, read as it is polled.
    pub fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
        let len = self.range.end - self.range.start;
        ReaderStream::with_capacity(self.file.take(len), READ_BYTES)
    }
}
