//! Follows the history of the store, and puts into the queues of those who are to be told what
//! happened in it.
//!
//! How far it has come is a record, written in the transaction that fills the queues. It need not
//! be written when nobody is to be told: a server that begins anew looks at the same again, with
//! the rules as they were then, and comes to the same. When the history is gone by then, the
//! records that were written since stand for what became of them: what they were in between is
//! not told, and what they are is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::backoff::Backoff;
use ferrogate_base::errors::chain;
use ferrogate_base::{Shutdown, TimestampMs, crash};
use ferrogate_events::Pattern;
use ferrogate_records::Kind;
use ferrogate_records::cloudwatch::state as alarm_state;
use ferrogate_records::ecs::{service, task};
use ferrogate_records::events::bus::{self, DEFAULT};
use ferrogate_records::events::delivery::{
    self, ALL_MAX, InQueue, QUEUE_ALWAYS, QUEUE_MAX, Receiver,
};
use ferrogate_records::events::{cursor, entry, rule};
use ferrogate_records::sns::message;
use ferrogate_records::sns::subscription::{self, OfTopic};
use ferrogate_state::{Fault, Snapshot, create, row};
use ferrogate_store::{
    Error, Event as Change, Key, Kv, Op, Prefix, Read, Rev, Watched, list_all, list_all_at,
};
use futures_util::StreamExt;

use super::counts::Counts;
use super::happened::{Happened, happened};
use super::rules::Rules;
use crate::engine::Cx;

/// Revisions that may be looked at again after a start, when nobody was to be told.
const AGAIN_MAX: u64 = 2000;
/// What one transaction writes, with room for the rest of it.
const OPS_MAX: usize = 80;
/// The same in bytes.
const BYTES_MAX: usize = 700 << 10;

/// Finds out what happened.
pub struct Emitter {
    cx: Cx,
    endpoint: String,
    counts: Arc<Counts>,
}

/// Why it begins anew.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("the store can't be followed")]
    Store(#[from] Error),
    #[error("the store is closed")]
    Closed,
}

/// Where it is.
struct At {
    /// All up to here is in the queues.
    done: Rev,
    /// The same, as the store has it.
    written: Rev,
    rules: Rules,
}

impl Emitter {
    pub(super) fn new(cx: Cx, endpoint: String, counts: Arc<Counts>) -> Self {
        Self { cx, endpoint, counts }
    }

    /// Works until the shutdown. After a failure it begins anew where the store says that it was.
    pub async fn run(self, shutdown: Shutdown) {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(10));
        loop {
            let broken = tokio::select! {
                () = shutdown.requested() => return,
                () = self.cx.deposed() => return shutdown.requested().await,
                broken = self.follow(&mut backoff) => broken,
            };
            match broken {
                Broken::Closed | Broken::Fault(Fault::Closed | Fault::Deposed) => {
                    return shutdown.requested().await;
                }
                broken => {
                    let error = chain(&broken);
                    tracing::warn!(error, "what happened can't be followed; it is tried again");
                }
            }
            tokio::select! {
                () = shutdown.requested() => return,
                () = tokio::time::sleep(backoff.next_delay()) => {}
            }
        }
    }

    async fn follow(&self, backoff: &mut Backoff) -> Broken {
        let mut at = match self.begin().await {
            Ok(at) => at,
            Err(broken) => return broken,
        };
        let mut watch = self.cx.state.store.watch(&Prefix::root(), at.done);
        loop {
            let told = match watch.next().await {
                Some(Ok(told)) => told,
                Some(Err(Error::Compacted { .. } | Error::Future { .. })) => {
                    return match self.catch_up(at.done).await {
                        Ok(()) => Broken::Store(Error::Invalid("its history is gone".into())),
                        Err(broken) => broken,
                    };
                }
                Some(Err(Error::Closed)) | None => return Broken::Closed,
                Some(Err(error)) => return error.into(),
            };
            backoff.reset();
            if let Err(broken) = self.take(&mut at, told).await {
                return broken;
            }
        }
    }

    /// Where the store says that it was, with the rules of that moment; or here, the first time.
    async fn begin(&self) -> Result<At, Broken> {
        let store = &self.cx.state.store;
        let key = Key::new(cursor::key()).map_err(Fault::from)?;
        let (mut found, now) = store.get(std::slice::from_ref(&key), Read::Linear).await?;
        let written = match found.pop().flatten() {
            Some(kv) => Rev(row::<cursor::Record>(kv)?.record.record.revision),
            // The first time. Noted at once: a server that dies before anybody was to be told would
            // else begin after what happened meanwhile.
            None => {
                self.write(&[create(key, &cursor::Record { revision: now.0 })?]).await?;
                now
            }
        };
        let prefix = Prefix::of(&[rule::KIND]).map_err(Fault::from)?;
        let rules = match list_all_at(&**store, &prefix, Some(written)).await {
            Ok((rules, _)) => rules,
            // Those of now, as far as they are as old: see `catch_up`.
            Err(Error::Compacted { .. } | Error::Future { .. }) => {
                list_all(&**store, &prefix).await?.0
            }
            Err(error) => return Err(error.into()),
        };
        let mut all = Rules::default();
        rules.into_iter().for_each(|kv| all.put(kv));
        Ok(At { done: written, written, rules: all })
    }

    /// Tells of what has become of records since `after`, whose history is gone.
    async fn catch_up(&self, after: Rev) -> Result<(), Broken> {
        tracing::warn!(
            "changes that are too old are not told one by one, but as what came of them"
        );
        let store = &self.cx.state.store;
        let prefix = Prefix::of(&[rule::KIND]).map_err(Fault::from)?;
        let (kvs, mut at) = list_all(&**store, &prefix).await?;
        let mut rules = Rules::default();
        kvs.into_iter().for_each(|kv| rules.put(kv));
        let mut newer: Vec<Kv> = vec![];
        for kind in [
            task::KIND,
            service::KIND,
            service::events::KIND,
            alarm_state::KIND,
            entry::Record::KIND,
            message::Record::KIND,
        ] {
            let prefix = Prefix::of(&[kind]).map_err(Fault::from)?;
            let (kvs, rev) = list_all_at(&**store, &prefix, Some(at)).await?;
            newer.extend(kvs.into_iter().filter(|kv| kv.modify > after));
            at = rev;
        }
        newer.sort_by_key(|kv| kv.modify);
        let all = self.cx.state.at(at).await?;
        let mut writes = Writes::new(&all, self.cx.state.now());
        for kv in newer {
            let rev = kv.modify;
            self.route(&mut writes, &rules, rev, &Change::Put { kv, prev: None }, true)?;
        }
        self.commit(writes, at).await?;
        Ok(())
    }

    async fn take(&self, at: &mut At, told: Watched) -> Result<(), Broken> {
        let rev = told.rev();
        if let Watched::Batch { events, .. } = told {
            let all = self.cx.state.at(rev).await?;
            let mut writes = Writes::new(&all, self.cx.state.now());
            for change in &events {
                if change.key().as_str().split('/').nth(1) == Some(rule::KIND) {
                    at.rules.take(change);
                }
                self.route(&mut writes, &at.rules, rev, change, false)?;
            }
            if !writes.ops.is_empty() {
                self.commit(writes, rev).await?;
                at.written = rev;
            }
        }
        at.done = rev;
        if at.done.0.saturating_sub(at.written.0) > AGAIN_MAX {
            self.commit(Writes::new(&self.cx.state.snapshot(), self.cx.state.now()), rev).await?;
            at.written = rev;
        }
        Ok(())
    }

    /// Puts into the queues what a change says that happened.
    fn route(
        &self,
        writes: &mut Writes<'_>,
        rules: &Rules,
        rev: Rev,
        change: &Change,
        since: bool,
    ) -> Result<(), Fault> {
        let kind = change.key().as_str().split('/').nth(1);
        // What follows from records is worth nobody's time when no rule asks.
        if rules.is_empty() && ![Some(entry::KIND), Some(message::KIND)].contains(&kind) {
            return Ok(());
        }
        for what in happened(change, writes.all, writes.now) {
            match what {
                Happened::Event(event) => {
                    let entry = entry::Record::on(DEFAULT, event);
                    self.route_event(writes, rules, rev, &entry, since)?;
                }
                Happened::Entry(key, entry) => {
                    self.route_event(writes, rules, rev, &entry, since)?;
                    writes.ops.push(Op::Del(key));
                }
                Happened::Message(key, message) => {
                    self.route_message(writes, rev, &message)?;
                    writes.ops.push(Op::Del(key));
                }
            }
        }
        Ok(())
    }

    fn route_event(
        &self,
        writes: &mut Writes<'_>,
        rules: &Rules,
        rev: Rev,
        entry: &entry::Record,
        since: bool,
    ) -> Result<(), Fault> {
        let (scope, event) = (entry.scope(), &entry.event);
        let json = event.json();
        let mut text = None;
        let only = entry.only.as_deref();
        for rule in rules.about((scope, entry.bus()), &json, only) {
            // A rule that is younger than what happened is not about it.
            if since && rule.since > rev {
                continue;
            }
            self.counts.matched(scope, &rule.record.path());
            for target in &rule.record.targets {
                // What a bus has sent is not sent on to a third one (EventBridge user guide, "Sending
                // and receiving events between event buses"): so no events run in circles.
                if entry.forwarded && bus::of_arn(&target.arn).is_some() {
                    continue;
                }
                let text = text.get_or_insert_with(|| json.to_string()).clone();
                let to = Receiver::Target { rule: rule.record.path(), id: target.id.clone() };
                writes.wait(&self.counts, rev, (scope, to), text, &event.id)?;
            }
        }
        Ok(())
    }

    fn route_message(
        &self,
        writes: &mut Writes<'_>,
        rev: Rev,
        message: &message::Record,
    ) -> Result<(), Fault> {
        self.counts.published(&message.scope, &message.topic);
        let of = (message.scope.clone(), message.topic.clone());
        let all = writes.all;
        for to in all.table::<subscription::Record>().readable_by::<OfTopic>(&of).0 {
            if !to.confirmed || !is_meant(to, message) {
                continue;
            }
            let letter = message.letter(to, &self.endpoint);
            let text = serde_json::to_string(&letter)
                .map_err(|error| Fault::Contradiction(Box::new(error)))?;
            let receiver = Receiver::Subscription { topic: to.topic.clone(), id: to.id.clone() };
            writes.wait(&self.counts, rev, (&message.scope, receiver), text, &message.id)?;
        }
        Ok(())
    }

    /// Writes what waits, and that all up to `rev` is done, in as many transactions as it takes:
    /// the last one says that it is done.
    async fn commit(&self, mut writes: Writes<'_>, rev: Rev) -> Result<(), Broken> {
        let ops = std::mem::take(&mut writes.ops);
        let mut some: Vec<Op> = vec![];
        let mut bytes = 0;
        for op in ops {
            let size = match &op {
                Op::Put { val, .. } => val.len(),
                Op::Del(_) => 0,
            };
            if some.len() >= OPS_MAX || (bytes + size > BYTES_MAX && !some.is_empty()) {
                self.write(&std::mem::take(&mut some)).await?;
                bytes = 0;
            }
            bytes += size;
            some.push(op);
        }
        let key = Key::new(cursor::key()).map_err(Fault::from)?;
        some.push(create(key, &cursor::Record { revision: rev.0 })?);
        crash::point(format_args!("server:before-events"));
        self.write(&some).await?;
        crash::point(format_args!("server:after-events"));
        Ok(())
    }

    async fn write(&self, ops: &[Op]) -> Result<(), Broken> {
        // No guard but the leader's: none but it writes here, and what is written is what happened.
        match self.cx.commit(&[], ops).await? {
            // What comes next is counted with what is in the queues by then.
            Some(rev) => self.cx.state.at(rev).await.map(|_| ()).map_err(Into::into),
            None => Err(Fault::Deposed.into()),
        }
    }
}

/// Whether a subscription's filter lets a message through.
fn is_meant(to: &subscription::Record, message: &message::Record) -> bool {
    let Some(filter) = &to.filter else { return true };
    let Ok(pattern) = Pattern::parse(filter) else { return false };
    match to.filters_text {
        true => serde_json::from_str(&message.text).is_ok_and(|text| pattern.matches(&text)),
        false => pattern.matches(&message.seen_by_filter()),
    }
}

/// What is to be written.
struct Writes<'a> {
    all: &'a Snapshot,
    now: TimestampMs,
    ops: Vec<Op>,
    /// What each queue gets of it.
    new: BTreeMap<String, usize>,
    /// What waits in all queues; counted once it is needed.
    waiting: Option<usize>,
}

impl<'a> Writes<'a> {
    fn new(all: &'a Snapshot, now: TimestampMs) -> Self {
        Self { all, now, ops: vec![], new: BTreeMap::new(), waiting: None }
    }

    /// Puts something into a queue that has room for it.
    fn wait(
        &mut self,
        counts: &Counts,
        rev: Rev,
        (scope, to): (&ferrogate_records::Scope, Receiver),
        body: String,
        id: &str,
    ) -> Result<(), Fault> {
        let queue = to.queue(scope);
        let table = self.all.table::<delivery::Record>();
        let new = self.new.get(&queue).copied().unwrap_or_default();
        let waits = table.readable_by::<InQueue>(&queue).0.take(QUEUE_MAX).count() + new;
        let all = match waits >= QUEUE_ALWAYS {
            true => *self.waiting.get_or_insert_with(|| table.readable().0.count()),
            false => 0,
        };
        if waits >= QUEUE_MAX || all >= ALL_MAX {
            tracing::warn!(queue, "an event is lost: too many wait to be told there");
            counts.lost(scope, &to);
            return Ok(());
        }
        let record = delivery::Record {
            scope: scope.clone(),
            to,
            id: format!("{:020}-{new:04}-{id}", rev.0),
            body,
            at: self.now,
            attempts: 0,
            next_at: self.now,
        };
        let key = Key::new(record.key())?;
        let op = create(key, &record)?;
        if let Op::Put { key, val, .. } = &op
            && val.len() > ferrogate_store::VALUE_BYTES_MAX
        {
            tracing::warn!(%key, "an event is lost: it is too large to be kept");
            counts.lost(&record.scope, &record.to);
            return Ok(());
        }
        self.ops.push(op);
        *self.new.entry(queue).or_default() += 1;
        self.waiting = self.waiting.map(|all| all + 1);
        Ok(())
    }
}
