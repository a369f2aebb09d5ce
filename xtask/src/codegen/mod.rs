//! Writes `crates/api/src/gen`: one file for each service of `models/operations.toml`.

mod names;
mod service;
mod shapes;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::model::Model;
use crate::{fetch, workspace};

/// What is offered of one service.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Offer {
    /// `"all"`
    Word(String),
    /// A list of operations.
    Some(Vec<String>),
}

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
    let path = workspace().join("models/operations.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let offers: BTreeMap<String, Offer> =
        toml::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    let models = fetch::models()?;
    let mut files = BTreeMap::new();
    let mut index = String::from(service::HEADER);
    for (id, offer) in &offers {
        let model = Model::read(&newest(&models.join(id))?)?;
        let offered = offered(&model, offer).with_context(|| format!("operations of {id}"))?;
        let text = service::emit(id, &model, &offered).with_context(|| format!("service {id}"))?;
        let module = names::snake(id);
        index.push_str(&format!("pub mod {module};\n"));
        files.insert(format!("{module}.rs"), text);
    }
    index.push_str("\n/// The services we offer, sorted by id.\n");
    index.push_str("pub static SERVICES: &[&crate::Service] = &[\n");
    for id in offers.keys() {
        index.push_str(&format!("    &{}::SERVICE,\n", names::snake(id)));
    }
    index.push_str("];\n");
    files.insert("mod.rs".to_owned(), index);
    Ok(files)
}

/// The model of the newest version of a service.
fn newest(folder: &Path) -> Result<PathBuf> {
    let mut versions = existing(folder)?;
    versions.sort();
    let newest = versions.pop().with_context(|| format!("{} is empty", folder.display()))?;
    let plain = folder.join(newest).join("service-2.json");
    let packed = plain.with_extension("json.gz");
    Ok(if plain.is_file() { plain } else { packed })
}

fn offered<'m>(model: &'m Model, offer: &'m Offer) -> Result<Vec<&'m str>> {
    let names = match offer {
        Offer::Word(word) if word == "all" => model.operations.keys().map(String::as_str).collect(),
        Offer::Word(word) => bail!("\"{word}\" is neither \"all\" nor a list"),
        Offer::Some(list) => {
            let mut names: Vec<&str> = list.iter().map(String::as_str).collect();
            names.sort_unstable();
            names.dedup();
            names
        }
    };
    for name in &names {
        ensure!(model.operations.contains_key(*name), "the model has no operation {name}");
    }
    Ok(names)
}
