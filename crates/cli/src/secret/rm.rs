//! `ferrogate secret rm`.

use clap::ValueHint;
use ferrogate_api::secretsmanager::{DeleteSecretRequest, op};

use crate::answer::{CallArgs, LimitArgs, LookArgs};
use crate::client::Api;
use crate::fault::Outcome;
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct RmArgs {
    /// Its name or ARN
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub(crate) name: String,
    /// For good, at once: it can't be restored
    #[arg(long)]
    pub(crate) now: bool,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(crate) async fn run(args: RmArgs, api: &Api, ui: &Ui) -> Outcome {
    let input = DeleteSecretRequest {
        secret_id: args.name.clone(),
        force_delete_without_recovery: args.now.then_some(true),
        recovery_window_in_days: None,
    };
    let done = api.call::<op::DeleteSecret>(&input).await?;
    ui.data(&done.arn.unwrap_or_default())?;
    if !args.now {
        let name = done.name.unwrap_or_default();
        ui.note(&format!("for 30 days: aws secretsmanager restore-secret --secret-id {name}"));
    }
    Ok(0)
}
