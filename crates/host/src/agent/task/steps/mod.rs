//! The steps before a task's first program, and back: each has its effect once, however often
//! it is taken, and a kill before or after it is made good by the next agent. A step that has
//! begun comes to its end; whether the task is to stop meanwhile is looked at between effects.
//!
//! ```text
//! intent ────────────────────────────────────────────────┐
//! room → shim ─┬→ network → endpoints ───┬→ collectors ──┤
//!              ├→ note ───┬→ containers ─┘               ├→ publish → the first program
//!              ├→ images ─┤                              │
//!              └→ secrets ┘                              ┘
//! ```
//!
//! Images that are pulled with logins come after the secrets, which those are.

mod collectors;
mod containers;
mod endpoints;
mod images;
mod intent;
mod keep;
mod lines;
mod network;
mod note;
mod publish;
mod room;
mod secrets;
mod shim;

use ferrogate_base::crash;
use futures_util::future::join;

use super::cx::Cx;
use super::life::Found;
use crate::agent::failure::Failure;

pub(super) use keep::Keep;
pub(super) use lines::Lines;
pub(super) use publish::Ports;
pub(super) use {lines::ensure as stream, publish::due as publish_due};
pub(super) use {publish::ensure as publish, publish::undo as unpublish};

/// Why not all steps were taken.
#[derive(Debug)]
pub(super) enum Unready {
    /// One can't be.
    Failed(Failure),
    /// They were asked to come to their end.
    Halted,
}

impl From<Failure> for Unready {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Takes all steps before the first program.
pub(super) async fn make_ready(cx: &Cx) -> Result<(), Unready> {
    let intent = beside(cx, async { Ok(intent::ensure(cx).await?) });
    let made = beside(cx, make(cx));
    both(intent, made).await?;
    go_on(cx)?;
    match cx.found {
        Found::Nothing => Ok(publish::ensure(cx).await?),
        // It runs: a port that somebody has taken meanwhile is opened when it is free.
        Found::Started | Found::Lost(_) => Ok(()),
    }
}

async fn make(cx: &Cx) -> Result<(), Unready> {
    room::ensure(cx).await?;
    shim::ensure(cx).await?;
    fill(cx).await
}

/// Puts the task into its slot.
async fn fill(cx: &Cx) -> Result<(), Unready> {
    // Before an interface is joined to its namespace: an agent that comes after a kill must know
    // which slot that is.
    note::ensure(cx).await?;
    go_on(cx)?;
    both(beside(cx, connect(cx)), beside(cx, prepare(cx))).await?;
    go_on(cx)?;
    Ok(collectors::ensure(cx).await?)
}

async fn connect(cx: &Cx) -> Result<(), Unready> {
    network::ensure(cx).await?;
    go_on(cx)?;
    Ok(endpoints::ensure(cx).await?)
}

async fn prepare(cx: &Cx) -> Result<(), Unready> {
    let images = beside(cx, async { Ok(images::ensure(cx).await?) });
    let secrets = beside(cx, async { Ok(secrets::ensure(cx).await?) });
    if cx.assignment.spec.has_registry_logins() {
        secrets.await?;
        go_on(cx)?;
        images.await?;
    } else {
        both(images, secrets).await?;
    }
    go_on(cx)?;
    Ok(containers::ensure(cx).await?)
}

/// Gives back all that the task holds but its slot's folder and number; the last lines of its
/// containers have been delivered then, unless nobody waits for them.
pub(super) async fn give_back(cx: &Cx, keep: Keep) {
    publish::undo(cx).await;
    // Also those of containers that ended while no agent lived.
    lines::end(cx);
    lines::leave(cx).await;
    crash::point(format_args!("agent:before-detach"));
    endpoints::undo(cx).await;
    network::undo(cx);
    crash::point(format_args!("agent:after-detach"));
    keep::ensure(cx, keep).await;
    // Before its last lines are delivered: a server that has no room for them may be waiting
    // for just the room that this task takes.
    shim::undo(cx).await;
    lines::undo(cx).await;
}

/// Removes the folder of the task's slot; `false` when something of it stays, and with it the
/// slot's ids.
pub(super) async fn clear_slot(cx: &Cx) -> bool {
    shim::clear(cx).await
}

fn go_on(cx: &Cx) -> Result<(), Unready> {
    if cx.halt.is_cancelled() { Err(Unready::Halted) } else { Ok(()) }
}

/// A step that others are taken beside: when it fails, they come to their end.
async fn beside(cx: &Cx, step: impl Future<Output = Result<(), Unready>>) -> Result<(), Unready> {
    let done = step.await;
    if done.is_err() {
        cx.halt.cancel();
    }
    done
}

/// Both to their end. What failed says more than what was halted for it.
async fn both(
    one: impl Future<Output = Result<(), Unready>>,
    other: impl Future<Output = Result<(), Unready>>,
) -> Result<(), Unready> {
    match join(one, other).await {
        (Err(Unready::Halted), failed @ Err(Unready::Failed(_))) => failed,
        (Ok(()), done) => done,
        (undone, _) => undone,
    }
}

#[cfg(test)]
mod tests;
