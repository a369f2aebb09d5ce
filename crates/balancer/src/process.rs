//! The process of one node: does what the agent says on its control socket, and tells it how it
//! is. It goes on while no agent is there, and the next one connects anew.

use std::io;
use std::os::unix::net::UnixListener as StdListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ferrogate_base::Shutdown;
use ferrogate_base::errors::chain;
use ferrogate_link::balancer::{NodeId, Report, ToNode};
use ferrogate_link::session::{Frames, SessionError};
use futures_util::{SinkExt, StreamExt};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::codec::Framed;

use crate::node::{Options, Running};

/// Connections of clients at once.
const CONNECTIONS_MAX: usize = 16_384;
/// How often counters are told, when they have changed.
const TELL: Duration = Duration::from_secs(5);
/// How often it is told that there is nothing to tell: one that says nothing for a minute is taken
/// for frozen.
const ALIVE: Duration = Duration::from_secs(15);
/// How long an agent may take nothing of what it is told.
const WRITE_MAX: Duration = Duration::from_secs(20);
/// How long what is open has when the node ends.
const END_MAX: Duration = Duration::from_secs(1);

/// The sockets of a node's process.
#[derive(Debug)]
pub struct Sockets {
    /// Where the agent connects.
    pub control: StdListener,
    /// Where the engine's own port hands connections over.
    pub relay: Option<StdListener>,
    /// How many files the process may have open.
    pub open_files: u64,
}

/// Runs the node until it is told to end.
///
/// # Errors
/// When the sockets or the runtime can't be had.
pub fn run(id: &str, sockets: Sockets) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let Sockets { control, relay, open_files } = sockets;
    runtime.block_on(async {
        let listener = |socket: StdListener| {
            socket.set_nonblocking(true)?;
            UnixListener::from_std(socket)
        };
        let control = listener(control)?;
        let shutdown = Shutdown::new();
        let options = Options {
            id: NodeId(id.to_owned()),
            connections_max: CONNECTIONS_MAX.min(connections(open_files)),
            relay: relay.map(listener).transpose()?,
        };
        let running = Running::start(options, shutdown.clone());
        tokio::select! {
            () = take_agents(&running, &control, &shutdown) => {}
            () = shutdown.requested() => {}
        }
        // What does not end now ends with the process.
        drop(tokio::time::timeout(END_MAX, shutdown.finish()).await);
        Ok(())
    })
}

/// How many clients there are files for: one for each, one for its target, and some to spare.
fn connections(open_files: u64) -> usize {
    usize::try_from(open_files / 3).unwrap_or(usize::MAX).max(1)
}

/// Speaks with the agent that has connected last.
async fn take_agents(running: &Arc<Running>, control: &UnixListener, shutdown: &Shutdown) {
    let mut current: Option<tokio::task::JoinHandle<()>> = None;
    loop {
        match control.accept().await {
            Ok((stream, _)) => {
                // One that has not noticed its end says nothing that still matters.
                if let Some(before) = current.take() {
                    before.abort();
                }
                let (running, shutdown) = (running.clone(), shutdown.clone());
                current = Some(tokio::spawn(async move {
                    if let Err(error) = speak(&running, stream, &shutdown).await {
                        let error = chain(&error).to_string();
                        tracing::info!(error, "the agent is gone");
                    }
                }));
            }
            Err(error) => {
                tracing::warn!(%error, "the agent could not connect");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn speak(
    running: &Running,
    stream: UnixStream,
    shutdown: &Shutdown,
) -> Result<(), SessionError> {
    let mut frames = Framed::new(stream, Frames::<Report, ToNode>::default());
    let mut last: Option<(Report, Instant)> = None;
    running.rewind_lines();
    loop {
        if let Some(lines) = running.next_lines() {
            let sent = tokio::time::timeout(WRITE_MAX, frames.send(&lines)).await;
            sent.map_err(|_| SessionError::Silent)??;
        }
        let report = running.report();
        // Its number grows by itself.
        let said = Report { seq: 0, ..report.clone() };
        let is_known = |(last, at): &(Report, Instant)| *last == said && at.elapsed() < ALIVE;
        if !last.as_ref().is_some_and(is_known) {
            let sent = tokio::time::timeout(WRITE_MAX, frames.send(&report)).await;
            sent.map_err(|_| SessionError::Silent)??;
            last = Some((said, Instant::now()));
        }
        tokio::select! {
            said = frames.next() => match said.transpose()? {
                Some(ToNode::Obey { node, generation }) => running.obey(&node, generation),
                Some(ToNode::Has { seq }) => running.has_lines(seq),
                Some(ToNode::End) => {
                    shutdown.request();
                    return Ok(());
                }
                None => return Ok(()),
            },
            () = running.changed() => {}
            () = running.more_lines() => {}
            () = tokio::time::sleep(TELL) => {}
        }
    }
}
