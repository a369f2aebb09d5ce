//! The verbs, and how one is carried out.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Subcommand, ValueHint};
use clap_complete::Shell;

use crate::answer::{CallArgs, Format, LimitArgs, LookArgs, OutputArgs, yaml};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::target::Target;
use crate::ui::Ui;
use crate::{
    account, can, clock, cost, cp, doctor, exec, forward, image, logs, policy, ps, run as run_verb,
    secret, service, status, stop, wait, who, why, why_not,
};

/// What can be asked of an engine.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Run an image as a task, and print its URL
    Run(run_verb::RunArgs),
    /// Show tasks
    Ps(ps::PsArgs),
    /// Show what a task prints
    Logs(logs::LogsArgs),
    /// Run a program in a task's container
    Exec(exec::ExecArgs),
    /// Copy files out of a task's container, or into it
    Cp(cp::CpArgs),
    /// Stop tasks
    Stop(stop::StopArgs),
    /// Wait until a task has stopped, or runs
    Wait(wait::WaitArgs),
    /// Tell why a task waits, runs or has stopped, and what to do
    Why(why::WhyArgs),
    /// Tell whether one task reaches another, what stops it, and what to do
    WhyNot(why_not::WhyNotArgs),
    /// Show services
    Services(service::ls::ServicesArgs),
    /// Show what services use and answer now, the busiest first
    Top(service::top::TopArgs),
    /// Deploy an image or a definition to a service, and print its URL
    Deploy(service::deploy::DeployArgs),
    /// Change how many tasks services have
    Scale(service::scale::ScaleArgs),
    /// Have what is measured decide how many tasks a service has
    Autoscale(service::autoscale::AutoscaleArgs),
    /// Tell which size services should have, from what they used
    Rightsize(service::rightsize::RightsizeArgs),
    /// Put a service behind a load balancer, and print its URL
    Expose(service::expose::ExposeArgs),
    /// Have a service run again what it ran before
    Rollback(service::rollback::RollbackArgs),
    /// Show what a service tells of itself
    Events(service::events::EventsArgs),
    /// Set, print, show and remove secrets
    #[command(subcommand)]
    Secret(secret::SecretVerb),
    /// Show the clock of an engine in development mode, and set it ahead
    #[command(subcommand)]
    Clock(clock::ClockVerb),
    /// Show as whom the engine knows the keys in use
    Whoami(who::WhoamiArgs),
    /// Tell whether a role or user may do something, and by which statement
    Can(can::CanArgs),
    /// Make policies from what was done
    #[command(subcommand)]
    Policy(policy::PolicyVerb),
    /// Make, show, limit and close accounts
    #[command(subcommand)]
    Account(account::AccountVerb),
    /// Build, load, show and remove images of the engine's registry
    #[command(subcommand)]
    Image(image::ImageVerb),
    /// Make a task's port answer on this host until Ctrl-C
    Forward(forward::ForwardArgs),
    /// Show what tasks cost
    Cost(cost::CostArgs),
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

/// What the engine's own code for the host can try out, as root; each says in words why it
/// does not work here.
#[derive(Clone, Copy, Debug)]
pub struct Trials {
    /// Maps the ids of the files below a folder.
    pub map_ids: fn(&std::path::Path) -> Result<(), String>,
    /// Limits devices as it is done on version 2 of cgroups.
    pub limit_devices: fn() -> Result<(), String>,
}

/// What only the binary knows.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The whole command line, for completions.
    pub command: fn() -> clap::Command,
    /// For `doctor`, which without them judges by the kernel's version and the file system.
    pub trials: Option<Trials>,
}

/// Carries out a verb on the streams of this process. Needs a runtime of tokio with I/O and
/// time. Dropping the future leaves what was asked of the engine as it is.
pub async fn run(verb: Verb, target: &Target, program: &Program) -> ExitCode {
    run_on(Ui::real(), verb, target, program).await.into()
}

/// The same on other streams; answers the exit code.
pub async fn run_on(mut ui: Ui, verb: Verb, target: &Target, program: &Program) -> u8 {
    let common = verb.common();
    let (format, limit) = (common.format(), common.timeout);
    ui.listen_to(common.look, common.calls);
    let done = match verb.check() {
        Ok(()) => within(limit, carry_out(&ui, verb, target, program)).await,
        Err(fault) => Err(fault),
    };
    match done {
        Ok(code) => code,
        Err(fault) => {
            if fault.kind != Kind::Closed {
                ui.note(&match format {
                    Format::Json | Format::Jsonl => fault.json().to_string(),
                    Format::Yaml => yaml(&fault.json()).trim_end().to_owned(),
                    Format::Table | Format::Wide | Format::Name => fault.text(&ui.side),
                });
            }
            fault.kind.code()
        }
    }
}

/// Ends with a fault what takes longer than it may.
async fn within(limit: Option<Duration>, work: impl Future<Output = Outcome>) -> Outcome {
    let Some(limit) = limit else { return work.await };
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| {
        Err(Fault::new(Kind::TimedOut, "it was not done in time")
            .why(format!("it took longer than {} s", limit.as_secs_f64()))
            .fix("allow more with --timeout; what was asked of the engine stays asked"))
    })
}

async fn carry_out(ui: &Ui, verb: Verb, target: &Target, program: &Program) -> Outcome {
    let api = || Api::new(target).map(|api| api.told_to(ui));
    match verb {
        Verb::Run(args) => run_verb::run(args, &api()?, ui).await,
        Verb::Ps(args) => ps::run(args, &api()?, ui).await,
        Verb::Logs(args) => logs::run(args, &api()?, ui).await,
        Verb::Exec(args) => exec::run(args, &api()?, ui).await,
        Verb::Cp(args) => cp::run(args, &api()?, ui).await,
        Verb::Stop(args) => stop::run(args, &api()?, ui).await,
        Verb::Wait(args) => wait::run(args, &api()?, ui).await,
        Verb::Why(args) => why::run(args, &api()?, ui).await,
        Verb::WhyNot(args) => why_not::run(args, &api()?, ui).await,
        Verb::Services(args) => service::ls::run(args, &api()?, ui).await,
        Verb::Top(args) => service::top::run(args, &api()?, ui).await,
        Verb::Deploy(args) => service::deploy::run(args, &api()?, ui).await,
        Verb::Scale(args) => service::scale::run(args, &api()?, ui).await,
        Verb::Autoscale(args) => service::autoscale::run(args, &api()?, ui).await,
        Verb::Rightsize(args) => service::rightsize::run(args, &api()?, ui).await,
        Verb::Expose(args) => service::expose::run(args, &api()?, ui).await,
        Verb::Rollback(args) => service::rollback::run(args, &api()?, ui).await,
        Verb::Events(args) => service::events::run(args, &api()?, ui).await,
        Verb::Secret(verb) => secret::run(verb, &api()?, ui).await,
        Verb::Clock(verb) => clock::run(verb, &api()?, ui).await,
        Verb::Whoami(args) => who::run(args, &api()?, target, ui).await,
        Verb::Can(args) => can::run(args, &api()?, ui).await,
        Verb::Policy(verb) => policy::run(verb, &api()?, target, ui).await,
        Verb::Account(verb) => account::run(verb, &api()?, target, ui).await,
        Verb::Image(verb) => image::run(verb, api()?, ui).await,
        Verb::Forward(args) => forward::run(args, &api()?, ui).await,
        Verb::Cost(args) => cost::run(args, &api()?, ui).await,
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
    /// The flags that every verb handles alike.
    fn common(&self) -> Common<'_> {
        let of = |look, calls| Common::of(look, Some(calls));
        match self {
            Self::Run(args) => of(args.look, args.calls).showing(&args.output),
            Self::Ps(args) => of(args.look, args.calls).within(args.limit).showing(&args.output),
            Self::Logs(args) => of(args.look, args.calls).within(args.limit).showing(&args.output),
            Self::Exec(args) => of(args.look, args.calls),
            Self::Cp(args) => of(args.look, args.calls),
            Self::Stop(args) => of(args.look, args.calls).showing(&args.output),
            Self::Wait(args) => of(args.look, args.calls).showing(&args.output),
            Self::Why(args) => of(args.look, args.calls).within(args.limit).showing(&args.output),
            Self::WhyNot(args) => {
                of(args.look, args.calls).within(args.limit).showing(&args.output)
            }
            Self::Services(args) => {
                of(args.look, args.calls).within(args.limit).showing(&args.output)
            }
            Self::Top(args) => of(args.look, args.calls).within(args.limit).showing(&args.output),
            Self::Deploy(args) => of(args.look, args.calls).showing(&args.output),
            Self::Scale(args) => of(args.look, args.calls).showing(&args.output),
            Self::Autoscale(args) => of(args.look, args.calls),
            Self::Rightsize(args) => {
                of(args.look, args.calls).within(args.limit).showing(&args.output)
            }
            Self::Expose(args) => of(args.look, args.calls).showing(&args.output),
            Self::Rollback(args) => of(args.look, args.calls).showing(&args.output),
            Self::Events(args) => of(args.look, args.calls).showing(&args.output),
            Self::Secret(verb) => verb.common(),
            Self::Clock(verb) => verb.common(),
            Self::Whoami(args) => {
                of(args.look, args.calls).within(args.limit).showing(&args.output)
            }
            Self::Can(args) => of(args.look, args.calls).within(args.limit).showing(&args.output),
            Self::Policy(verb) => verb.common(),
            Self::Account(verb) => verb.common(),
            Self::Image(verb) => verb.common(),
            Self::Forward(args) => of(args.look, args.calls),
            Self::Cost(args) => of(args.look, args.calls).within(args.limit).showing(&args.output),
            Self::Status(args) => {
                of(args.look, args.calls).within(args.limit).showing(&args.output)
            }
            Self::Doctor(args) => Common::of(args.look, None).showing(&args.output),
            Self::Completion(_) => Common::default(),
        }
    }

    /// Whether its flags go together, as far as that is told from several of them.
    fn check(&self) -> Result<(), Fault> {
        match (self, self.common().output) {
            (Self::Logs(args), _) => args.check(),
            (_, Some(output)) => output.check(),
            (_, None) => Ok(()),
        }
    }
}

/// The flags of a verb that are handled outside of it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Common<'a> {
    output: Option<&'a OutputArgs>,
    look: LookArgs,
    calls: CallArgs,
    timeout: Option<Duration>,
}

impl<'a> Common<'a> {
    pub(crate) fn of(look: LookArgs, calls: Option<CallArgs>) -> Self {
        Self { look, calls: calls.unwrap_or_default(), ..Self::default() }
    }

    pub(crate) fn showing(self, output: &'a OutputArgs) -> Self {
        Self { output: Some(output), ..self }
    }

    pub(crate) fn within(self, limit: LimitArgs) -> Self {
        Self { timeout: limit.timeout, ..self }
    }

    /// The form in which it answers, faults included.
    fn format(&self) -> Format {
        self.output.map(OutputArgs::format).unwrap_or_default()
    }
}
