//! One session with one host: what it must know goes down as the store changes, facts and log
//! lines come up and are acknowledged once they last.
//!
//! It ends with the shutdown, when the connection breaks, when the agent is silent, or says what
//! nobody can read. A store that fails does not end it: facts and lines are tried again here,
//! each within its own credit, and all else goes on.

use std::collections::BTreeSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_base::{HostId, Shutdown};
use ferrogate_link::session::version::{ENDPOINTS, SPOKEN, agree};
use ferrogate_link::session::{
    Frames, Hello, Lane, SessionError, ToAgent, ToServer, Token, credit::Grant,
};
use ferrogate_link::{FACT_COST_MAX, FlowBatch, LOG_BATCH_COST_MAX, LogBatch, Observation};
use ferrogate_state::Changes;
use ferrogate_store::Key;
use futures_util::{FutureExt, Sink, SinkExt, StreamExt};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::codec::{FramedRead, FramedWrite};

use super::heard::Heard;
use super::lending::{Lender, Lending};
use super::remote::Streams;
use super::replies::Replies;
use super::secrets::{Handing, SecretSource};
use super::telling::Telling;
use super::{LogSink, Sessions, facts, flows, join, lines};
use crate::engine::Cx;

/// Bytes of facts that may wait here for the store.
const FACTS_WINDOW: u64 = 1 << 20;
/// Bytes of log lines that may wait here for the log store.
const LINES_WINDOW: u64 = 16 << 20;
// Else one of the largest could never be sent.
const _: () = assert!(FACTS_WINDOW >= FACT_COST_MAX && LINES_WINDOW >= LOG_BATCH_COST_MAX);

/// What a session says to an agent about the engine.
#[derive(Clone)]
pub struct SessionOptions {
    /// The token that the registry takes from agents.
    pub registry_token: Token,
    /// How long an agent may say nothing, not even that it is there, until it counts as gone:
    /// [`SessionOptions::SILENCE_MAX`].
    pub silence_max: Duration,
    /// Who makes credentials of tasks' roles.
    pub lender: Arc<dyn Lender>,
    /// Who knows the values of tasks' secrets.
    pub secrets: Arc<dyn SecretSource>,
    /// The certificate, in PEM, of the authority of VPCs' endpoints, where there are any.
    pub authority: Option<Arc<str>>,
}

impl fmt::Debug for SessionOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionOptions").field("silence_max", &self.silence_max).finish()
    }
}

impl SessionOptions {
    /// Longer than a loaded machine keeps an agent from its turn.
    pub const SILENCE_MAX: Duration = Duration::from_secs(20);
}

type Reader<C> = FramedRead<tokio::io::ReadHalf<C>, Frames<ToAgent, ToServer>>;
type Writer<C> = FramedWrite<tokio::io::WriteHalf<C>, Frames<ToAgent, ToServer>>;

/// Serves one connection until it ends, or another server leads.
///
/// # Errors
/// When the connection broke, or the agent does not keep to this protocol.
pub async fn serve<C>(
    cx: Cx,
    sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    options: SessionOptions,
    connection: C,
    shutdown: Shutdown,
) -> Result<(), SessionError>
where
    C: AsyncRead + AsyncWrite + Send + 'static,
{
    let deposed = cx.clone();
    tokio::select! {
        () = shutdown.requested() => Ok(()),
        () = deposed.deposed() => Ok(()),
        ended = open(cx, sessions, sink, &options, connection) => ended,
    }
}

async fn open<C: AsyncRead + AsyncWrite>(
    cx: Cx,
    sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    options: &SessionOptions,
    connection: C,
) -> Result<(), SessionError> {
    let (read, write) = tokio::io::split(connection);
    let mut read: Reader<C> = FramedRead::new(read, Frames::default());
    let mut write: Writer<C> = FramedWrite::new(write, Frames::default());
    let first =
        timeout(options.silence_max, read.next()).await.map_err(|_| SessionError::Silent)?;
    let Some(ToServer::Hello(hello)) = first.transpose()? else { return Ok(()) };
    let Some(protocol) = let_in(&sessions, &hello, &mut write).await? else { return Ok(()) };
    if let Err(fault) = join::join(&cx, &hello).await {
        tracing::error!(host = %hello.host, error = %chain(&fault), "the host could not join");
        return Ok(());
    }
    let session = Session::new(cx, sessions, sink, protocol, options, &hello);
    session.begin(protocol, options, &mut write).await?;
    session.run(read, write, options.silence_max).await
}

/// The version of the protocol to speak with the agent; `None` when there is none, which it is
/// told.
async fn let_in<C: AsyncWrite>(
    sessions: &Sessions,
    hello: &Hello,
    write: &mut Writer<C>,
) -> Result<Option<u32>, SessionError> {
    let mismatch = match agree(hello.versions(), SPOKEN) {
        Ok(protocol) => return Ok(Some(protocol)),
        Err(mismatch) => mismatch,
    };
    if sessions.refuse(&hello.host, mismatch) {
        tracing::error!(host = %hello.host, "refused: {mismatch}");
    }
    // Agents of version 1 would dial again at once after a frame that they can't read.
    if hello.oldest_protocol.is_some() {
        write.send(&ToAgent::Refused(SPOKEN)).await?;
    }
    Ok(None)
}

/// What the parts of a session share.
pub(super) struct Session {
    pub(super) cx: Cx,
    pub(super) sessions: Arc<Sessions>,
    pub(super) sink: Arc<dyn LogSink>,
    pub(super) host: HostId,
    pub(super) telling: Telling,
    lending: Lending,
    secrets: Handing,
    pub(super) replies: Replies,
    streams: Arc<Streams>,
    facts: Mutex<Grant>,
    lines: Mutex<Grant>,
    heard: Heard,
    /// There may be something to say.
    wake: Notify,
}

impl Session {
    fn new(
        cx: Cx,
        sessions: Arc<Sessions>,
        sink: Arc<dyn LogSink>,
        protocol: u32,
        options: &SessionOptions,
        hello: &Hello,
    ) -> Self {
        Self {
            telling: Telling::new(cx.state.clone(), protocol, options.secrets.clone(), hello),
            lending: Lending::new(
                cx.state.clone(),
                hello.host.clone(),
                protocol,
                options.lender.clone(),
            ),
            secrets: Handing::new(
                cx.state.clone(),
                hello.host.clone(),
                protocol,
                options.secrets.clone(),
            ),
            cx,
            sessions,
            sink,
            host: hello.host.clone(),
            replies: Replies::default(),
            streams: Arc::default(),
            facts: Mutex::new(Grant::new(FACTS_WINDOW)),
            lines: Mutex::new(Grant::new(LINES_WINDOW)),
            heard: Heard::now(),
            wake: Notify::new(),
        }
    }

    /// Something is to be said.
    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }

    /// What came with this cost waits no more: as much may come again.
    pub(super) fn give_credit(&self, lane: Lane, cost: u64) {
        let total = {
            let mut grant = self.grant(lane).lock();
            grant.done(cost);
            grant.total()
        };
        self.replies.credit(lane, total);
        self.wake();
    }

    fn grant(&self, lane: Lane) -> &Mutex<Grant> {
        match lane {
            Lane::Facts => &self.facts,
            Lane::Logs => &self.lines,
        }
    }

    async fn begin<C: AsyncWrite>(
        &self,
        protocol: u32,
        options: &SessionOptions,
        write: &mut Writer<C>,
    ) -> Result<(), SessionError> {
        write.feed(&ToAgent::Welcome { protocol }).await?;
        let registry_token = options.registry_token.clone();
        write.feed(&ToAgent::Credentials { registry_token }).await?;
        if let Some(authority) = options.authority.as_deref().filter(|_| protocol >= ENDPOINTS) {
            write.feed(&ToAgent::Authority(authority.to_owned())).await?;
        }
        for lane in [Lane::Facts, Lane::Logs] {
            let total = self.grant(lane).lock().total();
            write.feed(&ToAgent::Credit(lane, total)).await?;
        }
        SinkExt::<&ToAgent>::flush(write).await
    }

    async fn run<C: AsyncRead + AsyncWrite>(
        &self,
        read: Reader<C>,
        write: Writer<C>,
        silence_max: Duration,
    ) -> Result<(), SessionError> {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        // Before a fact is taken it is known whose tasks are whose.
        let mut changes = self.telling.changes();
        match changes.next().now_or_never() {
            Some(Some(all)) => self.note(&all),
            Some(None) => return Ok(()),
            // There is none yet.
            None => {}
        }
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let _joined = self.sessions.joined(&self.host, number, &self.streams);
        let (facts_in, facts_came) = mpsc::unbounded_channel();
        let (lines_in, lines_came) = mpsc::unbounded_channel();
        let (flows_in, flows_came) = mpsc::channel(1);
        tokio::select! {
            ended = self.hear(read, facts_in, lines_in, flows_in) => ended,
            ended = self.speak(write, changes, silence_max) => ended,
            () = facts::take_all(self, facts_came) => Ok(()),
            () = lines::store_all(self, lines_came) => Ok(()),
            () = flows::record_all(self, flows_came) => Ok(()),
            () = self.secrets.look_up_all(|| self.wake()) => Ok(()),
        }
    }

    /// Sorts what the agent sends; never waits for anything but the agent. What is not dealt
    /// with yet is bounded by the credit that the agent has.
    async fn hear<C: AsyncRead>(
        &self,
        mut read: Reader<C>,
        facts: mpsc::UnboundedSender<Vec<Observation>>,
        lines: mpsc::UnboundedSender<LogBatch>,
        flows: mpsc::Sender<FlowBatch>,
    ) -> Result<(), SessionError> {
        while let Some(frame) = read.next().await.transpose()? {
            self.heard.again();
            // The other ends live as long as this future.
            match frame {
                ToServer::Observed(batch) => {
                    self.facts.lock().came(facts::cost(&batch))?;
                    drop(facts.send(batch));
                }
                ToServer::Logs(batch) => {
                    self.lines.lock().came(batch.cost())?;
                    drop(lines.send(batch));
                }
                // An agent sends one at a time; more than that is not taken, and sent again.
                ToServer::Flows(batch) => drop(flows.try_send(batch)),
                ToServer::Balancer(report) => self.sessions.balancers.heard(&self.host, *report),
                ToServer::Usage(seen) => self.sessions.usages.heard(&self.host, seen),
                ToServer::Has(acknowledged) => {
                    self.telling.has(acknowledged);
                    self.wake();
                }
                ToServer::Stream(id, frame) => self.streams.heard(id, frame)?,
                ToServer::Pong(_) | ToServer::Hello(_) => {}
            }
        }
        Ok(())
    }

    /// Says what is to be said, the most urgent first.
    async fn speak<C: AsyncWrite>(
        &self,
        mut write: Writer<C>,
        mut changes: Changes,
        silence_max: Duration,
    ) -> Result<(), SessionError> {
        let mut pings = Pings { every: silence_max / 3, next: Instant::now(), number: 0 };
        loop {
            // What is written next is chosen when there is room for it, not before.
            let ready = poll_fn(|cx| Sink::<&ToAgent>::poll_ready(Pin::new(&mut write), cx));
            self.in_time(silence_max, ready).await?;
            // Lines that are answered without a pause hold up no assignment.
            match changes.next().now_or_never() {
                Some(Some(changed)) => self.note(&changed),
                Some(None) => return Ok(()),
                None => {}
            }
            if let Some(frame) = self.next_frame(&mut pings) {
                write.start_send_unpin(&frame)?;
                continue;
            }
            if self.telling.has_lost_one() {
                tracing::warn!(host = %self.host, "the host has lost a task; it is to join again");
                return Ok(());
            }
            self.in_time(silence_max, SinkExt::<&ToAgent>::flush(&mut write)).await?;
            tokio::select! {
                () = self.wake.notified() => {}
                () = self.streams.more() => {}
                () = sleep_until(pings.next) => {}
                changed = changes.next() => match changed {
                    Some(changed) => self.note(&changed),
                    None => return Ok(()),
                },
            }
        }
    }

    /// These records may have changed.
    pub(super) fn note(&self, records: &BTreeSet<Key>) {
        self.replies.resend(self.telling.note(records));
        self.lending.note(records);
        self.secrets.note(records);
    }

    fn next_frame(&self, pings: &mut Pings) -> Option<ToAgent> {
        pings
            .due()
            .or_else(|| self.replies.next_of_facts())
            .or_else(|| self.telling.next())
            .or_else(|| self.lending.next())
            .or_else(|| self.secrets.next())
            .or_else(|| self.replies.next_of_lines())
            .or_else(|| self.streams.next().map(|(id, frame)| ToAgent::Stream(id, frame)))
    }

    /// An agent that says nothing is gone; one that does not read is as silent.
    async fn in_time(
        &self,
        silence_max: Duration,
        written: impl Future<Output = Result<(), SessionError>>,
    ) -> Result<(), SessionError> {
        if self.heard.silence() > silence_max {
            return Err(SessionError::Silent);
        }
        timeout(silence_max, written).await.unwrap_or(Err(SessionError::Silent))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.streams.end();
    }
}

/// When the agent is to be asked whether it is there.
struct Pings {
    every: Duration,
    next: Instant,
    number: u64,
}

impl Pings {
    fn due(&mut self) -> Option<ToAgent> {
        let now = Instant::now();
        if now < self.next {
            return None;
        }
        self.next = now + self.every;
        self.number += 1;
        Some(ToAgent::Ping(self.number))
    }
}
