//! Hosts that are gone for long, and come back.

use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::health::{Health, Need};
use ferrogate_base::{HostId, Shutdown, TimestampMs};
use ferrogate_controllers::engine;
use ferrogate_controllers::host::LostHosts;
use ferrogate_link::session::{Hello, ToAgent, ToServer};
use ferrogate_link::{Event, Observation};
use ferrogate_records::ecs::task::Status;
use ferrogate_records::host;
use ferrogate_store::Key;
use futures_util::{FutureExt, SinkExt, StreamExt};
use serde_json::json;

use crate::bed::{Bed, DEADLINE, assigned, frame, hello, id, spec, task};

/// An engine to which a host is lost as soon as it is gone.
async fn impatient(records: &[(String, serde_json::Value)]) -> (Bed, Shutdown) {
    let bed = Bed::with(records).await;
    let shutdown = Shutdown::new();
    let lost = Arc::new(LostHosts::new(bed.sessions.clone(), Duration::from_millis(20)));
    let cx = bed.cx.clone();
    engine::start(lost, Need::Useful, &cx, &Health::default(), &shutdown);
    (bed, shutdown)
}

/// Waits until the host is lost, or is not.
async fn until_lost(bed: &Bed, host: &str, wanted: bool) {
    let key = Key::new(host::key(&HostId(host.into()))).unwrap();
    let mut changes = bed.state.changes::<host::Record>();
    let is = async {
        loop {
            if let Ok(Some(host)) = bed.state.table::<host::Record>().get(&key)
                && host.lost_at.is_some() == wanted
            {
                return;
            }
            changes.next().await.expect("the engine goes on");
        }
    };
    tokio::time::timeout(DEADLINE, is).await.expect("it comes within the deadline");
}

fn record(id: &str, cpu_units: u32) -> (String, serde_json::Value) {
    let record = json!({
        "v": 1, "id": id, "boot_id": "b", "architecture": "amd64", "cpu_units": cpu_units,
        "memory_mib": 65536, "tasks_max": 100, "joined_at": 1,
    });
    (host::key(&HostId(id.into())), record)
}

#[tokio::test]
async fn a_host_that_is_gone_is_lost_and_one_that_is_back_is_not() {
    let (bed, shutdown) = impatient(&[spec("web"), task(1, 256, "web")]).await;
    let mut wire = bed.host().await;
    let key = assigned(&mut wire).await.1.key;
    until_lost(&bed, "h", false).await;
    drop(wire);
    until_lost(&bed, "h", true).await;
    bed.put(&[task(2, 256, "web")]).await;
    // Its task is as it was told last, and nothing is placed on it.
    assert_eq!(bed.task(1, |_| true).await.status, Status::Pending);
    bed.caught_up().await;
    assert!(bed.task(2, |_| true).await.binding.is_none());
    let back = Hello { known: vec![key.clone()], ..hello() };
    let mut wire = bed.dial(DEADLINE, &back).await;
    until_lost(&bed, "h", false).await;
    bed.task(2, |task| task.binding.is_some()).await;
    let event = Event::Connected;
    let fact = Observation { key: key.clone(), seq: 1, at: TimestampMs(6000), event };
    wire.send(&ToServer::Observed(vec![fact])).await.unwrap();
    let acked = frame(&mut wire, |frame| match frame {
        ToAgent::Acked(acked) => Some(acked),
        _ => None,
    });
    assert_eq!(acked.await, [(key, 1)]);
    shutdown.finish().await;
    bed.end().await;
}

#[tokio::test]
async fn a_host_that_falls_silent_is_lost() {
    let (bed, shutdown) = impatient(&[]).await;
    let mut wire = bed.watched_host(Duration::from_millis(200)).await;
    until_lost(&bed, "h", true).await;
    // The engine has hung up; what it had sent is still there.
    while let Some(Some(Ok(_))) = wire.next().now_or_never() {}
    shutdown.finish().await;
    bed.end().await;
}

#[tokio::test]
async fn a_host_that_does_not_come_back_to_a_new_server_is_lost() {
    let (bed, shutdown) = impatient(&[record("gone", 4096)]).await;
    until_lost(&bed, "gone", true).await;
    shutdown.finish().await;
    bed.end().await;
}

#[tokio::test]
async fn a_task_for_a_larger_host_waits_while_that_is_away_and_stops_once_it_is_lost() {
    let records = [spec("web"), record("large", 16384), task(1, 8192, "web")];
    let bed = Bed::with(&records).await;
    let mut wire = bed.host().await;
    bed.put(&[task(2, 256, "web")]).await;
    assert_eq!(assigned(&mut wire).await.1.key.task, id(2));
    // The host that is here is too small for it.
    assert_eq!(bed.task(1, |_| true).await.status, Status::Provisioning);
    let lost = Arc::new(LostHosts::new(bed.sessions.clone(), Duration::ZERO));
    let (cx, shutdown) = (bed.cx.clone(), Shutdown::new());
    engine::start(lost, Need::Useful, &cx, &Health::default(), &shutdown);
    let stopped = bed.task(1, |task| task.status == Status::Stopped).await;
    assert!(stopped.stop.unwrap().reason.starts_with("Capacity is unavailable"));
    shutdown.finish().await;
    bed.end().await;
}
