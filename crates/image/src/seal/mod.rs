//! Whether the unpacked layers of a host are still what was unpacked.
//!
//! Tasks run from a layer's files as they are on disk, and nothing looks at them again: both of
//! a layer's digests are of its archive. So a layer gets a *seal* some time after it was
//! unpacked: a digest over all that a task can see of it, beside it on the disk. [`inspect`]
//! reads every layer again and compares.
//!
//! A seal tells of disks that forget and of hands that slip. It is no proof against root, who
//! can write another; nor does it know of what happened before it was made.

mod file;
mod tree;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use ferrogate_base::fsio;

use crate::digest::Digest;
use crate::pull::{Cache, Puller};
use file::{Reader, Writer};
use tree::{Mark, Reading};

/// Why a layer is not sealed, or can't be compared.
#[derive(Debug, thiserror::Error)]
enum SealError {
    #[error("/{path} can't be read")]
    Read {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("the names of its folders take more than 64 MiB")]
    TooManyNames,
    #[error("its seal can't be written or read")]
    Seal(#[source] io::Error),
    #[error("it was removed meanwhile")]
    Removed,
    #[error("it was left off")]
    Stopped,
}

impl SealError {
    /// In words, with the cause.
    fn reason(&self) -> String {
        let cause = std::error::Error::source(self);
        cause.map_or_else(|| self.to_string(), |cause| format!("{self}: {cause}"))
    }
}

/// Seals the layers of a host. One for each [`Puller`].
pub struct Sealer {
    puller: Puller,
    /// Layers that could not be sealed: not tried again, so that each is told of once.
    failed: HashSet<Digest>,
}

impl Sealer {
    /// A sealer that has sealed nothing.
    #[must_use]
    pub fn new(puller: Puller) -> Self {
        Self { puller, failed: HashSet::new() }
    }

    /// Seals one layer after the other until all have a seal, `stop` says so, or a pull begins,
    /// which is to have the disk for itself. Blocks for as long as that takes: it reads all that
    /// it seals. Answers how many it sealed.
    ///
    /// # Errors
    /// When the folder of the layers can't be read. A layer that can't be sealed is told of in
    /// the log and left without.
    pub fn run(&mut self, stop: &dyn Fn() -> bool) -> io::Result<u64> {
        let cache = self.puller.cache().clone();
        let busy = || stop() || !cache.catalog.lock().pins.is_empty();
        let mut sealed = 0;
        for diff_id in cache.layers()? {
            if self.failed.contains(&diff_id) || cache.seal_path(&diff_id).exists() {
                continue;
            }
            match seal(&cache, &diff_id, &busy) {
                Ok(()) => sealed += 1,
                Err(SealError::Stopped) => break,
                Err(SealError::Removed) => {}
                Err(error) => {
                    tracing::warn!(layer = %diff_id, error = error.reason(), "a layer has no seal");
                    self.failed.insert(diff_id);
                }
            }
        }
        Ok(sealed)
    }
}

fn seal(cache: &Cache, diff_id: &Digest, stop: &dyn Fn() -> bool) -> Result<(), SealError> {
    let path = cache.layer_path(diff_id);
    let root = open(&path)?;
    let partial = cache.trash_path();
    let sealed = write(&root, &partial, stop).and_then(|()| {
        // Removal takes a layer's name under this lock: one that has it still was whole all the
        // while, and the seal can't outlive it.
        let _catalog = cache.catalog.lock();
        if !is_at(&root, &path) {
            return Err(SealError::Removed);
        }
        fs::rename(&partial, cache.seal_path(diff_id)).map_err(SealError::Seal)
    });
    if sealed.is_err() {
        // It may not even exist, and goes at the next start.
        drop(fs::remove_file(&partial));
    }
    // A layer that was removed while it was read fails in many ways.
    sealed.map_err(|error| if is_at(&root, &path) { error } else { SealError::Removed })
}

fn write(root: &OwnedFd, partial: &Path, stop: &dyn Fn() -> bool) -> Result<(), SealError> {
    let mut seal = Writer::create(partial).map_err(SealError::Seal)?;
    let reading = Reading { from_disk: false, stop };
    let digest = tree::read(root, reading, &mut |_, mark| seal.mark(mark))?;
    seal.finish(digest).map_err(SealError::Seal)
}

/// How a layer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// As it was when it was sealed.
    Intact,
    /// Not so. The first path that differs, or that comes after one that is gone; `None` when
    /// what is gone was the last.
    Differs(Option<PathBuf>),
    /// Nobody can tell: it has no seal yet.
    Unsealed,
    /// Nobody can tell: what there is of a seal is none, or the layer can't be read. Why.
    Unreadable(String),
}

/// A layer that was read again.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// The digest of the layer's archive.
    pub diff_id: Digest,
    /// Where it is.
    pub path: PathBuf,
    /// Its seal, whether or not there is one.
    pub seal: PathBuf,
    /// The images that stand on it, by their digests and those of the indexes that lead to them.
    pub images: Vec<Digest>,
    /// Bytes that it has on disk, as its record says.
    pub unpacked_bytes: u64,
    /// How it is.
    pub condition: Condition,
}

/// Reads all layers below the `root` of a [`Puller`] again, past what memory holds of them, and
/// compares each with its seal. Changes nothing; a puller may be at work meanwhile, and a layer
/// that it removes is not among the answers. Blocks for as long as it takes to read them all.
///
/// # Errors
/// When the records or the folder of the layers can't be read. A root that is not there has no
/// layers.
pub fn inspect(root: &Path) -> io::Result<Vec<Inspected>> {
    if !root.try_exists()? {
        return Ok(Vec::new());
    }
    let cache = Cache::at(root);
    let mut images = cache.images_by_layer()?;
    let mut layers = cache.layers()?;
    layers.sort();
    let inspected = layers.into_iter().filter_map(|diff_id| {
        let path = cache.layer_path(&diff_id);
        let seal = cache.seal_path(&diff_id);
        let condition = condition(&path, &seal)?;
        Some(Inspected {
            images: images.remove(&diff_id).unwrap_or_default(),
            unpacked_bytes: cache.layer_record(&diff_id).map_or(0, |record| record.unpacked_bytes),
            condition,
            diff_id,
            path,
            seal,
        })
    });
    Ok(inspected.collect())
}

/// How the layer at `path` is; `None` when it was removed.
fn condition(path: &Path, seal: &Path) -> Option<Condition> {
    let root = open(path);
    let compared = match &root {
        Ok(root) => compare(root, seal),
        Err(_) if !path.exists() => return None,
        Err(error) => Ok(Condition::Unreadable(error.reason())),
    };
    let still_there = root.is_ok_and(|root| is_at(&root, path));
    match compared.unwrap_or_else(|error| Condition::Unreadable(error.reason())) {
        Condition::Intact => Some(Condition::Intact),
        trouble => still_there.then_some(trouble),
    }
}

fn compare(root: &OwnedFd, seal: &Path) -> Result<Condition, SealError> {
    let mut seal = match Reader::open(seal) {
        Ok(Some(seal)) => seal,
        Ok(None) => return Ok(Condition::Unreadable("its seal is damaged".into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Condition::Unsealed),
        Err(error) => return Err(SealError::Seal(error)),
    };
    let mut first = None;
    let mut each = |path: &[u8], mark: Mark| {
        if seal.next()? != Some(mark) && first.is_none() {
            first = Some(Path::new("/").join(String::from_utf8_lossy(path).as_ref()));
        }
        Ok(())
    };
    let digest = tree::read(root, Reading { from_disk: true, stop: &|| false }, &mut each)?;
    let (sealed, marks_left) = seal.finish().map_err(SealError::Seal)?;
    Ok(match (digest == sealed, first) {
        // Whatever the marks say: they only show the way.
        (true, _) => Condition::Intact,
        (false, None) if marks_left == 0 => Condition::Unreadable("its seal is damaged".into()),
        (false, first) => Condition::Differs(first),
    })
}

fn open(path: &Path) -> Result<OwnedFd, SealError> {
    tree::open(path).map_err(|source| SealError::Read { path: String::new(), source })
}

/// Whether an open folder still has its name.
fn is_at(root: &OwnedFd, path: &Path) -> bool {
    let there = fs::symlink_metadata(path).map(|meta| (meta.dev(), meta.ino()));
    let open = rustix::fs::fstat(root).map(|stat| (stat.st_dev, stat.st_ino));
    matches!((there, open), (Ok(there), Ok(open)) if there == open)
}

/// Takes the seal of a layer away that goes, or that comes.
pub(crate) fn break_seal(cache: &Cache, diff_id: &Digest) -> io::Result<()> {
    fsio::remove_all(&cache.seal_path(diff_id))
}
