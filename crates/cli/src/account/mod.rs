//! `ferrogate account`: the accounts of an engine. All of it is AWS Organizations, and can be done
//! with any of AWS's tools.

mod create;
mod delete;
mod ls;
mod policy;

use clap::Subcommand;
use ferrogate_api::organizations::{Account, AccountStatus, ListAccountsRequest, op};

use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::target::Target;
use crate::ui::Ui;
use crate::verb::Common;

/// What can be done with accounts.
#[derive(Clone, Debug, Subcommand)]
pub enum AccountVerb {
    /// Make an account, and print the key of its root, once, as lines for a shell
    Create(create::CreateArgs),
    /// Make another key of an account's root, and print it
    Key(create::KeyArgs),
    /// Show accounts
    Ls(ls::LsArgs),
    /// Close an account that holds nothing
    Delete(delete::DeleteArgs),
    /// Say beyond what nobody in an account may do anything, or show it
    Policy(policy::PolicyArgs),
}

impl AccountVerb {
    /// The flags that every verb handles alike.
    pub(crate) fn common(&self) -> Common<'_> {
        match self {
            Self::Create(args) => {
                Common::of(args.look, Some(args.calls)).within(args.limit).showing(&args.output)
            }
            Self::Key(args) => {
                Common::of(args.look, Some(args.calls)).within(args.limit).showing(&args.output)
            }
            Self::Ls(args) => {
                Common::of(args.look, Some(args.calls)).within(args.limit).showing(&args.output)
            }
            Self::Delete(args) => Common::of(args.look, Some(args.calls)).within(args.limit),
            Self::Policy(args) => Common::of(args.look, Some(args.calls)).within(args.limit),
        }
    }
}

pub(crate) async fn run(verb: AccountVerb, api: &Api, target: &Target, ui: &Ui) -> Outcome {
    match verb {
        AccountVerb::Create(args) => create::run(args, api, target, ui).await,
        AccountVerb::Key(args) => create::another(args, api, target, ui).await,
        AccountVerb::Ls(args) => ls::run(args, api, ui).await,
        AccountVerb::Delete(args) => delete::run(args, api, ui).await,
        AccountVerb::Policy(args) => policy::run(args, api, ui).await,
    }
}

/// All accounts, also those that are closed.
async fn all(api: &Api) -> Result<Vec<Account>, Fault> {
    let (mut found, mut next_token) = (Vec::new(), None);
    loop {
        let input = ListAccountsRequest { next_token, max_results: None };
        let page = api.call::<op::ListAccounts>(&input).await?;
        found.extend(page.accounts.unwrap_or_default());
        next_token = page.next_token;
        if next_token.is_none() {
            return Ok(found);
        }
    }
}

/// The id of an account by its id or its name.
async fn find(api: &Api, text: &str) -> Result<String, Fault> {
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    let all = all(api).await?;
    let open = all.iter().filter(|one| one.status == Some(AccountStatus::Active));
    let named: Vec<&str> = open
        .filter(|one| one.name.as_deref() == Some(text))
        .filter_map(|one| one.id.as_deref())
        .collect();
    match named[..] {
        [id] => Ok(id.to_owned()),
        [] => Err(Fault::not_found(format!("there is no account {text}"))
            .fix("see `ferrogate account ls`")),
        _ => Err(Fault::usage(format!("{} accounts are named {text}", named.len()))
            .fix(format!("say which by its id: {}", named.join(", ")))),
    }
}
