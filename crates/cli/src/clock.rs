//! `ferrogate clock`: the clock of an engine in development mode, and how it is set ahead.

use std::time::Duration;

use clap::Subcommand;
use ferrogate_api::Timestamp;
use http::{Method, StatusCode};
use serde_json::Value;

use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::moment::{parse_duration, words};
use crate::ui::Ui;
use crate::verb::Common;

const PATH: &str = "/_ferrogate/clock";

/// What can be done with the clock of an engine.
#[derive(Clone, Debug, Subcommand)]
pub enum ClockVerb {
    /// Set it ahead, so that what waits for that long happens now
    Advance(AdvanceArgs),
    /// Show it, and how far it is ahead of the machine's
    Show(ShowArgs),
}

#[derive(Clone, Debug, clap::Args)]
pub struct AdvanceArgs {
    /// By how much, such as 90s, 10m, 1h30m or 2d
    #[arg(value_name = "TIME", value_parser = parse_duration)]
    pub(crate) by: Duration,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

#[derive(Clone, Debug, clap::Args)]
pub struct ShowArgs {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

impl ClockVerb {
    fn args(&self) -> &ShowArgs {
        match self {
            Self::Advance(args) => &args.show,
            Self::Show(args) => args,
        }
    }

    /// The flags that every verb handles alike.
    pub(crate) fn common(&self) -> Common<'_> {
        let args = self.args();
        Common::of(args.look, Some(args.calls)).within(args.limit).showing(&args.output)
    }
}

pub(crate) async fn run(verb: ClockVerb, api: &Api, ui: &Ui) -> Outcome {
    let told = match &verb {
        // A clock that is a part of a second too early shows nothing of what was waited for.
        ClockVerb::Advance(args) => {
            let seconds = args.by.as_secs() + u64::from(args.by.subsec_nanos() > 0);
            let path = format!("{PATH}?advance={seconds}");
            of(api, api.unsigned(Method::POST, &path).await?)?
        }
        ClockVerb::Show(_) => of(api, api.unsigned(Method::GET, PATH).await?)?,
    };
    let number = |name: &str| told[name].as_i64().unwrap_or_default();
    let (now, ahead) = (Timestamp(number("nowMs")), number("aheadMs"));
    let people = |_| {
        let ahead = Duration::from_millis(u64::try_from(ahead).unwrap_or_default());
        let how = match ahead.is_zero() {
            true => "the machine's own time".to_owned(),
            false => format!("{} ahead of the machine's", words(ahead)),
        };
        ui.data(&format!("{now} {how}"))
    };
    verb.args().output.show(ui, || Answer::one(told.clone(), vec![now.to_string()]), people)?;
    Ok(0)
}

/// What the engine says of its clock.
fn of(api: &Api, (status, body): (StatusCode, bytes::Bytes)) -> Result<Value, Fault> {
    let said: Value = serde_json::from_slice(&body).unwrap_or_default();
    let why = said["message"].as_str().unwrap_or_default().to_owned();
    match status {
        StatusCode::OK if said["nowMs"].is_i64() => Ok(said),
        StatusCode::BAD_REQUEST if !why.is_empty() => {
            Err(Fault::new(Kind::Invalid, "the clock is not set").why(why))
        }
        StatusCode::INTERNAL_SERVER_ERROR => Err(Fault::failed("the clock is not set").why(why)),
        _ => {
            let what = format!("the engine at {} keeps the machine's time", api.endpoint());
            Err(Fault::new(Kind::Invalid, what)
                .why("only an engine in development mode has a clock that can be set ahead")
                .fix("begin one: ferrogate up --dev"))
        }
    }
}
