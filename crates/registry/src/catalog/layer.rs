//! Layers: uploaded, mounted from another repository, read, removed.

use std::ops::Range;

use bytes::Bytes;
use ferrogate_image::Digest;
use ferrogate_image::blobs::BlobReader;
pub use ferrogate_image::blobs::UploadId;
use ferrogate_records::Scope;
use ferrogate_records::ecr::image::{Layer, layer_key};
use ferrogate_records::ecr::repository;
use ferrogate_state::{as_read, next, put};
use ferrogate_store::{GET_KEYS_MAX, Op};
use futures_util::Stream;

use super::manifest::Part;
use super::{Catalog, Result, changed, key, names, until_written};
use crate::Error;

/// Whether a repository has a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It has, with so many bytes.
    Available(u64),
    /// It has not.
    Unavailable,
}

impl Catalog {
    /// Starts an upload of `owner`, who has a share of all there may be, into a repository. The id is random, and knowing it is the
    /// permission to go on; the content becomes the repository's that finishes it.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`crate::BlobError::TooManyUploads`].
    pub async fn start_upload(
        &self,
        scope: &Scope,
        repository: &str,
        owner: &str,
    ) -> Result<UploadId> {
        self.repository(scope, repository)?;
        Ok(self.blobs().start_upload(owner).await?)
    }

    /// Appends to an upload what starts at `offset`, by default where it stands; returns
    /// where it stands now.
    ///
    /// # Errors
    /// As [`ferrogate_image::blobs::BlobStore::append`].
    pub async fn append<S, E>(&self, id: UploadId, offset: Option<u64>, body: S) -> Result<u64>
    where
        S: Stream<Item = std::result::Result<Bytes, E>> + Send,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let offset = match offset {
            Some(offset) => offset,
            None => self.blobs().upload_offset(id).await?,
        };
        Ok(self.blobs().append(id, offset, body).await?)
    }

    /// Appends bytes that are in memory already.
    ///
    /// # Errors
    /// As [`Catalog::append`].
    pub async fn append_bytes(&self, id: UploadId, offset: u64, bytes: Bytes) -> Result<u64> {
        let body = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes)]);
        self.append(id, Some(offset), body).await
    }

    /// Ends an upload: the repository has the layer from now on. Returns its size in bytes.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`crate::BlobError::DigestMismatch`] and the others of
    /// [`ferrogate_image::blobs::BlobStore::finish`].
    pub async fn finish_upload(
        &self,
        scope: &Scope,
        repository: &str,
        id: UploadId,
        digest: &Digest,
    ) -> Result<u64> {
        self.repository(scope, repository)?;
        let _content = self.0.content.read().await;
        let bytes = self.blobs().finish(id, digest).await?;
        self.link(scope, repository, digest, bytes).await?;
        Ok(bytes)
    }

    /// Gives a repository the layer that another one has, without moving a byte. `false`
    /// when the other one has no such layer.
    ///
    /// # Errors
    /// [`Error::NoRepository`] for the one that is to get it.
    pub async fn mount(
        &self,
        scope: &Scope,
        repository: &str,
        from: &str,
        digest: &Digest,
    ) -> Result<bool> {
        self.repository(scope, repository)?;
        let _content = self.0.content.read().await;
        match self.layer(scope, from, digest).await {
            Ok(bytes) => self.link(scope, repository, digest, bytes).await.map(|()| true),
            Err(Error::NoRepository { .. } | Error::NoLayer { .. }) => Ok(false),
            Err(e) => Err(e),
        }
    }

    /// The size of a repository's layer in bytes.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`Error::NoLayer`].
    pub async fn layer(&self, scope: &Scope, repository: &str, digest: &Digest) -> Result<u64> {
        let repository = self.repository(scope, repository)?;
        match self.layers(&repository, std::slice::from_ref(digest)).await?.pop().flatten() {
            Some(layer) => Ok(layer.bytes),
            None => Err(no_layer(&repository, digest)),
        }
    }

    /// Which of these layers a repository has, in the same order.
    ///
    /// # Errors
    /// [`Error::NoRepository`].
    pub async fn availability(
        &self,
        scope: &Scope,
        repository: &str,
        digests: &[Digest],
    ) -> Result<Vec<Availability>> {
        let repository = self.repository(scope, repository)?;
        let found = self.layers(&repository, digests).await?.into_iter();
        let read = |layer: Option<Layer>| {
            layer.map_or(Availability::Unavailable, |layer| Availability::Available(layer.bytes))
        };
        Ok(found.map(read).collect())
    }

    /// Opens a repository's layer, or a part of it, for reading.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`Error::NoLayer`], [`crate::BlobError::Range`].
    pub async fn open_layer(
        &self,
        scope: &Scope,
        repository: &str,
        digest: &Digest,
        range: Option<Range<u64>>,
    ) -> Result<BlobReader> {
        self.layer(scope, repository, digest).await?;
        Ok(self.blobs().open_blob(digest, range).await?)
    }

    /// Takes a layer from a repository.
    ///
    /// # Errors
    /// [`Error::NoLayer`], [`Error::LayerNeeded`].
    pub async fn delete_layer(
        &self,
        scope: &Scope,
        repository: &str,
        digest: &Digest,
    ) -> Result<()> {
        let text = digest.to_string();
        until_written!({
            let row = self.settled(scope, repository).await?;
            let found = self.layers(&row.record, std::slice::from_ref(digest)).await?;
            if !matches!(*found, [Some(_)]) {
                return Err(no_layer(&row.record, digest));
            }
            let images = self.images_of(&row.record)?;
            if let Some(image) = images.iter().find(|image| image.layers.contains(&text)) {
                return Err(Error::LayerNeeded { digest: text, by: image.digest.clone() });
            }
            let ops = [changed(&row)?, Op::Del(key(layer_key(scope, repository, &text))?)];
            self.try_write(&[row.unchanged()], &ops).await?.then_some(())
        })
    }

    /// Those of `parts` that the repository does not have; an error when it has one with
    /// another size.
    pub(super) async fn missing_layers(
        &self,
        repository: &repository::Record,
        parts: &[Part],
    ) -> Result<Vec<String>> {
        let digests: Vec<Digest> = parts.iter().map(|part| part.digest.clone()).collect();
        let found = self.layers(repository, &digests).await?;
        let mut missing = Vec::new();
        for (part, layer) in parts.iter().zip(found) {
            match layer {
                None => missing.push(part.digest.to_string()),
                Some(layer) if layer.bytes == part.bytes => {}
                Some(layer) => {
                    let (digest, said, has) = (&part.digest, part.bytes, layer.bytes);
                    let text = format!("{digest} has {has} bytes, not {said}");
                    return Err(Error::BadManifest(text));
                }
            }
        }
        Ok(missing)
    }

    async fn layers(
        &self,
        repository: &repository::Record,
        digests: &[Digest],
    ) -> Result<Vec<Option<Layer>>> {
        let at = |digest: &Digest| {
            key(layer_key(&repository.scope, &repository.name, &digest.to_string()))
        };
        let keys = digests.iter().map(at).collect::<Result<Vec<_>>>()?;
        let mut layers = Vec::with_capacity(keys.len());
        for some in keys.chunks(GET_KEYS_MAX) {
            let rows = self.state().read_all::<Layer>(some).await?;
            layers.extend(rows.into_iter().map(|row| row.map(|row| row.record.record)));
        }
        Ok(layers)
    }

    /// Records that a repository has a layer. The caller holds `content`, so that no sweep
    /// removes the bytes before the record names them.
    async fn link(
        &self,
        scope: &Scope,
        repository: &str,
        digest: &Digest,
        bytes: u64,
    ) -> Result<()> {
        let at = key(layer_key(scope, repository, &digest.to_string()))?;
        until_written!({
            let row = self.settled(scope, repository).await?;
            let known = self.state().read::<Layer>(&at).await?;
            let layer = next(known.as_ref(), Layer { bytes, at: self.now() });
            let guards = [row.unchanged(), as_read(&at, known.as_ref())];
            self.try_write(&guards, &[put(at.clone(), &layer)?]).await?.then_some(())
        })
    }
}

fn no_layer(repository: &repository::Record, digest: &Digest) -> Error {
    let (name, registry) = names(repository);
    Error::NoLayer { repository: name, registry, digest: digest.to_string() }
}
