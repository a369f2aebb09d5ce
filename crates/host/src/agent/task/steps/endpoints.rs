//! What answers the task alone: the resolver of its VPC, in which its own name is, and its
//! metadata.

use ferrogate_base::crash;
use ferrogate_net::{EniId, Error, resolver};

use super::Cx;
use crate::agent::failure::Failure;
use crate::agent::metadata::Endpoint;
use crate::agent::patience::patiently;

/// Gives the task's name to its VPC, and serves its resolver and its metadata until it is undone.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    let (of, shim) = (&cx.assignment.eni, cx.shim()?);
    let id: EniId = of.id.parse().map_err(Failure::resource)?;
    let netns = shim.netns().map_err(|_| Failure::lost("the task's shim has died"))?;
    let (fabric, directory) = (&cx.host.fabric, &cx.host.directory);
    crash::point(format_args!("agent:before-endpoints"));
    directory.add(of);
    let open = || fabric.task_sockets(&id);
    let sockets = patiently("a task's sockets", Error::is_transient, open).await;
    let sockets = sockets.map_err(Failure::resource)?;
    let (names, ended) = (directory.resolver(of), cx.local.clone());
    cx.local.spawn(async move {
        if let Err(error) = resolver::serve(sockets.resolver, names, ended).await {
            tracing::warn!(%error, "a task's resolver ended");
        }
    });
    let endpoint = Endpoint::new(cx.host.clone(), cx.metadata.clone(), shim.pid(), netns);
    let ended = cx.local.clone();
    cx.local.spawn(async move {
        if let Err(error) = endpoint.serve(sockets.metadata, ended).await {
            tracing::warn!(%error, "a task's metadata ended");
        }
    });
    crash::point(format_args!("agent:after-endpoints"));
    Ok(())
}

/// Nothing answers it any more, and its name is nobody's.
pub(super) async fn undo(cx: &Cx) {
    cx.local.finish().await;
    cx.host.directory.remove(&cx.assignment.eni);
}
