//! The log store, which outlives servers, and a server's way to it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::crash;
use ferrogate_controllers::host::{LogSink, NotReady};
use ferrogate_link::{FlowBatch, LogBatch};
use ferrogate_records::ecs::task;
use ferrogate_telemetry::Source;
use parking_lot::Mutex;

use super::world::World;
use crate::dice::Dice;
use crate::store::handle::{Handle, INJECTED};

/// How the log store is. Chances are in a thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LogWeather {
    /// Batches that fail, and are not stored.
    pub(crate) fails: u64,
    /// Batches that are stored, and are said to have failed.
    pub(crate) unheard: u64,
    /// Batches that are stored, and never answered.
    pub(crate) stalls: u64,
    /// Streams that can't be made now.
    pub(crate) not_ready: u64,
    /// Streams at which the server panics.
    pub(crate) panics: u64,
}

/// Lines that last, by their source. A source is a binding's container.
#[derive(Default)]
pub(crate) struct Lines(Mutex<BTreeMap<String, Vec<String>>>);

impl Lines {
    /// What is stored of a source.
    pub(crate) fn of(&self, source: &str) -> Vec<String> {
        self.0.lock().get(source).cloned().unwrap_or_default()
    }

    /// All that is stored, by its source.
    pub(crate) fn all(&self) -> BTreeMap<String, Vec<String>> {
        self.0.lock().clone()
    }

    /// Stores what is new of a batch, as the log store does.
    fn store(&self, from: &Source, lines: Vec<String>) {
        let mut stored = self.0.lock();
        let of = stored.entry(from.id.clone()).or_default();
        let last = (!of.is_empty()).then_some(of.len() as u64);
        let known = from.known(lines.len(), last);
        of.extend(lines.into_iter().skip(known));
    }
}

/// The name of a source.
pub(crate) fn source(batch: &LogBatch) -> String {
    format!("{}/{}", batch.key, batch.container)
}

/// The line of this number.
pub(crate) fn line(number: u64) -> String {
    format!("line {number}")
}

/// One server's way to the log store.
pub(crate) struct Sink {
    pub(crate) world: Arc<World>,
    pub(crate) handle: Arc<Handle>,
    pub(crate) dice: Mutex<Dice>,
}

impl Sink {
    fn chance(&self, of: impl Fn(&LogWeather) -> u64) -> bool {
        let per_mille = of(&self.world.log_weather.lock());
        self.dice.lock().chance(per_mille)
    }

    async fn way(&self) {
        let wait = self.dice.lock().ms(0, 20);
        tokio::time::sleep(wait).await;
        self.handle.alive().await;
    }
}

#[async_trait]
impl LogSink for Sink {
    async fn make_ready(&self, _: &task::Record) -> Result<(), NotReady> {
        self.way().await;
        if self.chance(|weather| weather.panics) {
            panic!("{INJECTED}");
        }
        if self.chance(|weather| weather.not_ready) {
            return Err(NotReady::Failed("the simulation asks for it".into()));
        }
        Ok(())
    }

    async fn append(&self, task: &task::Record, batch: LogBatch) -> Result<u64, String> {
        if task.task_key().is_none_or(|key| key != batch.key) {
            self.world.broken(format!("lines of {} go to {}", batch.key, task.id));
        }
        crash::point(format_args!("server:before-lines"));
        self.way().await;
        if self.chance(|weather| weather.fails) {
            return Err("the simulation asks for it".into());
        }
        let (last, id) = (batch.last_seq(), source(&batch));
        let from = Source { id, first_seq: batch.first_seq, spans: vec![] };
        self.world.lines.store(&from, batch.lines.into_iter().map(|line| line.text).collect());
        crash::point(format_args!("server:after-lines"));
        self.way().await;
        if self.chance(|weather| weather.stalls) {
            tokio::time::sleep(Duration::from_secs(1000)).await;
        }
        if self.chance(|weather| weather.unheard) {
            return Err("the simulation asks for it".into());
        }
        Ok(last)
    }

    async fn record(&self, _: &FlowBatch) -> Result<(), String> {
        Ok(())
    }
}
