//! What is to be done about a service: pure, so that tables and a simulation of its own can test
//! it.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use ferrogate_records::ecs::service::history::Status as History;
use ferrogate_records::ecs::service::{
    Breaker, Course, Deployment, LifecycleStage, Record as Service, Role, Rollout, Status, Watch,
};

use super::member::{Member, State};
use super::stages::{self, Route, Sight, Step};

/// Tasks that are started in one transaction (ECS starts as many at a time).
pub(crate) const STARTS_MAX: usize = 10;
/// Tasks that are stopped, or whose end is counted, in one transaction.
const TOUCHED_MAX: usize = 30;
/// The longest time between two starts of tasks that fail, in milliseconds (ECS developer guide:
/// service throttle logic).
const REST_MS_MAX: u64 = 15 * 60 * 1000;
/// Rounds of failures after which the events speak of them.
const ROUNDS_TOLD: u32 = 3;

/// What is to be done about a service now.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    /// Its record as it becomes.
    pub(crate) service: Service,
    /// Tasks of the primary deployment to start.
    pub(crate) start: usize,
    /// Tasks of the deployment that has the traffic before to start.
    pub(crate) refill: usize,
    /// Whether rules are to send traffic where the primary deployment says.
    pub(crate) shift: bool,
    /// Tasks to stop.
    pub(crate) stop: Vec<(usize, Why)>,
    /// Tasks whose end is counted with this.
    pub(crate) count: Vec<usize>,
    /// What its events tell of it, beside what is started and stopped.
    pub(crate) events: Vec<String>,
    /// What becomes of deployments in its history.
    pub(crate) history: Vec<Passage>,
    /// The moment at which to look again, if nothing happens before.
    pub(crate) look_at: Option<TimestampMs>,
    /// Whether there is more to do than one transaction takes.
    pub(crate) more: bool,
    /// The primary deployment and its epoch, before anything was decided.
    began_as: Option<(String, u64)>,
}

/// What is known of things beside the service and its tasks.
#[derive(Clone, Debug)]
pub(crate) struct Outside {
    /// Where production traffic goes.
    pub(crate) production: Route,
    /// Where test traffic goes.
    pub(crate) test: Route,
    /// Which of the deployment's alarms are in alarm.
    pub(crate) alarms: Vec<String>,
    /// How long a rolling deployment bakes for its alarms, in milliseconds.
    pub(crate) alarms_ms: u64,
}

impl Outside {
    /// There is nothing.
    #[cfg(test)]
    pub(crate) const NOTHING: Self =
        Self { production: Route::None, test: Route::None, alarms: vec![], alarms_ms: 0 };
}

/// Why a deployment has failed, as it is told.
struct Failure {
    /// What has decided so.
    cause: String,
    /// Why.
    why: String,
    /// Whether it is rolled back, if there is something to go back to.
    roll_back: bool,
}

/// Why a task is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// There are more than are wanted.
    Scaling,
    /// Its health checks have failed.
    Health,
}

/// What becomes of a deployment in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    /// Its id.
    pub(crate) id: String,
    /// What it becomes.
    pub(crate) to: History,
    /// Why.
    pub(crate) reason: Option<String>,
    /// The number of the revision that it goes back to.
    pub(crate) back_to: Option<String>,
    /// How far it was.
    pub(crate) course: Option<Course>,
}

impl Plan {
    /// What is to be done about the service with these tasks, and zones for more.
    pub(crate) fn of(
        service: &Service,
        members: &[Member],
        zones: &[String],
        outside: &Outside,
        now: TimestampMs,
    ) -> Self {
        let mut plan = Self {
            service: service.clone(),
            start: 0,
            refill: 0,
            shift: false,
            stop: vec![],
            count: vec![],
            events: vec![],
            history: vec![],
            look_at: None,
            more: false,
            began_as: service
                .primary()
                .and_then(|of| Some((of.number.clone(), of.course.as_ref()?.epoch))),
        };
        plan.count_ends(members, now);
        match service.status {
            Status::Active => {
                plan.watch(outside, now);
                plan.trip(now);
                plan.replace(members, zones, now);
                plan.go_on(members, outside, now);
                plan.settle(members, now);
            }
            Status::Draining => plan.drain(members, now),
            Status::Inactive => {}
        }
        plan
    }

    fn name(&self) -> String {
        format!("(service {})", self.service.name)
    }

    /// Counts the tasks that have ended, each once, and lets deployments rest whose tasks fail.
    fn count_ends(&mut self, members: &[Member], now: TimestampMs) {
        let mut ended = members.iter().filter_map(|member| match member.state {
            State::Ended { failed } => Some((member, failed)),
            _ => None,
        });
        for (member, failed) in ended.by_ref().take(TOUCHED_MAX) {
            self.count.push(member.at);
            let of = |deployment: &&mut Deployment| deployment.number == member.deployment;
            let Some(of) = self.service.deployments.iter_mut().find(of).filter(|_| failed) else {
                continue;
            };
            of.failed += 1;
            of.failed_at = Some(now);
            // Those that were started before the last rest are of the failure that it is for.
            if of.not_before.is_none_or(|at| at <= member.created) {
                of.rounds += 1;
                of.not_before = Some(now.plus_ms(rest_ms(of.rounds)));
            }
        }
        self.more |= ended.next().is_some();
        for of in &mut self.service.deployments {
            let since = of.failed_at;
            let works = |member: &Member| {
                member.deployment == of.number
                    && member.state == State::Healthy
                    && since.is_some_and(|since| member.started.is_some_and(|at| at > since))
            };
            if members.iter().any(works) {
                of.forgive();
            }
        }
        self.tell_of_failures();
    }

    fn tell_of_failures(&mut self) {
        let before = self.service.primary();
        if before.is_some_and(|p| p.rounds >= ROUNDS_TOLD && !self.count.is_empty()) {
            let text = "is unable to consistently start tasks successfully. For more information, \
                        see the Troubleshooting section of the Amazon ECS Developer Guide.";
            self.events.push(format!("{} {text}", self.name()));
        }
    }

    /// Fails a deployment whose alarms say so. Those that were in alarm when it began say nothing
    /// about it (ECS developer guide: CloudWatch alarms and deployment failures).
    fn watch(&mut self, outside: &Outside, now: TimestampMs) {
        let Some(primary) = self.service.primary_mut() else { return };
        let going = primary.rollout == Rollout::InProgress;
        let Some(course) = primary.course.as_mut().filter(|_| going) else { return };
        let Some(alarms) = course.way.alarms.clone().filter(|alarms| alarms.enabled) else {
            return;
        };
        match course.watch {
            Watch::Off => {}
            Watch::Unknown if outside.alarms.is_empty() => course.watch = Watch::On,
            Watch::Unknown => course.watch = Watch::Off,
            Watch::On if outside.alarms.is_empty() => {}
            Watch::On => {
                course.triggered.clone_from(&outside.alarms);
                let failure = Failure {
                    cause: format!("ECS deployment alarms ({})", outside.alarms.join(", ")),
                    why: "alarm detected".to_owned(),
                    roll_back: alarms.roll_back,
                };
                self.fail(failure, now);
            }
        }
    }

    /// Fails a deployment whose tasks fail too often, if that is wanted.
    fn trip(&mut self, now: TimestampMs) {
        let breaker = self.service.rolling.breaker;
        let threshold = Breaker::threshold(self.service.desired);
        let Some(primary) = self.service.primary() else { return };
        let trips = breaker != Breaker::Off
            && primary.rollout == Rollout::InProgress
            && primary.failed >= threshold;
        if trips {
            let failure = Failure {
                cause: "ECS deployment circuit breaker".to_owned(),
                why: "tasks failed to start".to_owned(),
                roll_back: breaker == Breaker::RollBack,
            };
            self.fail(failure, now);
        }
    }

    /// Fails the primary deployment, and lets the one before it come again, if that is wanted.
    fn fail(&mut self, of: Failure, now: TimestampMs) {
        let back = self.service.way_back().filter(|_| of.roll_back);
        let name = self.name();
        let Some(primary) = self.service.primary_mut() else { return };
        let (id, history) = (primary.id(), primary.history.clone());
        let course = primary.course.clone();
        let reason = format!("{}: {}.", of.cause, of.why);
        primary.roll(Rollout::Failed, reason.clone(), now);
        self.events.push(format!("{name} (deployment {id}) deployment failed: {}.", of.why));
        let passage = Passage {
            id: history.clone(),
            to: match of.roll_back {
                true => History::RollbackFailed,
                false => History::Stopped,
            },
            reason: Some(reason),
            back_to: None,
            course,
        };
        let Some(back) = back else { return self.history.push(passage) };
        let reason = format!("{}: rolling back to deploymentId {}.", of.cause, back.id());
        self.events.push(format!("{name} rolling back to deployment {}.", back.id()));
        self.history.push(Passage {
            to: History::RollbackInProgress,
            reason: Some(reason.clone()),
            back_to: Some(back.number.clone()),
            ..passage
        });
        self.service.roll_back(back, history, reason, now);
    }

    /// Decides which tasks start and which stop, so that as many are healthy as must be and no
    /// more are there than may be. While traffic is shifted that is so for each of two sets.
    fn replace(&mut self, members: &[Member], zones: &[String], now: TimestampMs) {
        let Some(primary) = self.service.primary().cloned() else { return };
        let alive: Vec<_> = members.iter().filter(|member| member.is_alive()).collect();
        let of = |number: &str| -> Vec<&Member> {
            alive.iter().filter(|member| member.deployment == number).copied().collect()
        };
        let source = primary.course.as_ref().and_then(|course| {
            let number = course.source.as_ref()?;
            self.service.deployments.iter().find(|of| of.number == *number).cloned()
        });
        let stage = primary.course.as_ref().map(|course| course.stage);
        let shifted_at = primary.course.as_ref().and_then(|course| course.shifted_at);
        let settled = shifted_at.is_some_and(|at| at.plus_ms(stages::SETTLE_MS) <= now);
        // Which deployments have tasks started.
        let mut kept = vec![];
        match (source, stage) {
            // Others end once nothing is sent to them any more.
            (Some(source), Some(LifecycleStage::ReconcileService)) if settled => {
                let rest: Vec<_> =
                    alive.iter().filter(|m| m.deployment != primary.number).copied().collect();
                self.refill = self.roll(&source, &rest, &[], now);
                kept.push(source.number);
            }
            (Some(source), Some(stage)) if stage < LifecycleStage::CleanUp => {
                // What had the traffic goes once it has come back.
                let back = primary.course.as_ref().is_some_and(|course| course.back);
                if !back {
                    self.refill = self.roll(&source, &of(&source.number), &[], now);
                }
                if stage >= LifecycleStage::ScaleUp {
                    self.start = self.roll(&primary, &of(&primary.number), &[], now);
                    kept.push(primary.number.clone());
                }
                if !back {
                    kept.push(source.number);
                }
            }
            // The first of all starts nothing either before its stage has come.
            (None, Some(stage)) if stage < LifecycleStage::ScaleUp => {}
            _ => {
                self.start = self.roll(&primary, &alive, zones, now);
                kept.push(primary.number.clone());
            }
        }
        // Once for all of them: two that tell of it in turn would never come to rest.
        let good = kept.iter().flat_map(|number| of(number));
        let lack = good.filter(|member| !member.is_bad()).find_map(|member| member.lack.clone());
        self.tell_of_lack(lack);
        self.more |= self.stop.len() > TOUCHED_MAX;
        self.stop.truncate(TOUCHED_MAX);
        if self.more {
            (self.start, self.refill) = (0, 0);
        }
        // Also when fewer are desired than there are, and those have not ended yet.
        let room = self.service.most().saturating_sub(alive.len());
        self.refill = self.refill.min(room);
        self.start = self.start.min(room - self.refill);
        self.wait_for(&alive);
    }

    /// Lets as many tasks of the deployment run as are desired, and those of others end.
    /// How many of it are to start.
    fn roll(
        &mut self,
        primary: &Deployment,
        alive: &[&Member],
        zones: &[String],
        now: TimestampMs,
    ) -> usize {
        let desired = self.service.desired as usize;
        let (least, most) = (
            self.service.rolling.least(self.service.desired),
            self.service.rolling.most(self.service.desired),
        );
        let (own, old): (Vec<&Member>, Vec<&Member>) =
            alive.iter().partition(|member| member.deployment == primary.number);
        let (bad, good): (Vec<&Member>, Vec<&Member>) =
            own.iter().partition(|member| member.is_bad());
        let healthy = good.iter().filter(|member| member.state == State::Healthy).count();
        let serving = healthy + old.iter().filter(|member| member.serves()).count();
        let mut spare = serving.saturating_sub(least);
        let before = self.stop.len();

        // What does no work goes first: it counts for nothing but room.
        let idle = old.iter().filter(|member| !member.serves() && !member.protected);
        self.stop.extend(idle.map(|member| (member.at, why(member))));
        let mut leaving: Vec<_> =
            old.iter().filter(|member| member.serves() && !member.protected).copied().collect();
        leaving.sort_by_key(|member| member.created);
        let leave = spare.min(leaving.len());
        self.stop.extend(leaving[..leave].iter().map(|member| (member.at, Why::Scaling)));
        spare -= leave;
        self.scale_in(&good, desired, &mut spare);

        let need = desired.saturating_sub(good.len());
        // A task that ends counts no more once it is told to, as in ECS: RUNNING and PENDING do.
        let room = most.saturating_sub(alive.len());
        if healthy >= desired || (need > 0 && room == 0) {
            let gone = if healthy >= desired { bad.len() } else { need.min(bad.len()) };
            self.stop.extend(bad[..gone].iter().map(|member| (member.at, why(member))));
        }
        let mut start = 0;
        if primary.rollout != Rollout::Failed && self.stop.len() <= TOUCHED_MAX {
            start = self.start_some(primary, need.min(room), now);
        }
        if start == 0 && self.service.rebalance && old.is_empty() && bad.is_empty() {
            start = self.spread(primary, &good, zones, room, now);
        }
        let still = self.stop.len() == before;
        let blocked = need > 0 && room == 0 && still && !old.is_empty();
        if blocked && old.iter().all(|member| member.state == State::Healthy) {
            self.tell_of_blockade(&old);
        }
        start
    }

    fn tell_of_blockade(&mut self, old: &[&Member]) {
        let text = if old.iter().any(|member| member.protected) {
            "was unable to stop or start tasks during a deployment because of task protection."
        } else {
            "was unable to stop or start tasks during a deployment because of the service \
             deployment configuration. Update the minimumHealthyPercent or maximumPercent value \
             and try again."
        };
        self.events.push(format!("{} {text}", self.name()));
    }

    /// Stops what is there beyond what is desired: first what does no work yet, then of the zone
    /// that has most, the oldest.
    fn scale_in(&mut self, good: &[&Member], desired: usize, spare: &mut usize) {
        // A task that was started for its zone is waited for.
        let waits = self.service.rebalancing && good.iter().any(|m| m.state != State::Healthy);
        if waits && good.len() <= desired + 1 {
            return;
        }
        let mut surplus = good.len().saturating_sub(desired);
        if surplus == 0 {
            self.service.rebalancing = false;
        }
        let mut left: Vec<_> = good.iter().filter(|member| !member.protected).copied().collect();
        while surplus > 0 {
            let zones = zones(good.iter().copied(), &self.stop);
            let rank = |member: &&Member| {
                let works = member.state == State::Healthy;
                let crowd = member.zone.as_ref().and_then(|zone| zones.get(zone)).copied();
                let runs = member.state != State::Pending;
                (works, runs, std::cmp::Reverse(crowd.unwrap_or(0)), member.created)
            };
            let Some(at) = (0..left.len()).min_by_key(|at| rank(&left[*at])) else { return };
            let member = left.remove(at);
            if member.state == State::Healthy {
                if *spare == 0 {
                    return;
                }
                *spare -= 1;
            }
            self.stop.push((member.at, Why::Scaling));
            surplus -= 1;
        }
    }

    /// How many of the wanted tasks start now.
    fn start_some(&mut self, of: &Deployment, wanted: usize, now: TimestampMs) -> usize {
        match of.not_before.filter(|at| now < *at && wanted > 0) {
            Some(at) => {
                self.look_by(at);
                0
            }
            None => wanted.min(STARTS_MAX),
        }
    }

    /// Starts a task more where a zone has two less than another, once all is well.
    fn spread(
        &mut self,
        primary: &Deployment,
        good: &[&Member],
        all: &[String],
        room: usize,
        now: TimestampMs,
    ) -> usize {
        let well = good.len() == self.service.desired as usize
            && good.iter().all(|member| member.state == State::Healthy);
        let may = self.stop.is_empty() && primary.not_before.is_none_or(|at| at <= now);
        if !well || !may || room == 0 || self.service.rebalancing {
            return 0;
        }
        let zones = zones(good.iter().copied(), &[]);
        let of = |zone: &String| zones.get(zone).copied().unwrap_or(0);
        let fewest = all.iter().map(of).min().unwrap_or(0);
        if !all.is_empty() && zones.values().any(|tasks| *tasks >= fewest + 2) {
            self.service.rebalancing = true;
            return 1;
        }
        0
    }

    fn tell_of_lack(&mut self, lack: Option<String>) {
        if let Some(lack) = lack.as_ref().filter(|_| lack != self.service.lack) {
            let name = self.name();
            self.events.push(format!("{name} was unable to place a task. Reason: {lack}"));
        }
        self.service.lack = lack;
    }

    fn wait_for(&mut self, alive: &[&Member]) {
        for member in alive {
            if let State::Settling(Some(at)) | State::Graced(at) = member.state {
                self.look_by(at);
            }
        }
    }

    fn look_by(&mut self, at: TimestampMs) {
        self.look_at = Some(self.look_at.map_or(at, |before| before.min(at)));
    }

    /// Moves the primary deployment on through its stages.
    fn go_on(&mut self, members: &[Member], outside: &Outside, now: TimestampMs) {
        let Some(primary) = self.service.primary() else { return };
        let Some(course) = primary.course.clone() else { return };
        // What was seen of traffic is of the deployment that was primary then.
        let same = self.began_as == Some((primary.number.clone(), course.epoch));
        if primary.rollout != Rollout::InProgress || !same {
            return;
        }
        let number = primary.number.clone();
        let stopped = |member: &&Member| self.stop.iter().all(|(at, _)| *at != member.at);
        let stays = || members.iter().filter(|member| member.is_alive()).filter(stopped);
        let desired = self.service.desired as usize;
        let works = |number: &str| {
            let own: Vec<_> = stays().filter(|member| member.deployment == number).collect();
            own.len() == desired && own.iter().all(|member| member.state == State::Healthy)
        };
        let source = |of: &str| course.source.as_deref() == Some(of);
        let seen = Sight {
            works: works(&number) && self.start == 0 && self.count.is_empty(),
            source: stays().any(|member| source(&member.deployment)),
            others: stays().any(|m| !source(&m.deployment) && m.deployment != number),
            production: outside.production.clone(),
            test: outside.test.clone(),
            alarms_ms: outside.alarms_ms,
            now,
        };
        match stages::next(&course, &seen) {
            Step::Wait(at) => at.into_iter().for_each(|at| self.look_by(at)),
            Step::Shift => self.shift = true,
            Step::Become(next) => {
                self.tell_of_shift(&course, &next, &number);
                if let Some(primary) = self.service.primary_mut() {
                    primary.updated_at = now;
                    primary.course = Some(*next);
                }
            }
            Step::Complete => self.complete(now),
            Step::Fail(why) => {
                let failure = Failure {
                    cause: format!("ECS deployment stages ({why})"),
                    why,
                    roll_back: true,
                };
                self.fail(failure, now);
            }
        }
    }

    fn tell_of_shift(&mut self, before: &Course, next: &Course, number: &str) {
        let name = self.name();
        let done = next.shifted_at.is_some() && before.shifted_at.is_none();
        let begins = next.stage == LifecycleStage::BakeTime && before.stage != next.stage;
        if done && next.source.is_some() && next.share > 0 {
            let (whole, tenth) = (next.share / 10, next.share % 10);
            self.events.push(format!(
                "{name} (deployment ecs-svc/{number}) gets {whole}.{tenth} percent of production \
                 traffic."
            ));
        } else if begins && next.bake_ms > 0 {
            let minutes = next.bake_ms / 60_000;
            self.events
                .push(format!("{name} (deployment ecs-svc/{number}) bakes for {minutes} minutes."));
        }
    }

    /// Forgets deployments without tasks, and notes what is completed and steady.
    fn settle(&mut self, members: &[Member], now: TimestampMs) {
        let stopped = |member: &Member| self.stop.iter().any(|(at, _)| *at == member.at);
        let stays = |member: &&Member| member.is_alive() && !stopped(member);
        let has = |deployment: &Deployment| {
            members.iter().filter(stays).any(|member| member.deployment == deployment.number)
        };
        let course = self.service.primary().and_then(|primary| primary.course.as_ref());
        let source = course.and_then(|course| course.source.clone());
        let gone = |deployment: &Deployment| {
            let needed = source.as_ref() == Some(&deployment.number);
            deployment.role == Role::Active && !has(deployment) && !needed
        };
        let mut deployments = std::mem::take(&mut self.service.deployments);
        deployments.retain(|deployment| !gone(deployment));
        self.service.deployments = deployments;

        let desired = self.service.desired as usize;
        let staying: Vec<_> = members.iter().filter(stays).collect();
        let drains_next = members.iter().any(|member| member.registered && !stays(&member));
        let Some(primary) = self.service.primary() else { return };
        let own = staying.iter().filter(|member| member.deployment == primary.number);
        let healthy = own.filter(|member| member.state == State::Healthy).count();
        let alone = self.service.deployments.len() == 1;
        let still = self.start == 0 && self.refill == 0 && self.count.is_empty();
        let as_wanted = alone && still && healthy == desired && staying.len() == desired;
        let failed = primary.rollout == Rollout::Failed;
        // One with stages is completed by them.
        let staged = primary.course.is_some();
        let as_wanted = as_wanted && (failed || !staged);
        if as_wanted && primary.rollout == Rollout::InProgress {
            self.complete(now);
        }
        // Who goes is told to drain first: after the steady state nothing more is to come.
        let steady = as_wanted && !failed && !drains_next;
        if steady && !self.service.steady {
            self.events.push(format!("{} has reached a steady state.", self.name()));
        }
        self.service.steady = steady;
    }

    fn complete(&mut self, now: TimestampMs) {
        let name = self.name();
        let Some(primary) = self.service.primary_mut() else { return };
        let id = primary.id();
        primary.roll(Rollout::Completed, format!("ECS deployment {id} completed."), now);
        primary.forgive();
        let course = primary.course.take();
        let completed = primary.clone();
        self.history.push(Passage {
            id: completed.history.clone(),
            to: History::Successful,
            reason: None,
            back_to: None,
            course,
        });
        self.service.completed = Some(completed);
        self.events.push(format!("{name} (deployment {id}) deployment completed."));
    }

    /// Stops all tasks of a deleted service; it is gone once they are.
    fn drain(&mut self, members: &[Member], now: TimestampMs) {
        let alive = members.iter().filter(|member| member.is_alive());
        self.stop = alive.map(|member| (member.at, Why::Scaling)).collect();
        self.more |= self.stop.len() > TOUCHED_MAX;
        self.stop.truncate(TOUCHED_MAX);
        let over = |member: &Member| matches!(member.state, State::Counted { over: true });
        if members.iter().all(over) {
            self.history.extend(self.service.deployments.iter().map(|deployment| Passage {
                id: deployment.history.clone(),
                to: History::Stopped,
                reason: Some("The service was deleted.".into()),
                back_to: None,
                course: deployment.course.clone(),
            }));
            self.service.completed = None;
            self.service.status = Status::Inactive;
            self.service.inactive_at = Some(now);
            self.service.deployments.clear();
        }
    }
}

fn why(member: &Member) -> Why {
    if member.state == State::Unhealthy { Why::Health } else { Why::Scaling }
}

/// How many of the tasks that stay are in each zone.
fn zones<'m>(
    members: impl Iterator<Item = &'m Member>,
    stop: &[(usize, Why)],
) -> BTreeMap<String, usize> {
    let mut zones = BTreeMap::new();
    for member in members.filter(|member| stop.iter().all(|(at, _)| *at != member.at)) {
        if let Some(zone) = &member.zone {
            *zones.entry(zone.clone()).or_default() += 1;
        }
    }
    zones
}

/// How long a deployment rests after so many starts in a row whose tasks failed: not at all after
/// the first, then two seconds, then twice as long each time.
fn rest_ms(rounds: u32) -> u64 {
    match rounds {
        0 | 1 => 0,
        more => 1000u64.saturating_mul(1 << (more - 1).min(20)).min(REST_MS_MAX),
    }
}

#[cfg(test)]
mod tests;
