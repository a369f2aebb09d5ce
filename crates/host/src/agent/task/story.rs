//! What has been told of a life, and what may be told next: facts come in the order of a life,
//! each once, whatever happens in which order.

use std::mem::{Discriminant, discriminant};
use std::ops::Range;

use ferrogate_link::{Event, Health, Publish};

/// The facts of a life so far, without their times.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::agent) struct Story(Vec<Event>);

/// How far a story has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Chapter {
    Preparing,
    Activating,
    Running,
    Deactivating,
    Stopping,
    ExecutionStopped,
    Released,
}

impl Story {
    /// A story that an earlier agent has begun.
    pub(in crate::agent) fn of(so_far: Vec<Event>) -> Self {
        Self(so_far)
    }

    /// Whether a fact like this was told.
    pub(in crate::agent) fn has(&self, like: impl Fn(&Event) -> bool) -> bool {
        self.0.iter().any(like)
    }

    /// The facts so far, from the first on.
    pub(in crate::agent) fn facts(&self) -> &[Event] {
        &self.0
    }

    /// The last that was told of a published port.
    fn port(&self, publish: &Publish) -> Option<&Event> {
        self.0.iter().rev().find(|event| match event {
            Event::Published { publish: of, .. }
            | Event::Unpublished { publish: of }
            | Event::NotPublished { publish: of, .. } => of == publish,
            _ => false,
        })
    }

    /// The last that was told of a container's health.
    fn health(&self, container: &str) -> Health {
        let last = self.0.iter().rev().find_map(|event| match event {
            Event::ContainerHealth { container: of, health, .. } if of == container => {
                Some(*health)
            }
            _ => None,
        });
        last.unwrap_or_default()
    }

    /// Those of `facts` that may be told now, in their order; they are told from here on.
    pub(super) fn take(&mut self, facts: Vec<Event>) -> Vec<Event> {
        let mut taken = Vec::new();
        for fact in facts {
            if time_of(&fact).contains(&self.chapter()) && self.is_news(&fact) {
                self.0.retain(|told| !is_past(told, &fact));
                self.0.push(fact.clone());
                taken.push(fact);
            }
        }
        taken
    }

    fn chapter(&self) -> Chapter {
        self.0.iter().filter_map(begins).max().unwrap_or(Chapter::Preparing)
    }

    fn is_news(&self, fact: &Event) -> bool {
        match fact {
            Event::Published { publish, .. } => self.port(publish) != Some(fact),
            Event::Unpublished { publish } => {
                !matches!(self.port(publish), None | Some(Event::Unpublished { .. }))
            }
            Event::ContainerRestarted { .. } => !self.has(|told| told == fact),
            Event::ContainerHealth { container, health, .. } => self.health(container) != *health,
            // Once, and not for each try.
            Event::NotPublished { publish, .. } => {
                !matches!(self.port(publish), Some(Event::NotPublished { .. }))
            }
            // What the whole task fails for comes of what failed before it, if something did.
            Event::Failed { container: None, .. } => {
                !self.has(|told| matches!(told, Event::Failed { .. }))
            }
            _ => !self.has(|told| subject(told) == subject(fact)),
        }
    }
}

/// Whether what was told is not so any more, now that `fact` is: a life may change for ever, and
/// is remembered in so much room.
pub(in crate::agent) fn is_past(told: &Event, fact: &Event) -> bool {
    matches!(
        (told, fact),
        (
            Event::ContainerHealth { container: of, .. },
            Event::ContainerHealth { container, .. },
        ) | (
            Event::ContainerRestarted { container: of, .. },
            Event::ContainerRestarted { container, .. },
        ) if of == container
    )
}

/// The chapter that begins with a fact.
fn begins(fact: &Event) -> Option<Chapter> {
    match fact {
        Event::Activating => Some(Chapter::Activating),
        Event::Running => Some(Chapter::Running),
        Event::Deactivating => Some(Chapter::Deactivating),
        Event::Stopping => Some(Chapter::Stopping),
        Event::ExecutionStopped => Some(Chapter::ExecutionStopped),
        Event::Released => Some(Chapter::Released),
        Event::Connected
        | Event::PullStarted
        | Event::ImageReady { .. }
        | Event::PullStopped
        | Event::ContainerStarted { .. }
        | Event::ContainerRestarted { .. }
        | Event::ContainerHealth { .. }
        | Event::Published { .. }
        | Event::Unpublished { .. }
        | Event::NotPublished { .. }
        | Event::ContainerExited { .. }
        | Event::Failed { .. }
        | Event::NotKept { .. }
        | Event::LinesLost { .. } => None,
    }
}

/// The chapters in which a fact may be told.
fn time_of(fact: &Event) -> Range<Chapter> {
    let from = match fact {
        Event::NotKept { .. } | Event::LinesLost { .. } | Event::Released => {
            Chapter::ExecutionStopped
        }
        _ => Chapter::Preparing,
    };
    let until = match fact {
        Event::Connected
        | Event::PullStarted
        | Event::ImageReady { .. }
        | Event::PullStopped
        | Event::Activating => Chapter::Activating,
        Event::Running => Chapter::Running,
        Event::Published { .. }
        | Event::Unpublished { .. }
        | Event::NotPublished { .. }
        | Event::Deactivating => Chapter::Deactivating,
        Event::Stopping => Chapter::Stopping,
        Event::ContainerStarted { .. }
        | Event::ContainerRestarted { .. }
        | Event::ContainerHealth { .. }
        | Event::ContainerExited { .. }
        | Event::Failed { .. }
        | Event::ExecutionStopped => Chapter::ExecutionStopped,
        Event::NotKept { .. } | Event::LinesLost { .. } | Event::Released => Chapter::Released,
    };
    from..until
}

/// What a fact is, and of which container: of that there is one.
fn subject(fact: &Event) -> (Discriminant<Event>, Option<&str>) {
    let container = match fact {
        Event::ImageReady { container, .. }
        | Event::ContainerStarted { container, .. }
        | Event::ContainerExited { container, .. }
        | Event::NotKept { container, .. }
        | Event::LinesLost { container, .. } => Some(&**container),
        Event::Failed { container, .. } => container.as_deref(),
        _ => None,
    };
    (discriminant(fact), container)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn publish(generation: u64) -> Publish {
        Publish {
            host_address: Ipv4Addr::LOCALHOST,
            host_port: 0,
            task_port: 80,
            transport: Default::default(),
            generation,
        }
    }

    fn exited(container: &str, code: i32) -> Event {
        Event::ContainerExited { container: container.into(), code, reason: None }
    }

    #[test]
    fn a_fact_is_told_once_and_each_container_has_its_own() {
        let mut story = Story::default();
        let all = vec![Event::Connected, exited("a", 0), exited("b", 0)];
        assert_eq!(story.take(all.clone()), all);
        assert!(story.take(vec![Event::Connected, exited("a", 1), exited("b", 0)]).is_empty());
        assert_eq!(story.facts(), all);
    }

    #[test]
    fn what_is_past_is_not_told_any_more() {
        let mut story = Story::default();
        story.take(vec![Event::Deactivating]);
        let late = vec![Event::Connected, Event::Activating, Event::Running];
        assert!(story.take(late).is_empty());
        assert_eq!(story.take(vec![exited("a", 1), Event::Stopping]).len(), 2);
        story.take(vec![Event::ExecutionStopped]);
        assert!(story.take(vec![exited("b", 1), Event::Deactivating]).is_empty());
    }

    #[test]
    fn nothing_is_released_that_has_not_stopped() {
        let mut story = Story::default();
        assert!(story.take(vec![Event::Released]).is_empty());
        let end = vec![Event::ExecutionStopped, Event::Released];
        assert_eq!(story.take(end.clone()), end);
    }

    #[test]
    fn a_port_opens_and_closes_as_often_as_it_does_so_until_the_end() {
        let mut story = Story::default();
        let open = |port| Event::Published { publish: publish(1), port };
        let closed = Event::Unpublished { publish: publish(1) };
        assert!(story.take(vec![closed.clone()]).is_empty(), "it is not open");
        let all = vec![open(1), open(1), closed.clone(), closed.clone(), open(2)];
        assert_eq!(story.take(all), [open(1), closed.clone(), open(2)]);
        let other = Event::Published { publish: publish(2), port: 2 };
        assert_eq!(story.take(vec![other.clone()]), [other]);
        story.take(vec![Event::Deactivating]);
        assert!(story.take(vec![closed]).is_empty(), "all are closed by then");
    }

    #[test]
    fn what_a_check_shows_is_told_when_it_changes_and_remembered_once() {
        let shows = |health| Event::ContainerHealth { container: "a".into(), health, said: None };
        let (well, ill) = (shows(Health::Healthy), shows(Health::Unhealthy));
        let mut story = Story::default();
        assert!(story.take(vec![shows(Health::Unknown)]).is_empty(), "as it was");
        let all = vec![well.clone(), well.clone(), ill.clone(), well.clone()];
        assert_eq!(story.take(all), [well.clone(), ill, well.clone()]);
        assert_eq!(story.facts(), [well]);
    }

    #[test]
    fn why_a_port_is_not_open_is_told_once_until_it_is_or_is_given_up() {
        let mut story = Story::default();
        let open = Event::Published { publish: publish(1), port: 1 };
        let closed = Event::Unpublished { publish: publish(1) };
        let refused =
            |reason: &str| Event::NotPublished { publish: publish(1), reason: reason.into() };
        let all = vec![refused("a"), refused("b"), open.clone(), refused("c"), closed.clone()];
        let told = [refused("a"), open, refused("c"), closed];
        assert_eq!(story.take(all), told);
    }

    #[test]
    fn each_container_fails_once_and_the_task_only_when_none_has() {
        let failed = |container: Option<&str>, reason: &str| Event::Failed {
            kind: ferrogate_link::FailureKind::Start,
            container: container.map(str::to_owned),
            reason: reason.into(),
        };
        let mut story = Story::default();
        let (a, b) = (failed(Some("a"), "first"), failed(Some("b"), "second"));
        let all = vec![a.clone(), failed(Some("a"), "again"), b.clone(), failed(None, "lost")];
        assert_eq!(story.take(all), [a, b]);
        assert_eq!(
            Story::default().take(vec![failed(None, "lost"), failed(None, "again")]).len(),
            1
        );
    }
}
