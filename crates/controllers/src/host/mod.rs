//! The state plane's end of the sessions with hosts.

mod facts;
pub mod session;
mod sink;

use std::collections::HashMap;

use ferrogate_base::HostId;
use parking_lot::RwLock;
use tokio::sync::Notify;

pub use session::Gate;
pub use sink::{LogSink, NotReady};

/// Which hosts are connected now. In memory only: a heartbeat is no record.
#[derive(Debug, Default)]
pub struct Sessions {
    connected: RwLock<HashMap<HostId, u64>>,
    changed: Notify,
}

impl Sessions {
    /// The connected hosts.
    #[must_use]
    pub fn connected(&self) -> Vec<HostId> {
        self.connected.read().keys().cloned().collect()
    }

    /// Resolves after a host joined; at once when one joined since the last time.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    fn joined(&self, host: &HostId, session: u64) {
        self.connected.write().insert(host.clone(), session);
        self.changed.notify_one();
    }

    /// A later session of the same host stays.
    fn left(&self, host: &HostId, session: u64) {
        let mut connected = self.connected.write();
        if connected.get(host) == Some(&session) {
            connected.remove(host);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_session_s_end_does_not_disconnect_the_new_one() {
        let (sessions, host) = (Sessions::default(), HostId("h".into()));
        sessions.joined(&host, 1);
        sessions.joined(&host, 2);
        sessions.left(&host, 1);
        assert_eq!(sessions.connected(), std::slice::from_ref(&host));
        sessions.left(&host, 2);
        assert!(sessions.connected().is_empty());
    }
}
