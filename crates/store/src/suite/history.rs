//! A recorded history of concurrent clients, checked for strict serializability.
//!
//! The store claims an order: its revisions. So no search is needed: each answer must be
//! right at the revision it names, and that revision must lie between what had been
//! answered before the request began and what is there when its answer comes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Dice, Subject, batches_upto, key, put, rev};
use crate::contract::Store;
use crate::key::{Key, Prefix};
use crate::model::{Event, Guard, Kv, Op, Read, Rev, TxnOut};

const CLIENTS: u64 = 8;
const REQUESTS: u64 = 60;
const KEYS: [&str; 4] = ["/h/a", "/h/b", "/h/c", "/h/d"];

type State = BTreeMap<Key, Kv>;

/// A request, and the revisions around it.
#[derive(Debug)]
struct Seen {
    /// The highest revision that anybody had been told of when it began.
    floor: Rev,
    /// The store's revision after its answer.
    ceiling: Rev,
    what: What,
}

#[derive(Debug)]
enum What {
    Got { kvs: Vec<Option<Kv>>, rev: Rev },
    Committed { guards: Vec<Guard>, ops: Vec<Op>, rev: Rev },
    Conflict { guards: Vec<Guard>, found: Vec<Option<Kv>> },
}

pub async fn concurrent_history_is_strict_serializable(subject: Subject) {
    let told = Arc::new(AtomicU64::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|seed| tokio::spawn(client(subject.store.clone(), told.clone(), seed)))
        .collect();
    let mut seen = Vec::new();
    for client in clients {
        seen.extend(client.await.expect("a client ends well"));
    }
    let states = states(&*subject.store).await;
    let mut committed = Vec::new();
    for seen in &seen {
        check(&states, seen);
        if let What::Committed { rev, .. } = &seen.what {
            committed.push(*rev);
        }
    }
    committed.sort_unstable();
    let all: Vec<Rev> = (1..states.len() as u64).map(Rev).collect();
    assert_eq!(committed, all, "each revision is one acknowledged transaction");
    let conflicts = seen.iter().filter(|s| matches!(s.what, What::Conflict { .. })).count();
    assert!(conflicts > 0, "a history without a conflict proves little");
}

async fn client(store: Arc<dyn Store>, told: Arc<AtomicU64>, seed: u64) -> Vec<Seen> {
    let mut dice = Dice::new(seed + 1);
    let mut known: Vec<Option<Kv>> = vec![None; KEYS.len()];
    let mut seen = Vec::new();
    for request in 0..REQUESTS {
        let floor = Rev(told.load(Ordering::SeqCst));
        let what = if dice.roll(3) == 0 {
            let keys = KEYS.map(key);
            let (kvs, rev) = store.get(&keys, Read::Linear).await.expect("a read");
            known.clone_from(&kvs);
            What::Got { kvs, rev }
        } else {
            let (a, b) = (dice.roll(4) as usize, dice.roll(4) as usize);
            let guard = |at: usize| match &known[at] {
                Some(kv) => kv.unchanged(),
                None => Guard::Absent(key(KEYS[at])),
            };
            let guards = vec![guard(a), guard(b)];
            let mut ops = vec![put(KEYS[a], format!("{seed}.{request}"))];
            if a != b && dice.roll(2) == 0 && known[b].is_some() {
                ops.push(Op::Del(key(KEYS[b])));
            }
            match store.txn(&guards, &ops).await.expect("an answer") {
                TxnOut::Committed(rev) => What::Committed { guards, ops, rev },
                TxnOut::Conflict(found) => {
                    known[a].clone_from(&found[0]);
                    known[b].clone_from(&found[1]);
                    What::Conflict { guards, found }
                }
            }
        };
        if let What::Got { rev, .. } | What::Committed { rev, .. } = &what {
            told.fetch_max(rev.0, Ordering::SeqCst);
        }
        let ceiling = rev(&*store).await;
        seen.push(Seen { floor, ceiling, what });
    }
    seen
}

/// The state at each revision, from the changes that a watcher is told.
async fn states(store: &dyn Store) -> Vec<State> {
    let last = rev(store).await;
    let mut watch = store.watch(&Prefix::root(), Rev(0));
    let mut states = vec![State::new()];
    for (rev, events) in batches_upto(&mut watch, last).await {
        assert_eq!(rev.0, states.len() as u64, "no gap");
        let mut state = states[states.len() - 1].clone();
        for event in events {
            match event {
                Event::Put { kv, prev } => assert_eq!(state.insert(kv.key.clone(), kv), prev),
                Event::Del { key, prev } => assert_eq!(state.remove(&key), prev),
            }
        }
        states.push(state);
    }
    states
}

fn check(states: &[State], seen: &Seen) {
    let at = |rev: Rev| &states[usize::try_from(rev.0).expect("few revisions")];
    let holds =
        |state: &State, guard: &Guard| guard.holds(state.get(guard.key()).map(|kv| kv.modify));
    match &seen.what {
        What::Got { kvs, rev } => {
            assert!(*rev >= seen.floor && *rev <= seen.ceiling, "a stale read: {seen:?}");
            let want: Vec<Option<Kv>> =
                KEYS.iter().map(|text| at(*rev).get(&key(text)).cloned()).collect();
            assert_eq!(*kvs, want, "{seen:?}");
        }
        What::Committed { guards, ops, rev } => {
            assert!(*rev > seen.floor && *rev <= seen.ceiling, "not in real time: {seen:?}");
            let before = at(Rev(rev.0 - 1));
            assert!(guards.iter().all(|guard| holds(before, guard)), "{seen:?}");
            for op in ops {
                let now = at(*rev).get(op.key());
                match op {
                    Op::Put { val, .. } => assert_eq!(now.map(|kv| &kv.val), Some(val)),
                    Op::Del(_) => assert_eq!(now, None),
                }
            }
        }
        What::Conflict { guards, found } => {
            let fits = |state: &State| {
                let same = |(guard, found): (&Guard, &Option<Kv>)| {
                    state.get(guard.key()) == found.as_ref()
                };
                guards.iter().zip(found).all(same) && !guards.iter().all(|g| holds(state, g))
            };
            let mut between = (seen.floor.0..=seen.ceiling.0).map(|rev| at(Rev(rev)));
            assert!(between.any(fits), "a conflict that never was: {seen:?}");
        }
    }
}
