//! Events over a real store, told to somebody that the test plays.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::health::Health;
use ferrogate_base::{Shutdown, SystemClock, TimestampMs};
use ferrogate_controllers::engine::Cx;
use ferrogate_controllers::events::{self, Courier, Run, Telling, Undelivered};
use ferrogate_metrics::MetricStore;
use ferrogate_records::ecs::service::{self, Breaker, Deployment, Propagate, Rolling, Rollout};
use ferrogate_records::events::delivery::{self, InQueue, QUEUE_MAX, Receiver};
use ferrogate_records::events::rule::{Input, Record, Retry, Target};
use ferrogate_records::events::{Event, connection, entry};
use ferrogate_records::scheduler::schedule;
use ferrogate_records::sns::message::Letter;
use ferrogate_records::sns::subscription;
use ferrogate_state::{State, create};
use ferrogate_store::{Key, Op, SqliteOptions, SqliteStore, Store};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::mpsc;

use crate::bed;

const PATIENCE: Duration = Duration::from_secs(60);

/// Whom nothing holds up but what hangs.
struct Ear(mpsc::UnboundedSender<(String, Value)>);

#[async_trait]
impl Courier for Ear {
    async fn tell(
        &self,
        rule: &Record,
        target: &Target,
        telling: &Telling<'_>,
    ) -> Result<(), Undelivered> {
        if target.id == "hangs" {
            std::future::pending::<()>().await;
        }
        let told = serde_json::from_str(telling.text).unwrap();
        self.0.send((rule.name.clone(), told)).map_err(|_| Undelivered::for_now("the end"))
    }

    async fn invoke(&self, of: &schedule::Record, run: &Run<'_>) -> Result<(), Undelivered> {
        match &*of.name {
            "never" => Err(Undelivered::for_good("it may not")),
            "later" if run.attempt == 1 => Err(Undelivered::for_now("not yet")),
            _ => {
                let told = serde_json::json!({"due": run.due.0, "id": run.id});
                self.0.send((of.name.clone(), told)).map_err(|_| Undelivered::for_now("the end"))
            }
        }
    }

    async fn send(&self, _: &subscription::Record, _: &Letter) -> Result<(), Undelivered> {
        Ok(())
    }

    async fn may_forward(&self, _: &Record, target: &Target, _: &Event) -> Result<(), Undelivered> {
        match &*target.id {
            "denied" => Err(Undelivered::for_good("it may not")),
            _ => Ok(()),
        }
    }

    async fn authorize(&self, _: &connection::Record) -> Result<(), Undelivered> {
        Ok(())
    }
}

struct World {
    state: Arc<State>,
    store: SqliteStore,
    shutdown: Shutdown,
    heard: mpsc::UnboundedReceiver<(String, Value)>,
    folder: TempDir,
}

impl World {
    async fn open(folder: TempDir, tells: bool) -> Self {
        let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
        let shutdown = Shutdown::new();
        let clock = Arc::new(SystemClock);
        let state = State::open(Arc::new(store.clone()), clock.clone(), &shutdown).await.unwrap();
        let cx = Cx::lead(state.clone(), "the test", &shutdown).await.unwrap();
        let (say, heard) = mpsc::unbounded_channel();
        if tells {
            let metrics = MetricStore::absent(folder.path(), Default::default(), clock);
            let (endpoint, health) = ("http://127.0.0.1".to_owned(), Health::default());
            events::start(&cx, Arc::new(Ear(say)), metrics, endpoint, &health, &shutdown);
        }
        Self { state, store, shutdown, heard, folder }
    }

    /// Waits until all that was told is noted as told: who dies before that tells it again.
    async fn settled(&self) {
        let mut changes = self.state.changes::<delivery::Record>();
        let empty = async {
            while self.state.table::<delivery::Record>().readable().0.next().is_some() {
                changes.next().await;
            }
        };
        tokio::time::timeout(PATIENCE, empty).await.expect("something still waits");
    }

    async fn restart(self, tells: bool) -> Self {
        self.settled().await;
        self.shutdown.finish().await;
        self.store.close().await;
        Self::open(self.folder, tells).await
    }

    async fn write(&self, ops: &[Op]) {
        let rev = self.state.commit(&[], ops).await.unwrap().unwrap();
        self.state.at(rev).await.unwrap();
    }

    async fn rule(&self, name: &str, pattern: &str, targets: &[&str]) {
        let target = |id: &&str| Target {
            id: (*id).to_owned(),
            arn: "arn:aws:logs:us-east-1:000000000000:log-group:g".into(),
            role_arn: None,
            input: Input::Event,
            ecs: None,
            http: None,
            retry: Retry::default(),
        };
        let rule = Record {
            scope: bed::scope(),
            name: name.into(),
            bus: "default".into(),
            pattern: Some(pattern.into()),
            schedule: None,
            enabled: true,
            description: None,
            role_arn: None,
            targets: targets.iter().map(target).collect(),
            tags: vec![],
            created_at: TimestampMs(0),
            scheduled_at: TimestampMs(0),
            last: None,
        };
        self.write(&[create(Key::new(rule.key()).unwrap(), &rule).unwrap()]).await;
    }

    /// Makes a task what it says, as somebody does who knows nothing of events.
    async fn task(&self, n: u32, status: &str, version: u64) {
        let (at, mut record) = bed::task(n, 256, "web");
        record["status"] = status.into();
        record["version"] = version.into();
        self.write(&[Op::put(Key::new(at).unwrap(), record.to_string())]).await;
    }

    async fn hear(&mut self) -> (String, String, u64) {
        let heard = tokio::time::timeout(PATIENCE, self.heard.recv()).await;
        let (rule, told) = heard.expect("nothing was told").unwrap();
        let detail = &told["detail"];
        let status = detail["lastStatus"].as_str().unwrap_or_default().to_owned();
        (rule, status, detail["version"].as_u64().unwrap_or_default())
    }

    fn hears_nothing_more(&mut self) {
        assert!(self.heard.try_recv().is_err(), "it was told twice");
    }
}

const TASKS: &str = r#"{"source":["aws.ecs"],"detail-type":["ECS Task State Change"]}"#;

fn told(rule: &str, status: &str, version: u64) -> (String, String, u64) {
    (rule.to_owned(), status.to_owned(), version)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_change_is_told_also_of_a_time_without_a_server() {
    let mut world = World::open(tempfile::tempdir().unwrap(), true).await;
    world.task(1, "PENDING", 1).await;
    world.rule("r", TASKS, &["t"]).await;
    world.task(1, "RUNNING", 2).await;
    assert_eq!(world.hear().await, told("r", "RUNNING", 2), "a rule is not about what was before");
    // A change that is none to the API is none here.
    world.task(1, "RUNNING", 3).await;
    world.task(1, "STOPPING", 4).await;
    assert_eq!(world.hear().await, told("r", "STOPPING", 4));
    let world = world.restart(false).await;
    world.task(1, "DEPROVISIONING", 5).await;
    world.task(1, "STOPPED", 6).await;
    // Of a rule that was there then, and is not any more, nobody hears; nor does a later one hear.
    world.rule("late", TASKS, &["t"]).await;
    let mut world = world.restart(true).await;
    assert_eq!(world.hear().await, told("r", "DEPROVISIONING", 5));
    assert_eq!(world.hear().await, told("r", "STOPPED", 6));
    world.task(2, "PENDING", 1).await;
    let mut both = [world.hear().await, world.hear().await];
    both.sort();
    assert_eq!(both, [told("late", "PENDING", 1), told("r", "PENDING", 1)]);
    world.hears_nothing_more();
    world.shutdown.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_task_has_become_is_told_when_the_history_is_gone() {
    let mut world = World::open(tempfile::tempdir().unwrap(), true).await;
    world.rule("r", TASKS, &["t"]).await;
    world.task(1, "RUNNING", 1).await;
    world.task(2, "RUNNING", 1).await;
    world.hear().await;
    world.hear().await;
    let world = world.restart(false).await;
    world.task(1, "STOPPING", 2).await;
    world.task(1, "STOPPED", 3).await;
    world.rule("late", TASKS, &["t"]).await;
    let now = world.state.snapshot().rev();
    world.store.compact(now).await.unwrap();
    let mut world = world.restart(true).await;
    assert_eq!(world.hear().await, told("r", "STOPPED", 3));
    world.task(2, "STOPPED", 2).await;
    let mut both = [world.hear().await, world.hear().await];
    both.sort();
    assert_eq!(both, [told("late", "STOPPED", 2), told("r", "STOPPED", 2)]);
    world.hears_nothing_more();
    world.shutdown.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_service_does_is_told_in_the_names_of_aws() {
    let mut world = World::open(tempfile::tempdir().unwrap(), true).await;
    world.rule("r", r#"{"source":["aws.ecs"]}"#, &["t"]).await;
    let mut deployment = Deployment::new("7".into(), "h".into(), TimestampMs(0));
    let mut service = service::Record {
        scope: bed::scope(),
        cluster: "default".into(),
        name: "web".into(),
        status: service::Status::Active,
        created_at: TimestampMs(0),
        created_by: "arn".into(),
        inactive_at: None,
        desired: 1,
        asleep_since: None,
        rolling: Rolling { breaker: Breaker::Off, ..Rolling::DEFAULT },
        shifting: Default::default(),
        grace_s: None,
        propagate: Propagate::None,
        managed_tags: false,
        exec: false,
        rebalance: false,
        tags: vec![],
        deployments: vec![deployment.clone()],
        completed: None,
        steady: true,
        rebalancing: false,
        lack: None,
        turn: 0,
    };
    let at = Key::new(service.key()).unwrap();
    world.write(&[create(at.clone(), &service).unwrap()]).await;
    let name = |told: &Value| told["detail"]["eventName"].as_str().unwrap().to_owned();
    let (_, first) = tokio::time::timeout(PATIENCE, world.heard.recv()).await.unwrap().unwrap();
    assert_eq!(first["detail-type"], "ECS Deployment State Change");
    assert_eq!(name(&first), "SERVICE_DEPLOYMENT_IN_PROGRESS");
    assert_eq!(first["detail"]["deploymentId"], "ecs-svc/7");
    // What is no step of a deployment is none of its events.
    service.turn = 1;
    world.write(&[create(at.clone(), &service).unwrap()]).await;
    let reason = "ECS deployment ecs-svc/7 completed.";
    deployment.roll(Rollout::Completed, reason.into(), TimestampMs(5));
    service.deployments = vec![deployment];
    world.write(&[create(at, &service).unwrap()]).await;
    let (_, next) = tokio::time::timeout(PATIENCE, world.heard.recv()).await.unwrap().unwrap();
    assert_eq!(name(&next), "SERVICE_DEPLOYMENT_COMPLETED");
    assert_eq!(next["detail"]["reason"], reason);
    let at = Key::new(service::events::key(&bed::scope(), "default", "web")).unwrap();
    let mut said = service::events::Record::default();
    for (text, event) in [
        ("(service web) has started 1 tasks: (task 1).", None),
        ("(service web) has reached a steady state.", Some("SERVICE_STEADY_STATE")),
        (
            "(service web) was unable to place a task. Reason: no room.",
            Some("SERVICE_TASK_PLACEMENT_FAILURE"),
        ),
        (
            "(service web) is unable to consistently start tasks successfully.",
            Some("SERVICE_TASK_START_IMPAIRED"),
        ),
    ] {
        said.tell(text.into(), TimestampMs(9));
        world.write(&[create(at.clone(), &said).unwrap()]).await;
        let Some(event) = event else { continue };
        let heard = tokio::time::timeout(PATIENCE, world.heard.recv()).await;
        let (_, told) = heard.unwrap().unwrap();
        assert_eq!(
            (name(&told), &told["detail-type"]),
            (event.into(), &"ECS Service Action".into())
        );
        assert!(told["resources"][0].as_str().unwrap().ends_with(":service/default/web"), "{told}");
    }
    world.hears_nothing_more();
    world.shutdown.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_is_bounded_and_one_that_hangs_holds_up_no_other() {
    let mut world = World::open(tempfile::tempdir().unwrap(), true).await;
    world.rule("stuck", r#"{"source":["s"]}"#, &["hangs"]).await;
    world.rule("works", r#"{"source":["s"],"detail":{"lastStatus":["LAST"]}}"#, &["t"]).await;
    for n in 0..=QUEUE_MAX + 20 {
        let status = if n == QUEUE_MAX + 20 { "LAST" } else { "ONE" };
        let event = Event {
            scope: bed::scope(),
            id: format!("e{n}"),
            source: "s".into(),
            detail_type: "d".into(),
            at: TimestampMs(0),
            resources: vec![],
            detail: serde_json::json!({"lastStatus": status}),
            replay: None,
        };
        let entry = entry::Record::on("default", event);
        world.write(&[create(Key::new(entry.key()).unwrap(), &entry).unwrap()]).await;
    }
    assert_eq!(world.hear().await, told("works", "LAST", 0));
    let all = world.state.snapshot();
    assert_eq!(all.table::<entry::Record>().readable().0.count(), 0);
    let stuck = Receiver::Target { rule: "stuck".into(), id: "hangs".into() }.queue(&bed::scope());
    let waits = all.table::<delivery::Record>().readable_by::<InQueue>(&stuck).0.count();
    assert_eq!(waits, QUEUE_MAX);
    world.shutdown.finish().await;
}

/// A schedule that is due each minute since a time, at once.
fn each_minute(name: &str, since: TimestampMs) -> schedule::Record {
    schedule::Record {
        scope: bed::scope(),
        group: "default".into(),
        name: name.into(),
        expression: "rate(1 minute)".into(),
        timezone: None,
        window_min: None,
        start: None,
        end: None,
        enabled: true,
        description: None,
        delete_after: false,
        target: schedule::Target {
            arn: "arn".into(),
            role_arn: "role".into(),
            input: None,
            ecs: None,
            event: None,
            retry: Retry::default(),
        },
        created_at: since,
        modified_at: since,
        since,
        last: None,
        runs: vec![],
        missed: 0,
        token: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_schedule_does_once_what_is_due_tells_what_became_of_it_and_goes() {
    use schedule::Outcome;
    let mut world = World::open(tempfile::tempdir().unwrap(), true).await;
    let now = world.state.now();
    // Five times went by without a server: the last one counts for all.
    let late = TimestampMs(now.0 - 5 * 60_000 - 1000);
    let mut old = each_minute("late", late);
    old.end = Some(TimestampMs(now.0 + 1));
    // What came long ago is too old for its target.
    let mut gone = each_minute("gone", TimestampMs(now.0 - 3_600_000));
    gone.target.retry.age_s = 60;
    gone.end = Some(TimestampMs(now.0 - 1_800_000));
    // What can't be done is given up, what fails once is tried again.
    let (mut never, mut later) = (each_minute("never", now), each_minute("later", now));
    for (of, delete_after) in [(&mut never, false), (&mut later, true)] {
        of.end = Some(TimestampMs(now.0 + 1));
        of.delete_after = delete_after;
    }
    let keys = [&old, &gone, &never, &later].map(|of| Key::new(of.key()).unwrap());
    let ops: Vec<Op> = keys
        .iter()
        .zip([&old, &gone, &never, &later])
        .map(|(at, of)| create(at.clone(), of).unwrap())
        .collect();
    world.write(&ops).await;
    let mut heard = vec![];
    for _ in 0..2 {
        let told = tokio::time::timeout(PATIENCE, world.heard.recv()).await;
        heard.push(told.unwrap().unwrap());
    }
    heard.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!((&*heard[0].0, &*heard[1].0), ("late", "later"));
    assert_eq!(heard[0].1["due"], late.0 + 5 * 60_000);
    let of = |at: usize| world.state.table::<schedule::Record>().get(&keys[at]).unwrap();
    let until = tokio::time::Instant::now() + PATIENCE;
    let over = || {
        let outcome =
            |at: usize| of(at).and_then(|of| of.runs.last().map(|run| run.outcome.clone()));
        matches!(outcome(0), Some(Outcome::Done { .. }))
            && matches!(outcome(1), Some(Outcome::Missed))
            && matches!(outcome(2), Some(Outcome::Failed { ref why, .. }) if why == "it may not")
            && of(3).is_none()
    };
    while !over() {
        assert!(tokio::time::Instant::now() < until, "{:?}", (of(0), of(1), of(2), of(3)));
        tokio::task::yield_now().await;
    }
    assert_eq!((of(0).unwrap().runs.len(), of(0).unwrap().missed), (1, 5));
    assert!(of(1).unwrap().missed >= 1);
    let waiting = world.state.table::<delivery::Record>().readable().0.count();
    assert_eq!(waiting, 0);
    world.hears_nothing_more();
    // Another server finds that it was done.
    let mut world = world.restart(true).await;
    world.settled().await;
    world.hears_nothing_more();
    world.shutdown.finish().await;
}
