//! What comes from registries, archives and layers.

use std::fs;
use std::io::{Read as _, Write as _};

use ferrogate_image::layout::Archive;
use ferrogate_image::manifest::{Document, media};
use ferrogate_image::{Digest, ImageConfig, Platform, tar as tars};
use serde_json::json;

use super::texts;
use crate::borrowed::registry_client::Url;
use crate::borrowed::registry_client::challenge::{Challenge, realm_allowed};
use crate::borrowed::unpack::{self as borrowed, Limits};
use crate::request::split_once;

pub(super) const CHALLENGES: &[&str] = &[
    "Bearer ",
    "Basic ",
    "Digest ",
    "realm=",
    "service=",
    "scope=",
    "\"",
    "\\\"",
    ", ",
    "=",
    "https://",
    "http://auth.example.com/token",
    "error=\"insufficient_scope\"",
];
pub(super) const URLS: &[&str] = &[
    "https://",
    "http://",
    "ftp://",
    "//",
    "/v2/",
    "[::1]",
    ":443",
    ":80",
    ":0",
    ":65536",
    "@",
    "user:pw@",
    "?",
    "#",
    "%2f",
    "..",
    "localhost",
    "registry.example.com",
    "amazonaws.com",
];
pub(super) const DOCUMENTS: &[&str] = &[
    "\"schemaVersion\": 2",
    "\"mediaType\": ",
    "\"config\": ",
    "\"layers\": ",
    "\"manifests\": ",
    "\"digest\": ",
    "\"size\": ",
    "\"urls\": [\"x\"]",
    "\"platform\": ",
    "\"architecture\": \"amd64\"",
    "\"os\": \"linux\"",
    "\"variant\": \"v8\"",
    "\"annotations\": ",
    "\"rootfs\": ",
    "\"diff_ids\": ",
    "\"Env\": ",
    "\"Cmd\": null",
    "\"Entrypoint\": ",
    "\"Healthcheck\": ",
    "\"StopSignal\": ",
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
    "{",
    "}",
    "[",
    "]",
    "null",
    ":",
    ",",
];
pub(super) const TARS: &[&str] = &[
    "ustar\u{0}00",
    "ustar  \u{0}",
    "././@LongLink",
    "PaxHeader/x",
    "11 path=a\n",
    "12 size=99\n",
    "20 SCHILY.xattr.a=b\n",
    "22 GNU.sparse.major=1\n",
    "22 GNU.sparse.minor=0\n",
    ".wh.",
    ".wh..wh..opq",
    "../",
    "/",
    "00000000000\u{0}",
    "0000644\u{0}",
    "77777777777\u{0}",
];

pub(super) fn challenge(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let registry = Url::parse("https://registry.example.com/v2/").expect("good");
    if let Some(Challenge::Bearer { realm, .. }) = Challenge::parse(text)
        && let Ok(realm) = Url::parse(&realm)
    {
        let allowed = realm_allowed(&registry, &realm, &["auth.docker.io".to_owned()]);
        assert!(
            !allowed || realm.host().contains("example.com") || realm.host().contains("docker.io")
        );
    }
}

pub(super) fn challenge_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "Bearer realm=\"https://auth.example.com/token\",service=\"registry\",scope=\"repository:a:pull\"",
        "Basic realm=\"a \\\"quoted\\\" name\"",
        "Digest a=b, Bearer realm=https://x, service=y, Basic realm=\"z\"",
        "Bearer realm=\"https://auth.docker.io/token\"",
    ])
}

pub(super) fn url(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let base = Url::parse("https://registry.example.com/v2/").expect("good");
    let joined = base.join(text);
    for url in [Url::parse(text), joined].into_iter().flatten() {
        let printed = url.to_string();
        let again = Url::parse(&printed).unwrap_or_else(|e| panic!("{printed:?}: {e}"));
        assert!(again.same_origin(&url), "{text:?} prints as {printed:?}");
        assert!(!url.host().is_empty());
        let _ = (url.port(), url.authority(), url.is_plain(), url.is_at("example.com"));
        let _ = url.with_path(text);
    }
}

pub(super) fn url_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "https://registry.example.com/v2/a/manifests/latest?x=y",
        "http://[::1]:5000/",
        "/v2/a/blobs/uploads/1?_state=abc",
        "https://bucket.s3.amazonaws.com:443/x%20y",
    ])
}

pub(super) fn document(data: &[u8]) {
    let (kind, bytes) = split_once(data, b"\n").unwrap_or((b"", data));
    let kind = std::str::from_utf8(kind).ok().filter(|kind| !kind.is_empty());
    let Ok(document) = Document::parse(bytes, kind) else { return };
    assert!(!document.media_type().is_empty());
    match document {
        Document::Manifest(manifest) => {
            let _ = (manifest.check_runnable(), manifest.compressed_bytes());
        }
        Document::Index(index) => {
            let _ = index.candidates(&Platform::host());
        }
    }
}

fn manifest(config: &[u8], layer: &[u8]) -> serde_json::Value {
    json!({
        "schemaVersion": 2, "mediaType": media::OCI_MANIFEST,
        "config": {"mediaType": media::OCI_CONFIG, "digest": Digest::of(config), "size": config.len()},
        "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar",
                    "digest": Digest::of(layer), "size": layer.len()}],
    })
}

fn index(manifest: &[u8]) -> serde_json::Value {
    json!({
        "schemaVersion": 2, "mediaType": media::OCI_INDEX,
        "manifests": [{"mediaType": media::OCI_MANIFEST, "digest": Digest::of(manifest),
            "size": manifest.len(), "platform": {"os": "linux", "architecture": "amd64"},
            "annotations": {"org.opencontainers.image.ref.name": "latest"}}],
    })
}

pub(super) fn document_seeds() -> Vec<Vec<u8>> {
    let manifest = manifest(b"{}", b"layer").to_string();
    let index = index(manifest.as_bytes()).to_string();
    let docker = manifest.replace(
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    );
    texts(&[
        &format!("\n{manifest}"),
        &format!("{}; charset=utf-8\n{index}", media::OCI_INDEX),
        &format!("\n{docker}"),
        "\n{\"schemaVersion\": 1}",
    ])
}

pub(super) fn config(data: &[u8]) {
    let _ = ImageConfig::parse(data);
}

fn image_config(layer: &[u8]) -> String {
    json!({
        "architecture": "amd64", "os": "linux",
        "config": {"User": "1000:1000", "Env": ["PATH=/bin"], "Cmd": ["sh"], "Entrypoint": null,
            "WorkingDir": "/", "StopSignal": "SIGTERM", "ExposedPorts": {"80/tcp": {}}, "Volumes": {"/d": {}},
            "Labels": {"a": "b"}, "Healthcheck": {"Test": ["CMD", "true"], "Interval": 30_000_000_000_u64}},
        "rootfs": {"type": "layers", "diff_ids": [Digest::of(layer)]},
        "history": [{"created_by": "x", "empty_layer": true}],
    })
    .to_string()
}

pub(super) fn config_seeds() -> Vec<Vec<u8>> {
    texts(&[&image_config(b"layer"), "{\"rootfs\": {\"type\": \"layers\", \"diff_ids\": []}}"])
}

pub(super) fn archive(data: &[u8]) {
    let file = tempfile::NamedTempFile::new().expect("there is room for a file");
    fs::write(file.path(), data).expect("there is room for it");
    let platform: Platform = "linux/amd64".parse().expect("good");
    let Ok(archive) = Archive::open(file.path(), &platform) else { return };
    for image in archive.images() {
        for blob in &image.blobs {
            let mut reader = archive.blob(&blob.digest).expect("it was listed");
            assert_eq!(reader.remaining(), blob.size, "its size was listed");
            let _ = reader.read_to_end(&mut Vec::new());
        }
        for document in &image.documents {
            assert!(document.digest.matches(&document.bytes), "documents are checked");
        }
    }
}

pub(super) fn archive_seeds() -> Vec<Vec<u8>> {
    let layer = tar_of(&[("f", b'0', b"hello")]);
    let config = image_config(&layer);
    let manifest = manifest(config.as_bytes(), &layer).to_string();
    let index = index(manifest.as_bytes()).to_string();
    let blob = |bytes: &[u8]| format!("blobs/sha256/{}", Digest::of(bytes).hex());
    let saved = json!([{"Config": "c.json", "RepoTags": ["a:b"], "Layers": ["l/layer.tar"]}]);
    vec![
        tar_of(&[
            ("oci-layout", b'0', b"{\"imageLayoutVersion\": \"1.0.0\"}"),
            ("index.json", b'0', index.as_bytes()),
            (&blob(manifest.as_bytes()), b'0', manifest.as_bytes()),
            (&blob(config.as_bytes()), b'0', config.as_bytes()),
            (&blob(&layer), b'0', &layer),
        ]),
        tar_of(&[
            ("manifest.json", b'0', saved.to_string().as_bytes()),
            ("c.json", b'0', config.as_bytes()),
            ("l/", b'5', b""),
            ("l/layer.tar", b'0', &layer),
        ]),
    ]
}

/// Reads an archive to its end, with the checksums of its headers put right.
pub(super) fn tar(data: &[u8]) {
    for bytes in [data.to_vec(), with_checksums(data)] {
        let mut reader = tars::Reader::new(bytes.as_slice());
        while let Ok(Some(entry)) = reader.next_entry() {
            assert!(!entry.path.contains(&0) && !entry.link.contains(&0), "{entry:?}");
            assert!(entry.mode <= 0o7777, "{entry:?}");
            while let Ok(content) = reader.data() {
                if content.is_empty() {
                    break;
                }
                let len = content.len();
                reader.consume(len);
            }
            assert!(reader.offset() <= bytes.len() as u64);
        }
    }
}

/// Puts the checksum of each block that looks like a header right: no mutation survives it
/// otherwise.
fn with_checksums(data: &[u8]) -> Vec<u8> {
    let mut bytes = data.to_vec();
    for block in bytes.chunks_exact_mut(512).filter(|block| &block[257..262] == b"ustar") {
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    bytes
}

/// A ustar archive of entries: path or `path -> link`, type, content.
fn tar_of(entries: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (path, kind, content) in entries {
        let (path, link) = path.split_once(" -> ").unwrap_or((path, ""));
        let mut block = [0; 512];
        block[..path.len()].copy_from_slice(path.as_bytes());
        block[100..108].copy_from_slice(b"0000755\0");
        block[108..124].copy_from_slice(b"0000000\x000000000\0");
        block[124..136].copy_from_slice(format!("{:011o}\0", content.len()).as_bytes());
        block[136..148].copy_from_slice(b"14722036145\0");
        block[156] = *kind;
        block[157..157 + link.len()].copy_from_slice(link.as_bytes());
        block[257..265].copy_from_slice(b"ustar\x0000");
        bytes.extend_from_slice(&with_checksums(&block));
        bytes.extend_from_slice(content);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

pub(super) fn tar_seeds() -> Vec<Vec<u8>> {
    vec![
        tar_of(&[
            ("a/", b'5', b""),
            ("a/f", b'0', b"hello"),
            ("a/s -> ../a/f", b'2', b""),
            ("a/h -> a/f", b'1', b""),
            ("a/.wh.g", b'0', b""),
            ("b/.wh..wh..opq", b'0', b""),
            ("p", b'6', b""),
            ("d", b'3', b""),
        ]),
        tar_of(&[("PaxHeaders/x", b'x', b"11 path=a\n20 mtime=1767323045.5\n"), ("x", b'0', b"1")]),
        tar_of(&[("././@LongLink", b'L', b"a/long/name\0"), ("short", b'0', b"2")]),
        tar_of(&[("g", b'g', b"14 comment=abc\n"), ("s -> /etc", b'2', b""), ("s/x", b'0', b"3")]),
        tar_of(&[
            (
                "h",
                b'x',
                b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n30 GNU.sparse.realsize=999999\n",
            ),
            ("f", b'0', &[b"1\n0\n3\n".as_slice(), &[0; 506], b"abc"].concat()),
        ]),
    ]
}

/// A layer's stream: plain, gzip or zstd, and whatever damage.
pub(super) fn compression(data: &[u8]) {
    let limits = Limits { unpacked_bytes_max: 8 << 20, entries_max: 1000, ..Limits::default() };
    borrowed::decompress(data, limits);
}

pub(super) fn compression_seeds() -> Vec<Vec<u8>> {
    let content = tar_of(&[("a", b'0', b"some content, some content, some content")]);
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    };
    let zstd = zstd::encode_all(content.as_slice(), 3).expect("memory takes all");
    let two = [gzip(&content[..9]), gzip(&content[9..])].concat();
    vec![gzip(&content), two, [zstd.clone(), zstd.clone()].concat(), zstd, gzip(&[0; 1 << 16])]
}

/// Unpacks a layer into a folder, and looks whether anything changed outside of it.
pub(super) fn unpack(data: &[u8]) {
    let outer = tempfile::tempdir().expect("there is room for a folder");
    let (root, witness) = (outer.path().join("root"), outer.path().join("witness"));
    fs::create_dir(&root).expect("it is new");
    fs::write(&witness, b"untouched").expect("it is new");
    let limits = Limits {
        unpacked_bytes_max: 4 << 20,
        entries_max: 500,
        ratio_after_bytes: 1 << 20,
        ..Limits::default()
    };
    let opened = fs::File::open(&root).expect("it was made").into();
    borrowed::unpack(&with_checksums(data), opened, limits);
    let around: Vec<_> = fs::read_dir(outer.path()).expect("it is there").flatten().collect();
    assert_eq!(around.len(), 2, "something is outside the root: {around:?}");
    assert_eq!(fs::read(&witness).ok().as_deref(), Some(&b"untouched"[..]));
    outer.close().expect("a tree that was made can be removed");
}
