//! The slot and the shim that waits in it: a warm one for a new task, its own for one that is
//! taken up.

use ferrogate_base::crash;
use ferrogate_link::Event;

use super::Cx;
use crate::agent::failure::Failure;
use crate::agent::patience::patiently;
use crate::shim::ShimHandle;

/// Takes a slot with its shim, or connects to the one that the task has.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    let shim = match cx.run_dir() {
        Some(run_dir) => ShimHandle::connect(&run_dir).await.map_err(|error| {
            tracing::info!(task = %cx.key(), %error, "the task's shim can't be reached");
            Failure::lost("the task's shim has died")
        })?,
        None => take(cx).await?,
    };
    // Steps are taken once in the life of an agent.
    cx.shim.get_or_init(|| shim);
    cx.report(vec![Event::PullStarted]);
    Ok(())
}

async fn take(cx: &Cx) -> Result<ShimHandle, Failure> {
    let (slots, storage_gib) = (&cx.host.slots, cx.assignment.spec.storage_gib);
    crash::point(format_args!("agent:before-take"));
    // There is nothing of the task yet: another shim, or another disk, is as good.
    let taken = patiently("a task's shim", |_| true, || slots.take(storage_gib));
    let (slot, shim) = taken.await.map_err(Failure::resource)?;
    crash::point(format_args!("agent:after-take"));
    cx.slot.get_or_init(|| slot);
    Ok(shim)
}

/// Ends the shim and gives its disk back, as far as that is possible now.
pub(super) async fn undo(cx: &Cx) {
    let Some(slot) = cx.slot() else { return };
    let (slots, cgroup) = (&cx.host.slots, cx.cgroup());
    crash::point(format_args!("agent:before-shim-back"));
    let ended = patiently("a task's shim", |_| true, || slots.end(slot, Some(cgroup.clone())));
    if let Err(error) = ended.await {
        tracing::error!(task = %cx.key(), %error, "something of the task can't be ended");
    }
    crash::point(format_args!("agent:after-shim-back"));
}

/// Removes the slot's folder; `false` when something of it stays, and with it the ids.
pub(super) async fn clear(cx: &Cx) -> bool {
    let Some(slot) = cx.slot() else { return true };
    let (slots, cgroup) = (&cx.host.slots, cx.cgroup());
    crash::point(format_args!("agent:before-slot-back"));
    let cleared = patiently("a task's slot", |_| true, || slots.clear(slot, Some(cgroup.clone())));
    let cleared = cleared.await;
    crash::point(format_args!("agent:after-slot-back"));
    if let Err(error) = &cleared {
        tracing::error!(
            task = %cx.key(), slot, %error,
            "a slot can't be removed; the next start of the agent tries again"
        );
    }
    cleared.is_ok()
}
