//! What a host must know, and what of it the host was told: it is told again when the number it
//! holds is another one.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use ferrogate_base::errors::chain;
use ferrogate_base::{HostId, TaskKey};
use ferrogate_link::balancer::{ListenerProtocol, Material, Node, TrustMaterial};
use ferrogate_link::session::version::{
    CERTIFICATES, COLLECTORS, MUTUAL_TLS, REGISTRY_LOGINS, SECRETS,
};
use ferrogate_link::session::{Hello, ToAgent};
use ferrogate_link::{Body, Desired, LogDriver, Object, ObjectKey};
use ferrogate_records::acm::certificate;
use ferrogate_records::ecs::task::{self, OnHost};
use ferrogate_records::elb::trust_store::{self, revocation};
use ferrogate_records::spec::Spec;
use ferrogate_state::{Changes, State};
use ferrogate_store::Key;
use parking_lot::Mutex;

use super::facts::Place;
use super::secrets::SecretSource;
use super::source::{source_of, sources};

/// Things that a host was told and has not acknowledged, at most. What changes meanwhile is told
/// once, as it is then.
const UNACKNOWLEDGED_MAX: usize = 64;

/// What one host must know.
pub(super) struct Telling {
    state: Arc<State>,
    host: HostId,
    /// The version of the session.
    protocol: u32,
    /// Who has the keys of certificates.
    keys: Arc<dyn SecretSource>,
    /// The bindings that the host knew when the session began.
    known: HashSet<TaskKey>,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    things: HashMap<ObjectKey, Thing>,
    /// The thing of each record.
    of: HashMap<Key, ObjectKey>,
    /// What the host held when the session began, and nobody has asked for yet.
    held: HashMap<ObjectKey, u64>,
    /// Records of which the host holds another number.
    due: BTreeSet<Key>,
    /// What the host is to forget.
    over: BTreeSet<ObjectKey>,
    unacknowledged: usize,
    /// Whether the host has been told that this is all.
    synced: bool,
    /// Tasks of which facts were not taken that the host has sent.
    owed: BTreeSet<TaskKey>,
    /// Whether the host has told of a task and knows nothing of it any more.
    lost_one: bool,
}

/// One thing that the host must know.
struct Thing {
    /// Its record.
    at: Key,
    /// The number that the host was told, or held.
    sent: Option<u64>,
    unacknowledged: bool,
}

impl Telling {
    /// For a host that says of itself what it has.
    pub(super) fn new(
        state: Arc<State>,
        protocol: u32,
        keys: Arc<dyn SecretSource>,
        hello: &Hello,
    ) -> Self {
        let told = Told { held: hello.holds.iter().cloned().collect(), ..Told::default() };
        let known = hello.known.iter().cloned().collect();
        let host = hello.host.clone();
        Self { state, host, protocol, keys, known, told: Mutex::new(told) }
    }

    /// The records that may tell of something that a host must know: from now on, and first of
    /// all every one there is.
    pub(super) fn changes(&self) -> Changes {
        let changes = Changes::default();
        sources(self.protocol).for_each(|source| source.watch(&self.state, &changes));
        changes
    }

    /// Looks at records that may have changed. Answers of which tasks the host is to send its
    /// facts again, which could not be taken before.
    pub(super) fn note(&self, records: &BTreeSet<Key>) -> Vec<TaskKey> {
        let mut told = self.told.lock();
        for at in records {
            let Some(source) = source_of(self.protocol, at) else { continue };
            match source.wanted(&self.state, &self.host, at) {
                Ok(wanted) => told.note(at, wanted),
                Err(fault) => {
                    tracing::error!(key = %at, error = %chain(&fault), "a host can't be told");
                }
            }
        }
        let owed = std::mem::take(&mut told.owed);
        drop(told);
        let (again, owed): (BTreeSet<_>, _) =
            owed.into_iter().partition(|key| self.takes_facts_of(key));
        self.told.lock().owed.extend(owed);
        again.into_iter().collect()
    }

    /// Whether the binding's record can be read, or is known to be none.
    fn takes_facts_of(&self, key: &TaskKey) -> bool {
        match self.place(key) {
            Place::At(at) => self.state.table::<task::Record>().get(&at).is_ok(),
            Place::Over => true,
            Place::Unknown => false,
        }
    }

    /// The next thing to say, as it is now.
    pub(super) fn next(&self) -> Option<ToAgent> {
        let mut told = self.told.lock();
        if let Some(key) = told.over.pop_first() {
            return Some(ToAgent::Forget(key));
        }
        while told.unacknowledged < UNACKNOWLEDGED_MAX
            && let Some(at) = told.due.pop_first()
        {
            let Some(object) = self.object(&at) else { continue };
            if self.has_lost(&told, &object) {
                told.lost_one = true;
                return None;
            }
            if told.tell(&at, &object) {
                return Some(ToAgent::Put(object));
            }
        }
        // What is not in a `Sync` is over for the host, so there is none while it can't be whole.
        if !told.synced && told.due.is_empty() && self.is_whole() {
            told.synced = true;
            told.held.clear();
            return Some(ToAgent::Sync(told.of.values().cloned().collect()));
        }
        None
    }

    /// Whether the host has lost a task whose record could not be read when it joined: it must not
    /// run once more, and ends when its host joins again.
    pub(super) fn has_lost_one(&self) -> bool {
        self.told.lock().lost_one
    }

    /// Whether the host has told of the task, but neither knew it when the session began nor was
    /// told of it since.
    fn has_lost(&self, told: &Told, object: &Object) -> bool {
        let Body::Task(task) = &object.body else { return false };
        let sent = told.things.get(&object.key()).and_then(|thing| thing.sent);
        task.observed > 0 && sent.is_none() && !self.known.contains(&task.key)
    }

    /// The host knows these things with these numbers.
    pub(super) fn has(&self, acknowledged: Vec<(ObjectKey, u64)>) {
        let mut told = self.told.lock();
        for (key, generation) in acknowledged {
            told.has(&key, generation);
        }
    }

    /// Where the record of a binding is.
    pub(super) fn place(&self, key: &TaskKey) -> Place {
        if let Some(thing) = self.told.lock().things.get(&ObjectKey::Task(key.clone())) {
            return Place::At(thing.at.clone());
        }
        // A record that could not be read until now is there before anybody was woken by it.
        let tasks = self.state.table::<task::Record>();
        let (mut here, unreadable) = tasks.readable_by::<OnHost>(&self.host);
        match here.find(|task| task.task_key().as_ref() == Some(key)) {
            Some(task) => Place::At(task.key.clone()),
            None if unreadable == 0 => Place::Over,
            None => Place::Unknown,
        }
    }

    /// A binding is over: the host is told so, unless it was before.
    pub(super) fn is_over(&self, key: TaskKey) {
        let mut told = self.told.lock();
        if let Some(thing) = told.things.get(&ObjectKey::Task(key)) {
            let at = thing.at.clone();
            told.note(&at, None);
        }
    }

    /// The host speaks of a binding that nobody knows.
    pub(super) fn is_unknown(&self, key: TaskKey) {
        self.told.lock().over.insert(ObjectKey::Task(key));
    }

    /// Facts of a task can't be taken before its record can be read.
    pub(super) fn owe(&self, key: TaskKey) {
        self.told.lock().owed.insert(key);
    }

    fn is_whole(&self) -> bool {
        sources(self.protocol).all(|source| source.is_whole(&self.state, &self.host))
    }

    fn object(&self, at: &Key) -> Option<Object> {
        let object = source_of(self.protocol, at)?.object(&self.state, &self.host, at);
        let object = object.unwrap_or_else(|fault| {
            tracing::error!(key = %at, error = %chain(&fault), "a host can't be told");
            None
        });
        object.map(|object| self.unless_it_needs_more(object))
    }

    /// A host that is told of no secrets must not begin a task without those that it has.
    fn unless_it_needs_more(&self, mut object: Object) -> Object {
        let needs = |spec: &Spec| match (spec.has_registry_logins(), spec.has_secrets()) {
            _ if spec.has_collectors() => COLLECTORS,
            (true, _) => REGISTRY_LOGINS,
            (false, true) => SECRETS,
            (false, false) => 0,
        };
        if let Body::Task(task) = &mut object.body
            && task.observed == 0
            && self.protocol < needs(&task.spec)
        {
            tracing::error!(
                host = %self.host, task = %task.key,
                "the host's ferrogate is too old for what this task has: upgrade it"
            );
            task.desired = Desired::Stopped;
        }
        if let Body::Task(task) = &mut object.body
            && self.protocol < COLLECTORS
            && task.spec.has_collectors()
        {
            // It could not even read of it.
            for container in &mut task.spec.containers {
                if matches!(container.log, LogDriver::Splunk(_)) {
                    container.log = LogDriver::None;
                }
            }
        }
        if let Body::Balancer(node) = &mut object.body {
            self.equip(node);
        }
        object
    }

    /// Gives a node the certificates that it serves with, and their keys: on their way, and in no
    /// record.
    fn equip(&self, node: &mut Node) {
        if self.protocol < CERTIFICATES {
            let before = node.listeners.len();
            node.listeners.retain(|one| one.protocol == ListenerProtocol::Http);
            if node.listeners.len() < before {
                tracing::error!(
                    host = %self.host, node = %node.id,
                    "the host's ferrogate is too old for listeners with TLS: upgrade it"
                );
            }
            return;
        }
        if self.protocol < MUTUAL_TLS {
            let before = node.listeners.len();
            // Without what it does not know, it would take whoever comes.
            node.listeners.retain(|one| !matches!(one.protocol, ListenerProtocol::Mutual(..)));
            if node.listeners.len() < before {
                tracing::error!(
                    host = %self.host, node = %node.id,
                    "the host's ferrogate is too old for listeners with mutual TLS: upgrade it"
                );
            }
        }
        for trust in node.trusts_mut() {
            trust.material = self.trusted(&trust.store);
        }
        let certificates = self.state.table::<certificate::Record>();
        for one in node.certificates_mut() {
            let at = certificate::key_of(&one.arn).and_then(|at| Key::new(at).ok());
            let found = at.and_then(|at| certificates.get(&at).ok().flatten());
            // What it is now: one that was imported again is told again soon.
            let Some(found) = found else { continue };
            match self.keys.private_key(&found) {
                Ok(key) => {
                    let key = key.expose().to_owned();
                    one.material = Some(Material {
                        chain: found.full_chain(),
                        key,
                        names: found.says.names.clone(),
                        bits: found.key_bits(),
                        not_before: found.says.not_before,
                        not_after: found.says.not_after,
                    });
                }
                Err(error) => {
                    let error = chain(&*error);
                    tracing::error!(certificate = one.arn, %error, "a host gets no key");
                }
            }
        }
    }
}

impl Telling {
    /// What is in a trust store now; nothing when not all of it is there.
    fn trusted(&self, arn: &str) -> Option<TrustMaterial> {
        let all = self.state.snapshot();
        let (at, id) = trust_store::key_of(arn)?;
        let found = all.table::<trust_store::Record>().get(&Key::new(at).ok()?).ok().flatten();
        let found = found.filter(|found| found.named.id == id)?;
        let lists = all.table::<revocation::Record>();
        let mut revocations = vec![];
        for one in &found.revocations {
            let at = revocation::key(&found.scope, &found.named, one.id);
            // One that can't be read makes the store no more generous.
            let list = lists.get(&Key::new(at).ok()?).ok().flatten()?;
            revocations.extend(list.lists.iter().cloned());
        }
        Some(TrustMaterial { authorities: found.authorities.clone(), revocations })
    }
}

impl Told {
    /// Because of the record under `at` the host must know this, and nothing else.
    fn note(&mut self, at: &Key, wanted: Option<(ObjectKey, u64)>) {
        let before = self.of.get(at).cloned();
        if let Some(old) = before
            && wanted.as_ref().is_none_or(|(key, _)| *key != old)
        {
            self.remove(at, old);
        }
        let Some((key, generation)) = wanted else { return };
        let held = self.held.remove(&key);
        self.of.insert(at.clone(), key.clone());
        let thing = self.things.entry(key).or_insert_with(|| Thing {
            at: at.clone(),
            sent: held,
            unacknowledged: false,
        });
        if thing.sent != Some(generation) {
            self.due.insert(at.clone());
        }
    }

    fn remove(&mut self, at: &Key, key: ObjectKey) {
        self.of.remove(at);
        self.due.remove(at);
        if self.things.remove(&key).is_some_and(|thing| thing.unacknowledged) {
            self.unacknowledged -= 1;
        }
        self.over.insert(key);
    }

    /// Notes that the host is told; `false` when it need not be.
    fn tell(&mut self, at: &Key, object: &Object) -> bool {
        let key = object.key();
        // What changed since its record was noted is noted soon.
        let Some(thing) = self.things.get_mut(&key).filter(|thing| thing.at == *at) else {
            return false;
        };
        if thing.sent == Some(object.generation) {
            return false;
        }
        thing.sent = Some(object.generation);
        self.unacknowledged += usize::from(!thing.unacknowledged);
        thing.unacknowledged = true;
        true
    }

    fn has(&mut self, key: &ObjectKey, generation: u64) {
        let Some(thing) = self.things.get_mut(key) else { return };
        if thing.unacknowledged && thing.sent == Some(generation) {
            thing.unacknowledged = false;
            self.unacknowledged -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::clock::ManualClock;
    use ferrogate_base::{Epoch, Shutdown, TaskId, TimestampMs};
    use ferrogate_link::session::Capacity;
    use ferrogate_link::session::version::SPOKEN;
    use ferrogate_records::ec2::default_network::DefaultNetwork;
    use ferrogate_state::create;
    use ferrogate_store::{Op, SqliteOptions, SqliteStore};

    use crate::ecs::assignment::assignment;
    use crate::ecs::testing::{bound_task, place, spec};
    use crate::host::NoSecrets;

    fn record(n: usize) -> Key {
        Key::new(format!("/task/{n}")).unwrap()
    }

    fn key(epoch: u64) -> TaskKey {
        TaskKey { task: "0123456789abcdef0123456789abcdef".parse().unwrap(), epoch: Epoch(epoch) }
    }

    fn object(key: &TaskKey, generation: u64) -> Object {
        let mut assignment = assignment(&bound_task(), &spec(), Some(place())).unwrap();
        assignment.key = key.clone();
        Object { generation, body: Body::Task(Box::new(assignment)) }
    }

    #[tokio::test]
    async fn a_task_that_nobody_was_woken_by_yet_is_not_over() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
        let (shutdown, clock) = (Shutdown::new(), Arc::new(ManualClock::new(TimestampMs(5000))));
        let state = State::open(Arc::new(store), clock, &shutdown).await.unwrap();
        let task = bound_task();
        let at = Key::new(task.key()).unwrap();
        let host = task.binding.as_ref().unwrap().host.clone();
        let telling =
            Telling::new(state.clone(), SPOKEN.newest, Arc::new(NoSecrets), &hello(&host, vec![]));
        let bound = task.task_key().unwrap();
        assert_eq!(telling.place(&bound), Place::Over);
        let newer = Op::put(at.clone(), r#"{"v": 2, "of": "a newer engine"}"#);
        let rev = state.commit(&[], &[newer]).await.unwrap().unwrap();
        state.at(rev).await.unwrap();
        assert_eq!(telling.place(&bound), Place::Unknown);
        let rev = state.commit(&[], &[create(at.clone(), &task).unwrap()]).await.unwrap().unwrap();
        state.at(rev).await.unwrap();
        assert_eq!(telling.place(&bound), Place::At(at));
        shutdown.finish().await;
    }

    fn hello(host: &HostId, known: Vec<TaskKey>) -> Hello {
        Hello {
            protocol: 2,
            oldest_protocol: None,
            host: host.clone(),
            boot_id: "boot".into(),
            capacity: Capacity {
                cpu_units: 1024,
                memory_mib: 2048,
                storage_gib: None,
                tasks_max: 4,
            },
            architecture: "amd64".into(),
            known,
            holds: vec![],
        }
    }

    /// Its record may not have been readable when the host joined, and said that it has it no more.
    #[tokio::test]
    async fn a_task_that_its_host_has_lost_is_not_told_once_more() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
        let (shutdown, clock) = (Shutdown::new(), Arc::new(ManualClock::new(TimestampMs(5000))));
        let state = State::open(Arc::new(store), clock, &shutdown).await.unwrap();
        let network = DefaultNetwork::of(&bound_task().scope).entries().into_iter();
        let network: Vec<_> =
            network.map(|(key, record)| create(Key::new(key).unwrap(), &record).unwrap()).collect();
        state.commit(&[], &network).await.unwrap();
        for (observed, knows, told) in [(0, false, true), (1, true, true), (1, false, false)] {
            let mut task = task::Record { id: TaskId::random(), ..bound_task() };
            task.binding.as_mut().unwrap().observed = observed;
            task.spec = Some(task.id.clone());
            let (at, spec_at) = (Key::new(task.key()).unwrap(), task.spec_key().unwrap());
            let ops = [
                create(at.clone(), &task).unwrap(),
                create(Key::new(spec_at).unwrap(), &spec()).unwrap(),
            ];
            let rev = state.commit(&[], &ops).await.unwrap().unwrap();
            state.at(rev).await.unwrap();
            let host = task.binding.as_ref().unwrap().host.clone();
            let known = knows.then(|| task.task_key().unwrap()).into_iter().collect();
            let telling = Telling::new(
                state.clone(),
                SPOKEN.newest,
                Arc::new(NoSecrets),
                &hello(&host, known),
            );
            telling.note(&BTreeSet::from([at]));
            let first = telling.next();
            assert_eq!(matches!(first, Some(ToAgent::Put(_))), told, "{observed} {knows}");
            assert_eq!(telling.has_lost_one(), !told, "{observed} {knows}");
        }
        shutdown.finish().await;
    }

    #[tokio::test]
    async fn facts_of_a_task_that_can_be_read_again_wait_for_no_other_task() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
        let (shutdown, clock) = (Shutdown::new(), Arc::new(ManualClock::new(TimestampMs(5000))));
        let state = State::open(Arc::new(store), clock, &shutdown).await.unwrap();
        let (one, other) = (bound_task(), task::Record { id: TaskId::random(), ..bound_task() });
        let places = [&one, &other].map(|task| Key::new(task.key()).unwrap());
        let newer = |at: &Key| Op::put(at.clone(), r#"{"v": 2, "of": "a newer engine"}"#);
        let rev = state.commit(&[], &places.each_ref().map(newer)).await.unwrap().unwrap();
        state.at(rev).await.unwrap();
        let host = one.binding.as_ref().unwrap().host.clone();
        let telling =
            Telling::new(state.clone(), SPOKEN.newest, Arc::new(NoSecrets), &hello(&host, vec![]));
        let keys = [&one, &other].map(|task| task.task_key().unwrap());
        keys.iter().for_each(|key| telling.owe(key.clone()));
        assert_eq!(telling.note(&BTreeSet::new()), []);
        for (at, task, key) in [(&places[0], &one, &keys[0]), (&places[1], &other, &keys[1])] {
            let rev = state.commit(&[], &[create(at.clone(), task).unwrap()]).await;
            state.at(rev.unwrap().unwrap()).await.unwrap();
            assert_eq!(telling.note(&BTreeSet::from([at.clone()])), std::slice::from_ref(key));
            assert_eq!(telling.note(&BTreeSet::new()), [], "once");
        }
        shutdown.finish().await;
    }

    #[test]
    fn a_number_is_told_once_and_none_that_the_host_holds() {
        let (mut told, at) = (Told::default(), record(1));
        let task = ObjectKey::Task(key(1));
        told.held.insert(task.clone(), 4);
        told.note(&at, Some((task.clone(), 4)));
        assert!(told.due.is_empty(), "it holds this number");
        told.note(&at, Some((task.clone(), 5)));
        assert!(told.due.remove(&at));
        assert!(told.tell(&at, &object(&key(1), 5)));
        assert!(!told.tell(&at, &object(&key(1), 5)));
        told.note(&at, Some((task.clone(), 5)));
        assert!(told.due.is_empty());
        // An older number's acknowledgement is none of the newer one.
        told.has(&task, 4);
        assert_eq!(told.unacknowledged, 1);
        told.has(&task, 5);
        told.has(&task, 5);
        assert_eq!(told.unacknowledged, 0);
    }

    #[test]
    fn what_is_not_wanted_any_more_is_forgotten_once() {
        let (mut told, at) = (Told::default(), record(1));
        let (first, second) = (ObjectKey::Task(key(1)), ObjectKey::Task(key(2)));
        told.note(&at, Some((first.clone(), 1)));
        assert!(told.tell(&at, &object(&key(1), 1)));
        told.note(&at, Some((second.clone(), 2)));
        assert_eq!(told.over, BTreeSet::from([first]));
        assert_eq!(told.unacknowledged, 0, "nobody waits for what is forgotten");
        told.over.clear();
        told.note(&at, None);
        told.note(&at, None);
        assert_eq!(told.over, BTreeSet::from([second]));
        assert!(told.things.is_empty() && told.of.is_empty() && told.due.is_empty());
    }

    #[test]
    fn what_changed_before_it_could_be_told_is_not_told_as_it_was() {
        let (mut told, at) = (Told::default(), record(1));
        told.note(&at, Some((ObjectKey::Task(key(1)), 1)));
        told.note(&at, Some((ObjectKey::Task(key(2)), 1)));
        assert!(!told.tell(&at, &object(&key(1), 1)));
        let other = TaskKey { task: TaskId::random(), epoch: Epoch(1) };
        assert!(!told.tell(&at, &object(&other, 1)));
        assert!(told.tell(&at, &object(&key(2), 1)));
    }
}
