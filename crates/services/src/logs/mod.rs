//! Amazon CloudWatch Logs.
//!
//! Groups and streams are records; their events lie in the log store, which knows nothing of
//! either. What joins the two is one rule: **events exist only for streams that have a
//! record**. So whoever deletes deletes events first, with the group's gate shut, and whoever
//! adds events looks for the record behind that gate. A crash between the two leaves a record
//! without events, which is a group or stream that is still there and empty.
//!
//! A file per noun; [`awslogs`] is how the engine itself writes.

pub mod awslogs;
mod group;
mod insights;
mod live;
mod measured;
mod metric_filter;
mod names;
mod put;
mod read;
mod stream;
mod tag;

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;

use ferrogate_api::logs::{Error, op};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_metrics::MetricStore;
use ferrogate_records::Scope;
use ferrogate_records::logs::{group as group_record, stream as stream_record};
use ferrogate_state::{Entry, Fault, State};
use ferrogate_store::{Guard, Key, Op};
use ferrogate_telemetry::{GroupKey, LogStore};
use tokio::sync::RwLock;

pub use awslogs::{AwslogsError, AwslogsSink};
use insights::Queries;
use live::Sessions;
use measured::Measured;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// Gates that groups share by the hash of their names.
const GATES: usize = 64;

/// CloudWatch Logs over the engine's state and its log store. One per log store, shared: it
/// holds the gates that keep deleting and adding apart.
pub struct Logs {
    state: Arc<State>,
    store: LogStore,
    gates: [Arc<RwLock<()>>; GATES],
    sessions: Sessions,
    queries: Queries,
    measured: Arc<Measured>,
}

/// Puts every operation of CloudWatch Logs that is built into the table.
pub fn register(table: &mut Operations, logs: Arc<Logs>) {
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let logs = logs.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let logs = logs.clone();
                async move { logs.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        CreateLogGroup => create_log_group,
        DeleteLogGroup => delete_log_group,
        DescribeLogGroups => describe_log_groups,
        PutRetentionPolicy => put_retention_policy,
        DeleteRetentionPolicy => delete_retention_policy,
        CreateLogStream => create_log_stream,
        DeleteLogStream => delete_log_stream,
        DescribeLogStreams => describe_log_streams,
        PutLogEvents => put_log_events,
        GetLogEvents => get_log_events,
        FilterLogEvents => filter_log_events,
        StartQuery => start_query,
        StopQuery => stop_query,
        GetQueryResults => get_query_results,
        DescribeQueries => describe_queries,
        PutMetricFilter => put_metric_filter,
        DescribeMetricFilters => describe_metric_filters,
        DeleteMetricFilter => delete_metric_filter,
        TestMetricFilter => test_metric_filter,
        TagResource => tag_resource,
        UntagResource => untag_resource,
        ListTagsForResource => list_tags_for_resource,
        TagLogGroup => tag_log_group,
        UntagLogGroup => untag_log_group,
        ListTagsLogGroup => list_tags_log_group,
    }
    table.on_stream::<op::StartLiveTail, _, _, _>(move |cx, input| {
        let logs = logs.clone();
        async move { logs.start_live_tail(&cx, input).await }
    });
}

impl Logs {
    /// The service over `state` and `store`. Call [`Logs::recover`] before the first request.
    #[must_use]
    pub fn new(state: Arc<State>, store: LogStore) -> Arc<Self> {
        let gates = std::array::from_fn(|_| Arc::default());
        let measured = Measured::new(state.clone());
        Arc::new(Self {
            state,
            store,
            gates,
            sessions: Sessions::default(),
            queries: Queries::default(),
            measured,
        })
    }

    /// Tells the log store again how long each group keeps its events, in case that a crash
    /// came between the group's record and the log store. Once, when the engine starts.
    ///
    /// # Errors
    /// When the records can't be read or the log store can't be written.
    pub async fn recover(&self) -> std::result::Result<(), RecoverError> {
        for entry in self.state.table::<group_record::Record>().all().map_err(Fault::from)? {
            if entry.retention_days.is_some() {
                let group = group_key(&entry.scope, &entry.name);
                self.store.set_retention(&group, entry.retention_days).await?;
            }
        }
        Ok(())
    }

    /// Writes the metrics that log events came to since it was called last; call it once a
    /// second. What can't be written now waits for the next time, within bounds.
    pub async fn write_metrics(&self, to: &MetricStore) {
        self.measured.write(to).await;
    }

    /// Forgets the metrics that wait: the engine was reset.
    pub fn forget_metrics(&self) {
        self.measured.clear();
    }

    /// The gate of a group: read to add to it, written to delete from it.
    fn gate(&self, scope: &Scope, group: &str) -> &Arc<RwLock<()>> {
        let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one((scope, group));
        let at = usize::try_from(hash % GATES as u64).expect("less than GATES");
        &self.gates[at]
    }

    /// The group's record.
    fn group(&self, scope: &Scope, name: &str) -> Result<Arc<Entry<group_record::Record>>> {
        let at = key(group_record::key(scope, name))?;
        let found = self.state.table::<group_record::Record>().get(&at).map_err(fault)?;
        found.ok_or_else(|| no_group().into())
    }

    /// The stream's record; that the group is missing is told first.
    fn stream(
        &self,
        scope: &Scope,
        group: &str,
        name: &str,
    ) -> Result<Arc<Entry<stream_record::Record>>> {
        let at = key(stream_record::key(scope, group, name))?;
        match self.state.table::<stream_record::Record>().get(&at).map_err(fault)? {
            Some(found) => Ok(found),
            None => {
                self.group(scope, group)?;
                Err(no_stream().into())
            }
        }
    }

    /// Commits; whether the guards held. What was written is seen by every read after it, and
    /// so is what a guard met.
    async fn try_write(&self, guards: &[Guard], ops: &[Op]) -> std::result::Result<bool, Fault> {
        match self.state.commit(guards, ops).await? {
            Some(rev) => {
                self.state.at(rev).await?;
                Ok(true)
            }
            None => {
                self.state.synced().await?;
                Ok(false)
            }
        }
    }

    /// Changes a group's record, as often as it takes.
    async fn change_group(
        &self,
        scope: &Scope,
        name: &str,
        change: impl Fn(&mut group_record::Record) -> Result<()>,
    ) -> Result<()> {
        loop {
            let entry = self.group(scope, name)?;
            let mut record = entry.doc.clone();
            change(&mut record)?;
            let op = ferrogate_state::put(entry.key.clone(), &record).map_err(fault)?;
            if self.try_write(&[entry.unchanged()], &[op]).await.map_err(fault)? {
                return Ok(());
            }
        }
    }
}

/// Why the service could not be made ready.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// The records can't be read.
    #[error("reading the log groups")]
    State(#[from] Fault),
    /// The log store can't be written.
    #[error("telling the log store how long events are kept")]
    Store(#[from] ferrogate_telemetry::StoreError),
}

fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

/// A group in the log store.
fn group_key(scope: &Scope, group: &str) -> GroupKey {
    GroupKey {
        account: scope.account.clone(),
        region: scope.region.clone(),
        group: group.to_owned(),
    }
}

/// A failure that is nobody's mistake outside.
fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}

/// A key made of names that were checked; what can't be a key is a wrong parameter.
fn key(text: String) -> Result<Key> {
    Key::new(text).map_err(|bad| Error::invalid_parameter(bad.to_string()).into())
}

fn no_group() -> Error {
    Error::resource_not_found("The specified log group does not exist.")
}

fn no_stream() -> Error {
    Error::resource_not_found("The specified log stream does not exist.")
}

/// Milliseconds as the API counts them.
fn millis(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}
