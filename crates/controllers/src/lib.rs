//! Reconcilers: they bring what is observed to what is desired, and know both only from the
//! store. One guarded transaction at a time; nothing is assumed after a conflict.
//!
//! Knows nothing of HTTP or of AWS's wire formats, and of hosts only their session. Read
//! [`engine`] first, then [`ecs::scheduler`] and [`host::session`].

pub mod alarm;
mod asker;
pub mod certificates;
pub mod ecs;
pub mod elb;
pub mod engine;
pub mod events;
pub mod expired;
pub mod host;
pub mod samples;
pub mod scaling;
mod zero;

use std::sync::Arc;

use ferrogate_base::Shutdown;
use ferrogate_base::health::{Health, Need};
use ferrogate_metrics::Source;

use alarm::{Alarms, Composites};
use ecs::gc::Collector;
use ecs::log_streams::{LogStreams, Ready};
use ecs::registrar::Registrar;
use ecs::scheduler::Scheduler;
use ecs::service::Services;
use elb::health::TargetHealth;
use elb::nodes::Nodes;
use elb::targets::Targets;
use engine::Cx;
use expired::Expired;
use host::{LogSink, LostHosts, Sessions};
use scaling::Scaling;

/// Runs all reconcilers until the shutdown, in tasks of it. Tasks are placed on the hosts of
/// `sessions`, and what containers write goes to `sink`.
pub fn start(
    cx: &Cx,
    sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    health: &Health,
    shutdown: &Shutdown,
) {
    let ready = Arc::new(Ready::default());
    let streams = Arc::new(LogStreams::new(sink, ready.clone()));
    engine::start(streams, Need::Vital, cx, health, shutdown);
    let lost = Arc::new(LostHosts::new(sessions.clone(), LostHosts::AFTER));
    engine::start(lost, Need::Useful, cx, health, shutdown);
    let nodes = Arc::new(Nodes::new(sessions.clone()));
    engine::start(nodes, Need::Useful, cx, health, shutdown);
    let target_health = Arc::new(TargetHealth::new(sessions.clone()));
    engine::start(target_health, Need::Useful, cx, health, shutdown);
    engine::start(Arc::new(Targets), Need::Useful, cx, health, shutdown);
    let registrar = Arc::new(Registrar::new(sessions.clone()));
    engine::start(registrar, Need::Useful, cx, health, shutdown);
    let services = Arc::new(Services::new(sessions.clone()));
    let scheduler = Arc::new(Scheduler::new(sessions, ready));
    engine::start(scheduler, Need::Vital, cx, health, shutdown);
    engine::start(services, Need::Useful, cx, health, shutdown);
    engine::start(Arc::new(Expired), Need::Useful, cx, health, shutdown);
    engine::start(Arc::new(Collector), Need::Useful, cx, health, shutdown);
}

/// Runs the reconcilers that look at metrics until the shutdown, in tasks of it: those of alarms
/// and of scaling.
pub fn start_measured(
    cx: &Cx,
    sessions: Arc<Sessions>,
    metrics: Arc<dyn Source>,
    health: &Health,
    shutdown: &Shutdown,
) {
    let alarms = Arc::new(Alarms::new(metrics.clone()));
    engine::start(alarms, Need::Useful, cx, health, shutdown);
    engine::start(Arc::new(Composites), Need::Useful, cx, health, shutdown);
    let scaling = Arc::new(Scaling::new(metrics, sessions));
    engine::start(scaling, Need::Useful, cx, health, shutdown);
}
