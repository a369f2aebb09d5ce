//! The names that each VPC of this host resolves.

use std::collections::{BTreeMap, HashMap};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use ferrogate_link::Eni;
use ferrogate_net::resolver::{Names, Resolver};
use parking_lot::Mutex;

/// The resolvers of this host's VPCs.
pub(super) struct Directory {
    upstreams: Vec<SocketAddr>,
    vpcs: Mutex<HashMap<String, Vpc>>,
}

struct Vpc {
    resolver: Arc<Resolver>,
    cidr: String,
    hosts: BTreeMap<String, Ipv4Addr>,
}

impl Directory {
    /// No VPC yet; other names are asked of `upstreams`.
    pub(super) fn new(upstreams: Vec<SocketAddr>) -> Self {
        Self { upstreams, vpcs: Mutex::default() }
    }

    /// The resolver of the interface's VPC.
    pub(super) fn resolver(&self, eni: &Eni) -> Arc<Resolver> {
        let mut vpcs = self.vpcs.lock();
        self.vpc(&mut vpcs, eni).resolver.clone()
    }

    /// The interface's name resolves from now on.
    pub(super) fn add(&self, eni: &Eni) {
        let mut vpcs = self.vpcs.lock();
        let vpc = self.vpc(&mut vpcs, eni);
        vpc.hosts.insert(eni.private_dns_name.clone(), eni.address);
        vpc.swap(eni);
    }

    /// The interface's name resolves no more.
    pub(super) fn remove(&self, eni: &Eni) {
        let mut vpcs = self.vpcs.lock();
        let vpc = self.vpc(&mut vpcs, eni);
        if vpc.hosts.get(&eni.private_dns_name) == Some(&eni.address) {
            vpc.hosts.remove(&eni.private_dns_name);
            vpc.swap(eni);
        }
    }

    fn vpc<'v>(&self, vpcs: &'v mut HashMap<String, Vpc>, eni: &Eni) -> &'v mut Vpc {
        vpcs.entry(eni.vpc.clone()).or_insert_with(|| Vpc {
            resolver: Arc::new(Resolver::new(Names::new(), self.upstreams.clone())),
            cidr: eni.vpc_cidr.clone(),
            hosts: BTreeMap::new(),
        })
    }
}

impl Vpc {
    fn swap(&self, eni: &Eni) {
        let mut names = Names::new();
        if let Some((_, zone)) = eni.private_dns_name.split_once('.') {
            names = names.zone(zone);
        }
        if let Ok(range) = self.cidr.parse() {
            names = names.range(range);
        }
        for (name, address) in &self.hosts {
            names = names.host(name, *address);
        }
        self.resolver.swap_names(names);
    }
}
