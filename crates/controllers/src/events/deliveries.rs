//! Works off what waits to be told: each receiver's queue by itself, one thing at a time, what
//! failed again later with longer rests, until it is too old or was tried too often.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::TimestampMs;
use ferrogate_base::crash;
use ferrogate_events::input::{Path, Told};
use ferrogate_events::{Input, Transformer};
use ferrogate_records::Scope;
use ferrogate_records::events::delivery::{self, InQueue, Receiver, Record, queue_of};
use ferrogate_records::events::event::millis;
use ferrogate_records::events::{Event, bus, entry, rule};
use ferrogate_records::scheduler::schedule;
use ferrogate_records::sns::message::{self, Letter};
use ferrogate_records::sns::{subscription, topic};
use ferrogate_state::{Changes, Entry, Fault, Snapshot, State, create, put};
use ferrogate_store::{Guard, Key, Op};

use super::counts::Counts;
use super::{Courier, Run, Telling, Undelivered};
use crate::engine::{Cx, Next, Reconciler};

/// How long one try may take.
pub const ATTEMPT_MAX: Duration = Duration::from_secs(20);
/// The first rest after a try in vain, and the longest, in milliseconds.
const RESTS_MS: (u64, u64) = (1000, 300_000);
/// Tries after the first one, and the rest between them, of a subscription (SNS developer guide,
/// "Message delivery retries": three, 20 seconds apart).
const SUBSCRIPTION: (u32, u64) = (3, 20_000);

/// Tells receivers what waits for them.
pub(super) struct Deliveries {
    courier: Arc<dyn Courier>,
    counts: Arc<Counts>,
}

impl Deliveries {
    pub(super) fn new(courier: Arc<dyn Courier>, counts: Arc<Counts>) -> Self {
        Self { courier, counts }
    }
}

#[async_trait]
impl Reconciler for Deliveries {
    const NAME: &'static str = "event-deliveries";
    /// One that hangs holds one place for [`ATTEMPT_MAX`], and then rests longer each time.
    const AT_ONCE: usize = 128;
    /// The queue.
    type Key = String;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<String> {
        queue_of(record.as_str()).map(str::to_owned).into_iter().collect()
    }

    async fn reconcile(&self, cx: &Cx, queue: &String) -> Result<Next, Fault> {
        let (all, now) = (cx.state.snapshot(), cx.state.now());
        let table = all.table::<Record>();
        let first =
            table.readable_by::<InQueue>(queue).0.min_by_key(|one| (one.next_at, one.id.clone()));
        let Some(first) = first else { return Ok(Next::WhenChanged) };
        if first.next_at > now {
            return Ok(Next::After(Duration::from_millis(first.next_at.since_ms(now).max(1))));
        }
        match &first.to {
            Receiver::Target { rule, id } => {
                let key = Key::new(rule::key(&first.scope, rule))?;
                let rule = all.table::<rule::Record>().get(&key)?;
                let target = rule
                    .as_ref()
                    .and_then(|rule| rule.targets.iter().find(|target| target.id == *id).cloned());
                match (rule, target) {
                    (Some(rule), Some(target)) => {
                        self.target(cx, &all, first, &rule, &target).await
                    }
                    // Nobody is to be told any more.
                    _ => self.remove(cx, first, &[], &[]).await,
                }
            }
            Receiver::Schedule { group, name } => {
                let key = Key::new(schedule::key(&first.scope, group, name))?;
                match all.table::<schedule::Record>().get(&key)? {
                    // Not another one, that has its name by now.
                    Some(of) if first.id.ends_with(&format!("-{}", of.created_at.0)) => {
                        self.schedule(cx, first, &of).await
                    }
                    _ => self.remove(cx, first, &[], &[]).await,
                }
            }
            Receiver::Subscription { topic, id } => {
                let key = Key::new(subscription::key(&first.scope, topic, id))?;
                match all.table::<subscription::Record>().get(&key)? {
                    Some(to) => self.subscription(cx, first, &to).await,
                    None => self.remove(cx, first, &[], &[]).await,
                }
            }
        }
    }
}

/// What a try came to, when it did not fail of our own fault.
type Tried = Result<(), Undelivered>;

impl Deliveries {
    async fn target(
        &self,
        cx: &Cx,
        all: &Snapshot,
        one: &Entry<Record>,
        rule: &rule::Record,
        target: &rule::Target,
    ) -> Result<Next, Fault> {
        let text = match text(one, rule, target) {
            Ok(text) => text,
            Err(refused) => return self.failed(cx, one, refused, retry_of(target)).await,
        };
        // A topic is told in the transaction that takes it off the queue.
        if let Some(name) = topic::name_of(&one.scope, &target.arn) {
            let key = Key::new(topic::key(&one.scope, name))?;
            let Some(topic) = all.table::<topic::Record>().get(&key)? else {
                let gone = Undelivered::for_good("the topic does not exist");
                return self.failed(cx, one, gone, retry_of(target)).await;
            };
            let message = message::Record {
                scope: one.scope.clone(),
                topic: topic.name.clone(),
                id: uuid::Uuid::new_v4().to_string(),
                text,
                subject: None,
                attributes: Default::default(),
                at: cx.state.now(),
            };
            let put = create(Key::new(message.key())?, &message)?;
            self.counts.told(&one.scope, &one.to);
            return self.remove(cx, one, &[topic.unchanged()], &[put]).await;
        }
        if let Some((scope, name)) = bus::of_arn(&target.arn) {
            return self.forward(cx, all, one, (rule, target), (scope, name)).await;
        }
        let id = one.key();
        let told = Telling { text: &text, event: &one.body, id: &id };
        let tried = self.courier.tell(rule, target, &told);
        let tried = in_time(tried).await;
        self.after(cx, one, tried, retry_of(target)).await
    }

    /// Puts an event on another bus, in the transaction that takes it off the queue.
    async fn forward(
        &self,
        cx: &Cx,
        all: &Snapshot,
        one: &Entry<Record>,
        (rule, target): (&rule::Record, &rule::Target),
        (scope, name): (Scope, &str),
    ) -> Result<Next, Fault> {
        let event = serde_json::from_str(&one.body).ok().and_then(|json| Event::from_json(&json));
        let Some(event) = event else {
            let bad = Undelivered::for_good("the event can't be read");
            return self.failed(cx, one, bad, retry_of(target)).await;
        };
        if let Err(refused) = self.courier.may_forward(rule, target, &event).await {
            return self.failed(cx, one, refused, retry_of(target)).await;
        }
        let key = Key::new(bus::key(&scope, name))?;
        let found = all.table::<bus::Record>().get(&key)?;
        if found.is_none() && name != bus::DEFAULT {
            let gone = Undelivered::for_good("the event bus does not exist");
            return self.failed(cx, one, gone, retry_of(target)).await;
        }
        if all.table::<entry::Record>().readable().0.count() >= entry::WAITING_MAX {
            let full = Undelivered::for_now("too many events are waiting");
            return self.failed(cx, one, full, retry_of(target)).await;
        }
        let into = (scope != event.scope).then_some(scope);
        let entry = entry::Record { into, forwarded: true, ..entry::Record::on(name, event) };
        let put = create(Key::new(entry.key())?, &entry)?;
        self.counts.told(&one.scope, &one.to);
        let unchanged: Vec<_> = found.iter().map(|bus| bus.unchanged()).collect();
        self.remove(cx, one, &unchanged, &[put]).await
    }

    async fn subscription(
        &self,
        cx: &Cx,
        one: &Entry<Record>,
        to: &subscription::Record,
    ) -> Result<Next, Fault> {
        let (attempts, rest_ms) = SUBSCRIPTION;
        let retry = Retry { age_ms: u64::MAX, attempts, rest_ms: Some(rest_ms) };
        let tried = match serde_json::from_str::<Letter>(&one.body) {
            Ok(letter) => in_time(self.courier.send(to, &letter)).await,
            Err(_) => Err(Undelivered::for_good("what waits can't be read")),
        };
        self.after(cx, one, tried, retry).await
    }

    /// Does what a schedule says; what came of it is noted in the transaction that takes it off
    /// the queue.
    async fn schedule(
        &self,
        cx: &Cx,
        one: &Entry<Record>,
        of: &Entry<schedule::Record>,
    ) -> Result<Next, Fault> {
        let id = one.key();
        let run = Run { due: one.at, attempt: one.attempts + 1, id: &id };
        let tried = in_time(self.courier.invoke(of, &run)).await;
        let now = cx.state.now();
        let outcome = match tried {
            Ok(()) => {
                crash::point(format_args!("server:after-told-events"));
                schedule::Outcome::Done { at: now }
            }
            Err(refused) => {
                let retry = retry(of.target.retry);
                if again_at(one, &refused, retry, now).is_some() {
                    return self.failed(cx, one, refused, retry).await;
                }
                let arn = of.arn();
                tracing::warn!(schedule = arn, why = %refused, "a run of a schedule is given up");
                schedule::Outcome::Failed { at: now, why: refused.why }
            }
        };
        let mut new = of.doc.record.clone();
        new.note(one.at, outcome);
        let op = match new.delete_after && new.is_over(now) {
            true => Op::Del(of.key.clone()),
            false => put(of.key.clone(), &of.doc.with(new))?,
        };
        self.remove(cx, one, &[of.unchanged()], &[op]).await
    }

    async fn after(
        &self,
        cx: &Cx,
        one: &Entry<Record>,
        tried: Tried,
        retry: Retry,
    ) -> Result<Next, Fault> {
        match tried {
            Ok(()) => {
                crash::point(format_args!("server:after-told-events"));
                self.counts.told(&one.scope, &one.to);
                self.remove(cx, one, &[], &[]).await
            }
            Err(refused) => self.failed(cx, one, refused, retry).await,
        }
    }

    /// Lets it rest, or gives it up.
    async fn failed(
        &self,
        cx: &Cx,
        one: &Entry<Record>,
        refused: Undelivered,
        retry: Retry,
    ) -> Result<Next, Fault> {
        let now = cx.state.now();
        let attempts = one.attempts + u32::from(!refused.untried);
        let [kind, of, id] = one.to.names();
        let Some(next_at) = again_at(one, &refused, retry, now) else {
            tracing::warn!(kind, of, id, attempts, why = %refused, "an event is given up");
            self.counts.lost(&one.scope, &one.to);
            return self.remove(cx, one, &[], &[]).await;
        };
        if !refused.untried {
            tracing::info!(kind, of, id, attempts, why = %refused, "an event is told again later");
            self.counts.again(&one.scope, &one.to);
        }
        let next = Record { attempts, next_at, ..one.doc.record.clone() };
        let ops = [put(one.key.clone(), &one.doc.with(next))?];
        Ok(match cx.commit(&[one.unchanged()], &ops).await? {
            Some(rev) => {
                cx.state.at(rev).await?;
                Next::Now
            }
            None => Next::AfterConflict,
        })
    }

    /// Takes it off its queue, with what is written for it.
    async fn remove(
        &self,
        cx: &Cx,
        one: &Entry<Record>,
        guards: &[Guard],
        ops: &[Op],
    ) -> Result<Next, Fault> {
        let guards: Vec<_> = [one.unchanged()].into_iter().chain(guards.iter().cloned()).collect();
        let ops: Vec<_> =
            [Op::Del(one.key.clone())].into_iter().chain(ops.iter().cloned()).collect();
        Ok(match cx.commit_from_reserve(&guards, &ops).await? {
            Some(rev) => {
                cx.state.at(rev).await?;
                Next::Now
            }
            None => Next::AfterConflict,
        })
    }
}

/// How long a receiver is tried.
#[derive(Clone, Copy)]
struct Retry {
    age_ms: u64,
    attempts: u32,
    /// The rest between two tries; longer each time when it is not said.
    rest_ms: Option<u64>,
}

/// When it is tried again; `None` when it is given up.
fn again_at(
    one: &Record,
    refused: &Undelivered,
    retry: Retry,
    now: TimestampMs,
) -> Option<TimestampMs> {
    let attempts = one.attempts + u32::from(!refused.untried);
    let own = retry.rest_ms.unwrap_or_else(|| rest_ms(attempts, &one.id));
    let asked = refused.after_ms.unwrap_or_default();
    let next_at = now.plus_ms(if refused.untried { asked.max(1) } else { own.max(asked) });
    let over =
        !refused.again || attempts > retry.attempts || next_at.since_ms(one.at) > retry.age_ms;
    (!over).then_some(next_at)
}

fn retry_of(target: &rule::Target) -> Retry {
    retry(target.retry)
}

fn retry(asked: rule::Retry) -> Retry {
    let rule::Retry { age_s, attempts, .. } = asked;
    Retry { age_ms: u64::from(age_s) * 1000, attempts, rest_ms: None }
}

/// Twice as long each time, and by a part that is another one for each thing: so what failed
/// together is not tried again together.
fn rest_ms(attempts: u32, id: &str) -> u64 {
    let (first, most) = RESTS_MS;
    let rest = first.saturating_mul(1 << attempts.saturating_sub(1).min(20)).min(most);
    let spread = id.bytes().fold(0_u64, |all, byte| all.wrapping_mul(31).wrapping_add(byte.into()));
    rest / 2 + (rest / 2).max(1) * (spread % 1000) / 1000
}

pub(super) async fn in_time(tried: impl Future<Output = Tried>) -> Tried {
    match tokio::time::timeout(ATTEMPT_MAX, tried).await {
        Ok(tried) => tried,
        Err(_) => Err(Undelivered::for_now("no answer came in time")),
    }
}

/// What the target is told.
fn text(
    one: &delivery::Record,
    rule: &rule::Record,
    target: &rule::Target,
) -> Result<String, Undelivered> {
    let bad = |_| Undelivered::for_good("what it is to be told can't be read");
    let input = match &target.input {
        rule::Input::Event => return Ok(one.body.clone()),
        rule::Input::Fixed(text) => return Ok(text.clone()),
        rule::Input::Path(path) => Input::Part(Path::parse(path).map_err(bad)?),
        rule::Input::Transformer { paths, template } => {
            let paths = paths.iter().map(|(name, path)| (&**name, &**path));
            Input::Transformed(Transformer::parse(paths, template).map_err(bad)?)
        }
    };
    let event = serde_json::from_str(&one.body)
        .map_err(|_| Undelivered::for_good("the event can't be read"))?;
    let taken = millis(TimestampMs(one.at.0));
    Ok(input.of(&Told {
        event: &event,
        rule_arn: &rule.arn(),
        rule_name: &rule.name,
        ingestion_time: &taken,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_receiver_asks_for_is_waited_for_and_what_was_not_tried_is_no_try() {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let one = |attempts| Record {
            scope: scope.clone(),
            to: Receiver::Target { rule: "r".into(), id: "1".into() },
            id: "a".into(),
            body: String::new(),
            at: TimestampMs(0),
            attempts,
            next_at: TimestampMs(0),
        };
        let retry = Retry { age_ms: 3_600_000, attempts: 2, rest_ms: None };
        let refused = |after_ms, untried, again| Undelivered {
            after_ms,
            untried,
            again,
            ..Undelivered::for_now("x")
        };
        let at = |one: &Record, refused| again_at(one, &refused, retry, TimestampMs(1000));
        // Of its own rest and what is asked for, the longer.
        assert_eq!(at(&one(0), refused(Some(60_000), false, true)), Some(TimestampMs(61_000)));
        let own = at(&one(0), refused(None, false, true)).unwrap();
        assert_eq!(at(&one(0), refused(Some(1), false, true)), Some(own));
        assert_eq!(at(&one(2), refused(None, false, true)), None);
        assert_eq!(at(&one(2), refused(Some(10), true, true)), Some(TimestampMs(1010)));
        assert_eq!(at(&one(0), refused(Some(10), false, false)), None);
        // Not beyond the age of the policy.
        assert_eq!(at(&one(0), refused(Some(4_000_000), false, true)), None);
    }

    #[test]
    fn rests_grow_and_are_bounded() {
        let mut before = 0;
        for attempts in 1..10 {
            let rest = rest_ms(attempts, "a");
            assert!(rest > before && rest <= RESTS_MS.1, "{attempts}: {rest}");
            before = rest;
        }
        assert!(rest_ms(185, "a") <= RESTS_MS.1);
        assert_ne!(rest_ms(5, "a"), rest_ms(5, "b"));
    }
}
