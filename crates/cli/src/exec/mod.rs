//! `ferrogate exec`: a program in a container, with this terminal or with pipes.

mod channel;
mod keys;

use bytes::Bytes;
use ferrogate_channel::payload::Wishes;
use ferrogate_channel::words;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

use crate::answer::{CallArgs, ClusterArgs, LookArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::tasks::{self, Which};
use crate::ui::Ui;
pub(crate) use channel::{Asked, Channel, Heard, not_run};
use keys::Raw;

#[derive(Clone, Debug, clap::Args)]
pub struct ExecArgs {
    /// Hand on what comes on standard input
    #[arg(short, long)]
    pub(crate) interactive: bool,
    /// Give the program a terminal: this one
    #[arg(short, long)]
    pub(crate) tty: bool,
    /// Run it as the container's own user, not as root
    #[arg(short = 'u', long)]
    pub(crate) as_container: bool,
    /// The container, when the task has several
    #[arg(short, long, value_name = "NAME")]
    pub(crate) container: Option<String>,
    /// Task id or its beginning, ARN, or family
    #[arg(value_name = "TASK")]
    pub(crate) what: String,
    /// The program and its arguments
    #[arg(
        value_name = "COMMAND",
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    pub(crate) command: Vec<String>,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
}

pub(crate) async fn run(args: ExecArgs, api: &Api, ui: &Ui) -> Outcome {
    let task = tasks::find_one(api, &args.cluster.cluster, &args.what, Which::Running).await?;
    let arn = tasks::arn(&task).to_owned();
    let wishes =
        Wishes { terminal: args.tty.then(keys::size), as_container: args.as_container, copy: None };
    let asked = Asked {
        cluster: tasks::cluster_of(&arn).to_owned(),
        task: arn,
        container: args.container,
        command: words::join(&args.command),
        wishes,
    };
    // Before anything is run that could not be shown.
    let raw = if args.tty { Some(Raw::take()?) } else { None };
    let channel = Channel::open(api, asked).await?;
    let typed = if args.interactive { Some(keys::typed()) } else { None };
    let done = carry(channel, typed, args.tty, ui).await;
    drop(raw);
    done
}

/// 128 and SIGINT, as a shell has it.
const INTERRUPTED: u8 = 130;

/// Carries what is typed and what is written, until the program has ended.
async fn carry(
    mut channel: Channel<'_>,
    mut typed: Option<mpsc::Receiver<Bytes>>,
    tty: bool,
    ui: &Ui,
) -> Outcome {
    let failed = |error: std::io::Error| Fault::failed("signals can't be heard").because(&error);
    let mut resized = signal(SignalKind::window_change()).map_err(failed)?;
    let mut code = None;
    let mut interrupted = std::pin::pin!(ui.interrupted());
    loop {
        let room = channel.has_room();
        tokio::select! {
            heard = channel.next() => match heard? {
                Heard::Begun(message) => {
                    tell(ui, &message);
                    if typed.is_none() && !tty {
                        channel.input(Bytes::new());
                    }
                }
                Heard::Output(bytes) => ui.raw(&bytes)?,
                Heard::Complaint(bytes) => ui.raw_side(&bytes),
                Heard::Code(ended) => code = Some(ended),
                Heard::Closed(why) => {
                    if code.is_some() {
                        tell(ui, &why);
                    }
                    return code.ok_or_else(|| not_run(&why));
                }
            },
            Some(bytes) = next(&mut typed), if room => {
                if bytes.is_empty() {
                    typed = None;
                }
                channel.input(bytes);
            }
            _ = resized.recv(), if tty => channel.resize(keys::size()),
            () = &mut interrupted => {
                channel.leave().await;
                return Ok(INTERRUPTED);
            }
        }
    }
}

/// Shows what the engine has to say beside the program, on a terminal that may be raw.
fn tell(ui: &Ui, message: &str) {
    for line in message.lines().map(str::trim).filter(|line| !line.is_empty()) {
        ui.raw_side(format!("{line}\r\n").as_bytes());
    }
}

async fn next(typed: &mut Option<mpsc::Receiver<Bytes>>) -> Option<Bytes> {
    match typed {
        Some(typed) => typed.recv().await,
        None => std::future::pending().await,
    }
}
