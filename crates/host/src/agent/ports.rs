//! Published ports of one task: listeners on the host that lead to the task.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;

use ferrogate_base::Transport;
use ferrogate_executor::Publish;
use ferrogate_net::{Fabric, Forward, VpcId};

/// The open listeners of one task.
#[derive(Default)]
pub(super) struct Ports {
    open: HashMap<Publish, Forward>,
}

impl Ports {
    /// Opens what `wanted` has more and closes what it has less. `before` names the host port
    /// that a task's port had before a restart. Returns what is newly open, each with the
    /// host's port.
    ///
    /// # Errors
    /// In words, when a port can't be opened; those that were opened stay open.
    pub(super) async fn set(
        &mut self,
        fabric: &Arc<Fabric>,
        vpc: &VpcId,
        address: Ipv4Addr,
        wanted: &[Publish],
        before: &HashMap<(u16, Transport), u16>,
    ) -> Result<Vec<(Publish, u16)>, String> {
        let gone: Vec<_> = self.open.keys().filter(|p| !wanted.contains(p)).cloned().collect();
        for publish in gone {
            if let Some(forward) = self.open.remove(&publish) {
                forward.close().await;
            }
        }
        let mut opened = Vec::new();
        for publish in wanted {
            if self.open.contains_key(publish) {
                continue;
            }
            let port = match publish.host_port {
                0 => before.get(&(publish.task_port, publish.transport)).copied().unwrap_or(0),
                port => port,
            };
            let bind = SocketAddr::V4(SocketAddrV4::new(publish.host_address, port));
            let target = (address, publish.task_port);
            let forward =
                Forward::listen(fabric.clone(), publish.transport, bind, vpc.clone(), target)
                    .map_err(|error| error.to_string())?;
            opened.push((publish.clone(), forward.address().port()));
            self.open.insert(publish.clone(), forward);
        }
        Ok(opened)
    }

    /// Closes all of them.
    pub(super) async fn close(&mut self) {
        for (_, forward) in self.open.drain() {
            forward.close().await;
        }
    }
}
