//! Requests that wait for a target: of a service that sleeps.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use ferrogate_link::balancer::{Asked, Hold, Target};
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::rig::{App, DEADLINE, GROUP, Rig, body, forward, group, head, listener, rule, status};

const ASLEEP: Option<Hold> = Some(Hold { asleep: Some(7) });
const AWAKE: Option<Hold> = Some(Hold { asleep: None });

/// A node whose one group sleeps.
async fn asleep() -> Rig {
    Rig::with(&[], |node| node.groups[0].hold = ASLEEP).await
}

fn asked(report: &ferrogate_link::balancer::Report) -> Asked {
    report.asked[GROUP]
}

fn target(at: SocketAddr) -> Target {
    Target { address: at.ip(), port: at.port(), zone: None, draining_since: None }
}

fn wake(rig: &mut Rig, at: SocketAddr) {
    rig.change(|node| {
        node.groups[0].hold = AWAKE;
        node.groups[0].targets = vec![target(at)];
    });
}

/// Asks for a path, and does not read what comes.
async fn ask(rig: &Rig, path: &str) -> TcpStream {
    let mut stream = rig.connect().await;
    let request = format!("GET {path} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

async fn answer(mut stream: TcpStream) -> String {
    let mut all = String::new();
    let read = tokio::time::timeout(DEADLINE, stream.read_to_string(&mut all)).await;
    read.expect("it answers").unwrap();
    all
}

#[tokio::test]
async fn requests_wait_wake_once_and_go_through_in_order() {
    let mut rig = asleep().await;
    assert_eq!(asked(&rig.running.report()), Asked::default());
    let mut waiting = vec![];
    for n in 0..20 {
        waiting.push(ask(&rig, &format!("/{n}")).await);
        rig.until(|report| asked(report).held == n + 1).await;
    }
    assert_eq!(asked(&rig.running.report()).woken, Some(7));
    // Reads one connection after the other, as they came.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let order = Arc::<Mutex<Vec<String>>>::default();
    let seen = order.clone();
    let app = tokio::spawn(async move {
        loop {
            let mut stream = listener.accept().await.unwrap().0;
            let head = head(&mut stream).await.unwrap_or_default();
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            if path != "/healthz" {
                seen.lock().push(path.clone());
            }
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{path}", path.len());
            drop(stream.write_all(answer.as_bytes()).await);
        }
    });
    wake(&mut rig, address);
    for (n, stream) in waiting.into_iter().enumerate() {
        assert_eq!(body(&answer(stream).await), format!("/{n}"));
    }
    let want: Vec<_> = (0..20).map(|n| format!("/{n}")).collect();
    assert_eq!(*order.lock(), want);
    app.abort();
    let told = asked(&rig.until(|report| asked(report).open == 0).await);
    assert_eq!((told.requests, told.held, told.woken), (20, 0, None));
    // It sleeps again: nobody has asked since.
    rig.change(|node| {
        node.groups[0].hold = Some(Hold { asleep: Some(8) });
        node.groups[0].targets = vec![];
    });
    assert_eq!(asked(&rig.running.report()).woken, None);
}

#[tokio::test]
async fn one_that_asks_while_it_falls_asleep_wakes_it() {
    let mut rig = Rig::with(&[], |node| node.groups[0].hold = AWAKE).await;
    let waiting = ask(&rig, "/").await;
    let told = rig.until(|report| asked(report).held == 1).await;
    assert_eq!(asked(&told).woken, None);
    rig.change(|node| node.groups[0].hold = ASLEEP);
    assert_eq!(asked(&rig.running.report()).woken, Some(7));
    let app = App::named("a").await;
    wake(&mut rig, app.address);
    assert!(body(&answer(waiting).await).starts_with("a\n"));
}

#[tokio::test]
async fn who_leaves_gives_its_place_back_and_has_woken_it_nevertheless() {
    let rig = asleep().await;
    let waiting = ask(&rig, "/").await;
    rig.until(|report| asked(report).held == 1).await;
    drop(waiting);
    let told = rig.until(|report| asked(report).held == 0).await;
    assert_eq!(asked(&told).woken, Some(7));
}

#[tokio::test]
async fn one_that_waits_too_long_may_come_again_later() {
    let rig = Rig::with(&[], |node| {
        node.groups[0].hold = ASLEEP;
        node.attributes.idle_timeout_s = 1;
    })
    .await;
    let said = rig.get("/").await;
    assert_eq!(status(&said), 503);
    assert!(said.contains("retry-after: 5\r\n") || said.contains("Retry-After: 5\r\n"), "{said}");
    assert_eq!(asked(&rig.running.report()).held, 0);
}

#[tokio::test]
async fn nobody_waits_for_what_was_scaled_to_nothing_by_hand() {
    let mut rig = asleep().await;
    let waiting = ask(&rig, "/").await;
    rig.until(|report| asked(report).held == 1).await;
    rig.change(|node| node.groups[0].hold = None);
    let said = answer(waiting).await;
    assert_eq!(status(&said), 503);
    assert!(!said.to_lowercase().contains("retry-after"), "{said}");
    assert_eq!(status(&rig.get("/").await), 503);
    assert!(rig.running.report().asked.is_empty());
}

#[tokio::test]
async fn what_waits_is_answered_when_the_node_ends() {
    let rig = asleep().await;
    let waiting = ask(&rig, "/").await;
    rig.until(|report| asked(report).held == 1).await;
    rig.shutdown.request();
    assert_eq!(status(&answer(waiting).await), 503);
}

#[tokio::test]
async fn a_target_that_does_not_listen_yet_is_waited_for_and_asked_as_soon_as_it_does() {
    let mut rig = asleep().await;
    let first = App::named("a").await;
    first.health.store(503, Ordering::Relaxed);
    // A check's interval is longer than the test waits.
    rig.node.groups[0].health.interval_s = 300;
    wake(&mut rig, first.address);
    let waiting = ask(&rig, "/").await;
    rig.until(|report| asked(report).held == 1).await;
    first.health.store(200, Ordering::Relaxed);
    assert!(body(&answer(waiting).await).starts_with("a\n"));
}

#[tokio::test]
async fn a_target_that_has_worked_is_asked_when_it_fails_and_no_other_is_there() {
    let app = App::named("a").await;
    let rig = Rig::with(&[app.address], |node| node.groups[0].hold = AWAKE).await;
    app.health.store(503, Ordering::Relaxed);
    rig.until(|report| report.targets[0].health.state() == "unhealthy").await;
    assert_eq!(status(&rig.get("/").await), 200);
}

#[tokio::test]
async fn a_group_that_sleeps_holds_up_no_other_and_with_weight_0_nobody_wakes_it() {
    let app = App::named("b").await;
    let rig = Rig::with(&[], |node| {
        node.groups[0].hold = ASLEEP;
        node.groups.push(group("group-b", &[app.address]));
        node.listeners = vec![listener(vec![rule(vec![], forward(&[(GROUP, 0), ("group-b", 1)]))])];
    })
    .await;
    for _ in 0..10 {
        assert_eq!(status(&rig.get("/").await), 200);
    }
    assert_eq!(asked(&rig.running.report()), Asked::default());
}

#[tokio::test]
async fn what_is_rerouted_while_it_waits_goes_where_it_leads_then() {
    let mut rig = asleep().await;
    let waiting = ask(&rig, "/").await;
    rig.until(|report| asked(report).held == 1).await;
    let app = App::named("green").await;
    rig.change(|node| {
        node.groups.push(group("group-b", &[app.address]));
        node.groups[1].hold = AWAKE;
        node.listeners = vec![listener(vec![rule(vec![], forward(&[(GROUP, 0), ("group-b", 1)]))])];
        node.groups[0].hold = None;
    });
    assert!(body(&answer(waiting).await).starts_with("green\n"));
}

#[tokio::test]
async fn what_is_open_counts_as_asking_until_it_ends() {
    let app = App::doing(|_, mut stream| {
        Box::pin(async move {
            let part = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab";
            stream.write_all(part).await.ok()?;
            // As long as the client reads.
            stream.read_u8().await.ok()?;
            None
        })
    })
    .await;
    let rig = Rig::with(&[app.address], |node| node.groups[0].hold = AWAKE).await;
    let mut stream = ask(&rig, "/stream").await;
    let mut some = [0; 64];
    assert!(stream.read(&mut some).await.unwrap() > 0);
    assert_eq!(asked(&rig.running.report()).open, 1);
    drop(stream);
    rig.until(|report| asked(report).open == 0).await;
}
