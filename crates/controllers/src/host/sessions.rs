//! Which hosts are connected, and how what they send is taken. In memory only: a heartbeat is
//! no record.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::HostId;
use ferrogate_base::health::{Condition, Health, Need, Status};
use ferrogate_link::session::version::Mismatch;
use ferrogate_link::stream::Exec;
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::balancers::Balancers;
use super::remote::{NotOpened, Remote, Streams};
use super::trouble::Troubles;
use super::usages::Usages;

/// How long a host that was refused is spoken of: agents try again more often than that.
const REFUSED_FOR: Duration = Duration::from_secs(300);

/// The hosts that are connected now, and how all sessions together do.
#[derive(Debug)]
pub struct Sessions {
    connected: watch::Sender<HashMap<HostId, u64>>,
    changed: Notify,
    /// When each host left that is not connected; one that never was is away since the beginning.
    left: Mutex<HashMap<HostId, Instant>>,
    begun: Instant,
    /// Hosts that came or went, and nobody has asked for yet.
    moved: Mutex<BTreeSet<HostId>>,
    has_moved: Notify,
    /// Hosts whose agents speak no version that the server does, and when they last tried.
    refused: Mutex<BTreeMap<HostId, (Mismatch, Instant)>>,
    /// The streams of the sessions.
    streams: Mutex<HashMap<HostId, (u64, Arc<Streams>)>>,
    /// How load balancers are.
    pub balancers: Balancers,
    /// What tasks use.
    pub usages: Usages,
    /// Facts that can't be stored now.
    pub(super) facts: Arc<Troubles>,
    /// Log lines that can't be stored now.
    pub(super) lines: Arc<Troubles>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            connected: watch::Sender::default(),
            changed: Notify::default(),
            left: Mutex::default(),
            begun: Instant::now(),
            moved: Mutex::default(),
            has_moved: Notify::default(),
            refused: Mutex::default(),
            streams: Mutex::default(),
            balancers: Balancers::default(),
            usages: Usages::default(),
            facts: Troubles::new("facts of hosts"),
            lines: Troubles::new("log lines of tasks"),
        }
    }
}

impl Sessions {
    /// Lets health show whether there is a host that tasks can run on, and whether what hosts
    /// send can be stored, and whether load balancers do what they were told.
    pub fn show_in(self: &Arc<Self>, health: &Health) {
        let look = |of: fn(&Self) -> Condition| {
            let sessions = self.clone();
            move || of(&sessions)
        };
        health.add("agent", Need::Vital, look(Self::agent));
        health.add("facts", Need::Vital, look(|sessions| sessions.facts.condition()));
        health.add("log-lines", Need::Useful, look(|sessions| sessions.lines.condition()));
        health.add("load-balancers", Need::Useful, look(|sessions| sessions.balancers.condition()));
    }

    fn agent(&self) -> Condition {
        self.refused.lock().retain(|_, (_, at)| at.elapsed() < REFUSED_FOR);
        let refused = self.refused.lock().values().next().map(|(mismatch, _)| mismatch.to_string());
        match (self.connected.borrow().is_empty(), refused) {
            (false, None) => Condition::OK,
            (false, reason) => Condition { status: Status::Troubled, reason, restarts: 0 },
            (true, Some(reason)) => Condition::down(&reason),
            (true, None) => Condition::down("it is not connected to the server"),
        }
    }

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

    /// For how long a host is not connected; `None` while it is.
    #[must_use]
    pub fn away_for(&self, host: &HostId) -> Option<Duration> {
        if self.connected.borrow().contains_key(host) {
            return None;
        }
        Some(self.left.lock().get(host).unwrap_or(&self.begun).elapsed())
    }

    /// The hosts that came or went since the last call; waits until there is one. Dropping the
    /// future loses nothing.
    pub(super) async fn moved(&self) -> BTreeSet<HostId> {
        loop {
            let moved = self.has_moved.notified();
            let hosts = std::mem::take(&mut *self.moved.lock());
            if !hosts.is_empty() {
                return hosts;
            }
            moved.await;
        }
    }

    fn moves(&self, host: &HostId) {
        self.moved.lock().insert(host.clone());
        self.has_moved.notify_one();
    }

    /// Runs a program within a container on `host`.
    ///
    /// # Errors
    /// [`NotOpened`]: the host is not connected, or has too many already.
    pub fn run(&self, host: &HostId, exec: Exec) -> Result<Remote, NotOpened> {
        let streams = self.streams.lock().get(host).map(|(_, streams)| streams.clone());
        match streams {
            Some(streams) => Remote::open(&streams, exec),
            None => Err(NotOpened::NotConnected),
        }
    }

    /// Notes that a host's agent speaks no version that the server does; `true` when that is
    /// new.
    pub(super) fn refuse(&self, host: &HostId, mismatch: Mismatch) -> bool {
        let before = self.refused.lock().insert(host.clone(), (mismatch, Instant::now()));
        before.map(|(before, _)| before) != Some(mismatch)
    }

    /// Notes that a host is connected, until the answer is dropped, and which streams its session
    /// has.
    pub(super) fn joined(
        self: &Arc<Self>,
        host: &HostId,
        session: u64,
        streams: &Arc<Streams>,
    ) -> Joined {
        self.streams.lock().insert(host.clone(), (session, streams.clone()));
        self.refused.lock().remove(host);
        self.connected.send_modify(|connected| {
            connected.insert(host.clone(), session);
        });
        self.left.lock().remove(host);
        self.moves(host);
        self.changed.notify_one();
        tracing::info!(%host, "joined");
        Joined { sessions: self.clone(), host: host.clone(), session }
    }

    /// A later session of the same host stays.
    fn left(&self, host: &HostId, session: u64) {
        self.connected.send_if_modified(|connected| {
            let last = connected.get(host) == Some(&session);
            if last {
                connected.remove(host);
                self.left.lock().insert(host.clone(), Instant::now());
                self.balancers.left(host);
            }
            last
        });
        let mut streams = self.streams.lock();
        if streams.get(host).is_some_and(|(of, _)| *of == session) {
            streams.remove(host);
        }
        drop(streams);
        self.moves(host);
    }
}

/// A host's session, however it ends.
pub(super) struct Joined {
    sessions: Arc<Sessions>,
    host: HostId,
    session: u64,
}

impl Drop for Joined {
    fn drop(&mut self) {
        self.sessions.left(&self.host, self.session);
        tracing::info!(host = %self.host, "left");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::session::Versions;
    use futures_util::FutureExt;

    #[test]
    fn an_old_session_s_end_does_not_disconnect_the_new_one() {
        let (sessions, host) = (Arc::new(Sessions::default()), HostId("h".into()));
        let old = sessions.joined(&host, 1, &Arc::default());
        let new = sessions.joined(&host, 2, &Arc::default());
        drop(old);
        assert_eq!(sessions.connected(), std::slice::from_ref(&host));
        assert_eq!(sessions.away_for(&host), None);
        drop(new);
        assert!(sessions.connected().is_empty());
        assert!(sessions.away_for(&host).is_some());
    }

    #[tokio::test]
    async fn hosts_that_came_or_went_are_told_once() {
        let (sessions, host) = (Arc::new(Sessions::default()), HostId("h".into()));
        assert!(sessions.away_for(&host).is_some(), "since the beginning");
        assert!(sessions.moved().now_or_never().is_none());
        let joined = sessions.joined(&host, 1, &Arc::default());
        assert_eq!(sessions.moved().await, BTreeSet::from([host.clone()]));
        assert!(sessions.moved().now_or_never().is_none());
        drop(joined);
        assert_eq!(sessions.moved().await, BTreeSet::from([host]));
    }

    #[test]
    fn health_says_what_to_upgrade_until_the_host_joins() {
        let (sessions, health) = (Arc::new(Sessions::default()), Health::default());
        sessions.show_in(&health);
        let agent = || health.reports().remove(0).condition;
        assert_eq!(agent().reason.as_deref(), Some("it is not connected to the server"));
        let (old, other) = (HostId("old".into()), HostId("other".into()));
        let versions = |newest| Versions { oldest: newest, newest };
        let mismatch = Mismatch { agent: versions(1), server: versions(2) };
        assert!(sessions.refuse(&old, mismatch));
        assert!(!sessions.refuse(&old, mismatch));
        assert_eq!((agent().status, agent().reason), (Status::Down, Some(mismatch.to_string())));
        let _other = sessions.joined(&other, 1, &Arc::default());
        assert_eq!(agent().status, Status::Troubled);
        let _old = sessions.joined(&old, 2, &Arc::default());
        assert_eq!(agent(), Condition::OK);
    }
}
