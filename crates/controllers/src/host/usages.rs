//! What tasks use, as their hosts have told last. In memory only: a host tells everything again.

use std::collections::HashMap;
use std::time::Duration;

use ferrogate_base::{HostId, TaskKey};
use ferrogate_link::usage::TaskUsage;
use parking_lot::Mutex;
use tokio::time::Instant;

/// How long a word of a host holds. Hosts look every ten seconds.
const FRESH: Duration = Duration::from_secs(25);

/// What a host has said of a task, and when.
#[derive(Clone, Debug)]
struct Word {
    host: HostId,
    usage: TaskUsage,
    came: Instant,
}

/// The newest word on each task.
#[derive(Debug, Default)]
pub struct Usages(Mutex<HashMap<TaskKey, Word>>);

impl Usages {
    pub(super) fn heard(&self, host: &HostId, seen: Vec<TaskUsage>) {
        let mut all = self.0.lock();
        let came = Instant::now();
        for usage in seen {
            all.insert(usage.task.clone(), Word { host: host.clone(), usage, came });
        }
    }

    /// What is fresh, with the host that said it. What is not is forgotten.
    #[must_use]
    pub fn fresh(&self) -> Vec<(HostId, TaskUsage)> {
        let mut all = self.0.lock();
        all.retain(|_, word| word.came.elapsed() < FRESH);
        all.values().map(|word| (word.host.clone(), word.usage.clone())).collect()
    }
}
