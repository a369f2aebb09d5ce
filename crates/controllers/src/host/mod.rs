//! The state plane's end of the sessions with hosts.

mod facts;
pub mod session;
mod sink;

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_base::HostId;
use tokio::sync::{Notify, watch};

pub use session::Gate;
pub use sink::{LogSink, NotReady};

/// Which hosts are connected now. In memory only: a heartbeat is no record.
#[derive(Debug, Default)]
pub struct Sessions {
    connected: watch::Sender<HashMap<HostId, u64>>,
    changed: Notify,
}

impl Sessions {
    /// The connected hosts.
    #[must_use]
    pub fn connected(&self) -> Vec<HostId> {
        self.connected.borrow().keys().cloned().collect()
    }

    /// Resolves once a host is connected.
    pub async fn any(&self) {
        // Fails when the sender is gone, which `self` has.
        drop(self.connected.subscribe().wait_for(|connected| !connected.is_empty()).await);
    }

    /// Resolves after a host joined; at once when one joined since the last time.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Notes that a host is connected, until the answer is dropped.
    fn joined(self: &Arc<Self>, host: &HostId, session: u64) -> Joined {
        self.connected.send_modify(|connected| {
            connected.insert(host.clone(), session);
        });
        self.changed.notify_one();
        Joined { sessions: self.clone(), host: host.clone(), session }
    }

    /// A later session of the same host stays.
    fn left(&self, host: &HostId, session: u64) {
        self.connected.send_modify(|connected| {
            if connected.get(host) == Some(&session) {
                connected.remove(host);
            }
        });
    }
}

/// A host's session, however it ends.
struct Joined {
    sessions: Arc<Sessions>,
    host: HostId,
    session: u64,
}

impl Drop for Joined {
    fn drop(&mut self) {
        self.sessions.left(&self.host, self.session);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_session_s_end_does_not_disconnect_the_new_one() {
        let (sessions, host) = (Arc::new(Sessions::default()), HostId("h".into()));
        let old = sessions.joined(&host, 1);
        let new = sessions.joined(&host, 2);
        drop(old);
        assert_eq!(sessions.connected(), std::slice::from_ref(&host));
        drop(new);
        assert!(sessions.connected().is_empty());
    }
}
