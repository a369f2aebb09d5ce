//! Random requests, compared with a map that is obviously right.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Subject, batches_upto, key, next_batch, prefix};
use crate::error::Error;
use crate::key::{Key, Prefix};
use crate::model::{Event, Guard, Kv, Op, Page, Read, Rev, TxnOut};

const KEYS: [&str; 7] = ["/a", "/a/b", "/a/b/c", "/a/bc", "/a/b.c", "/b/x", "/b/y"];
const PREFIXES: [&str; 4] = ["/", "/a/", "/a/b/", "/b/"];

/// One request; keys and prefixes by number.
#[derive(Clone, Debug)]
pub enum Action {
    /// A transaction.
    Txn {
        /// Guards.
        guards: Vec<(usize, Condition)>,
        /// Keys to put a value of so many bytes at, or to delete.
        ops: BTreeMap<usize, Option<usize>>,
    },
    /// A read of keys.
    Get(Vec<usize>),
    /// A list of a prefix, at a revision counted back from the current one, in pages.
    List(usize, u64, usize),
    /// A watch of a prefix, from a revision counted back from the current one.
    Watch(usize, u64),
    /// A compaction up to a revision counted back from the current one.
    Compact(u64),
}

/// What a guard asks.
#[derive(Clone, Copy, Debug)]
pub enum Condition {
    /// No value.
    Absent,
    /// Any value.
    Exists,
    /// The value that is there.
    Current,
    /// Another value than is there.
    Other,
}

/// Random requests, a few dozen.
pub fn actions() -> impl Strategy<Value = Vec<Action>> {
    prop::collection::vec(action(), 1..60)
}

fn action() -> impl Strategy<Value = Action> {
    use Condition::{Absent, Current, Exists, Other};
    let at = 0..KEYS.len();
    // Mostly conditions that hold, or nothing would ever be written.
    let condition =
        prop_oneof![2 => Just(Absent), 2 => Just(Exists), 4 => Just(Current), 1 => Just(Other)];
    let guards = prop::collection::vec((at.clone(), condition), 0..3);
    let op = prop_oneof![2 => (0_usize..2000).prop_map(Some), 1 => Just(None)];
    let ops = prop::collection::btree_map(at.clone(), op, 1..4);
    let back = prop_oneof![Just(0), 0_u64..12];
    prop_oneof![
        8 => (guards, ops).prop_map(|(guards, ops)| Action::Txn { guards, ops }),
        2 => prop::collection::vec(at, 0..5).prop_map(Action::Get),
        2 => (0..PREFIXES.len(), back.clone(), 1_usize..4).prop_map(|(p, b, l)| Action::List(p, b, l)),
        1 => (0..PREFIXES.len(), back.clone()).prop_map(|(p, b)| Action::Watch(p, b)),
        1 => back.prop_map(Action::Compact),
    ]
}

/// What the store should hold: every state, and every change.
#[derive(Debug, Default)]
struct Model {
    states: Vec<BTreeMap<Key, Kv>>,
    changes: Vec<Vec<Event>>,
    compacted: Rev,
}

/// Does `actions` on the store, and compares every answer.
///
/// # Panics
/// When the store and the model disagree.
pub async fn agrees(subject: Subject, actions: Vec<Action>) {
    let store = &*subject.store;
    let mut live = store.watch(&Prefix::root(), Rev(0));
    let mut model = Model { states: vec![BTreeMap::new()], ..Model::default() };
    for (number, action) in actions.into_iter().enumerate() {
        match action {
            Action::Txn { guards, ops } => {
                let guards: Vec<Guard> = guards.iter().map(|g| model.guard(*g)).collect();
                let ops: Vec<Op> = ops
                    .iter()
                    .map(|(at, val)| match val {
                        Some(bytes) => Op::put(key(KEYS[*at]), vec![number as u8; *bytes]),
                        None => Op::Del(key(KEYS[*at])),
                    })
                    .collect();
                let before = model.rev();
                let want = model.txn(&guards, &ops);
                assert_eq!(store.txn(&guards, &ops).await.expect("an answer"), want);
                if model.rev() > before {
                    let (rev, events) = next_batch(&mut live).await;
                    assert_eq!((rev, &events), (model.rev(), model.changes.last().expect("one")));
                }
            }
            Action::Get(at) => {
                let keys: Vec<Key> = at.iter().map(|at| key(KEYS[*at])).collect();
                let want = keys.iter().map(|key| model.now().get(key).cloned()).collect();
                let got = store.get(&keys, Read::Linear).await.expect("a read");
                assert_eq!(got, (want, model.rev()));
            }
            Action::List(under, back, limit) => {
                list(&subject, &model, &prefix(PREFIXES[under]), model.back(back), limit).await;
            }
            Action::Watch(under, back) => {
                watch(&subject, &model, &prefix(PREFIXES[under]), model.back(back)).await;
            }
            Action::Compact(back) => {
                let to = model.back(back);
                store.compact(to).await.expect("a compaction");
                model.compacted = model.compacted.max(to);
            }
        }
    }
    for under in PREFIXES.map(prefix) {
        for at in model.compacted.0..=model.rev().0 {
            list(&subject, &model, &under, Rev(at), 2).await;
            watch(&subject, &model, &under, Rev(at)).await;
        }
    }
}

async fn list(subject: &Subject, model: &Model, under: &Prefix, at: Rev, limit: usize) {
    let mut got = Vec::new();
    let mut page = Page { after: None, limit };
    loop {
        match subject.store.list(under, Some(at), page).await {
            Ok(found) => {
                assert_eq!(found.rev, at);
                assert!(found.kvs.len() <= limit);
                got.extend(found.kvs.clone());
                match found.next(limit) {
                    Some(next) => page = next,
                    None => break,
                }
            }
            Err(Error::Compacted { oldest }) => {
                assert!(at < model.compacted && oldest == model.compacted);
                return;
            }
            Err(e) => panic!("{e}"),
        }
    }
    let state = &model.states[at.0 as usize];
    let want: Vec<Kv> = state.values().filter(|kv| under.contains(&kv.key)).cloned().collect();
    assert_eq!(got, want);
}

async fn watch(subject: &Subject, model: &Model, under: &Prefix, after: Rev) {
    let mut watch = subject.store.watch(under, after);
    if after < model.compacted {
        let refused = futures_util::StreamExt::next(&mut watch).await.expect("an item");
        assert!(matches!(refused, Err(Error::Compacted { .. })), "{refused:?}");
        return;
    }
    let got = batches_upto(&mut watch, model.rev()).await;
    let want: Vec<(Rev, Vec<Event>)> = (after.0..model.rev().0)
        .map(|index| {
            let events = &model.changes[index as usize];
            let events = events.iter().filter(|event| under.contains(event.key())).cloned();
            (Rev(index + 1), events.collect::<Vec<_>>())
        })
        .filter(|(_, events)| !events.is_empty())
        .collect();
    assert_eq!(got, want);
}

impl Model {
    fn rev(&self) -> Rev {
        Rev(self.changes.len() as u64)
    }

    fn back(&self, by: u64) -> Rev {
        Rev(self.rev().0.saturating_sub(by))
    }

    fn now(&self) -> &BTreeMap<Key, Kv> {
        &self.states[self.changes.len()]
    }

    fn guard(&self, (at, condition): (usize, Condition)) -> Guard {
        let key = key(KEYS[at]);
        let modify = self.now().get(&key).map(|kv| kv.modify);
        match (condition, modify) {
            (Condition::Absent, _) | (Condition::Current, None) => Guard::Absent(key),
            (Condition::Exists, _) => Guard::Exists(key),
            (Condition::Current, Some(rev)) => Guard::ModIs(key, rev),
            (Condition::Other, rev) => Guard::ModIs(key, Rev(rev.map_or(0, |rev| rev.0 + 1))),
        }
    }

    fn txn(&mut self, guards: &[Guard], ops: &[Op]) -> TxnOut {
        let mut state = self.now().clone();
        let holds = |g: &Guard| match g {
            Guard::Absent(key) => !state.contains_key(key),
            Guard::Exists(key) => state.contains_key(key),
            Guard::ModIs(key, rev) => state.get(key).is_some_and(|kv| kv.modify == *rev),
        };
        if !guards.iter().all(holds) {
            return TxnOut::Conflict(guards.iter().map(|g| state.get(g.key()).cloned()).collect());
        }
        let modify = Rev(self.rev().0 + 1);
        let mut events = Vec::new();
        for op in ops {
            let prev = state.get(op.key()).cloned();
            match op {
                Op::Put { key, val, lease } => {
                    let create = prev.as_ref().map_or(modify, |kv| kv.create);
                    let version = prev.as_ref().map_or(1, |kv| kv.version + 1);
                    let (key, val, lease) = (key.clone(), val.clone(), *lease);
                    let kv = Kv { key, val, create, modify, version, lease };
                    state.insert(kv.key.clone(), kv.clone());
                    events.push(Event::Put { kv, prev });
                }
                Op::Del(key) if prev.is_some() => {
                    state.remove(key);
                    events.push(Event::Del { key: key.clone(), prev });
                }
                Op::Del(_) => {}
            }
        }
        if !events.is_empty() {
            self.states.push(state);
            self.changes.push(events);
        }
        TxnOut::Committed(self.rev())
    }
}
