//! Sessions that are kept as objects of buckets: what a program writes is gathered in a file of
//! this server, and put into its bucket when the session has ended.
//!
//! The file says first where it is to go, so that it gets there whoever is killed meanwhile: one
//! that is left over when the server starts is of a session that has ended with the last server.
//! It is removed once it lies in its bucket. Putting it there twice comes to the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use ferrogate_base::{Shutdown, fsio};
use ferrogate_channel::ticket::LogObject;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

use crate::rights::{Rights, Whose};

/// Bytes of a session that are kept.
pub const LOG_BYTES_MAX: u64 = 64 << 20;
/// Bytes of all files that wait for their bucket; the oldest are lost first.
const WAITING_BYTES_MAX: u64 = 512 << 20;
/// Bytes that may wait to be written: more is not read from the program.
const UNWRITTEN_MAX: usize = 1 << 20;
/// How long the line is that says where a file goes.
const HEAD_MAX: u64 = 16 << 10;
/// How often it is tried again to put what waits into its bucket.
const AGAIN_AFTER: Duration = Duration::from_secs(5);
/// How long whoever ends a session waits for its object.
const PUT_WITHIN: Duration = Duration::from_secs(5);

/// A file whose session goes on, and one whose session has ended.
const OPEN: &str = "open";
const ENDED: &str = "log";
/// One that was being made when the server was killed (`fsio::write_atomic`).
const UNMADE: &str = "new";

/// What the agent of SSM says of a bucket (amazon-ssm-agent, `S3EncryptionErrorMsg`).
const NOT_ENCRYPTED: &str = "We couldn't start the session because encryption is not set up on the \
                             selected Amazon S3 bucket. Either encrypt the bucket or choose an \
                             option to enable logging without encryption.";

/// How a bucket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// There is none of that name.
    Missing,
    /// It is there.
    There {
        /// Whether what is put there is encrypted on its disk.
        encrypted: bool,
    },
}

/// Buckets, which this server does not see itself.
#[async_trait]
pub trait Buckets: Send + Sync + 'static {
    /// How a bucket is. Has a deadline of its own.
    ///
    /// # Errors
    /// In words: nobody can say it.
    async fn look(&self, bucket: &str) -> Result<Found, String>;

    /// Puts what is in `file` from its byte `from` on into a bucket. Returns once it lasts; an
    /// object that is there already with the same bytes is left. Has a deadline of its own.
    ///
    /// # Errors
    /// In words.
    async fn put(&self, bucket: &str, key: &str, file: &Path, from: u64) -> Result<(), String>;
}

/// Where a file goes, and with whose right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct To {
    whose: Whose,
    bucket: String,
    key: String,
}

/// The sessions of this server that are kept as objects. Cheap to clone.
#[derive(Clone)]
pub struct Archive(Arc<Shared>);

struct Shared {
    dir: PathBuf,
    buckets: Arc<dyn Buckets>,
    rights: Arc<dyn Rights>,
    /// Files that somebody puts into their bucket now.
    busy: Mutex<BTreeSet<PathBuf>>,
    /// What was told of files that wait, so that it is told once.
    told: Mutex<BTreeMap<PathBuf, String>>,
    lost: AtomicU64,
    ended: Notify,
}

/// Why a log is not in its bucket.
enum Waits {
    /// The role of its task may not put it there.
    Denied(String),
    /// The bucket can't be written.
    Bucket(String),
}

impl Waits {
    fn why(&self) -> &str {
        match self {
            Self::Denied(why) | Self::Bucket(why) => why,
        }
    }
}

/// What is to be told of a session's log before the session begins.
#[derive(Default)]
pub(crate) struct Prepared {
    pub(crate) kept: Option<Kept>,
    /// What the user is to know.
    pub(crate) notice: String,
    /// Why there is no session.
    pub(crate) refused: Option<String>,
}

impl Archive {
    /// Keeps files in `dir`, which is made when it is missing. What is there is of sessions that
    /// have ended.
    ///
    /// # Errors
    /// The folder's.
    pub fn open(
        dir: PathBuf,
        buckets: Arc<dyn Buckets>,
        rights: Arc<dyn Rights>,
    ) -> io::Result<Self> {
        std::fs::create_dir_all(&dir)?;
        for path in files(&dir, UNMADE)? {
            std::fs::remove_file(&path)?;
        }
        for path in files(&dir, OPEN)? {
            std::fs::rename(&path, path.with_extension(ENDED))?;
        }
        Ok(Self(Arc::new(Shared {
            dir,
            buckets,
            rights,
            busy: Mutex::default(),
            told: Mutex::default(),
            lost: AtomicU64::new(0),
            ended: Notify::new(),
        })))
    }

    /// Why logs are not where they belong, if some are not. Names nobody's bucket.
    #[must_use]
    pub fn trouble(&self) -> Option<&'static str> {
        if self.0.lost.load(Ordering::Relaxed) > 0 {
            return Some("logs of sessions are lost: their buckets could not be written");
        }
        let waits = !self.0.told.lock().is_empty();
        waits.then_some("logs of sessions wait: their buckets can't be written")
    }

    /// Makes a session's file, and says what the user is to know before the session begins. No
    /// bucket that can't be written holds a session up.
    pub(crate) async fn prepare(&self, whose: Whose, session: &str, of: &LogObject) -> Prepared {
        let LogObject { bucket, prefix, encrypted } = of;
        let key = key(prefix, session);
        let found = self.0.buckets.look(bucket).await;
        if *encrypted {
            let unseen = |error: String| {
                format!(
                    "Couldn't start the session because we are unable to validate encryption on \
                     Amazon S3 bucket. Error: {error}"
                )
            };
            let seen = match (self.0.rights.may_see_encryption(&whose, bucket), &found) {
                (Err(denied), _) => Err(unseen(denied)),
                (Ok(()), Err(error)) => Err(unseen(error.clone())),
                (Ok(()), Ok(Found::Missing)) => Err(unseen(missing(bucket))),
                (Ok(()), Ok(Found::There { encrypted: false })) => Err(NOT_ENCRYPTED.to_owned()),
                (Ok(()), Ok(Found::There { encrypted: true })) => Ok(()),
            };
            if let Err(refused) = seen {
                return Prepared { refused: Some(refused), ..Prepared::default() };
            }
        }
        let may = self.0.rights.may_put(&whose, bucket, &key);
        let mut why = match (may, found) {
            (Err(denied), _) => Some(denied),
            (Ok(()), Err(error)) => Some(error),
            (Ok(()), Ok(Found::Missing)) => Some(missing(bucket)),
            (Ok(()), Ok(Found::There { .. })) => None,
        };
        let to = To { whose, bucket: bucket.clone(), key };
        let kept = match Kept::begin(self.clone(), session, to.clone()).await {
            Ok(kept) => Some(kept),
            Err(error) => {
                why = Some(format!("it can't be kept here: {error}"));
                None
            }
        };
        let notice = why.map(|why| {
            tracing::warn!(session, bucket, error = why, "a session's log can't be put there now");
            format!("The log of this session can't be put at {} now: {why}", to.uri())
        });
        Prepared { kept, notice: notice.unwrap_or_default(), refused: None }
    }

    /// Puts what waits into its bucket, again and again until the shutdown.
    pub async fn run(self, shutdown: Shutdown) {
        loop {
            self.look().await;
            tokio::select! {
                () = self.0.ended.notified() => {}
                () = tokio::time::sleep(AGAIN_AFTER) => {}
                () = shutdown.requested() => return,
            }
        }
    }

    async fn look(&self) {
        let of = self.clone();
        let find = move || files(&of.0.dir, ENDED).map(|ended| of.lose_oldest(ended));
        let found = tokio::task::spawn_blocking(find).await.map_err(io::Error::other);
        let ended = match found.flatten() {
            Ok(ended) => ended,
            Err(error) => {
                tracing::warn!(%error, "logs of sessions can't be looked at");
                return;
            }
        };
        self.0.told.lock().retain(|path, _| ended.contains(path));
        // A bucket that can't be written makes nobody wait but who goes there.
        let mut stuck = BTreeSet::new();
        for path in ended {
            match head(&path).await {
                Ok((to, _)) if stuck.contains(&to.bucket) => {}
                Ok((to, from)) => {
                    // A role that may not says nothing of the others'.
                    if let Err(Waits::Bucket(_)) = self.put(&path, &to, from).await {
                        stuck.insert(to.bucket);
                    }
                }
                // What a full disk or the power has left of a head says nothing of where it goes.
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    tracing::warn!(file = %path.display(), "a log of a session has no head");
                    drop(tokio::fs::remove_file(&path).await);
                }
                Err(error) => tracing::warn!(%error, "a log of a session can't be read"),
            }
        }
    }

    /// Puts a file into its bucket and removes it; does nothing when somebody is about it.
    async fn put(&self, path: &Path, to: &To, from: u64) -> Result<(), Waits> {
        if !self.0.busy.lock().insert(path.to_owned()) {
            return Ok(());
        }
        let _busy = Busy { of: self, path };
        let put = match self.0.rights.may_put(&to.whose, &to.bucket, &to.key) {
            Ok(()) => {
                let put = self.0.buckets.put(&to.bucket, &to.key, path, from).await;
                put.map_err(Waits::Bucket)
            }
            Err(denied) => Err(Waits::Denied(denied)),
        };
        match put {
            Ok(()) => {
                self.0.told.lock().remove(path);
                let removed = tokio::fs::remove_file(path).await;
                removed.or_else(gone).map_err(|error| Waits::Bucket(error.to_string()))
            }
            Err(waits) => {
                let why = waits.why();
                let before = self.0.told.lock().insert(path.to_owned(), why.to_owned());
                if before.as_deref() != Some(why) {
                    let object = to.uri();
                    tracing::warn!(object, error = why, "a log of a session waits");
                }
                Err(waits)
            }
        }
    }

    fn lose_oldest(&self, mut ended: Vec<PathBuf>) -> Vec<PathBuf> {
        let size = |path: &PathBuf| path.metadata().map(|of| of.len()).unwrap_or_default();
        let mut bytes: u64 = ended.iter().map(size).sum();
        while bytes > WAITING_BYTES_MAX && !ended.is_empty() {
            let path = ended.remove(0);
            bytes -= size(&path);
            self.0.lost.fetch_add(1, Ordering::Relaxed);
            let file = path.display();
            tracing::error!(%file, "a log of a session is lost: its bucket can't be written");
            drop(std::fs::remove_file(&path));
        }
        ended
    }
}

/// A file that somebody puts into its bucket, however that ends.
struct Busy<'b> {
    of: &'b Archive,
    path: &'b Path,
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.of.0.busy.lock().remove(self.path);
    }
}

/// One session that is kept.
pub(crate) struct Kept {
    archive: Archive,
    path: PathBuf,
    to: To,
    sender: mpsc::UnboundedSender<Bytes>,
    waiting: Arc<AtomicUsize>,
    writer: JoinHandle<Result<(), String>>,
}

impl Kept {
    async fn begin(archive: Archive, session: &str, to: To) -> io::Result<Self> {
        let path = archive.0.dir.join(format!("{session}.{OPEN}"));
        let mut head = serde_json::to_vec(&to)?;
        head.push(b'\n');
        let from = head.len() as u64;
        let made = path.clone();
        // Whole or not there at all, and on the disk before anything runs.
        tokio::task::spawn_blocking(move || fsio::write_atomic(&made, &head, 0o600))
            .await
            .map_err(io::Error::other)??;
        let file = tokio::fs::OpenOptions::new().append(true).open(&path).await?;
        let (sender, chunks) = mpsc::unbounded_channel();
        let waiting = Arc::<AtomicUsize>::default();
        let writer = tokio::spawn(write(file, from, chunks, waiting.clone()));
        Ok(Self { archive, path, to, sender, waiting, writer })
    }

    /// Whether more may be written.
    pub(crate) fn has_room(&self) -> bool {
        self.waiting.load(Ordering::Acquire) < UNWRITTEN_MAX
    }

    pub(crate) fn write(&self, bytes: &Bytes) {
        self.waiting.fetch_add(bytes.len(), Ordering::AcqRel);
        // The writer listens until this is dropped.
        drop(self.sender.send(bytes.clone()));
    }

    /// The session has ended: has the file put into its bucket, and waits a moment for that, if
    /// somebody is `there` to be told. What the user is to know of it, if anything.
    pub(crate) async fn end(self, there: bool) -> Option<String> {
        let Self { archive, path, to, sender, writer, .. } = self;
        drop(sender);
        let written = writer.await.unwrap_or_else(|error| Err(error.to_string()));
        let ended = path.with_extension(ENDED);
        if let Err(error) = tokio::fs::rename(&path, &ended).await {
            return Some(format!("The log of this session is lost: {error}"));
        }
        let put = async {
            let (_, from) = head(&ended).await.map_err(|error| error.to_string())?;
            archive.put(&ended, &to, from).await.map_err(|waits| waits.why().to_owned())
        };
        let late = || Err("its bucket does not answer".to_owned());
        let put = match there {
            true => tokio::time::timeout(PUT_WITHIN, put).await.unwrap_or_else(|_| late()),
            false => Ok(()),
        };
        archive.0.ended.notify_one();
        match (written, put) {
            (Err(why), _) => Some(format!("The log of this session is not whole: {why}")),
            (Ok(()), Err(why)) => Some(format!(
                "The log of this session is not at {} yet, and is put there as soon as it can be: \
                 {why}",
                to.uri()
            )),
            (Ok(()), Ok(())) => None,
        }
    }
}

/// Writes what comes, as far as there is room for it.
async fn write(
    mut file: tokio::fs::File,
    from: u64,
    mut chunks: mpsc::UnboundedReceiver<Bytes>,
    waiting: Arc<AtomicUsize>,
) -> Result<(), String> {
    let mut result = Ok(());
    let mut room = LOG_BYTES_MAX;
    while let Some(chunk) = chunks.recv().await {
        let length = usize::try_from(room).unwrap_or(usize::MAX).min(chunk.len());
        if result.is_ok() {
            let written = async {
                file.write_all(&chunk[..length]).await?;
                file.flush().await
            };
            if let Err(error) = written.await {
                result = Err(error.to_string());
            }
        }
        room -= length as u64;
        if length < chunk.len() && result.is_ok() {
            result = Err(format!("it has more than {LOG_BYTES_MAX} bytes"));
        }
        waiting.fetch_sub(chunk.len(), Ordering::AcqRel);
    }
    if let Err(error) = file.sync_all().await {
        result = result.and(Err(error.to_string()));
    }
    if let Err(why) = &result {
        tracing::warn!(from, error = why, "a log of a session is not whole");
    }
    result
}

impl To {
    fn uri(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.key)
    }
}

/// The object of a session (amazon-ssm-agent, `BuildS3Path`): `PREFIX/SESSION.log`.
fn key(prefix: &str, session: &str) -> String {
    match prefix {
        "" => format!("{session}.log"),
        prefix => format!("{prefix}/{session}.log"),
    }
}

fn missing(bucket: &str) -> String {
    format!("NoSuchBucket: The specified bucket does not exist: {bucket}")
}

/// Where a file goes, and where in it that which goes there begins.
async fn head(path: &Path) -> io::Result<(To, u64)> {
    use tokio::io::AsyncReadExt as _;
    let mut line = Vec::new();
    let file = tokio::fs::File::open(path).await?;
    BufReader::new(file.take(HEAD_MAX)).read_until(b'\n', &mut line).await?;
    let bad = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    Ok((serde_json::from_slice(&line).map_err(bad)?, line.len() as u64))
}

/// Files of sessions, the oldest first.
fn files(dir: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|of| of == extension) {
            found.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

fn gone(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}
