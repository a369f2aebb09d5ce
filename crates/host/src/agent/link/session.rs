//! One session: says who the agent is, and carries frames until the connection breaks. Nothing
//! that waits to be sent keeps what arrives from being heard, and what is more urgent overtakes.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_link::ObjectKey;
use ferrogate_link::session::credit::Purse;
use ferrogate_link::session::version::{BALANCERS, Mismatch, SPOKEN, USAGE};
use ferrogate_link::session::{
    Frames, Hello, Lane, RoleCredentials, Secrets, SessionError, ToAgent, ToServer, Token,
};
use ferrogate_link::stream::{Down, Ended, Exec, Streams, Up};
use futures_util::{Sink, SinkExt, StreamExt};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_util::codec::{FramedRead, FramedWrite};

use super::lines::{self, Lines};
use crate::agent::balancer::Reports;
use crate::agent::exec;
use crate::agent::facts::Outbox;
use crate::agent::network::FlowOutbox;
use crate::agent::usage::UsageBoard;

/// Programs of users that run on this host at the same time.
const STREAMS_MAX: usize = 256;
const TOO_MANY: &str = "the host has too many sessions";

/// Facts of one frame.
const FACTS_MAX: usize = 500;

type Reader<C> = FramedRead<tokio::io::ReadHalf<C>, Frames<ToServer, ToAgent>>;
type Writer<C> = FramedWrite<tokio::io::WriteHalf<C>, Frames<ToServer, ToAgent>>;

/// What a session speaks for.
pub(super) trait Party {
    /// Who it is and what it has.
    fn hello(&self) -> Hello;
    /// The facts that wait for the server.
    fn outbox(&self) -> &Outbox;
    /// The log lines that do.
    fn lines(&self) -> &Lines;
    /// What was counted of logged interfaces and does.
    fn flows(&self) -> &FlowOutbox;
    /// How load balancers are.
    fn reports(&self) -> &Reports;
    /// What tasks use.
    fn usage(&self) -> &UsageBoard;
    /// Does what the server says; what it has to acknowledge.
    fn hear(&self, said: Said) -> Option<(ObjectKey, u64)>;
}

/// What a server says that concerns not the session but who it speaks for.
#[derive(Debug)]
pub(super) enum Said {
    Credentials(Token),
    Put(ferrogate_link::Object),
    Sync(Vec<ObjectKey>),
    Forget(ObjectKey),
    LogsAcked(Vec<(ferrogate_base::TaskKey, String, u64)>),
    /// Run this within a container.
    Run(Box<(Exec, exec::Stream)>),
    /// What the programs of a task act with.
    Lend(ferrogate_base::TaskKey, Box<RoleCredentials>),
    /// The authority by which programs in tasks know the endpoints of their VPC.
    Authority(String),
    /// The values of a task's secrets.
    Secrets(ferrogate_base::TaskKey, Box<Secrets>),
}

/// Speaks for `party` until the connection ends, or the server says nothing for `silence_max`.
/// `let_in` is called once the server has let the agent in.
pub(super) async fn serve<C: AsyncRead + AsyncWrite>(
    party: &impl Party,
    connection: C,
    silence_max: Duration,
    let_in: impl FnOnce(),
) -> Result<(), SessionError> {
    let (read, write) = tokio::io::split(connection);
    let mut read: Reader<C> = FramedRead::new(read, Frames::default());
    let mut write: Writer<C> = FramedWrite::new(write, Frames::default());
    write.send(&ToServer::Hello(party.hello())).await?;
    let protocol = match next(&mut read, silence_max).await? {
        Some(ToAgent::Welcome { protocol }) => protocol,
        Some(ToAgent::Refused(server)) => {
            return Err(Mismatch { agent: SPOKEN, server }.into());
        }
        // A server of version 1 hangs up without a word.
        Some(_) | None => return Err(SessionError::NotLetIn),
    };
    let_in();
    party.outbox().rewind();
    party.flows().rewind();
    party.reports().rewind();
    let session = Session {
        party,
        protocol,
        lines: party.lines().open(protocol),
        facts: Mutex::default(),
        has: Mutex::default(),
        pong: Mutex::default(),
        streams: Arc::default(),
        wake: Notify::new(),
    };
    tokio::select! {
        ended = session.listen(read, silence_max) => ended,
        ended = session.speak(write) => ended,
    }
}

async fn next<C: AsyncRead>(
    read: &mut Reader<C>,
    silence_max: Duration,
) -> Result<Option<ToAgent>, SessionError> {
    let frame = timeout(silence_max, read.next()).await.map_err(|_| SessionError::Silent)?;
    frame.transpose()
}

struct Session<'p, P> {
    party: &'p P,
    /// The version that is spoken.
    protocol: u32,
    lines: lines::Open,
    /// The credit of facts.
    facts: Mutex<Purse>,
    /// What is to be acknowledged: the latest number of each thing.
    has: Mutex<BTreeMap<ObjectKey, u64>>,
    pong: Mutex<Option<u64>>,
    streams: Arc<Streams<Up, Down>>,
    /// There may be something to say.
    wake: Notify,
}

impl<P: Party> Session<'_, P> {
    async fn listen<C: AsyncRead>(
        &self,
        mut read: Reader<C>,
        silence_max: Duration,
    ) -> Result<(), SessionError> {
        while let Some(frame) = next(&mut read, silence_max).await? {
            self.hear(frame)?;
            self.wake.notify_one();
        }
        Ok(())
    }

    fn hear(&self, frame: ToAgent) -> Result<(), SessionError> {
        let said = match frame {
            // Said once, before this.
            ToAgent::Welcome { .. } | ToAgent::Refused(_) => return Ok(()),
            ToAgent::Ping(number) => {
                *self.pong.lock() = Some(number);
                return Ok(());
            }
            ToAgent::Credit(Lane::Facts, total) => {
                self.facts.lock().grant(total);
                return Ok(());
            }
            ToAgent::Credit(Lane::Logs, total) => {
                self.lines.grant(total);
                return Ok(());
            }
            ToAgent::Acked(acked) => {
                acked.iter().for_each(|(key, seq)| self.party.outbox().acked(key, *seq));
                return Ok(());
            }
            ToAgent::FlowsAcked(seq) => {
                self.party.flows().acked(seq);
                return Ok(());
            }
            ToAgent::Resend(tasks) => {
                tasks.iter().for_each(|key| self.party.outbox().rewind_one(key));
                return Ok(());
            }
            ToAgent::Stream(id, Down::Open(exec)) => match self.streams.open(id, STREAMS_MAX) {
                Some(stream) => Said::Run(Box::new((*exec, stream))),
                None => {
                    self.streams.push(id, Up::Ended(Ended::Failed(TOO_MANY.into())));
                    return Ok(());
                }
            },
            ToAgent::Stream(id, frame) => return Ok(self.streams.heard(id, frame)?),
            ToAgent::Credentials { registry_token } => Said::Credentials(registry_token),
            ToAgent::Authority(pem) => Said::Authority(pem),
            ToAgent::Lend(key, credentials) => Said::Lend(key, credentials),
            ToAgent::Secrets(key, secrets) => Said::Secrets(key, secrets),
            ToAgent::Put(object) => Said::Put(object),
            ToAgent::Sync(keys) => Said::Sync(keys),
            ToAgent::Forget(key) => Said::Forget(key),
            ToAgent::LogsAcked(acked) => Said::LogsAcked(acked),
        };
        if let Some((key, generation)) = self.party.hear(said) {
            self.has.lock().insert(key, generation);
        }
        Ok(())
    }

    async fn speak<C: AsyncWrite>(&self, mut write: Writer<C>) -> Result<(), SessionError> {
        loop {
            // What is written next is chosen when there is room for it, not before.
            poll_fn(|cx| Sink::<&ToServer>::poll_ready(Pin::new(&mut write), cx)).await?;
            if let Some(frame) = self.next_frame() {
                write.start_send_unpin(&frame)?;
                continue;
            }
            SinkExt::<&ToServer>::flush(&mut write).await?;
            tokio::select! {
                () = self.wake.notified() => {}
                () = self.party.outbox().more() => {}
                () = self.lines.more() => {}
                () = self.party.flows().more() => {}
                () = self.party.reports().more() => {}
                () = self.party.usage().more() => {}
                () = self.streams.more() => {}
            }
        }
    }

    /// The most urgent thing to say.
    fn next_frame(&self) -> Option<ToServer> {
        if let Some(number) = self.pong.lock().take() {
            return Some(ToServer::Pong(number));
        }
        let facts = self.party.outbox().take(FACTS_MAX, &mut self.facts.lock());
        if !facts.is_empty() {
            return Some(ToServer::Observed(facts));
        }
        let has = std::mem::take(&mut *self.has.lock());
        if !has.is_empty() {
            return Some(ToServer::Has(has.into_iter().collect()));
        }
        if self.protocol >= BALANCERS
            && let Some(report) = self.party.reports().next()
        {
            return Some(ToServer::Balancer(Box::new(report)));
        }
        let lines = self.lines.next().map(ToServer::Logs);
        let lines = lines.or_else(|| self.party.flows().next().map(ToServer::Flows));
        let streams = || self.streams.next().map(|(id, frame)| ToServer::Stream(id, frame));
        if let Some(frame) = lines.or_else(streams) {
            return Some(frame);
        }
        let usage = (self.protocol >= USAGE).then(|| self.party.usage().next());
        usage.flatten().map(ToServer::Usage)
    }
}

impl<P> Drop for Session<'_, P> {
    fn drop(&mut self) {
        // What users run is ended, whoever else goes on.
        self.streams.end();
    }
}

#[cfg(test)]
mod tests;
