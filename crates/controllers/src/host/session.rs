//! One session with one host: assignments go down as the store changes, facts and log lines
//! come up and are acknowledged once they last.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_base::{HostId, Shutdown, TaskId, TaskKey};
use ferrogate_executor::session::{Frames, Hello, PROTOCOL, SessionError, ToAgent, ToServer};
use ferrogate_executor::{Assignment, LogBatch, Observation};
use ferrogate_records::ecs::task::{self, OnHost};
use ferrogate_records::ecs::task_definition;
use ferrogate_records::host as record;
use ferrogate_store::Key;
use futures_util::{SinkExt, StreamExt};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::codec::{FramedRead, FramedWrite};

use super::{LogSink, Sessions, facts};
use crate::ecs::assignment::{Unreadable, assignment};
use crate::engine::Cx;
use ferrogate_state::{Fault, next, put};

/// Frames of facts or logs that wait for the store; past it the agent's socket fills.
const QUEUE: usize = 256;
/// Facts taken into the store together.
const FACTS_MAX: usize = 2000;

/// What a session says to an agent about the engine.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The token that the registry takes from agents.
    pub registry_token: String,
    /// How long an agent may say nothing, not even that it is there, until it counts as gone:
    /// [`Gate::SILENCE_MAX`].
    pub silence_max: Duration,
}

impl Gate {
    /// Longer than a loaded machine keeps an agent from its turn.
    pub const SILENCE_MAX: Duration = Duration::from_secs(20);
}

/// Serves one connection until it ends, or another server leads.
///
/// # Errors
/// When the connection broke, or the agent does not speak this protocol.
pub async fn serve<C>(
    cx: Cx,
    sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    gate: Gate,
    connection: C,
    shutdown: Shutdown,
) -> Result<(), SessionError>
where
    C: AsyncRead + AsyncWrite + Send + 'static,
{
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let (read, write) = tokio::io::split(connection);
    let mut read = FramedRead::new(read, Frames::<ToAgent, ToServer>::default());
    let mut write = FramedWrite::new(write, Frames::<ToAgent, ToServer>::default());
    let Some(ToServer::Hello(hello)) = read.next().await.transpose()? else { return Ok(()) };
    if hello.protocol != PROTOCOL {
        tracing::warn!(host = %hello.host, protocol = hello.protocol, "refused an agent of another protocol");
        return Ok(());
    }
    // From here on no change is missed: the watch begins before the list is read.
    let mut changes = cx.state.changes::<task::Record>();
    if let Err(fault) = join(&cx, &hello).await {
        tracing::error!(host = %hello.host, error = %chain(&fault), "the host could not join");
        return Ok(());
    }
    let (out, mut frames) = mpsc::channel::<ToAgent>(QUEUE);
    let (facts_in, facts_out) = mpsc::channel(QUEUE);
    let (logs_in, logs_out) = mpsc::channel(QUEUE);
    let session = Arc::new(Session {
        cx: cx.clone(),
        host: hello.host.clone(),
        out,
        tasks: parking_lot::RwLock::default(),
    });
    write.send(&ToAgent::Welcome { registry_token: gate.registry_token.clone() }).await?;
    tell_everything(&session, &mut write).await?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let _joined = sessions.joined(&hello.host, number);
    tracing::info!(host = %hello.host, "joined");

    // Either ends when the store fails: then the session does, and what has no
    // acknowledgement is sent again in the next one.
    let (facts, logs) =
        (take_facts(session.clone(), facts_out), take_logs(session.clone(), sink, logs_out));
    let mut taking = Box::pin(async move {
        tokio::select! {
            () = facts => {}
            () = logs => {}
        }
    });
    // Reading waits for the store when its queues are full; writing goes on meanwhile.
    let heard = Heard::now();
    let mut reading = Box::pin(receive(read, facts_in, logs_in, heard.clone()));
    let mut pings = tokio::time::interval(gate.silence_max / 3);
    let result = loop {
        let due = tokio::select! {
            () = shutdown.requested() => break Ok(()),
            () = cx.deposed() => break Ok(()),
            ended = &mut reading => break ended,
            () = &mut taking => break Ok(()),
            frame = frames.recv() => frame.map(Due::Frame),
            changed = changes.next() => changed.map(Due::Changed),
            _ = pings.tick() => Some(Due::Ping),
        };
        let Some(due) = due else { break Ok(()) };
        if heard.silence() > gate.silence_max {
            break Err(SessionError::Silent);
        }
        // An agent that does not read either is as silent.
        let wrote = tokio::time::timeout(gate.silence_max, say(&session, due, &mut write)).await;
        if let Err(error) = wrote.unwrap_or(Err(SessionError::Silent)) {
            break Err(error);
        }
    };
    tracing::info!(host = %hello.host, "left");
    result
}

/// What is to be written next.
enum Due {
    Frame(ToAgent),
    Changed(BTreeSet<Key>),
    Ping,
}

async fn say<W: AsyncWrite + Unpin>(
    session: &Session,
    due: Due,
    write: &mut FramedWrite<W, Frames<ToAgent, ToServer>>,
) -> Result<(), SessionError> {
    match due {
        Due::Frame(frame) => write.send(&frame).await,
        Due::Changed(keys) => tell(session, keys, write).await,
        Due::Ping => write.send(&ToAgent::Ping(0)).await,
    }
}

/// When the agent was heard last; nothing while what it said is being taken, since then it
/// is not the agent who is slow.
#[derive(Clone)]
struct Heard(Arc<Mutex<Option<Instant>>>);

impl Heard {
    fn now() -> Self {
        Self(Arc::new(Mutex::new(Some(Instant::now()))))
    }

    fn begin(&self) {
        *self.0.lock() = None;
    }

    fn end(&self) {
        *self.0.lock() = Some(Instant::now());
    }

    fn silence(&self) -> Duration {
        self.0.lock().map(|at| at.elapsed()).unwrap_or_default()
    }
}

/// Sends all tasks of the host. What is not in a `Sync` is over for the host, so there is
/// none while a task's record can't be read: the others are told one by one.
async fn tell_everything<W: AsyncWrite + Unpin>(
    session: &Session,
    write: &mut FramedWrite<W, Frames<ToAgent, ToServer>>,
) -> Result<(), SessionError> {
    let (everything, complete) = session.everything();
    if complete {
        return write.send(&ToAgent::Sync(everything)).await;
    }
    for assignment in everything {
        write.feed(&ToAgent::Assign(Box::new(assignment))).await?;
    }
    SinkExt::<&ToAgent>::flush(write).await
}

/// Sends what changed of the host's tasks.
async fn tell<W: AsyncWrite + Unpin>(
    session: &Session,
    keys: BTreeSet<Key>,
    write: &mut FramedWrite<W, Frames<ToAgent, ToServer>>,
) -> Result<(), SessionError> {
    for key in keys {
        match session.changed(&key) {
            Ok(None) => {}
            Ok(Some(assignment)) => {
                write.feed(&ToAgent::Assign(Box::new(assignment))).await?;
            }
            Err(fault) => {
                tracing::error!(key = %key, error = %chain(&fault), "a task can't be assigned");
            }
        }
    }
    SinkExt::<&ToAgent>::flush(write).await
}

/// Sorts what the agent sends into the queues; ends with the connection or the queues.
async fn receive<R>(
    mut read: FramedRead<R, Frames<ToAgent, ToServer>>,
    facts: mpsc::Sender<Vec<Observation>>,
    logs: mpsc::Sender<Vec<LogBatch>>,
    heard: Heard,
) -> Result<(), SessionError>
where
    R: AsyncRead + Unpin,
{
    while let Some(frame) = read.next().await.transpose()? {
        heard.begin();
        let taken = match frame {
            ToServer::Observed(batch) => facts.send(batch).await.is_ok(),
            ToServer::Logs(batch) => logs.send(batch).await.is_ok(),
            ToServer::Pong(_) | ToServer::Hello(_) => true,
        };
        if !taken {
            break;
        }
        heard.end();
    }
    Ok(())
}

/// Writes the host's record when it is new or differs, and ends the tasks that it lost.
async fn join(cx: &Cx, hello: &Hello) -> Result<(), Fault> {
    let state = &cx.state;
    let key = Key::new(record::key(&hello.host))?;
    let host = record::Record {
        id: hello.host.clone(),
        boot_id: hello.boot_id.clone(),
        architecture: hello.architecture.clone(),
        cpu_units: hello.capacity.cpu_units,
        memory_mib: hello.capacity.memory_mib,
        tasks_max: hello.capacity.tasks_max,
        joined_at: state.now(),
    };
    let known = state.read::<record::Record>(&key).await?;
    let op = put(key, &next(known.as_ref(), host))?;
    // Without its session a host can tell no facts.
    if let Some(rev) = cx.commit_from_reserve(&[], &[op]).await? {
        state.at(rev).await?;
    }
    let known: HashSet<_> = hello.known.iter().collect();
    for entry in state.table::<task::Record>().readable_by::<OnHost>(&hello.host).0 {
        let record = &**entry;
        let seen = record.binding.as_ref().is_some_and(|binding| binding.observed > 0);
        if !seen || record.task_key().is_some_and(|key| known.contains(&key)) {
            continue;
        }
        let Some(row) = state.read::<task::Record>(&entry.key).await? else { continue };
        tracing::warn!(task = %record.id, host = %hello.host, "the host has lost the task");
        let gone = facts::lost(&row, state.now());
        facts::take(cx, &hello.host, gone, |_| Some(entry.key.clone())).await?;
    }
    Ok(())
}

struct Session {
    cx: Cx,
    host: HostId,
    out: mpsc::Sender<ToAgent>,
    /// The host's tasks: where each lies, and what was sent of it last.
    tasks: parking_lot::RwLock<HashMap<TaskId, Sent>>,
}

struct Sent {
    at: Key,
    /// As the host was told it, but for how far its facts have come, which it knows itself.
    assignment: Assignment,
}

impl Session {
    /// The assignments of the host, and the record that they were sent; and whether these
    /// are all.
    fn everything(&self) -> (Vec<Assignment>, bool) {
        self.tasks.write().clear();
        let tasks = self.cx.state.table::<task::Record>();
        let (tasks, unreadable) = tasks.readable_by::<OnHost>(&self.host);
        let (mut everything, mut complete) = (Vec::new(), unreadable == 0);
        for entry in tasks {
            match self.changed(&entry.key) {
                Ok(assignment) => everything.extend(assignment),
                Err(fault) => {
                    complete = false;
                    tracing::error!(key = %entry.key, error = %chain(&fault), "a task can't be assigned");
                }
            }
        }
        (everything, complete)
    }

    /// The assignment under `key`, when it is this host's and differs from what was sent.
    fn changed(&self, key: &Key) -> Result<Option<Assignment>, Fault> {
        let Some(entry) = self.cx.state.table::<task::Record>().get(key)? else { return Ok(None) };
        let record = &**entry;
        if !record.binding.as_ref().is_some_and(|b| b.host == self.host && !b.released) {
            return Ok(None);
        }
        let at = task_definition::key(&record.scope, &record.family, record.revision);
        let Some(definition) =
            self.cx.state.table::<task_definition::Record>().get(&Key::new(at)?)?
        else {
            return Err(contradiction(Unreadable::NoDefinition(record.task_definition_arn())));
        };
        let wanted = assignment(record, &definition).map_err(contradiction)?;
        let compared = Assignment { observed: 0, ..wanted.clone() };
        let mut tasks = self.tasks.write();
        if tasks.get(&record.id).is_some_and(|sent| sent.assignment == compared) {
            return Ok(None);
        }
        tasks.insert(record.id.clone(), Sent { at: key.clone(), assignment: compared });
        Ok(Some(wanted))
    }

    fn key_of(&self, task: &TaskId) -> Option<Key> {
        self.tasks.read().get(task).map(|sent| sent.at.clone())
    }

    async fn say(&self, frame: ToAgent) {
        // A closed session says nothing; the next one begins with everything.
        drop(self.out.send(frame).await);
    }
}

async fn take_facts(session: Arc<Session>, mut queue: mpsc::Receiver<Vec<Observation>>) {
    while let Some(mut facts) = queue.recv().await {
        while facts.len() < FACTS_MAX
            && let Ok(mut more) = queue.try_recv()
        {
            facts.append(&mut more);
        }
        let taken =
            facts::take(&session.cx, &session.host, facts, |task| session.key_of(task)).await;
        match taken {
            Ok(taken) => {
                if !taken.acked.is_empty() {
                    session.say(ToAgent::Acked(taken.acked)).await;
                }
                for key in taken.forget {
                    session.tasks.write().remove(&key.task);
                    session.say(ToAgent::Forget(key)).await;
                }
            }
            Err(fault) => {
                // Closing the session makes the agent dial again and send what has no
                // acknowledgement.
                tracing::error!(host = %session.host, error = %chain(&fault), "facts could not be stored");
                return;
            }
        }
    }
}

async fn take_logs(
    session: Arc<Session>,
    sink: Arc<dyn LogSink>,
    mut queue: mpsc::Receiver<Vec<LogBatch>>,
) {
    while let Some(batches) = queue.recv().await {
        let count = batches.len();
        let stored = batches.into_iter().map(|batch| store(&session, &*sink, batch));
        let acked: Vec<_> =
            futures_util::future::join_all(stored).await.into_iter().flatten().collect();
        let all = acked.len() == count;
        if !acked.is_empty() {
            session.say(ToAgent::LogsAcked(acked)).await;
        }
        if !all {
            // Ends the session: the agent dials again after a rest, and sends the lines again.
            return;
        }
    }
}

async fn store(
    session: &Session,
    sink: &dyn LogSink,
    batch: LogBatch,
) -> Option<(TaskKey, String, u64)> {
    let (key, container) = (batch.key.clone(), batch.container.clone());
    let last = batch.first_seq + batch.lines.len() as u64 - 1;
    let entry = match session.key_of(&key.task) {
        Some(at) => session.cx.state.table::<task::Record>().get(&at).ok()?,
        None => None,
    };
    let Some(entry) = entry else {
        // Nobody can ask for the lines of a task that is gone.
        return Some((key, container, last));
    };
    match sink.append(&entry, batch).await {
        Ok(last) => Some((key, container, last)),
        Err(error) => {
            tracing::warn!(task = %key.task, error, "log lines could not be stored");
            None
        }
    }
}

fn contradiction(why: Unreadable) -> Fault {
    Fault::Contradiction(Box::new(why))
}
