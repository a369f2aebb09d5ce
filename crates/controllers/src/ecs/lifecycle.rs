//! What a host's facts do to a task's record: pure, so that a table can test it.

use ferrogate_base::TimestampMs;
use ferrogate_link::{self as link, Event, FailureKind, Observation};
use ferrogate_records::ecs::task::{Container, ContainerStatus, Record, Status, Stop, StopCode};

use super::assignment;

/// The longest reason that ECS returns, in characters (API model, `Container.reason`).
const REASON_CHARS_MAX: usize = 1024;

/// Why a fact was not taken into the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is of another binding than the record's: the host is told to forget that one.
    #[error("the fact is of an epoch that is closed")]
    ClosedEpoch,
    /// The record holds this fact already.
    #[error("the fact is known")]
    Known,
    /// A fact before this one is missing: the host sends from the first unacknowledged one.
    #[error("a fact before this one is missing")]
    Gap,
}

/// Takes one fact into the record.
///
/// # Errors
/// When the fact is not the next one of the record's own binding; the record is then as it was.
pub fn observe(record: &mut Record, fact: &Observation) -> Result<(), Refused> {
    let Some(binding) = record.binding.as_mut() else { return Err(Refused::ClosedEpoch) };
    if binding.epoch != fact.key.epoch || record.id != fact.key.task {
        return Err(Refused::ClosedEpoch);
    }
    if fact.seq <= binding.observed {
        return Err(Refused::Known);
    }
    if fact.seq != binding.observed + 1 {
        return Err(Refused::Gap);
    }
    binding.observed = fact.seq;
    if !binding.released {
        apply(record, &fact.event, fact.at);
        record.version += 1;
    }
    Ok(())
}

fn apply(record: &mut Record, event: &Event, at: TimestampMs) {
    match event {
        Event::Connected => {
            record.at.connectivity.get_or_insert(at);
        }
        Event::PullStarted => {
            record.at.pull_started.get_or_insert(at);
        }
        Event::ImageReady { container, digest } => {
            if let Some(container) = find(record, container) {
                container.image_digest = Some(digest.clone());
            }
        }
        Event::PullStopped => {
            record.at.pull_stopped.get_or_insert(at);
        }
        Event::Activating => advance(record, Status::Activating),
        Event::ContainerStarted { container, runtime_id } => {
            if let Some(container) = find(record, container) {
                container.runtime_id = Some(runtime_id.clone());
                if container.status == ContainerStatus::Pending {
                    container.status = ContainerStatus::Running;
                }
            }
        }
        Event::ContainerRestarted { container, restarts } => {
            if let Some(container) = find(record, container) {
                container.restarts = *restarts;
            }
        }
        Event::ContainerHealth { container, health, said: _ } => {
            if let Some(container) = find(record, container) {
                container.health = Some(*health);
            }
        }
        Event::Running => {
            record.at.started.get_or_insert(at);
            advance(record, Status::Running);
        }
        Event::Published { publish, port } => bind(record, publish, Some(*port), None),
        Event::Unpublished { publish } => bind(record, publish, None, None),
        Event::NotPublished { publish, reason } => {
            bind(record, publish, None, Some(clipped(reason)));
        }
        Event::Deactivating => {
            record.at.stopping.get_or_insert(at);
            unbind_all(record);
            advance(record, Status::Deactivating);
        }
        Event::Stopping => {
            record.at.stopping.get_or_insert(at);
            advance(record, Status::Stopping);
        }
        Event::ContainerExited { container, code, reason } => {
            exited(record, container, *code, reason.as_deref(), at);
        }
        Event::Failed { kind, container, reason } => {
            failed(record, *kind, container.as_deref(), reason, at);
        }
        Event::ExecutionStopped => {
            record.at.execution_stopped.get_or_insert(at);
            unbind_all(record);
            for container in &mut record.containers {
                container.status = ContainerStatus::Stopped;
            }
            advance(record, Status::Deprovisioning);
        }
        Event::NotKept { container, reason } => {
            if let Some(container) = find(record, container) {
                container.reason = Some(clipped(&format!("what it wrote was not kept: {reason}")));
            }
        }
        Event::LinesLost { container, lines } => {
            if let Some(container) = find(record, container) {
                lost(container, *lines);
            }
        }
        Event::Released => {
            if let Some(binding) = record.binding.as_mut() {
                binding.released = true;
            }
            record.finish(at);
        }
    }
}

/// The port answers on `port` of its host, or does not, for a reason that its host gives.
fn bind(record: &mut Record, publish: &link::Publish, port: Option<u16>, refused: Option<String>) {
    for asked in &mut record.publish {
        if assignment::publish(asked) == *publish {
            asked.bound = port;
            asked.refused.clone_from(&refused);
        }
    }
}

fn unbind_all(record: &mut Record) {
    for publish in &mut record.publish {
        publish.bound = None;
        publish.refused = None;
    }
}

fn advance(record: &mut Record, to: Status) {
    record.status = record.status.forward(to);
}

fn find<'r>(record: &'r mut Record, name: &str) -> Option<&'r mut Container> {
    record.containers.iter_mut().find(|c| c.name == name)
}

fn exited(record: &mut Record, name: &str, code: i32, reason: Option<&str>, at: TimestampMs) {
    let Some(container) = find(record, name) else { return };
    container.status = ContainerStatus::Stopped;
    container.exit_code = Some(code);
    if let Some(reason) = reason {
        container.reason = Some(clipped(reason));
    }
    if container.essential {
        let stop = Stop {
            code: StopCode::EssentialContainerExited,
            reason: "Essential container in task exited".into(),
        };
        record.ask_stop(stop, at);
    }
}

/// Says that log lines of a container are lost, beside why it ended.
fn lost(container: &mut Container, lines: u64) {
    let lost = format!("nothing took its last log lines, up to {lines} are lost");
    let reason = match container.reason.take() {
        Some(ended) => format!("{ended}; {lost}"),
        None => lost,
    };
    container.reason = Some(clipped(&reason));
}

fn failed(
    record: &mut Record,
    kind: FailureKind,
    container: Option<&str>,
    reason: &str,
    at: TimestampMs,
) {
    let reason = clipped(&format!("{}: {reason}", kind.ecs_name()));
    if let Some(container) = container.and_then(|name| find(record, name)) {
        container.reason = Some(reason.clone());
        container.status = ContainerStatus::Stopped;
    }
    let code = match kind {
        FailureKind::HostLost | FailureKind::OutOfDisk => StopCode::InfrastructureHealth,
        FailureKind::Pull | FailureKind::Create | FailureKind::Start | FailureKind::Resource => {
            StopCode::TaskFailedToStart
        }
    };
    record.ask_stop(Stop { code, reason }, at);
}

fn clipped(reason: &str) -> String {
    reason.chars().take(REASON_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::testing::{bound_task, place, spec};
    use ferrogate_base::Epoch;
    use ferrogate_records::Tag;
    use ferrogate_records::ecs::task::{self, Binding, Desired};
    use ferrogate_records::spec::Health;

    fn fact(record: &Record, seq: u64, event: Event) -> Observation {
        let key = record.task_key().unwrap();
        Observation { key, seq, at: TimestampMs(1000 + seq), event }
    }

    fn run(record: &mut Record, events: Vec<Event>) {
        for event in events {
            let seq = record.binding.as_ref().unwrap().observed + 1;
            observe(record, &fact(record, seq, event)).unwrap();
        }
    }

    fn exit(container: &str, code: i32) -> Event {
        Event::ContainerExited { container: container.into(), code, reason: None }
    }

    #[test]
    fn a_whole_life_passes_through_the_states_with_their_times() {
        let mut task = bound_task();
        run(&mut task, vec![Event::Connected, Event::PullStarted, Event::PullStopped]);
        assert_eq!(task.status, Status::Pending);
        run(&mut task, vec![Event::Activating]);
        assert_eq!(task.status, Status::Activating);
        let started = Event::ContainerStarted { container: "main".into(), runtime_id: "r".into() };
        run(&mut task, vec![started, Event::Running]);
        assert_eq!(task.status, Status::Running);
        assert_eq!(task.containers[0].status, ContainerStatus::Running);
        run(&mut task, vec![exit("main", 3), Event::Deactivating, Event::Stopping]);
        assert_eq!((task.status, task.desired), (Status::Stopping, Desired::Stopped));
        run(&mut task, vec![Event::ExecutionStopped]);
        assert_eq!(task.status, Status::Deprovisioning);
        run(&mut task, vec![Event::Released]);
        assert_eq!(task.status, Status::Stopped);
        assert!(!task.holds_place());
        assert_eq!(task.containers[0].exit_code, Some(3));
        assert_eq!(task.stop.unwrap().code, StopCode::EssentialContainerExited);
        let at = task.at;
        let times = [
            Some(at.created),
            at.connectivity,
            at.pull_started,
            at.pull_stopped,
            at.started,
            at.stopping,
            at.execution_stopped,
            at.stopped,
        ];
        assert!(times.iter().all(Option::is_some));
        assert!(times.windows(2).all(|pair| pair[0] <= pair[1]), "{times:?}");
    }

    #[test]
    fn what_a_check_shows_is_the_last_that_was_told_and_changes_nothing_else() {
        let mut task = bound_task();
        run(&mut task, vec![Event::Activating, Event::Running]);
        let shows =
            |health| Event::ContainerHealth { container: "main".into(), health, said: None };
        for health in [Health::Unhealthy, Health::Healthy, Health::Unhealthy] {
            run(&mut task, vec![shows(health)]);
            assert_eq!((task.containers[0].health, task.health()), (Some(health), health));
            assert_eq!((task.status, task.desired), (Status::Running, Desired::Running));
        }
    }

    #[test]
    fn a_container_that_was_run_again_runs_and_is_counted() {
        let mut task = bound_task();
        let started = Event::ContainerStarted { container: "main".into(), runtime_id: "r".into() };
        let again = |restarts| Event::ContainerRestarted { container: "main".into(), restarts };
        run(&mut task, vec![started, Event::Running, again(1), again(2)]);
        let main = &task.containers[0];
        assert_eq!((main.status, main.restarts), (ContainerStatus::Running, 2));
        assert_eq!((task.status, main.exit_code), (Status::Running, None));
    }

    fn asked(host_port: u16, generation: u64) -> task::Publish {
        task::Publish {
            host_address: std::net::Ipv4Addr::LOCALHOST,
            host_port,
            task_port: 80,
            transport: Default::default(),
            generation,
            bound: None,
            refused: None,
        }
    }

    fn opened(of: &task::Publish, port: u16) -> Event {
        Event::Published { publish: assignment::publish(of), port }
    }

    fn bound(of: &Record) -> Vec<Option<u16>> {
        of.publish.iter().map(|publish| publish.bound).collect()
    }

    #[test]
    fn each_host_port_of_a_task_port_is_known_by_itself() {
        let mut task = bound_task();
        task.publish = vec![asked(0, 0), asked(8080, 0)];
        let (free, fixed) = (task.publish[0].clone(), task.publish[1].clone());
        run(&mut task, vec![opened(&fixed, 8080), opened(&free, 40_001)]);
        assert_eq!(bound(&task), [Some(40_001), Some(8080)]);
        let closed = Event::Unpublished { publish: assignment::publish(&fixed) };
        run(&mut task, vec![closed]);
        assert_eq!(bound(&task), [Some(40_001), None]);
    }

    /// What the host must know, but for the number of its own last fact.
    fn told(of: &Record) -> link::Assignment {
        link::Assignment {
            observed: 0,
            ..assignment::assignment(of, &spec(), Some(place())).unwrap()
        }
    }

    #[test]
    fn the_number_is_another_one_exactly_when_the_host_must_know_something_else() {
        let stop = || Stop { code: StopCode::UserInitiated, reason: "Task stopped by user".into() };
        let failed = |kind| Event::Failed { kind, container: None, reason: "no".into() };
        let started = Event::ContainerStarted { container: "main".into(), runtime_id: "r".into() };
        let ready = Event::ImageReady { container: "main".into(), digest: "sha256:0".into() };
        let lost = Event::NotKept { container: "main".into(), reason: "no room".into() };
        let closed = Event::Unpublished { publish: assignment::publish(&asked(8080, 0)) };
        type Change = Box<dyn Fn(&mut Record)>;
        let mut changes: Vec<Change> = [
            Event::Connected,
            Event::PullStarted,
            ready,
            Event::PullStopped,
            Event::Activating,
            started,
            Event::Running,
            opened(&asked(8080, 0), 8080),
            closed,
            Event::Deactivating,
            Event::Stopping,
            exit("main", 0),
            failed(FailureKind::Pull),
            failed(FailureKind::HostLost),
            Event::ExecutionStopped,
            lost,
            Event::LinesLost { container: "main".into(), lines: 3 },
            Event::ContainerRestarted { container: "main".into(), restarts: 1 },
            Event::ContainerHealth {
                container: "main".into(),
                health: Health::Unhealthy,
                said: None,
            },
            Event::Released,
        ]
        .into_iter()
        .map(|event| Box::new(move |task: &mut Record| run(task, vec![event.clone()])) as Change)
        .collect();
        changes.push(Box::new(move |task| task.ask_stop(stop(), TimestampMs(1))));
        changes.push(Box::new(|task| task.ask_publish(vec![])));
        changes.push(Box::new(|task| task.ask_publish(vec![asked(8080, 0)])));
        changes.push(Box::new(|task| task.ask_publish(vec![asked(8081, 2)])));
        changes.push(Box::new(|task| {
            task.set_tags(vec![Tag { key: "team".into(), value: "a".into() }]);
            task.version += 1;
        }));
        changes.push(Box::new(|task| {
            let binding = task.binding.clone().unwrap();
            task.bind(Binding { epoch: Epoch(binding.epoch.0 + 1), ..binding });
        }));
        let mut raised = 0;
        for first in &changes {
            for second in &changes {
                let mut task = bound_task();
                task.publish = vec![asked(8080, 0)];
                for change in [first, second] {
                    let before = task.clone();
                    change(&mut task);
                    let differs = told(&before) != told(&task);
                    assert_eq!(task.generation > before.generation, differs, "{before:?} {task:?}");
                    raised += u32::from(differs);
                }
            }
        }
        assert!(raised > 0);
    }

    #[test]
    fn a_port_that_was_asked_for_again_is_not_the_one_before() {
        let mut task = bound_task();
        task.publish = vec![asked(0, 7)];
        run(&mut task, vec![opened(&asked(0, 3), 40_001)]);
        assert_eq!(bound(&task), [None]);
        run(&mut task, vec![opened(&asked(0, 7), 40_002)]);
        assert_eq!(bound(&task), [Some(40_002)]);
    }

    #[test]
    fn why_a_port_is_not_open_is_known_until_it_is_or_is_given_up() {
        let refused = |of: &Record| of.publish[0].refused.clone();
        let mut task = bound_task();
        task.publish = vec![asked(8080, 0)];
        let publish = assignment::publish(&task.publish[0]);
        let taken = Event::NotPublished { publish: publish.clone(), reason: "taken".into() };
        run(&mut task, vec![taken.clone()]);
        assert_eq!((bound(&task), refused(&task)), (vec![None], Some("taken".into())));
        run(&mut task, vec![Event::Published { publish: publish.clone(), port: 8080 }]);
        assert_eq!((bound(&task), refused(&task)), (vec![Some(8080)], None));
        for end in [Event::Unpublished { publish }, Event::Deactivating] {
            let mut task = task.clone();
            run(&mut task, vec![taken.clone(), end]);
            assert_eq!((bound(&task), refused(&task)), (vec![None], None));
        }
    }

    #[test]
    fn a_task_on_its_way_to_its_end_has_no_open_port() {
        for last in [Event::Deactivating, Event::ExecutionStopped] {
            let mut task = bound_task();
            task.publish = vec![asked(8080, 0)];
            let open = opened(&task.publish[0].clone(), 8080);
            run(&mut task, vec![open, Event::Running, last]);
            assert_eq!(bound(&task), [None]);
        }
    }

    #[test]
    fn a_container_whose_files_are_lost_says_why_and_keeps_its_exit_code() {
        let mut task = bound_task();
        let lost = Event::NotKept { container: "main".into(), reason: "no room".into() };
        run(&mut task, vec![Event::Running, exit("main", 0), Event::ExecutionStopped, lost]);
        let main = &task.containers[0];
        assert_eq!(main.reason.as_deref(), Some("what it wrote was not kept: no room"));
        assert_eq!((main.exit_code, task.status), (Some(0), Status::Deprovisioning));
        assert_eq!(task.stop.unwrap().code, StopCode::EssentialContainerExited);
    }

    #[test]
    fn a_container_whose_last_lines_are_lost_says_so_beside_why_it_ended() {
        let killed = "OutOfMemoryError: Container killed due to memory usage";
        let lost = "nothing took its last log lines, up to 3 are lost";
        for (reason, told) in [(None, lost.to_owned()), (Some(killed), format!("{killed}; {lost}"))]
        {
            let mut task = bound_task();
            let reason = reason.map(str::to_owned);
            let ended = Event::ContainerExited { container: "main".into(), code: 137, reason };
            let lines = Event::LinesLost { container: "main".into(), lines: 3 };
            run(&mut task, vec![Event::Running, ended, Event::ExecutionStopped, lines]);
            assert_eq!(task.containers[0].reason, Some(told));
            run(&mut task, vec![Event::Released]);
            assert_eq!(task.status, Status::Stopped);
        }
    }

    #[test]
    fn the_user_s_reason_stays_when_the_container_then_exits() {
        let mut task = bound_task();
        run(&mut task, vec![Event::Running]);
        let stop = Stop { code: StopCode::UserInitiated, reason: "Task stopped by user".into() };
        task.ask_stop(stop.clone(), TimestampMs(1));
        run(&mut task, vec![exit("main", 143), Event::ExecutionStopped, Event::Released]);
        assert_eq!(task.stop, Some(stop));
    }

    #[test]
    fn facts_of_another_epoch_known_facts_and_gaps_change_nothing() {
        let mut task = bound_task();
        run(&mut task, vec![Event::Connected]);
        let before = task.clone();
        let mut other = fact(&task, 2, Event::Running);
        other.key.epoch = Epoch(other.key.epoch.0 + 1);
        assert_eq!(observe(&mut task, &other), Err(Refused::ClosedEpoch));
        let known = fact(&task, 1, Event::Running);
        assert_eq!(observe(&mut task, &known), Err(Refused::Known));
        let gap = fact(&task, 3, Event::Running);
        assert_eq!(observe(&mut task, &gap), Err(Refused::Gap));
        assert_eq!(task, before);
    }

    #[test]
    fn a_late_start_does_not_bring_a_stopped_task_back() {
        let mut task = bound_task();
        run(&mut task, vec![Event::ExecutionStopped, Event::Running, Event::Activating]);
        assert_eq!(task.status, Status::Deprovisioning);
    }

    #[test]
    fn a_failed_pull_says_so_on_the_task_and_on_the_container() {
        let mut task = bound_task();
        let failed = Event::Failed {
            kind: FailureKind::Pull,
            container: Some("main".into()),
            reason: format!("{}end", "x".repeat(2000)),
        };
        run(&mut task, vec![failed]);
        let stop = task.stop.unwrap();
        assert_eq!(stop.code, StopCode::TaskFailedToStart);
        assert!(stop.reason.starts_with("CannotPullContainerError: xx"));
        assert_eq!(stop.reason.len(), 1024);
        assert_eq!(task.containers[0].reason.as_deref(), Some(&*stop.reason));
    }
}
