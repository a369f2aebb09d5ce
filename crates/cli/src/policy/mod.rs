//! `ferrogate policy`: policies made from what was done.

mod suggest;
mod used;

use clap::Subcommand;

use crate::client::Api;
use crate::fault::Outcome;
use crate::target::Target;
use crate::ui::Ui;
use crate::verb::Common;

/// What can be done about policies.
#[derive(Clone, Debug, Subcommand)]
pub enum PolicyVerb {
    /// Print the smallest policy that allows what a role has done, from the audit trail
    Suggest(suggest::SuggestArgs),
}

impl PolicyVerb {
    /// The flags that every verb handles alike.
    pub(crate) fn common(&self) -> Common<'_> {
        match self {
            Self::Suggest(args) => {
                Common::of(args.look, Some(args.calls)).within(args.limit).showing(&args.output)
            }
        }
    }
}

pub(crate) async fn run(verb: PolicyVerb, api: &Api, target: &Target, ui: &Ui) -> Outcome {
    match verb {
        PolicyVerb::Suggest(args) => suggest::run(args, api, target, ui).await,
    }
}
