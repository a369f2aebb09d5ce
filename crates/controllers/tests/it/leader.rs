//! Two servers over one store: the older one writes nothing any more, whether it has heard of
//! the newer one or not.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::clock::ManualClock;
use ferrogate_base::health::{Health, Need, Report, Status};
use ferrogate_base::{Epoch, Shutdown, TaskKey, TimestampMs};
use ferrogate_controllers::ecs::gc::Collector;
use ferrogate_controllers::engine::{self, Cx, Next, Reconciler};
use ferrogate_controllers::host::{SessionOptions, Sessions};
use ferrogate_link::session::{ToAgent, ToServer, Token};
use ferrogate_link::{Event, Observation};
use ferrogate_records::ec2::nat_gateway;
use ferrogate_records::ecs::task::{self, KEPT_MS};
use ferrogate_records::term;
use ferrogate_state::{Changes, Fault, State};
use ferrogate_store::{
    Guard, Key, Kv, LeaseId, ListPage, Op, Page, Prefix, Read, Result, Rev, SqliteOptions,
    SqliteStore, Store, StoreStatus, TxnOut, WatchStream, Watched,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::bed::{
    Bed, DEADLINE, Streams, Wire, connect, definition, frame, hello, id, scope, spec, task,
};

/// A store that tells its watchers nothing from the second term on, as if they hung.
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
        let mut terms = 0;
        let first = move |item: &Result<Watched>| {
            terms += u32::from(matches!(item, Ok(Watched::Batch { events, .. })
                if events.iter().any(|event| *event.key() == key(&term::key()))));
            std::future::ready(terms < 2)
        };
        let told = self.0.watch(prefix, after).take_while(first);
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
        Self::over_and(records, async |_, _| ()).await.0
    }

    /// The same, and the older server did something before the newer one came.
    async fn over_and<T>(
        records: &[(String, serde_json::Value)],
        first: impl AsyncFnOnce(Cx, &Shutdown) -> T,
    ) -> (Self, T) {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
        let ops: Vec<_> =
            records.iter().map(|(at, record)| Op::put(key(at), record.to_string())).collect();
        if !ops.is_empty() {
            store.txn(&[], &ops).await.unwrap();
        }
        let shutdown = Shutdown::new();
        let old = server(Arc::new(Mute(store.clone())), "old", &shutdown).await;
        let did = first(old.clone(), &shutdown).await;
        let new = server(Arc::new(store.clone()), "new", &shutdown).await;
        (Self { store, old, new, shutdown, _folder: folder }, did)
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

/// A NAT gateway that packets go through, or that was deleted at this moment.
fn nat_gateway(id: &str, deleted_at: Option<u64>) -> (String, Value) {
    let record = nat_gateway::Record {
        scope: scope(),
        id: id.into(),
        vpc: "vpc-1".into(),
        subnet: "subnet-1".into(),
        private: false,
        eni: None,
        address: None,
        public: None,
        allocation: None,
        association: None,
        state: deleted_at.map_or(nat_gateway::State::Available, |_| nat_gateway::State::Deleted),
        failure: None,
        created_at: TimestampMs(1000),
        deleted_at: deleted_at.map(TimestampMs),
        tags: vec![],
    };
    let mut value = serde_json::to_value(record).unwrap();
    value["v"] = 1.into();
    (nat_gateway::key(&scope(), id), value)
}

#[tokio::test]
async fn a_nat_gateway_that_is_over_is_removed_after_an_hour() {
    let now = KEPT_MS * 3;
    let kept = nat_gateway("nat-1", Some(now - nat_gateway::KEPT_MS + 1));
    let over = nat_gateway("nat-2", Some(now - nat_gateway::KEPT_MS));
    let works = nat_gateway("nat-3", None);
    let two = Two::over(&[kept.clone(), over.clone(), works.clone()]).await;
    for heap in Collector.always() {
        Collector.reconcile(&two.new, &heap).await.unwrap();
    }
    for ((at, _), is_there) in [(kept, true), (over, false), (works, true)] {
        assert_eq!(value(&two.store, &key(&at)).await.is_some(), is_there, "{at}");
    }
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
    let bed = Bed::with(&[spec("web")]).await;
    let _host = bed.host().await;
    let end = Shutdown::new();
    let next = server(bed.state.store.clone(), "next", &end).await;
    // What the sessions show of themselves is about hosts.
    let of_sessions = ["agent", "facts", "load-balancers", "log-lines"];
    let stands_by =
        |part: &Report| of_sessions.contains(&part.name) || part.condition.status == Status::Down;
    let deposed = async {
        while !bed.health.reports().iter().all(stands_by) {
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

async fn host_of(cx: Cx, shutdown: &Shutdown) -> Wire {
    let options = SessionOptions {
        registry_token: Token::new("token"),
        silence_max: SessionOptions::SILENCE_MAX,
        lender: std::sync::Arc::new(ferrogate_controllers::host::NoLender),
        secrets: std::sync::Arc::new(ferrogate_controllers::host::NoSecrets),
        authority: None,
    };
    let (sessions, sink) = (Arc::new(Sessions::default()), Arc::new(Streams::default()));
    let mut wire = connect(cx, sessions, sink, options, shutdown);
    wire.send(&ToServer::Hello(hello())).await.unwrap();
    wire
}

/// Reads until the server hangs up; what it said until then.
async fn hung_up(wire: &mut Wire) -> Vec<ToAgent> {
    let end = async {
        let mut said = vec![];
        while let Some(Ok(frame)) = wire.next().await {
            said.push(frame);
        }
        said
    };
    tokio::time::timeout(DEADLINE, end).await.expect("it hangs up within the deadline")
}

#[tokio::test]
async fn a_host_can_not_join_a_deposed_leader() {
    let two = Two::over(&[]).await;
    let mut refused = host_of(two.old.clone(), &two.shutdown).await;
    assert_eq!(hung_up(&mut refused).await, []);
    assert_eq!(value(&two.store, &key("/host/h")).await, None);
    let mut joined = host_of(two.new.clone(), &two.shutdown).await;
    frame(&mut joined, |frame| matches!(frame, ToAgent::Welcome { .. }).then_some(())).await;
    assert!(value(&two.store, &key("/host/h")).await.is_some());
    two.end().await;
}

#[tokio::test]
async fn facts_that_a_deposed_leader_hears_are_left_to_the_next_one() {
    let (at, mut bound) = task(1, 256, "web");
    let subnet = bound["network"]["subnets"][0].clone();
    bound["status"] = "PENDING".into();
    bound["binding"] = json!({
        "host": "h", "epoch": 7, "observed": 0, "released": false,
        "eni": {"id": "eni-1", "vpc": "vpc-1", "subnet": subnet, "zone": "z",
            "address": "172.31.0.9", "mac": "02:00:00:00:00:01"},
    });
    let told = async |wire: &mut Wire| {
        let all = |frame| if let ToAgent::Sync(all) = frame { Some(all.len()) } else { None };
        assert_eq!(frame(wire, all).await, 1);
    };
    let records = [(at.clone(), bound), spec("web")];
    let (two, mut wire) = Two::over_and(&records, async |old, shutdown| {
        let mut wire = host_of(old, shutdown).await;
        told(&mut wire).await;
        wire
    })
    .await;
    let before = value(&two.store, &key(&at)).await.unwrap();
    let fact = Observation {
        key: TaskKey { task: id(1), epoch: Epoch(7) },
        seq: 1,
        at: TimestampMs(1),
        event: Event::Connected,
    };
    wire.send(&ToServer::Observed(vec![fact.clone()])).await.unwrap();
    let said = hung_up(&mut wire).await;
    assert!(!said.iter().any(|frame| matches!(frame, ToAgent::Acked(_))), "{said:?}");
    assert_eq!(value(&two.store, &key(&at)).await, Some(before));
    let mut again = host_of(two.new.clone(), &two.shutdown).await;
    told(&mut again).await;
    again.send(&ToServer::Observed(vec![fact])).await.unwrap();
    frame(&mut again, |frame| matches!(frame, ToAgent::Acked(_)).then_some(())).await;
    two.end().await;
}
