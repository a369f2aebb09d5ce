//! What `docker save` wrote before it wrote OCI layouts: `manifest.json` names a
//! configuration and uncompressed layers; the image's manifest has to be made.

use serde::Deserialize;
use serde_json::json;

use super::{Archive, LayoutError, LoadedBlob, LoadedDocument, LoadedImage, Span, normal};
use crate::digest::Digest;
use crate::manifest::{CONFIG_BYTES_MAX, ImageConfig, LAYERS_MAX, MANIFEST_BYTES_MAX, media};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Saved {
    config: String,
    #[serde(default)]
    repo_tags: Option<Vec<String>>,
    #[serde(default)]
    layers: Option<Vec<String>>,
}

pub(super) fn images(archive: &mut Archive) -> Result<Vec<LoadedImage>, LayoutError> {
    let saved: Vec<Saved> = archive.json("manifest.json", MANIFEST_BYTES_MAX)?;
    if saved.is_empty() {
        return Err(LayoutError::Refused("manifest.json names no image".to_owned()));
    }
    saved.into_iter().map(|saved| image(archive, saved)).collect()
}

fn image(archive: &mut Archive, saved: Saved) -> Result<LoadedImage, LayoutError> {
    let layers = saved.layers.unwrap_or_default();
    if layers.len() > LAYERS_MAX {
        return Err(LayoutError::Refused(format!("an image of over {LAYERS_MAX} layers")));
    }
    let config_name = named(&saved.config)?;
    let config_bytes = archive.read(&config_name, CONFIG_BYTES_MAX)?;
    let config = ImageConfig::parse(&config_bytes)
        .map_err(|source| LayoutError::Document { name: config_name.clone(), source })?;
    if config.rootfs.diff_ids.len() != layers.len() {
        let text = format!("{config_name} and manifest.json differ in their number of layers");
        return Err(LayoutError::Refused(text));
    }
    let config_span = archive.member(&config_name)?;
    let config_digest = Digest::of(&config_bytes);
    let mut blobs = vec![blob(archive, config_digest.clone(), config_span)];
    let mut descriptors = Vec::new();
    for layer in &layers {
        let span = archive.member(&named(layer)?)?;
        let digest = archive.digest_of(span)?;
        let kind = layer_kind(archive, span)?;
        descriptors.push(json!({"mediaType": kind, "digest": digest, "size": span.len}));
        let blob = blob(archive, digest, span);
        if !blobs.contains(&blob) {
            blobs.push(blob);
        }
    }
    let manifest = json!({
        "schemaVersion": 2,
        "mediaType": media::OCI_MANIFEST,
        "config": {
            "mediaType": media::OCI_CONFIG, "digest": config_digest, "size": config_bytes.len(),
        },
        "layers": descriptors,
    });
    let bytes = serde_json::to_vec(&manifest).expect("plain data");
    let media_type = media::OCI_MANIFEST.to_owned();
    let document = LoadedDocument { digest: Digest::of(&bytes), media_type, bytes };
    Ok(LoadedImage { names: saved.repo_tags.unwrap_or_default(), blobs, documents: vec![document] })
}

fn named(name: &str) -> Result<String, LayoutError> {
    normal("", name.as_bytes())
        .ok_or_else(|| LayoutError::Refused(format!("{name:?} leads out of the file")))
}

fn blob(archive: &mut Archive, digest: Digest, span: Span) -> LoadedBlob {
    archive.blobs.insert(digest.clone(), span);
    LoadedBlob { digest, size: span.len }
}

fn layer_kind(archive: &Archive, span: Span) -> Result<&'static str, LayoutError> {
    use std::io::Read as _;
    let mut magic = Vec::new();
    archive.reader(span).take(4).read_to_end(&mut magic)?;
    Ok(match magic[..] {
        [0x1f, 0x8b, ..] => media::OCI_LAYER_GZIP,
        [0x28, 0xb5, 0x2f, 0xfd] => media::OCI_LAYER_ZSTD,
        _ => media::OCI_LAYER,
    })
}
