//! Events: what happened is found in the history of the records, written down for those who are
//! to be told, and told them.
//!
//! [`emitter`] follows the store and puts into queues what rules and topics ask for, in one
//! transaction with how far it has come: so nothing that was committed goes untold, whatever dies,
//! and nobody who changes a record need know of events. [`deliveries`] works the queues off, each
//! by itself. [`ticks`] tells of what schedules of rules are due for, [`schedules`] of what those of
//! EventBridge Scheduler are, [`notify`] of what alarms ask topics
//! to be told; [`connections`] authorizes what requests to endpoints outside need. Knows nothing of HTTP or of AWS's APIs: whoever starts it brings a [`Courier`].

mod connections;
pub mod counts;
pub mod deliveries;
pub mod emitter;
pub mod happened;
mod notify;
mod rules;
mod schedules;
mod ticks;

use std::sync::Arc;

use async_trait::async_trait;
use ferrogate_base::health::{Health, Need};
use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_metrics::MetricStore;
use ferrogate_records::events::{Event, connection, rule};
use ferrogate_records::scheduler::schedule;
use ferrogate_records::sns::message::Letter;
use ferrogate_records::sns::subscription;

use crate::engine::{self, Cx};
use connections::Connections;
pub use counts::Counts;
use deliveries::Deliveries;
use emitter::Emitter;
use notify::Notify;
pub use schedules::Schedules;
use ticks::Ticks;

/// Brings things to those who are to be told.
#[async_trait]
pub trait Courier: Send + Sync + 'static {
    /// Tells a target of a rule. Told again with the same `id`, it may do it twice, unless it can
    /// know better. Must end within [`deliveries::ATTEMPT_MAX`]; dropping the future may
    /// leave it done.
    ///
    /// # Errors
    /// Why it was not done.
    async fn tell(
        &self,
        rule: &rule::Record,
        target: &rule::Target,
        told: &Telling<'_>,
    ) -> Result<(), Undelivered>;

    /// Does what a schedule says, in the same way.
    ///
    /// # Errors
    /// Why it was not done.
    async fn invoke(&self, of: &schedule::Record, run: &Run<'_>) -> Result<(), Undelivered>;

    /// Sends a letter to a subscription's endpoint, in the same way.
    ///
    /// # Errors
    /// Why it was not done.
    async fn send(&self, to: &subscription::Record, letter: &Letter) -> Result<(), Undelivered>;

    /// Whether an event may go from a rule to the bus that is its target. Has no effect.
    ///
    /// # Errors
    /// Why it may not.
    async fn may_forward(
        &self,
        rule: &rule::Record,
        target: &rule::Target,
        event: &Event,
    ) -> Result<(), Undelivered>;

    /// Gets what a connection needs to be used. Must end within [`deliveries::ATTEMPT_MAX`].
    ///
    /// # Errors
    /// Why it has not got it.
    async fn authorize(&self, of: &connection::Record) -> Result<(), Undelivered>;
}

/// What a target is told.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// What its rule makes of the event.
    pub text: &'a str,
    /// The event, as JSON.
    pub event: &'a str,
    /// What makes it another one than all others, however often it is tried.
    pub id: &'a str,
}

/// A time at which a schedule does something.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The time.
    pub due: TimestampMs,
    /// How often it was tried, with this one.
    pub attempt: u32,
    /// What makes it another one than all others, however often it is tried.
    pub id: &'a str,
}

/// Why somebody was not told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Undelivered {
    /// In words; never with what is secret.
    pub why: String,
    /// Whether trying again may help.
    pub again: bool,
    /// The least rest before that, in milliseconds.
    pub after_ms: Option<u64>,
    /// Nobody was asked yet: it does not count as a try.
    pub untried: bool,
}

impl Undelivered {
    /// Of what may be otherwise the next time.
    #[must_use]
    pub fn for_now(why: impl Into<String>) -> Self {
        Self { why: why.into(), again: true, after_ms: None, untried: false }
    }

    /// Of what will not (EventBridge tries not again without permission or resource).
    #[must_use]
    pub fn for_good(why: impl Into<String>) -> Self {
        Self { why: why.into(), again: false, after_ms: None, untried: false }
    }

    /// Of what is not tried before some milliseconds have gone by.
    #[must_use]
    pub fn not_yet(why: impl Into<String>, after_ms: u64) -> Self {
        Self { why: why.into(), again: true, after_ms: Some(after_ms), untried: true }
    }
}

/// Runs all that has to do with events until the shutdown, in tasks of it. `endpoint` is where
/// the API is reached.
pub fn start(
    cx: &Cx,
    courier: Arc<dyn Courier>,
    metrics: MetricStore,
    endpoint: String,
    health: &Health,
    shutdown: &Shutdown,
) {
    let counts = Arc::new(Counts::default());
    engine::keep_running("events", Need::Useful, health, shutdown, {
        let (cx, counts, shutdown) = (cx.clone(), counts.clone(), shutdown.clone());
        move || {
            let emitter = Emitter::new(cx.clone(), endpoint.clone(), counts.clone());
            emitter.run(shutdown.clone())
        }
    });
    engine::keep_running("event-counts", Need::Useful, health, shutdown, {
        let (cx, counts, shutdown) = (cx.clone(), counts.clone(), shutdown.clone());
        move || counts::run(cx.clone(), counts.clone(), metrics.clone(), shutdown.clone())
    });
    let connections = Arc::new(Connections(courier.clone()));
    engine::start(connections, Need::Useful, cx, health, shutdown);
    let deliveries = Arc::new(Deliveries::new(courier, counts));
    engine::start(deliveries, Need::Useful, cx, health, shutdown);
    engine::start(Arc::new(Schedules), Need::Useful, cx, health, shutdown);
    engine::start(Arc::new(Ticks), Need::Useful, cx, health, shutdown);
    engine::start(Arc::new(Notify), Need::Useful, cx, health, shutdown);
}
