//! `ferrogate image`: the engine's own registry.

mod build;
mod load;
mod ls;
mod name;
mod push;
mod registry;
mod rm;

use clap::Subcommand;

use crate::client::Api;
use crate::fault::Outcome;
use crate::ui::Ui;
use crate::verb::Common;

/// What can be done with images.
#[derive(Clone, Debug, Subcommand)]
pub enum ImageVerb {
    /// Build an image from a Dockerfile
    Build(build::BuildArgs),
    /// Push the images of a file: an OCI archive, or what `docker save` writes
    Load(load::LoadArgs),
    /// Show images
    Ls(ls::LsArgs),
    /// Remove images
    Rm(rm::RmArgs),
}

impl ImageVerb {
    /// The flags that every verb handles alike.
    pub(crate) fn common(&self) -> Common<'_> {
        match self {
            Self::Build(args) => Common::of(args.look, Some(args.calls)).within(args.limit),
            Self::Load(args) => Common::of(args.look, Some(args.calls)).within(args.limit),
            Self::Ls(args) => {
                Common::of(args.look, Some(args.calls)).within(args.limit).showing(&args.output)
            }
            Self::Rm(args) => Common::of(args.look, Some(args.calls)).within(args.limit),
        }
    }
}

pub(crate) async fn run(verb: ImageVerb, api: Api, ui: &Ui) -> Outcome {
    match verb {
        ImageVerb::Build(args) => build::run(args, &api, ui).await,
        ImageVerb::Load(args) => load::run(args, &api, ui).await,
        ImageVerb::Ls(args) => ls::run(args, &api, ui).await,
        ImageVerb::Rm(args) => rm::run(args, &api, ui).await,
    }
}
