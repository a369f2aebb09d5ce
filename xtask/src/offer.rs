//! What we offer: `models/operations.toml`, joined with the models.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::model::Model;
use crate::{fetch, workspace};

/// One service that we offer.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The name of its folder in botocore, such as `ecs`.
    pub id: String,
    /// Its newest model.
    pub model: Model,
    /// The operations that are offered, sorted; each is in the model.
    pub operations: Vec<String>,
}

/// What the file says of one service.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Choice {
    /// `"all"`
    Word(String),
    /// A list of operations.
    Some(Vec<String>),
}

/// Every service that we offer, sorted by id.
///
/// # Errors
/// When the file or a model can't be read, or the file names what no model has.
pub fn all() -> Result<Vec<Offer>> {
    let path = workspace().join("models/operations.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let choices: BTreeMap<String, Choice> =
        toml::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    let models = fetch::models()?;
    let offer = |(id, choice): (String, Choice)| {
        let model = Model::read(&newest(&models.join(&id))?)?;
        let operations = chosen(&model, choice).with_context(|| format!("operations of {id}"))?;
        Ok(Offer { id, model, operations })
    };
    choices.into_iter().map(offer).collect()
}

/// The model of the newest version of a service.
fn newest(folder: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    let mut versions = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>>>()?;
    versions.sort();
    let newest = versions.pop().with_context(|| format!("{} is empty", folder.display()))?;
    let plain = folder.join(newest).join("service-2.json");
    let packed = plain.with_extension("json.gz");
    Ok(if plain.is_file() { plain } else { packed })
}

fn chosen(model: &Model, choice: Choice) -> Result<Vec<String>> {
    let names = match choice {
        Choice::Word(word) if word == "all" => model.operations.keys().cloned().collect(),
        Choice::Word(word) => bail!("\"{word}\" is neither \"all\" nor a list"),
        Choice::Some(mut list) => {
            list.sort_unstable();
            list.dedup();
            list
        }
    };
    for name in &names {
        ensure!(model.operations.contains_key(name), "the model has no operation {name}");
    }
    Ok(names)
}
