//! Services that sleep while nobody asks for them, and wake when somebody does.
//!
//! How long nobody has asked is kept in memory alone, by a clock that is never set: a server that
//! starts again knows of nobody who was quiet, so no service sleeps sooner for it.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use ferrogate_link::balancer::NodeId;
use ferrogate_records::autoscaling::target;
use ferrogate_records::ecs::service;
use ferrogate_records::ecs::task::{self, OfService};
use ferrogate_state::{Fault, State};
use ferrogate_store::Key;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::time::Instant;

use super::Seen;
use super::change::Change;
use crate::host::{Balancers, Sessions};
use crate::zero::{self, Heard};

/// When it is looked again at what hinders a service from sleeping, and who tells of it doesn't.
const AGAIN: Duration = Duration::from_secs(5);

/// A service that is scaled to zero, or was when it fell asleep.
#[derive(Clone, Debug, PartialEq, Eq)]
struct View {
    /// How many seconds without a request it is kept for; `None` when nobody wants that any more.
    idle_s: Option<u32>,
    /// Whether load balancers forward to it.
    balanced: bool,
    desired: u32,
    asleep: bool,
    /// Somebody has asked while it slept.
    woken: bool,
    bounds: (u32, u32),
    in_suspended: bool,
    out_suspended: bool,
    /// A deployment goes on, a task is protected, or one starts.
    kept: bool,
    /// For how long nobody has asked; `None` when that is not known, or somebody asks.
    quiet: Option<Duration>,
}

/// What is to be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Nothing,
    Sleep { idle_s: u32 },
    Wake { count: u32, why: Why },
    Look(Duration),
}

/// Why it wakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Asked,
    /// No request can wake it any more.
    TakenOff,
}

fn step(of: &View) -> Step {
    let (min, max) = of.bounds;
    let idle_s = of.idle_s.filter(|_| of.balanced);
    if of.asleep {
        let why = match idle_s {
            None => Why::TakenOff,
            Some(_) if of.woken => Why::Asked,
            Some(_) => return Step::Nothing,
        };
        let count = min.max(1);
        return if of.out_suspended || count > max {
            Step::Nothing
        } else {
            Step::Wake { count, why }
        };
    }
    let Some(idle_s) = idle_s else { return Step::Nothing };
    // One that could not be woken does not fall asleep.
    let may = of.desired > 0 && min == 0 && !of.in_suspended && !of.out_suspended;
    if !may {
        return Step::Nothing;
    }
    let idle = Duration::from_secs(idle_s.into());
    match of.quiet {
        None => Step::Look(AGAIN),
        Some(quiet) if quiet < idle => Step::Look(idle.saturating_sub(quiet)),
        Some(_) if of.kept => Step::Look(AGAIN),
        Some(_) => Step::Sleep { idle_s },
    }
}

/// Whether its tasks are about to work: of some that fail, or find no room, nobody knows that.
fn starts(of: &service::Record) -> bool {
    let fails = of.primary().is_some_and(|primary| primary.rounds > 0);
    !of.steady && !fails && of.lack.is_none()
}

/// Since when nobody asks for services, by the keys of their scalable targets.
#[derive(Default)]
pub(super) struct Clocks(Mutex<HashMap<Key, Clock>>);

struct Clock {
    /// What was known then: whatever is otherwise begins a new wait.
    gist: Gist,
    since: Instant,
}

#[derive(PartialEq, Eq)]
struct Gist {
    /// The life of each node's process, and how many requests it has passed on.
    requests: BTreeMap<(NodeId, String), (String, u64)>,
    /// Who scales or deploys by hand asks too.
    desired: u32,
    deployment: Option<String>,
    /// Once it has its tasks it is kept for its time, however long they took to start.
    steady: bool,
}

impl Clocks {
    /// Notes what is heard of a service: for how long nobody has asked.
    fn hear(
        &self,
        key: &Key,
        of: &service::Record,
        heard: &Heard,
        now: Instant,
    ) -> Option<Duration> {
        let mut clocks = self.0.lock();
        if !heard.whole || heard.is_busy() || of.desired == 0 {
            clocks.remove(key);
            return None;
        }
        let counted =
            heard.said.iter().map(|(at, (run, asked))| (at.clone(), (run.clone(), asked.requests)));
        let deployment = of.primary().map(|primary| primary.number.clone());
        let (requests, desired, steady) = (counted.collect(), of.desired, of.steady);
        let gist = Gist { requests, desired, deployment, steady };
        match clocks.get(key).filter(|clock| clock.gist == gist) {
            Some(clock) => Some(now.saturating_duration_since(clock.since)),
            None => {
                clocks.insert(key.clone(), Clock { gist, since: now });
                Some(Duration::ZERO)
            }
        }
    }

    pub(super) fn forget(&self, key: &Key) {
        self.0.lock().remove(key);
    }
}

/// Hears what nodes say of services that are scaled to zero.
pub(super) struct Ear {
    changes: tokio::sync::Mutex<watch::Receiver<u64>>,
    known: Mutex<HashMap<Key, Heard>>,
}

impl Ear {
    pub(super) fn new(told: &Balancers) -> Self {
        Self { changes: tokio::sync::Mutex::new(told.changes()), known: Mutex::default() }
    }

    /// The targets of which something else is said.
    pub(super) async fn next(&self, state: &State, told: &Balancers) -> Vec<Key> {
        // The sender lives as long as the sessions.
        if self.changes.lock().await.changed().await.is_err() {
            return std::future::pending().await;
        }
        let all = state.snapshot();
        let mut known = self.known.lock();
        let (mut others, mut there) = (vec![], HashMap::new());
        for target in all.table::<target::Record>().readable().0 {
            let Some(service) = zero::service_of(&target.key) else { continue };
            let Ok(Some(service)) = all.table::<service::Record>().get(&service) else { continue };
            if service.idle_s().is_none() {
                continue;
            }
            // What can't be read is told by who looks at the target.
            let Ok(heard) = zero::heard(&all, told, &service) else { continue };
            if known.get(&target.key) != Some(&heard) {
                others.push(target.key.clone());
            }
            there.insert(target.key.clone(), heard);
        }
        *known = there;
        others
    }
}

impl Seen {
    /// What is to be done for that nobody asks, or somebody does.
    pub(super) fn zero(&self, clocks: &Clocks, sessions: &Sessions) -> Result<Step, Fault> {
        let (of, key) = (&self.service, &self.target.key);
        let (idle_s, asleep) = (of.idle_s(), of.asleep_since.is_some());
        if idle_s.is_none() && !asleep {
            clocks.forget(key);
            return Ok(Step::Nothing);
        }
        let heard = zero::heard(&self.all, &sessions.balancers, of)?;
        let view = View {
            idle_s,
            balanced: !zero::groups(&self.all, of)?.is_empty(),
            desired: of.desired,
            asleep,
            woken: of.sleep().is_some_and(|sleep| heard.wakes(sleep)),
            bounds: (self.target.min, self.target.max),
            in_suspended: self.target.suspended.scale_in,
            out_suspended: self.target.suspended.scale_out,
            kept: self.deploys() || starts(of) || self.is_protected()?,
            quiet: clocks.hear(key, of, &heard, sessions.balancers.now()),
        };
        Ok(step(&view))
    }

    /// Whether a task of the service is not to be stopped.
    fn is_protected(&self) -> Result<bool, Fault> {
        let of = &self.target.of;
        let place = (task::prefix(&of.scope, &of.cluster), of.service.clone());
        let tasks = self.all.table::<task::Record>();
        let until = |task: &task::Record| task.service.as_ref()?.protected_until;
        let mut protected = tasks.by::<OfService>(&place)?;
        Ok(protected.any(|task| until(task).is_some_and(|until| self.now < until)))
    }

    /// What lets it sleep.
    pub(super) fn asleep(&self, idle_s: u32) -> Result<Change, Fault> {
        let mut change = Change::new();
        change.scale(self, 0, format!("no request came for {idle_s} seconds"))?;
        Ok(change)
    }

    /// What wakes it. For as long as it is kept without a request no policy takes its task.
    pub(super) fn awake(&self, count: u32, why: Why) -> Result<Change, Fault> {
        let mut change = Change::new();
        let cause = match why {
            Why::Asked => "woken by a request",
            Why::TakenOff => "it is not scaled to zero any more",
        };
        change.scale(self, count, cause.into())?;
        let mut progress = self.progress();
        let keep_ms = 1000 * u64::from(self.service.idle_s().unwrap_or(0));
        progress.in_until = progress.in_until.max(Some(self.now.plus_ms(keep_ms)));
        change.progress(self, progress)?;
        Ok(change)
    }
}

#[cfg(test)]
mod tests {
    use ferrogate_base::TimestampMs;
    use ferrogate_link::balancer::Asked;
    use ferrogate_records::Tag;
    use ferrogate_records::autoscaling::Of;

    use super::*;

    fn awake() -> View {
        View {
            idle_s: Some(30),
            balanced: true,
            desired: 2,
            asleep: false,
            woken: false,
            bounds: (0, 4),
            in_suspended: false,
            out_suspended: false,
            kept: false,
            quiet: Some(Duration::from_secs(30)),
        }
    }

    fn asleep() -> View {
        View { desired: 0, asleep: true, woken: true, quiet: None, ..awake() }
    }

    #[test]
    fn it_sleeps_when_nobody_asks_and_nothing_keeps_it() {
        let s = Duration::from_secs;
        let sleeps = Step::Sleep { idle_s: 30 };
        for (of, then) in [
            (awake(), sleeps),
            (View { quiet: Some(s(31)), bounds: (0, 0), ..awake() }, sleeps),
            (View { quiet: Some(s(12)), ..awake() }, Step::Look(s(18))),
            (View { quiet: None, ..awake() }, Step::Look(AGAIN)),
            (View { kept: true, ..awake() }, Step::Look(AGAIN)),
            (View { bounds: (1, 4), ..awake() }, Step::Nothing),
            (View { in_suspended: true, ..awake() }, Step::Nothing),
            (View { out_suspended: true, ..awake() }, Step::Nothing),
            (View { balanced: false, ..awake() }, Step::Nothing),
            (View { idle_s: None, ..awake() }, Step::Nothing),
            // Scaled to nothing by hand.
            (View { desired: 0, ..awake() }, Step::Nothing),
            (View { desired: 0, woken: true, ..awake() }, Step::Nothing),
        ] {
            assert_eq!(step(&of), then, "{of:?}");
        }
    }

    #[test]
    fn it_wakes_when_somebody_asks_or_nobody_can() {
        let wakes = |count, why| Step::Wake { count, why };
        for (of, then) in [
            (asleep(), wakes(1, Why::Asked)),
            (View { woken: false, ..asleep() }, Step::Nothing),
            (View { bounds: (3, 4), ..asleep() }, wakes(3, Why::Asked)),
            (View { bounds: (0, 0), ..asleep() }, Step::Nothing),
            (View { out_suspended: true, ..asleep() }, Step::Nothing),
            (View { in_suspended: true, kept: true, ..asleep() }, wakes(1, Why::Asked)),
            (View { idle_s: None, woken: false, ..asleep() }, wakes(1, Why::TakenOff)),
            (View { balanced: false, woken: false, ..asleep() }, wakes(1, Why::TakenOff)),
        ] {
            assert_eq!(step(&of), then, "{of:?}");
        }
    }

    /// Numbers that look random, the same for a seed.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, n: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (z ^ (z >> 31)) % n
        }
    }

    /// A service, a node that tells of it, and a server that hears.
    struct World {
        service: service::Record,
        target: target::Record,
        clocks: Clocks,
        node: Asked,
        /// The node is heard.
        linked: bool,
        kept: bool,
        now: Instant,
        wall: TimestampMs,
        asked_at: Instant,
        /// Scaled by a hand since it was scaled last.
        by_hand: bool,
    }

    impl World {
        fn new() -> Self {
            let mut service = crate::ecs::testing::service();
            let value = "30".to_owned();
            service.tags = vec![Tag { key: service::zero::TAG.into(), value }];
            service.desired = 1;
            let of = Of {
                scope: service.scope.clone(),
                cluster: service.cluster.clone(),
                service: service.name.clone(),
            };
            let target = target::Record {
                of,
                id: "id".into(),
                min: 0,
                max: 3,
                suspended: target::Suspended::default(),
                created_at: TimestampMs(0),
                tags: vec![],
                enforce: false,
            };
            let now = Instant::now();
            Self {
                service,
                target,
                clocks: Clocks::default(),
                node: Asked::default(),
                linked: true,
                kept: false,
                now,
                wall: TimestampMs(1_000_000),
                asked_at: now,
                by_hand: false,
            }
        }

        /// Somebody asks: one waits while there is no task.
        fn ask(&mut self) {
            self.asked_at = self.now;
            match self.service.desired {
                0 if self
                    .service
                    .hold(self.target.max, self.target.suspended.scale_out)
                    .is_some() =>
                {
                    self.node.held += 1;
                    self.node.woken = self.service.sleep();
                }
                // By hand: it is answered at once.
                0 => {}
                _ => self.node.requests += 1,
            }
        }

        fn happen(&mut self, dice: &mut Dice) {
            let ms = dice.below(9000);
            self.now += Duration::from_millis(ms);
            // The wall's clock is set now and then.
            self.wall = match dice.below(20) {
                0 => TimestampMs(self.wall.0 / 2),
                1 => self.wall.plus_ms(86_400_000),
                _ => self.wall.plus_ms(ms),
            };
            match dice.below(24) {
                0..=5 => self.ask(),
                6 => self.clocks = Clocks::default(), // another server
                7 => self.linked = !self.linked,
                8 => self.kept = !self.kept,
                9 => self.target.suspended.scale_in ^= true,
                10 => self.target.suspended.scale_out ^= true,
                11 => {
                    let desired = u32::try_from(dice.below(3)).unwrap();
                    if desired != self.service.desired {
                        self.asked_at = self.now;
                    }
                    (self.service.desired, self.service.asleep_since) = (desired, None);
                    self.by_hand = true;
                }
                12 => self.target.min = u32::try_from(dice.below(2)).unwrap(),
                13 => self.node.held = 0, // who waited has left
                _ => {}
            }
        }

        fn look(&mut self) -> Step {
            let key = Key::new(target::key(&self.target.of)).unwrap();
            let at = (NodeId("eni-1".into()), "arn".to_owned());
            let said = self.linked.then(|| (at, ("run".to_owned(), self.node)));
            let heard = Heard { said: said.into_iter().collect(), whole: self.linked };
            let of = &self.service;
            let view = View {
                idle_s: of.idle_s(),
                balanced: true,
                desired: of.desired,
                asleep: of.asleep_since.is_some(),
                woken: of.sleep().is_some_and(|sleep| heard.wakes(sleep)),
                bounds: (self.target.min, self.target.max),
                in_suspended: self.target.suspended.scale_in,
                out_suspended: self.target.suspended.scale_out,
                kept: self.kept,
                quiet: self.clocks.hear(&key, of, &heard, self.now),
            };
            let step = step(&view);
            match step {
                Step::Sleep { idle_s } => {
                    let quiet = self.now.saturating_duration_since(self.asked_at);
                    assert!(quiet >= Duration::from_secs(idle_s.into()), "asked {quiet:?} ago");
                    assert!(!self.kept && self.target.min == 0 && self.node.held == 0);
                    self.clocks.forget(&key);
                    self.service.scale(0, self.wall);
                    self.by_hand = false;
                }
                Step::Wake { count, .. } => {
                    assert!(!self.by_hand, "whoever scales by hand wins");
                    self.service.scale(count, self.wall);
                    self.node = Asked { requests: self.node.requests + 1, ..Asked::default() };
                }
                Step::Nothing | Step::Look(_) => {}
            }
            step
        }
    }

    #[test]
    fn whatever_happens_nobody_who_asks_is_put_to_sleep_and_nobody_who_waits_is_left() {
        for seed in 0..500 {
            let (mut world, mut dice) = (World::new(), Dice(seed));
            for _ in 0..200 {
                world.happen(&mut dice);
                world.look();
            }
            // No trouble any more, and a hand that gives it a task.
            (world.linked, world.kept, world.target.min) = (true, false, 0);
            world.target.suspended = target::Suspended::default();
            (world.service.desired, world.service.asleep_since) = (1, None);
            world.node = Asked { requests: world.node.requests, ..Asked::default() };
            world.clocks = Clocks::default();
            world.look();
            world.now += Duration::from_secs(30);
            (world.asked_at, world.by_hand) = (world.now - Duration::from_secs(30), false);
            assert_eq!(world.look(), Step::Sleep { idle_s: 30 }, "seed {seed}");
            world.ask();
            assert!(matches!(world.look(), Step::Wake { count: 1, .. }), "seed {seed}");
            assert_eq!(world.look(), Step::Look(Duration::from_secs(30)), "seed {seed}");
        }
    }
}
