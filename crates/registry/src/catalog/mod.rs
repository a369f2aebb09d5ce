//! What is in the registry: repositories, images, tags and layers, and the rules by which
//! they come and go.
//!
//! Content first, record second: bytes are in the blob store, whole and verified, before a
//! record names them. What a crash leaves in between is content without a record, which
//! [`Catalog::sweep`] removes.
//!
//! Whatever changes a repository is one transaction with the guard that the repository's own
//! record is unchanged since the first look. Images that come, and images and layers that
//! go, write that record as well. So an image is never recorded whose layer was removed
//! meanwhile, nor a layer removed that a new image needs: one of the two meets a conflict,
//! and looks again.

mod image;
mod layer;
mod manifest;
mod policy;
mod repository;
mod sweep;

pub use image::{Deleted, Found, Pushed};
pub use layer::{Availability, UploadId};
pub use manifest::Referrer;
pub use sweep::Swept;

use std::sync::Arc;

use ferrogate_base::TimestampMs;
use ferrogate_image::blobs::BlobStore;
use ferrogate_image::{Digest, reference};
use ferrogate_records::Scope;
use ferrogate_records::ecr::{image as image_record, repository as repository_record};
use ferrogate_state::{Entry, Fault, Row, Snapshot, State, put};
use ferrogate_store::{Guard, Key, Op, Prefix};

use crate::Error;

/// How often a write is tried again when others write the same.
const ATTEMPTS: u32 = 64;

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

type Repository = Arc<Entry<repository_record::Record>>;
type RepositoryRow = Row<repository_record::Record>;
type Image = Arc<Entry<image_record::Record>>;

/// What is in the registry. Cheap to clone.
#[derive(Clone)]
pub struct Catalog(Arc<Inner>);

struct Inner {
    state: Arc<State>,
    blobs: BlobStore,
    /// Held shared from "the content is whole" to "a record names it", and alone while
    /// content without a record is removed.
    content: tokio::sync::RwLock<()>,
}

/// How an image is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// By a tag.
    Tag(String),
    /// By its digest.
    Digest(Digest),
}

impl Reference {
    /// Reads what stands after `/manifests/`: a digest when there is a colon, else a tag.
    ///
    /// # Errors
    /// [`Error::BadTag`], [`Error::BadDigest`].
    pub fn parse(text: &str) -> Result<Self> {
        if text.contains(':') {
            return Ok(Self::Digest(digest(text)?));
        }
        check_tag(text)?;
        Ok(Self::Tag(text.to_owned()))
    }

    fn not_found(&self, repository: &repository_record::Record) -> Error {
        let (digest, tag) = match self {
            Self::Tag(tag) => (None, Some(tag.clone())),
            Self::Digest(digest) => (Some(digest.to_string()), None),
        };
        let (name, registry) = names(repository);
        Error::NoImage { repository: name, registry, digest, tag }
    }
}

impl Catalog {
    /// The catalog over `state`, with content in `blobs`.
    #[must_use]
    pub fn new(state: Arc<State>, blobs: BlobStore) -> Self {
        Self(Arc::new(Inner { state, blobs, content: tokio::sync::RwLock::new(()) }))
    }

    /// The digest of the image that `tag_or_digest` (`1.2`, `sha256:…`) means in a
    /// repository. Answers from memory.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`Error::NoImage`], or a text that is neither.
    pub fn resolve(&self, scope: &Scope, repository: &str, tag_or_digest: &str) -> Result<Digest> {
        let found = self.image(scope, repository, &Reference::parse(tag_or_digest)?)?;
        digest(&found.digest)
    }

    /// The store of content that records name.
    #[must_use]
    pub fn blobs(&self) -> &BlobStore {
        &self.0.blobs
    }

    /// Now, by the engine's clock.
    #[must_use]
    pub fn now(&self) -> TimestampMs {
        self.0.state.now()
    }

    /// The records as they are now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.0.state.snapshot()
    }

    fn state(&self) -> &State {
        &self.0.state
    }

    /// Commits; whether the guards held. What was written is seen by every read after it.
    async fn try_write(&self, guards: &[Guard], ops: &[Op]) -> Result<bool> {
        let Some(rev) = self.state().commit(guards, ops).await? else { return Ok(false) };
        self.state().at(rev).await?;
        Ok(true)
    }

    /// The repository as the store has it now, for a transaction; what is in memory is at
    /// least as new.
    async fn settled(&self, scope: &Scope, name: &str) -> Result<RepositoryRow> {
        let missing = || missing(scope, name);
        if check_name(name).is_err() {
            return Err(missing());
        }
        let at = key(repository_record::key(scope, name))?;
        let row = self.state().read::<repository_record::Record>(&at).await?;
        let row = row.filter(|row| row.record.status == repository_record::Status::Active);
        let row = row.ok_or_else(missing)?;
        self.state().at(row.modify).await?;
        Ok(row)
    }

    fn images_under(&self, prefix: &str) -> Result<Vec<Image>> {
        Ok(self.state().table::<image_record::Record>().list(&Prefix::new(prefix)?)?)
    }
}

/// Tries `$step` until it gives a value; `None` means that it met a conflict.
macro_rules! until_written {
    ($step:expr) => {{
        let mut attempts = 0;
        loop {
            if let Some(done) = $step {
                break Ok(done);
            }
            attempts += 1;
            if attempts == $crate::catalog::ATTEMPTS {
                break Err($crate::catalog::contended());
            }
        }
    }};
}
use until_written;

/// The operation that tells everybody that a repository's images are others now.
fn changed(row: &RepositoryRow) -> Result<Op> {
    let mut record = row.record.clone();
    record.changes += 1;
    Ok(put(row.key.clone(), &record)?)
}

fn missing(scope: &Scope, name: &str) -> Error {
    let name = name.chars().take(300).collect();
    Error::NoRepository { name, registry: scope.account.to_string() }
}

fn contended() -> Error {
    Error::Fault(Fault::Contended(ATTEMPTS))
}

/// A digest as somebody wrote it.
///
/// # Errors
/// When it is none.
pub(crate) fn digest(text: &str) -> Result<Digest> {
    Ok(text.parse()?)
}

/// The name and the registry of a repository, for texts.
fn names(repository: &repository_record::Record) -> (String, String) {
    (repository.name.clone(), repository.scope.account.to_string())
}

/// A key made of names that were checked.
fn key(text: String) -> Result<Key> {
    Ok(Key::new(text)?)
}

/// Whether `name` can be a repository's: 2 to 256 characters, parts of lower-case letters and
/// digits (ECR's CreateRepository; the same grammar as OCI's).
fn check_name(name: &str) -> Result<()> {
    let bad = |why: String| Error::BadName { name: name.chars().take(300).collect(), why };
    if !(2..=256).contains(&name.len()) {
        return Err(bad("it must have 2 to 256 characters".into()));
    }
    reference::check_path(name).map_err(|why| bad(why.to_string()))
}

fn check_tag(tag: &str) -> Result<()> {
    if reference::is_tag(tag) { Ok(()) } else { Err(Error::BadTag(tag.to_owned())) }
}
