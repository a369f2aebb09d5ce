//! Alarms on what is computed of several metrics, and on other alarms.

use std::time::Duration;

use ferrogate_base::TimestampMs;
use ferrogate_controllers::alarm::Composites;
use ferrogate_controllers::engine::{Next, Reconciler};
use ferrogate_records::cloudwatch::{Alarm, alarm, composite, history, state as alarm_state};

use super::{START, World, key, scope};

/// A composite alarm, which nobody has looked at yet.
fn composite(name: &str, rule: &str, children: &[&str]) -> composite::Record {
    composite::Record {
        scope: scope(),
        name: name.into(),
        description: None,
        actions_enabled: true,
        ok_actions: vec![],
        alarm_actions: vec!["arn:aws:sns:us-east-1:000000000000:t".into()],
        insufficient_data_actions: vec![],
        rule: rule.into(),
        children: children.iter().map(|name| (*name).to_owned()).collect(),
        suppressor: None,
        created_at: TimestampMs(START),
        configured_at: TimestampMs(START),
        tags: vec![],
    }
}

impl World {
    /// Writes a composite alarm anew.
    async fn put_composite(&self, alarm: &composite::Record) {
        self.write(alarm.key(), alarm).await;
        let state = alarm_state::Record::of_new(Alarm::Composite(alarm));
        self.write(alarm_state::key(&scope(), &alarm.name), &state).await;
        self.look().await;
    }

    /// Sets an alarm as SetAlarmState does.
    async fn set(&self, name: &str, value: alarm_state::Value) {
        let now = self.state.now();
        let metric = self.state.table::<alarm::Record>().get(&key(alarm::key(&scope(), name)));
        let composite =
            self.state.table::<composite::Record>().get(&key(composite::key(&scope(), name)));
        let (metric, composite) = (metric.unwrap(), composite.unwrap());
        self.edit::<alarm_state::Record>(alarm_state::key(&scope(), name), |state| {
            let why = ("by hand".to_owned(), None);
            match (&metric, &composite) {
                (Some(alarm), _) => state.set(alarm.head(), value, why, now),
                (_, Some(alarm)) => state.set(alarm.head(), value, why, now),
                _ => panic!("there is no alarm {name}"),
            }
        })
        .await;
        self.look().await;
    }

    fn tick(&self, seconds: u64) {
        self.clock.set(TimestampMs(self.state.now().0 + seconds * 1000));
    }
}

#[tokio::test]
async fn an_alarm_on_others_follows_them_and_names_the_one_that_changed() {
    use alarm_state::Value;
    let world = World::new(1, 1, 9).await;
    for name in ["a", "b"] {
        world.steps(name, 1, true, 300).await;
        let at = alarm::key(&scope(), name);
        world.edit::<alarm::Record>(at, |alarm| alarm.missing = Some(alarm::Missing::Ignore)).await;
    }
    world.put_composite(&composite("c", "ALARM(a) AND NOT OK(b)", &["a", "b"])).await;
    world.put_composite(&composite("up", "ALARM(c)", &["c"])).await;
    let state = world.state("c");
    assert_eq!((state.value, state.transition), (Value::Ok, 1));
    let own = "arn:aws:cloudwatch:us-east-1:000000000000:alarm";
    assert_eq!(state.reason, format!("{own}:c was created and its alarm rule evaluates to OK"));
    world.tick(10);
    world.set("a", Value::Alarm).await;
    let state = world.state("c");
    let said = "transitioned to ALARM at Tuesday 14 November, 2023 22:13:10 UTC";
    assert_eq!((state.value, state.reason.clone()), (Value::Alarm, format!("{own}:a {said}")));
    let data: serde_json::Value = serde_json::from_str(&state.reason_data.unwrap()).unwrap();
    let child = serde_json::json!({"arn": format!("{own}:a"), "state":
        {"value": "ALARM", "timestamp": "2023-11-14T22:13:10.000+0000"}});
    assert_eq!(data["triggeringAlarms"], serde_json::json!([child]));
    assert_eq!(state.pending.len(), 1);
    world.look().await;
    assert_eq!(world.state("up").value, Value::Alarm, "one on a composite alarm too");
    let history = world.state.table::<history::Record>();
    let of = history.by::<history::OfAlarm>(&(scope(), "c".to_owned())).unwrap();
    let kinds: Vec<bool> = of.map(|item| item.composite).collect();
    assert_eq!(kinds, [true, true]);
    // What was set by hand stays until one below changes.
    world.tick(1);
    world.set("c", Value::Ok).await;
    world.tick(30);
    world.look().await;
    assert_eq!(world.state("c").value, Value::Ok);
    world.set("b", Value::Alarm).await;
    assert_eq!(world.state("c").value, Value::Alarm);
    // A server that dies before it has written begins anew, and one that has finds it done.
    let before = world.state("c");
    let world = world.restart().await;
    world.look().await;
    assert_eq!(world.state("c"), before);
    world.end().await;
}

#[tokio::test]
async fn actions_wait_for_a_suppressor_also_over_a_death_and_a_cycle_stops_all() {
    use alarm_state::{By, Value};
    let world = World::new(1, 1, 9).await;
    for name in ["a", "quiet"] {
        world.steps(name, 1, true, 300).await;
        // Nobody measures anything: they stay as they are set.
        let at = alarm::key(&scope(), name);
        world.edit::<alarm::Record>(at, |alarm| alarm.missing = Some(alarm::Missing::Ignore)).await;
    }
    let mut alarm = composite("c", "ALARM(a)", &["a"]);
    let (wait_s, extension_s) = (20, 40);
    let written = "quiet".to_owned();
    alarm.suppressor =
        Some(composite::Suppressor { name: written.clone(), written, wait_s, extension_s });
    world.put_composite(&alarm).await;
    world.tick(25);
    world.look().await;
    assert_eq!(world.state("c").suppressed, None);
    world.set("a", Value::Alarm).await;
    let by = |world: &World| world.state("c").suppressed.map(|suppressed| suppressed.by);
    assert_eq!((by(&world), world.state("c").pending.len()), (Some(By::WaitPeriod), 0));
    let world = world.restart().await;
    world.tick(10);
    let next = Composites.reconcile(&world.cx, &key(alarm.key())).await.unwrap();
    assert_eq!(next, Next::After(Duration::from_secs(10)), "it looks again when the wait is over");
    world.set("quiet", Value::Alarm).await;
    assert_eq!(by(&world), Some(By::Alarm));
    world.tick(100);
    world.set("quiet", Value::Ok).await;
    assert_eq!((by(&world), world.state("c").pending.len()), (Some(By::ExtensionPeriod), 0));
    world.tick(40);
    world.look().await;
    assert_eq!((by(&world), world.state("c").pending.len()), (None, 1));
    // A cycle, wherever it is below, stops the evaluation.
    world.put_composite(&composite("x", "ALARM(y) OR TRUE", &["y"])).await;
    assert_eq!(world.state("x").value, Value::Alarm);
    world.put_composite(&composite("y", "NOT ALARM(x)", &["x"])).await;
    world.put_composite(&composite("above", "TRUE OR ALARM(x)", &["a", "x"])).await;
    assert_eq!(world.state("y").transition + world.state("above").transition, 0);
    world.end().await;
}

#[tokio::test]
async fn what_is_computed_of_several_metrics_alarms_as_one_does() {
    let world = World::new(1, 1, 9).await;
    let policy = world.steps("plain", 1, true, 300).await;
    use alarm::Comparison::GreaterThanThreshold;
    world.alarm("computed", &policy, GreaterThanThreshold, 100.0, 1).await;
    let part = |id: &str, statistic: &str| alarm::Part {
        id: id.into(),
        label: None,
        returned: false,
        what: alarm::What::Metric(alarm::Metric {
            namespace: "N".into(),
            name: "m".into(),
            dimensions: vec![],
            unit: None,
            statistic: statistic.into(),
        }),
    };
    let text = "FILL(2 * m1 / n, 0)".to_owned();
    let expression = alarm::Part {
        id: "e".into(),
        label: None,
        returned: true,
        what: alarm::What::Expression { text, period_s: None },
    };
    let math = vec![part("m1", "Average"), part("n", "SampleCount"), expression];
    world
        .edit::<alarm::Record>(alarm::key(&scope(), "computed"), |alarm| {
            alarm.watched = alarm::Watched { math, period_s: 60, ..alarm::Watched::default() };
        })
        .await;
    world.minute(Some(40.0)).await;
    assert_eq!(world.state("computed").value, alarm_state::Value::Ok);
    world.minute(Some(60.0)).await;
    let state = world.state("computed");
    assert_eq!(
        state.reason,
        "Threshold Crossed: 1 datapoint [120.0 (14/11/23 22:14:00)] was greater than the \
         threshold (100.0)."
    );
    let data: serde_json::Value = serde_json::from_str(&state.reason_data.unwrap()).unwrap();
    assert_eq!((&data["period"], data.get("statistic")), (&60.into(), None));
    // What is missing was filled.
    world.minute(None).await;
    assert_eq!(world.state("computed").value, alarm_state::Value::Ok);
    // One that can't be computed holds up no other.
    world
        .edit::<alarm::Record>(alarm::key(&scope(), "computed"), |alarm| {
            let alarm::What::Expression { text, .. } = &mut alarm.watched.math[2].what else {
                unreachable!()
            };
            *text = "AVG(m1)".into();
        })
        .await;
    let at = key(alarm::key(&scope(), "computed"));
    world.tick(60);
    let failed = world.alarms.reconcile(&world.cx, &at).await.unwrap_err();
    assert!(failed.to_string().contains("metric math"), "{failed}");
    world.end().await;
}
