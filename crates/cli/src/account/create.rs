//! `ferrogate account create` and `ferrogate account key`.

use clap::ValueHint;
use ferrogate_api::iam::{self, AccessKey, CreateAccessKeyRequest};
use ferrogate_api::organizations::{CreateAccountRequest, CreateAccountState, Tag, op};
use ferrogate_api::sts::{self, AssumeRootRequest, PolicyDescriptorType};
use ferrogate_auth::Secret;
use ferrogate_auth::sigv4::Credentials;
use serde_json::json;

use super::find;
use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::target::Target;
use crate::ui::Ui;

/// The tag that asks for an id; AWS has none that does.
const ID_TAG: &str = "ferrogate:account-id";
/// The task policy by which the manager of accounts makes a key of the root of one.
const TASK: &str = "arn:aws:iam::aws:policy/root-task/FerrogateCreateRootUserKey";

#[derive(Clone, Debug, clap::Args)]
pub struct CreateArgs {
    /// How it is called
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub(crate) name: String,
    /// Its id, 12 digits; without it the engine draws one
    #[arg(long, value_name = "ID", value_parser = parse_id)]
    pub(crate) id: Option<String>,
    /// An address of its own; without it one that nobody reads
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

#[derive(Clone, Debug, clap::Args)]
pub struct KeyArgs {
    /// The account's name or id
    #[arg(value_name = "ACCOUNT", value_hint = ValueHint::Other)]
    pub(crate) which: String,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

fn parse_id(text: &str) -> Result<String, String> {
    let is = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    is.then(|| text.to_owned()).ok_or_else(|| "an account's id has 12 digits".to_owned())
}

pub(crate) async fn run(args: CreateArgs, api: &Api, target: &Target, ui: &Ui) -> Outcome {
    let email = args.email.unwrap_or_else(|| {
        // Of each its own, as AWS wants it; RFC 2606 has the domain for what leads nowhere.
        format!("{}@accounts.invalid", uuid::Uuid::new_v4().simple())
    });
    let tag = |id: String| vec![Tag { key: ID_TAG.to_owned(), value: id }];
    let input = CreateAccountRequest {
        email,
        account_name: args.name.clone(),
        tags: args.id.map(tag),
        ..CreateAccountRequest::default()
    };
    let made = api.call::<op::CreateAccount>(&input).await?.create_account_status;
    let made = made.unwrap_or_default();
    if made.state != Some(CreateAccountState::Succeeded) {
        let why = made.failure_reason.map(|why| why.as_str().to_owned()).unwrap_or_default();
        return Err(Fault::failed(format!("the account {} was not made", args.name)).why(why));
    }
    let id = made.account_id.unwrap_or_default();
    let key = root_key(api, target, ui, &id).await.map_err(|fault| {
        fault
            .fix(format!("the account {id} is made: get its key with `ferrogate account key {id}`"))
    })?;
    ui.note(&format!("account {id} ({}); this is shown once", args.name));
    shown(&args.output, api, ui, &id, &key)
}

pub(crate) async fn another(args: KeyArgs, api: &Api, target: &Target, ui: &Ui) -> Outcome {
    let id = find(api, &args.which).await?;
    let key = root_key(api, target, ui, &id).await?;
    ui.note(&format!("account {id}; this is shown once"));
    shown(&args.output, api, ui, &id, &key)
}

/// A key of the root of an account: the manager acts as that root for as long as that takes.
async fn root_key(api: &Api, target: &Target, ui: &Ui, id: &str) -> Result<AccessKey, Fault> {
    let input = AssumeRootRequest {
        target_principal: id.to_owned(),
        task_policy_arn: PolicyDescriptorType { arn: Some(TASK.to_owned()) },
        duration_seconds: None,
    };
    let lent = api.form_of::<sts::op::AssumeRoot>(&input).await?.credentials;
    let lent = lent.ok_or_else(|| Fault::failed("the answer to AssumeRoot has no credentials"))?;
    let credentials = Credentials {
        access_key_id: lent.access_key_id.unwrap_or_default(),
        secret: Secret::new(lent.secret_access_key.unwrap_or_default()),
        token: lent.session_token.map(Secret::new),
    };
    let of = Target { account: None, credentials: Some(credentials), ..target.clone() };
    let root = Api::new(&of)?.told_to(ui);
    let made = root.form_of::<iam::op::CreateAccessKey>(&CreateAccessKeyRequest::default()).await?;
    made.access_key.ok_or_else(|| Fault::failed("the answer to CreateAccessKey has no key"))
}

/// What a shell needs to act as the account's root.
fn shown(output: &OutputArgs, api: &Api, ui: &Ui, id: &str, key: &AccessKey) -> Outcome {
    let (key_id, secret) = (
        key.access_key_id.as_deref().unwrap_or_default(),
        key.secret_access_key.as_deref().unwrap_or_default(),
    );
    let programs = || {
        let document = json!({ "AccountId": id, "AccessKeyId": key_id, "SecretAccessKey": secret });
        Answer::one(document, vec![id.to_owned()])
    };
    output.show(ui, programs, |_| {
        [
            ("AWS_ENDPOINT_URL", api.endpoint()),
            ("AWS_REGION", api.region()),
            ("AWS_ACCESS_KEY_ID", key_id),
            ("AWS_SECRET_ACCESS_KEY", secret),
        ]
        .iter()
        .try_for_each(|(name, value)| ui.data(&format!("export {name}='{value}'")))
    })?;
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_twelve_digits() {
        assert!(parse_id("000000000001").is_ok());
        for wrong in ["", "1", "00000000000a", "0000000000001", "١٢٣٤٥٦٧٨٩٠١٢"] {
            assert!(parse_id(wrong).is_err(), "{wrong}");
        }
    }
}
