//! A state over a store in a folder of its own.

use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::clock::ManualClock;
use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_records::ecs::setting;
use ferrogate_state::State;
use ferrogate_store::{Guard, Key, Op, Rev, SqliteOptions, SqliteStore, Store, TxnOut, codec};

/// Ends a test that hangs; nothing here takes so long on any machine.
const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, work).await.expect("not within the deadline")
}

pub(crate) struct Bed {
    dir: tempfile::TempDir,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) shutdown: Shutdown,
}

impl Bed {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(dir.path(), SqliteOptions::for_tests()).unwrap();
        Self { dir, store: Arc::new(store), shutdown: Shutdown::new() }
    }

    pub(crate) async fn state(&self) -> Arc<State> {
        self.state_over(self.store.clone()).await
    }

    pub(crate) async fn state_over(&self, store: Arc<dyn Store>) -> Arc<State> {
        let clock = Arc::new(ManualClock::new(TimestampMs(1)));
        State::open(store, clock, &self.shutdown).await.unwrap()
    }

    pub(crate) async fn commit(&self, ops: &[Op]) -> Rev {
        self.commit_if(&[], ops).await
    }

    pub(crate) async fn commit_if(&self, guards: &[Guard], ops: &[Op]) -> Rev {
        match self.store.txn(guards, ops).await.unwrap() {
            TxnOut::Committed(rev) => rev,
            TxnOut::Conflict(found) => panic!("conflict: {found:?}"),
        }
    }

    pub(crate) async fn end(self) {
        within(self.shutdown.finish()).await;
        self.store.close().await;
        self.dir.close().unwrap();
    }
}

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

pub(crate) fn put(text: &str, val: impl Into<Vec<u8>>) -> Op {
    Op::put(key(text), val.into())
}

/// Writes the setting `name` with its value.
pub(crate) fn set(name: &str, value: &str) -> Op {
    let record = setting::Record {
        name: name.into(),
        value: value.into(),
        principal: setting::ACCOUNT.into(),
    };
    Op::put(key(&format!("/setting/{name}")), codec::encode(1, &record).unwrap())
}

pub(crate) fn names(state: &State) -> Vec<String> {
    let settings = state.table::<setting::Record>();
    settings.all().unwrap().map(|setting| setting.name.clone()).collect()
}
