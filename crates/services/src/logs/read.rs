//! GetLogEvents and FilterLogEvents.

use std::sync::Arc;

use ferrogate_api::logs::{
    Error, FilterLogEventsRequest, FilterLogEventsResponse, FilteredLogEvent, GetLogEventsRequest,
    GetLogEventsResponse, OutputLogEvent,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_telemetry::pattern::Pattern;
use ferrogate_telemetry::{FilterEvents, GetEvents, QueryError, StoredEvent, Streams};

use super::{Logs, Result, group_key, millis, names, scope};

impl Logs {
    pub(super) async fn get_log_events(
        &self,
        cx: &Cx,
        input: GetLogEventsRequest,
    ) -> Result<GetLogEventsResponse> {
        let scope = scope(cx);
        let group = names::group(&scope, input.log_group_name, input.log_group_identifier)?;
        self.stream(&scope, &group, &input.log_stream_name)?;
        let ask = GetEvents {
            start_ms: time(input.start_time)?,
            end_ms: time(input.end_time)?,
            limit: input.limit.map(count),
            from_head: input.start_from_head == Some(true),
            token: input.next_token,
            ..GetEvents::of(group_key(&scope, &group).stream(input.log_stream_name))
        };
        let page = self.store.get_events(ask).await.map_err(refused)?;
        Ok(GetLogEventsResponse {
            events: Some(page.events.iter().map(output).collect()),
            next_forward_token: Some(page.next_forward),
            next_backward_token: Some(page.next_backward),
        })
    }

    pub(super) async fn filter_log_events(
        &self,
        cx: &Cx,
        input: FilterLogEventsRequest,
    ) -> Result<FilterLogEventsResponse> {
        let scope = scope(cx);
        let group = names::group(&scope, input.log_group_name, input.log_group_identifier)?;
        self.group(&scope, &group)?;
        let streams = match (input.log_stream_names, input.log_stream_name_prefix) {
            (Some(_), Some(_)) => {
                return Err(Error::invalid_parameter(
                    "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.",
                )
                .into());
            }
            (Some(names), None) => {
                for name in &names {
                    self.stream(&scope, &group, name)?;
                }
                Streams::Named(names)
            }
            (None, Some(prefix)) => Streams::Prefix(prefix),
            (None, None) => Streams::All,
        };
        let pattern = input.filter_pattern.filter(|text| !text.trim().is_empty());
        let pattern = pattern.map(|text| Pattern::parse(&text)).transpose();
        let pattern = pattern.map_err(|bad| Error::invalid_parameter(bad.to_string()))?;
        let ask = FilterEvents {
            streams,
            start_ms: time(input.start_time)?,
            end_ms: time(input.end_time)?,
            pattern: pattern.map(Arc::new),
            limit: input.limit.map(count),
            token: input.next_token,
            ..FilterEvents::of(group_key(&scope, &group))
        };
        let page = self.store.filter_events(ask).await.map_err(refused)?;
        Ok(FilterLogEventsResponse {
            events: Some(page.events.iter().map(filtered).collect()),
            // Always empty since 2020 (API_FilterLogEvents).
            searched_log_streams: Some(vec![]),
            next_token: page.next_token,
        })
    }
}

fn time(ms: Option<i64>) -> Result<Option<u64>> {
    let time = |ms: i64| {
        let early = || Error::invalid_parameter("A time can't be before 1970.");
        u64::try_from(ms).map_err(|_| Failure::from(early()))
    };
    ms.map(time).transpose()
}

fn count(limit: i32) -> usize {
    usize::try_from(limit).unwrap_or(0)
}

fn refused(error: QueryError) -> Failure<Error> {
    match error {
        QueryError::BadToken | QueryError::BadLimit(_) => {
            Error::invalid_parameter(error.to_string()).into()
        }
        QueryError::Segment(_) | QueryError::Closed => Failure::fault(error),
    }
}

fn output(event: &StoredEvent) -> OutputLogEvent {
    OutputLogEvent {
        timestamp: Some(millis(event.ts_ms())),
        message: Some(event.message.to_string()),
        ingestion_time: Some(millis(event.ingest_ms)),
    }
}

fn filtered(event: &StoredEvent) -> FilteredLogEvent {
    FilteredLogEvent {
        log_stream_name: Some(event.stream.to_string()),
        timestamp: Some(millis(event.ts_ms())),
        message: Some(event.message.to_string()),
        ingestion_time: Some(millis(event.ingest_ms)),
        event_id: Some(event.id.to_string()),
    }
}
