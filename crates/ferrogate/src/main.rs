//! ferrogate: AWS Fargate that you own, in one binary.
//!
//! Joins the crates; holds no rule of its own. `up` supervises two processes of this same
//! binary, the server and the agent; the agent starts shims and unpackers, again of this
//! binary. Read [`supervisor`] first, then [`server`].

#![forbid(unsafe_code)]

mod agent;
mod args;
mod arriving;
mod audit;
mod balancer;
mod client;
mod clock;
mod down;
mod endpoints;
mod env;
mod events;
mod functions;
mod internet;
mod layout;
mod lines;
mod logging;
mod man;
mod objects;
mod providers;
mod reset;
mod server;
mod session_rights;
mod settings;
mod starter;
mod supervisor;
mod up;
mod upkeep;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Audit, Verb};

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    // Before anything else: a shim must stay small and single-threaded.
    match words.next().as_deref().and_then(std::ffi::OsStr::to_str) {
        Some("shim") => {
            return ferrogate_host::shim::main(
                words.map(|word| word.to_string_lossy().into_owned()),
            );
        }
        Some("zygote") => {
            return ferrogate_host::shim::zygote_main(
                words.map(|word| word.to_string_lossy().into_owned()),
            );
        }
        Some("balancer") => return balancer::main(words),
        Some("unpack") => return ferrogate_image::unpack::helper_main(words),
        _ => {}
    }
    match run(Args::parse()) {
        Ok(code) => code,
        Err(error) => {
            logging::say(format_args!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> anyhow::Result<ExitCode> {
    let settings = settings::resolve(&args.settings)?;
    match args.verb {
        Verb::Client(verb) => client::run(&settings, *verb),
        Verb::Up(up) => up::run(&settings, &up),
        Verb::Supervise => {
            // What ends with the terminal of whoever started it is not this. Whoever has it as a
            // service has given it a session already.
            let _ = nix::unistd::setsid();
            starter::told(|starter| supervisor::run(&settings, Some(starter)))
        }
        Verb::Server => starter::told(|starter| server::run(&settings, starter)),
        Verb::Agent => starter::told(|_| agent::run(&settings)),
        Verb::Env => env::run(&settings),
        Verb::Audit(Audit::Verify(asked)) => audit::run(&settings, &asked),
        Verb::Man(man) => man::run(&man.folder),
        Verb::Down(down) => down::run(&settings, &down),
    }
}
