//! Transactions: atomic, guarded, limited, numbered.

use super::{Subject, commit, commit_if, get, key, put, rev};
use crate::error::Error;
use crate::limits::{TXN_OPS_MAX, VALUE_BYTES_MAX};
use crate::model::{Guard, Op, Rev, TxnOut};

pub async fn a_transaction_is_applied_whole_or_not_at_all(subject: Subject) {
    let store = &*subject.store;
    let first = commit(store, &[put("/a", "1"), put("/b", "1")]).await;
    let ops = [put("/a", "2"), Op::Del(key("/b")), put("/c", "2")];
    let refused = store.txn(&[Guard::Absent(key("/c")), Guard::Absent(key("/a"))], &ops).await;
    assert!(matches!(refused, Ok(TxnOut::Conflict(_))), "{refused:?}");
    assert_eq!(get(store, "/a").await.unwrap().modify, first);
    assert_eq!(get(store, "/b").await.unwrap().modify, first);
    assert!(get(store, "/c").await.is_none());

    let second = commit_if(store, &[Guard::Absent(key("/c"))], &ops).await;
    assert_eq!(get(store, "/a").await.unwrap().modify, second);
    assert!(get(store, "/b").await.is_none());
    assert_eq!(get(store, "/c").await.unwrap().modify, second);
}

pub async fn each_guard_holds_exactly_when_it_says(subject: Subject) {
    let store = &*subject.store;
    let old = commit(store, &[put("/there", "1")]).await;
    let new = commit(store, &[put("/there", "2")]).await;
    commit(store, &[put("/gone", "1")]).await;
    commit(store, &[Op::Del(key("/gone"))]).await;
    let cases = [
        (Guard::Absent(key("/there")), false),
        (Guard::Absent(key("/gone")), true),
        (Guard::Absent(key("/never")), true),
        (Guard::Exists(key("/there")), true),
        (Guard::Exists(key("/gone")), false),
        (Guard::Exists(key("/never")), false),
        (Guard::ModIs(key("/there"), new), true),
        (Guard::ModIs(key("/there"), old), false),
        (Guard::ModIs(key("/there"), Rev(new.0 + 1)), false),
        (Guard::ModIs(key("/gone"), old), false),
        (Guard::ModIs(key("/never"), Rev(0)), false),
    ];
    for (guard, holds) in cases {
        let out = store.txn(std::slice::from_ref(&guard), &[put("/out", "x")]).await.unwrap();
        assert_eq!(matches!(out, TxnOut::Committed(_)), holds, "{guard:?}");
    }
}

pub async fn a_conflict_tells_the_value_of_each_guards_key_in_order(subject: Subject) {
    let store = &*subject.store;
    let at = commit(store, &[put("/a", "va"), put("/b", "vb")]).await;
    let guards = [
        Guard::Exists(key("/b")),
        Guard::Exists(key("/none")),
        Guard::ModIs(key("/a"), at),
        Guard::Exists(key("/b")),
    ];
    let TxnOut::Conflict(found) = store.txn(&guards, &[put("/a", "x")]).await.unwrap() else {
        panic!("a guard did not hold");
    };
    let found: Vec<_> = found.iter().map(|kv| kv.as_ref().map(|kv| kv.val.to_vec())).collect();
    let (a, b) = (Some(b"va".to_vec()), Some(b"vb".to_vec()));
    assert_eq!(found, [b.clone(), None, a, b]);
}

pub async fn a_key_occurs_at_most_once_in_a_transaction(subject: Subject) {
    let store = &*subject.store;
    for ops in [[put("/a", "1"), put("/a", "2")], [put("/a", "1"), Op::Del(key("/a"))]] {
        let out = store.txn(&[], &ops).await;
        assert!(matches!(&out, Err(Error::DuplicateKey(k)) if *k == key("/a")), "{out:?}");
    }
    assert_eq!(rev(store).await, Rev(0));
}

pub async fn limits_are_refused_before_anything_happens(subject: Subject) {
    let store = &*subject.store;
    let large = vec![0_u8; VALUE_BYTES_MAX + 1];
    let out = store.txn(&[], &[put("/ok", "1"), put("/large", large)]).await;
    assert!(matches!(&out, Err(Error::ValueTooLarge { .. })), "{out:?}");

    let many = |n: usize| -> Vec<Op> { (0..n).map(|i| put(&format!("/n/{i}"), "")).collect() };
    let guards: Vec<Guard> =
        (0..=TXN_OPS_MAX).map(|i| Guard::Absent(key(&format!("/n/{i}")))).collect();
    let five: Vec<Op> =
        (0..5).map(|i| put(&format!("/five/{i}"), vec![0; VALUE_BYTES_MAX])).collect();
    for (guards, ops) in
        [(vec![], vec![]), (vec![], many(TXN_OPS_MAX + 1)), (guards, many(1)), (vec![], five)]
    {
        let out = store.txn(&guards, &ops).await;
        assert!(matches!(&out, Err(Error::Invalid(_))), "{out:?}");
    }
    assert_eq!(rev(store).await, Rev(0));
}

pub async fn the_largest_transaction_is_taken(subject: Subject) {
    let store = &*subject.store;
    let val = vec![7_u8; VALUE_BYTES_MAX];
    let mut ops: Vec<Op> = (0..3).map(|i| put(&format!("/large/{i}"), val.clone())).collect();
    ops.extend((3..TXN_OPS_MAX).map(|i| put(&format!("/small/{i}"), "")));
    let at = commit(store, &ops).await;
    let read = get(store, "/large/2").await.unwrap();
    assert_eq!((read.val.len(), read.modify), (VALUE_BYTES_MAX, at));
    assert_eq!(get(store, "/small/99").await.unwrap().modify, at);
}

pub async fn revisions_grow_by_one_and_only_with_a_change(subject: Subject) {
    let store = &*subject.store;
    assert_eq!(rev(store).await, Rev(0));
    assert_eq!(commit(store, &[put("/a", "1")]).await, Rev(1));
    assert_eq!(commit(store, &[put("/a", "1"), put("/b", "1")]).await, Rev(2));
    let out = store.txn(&[Guard::Absent(key("/a"))], &[put("/a", "2")]).await.unwrap();
    assert!(matches!(out, TxnOut::Conflict(_)));
    assert_eq!(commit(store, &[Op::Del(key("/none"))]).await, Rev(2));
    assert_eq!(commit(store, &[Op::Del(key("/none")), Op::Del(key("/b"))]).await, Rev(3));
    assert_eq!(store.status().await.unwrap().rev, Rev(3));
}

pub async fn versions_count_from_the_last_creation(subject: Subject) {
    let store = &*subject.store;
    let state = async || {
        let kv = get(store, "/a").await.unwrap();
        (kv.create.0, kv.modify.0, kv.version)
    };
    commit(store, &[put("/a", "1")]).await;
    assert_eq!(state().await, (1, 1, 1));
    commit(store, &[put("/a", "2")]).await;
    assert_eq!(state().await, (1, 2, 2));
    commit(store, &[Op::Del(key("/a"))]).await;
    commit(store, &[put("/a", "3")]).await;
    assert_eq!(state().await, (4, 4, 1));
}

pub async fn concurrent_increments_are_never_lost(subject: Subject) {
    const TASKS: u64 = 8;
    const EACH: u64 = 20;
    commit(&*subject.store, &[put("/n", "0")]).await;
    let tasks = (0..TASKS).map(|_| {
        let store = subject.store.clone();
        tokio::spawn(async move {
            let mut done = 0;
            while done < EACH {
                let kv = get(&*store, "/n").await.unwrap();
                let n: u64 = std::str::from_utf8(&kv.val).unwrap().parse().unwrap();
                let next = put("/n", (n + 1).to_string());
                if let TxnOut::Committed(_) = store.txn(&[kv.unchanged()], &[next]).await.unwrap() {
                    done += 1;
                }
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let kv = get(&*subject.store, "/n").await.unwrap();
    assert_eq!(kv.val, (TASKS * EACH).to_string());
    assert_eq!(kv.version, TASKS * EACH + 1);
}

pub async fn compaction_of_the_future_is_refused(subject: Subject) {
    let store = &*subject.store;
    commit(store, &[put("/a", "1")]).await;
    let out = store.compact(Rev(2)).await;
    assert!(matches!(out, Err(Error::Future { asked: Rev(2), current: Rev(1) })), "{out:?}");
    store.compact(Rev(1)).await.unwrap();
    store.compact(Rev(0)).await.unwrap();
    assert_eq!(store.status().await.unwrap().compacted, Rev(1));
}
