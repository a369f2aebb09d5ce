//! What users run within a task's containers: a stream of the session with the server at one
//! side, a program that the task's shim has begun at the other. When one of them ends, so does the
//! other.

mod terms;

use std::io;
use std::sync::Arc;

use bytes::{Buf as _, Bytes};
use ferrogate_base::errors::chain;
use ferrogate_link::stream::ends::Heard;
use ferrogate_link::stream::{Chunk, Down, End, Ended, Exec, Up};

use super::Host;
use crate::shim::{ExecRequest, Exited, RunningProgram, ShimHandle};
use terms::{From, Terms};

/// The agent's end of a stream.
pub(super) type Stream = End<Up, Down>;

/// What is said of a program whose shim is gone.
const GONE: &str = "the task has ended";

/// Runs it, as a task of `host`'s runtime.
pub(super) fn begin(host: &Arc<Host>, exec: Exec, mut stream: Stream) {
    let shim = host.tasks.lock().get(&exec.key).and_then(|task| task.shim.get().cloned());
    host.shutdown.spawn({
        let shutdown = host.shutdown.clone();
        async move {
            let run = run(shim, exec, &mut stream);
            let ended = tokio::select! {
                () = shutdown.requested() => return,
                ended = run => ended,
            };
            // Nobody listens any more to one that was closed.
            if let Some(ended) = ended {
                stream.say(Up::Ended(ended));
            }
        }
    });
}

/// Runs it to its end; `None` when nobody wants to know of that.
async fn run(shim: Option<ShimHandle>, exec: Exec, stream: &mut Stream) -> Option<Ended> {
    let Some(shim) = shim else { return Some(Ended::Failed(GONE.into())) };
    let Exec { key: _, container, program, user, terminal } = exec;
    let begun = shim.exec(ExecRequest { container, program, user, terminal });
    let (running, streams) = match begun.await {
        Ok(begun) => begun,
        Err(error) => return Some(Ended::Failed(chain(&error))),
    };
    let terms = match streams.map(Terms::new).transpose() {
        Ok(terms) => terms.unwrap_or_default(),
        Err(error) => return Some(Ended::Failed(chain(&error))),
    };
    Session { stream, running, terms, input: Bytes::new(), input_ends: false }.carry().await
}

struct Session<'s> {
    stream: &'s mut Stream,
    running: RunningProgram,
    terms: Terms,
    /// What came and could not be written yet.
    input: Bytes,
    /// Whether what came is all.
    input_ends: bool,
}

/// What comes next in a session.
enum Next {
    Said(Option<Down>),
    /// What it writes may be sent again.
    Room,
    Output((From, Bytes)),
    Taken(io::Result<usize>),
    Exited(io::Result<Exited>),
}

impl Session<'_> {
    async fn carry(mut self) -> Option<Ended> {
        let ended = loop {
            match self.next().await {
                Next::Said(None | Some(Down::Close)) => return None,
                Next::Said(Some(said)) => self.hear(said),
                Next::Room => {}
                Next::Output(output) => self.tell(output),
                Next::Taken(taken) => self.taken(taken),
                Next::Exited(exited) => break exited,
            }
        };
        self.tell_rest().await?;
        Some(match ended {
            Ok(Exited::Code(code)) => Ended::Code(code),
            Ok(Exited::NotRun(reason)) => Ended::Failed(reason),
            Err(_) => Ended::Failed(GONE.into()),
        })
    }

    async fn next(&mut self) -> Next {
        let room = self.stream.room();
        let writes = !self.input.is_empty();
        // No more is taken than can be written: the rest waits where it came from.
        tokio::select! {
            heard = self.stream.next_or_room(true, room == 0) => match heard {
                Heard::Said(said) => Next::Said(said),
                Heard::Room => Next::Room,
            },
            output = self.terms.read(room), if room > 0 => Next::Output(output),
            taken = self.terms.write(&self.input), if writes => Next::Taken(taken),
            exited = self.running.ended() => Next::Exited(exited),
        }
    }

    fn hear(&mut self, said: Down) {
        match said {
            Down::Input(Chunk(bytes)) => {
                let mut all = bytes::BytesMut::from(std::mem::take(&mut self.input));
                all.extend_from_slice(&bytes);
                self.input = all.freeze();
            }
            Down::InputEnds => self.input_ends = true,
            Down::Resize(size) => self.terms.resize(size),
            // The first and the last, and what is not for us.
            Down::Open(_) | Down::Close | Down::Credit(_) => {}
        }
        self.end_input();
    }

    fn end_input(&mut self) {
        if self.input_ends && self.input.is_empty() {
            self.terms.end_input();
        }
    }

    fn tell(&mut self, (from, bytes): (From, Bytes)) {
        if bytes.is_empty() {
            return self.terms.close(from);
        }
        let chunk = Chunk(bytes);
        self.stream.say(match from {
            From::Output => Up::Output(chunk),
            From::Complaints => Up::Complaint(chunk),
        });
    }

    fn taken(&mut self, taken: io::Result<usize>) {
        let count = match taken {
            Ok(count) => count,
            // Nobody reads it: it is gone, as in a pipe of a shell.
            Err(_) => self.input.len(),
        };
        self.input.advance(count);
        self.stream.done(count as u64);
        self.end_input();
    }

    /// What the program had written before it ended; `None` when nobody wants it any more.
    async fn tell_rest(&mut self) -> Option<()> {
        loop {
            let room = self.stream.room();
            if room == 0 {
                match self.stream.next_or_room(true, true).await {
                    Heard::Said(None | Some(Down::Close)) => return None,
                    Heard::Said(Some(_)) | Heard::Room => continue,
                }
            }
            match self.terms.rest(room) {
                Some(output) => self.tell(output),
                None => return Some(()),
            }
        }
    }
}
