//! AWS CloudTrail, as far as it is the history of an account's events: who has called what. The
//! door takes them down; here they are looked up.

mod rate;

use ferrogate_api::cloudtrail::{
    Error, Event, EventCategory, LookupAttribute, LookupAttributeKey, LookupEventsRequest,
    LookupEventsResponse, Resource, op,
};
use ferrogate_api::{Common, Cx, Failure, Operations, OrFault, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_trail::{Ask, Attribute, Position, Trail, username};
use serde_json::Value;
use sha2::{Digest, Sha256};

use rate::Rate;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// Events of one page (API_LookupEvents).
const PAGE_MAX: i32 = 50;

/// What the operations of CloudTrail work with.
struct History {
    trail: Trail,
    rate: Rate,
}

/// Puts every operation of CloudTrail that is built into the table.
pub fn register(table: &mut Operations, trail: Trail) {
    let history = std::sync::Arc::new(History { trail, rate: Rate::default() });
    table.on::<op::LookupEvents, _, _>(move |cx, input| {
        let history = history.clone();
        async move { history.look_up(&cx, input).await }
    });
}

impl History {
    async fn look_up(&self, cx: &Cx, input: LookupEventsRequest) -> Result<LookupEventsResponse> {
        if !self.rate.take(&cx.account, cx.received) {
            return Err(too_often());
        }
        let (ask, question) = ask(cx, &input)?;
        let page = self.trail.look_up(ask).await.or_fault()?;
        Ok(LookupEventsResponse {
            events: Some(page.events.iter().map(shown).collect()),
            next_token: page.next.map(|next| format!("{next}.{question}")),
        })
    }
}

/// What is looked for, and what tells this question from others.
fn ask(cx: &Cx, input: &LookupEventsRequest) -> Result<(Ask, String)> {
    if let Some(category) = &input.event_category {
        return Err(match category {
            EventCategory::Insight => Error::not_built("Insights events are not built yet."),
            EventCategory::Unknown(_) => {
                Error::invalid_event_category("The event category is not valid.")
            }
        }
        .into());
    }
    let max = input.max_results.unwrap_or(PAGE_MAX);
    if !(1..=PAGE_MAX).contains(&max) {
        let text = format!("The maximum number of results must be between 1 and {PAGE_MAX}.");
        return Err(Error::invalid_max_results(text).into());
    }
    let (from, to) = (input.start_time.map(moment), input.end_time.map(moment));
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        let text = "The start time must be earlier than the end time.";
        return Err(Error::invalid_time_range(text).into());
    }
    let with = match input.lookup_attributes.as_deref().unwrap_or_default() {
        [] => None,
        [one] => Some(attribute(one)?),
        _ => {
            let text = "You can specify only one lookup attribute.";
            return Err(Error::invalid_lookup_attributes(text).into());
        }
    };
    let question = question(&with, from, to);
    let ask = Ask {
        account: cx.account.to_string(),
        region: Some(cx.region.to_string()),
        from,
        to,
        with,
        max: usize::try_from(max).unwrap_or(1),
        after: input.next_token.as_deref().map(|token| position(token, &question)).transpose()?,
    };
    Ok((ask, question))
}

fn attribute(of: &LookupAttribute) -> Result<(Attribute, String)> {
    let attribute = match &of.attribute_key {
        LookupAttributeKey::EventId => Attribute::EventId,
        LookupAttributeKey::EventName => Attribute::EventName,
        LookupAttributeKey::ReadOnly => Attribute::ReadOnly,
        LookupAttributeKey::Username => Attribute::Username,
        LookupAttributeKey::ResourceType => Attribute::ResourceType,
        LookupAttributeKey::ResourceName => Attribute::ResourceName,
        LookupAttributeKey::EventSource => Attribute::EventSource,
        LookupAttributeKey::AccessKeyId => Attribute::AccessKeyId,
        LookupAttributeKey::Unknown(_) => {
            let text = "The lookup attribute is not valid.";
            return Err(Error::invalid_lookup_attributes(text).into());
        }
    };
    Ok((attribute, of.attribute_value.clone()))
}

fn moment(at: Timestamp) -> TimestampMs {
    TimestampMs(u64::try_from(at.0).unwrap_or(0))
}

/// A token goes on with its own question alone (API_LookupEvents).
fn question(
    with: &Option<(Attribute, String)>,
    from: Option<TimestampMs>,
    to: Option<TimestampMs>,
) -> String {
    let text = format!("{with:?} {from:?} {to:?}");
    hex::encode(&Sha256::digest(text)[..8])
}

fn position(token: &str, question: &str) -> Result<Position> {
    let read = token
        .rsplit_once('.')
        .filter(|(_, of)| *of == question)
        .and_then(|(position, _)| position.parse().ok());
    read.ok_or_else(|| Error::invalid_next_token("The next token is not valid.").into())
}

fn shown(event: &Value) -> Event {
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let resources = event["resources"].as_array().into_iter().flatten();
    let resource = |of: &Value| Resource {
        resource_type: of["type"].as_str().map(str::to_owned),
        resource_name: of["ARN"].as_str().map(str::to_owned),
    };
    Event {
        event_id: text("/eventID"),
        event_name: text("/eventName"),
        read_only: event["readOnly"].as_bool().map(|reads| reads.to_string()),
        access_key_id: text("/userIdentity/accessKeyId"),
        event_time: text("/eventTime").and_then(|at| Timestamp::parse(&at).ok()),
        event_source: text("/eventSource"),
        username: username(event).map(str::to_owned),
        resources: Some(resources.map(resource).collect()),
        cloud_trail_event: Some(event.to_string()),
    }
}

fn too_often() -> Failure<Error> {
    Error::from(Common::new("ThrottlingException", "Rate exceeded")).into()
}
