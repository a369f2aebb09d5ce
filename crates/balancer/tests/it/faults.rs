//! Targets that die, clients that are slow or false, many at once: who is not at fault notices
//! nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;

use crate::rig::{App, DEADLINE, Rig, body, head, status};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_fails_when_a_target_is_killed_or_replaced_under_load() {
    let apps = [App::named("a").await, App::named("b").await];
    let mut rig = Rig::of(&apps.each_ref().map(|app| app.address)).await;
    let (address, over) = (rig.node.address, Arc::new(AtomicBool::new(false)));
    let mut clients = JoinSet::new();
    for client in 0..8 {
        let over = over.clone();
        clients.spawn(async move {
            let (mut asked, mut failed) = (0u32, Vec::new());
            while !over.load(Ordering::Relaxed) {
                let mut stream =
                    tokio::net::TcpStream::connect((address, crate::rig::PORT)).await.unwrap();
                // Some keep their connection.
                for _ in 0..(client % 3) * 5 + 1 {
                    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
                    let head = head(&mut stream).await.expect("it answers");
                    let length = head.lines().find_map(|l| l.strip_prefix("Content-Length: "));
                    let length = length.map_or(0, |length| length.parse().unwrap());
                    let mut body = vec![0; length];
                    stream.read_exact(&mut body).await.unwrap();
                    asked += 1;
                    if status(&head) != 200 {
                        failed.push(head);
                    }
                }
            }
            (asked, failed)
        });
    }
    let enough = |rig: &Rig, more: u64| {
        let before = rig.running.report().counters.requests;
        move |report: &ferrogate_link::balancer::Report| report.counters.requests > before + more
    };
    rig.until(enough(&rig, 200)).await;
    apps[0].kill();
    rig.until(enough(&rig, 200)).await;
    rig.until(|report| report.targets[0].health.state() == "unhealthy").await;
    // A deployment: a new one comes, an old one drains and ends.
    let new = App::named("c").await;
    rig.change(|node| {
        let mut target = node.groups[0].targets[1].clone();
        target.port = new.address.port();
        node.groups[0].targets[0] = target;
    });
    rig.until(|report| report.targets[0].health.state() == "healthy").await;
    rig.change(|node| {
        node.groups[0].targets[1].draining_since =
            Some(ferrogate_base::Clock::now(&ferrogate_base::SystemClock));
    });
    rig.until(enough(&rig, 200)).await;
    apps[1].kill();
    rig.change(|node| drop(node.groups[0].targets.pop()));
    rig.until(enough(&rig, 200)).await;
    over.store(true, Ordering::Relaxed);
    let mut asked = 0;
    while let Some(done) = clients.join_next().await {
        let (of, failed) = done.unwrap();
        asked += of;
        assert!(failed.is_empty(), "{} of {of} failed: {:?}", failed.len(), failed[0]);
    }
    assert!(asked > 800);
}

#[tokio::test]
async fn who_asks_a_target_that_is_gone_is_answered_by_another() {
    // Nobody takes what comes to it, nor says that nobody is there: as where a task was killed.
    let gone = tokio::net::TcpSocket::new_v4().unwrap();
    gone.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let gone = gone.listen(0).unwrap();
    let address = gone.local_addr().unwrap();
    let mut filling = vec![];
    // Until its queue is full.
    while let Ok(one) =
        tokio::time::timeout(Duration::from_millis(200), tokio::net::TcpStream::connect(address))
            .await
    {
        filling.push(one.unwrap());
    }
    let silent = App::doing(|_, mut stream| {
        Box::pin(async move {
            stream.read_u8().await.ok()?;
            None
        })
    })
    .await;
    for dead in [address, silent.address] {
        let good = App::named("b").await;
        let mut rig = Rig::of(&[dead, good.address]).await;
        rig.change(|node| node.groups[0].health.enabled = false);
        let mut clients = vec![];
        for _ in 0..2 {
            let mut client = rig.connect().await;
            let request = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            client.write_all(request).await.unwrap();
            clients.push(client);
        }
        // Both were taken, and one has its answer: the other one has asked the dead target.
        rig.until(|report| {
            let counters = &report.counters;
            counters.requests == 2 && good.requests.load(Ordering::Relaxed) == 1
        })
        .await;
        rig.change(|node| drop(node.groups[0].targets.remove(0)));
        for mut client in clients {
            let mut answer = String::new();
            let read = client.read_to_string(&mut answer);
            tokio::time::timeout(DEADLINE, read).await.unwrap().unwrap();
            assert_eq!(status(&answer), 200, "{answer}");
            assert!(body(&answer).starts_with("b\n"));
        }
    }
}

#[tokio::test]
async fn a_request_that_may_change_something_is_sent_once() {
    let closes = App::doing(|_, _| Box::pin(async { None })).await;
    let also = App::doing(|_, _| Box::pin(async { None })).await;
    let rig = Rig::of(&[closes.address, also.address]).await;
    let post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    assert_eq!(status(&rig.raw(post).await), 502);
    let asked = || [&closes, &also].map(|app| app.requests.load(Ordering::Relaxed));
    assert_eq!(asked().iter().sum::<u64>(), 1);
    assert_eq!(status(&rig.get("/").await), 502);
    assert_eq!(asked().iter().sum::<u64>(), 3, "each is asked what changes nothing");
}

#[tokio::test]
async fn slow_clients_keep_nobody_waiting_and_end() {
    let app = App::doing(|head, mut stream| {
        Box::pin(async move {
            if head.starts_with("POST ") {
                stream.read_exact(&mut [0; 10]).await.ok()?;
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await.ok()?;
            Some(stream)
        })
    })
    .await;
    let rig = Rig::with(&[app.address], |node| node.attributes.idle_timeout_s = 1).await;
    let mut slow = Vec::new();
    for n in 0..600 {
        let mut stream = rig.connect().await;
        let begun = match n % 3 {
            0 => "",
            1 => "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
            _ => "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345",
        };
        stream.write_all(begun.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    let begun = Instant::now();
    assert_eq!(status(&rig.get("/").await), 200);
    assert!(begun.elapsed() < DEADLINE);
    for mut stream in slow {
        let mut rest = Vec::new();
        let ended = tokio::time::timeout(DEADLINE, stream.read_to_end(&mut rest)).await;
        drop(ended.expect("it is closed"));
        let answer = String::from_utf8(rest).unwrap();
        assert!(answer.is_empty() || status(&answer) == 408, "{answer}");
    }
    rig.until(|report| report.counters.active_connections == 0).await;
    // Byte by byte is as slow.
    let mut drip = rig.connect().await;
    let until = Instant::now() + DEADLINE;
    while drip.write_all(b"G").await.is_ok() {
        assert!(Instant::now() < until, "it may go on for ever");
        let mut byte = [0];
        let read =
            tokio::time::timeout(std::time::Duration::from_millis(200), drip.read(&mut byte));
        if let Ok(Ok(0) | Err(_)) = read.await {
            break;
        }
    }
}

/// Memory that this process has, in bytes.
fn memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = text.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

/// Heads, chunks and trailers without an end, and requests whose answers nobody takes, from many
/// clients at once: each is told, or held up, and takes its part of memory and no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_no_end_takes_no_memory_and_keeps_nobody_waiting() {
    let app = App::named("a").await;
    let rig = Rig::of(&[app.address]).await;
    let begun = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    let floods = [
        ("GET /".to_owned(), "x".repeat(16 << 10)),
        ("GET / HTTP/1.1\r\nX: ".to_owned(), "x".repeat(16 << 10)),
        ("GET / HTTP/1.1\r\n".to_owned(), "X: y\r\n".repeat(2 << 10)),
        (format!("{begun}1;"), "x".repeat(16 << 10)),
        (format!("{begun}0\r\n"), "X: y\r\n".repeat(2 << 10)),
        (String::new(), "\r\n".repeat(8 << 10)),
        (String::new(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(512)),
    ];
    let (before, address) = (memory(), rig.node.address);
    let mut flooding = JoinSet::new();
    for n in 0..140 {
        let (first, more) = floods[n % floods.len()].clone();
        flooding.spawn(async move {
            let mut stream =
                tokio::net::TcpStream::connect((address, crate::rig::PORT)).await.unwrap();
            let sent = async {
                if stream.write_all(first.as_bytes()).await.is_err() {
                    return;
                }
                for _ in 0..200 {
                    if stream.write_all(more.as_bytes()).await.is_err() {
                        return;
                    }
                }
            };
            // Who is held up waits for nobody but itself.
            drop(tokio::time::timeout(Duration::from_secs(3), sent).await);
            stream
        });
    }
    // Also while all of them are there and wait.
    let (mut served, mut most, mut open) = (0, 0, vec![]);
    while open.len() < 140 || served < 20 {
        assert_eq!(status(&rig.get("/victim").await), 200);
        served += u32::from(open.len() == 140);
        most = most.max(memory().saturating_sub(before));
        while let Some(done) = flooding.try_join_next() {
            open.push(done.unwrap());
        }
    }
    // 84 KiB of a head and as much of an answer for each, and what allocation costs.
    assert!(most < 140 * (512 << 10), "{most} bytes");
    drop(open);
    rig.until(|report| report.counters.active_connections == 0).await;
}

#[tokio::test]
async fn clients_beyond_the_limit_are_refused_and_counted() {
    let app = App::named("a").await;
    let rig = Rig::of(&[app.address]).await;
    let mut open = Vec::new();
    for _ in 0..1000 {
        open.push(rig.connect().await);
    }
    rig.until(|report| report.counters.active_connections == 1000).await;
    let mut one_more = rig.connect().await;
    let mut rest = Vec::new();
    drop(tokio::time::timeout(DEADLINE, one_more.read_to_end(&mut rest)).await.unwrap());
    assert!(rest.is_empty());
    rig.until(|report| report.counters.rejected_connections == 1).await;
    drop(open);
    rig.until(|report| report.counters.active_connections == 0).await;
    assert_eq!(status(&rig.get("/").await), 200);
}

#[tokio::test]
async fn a_websocket_has_its_place_as_long_as_it_is_open() {
    let app = App::doing(|_, mut stream| {
        Box::pin(async move {
            let answer = "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n";
            stream.write_all(answer.as_bytes()).await.ok()?;
            stream.read_u8().await.ok()?;
            None
        })
    })
    .await;
    let rig = Rig::of(&[app.address]).await;
    let mut open = rig.connect().await;
    let request = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n";
    open.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(status(&head(&mut open).await.unwrap()), 101);
    // One that comes and goes meanwhile is the only one that goes.
    drop(rig.connect().await);
    rig.until(|report| report.counters.new_connections == 2).await;
    rig.until(|report| report.counters.active_connections == 1).await;
    drop(open);
    rig.until(|report| report.counters.active_connections == 0).await;
}

/// Requests that end at two places, for two readers that differ. What stands where the second
/// one might begin must never come to a target as a request.
#[tokio::test]
async fn nobody_smuggles_a_request_past_the_rules() {
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let all = seen.clone();
    // It believes lengths alone, and reads whatever follows as the next request.
    let app = App::doing(move |head, mut stream| {
        let all = all.clone();
        Box::pin(async move {
            let line = head.lines().next().unwrap_or_default().to_owned();
            all.lock().push(line);
            let lower = head.to_ascii_lowercase();
            let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
            if lower.contains("transfer-encoding: chunked\r\n") {
                let mut end = Vec::new();
                while !end.ends_with(b"0\r\n\r\n") {
                    end.push(stream.read_u8().await.ok()?);
                }
            } else if let Some(length) = length {
                let mut body = vec![0; length.parse().ok()?];
                stream.read_exact(&mut body).await.ok()?;
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await.ok()?;
            Some(stream)
        })
    })
    .await;
    let rig = Rig::of(&[app.address]).await;
    let hidden = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    let length = hidden.len();
    let chunk = format!("{length:x}\r\n{hidden}\r\n0\r\n\r\n");
    let both = chunk.len();
    for (lines, content) in [
        (format!("Content-Length: {length}\r\n"), hidden.to_owned()),
        ("Transfer-Encoding: chunked\r\n".to_owned(), chunk.clone()),
        (format!("Content-Length: {both}\r\nTransfer-Encoding: chunked\r\n"), chunk.clone()),
        (format!("Transfer-Encoding: chunked\r\nContent-Length: {both}\r\n"), chunk.clone()),
        (
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n".into(),
            format!("0\r\n\r\n{hidden}"),
        ),
        (
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n".into(),
            format!("0\r\n\r\n{hidden}"),
        ),
        (format!("Content-Length: 0\r\nContent-Length: {length}\r\n"), hidden.into()),
        (format!("Content-Length: 0, {length}\r\n"), hidden.into()),
        (format!("Content-Length: {length}\r\nContent-Length: {length}\r\n"), hidden.into()),
        (format!("Content-Length: +{length}\r\n"), hidden.into()),
        (format!("Content-Length: 0x{length:x}\r\n"), hidden.into()),
        (format!("Content-Length: {length} \r\n"), hidden.into()),
        (format!("Content-Length : {length}\r\n"), hidden.into()),
        (format!(" Content-Length: {length}\r\n"), hidden.into()),
        (format!("X: y\r\n Content-Length: {length}\r\n"), hidden.into()),
        (format!("X: y\rContent-Length: {length}\r\n"), hidden.into()),
        (format!("X: y\nContent-Length: {length}\r\n"), hidden.into()),
        (format!("Content_Length: {length}\r\n"), String::new()),
        ("Transfer-Encoding: xchunked\r\n".into(), chunk.clone()),
        ("Transfer-Encoding: chunked, identity\r\n".into(), chunk.clone()),
        ("Transfer-Encoding: identity, chunked\r\n".into(), chunk.clone()),
        ("Transfer-Encoding: gzip, chunked\r\n".into(), chunk.clone()),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n".into(), chunk.clone()),
        ("Transfer-Encoding:\u{b}chunked\r\n".into(), chunk.clone()),
        ("Transfer-Encoding: \"chunked\"\r\n".into(), chunk.clone()),
        ("Transfer-Encoding\r\n: chunked\r\n".into(), chunk.clone()),
        ("Transfer-Encoding: chunked\r\nConnection: Transfer-Encoding\r\n".into(), chunk.clone()),
        (format!("Content-Length: {length}\r\nConnection: Content-Length\r\n"), hidden.into()),
        ("Transfer-Encoding: chunked\r\n".into(), format!("0x{length:x}\r\n{hidden}\r\n0\r\n\r\n")),
        (
            "Transfer-Encoding: chunked\r\n".into(),
            format!("{length:x};a=b\r\n{hidden}\r\n0\r\n\r\n"),
        ),
        ("Transfer-Encoding: chunked\r\n".into(), format!("{length:x}\n{hidden}\n0\n\n")),
        ("Transfer-Encoding: chunked\r\n".into(), format!("-1\r\n{hidden}\r\n0\r\n\r\n")),
        (
            "Transfer-Encoding: chunked\r\n".into(),
            format!("ffffffffffffffff1\r\n{hidden}\r\n0\r\n\r\n"),
        ),
        (
            "Transfer-Encoding: chunked\r\n".into(),
            format!("1\r\nx\r\n0\r\nContent-Length: {length}\r\n\r\n"),
        ),
        (format!("X: a\0\r\nContent-Length: {length}\r\n"), hidden.into()),
        (format!("Expect: 100-continue\r\nContent-Length: {length}\r\n"), hidden.into()),
        ("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n".into(), chunk.clone()),
        (format!("Expect: x\r\nContent-Length: {length}\r\n"), hidden.into()),
        (
            format!("Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: {length}\r\n"),
            hidden.into(),
        ),
        (
            format!(
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\
                 Content-Length: {length}\r\n"
            ),
            hidden.into(),
        ),
    ] {
        for method in ["GET", "POST"] {
            seen.lock().clear();
            let request = format!("{method} /first HTTP/1.1\r\nHost: a\r\n{lines}\r\n{content}");
            let mut stream = rig.connect().await;
            stream.write_all(request.as_bytes()).await.unwrap();
            // What is read as a request of its own is the client's own: it is one to the load
            // balancer too. What it answers tells how many it has read.
            stream.shutdown().await.unwrap();
            let mut answers = Vec::new();
            drop(tokio::time::timeout(DEADLINE, stream.read_to_end(&mut answers)).await.unwrap());
            let answers = String::from_utf8_lossy(&answers);
            let well = answers.matches("HTTP/1.1 200 ").count();
            let seen = seen.lock().clone();
            assert!(seen.len() >= well, "{lines:?} {content:?}: {seen:?}, {answers}");
            let hidden = seen.iter().filter(|line| line.starts_with("GET /smuggled ")).count();
            let first = seen.iter().filter(|line| line.contains(" /first ")).count();
            assert_eq!(hidden + first, seen.len(), "{lines:?} {content:?}: {seen:?}");
            // A second one came only as one that the load balancer itself has read as such: on
            // its own connection, after the first one's end.
            if hidden > 0 {
                assert!(content.starts_with("0\r\n\r\n"), "{lines:?} {content:?}: {seen:?}");
            }
        }
        assert_eq!(status(&rig.get("/").await), 200);
    }
    assert!(body(&rig.get("/").await).is_empty());
}

/// What the rules go by is what the target is told, or who may ask for one site reaches another.
#[tokio::test]
async fn a_request_names_one_host_to_the_rules_and_to_the_target() {
    let app = App::named("a").await;
    let mut rig = Rig::of(&[app.address]).await;
    for preserves in [false, true] {
        rig.change(|node| node.attributes.preserve_host_header = preserves);
        for hosts in ["Host: a.test\r\nHost: inside.test", "Host: a.test\r\nhost: a.test"] {
            let request = format!("GET / HTTP/1.1\r\n{hosts}\r\nConnection: close\r\n\r\n");
            assert_eq!(status(&rig.raw(&request).await), 400, "{hosts}");
        }
        let request = "GET http://a.test:8080/ HTTP/1.1\r\nHost: inside.test\r\n\
                       Connection: close\r\n\r\n";
        let answer = rig.raw(request).await;
        assert!(body(&answer).contains("\r\nHost: a.test:8080\r\n"), "{answer}");
        assert!(!answer.contains("inside.test"), "{answer}");
    }
}
