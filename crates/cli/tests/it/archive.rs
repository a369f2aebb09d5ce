//! Archives as `docker save` and skopeo write them, small.

use ferrogate_image::digest::Digest;
use serde_json::{Value, json};

/// A tar archive of plain files (ustar, POSIX.1-1988).
pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content) in files {
        let mut head = [0u8; 512];
        head[..name.len()].copy_from_slice(name.as_bytes());
        let mut field =
            |at: usize, text: String| head[at..at + text.len()].copy_from_slice(text.as_bytes());
        field(100, "0000644\0".into());
        field(108, "0000000\0".into());
        field(116, "0000000\0".into());
        field(124, format!("{:011o}\0", content.len()));
        field(136, "00000000000\0".into());
        field(148, "        ".into());
        field(156, "0".into());
        field(257, "ustar\x0000".into());
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        out.extend_from_slice(&head);
        out.extend_from_slice(content);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}

/// An OCI archive of one image with one layer.
pub(crate) struct Oci {
    pub(crate) bytes: Vec<u8>,
    pub(crate) layer: (Digest, Vec<u8>),
    pub(crate) config: (Digest, Vec<u8>),
    pub(crate) manifest: Vec<u8>,
}

pub(crate) fn oci(tag: Option<&str>) -> Oci {
    let layer = tar(&[("hello", b"hello\n")]);
    let layer_digest = Digest::of(&layer);
    let config = json!({"architecture": "amd64", "os": "linux", "config": {},
                        "rootfs": {"type": "layers", "diff_ids": [layer_digest]}});
    let config = config.to_string().into_bytes();
    let config_digest = Digest::of(&config);
    let descriptor = |kind: &str, digest: &Digest, size: usize| -> Value {
        json!({"mediaType": format!("application/vnd.oci.image.{kind}"), "digest": digest, "size": size})
    };
    let manifest = json!({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": descriptor("config.v1+json", &config_digest, config.len()),
        "layers": [descriptor("layer.v1.tar", &layer_digest, layer.len())],
    });
    let manifest = manifest.to_string().into_bytes();
    let manifest_digest = Digest::of(&manifest);
    let mut entry = descriptor("manifest.v1+json", &manifest_digest, manifest.len());
    if let Some(tag) = tag {
        entry["annotations"] = json!({"org.opencontainers.image.ref.name": tag});
    }
    let index = json!({"schemaVersion": 2, "manifests": [entry]}).to_string();
    let blob = |digest: &Digest| format!("blobs/sha256/{}", digest.hex());
    let bytes = tar(&[
        ("oci-layout", br#"{"imageLayoutVersion":"1.0.0"}"#),
        ("index.json", index.as_bytes()),
        (&blob(&layer_digest), &layer),
        (&blob(&config_digest), &config),
        (&blob(&manifest_digest), &manifest),
    ]);
    Oci { bytes, layer: (layer_digest, layer), config: (config_digest, config), manifest }
}
