//! Every pair of phase and event, and any sequence of them.

use super::*;
use ferrogate_link::Health;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn lost(reason: &str) -> Failure {
    Failure::lost(reason)
}

fn phases() -> Vec<Phase> {
    vec![
        Phase::Preparing,
        Phase::Halting,
        Phase::Resuming,
        Phase::Running,
        Phase::Stopping,
        Phase::Reaping(lost("shim")),
        Phase::Releasing,
        Phase::Settling,
        Phase::Over,
    ]
}

fn shims() -> Vec<ShimEvent> {
    let (name, container) = ("a".to_owned(), Some("a".to_owned()));
    vec![
        ShimEvent::Ready { pid: 1 },
        ShimEvent::ContainerCreated { name: name.clone() },
        ShimEvent::ContainerStarted { name: name.clone(), runtime_id: "r".into(), pid: 2 },
        ShimEvent::ContainerRestarted { name: name.clone(), code: 1, pid: 3, restarts: 1 },
        ShimEvent::ContainerHealth { name: name.clone(), health: Health::Healthy, said: None },
        ShimEvent::Running,
        ShimEvent::Stopping,
        ShimEvent::ContainerExited { name, code: 3, oom: false, reason: None },
        ShimEvent::Failed { kind: FailureKind::Start, container, reason: "no".into() },
        ShimEvent::ExecutionStopped,
        ShimEvent::Finished,
    ]
}

fn happenings() -> Vec<Happened> {
    let mut all = vec![
        Happened::Stop,
        Happened::Close,
        Happened::Crowded("full".into()),
        Happened::True(vec![Event::Connected]),
        Happened::Ready,
        Happened::Halted,
        Happened::Failed(Failure::resource("no room")),
        Happened::Failed(lost("shim")),
        Happened::Lost(lost("shim")),
        Happened::Reaped,
        Happened::Released,
        Happened::Settled,
    ];
    all.extend(shims().into_iter().map(Happened::Shim));
    all
}

/// An event's or a phase's name without what is in it, but for why a task failed.
fn name(of: impl std::fmt::Debug) -> String {
    let whole = format!("{of:?}");
    let end = whole.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(whole.len());
    whole[..end].to_owned()
}

fn shown(act: &Act) -> String {
    match act {
        Act::Tell(facts) => facts.iter().map(name).collect::<Vec<_>>().join("+"),
        Act::Ask(ask) => format!("ask:{ask:?}"),
        act => format!("do:{act:?}"),
    }
}

fn said(happened: &Happened) -> String {
    match happened {
        Happened::Shim(event) => format!("shim:{}", name(event)),
        Happened::Failed(failure) => format!("Failed:{:?}", failure.kind),
        happened => name(happened),
    }
}

/// Every pair that changes something or tells something: what happens, in which phase, the
/// phase then, and what is done. All other pairs leave everything as it is.
const TABLE: &str = "
    Stop Preparing > Halting do:Halt
    Stop Running > Stopping do:Unpublish Deactivating ask:Stop
    Close Preparing > Halting do:Halt
    Close Running > Stopping do:Unpublish Deactivating ask:Stop
    Close Settling > Over do:Forget
    Close Over > Over do:Forget
    Crowded Running > Stopping Failed do:Unpublish Deactivating ask:Stop ask:Kill
    Crowded Stopping > Stopping Failed do:Unpublish Deactivating ask:Stop ask:Kill
    True Preparing > Preparing Connected
    True Halting > Halting Connected
    True Resuming > Resuming Connected
    True Running > Running Connected
    True Stopping > Stopping Connected
    True Releasing > Releasing Connected
    Ready Preparing > Running Activating
    Ready Halting > Releasing do:Unpublish ExecutionStopped
    Ready Resuming > Running Activating
    Halted Preparing > Releasing do:Unpublish ExecutionStopped
    Halted Halting > Releasing do:Unpublish ExecutionStopped
    Halted Resuming > Releasing do:Unpublish ExecutionStopped
    Failed:Resource Preparing > Releasing do:Unpublish Failed+ExecutionStopped
    Failed:Resource Halting > Releasing do:Unpublish ExecutionStopped
    Failed:Resource Resuming > Releasing do:Unpublish Failed+ExecutionStopped
    Failed:Resource Running > Releasing do:Unpublish Failed+ExecutionStopped
    Failed:Resource Stopping > Releasing do:Unpublish Failed+ExecutionStopped
    Failed:HostLost Preparing > Reaping do:Unpublish
    Failed:HostLost Halting > Releasing do:Unpublish ExecutionStopped
    Failed:HostLost Resuming > Reaping do:Unpublish
    Failed:HostLost Running > Reaping do:Unpublish
    Failed:HostLost Stopping > Reaping do:Unpublish
    Lost Running > Reaping do:Unpublish
    Lost Stopping > Reaping do:Unpublish
    Reaped Reaping > Releasing do:Unpublish Failed+ExecutionStopped
    Released Releasing > Settling Released
    Settled Settling > Over
    shim:ContainerStarted Running > Running ContainerStarted
    shim:ContainerStarted Stopping > Stopping ContainerStarted
    shim:ContainerStarted Reaping > Reaping ContainerStarted
    shim:ContainerRestarted Running > Running ContainerRestarted
    shim:ContainerRestarted Stopping > Stopping ContainerRestarted
    shim:ContainerRestarted Reaping > Reaping ContainerRestarted
    shim:ContainerHealth Running > Running ContainerHealth
    shim:ContainerHealth Stopping > Stopping ContainerHealth
    shim:ContainerHealth Reaping > Reaping ContainerHealth
    shim:Running Running > Running Running
    shim:Running Stopping > Stopping Running
    shim:Running Reaping > Reaping Running
    shim:Stopping Running > Stopping do:Unpublish Deactivating+Stopping
    shim:Stopping Stopping > Stopping do:Unpublish Deactivating+Stopping
    shim:Stopping Reaping > Reaping do:Unpublish Deactivating+Stopping
    shim:ContainerExited Running > Running ContainerExited
    shim:ContainerExited Stopping > Stopping ContainerExited
    shim:ContainerExited Reaping > Reaping ContainerExited
    shim:Failed Running > Running Failed
    shim:Failed Stopping > Stopping Failed
    shim:Failed Reaping > Reaping Failed
    shim:ExecutionStopped Running > Running do:Unpublish ExecutionStopped
    shim:ExecutionStopped Stopping > Stopping do:Unpublish ExecutionStopped
    shim:ExecutionStopped Reaping > Reaping do:Unpublish ExecutionStopped
    shim:Finished Running > Releasing do:Unpublish ExecutionStopped
    shim:Finished Stopping > Releasing do:Unpublish ExecutionStopped
";

#[test]
fn every_pair_of_phase_and_event_leads_where_the_table_says() {
    let mut lines: Vec<_> = TABLE.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    for happened in happenings() {
        for phase in phases() {
            let wanted = if happened == Happened::Close { Wanted::Close } else { Wanted::Run };
            let (then, acts) = next(phase.clone(), wanted, happened.clone());
            let line = format!("{} {} > {}", said(&happened), name(&phase), name(&then));
            let acts: Vec<_> = acts.iter().map(shown).collect();
            let line = [line].into_iter().chain(acts.iter().cloned()).collect::<Vec<_>>();
            if then == phase && acts.is_empty() {
                let pair = format!("{} {} >", said(&happened), name(&phase));
                assert!(!lines.iter().any(|l| l.starts_with(&pair)), "{pair} changes nothing");
            } else {
                let line = line.join(" ");
                assert!(lines.contains(&&*line), "not in the table: {line}");
                lines.retain(|l| *l != line);
            }
        }
    }
    assert!(lines.is_empty(), "these pairs are otherwise: {lines:?}");
}

#[test]
fn what_is_taken_up_to_be_stopped_is_stopped_and_not_let_go_on() {
    for wanted in [Wanted::Stop, Wanted::Close] {
        let (then, acts) = next(Phase::Resuming, wanted, Happened::Ready);
        let acts: Vec<_> = acts.iter().map(shown).collect();
        assert_eq!(
            (then, acts.join(" ")),
            (Phase::Stopping, "Activating do:Unpublish Deactivating".into())
        );
    }
    let (then, acts) = next(Phase::Settling, Wanted::Close, Happened::Settled);
    assert_eq!((then, acts), (Phase::Over, vec![Act::Forget]));
}

#[test]
fn a_life_begins_where_the_one_before_it_was_broken_off() {
    let begin = |found: Found, wanted, told: &[Event]| {
        let (life, acts) = Life::begin(found, wanted, Story::of(told.to_vec()));
        (life.phase, acts)
    };
    let stopped = [Event::ExecutionStopped];
    let over = [Event::ExecutionStopped, Event::Released];
    let found = || [Found::Nothing, Found::Started, Found::Lost(lost("restart"))];
    for wanted in [Wanted::Run, Wanted::Stop, Wanted::Close] {
        for found in found() {
            assert_eq!(begin(found, wanted, &over), (Phase::Over, vec![]));
        }
        let found = || Found::Lost(lost("restart"));
        assert_eq!(begin(found(), wanted, &[]), (Phase::Reaping(lost("restart")), vec![]));
        assert_eq!(begin(found(), wanted, &stopped).0, Phase::Reaping(lost("restart")));
        for found in [Found::Nothing, Found::Started] {
            assert_eq!(begin(found, wanted, &stopped), (Phase::Releasing, vec![]));
        }
        assert_eq!(begin(Found::Started, wanted, &[]), (Phase::Resuming, vec![]));
    }
    assert_eq!(begin(Found::Nothing, Wanted::Run, &[]), (Phase::Preparing, vec![]));
    let ended = vec![tell(Event::ExecutionStopped)];
    assert_eq!(begin(Found::Nothing, Wanted::Stop, &[]), (Phase::Releasing, ended));
    assert_eq!(begin(Found::Nothing, Wanted::Close, &[]), (Phase::Releasing, vec![]));
}

/// What must be told before what, if both are. What is of one container, and failures and
/// ports, may come at any time up to the end of their line.
const ORDER: [&[&str]; 8] = [
    &["PullStarted", "Activating"],
    &["Connected", "Activating"],
    &["ImageReady", "Activating"],
    &[
        "PullStopped",
        "Activating",
        "Running",
        "Deactivating",
        "Stopping",
        "ExecutionStopped",
        "NotKept",
        "Released",
    ],
    &["ExecutionStopped", "LinesLost", "Released"],
    &["ContainerStarted", "ExecutionStopped"],
    &["ContainerExited", "ExecutionStopped"],
    &["Failed", "ExecutionStopped"],
];

fn facts() -> Vec<Event> {
    let container = "a".to_owned();
    vec![
        Event::PullStarted,
        Event::Connected,
        Event::ImageReady { container: container.clone(), digest: "d".into() },
        Event::PullStopped,
        Event::Activating,
        Event::Running,
        Event::NotKept { container: container.clone(), reason: "no room".into() },
        Event::LinesLost { container, lines: 3 },
    ]
}

fn anything() -> impl Strategy<Value = Happened> {
    let truth = vec(prop::sample::select(facts()), 1..3).prop_map(Happened::True);
    prop_oneof![4 => prop::sample::select(happenings()), 1 => truth]
}

fn a_life() -> impl Strategy<Value = (Found, Wanted, usize, Vec<Happened>)> {
    let found = vec![Found::Nothing, Found::Started, Found::Lost(lost("restart"))];
    let wanted = vec![Wanted::Run, Wanted::Stop, Wanted::Close];
    let (found, wanted) = (prop::sample::select(found), prop::sample::select(wanted));
    (found, wanted, 0..facts().len(), vec(anything(), 0..40))
}

/// All that a life tells, with what it tells once its work is done and it is to stop.
struct Told {
    life: Life,
    facts: Vec<Event>,
    forgotten: usize,
}

impl Told {
    fn take(&mut self, acts: Vec<Act>) {
        for act in acts {
            match act {
                Act::Tell(facts) => self.facts.extend(facts),
                Act::Forget => self.forgotten += 1,
                Act::Ask(_) => assert_eq!(self.life.doing(), Doing::Following),
                Act::Halt | Act::Unpublish => {}
            }
        }
    }

    fn on(&mut self, happened: Happened) {
        let acts = self.life.on(happened);
        self.take(acts);
    }
}

proptest! {
    #[test]
    fn whatever_happens_is_told_in_order_and_once_and_a_stop_is_the_end(
        (found, wanted, before, happened) in a_life()
    ) {
        let mut story = Story::default();
        let before = story.take(facts()[..before].to_vec());
        let (life, acts) = Life::begin(found, wanted, story);
        let mut told = Told { life, facts: before, forgotten: 0 };
        told.take(acts);
        for happened in happened {
            told.on(happened);
        }
        told.on(Happened::Stop);
        for _ in 0..6 {
            let done = match told.life.doing() {
                Doing::MakingReady => Happened::Halted,
                Doing::Following => {
                    prop_assert!(told.life.is_stopping());
                    Happened::Shim(ShimEvent::Finished)
                }
                Doing::Reaping => Happened::Reaped,
                Doing::Releasing => Happened::Released,
                Doing::Settling => Happened::Settled,
                Doing::Nothing => break,
            };
            told.on(done);
        }
        prop_assert_eq!(told.life.doing(), Doing::Nothing);
        let names: Vec<_> = told.facts.iter().map(name).collect();
        for line in ORDER {
            let places: Vec<_> =
                line.iter().filter_map(|fact| names.iter().position(|n| n == fact)).collect();
            prop_assert!(places.is_sorted(), "{line:?} in {names:?}");
        }
        // Each container may fail, and the task for another reason before that.
        let once = |fact: &Event| match fact {
            Event::Failed { container, .. } => format!("Failed {container:?}"),
            fact => name(fact),
        };
        let told_once: BTreeSet<_> = told.facts.iter().map(once).collect();
        prop_assert_eq!(told_once.len(), told.facts.len(), "{:?}", names);
        match told.life.is_wanted() {
            true => prop_assert_eq!(told.facts.last(), Some(&Event::Released)),
            false => prop_assert!(told.forgotten > 0),
        }
    }
}
