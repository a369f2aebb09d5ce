//! Calls the functions of lifecycle hooks, and writes down what they say.
//!
//! That a deployment waits for a function is in its service's record, with the execution's id,
//! before the function is called, and what it says is there before anything follows from it. So
//! one whose caller was killed is called again, with the same id. A call runs in a task of its
//! own, however long it takes: it holds up no other service, and no look waits for it. Knows
//! nothing of HTTP: whoever starts it brings [`Functions`].

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::health::{Health, Need};
use ferrogate_base::{Shutdown, crash};
use ferrogate_records::Scope;
use ferrogate_records::ecs::service::{
    self, Course, Function, LifecycleStage as Stage, Record as Service, Said, Status, WHOLE,
    history, revision,
};
use ferrogate_state::{Changes, Entry, Fault, State, put};
use ferrogate_store::Key;
use futures_util::FutureExt;
use parking_lot::Mutex;
use serde_json::{Map, Value, json};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use crate::engine::{self, Cx, Next, Reconciler};

/// How long a call may take (Lambda: a function runs for 15 minutes at most).
pub const CALL_MAX: Duration = Duration::from_secs(15 * 60);
/// Calls at the same time. Each is one connection, and a service has one at a time.
const CALLS_MAX: usize = 1000;
/// How long a call rests for which there is no room.
const ROOM_REST: Duration = Duration::from_secs(1);

/// Calls functions.
#[async_trait]
pub trait Functions: Send + Sync + 'static {
    /// Calls one. Called again with the same `id`, it may have been called before, and nobody
    /// knows what it said. Must end within [`CALL_MAX`]; dropping the future may leave it called.
    async fn call(&self, call: &Call) -> Said;
}

/// A call of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Where its service is.
    pub scope: Scope,
    /// The ARN of its service.
    pub service_arn: String,
    /// Whom to call.
    pub function: Function,
    /// The execution's id: the same, however often it is called for it.
    pub id: String,
    /// What it is told (ECS developer guide: lifecycle payloads).
    pub event: Value,
}

/// Runs it until the shutdown, in tasks of it.
pub fn start(cx: &Cx, functions: Arc<dyn Functions>, health: &Health, shutdown: &Shutdown) {
    let hooks = Hooks { functions, calls: Arc::default(), shutdown: shutdown.clone() };
    engine::start(Arc::new(hooks), Need::Useful, cx, health, shutdown);
}

struct Hooks {
    functions: Arc<dyn Functions>,
    calls: Arc<Calls>,
    shutdown: Shutdown,
}

/// The calls that this process makes. One that is not here and is waited for is made.
struct Calls {
    /// By execution: the service, and what the function has said, once it has.
    made: Mutex<BTreeMap<String, (Key, Option<Said>)>>,
    /// The services whose functions have said something that nobody has looked at.
    ended: Mutex<BTreeSet<Key>>,
    told: Notify,
    room: Arc<Semaphore>,
}

impl Default for Calls {
    fn default() -> Self {
        Self {
            made: Mutex::default(),
            ended: Mutex::default(),
            told: Notify::new(),
            room: Arc::new(Semaphore::new(CALLS_MAX)),
        }
    }
}

#[async_trait]
impl Reconciler for Hooks {
    const NAME: &'static str = "hooks";
    const AT_ONCE: usize = 4;
    /// The service.
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<Service>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        vec![record.clone()]
    }

    async fn nudged(&self, _: &State) -> Vec<Key> {
        loop {
            let ended = std::mem::take(&mut *self.calls.ended.lock());
            if !ended.is_empty() {
                return ended.into_iter().collect();
            }
            self.calls.told.notified().await;
        }
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let now = cx.state.now();
        let found = cx.state.snapshot().table::<Service>().get(key)?;
        let active = found.filter(|service| service.status == Status::Active);
        let due = active.as_ref().and_then(|service| due(service));
        let awaited = due.as_ref().map(|(call, _)| &*call.id);
        self.calls.forget_all_but(key, awaited);
        let (Some(service), Some((call, at))) = (active, due) else {
            return Ok(Next::WhenChanged);
        };
        if let Some(said) = self.calls.said(&call.id) {
            return self.write(cx, &service, &call.id, said).await;
        }
        if self.calls.is_made(&call.id) {
            return Ok(Next::WhenChanged);
        }
        if now < at {
            return Ok(Next::After(Duration::from_millis(at.since_ms(now).max(1))));
        }
        // One whose end nobody waits for any more may still be on its way.
        let Ok(room) = self.calls.room.clone().try_acquire_owned() else {
            return Ok(Next::After(ROOM_REST));
        };
        self.begin(key, call, room);
        Ok(Next::WhenChanged)
    }
}

impl Hooks {
    /// Calls a function in a task of its own.
    fn begin(&self, key: &Key, call: Call, room: OwnedSemaphorePermit) {
        self.calls.made.lock().insert(call.id.clone(), (key.clone(), None));
        let (functions, calls, key) = (self.functions.clone(), self.calls.clone(), key.clone());
        let end = self.shutdown.clone();
        self.shutdown.spawn(async move {
            let _room = room;
            crash::point(format_args!("server:before-hook"));
            let asked = AssertUnwindSafe(functions.call(&call)).catch_unwind();
            let said = tokio::select! {
                asked = tokio::time::timeout(CALL_MAX, asked) => match asked {
                    Ok(Ok(said)) => said,
                    Ok(Err(_)) => Said::Missed("the call has failed within the engine".into()),
                    Err(_) => Said::Failed("it has not answered in time".into()),
                },
                // It is called again by the next server.
                () = end.requested() => return,
            };
            crash::point(format_args!("server:after-hook"));
            if let Said::Failed(why) | Said::Missed(why) = &said {
                tracing::info!(function = call.function.arn, execution = call.id, why, "a hook");
            }
            calls.end(&key, &call.id, said);
        });
    }

    /// Writes down what a function has said.
    async fn write(
        &self,
        cx: &Cx,
        service: &Entry<Service>,
        id: &str,
        said: Said,
    ) -> Result<Next, Fault> {
        let mut record = service.doc.clone();
        if let Some(primary) = record.primary_mut()
            && let Some(course) = &primary.course
        {
            primary.course = Some(course.said(id, said, cx.state.now()));
        }
        // Whoever else decides about it at the same time has seen it before.
        record.turn += 1;
        let op = put(service.key.clone(), &record)?;
        let Some(rev) = cx.commit_from_reserve(&[service.unchanged()], &[op]).await? else {
            return Ok(Next::AfterConflict);
        };
        cx.state.at(rev).await?;
        self.calls.made.lock().remove(id);
        Ok(Next::Now)
    }
}

impl Calls {
    fn end(&self, key: &Key, id: &str, said: Said) {
        if let Some(made) = self.made.lock().get_mut(id) {
            made.1 = Some(said);
        }
        self.ended.lock().insert(key.clone());
        self.told.notify_one();
    }

    fn said(&self, id: &str) -> Option<Said> {
        self.made.lock().get(id).and_then(|(_, said)| said.clone())
    }

    fn is_made(&self, id: &str) -> bool {
        self.made.lock().contains_key(id)
    }

    /// Forgets what functions have said that nobody waits for.
    fn forget_all_but(&self, key: &Key, awaited: Option<&str>) {
        self.made
            .lock()
            .retain(|id, (of, said)| of != key || said.is_none() || awaited == Some(id.as_str()));
    }
}

/// The function that a service waits for, and when it is called.
fn due(service: &Service) -> Option<(Call, ferrogate_base::TimestampMs)> {
    let primary = service.primary()?;
    let going = primary.rollout == service::Rollout::InProgress;
    let course = primary.course.as_ref().filter(|_| going)?;
    let (paused, hook) = course.awaited()?;
    let function = hook.function.clone()?;
    let at = paused.call_at?;
    let stage = paused.stage.unwrap_or(course.stage);
    let (scope, cluster, name) = (&service.scope, &service.cluster, &service.name);
    let mut event = json!({
        "executionId": paused.id,
        "lifecycleStage": stage.as_str(),
        "resourceArn": history::arn(scope, cluster, name, &primary.history),
        "executionDetails": details(service, &primary.number, course, stage),
    });
    if let Some(details) = course.details(paused.hook) {
        event["hookDetails"] = details;
    }
    let (scope, id) = (scope.clone(), paused.id.clone());
    Some((Call { scope, service_arn: service.arn(), function, id, event }, at))
}

/// What a function is told of a deployment. One that goes back is still that of the revision that
/// it goes back from.
fn details(service: &Service, number: &str, course: &Course, stage: Stage) -> Value {
    let (scope, cluster, name) = (&service.scope, &service.cluster, &service.name);
    let arn = |number: &str| revision::arn(scope, cluster, name, number);
    let (target, other) = match (&course.source, course.back) {
        (Some(source), true) => (&**source, Some(number)),
        (source, _) => (number, source.as_deref()),
    };
    let weights = |share: u32| {
        let share = if course.back { WHOLE - share } else { share };
        let mut weights = Map::new();
        weights.insert(arn(target), percent(share));
        if let Some(other) = other {
            weights.insert(arn(other), percent(WHOLE - share));
        }
        Value::Object(weights)
    };
    let (mut test, mut production) = (json!({}), json!({}));
    match stage {
        Stage::TestTrafficShift => test = weights(course.test_share.unwrap_or(WHOLE)),
        Stage::PreProductionTrafficShift | Stage::ProductionTrafficShift => {
            production = weights(course.share);
        }
        Stage::ReconcileService
        | Stage::PreScaleUp
        | Stage::ScaleUp
        | Stage::PostScaleUp
        | Stage::PostTestTrafficShift
        | Stage::PostProductionTrafficShift
        | Stage::BakeTime
        | Stage::CleanUp => {}
    }
    json!({
        "serviceArn": service.arn(),
        "targetServiceRevisionArn": arn(target),
        "testTrafficWeights": test,
        "productionTrafficWeights": production,
    })
}

/// Tenths of a percent as a number of percent, which is whole where it can be.
fn percent(share: u32) -> Value {
    match share.is_multiple_of(10) {
        true => json!(share / 10),
        false => json!(f64::from(share) / 10.0),
    }
}

#[cfg(test)]
mod tests;
