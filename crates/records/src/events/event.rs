//! An event, in the envelope that all of AWS's have.

use ferrogate_base::TimestampMs;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Scope;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Where.
    pub scope: Scope,
    /// A UUID, another one for each event.
    pub id: String,
    /// `aws.ecs`.
    pub source: String,
    /// `ECS Task State Change`.
    pub detail_type: String,
    /// When.
    pub at: TimestampMs,
    /// ARNs of what it is about.
    pub resources: Vec<String>,
    /// What happened.
    pub detail: Value,
    /// The replay by which it comes again.
    #[serde(default)]
    pub replay: Option<String>,
}

impl Event {
    /// An event of AWS's own, whose id follows from what it is about and which version of that
    /// it tells of: one that is told twice has the same.
    #[must_use]
    pub fn own(
        scope: &Scope,
        (source, detail_type): (&str, &str),
        at: TimestampMs,
        resources: Vec<String>,
        detail: Value,
        about: &str,
    ) -> Self {
        let name = format!("{source} {detail_type} {about}");
        Self {
            scope: scope.clone(),
            id: id_of(&name),
            source: source.to_owned(),
            detail_type: detail_type.to_owned(),
            at,
            resources,
            detail,
            replay: None,
        }
    }

    /// The event that [`Event::json`] has written. `None` when it is none.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        let text = |name: &str| json[name].as_str();
        let at: Timestamp = text("time")?.parse().ok()?;
        let resources = json["resources"].as_array()?.iter();
        Some(Self {
            scope: Scope::new(text("account")?.parse().ok()?, text("region")?),
            id: text("id")?.to_owned(),
            source: text("source")?.to_owned(),
            detail_type: text("detail-type")?.to_owned(),
            at: TimestampMs(u64::try_from(at.as_millisecond()).ok()?),
            resources: resources.filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            detail: json["detail"].clone(),
            replay: text("replay-name").map(str::to_owned),
        })
    }

    /// As targets get it (EventBridge user guide, "Event structure").
    #[must_use]
    pub fn json(&self) -> Value {
        let mut json = json!({
            "version": "0",
            "id": self.id,
            "detail-type": self.detail_type,
            "source": self.source,
            "account": self.scope.account.as_str(),
            "time": seconds(self.at),
            "region": self.scope.region,
            "resources": self.resources,
            "detail": self.detail,
        });
        if let Some(replay) = &self.replay {
            json["replay-name"] = replay.as_str().into();
        }
        json
    }
}

/// An id in the form of a UUID that follows from a text.
pub(super) fn id_of(text: &str) -> String {
    let id = hex::encode(Sha256::digest(text));
    format!("{}-{}-8{}-a{}-{}", &id[..8], &id[8..12], &id[13..16], &id[17..20], &id[20..32])
}

/// A moment to the second: `2026-11-30T12:00:00Z`.
#[must_use]
pub fn seconds(at: TimestampMs) -> String {
    moment(at.0 / 1000 * 1000).map_or_else(String::new, |at| format!("{at:.0}"))
}

/// A moment to the millisecond: `2026-11-30T12:00:00.000Z`.
#[must_use]
pub fn millis(at: TimestampMs) -> String {
    moment(at.0).map_or_else(String::new, |at| format!("{at:.3}"))
}

fn moment(ms: u64) -> Option<Timestamp> {
    Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_aws_does() {
        let at = TimestampMs(1_700_000_000_007);
        assert_eq!(seconds(at), "2023-11-14T22:13:20Z");
        assert_eq!(millis(at), "2023-11-14T22:13:20.007Z");
        assert_eq!(millis(TimestampMs(1_700_000_000_000)), "2023-11-14T22:13:20.000Z");
    }

    #[test]
    fn an_event_is_read_as_it_was_written() {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let at = TimestampMs(1_700_000_000_000);
        let mut event = Event::own(&scope, ("a", "b"), at, vec!["c".into()], json!({"d": 1}), "e");
        assert_eq!(Event::from_json(&event.json()), Some(event.clone()));
        event.replay = Some("r".into());
        assert_eq!(Event::from_json(&event.json()), Some(event));
        assert_eq!(Event::from_json(&json!({"id": "a"})), None);
    }

    #[test]
    fn an_event_that_is_told_twice_has_the_same_id() {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let of = |about| {
            Event::own(&scope, ("aws.ecs", "x"), TimestampMs(0), vec![], Value::Null, about).id
        };
        assert_eq!(of("a 1"), of("a 1"));
        assert_ne!(of("a 1"), of("a 2"));
    }
}
