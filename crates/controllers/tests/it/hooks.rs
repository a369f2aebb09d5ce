//! Functions of lifecycle hooks are called until somebody has heard what they say.

use std::sync::Arc;

use async_trait::async_trait;
use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_controllers::ecs::hooks::{self, Call, Functions};
use ferrogate_records::ecs::service::{
    Breaker, Course, Deployment, Function, Hook, LifecycleStage, Propagate, Record, Rolling,
    Rollout, Said, Shifting, Status, Strategy, key,
};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::balancers::{stored, until};
use crate::bed::{Bed, DEADLINE, scope};

/// Tells of each call, and answers some of them.
struct Played {
    calls: mpsc::UnboundedSender<Call>,
    /// Whether it answers those whose function hangs.
    wakes: bool,
}

#[async_trait]
impl Functions for Played {
    async fn call(&self, call: &Call) -> Said {
        self.calls.send(call.clone()).unwrap();
        match call.function.arn.rsplit(':').next() {
            Some("hangs") if !self.wakes => std::future::pending().await,
            Some("fails") => Said::Failed("it answered FAILED".into()),
            Some("breaks") => panic!("it breaks"),
            _ => Said::Succeeded,
        }
    }
}

/// A service whose first deployment calls a function before it starts tasks, of which there are
/// none.
fn calling(name: &str, function: &str) -> (String, Value) {
    let function = Function {
        arn: format!("arn:aws:lambda:us-east-1:000000000000:function:{function}"),
        role: "arn:aws:iam::000000000000:role/r".into(),
        details: Some(json!({"a": 1})),
    };
    let hook = Hook {
        stages: vec![LifecycleStage::PreScaleUp],
        timeout_min: 60,
        goes_on: false,
        function: Some(function),
    };
    let shifting =
        Shifting { strategy: Strategy::BlueGreen, hooks: vec![hook], ..Shifting::default() };
    let mut deployment = Deployment::new("1".into(), "h".into(), TimestampMs(1));
    deployment.course = Course::begin(&shifting, None, TimestampMs(1));
    let record = Record {
        scope: scope(),
        cluster: "default".into(),
        name: name.into(),
        status: Status::Active,
        created_at: TimestampMs(1),
        created_by: "arn".into(),
        inactive_at: None,
        desired: 0,
        asleep_since: None,
        rolling: Rolling { breaker: Breaker::Off, ..Rolling::DEFAULT },
        shifting,
        grace_s: None,
        propagate: Propagate::None,
        managed_tags: false,
        exec: false,
        rebalance: false,
        tags: vec![],
        deployments: vec![deployment],
        completed: None,
        steady: false,
        rebalancing: false,
        lack: None,
        turn: 0,
    };
    stored(record.key(), json!(record))
}

async fn is(bed: &Bed, name: &str, rollout: Rollout) {
    until::<Record>(bed, key(&scope(), "default", name), |found| {
        found.and_then(Record::primary).is_some_and(|primary| primary.rollout == rollout)
    })
    .await;
}

async fn next(calls: &mut mpsc::UnboundedReceiver<Call>) -> Call {
    tokio::time::timeout(DEADLINE, calls.recv()).await.expect("it is called").unwrap()
}

#[tokio::test]
async fn one_that_hangs_holds_up_no_other_and_is_called_again_by_the_next_server() {
    let bed = Bed::with(&[calling("a", "hangs")]).await;
    let (sender, mut calls) = mpsc::unbounded_channel();
    let first = Shutdown::new();
    let played = Played { calls: sender.clone(), wakes: false };
    hooks::start(&bed.cx, Arc::new(played), &bed.health, &first);
    let hung = next(&mut calls).await;
    assert_eq!(hung.event["lifecycleStage"], "PRE_SCALE_UP");
    assert_eq!(
        (&hung.event["executionId"], &hung.event["hookDetails"]),
        (&json!(hung.id), &json!({"a": 1}))
    );
    bed.put(&[calling("b", "fine"), calling("c", "fails")]).await;
    is(&bed, "b", Rollout::Completed).await;
    is(&bed, "c", Rollout::Failed).await;
    for _ in 0..2 {
        assert_ne!(next(&mut calls).await.id, hung.id, "while it is called, it is not called");
    }
    let failed = bed.state.table::<Record>();
    let at = ferrogate_store::Key::new(key(&scope(), "default", "c")).unwrap();
    let failed = failed.get(&at).unwrap().unwrap();
    let reason = &failed.primary().unwrap().reason;
    assert!(reason.contains(":function:fails has failed: it answered FAILED"), "{reason}");
    // The server ends in the middle of the call.
    first.finish().await;
    let second = Shutdown::new();
    hooks::start(&bed.cx, Arc::new(Played { calls: sender, wakes: true }), &bed.health, &second);
    let again = next(&mut calls).await;
    assert_eq!(again, hung);
    is(&bed, "a", Rollout::Completed).await;
    assert!(calls.try_recv().is_err(), "what was heard is not asked again");
    second.finish().await;
    bed.end().await;
}

#[tokio::test]
async fn a_call_that_panics_is_one_in_vain_and_is_made_again_later() {
    let bed = Bed::with(&[calling("a", "breaks")]).await;
    let (sender, mut calls) = mpsc::unbounded_channel();
    let shutdown = Shutdown::new();
    let played = Played { calls: sender, wakes: false };
    hooks::start(&bed.cx, Arc::new(played), &bed.health, &shutdown);
    let call = next(&mut calls).await;
    until::<Record>(&bed, key(&scope(), "default", "a"), |found| {
        let course = found.and_then(Record::primary).and_then(|primary| primary.course.as_ref());
        let paused = course.and_then(|course| course.paused.as_ref());
        paused.is_some_and(|paused| (&paused.id, paused.missed) == (&call.id, 1))
    })
    .await;
    shutdown.finish().await;
    bed.end().await;
}
