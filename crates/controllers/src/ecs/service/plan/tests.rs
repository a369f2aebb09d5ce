//! Plans by table, and carried out by a small world in which tasks come, fail and go.

use ferrogate_records::Scope;
use ferrogate_records::ecs::service::{Deployment, Propagate, Rolling, Shifting, Strategy};

use super::*;

const NOW: TimestampMs = TimestampMs(10_000_000);

fn service(desired: u32, least: u32, most: u32, breaker: Breaker) -> Service {
    let mut service = Service {
        scope: Scope::new("000000000000".parse().unwrap(), "r"),
        cluster: "c".into(),
        name: "web".into(),
        status: Status::Active,
        created_at: NOW,
        created_by: String::new(),
        inactive_at: None,
        desired,
        asleep_since: None,
        rolling: Rolling { maximum_percent: most, minimum_healthy_percent: least, breaker },
        shifting: Default::default(),
        grace_s: None,
        propagate: Propagate::None,
        managed_tags: false,
        exec: false,
        rebalance: true,
        tags: vec![],
        deployments: vec![],
        completed: None,
        steady: false,
        rebalancing: false,
        lack: None,
        turn: 0,
    };
    service.deploy(Deployment::new("1".into(), "h1".into(), NOW));
    service
}

fn member(at: usize, deployment: &str, state: State) -> Member {
    Member {
        at,
        deployment: deployment.into(),
        state,
        zone: Some(["a", "b", "c"][at % 3].into()),
        created: TimestampMs(1000 + at as u64),
        started: Some(NOW),
        lack: None,
        protected: false,
        registered: false,
    }
}

fn members(of: &[(&str, State, usize)]) -> Vec<Member> {
    let each = of
        .iter()
        .flat_map(|(deployment, state, count)| std::iter::repeat_n((*deployment, *state), *count));
    each.enumerate().map(|(at, (deployment, state))| member(at, deployment, state)).collect()
}

fn plan(service: &Service, members: &[Member]) -> Plan {
    Plan::of(service, members, &["a".into(), "b".into(), "c".into()], &Outside::NOTHING, NOW)
}

fn rolled(desired: u32, least: u32, most: u32) -> Service {
    let mut service = service(desired, least, most, Breaker::Off);
    service.deploy(Deployment::new("2".into(), "h2".into(), NOW));
    service
}

#[test]
fn a_deployment_starts_and_stops_as_the_percents_allow() {
    use State::{Healthy, Pending, Settling};
    let settling = Settling(Some(TimestampMs(NOW.0 + 5)));
    for (case, (least, most), there, start, stop) in [
        ("first starts", (100, 200), vec![("1", Healthy, 4)], 4, 0),
        (
            "none stops until others are healthy",
            (100, 200),
            vec![("1", Healthy, 4), ("2", settling, 4)],
            0,
            0,
        ),
        (
            "as many stop as are healthy",
            (100, 200),
            vec![("1", Healthy, 4), ("2", Healthy, 3), ("2", Pending, 1)],
            0,
            3,
        ),
        ("half at a time, without more", (50, 100), vec![("1", Healthy, 4)], 0, 2),
        ("and then the others start", (50, 100), vec![("1", Healthy, 2)], 2, 0),
        ("one more at a time", (100, 125), vec![("1", Healthy, 4)], 1, 0),
        ("all at once", (0, 100), vec![("1", Healthy, 4)], 0, 4),
        ("what does not run goes first", (100, 200), vec![("1", Pending, 4)], 4, 4),
    ] {
        let plan = plan(&rolled(4, least, most), &members(&there));
        assert_eq!((plan.start, plan.stop.len()), (start, stop), "{case}");
    }
}

#[test]
fn two_sets_that_find_no_room_are_told_of_once() {
    let mut service = rolled(2, 100, 200);
    let way = Shifting { strategy: Strategy::BlueGreen, ..Shifting::default() };
    let course = Course::begin(&way, Some("1".into()), NOW).unwrap();
    let course = Course { stage: LifecycleStage::ScaleUp, ..course };
    service.primary_mut().unwrap().course = Some(course);
    let mut there = members(&[("1", State::Pending, 2), ("2", State::Pending, 2)]);
    for member in &mut there {
        member.lack = Some(format!("no room for {}", member.deployment));
    }
    let first = plan(&service, &there);
    let told = |plan: &Plan| plan.events.iter().filter(|text| text.contains("no room")).count();
    assert_eq!(told(&first), 1, "{:?}", first.events);
    // What is looked at again, with nothing new, has nothing new to tell.
    assert_eq!(told(&plan(&first.service, &there)), 0);
}

#[test]
fn the_first_deployment_starts_nothing_before_its_stage_has_come() {
    let mut service = service(2, 100, 200, Breaker::Off);
    let way = Shifting { strategy: Strategy::BlueGreen, ..Shifting::default() };
    let course = Course::begin(&way, None, NOW).unwrap();
    for (stage, start) in [
        (LifecycleStage::ReconcileService, 0),
        (LifecycleStage::PreScaleUp, 0),
        (LifecycleStage::ScaleUp, 2),
        (LifecycleStage::PostScaleUp, 2),
    ] {
        service.primary_mut().unwrap().course = Some(Course { stage, ..course.clone() });
        assert_eq!(plan(&service, &[]).start, start, "{stage:?}");
    }
}

#[test]
fn a_blocked_deployment_says_so() {
    let plan = plan(&rolled(1, 100, 150), &members(&[("1", State::Healthy, 1)]));
    assert_eq!((plan.start, plan.stop.len()), (0, 0));
    assert!(plan.events[0].contains("because of the service deployment configuration"));
}

#[test]
fn a_protected_task_is_left_alone_by_deployments_and_scaling_in_and_not_by_its_own_health() {
    let mut there = members(&[("1", State::Healthy, 1), ("2", State::Healthy, 1)]);
    there[0].protected = true;
    assert!(plan(&rolled(1, 100, 200), &there).stop.is_empty());
    let mut there = members(&[("1", State::Healthy, 2)]);
    there.iter_mut().for_each(|member| member.protected = true);
    assert!(plan(&service(0, 100, 200, Breaker::Off), &there).stop.is_empty());
    let mut there = members(&[("1", State::Unhealthy, 1), ("1", State::Healthy, 1)]);
    there[0].protected = true;
    assert_eq!(plan(&service(1, 100, 200, Breaker::Off), &there).stop, [(0, Why::Health)]);
}

#[test]
fn scaling_in_takes_what_does_no_work_then_the_fullest_zone_then_the_oldest() {
    let mut there = members(&[("1", State::Healthy, 5), ("1", State::Pending, 1)]);
    for (member, zone) in there.iter_mut().zip(["a", "b", "b", "b", "c", "c"]) {
        member.zone = Some(zone.into());
    }
    let stops = |desired| -> Vec<_> {
        let plan = plan(&service(desired, 100, 200, Breaker::Off), &there);
        plan.stop.into_iter().map(|(at, _)| at).collect()
    };
    assert_eq!(stops(5), [5]);
    assert_eq!(stops(4), [5, 1]);
    assert_eq!(stops(3), [5, 1, 2]);
    assert_eq!(stops(0).len(), 6);
}

#[test]
fn an_unhealthy_task_is_replaced_first_and_stopped_first_when_there_is_no_room() {
    let there = members(&[("1", State::Healthy, 1), ("1", State::Unhealthy, 1)]);
    let with_room = plan(&service(2, 50, 200, Breaker::Off), &there);
    assert_eq!((with_room.start, with_room.stop.len()), (1, 0));
    let without = plan(&service(2, 50, 100, Breaker::Off), &there);
    assert_eq!((without.start, without.stop), (0, vec![(1, Why::Health)]));
    let replaced = members(&[("1", State::Healthy, 2), ("1", State::Unhealthy, 1)]);
    assert_eq!(plan(&service(2, 50, 200, Breaker::Off), &replaced).stop, [(2, Why::Health)]);
}

#[test]
fn starts_that_fail_rest_longer_each_time_and_15_minutes_at_most() {
    let mut service = service(1, 100, 200, Breaker::Off);
    let (mut now, mut rests) = (NOW, vec![]);
    for _ in 0..14 {
        let mut there = members(&[("1", State::Ended { failed: true }, 1)]);
        there[0].created = now;
        let plan = Plan::of(&service, &there, &[], &Outside::NOTHING, now);
        let rest = plan.look_at.map_or(0, |at| at.since_ms(now));
        assert_eq!(plan.start, usize::from(rest == 0));
        rests.push(rest / 1000);
        service = plan.service;
        now = now.plus_ms(rest);
    }
    assert_eq!(rests, [0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
    assert_eq!(service.deployments[0].failed, 14);
    // One that works, and was started since, ends that.
    let mut there = members(&[("1", State::Healthy, 1)]);
    there[0].started = Some(now.plus_ms(1));
    let works = Plan::of(&service, &there, &[], &Outside::NOTHING, now.plus_ms(40_001));
    assert_eq!((works.service.deployments[0].failed, works.service.deployments[0].rounds), (0, 0));
}

#[test]
fn tasks_of_one_start_that_fail_are_one_round() {
    let there = members(&[("1", State::Ended { failed: true }, 10)]);
    let first = plan(&service(10, 100, 200, Breaker::Off), &there);
    let deployment = &first.service.deployments[0];
    assert_eq!((deployment.failed, deployment.rounds, first.start), (10, 1, 10));
}

#[test]
fn the_breaker_fails_a_deployment_and_goes_back_to_the_one_that_was_completed() {
    let mut service = rolled(2, 100, 200);
    service.rolling.breaker = Breaker::RollBack;
    let old = service.deployments[1].clone();
    service.completed = Some(old);
    service.deployments[0].failed = 2;
    let there = members(&[("1", State::Healthy, 2), ("2", State::Ended { failed: true }, 1)]);
    let trips = plan(&service, &there);
    let primary = trips.service.primary().unwrap();
    assert_eq!((&*primary.number, primary.rollout), ("1", Rollout::InProgress));
    assert_eq!(trips.history[0].to, History::RollbackInProgress);
    assert_eq!((trips.start, trips.stop.len()), (0, 0), "what works is left alone");
    assert!(trips.events.iter().any(|text| text.contains("rolling back to deployment ecs-svc/1")));
    let back = plan(&trips.service, &members(&[("1", State::Healthy, 2)]));
    assert_eq!(back.service.primary().unwrap().rollout, Rollout::Completed);
    assert_eq!((&*back.history[0].id, back.history[0].to), ("h2", History::Successful));
}

#[test]
fn a_deployment_that_failed_and_has_nothing_to_go_back_to_starts_no_more() {
    let mut service = service(1, 100, 200, Breaker::RollBack);
    service.deployments[0].failed = 2;
    let plan = plan(&service, &members(&[("1", State::Ended { failed: true }, 1)]));
    let primary = plan.service.primary().unwrap();
    assert_eq!((primary.rollout, plan.start), (Rollout::Failed, 0));
    assert_eq!(primary.reason, "ECS deployment circuit breaker: tasks failed to start.");
    assert_eq!(plan.history[0].to, History::RollbackFailed);
}

#[test]
fn a_service_is_steady_once_and_tells_it_once() {
    let there = members(&[("1", State::Healthy, 3)]);
    let first = plan(&service(3, 100, 200, Breaker::Off), &there);
    assert_eq!(first.service.deployments[0].rollout, Rollout::Completed);
    let told: Vec<_> = first.events.iter().map(String::as_str).collect();
    assert_eq!(
        told,
        [
            "(service web) (deployment ecs-svc/1) deployment completed.",
            "(service web) has reached a steady state.",
        ]
    );
    let again = plan(&first.service, &there);
    assert_eq!((again.events.len(), &again.service), (0, &first.service));
}

#[test]
fn a_service_is_steady_once_who_goes_drains() {
    let first = plan(&service(3, 100, 200, Breaker::Off), &members(&[("1", State::Healthy, 3)]));
    let mut less = first.service;
    less.desired = 2;
    let registered = |member| Member { registered: true, ..member };
    let mut there: Vec<_> =
        members(&[("1", State::Healthy, 3)]).into_iter().map(registered).collect();
    let stops = plan(&less, &there);
    assert_eq!((stops.stop.len(), stops.service.steady), (1, false));
    let [(gone, _)] = stops.stop[..] else { panic!("{:?}", stops.stop) };
    there[gone].state = State::Ended { failed: false };
    let counts = plan(&stops.service, &there);
    assert_eq!((counts.count.len(), counts.service.steady), (1, false));
    there[gone].state = State::Counted { over: false };
    let waits = plan(&counts.service, &there);
    assert_eq!((waits.events.len(), waits.service.steady), (0, false));
    there[gone].registered = false;
    let steady = plan(&waits.service, &there);
    assert_eq!(steady.events, ["(service web) has reached a steady state."]);
}

#[test]
fn zones_are_evened_out_by_a_task_more_and_then_one_less() {
    let mut there = members(&[("1", State::Healthy, 4)]);
    there.iter_mut().for_each(|member| member.zone = Some("a".into()));
    let first = plan(&service(4, 100, 200, Breaker::Off), &there);
    assert_eq!((first.start, first.stop.len()), (1, 0));
    let mut more = there.clone();
    more.push(Member { zone: Some("b".into()), ..member(4, "1", State::Pending) });
    let waits = plan(&first.service, &more);
    assert_eq!((waits.start, waits.stop.len()), (0, 0));
    more[4].state = State::Healthy;
    let then = plan(&waits.service, &more);
    assert_eq!((then.start, then.stop), (0, vec![(0, Why::Scaling)]));
    let mut off = service(4, 100, 200, Breaker::Off);
    off.rebalance = false;
    assert_eq!(plan(&off, &there).start, 0);
}

#[test]
fn a_deleted_service_stops_everything_and_is_gone_after_the_last() {
    let mut service = service(0, 100, 200, Breaker::Off);
    service.status = Status::Draining;
    let mut there = members(&[("1", State::Healthy, 2), ("1", State::Pending, 1)]);
    there[0].protected = true;
    let first = plan(&service, &there);
    assert_eq!((first.stop.len(), first.service.status), (3, Status::Draining));
    let ending = members(&[("1", State::Counted { over: false }, 1)]);
    assert_eq!(plan(&service, &ending).service.status, Status::Draining);
    let over = members(&[("1", State::Counted { over: true }, 3)]);
    assert_eq!(plan(&service, &over).service.status, Status::Inactive);
}

/// Numbers that look random, the same for a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A service and its tasks, which come to run, fail, and are told to stop.
struct World {
    service: Service,
    tasks: Vec<Member>,
    now: TimestampMs,
    dice: Dice,
    deployments: u64,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let desired = u32::try_from(dice.below(12)).unwrap();
        let least = u32::try_from(dice.below(101)).unwrap();
        let most = 100 + u32::try_from(dice.below(150)).unwrap();
        let breaker = [Breaker::Off, Breaker::Fail, Breaker::RollBack][dice.below(3) as usize];
        let service = service(desired, least, most, breaker);
        Self { service, tasks: vec![], now: NOW, dice, deployments: 1 }
    }

    /// Lets tasks do what tasks do.
    fn live(&mut self, troubled: bool) {
        self.now = self.now.plus_ms(1 + self.dice.below(20_000));
        for task in &mut self.tasks {
            task.state = match task.state {
                State::Pending if troubled && self.dice.below(5) == 0 => {
                    State::Ended { failed: true }
                }
                State::Pending if self.dice.below(2) == 0 => {
                    task.started = Some(self.now);
                    State::Settling(Some(self.now.plus_ms(40_000)))
                }
                State::Settling(Some(at)) if at <= self.now => State::Healthy,
                State::Healthy if troubled && self.dice.below(20) == 0 => {
                    [State::Unhealthy, State::Lost, State::Ended { failed: false }]
                        [self.dice.below(3) as usize]
                }
                State::Lost if self.dice.below(4) == 0 => State::Healthy,
                State::Counted { over: false } if self.dice.below(2) == 0 => {
                    State::Counted { over: true }
                }
                same => same,
            };
        }
        self.tasks.retain(|task| task.state != State::Counted { over: true });
        (0..).zip(&mut self.tasks).for_each(|(at, task)| task.at = at);
    }

    /// Lets the user want something else.
    fn want(&mut self) {
        match self.dice.below(10) {
            0 => self.service.desired = u32::try_from(self.dice.below(12)).unwrap(),
            1 => {
                self.deployments += 1;
                let number = self.deployments.to_string();
                self.service.deploy(Deployment::new(number.clone(), number, self.now));
            }
            _ => {}
        }
    }

    /// Does what is planned, and checks what must hold.
    fn look(&mut self) -> bool {
        let zones: [String; 3] = ["a".into(), "b".into(), "c".into()];
        let plan = Plan::of(&self.service, &self.tasks, &zones, &Outside::NOTHING, self.now);
        let (least, most) = (
            self.service.rolling.least(self.service.desired),
            self.service.rolling.most(self.service.desired),
        );
        let serving = |tasks: &[Member], primary: &str| {
            let works = |task: &&Member| match task.deployment == primary {
                true => task.state == State::Healthy,
                false => task.serves(),
            };
            tasks.iter().filter(works).count()
        };
        let primary = plan.service.primary().unwrap().number.clone();
        let before = serving(&self.tasks, &primary);
        let idle = plan.start == 0 && plan.stop.is_empty() && plan.service == self.service;
        for (at, _) in &plan.stop {
            assert!(self.tasks[*at].is_alive(), "what ends is not stopped again");
            self.tasks[*at].state = State::Counted { over: false };
        }
        for at in &plan.count {
            self.tasks[*at].state = State::Counted { over: false };
        }
        let after = serving(&self.tasks, &primary);
        assert!(after == before || after >= least, "{after} serve of {before}, least {least}");
        for _ in 0..plan.start {
            let mut new = member(self.tasks.len(), &primary, State::Pending);
            (new.started, new.created) = (None, self.now);
            let alive = self.tasks.iter().filter(|task| task.is_alive());
            let own = alive.filter(|task| task.deployment == primary);
            let there = super::zones(own, &[]);
            new.zone =
                zones.iter().min_by_key(|zone| there.get(*zone).copied().unwrap_or(0)).cloned();
            self.tasks.push(new);
        }
        let alive = self.tasks.iter().filter(|task| task.is_alive()).count();
        assert!(plan.start == 0 || alive <= most, "{alive} are there, most {most}");
        self.service = plan.service;
        idle
    }
}

#[test]
fn whatever_happens_there_are_never_too_many_nor_too_few_and_it_ends_as_it_is_wanted() {
    for seed in 0..300 {
        let mut world = World::new(seed);
        for _ in 0..60 {
            world.live(true);
            world.want();
            world.look();
        }
        // One deployment more, and no trouble.
        world.deployments += 1;
        let number = world.deployments.to_string();
        world.service.deploy(Deployment::new(number.clone(), number.clone(), world.now));
        if world.service.rolling.least(world.service.desired)
            == world.service.rolling.most(world.service.desired)
        {
            continue; // it can't move, and says so
        }
        for _ in 0..400 {
            world.live(false);
            world.look();
        }
        let alive: Vec<_> = world.tasks.iter().filter(|task| task.is_alive()).collect();
        assert_eq!(alive.len(), world.service.desired as usize, "seed {seed}");
        assert!(alive.iter().all(|task| task.deployment == number), "seed {seed}");
        assert!(world.service.steady, "seed {seed}: {:?}", world.service);
        world.live(false);
        assert!(world.look(), "seed {seed}: it stays as it is");
    }
}
