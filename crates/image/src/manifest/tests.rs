use super::*;
use proptest::prelude::*;
use serde_json::json;

fn descriptor(kind: &str, seed: &str) -> serde_json::Value {
    json!({"mediaType": kind, "digest": Digest::of(seed.as_bytes()), "size": seed.len()})
}

fn manifest_json() -> serde_json::Value {
    json!({
        "schemaVersion": 2,
        "mediaType": media::OCI_MANIFEST,
        "config": descriptor(media::OCI_CONFIG, "config"),
        "layers": [descriptor(media::OCI_LAYER_GZIP, "one"), descriptor(media::OCI_LAYER, "four")],
    })
}

fn parse(value: &serde_json::Value, kind: Option<&str>) -> Result<Document, ManifestError> {
    Document::parse(value.to_string().as_bytes(), kind)
}

fn entry(os: &str, arch: &str, variant: Option<&str>) -> serde_json::Value {
    let mut entry = descriptor(media::OCI_MANIFEST, &format!("{os}{arch}{variant:?}"));
    entry["platform"] = json!({"os": os, "architecture": arch});
    if let Some(variant) = variant {
        entry["platform"]["variant"] = json!(variant);
    }
    entry
}

fn index_of(entries: Vec<serde_json::Value>) -> Index {
    match parse(&json!({"schemaVersion": 2, "manifests": entries}), None).unwrap() {
        Document::Index(index) => index,
        Document::Manifest(_) => panic!("an index was given"),
    }
}

#[test]
fn a_manifest_is_read_with_its_layers_in_order() {
    let Document::Manifest(manifest) = parse(&manifest_json(), None).unwrap() else {
        panic!("a manifest was given")
    };
    assert_eq!(manifest.layers[0].digest, Digest::of(b"one"));
    assert_eq!(manifest.compressed_bytes(), 6 + 3 + 4);
    manifest.check_runnable().unwrap();
}

#[test]
fn dockers_own_types_are_read_too() {
    let mut docker = manifest_json();
    docker["mediaType"] = json!(media::DOCKER_MANIFEST);
    docker["config"]["mediaType"] = json!(media::DOCKER_CONFIG);
    docker["layers"] = json!([descriptor(media::DOCKER_LAYER_GZIP, "x")]);
    let Document::Manifest(manifest) = parse(&docker, Some(media::DOCKER_MANIFEST)).unwrap() else {
        panic!("a manifest was given")
    };
    manifest.check_runnable().unwrap();
    assert_eq!(manifest.media_type, media::DOCKER_MANIFEST);
}

#[test]
fn documents_that_can_be_read_two_ways_are_refused() {
    let mut both = manifest_json();
    both["manifests"] = json!([]);
    assert!(matches!(parse(&both, None), Err(ManifestError::Refused { .. })));
    assert!(parse(&manifest_json(), Some(media::OCI_INDEX)).is_err());
    let twice = r#"{"schemaVersion":2,"layers":[],"layers":[]}"#;
    assert!(Document::parse(twice.as_bytes(), None).is_err());
}

#[test]
fn old_schema_foreign_layers_and_artifacts_are_refused() {
    let mut old = manifest_json();
    old["schemaVersion"] = json!(1);
    assert!(parse(&old, None).is_err());

    let runnable = |value: &serde_json::Value| match parse(value, None).unwrap() {
        Document::Manifest(manifest) => manifest.check_runnable(),
        Document::Index(_) => panic!("a manifest was given"),
    };
    let mut foreign = manifest_json();
    foreign["layers"][0]["mediaType"] =
        json!("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
    assert!(runnable(&foreign).unwrap_err().to_string().contains("outside the registry"));
    let mut urls = manifest_json();
    urls["layers"][0]["urls"] = json!(["http://169.254.169.254/"]);
    assert!(runnable(&urls).unwrap_err().to_string().contains("outside the registry"));
    let mut artifact = manifest_json();
    artifact["config"]["mediaType"] = json!("application/vnd.oci.empty.v1+json");
    assert!(runnable(&artifact).unwrap_err().to_string().contains("no container image"));
}

#[test]
fn limits_hold() {
    let huge = vec![b' '; MANIFEST_BYTES_MAX + 1];
    assert!(matches!(Document::parse(&huge, None), Err(ManifestError::TooLarge { .. })));
    let mut many = manifest_json();
    many["layers"] = vec![descriptor(media::OCI_LAYER, "x"); LAYERS_MAX + 1].into();
    assert!(parse(&many, None).is_err());
    let mut config = manifest_json();
    config["config"]["size"] = json!(CONFIG_BYTES_MAX + 1);
    assert!(matches!(parse(&config, None), Err(ManifestError::TooLarge { .. })));
    let deep = "[".repeat(100_000);
    assert!(Document::parse(deep.as_bytes(), None).is_err());
    let mut negative = manifest_json();
    negative["layers"][0]["size"] = json!(-1);
    assert!(parse(&negative, None).is_err());
}

#[test]
fn the_index_entry_of_the_platform_is_chosen() {
    let index = index_of(vec![
        entry("unknown", "unknown", None),
        entry("windows", "amd64", None),
        entry("linux", "amd64", Some("v3")),
        entry("linux", "amd64", None),
        entry("linux", "arm64", Some("v8")),
    ]);
    let at = |text: &str| index.candidates(&text.parse().unwrap()).unwrap()[0].digest.clone();
    assert_eq!(at("linux/amd64"), index.manifests[3].digest);
    assert_eq!(at("linux/amd64/v3"), index.manifests[2].digest);
    assert_eq!(at("linux/arm64"), index.manifests[4].digest);
}

#[test]
fn an_architecture_has_one_form_whatever_it_is_called() {
    // The names and forms of containerd's platforms package.
    for (written, normal) in [
        ("linux/x86_64", "linux/amd64"),
        ("linux/x86-64", "linux/amd64"),
        ("Linux/AMD64/v1", "linux/amd64"),
        ("linux/amd64/v2", "linux/amd64/v2"),
        ("linux/aarch64", "linux/arm64"),
        ("linux/arm64/v8", "linux/arm64"),
        ("linux/arm64/8", "linux/arm64"),
        ("linux/armhf", "linux/arm/v7"),
        ("linux/arm", "linux/arm/v7"),
        ("linux/arm/6", "linux/arm/v6"),
        ("linux/armel", "linux/arm/v6"),
        ("linux/i386", "linux/386"),
        ("linux/riscv64", "linux/riscv64"),
    ] {
        let platform: Platform = written.parse().unwrap();
        assert_eq!(platform.to_string(), normal, "{written}");
        let read: Platform = serde_json::from_value(json!({
            "os": written.split('/').next(), "architecture": written.split('/').nth(1),
            "variant": written.split('/').nth(2),
        }))
        .unwrap();
        assert_eq!(read, platform, "{written}");
    }
    let unsaid: Platform = serde_json::from_value(json!({"architecture": "amd64"})).unwrap();
    assert_eq!(unsaid.to_string(), "linux/amd64");
    let index = index_of(vec![entry("linux", "x86_64", None), entry("linux", "aarch64", None)]);
    let chosen = index.candidates(&"linux/arm64/v8".parse().unwrap()).unwrap()[0];
    assert_eq!(chosen.digest, index.manifests[1].digest);
}

#[test]
fn entries_without_a_platform_are_looked_into_last() {
    let unsaid = |seed: &str| descriptor(media::OCI_MANIFEST, seed);
    let index = index_of(vec![unsaid("one"), entry("linux", "arm64", None), unsaid("two")]);
    let of = |text: &str| -> Vec<Digest> {
        let found = index.candidates(&text.parse().unwrap()).unwrap();
        found.into_iter().map(|entry| entry.digest.clone()).collect()
    };
    assert_eq!(of("linux/arm64"), [index.manifests[1].digest.clone()]);
    assert_eq!(of("linux/amd64"), [Digest::of(b"one"), Digest::of(b"two")]);
}

#[test]
fn a_missing_platform_is_told_with_what_there_is() {
    let index = index_of(vec![entry("linux", "s390x", None), entry("unknown", "unknown", None)]);
    let error = index.candidates(&"linux/amd64".parse().unwrap()).unwrap_err().to_string();
    assert!(error.contains("matching platform 'linux/amd64'"), "{error}");
    assert!(error.contains("linux/s390x") && !error.contains("unknown"), "{error}");
}

#[test]
fn a_config_gives_the_process_its_defaults() {
    let config = json!({
        "architecture": "arm64", "os": "linux", "variant": "v8",
        "config": {
            "User": "1000:1000", "Env": ["A=b"], "Entrypoint": ["/e"], "Cmd": null,
            "WorkingDir": "/w", "StopSignal": "SIGQUIT", "ExposedPorts": {"80/tcp": {}},
            "Volumes": {"/data": {}}, "Labels": {"k": "v"}, "Healthcheck": {"Test": ["NONE"]},
        },
        "rootfs": {"type": "layers", "diff_ids": [Digest::of(b"x")]},
        "history": [{"created_by": "x"}],
    });
    let config = ImageConfig::parse(config.to_string().as_bytes()).unwrap();
    assert_eq!(config.platform.to_string(), "linux/arm64");
    assert_eq!(config.config.entrypoint, ["/e"]);
    assert!(config.config.cmd.is_empty());
    assert_eq!(config.config.exposed_ports, ["80/tcp"]);
    assert_eq!(config.config.volumes, ["/data"]);
    assert_eq!(config.config.stop_signal.as_deref(), Some("SIGQUIT"));
    let again = serde_json::to_vec(&config).unwrap();
    assert_eq!(ImageConfig::parse(&again).unwrap(), config, "what is recorded reads back");
}

#[test]
fn a_config_of_another_kind_is_refused() {
    for bad in [
        "{}",
        "[]",
        r#"{"os":"linux","architecture":"amd64","rootfs":{"type":"squash","diff_ids":[]}}"#,
        r#"{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":["x"]}}"#,
        r#"{"os":"linux","rootfs":{"type":"layers"},"config":{"Cmd":"sh -c"}}"#,
    ] {
        assert!(ImageConfig::parse(bad.as_bytes()).is_err(), "{bad}");
    }
}

#[test]
fn platforms_are_strict() {
    for bad in ["", "linux", "linux/", "/amd64", "linux/amd64/v1/x", "lin ux/amd64", "a//b"] {
        assert!(bad.parse::<Platform>().is_err(), "{bad}");
    }
    assert!(Platform::host().runs_on(&Platform::host()));
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        let _ = Document::parse(&bytes, None);
        let _ = ImageConfig::parse(&bytes);
    }

    #[test]
    fn damaged_documents_never_panic(at in 0usize..600, byte in any::<u8>()) {
        let mut bytes = manifest_json().to_string().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = Document::parse(&bytes, Some(media::OCI_MANIFEST));
    }
}
