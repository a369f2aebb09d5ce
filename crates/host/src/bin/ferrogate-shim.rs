//! The shim alone, as a program of its own: what tests and benchmarks start. The engine's
//! own binary does the same when its first argument is `shim` or `zygote`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("shim") => ferrogate_host::shim::main(args),
        Some("zygote") => ferrogate_host::shim::zygote_main(args),
        _ => {
            eprintln!("usage: ferrogate-shim shim --run-dir DIR --cgroup-root NAME --id-base ID");
            ExitCode::FAILURE
        }
    }
}
