//! The stages of a deployment as one state machine: what is seen goes in, what is to be done
//! comes out. Pure: it starts nothing, and knows no time but the one it is told.
//!
//! Each stage, and each step of traffic within one, is written into the deployment's record
//! before it has any effect; what a stage does can be done again. So whoever finds the record
//! goes on from there.

use ferrogate_base::TimestampMs;
use ferrogate_records::ecs::service::{
    Answer, Course, LifecycleStage as Stage, Paused, Strategy, WHOLE,
};

/// How long a stage may take but for its bakes and pauses, in milliseconds (ECS developer guide:
/// blue/green deployments).
const STAGE_MS_MAX: u64 = 24 * 3600 * 1000;

/// How long it is waited for nodes of a load balancer that do not say that they obey a rule, in
/// milliseconds: one whose host is lost is replaced by then.
const OBEYED_WITHIN_MS: u64 = 60_000;
/// How often it is looked whether they do, in milliseconds.
const OBEYED_AGAIN_MS: u64 = 100;
/// How long requests that were on their way by the rule before have to reach their targets, in
/// milliseconds: as long as a node lets a target drain at least.
pub(crate) const SETTLE_MS: u64 = 1000;

/// What is seen of a deployment.
#[derive(Clone, Debug)]
pub(crate) struct Sight {
    /// Whether its tasks are as many as are desired, and work.
    pub(crate) works: bool,
    /// Whether tasks of its source are there.
    pub(crate) source: bool,
    /// Whether tasks of other deployments are.
    pub(crate) others: bool,
    /// Where production traffic goes.
    pub(crate) production: Route,
    /// Where test traffic goes.
    pub(crate) test: Route,
    /// How long it is to bake for its alarms, in milliseconds.
    pub(crate) alarms_ms: u64,
    /// Now.
    pub(crate) now: TimestampMs,
}

/// Where traffic goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// There is none, or nothing is decided about it.
    None,
    /// Where the deployment's record says.
    AsWanted,
    /// Where the record says as far as rules go, which not every node obeys yet.
    UnderWay,
    /// Elsewhere.
    Elsewhere,
    /// It can't be sent there, for this reason.
    Blocked(String),
}

/// What is to be done about a deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing before something changes, or this time comes.
    Wait(Option<TimestampMs>),
    /// Traffic is to be sent where the record says.
    Shift,
    /// It is in another stage, or at another step of it.
    Become(Box<Course>),
    /// It has done what it was for.
    Complete,
    /// It can't go on, for this reason.
    Fail(String),
}

/// What is to be done about a deployment on this course.
pub(crate) fn next(of: &Course, seen: &Sight) -> Step {
    if of.back {
        return go_back(of, seen);
    }
    let step = match of.stage {
        Stage::ReconcileService if of.source.is_some() && seen.others => {
            settled(of, seen).unwrap_or(Step::Wait(None))
        }
        // Its hooks are for deployments that found others (ECS reference: more than one revision).
        Stage::ReconcileService if of.shifted_at.is_none() => {
            let next = of.enter(Stage::PreScaleUp, seen.now);
            route(of, seen).unwrap_or_else(|| Step::Become(Box::new(next)))
        }
        Stage::ReconcileService => {
            route(of, seen).unwrap_or_else(|| leave(of, Stage::PreScaleUp, seen.now))
        }
        Stage::PreScaleUp => route(of, seen).unwrap_or_else(|| leave(of, Stage::ScaleUp, seen.now)),
        Stage::ScaleUp => match of.way.strategy {
            Strategy::Rolling if seen.works && !seen.others => bake(of, seen),
            Strategy::BlueGreen | Strategy::Linear { .. } | Strategy::Canary { .. }
                if seen.works && (of.source.is_some() || !seen.others) =>
            {
                leave(of, Stage::PostScaleUp, seen.now)
            }
            _ => Step::Wait(None),
        },
        Stage::PostScaleUp => {
            let next = of.enter(Stage::TestTrafficShift, seen.now);
            let next = Course { test_share: Some(WHOLE), ..next };
            pause(of, seen.now).unwrap_or_else(|| Step::Become(Box::new(next)))
        }
        Stage::TestTrafficShift => test_route(&seen.test)
            .unwrap_or_else(|| leave(of, Stage::PostTestTrafficShift, seen.now)),
        Stage::PostTestTrafficShift => pause(of, seen.now).unwrap_or_else(|| more(of, seen.now)),
        Stage::PreProductionTrafficShift => {
            pause(of, seen.now).unwrap_or_else(|| take_more(of, seen.now))
        }
        Stage::ProductionTrafficShift => settled(of, seen).unwrap_or_else(|| shifted(of, seen)),
        Stage::PostProductionTrafficShift => match pause(of, seen.now) {
            Some(step) => step,
            None => bake(of, seen),
        },
        Stage::BakeTime => {
            let over = of.since.plus_ms(of.bake_ms);
            match seen.now < over {
                true => Step::Wait(Some(over)),
                false if of.way.strategy.shifts() => {
                    Step::Become(Box::new(of.enter(Stage::CleanUp, seen.now)))
                }
                false if seen.works && !seen.others => Step::Complete,
                false => Step::Wait(None),
            }
        }
        Stage::CleanUp if seen.works && !seen.source && !seen.others => Step::Complete,
        Stage::CleanUp => Step::Wait(None),
    };
    expire(of, seen.now, step)
}

/// A stage that takes too long fails the deployment, as long as its traffic can go back.
fn expire(of: &Course, now: TimestampMs, step: Step) -> Step {
    let timed = of.way.strategy.shifts() && !matches!(of.stage, Stage::BakeTime | Stage::CleanUp);
    let over = of.since.plus_ms(STAGE_MS_MAX);
    match step {
        Step::Wait(None) if timed && over <= now => {
            Step::Fail(format!("the stage {} took more than 24 hours", of.stage.as_str()))
        }
        Step::Wait(None) if timed => Step::Wait(Some(over)),
        other => other,
    }
}

/// What is to be done before test traffic is where it should be.
fn test_route(of: &Route) -> Option<Step> {
    match of {
        Route::None | Route::AsWanted | Route::UnderWay => None,
        Route::Elsewhere => Some(Step::Shift),
        Route::Blocked(why) => Some(Step::Fail(why.clone())),
    }
}

/// What is to be done before production traffic is where it should be.
fn route(of: &Course, seen: &Sight) -> Option<Step> {
    match &seen.production {
        Route::UnderWay if seen.now < of.since.plus_ms(OBEYED_WITHIN_MS) => {
            Some(Step::Wait(Some(seen.now.plus_ms(OBEYED_AGAIN_MS))))
        }
        other => test_route(other),
    }
}

/// The same, and until nothing is on its way by the rule before. Then the record says since when.
fn settled(of: &Course, seen: &Sight) -> Option<Step> {
    if let Some(step) = route(of, seen) {
        return Some(step);
    }
    let Some(since) = of.shifted_at else {
        return Some(Step::Become(Box::new(Course { shifted_at: Some(seen.now), ..of.clone() })));
    };
    let over = since.plus_ms(SETTLE_MS);
    let waits = seen.production != Route::None && seen.now < over;
    waits.then_some(Step::Wait(Some(over)))
}

/// Production traffic is where it should be: it stays so for a while, or more of it follows.
fn shifted(of: &Course, seen: &Sight) -> Step {
    if of.share >= WHOLE {
        return leave(of, Stage::PostProductionTrafficShift, seen.now);
    }
    // Those for each step are asked before it bakes.
    if let Some(step) = pause(of, seen.now) {
        return step;
    }
    let since = of.shifted_at.unwrap_or(seen.now);
    let over = since.plus_ms(of.way.strategy.step_ms());
    if seen.now < over {
        return Step::Wait(Some(over));
    }
    more(of, seen.now)
}

/// More of the production traffic follows, once those are heard who are asked before.
fn more(of: &Course, now: TimestampMs) -> Step {
    let before = Stage::PreProductionTrafficShift;
    let asked = of.way.hooks.iter().any(|hook| hook.stages.contains(&before));
    match asked {
        true => Step::Become(Box::new(of.enter(before, now))),
        false => take_more(of, now),
    }
}

fn take_more(of: &Course, now: TimestampMs) -> Step {
    let more = Course { share: of.way.strategy.after(of.share), ..of.clone() };
    Step::Become(Box::new(more.enter(Stage::ProductionTrafficShift, now)))
}

fn bake(of: &Course, seen: &Sight) -> Step {
    let asked = ferrogate_records::ecs::service::minutes_ms(of.way.bake_min);
    let bake_ms = match (of.way.strategy, &of.source) {
        (Strategy::Rolling, _) => seen.alarms_ms,
        (_, Some(_)) => asked,
        // Nothing could be gone back to.
        (_, None) => 0,
    };
    Step::Become(Box::new(Course { bake_ms, ..of.enter(Stage::BakeTime, seen.now) }))
}

/// The next stage, once nobody is to be waited for at the end of this one.
fn leave(of: &Course, to: Stage, now: TimestampMs) -> Step {
    pause(of, now).unwrap_or_else(|| Step::Become(Box::new(of.enter(to, now))))
}

/// What is to be done at the end of a stage before it is left: one hook after the other.
fn pause(of: &Course, now: TimestampMs) -> Option<Step> {
    if let Some(paused) = of.paused.as_ref().filter(|paused| paused.epoch == of.epoch) {
        let hook = of.way.hooks.get(paused.hook);
        match paused.answer {
            Answer::Awaited => return Some(wait(of, paused, now)),
            Answer::TimedOut if !hook.is_some_and(|hook| hook.goes_on) => {
                return Some(Step::Fail("a lifecycle hook has timed out".to_owned()));
            }
            Answer::GoesBack => {
                let function = hook.and_then(|hook| hook.function.as_ref());
                return Some(Step::Fail(match (function, &paused.why) {
                    (Some(function), Some(why)) => {
                        format!("the lifecycle hook {} has failed: {why}", function.arn)
                    }
                    _ => "a lifecycle hook was rolled back".to_owned(),
                }));
            }
            Answer::GoesOn | Answer::TimedOut => {}
        }
    }
    ask(of, &[of.stage], now)
}

/// Until somebody answers a hook, or its time is over.
fn wait(of: &Course, paused: &Paused, now: TimestampMs) -> Step {
    if now < paused.until {
        return Step::Wait(Some(paused.until));
    }
    let paused = Paused { answer: Answer::TimedOut, ..paused.clone() };
    Step::Become(Box::new(Course { paused: Some(paused), ..of.clone() }))
}

/// The next hook for these stages is asked.
fn ask(of: &Course, stages: &[Stage], now: TimestampMs) -> Option<Step> {
    let paused = of.next_hook(stages, now)?;
    Some(Step::Become(Box::new(Course { paused: Some(paused), ..of.clone() })))
}

/// All traffic comes back at once, and then the tasks end that had it.
fn go_back(of: &Course, seen: &Sight) -> Step {
    match of.stage {
        Stage::CleanUp if seen.works && !seen.source && !seen.others => Step::Complete,
        Stage::CleanUp => Step::Wait(None),
        _ if seen.production == Route::Elsewhere || seen.test == Route::Elsewhere => Step::Shift,
        _ => match settled(of, seen) {
            // A rule that is gone sends nothing anywhere.
            None | Some(Step::Fail(_)) => {
                let next = of.enter(Stage::CleanUp, seen.now);
                told(of, seen.now).unwrap_or_else(|| Step::Become(Box::new(next)))
            }
            Some(step) => step,
        },
    }
}

/// Functions that are asked at each shift are told of the way back too, once the traffic has come
/// back (ECS developer guide: lifecycle hooks during rollback). Whatever they say, there is no
/// other way to go.
fn told(of: &Course, now: TimestampMs) -> Option<Step> {
    if let Some((paused, _)) = of.awaited() {
        return Some(wait(of, paused, now));
    }
    let both = [Stage::TestTrafficShift, Stage::ProductionTrafficShift];
    ask(of, if of.test_share.is_some() { &both } else { &both[1..] }, now)
}

#[cfg(test)]
mod tests;
