//! One interface of an endpoint, from its joining to its end.

use std::os::fd::AsFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ferrogate_base::backoff::Backoff;
use ferrogate_base::errors::chain;
use ferrogate_net::{Eni, EniId, Error, Station};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use super::carry::{self, Door};
use super::{Host, Spot};
use crate::agent::network::Place;
use crate::agent::patience::patiently;

/// The first and the longest rest before it is tried again.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(10));
/// A life so long had begun well.
const LIVED_WELL: Duration = Duration::from_secs(10);
/// Where it answers: TLS and plain HTTP.
const PORTS: [u16; 2] = [443, 80];

/// Keeps the interface as it is wanted, until it is no more or the agent's shutdown.
pub(super) async fn keep(
    host: Arc<Host>,
    endpoint: String,
    eni: String,
    mut told: watch::Receiver<Option<Spot>>,
) {
    let mut rest = Backoff::new(REST.0, REST.1);
    loop {
        let wanted = told.borrow_and_update().clone();
        let (begun, ends) = (Instant::now(), wanted.is_none());
        let done = match wanted {
            Some(spot) => live(&host, &spot, &mut told).await,
            None => end(&host, &eni).await,
        };
        if host.shutdown.is_requested() {
            return;
        }
        match done {
            // Only once its interface is taken away: its address may be given to another one.
            Ok(()) if ends && host.forget_spot(&endpoint, &eni) => return,
            // It is wanted otherwise meanwhile.
            Ok(()) => continue,
            Err(why) => tracing::warn!(endpoint, eni, why, "an endpoint is tried again"),
        }
        if begun.elapsed() > LIVED_WELL {
            rest.reset();
        }
        tokio::select! {
            () = host.shutdown.requested() => return,
            () = tokio::time::sleep(rest.next_delay()) => {}
            changed = told.changed() => if changed.is_err() { return },
        }
    }
}

/// Answers there until something else is wanted.
async fn live(
    host: &Arc<Host>,
    spot: &Spot,
    told: &mut watch::Receiver<Option<Spot>>,
) -> Result<(), String> {
    let place = host.network.place(&spot.vpc, &spot.eni).ok_or("its interface is not told yet")?;
    let eni = interface(&place)?;
    let words = |e: Error| chain(&e).to_string();
    host.fabric.ensure_vpc(&eni.vpc, place.vpc_cidr).await.map_err(words)?;
    // Not one packet passes before its rules are in force.
    let enforced = tokio::select! {
        enforced = host.network.enforced(&eni.vpc, &eni.id) => enforced,
        () = host.shutdown.requested() => return Ok(()),
    };
    enforced.map_err(|e| chain(&e).to_string())?;
    let opened = spawn_blocking(|| {
        let station = Station::open()?;
        let listeners = PORTS.map(|port| station.listen(port));
        Ok::<_, Error>((station, listeners))
    });
    let (station, listeners) = opened.await.map_err(|e| e.to_string())?.map_err(words)?;
    let mut doors = Vec::with_capacity(PORTS.len());
    for (port, listener) in PORTS.into_iter().zip(listeners) {
        let listener = TcpListener::from_std(listener.map_err(words)?);
        doors.push(Door { port, listener: listener.map_err(|e| e.to_string())? });
    }
    attach(host, &eni, &station).await?;
    tokio::select! {
        () = host.shutdown.requested() => {}
        _ = told.changed() => {}
        () = carry::serve(host, spot, doors) => {}
    }
    Ok(())
}

/// Joins the namespace to the VPC.
async fn attach(host: &Arc<Host>, eni: &Eni, station: &Station) -> Result<(), String> {
    let attach = || host.fabric.attach(eni, station.as_fd());
    let attached = match patiently("an interface", Error::is_transient, attach).await {
        // The process before has died, and took the other end along.
        Err(Error::AttachedDifferently(_)) => {
            detach(host, &eni.id).await?;
            patiently("an interface", Error::is_transient, attach).await
        }
        attached => attached,
    };
    attached.map_err(|e| chain(&e).to_string())
}

async fn detach(host: &Arc<Host>, eni: &EniId) -> Result<(), String> {
    let detached = patiently("an interface", |_| true, || host.fabric.detach(eni)).await;
    detached.map_err(|e| chain(&e).to_string())
}

/// Takes the interface away.
async fn end(host: &Arc<Host>, eni: &str) -> Result<(), String> {
    let eni: EniId = eni.parse().map_err(|e| format!("{e}"))?;
    detach(host, &eni).await
}

fn interface(place: &Place) -> Result<Eni, String> {
    let id: EniId = place.eni.id.parse().map_err(|e| format!("{e}"))?;
    Ok(Eni {
        host_if: id.host_if(),
        id,
        vpc: place.eni.vpc.parse().map_err(|e| format!("{e}"))?,
        address: place.eni.address,
        subnet: place.subnet_cidr,
        gateway: place.subnet_cidr.hosts().next().ok_or("its subnet has no addresses")?,
        address6: None,
        mac: place.eni.mac.parse().map_err(|e| format!("{e}"))?,
    })
}
