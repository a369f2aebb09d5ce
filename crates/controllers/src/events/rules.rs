//! The rules as they were at a revision, ready to be asked.

use std::collections::BTreeMap;

use ferrogate_events::Pattern;
use ferrogate_records::Scope;
use ferrogate_records::events::rule;
use ferrogate_state::row;
use ferrogate_store::{Event as Change, Key, Kv, Rev};
use serde_json::Value;

/// All rules.
#[derive(Default)]
pub(super) struct Rules(BTreeMap<Key, Rule>);

/// A rule.
pub(super) struct Rule {
    pub(super) record: rule::Record,
    /// The revision since which it is as it is.
    pub(super) since: Rev,
    /// `None` without one, or when it can't be read any more.
    pattern: Option<Pattern>,
}

impl Rules {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes one that was written.
    pub(super) fn put(&mut self, kv: Kv) {
        let (key, since) = (kv.key.clone(), kv.modify);
        match row::<rule::Record>(kv) {
            Ok(row) => {
                let record = row.record.record.clone();
                let pattern = record.pattern.as_deref().and_then(|text| Pattern::parse(text).ok());
                self.0.insert(key, Rule { record, since, pattern });
            }
            // It shows as one that can't be read wherever it is asked for.
            Err(_) => {
                self.0.remove(&key);
            }
        }
    }

    /// Takes a change of a rule.
    pub(super) fn take(&mut self, change: &Change) {
        match change {
            Change::Put { kv, .. } => self.put(kv.clone()),
            Change::Del { key, .. } => {
                self.0.remove(key);
            }
        }
    }

    /// Those of a bus that are about an event.
    pub(super) fn about<'r>(
        &'r self,
        (scope, bus): (&'r Scope, &'r str),
        json: &'r Value,
        only: Option<&'r [String]>,
    ) -> impl Iterator<Item = &'r Rule> {
        self.0.values().filter(move |rule| {
            let named = only.map(|only| only.contains(&rule.record.path()));
            rule.record.enabled
                && rule.record.bus == bus
                && rule.record.scope == *scope
                && named.unwrap_or_else(|| {
                    rule.pattern.as_ref().is_some_and(|pattern| pattern.matches(json))
                })
        })
    }
}
