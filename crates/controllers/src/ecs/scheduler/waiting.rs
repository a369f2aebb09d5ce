//! The tasks that wait for a host, by what they ask of one.

use std::collections::{BTreeMap, BTreeSet};

use ferrogate_store::Key;

use crate::ecs::placement::Class;

/// Tasks without a host: those of a class are alike to a host, so one look tells of all.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    classes: BTreeMap<Class, BTreeSet<(u64, Key)>>,
    of: BTreeMap<Key, (Class, u64)>,
}

impl Waiting {
    /// Notes that a task waits that was created at `created`.
    pub(super) fn insert(&mut self, class: &Class, created: u64, task: &Key) {
        self.of.entry(task.clone()).or_insert_with(|| (class.clone(), created));
        self.classes.entry(class.clone()).or_default().insert((created, task.clone()));
    }

    /// Notes that a task does not wait, or not any more.
    pub(super) fn remove(&mut self, task: &Key) {
        let Some((class, created)) = self.of.remove(task) else { return };
        if let Some(tasks) = self.classes.get_mut(&class) {
            tasks.remove(&(created, task.clone()));
            if tasks.is_empty() {
                self.classes.remove(&class);
            }
        }
    }

    /// The tasks of a class that have waited longest, at most `max`.
    pub(super) fn oldest(&self, class: &Class, max: usize) -> Vec<Key> {
        let tasks = self.classes.get(class).into_iter().flatten();
        tasks.take(max).map(|(_, task)| task.clone()).collect()
    }

    /// All classes of which a task waits, in the order of their oldest ones.
    pub(super) fn classes(&self) -> Vec<Class> {
        let mut classes: Vec<_> = self.classes.iter().collect();
        classes.sort_by_key(|(_, tasks)| tasks.first());
        classes.into_iter().map(|(class, _)| class.clone()).collect()
    }
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
        large.cpu_units = 4096;
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
}
