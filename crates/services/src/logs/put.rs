//! PutLogEvents.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::OrFault;
use ferrogate_api::logs::{
    EntityRejectionErrorType, Error, InputLogEvent, PutLogEventsRequest, PutLogEventsResponse,
    RejectedEntityInfo, RejectedLogEventsInfo,
};
use ferrogate_telemetry::{Batch, Event, Rejected, validate_put};

use super::{Logs, Result, group_key, scope};

impl Logs {
    pub(super) async fn put_log_events(
        &self,
        cx: &Cx,
        input: PutLogEventsRequest,
    ) -> Result<PutLogEventsResponse> {
        let (scope, group) = (scope(cx), input.log_group_name);
        let mut events = events(input.log_events)?;
        let adding = Arc::new(self.gate(&scope, &group).clone().read_owned().await);
        let retention_days = self.group(&scope, &group)?.retention_days;
        self.stream(&scope, &group, &input.log_stream_name)?;
        let now_ms = self.state.now().0;
        let rejected = validate_put(&events, retention_days, now_ms)
            .map_err(|bad| Error::invalid_parameter(bad.to_string()))?;
        let accepted = rejected.accepted(events.len());
        events.truncate(accepted.end);
        events.drain(..accepted.start);
        if !events.is_empty() {
            let stream = group_key(&scope, &group).stream(input.log_stream_name);
            let batch = Batch { stream, source: None, events };
            self.measured.append(&self.store, adding, &scope, batch, true).await.or_fault()?;
        }
        Ok(PutLogEventsResponse {
            // Means nothing since 2023, yet every answer has one (API_PutLogEvents).
            next_sequence_token: Some(format!("{now_ms:056}")),
            rejected_log_events_info: told(&rejected),
            // What an entity would add to the events is not kept; the answer says so.
            rejected_entity_info: input.entity.map(|_| RejectedEntityInfo {
                error_type: Some(EntityRejectionErrorType::InvalidEntity),
            }),
        })
    }
}

fn events(input: Vec<InputLogEvent>) -> Result<Vec<Event>> {
    let event = |event: InputLogEvent| match u64::try_from(event.timestamp) {
        Ok(ts_ms) => Ok(Event { ts_ms, message: event.message }),
        Err(_) => Err(Error::invalid_parameter("A timestamp can't be before 1970.").into()),
    };
    input.into_iter().map(event).collect()
}

fn told(rejected: &Rejected) -> Option<RejectedLogEventsInfo> {
    let index = |at: Option<usize>| at.and_then(|at| i32::try_from(at).ok());
    (*rejected != Rejected::default()).then(|| RejectedLogEventsInfo {
        too_new_log_event_start_index: index(rejected.too_new_start),
        too_old_log_event_end_index: index(rejected.too_old_end),
        expired_log_event_end_index: index(rejected.expired_end),
    })
}
