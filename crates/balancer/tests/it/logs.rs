//! What a node logs of requests.

use ferrogate_link::balancer::Condition;
use ferrogate_link::balancer::{
    Action, FixedResponse, LogLines, LogTo, Node, Pattern, Redirect, Transform,
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
    let mut found: Vec<Vec<String>> = vec![];
    let until = std::time::Instant::now() + DEADLINE;
    while found.len() < count {
        assert!(std::time::Instant::now() < until, "{found:?}");
        let Some(report) = rig.running.next_lines() else {
            let more = rig.running.more_lines();
            drop(tokio::time::timeout(std::time::Duration::from_millis(20), more).await);
            continue;
        };
        let LogLines { seq, access, dropped } = report.lines.unwrap();
        assert_eq!(dropped, 0);
        found.extend(access.iter().map(|line| fields(line)));
        rig.running.has_lines(seq);
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
