//! The tasks that wait for a host, by what they ask of one.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ferrogate_base::TimestampMs;
use ferrogate_store::Key;

use crate::ecs::placement::Class;

/// How long a task has waited when its record says why: most have a host long before.
const TOLD_AFTER_MS: u64 = 1000;
/// How long the records say why before they say something else: on a full host it may be one
/// thing in one moment and another in the next, for thousands of tasks.
const TOLD_FOR_MS: u64 = 5000;

/// Tasks without a host: those of a class are alike to a host, so one look tells of all.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    classes: BTreeMap<Class, Tasks>,
    of: BTreeMap<Key, (Class, u64)>,
}

/// The tasks of a class, with the moments at which they were created.
#[derive(Debug, Default)]
struct Tasks {
    all: BTreeSet<(u64, Key)>,
    /// Why they wait, as their records are to say it, and since when.
    why: Option<(String, TimestampMs)>,
    /// Those whose records don't say it yet.
    untold: BTreeSet<(u64, Key)>,
}

/// Whose records are to say why they wait.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// Those of these, now.
    Now(Vec<Key>),
    /// Nobody's yet: look again after so long.
    After(Duration),
    /// Nobody's: all say it.
    Done,
}

impl Waiting {
    /// Notes that a task waits that was created at `created`.
    pub(super) fn insert(&mut self, class: &Class, created: u64, task: &Key) {
        let new = !self.of.contains_key(task);
        self.of.entry(task.clone()).or_insert_with(|| (class.clone(), created));
        let tasks = self.classes.entry(class.clone()).or_default();
        tasks.all.insert((created, task.clone()));
        if new {
            tasks.untold.insert((created, task.clone()));
        }
    }

    /// Notes that a task does not wait, or not any more.
    pub(super) fn remove(&mut self, task: &Key) {
        let Some((class, created)) = self.of.remove(task) else { return };
        if let Some(tasks) = self.classes.get_mut(&class) {
            let task = (created, task.clone());
            tasks.all.remove(&task);
            tasks.untold.remove(&task);
            if tasks.all.is_empty() {
                self.classes.remove(&class);
            }
        }
    }

    /// The tasks of a class that have waited longest, at most `max`.
    pub(super) fn oldest(&self, class: &Class, max: usize) -> Vec<Key> {
        let tasks = self.classes.get(class).into_iter().flat_map(|tasks| &tasks.all);
        tasks.take(max).map(|(_, task)| task.clone()).collect()
    }

    /// All classes of which a task waits, in the order of their oldest ones.
    pub(super) fn classes(&self) -> Vec<Class> {
        let mut classes: Vec<_> = self.classes.iter().collect();
        classes.sort_by_key(|(_, tasks)| tasks.all.first());
        classes.into_iter().map(|(class, _)| class.clone()).collect()
    }

    /// Whose records are to say that they wait because of `why`, at most `max`.
    pub(super) fn telling(
        &mut self,
        class: &Class,
        why: &str,
        now: TimestampMs,
        max: usize,
    ) -> Telling {
        let Some(tasks) = self.classes.get_mut(class) else { return Telling::Done };
        match &tasks.why {
            Some((known, _)) if known == why => {}
            Some((_, since)) if apart_ms(now, *since) < TOLD_FOR_MS => {
                return after(TOLD_FOR_MS - apart_ms(now, *since));
            }
            _ => {
                tasks.why = Some((why.to_owned(), now));
                tasks.untold.clone_from(&tasks.all);
            }
        }
        let waited_ms = |created: u64| apart_ms(now, TimestampMs(created));
        let due =
            tasks.untold.iter().take_while(|(created, _)| waited_ms(*created) >= TOLD_AFTER_MS);
        let due: Vec<_> = due.take(max).map(|(_, task)| task.clone()).collect();
        match tasks.untold.first() {
            None => Telling::Done,
            Some((first, _)) if due.is_empty() => after(TOLD_AFTER_MS - waited_ms(*first)),
            Some(_) => Telling::Now(due),
        }
    }

    /// Notes that the records of these say why they wait.
    pub(super) fn told(&mut self, told: &[Key]) {
        for task in told {
            let Some((class, created)) = self.of.get(task) else { continue };
            if let Some(tasks) = self.classes.get_mut(class) {
                tasks.untold.remove(&(*created, task.clone()));
            }
        }
    }
}

/// By the clock, which may have been set back meanwhile.
fn apart_ms(one: TimestampMs, other: TimestampMs) -> u64 {
    one.0.abs_diff(other.0)
}

fn after(ms: u64) -> Telling {
    Telling::After(Duration::from_millis(ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::testing::new_task;

    fn key(name: &str) -> Key {
        Key::new(format!("/task/{name}")).unwrap()
    }

    #[test]
    fn tasks_of_a_class_wait_in_the_order_in_which_they_came() {
        let (small, mut large) = (Class::of(&new_task()), Class::of(&new_task()));
        large.size.cpu_units = 4096;
        let mut waiting = Waiting::default();
        waiting.insert(&small, 20, &key("b"));
        waiting.insert(&large, 10, &key("c"));
        waiting.insert(&small, 30, &key("a"));
        waiting.insert(&small, 30, &key("a"));
        assert_eq!(waiting.classes(), [large.clone(), small.clone()]);
        assert_eq!(waiting.oldest(&small, 9), [key("b"), key("a")]);
        assert_eq!(waiting.oldest(&small, 1), [key("b")]);
        for task in ["c", "a", "never there"] {
            waiting.remove(&key(task));
        }
        assert_eq!(waiting.classes(), std::slice::from_ref(&small));
        assert_eq!(waiting.oldest(&small, 9), [key("b")]);
        assert!(waiting.oldest(&large, 9).is_empty());
        waiting.remove(&key("b"));
        assert!(waiting.classes().is_empty() && waiting.of.is_empty());
    }

    #[test]
    fn who_has_waited_a_moment_is_told_why_once() {
        let (class, mut waiting) = (Class::of(&new_task()), Waiting::default());
        waiting.insert(&class, 1000, &key("a"));
        waiting.insert(&class, 1500, &key("b"));
        let telling =
            |waiting: &mut Waiting, why, at| waiting.telling(&class, why, TimestampMs(at), 9);
        let ms = |ms| Telling::After(Duration::from_millis(ms));
        assert_eq!(telling(&mut waiting, "full", 1600), ms(400));
        assert_eq!(telling(&mut waiting, "full", 2100), Telling::Now(vec![key("a")]));
        waiting.told(&[key("a")]);
        assert_eq!(telling(&mut waiting, "full", 2100), ms(400));
        waiting.insert(&class, 1000, &key("a"));
        assert_eq!(telling(&mut waiting, "full", 2600), Telling::Now(vec![key("b")]));
        waiting.told(&[key("b"), key("never there")]);
        assert_eq!(telling(&mut waiting, "full", 9000), Telling::Done);
        waiting.remove(&key("a"));
        waiting.remove(&key("b"));
        assert_eq!(telling(&mut waiting, "full", 9000), Telling::Done);
    }

    #[test]
    fn another_reason_is_told_after_a_while_whatever_the_clock_does() {
        let (class, mut waiting) = (Class::of(&new_task()), Waiting::default());
        waiting.insert(&class, 100_000, &key("a"));
        let telling =
            |waiting: &mut Waiting, why, at| waiting.telling(&class, why, TimestampMs(at), 9);
        let now = || Telling::Now(vec![key("a")]);
        assert_eq!(telling(&mut waiting, "no CPU", 101_000), now());
        waiting.told(&[key("a")]);
        let rest = Telling::After(Duration::from_millis(4000));
        assert_eq!(telling(&mut waiting, "no memory", 102_000), rest);
        assert_eq!(telling(&mut waiting, "no CPU", 102_000), Telling::Done);
        assert_eq!(telling(&mut waiting, "no memory", 106_000), now());
        waiting.told(&[key("a")]);
        assert_eq!(telling(&mut waiting, "no CPU", 50), now(), "the clock was set back");
    }
}
