//! Brings the pinned models from the package index into a cache under `target`, with
//! pip, checked by their hash. Nothing of it is committed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::workspace;

/// What `models/botocore.toml` pins.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The exact version.
    pub version: String,
    /// The package that holds the models.
    pub wheel: Archive,
    /// The package that holds the protocol tests.
    pub sdist: Archive,
}

/// One file of the package index.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// Its name.
    pub file: String,
    /// Its hash in hexadecimal.
    pub sha256: String,
}

/// Reads the pin.
pub fn pin() -> Result<Pin> {
    let path = workspace().join("models/botocore.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("reading {}", path.display()))
}

/// The folder of service models, fetched unless it is there.
pub fn models() -> Result<PathBuf> {
    let pin = pin()?;
    let folder = unpacked(&pin, &pin.wheel, "wheel", &["--only-binary", ":all:"], "zipfile")?;
    Ok(folder.join("botocore/data"))
}

/// The folder of protocol tests (`input` and `output`), fetched unless it is there.
pub fn protocol_tests() -> Result<PathBuf> {
    let pin = pin()?;
    unpacked(&pin, &pin.sdist, "sdist", &["--no-binary", ":all:"], "tarfile")?;
    protocol_tests_cached()
}

/// The folder of protocol tests, if it has been fetched; never goes to the network.
pub fn protocol_tests_cached() -> Result<PathBuf> {
    let pin = pin()?;
    let name = format!("botocore-{}", pin.version);
    let folder = cache(&pin).join("sdist").join(name).join("tests/unit/protocols");
    ensure!(
        folder.is_dir(),
        "the protocol tests are not in {}: run `cargo xtask models` once",
        folder.display()
    );
    Ok(folder)
}

fn cache(pin: &Pin) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.map_or_else(|| workspace().join("target"), |dir| workspace().join(dir));
    target.join(format!("botocore-{}", pin.version))
}

/// Downloads, checks and unpacks one archive. The folder appears under its final name
/// only when it is whole.
fn unpacked(
    pin: &Pin,
    archive: &Archive,
    name: &str,
    choice: &[&str],
    unpacker: &str,
) -> Result<PathBuf> {
    let cache = cache(pin);
    let folder = cache.join(name);
    if folder.is_dir() {
        return Ok(folder);
    }
    fs::create_dir_all(&cache).with_context(|| format!("making {}", cache.display()))?;
    let file = cache.join(&archive.file);
    if !file.is_file() {
        let package = format!("botocore=={}", pin.version);
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "download", "--quiet", "--no-deps", &package])
            .args(choice)
            .arg("--dest")
            .arg(&cache);
        run(pip)?;
    }
    verify(&file, &archive.sha256)?;
    let partial = cache.join(format!("{name}.partial-{}", std::process::id()));
    let mut unpack = Command::new("python3");
    unpack.args(["-m", unpacker, "-e"]).arg(&file).arg(&partial);
    run(unpack)?;
    fs::rename(&partial, &folder)
        .with_context(|| format!("moving {} into place", partial.display()))?;
    Ok(folder)
}

fn verify(file: &Path, sha256: &str) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let found = hex::encode(Sha256::digest(&bytes));
    ensure!(found == sha256, "{} has the hash {found}, not {sha256}", file.display());
    Ok(())
}

fn run(mut command: Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed: {status}");
    }
    Ok(())
}
