//! Published ports of one task: listeners on the host that lead to the task.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;

use ferrogate_executor::Publish;
use ferrogate_net::{Fabric, Forward, VpcId};

/// What became of ports.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// Open since now, each with the host's port.
    pub(super) opened: Vec<(Publish, u16)>,
    /// Closed since now.
    pub(super) closed: Vec<Publish>,
    /// Not to be opened, and why.
    pub(super) failed: Vec<(Publish, String)>,
}

/// The open listeners of one task.
#[derive(Default)]
pub(super) struct Ports {
    open: HashMap<Publish, Forward>,
}

impl Ports {
    /// Opens what `wanted` has more and closes what it has less. `before` knows the host's port
    /// that one had before a restart.
    pub(super) async fn set(
        &mut self,
        fabric: &Arc<Fabric>,
        vpc: &VpcId,
        address: Ipv4Addr,
        wanted: &[Publish],
        before: impl Fn(&Publish) -> Option<u16>,
    ) -> Changed {
        let mut changed = Changed::default();
        let gone: Vec<_> = self.open.keys().filter(|p| !wanted.contains(p)).cloned().collect();
        for publish in gone {
            if let Some(forward) = self.open.remove(&publish) {
                forward.close().await;
                changed.closed.push(publish);
            }
        }
        for publish in wanted {
            if self.open.contains_key(publish) {
                continue;
            }
            let listen = |port| {
                let bind = SocketAddr::V4(SocketAddrV4::new(publish.host_address, port));
                let target = (address, publish.task_port);
                Forward::listen(fabric.clone(), publish.transport, bind, vpc.clone(), target)
            };
            // Who wants any port gets the one from before, unless somebody has taken it.
            let again = before(publish).filter(|_| publish.host_port == 0);
            let forward = again
                .and_then(|port| listen(port).ok())
                .map_or_else(|| listen(publish.host_port), Ok);
            match forward {
                Ok(forward) => {
                    changed.opened.push((publish.clone(), forward.address().port()));
                    self.open.insert(publish.clone(), forward);
                }
                Err(error) => changed.failed.push((publish.clone(), error.to_string())),
            }
        }
        changed
    }

    /// Closes all of them.
    pub(super) async fn close(&mut self) {
        for (_, forward) in self.open.drain() {
            forward.close().await;
        }
    }
}
