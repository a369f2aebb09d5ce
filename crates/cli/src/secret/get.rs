//! `ferrogate secret get`.

use clap::ValueHint;
use ferrogate_api::secretsmanager::{GetSecretValueRequest, op};

use crate::answer::{CallArgs, LimitArgs, LookArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct GetArgs {
    /// Its name or ARN
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub(crate) name: String,
    /// Stage of the version that is meant
    #[arg(long, value_name = "STAGE")]
    pub(crate) stage: Option<String>,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(crate) async fn run(args: GetArgs, api: &Api, ui: &Ui) -> Outcome {
    let input = GetSecretValueRequest {
        secret_id: args.name.clone(),
        version_stage: args.stage.clone(),
        version_id: None,
    };
    let found = api.call::<op::GetSecretValue>(&input).await?;
    match (found.secret_string, found.secret_binary) {
        // As it is: it may be meant for a file or another program.
        (Some(text), _) => ui.raw(format!("{text}\n").as_bytes())?,
        (None, Some(bytes)) => ui.raw(&bytes)?,
        (None, None) => return Err(Fault::failed("the secret has no value")),
    }
    Ok(0)
}
