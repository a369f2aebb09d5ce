//! In which order a task's containers start and stop. Pure: knows states, not processes.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use ferrogate_link::{Condition, Container, Health};

/// The most containers that a task definition has (ECS quota).
const CONTAINERS_MAX: usize = 10;

/// Why a task's containers make no sense together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// None, or more than a task definition may have.
    #[error("a task has 1 to 10 containers, not {0}")]
    BadCount(usize),
    /// A name that can't be a folder's, or that two have.
    #[error("'{0}' can't be a container's name, or two have it")]
    BadName(String),
    /// A dependency on a container that there is not.
    #[error("'{0}' depends on '{1}', which is not in the task")]
    Unknown(String, String),
    /// Containers that wait for each other.
    #[error("containers depend on each other in a circle")]
    Circle,
}

/// What a container is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not started yet.
    Waiting,
    /// Its first process runs.
    Running {
        /// Since when.
        since: Instant,
        /// Whether it was told to stop.
        told: bool,
    },
    /// It has ended with this code.
    Exited(i32),
    /// It could not be made or started.
    Failed,
}

/// A task's containers and what they wait for.
#[derive(Clone, Debug)]
pub struct Plan {
    nodes: Vec<Node>,
    stopping: bool,
}

#[derive(Clone, Debug)]
struct Node {
    essential: bool,
    needs: Vec<(usize, Condition)>,
    /// Whose volumes it has too: they are made before it.
    sources: Vec<usize>,
    start_timeout: Option<Duration>,
    state: State,
    /// What its health check shows.
    health: Health,
}

impl Plan {
    /// Takes the containers of a task definition.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn new(containers: &[&Container]) -> Result<Self, PlanError> {
        if containers.is_empty() || containers.len() > CONTAINERS_MAX {
            return Err(PlanError::BadCount(containers.len()));
        }
        let mut names = BTreeSet::new();
        for container in containers {
            if !is_name(&container.name) || !names.insert(&container.name) {
                return Err(PlanError::BadName(container.name.clone()));
            }
        }
        let index = |name: &str| containers.iter().position(|c| c.name == name);
        let mut nodes = Vec::new();
        for container in containers {
            let known = |on: &String| {
                index(on).ok_or_else(|| PlanError::Unknown(container.name.clone(), on.clone()))
            };
            let needs = container.depends_on.iter();
            let needs = needs.map(|need| Ok((known(&need.container)?, need.condition)));
            let sources = container.volumes_from.iter().map(|from| known(&from.container));
            nodes.push(Node {
                essential: container.essential,
                needs: needs.collect::<Result<_, _>>()?,
                sources: sources.collect::<Result<_, _>>()?,
                start_timeout: container.start_timeout_s.map(|s| Duration::from_secs(s.into())),
                state: State::Waiting,
                health: Health::Unknown,
            });
        }
        let plan = Self { nodes, stopping: false };
        if plan.has_circle() { Err(PlanError::Circle) } else { Ok(plan) }
    }

    /// The state of a container.
    #[must_use]
    pub fn state(&self, index: usize) -> State {
        self.nodes[index].state
    }

    /// The containers whose conditions hold and that are not started yet, in their order; those
    /// with volumes of others once these may be made too. None once stopping.
    pub fn startable(&self) -> impl Iterator<Item = usize> {
        let waits = |index: usize| self.nodes[index].state == State::Waiting;
        self.indexes()
            .filter(move |index| !self.stopping && waits(*index) && self.may_be_made(*index))
    }

    fn may_be_made(&self, index: usize) -> bool {
        let Node { state, needs, sources, .. } = &self.nodes[index];
        *state != State::Waiting
            || needs.iter().all(|need| self.holds(*need))
                && sources.iter().all(|source| self.may_be_made(*source))
    }

    /// The first of [`Plan::startable`].
    #[must_use]
    pub fn next_to_start(&self) -> Option<usize> {
        self.startable().next()
    }

    /// A waiting container and the one that can no longer fulfil its condition.
    #[must_use]
    pub fn hopeless(&self) -> Option<(usize, usize)> {
        self.indexes().filter(|index| self.nodes[*index].state == State::Waiting).find_map(
            |index| {
                let lost = self.nodes[index].needs.iter().find(|(on, condition)| {
                    match self.nodes[*on].state {
                        State::Failed => true,
                        State::Exited(code) => match condition {
                            Condition::Start | Condition::Complete => false,
                            Condition::Success => code != 0,
                            // One that has ended is never checked again.
                            Condition::Healthy => true,
                        },
                        State::Waiting | State::Running { .. } => false,
                    }
                });
                lost.map(|(on, _)| (index, *on))
            },
        )
    }

    /// When the first container that others wait for has had its time: the time, one that waits,
    /// and itself. ECS counts `startTimeout` of the container that is depended upon.
    #[must_use]
    pub fn first_start_timeout(&self) -> Option<(Instant, usize, usize)> {
        if self.stopping {
            return None;
        }
        let waits_for = |on: usize| {
            self.indexes().find(|index| {
                let node = &self.nodes[*index];
                node.state == State::Waiting
                    && node.needs.iter().any(|need| need.0 == on && !self.holds(*need))
            })
        };
        self.indexes()
            .filter_map(|on| match (self.nodes[on].state, self.nodes[on].start_timeout) {
                (State::Running { since, .. }, Some(timeout)) => {
                    Some((since + timeout, waits_for(on)?, on))
                }
                _ => None,
            })
            .min()
    }

    /// Whether none waits to be started.
    #[must_use]
    pub fn all_have_started(&self) -> bool {
        self.nodes.iter().all(|node| node.state != State::Waiting)
    }

    /// Whether the end of a container is the task's.
    #[must_use]
    pub fn is_essential(&self, index: usize) -> bool {
        self.nodes[index].essential
    }

    /// A container's first process runs.
    pub fn started(&mut self, index: usize, since: Instant) {
        self.nodes[index].state = State::Running { since, told: false };
    }

    /// What a container's health check shows now. Whether that is another thing than before.
    pub fn shows(&mut self, index: usize, health: Health) -> bool {
        std::mem::replace(&mut self.nodes[index].health, health) != health
    }

    /// A container has ended. An essential one takes the others with it.
    pub fn exited(&mut self, index: usize, code: i32) {
        self.nodes[index].state = State::Exited(code);
    }

    /// A container could not be made or started.
    pub fn failed(&mut self, index: usize) {
        self.nodes[index].state = State::Failed;
    }

    /// Whether an essential container has ended.
    #[must_use]
    pub fn essential_ended(&self) -> bool {
        self.nodes
            .iter()
            .any(|node| node.essential && matches!(node.state, State::Exited(_) | State::Failed))
    }

    /// From now on nothing starts and everything stops. False when that was so already.
    pub fn stop(&mut self) -> bool {
        !std::mem::replace(&mut self.stopping, true)
    }

    /// Whether the task is stopping.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping
    }

    /// Running containers that are to be told to stop now: those that no running container
    /// depends on, but for one that is `held`. They are taken as told from here on.
    pub fn tell(&mut self, held: Option<usize>) -> Vec<usize> {
        if !self.stopping {
            return Vec::new();
        }
        let runs = |node: &Node| matches!(node.state, State::Running { .. });
        let free = |index: usize| {
            !self.nodes.iter().any(|node| runs(node) && node.needs.iter().any(|n| n.0 == index))
        };
        let now: Vec<usize> = self
            .indexes()
            .filter(|index| matches!(self.nodes[*index].state, State::Running { told: false, .. }))
            .filter(|index| free(*index) && Some(*index) != held)
            .collect();
        for index in &now {
            if let State::Running { told, .. } = &mut self.nodes[*index].state {
                *told = true;
            }
        }
        now
    }

    /// Whether nothing runs and nothing will.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.nodes.iter().all(|node| match node.state {
            State::Running { .. } => false,
            State::Waiting => self.stopping,
            State::Exited(_) | State::Failed => true,
        })
    }

    fn holds(&self, (on, condition): (usize, Condition)) -> bool {
        match (condition, self.nodes[on].state) {
            (_, State::Waiting | State::Failed) => false,
            (Condition::Start, State::Running { .. } | State::Exited(_)) => true,
            (Condition::Complete | Condition::Success, State::Running { .. }) => false,
            (Condition::Complete, State::Exited(_)) => true,
            (Condition::Success, State::Exited(code)) => code == 0,
            (Condition::Healthy, State::Running { .. }) => self.nodes[on].health == Health::Healthy,
            (Condition::Healthy, State::Exited(_)) => false,
        }
    }

    fn has_circle(&self) -> bool {
        let mut done = vec![false; self.nodes.len()];
        loop {
            let free = self.indexes().find(|index| {
                let Node { needs, sources, .. } = &self.nodes[*index];
                let mut on = needs.iter().map(|need| need.0).chain(sources.iter().copied());
                !done[*index] && on.all(|other| done[other])
            });
            match free {
                Some(index) => done[index] = true,
                None => return done.contains(&false),
            }
        }
    }

    fn indexes(&self) -> std::ops::Range<usize> {
        0..self.nodes.len()
    }
}

/// ECS: up to 255 letters, digits, underscores and hyphens. It names folders and cgroups.
fn is_name(name: &str) -> bool {
    (1..=255).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shim::test_support::container;
    use ferrogate_link::{DependsOn, VolumesFrom};

    fn with(name: &str, essential: bool, needs: &[(&str, Condition)]) -> Container {
        let depends_on = needs.iter().map(|(container, condition)| DependsOn {
            container: (*container).into(),
            condition: *condition,
        });
        Container { essential, depends_on: depends_on.collect(), ..container(name) }
    }

    fn plan(containers: &[Container]) -> Result<Plan, PlanError> {
        Plan::new(&containers.iter().collect::<Vec<_>>())
    }

    fn start_all(plan: &mut Plan) -> Vec<usize> {
        let mut started = Vec::new();
        while let Some(index) = plan.next_to_start() {
            plan.started(index, Instant::now());
            started.push(index);
        }
        started
    }

    #[test]
    fn containers_start_when_their_conditions_hold() {
        let mut plan = plan(&[
            with("app", true, &[("init", Condition::Success), ("side", Condition::Start)]),
            with("side", false, &[]),
            with("init", false, &[("side", Condition::Start)]),
            with("after", false, &[("init", Condition::Complete)]),
        ])
        .unwrap();
        assert_eq!(start_all(&mut plan), [1, 2]);
        plan.exited(2, 0);
        assert_eq!(start_all(&mut plan), [0, 3]);
        assert!(plan.hopeless().is_none());
    }

    #[test]
    fn a_success_that_did_not_come_is_hopeless_a_completion_is_not() {
        let mut plan = plan(&[
            with("app", true, &[("init", Condition::Success)]),
            with("init", false, &[]),
            with("after", false, &[("init", Condition::Complete)]),
        ])
        .unwrap();
        start_all(&mut plan);
        plan.exited(1, 3);
        assert_eq!(plan.hopeless(), Some((0, 1)));
        assert_eq!(plan.next_to_start(), Some(2));
    }

    #[test]
    fn who_waits_for_health_starts_with_the_first_check_that_passes() {
        let mut plan =
            plan(&[with("app", true, &[("db", Condition::Healthy)]), with("db", false, &[])])
                .unwrap();
        assert_eq!(start_all(&mut plan), [1]);
        plan.shows(1, Health::Unhealthy);
        assert_eq!((plan.next_to_start(), plan.hopeless()), (None, None), "it may get well");
        plan.shows(1, Health::Healthy);
        assert_eq!(start_all(&mut plan), [0]);
        plan.shows(1, Health::Unhealthy);
        assert_eq!(plan.hopeless(), None, "it is looked at before the start only");
    }

    #[test]
    fn nobody_becomes_healthy_after_its_end() {
        let mut plan =
            plan(&[with("app", true, &[("db", Condition::Healthy)]), with("db", false, &[])])
                .unwrap();
        start_all(&mut plan);
        plan.exited(1, 0);
        assert_eq!((plan.next_to_start(), plan.hopeless()), (None, Some((0, 1))));
    }

    #[test]
    fn stopping_goes_against_the_order_of_starting() {
        let mut plan = plan(&[
            with("db", false, &[]),
            with("app", true, &[("db", Condition::Start)]),
            with("proxy", false, &[("app", Condition::Start)]),
            with("side", false, &[]),
        ])
        .unwrap();
        start_all(&mut plan);
        assert!(plan.tell(None).is_empty());
        assert!(plan.stop());
        assert!(!plan.stop());
        assert_eq!(plan.tell(None), [2, 3]);
        assert!(plan.tell(None).is_empty());
        plan.exited(2, 0);
        assert_eq!(plan.tell(None), [1]);
        plan.exited(3, 0);
        plan.exited(1, 143);
        assert_eq!(plan.tell(None), [0]);
        assert!(!plan.is_over());
        plan.exited(0, 137);
        assert!(plan.is_over());
    }

    /// What fills a volume first does not depend on who takes it over.
    #[test]
    fn who_has_volumes_of_another_waits_until_that_one_may_be_made() {
        let mut app = with("app", true, &[("init", Condition::Success)]);
        let mut side = with("side", false, &[]);
        let from = |name: &str| vec![VolumesFrom { container: name.into(), readonly: false }];
        side.volumes_from = from("app");
        let mut far = with("far", false, &[]);
        far.volumes_from = from("side");
        let init = with("init", false, &[]);
        let mut planned = plan(&[far, side.clone(), app.clone(), init.clone()]).unwrap();
        assert_eq!(start_all(&mut planned), [3]);
        planned.exited(3, 0);
        assert_eq!(planned.startable().collect::<Vec<_>>(), [0, 1, 2]);
        app.depends_on = with("", true, &[("side", Condition::Start)]).depends_on;
        let waiting = plan(&[side.clone(), app, init]);
        assert_eq!(waiting.unwrap_err(), PlanError::Circle);
        let unknown = PlanError::Unknown("side".into(), "app".into());
        assert_eq!(plan(&[side]).unwrap_err(), unknown);
    }

    #[test]
    fn only_an_essential_container_takes_the_task_with_it() {
        let mut plan = plan(&[with("app", true, &[]), with("side", false, &[])]).unwrap();
        start_all(&mut plan);
        plan.exited(1, 1);
        assert!(!plan.essential_ended());
        plan.exited(0, 0);
        assert!(plan.essential_ended());
    }

    #[test]
    fn what_waits_when_the_task_stops_never_starts() {
        let mut plan =
            plan(&[with("app", true, &[("init", Condition::Success)]), with("init", false, &[])])
                .unwrap();
        start_all(&mut plan);
        plan.stop();
        plan.exited(1, 0);
        assert_eq!(plan.next_to_start(), None);
        assert!(plan.is_over());
    }

    #[test]
    fn a_start_timeout_runs_only_while_somebody_waits() {
        let mut init = with("init", false, &[]);
        init.start_timeout_s = Some(5);
        let mut plan = plan(&[with("app", true, &[("init", Condition::Success)]), init]).unwrap();
        assert_eq!(plan.first_start_timeout(), None);
        let since = Instant::now();
        plan.started(1, since);
        assert_eq!(plan.first_start_timeout(), Some((since + Duration::from_secs(5), 0, 1)));
        plan.exited(1, 0);
        assert_eq!(plan.first_start_timeout(), None);
    }

    #[test]
    fn a_start_timeout_is_also_the_time_to_become_healthy() {
        let mut db = with("db", false, &[]);
        db.start_timeout_s = Some(5);
        let mut plan = plan(&[with("app", true, &[("db", Condition::Healthy)]), db]).unwrap();
        let since = Instant::now();
        plan.started(1, since);
        assert_eq!(plan.first_start_timeout(), Some((since + Duration::from_secs(5), 0, 1)));
        assert!(!plan.all_have_started());
        plan.shows(1, Health::Healthy);
        assert_eq!(plan.first_start_timeout(), None);
        start_all(&mut plan);
        assert!(plan.all_have_started());
    }

    #[test]
    fn containers_that_make_no_sense_together_are_refused() {
        let a_on_b = with("a", true, &[("b", Condition::Start)]);
        let b_on_a = with("b", true, &[("a", Condition::Start)]);
        assert_eq!(plan(&[a_on_b.clone(), b_on_a]).unwrap_err(), PlanError::Circle);
        let unknown = PlanError::Unknown("a".into(), "b".into());
        assert_eq!(plan(&[a_on_b]).unwrap_err(), unknown);
        assert_eq!(plan(&[]).unwrap_err(), PlanError::BadCount(0));
        let twice = [with("a", true, &[]), with("a", true, &[])];
        assert_eq!(plan(&twice).unwrap_err(), PlanError::BadName("a".into()));
        for bad in ["", "..", "a/b", "a b", "é"] {
            assert_eq!(plan(&[with(bad, true, &[])]).unwrap_err(), PlanError::BadName(bad.into()));
        }
    }
}
