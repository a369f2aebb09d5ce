//! Connections that come by interface endpoints: what the agent says of each, and what its endpoint
//! leads to by the record of it.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use ferrogate_auth::Through;
use ferrogate_link::Arrival;
use ferrogate_records::Scope;
use ferrogate_records::ec2::vpc_endpoint::{self, Record, Service};
use ferrogate_state::State;
use ferrogate_store::Key;
use ferrogate_wire::{Arrivals, Arrived, Endpoint};
use tokio::net::UnixStream;

/// Knows endpoints by their records.
pub(crate) struct Arriving(Arc<State>);

impl Arriving {
    pub(crate) fn new(state: Arc<State>) -> Self {
        Self(state)
    }
}

impl Arrivals for Arriving {
    fn hear(
        &self,
        mut stream: UnixStream,
    ) -> Pin<Box<dyn Future<Output = io::Result<Arrived>> + Send>> {
        let state = self.0.clone();
        Box::pin(async move {
            let arrival = Arrival::hear(&mut stream).await?;
            let endpoint = find(&state, &arrival).ok_or(io::ErrorKind::NotFound)?;
            let (client, secure) = (arrival.client, arrival.speaks_tls());
            Ok(Arrived { endpoint: Arc::new(endpoint), client, secure, stream })
        })
    }
}

fn find(state: &State, arrival: &Arrival) -> Option<Endpoint> {
    let scope = Scope::new(arrival.account.clone(), &*arrival.region);
    let key = Key::new(vpc_endpoint::key(&scope, &arrival.endpoint)).ok()?;
    let record = state.table::<Record>().get(&key).ok()??;
    let service = Service::of(&record.service)?;
    let region = &record.scope.region;
    Some(Endpoint {
        through: Through {
            account: record.scope.account.clone(),
            region: region.clone(),
            endpoint: record.id.clone(),
            vpc: record.vpc.clone(),
            vpc_arn: record.scope.arn("ec2", &format!("vpc/{}", record.vpc)),
        },
        signing_name: service.signing,
        // The same for all endpoints of a service in a region.
        names: vec![service.dns_name(region), format!("*.{}", service.base_name(region))],
    })
}
