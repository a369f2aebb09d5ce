//! Uploads: started, appended to in order, finished with a digest or cancelled.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::str::FromStr;

use bytes::Bytes;
use ferrogate_base::{TimestampMs, fsio};
use futures_util::{Stream, StreamExt as _};
use tokio::sync::mpsc;

use super::{BlobError, BlobStore, io_error};
use crate::digest::{Algorithm, Digest, Hasher};

/// Chunks on their way from the network to the disk, per upload.
const CHUNKS_QUEUED: usize = 4;

/// The owner of uploads that nobody asked for.
const OWN: &str = "the store";

/// Names an upload. Random, so knowing it is the permission to continue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UploadId(uuid::Uuid);

impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for UploadId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        uuid::Uuid::try_parse(text).map(Self)
    }
}

/// The one request that may work on an upload now.
struct Turn {
    store: BlobStore,
    id: UploadId,
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(session) = self.store.0.uploads.lock().get_mut(&self.id) {
            session.busy = false;
        }
    }
}

impl BlobStore {
    /// Starts an upload of `owner`, any text that tells owners apart. Who has as many as one
    /// may have, or when there are as many as may be, loses the one left longest.
    ///
    /// # Errors
    /// [`BlobError::TooManyUploads`] when all that could go are being written to, or a fault of
    /// the file system.
    pub async fn start_upload(&self, owner: &str) -> Result<UploadId, BlobError> {
        let owner = owner.to_owned();
        self.blocking(move |store| {
            let (id, now) = (UploadId(uuid::Uuid::new_v4()), store.0.clock.now());
            let gone = store.0.uploads.lock().start(id, &owner, now, &store.0.options);
            if let Some(gone) = gone.map_err(|full| BlobError::TooManyUploads { max: full.max })? {
                store.forget(gone)?;
            }
            let mut open = OpenOptions::new();
            let made = open.write(true).create_new(true).mode(0o600).open(store.0.upload_path(&id));
            if let Err(e) = made {
                store.0.uploads.lock().remove(&id);
                return Err(io_error("starting an upload")(e));
            }
            Ok(id)
        })
        .await
    }

    /// How many bytes of an upload are here: where the next chunk starts.
    ///
    /// # Errors
    /// [`BlobError::NoUpload`], or a fault of the file system.
    pub async fn upload_offset(&self, id: UploadId) -> Result<u64, BlobError> {
        self.blocking(move |store| store.upload_len(id)).await
    }

    /// Appends a chunk that starts at `offset`, and tells the new offset. What arrived
    /// before a failure, or before this future was dropped, stays: ask
    /// [`BlobStore::upload_offset`] where to go on.
    ///
    /// # Errors
    /// [`BlobError::Offset`] when chunks are out of order, [`BlobError::Busy`] when another
    /// request appends, [`BlobError::TooLarge`] (ends the upload), [`BlobError::Body`],
    /// [`BlobError::NoSpace`].
    pub async fn append<S, E>(&self, id: UploadId, offset: u64, body: S) -> Result<u64, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let turn = self.turn(id)?;
        let (chunks, queue) = mpsc::channel(CHUNKS_QUEUED);
        let writing = tokio::task::spawn_blocking(move || turn.append(offset, queue));
        let mut body = std::pin::pin!(body);
        let mut broken = None;
        while let Some(chunk) = body.next().await {
            match chunk {
                Ok(chunk) => {
                    // A closed queue means that the writer failed; it tells why below.
                    if chunks.send(chunk).await.is_err() {
                        break;
                    }
                }
                Err(e) => {
                    broken = Some(e.into());
                    break;
                }
            }
        }
        drop(chunks);
        let joined = writing.await.map_err(|e| io_error("writing a blob")(io::Error::other(e)))?;
        let offset = joined?;
        broken.map_or(Ok(offset), |e| Err(BlobError::Body(e)))
    }

    /// Ends an upload: its content must have `digest`, and is a blob from now on, also after
    /// a power cut. Returns the size in bytes. Finishing what is a blob already is fine.
    ///
    /// # Errors
    /// [`BlobError::DigestMismatch`] removes the upload; [`BlobError::NoSpace`] keeps it.
    pub async fn finish(&self, id: UploadId, digest: &Digest) -> Result<u64, BlobError> {
        let (turn, digest) = (self.turn(id)?, digest.clone());
        self.blocking(move |_| turn.finish(&digest)).await
    }

    /// Gives up an upload. `false` when there was none.
    ///
    /// # Errors
    /// [`BlobError::Busy`] while a chunk is being written, or a fault of the file system.
    pub async fn cancel(&self, id: UploadId) -> Result<bool, BlobError> {
        let turn = match self.turn(id) {
            Ok(turn) => turn,
            Err(BlobError::NoUpload(_)) => return Ok(false),
            Err(e) => return Err(e),
        };
        self.blocking(move |store| store.forget(turn.id)).await?;
        Ok(true)
    }

    /// Stores a whole blob in one go; returns its size in bytes. Leaves nothing when it
    /// fails.
    ///
    /// # Errors
    /// As [`BlobStore::append`] and [`BlobStore::finish`].
    pub async fn put<S, E>(&self, digest: &Digest, body: S) -> Result<u64, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let id = self.start_upload(OWN).await?;
        let stored = match self.append(id, 0, body).await {
            Ok(_) => self.finish(id, digest).await,
            Err(e) => Err(e),
        };
        if stored.is_err() {
            // The first error is the one to report; what can't be removed now, expires.
            drop(self.cancel(id).await);
        }
        stored
    }

    /// Stores bytes that are in memory already, under the digest that `algorithm` gives them.
    ///
    /// # Errors
    /// As [`BlobStore::put`].
    pub async fn put_bytes(&self, algorithm: Algorithm, bytes: Bytes) -> Result<Digest, BlobError> {
        let digest = algorithm.digest(&bytes);
        let body = futures_util::stream::iter([Ok::<_, io::Error>(bytes)]);
        self.put(&digest, body).await?;
        Ok(digest)
    }

    pub(super) fn find_uploads(&self) -> Result<(), BlobError> {
        let what = "reading the upload folder";
        for entry in fs::read_dir(self.0.root.join("uploads")).map_err(io_error(what))? {
            let name = entry.map_err(io_error(what))?.file_name();
            if let Some(id) = name.to_str().and_then(|n| n.parse().ok()) {
                // When it was touched, its file says until somebody works on it again.
                self.0.uploads.lock().found(id, TimestampMs::default());
            }
        }
        Ok(())
    }

    /// Removes an upload's file and its session.
    pub(super) fn forget(&self, id: UploadId) -> Result<(), BlobError> {
        let removed = fsio::remove_all(&self.0.upload_path(&id));
        self.0.uploads.lock().remove(&id);
        removed.map_err(io_error("removing an upload"))
    }

    pub(super) fn is_busy(&self, id: UploadId) -> bool {
        self.0.uploads.lock().get_mut(&id).is_some_and(|session| session.busy)
    }

    fn turn(&self, id: UploadId) -> Result<Turn, BlobError> {
        let mut uploads = self.0.uploads.lock();
        let session = uploads.touch(&id, self.0.clock.now()).ok_or(BlobError::NoUpload(id))?;
        if session.busy {
            return Err(BlobError::Busy(id));
        }
        session.busy = true;
        Ok(Turn { store: self.clone(), id })
    }

    fn upload_len(&self, id: UploadId) -> Result<u64, BlobError> {
        match fs::metadata(self.0.upload_path(&id)) {
            Ok(meta) => Ok(meta.len()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Err(BlobError::NoUpload(id)),
            Err(e) => Err(io_error("looking at an upload")(e)),
        }
    }
}

impl Turn {
    /// Writes what comes out of the queue until it closes.
    fn append(self, offset: u64, mut queue: mpsc::Receiver<Bytes>) -> Result<u64, BlobError> {
        let expected = self.store.upload_len(self.id)?;
        if offset != expected {
            return Err(BlobError::Offset { expected, given: offset });
        }
        let path = self.store.0.upload_path(&self.id);
        let file = OpenOptions::new().append(true).open(path);
        let mut file = file.map_err(io_error("opening an upload"))?;
        let mut hasher = self.take_hasher(offset);
        let mut written = offset;
        let max = self.store.0.options.blob_bytes_max;
        while let Some(chunk) = queue.blocking_recv() {
            let after = written.saturating_add(chunk.len() as u64);
            if after > max {
                self.store.forget(self.id)?;
                return Err(BlobError::TooLarge { max });
            }
            if let Err(e) = file.write_all(&chunk) {
                // Part of the chunk may be in the file: keep only what is whole.
                drop(file.set_len(written));
                self.give_hasher(hasher, written);
                return Err(io_error("writing a blob")(e));
            }
            if let Some(hasher) = &mut hasher {
                hasher.update(&chunk);
            }
            written = after;
        }
        self.give_hasher(hasher, written);
        Ok(written)
    }

    fn take_hasher(&self, covered: u64) -> Option<Hasher> {
        let mut uploads = self.store.0.uploads.lock();
        let seen = uploads.get_mut(&self.id)?.seen.take();
        seen.filter(|(_, bytes)| *bytes == covered).map(|(hasher, _)| hasher)
    }

    fn give_hasher(&self, hasher: Option<Hasher>, covered: u64) {
        if let Some(session) = self.store.0.uploads.lock().get_mut(&self.id) {
            session.seen = hasher.map(|hasher| (hasher, covered));
        }
    }

    fn finish(self, expected: &Digest) -> Result<u64, BlobError> {
        let path = self.store.0.upload_path(&self.id);
        let size = self.store.upload_len(self.id)?;
        // Which algorithm is wanted is known only now; nearly always it is the one expected.
        let actual = match self.take_hasher(size) {
            Some(hasher) if hasher.algorithm() == expected.algorithm() => hasher.finish(),
            _ => digest_of_file(expected.hasher(), &path)
                .map_err(io_error("reading an upload back"))?,
        };
        if actual != *expected {
            self.store.forget(self.id)?;
            return Err(BlobError::DigestMismatch { expected: expected.clone(), actual });
        }
        self.publish(&path, expected).map_err(io_error("storing a blob"))?;
        self.store.0.uploads.lock().remove(&self.id);
        Ok(size)
    }

    fn publish(&self, from: &Path, digest: &Digest) -> io::Result<()> {
        File::open(from)?.sync_all()?;
        let to = self.store.0.blob_path(digest);
        let folder = to.parent().expect("a blob's path has two folders above it");
        match fs::DirBuilder::new().mode(0o700).create(folder) {
            Ok(()) => fsio::sync_dir(&self.store.0.algorithm_path(digest.algorithm()))?,
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
        fs::rename(from, &to)?;
        fsio::sync_dir(folder)
    }
}

fn digest_of_file(mut hasher: Hasher, path: &Path) -> io::Result<Digest> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; super::READ_BYTES];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hasher.finish()),
            n => hasher.update(&buffer[..n]),
        }
    }
}
