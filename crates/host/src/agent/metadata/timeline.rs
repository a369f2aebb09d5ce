//! What has come true of a task, and when: what its metadata says of its life.

use ferrogate_base::TimestampMs;
use ferrogate_link::{Event, Health, Said};

use crate::agent::task::is_past;

/// The facts of a life so far, with their times.
#[derive(Clone, Debug, Default)]
pub(in crate::agent) struct Timeline(Vec<(TimestampMs, Event)>);

/// What is known of one container.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Known<'t> {
    /// The digest of its image, once that is on the host.
    pub(super) digest: Option<&'t str>,
    /// When its first process began to run.
    pub(super) started: Option<TimestampMs>,
    /// When it ended, and its exit code.
    pub(super) exited: Option<(TimestampMs, i32)>,
    /// What its health check shows, and since when.
    pub(super) health: Option<(TimestampMs, Health)>,
    /// What its health check said when that changed.
    pub(super) said: Option<&'t Said>,
    /// How often it was run again.
    pub(super) restarts: u32,
}

impl Timeline {
    /// What an earlier agent has told.
    pub(in crate::agent) fn of(facts: Vec<(TimestampMs, Event)>) -> Self {
        Self(facts)
    }

    /// These came true at `at`.
    pub(in crate::agent) fn add(&mut self, at: TimestampMs, facts: &[Event]) {
        for fact in facts {
            self.0.retain(|(_, told)| !is_past(told, fact));
            self.0.push((at, fact.clone()));
        }
    }

    /// When a fact without content came true.
    pub(super) fn when(&self, fact: &Event) -> Option<TimestampMs> {
        self.0.iter().find(|(_, told)| told == fact).map(|(at, _)| *at)
    }

    /// Whether one of these facts without content came true.
    pub(super) fn has_any(&self, facts: &[Event]) -> bool {
        facts.iter().any(|fact| self.when(fact).is_some())
    }

    /// What is known of the container `name`.
    pub(super) fn container(&self, name: &str) -> Known<'_> {
        let mut known = Known::default();
        for (at, fact) in &self.0 {
            match fact {
                Event::ImageReady { container, digest } if container == name => {
                    known.digest = Some(digest);
                }
                Event::ContainerStarted { container, .. } if container == name => {
                    known.started = Some(*at);
                }
                Event::ContainerExited { container, code, .. } if container == name => {
                    known.exited = Some((*at, *code));
                }
                Event::ContainerHealth { container, health, said } if container == name => {
                    known.health = Some((*at, *health));
                    known.said = said.as_ref();
                }
                Event::ContainerRestarted { container, restarts } if container == name => {
                    known.restarts = *restarts;
                }
                _ => {}
            }
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_container_has_its_own_times() {
        let started = |container: &str| Event::ContainerStarted {
            container: container.into(),
            runtime_id: "r".into(),
        };
        let mut timeline = Timeline::of(vec![(TimestampMs(1), Event::PullStarted)]);
        timeline.add(TimestampMs(2), &[started("a"), started("b")]);
        let exited = Event::ContainerExited { container: "b".into(), code: 3, reason: None };
        timeline.add(TimestampMs(5), &[exited]);
        assert_eq!(timeline.when(&Event::PullStarted), Some(TimestampMs(1)));
        assert_eq!(timeline.when(&Event::PullStopped), None);
        assert!(timeline.has_any(&[Event::Running, Event::PullStarted]));
        let a = Known { started: Some(TimestampMs(2)), ..Known::default() };
        assert_eq!(timeline.container("a"), a);
        assert_eq!(timeline.container("b").exited, Some((TimestampMs(5), 3)));
        assert_eq!(timeline.container("c"), Known::default());
    }

    #[test]
    fn of_what_changes_for_ever_the_last_is_remembered() {
        let mut timeline = Timeline::default();
        for n in 1..100 {
            let health = if n % 2 == 0 { Health::Healthy } else { Health::Unhealthy };
            for container in ["a", "b"] {
                let container = || container.to_owned();
                let facts = [
                    Event::ContainerHealth { container: container(), health, said: None },
                    Event::ContainerRestarted { container: container(), restarts: n },
                ];
                timeline.add(TimestampMs(n.into()), &facts);
            }
        }
        assert_eq!(timeline.0.len(), 4);
        let known = timeline.container("a");
        assert_eq!(
            (known.health, known.restarts),
            (Some((TimestampMs(99), Health::Unhealthy)), 99)
        );
    }
}
