//! What a task needs before its first program: its images as containers, and its network.

use std::os::fd::AsFd;
use std::sync::Arc;

use ferrogate_base::{Clock, Shutdown, SystemClock, TimestampMs, crash};
use ferrogate_executor::{Assignment, FailureKind};
use ferrogate_net::{Eni, EniId, Error, VpcId, resolver};

use super::bundle::bundle;
use super::failure::Failure;
use super::images::Pulled;
use super::patience::patiently;
use super::{Host, images};
use crate::shim::{ClientError, ShimHandle};

/// Fetches the task's images and has its containers made of them, which then wait. When the
/// last image was there, and the images.
pub(super) async fn prepare(
    host: &Arc<Host>,
    assignment: &Assignment,
    shim: &ShimHandle,
) -> Result<(TimestampMs, Vec<Pulled>), Failure> {
    let pulled = images::pull(host, assignment).await?;
    let pulled_at = SystemClock.now();
    crash::point(format_args!("agent:before-create"));
    let created = shim.create(&bundle(assignment, &pulled)).await;
    crash::point(format_args!("agent:after-create"));
    match created {
        Err(ClientError::Refused(reason)) => {
            Err(Failure { kind: FailureKind::Create, container: None, reason })
        }
        // Starting it finds out what became of a shim that does not answer.
        Ok(()) | Err(_) => Ok((pulled_at, pulled)),
    }
}

/// Joins the task's namespace to its VPC, and serves its resolver until `local` ends. When
/// that was done.
pub(super) async fn connect(
    host: &Arc<Host>,
    assignment: &Assignment,
    shim: &ShimHandle,
    local: &Shutdown,
) -> Result<TimestampMs, Failure> {
    let of = &assignment.eni;
    let id: EniId = of.id.parse().map_err(Failure::resource)?;
    let vpc: VpcId = of.vpc.parse().map_err(Failure::resource)?;
    let cidr = of.vpc_cidr.parse().map_err(Failure::resource)?;
    host.fabric.ensure_vpc(&vpc, cidr).await.map_err(Failure::resource)?;
    let eni = Eni {
        host_if: id.host_if(),
        id,
        vpc,
        address: of.address,
        subnet: of.subnet_cidr.parse().map_err(Failure::resource)?,
        gateway: of.gateway,
        mac: of.mac.parse().map_err(Failure::resource)?,
    };
    let netns = shim.netns().map_err(|_| Failure::lost("the task's shim has died"))?;
    crash::point(format_args!("agent:before-attach"));
    let attach = || host.fabric.attach(&eni, netns.as_fd());
    let attached = patiently("an interface", Error::is_transient, attach).await;
    attached.map_err(Failure::resource)?;
    crash::point(format_args!("agent:after-attach"));
    host.names_with(assignment);
    let connected_at = SystemClock.now();
    let open = || host.fabric.task_sockets(&eni.id);
    let sockets = patiently("a task's resolver", Error::is_transient, open).await;
    let sockets = sockets.map_err(Failure::resource)?;
    let (names, ended) = (host.resolver_of(assignment), local.clone());
    local.spawn(async move {
        if let Err(error) = resolver::serve(sockets.resolver, names, ended).await {
            tracing::warn!(%error, "a task's resolver ended");
        }
    });
    Ok(connected_at)
}
