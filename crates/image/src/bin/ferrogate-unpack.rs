//! The unpack helper as a program of its own: what `ferrogate unpack` runs, for tests and
//! for tools that use this crate without the whole binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    ferrogate_image::unpack::helper_main(std::env::args_os().skip(1))
}
