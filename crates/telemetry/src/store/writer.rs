//! The writer: takes batches from the queue, many at a time, and makes them durable with
//! one flush.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::shared::{Seals, Shared};
use super::{AppendError, StoreError};
use crate::event::{AppendOutcome, Batch};
use crate::key::{GroupKey, StreamKey};
use crate::wal::{Admitted, Group};

/// A group commit ends once its texts have this many bytes.
const GROUP_BYTES: usize = 4 << 20;
/// A group with this many bytes is worth a flush: it waits for no others. What comes meanwhile
/// shares the next one.
const FLUSH_BYTES: usize = 64 << 10;

/// What the writer is asked for, in the order it is done.
pub(super) enum Request {
    Append(Append),
    DeleteGroup(GroupKey, Reply),
    DeleteStream(StreamKey, Reply),
    Seal(Reply),
    Close(Reply),
}

pub(super) type Reply = oneshot::Sender<Result<(), StoreError>>;

pub(super) struct Append {
    pub(super) batch: Batch,
    pub(super) bytes: usize,
    /// Whether others may be waited for.
    pub(super) urgent: bool,
    pub(super) reply: oneshot::Sender<Result<AppendOutcome, AppendError>>,
    /// Room in the queue, given back once the batch is written.
    pub(super) room: OwnedSemaphorePermit,
}

pub(super) struct Writer {
    shared: Arc<Shared>,
    requests: mpsc::Receiver<Request>,
    seals: watch::Receiver<Seals>,
    next_seq: u64,
    /// When the active table has waited long enough; none while it is empty.
    seal_at: Option<Instant>,
    /// Who waits for the end.
    closing: Vec<Reply>,
}

impl Writer {
    pub(super) fn new(
        shared: Arc<Shared>,
        requests: mpsc::Receiver<Request>,
        next_seq: u64,
    ) -> Self {
        let seals = shared.seals.subscribe();
        let mut writer =
            Self { shared, requests, seals, next_seq, seal_at: None, closing: Vec::new() };
        if !writer.active_is_empty() {
            writer.arm();
        }
        writer
    }

    /// Works until the store is closed or nobody holds it any more.
    pub(super) async fn run(mut self) {
        while let Some(request) = self.next().await {
            self.serve(request).await;
        }
        self.shared.tails.close();
        self.shared.shutdown.request();
        for reply in self.closing {
            // Whoever asked may have gone; the store is closed all the same.
            drop(reply.send(Ok(())));
        }
    }

    /// The next request; seals an old table meanwhile.
    async fn next(&mut self) -> Option<Request> {
        loop {
            let Some(at) = self.seal_at else { return self.requests.recv().await };
            tokio::select! {
                request = self.requests.recv() => return request,
                () = sleep_until(at) => self.seal_old().await,
            }
        }
    }

    async fn seal_old(&mut self) {
        if let Err(error) = self.freeze().await {
            tracing::warn!(%error, "can't seal events yet");
            self.arm();
        }
    }

    async fn serve(&mut self, request: Request) {
        match request {
            Request::Append(first) => {
                let (appends, after) = self.gather(first).await;
                self.write(appends).await;
                if let Some(request) = after {
                    // Not an append: `gather` stops at the first other request.
                    Box::pin(self.serve(request)).await;
                }
            }
            Request::DeleteGroup(group, reply) => {
                let seq = self.next_seq;
                let work = move |shared: &Shared| shared.delete_group(&group, seq);
                drop(reply.send(self.block(work).await));
            }
            Request::DeleteStream(stream, reply) => {
                let seq = self.next_seq;
                let work = move |shared: &Shared| shared.delete_stream(&stream, seq);
                drop(reply.send(self.block(work).await));
            }
            Request::Seal(reply) => {
                let frozen = self.freeze().await.map_err(StoreError::Wal);
                drop(reply.send(frozen));
            }
            Request::Close(reply) => {
                // What is queued is still served; the answer comes when that is done.
                self.requests.close();
                self.closing.push(reply);
            }
        }
    }

    async fn block<E: Into<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<(), E> + Send + 'static,
    ) -> Result<(), StoreError> {
        let shared = self.shared.clone();
        let done = tokio::task::spawn_blocking(move || work(&shared)).await;
        done.map_err(|_| StoreError::Closed)?.map_err(Into::into)
    }

    /// More appends to write with `first`, and the request that ended them.
    async fn gather(&mut self, first: Append) -> (Vec<Append>, Option<Request>) {
        let until = Instant::now() + Duration::from_millis(self.shared.options.group_ms);
        let (mut bytes, mut urgent) = (first.bytes, first.urgent);
        let mut appends = vec![first];
        while bytes < GROUP_BYTES {
            let request = match self.requests.try_recv() {
                Ok(request) => request,
                Err(_) if urgent || bytes >= FLUSH_BYTES => break,
                Err(_) => match timeout_at(until, self.requests.recv()).await {
                    Ok(Some(request)) => request,
                    _ => break,
                },
            };
            match request {
                Request::Append(append) => {
                    bytes += append.bytes;
                    urgent |= append.urgent;
                    appends.push(append);
                }
                other => return (appends, Some(other)),
            }
        }
        (appends, None)
    }

    async fn write(&mut self, appends: Vec<Append>) {
        let full = self.shared.view.read().active.read().bytes() >= self.shared.options.seal_bytes;
        let room = if full { self.freeze().await } else { Ok(()) };
        if let Err(error) = room {
            for append in appends {
                drop(append.reply.send(Err(error.clone())));
            }
            return;
        }
        let ingest_ms = self.shared.now_ms();
        let (group, answers) = self.admit(appends, ingest_ms);
        let written = self.store(group).await;
        for (answer, outcome) in answers {
            answer.send(written.clone().map(|()| outcome));
        }
    }

    /// Numbers the new events and leaves out what sources had sent before.
    fn admit(&mut self, appends: Vec<Append>, ingest_ms: u64) -> (Group, Vec<Answer>) {
        let mut group = Group { first_seq: self.next_seq, ingest_ms, batches: Vec::new() };
        let mut answers = Vec::with_capacity(appends.len());
        // What this very group brings: counts as stored only if the group is.
        let mut fresh: HashMap<String, u64> = HashMap::new();
        for Append { batch, reply, room, .. } in appends {
            let mut events = batch.events;
            let mut source = None;
            let mut duplicates = 0;
            if let Some(from) = batch.source {
                let last = fresh.get(&from.id).copied().or_else(|| self.position(&from.id));
                duplicates = from.known(events.len(), last);
                let last_seq = from.last_seq(events.len());
                events.drain(..duplicates);
                fresh.extend((!events.is_empty()).then(|| (from.id.clone(), last_seq)));
                source = Some((from.id, last_seq));
            }
            let stored = events.len();
            self.next_seq += stored as u64;
            if stored > 0 {
                group.batches.push(Admitted { stream: batch.stream, source, events });
            }
            answers.push((
                Answering { reply, _room: room },
                AppendOutcome { stored, duplicates, ingest_ms },
            ));
        }
        (group, answers)
    }

    fn position(&self, source: &str) -> Option<u64> {
        self.shared.view.read().state.sources.get(source).map(|mark| mark.last_seq)
    }

    async fn store(&mut self, group: Group) -> Result<(), AppendError> {
        if group.batches.is_empty() {
            return Ok(());
        }
        let shared = self.shared.clone();
        let stored = tokio::task::spawn_blocking(move || shared.store(group)).await;
        stored.map_err(|_| AppendError::Closed)??;
        if self.seal_at.is_none() {
            self.arm();
        }
        Ok(())
    }

    /// Hands the active table to the sealer, once that has done the one before.
    async fn freeze(&mut self) -> Result<(), AppendError> {
        if self.active_is_empty() {
            return Ok(());
        }
        while self.shared.view.read().frozen.is_some() {
            let failure = self.seals.borrow_and_update().failure.clone();
            if let Some(failure) = failure {
                return Err(AppendError::Backlogged(failure));
            }
            // It may have been done between the two looks; the mark tells.
            if self.shared.view.read().frozen.is_some() && self.seals.changed().await.is_err() {
                return Err(AppendError::Closed);
            }
        }
        let shared = self.shared.clone();
        let frozen = tokio::task::spawn_blocking(move || shared.freeze()).await;
        frozen.map_err(|_| AppendError::Closed)??;
        self.seal_at = None;
        Ok(())
    }

    fn active_is_empty(&self) -> bool {
        self.shared.view.read().active.read().is_empty()
    }

    fn arm(&mut self) {
        let age = Duration::from_millis(self.shared.options.seal_age_ms);
        self.seal_at = Some(Instant::now() + age);
    }
}

type Answer = (Answering, AppendOutcome);

/// An answer to come; gives the batch's room in the queue back when it is sent or dropped.
struct Answering {
    reply: oneshot::Sender<Result<AppendOutcome, AppendError>>,
    _room: OwnedSemaphorePermit,
}

impl Answering {
    fn send(self, answer: Result<AppendOutcome, AppendError>) {
        // Whoever asked may have gone; the batch is stored all the same.
        drop(self.reply.send(answer));
    }
}
