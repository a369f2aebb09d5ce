//! The containers' lines, on their way from their spools to the server or to the task's router.

use ferrogate_link::multiline::Start;
use ferrogate_link::{Container, Event, LogDriver, LogRouterKind, LogTarget};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Cx;
use crate::agent::bundle::router_folder;
use crate::agent::logs::{Events, Forward, LogRouter, Stream};
use crate::forward::Source;
use crate::shim::runtime_id;

/// The streams of a task.
#[derive(Default)]
pub(in crate::agent::task) struct Lines(Vec<Streaming>);

struct Streaming {
    container: String,
    /// Turns true once the container has ended.
    end: watch::Sender<bool>,
    /// How many lines are lost in the end.
    task: JoinHandle<u64>,
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
    let task = match &container.log {
        LogDriver::None => None,
        LogDriver::Awslogs(target) => stored(cx, container, target, ended),
        LogDriver::Awsfirelens(_) => routed(cx, container, ended),
    };
    lines.0.extend(task.map(|task| Streaming { container: name.to_owned(), end, task }));
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
    let forward = Forward {
        key: cx.key().clone(),
        run_dir: cx.run_dir()?,
        source,
        // Fluentd's input for sockets acknowledges nothing.
        router: LogRouter::new(folder, router.kind == LogRouterKind::Fluentbit),
        ended,
    };
    Some(tokio::spawn(forward.run()))
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
    for mut streaming in all {
        // A stream ends when the server has all lines; it logs what it can't read.
        tokio::select! {
            lost = &mut streaming.task => tell_lost(cx, streaming.container, lost.unwrap_or(0)),
            () = cx.closed.cancelled() => streaming.task.abort(),
        }
    }
}

fn tell_lost(cx: &Cx, container: String, lines: u64) {
    if lines > 0 {
        tracing::error!(task = %cx.key(), container, lines, "the last log lines are lost");
        cx.report(vec![Event::LinesLost { container, lines }]);
    }
}
