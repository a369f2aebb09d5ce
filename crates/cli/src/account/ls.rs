//! `ferrogate account ls`.

use ferrogate_api::json;
use ferrogate_api::organizations::{Account, AccountStatus, ListAccountsResponse};

use super::all;
use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::Outcome;
use crate::moment::{age, now};
use crate::table::{Look, Table};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct LsArgs {
    /// Also those that are closed
    #[arg(short, long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(crate) async fn run(args: LsArgs, api: &Api, ui: &Ui) -> Outcome {
    let mut found = all(api).await?;
    found.retain(|one| args.all || one.status == Some(AccountStatus::Active));
    let programs = || {
        let names = found.iter().filter_map(|one| one.id.clone()).collect();
        let answer = ListAccountsResponse { accounts: Some(found.clone()), next_token: None };
        Answer::of(json::to_value(&answer), "Accounts", names)
    };
    let people = |wide: bool| ui.text(&table(&found, wide).render(&ui.terminal));
    args.output.show(ui, programs, people).map(|()| 0)
}

fn table(found: &[Account], wide: bool) -> Table {
    let heads: Vec<_> =
        ["ID", "NAME", "STATUS", "MADE"].into_iter().chain(wide.then_some("EMAIL")).collect();
    let mut table = Table::new(&heads, "NAME");
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    for one in found {
        let status = one.status.as_ref().map(|status| status.as_str().to_owned());
        let mut cells = vec![
            (text(&one.id), Look::Plain),
            (text(&one.name), Look::Plain),
            (text(&status), Look::Plain),
            (one.joined_timestamp.map(|at| age(at, now())).unwrap_or_default(), Look::Dim),
        ];
        if wide {
            cells.push((text(&one.email), Look::Dim));
        }
        table.row(cells);
    }
    table
}
