//! Makes the log streams of tasks before they get a host: a task whose group is missing, or whose
//! execution role may not do what it is for, never runs, and says so.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use ferrogate_records::ecs::task;
use ferrogate_state::{Changes, Fault, State};
use ferrogate_store::Key;
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::ecs::scheduler::{stop, waits};
use crate::engine::{Cx, Next, Reconciler};
use crate::host::{LogSink, NotReady};

/// The waiting tasks whose log streams are there. In memory only: making them again is
/// cheap, and does nothing.
#[derive(Debug, Default)]
pub struct Ready {
    tasks: Mutex<HashSet<Key>>,
    new: Mutex<BTreeSet<Key>>,
    changed: Notify,
}

impl Ready {
    /// Whether the task's streams are there.
    pub(crate) fn has(&self, task: &Key) -> bool {
        self.tasks.lock().contains(task)
    }

    /// Forgets a task that does not wait any more.
    pub(crate) fn forget(&self, task: &Key) {
        self.tasks.lock().remove(task);
    }

    /// The tasks that became ready since the last call; waits until there is one. Dropping
    /// the future loses nothing.
    pub(crate) async fn next(&self) -> BTreeSet<Key> {
        loop {
            let changed = self.changed.notified();
            let new = std::mem::take(&mut *self.new.lock());
            if !new.is_empty() {
                return new;
            }
            changed.await;
        }
    }

    fn insert(&self, task: &Key) {
        self.tasks.lock().insert(task.clone());
        self.new.lock().insert(task.clone());
        self.changed.notify_one();
    }
}

/// Makes the streams of waiting tasks, each by itself.
pub struct LogStreams {
    sink: Arc<dyn LogSink>,
    ready: Arc<Ready>,
}

impl LogStreams {
    /// Makes them in `sink`, and tells `ready`.
    #[must_use]
    pub fn new(sink: Arc<dyn LogSink>, ready: Arc<Ready>) -> Self {
        Self { sink, ready }
    }
}

#[async_trait]
impl Reconciler for LogStreams {
    const NAME: &'static str = "log-streams";
    /// The store takes the transactions of so many together.
    const AT_ONCE: usize = 40;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<task::Record>(changes);
    }

    fn wakes(&self, state: &State, task: &Key) -> Vec<Key> {
        match state.table::<task::Record>().get(task) {
            Ok(Some(entry)) if waits(&entry) && !self.ready.has(task) => vec![task.clone()],
            _ => vec![],
        }
    }

    async fn reconcile(&self, cx: &Cx, task: &Key) -> Result<Next, Fault> {
        let Some(entry) = cx.state.table::<task::Record>().get(task)?.filter(|entry| waits(entry))
        else {
            return Ok(Next::WhenChanged);
        };
        match self.sink.make_ready(&entry).await {
            Ok(()) => self.ready.insert(task),
            Err(NotReady::Refused(reason)) => {
                let row = cx.state.read(task).await?.filter(|row| waits(&row.record));
                if let Some(row) = row
                    && stop(cx, row, &reason).await?.is_none()
                {
                    return Ok(Next::AfterConflict);
                }
            }
            Err(error @ NotReady::Failed(_)) => {
                return Err(Fault::Part("log streams can't be made ready", Box::new(error)));
            }
        }
        Ok(Next::WhenChanged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn a_ready_task_is_told_once_and_known_until_it_is_forgotten() {
        let (ready, task) = (Ready::default(), Key::new("/task/a").unwrap());
        assert!(ready.next().now_or_never().is_none());
        ready.insert(&task);
        ready.insert(&task);
        assert_eq!(ready.next().await, BTreeSet::from([task.clone()]));
        assert!(ready.next().now_or_never().is_none());
        assert!(ready.has(&task));
        ready.forget(&task);
        assert!(!ready.has(&task));
    }
}
