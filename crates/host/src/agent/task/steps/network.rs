//! The task's interface in its VPC.

use std::os::fd::AsFd;

use ferrogate_base::crash;
use ferrogate_link::Event;
use ferrogate_net::{Eni, EniId, Error, VpcId};

use super::{Cx, Unready};
use crate::agent::failure::Failure;
use crate::agent::patience::patiently;
use crate::agent::task::life::Found;

/// Joins the task's namespace to its VPC.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Unready> {
    let of = &cx.assignment.eni;
    let fabric = &cx.host.fabric;
    let id: EniId = of.id.parse().map_err(Failure::resource)?;
    let vpc: VpcId = of.vpc.parse().map_err(Failure::resource)?;
    let cidr = of.vpc_cidr.parse().map_err(Failure::resource)?;
    fabric.ensure_vpc(&vpc, cidr).await.map_err(Failure::resource)?;
    // Not one packet passes before its rules are in force. What runs already has those of before
    // the agent came, and does not end because newer ones can't be set.
    if cx.found == Found::Nothing {
        tokio::select! {
            enforced = cx.host.network.enforced(&vpc, &id) => enforced.map_err(Failure::resource)?,
            () = cx.halt.cancelled() => return Err(Unready::Halted),
        }
    }
    let eni = Eni {
        host_if: id.host_if(),
        id,
        vpc,
        address: of.address,
        subnet: of.subnet_cidr.parse().map_err(Failure::resource)?,
        gateway: of.gateway,
        address6: of.ipv6.as_ref().map(|ipv6| ipv6.address),
        mac: of.mac.parse().map_err(Failure::resource)?,
    };
    let netns = cx.shim()?.netns().map_err(|_| Failure::lost("the task's shim has died"))?;
    crash::point(format_args!("agent:before-attach"));
    let attach = || fabric.attach(&eni, netns.as_fd());
    let attached = patiently("an interface", Error::is_transient, attach).await;
    crash::point(format_args!("agent:after-attach"));
    attached.map_err(Failure::resource)?;
    cx.report(vec![Event::Connected]);
    Ok(())
}

/// Takes the interface away. Nothing passes it from now on; the kernel needs some time to
/// remove it, which nobody has to wait for: its address is not reused before.
pub(super) fn undo(cx: &Cx) {
    cx.host.detach(&cx.assignment.eni.id);
}
