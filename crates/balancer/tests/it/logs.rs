//! What a node logs of requests.

use ferrogate_link::balancer::Condition;
use ferrogate_link::balancer::{
    Action, FixedResponse, Log, LogTo, Node, Pattern, Redirect, Transform,
};
use http::Request;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::rig::{App, DEADLINE, GROUP, PORT, Rig, body, forward, rule, status};
use crate::tls::{answered, client, get, https, made, nothing};

fn logged(node: &mut Node) {
    let to = LogTo { bucket: "logs".into(), prefix: String::new() };
    node.attributes.access_logs = Some(to);
}

/// The lines of so many requests, each in its fields.
pub(crate) async fn lines(rig: &Rig, count: usize) -> Vec<Vec<String>> {
    lines_of(rig, Log::Access, count).await
}

/// So many lines of a log, each in its fields.
async fn lines_of(rig: &Rig, log: Log, count: usize) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = vec![];
    let until = std::time::Instant::now() + DEADLINE;
    while found.len() < count {
        assert!(std::time::Instant::now() < until, "{found:?}");
        let Some(report) = rig.running.next_lines() else {
            let more = rig.running.more_lines();
            drop(tokio::time::timeout(std::time::Duration::from_millis(20), more).await);
            continue;
        };
        let lines = report.lines.unwrap();
        assert_eq!(lines.dropped, 0);
        found.extend(lines.of(log).iter().map(|line| fields(line)));
        rig.running.has_lines(lines.seq);
    }
    assert_eq!(found.len(), count, "{found:?}");
    found
}

fn fields(line: &str) -> Vec<String> {
    let (mut all, mut field, mut quoted) = (vec![], String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => all.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    all.push(field);
    all
}

fn path(pattern: &str) -> Vec<Condition> {
    vec![Condition::Path(vec![Pattern::Wildcard(pattern.into())])]
}

#[tokio::test]
async fn each_request_is_a_line_of_what_became_of_it() {
    let app = App::named("a").await;
    let rig = Rig::with(&[app.address], |node| {
        logged(node);
        let fixed = FixedResponse { status: 418, content_type: None, body: "no".into() };
        let lead = Redirect {
            protocol: "HTTPS".into(),
            host: "#{host}".into(),
            port: "443".into(),
            path: "/#{path}".into(),
            query: "#{query}".into(),
            permanent: true,
        };
        let mut changed = rule(path("/api/*"), forward(&[(GROUP, 1)]));
        changed.transforms = vec![Transform::Url { regex: "^/api".into(), replace: String::new() }];
        let rules = &mut node.listeners[0].rules;
        rules.insert(0, rule(path("/no"), Action::FixedResponse(fixed)));
        rules.insert(1, rule(path("/to"), Action::Redirect(lead)));
        rules.insert(2, changed);
        for (n, rule) in rules.iter_mut().take(3).enumerate() {
            rule.priority = Some(n as u32 + 1);
        }
    })
    .await;
    let answer = rig.get("/a\"b?c").await;
    assert_eq!(status(&answer), 200);
    let trace = body(&answer).lines().find_map(|l| l.strip_prefix("X-Amzn-Trace-Id: ")).unwrap();
    rig.get("/no").await;
    rig.get("/to?x").await;
    rig.get("/api/v1").await;
    let post = "POST / HTTP/1.1\r\nHost: a.test:99\r\nUser-Agent: me\r\nContent-Length: 5\r\n\
                Connection: close\r\n\r\nhello";
    rig.raw(post).await;
    let found = lines(&rig, 5).await;
    let (node, target) = (rig.node.address.to_string(), app.address.to_string());
    for line in &found {
        assert_eq!(line.len(), 34, "{line:?}");
        assert_eq!((&*line[0], &*line[2], &*line[33]), ("http", "app/web/1", &*node));
        assert!(line[29].starts_with("TID_") && line[29].len() == 36, "{line:?}");
        assert!(line[1].starts_with("20") && line[1].ends_with('Z'), "{line:?}");
        assert!(line[21] <= line[1], "{line:?}");
    }
    let first = &found[0];
    assert_eq!(first[4], target);
    assert!(first[5..8].iter().all(|took| took.starts_with("0.")), "{first:?}");
    assert_eq!(first[8..10], ["200", "200"]);
    assert_eq!(first[12], format!("GET http://a.test:{PORT}/a\\x22b?c HTTP/1.1"));
    assert_eq!(first[13..17], ["-", "-", "-", GROUP]);
    assert_eq!(first[17], trace);
    assert_eq!(first[18..21], ["-", "-", "0"]);
    assert_eq!(first[22..25], ["forward", "-", "-"]);
    assert_eq!(first[25..29], [&*target, "200", "-", "-"]);
    let bytes = answer.len() as i64;
    let sent: i64 = first[11].parse().unwrap();
    // Heads are counted as they are written; the date and the like come later.
    assert!(sent > body(&answer).len() as i64 && sent <= bytes, "{sent} of {bytes}");
    assert_eq!(found[1][3..12][1..7], ["-", "-1", "-1", "-1", "418", "-"]);
    assert_eq!((&*found[1][20], &*found[1][22]), ("1", "fixed-response"));
    assert_eq!((&*found[2][8], &*found[2][20], &*found[2][22]), ("301", "2", "redirect"));
    assert_eq!(found[2][23], "https://a.test:443/to?x");
    assert_eq!((&*found[3][20], &*found[3][22]), ("3", "rewrite,forward"));
    assert_eq!(found[3][30..33], ["-", "/v1", "TransformSuccess"]);
    assert_eq!(
        (&*found[4][12], &*found[4][13]),
        (&*format!("POST http://a.test:{PORT}/ HTTP/1.1"), "me")
    );
    assert_eq!(
        found[4][10],
        (post.len() - "POST / HTTP/1.1".len() + found[4][12].len()).to_string()
    );
}

#[tokio::test]
async fn who_leaves_and_who_is_refused_is_logged_too() {
    let silent = App::doing(|_, mut stream| {
        Box::pin(async move {
            stream.read_u8().await.ok()?;
            None
        })
    })
    .await;
    let mut rig = Rig::with(&[silent.address], logged).await;
    let mut leaves = rig.connect().await;
    leaves.write_all(b"GET /left HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    let until = std::time::Instant::now() + DEADLINE;
    while silent.requests.load(std::sync::atomic::Ordering::Relaxed) == 0 {
        assert!(std::time::Instant::now() < until);
        tokio::task::yield_now().await;
    }
    drop(leaves);
    let left = lines(&rig, 1).await.remove(0);
    assert_eq!(left[7..10], ["-1", "460", "-"]);
    assert_eq!(left[6], "-1");
    assert!(left[5].starts_with("0."));
    let trace = "TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    rig.raw(trace).await;
    let refused = lines(&rig, 1).await.remove(0);
    assert_eq!((&*refused[4], &*refused[8], &*refused[20]), ("-", "405", "-1"));
    // Nothing is logged that nobody wants logged.
    rig.change(|node| node.attributes.access_logs = None);
    rig.raw(trace).await;
    assert!(rig.running.next_lines().is_none());
}

#[tokio::test]
async fn of_tls_the_name_and_the_certificate_are_logged() {
    let (app, a, b) =
        (App::named("one").await, made("arn:a", &["a.test"]), made("arn:b", &["b.test"]));
    let rig = Rig::with(&[app.address], |node| {
        https(node, &[&a, &b]);
        logged(node);
    })
    .await;
    let connector = client(&[&a, &b], &[]);
    get(rig.node.address, &connector, "b.test").await.unwrap();
    get(rig.node.address, &connector, "b.test").await.unwrap();
    let connector = client(&[&a, &b], &["h2"]);
    let mut ask = crate::tls::http2(rig.node.address, &connector, "a.test").await;
    for _ in 0..2 {
        let request = Request::get("https://a.test/x").body(nothing()).unwrap();
        answered(&mut ask, request).await;
    }
    let found = lines(&rig, 4).await;
    let of = |n: usize| (&*found[n][0], &*found[n][15], &*found[n][18], &*found[n][19]);
    assert_eq!(of(0), ("https", "TLSv1.3", "b.test", "arn:b"));
    assert_eq!(of(1), ("https", "TLSv1.3", "b.test", "session-reused"));
    assert_eq!(of(2), ("h2", "TLSv1.3", "a.test", "arn:a"));
    assert!(found[0][14].starts_with("TLS_AES"));
    assert_eq!(found[2][12], format!("GET https://a.test:{PORT}/x HTTP/2.0"));
    assert_eq!(found[2][29], found[3][29], "one connection");
    assert_ne!(found[0][29], found[1][29]);
}

#[tokio::test]
async fn each_connection_is_a_line_and_so_is_one_that_fails() {
    let (app, a) = (App::named("one").await, made("arn:a", &["a.test"]));
    let to = LogTo { bucket: "logs".into(), prefix: String::new() };
    let mut rig = Rig::with(&[app.address], |node| {
        node.attributes.connection_logs = Some(to.clone());
    })
    .await;
    let node = rig.node.address.to_string();
    rig.get("/").await;
    let clear = lines_of(&rig, Log::Connections, 1).await.remove(0);
    assert_eq!(clear.len(), 15, "{clear:?}");
    assert_eq!((&*clear[1], &*clear[3]), ("127.0.0.1", &*PORT.to_string()));
    assert!(clear[4..11].iter().all(|field| field == "-"), "{clear:?}");
    assert!(clear[11].starts_with("TID_"));
    assert_eq!(clear[12..], ["-", "app/web/1", &*node]);
    rig.change(|node| {
        https(node, &[&a]);
        logged(node);
    });
    let connector = client(&[&a], &["h2"]);
    let mut ask = crate::tls::http2(rig.node.address, &connector, "a.test").await;
    for _ in 0..2 {
        let request = Request::get("https://a.test/x").body(nothing()).unwrap();
        answered(&mut ask, request).await;
    }
    // Two requests, one connection: both logs have its id.
    let (mut connections, mut requests) = (vec![], vec![]);
    while requests.len() < 2 {
        let Some(report) = rig.running.next_lines() else {
            tokio::task::yield_now().await;
            continue;
        };
        let lines = report.lines.unwrap();
        connections.extend(lines.connections.iter().map(|line| fields(line)));
        requests.extend(lines.access.iter().map(|line| fields(line)));
        rig.running.has_lines(lines.seq);
    }
    let [connection] = &connections[..] else { panic!("{connections:?}") };
    assert_eq!(
        (&*connection[4], &*connection[10], &*connection[12]),
        ("TLSv1.3", "Success", "x25519")
    );
    assert!(connection[5].starts_with("TLS_AES"));
    let took: f64 = connection[6].parse().unwrap();
    assert!((0.0..30.0).contains(&took));
    assert_eq!(connection[7..10], ["-", "-", "-"]);
    assert_eq!((&connection[11], &connection[11]), (&requests[0][29], &requests[1][29]));
    // Who does not trust the node leaves after its hello, who speaks no TLS before it.
    let stranger = client(&[&made("arn:b", &["a.test"])], &[]);
    assert!(get(rig.node.address, &stranger, "a.test").await.is_err());
    let failed = lines_of(&rig, Log::Connections, 1).await.remove(0);
    assert_eq!((&*failed[4], &*failed[6], &*failed[12]), ("TLSv1.3", "-", "x25519"));
    assert!(failed[5].starts_with("TLS_AES"), "{failed:?}");
    assert_eq!(failed[10], "Failed:UnmappedConnectionError");
    rig.get("/").await;
    let failed = lines_of(&rig, Log::Connections, 1).await.remove(0);
    assert_eq!(failed[4..7], ["-", "-", "-"]);
    assert_eq!(failed[10], "Failed:UnmappedConnectionError");
    rig.until(|report| report.counters.tls_errors == 2).await;
    // Nothing is logged that nobody wants logged.
    rig.change(|node| {
        node.attributes.connection_logs = None;
        node.attributes.access_logs = None;
    });
    get(rig.node.address, &client(&[&a], &[]), "a.test").await.unwrap();
    assert!(rig.running.next_lines().is_none());
}

#[tokio::test]
async fn each_look_at_a_target_is_a_line() {
    let good = App::named("good").await;
    let bad = App::named("bad").await;
    bad.health.store(503, std::sync::atomic::Ordering::Relaxed);
    // Nobody is there.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let arn = "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/web/50dc6c495c0c9188";
    let to = LogTo { bucket: "logs".into(), prefix: String::new() };
    let rig = Rig::with(&[good.address, bad.address, gone], |node| {
        node.attributes.health_check_logs = Some(to);
        node.groups[0].arn = arn.into();
        node.groups[0].health.unhealthy = 1;
    })
    .await;
    let mut found = vec![];
    let of = |target: std::net::SocketAddr, found: &[Vec<String>]| {
        found.iter().find(|line| line[3] == target.to_string()).cloned()
    };
    let all = [good.address, bad.address, gone];
    while !all.iter().all(|target| of(*target, &found).is_some()) {
        let Some(report) = rig.running.next_lines() else {
            tokio::task::yield_now().await;
            continue;
        };
        let lines = report.lines.unwrap();
        found.extend(lines.checks.iter().map(|line| fields(line)));
        rig.running.has_lines(lines.seq);
    }
    for (target, rest) in [
        (good.address, ["PASS", "200", "-"]),
        (bad.address, ["FAIL", "503", "TargetError"]),
        (gone, ["FAIL", "-", "ConnectionReset"]),
    ] {
        let line = of(target, &found).unwrap();
        assert_eq!(line.len(), 8, "{line:?}");
        assert_eq!((&*line[0], &*line[4]), ("http", "web"));
        assert_eq!(line[5..], rest);
        assert_eq!(line[2].split_once('.').unwrap().1.len(), 9);
        assert!(line[1].starts_with("20") && line[1].ends_with('Z'), "{line:?}");
    }
}
