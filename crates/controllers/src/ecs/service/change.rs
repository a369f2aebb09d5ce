//! What is decided about a service, as one transaction.

use std::collections::{BTreeMap, BTreeSet};

use ferrogate_base::{TaskId, TimestampMs, crash};
use ferrogate_records::ecs::launch::{self, Place};
use ferrogate_records::ecs::service::history::{self, Rollback, Status as History};
use ferrogate_records::ecs::service::revision::{self, Launching};
use ferrogate_records::ecs::service::{Member as Of, Record as Service, events};
use ferrogate_records::ecs::task::{self, Launch, Stop, StopCode};
use ferrogate_state::{Doc, Fault, create, put};
use ferrogate_store::{Guard, Key, Op, Rev};

use super::Seen;
use super::member::{Member, State};
use super::plan::{Passage, Plan, Why};
use super::traffic::Traffic;
use crate::engine::Cx;

/// Healthy tasks that a stop of another relies on: so many at most are guarded.
const RELIED_ON_MAX: usize = 30;

/// A transaction.
pub(super) struct Change {
    guards: Vec<Guard>,
    ops: Vec<Op>,
    /// Whether it starts nothing: it is possible on a full disk then.
    ends: bool,
}

impl Change {
    /// What writes the plan; `None` when there is nothing to write.
    pub(super) fn of(
        cx: &Cx,
        seen: &Seen,
        plan: Plan,
        now: TimestampMs,
    ) -> Result<Option<Self>, Fault> {
        let mut change = Self { guards: vec![], ops: vec![], ends: true };
        let mut told = vec![];
        change.touch(seen, &plan, now, &mut told)?;
        for (count, revision) in [(plan.start, &seen.revision), (plan.refill, &seen.source)] {
            if let Some(revision) = revision.as_ref().filter(|_| count > 0) {
                change.start(seen, &plan.service, revision, count, now, &mut told)?;
            }
        }
        if plan.shift {
            seen.routes.write(&mut change.guards, &mut change.ops)?;
        }
        change.pass(cx, seen, &plan, now)?;
        told.extend(plan.events);
        let told = change.tell(cx, &seen.service, told, now)?;
        if change.ops.is_empty() && !told && plan.service == *seen.service.doc {
            return Ok(None);
        }
        let mut service = seen.service.doc.clone();
        *service = plan.service;
        service.turn += 1;
        change.guards.push(seen.service.unchanged());
        change.ops.push(put(seen.service.key.clone(), &service)?);
        Ok(Some(change))
    }

    /// Commits; `None` when somebody else was faster.
    pub(super) async fn commit(self, cx: &Cx) -> Result<Option<Rev>, Fault> {
        crash::point(format_args!("server:before-service"));
        let rev = match self.ends {
            true => cx.commit_from_reserve(&self.guards, &self.ops).await?,
            false => cx.commit(&self.guards, &self.ops).await?,
        };
        crash::point(format_args!("server:after-service"));
        Ok(rev)
    }

    /// Stops tasks, and notes of others that their end is counted.
    fn touch(
        &mut self,
        seen: &Seen,
        plan: &Plan,
        now: TimestampMs,
        told: &mut Vec<String>,
    ) -> Result<(), Fault> {
        for at in &plan.count {
            let task = &seen.tasks[*at];
            let mut record = task.doc.clone();
            if let Some(member) = &mut record.service {
                member.counted = true;
            }
            self.guards.push(task.unchanged());
            self.ops.push(put(task.key.clone(), &record)?);
        }
        let name = &seen.service.name;
        for (at, why) in &plan.stop {
            let task = &seen.tasks[*at];
            let mut record = task.doc.clone();
            let traffic = &seen.traffic[*at];
            if *why == Why::Health {
                told.push(traffic.event(name, &record));
                if let Some(member) = &mut record.service {
                    member.unfit = true;
                }
            }
            let stop = Stop {
                code: StopCode::ServiceSchedulerInitiated,
                reason: stop_reason(&record, *why, traffic),
            };
            record.ask_stop(stop, now);
            record.version += 1;
            self.guards.push(task.unchanged());
            self.ops.push(put(task.key.clone(), &record)?);
        }
        if !plan.stop.is_empty() {
            self.rely(seen, plan);
            let ids = plan.stop.iter().map(|(at, _)| &seen.tasks[*at].id);
            told.push(format!(
                "(service {name}) has stopped {} running tasks: {}.",
                plan.stop.len(),
                tasks(ids)
            ));
        }
        Ok(())
    }

    /// Holds only as long as those work that the stop of others relies on.
    fn rely(&mut self, seen: &Seen, plan: &Plan) {
        let least = plan.service.rolling.least(plan.service.desired).min(RELIED_ON_MAX);
        let stops = |member: &&Member| plan.stop.iter().any(|(at, _)| *at == member.at);
        let works = |member: &&Member| member.state == State::Healthy || member.serves();
        let primary = plan.service.primary().map(|primary| &primary.number);
        let mut stay: Vec<_> =
            seen.members.iter().filter(works).filter(|member| !stops(member)).collect();
        // Those of the set that stays, where one of two ends.
        stay.sort_by_key(|member| Some(&member.deployment) != primary);
        let stay = stay.into_iter();
        self.guards.extend(stay.take(least).map(|member| seen.tasks[member.at].unchanged()));
    }

    fn start(
        &mut self,
        seen: &Seen,
        service: &Service,
        revision: &revision::Record,
        count: usize,
        now: TimestampMs,
        told: &mut Vec<String>,
    ) -> Result<(), Fault> {
        let own = || {
            let alive = seen.members.iter().filter(|member| member.is_alive());
            alive.filter(|member| member.deployment == revision.number)
        };
        let there = own().map(|member| &seen.tasks[member.at].launch);
        let launches = match &revision.launch {
            Launching::Fargate => vec![Launch::Fargate; count],
            Launching::Strategy(items) => {
                launch::by_strategy_beside(items, there, count).unwrap_or_default()
            }
        };
        let ids: Vec<_> = std::iter::repeat_with(TaskId::random).take(launches.len()).collect();
        let spec = revision.pinned();
        let mut records = launch::plan(&spec, &place(service, revision, now), launches, ids);
        let mut zones: BTreeMap<String, usize> = BTreeMap::new();
        for zone in own().filter_map(|member| member.zone.clone()) {
            *zones.entry(zone).or_default() += 1;
        }
        for record in &mut records {
            launch::spread(&mut record.network, &revision.network, &mut zones);
            // Users see the name that they gave.
            for (shown, of) in record.containers.iter_mut().zip(&revision.spec.containers) {
                shown.image.clone_from(&of.image);
            }
        }
        if let Some(at) = records.first().and_then(task::Record::spec_key) {
            self.ops.push(create(Key::new(at)?, &spec)?);
        }
        for record in &records {
            self.ops.push(create(Key::new(record.key())?, record)?);
        }
        self.ends &= records.is_empty();
        let ids = tasks(records.iter().map(|record| &record.id));
        let (name, count) = (&service.name, records.len());
        told.push(format!("(service {name}) has started {count} tasks: {ids}."));
        Ok(())
    }

    /// Writes into the history what became of deployments.
    fn pass(&mut self, cx: &Cx, seen: &Seen, plan: &Plan, now: TimestampMs) -> Result<(), Fault> {
        let table = cx.state.table::<history::Record>();
        let (scope, cluster, name) =
            (&seen.service.scope, &seen.service.cluster, &seen.service.name);
        // Two deployments of one way back share their entry.
        let mut passed = BTreeSet::new();
        for passage in plan.history.iter().filter(|passage| passed.insert(&passage.id)) {
            let at = Key::new(history::key(scope, cluster, name, &passage.id))?;
            let Some(entry) = table.get(&at)? else { continue };
            let mut record = entry.doc.clone();
            let of = plan.service.deployments.iter().filter(|of| of.history == passage.id);
            record.failed = of.map(|of| of.failed).max().unwrap_or(0).max(record.failed);
            record.pass(passage, now);
            record.course = passage.course.clone().or(record.course.take());
            if record != entry.doc {
                self.guards.push(entry.unchanged());
                self.ops.push(put(at, &record)?);
            }
        }
        Ok(())
    }

    /// Adds to the events of the service; whether they are others then.
    fn tell(
        &mut self,
        cx: &Cx,
        service: &Service,
        told: Vec<String>,
        now: TimestampMs,
    ) -> Result<bool, Fault> {
        let at = Key::new(events::key(&service.scope, &service.cluster, &service.name))?;
        let entry = cx.state.table::<events::Record>().get(&at)?;
        let mut record = match &entry {
            Some(entry) => entry.doc.clone(),
            None => Doc::new(events::Record::default()),
        };
        let before = record.clone();
        told.into_iter().for_each(|text| record.tell(text, now));
        let changed = record != before;
        if changed {
            self.guards.push(entry.map_or(Guard::Absent(at.clone()), |entry| entry.unchanged()));
            self.ops.push(put(at, &record)?);
        }
        Ok(changed)
    }
}

trait Pass {
    fn pass(&mut self, passage: &Passage, now: TimestampMs);
}

impl Pass for history::Record {
    fn pass(&mut self, passage: &Passage, now: TimestampMs) {
        // What has gone back successfully was not successful.
        let to = match (self.status, passage.to) {
            (History::RollbackInProgress, History::Successful) => History::RollbackSuccessful,
            (_, to) => to,
        };
        if let Some(back) = &passage.back_to {
            let reason = passage.reason.clone().unwrap_or_default();
            self.rollback = Some(Rollback { reason, at: now, to: back.clone() });
        }
        let reason = passage.reason.clone().or_else(|| self.reason.clone());
        self.advance(to, reason, now);
    }
}

fn stop_reason(task: &task::Record, why: Why, traffic: &Traffic) -> String {
    match why {
        Why::Health => traffic.stop_reason(task),
        Why::Scaling => {
            let by = task.started_by.as_deref().unwrap_or_default();
            format!("Scaling activity initiated by (deployment {by})")
        }
    }
}

fn tasks<'t>(ids: impl Iterator<Item = &'t TaskId>) -> String {
    ids.map(|id| format!("(task {id})")).collect::<Vec<_>>().join(" ")
}

/// What the tasks of a revision have in common.
fn place(service: &Service, revision: &revision::Record, now: TimestampMs) -> Place {
    Place {
        scope: service.scope.clone(),
        cluster: service.cluster.clone(),
        family: revision.family.clone(),
        revision: revision.revision,
        overrides: serde_json::json!({}),
        group: service.group(),
        started_by: Some(format!("ecs-svc/{}", revision.number)),
        architecture: revision.architecture.clone(),
        tags: service.task_tags(&revision.definition_tags),
        network: revision.network.clone(),
        publish: revision.publish.clone(),
        commit: None,
        service: Some(Of::new(&service.name, &revision.number).balanced(&revision.balancers)),
        exec: service.exec,
        at: now,
    }
}
