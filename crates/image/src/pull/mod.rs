//! Fetching images to a host: resolve, verify, unpack once, share.
//!
//! [`Puller::ensure`] is the way in. What it keeps below its root:
//!
//! ```text
//! layers/sha256/<diff id>        an unpacked layer, read-only from the moment it has this name
//! layers/sha256/<diff id>.json   what it holds
//! layers/sha256/<diff id>.seal   what it was when it was sealed (see [`crate::seal`])
//! layers/sha256/<…>.tmp-<uuid>   being unpacked; removed at the next start
//! images/sha256/<digest>.json    an image: its configuration and its layers
//! indexes/sha256/<digest>.json   which image of an index is this host's
//! ```
//!
//! A layer gets its name only when both of its digests were verified and its files are on
//! disk, so a crash at any point leaves whole layers or leftovers that are removed. An image
//! pinned by a digest that is cached costs no network at all, whoever asks: knowing the
//! digest counts as the permission, as with every content-addressed cache.

mod cache;
mod error;
mod flight;
mod layer;
mod look;
mod progress;
mod remote;
mod resolve;

pub use error::{PullError, PullKind};
pub use look::Looked;
pub use progress::{Progress, ProgressNow};

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::{Clock, SystemClock, TimestampMs};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::sync::Semaphore;

use crate::digest::Digest;
use crate::http::{Client, Timeouts};
use crate::manifest::{ImageConfig, Platform};
use crate::reference::Reference;
use crate::registry::{Credentials, Registries};
use crate::unpack::{Limits, UnpackCommand};
use flight::{Flights, SyncGroup};
use remote::{Remote, Tokens};

pub(crate) use cache::{Cache, Catalog};

/// How a puller works.
pub struct PullerOptions {
    /// Where images are kept. On a file system with extended attributes.
    pub root: PathBuf,
    /// Names and addresses of registries.
    pub registries: Registries,
    /// How to start the unpack helper.
    pub helper: UnpackCommand,
    /// What a layer may cost.
    pub limits: Limits,
    /// What images have to run on.
    pub platform: Platform,
    /// Layers fetched and unpacked at once, over all images.
    pub parallel_layers: usize,
    /// How long a registry may take.
    pub timeouts: Timeouts,
    /// How long a registry may keep a pull waiting, all tries together: until it has said what
    /// the image is, and of a layer for each MiB.
    pub patience: Duration,
    /// Tries of a request, and delays between them: first and longest.
    pub tries_max: u32,
    /// See `tries_max`.
    pub retry_delays: (Duration, Duration),
    /// For the age of tokens and images.
    pub clock: Arc<dyn Clock>,
}

impl PullerOptions {
    /// The defaults, below `root`.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            registries: Registries::default(),
            helper: UnpackCommand::default(),
            limits: Limits::default(),
            platform: Platform::host(),
            parallel_layers: 4,
            timeouts: Timeouts::default(),
            patience: Duration::from_secs(60),
            tries_max: 5,
            retry_delays: (Duration::from_millis(200), Duration::from_secs(5)),
            clock: Arc::new(SystemClock),
        }
    }
}

/// An image on this host, ready to be run. While a clone of its `Arc` lives, its layers are
/// not collected.
#[derive(Debug, PartialEq, Eq)]
pub struct Image {
    /// Digest of the manifest for this host's platform.
    pub digest: Digest,
    /// What to start.
    pub config: ImageConfig,
    /// The unpacked layers, the lowest first. Owned by ids 0 to 65,535 as the image says, all others are nobody;
    /// to be seen by tasks only through an id-mapped mount, below an overlay.
    pub layers: Vec<PathBuf>,
    /// Size of the compressed layers and the configuration in bytes.
    pub compressed_bytes: u64,
}

/// The host's images. Cheap to clone; open a root once per host.
#[derive(Clone)]
pub struct Puller(Arc<Inner>);

struct Inner {
    cache: Cache,
    options: PullerOptions,
    client: Client,
    tokens: Tokens,
    images: Flights,
    layers: Flights,
    workers: Semaphore,
    syncs: SyncGroup,
}

impl Puller {
    /// Opens the images below the options' root, and removes what a crash left half done.
    /// Blocks on the file system: call it before serving.
    ///
    /// # Errors
    /// When the folder can't be made or read, or a configured certificate is none.
    pub fn open(options: PullerOptions) -> Result<Self, PullError> {
        let cache = Cache::open(&options.root)?;
        let client = Client::new(&options.registries, options.timeouts)?;
        Ok(Self(Arc::new(Inner {
            cache,
            client,
            tokens: Tokens::default(),
            images: Flights::default(),
            layers: Flights::default(),
            workers: Semaphore::new(options.parallel_layers.max(1)),
            syncs: SyncGroup::default(),
            options,
        })))
    }

    /// Where images are kept.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.0.options.root
    }

    /// The image of a reference, fetched if it is not here. A digest that is cached is
    /// answered from memory; a tag costs one request, and only what is missing is fetched.
    /// Pulls of the same content at the same time share the work. Dropping the future stops
    /// the pull and leaves nothing behind but whole layers.
    ///
    /// # Errors
    /// [`PullError`], whose [`PullError::reason`] is what a stopped task is told.
    pub async fn ensure(
        &self,
        reference: &Reference,
        credentials: &Credentials,
        progress: &Progress,
    ) -> Result<Arc<Image>, PullError> {
        if let Some(image) = reference.digest().and_then(|d| self.cached(d)) {
            return Ok(image);
        }
        let remote = Remote::new(&self.0, reference, credentials)?;
        let found = remote.in_time(resolve::manifest(&self.0, &remote, reference)).await;
        let found = found.map_err(|error| remote.unresolved(error))?;
        if let Some(image) = self.cached(&found.digest) {
            self.0.cache.note_index(&found).await?;
            return Ok(image);
        }
        let key = format!("{} {}", remote.key(), found.digest);
        let _turn = self.0.images.turn(key).await;
        if let Some(image) = self.cached(&found.digest) {
            return Ok(image);
        }
        let image = self.fetch(&remote, &found, progress).await?;
        self.0.cache.note_index(&found).await?;
        tracing::info!(image = %reference, digest = %image.digest, "image pulled");
        Ok(image)
    }

    /// An image that is here, by its digest or by that of an index that led to it.
    #[must_use]
    pub fn cached(&self, digest: &Digest) -> Option<Arc<Image>> {
        self.0.cache.image(digest, self.now())
    }

    pub(crate) fn cache(&self) -> &Cache {
        &self.0.cache
    }

    pub(crate) fn now(&self) -> TimestampMs {
        self.0.options.clock.now()
    }

    async fn fetch(
        &self,
        remote: &Remote,
        found: &resolve::Found,
        progress: &Progress,
    ) -> Result<Arc<Image>, PullError> {
        let manifest = &found.manifest;
        manifest.check_runnable()?;
        let config = resolve::config(remote, manifest, &self.0.options.platform);
        let (config, _) = remote.in_time(config).await?;
        progress.expect(manifest);
        // From here to the record, collection must not take a layer that this image shares.
        let _pins = self.0.cache.pin(&config.rootfs.diff_ids);
        let pairs = manifest.layers.iter().zip(&config.rootfs.diff_ids);
        // Collected first: a closure that borrows inside a stream hides that it can be sent.
        let layers: Vec<_> = pairs
            .map(|(layer, diff_id)| layer::ensure(&self.0, remote, layer, diff_id, progress))
            .collect();
        stream::iter(layers)
            .buffer_unordered(self.0.options.parallel_layers.max(1))
            .try_collect::<()>()
            .await?;
        let compressed_bytes = manifest.compressed_bytes();
        let now = self.now();
        self.0.cache.record(found.digest.clone(), config, compressed_bytes, now).await
    }
}
