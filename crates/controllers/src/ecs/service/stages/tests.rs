//! Each stage by table, and whole deployments by a small world in which anything may stop.

use ferrogate_records::ecs::service::{Function, Hook, Said, Shifting};

use super::*;

const NOW: TimestampMs = TimestampMs(10_000_000);
const BLUE_GREEN: Strategy = Strategy::BlueGreen;

fn course(strategy: Strategy, source: Option<&str>) -> Course {
    let way = Shifting { strategy, bake_min: 5, ..Shifting::default() };
    Course::begin(&way, source.map(str::to_owned), NOW).unwrap()
}

/// One whose traffic is where it should be for long enough.
fn at(stage: Stage) -> Course {
    let shifted_at = Some(TimestampMs(NOW.0 - SETTLE_MS));
    Course { stage, shifted_at, ..course(BLUE_GREEN, Some("1")) }
}

fn sight() -> Sight {
    Sight {
        works: false,
        source: true,
        others: false,
        production: Route::AsWanted,
        test: Route::None,
        alarms_ms: 0,
        now: NOW,
    }
}

fn entered(step: Step) -> Stage {
    match step {
        Step::Become(next) => next.stage,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_stage_waits_for_what_it_is_for_and_for_nothing_else() {
    use Stage::*;
    let well = Sight { works: true, ..sight() };
    for (stage, waits, goes, to) in [
        (ReconcileService, Sight { others: true, ..sight() }, sight(), PreScaleUp),
        (ScaleUp, sight(), well.clone(), PostScaleUp),
    ] {
        let waiting = next(&at(stage), &waits);
        assert!(matches!(waiting, Step::Wait(Some(_))), "{stage:?} {waiting:?}");
        assert_eq!(entered(next(&at(stage), &goes)), to);
    }
    for (stage, to) in [
        (PreScaleUp, ScaleUp),
        (PostScaleUp, TestTrafficShift),
        (TestTrafficShift, PostTestTrafficShift),
        (PostTestTrafficShift, ProductionTrafficShift),
        (PostProductionTrafficShift, BakeTime),
    ] {
        assert_eq!(entered(next(&at(stage), &sight())), to, "{stage:?}");
    }
    assert_eq!(next(&at(CleanUp), &well), Step::Wait(None), "its source is there");
    assert_eq!(next(&at(CleanUp), &Sight { source: false, ..well }), Step::Complete);
}

#[test]
fn traffic_is_shifted_before_a_stage_is_left_and_a_rule_that_is_gone_fails_the_deployment() {
    let elsewhere = Sight { production: Route::Elsewhere, test: Route::Elsewhere, ..sight() };
    let gone = Route::Blocked("gone".into());
    let blocked = Sight { production: gone.clone(), test: gone, ..sight() };
    for stage in [
        Stage::ReconcileService,
        Stage::PreScaleUp,
        Stage::TestTrafficShift,
        Stage::ProductionTrafficShift,
    ] {
        assert_eq!(next(&at(stage), &elsewhere), Step::Shift, "{stage:?}");
        assert_eq!(next(&at(stage), &blocked), Step::Fail("gone".into()), "{stage:?}");
    }
}

#[test]
fn who_goes_back_shifts_at_once_and_a_rule_that_is_gone_does_not_keep_it() {
    let back = Course::back(&at(Stage::BakeTime), "2", NOW).unwrap();
    let elsewhere = Sight { production: Route::Elsewhere, ..sight() };
    assert_eq!(next(&back, &elsewhere), Step::Shift);
    let blocked = Sight { production: Route::Blocked("gone".into()), ..sight() };
    assert_eq!(entered(next(&back, &blocked)), Stage::CleanUp);
    let back = Course { shifted_at: Some(TimestampMs(NOW.0 - SETTLE_MS)), ..back };
    assert_eq!(entered(next(&back, &sight())), Stage::CleanUp);
}

#[test]
fn nothing_ends_while_a_request_may_be_on_its_way_by_the_rule_before() {
    let back = Course::back(&at(Stage::BakeTime), "2", NOW).unwrap();
    let forth = Course { stage: Stage::ProductionTrafficShift, share: WHOLE, ..at(Stage::ScaleUp) };
    let forth = Course { shifted_at: None, ..forth };
    for of in [back, forth] {
        let under_way = Sight { production: Route::UnderWay, ..sight() };
        assert_eq!(next(&of, &under_way), Step::Wait(Some(NOW.plus_ms(OBEYED_AGAIN_MS))));
        // A node that never says anything does not hold it for ever.
        let later = Sight { now: NOW.plus_ms(OBEYED_WITHIN_MS), ..under_way };
        for seen in [later, sight()] {
            let Step::Become(noted) = next(&of, &seen) else { panic!() };
            assert_eq!((noted.stage, noted.shifted_at), (of.stage, Some(seen.now)));
            let over = seen.now.plus_ms(SETTLE_MS);
            assert_eq!(next(&noted, &seen), Step::Wait(Some(over)));
            assert!(entered(next(&noted, &Sight { now: over, ..seen })) > of.stage);
        }
    }
}

#[test]
fn a_stage_that_takes_a_day_fails_and_a_bake_may_take_one() {
    let day = NOW.plus_ms(STAGE_MS_MAX);
    let later = Sight { now: day, ..sight() };
    assert!(matches!(next(&at(Stage::ScaleUp), &later), Step::Fail(_)));
    let baking = Course { bake_ms: STAGE_MS_MAX + 1, ..at(Stage::BakeTime) };
    assert_eq!(next(&baking, &later), Step::Wait(Some(day.plus_ms(1))));
    assert_eq!(next(&at(Stage::CleanUp), &later), Step::Wait(None));
}

#[test]
fn a_pause_waits_for_an_answer_and_then_does_what_it_says() {
    let hook = |goes_on| Hook {
        stages: vec![Stage::PostScaleUp],
        timeout_min: 1,
        goes_on,
        function: None,
    };
    let mut of = at(Stage::PostScaleUp);
    of.way.hooks = vec![hook(false), hook(true)];
    let pause = |of: &Course, now| match next(of, &Sight { now, ..sight() }) {
        Step::Become(next) => *next,
        other => panic!("{other:?}"),
    };
    let answered = |of: &Course, answer| {
        let mut of = of.clone();
        of.paused.as_mut().unwrap().answer = answer;
        of
    };
    let first = pause(&of, NOW);
    assert_eq!((first.stage, first.paused.as_ref().unwrap().hook), (Stage::PostScaleUp, 0));
    assert_eq!(first.test_share, None, "nothing moves while it is waited for");
    let mut before = at(Stage::PostTestTrafficShift);
    before.way.hooks = vec![Hook { stages: vec![before.stage], ..hook(false) }];
    assert_eq!(pause(&before, NOW).share, 0);
    assert_eq!(next(&first, &sight()), Step::Wait(Some(NOW.plus_ms(60_000))));
    let over = NOW.plus_ms(60_000);
    let timed_out = pause(&first, over);
    assert!(matches!(next(&timed_out, &Sight { now: over, ..sight() }), Step::Fail(_)));
    assert!(matches!(next(&answered(&first, Answer::GoesBack), &sight()), Step::Fail(_)));
    let second = pause(&answered(&first, Answer::GoesOn), NOW);
    let paused = second.paused.as_ref().unwrap();
    assert_eq!(paused.hook, 1);
    assert_ne!(paused.id, first.paused.as_ref().unwrap().id);
    // The second one goes on when nobody says anything.
    let on = pause(&pause(&second, over), over);
    assert_eq!((on.stage, on.test_share), (Stage::TestTrafficShift, Some(WHOLE)));
}

/// One that asks a function in these stages.
fn asking(stages: &[Stage], of: Course) -> Course {
    let function = Function { arn: "f".into(), role: "r".into(), details: None };
    let hook =
        Hook { stages: stages.into(), timeout_min: 5, goes_on: false, function: Some(function) };
    let mut of = of;
    of.way.hooks = vec![hook];
    of
}

fn said(of: &Course, said: Said) -> Course {
    of.said(&of.paused.as_ref().unwrap().id, said, NOW)
}

#[test]
fn a_function_is_asked_at_the_end_of_each_stage_before_it_is_left() {
    use Stage::*;
    let well = Sight { works: true, source: false, ..sight() };
    for stage in [
        ReconcileService,
        PreScaleUp,
        PostScaleUp,
        TestTrafficShift,
        PostTestTrafficShift,
        PreProductionTrafficShift,
        ProductionTrafficShift,
        PostProductionTrafficShift,
    ] {
        let of = Course { share: WHOLE, ..asking(&[stage], at(stage)) };
        let Step::Become(asked) = next(&of, &well) else { panic!("{stage:?}") };
        let (paused, _) = asked.awaited().unwrap_or_else(|| panic!("{stage:?}"));
        assert_eq!((asked.stage, paused.call_at), (stage, Some(NOW)));
        let until = NOW.plus_ms(5 * 60_000);
        assert_eq!(next(&asked, &well), Step::Wait(Some(until)), "{stage:?}");
        assert!(entered(next(&said(&asked, Said::Succeeded), &well)) > stage);
        let failed = next(&said(&asked, Said::Failed("no".into())), &well);
        assert_eq!(failed, Step::Fail("the lifecycle hook f has failed: no".into()));
        let over = Sight { now: until, ..well.clone() };
        let Step::Become(timed_out) = next(&asked, &over) else { panic!() };
        assert!(matches!(next(&timed_out, &over), Step::Fail(_)));
    }
    // A deployment that found no other reconciles nothing.
    let alone = asking(&[ReconcileService], course(BLUE_GREEN, Some("1")));
    assert_eq!(entered(next(&alone, &well)), PreScaleUp);
}

#[test]
fn functions_are_asked_before_and_after_each_step_of_traffic() {
    use Stage::*;
    let strategy = Strategy::Linear { step: 400, bake_min: 0 };
    let of =
        asking(&[PreProductionTrafficShift, ProductionTrafficShift], course(strategy, Some("1")));
    let mut of = of.enter(PostTestTrafficShift, NOW);
    let (mut asked, mut at) = (vec![], NOW);
    while of.stage < PostProductionTrafficShift {
        match next(&of, &Sight { works: true, now: at, ..sight() }) {
            Step::Become(step) => of = *step,
            Step::Wait(Some(until)) if of.awaited().is_none() => at = until,
            Step::Wait(_) => {
                asked.push((of.stage, of.share));
                of = said(&of, Said::Succeeded);
            }
            other => panic!("{other:?}"),
        }
    }
    let each = [(0, 400), (400, 800), (800, 1000)];
    let all =
        each.map(|(from, to)| [(PreProductionTrafficShift, from), (ProductionTrafficShift, to)]);
    assert_eq!(asked, all.concat());
}

#[test]
fn a_way_back_tells_functions_of_shifts_and_goes_on_whatever_they_say() {
    use Stage::*;
    let stages = [PreScaleUp, TestTrafficShift, ProductionTrafficShift];
    for answer in [Said::Succeeded, Said::Failed("no".into())] {
        for tests in [true, false] {
            let mut of = asking(&stages, at(BakeTime));
            of.test_share = tests.then_some(WHOLE);
            let mut of = Course::back(&of, "2", NOW).unwrap();
            of.shifted_at = Some(TimestampMs(NOW.0 - SETTLE_MS));
            let mut told = vec![];
            while of.stage != CleanUp {
                match next(&of, &sight()) {
                    Step::Become(step) => of = *step,
                    Step::Wait(_) => {
                        told.push(of.paused.as_ref().unwrap().stage.unwrap_or(of.stage));
                        of = said(&of, answer.clone());
                    }
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(told, if tests { &stages[1..] } else { &stages[2..] });
        }
    }
}

#[test]
fn a_rolling_deployment_bakes_for_its_alarms_and_not_without() {
    let way = Shifting {
        alarms: Some(ferrogate_records::ecs::service::Alarming {
            names: vec!["a".into()],
            enabled: true,
            roll_back: true,
        }),
        ..Shifting::default()
    };
    let of = Course::begin(&way, Some("1".into()), NOW).unwrap();
    assert_eq!(next(&of, &sight()), Step::Wait(None));
    let well = Sight { works: true, source: false, alarms_ms: 60_000, ..sight() };
    let Step::Become(baking) = next(&of, &well) else { panic!() };
    assert_eq!((baking.stage, baking.bake_ms), (Stage::BakeTime, 60_000));
    assert_eq!(next(&baking, &well), Step::Wait(Some(NOW.plus_ms(60_000))));
    let later = Sight { now: NOW.plus_ms(60_000), ..well };
    assert_eq!(next(&baking, &later), Step::Complete);
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

/// A deployment with rules, whose record and effects are written one after the other, and whose
/// writer may die between any two.
struct World {
    course: Course,
    /// The share that rules really send, of production and test.
    rules: (u32, u32),
    working: bool,
    source: bool,
    now: TimestampMs,
    /// The executions of functions that have been called, and those that were heard to succeed.
    called: Vec<String>,
    succeeded: Vec<String>,
}

impl World {
    /// Calls the function that is waited for, as whoever has read the record does; what it says
    /// may be lost with the caller.
    fn call(&mut self, dice: &mut Dice) {
        let Some((paused, _)) = self.course.awaited() else { return };
        if paused.call_at.is_none_or(|at| self.now < at) {
            return;
        }
        let id = paused.id.clone();
        self.called.push(id.clone());
        let said = match dice.below(5) {
            0 => Said::InProgress { again_ms: 1 + dice.below(40_000), details: None },
            1 if paused.missed == 0 => Said::Missed("nobody is there".into()),
            _ => Said::Succeeded,
        };
        if dice.below(3) == 0 {
            return; // it dies before it has written anything
        }
        if said == Said::Succeeded {
            self.succeeded.push(id.clone());
        }
        self.course = self.course.said(&id, said, self.now);
    }

    fn look(&mut self, dice: &mut Dice) -> bool {
        let route = |is: u32, wanted: u32| match is == wanted {
            true => Route::AsWanted,
            false => Route::Elsewhere,
        };
        let seen = Sight {
            works: self.working,
            source: self.source,
            others: false,
            production: route(self.rules.0, self.course.share),
            test: self.course.test_share.map_or(Route::None, |share| route(self.rules.1, share)),
            alarms_ms: 0,
            now: self.now,
        };
        let step = next(&self.course, &seen);
        if dice.below(3) == 0 {
            return false; // it dies before it has written anything
        }
        match step {
            // A hook of five minutes is called in time.
            Step::Wait(_) if self.course.awaited().is_some() => {
                self.call(dice);
                self.now = self.now.plus_ms(1 + dice.below(1000));
            }
            Step::Wait(_) => self.now = self.now.plus_ms(1 + dice.below(120_000)),
            Step::Shift => {
                self.rules = (self.course.share, self.course.test_share.unwrap_or(self.rules.1));
            }
            Step::Become(next) => {
                assert!(next.epoch >= self.course.epoch);
                let again = (self.course.stage, next.stage)
                    == (Stage::ProductionTrafficShift, Stage::PreProductionTrafficShift);
                assert!(again || next.stage >= self.course.stage, "{:?} {next:?}", self.course);
                // What a function is asked is heard before anything follows.
                let left = next.epoch > self.course.epoch;
                let paused = self.course.paused.as_ref().filter(|of| of.epoch < next.epoch);
                assert!(!left || paused.is_none_or(|of| self.succeeded.contains(&of.id)));
                let asks =
                    self.course.way.hooks.iter().any(|h| h.stages.contains(&self.course.stage));
                let reconciled = self.course.stage == Stage::ReconcileService;
                let heard = paused.is_some_and(|of| of.epoch == self.course.epoch);
                assert!(!left || !asks || reconciled || heard, "{:?}", self.course);
                assert!(next.share >= self.course.share);
                self.course = *next;
            }
            Step::Complete => return true,
            Step::Fail(why) => panic!("{why}"),
        }
        // Nobody is sent to tasks that do not work yet, and test traffic comes first.
        assert!(self.rules.0 == 0 || self.working);
        assert!(self.rules.0 == 0 || self.rules.1 == WHOLE);
        false
    }
}

#[test]
fn whoever_dies_when_the_traffic_moves_on_in_steps_and_nothing_gets_it_that_does_not_work() {
    for seed in 0..200 {
        let mut dice = Dice(seed);
        let strategy = [
            Strategy::BlueGreen,
            Strategy::Linear { step: 30 + u32::try_from(dice.below(400)).unwrap(), bake_min: 1 },
            Strategy::Canary { first: 1 + u32::try_from(dice.below(900)).unwrap(), bake_min: 1 },
        ][dice.below(3) as usize];
        let stages = [
            Stage::PreScaleUp,
            Stage::PostScaleUp,
            Stage::TestTrafficShift,
            Stage::PostTestTrafficShift,
            Stage::PreProductionTrafficShift,
            Stage::ProductionTrafficShift,
            Stage::PostProductionTrafficShift,
        ];
        let asked: Vec<_> = stages.into_iter().filter(|_| dice.below(4) == 0).collect();
        let mut of = asking(&asked, course(strategy, Some("1")));
        of.way.hooks[0].timeout_min = 1440;
        let mut world = World {
            course: of,
            called: vec![],
            succeeded: vec![],
            rules: (0, 0),
            working: false,
            source: true,
            now: NOW,
        };
        let mut over = false;
        for _ in 0..20_000 {
            over = world.look(&mut dice);
            if over {
                break;
            }
            if world.course.stage == Stage::ScaleUp && dice.below(4) == 0 {
                world.working = true;
            }
            let cleaned = world.course.stage == Stage::CleanUp && dice.below(4) == 0;
            world.source &= !cleaned;
        }
        assert!(over, "seed {seed}: {:?}", world.course);
        // Each is one execution, however often it is called.
        assert!(world.succeeded.iter().all(|id| world.called.contains(id)), "seed {seed}");
        assert_eq!((world.rules, world.source), ((WHOLE, WHOLE), false), "seed {seed}");
        assert!(world.now.since_ms(NOW) >= 5 * 60_000, "seed {seed}: it has not baked");
    }
}
