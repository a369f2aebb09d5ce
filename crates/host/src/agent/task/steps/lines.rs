//! The containers' lines, on their way from their spools to the server.

use ferrogate_link::multiline::Start;
use ferrogate_link::{Event, LogDriver};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Cx;
use crate::agent::logs::{Events, Stream};

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
pub(in crate::agent::task) fn ensure(cx: &Cx, container: &str) {
    let of = cx.assignment.spec.containers.iter().find(|c| c.name == container);
    let target = of.and_then(|c| match &c.log {
        LogDriver::Awslogs(target) => Some(target),
        LogDriver::None => None,
    });
    let (Some(run_dir), Some(acked)) = (cx.run_dir(), cx.acked.get(container)) else { return };
    let mut lines = cx.lines.lock();
    let Some(target) = target else { return };
    if lines.0.iter().any(|streaming| streaming.container == container) {
        return;
    }
    let (end, ended) = watch::channel(false);
    let stream = Stream {
        key: cx.key().clone(),
        container: container.to_owned(),
        run_dir,
        way: cx.host.lines.way(),
        acked: acked.clone(),
        ended,
        events: target.multiline.as_deref().and_then(|pattern| events(cx, pattern)),
    };
    let task = tokio::spawn(stream.run());
    lines.0.push(Streaming { container: container.to_owned(), end, task });
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
        tracing::error!(task = %cx.key(), container, lines, "the log store took no lines: they are lost");
        cx.report(vec![Event::LinesLost { container, lines }]);
    }
}
