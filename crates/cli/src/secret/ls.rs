//! `ferrogate secret ls`.

use ferrogate_api::json;
use ferrogate_api::secretsmanager::{ListSecretsRequest, ListSecretsResponse, SecretListEntry, op};

use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::Outcome;
use crate::moment::{age, now};
use crate::table::{Look, Table};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct LsArgs {
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
    let (mut found, mut next_token) = (Vec::new(), None);
    loop {
        let input = ListSecretsRequest { next_token, ..ListSecretsRequest::default() };
        let page = api.call::<op::ListSecrets>(&input).await?;
        found.extend(page.secret_list.unwrap_or_default());
        next_token = page.next_token;
        if next_token.is_none() {
            break;
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    let programs = || {
        let names = found.iter().filter_map(|secret| secret.arn.clone()).collect();
        let answer = ListSecretsResponse { secret_list: Some(found.clone()), ..Default::default() };
        Answer::of(json::to_value(&answer), "SecretList", names)
    };
    let people = |wide: bool| {
        if found.is_empty() {
            ui.note("no secrets; make one: ferrogate secret set NAME < FILE");
            return Ok(());
        }
        ui.text(&table(&found, wide).render(&ui.terminal))
    };
    args.output.show(ui, programs, people).map(|()| 0)
}

fn table(found: &[SecretListEntry], wide: bool) -> Table {
    let heads: Vec<_> =
        ["NAME", "CHANGED", "DESCRIPTION"].into_iter().chain(wide.then_some("ARN")).collect();
    let mut table = Table::new(&heads, "DESCRIPTION");
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    for secret in found {
        let changed = secret.last_changed_date.or(secret.created_date);
        let mut cells = vec![
            (text(&secret.name), Look::Plain),
            (changed.map(|at| age(at, now())).unwrap_or_default(), Look::Plain),
            (text(&secret.description), Look::Dim),
        ];
        if wide {
            cells.push((text(&secret.arn), Look::Plain));
        }
        table.row(cells);
    }
    table
}
