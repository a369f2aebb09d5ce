//! `ferrogate secret set`.

use std::io::{IsTerminal as _, Read as _};
use std::path::PathBuf;

use clap::ValueHint;
use ferrogate_api::secretsmanager::{CreateSecretRequest, PutSecretValueRequest, op};

use crate::answer::{CallArgs, LimitArgs, LookArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct SetArgs {
    /// Its name or ARN
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub(crate) name: String,
    /// File with the value, instead of standard input
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// The longest value of a secret, in bytes (Secrets Manager quotas).
const VALUE_MAX: u64 = 64 << 10;

pub(crate) async fn run(args: SetArgs, api: &Api, ui: &Ui) -> Outcome {
    let value = read(&args, ui)?;
    let input = PutSecretValueRequest {
        secret_id: args.name.clone(),
        secret_string: Some(value.clone()),
        ..PutSecretValueRequest::default()
    };
    let arn = match api.call::<op::PutSecretValue>(&input).await {
        Ok(done) => done.arn,
        Err(fault) if fault.is("ResourceNotFoundException") && !args.name.starts_with("arn:") => {
            let input = CreateSecretRequest {
                name: args.name.clone(),
                secret_string: Some(value),
                ..CreateSecretRequest::default()
            };
            api.call::<op::CreateSecret>(&input).await?.arn
        }
        Err(fault) => return Err(fault),
    };
    ui.data(&arn.unwrap_or_default()).map(|()| 0)
}

/// The value. It is never a word of the command line, which others on this host can read.
fn read(args: &SetArgs, ui: &Ui) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let done = match &args.file {
        Some(path) => std::fs::File::open(path)
            .and_then(|file| file.take(VALUE_MAX + 2).read_to_end(&mut bytes)),
        None => {
            let input = std::io::stdin();
            if input.is_terminal() {
                ui.note("the value, and Ctrl-D at the beginning of a line:");
            }
            input.lock().take(VALUE_MAX + 2).read_to_end(&mut bytes)
        }
    };
    done.map_err(|error| Fault::failed("the value can't be read").because(&error))?;
    let value = String::from_utf8(bytes).map_err(|_| {
        Fault::new(Kind::Invalid, "the value is not text")
            .fix("binary values: aws secretsmanager put-secret-value --secret-binary fileb://FILE")
    })?;
    // What `echo` and editors put at the end is not meant.
    let value = value.strip_suffix('\n').map_or(&*value, |line| line.trim_end_matches('\r'));
    match value.len() as u64 {
        0 => Err(Fault::usage("the value is empty").fix("pipe it in, or name a --file")),
        length if length > VALUE_MAX => {
            Err(Fault::new(Kind::Invalid, format!("the value has more than {VALUE_MAX} bytes")))
        }
        _ => Ok(value.to_owned()),
    }
}
