//! Leases: never early, final, seen by watchers.

use std::time::Duration;

use super::{Subject, commit, get, key, next_batch, prefix, put};
use crate::contract::{Store, list_all};
use crate::error::Error;
use crate::limits::TXN_OPS_MAX;
use crate::model::{Event, LeaseId, Op, Rev};

const TTL: Duration = Duration::from_secs(5);
const EARLY: Duration = Duration::from_millis(2500);

fn leased(text: &str, lease: LeaseId) -> Op {
    Op::put_leased(key(text), "leased", lease)
}

/// Returns once the key is gone; the caller has a deadline.
async fn gone(store: &dyn Store, text: &str, since: Rev) {
    let mut watch = store.watch(&key(text).parent(), since);
    while get(store, text).await.is_some() {
        next_batch(&mut watch).await;
    }
}

pub async fn a_lease_ends_at_its_time_and_not_before(subject: Subject) {
    let store = &*subject.store;
    let lease = store.lease_grant(TTL).await.unwrap();
    let at = commit(store, &[leased("/l/a", lease), put("/l/free", "")]).await;
    assert_eq!(get(store, "/l/a").await.unwrap().lease, Some(lease));
    (subject.pass)(EARLY).await;
    assert!(get(store, "/l/a").await.is_some());
    (subject.pass)(TTL - EARLY).await;
    gone(store, "/l/a", at).await;
    assert!(get(store, "/l/free").await.is_some());
}

pub async fn watchers_see_the_keys_of_a_lease_go(subject: Subject) {
    let store = &*subject.store;
    let lease = store.lease_grant(TTL).await.unwrap();
    let at = commit(store, &[leased("/l/a", lease), leased("/l/b", lease)]).await;
    let mut watch = store.watch(&prefix("/l"), at);
    (subject.pass)(TTL).await;
    let (rev, mut events) = next_batch(&mut watch).await;
    assert_eq!(rev, Rev(at.0 + 1));
    events.sort_by(|a, b| a.key().cmp(b.key()));
    let [Event::Del { key: a, prev: Some(prev) }, Event::Del { key: b, .. }] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!((a, b, prev.modify), (&key("/l/a"), &key("/l/b"), at));
}

pub async fn a_kept_lease_lives_on(subject: Subject) {
    let store = &*subject.store;
    let lease = store.lease_grant(TTL).await.unwrap();
    let at = commit(store, &[leased("/l/a", lease)]).await;
    for _ in 0..4 {
        (subject.pass)(EARLY).await;
        assert_eq!(store.lease_keep(lease).await.unwrap(), TTL);
    }
    assert!(get(store, "/l/a").await.is_some());
    (subject.pass)(TTL).await;
    gone(store, "/l/a", at).await;
}

pub async fn an_ended_lease_is_final(subject: Subject) {
    let store = &*subject.store;
    let lease = store.lease_grant(TTL).await.unwrap();
    let at = commit(store, &[leased("/l/a", lease)]).await;
    store.lease_revoke(lease).await.unwrap();
    gone(store, "/l/a", at).await;
    let kept = store.lease_keep(lease).await;
    assert!(matches!(kept, Err(Error::LeaseExpired(id)) if id == lease), "{kept:?}");
    let out = store.txn(&[], &[put("/l/free", ""), leased("/l/b", lease)]).await;
    assert!(matches!(out, Err(Error::LeaseExpired(id)) if id == lease), "{out:?}");
    assert!(get(store, "/l/free").await.is_none());
    store.lease_revoke(lease).await.unwrap();
    assert_ne!(store.lease_grant(TTL).await.unwrap(), lease);
}

pub async fn a_key_that_is_written_again_without_the_lease_stays(subject: Subject) {
    let store = &*subject.store;
    let lease = store.lease_grant(TTL).await.unwrap();
    let other = store.lease_grant(TTL * 10).await.unwrap();
    commit(store, &[leased("/l/a", lease), leased("/l/b", lease), leased("/l/c", lease)]).await;
    commit(store, &[put("/l/a", "mine")]).await;
    commit(store, &[leased("/l/b", other)]).await;
    store.lease_revoke(lease).await.unwrap();
    assert_eq!(get(store, "/l/a").await.unwrap().lease, None);
    assert_eq!(get(store, "/l/b").await.unwrap().lease, Some(other));
    assert!(get(store, "/l/c").await.is_none());
}

pub async fn a_lease_of_many_keys_takes_them_all(subject: Subject) {
    let store = &*subject.store;
    let lease = store.lease_grant(TTL).await.unwrap();
    for group in 0..15 {
        let ops: Vec<Op> =
            (0..TXN_OPS_MAX).map(|i| leased(&format!("/l/{group}/{i}"), lease)).collect();
        commit(store, &ops).await;
    }
    store.lease_revoke(lease).await.unwrap();
    assert!(list_all(store, &prefix("/l")).await.unwrap().0.is_empty());
}

pub async fn times_out_of_range_are_refused(subject: Subject) {
    for ttl in [Duration::from_millis(4999), Duration::from_secs(24 * 3600 + 1)] {
        let out = subject.store.lease_grant(ttl).await;
        assert!(matches!(out, Err(Error::Invalid(_))), "{out:?}");
    }
}
