//! The store as one server sees it: slow, failing, full or gone, as the weather is.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_store::{
    Error, Guard, Key, Kv, LeaseId, ListPage, Op, Page, Prefix, Read, Result, Rev, Store,
    StoreStatus, TxnOut, WatchStream,
};
use futures_util::StreamExt;
use parking_lot::Mutex;
use tokio::sync::watch;

use super::{Memory, Writer};
use crate::dice::Dice;

/// What a panic says that was asked for.
pub const INJECTED: &str = "a panic that the simulation asked for";

/// How the store is to servers. Chances are in a thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weather {
    /// How long a request takes at most, in milliseconds.
    pub slow_ms: u64,
    /// Requests that fail, and change nothing.
    pub fails: u64,
    /// Transactions of which nobody hears what became of them: half of them are done.
    pub ambiguous: u64,
    /// Only what ends or frees something is written.
    pub full: bool,
    /// Watches that break at what they deliver.
    pub breaks: u64,
    /// Transactions whose caller panics.
    pub panics: u64,
}

/// Whether a server gets on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It does.
    Alive,
    /// It stands still until it is alive again.
    Hung,
    /// It will never do anything again.
    Dead,
}

/// The store in the hands of one server.
pub struct Handle {
    memory: Memory,
    who: Writer,
    mode: watch::Sender<Mode>,
    weather: Arc<Mutex<Weather>>,
    dice: Mutex<Dice>,
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("who", &self.who).finish_non_exhaustive()
    }
}

impl Handle {
    /// `memory`, as `who` sees it.
    #[must_use]
    pub fn new(memory: Memory, who: Writer, weather: Arc<Mutex<Weather>>, dice: Dice) -> Self {
        let mode = watch::Sender::new(Mode::Alive);
        Self { memory, who, mode, weather, dice: Mutex::new(dice) }
    }

    /// How the server is.
    #[must_use]
    pub fn mode(&self) -> Mode {
        *self.mode.borrow()
    }

    /// Lets the server go on, hang or be dead. The dead stay so.
    pub fn set(&self, mode: Mode) {
        self.mode
            .send_if_modified(|now| *now != Mode::Dead && std::mem::replace(now, mode) != mode);
    }

    /// Resolves when the server gets on; never once it is dead.
    pub async fn alive(&self) {
        let mut mode = self.mode.subscribe();
        // Fails when the sender is gone, which `self` has.
        drop(mode.wait_for(|mode| *mode == Mode::Alive).await);
    }

    fn chance(&self, of: impl Fn(&Weather) -> u64) -> bool {
        let per_mille = of(&self.weather.lock());
        self.dice.lock().chance(per_mille)
    }

    /// The way to the store and back.
    async fn way(&self) {
        let slow = self.weather.lock().slow_ms;
        let wait = self.dice.lock().ms(0, slow);
        if wait > Duration::ZERO {
            tokio::time::sleep(wait).await;
        }
        self.alive().await;
    }

    async fn ask<T>(&self, request: impl Future<Output = Result<T>>) -> Result<T> {
        self.way().await;
        if self.chance(|weather| weather.fails) {
            return Err(failed("read"));
        }
        let answer = request.await;
        self.way().await;
        answer
    }

    async fn write(&self, reserve: bool, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.way().await;
        if self.chance(|weather| weather.panics) {
            panic!("{INJECTED}");
        }
        let frees = reserve || ops.iter().all(|op| matches!(op, Op::Del(_)));
        if self.weather.lock().full && !frees {
            return Err(Error::NoSpace { source: None });
        }
        if self.chance(|weather| weather.fails) {
            return Err(failed("write"));
        }
        let unknown = self.chance(|weather| weather.ambiguous);
        let out = match unknown && self.dice.lock().chance(500) {
            true => None,
            false => Some(self.memory.write(self.who, guards, ops)),
        };
        self.way().await;
        match out {
            Some(out) if !unknown => out,
            _ => Err(Error::Ambiguous { what: "a transaction", source: None }),
        }
    }
}

fn failed(what: &'static str) -> Error {
    Error::Backend { what, source: Arc::new(std::io::Error::other("the simulation asks for it")) }
}

#[async_trait]
impl Store for Handle {
    async fn get(&self, keys: &[Key], read: Read) -> Result<(Vec<Option<Kv>>, Rev)> {
        self.ask(self.memory.get(keys, read)).await
    }

    async fn list(&self, prefix: &Prefix, at: Option<Rev>, page: Page) -> Result<ListPage> {
        self.ask(self.memory.list(prefix, at, page)).await
    }

    async fn txn(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.write(false, guards, ops).await
    }

    async fn txn_from_reserve(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.write(true, guards, ops).await
    }

    fn watch(&self, prefix: &Prefix, after: Rev) -> WatchStream {
        let (mode, weather) = (self.mode.subscribe(), self.weather.clone());
        let dice = self.dice.lock().roll();
        let told = self.memory.watch(prefix, after);
        let seen = Seen { told, mode, weather, dice: Dice::new(dice, "watch"), broken: false };
        futures_util::stream::unfold(seen, Seen::next).boxed()
    }

    async fn lease_grant(&self, ttl: Duration) -> Result<LeaseId> {
        self.ask(self.memory.lease_grant(ttl)).await
    }

    async fn lease_keep(&self, id: LeaseId) -> Result<Duration> {
        self.ask(self.memory.lease_keep(id)).await
    }

    async fn lease_revoke(&self, id: LeaseId) -> Result<()> {
        self.ask(self.memory.lease_revoke(id)).await
    }

    async fn compact(&self, keep_after: Rev) -> Result<()> {
        self.ask(self.memory.compact(keep_after)).await
    }

    async fn status(&self) -> Result<StoreStatus> {
        self.ask(self.memory.status()).await
    }
}

/// A watch, as the server sees it.
struct Seen {
    told: WatchStream,
    mode: watch::Receiver<Mode>,
    weather: Arc<Mutex<Weather>>,
    dice: Dice,
    broken: bool,
}

impl Seen {
    async fn next(mut self) -> Option<(Result<ferrogate_store::Watched>, Self)> {
        if self.broken {
            return None;
        }
        let item = self.told.next().await?;
        let (slow, breaks) = {
            let weather = self.weather.lock();
            (weather.slow_ms, weather.breaks)
        };
        let wait = self.dice.ms(0, slow);
        if wait > Duration::ZERO {
            tokio::time::sleep(wait).await;
        }
        // Fails when the server is gone.
        if self.mode.wait_for(|mode| *mode == Mode::Alive).await.is_err() {
            std::future::pending().await
        }
        self.broken = self.dice.chance(breaks);
        let item = if self.broken { Err(failed("watch")) } else { item };
        Some((item, self))
    }
}
