//! Messages: what was published, until each subscription has it in its queue; and what a
//! subscription's endpoint is sent.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{subscription, topic};
use crate::Scope;
use crate::events::event::millis;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "sns-message";

kind!(Record as KIND);

/// So many wait at most, of all accounts.
pub const WAITING_MAX: usize = 1000;

/// A message that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where the topic is.
    pub scope: Scope,
    /// The topic's name.
    pub topic: String,
    /// A UUID.
    pub id: String,
    /// The text.
    pub text: String,
    /// What it is about.
    #[serde(default)]
    pub subject: Option<String>,
    /// Its attributes.
    #[serde(default)]
    pub attributes: BTreeMap<String, Attribute>,
    /// When it was published.
    pub at: TimestampMs,
}

/// An attribute of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// `String`, `String.Array`, `Number` or `Binary`, and what the publisher put after a dot.
    pub kind: String,
    /// The value; of bytes in base64.
    pub value: String,
}

/// What an endpoint is sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// `Notification` or `SubscriptionConfirmation`.
    pub kind: String,
    /// The message's id.
    pub message: String,
    /// The body.
    pub body: String,
    /// Whether the body is the message without an envelope.
    #[serde(default)]
    pub raw: bool,
}

impl Record {
    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        self.scope.key(KIND, &[&self.topic, &self.id])
    }

    /// The attributes as a filter policy sees them (SNS developer guide, "Filter policy
    /// constraints").
    #[must_use]
    pub fn seen_by_filter(&self) -> Value {
        let mut seen = Map::new();
        for (name, attribute) in &self.attributes {
            let kind = attribute.kind.split('.').next().unwrap_or_default();
            let value = match (&*attribute.kind, kind) {
                ("String.Array", _) => serde_json::from_str(&attribute.value).ok(),
                (_, "Number") => serde_json::from_str(&attribute.value).ok(),
                (_, "String") => Some(Value::from(&*attribute.value)),
                _ => None,
            };
            seen.extend(value.map(|value| (name.clone(), value)));
        }
        Value::Object(seen)
    }

    /// What is sent of it to a subscription's endpoint. `endpoint` is where the API is reached.
    #[must_use]
    pub fn letter(&self, to: &subscription::Record, endpoint: &str) -> Letter {
        let arn = to.arn();
        let mut envelope = json!({
            "Type": "Notification",
            "MessageId": self.id,
            "TopicArn": topic::arn(&self.scope, &self.topic),
            "Message": self.text,
            "Timestamp": millis(self.at),
            "UnsubscribeURL": format!(
                "{endpoint}{DOOR}?Action=Unsubscribe&SubscriptionArn={}", escaped(&arn)
            ),
        });
        if let Some(subject) = &self.subject {
            envelope["Subject"] = subject.clone().into();
        }
        if !self.attributes.is_empty() {
            let shown = |of: &Attribute| json!({"Type": of.kind, "Value": of.value});
            let all = self.attributes.iter().map(|(name, of)| (name.clone(), shown(of)));
            envelope["MessageAttributes"] = Value::Object(all.collect());
        }
        let body = if to.raw { self.text.clone() } else { envelope.to_string() };
        Letter { kind: "Notification".into(), message: self.id.clone(), body, raw: to.raw }
    }
}

/// The path at which endpoints confirm and end their subscriptions without a signature.
pub const DOOR: &str = "/_ferrogate/sns";

/// What a new subscription's endpoint is sent.
#[must_use]
pub fn confirmation(
    of: &subscription::Record,
    id: &str,
    endpoint: &str,
    at: TimestampMs,
) -> Letter {
    let arn = topic::arn(&of.scope, &of.topic);
    let url = format!(
        "{endpoint}{DOOR}?Action=ConfirmSubscription&TopicArn={}&Token={}",
        escaped(&arn),
        of.token
    );
    let body = json!({
        "Type": "SubscriptionConfirmation",
        "MessageId": id,
        "Token": of.token,
        "TopicArn": arn,
        "Message": format!(
            "You have chosen to subscribe to the topic {arn}.\nTo confirm the subscription, \
             visit the SubscribeURL included in this message."
        ),
        "SubscribeURL": url,
        "Timestamp": millis(at),
    });
    Letter {
        kind: "SubscriptionConfirmation".into(),
        message: id.to_owned(),
        body: body.to_string(),
        raw: false,
    }
}

/// A text as a value of a query.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace(':', "%3A").replace('/', "%2F").replace('&', "%26")
}
