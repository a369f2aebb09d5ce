//! Writes `crates/api/src/gen`: one file for each service of `models/operations.toml`, with the
//! types and tables of the operations that are served ([`served`]). Of the others there is the
//! name, which is what the answer to them needs. So an operation whose types were not generated
//! can't be registered, and types that nothing registers make the files stale.

mod names;
mod service;
mod shapes;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::{access, offer, served, workspace};

/// Writes the files; removes those of services no longer offered.
pub fn write() -> Result<()> {
    let folder = folder();
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let files = generate()?;
    for stale in existing(&folder)?.into_iter().filter(|name| !files.contains_key(name)) {
        fs::remove_file(folder.join(&stale)).with_context(|| format!("removing {stale}"))?;
    }
    for (name, text) in &files {
        let path = folder.join(name);
        // An unchanged file keeps its time, so that nothing is built again.
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        }
    }
    Ok(())
}

/// Fails when the files are not what [`write`] would write.
pub fn check() -> Result<()> {
    let folder = folder();
    let files = generate()?;
    let mut stale = existing(&folder)?;
    stale.retain(|name| !files.contains_key(name));
    for (name, text) in &files {
        if fs::read_to_string(folder.join(name)).ok().as_ref() != Some(text) {
            stale.push(name.clone());
        }
    }
    ensure!(stale.is_empty(), "stale: {}; run `cargo xtask codegen`", stale.join(", "));
    Ok(())
}

fn folder() -> PathBuf {
    workspace().join("crates/api/src/gen")
}

fn existing(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

fn generate() -> Result<BTreeMap<String, String>> {
    let offers = offer::all()?;
    let access = access::all()?;
    let mut files = BTreeMap::new();
    let mut index = String::from(service::HEADER);
    for offer in &offers {
        let served = served::operations(offer)?;
        let rows = access.get(&offer.id).cloned().unwrap_or_default();
        let unknown = rows.unknown(&offer.model);
        ensure!(
            unknown.is_empty(),
            "models/authorization.toml: {} has no {}",
            offer.id,
            unknown.join(", ")
        );
        let text = service::emit(offer, &served, &rows)
            .with_context(|| format!("service {}", offer.id))?;
        let module = names::snake(&offer.id);
        index.push_str(&format!("pub mod {module};\n"));
        files.insert(format!("{module}.rs"), text);
    }
    index.push_str("\n/// The services we offer, sorted by id.\n");
    index.push_str("pub static SERVICES: &[&crate::Service] = &[\n");
    for offer in &offers {
        index.push_str(&format!("    &{}::SERVICE,\n", names::snake(&offer.id)));
    }
    index.push_str("];\n");
    files.insert("mod.rs".to_owned(), index);
    Ok(files)
}
