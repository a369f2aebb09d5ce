//! PutEvents: each event is one record, which `controllers` turns into what its targets are told.

use ferrogate_api::Cx;
use ferrogate_api::events::{
    PutEventsRequest, PutEventsRequestEntry, PutEventsResponse, PutEventsResultEntry,
};
use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_records::events::{Event, entry};

use super::names::{DEFAULT, check_bus};
use super::{EventBridge, Result, invalid, not_built, scope};

/// The largest event, and the largest request, in bytes (EventBridge quotas); a record must have
/// room for it.
const BYTES_MAX: usize = 240 << 10;

impl EventBridge {
    pub(super) async fn put_events(
        &self,
        cx: &Cx,
        input: PutEventsRequest,
    ) -> Result<PutEventsResponse> {
        if input.endpoint_id.is_some() {
            return not_built("EndpointId");
        }
        let scope = scope(cx);
        let size: usize = input.entries.iter().map(size).sum();
        if size > BYTES_MAX {
            return invalid("Total size of the entries in the request is over the limit.");
        }
        let now = self.state.now();
        let read: Vec<_> = input.entries.iter().map(|one| event(&scope, one, now)).collect();
        self.change(cx, |view, to| {
            let mut waiting = view.snapshot.table::<entry::Record>().readable().0.count();
            let mut entries = vec![];
            for event in &read {
                let event = match event {
                    Ok(event) => event,
                    Err((code, text)) => {
                        entries.push(failed(code, text));
                        continue;
                    }
                };
                if waiting >= entry::WAITING_MAX {
                    entries.push(failed("ThrottlingException", "Too many events are waiting."));
                    continue;
                }
                waiting += 1;
                let record = entry::Record::on(DEFAULT, event.clone());
                to.create(record.key(), &record)?;
                entries.push(PutEventsResultEntry {
                    event_id: Some(event.id.clone()),
                    ..PutEventsResultEntry::default()
                });
            }
            let failed = entries.iter().filter(|entry| entry.error_code.is_some()).count();
            Ok(PutEventsResponse {
                failed_entry_count: i32::try_from(failed).ok(),
                entries: Some(entries),
            })
        })
        .await
    }
}

/// How many bytes it counts for (EventBridge user guide, "Calculating PutEvents event entry size").
fn size(entry: &PutEventsRequestEntry) -> usize {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let resources = entry.resources.iter().flatten().map(String::len).sum::<usize>();
    let time = if entry.time.is_some() { 14 } else { 0 };
    text(&entry.source) + text(&entry.detail_type) + text(&entry.detail) + resources + time
}

type Refused = (&'static str, String);

fn failed(code: &str, text: &str) -> PutEventsResultEntry {
    PutEventsResultEntry {
        event_id: None,
        error_code: Some(code.to_owned()),
        error_message: Some(text.to_owned()),
    }
}

/// The event that an entry tells of.
fn event(
    scope: &Scope,
    entry: &PutEventsRequestEntry,
    now: TimestampMs,
) -> std::result::Result<Event, Refused> {
    let required = |name: &str, given: &Option<String>| match given {
        Some(text) if !text.is_empty() => Ok(text.clone()),
        _ => {
            let text =
                format!("Parameter {name} is not valid. Reason: {name} is a required argument.");
            Err(("InvalidArgument", text))
        }
    };
    if check_bus(scope, entry.event_bus_name.as_deref()).is_err() {
        return Err(("InvalidArgument", "EventBusName is not valid.".to_owned()));
    }
    let source = required("Source", &entry.source)?;
    if source.starts_with("aws.") {
        let text = "Not authorized for the source.";
        return Err(("NotAuthorizedForSourceException", text.to_owned()));
    }
    let detail_type = required("DetailType", &entry.detail_type)?;
    let detail = required("Detail", &entry.detail)?;
    let Ok(detail @ serde_json::Value::Object(_)) = serde_json::from_str(&detail) else {
        return Err(("MalformedDetail", "Detail is malformed.".to_owned()));
    };
    let at = entry.time.and_then(|at| u64::try_from(at.0).ok()).map_or(now, TimestampMs);
    Ok(Event {
        scope: scope.clone(),
        id: uuid::Uuid::new_v4().to_string(),
        source,
        detail_type,
        at,
        resources: entry.resources.clone().unwrap_or_default(),
        detail,
        replay: None,
    })
}
