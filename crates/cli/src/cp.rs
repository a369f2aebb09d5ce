//! `ferrogate cp`: files out of a container, or into it, over the channel of a session.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::str::FromStr;

use bytes::{Buf as _, Bytes};
use ferrogate_channel::files::{self, FilesError};
use ferrogate_channel::payload::{Copy, Wishes};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::answer::{CallArgs, ClusterArgs, LookArgs};
use crate::client::Api;
use crate::exec::{Asked, Channel, Heard, not_run};
use crate::fault::{Fault, Outcome};
use crate::tasks::{self, Which};
use crate::ui::Ui;

/// Pieces that wait between the channel and the files.
const WAITING_MAX: usize = 16;
/// Bytes of what the other side complains of.
const COMPLAINTS_BYTES_MAX: usize = 64 << 10;
/// Bytes of a piece.
const PIECE_BYTES: usize = 16 << 10;

#[derive(Clone, Debug, clap::Args)]
pub struct CpArgs {
    /// The container, when the task has several
    #[arg(short, long, value_name = "NAME")]
    pub(crate) container: Option<String>,
    /// What is copied: a path, or TASK:PATH for one in a container
    #[arg(value_name = "FROM")]
    pub(crate) from: Place,
    /// Where to: into it if it is a folder, else it becomes its name
    #[arg(value_name = "TO")]
    pub(crate) to: Place,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
}

/// One side of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A path of this machine.
    Here(PathBuf),
    /// A path in a task's container.
    There {
        /// What names the task.
        task: String,
        /// The path.
        path: String,
    },
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let here = || Ok(Self::Here(PathBuf::from(text)));
        // ARNs have colons of their own, and end at the one behind their last slash.
        let from =
            if text.starts_with("arn:") { text.rfind(":task/").map_or(0, |at| at + 1) } else { 0 };
        let Some(colon) = text[from..].find(':').map(|at| at + from) else { return here() };
        let (task, path) = (&text[..colon], &text[colon + 1..]);
        if task.is_empty() || task.contains('/') && from == 0 {
            return here();
        }
        if path.is_empty() {
            return Err(format!("'{text}' names no path in the container"));
        }
        Ok(Self::There { task: task.to_owned(), path: path.to_owned() })
    }
}

pub(crate) async fn run(args: CpArgs, api: &Api, ui: &Ui) -> Outcome {
    let (word, copy, here) = match (args.from, args.to) {
        (Place::There { task, path }, Place::Here(here)) => (task, Copy::Read(path), here),
        (Place::Here(here), Place::There { task, path }) => (task, Copy::Write(path), here),
        (Place::Here(_), Place::Here(_)) => {
            return Err(Fault::usage("neither path is in a container")
                .fix("write one of them as TASK:PATH"));
        }
        (Place::There { .. }, Place::There { .. }) => {
            return Err(
                Fault::usage("both paths are in containers").fix("copy to this machine first")
            );
        }
    };
    let task = tasks::find_one(api, &args.cluster.cluster, &word, Which::Running).await?;
    let arn = tasks::arn(&task).to_owned();
    let asked = Asked {
        cluster: tasks::cluster_of(&arn).to_owned(),
        task: arn,
        container: args.container,
        // What is copied is said with the opening; this is for who reads what was asked.
        command: "ferrogate-cp".into(),
        wishes: Wishes { copy: Some(copy.clone()), ..Wishes::default() },
    };
    let channel = Channel::open(api, asked).await?;
    match copy {
        Copy::Read(_) => read(channel, here, ui).await,
        Copy::Write(_) => write(channel, here, ui).await,
    }
}

/// Files of the container come here.
async fn read(mut channel: Channel<'_>, to: PathBuf, ui: &Ui) -> Outcome {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    let mut sender = Some(sender);
    let unpacking =
        spawn_blocking(move || files::unpack(&to, &mut Pieces { receiver, piece: Bytes::new() }));
    let mut end = End::default();
    while !end.is_closed {
        match channel.next().await? {
            Heard::Begun(_) => channel.input(Bytes::new()),
            Heard::Output(bytes) => {
                // Who has failed to write it says why, below.
                if let Some(open) = &sender
                    && open.send(bytes).await.is_err()
                {
                    sender = None;
                    break;
                }
            }
            other => end.hear(other),
        }
    }
    drop(sender);
    end.told(finished(unpacking).await, ui)
}

/// Files from here come to the container.
async fn write(mut channel: Channel<'_>, from: PathBuf, ui: &Ui) -> Outcome {
    let (sender, mut receiver) = mpsc::channel(WAITING_MAX);
    let packing = spawn_blocking(move || {
        let writer = Sender(sender);
        files::pack(&from, &mut io::BufWriter::with_capacity(PIECE_BYTES, writer))
    });
    let (mut end, mut all) = (End::default(), false);
    while !end.is_closed {
        let room = channel.has_room() && !all;
        tokio::select! {
            heard = channel.next() => end.hear(heard?),
            piece = receiver.recv(), if room => match piece {
                Some(piece) => channel.input(piece),
                None => {
                    all = true;
                    channel.input(Bytes::new());
                }
            },
        }
    }
    drop(receiver);
    end.told(finished(packing).await, ui)
}

async fn finished(work: JoinHandle<Result<(), FilesError>>) -> Result<(), FilesError> {
    work.await.unwrap_or_else(|error| Err(FilesError::Broken(io::Error::other(error))))
}

/// How the other side ended.
#[derive(Default)]
struct End {
    code: Option<u8>,
    complaints: Vec<u8>,
    closed: String,
    is_closed: bool,
}

impl End {
    fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Begun(_) | Heard::Output(_) => {}
            Heard::Complaint(bytes) => {
                let room = COMPLAINTS_BYTES_MAX.saturating_sub(self.complaints.len());
                self.complaints.extend_from_slice(&bytes[..bytes.len().min(room)]);
            }
            Heard::Code(code) => self.code = Some(code),
            Heard::Closed(why) => (self.closed, self.is_closed) = (why, true),
        }
    }

    /// What it comes to, with how it ended here.
    fn told(self, here: Result<(), FilesError>, ui: &Ui) -> Outcome {
        let complaints = String::from_utf8_lossy(&self.complaints).trim().to_owned();
        let failed = || Fault::failed("not everything was copied");
        match (here, self.code) {
            (Ok(()), Some(0)) => Ok(0),
            // What a disk or a file here refused.
            (Err(error @ (FilesError::File { .. } | FilesError::Nonsense(_))), _) => {
                Err(failed().because(&error))
            }
            (_, Some(_)) if !complaints.is_empty() => {
                Err(failed().why(ui.side.foreign(&complaints).into_owned()))
            }
            (Err(error), _) => Err(failed().because(&error)),
            (Ok(()), Some(_)) => Err(failed()),
            (Ok(()), None) => Err(not_run(&self.closed)),
        }
    }
}

/// What comes over the channel, as who unpacks reads it.
struct Pieces {
    receiver: mpsc::Receiver<Bytes>,
    piece: Bytes,
}

impl Read for Pieces {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() {
            match self.receiver.blocking_recv() {
                Some(piece) => self.piece = piece,
                None => return Ok(0),
            }
        }
        let length = self.piece.len().min(to.len());
        self.piece.copy_to_slice(&mut to[..length]);
        Ok(length)
    }
}

/// Where who packs writes.
struct Sender(mpsc::Sender<Bytes>);

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = bytes.len().min(PIECE_BYTES);
        let piece = Bytes::copy_from_slice(&bytes[..length]);
        self.0.blocking_send(piece).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_container_is_told_by_its_colon() {
        let there = |task: &str, path: &str| Place::There { task: task.into(), path: path.into() };
        let arn = "arn:aws:ecs:us-east-1:000000000000:task/blue/0af1";
        for (text, place) in [
            ("0af1:/etc/hosts", there("0af1", "/etc/hosts")),
            ("web:data", there("web", "data")),
            (&*format!("{arn}:/x:y"), there(arn, "/x:y")),
            ("./a:b", Place::Here("./a:b".into())),
            ("/tmp/a:b", Place::Here("/tmp/a:b".into())),
            ("file", Place::Here("file".into())),
            (":x", Place::Here(":x".into())),
        ] {
            assert_eq!(text.parse::<Place>(), Ok(place), "{text}");
        }
        assert!("web:".parse::<Place>().is_err());
    }
}
