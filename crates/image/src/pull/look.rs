//! Images that are looked at and copied, not unpacked: what a builder does with its bases.

use bytes::Bytes;

use super::layer::Fetching;
use super::remote::Remote;
use super::{PullError, Puller, resolve};
use crate::digest::Digest;
use crate::manifest::{Descriptor, Manifest};
use crate::reference::Reference;
use crate::registry::Credentials;

/// An image of a registry: its documents, verified, and a way to its layers.
pub struct Looked {
    /// Digest of the manifest for this host's platform.
    pub digest: Digest,
    /// The manifest.
    pub manifest: Manifest,
    /// The manifest's bytes; of this digest.
    pub document: Vec<u8>,
    /// The configuration's bytes.
    pub config: Vec<u8>,
    remote: Remote,
}

impl Puller {
    /// Asks a registry for an image, and keeps nothing of it. A tag costs a request or two,
    /// and the configuration one.
    ///
    /// # Errors
    /// [`PullError`]: also when the image does not run on this host.
    pub async fn look(
        &self,
        reference: &Reference,
        credentials: &Credentials,
    ) -> Result<Looked, PullError> {
        let remote = Remote::new(&self.0, reference, credentials)?;
        let found = remote.in_time(resolve::manifest(&self.0, &remote, reference)).await?;
        found.manifest.check_runnable()?;
        let config = resolve::config(&remote, &found.manifest, &self.0.options.platform);
        let (_, config) = remote.in_time(config).await?;
        let (digest, manifest, document) = (found.digest, found.manifest, found.bytes);
        Ok(Looked { digest, manifest, document, config, remote })
    }
}

impl Looked {
    /// Hands over a layer's bytes as the registry has them, in order. When this returns, all
    /// came and have the layer's digest; before that they are somebody's claim. What `take`
    /// refuses ends it.
    ///
    /// # Errors
    /// [`PullError`], or what `take` says.
    pub async fn copy<E: From<PullError>>(
        &self,
        layer: &Descriptor,
        take: &mut (dyn FnMut(Bytes) -> Result<(), E> + Send),
    ) -> Result<(), E> {
        let mut fetching = Fetching::new(&self.remote, layer);
        while let Some(bytes) = fetching.next().await? {
            take(bytes)?;
        }
        Ok(())
    }
}
