//! Buckets, which are folders: whether they are there.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use crate::bucket_name::is_name;

/// Whether a bucket of this name is there. A link to a folder is none: who writes or reads there
/// goes by no link either.
pub(super) fn is_there(buckets: &Path, name: &str) -> bool {
    is_name(name) && buckets.join(name).symlink_metadata().is_ok_and(|found| found.is_dir())
}

/// Objects of buckets, for who may read them: the engine's server sees none itself.
pub trait Objects: Send + Sync {
    /// All of an object of at most `max` bytes.
    fn read<'o>(&'o self, bucket: &'o str, key: &'o str, max: u64) -> Reading<'o>;
}

/// What reading an object comes to.
pub type Reading<'o> = Pin<Box<dyn Future<Output = Result<Vec<u8>, Unread>> + Send + 'o>>;

/// Why an object was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// There is none, or it is no plain file of its bucket's own: a link, say.
    #[error("there is no such object")]
    Missing,
    /// It has more bytes than were asked for.
    #[error("the object is too large")]
    TooLarge,
    /// It can't be said whether there is.
    #[error("the object can't be read")]
    Failed(#[source] std::io::Error),
}

/// The buckets of an engine.
#[derive(Clone)]
pub struct Buckets {
    /// A folder with one of each bucket's name.
    pub names: PathBuf,
    /// What is in them.
    pub objects: Arc<dyn Objects>,
}
