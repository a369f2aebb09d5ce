//! The containers' lines, on their way from their spools to the server or to the task's router.

use std::sync::Arc;

use ferrogate_link::multiline::Start;
use ferrogate_link::{Container, Event, LogDriver, LogRouterKind, LogTarget};
use futures_util::future::join_all;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Cx;
use crate::agent::bundle::router_folder;
use crate::agent::failure::Failure;
use crate::agent::logs::{Collector, Events, Forward, LogRouter, Stream, TaskNet, lost};
use crate::agent::names::dns;
use crate::forward::Source;
use crate::shim::runtime_id;
use crate::spool;

/// The streams of a task.
#[derive(Default)]
pub(in crate::agent::task) struct Lines(Vec<Streaming>);

struct Streaming {
    container: String,
    /// Turns true once the container has ended.
    end: watch::Sender<bool>,
    to: To,
}

/// Where a container's lines are.
enum To {
    /// On their way: how many are lost in the end.
    Way(JoinHandle<u64>),
    /// On their way through the task's own network.
    OwnNetwork(JoinHandle<u64>),
    /// There, or lost: so many.
    End(u64),
}

/// Begins to send a container's lines, unless that has begun.
pub(in crate::agent::task) fn ensure(cx: &Cx, name: &str) {
    let containers = &cx.assignment.spec.containers;
    let Some(container) = containers.iter().find(|c| c.name == name) else { return };
    let mut lines = cx.lines.lock();
    if lines.0.iter().any(|streaming| streaming.container == name) {
        return;
    }
    let (end, ended) = watch::channel(false);
    let to = match &container.log {
        LogDriver::None => None,
        LogDriver::Awslogs(target) => stored(cx, container, target, ended).map(To::Way),
        LogDriver::Awsfirelens(_) => routed(cx, container, ended).map(To::Way),
        LogDriver::Splunk(_) => collected(cx, container, ended),
    };
    lines.0.extend(to.map(|to| Streaming { container: name.to_owned(), end, to }));
}

fn stored(
    cx: &Cx,
    container: &Container,
    target: &LogTarget,
    ended: watch::Receiver<bool>,
) -> Option<JoinHandle<u64>> {
    let stream = Stream {
        key: cx.key().clone(),
        container: container.name.clone(),
        run_dir: cx.run_dir()?,
        way: cx.host.lines.way(),
        acked: cx.acked.get(&container.name)?.clone(),
        ended,
        events: target.multiline.as_deref().and_then(|pattern| events(cx, pattern)),
    };
    Some(tokio::spawn(stream.run()))
}

fn routed(cx: &Cx, container: &Container, ended: watch::Receiver<bool>) -> Option<JoinHandle<u64>> {
    let mut routers = cx.assignment.spec.containers.iter().filter_map(|c| c.log_router.as_ref());
    let router = routers.next()?;
    // Of one whose shim is gone there is no router: what it never had is counted.
    let folder = router_folder(cx.shim().map_or(0, |shim| shim.pid()));
    let source = Source {
        tag: format!("{}-firelens-{}", container.name, cx.key().task),
        container_id: runtime_id(cx.key(), &container.name),
        container_name: container.name.clone(),
    };
    // Fluentd's input for sockets acknowledges nothing.
    let may_acknowledge = router.kind == LogRouterKind::Fluentbit;
    let forward = Forward {
        key: cx.key().clone(),
        container: container.name.clone(),
        run_dir: cx.run_dir()?,
        to: LogRouter::new((cx.key().clone(), source), folder, may_acknowledge),
        ended,
    };
    Some(tokio::spawn(forward.run()))
}

fn collected(cx: &Cx, container: &Container, ended: watch::Receiver<bool>) -> Option<To> {
    let (key, name, run_dir) = (cx.key().clone(), container.name.clone(), cx.run_dir()?);
    let (Ok(net), Ok(shim)) = (net(cx), cx.shim()) else {
        // The task's network went with its shim, and with it what the collector is shown.
        return Some(To::End(lost(&spool::dir_of(&run_dir, &name))));
    };
    let of = (key.clone(), name.clone());
    let to = Collector::new(of, net, shim.clone(), cx.collectors.lock().get(&name));
    let forward = Forward { key, container: name, run_dir, to, ended };
    Some(To::OwnNetwork(tokio::spawn(forward.run())))
}

/// The way out of the task.
pub(super) fn net(cx: &Cx) -> Result<TaskNet, Failure> {
    let eni = &cx.assignment.eni;
    let netns = cx.shim()?.netns().map_err(|_| Failure::lost("the task's shim has died"))?;
    let (resolver, search) = (cx.host.directory.resolver(eni), dns(eni).search);
    Ok(TaskNet { netns: Arc::new(netns), resolver, search })
}

/// The server has refused what is no pattern before the task got a host.
fn events(cx: &Cx, pattern: &str) -> Option<Events> {
    let start = Start::new(pattern);
    if let Err(error) = &start {
        tracing::error!(task = %cx.key(), %error, "each line is an event");
    }
    start.ok().map(Events::new)
}

/// No container writes any more.
pub(super) fn end(cx: &Cx) {
    for container in &cx.assignment.spec.containers {
        ensure(cx, &container.name);
    }
    for streaming in &cx.lines.lock().0 {
        streaming.end.send_replace(true);
    }
}

/// Waits until the server has all lines, or wants none; tells of those that it never took.
pub(super) async fn undo(cx: &Cx) {
    let all = std::mem::take(&mut cx.lines.lock().0);
    for streaming in all {
        // A stream ends when the server has all lines; it logs what it can't read.
        if let Some(lost) = streaming.to.end(cx).await {
            tell_lost(cx, streaming.container, lost);
        }
    }
}

/// Waits until the lines that go through the task's own network are there, or have waited for
/// long enough. What is lost is told with the others.
pub(super) async fn leave(cx: &Cx) {
    let all = std::mem::take(&mut cx.lines.lock().0);
    let waiting = all.into_iter().map(async |streaming| match streaming.to {
        to @ To::OwnNetwork(_) => {
            Streaming { to: To::End(to.end(cx).await.unwrap_or(0)), ..streaming }
        }
        to => Streaming { to, ..streaming },
    });
    let all = join_all(waiting).await;
    cx.lines.lock().0.extend(all);
}

impl To {
    /// How many lines are lost; `None` when nobody waits for them any more.
    async fn end(self, cx: &Cx) -> Option<u64> {
        match self {
            Self::End(lost) => Some(lost),
            Self::Way(mut task) | Self::OwnNetwork(mut task) => tokio::select! {
                lost = &mut task => Some(lost.unwrap_or(0)),
                () = cx.closed.cancelled() => {
                    task.abort();
                    None
                }
            },
        }
    }
}

fn tell_lost(cx: &Cx, container: String, lines: u64) {
    if lines > 0 {
        tracing::error!(task = %cx.key(), container, lines, "the last log lines are lost");
        cx.report(vec![Event::LinesLost { container, lines }]);
    }
}
