//! The control plane over a real store, called as clients call it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_api::{Cx, Failure, Operation, Operations, json, validate};
use ferrogate_base::clock::ManualClock;
use ferrogate_base::health::Health;
use ferrogate_base::{AccountId, Clock, Shutdown, TimestampMs};
use ferrogate_controllers::engine;
use ferrogate_controllers::host::{LogSink, NotReady, SessionOptions, Sessions, session};
use ferrogate_link::session::Token;
use ferrogate_link::{FlowBatch, LogBatch};
use ferrogate_records::ecs::task;
use ferrogate_services::{ce, ec2, ecs};
use ferrogate_state::State;
use ferrogate_store::{Prefix, SqliteOptions, SqliteStore, Store, list_all};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::DuplexStream;

pub(crate) const NOW_MS: u64 = 1_700_000_000_000;
/// Ends a test that hangs; nothing here takes so long on any machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) struct Engine {
    pub(crate) state: Arc<State>,
    pub(crate) cx: engine::Cx,
    pub(crate) clock: ManualClock,
    table: Operations,
    sessions: Arc<Sessions>,
    store: SqliteStore,
    shutdown: Shutdown,
    _dir: TempDir,
}

/// Drops all lines: logs are not what is tested here.
struct NoLogs;

#[async_trait]
impl LogSink for NoLogs {
    async fn make_ready(&self, _: &task::Record) -> Result<(), NotReady> {
        Ok(())
    }

    async fn append(&self, _: &task::Record, batch: LogBatch) -> Result<u64, String> {
        Ok(batch.first_seq + batch.lines.len() as u64 - 1)
    }

    async fn record(&self, _: &FlowBatch) -> Result<(), String> {
        Ok(())
    }
}

impl Engine {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = ManualClock::new(TimestampMs(NOW_MS));
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let path = dir.path().join("state");
        let store = SqliteStore::open(&path, SqliteOptions::for_tests()).unwrap();
        let shutdown = Shutdown::new();
        let handle: Arc<dyn Store> = Arc::new(store.clone());
        let state = State::open(handle, shared, &shutdown).await.unwrap();
        let mut table = Operations::new();
        ecs::register(&mut table, state.clone(), Arc::default(), ecs::Functions::default());
        ec2::register(&mut table, state.clone());
        ce::register(&mut table, state.clone(), ce::Prices::default());
        let sessions = Arc::new(Sessions::default());
        let cx = engine::Cx::lead(state.clone(), "the test", &shutdown).await.unwrap();
        let (sink, health) = (Arc::new(NoLogs), Health::default());
        ferrogate_controllers::start(&cx, sessions.clone(), sink, &health, &shutdown);
        Self { state, cx, clock, table, sessions, store, shutdown, _dir: dir }
    }

    /// The host's end of a session that the engine serves from now on.
    pub(crate) fn dial(&self) -> DuplexStream {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (cx, sessions) = (self.cx.clone(), self.sessions.clone());
        let lender = std::sync::Arc::new(ferrogate_controllers::host::NoLender);
        let secrets = std::sync::Arc::new(ferrogate_controllers::host::NoSecrets);
        let registry_token = Token::new("token");
        let authority = None;
        let options =
            SessionOptions { registry_token, silence_max: DEADLINE, lender, secrets, authority };
        let end = self.shutdown.clone();
        self.shutdown.spawn(async move {
            // It breaks when the test drops its end.
            let served = session::serve(cx, sessions, Arc::new(NoLogs), options, ours, end).await;
            drop(served);
        });
        theirs
    }

    /// Calls an operation that must succeed, as wire does: by the model, then by its handler.
    pub(crate) async fn ok(&self, operation: &Operation, input: Value) -> Value {
        let account: AccountId = "111122223333".parse().unwrap();
        let cx = Arc::new(Cx::root("id", account, "us-east-1", self.clock.now()));
        let input = json::decode(input.to_string().as_bytes(), operation.input).unwrap();
        validate::check(operation, &input)
            .unwrap_or_else(|no| panic!("{}: {no:?}", operation.name));
        let handler = self.table.get(operation).expect("the operation is served");
        let answer = tokio::time::timeout(DEADLINE, handler(cx, input)).await;
        match answer.expect("it answers within the deadline") {
            Ok(output) => {
                serde_json::from_slice(&json::encode(&*output, operation.output)).unwrap()
            }
            Err(Failure::Aws(reply)) => {
                panic!("{}: {} {}", operation.name, reply.code, reply.message.text)
            }
            Err(Failure::Fault(cause)) => panic!("{}: a fault: {cause:?}", operation.name),
        }
    }

    /// The keys of all records that are named after `word` or speak of it.
    pub(crate) async fn records_of(&self, word: &str) -> Vec<String> {
        let (kvs, _) = list_all(&*self.state.store, &Prefix::root()).await.unwrap();
        let speaks = |text: &[u8]| text.windows(word.len()).any(|part| part == word.as_bytes());
        kvs.iter()
            .filter(|kv| kv.key.as_str().contains(word) || speaks(&kv.val))
            .map(|kv| kv.key.as_str().to_owned())
            .collect()
    }

    pub(crate) async fn end(self) {
        self.shutdown.finish().await;
        self.store.close().await;
    }
}
