//! Base images: their configuration and their layers, from the engine's registry.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

use ferrogate_build::layer;
use ferrogate_image::manifest::{Descriptor, Document, Manifest, media};
use ferrogate_image::{Digest, ImageConfig, Platform};
use http::{Method, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use super::super::name;
use super::super::registry::Registry;
use super::bring;
use super::make::{blocking, scratch};
use crate::fault::{Fault, Kind};
use crate::run::reference;
use crate::steps::Steps;
use crate::ui::Ui;

/// An image to build on.
pub(super) struct Base {
    /// Its repository in the engine's registry.
    pub(super) repository: String,
    /// Its configuration as it is there.
    pub(super) config: Vec<u8>,
    /// Its layers as they are there, the lowest first.
    pub(super) layers: Vec<Descriptor>,
    /// Digests of their content.
    pub(super) contents: Vec<Digest>,
}

/// Finds an image by the rules of `ferrogate run`; what is not in the engine's registry is
/// brought there from the registry that it names.
pub(super) async fn find(
    registry: &Registry<'_>,
    ui: &Ui,
    steps: &mut Steps<'_>,
    text: &str,
) -> Result<Base, Fault> {
    let full = reference::resolve(registry.api, text).await?;
    let name = match full.strip_prefix(&format!("{}/", registry.name)) {
        Some(name) => name.to_owned(),
        None => {
            name::check_registry(&registry.name, full.split('/').next().unwrap_or_default())?;
            bring::bring(registry, ui, steps, &full).await?
        }
    };
    let (repository, version) = match name.split_once('@') {
        Some((name, digest)) => (name.split(':').next().unwrap_or(name), digest),
        None => name.rsplit_once(':').unwrap_or((&name, "latest")),
    };
    let finder = Finder { registry, text, repository };
    let manifest = finder.manifest(version).await?;
    let config = finder.small(&manifest.config).await?;
    let parsed = ImageConfig::parse(&config).map_err(|e| finder.bad(&e))?;
    let contents = parsed.rootfs.diff_ids;
    if contents.len() != manifest.layers.len() {
        return Err(Fault::failed(format!("{text} can't be built on"))
            .why("its configuration and its manifest have different numbers of layers"));
    }
    Ok(Base { repository: repository.to_owned(), config, layers: manifest.layers, contents })
}

struct Finder<'a> {
    registry: &'a Registry<'a>,
    text: &'a str,
    repository: &'a str,
}

impl Finder<'_> {
    /// The manifest for this host.
    async fn manifest(&self, version: &str) -> Result<Manifest, Fault> {
        let index = match self.document(version).await? {
            Document::Manifest(manifest) => return Ok(manifest),
            Document::Index(index) => index,
        };
        let host = Platform::host();
        let entries = index.candidates(&host).map_err(|e| self.bad(&e))?;
        for entry in &entries {
            // A second index is none that anybody makes.
            let Document::Manifest(manifest) = self.document(&entry.digest.to_string()).await?
            else {
                return Err(Fault::failed(format!("{} is an index of indexes", self.text)));
            };
            if entry.platform.is_some() || self.platform(&manifest).await?.runs_on(&host) {
                return Ok(manifest);
            }
        }
        let why = format!("none of its images is for {host}");
        Err(Fault::new(Kind::Invalid, format!("{} can't be built on", self.text)).why(why))
    }

    async fn document(&self, version: &str) -> Result<Document, Fault> {
        let path = format!("/v2/{}/manifests/{version}", self.repository);
        let accept = media::ACCEPT.join(", ");
        let answer = self.registry.ask(Method::GET, &path, Some((Vec::new(), &accept))).await?;
        let answer = self.good(answer).await?;
        let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok());
        let kind = kind.map(str::to_owned);
        let bytes = self.registry.api.whole_answer(answer, &path).await?;
        let document = Document::parse(&bytes, kind.as_deref()).map_err(|e| self.bad(&e))?;
        if let Document::Manifest(manifest) = &document {
            manifest.check_runnable().map_err(|e| self.bad(&e))?;
        }
        Ok(document)
    }

    /// What a manifest's configuration says that it runs on.
    async fn platform(&self, manifest: &Manifest) -> Result<Platform, Fault> {
        let config = self.small(&manifest.config).await?;
        ImageConfig::parse(&config).map(|config| config.platform).map_err(|e| self.bad(&e))
    }

    /// A blob that is small enough to hold.
    async fn small(&self, blob: &Descriptor) -> Result<Vec<u8>, Fault> {
        let answer = get(self.registry, self.repository, &blob.digest).await?;
        let answer = self.good(answer).await?;
        let bytes = self.registry.api.whole_answer(answer, "the registry").await?;
        if blob.digest.matches(&bytes) {
            Ok(bytes.into())
        } else {
            Err(Fault::failed(format!("{} has another content than its name", blob.digest)))
        }
    }

    async fn good(&self, answer: Response<Incoming>) -> Result<Response<Incoming>, Fault> {
        if answer.status() == StatusCode::OK {
            return Ok(answer);
        }
        let what = format!("{} can't be built on", self.text);
        Err(self.registry.refused(&what, "it was asked for", answer).await)
    }

    fn bad(&self, error: &(dyn std::error::Error + 'static)) -> Fault {
        Fault::new(Kind::Invalid, format!("{} can't be built on", self.text)).because(error)
    }
}

async fn get(
    registry: &Registry<'_>,
    repository: &str,
    digest: &Digest,
) -> Result<Response<Incoming>, Fault> {
    registry.ask(Method::GET, &format!("/v2/{repository}/blobs/{digest}"), None).await
}

/// A layer of a base, unpacked into a file, with both of its digests verified.
pub(super) async fn layer(
    registry: &Registry<'_>,
    repository: &str,
    descriptor: &Descriptor,
    content: &Digest,
) -> Result<Arc<File>, Fault> {
    let what = format!("layer {} could not be fetched", descriptor.digest.short());
    let failed = |error: &(dyn std::error::Error + 'static)| Fault::failed(&*what).because(error);
    let answer = get(registry, repository, &descriptor.digest).await?;
    if answer.status() != StatusCode::OK {
        return Err(registry.refused(&what, "it was asked for", answer).await);
    }
    let mut packed = scratch().map_err(|e| failed(&e))?;
    let (mut body, mut hasher) = (answer.into_body(), descriptor.digest.hasher());
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|e| failed(&e))?;
        if let Some(bytes) = frame.data_ref() {
            hasher.update(bytes);
            // To a file without a name, which the kernel takes into memory first.
            packed.write_all(bytes).map_err(|e| failed(&e))?;
        }
    }
    let lie = || Fault::failed(&*what).why("its content is not what its name says");
    if hasher.finish() != descriptor.digest {
        return Err(lie());
    }
    let plain = scratch().map_err(|e| failed(&e))?;
    let into = plain.try_clone().map_err(|e| failed(&e))?;
    let unpacked = blocking(move || layer::plain(&Arc::new(packed), into)).await?;
    if unpacked.map_err(|e| failed(&e))? != *content {
        return Err(lie());
    }
    Ok(Arc::new(plain))
}

/// A file's content from its start, whatever position it has.
pub(super) struct FromStart {
    pub(super) file: Arc<File>,
    pub(super) offset: u64,
}

impl std::io::Read for FromStart {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read_at(out, self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}
