//! What keeps the actions of a composite alarm back.

use ferrogate_base::TimestampMs;

use super::state::{By, Record, Suppressed};

/// The alarm that keeps actions back, as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suppressor<'a> {
    /// Its name.
    pub name: &'a str,
    /// How long a change waits for it to be in ALARM, in seconds.
    pub wait_s: u32,
    /// How long actions are kept back once it has left ALARM, in seconds.
    pub extension_s: u32,
    /// Whether it is in ALARM; one that is not there is not.
    pub in_alarm: bool,
    /// When it became what it is.
    pub since: TimestampMs,
}

impl Record {
    /// Keeps back what has become pending since `before`, or lets go what was kept back, as the
    /// suppressor is at `now`. CloudWatch user guide, "Suppressing composite alarm actions": what is
    /// done at last is what the alarm's state asks for then; when that is the state of which was told
    /// last, it is nothing.
    pub fn keep_back(&mut self, before: &Self, by: Option<Suppressor<'_>>, now: TimestampMs) {
        let changed = self.transition != before.transition;
        let is_new = |at: u64| at > before.transition;
        let was = self.suppressed.take();
        let told = was.as_ref().map_or(before.value, |was| was.told);
        let held = match (&was, changed) {
            (_, true) => {
                let new = self.pending.iter().filter(|firing| is_new(firing.transition));
                new.cloned().collect()
            }
            (Some(was), false) => was.held.clone(),
            (None, false) => vec![],
        };
        // What is known of another suppressor counts for nothing.
        let was = was.filter(|was| by.is_some_and(|by| was.suppressor == by.name));
        let until = by.and_then(|by| kept(by, was.as_ref(), changed, now).map(|kept| (by, kept)));
        self.pending.retain(|firing| !is_new(firing.transition));
        let held = if self.value == told { vec![] } else { held };
        match until {
            Some((by, (cause, until))) => {
                let suppressor = by.name.to_owned();
                self.suppressed = Some(Suppressed { by: cause, suppressor, until, told, held });
            }
            None => self.pending.extend(held),
        }
    }
}

/// By what actions are kept back, and until when.
fn kept(
    by: Suppressor<'_>,
    was: Option<&Suppressed>,
    changed: bool,
    now: TimestampMs,
) -> Option<(By, Option<TimestampMs>)> {
    if by.in_alarm {
        return Some((By::Alarm, None));
    }
    let extended = match was {
        Some(Suppressed { by: By::Alarm, .. }) => {
            Some(by.since.plus_ms(u64::from(by.extension_s) * 1000))
        }
        Some(Suppressed { by: By::ExtensionPeriod, until, .. }) => *until,
        _ => None,
    };
    if let Some(until) = extended.filter(|until| *until > now) {
        return Some((By::ExtensionPeriod, Some(until)));
    }
    let waits = match was {
        _ if changed => Some(now.plus_ms(u64::from(by.wait_s) * 1000)),
        Some(Suppressed { by: By::WaitPeriod, until, .. }) => *until,
        _ => None,
    };
    waits.filter(|until| *until > now).map(|until| (By::WaitPeriod, Some(until)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scope;
    use crate::cloudwatch::state::Value::{self, Alarm, Ok};
    use crate::cloudwatch::{Alarm as Any, composite};

    const WAIT_S: u64 = 60;
    const EXTENSION_S: u64 = 120;

    /// A composite alarm and its suppressor, by the second.
    struct World {
        alarm: composite::Record,
        state: Record,
        suppressor: Option<(bool, u64)>,
        told: Vec<(u64, Value)>,
    }

    impl World {
        fn new() -> Self {
            let alarm = composite::Record {
                scope: Scope::new("000000000000".parse().unwrap(), "r"),
                name: "c".into(),
                description: None,
                actions_enabled: true,
                ok_actions: vec!["ok".into()],
                alarm_actions: vec!["alarm".into()],
                insufficient_data_actions: vec![],
                rule: "TRUE".into(),
                children: vec![],
                suppressor: None,
                created_at: TimestampMs(0),
                configured_at: TimestampMs(0),
                tags: vec![],
            };
            let mut state = Record::of_new(Any::Composite(&alarm));
            state.value = Ok;
            Self { alarm, state, suppressor: Some((false, 0)), told: vec![] }
        }

        fn look(&mut self, at: u64, value: Value) {
            let now = TimestampMs(at * 1000);
            let before = self.state.clone();
            self.state.become_(self.alarm.head(), value, (String::new(), None), now);
            let by = self.suppressor.map(|(in_alarm, since)| Suppressor {
                name: "s",
                wait_s: u32::try_from(WAIT_S).unwrap(),
                extension_s: u32::try_from(EXTENSION_S).unwrap(),
                in_alarm,
                since: TimestampMs(since * 1000),
            });
            self.state.keep_back(&before, by, now);
            // Looked at again at the same moment, nothing is another.
            let again = self.state.clone();
            self.state.keep_back(&again, by, now);
            assert_eq!(self.state, again);
            self.told.extend(self.state.pending.drain(..).map(|firing| (at, firing.value)));
        }

        fn by(&self) -> Option<(By, Option<u64>)> {
            let suppressed = self.state.suppressed.as_ref()?;
            Some((suppressed.by, suppressed.until.map(|until| until.0 / 1000)))
        }
    }

    #[test]
    fn without_a_suppressor_nothing_waits() {
        let mut world = World::new();
        world.suppressor = None;
        world.look(1, Alarm);
        world.look(2, Ok);
        assert_eq!(world.told, [(1, Alarm), (2, Ok)]);
    }

    #[test]
    fn a_change_waits_for_the_suppressor_and_is_told_of_when_it_stays_away() {
        let mut world = World::new();
        world.look(10, Alarm);
        assert_eq!(world.by(), Some((By::WaitPeriod, Some(70))));
        world.look(69, Alarm);
        assert_eq!(world.told, []);
        world.look(70, Alarm);
        assert_eq!((world.told.clone(), world.by()), (vec![(70, Alarm)], None));
        // The end of it waits as well.
        world.look(80, Ok);
        world.look(140, Ok);
        assert_eq!(world.told, [(70, Alarm), (140, Ok)]);
    }

    #[test]
    fn while_the_suppressor_is_in_alarm_and_a_while_after_nothing_is_told() {
        let mut world = World::new();
        world.look(10, Alarm);
        world.suppressor = Some((true, 30));
        world.look(30, Alarm);
        assert_eq!(world.by(), Some((By::Alarm, None)));
        world.look(500, Alarm);
        world.suppressor = Some((false, 600));
        // Looked at late: it counts from when the suppressor left.
        world.look(610, Alarm);
        assert_eq!(world.by(), Some((By::ExtensionPeriod, Some(720))));
        world.look(719, Alarm);
        assert_eq!(world.told, []);
        world.look(720, Alarm);
        assert_eq!((world.told.clone(), world.by()), (vec![(720, Alarm)], None));
    }

    #[test]
    fn what_began_and_ended_unseen_is_never_told() {
        let mut world = World::new();
        world.suppressor = Some((true, 5));
        world.look(5, Ok);
        assert_eq!(world.by(), Some((By::Alarm, None)), "also before anything has changed");
        world.look(10, Alarm);
        world.suppressor = Some((false, 20));
        world.look(20, Alarm);
        world.look(30, Ok);
        assert_eq!(world.by(), Some((By::ExtensionPeriod, Some(140))));
        world.look(140, Ok);
        assert_eq!((world.told.clone(), world.by()), (vec![], None));
        // Within a wait alike.
        world.look(200, Alarm);
        world.look(210, Ok);
        assert_eq!(world.by(), Some((By::WaitPeriod, Some(270))), "each change waits anew");
        world.look(270, Ok);
        assert_eq!(world.told, []);
    }

    #[test]
    fn a_suppressor_that_is_taken_away_or_another_ends_what_the_first_kept_back() {
        let mut world = World::new();
        world.look(10, Alarm);
        world.suppressor = None;
        world.look(11, Alarm);
        assert_eq!((world.told.clone(), world.by()), (vec![(11, Alarm)], None));
        let mut world = World::new();
        world.look(10, Alarm);
        world.state.suppressed.as_mut().unwrap().suppressor = "another".into();
        world.look(11, Alarm);
        assert_eq!(world.told, [(11, Alarm)]);
    }
}
