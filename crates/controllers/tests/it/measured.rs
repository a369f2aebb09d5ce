//! Alarms and scaling by a clock that the test moves, over a real store and metrics that it makes
//! up.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ferrogate_base::clock::ManualClock;
use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_controllers::alarm::{Alarms, Composites};
use ferrogate_controllers::engine::{Cx, Next, Reconciler};
use ferrogate_controllers::host::{Balancers, Sessions};
use ferrogate_controllers::scaling::Scaling;
use ferrogate_metrics::{Ask, Point, Source, Statistic, Unreadable};
use ferrogate_records::autoscaling::{Of, activity, policy, progress, scheduled, target};
use ferrogate_records::cloudwatch::{Alarm, alarm, composite, history, state as alarm_state};
use ferrogate_records::ecs::service::{self, Breaker, Deployment, Propagate, Rolling, Rollout};
use ferrogate_records::ecs::task;
use ferrogate_records::{Kind, Scope, Tag};
use ferrogate_state::{Entry, State, create, put};
use ferrogate_store::{Key, Op, SqliteOptions, SqliteStore, Store};
use parking_lot::Mutex;
use serde::Serialize;
use tempfile::TempDir;
use tokio::time::Instant;

use crate::bed;

mod derived;
mod zero;

/// 2023-11-14 22:13:00, when a minute begins.
const START: u64 = 1_699_999_980_000;
const MINUTE: u64 = 60_000;

/// What the tasks have to do, by minute: what each is used, in percent, is its part of it.
#[derive(Default)]
struct Load {
    /// The metric of each minute, once it has passed.
    minutes: Mutex<BTreeMap<u64, f64>>,
    /// Whether no answer comes.
    hangs: Mutex<bool>,
}

impl Source for Load {
    fn points(&self, ask: &Ask) -> Result<Vec<Point>, Unreadable> {
        if *self.hangs.lock() {
            let (metric, cause) = (Box::new(ask.metric.clone()), "the test asks for it".into());
            return Err(Unreadable { metric, cause });
        }
        assert_eq!(ask.period_s, 60);
        let one = |(at, value): (&u64, &f64)| Point {
            at: TimestampMs(*at),
            value: if ask.statistic == Statistic::SampleCount { 1.0 } else { *value },
        };
        Ok(self.minutes.lock().range(ask.from.0..ask.to.0).map(one).collect())
    }
}

struct World {
    state: Arc<State>,
    cx: Cx,
    clock: ManualClock,
    load: Arc<Load>,
    alarms: Alarms,
    scaling: Scaling,
    sessions: Arc<Sessions>,
    /// Seconds that have passed by the clock that nobody sets.
    passed: Arc<AtomicU64>,
    store: SqliteStore,
    shutdown: Shutdown,
    folder: TempDir,
}

fn scope() -> Scope {
    bed::scope()
}

fn of() -> Of {
    Of { scope: scope(), cluster: "default".into(), service: "web".into() }
}

fn key(text: String) -> Key {
    Key::new(text).unwrap()
}

/// A service of so many tasks, at rest.
fn service(desired: u32) -> service::Record {
    let mut deployment = Deployment::new("1".into(), "h".into(), TimestampMs(START));
    deployment.rollout = Rollout::Completed;
    service::Record {
        scope: scope(),
        cluster: "default".into(),
        name: "web".into(),
        status: service::Status::Active,
        created_at: TimestampMs(START),
        created_by: "arn".into(),
        inactive_at: None,
        desired,
        asleep_since: None,
        rolling: Rolling { breaker: Breaker::Off, ..Rolling::DEFAULT },
        shifting: Default::default(),
        grace_s: None,
        propagate: Propagate::None,
        managed_tags: false,
        exec: false,
        rebalance: false,
        tags: Vec::<Tag>::new(),
        deployments: vec![deployment],
        completed: None,
        steady: true,
        rebalancing: false,
        lack: None,
        turn: 0,
    }
}

/// Its scalable target.
fn scalable(min: u32, max: u32) -> target::Record {
    target::Record {
        of: of(),
        id: "id".into(),
        min,
        max,
        suspended: target::Suspended::default(),
        created_at: TimestampMs(START),
        tags: vec![],
        enforce: false,
    }
}

impl World {
    /// A service of so many tasks, and its target.
    async fn new(desired: u32, min: u32, max: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Self::open(folder, ManualClock::new(TimestampMs(START)), Arc::default()).await;
        let (service, target) = (service(desired), scalable(min, max));
        world.write(service.key(), &service).await;
        world.write(target::key(&of()), &target).await;
        world.staff().await;
        world
    }

    async fn open(folder: TempDir, clock: ManualClock, load: Arc<Load>) -> Self {
        let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
        let shutdown = Shutdown::new();
        let handle: Arc<dyn Store> = Arc::new(store.clone());
        let state = State::open(handle, Arc::new(clock.clone()), &shutdown).await.unwrap();
        let cx = Cx::lead(state.clone(), "the test", &shutdown).await.unwrap();
        let (passed, begun) = (Arc::new(AtomicU64::new(0)), Instant::now());
        let ahead = passed.clone();
        let ahead_of = move || begun + Duration::from_secs(ahead.load(Ordering::Relaxed));
        let mut sessions = Sessions::default();
        sessions.balancers = Balancers::with_clock(ahead_of);
        let sessions = Arc::new(sessions);
        let (alarms, scaling) =
            (Alarms::new(load.clone()), Scaling::new(load.clone(), sessions.clone()));
        Self { state, cx, clock, load, alarms, scaling, sessions, passed, store, shutdown, folder }
    }

    /// Another server over the same store.
    async fn restart(self) -> Self {
        self.shutdown.finish().await;
        self.store.close().await;
        Self::open(self.folder, self.clock, self.load).await
    }

    async fn write<T: Serialize>(&self, at: String, record: &T) {
        let op = create(key(at), record).unwrap();
        let rev = self.state.commit(&[], &[op]).await.unwrap().unwrap();
        self.state.at(rev).await.unwrap();
    }

    fn get<T: Kind>(&self, at: String) -> Arc<Entry<T>> {
        self.state.table::<T>().get(&key(at)).unwrap().expect("it is there")
    }

    async fn edit<T: Kind + Clone>(&self, at: String, edit: impl FnOnce(&mut T)) {
        let entry = self.get::<T>(at);
        let mut doc = entry.doc.clone();
        edit(&mut doc);
        let op = put(entry.key.clone(), &doc).unwrap();
        let rev = self.state.commit(&[], &[op]).await.unwrap().unwrap();
        self.state.at(rev).await.unwrap();
    }

    fn desired(&self) -> u32 {
        self.get::<service::Record>(service::key(&scope(), "default", "web")).desired
    }

    /// Lets as many tasks run as are wanted: the service's reconciler would.
    async fn staff(&self) {
        let mut ops = vec![];
        for n in 0..40u32 {
            let (at, mut record) = bed::task(n, 256, "web");
            if n < self.desired() {
                record["status"] = "RUNNING".into();
                record["service"] = serde_json::json!({"service": "web", "deployment": "1"});
                ops.push(Op::put(key(at), record.to_string()));
            } else {
                ops.push(Op::Del(key(at)));
            }
        }
        let rev = self.state.commit(&[], &ops).await.unwrap().unwrap();
        self.state.at(rev).await.unwrap();
    }

    /// A policy with steps, and the alarm that asks for it.
    async fn steps(&self, name: &str, by: i32, upwards: bool, cooldown_s: u32) -> policy::Record {
        let bound = |is: bool| is.then_some(0.0);
        let step = policy::Step {
            adjustment: policy::Adjustment::ChangeInCapacity,
            steps: vec![policy::StepAdjustment {
                lower: bound(upwards),
                upper: bound(!upwards),
                by,
            }],
            least: None,
            cooldown_s: Some(cooldown_s),
            aggregation: None,
        };
        let policy = self.policy(name, policy::Rule::Step(step)).await;
        let comparison = match upwards {
            true => alarm::Comparison::GreaterThanThreshold,
            false => alarm::Comparison::LessThanThreshold,
        };
        self.alarm(name, &policy, comparison, 50.0, 1).await;
        policy
    }

    async fn policy(&self, name: &str, rule: policy::Rule) -> policy::Record {
        let policy = policy::Record {
            of: of(),
            name: name.into(),
            id: format!("00000000-0000-4000-8000-{:0>12}", name.len()),
            created_at: TimestampMs(START),
            rule,
        };
        self.write(policy::key(&of(), name), &policy).await;
        policy
    }

    /// A policy that keeps the metric at 50, with both its alarms.
    async fn tracks(&self) -> policy::Record {
        let metric = policy::Metric::Predefined {
            kind: policy::Predefined::ECSServiceAverageCPUUtilization,
            label: None,
        };
        let tracking = policy::Tracking {
            target: 50.0,
            metric,
            out_cooldown_s: Some(60),
            in_cooldown_s: Some(120),
            scale_in_disabled: None,
        };
        let policy = self.policy("tracks", policy::Rule::Tracking(tracking)).await;
        let [high, low] = policy.alarms();
        use alarm::Comparison::{GreaterThanThreshold, LessThanThreshold};
        self.alarm(&high, &policy, GreaterThanThreshold, 50.0, 3).await;
        self.alarm(&low, &policy, LessThanThreshold, 45.0, 15).await;
        policy
    }

    async fn alarm(
        &self,
        name: &str,
        policy: &policy::Record,
        comparison: alarm::Comparison,
        threshold: f64,
        periods: u32,
    ) {
        let alarm = alarm::Record {
            scope: scope(),
            name: name.into(),
            description: None,
            actions_enabled: true,
            ok_actions: vec![],
            alarm_actions: vec![policy.arn()],
            insufficient_data_actions: vec![],
            watched: alarm::Watched {
                namespace: "AWS/ECS".into(),
                name: "CPUUtilization".into(),
                dimensions: vec![],
                unit: None,
                statistic: "Average".into(),
                period_s: 60,
                query: None,
                math: vec![],
            },
            evaluation_periods: periods,
            datapoints_to_alarm: None,
            threshold,
            comparison,
            missing: None,
            few_samples: None,
            created_at: TimestampMs(START),
            configured_at: TimestampMs(START),
            tags: vec![],
        };
        let state = alarm_state::Record::of_new(Alarm::Metric(&alarm));
        self.write(alarm.key(), &alarm).await;
        self.write(alarm_state::key(&scope(), name), &state).await;
    }

    fn state(&self, alarm: &str) -> alarm_state::Record {
        self.get::<alarm_state::Record>(alarm_state::key(&scope(), alarm)).doc.record.clone()
    }

    fn activities(&self) -> Vec<String> {
        let table = self.state.table::<activity::Record>();
        let mut all: Vec<_> = table.by::<activity::OfTarget>(&of()).unwrap().cloned().collect();
        all.sort_by_key(|activity| activity.number);
        let told = |one: &Arc<Entry<activity::Record>>| match &one.not_scaled {
            Some(reason) => reason.code.clone(),
            None => one.description.clone(),
        };
        all.iter().map(told).collect()
    }

    /// Looks at the target until nothing is left to do now.
    async fn scale(&self) -> Next {
        for _ in 0..20 {
            match self.scaling.reconcile(&self.cx, &key(target::key(&of()))).await.unwrap() {
                Next::Now => {}
                next => return next,
            }
        }
        panic!("it does not come to an end");
    }

    async fn look(&self) {
        let all: Vec<_> = self.state.table::<alarm::Record>().readable().0.cloned().collect();
        for alarm in all {
            self.alarms.reconcile(&self.cx, &alarm.key).await.unwrap();
        }
        let all: Vec<_> = self.state.table::<composite::Record>().readable().0.cloned().collect();
        for alarm in all {
            Composites.reconcile(&self.cx, &alarm.key).await.unwrap();
        }
    }

    /// A minute in which all tasks together do so much, in percent of one; then both look.
    async fn minute(&self, load: Option<f64>) {
        let now = self.state.now().0;
        let running = self.desired();
        if let Some(load) = load.filter(|_| running > 0) {
            self.load.minutes.lock().insert(now / MINUTE * MINUTE, load / f64::from(running));
        }
        self.clock.set(TimestampMs((now / MINUTE + 1) * MINUTE + 3000));
        self.look().await;
        self.scale().await;
        self.staff().await;
    }

    async fn minutes(&self, count: usize, load: Option<f64>) -> Vec<u32> {
        let mut desired = vec![];
        for _ in 0..count {
            self.minute(load).await;
            desired.push(self.desired());
        }
        desired
    }

    async fn end(self) {
        self.shutdown.finish().await;
        self.store.close().await;
    }
}

#[tokio::test]
async fn an_alarm_follows_its_metric_and_says_why() {
    let world = World::new(1, 1, 9).await;
    world.steps("more", 1, true, 300).await;
    world.minute(None).await;
    assert_eq!(world.state("more").value, alarm_state::Value::InsufficientData);
    assert_eq!(world.state("more").transition, 0, "nothing is known, as before");
    world.minute(Some(20.0)).await;
    assert_eq!(world.state("more").value, alarm_state::Value::Ok);
    world.minute(Some(80.0)).await;
    let state = world.state("more");
    assert_eq!(
        state.reason,
        "Threshold Crossed: 1 datapoint [80.0 (14/11/23 22:15:00)] was greater than the threshold \
         (50.0)."
    );
    assert_eq!((state.transition, state.pending.len()), (2, 0), "its action was carried out");
    assert_eq!(world.desired(), 2);
    let items = world.state.table::<history::Record>();
    let of = (scope(), "more".to_owned());
    let mut told: Vec<_> = items.by::<history::OfAlarm>(&of).unwrap().collect();
    told.sort_by_key(|item| item.number);
    let told: Vec<_> =
        told.iter().map(|item| item.summary.split(" arn:").next().unwrap()).collect();
    assert_eq!(
        told,
        [
            "Alarm updated from INSUFFICIENT_DATA to OK",
            "Alarm updated from OK to ALARM",
            "Successfully executed action"
        ]
    );
    world.end().await;
}

#[tokio::test]
async fn what_can_t_be_read_of_an_alarm_s_history_or_a_service_s_activities_holds_nothing_up() {
    let world = World::new(1, 1, 9).await;
    world.steps("more", 1, true, 300).await;
    let newer = serde_json::json!({"of": "a newer engine"});
    for number in [0, 2] {
        world.write(history::place(&scope(), "more", number), &newer).await;
    }
    world.write(activity::place(&of(), 0), &newer).await;
    world.minute(Some(20.0)).await;
    assert_eq!(world.state("more").value, alarm_state::Value::Ok);
    world.minute(Some(80.0)).await;
    assert_eq!((world.desired(), world.state("more").pending.len()), (2, 0));
    let items = world.state.table::<history::Record>();
    let numbers: Vec<_> = items.readable().0.map(|item| item.number).collect();
    assert_eq!(numbers, [1, 3, 4]);
    let activities = world.state.table::<activity::Record>();
    let numbers: Vec<_> = activities.readable().0.map(|activity| activity.number).collect();
    assert_eq!(numbers, [1]);
    world.end().await;
}

#[tokio::test]
async fn what_was_set_by_hand_lasts_until_the_next_evaluation() {
    let world = World::new(1, 1, 9).await;
    world.steps("more", 1, true, 300).await;
    world.minute(Some(20.0)).await;
    let alarm = world.get::<alarm::Record>(alarm::key(&scope(), "more"));
    let now = world.state.now();
    let at = alarm_state::key(&scope(), "more");
    world
        .edit::<alarm_state::Record>(at, |state| {
            state.set(alarm.head(), alarm_state::Value::Alarm, ("by hand".into(), None), now);
        })
        .await;
    world.look().await;
    assert_eq!(world.state("more").value, alarm_state::Value::Alarm);
    world.minute(Some(20.0)).await;
    assert_eq!(world.state("more").value, alarm_state::Value::Ok);
    assert_eq!(world.desired(), 2, "what it asked for happened all the same");
    world.end().await;
}

#[tokio::test]
async fn steps_go_on_each_minute_and_a_wait_lets_only_more_through() {
    let world = World::new(1, 1, 6).await;
    world.steps("more", 2, true, 0).await;
    assert_eq!(world.minutes(4, Some(900.0)).await, [3, 5, 6, 6]);
    assert_eq!(
        world.activities(),
        [
            "Setting desired count to 3.",
            "Setting desired count to 5.",
            "Setting desired count to 6.",
            "AlreadyAtMaxCapacity"
        ],
        "that it stays at its most is told once"
    );
    world.end().await;
    let world = World::new(1, 1, 20).await;
    let mut policy = world.steps("more", 2, true, 300).await;
    assert_eq!(world.minutes(3, Some(900.0)).await, [3, 3, 3]);
    // A larger step passes, and counts what was added already.
    let policy::Rule::Step(step) = &mut policy.rule else { unreachable!() };
    step.steps[0].by = 5;
    world.write(policy::key(&of(), "more"), &policy).await;
    assert_eq!(world.minutes(5, Some(900.0)).await, [6, 6, 6, 6, 6]);
    assert_eq!(world.minutes(1, Some(900.0)).await, [11], "the wait is over");
    world.end().await;
}

#[tokio::test]
async fn a_spike_scales_out_at_once_and_its_end_in_gradually() {
    let world = World::new(2, 1, 12).await;
    world.tracks().await;
    assert_eq!(world.minutes(5, Some(90.0)).await, [2; 5], "45 % of each is what is wanted");
    // 400 % in all: eight tasks do it at 50.
    let spike = world.minutes(4, Some(400.0)).await;
    assert_eq!(spike, [2, 2, 8, 8]);
    let calm = world.minutes(14, Some(400.0)).await;
    assert_eq!(calm, [8; 14]);
    let after = world.minutes(60, Some(90.0)).await;
    let steps: Vec<_> = after.windows(2).filter(|pair| pair[0] != pair[1]).collect();
    assert!(steps.iter().all(|pair| pair[0] == pair[1] + 1), "{after:?}");
    assert_eq!(after[..13], [8; 13], "a quarter of an hour first");
    assert_eq!(*after.last().unwrap(), 2, "{after:?}");
    world.end().await;
}

#[tokio::test]
async fn without_data_nothing_is_scaled_in() {
    let world = World::new(4, 1, 12).await;
    let policy = world.tracks().await;
    world.minutes(20, Some(300.0)).await;
    let before = world.desired();
    assert_eq!(world.minutes(40, None).await, vec![before; 40]);
    // Neither when the alarm is set by hand.
    let [_, low] = policy.alarms();
    let alarm = world.get::<alarm::Record>(alarm::key(&scope(), &low));
    let now = world.state.now();
    let at = alarm_state::key(&scope(), &low);
    world
        .edit::<alarm_state::Record>(at, |state| {
            state.set(alarm.head(), alarm_state::Value::Alarm, ("by hand".into(), None), now);
        })
        .await;
    world.scale().await;
    assert_eq!(world.desired(), before);
    assert_eq!(world.state(&low).pending, [], "it was answered");
    world.end().await;
}

#[tokio::test]
async fn nothing_is_scaled_in_while_a_deployment_goes_on() {
    let world = World::new(4, 1, 12).await;
    world.steps("fewer", -1, false, 0).await;
    let at = || service::key(&scope(), "default", "web");
    let roll = |to| move |service: &mut service::Record| service.deployments[0].rollout = to;
    world.edit(at(), roll(Rollout::InProgress)).await;
    assert_eq!(world.minutes(2, Some(4.0)).await, [4, 4]);
    assert_eq!(world.activities(), ["TargetServicePutResourceAsUnscalable"]);
    world.edit(at(), roll(Rollout::Completed)).await;
    assert_eq!(world.minutes(4, Some(1.0)).await, [3, 2, 1, 1]);
    world.end().await;
}

#[tokio::test]
async fn what_is_suspended_does_not_happen() {
    let world = World::new(4, 1, 12).await;
    world.steps("fewer", -1, false, 0).await;
    let suspend =
        |scale_in| move |target: &mut target::Record| target.suspended.scale_in = scale_in;
    world.edit(target::key(&of()), suspend(true)).await;
    assert_eq!(world.minutes(2, Some(4.0)).await, [4, 4]);
    world.edit(target::key(&of()), suspend(false)).await;
    assert_eq!(world.minutes(1, Some(4.0)).await, [3]);
    world.end().await;
}

#[tokio::test]
async fn a_distance_without_a_step_is_told_in_the_history_of_the_alarm() {
    let world = World::new(1, 1, 9).await;
    let mut policy = world.steps("more", 1, true, 0).await;
    let policy::Rule::Step(step) = &mut policy.rule else { unreachable!() };
    step.steps[0].upper = Some(10.0);
    world.write(policy::key(&of(), "more"), &policy).await;
    assert_eq!(world.minutes(1, Some(80.0)).await, [1]);
    let items = world.state.table::<history::Record>();
    let of = (scope(), "more".to_owned());
    let mut items = items.by::<history::OfAlarm>(&of).unwrap();
    let failed = items.find(|item| item.summary.starts_with("Failed to execute action")).unwrap();
    assert!(failed.data.contains("metric value [80.0] and breach delta 30.0"), "{}", failed.data);
    world.end().await;
}

#[tokio::test]
async fn with_a_service_that_is_deleted_its_target_goes() {
    let world = World::new(1, 1, 9).await;
    world.tracks().await;
    let at = service::key(&scope(), "default", "web");
    let end = |status| move |service: &mut service::Record| service.status = status;
    world.edit(at.clone(), end(service::Status::Draining)).await;
    world.scale().await;
    world.get::<target::Record>(target::key(&of()));
    world.edit(at, end(service::Status::Inactive)).await;
    world.scale().await;
    let state = &world.state;
    assert_eq!(state.table::<target::Record>().readable().0.count(), 0);
    assert_eq!(state.table::<policy::Record>().readable().0.count(), 0);
    assert_eq!(state.table::<alarm::Record>().readable().0.count(), 0);
    assert_eq!(state.table::<alarm_state::Record>().readable().0.count(), 0);
    world.end().await;
}

#[tokio::test]
async fn a_scheduled_action_sets_bounds_once_also_when_the_engine_was_down() {
    let world = World::new(1, 1, 12).await;
    let action = scheduled::Record {
        of: of(),
        name: "work".into(),
        id: "id".into(),
        schedule: "rate(10 minutes)".into(),
        timezone: None,
        start: None,
        end: None,
        min: Some(3),
        max: None,
        created_at: TimestampMs(START),
        scheduled_at: TimestampMs(START),
        last: None,
    };
    world.write(scheduled::key(&of(), "work"), &action).await;
    assert_eq!(world.scale().await, Next::After(Duration::from_secs(600)));
    assert_eq!(world.desired(), 1);
    // Three times passed: the last one counts for all.
    world.clock.advance_ms(35 * MINUTE);
    let world = world.restart().await;
    world.scale().await;
    assert_eq!(world.desired(), 3);
    assert_eq!(world.activities(), ["Setting min capacity to 3", "Setting desired count to 3."]);
    // By hand below: it is not pulled again before the next time.
    let at = service::key(&scope(), "default", "web");
    world.edit::<service::Record>(at, |service| service.desired = 2).await;
    world.scale().await;
    assert_eq!(world.desired(), 2);
    world.clock.advance_ms(6 * MINUTE);
    world.scale().await;
    assert_eq!(world.desired(), 3);
    world.end().await;
}

#[tokio::test]
async fn who_looks_again_after_a_death_does_nothing_twice() {
    let mut world = World::new(1, 1, 9).await;
    world.steps("more", 2, true, 300).await;
    let now = world.state.now().0;
    world.load.minutes.lock().insert(now, 80.0);
    world.clock.set(TimestampMs(now + MINUTE + 3000));
    // The alarm has become one, and the server dies before anything is done for it.
    world.look().await;
    assert_eq!(world.state("more").pending.len(), 1);
    world = world.restart().await;
    world.look().await;
    world.scale().await;
    assert_eq!(world.desired(), 3);
    // And once more after it was done.
    world = world.restart().await;
    world.look().await;
    world.scale().await;
    assert_eq!((world.desired(), world.activities().len()), (3, 1));
    let progress = world.get::<progress::Record>(progress::key(&of()));
    assert_eq!(progress.handled.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn an_alarm_whose_metrics_fail_holds_up_no_other_and_goes_on_later() {
    let world = World::new(1, 1, 9).await;
    world.steps("more", 1, true, 300).await;
    *world.load.hangs.lock() = true;
    world.clock.advance_ms(MINUTE + 3000);
    let at = key(alarm::key(&scope(), "more"));
    assert!(world.alarms.reconcile(&world.cx, &at).await.is_err());
    *world.load.hangs.lock() = false;
    world.minute(Some(80.0)).await;
    assert_eq!(world.desired(), 2);
    world.end().await;
}

#[tokio::test]
async fn two_policies_scale_in_only_when_both_agree() {
    let world = World::new(6, 1, 12).await;
    world.tracks().await;
    // Another one that sees no data at all: it holds.
    let metric = policy::Metric::Customized {
        namespace: "N".into(),
        name: "m".into(),
        dimensions: vec![],
        statistic: "Average".into(),
        unit: None,
        query: None,
    };
    let tracking = policy::Tracking {
        target: 5.0,
        metric,
        out_cooldown_s: None,
        in_cooldown_s: None,
        scale_in_disabled: None,
    };
    let other = world.policy("other one", policy::Rule::Tracking(tracking)).await;
    assert_eq!(world.minutes(30, Some(60.0)).await, [6; 30]);
    let at = policy::key(&of(), &other.name);
    world
        .edit::<policy::Record>(at, |policy| {
            let policy::Rule::Tracking(tracking) = &mut policy.rule else { unreachable!() };
            tracking.scale_in_disabled = Some(true);
        })
        .await;
    assert_eq!(world.minutes(2, Some(60.0)).await.last(), Some(&5));
    let tasks = world.state.table::<task::Record>().readable().0.count();
    assert_eq!(tasks, 5);
    world.end().await;
}
