//! One layer: fetched, verified, unpacked, published.

use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ferrogate_base::backoff::Backoff;
use ferrogate_base::fsio;

use super::cache::LayerRecord;
use super::remote::{Remote, is_transient};
use super::{Inner, Progress, PullError};
use crate::digest::{Digest, Hasher};
use crate::http::{Body, HttpError};
use crate::manifest::Descriptor;
use crate::seal::break_seal;
use crate::unpack::{Report, Unpacking};

/// Makes sure that the unpacked layer `diff_id` is here, from the blob that `layer` names.
pub(super) async fn ensure(
    inner: &Arc<Inner>,
    remote: &Remote,
    layer: &Descriptor,
    diff_id: &Digest,
    progress: &Progress,
) -> Result<(), PullError> {
    let path = inner.cache.layer_path(diff_id);
    let here = async || {
        tokio::fs::try_exists(&path).await.map_err(PullError::store("looking for a layer"))
    };
    if !here().await? {
        // By registry too: a slow one that only claims to have this layer must not hold up
        // those who fetch it elsewhere.
        let _turn = inner.layers.turn(format!("{} {diff_id}", remote.key())).await;
        if !here().await? {
            let _worker = inner.workers.acquire().await.expect("never closed");
            fetch(inner, remote, layer, diff_id, progress).await?;
            progress.layer_done();
            return Ok(());
        }
    }
    progress.fetched(layer.size);
    progress.layer_done();
    Ok(())
}

async fn fetch(
    inner: &Arc<Inner>,
    remote: &Remote,
    layer: &Descriptor,
    diff_id: &Digest,
    progress: &Progress,
) -> Result<(), PullError> {
    let failed = |source| PullError::Unpack { layer: layer.digest.to_string(), source };
    let folder = Partial::new(inner.cache.partial_path(diff_id)).await?;
    let options = &inner.options;
    let mut helper = options.helper.start(&folder.path, &options.limits).await.map_err(failed)?;
    let fed = feed(remote, layer, &mut helper, progress).await?;
    let report = helper.finish().await.map_err(failed)?;
    if !fed {
        // It ended before its input did, and yet calls that a success.
        let why = "the helper did not read all of it".to_owned();
        return Err(PullError::Mismatch { what: format!("layer {}", layer.digest), why });
    }
    if report.diff_id != *diff_id {
        let why = format!("it unpacks to {}, not {diff_id}", report.diff_id);
        return Err(PullError::Mismatch { what: format!("layer {}", layer.digest), why });
    }
    tell_of_losses(layer, &report);
    publish(inner, folder, diff_id, &report).await
}

/// Whoever runs the image may miss what no task can have. Told once for each layer on a host.
fn tell_of_losses(layer: &Descriptor, report: &Report) {
    let Report {
        devices_skipped: devices, xattrs_skipped: attributes, owners_lost: owners, ..
    } = *report;
    if devices + attributes + owners > 0 {
        tracing::warn!(
            layer = %layer.digest, devices, attributes, owners,
            "device nodes and attributes of a layer are left out, owners past 65535 are nobody",
        );
    }
}

/// Streams the blob to the helper and verifies it on the way. `false` when the helper ended
/// early.
async fn feed(
    remote: &Remote,
    layer: &Descriptor,
    helper: &mut Unpacking,
    progress: &Progress,
) -> Result<bool, PullError> {
    let mut fetching = Fetching::new(remote, layer);
    while let Some(bytes) = fetching.next().await? {
        progress.fetched(bytes.len() as u64);
        if !helper.feed(&bytes).await {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A blob on its way: continued where it was cut off, and verified at its end.
pub(super) struct Fetching<'a> {
    remote: &'a Remote,
    layer: &'a Descriptor,
    hasher: Hasher,
    offset: u64,
    body: Option<Body>,
    backoff: Backoff,
    tries: u32,
    /// How long the registry was waited for since the layer stood at `waited_from`.
    waited: Duration,
    waited_from: u64,
}

/// What a registry must send for its patience to begin anew.
const PROGRESS_BYTES: u64 = 1 << 20;

impl<'a> Fetching<'a> {
    pub(super) fn new(remote: &'a Remote, layer: &'a Descriptor) -> Self {
        let (hasher, backoff) = (layer.digest.hasher(), remote.backoff());
        Self {
            remote,
            layer,
            hasher,
            offset: 0,
            body: None,
            backoff,
            tries: 1,
            waited: Duration::ZERO,
            waited_from: 0,
        }
    }

    /// What comes next; `None` once all of it came and has the digest that it should.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, PullError> {
        while self.offset < self.layer.size {
            let error = match self.read_in_time().await {
                Ok(bytes) => {
                    self.hasher.update(&bytes);
                    self.offset += bytes.len() as u64;
                    return Ok(Some(bytes));
                }
                Err(error) => error,
            };
            self.body = None;
            if !is_transient(&error) || self.tries >= self.remote.tries_max() {
                return Err(error);
            }
            self.tries += 1;
            tracing::debug!(%error, offset = self.offset, "layer is continued");
            let rest = self.backoff.next_delay();
            self.waited += rest;
            tokio::time::sleep(rest).await;
        }
        if let Some(mut body) = self.body.take() {
            // Its end belongs to it: who sends more than was promised is told so.
            while let Some(more) = body.next().await.or_else(passing)? {
                self.hasher.update(&more);
            }
        }
        let actual = self.hasher.clone().finish();
        if actual != self.layer.digest {
            let why = format!("its digest is {actual}");
            return Err(PullError::Mismatch { what: format!("layer {}", self.layer.digest), why });
        }
        Ok(None)
    }

    /// What comes next, within what is left of the patience with the registry.
    async fn read_in_time(&mut self) -> Result<Bytes, PullError> {
        if self.offset >= self.waited_from + PROGRESS_BYTES {
            (self.waited, self.waited_from) = (Duration::ZERO, self.offset);
        }
        let left = self.remote.patience().saturating_sub(self.waited);
        let began = tokio::time::Instant::now();
        let read = tokio::time::timeout(left, self.read()).await;
        self.waited += began.elapsed();
        read.unwrap_or_else(|_| Err(self.remote.stalled()))
    }

    async fn read(&mut self) -> Result<Bytes, PullError> {
        let body = match &mut self.body {
            Some(body) => body,
            none => {
                let layer = self.layer;
                none.insert(self.remote.blob(&layer.digest, layer.size, self.offset).await?)
            }
        };
        body.next().await?.ok_or_else(|| ended_early(self.layer, self.offset))
    }
}

/// That the end was cut off matters no more when all bytes are here.
fn passing(error: HttpError) -> Result<Option<Bytes>, PullError> {
    let error = PullError::from(error);
    if is_transient(&error) { Ok(None) } else { Err(error) }
}

fn ended_early(layer: &Descriptor, offset: u64) -> PullError {
    let why = format!("ended after {offset} of {} bytes", layer.size);
    HttpError::Network { host: format!("layer {}", layer.digest.short()), why }.into()
}

/// Gives the unpacked layer its name, once it is on disk.
async fn publish(
    inner: &Arc<Inner>,
    folder: Partial,
    diff_id: &Digest,
    report: &Report,
) -> Result<(), PullError> {
    inner.syncs.sync(&folder.path).await.map_err(PullError::store("flushing a layer"))?;
    let record = LayerRecord::new(report);
    let (inner, diff_id) = (Arc::clone(inner), diff_id.clone());
    let published = tokio::task::spawn_blocking(move || {
        let path = inner.cache.layer_path(&diff_id);
        inner.cache.write_layer_record(&diff_id, &record)?;
        // Of one that somebody removed by hand.
        if !path.exists() {
            break_seal(&inner.cache, &diff_id)?;
        }
        match std::fs::rename(&folder.path, &path) {
            Ok(()) => fsio::sync_dir(path.parent().expect("a layer has a folder above it")),
            // Fetched from another registry meanwhile: the same content by its digest.
            Err(e) if e.kind() == io::ErrorKind::DirectoryNotEmpty && path.is_dir() => Ok(()),
            Err(e) => Err(e),
        }
    });
    let published = published.await.map_err(io::Error::other).and_then(|done| done);
    published.map_err(PullError::store("publishing a layer"))
}

/// A folder that is removed unless it was renamed.
struct Partial {
    path: PathBuf,
}

impl Partial {
    async fn new(path: PathBuf) -> Result<Self, PullError> {
        let partial = Self { path };
        let path = partial.path.clone();
        tokio::task::spawn_blocking(move || std::fs::DirBuilder::new().mode(0o755).create(path))
            .await
            .map_err(io::Error::other)
            .and_then(|made| made)
            .map_err(PullError::store("making a folder for a layer"))?;
        Ok(partial)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        let path = std::mem::take(&mut self.path);
        if !path.exists() {
            return;
        }
        // A large tree takes a while: not on a runtime thread. What stays behind when the
        // process ends first is removed at the next start.
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(move || remove(&path))),
            Err(_) => remove(&path),
        }
    }
}

fn remove(path: &Path) {
    // The helper may still be dying and adding its last file.
    for _ in 0..3 {
        match fsio::remove_all(path) {
            Ok(()) => return,
            Err(error) => {
                tracing::debug!(%error, path = %path.display(), "removing a partial layer")
            }
        }
    }
}
