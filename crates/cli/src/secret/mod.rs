//! `ferrogate secret`: Secrets Manager, as people use it by hand.

mod get;
mod ls;
mod rm;
mod set;

use clap::Subcommand;

use crate::client::Api;
use crate::fault::Outcome;
use crate::ui::Ui;
use crate::verb::Common;

/// What can be done with secrets.
#[derive(Clone, Debug, Subcommand)]
pub enum SecretVerb {
    /// Give a secret a new value, which is read from standard input; makes it when it is not there
    Set(set::SetArgs),
    /// Print a secret's value
    Get(get::GetArgs),
    /// Show secrets, without their values
    Ls(ls::LsArgs),
    /// Remove a secret; it can be restored for a while
    Rm(rm::RmArgs),
}

impl SecretVerb {
    /// The flags that every verb handles alike.
    pub(crate) fn common(&self) -> Common<'_> {
        match self {
            Self::Set(args) => Common::of(args.look, Some(args.calls)).within(args.limit),
            Self::Get(args) => Common::of(args.look, Some(args.calls)).within(args.limit),
            Self::Ls(args) => {
                Common::of(args.look, Some(args.calls)).within(args.limit).showing(&args.output)
            }
            Self::Rm(args) => Common::of(args.look, Some(args.calls)).within(args.limit),
        }
    }
}

pub(crate) async fn run(verb: SecretVerb, api: &Api, ui: &Ui) -> Outcome {
    match verb {
        SecretVerb::Set(args) => set::run(args, api, ui).await,
        SecretVerb::Get(args) => get::run(args, api, ui).await,
        SecretVerb::Ls(args) => ls::run(args, api, ui).await,
        SecretVerb::Rm(args) => rm::run(args, api, ui).await,
    }
}
