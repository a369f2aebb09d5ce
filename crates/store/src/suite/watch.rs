//! Watches: every later transaction once, in order, whole.

use futures_util::StreamExt;

use super::{Subject, batches_upto, commit, key, next_batch, prefix, put};
use crate::contract::list_all;
use crate::error::Error;
use crate::key::Prefix;
use crate::model::{Event, Op, Rev, Watched};

fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.key().as_str()).collect()
}

pub async fn a_watch_delivers_every_transaction_once_in_order_and_whole(subject: Subject) {
    let store = &*subject.store;
    commit(store, &[put("/w/before", "")]).await;
    let mut watch = store.watch(&prefix("/w"), Rev(1));
    commit(store, &[put("/w/b", ""), put("/other", ""), put("/w/a", "")]).await;
    commit(store, &[put("/other", "")]).await;
    commit(store, &[Op::Del(key("/w/a"))]).await;
    let (rev, events) = next_batch(&mut watch).await;
    assert_eq!((rev, names(&events)), (Rev(2), vec!["/w/b", "/w/a"]));
    let (rev, events) = next_batch(&mut watch).await;
    assert_eq!((rev, names(&events)), (Rev(4), vec!["/w/a"]));
    assert!(matches!(events[0], Event::Del { .. }));
}

pub async fn a_late_watch_delivers_the_same_as_a_live_one(subject: Subject) {
    let store = &*subject.store;
    let mut live = store.watch(&prefix("/w"), Rev(0));
    let mut last = Rev(0);
    // More than one reading of a watcher that catches up.
    for i in 0..700_u32 {
        let name = format!("/w/{}", i % 7);
        let op = if i % 5 == 4 { Op::Del(key(&name)) } else { put(&name, i.to_string()) };
        last = commit(store, &[op, put(&format!("/x/{i}"), "")]).await;
    }
    let live = batches_upto(&mut live, last).await;
    for after in [0, 1, 350, 699] {
        let mut late = store.watch(&prefix("/w"), Rev(after));
        let late = batches_upto(&mut late, last).await;
        let want: Vec<_> = live.iter().filter(|(rev, _)| rev.0 > after).cloned().collect();
        assert_eq!(late, want, "after {after}");
    }
}

pub async fn a_slow_watcher_misses_nothing(subject: Subject) {
    let store = &*subject.store;
    let mut slow = store.watch(&Prefix::root(), Rev(0));
    commit(store, &[put("/first", "")]).await;
    assert_eq!(next_batch(&mut slow).await.0, Rev(1));
    // More than any backend keeps in memory for a watcher.
    let mut last = Rev(0);
    for i in 0..400_u32 {
        last = commit(store, &[put(&format!("/k/{}", i % 3), vec![0; 16 << 10])]).await;
    }
    let seen = batches_upto(&mut slow, last).await;
    let revs: Vec<u64> = seen.iter().map(|(rev, _)| rev.0).collect();
    assert_eq!(revs, (2..=last.0).collect::<Vec<_>>());
}

pub async fn events_tell_what_they_replaced(subject: Subject) {
    let store = &*subject.store;
    commit(store, &[put("/a", "1")]).await;
    commit(store, &[put("/a", "2")]).await;
    commit(store, &[Op::Del(key("/a"))]).await;
    commit(store, &[put("/a", "4")]).await;
    let mut watch = store.watch(&Prefix::root(), Rev(0));
    let mut told = Vec::new();
    for (_, events) in batches_upto(&mut watch, Rev(4)).await {
        let val = |kv: &crate::Kv| String::from_utf8_lossy(&kv.val).into_owned();
        told.push(match &events[0] {
            Event::Put { kv, prev } => (Some((val(kv), kv.version)), prev.as_ref().map(val)),
            Event::Del { prev, .. } => (None, prev.as_ref().map(val)),
        });
    }
    let put = |val: &str, version| Some((val.to_owned(), version));
    let want = [
        (put("1", 1), None),
        (put("2", 2), Some("1".to_owned())),
        (None, Some("2".to_owned())),
        (put("4", 1), None),
    ];
    assert_eq!(told, want);
}

pub async fn progress_proves_that_nothing_was_missed(subject: Subject) {
    let store = &*subject.store;
    let mut watch = store.watch(&prefix("/quiet"), Rev(0));
    assert_eq!(watch.next().await.unwrap().unwrap(), Watched::Progress(Rev(0)));
    let mut last = Rev(0);
    for i in 0..10 {
        last = commit(store, &[put(&format!("/loud/{i}"), "")]).await;
    }
    assert!(batches_upto(&mut watch, last).await.is_empty());
}

pub async fn a_watch_after_a_compacted_revision_is_refused(subject: Subject) {
    let store = &*subject.store;
    for i in 0..10 {
        commit(store, &[put("/a", i.to_string())]).await;
    }
    store.compact(Rev(6)).await.unwrap();
    let mut watch = store.watch(&Prefix::root(), Rev(5));
    let refused = watch.next().await.unwrap();
    assert!(matches!(refused, Err(Error::Compacted { oldest: Rev(6) })), "{refused:?}");
    assert!(watch.next().await.is_none());
    let mut watch = store.watch(&Prefix::root(), Rev(6));
    assert_eq!(next_batch(&mut watch).await.0, Rev(7));
}

pub async fn a_watch_after_a_future_revision_is_refused(subject: Subject) {
    let mut watch = subject.store.watch(&Prefix::root(), Rev(3));
    let refused = watch.next().await.unwrap();
    assert!(matches!(refused, Err(Error::Future { asked: Rev(3), .. })), "{refused:?}");
    assert!(watch.next().await.is_none());
}

pub async fn compaction_never_takes_what_a_watch_may_ask_for(subject: Subject) {
    let store = &*subject.store;
    let mut last = Rev(0);
    // More rows than one slice of a compaction, or one reading of a late watcher, takes; and
    // neither ends with a transaction.
    for i in 0..60_u32 {
        let ops: Vec<Op> = (0..70).map(|k| put(&format!("/k/{k}"), i.to_string())).collect();
        last = commit(store, &ops).await;
    }
    let before = batches_upto(&mut store.watch(&Prefix::root(), Rev(40)), last).await;
    store.compact(Rev(20)).await.unwrap();
    store.compact(Rev(40)).await.unwrap();
    let after = batches_upto(&mut store.watch(&Prefix::root(), Rev(40)), last).await;
    assert_eq!(before, after);
    let sizes: Vec<_> = after.iter().map(|(rev, events)| (rev.0, events.len())).collect();
    assert_eq!(sizes, (41..=60).map(|rev| (rev, 70)).collect::<Vec<_>>());
    assert_eq!(list_all(store, &Prefix::root()).await.unwrap().0.len(), 70);
}
