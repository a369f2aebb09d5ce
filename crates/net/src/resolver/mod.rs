//! The resolver of a VPC: its own names from a table, those of hosted zones that it resolves by
//! from them, everything else from the host's resolvers.
//!
//! [`names`] is the table, `answer` the pure part (bytes in, decision out), `upstream` asks
//! others, [`serve`] moves the packets of one ENI.

mod answer;
mod lookup;
pub mod names;
mod serve;
mod upstream;
pub mod zone;

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use tokio::sync::{Semaphore, watch};

pub use names::{Names, private_dns_name};
pub use serve::serve;
pub use zone::Zone;

/// Queries that wait for upstream resolvers at once, for all ENIs of a [`Resolver`]; one
/// more is answered SERVFAIL.
pub const FORWARDS_MAX: usize = 256;

/// Upstream resolvers that are tried for one query. resolv.conf(5): MAXNS.
const UPSTREAMS_MAX: usize = 3;

/// What the ENIs of one VPC resolve by. Cheap to share; names may be swapped at any time.
pub struct Resolver {
    names: ArcSwap<Names>,
    zones: ArcSwap<Vec<Arc<Zone>>>,
    on: AtomicBool,
    /// Whether it was told of all its zones.
    whole: watch::Sender<bool>,
    upstreams: Vec<SocketAddr>,
    forwards: Semaphore,
}

impl Resolver {
    /// With `names`, and `upstreams` for all other names: the first three are tried in
    /// order. Without upstreams other names do not exist (NXDOMAIN).
    #[must_use]
    pub fn new(names: Names, mut upstreams: Vec<SocketAddr>) -> Self {
        upstreams.truncate(UPSTREAMS_MAX);
        let forwards = Semaphore::new(FORWARDS_MAX);
        let names = ArcSwap::from_pointee(names);
        let zones = ArcSwap::default();
        Self {
            names,
            zones,
            on: AtomicBool::new(true),
            whole: watch::Sender::new(true),
            upstreams,
            forwards,
        }
    }

    /// Turns it off or on again: one that is off refuses every query, also for its own names.
    pub fn turn(&self, on: bool) {
        self.on.store(on, Ordering::Relaxed);
    }

    /// Whether it was told of all its zones, from now on. Until it was, it answers for the names of
    /// its table alone: others wait a moment, since nobody knows yet whose they are.
    pub fn know_all(&self, whole: bool) {
        self.whole.send_replace(whole);
    }

    fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// Replaces the hosted zones that it resolves by. Of two that a name lies in, the smaller one
    /// answers.
    pub fn swap_zones(&self, zones: Vec<Arc<Zone>>) {
        self.zones.store(Arc::new(zones));
    }

    /// Replaces all names at once; queries see the old table or the new one.
    pub fn swap_names(&self, names: Names) {
        self.names.store(Arc::new(names));
    }
}

/// The name servers of a resolv.conf(5), such as the host's `/etc/resolv.conf`, on port
/// 53; none when the file can't be read.
#[must_use]
pub fn host_resolvers(path: &Path) -> Vec<SocketAddr> {
    name_servers(&fs::read_to_string(path).unwrap_or_default())
}

fn name_servers(text: &str) -> Vec<SocketAddr> {
    text.lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            (words.next()? == "nameserver").then_some(())?;
            let address: IpAddr = words.next()?.parse().ok()?;
            Some(SocketAddr::new(address, 53))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_name_server_lines_are_read() {
        let text = "# nameserver 1.1.1.1\nsearch x\nnameserver 10.0.0.2 # a\nnameserver fe80::1%eth0\n\
                    nameserver ::1\nnameserver\n";
        let found = name_servers(text);
        assert_eq!(found, ["10.0.0.2:53".parse().unwrap(), "[::1]:53".parse().unwrap()]);
    }
}
