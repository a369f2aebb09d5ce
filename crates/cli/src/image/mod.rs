//! `ferrogate image`: the engine's own registry.

mod load;
mod ls;
mod name;
mod push;
mod rm;

use clap::Subcommand;

use crate::client::Api;
use crate::fault::Outcome;
use crate::format::Format;
use crate::ui::Ui;

/// What can be done with images.
#[derive(Clone, Debug, Subcommand)]
pub enum ImageVerb {
    /// Push the images of a file: an OCI archive, or what `docker save` writes
    Load(load::LoadArgs),
    /// Show images
    Ls(ls::LsArgs),
    /// Remove images
    Rm(rm::RmArgs),
}

impl ImageVerb {
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Load(_) | Self::Rm(_) => Format::Table,
            Self::Ls(args) => args.output.output,
        }
    }
}

pub(crate) async fn run(verb: ImageVerb, api: Api, ui: &Ui) -> Outcome {
    match verb {
        ImageVerb::Load(args) => load::run(args, &api, ui).await,
        ImageVerb::Ls(args) => ls::run(args, &api, ui).await,
        ImageVerb::Rm(args) => rm::run(args, &api, ui).await,
    }
}
