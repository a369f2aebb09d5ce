//! A server of the engine: its real parts over the store as it sees it.

use std::sync::Arc;
use std::time::Duration;

use ferrogate_api::{self as api, Failure, Operation, Operations, json, validate};
use ferrogate_base::health::Health;
use ferrogate_base::{Clock, Shutdown};
use ferrogate_controllers::engine::Cx;
use ferrogate_controllers::host::{LogSink, SessionOptions, Sessions, session};
use ferrogate_link::session::Token;
use ferrogate_services::{ec2, ecs};
use ferrogate_state::{Fault, State};
use ferrogate_store::Store;
use parking_lot::Mutex;
use serde_json::Value;
use tokio::io::DuplexStream;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::logs::Sink;
use super::wire::{Faults, wire};
use super::world::{World, scope};
use crate::store::Writer;
use crate::store::handle::{Handle, Mode};

/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// One server.
pub(crate) struct Server {
    pub(crate) no: Writer,
    pub(crate) handle: Arc<Handle>,
    pub(crate) cx: Cx,
    pub(crate) health: Health,
    world: Arc<World>,
    table: Operations,
    sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    shutdown: Shutdown,
    gone: CancellationToken,
}

/// What a client hears.
#[derive(Debug)]
pub(crate) enum Answer {
    Done(Value),
    Refused(String),
    /// Nobody knows what became of it.
    Unknown,
}

impl Server {
    /// Opens the store as the server of this number, and takes the lead.
    pub(crate) async fn open(world: &Arc<World>, no: Writer) -> Result<Arc<Self>, Fault> {
        let dice = world.dice(&format!("store of {no}"));
        let handle = Arc::new(Handle::new(world.store.clone(), no, world.weather.clone(), dice));
        let shutdown = Shutdown::new();
        let mut begun = Begun { handle: handle.clone(), shutdown: shutdown.clone(), serves: false };
        let server = Self::of(world, no, handle, &shutdown).await?;
        begun.serves = true;
        Ok(server)
    }

    async fn of(
        world: &Arc<World>,
        no: Writer,
        handle: Arc<Handle>,
        shutdown: &Shutdown,
    ) -> Result<Arc<Self>, Fault> {
        let store: Arc<dyn Store> = handle.clone();
        let state = State::open(store, Arc::new(world.clock.clone()), shutdown).await?;
        let (sessions, health) = (Arc::new(Sessions::default()), Health::default());
        sessions.show_in(&health);
        let cx = Cx::lead(state.clone(), &format!("server {no}"), shutdown).await?;
        let dice = Mutex::new(world.dice(&format!("logs of {no}")));
        let sink = Arc::new(Sink { world: world.clone(), handle: handle.clone(), dice });
        ferrogate_controllers::start(&cx, sessions.clone(), sink.clone(), &health, shutdown);
        let mut table = Operations::new();
        ecs::register(&mut table, state.clone(), Arc::default(), ecs::Functions::default());
        ec2::register(&mut table, state);
        let (world, shutdown, gone) = (world.clone(), shutdown.clone(), CancellationToken::new());
        Ok(Arc::new(Self { no, handle, cx, health, world, table, sessions, sink, shutdown, gone }))
    }

    /// The host's end of a wire to the server.
    pub(crate) fn dial(&self, partitioned: watch::Receiver<bool>, who: &str) -> DuplexStream {
        let faults = Faults {
            world: self.world.clone(),
            partitioned,
            server: self.handle.clone(),
            gone: self.gone.clone(),
        };
        let (theirs, ours) = wire(faults, self.world.dice(who));
        let options = SessionOptions {
            registry_token: Token::new("token"),
            silence_max: SessionOptions::SILENCE_MAX,
            lender: std::sync::Arc::new(ferrogate_controllers::host::NoLender),
            secrets: std::sync::Arc::new(ferrogate_controllers::host::NoSecrets),
            authority: None,
        };
        let (cx, sessions, sink) = (self.cx.clone(), self.sessions.clone(), self.sink.clone());
        let served = session::serve(cx, sessions, sink, options, ours, self.shutdown.clone());
        self.shutdown.spawn(async {
            // A session that broke is begun anew by its host.
            drop(served.await);
        });
        theirs
    }

    /// Calls an operation, as wire does: by the model, then by its handler.
    pub(crate) async fn call(&self, operation: &'static Operation, input: Value) -> Answer {
        let account = scope().account;
        let id = "simulated";
        let cx = Arc::new(api::Cx::root(id, account, "us-east-1", self.world.clock.now()));
        let tree = json::decode(input.to_string().as_bytes(), operation.input)
            .unwrap_or_else(|no| panic!("{}: {no:?}: {input}", operation.name));
        validate::check(operation, &tree)
            .unwrap_or_else(|no| panic!("{}: {no:?}: {input}", operation.name));
        let handler = self.table.get(operation).expect("the operation is served");
        let work = tokio::spawn(handler(cx, tree));
        let answered = tokio::select! {
            answered = work => answered,
            () = self.gone.cancelled() => return Answer::Unknown,
            () = tokio::time::sleep(PATIENCE) => return Answer::Unknown,
        };
        match answered {
            Ok(Ok(output)) => {
                let text = json::encode(&*output, operation.output);
                Answer::Done(serde_json::from_slice(&text).expect("it is JSON"))
            }
            Ok(Err(Failure::Aws(reply))) => {
                Answer::Refused(format!("{}: {}", reply.code, reply.message.text))
            }
            Ok(Err(Failure::Fault(_))) | Err(_) => Answer::Unknown,
        }
    }

    /// Ends it at once: nothing that it had begun goes on.
    pub(crate) fn kill(&self) {
        self.handle.set(Mode::Dead);
        self.gone.cancel();
        self.shutdown.request();
    }

    /// Resolves when it is dead.
    pub(crate) async fn dies(&self) {
        self.gone.cancelled().await;
    }
}

/// A server that begins: nothing of it goes on when this is dropped before it serves.
struct Begun {
    handle: Arc<Handle>,
    shutdown: Shutdown,
    serves: bool,
}

impl Drop for Begun {
    fn drop(&mut self) {
        if !self.serves {
            self.handle.set(Mode::Dead);
            self.shutdown.request();
        }
    }
}
