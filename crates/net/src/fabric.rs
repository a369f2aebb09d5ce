//! The network of one engine instance on one host.

use std::collections::HashMap;
use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipnet::Ipv4Net;
use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use parking_lot::RwLock;
use tokio::sync::oneshot;

use crate::alias::VpcMark;
use crate::census::Item;
use crate::endpoints::TaskSockets;
use crate::error::{Error, Step};
use crate::id::{Eni, EniId, Invalid, VpcId};
use crate::pin::Pins;
use crate::router::{self, NotAdopted, Router};
use crate::worker::{self, Gone, Worker};

/// Where an instance keeps its network.
#[derive(Clone, Debug)]
pub struct FabricOptions {
    /// A folder on a file system that a reboot empties; `netns/` and `net.lock` are made in
    /// it. One process at a time.
    pub run_dir: PathBuf,
    /// The instance's short id, 1 to 16 of `a-z 0-9 -`: several may live on one machine.
    pub instance: String,
}

/// The network of one instance. Dropping it leaves everything running; opening it again
/// takes everything over. Every call may run for milliseconds on a thread of its own; a
/// call whose future is dropped runs to its end.
pub struct Fabric {
    instance: String,
    pins: Pins,
    vpcs: RwLock<HashMap<VpcId, Arc<Worker<Router>>>>,
    enis: Arc<RwLock<HashMap<EniId, VpcId>>>,
    /// One VPC is made, adopted or removed at a time.
    making: tokio::sync::Mutex<()>,
    _lock: Flock<File>,
}

impl Fabric {
    /// Opens the run folder and adopts every VPC and ENI in it. What an earlier process
    /// left half made is removed.
    ///
    /// # Errors
    /// [`Error::Held`] when another process has the folder, [`Error::Foreign`] when its
    /// namespaces are another instance's.
    pub async fn open(options: FabricOptions) -> Result<Self, Error> {
        let FabricOptions { run_dir, instance } = options;
        if instance.len() > 16 || instance.parse::<VpcId>().is_err() {
            let what = "an instance id of 1 to 16 characters a-z, 0-9 and -";
            return Err(Invalid { value: instance, what }.into());
        }
        let pins = Pins::open(&run_dir)?;
        let fabric = Self {
            instance,
            pins,
            vpcs: RwLock::default(),
            enis: Arc::default(),
            making: tokio::sync::Mutex::default(),
            _lock: lock(&run_dir.join("net.lock"))?,
        };
        for vpc in fabric.pins.list()? {
            fabric.adopt(vpc).await?;
        }
        Ok(fabric)
    }

    async fn adopt(&self, vpc: VpcId) -> Result<(), Error> {
        let Some(netns) = self.pins.get(&vpc)? else {
            return self.pins.remove(&vpc);
        };
        let (instance, id) = (self.instance.clone(), vpc.clone());
        let adopt = move || {
            worker::enter(netns.as_fd())?;
            Router::adopt(&instance, &id)
        };
        let adopted = Worker::spawn(thread_name(&vpc), adopt, Router::reap);
        let router = match adopted.await {
            Ok(router) => router,
            Err(NotAdopted::Unfinished) => {
                tracing::warn!(vpc = vpc.as_str(), "removed a half made VPC");
                return self.pins.remove(&vpc);
            }
            Err(NotAdopted::Foreign { instance }) => {
                return Err(Error::Foreign { pin: self.pins.path(&vpc), instance });
            }
            Err(NotAdopted::Failed(e)) => return Err(e),
        };
        let list = |router: &mut Router| -> Vec<EniId> {
            router.enis().map(|eni| eni.id.clone()).collect()
        };
        let enis = router.run(list).await.map_err(|Gone| Error::WorkerGone(vpc.clone()))?;
        tracing::info!(vpc = vpc.as_str(), enis = enis.len(), "adopted a VPC");
        self.enis.write().extend(enis.into_iter().map(|eni| (eni, vpc.clone())));
        self.vpcs.write().insert(vpc, Arc::new(router));
        Ok(())
    }

    /// Makes the VPC's router on this host, unless it is there. `cidr` is the VPC's range,
    /// /16 to /28; two VPCs may have the same.
    ///
    /// # Errors
    /// [`Error::OtherRange`] when the VPC exists with another range.
    pub async fn ensure_vpc(&self, vpc: &VpcId, cidr: Ipv4Net) -> Result<(), Error> {
        if !router::fits_vpc(cidr) {
            let what = "an address range for a VPC: /16 to /28, no special addresses";
            return Err(Invalid { value: cidr.to_string(), what }.into());
        }
        let _one = self.making.lock().await;
        if let Ok(router) = self.router(vpc) {
            let has = self.on(vpc, &router, |router| router.mark().cidr).await?;
            let (vpc, asked) = (vpc.clone(), cidr);
            return if has == cidr { Ok(()) } else { Err(Error::OtherRange { vpc, has, asked }) };
        }
        let mark = VpcMark { instance: self.instance.clone(), vpc: vpc.clone(), cidr };
        let (pins, id) = (self.pins.clone(), vpc.clone());
        let make = move || {
            worker::enter_new()?;
            pins.pin_current(&id)?;
            Router::make(mark)
        };
        match Worker::spawn(thread_name(vpc), make, Router::reap).await {
            Ok(router) => {
                self.vpcs.write().insert(vpc.clone(), Arc::new(router));
                Ok(())
            }
            Err(e) => {
                // The first error is the one to report; a new try starts from nothing.
                drop(self.pins.remove(vpc));
                Err(e)
            }
        }
    }

    /// Removes a VPC with all its ENIs from this host. Gone already is fine.
    ///
    /// # Errors
    /// When the kernel refuses a step; what is left is found by the next call.
    pub async fn remove_vpc(&self, vpc: &VpcId) -> Result<(), Error> {
        let _one = self.making.lock().await;
        if let Ok(router) = self.router(vpc) {
            self.on(vpc, &router, Router::clear).await??;
        }
        self.pins.remove(vpc)?;
        self.vpcs.write().remove(vpc);
        self.enis.write().retain(|_, of| of != vpc);
        Ok(())
    }

    /// Joins the task's namespace `netns` to its VPC, as `eth1`. Asked again with the same
    /// ENI and namespace, it does nothing. `netns` may belong to any user namespace; it
    /// must not have an `eth1` of its own.
    ///
    /// # Errors
    /// [`Error::NoVpc`], [`Error::Taken`], [`Error::AttachedDifferently`] (also when the
    /// ENI's earlier namespace is gone: detach it first), or what the kernel says; then
    /// nothing is left of it.
    pub async fn attach(&self, eni: &Eni, netns: BorrowedFd<'_>) -> Result<(), Error> {
        eni.check()?;
        let router = self.router(&eni.vpc)?;
        if self.enis.read().get(&eni.id).is_some_and(|of| *of != eni.vpc) {
            return Err(Error::AttachedDifferently(eni.id.clone()));
        }
        let netns = netns.try_clone_to_owned().step("copy a descriptor")?;
        // Known before it is made, so that a detach finds it also if this future is dropped.
        self.enis.write().insert(eni.id.clone(), eni.vpc.clone());
        let (wanted, known) = (eni.clone(), self.enis.clone());
        let job = move |router: &mut Router| {
            let done = router.attach(&wanted, &netns);
            if router.has(&wanted.id) {
                known.write().insert(wanted.id, wanted.vpc);
            } else {
                known.write().remove(&wanted.id);
            }
            done
        };
        self.on(&eni.vpc, &router, job).await?
    }

    /// Takes an ENI away, at both ends, also when its namespace is gone. Unknown is fine.
    /// The kernel takes tens of milliseconds for it, but no longer for many: detach ENIs
    /// concurrently.
    ///
    /// # Errors
    /// When the kernel refuses a step; the ENI is then still there.
    pub async fn detach(&self, eni: &EniId) -> Result<(), Error> {
        let Some(vpc) = self.enis.read().get(eni).cloned() else { return Ok(()) };
        if let Ok(router) = self.router(&vpc) {
            let (id, (done, gone)) = (eni.clone(), oneshot::channel());
            self.on(&vpc, &router, move |router| router.detach(&id, done)).await?;
            gone.await.map_err(|_| Error::WorkerGone(vpc.clone()))??;
        }
        self.enis.write().remove(eni);
        Ok(())
    }

    /// Opens the resolver and metadata sockets that the ENI's task, and nobody else, can
    /// reach. One set at a time: the earlier one must be dropped first.
    ///
    /// # Errors
    /// [`Error::NoEni`], or [`Error::Kernel`] with `EADDRINUSE` for a second set.
    pub async fn task_sockets(&self, eni: &EniId) -> Result<TaskSockets, Error> {
        let vpc = self.enis.read().get(eni).cloned().ok_or_else(|| Error::NoEni(eni.clone()))?;
        let id = eni.clone();
        let router = self.router(&vpc)?;
        self.on(&vpc, &router, move |router| router.task_sockets(&id)).await?
    }

    /// The ENIs that are attached, in no order.
    ///
    /// # Errors
    /// [`Error::WorkerGone`].
    pub async fn enis(&self) -> Result<Vec<Eni>, Error> {
        let mut all = Vec::new();
        for (vpc, router) in self.routers() {
            let list = |router: &mut Router| -> Vec<Eni> { router.enis().cloned().collect() };
            all.extend(self.on(&vpc, &router, list).await?);
        }
        Ok(all)
    }

    /// A TCP socket that connects from inside the VPC, as its router.
    pub(crate) async fn tcp_socket(&self, vpc: &VpcId) -> Result<socket2::Socket, Error> {
        let router = self.router(vpc)?;
        self.on(vpc, &router, |router| router.tcp_socket()).await?
    }

    /// A UDP socket that sends from inside the VPC, as its router.
    pub(crate) async fn udp_socket(&self, vpc: &VpcId) -> Result<socket2::Socket, Error> {
        let router = self.router(vpc)?;
        self.on(vpc, &router, |router| router.udp_socket()).await?
    }

    /// Everything of this instance that the run folder and the kernel hold, sorted.
    ///
    /// # Errors
    /// When the kernel can't be asked.
    pub async fn census(&self) -> Result<Vec<Item>, Error> {
        let mut items: Vec<Item> = self.pins.list()?.into_iter().map(Item::Pin).collect();
        for (vpc, router) in self.routers() {
            items.push(Item::Table(vpc.clone()));
            let names = self.on(&vpc, &router, Router::interfaces).await??;
            items.extend(names.into_iter().map(|name| Item::Interface(vpc.clone(), name)));
        }
        items.sort();
        Ok(items)
    }

    /// Removes every VPC and ENI of this instance. The tasks' namespaces stay, without
    /// `eth1`.
    ///
    /// # Errors
    /// When the kernel refuses a step; it may be called again.
    pub async fn destroy(&self) -> Result<(), Error> {
        let known = self.routers().into_iter().map(|(vpc, _)| vpc);
        let all: std::collections::BTreeSet<VpcId> = known.chain(self.pins.list()?).collect();
        for vpc in all {
            self.remove_vpc(&vpc).await?;
        }
        self.pins.remove_folder()
    }

    fn router(&self, vpc: &VpcId) -> Result<Arc<Worker<Router>>, Error> {
        self.vpcs.read().get(vpc).cloned().ok_or_else(|| Error::NoVpc(vpc.clone()))
    }

    fn routers(&self) -> Vec<(VpcId, Arc<Worker<Router>>)> {
        self.vpcs.read().iter().map(|(vpc, router)| (vpc.clone(), router.clone())).collect()
    }

    async fn on<R: Send + 'static>(
        &self,
        vpc: &VpcId,
        router: &Worker<Router>,
        job: impl FnOnce(&mut Router) -> R + Send + 'static,
    ) -> Result<R, Error> {
        router.run(job).await.map_err(|Gone| Error::WorkerGone(vpc.clone()))
    }
}

fn thread_name(vpc: &VpcId) -> String {
    format!("net-{vpc}")
}

fn lock(path: &Path) -> Result<Flock<File>, Error> {
    let what = || format!("open {}", path.display());
    let file = File::options().write(true).create(true).truncate(false).open(path).step(what())?;
    Flock::lock(file, FlockArg::LockExclusiveNonblock).map_err(|(_, e)| match e {
        Errno::EWOULDBLOCK => Error::Held(path.to_owned()),
        e => Error::kernel(format!("lock {}", path.display()), e),
    })
}
