//! The values of tasks' secrets, told to their host before it makes their containers: looked up for
//! each binding that has not begun, at the start of each session, and kept nowhere.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_base::{HostId, TaskKey};
use ferrogate_link::session::version::{COLLECTORS, REGISTRY_LOGINS, SECRETS};
use ferrogate_link::session::{Secrets, ToAgent, Token};
use ferrogate_records::acm::certificate;
use ferrogate_records::ecs::task::{self, Status};
use ferrogate_records::spec::Spec;
use ferrogate_state::State;
use ferrogate_store::Key;
use futures_util::stream::{FuturesUnordered, StreamExt};
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};

/// Tasks whose secrets are looked up at once.
const LOOKUPS_MAX: usize = 16;
/// How long one task's may take until they are looked up anew.
const LOOKUP_MAX: Duration = Duration::from_secs(30);
/// After so long it is tried again to look up what could not be looked up.
const AGAIN: Duration = Duration::from_secs(2);

/// Why secrets can't be looked up now: nobody's mistake outside.
pub type NotNow = Box<dyn std::error::Error + Send + Sync>;

/// What looks secrets up.
pub type Lookup = Pin<Box<dyn Future<Output = Result<Secrets, NotNow>> + Send>>;

/// Who knows the values of secrets, and which tasks may have them.
pub trait SecretSource: Send + Sync + 'static {
    /// The values of all secrets of a task that is bound, with the rights of its execution role, or
    /// why it gets none. May be asked again, and dropped at any time.
    fn look_up(&self, task: &task::Record, spec: &Spec) -> Lookup;

    /// The key of a certificate in PEM, for a host that serves with it. Quick.
    ///
    /// # Errors
    /// When it can't be opened.
    fn private_key(&self, of: &certificate::Record) -> Result<Token, NotNow>;
}

/// No task gets any.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSecrets;

impl SecretSource for NoSecrets {
    fn look_up(&self, _: &task::Record, _: &Spec) -> Lookup {
        Box::pin(std::future::ready(Ok(Secrets::Refused("there are none".into()))))
    }

    fn private_key(&self, _: &certificate::Record) -> Result<Token, NotNow> {
        Err("there are none".into())
    }
}

/// The secrets that one host is told.
pub(super) struct Handing {
    state: Arc<State>,
    host: HostId,
    source: Arc<dyn SecretSource>,
    /// The version of the session.
    protocol: u32,
    waiting: Mutex<BTreeMap<Key, Waiting>>,
    found: Mutex<VecDeque<(Key, TaskKey, Secrets)>>,
    /// Something is to be looked up.
    more: Notify,
}

/// A binding that has not begun and has secrets.
struct Waiting {
    key: TaskKey,
    /// When they are to be looked up next; `None` while they are, and once they were.
    due: Option<Instant>,
}

impl Handing {
    pub(super) fn new(
        state: Arc<State>,
        host: HostId,
        protocol: u32,
        source: Arc<dyn SecretSource>,
    ) -> Self {
        Self {
            state,
            host,
            source,
            protocol,
            waiting: Mutex::default(),
            found: Mutex::default(),
            more: Notify::new(),
        }
    }

    /// Looks at records that may have changed.
    pub(super) fn note(&self, records: &BTreeSet<Key>) {
        if self.protocol < SECRETS {
            return;
        }
        let tasks = self.state.table::<task::Record>();
        let mut waiting = self.waiting.lock();
        for at in records {
            if at.segments().next() != Some(task::KIND) {
                continue;
            }
            // One that can't be read stays as it was.
            let Ok(found) = tasks.get(at) else { continue };
            match found.as_ref().and_then(|task| self.beginner(task)) {
                Some(key) if waiting.get(at).is_some_and(|known| known.key == key) => {}
                Some(key) => {
                    waiting.insert(at.clone(), Waiting { key, due: Some(Instant::now()) });
                    self.more.notify_one();
                }
                None => drop(waiting.remove(at)),
            }
        }
    }

    /// The binding of a task that is bound here, has not begun, and has secrets.
    fn beginner(&self, task: &task::Record) -> Option<TaskKey> {
        let binding = task.binding.as_ref().filter(|binding| binding.host == self.host)?;
        let begins = !binding.released && task.status < Status::Activating;
        (begins && self.spec(task).is_some()).then(|| task.task_key()).flatten()
    }

    /// What the task runs, if it has secrets that the host can read.
    fn spec(&self, task: &task::Record) -> Option<Spec> {
        let at = Key::new(task.spec_key()?).ok()?;
        let spec = self.state.table::<Spec>().get(&at).ok()??;
        let readable = (self.protocol >= REGISTRY_LOGINS || !spec.has_registry_logins())
            && (self.protocol >= COLLECTORS || !spec.has_collectors());
        (spec.has_secrets() && readable).then(|| Spec::clone(&spec))
    }

    /// The next secrets to tell.
    pub(super) fn next(&self) -> Option<ToAgent> {
        let mut found = self.found.lock();
        while let Some((at, key, secrets)) = found.pop_front() {
            // It may be over by now.
            if self.waiting.lock().get(&at).is_some_and(|waiting| waiting.key == key) {
                return Some(ToAgent::Secrets(key, Box::new(secrets)));
            }
        }
        None
    }

    /// Looks up what there is to look up, for as long as the session lasts; `wake` when something
    /// was found.
    pub(super) async fn look_up_all(&self, wake: impl Fn()) {
        let mut lookups = FuturesUnordered::new();
        loop {
            while lookups.len() < LOOKUPS_MAX
                && let Some(lookup) = self.begin()
            {
                lookups.push(lookup);
            }
            let next = self.next_due().filter(|_| lookups.len() < LOOKUPS_MAX);
            let due = async {
                match next {
                    Some(at) => sleep_until(at).await,
                    None => pending().await,
                }
            };
            tokio::select! {
                Some((at, key, found)) = lookups.next() => {
                    self.looked_up(at, key, found);
                    wake();
                }
                () = self.more.notified() => {}
                () = due => {}
            }
        }
    }

    /// Begins to look up what is due first.
    fn begin(
        &self,
    ) -> Option<impl Future<Output = (Key, TaskKey, Result<Secrets, NotNow>)> + use<>> {
        let now = Instant::now();
        loop {
            let (at, key) = {
                let mut waiting = self.waiting.lock();
                let due = |one: &Waiting| one.due.is_some_and(|due| due <= now);
                let (at, one) = waiting.iter_mut().find(|(_, one)| due(one))?;
                one.due = None;
                (at.clone(), one.key.clone())
            };
            let task = self.state.table::<task::Record>().get(&at).ok().flatten();
            let task = task.filter(|task| task.task_key().as_ref() == Some(&key));
            // What it is by now is noted soon.
            let Some(task) = task else { continue };
            let Some(spec) = self.spec(&task) else { continue };
            let lookup = self.source.look_up(&task, &spec);
            return Some(async move {
                let found = timeout(LOOKUP_MAX, lookup).await;
                let found = found.unwrap_or_else(|_| Err("nobody answers".into()));
                (at, key, found)
            });
        }
    }

    fn next_due(&self) -> Option<Instant> {
        self.waiting.lock().values().filter_map(|one| one.due).min()
    }

    fn looked_up(&self, at: Key, key: TaskKey, found: Result<Secrets, NotNow>) {
        match found {
            Ok(secrets) => self.found.lock().push_back((at, key, secrets)),
            Err(error) => {
                let error = chain(&*error);
                tracing::warn!(task = %key, %error, "a task's secrets can't be looked up yet");
                let mut waiting = self.waiting.lock();
                if let Some(one) = waiting.get_mut(&at).filter(|one| one.key == key) {
                    one.due = Some(Instant::now() + AGAIN);
                }
            }
        }
    }
}
