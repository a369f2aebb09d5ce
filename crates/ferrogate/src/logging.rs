//! What the engine's processes say about themselves: lines on standard error.

use tracing_subscriber::EnvFilter;

/// Begins to write lines of `info` and above, or what `FERROGATE_LOG` asks for.
pub(crate) fn start() {
    let filter =
        EnvFilter::try_from_env("FERROGATE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_target(false)
        .init();
}
