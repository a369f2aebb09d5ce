//! Interface endpoints: at each of their interfaces this process takes connections, and carries
//! them on to the server, which it tells whence they come.
//!
//! It reads nothing of what passes. Read [`life`] for one interface, and [`carry`] for one
//! connection.

mod carry;
mod life;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::Ipv4Addr;
use std::sync::Arc;

use ferrogate_link::PartKey;
use ferrogate_link::Scope;
use ferrogate_link::ec2::vpc_endpoint;
use ferrogate_net::EniId;
use nix::sys::resource::{Resource, getrlimit};
use parking_lot::Mutex;
use tokio::sync::{Semaphore, watch};

use super::Host;

/// Connections that are carried on at once, on this host, if it lets the agent have the files: each
/// has two, and no more than a third of all are for these.
const CONNECTIONS_MAX: usize = 4096;
/// So many of all may be of one interface, and of one address there.
const INTERFACES: usize = 4;
const SOURCES: usize = 16;

/// One interface of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    scope: Scope,
    endpoint: String,
    vpc: String,
    eni: String,
    address: Ipv4Addr,
}

/// What is wanted of each interface of an endpoint; `None` of one that is no more.
type Spots = BTreeMap<String, watch::Sender<Option<Spot>>>;

/// The interfaces that are answered at, or are not yet gone.
pub(super) struct Endpoints {
    /// By endpoint.
    spots: Mutex<HashMap<String, Spots>>,
    room: Arc<Semaphore>,
    /// Connections of one interface, and of one address there.
    bounds: (usize, usize),
}

impl Default for Endpoints {
    fn default() -> Self {
        // A machine that does not say it has what POSIX demands at least.
        let files = getrlimit(Resource::RLIMIT_NOFILE).map_or(20, |(soft, _)| soft);
        let max = usize::try_from(files / 6).unwrap_or(usize::MAX).clamp(1, CONNECTIONS_MAX);
        Self {
            spots: Mutex::default(),
            room: Arc::new(Semaphore::new(max)),
            bounds: ((max / INTERFACES).max(1), (max / SOURCES).max(1)),
        }
    }
}

impl Endpoints {
    /// The interfaces of all of them.
    pub(super) fn interfaces(&self) -> Vec<String> {
        self.spots.lock().values().flat_map(BTreeMap::keys).cloned().collect()
    }
}

impl Host {
    /// The server has told of an endpoint.
    pub(super) fn answer(self: &Arc<Self>, endpoint: &vpc_endpoint::Record) {
        let mut all = self.endpoints.spots.lock();
        let spots = all.entry(endpoint.id.clone()).or_default();
        for (eni, told) in spots.iter() {
            if !endpoint.places.iter().any(|place| place.eni == *eni) {
                told.send_replace(None);
            }
        }
        for place in &endpoint.places {
            let spot = Spot {
                scope: endpoint.scope.clone(),
                endpoint: endpoint.id.clone(),
                vpc: endpoint.vpc.clone(),
                eni: place.eni.clone(),
                address: place.address,
            };
            if spot.eni.parse::<EniId>().is_err() {
                tracing::error!(endpoint = endpoint.id, "no id of an interface");
                continue;
            }
            match spots.get(&place.eni) {
                Some(told) => {
                    told.send_if_modified(|now| {
                        let changed = now.as_ref() != Some(&spot);
                        *now = Some(spot);
                        changed
                    });
                }
                None => {
                    let (sender, told) = watch::channel(Some(spot));
                    spots.insert(place.eni.clone(), sender);
                    let (endpoint, eni) = (endpoint.id.clone(), place.eni.clone());
                    self.shutdown.spawn(life::keep(self.clone(), endpoint, eni, told));
                }
            }
        }
        if spots.is_empty() {
            all.remove(&endpoint.id);
        }
    }

    /// An endpoint is no more.
    pub(super) fn answer_no_more(&self, endpoint: &str) {
        let all = self.endpoints.spots.lock();
        for told in all.get(endpoint).into_iter().flat_map(BTreeMap::values) {
            told.send_replace(None);
        }
    }

    /// The server has told of everything: endpoints that are not listed are no more.
    pub(super) fn answer_only(&self, listed: &BTreeSet<PartKey>) {
        let known: Vec<_> = self.endpoints.spots.lock().keys().cloned().collect();
        for id in known {
            if !listed.contains(&PartKey::Endpoint(id.clone())) {
                self.answer_no_more(&id);
            }
        }
    }

    /// Forgets an interface that is no more; false when it is wanted again meanwhile.
    fn forget_spot(&self, endpoint: &str, eni: &str) -> bool {
        let mut all = self.endpoints.spots.lock();
        let Some(spots) = all.get_mut(endpoint) else { return true };
        if spots.get(eni).is_some_and(|told| told.borrow().is_some()) {
            return false;
        }
        spots.remove(eni);
        if spots.is_empty() {
            all.remove(endpoint);
        }
        true
    }
}
