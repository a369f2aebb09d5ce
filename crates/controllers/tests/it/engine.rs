//! What the engine makes of reconcilers that panic, hang, or end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::Shutdown;
use ferrogate_base::clock::AheadClock;
use ferrogate_base::health::{Health, Need, Report, Status};
use ferrogate_controllers::engine::{self, Cx, Next, Reconciler};
use ferrogate_state::{Changes, Fault, State};
use ferrogate_store::Key;
use tokio::sync::{Notify, watch};

use crate::bed::{Bed, DEADLINE};

/// Does as it is told, the first times; then its work.
struct Fake {
    panics_in_the_loop: AtomicU32,
    hangs: AtomicU32,
    nudge: Notify,
    looks: watch::Sender<Vec<&'static str>>,
}

impl Fake {
    fn new(panics_in_the_loop: u32, hangs: u32) -> Arc<Self> {
        Arc::new(Self {
            panics_in_the_loop: panics_in_the_loop.into(),
            hangs: hangs.into(),
            nudge: Notify::new(),
            looks: watch::Sender::default(),
        })
    }

    async fn until_looked_at(&self, key: &str) {
        let mut looks = self.looks.subscribe();
        let looked = looks.wait_for(|looks| looks.contains(&key));
        let looked = tokio::time::timeout(DEADLINE, looked).await;
        drop(looked.expect("it is looked at within the deadline").unwrap());
    }
}

/// Whether one more of so many is left.
fn take(left: &AtomicU32) -> bool {
    left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok()
}

#[async_trait]
impl Reconciler for Fake {
    const NAME: &'static str = "fake";
    const DEADLINE: Duration = Duration::from_millis(50);
    // Nothing here is seen by chance.
    const RESYNC: Duration = Duration::from_secs(3600);
    type Key = &'static str;

    fn watch(&self, _: &State, _: &Changes) {}

    fn wakes(&self, _: &State, _: &Key) -> Vec<&'static str> {
        vec![]
    }

    fn always(&self) -> Vec<&'static str> {
        assert!(!take(&self.panics_in_the_loop), "the test asks for it");
        vec!["always"]
    }

    async fn nudged(&self, _: &State) -> Vec<&'static str> {
        self.nudge.notified().await;
        vec!["nudged"]
    }

    async fn reconcile(&self, _: &Cx, key: &&'static str) -> Result<Next, Fault> {
        if take(&self.hangs) {
            std::future::pending::<()>().await;
        }
        self.looks.send_modify(|looks| looks.push(key));
        Ok(Next::WhenChanged)
    }
}

async fn started(fake: &Arc<Fake>) -> (Bed, Health, Shutdown) {
    let bed = Bed::with(&[]).await;
    let (cx, health) = (bed.cx.clone(), Health::default());
    let shutdown = Shutdown::new();
    engine::start(fake.clone(), Need::Vital, &cx, &health, &shutdown);
    (bed, health, shutdown)
}

fn only(health: &Health) -> Report {
    health.reports().pop().expect("one part")
}

#[tokio::test]
async fn a_panic_in_the_loop_itself_starts_it_again_and_is_counted() {
    let fake = Fake::new(2, 0);
    let (bed, health, shutdown) = started(&fake).await;
    fake.until_looked_at("always").await;
    let report = only(&health);
    assert_eq!((report.name, report.condition.restarts), ("fake", 2));
    assert_eq!(report.condition.status, Status::Ok);
    shutdown.finish().await;
    bed.end().await;
}

#[tokio::test]
async fn a_look_that_does_not_end_is_given_up_and_tried_again() {
    let fake = Fake::new(0, 4);
    let (bed, _health, shutdown) = started(&fake).await;
    fake.until_looked_at("always").await;
    assert_eq!(fake.hangs.load(Ordering::SeqCst), 0);
    shutdown.finish().await;
    bed.end().await;
}

#[tokio::test]
async fn what_is_no_record_wakes_keys_too() {
    let fake = Fake::new(0, 0);
    let (bed, _health, shutdown) = started(&fake).await;
    fake.until_looked_at("always").await;
    assert_eq!(*fake.looks.borrow(), ["always"]);
    fake.nudge.notify_one();
    fake.until_looked_at("nudged").await;
    shutdown.finish().await;
    bed.end().await;
}

#[tokio::test]
async fn a_clock_that_is_set_has_everything_looked_at_again() {
    let fake = Fake::new(0, 0);
    let (bed, shutdown) = (Bed::with(&[]).await, Shutdown::new());
    let clock = AheadClock::new(0);
    let store = bed.cx.state.store.clone();
    let state = State::open(store, Arc::new(clock.clone()), &shutdown).await.unwrap();
    let cx = Cx::lead(state, "the test", &shutdown).await.unwrap();
    engine::start(fake.clone(), Need::Vital, &cx, &Health::default(), &shutdown);
    fake.until_looked_at("always").await;
    for hour in 1..3 {
        fake.looks.send_modify(Vec::clear);
        clock.set_ahead_ms(hour * 3_600_000);
        fake.until_looked_at("always").await;
    }
    shutdown.finish().await;
    bed.end().await;
}

#[tokio::test]
async fn a_loop_that_ends_or_panics_is_started_again() {
    let (health, shutdown) = (Health::default(), Shutdown::new());
    let runs = watch::Sender::new(0u32);
    let (mut seen, end) = (runs.subscribe(), shutdown.clone());
    engine::keep_running("loop", Need::Useful, &health, &shutdown, move || {
        runs.send_modify(|runs| *runs += 1);
        let (run, end) = (*runs.borrow(), end.clone());
        async move {
            match run {
                1 => {}
                2 => panic!("the test asks for it"),
                _ => end.requested().await,
            }
        }
    });
    let third = tokio::time::timeout(DEADLINE, seen.wait_for(|runs| *runs == 3)).await;
    drop(third.expect("it runs within the deadline").unwrap());
    assert_eq!(only(&health).condition.restarts, 2);
    shutdown.finish().await;
}
