//! Typed caches: fresh when asked, cheap to read, closed when in doubt.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::Shutdown;
use ferrogate_store::{
    Cache, Error, Guard, Key, Kv, LeaseId, ListPage, Op, Page, Prefix, Read, Result, Rev,
    SqliteStore, Store, StoreStatus, TxnOut, WatchStream, cache, codec,
};
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Deserializer, Serialize};
use tokio::sync::Notify;

use crate::support::{commit, commit_if, key, open, put, within};

static DECODED: AtomicUsize = AtomicUsize::new(0);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Dog {
    name: String,
}

/// Counts how often it is decoded.
#[derive(Debug, Serialize)]
struct Counted {
    n: u64,
}

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Plain {
            n: u64,
        }
        DECODED.fetch_add(1, Ordering::SeqCst);
        Plain::deserialize(from).map(|plain| Self { n: plain.n })
    }
}

struct Bed {
    dir: tempfile::TempDir,
    store: Arc<SqliteStore>,
    shutdown: Shutdown,
}

impl Bed {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Arc::new(open(dir.path()));
        Self { dir, store, shutdown: Shutdown::new() }
    }

    async fn dogs(&self) -> Cache<Dog> {
        let prefix = Prefix::new("/dog").unwrap();
        Cache::open(self.store.clone(), prefix, 1, &self.shutdown).await.unwrap()
    }

    async fn end(self) {
        within(self.shutdown.finish()).await;
        self.store.close().await;
        self.dir.close().unwrap();
    }
}

fn dog(name: &str) -> Op {
    let val = codec::encode(1, &Dog { name: name.into() }).unwrap();
    Op::put(key(&format!("/dog/{name}")), val)
}

fn names(cache: &Cache<Dog>) -> Vec<String> {
    cache.read().unwrap().iter().map(|dog| dog.name.clone()).collect()
}

#[tokio::test]
async fn a_read_after_a_write_sees_the_write() {
    let bed = Bed::new();
    commit(&*bed.store, &[dog("ann")]).await;
    let cache = bed.dogs().await;
    assert_eq!(names(&cache), ["ann"]);
    for i in 0..50 {
        let rev = commit(&*bed.store, &[dog(&format!("n{i:02}"))]).await;
        within(cache.wait_for(rev)).await.unwrap();
        assert_eq!(cache.read().unwrap().len(), i + 2);
    }
    // A write elsewhere moves the cache on, too.
    commit(&*bed.store, &[put("/cat/tom", "{}")]).await;
    within(cache.sync()).await.unwrap();
    assert_eq!(cache.rev(), Rev(52));
    assert_eq!(cache.stale_for(), None);
    bed.end().await;
}

#[tokio::test]
async fn reading_decodes_nothing() {
    let bed = Bed::new();
    let mut last = Rev(0);
    for n in 0..100_u64 {
        let val = codec::encode(1, &Counted { n }).unwrap();
        last = commit(&*bed.store, &[Op::put(key(&format!("/n/{n}")), val)]).await;
    }
    let prefix = Prefix::new("/n").unwrap();
    let cache: Cache<Counted> =
        Cache::open(bed.store.clone(), prefix.clone(), 1, &bed.shutdown).await.unwrap();
    within(cache.wait_for(last)).await.unwrap();
    let before = DECODED.load(Ordering::SeqCst);
    assert!(before >= 100, "each was decoded when it came");
    let sum: u64 = cache.list(&prefix).unwrap().iter().map(|entry| entry.n).sum();
    assert_eq!(sum, 4950);
    assert_eq!(cache.get(&key("/n/7")).unwrap().unwrap().n, 7);
    assert_eq!(DECODED.load(Ordering::SeqCst), before);
    bed.end().await;
}

#[tokio::test]
async fn lists_are_in_key_order_and_continue_after_a_key() {
    let bed = Bed::new();
    for name in ["bob", "ann", "cyd", "bo"] {
        commit(&*bed.store, &[dog(name)]).await;
    }
    commit(&*bed.store, &[put("/dogs/none", "{}")]).await;
    let cache = bed.dogs().await;
    assert_eq!(names(&cache), ["ann", "bo", "bob", "cyd"]);
    let prefix = Prefix::new("/dog").unwrap();
    let after = |name: &str| -> Vec<String> {
        let read = cache.read().unwrap();
        read.under_after(&prefix, &key(name)).map(|dog| dog.name.clone()).collect()
    };
    assert_eq!(after("/dog/bo"), ["bob", "cyd"]);
    assert_eq!(after("/cat"), ["ann", "bo", "bob", "cyd"]);
    assert!(after("/dog/cyd").is_empty());
    assert!(after("/zebra").is_empty());
    bed.end().await;
}

#[tokio::test]
async fn changes_begin_with_all_keys_and_tell_each_key_once() {
    let bed = Bed::new();
    commit(&*bed.store, &[dog("ann"), dog("bob")]).await;
    let cache = bed.dogs().await;
    let mut changes = cache.changes();
    let told = |names: &[&str]| names.iter().map(|n| key(&format!("/dog/{n}"))).collect();
    assert_eq!(within(changes.next()).await.unwrap(), told(&["ann", "bob"]));
    let mut last = Rev(0);
    for _ in 0..10 {
        commit(&*bed.store, &[dog("cyd")]).await;
        last = commit(&*bed.store, &[Op::Del(key("/dog/cyd")), dog("bob")]).await;
    }
    within(cache.wait_for(last)).await.unwrap();
    assert_eq!(within(changes.next()).await.unwrap(), told(&["bob", "cyd"]));
    bed.shutdown.finish().await;
    assert_eq!(within(changes.next()).await, None);
    bed.end().await;
}

#[tokio::test]
async fn a_record_of_a_newer_engine_fails_the_reads_that_would_have_to_answer_it() {
    let bed = Bed::new();
    commit(&*bed.store, &[dog("ann")]).await;
    let cache = bed.dogs().await;
    let newer = put("/dog/pack/new", br#"{"v":2,"name":"new"}"#.to_vec());
    within(cache.wait_for(commit(&*bed.store, &[newer]).await)).await.unwrap();
    let refused = [
        cache.get(&key("/dog/pack/new")).map(|_| ()),
        cache.list(&Prefix::of(&["dog", "pack"]).unwrap()).map(|_| ()),
        cache.list(&Prefix::root()).map(|_| ()),
        cache.read().map(|_| ()),
    ];
    for read in refused {
        let Err(cache::Error::Unreadable(e)) = read else {
            panic!("a record left out looks deleted");
        };
        assert!(e.to_string().contains("/new") && e.to_string().contains("schema 2"), "{e}");
    }
    assert_eq!(cache.get(&key("/dog/ann")).unwrap().unwrap().name, "ann");
    assert!(cache.list(&Prefix::of(&["dog", "none"]).unwrap()).unwrap().is_empty());
    let (readable, unreadable) = cache.readable();
    assert_eq!((readable.len(), unreadable), (1, 1));
    assert!(cache.changes().next().await.unwrap().contains("/dog/pack/new"));
    let healed = commit(&*bed.store, &[Op::Del(key("/dog/pack/new"))]).await;
    within(cache.wait_for(healed)).await.unwrap();
    assert_eq!(names(&cache), ["ann"]);
    bed.end().await;
}

#[tokio::test]
async fn an_update_through_the_cache_keeps_unknown_fields_and_is_guarded() {
    let bed = Bed::new();
    let val = br#"{"v":1,"name":"ann","chip":{"id":7}}"#.to_vec();
    commit(&*bed.store, &[put("/dog/ann", val)]).await;
    let cache = bed.dogs().await;
    let entry = cache.get(&key("/dog/ann")).unwrap().unwrap();
    let next = entry.doc.with(Dog { name: "anna".into() }).encode(1).unwrap();
    let ops = [Op::put(entry.key.clone(), next)];
    let rev = commit_if(&*bed.store, &[entry.unchanged()], &ops).await;
    within(cache.wait_for(rev)).await.unwrap();
    let kv = bed.store.get(&[key("/dog/ann")], Read::Linear).await.unwrap().0.remove(0).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&kv.val).unwrap();
    assert_eq!(json, serde_json::json!({"v": 1, "name": "anna", "chip": {"id": 7}}));
    let again = bed.store.txn(&[entry.unchanged()], &ops).await.unwrap();
    assert!(matches!(again, TxnOut::Conflict(_)));
    bed.end().await;
}

#[tokio::test]
async fn a_cache_whose_store_is_closed_says_so_and_stays_readable() {
    let bed = Bed::new();
    commit(&*bed.store, &[dog("ann")]).await;
    let cache = bed.dogs().await;
    bed.store.close().await;
    let waited = within(cache.wait_for(Rev(99))).await;
    assert!(matches!(waited, Err(cache::Error::Closed)), "{waited:?}");
    assert!(cache.stale_for().is_some());
    assert_eq!(names(&cache), ["ann"]);
    bed.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_cache_survives_failing_and_compacted_watches() {
    let bed = Bed::new();
    commit(&*bed.store, &[dog("ann"), dog("bob")]).await;
    let flaky = Arc::new(Flaky::new(bed.store.clone()));
    let prefix = Prefix::new("/dog").unwrap();
    let cache: Cache<Dog> = Cache::open(flaky.clone(), prefix, 1, &bed.shutdown).await.unwrap();
    let mut changes = cache.changes();
    let mut told = within(changes.next()).await.unwrap();
    // Nobody tells the cache of this; then its watch fails, and the next finds its history
    // gone.
    let last = commit(&*bed.store, &[Op::Del(key("/dog/ann")), dog("cyd")]).await;
    flaky.fail.notify_one();
    cache.wait_for(last).await.unwrap();
    assert_eq!(names(&cache), ["bob", "cyd"]);
    while !told.contains("/dog/cyd") {
        told = changes.next().await.unwrap();
    }
    assert!(told.contains("/dog/ann"), "a deletion during the gap is told: {told:?}");
    let last = commit(&*bed.store, &[dog("dan")]).await;
    cache.wait_for(last).await.unwrap();
    assert_eq!(cache.stale_for(), None);
    assert_eq!(flaky.watches.load(Ordering::SeqCst), 3);
    bed.end().await;
}

/// A store whose first watch is silent and then fails, and whose second is compacted.
#[derive(Debug)]
struct Flaky {
    store: Arc<SqliteStore>,
    watches: AtomicUsize,
    fail: Arc<Notify>,
}

impl Flaky {
    fn new(store: Arc<SqliteStore>) -> Self {
        Self { store, watches: AtomicUsize::new(0), fail: Arc::default() }
    }
}

#[async_trait]
impl Store for Flaky {
    async fn get(&self, keys: &[Key], read: Read) -> Result<(Vec<Option<Kv>>, Rev)> {
        self.store.get(keys, read).await
    }

    async fn list(&self, prefix: &Prefix, at: Option<Rev>, page: Page) -> Result<ListPage> {
        self.store.list(prefix, at, page).await
    }

    async fn txn(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.store.txn(guards, ops).await
    }

    fn watch(&self, prefix: &Prefix, after: Rev) -> WatchStream {
        match self.watches.fetch_add(1, Ordering::SeqCst) {
            0 => {
                let fail = self.fail.clone();
                let source = Arc::new(std::io::Error::other("gone"));
                stream::once(async move {
                    fail.notified().await;
                    Err(Error::Backend { what: "watch", source })
                })
                .boxed()
            }
            1 => stream::iter([Err(Error::Compacted { oldest: Rev(1) })]).boxed(),
            _ => self.store.watch(prefix, after),
        }
    }

    async fn lease_grant(&self, ttl: Duration) -> Result<LeaseId> {
        self.store.lease_grant(ttl).await
    }

    async fn lease_keep(&self, id: LeaseId) -> Result<Duration> {
        self.store.lease_keep(id).await
    }

    async fn lease_revoke(&self, id: LeaseId) -> Result<()> {
        self.store.lease_revoke(id).await
    }

    async fn compact(&self, keep_after: Rev) -> Result<()> {
        self.store.compact(keep_after).await
    }

    async fn status(&self) -> Result<StoreStatus> {
        self.store.status().await
    }
}
