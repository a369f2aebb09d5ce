//! What the engine's processes say about themselves: lines on standard error.

use std::fmt;
use std::io::{self, Write};

use ferrogate_cli::Terminal;
use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Begins to write lines of `info` and above, or what `FERROGATE_LOG` asks for.
pub(crate) fn start() {
    let filter =
        EnvFilter::try_from_env("FERROGATE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    lines(filter, || Guarded(io::stderr())).init();
}

/// Writes a line to standard error. That nobody can read it, as when the terminal is closed or
/// the disk is full, is no reason to stop.
pub(crate) fn say(line: fmt::Arguments<'_>) {
    drop(writeln!(io::stderr(), "{line}"));
}

/// One line an event, written to what `writer` makes.
fn lines<W>(filter: EnvFilter, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer)
        .with_ansi(false)
        .with_target(false)
        .finish()
}

/// A writer of events, each written at once and ended by a new line. One that can't be written
/// is lost: whoever would be told panics when standard error is what fails. What strangers put into
/// them (names, lines, what registries answer) neither does anything to the terminal that shows
/// them, now or from a file, nor begins a line that looks like an event of ours.
struct Guarded<W>(W);

impl<W: Write> Write for Guarded<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        const SHOWN: Terminal = Terminal { guarded: true, ..Terminal::pipe() };
        let line = event.strip_suffix(b"\n").unwrap_or(event);
        let mut shown = SHOWN.foreign_word(&String::from_utf8_lossy(line)).into_owned();
        shown.push('\n');
        drop(self.0.write_all(shown.as_bytes()));
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A disk without room.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.write(&[]).map(drop)
        }
    }

    #[test]
    fn an_event_that_cant_be_written_is_lost_and_nobody_hears_of_an_error() {
        assert_eq!(Guarded(Full).write(b"event\n").unwrap(), 6);
    }

    #[test]
    fn an_event_is_one_line_that_does_nothing_to_a_terminal() {
        let kept = Kept::default();
        let writer = kept.clone();
        let lines = lines(EnvFilter::new("info"), move || Guarded(writer.clone()));
        tracing::subscriber::with_default(lines, || {
            let error = "a\r\n2026-01-01T00:00:00Z  INFO down\x1b[2J\x07\x0e\u{9b}31m\u{202e}é";
            tracing::info!(%error, name = error, "said");
            tracing::info!("{error}");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 2, "{text:?}");
        let bad = |sign: char| (sign.is_control() && sign != '\n') || sign == '\u{202e}';
        assert!(!text.contains(bad) && text.matches('é').count() == 3, "{text:?}");
    }
}
