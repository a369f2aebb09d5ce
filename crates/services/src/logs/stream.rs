//! Log streams: create, describe, delete.

use std::sync::Arc;

use ferrogate_api::logs::{
    CreateLogStreamRequest, DeleteLogStreamRequest, DescribeLogStreamsRequest,
    DescribeLogStreamsResponse, Error, LogStream, OrderBy,
};
use ferrogate_api::{Cx, Empty, OrFault};
use ferrogate_records::Scope;
use ferrogate_records::logs::group;
use ferrogate_records::logs::stream::{self, Record};
use ferrogate_state::{Entry, Fault, create};
use ferrogate_store::{Guard, Key, Op, Prefix};
use ferrogate_telemetry::StreamStats;

use super::group::{bad_token, page_size};
use super::{Logs, Result, fault, group_key, key, millis, names, scope};
use crate::page;

/// What became of a stream that was to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    New,
    Exists,
    NoGroup,
}

/// A stream, what the log store knows of it, and its place in the list that is asked for.
struct Row {
    place: String,
    entry: Arc<Entry<Record>>,
    stats: Option<StreamStats>,
}

impl Logs {
    pub(super) async fn create_log_stream(
        &self,
        cx: &Cx,
        input: CreateLogStreamRequest,
    ) -> Result<Empty> {
        let (scope, group) = (scope(cx), input.log_group_name);
        names::check_stream(&input.log_stream_name).map_err(Error::invalid_parameter)?;
        let _adding = self.gate(&scope, &group).read().await;
        match self.make_stream(&scope, &group, &input.log_stream_name).await.map_err(fault)? {
            Made::New => Ok(Empty::default()),
            Made::Exists => {
                Err(Error::resource_already_exists("The specified log stream already exists")
                    .into())
            }
            Made::NoGroup => Err(super::no_group().into()),
        }
    }

    /// Makes the stream when there is none. The caller holds the gate.
    pub(super) async fn make_stream(
        &self,
        scope: &Scope,
        group: &str,
        name: &str,
    ) -> std::result::Result<Made, Fault> {
        let of = Key::new(group::key(scope, group))?;
        let at = Key::new(stream::key(scope, group, name))?;
        let record = Record {
            scope: scope.clone(),
            group: group.to_owned(),
            name: name.to_owned(),
            created_at: self.state.now(),
        };
        let op = create(at.clone(), &record)?;
        loop {
            if self.state.table::<group::Record>().get(&of)?.is_none() {
                return Ok(Made::NoGroup);
            }
            if self.state.table::<stream::Record>().get(&at)?.is_some() {
                return Ok(Made::Exists);
            }
            let guards = [Guard::Exists(of.clone()), Guard::Absent(at.clone())];
            if self.try_write(&guards, std::slice::from_ref(&op)).await? {
                return Ok(Made::New);
            }
        }
    }

    pub(super) async fn delete_log_stream(
        &self,
        cx: &Cx,
        input: DeleteLogStreamRequest,
    ) -> Result<Empty> {
        let (scope, group) = (scope(cx), input.log_group_name);
        let _deleting = self.gate(&scope, &group).write().await;
        let entry = self.stream(&scope, &group, &input.log_stream_name)?;
        let events = group_key(&scope, &group).stream(input.log_stream_name);
        self.store.delete_stream(&events).await.or_fault()?;
        self.try_write(&[], &[Op::Del(entry.key.clone())]).await.map_err(fault)?;
        Ok(Empty::default())
    }

    pub(super) async fn describe_log_streams(
        &self,
        cx: &Cx,
        input: DescribeLogStreamsRequest,
    ) -> Result<DescribeLogStreamsResponse> {
        let scope = scope(cx);
        let group = names::group(&scope, input.log_group_name, input.log_group_identifier)?;
        self.group(&scope, &group)?;
        let prefix = input.log_stream_name_prefix;
        let by_time = input.order_by == Some(OrderBy::LastEventTime);
        if by_time && prefix.is_some() {
            return Err(Error::invalid_parameter(
                "Cannot order by LastEventTime with a logStreamNamePrefix.",
            )
            .into());
        }
        let descending = input.descending == Some(true);
        let list = format!(
            "DescribeLogStreams {} {by_time} {descending} {prefix:?}",
            key(group::key(&scope, &group))?
        );
        let mut rows = self.rows(&scope, &group, prefix.as_deref(), by_time)?;
        rows.sort_by(|a, b| a.place.cmp(&b.place));
        if descending {
            rows.reverse();
        }
        let size = page_size(input.limit);
        let (page, next_token) = cut(&list, input.next_token.as_deref(), size, rows, descending)?;
        let log_streams = page.iter().map(shown).collect();
        Ok(DescribeLogStreamsResponse { log_streams: Some(log_streams), next_token })
    }

    fn rows(
        &self,
        scope: &Scope,
        group: &str,
        prefix: Option<&str>,
        by_time: bool,
    ) -> Result<Vec<Row>> {
        let under = Prefix::new(stream::prefix(scope, group)).map_err(fault)?;
        let stats = self.store.group_stats(&group_key(scope, group));
        let mut rows = Vec::new();
        for entry in self.state.table::<stream::Record>().list(&under).map_err(fault)? {
            if prefix.is_some_and(|prefix| !entry.name.starts_with(prefix)) {
                continue;
            }
            let stats = stats.get(entry.name.as_str()).copied();
            let last = stats.map_or(0, |stats| stats.last_event_ms);
            let place = match by_time {
                true => format!("{last:020} {}", entry.name),
                false => entry.name.clone(),
            };
            rows.push(Row { place, entry, stats });
        }
        Ok(rows)
    }
}

/// One page of rows that are sorted by place, up or down.
fn cut(
    list: &str,
    token: Option<&str>,
    size: usize,
    rows: Vec<Row>,
    descending: bool,
) -> Result<(Vec<Row>, Option<String>)> {
    let after = page::after(list, token).map_err(|page::BadToken| bad_token())?;
    let seen = |row: &Row| {
        after.as_ref().is_some_and(|last| match descending {
            true => row.place >= *last,
            false => row.place <= *last,
        })
    };
    let mut rest = rows.into_iter().skip_while(seen);
    let rows: Vec<Row> = rest.by_ref().take(size).collect();
    let more = rest.next().is_some();
    let next = rows.last().filter(|_| more).map(|last| page::token(list, &last.place));
    Ok((rows, next))
}

fn shown(row: &Row) -> LogStream {
    let stats = row.stats;
    LogStream {
        log_stream_name: Some(row.entry.name.clone()),
        creation_time: Some(millis(row.entry.created_at.0)),
        first_event_timestamp: stats.map(|stats| millis(stats.first_event_ms)),
        last_event_timestamp: stats.map(|stats| millis(stats.last_event_ms)),
        last_ingestion_time: stats.map(|stats| millis(stats.last_ingestion_ms)),
        arn: Some(row.entry.arn()),
        // Always 0 since 2019; the group's sum is right (API_LogStream).
        stored_bytes: Some(0),
        ..LogStream::default()
    }
}
