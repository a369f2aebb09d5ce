//! The feed: what is committed is in the tables, in order, and who listens is told.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use ferrogate_records::ecs::{cluster, setting};
use ferrogate_state::{Changes, Fault};
use ferrogate_store::{Op, Prefix, Read, Rev, Store, TxnOut};

use crate::flaky::Flaky;
use crate::support::{Bed, key, names, put, set, within};

type Settings = setting::Record;

#[tokio::test]
async fn a_read_after_a_write_sees_the_write() {
    let bed = Bed::new();
    bed.commit(&[set("ann", "1")]).await;
    let state = bed.state().await;
    assert_eq!(names(&state), ["ann"]);
    for i in 0..50 {
        let rev = bed.commit(&[set(&format!("n{i:02}"), "1")]).await;
        let now = within(state.at(rev)).await.unwrap();
        assert_eq!(now.table::<Settings>().all().unwrap().count(), i + 2);
        assert!(now.rev() >= rev);
    }
    // A write of what nobody keeps in memory moves the revision on, too.
    let rev = bed.commit(&[put("/op/tom", "{}")]).await;
    assert_eq!(within(state.synced()).await.unwrap().rev(), rev);
    assert_eq!(state.stale_for(), None);
    bed.end().await;
}

#[tokio::test]
async fn reading_again_finds_the_very_record_that_was_decoded_once() {
    let bed = Bed::new();
    bed.commit(&[set("ann", "1"), set("bob", "1")]).await;
    let state = bed.state().await;
    let first = state.table::<Settings>().get("/setting/ann").unwrap().unwrap();
    let rev = bed.commit(&[set("bob", "2")]).await;
    let now = within(state.at(rev)).await.unwrap();
    let again = now.table::<Settings>().list(&Prefix::root()).unwrap();
    assert!(Arc::ptr_eq(&first, &again[0]));
    assert_eq!(again[1].value, "2");
    bed.end().await;
}

#[tokio::test]
async fn changes_begin_with_all_keys_and_tell_each_key_once() {
    let bed = Bed::new();
    bed.commit(&[set("ann", "1"), set("bob", "1"), put("/cluster/no", "{}")]).await;
    let state = bed.state().await;
    let mut changes = state.changes::<Settings>();
    let told = |names: &[&str]| names.iter().map(|n| key(&format!("/setting/{n}"))).collect();
    assert_eq!(within(changes.next()).await.unwrap(), told(&["ann", "bob"]));
    let mut last = Rev(0);
    for _ in 0..10 {
        bed.commit(&[set("cyd", "1"), put("/cluster/no", "{}")]).await;
        last = bed.commit(&[Op::Del(key("/setting/cyd")), set("bob", "2")]).await;
    }
    within(state.at(last)).await.unwrap();
    assert_eq!(within(changes.next()).await.unwrap(), told(&["bob", "cyd"]));
    bed.shutdown.finish().await;
    assert_eq!(within(changes.next()).await, None);
    assert!(state.changes::<cluster::Record>().next().await.is_some(), "first what is there");
    bed.end().await;
}

#[tokio::test]
async fn who_follows_two_kinds_hears_of_both_once_both_can_be_read() {
    let bed = Bed::new();
    let state = bed.state().await;
    let mut changes = Changes::default();
    state.tell::<Settings>(&changes);
    state.tell::<cluster::Record>(&changes);
    bed.commit(&[set("ann", "1"), put("/cluster/c", "{}"), put("/op/o", "{}")]).await;
    let told = within(changes.next()).await.unwrap();
    assert_eq!(told, [key("/cluster/c"), key("/setting/ann")].into());
    assert!(state.table::<Settings>().get("/setting/ann").unwrap().is_some());
    assert!(state.table::<cluster::Record>().get("/cluster/c").is_err());
    bed.end().await;
}

#[tokio::test]
async fn a_record_of_a_newer_engine_is_told_of_until_it_is_gone() {
    let bed = Bed::new();
    let newer = put("/setting/new", br#"{"v":2,"name":"new"}"#.to_vec());
    bed.commit(&[set("ann", "1"), newer]).await;
    let state = bed.state().await;
    let refused = state.table::<Settings>().all().map(|_| ()).unwrap_err();
    let why = std::error::Error::source(&refused).unwrap().to_string();
    assert!(why.contains("/setting/new") && why.contains("schema 2"), "{why}");
    assert!(state.changes::<Settings>().next().await.unwrap().contains("/setting/new"));
    let healed = bed.commit(&[Op::Del(key("/setting/new"))]).await;
    within(state.at(healed)).await.unwrap();
    assert_eq!(names(&state), ["ann"]);
    bed.end().await;
}

#[tokio::test]
async fn an_update_of_what_was_read_keeps_unknown_fields_and_is_guarded() {
    let bed = Bed::new();
    let val = br#"{"v":1,"name":"ann","value":"1","principal":"p","chip":{"id":7}}"#.to_vec();
    bed.commit(&[put("/setting/ann", val)]).await;
    let state = bed.state().await;
    let entry = state.table::<Settings>().get("/setting/ann").unwrap().unwrap();
    let mut next = entry.doc.clone();
    next.value = "2".into();
    let ops = [Op::put(entry.key.clone(), next.encode(1).unwrap())];
    let rev = bed.commit_if(&[entry.unchanged()], &ops).await;
    within(state.at(rev)).await.unwrap();
    let (found, _) = bed.store.get(&[key("/setting/ann")], Read::Linear).await.unwrap();
    let json: serde_json::Value = serde_json::from_slice(&found[0].as_ref().unwrap().val).unwrap();
    let want = serde_json::json!(
        {"v": 1, "name": "ann", "value": "2", "principal": "p", "chip": {"id": 7}});
    assert_eq!(json, want);
    let again = bed.store.txn(&[entry.unchanged()], &ops).await.unwrap();
    assert!(matches!(again, TxnOut::Conflict(_)));
    bed.end().await;
}

#[tokio::test]
async fn who_waits_for_a_revision_of_a_closed_store_hears_so_and_reads_go_on() {
    let bed = Bed::new();
    bed.commit(&[set("ann", "1")]).await;
    let state = bed.state().await;
    bed.store.close().await;
    let waited = within(state.at(Rev(99))).await;
    assert!(matches!(waited, Err(Fault::Closed)));
    assert!(state.stale_for().is_some());
    assert_eq!(names(&state), ["ann"]);
    assert_eq!(within(state.at(Rev(1))).await.unwrap().rev(), Rev(1));
    bed.end().await;
}

#[tokio::test]
async fn who_waits_for_a_revision_hears_of_the_shutdown() {
    let bed = Bed::new();
    let state = bed.state().await;
    let waiting = tokio::spawn({
        let state = state.clone();
        async move { state.at(Rev(1)).await.map(|now| now.rev()) }
    });
    within(bed.shutdown.finish()).await;
    assert!(matches!(within(waiting).await.unwrap(), Err(Fault::Closed)));
    bed.end().await;
}

#[tokio::test]
async fn who_waits_hears_of_a_panic_of_what_feeds_the_tables() {
    let bed = Bed::new();
    bed.commit(&[set("ann", "1")]).await;
    let flaky = Arc::new(Flaky::panicking(bed.store.clone()));
    let state = bed.state_over(flaky.clone()).await;
    let mut changes = state.changes::<Settings>();
    assert!(within(changes.next()).await.is_some());
    flaky.fail.notify_one();
    assert!(matches!(within(state.at(Rev(99))).await, Err(Fault::Closed)));
    assert_eq!(within(changes.next()).await, None);
    assert!(state.stale_for().is_some());
    assert_eq!(names(&state), ["ann"]);
    bed.end().await;
}

#[tokio::test(start_paused = true)]
async fn failing_and_compacted_watches_are_survived_and_lose_no_change() {
    let bed = Bed::new();
    bed.commit(&[set("ann", "1"), set("bob", "1")]).await;
    let flaky = Arc::new(Flaky::new(bed.store.clone()));
    let state = bed.state_over(flaky.clone()).await;
    let mut changes = state.changes::<Settings>();
    let mut told = within(changes.next()).await.unwrap();
    let before = state.snapshot();
    // Nobody tells the state of this; then its watch fails, and the next finds its history
    // gone, up to the very revision that deleted something.
    let last = bed.commit(&[Op::Del(key("/setting/ann")), set("cyd", "1")]).await;
    bed.store.compact(last).await.unwrap();
    flaky.fail.notify_one();
    state.at(last).await.unwrap();
    assert_eq!(names(&state), ["bob", "cyd"]);
    assert_eq!(before.table::<Settings>().all().unwrap().count(), 2, "what was taken stays");
    while !told.contains("/setting/cyd") {
        told = changes.next().await.unwrap();
    }
    assert!(told.contains("/setting/ann"), "a deletion during the gap is told: {told:?}");
    let last = bed.commit(&[set("dan", "1")]).await;
    state.at(last).await.unwrap();
    assert_eq!(state.stale_for(), None);
    assert_eq!(flaky.watches.load(Ordering::SeqCst), 3);
    bed.end().await;
}
