//! What waits to be told to somebody: events to targets of rules, messages to subscriptions.
//!
//! Written in the transaction that notes that it happened, and removed in that of its effect, or
//! after it. Each receiver has a queue of its own, which is bounded.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "event-delivery";

kind!(Record as KIND, by InQueue);

/// What one receiver can have waiting. What comes then is lost, and counted.
pub const QUEUE_MAX: usize = 500;
/// What all receivers together can have waiting.
pub const ALL_MAX: usize = 10_000;
/// While that is reached, a receiver with less than this may have more all the same: so one that
/// hangs takes nothing from one that does not.
pub const QUEUE_ALWAYS: usize = 20;

/// Something to be told to one receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where the receiver is.
    pub scope: Scope,
    /// Who it is.
    pub to: Receiver,
    /// Its place in the queue, and what makes it another one than all before.
    pub id: String,
    /// What: an event or a message, as JSON.
    pub body: String,
    /// When it happened.
    pub at: TimestampMs,
    /// How often it was tried in vain.
    #[serde(default)]
    pub attempts: u32,
    /// Not before.
    pub next_at: TimestampMs,
}

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// A target of a rule.
    Target {
        /// The rule's name, with the bus before it unless that is the default one.
        rule: String,
        /// The target's id.
        id: String,
    },
    /// A subscription to a topic.
    Subscription {
        /// The topic's name.
        topic: String,
        /// The subscription's id.
        id: String,
    },
    /// What a schedule does.
    Schedule {
        /// Its group.
        group: String,
        /// Its name.
        name: String,
    },
}

impl Receiver {
    /// Its two names, for keys.
    #[must_use]
    pub fn names(&self) -> [&str; 3] {
        match self {
            Self::Target { rule, id } => ["rule", rule, id],
            Self::Subscription { topic, id } => ["topic", topic, id],
            Self::Schedule { group, name } => ["schedule", group, name],
        }
    }

    /// Its queue: the prefix of the keys of what waits for it.
    #[must_use]
    pub fn queue(&self, scope: &Scope) -> String {
        scope.below(KIND, &self.names())
    }
}

impl Record {
    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        let [kind, of, id] = self.to.names();
        self.scope.key(KIND, &[kind, of, id, &self.id])
    }
}

/// The queue of a key of such a record.
#[must_use]
pub fn queue_of(key: &str) -> Option<&str> {
    key.rfind('/').map(|at| &key[..=at])
}

/// By queue.
pub struct InQueue;

impl Index for InQueue {
    type Of = Record;
    type Value = String;

    fn value(record: &Record) -> Option<String> {
        Some(record.to.queue(&record.scope))
    }

    fn place(queue: &String) -> String {
        queue.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_its_queue() {
        let record = Record {
            scope: Scope::new("000000000000".parse().unwrap(), "us-east-1"),
            to: Receiver::Target { rule: "a/b".into(), id: "1".into() },
            id: "7".into(),
            body: String::new(),
            at: TimestampMs(0),
            attempts: 0,
            next_at: TimestampMs(0),
        };
        assert_eq!(record.key(), "/event-delivery/000000000000/us-east-1/rule/a%2Fb/1/7");
        assert_eq!(queue_of(&record.key()), Some(&*record.to.queue(&record.scope)));
    }
}
