//! Events that users or schedules have told of, until it was seen who is meant.

use serde::{Deserialize, Deserializer, Serialize};

use super::Event;
use super::bus::DEFAULT;
use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "event-entry";

kind!(Record as KIND);

/// So many wait at most, of all accounts.
pub const WAITING_MAX: usize = 1000;

/// An event that nobody has been told of yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The event.
    pub event: Event,
    /// The rules that alone are meant, as [`rule::path`](super::rule::path) names them: of what a
    /// schedule is due for, and of a replay.
    #[serde(default, deserialize_with = "one_or_more")]
    pub only: Option<Vec<String>>,
    /// The bus that it was put on, where the event is; the default one unless it is said.
    #[serde(default)]
    pub bus: Option<String>,
    /// Where that bus is, when it is not where the event happened.
    #[serde(default)]
    pub into: Option<Scope>,
    /// Whether another bus has sent it: it is not sent on.
    #[serde(default)]
    pub forwarded: bool,
}

/// Records of earlier versions have the name of one.
fn one_or_more<'d, D: Deserializer<'d>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Names {
        One(String),
        More(Vec<String>),
    }
    Ok(Option::<Names>::deserialize(from)?.map(|names| match names {
        Names::One(name) => vec![name],
        Names::More(names) => names,
    }))
}

impl Record {
    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        // One event may be put on several buses.
        match (&self.bus, &self.into) {
            (None, None) => self.event.scope.key(KIND, &[&self.event.id]),
            _ => self.scope().key(KIND, &[self.bus(), &self.event.id]),
        }
    }

    /// Where its bus is.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        self.into.as_ref().unwrap_or(&self.event.scope)
    }

    /// Its bus.
    #[must_use]
    pub fn bus(&self) -> &str {
        self.bus.as_deref().unwrap_or(DEFAULT)
    }

    /// An event that was put on a bus.
    #[must_use]
    pub fn on(bus: &str, event: Event) -> Self {
        let bus = (bus != DEFAULT).then(|| bus.to_owned());
        Self { event, only: None, bus, into: None, forwarded: false }
    }
}

#[cfg(test)]
mod tests {
    use ferrogate_base::TimestampMs;
    use serde_json::json;

    use super::*;

    #[test]
    fn records_of_earlier_versions_are_read() {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let event = Event::own(&scope, ("a", "b"), TimestampMs(0), vec![], json!({}), "e");
        let old = json!({"event": event, "only": "r"});
        let read: Record = serde_json::from_value(old).unwrap();
        assert_eq!(read.only, Some(vec!["r".to_owned()]));
        assert_eq!((read.bus(), read.scope(), read.forwarded), (DEFAULT, &scope, false));
        let key = read.key();
        let again: Record = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
        assert_eq!(again, read);
        assert_ne!(Record::on("b", event).key(), key);
    }
}
