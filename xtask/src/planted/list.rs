//! The mends that are taken out: where each is, and what stands there without it.

/// A fault: the tree without the mend of it.
pub(super) struct Planted {
    pub(super) name: &'static str,
    pub(super) edits: &'static [Edit],
}

/// A text that is in a file once, and what is there instead.
pub(super) struct Edit {
    pub(super) file: &'static str,
    pub(super) text: &'static str,
    pub(super) instead: &'static str,
}

const fn edit(file: &'static str, text: &'static str, instead: &'static str) -> Edit {
    Edit { file, text, instead }
}

const SCHEDULER: &str = "crates/controllers/src/ecs/scheduler/mod.rs";
const WAITING: &str = "crates/controllers/src/ecs/scheduler/waiting.rs";
const LIFECYCLE: &str = "crates/controllers/src/ecs/lifecycle.rs";
const ENGINE: &str = "crates/controllers/src/engine/mod.rs";
const DRIVER: &str = "crates/controllers/src/engine/driver.rs";
const FACTS: &str = "crates/controllers/src/host/facts.rs";
const LINES: &str = "crates/controllers/src/host/lines.rs";
const LOST: &str = "crates/controllers/src/host/lost.rs";
const JOIN: &str = "crates/controllers/src/host/join.rs";
const SESSIONS: &str = "crates/controllers/src/host/sessions.rs";
const TELLING: &str = "crates/controllers/src/host/telling.rs";
const TASK: &str = "crates/records/src/ecs/task.rs";
const FEED: &str = "crates/state/src/feed.rs";
const EVENT: &str = "crates/telemetry/src/event.rs";

pub(super) const PLANTED: &[Planted] = &[
    Planted {
        name: "one queue for all classes: what doesn't fit holds up all others",
        edits: &[
            edit(
                WAITING,
                "classes.into_iter().map(|(class, _)| class.clone()).collect()",
                "classes.into_iter().map(|(class, _)| class.clone()).take(1).collect()",
            ),
            edit(
                SCHEDULER,
                "waiting.insert(&class, entry.at.created.0, key);\n                vec![class]",
                "waiting.insert(&class, entry.at.created.0, key);\n                waiting.classes()",
            ),
        ],
    },
    Planted {
        name: "a write of facts that fails is not tried again",
        edits: &[edit(
            FACTS,
            "Err(fault) => tries.rest(&chain(&fault)).await,",
            "Err(fault) => {\n                    tries.rest(&chain(&fault)).await;\n                    \
             std::future::pending::<()>().await;\n                }",
        )],
    },
    Planted {
        name: "facts of another epoch are taken",
        edits: &[
            edit(
                LIFECYCLE,
                "if binding.epoch != fact.key.epoch || record.id != fact.key.task {",
                "if record.id != fact.key.task {",
            ),
            edit(
                TELLING,
                "if let Some(thing) = self.told.lock().things.get(&ObjectKey::Task(key.clone())) {",
                "let told = self.told.lock();\n        let of = |named: &ObjectKey| {\n            \
                 let ObjectKey::Task(named) = named;\n            named.task == key.task\n        };\n        \
                 if let Some(thing) = told.things.iter().find(|(named, _)| of(named)).map(|(_, thing)| thing) {",
            ),
        ],
    },
    Planted {
        name: "a fact is taken though one before it is missing",
        edits: &[edit(
            LIFECYCLE,
            "if fact.seq != binding.observed + 1 {",
            "if fact.seq < binding.observed {",
        )],
    },
    Planted {
        name: "a fact that is known is taken once more",
        edits: &[
            edit(LIFECYCLE, "if fact.seq <= binding.observed {", "if fact.seq == 0 {"),
            edit(
                LIFECYCLE,
                "if fact.seq != binding.observed + 1 {",
                "if fact.seq > binding.observed + 1 {",
            ),
        ],
    },
    Planted {
        name: "a binding does not guard the host's ledger",
        edits: &[edit(
            SCHEDULER,
            "let mut guards = vec![as_read(&ledger_key, ledger)];",
            "let mut guards = vec![];",
        )],
    },
    Planted {
        name: "a release does not guard the host's ledger",
        edits: &[edit(
            FACTS,
            "guards.push(row.unchanged());\n        ops.push(put(key, &row.record.with(given))?);",
            "let _ = guards;\n        ops.push(put(key, &row.record.with(given))?);",
        )],
    },
    Planted {
        name: "a release keeps the address",
        edits: &[edit(
            FACTS,
            "ops.push(Op::Del(Key::new(place)?));",
            "let _ = (ops, Op::Del(Key::new(place)?));",
        )],
    },
    Planted {
        name: "what the leader writes has no guard of its term",
        edits: &[
            edit(
                ENGINE,
                "std::iter::once(self.leader.guard()).chain(guards.iter().cloned()).collect()",
                "guards.to_vec()",
            ),
            edit(
                ENGINE,
                "self.leader.look(found.first().and_then(Option::as_ref))?;",
                "drop(found);",
            ),
        ],
    },
    Planted {
        name: "a host that is away for long is not marked",
        edits: &[edit(
            LOST,
            "(Some(_), None) => Some(cx.state.now()),",
            "(Some(_), None) => None,",
        )],
    },
    Planted {
        name: "a host that is back stays lost",
        edits: &[
            edit(
                JOIN,
                "lost_at: None,",
                "lost_at: state.table::<record::Record>().get(&key)?.and_then(|host| host.lost_at),",
            ),
            edit(LOST, "(None, None) | (Some(_), Some(_)) =>", "(None, _) | (Some(_), Some(_)) =>"),
            edit(LOST, "            (None, Some(_)) => None,\n", ""),
        ],
    },
    Planted {
        // Ports are asked for by a tag: either of the two would be enough.
        name: "other ports and tags raise no number",
        edits: &[
            edit(
                TASK,
                "if asked(&ports) != asked(&self.publish) {\n            self.generation += 1;",
                "if asked(&ports) != asked(&self.publish) {\n            self.generation += 0;",
            ),
            edit(
                TASK,
                "if tags != self.tags {\n            self.generation += 1;",
                "if tags != self.tags {\n            self.generation += 0;",
            ),
        ],
    },
    Planted {
        name: "a host is told of a thing once, whatever its number",
        edits: &[edit(TELLING, "if thing.sent != Some(generation) {", "if thing.sent.is_none() {")],
    },
    Planted {
        name: "a list that can't be whole is told as if it were",
        edits: &[edit(
            TELLING,
            "if !told.synced && told.due.is_empty() && self.is_whole() {",
            "if !told.synced && told.due.is_empty() {",
        )],
    },
    Planted {
        name: "facts that could not be taken are not asked for again",
        edits: &[edit(
            TELLING,
            "owed.into_iter().partition(|key| self.takes_facts_of(key));",
            "owed.into_iter().partition(|_| false);",
        )],
    },
    Planted {
        name: "tasks whose host has lost its disk are not ended",
        edits: &[
            edit(
                JOIN,
                "let seen = record.binding.as_ref().is_some_and(|binding| binding.observed > 0);",
                "let seen = false;",
            ),
            edit(TELLING, "if self.has_lost(&told, &object) {", "if false {"),
        ],
    },
    Planted {
        name: "the end of a host's old session takes its new one away",
        edits: &[edit(
            SESSIONS,
            "let last = connected.get(host) == Some(&session);",
            "let last = connected.contains_key(host);\n            let _ = session;",
        )],
    },
    Planted {
        name: "facts are acknowledged though they are not stored",
        edits: &[edit(
            FACTS,
            "let committed = cx.commit_from_reserve(&guards, &ops).await?;",
            "let Ok(committed) = cx.commit_from_reserve(&guards, &ops).await else {\n            \
             taken.acked.append(&mut round.acked);\n            return Ok(true);\n        };",
        )],
    },
    Planted {
        name: "lines are acknowledged though they are not stored",
        edits: &[edit(LINES, "Err(error) => tries.rest(&error).await,", "Err(_) => break last,")],
    },
    Planted {
        name: "lines that come again are stored again",
        edits: &[edit(
            EVENT,
            "let mut known = next.saturating_sub(self.first_seq);",
            "let mut known = next.saturating_sub(next);",
        )],
    },
    Planted {
        name: "a panic ends the work on its key",
        edits: &[edit(
            DRIVER,
            "Err(_) => Outcome::Panicked,\n                };",
            "Err(panic) => std::panic::resume_unwind(panic),\n                };",
        )],
    },
    Planted {
        name: "a look that fails is the last one",
        edits: &[edit(
            DRIVER,
            "Outcome::Ended(Err(_)) | Outcome::Panicked | Outcome::TooLate => Looked::Failed,",
            "Outcome::Ended(Err(_)) | Outcome::Panicked | Outcome::TooLate => return,",
        )],
    },
    Planted {
        name: "a watch that breaks is the last one",
        edits: &[edit(
            FEED,
            "tokio::time::sleep(wait).await;",
            "std::future::pending::<()>().await;",
        )],
    },
    Planted {
        name: "the last reason to stop replaces the first",
        edits: &[edit(TASK, "self.stop.get_or_insert(stop);", "self.stop = Some(stop);")],
    },
];
