//! What becomes of log events besides being kept: the metrics of metric filters, those that
//! events in the embedded metric format carry, and how much comes into each group.
//!
//! A batch is read before it is stored and counts once it is ([`Measured::append`]), so that a
//! line that its source sends again counts once. Values are added up in memory and written every
//! second: no log line waits for a metric, and a kill loses the metrics of that second at most.

mod emf;
mod filter;
mod sums;

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_base::TimestampMs;
use ferrogate_metrics::{Bucket, MetricId, MetricStore};
use ferrogate_records::Scope;
use ferrogate_records::logs::metric_filter::{self, Record};
use ferrogate_state::State;
use ferrogate_store::{Key, Prefix, Rev};
use ferrogate_telemetry::{AppendError, AppendOutcome, Batch, Event, LogStore};
use parking_lot::Mutex;
use tokio::sync::OwnedRwLockReadGuard;

pub(super) use filter::Filter;
use sums::Sums;

/// Compiled filters that are kept. Above it all are forgotten, and compiled again when needed.
const COMPILED_MAX: usize = 10_000;
/// How far from now the time of a value may be (CloudWatch: PutMetricData).
const OLD_MS: u64 = 14 * 86_400_000;
const AHEAD_MS: u64 = 2 * 3_600_000;

/// A value of a metric.
struct Value {
    metric: MetricId,
    unit: String,
    at: TimestampMs,
    by_second: bool,
    values: Bucket,
}

/// What a batch comes to, should its events be stored.
#[derive(Default)]
struct Found {
    /// By the place of their event in the batch, ascending.
    values: Vec<(usize, Value)>,
    /// Filters with a default value, what they saw and whether they took it, by place.
    seen: Vec<(usize, Arc<Filter>, TimestampMs, bool)>,
    /// Places of events whose embedded format could not be read, and whether it was JSON.
    broken: Vec<(usize, bool)>,
    /// Bytes of the text of each event.
    bytes: Vec<usize>,
}

/// A filter as its record of this revision has it; none of one that can't be read.
type Compiled = (Rev, Option<Arc<Filter>>);

/// The metrics of log events. One for each log store.
pub(super) struct Measured {
    state: Arc<State>,
    compiled: Mutex<HashMap<Key, Compiled>>,
    sums: Mutex<Sums>,
}

impl Measured {
    pub(super) fn new(state: Arc<State>) -> Arc<Self> {
        Arc::new(Self { state, compiled: Mutex::default(), sums: Mutex::default() })
    }

    /// Stores a batch, to its end also when who asked is gone, and counts what of it is new. The
    /// gate of the group stays open for it.
    pub(super) async fn append(
        self: &Arc<Self>,
        to: &LogStore,
        gate: Arc<OwnedRwLockReadGuard<()>>,
        scope: &Scope,
        batch: Batch,
        urgent: bool,
    ) -> Result<AppendOutcome, AppendError> {
        let group = batch.stream.group.group.clone();
        let found = self.look(scope, &group, &batch.events);
        let (this, to, scope) = (self.clone(), to.clone(), scope.clone());
        let stored = tokio::spawn(async move {
            let _open = gate;
            let outcome = if urgent { to.append_now(batch).await } else { to.append(batch).await }?;
            this.keep(&scope, &group, found, outcome.duplicates);
            Ok(outcome)
        });
        stored.await.unwrap_or(Err(AppendError::Closed))
    }

    fn look(&self, scope: &Scope, group: &str, events: &[Event]) -> Found {
        let mut found = Found {
            bytes: events.iter().map(|event| event.message.len()).collect(),
            ..Found::default()
        };
        let filters = self.filters(scope, group);
        let now = self.state.now();
        for (place, event) in events.iter().enumerate() {
            let at = TimestampMs(event.ts_ms);
            for filter in &filters {
                let value = filter.value(&event.message);
                if filter.default_value().is_some() {
                    found.seen.push((place, filter.clone(), at, value.is_some()));
                }
                if let Some((value, dimensions)) = value {
                    let value = filter.of_value(scope, dimensions, at, Bucket::one(value));
                    found.values.push((place, value));
                }
            }
            match emf::read(scope, &event.message, now) {
                None => {}
                Some(Ok(values)) => {
                    found.values.extend(values.into_iter().map(|value| (place, value)));
                }
                Some(Err(broken)) => found.broken.push((place, broken == emf::Broken::Metrics)),
            }
        }
        found
    }

    /// The filters of a group, ready. One that can't be read, which only another version of
    /// the engine can have written, takes nothing.
    fn filters(&self, scope: &Scope, group: &str) -> Vec<Arc<Filter>> {
        let Ok(under) = Prefix::new(metric_filter::prefix(scope, group)) else { return vec![] };
        let Ok(records) = self.state.table::<Record>().list(&under) else { return vec![] };
        if records.is_empty() {
            return vec![];
        }
        let mut compiled = self.compiled.lock();
        if compiled.len() > COMPILED_MAX {
            compiled.clear();
        }
        let ready = |record: &ferrogate_state::Entry<Record>| match compiled.get(&record.key) {
            Some((rev, filter)) if *rev == record.modify => filter.clone(),
            _ => {
                let filter = Filter::of(&record.doc).ok().map(Arc::new);
                compiled.insert(record.key.clone(), (record.modify, filter.clone()));
                filter
            }
        };
        records.iter().map(|record| &**record).filter_map(ready).collect()
    }

    /// Adds what the events from `first` on come to.
    fn keep(&self, scope: &Scope, group: &str, found: Found, first: usize) {
        let now = self.state.now();
        let mut sums = self.sums.lock();
        for (_, value) in found.values.into_iter().filter(|(place, _)| *place >= first) {
            if is_taken(value.at, now) {
                sums.add(value);
            }
        }
        for (_, filter, at, took) in found.seen.into_iter().filter(|(place, ..)| *place >= first) {
            if is_taken(at, now) {
                sums.seen(scope, &filter, at, took);
            }
        }
        let new = found.bytes.get(first..).unwrap_or_default();
        let bytes: usize = new.iter().sum();
        sums.came_in(scope, group, now, new.len(), bytes);
        for (_, is_json) in found.broken.into_iter().filter(|(place, _)| *place >= first) {
            sums.broken(scope, group, now, is_json);
        }
    }

    /// Writes what has come together. What a full disk refuses is kept for the next time, within
    /// bounds; what an account may have no more of is dropped, and the engine's log says so.
    pub(super) async fn write(&self, to: &MetricStore) {
        let now = self.state.now();
        let taken = self.sums.lock().take(now);
        let left = sums::write(taken, to).await;
        self.sums.lock().put_back(left);
    }

    /// Forgets everything: the engine was reset.
    pub(super) fn clear(&self) {
        *self.sums.lock() = Sums::default();
    }
}

/// Whether CloudWatch takes a value of this time.
fn is_taken(at: TimestampMs, now: TimestampMs) -> bool {
    now.since_ms(at) <= OLD_MS && at.since_ms(now) <= AHEAD_MS
}
