//! The two streams of a command: data for programs on stdout, all else on stderr.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;

use ferrogate_api::Timestamp;
use ferrogate_base::{Clock as _, SystemClock};
use parking_lot::Mutex;
use serde_json::Value;

use crate::answer::{CallArgs, LookArgs};
use crate::fault::{Fault, Kind};
use crate::terminal::Terminal;

type Sink = Arc<Mutex<Box<dyn Write + Send>>>;
type Interrupt = dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

/// Where a verb writes, and how it learns that the user wants it to end.
pub struct Ui {
    out: Sink,
    err: Sink,
    /// Stdout.
    pub(crate) terminal: Terminal,
    /// Stderr.
    pub(crate) side: Terminal,
    /// Bars may be drawn on the process's own stderr.
    pub(crate) draws: bool,
    /// What is told of the calls of the API.
    pub(crate) calls: CallArgs,
    interrupt: Arc<Interrupt>,
}

/// Writes lines to stderr, for as long as it is kept.
#[derive(Clone)]
pub(crate) struct Notes(Sink, Terminal);

impl Notes {
    /// A line for people. That nobody reads stderr is no reason to stop.
    pub(crate) fn note(&self, line: &str) {
        drop(writeln!(self.0.lock(), "{}", self.1.last_look(line)));
    }
}

impl Ui {
    /// The streams of this process; Ctrl-C and SIGTERM end what runs.
    #[must_use]
    pub fn real() -> Self {
        let (terminal, side) = Terminal::real();
        Self {
            out: Arc::new(Mutex::new(Box::new(io::stdout()))),
            err: Arc::new(Mutex::new(Box::new(io::stderr()))),
            terminal,
            side,
            draws: true,
            calls: CallArgs::default(),
            interrupt: Arc::new(|| Box::pin(signalled())),
        }
    }

    /// Other streams, each with what it can show; `interrupt` stands for Ctrl-C.
    pub fn of<F>(
        out: (impl Write + Send + 'static, Terminal),
        err: (impl Write + Send + 'static, Terminal),
        interrupt: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self {
            out: Arc::new(Mutex::new(Box::new(out.0))),
            err: Arc::new(Mutex::new(Box::new(err.0))),
            terminal: out.1,
            side: err.1,
            draws: false,
            calls: CallArgs::default(),
            interrupt: Arc::new(move || Box::pin(interrupt())),
        }
    }

    /// Does as the flags say.
    pub(crate) fn listen_to(&mut self, look: LookArgs, calls: CallArgs) {
        if look.no_color {
            (self.terminal.colour, self.side.colour) = (false, false);
        }
        if look.raw {
            (self.terminal.guarded, self.side.guarded) = (false, false);
        }
        // Lines that come at any time and bars on the same terminal spoil each other.
        self.draws &= !(calls.verbose || calls.explain);
        self.calls = calls;
    }

    /// A writer of lines to stderr.
    pub(crate) fn notes(&self) -> Notes {
        Notes(Arc::clone(&self.err), self.side)
    }

    /// A line of data.
    pub(crate) fn data(&self, line: &str) -> Result<(), Fault> {
        let (line, mut out) = (self.terminal.last_look(line), self.out.lock());
        written(writeln!(out, "{line}").and_then(|()| out.flush()))
    }

    /// Text as it is, such as a table or a script.
    pub(crate) fn text(&self, text: &str) -> Result<(), Fault> {
        let (text, mut out) = (self.terminal.last_look(text), self.out.lock());
        written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// What a program wrote for this very terminal or pipe: as it is.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Result<(), Fault> {
        let mut out = self.out.lock();
        written(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// The same on stderr. That nobody reads it is no reason to stop.
    pub(crate) fn raw_side(&self, bytes: &[u8]) {
        let mut err = self.err.lock();
        drop(err.write_all(bytes).and_then(|()| err.flush()));
    }

    /// Text in place of what a terminal shows.
    pub(crate) fn redraw(&self, text: &str) -> Result<(), Fault> {
        // Home, each line to its end, and nothing of what was there below them.
        let text = self.terminal.last_look(text).replace('\n', "\x1b[K\n");
        let mut out = self.out.lock();
        written(write!(out, "\x1b[H{text}\x1b[J").and_then(|()| out.flush()))
    }

    /// A document for programs, readable for people too.
    pub(crate) fn json(&self, value: &Value) -> Result<(), Fault> {
        self.data(&format!("{value:#}"))
    }

    /// A line for people. That nobody reads stderr is no reason to stop.
    pub(crate) fn note(&self, line: &str) {
        self.notes().note(line);
    }

    /// A line about progress: with the time where no bar shows that it goes on.
    pub(crate) fn progress(&self, line: &str) {
        if self.side.live {
            self.note(line);
        } else {
            self.note(&format!("{} {line}", Timestamp::from(SystemClock.now())));
        }
    }

    /// Resolves when the user wants it to end. From the first call on Ctrl-C does nothing
    /// else, so whoever calls this must go on listening.
    pub(crate) async fn interrupted(&self) {
        (self.interrupt)().await;
    }
}

fn written(result: io::Result<()>) -> Result<(), Fault> {
    result.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Fault::new(Kind::Closed, "nobody reads the output"),
        _ => Fault::failed("the output can't be written").because(&error),
    })
}

async fn signalled() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut int), Ok(mut term)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        // Without handlers the signals keep their own effect: they end the process.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = int.recv() => {}
        _ = term.recv() => {}
    }
}
