//! What a transaction says that happened.

use ferrogate_base::TimestampMs;
use ferrogate_records::cloudwatch::{Alarm, alarm, composite, state as alarm_state};
use ferrogate_records::ecs::{service, task};
use ferrogate_records::events::{Event, alarm as of_alarms, ecs, entry};
use ferrogate_records::sns::message;
use ferrogate_state::{Snapshot, row};
use ferrogate_store::{Event as Change, Key, Kv};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something that somebody may be to be told of.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    /// An event, that follows from a record.
    Event(Event),
    /// An event that was written down, which is removed once it is in the queues.
    Entry(Key, entry::Record),
    /// A message to a topic, which is removed in the same way.
    Message(Key, message::Record),
}

/// What a change says that happened. What can't be read says nothing. `all` are the records of
/// that moment or of a later one.
#[must_use]
pub fn happened(change: &Change, all: &Snapshot, now: TimestampMs) -> Vec<Happened> {
    let Change::Put { kv, prev } = change else { return vec![] };
    let prev = prev.as_ref();
    let events =
        match kv.key.as_str().split('/').nth(1) {
            Some(task::KIND) => {
                let (old, Some(new)) = (old::<task::Record>(prev), read::<task::Record>(kv)) else {
                    return vec![];
                };
                ecs::task_changed(old.as_ref(), &new, now).into_iter().collect()
            }
            Some(service::KIND) => {
                let (old, Some(new)) = (old::<service::Record>(prev), read::<service::Record>(kv))
                else {
                    return vec![];
                };
                ecs::deployments_changed(old.as_ref(), &new, now)
            }
            Some(service::events::KIND) => {
                let of = kv.key.as_str().split('/').skip(2).collect::<Vec<_>>().join("/");
                let Ok(of) = Key::new(format!("/{}/{of}", service::KIND)) else { return vec![] };
                let Ok(Some(of)) = all.table::<service::Record>().get(&of) else { return vec![] };
                let (old, Some(new)) =
                    (old::<service::events::Record>(prev), read::<service::events::Record>(kv))
                else {
                    return vec![];
                };
                ecs::service_told(&of, old.as_ref(), &new)
            }
            Some(alarm_state::KIND) => {
                let (old, Some(new)) =
                    (old::<alarm_state::Record>(prev), read::<alarm_state::Record>(kv))
                else {
                    return vec![];
                };
                let at = match new.composite {
                    true => composite::key(&new.scope, &new.name),
                    false => alarm::key(&new.scope, &new.name),
                };
                let Ok(key) = Key::new(at) else { return vec![] };
                let event =
                    match new.composite {
                        true => all.table::<composite::Record>().get(&key).ok().flatten().and_then(
                            |of| of_alarms::changed(Alarm::Composite(&of), old.as_ref(), &new),
                        ),
                        false => {
                            all.table::<alarm::Record>().get(&key).ok().flatten().and_then(|of| {
                                of_alarms::changed(Alarm::Metric(&of), old.as_ref(), &new)
                            })
                        }
                    };
                event.into_iter().collect()
            }
            Some(entry::KIND) => {
                let read =
                    read::<entry::Record>(kv).map(|entry| Happened::Entry(kv.key.clone(), entry));
                return read.into_iter().collect();
            }
            Some(message::KIND) => {
                let read = read(kv).map(|message| Happened::Message(kv.key.clone(), message));
                return read.into_iter().collect();
            }
            _ => return vec![],
        };
    events.into_iter().map(Happened::Event).collect()
}

fn old<T: Clone + Serialize + DeserializeOwned>(kv: Option<&Kv>) -> Option<T> {
    kv.and_then(read)
}

fn read<T: Clone + Serialize + DeserializeOwned>(kv: &Kv) -> Option<T> {
    row::<T>(kv.clone()).ok().map(|row| row.record.record.clone())
}
