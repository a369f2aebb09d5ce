//! The course of a deployment: how it brings its revision to users, and how far it is.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::hook::Hook;
use super::uuid;

/// How deployments bring a revision to users, beside how they replace tasks (API model,
/// `DeploymentConfiguration`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shifting {
    /// In what steps.
    #[serde(default)]
    pub strategy: Strategy,
    /// How long both revisions run once all traffic is the new one's, in minutes, 0-1440.
    #[serde(default)]
    pub bake_min: u32,
    /// The alarms that end a deployment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarms: Option<Alarming>,
    /// What deployments wait for in their stages. Records have another name for it, of a time
    /// when there were only pauses.
    #[serde(default, rename = "pauses", skip_serializing_if = "Vec::is_empty")]
    pub hooks: Vec<Hook>,
}

/// In what steps a deployment brings a revision to users (API model, `DeploymentStrategy`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Strategy {
    /// Tasks take the places of others.
    #[default]
    Rolling,
    /// A whole second set of tasks gets all traffic at once.
    BlueGreen,
    /// It gets it in equal steps.
    Linear {
        /// Tenths of a percent with each step, 30-1000.
        step: u32,
        /// Minutes after each step but the last, 0-1440.
        bake_min: u32,
    },
    /// It gets a part of it, and then all.
    Canary {
        /// Tenths of a percent at first, 1-1000.
        first: u32,
        /// Minutes until all follows, 0-1440.
        bake_min: u32,
    },
}

impl Strategy {
    /// Whether traffic is shifted between two sets of tasks.
    #[must_use]
    pub fn shifts(self) -> bool {
        self != Self::Rolling
    }

    /// The share of traffic that follows this one, in tenths of a percent.
    #[must_use]
    pub fn after(self, share: u32) -> u32 {
        match self {
            Self::Rolling | Self::BlueGreen => WHOLE,
            Self::Linear { step, .. } => (share + step.max(1)).min(WHOLE),
            Self::Canary { first, .. } if share == 0 => first.min(WHOLE),
            Self::Canary { .. } => WHOLE,
        }
    }

    /// How long a share that is not all is kept, in milliseconds.
    #[must_use]
    pub fn step_ms(self) -> u64 {
        match self {
            Self::Rolling | Self::BlueGreen => 0,
            Self::Linear { bake_min, .. } | Self::Canary { bake_min, .. } => minutes_ms(bake_min),
        }
    }
}

/// All traffic, in tenths of a percent.
pub const WHOLE: u32 = 1000;

/// Minutes in milliseconds.
#[must_use]
pub fn minutes_ms(minutes: u32) -> u64 {
    u64::from(minutes) * 60_000
}

/// Alarms that end a deployment (API model, `DeploymentAlarms`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarming {
    /// Their names.
    pub names: Vec<String>,
    /// Whether one in alarm does so; otherwise they are only kept.
    pub enabled: bool,
    /// Whether the revision before comes back then.
    pub roll_back: bool,
}

/// The stages of a deployment, in their order (API model, `ServiceDeploymentLifecycleStage`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LifecycleStage {
    /// What earlier deployments have left ends: one revision is there, and has all traffic.
    ReconcileService,
    /// Nothing of the new revision runs.
    PreScaleUp,
    /// Its tasks start.
    ScaleUp,
    /// They all work.
    PostScaleUp,
    /// They get the test traffic.
    TestTrafficShift,
    /// They have it.
    PostTestTrafficShift,
    /// They are about to get the next share of the production traffic. A deployment is in this
    /// stage only when a hook names it; to users it is a part of the next one.
    PreProductionTrafficShift,
    /// They get the production traffic.
    ProductionTrafficShift,
    /// They have it.
    PostProductionTrafficShift,
    /// Both revisions run.
    BakeTime,
    /// The tasks of the revision before end.
    CleanUp,
}

impl LifecycleStage {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReconcileService => "RECONCILE_SERVICE",
            Self::PreScaleUp => "PRE_SCALE_UP",
            Self::ScaleUp => "SCALE_UP",
            Self::PostScaleUp => "POST_SCALE_UP",
            Self::TestTrafficShift => "TEST_TRAFFIC_SHIFT",
            Self::PostTestTrafficShift => "POST_TEST_TRAFFIC_SHIFT",
            Self::PreProductionTrafficShift => "PRE_PRODUCTION_TRAFFIC_SHIFT",
            Self::ProductionTrafficShift => "PRODUCTION_TRAFFIC_SHIFT",
            Self::PostProductionTrafficShift => "POST_PRODUCTION_TRAFFIC_SHIFT",
            Self::BakeTime => "BAKE_TIME",
            Self::CleanUp => "CLEAN_UP",
        }
    }
}

/// How far a deployment is. It says each stage before the stage has any effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// How the deployment was to go when it began: what is changed meanwhile is for the next.
    pub way: Shifting,
    /// Where it is.
    pub stage: LifecycleStage,
    /// Since when it is there.
    pub since: TimestampMs,
    /// One more with each stage and each step within one.
    pub epoch: u64,
    /// The share of production traffic that its tasks are to have, in tenths of a percent.
    pub share: u32,
    /// The same of test traffic, once it is decided about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_share: Option<u32>,
    /// Since when rules say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shifted_at: Option<TimestampMs>,
    /// How long it stays in `BAKE_TIME`, in milliseconds, once it is there.
    #[serde(default)]
    pub bake_ms: u64,
    /// The number of the deployment that has the traffic before, as long as it has tasks; of one
    /// that goes back, the number of the deployment that it takes the traffic from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether it takes the place of one that failed.
    #[serde(default)]
    pub back: bool,
    /// Whether alarms end it.
    #[serde(default)]
    pub watch: Watch,
    /// The alarms that did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggered: Vec<String>,
    /// The hook that it waits at, or waited at last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<Paused>,
    /// What functions of hooks have told to be told again, by hook.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub carried: BTreeMap<usize, Value>,
}

/// Whether alarms end a deployment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Watch {
    /// It is not known yet whether one is in alarm already.
    #[default]
    Unknown,
    /// They do.
    On,
    /// One was in alarm when the deployment began, so they say nothing about it.
    Off,
}

/// A hook that a deployment waits at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    /// Its id: that of the execution, if it is a function's.
    pub id: String,
    /// In which epoch.
    pub epoch: u64,
    /// Which of the hooks it is.
    pub hook: usize,
    /// The stage that it is for, if it is not the deployment's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LifecycleStage>,
    /// When it goes on, or back, by itself.
    pub until: TimestampMs,
    /// What became of it.
    pub answer: Answer,
    /// When its function is called, at the soonest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_at: Option<TimestampMs>,
    /// How often in a row its function could not be reached.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub missed: u32,
    /// Why it has failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

fn is_zero(of: &u32) -> bool {
    *of == 0
}

/// What became of a hook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is waited for.
    Awaited,
    /// The deployment goes on.
    GoesOn,
    /// The deployment goes back.
    GoesBack,
    /// Nobody answered in time.
    TimedOut,
}

impl Course {
    /// That of a deployment that begins now and takes the traffic of `source`; `None` when it is
    /// plain rolling, which has no stages to remember.
    #[must_use]
    pub fn begin(way: &Shifting, source: Option<String>, now: TimestampMs) -> Option<Self> {
        let watched = way.alarms.as_ref().is_some_and(|alarms| alarms.enabled);
        let shifts = way.strategy.shifts();
        if !shifts && !watched {
            return None;
        }
        let source = source.filter(|_| shifts);
        let first = source.is_none();
        Some(Self {
            way: way.clone(),
            stage: match shifts {
                true => LifecycleStage::ReconcileService,
                false => LifecycleStage::ScaleUp,
            },
            since: now,
            epoch: 0,
            // Nobody else is there who could answer.
            share: if first { WHOLE } else { 0 },
            test_share: None,
            shifted_at: None,
            bake_ms: 0,
            source,
            back: false,
            watch: Watch::Unknown,
            triggered: vec![],
            paused: None,
            carried: BTreeMap::new(),
        })
    }

    /// That of the deployment that takes the traffic back from the one with this course; `None`
    /// when that one has not taken any.
    #[must_use]
    pub fn back(failed: &Self, number: &str, now: TimestampMs) -> Option<Self> {
        let shifts = failed.way.strategy.shifts() && failed.source.is_some() && !failed.back;
        shifts.then(|| Self {
            way: failed.way.clone(),
            stage: LifecycleStage::ProductionTrafficShift,
            since: now,
            epoch: failed.epoch + 1,
            share: WHOLE,
            test_share: failed.test_share.map(|_| WHOLE),
            shifted_at: None,
            bake_ms: 0,
            source: Some(number.to_owned()),
            back: true,
            watch: Watch::Off,
            triggered: failed.triggered.clone(),
            paused: None,
            carried: failed.carried.clone(),
        })
    }

    /// The same in another stage.
    #[must_use]
    pub fn enter(&self, stage: LifecycleStage, now: TimestampMs) -> Self {
        let epoch = self.epoch + 1;
        Self { stage, since: now, epoch, shifted_at: None, ..self.clone() }
    }

    /// The hook that it waits at now, if it does.
    #[must_use]
    pub fn awaited(&self) -> Option<(&Paused, &Hook)> {
        let paused = self.paused.as_ref()?;
        let waits = paused.epoch == self.epoch && paused.answer == Answer::Awaited;
        waits.then_some(paused).zip(self.way.hooks.get(paused.hook))
    }

    /// The first of the hooks that is not over in this epoch, of those for `stages`, in their
    /// order, to be waited for from now on.
    #[must_use]
    pub fn next_hook(&self, stages: &[LifecycleStage], now: TimestampMs) -> Option<Paused> {
        let hooks = || self.way.hooks.iter().enumerate();
        let mut all = stages.iter().flat_map(|stage| {
            let of = move |(_, hook): &(usize, &Hook)| hook.stages.contains(stage);
            hooks().filter(of).map(move |(at, hook)| (*stage, at, hook))
        });
        if let Some(over) = self.paused.as_ref().filter(|paused| paused.epoch == self.epoch) {
            let stage = over.stage.unwrap_or(self.stage);
            all.by_ref().find(|(of, at, _)| (*of, *at) == (stage, over.hook));
        }
        let (stage, hook, found) = all.next()?;
        Some(Paused {
            id: uuid(),
            epoch: self.epoch,
            hook,
            stage: Some(stage).filter(|stage| *stage != self.stage),
            until: now.plus_ms(minutes_ms(found.timeout_min)),
            answer: Answer::Awaited,
            call_at: found.function.is_some().then_some(now),
            missed: 0,
            why: None,
        })
    }

    /// Whether both sets of tasks are to be there, each with as many as are desired.
    #[must_use]
    pub fn holds_both(&self) -> bool {
        let both = LifecycleStage::ScaleUp..=LifecycleStage::BakeTime;
        self.way.strategy.shifts() && self.source.is_some() && both.contains(&self.stage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(strategy: Strategy) -> Vec<u32> {
        let mut shares = vec![];
        while shares.last() != Some(&WHOLE) {
            shares.push(strategy.after(shares.last().copied().unwrap_or(0)));
        }
        shares
    }

    #[test]
    fn shares_grow_as_the_strategy_says_until_all_is_shifted() {
        assert_eq!(shares(Strategy::BlueGreen), [1000]);
        assert_eq!(shares(Strategy::Linear { step: 250, bake_min: 1 }), [250, 500, 750, 1000]);
        assert_eq!(shares(Strategy::Linear { step: 400, bake_min: 1 }), [400, 800, 1000]);
        assert_eq!(shares(Strategy::Linear { step: 1000, bake_min: 1 }), [1000]);
        assert_eq!(shares(Strategy::Canary { first: 1, bake_min: 1 }), [1, 1000]);
        assert_eq!(shares(Strategy::Canary { first: 1000, bake_min: 1 }), [1000]);
    }

    #[test]
    fn who_goes_back_takes_all_and_one_that_took_nothing_is_not_gone_back_from() {
        let way = Shifting { strategy: Strategy::BlueGreen, ..Shifting::default() };
        let now = TimestampMs(5);
        let first = Course::begin(&way, None, now).unwrap();
        assert_eq!((first.share, Course::back(&first, "1", now)), (WHOLE, None));
        let second = Course::begin(&way, Some("1".into()), now).unwrap();
        let back = Course::back(&second, "2", now).unwrap();
        assert_eq!((back.share, back.source.as_deref(), back.back), (WHOLE, Some("2"), true));
        assert_eq!(Course::back(&back, "1", now), None);
        assert_eq!(Course::begin(&Shifting::default(), None, now), None);
    }
}
