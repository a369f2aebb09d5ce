//! Scales services: within the bounds of their targets, when an alarm asks for one of their
//! policies, or at a scheduled time.
//!
//! [`ferrogate_metrics::scaling`] decides, purely; [`asked`] finds who asks for what; [`change`]
//! writes what is decided, with the service's new count, in one transaction: so what an alarm has
//! asked for is done once, whatever dies in between. The tasks themselves are the business of
//! [services](crate::ecs::service). What is left of a service that was deleted is deregistered.

mod asked;
mod change;
mod zero;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::TimestampMs;
use ferrogate_metrics::Source;
use ferrogate_metrics::scaling::{Decision, Situation, Why, combine, decide};
use ferrogate_records::autoscaling::activity::{self, Status as Progress};
use ferrogate_records::autoscaling::{policy, progress, scheduled, target};
use ferrogate_records::cloudwatch::state as alarm_state;
use ferrogate_records::ecs::service::{self, Rollout, Status};
use ferrogate_records::ecs::task::{self, OfService};
use ferrogate_state::{Changes, Entry, Fault, Snapshot, State};
use ferrogate_store::{Guard, Key};

use crate::asker::Asker;
use crate::engine::{Cx, Next, Reconciler};
use crate::host::Sessions;
use asked::{Asked, Wanted};
use change::Change;
use zero::{Clocks, Ear, Step};

/// How often it is looked whether a service has the tasks that it was given.
const FULFILLED_EVERY_MS: u64 = 5000;

/// Scales services.
pub struct Scaling {
    asker: Asker,
    sessions: Arc<Sessions>,
    clocks: Clocks,
    ear: Ear,
}

impl Scaling {
    /// Looks at the metrics of `source`, and hears in `sessions` who asks load balancers.
    #[must_use]
    pub fn new(source: Arc<dyn Source>, sessions: Arc<Sessions>) -> Self {
        let ear = Ear::new(&sessions.balancers);
        Self { asker: Asker::new(source), sessions, clocks: Clocks::default(), ear }
    }
}

/// A target, and all that it is decided by, at one revision of the store.
pub(crate) struct Seen {
    all: Snapshot,
    target: Arc<Entry<target::Record>>,
    service: Arc<Entry<service::Record>>,
    progress: Option<Arc<Entry<progress::Record>>>,
    now: TimestampMs,
}

#[async_trait]
impl Reconciler for Scaling {
    const NAME: &'static str = "scaling";
    const AT_ONCE: usize = 16;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<target::Record>(changes);
        state.tell::<scheduled::Record>(changes);
        state.tell::<alarm_state::Record>(changes);
        state.tell::<service::Record>(changes);
    }

    fn wakes(&self, state: &State, record: &Key) -> Vec<Key> {
        let kind = record.as_str().split('/').nth(1);
        if kind == Some(alarm_state::KIND) {
            return asked::targets_of(state, record);
        }
        // All others lie under the account, region, cluster and name of the service.
        let of: Vec<&str> = record.as_str().split('/').skip(2).take(4).collect();
        let key = Key::new(format!("/{}/{}", target::KIND, of.join("/"))).ok();
        let there = |key: &Key| {
            let found = state.table::<target::Record>().get(key);
            !matches!(found, Ok(None))
        };
        key.filter(there).into_iter().collect()
    }

    /// Who asks for a service that sleeps waits for it.
    async fn nudged(&self, state: &State) -> Vec<Key> {
        self.ear.next(state, &self.sessions.balancers).await
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let all = cx.state.snapshot();
        let Some(target) = all.table::<target::Record>().get(key)? else {
            self.clocks.forget(key);
            return Ok(Next::WhenChanged);
        };
        let of = &target.of;
        let at = Key::new(service::key(&of.scope, &of.cluster, &of.service))?;
        let service = match all.table::<service::Record>().get(&at)? {
            Some(service) if service.status == Status::Active => service,
            // Its end wakes this.
            Some(service) if service.status == Status::Draining => return Ok(Next::WhenChanged),
            gone => {
                let is_gone = gone.map_or(Guard::Absent(at), |gone| gone.unchanged());
                return Change::departure(&all, &target, is_gone)?.commit(cx).await;
            }
        };
        let progress = all.table::<progress::Record>().get(&Key::new(progress::key(of))?)?;
        let seen = Seen { target, service, progress, now: cx.state.now(), all };
        if let Some(change) = seen.scheduled()? {
            return change.commit(cx).await;
        }
        if seen.target.enforce {
            return seen.enforced()?.commit(cx).await;
        }
        let zero = seen.zero(&self.clocks, &self.sessions)?;
        // Before what alarms ask: a metric that does not come holds up no request.
        if let Step::Wake { count, why } = zero {
            return seen.awake(count, why)?.commit(cx).await;
        }
        let mut asked = Asked::of(&seen)?;
        if !asked.due.is_empty() {
            let wanted = asked.wanted(&seen, &self.asker).await?;
            return seen.scaled(&asked, wanted)?.commit(cx).await;
        }
        let look = match zero {
            Step::Sleep { idle_s } => {
                // A hand that gives it tasks at once begins another wait.
                self.clocks.forget(key);
                return seen.asleep(idle_s)?.commit(cx).await;
            }
            Step::Look(after) => Some(after),
            Step::Nothing | Step::Wake { .. } => None,
        };
        let (change, checked) = seen.fulfilled()?;
        if let Some(change) = change {
            return change.commit(cx).await;
        }
        let times = [seen.next_scheduled()?, asked.next, checked];
        let until = |at: TimestampMs| Duration::from_millis(at.since_ms(seen.now).max(1));
        let waits = times.into_iter().flatten().map(until).chain(look);
        Ok(waits.min().map_or(Next::WhenChanged, Next::After))
    }
}

impl Seen {
    fn progress(&self) -> progress::Record {
        let new = || progress::Record::new(self.target.of.clone());
        self.progress.as_ref().map_or_else(new, |entry| entry.doc.record.clone())
    }

    /// Tasks that run.
    fn running(&self) -> Result<u32, Fault> {
        let of = &self.target.of;
        let place = (task::prefix(&of.scope, &of.cluster), of.service.clone());
        let tasks = self.all.table::<task::Record>();
        let running = tasks.by::<OfService>(&place)?.filter(|task| {
            task.status == task::Status::Running && task.desired == task::Desired::Running
        });
        Ok(u32::try_from(running.count()).unwrap_or(u32::MAX))
    }

    /// Whether a deployment of the service goes on.
    fn deploys(&self) -> bool {
        let first = self.service.primary().map(|primary| primary.rollout);
        self.service.deployments.len() > 1 || first == Some(Rollout::InProgress)
    }

    /// What carries out the scheduled action that has been due the longest.
    fn scheduled(&self) -> Result<Option<Change>, Fault> {
        let table = self.all.table::<scheduled::Record>();
        let due = table.by::<scheduled::OfTarget>(&self.target.of)?;
        let due = due.filter_map(|action| action.due(self.now).map(|at| (at, action)));
        let Some((at, action)) = due.min_by_key(|(at, action)| (*at, action.key.clone())) else {
            return Ok(None);
        };
        let mut change = Change::new();
        let done = scheduled::Record { last: Some(at), ..action.doc.record.clone() };
        change.put(action, done)?;
        if self.target.suspended.scheduled {
            return Ok(Some(change));
        }
        let (min, max) =
            (action.min.unwrap_or(self.target.min), action.max.unwrap_or(self.target.max));
        let cause = format!("scheduled action name {} was triggered", action.name);
        let doing = match (action.min, action.max) {
            (Some(_), None) => format!("min capacity to {min}"),
            (None, Some(_)) => format!("max capacity to {max}"),
            _ => format!("min capacity to {min} and max capacity to {max}"),
        };
        let mut activity = self.activity(format!("Setting {doing}"), cause)?;
        if min > max {
            activity.status = Progress::Failed;
            activity.message = Some(format!(
                "Failed to set {doing}. Reason: Maximum capacity cannot be less than minimum \
                 capacity"
            ));
        } else {
            activity.message = Some(format!("Successfully set {doing}"));
            let next = target::Record { min, max, enforce: true, ..self.target.doc.record.clone() };
            change.put(&self.target, next)?;
        }
        change.activity(self, activity)?;
        Ok(Some(change))
    }

    fn next_scheduled(&self) -> Result<Option<TimestampMs>, Fault> {
        let table = self.all.table::<scheduled::Record>();
        let actions = table.by::<scheduled::OfTarget>(&self.target.of)?;
        Ok(actions.filter_map(|action| action.next()).min())
    }

    /// What pulls the service inside of bounds that were set.
    fn enforced(&self) -> Result<Change, Fault> {
        let (min, max, desired) = (self.target.min, self.target.max, self.service.desired);
        let mut change = Change::new();
        let next = target::Record { enforce: false, ..self.target.doc.record.clone() };
        change.put(&self.target, next)?;
        if desired < min {
            change.scale(self, min, format!("minimum capacity was set to {min}"))?;
        } else if desired > max {
            change.scale(self, max, format!("maximum capacity was set to {max}"))?;
        }
        Ok(change)
    }

    /// What does as alarms ask, and notes that it was done.
    fn scaled(&self, asked: &Asked, wanted: Wanted) -> Result<Change, Fault> {
        let (old, now) = (self.progress(), self.now);
        let mut progress = asked.handled(&old, now);
        let mut change = Change::new();
        asked.answer(self, &wanted, &mut change)?;
        let desired = self.service.desired;
        let to = combine(desired, &wanted.wishes, wanted.holds);
        let cools_out = old.out.is_some_and(|out| now < out.until);
        let situation = Situation {
            desired,
            bounds: (self.target.min, self.target.max),
            cools_out,
            cools_in: old.in_until.is_some_and(|until| now < until),
            out_suspended: self.target.suspended.scale_out,
            in_suspended: self.target.suspended.scale_in,
            deploys: self.deploys(),
        };
        let cause = wanted.cause(to, &asked.due);
        match to.map(|to| decide(&situation, to)) {
            None => {}
            Some(Decision::Scale(count)) => {
                let wait_ms = 1000 * u64::from(wanted.cooldown_s(to));
                if count > desired {
                    // What was added in a wait that is not over belongs to the next wait too.
                    let base = old.out.filter(|_| cools_out).map_or(desired, |out| out.base);
                    progress.out =
                        Some(progress::OutCooldown { until: now.plus_ms(wait_ms), base });
                    progress.in_until = None;
                } else {
                    progress.in_until = Some(now.plus_ms(wait_ms));
                }
                progress.not_scaled = None;
                change.scale(self, count, cause)?;
            }
            Some(Decision::Stays(why)) => {
                if let Some(reason) = self.reason(why) {
                    let told = Some((cause.clone(), reason.code.clone()));
                    if progress.not_scaled != told {
                        progress.not_scaled = told;
                        let mut activity = self
                            .activity("Attempting to scale due to alarm triggered".into(), cause)?;
                        activity.status = Progress::Unfulfilled;
                        activity.not_scaled = Some(reason);
                        change.activity(self, activity)?;
                    }
                }
            }
        }
        change.progress(self, progress)?;
        Ok(change)
    }

    /// What AWS tells when a service stays as it is; of waits and suspensions it tells nothing.
    fn reason(&self, why: Why) -> Option<activity::NotScaled> {
        let current = Some(self.service.desired);
        let of =
            |code: &str| activity::NotScaled { code: code.into(), max: None, min: None, current };
        match why {
            Why::AtMax => Some(activity::NotScaled {
                max: Some(self.target.max),
                ..of("AlreadyAtMaxCapacity")
            }),
            Why::AtMin => Some(activity::NotScaled {
                min: Some(self.target.min),
                ..of("AlreadyAtMinCapacity")
            }),
            Why::AtDesired => Some(of("AlreadyAtDesiredCapacity")),
            Why::Deploys => Some(of("TargetServicePutResourceAsUnscalable")),
            Why::Cools | Why::Suspended => None,
        }
    }

    /// What ends the activity that the service has fulfilled, or that was overtaken; and when to
    /// look again when it was neither.
    fn fulfilled(&self) -> Result<(Option<Change>, Option<TimestampMs>), Fault> {
        let Some(open) = self.open()? else { return Ok((None, None)) };
        let mut change = Change::new();
        let mut next = open.doc.record.clone();
        if next.desired != Some(self.service.desired) {
            next.status = Progress::Overridden;
        } else if self.running()? == self.service.desired {
            next.status = Progress::Successful;
            let message = format!(
                "Successfully set desired count to {}. Change successfully fulfilled by ecs.",
                self.service.desired
            );
            change.event(self, format!("Message: {message} Cause: {}", next.cause))?;
            next.message = Some(message);
        } else {
            return Ok((None, Some(self.now.plus_ms(FULFILLED_EVERY_MS))));
        }
        next.ended_at = Some(self.now);
        change.put(&open, next)?;
        Ok((Some(change), None))
    }

    /// The newest activity whose tasks are not there yet.
    fn open(&self) -> Result<Option<Arc<Entry<activity::Record>>>, Fault> {
        let table = self.all.table::<activity::Record>();
        let mine = table.readable_by::<activity::OfTarget>(&self.target.of).0;
        let open = mine.filter(|activity| activity.status == Progress::InProgress);
        Ok(open.max_by_key(|activity| activity.number).cloned())
    }

    /// A new activity, which is over.
    fn activity(&self, description: String, cause: String) -> Result<activity::Record, Fault> {
        let table = self.all.table::<activity::Record>();
        let mine = table.readable_by::<activity::OfTarget>(&self.target.of).0;
        let is_readable = |number| {
            let at = Key::new(activity::place(&self.target.of, number));
            at.is_ok_and(|at| table.get(&at).is_ok())
        };
        Ok(activity::Record {
            of: self.target.of.clone(),
            number: activity::next_number(mine.map(|entry| &entry.doc.record), is_readable),
            id: uuid::Uuid::new_v4().to_string(),
            description,
            cause,
            started_at: self.now,
            ended_at: Some(self.now),
            status: Progress::Successful,
            message: None,
            desired: None,
            not_scaled: None,
        })
    }

    /// The policies of the target.
    fn policies(&self) -> Result<Vec<Arc<Entry<policy::Record>>>, Fault> {
        let table = self.all.table::<policy::Record>();
        Ok(table.by::<policy::OfTarget>(&self.target.of)?.cloned().collect())
    }
}
