//! How targets are, and what follows from it.

use std::sync::atomic::Ordering;

use ferrogate_base::{Clock, SystemClock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::rig::{App, DEADLINE, Rig, body, status};

fn states(report: &ferrogate_link::balancer::Report) -> Vec<&'static str> {
    report.targets.iter().map(|of| of.health.state()).collect()
}

#[tokio::test]
async fn an_unhealthy_target_is_not_asked_until_all_are() {
    let apps = [App::named("a").await, App::named("b").await];
    let rig = Rig::of(&apps.each_ref().map(|app| app.address)).await;
    apps[0].health.store(503, Ordering::Relaxed);
    let report = rig.until(|report| states(report) == ["unhealthy", "healthy"]).await;
    let health = &report.targets[0].health;
    assert_eq!(health.description().unwrap(), "Health checks failed with these codes: [503]");
    for _ in 0..10 {
        assert!(body(&rig.get("/").await).starts_with("b\n"));
    }
    apps[1].health.store(500, Ordering::Relaxed);
    rig.until(|report| states(report) == ["unhealthy", "unhealthy"]).await;
    // None is healthy: all are asked.
    let mut names: Vec<_> = Vec::new();
    for _ in 0..10 {
        names.push(body(&rig.get("/").await)[..1].to_owned());
    }
    names.sort();
    names.dedup();
    assert_eq!(names, ["a", "b"]);
    apps[0].health.store(200, Ordering::Relaxed);
    rig.until(|report| states(report) == ["healthy", "unhealthy"]).await;
}

#[tokio::test]
async fn a_target_that_is_gone_and_one_that_is_silent_have_their_reasons() {
    let gone = App::named("a").await;
    gone.kill();
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent_at = silent.local_addr().unwrap();
    let rig = Rig::of(&[gone.address, silent_at]).await;
    let report = rig.until(|report| states(report) == ["unhealthy", "unhealthy"]).await;
    let reasons: Vec<_> = report.targets.iter().map(|of| of.health.reason().unwrap()).collect();
    assert_eq!(reasons, ["Target.FailedHealthChecks", "Target.Timeout"]);
}

#[tokio::test]
async fn targets_of_other_zones_are_unused_when_they_are_not_to_be_asked() {
    let apps = [App::named("a").await, App::named("b").await];
    let rig = Rig::with(&apps.each_ref().map(|app| app.address), |node| {
        node.groups[0].attributes.cross_zone = false;
        node.groups[0].targets[0].zone = Some("us-east-1b".into());
        node.groups[0].targets[1].zone = Some("us-east-1a".into());
    })
    .await;
    rig.until(|report| states(report) == ["unused", "healthy"]).await;
    for _ in 0..4 {
        assert!(body(&rig.get("/").await).starts_with("b\n"));
    }
}

#[tokio::test]
async fn a_target_that_drains_ends_what_is_open_and_takes_nothing_new() {
    let slow = App::doing(|head, mut stream| {
        Box::pin(async move {
            if head.starts_with("GET /slow ") {
                let part = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab";
                stream.write_all(part).await.ok()?;
                // Until the load balancer ends it.
                stream.read_u8().await.ok()?;
                return None;
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na\n").await.ok()?;
            Some(stream)
        })
    })
    .await;
    let other = App::named("b").await;
    let mut rig = Rig::of(&[slow.address]).await;
    let mut open = rig.connect().await;
    open.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    crate::rig::head(&mut open).await.unwrap();
    rig.change(|node| {
        let target = &mut node.groups[0].targets[0];
        target.draining_since = Some(SystemClock.now());
        let mut second = target.clone();
        (second.port, second.draining_since) = (other.address.port(), None);
        node.groups[0].targets.push(second);
    });
    rig.until(|report| states(report) == ["draining", "healthy"]).await;
    for _ in 0..6 {
        assert!(body(&rig.get("/").await).starts_with("b\n"));
    }
    assert!(!rig.running.report().targets[0].drained, "something is open");
    let mut part = [0; 2];
    open.read_exact(&mut part).await.unwrap();
    assert_eq!(&part, b"ab", "what is open goes on");
    // Its delay is over: it is no target any more.
    rig.change(|node| drop(node.groups[0].targets.remove(0)));
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(DEADLINE, open.read_to_end(&mut rest)).await;
    drop(ended.expect("it ends"));
    assert!(rest.is_empty());
    // Registered again, it is as new.
    rig.change(|node| {
        let mut again = node.groups[0].targets[0].clone();
        again.port = slow.address.port();
        node.groups[0].targets = vec![again];
    });
    rig.until(|report| states(report) == ["healthy"]).await;
    assert_eq!(status(&rig.get("/").await), 200);
}

#[tokio::test]
async fn a_target_without_open_requests_is_told_to_have_drained() {
    let (first, second) = (App::named("a").await, App::named("b").await);
    let mut rig = Rig::of(&[first.address, second.address]).await;
    rig.until(|report| states(report) == ["healthy", "healthy"]).await;
    for _ in 0..4 {
        assert_eq!(status(&rig.get("/").await), 200);
    }
    rig.change(|node| {
        node.groups[0].targets[0].draining_since = Some(SystemClock.now());
    });
    // Connections that are kept for later are nothing open.
    rig.until(|report| report.targets[0].drained && !report.targets[1].drained).await;
    assert_eq!(states(&rig.running.report()), ["draining", "healthy"]);
    assert!(body(&rig.get("/").await).starts_with("b\n"));
}

#[tokio::test]
async fn a_request_that_is_connecting_when_its_whole_group_drains_is_answered() {
    // Its queue is full: a connection waits until somebody is taken out of it.
    let target = tokio::net::TcpSocket::new_v4().unwrap();
    target.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let target = target.listen(0).unwrap();
    let address = target.local_addr().unwrap();
    let mut filling = vec![];
    let wait = std::time::Duration::from_millis(200);
    while let Ok(one) = tokio::time::timeout(wait, tokio::net::TcpStream::connect(address)).await {
        filling.push(one.unwrap());
    }
    let mut rig = Rig::with(&[address], |node| node.groups[0].health.enabled = false).await;
    let mut client = rig.connect().await;
    let post = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    client.write_all(post).await.unwrap();
    rig.until(|report| report.groups.iter().any(|(_, of)| of.requests == 1)).await;
    rig.change(|node| node.groups[0].targets[0].draining_since = Some(SystemClock.now()));
    rig.until(|report| states(report) == ["draining"]).await;
    let serves = tokio::spawn(async move {
        loop {
            let (mut stream, _) = target.accept().await.unwrap();
            tokio::spawn(async move {
                if crate::rig::head(&mut stream).await.is_some() {
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                    stream.write_all(answer).await.unwrap();
                }
            });
        }
    });
    let mut answer = String::new();
    tokio::time::timeout(DEADLINE, client.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert_eq!(status(&answer), 200, "{answer}");
    serves.abort();
    // Who comes later has nobody to ask.
    assert_eq!(status(&rig.get("/").await), 503);
}

#[tokio::test]
async fn what_is_open_when_the_delay_is_over_is_answered_with_502() {
    let silent = App::doing(|_, mut stream| {
        Box::pin(async move {
            stream.read_u8().await.ok()?;
            None
        })
    })
    .await;
    let mut rig = Rig::of(&[silent.address]).await;
    let mut open = rig.connect().await;
    let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    open.write_all(request.as_bytes()).await.unwrap();
    let until = std::time::Instant::now() + DEADLINE;
    while silent.requests.load(Ordering::Relaxed) == 0 {
        assert!(std::time::Instant::now() < until, "it is asked");
        tokio::task::yield_now().await;
    }
    rig.change(|node| {
        node.groups[0].attributes.deregistration_delay_s = 1;
        node.groups[0].targets[0].draining_since = Some(SystemClock.now());
    });
    let mut answer = String::new();
    tokio::time::timeout(DEADLINE, open.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert_eq!(status(&answer), 502);
    assert_eq!(status(&rig.get("/").await), 503, "it is the only one");
}
