//! Two servers over one store: the older one writes nothing any more, whether it has heard of
//! the newer one or not.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::clock::ManualClock;
use ferrogate_base::health::{Health, Need, Status};
use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_controllers::ecs::gc::Collector;
use ferrogate_controllers::engine::{self, Cx, Next, Reconciler};
use ferrogate_records::ecs::task::{self, KEPT_MS};
use ferrogate_records::term;
use ferrogate_state::{Changes, Fault, State};
use ferrogate_store::{
    Guard, Key, Kv, LeaseId, ListPage, Op, Page, Prefix, Read, Result, Rev, SqliteOptions,
    SqliteStore, Store, StoreStatus, TxnOut, WatchStream, Watched,
};
use futures_util::StreamExt;
use tokio::sync::watch;

use crate::bed::{Bed, DEADLINE, definition, id, scope, task};

/// A store that tells its watchers nothing after a term has begun, as if they hung.
#[derive(Debug)]
struct Mute(SqliteStore);

#[async_trait]
impl Store for Mute {
    async fn get(&self, keys: &[Key], read: Read) -> Result<(Vec<Option<Kv>>, Rev)> {
        self.0.get(keys, read).await
    }

    async fn list(&self, prefix: &Prefix, at: Option<Rev>, page: Page) -> Result<ListPage> {
        self.0.list(prefix, at, page).await
    }

    async fn txn(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.0.txn(guards, ops).await
    }

    fn watch(&self, prefix: &Prefix, after: Rev) -> WatchStream {
        let mut begun = false;
        let until_begun = move |item: &Result<Watched>| {
            let told = !begun;
            begun |= matches!(item, Ok(Watched::Batch { events, .. })
                if events.iter().any(|event| *event.key() == key(&term::key())));
            std::future::ready(told)
        };
        let told = self.0.watch(prefix, after).take_while(until_begun);
        told.chain(futures_util::stream::pending()).boxed()
    }

    async fn lease_grant(&self, ttl: Duration) -> Result<LeaseId> {
        self.0.lease_grant(ttl).await
    }

    async fn lease_keep(&self, id: LeaseId) -> Result<Duration> {
        self.0.lease_keep(id).await
    }

    async fn lease_revoke(&self, id: LeaseId) -> Result<()> {
        self.0.lease_revoke(id).await
    }

    async fn compact(&self, keep_after: Rev) -> Result<()> {
        self.0.compact(keep_after).await
    }

    async fn status(&self) -> Result<StoreStatus> {
        self.0.status().await
    }
}

async fn server(store: Arc<dyn Store>, who: &str, shutdown: &Shutdown) -> Cx {
    let clock = Arc::new(ManualClock::new(TimestampMs(KEPT_MS * 3)));
    let state = State::open(store, clock, shutdown).await.unwrap();
    let cx = tokio::time::timeout(DEADLINE, Cx::lead(state, who, shutdown)).await;
    cx.expect("nobody is waited for").unwrap()
}

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

async fn value(store: &SqliteStore, at: &Key) -> Option<Vec<u8>> {
    let (mut found, _) = store.get(std::slice::from_ref(at), Read::Linear).await.unwrap();
    found.remove(0).map(|kv| kv.val.to_vec())
}

/// Two servers that share a store, and the older one hears nothing of what the other does.
struct Two {
    store: SqliteStore,
    old: Cx,
    new: Cx,
    shutdown: Shutdown,
    _folder: tempfile::TempDir,
}

impl Two {
    async fn over(records: &[(String, serde_json::Value)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
        let ops: Vec<_> =
            records.iter().map(|(at, record)| Op::put(key(at), record.to_string())).collect();
        if !ops.is_empty() {
            store.txn(&[], &ops).await.unwrap();
        }
        let shutdown = Shutdown::new();
        let old = server(Arc::new(Mute(store.clone())), "old", &shutdown).await;
        let new = server(Arc::new(store.clone()), "new", &shutdown).await;
        Self { store, old, new, shutdown, _folder: folder }
    }

    async fn end(self) {
        self.shutdown.finish().await;
        self.store.close().await;
    }
}

#[tokio::test]
async fn what_a_deposed_leader_writes_never_lands_and_the_next_one_s_does() {
    let two = Two::over(&[]).await;
    assert!(two.old.leads(), "it has not heard of the other");
    let at = key("/work");
    for ops in [[Op::put(at.clone(), "old")], [Op::Del(key(&term::key()))]] {
        let late = two.old.commit(&[], &ops).await;
        assert!(matches!(late, Err(Fault::Deposed)), "{late:?}");
        let late = two.old.commit_from_reserve(&[], &ops).await;
        assert!(matches!(late, Err(Fault::Deposed)), "{late:?}");
    }
    assert!(!two.old.leads());
    assert_eq!(value(&two.store, &at).await, None);
    let by_new = two.new.commit(&[Guard::Absent(at.clone())], &[Op::put(at.clone(), "new")]).await;
    assert!(by_new.unwrap().is_some());
    // A guard of its own that does not hold is no deposition.
    let conflict = two.new.commit(&[Guard::Absent(at.clone())], &[Op::Del(at.clone())]).await;
    assert_eq!(conflict.unwrap(), None);
    assert!(two.new.leads());
    assert_eq!(value(&two.store, &at).await.as_deref(), Some(&b"new"[..]));
    two.end().await;
}

#[tokio::test]
async fn a_deposed_leader_collects_nothing() {
    let (at, mut stopped) = task(1, 256, "web");
    stopped["status"] = "STOPPED".into();
    stopped["desired"] = "STOPPED".into();
    stopped["at"]["stopped"] = 2000.into();
    let (definition_at, mut over) = definition("gone");
    over["status"] = "DELETE_IN_PROGRESS".into();
    let two = Two::over(&[(at.clone(), stopped), (definition_at.clone(), over)]).await;
    let mut refused = 0;
    for heap in Collector.always() {
        refused +=
            u32::from(matches!(Collector.reconcile(&two.old, &heap).await, Err(Fault::Deposed)));
    }
    assert_eq!(refused, 2, "a task and a definition");
    assert!(value(&two.store, &key(&at)).await.is_some());
    assert!(value(&two.store, &key(&definition_at)).await.is_some());
    for heap in Collector.always() {
        Collector.reconcile(&two.new, &heap).await.unwrap();
    }
    assert_eq!(value(&two.store, &key(&at)).await, None);
    assert_eq!(value(&two.store, &key(&definition_at)).await, None);
    two.end().await;
}

/// Writes its one key again and again, and counts how often it was asked to.
struct Writer(watch::Sender<u32>);

#[async_trait]
impl Reconciler for Writer {
    const NAME: &'static str = "writer";
    type Key = ();

    fn watch(&self, _: &State, _: &Changes) {}

    fn wakes(&self, _: &State, _: &Key) -> Vec<()> {
        vec![]
    }

    fn always(&self) -> Vec<()> {
        vec![()]
    }

    async fn reconcile(&self, cx: &Cx, (): &()) -> std::result::Result<Next, Fault> {
        self.0.send_modify(|looks| *looks += 1);
        cx.commit(&[], &[Op::put(key("/work"), "old")]).await?;
        Ok(Next::Now)
    }
}

#[tokio::test]
async fn a_reconciler_of_a_deposed_leader_stands_by_and_health_says_so() {
    let two = Two::over(&[]).await;
    let (writer, health) = (Arc::new(Writer(watch::Sender::default())), Health::default());
    engine::start(writer.clone(), Need::Vital, &two.old, &health, &two.shutdown);
    let mut looks = writer.0.subscribe();
    let looked = tokio::time::timeout(DEADLINE, looks.wait_for(|looks| *looks > 0)).await;
    drop(looked.expect("it looks within the deadline").unwrap());
    let down = async {
        while health.reports()[0].condition.status != Status::Down {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, down).await.expect("it stands by within the deadline");
    let condition = health.reports()[0].condition.clone();
    assert_eq!(condition.reason.as_deref(), Some("another server leads the engine"));
    assert_eq!((condition.restarts, *writer.0.borrow()), (0, 1), "it does not try again");
    assert_eq!(value(&two.store, &key("/work")).await, None);
    two.end().await;
}

#[tokio::test]
async fn controllers_that_hear_of_another_leader_place_nothing_more() {
    let bed = Bed::with(&[definition("web")]).await;
    let _host = bed.host().await;
    let end = Shutdown::new();
    let next = server(bed.state.store.clone(), "next", &end).await;
    let deposed = async {
        while bed.health.reports().iter().any(|part| part.condition.status != Status::Down) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, deposed).await.expect("they stand by within the deadline");
    bed.put(&[task(1, 256, "web")]).await;
    let rev = bed.state.store.status().await.unwrap().rev;
    let now = bed.state.at(rev).await.unwrap();
    let at = task::key(&scope(), "default", &id(1));
    let waits = now.table::<task::Record>().get(&at).unwrap().unwrap();
    assert!(waits.binding.is_none());
    assert!(next.leads());
    end.finish().await;
    bed.end().await;
}
