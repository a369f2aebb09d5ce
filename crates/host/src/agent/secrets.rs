//! The values of tasks' secrets, as the server tells them: in memory alone, and no longer than
//! their task is there.

use std::collections::{HashMap, HashSet};

use ferrogate_base::TaskKey;
use ferrogate_link::session::Secrets as Told;
use parking_lot::Mutex;
use tokio::sync::watch;

/// What this host was told, by binding.
#[derive(Default)]
pub(super) struct Secrets(Mutex<HashMap<TaskKey, watch::Sender<Option<Told>>>>);

impl Secrets {
    /// The server tells of a task, which may not be known here yet. The newest takes the place of
    /// what was told before.
    pub(super) fn take(&self, key: TaskKey, told: Told) {
        self.0.lock().entry(key).or_default().send_replace(Some(told));
    }

    /// What is told of a task, once it is.
    pub(super) async fn of(&self, key: &TaskKey) -> Told {
        let mut told = self.0.lock().entry(key.clone()).or_default().subscribe();
        let told = match told.wait_for(Option::is_some).await {
            Ok(told) => told.clone(),
            // It is forgotten: nobody begins it any more.
            Err(_) => None,
        };
        match told {
            Some(told) => told,
            None => std::future::pending().await,
        }
    }

    /// The task has them, or is over.
    pub(super) fn forget(&self, key: &TaskKey) {
        self.0.lock().remove(key);
    }

    /// These are all tasks that are to run here.
    pub(super) fn retain(&self, wanted: &HashSet<TaskKey>) {
        self.0.lock().retain(|key, _| wanted.contains(key));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ferrogate_base::{Epoch, TaskId};
    use ferrogate_link::session::Token;

    use super::*;

    fn told(value: &str) -> Told {
        let variables = vec![("NAME".to_owned(), Token::new(value))];
        Told::Values(BTreeMap::from([("app".to_owned(), variables)]))
    }

    #[tokio::test]
    async fn a_task_gets_its_own_whether_it_is_told_before_or_after_it_asks() {
        let secrets = Secrets::default();
        let key = |epoch| TaskKey { task: TaskId::random(), epoch: Epoch(epoch) };
        let (early, late) = (key(1), key(2));
        secrets.take(early.clone(), told("old"));
        secrets.take(early.clone(), told("new"));
        assert_eq!(secrets.of(&early).await, told("new"));
        let (found, ()) =
            tokio::join!(secrets.of(&late), async { secrets.take(late.clone(), told("late")) });
        assert_eq!(found, told("late"));
    }

    #[tokio::test]
    async fn nothing_is_kept_of_a_task_that_is_over() {
        let secrets = Secrets::default();
        let key = TaskKey { task: TaskId::random(), epoch: Epoch(1) };
        secrets.take(key.clone(), told("hush"));
        assert!(!format!("{:?}", told("hush")).contains("hush"));
        secrets.retain(&HashSet::from([key.clone()]));
        assert_eq!(secrets.0.lock().len(), 1);
        secrets.retain(&HashSet::new());
        assert!(secrets.0.lock().is_empty());
        secrets.take(key.clone(), told("hush"));
        secrets.forget(&key);
        assert!(secrets.0.lock().is_empty());
    }
}
