//! The network of one engine instance on one host.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::os::fd::BorrowedFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ferrogate_base::errors::chain;
use ipnet::Ipv4Net;
use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use parking_lot::RwLock;
use tokio::sync::oneshot;

use crate::census::Item;
use crate::endpoints::TaskSockets;
use crate::error::{Error, Step};
use crate::flow_log::Counted;
use crate::id::{Eni, EniId, Invalid, VpcId};
use crate::outside::{Gate, Outside};
use crate::pin::Pins;
use crate::policy::VpcState;
use crate::router::{self, Router, Shared};
use crate::vpcs::{Vpcs, to_its_end};

/// Where an instance keeps its network.
#[derive(Clone, Debug)]
pub struct FabricOptions {
    /// A folder on a file system that a reboot empties; `netns/` and `net.lock` are made in
    /// it. One process at a time.
    pub run_dir: PathBuf,
    /// The instance's short id, 1 to 16 of `a-z 0-9 -`: several may live on one machine.
    pub instance: String,
    /// Where the internet gateways of its VPCs lead; nowhere without.
    pub outside: Option<Outside>,
}

/// The network of one instance. Dropping it leaves everything running; opening it again
/// takes everything over. Every call may run for milliseconds on a thread of its own; a
/// call whose future is dropped runs to its end.
pub struct Fabric {
    vpcs: Arc<Vpcs>,
    enis: Arc<RwLock<HashMap<EniId, VpcId>>>,
}

impl Fabric {
    /// Opens the run folder and adopts every VPC and ENI in it. What an earlier process
    /// left half made is removed.
    ///
    /// # Errors
    /// [`Error::Held`] when another process has the folder, [`Error::Foreign`] when its
    /// namespaces are another instance's.
    pub async fn open(options: FabricOptions) -> Result<Self, Error> {
        let FabricOptions { run_dir, instance, outside } = options;
        if instance.len() > 16 || instance.parse::<VpcId>().is_err() {
            let what = "an instance id of 1 to 16 characters a-z, 0-9 and -";
            return Err(Invalid { value: instance, what }.into());
        }
        let pins = Pins::open(&run_dir, "netns")?;
        let nat_pins = Pins::open(&run_dir, "nat")?;
        let gate = outside.map(|outside| Gate::open(&instance, &outside)).transpose()?;
        let shared = Shared { instance, gate: gate.map(Arc::new), nat_pins };
        let vpcs = Vpcs::new(shared, pins, lock(&run_dir.join("net.lock"))?);
        let mut enis = HashMap::new();
        for vpc in vpcs.pins.list()? {
            let found = vpcs.adopt(&vpc).await?;
            enis.extend(found.into_iter().map(|eni| (eni, vpc.clone())));
        }
        vpcs.sweep_nats().await?;
        Ok(Self { vpcs: Arc::new(vpcs), enis: Arc::new(RwLock::new(enis)) })
    }

    /// Makes the VPC's router on this host, unless it is there. `cidr` is the VPC's range,
    /// /16 to /28; two VPCs may have the same. Those who ask meanwhile share one making, which
    /// is tried again some times before it counts as failed.
    ///
    /// # Errors
    /// [`Error::OtherRange`] when the VPC exists with another range, [`Error::NotMade`].
    pub async fn ensure_vpc(&self, vpc: &VpcId, cidr: Ipv4Net) -> Result<(), Error> {
        if !router::fits_vpc(cidr) {
            let what = "an address range for a VPC: /16 to /28, no special addresses";
            return Err(Invalid { value: cidr.to_string(), what }.into());
        }
        self.vpcs.ensure(vpc, cidr).await
    }

    /// Removes a VPC with all its ENIs from this host. Gone already is fine.
    ///
    /// # Errors
    /// When the kernel refuses a step; what is left is found by the next call.
    pub async fn remove_vpc(&self, vpc: &VpcId) -> Result<(), Error> {
        let (vpcs, enis, vpc) = (self.vpcs.clone(), self.enis.clone(), vpc.clone());
        to_its_end(async move {
            vpcs.remove(&vpc).await?;
            enis.write().retain(|_, of| *of != vpc);
            Ok(())
        })
        .await
    }

    /// Makes the kernel's rules those of `state`, in one step. An ENI that is attached and not
    /// in the state passes nothing but what goes to its own endpoints; it may be attached
    /// before or after.
    ///
    /// # Errors
    /// [`Error::NoVpc`], [`Error::Invalid`] for a state that can't be, or what the kernel
    /// says: then the rules that were in force still are.
    pub async fn apply(&self, vpc: &VpcId, state: Arc<VpcState>) -> Result<(), Error> {
        state.check()?;
        let (vpcs, vpc) = (self.vpcs.clone(), vpc.clone());
        to_its_end(async move {
            vpcs.on(&vpc, move |router| router.apply(state)).await??;
            if let Err(error) = vpcs.join(&vpc).await {
                // What stays inside has its rules. `repair` tries the rest again.
                let (vpc, error) = (vpc.as_str(), chain(&error).to_string());
                tracing::error!(vpc, error, "a VPC can't be joined to one that is peered");
            }
            Ok(())
        })
        .await
    }

    /// Puts back what somebody else has taken from the kernel: a VPC's rules, if anybody
    /// changed them, and the pin of its namespace. The VPCs that were repaired. Costs
    /// microseconds for each VPC that needs nothing.
    ///
    /// # Errors
    /// When the kernel refuses a step; it may be called again.
    pub async fn repair(&self) -> Result<Vec<VpcId>, Error> {
        let (mut repaired, mut failed) = (Vec::new(), None);
        for vpc in self.vpcs.known() {
            let own = self.vpcs.repair(&vpc).await;
            let joined = self.vpcs.join(&vpc).await;
            match own.and_then(|own| joined.map(|joined| own || joined)) {
                Ok(true) => repaired.push(vpc),
                Ok(false) => {}
                // The others are repaired all the same.
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(repaired), Err)
    }

    /// What was counted of the VPC's logged interfaces since this was asked last: at least
    /// every 15 seconds, or some of it is lost. See [`crate::flow_log`].
    ///
    /// # Errors
    /// [`Error::NoVpc`], or what the kernel says.
    pub async fn counted(&self, vpc: &VpcId) -> Result<Counted, Error> {
        self.vpcs.on(vpc, Router::counted).await?
    }

    /// The VPCs that are on this host, in no order.
    #[must_use]
    pub fn vpcs(&self) -> Vec<VpcId> {
        self.vpcs.known()
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
        self.vpcs.router(&eni.vpc)?;
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
        self.vpcs.on(&eni.vpc, job).await?
    }

    /// Takes an ENI away, at both ends, also when its namespace is gone. Unknown is fine.
    /// The kernel takes tens of milliseconds for it, but no longer for many: detach ENIs
    /// concurrently.
    ///
    /// # Errors
    /// When the kernel refuses a step; the ENI is then still there.
    pub async fn detach(&self, eni: &EniId) -> Result<(), Error> {
        let Some(vpc) = self.enis.read().get(eni).cloned() else { return Ok(()) };
        if self.vpcs.router(&vpc).is_err() {
            self.enis.write().remove(eni);
            return Ok(());
        }
        let (id, known, (told, gone)) = (eni.clone(), self.enis.clone(), oneshot::channel());
        // By the router's own thread, so that it comes before the next who has this id.
        let done = Box::new(move |removed: Result<(), Error>| {
            if removed.is_ok() {
                known.write().remove(&id);
            }
            // Nobody may be waiting any more.
            drop(told.send(removed));
        });
        let id = eni.clone();
        self.vpcs.on(&vpc, move |router| router.detach(&id, done)).await?;
        gone.await.map_err(|_| Error::WorkerGone(vpc))?
    }

    /// Opens the resolver and metadata sockets that the ENI's task, and nobody else, can
    /// reach. One set at a time: the earlier one must be dropped first.
    ///
    /// # Errors
    /// [`Error::NoEni`], or [`Error::Kernel`] with `EADDRINUSE` for a second set.
    pub async fn task_sockets(&self, eni: &EniId) -> Result<TaskSockets, Error> {
        let vpc = self.enis.read().get(eni).cloned().ok_or_else(|| Error::NoEni(eni.clone()))?;
        let id = eni.clone();
        self.vpcs.on(&vpc, move |router| router.task_sockets(&id)).await?
    }

    /// The ENIs that are attached, in no order.
    ///
    /// # Errors
    /// [`Error::WorkerGone`].
    pub async fn enis(&self) -> Result<Vec<Eni>, Error> {
        let mut all = Vec::new();
        for vpc in self.vpcs.known() {
            let list = |router: &mut Router| -> Vec<Eni> { router.enis().cloned().collect() };
            all.extend(self.vpcs.on(&vpc, list).await?);
        }
        Ok(all)
    }

    /// A TCP socket that connects from inside the VPC, as its router.
    pub(crate) async fn tcp_socket(&self, vpc: &VpcId) -> Result<socket2::Socket, Error> {
        self.vpcs.on(vpc, |router| router.tcp_socket()).await?
    }

    /// A UDP socket that sends from inside the VPC, as its router.
    pub(crate) async fn udp_socket(&self, vpc: &VpcId) -> Result<socket2::Socket, Error> {
        self.vpcs.on(vpc, |router| router.udp_socket()).await?
    }

    /// Everything of this instance that the run folder and the kernel hold, sorted.
    ///
    /// # Errors
    /// When the kernel can't be asked.
    pub async fn census(&self) -> Result<Vec<Item>, Error> {
        let mut items: Vec<Item> = self.vpcs.pins.list()?.into_iter().map(Item::Pin).collect();
        for vpc in self.vpcs.known() {
            items.push(Item::Table(vpc.clone()));
            let names = self.vpcs.on(&vpc, Router::interfaces).await??;
            items.extend(names.into_iter().map(|name| Item::Interface(vpc.clone(), name)));
        }
        let nats: Vec<EniId> = self.vpcs.shared.nat_pins.list()?;
        items.extend(nats.into_iter().map(Item::Nat));
        if let Some(gate) = &self.vpcs.shared.gate {
            let (uplinks, table) = gate.census()?;
            items.extend(uplinks.into_iter().map(Item::Uplink));
            items.extend(table.then_some(Item::OutsideTable));
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
        let known = self.vpcs.known().into_iter();
        let all: BTreeSet<VpcId> = known.chain(self.vpcs.pins.list()?).collect();
        for vpc in all {
            self.remove_vpc(&vpc).await?;
        }
        let Shared { gate, nat_pins, .. } = &self.vpcs.shared;
        gate.iter().try_for_each(|gate| gate.destroy())?;
        for nat in nat_pins.list::<EniId>()? {
            nat_pins.remove(nat.as_str())?;
        }
        nat_pins.remove_folder()?;
        self.vpcs.pins.remove_folder()
    }
}

fn lock(path: &Path) -> Result<Flock<File>, Error> {
    let what = || format!("open {}", path.display());
    let file = File::options().write(true).create(true).truncate(false).open(path).step(what())?;
    Flock::lock(file, FlockArg::LockExclusiveNonblock).map_err(|(_, e)| match e {
        Errno::EWOULDBLOCK => Error::Held(path.to_owned()),
        e => Error::kernel(format!("lock {}", path.display()), e),
    })
}
