//! The verbs, and how one is carried out.

use std::process::ExitCode;

use clap::{Subcommand, ValueHint};
use clap_complete::Shell;

use crate::client::Api;
use crate::fault::{Kind, Outcome};
use crate::format::Format;
use crate::target::Target;
use crate::ui::Ui;
use crate::{doctor, forward, image, logs, ps, run as run_verb, status, stop, wait};

/// What can be asked of an engine.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Run an image as a task, and print its URL
    Run(run_verb::RunArgs),
    /// Show tasks
    Ps(ps::PsArgs),
    /// Show what a task prints
    Logs(logs::LogsArgs),
    /// Stop tasks
    Stop(stop::StopArgs),
    /// Wait until a task has stopped, or runs
    Wait(wait::WaitArgs),
    /// Load, show and remove images of the engine's registry
    #[command(subcommand)]
    Image(image::ImageVerb),
    /// Make a task's port answer on this host until Ctrl-C
    Forward(forward::ForwardArgs),
    /// Show how the engine is
    Status(status::StatusArgs),
    /// Check what the engine needs of this host; needs no engine
    Doctor(doctor::DoctorArgs),
    /// Print the completions of a shell
    Completion(CompletionArgs),
}

#[derive(Clone, Debug, clap::Args)]
pub struct CompletionArgs {
    /// The shell
    #[arg(value_enum, value_hint = ValueHint::Other)]
    pub(crate) shell: Shell,
}

/// Tries something below a folder of the host; says in words why it does not work.
pub type MapIds = fn(&std::path::Path) -> Result<(), String>;

/// What only the binary knows.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The whole command line, for completions.
    pub command: fn() -> clap::Command,
    /// Tries to map the ids of files below a folder, for `doctor`; says in words why not.
    /// Without it `doctor` judges by the kernel's version and the file system.
    pub map_ids: Option<MapIds>,
}

/// Carries out a verb on the streams of this process. Needs a runtime of tokio with I/O and
/// time. Dropping the future leaves what was asked of the engine as it is.
pub async fn run(verb: Verb, target: &Target, program: &Program) -> ExitCode {
    run_on(&Ui::real(), verb, target, program).await.into()
}

/// The same on other streams; answers the exit code.
pub async fn run_on(ui: &Ui, verb: Verb, target: &Target, program: &Program) -> u8 {
    let format = verb.format();
    match carry_out(ui, verb, target, program).await {
        Ok(code) => code,
        Err(fault) => {
            if fault.kind != Kind::Closed {
                let said =
                    if format.is_json() { fault.json().to_string() } else { fault.text(&ui.side) };
                ui.note(&said);
            }
            fault.kind.code()
        }
    }
}

async fn carry_out(ui: &Ui, verb: Verb, target: &Target, program: &Program) -> Outcome {
    let api = || Api::new(target);
    match verb {
        Verb::Run(args) => run_verb::run(args, &api()?, ui).await,
        Verb::Ps(args) => ps::run(args, &api()?, ui).await,
        Verb::Logs(args) => logs::run(args, &api()?, ui).await,
        Verb::Stop(args) => stop::run(args, &api()?, ui).await,
        Verb::Wait(args) => wait::run(args, &api()?, ui).await,
        Verb::Image(verb) => image::run(verb, api()?, ui).await,
        Verb::Forward(args) => forward::run(args, &api()?, ui).await,
        Verb::Status(args) => status::run(args, &api()?, target, ui).await,
        Verb::Doctor(args) => doctor::run(args, target, program, ui).await,
        Verb::Completion(args) => complete(args.shell, program, ui),
    }
}

fn complete(shell: Shell, program: &Program, ui: &Ui) -> Outcome {
    let mut command = (program.command)();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    ui.text(&String::from_utf8_lossy(&script)).map(|()| 0)
}

impl Verb {
    /// The form in which it answers, faults included.
    fn format(&self) -> Format {
        match self {
            Self::Run(args) => args.output.output,
            Self::Ps(args) => args.output.output,
            Self::Logs(args) => args.output.output,
            Self::Stop(args) => args.output.output,
            Self::Image(verb) => verb.format(),
            Self::Status(args) => args.output.output,
            Self::Doctor(args) => args.output.output,
            Self::Wait(_) | Self::Forward(_) | Self::Completion(_) => Format::Table,
        }
    }
}
