//! Stages, one after the other, and the image that comes out.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::sync::Arc;

use ferrogate_build::config::Config;
use ferrogate_build::copy::{self, Copying};
use ferrogate_build::dockerfile::Instruction;
use ferrogate_build::ignore::Ignore;
use ferrogate_build::stage::{Copied, Effect, Globals, Program, Stage};
use ferrogate_build::tree::Tree;
use ferrogate_build::{context, layer, owner};
use ferrogate_image::layout::{LoadedBlob, LoadedDocument, LoadedImage};
use ferrogate_image::manifest::{CONFIG_BYTES_MAX, Descriptor, LAYERS_MAX, media};
use ferrogate_image::push::BUILDS;
use ferrogate_image::{Digest, Platform};
use serde_json::{Value, json};

use super::super::push::Source;
use super::super::registry::Registry;
use super::Said;
use super::base::{self, Base, FromStart};
use super::plan::{self, Ground, Planned};
use super::ran;
use crate::fault::Fault;
use crate::moment::size;
use crate::steps::Steps;
use crate::ui::Ui;

/// A file without a name, in the folder for such (`TMPDIR`).
pub(super) fn scratch() -> io::Result<File> {
    tempfile::tempfile()
}

/// Does what blocks where that may.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Fault::failed("the build was cut off").because(&error))
}

/// Where a layer is.
#[derive(Clone)]
enum Place {
    /// In a repository of the registry.
    There { repository: String, descriptor: Descriptor },
    /// In a file, not compressed.
    Here { file: Arc<File>, bytes: u64 },
}

#[derive(Clone)]
struct Layer {
    /// Digest of its content.
    content: Digest,
    place: Place,
}

/// A stage, as far as it is made.
#[derive(Clone)]
struct Made {
    stage: Stage,
    layers: Vec<Layer>,
    /// Its files; not known until they are needed.
    tree: Option<Arc<Tree>>,
}

/// What one build is given.
pub(super) struct Given<'a> {
    pub(super) registry: &'a Registry<'a>,
    pub(super) ui: &'a Ui,
    pub(super) said: &'a Said,
    pub(super) globals: &'a Globals,
    /// The context.
    pub(super) folder: &'a Path,
    pub(super) ignore: Ignore,
    /// The latest time that files may have.
    pub(super) newest: Option<i64>,
    /// How programs are run.
    pub(super) how: ran::How,
}

/// Makes the stages of one build.
pub(super) struct Maker<'a> {
    given: Given<'a>,
    steps: Steps<'a>,
    context: Option<Arc<Tree>>,
    stages: HashMap<usize, Made>,
    images: HashMap<String, Made>,
    /// Layers of bases that were fetched, by the digest of their content.
    fetched: HashMap<Digest, Arc<File>>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(given: Given<'a>) -> Self {
        Self {
            steps: Steps::new(given.ui),
            given,
            context: None,
            stages: HashMap::new(),
            images: HashMap::new(),
            fetched: HashMap::new(),
        }
    }

    /// Makes the stages of a plan; the image is the last one's.
    pub(super) async fn make(&mut self, plan: &[Planned]) -> Result<Image, Fault> {
        let all: usize =
            plan.iter().map(|stage| self.given.said.file.stages[stage.number].len()).sum();
        let mut step = 0;
        for planned in plan {
            let instructions = &self.given.said.file.stages[planned.number];
            step += 1;
            self.steps.doing(&format!("[{step}/{all}] {}", instructions[0].text));
            let mut made = self.begin(&planned.ground, &instructions[0]).await?;
            for instruction in &instructions[1..] {
                step += 1;
                self.steps.doing(&format!("[{step}/{all}] {}", instruction.text));
                self.step(&mut made, instruction, planned.number).await?;
            }
            self.stages.insert(planned.number, made);
        }
        let last = plan.last().map(|stage| stage.number);
        let made = last.and_then(|number| self.stages.remove(&number));
        let made = made.ok_or_else(|| Fault::failed("the plan has no stage"))?;
        Image::of(&made)
    }

    async fn begin(&mut self, ground: &Ground, from: &Instruction) -> Result<Made, Fault> {
        let made = match ground {
            Ground::Nothing => Made {
                stage: Stage::new(Config::scratch(&Platform::host()), self.given.globals),
                layers: Vec::new(),
                tree: Some(Arc::default()),
            },
            Ground::Stage(number) => {
                let mut made = self.stages[number].clone();
                // Variables of the build end with their stage.
                made.stage = Stage::new(made.stage.config, self.given.globals);
                made
            }
            Ground::Image(name) => self.image(name, from.line).await?,
        };
        if made.stage.config.has_triggers() {
            let what = "the image has ONBUILD instructions, which are not built";
            return Err(self.given.said.at(from.line, &what));
        }
        Ok(made)
    }

    /// An image of the registry as a stage.
    async fn image(&mut self, name: &str, line: usize) -> Result<Made, Fault> {
        if let Some(made) = self.images.get(name) {
            return Ok(made.clone());
        }
        let found = base::find(self.given.registry, self.given.ui, &mut self.steps, name)
            .await
            .map_err(|fault| {
                let what = format!("{}:{line}: {}", self.given.said.path.display(), fault.what);
                Fault { what, ..fault }
            })?;
        let Base { repository, config, layers, contents } = found;
        let config = Config::of_base(&config).map_err(|error| {
            self.given.said.at(line, &"the image can't be built on").because(&error)
        })?;
        let place = |descriptor| Place::There { repository: repository.clone(), descriptor };
        let layers = contents.into_iter().zip(layers.into_iter().map(place));
        let layers = layers.map(|(content, place)| Layer { content, place }).collect();
        let made = Made { stage: Stage::new(config, self.given.globals), layers, tree: None };
        self.images.insert(name.to_owned(), made.clone());
        Ok(made)
    }

    async fn step(
        &mut self,
        made: &mut Made,
        instruction: &Instruction,
        number: usize,
    ) -> Result<(), Fault> {
        let effect = made.stage.take(instruction, self.given.globals);
        let tree = match effect.map_err(|mistake| self.given.said.wrong(mistake))? {
            Effect::None => Tree::default(),
            Effect::Folder(path) => {
                let onto = self.tree(made).await?;
                copy::folder(&onto, &path)
                    .map_err(|error| self.given.said.at(instruction.line, &error))?
            }
            Effect::Copy(copied) => self.copy(made, copied, instruction, number).await?,
            Effect::Run(program) => return self.run(made, &program, instruction).await,
        };
        if tree.below(b"").next().is_none() {
            made.stage.config.record(&instruction.text, None);
            return Ok(());
        }
        self.check_room(made, instruction)?;
        let written = self.write(tree, instruction).await?;
        made.stage.config.record(&instruction.text, Some(&written.content));
        made.layers.push(written.clone());
        if let (Some(tree), Place::Here { file, .. }) = (made.tree.take(), written.place) {
            made.tree = Some(self.applied(tree, file).await?);
        }
        Ok(())
    }

    fn check_room(&self, made: &Made, instruction: &Instruction) -> Result<(), Fault> {
        if made.layers.len() < LAYERS_MAX {
            return Ok(());
        }
        let what = format!("the image has more than {LAYERS_MAX} layers");
        Err(self.given.said.at(instruction.line, &what))
    }

    async fn run(
        &mut self,
        made: &mut Made,
        program: &Program,
        instruction: &Instruction,
    ) -> Result<(), Fault> {
        self.check_room(made, instruction)?;
        if made.layers.is_empty() {
            let what = "an image without files has no program to run";
            return Err(self.given.said.at(instruction.line, &what));
        }
        let image = Image::of(made)?;
        let (registry, steps) = (self.given.registry, &mut self.steps);
        let ran = ran::run(registry, self.given.ui, steps, &image, program, self.given.how).await;
        let ran = ran.map_err(|fault| {
            let place = format!("{}:{}", self.given.said.path.display(), instruction.line);
            Fault { what: format!("{place}: {}", fault.what), ..fault }
        })?;
        let bytes = ran.layer.as_ref().map_or(0, |layer| layer.size);
        let known = if ran.known { ", known from before" } else { "" };
        self.steps.done(&format!("{} ({}{known})", instruction.text, size(bytes)));
        // It is not compressed, so its content is the blob itself.
        let content = ran.layer.as_ref().map(|layer| layer.digest.clone());
        made.stage.config.record(&instruction.text, content.as_ref());
        if let (Some(descriptor), Some(content)) = (ran.layer, content) {
            let place = Place::There { repository: BUILDS.into(), descriptor };
            made.layers.push(Layer { content, place });
            // Its files are known when somebody asks for them.
            made.tree = None;
        }
        Ok(())
    }

    async fn copy(
        &mut self,
        made: &mut Made,
        copied: Copied,
        instruction: &Instruction,
        number: usize,
    ) -> Result<Tree, Fault> {
        let onto = self.tree(made).await?;
        let from = match copied.from.as_deref() {
            None => self.context().await?,
            Some(word) => match plan::find(self.given.said, word, number) {
                Some(stage) => {
                    let mut other = self.stages[&stage].clone();
                    let tree = self.tree(&mut other).await?;
                    self.stages.insert(stage, other);
                    tree
                }
                None => {
                    let mut image = self.image(word, instruction.line).await?;
                    let tree = self.tree(&mut image).await?;
                    self.images.insert(word.to_owned(), image);
                    tree
                }
            },
        };
        let said = |what: &dyn std::fmt::Display| self.given.said.at(instruction.line, what);
        let owner = copied.chown.as_deref().map(|text| owner::find(text, &onto)).transpose();
        let (owner, newest) = (owner.map_err(|what| said(&what))?, self.given.newest);
        let planned = blocking(move || {
            let copying = Copying {
                from: &from,
                onto: &onto,
                sources: &copied.sources,
                dest: &copied.dest,
                owner,
                mode: copied.chmod,
                unpack: copied.add,
                newest,
                alone: copied.link,
            };
            copy::plan(&copying, &mut scratch)
        });
        planned.await?.map_err(|error| match std::error::Error::source(&error) {
            Some(source) => said(&error).because(source),
            None => said(&error),
        })
    }

    async fn write(&self, tree: Tree, instruction: &Instruction) -> Result<Layer, Fault> {
        let said = |error: &layer::LayerError| {
            let fault = self.given.said.at(instruction.line, error);
            match std::error::Error::source(error) {
                Some(source) => fault.because(source),
                None => fault,
            }
        };
        let file = Arc::new(scratch().map_err(|error| said(&error.into()))?);
        let into = Arc::clone(&file);
        let written = blocking(move || layer::write(&tree, &into)).await?;
        let written = written.map_err(|error| said(&error))?;
        self.steps.done(&format!("{} ({})", instruction.text, size(written.size)));
        let place = Place::Here { file, bytes: written.size };
        Ok(Layer { content: written.digest, place })
    }

    async fn context(&mut self) -> Result<Arc<Tree>, Fault> {
        if let Some(tree) = &self.context {
            return Ok(Arc::clone(tree));
        }
        let (folder, ignore) = (self.given.folder.to_owned(), self.given.ignore.clone());
        let read = blocking(move || context::read(&folder, &ignore)).await?;
        let tree = Arc::new(read.map_err(|error| {
            let what = format!("the context {} can't be read", self.given.folder.display());
            Fault::failed(what).because(&error)
        })?);
        Ok(Arc::clone(self.context.insert(tree)))
    }

    /// The files of a stage; its layers are fetched for it.
    async fn tree(&mut self, made: &mut Made) -> Result<Arc<Tree>, Fault> {
        if let Some(tree) = &made.tree {
            return Ok(Arc::clone(tree));
        }
        let mut tree = Arc::<Tree>::default();
        for Layer { content, place } in &made.layers {
            let file = match (place, self.fetched.get(content)) {
                (Place::Here { file, .. }, _) | (_, Some(file)) => Arc::clone(file),
                (Place::There { repository, descriptor }, None) => {
                    let file =
                        base::layer(self.given.registry, repository, descriptor, content).await?;
                    self.fetched.insert(content.clone(), Arc::clone(&file));
                    file
                }
            };
            tree = self.applied(tree, file).await?;
        }
        Ok(Arc::clone(made.tree.insert(tree)))
    }

    async fn applied(&self, tree: Arc<Tree>, layer: Arc<File>) -> Result<Arc<Tree>, Fault> {
        let applied = blocking(move || {
            let mut tree = Arc::unwrap_or_clone(tree);
            layer::apply(&mut tree, &layer).map(|()| Arc::new(tree))
        });
        applied.await?.map_err(|e| Fault::failed("a layer can't be read").because(&e))
    }
}

/// An image that is made: what to push, and where it is.
pub(super) struct Image {
    loaded: LoadedImage,
    places: HashMap<Digest, Place>,
}

impl Image {
    fn of(made: &Made) -> Result<Self, Fault> {
        let failed = |error: io::Error| Fault::failed("the image can't be kept").because(&error);
        let config = made.stage.config.bytes();
        if config.len() > CONFIG_BYTES_MAX {
            return Err(Fault::failed("the image's configuration is larger than 8 MiB")
                .fix("make labels, variables or the history shorter"));
        }
        let mut file = scratch().map_err(failed)?;
        file.write_all(&config).map_err(failed)?;
        let (config_digest, bytes) = (Digest::of(&config), config.len() as u64);
        let mut places =
            HashMap::from([(config_digest.clone(), Place::Here { file: Arc::new(file), bytes })]);
        let mut descriptors = Vec::new();
        for Layer { content, place } in &made.layers {
            let (kind, digest, bytes) = match place {
                Place::Here { bytes, .. } => (media::OCI_LAYER, content, *bytes),
                Place::There { descriptor: d, .. } => (oci_name(&d.media_type), &d.digest, d.size),
            };
            descriptors.push(descriptor(kind, digest, bytes));
            places.insert(digest.clone(), place.clone());
        }
        let manifest = json!({
            "schemaVersion": 2, "mediaType": media::OCI_MANIFEST,
            "config": descriptor(media::OCI_CONFIG, &config_digest, bytes),
            "layers": descriptors,
        });
        let bytes = manifest.to_string().into_bytes();
        let document = LoadedDocument {
            digest: Digest::of(&bytes),
            media_type: media::OCI_MANIFEST.to_owned(),
            bytes,
        };
        let mut blobs: Vec<LoadedBlob> = places
            .iter()
            .map(|(digest, place)| LoadedBlob {
                digest: digest.clone(),
                size: match place {
                    Place::Here { bytes, .. } => *bytes,
                    Place::There { descriptor, .. } => descriptor.size,
                },
            })
            .collect();
        blobs.sort_by(|a, b| a.digest.cmp(&b.digest));
        let loaded = LoadedImage { names: Vec::new(), blobs, documents: vec![document] };
        Ok(Self { loaded, places })
    }

    /// The digest of its manifest.
    pub(super) fn digest(&self) -> &Digest {
        &self.loaded.documents[0].digest
    }

    pub(super) fn loaded(&self) -> &LoadedImage {
        &self.loaded
    }
}

impl Source for Image {
    fn open(&self, digest: &Digest) -> Result<Box<dyn Read + Send>, Fault> {
        match self.places.get(digest) {
            Some(Place::Here { file, .. }) => {
                Ok(Box::new(FromStart { file: Arc::clone(file), offset: 0 }))
            }
            // It was there when the build began.
            _ => Err(Fault::failed(format!("blob {digest} of the base image is gone"))
                .fix("build again; is somebody deleting images?")),
        }
    }

    fn elsewhere(&self, digest: &Digest) -> Option<&str> {
        match self.places.get(digest)? {
            Place::There { repository, .. } => Some(repository),
            Place::Here { .. } => None,
        }
    }
}

fn descriptor(kind: &str, digest: &Digest, size: u64) -> Value {
    json!({ "mediaType": kind, "digest": digest, "size": size })
}

/// Docker's names of layers in OCI's words: the same bytes.
fn oci_name(kind: &str) -> &str {
    match kind {
        media::DOCKER_LAYER_GZIP => media::OCI_LAYER_GZIP,
        media::DOCKER_LAYER_ZSTD => media::OCI_LAYER_ZSTD,
        media::DOCKER_LAYER => media::OCI_LAYER,
        other => other,
    }
}
