//! An OCI image layout: `index.json` and `blobs/ALGORITHM/HEX`.

use super::{Archive, LayoutError, LoadedBlob, LoadedDocument, LoadedImage, parse};
use crate::digest::Digest;
use crate::manifest::{
    Descriptor, Document, INDEX_DEPTH_MAX, Index, MANIFEST_BYTES_MAX, Manifest, Platform,
};

/// The name that containerd and docker give an image of a layout.
const FULL_NAME: &str = "io.containerd.image.name";
/// OCI's own: a tag, or a whole name.
const REF_NAME: &str = "org.opencontainers.image.ref.name";

pub(super) fn images(
    archive: &mut Archive,
    platform: &Platform,
) -> Result<Vec<LoadedImage>, LayoutError> {
    let bytes = archive.read("index.json", MANIFEST_BYTES_MAX)?;
    let Document::Index(index) = parse("index.json", &bytes, "")? else {
        return Err(LayoutError::Refused("index.json is no index".to_owned()));
    };
    let mut images: Vec<LoadedImage> = Vec::new();
    for entry in &index.manifests {
        let mut image =
            LoadedImage { names: name_of(entry), blobs: Vec::new(), documents: Vec::new() };
        collect(archive, entry, platform, &mut image, 0)?;
        let same = |other: &&mut LoadedImage| other.documents.last() == image.documents.last();
        match images.iter_mut().find(same) {
            // One image under two names stands in the index twice.
            Some(other) => other.names.append(&mut image.names),
            None => images.push(image),
        }
    }
    if images.is_empty() {
        return Err(LayoutError::Refused("index.json names no image".to_owned()));
    }
    Ok(images)
}

fn name_of(entry: &Descriptor) -> Vec<String> {
    let annotations = entry.annotations.iter().flatten();
    let mut named: Vec<(bool, String)> = annotations
        .filter(|(key, _)| *key == FULL_NAME || *key == REF_NAME)
        .map(|(key, value)| (key != FULL_NAME, value.clone()))
        .collect();
    named.sort();
    named.into_iter().take(1).map(|(_, name)| name).collect()
}

fn member_of(digest: &Digest) -> String {
    format!("blobs/{}/{}", digest.algorithm().name(), digest.hex())
}

fn collect(
    archive: &mut Archive,
    entry: &Descriptor,
    platform: &Platform,
    image: &mut LoadedImage,
    depth: usize,
) -> Result<(), LayoutError> {
    if depth > INDEX_DEPTH_MAX {
        return Err(LayoutError::Refused("its indexes are nested too deep".to_owned()));
    }
    let (document, bytes) = document(archive, entry)?;
    match &document {
        Document::Manifest(manifest) => collect_blobs(archive, manifest, image)?,
        Document::Index(index) if is_complete(archive, index)? => {
            for child in &index.manifests {
                collect(archive, child, platform, image, depth + 1)?;
            }
        }
        Document::Index(index) => {
            let found = index.candidates(platform);
            let name = member_of(&entry.digest);
            let found = found.map_err(|source| LayoutError::Document { name, source })?;
            // Of entries that say no platform, those are meant that the file has.
            let here =
                |entry: &&&Descriptor| archive.members.contains_key(&member_of(&entry.digest));
            let chosen = Descriptor::clone(found.iter().find(here).unwrap_or(&found[0]));
            return collect(archive, &chosen, platform, image, depth + 1);
        }
    }
    let media_type = document.media_type().to_owned();
    let digest = entry.digest.clone();
    let document = LoadedDocument { digest, media_type, bytes };
    if !image.documents.contains(&document) {
        image.documents.push(document);
    }
    Ok(())
}

/// A document and its bytes, which have the digest they are named by.
fn document(archive: &Archive, entry: &Descriptor) -> Result<(Document, Vec<u8>), LayoutError> {
    let name = member_of(&entry.digest);
    let bytes = archive.read(&name, MANIFEST_BYTES_MAX)?;
    if !entry.digest.matches(&bytes) {
        return Err(LayoutError::Refused(format!("{name} does not have the digest of its name")));
    }
    let document = parse(&name, &bytes, &entry.media_type)?;
    Ok((document, bytes))
}

fn collect_blobs(
    archive: &mut Archive,
    manifest: &Manifest,
    image: &mut LoadedImage,
) -> Result<(), LayoutError> {
    for wanted in std::iter::once(&manifest.config).chain(&manifest.layers) {
        let name = member_of(&wanted.digest);
        let span = archive.member(&name)?;
        if span.len != wanted.size {
            let (have, want) = (span.len, wanted.size);
            return Err(LayoutError::Refused(format!("{name} has {have} bytes, not {want}")));
        }
        archive.blobs.insert(wanted.digest.clone(), span);
        let blob = LoadedBlob { digest: wanted.digest.clone(), size: wanted.size };
        if !image.blobs.contains(&blob) {
            image.blobs.push(blob);
        }
    }
    Ok(())
}

/// Whether all that an index names is in the file, down to the blobs.
fn is_complete(archive: &Archive, index: &Index) -> Result<bool, LayoutError> {
    for child in &index.manifests {
        if !archive.members.contains_key(&member_of(&child.digest)) {
            return Ok(false);
        }
        if let (Document::Manifest(manifest), _) = document(archive, child)? {
            let mut wanted = std::iter::once(&manifest.config).chain(&manifest.layers);
            if !wanted.all(|blob| archive.members.contains_key(&member_of(&blob.digest))) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}
