//! `ferrogate policy suggest`.

use std::time::Duration;

use ferrogate_api::Timestamp;
use ferrogate_api::cloudtrail::{LookupEventsRequest, op};

use super::used::Used;
use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::can::Principal;
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::moment::{now, parse_moment};
use crate::target::Target;
use crate::ui::Ui;

/// Events of one page (API_LookupEvents).
const PAGE: i32 = 50;
/// An account looks twice a second.
const REST: Duration = Duration::from_millis(600);
/// How often the same page is asked for while others look, too.
const ASKED_AGAIN_MAX: usize = 100;
/// What a role's inline policies may come to, in characters without whitespace (IAM's quotas).
const INLINE_MAX: usize = 10_240;
/// Where calls of services without regions are told.
const GLOBAL: &str = "us-east-1";
/// What the trail never tells of, as AWS's does not.
const DATA: &str = "logs:PutLogEvents, cloudwatch:PutMetricData, cloudwatch:GetMetricData, \
                    cloudwatch:GetMetricStatistics, sns:Publish";

#[derive(Clone, Debug, clap::Args)]
pub struct SuggestArgs {
    /// Role, or user: its name or ARN
    #[arg(value_name = "ROLE")]
    pub(crate) role: String,
    /// What it has done from then on: 10m (ago), 2026-01-02T03:04:05Z, or seconds since 1970
    #[arg(long, value_name = "WHEN", default_value = "24h", value_parser = parse_moment)]
    pub(crate) since: Timestamp,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(crate) async fn run(args: SuggestArgs, api: &Api, target: &Target, ui: &Ui) -> Outcome {
    // A role that was deleted has an ARN still.
    let principal = match args.role.starts_with("arn:aws:iam:") {
        true => args.role.clone(),
        false => Principal::find(api, &args.role).await?.arn,
    };
    let (mut used, until) = (Used::default(), now());
    read(api, &args, until, &principal, &mut used).await?;
    if api.region() != GLOBAL {
        let global = Target { region: GLOBAL.into(), ..target.clone() };
        read(&Api::new(&global)?.told_to(ui), &args, until, &principal, &mut used).await?;
    }
    if used.is_empty() {
        return Err(nothing(&principal, &used));
    }
    let policy = used.policy();
    let programs = || Answer::one(policy.clone(), used.actions().map(str::to_owned).collect());
    args.output.show(ui, programs, |_| ui.json(&policy))?;
    for note in notes(&used, api.region(), &policy.to_string()) {
        ui.note(&ui.side.foreign(&note));
    }
    Ok(0)
}

/// Reads all events of the time, whoever's: the trail finds none by the role of a session.
async fn read(
    api: &Api,
    args: &SuggestArgs,
    until: Timestamp,
    principal: &str,
    used: &mut Used,
) -> Result<(), Fault> {
    let mut input = LookupEventsRequest {
        start_time: Some(args.since),
        end_time: Some(until),
        max_results: Some(PAGE),
        ..LookupEventsRequest::default()
    };
    let mut again = 0;
    loop {
        let page = match api.call::<op::LookupEvents>(&input).await {
            Ok(page) => page,
            Err(fault) if fault.is("ThrottlingException") && again < ASKED_AGAIN_MAX => {
                again += 1;
                tokio::time::sleep(REST).await;
                continue;
            }
            Err(fault) => return Err(fault),
        };
        again = 0;
        let events = page.events.unwrap_or_default();
        for text in events.iter().filter_map(|event| event.cloud_trail_event.as_deref()) {
            if let Ok(event) = serde_json::from_str(text) {
                used.take(&event, principal);
            }
        }
        input.next_token = page.next_token;
        if input.next_token.is_none() {
            return Ok(());
        }
    }
}

fn nothing(principal: &str, used: &Used) -> Fault {
    let why = match used.refused.len() {
        0 => "the audit trail tells of no call of its that needed a right".to_owned(),
        n => format!("all that it tried was refused: {n} kinds of calls"),
    };
    Fault::not_found(format!("{principal} has used nothing"))
        .why(why)
        .fix("look further back with --since, or let it do its work first with more rights")
}

/// What whoever takes the policy must know.
fn notes(used: &Used, region: &str, policy: &str) -> Vec<String> {
    let mut notes = vec![format!("from {} calls", used.calls)];
    notes.push(format!(
        "not seen: {DATA}; pulls and pushes of images; what the engine does for a task with its \
         execution role (images, log lines, secrets); calls in other regions than {region}"
    ));
    notes.push("not seen: conditions: it allows what was done, whenever and from wherever".into());
    if used.cut > 0 {
        notes.push(format!("{} calls needed more rights than the trail keeps of one", used.cut));
    }
    for ((action, resource), times) in &used.refused {
        notes.push(format!("left out, as it was refused {times} times: {action} on {resource}"));
    }
    let size = policy.chars().filter(|c| !c.is_whitespace()).count();
    if size > INLINE_MAX {
        notes.push(format!(
            "it has {size} characters, and a role's inline policies take {INLINE_MAX}: use several \
             managed policies"
        ));
    }
    notes
}
