//! Values that wait to be written, added up by metric and time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ferrogate_base::TimestampMs;
use ferrogate_base::errors::chain;
use ferrogate_metrics::store::PutError;
use ferrogate_metrics::{Bucket, Datum, MetricId, MetricStore};
use ferrogate_records::Scope;
use tokio::task::JoinSet;

use super::{Filter, Value};

const SECOND_MS: u64 = 1000;
const MINUTE_MS: u64 = 60_000;
/// Values that wait at a time, of all accounts. What comes above them is dropped.
const WAITING_MAX: usize = 50_000;
/// How long after its end a minute's default value is told: lines of it may be on their way.
const DEFAULT_AFTER_MS: u64 = 5_000;
/// Minutes that are known of a filter with a default value: its newest.
const MINUTES_MAX: usize = 64;
/// The namespace of what comes in.
const LOGS: &str = "AWS/Logs";

/// A value's place: its metric, its unit, its time and whether that is a second.
type Place = (MetricId, String, TimestampMs, bool);
type Values = HashMap<Place, Bucket>;

/// What waits.
#[derive(Default)]
pub(super) struct Sums {
    /// Of filters and of events, which count among the metrics that an account may have.
    callers: Values,
    /// The engine's own.
    own: Values,
    dropped: usize,
    defaults: HashMap<String, Minutes>,
}

/// The minutes of a filter with a default value.
struct Minutes {
    scope: Scope,
    filter: Arc<Filter>,
    minutes: BTreeMap<u64, Minute>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Minute {
    /// Events came and none was taken.
    Passed,
    /// It has a value: one that was taken, or the default.
    Told,
}

impl Sums {
    pub(super) fn add(&mut self, value: Value) {
        let every = if value.by_second { SECOND_MS } else { MINUTE_MS };
        let at = TimestampMs(value.at.0 / every * every);
        let place = (value.metric, value.unit, at, value.by_second);
        add(&mut self.callers, place, value.values, &mut self.dropped);
    }

    /// A filter with a default value has seen an event of this time, and took it or not.
    pub(super) fn seen(
        &mut self,
        scope: &Scope,
        filter: &Arc<Filter>,
        at: TimestampMs,
        took: bool,
    ) {
        let of = self.defaults.entry(filter.key()).or_insert_with(|| Minutes {
            scope: scope.clone(),
            filter: filter.clone(),
            minutes: BTreeMap::new(),
        });
        of.filter = filter.clone();
        let minute = of.minutes.entry(at.0 / MINUTE_MS).or_insert(Minute::Passed);
        if took {
            *minute = Minute::Told;
        }
        while of.minutes.len() > MINUTES_MAX {
            of.minutes.pop_first();
        }
    }

    /// What came into a group (CloudWatch: `AWS/Logs`).
    pub(super) fn came_in(
        &mut self,
        scope: &Scope,
        group: &str,
        at: TimestampMs,
        events: usize,
        bytes: usize,
    ) {
        if events == 0 {
            return;
        }
        for group in [Some(group), None] {
            self.own(scope, group, "IncomingLogEvents", "None", at, events);
            self.own(scope, group, "IncomingBytes", "Bytes", at, bytes);
        }
    }

    /// An event in the embedded metric format that could not be understood.
    pub(super) fn broken(&mut self, scope: &Scope, group: &str, at: TimestampMs, is_json: bool) {
        let name = if is_json { "EMFValidationErrors" } else { "EMFParsingErrors" };
        self.own(scope, Some(group), name, "None", at, 1);
    }

    fn own(
        &mut self,
        scope: &Scope,
        group: Option<&str>,
        name: &str,
        unit: &str,
        at: TimestampMs,
        value: usize,
    ) {
        let dimension = |group: &str| ("LogGroupName".to_owned(), group.to_owned());
        let metric = MetricId {
            account: scope.account.to_string(),
            region: scope.region.clone(),
            namespace: LOGS.to_owned(),
            name: name.to_owned(),
            dimensions: group.map(dimension).into_iter().collect(),
        };
        let at = TimestampMs(at.0 / MINUTE_MS * MINUTE_MS);
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let value = Bucket::one(value as f64);
        add(&mut self.own, (metric, unit.to_owned(), at, false), value, &mut self.dropped);
    }

    /// All that waits, with the default values of minutes that are over.
    pub(super) fn take(&mut self, now: TimestampMs) -> Taken {
        let mut due = Vec::new();
        for of in self.defaults.values_mut() {
            let Some(value) = of.filter.default_value() else { continue };
            for (minute, is) in &mut of.minutes {
                let start = minute * MINUTE_MS;
                let over = start + MINUTE_MS + DEFAULT_AFTER_MS <= now.0;
                if *is == Minute::Passed && over {
                    *is = Minute::Told;
                    let at = TimestampMs(start);
                    due.push(of.filter.of_value(&of.scope, vec![], at, Bucket::one(value)));
                }
            }
        }
        // Minutes that are long over come again only with events that were late.
        self.defaults.retain(|_, of| {
            let newest = of.minutes.last_key_value().map_or(0, |(minute, _)| minute * MINUTE_MS);
            now.0.saturating_sub(newest) < MINUTE_MS * MINUTES_MAX as u64
        });
        due.into_iter().for_each(|value| self.add(value));
        let dropped = std::mem::take(&mut self.dropped);
        if dropped > 0 {
            tracing::warn!(
                dropped,
                "values of metrics that log events carry were dropped: too many at a time"
            );
        }
        Taken { callers: std::mem::take(&mut self.callers), own: std::mem::take(&mut self.own) }
    }

    pub(super) fn put_back(&mut self, left: Taken) {
        for (place, bucket) in left.callers {
            add(&mut self.callers, place, bucket, &mut self.dropped);
        }
        for (place, bucket) in left.own {
            add(&mut self.own, place, bucket, &mut self.dropped);
        }
    }
}

fn add(to: &mut Values, place: Place, bucket: Bucket, dropped: &mut usize) {
    let full = to.len() >= WAITING_MAX;
    match to.get_mut(&place) {
        Some(all) => all.merge(&bucket),
        None if full => *dropped += 1,
        None => drop(to.insert(place, bucket)),
    }
}

/// Values that are being written.
#[derive(Default)]
pub(super) struct Taken {
    callers: Values,
    own: Values,
}

/// Writes values, and gives back those that could not be written now. An account waits for no
/// other one.
pub(super) async fn write(taken: Taken, to: &MetricStore) -> Taken {
    let mut left = Taken::default();
    let own: Vec<_> = taken.own.into_iter().collect();
    if !own.is_empty()
        && let Err(error) = to.put_own(data(&own)).await
    {
        tell(&error);
        left.own.extend(own);
    }
    let mut accounts: HashMap<String, Vec<(Place, Bucket)>> = HashMap::new();
    for (place, bucket) in taken.callers {
        accounts.entry(place.0.account.clone()).or_default().push((place, bucket));
    }
    let mut writing = JoinSet::new();
    for (account, values) in accounts {
        let to = to.clone();
        writing.spawn(async move { write_of(&account, values, &to).await });
    }
    while let Some(done) = writing.join_next().await {
        left.callers.extend(done.unwrap_or_default());
    }
    left
}

/// Writes an account's values, and gives back those that could not be written now. With as many
/// metrics as it may have, those that are there already still get their values, name by name.
async fn write_of(
    account: &str,
    values: Vec<(Place, Bucket)>,
    to: &MetricStore,
) -> Vec<(Place, Bucket)> {
    match to.put(account, data(&values)).await {
        Ok(()) => return vec![],
        Err(PutError::TooManySeries(_)) => {}
        Err(error) => {
            tell(&error);
            return values;
        }
    }
    let mut names: BTreeMap<(String, String), Vec<(Place, Bucket)>> = BTreeMap::new();
    for value in values {
        let metric = &value.0.0;
        names.entry((metric.namespace.clone(), metric.name.clone())).or_default().push(value);
    }
    let mut left = Vec::new();
    for ((namespace, name), values) in names {
        match to.put(account, data(&values)).await {
            Ok(()) => {}
            Err(error @ PutError::TooManySeries(_)) => {
                let error = chain(&error);
                tracing::warn!(%error, namespace, name, "values that log events carry were dropped");
            }
            Err(error) => {
                tell(&error);
                left.extend(values);
            }
        }
    }
    left
}

fn data(values: &[(Place, Bucket)]) -> Vec<Datum> {
    let datum = |((metric, unit, at, by_second), values): &(Place, Bucket)| Datum {
        metric: metric.clone(),
        unit: unit.clone(),
        at: *at,
        by_second: *by_second,
        values: values.clone(),
    };
    values.iter().map(datum).collect()
}

fn tell(error: &PutError) {
    let error = chain(error);
    tracing::warn!(%error, "metrics of log events could not be written; they are tried again");
}
