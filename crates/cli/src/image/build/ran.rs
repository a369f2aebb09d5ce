//! `RUN`: a task of the engine, whose container's changes the engine keeps as a layer.
//!
//! Both the image so far and the layer are in the repository of builds, each under a tag that
//! says all it comes from: the same step on the same image is not run again.

use ferrogate_api::ecs::Tag;
use ferrogate_build::stage::Program;
use ferrogate_image::Digest;
use ferrogate_image::manifest::{Descriptor, Document};
use ferrogate_image::push::BUILDS;
use http::{Method, StatusCode};
use serde_json::json;

use super::super::name::Name;
use super::super::push;
use super::super::registry::Registry;
use super::make::Image;
use crate::fault::Fault;
use crate::run::{self, step};
use crate::steps::Steps;
use crate::ui::Ui;

/// The tag of a task by which the engine is asked to keep what its container writes.
const COMMIT_TAG: &str = "ferrogate:commit";
/// The family of the tasks.
const FAMILY: &str = "ferrogate-build";
/// A vCPU and 2 GiB: what compilers want, and each host has.
const SIZE: (&str, &str) = ("1024", "2048");
/// A tar that has nothing but its end.
const EMPTY_LAYER_BYTES: u64 = 1024;

/// What a program did to the files of an image.
pub(super) struct Ran {
    /// The layer, in the repository of builds; none when nothing changed.
    pub(super) layer: Option<Descriptor>,
    /// It was run by an earlier build.
    pub(super) known: bool,
}

/// How programs are run.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    /// Not again, when an earlier build has.
    pub(super) cached: bool,
    /// With a public address.
    pub(super) public: bool,
}

/// Runs a program on an image that is made so far.
///
/// # Errors
/// When it can't be run, ends with another code than 0, or its changes can't be kept.
pub(super) async fn run(
    registry: &Registry<'_>,
    ui: &Ui,
    steps: &mut Steps<'_>,
    image: &Image,
    program: &Program,
    how: How,
) -> Result<Ran, Fault> {
    let parent = image.digest();
    let step = json!({ "on": parent, "run": program.words, "with": program.variables });
    let tag = format!("step-{}", Digest::of(step.to_string().as_bytes()).hex());
    let path = format!("/v2/{BUILDS}/manifests/{tag}");
    registry.ensure(BUILDS).await?;
    if how.cached
        && let Some(layer) = find(registry, &path).await?
    {
        return Ok(Ran { layer: some(layer), known: true });
    }
    // What stands there when the task is over is of this task.
    let removed = registry.ask(Method::DELETE, &path, None).await?;
    if !matches!(removed.status(), StatusCode::ACCEPTED | StatusCode::NOT_FOUND) {
        return Err(registry.refused("an earlier run can't be forgotten", "it was", removed).await);
    }
    let name = Name::new(BUILDS, format!("on-{}", parent.hex()));
    push::quietly(registry, ui, image, image.loaded(), &name).await?;
    let program = run::Program {
        name: FAMILY,
        image: &format!("{}/{BUILDS}@{parent}", registry.name),
        words: &program.words,
        env: &program.variables,
        size: SIZE,
        public: how.public,
    };
    let tags = vec![Tag { key: Some(COMMIT_TAG.into()), value: Some(tag) }];
    let ended = step::to_end(registry.api, ui, steps, &program, tags).await?;
    if ended.code != 0 {
        let fault = Fault::failed(format!("the program ended with exit code {}", ended.code))
            .fix("see what it printed above");
        return Err(match ended.reason {
            Some(reason) => fault.why(reason),
            None => fault,
        });
    }
    match find(registry, &path).await? {
        Some(layer) => Ok(Ran { layer: some(layer), known: false }),
        None => Err(Fault::failed("what the program wrote was not kept")
            .why(ended.reason.unwrap_or_else(|| "somebody has removed it meanwhile".into()))
            .fix("build again")),
    }
}

fn some(layer: Descriptor) -> Option<Descriptor> {
    (layer.size > EMPTY_LAYER_BYTES).then_some(layer)
}

/// The layer that is kept under a tag.
async fn find(registry: &Registry<'_>, path: &str) -> Result<Option<Descriptor>, Fault> {
    let answer = registry.ask(Method::GET, path, None).await?;
    match answer.status() {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND => return Ok(None),
        _ => return Err(registry.refused("a step can't be looked for", "it was", answer).await),
    }
    let bytes = registry.api.whole_answer(answer, path).await?;
    match Document::parse(&bytes, None) {
        Ok(Document::Manifest(manifest)) => Ok(manifest.layers.into_iter().next()),
        // Somebody has put something else there.
        Ok(Document::Index(_)) | Err(_) => Ok(None),
    }
}
