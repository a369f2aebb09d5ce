//! `cargo xtask`: the tasks of the workspace that are more than a cargo command.

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <task>

  codegen           write the AWS types from the pinned models
  codegen --check   fail when the written types are stale
  models            fetch the pinned models and protocol tests into the target folder";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["codegen"] => xtask::codegen::write(),
        ["codegen", "--check"] => xtask::codegen::check(),
        ["models"] => xtask::fetch::models().and_then(|_| xtask::fetch::protocol_tests()).map(drop),
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
