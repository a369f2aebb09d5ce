//! Campaigns: one holder, and a guard that outlives no term.

use std::time::Duration;

use super::{Subject, commit_if, key, put};
use crate::error::Error;
use crate::model::TxnOut;

const TTL: Duration = Duration::from_secs(5);

pub async fn a_role_has_one_holder_and_passes_on_when_its_lease_ends(subject: Subject) {
    let store = subject.store.clone();
    let role = key("/term/scheduler");
    let first = store.lease_grant(TTL).await.unwrap();
    let second = store.lease_grant(TTL * 100).await.unwrap();
    let won = store.campaign(&role, first, "first").await.unwrap();
    let mut waiting = std::pin::pin!(store.campaign(&role, second, "second"));
    // Polled, it finds the role taken and waits.
    for _ in 0..3 {
        tokio::select! {
            biased;
            term = &mut waiting => panic!("two holders: {term:?}"),
            held = store.get(std::slice::from_ref(&role), crate::Read::Linear) => {
                assert_eq!(held.unwrap().0[0].as_ref().unwrap().modify, won.fence);
            }
        }
    }
    (subject.pass)(TTL).await;
    let next = waiting.await.unwrap();
    assert!(next.fence > won.fence);
    assert_eq!(next.key, role);
}

pub async fn a_deposed_leader_can_not_write(subject: Subject) {
    let store = &*subject.store;
    let role = key("/term/scheduler");
    let (old, new) = (store.lease_grant(TTL).await.unwrap(), store.lease_grant(TTL).await.unwrap());
    let deposed = store.campaign(&role, old, "old").await.unwrap();
    commit_if(store, &[deposed.guard()], &[put("/work", "by old")]).await;
    store.lease_revoke(old).await.unwrap();
    let late = store.txn(&[deposed.guard()], &[put("/work", "late")]).await.unwrap();
    assert!(matches!(late, TxnOut::Conflict(_)), "{late:?}");
    let leads = store.campaign(&role, new, "new").await.unwrap();
    commit_if(store, &[leads.guard()], &[put("/work", "by new")]).await;
    let late = store.txn(&[deposed.guard()], &[put("/work", "late")]).await.unwrap();
    assert!(matches!(late, TxnOut::Conflict(_)), "{late:?}");
}

pub async fn asking_again_returns_the_same_term(subject: Subject) {
    let store = &*subject.store;
    let role = key("/term/scheduler");
    let lease = store.lease_grant(TTL).await.unwrap();
    let term = store.campaign(&role, lease, "me").await.unwrap();
    assert_eq!(store.campaign(&role, lease, "me").await.unwrap(), term);
    store.lease_revoke(lease).await.unwrap();
    let out = store.campaign(&role, lease, "me").await;
    assert!(matches!(out, Err(Error::LeaseExpired(_))), "{out:?}");
}
