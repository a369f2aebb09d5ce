//! Requests on their way.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use ferrogate_link::balancer::{
    Action, Condition, FixedResponse, Pattern, Redirect, Stickiness, Transform, XffMode,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::rig::{
    App, DEADLINE, GROUP, PORT, Rig, body, forward, group, head, listener, rule, status,
};

#[tokio::test]
async fn a_target_is_told_of_the_client_and_the_client_gets_its_answer() {
    let app = App::named("one").await;
    let rig = Rig::of(&[app.address]).await;
    let request = "GET http://A.Test:8080/p%20q?x=1&y HTTP/1.1\r\nHost: other\r\nX-own: Kept\r\n\
                   X-Forwarded-For: 1.2.3.4\r\nConnection: close, X-Drop\r\nX-Drop: 1\r\n\
                   X-Amzn-Trace-Id: Root=1-67891234-12456789abcdef012345678\r\n\r\n";
    let answer = rig.raw(request).await;
    assert_eq!(status(&answer), 200, "{answer}");
    assert!(answer.contains("\r\nX-Kept: Yes\r\n"), "{answer}");
    let told = body(&answer);
    assert!(told.starts_with("one\nGET /p%20q?x=1&y HTTP/1.1\r\n"), "{told}");
    for line in [
        "Host: a.test:8080",
        "X-own: Kept",
        "X-Forwarded-For: 1.2.3.4, 127.0.0.1",
        "X-Forwarded-Proto: http",
        "X-Forwarded-Port: 8080",
    ] {
        assert!(told.contains(&format!("\r\n{line}\r\n")), "{line} is not in {told}");
    }
    let trace = told.lines().find_map(|line| line.strip_prefix("X-Amzn-Trace-Id: ")).unwrap();
    assert!(trace.starts_with("Self=1-"), "{trace}");
    assert!(trace.ends_with(";Root=1-67891234-12456789abcdef012345678"), "{trace}");
    assert!(!told.contains("Drop"), "{told}");
}

#[tokio::test]
async fn requests_go_round_over_connections_that_are_kept() {
    let apps = [App::named("a").await, App::named("b").await];
    let rig = Rig::of(&apps.each_ref().map(|app| app.address)).await;
    let mut stream = rig.connect().await;
    let mut counts = BTreeMap::new();
    for _ in 0..20 {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").await.unwrap();
        let head = head(&mut stream).await.unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
        let mut body = vec![0; length.unwrap().parse().unwrap()];
        stream.read_exact(&mut body).await.unwrap();
        *counts.entry(body[0]).or_insert(0) += 1;
    }
    assert_eq!(counts, [(b'a', 10), (b'b', 10)].into());
    for app in &apps {
        // One may be asked anew before the last answer's connection is back.
        assert!(app.connections.load(Ordering::Relaxed) <= 2);
    }
    let report = rig.running.report();
    assert_eq!((report.counters.requests, report.counters.new_connections), (20, 1));
    assert_eq!(report.groups[GROUP].target_2xx, 20);
    assert!(report.counters.processed_bytes > 1000);
}

#[tokio::test]
async fn bodies_pass_both_ways_as_they_come() {
    let app = App::doing(|head, mut stream| {
        Box::pin(async move {
            assert!(head.contains("\r\nTransfer-Encoding: chunked\r\n"), "{head}");
            assert!(!head.to_lowercase().contains("expect"), "{head}");
            let mut got = Vec::new();
            while !got.ends_with(b"0\r\n\r\n") {
                got.push(stream.read_u8().await.ok()?);
            }
            let start = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n";
            stream.write_all(start).await.ok()?;
            // The rest once the client has the first part, and says so on a connection of its own.
            let (mut other, _) = GATE.get().unwrap().accept().await.ok()?;
            other.read_u8().await.ok()?;
            stream.write_all(b"4\r\nlast\r\n0\r\n\r\n").await.ok()?;
            Some(stream)
        })
    })
    .await;
    static GATE: std::sync::OnceLock<tokio::net::TcpListener> = std::sync::OnceLock::new();
    GATE.set(tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap()).unwrap();
    let rig = Rig::of(&[app.address]).await;
    let mut stream = rig.connect().await;
    let request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\
                   Expect: 100-continue\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(head(&mut stream).await.unwrap(), "HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"3\r\nabc\r\n0\r\n\r\n").await.unwrap();
    assert_eq!(status(&head(&mut stream).await.unwrap()), 200);
    let mut first = [0; 10];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"5\r\nfirst\r\n");
    let gate = GATE.get().unwrap().local_addr().unwrap();
    tokio::net::TcpStream::connect(gate).await.unwrap().write_all(b"x").await.unwrap();
    let mut rest = String::new();
    stream.read_to_string(&mut rest).await.unwrap();
    assert_eq!(rest, "4\r\nlast\r\n0\r\n\r\n");
}

#[tokio::test]
async fn rules_decide_in_their_order() {
    let apps = [App::named("a").await, App::named("b").await];
    let rig = Rig::with(&[apps[0].address], |node| {
        node.groups.push(group("group-b", &[apps[1].address]));
        let path = |text: &str| vec![Condition::Path(vec![Pattern::Wildcard(text.into())])];
        let fixed = FixedResponse {
            status: 418,
            content_type: Some("application/json".into()),
            body: "{}".into(),
        };
        let to = |parts: [&str; 3]| {
            let [protocol, port, path] = parts.map(str::to_owned);
            let (host, query) = ("#{host}".into(), "#{query}".into());
            Action::Redirect(Redirect { protocol, host, port, path, query, permanent: true })
        };
        let written = |conditions, regex: &str, replace: &str| {
            let (regex, replace) = (regex.to_owned(), replace.to_owned());
            let mut rule = rule(conditions, forward(&[(GROUP, 1)]));
            rule.transforms = vec![
                Transform::Url { regex, replace },
                Transform::Host { regex: "^a".into(), replace: "inside".into() },
            ];
            rule
        };
        node.listeners = vec![listener(vec![
            rule(path("/fixed*"), Action::FixedResponse(fixed)),
            rule(path("/secure/*"), to(["HTTPS", "443", "/#{path}"])),
            rule(path("/long/*"), to(["HTTPS", "443", &format!("/{}", "x".repeat(9000))])),
            rule(path("/b/*"), forward(&[("group-b", 1)])),
            rule(path("/none"), forward(&[("group-of-nobody", 1)])),
            written(path("/old/*"), "^/old/(.*)$", "/new/$1"),
            written(path("/broken"), "^/", ""),
            rule(vec![], forward(&[(GROUP, 1)])),
        ])];
    })
    .await;
    assert!(body(&rig.get("/b/x").await).starts_with("b\n"));
    assert!(body(&rig.get("/B/x").await).starts_with("a\n"));
    let fixed = rig.get("/fixed").await;
    assert_eq!((status(&fixed), body(&fixed)), (418, "{}"));
    assert!(fixed.contains("\r\nServer: awselb/2.0\r\n"), "{fixed}");
    assert!(fixed.contains("\r\nContent-Type: application/json; charset=utf-8\r\n"), "{fixed}");
    let led = rig.get("/secure/x?y=z").await;
    assert_eq!(status(&led), 301);
    assert!(led.contains("\r\nLocation: https://a.test:443/secure/x?y=z\r\n"), "{led}");
    assert_eq!(status(&rig.get("/long/x").await), 507);
    let rewritten = rig.get("/old/x?y=z").await;
    assert!(body(&rewritten).starts_with("a\nGET /new/x?y=z HTTP/1.1\r\n"), "{rewritten}");
    assert!(body(&rewritten).contains("\r\nHost: inside.test:8080\r\n"), "{rewritten}");
    assert_eq!(status(&rig.get("/broken").await), 500);
    let none = rig.get("/none").await;
    assert_eq!(status(&none), 503);
    assert!(body(&none).contains("<h1>503 Service Temporarily Unavailable</h1>"), "{none}");
    let counters = rig.running.report().counters;
    assert_eq!(
        (counters.fixed_responses, counters.redirects, counters.redirects_too_long),
        (1, 1, 1)
    );
    assert_eq!((counters.elb_503, counters.elb_3xx, counters.elb_500), (1, 1, 1));
}

#[tokio::test]
async fn what_aws_refuses_is_refused_with_its_status() {
    let app = App::named("a").await;
    let rig = Rig::of(&[app.address]).await;
    let long = |n: usize| "x".repeat(n);
    let many: String = (0..70).map(|n| format!("X-{n}: {}\r\n", long(1000))).collect();
    let xff = vec!["1.1.1.1"; 31].join(",");
    let host = "Host: a\r\nConnection: close\r\n";
    for (request, wanted) in [
        (format!("TRACE / HTTP/1.1\r\n{host}\r\n"), 405),
        (format!("GET /{} HTTP/1.1\r\n{host}\r\n", long(17_000)), 414),
        (format!("GET / HTTP/1.1\r\n{host}X-Long: {}\r\n\r\n", long(17_000)), 400),
        (format!("GET / HTTP/1.1\r\n{host}{many}\r\n"), 400),
        (format!("GET / HTTP/1.1\r\n{host}X-Forwarded-For: {xff}\r\n\r\n"), 463),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".into(), 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n".into(), 400),
        // What two servers may read in two ways.
        (
            format!("POST / HTTP/1.1\r\n{host}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
            400,
        ),
        (format!("POST / HTTP/1.1\r\n{host}Content-Length: +3\r\n\r\nabc"), 400),
        (format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 400),
        (
            format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
            501,
        ),
        (
            format!(
                "POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            400,
        ),
        (format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), 400),
        (format!("POST / HTTP/1.1\r\n{host}X: a\r\n Content-Length: 3\r\n\r\nabc"), 400),
        (format!("GET / HTTP/1.1\r\n{host}X-Nul: a\0b\r\n\r\n"), 400),
        ("GET / HTTP/3.0\r\nHost: a\r\n\r\n".into(), 505),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(), 505),
        ("GET /\r\n\r\n".into(), 505),
        ("GET HTTP/1.1\r\nHost: a\r\n\r\n".into(), 400),
        ("GET a/b?c HTTP/1.1\r\nHost: a\r\n\r\n".into(), 400),
        (format!("GET / HTTP/1.1\r\n{host}{}\r\n", "A: b\r\n".repeat(200)), 431),
        (format!("GET / HTTP/1.1\r\n{host}X-Endless: {}", long(200_000)), 431),
        (format!("GET /{}", long(200_000)), 414),
    ] {
        let answer = rig.raw(&request).await;
        let begun = &request[..request.len().min(60)];
        assert_eq!(status(&answer), wanted, "{begun} is answered with {answer}");
        // As any other answer of a load balancer.
        assert!(answer.contains("\r\nServer: awselb/2.0\r\n"), "{begun}: {answer}");
        assert!(answer.contains("\r\nConnection: close\r\n"), "{begun}: {answer}");
        assert!(body(&answer).contains(&format!("<h1>{wanted} ")), "{begun}: {answer}");
    }
    assert_eq!(app.requests.load(Ordering::Relaxed), 0, "a target was asked");
    // And it goes on.
    assert_eq!(status(&rig.get("/").await), 200);
}

#[tokio::test]
async fn a_client_of_the_oldest_kind_means_the_load_balancer() {
    let app = App::named("a").await;
    let rig = Rig::of(&[app.address]).await;
    let answer = rig.raw("GET / HTTP/1.0\r\n\r\n").await;
    assert!(body(&answer).contains("\r\nHost: web-1.us-east-1.elb.localhost:8080\r\n"), "{answer}");
}

#[tokio::test]
async fn a_target_s_failures_have_aws_s_statuses() {
    let closes = App::doing(|_, _| Box::pin(async { None })).await;
    let rig = Rig::of(&[closes.address]).await;
    assert_eq!(status(&rig.get("/").await), 502);
    let speaks = |text: &'static str| {
        App::doing(move |_, mut stream| {
            Box::pin(async move {
                stream.write_all(text.as_bytes()).await.ok()?;
                None
            })
        })
    };
    let nonsense = speaks("nonsense\r\n\r\n").await;
    assert_eq!(status(&Rig::of(&[nonsense.address]).await.get("/").await), 502);
    let unasked = speaks("HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n").await;
    assert_eq!(status(&Rig::of(&[unasked.address]).await.get("/").await), 502);
    let large = App::doing(|_, mut stream| {
        Box::pin(async move {
            let header = format!("X-Large: {}\r\n", "x".repeat(8000)).repeat(5);
            let answer = format!("HTTP/1.1 200 OK\r\n{header}Content-Length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.ok()?;
            Some(stream)
        })
    })
    .await;
    assert_eq!(status(&Rig::of(&[large.address]).await.get("/").await), 502);
    let silent = App::doing(|_, stream| {
        Box::pin(async move {
            std::future::pending::<()>().await;
            Some(stream)
        })
    })
    .await;
    let rig = Rig::with(&[silent.address], |node| node.attributes.idle_timeout_s = 1).await;
    assert_eq!(status(&rig.get("/").await), 504);
    assert_eq!(rig.running.report().counters.elb_504, 1);
    // The client is the one who is silent.
    let upload = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab";
    assert_eq!(status(&rig.raw(upload).await), 408);
}

#[tokio::test]
async fn a_connection_that_the_target_has_closed_meanwhile_fails_nobody() {
    // Answers once on each connection, and says nothing of closing it.
    let app = App::doing(|_, mut stream| {
        Box::pin(async move {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.ok()?;
            None
        })
    })
    .await;
    let rig = Rig::of(&[app.address]).await;
    for _ in 0..50 {
        assert_eq!(status(&rig.get("/").await), 200);
    }
}

#[tokio::test]
async fn another_target_is_asked_when_one_can_t_be_connected_to() {
    let apps = [App::named("a").await, App::named("b").await];
    let rig = Rig::with(&apps.each_ref().map(|app| app.address), |node| {
        // Nobody looks again before the test is over.
        node.groups[0].health.interval_s = 300;
    })
    .await;
    apps[0].kill();
    for _ in 0..20 {
        let answer = rig
            .raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .await;
        assert_eq!(status(&answer), 200);
        assert!(body(&answer).starts_with("b\n"));
    }
}

#[tokio::test]
async fn a_websocket_is_carried_both_ways() {
    let app = App::doing(|head, mut stream| {
        Box::pin(async move {
            assert!(head.contains("\r\nUpgrade: websocket\r\n"), "{head}");
            assert!(head.contains("\r\nConnection: upgrade\r\n"), "{head}");
            let answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\
                          Connection: Upgrade\r\n\r\nhello";
            stream.write_all(answer.as_bytes()).await.ok()?;
            let mut got = [0; 4];
            stream.read_exact(&mut got).await.ok()?;
            got.reverse();
            stream.write_all(&got).await.ok()?;
            None
        })
    })
    .await;
    let rig = Rig::of(&[app.address]).await;
    let request = "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, \
                   Upgrade\r\n\r\n";
    let mut stream = rig.connect().await;
    stream.write_all(request.as_bytes()).await.unwrap();
    let head = head(&mut stream).await.unwrap();
    assert_eq!(status(&head), 101);
    assert!(head.contains("\r\nUpgrade: websocket\r\n"), "{head}");
    stream.write_all(b"abcd").await.unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).await.unwrap();
    assert_eq!(all, "hellodcba");
}

#[tokio::test]
async fn clients_stay_with_their_target_and_their_group() {
    let apps = [App::named("a").await, App::named("b").await, App::named("c").await];
    let sticky = |node: &mut ferrogate_link::balancer::Node| {
        node.groups.push(group("group-b", &[apps[2].address]));
        for group in &mut node.groups {
            group.attributes.stickiness = Some(Stickiness::LbCookie { duration_s: 60 });
        }
        let Action::Forward { groups, .. } = forward(&[(GROUP, 1), ("group-b", 1)]) else { return };
        let action = Action::Forward { groups, stickiness_s: Some(60) };
        node.listeners = vec![listener(vec![rule(vec![], action)])];
    };
    let rig = Rig::with(&[apps[0].address, apps[1].address], sticky).await;
    for _ in 0..6 {
        let first = rig.get("/").await;
        let name = &body(&first)[..1];
        let set: Vec<_> = first.lines().filter_map(|l| l.strip_prefix("Set-Cookie: ")).collect();
        let names: Vec<_> = set.iter().map(|of| of.split('=').next().unwrap()).collect();
        assert_eq!(names, ["AWSALBTG", "AWSALBTGCORS", "AWSALB", "AWSALBCORS"], "{first}");
        let cookies: Vec<_> = set.iter().map(|of| of.split(';').next().unwrap()).collect();
        let cookies = cookies.join("; ");
        for _ in 0..6 {
            let request = format!(
                "GET / HTTP/1.1\r\nHost: a\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"
            );
            assert_eq!(&body(&rig.raw(&request).await)[..1], name);
        }
    }
}

#[tokio::test]
async fn listeners_come_and_go_while_others_are_served() {
    let app = App::named("a").await;
    let mut rig = Rig::of(&[app.address]).await;
    let mut open = rig.connect().await;
    rig.change(|node| {
        let mut other = node.listeners[0].clone();
        other.port = PORT + 1;
        node.listeners = vec![other];
        node.attributes.xff = XffMode::Remove;
    });
    let other = tokio::net::TcpStream::connect((rig.node.address, PORT + 1)).await;
    let mut other = other.unwrap();
    other.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    other.read_to_string(&mut answer).await.unwrap();
    assert_eq!(status(&answer), 200);
    assert!(!answer.contains("X-Forwarded-For"), "{answer}");
    // What waits on the port that is gone ends, and nobody connects there any more.
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(DEADLINE, open.read_to_end(&mut rest)).await;
    // One that was not taken yet is reset.
    drop(ended.expect("it ends"));
    assert!(rest.is_empty());
    let until = std::time::Instant::now() + DEADLINE;
    while tokio::net::TcpStream::connect((rig.node.address, PORT)).await.is_ok() {
        assert!(std::time::Instant::now() < until, "the port is open");
    }
}
