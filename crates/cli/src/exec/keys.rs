//! What is typed, and how the terminal is while it is typed.

use std::io::{self, IsTerminal as _, Read as _};

use bytes::Bytes;
use ferrogate_channel::payload::Size;
use nix::sys::termios::{SetArg, Termios, cfmakeraw, tcgetattr, tcsetattr};
use tokio::sync::mpsc;

use crate::fault::Fault;

/// Pieces of input that wait for the session.
const WAITING_MAX: usize = 4;

/// A terminal that hands on every key as it is, until this is dropped.
pub(super) struct Raw(Termios);

impl Raw {
    /// Takes standard input's terminal.
    pub(super) fn take() -> Result<Self, Fault> {
        let stdin = io::stdin();
        if !stdin.is_terminal() {
            return Err(Fault::usage("standard input is no terminal")
                .why("-t makes the program's terminal the one that this runs in")
                .fix("leave out -t"));
        }
        let failed =
            |errno: nix::errno::Errno| Fault::failed("the terminal can't be used").because(&errno);
        let before = tcgetattr(&stdin).map_err(failed)?;
        let mut raw = before.clone();
        cfmakeraw(&mut raw);
        tcsetattr(&stdin, SetArg::TCSADRAIN, &raw).map_err(failed)?;
        Ok(Self(before))
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing.
        let _ = tcsetattr(io::stdin(), SetArg::TCSADRAIN, &self.0);
    }
}

/// The size of this process's terminal.
pub(super) fn size() -> Size {
    let size = terminal_size::terminal_size();
    size.map_or(Size { cols: 80, rows: 24 }, |(width, height)| Size {
        cols: width.0.into(),
        rows: height.0.into(),
    })
}

/// What comes on standard input, piece by piece; an empty one at its end. It is read by a thread
/// of its own, which nobody waits for when the session is over.
pub(super) fn typed() -> mpsc::Receiver<Bytes> {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    std::thread::spawn(move || {
        let mut chunk = [0; super::channel::INPUT_BYTES];
        loop {
            let length = match io::stdin().read(&mut chunk) {
                Ok(length) => length,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => 0,
            };
            let sent = sender.blocking_send(Bytes::copy_from_slice(&chunk[..length]));
            if sent.is_err() || length == 0 {
                return;
            }
        }
    });
    receiver
}
