//! What the agent after this one needs to take the task up: on the disk before the slot has
//! anything of the task in it.

use ferrogate_base::crash;
use ferrogate_link::Assignment;

use super::Cx;
use crate::agent::failure::Failure;
use crate::agent::on_disk::OnDisk;

/// Writes the task's file, unless an earlier agent did.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    let slot = cx.slot().ok_or_else(|| Failure::lost("the task has no slot"))?;
    let on_disk = OnDisk {
        assignment: Assignment::clone(&cx.assignment),
        slot: Some(slot),
        boot_id: cx.host.boot_id.clone(),
    };
    let bytes = on_disk.encode();
    crash::point(format_args!("agent:before-slot"));
    let written = cx.write("a task's file", move |dir| OnDisk::write(dir, &bytes)).await;
    crash::point(format_args!("agent:after-slot"));
    written.map_err(|e| Failure::resource(format!("the task's file can't be written: {e}")))
}
