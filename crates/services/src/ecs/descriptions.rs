//! Descriptions of tasks in the form they are sent in, kept from one request to the next.
//!
//! A description follows from the task's record and from whether its tags are shown, and from
//! nothing else (see [`reply::task`]). So one is used only for the very revision of the record
//! that it was made of: what was committed since can't be hidden by it, and nothing has to be
//! told when a task changes.

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_api::Kept;
use ferrogate_api::ecs::Task;
use ferrogate_records::ecs::task::Record;
use ferrogate_state::Entry;
use ferrogate_store::{Key, Rev};
use parking_lot::Mutex;

use super::{Result, reply};

/// What all kept descriptions take at most: those of some 3,500 tasks.
const BYTES_MAX: usize = 8 << 20;
/// What a description takes beside its own bytes, about.
const OVERHEAD_BYTES: usize = 256;

/// The descriptions of the tasks that were asked for last.
pub(super) struct Descriptions {
    kept: Mutex<Generations>,
}

/// Two generations: what is asked for is in the young one or moves there. When that holds
/// half of what is allowed it becomes the old one, and the old one goes.
#[derive(Default)]
struct Generations {
    bytes_max: usize,
    young: HashMap<Key, Description>,
    young_bytes: usize,
    old: HashMap<Key, Description>,
}

/// One revision of a task, without and with its tags.
struct Description {
    of: Rev,
    shown: [Option<Kept<Task>>; 2],
}

impl Default for Descriptions {
    fn default() -> Self {
        Self::with_room(BYTES_MAX)
    }
}

impl Descriptions {
    fn with_room(bytes_max: usize) -> Self {
        Self { kept: Mutex::new(Generations { bytes_max, ..Generations::default() }) }
    }

    /// The descriptions of these tasks, as they are in `entries`.
    pub(super) fn of(
        &self,
        entries: &[Arc<Entry<Record>>],
        with_tags: bool,
    ) -> Result<Vec<Kept<Task>>> {
        let mut found: Vec<Option<Kept<Task>>> = {
            let mut kept = self.kept.lock();
            entries.iter().map(|entry| kept.get(entry, with_tags)).collect()
        };
        // Others need not wait while the missing ones are made.
        let mut made = Vec::new();
        for (entry, slot) in entries.iter().zip(&mut found).filter(|(_, slot)| slot.is_none()) {
            let description = Kept::new(&reply::task(entry, with_tags)?);
            made.push((entry, description.clone()));
            *slot = Some(description);
        }
        if !made.is_empty() {
            let mut kept = self.kept.lock();
            for (entry, description) in made {
                kept.put(entry, with_tags, description);
            }
        }
        Ok(found.into_iter().flatten().collect())
    }
}

impl Generations {
    fn get(&mut self, entry: &Entry<Record>, with_tags: bool) -> Option<Kept<Task>> {
        if let Some(description) = self.young.get(&entry.key) {
            return description.get(entry.modify, with_tags);
        }
        let description = self.old.remove(&entry.key)?;
        let found = description.get(entry.modify, with_tags);
        self.young_bytes += description.bytes();
        self.young.insert(entry.key.clone(), description);
        self.age();
        found
    }

    fn put(&mut self, entry: &Entry<Record>, with_tags: bool, description: Kept<Task>) {
        let empty = || Description { of: entry.modify, shown: [None, None] };
        let slot = self.young.entry(entry.key.clone()).or_insert_with(empty);
        // Who has read an older revision comes late, and must not replace a newer one.
        if slot.of > entry.modify {
            return;
        }
        let before = slot.bytes();
        if slot.of < entry.modify {
            *slot = empty();
        }
        slot.shown[usize::from(with_tags)] = Some(description);
        self.young_bytes = (self.young_bytes + slot.bytes()).saturating_sub(before);
        self.age();
    }

    fn age(&mut self) {
        if self.young_bytes > self.bytes_max / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
    }
}

impl Description {
    fn get(&self, of: Rev, with_tags: bool) -> Option<Kept<Task>> {
        self.shown[usize::from(with_tags)].clone().filter(|_| self.of == of)
    }

    fn bytes(&self) -> usize {
        self.shown.iter().flatten().map(|shown| shown.json().len() + OVERHEAD_BYTES).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_records::Tag;
    use ferrogate_records::ecs::task::Status;
    use ferrogate_store::codec::Doc;
    use proptest::prelude::*;

    fn record(n: usize) -> Record {
        let record = serde_json::json!({
            "id": format!("{n:032x}"),
            "scope": {"account": "111122223333", "region": "eu-central-1"},
            "cluster": "default", "family": "web", "revision": 1, "overrides": {},
            "group": "family:web", "started_by": null, "launch": "fargate", "cpu_units": 256,
            "memory_mib": 512, "architecture": "X86_64", "tags": [],
            "network": {"subnets": [], "security_groups": []}, "publish": [],
            "status": "PROVISIONING", "desired": "RUNNING", "binding": null, "containers": [],
            "stop": null,
            "at": {
                "created": 1, "connectivity": n, "pull_started": null, "pull_stopped": null,
                "started": null, "stopping": null, "execution_stopped": null, "stopped": null,
            },
            "version": 1,
        });
        serde_json::from_value(record).unwrap()
    }

    fn entry(record: Record, rev: u64) -> Arc<Entry<Record>> {
        Arc::new(Entry {
            key: Key::new(record.key()).unwrap(),
            modify: Rev(rev),
            doc: Doc::new(record),
        })
    }

    #[derive(Clone, Debug)]
    enum Step {
        /// The task is written: another status and another tag.
        Write(usize),
        /// Tasks are asked for; each as it is now, or as it was so many writes ago.
        Ask(Vec<(usize, usize)>, bool),
    }

    fn step() -> impl Strategy<Value = Step> {
        let asked = prop::collection::vec((0..TASKS, 0..3_usize), 1..8);
        prop_oneof![
            (0..TASKS).prop_map(Step::Write),
            (asked, any::<bool>()).prop_map(|(asked, tags)| Step::Ask(asked, tags)),
        ]
    }

    const TASKS: usize = 6;

    proptest! {
        #[test]
        fn what_is_kept_is_what_would_be_made_now(
            steps in prop::collection::vec(step(), 1..60),
            bytes_max in prop_oneof![Just(0), Just(6_000_usize), Just(BYTES_MAX)],
        ) {
            let kept = Descriptions::with_room(bytes_max);
            let mut histories: Vec<Vec<Arc<Entry<Record>>>> =
                (0..TASKS).map(|n| vec![entry(record(n), n as u64 + 1)]).collect();
            let mut rev = TASKS as u64;
            for step in steps {
                match step {
                    Step::Write(n) => {
                        rev += 1;
                        let mut next = (***histories[n].last().unwrap()).clone();
                        next.status = Status::ALL[rev as usize % Status::ALL.len()];
                        next.tags = vec![Tag { key: "rev".into(), value: rev.to_string() }];
                        histories[n].push(entry(next, rev));
                    }
                    Step::Ask(asked, with_tags) => {
                        let entries: Vec<_> = asked
                            .iter()
                            .map(|(n, ago)| {
                                let of = &histories[*n];
                                of[of.len().saturating_sub(ago + 1)].clone()
                            })
                            .collect();
                        let found = kept.of(&entries, with_tags).unwrap();
                        prop_assert_eq!(found.len(), entries.len());
                        for (found, entry) in found.iter().zip(&entries) {
                            let fresh = Kept::new(&reply::task(entry, with_tags).unwrap());
                            prop_assert_eq!(found, &fresh);
                        }
                    }
                }
                let inner = kept.kept.lock();
                let bytes = |of: &HashMap<Key, Description>| -> usize {
                    of.values().map(Description::bytes).sum()
                };
                prop_assert_eq!(bytes(&inner.young), inner.young_bytes);
                let one = 2 * (2_000 + OVERHEAD_BYTES);
                prop_assert!(bytes(&inner.young) + bytes(&inner.old) <= bytes_max + 2 * one);
            }
        }
    }

    #[test]
    fn a_description_is_made_once_for_a_revision() {
        let kept = Descriptions::default();
        let entries = [entry(record(1), 1)];
        let first = kept.of(&entries, false).unwrap().remove(0);
        let again = kept.of(&entries, false).unwrap().remove(0);
        assert_eq!(first.json().as_ptr(), again.json().as_ptr());
        let tagged = kept.of(&entries, true).unwrap().remove(0);
        assert_ne!(first.json().as_ptr(), tagged.json().as_ptr());
        let next = kept.of(&[entry(record(1), 2)], false).unwrap().remove(0);
        assert_ne!(first.json().as_ptr(), next.json().as_ptr());
    }
}
