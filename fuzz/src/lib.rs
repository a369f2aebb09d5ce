//! Everything of ferrogate that reads bytes of strangers, as targets for fuzzing.
//!
//! A [`Target`] is a plain function over bytes. Whatever the bytes, it must come back: no
//! panic in any thread, no second of work, no more than 512 MiB. Two drivers feed it:
//! `drive` mutates seeds on any stable toolchain and repeats every run by its seed;
//! `libfuzzer` is guided by coverage. Neither knows the parsers, and the targets know
//! neither.
//!
//! Parsers that their crates keep to themselves are compiled in here by path: see
//! `borrowed`. Read [`targets`] first.

mod borrowed;
mod request;
pub mod run;
pub mod targets;

// `borrowed` modules find their neighbours where they do at home.
pub(crate) use borrowed::settings::{args, internet, layout};
pub(crate) use ferrogate_image::{digest, tar};

pub use targets::{Target, all, find};

/// Has every log line written as the engine writes it, to `sink`: texts of strangers go
/// through it too.
pub fn log_to<W: std::io::Write + 'static>(sink: fn() -> W) {
    // A second call in a process changes nothing.
    let _ = tracing_subscriber::fmt()
        .with_env_filter("debug")
        .with_writer(sink)
        .with_ansi(false)
        .with_target(false)
        .try_init();
}
