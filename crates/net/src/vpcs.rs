//! The VPCs of one instance on this host: adopted, made and removed, each by a task that runs
//! to its end whoever waits for it.

use std::collections::HashMap;
use std::fs::File;
use std::future::Future;
use std::io;
use std::os::fd::AsFd;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::backoff::Backoff;
use ipnet::Ipv4Net;
use nix::fcntl::Flock;
use parking_lot::{Mutex, RwLock};
use tokio::sync::watch;

use crate::alias::VpcMark;
use crate::error::Error;
use crate::id::{EniId, PeeringId, VpcId};
use crate::pin::Pins;
use crate::router::{NotAdopted, Router, Shared};
use crate::worker::{self, Gone, Worker};

/// How often a VPC is tried to be made before those who wait are told why it can't be.
const TRIES_MAX: u32 = 5;
/// The first and the longest rest between two tries: together well below two seconds.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(500));

/// One making of a VPC, which all who asked for it share: `None` until it is over.
type Making = watch::Receiver<Option<Result<(), Arc<Error>>>>;

/// The VPCs and what is known of them.
pub(crate) struct Vpcs {
    pub(crate) shared: Shared,
    pub(crate) pins: Pins,
    routers: RwLock<HashMap<VpcId, Arc<Worker<Router>>>>,
    /// The last making of each VPC.
    makings: Mutex<HashMap<VpcId, Making>>,
    /// One VPC is made, adopted or removed at a time.
    changing: tokio::sync::Mutex<()>,
    /// Two VPCs are joined at a time.
    joining: tokio::sync::Mutex<()>,
    /// Held until the last thing that was begun has ended.
    _lock: Flock<File>,
}

impl Vpcs {
    pub(crate) fn new(shared: Shared, pins: Pins, lock: Flock<File>) -> Self {
        Self {
            shared,
            pins,
            routers: RwLock::default(),
            makings: Mutex::default(),
            changing: tokio::sync::Mutex::default(),
            joining: tokio::sync::Mutex::default(),
            _lock: lock,
        }
    }

    /// Takes over a VPC that is pinned: its ENIs. One that was half made is removed.
    pub(crate) async fn adopt(&self, vpc: &VpcId) -> Result<Vec<EniId>, Error> {
        let Some(netns) = self.pins.get(vpc.as_str())? else {
            self.pins.remove(vpc.as_str())?;
            return Ok(Vec::new());
        };
        let (shared, id) = (self.shared.clone(), vpc.clone());
        let adopt = move || {
            worker::enter(netns.as_fd())?;
            Router::adopt(shared, &id)
        };
        let adopted = Worker::spawn(thread_name(vpc), adopt, Router::reap);
        let router = match adopted.await {
            Ok(router) => router,
            Err(NotAdopted::Unfinished) => {
                tracing::warn!(vpc = vpc.as_str(), "removed a half made VPC");
                self.pins.remove(vpc.as_str())?;
                return Ok(Vec::new());
            }
            Err(NotAdopted::Foreign { instance }) => {
                return Err(Error::Foreign { pin: self.pins.path(vpc.as_str()), instance });
            }
            Err(NotAdopted::Failed(e)) => return Err(e),
        };
        let list = |router: &mut Router| -> Vec<EniId> {
            router.enis().map(|eni| eni.id.clone()).collect()
        };
        let enis = router.run(list).await.map_err(|Gone| Error::WorkerGone(vpc.clone()))?;
        tracing::info!(vpc = vpc.as_str(), enis = enis.len(), "adopted a VPC");
        self.routers.write().insert(vpc.clone(), Arc::new(router));
        Ok(enis)
    }

    /// Lets go of the namespaces of NAT gateways that no VPC here has.
    pub(crate) async fn sweep_nats(&self) -> Result<(), Error> {
        let mut unused: Vec<EniId> = self.shared.nat_pins.list()?;
        for vpc in self.known() {
            let list = |router: &mut Router| -> Vec<EniId> {
                router.all_enis().map(|eni| eni.id.clone()).collect()
            };
            let used = self.on(&vpc, list).await?;
            unused.retain(|id| !used.contains(id));
        }
        unused.iter().try_for_each(|id| self.shared.nat_pins.remove(id.as_str()))
    }

    /// Makes the VPC unless it is there, together with whoever else asks for it meanwhile.
    pub(crate) async fn ensure(self: &Arc<Self>, vpc: &VpcId, asked: Ipv4Net) -> Result<(), Error> {
        if self.router(vpc).is_err() {
            let mut making = self.making(vpc, asked);
            let ended = |_| Error::kernel(format!("make VPC {vpc}"), io::Error::other("it ended"));
            let made = making.wait_for(Option::is_some).await.map_err(ended)?.clone();
            if let Some(Err(error)) = made {
                return Err(Error::NotMade(error));
            }
        }
        let has = self.on(vpc, |router| router.mark().cidr).await?;
        let vpc = vpc.clone();
        if has == asked { Ok(()) } else { Err(Error::OtherRange { vpc, has, asked }) }
    }

    /// The making that is under way, or one that is begun now.
    fn making(self: &Arc<Self>, vpc: &VpcId, cidr: Ipv4Net) -> Making {
        let mut makings = self.makings.lock();
        // One that is over has no sender any more: the next who asks has it tried anew.
        if let Some(making) = makings.get(vpc).filter(|making| making.has_changed().is_ok()) {
            return making.clone();
        }
        let (done, making) = watch::channel(None);
        makings.insert(vpc.clone(), making.clone());
        let mark = VpcMark { instance: self.shared.instance.clone(), vpc: vpc.clone(), cidr };
        let vpcs = self.clone();
        tokio::spawn(async move {
            let made = vpcs.make(mark).await;
            done.send_replace(Some(made.map_err(Arc::new)));
        });
        making
    }

    /// Tries to make a VPC until it is made, or was tried often enough.
    async fn make(&self, mark: VpcMark) -> Result<(), Error> {
        let mut rest = Backoff::new(REST.0, REST.1);
        for _ in 1..TRIES_MAX {
            match self.try_make(mark.clone()).await {
                Ok(()) => return Ok(()),
                Err(error) => {
                    tracing::warn!(vpc = mark.vpc.as_str(), %error, "a VPC is tried again");
                }
            }
            tokio::time::sleep(rest.next_delay()).await;
        }
        self.try_make(mark).await
    }

    async fn try_make(&self, mark: VpcMark) -> Result<(), Error> {
        let _one = self.changing.lock().await;
        let (pins, vpc, shared) = (self.pins.clone(), mark.vpc.clone(), self.shared.clone());
        if self.router(&vpc).is_ok() {
            return Ok(());
        }
        let make = move || {
            // A try before this one may have got as far as its pin.
            pins.remove(mark.vpc.as_str())?;
            worker::enter_new()?;
            let vpc = mark.vpc.clone();
            let made = pins.pin_current(vpc.as_str());
            let made = made.and_then(|()| Router::make(mark, shared));
            if made.is_err() {
                // The first error is the one to report; a new try starts from nothing.
                drop(pins.remove(vpc.as_str()));
            }
            made
        };
        let router = Worker::spawn(thread_name(&vpc), make, Router::reap).await?;
        self.routers.write().insert(vpc, Arc::new(router));
        Ok(())
    }

    /// Puts back the VPC's pin and rules, if somebody has taken or changed them.
    pub(crate) async fn repair(&self, vpc: &VpcId) -> Result<bool, Error> {
        let _one = self.changing.lock().await;
        if self.router(vpc).is_err() {
            return Ok(false);
        }
        let (pins, of) = (self.pins.clone(), vpc.clone());
        let repair = move |router: &mut Router| {
            let pinned = pins.keep_current(of.as_str())?;
            router.repair().map(|ruled| pinned || ruled)
        };
        let repaired = self.on(vpc, repair).await??;
        if repaired {
            tracing::warn!(vpc = vpc.as_str(), "put back what was taken from a VPC");
        }
        Ok(repaired)
    }

    /// Joins the VPC to those that it is peered with and that are here: whether one was not. One
    /// that comes later joins itself.
    pub(crate) async fn join(&self, vpc: &VpcId) -> Result<bool, Error> {
        let (mut joined, mut failed) = (false, None);
        for (id, other) in self.on(vpc, |router| router.peers_wanted()).await? {
            match self.join_one(vpc, &id, &other).await {
                Ok(was_not) => joined |= was_not,
                // It is made again when it is back, or is wanted no more.
                Err(Error::NoVpc(gone)) if gone == other => {}
                // The others are joined all the same.
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(joined), Err)
    }

    async fn join_one(&self, vpc: &VpcId, id: &PeeringId, other: &VpcId) -> Result<bool, Error> {
        let _one = self.joining.lock().await;
        for end in [vpc, other] {
            let of = id.clone();
            if self.on(end, move |router| router.has_peer(&of)).await?? {
                continue;
            }
            let netns = self.on(other, |router| router.home()).await??;
            let (of, to) = (id.clone(), other.clone());
            let make = move |router: &mut Router| router.make_peer(&of, &to, netns.as_fd());
            self.on(vpc, make).await??;
            let (of, to) = (id.clone(), vpc.clone());
            self.on(other, move |router| router.take_peer(&of, &to)).await??;
            let of = id.clone();
            self.on(vpc, move |router| router.await_peer(&of)).await??;
            return Ok(true);
        }
        Ok(false)
    }

    /// Removes a VPC with all its ENIs. Gone already is fine.
    pub(crate) async fn remove(&self, vpc: &VpcId) -> Result<(), Error> {
        let _one = self.changing.lock().await;
        if self.router(vpc).is_ok() {
            self.on(vpc, Router::clear).await??;
        }
        self.pins.remove(vpc.as_str())?;
        self.routers.write().remove(vpc);
        self.makings.lock().remove(vpc);
        Ok(())
    }

    /// The VPCs that are there.
    pub(crate) fn known(&self) -> Vec<VpcId> {
        self.routers.read().keys().cloned().collect()
    }

    /// Runs `job` on the VPC's thread, to its end.
    pub(crate) async fn on<R: Send + 'static>(
        &self,
        vpc: &VpcId,
        job: impl FnOnce(&mut Router) -> R + Send + 'static,
    ) -> Result<R, Error> {
        let router = self.router(vpc)?;
        router.run(job).await.map_err(|Gone| Error::WorkerGone(vpc.clone()))
    }

    /// The VPC's thread.
    pub(crate) fn router(&self, vpc: &VpcId) -> Result<Arc<Worker<Router>>, Error> {
        self.routers.read().get(vpc).cloned().ok_or_else(|| Error::NoVpc(vpc.clone()))
    }
}

/// Runs `work` to its end, also when the returned future is dropped.
pub(crate) async fn to_its_end<R: Send + 'static>(
    work: impl Future<Output = Result<R, Error>> + Send + 'static,
) -> Result<R, Error> {
    let ended = tokio::spawn(work).await;
    ended.map_err(|e| Error::kernel("end what was begun", io::Error::other(e)))?
}

fn thread_name(vpc: &VpcId) -> String {
    format!("net-{vpc}")
}
