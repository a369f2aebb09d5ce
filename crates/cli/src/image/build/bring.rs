//! Base images of other registries: copied into the engine's own, as they are there.
//!
//! They get a repository of their own, `from/REGISTRY/PATH`, so that the next build finds
//! their layers there and that everybody sees what came from outside.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::sync::Arc;

use bytes::Bytes;
use ferrogate_image::layout::{LoadedBlob, LoadedDocument, LoadedImage};
use ferrogate_image::pull::{Looked, PullError, PullKind, Puller, PullerOptions};
use ferrogate_image::{Credentials, Digest, Reference};
use http::{Method, StatusCode};

use super::super::name::Name;
use super::super::push::{self, Source};
use super::super::registry::Registry;
use super::base::FromStart;
use super::make::scratch;
use crate::fault::{Fault, Kind};
use crate::moment::size;
use crate::steps::Steps;
use crate::ui::Ui;

/// Where images from outside are kept.
const PREFIX: &str = "from";

/// Makes sure that the engine's registry has an image of another registry; answers the name
/// that it has there, with its digest. Registries are asked as nobody in particular.
pub(super) async fn bring(
    registry: &Registry<'_>,
    ui: &Ui,
    steps: &mut Steps<'_>,
    text: &str,
) -> Result<String, Fault> {
    let reference: Reference = text.parse().map_err(|error| {
        Fault::usage(format!("'{text}' is no name of an image")).because(&error)
    })?;
    let failed = |error: io::Error| Fault::failed("a base can't be kept").because(&error);
    let folder = tempfile::tempdir().map_err(failed)?;
    let puller = Puller::open(PullerOptions::new(folder.path())).map_err(|e| told(text, &e))?;
    let looked = puller.look(&reference, &Credentials::Anonymous).await;
    let looked = looked.map_err(|error| told(text, &error))?;
    let tag = match reference.tag() {
        Some(tag) => tag.to_owned(),
        None => format!("sha256-{}", looked.digest.hex()),
    };
    let name = Name::new(repository(&reference), tag);
    let there = format!("/v2/{}/manifests/{}", name.repository, looked.digest);
    let answer = registry.ask(Method::HEAD, &there, None).await?;
    if answer.status() != StatusCode::OK {
        registry.ensure(&name.repository).await?;
        let files = copied(text, &looked, steps).await?;
        // The bars of the push have the terminal.
        steps.rest();
        push::push(registry, ui, &files, &loaded(&looked), &name, "fetched").await?;
    }
    Ok(format!("{}@{}", name.repository, looked.digest))
}

/// The repository of an image from outside, of letters that repositories have.
fn repository(reference: &Reference) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    let host: String = reference.registry().chars().map(plain).collect();
    format!("{PREFIX}/{}/{}", host.trim_matches(['-', '.']), reference.repository())
}

fn told(text: &str, error: &PullError) -> Fault {
    let (kind, fix) = match error.kind() {
        PullKind::NotFound => (Kind::NotFound, "check the image's name and tag"),
        PullKind::Auth => (
            Kind::Denied,
            "images behind a login must be brought in first: skopeo copy, or docker push",
        ),
        PullKind::Network => (
            Kind::Failed,
            "check that the registry can be reached, or bring the image in first: \
             `ferrogate image load FILE`",
        ),
        PullKind::Platform => (Kind::Invalid, "take an image that is made for this architecture"),
        PullKind::Refused | PullKind::Host => (Kind::Failed, "try another version of the image"),
    };
    Fault::new(kind, format!("{text} could not be fetched")).because(error).fix(fix)
}

/// All blobs of an image, in files.
async fn copied(text: &str, looked: &Looked, steps: &mut Steps<'_>) -> Result<Files, Fault> {
    let failed = |error: io::Error| Fault::failed("a base can't be kept").because(&error);
    let mut files = HashMap::new();
    let mut config = scratch().map_err(failed)?;
    config.write_all(&looked.config).map_err(failed)?;
    files.insert(looked.manifest.config.digest.clone(), Arc::new(config));
    let layers = &looked.manifest.layers;
    for (at, layer) in layers.iter().enumerate() {
        let (at, all, bytes) = (at + 1, layers.len(), size(layer.size));
        steps.doing(&format!("fetching {text}: layer {at} of {all}, {bytes}"));
        if files.contains_key(&layer.digest) {
            continue;
        }
        let mut file = scratch().map_err(failed)?;
        let mut keep = |bytes: Bytes| file.write_all(&bytes).map_err(Broken::Kept);
        looked.copy(layer, &mut keep).await.map_err(|broken| match broken {
            Broken::Pull(error) => told(text, &error),
            Broken::Kept(error) => failed(error),
        })?;
        files.insert(layer.digest.clone(), Arc::new(file));
    }
    Ok(Files(files))
}

enum Broken {
    Pull(PullError),
    Kept(io::Error),
}

impl From<PullError> for Broken {
    fn from(error: PullError) -> Self {
        Self::Pull(error)
    }
}

fn loaded(looked: &Looked) -> LoadedImage {
    let mut blobs: Vec<LoadedBlob> = Vec::new();
    for blob in looked.manifest.layers.iter().chain([&looked.manifest.config]) {
        if !blobs.iter().any(|known| known.digest == blob.digest) {
            blobs.push(LoadedBlob { digest: blob.digest.clone(), size: blob.size });
        }
    }
    let document = LoadedDocument {
        digest: looked.digest.clone(),
        media_type: looked.manifest.media_type.to_owned(),
        bytes: looked.document.clone(),
    };
    LoadedImage { names: Vec::new(), blobs, documents: vec![document] }
}

/// Blobs in files.
struct Files(HashMap<Digest, Arc<File>>);

impl Source for Files {
    fn open(&self, digest: &Digest) -> Result<Box<dyn Read + Send>, Fault> {
        let file = self.0.get(digest).ok_or_else(|| Fault::failed(format!("no blob {digest}")))?;
        Ok(Box::new(FromStart { file: Arc::clone(file), offset: 0 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_from_outside_have_names_that_repositories_may_have() {
        for (text, expected) in [
            ("debian:12", "from/docker.io/library/debian"),
            ("ghcr.io/a/b:1", "from/ghcr.io/a/b"),
            ("localhost:5000/x", "from/localhost-5000/x"),
            ("[::1]:5000/x", "from/1--5000/x"),
        ] {
            let repository = repository(&text.parse().unwrap());
            assert_eq!(repository, expected);
            assert!(ferrogate_image::reference::check_path(&repository).is_ok(), "{repository}");
        }
    }
}
