//! Subscriptions to topics.

use std::fmt;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "subscription";

kind!(Record as KIND, by OfTopic);

/// Subscriptions to one topic: what one transaction can tell of a message.
pub const OF_TOPIC_MAX: usize = 60;
/// How long one waits to be confirmed, in milliseconds (SNS: three days).
pub const PENDING_MS: u64 = 3 * 24 * 3600 * 1000;

/// A subscription.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where the topic is.
    pub scope: Scope,
    /// The topic's name.
    pub topic: String,
    /// A UUID.
    pub id: String,
    /// `http` or `https`.
    pub protocol: String,
    /// The URL that messages are sent to.
    pub endpoint: String,
    /// What its endpoint was sent, to show that it wants them. Nobody else knows it.
    pub token: String,
    /// Whether it did.
    pub confirmed: bool,
    /// Which messages are meant: a pattern over their attributes or their text.
    #[serde(default)]
    pub filter: Option<String>,
    /// Whether the pattern is over the text.
    #[serde(default)]
    pub filters_text: bool,
    /// Whether messages are sent as they are, without an envelope.
    #[serde(default)]
    pub raw: bool,
    /// Whether only its owner may end it.
    #[serde(default)]
    pub guarded: bool,
    /// When it was made.
    pub created_at: TimestampMs,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subscription({} {})", self.topic, self.id)
    }
}

impl Record {
    /// `arn:aws:sns:region:account:topic:id`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.scope.arn("sns", &format!("{}:{}", self.topic, self.id))
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.topic, &self.id)
    }
}

/// The key of a subscription.
#[must_use]
pub fn key(scope: &Scope, topic: &str, id: &str) -> String {
    scope.key(KIND, &[topic, id])
}

/// By topic.
pub struct OfTopic;

impl Index for OfTopic {
    type Of = Record;
    type Value = (Scope, String);

    fn value(record: &Record) -> Option<(Scope, String)> {
        Some((record.scope.clone(), record.topic.clone()))
    }

    fn place((scope, topic): &(Scope, String)) -> String {
        scope.below(KIND, &[topic])
    }
}
