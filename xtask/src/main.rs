//! `cargo xtask`: the tasks of the workspace that are more than a cargo command.

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <task>

  check             fail when the tree breaks a rule, or something written is stale
  codegen           write the AWS types from the pinned models
  codegen --check   fail when the written types are stale
  coverage          write docs/coverage.md from the models, the code and models/ecs-fields.toml
  models            fetch the pinned models and protocol tests into the target folder
  sim-planted [NAME]   plant known faults into a copy of the tree, those whose names contain NAME,
                    and fail unless the simulation finds each";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["check"] => xtask::check::run(),
        ["coverage"] => xtask::coverage::write(),
        ["codegen"] => xtask::codegen::write(),
        ["codegen", "--check"] => xtask::codegen::check(),
        ["models"] => xtask::fetch::models().and_then(|_| xtask::fetch::protocol_tests()).map(drop),
        ["sim-planted"] => xtask::planted::run(""),
        ["sim-planted", only] => xtask::planted::run(only),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
