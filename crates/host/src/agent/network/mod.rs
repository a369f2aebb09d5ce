//! The network as this host was told of it, and its rules, which the kernel is made to obey.
//!
//! [`parts`] keeps what was told, [`state`] says what it comes to, and here a worker for each
//! VPC that is on the host has [`Fabric::apply`] make it true: what changes while it works is
//! taken with its next turn, and a VPC whose rules can't be set holds up no other.

mod flow_log;
mod parts;
mod peers;
mod state;
#[cfg(test)]
pub(in crate::agent) mod testing;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use ferrogate_base::backoff::Backoff;
use ferrogate_base::errors::chain;
use ferrogate_link::{Part, PartKey};
use ferrogate_net::{EniId, Error, Fabric, VpcId};
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};

pub(super) use flow_log::FlowOutbox;
pub(super) use parts::Place;
use parts::{Parts, Whose};

/// How long an interface waits for its rules before its task is told that there are none.
const PATIENCE: Duration = Duration::from_secs(60);
/// The first and the longest rest between two tries to set the rules of a VPC.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(10));

/// How often it is looked whether somebody has changed the rules.
const LOOK: Duration = Duration::from_secs(5);

/// Why an interface has no rules.
#[derive(Clone, Debug, thiserror::Error)]
pub(super) enum NoRules {
    /// The server has not told of the interface.
    #[error("the rules of its network interface have not come")]
    NotTold,
    /// The kernel does not take them.
    #[error("the rules of its network can't be set: {0}")]
    NotSet(String),
}

/// What is in force for one VPC.
#[derive(Clone, Debug, Default)]
struct InForce {
    /// The interfaces that have their rules.
    interfaces: Arc<BTreeSet<EniId>>,
    /// Why newer rules could not be set, the last time that it was tried.
    failed: Option<String>,
}

/// The VPCs on this host.
pub(super) struct Network {
    parts: Mutex<Parts>,
    followed: Mutex<HashMap<VpcId, Followed>>,
    fabric: Arc<Fabric>,
    shutdown: Shutdown,
}

#[derive(Clone)]
struct Followed {
    changed: Arc<Notify>,
    in_force: watch::Receiver<InForce>,
}

impl Network {
    pub(super) fn new(fabric: Arc<Fabric>, shutdown: Shutdown) -> Arc<Self> {
        Arc::new(Self { parts: Mutex::default(), followed: Mutex::default(), fabric, shutdown })
    }

    /// The server has told of a part.
    pub(super) fn put(&self, part: Part) {
        let whose = self.parts.lock().put(part);
        self.changed(&whose);
    }

    /// A part is no more.
    pub(super) fn forget(&self, key: &PartKey) {
        let whose = self.parts.lock().forget(key);
        if let Some(whose) = whose {
            self.changed(&whose);
        }
    }

    /// The server has told of everything: what is not listed is no more.
    pub(super) fn sync(&self, listed: &BTreeSet<PartKey>) {
        self.parts.lock().sync(listed);
        self.changed(&Whose::All);
    }

    /// Where an interface is, when it and all around it were told.
    pub(super) fn place(&self, vpc: &str, eni: &str) -> Option<Place> {
        self.parts.lock().place(vpc, eni)
    }

    fn changed(&self, whose: &Whose) {
        let followed = self.followed.lock();
        match whose {
            Whose::All => followed.values().for_each(|of| of.changed.notify_one()),
            Whose::Vpc(vpc) => {
                let peers = self.parts.lock().peers_of(vpc);
                for vpc in peers.iter().chain([vpc]) {
                    let of = vpc.parse().ok().and_then(|vpc: VpcId| followed.get(&vpc));
                    of.iter().for_each(|of| of.changed.notify_one());
                }
            }
        }
    }

    /// Sets the rules of the VPCs from now on that an earlier agent has left on this host.
    pub(super) fn follow_all(self: &Arc<Self>) {
        for vpc in self.fabric.vpcs() {
            self.followed(&vpc, true);
        }
    }

    /// `was_told`: the server has told of the VPC before.
    fn followed(self: &Arc<Self>, vpc: &VpcId, was_told: bool) -> Followed {
        let mut all = self.followed.lock();
        let begin = || {
            let (told, in_force) = watch::channel(InForce::default());
            let changed = Arc::new(Notify::new());
            changed.notify_one();
            let work = self.clone().enforce(vpc.clone(), changed.clone(), told, was_told);
            self.shutdown.spawn(work);
            Followed { changed, in_force }
        };
        all.entry(vpc.clone()).or_insert_with(begin).clone()
    }

    /// Waits until the interface's rules are in force. Nothing is undone when it is dropped.
    pub(super) async fn enforced(
        self: &Arc<Self>,
        vpc: &VpcId,
        eni: &EniId,
    ) -> Result<(), NoRules> {
        let mut in_force = self.followed(vpc, false).in_force;
        let has = |now: &InForce| now.interfaces.contains(eni);
        if let Ok(Ok(_)) = tokio::time::timeout(PATIENCE, in_force.wait_for(has)).await {
            return Ok(());
        }
        let failed = in_force.borrow().failed.clone();
        Err(failed.map_or(NoRules::NotTold, NoRules::NotSet))
    }

    /// Puts back what somebody else takes from the kernel, until the shutdown.
    pub(super) async fn keep_whole(self: Arc<Self>) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = self.shutdown.requested() => return,
            }
            match self.fabric.repair().await {
                Ok(repaired) => {
                    for vpc in repaired {
                        tracing::warn!(%vpc, "somebody changed the rules of a VPC; put back");
                    }
                }
                Err(error) => {
                    let error = chain(&error).to_string();
                    tracing::error!(%error, "the rules of the VPCs can't be looked at");
                }
            }
        }
    }

    /// Takes a VPC off this host that nobody tells of any more; `false` when something of it is
    /// still here. One that has not been told of yet must stay: a task may be told before it.
    async fn take_away(&self, vpc: &VpcId) -> Result<bool, Error> {
        if self.fabric.enis().await?.iter().any(|eni| eni.vpc == *vpc) {
            return Ok(false);
        }
        self.fabric.remove_vpc(vpc).await?;
        self.followed.lock().remove(vpc);
        Ok(true)
    }

    /// Has the rules of one VPC set, whenever they change, until the VPC goes or the shutdown.
    async fn enforce(
        self: Arc<Self>,
        vpc: VpcId,
        changed: Arc<Notify>,
        told: watch::Sender<InForce>,
        mut was_told: bool,
    ) {
        let (mut rest, mut last) = (Backoff::new(REST.0, REST.1), None);
        loop {
            tokio::select! {
                () = changed.notified() => {}
                () = self.shutdown.requested() => return,
            }
            let is_gone = self.parts.lock().is_gone(vpc.as_str());
            if was_told && is_gone {
                match self.take_away(&vpc).await {
                    Ok(true) => return,
                    Ok(false) => {}
                    Err(error) => {
                        let error = chain(&error).to_string();
                        tracing::warn!(%vpc, error, "a VPC can't be taken off this host");
                    }
                }
                changed.notify_one();
                tokio::select! {
                    () = tokio::time::sleep(rest.next_delay()) => {}
                    () = self.shutdown.requested() => return,
                }
                continue;
            }
            was_told |= !is_gone;
            // Before all is told, what an earlier agent has set stays in force.
            let state = self.parts.lock().state(vpc.as_str(), last.as_deref());
            let Some(state) = state.map(Arc::new) else { continue };
            let interfaces: BTreeSet<EniId> = state.interfaces.keys().cloned().collect();
            match self.fabric.apply(&vpc, state.clone()).await {
                Ok(()) => {
                    rest.reset();
                    last = Some(state);
                    let now = InForce { interfaces: Arc::new(interfaces), failed: None };
                    told.send_replace(now);
                }
                Err(error) => {
                    let why = chain(&error).to_string();
                    tracing::error!(%vpc, error = %why, "the rules of a VPC can't be set");
                    told.send_modify(|now| now.failed = Some(why));
                    changed.notify_one();
                    tokio::select! {
                        () = tokio::time::sleep(rest.next_delay()) => {}
                        () = self.shutdown.requested() => return,
                    }
                }
            }
        }
    }
}
