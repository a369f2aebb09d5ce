//! `ferrogate account delete`.

use clap::ValueHint;
use ferrogate_api::organizations::{CloseAccountRequest, op};

use super::find;
use crate::answer::{CallArgs, LimitArgs, LookArgs};
use crate::client::Api;
use crate::fault::Outcome;
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct DeleteArgs {
    /// The account's name or id
    #[arg(value_name = "ACCOUNT", value_hint = ValueHint::Other)]
    pub(crate) which: String,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(crate) async fn run(args: DeleteArgs, api: &Api, ui: &Ui) -> Outcome {
    let id = find(api, &args.which).await?;
    let input = CloseAccountRequest { account_id: id.clone() };
    api.call::<op::CloseAccount>(&input).await?;
    ui.data(&id)?;
    ui.note("its keys let nobody in any more; its id is not given again");
    Ok(0)
}
